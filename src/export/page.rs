//! A scene as a page: heading above, sources below, so that a picture says what it shows when it travels alone.

use crate::base::geom::{Point, Rect, Size};
use crate::base::text::{Measure, TextRoom, TextStyle, Weight};
use crate::model::PictureBytes;
use crate::scene::heat_legend;
use crate::scene::overlay_kpi::HeatLegend;
use crate::scene::{Align, Item, Layer, Part, Prim, Scene, Stroke};
use crate::theme::Tokens;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is written around a map, and how large it becomes.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportOptions {
    /// Name of the map.
    pub title: String,
    /// Period, comparison, segment: right of the title.
    pub period: String,
    /// n, sources, date: below the map.
    pub footer: String,
    /// What the colours of stages mean: between map and footer.
    pub legend: Option<HeatLegend>,
    /// Pixels per world unit of a PNG.
    pub scale: f64,
    /// The pictures of the map by digest; one that is not there leaves its frame empty.
    pub pictures: BTreeMap<String, PictureBytes>,
    /// Puts the faces into an SVG, so that it looks the same on a computer without them (about 1 MB).
    pub embeds_fonts: bool,
}

impl Default for ExportOptions {
    fn default() -> Self {
        let empty = String::new;
        Self {
            title: empty(),
            period: empty(),
            footer: empty(),
            legend: None,
            scale: 2.0,
            pictures: BTreeMap::new(),
            embeds_fonts: true,
        }
    }
}

const MARGIN: f64 = 24.0;
const HEADING: f64 = 34.0;
const FOOTING: f64 = 26.0;

/// A scene with its surroundings, starting at the origin.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Page {
    pub(super) size: Size,
    pub(super) scene: Scene,
    /// Where the scene's origin stands.
    pub(super) offset: Point,
    /// Heading and footing, in page units.
    pub(super) around: Vec<Item>,
}

/// Lays a scene on a page.
pub(super) fn page_of(scene: &Scene, options: &ExportOptions, tokens: &Tokens, measure: &mut dyn Measure) -> Page {
    let width = (scene.bounds.width() + 2.0 * MARGIN).ceil();
    let room = width - 2.0 * MARGIN;
    let mut around = Vec::new();
    let mut add = |prim: Prim| {
        around.push(Item { bounds: prim.bounds(), layer: Layer::Corner, tag: None, part: Part::Thing, prim });
    };
    let mut top = MARGIN;
    if !(options.title.is_empty() && options.period.is_empty()) {
        let title_style = TextStyle::new(20.0, Weight::SemiBold);
        let period_style = TextStyle::new(tokens.type_sizes.body, Weight::Regular);
        let period = measure.block(&options.period, period_style, TextRoom::line(room * 0.6));
        let title = measure.block(&options.title, title_style, TextRoom::line(room - period.size.width - 24.0));
        let base = title.lines.first().map_or(20.0, |l| l.baseline);
        let below = period.lines.first().map_or(0.0, |l| base - l.baseline);
        let (left, right) = (Point::new(MARGIN + 8.0, top), Point::new(width - MARGIN - 8.0, top + below));
        add(Prim::Text {
            block: Arc::new(title),
            origin: left,
            align: Align::Left,
            color: tokens.text,
            links: tokens.accent,
        });
        add(Prim::Text {
            block: Arc::new(period),
            origin: right,
            align: Align::Right,
            color: tokens.text_weak,
            links: tokens.accent,
        });
        top += HEADING;
    }
    let mut bottom = top + scene.bounds.height();
    if let Some(legend) = &options.legend {
        let corner = Point::new(MARGIN + 8.0, bottom + 6.0);
        let (prims, height) = heat_legend::prims(legend, (corner, room - 16.0), tokens, measure);
        prims.into_iter().for_each(&mut add);
        bottom += height + 10.0;
    }
    if !options.footer.is_empty() {
        let style = TextStyle::new(tokens.type_sizes.axis, Weight::Regular);
        let footer = measure.block(&options.footer, style, TextRoom::lines(room - 16.0, 4));
        let height = footer.size.height;
        let stroke = Stroke::hairline(tokens.strokes.hairline, tokens.hairline);
        let y = bottom + 4.0;
        add(Prim::Polyline { points: vec![Point::new(MARGIN, y), Point::new(width - MARGIN, y)], stroke });
        let origin = Point::new(MARGIN + 8.0, y + 8.0);
        add(Prim::Text {
            block: Arc::new(footer),
            origin,
            align: Align::Left,
            color: tokens.text_weak,
            links: tokens.accent,
        });
        bottom += height.max(FOOTING - 12.0) + 12.0;
    }
    let offset = Point::new(MARGIN - scene.bounds.min.x, top - scene.bounds.min.y);
    Page { size: Size::new(width, (bottom + MARGIN).ceil()), scene: scene.clone(), offset, around }
}

impl Page {
    /// Everything on the page in painting order, with the offset of each part.
    pub(super) fn parts(&self) -> [(Point, &[Item]); 2] {
        [(self.offset, &self.scene.items), (Point::default(), &self.around)]
    }

    /// True when words on the page hold such a character.
    pub(super) fn shows(&self, is_wanted: fn(char) -> bool) -> bool {
        let items = self.scene.items.iter().chain(&self.around);
        let blocks = items.filter_map(|item| match &item.prim {
            Prim::Text { block, .. } | Prim::Rising { block, .. } => Some(block),
            _ => None,
        });
        blocks.flat_map(|block| &block.lines).any(|line| line.text.contains(is_wanted))
    }

    /// The whole page.
    pub(super) fn rect(&self) -> Rect {
        Rect::new(0.0, 0.0, self.size.width, self.size.height)
    }
}
