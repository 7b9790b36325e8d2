//! A laid-out map, its numbers and a theme, as a display list.

use crate::base::geom::{Point, Rect};
use crate::base::ids::CardId;
use crate::base::text::{Measure, TextRoom};
use crate::i18n::map as words;
use crate::layout::MapLayout;
use crate::model::{Document, LaneKind, RecordRef};
use crate::scene::pen::Pen;
use crate::scene::{Align, Item, KpiOverlay, Layer, Lod, Prim, Scene, Stroke};
use crate::scene::{Stretch, card, connections, curve, far, high_header, map_figures, marks, stage_header, stretch};
use crate::theme::Tokens;
use std::collections::BTreeSet;

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

/// Builds the scene of a map: body and panes, which are not pinned here.
#[must_use]
pub fn scene_of(input: SceneInput<'_>, measure: &mut dyn Measure) -> Scene {
    let mut pen = Pen::new(input, measure);
    body(&mut pen);
    // Words of the panes can be read at every zoom.
    let mut pins = pen.on(SceneInput { lod: input.lod.max(Lod::Compact), ..input });
    lane_labels(&mut pins);
    stage_header::draw_all(&mut pins);
    marks::header_badges(&mut pins);
    corner(&mut pins);
    finished(input, pins.items, (input.layout.label_width, input.layout.header_height))
}

/// The part of a scene that moves with the map, for a window. From far, lanes and stages stand for their cards.
#[must_use]
pub fn body_of(input: SceneInput<'_>, _: Stretch, measure: &mut dyn Measure) -> Scene {
    let mut pen = Pen::new(input, measure);
    body(&mut pen);
    finished(input, pen.items, (input.layout.label_width, input.layout.header_height))
}

fn body(pen: &mut Pen<'_, '_>) {
    if pen.input.lod == Lod::Far {
        return far::body(pen);
    }
    lane_bodies(pen);
    card::draw_all(pen);
    if pen.input.lod > Lod::Distant {
        connections::draw(pen);
    }
}

/// Draws some of a map.
type Draw = fn(&mut Pen<'_, '_>);

/// The panes that stay put, in their own units: the stage row and the lane labels can be read at every zoom.
#[must_use]
pub fn pins_of(input: SceneInput<'_>, by: Stretch, measure: &mut dyn Measure) -> Scene {
    let input = SceneInput { lod: input.lod.max(Lod::Compact), ..input };
    let (document, plain) = (input.document, input.layout);
    let (header, labels, mut top) = if by.is_none() {
        (None, None, None)
    } else {
        let labels = stretch::labels(document, plain, by.labels, measure);
        (
            Some(stretch::header(document, plain, by.header, measure)),
            Some(labels),
            Some(stretch::corner(plain, by.corner)),
        )
    };
    let points = by.header_points;
    let high = points.map(|points| stretch::in_points(header.as_ref().unwrap_or(plain), points));
    if let Some(top) = top.as_mut().filter(|_| high.is_some()) {
        // Nothing to be named there.
        top.steps.clear();
    }
    let stages: Draw = if high.is_some() { high_header::draw_all } else { stage_header::draw_all };
    let parts: [(Layer, &MapLayout, Draw); 3] = [
        (Layer::LaneLabels, labels.as_ref().unwrap_or(plain), lane_labels),
        (Layer::Header, high.as_ref().or(header.as_ref()).unwrap_or(plain), stages),
        (Layer::Corner, top.as_ref().unwrap_or(plain), corner),
    ];
    let mut items = Vec::new();
    for (layer, layout, draw) in parts {
        let mut pen = Pen::new(SceneInput { layout, ..input }, measure);
        draw(&mut pen);
        marks::header_badges(&mut pen);
        let drawn = pen.items.into_iter().filter(|item| item.layer == layer);
        match points.filter(|_| layer == Layer::Header) {
            Some(points) => items.extend(drawn.map(|item| item.scaled(1.0 / points))),
            None => items.extend(drawn),
        }
    }
    finished(input, items, (plain.label_width, plain.header_height))
}

fn finished(input: SceneInput<'_>, mut items: Vec<Item>, (label_width, header_height): (f64, f64)) -> Scene {
    items.sort_by_key(|item| item.layer);
    Scene { bounds: input.layout.bounds, surface: input.tokens.canvas, label_width, header_height, items }
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
    let filled: BTreeSet<_> = pen.input.document.cards.values().map(|card| card.lane).collect();
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
            // The first one must not go under the header.
            origin.y = origin.y.max(layout.header_height + 1.0);
        }
        if lane.is_collapsed && !is_low {
            // In the margin before the name.
            let tip = Point::new(origin.x - 9.0, lane.rect.center().y);
            let points = vec![tip.offset(0.0, -4.0), tip.offset(5.0, 0.0), tip.offset(0.0, 4.0)];
            pen.add(Prim::Polygon { points, fill: tokens.text_faint });
        }
        if is_low {
            // A row without cards that is lower than its name leaves the room to those beside it.
            let is_lower = lane.rect.height() < lane.label.size.height - 2.0;
            if origin.y < free - 2.0 || is_lower && !filled.contains(&lane.id) {
                continue;
            }
            free = origin.y + lane.label.size.height;
        }
        pen.block(lane.label.clone(), origin, Align::Left, tokens.text_weak);
        if let Some(plot) = lane.plot.filter(|_| pen.has_small_print() && !layout.steps.is_empty()) {
            curve::axis(pen, plot);
        }
    }
}

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
    map_figures::label(pen, width - 22.0);
    let Some(step) = layout.steps.first() else { return };
    let block = pen.measure(words::steps(), sizes.styles.lane, TextRoom::line(width - 22.0));
    let origin = Point::new(14.0, step.rect.center().y - block.size.height / 2.0);
    pen.block(block, origin, Align::Left, tokens.text_weak);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{Id as _, MapId};
    use crate::layout::{Sizes, fixture, map_layout};
    use crate::model::{CardBody, CurvePoints, Lane};
    use crate::scene::fixture::small_overlay;

    /// Builds a scene of the small map and checks what holds for every scene.
    fn check(lod: Lod, overlay: &KpiOverlay) -> Scene {
        check_map(&fixture::small_map(), lod, overlay)
    }

    fn check_map(document: &Document, lod: Lod, overlay: &KpiOverlay) -> Scene {
        let mut measure = fixture::measure();
        let layout = map_layout(document, MapId::from_raw(fixture::MAP), &mut measure, &Sizes::default());
        let tokens = Tokens::light();
        let input = SceneInput { document, layout: &layout, overlay, tokens: &tokens, lod, window: None };
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
    fn what_is_written_at_a_point_of_the_curve_is_seen_there() {
        let mut document = fixture::small_map();
        let is_point = |card: &crate::model::Card| matches!(card.body, crate::model::CardBody::Curve { .. });
        let point = *document.cards.iter().find(|(_, card)| is_point(card)).unwrap().0;
        for value in [-2.0, 0.0, 2.0] {
            let card = std::sync::Arc::make_mut(document.cards.get_mut(&point).unwrap());
            card.text = "annoyed".to_owned();
            card.body = crate::model::CardBody::Curve { value };
            let scene = check_map(&document, Lod::Normal, &KpiOverlay::default());
            assert!(texts(&scene).contains(&"annoyed"), "{value}");
        }
    }

    #[test]
    fn detail_grows_with_the_zoom() {
        let overlay = small_overlay();
        let [far, distant, overview, normal, close] =
            [Lod::Far, Lod::Distant, Lod::Overview, Lod::Normal, Lod::Close].map(|lod| check(lod, &overlay));
        let cards = |scene: &Scene| -> Vec<String> {
            let items = scene.layer(Layer::Cards).iter().filter_map(|i| match &i.prim {
                Prim::Text { block, .. } => Some(block.lines.iter().map(|l| l.text.clone())),
                _ => None,
            });
            items.flatten().collect()
        };
        for scene in [&far, &distant, &overview] {
            assert!(texts(scene).contains(&"Sign-up") && texts(scene).contains(&"Touchpoints"));
        }
        // Words are words as long as they can be read, and never bars.
        assert!(!texts(&distant).contains(&"ID check") && texts(&overview).contains(&"ID check"));
        assert!(cards(&far).is_empty() && cards(&distant).is_empty(), "{:?}", cards(&distant));
        let shown = cards(&overview);
        let values = shown.iter().filter(|t| t.starts_with("3.2")).count();
        let names = shown.iter().filter(|t| t.starts_with("CSAT")).count();
        assert!(values > 0 && values == names, "a number stands with its name: {shown:?}");
        assert!(texts(&normal).contains(&"ID check") && !texts(&normal).contains(&"target 4"));
        assert!(texts(&close).contains(&"target 4") && texts(&close).contains(&"Jul"), "{:?}", texts(&close));
    }

    #[test]
    fn an_experience_curve_has_faces_or_dots_as_its_lane_says() {
        let mut document = fixture::small_map();
        let curve = document.lanes.values().find(|lane| lane.kind == LaneKind::Curve).unwrap().clone();
        let faces = |document: &Document, lod: Lod| {
            let scene = check_map(document, lod, &KpiOverlay::default());
            let is_face = |prim: &Prim| matches!(prim, Prim::Circle { radius, .. } if (*radius - 6.0).abs() < 1e-9);
            scene.items.iter().filter(|i| i.tag.is_some_and(|t| is_curve_card(document, t)) && is_face(&i.prim)).count()
        };
        let points = document.cards.values().filter(|card| card.lane == curve.id).count();
        assert_eq!([Lod::Compact, Lod::Normal, Lod::Close].map(|lod| faces(&document, lod)), [0, points, points]);
        let dots = Lane { points: CurvePoints::Dots, ..(*curve).clone() };
        document.lanes.insert(curve.id, dots.into());
        assert_eq!([Lod::Normal, Lod::Close].map(|lod| faces(&document, lod)), [0, 0]);
    }

    fn is_curve_card(document: &Document, record: RecordRef) -> bool {
        matches!(record, RecordRef::Card(id) if matches!(document.cards[&id].body, CardBody::Curve { .. }))
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
    fn a_low_row_without_cards_leaves_the_room_for_names_to_those_with_cards() {
        let mut b = crate::layout::fixture::Builder::new("m");
        b.stage("Stage", "", &["Step"]);
        b.lane(LaneKind::Image, "Storyboard");
        let lane = b.lane(LaneKind::Text, "Touchpoints");
        b.card(lane, 1, 1, "Words", crate::model::CardBody::Text);
        let (mut measure, tokens, overlay) = (fixture::measure(), Tokens::light(), KpiOverlay::default());
        let layout = map_layout(&b.document, b.document.maps_in_order()[0].id, &mut measure, &Sizes::default());
        let lod = Lod::Distant;
        let input = SceneInput {
            document: &b.document,
            layout: &layout,
            overlay: &overlay,
            tokens: &tokens,
            lod,
            window: None,
        };
        let named = |by: f64, measure: &mut dyn Measure| {
            let scene = pins_of(input, Stretch { labels: by, ..Stretch::default() }, measure);
            texts(&scene).into_iter().filter(|t| ["Storyboard", "Touchpoints"].contains(t)).count()
        };
        assert_eq!((named(0.9, &mut measure), named(0.25, &mut measure)), (2, 1));
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
    fn a_kpi_that_the_chosen_segments_leave_out_is_not_called_unmeasured() {
        let left_out = small_overlay().cards.into_keys().collect();
        let scene = check(Lod::Normal, &KpiOverlay { left_out, ..KpiOverlay::default() });
        let texts = texts(&scene);
        assert_eq!(texts.iter().filter(|t| **t == words::not_in_segment()).count(), 4, "{texts:?}");
        assert!(!texts.contains(&words::no_data()));
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
