//! Hands keys over one after the other, however many of them come within a frame.
//!
//! Where a key goes is settled before a frame: egui looks at Tab, Escape and the arrows first of all, by what had the
//! keyboard in the frame before. Who types faster than a slow frame is drawn would lose words that way: a Tab behind the
//! first letter of a new stage, in the same frame, leads into the menu bar, and the next words with it. So a key that may
//! move the keyboard has a frame of its own, and what was pressed after it waits until it is seen where the keyboard is.

use egui::{Context, Event, Key, RawInput};
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Frames that keys wait at most for a field that has not got the keyboard: they must not be swallowed for ever.
const LONGEST_WAIT: u8 = 8;

/// Says that a field is on its way to the keyboard, or that a command is still to run. Shared with the window.
#[derive(Debug, Clone, Default)]
pub struct Unsettled(Arc<AtomicBool>);

impl Unsettled {
    /// Tells how the frame that was just drawn ends.
    pub fn set(&self, is_unsettled: bool) {
        self.0.store(is_unsettled, Ordering::Relaxed);
    }
}

/// The part of egui's input that lets keys through.
#[derive(Debug)]
pub struct KeysInOrder {
    waiting: VecDeque<Event>,
    unsettled: Unsettled,
    /// Frames that were drawn since a key may have moved the keyboard; `None` when none has.
    frames_since: Option<u8>,
    /// Keys that are held down. Their repeats are told apart here: egui fills that in only after this.
    held: BTreeSet<Key>,
}

/// What a press does to those behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Press {
    /// No press: it goes along.
    Other,
    /// Words, and keys that move within them: as many as there are, while a field has the keyboard.
    Words,
    /// It may move the keyboard.
    Turn,
}

/// True for keys that no letter comes with.
fn is_way_out(event: &Event) -> bool {
    let Event::Key { key, .. } = event else { return false };
    matches!(key, Key::Tab | Key::Enter | Key::Escape) || (key.name().starts_with('F') && key.name().len() > 1)
}

fn press_of(event: &Event) -> Press {
    match event {
        Event::Text(_) | Event::Ime(_) => Press::Words,
        Event::Copy | Event::Cut | Event::Paste(_) => Press::Turn,
        Event::Key { pressed: true, modifiers, .. } => {
            if is_way_out(event) || modifiers.command || modifiers.alt {
                Press::Turn
            } else {
                Press::Words
            }
        }
        _ => Press::Other,
    }
}

impl KeysInOrder {
    /// For a window that tells when it is unsettled.
    #[must_use]
    pub fn new(unsettled: Unsettled) -> Self {
        Self { waiting: VecDeque::new(), unsettled, frames_since: None, held: BTreeSet::new() }
    }

    /// Takes what came since the last frame. A key that is held repeats as often as the system likes, and where frames
    /// are slower its repeats would go on being done after it was let go of. They are dropped while something waits;
    /// letters are words and stay.
    fn take(&mut self, events: Vec<Event>) {
        let mut events = events.into_iter().peekable();
        while let Some(event) = events.next() {
            let is_repeat = match &event {
                Event::Key { key, pressed: true, .. } => !self.held.insert(*key),
                Event::Key { key, pressed: false, .. } => {
                    self.held.remove(key);
                    false
                }
                Event::WindowFocused(_) => {
                    self.held.clear();
                    false
                }
                _ => false,
            };
            let is_letter = matches!(events.peek(), Some(Event::Text(_)));
            let has_waiting = || self.waiting.iter().any(|event| press_of(event) != Press::Other);
            if !(is_repeat && !is_letter && has_waiting()) {
                self.waiting.push_back(event);
            }
        }
    }

    /// True while the key before may still move the keyboard. A frame after it, the window knows.
    fn must_wait(&mut self) -> bool {
        let Some(frames) = &mut self.frames_since else { return false };
        *frames += 1;
        let must_wait = *frames == 1 || (*frames < LONGEST_WAIT && self.unsettled.0.load(Ordering::Relaxed));
        if !must_wait {
            self.frames_since = None;
        }
        must_wait
    }

    /// The events of this frame, in the order they came.
    fn next(&mut self, has_field: bool) -> Vec<Event> {
        let must_wait = self.must_wait();
        let mut events = Vec::new();
        let mut has_words = false;
        while let Some(event) = self.waiting.front() {
            let press = press_of(event);
            // What was not pressed waits only for what was pressed before it.
            if press != Press::Other && must_wait || press == Press::Turn && has_words {
                break;
            }
            events.extend(self.waiting.pop_front());
            match press {
                Press::Other => continue,
                Press::Words => has_words = true,
                Press::Turn => {}
            }
            if press == Press::Turn || !has_field {
                // A letter comes as a key and as a text.
                let is_key =
                    events.last().is_some_and(|event| matches!(event, Event::Key { .. }) && !is_way_out(event));
                if is_key && matches!(self.waiting.front(), Some(Event::Text(_))) {
                    events.extend(self.waiting.pop_front());
                }
                self.frames_since = Some(0);
                break;
            }
        }
        events
    }
}

impl egui::Plugin for KeysInOrder {
    fn debug_name(&self) -> &'static str {
        "keys in order"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        self.take(std::mem::take(&mut input.events));
        input.events = self.next(ctx.text_edit_focused());
        if !self.waiting.is_empty() {
            ctx.request_repaint();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::Modifiers;

    fn key(key: Key) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
    }

    fn text(text: &str) -> Event {
        Event::Text(text.to_owned())
    }

    fn order(events: Vec<Event>) -> (KeysInOrder, Unsettled) {
        let unsettled = Unsettled::default();
        (KeysInOrder { waiting: events.into(), ..KeysInOrder::new(unsettled.clone()) }, unsettled)
    }

    #[test]
    fn words_go_into_a_field_at_once_and_what_leaves_it_alone() {
        let (mut keys, _) =
            order(vec![key(Key::A), text("a"), text("b"), key(Key::Tab), text("c"), Event::PointerGone]);
        assert_eq!(keys.next(true), [key(Key::A), text("a"), text("b")]);
        assert_eq!(keys.next(true), [key(Key::Tab)]);
        assert_eq!(keys.next(true), [], "the field that Tab leads to has not been drawn");
        assert_eq!(keys.next(true), [text("c"), Event::PointerGone]);
        assert_eq!(keys.next(true), []);
    }

    #[test]
    fn without_a_field_each_press_has_its_frame_and_waits_for_a_field_that_comes() {
        let (mut keys, unsettled) = order(vec![key(Key::A), text("a"), text("b"), Event::PointerGone]);
        assert_eq!(keys.next(false), [key(Key::A), text("a")], "a letter is one press");
        unsettled.set(true);
        for _ in 1..LONGEST_WAIT {
            assert_eq!(keys.next(false), []);
        }
        assert_eq!(keys.next(true), [text("b"), Event::PointerGone], "nothing waits for ever");
        let (mut keys, unsettled) = order(vec![text("a"), text("b")]);
        assert_eq!(keys.next(false), [text("a")]);
        unsettled.set(true);
        assert_eq!((keys.next(false), keys.next(false)), (vec![], vec![]));
        unsettled.set(false);
        assert_eq!(keys.next(true), [text("b")]);
    }

    #[test]
    fn repeats_of_a_held_key_end_when_it_is_let_go_of() {
        let presses = |keys: &KeysInOrder| keys.waiting.iter().filter(|e| press_of(e) != Press::Other).count();
        let release =
            |key| Event::Key { key, physical_key: None, pressed: false, repeat: false, modifiers: Modifiers::NONE };
        let (mut keys, _) = order(Vec::new());
        for _ in 0..20 {
            keys.take(vec![key(Key::ArrowDown)]);
        }
        assert_eq!(presses(&keys), 1, "one waits, and no more come behind it");
        assert_eq!(keys.next(false), [key(Key::ArrowDown)]);
        keys.take(vec![key(Key::ArrowDown)]);
        assert_eq!(presses(&keys), 1, "a repeat that nothing waits for is done");
        // Pressed again it is no repeat, and letters are never dropped.
        keys.take(vec![release(Key::ArrowDown), key(Key::ArrowDown)]);
        keys.take(vec![key(Key::A), text("a"), key(Key::A), text("a")]);
        assert_eq!(presses(&keys), 6);
    }
}
