//! The whole words of a card that has room for their beginning only: behind the "…" at their end.

use crate::base::geom::{Point, Rect};
use crate::base::ids::CardId;
use crate::canvas::camera::Pane;
use crate::canvas::paint::color;
use crate::canvas::view::{CanvasView, Frame, OpenList};
use crate::i18n::canvas as words;
use crate::layout::{CardBox, plain_words};
use crate::scene::Lod;
use egui::{
    Align, CursorIcon, Frame as Around, Label, Layout, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
};

/// Width of the whole words, points.
const WIDTH: f32 = 420.0;
/// Height beyond which they are scrolled, points.
const MOST_HEIGHT: f32 = 360.0;
/// Room around them, points.
const MARGIN: i8 = 6;
/// Room around the "…" that opens them, in the size of the words.
const GRIP_EMS: f64 = 2.2;

impl CanvasView {
    /// The "…" of every card in sight that shows only a part of its words, for the pointer and the keyboard.
    pub(super) fn cut_words_ui(&mut self, ui: &Ui, frame: &Frame<'_>) {
        if frame.lod < Lod::Compact || self.editing.is_some() {
            return;
        }
        let seen = frame.viewport.clip(Pane::Body);
        let (mut opened, mut asked) = (None, None);
        for card in frame.picture.layout.cards.values().filter(|card| card.text.is_elided) {
            let Some(rect) = end_of_words(card).map(|rect| frame.viewport.screen_rect(Pane::Body, rect)) else {
                continue;
            };
            if !seen.contains_rect(rect) {
                continue;
            }
            let name = self.whole_words(frame, card.id).map(|text| words::whole_words_of(&text)).unwrap_or_default();
            // It takes drags too: otherwise the canvas below would, and with them the press.
            let response = ui.interact(rect, frame.id.with(("whole words", card.id)), Sense::click_and_drag());
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
            if response.hovered() || response.has_focus() {
                let tokens = frame.input.tokens;
                let line = Stroke::new(1.0, color(tokens.accent));
                ui.painter_at(seen).rect_stroke(
                    rect,
                    frame.viewport.length(tokens.radii.row),
                    line,
                    StrokeKind::Inside,
                );
            }
            if response.clicked() {
                opened = Some(card.id);
            }
            if response.secondary_clicked() {
                asked = Some(card.id);
            }
            response.on_hover_cursor(CursorIcon::PointingHand);
        }
        if let Some(card) = opened {
            self.read(frame, card);
        }
        // The other button means the card, here as anywhere on it.
        if let Some(card) = asked {
            if !frame.input.session.selection().contains(&card.into()) {
                frame.select(vec![card.into()]);
            }
            self.open_menu();
            ui.ctx().request_repaint();
        }
    }

    /// Shows the whole words of a card beside it.
    pub(super) fn read(&mut self, frame: &Frame<'_>, card: CardId) {
        let Some(rect) = frame.picture.layout.cards.get(&card).map(|card| card.rect) else { return };
        let seen = frame.viewport.rect;
        let at = frame.viewport.screen_rect(Pane::Body, rect).left_bottom();
        self.list = Some((OpenList::Words(card), at.clamp(seen.min, seen.max)));
        frame.response.ctx.request_repaint();
    }

    /// True for a card that shows only a part of its words.
    pub(super) fn is_cut(frame: &Frame<'_>, card: CardId) -> bool {
        frame.picture.layout.cards.get(&card).is_some_and(|card| card.text.is_elided)
    }

    fn whole_words(&self, frame: &Frame<'_>, card: CardId) -> Option<String> {
        frame.document.cards.get(&card).map(|card| plain_words(&card.text))
    }

    /// The words themselves; they can be marked and copied.
    pub(super) fn whole_words_ui(&self, ui: &mut Ui, frame: &Frame<'_>, card: CardId) {
        let Some(text) = self.whole_words(frame, card) else { return };
        ui.set_width(WIDTH.min(frame.viewport.rect.width()));
        // Lists stretch what is in them from edge to edge; words are read with even gaps.
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            ScrollArea::vertical().max_height(MOST_HEIGHT).show(ui, |ui| {
                Around::new().inner_margin(MARGIN).show(ui, |ui| ui.add(Label::new(text).wrap().selectable(true)));
            });
        });
    }
}

/// Where the "…" stands, with room to hit it.
fn end_of_words(card: &CardBox) -> Option<Rect> {
    let last = card.text.lines.last()?;
    let size = card.text.style.size;
    let end = Point::new(card.text_origin.x + last.width, card.text_origin.y + last.baseline);
    let from = (end.x - GRIP_EMS * size).max(card.text_origin.x);
    Some(Rect { min: Point::new(from, end.y - size), max: Point::new(end.x + size * 0.4, end.y + size * 0.5) })
}
