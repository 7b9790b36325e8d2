//! What the window asks of the map and tells it: who has the keyboard, what is going on, where things stand.

use crate::base::geom::Camera;
use crate::base::ids::{LaneId, MapId, StepId};
use crate::canvas::camera::Pane;
use crate::canvas::edits;
use crate::canvas::grid::Spot;
use crate::canvas::text_edit::{EditTarget, TextEditing};
use crate::canvas::tools::CellRef;
use crate::canvas::tools::select::SelectTool;
use crate::canvas::view::{Asked, CanvasView, Frame};
use crate::layout::MapLayout;
use crate::model::{Document, Edit, RecordRef};
use crate::session::Session;
use crate::session::clipboard::PasteAt;

/// Where the keyboard stood last on the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stood {
    spot: Spot,
    /// The cell around it, for when it is gone.
    cell: Option<CellRef>,
    /// Its place among its own kind, for when even that is gone.
    index: usize,
}

impl Stood {
    /// The spot as it is now: where something was deleted, its cell.
    pub(super) fn spot(self, layout: &MapLayout) -> Option<Spot> {
        let is_there = match self.spot {
            Spot::Stage(id) => layout.stage(id).is_some(),
            Spot::Step(id) => layout.step(id).is_some(),
            Spot::Lane(id) => layout.lane(id).is_some(),
            Spot::Card(id) => layout.cards.contains_key(&id),
            Spot::Cell(_) => false,
        };
        let is_cell_there = |cell: &CellRef| layout.lane(cell.lane).is_some() && layout.step(cell.step).is_some();
        if is_there {
            return Some(self.spot);
        }
        // What stands now where it stood, or the last of its kind.
        match self.spot {
            Spot::Stage(_) => layout.stages.get(self.index).or(layout.stages.last()).map(|s| Spot::Stage(s.id)),
            Spot::Step(_) => layout.steps.get(self.index).or(layout.steps.last()).map(|s| Spot::Step(s.id)),
            Spot::Lane(_) => layout.lanes.get(self.index).or(layout.lanes.last()).map(|l| Spot::Lane(l.id)),
            Spot::Card(_) | Spot::Cell(_) => self.cell.filter(is_cell_there).map(Spot::Cell),
        }
    }
}

impl CanvasView {
    /// The map hears the keyboard from the next frame on.
    pub fn take_keyboard(&mut self) {
        self.wants_keyboard = true;
    }

    /// True while keys that nobody else holds are meant for the map.
    #[must_use]
    pub fn owns_keyboard(&self, ctx: &egui::Context) -> bool {
        ctx.memory(egui::Memory::focused).is_none_or(|id| Some(id) == self.keys_id || self.focused.is_some())
    }

    /// True while something is held with the mouse.
    #[must_use]
    pub fn has_drag(&self) -> bool {
        self.tool.is_active() || self.pan.is_active()
    }

    /// The cards that are held with the mouse.
    #[must_use]
    pub fn dragged_cards(&self) -> Vec<RecordRef> {
        self.tool.taken().into_iter().map(RecordRef::from).collect()
    }

    /// Drops what is held where it was taken.
    pub fn let_go(&mut self) {
        self.tool = SelectTool::Idle;
        self.is_press_dropped = true;
    }

    /// True while a small list is open.
    #[must_use]
    pub fn has_list(&self) -> bool {
        self.list.is_some()
    }

    /// Closes the small list.
    pub fn close_list(&mut self) {
        if self.list.is_some() {
            self.leave_list();
        }
    }

    /// True while keys wait for what they are meant for.
    #[must_use]
    pub fn has_waiting_keys(&self) -> bool {
        !self.early_keys.is_empty()
    }

    /// Opens the menu of what is selected in the next frame.
    pub fn open_menu(&mut self) {
        self.wants_menu = true;
    }

    /// Remembers where the keyboard stands: arrows go on from there when nothing is selected any more.
    pub(super) fn note_spot(&mut self, frame: &Frame<'_>) {
        let Some(spot) = edits::spot(frame.input.session.selection(), self.cell) else { return };
        let cell = match spot {
            Spot::Cell(cell) => Some(cell),
            Spot::Card(id) => frame.document.cards.get(&id).map(|c| CellRef { lane: c.lane, step: c.step }),
            _ => None,
        };
        let layout = &frame.picture.layout;
        let index = match spot {
            Spot::Stage(id) => layout.stages.iter().position(|s| s.id == id),
            Spot::Step(id) => layout.step(id).map(|(index, _)| index),
            Spot::Lane(id) => layout.lane(id).map(|(index, _)| index),
            Spot::Card(_) | Spot::Cell(_) => None,
        };
        self.stood = Some(Stood { spot, cell, index: index.unwrap_or(0) });
        if !matches!(spot, Spot::Lane(_)) {
            self.stood_off_labels = self.stood;
        }
    }

    /// Chooses the cell of a card that was deleted where one stood: one goes on from there.
    pub(super) fn stay_where_card_was(&mut self, frame: &Frame<'_>) {
        let is_nothing_chosen = self.cell.is_none() && self.focused.is_none() && self.editing.is_none();
        let Some(Stood { spot: Spot::Card(card), cell: Some(cell), .. }) =
            self.stood.filter(|_| is_nothing_chosen && frame.input.session.selection().is_empty())
        else {
            return;
        };
        let layout = &frame.picture.layout;
        let place = layout.lane(cell.lane).zip(layout.step(cell.step));
        let is_free = place.is_some_and(|((row, _), (column, _))| layout.cards_in_cell(row, column).is_empty());
        if is_free && !frame.document.cards.contains_key(&card) {
            self.cell = Some(cell);
        }
    }

    /// The empty cell that is chosen: letters typed now, and cards added, are meant for it.
    #[must_use]
    pub fn chosen_cell(&self) -> Option<(LaneId, crate::base::ids::StepId)> {
        self.cell.map(|cell| (cell.lane, cell.step))
    }

    /// Where one stands after a step was taken back and nothing is selected: in the empty cell where one stood before it,
    /// or where a card was that is gone with it.
    pub fn stand_after_undo(&mut self, before: &Document, session: &Session, stood: Option<(LaneId, StepId)>) {
        if !session.selection().is_empty() {
            return;
        }
        let document = session.document();
        let is_of_map = |(lane, step): &(LaneId, StepId)| {
            let of = document.lanes.get(lane).is_some_and(|lane| Some(lane.map) == session.map());
            of && document.map_of_step(*step) == session.map()
        };
        let taken = before.cards.values().filter(|card| !document.cards.contains_key(&card.id));
        let mut left = taken.map(|card| (card.lane, card.step)).filter(is_of_map);
        let is_free = |(lane, step): &(LaneId, StepId)| document.cards_in(*lane, *step).is_empty();
        if let Some((lane, step)) = stood.filter(is_of_map).filter(is_free).or_else(|| left.next()) {
            self.wanted_cell = Some(CellRef { lane, step });
        }
    }

    /// Stands in the chosen cell as long as it is there and nothing is selected, and in the one that is wanted now.
    pub(super) fn keep_cell(&mut self, document: &Document, selection: &[RecordRef]) {
        let is_there = |c: &CellRef| document.lanes.contains_key(&c.lane) && document.steps.contains_key(&c.step);
        let wanted = self.wanted_cell.take().filter(is_there);
        self.reveals_cell |= wanted.is_some();
        self.cell = wanted.or(self.cell).filter(|cell| selection.is_empty() && is_there(cell));
        if self.editing.is_none() && self.list.is_none() {
            self.typed_from = self.cell;
        }
    }

    /// Where a block would be pasted: on what is selected, or into the chosen cell.
    #[must_use]
    pub fn paste_at(&self, session: &Session) -> PasteAt {
        match edits::spot(session.selection(), self.cell) {
            Some(Spot::Stage(id)) => PasteAt::Stage(id),
            Some(Spot::Step(id)) => PasteAt::Step(id),
            Some(Spot::Lane(id)) => PasteAt::Lane(id),
            Some(Spot::Cell(cell)) => PasteAt::Cell(cell.lane, cell.step),
            Some(Spot::Card(id)) => {
                session.document().cards.get(&id).map_or(PasteAt::Anywhere, |c| PasteAt::Cell(c.lane, c.step))
            }
            None => PasteAt::Anywhere,
        }
    }

    /// Where the camera stands on a map; `None` before its first frame.
    #[must_use]
    pub fn camera(&self, map: MapId) -> Option<Camera> {
        self.cameras.get(&map).copied()
    }

    /// The map that was shown last.
    #[must_use]
    pub(super) fn shown_map(&self) -> Option<MapId> {
        self.shown_map
    }

    /// Puts the camera where it stood when the file was last open.
    pub fn set_camera(&mut self, map: MapId, camera: Camera) {
        let zoom = camera.zoom.clamp(Camera::MIN_ZOOM, Camera::MAX_ZOOM);
        if camera.origin.x.is_finite() && camera.origin.y.is_finite() && zoom.is_finite() {
            self.cameras.insert(map, Camera { origin: camera.origin, zoom });
        }
    }

    /// The zoom of the map that was shown last; 1 is 100 %.
    #[must_use]
    pub fn zoom(&self) -> f64 {
        self.viewport.map_or(1.0, |v| v.camera.zoom)
    }

    /// The size of the map that was shown last, world units; nothing before the first frame.
    #[must_use]
    pub fn map_size(&self) -> crate::base::geom::Size {
        let bounds = self.viewport.map(|v| v.bounds).unwrap_or_default();
        crate::base::geom::Size { width: bounds.width(), height: bounds.height() }
    }

    /// Where a card stood in the window in the last frame, hidden parts included.
    #[must_use]
    pub fn card_rect(&self, card: crate::base::ids::CardId) -> Option<egui::Rect> {
        let rect = self.cache.shown_layout().cards.get(&card)?.rect;
        Some(self.viewport?.screen_rect(Pane::Body, rect))
    }

    /// True while a drag, a pan or an edit of words is going on.
    #[must_use]
    pub fn has_gesture(&self) -> bool {
        self.tool.is_active() || self.pan.is_active() || self.editing.is_some()
    }

    /// True while a field is open in which nothing was typed.
    #[must_use]
    pub fn has_untouched_words(&self) -> bool {
        self.editing.as_ref().is_some_and(TextEditing::is_untouched)
    }

    /// Closes a field in which nothing was typed: what it stands over is being taken back.
    pub fn drop_untouched_words(&mut self) {
        if self.has_untouched_words() {
            self.editing = None;
            self.take_keyboard();
        }
    }

    /// The run of Tab is over: what was typed in it is taken back, or something else was done again.
    pub fn end_run(&mut self) {
        self.run_start = None;
    }

    /// What is being added by the words that are typed, with those words.
    #[must_use]
    pub fn new_words(&self) -> Option<(&Edit, &str)> {
        let editing = self.editing.as_ref()?;
        match &editing.target {
            EditTarget::New(edit) => Some((&**edit, editing.text.as_str())),
            EditTarget::Existing(_) => None,
        }
    }

    /// True while words are edited in place.
    #[must_use]
    pub fn is_editing_text(&self) -> bool {
        self.editing.is_some()
    }

    /// Edits the words of a record in place from the next frame on; `typed` replaces them.
    pub fn begin_text_edit(&mut self, record: RecordRef, typed: Option<String>) {
        self.asked = Some(Asked::Existing(record, typed));
    }

    /// The same with the caret behind the words.
    pub fn begin_writing_on(&mut self, record: RecordRef) {
        self.asked = Some(Asked::WriteOn(record));
    }

    /// Edits the words of something new from the next frame on: keeping them makes it, Escape leaves nothing behind.
    pub fn begin_new_text(&mut self, edit: Edit) {
        self.asked = Some(Asked::New(Box::new(edit)));
    }

    /// True while a field for words was begun that has not had the keyboard in a frame of its own, or keys wait for one.
    #[must_use]
    pub fn is_awaiting_keyboard(&self) -> bool {
        let has_field = self.editing.as_ref().is_none_or(|editing| editing.caret.is_some());
        !has_field || self.has_waiting_keys() || self.is_awaiting_pick()
    }
}
