//! The decision log: what was decided about which KPI, by whom, until when, and what came of it.

use crate::base::text::one_line;
use crate::i18n::panels as words;
use crate::i18n::panels::decisions as text;
use crate::model::{Decision, DecisionState, Document, RecordRef};
use crate::session::insights::KpiAt;
use crate::session::{AppCommand, decisions, maps};
use crate::ui::figures;
use crate::ui::parts::{PanelContext, Row, RowEnd, choice_ui, empty_ui};
use crate::ui::widgets::ToolButton;
use egui::{ScrollArea, Ui, vec2};
use std::sync::Arc;

/// What the log remembers between frames.
#[derive(Debug, Default)]
pub(super) struct State {
    shows_all: bool,
}

/// Name of the tab.
pub(super) fn open_count(document: &Document) -> usize {
    document.decisions.values().filter(|d| d.state == DecisionState::Open).count()
}

/// Those to show: the open ones first, of these what is due first; then the newest.
fn in_order(document: &Document, shows_all: bool) -> Vec<&Arc<Decision>> {
    let is_shown = |d: &&Arc<Decision>| shows_all || d.state == DecisionState::Open;
    let mut found: Vec<_> = document.decisions.values().filter(is_shown).collect();
    found.sort_by_key(|d| {
        let due = d.due_on.map_or(i32::MAX, |day| day.0);
        (d.state, if d.state == DecisionState::Open { due } else { 0 }, std::cmp::Reverse(d.decided_on), d.id)
    });
    found
}

/// What a new decision can be about: the KPI that is shown first.
fn subjects(cx: &PanelContext<'_>, shown: Option<KpiAt>) -> Vec<KpiAt> {
    let Some(map) = cx.session.map() else { return Vec::new() };
    let mut subjects = decisions::subjects(cx.session.document(), map, cx.session.selection());
    let index = subjects.iter().position(|at| Some(*at) == shown);
    if let Some(before) = index.and_then(|index| subjects.get_mut(..=index)) {
        before.rotate_right(1);
    }
    subjects
}

pub(super) fn show_ui(ui: &mut Ui, state: &mut State, cx: &PanelContext<'_>, shown: Option<KpiAt>) {
    let document = cx.session.document();
    ui.horizontal(|ui| {
        ui.allocate_ui(vec2(170.0, 24.0), |ui| {
            let names = [text::open_ones(), text::all_ones()];
            if let Some(index) = choice_ui(ui, cx.tokens, text::which(), &names, Some(usize::from(state.shows_all))) {
                state.shows_all = index == 1;
            }
        });
        let subjects = subjects(cx, shown);
        let button = ToolButton::words(cx.tokens, text::add_decision()).height(24.0);
        let is_possible = cx.session.is_editable() && !subjects.is_empty();
        if ui.add_enabled_ui(is_possible, |ui| button.show_ui(ui)).inner.clicked() {
            cx.commands.send(AppCommand::NewDecision(subjects));
        }
    });
    let shown = in_order(document, state.shows_all);
    if shown.is_empty() {
        let (title, hint) = if document.decisions.is_empty() {
            (text::none_title(), text::none_hint())
        } else {
            (text::none_open(), text::none_open_hint())
        };
        return empty_ui(ui, cx.tokens, title, hint);
    }
    ScrollArea::vertical().id_salt("decisions").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for decision in shown {
            row_ui(ui, cx, decision);
        }
    });
}

/// One decision in a line; choosing it shows its fields, where it is edited and its outcome written.
fn row_ui(ui: &mut Ui, cx: &PanelContext<'_>, decision: &Decision) {
    let record = RecordRef::Decision(decision.id);
    let about = figures::name_at(cx.session.document(), (decision.kpi, decision.place));
    let said = if decision.state == DecisionState::Dismissed { &decision.reason } else { &decision.text };
    let said = one_line(said);
    let line = text::line(&about, &said);
    let mut end = vec![text::state_word(decision.state).to_owned()];
    end.extend(Some(decision.owner.trim().to_owned()).filter(|owner| !owner.is_empty()));
    if let Some(due) = decision.due_on.filter(|_| decision.state == DecisionState::Open) {
        end.push(text::due(&words::day(due), decision.is_overdue(cx.today)));
    }
    let end = end.join(" · ");
    let row = Row {
        is_cut_in_middle: false,
        id: egui::Id::unique("decision").with(decision.id),
        text: &line,
        sort: words::sort(record),
        end: RowEnd::Words(&end),
        is_selected: cx.session.selection() == [record],
        is_faint: decision.state != DecisionState::Open,
    };
    if row.show_ui(ui, cx.tokens).clicked() {
        let is_elsewhere = maps::map_of(cx.session.document(), record) != cx.session.map();
        let command = if is_elsewhere { AppCommand::Jump(record) } else { AppCommand::Select(vec![record]) };
        cx.commands.send(command);
    }
}
