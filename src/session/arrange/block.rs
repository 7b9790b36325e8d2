//! Several stages, steps or lanes that stand side by side move as one: what they move past goes to their other side.

use super::{Direction, is_across};
use crate::base::ids::{LaneId, MapId, StageId, StepId};
use crate::model::{Document, Edit, RecordRef};

/// The edit that moves a selected block by one place; `None` where it is none, or at the edge.
pub(super) fn nudge(document: &Document, map: MapId, selection: &[RecordRef], direction: Direction) -> Option<Edit> {
    let back = matches!(direction, Direction::Left | Direction::Up);
    match (selection.first()?, is_across(direction)) {
        (RecordRef::Stage(_), true) => {
            let stages = all_of(selection, stage_of)?;
            let order: Vec<StageId> = document.stages_of(map).iter().map(|stage| stage.id).collect();
            let (stage, before) = passed(&order, &stages, back)?;
            Some(Edit::MoveStage { stage, before })
        }
        (RecordRef::Step(first), true) => {
            let steps = all_of(selection, step_of)?;
            let stage = document.steps.get(first)?.stage;
            let order: Vec<StepId> = document.steps_of(stage).iter().map(|step| step.id).collect();
            let (step, before) = passed(&order, &steps, back)?;
            Some(Edit::MoveStep { step, stage, before })
        }
        (RecordRef::Lane(_), false) => {
            let lanes = all_of(selection, lane_of)?;
            let order: Vec<LaneId> = document.lanes_of(map).iter().map(|lane| lane.id).collect();
            let (lane, before) = passed(&order, &lanes, back)?;
            Some(Edit::MoveLane { lane, before })
        }
        _ => None,
    }
}

/// A move of one stage, step or lane that is selected takes along the others of its sort that are: what is dragged by one
/// of several is all of them.
#[must_use]
pub fn with_selected(edit: Edit, selection: &[RecordRef]) -> Edit {
    let others = |of: &dyn Fn(&RecordRef) -> bool| selection.len() > 1 && selection.iter().any(of);
    match edit {
        Edit::MoveStage { stage, before } if others(&|record| *record == RecordRef::Stage(stage)) => {
            let stages = selection.iter().filter_map(stage_of).collect();
            Edit::MoveStages { stages, before }
        }
        Edit::MoveStep { step, stage, before } if others(&|record| *record == RecordRef::Step(step)) => {
            let steps = selection.iter().filter_map(step_of).collect();
            Edit::MoveSteps { steps, stage, before }
        }
        Edit::MoveLane { lane, before } if others(&|record| *record == RecordRef::Lane(lane)) => {
            let lanes = selection.iter().filter_map(lane_of).collect();
            Edit::MoveLanes { lanes, before }
        }
        edit => edit,
    }
}

/// What moves with a stage, step or lane that is dragged: all of its sort that are selected, where it is one of them.
#[must_use]
pub fn moving_with(record: RecordRef, selection: &[RecordRef]) -> Vec<RecordRef> {
    if !selection.contains(&record) {
        return vec![record];
    }
    selection.iter().copied().filter(|other| other.table() == record.table()).collect()
}

fn stage_of(record: &RecordRef) -> Option<StageId> {
    match record {
        RecordRef::Stage(id) => Some(*id),
        _ => None,
    }
}

fn step_of(record: &RecordRef) -> Option<StepId> {
    match record {
        RecordRef::Step(id) => Some(*id),
        _ => None,
    }
}

fn lane_of(record: &RecordRef) -> Option<LaneId> {
    match record {
        RecordRef::Lane(id) => Some(*id),
        _ => None,
    }
}

/// What is selected, where all of it is of one sort.
fn all_of<I>(selection: &[RecordRef], of: impl Fn(&RecordRef) -> Option<I>) -> Option<Vec<I>> {
    selection.iter().map(of).collect()
}

/// The neighbour that a block moves past, and what that stands before then; `None` for what is no block.
fn passed<I: Copy + PartialEq>(order: &[I], block: &[I], back: bool) -> Option<(I, Option<I>)> {
    let mut places: Vec<usize> =
        block.iter().map(|id| order.iter().position(|other| other == id)).collect::<Option<_>>()?;
    places.sort_unstable();
    places.dedup();
    let (first, last) = (*places.first()?, *places.last()?);
    if last - first + 1 != places.len() {
        return None;
    }
    if back {
        Some((*order.get(first.checked_sub(1)?)?, order.get(last + 1).copied()))
    } else {
        Some((*order.get(last + 1)?, order.get(first).copied()))
    }
}
