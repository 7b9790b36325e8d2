//! Short messages at the bottom that go away by themselves: at most two, the newest lowest. Where they would cover what is
//! chosen on the map they stand at the top of it.

use crate::i18n::shell::message;
use crate::session::{AppCommand, CommandSender};
use crate::theme::Tokens;
use crate::ui::commands::UiCommand;
use crate::ui::hints::with_shortcut;
use crate::ui::style::{color, line, radius};
use crate::ui::widgets::{Icon, Look, ToolButton, paint_icon};
use egui::{Align2, Area, Frame, Margin, Order, Pos2, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, pos2};
use std::time::Duration;

/// How many are shown at once.
const MOST: usize = 2;
/// How long a message stays, seconds.
const SHORT: f64 = 5.0;
/// How long an error stays, seconds: it is longer and wants an answer.
const LONG: f64 = 12.0;
/// Between them and the edge at which they stand, points.
const EDGE: f32 = 16.0;
/// Width of the widest text, points.
const TEXT_WIDTH: f32 = 460.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Something is done.
    Note,
    /// Nothing is done, and nothing is wrong either.
    Remark,
    /// Something could not be done.
    Problem,
}

/// Whether a message offers to take back what it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HasUndo {
    No,
    Yes,
}

struct Toast {
    number: u64,
    kind: Kind,
    text: String,
    has_undo: bool,
    /// What else can be done about it: buttons and what they do.
    offers: Vec<(String, AppCommand)>,
    /// It tells of a change of the map that is open.
    is_of_map: bool,
    /// When it goes, in the window's time; set when it is first shown.
    ends_at: Option<f64>,
}

/// The messages that are shown now.
#[derive(Default)]
pub struct Toasts {
    toasts: Vec<Toast>,
    /// How large they were in the last frame, points.
    size: Vec2,
    next_number: u64,
}

impl Toasts {
    /// Tells that something is done.
    pub fn note(&mut self, text: impl Into<String>) {
        self.add(Kind::Note, text.into(), HasUndo::No, Vec::new());
    }

    /// Tells that something is done that can be taken back.
    pub fn note_with_undo(&mut self, text: impl Into<String>) {
        self.note_with_offers(text, Vec::new());
    }

    /// Tells that something is done that can be taken back, or done in another way: names of buttons and what they do.
    pub fn note_with_offers(&mut self, text: impl Into<String>, offers: Vec<(String, AppCommand)>) {
        self.add(Kind::Note, text.into(), HasUndo::Yes, offers);
    }

    /// Tells that something is done, with what can be done about it: names of buttons and what they do.
    pub fn note_with_choices(&mut self, text: impl Into<String>, offers: Vec<(String, AppCommand)>) {
        self.add(Kind::Note, text.into(), HasUndo::No, offers);
    }

    /// Says why nothing is done: one sentence with what to do.
    pub fn remark(&mut self, text: impl Into<String>) {
        self.remark_with_choices(text, Vec::new());
    }

    /// The same with what can be done about it: names of buttons and what they do.
    pub fn remark_with_choices(&mut self, text: impl Into<String>, offers: Vec<(String, AppCommand)>) {
        self.add(Kind::Remark, text.into(), HasUndo::No, offers);
    }

    /// Tells that something could not be done: one sentence with what to do.
    pub fn problem(&mut self, text: impl Into<String>) {
        self.problem_with_choices(text, Vec::new());
    }

    /// The same with what can be done about it: names of buttons and what they do.
    pub fn problem_with_choices(&mut self, text: impl Into<String>, offers: Vec<(String, AppCommand)>) {
        let text = text.into();
        log::warn!("{text}");
        self.add(Kind::Problem, text, HasUndo::No, offers);
    }

    /// Takes the offer to undo from all messages: another edit followed, undo would now take back that one.
    pub fn end_undo_offers(&mut self) {
        for toast in &mut self.toasts {
            if toast.has_undo {
                toast.offers.clear();
            }
            toast.has_undo = false;
        }
    }

    /// Takes away the messages about what is being taken back: they are no longer true.
    pub fn taken_back(&mut self) {
        self.toasts.retain(|toast| !toast.has_undo);
    }

    /// Takes away what was told about changes of a map that is left.
    pub fn leave_map(&mut self) {
        self.toasts.retain(|toast| !toast.is_of_map);
    }

    fn add(&mut self, kind: Kind, text: String, has_undo: HasUndo, offers: Vec<(String, AppCommand)>) {
        self.toasts.retain(|toast| toast.text != text);
        self.next_number += 1;
        let (number, has_undo) = (self.next_number, has_undo == HasUndo::Yes);
        self.toasts.push(Toast { number, kind, text, has_undo, offers, is_of_map: has_undo, ends_at: None });
        if self.toasts.len() > MOST {
            self.toasts.remove(0);
        }
    }

    /// The texts that are shown, oldest first.
    #[must_use]
    pub fn texts(&self) -> Vec<&str> {
        self.toasts.iter().map(|toast| toast.text.as_str()).collect()
    }

    /// Shows them at an edge of `room`, away from what is chosen there.
    pub fn show(
        &mut self,
        ctx: &egui::Context,
        tokens: &Tokens,
        commands: &CommandSender,
        (room, chosen): (Rect, &[Rect]),
    ) {
        let now = ctx.input(|input| input.time);
        self.toasts.retain(|toast| toast.ends_at.is_none_or(|end| end > now));
        for toast in &mut self.toasts {
            // What asks something stays as long as an error.
            let is_long = toast.kind == Kind::Problem || !toast.offers.is_empty();
            let seconds = if is_long { LONG } else { SHORT };
            toast.ends_at.get_or_insert(now + seconds);
        }
        let Some(next) = self.toasts.iter().filter_map(|toast| toast.ends_at).reduce(f64::min) else { return };
        ctx.request_repaint_after(Duration::from_secs_f64((next - now).max(0.0) + 0.02));
        let mut closed = None;
        let (align, aside) = place(room, self.size, chosen);
        let shown = Area::new(egui::Id::unique("toasts")).order(Order::Foreground).pivot(align).fixed_pos(aside).show(
            ctx,
            |ui| {
                for toast in &self.toasts {
                    if toast.show_ui(ui, tokens, commands) {
                        closed = Some(toast.number);
                    }
                }
            },
        );
        let size = shown.response.rect.size();
        if (size - self.size).length() > 0.5 {
            // How large they are is known now: at this size they may cover what they did not before.
            self.size = size;
            ctx.request_repaint();
        }
        if let Some(number) = closed {
            self.toasts.retain(|toast| toast.number != number);
            ctx.request_repaint();
        }
    }
}

/// Which point of the messages stands where: at the bottom, unless they would cover there what is chosen, and not above.
fn place(room: Rect, size: Vec2, chosen: &[Rect]) -> (Align2, Pos2) {
    let bottom = pos2(room.center().x, room.bottom() - EDGE);
    let top = pos2(room.center().x, room.top() + EDGE);
    let covers = |align: Align2, at: Pos2| {
        let part = align.anchor_size(at, size);
        chosen.iter().any(|rect| rect.intersects(part))
    };
    if covers(Align2::CENTER_BOTTOM, bottom) && !covers(Align2::CENTER_TOP, top) {
        (Align2::CENTER_TOP, top)
    } else {
        (Align2::CENTER_BOTTOM, bottom)
    }
}

impl Toast {
    /// Shows it; true when it should go.
    fn show_ui(&self, ui: &mut egui::Ui, tokens: &Tokens, commands: &CommandSender) -> bool {
        let (icon, ink) = match self.kind {
            Kind::Note => (Icon::Check, tokens.good),
            Kind::Remark => (Icon::Info, tokens.text_weak),
            Kind::Problem => (Icon::Alert, tokens.off),
        };
        let frame = Frame::new()
            .fill(color(tokens.panel))
            .stroke(line(tokens.strokes.hairline, tokens.card_line))
            .corner_radius(radius(tokens.radii.stage))
            .shadow(ui.visuals().popup_shadow)
            .inner_margin(Margin::symmetric(12, 8));
        frame
            .show(ui, |ui| {
                ui.horizontal(|ui| {
                    let (rect, _) = ui.allocate_exact_size(Vec2::splat(16.0), Sense::hover());
                    paint_icon(ui.painter(), icon, rect, color(ink));
                    let galley = egui::WidgetText::from(self.text.as_str());
                    let width = galley
                        .clone()
                        .into_galley(ui, Some(egui::TextWrapMode::Extend), f32::INFINITY, egui::TextStyle::Body)
                        .size()
                        .x;
                    let text = ui
                        .scope(|ui| {
                            ui.set_max_width(width.min(TEXT_WIDTH));
                            ui.add(egui::Label::new(self.text.as_str()).wrap())
                        })
                        .inner;
                    text.widget_info(|| WidgetInfo::labeled(Role::Alert, true, &self.text));
                    let mut is_closed = false;
                    if self.has_undo && undo_ui(ui, tokens).clicked() {
                        commands.send(AppCommand::Undo);
                        is_closed = true;
                    }
                    for (words, command) in &self.offers {
                        if ToolButton::words(tokens, words).height(24.0).show_ui(ui).clicked() {
                            commands.send(command.clone());
                            is_closed = true;
                        }
                    }
                    let close = ToolButton::icon(tokens, message::DISMISS, Icon::Close).look(Look::Bare).height(24.0);
                    is_closed | close.show_ui(ui).on_hover_text(message::DISMISS).clicked()
                })
                .inner
            })
            .inner
    }
}

/// The button that takes back what the message tells of.
fn undo_ui(ui: &mut Ui, tokens: &Tokens) -> Response {
    let hint = with_shortcut(ui, message::UNDO, UiCommand::Undo);
    ToolButton::words(tokens, message::UNDO).height(24.0).show_ui(ui).on_hover_text(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_at_most_and_each_text_once() {
        let mut toasts = Toasts::default();
        for text in ["a", "b", "a", "c", "d"] {
            toasts.note(text);
        }
        assert_eq!(toasts.texts(), ["c", "d"]);
    }

    #[test]
    fn they_keep_away_from_what_is_chosen() {
        let room = Rect::from_min_size(pos2(0.0, 80.0), Vec2::new(1000.0, 500.0));
        let check = |chosen: &[Rect], expected: Align2| {
            assert_eq!(place(room, Vec2::new(400.0, 50.0), chosen).0, expected, "{chosen:?}");
        };
        let at = |x: f32, y: f32| Rect::from_min_size(pos2(x, y), Vec2::new(100.0, 60.0));
        check(&[], Align2::CENTER_BOTTOM);
        check(&[at(450.0, 300.0), at(10.0, 510.0)], Align2::CENTER_BOTTOM);
        check(&[at(450.0, 510.0)], Align2::CENTER_TOP);
        // Where both would cover it there is no better place.
        check(&[at(450.0, 510.0), at(450.0, 90.0)], Align2::CENTER_BOTTOM);
    }
}
