//! Typing a map like a sheet: where the keyboard goes when words are kept, and what it adds on its way.

use crate::base::ids::{LaneId, StageId};
use crate::canvas::edits;
use crate::canvas::grid::{Direction, Spot};
use crate::canvas::text_edit::{EditTarget, GoOn, TextEditing};
use crate::canvas::tools::CellRef;
use crate::canvas::view::{CanvasView, Frame};
use crate::i18n::canvas as words;
use crate::model::edit::Verb;
use crate::model::history::Standing;
use crate::model::{CardBody, Document, Edit, EditLabel, LaneKind, RecordRef, TableKind};
use crate::session::{AppCommand, CommandSender, arrange};
use std::sync::Arc;

impl CanvasView {
    /// Ends the edit of words, keeping them, and goes on from there.
    pub(super) fn commit_text(&mut self, frame: &Frame<'_>, go_on: GoOn) {
        let Some(editing) = self.editing.take() else { return };
        self.has_committed = true;
        let record = editing.record(frame.input.session.document(), &frame.document);
        let edit = editing.commit();
        if edit.is_some() {
            self.tell_where_one_stood(frame);
        }
        let next = self.next_after(frame, &editing, record, go_on);
        self.typed_from = self.cell;
        let is_homeless = edit.as_ref().is_some_and(|edit| frame.input.session.preview(edit).is_err());
        if let Some(told) = is_homeless.then(|| editing.homeless()).flatten() {
            frame.send(AppCommand::Tell(told));
        }
        if let Some(edit) = edit {
            let then = if next { crate::session::AfterEdit::Nothing } else { edits::after(&edit) };
            frame.send(AppCommand::Edit { edit, merge: editing.merge(), then });
        }
        if let Some(told) = editing.told() {
            frame.send(AppCommand::Tell(told));
        }
        frame.response.ctx.request_repaint();
    }

    /// Says where one stood when the words were begun that the next edit keeps: the keyboard goes on before it is done.
    pub(super) fn tell_where_one_stood(&self, frame: &Frame<'_>) {
        let cell = self.typed_from.map(|cell| (cell.lane, cell.step));
        let selection = frame.input.session.selection().to_vec();
        frame.send(AppCommand::StoodAt(Standing { selection, cell }));
    }

    /// Ends the edit of words whose place is gone; they can still be had.
    pub(super) fn drop_words(&mut self, sender: &CommandSender) {
        if let Some(told) = self.editing.take().and_then(|editing| editing.homeless()) {
            sender.send(AppCommand::Tell(told));
        }
    }

    /// Where the keyboard goes after a commit; true when it goes somewhere.
    pub(super) fn next_after(
        &mut self,
        frame: &Frame<'_>,
        editing: &TextEditing,
        record: Option<RecordRef>,
        go_on: GoOn,
    ) -> bool {
        let Some(record) = record else { return false };
        let is_made = editing.commit().is_some() || matches!(editing.target, EditTarget::Existing(_));
        let goes_on = match (go_on, Spot::of(record)) {
            (GoOn::Stay, _) | (_, None) => {
                self.run_start = None;
                false
            }
            (GoOn::Right, Some(spot)) => self.go_aside(frame, spot, Direction::Right, is_made),
            (GoOn::Left, Some(spot)) => self.go_aside(frame, spot, Direction::Left, is_made),
            (GoOn::Down, Some(Spot::Lane(lane))) if is_new_lane(frame, editing) => self.go_back_from(frame, lane),
            (GoOn::Down, Some(spot)) => self.go_down(frame, editing, spot),
            // What was not made has nothing after it.
            (GoOn::Another | GoOn::NextStage, _) if !is_made => false,
            (GoOn::Another, _) => self.begin_new(arrange::another(&frame.document, record)),
            (GoOn::NextStage, _) => self.begin_new(arrange::next_stage(&frame.document, record)),
        };
        let is_at_end = is_made && !goes_on && matches!(go_on, GoOn::Down | GoOn::Right);
        goes_on || (is_at_end && self.stand_beside(frame, record))
    }

    /// Behind the last cell nothing follows: the cell is chosen rather than its card, so that the next words are another
    /// card in it and type over none.
    fn stand_beside(&mut self, frame: &Frame<'_>, record: RecordRef) -> bool {
        let RecordRef::Card(card) = record else { return false };
        let Some(card) = frame.document.cards.get(&card) else { return false };
        self.stand_on(frame, Spot::Cell(CellRef { lane: card.lane, step: card.step }));
        true
    }

    fn begin_new(&mut self, edit: Option<Edit>) -> bool {
        let Some(edit) = edit else { return false };
        self.editing = Some(TextEditing::new_record(edit, None));
        true
    }

    /// Tab: to the next column. Behind the last cell of a row the next row goes on where this one was begun, behind
    /// the last title a new one follows.
    pub(super) fn go_aside(&mut self, frame: &Frame<'_>, spot: Spot, direction: Direction, is_made: bool) -> bool {
        let layout = &frame.picture.layout;
        if self.run_start.is_none() {
            self.run_start = spot.column(layout);
        }
        let start = self.run_start.unwrap_or(0);
        let next = spot.next_in_row(direction, start, layout);
        match next {
            Some(next) => {
                self.stand_on(frame, next);
                self.edit_at(frame, next);
                true
            }
            None if direction == Direction::Right && is_made => self.begin_new(appended(frame, spot)),
            None => false,
        }
    }

    /// Enter: down the column, as [`Self::go_below`] does; but a new stage is named before its first step.
    fn go_down(&mut self, frame: &Frame<'_>, editing: &TextEditing, spot: Spot) -> bool {
        if let Spot::Stage(stage) = spot
            && is_new_stage(&frame.document, stage, editing)
        {
            self.run_start = None;
            let first = frame.document.steps_of(stage).first().map(|s| s.id);
            self.editing = first.and_then(|step| TextEditing::existing(&frame.document, step.into(), None));
            self.reveal = first.map(RecordRef::from);
            frame.select(first.map(RecordRef::from).into_iter().collect());
            return self.editing.is_some();
        }
        self.go_below(frame, spot)
    }

    /// From the name of a lane that was just added into its first cell, which is to be filled. A line holds nothing: from
    /// its name back to where one was, and not into the name of whatever lane comes next.
    fn go_back_from(&mut self, frame: &Frame<'_>, lane: LaneId) -> bool {
        let layout = &frame.picture.layout;
        let is_line = frame.document.lanes.get(&lane).is_some_and(|lane| lane.kind == LaneKind::Divider);
        let before = self.stood_off_labels.filter(|_| is_line).and_then(|stood| stood.spot(layout));
        match before.or_else(|| Spot::Lane(lane).next(Direction::Right, layout)) {
            Some(spot) => self.stand_on(frame, spot),
            None => frame.select(Vec::new()),
        }
        true
    }

    /// Down the column; after a run of Tab back to the column where it began, in the row below.
    pub(super) fn go_below(&mut self, frame: &Frame<'_>, spot: Spot) -> bool {
        let layout = &frame.picture.layout;
        let start = self.run_start.take();
        let next = match (spot, start) {
            (_, Some(column)) => spot.in_next_row(column, layout),
            (_, None) => spot.next(Direction::Down, layout),
        };
        match next {
            Some(next) => {
                self.stand_on(frame, next);
                true
            }
            None => false,
        }
    }

    /// Enter in an empty cell. A point of the curve is typed; where the pointer happens to be says nothing then.
    pub(super) fn enter_cell(&mut self, frame: &Frame<'_>, cell: CellRef) {
        if frame.document.lanes.get(&cell.lane).is_some_and(|lane| lane.kind == LaneKind::Curve) {
            self.edit_at(frame, Spot::Cell(cell));
            frame.response.ctx.request_repaint();
        } else {
            self.add_card(frame, cell, None);
        }
    }

    /// Begins to edit what stands at a spot; an empty cell gets a card as its lane has it.
    fn edit_at(&mut self, frame: &Frame<'_>, spot: Spot) {
        self.editing = match spot {
            Spot::Cell(cell) => {
                let is_curve = frame.document.lanes.get(&cell.lane).is_some_and(|l| l.kind == LaneKind::Curve);
                let point = || is_curve.then(|| edits::new_point(&frame.document, cell));
                let edit = edits::typed_card(&frame.document, cell).or_else(point);
                edit.map(|edit| TextEditing::new_record(edit, None))
            }
            other => other
                .record()
                .filter(|r| has_words(&frame.document, *r))
                .and_then(|record| TextEditing::existing(&frame.document, record, None)),
        };
    }

    /// Tab without a field: a walk over the cells, row by row.
    pub(super) fn walk(&mut self, frame: &Frame<'_>, direction: Direction) {
        let layout = &frame.picture.layout;
        let spot = edits::spot(frame.input.session.selection(), self.cell);
        if let Some(next) = spot.and_then(|s| s.next_in_row(direction, 0, layout)) {
            self.stand_on(frame, next);
        }
    }
}

/// True for a stage that is being made, or was made just now: its only step has no name of its own yet.
fn is_new_stage(document: &Document, stage: StageId, editing: &TextEditing) -> bool {
    let steps = document.steps_of(stage);
    matches!(editing.target, EditTarget::New(_))
        || matches!(steps.as_slice(), [only] if only.title.is_empty() || only.title == words::new_step())
}

/// True for a lane that is being made, or was made just now and gets its first name.
fn is_new_lane(frame: &Frame<'_>, editing: &TextEditing) -> bool {
    let added = EditLabel { verb: Verb::Add, noun: TableKind::Lane, count: 1 };
    matches!(editing.target, EditTarget::New(_)) || frame.input.session.undo_label() == Some(added)
}

/// KPIs and points of the curve are no words to type over on the way.
fn has_words(document: &Document, record: RecordRef) -> bool {
    match record {
        RecordRef::Card(id) => {
            let card = document.cards.get(&id).map(Arc::as_ref);
            card.is_some_and(|c| !matches!(c.body, CardBody::Kpi { .. } | CardBody::Curve { .. }))
        }
        _ => true,
    }
}

/// What Tab adds behind the last stage or step.
fn appended(frame: &Frame<'_>, spot: Spot) -> Option<Edit> {
    match spot {
        Spot::Stage(_) => Some(edits::new_stage(frame.map, None)),
        Spot::Step(id) => {
            let stage = frame.document.steps.get(&id)?.stage;
            Some(Edit::AddStep { stage, before: None, title: words::new_step().into() })
        }
        Spot::Lane(_) | Spot::Card(_) | Spot::Cell(_) => None,
    }
}
