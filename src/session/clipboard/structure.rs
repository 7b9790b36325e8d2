//! Stages, steps and lanes taken off a map as structure, for the clipboard.

use super::{MAX_COLUMNS, MAX_ROWS};
use crate::base::ids::{MapId, StageId, StepId};
use crate::model::{Card, Document, Lane, Note, RecordRef, Stage, Step};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Columns and rows that were copied as such; what stands in them are the cards of the clip.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct ClipStructure {
    /// Stages with all their steps.
    pub(super) stages: Vec<ClipStage>,
    /// Steps without their stages.
    pub(super) steps: Vec<Step>,
    pub(super) lanes: Vec<Lane>,
    /// What was said about any of them.
    pub(super) notes: Vec<Note>,
}

/// A stage that was copied with its steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct ClipStage {
    pub(super) stage: Stage,
    pub(super) steps: Vec<Step>,
}

impl ClipStructure {
    /// The stages, steps and lanes among what is selected on a map; `None` when there are none.
    pub(super) fn of(document: &Document, map: MapId, selection: &[RecordRef]) -> Option<Self> {
        let is_selected = |record: RecordRef| selection.contains(&record);
        let steps_of = |stage| document.steps_of(stage).into_iter().map(|step| Step::clone(step)).collect();
        let stages = document.stages_of(map).into_iter().filter(|stage| is_selected(stage.id.into()));
        let stages = stages.map(|stage| ClipStage { stage: Stage::clone(stage), steps: steps_of(stage.id) });
        let is_alone = |step: &&Arc<Step>| is_selected(step.id.into()) && !is_selected(step.stage.into());
        let steps = document.columns_of(map).into_iter().filter(is_alone).map(|step| Step::clone(step));
        let lanes = document.lanes_of(map).into_iter().filter(|lane| is_selected(lane.id.into()));
        let lanes = lanes.map(|lane| Lane::clone(lane));
        let mut all =
            Self { stages: stages.collect(), steps: steps.collect(), lanes: lanes.collect(), notes: Vec::new() };
        let records = all.records();
        let notes = document.notes.values().filter(|note| records.contains(&note.anchor));
        all.notes = notes.map(|note| Note::clone(note)).collect();
        (!records.is_empty()).then_some(all)
    }

    /// Every record it holds but the notes.
    pub(super) fn records(&self) -> BTreeSet<RecordRef> {
        let stages = self.stages.iter().map(|s| RecordRef::from(s.stage.id));
        let lanes = self.lanes.iter().map(|lane| RecordRef::from(lane.id));
        stages.chain(self.steps_in_order().map(|step| step.id.into())).chain(lanes).collect()
    }

    /// Steps of stages, then steps alone.
    pub(super) fn steps_in_order(&self) -> impl Iterator<Item = &Step> {
        self.stages.iter().flat_map(|stage| &stage.steps).chain(&self.steps)
    }

    /// True when a card stands in a column or a row of it.
    pub(super) fn holds(&self, card: &Card) -> bool {
        self.lanes.iter().any(|lane| lane.id == card.lane) || self.steps_in_order().any(|step| step.id == card.step)
    }

    /// How many steps of it a card can cover that stands at one of them, up to the next gap; `None` for other cards.
    pub(super) fn room(&self, step: StepId, columns: &[StepId]) -> Option<usize> {
        let at = columns.iter().position(|id| *id == step)?;
        let is_held = |id: &StepId| self.steps_in_order().any(|step| step.id == *id);
        let room = columns.iter().skip(at).take_while(|id| is_held(id)).count();
        (room > 0).then_some(room)
    }

    /// True when a map can take it.
    pub(super) fn is_sound(&self) -> bool {
        let is_whole = |stage: &ClipStage| {
            let owner: StageId = stage.stage.id;
            !stage.steps.is_empty() && stage.steps.iter().all(|step| step.stage == owner)
        };
        self.lanes.len() <= MAX_ROWS
            && self.steps_in_order().count() <= MAX_COLUMNS
            && self.stages.iter().all(is_whole)
            && self.notes.len() <= super::MAX_CELLS
    }
}
