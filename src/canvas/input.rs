//! What egui reports, as the canvas understands it.

use crate::canvas::grid::Direction;
use crate::canvas::tools::Modifiers;
use egui::{Event, Key, PointerButton, Pos2};

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

/// A key meant for the canvas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// To a neighbour.
    Move(Direction),
    /// Edit the words in place.
    Edit,
    /// Replace the words by these.
    Type(String),
    /// Delete the selection.
    Delete,
    /// Copy the selection.
    Duplicate,
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

/// Takes the keys that are meant for the canvas out of a frame's events.
pub fn take_commands(events: &mut Vec<Event>) -> Vec<Command> {
    let mut found = Vec::new();
    events.retain(|event| {
        let command = command(event);
        let is_kept = command.is_none();
        found.extend(command);
        is_kept
    });
    found
}

fn command(event: &Event) -> Option<Command> {
    match event {
        // A blank alone holds the map for panning.
        Event::Text(text) if !text.trim().is_empty() => Some(Command::Type(text.clone())),
        Event::Key { key, pressed: true, modifiers, .. } => {
            if modifiers.is_none() {
                match key {
                    Key::ArrowLeft => Some(Command::Move(Direction::Left)),
                    Key::ArrowRight => Some(Command::Move(Direction::Right)),
                    Key::ArrowUp => Some(Command::Move(Direction::Up)),
                    Key::ArrowDown => Some(Command::Move(Direction::Down)),
                    Key::Enter | Key::F2 => Some(Command::Edit),
                    Key::Delete | Key::Backspace => Some(Command::Delete),
                    Key::Escape => Some(Command::Escape),
                    _ => None,
                }
            } else if modifiers.command_only() {
                match key {
                    Key::D => Some(Command::Duplicate),
                    Key::A => Some(Command::SelectAll),
                    _ => None,
                }
            } else {
                None
            }
        }
        _ => None,
    }
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
        let taken = take_commands(&mut events);
        assert_eq!(taken.first(), expected.as_ref());
        assert_eq!(events.len(), usize::from(expected.is_none()));
    }

    #[test]
    fn keys_become_commands_and_others_are_left() {
        check(Event::Text("a".into()), Some(Command::Type("a".into())));
        check(Event::Text(" ".into()), None);
        check(key(Key::ArrowLeft, egui::Modifiers::NONE), Some(Command::Move(Direction::Left)));
        check(key(Key::ArrowLeft, egui::Modifiers::SHIFT), None);
        check(key(Key::D, egui::Modifiers::COMMAND), Some(Command::Duplicate));
        check(key(Key::D, egui::Modifiers::NONE), None);
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
