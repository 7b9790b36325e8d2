//! Scene → shapes of the window. No decisions here: only units, and what cannot be seen is left out before any text
//! is laid out.

use crate::base::color::Rgba;
use crate::base::geom::{Point, Rect};
use crate::base::text::{TextBlock, TextStyle};
use crate::canvas::camera::{Pane, Viewport};
use crate::canvas::picture::Picture;
use crate::canvas::textures::Textures;
use crate::model::RecordRef;
use crate::scene::{Align, Item, Layer, Part, Prim, Scene, Stroke};
use egui::epaint::{CircleShape, Mesh, PathShape, PathStroke, RectShape, TextShape};
use egui::{Color32, CornerRadius, FontFamily, FontId, Pos2, Shape, StrokeKind};
use std::sync::Arc;

/// Below this size on screen words cannot be read; bars stand for them.
const SMALLEST_TEXT: f32 = 6.3;
/// Below this size on screen the bars are specks.
const SMALLEST_BAR: f32 = 3.5;
/// How much of the ink of words their bars have.
const BAR_INK: f32 = 0.3;

/// A colour for the window.
#[must_use]
pub fn color(c: Rgba) -> Color32 {
    Color32::from_rgba_unmultiplied(c.r, c.g, c.b, c.a)
}

/// The window's font for a style of the map at a zoom.
#[must_use]
pub fn font(style: TextStyle, size: f32) -> FontId {
    FontId::new(size, family(style))
}

/// The window's family for a style: the same names as in the measuring fonts.
#[must_use]
pub fn family(style: TextStyle) -> FontFamily {
    crate::layout::measure::family(style)
}

/// How text is sized while it is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextSizing {
    /// As it is.
    Exact,
    /// While the zoom changes: rounded to an eighth of an octave, so that frames share their glyphs.
    Rounded,
}

impl TextSizing {
    /// The size to paint text with.
    #[must_use]
    pub fn size(self, size: f32) -> f32 {
        match self {
            Self::Exact => size,
            Self::Rounded => ((size.log2() * 8.0).round() / 8.0).exp2(),
        }
    }
}

/// Texts that something else stands in for and that are not painted.
pub type Hidden<'a> = &'a [Arc<TextBlock>];

/// Turns parts of a scene into shapes.
pub struct ScenePainter<'a> {
    /// Where everything stands.
    pub viewport: &'a Viewport,
    /// How text is sized.
    pub sizing: TextSizing,
    /// Text that is being edited, or painted elsewhere.
    pub hidden: Hidden<'a>,
    /// Figures of cards in the header and legends of lanes that do not stand where the scene has them, and how far to the
    /// right they are, points.
    pub moved: &'a [(RecordRef, f32)],
    /// The fonts of the window.
    pub ctx: &'a egui::Context,
    /// The pictures of the file.
    pub textures: Textures<'a>,
}

impl ScenePainter<'_> {
    /// Paints a map: the cells, and over them the panes that stay put. What `over` paints lies on its pane and below those
    /// that follow.
    pub fn picture_ui(&self, ui: &egui::Ui, picture: &Picture, surface: Color32, over: impl Fn(Pane, &egui::Painter)) {
        let on = |area: egui::Rect| ui.painter().with_clip_rect(area.intersect(ui.clip_rect()));
        on(self.viewport.rect).rect_filled(self.viewport.rect, 0.0, surface);
        for pane in [Pane::Body, Pane::Labels, Pane::Header, Pane::Corner] {
            let clip = self.viewport.clip(pane);
            if self.viewport.is_over_cells(pane) {
                on(clip).rect_filled(clip, 0.0, surface);
            }
            let scene = if pane == Pane::Body { &picture.scene } else { &picture.pins };
            on(clip).extend(self.pane(scene, pane));
            over(pane, &on(clip));
        }
    }

    /// The shapes of the layers of a pane that can be seen, in painting order.
    #[must_use]
    pub fn pane(&self, scene: &Scene, pane: Pane) -> Vec<Shape> {
        let shown = self.viewport.visible(pane);
        let unit = self.viewport.from_scene(pane, Point::new(1.0, 1.0));
        let visible = Rect {
            min: Point::new(shown.min.x / unit.x, shown.min.y / unit.y),
            max: Point::new(shown.max.x / unit.x, shown.max.y / unit.y),
        };
        let mut shapes = Vec::new();
        for layer in Layer::EVERY.into_iter().filter(|l| Pane::of_layer(*l) == pane) {
            let items = scene.layer(layer).iter().filter(|i| self.moved_by(pane, i).is_none());
            self.items(pane, items.filter(|i| i.bounds.intersects(&visible.expand(2.0))), &mut shapes);
            for (item, by) in scene.layer(layer).iter().filter_map(|i| Some((i, self.moved_by(pane, i)?))) {
                let first = shapes.len();
                self.prim(pane, &item.prim, &mut shapes);
                shapes.iter_mut().skip(first).for_each(|shape| shape.translate(egui::vec2(by, 0.0)));
            }
        }
        shapes
    }

    /// How far an item stands from its place in the scene.
    fn moved_by(&self, pane: Pane, item: &Item) -> Option<f32> {
        let tag = item.tag.filter(|tag| match tag {
            RecordRef::Card(_) => pane == Pane::Header,
            RecordRef::Lane(_) => item.part == Part::Legend,
            _ => false,
        })?;
        self.moved.iter().find(|(moved, _)| *moved == tag).map(|(_, by)| *by)
    }

    /// The shapes of some items.
    pub fn items<'i>(&self, pane: Pane, items: impl Iterator<Item = &'i Item>, shapes: &mut Vec<Shape>) {
        for item in items {
            self.prim(pane, &item.prim, shapes);
        }
    }

    fn prim(&self, pane: Pane, prim: &Prim, shapes: &mut Vec<Shape>) {
        let v = self.viewport;
        match prim {
            Prim::Rect { rect, radius, fill, stroke } => {
                shapes.push(self.rect(pane, rect, *radius, *fill, stroke.as_ref()));
            }
            Prim::Circle { center, radius, fill, stroke } => shapes.push(Shape::Circle(CircleShape {
                center: self.at(pane, *center),
                radius: v.length_in(pane, *radius),
                fill: fill.map_or(Color32::TRANSPARENT, color),
                stroke: stroke.as_ref().map_or(egui::Stroke::NONE, |s| self.stroke(pane, s)),
            })),
            Prim::Polygon { points, fill } => {
                let points = self.points(pane, points);
                shapes.push(Shape::convex_polygon(points, color(*fill), egui::Stroke::NONE));
            }
            Prim::Polyline { points, stroke } => self.polyline(pane, points, stroke, shapes),
            Prim::Band { upper, lower, fill } => {
                shapes.push(self.band(pane, upper, lower, color(*fill)));
            }
            Prim::Text { block, origin, align, color: ink, links } => {
                if !self.hidden.iter().any(|h| Arc::ptr_eq(h, block)) {
                    self.text(pane, block, (*origin, *align), (color(*ink), color(*links)), shapes);
                }
            }
            Prim::Rising { block, corner, color: ink } => self.rising(pane, block, *corner, color(*ink), shapes),
            Prim::Picture { rect, digest, ground, .. } => shapes.push(self.picture(pane, rect, digest, *ground)),
        }
    }

    fn points(&self, pane: Pane, points: &[Point]) -> Vec<Pos2> {
        points.iter().map(|p| self.at(pane, *p)).collect()
    }

    /// Screen point of a point of the scene.
    fn at(&self, pane: Pane, p: Point) -> Pos2 {
        self.viewport.screen(pane, self.viewport.from_scene(pane, p))
    }

    fn stroke(&self, pane: Pane, stroke: &Stroke) -> egui::Stroke {
        #[expect(clippy::cast_possible_truncation, reason = "widths of lines")]
        let width = if stroke.is_hairline { stroke.width as f32 } else { self.viewport.length_in(pane, stroke.width) };
        egui::Stroke::new(width, color(stroke.color))
    }

    fn rect(&self, pane: Pane, rect: &Rect, radius: f64, fill: Option<Rgba>, stroke: Option<&Stroke>) -> Shape {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=255")]
        let radius = self.viewport.length_in(pane, radius).round().clamp(0.0, 255.0) as u8;
        let shape = RectShape::new(
            egui::Rect::from_min_max(self.at(pane, rect.min), self.at(pane, rect.max)),
            CornerRadius::same(radius),
            fill.map_or(Color32::TRANSPARENT, color),
            stroke.map_or(egui::Stroke::NONE, |s| self.stroke(pane, s)),
            StrokeKind::Middle,
        );
        Shape::Rect(shape)
    }

    fn polyline(&self, pane: Pane, points: &[Point], stroke: &Stroke, shapes: &mut Vec<Shape>) {
        let points = self.points(pane, points);
        let line = self.stroke(pane, stroke);
        if let Some((_, gap)) = stroke.dash.filter(|(dash, _)| *dash <= Stroke::DOT) {
            let spacing = self.viewport.length_in(pane, gap).max(2.0);
            shapes.extend(Shape::dotted_line(&points, line.color, spacing, line.width / 2.0));
        } else if let Some((dash, gap)) = stroke.dash {
            let scale = |length: f64| {
                #[expect(clippy::cast_possible_truncation, reason = "lengths of dashes")]
                let length = if stroke.is_hairline { length as f32 } else { self.viewport.length_in(pane, length) };
                length.max(1.0)
            };
            Shape::dashed_line_many(&points, line, scale(dash), scale(gap), shapes);
        } else if let [a, b] = points[..] {
            shapes.push(Shape::LineSegment { points: [a, b], stroke: line });
        } else {
            shapes.push(Shape::Path(PathShape::line(points, PathStroke::from(line))));
        }
    }

    fn band(&self, pane: Pane, upper: &[Point], lower: &[Point], fill: Color32) -> Shape {
        let mut mesh = Mesh::default();
        for (above, below) in upper.iter().zip(lower) {
            let next = u32::try_from(mesh.vertices.len()).unwrap_or(u32::MAX);
            mesh.colored_vertex(self.at(pane, *above), fill);
            mesh.colored_vertex(self.at(pane, *below), fill);
            if next >= 2 {
                mesh.add_triangle(next - 2, next - 1, next);
                mesh.add_triangle(next - 1, next, next + 1);
            }
        }
        Shape::Mesh(Arc::new(mesh))
    }

    /// Lines of text at the baselines of the scene. Never wraps. `inks` are the colours of words and of links.
    fn text(
        &self,
        pane: Pane,
        block: &TextBlock,
        (origin, align): (Point, Align),
        inks: (Color32, Color32),
        shapes: &mut Vec<Shape>,
    ) {
        let exact = self.viewport.length_in(pane, block.style.size);
        if exact < SMALLEST_TEXT {
            if exact >= SMALLEST_BAR {
                self.bars(pane, block, (origin, align), inks.0.gamma_multiply(BAR_INK), shapes);
            }
            return;
        }
        let size = self.sizing.size(exact);
        self.ctx.fonts_mut(|fonts| {
            let mut put = |text: &str, style: TextStyle, at: Pos2, ink: Color32, is_link: bool| {
                let galley = fonts.layout_no_wrap(text.to_owned(), font(style, size), Color32::PLACEHOLDER);
                let Some(ascent) = baseline(&galley) else { return };
                let mut shape = TextShape::new(Pos2::new(at.x, at.y - ascent), galley, ink);
                if is_link {
                    shape = shape.with_underline(egui::Stroke::new(1.0, ink));
                }
                shapes.push(Shape::Text(shape));
            };
            for line in block.lines.iter().filter(|l| !l.text.is_empty()) {
                let at = self.at(pane, Point::new(origin.x, origin.y + line.baseline));
                // The width of the scene decides, so that an edge stays where it is while sizes are rounded.
                let width = self.viewport.length_in(pane, line.width);
                let left = match align {
                    Align::Left => at.x,
                    Align::Center => at.x - width / 2.0,
                    Align::Right => at.x - width,
                };
                if line.runs.is_empty() {
                    put(&line.text, block.style, Pos2::new(left, at.y), inks.0, false);
                }
                for run in &line.runs {
                    let ink = if run.link.is_some() { inks.1 } else { inks.0 };
                    let at = Pos2::new(left + self.viewport.length_in(pane, run.x), at.y);
                    put(&run.text, run.style, at, ink, run.link.is_some());
                }
            }
        });
    }

    /// Lines of text that run upwards.
    fn rising(&self, pane: Pane, block: &TextBlock, corner: Point, ink: Color32, shapes: &mut Vec<Shape>) {
        let exact = self.viewport.length_in(pane, block.style.size);
        if exact < SMALLEST_TEXT {
            return;
        }
        let font = font(block.style, self.sizing.size(exact));
        let at = self.at(pane, corner);
        self.ctx.fonts_mut(|fonts| {
            for line in block.lines.iter().filter(|l| !l.text.is_empty()) {
                let galley = fonts.layout_no_wrap(line.text.clone(), font.clone(), Color32::PLACEHOLDER);
                let Some(ascent) = baseline(&galley) else { continue };
                let x = at.x + self.viewport.length_in(pane, line.baseline) - ascent;
                let shape = TextShape::new(Pos2::new(x, at.y), galley, ink);
                shapes.push(Shape::Text(shape.with_angle(-std::f32::consts::FRAC_PI_2)));
            }
        });
    }

    /// Bars where words would be too small to read.
    fn bars(
        &self,
        pane: Pane,
        block: &TextBlock,
        (origin, align): (Point, Align),
        ink: Color32,
        shapes: &mut Vec<Shape>,
    ) {
        let high = block.style.size * 0.45;
        for line in &block.lines {
            let left = match align {
                Align::Left => origin.x,
                Align::Center => origin.x - line.width / 2.0,
                Align::Right => origin.x - line.width,
            };
            let lower = Point::new(left + line.width, origin.y + line.baseline);
            let upper = Point::new(left, lower.y - high);
            let rect = egui::Rect::from_min_max(self.at(pane, upper), self.at(pane, lower));
            shapes.push(Shape::rect_filled(rect, 1.0, ink));
        }
    }

    /// A picture, or its ground until its pixels are there.
    fn picture(&self, pane: Pane, rect: &Rect, digest: &str, ground: Rgba) -> Shape {
        let screen = self.viewport.screen_rect(pane, *rect);
        let pixels = screen.size().max_elem() * self.viewport.pixels_per_point;
        match self.textures.texture(digest, pixels) {
            Some(texture) => {
                let whole = egui::Rect::from_min_max(Pos2::ZERO, Pos2::new(1.0, 1.0));
                Shape::image(texture, screen, whole, color(crate::theme::UNTINTED))
            }
            None => Shape::rect_filled(screen, 2.0, color(ground)),
        }
    }
}

/// How far below its top the first line of a galley stands.
pub(super) fn baseline(galley: &egui::Galley) -> Option<f32> {
    let row = galley.rows.first()?;
    Some(row.pos.y + row.row.glyphs.first()?.pos.y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounded_sizes_stay_within_half_a_sixteenth_of_an_octave() {
        let steps = (0..400).map(|i| 4.0_f32 * 1.01_f32.powi(i));
        let mut distinct = std::collections::BTreeSet::new();
        for size in steps {
            let rounded = TextSizing::Rounded.size(size);
            assert!((rounded / size).log2().abs() <= 1.0 / 16.0 + 1e-4, "{size} -> {rounded}");
            distinct.insert(rounded.to_bits());
        }
        assert!(distinct.len() < 60, "{} sizes fill the atlas", distinct.len());
        assert_eq!(TextSizing::Exact.size(13.37), 13.37);
    }
}
