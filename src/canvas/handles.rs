//! The small handle at the side of a card from which a connection is drawn, and the keys that draw one.

use crate::base::ids::CardId;
use crate::canvas::camera::Pane;
use crate::canvas::grid::Spot;
use crate::canvas::input::Command;
use crate::canvas::nodes::short_name;
use crate::canvas::paint::color;
use crate::canvas::tools::CanvasEvent;
use crate::canvas::tools::link::{Hold, Linking};
use crate::canvas::tools::select::SelectTool;
use crate::canvas::view::{CanvasView, Frame};
use crate::i18n::canvas as words;
use crate::layout::Hit;
use crate::model::{CardBody, RecordRef};
use crate::scene::Lod;
use egui::{Pos2, Role, Sense, Stroke, Ui, Vec2, WidgetInfo};

/// Diameter of the handle, points.
const SIZE: f32 = 12.0;
/// How far its middle stands outside of the card, points: beside the edge by which the card is made wider, and not yet on
/// the words of the next card.
const ASIDE: f32 = 4.0;
/// How far above the lower corner of the card it stands at most, points.
const ABOVE_CORNER: f32 = 14.0;
/// How near to it the pointer keeps it, and takes hold of it, points: who misses it by so little did not mean the edge of
/// the card.
const NEAR: f32 = 4.0;

impl CanvasView {
    /// Begins a connection at a card: the next card that is clicked, or that arrows and Enter choose, is its end.
    pub fn begin_connection(&mut self, card: CardId) {
        self.tool = SelectTool::Linking(Linking::from_card(card, Hold::Free));
        self.wants_keyboard = true;
    }

    /// Keys while a connection is drawn.
    pub(super) fn link_key(&mut self, frame: &Frame<'_>, command: &Command) {
        match command {
            Command::Escape => self.tool_event(frame, CanvasEvent::Cancel),
            Command::Edit => self.tool_event(frame, CanvasEvent::Finish),
            Command::Move(direction) => {
                let SelectTool::Linking(linking) = std::mem::take(&mut self.tool) else { return };
                let layout = &frame.picture.layout;
                let mut spot = Some(Spot::Card(linking.walked.or(linking.target).unwrap_or(linking.from)));
                // Over empty cells to the next card. Where there is none one stays, or begins with the card itself: a loop.
                let next = loop {
                    spot = spot.and_then(|s| s.next(*direction, layout));
                    match spot {
                        Some(Spot::Card(card)) => break Some(card),
                        Some(Spot::Cell(_)) => {}
                        _ => break linking.walked.is_none().then_some(linking.from),
                    }
                };
                let cx = frame.tool_context();
                let moved = match next {
                    Some(card) => linking.walked_to(card, &cx),
                    None => linking,
                };
                self.reveal = moved.walked.map(RecordRef::from);
                self.tool = SelectTool::Linking(moved);
            }
            _ => {}
        }
        frame.response.ctx.request_repaint();
    }

    /// True while handles are shown.
    fn has_handles(&self, frame: &Frame<'_>) -> bool {
        frame.is_editable() && !self.has_gesture() && frame.lod > Lod::Far
    }

    /// The handle follows the pointer: it is that of the card under it. It stays while the pointer is on its way from the
    /// card to it, and comes back for who is near it, though half of it stands over the edge of the next card.
    pub(super) fn follow_handle(&mut self, frame: &Frame<'_>, pointer: Option<Pos2>) {
        let card_at = |at: Pos2| match frame.picture.layout.hit(frame.viewport.world(Pane::Body, at), 0.0) {
            Hit::Card(id) if frame.viewport.pane_at(at) == Pane::Body => Some(id),
            _ => None,
        };
        self.handle = pointer.and_then(|at| {
            let under = card_at(at);
            let beside = card_at(at - Vec2::new(ASIDE + SIZE / 2.0 + NEAR, 0.0));
            [self.handle, under, beside].into_iter().flatten().find(|card| is_near(frame, *card, at, NEAR)).or(under)
        });
    }

    /// The card whose handle is shown at a point.
    pub(super) fn handle_at(&self, frame: &Frame<'_>, at: Pos2) -> Option<CardId> {
        if !self.has_handles(frame) {
            return None;
        }
        let shown = [self.handle, selected_card(frame)].into_iter().flatten();
        shown.into_iter().find(|card| is_near(frame, *card, at, NEAR))
    }

    /// Shows the handle of the card under the pointer and of the one that is selected.
    pub(super) fn handles_ui(&mut self, ui: &Ui, frame: &Frame<'_>) {
        if !self.has_handles(frame) {
            return;
        }
        let pointer = ui.input(|i| i.pointer.hover_pos()).filter(|_| ui.rect_contains_pointer(frame.viewport.rect));
        self.follow_handle(frame, pointer);
        let selected = selected_card(frame);
        let mut cards = [self.handle, selected.filter(|s| self.handle != Some(*s))];
        for card in cards.iter_mut().filter_map(Option::take) {
            self.handle_ui(ui, frame, card);
        }
    }

    fn handle_ui(&mut self, ui: &Ui, frame: &Frame<'_>, card: CardId) {
        let Some(rect) = handle_rect(frame, card) else { return };
        let name = frame
            .document
            .cards
            .get(&card)
            .map_or_else(String::new, |c| words::connect_from(&short_name(&frame.document, c)));
        // Its presses go to the canvas below, which knows it: a drag that leaves it at once would be lost otherwise.
        let response = ui.interact(rect, frame.id.with(("handle", card)), Sense::CLICK);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        let tokens = frame.input.tokens;
        let is_lit = response.hovered() || response.has_focus();
        let (fill, line) = if is_lit { (tokens.accent, tokens.accent) } else { (tokens.card, tokens.accent) };
        let painter = ui.painter();
        painter.circle(rect.center(), SIZE / 2.0 - 1.5, color(fill), Stroke::new(1.5, color(line)));
        // By keys, or by a press that was over within one frame.
        if response.clicked() && !self.tool.is_active() {
            self.begin_connection(card);
            ui.ctx().request_repaint();
        }
        response.on_hover_text(words::connect_hint(&ui.ctx().format_shortcut(&super::input::CONNECT)));
    }
}

fn selected_card(frame: &Frame<'_>) -> Option<CardId> {
    match *frame.input.session.selection() {
        [RecordRef::Card(id)] => Some(id),
        _ => None,
    }
}

/// True at the handle of a card, or so many points beside it.
fn is_near(frame: &Frame<'_>, card: CardId, at: Pos2, beside: f32) -> bool {
    handle_rect(frame, card).is_some_and(|rect| rect.expand(beside).contains(at))
}

/// Where the handle of a card stands on screen; `None` for points of the curve and when it is out of sight.
fn handle_rect(frame: &Frame<'_>, card: CardId) -> Option<egui::Rect> {
    let body = &frame.document.cards.get(&card)?.body;
    if matches!(body, CardBody::Curve { .. }) {
        return None;
    }
    let room = frame.viewport.screen_rect(Pane::Body, frame.picture.layout.cards.get(&card)?.rect);
    // Near the lower end: by its middle one takes the edge, to make the card wider.
    let up = (room.height() / 4.0).min(ABOVE_CORNER);
    let rect = egui::Rect::from_center_size(room.right_bottom() + Vec2::new(ASIDE, -up), Vec2::splat(SIZE));
    frame.viewport.clip(Pane::Body).contains_rect(rect).then_some(rect)
}
