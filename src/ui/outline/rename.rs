//! A name typed right in its row.

use super::OutlineState;
use crate::i18n::panels as words;
use crate::i18n::panels::outline as text;
use crate::model::{Edit, RecordRef};
use crate::session::{AppCommand, Told};
use crate::ui::parts::{PanelContext, mark_words};
use egui::{Key, TextEdit, Ui};

/// A record that is being given another name.
#[derive(Debug)]
pub(super) struct Renaming {
    record: RecordRef,
    /// The name it has.
    before: String,
    text: String,
    must_focus: bool,
}

impl Renaming {
    /// What keeps the name as it is typed now; a name that was emptied keeps its old words.
    pub(super) fn kept(&self) -> Option<Edit> {
        let name = self.text.trim();
        (!name.is_empty() && name != self.before).then(|| Edit::Rename { record: self.record, text: name.to_owned() })
    }

    /// What is told of a name that was left by Escape.
    fn dropped(&self) -> Option<Told> {
        Told::dropped(&self.before, &self.text, self.kept())
    }
}

/// Begins to give a record another name.
pub(super) fn start(state: &mut OutlineState, cx: &PanelContext<'_>, record: RecordRef) {
    if let Some(row) = cx.session.document().record(record).filter(|_| cx.session.is_editable()) {
        let before = row.words().to_owned();
        state.renaming = Some(Renaming { record, text: before.clone(), before, must_focus: true });
    }
}

/// The field in the row of a record that is being renamed; false when it is not this one. Enter and leaving keep the
/// words, Escape offers them once more.
pub(super) fn field_ui(ui: &mut Ui, state: &mut OutlineState, cx: &PanelContext<'_>, record: RecordRef) -> bool {
    let Some(renaming) = state.renaming.as_mut().filter(|r| r.record == record) else { return false };
    let id = egui::Id::unique("name in the outline");
    let field =
        TextEdit::singleline(&mut renaming.text).id(id).align(egui::Align2::LEFT_CENTER).desired_width(f32::INFINITY);
    let response = ui.add(field).accessible_name(text::rename_of(words::sort(record)));
    if std::mem::take(&mut renaming.must_focus) {
        response.request_focus();
        mark_words(ui.ctx(), id, &renaming.text);
        return true;
    }
    // The panel may have been away with the field; the keyboard is elsewhere then, and nothing said so.
    // Another window before this one is no elsewhere.
    if response.lost_focus() || !ui.memory(|memory| memory.has_focus(id)) {
        let is_escaped = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Escape));
        if is_escaped && let Some(told) = renaming.dropped() {
            cx.commands.send(AppCommand::Tell(told));
        }
        match renaming.kept() {
            _ if is_escaped => {}
            Some(edit) => cx.commands.edit(edit),
            None if renaming.text.trim().is_empty() && !renaming.before.is_empty() => {
                let told = Told::NameKept(record.table(), renaming.before.clone());
                cx.commands.send(AppCommand::Tell(told));
            }
            None => {}
        }
        // The row has the keyboard again, unless it went elsewhere with a click.
        let is_by_key = ui.input(|i| i.key_pressed(Key::Escape) || i.key_pressed(Key::Enter));
        state.returns_to = is_by_key.then_some(record);
        state.renaming = None;
    }
    true
}
