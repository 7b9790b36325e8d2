//! The frozen header: stages with their headline KPIs, and steps.

use crate::base::geom::{Point, Rect};
use crate::base::ids::{CardId, LaneId, StageId, StepId};
use crate::base::text::{TextRoom, TextStyle};
use crate::i18n::map as words;
use crate::layout::sizes::{NARROW_KPI, NARROW_STAGE_NAMES, NARROW_VALUES, SMALLER_STAGE_NAMES};
use crate::layout::{LINK_BADGE, StageBox};
use crate::model::{Place as PlaceOfKpi, RecordRef};
use crate::scene::build::SceneInput;
use crate::scene::pen::{Baseline, FittingRoom, Pen};
use crate::scene::{Align, KpiFigure, Layer, heat, lined_header, map_figures, state_marks};
use std::collections::BTreeMap;

/// A KPI of a stage header.
#[derive(Clone)]
pub(super) struct Headline<'a> {
    /// The card it comes from.
    pub(super) card: CardId,
    /// What it is called here.
    pub(super) name: &'a str,
    /// Its numbers, when there are some.
    pub(super) figure: Option<&'a KpiFigure>,
    /// What is said where there are none.
    without: &'static str,
}

/// A headline with the column and row it stands in, and the rank and own column of its card.
type Placed<'a> = ((usize, usize), (f64, usize), Headline<'a>);

/// The headline KPIs of every stage in the order of their cards: from left to right, from top to bottom. Those of lanes
/// that are collapsed or hidden are there too: a header says how the stage does, whatever is put away below it.
pub(super) fn headlines<'a>(input: &SceneInput<'a>) -> BTreeMap<StageId, Vec<Headline<'a>>> {
    let (layout, document) = (input.layout, input.document);
    let Some(map) = layout.map.filter(|_| !input.overlay.is_off) else { return BTreeMap::new() };
    let column_of: BTreeMap<StepId, usize> = layout.steps.iter().enumerate().map(|(i, s)| (s.id, i)).collect();
    let row_of: BTreeMap<LaneId, usize> = document.lanes_of(map).iter().enumerate().map(|(i, l)| (l.id, i)).collect();
    let mut found: BTreeMap<StageId, Vec<Placed<'a>>> = BTreeMap::new();
    for (card, kpi, place, is_headline) in document.kpi_cards(map) {
        let Some(stage) = document.stage_of_place(place).filter(|_| is_headline) else { continue };
        let (Some(column), Some(row)) = (column_of.get(&card.step), row_of.get(&card.lane)) else { continue };
        let Some(columns) = layout.stage(stage).map(|s| s.steps.clone()) else { continue };
        let span = usize::try_from(card.span.max(1)).unwrap_or(1);
        let is_over_stage = *column < columns.end && column.saturating_add(span) > columns.start;
        if !is_over_stage {
            continue;
        }
        let covers_stage = place == PlaceOfKpi::Stage(stage);
        // As the cards stand: over the stage, of one rank those further left first.
        let own = *column;
        let column = if covers_stage { columns.start } else { own.max(columns.start) };
        let name = if card.text.is_empty() {
            document.kpis.get(&kpi).map_or("", |k| k.name.as_str())
        } else {
            card.text.as_str()
        };
        let figure = input.overlay.cards.get(&(kpi, place));
        found.entry(stage).or_default().push((
            (column, *row),
            (card.rank, own),
            Headline { card: card.id, name, figure, without: input.overlay.words_without(kpi, place) },
        ));
    }
    let ordered = found.into_iter().map(|(stage, mut headlines)| {
        headlines.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.0.total_cmp(&b.1.0)).then(a.1.1.cmp(&b.1.1)));
        (stage, headlines.into_iter().map(|(_, _, headline)| headline).collect())
    });
    ordered.collect()
}

/// Draws the strip of the surface that headers stand on.
pub(super) fn strip(pen: &mut Pen<'_, '_>) {
    let (layout, tokens) = (pen.input.layout, pen.tokens());
    pen.layer = Layer::Header;
    pen.tag = None;
    let strip = Rect { min: Point::default(), max: Point::new(layout.bounds.max.x, layout.header_height) };
    pen.fill(strip, 0.0, tokens.canvas);
    pen.hairline(Point::new(0.0, strip.max.y), strip.max, tokens.hairline);
}

/// Draws all stages and steps over a strip of the surface, so that cards pass under them.
pub(super) fn draw_all(pen: &mut Pen<'_, '_>) {
    let (layout, tokens) = (pen.input.layout, pen.tokens());
    strip(pen);
    map_figures::draw_all(pen);
    let is_low = layout.sizes.has_low_header();
    let names = (!is_low && is_any_narrow(pen)).then(|| narrow_names(pen));
    for stage in &layout.stages {
        pen.tag = Some(RecordRef::Stage(stage.id));
        match &names {
            None if is_low => lined_header::draw(pen, stage),
            Some(names) => narrow(pen, stage, names),
            None => draw(pen, stage),
        }
    }
    for step in &layout.steps {
        pen.tag = Some(RecordRef::Step(step.id));
        pen.card(step.rect, tokens.card, tokens.card_line);
        let y = step.rect.center().y - step.title.size.height / 2.0;
        let origin = Point::new(step.rect.min.x + layout.sizes.step_padding, y);
        pen.block(step.title.clone(), origin, Align::Left, tokens.text);
    }
}

/// Narrower than any stage is at 100 %: its header has room for its name and one value.
const NARROW: f64 = 130.0;
/// The same of a stage without a value beside others that have one: narrower than this its name needs more lines.
const NARROW_NAME: f64 = 90.0;

/// True when one stage has no room for the usual header. All of them have the other one then: stages are compared, and
/// two layouts side by side look as if they meant something.
fn is_any_narrow(pen: &Pen<'_, '_>) -> bool {
    let has_value = |stage: &StageBox| pen.headlines.get(&stage.id).is_some_and(|found| !found.is_empty());
    let have_none = !pen.input.layout.stages.iter().any(has_value);
    let least = |stage: &StageBox| if have_none || has_value(stage) { NARROW } else { NARROW_NAME };
    pen.input.layout.stages.iter().any(|stage| stage.rect.width() < least(stage))
}

/// Height of the line with the name of its KPI.
const NARROW_KPI_LINE: f64 = 15.0;

/// What of a narrow header is not at its edge.
fn inside_narrow(stage: &StageBox) -> Rect {
    stage.rect.expand(-4.0_f64.min(stage.rect.width() * 0.06))
}

/// The room for a name in a narrow header.
fn room_for_name(pen: &Pen<'_, '_>, stage: &StageBox) -> FittingRoom {
    let inside = inside_narrow(stage);
    let has_figure = pen.headlines.get(&stage.id).and_then(|h| h.first()).is_some_and(|h| h.figure.is_some());
    let for_value = if has_figure { 30.0 + NARROW_KPI_LINE } else { 0.0 };
    FittingRoom { width: inside.width(), height: inside.height() - for_value, most_lines: 3 }
}

/// The sizes of names in narrow headers: one that all of them fit, for a larger name looks as if it meant more. Where there
/// is none, those that need it are smaller by themselves.
fn narrow_names(pen: &mut Pen<'_, '_>) -> Vec<f64> {
    let layout = pen.input.layout;
    let base = pen.sizes().styles.stage_title;
    let shared = NARROW_STAGE_NAMES.into_iter().find(|size| {
        layout.stages.iter().all(|stage| {
            let title = pen.input.document.stages.get(&stage.id).map_or("", |s| s.title.as_str());
            let room = room_for_name(pen, stage);
            let block = pen.fitted(title, base, &[*size], &room);
            !block.is_elided && pen.is_untorn(title, block.style, room.width)
        })
    });
    shared.map_or_else(|| SMALLER_STAGE_NAMES.to_vec(), |size| vec![size])
}

/// A stage in a narrow column: its name, and its first headline KPI by name and value.
fn narrow(pen: &mut Pen<'_, '_>, stage: &StageBox, names: &[f64]) {
    let tokens = pen.tokens();
    let record = pen.input.document.stages.get(&stage.id);
    let (title, tint) = record.map_or(("", 0), |s| (s.title.as_str(), s.tint));
    let rect = stage.rect;
    let radius = tokens.radii.stage.min(rect.width() / 4.0);
    pen.fill(rect, radius, tokens.tint(tint));
    heat::wash(pen, stage.id, (rect, radius), heat::UNDER_WORDS);
    let inside = inside_narrow(stage);
    let headline = pen.headlines.get(&stage.id).and_then(|h| h.first()).cloned();
    let figure = headline.as_ref().and_then(|h| h.figure);
    let base = pen.sizes().styles.stage_title;
    let room = room_for_name(pen, stage);
    let name = pen.fitted(title, base, names, &room);
    if name.size.width >= LEAST_NAME.min(inside.width()) {
        pen.block(name, inside.min, Align::Left, tokens.ink(tint));
    }
    let (Some(headline), Some(figure)) = (headline, figure) else { return };
    pen.tag = Some(RecordRef::Card(headline.card));
    let middle = inside.max.y - 13.0;
    // A number without its name says nothing.
    let style = TextStyle { size: NARROW_KPI, ..pen.sizes().styles.headline_name };
    let at = Baseline::left(inside.min.x, middle - 17.0, inside.width());
    let name = pen.fitting_name(headline.name, style, inside.width());
    pen.text_at(name, style, at, tokens.text_weak);
    let radius = 5.5_f64.min(inside.width() / 2.5);
    let left = inside.min.x + 2.0 * radius + 5.0;
    let room = inside.max.x - left;
    // A number is never cut: it loses the end of its scale, is set smaller, and then its shape alone stands there.
    let short = figure.value_text.split_once(" / ").map_or(figure.value_text.as_str(), |(value, _)| value);
    let style = pen.sizes().styles.headline_value;
    let found = NARROW_VALUES.iter().find_map(|size| {
        let style = TextStyle { size: *size, ..style };
        let fitting = [figure.value_text.as_str(), short];
        fitting
            .into_iter()
            .find(|text| pen.measure(text, style, TextRoom::LINE).size.width <= room)
            .map(|text| (text.to_owned(), style))
    });
    let Some((text, style)) = found else {
        return pen.status(figure.status, Point::new(inside.center().x, middle), radius);
    };
    pen.status(figure.status, Point::new(inside.min.x + radius, middle), radius);
    let at = Baseline::left(left, middle + style.size * 0.36, f64::INFINITY);
    pen.text_at(&text, style, at, tokens.text);
}

/// Shorter than this a name says nothing, units of the header.
const LEAST_NAME: f64 = 16.0;

fn draw(pen: &mut Pen<'_, '_>, stage: &StageBox) {
    let (tokens, sizes) = (pen.tokens(), pen.sizes());
    let record = pen.input.document.stages.get(&stage.id);
    let tint = record.map_or(0, |s| s.tint);
    let rect = stage.rect;
    pen.fill(rect, tokens.radii.stage, tokens.tint(tint));
    heat::wash(pen, stage.id, (rect, tokens.radii.stage), heat::UNDER_WORDS);
    let (left, right) = (rect.min.x + sizes.stage_padding, rect.max.x - sizes.stage_padding);
    let found = pen.headlines.get(&stage.id).cloned().unwrap_or_default();
    let top = rect.min.y + 10.0;
    pen.block(stage.title.clone(), Point::new(left, top), Align::Left, tokens.ink(tint));
    if let (Some(title), Some(question), true) =
        (stage.title.lines.first(), stage.question.lines.first(), pen.has_small_print())
    {
        let y = top + title.baseline - question.baseline;
        let badge = if record.is_some_and(|s| s.linked_map.is_some()) { LINK_BADGE } else { 0.0 };
        pen.block(stage.question.clone(), Point::new(right - badge, y), Align::Right, tokens.text_weak);
    }
    let width = right - left;
    // Numbers stand at one height, however many lines the names above them take.
    let numbers_top = rect.max.y - sizes.stage_height;
    match found.as_slice() {
        [] => {}
        [only] => {
            let is_stacked = wants(pen, only, false).bare_numbers > width;
            headline(pen, only, Place { left, top: numbers_top, width, is_second: false, is_stacked });
        }
        [first, second, ..] => {
            let (first_width, is_stacked) = first_share(pen, (first, second), width - BETWEEN_HEADLINES);
            headline(pen, first, Place { left, top: numbers_top, width: first_width, is_second: false, is_stacked });
            let from = first_width + BETWEEN_HEADLINES;
            let second_place =
                Place { left: left + from, top: numbers_top, width: width - from, is_second: true, is_stacked };
            headline(pen, second, second_place);
        }
    }
}

/// Between two headline KPIs.
const BETWEEN_HEADLINES: f64 = 12.0;
/// Between a value and its change.
const BEFORE_CHANGE: f64 = 8.0;

/// What a headline wants of the width of its stage.
struct Wants {
    /// Its numbers.
    numbers: f64,
    /// The same without the unit of the change.
    bare_numbers: f64,
    /// Its numbers and its name.
    all: f64,
}

/// Least room for what stands instead of numbers where a KPI has none, world units.
const NO_NUMBERS: f64 = 60.0;

fn wants(pen: &mut Pen<'_, '_>, headline: &Headline<'_>, is_second: bool) -> Wants {
    let (styles, small) = (pen.sizes().styles, pen.small_print());
    let mut width = |text: &str, style| pen.measure(text, style, TextRoom::LINE).size.width;
    let name = 17.0 + width(headline.name, styles.headline_name);
    let Some(figure) = headline.figure else {
        let numbers = width(headline.without, small).max(NO_NUMBERS);
        return Wants { numbers, bare_numbers: numbers, all: name.max(numbers) };
    };
    let value = width(&figure.value_text, if is_second { styles.second_value } else { styles.headline_value });
    let n = width(&figure.short_n(), small);
    let mut beside = |change: &str| value + BEFORE_CHANGE + width(change, styles.change).max(n);
    let (numbers, bare_numbers) = (beside(&figure.change_text), beside(words::without_unit(&figure.change_text)));
    Wants { numbers, bare_numbers, all: name.max(numbers) }
}

/// The share of the first of two headlines, and whether both must stack their numbers. Names give way to numbers; what
/// is left over is shared.
fn first_share(pen: &mut Pen<'_, '_>, (first, second): (&Headline<'_>, &Headline<'_>), width: f64) -> (f64, bool) {
    let (a, b) = (wants(pen, first, false), wants(pen, second, true));
    let pairs = [(a.all, b.all), (a.numbers, b.numbers), (a.bare_numbers, b.bare_numbers)];
    let fitting = pairs.iter().position(|(a, b)| a + b <= width);
    let share = match fitting.and_then(|i| Some((pairs.get(i)?, i.checked_sub(1).and_then(|j| pairs.get(j))))) {
        // As much more for each as it lacks of what it would like best.
        Some(((least, other), Some((most, other_most)))) => {
            let (more, other_more) = (most - least, other_most - other);
            let part = if more + other_more > 0.0 { more / (more + other_more) } else { 0.5 };
            least + (width - least - other) * part
        }
        Some(((all, other), None)) => all + (width - all - other) / 2.0,
        None => width * a.bare_numbers / (a.bare_numbers + b.bare_numbers).max(1.0),
    };
    (share, fitting.is_none())
}

/// Room of a headline KPI in a header.
struct Place {
    left: f64,
    top: f64,
    width: f64,
    is_second: bool,
    /// There is no room beside the values.
    is_stacked: bool,
}

fn headline(pen: &mut Pen<'_, '_>, headline: &Headline<'_>, place: Place) {
    let (tokens, styles) = (pen.tokens(), pen.sizes().styles);
    let Place { left, top, width, is_second, is_stacked } = place;
    pen.tag = Some(RecordRef::Card(headline.card));
    let (name_y, value_y) = (top + 52.0, top + 83.0);
    let status = headline.figure.map(|f| f.status).unwrap_or_default();
    pen.status(status, Point::new(left + 5.0, name_y - 4.3), 5.0);
    let name_at = Baseline::left(left + 17.0, name_y, width - 17.0);
    let name = pen.fitting_name(headline.name, styles.headline_name, width - 17.0);
    pen.text_at(name, styles.headline_name, name_at, tokens.text_weak);
    let value_style = if is_second { styles.second_value } else { styles.headline_value };
    let Some(figure) = headline.figure else {
        let style = pen.small_print();
        let at = Baseline::left(left, name_y + crate::layout::measure::line_height(style), width);
        pen.text_at(headline.without, style, at, tokens.text_weak);
        return;
    };
    let small = pen.small_print();
    let color = pen.change_color(figure.change_is_good, figure.status);
    let natural = pen.measure(&figure.value_text, value_style, TextRoom::LINE).size.width;
    let value_style = TextStyle { size: value_style.size * (width / natural.max(1.0)).min(1.0), ..value_style };
    let used = natural.min(width);
    let (x, room) = (left + used + BEFORE_CHANGE, width - used - BEFORE_CHANGE);
    let mut change = figure.change_text.as_str();
    let mut change_width = |text: &str| pen.measure(text, styles.change, TextRoom::LINE).size.width;
    if change_width(change) > room + 0.1 {
        change = words::without_unit(change);
    }
    let n_width = pen.measure(&figure.short_n(), small, TextRoom::LINE).size.width;
    if is_stacked {
        // All that belongs to it stands in a line below. A cut number would be a wrong one.
        let at = |y: f64| Baseline::left(left, y, f64::INFINITY);
        pen.text_at(&figure.value_text, value_style, at(value_y - 6.0), tokens.text);
        let used = pen.text_at(change, TextStyle { size: small.size, ..styles.change }, at(value_y + 11.0), color);
        let from = used + if used > 0.0 { 8.0 } else { 0.0 };
        if from + n_width <= width {
            let at = Baseline::left(left + from, value_y + 11.0, width - from);
            pen.text_at(&figure.short_n(), small, at, tokens.text_weak);
        }
        return;
    }
    pen.text_at(&figure.value_text, value_style, Baseline::left(left, value_y, f64::INFINITY), tokens.text);
    let note = note(pen, figure, room);
    // One line stands on the value's baseline, two around its middle.
    let (change_y, note_y) = match (change.is_empty(), note.is_empty()) {
        (false, false) => (value_y - 9.0, value_y + 5.0),
        _ => (value_y, value_y),
    };
    pen.text_at(change, styles.change, Baseline::left(x, change_y, room + 1.0), color);
    let used = pen.text_at(&note, small, Baseline::left(x, note_y, room + 1.0), tokens.text_weak);
    let marks = state_marks::width(figure, room - used);
    state_marks::draw(pen, figure, Point::new(x + used, note_y - small.size * 0.36), marks);
}

/// What stands with a change: n first, then the comparison if there is room. That the answers are few is part of n and
/// never left out.
pub(super) fn note(pen: &mut Pen<'_, '_>, figure: &KpiFigure, room: f64) -> String {
    let (style, is_roomy) = (pen.small_print(), pen.has_small_print());
    let mut fits = |text: &str| pen.measure(text, style, TextRoom::LINE).size.width <= room;
    let mut note = figure.n_text.clone();
    if figure.is_few {
        let long = words::few_answers(&figure.n_text);
        note = if fits(&long) { long } else { words::few(&figure.n_text) };
    } else if !fits(&note) {
        note = figure.shortest_n();
    }
    let comparison = if figure.change_text.is_empty() { "" } else { figure.comparison_text.as_str() };
    if !comparison.is_empty() && is_roomy {
        let longer = if note.is_empty() { comparison.to_owned() } else { format!("{note}{}{comparison}", words::DOT) };
        if note.is_empty() || fits(&longer) {
            note = longer;
        }
    }
    note
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{Id as _, KpiId, MapId};
    use crate::layout::{Sizes, fixture, map_layout};
    use crate::model::{CardBody, LaneKind};
    use crate::scene::fixture::small_overlay;
    use crate::scene::{KpiOverlay, Lod, Prim, Scene, Stretch, pins_of};
    use crate::theme::Tokens;

    /// The header of stages with one, two and no headline KPIs, at a stretch.
    fn header(sizes: &Sizes, stretch: f64) -> Scene {
        let mut b = fixture::Builder::new("m");
        b.stage("Awareness", "", &["See an ad"]);
        b.stage("Sign-up", "", &["Open form", "Verify identity", "Pay"]);
        b.stage("Renewal", "", &["Renew"]);
        let lane = b.lane(LaneKind::Kpi, "KPI");
        let like = small_overlay().cards[&(KpiId::from_raw(1), PlaceOfKpi::Stage(StageId::from_raw(1)))].clone();
        let mut overlay = KpiOverlay::default();
        for (stage, step, name) in [(1, 1, "Branded search"), (2, 2, "Conversion"), (2, 2, "Abandoned")] {
            let (kpi, place) = (b.kpi(name), PlaceOfKpi::Stage(StageId::from_raw(stage)));
            b.card(lane, step, 1, "", CardBody::kpi(kpi, place, true));
            overlay.cards.insert((kpi, place), KpiFigure { value_text: format!("{stage}3.3 %"), ..like.clone() });
        }
        let mut measure = fixture::measure();
        let layout = map_layout(&b.document, MapId::from_raw(fixture::MAP), &mut measure, sizes);
        let (document, tokens) = (&b.document, Tokens::light());
        let (overlay, lod) = (&overlay, Lod::Overview);
        let input = SceneInput { document, layout: &layout, overlay, tokens: &tokens, lod, window: None };
        pins_of(input, Stretch { header: stretch, ..Stretch::default() }, &mut measure)
    }

    #[test]
    fn a_name_that_has_no_room_gives_up_its_short_form_before_letters() {
        let (mut measure, tokens) = (fixture::measure(), Tokens::light());
        let document = fixture::small_map();
        let layout = map_layout(&document, MapId::from_raw(fixture::MAP), &mut measure, &Sizes::default());
        let overlay = KpiOverlay::default();
        let input = SceneInput {
            document: &document,
            layout: &layout,
            overlay: &overlay,
            tokens: &tokens,
            lod: Lod::Normal,
            window: None,
        };
        let mut pen = Pen::new(input, &mut measure);
        let style = pen.sizes().styles.headline_name;
        let whole = "Customer satisfaction (CSAT)";
        for (share, expected) in [(1.0, whole), (0.95, "Customer satisfaction"), (0.4, "CSAT"), (0.01, whole)] {
            let width = pen.measure(whole, style, TextRoom::LINE).size.width * share + 0.1;
            assert_eq!(pen.fitting_name(whole, style, width), expected, "{share}");
        }
        assert_eq!(pen.fitting_name("Win rate", style, 1.0), "Win rate");
    }

    /// The words of the header with their places.
    fn words(scene: &Scene) -> Vec<(String, Rect)> {
        let items = scene.layer(Layer::Header).iter().filter_map(|item| match &item.prim {
            Prim::Text { block, .. } => Some((block.lines.first()?.text.clone(), item.bounds)),
            _ => None,
        });
        items.collect()
    }

    #[test]
    fn no_two_layouts_of_headers_stand_side_by_side() {
        let mut seen = std::collections::BTreeSet::new();
        for percent in 40..=100 {
            let found = words(&header(&Sizes::default(), f64::from(percent) / 100.0));
            let heights: Vec<f64> =
                found.iter().filter(|(text, _)| text.ends_with("3.3 %")).map(|(_, at)| at.max.y).collect();
            let changes = found.iter().filter(|(text, _)| text.starts_with("↓ −0.6")).count();
            let is_usual = heights.len() == 3 && changes == 3;
            let is_narrow = heights.len() == 2 && changes == 0;
            assert!(is_usual || is_narrow, "{percent} %: {found:?}");
            seen.insert(is_narrow);
        }
        assert_eq!(seen.len(), 2, "both are seen");
    }

    #[test]
    fn in_a_low_window_the_header_leaves_room_for_lanes_and_no_number_is_cut() {
        let (low, usual) = (header(&Sizes::for_low_window(), 1.0), header(&Sizes::default(), 1.0));
        assert!(low.header_height < 0.65 * usual.header_height, "{} of {}", low.header_height, usual.header_height);
        for percent in 40..=120 {
            let scene = header(&Sizes::for_low_window(), f64::from(percent) / 100.0);
            let found = words(&scene);
            for value in ["13.3 %", "23.3 %"] {
                let at = found.iter().find(|(text, _)| text == value).map(|(_, at)| *at);
                assert!(at.is_some_and(|at| at.max.y < 60.0), "{percent} %: {found:?}");
            }
            // Side by side, never on each other.
            for (index, (text, at)) in found.iter().enumerate() {
                let other = found.iter().skip(index + 1).find(|(_, other)| other.expand(-1.0).intersects(at));
                assert!(other.is_none(), "{percent} %: {text} on {other:?}");
            }
        }
    }
}
