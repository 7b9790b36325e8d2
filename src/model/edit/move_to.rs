//! Planning of moves.

use super::rank::slot;
use super::reach::{self, Follows};
use super::{CardMove, EditError, EditLabel, Plan, Verb, takes_cards};
use crate::base::ids::{LaneId, StageId, StepId};
use crate::model::{Card, Diff, Document, Lane, Stage, Step, TableKind};

fn moved(diff: Diff, noun: TableKind, count: usize) -> Plan {
    Plan { diff, label: EditLabel { verb: Verb::Move, noun, count }, created: Vec::new() }
}

pub(super) fn stages(document: &Document, stages: &[StageId], before: Option<StageId>) -> Result<Plan, EditError> {
    let mut diff = Diff::default();
    let Some(first) = stages.first() else { return Ok(moved(diff, TableKind::Stage, 0)) };
    for stage in stages {
        document.stages.get(stage).ok_or(EditError::Missing((*stage).into()))?;
    }
    let map = document.stages.get(first).ok_or(EditError::Missing((*first).into()))?.map;
    let order: Vec<_> = document.stages_of(map).iter().map(|stage| (stage.id, stage.rank)).collect();
    let moving = in_order(order.iter().map(|(id, _)| *id), stages)?;
    if let Some(ranks) = placed(&order, &moving, before) {
        for (id, rank) in ranks {
            if let Some(row) = document.stages.get(&id) {
                diff.stages.put(&document.stages, Stage { rank, ..(**row).clone() });
            }
        }
        let steps: Vec<StepId> =
            moving.iter().flat_map(|stage| document.steps_of(*stage)).map(|step| step.id).collect();
        reach::keep(document, map, &steps, Follows::Beginning, &mut diff);
    }
    Ok(moved(diff, TableKind::Stage, moving.len()))
}

pub(super) fn steps(
    document: &Document,
    steps: &[StepId],
    stage: StageId,
    before: Option<StepId>,
) -> Result<Plan, EditError> {
    let mut diff = Diff::default();
    for step in steps {
        document.steps.get(step).ok_or(EditError::Missing((*step).into()))?;
    }
    let to_map = document.stages.get(&stage).ok_or(EditError::Missing(stage.into()))?.map;
    let moving = in_order(document.columns_of(to_map).iter().map(|step| step.id), steps)?;
    let is_emptied =
        |other: StageId| other != stage && document.steps_of(other).iter().all(|step| moving.contains(&step.id));
    if moving.iter().filter_map(|step| document.steps.get(step)).any(|step| is_emptied(step.stage)) {
        return Err(EditError::LastStep);
    }
    let order: Vec<_> = document.steps_of(stage).iter().map(|step| (step.id, step.rank)).collect();
    if let Some(ranks) = placed(&order, &moving, before) {
        for (id, rank) in ranks {
            if let Some(row) = document.steps.get(&id) {
                diff.steps.put(&document.steps, Step { stage, rank, ..(**row).clone() });
            }
        }
        reach::keep(document, to_map, &moving, Follows::Rest, &mut diff);
    }
    Ok(moved(diff, TableKind::Step, moving.len()))
}

pub(super) fn lanes(document: &Document, lanes: &[LaneId], before: Option<LaneId>) -> Result<Plan, EditError> {
    let mut diff = Diff::default();
    let Some(first) = lanes.first() else { return Ok(moved(diff, TableKind::Lane, 0)) };
    for lane in lanes {
        document.lanes.get(lane).ok_or(EditError::Missing((*lane).into()))?;
    }
    let map = document.lanes.get(first).ok_or(EditError::Missing((*first).into()))?.map;
    let order: Vec<_> = document.lanes_of(map).iter().map(|lane| (lane.id, lane.rank)).collect();
    let moving = in_order(order.iter().map(|(id, _)| *id), lanes)?;
    for (id, rank) in placed(&order, &moving, before).unwrap_or_default() {
        if let Some(row) = document.lanes.get(&id) {
            diff.lanes.put(&document.lanes, Lane { rank, ..(**row).clone() });
        }
    }
    Ok(moved(diff, TableKind::Lane, moving.len()))
}

/// What moves, each once, in the order it stands in.
fn in_order<I: PartialEq + Copy>(order: impl Iterator<Item = I>, moving: &[I]) -> Result<Vec<I>, EditError> {
    let there: Vec<I> = order.collect();
    if moving.iter().any(|id| !there.contains(id)) {
        return Err(EditError::MixedMaps);
    }
    Ok(there.into_iter().filter(|id| moving.contains(id)).collect())
}

/// The new ranks of what moves before `before` (or to the end), and of siblings that have to make room; `None` where
/// everything stands there already, so that a drop where it was makes no undo step.
fn placed<I: Copy + PartialEq>(order: &[(I, f64)], moving: &[I], before: Option<I>) -> Option<Vec<(I, f64)>> {
    let is_staying = |id: &I| !moving.contains(id);
    // Before one of themselves is where that one stands: before what follows it and stays.
    let before = before.and_then(|id| {
        let at = order.iter().position(|(other, _)| *other == id)?;
        order.iter().skip(at).map(|(other, _)| *other).find(is_staying)
    });
    let mut siblings: Vec<(I, f64)> = order.iter().copied().filter(|(id, _)| is_staying(id)).collect();
    let index = before.and_then(|b| siblings.iter().position(|(id, _)| *id == b)).unwrap_or(siblings.len());
    let mut wanted: Vec<I> = siblings.iter().map(|(id, _)| *id).collect();
    wanted.splice(index..index, moving.iter().copied());
    if wanted.iter().eq(order.iter().map(|(id, _)| id)) {
        return None;
    }
    let mut ranks: Vec<(I, f64)> = Vec::new();
    let mut put = |id: I, rank: f64| match ranks.iter_mut().find(|(other, _)| *other == id) {
        Some(known) => known.1 = rank,
        None => ranks.push((id, rank)),
    };
    for (offset, id) in moving.iter().enumerate() {
        let slot = slot(&siblings, before);
        for (other, rank) in slot.renumbered {
            put(other, rank);
            if let Some(known) = siblings.iter_mut().find(|(sibling, _)| *sibling == other) {
                known.1 = rank;
            }
        }
        put(*id, slot.rank);
        siblings.insert(index + offset, (*id, slot.rank));
    }
    Some(ranks)
}

pub(super) fn cards(document: &Document, moves: &[CardMove]) -> Result<Plan, EditError> {
    let mut scratch = document.clone();
    let mut all = Diff::default();
    for CardMove { card, lane, step, before } in moves {
        let row = scratch.cards.get(card).cloned().ok_or(EditError::Missing((*card).into()))?;
        let lane_map = scratch.lanes.get(lane).ok_or(EditError::Missing((*lane).into()))?.map;
        if scratch.map_of_step(*step).ok_or(EditError::Missing((*step).into()))? != lane_map {
            return Err(EditError::MixedMaps);
        }
        if row.lane != *lane {
            takes_cards(&scratch, *lane)?;
        }
        let cell: Vec<_> = scratch.cards_in(*lane, *step).iter().map(|c| (c.id, c.rank)).collect();
        let Some(ranks) = placed(&cell, &[*card], *before) else { continue };
        let mut diff = Diff::default();
        for (id, rank) in ranks {
            if let Some(row) = scratch.cards.get(&id) {
                diff.cards.put(&scratch.cards, Card { lane: *lane, step: *step, rank, ..(**row).clone() });
            }
        }
        diff.apply(&mut scratch);
        all = all.then(&diff);
    }
    Ok(moved(all, TableKind::Card, moves.len()))
}
