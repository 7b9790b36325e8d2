//! The text field over a record whose words are edited in place.

use crate::canvas::camera::{Pane, Viewport};
use crate::canvas::paint::{color, font};
use crate::canvas::text_edit::{FirstCursor, GoOn, TextEditing, TextPlace};
use crate::canvas::text_marks;
use crate::model::edit::MAX_TEXT_CHARS;
use crate::theme::Tokens;
use egui::text::{CCursor, CCursorRange};
use egui::{
    Color32, Event, EventFilter, Frame, Id, ImeEvent, Key, KeyboardShortcut, Margin, Modifiers, Rect, TextEdit,
    UiBuilder, Vec2,
};

/// Words are never edited smaller than this, points, however far away the map is.
const SMALLEST_SIZE: f32 = 11.0;

/// Narrower than this, in sizes of its letters, no field is.
const LEAST_EMS: f32 = 6.0;

/// Room between the words and the frame of a field with a ground of its own, points.
const FRAME: i8 = 3;

/// What the field wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldEvent {
    /// Keep the words and go on.
    Commit(GoOn),
    /// Forget the words.
    Escape,
}

/// What came of a field in a frame.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct FieldOutput {
    /// What it wants.
    pub event: Option<FieldEvent>,
    /// Where the caret stands in the window, when it has moved.
    pub moved_caret: Option<Rect>,
}

/// What a key that ends the edit wants; `None` for all others, which are the field's own. Exactly these modifiers:
/// Shift+Enter starts a line.
#[must_use]
pub fn ending(event: &Event) -> Option<FieldEvent> {
    let Event::Key { key, pressed: true, modifiers, .. } = event else { return None };
    let is_command = modifiers.command && !modifiers.alt;
    let go_on = match key {
        Key::Escape if modifiers.is_none() => return Some(FieldEvent::Escape),
        Key::Enter if modifiers.is_none() => GoOn::Down,
        Key::Enter if is_command && modifiers.shift => GoOn::NextStage,
        Key::Enter if is_command => GoOn::Another,
        Key::Tab if modifiers.is_none() => GoOn::Right,
        Key::Tab if modifiers.shift_only() => GoOn::Left,
        _ => return None,
    };
    Some(FieldEvent::Commit(go_on))
}

/// Follows a composition of an input method (Chinese, Japanese, Korean and others) through an event: Enter, Tab and
/// Escape are its own while it is open, and so is the key that closes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Composition {
    is_open: bool,
    was_closed: bool,
}

impl Composition {
    /// A new frame begins: a key that comes now is no longer the one that closed it.
    pub fn begin_frame(&mut self) {
        self.was_closed = false;
    }

    /// Takes an event of the frame; true when the input method still has the keys.
    pub fn has_keys(&mut self, event: &Event) -> bool {
        match event {
            Event::Ime(ImeEvent::Preedit { text, .. }) => {
                self.was_closed |= self.is_open && text.is_empty();
                self.is_open = !text.is_empty();
            }
            // Some systems empty the composition first, some do not.
            Event::Ime(ImeEvent::Commit(_)) => {
                self.was_closed |= self.is_open;
                self.is_open = false;
            }
            _ => {}
        }
        self.is_open || self.was_closed
    }
}

/// What a field looks like and where it stands.
pub struct Field<'a> {
    /// Where everything stands on screen.
    pub viewport: &'a Viewport,
    /// Where the words stand.
    pub place: &'a TextPlace,
    /// Colour of the words.
    pub ink: Color32,
    /// The theme.
    pub tokens: &'a Tokens,
    /// Identity of the field.
    pub id: Id,
    /// Its name.
    pub name: String,
}

/// True where words stand smaller than they can be edited: the field then has a ground of its own, right over the record.
#[must_use]
pub fn is_enlarged(viewport: &Viewport, place: &TextPlace) -> bool {
    viewport.length(place.style.size) < SMALLEST_SIZE
}

impl Field<'_> {
    /// Where the field stands, for words of a size in points: on the words, or on the whole record where those are too
    /// small. It then grows downwards, as its words need.
    fn room(&self, size: f32, has_ground: bool) -> Rect {
        let words = self.viewport.screen_rect(self.place.pane, self.place.rect);
        if !is_enlarged(self.viewport, self.place) {
            // A hair more than the room the words were broken in, so that rounding breaks no line earlier.
            let words = words.with_max_x(words.max.x + 1.0);
            // The frame of a floating field stands around the words.
            return if has_ground { words.translate(Vec2::splat(-f32::from(FRAME))) } else { words };
        }
        let record = self.viewport.screen_rect(self.place.pane, self.place.frame);
        // A header holds more than its words; of that only the words are covered.
        let lower =
            if self.place.pane == Pane::Header { words.max.y + words.min.y - record.min.y } else { record.max.y };
        let mut room = record.with_max_y(lower.min(record.max.y));
        // A record seen from far holds no readable word.
        room.set_width(room.width().max(size * LEAST_EMS));
        room.set_height(room.height().max(size * 2.0));
        let seen = self.viewport.rect;
        let inside = room.min.clamp(seen.min, (seen.max - room.size()).max(seen.min));
        Rect::from_min_size(inside, room.size())
    }

    /// Shows the field; says when the words are to be kept because the keyboard went elsewhere, and where the caret has
    /// gone.
    pub fn show_ui(&self, ui: &mut egui::Ui, editing: &mut TextEditing) -> FieldOutput {
        let natural = self.viewport.length_in(self.place.pane, self.place.style.size);
        let size = natural.max(SMALLEST_SIZE);
        let is_enlarged = is_enlarged(self.viewport, self.place);
        // Words over other cards and lanes need a ground of their own, or nobody can read either.
        let has_ground = self.place.is_floating || editing.is_outgrown;
        let rect = self.room(size, has_ground);
        let font = font(self.place.style, size);
        let row_height = ui.fonts_mut(|f| f.row_height(&font));
        #[expect(clippy::cast_possible_truncation, reason = "a line height on screen")]
        let line_height = (crate::layout::measure::line_height(self.place.style) as f32)
            * (size / natural.max(f32::MIN_POSITIVE))
            * self.viewport.length_in(self.place.pane, 1.0);
        let clip = if is_enlarged || self.place.is_floating {
            self.viewport.rect
        } else {
            self.viewport.clip(self.place.pane)
        };

        let builder = UiBuilder::new().max_rect(rect).id_salt(self.id).layout(egui::Layout::top_down(egui::Align::Min));
        let mut child = ui.new_child(builder);
        child.set_clip_rect(clip.intersect(ui.clip_rect()).expand(1.0));
        child.spacing_mut().extra_text_line_spacing = line_height - row_height;
        let frame = if is_enlarged || has_ground {
            let fill = color(self.tokens.card);
            Frame::NONE
                .fill(fill)
                .inner_margin(Margin::same(FRAME))
                .stroke(egui::Stroke::new(1.0, color(self.tokens.accent)))
        } else {
            Frame::NONE
        };
        let new_line = KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter);
        let before = editing.text.clone();
        let has_paragraphs = editing.has_paragraphs();
        let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
        if has_paragraphs && !editing.is_value() {
            text_marks::marked_by_keys(ui.ctx(), self.id, &mut editing.text);
        }
        let mut output = TextEdit::multiline(&mut editing.text)
            .id(self.id)
            .font(font)
            .text_color(self.ink)
            .frame(frame)
            .margin(Margin::ZERO)
            .desired_width(rect.width())
            .desired_rows(1)
            .min_size(if is_enlarged { rect.size() } else { Vec2::ZERO })
            .char_limit(MAX_TEXT_CHARS)
            .return_key(has_paragraphs.then_some(new_line))
            .event_filter(filter)
            .show(&mut child);
        let response = output.response.response.clone().accessible_name(self.name.clone());
        if !has_paragraphs && editing.text.contains('\n') {
            editing.text = editing.text.replace('\n', " ");
        }
        if editing.text != before {
            editing.version += 1;
        }
        if !editing.is_shown {
            editing.is_shown = true;
            response.request_focus();
            let end = CCursor::new(editing.text.chars().count());
            let range = match editing.first_cursor {
                FirstCursor::All => CCursorRange::two(CCursor::new(0), end),
                FirstCursor::End => CCursorRange::one(end),
            };
            output.state.cursor.set_char_range(Some(range));
            output.state.store(ui.ctx(), self.id);
            return FieldOutput::default();
        }
        let caret = output.cursor_range.map(|range| range.primary);
        let has_moved = caret != editing.caret;
        editing.caret = caret;
        let record = self.viewport.screen_rect(self.place.pane, self.place.frame);
        let is_outgrown = output.galley_pos.y + output.galley.rect.bottom() > record.bottom();
        if std::mem::replace(&mut editing.is_outgrown, is_outgrown) != is_outgrown {
            ui.ctx().request_repaint();
        }
        let place = |caret| output.galley.pos_from_cursor(caret).translate(output.galley_pos.to_vec2());
        FieldOutput {
            event: response.lost_focus().then_some(FieldEvent::Commit(GoOn::Stay)),
            moved_caret: caret.filter(|_| has_moved).map(place),
        }
    }
}
