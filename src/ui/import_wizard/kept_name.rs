//! The name of a kept mapping as a field: Enter and leaving it ask for the typed name, Escape leaves the one there is.

use crate::i18n::panels::wizard_kept as text;
use crate::session::AppCommand;
use crate::ui::parts::{PanelContext, weak};
use egui::{Key, Modifiers, TextEdit, Ui};

/// Width of the field, points.
const FIELD: f32 = 220.0;

/// What is being typed in the place of a name.
#[derive(Debug)]
pub(super) struct NameField {
    /// The name.
    pub(super) name: String,
    /// The same as it is being typed.
    field: String,
    /// The name that was asked for and is not settled yet.
    asked: Option<String>,
    /// Why that was refused, in one sentence.
    pub(super) problem: Option<String>,
    /// The keyboard goes there when it is shown next.
    wants_focus: bool,
}

/// What came of the typing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Typing {
    /// It goes on, or waits for an answer.
    GoesOn,
    /// The name stays.
    GivenUp,
}

impl NameField {
    /// A field that shows a name.
    pub(super) fn of(name: String) -> Self {
        Self { field: name.clone(), name, asked: None, problem: None, wants_focus: false }
    }

    /// One that has the keyboard.
    pub(super) fn focused(name: String) -> Self {
        Self { wants_focus: true, ..Self::of(name) }
    }

    /// The mapping is called something else.
    pub(super) fn rename(&mut self, name: &str) {
        *self = Self::of(name.to_owned());
    }

    /// The name that was asked for is refused: what was typed stays, to be changed.
    pub(super) fn refuse(&mut self, why: &str) {
        self.asked = None;
        self.problem = Some(why.to_owned());
        self.wants_focus = true;
    }

    /// True while a name was asked for and is not settled.
    pub(super) fn is_asking(&self) -> bool {
        self.asked.is_some()
    }

    /// Shows the field behind a label.
    pub(super) fn show_ui(&mut self, ui: &mut Ui, cx: &PanelContext<'_>, label: &str) -> Typing {
        let label = ui.label(weak(cx.tokens, label));
        let field = TextEdit::singleline(&mut self.field).desired_width(FIELD).align(egui::Align2::LEFT_CENTER);
        let field = ui.add(field).labelled_by(label.id).on_hover_text(text::kept_name_hint());
        if std::mem::take(&mut self.wants_focus) {
            field.request_focus();
        }
        if field.lost_focus() { self.end_typing(ui, cx) } else { Typing::GoesOn }
    }

    fn end_typing(&mut self, ui: &Ui, cx: &PanelContext<'_>) -> Typing {
        let typed = self.field.trim();
        // It leaves the field, not what stands around it.
        let is_given_up = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        if is_given_up || typed.is_empty() || typed == self.name {
            self.rename(&self.name.clone());
            return Typing::GivenUp;
        }
        if self.asked.as_deref() != Some(typed) {
            // The field may tell its end in two frames.
            self.asked = Some(typed.to_owned());
            self.problem = None;
            cx.commands.send(AppCommand::RenameMapping(self.name.clone(), typed.to_owned()));
        }
        Typing::GoesOn
    }
}
