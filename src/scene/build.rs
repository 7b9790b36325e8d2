//! A laid-out map, its numbers and a theme, as a display list.

use crate::base::color::Rgba;
use crate::base::geom::{Point, Rect};
use crate::base::ids::{CardId, PersonaId, StageId};
use crate::base::text::{Measure, TextBlock, TextRoom, TextStyle};
use crate::i18n::map as words;
use crate::layout::{LaneBox, MapLayout, Sizes};
use crate::model::{Document, Kpi, LaneKind, Place, RecordRef};
use crate::scene::channel_icon::IconPiece;
use crate::scene::{Align, Item, KpiFigure, KpiOverlay, Layer, Lod, Prim, Scene, Status, Stroke};
use crate::scene::{Stretch, card, connections, curve, far, marks, stage_header, stretch};
use crate::theme::Tokens;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a scene is made from.
#[derive(Clone, Copy)]
pub struct SceneInput<'a> {
    /// The records.
    pub document: &'a Document,
    /// Where they stand.
    pub layout: &'a MapLayout,
    /// The numbers.
    pub overlay: &'a KpiOverlay,
    /// The theme.
    pub tokens: &'a Tokens,
    /// How much to show.
    pub lod: Lod,
    /// What of the body can be seen; `None` shows all of it.
    pub window: Option<&'a SceneWindow>,
}

/// A part of the body of a map: a window shows a few hundred of ten thousand cards.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SceneWindow {
    /// Cards and lines outside of this are left out.
    pub area: Rect,
    /// Cards that are shown wherever they stand.
    pub also: BTreeSet<CardId>,
}

impl SceneInput<'_> {
    /// True for what may be left out.
    pub(super) fn is_outside(&self, bounds: Rect) -> bool {
        self.window.is_some_and(|w| !w.area.intersects(&bounds))
    }
}

/// Builds the scene of a map.
#[must_use]
pub fn scene_of(input: SceneInput<'_>, measure: &mut dyn Measure) -> Scene {
    let mut pen = Pen::new(input, measure);
    if input.lod == Lod::Far {
        far::draw(&mut pen);
    } else {
        lane_bodies(&mut pen);
        lane_labels(&mut pen);
        card::draw_all(&mut pen);
        if input.lod > Lod::Distant {
            connections::draw(&mut pen);
        }
        stage_header::draw_all(&mut pen);
        marks::header_badges(&mut pen);
        corner(&mut pen);
    }
    let pins = if input.lod == Lod::Far { (0.0, 0.0) } else { (input.layout.label_width, input.layout.header_height) };
    finished(input, pen.items, pins)
}

/// The part of a scene that moves with the map, for a window. From far, lanes and stages stand for their cards.
#[must_use]
pub fn body_of(input: SceneInput<'_>, _: Stretch, measure: &mut dyn Measure) -> Scene {
    let mut pen = Pen::new(input, measure);
    if input.lod == Lod::Far {
        far::body(&mut pen);
    } else {
        lane_bodies(&mut pen);
        card::draw_all(&mut pen);
        if input.lod > Lod::Distant {
            connections::draw(&mut pen);
        }
    }
    finished(input, pen.items, (input.layout.label_width, input.layout.header_height))
}

/// Draws some of a map.
type Draw = fn(&mut Pen<'_, '_>);

/// The panes that stay put, in their own units: the stage row and the lane labels can be read at every zoom.
#[must_use]
pub fn pins_of(input: SceneInput<'_>, by: Stretch, measure: &mut dyn Measure) -> Scene {
    let input = SceneInput { lod: input.lod.max(Lod::Compact), ..input };
    let (document, plain) = (input.document, input.layout);
    let (header, labels, top) = if by.is_none() {
        (None, None, None)
    } else {
        let labels = stretch::labels(document, plain, by.labels, measure);
        (
            Some(stretch::header(document, plain, by.header, measure)),
            Some(labels),
            Some(stretch::corner(plain, by.corner)),
        )
    };
    let parts: [(Layer, &MapLayout, Draw); 3] = [
        (Layer::LaneLabels, labels.as_ref().unwrap_or(plain), lane_labels),
        (Layer::Header, header.as_ref().unwrap_or(plain), stage_header::draw_all),
        (Layer::Corner, top.as_ref().unwrap_or(plain), corner),
    ];
    let mut items = Vec::new();
    for (layer, layout, draw) in parts {
        let mut pen = Pen::new(SceneInput { layout, ..input }, measure);
        draw(&mut pen);
        marks::header_badges(&mut pen);
        items.extend(pen.items.into_iter().filter(|item| item.layer == layer));
    }
    finished(input, items, (plain.label_width, plain.header_height))
}

fn finished(input: SceneInput<'_>, mut items: Vec<Item>, (label_width, header_height): (f64, f64)) -> Scene {
    items.sort_by_key(|item| item.layer);
    Scene { bounds: input.layout.bounds, surface: input.tokens.canvas, label_width, header_height, items }
}

/// Adds shapes to a scene.
pub(super) struct Pen<'a, 'm> {
    pub(super) input: SceneInput<'a>,
    /// The overlay by place: thousands of cards ask for theirs.
    pub(super) figures: BTreeMap<Place, Vec<(&'a Kpi, &'a KpiFigure)>>,
    /// KPIs of the stage headers.
    pub(super) headlines: BTreeMap<StageId, Vec<stage_header::Headline<'a>>>,
    /// Personas in order.
    personas: Vec<PersonaId>,
    /// Unanswered notes by what they are about.
    pub(super) open_notes: BTreeMap<RecordRef, usize>,
    measure: &'m mut dyn Measure,
    items: Vec<Item>,
    pub(super) layer: Layer,
    pub(super) tag: Option<RecordRef>,
}

impl<'a, 'm> Pen<'a, 'm> {
    fn new(input: SceneInput<'a>, measure: &'m mut dyn Measure) -> Self {
        let mut figures: BTreeMap<Place, Vec<(&Kpi, &KpiFigure)>> = BTreeMap::new();
        for ((kpi, place), figure) in &input.overlay.cards {
            if let Some(kpi) = input.document.kpis.get(kpi) {
                figures.entry(*place).or_default().push((kpi.as_ref(), figure));
            }
        }
        Self {
            input,
            figures,
            headlines: stage_header::headlines(&input),
            personas: marks::personas(input.document),
            open_notes: marks::open_notes(input.document),
            measure,
            items: Vec::new(),
            layer: Layer::Lanes,
            tag: None,
        }
    }

    pub(super) fn tokens(&self) -> &'a Tokens {
        self.input.tokens
    }

    pub(super) fn sizes(&self) -> &'a Sizes {
        &self.input.layout.sizes
    }

    /// The colour of a persona.
    pub(super) fn persona_ink(&self, persona: PersonaId) -> Rgba {
        let place = self.personas.iter().position(|p| *p == persona).unwrap_or(0);
        self.tokens().ink(u8::try_from(place % 256).unwrap_or(0))
    }

    /// True when there is room and sharpness for the small print.
    pub(super) fn has_small_print(&self) -> bool {
        self.input.lod >= Lod::Normal
    }

    /// The style of what is small but must be read: n, words of connections, names of curves.
    pub(super) fn small_print(&self) -> TextStyle {
        let styles = &self.sizes().styles;
        if self.has_small_print() { styles.axis } else { styles.compact_axis }
    }

    pub(super) fn add(&mut self, prim: Prim) {
        self.items.push(Item { bounds: prim.bounds(), layer: self.layer, tag: self.tag, prim });
    }

    pub(super) fn fill(&mut self, rect: Rect, radius: f64, fill: Rgba) {
        self.add(Prim::Rect { rect, radius, fill: Some(fill), stroke: None });
    }

    /// A card: filled, with a hairline edge.
    pub(super) fn card(&mut self, rect: Rect, fill: Rgba, line: Rgba) {
        let tokens = self.tokens();
        let stroke = Some(Stroke::hairline(tokens.strokes.hairline, line));
        self.add(Prim::Rect { rect, radius: tokens.radii.card, fill: Some(fill), stroke });
    }

    pub(super) fn line(&mut self, points: Vec<Point>, stroke: Stroke) {
        if points.len() > 1 {
            self.add(Prim::Polyline { points, stroke });
        }
    }

    pub(super) fn hairline(&mut self, a: Point, b: Point, color: Rgba) {
        let width = self.tokens().strokes.hairline;
        self.line(vec![a, b], Stroke::hairline(width, color));
    }

    pub(super) fn dot(&mut self, center: Point, radius: f64, fill: Rgba) {
        self.add(Prim::Circle { center, radius, fill: Some(fill), stroke: None });
    }

    pub(super) fn measure(&mut self, text: &str, style: TextStyle, room: TextRoom) -> Arc<TextBlock> {
        Arc::new(self.measure.block(text, style, room))
    }

    pub(super) fn block(&mut self, block: Arc<TextBlock>, origin: Point, align: Align, color: Rgba) {
        if !block.lines.is_empty() {
            let links = self.tokens().accent;
            self.add(Prim::Text { block, origin, align, color, links });
        }
    }

    /// One line on a baseline, cut at `width`; returns its width.
    pub(super) fn text_at(&mut self, text: &str, style: TextStyle, at: Baseline, color: Rgba) -> f64 {
        let block = self.measure(text, style, TextRoom::line(at.width));
        let Some(first) = block.lines.first() else { return 0.0 };
        let (width, top) = (block.size.width, at.y - first.baseline);
        self.block(block, Point::new(at.x, top), at.align, color);
        width
    }

    pub(super) fn status_color(&self, status: Status) -> Rgba {
        let tokens = self.tokens();
        match status {
            Status::None => tokens.text_faint,
            Status::Good => tokens.good,
            Status::Watch => tokens.watch,
            Status::Off => tokens.off,
        }
    }

    /// Colour of a change: good, bad, or neither.
    pub(super) fn change_color(&self, is_good: Option<bool>, status: Status) -> Rgba {
        let tokens = self.tokens();
        match is_good {
            None => tokens.text_weak,
            Some(true) => tokens.good,
            // A bad move of a value that is still on or near its target is a warning, not an alarm.
            Some(false) if status == Status::Off => tokens.off,
            Some(false) => tokens.watch,
        }
    }

    /// ● on target, ▲ watch, ■ off, ○ without a target. `radius` is that of the circle; the others look as large.
    pub(super) fn status(&mut self, status: Status, center: Point, radius: f64) {
        let fill = self.status_color(status);
        match status {
            Status::Good => self.dot(center, radius, fill),
            Status::Watch => {
                let r = radius * 1.16;
                let points = vec![center.offset(0.0, -r), center.offset(r, r * 0.8), center.offset(-r, r * 0.8)];
                self.add(Prim::Polygon { points, fill });
            }
            Status::Off => {
                let rect = Rect { min: center, max: center }.expand(radius * 0.9);
                self.fill(rect, 1.0, fill);
            }
            Status::None => {
                let stroke = Some(Stroke::solid(radius * 0.3, fill));
                self.add(Prim::Circle { center, radius: radius * 0.85, fill: None, stroke });
            }
        }
    }

    /// ★, as convex pieces: kites for the points over a pentagon, so that no seam shows between them.
    pub(super) fn star(&mut self, center: Point, radius: f64, fill: Rgba) {
        let corner = |i: u32, r: f64| {
            let angle = f64::from(i) * std::f64::consts::PI / 5.0 - std::f64::consts::FRAC_PI_2;
            center.offset(r * angle.cos(), r * angle.sin())
        };
        let inner = radius * 0.42;
        for i in (0..10).step_by(2) {
            let points = vec![center, corner(i + 9, inner), corner(i, radius), corner(i + 1, inner)];
            self.add(Prim::Polygon { points, fill });
        }
        self.add(Prim::Polygon { points: (0..5).map(|i| corner(2 * i + 1, inner)).collect(), fill });
    }

    /// A channel icon whose grid starts at `origin`.
    pub(super) fn icon(&mut self, pieces: Vec<IconPiece>, origin: Point, side: f64, color: Rgba) {
        let scale = side / 16.0;
        let at = |p: Point| origin.offset(p.x * scale, p.y * scale);
        let stroke = Stroke::solid(self.tokens().strokes.icon * scale, color);
        for piece in pieces {
            match piece {
                IconPiece::Line(points) => self.line(points.into_iter().map(at).collect(), stroke),
                IconPiece::Ring(p, r) => {
                    self.add(Prim::Circle { center: at(p), radius: r * scale, fill: None, stroke: Some(stroke) });
                }
                IconPiece::Dot(p, r) => self.dot(at(p), r * scale, color),
            }
        }
    }

    /// Grey bars where words would be too small to read.
    pub(super) fn bars(&mut self, block: &TextBlock, origin: Point, color: Rgba) {
        if self.input.lod == Lod::Distant {
            // From there they would be a pattern, not words.
            return;
        }
        let height = block.style.size * 0.5;
        for line in &block.lines {
            let top = origin.y + line.baseline - height;
            self.fill(Rect::new(origin.x, top, line.width, height), height / 2.0, color);
        }
    }
}

/// Where a single line of text goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Baseline {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) align: Align,
}

impl Baseline {
    /// Starts at x.
    pub(super) fn left(x: f64, y: f64, width: f64) -> Self {
        Self { x, y, width: width.max(0.0), align: Align::Left }
    }

    /// Ends at x.
    pub(super) fn right(x: f64, y: f64, width: f64) -> Self {
        Self { x, y, width: width.max(0.0), align: Align::Right }
    }
}

/// Free space at the right of the pinned labels: the edge of a card in the first column stands there.
pub const LABEL_EDGE: f64 = 2.0;

/// Rows: hairlines, dividers, curves.
fn lane_bodies(pen: &mut Pen<'_, '_>) {
    let (layout, tokens, sizes) = (pen.input.layout, pen.tokens(), pen.sizes());
    let right = layout.bounds.max.x;
    for (row, lane) in layout.lanes.iter().enumerate() {
        if pen.input.is_outside(
            Rect {
                min: Point::new(f64::NEG_INFINITY, lane.rect.min.y),
                max: Point::new(f64::INFINITY, lane.rect.max.y),
            }
            .expand(2.0),
        ) {
            continue;
        }
        pen.tag = Some(RecordRef::Lane(lane.id));
        pen.layer = Layer::Lanes;
        let bottom = lane.rect.max.y;
        if lane.kind == LaneKind::Divider {
            // At the height of its name, which stands at the left edge.
            let y = lane.rect.min.y + sizes.lane_padding + 4.0 + lane.label.size.height / 2.0;
            let y = if lane.is_collapsed { lane.rect.center().y } else { y };
            let stroke = Stroke::solid(1.2, tokens.text_faint).dashed(6.0, 4.0);
            pen.line(vec![Point::new(layout.label_width, y), Point::new(right - sizes.margin, y)], stroke);
        }
        pen.hairline(Point::new(0.0, bottom), Point::new(right, bottom), tokens.hairline);
        if lane.is_collapsed {
            filled_columns(pen, row);
        } else if lane.kind == LaneKind::Curve {
            curve::draw(pen, row);
        }
    }
}

/// The names of rows.
fn lane_labels(pen: &mut Pen<'_, '_>) {
    let (layout, tokens, sizes) = (pen.input.layout, pen.tokens(), pen.sizes());
    pen.layer = Layer::LaneLabels;
    pen.tag = None;
    // The edge of a card in the first column is centred on the column's edge and must not be covered.
    let edge = layout.label_width - LABEL_EDGE;
    pen.fill(
        Rect::new(0.0, layout.header_height, edge, layout.bounds.max.y - layout.header_height),
        0.0,
        tokens.canvas,
    );
    let mut free = f64::NEG_INFINITY;
    for lane in &layout.lanes {
        pen.tag = Some(RecordRef::Lane(lane.id));
        let bottom = lane.rect.max.y;
        pen.hairline(Point::new(0.0, bottom), Point::new(edge, bottom), tokens.hairline);
        let mut origin = Point::new(14.0, lane.rect.min.y + sizes.lane_padding + 4.0);
        // Seen from far, a row is hardly higher than its name; where it is lower, not every row is named.
        let is_low = lane.rect.height() < lane.label.size.height + 2.0 * sizes.lane_padding + 3.5;
        if lane.is_collapsed || is_low {
            origin.y = lane.rect.center().y - lane.label.size.height / 2.0;
        }
        if lane.is_collapsed && !is_low {
            // In the margin before the name.
            let tip = Point::new(origin.x - 9.0, lane.rect.center().y);
            let points = vec![tip.offset(0.0, -4.0), tip.offset(5.0, 0.0), tip.offset(0.0, 4.0)];
            pen.add(Prim::Polygon { points, fill: tokens.text_faint });
        }
        if is_low && pen.input.lod >= Lod::Compact {
            if origin.y < free - 2.0 {
                continue;
            }
            free = origin.y + lane.label.size.height;
        }
        if pen.input.lod >= Lod::Compact {
            pen.block(lane.label.clone(), origin, Align::Left, tokens.text_weak);
            if let Some(plot) = lane.plot.filter(|_| pen.has_small_print() && !layout.steps.is_empty()) {
                curve::axis(pen, plot);
            }
        } else {
            overview_label(pen, lane, origin);
        }
    }
}

/// The name of a lane as large as its room allows; a bar where it could not be read all the same.
fn overview_label(pen: &mut Pen<'_, '_>, lane: &LaneBox, origin: Point) {
    let (layout, tokens) = (pen.input.layout, pen.tokens());
    let own = lane.label.style;
    let left = if lane.is_collapsed { origin.x } else { layout.sizes.margin };
    let room = layout.label_width - layout.sizes.margin - left;
    let title = pen.input.document.lanes.get(&lane.id).map_or("", |l| l.title.as_str());
    let widest =
        title.split_whitespace().map(|word| pen.measure(word, own, TextRoom::LINE).size.width).fold(1.0, f64::max);
    let size = (own.size * room / widest).floor().min(own.size * LARGEST_LABEL);
    let style = TextStyle { size, ..own };
    let block = pen.measure(title, style, TextRoom::lines(room, 3));
    let is_high_enough = block.size.height <= lane.rect.height() - 2.0;
    if pen.input.lod < Lod::Overview || size < own.size || !is_high_enough {
        pen.bars(&lane.label, origin, tokens.hairline);
        return;
    }
    let top = if lane.is_collapsed { lane.rect.center().y - block.size.height / 2.0 } else { origin.y - 4.0 };
    pen.block(block, Point::new(left, top.max(lane.rect.min.y + 1.0)), Align::Left, tokens.text_weak);
}

/// How much larger than at 100 % the name of a lane is in the overview, at most.
const LARGEST_LABEL: f64 = 1.4;

/// In a collapsed lane every column that holds cards shows it: what is put away is not lost.
fn filled_columns(pen: &mut Pen<'_, '_>, row: usize) {
    let (layout, document, tokens) = (pen.input.layout, pen.input.document, pen.tokens());
    let Some(lane) = layout.lanes.get(row).filter(|l| l.kind != LaneKind::Divider) else { return };
    let filled: BTreeSet<_> = document.cards.values().filter(|c| c.lane == lane.id).map(|c| c.step).collect();
    for step in layout.steps.iter().filter(|s| filled.contains(&s.id)) {
        let bar = Rect::new(step.rect.min.x, lane.rect.center().y - 2.0, step.rect.width(), 4.0);
        pen.fill(bar.expand(-1.0), 1.0, tokens.card_line);
    }
}

/// The corner above the lane labels.
fn corner(pen: &mut Pen<'_, '_>) {
    let (layout, tokens, sizes) = (pen.input.layout, pen.tokens(), pen.sizes());
    pen.layer = Layer::Corner;
    pen.tag = None;
    let (width, bottom) = (layout.label_width - LABEL_EDGE, layout.header_height);
    pen.fill(Rect::new(0.0, 0.0, width, bottom), 0.0, tokens.canvas);
    pen.hairline(Point::new(0.0, bottom), Point::new(width, bottom), tokens.hairline);
    let Some(step) = layout.steps.first() else { return };
    let block = pen.measure(words::steps(), sizes.styles.lane, TextRoom::line(width - 22.0));
    let origin = Point::new(14.0, step.rect.center().y - block.size.height / 2.0);
    if pen.input.lod >= Lod::Compact {
        pen.block(block, origin, Align::Left, tokens.text_weak);
    } else {
        pen.bars(&block, origin, tokens.hairline);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{Id as _, MapId};
    use crate::layout::{fixture, map_layout};
    use crate::scene::fixture::small_overlay;

    /// Builds a scene of the small map and checks what holds for every scene.
    fn check(lod: Lod, overlay: &KpiOverlay) -> Scene {
        let document = fixture::small_map();
        let mut measure = fixture::measure();
        let layout = map_layout(&document, MapId::from_raw(fixture::MAP), &mut measure, &Sizes::default());
        let tokens = Tokens::light();
        let input = SceneInput { document: &document, layout: &layout, overlay, tokens: &tokens, lod, window: None };
        let scene = scene_of(input, &mut measure);
        assert!(scene.items.is_sorted_by_key(|i| i.layer));
        assert_eq!(Layer::EVERY.iter().map(|l| scene.layer(*l).len()).sum::<usize>(), scene.items.len());
        for item in &scene.items {
            let b = item.bounds;
            assert!(b.min.x.is_finite() && b.max.x.is_finite() && b.min.y.is_finite() && b.max.y.is_finite());
            assert!(scene.bounds.expand(1.0).union(&b) == scene.bounds.expand(1.0), "{item:?} leaves the map");
        }
        scene
    }

    fn texts(scene: &Scene) -> Vec<&str> {
        let lines = scene.items.iter().filter_map(|i| match &i.prim {
            Prim::Text { block, .. } => Some(block.lines.iter().map(|l| l.text.as_str())),
            _ => None,
        });
        lines.flatten().collect()
    }

    #[test]
    fn detail_grows_with_the_zoom() {
        let overlay = small_overlay();
        let [far, distant, overview, normal, close] =
            [Lod::Far, Lod::Distant, Lod::Overview, Lod::Normal, Lod::Close].map(|lod| check(lod, &overlay));
        assert!(texts(&distant).contains(&"Sign-up") && !texts(&distant).contains(&"Touchpoints"));
        assert!(texts(&overview).contains(&"Touchpoints"));
        assert!(texts(&far).contains(&"Sign-up") && !texts(&far).contains(&"Touchpoints"));
        assert!(texts(&overview).contains(&"3.2 / 5") && !texts(&overview).contains(&"ID check"));
        assert!(texts(&normal).contains(&"ID check") && !texts(&normal).contains(&"target 4"));
        assert!(texts(&close).contains(&"target 4") && texts(&close).contains(&"Jul"), "{:?}", texts(&close));
        assert_eq!((far.label_width, far.header_height), (0.0, 0.0));
    }

    /// A scene made for a part of the map has there what the whole scene has there, in the same order.
    #[test]
    fn a_window_shows_what_the_whole_shows_there() {
        let (document, overlay) = (fixture::small_map(), small_overlay());
        let mut measure = fixture::measure();
        let layout = map_layout(&document, MapId::from_raw(fixture::MAP), &mut measure, &Sizes::default());
        let tokens = Tokens::light();
        let mut scene = |lod, window: Option<&SceneWindow>| {
            let input =
                SceneInput { document: &document, layout: &layout, overlay: &overlay, tokens: &tokens, lod, window };
            scene_of(input, &mut measure)
        };
        let mut left_out = 0;
        for lod in [Lod::Distant, Lod::Overview, Lod::Compact, Lod::Normal, Lod::Close] {
            let whole = scene(lod, None);
            for place in 0..24_u32 {
                let (x, y) = (f64::from(place % 6) * 110.0, f64::from(place / 6) * 190.0);
                let area = Rect::new(x, y, 200.0, 150.0);
                let part = scene(lod, Some(&SceneWindow { area, also: BTreeSet::new() }));
                left_out += whole.items.len() - part.items.len();
                let is_line = |i: &&Item| matches!(i.prim, Prim::Polyline { .. });
                let there = |s: &Scene| -> Vec<Item> {
                    s.items.iter().filter(|i| i.bounds.intersects(&area) && !is_line(i)).cloned().collect()
                };
                assert_eq!(there(&part), there(&whole), "{lod:?} {area:?}");
            }
        }
        assert!(left_out > 1_000, "{left_out}");
    }

    #[test]
    fn every_number_stands_with_its_n() {
        let scene = check(Lod::Normal, &small_overlay());
        let texts = texts(&scene);
        assert_eq!(texts.iter().filter(|t| **t == "3.2 / 5").count(), 4, "two headers, two cards");
        assert!(texts.iter().filter(|t| t.contains("n 214")).count() >= 4, "{texts:?}");
        assert!(texts.iter().filter(|t| t.contains("214, few")).count() >= 2, "{texts:?}");
        assert!(texts.contains(&"gap 0.9"), "{texts:?}");
    }

    #[test]
    fn a_map_without_numbers_says_so() {
        let scene = check(Lod::Normal, &KpiOverlay::default());
        let texts = texts(&scene);
        assert_eq!(texts.iter().filter(|t| **t == words::no_data()).count(), 4);
        assert!(!texts.contains(&words::measured()));
    }

    #[test]
    fn the_small_map_as_a_scene() {
        for (name, lod) in
            [("distant", Lod::Distant), ("overview", Lod::Overview), ("normal", Lod::Normal), ("close", Lod::Close)]
        {
            let text = crate::scene::dump::dump(&check(lod, &small_overlay()));
            crate::scene::fixture::check_golden(&format!("small_map_{name}.txt"), &text);
        }
    }
}
