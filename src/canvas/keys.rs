//! Which keys go where: to the field in which words are typed, or to the map.
//!
//! Who types fast, or into a large map, presses several keys within one frame. What a key begins may be seen in the next
//! frame only (a field that needs the keyboard, another selection), so a frame does one thing and the keys behind it wait.

use crate::canvas::input::{self, Command};
use crate::canvas::text_edit::TextEditing;
use crate::canvas::text_field::{self, FieldEvent};
use crate::canvas::tools::CanvasEvent;
use crate::canvas::tools::select::SelectTool;
use crate::canvas::view::{CanvasView, Frame};
use crate::session::AppCommand;
use egui::output::IMEOutput;
use egui::{Event, IMEPurpose, Key, Ui};

/// Frames that keys wait for a field at most: one that cannot be shown must not swallow them for ever.
const LONGEST_WAIT: u8 = 4;

impl CanvasView {
    /// Keys for the field, or for the map.
    pub(super) fn handle_keys(&mut self, ui: &Ui, frame: &Frame<'_>) {
        // A gesture ends by Escape wherever the keyboard is: in a panel's field, on a button.
        let has_gesture = self.tool.is_active() || self.pan.is_active();
        if has_gesture && ui.input_mut(|i| input::take_key(&mut i.events, Key::Escape, egui::Modifiers::NONE)) {
            self.tool_event(frame, CanvasEvent::Cancel);
            self.pan.stop();
        }
        let had_keyboard = std::mem::replace(&mut self.had_keyboard, true);
        if !self.early_keys.is_empty() {
            let mut events = std::mem::take(&mut self.early_keys);
            ui.input_mut(|i| {
                events.append(&mut i.events);
                i.events = events;
            });
        }
        match self.editing.as_ref().map(|e| e.is_shown) {
            Some(true) => self.field_keys(ui, frame),
            Some(false) => self.wait_for_field(ui, frame),
            None if self.is_picking() => self.pick_keys(ui, frame),
            None => self.map_keys(ui, frame, had_keyboard),
        }
        self.ask_input_method(ui, frame);
    }

    /// Where typing begins to edit, the system's input method is asked from the first key on: it would come through raw
    /// otherwise. A field says later in the frame where its own cursor is.
    fn ask_input_method(&self, ui: &Ui, frame: &Frame<'_>) {
        if !frame.is_editable() || !(self.editing.is_some() || self.had_keyboard) {
            return;
        }
        let rect = match self.chosen_place(frame) {
            Some((pane, rect, _)) => frame.viewport.screen_rect(pane, rect),
            // On an empty map typing begins a stage.
            None if frame.picture.layout.stages.is_empty() => frame.viewport.rect,
            None => return,
        };
        ui.output_mut(|output| {
            output.ime = Some(IMEOutput {
                purpose: IMEPurpose::Normal,
                rect,
                cursor_rect: rect,
                should_interrupt_composition: false,
            });
        });
    }

    /// Keys that end the field; all others are its own.
    fn field_keys(&mut self, ui: &Ui, frame: &Frame<'_>) {
        self.waited = 0;
        let Some(editing) = &mut self.editing else { return };
        let block_at = TextEditing::block_place(editing);
        let composition = &mut editing.composition;
        composition.begin_frame();
        // What the input method has taken already is for nobody else; the field would give the keyboard away at Enter.
        ui.input_mut(|i| {
            i.events.retain(|event| !(composition.has_keys(event) && text_field::ending(event).is_some()));
        });
        let is_end = |event: &Event| {
            text_field::ending(event).is_some()
                || matches!(event, Event::PasteImage(_))
                || block_at.is_some() && input::is_block(event)
        };
        let found = ui.input(|i| {
            let index = i.events.iter().position(is_end)?;
            let is_first = !i.events.iter().take(index).any(input::is_keystroke);
            Some((index, is_first))
        });
        let Some((index, is_first)) = found else { return };
        if !is_first {
            // The field takes what came before in this frame.
            return self.keep_for_later(ui, index);
        }
        let event = ui.input_mut(|i| i.events.remove(index));
        self.keep_for_later(ui, index);
        match (text_field::ending(&event), event, block_at) {
            (Some(FieldEvent::Commit(go_on)), ..) => self.commit_text(frame, go_on),
            (Some(FieldEvent::Escape), ..) => {
                let dropped = self.editing.take().and_then(|editing| editing.dropped());
                if let Some(told) = dropped {
                    frame.send(AppCommand::Tell(told));
                }
                frame.response.ctx.request_repaint();
            }
            (None, Event::PasteImage(image), _) => self.paste_picture_at_words(frame, &image),
            (None, Event::Paste(text), Some(at)) => {
                self.editing = None;
                frame.send(AppCommand::Paste { text, at });
            }
            _ => {}
        }
    }

    /// The field has not been seen yet: its keys wait until it has the keyboard.
    fn wait_for_field(&mut self, ui: &Ui, frame: &Frame<'_>) {
        self.waited += 1;
        if self.waited > LONGEST_WAIT {
            self.waited = 0;
            self.drop_words(frame.input.sender);
        } else {
            self.keep_for_later(ui, 0);
        }
    }

    fn map_keys(&mut self, ui: &Ui, frame: &Frame<'_>, had_keyboard: bool) {
        self.had_keyboard = self.has_keyboard(ui, frame);
        // A key that took the keyboard out of a panel's field was meant for that field.
        if !(self.had_keyboard && had_keyboard) {
            return;
        }
        self.paste_picture(ui, frame);
        let is_walking = ui.memory(|m| m.has_focus(frame.id.with("keys"))) && self.is_on_grid(frame);
        let composing = ui.input(|i| i.events.iter().find(|event| input::is_composing(event)).cloned());
        let taken = ui.input_mut(|i| input::take_command(&mut i.events, is_walking));
        let Some((index, command)) = taken else { return };
        self.keep_for_later(ui, index);
        let composing = composing.filter(|_| command == Command::Compose);
        if let SelectTool::Linking(_) = self.tool {
            self.link_key(frame, &command);
        } else {
            self.key_command(frame, command);
        }
        if let Some(event) = composing.filter(|_| self.editing.is_some()) {
            self.early_keys.insert(0, event);
            ui.ctx().request_repaint();
        }
    }

    /// Keeps the keys from an event on for the next frame.
    pub(super) fn keep_for_later(&mut self, ui: &Ui, index: usize) {
        self.hold_keys(ui, index);
        if !self.early_keys.is_empty() {
            ui.ctx().request_repaint();
        }
    }

    /// The same until there is a next frame, however long that takes.
    pub(super) fn hold_keys(&mut self, ui: &Ui, index: usize) {
        ui.input_mut(|i| {
            let later = i.events.split_off(index.min(i.events.len()));
            let (keys, others): (Vec<_>, Vec<_>) = later.into_iter().partition(input::is_keystroke);
            i.events.extend(others);
            self.early_keys.extend(keys);
        });
    }
}
