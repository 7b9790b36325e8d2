//! The editor without a screen: document, history, file, selection, numbers and jobs. The window and the command line
//! both drive this.

pub mod command;
pub mod import_job;
pub mod insights;
pub mod jobs;
pub mod view;

pub use command::{AfterEdit, AppCommand, CameraCommand, CommandSender, Panel, ThemeChoice};
pub use view::{Comparison, NumbersView, Period};

use crate::base::ids::{IdAlloc, MapId};
use crate::model::edit::{EditError, plan};
use crate::model::history::MergeKey;
use crate::model::{Document, Edit, EditLabel, History, RecordRef};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// An open document with everything around it.
pub struct Session {
    document: Arc<Document>,
    revision: u64,
    history: History,
    ids: IdAlloc,
    selection: Vec<RecordRef>,
    map: Option<MapId>,
    view: NumbersView,
    started: Instant,
}

impl Session {
    /// A session on a document without a file (tests, thumbnails).
    #[must_use]
    pub fn in_memory(document: Document, seed: u64) -> Self {
        let map = document.maps_in_order().first().map(|m| m.id);
        Self {
            document: Arc::new(document),
            revision: 1,
            history: History::default(),
            ids: IdAlloc::seeded(seed),
            selection: Vec::new(),
            map,
            view: NumbersView::default(),
            started: Instant::now(),
        }
    }

    /// The document. Clone the `Arc` for background work.
    #[must_use]
    pub fn document(&self) -> &Arc<Document> {
        &self.document
    }

    /// Grows with every change of the document.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// True when edits are possible.
    #[must_use]
    pub fn is_editable(&self) -> bool {
        true
    }

    /// The map that is shown.
    #[must_use]
    pub fn map(&self) -> Option<MapId> {
        self.map
    }

    /// Shows another map.
    pub fn show_map(&mut self, map: MapId) {
        if self.document.maps.contains_key(&map) {
            self.map = Some(map);
            self.selection.clear();
            self.history.close_step();
        }
    }

    /// What is selected, first chosen first; only records that exist.
    #[must_use]
    pub fn selection(&self) -> &[RecordRef] {
        &self.selection
    }

    /// Replaces the selection; records that do not exist are left out.
    pub fn select(&mut self, records: Vec<RecordRef>) {
        self.selection = records.into_iter().filter(|r| self.document.record(*r).is_some()).collect();
        self.history.close_step();
    }

    /// How numbers are looked at.
    #[must_use]
    pub fn view(&self) -> &NumbersView {
        &self.view
    }

    /// The name of the step that undo would take back.
    #[must_use]
    pub fn undo_label(&self) -> Option<EditLabel> {
        self.history.next_undo().map(|e| e.label)
    }

    /// The name of the step that redo would do again.
    #[must_use]
    pub fn redo_label(&self) -> Option<EditLabel> {
        self.history.next_redo().map(|e| e.label)
    }

    /// The document as it would be after an edit, for previews of gestures.
    ///
    /// # Errors
    /// [`EditError`] when a rule forbids it.
    pub fn preview(&self, edit: &Edit) -> Result<Document, EditError> {
        let plan = plan(&self.document, edit, &mut self.ids.clone())?;
        let mut document = Document::clone(&self.document);
        plan.diff.apply(&mut document);
        Ok(document)
    }

    /// Does an edit: plans, applies, remembers it for undo and sends it to the file. Returns the created records.
    ///
    /// # Errors
    /// [`EditError`] when a rule forbids it; nothing has changed then.
    pub fn edit(&mut self, edit: &Edit, merge: Option<MergeKey>) -> Result<Vec<RecordRef>, EditError> {
        let plan = plan(&self.document, edit, &mut self.ids)?;
        if plan.diff.is_empty() {
            return Ok(plan.created);
        }
        let before = self.selection.clone();
        self.apply(&plan.diff);
        let at = self.clock();
        self.history.push(plan.label, plan.diff, (before, self.selection.clone()), merge, at);
        Ok(plan.created)
    }

    /// Takes the last step back; false when there is none.
    pub fn undo(&mut self) -> bool {
        let Some((diff, selection)) = self.history.undo() else { return false };
        self.apply(&diff);
        self.select(selection);
        true
    }

    /// Does the last undone step again; false when there is none.
    pub fn redo(&mut self) -> bool {
        let Some((diff, selection)) = self.history.redo() else { return false };
        self.apply(&diff);
        self.select(selection);
        true
    }

    fn apply(&mut self, diff: &crate::model::Diff) {
        diff.apply(Arc::make_mut(&mut self.document));
        self.revision += 1;
        let document = &self.document;
        self.selection.retain(|r| document.record(*r).is_some());
        if self.map.is_none_or(|m| !document.maps.contains_key(&m)) {
            self.map = document.maps_in_order().first().map(|m| m.id);
        }
    }

    fn clock(&self) -> Duration {
        self.started.elapsed()
    }
}
