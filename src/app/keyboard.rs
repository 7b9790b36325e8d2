//! What keys mean before any view sees them: shortcuts, the way out by Escape, the menu bar by Alt and F10, going from
//! region to region.

use super::{MilepostApp, Sheet};
use crate::session::AppCommand;
use crate::session::arrange::Direction;
use crate::ui::commands::{self, CommandContext, Editing, GridCommand, UiCommand};
use crate::ui::focus::{Region, Step};
use egui::{Context, Event, Key, Modifiers, Popup, Rect};

/// What had the keyboard at the end of a frame. Escape takes it away before anyone can ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Holder {
    /// The map, or nothing.
    #[default]
    Map,
    /// A field for words in a panel.
    Field,
    /// Any other control.
    Control,
}

/// What the keyboard needs to know from the frame before.
#[derive(Debug, Default)]
pub struct Keyboard {
    holder: Holder,
    had_popup: bool,
    /// Alt went down, and nothing else was pressed since.
    is_alt_alone: bool,
    paste: PasteKeys,
}

impl MilepostApp {
    /// Runs what the keys of this frame stand for, and takes those keys out of the input.
    pub(super) fn keys_first(&mut self, ctx: &Context) {
        self.take_awaited_data(ctx);
        self.regions.begin(ctx);
        let is_covered = self.sheet.is_some() || self.wizard.is_open();
        let alt = self.keyboard.alt_tap(ctx);
        let is_silent_paste = self.keyboard.paste.is_unanswered(ctx);
        if self.sheet.is_some() {
            return;
        }
        if is_silent_paste && !is_covered && self.canvas.owns_keyboard(ctx) && !self.canvas.is_editing_text() {
            self.paste_without_text();
        }
        if !is_covered {
            self.take_escape(ctx);
            if alt && !self.canvas.has_drag() {
                self.menu_bar.enter();
                ctx.request_repaint();
            }
        }
        let context = CommandContext { session: self.session.as_ref() };
        let command = commands::pressed(ctx, self.editing(), |command| self.may_run(ctx, command));
        let command = command.or_else(|| if is_covered { None } else { self.pressed_question_mark(ctx) });
        let action = command.and_then(|command| match command {
            // Where nothing is there to be moved, Alt with the arrow goes back, as in a browser.
            UiCommand::Grid(GridCommand::Nudge(Direction::Left)) => {
                command.resolve(&context).or_else(|| UiCommand::Back.resolve(&context))
            }
            command => command.resolve(&context),
        });
        let why_not = command.filter(|_| action.is_none()).and_then(|command| command.why_not(&context));
        if let Some(action) = action {
            self.send(ctx, action);
        } else if let Some(why) = why_not {
            self.toasts.remark(why);
        }
    }

    fn editing(&self) -> Editing {
        match (self.canvas.is_editing_text(), self.canvas.has_untouched_words()) {
            (false, _) => Editing::Nothing,
            (true, true) => Editing::Untouched,
            (true, false) => Editing::Touched,
        }
    }

    /// Whether the keys of a command are meant for it now.
    fn may_run(&self, ctx: &Context, command: UiCommand) -> bool {
        if self.wizard.is_open() {
            return command == UiCommand::Quit;
        }
        // Who holds something with the mouse wants nothing else to happen to it; Escape drops it.
        if self.canvas.has_drag() {
            return false;
        }
        if self.canvas.has_list() || Popup::is_any_open(ctx) {
            return matches!(command, UiCommand::MenuBar | UiCommand::Quit | UiCommand::FullScreen);
        }
        // On the page of a persona these keys are meant for the part that has the keyboard.
        if self.view.persona.shown().is_some() && command.is_about_selection() && command != UiCommand::Rename {
            return false;
        }
        !command.is_about_selection() || self.canvas.owns_keyboard(ctx)
    }

    /// Escape goes one step at a time: words, then what is dragged, then a menu, a field, a bar, a control, and last the
    /// selection. Words, drags, fields and the selection are left to who has them.
    fn take_escape(&mut self, ctx: &Context) {
        let is_escape = |event: &Event| matches!(event, Event::Key { key: Key::Escape, pressed: true, modifiers, .. } if modifiers.is_none());
        let Some(at) = ctx.input(|input| input.events.iter().position(is_escape)) else { return };
        if self.canvas.is_editing_text() || self.canvas.has_drag() {
            return;
        }
        if self.keyboard.had_popup {
            Popup::close_all(ctx);
            self.canvas.close_list();
        } else if self.keyboard.holder == Holder::Field {
            return;
        } else if self.view.find.is_open() {
            self.view.find.close();
            self.canvas.take_keyboard();
        } else if self.view.is_filter_open {
            self.send(ctx, AppCommand::ToggleFilter);
            self.canvas.take_keyboard();
        } else if self.view.time.is_open() {
            self.send(ctx, AppCommand::ToggleTime);
            self.canvas.take_keyboard();
        } else if self.view.persona.shown().is_some() {
            if self.view.persona.is_typing() {
                return;
            }
            self.send(ctx, AppCommand::ClosePersona);
        } else if self.keyboard.holder == Holder::Control {
            self.canvas.take_keyboard();
        } else if self.view.compared.state.pair().is_some() && self.has_nothing_chosen() {
            self.send(ctx, AppCommand::ToggleCompare);
        } else {
            return;
        }
        ctx.input_mut(|input| input.events.remove(at));
        ctx.request_repaint();
    }

    /// Escape has no selection to end.
    fn has_nothing_chosen(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.selection().is_empty())
            && self.canvas.chosen_cell().is_none()
    }

    /// Remembers who has the keyboard, after everything was shown.
    pub(super) fn keys_last(&mut self, ctx: &Context, tokens: &crate::theme::Tokens) {
        self.regions.return_focus(ctx);
        // Words on the map have a frame of their own; a second one would cover them.
        if !self.canvas.is_editing_text() && !self.canvas.has_list() {
            self.regions.ring_ui(ctx, tokens);
        }
        self.keyboard.had_popup = Popup::is_any_open(ctx) || self.canvas.has_list();
        self.keyboard.holder = if self.canvas.owns_keyboard(ctx) || self.canvas.is_editing_text() {
            Holder::Map
        } else if ctx.text_edit_focused() {
            Holder::Field
        } else {
            Holder::Control
        };
        // Letters behind Ctrl+K are meant for its field.
        let is_palette_coming = matches!(self.sheet, Some(Sheet::Palette(_))) && !ctx.text_edit_focused();
        let is_coming = is_palette_coming || self.canvas.is_awaiting_keyboard();
        self.unsettled.set(!self.commands.is_empty() || is_coming);
    }

    /// Gives the keyboard to another region.
    pub(super) fn step_region(&mut self, ctx: &Context, step: i8) {
        if self.session.is_some() && self.regions.step(ctx, step) == Step::ToMap {
            self.canvas.take_keyboard();
        }
    }

    /// Tells where a region stands.
    pub(super) fn add_region(&mut self, ui: &egui::Ui, region: Region, rect: Rect) {
        self.regions.add(ui, region, rect);
    }

    /// The command a press of “?” stands for: the sheet of shortcuts, unless words are being typed.
    fn pressed_question_mark(&self, ctx: &Context) -> Option<UiCommand> {
        if ctx.text_edit_focused() || self.canvas.is_editing_text() || self.canvas.has_waiting_keys() {
            return None;
        }
        ctx.input_mut(|input| {
            let at = input.events.iter().position(|event| matches!(event, Event::Text(_)))?;
            // The first letter of a frame: after another one it belongs to the word that is begun.
            let is_question = matches!(input.events.get(at), Some(Event::Text(text)) if text == "?");
            is_question.then(|| {
                input.events.remove(at);
                UiCommand::Shortcuts
            })
        })
    }
}

/// Follows the keys that paste. Where no text and no picture is on the clipboard nothing comes of them but that they are
/// let go of; a table may be there all the same.
#[derive(Debug, Default)]
struct PasteKeys {
    /// Ctrl was held in this window since V was last let go of.
    has_command: bool,
    /// V came as a key, or what is pasted came.
    is_answered: bool,
}

impl PasteKeys {
    /// True in the frame in which V is let go of that pasted nothing.
    fn is_unanswered(&mut self, ctx: &Context) -> bool {
        let mut is_unanswered = false;
        ctx.input(|input| {
            for event in &input.events {
                match event {
                    Event::Paste(_) | Event::PasteImage(_) => self.is_answered = true,
                    Event::Key { key: Key::V, pressed: true, .. } => self.is_answered = true,
                    Event::Key { key: Key::V, pressed: false, modifiers, .. } => {
                        is_unanswered |= (self.has_command || modifiers.command) && !self.is_answered;
                        *self = Self { has_command: modifiers.command, is_answered: false };
                    }
                    Event::ModifiersChanged(modifiers) => self.has_command |= modifiers.command,
                    // Who presses something else meanwhile, or comes from another window, means something else.
                    Event::Key { pressed: true, modifiers, .. } => self.has_command = modifiers.command,
                    Event::WindowFocused(_) => *self = Self::default(),
                    _ => {}
                }
            }
        });
        is_unanswered
    }
}

impl Keyboard {
    /// True when Alt was pressed and let go again alone. The Mac has no such habit.
    fn alt_tap(&mut self, ctx: &Context) -> bool {
        if cfg!(target_os = "macos") {
            return false;
        }
        let mut is_tapped = false;
        ctx.input(|input| {
            for event in &input.events {
                match event {
                    Event::ModifiersChanged(modifiers) => {
                        is_tapped |= self.is_alt_alone && modifiers.is_none();
                        self.is_alt_alone = *modifiers == Modifiers::ALT;
                    }
                    Event::PointerMoved(_) | Event::MouseMoved(_) | Event::PointerGone => {}
                    _ => self.is_alt_alone = false,
                }
            }
        });
        is_tapped
    }
}
