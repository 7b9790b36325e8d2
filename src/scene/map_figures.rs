//! The figures of the whole map above the stages: name, value, change and n of each, side by side.

use crate::base::geom::{Point, Rect};
use crate::base::text::{TextRoom, TextStyle};
use crate::i18n::map as words;
use crate::layout::map_figures::FigureBox;
use crate::layout::sizes::MAP_FIGURE_VALUES;
use crate::model::{CardBody, RecordRef};
use crate::scene::pen::{Baseline, Pen};
use crate::scene::{Align, KpiFigure, Layer, marks, state_marks};

/// Room at both sides of a figure, and the share of a narrow one it takes at most.
const EDGE: f64 = 8.0;
const EDGE_SHARE: f64 = 0.1;
/// Between a value and what stands behind it.
const BEFORE_NOTE: f64 = 8.0;
/// How far within a figure its badges stand: they stay in its row.
const BADGE_INSET: f64 = 4.0;
/// Height of name and value.
const CONTENT: f64 = 34.0;
/// In a row lower than this they would stand on what is beside it.
const LEAST_HEIGHT: f64 = 22.0;
/// A name cut to less than this says nothing.
const LEAST_NAME: f64 = 26.0;

/// Draws all of them.
pub(super) fn draw_all(pen: &mut Pen<'_, '_>) {
    let layout = pen.input.layout;
    let tokens = pen.tokens();
    pen.layer = Layer::Header;
    for (index, place) in layout.map_figures.iter().enumerate() {
        if index > 0 {
            pen.tag = None;
            let inset = (place.rect.height() - CONTENT).max(0.0) / 2.0;
            let (top, bottom) = (place.rect.min.y + inset, place.rect.max.y - inset);
            pen.hairline(Point::new(place.rect.min.x, top), Point::new(place.rect.min.x, bottom), tokens.hairline);
        }
        pen.tag = Some(RecordRef::Card(place.card));
        draw(pen, *place);
        // What a card carries over the edge of its frame, its figure carries.
        marks::badges(pen, place.card.into(), place.rect.expand(-BADGE_INSET));
    }
    pen.tag = None;
}

/// What the row is called, in the corner; as many more as are not shown are counted.
pub(super) fn label(pen: &mut Pen<'_, '_>, width: f64) {
    let Some(first) = pen.input.layout.map_figures.first() else { return };
    let more = pen.input.layout.more_map_figures;
    let text = if more > 0 { words::whole_map_and_more(more) } else { words::whole_map().to_owned() };
    let (style, ink) = (pen.sizes().styles.lane, pen.tokens().text_weak);
    let lines = if first.rect.height() < LEAST_HEIGHT { 1 } else { 2 };
    let block = pen.measure(&text, style, TextRoom::lines(width, lines));
    if first.rect.height() < block.size.height / 2.0 {
        return;
    }
    let y = first.rect.center().y - block.size.height / 2.0;
    pen.block(block, Point::new(14.0, y), Align::Left, ink);
}

fn draw(pen: &mut Pen<'_, '_>, place: FigureBox) {
    let (document, tokens) = (pen.input.document, pen.tokens());
    let Some(card) = document.cards.get(&place.card) else { return };
    let CardBody::Kpi { kpi, place: at, .. } = card.body else { return };
    let own = document.kpis.get(&kpi).map_or("", |kpi| kpi.name.as_str());
    let name = if card.text.is_empty() { own } else { card.text.as_str() };
    let figure = pen.input.overlay.cards.get(&(kpi, at));
    let edge = EDGE.min(place.rect.width() * EDGE_SHARE);
    let (left, right) = (place.rect.min.x + edge, place.rect.max.x - edge);
    let top = place.rect.min.y + (place.rect.height() - CONTENT) / 2.0;
    let (name_y, value_y) = (top + 11.0, top + 31.0);
    let style = pen.sizes().styles.headline_name;
    let status = figure.map(|f| f.status).unwrap_or_default();
    let is_off = pen.input.overlay.is_off;
    let name_left = if is_off { left } else { left + 14.0 };
    let whole = pen.measure(name, style, TextRoom::LINE).size.width;
    let is_low = place.rect.height() < LEAST_HEIGHT;
    if is_low || right - name_left < whole.min(LEAST_NAME) {
        // A number without its name says nothing: its shape says how it is.
        if !is_off {
            pen.status(status, place.rect.center(), (place.rect.width().min(place.rect.height()) / 2.5).min(5.0));
        }
        return;
    }
    pen.text_at(name, style, Baseline::left(name_left, name_y, right - name_left), tokens.text_weak);
    if is_off {
        return;
    }
    pen.status(status, Point::new(left + 4.6, name_y - 4.3), 4.6);
    let Some(figure) = figure else {
        let small = pen.small_print();
        let words = pen.input.overlay.words_without(kpi, at);
        let width = pen.measure(words, small, TextRoom::LINE).size.width;
        if width <= right - left {
            pen.text_at(words, small, Baseline::left(left, value_y, width + 1.0), tokens.text_weak);
        }
        return;
    };
    let room = Rect { min: Point::new(left, top), max: Point::new(right, value_y) };
    if let Some(used) = value(pen, figure, room) {
        beside_value(pen, figure, room, used);
    }
}

/// The value as large as it fits; a number is never cut, but loses the end of its scale. That answers are few is never
/// left out: it is said with the value where n has no room behind it. Gives the width.
fn value(pen: &mut Pen<'_, '_>, figure: &KpiFigure, room: Rect) -> Option<f64> {
    let base = pen.sizes().styles.second_value;
    let small = pen.small_print();
    let whole = figure.value_text.as_str();
    let short = whole.split_once(" / ").map_or(whole, |(value, _)| value);
    let mut width = |text: &str, style| pen.measure(text, style, TextRoom::LINE).size.width;
    let note = if figure.is_few { BEFORE_NOTE + width(&figure.short_n(), small) } else { 0.0 };
    let mut tries: Vec<(f64, String, f64)> = Vec::new();
    for size in MAP_FIGURE_VALUES {
        for text in [whole, short] {
            tries.push((size, text.to_owned(), note));
            if figure.is_few {
                tries.push((size, words::few(text), 0.0));
            }
        }
    }
    let fits =
        |(size, text, note): &(f64, String, f64)| width(text, TextStyle { size: *size, ..base }) + note <= room.width();
    let (size, text, _) = tries.into_iter().find(fits)?;
    let (style, ink) = (TextStyle { size, ..base }, pen.tokens().text);
    Some(pen.text_at(&text, style, Baseline::left(room.min.x, room.max.y, f64::INFINITY), ink))
}

/// Change and n behind the value, as far as they have room whole; n with its mark comes before the change.
fn beside_value(pen: &mut Pen<'_, '_>, figure: &KpiFigure, room: Rect, used: f64) {
    let (tokens, styles, small) = (pen.tokens(), pen.sizes().styles, pen.small_print());
    let free = room.width() - used - BEFORE_NOTE;
    let mut width = |text: &str, style| pen.measure(text, style, TextRoom::LINE).size.width;
    let notes = [figure.short_n(), figure.shortest_n()];
    let changes = [figure.change_text.as_str(), words::without_unit(&figure.change_text), ""];
    let mut tries = notes.iter().flat_map(|note| changes.map(|change| (note.as_str(), change)));
    let fitting = tries.find(|(note, change)| {
        let between = if change.is_empty() { 0.0 } else { 8.0 };
        // Not less by a rounding than what the value was chosen by.
        width(note, small) + between + width(change, styles.change) <= free + 1e-6
    });
    let (note, change) = fitting.unwrap_or_default();
    let mut x = room.min.x + used + BEFORE_NOTE;
    if !change.is_empty() {
        let color = pen.change_color(figure.change_is_good, figure.status);
        x += pen.text_at(change, styles.change, Baseline::left(x, room.max.y, f64::INFINITY), color) + 8.0;
    }
    if !note.is_empty() {
        x += pen.text_at(note, small, Baseline::left(x, room.max.y, f64::INFINITY), tokens.text_weak);
    }
    let marks = state_marks::width(figure, room.max.x - x);
    state_marks::draw(pen, figure, Point::new(x, room.max.y - small.size * 0.36), marks);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{Id as _, KpiId, MapId, StageId};
    use crate::layout::{Sizes, fixture, map_layout};
    use crate::model::{LaneKind, Place};
    use crate::scene::fixture::{check_golden, small_overlay};
    use crate::scene::{KpiOverlay, Lod, Prim, Scene, SceneInput, Stretch, dump, pins_of};
    use crate::theme::Tokens;

    const VALUES: [&str; 7] = ["3.2 / 5", "1,234.5 minutes", "18", "23.1 %", "−11", "€8.4k", "4.1 / 5"];

    /// The panes of a map of `steps` steps with seven figures of its own, at a stretch.
    fn pins(steps: usize, by: Stretch, overlay_is_off: bool) -> (Scene, f64) {
        let mut b = fixture::Builder::new("m");
        let names: Vec<String> = (1..=steps).map(|step| format!("Step {step}")).collect();
        b.stage("Support", "", &names.iter().map(String::as_str).collect::<Vec<_>>());
        let lane = b.lane(LaneKind::Kpi, "KPI");
        let map = MapId::from_raw(fixture::MAP);
        let small = small_overlay();
        let like = &small.cards[&(KpiId::from_raw(1), Place::Stage(StageId::from_raw(1)))];
        let mut overlay = KpiOverlay { is_off: overlay_is_off, ..KpiOverlay::default() };
        for (index, value) in VALUES.iter().enumerate() {
            let kpi = b.kpi(&format!("Figure number {index}"));
            b.card(lane, 1, 1, "", CardBody::kpi(kpi, Place::Map(map), false));
            let stale_text = (index == 2).then(|| "34 days old".to_owned());
            let figure =
                KpiFigure { value_text: (*value).to_owned(), is_few: index % 2 == 1, stale_text, ..like.clone() };
            if index != 6 {
                overlay.cards.insert((kpi, Place::Map(map)), figure);
            }
        }
        let mut measure = fixture::measure();
        let layout = map_layout(&b.document, map, &mut measure, &Sizes::default());
        let tokens = Tokens::light();
        let input = SceneInput {
            document: &b.document,
            layout: &layout,
            overlay: &overlay,
            tokens: &tokens,
            lod: Lod::Normal,
            window: None,
        };
        let bottom = layout.map_figures.first().map_or(0.0, |figure| figure.rect.max.y);
        (pins_of(input, by, &mut measure), bottom)
    }

    #[test]
    fn the_figures_of_a_map_as_a_scene() {
        let (scene, _) = pins(12, Stretch::default(), false);
        check_golden("map_figures.txt", &dump::dump(&scene));
    }

    /// However narrow: shapes and words stay in their row, and no number is cut.
    #[test]
    fn figures_stay_in_their_row_and_no_number_is_cut() {
        for (steps, header, points) in [
            (12, 1.0, None),
            (12, 0.5, None),
            (3, 1.0, None),
            (3, 0.3, None),
            (12, 0.2, Some(1.0)),
            (2, 0.1, Some(2.5)),
        ] {
            let by = Stretch { header, header_points: points, ..Stretch::default() };
            let (scene, bottom) = pins(steps, by, false);
            let drawn: Vec<_> = scene.layer(Layer::Header).iter().filter(|item| item.tag.is_some()).collect();
            let figures: Vec<_> =
                drawn.into_iter().filter(|item| matches!(item.tag, Some(RecordRef::Card(_)))).collect();
            assert!(!figures.is_empty(), "{steps} {by:?}");
            for item in figures {
                assert!(item.bounds.max.y <= bottom + 0.5, "{steps} steps {by:?}: {item:?} leaves its row");
                if let Prim::Text { block, .. } = &item.prim {
                    let text = block.lines.first().map_or("", |line| line.text.as_str());
                    let is_name = text.starts_with("Fig");
                    assert!(is_name || !text.ends_with('…'), "{steps} steps {by:?}: {text}");
                }
            }
        }
    }

    /// Wherever the value of few answers is written, that they are few is written too.
    #[test]
    fn that_answers_are_few_is_said_however_short_the_room() {
        let mut written = 0;
        for steps in 3..=12 {
            let (scene, _) = pins(steps, Stretch::default(), false);
            for number in [2_i64, 4, 6] {
                let on_card = |item: &&crate::scene::Item| {
                    matches!(item.tag, Some(RecordRef::Card(card)) if card.raw() == number)
                        && item.layer == Layer::Header
                };
                let texts: Vec<String> = scene.items.iter().filter(on_card).filter_map(text_of).collect();
                let value = VALUES[usize::try_from(number).unwrap() - 1];
                if texts.iter().any(|text| text.starts_with(value.split(" / ").next().unwrap())) {
                    written += 1;
                    let few = texts.iter().filter(|text| text.ends_with(", few")).count();
                    assert_eq!(few, 1, "{steps} steps: {texts:?}");
                }
            }
        }
        assert!(written > 10, "{written}");
    }

    fn text_of(item: &crate::scene::Item) -> Option<String> {
        match &item.prim {
            Prim::Text { block, .. } => block.lines.first().map(|line| line.text.clone()),
            _ => None,
        }
    }

    #[test]
    fn names_stay_while_numbers_are_not_shown() {
        let (scene, _) = pins(12, Stretch::default(), true);
        let texts: Vec<String> = scene.items.iter().filter_map(text_of).collect();
        assert!(texts.iter().any(|text| text.starts_with("Figure number")), "{texts:?}");
        assert!(!texts.iter().any(|text| VALUES.contains(&text.as_str())), "{texts:?}");
    }
}
