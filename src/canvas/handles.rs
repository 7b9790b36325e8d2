//! The small handle at the side of a card from which a connection is drawn, and the keys that draw one.

use crate::base::ids::CardId;
use crate::canvas::camera::Pane;
use crate::canvas::grid::Spot;
use crate::canvas::input::Command;
use crate::canvas::paint::color;
use crate::canvas::tools::link::{Hold, Linking};
use crate::canvas::tools::select::SelectTool;
use crate::canvas::tools::{CanvasEvent, Modifiers};
use crate::canvas::view::{CanvasView, Frame};
use crate::i18n::canvas as words;
use crate::layout::Hit;
use crate::model::{CardBody, RecordRef};
use egui::{Role, Sense, Stroke, Ui, Vec2, WidgetInfo};

/// Diameter of the handle, points.
const SIZE: f32 = 12.0;
/// How far its middle stands outside of the card, points: the next card begins right beside it.
const ASIDE: f32 = 1.0;

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
                // Over empty cells to the next card.
                let next = loop {
                    spot = spot.and_then(|s| s.next(*direction, layout));
                    match spot {
                        Some(Spot::Card(card)) if card != linking.from => break Some(card),
                        Some(Spot::Card(_) | Spot::Cell(_)) => {}
                        _ => break None,
                    }
                };
                let cx = frame.tool_context();
                let moved = match next {
                    Some(card) => {
                        let at = layout.cards.get(&card).map(|c| c.rect.center());
                        Linking { at, walked: Some(card), ..linking }.to(Some(card), &cx)
                    }
                    None => linking,
                };
                self.reveal = moved.walked.map(RecordRef::from);
                self.tool = SelectTool::Linking(moved);
            }
            _ => {}
        }
        frame.response.ctx.request_repaint();
    }

    /// Shows the handle of the card under the pointer and of the one that is selected.
    pub(super) fn handles_ui(&mut self, ui: &Ui, frame: &Frame<'_>) {
        let pointer = ui.input(|i| i.pointer.hover_pos()).filter(|_| ui.rect_contains_pointer(frame.viewport.rect));
        let is_near = |card: CardId| {
            let rect = handle_rect(frame, card);
            pointer.is_some_and(|at| rect.is_some_and(|r| r.expand(4.0).contains(at)))
        };
        // It stays while the pointer is on its way from the card to it.
        if !self.handle.is_some_and(is_near) {
            self.handle = pointer.and_then(|at| match Self::pointer_at(frame, at, Modifiers::default()).hit {
                Hit::Card(id) => Some(id),
                _ => None,
            });
        }
        let selected = match *frame.input.session.selection() {
            [RecordRef::Card(id)] => Some(id),
            _ => None,
        };
        let mut cards = [self.handle, selected.filter(|s| self.handle != Some(*s))];
        for card in cards.iter_mut().filter_map(Option::take) {
            self.handle_ui(ui, frame, card);
        }
    }

    fn handle_ui(&mut self, ui: &Ui, frame: &Frame<'_>, card: CardId) {
        let Some(rect) = handle_rect(frame, card) else { return };
        let name = frame.document.cards.get(&card).map_or_else(String::new, |c| words::connect_from(&c.text));
        // It takes clicks and drags: otherwise the canvas below would.
        let response = ui.interact(rect, frame.id.with(("handle", card)), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        let tokens = frame.input.tokens;
        let is_lit = response.hovered() || response.has_focus();
        let (fill, line) = if is_lit { (tokens.accent, tokens.accent) } else { (tokens.card, tokens.accent) };
        let painter = ui.painter();
        painter.circle(rect.center(), SIZE / 2.0 - 1.5, color(fill), Stroke::new(1.5, color(line)));
        if response.drag_started() {
            self.tool = SelectTool::Linking(Linking::from_card(card, Hold::Button));
        } else if response.clicked() {
            self.begin_connection(card);
            ui.ctx().request_repaint();
        }
        response.on_hover_text(words::connect_hint(&ui.ctx().format_shortcut(&super::input::CONNECT)));
    }
}

/// Where the handle of a card stands on screen; `None` for points of the curve and when it is out of sight.
fn handle_rect(frame: &Frame<'_>, card: CardId) -> Option<egui::Rect> {
    let body = &frame.document.cards.get(&card)?.body;
    if matches!(body, CardBody::Curve { .. }) {
        return None;
    }
    let side = frame.viewport.screen_rect(Pane::Body, frame.picture.layout.cards.get(&card)?.rect).right_center();
    let rect = egui::Rect::from_center_size(side + Vec2::new(ASIDE, 0.0), Vec2::splat(SIZE));
    frame.viewport.clip(Pane::Body).contains_rect(rect).then_some(rect)
}
