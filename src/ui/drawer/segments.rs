//! The shown KPI by segment: every value of a dimension with its figure, how far it is from all others, how it moved, and
//! its trend.

mod order;
mod worse;

use super::trend;
use crate::base::text::Weight;
use crate::i18n::panels::drawer as panel_words;
use crate::i18n::panels::segments as text;
use crate::metrics::{Change, KpiValue, format};
use crate::model::{Card, Kpi, Segments};
use crate::session::breakdown::{Breakdown, Breakdowns, Part};
use crate::session::insights::KpiAt;
use crate::session::split_choice::SplitChoice;
use crate::session::view::HeatBy;
use crate::session::{AppCommand, NumbersView};
use crate::ui::figures;
use crate::ui::parts::{
    PanelContext, body, choice_ui, empty_ui, line_in, link_ui, problem_ui, status_shape, strong, walked, weak,
};
use crate::ui::pending::Pending;
use crate::ui::style::{color, font, points};
use egui::{
    Align, Label, Layout, Pos2, Rect, Role, ScrollArea, Sense, Shape, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};
use order::{Column, Order};
use std::collections::BTreeSet;
use std::sync::Arc;
use worse::{against, who_got_worse};

/// Height of a row in points.
const ROW: f32 = 25.0;
/// Share of the drawer that the list takes beside a plot, and the least width of that.
const LIST_SHARE: f32 = 0.58;
const LEAST_LIST: f32 = 520.0;

/// Height that a plot needs beside the list.
const LEAST_PLOT: f32 = 130.0;
/// Widths of the columns: of values, of numbers of answers, and of how far something moved, with the verdict.
const VALUE: f32 = 60.0;
const ANSWERS: f32 = 48.0;
const MOVED: f32 = 130.0;

/// Room of the link that shows segments on the card.
const ON_THE_CARD: f32 = 130.0;

/// What the page shows and waits for.
#[derive(Debug, Default)]
pub(super) struct State {
    asked: Option<Question>,
    pending: Option<Pending<Breakdowns>>,
    found: Option<Result<Arc<Breakdowns>, String>>,
    /// The chosen dimension.
    dimension: Option<String>,
    /// The chosen segment.
    chosen: Option<BTreeSet<String>>,
    /// The chosen order.
    order: Option<Order>,
}

/// Everything an answer depends on.
#[derive(Debug, Clone, PartialEq)]
struct Question {
    at: KpiAt,
    kpi: Arc<Kpi>,
    view: NumbersView,
    data: u64,
}

impl State {
    pub(super) fn refresh(&mut self, cx: &PanelContext<'_>, at: KpiAt, kpi: &Arc<Kpi>) {
        let view = cx.session.view();
        // How stages are coloured and what is compared on the map makes no difference here.
        let view =
            NumbersView { against: Segments::default(), is_overlay_shown: true, heat: HeatBy::Nothing, ..view.clone() };
        let wanted = Question { at, kpi: Arc::clone(kpi), view, data: cx.session.data_revision() };
        if self.asked.as_ref() != Some(&wanted) {
            if self.asked.as_ref().is_none_or(|asked| asked.at != at) {
                (self.found, self.chosen) = (None, None);
            }
            self.pending = cx.session.breakdowns(at).map(Pending::new);
            if self.pending.is_none() {
                self.found = Some(Ok(Arc::default()));
            }
            self.asked = Some(wanted);
        }
        if let Some(answer) = self.pending.as_ref().and_then(Pending::poll) {
            self.pending = None;
            self.found =
                Some(answer.map(Arc::new).map_err(|error| error.unwrap_or_else(|| panel_words::lost().to_owned())));
        }
    }
}

/// The dimension that is shown: the chosen one, or the first that tells who got worse, or in which segments differ.
fn shown<'f>(found: &'f [Breakdown], chosen: Option<&str>) -> Option<&'f Breakdown> {
    let of_name = found.iter().find(|breakdown| Some(breakdown.dimension.as_str()) == chosen);
    let first = |is_wanted: fn(&Breakdown) -> bool| found.iter().find(|breakdown| is_wanted(breakdown));
    let says_most = || first(|b| b.differs() && b.tells_who_got_worse());
    of_name
        .or_else(says_most)
        .or_else(|| first(Breakdown::tells_who_got_worse))
        .or_else(|| first(Breakdown::differs))
        .or(found.first())
}

pub(super) fn show_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>, at: Option<KpiAt>) {
    let Some((at, kpi)) = at.and_then(|at| cx.session.document().kpis.get(&at.0).map(|kpi| (at, kpi))) else {
        return empty_ui(ui, cx.tokens, panel_words::no_kpi(), panel_words::no_kpi_hint());
    };
    state.refresh(cx, at, kpi);
    ui.spacing_mut().item_spacing.y = 2.0;
    let found = match state.found.clone() {
        None => {
            ui.label(weak(cx.tokens, text::reading()));
            return;
        }
        Some(Err(problem)) => return problem_ui(ui, cx.tokens, &problem),
        Some(Ok(found)) => found,
    };
    let Some(breakdown) = shown(&found.found, state.dimension.as_deref()) else {
        let hint = text::too_many(&found.too_many).unwrap_or_else(|| text::no_segments_hint().to_owned());
        return empty_ui(ui, cx.tokens, &text::no_segments(&figures::name_at(cx.session.document(), at)), &hint);
    };
    heading_ui(ui, state, cx, at, (&found.found, breakdown));
    if let Some(sentence) = text::too_many(&found.too_many) {
        ui.add(Label::new(weak(cx.tokens, sentence)).truncate());
    }
    let kpi = &*kpi.at(at.1);
    let against = against(cx, breakdown);
    let parts = order::ordered(kpi, breakdown, state.order);
    let chosen = parts.iter().find(|part| Some(&part.values) == state.chosen.as_ref()).or(parts.first()).copied();
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 18.0;
        ui.spacing_mut().button_padding.y = 0.0;
        let row = |ui: &mut Ui| {
            if let Some(part) = chosen.filter(|_| ui.available_width() > LEAST_LIST) {
                links_ui(ui, cx, breakdown, part);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let sentence = who_got_worse(kpi, breakdown, &against).unwrap_or_default();
                ui.add(Label::new(body(cx.tokens, sentence)).truncate());
            });
        };
        ui.horizontal(|ui| ui.with_layout(Layout::right_to_left(Align::Center), row));
    });
    let all = ui.available_rect_before_wrap();
    // A low drawer draws the trends in the rows: a plot of its height would be a line without a shape.
    let has_room = all.width() > LEAST_LIST + 240.0 && all.height() > LEAST_PLOT;
    let width = if has_room { (all.width() * LIST_SHARE).max(LEAST_LIST) } else { all.width() };
    let list = Rect::from_min_size(all.min, vec2(width, all.height()));
    ui.scope_builder(UiBuilder::new().max_rect(list), |ui| list_ui(ui, state, cx, kpi, breakdown));
    if let Some(part) = chosen.filter(|_| has_room) {
        let room = Rect::from_min_max(pos2(list.right() + points(cx.tokens.spacing) * 3.0, all.top()), all.max);
        part_ui(ui, cx, (at, kpi), part, room);
    }
    ui.advance_cursor_after_rect(all);
}

/// Which KPI, and by which dimension.
fn heading_ui(
    ui: &mut Ui,
    state: &mut State,
    cx: &PanelContext<'_>,
    at: KpiAt,
    (found, shown): (&[Breakdown], &Breakdown),
) {
    ui.horizontal(|ui| {
        let name = figures::name_at(cx.session.document(), at);
        let room = (ui.available_width() * 0.35).max(120.0);
        ui.allocate_ui_with_layout(vec2(room, 24.0), Layout::left_to_right(Align::Center), |ui| {
            ui.add(Label::new(strong(cx.tokens, name, cx.tokens.type_sizes.body)).truncate());
        });
        let names: Vec<String> = found.iter().map(|b| text::dimension_choice(&b.dimension, b.differs())).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let chosen = found.iter().position(|b| b.dimension == shown.dimension);
        #[expect(clippy::cast_precision_loss, reason = "a handful of dimensions")]
        let width = (names.len() as f32 * 130.0).min(ui.available_width() - ON_THE_CARD);
        ui.allocate_ui(vec2(width, 24.0), |ui| {
            let taken = choice_ui(ui, cx.tokens, text::dimension(), &names, chosen);
            if let Some(taken) = taken.and_then(|index| found.get(index)) {
                (state.dimension, state.chosen) = (Some(taken.dimension.clone()), None);
            }
        });
        on_the_card_ui(ui, cx, at, shown);
    });
}

/// Splits the cards of the KPI on the map by the shown dimension; nothing where it has none, or all are split so already.
fn on_the_card_ui(ui: &mut Ui, cx: &PanelContext<'_>, at: KpiAt, shown: &Breakdown) {
    let Some(map) = cx.session.map().filter(|_| cx.session.is_editable()) else { return };
    let document = cx.session.document();
    let cards: Vec<&Card> =
        document.kpi_cards(map).filter(|of| (of.1, of.2) == at).map(|(card, ..)| card.as_ref()).collect();
    let choice = SplitChoice::Dimension(Some(shown.dimension.clone()));
    let is_there = cards.iter().all(|card| choice.is_shown_by(card));
    let Some(edit) = choice.edit(&cards).filter(|_| !is_there) else { return };
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if link_ui(ui, cx.tokens, text::on_the_card()).on_hover_text(text::on_the_card_hint()).clicked() {
            cx.commands.edit(edit);
        }
    });
}

/// Where the columns of a row begin; a narrow list has no trend.
struct Columns {
    name: Rect,
    value: Rect,
    n: Rect,
    difference: Rect,
    change: Option<Rect>,
    trend: Option<Rect>,
}

impl Columns {
    fn of(row: Rect, is_compared: bool) -> Self {
        let inner = row.shrink2(vec2(6.0, 0.0));
        let mut left = inner.left() + 16.0;
        let name = (inner.width() - 46.0 - VALUE - ANSWERS - 2.0 * MOVED).clamp(80.0, 170.0);
        let mut next = |width: f32, gap: f32| {
            let rect = Rect::from_min_size(pos2(left, inner.top()), vec2(width, inner.height()));
            left += width + gap;
            rect
        };
        let moved = if is_compared { MOVED } else { 190.0 };
        let (name, value, n) = (next(name, 6.0), next(VALUE, 6.0), next(ANSWERS, 12.0));
        let difference = next(moved, 6.0);
        let change = is_compared.then(|| next(moved, 6.0));
        let trend = Rect::from_min_max(pos2(left + 4.0, inner.top()), inner.max);
        Self { name, value, n, difference, change, trend: (trend.width() > 60.0).then_some(trend) }
    }
}

/// True when some segment has a change to tell.
fn is_compared(breakdown: &Breakdown) -> bool {
    breakdown.parts.iter().any(|part| part.insight.change.is_some_and(|change| change.difference.is_some()))
}

fn list_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>, kpi: &Kpi, breakdown: &Breakdown) {
    ui.spacing_mut().item_spacing.y = 0.0;
    headings_ui(ui, state, cx, is_compared(breakdown));
    let range = value_range(breakdown);
    let parts = order::ordered(kpi, breakdown, state.order);
    let shown_first = parts.first().map(|part| &part.values);
    let mut taken = None;
    let area = ScrollArea::vertical().id_salt(("segments", &breakdown.dimension)).auto_shrink([false, false]);
    area.show_rows(ui, ROW, parts.len(), |ui, rows| {
        for (index, part) in parts.iter().enumerate().skip(rows.start).take(rows.len()) {
            let is_chosen = state.chosen.as_ref().or(shown_first) == Some(&part.values);
            let response = row_ui(ui, cx, (kpi, breakdown), part, (is_chosen, range));
            if response.clicked() {
                taken = Some(index);
                response.request_focus();
            }
            let next = walked(ui, &response, index);
            if let Some((next, part)) = next.and_then(|next| Some((next, parts.get(next)?))) {
                taken = Some(next);
                ui.memory_mut(|memory| memory.request_focus(row_id(breakdown, part)));
            }
        }
    });
    if let Some(part) = taken.and_then(|index| parts.get(index)) {
        state.chosen = Some(part.values.clone());
    }
}

/// The heads of the columns; a press sorts by one.
fn headings_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>, is_compared: bool) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), Sense::hover());
    let columns = Columns::of(rect, is_compared);
    let style = font(cx.tokens.type_sizes.label, Weight::Regular);
    let heads = [
        (Column::Segment, Some(columns.name), false),
        (Column::Value, Some(columns.value), true),
        (Column::Answers, Some(columns.n), true),
        (Column::Difference, Some(columns.difference), false),
        (Column::Change, columns.change, false),
    ];
    for (column, room, is_number) in heads {
        let Some(room) = room else { continue };
        let response = ui.interact(room, ui.scope_id().with(("sort", column.heading())), Sense::click());
        let spoken = text::sort_by(column.heading());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
        let sorted = state.order.filter(|order| order.by == column);
        let words = text::heading(column.heading(), sorted.map(|order| order.is_reversed));
        let is_lit = sorted.is_some() || response.hovered() || response.has_focus();
        let ink = color(if is_lit { cx.tokens.text } else { cx.tokens.text_weak });
        if is_number {
            right_in(ui, room, &words, style.clone(), ink);
        } else {
            line_in(ui, room, &words, style.clone(), ink);
        }
        if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
            state.order = Some(Order::pressed(state.order, column));
        }
    }
    if let Some(trend) = columns.trend {
        line_in(ui, trend, text::column_trend(), style, color(cx.tokens.text_weak));
    }
}

/// Words at the right of some room, in the middle of its height.
fn right_in(ui: &Ui, room: Rect, words: &str, style: egui::FontId, ink: egui::Color32) {
    ui.painter().with_clip_rect(room).text(room.right_center(), egui::Align2::RIGHT_CENTER, words, style, ink);
}

fn row_id(breakdown: &Breakdown, part: &Part) -> egui::Id {
    egui::Id::unique("segment").with((&breakdown.dimension, &part.values))
}

/// How a segment moved since the compared days, in words.
fn change_words(kpi: &Kpi, part: &Part) -> String {
    let Some(change) = part.insight.change.as_ref() else { return String::new() };
    moved_words(kpi, (change, &part.insight.now), change.is_beyond_noise)
}

/// How far a segment is from the others, in words.
fn difference_words(kpi: &Kpi, part: &Part) -> String {
    moved_words(kpi, (&part.difference, &part.insight.now), part.corrected_p.map(|_| part.differs()))
}

/// A difference with what its test says; `None` without a test.
fn moved_words(kpi: &Kpi, (difference, now): (&Change, &KpiValue), is_beyond_noise: Option<bool>) -> String {
    let Some(words) = format::difference(kpi, difference, now) else { return String::new() };
    match is_beyond_noise {
        None => text::untested(&words),
        Some(true) => text::beyond(&words),
        Some(false) => text::within(&words),
    }
}

fn row_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    (kpi, breakdown): (&Kpi, &Breakdown),
    part: &Part,
    (is_chosen, range): (bool, Option<(f64, f64)>),
) -> egui::Response {
    let tokens = cx.tokens;
    let (name, insight) = (text::part(&part.values), &part.insight);
    let value = figures::value(kpi, Some(insight));
    let n = insight.now.n.map_or_else(|| "–".to_owned(), |n| format::number(n, 0));
    let difference = difference_words(kpi, part);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let response = ui.interact(rect, row_id(breakdown, part), Sense::click());
    let change = change_words(kpi, part);
    let spoken = text::spoken(&name, &value, &format::n(insight.now.n), (&difference, &change));
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_chosen, &spoken));
    let radius = points(tokens.radii.card);
    if is_chosen || response.hovered() || response.has_focus() {
        let fill = if is_chosen { tokens.accent_soft } else { tokens.hover };
        ui.painter().rect_filled(rect, radius, color(fill));
    }
    if response.has_focus() {
        let stroke = Stroke::new(1.5, color(tokens.accent));
        ui.painter().rect_stroke(rect, radius, stroke, egui::StrokeKind::Inside);
    }
    let columns = Columns::of(rect, is_compared(breakdown));
    ui.painter().add(status_shape(tokens, insight.status, pos2(rect.left() + 12.0, rect.center().y), 9.0));
    let ink = |is_good: Option<bool>| match is_good {
        Some(true) => tokens.good,
        Some(false) => tokens.off,
        None => tokens.text_weak,
    };
    let plain = font(tokens.type_sizes.body, Weight::Regular);
    let strong = font(tokens.type_sizes.body, Weight::SemiBold);
    line_in(ui, columns.name, &name, plain.clone(), color(tokens.text));
    right_in(ui, columns.value, &value, strong, color(tokens.text));
    right_in(ui, columns.n, &n, plain.clone(), color(tokens.text_weak));
    let level = color(ink(part.is_better.filter(|_| part.differs())));
    line_in(ui, columns.difference, &difference, plain.clone(), level);
    if let Some(room) = columns.change {
        line_in(ui, room, &change, plain, color(ink(part.moved())));
    }
    if let Some((room, range)) = columns.trend.zip(range) {
        spark(ui, cx, part, room.shrink2(vec2(0.0, 3.0)), range);
    }
    response.on_hover_text(figures::n_and_interval(kpi, &insight.now))
}

/// Lowest and highest value of all trends: they share one axis, or they could not be compared.
fn value_range(breakdown: &Breakdown) -> Option<(f64, f64)> {
    let values = breakdown.parts.iter().flat_map(|part| &part.insight.series).filter_map(|point| point.value.value);
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    (low < high).then_some((low, high))
}

/// The trend of a segment as a line; a period without answers breaks it.
fn spark(ui: &Ui, cx: &PanelContext<'_>, part: &Part, room: Rect, (low, high): (f64, f64)) {
    let series = &part.insight.series;
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "places on the screen")]
    let at = |index: usize, value: f64| -> Pos2 {
        let x = index as f32 / (series.len().max(2) - 1) as f32;
        let y = ((value - low) / (high - low)) as f32;
        pos2(room.left() + x * room.width(), room.bottom() - y * room.height())
    };
    if let Some(target) = part.insight.target.filter(|target| (low..=high).contains(target)) {
        let y = at(0, target).y;
        ui.painter().hline(room.x_range(), y, Stroke::new(1.0, color(cx.tokens.good)));
    }
    let ink = color(cx.tokens.accent);
    let values: Vec<(usize, Option<f64>)> = series.iter().map(|point| point.value.value).enumerate().collect();
    for run in values.split(|(_, value)| value.is_none()) {
        let line: Vec<Pos2> = run.iter().filter_map(|(index, value)| Some(at(*index, (*value)?))).collect();
        match line.as_slice() {
            [one] => ui.painter().circle_filled(*one, 1.5, ink),
            _ => ui.painter().add(Shape::line(line, Stroke::new(1.4, ink))),
        };
    }
}

/// What can be done with a segment, from the right.
fn links_ui(ui: &mut Ui, cx: &PanelContext<'_>, breakdown: &Breakdown, part: &Part) {
    let of = |values: &mut dyn Iterator<Item = &String>| {
        values.map(|value| (breakdown.dimension.as_str(), value.as_str())).collect::<Segments>()
    };
    let own = cx.session.view().segments.replaced_by(&of(&mut part.values.iter()));
    if link_ui(ui, cx.tokens, text::on_the_map()).on_hover_text(text::on_the_map_hint()).clicked() {
        let others = breakdown.parts.iter().filter(|other| other.values != part.values);
        let against = of(&mut others.flat_map(|other| &other.values));
        cx.commands.send(AppCommand::CompareSegments(own.clone(), against));
    }
    if link_ui(ui, cx.tokens, text::only_this()).on_hover_text(text::only_this_hint()).clicked() {
        cx.commands.send(AppCommand::SetSegments(own));
    }
}

/// The trend of one segment with everything around it.
fn part_ui(ui: &mut Ui, cx: &PanelContext<'_>, at: (KpiAt, &Kpi), part: &Part, room: Rect) {
    ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
        let name = text::part(&part.values);
        ui.add(Label::new(strong(cx.tokens, name, cx.tokens.type_sizes.body)).truncate());
        let below = ui.available_rect_before_wrap();
        trend::plot_ui(ui, cx, at, &part.insight, below);
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Change;
    use crate::metrics::change::Test;
    use crate::ui::fixture::{Stand, harness, insight};
    use egui::Key;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    fn part(value: &str, level: f64, corrected_p: Option<f64>) -> Part {
        let difference = Change {
            difference: Some(level - 4.0),
            relative: None,
            interval: None,
            is_beyond_noise: None,
            p_value: corrected_p,
            statistic: None,
            error: None,
            test: Test::WelchT,
            per_day: None,
        };
        let values = BTreeSet::from([value.to_owned()]);
        let mut insight = insight(&[4.0, level], 50.0);
        (insight.before, insight.before_range) = (Some(insight.now), Some(insight.now_range.year_before()));
        insight.change = Some(Change { is_beyond_noise: corrected_p.map(|p| p < 0.05), ..difference });
        let is_better = Some(level > 4.0);
        let change_is_good = is_better.filter(|_| corrected_p.is_some_and(|p| p < 0.05));
        let beside_others = corrected_p.map(|p| (level - 4.0, p));
        Part {
            values,
            insight,
            difference,
            corrected_p,
            is_better,
            corrected_change_p: corrected_p,
            change_is_good,
            beside_others,
            corrected_beside_p: corrected_p,
        }
    }

    /// Two plans that differ, and regions that do not.
    fn stand<'a>() -> Harness<'a, Stand<State>> {
        let mut harness = harness(State::default(), (1200.0, 320.0), |ui, state: &mut State, cx| {
            let (at, _) =
                cx.session.document().kpi_cards(cx.session.map().unwrap()).map(|c| ((c.1, c.2), c.0)).next().unwrap();
            let kpi = cx.session.document().kpis[&at.0].clone();
            state.refresh(cx, at, &kpi);
            let plans = vec![part("Business", 3.4, Some(0.001)), part("Team", 4.1, Some(0.4)), part("Free", 4.4, None)];
            let plans = Breakdown { dimension: "plan".to_owned(), parts: plans };
            let regions = vec![part("North", 4.0, Some(0.9)), part("South", 4.1, Some(0.9))];
            let regions = Breakdown { dimension: "region".to_owned(), parts: regions };
            let too_many = vec![("agent".to_owned(), 3_000)];
            state.found = Some(Ok(Arc::new(Breakdowns { found: vec![regions, plans], too_many })));
            show_ui(ui, state, cx, Some(at));
        });
        harness.run();
        harness
    }

    /// The segments from top to bottom.
    fn from_top(harness: &Harness<'_, Stand<State>>) -> Vec<&'static str> {
        let top = |name: &str| harness.get_by_label_contains(&format!("{name}: ")).rect().top();
        let mut names = vec!["Business", "Team", "Free"];
        names.sort_by(|a, b| top(a).total_cmp(&top(b)));
        names
    }

    #[test]
    fn a_press_on_a_head_sorts_and_another_one_turns_it_round() {
        let mut harness = stand();
        assert_eq!(from_top(&harness), ["Business", "Team", "Free"]);
        let mut check = |column: &str, expected: [&str; 3]| {
            harness.get_by_label(&text::sort_by(column)).click();
            harness.run();
            assert_eq!(from_top(&harness), expected, "{column}");
        };
        check(text::column_change(), ["Business", "Team", "Free"]);
        check(text::column_change(), ["Free", "Team", "Business"]);
        check(text::column_segment(), ["Business", "Free", "Team"]);
        check(text::column_value(), ["Business", "Team", "Free"]);
        check(text::column_difference(), ["Business", "Team", "Free"]);
        check(text::column_difference(), ["Free", "Team", "Business"]);
    }

    #[test]
    fn the_dimension_that_differs_is_shown_and_its_segments_go_to_the_map() {
        let mut harness = stand();
        harness
            .get_by_label("Business: 3.4 / 5, n 50, \u{2212}0.6, beyond noise; changed by \u{2212}0.6, beyond noise")
            .focus();
        harness.run();
        harness.key_press(Key::ArrowDown);
        harness.run();
        let team = harness.get_by_label("Team: 4.1 / 5, n 50, +0.1, within noise; changed by +0.1, within noise");
        assert!(team.is_focused());
        harness.get_by_label_contains("Free: 4.4 / 5, n 50, +0.4, not tested; changed by +0.4, not tested");
        let told = "Business fell by 0.6, beyond noise (vs the year before).";
        harness.get_by_label(told);
        // What the map compares is another question.
        let against = [("plan", "Free")].into_iter().collect();
        let compared = NumbersView { against, ..harness.state().session.view().clone() };
        let before = harness.state().session.view().clone();
        harness.state_mut().session.set_view(compared);
        harness.run();
        harness.get_by_label(told);
        harness.state_mut().session.set_view(before);
        harness.run();
        harness.get_by_label_contains("agent (3,000)");
        harness.get_by_label(text::on_the_map()).click();
        harness.run();
        let sent = harness.state().commands.take();
        let [AppCommand::CompareSegments(own, others)] = sent.as_slice() else { panic!("{sent:?}") };
        assert_eq!((own.full_words(), others.full_words()), ("plan: Team".into(), "plan: Business, Free".into()));
        harness.get_by_label(text::only_this()).click();
        harness.run();
        let sent = harness.state().commands.take();
        assert!(
            matches!(sent.as_slice(), [AppCommand::SetSegments(own)] if own.full_words() == "plan: Team"),
            "{sent:?}"
        );

        harness.get_by_label(text::on_the_card()).click();
        harness.run();
        let sent = harness.state().commands.take();
        let [AppCommand::Edit { edit: crate::model::Edit::Update(crate::model::AnyRecord::Card(card)), .. }] =
            sent.as_slice()
        else {
            panic!("{sent:?}")
        };
        let split = card.body.split().and_then(|split| split.dimension.as_deref());
        assert!(split == Some("plan") && card.body.form().is_some_and(|form| form.is_split()), "{card:?}");
        harness.get_by_label_contains("region").click();
        harness.run();
        harness.get_by_label_contains("North: 4.0 / 5");
        assert!(harness.query_by_label_contains("Business").is_none());
        assert!(!harness.ctx.has_requested_repaint());
    }
}
