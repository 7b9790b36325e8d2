//! Undo and redo: a stack of diffs with names.

use crate::base::ids::{LaneId, StepId};
use crate::model::{Diff, Document, EditLabel, RecordRef};
use std::sync::Arc;
use std::time::Duration;

/// Steps further back than this are forgotten.
const MAX_STEPS: usize = 200;
/// Changed rows further back than this are forgotten: a row is a few hundred bytes, so this is tens of megabytes.
const MAX_ROWS: usize = 100_000;

/// Edits with equal keys that follow each other closely become one step: typing in one field, nudging one selection.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MergeKey {
    /// What is edited.
    pub record: RecordRef,
    /// Which field of it.
    pub field: &'static str,
}

/// The field of keys that give something new its first words.
const NAMING: &str = "first words";

impl MergeKey {
    /// Gives something its first words: right after the step that added it, that is part of adding it, however long it
    /// takes to write them.
    #[must_use]
    pub const fn naming(record: RecordRef) -> Self {
        Self { record, field: NAMING }
    }

    fn names_what_is_added_by(&self, step: &Entry) -> bool {
        self.field == NAMING && step.label.noun == self.record.table() && step.diff.adds(self.record)
    }
}

/// Where one was: what was selected, or the empty cell where one stood instead.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Standing {
    /// What was selected.
    pub selection: Vec<RecordRef>,
    /// The cell.
    pub cell: Option<(LaneId, StepId)>,
}

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its name.
    pub label: EditLabel,
    /// What it changed.
    pub diff: Diff,
    /// Where one was before.
    pub before: Standing,
    /// Where one was after.
    pub after: Standing,
    merge_key: Option<MergeKey>,
    at: Duration,
}

/// What was done and can be taken back, and what was taken back and can be done again.
#[derive(Debug, Clone, Default)]
pub struct History {
    undo: Vec<Entry>,
    redo: Vec<Entry>,
}

/// Longest pause inside one merged step.
const MERGE_PAUSE: Duration = Duration::from_secs(2);

impl History {
    /// Remembers a step that was just applied. `at` is any clock that only moves forward.
    pub fn push(
        &mut self,
        label: EditLabel,
        diff: Diff,
        (before, after): (Standing, Standing),
        merge_key: Option<MergeKey>,
        at: Duration,
    ) {
        if diff.is_empty() {
            return;
        }
        self.redo.clear();
        let is_part_of = |last: &Entry| {
            merge_key.as_ref().is_some_and(|key| {
                let is_close = at.saturating_sub(last.at) <= MERGE_PAUSE;
                (last.merge_key.as_ref() == Some(key) && is_close) || key.names_what_is_added_by(last)
            })
        };
        if let Some(last) = self.undo.last_mut().filter(|last| is_part_of(last)) {
            last.diff = std::mem::take(&mut last.diff).then(&diff);
            last.after = after;
            last.at = at;
            if last.diff.is_empty() {
                self.undo.pop();
            }
            return;
        }
        self.undo.push(Entry { label, diff, before, after, merge_key, at });
        self.forget_old();
    }

    /// Ends merging: the next step stands alone. Called on focus loss and tool change.
    pub fn close_step(&mut self) {
        if let Some(last) = self.undo.last_mut() {
            last.merge_key = None;
        }
    }

    /// Takes over the dates of imports that were repeated: repeating one is no step, but steps before it hold the
    /// source's row and would otherwise bring the old date back.
    pub fn refresh_sources(&mut self, document: &Document) {
        for entry in self.undo.iter_mut().chain(&mut self.redo) {
            for (id, change) in &mut entry.diff.sources.0 {
                let Some(now) = document.sources.get(id) else { continue };
                for row in [&mut change.before, &mut change.after].into_iter().flatten() {
                    Arc::make_mut(row).imported_at = now.imported_at;
                }
            }
        }
    }

    fn forget_old(&mut self) {
        let mut rows: usize = self.undo.iter().map(|e| e.diff.rows()).sum();
        while self.undo.len() > MAX_STEPS || (rows > MAX_ROWS && self.undo.len() > 1) {
            rows -= self.undo.remove(0).diff.rows();
        }
    }

    /// The step that undo would take back.
    #[must_use]
    pub fn next_undo(&self) -> Option<&Entry> {
        self.undo.last()
    }

    /// The step that redo would do again.
    #[must_use]
    pub fn next_redo(&self) -> Option<&Entry> {
        self.redo.last()
    }

    /// Moves the last step to the redo stack and returns the diff that takes it back, and where one was before it.
    pub fn undo(&mut self) -> Option<(Diff, Standing)> {
        let mut entry = self.undo.pop()?;
        entry.merge_key = None;
        let result = (entry.diff.invert(), entry.before.clone());
        self.redo.push(entry);
        Some(result)
    }

    /// Moves the last undone step back and returns its diff, and where one was after it.
    pub fn redo(&mut self) -> Option<(Diff, Standing)> {
        let entry = self.redo.pop()?;
        let result = (entry.diff.clone(), entry.after.clone());
        self.undo.push(entry);
        Some(result)
    }
}
