//! What controls say under the pointer: what they do, and the keys that do it too.

use crate::i18n::canvas::with_keys;
use crate::ui::commands::{UiCommand, shortcut_text};
use egui::{Key, KeyboardShortcut, Modifiers, Ui};

/// Words with the keys of a command behind them, as in "Next find (F3)"; the words alone when it has none.
#[must_use]
pub fn with_shortcut(ui: &Ui, words: &str, command: UiCommand) -> String {
    shortcut_text(ui.ctx(), command).map_or_else(|| words.to_owned(), |keys| with_keys(words, &keys))
}

/// Words of what Escape does too.
#[must_use]
pub fn with_escape(ui: &Ui, words: &str) -> String {
    with_keys(words, &ui.ctx().format_shortcut(&KeyboardShortcut::new(Modifiers::NONE, Key::Escape)))
}
