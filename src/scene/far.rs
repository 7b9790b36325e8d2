//! The map from far: every stage is its name, its headline value and its colour.

use crate::base::geom::{Point, Rect};
use crate::base::text::{TextBlock, TextRoom, TextStyle};
use crate::model::{CardBody, LaneKind, RecordRef};
use crate::scene::build::Pen;
use crate::scene::{Align, Layer, Status};
use std::sync::Arc;

/// Smallest size of names: still readable at the zooms that the map is seen from far at. Longer names end in "…".
const SMALLEST_NAME: f64 = 64.0;
/// Smallest size of values: a number is never cut, so it shrinks further before it gives up.
const SMALLEST_VALUE: f64 = 36.0;
/// Lines that a name may take.
const MOST_LINES: usize = 3;

/// Draws stages as columns over the whole height.
pub(super) fn draw(pen: &mut Pen<'_, '_>) {
    let (layout, tokens) = (pen.input.layout, pen.tokens());
    let padding = layout.sizes.stage_padding;
    // Names of one size, values of one size: the eye compares stages, not letters.
    let name_size = name_size(pen);
    let value_size = value_size(pen);
    // Nothing is pinned from far: the whole map is in view.
    pen.layer = Layer::Cards;
    for stage in &layout.stages {
        pen.tag = Some(RecordRef::Stage(stage.id));
        let record = pen.input.document.stages.get(&stage.id);
        let (title, tint) = record.map_or(("", 0), |s| (s.title.as_str(), s.tint));
        let bottom = layout.bounds.max.y - layout.sizes.margin;
        let rect = Rect { min: stage.rect.min, max: Point::new(stage.rect.max.x, bottom.max(stage.rect.max.y)) };
        pen.fill(rect, tokens.radii.stage, tokens.tint(tint));
        let width = rect.width() - 2.0 * padding;
        let origin = Point::new(rect.min.x + padding, rect.min.y + padding);
        let name = name(pen, title, name_size, width);
        let y = origin.y + name.size.height + 20.0;
        pen.block(name, origin, Align::Left, tokens.ink(tint));
        let Some(figure) = pen.headlines.get(&stage.id).and_then(|h| h.first()).and_then(|h| h.figure) else {
            continue;
        };
        let value = value(pen, &figure.value_text, value_size, width);
        let below = y + value.size.height + 20.0;
        pen.block(value, Point::new(origin.x, y), Align::Left, tokens.text);
        let radius = (width / 5.0).min(26.0);
        pen.status(figure.status, Point::new(origin.x + radius, below + radius), radius);
    }
}

/// Stages as columns of their colour, and in every lane a bar where it has cards; a lane of KPIs shows how they do.
pub(super) fn body(pen: &mut Pen<'_, '_>) {
    let (layout, tokens, document) = (pen.input.layout, pen.tokens(), pen.input.document);
    pen.layer = Layer::Lanes;
    for stage in &layout.stages {
        pen.tag = Some(RecordRef::Stage(stage.id));
        let tint = document.stages.get(&stage.id).map_or(0, |s| s.tint);
        let min = Point::new(stage.rect.min.x, layout.header_height);
        let max = Point::new(stage.rect.max.x, layout.bounds.max.y - layout.sizes.margin);
        pen.fill(Rect { min, max }, tokens.radii.stage, tokens.tint(tint));
    }
    for (row, lane) in layout.lanes.iter().enumerate() {
        pen.layer = Layer::Lanes;
        pen.tag = Some(RecordRef::Lane(lane.id));
        let bottom = lane.rect.max.y;
        pen.hairline(Point::new(0.0, bottom), Point::new(layout.bounds.max.x, bottom), tokens.hairline);
        if !lane.has_cells() {
            continue;
        }
        pen.layer = Layer::Cards;
        let ink = match lane.kind {
            LaneKind::PainPoint => tokens.off,
            LaneKind::Opportunity => tokens.good,
            LaneKind::Curve => tokens.accent,
            _ => tokens.text_faint,
        };
        let height = lane.rect.height() * 0.5;
        for stage in &layout.stages {
            let is_filled = |column: &usize| !layout.cards_in_cell(row, *column).is_empty();
            let filled: Vec<usize> = stage.steps.clone().filter(is_filled).collect();
            let (Some(first), Some(last)) =
                (filled.first().and_then(|c| layout.steps.get(*c)), filled.last().and_then(|c| layout.steps.get(*c)))
            else {
                continue;
            };
            let bar = Rect::new(first.rect.min.x, lane.rect.center().y - height / 2.0, 0.0, height);
            let bar = Rect { max: Point::new(last.rect.max.x, bar.max.y), ..bar }.expand(-6.0);
            let cards = filled.iter().flat_map(|column| layout.cards_in_cell(row, *column));
            let figures = cards.filter_map(|id| match document.cards.get(id)?.body {
                CardBody::Kpi { kpi, place, .. } => pen.input.overlay.cards.get(&(kpi, place)),
                _ => None,
            });
            match figures.map(|f| f.status).max_by_key(|status| worse(*status)) {
                Some(status) => pen.status(status, bar.center(), (height * 0.5).min(stage.rect.width() * 0.2)),
                None => pen.fill(bar, height * 0.2, ink.with_opacity(0.3)),
            }
        }
    }
}

/// The worst first catches the eye.
fn worse(status: Status) -> u8 {
    match status {
        Status::None => 0,
        Status::Good => 1,
        Status::Watch => 2,
        Status::Off => 3,
    }
}

/// Width of words at the largest size.
fn natural(pen: &mut Pen<'_, '_>, words: &str) -> f64 {
    let largest = pen.sizes().styles.far_title;
    pen.measure(words, largest, TextRoom::LINE).size.width.max(1.0)
}

/// The size at which the longest word of every name fits its column, as far as it stays readable.
fn name_size(pen: &mut Pen<'_, '_>) -> f64 {
    let (layout, document) = (pen.input.layout, pen.input.document);
    let largest = pen.sizes().styles.far_title.size;
    let mut share: f64 = 1.0;
    for stage in &layout.stages {
        let width = stage.rect.width() - 2.0 * layout.sizes.stage_padding;
        let title = document.stages.get(&stage.id).map_or("", |s| s.title.as_str());
        for word in title.split_whitespace() {
            share = share.min(width / natural(pen, word));
        }
    }
    (largest * share).floor().max(SMALLEST_NAME)
}

/// The size at which every value fits its column without the end of its scale.
fn value_size(pen: &mut Pen<'_, '_>) -> f64 {
    let layout = pen.input.layout;
    let largest = pen.sizes().styles.far_title.size;
    let mut share: f64 = 1.0;
    for stage in &layout.stages {
        let width = stage.rect.width() - 2.0 * layout.sizes.stage_padding;
        if let Some(figure) = pen.headlines.get(&stage.id).and_then(|h| h.first()).and_then(|h| h.figure) {
            share = share.min(width / natural(pen, &unbroken(without_scale(&figure.value_text))));
        }
    }
    (largest * share).floor().max(SMALLEST_VALUE)
}

/// A name in its column: on some lines, or cut at the end of one when a word of it is longer than a line.
fn name(pen: &mut Pen<'_, '_>, title: &str, size: f64, width: f64) -> Arc<TextBlock> {
    let style = TextStyle { size, ..pen.sizes().styles.far_title };
    let fits = |pen: &mut Pen<'_, '_>, word: &str| pen.measure(word, style, TextRoom::LINE).size.width <= width;
    let has_room = title.split_whitespace().all(|word| fits(pen, word));
    let room = if has_room { TextRoom::lines(width, MOST_LINES) } else { TextRoom::line(width) };
    pen.measure(title, style, room)
}

/// A value in its column: first it loses the end of its scale, and only a value that still has no room is set smaller.
fn value(pen: &mut Pen<'_, '_>, text: &str, size: f64, width: f64) -> Arc<TextBlock> {
    let style = TextStyle { size, ..pen.sizes().styles.far_title };
    let whole = pen.measure(&unbroken(text), style, TextRoom::LINE);
    if whole.size.width <= width { whole } else { pen.measure(&unbroken(without_scale(text)), style, TextRoom::LINE) }
}

/// "4.3" of "4.3 / 5".
fn without_scale(value: &str) -> &str {
    value.split_once(" / ").map_or(value, |(value, _)| value)
}

/// Without breaks: "4.3 / 5" on two lines reads as two numbers.
fn unbroken(value: &str) -> String {
    value.replace(' ', "\u{a0}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{MapLayout, Sizes, map_layout};
    use crate::model::Document;
    use crate::scene::fixture::small_overlay;
    use crate::scene::{Lod, Prim, Scene, SceneInput, scene_of};
    use crate::theme::Tokens;

    fn from_far(document: &Document, layout: &MapLayout) -> Scene {
        let (overlay, tokens) = (small_overlay(), Tokens::light());
        let input = SceneInput { document, layout, overlay: &overlay, tokens: &tokens, lod: Lod::Far, window: None };
        scene_of(input, &mut crate::layout::fixture::measure())
    }

    #[test]
    fn names_in_narrow_stages_are_cut_at_their_end_and_values_lose_their_scale_first() {
        let mut document = crate::layout::fixture::small_map();
        let first = std::sync::Arc::make_mut(document.stages.values_mut().next().unwrap());
        first.title = "Internationalisation of everything".to_owned();
        let mut measure = crate::layout::fixture::measure();
        let map = crate::base::ids::Id::from_raw(crate::layout::fixture::MAP);
        let mut layout = map_layout(&document, map, &mut measure, &Sizes::default());
        for stage in &mut layout.stages {
            stage.rect.max.x = stage.rect.min.x + 250.0;
        }
        let scene = from_far(&document, &layout);
        let blocks: Vec<_> = scene
            .items
            .iter()
            .filter_map(|item| match &item.prim {
                Prim::Text { block, .. } => Some(block),
                _ => None,
            })
            .collect();
        let words: Vec<_> = blocks.iter().flat_map(|b| &b.lines).map(|l| l.text.as_str()).collect();
        assert!(words.iter().any(|w| w.starts_with("Inter") && w.ends_with('…')), "{words:?}");
        assert!(words.contains(&"3.2"), "{words:?}");
        for block in blocks {
            assert!(block.size.width <= 250.0 && block.style.size >= SMALLEST_VALUE, "{block:?}");
        }
    }
}
