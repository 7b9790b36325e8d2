//! The name that notes are signed with, whenever someone wants to change it. Beside the first note it is asked for too:
//! `ui::notes`.

use super::{MilepostApp, Sheet};
use crate::i18n::shell::dialog;
use crate::session::AppCommand;
use crate::theme::Tokens;
use crate::ui::widgets::{Look, SheetSize, ToolButton, sheet_ui};

/// The name that is asked for.
#[derive(Debug, Clone, Default)]
pub struct AuthorName {
    text: String,
    has_begun: bool,
}

/// What the system calls its user; empty when it does not say, or when that is nobody's name.
pub(super) fn name_of_user() -> String {
    let names = ["USER", "USERNAME", "LOGNAME"].into_iter().filter_map(|variable| std::env::var(variable).ok());
    let mut names = names.map(|name| name.trim().to_owned());
    names.find(|name| !name.is_empty() && !matches!(name.as_str(), "root" | "Administrator")).unwrap_or_default()
}

impl MilepostApp {
    /// Asks for the name.
    pub(super) fn ask_author(&mut self) {
        let known = self.prefs.author.clone();
        let text = if known.is_empty() && !self.prefs.is_author_known { name_of_user() } else { known };
        self.sheet = Some(Sheet::Author(AuthorName { text, has_begun: false }));
    }

    /// Shows the question; true when it should close.
    pub(super) fn author_sheet_ui(&mut self, ctx: &egui::Context, tokens: &Tokens, name: &mut AuthorName) -> bool {
        let (mut is_signed, mut is_unsigned) = (false, false);
        let size = SheetSize { width: 440.0, max_height: 220.0 };
        let is_closed = sheet_ui(ctx, tokens, dialog::AUTHOR, size, |ui| {
            ui.label(dialog::AUTHOR_TEXT);
            ui.add_space(8.0);
            let label = ui.label(dialog::AUTHOR_NAME);
            let field = egui::TextEdit::singleline(&mut name.text)
                .align(egui::Align2::LEFT_CENTER)
                .desired_width(f32::INFINITY);
            let field = ui.add(field).labelled_by(label.id);
            is_signed = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            if !std::mem::replace(&mut name.has_begun, true) {
                field.request_focus();
            }
            ui.add_space(12.0);
            ui.horizontal(|ui| {
                is_signed |= ToolButton::words(tokens, dialog::SIGN).look(Look::Primary).show_ui(ui).clicked();
                is_unsigned = ToolButton::words(tokens, dialog::UNSIGNED).show_ui(ui).clicked();
            });
        });
        if !is_signed && !is_unsigned {
            return is_closed;
        }
        let author = if is_signed { name.text.trim().to_owned() } else { String::new() };
        self.commands.send(AppCommand::SetAuthor(author));
        true
    }
}
