//! Stages, steps and lanes with everything in them onto a map: behind what they are pasted on.

use super::PasteAt;
use super::copy::Clip;
use super::grid::{Column, Grid};
use super::structure::{ClipStage, ClipStructure};
use crate::base::ids::{LaneId, StageId, StepId};
use crate::i18n::canvas as words;
use crate::model::{Card, Edit, Lane, LaneKind, RecordRef, Stage, Step};
use std::collections::BTreeMap;

/// What the columns of a clip became.
#[derive(Default)]
pub(super) struct NewColumns {
    pub(super) stages: BTreeMap<StageId, StageId>,
    pub(super) steps: BTreeMap<StepId, Column>,
}

impl Grid<'_> {
    /// New lanes below the one that is pasted on, else below the last one they are copies of, else last.
    pub(super) fn lanes_of_structure(&mut self, of: &ClipStructure, at: PasteAt) -> BTreeMap<LaneId, LaneId> {
        let here: Vec<LaneId> = self.document.lanes_of(self.map).iter().map(|lane| lane.id).collect();
        let wanted = match at {
            PasteAt::Lane(lane) | PasteAt::Cell(lane, _) => Some(lane),
            PasteAt::Step(_) | PasteAt::Stage(_) | PasteAt::Anywhere => None,
        };
        let is_original = |id: &LaneId| of.lanes.iter().any(|lane| lane.id == *id);
        let before = next_of(&here, wanted, is_original);
        let mut made = BTreeMap::new();
        for lane in &of.lanes {
            let id: LaneId = self.ids.allocate();
            self.last_lane_rank += 1.0;
            self.add(Lane { id, map: self.map, rank: self.last_lane_rank, ..lane.clone() });
            if before.is_some() {
                self.edits.push(Edit::MoveLane { lane: id, before });
            }
            if lane.kind != LaneKind::Divider && !lane.is_hidden {
                let index = before.and_then(|before| self.lanes.iter().position(|l| l.0 == before));
                self.lanes.insert(index.unwrap_or(self.lanes.len()), (id, lane.kind));
            }
            self.made.push(id.into());
            made.insert(lane.id, id);
        }
        made
    }

    /// New stages and steps.
    pub(super) fn columns_of_structure(&mut self, clip: &Clip, of: &ClipStructure, at: PasteAt) -> NewColumns {
        let mut new = NewColumns::default();
        self.stages_of_structure(&of.stages, at, &mut new);
        if !of.steps.is_empty() {
            self.steps_of_structure(clip, &of.steps, at, &mut new);
        }
        self.grow_crossed();
        new
    }

    /// Behind the stage that is pasted on, else behind the last one they are copies of, else last.
    fn stages_of_structure(&mut self, stages: &[ClipStage], at: PasteAt, new: &mut NewColumns) {
        let wanted = match at {
            PasteAt::Stage(stage) => Some(stage),
            PasteAt::Step(step) | PasteAt::Cell(_, step) => self.document.steps.get(&step).map(|step| step.stage),
            PasteAt::Lane(_) | PasteAt::Anywhere => None,
        };
        let is_original = |id: &StageId| stages.iter().any(|clip| clip.stage.id == *id);
        let before = next_of(&self.stages, wanted, is_original);
        let edge = before.and_then(|stage| self.columns.iter().find(|c| c.stage == stage)).map(|c| c.step);
        for ClipStage { stage, steps } in stages {
            let id: StageId = self.ids.allocate();
            self.last_stage_rank += 1.0;
            let linked_map = stage.linked_map.filter(|map| self.document.maps.contains_key(map));
            self.add(Stage { id, map: self.map, linked_map, rank: self.last_stage_rank, ..stage.clone() });
            let index = before.and_then(|before| self.stages.iter().position(|s| *s == before));
            self.stages.insert(index.unwrap_or(self.stages.len()), id);
            for step in steps {
                let column = self.new_step(id, &step.title);
                // Put last, as a stage without steps has no place among the columns.
                self.columns.retain(|c| c.step != column.step);
                self.put_before(column, edge);
                new.steps.insert(step.id, column);
            }
            if before.is_some() {
                self.edits.push(Edit::MoveStage { stage: id, before });
            }
            new.stages.insert(stage.id, id);
            self.made.push(id.into());
        }
    }

    /// Behind the step that is pasted on or last in the stage that is, else behind the last one they are copies of,
    /// else last in the last stage. A map without stages gets one of the name of theirs.
    fn steps_of_structure(&mut self, clip: &Clip, steps: &[Step], at: PasteAt, new: &mut NewColumns) {
        let order: Vec<StepId> = self.columns.iter().map(|c| c.step).collect();
        let wanted = match at {
            PasteAt::Step(step) | PasteAt::Cell(_, step) => Some(step),
            PasteAt::Stage(stage) => self.columns.iter().rfind(|c| c.stage == stage).map(|c| c.step),
            PasteAt::Lane(_) | PasteAt::Anywhere => None,
        };
        let is_original = |id: &StepId| steps.iter().any(|step| step.id == *id);
        let behind = anchor_of(&order, wanted, is_original).or(order.last().copied());
        let home = behind.and_then(|step| self.columns.iter().find(|c| c.step == step)).map(|c| c.stage);
        let edge = behind.and_then(|step| next_after(&order, step));
        let before = edge.filter(|edge| {
            let stage = self.columns.iter().find(|c| c.step == *edge).map(|c| c.stage);
            stage.is_some() && stage == home
        });
        let mut stage = home;
        for step in steps {
            let column = match stage {
                Some(stage) => self.new_step(stage, &step.title),
                None => {
                    let is_it = |c: &&super::copy::ClipColumn| c.stage_id == step.stage && c.stage.is_some();
                    let title = clip.columns.iter().find(is_it).and_then(|c| c.stage.clone()).unwrap_or_default();
                    let title = if title.is_empty() { words::new_stage().to_owned() } else { title };
                    let made = self.new_stage(&title, &step.title);
                    stage = Some(made);
                    match self.columns.iter().rfind(|c| c.stage == made).copied() {
                        Some(column) => column,
                        None => continue,
                    }
                }
            };
            if before.is_some() {
                self.edits.push(Edit::MoveStep { step: column.step, stage: column.stage, before });
            }
            self.columns.retain(|c| c.step != column.step);
            self.put_before(column, edge);
            new.steps.insert(step.id, column);
            self.made.push(column.step.into());
        }
    }

    /// Puts a new column before another one, or last.
    fn put_before(&mut self, column: Column, edge: Option<StepId>) {
        let index = edge.and_then(|edge| self.columns.iter().position(|c| c.step == edge));
        self.columns.insert(index.unwrap_or(self.columns.len()), column);
    }

    /// Cards of the map that reach across new columns cover them too, as they do when a step is inserted.
    fn grow_crossed(&mut self) {
        let old: Vec<StepId> = self.document.columns_of(self.map).iter().map(|step| step.id).collect();
        let place = |step: StepId| self.columns.iter().position(|c| c.step == step);
        let mut grown = Vec::new();
        for card in self.document.cards.values().filter(|card| card.span > 1) {
            let Some(from) = old.iter().position(|step| *step == card.step) else { continue };
            let covers = usize::try_from(card.span).unwrap_or(usize::MAX);
            let last = old.get(from.saturating_add(covers - 1).min(old.len().saturating_sub(1)));
            let (Some(start), Some(end)) = (place(card.step), last.and_then(|last| place(*last))) else { continue };
            let Ok(span) = u32::try_from(end - start + 1) else { continue };
            if span > card.span {
                grown.push(Edit::Update(Card { span, ..Card::clone(card) }.into()));
            }
        }
        self.edits.extend(grown);
    }

    /// What was said about columns and rows; what still stands on this map keeps it for itself.
    pub(super) fn notes_of_structure(
        &mut self,
        of: &ClipStructure,
        lanes: &BTreeMap<LaneId, LaneId>,
        columns: &NewColumns,
    ) {
        for note in &of.notes {
            let anchor: Option<RecordRef> = match note.anchor {
                RecordRef::Stage(id) => columns.stages.get(&id).map(|id| (*id).into()),
                RecordRef::Step(id) => columns.steps.get(&id).map(|column| column.step.into()),
                RecordRef::Lane(id) => lanes.get(&id).map(|id| (*id).into()),
                _ => None,
            };
            if let Some(anchor) = anchor {
                self.note_of_gone(note, anchor);
            }
        }
    }
}

/// What new ones stand behind: what is pasted on; the last of the originals where that is one of them or where nothing
/// is pasted on.
fn anchor_of<I: Copy + PartialEq>(order: &[I], wanted: Option<I>, is_original: impl Fn(&I) -> bool) -> Option<I> {
    match wanted.filter(|id| order.contains(id) && !is_original(id)) {
        Some(id) => Some(id),
        None => order.iter().rfind(|id| is_original(id)).copied().or(wanted.filter(|id| order.contains(id))),
    }
}

fn next_after<I: Copy + PartialEq>(order: &[I], id: I) -> Option<I> {
    order.iter().skip_while(|other| **other != id).nth(1).copied()
}

/// What new ones stand before; `None` is last.
fn next_of<I: Copy + PartialEq>(order: &[I], wanted: Option<I>, is_original: impl Fn(&I) -> bool) -> Option<I> {
    anchor_of(order, wanted, is_original).and_then(|id| next_after(order, id))
}
