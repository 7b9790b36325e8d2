//! The frozen header: stages with their headline KPIs, and steps.

use crate::base::geom::{Point, Rect};
use crate::base::ids::{CardId, StageId};
use crate::base::text::{TextRoom, TextStyle};
use crate::i18n::map as words;
use crate::layout::StageBox;
use crate::model::{CardBody, RecordRef};
use crate::scene::build::{Baseline, Pen, SceneInput};
use crate::scene::{Align, KpiFigure, Layer, Lod};

/// A KPI of a stage header.
pub(super) struct Headline<'a> {
    /// The card it comes from.
    pub(super) card: CardId,
    /// What it is called here.
    pub(super) name: &'a str,
    /// Its numbers, when there are some.
    pub(super) figure: Option<&'a KpiFigure>,
}

/// The headline KPIs of a stage in the order of their cards: from left to right, from top to bottom.
pub(super) fn headlines<'a>(input: &SceneInput<'a>, stage: StageId) -> Vec<Headline<'a>> {
    let Some(columns) = input.layout.stage(stage).map(|s| s.steps.clone()) else { return Vec::new() };
    let mut found: Vec<(usize, usize, f64, Headline<'a>)> = Vec::new();
    let rows = 0..input.layout.lanes.len();
    let mut seen = Vec::new();
    for (row, column) in rows.flat_map(|row| columns.clone().map(move |column| (row, column))) {
        for id in input.layout.cards_in_cell(row, column) {
            let Some(card) = input.document.cards.get(id) else { continue };
            let CardBody::Kpi { kpi, place, is_headline: true } = card.body else { continue };
            if seen.contains(id) || input.document.stage_of_place(place) != Some(stage) {
                continue;
            }
            seen.push(*id);
            let name = if card.text.is_empty() {
                input.document.kpis.get(&kpi).map_or("", |k| k.name.as_str())
            } else {
                card.text.as_str()
            };
            let figure = input.overlay.cards.get(&(kpi, place));
            found.push((column, row, card.rank, Headline { card: *id, name, figure }));
        }
    }
    found.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
    found.into_iter().map(|(_, _, _, headline)| headline).collect()
}

/// Draws all stages and steps over a strip of the surface, so that cards pass under them.
pub(super) fn draw_all(pen: &mut Pen<'_, '_>) {
    let (layout, tokens) = (pen.input.layout, pen.tokens());
    pen.layer = Layer::Header;
    pen.tag = None;
    let strip = Rect { min: Point::default(), max: Point::new(layout.bounds.max.x, layout.header_height) };
    pen.fill(strip, 0.0, tokens.canvas);
    pen.hairline(Point::new(0.0, strip.max.y), strip.max, tokens.hairline);
    for stage in &layout.stages {
        pen.tag = Some(RecordRef::Stage(stage.id));
        draw(pen, stage);
    }
    for step in &layout.steps {
        pen.tag = Some(RecordRef::Step(step.id));
        pen.card(step.rect, tokens.card, tokens.card_line);
        let y = step.rect.center().y - step.title.size.height / 2.0;
        let origin = Point::new(step.rect.min.x + layout.sizes.step_padding, y);
        if pen.input.lod >= Lod::Normal {
            pen.block(step.title.clone(), origin, Align::Left, tokens.text);
        } else {
            pen.bars(&step.title, origin, tokens.card_line);
        }
    }
}

fn draw(pen: &mut Pen<'_, '_>, stage: &StageBox) {
    let (tokens, sizes) = (pen.tokens(), pen.sizes());
    let record = pen.input.document.stages.get(&stage.id);
    let tint = record.map_or(0, |s| s.tint);
    let rect = stage.rect;
    pen.fill(rect, tokens.radii.stage, tokens.tint(tint));
    let (left, right) = (rect.min.x + sizes.stage_padding, rect.max.x - sizes.stage_padding);
    let found = headlines(&pen.input, stage.id);
    if pen.input.lod == Lod::Overview {
        let title = record.map_or("", |s| s.title.as_str());
        let largest = sizes.styles.overview_title;
        let natural = pen.measure(title, largest, TextRoom::LINE).size.width.max(1.0);
        let size = (largest.size * (right - left) / natural).floor().clamp(18.0, largest.size);
        let style = TextStyle { size, ..largest };
        pen.text_at(title, style, Baseline::left(left, rect.min.y + 36.0, right - left), tokens.ink(tint));
        if let Some(figure) = found.first().and_then(|h| h.figure) {
            let y = rect.min.y + 84.0;
            pen.status(figure.status, Point::new(left + 9.0, y - 12.0), 9.0);
            let at = Baseline::left(left + 28.0, y, right - left - 28.0);
            pen.text_at(&figure.value_text, sizes.styles.overview_value, at, tokens.text);
        }
        return;
    }
    let top = rect.min.y + 10.0;
    pen.block(stage.title.clone(), Point::new(left, top), Align::Left, tokens.ink(tint));
    if let (Some(title), Some(question)) = (stage.title.lines.first(), stage.question.lines.first()) {
        let y = top + title.baseline - question.baseline;
        pen.block(stage.question.clone(), Point::new(right, y), Align::Right, tokens.text_weak);
    }
    let width = right - left;
    match found.as_slice() {
        [] => {}
        [only] => headline(pen, only, Place { left, top: rect.min.y, width, is_second: false }),
        [first, second, ..] => {
            // Each gets what it needs and half of what is left; when there is too little, in proportion.
            let needs = (needed(pen, first, false), needed(pen, second, true));
            let spare = width - needs.0 - needs.1 - BETWEEN_HEADLINES;
            let first_width = if spare >= 0.0 {
                needs.0 + spare / 2.0
            } else {
                (width - BETWEEN_HEADLINES) * needs.0 / (needs.0 + needs.1)
            }
            .round();
            headline(pen, first, Place { left, top: rect.min.y, width: first_width, is_second: false });
            let from = first_width + BETWEEN_HEADLINES;
            let second_place = Place { left: left + from, top: rect.min.y, width: width - from, is_second: true };
            headline(pen, second, second_place);
        }
    }
}

/// Between two headline KPIs.
const BETWEEN_HEADLINES: f64 = 14.0;
/// Between a value and its change.
const BEFORE_CHANGE: f64 = 10.0;

/// Width at which nothing of a headline is cut.
fn needed(pen: &mut Pen<'_, '_>, headline: &Headline<'_>, is_second: bool) -> f64 {
    let styles = pen.sizes().styles;
    let mut width = |text: &str, style| pen.measure(text, style, TextRoom::LINE).size.width;
    let name = 17.0 + width(headline.name, styles.headline_name);
    let Some(figure) = headline.figure else { return name };
    let value = width(&figure.value_text, if is_second { styles.second_value } else { styles.headline_value });
    let n_text = figure.short_n();
    let beside = width(&figure.change_text, styles.change).max(width(&n_text, styles.axis));
    // Names give way to numbers.
    name.min(140.0).max(value + BEFORE_CHANGE + beside)
}

/// Room of a headline KPI in a header.
struct Place {
    left: f64,
    top: f64,
    width: f64,
    is_second: bool,
}

fn headline(pen: &mut Pen<'_, '_>, headline: &Headline<'_>, place: Place) {
    let (tokens, styles) = (pen.tokens(), pen.sizes().styles);
    let Place { left, top, width, is_second } = place;
    pen.tag = Some(RecordRef::Card(headline.card));
    let (name_y, value_y) = (top + 52.0, top + 83.0);
    let status = headline.figure.map(|f| f.status).unwrap_or_default();
    pen.status(status, Point::new(left + 5.0, name_y - 4.3), 5.0);
    let name_at = Baseline::left(left + 17.0, name_y, width - 17.0);
    pen.text_at(headline.name, styles.headline_name, name_at, tokens.text_weak);
    let value_style = if is_second { styles.second_value } else { styles.headline_value };
    let Some(figure) = headline.figure else {
        let used = pen.text_at(words::no_value(), value_style, Baseline::left(left, value_y, width), tokens.text_faint);
        let at = Baseline::left(left + used + 10.0, value_y, width - used - 10.0);
        pen.text_at(words::no_data(), styles.axis, at, tokens.text_weak);
        return;
    };
    let used = pen.text_at(&figure.value_text, value_style, Baseline::left(left, value_y, width), tokens.text);
    let (x, room) = (left + used + BEFORE_CHANGE, width - used - BEFORE_CHANGE);
    let note = note(pen, figure, room);
    let color = pen.change_color(figure.change_is_good, figure.status);
    // One line stands on the value's baseline, two around its middle.
    let (change_y, note_y) = match (figure.change_text.is_empty(), note.is_empty()) {
        (false, false) => (value_y - 9.0, value_y + 5.0),
        _ => (value_y, value_y),
    };
    pen.text_at(&figure.change_text, styles.change, Baseline::left(x, change_y, room), color);
    pen.text_at(&note, styles.axis, Baseline::left(x, note_y, room), tokens.text_weak);
}

/// What stands under a change: n first, then its age, then the comparison, as far as the room goes. That the answers
/// are few is part of n and never left out.
pub(super) fn note(pen: &mut Pen<'_, '_>, figure: &KpiFigure, room: f64) -> String {
    let style = pen.sizes().styles.axis;
    let mut fits = |text: &str| pen.measure(text, style, TextRoom::LINE).size.width <= room;
    let mut note = figure.n_text.clone();
    if figure.is_few {
        let long = words::few_answers(&figure.n_text);
        note = if fits(&long) { long } else { words::few(&figure.n_text) };
    }
    let stale = figure.stale_text.as_deref().unwrap_or("");
    let comparison = if figure.change_text.is_empty() { "" } else { figure.comparison_text.as_str() };
    for part in [stale, comparison].into_iter().filter(|part| !part.is_empty()) {
        let longer = if note.is_empty() { part.to_owned() } else { format!("{note}{}{part}", words::DOT) };
        if note.is_empty() || fits(&longer) {
            note = longer;
        }
    }
    note
}
