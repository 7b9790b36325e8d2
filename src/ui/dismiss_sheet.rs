//! Answers many signals at once that nothing is done about, for one reason: what was over long ago, in a file with years of
//! data, would otherwise have to be answered one by one.

use crate::i18n::panels::cancel;
use crate::i18n::signals as text;
use crate::model::edit::Verb;
use crate::model::{Decision, DecisionState, Edit, EditLabel, TableKind};
use crate::session::signals::{Moved, words};
use crate::session::system_ids;
use crate::ui::figures;
use crate::ui::parts::{PanelContext, body, label_ui, problem_ui, weak};
use crate::ui::widgets::{Look, SheetSize, ToolButton, sheet_ui};
use egui::{Key, Label, ScrollArea, TextEdit, Ui};

/// Size of the sheet, and the height of the list of what is dismissed.
const SIZE: SheetSize = SheetSize { width: 520.0, max_height: 460.0 };
const LIST: f32 = 220.0;

/// What is dismissed, and why as far as it is typed.
#[derive(Debug)]
pub struct DismissDraft {
    moved: Vec<Moved>,
    reason: String,
    has_begun: bool,
    problem: Option<&'static str>,
}

impl DismissDraft {
    /// Nothing typed yet.
    #[must_use]
    pub fn new(moved: Vec<Moved>) -> Self {
        Self { moved, reason: String::new(), has_begun: false, problem: None }
    }

    /// An entry of the log for each of them, as one step; `None` without a reason.
    fn edit(&self, cx: &PanelContext<'_>) -> Option<Edit> {
        let reason = self.reason.trim();
        let dismissed = |moved: &Moved| Decision {
            signal: Some(moved.to_answer()),
            owner: cx.author.to_owned(),
            state: DecisionState::Dismissed,
            reason: reason.to_owned(),
            ..Decision::new(system_ids().allocate(), moved.at, cx.today)
        };
        let label = EditLabel { verb: Verb::Add, noun: TableKind::Decision, count: self.moved.len() };
        let edits = self.moved.iter().map(|moved| Edit::Add(dismissed(moved).into())).collect();
        (!reason.is_empty()).then_some(Edit::Batch { label, edits })
    }
}

/// Shows the sheet; true when it should close.
pub fn dismiss_sheet_ui(ctx: &egui::Context, cx: &PanelContext<'_>, draft: &mut DismissDraft) -> bool {
    let mut is_done = false;
    let is_closed = sheet_ui(ctx, cx.tokens, &text::dismiss_title(draft.moved.len()), SIZE, |ui| {
        is_done = contents_ui(ui, cx, draft);
    });
    is_closed || is_done
}

/// True when they are dismissed, or shall not be.
fn contents_ui(ui: &mut Ui, cx: &PanelContext<'_>, draft: &mut DismissDraft) -> bool {
    let (tokens, document) = (cx.tokens, cx.session.document());
    ui.add(Label::new(weak(tokens, text::dismiss_what())).wrap());
    ui.add_space(8.0);
    ScrollArea::vertical().id_salt("dismissed").max_height(LIST).auto_shrink([false, true]).show(ui, |ui| {
        for moved in &draft.moved {
            let line = format!("{}: {}", figures::name_at(document, moved.at), words::sentence(moved));
            ui.add(Label::new(body(tokens, line)).wrap());
        }
    });
    ui.add_space(8.0);
    let label = label_ui(ui, tokens, text::dismiss_because());
    let field = TextEdit::singleline(&mut draft.reason).desired_width(f32::INFINITY);
    let field = ui.add(field.hint_text(text::dismiss_hint())).labelled_by(label.id);
    if !std::mem::replace(&mut draft.has_begun, true) {
        field.request_focus();
    }
    let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if let Some(problem) = draft.problem {
        problem_ui(ui, tokens, problem);
    }
    ui.add_space(10.0);
    let (mut is_wanted, mut is_cancelled) = (is_entered, false);
    ui.horizontal(|ui| {
        let all = text::dismiss_all(draft.moved.len());
        is_wanted |= ToolButton::words(tokens, &all).look(Look::Primary).show_ui(ui).clicked();
        is_cancelled = ToolButton::words(tokens, cancel()).show_ui(ui).clicked();
    });
    if is_wanted {
        let Some(edit) = draft.edit(cx) else {
            draft.problem = Some(text::reason_wanted());
            return false;
        };
        cx.commands.edit(edit);
        return true;
    }
    is_cancelled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AnyRecord;
    use crate::session::AppCommand;
    use crate::session::insights::Insights;
    use crate::session::signals;
    use crate::ui::fixture::{harness, insight};
    use egui_kittest::kittest::Queryable as _;

    #[test]
    fn all_are_dismissed_with_one_reason_in_one_step() {
        let mut harness = harness(DismissDraft::new(Vec::new()), (600.0, 500.0), |ui, draft: &mut DismissDraft, cx| {
            let document = cx.session.document();
            let (_, kpi, place, _) = document.kpi_cards(cx.session.map().unwrap()).next().unwrap();
            let spikes =
                [[4.0, 4.1].repeat(6), vec![2.0], [4.0, 4.1].repeat(4), vec![6.0], [4.0, 4.1].repeat(3)].concat();
            let figures = [((kpi, place), insight(&spikes, 50.0))].into();
            draft.moved =
                signals::moved(document, &Insights { figures, ..Insights::default() }, cx.session.map().unwrap(), None);
            contents_ui(ui, cx, draft);
        });
        harness.run();
        let all = text::dismiss_all(2);
        harness.get_by_label(&all).click();
        harness.run();
        harness.get_by_label_contains(text::reason_wanted());
        assert!(harness.state().commands.take().is_empty(), "nothing is answered without a reason");
        harness.get_by_label(text::dismiss_because()).focus();
        harness.run();
        harness.get_by_label(text::dismiss_because()).type_text("Known outages");
        harness.run();
        harness.get_by_label(&all).click();
        harness.run();
        let sent = harness.state().commands.take();
        let [AppCommand::Edit { edit: Edit::Batch { edits, .. }, .. }] = sent.as_slice() else { panic!("{sent:?}") };
        let said: Vec<_> = edits
            .iter()
            .filter_map(|edit| match edit {
                Edit::Add(AnyRecord::Decision(one)) => Some((one.state, one.reason.as_str(), one.signal.is_some())),
                _ => None,
            })
            .collect();
        assert_eq!(said, [(DecisionState::Dismissed, "Known outages", true); 2]);
    }
}
