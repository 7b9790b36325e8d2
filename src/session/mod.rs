//! The editor without a screen: document, history, file, selection, numbers and jobs. The window and the command line
//! both drive this.

pub mod arrange;
pub mod breakdown;
pub mod card_figures;
pub mod card_split;
pub mod catalogue;
pub mod clipboard;
pub mod command;
pub mod comments;
pub mod compared;
pub mod decisions;
pub mod deletion;
pub mod doctor;
pub mod export_job;
pub mod export_rows;
pub mod filter;
pub mod find;
pub mod heat;
pub mod import_job;
mod imports;
pub mod inquiry;
pub mod insights;
pub mod jobs;
pub mod kpi_picks;
pub mod kpi_query;
pub mod kpi_spot;
pub mod lane_kinds;
pub mod latest;
mod links;
pub mod map_differences;
pub mod mappings;
pub mod maps;
pub mod new_file;
pub mod notes;
mod numbers;
pub mod origin;
pub mod overlay;
pub mod persons;
pub mod picture_spot;
pub mod pictures;
pub mod prefs;
pub mod prompts;
pub mod recent;
pub mod reminders;
pub mod review;
pub mod sample;
pub mod signals;
pub mod source_use;
pub mod split_choice;
mod steps;
pub mod templates;
pub mod told;
pub mod typed_values;
pub mod view;
mod watch;

pub use command::{AfterEdit, AppCommand, CameraCommand, CommandSender, MotionChoice, Panel, ThemeChoice};
pub use insights::{Insight, Insights};
pub use links::LinkProblem;
pub use numbers::{Closed, LeftFile};
pub use told::Told;
pub use view::{Comparison, NumbersView, Period};

use crate::base::ids::{CardId, IdAlloc, LaneId, MapId, SourceId, StepId};
use crate::base::progress::Progress;
use crate::model::edit::{EditError, plan};
use crate::model::history::{MergeKey, Standing};
use crate::model::{Diff, Document, Edit, EditLabel, History, RecordRef, TableKind};
use crate::scene::overlay_kpi::KpiOverlay;
use crate::session::clipboard::{Copied, PasteAt, PasteError, PastePlan, PasteReport, Pasted, paste_edit};
use crate::session::import_job::{ImportFailure, ImportOutcome};
use crate::session::jobs::Jobs;
use crate::store::{Access, OpenMode, Opened, SaveState, Store, StoreError};
use links::Links;
use numbers::Numbers;
use persons::{RemovalFailure, Removed};
use pictures::Pictures;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The revision of a document that was just opened.
const FIRST_REVISION: u64 = 1;

/// Something that happened in the background and that the user should hear of.
#[derive(Debug)]
pub enum SessionEvent {
    /// An import is done.
    Imported(Box<ImportOutcome>),
    /// An import did not happen.
    ImportFailed(Box<ImportFailure>),
    /// A source was read again.
    Refreshed(Box<ImportOutcome>),
    /// A source was to be read again and its file is as it was.
    RefreshedWithoutChange(SourceId),
    /// A source could not be read again; its numbers are as they were.
    RefreshFailed(SourceId, Box<ImportFailure>),
    /// All rows of a person are out of the file.
    PersonRemoved(Box<Removed>),
    /// Nothing of a person was removed.
    PersonNotRemoved(RemovalFailure),
    /// The numbers could not be read.
    NumbersFailed(StoreError),
}

/// A running job, for the status bar.
#[derive(Debug, Clone)]
pub struct RunningJob {
    /// What [`Session::cancel`] takes.
    pub id: u64,
    /// What it does.
    pub title: String,
    /// How far it is.
    pub progress: Progress,
    /// How fast; `None` in the beginning.
    pub rows_per_second: Option<f64>,
}

/// An open document with everything around it.
pub struct Session {
    document: Arc<Document>,
    revision: u64,
    history: History,
    ids: IdAlloc,
    selection: Vec<RecordRef>,
    /// What was selected on the map before something was that stands on none.
    left_on_map: Vec<RecordRef>,
    /// Where one was before the next edit, if not where one is now.
    stood_at: Option<Standing>,
    /// The empty cell where the keyboard stands.
    cell: Option<(LaneId, StepId)>,
    map: Option<MapId>,
    /// The maps one came from by links, latest last.
    trail: Vec<MapId>,
    file: Option<OpenFile>,
    numbers: Numbers,
    links: Links,
    pictures: Pictures,
    jobs: Jobs,
    started: Instant,
}

/// The file behind a session.
struct OpenFile {
    store: Arc<Store>,
    path: PathBuf,
    access: Access,
    is_untitled: bool,
}

/// A seed nobody can guess and no two sessions share; without one from the system the clock must do.
fn system_seed() -> u64 {
    let mut bytes = [0_u8; 8];
    match getrandom::fill(&mut bytes) {
        Ok(()) => u64::from_le_bytes(bytes),
        Err(_) => std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |d| u64::try_from(d.as_nanos() & u128::from(u64::MAX)).unwrap_or(0)),
    }
}

/// An id allocator seeded by the system.
#[must_use]
pub fn system_ids() -> IdAlloc {
    IdAlloc::seeded(system_seed())
}

/// True for what stands on the grid of a map.
fn is_on_grid(record: &RecordRef) -> bool {
    use TableKind::{Card, Connection, Lane, Stage, Step};
    matches!(record.table(), Stage | Step | Lane | Card | Connection)
}

impl Session {
    fn with(document: Document, file: Option<OpenFile>, ids: IdAlloc, jobs: Jobs) -> Self {
        let map = document.maps_in_order().first().map(|m| m.id);
        let mut session = Self {
            document: Arc::new(document),
            revision: FIRST_REVISION,
            history: History::default(),
            ids,
            selection: Vec::new(),
            left_on_map: Vec::new(),
            stood_at: None,
            cell: None,
            map,
            trail: Vec::new(),
            file,
            numbers: Numbers::default(),
            links: Links::default(),
            pictures: Pictures::default(),
            jobs,
            started: Instant::now(),
        };
        session.numbers.forget_days();
        session.refresh_numbers();
        session
    }

    /// A session on a document without a file (tests, thumbnails).
    #[must_use]
    pub fn in_memory(document: Document, seed: u64) -> Self {
        Self::with(document, None, IdAlloc::seeded(seed), Jobs::default())
    }

    /// Opens a file. Blocking: call it on a job thread.
    ///
    /// # Errors
    /// The file cannot be opened; it is as it was.
    pub fn open_file(path: &Path, mode: OpenMode) -> Result<Opened, StoreError> {
        Store::open(path, mode)
    }

    /// A session on an opened or created file.
    #[must_use]
    pub fn new(opened: Opened, path: PathBuf, is_untitled: bool, jobs: Jobs) -> Self {
        let file = OpenFile { store: Arc::new(opened.store), path, access: opened.access, is_untitled };
        file.store.set_wake(jobs.wake());
        let view = file.store.view_state("numbers").and_then(|text| serde_json::from_str(&text).ok());
        let shown = file.store.view_state("map").and_then(|text| text.parse().ok());
        let mut session = Self::with(opened.document, Some(file), system_ids(), jobs);
        if let Some(view) = view {
            session.set_view(view);
        }
        if let Some(crate::model::Place::Map(map)) = shown {
            session.show_map(map);
        }
        session.refresh_on_open();
        session
    }

    /// The document. Clone the `Arc` for background work.
    #[must_use]
    pub fn document(&self) -> &Arc<Document> {
        &self.document
    }

    /// The day on the computer's own calendar.
    #[must_use]
    pub fn today() -> crate::base::time::Day {
        crate::base::time::UtcMillis::now().local_day()
    }

    /// Grows with every change of the document.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// True while nothing was done to the document, also nothing that the history does not know any more.
    #[must_use]
    pub fn is_as_opened(&self) -> bool {
        self.revision == FIRST_REVISION
    }

    /// True when edits are possible: the file is writable and no import is being written.
    #[must_use]
    pub fn is_editable(&self) -> bool {
        self.is_writable() && !self.numbers.is_booking()
    }

    /// True when the file takes changes.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.file.as_ref().is_none_or(|f| matches!(f.access, Access::Writable))
    }

    /// How the file may be used; `None` without a file.
    #[must_use]
    pub fn access(&self) -> Option<Access> {
        self.file.as_ref().map(|f| f.access)
    }

    /// Where the file is; `None` without a file.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.file.as_ref().map(|f| f.path.as_path())
    }

    /// True for a file in the data folder that was never given a name.
    #[must_use]
    pub fn is_untitled(&self) -> bool {
        self.file.as_ref().is_none_or(|f| f.is_untitled)
    }

    /// Whether all is on disk; `None` without a file.
    #[must_use]
    pub fn save_state(&self) -> Option<SaveState> {
        self.file.as_ref().map(|f| f.store.save_state())
    }

    /// Tries again to write what could not be written.
    pub fn retry_save(&self) {
        if let Some(file) = &self.file {
            file.store.retry();
        }
    }

    /// The file's store, for background work that reads it or copies it.
    #[must_use]
    pub fn store(&self) -> Option<Arc<Store>> {
        self.file.as_ref().map(|f| Arc::clone(&f.store))
    }

    /// Remembers a piece of view state in the file (camera, panels); undo ignores it, a read-only file forgets it.
    pub fn remember(&self, key: &str, value: &str) {
        if let Some(file) = &self.file
            && self.is_writable()
        {
            file.store.set_view_state(key, value);
        }
    }

    /// A remembered piece of view state.
    #[must_use]
    pub fn remembered(&self, key: &str) -> Option<String> {
        self.file.as_ref().and_then(|f| f.store.view_state(key))
    }

    /// Does edits that had to wait for an import, and ends the session as [`Session::close`] does. An import that is
    /// still being written is cancelled first; if it is too late for that, it counts. A person that was to be removed is
    /// removed first. Blocking.
    #[must_use]
    pub fn close_after(mut self, edits: Vec<(Edit, Option<MergeKey>)>) -> Closed {
        let removal = self.end_removal();
        if !edits.is_empty() {
            self.end_booking();
        }
        for (edit, merge) in edits {
            if let Err(error) = self.edit(&edit, merge) {
                // What it was about went with the import or with an edit before it.
                log::warn!("an edit that waited came too late: {error}");
            }
        }
        let pictures = self.pictures.leave_file();
        let left = LeftFile { document: self.document, numbers: self.numbers, pictures, file: self.file };
        Closed { written: left.close(), removal }
    }

    /// Ends the session: everything is written and the file is one file again. Blocking: call it on a job thread, or at
    /// the end of the program.
    ///
    /// # Errors
    /// Something could not be written, or a person not removed.
    pub fn close(self) -> Result<(), StoreError> {
        let Closed { written, removal } = self.close_after(Vec::new());
        match removal {
            Some(Err(RemovalFailure::Store(error))) => Err(error),
            _ => written,
        }
    }

    /// The map that is shown.
    #[must_use]
    pub fn map(&self) -> Option<MapId> {
        self.map
    }

    /// Shows another map.
    pub fn show_map(&mut self, map: MapId) {
        if self.document.maps.contains_key(&map) && self.map != Some(map) {
            self.map = Some(map);
            self.selection.clear();
            self.history.close_step();
            self.numbers.renew_overlay(&self.document, self.map);
            self.remember("map", &crate::model::Place::Map(map).to_string());
        }
    }

    /// Shows a map that something on this one leads to, and remembers the way back.
    pub fn open_linked(&mut self, map: MapId) {
        if let Some(from) = self.map.filter(|from| *from != map && self.document.maps.contains_key(&map)) {
            self.trail.push(from);
            self.show_map(map);
        }
    }

    /// The map that [`Session::go_back`] would show.
    #[must_use]
    pub fn came_from(&self) -> Option<MapId> {
        self.trail.iter().rev().copied().find(|map| self.map != Some(*map) && self.document.maps.contains_key(map))
    }

    /// Shows the map one came from; false when there is none.
    pub fn go_back(&mut self) -> bool {
        let Some(map) = self.came_from() else { return false };
        while self.trail.pop().is_some_and(|left| left != map) {}
        self.show_map(map);
        true
    }

    /// What is selected, first chosen first; only records that exist.
    #[must_use]
    pub fn selection(&self) -> &[RecordRef] {
        &self.selection
    }

    /// Replaces the selection; records that do not exist are left out.
    pub fn select(&mut self, records: Vec<RecordRef>) {
        let records: Vec<_> = records.into_iter().filter(|r| self.document.record(*r).is_some()).collect();
        let before = std::mem::replace(&mut self.selection, records);
        // Who looks at a persona, a KPI or a source has not left the place on the map.
        if self.selection.is_empty() || self.selection.iter().any(is_on_grid) {
            self.left_on_map.clear();
        } else if before.iter().any(is_on_grid) {
            self.left_on_map = before;
        }
        self.history.close_step();
    }

    /// Where one is on the shown map: what is selected on it, or was until something was selected that stands on no map.
    #[must_use]
    pub fn selected_on_map(&self) -> &[RecordRef] {
        let is_here = |record: &RecordRef| maps::map_of(&self.document, *record) == self.map;
        if self.selection.is_empty() || self.selection.iter().any(is_on_grid) {
            &self.selection
        } else if self.left_on_map.iter().all(is_here) {
            &self.left_on_map
        } else {
            &[]
        }
    }

    /// Says where one was before the next edit: the keyboard may have gone on before it is done.
    pub fn stood_at(&mut self, standing: Standing) {
        self.stood_at = Some(standing);
    }

    fn standing(&self) -> Standing {
        Standing { selection: self.selection.clone(), cell: self.chosen_cell() }
    }

    /// The empty cell where the keyboard stands, when nothing is selected: what is added goes there.
    #[must_use]
    pub fn chosen_cell(&self) -> Option<(LaneId, StepId)> {
        let is_there = |(lane, step): &(LaneId, StepId)| {
            self.document.lanes.contains_key(lane) && self.document.steps.contains_key(step)
        };
        self.cell.filter(|cell| self.selection.is_empty() && is_there(cell))
    }

    /// Says in which empty cell the keyboard stands.
    pub fn choose_cell(&mut self, cell: Option<(LaneId, StepId)>) {
        self.cell = cell;
    }

    /// How numbers are looked at.
    #[must_use]
    pub fn view(&self) -> &NumbersView {
        self.numbers.view()
    }

    /// Looks at the numbers in another way.
    pub fn set_view(&mut self, view: NumbersView) {
        if let Ok(text) = serde_json::to_string(&view) {
            self.remember("numbers", &text);
        }
        self.numbers.set_view(&self.document, view);
        self.refresh_numbers();
    }

    /// The figures of the shown period.
    #[must_use]
    pub fn insights(&self) -> &Arc<Insights> {
        self.numbers.insights()
    }

    /// The figures of everyone over all shown days, whatever segments or moment are looked at: what is asked about the KPIs
    /// themselves.
    #[must_use]
    pub fn whole_insights(&self) -> &Arc<Insights> {
        self.numbers.whole_insights()
    }

    /// The figures as the map shows them, and a number that grows with every change.
    #[must_use]
    pub fn overlay(&self) -> (&Arc<KpiOverlay>, u64) {
        self.numbers.overlay()
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

    /// A fresh id, for records that are added whole.
    pub fn allocate<I: crate::base::ids::Id>(&mut self) -> I {
        self.ids.allocate()
    }

    /// Does an edit: plans, applies, remembers it for undo and sends it to the file. Returns the created records.
    ///
    /// # Errors
    /// [`EditError`] when a rule forbids it, or the file takes no changes now; nothing has changed then.
    pub fn edit(&mut self, edit: &Edit, merge: Option<MergeKey>) -> Result<Vec<RecordRef>, EditError> {
        let stood_at = self.stood_at.take();
        if !self.is_editable() {
            return Err(EditError::NotEditable);
        }
        let plan = plan(&self.document, edit, &mut self.ids)?;
        if plan.diff.is_empty() {
            return Ok(plan.created);
        }
        let before = stood_at.unwrap_or_else(|| self.standing());
        self.save(&plan.diff);
        self.apply(&plan.diff);
        let (after, at) = (self.standing(), self.clock());
        self.history.push(plan.label, plan.diff, (before, after), merge, at);
        Ok(plan.created)
    }

    /// What copying the selection puts on the clipboard; `None` when nothing of it stands on the grid.
    #[must_use]
    pub fn copied(&self) -> Option<Copied> {
        clipboard::copied(&self.document, self.map?, &self.selection)
    }

    /// Pastes onto the shown map, as one step, and selects what came.
    ///
    /// # Errors
    /// [`PasteError`] when nothing can come of it; nothing has changed then.
    pub fn paste(&mut self, pasted: &Pasted, at: PasteAt) -> Result<PasteReport, PasteError> {
        if !self.is_editable() {
            return Err(EditError::NotEditable.into());
        }
        let map = self.map.ok_or(PasteError::NoMap)?;
        let PastePlan { edit, shown, report, .. } = paste_edit(&self.document, map, pasted, at, &mut self.ids)?;
        self.edit(&edit, None)?;
        self.select(shown);
        Ok(report)
    }

    /// Makes KPIs of cards of words that named none, as one step.
    ///
    /// # Errors
    /// [`EditError`] when the file takes no changes now.
    pub fn make_kpis(&mut self, cards: &[CardId]) -> Result<(), EditError> {
        match clipboard::kpis_of_words(&self.document, cards, &mut self.ids) {
            Some(edit) => self.edit(&edit, None).map(drop),
            None => Ok(()),
        }
    }

    /// Ends the folding of edits into one step; called on focus loss and tool change.
    pub fn close_step(&mut self) {
        self.history.close_step();
    }

    fn apply(&mut self, diff: &Diff) {
        let touched = diff.apply(Arc::make_mut(&mut self.document));
        self.revision += 1;
        let document = &self.document;
        self.selection.retain(|r| document.record(*r).is_some());
        if self.map.is_none_or(|m| !document.maps.contains_key(&m)) {
            self.map = document.maps_in_order().first().map(|m| m.id);
        }
        if self.numbers.concerns(touched, diff) {
            self.numbers.forget_days();
        }
        if numbers::figures_concern(touched) {
            self.refresh_numbers();
        } else if touched.has(TableKind::Decision) || touched.has(TableKind::Map) {
            // A signal was answered, or a review says since when signals are news.
            self.numbers.renew_overlay(&self.document, self.map);
        }
    }

    /// Comes before [`Self::apply`]: days that are fetched because of a change are read after it was written.
    fn save(&self, diff: &Diff) {
        if let Some(file) = &self.file {
            file.store.save(diff.clone());
        }
    }

    fn clock(&self) -> Duration {
        self.started.elapsed()
    }
}
