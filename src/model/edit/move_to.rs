//! Planning of moves.

use super::rank::slot;
use super::reach::{self, Follows};
use super::{CardMove, EditError, EditLabel, Plan, Verb, takes_cards};
use crate::base::ids::{LaneId, StageId, StepId};
use crate::model::{Card, Diff, Document, Lane, Stage, Step, TableKind};

fn moved(diff: Diff, noun: TableKind, count: usize) -> Plan {
    Plan { diff, label: EditLabel { verb: Verb::Move, noun, count }, created: Vec::new() }
}

pub(super) fn stage(document: &Document, stage: StageId, before: Option<StageId>) -> Result<Plan, EditError> {
    let row = document.stages.get(&stage).ok_or(EditError::Missing(stage.into()))?;
    let siblings: Vec<_> =
        document.stages_of(row.map).iter().filter(|s| s.id != stage).map(|s| (s.id, s.rank)).collect();
    let mut diff = Diff::default();
    if before != Some(stage) && !stands_already(document.stages_of(row.map).iter().map(|s| s.id), stage, before) {
        let slot = slot(&siblings, before);
        for (id, rank) in slot.renumbered {
            if let Some(other) = document.stages.get(&id) {
                diff.stages.put(&document.stages, Stage { rank, ..(**other).clone() });
            }
        }
        diff.stages.put(&document.stages, Stage { rank: slot.rank, ..(**row).clone() });
        let steps: Vec<StepId> = document.steps_of(stage).iter().map(|step| step.id).collect();
        reach::keep(document, row.map, &steps, Follows::Beginning, &mut diff);
    }
    Ok(moved(diff, TableKind::Stage, 1))
}

pub(super) fn step(
    document: &Document,
    step: StepId,
    stage: StageId,
    before: Option<StepId>,
) -> Result<Plan, EditError> {
    let row = document.steps.get(&step).ok_or(EditError::Missing(step.into()))?;
    let to_map = document.stages.get(&stage).ok_or(EditError::Missing(stage.into()))?.map;
    if document.map_of_step(step) != Some(to_map) {
        return Err(EditError::MixedMaps);
    }
    if row.stage != stage && document.steps_of(row.stage).len() < 2 {
        return Err(EditError::LastStep);
    }
    let mut diff = Diff::default();
    let stands = row.stage == stage
        && (before == Some(step) || stands_already(document.steps_of(stage).iter().map(|s| s.id), step, before));
    if !stands {
        let siblings: Vec<_> =
            document.steps_of(stage).iter().filter(|s| s.id != step).map(|s| (s.id, s.rank)).collect();
        let slot = slot(&siblings, before);
        for (id, rank) in slot.renumbered {
            if let Some(other) = document.steps.get(&id) {
                diff.steps.put(&document.steps, Step { rank, ..(**other).clone() });
            }
        }
        diff.steps.put(&document.steps, Step { stage, rank: slot.rank, ..(**row).clone() });
        reach::keep(document, to_map, &[step], Follows::Rest, &mut diff);
    }
    Ok(moved(diff, TableKind::Step, 1))
}

pub(super) fn lane(document: &Document, lane: LaneId, before: Option<LaneId>) -> Result<Plan, EditError> {
    let row = document.lanes.get(&lane).ok_or(EditError::Missing(lane.into()))?;
    let mut diff = Diff::default();
    if before != Some(lane) && !stands_already(document.lanes_of(row.map).iter().map(|l| l.id), lane, before) {
        let siblings: Vec<_> =
            document.lanes_of(row.map).iter().filter(|l| l.id != lane).map(|l| (l.id, l.rank)).collect();
        let slot = slot(&siblings, before);
        for (id, rank) in slot.renumbered {
            if let Some(other) = document.lanes.get(&id) {
                diff.lanes.put(&document.lanes, Lane { rank, ..(**other).clone() });
            }
        }
        diff.lanes.put(&document.lanes, Lane { rank: slot.rank, ..(**row).clone() });
    }
    Ok(moved(diff, TableKind::Lane, 1))
}

/// True when `moving` stands right before `before` (or last) already, so that a drop where it was makes no undo step.
fn stands_already<I: PartialEq>(order: impl Iterator<Item = I>, moving: I, before: Option<I>) -> bool {
    let order: Vec<I> = order.collect();
    let next = order.iter().position(|id| *id == moving).and_then(|i| order.get(i + 1));
    next == before.as_ref()
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
        let cell = scratch.cards_in(*lane, *step);
        let stands = row.lane == *lane
            && row.step == *step
            && (*before == Some(*card) || stands_already(cell.iter().map(|c| c.id), *card, *before));
        if stands {
            continue;
        }
        let siblings: Vec<_> = cell.iter().filter(|c| c.id != *card).map(|c| (c.id, c.rank)).collect();
        let slot = slot(&siblings, *before);
        let mut diff = Diff::default();
        for (id, rank) in slot.renumbered {
            if let Some(other) = scratch.cards.get(&id) {
                diff.cards.put(&scratch.cards, Card { rank, ..(**other).clone() });
            }
        }
        diff.cards.put(&scratch.cards, Card { lane: *lane, step: *step, rank: slot.rank, ..(*row).clone() });
        diff.apply(&mut scratch);
        all = all.then(&diff);
    }
    Ok(moved(all, TableKind::Card, moves.len()))
}
