//! What egui reports, as the canvas understands it.

use crate::canvas::grid::Direction;
use crate::canvas::tools::Modifiers;
use egui::{Event, ImeEvent, Key, KeyboardShortcut, PointerButton, Pos2};

/// Copies the selection.
pub const COPY: KeyboardShortcut = KeyboardShortcut::new(egui::Modifiers::COMMAND, Key::C);
/// Cuts the selection out.
pub const CUT: KeyboardShortcut = KeyboardShortcut::new(egui::Modifiers::COMMAND, Key::X);
/// Pastes.
pub const PASTE: KeyboardShortcut = KeyboardShortcut::new(egui::Modifiers::COMMAND, Key::V);
/// Duplicates the selection.
pub const DUPLICATE: KeyboardShortcut = KeyboardShortcut::new(egui::Modifiers::COMMAND, Key::D);
/// Connects two cards.
pub const CONNECT: KeyboardShortcut = KeyboardShortcut::new(egui::Modifiers::COMMAND, Key::L);
/// One more of the same.
pub const ANOTHER: KeyboardShortcut = KeyboardShortcut::new(egui::Modifiers::COMMAND, Key::Enter);
/// A stage after this one.
pub const NEXT_STAGE: KeyboardShortcut =
    KeyboardShortcut::new(egui::Modifiers::COMMAND.plus(egui::Modifiers::SHIFT), Key::Enter);
/// Edits the words.
pub const EDIT: KeyboardShortcut = KeyboardShortcut::new(egui::Modifiers::NONE, Key::F2);
/// Deletes the selection.
pub const DELETE: KeyboardShortcut = KeyboardShortcut::new(egui::Modifiers::NONE, Key::Delete);
/// Selects every card.
pub const SELECT_ALL: KeyboardShortcut = KeyboardShortcut::new(egui::Modifiers::COMMAND, Key::A);

/// Moves the selection by one place.
#[must_use]
pub const fn nudge(direction: Direction) -> KeyboardShortcut {
    let key = match direction {
        Direction::Left => Key::ArrowLeft,
        Direction::Right => Key::ArrowRight,
        Direction::Up => Key::ArrowUp,
        Direction::Down => Key::ArrowDown,
    };
    KeyboardShortcut::new(egui::Modifiers::ALT, key)
}

/// A pointer event of one frame, in order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pointer {
    /// The primary button goes down on the canvas.
    Down(Pos2, Modifiers),
    /// The pointer moves.
    Move(Pos2, Modifiers),
    /// The primary button goes up.
    Up(Pos2, Modifiers),
    /// The middle button goes down on the canvas.
    PanDown(Pos2),
    /// Any panning button goes up.
    PanUp,
    /// Drop what is going on: another button, the window lost the keyboard.
    Cancel,
}

/// How far the selection is extended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// One more.
    Next,
    /// All up to the end.
    End,
}

/// A key meant for the canvas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// To a neighbour.
    Move(Direction),
    /// Edit the words in place.
    Edit,
    /// Replace the words by these.
    Type(String),
    /// Replace the words by what an input method composes; its events are for the field.
    Compose,
    /// Delete the selection.
    Delete,
    /// Copies of the selection beside it.
    Duplicate,
    /// To the next cell in reading order, or the one before.
    Walk(Direction),
    /// To the last spot in a direction.
    ToEnd(Direction),
    /// To the first cell of the map (left), or to its last one (right).
    ToCorner(Direction),
    /// More into the selection.
    Extend(Direction, Reach),
    /// The selection by one cell.
    Nudge(Direction),
    /// The selected cards over one step more (right) or less (left).
    Widen(Direction),
    /// One more of the same.
    Another,
    /// A stage after this one.
    NextStage,
    /// The view goes on by what is seen, as far as there is map; what is chosen stays.
    Page(Direction),
    /// The selection onto the clipboard.
    Copy,
    /// The selection onto the clipboard and away.
    Cut,
    /// What is on the clipboard.
    Paste(String),
    /// Select every card.
    SelectAll,
    /// Leave what is going on, then the selection.
    Escape,
}

/// The modifier keys as tools see them.
#[must_use]
pub fn modifiers(m: egui::Modifiers) -> Modifiers {
    Modifiers { is_adding: m.shift || m.command, is_copying: m.alt, is_opening: m.command }
}

/// The pointer events of a frame. `is_pressed_here` says that a press of this frame landed on the canvas itself and not
/// on something above it; releases count wherever they happen.
#[must_use]
pub fn pointer_events(events: &[Event], now: egui::Modifiers, is_pressed_here: bool) -> Vec<Pointer> {
    let mut found = Vec::new();
    for event in events {
        match event {
            Event::PointerMoved(pos) => found.push(Pointer::Move(*pos, modifiers(now))),
            Event::PointerButton { pos, button, pressed, modifiers: m } => match (button, pressed) {
                (PointerButton::Primary, true) if is_pressed_here => found.push(Pointer::Down(*pos, modifiers(*m))),
                (PointerButton::Primary, false) => found.push(Pointer::Up(*pos, modifiers(*m))),
                (PointerButton::Middle, true) if is_pressed_here => found.push(Pointer::PanDown(*pos)),
                (PointerButton::Middle, false) => found.push(Pointer::PanUp),
                (PointerButton::Secondary, true) => found.push(Pointer::Cancel),
                _ => {}
            },
            Event::WindowFocused(false) => found.push(Pointer::Cancel),
            _ => {}
        }
    }
    found
}

/// Takes the first key that is meant for the canvas out of a frame's events, and says where it was; Tab only while it
/// walks over the cells.
pub fn take_command(events: &mut Vec<Event>, is_walking: bool) -> Option<(usize, Command)> {
    let meant = |event: &Event| command(event).filter(|c| is_walking || !matches!(c, Command::Walk(_)));
    let (index, found) = events.iter().enumerate().find_map(|(index, event)| Some((index, meant(event)?)))?;
    events.remove(index);
    Some((index, found))
}

/// True for an input method that is composing.
#[must_use]
pub fn is_composing(event: &Event) -> bool {
    command(event) == Some(Command::Compose)
}

/// True for what the keyboard does: keys going down, text, the clipboard.
#[must_use]
pub fn is_keystroke(event: &Event) -> bool {
    match event {
        Event::Text(_) | Event::Paste(_) | Event::PasteImage(_) | Event::Copy | Event::Cut | Event::Ime(_) => true,
        Event::Key { pressed, .. } => *pressed,
        _ => false,
    }
}

fn command(event: &Event) -> Option<Command> {
    match event {
        // A blank alone holds the map for panning.
        Event::Text(text) if !text.trim().is_empty() => Some(Command::Type(text.clone())),
        // Dead keys and input methods without a window of their own hand over whole words.
        Event::Ime(ImeEvent::Commit(text)) if !text.trim().is_empty() => Some(Command::Type(text.clone())),
        Event::Ime(ImeEvent::Preedit { text, .. }) if !text.is_empty() => Some(Command::Compose),
        Event::Copy => Some(Command::Copy),
        Event::Cut => Some(Command::Cut),
        Event::Paste(text) => Some(Command::Paste(text.clone())),
        Event::Key { key, pressed: true, modifiers, .. } => key_command(*key, *modifiers),
        _ => None,
    }
}

fn key_command(key: Key, modifiers: egui::Modifiers) -> Option<Command> {
    let direction = match key {
        Key::ArrowLeft => Some(Direction::Left),
        Key::ArrowRight => Some(Direction::Right),
        Key::ArrowUp => Some(Direction::Up),
        Key::ArrowDown => Some(Direction::Down),
        _ => None,
    };
    if let Some(direction) = direction {
        let is_across = matches!(direction, Direction::Left | Direction::Right);
        return if modifiers.is_none() {
            Some(Command::Move(direction))
        } else if modifiers.shift_only() {
            Some(Command::Extend(direction, Reach::Next))
        } else if modifiers == egui::Modifiers::ALT {
            Some(Command::Nudge(direction))
        } else if modifiers == egui::Modifiers::ALT | egui::Modifiers::SHIFT && is_across {
            Some(Command::Widen(direction))
        } else {
            None
        };
    }
    let is_command = modifiers.command && !modifiers.alt;
    match key {
        Key::Enter | Key::F2 if modifiers.is_none() => Some(Command::Edit),
        Key::Enter if is_command && modifiers.shift => Some(Command::NextStage),
        Key::Enter if is_command => Some(Command::Another),
        Key::PageUp if modifiers.is_none() => Some(Command::Page(Direction::Up)),
        Key::PageDown if modifiers.is_none() => Some(Command::Page(Direction::Down)),
        Key::PageUp if modifiers == egui::Modifiers::ALT => Some(Command::Page(Direction::Left)),
        Key::PageDown if modifiers == egui::Modifiers::ALT => Some(Command::Page(Direction::Right)),
        Key::Home if is_command && !modifiers.shift => Some(Command::ToCorner(Direction::Left)),
        Key::End if is_command && !modifiers.shift => Some(Command::ToCorner(Direction::Right)),
        Key::Home if modifiers.is_none() => Some(Command::ToEnd(Direction::Left)),
        Key::End if modifiers.is_none() => Some(Command::ToEnd(Direction::Right)),
        Key::Home if modifiers.shift_only() => Some(Command::Extend(Direction::Left, Reach::End)),
        Key::End if modifiers.shift_only() => Some(Command::Extend(Direction::Right, Reach::End)),
        Key::Tab if modifiers.is_none() => Some(Command::Walk(Direction::Right)),
        Key::Tab if modifiers.shift_only() => Some(Command::Walk(Direction::Left)),
        Key::Delete | Key::Backspace if modifiers.is_none() => Some(Command::Delete),
        Key::Escape if modifiers.is_none() => Some(Command::Escape),
        Key::D if modifiers.command_only() => Some(Command::Duplicate),
        Key::A if modifiers.command_only() => Some(Command::SelectAll),
        _ => None,
    }
}

/// Takes what is pasted out of a frame's events, if it is wanted.
pub fn take_pasted(events: &mut Vec<Event>, is_wanted: impl Fn(&str) -> bool) -> Option<String> {
    let at = events.iter().position(|event| matches!(event, Event::Paste(text) if is_wanted(text)))?;
    match events.remove(at) {
        Event::Paste(text) => Some(text),
        _ => None,
    }
}

/// True when a block of cells is pasted; words alone are for the field.
#[must_use]
pub fn is_block(event: &Event) -> bool {
    matches!(event, Event::Paste(text) if text.contains('\t'))
}

/// Takes one key press with exactly these modifiers out of a frame's events. (egui's own `consume_key` lets extra
/// Shift and Alt pass, so that Shift+Enter would end an edit instead of starting a line.)
pub fn take_key(events: &mut Vec<Event>, wanted: Key, exact: egui::Modifiers) -> bool {
    let found = events.iter().position(|event| match event {
        Event::Key { key, pressed: true, modifiers, .. } => *key == wanted && modifiers.matches_exact(exact),
        _ => false,
    });
    if let Some(index) = found {
        events.remove(index);
    }
    found.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: Key, modifiers: egui::Modifiers) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    fn check(event: Event, expected: Option<Command>) {
        let mut events = vec![event];
        let taken = take_command(&mut events, false).map(|(_, command)| command);
        assert_eq!(taken, expected);
        assert_eq!(events.len(), usize::from(expected.is_none()));
    }

    #[test]
    fn keys_become_commands_and_others_are_left() {
        check(Event::Text("a".into()), Some(Command::Type("a".into())));
        check(Event::Text(" ".into()), None);
        check(key(Key::ArrowLeft, egui::Modifiers::NONE), Some(Command::Move(Direction::Left)));
        check(key(Key::ArrowLeft, egui::Modifiers::SHIFT), Some(Command::Extend(Direction::Left, Reach::Next)));
        check(key(Key::End, egui::Modifiers::SHIFT), Some(Command::Extend(Direction::Right, Reach::End)));
        check(key(Key::Home, egui::Modifiers::COMMAND), Some(Command::ToCorner(Direction::Left)));
        check(key(Key::End, egui::Modifiers::COMMAND), Some(Command::ToCorner(Direction::Right)));
        check(key(Key::End, egui::Modifiers::NONE), Some(Command::ToEnd(Direction::Right)));
        check(key(Key::ArrowUp, egui::Modifiers::ALT), Some(Command::Nudge(Direction::Up)));
        check(key(Key::ArrowUp, egui::Modifiers::ALT | egui::Modifiers::SHIFT), None);
        check(key(Key::Tab, egui::Modifiers::NONE), None);
        check(key(Key::Enter, egui::Modifiers::COMMAND), Some(Command::Another));
        check(Event::Paste("a\tb".into()), Some(Command::Paste("a\tb".into())));
        check(key(Key::D, egui::Modifiers::COMMAND), Some(Command::Duplicate));
        check(key(Key::D, egui::Modifiers::NONE), None);
        check(key(Key::PageDown, egui::Modifiers::NONE), Some(Command::Page(Direction::Down)));
        check(key(Key::PageUp, egui::Modifiers::ALT), Some(Command::Page(Direction::Left)));
        check(key(Key::PageUp, egui::Modifiers::COMMAND), None);
        check(key(Key::Z, egui::Modifiers::COMMAND), None);
    }

    #[test]
    fn shift_enter_is_no_enter() {
        let mut events = vec![key(Key::Enter, egui::Modifiers::SHIFT)];
        assert!(!take_key(&mut events, Key::Enter, egui::Modifiers::NONE));
        assert_eq!(events.len(), 1);
    }

    #[test]
    fn a_press_elsewhere_is_no_press_here() {
        let press = |pressed| Event::PointerButton {
            pos: Pos2::ZERO,
            button: PointerButton::Primary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        };
        let none = egui::Modifiers::NONE;
        assert_eq!(pointer_events(&[press(true), press(false)], none, true).len(), 2);
        assert_eq!(pointer_events(&[press(true)], none, false), []);
    }
}
