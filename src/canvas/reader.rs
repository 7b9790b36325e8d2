//! The whole words of a card or step that has room for their beginning only: behind the "…" at their end.

use crate::base::geom::{Point, Rect};
use crate::canvas::paint::color;
use crate::canvas::text_edit::{TextPlace, place_of};
use crate::canvas::view::{CanvasView, Frame, OpenList};
use crate::i18n::canvas as words;
use crate::layout::plain_words;
use crate::model::RecordRef;
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
    /// The "…" of every card and step in sight that shows only a part of its words, for the pointer and the keyboard.
    pub(super) fn cut_words_ui(&mut self, ui: &Ui, frame: &Frame<'_>) {
        if frame.lod < Lod::Compact || self.editing.is_some() {
            return;
        }
        let layout = &frame.picture.layout;
        let cards = layout.cards.values().filter(|card| card.text.is_elided).map(|card| RecordRef::from(card.id));
        let steps = layout.steps.iter().filter(|step| step.title.is_elided).map(|step| RecordRef::from(step.id));
        let (mut opened, mut asked) = (None, None);
        for record in cards.chain(steps) {
            let Some(place) = place_of(layout, record) else { continue };
            let Some(rect) = end_of_words(&place) else { continue };
            let (rect, seen) = (frame.viewport.screen_rect(place.pane, rect), frame.viewport.clip(place.pane));
            if !seen.contains_rect(rect) {
                continue;
            }
            let name = Self::whole_words(frame, record).map(|text| words::whole_words_of(&text)).unwrap_or_default();
            // It takes drags too: otherwise the canvas below would, and with them the press.
            let response = ui.interact(rect, frame.id.with(("whole words", record)), Sense::click_and_drag());
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
                opened = Some(record);
            }
            if response.secondary_clicked() {
                asked = Some(record);
            }
            response.on_hover_cursor(CursorIcon::PointingHand);
        }
        if let Some(record) = opened {
            self.read(frame, record);
        }
        // The other button means the card or step, here as anywhere on it.
        if let Some(record) = asked {
            if !frame.input.session.selection().contains(&record) {
                frame.select(vec![record]);
            }
            self.open_menu();
            ui.ctx().request_repaint();
        }
    }

    /// Shows the whole words of a card or step beside it.
    pub(super) fn read(&mut self, frame: &Frame<'_>, record: RecordRef) {
        let Some(place) = place_of(&frame.picture.layout, record) else { return };
        let seen = frame.viewport.rect;
        let at = frame.viewport.screen_rect(place.pane, place.frame).left_bottom();
        self.list = Some((OpenList::Words(record), at.clamp(seen.min, seen.max)));
        frame.response.ctx.request_repaint();
    }

    /// True for a card or step that shows only a part of its words.
    pub(super) fn is_cut(frame: &Frame<'_>, record: RecordRef) -> bool {
        let is_read = matches!(record, RecordRef::Card(_) | RecordRef::Step(_));
        is_read && place_of(&frame.picture.layout, record).is_some_and(|place| place.block.is_elided)
    }

    fn whole_words(frame: &Frame<'_>, record: RecordRef) -> Option<String> {
        frame.document.record(record).map(|record| plain_words(record.words()))
    }

    /// The words themselves; they can be marked and copied.
    pub(super) fn whole_words_ui(ui: &mut Ui, frame: &Frame<'_>, record: RecordRef) {
        let Some(text) = Self::whole_words(frame, record) else { return };
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
fn end_of_words(place: &TextPlace) -> Option<Rect> {
    let (last, origin) = (place.block.lines.last()?, place.rect.min);
    let size = place.style.size;
    let end = Point::new(origin.x + last.width, origin.y + last.baseline);
    let from = (end.x - GRIP_EMS * size).max(origin.x);
    Some(Rect { min: Point::new(from, end.y - size), max: Point::new(end.x + size * 0.4, end.y + size * 0.5) })
}
