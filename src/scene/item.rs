//! What a scene is made of.

use crate::base::color::Rgba;
use crate::base::geom::{Point, Rect};
use crate::base::text::TextBlock;
use crate::model::RecordRef;
use std::sync::Arc;

/// Painting order, and what stays put while the view moves.
///
/// A window paints the layers one after another; those that [`Layer::pins_x`] or [`Layer::pins_y`] keep their place on
/// that axis. A picture paints everything where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// The surface, hairlines between lanes, column guides, dividers.
    Lanes,
    /// Cards with all that is on them.
    Cards,
    /// Arrows between cards.
    Connections,
    /// The lane labels; they stay at the left edge.
    LaneLabels,
    /// Stage headers and steps; they stay at the top.
    Header,
    /// The corner above the lane labels; it stays put.
    Corner,
}

impl Layer {
    /// All layers in painting order.
    pub const EVERY: [Self; 6] =
        [Self::Lanes, Self::Cards, Self::Connections, Self::LaneLabels, Self::Header, Self::Corner];

    /// True when the layer does not move sideways with the map.
    #[must_use]
    pub fn pins_x(self) -> bool {
        matches!(self, Self::LaneLabels | Self::Corner)
    }

    /// True when the layer does not move up and down with the map.
    #[must_use]
    pub fn pins_y(self) -> bool {
        matches!(self, Self::Header | Self::Corner)
    }
}

/// A line's look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Width, world units. See [`Stroke::is_hairline`].
    pub width: f64,
    /// Colour.
    pub color: Rgba,
    /// Lengths of dash and gap, world units.
    pub dash: Option<(f64, f64)>,
    /// The width does not grow or shrink with the zoom: a window draws it `width` points wide on whole pixels.
    pub is_hairline: bool,
}

impl Stroke {
    /// A full line that scales with the map.
    #[must_use]
    pub const fn solid(width: f64, color: Rgba) -> Self {
        Self { width, color, dash: None, is_hairline: false }
    }

    /// A full line of the same width at every zoom.
    #[must_use]
    pub const fn hairline(width: f64, color: Rgba) -> Self {
        Self { width, color, dash: None, is_hairline: true }
    }

    /// The same line as a row of dots: dashes of next to no length, of which round ends make dots.
    #[must_use]
    pub const fn dotted(self, gap: f64) -> Self {
        self.dashed(Self::DOT, gap)
    }

    /// Length of the dashes of dotted lines.
    pub const DOT: f64 = 0.01;

    /// The same line, broken.
    #[must_use]
    pub const fn dashed(self, dash: f64, gap: f64) -> Self {
        Self { dash: Some((dash, gap)), ..self }
    }
}

/// Which point of each line stands at the origin's x.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Align {
    /// The start.
    #[default]
    Left,
    /// The middle.
    Center,
    /// The end.
    Right,
}

/// A shape. Everything is in world units.
#[derive(Debug, Clone, PartialEq)]
pub enum Prim {
    /// A rectangle.
    Rect {
        /// Where.
        rect: Rect,
        /// Corner radius.
        radius: f64,
        /// Inside.
        fill: Option<Rgba>,
        /// Edge, centred on the rectangle.
        stroke: Option<Stroke>,
    },
    /// A circle.
    Circle {
        /// Where.
        center: Point,
        /// How large.
        radius: f64,
        /// Inside.
        fill: Option<Rgba>,
        /// Edge.
        stroke: Option<Stroke>,
    },
    /// A convex polygon.
    Polygon {
        /// Corners, in either direction.
        points: Vec<Point>,
        /// Inside.
        fill: Rgba,
    },
    /// An open line; curves come flattened. Round caps and joins.
    Polyline {
        /// Corners.
        points: Vec<Point>,
        /// Look.
        stroke: Stroke,
    },
    /// The area between two lines that share their x values.
    Band {
        /// Upper edge from left to right.
        upper: Vec<Point>,
        /// Lower edge from left to right, as many points.
        lower: Vec<Point>,
        /// Inside.
        fill: Rgba,
    },
    /// Lines of text, broken already.
    Text {
        /// The lines.
        block: Arc<TextBlock>,
        /// Top of the block; x as `align` says.
        origin: Point,
        /// Which point of each line stands at `origin.x`.
        align: Align,
        /// Colour.
        color: Rgba,
        /// Colour of the runs that are links.
        links: Rgba,
    },
    /// Lines of text that run upwards, the first line at the left: names of columns too narrow for them.
    Rising {
        /// The lines, as if they ran to the right.
        block: Arc<TextBlock>,
        /// Lower left corner of what they cover, which is as wide as the block is high.
        corner: Point,
        /// Colour.
        color: Rgba,
    },
    /// A picture that stands in the file. Painters fetch its pixels by the digest.
    Picture {
        /// Where; of the picture's own proportions.
        rect: Rect,
        /// Which picture.
        digest: Arc<str>,
        /// What it shows, in words.
        words: Arc<str>,
        /// What stands in its place until it is there.
        ground: Rgba,
    },
}

/// What an item is of the thing it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Part {
    /// Some of the thing itself.
    #[default]
    Thing,
    /// It lies over its edge: a frame around the thing goes below it.
    Badge,
    /// It says what the lines of a lane mean, and stays in view while the lane is scrolled.
    Legend,
}

/// A shape with its place in the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Smallest rectangle around everything that is painted.
    pub bounds: Rect,
    /// When it is painted.
    pub layer: Layer,
    /// What it belongs to.
    pub tag: Option<RecordRef>,
    /// As what it belongs to that.
    pub part: Part,
    /// What is painted.
    pub prim: Prim,
}

impl Item {
    /// The same further down.
    #[must_use]
    pub fn lowered(self, down: f64) -> Self {
        let prim = self.prim.lowered(down);
        Self { bounds: self.bounds.translate(0.0, down), prim, ..self }
    }

    /// The same in other units, `by` of which are one of these.
    #[must_use]
    pub fn scaled(self, by: f64) -> Self {
        let prim = self.prim.scaled(by);
        Self { bounds: prim.bounds(), prim, ..self }
    }
}

/// A picture as a list of shapes, in painting order within each layer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scene {
    /// What the picture covers.
    pub bounds: Rect,
    /// Behind all layers.
    pub surface: Rgba,
    /// Right edge of the pinned lane labels; 0 when nothing is pinned.
    pub label_width: f64,
    /// Bottom of the pinned header; 0 when nothing is pinned.
    pub header_height: f64,
    /// The shapes, sorted by layer.
    pub items: Vec<Item>,
}

impl Scene {
    /// Scenes below each other, `gap` apart, as one; `None` of none.
    #[must_use]
    pub fn stacked(rows: Vec<Self>, gap: f64) -> Option<Self> {
        let mut rows = rows.into_iter();
        let mut all = rows.next()?;
        for row in rows {
            let down = all.bounds.max.y + gap - row.bounds.min.y;
            all.bounds = all.bounds.union(&row.bounds.translate(0.0, down));
            all.items.extend(row.items.into_iter().map(|item| item.lowered(down)));
        }
        all.items.sort_by_key(|item| item.layer);
        Some(all)
    }

    /// The items of one layer in painting order.
    #[must_use]
    pub fn layer(&self, layer: Layer) -> &[Item] {
        let start = self.items.partition_point(|i| i.layer < layer);
        let end = self.items.partition_point(|i| i.layer <= layer);
        self.items.get(start..end).unwrap_or(&[])
    }
}

impl Prim {
    /// The same shape further down.
    #[must_use]
    pub fn lowered(self, down: f64) -> Self {
        let at = |p: Point| p.offset(0.0, down);
        let area = |r: Rect| r.translate(0.0, down);
        let all = |points: Vec<Point>| points.into_iter().map(at).collect::<Vec<_>>();
        match self {
            Self::Rect { rect, radius, fill, stroke } => Self::Rect { rect: area(rect), radius, fill, stroke },
            Self::Circle { center, radius, fill, stroke } => Self::Circle { center: at(center), radius, fill, stroke },
            Self::Polygon { points, fill } => Self::Polygon { points: all(points), fill },
            Self::Polyline { points, stroke } => Self::Polyline { points: all(points), stroke },
            Self::Band { upper, lower, fill } => Self::Band { upper: all(upper), lower: all(lower), fill },
            Self::Text { block, origin, align, color, links } => {
                Self::Text { block, origin: at(origin), align, color, links }
            }
            Self::Rising { block, corner, color } => Self::Rising { block, corner: at(corner), color },
            Self::Picture { rect, digest, words, ground } => Self::Picture { rect: area(rect), digest, words, ground },
        }
    }

    /// The same shape in other units, `by` of which are one of these.
    #[must_use]
    pub fn scaled(self, by: f64) -> Self {
        let at = |p: Point| Point::new(p.x * by, p.y * by);
        let area = |r: Rect| Rect { min: at(r.min), max: at(r.max) };
        let all = |points: Vec<Point>| points.into_iter().map(at).collect::<Vec<_>>();
        let line = |s: Stroke| {
            let by = if s.is_hairline { 1.0 } else { by };
            Stroke { width: s.width * by, dash: s.dash.map(|(dash, gap)| (dash * by, gap * by)), ..s }
        };
        match self {
            Self::Rect { rect, radius, fill, stroke } => {
                Self::Rect { rect: area(rect), radius: radius * by, fill, stroke: stroke.map(line) }
            }
            Self::Circle { center, radius, fill, stroke } => {
                Self::Circle { center: at(center), radius: radius * by, fill, stroke: stroke.map(line) }
            }
            Self::Polygon { points, fill } => Self::Polygon { points: all(points), fill },
            Self::Polyline { points, stroke } => Self::Polyline { points: all(points), stroke: line(stroke) },
            Self::Band { upper, lower, fill } => Self::Band { upper: all(upper), lower: all(lower), fill },
            Self::Text { block, origin, align, color, links } => {
                Self::Text { block: Arc::new(block.scaled(by)), origin: at(origin), align, color, links }
            }
            Self::Rising { block, corner, color } => {
                Self::Rising { block: Arc::new(block.scaled(by)), corner: at(corner), color }
            }
            Self::Picture { rect, digest, words, ground } => Self::Picture { rect: area(rect), digest, words, ground },
        }
    }

    /// The smallest rectangle around everything this paints.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        let half = |stroke: &Option<Stroke>| stroke.map_or(0.0, |s| s.width / 2.0);
        match self {
            Self::Picture { rect, .. } => *rect,
            Self::Rect { rect, stroke, .. } => rect.expand(half(stroke)),
            Self::Circle { center, radius, stroke, .. } => {
                Rect { min: *center, max: *center }.expand(radius + half(stroke))
            }
            Self::Polygon { points, .. } => around(points),
            Self::Polyline { points, stroke } => around(points).expand(stroke.width / 2.0),
            Self::Band { upper, lower, .. } => around(upper).union(&around(lower)),
            Self::Rising { block, corner, .. } => {
                Rect::new(corner.x, corner.y - block.size.width, block.size.height, block.size.width)
            }
            Self::Text { block, origin, align, .. } => {
                let left = match align {
                    Align::Left => origin.x,
                    Align::Center => origin.x - block.size.width / 2.0,
                    Align::Right => origin.x - block.size.width,
                };
                Rect::new(left, origin.y, block.size.width, block.size.height)
            }
        }
    }
}

fn around(points: &[Point]) -> Rect {
    let mut points = points.iter();
    let Some(first) = points.next() else { return Rect::default() };
    points.fold(Rect { min: *first, max: *first }, |r, p| r.union(&Rect { min: *p, max: *p }))
}
