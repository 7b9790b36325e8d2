//! Which command the keys of a frame stand for.

use super::{GridCommand, UiCommand};
use egui::{Key, KeyboardShortcut};

/// What is going on with words on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Editing {
    /// None are edited.
    Nothing,
    /// A field is open in which nothing was typed: there is nothing in it to undo.
    Untouched,
    /// Words are typed.
    Touched,
}

impl UiCommand {
    /// Whether its keys work while text is typed. Those that mean something in a text field do not.
    #[must_use]
    pub fn works_while_typing(self) -> bool {
        matches!(
            self,
            Self::New(_)
                | Self::Open
                | Self::Save
                | Self::SaveAs
                | Self::Close
                | Self::Quit
                | Self::Find
                | Self::FindNext
                | Self::FindPrevious
                | Self::Replace
                | Self::Filter
                | Self::Minimap
                | Self::LargerUi
                | Self::SmallerUi
                | Self::NaturalUi
                | Self::AddNote
                | Self::Panel(_)
                | Self::FullScreen
                | Self::Palette
                | Self::Settings
                | Self::MenuBar
                | Self::NextRegion
                | Self::PreviousRegion
                | Self::NextMap
                | Self::PreviousMap
                | Self::Export
                | Self::Shortcuts
        )
    }

    /// Whether its keys mean something of their own in other parts of the window: a list there has a chosen row too.
    #[must_use]
    pub fn is_about_selection(self) -> bool {
        matches!(
            self,
            Self::Delete | Self::Rename | Self::ContextMenu | Self::Grid(GridCommand::Nudge(_) | GridCommand::Cut)
        )
    }
}

/// Takes the first pressed shortcut of a command that may run now out of the input and says which command it is. Of
/// several chords the longest counts, so that Ctrl+Shift+S is never read as Ctrl+S, not even where it may not run.
#[must_use]
pub fn pressed(ctx: &egui::Context, editing: Editing, may_run: impl Fn(UiCommand) -> bool) -> Option<UiCommand> {
    let mut is_typing = ctx.text_edit_focused() || editing != Editing::Nothing;
    let is_untouched = editing == Editing::Untouched;
    let mut chords: Vec<(UiCommand, KeyboardShortcut)> = UiCommand::every()
        .into_iter()
        .flat_map(|command| command.shortcuts().iter().map(move |shortcut| (command, *shortcut)))
        .collect();
    chords.sort_by_key(|(_, shortcut)| std::cmp::Reverse(chord_length(shortcut)));
    let events = ctx.input(|input| input.events.clone());
    for (index, event) in events.iter().enumerate() {
        // A letter begins a word: what follows it in this frame is meant for that word.
        is_typing |= matches!(event, egui::Event::Text(text) if !text.trim().is_empty());
        let found = chords.iter().find(|(_, shortcut)| is_press_of(event, shortcut)).map(|(command, _)| *command);
        let Some(command) = found else { continue };
        let is_meant = command.works_while_typing() || (is_untouched && command == UiCommand::Undo);
        if may_run(command) && (!is_typing || is_meant) {
            ctx.input_mut(|input| {
                input.events.remove(index);
                // The sign that the keys print comes right behind them; on the map it would begin a word.
                if matches!(input.events.get(index), Some(egui::Event::Text(_))) {
                    input.events.remove(index);
                }
            });
            return Some(command);
        }
    }
    None
}

/// True for a press of these keys. Digits also count by their place on the keyboard: with Shift held the key that
/// prints “1” prints another sign, a different one in every country.
fn is_press_of(event: &egui::Event, shortcut: &KeyboardShortcut) -> bool {
    let egui::Event::Key { key, physical_key, pressed: true, modifiers, .. } = event else { return false };
    let is_digit = matches!(shortcut.logical_key, Key::Num0 | Key::Num1 | Key::Num2 | Key::Num3);
    let is_key = *key == shortcut.logical_key || (is_digit && *physical_key == Some(shortcut.logical_key));
    is_key && modifiers.matches_logically(shortcut.modifiers)
}

fn chord_length(shortcut: &KeyboardShortcut) -> usize {
    let m = shortcut.modifiers;
    [m.alt, m.ctrl, m.shift, m.command, m.mac_cmd].into_iter().filter(|held| *held).count()
}

/// The keys of a command as words, as in "Ctrl+S".
#[must_use]
pub fn shortcut_text(ctx: &egui::Context, command: UiCommand) -> Option<String> {
    command.shortcuts().first().map(|shortcut| ctx.format_shortcut(shortcut))
}
