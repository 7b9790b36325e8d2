//! Fields of an entry of the decision log.

use super::Fields;
use crate::base::ids::DecisionId;
use crate::i18n::panels as words;
use crate::i18n::panels::decisions as text;
use crate::model::{Decision, DecisionState, RecordRef};
use crate::session::AppCommand;
use crate::ui::days::{day, optional_day};
use crate::ui::drafts::{FieldKey, FieldLook};
use crate::ui::figures;
use crate::ui::parts::{body, choice_ui, label_ui, link_ui};
use egui::{Label, Ui};

pub(super) fn show_ui(ui: &mut Ui, fields: &mut Fields<'_>, id: DecisionId) {
    let Some(decision) = fields.document().decisions.get(&id) else { return };
    let record = RecordRef::Decision(id);
    fields.title_ui(ui, record, words::sort(record), &decision.text);
    label_ui(ui, fields.cx.tokens, text::about());
    let about = figures::name_at(fields.document(), (decision.kpi, decision.place));
    if link_ui(ui, fields.cx.tokens, &about).clicked() {
        fields.cx.commands.send(AppCommand::ShowKpi(decision.kpi, decision.place));
    }
    if let Some(signal) = &decision.signal {
        label_ui(ui, fields.cx.tokens, text::answers());
        ui.add(Label::new(body(fields.cx.tokens, text::signal(signal))).wrap());
    }
    label_ui(ui, fields.cx.tokens, text::state());
    let names = DecisionState::EVERY.map(text::state_word);
    let chosen = DecisionState::EVERY.iter().position(|state| *state == decision.state);
    let taken = choice_ui(ui, fields.cx.tokens, text::state(), &names, chosen);
    if let Some(state) = taken.and_then(|index| DecisionState::EVERY.get(index)).copied() {
        fields.update(Decision { state, ..Decision::clone(decision) }, "state");
    }
    let key = |field| FieldKey { record, field };
    let owner = |owner| Decision { owner, ..Decision::clone(decision) };
    let labels = (text::who(), text::who_hint());
    fields.words_ui(ui, (key("owner"), FieldLook::Line), labels, &decision.owner, owner);
    let decided_on = |decided_on| Decision { decided_on, ..Decision::clone(decision) };
    let shown = decision.decided_on.to_string();
    let labels = (text::decided_on(), "");
    fields.parsed_ui(ui, key("decided"), labels, (&decision.decided_on, &shown), day, decided_on);
    let due_on = |due_on| Decision { due_on, ..Decision::clone(decision) };
    let shown = decision.due_on.map_or_else(String::new, |day| day.to_string());
    let labels = (text::due_on(), "");
    fields.parsed_ui(ui, key("due"), labels, (&decision.due_on, &shown), optional_day, due_on);
    let outcome = |outcome| Decision { outcome, ..Decision::clone(decision) };
    let labels = (text::outcome(), text::outcome_hint());
    fields.words_ui(ui, (key("outcome"), FieldLook::Lines), labels, &decision.outcome, outcome);
    let reason = |reason| Decision { reason, ..Decision::clone(decision) };
    let labels = (text::reason(), text::reason_hint());
    fields.words_ui(ui, (key("reason"), FieldLook::Line), labels, &decision.reason, reason);
    super::notes::show_ui(ui, fields, record);
    fields.delete_ui(ui, record, true);
}
