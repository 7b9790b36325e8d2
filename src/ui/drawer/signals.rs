//! What moved: the signals of the shown map, worst first, with the trend of the chosen one beside them.

use super::basis::Basis;
use super::{segments, trend};
use crate::base::ids::MapId;
use crate::base::text::Weight;
use crate::base::time::Day;
use crate::i18n::shell::command::SEASONS;
use crate::i18n::signals as text;
use crate::model::edit::record_of_place;
use crate::model::{Kpi, RecordRef};
use crate::session::insights::KpiAt;
use crate::session::signals::{self, Moved, words};
use crate::session::{AppCommand, Session};
use crate::ui::figures;
use crate::ui::parts::{PanelContext, body, choice_ui, empty_ui, line_in, link_ui, strong, walked, weak};
use crate::ui::style::{color, font, points};
use egui::{Label, Rect, Role, ScrollArea, Sense, Shape, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use std::sync::Arc;

/// Since when moves are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Since {
    /// Since the last review of the map and what goes on without an answer, or all without a review.
    #[default]
    Review,
    /// In the last 90 days with data.
    Days90,
    /// All of the shown periods.
    Start,
}

impl Since {
    const EVERY: [Self; 3] = [Self::Review, Self::Days90, Self::Start];

    /// The first day that counts, where it is a day.
    fn day(self, session: &Session) -> Option<Day> {
        match self {
            Self::Days90 => session.insights().data_range.map(|range| range.to.plus(-90)),
            Self::Review | Self::Start => None,
        }
    }
}

/// What moved in the document as it is, and what is chosen of it.
#[derive(Debug, Default)]
pub(super) struct State {
    of: Basis<(Option<MapId>, Since)>,
    moved: Vec<Moved>,
    since: Since,
    shows_all: bool,
    /// The chosen move, by what it is about.
    chosen: Option<(KpiAt, Day)>,
    /// The KPI of the chosen move by segment.
    segments: segments::State,
}

impl State {
    /// Looks again when the document, its figures or the map are others. Gives how many signals nobody has answered.
    pub(super) fn follow(&mut self, session: &Session) -> usize {
        let (document, insights, map) = (session.document(), session.insights(), session.map());
        if self.of.follow(session, (map, self.since)) {
            let moved = |map| match self.since {
                Since::Review => signals::news(document, insights, map),
                since => signals::moved(document, insights, map, since.day(session)),
            };
            self.moved = map.map(moved).unwrap_or_default();
        }
        self.moved.iter().filter(|moved| moved.answer.is_none()).count()
    }

    /// Chooses the move of a KPI at a place that began on a day; the list shows it, whatever it was restricted to.
    pub(super) fn choose(&mut self, at: KpiAt, since: Day) {
        (self.since, self.shows_all, self.chosen) = (Since::Review, false, Some((at, since)));
    }

    fn shown(&self) -> impl Iterator<Item = &Moved> {
        self.moved.iter().filter(|moved| self.shows_all || moved.answer.is_none())
    }

    fn chosen(&self) -> Option<&Moved> {
        let key = self.chosen?;
        self.shown().find(|moved| key_of(moved) == key)
    }
}

fn key_of(moved: &Moved) -> (KpiAt, Day) {
    (moved.at, moved.since.from)
}

/// The list takes this share of the width, and at least so many points.
const LIST_SHARE: f32 = 0.56;
const LEAST_LIST: f32 = 420.0;
/// Height of a row: what moved above, what else did below.
const ROW: f32 = 38.0;
/// Width of the button at the end of a row.
const BUTTON: f32 = 70.0;
/// Height of a line of words beside the list, and the least that a plot is drawn in.
const LINE: f32 = 18.0;
const LEAST_PLOT: f32 = 90.0;

pub(super) fn show_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>) {
    state.follow(cx.session);
    options_ui(ui, state, cx);
    if state.shown().next().is_none() {
        let (title, hint) = if state.moved.is_empty() {
            (text::none_title(), text::none_hint())
        } else {
            (text::all_answered(), text::all_answered_hint())
        };
        return empty_ui(ui, cx.tokens, title, hint);
    }
    let all = ui.available_rect_before_wrap();
    let has_room = all.width() > LEAST_LIST + 240.0;
    let width = if has_room { (all.width() * LIST_SHARE).max(LEAST_LIST) } else { all.width() };
    let list = Rect::from_min_size(all.min, vec2(width, all.height()));
    ui.scope_builder(UiBuilder::new().max_rect(list), |ui| list_ui(ui, state, cx));
    if has_room {
        let room = Rect::from_min_max(pos2(list.right() + points(cx.tokens.spacing) * 3.0, all.top()), all.max);
        trend_ui(ui, state, cx, room);
    }
    ui.advance_cursor_after_rect(all);
}

fn options_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>) {
    // A second row where the window is narrow: what stands last can be done, and is not cut.
    ui.horizontal_wrapped(|ui| {
        ui.allocate_ui(vec2(190.0, 24.0), |ui| {
            let names = [text::unanswered_ones(), text::all_ones()];
            let chosen = Some(usize::from(state.shows_all));
            if let Some(index) = choice_ui(ui, cx.tokens, text::which(), &names, chosen) {
                state.shows_all = index == 1;
            }
        });
        ui.label(weak(cx.tokens, text::since()));
        ui.allocate_ui(vec2(270.0, 24.0), |ui| {
            let names = [text::since_review(), text::since_90_days(), text::since_start()];
            let chosen = Since::EVERY.iter().position(|since| *since == state.since);
            if let Some(since) =
                choice_ui(ui, cx.tokens, text::since(), &names, chosen).and_then(|i| Since::EVERY.get(i))
            {
                state.since = *since;
            }
        });
        dismiss_ui(ui, state, cx);
        if cx.session.view().without_seasons {
            ui.label(weak(cx.tokens, text::without_seasons())).on_hover_text(SEASONS.hint);
        }
        let reviewed = cx.session.map().and_then(|map| signals::news_since(cx.session.document(), map));
        let said = match reviewed {
            Some(day) => text::reviewed_on(&crate::i18n::panels::day(day)),
            None => text::never_reviewed().to_owned(),
        };
        ui.add(Label::new(weak(cx.tokens, said)).truncate());
    });
}

/// One reason for all that is over, where that is more than one.
fn dismiss_ui(ui: &mut Ui, state: &State, cx: &PanelContext<'_>) {
    let over: Vec<Moved> = state.shown().filter(|moved| moved.answer.is_none() && moved.is_over).cloned().collect();
    if over.len() < 2 || !cx.session.is_editable() {
        return;
    }
    if link_ui(ui, cx.tokens, &text::dismiss_over(over.len())).clicked() {
        cx.commands.send(AppCommand::DismissSignals(over));
    }
}

fn list_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>) {
    let shown: Vec<Moved> = state.shown().cloned().collect();
    let chosen = state.chosen;
    let mut taken = None;
    let area = ScrollArea::vertical().id_salt("signals").auto_shrink([false, false]);
    ui.spacing_mut().item_spacing.y = 0.0;
    area.show_rows(ui, ROW, shown.len(), |ui, rows| {
        for (index, moved) in shown.iter().enumerate().skip(rows.start).take(rows.len()) {
            let is_chosen = chosen == Some(key_of(moved));
            let response = row_ui(ui, cx, moved, is_chosen);
            if response.clicked() {
                taken = Some(index);
                // Arrows go on from here.
                response.request_focus();
            }
            if let Some((next, moved)) = walked(ui, &response, index).and_then(|next| Some((next, shown.get(next)?))) {
                taken = Some(next);
                ui.memory_mut(|memory| memory.request_focus(row_id(moved)));
            }
        }
    });
    if let Some(moved) = taken.and_then(|index| shown.get(index)) {
        state.chosen = Some(key_of(moved));
        cx.commands.send(AppCommand::Jump(record_of_place(moved.at.1)));
    }
}

fn row_id(moved: &Moved) -> egui::Id {
    egui::Id::unique("signal").with(key_of(moved))
}

fn row_ui(ui: &mut Ui, cx: &PanelContext<'_>, moved: &Moved, is_chosen: bool) -> egui::Response {
    let (tokens, document) = (cx.tokens, cx.session.document());
    let name = figures::name_at(document, moved.at);
    let sentence = words::sentence(moved);
    let size = document.kpis.get(&moved.at.0).map(|kpi| words::size(&kpi.at(moved.at.1), moved)).unwrap_or_default();
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let row = Rect::from_min_max(rect.min, pos2(rect.right() - BUTTON, rect.bottom()));
    let response = ui.interact(row, row_id(moved), Sense::click());
    let spoken = format!("{name}: {sentence}, {size}");
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_chosen, &spoken));
    if is_chosen || response.hovered() || response.has_focus() {
        let fill = if is_chosen { tokens.accent_soft } else { tokens.hover };
        ui.painter().rect_filled(rect, points(tokens.radii.card), color(fill));
    }
    if response.has_focus() {
        let stroke = Stroke::new(1.5, color(tokens.accent));
        ui.painter().rect_stroke(rect, points(tokens.radii.card), stroke, egui::StrokeKind::Inside);
    }
    let ink = color(if moved.is_good { tokens.good } else { tokens.off });
    let middle = pos2(row.left() + 11.0, row.top() + 12.0);
    let lozenge = [vec2(0.0, -6.0), vec2(6.0, 0.0), vec2(0.0, 6.0), vec2(-6.0, 0.0)].map(|by| middle + by).to_vec();
    let is_open = moved.answer.is_none();
    ui.painter().add(if is_open {
        Shape::convex_polygon(lozenge, ink, Stroke::NONE)
    } else {
        Shape::closed_line(lozenge, Stroke::new(1.2, ink))
    });
    let left = row.left() + 24.0;
    let (upper, lower) = (row.top() + 3.0, row.top() + 20.0);
    let style = font(tokens.type_sizes.body, Weight::SemiBold);
    let galley = ui.painter().layout_no_wrap(name.clone(), style.clone(), color(tokens.text));
    let name_width = galley.size().x.min(row.width() * 0.5);
    line_in(ui, Rect::from_min_size(pos2(left, upper), vec2(name_width + 1.0, 17.0)), &name, style, color(tokens.text));
    let from = left + name_width + 10.0;
    let plain = font(tokens.type_sizes.body, Weight::Regular);
    let room = Rect::from_min_max(pos2(from, upper), pos2(row.right() - 4.0, upper + 17.0));
    line_in(ui, room, &sentence, plain, ink);
    let mut parts = vec![size];
    parts.extend((moved.is_provisional).then(|| text::provisional().to_owned()));
    parts.extend(Some(words::beside(document, moved)).filter(|beside| !beside.is_empty()));
    let room = Rect::from_min_max(pos2(left, lower), pos2(row.right() - 4.0, lower + 15.0));
    let small = font(tokens.type_sizes.label, Weight::Regular);
    let told = parts.join(" · ");
    line_in(ui, room, &told, small, color(tokens.text_weak));
    // Names of events and what moved beside it seldom have room in full.
    let response = response.on_hover_text(format!("{name}: {sentence}\n{told}"));
    let button = Rect::from_min_max(pos2(row.right(), rect.top() + 7.0), pos2(rect.right(), rect.top() + 31.0));
    ui.scope_builder(UiBuilder::new().max_rect(button).id_salt(key_of(moved)), |ui| match moved.answer {
        None => {
            let answer = ui.add_enabled_ui(cx.session.is_editable(), |ui| link_ui(ui, tokens, text::answer())).inner;
            answer.widget_info(|| WidgetInfo::labeled(Role::Button, true, text::answer_of(&name)));
            if answer.clicked() {
                cx.commands.send(AppCommand::AnswerSignal(Box::new(moved.clone())));
            }
        }
        Some(decision) => {
            if link_ui(ui, tokens, text::answered()).on_hover_text(text::open_decision()).clicked() {
                cx.commands.send(AppCommand::Select(vec![RecordRef::Decision(decision)]));
            }
        }
    });
    response
}

fn trend_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>, room: Rect) {
    let document = cx.session.document();
    let found = state.chosen().cloned().and_then(|moved| {
        let kpi = document.kpis.get(&moved.at.0)?;
        let insight = figures::insight_of(cx.session, moved.at)?;
        Some((moved, kpi, insight))
    });
    ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
        let Some((moved, kpi, insight)) = found else {
            ui.centered_and_justified(|ui| ui.label(weak(cx.tokens, text::choose())));
            return;
        };
        ui.spacing_mut().item_spacing.y = 2.0;
        let name = figures::name_at(document, moved.at);
        ui.add(Label::new(strong(cx.tokens, name, cx.tokens.type_sizes.body)).truncate());
        // What a low drawer has no room for as a line stands on the map above it.
        let has_plot = ui.available_height() >= LEAST_PLOT + 2.0 * LINE;
        who_ui(ui, &mut state.segments, cx, moved.at, kpi);
        plan_ui(ui, cx, (&moved, &kpi.at(moved.at.1)), has_plot);
        if has_plot {
            let below = ui.available_rect_before_wrap();
            trend::plot_ui(ui, cx, (moved.at, kpi), insight, below);
        }
    });
}

/// Which segment got worse, as far as the data tells one from the others; a press shows all of them.
fn who_ui(ui: &mut Ui, segments: &mut segments::State, cx: &PanelContext<'_>, at: KpiAt, kpi: &Arc<Kpi>) {
    segments.refresh(cx, at, kpi);
    let Some((told, is_one_of_several)) = segments.who(cx, at, kpi) else { return };
    labelled_link_ui(ui, cx, (text::who(), &told, is_one_of_several), true, AppCommand::ShowSegments(at));
}

/// What the plan of the KPI says about the move; a press shows it whole.
fn plan_ui(ui: &mut Ui, cx: &PanelContext<'_>, (moved, kpi): (&Moved, &Kpi), is_cut: bool) {
    let (plan, is_there) = match moved.plan(kpi) {
        "" => (text::no_plan(), false),
        plan => (plan, true),
    };
    labelled_link_ui(ui, cx, (text::plan(), plan, is_there), is_cut, AppCommand::ShowPlan(moved.at.0));
}

/// A word and behind it a line that leads on; cut where the room ends, or in as many lines as it needs.
fn labelled_link_ui(
    ui: &mut Ui,
    cx: &PanelContext<'_>,
    (name, line, is_said): (&str, &str, bool),
    is_cut: bool,
    command: AppCommand,
) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().interact_size.y = LINE;
        ui.spacing_mut().item_spacing.x = points(cx.tokens.spacing) * 1.5;
        ui.label(weak(cx.tokens, name));
        let words = if is_said { body(cx.tokens, line) } else { weak(cx.tokens, line) };
        let label = Label::new(words).selectable(false).sense(Sense::click());
        let label = ui.add(if is_cut { label.truncate() } else { label.wrap() });
        label.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("{name}: {line}")));
        let label = label.on_hover_text(line).on_hover_cursor(egui::CursorIcon::PointingHand);
        if label.clicked() {
            cx.commands.send(command);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::Id as _;
    use crate::base::time::Grain;
    use crate::model::{Decision, Edit};
    use crate::session::insights::Insights;
    use crate::ui::fixture::{Stand, harness, insight};
    use egui::Key;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    /// A level that breaks at the KPI card of the small journey.
    fn moved_on(session: &Session) -> Vec<Moved> {
        let document = session.document();
        let map = session.map().unwrap();
        let (_, kpi, place, _) = document.kpi_cards(map).next().unwrap();
        let values = [[4.0, 4.1].repeat(6), [3.0, 3.1].repeat(4)].concat();
        let insights = Insights { figures: [((kpi, place), insight(&values, 50.0))].into(), ..Insights::default() };
        signals::moved(document, &insights, map, None)
    }

    /// The page with two moves, as if the data were there.
    fn stand<'a>() -> Harness<'a, Stand<State>> {
        stand_with(|moved| moved)
    }

    fn stand_with<'a>(change: fn(Moved) -> Moved) -> Harness<'a, Stand<State>> {
        let mut harness = harness(State::default(), (1200.0, 300.0), move |ui, state: &mut State, cx| {
            let mut moved = moved_on(cx.session);
            let first = moved[0].clone();
            let earlier = crate::base::time::DayRange { from: first.since.from.plus(-300), ..first.since };
            moved.push(Moved { since: earlier, is_good: true, grain: Grain::Month, answer: first.answer, ..first });
            let map = cx.session.map();
            state.of.follow(cx.session, (map, state.since));
            state.moved = moved.into_iter().map(change).collect();
            show_ui(ui, state, cx);
        });
        harness.run();
        harness
    }

    #[test]
    fn arrows_walk_through_the_list_and_the_map_follows() {
        let mut harness = stand();
        let first = "falling (shift since Jan 2026)";
        harness.get_by_label_contains(first).click();
        harness.run();
        let jump = |harness: &Harness<'_, Stand<State>>| {
            let sent = harness.state().commands.take();
            matches!(sent.as_slice(), [AppCommand::Jump(RecordRef::Stage(_))])
        };
        assert!(jump(&harness), "the map jumps to the stage");
        assert!(harness.get_by_label_contains(first).is_focused());
        let chosen = harness.state().state.chosen;
        harness.key_press(Key::ArrowDown);
        harness.run();
        assert!(jump(&harness));
        assert_ne!(harness.state().state.chosen, chosen);
        harness.key_press(Key::ArrowUp);
        harness.run();
        assert_eq!(harness.state().state.chosen, chosen);
        assert!(!harness.ctx.has_requested_repaint());
    }

    #[test]
    fn what_is_over_is_dismissed_together() {
        let harness = stand();
        assert!(harness.query_by_label_contains("that are over").is_none(), "nothing is over");
        let mut harness = stand_with(|moved| Moved { is_over: true, ..moved });
        for width in [616.0, 900.0] {
            harness.set_size(vec2(width, 400.0));
            harness.run();
            let way = harness.get_by_label(&text::dismiss_over(2)).rect();
            assert!(way.right() <= width && way.width() > 120.0, "{way:?} is whole at {width}");
        }
        harness.get_by_label(&text::dismiss_over(2)).click();
        harness.run();
        let sent = harness.state().commands.take();
        assert!(matches!(sent.as_slice(), [AppCommand::DismissSignals(over)] if over.len() == 2), "{sent:?}");
    }

    #[test]
    fn a_signal_is_answered_and_leaves_the_list() {
        let mut harness = stand();
        harness.get_all_by_label("Answer: CSAT · Support").next().unwrap().click();
        harness.run();
        let sent = harness.state().commands.take();
        let [AppCommand::AnswerSignal(moved)] = sent.as_slice() else { panic!("{sent:?}") };
        let id = crate::base::ids::DecisionId::from_raw(7);
        let today = Day::from_ymd(2026, 9, 1).unwrap();
        let decision = Decision { signal: Some(moved.to_answer()), ..Decision::new(id, moved.at, today) };
        harness.state_mut().session.edit(&Edit::Add(decision.into()), None).unwrap();
        harness.run();
        harness.get_by_label(text::all_answered());
        harness.get_by_label("Signals shown: All").click();
        harness.run();
        harness.get_all_by_label(text::answered()).next().unwrap().click();
        harness.run();
        let sent = harness.state().commands.take();
        assert!(matches!(sent.as_slice(), [AppCommand::Select(r)] if r == &[RecordRef::Decision(id)]), "{sent:?}");
    }
}
