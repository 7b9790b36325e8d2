//! Several stages, steps or lanes that stand side by side move as one: what they move past goes to their other side.

use super::{Direction, is_across};
use crate::base::ids::{LaneId, MapId, StageId, StepId};
use crate::model::{Document, Edit, RecordRef};

/// The edit that moves a selected block by one place; `None` where it is none, or at the edge.
pub(super) fn nudge(document: &Document, map: MapId, selection: &[RecordRef], direction: Direction) -> Option<Edit> {
    let back = matches!(direction, Direction::Left | Direction::Up);
    match (selection.first()?, is_across(direction)) {
        (RecordRef::Stage(_), true) => {
            let stages = all_of(selection, |record| match record {
                RecordRef::Stage(id) => Some(*id),
                _ => None,
            })?;
            let order: Vec<StageId> = document.stages_of(map).iter().map(|stage| stage.id).collect();
            let (stage, before) = passed(&order, &stages, back)?;
            Some(Edit::MoveStage { stage, before })
        }
        (RecordRef::Step(first), true) => {
            let steps = all_of(selection, |record| match record {
                RecordRef::Step(id) => Some(*id),
                _ => None,
            })?;
            let stage = document.steps.get(first)?.stage;
            let order: Vec<StepId> = document.steps_of(stage).iter().map(|step| step.id).collect();
            let (step, before) = passed(&order, &steps, back)?;
            Some(Edit::MoveStep { step, stage, before })
        }
        (RecordRef::Lane(_), false) => {
            let lanes = all_of(selection, |record| match record {
                RecordRef::Lane(id) => Some(*id),
                _ => None,
            })?;
            let order: Vec<LaneId> = document.lanes_of(map).iter().map(|lane| lane.id).collect();
            let (lane, before) = passed(&order, &lanes, back)?;
            Some(Edit::MoveLane { lane, before })
        }
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
