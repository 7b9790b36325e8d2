//! Where a drag would drop, and the edit that would do it.

use crate::base::geom::{Point, Rect};
use crate::base::ids::{CardId, LaneId, StageId, StepId};
use crate::canvas::tools::ToolContext;
use crate::canvas::tools::resize::{self, Side};
use crate::layout::{LaneBox, MapLayout, curve_value};
use crate::model::edit::CardMove;
use crate::model::{AnyRecord, Card, CardBody, Edit};
use crate::session::arrange;

/// What is being dragged.
#[derive(Debug, Clone, PartialEq)]
pub enum Dragged {
    /// Cards; the first is the one under the pointer.
    Cards {
        /// All of them.
        cards: Vec<CardId>,
        /// Columns between the first card's left edge and where it was taken.
        grabbed_column: usize,
    },
    /// A point of the drawn experience curve: only its value changes.
    CurvePoint(CardId),
    /// A stage with all in it.
    Stage(StageId),
    /// A step with its column.
    Step(StepId),
    /// A lane with its row.
    Lane(LaneId),
    /// A side of a card.
    Span {
        /// Whose.
        card: CardId,
        /// Which.
        side: Side,
    },
    /// The lower edge of a lane.
    LaneHeight(LaneId),
}

/// Where something would drop.
#[derive(Debug, Clone, PartialEq)]
pub struct Drop {
    /// What dropping does.
    pub edit: Edit,
    /// What shows it.
    pub mark: DropMark,
}

/// How a drop is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DropMark {
    /// An upright line in the header, going on through the cells; x and its upper end.
    Column {
        /// Where.
        x: f64,
        /// Upper end: the top of the stage row or of the step row.
        top: f64,
    },
    /// A level line over the whole row.
    Row {
        /// Where.
        y: f64,
    },
    /// A line between the cards of a cell, and the cell itself.
    Cell {
        /// The cell, over all columns the card would cover.
        cell: Rect,
        /// Where the card would stand among those that are there.
        y: f64,
    },
    /// The thing itself moves: the picture is the preview.
    Preview,
    /// The same, with a level line to measure it by.
    Guide {
        /// Where.
        y: f64,
    },
}

/// Where a drag would drop at a world point; `None` when it cannot.
#[must_use]
pub fn drop_at(dragged: &Dragged, at: Point, is_copy: bool, cx: &ToolContext) -> Option<Drop> {
    let drop = match dragged {
        Dragged::Cards { cards, grabbed_column } => cards_drop(cards, *grabbed_column, at, is_copy, cx),
        Dragged::CurvePoint(card) => curve_drop(*card, at, cx),
        Dragged::Stage(stage) => stage_drop(*stage, at, cx),
        Dragged::Step(step) => step_drop(*step, at, cx),
        Dragged::Lane(lane) => lane_drop(*lane, at, cx),
        Dragged::Span { card, side } => resize::span_drop(*card, *side, at, cx),
        Dragged::LaneHeight(lane) => resize::height_drop(*lane, at, cx),
    };
    drop.map(|drop| Drop { edit: arrange::with_selected(drop.edit, cx.selection), ..drop })
}

fn stage_drop(stage: StageId, at: Point, cx: &ToolContext) -> Option<Drop> {
    let stages = &cx.layout.stages;
    let index = stages.iter().filter(|s| s.rect.center().x < at.x).count();
    let before = stages.get(index).map(|s| s.id);
    let gap = cx.layout.sizes.stage_gap / 2.0;
    let x = match stages.get(index) {
        Some(next) => next.rect.min.x - gap,
        None => stages.last()?.rect.max.x + gap,
    };
    let top = stages.first()?.rect.min.y;
    Some(Drop { edit: Edit::MoveStage { stage, before }, mark: DropMark::Column { x, top } })
}

fn step_drop(step: StepId, at: Point, cx: &ToolContext) -> Option<Drop> {
    let layout = cx.layout;
    let distance = |r: &Rect| (r.min.x - at.x).max(at.x - r.max.x).max(0.0);
    let stage = layout.stages.iter().min_by(|a, b| distance(&a.rect).total_cmp(&distance(&b.rect)))?;
    let steps = layout.steps.get(stage.steps.clone())?;
    let index = steps.iter().filter(|s| s.rect.center().x < at.x).count();
    let gap = layout.sizes.step_gap / 2.0;
    let x = match steps.get(index) {
        Some(next) => next.rect.min.x - gap,
        None => steps.last()?.rect.max.x + gap,
    };
    let top = steps.first()?.rect.min.y;
    let before = steps.get(index).map(|s| s.id);
    Some(Drop { edit: Edit::MoveStep { step, stage: stage.id, before }, mark: DropMark::Column { x, top } })
}

fn lane_drop(lane: LaneId, at: Point, cx: &ToolContext) -> Option<Drop> {
    let lanes = &cx.layout.lanes;
    let index = lanes.iter().filter(|l| l.rect.center().y < at.y).count();
    let y = match lanes.get(index) {
        Some(next) => next.rect.min.y,
        None => lanes.last()?.rect.max.y,
    };
    let before = lanes.get(index).map(|l| l.id);
    Some(Drop { edit: Edit::MoveLane { lane, before }, mark: DropMark::Row { y } })
}

fn curve_drop(card: CardId, at: Point, cx: &ToolContext) -> Option<Drop> {
    let card = cx.document.cards.get(&card)?;
    let plot = cx.layout.lane(card.lane)?.1.plot?;
    let value = (curve_value(plot, at.y).clamp(-2.0, 2.0) * 10.0).round() / 10.0;
    let card = Card { body: CardBody::Curve { value }, ..Card::clone(card) };
    Some(Drop { edit: Edit::Update(AnyRecord::Card(card)), mark: DropMark::Preview })
}

/// The column at an x: the one under it, or the nearest.
#[must_use]
pub fn column_at(layout: &MapLayout, x: f64) -> Option<usize> {
    let distance = |r: &Rect| (r.min.x - x).max(x - r.max.x).max(0.0);
    let nearest = |a: &(usize, f64), b: &(usize, f64)| a.1.total_cmp(&b.1);
    layout.steps.iter().map(|s| distance(&s.rect)).enumerate().min_by(nearest).map(|(i, _)| i)
}

/// The row at a y that can hold cards: the one under it, or the nearest.
fn row_at(layout: &MapLayout, y: f64) -> Option<usize> {
    let distance = |r: &Rect| (r.min.y - y).max(y - r.max.y).max(0.0);
    let nearest = |a: &(usize, f64), b: &(usize, f64)| a.1.total_cmp(&b.1);
    let rows = layout.lanes.iter().enumerate().filter(|(_, l)| l.has_cells());
    rows.map(|(i, l)| (i, distance(&l.rect))).min_by(nearest).map(|(i, _)| i)
}

/// An index moved by as much as another one was, held inside its range.
fn shifted(index: usize, from: usize, to: usize, count: usize) -> usize {
    (index + to).saturating_sub(from).min(count.saturating_sub(1))
}

fn cards_drop(cards: &[CardId], grabbed_column: usize, at: Point, is_copy: bool, cx: &ToolContext) -> Option<Drop> {
    let layout = cx.layout;
    let first = layout.cards.get(cards.first()?)?;
    let span = first.columns.len().max(1);
    let last_start = layout.steps.len().checked_sub(span)?;
    let column = column_at(layout, at.x)?.saturating_sub(grabbed_column).min(last_start);
    let row = row_at(layout, at.y)?;
    // A card that is there already may be put in order there.
    let is_taken = |id: &CardId, to: &LaneBox| {
        cx.document.cards.get(id).is_some_and(|card| card.lane == to.id || card.body.belongs_in(to.kind))
    };
    if !is_taken(cards.first()?, layout.lanes.get(row)?) {
        return None;
    }

    // Among the cards that stay, the one whose middle is below the pointer is the one to stand before.
    let staying: Vec<CardId> =
        layout.cards_in_cell(row, column).iter().copied().filter(|c| is_copy || !cards.contains(c)).collect();
    let below = staying.iter().find(|c| layout.cards.get(c).is_some_and(|b| b.rect.center().y > at.y)).copied();
    let (lane, step) = (layout.lanes.get(row)?.id, layout.steps.get(column)?.id);
    // A card that reaches into this cell from the left orders nothing here.
    let before = below.filter(|c| cx.document.cards.get(c).is_some_and(|card| card.step == step));

    let targets = cards.iter().filter_map(|id| {
        let card = layout.cards.get(id)?;
        let width = card.columns.len().max(1);
        let start = shifted(card.columns.start, first.columns.start, column, layout.steps.len());
        let start = start.min(layout.steps.len().checked_sub(width)?);
        let lane_index = shifted(card.lane, first.lane, row, layout.lanes.len());
        let target = layout.lanes.get(lane_index)?;
        // Dividers hold nothing, lanes of KPIs only those: what would land there stays in its own row.
        let is_allowed = target.has_cells() && is_taken(id, target);
        let target = if is_allowed { target } else { layout.lanes.get(card.lane)? };
        Some((*id, target.id, layout.steps.get(start)?.id))
    });

    let moves: Vec<CardMove> = targets
        .map(|(card, to_lane, to_step)| {
            let before = before.filter(|_| (to_lane, to_step) == (lane, step));
            CardMove { card, lane: to_lane, step: to_step, before }
        })
        .collect();
    let edit = if is_copy { Edit::CopyCards(moves) } else { Edit::MoveCards(moves) };
    let cell = layout.cell_rect(row, column)?.union(&layout.cell_rect(row, column + span - 1)?);
    let half_gap = layout.sizes.card_gap / 2.0;
    let y = match below.and_then(|c| layout.cards.get(&c)) {
        Some(next) => next.rect.min.y - half_gap,
        None => staying
            .last()
            .and_then(|c| layout.cards.get(c))
            .map_or(cell.min.y + layout.sizes.lane_padding, |last| last.rect.max.y + half_gap),
    };
    Some(Drop { edit, mark: DropMark::Cell { cell, y } })
}
