//! The bar that moves through the periods: values, changes and colours on the map become those of one of them.

use crate::base::time::{Day, DayRange};
use crate::i18n::panels as words;
use crate::i18n::panels::finding as text;
use crate::session::{AppCommand, CommandSender, Session};
use crate::theme::Tokens;
use crate::ui::focus;
use crate::ui::hints::with_escape;
use crate::ui::parts::{strong, weak};
use crate::ui::style::{color, points};
use crate::ui::widgets::{Icon, Look, ToolButton};
use egui::{Align, EventFilter, Id, Key, Layout, Modifiers, Slider, Ui, vec2};
use std::time::Duration;

/// How long a period is shown while they play.
const PAUSE: f64 = 0.8;
/// Most and least width of the slider, points.
const MOST: f32 = 640.0;
const LEAST: f32 = 80.0;
/// Room for the name of a period and for the button that closes the bar.
const BESIDE: f32 = 250.0;

/// Whether the bar is shown, and whether the periods play.
#[derive(Debug, Default)]
pub struct TimeState {
    is_open: bool,
    /// When the next period comes, in the seconds of the window, while they play.
    next_at: Option<f64>,
    /// The slider takes the keyboard as soon as it is shown.
    wants_keyboard: bool,
    /// The button that closes the bar, once it was shown.
    close: Option<Id>,
}

impl TimeState {
    /// True while the bar is shown.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Shows the bar, on the newest period; or ends it, with all periods again.
    pub fn toggle(&mut self, session: &Session, commands: &CommandSender) {
        self.is_open = !self.is_open;
        self.next_at = None;
        self.wants_keyboard = self.is_open;
        let newest = moments(session).last().map(|range| range.from);
        commands.send(AppCommand::SetMoment(newest.filter(|_| self.is_open)));
    }

    /// Somebody went to a period: playing ends. At both ends a button turns grey and lets go of the keyboard; the slider
    /// has it then.
    fn stepped(&mut self, at: usize, last: usize) {
        self.next_at = None;
        self.wants_keyboard |= at == 0 || at == last;
    }
}

fn moments(session: &Session) -> Vec<DayRange> {
    session.view().moments(session.insights().data_range)
}

/// Which of the moments is looked at: the one with the day of the view, or the newest.
fn position(moments: &[DayRange], at: Option<Day>) -> usize {
    let of_day = |day: Day| moments.iter().position(|range| range.contains(day));
    at.and_then(of_day).unwrap_or_else(|| moments.len().saturating_sub(1))
}

/// Shows the bar.
pub fn time_bar_ui(ui: &mut Ui, state: &mut TimeState, tokens: &Tokens, session: &Session, commands: &CommandSender) {
    let moments = moments(session);
    let view = session.view();
    let mut at = position(&moments, view.moment);
    let last = moments.len().saturating_sub(1);
    let before = at;
    if state.next_at.is_some() && play(ui, state, at >= last) {
        at += 1;
    }
    if !moments.is_empty() {
        keys(ui, state, &mut at, last);
    }
    let bar = ui.max_rect();
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = points(tokens.spacing);
        if moments.is_empty() {
            ui.label(weak(tokens, text::no_periods()));
        } else {
            steps_ui(ui, state, tokens, (&mut at, last));
            let room = (ui.available_width() - BESIDE).clamp(LEAST, MOST);
            ui.spacing_mut().slider_width = room;
            // The rail shows how far there is to go, also behind the handle.
            ui.visuals_mut().widgets.inactive.bg_fill = color(tokens.hairline);
            let grain = view.moment_grain();
            let name = |at: usize| {
                moments.get(at).map_or_else(String::new, |range| words::period(grain, range.from, range.to))
            };
            let slider = ui.add(Slider::new(&mut at, 0..=last).show_value(false));
            if slider.changed() {
                state.next_at = None;
            }
            // The pointer gives the keyboard to nothing; without this, arrows after a click would walk over the map.
            let is_clicked = ui.input(|input| input.pointer.any_click()) && ui.rect_contains_pointer(bar);
            if std::mem::take(&mut state.wants_keyboard) || is_clicked || slider.drag_stopped() {
                slider.request_focus();
            }
            let spoken = text::period_of(&name(at), at + 1, moments.len());
            slider.widget_info(|| {
                #[expect(clippy::cast_precision_loss, reason = "a number of periods")]
                let value = at as f64;
                egui::WidgetInfo::slider(true, value, &spoken)
            });
            ui.label(strong(tokens, name(at), tokens.type_sizes.body));
            ui.label(weak(tokens, text::place_of(at + 1, moments.len())));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = ToolButton::icon(tokens, text::close_time(), Icon::Close).look(Look::Bare).height(26.0);
            let close = close.show_ui(ui).on_hover_text(with_escape(ui, text::close_time()));
            state.close = Some(close.id);
            if close.clicked() {
                commands.send(AppCommand::ToggleTime);
            }
        });
    });
    // A period that is no longer among the shown ones is followed by the newest of them.
    let is_followed = moments.get(at).is_some_and(|range| view.moment.is_some_and(|day| range.contains(day)));
    if let Some(moment) = moments.get(at).filter(|_| at != before || !is_followed) {
        commands.send(AppCommand::SetMoment(Some(moment.from)));
    }
}

/// True when the next period has come. Playing ends with the last one.
fn play(ui: &Ui, state: &mut TimeState, is_last: bool) -> bool {
    let now = ui.input(|input| input.time);
    let Some(next_at) = state.next_at.filter(|_| !is_last) else {
        state.next_at = None;
        return false;
    };
    let has_come = now >= next_at;
    let next_at = if has_come { now + PAUSE } else { next_at };
    state.next_at = Some(next_at);
    ui.ctx().request_repaint_after(Duration::from_secs_f64((next_at - now).max(0.0) + 0.01));
    has_come
}

/// What keys do, wherever in the bar the keyboard is: arrows, Home and End go to another period, Space plays. Enter presses
/// the button that has the keyboard, and Space the one that closes the bar.
fn keys(ui: &Ui, state: &mut TimeState, at: &mut usize, last: usize) {
    let Some(focused) = ui.memory(egui::Memory::focused) else { return };
    let bar = ui.max_rect();
    let is_here = |holder: &egui::WidgetRect| holder.layer_id == ui.layer_id() && bar.contains(holder.rect.center());
    if focus::widget(ui.ctx(), focused).filter(is_here).is_none() {
        return;
    }
    // Otherwise egui moves the keyboard on to the next button.
    let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(focused, filter));
    let pressed = |key: Key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
    let before = *at;
    *at = at.saturating_sub(pressed(Key::ArrowLeft)).saturating_add(pressed(Key::ArrowRight)).min(last);
    if pressed(Key::Home) > 0 {
        *at = 0;
    }
    if pressed(Key::End) > 0 {
        *at = last;
    }
    if *at != before {
        state.stepped(*at, last);
    }
    if state.close != Some(focused) && pressed(Key::Space) > 0 {
        play_or_pause(ui, state, at, last);
    }
}

/// Begins to play, or pauses.
fn play_or_pause(ui: &Ui, state: &mut TimeState, at: &mut usize, last: usize) {
    if state.next_at.take().is_none() {
        // From the end it begins anew.
        *at = if *at >= last { 0 } else { *at };
        state.next_at = Some(ui.input(|input| input.time) + PAUSE);
        ui.ctx().request_repaint();
    }
}

fn steps_ui(ui: &mut Ui, state: &mut TimeState, tokens: &Tokens, (at, last): (&mut usize, usize)) {
    let is_playing = state.next_at.is_some();
    let (label, icon) = if is_playing { (text::pause(), Icon::Pause) } else { (text::play(), Icon::Play) };
    let button = ToolButton::icon(tokens, label, icon).height(26.0);
    if button.show_ui(ui).on_hover_text(label).clicked() {
        play_or_pause(ui, state, at, last);
    }
    let mut step_ui = |label: &str, icon: Icon, is_possible: bool| {
        let button = ToolButton::icon(tokens, label, icon).look(Look::Bare).height(26.0);
        ui.add_enabled_ui(is_possible, |ui| button.show_ui(ui)).inner.on_hover_text(label).clicked()
    };
    if step_ui(text::earlier_period(), Icon::Earlier, *at > 0) {
        *at -= 1;
        state.stepped(*at, last);
    }
    if step_ui(text::later_period(), Icon::Later, *at < last) {
        *at += 1;
        state.stepped(*at, last);
    }
    ui.allocate_space(vec2(points(tokens.spacing), 1.0));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moment_is_found_by_its_day_and_otherwise_the_newest_is_meant() {
        let month = |m: i32| DayRange { from: Day(m * 30), to: Day(m * 30 + 29) };
        let moments = [month(0), month(1), month(2)];
        let check =
            |day: Option<i32>, expected: usize| assert_eq!(position(&moments, day.map(Day)), expected, "{day:?}");
        check(Some(31), 1);
        check(Some(0), 0);
        check(Some(500), 2);
        check(None, 2);
        assert_eq!(position(&[], Some(Day(1))), 0);
    }
}
