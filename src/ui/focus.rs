//! The keyboard's way through the window: the regions that F6 goes through, and the ring around what has the keyboard.

pub use crate::canvas::popup::{context_menu_ui, enter_popup};

use crate::canvas::popup;
use crate::i18n::shell::region as words;
use crate::theme::Tokens;
use crate::ui::style::{line, radius};
use egui::accesskit::Role;
use egui::{Context, Event, Id, Key, LayerId, Order, Popup, Rect, StrokeKind, Ui, WidgetRect};
use std::collections::BTreeMap;

/// A part of the window that takes the keyboard as a whole, in the order F6 goes through them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "named after what stands there")]
pub enum Region {
    Toolbar,
    Outline,
    Compare,
    Persona,
    Reminders,
    Find,
    Filter,
    Time,
    Map,
    Inspector,
    Drawer,
    Status,
}

/// What a step to another region came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The map has to take the keyboard itself.
    ToMap,
    /// A control of another region has it.
    ToControl,
}

/// Where the regions stand and where the keyboard was last in each of them.
#[derive(Debug, Default)]
pub struct Regions {
    shown: Vec<(Region, Rect)>,
    left_at: BTreeMap<Region, Id>,
    /// Keys moved the keyboard last, and not the pointer: the ring is shown.
    is_walking: bool,
    /// What had the keyboard before a menu was opened.
    before_popup: Option<Id>,
    had_popup: bool,
}

/// Between the words of a panel and a ring around all of it, points.
const AROUND_PANEL: f32 = 7.0;

impl Regions {
    /// Forgets what was shown in the frame before, and watches what moves the keyboard in this one.
    pub fn begin(&mut self, ctx: &Context) {
        self.shown.clear();
        let (is_key, is_press) = ctx.input(|input| {
            let walks = |event: &Event| matches!(event, Event::Key { key, pressed: true, .. } if is_walking_key(*key));
            (input.events.iter().any(walks), input.pointer.any_pressed())
        });
        self.is_walking = (self.is_walking || is_key) && !is_press;
    }

    /// Tells where a region stands in this frame, and to assistive technology what it is called: all of it is in `ui`.
    pub fn add(&mut self, ui: &Ui, region: Region, rect: Rect) {
        // The map says itself what it is.
        if region != Region::Map {
            let role = if region == Region::Toolbar { Role::Toolbar } else { Role::Region };
            name_group(ui, role, name(region));
        }
        if rect.is_positive() {
            self.shown.push((region, rect));
        }
    }

    /// A command moved the keyboard: the ring is shown until the pointer is used.
    pub fn walk(&mut self) {
        self.is_walking = true;
    }

    /// True while keys move the keyboard, and not the pointer.
    #[must_use]
    pub fn is_walking(&self) -> bool {
        self.is_walking
    }

    /// Gives the keyboard to the next (1) or the previous (−1) region that has something to give it to.
    pub fn step(&mut self, ctx: &Context, step: i8) -> Step {
        let focused = ctx.memory(egui::Memory::focused);
        let mut regions = self.shown.clone();
        regions.sort_by_key(|(region, _)| *region);
        let here = focused.and_then(|id| self.region_of(ctx, id)).unwrap_or(Region::Map);
        if let Some(id) = focused {
            self.left_at.insert(here, id);
        }
        self.is_walking = true;
        let at = regions.iter().position(|(region, _)| *region == here).unwrap_or(0);
        let (before, after) = regions.split_at(at);
        let mut others: Vec<_> = after.iter().skip(1).chain(before).collect();
        if step < 0 {
            others.reverse();
        }
        for (region, rect) in others {
            if *region == Region::Map {
                return Step::ToMap;
            }
            let ids = controls_in(ctx, *rect);
            let last = self.left_at.get(region).filter(|id| ids.contains(id));
            // The outline begins with its rows: arrow keys would not leave the field above them.
            let row = ids.iter().find(|id| *region == Region::Outline && !is_field(ctx, **id));
            if let Some(id) = last.or(row).or(ids.first()) {
                ctx.memory_mut(|memory| memory.request_focus(*id));
                return Step::ToControl;
            }
        }
        Step::ToMap
    }

    fn region_of(&self, ctx: &Context, id: Id) -> Option<Region> {
        let at = widget(ctx, id)?.rect.center();
        self.shown.iter().find(|(_, rect)| rect.contains(at)).map(|(region, _)| *region)
    }

    /// Gives the keyboard back to what had it before a menu was opened by keys and closed again.
    pub fn return_focus(&mut self, ctx: &Context) {
        let has_popup = Popup::is_any_open(ctx);
        let focused = ctx.memory(egui::Memory::focused);
        let is_in_popup = focused.and_then(|id| widget(ctx, id)).is_some_and(|w| w.layer_id.order == Order::Foreground);
        if self.had_popup && !has_popup && self.is_walking && (focused.is_none() || is_in_popup) {
            ctx.memory_mut(|memory| match self.before_popup {
                Some(id) => memory.request_focus(id),
                None => memory.stop_text_input(),
            });
        }
        if !has_popup {
            self.before_popup = focused.filter(|_| !is_in_popup).or(self.before_popup.filter(|_| self.had_popup));
        }
        self.had_popup = has_popup;
        popup::enter_wanted(ctx);
    }

    /// Draws a ring around what has the keyboard, wherever it stands. The map has its own marks, and a field in a sheet is
    /// all there is to write in.
    pub fn ring_ui(&self, ctx: &Context, tokens: &Tokens) {
        if !self.is_walking {
            return;
        }
        let Some(id) = ctx.memory(egui::Memory::focused) else { return };
        let Some(holder) = widget(ctx, id).filter(|w| w.sense.senses_click()) else { return };
        // The title of the inspector has no frame of its own that a ring could follow: with it the panel has the keyboard.
        let panel = self.shown.iter().find(|(region, _)| *region == Region::Inspector).map(|(_, rect)| *rect);
        let panel = panel.filter(|rect| is_field(ctx, id) && controls_in(ctx, *rect).first() == Some(&id));
        // Around its words, in the margin of the panel.
        let around = panel.map(|rect| rect.expand(AROUND_PANEL).intersect(ctx.content_rect()));
        let rect = around.unwrap_or(holder.interact_rect);
        let is_in_sheet = ctx.text_edit_focused() && holder.layer_id != LayerId::background();
        if rect.is_positive() && !is_in_sheet {
            let ring = line(tokens.strokes.focus, tokens.focus);
            let on = ctx.layer_painter(holder.layer_id);
            on.rect_stroke(rect.shrink(1.0), radius(tokens.radii.row), ring, StrokeKind::Middle);
        }
    }
}

/// Tells assistive technology what stands together in `ui`, and as what.
pub fn name_group(ui: &Ui, role: Role, name: &str) {
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_role(role);
        node.set_label(name);
    });
}

fn name(region: Region) -> &'static str {
    match region {
        Region::Toolbar => words::TOOLBAR,
        Region::Outline => words::OUTLINE,
        Region::Compare => words::COMPARE,
        Region::Persona => words::PERSONA,
        Region::Reminders => words::REMINDERS,
        Region::Find => words::FIND,
        Region::Filter => words::FILTER,
        Region::Time => words::TIME,
        Region::Map => words::MAP,
        Region::Inspector => words::INSPECTOR,
        Region::Drawer => words::DRAWER,
        Region::Status => words::STATUS,
    }
}

/// Where a control stands and what it takes. Not by `Context::read_response`: asking that takes the keyboard away from
/// whoever has it, in a frame with a click beside it; the field that a double click has just opened would never get it.
#[must_use]
pub fn widget(ctx: &Context, id: Id) -> Option<WidgetRect> {
    ctx.viewport(|viewport| viewport.this_pass.widgets.get(id).or_else(|| viewport.prev_pass.widgets.get(id)).copied())
}

/// A field for words takes drags too, to select some of them; buttons and rows do not.
fn is_field(ctx: &Context, id: Id) -> bool {
    widget(ctx, id).is_some_and(|widget| widget.sense.senses_drag())
}

/// Keys that move the keyboard through a window.
fn is_walking_key(key: Key) -> bool {
    matches!(
        key,
        Key::Tab
            | Key::F6
            | Key::F10
            | Key::Menu
            | Key::ArrowDown
            | Key::ArrowLeft
            | Key::ArrowRight
            | Key::ArrowUp
            | Key::Escape
    )
}

/// The controls inside of a rectangle that can have the keyboard, in the order they were shown.
fn controls_in(ctx: &Context, room: Rect) -> Vec<Id> {
    ctx.viewport(|viewport| {
        let of = |widgets: &egui::WidgetRects| -> Vec<Id> {
            let here = widgets.get_layer(LayerId::background()).filter(|widget| {
                let is_control = widget.enabled && widget.sense.is_focusable() && widget.sense.senses_click();
                is_control && widget.interact_rect.is_positive() && room.contains(widget.interact_rect.center())
            });
            here.map(|widget| widget.id).collect()
        };
        let last = of(&viewport.prev_pass.widgets);
        if last.is_empty() { of(&viewport.this_pass.widgets) } else { last }
    })
}

/// Scrolls what has got the keyboard into view. Call it inside of a scroll area, after its contents.
pub fn follow_focus(ui: &Ui) {
    let Some(focused) = ui.memory(egui::Memory::focused) else { return };
    let key = ui.scope_id().with("followed");
    if ui.data(|data| data.get_temp::<Id>(key)) == Some(focused) {
        return;
    }
    ui.data_mut(|data| data.insert_temp(key, focused));
    let Some(holder) = widget(ui.ctx(), focused) else { return };
    let is_here = holder.layer_id == ui.layer_id() && ui.min_rect().contains(holder.rect.center());
    if is_here && !ui.clip_rect().contains_rect(holder.rect) {
        ui.scroll_to_rect(holder.rect.expand(4.0), None);
    }
}
