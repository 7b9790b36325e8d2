//! The menu bar by keys: F10 and Alt enter it, arrow keys walk from menu to menu, open or closed.

use crate::ui::focus;
use egui::{Context, FocusDirection, Id, Key, LayerId, Order, PointerButton, Popup, Response};

/// What the menu bar was asked for since its last frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// The first menu, open.
    Open,
    /// The keyboard, with all menus closed.
    Enter,
}

/// What the menu bar keeps between frames.
#[derive(Debug, Default)]
pub struct MenuBarState {
    wanted: Option<Wanted>,
    /// What had the keyboard before the bar got it.
    before: Option<Id>,
}

impl MenuBarState {
    /// Opens the first menu, or closes the one that is open.
    pub fn open(&mut self) {
        self.wanted = Some(Wanted::Open);
    }

    /// Gives the keyboard to the bar, or back to what had it.
    pub fn enter(&mut self) {
        self.wanted = Some(Wanted::Enter);
    }

    /// Follows the keys; `buttons` are those of the menus, from the left.
    pub(super) fn follow(&mut self, ctx: &Context, buttons: &[Response]) {
        let open = buttons.iter().position(|b| Popup::is_id_open(ctx, Popup::default_response_id(b)));
        let focused = buttons.iter().position(Response::has_focus);
        match self.wanted.take() {
            Some(Wanted::Open) if open.is_some() => Popup::close_all(ctx),
            Some(Wanted::Open) => open_menu(ctx, buttons.first()),
            Some(Wanted::Enter) if open.is_some() || focused.is_some() => {
                Popup::close_all(ctx);
                let before = self.before.take();
                ctx.memory_mut(|memory| match before {
                    Some(id) => memory.request_focus(id),
                    None => memory.stop_text_input(),
                });
            }
            Some(Wanted::Enter) => {
                self.before = ctx.memory(egui::Memory::focused);
                if let Some(first) = buttons.first() {
                    first.request_focus();
                }
            }
            None => walk(ctx, buttons, open, focused),
        }
    }
}

fn walk(ctx: &Context, buttons: &[Response], open: Option<usize>, focused: Option<usize>) {
    // A menu that was opened by Enter is entered as well.
    if let Some(button) =
        focused.and_then(|at| buttons.get(at)).filter(|b| b.clicked() && !b.clicked_by(PointerButton::Primary))
    {
        focus::enter_popup(ctx, Popup::default_response_id(button));
        return;
    }
    let pressed = |key| ctx.input(|input| input.key_pressed(key) && input.modifiers.is_none());
    let (left, right, down) = (pressed(Key::ArrowLeft), pressed(Key::ArrowRight), pressed(Key::ArrowDown));
    let count = buttons.len().max(1);
    let next = |at: usize| if right { (at + 1) % count } else { (at + count - 1) % count };
    match (open, focused) {
        (Some(at), _) if (right && !is_on_sub_menu(ctx)) || (left && is_in_first_list(ctx, buttons.get(at))) => {
            ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
            open_menu(ctx, buttons.get(next(at)));
        }
        (None, Some(at)) if left || right => {
            ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
            if let Some(button) = buttons.get(next(at)) {
                button.request_focus();
            }
        }
        (None, Some(at)) if down => {
            ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
            open_menu(ctx, buttons.get(at));
        }
        _ => {}
    }
}

fn open_menu(ctx: &Context, button: Option<&Response>) {
    let Some(button) = button else { return };
    let popup = Popup::default_response_id(button);
    Popup::open_id(ctx, popup);
    focus::enter_popup(ctx, popup);
}

/// Where it is remembered in which pass a line that opens another menu had the keyboard.
fn sub_menu_pass() -> Id {
    Id::unique("line with a menu")
}

/// Remembers that a line that opens another menu has the keyboard: the arrow to the right is its own.
pub(super) fn note_sub_menu(response: &Response) {
    if response.has_focus() {
        let pass = response.ctx.cumulative_pass_nr();
        response.ctx.data_mut(|data| data.insert_temp(sub_menu_pass(), pass));
    }
}

fn is_on_sub_menu(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp::<u64>(sub_menu_pass())) == Some(ctx.cumulative_pass_nr())
}

/// True while the keyboard is on a button of the bar or in the list right below it, and in no list beside that.
fn is_in_first_list(ctx: &Context, button: Option<&Response>) -> bool {
    let Some(button) = button else { return false };
    let Some(focused) = ctx.memory(egui::Memory::focused) else { return true };
    let layer = LayerId::new(Order::Foreground, Popup::default_response_id(button));
    focused == button.id || focus::widget(ctx, focused).is_some_and(|widget| widget.layer_id == layer)
}
