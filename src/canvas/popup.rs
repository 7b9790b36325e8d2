//! Menus that are opened and entered by keys, on the map and around it.

use egui::{Context, Id, Key, LayerId, Modifiers, Order, Popup, Pos2, Response, ScrollArea, TextWrapMode, Ui};

/// Where a menu that is to be entered is remembered until it is there.
fn entering() -> Id {
    Id::unique("menu to enter")
}

/// Frames that a menu may take until it can be entered: the first one only measures it.
const MOST_FRAMES: u8 = 4;

/// Gives the keyboard to the first entry of a menu as soon as it is shown.
pub fn enter_popup(ctx: &Context, popup: Id) {
    ctx.data_mut(|data| data.insert_temp(entering(), (popup, MOST_FRAMES)));
    ctx.request_repaint();
}

/// Gives the keyboard to a menu that waits for it. Call it once a frame, after everything was shown.
pub fn enter_wanted(ctx: &Context) {
    let Some((popup, left)) = ctx.data(|data| data.get_temp::<(Id, u8)>(entering())) else { return };
    let layer = LayerId::new(Order::Foreground, popup);
    let first = ctx.viewport(|viewport| {
        let mut entries = viewport.this_pass.widgets.get_layer(layer);
        entries.find(|w| w.enabled && w.sense.is_focusable() && w.sense.senses_click() && w.id != popup).map(|w| w.id)
    });
    // The frame that measures a menu shows nothing: what has the keyboard then would lose it at once.
    let is_ready = first.is_some() && left < MOST_FRAMES;
    if let Some(first) = first.filter(|_| is_ready) {
        ctx.memory_mut(|memory| memory.request_focus(first));
    }
    ctx.data_mut(|data| {
        if is_ready || left == 0 {
            data.remove::<(Id, u8)>(entering());
        } else {
            data.insert_temp(entering(), (popup, left - 1));
        }
    });
    ctx.request_repaint();
}

/// The least height of a menu that scrolls, points: four of its lines.
const LEAST_MENU: f32 = 108.0;

/// Lets a menu scroll that is longer than the room it has, points: every entry can be reached, whole and on one line.
pub fn scrolled_ui<R>(ui: &mut Ui, room: f32, contents: impl FnOnce(&mut Ui) -> R) -> R {
    ui.style_mut().wrap_mode = Some(TextWrapMode::Extend);
    let room = room.max(LEAST_MENU);
    // Popups begin with a size that has nothing to do with the room there is; without the second height that would stay.
    ScrollArea::vertical().max_height(room).min_scrolled_height(room).show(ui, contents).inner
}

/// True when the key that opens a menu was pressed; takes it out of the input.
#[must_use]
pub fn takes_menu_key(ctx: &Context) -> bool {
    ctx.input_mut(|input| {
        input.consume_key(Modifiers::SHIFT, Key::F10) || input.consume_key(Modifiers::NONE, Key::Menu)
    })
}

/// The menu of a control: under the right button where the pointer is, and by the menu key below the control when it
/// has the keyboard.
/// True when it is opened now.
pub fn context_menu_ui(response: &Response, contents: impl FnOnce(&mut Ui)) -> bool {
    let below = (response.has_focus() && takes_menu_key(&response.ctx)).then(|| response.rect.left_bottom());
    context_menu_at_ui(response, below, contents);
    below.is_some() || response.secondary_clicked()
}

/// The same with a place where it is to be opened now.
pub fn context_menu_at_ui(response: &Response, wanted: Option<Pos2>, contents: impl FnOnce(&mut Ui)) {
    let ctx = &response.ctx;
    let id = Popup::default_response_id(response);
    let place = id.with("place");
    if let Some(at) = wanted {
        ctx.data_mut(|data| data.insert_temp(place, at));
        Popup::open_id(ctx, id);
        enter_popup(ctx, id);
    } else if response.secondary_clicked() {
        ctx.data_mut(|data| data.remove::<Pos2>(place));
    }
    let mut menu = Popup::context_menu(response);
    if let Some(at) = ctx.data(|data| data.get_temp::<Pos2>(place)) {
        menu = menu.at_position(at);
    }
    menu.show(contents);
}
