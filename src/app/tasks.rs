//! Work of the window in the background, and what to do when it is done.

use super::dialogs::{Answer, Purpose, with_extension};
use super::files::{OpenedFile, Origin};
use super::{HeldEdit, MilepostApp, SegmentKey, Sheet, sentence};
use crate::base::geom::{Camera, Point};
use crate::base::ids::MapId;
use crate::base::time::UtcMillis;
use crate::i18n::shell::{message, person};
use crate::model::{Document, PictureFile, Place};
use crate::session::import_job::rejected::RowCells;
use crate::session::jobs::{Job, Polled};
use crate::session::mappings::KeptMapping;
use crate::session::notes;
use crate::session::pictures::{PictureSource, PictureTarget, Refused};
use crate::session::recent::{self, RecentFile};
use crate::session::templates::Template;
use crate::session::{AfterEdit, AppCommand, Closed, RunningJob, Session};
use crate::store::{Copied, Opened, SegmentSummary, StoreError};
use crate::ui::drawer::DrawerState;
use crate::ui::import_wizard::ImportWizard;
use crate::ui::inspector::InspectorState;
use crate::ui::menu::{Dimension, file_name};
use crate::ui::outline::OutlineState;
use crate::ui::replace_sheet::ReplaceDraft;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What came of a piece of work.
pub enum Outcome {
    /// A file was opened or made.
    Opened(Result<Box<OpenedFile>, StoreError>),
    /// A copy was written and opened.
    Copied(CopyOf, Result<(Copied, Box<Opened>), StoreError>),
    /// Everything is on disk, or not.
    Flushed(Result<(), StoreError>),
    /// A map was closed.
    Closed(Option<PathBuf>, Closed),
    /// A file dialog was answered.
    Answered(Purpose, Answer),
    /// A path to be read was typed; that is there.
    Looked(Purpose, PathBuf, super::path_sheet::Found),
    /// A path was typed or completed; there is a file of that name already, or not.
    Typed(Purpose, PathBuf, IsThere),
    /// Recent files that are gone.
    Missing(Vec<PathBuf>),
    /// Untitled maps that no list knows: the program ended before it could list them.
    Recovered(Vec<RecentFile>),
    /// Untitled maps that were taken from the list.
    Relisted(Vec<RecentFile>),
    /// The segments of all sources of a file.
    Segments(PathBuf, SegmentKey, Result<Vec<SegmentSummary>, StoreError>),
    /// The map was written as a picture.
    Exported(PathBuf, Result<(), String>),
    /// Dropped files were looked at.
    Dropped(super::drop::Dropped, Option<egui::Pos2>),
    /// The kept mappings, and why a change of them was not possible.
    Mappings(super::data::MappingsDone, Vec<KeptMapping>),
    /// A text of the clipboard was put down to be imported.
    DataPasted(Result<crate::session::import_job::inputs::Unfiled, String>),
    /// Rejected rows were written: how many entries, and whether with their cells.
    RejectedWritten(PathBuf, Result<(u64, RowCells), String>),
    /// A mapping file was read, by its name.
    MappingRead(String, Result<Box<crate::import::Mapping>, String>),
    /// A mapping or minutes were written, or not, with the reason.
    TextSaved(Purpose, PathBuf, Result<(), String>),
    /// Pictures were read, for a map and a place on it.
    PicturesRead(Option<PathBuf>, PictureTarget, Vec<Result<PictureFile, Refused>>, Option<String>),
    /// A copy was offered to the clipboard of the system.
    Offered(super::clipboard::Offered),
    /// What was on that clipboard.
    FromClipboard(Box<super::clipboard::FromClipboard>),
    /// The user's templates.
    Templates(Vec<Template>),
    /// A template was kept or removed, or why not; then what there is.
    TemplateChanged(Result<super::shell::Changed, String>, Vec<Template>),
    /// Whether the system asks for less motion.
    MotionUnwanted(bool),
    /// The preferences were written.
    PrefsWritten(std::io::Result<()>),
}

/// What a copy was made of.
pub struct CopyOf {
    /// The file that was copied.
    pub from: PathBuf,
    /// What was in it then. Any edit since makes another one of the session's document.
    pub document: Arc<Document>,
    /// Where the copy is.
    pub path: PathBuf,
}

/// Work that runs.
pub(super) struct Task {
    pub(super) job: Job<Outcome>,
    pub(super) at_end: AtEnd,
    /// Whether the status bar tells of it.
    pub(super) told: Told,
}

/// Whether the status bar tells of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// What it comes to is told, or nothing.
    AtEnd,
    /// While it runs, with a button that gives it up.
    Meanwhile,
}

/// What happens to work that still runs when the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AtEnd {
    /// It writes: the program waits for it.
    Wait,
    /// It waits for the user or only reads: the program leaves it.
    Leave,
}

/// What is left of an untitled file once it is closed. Files with a name always stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remains {
    /// The file.
    File,
    /// Nothing.
    Nothing,
    /// Whatever is left of a file that could not be written any more: a copy has taken its place.
    Wreck,
}

/// Whether a file is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IsThere {
    /// It is.
    Yes,
    /// It is not.
    No,
}

impl MilepostApp {
    /// Starts work on a thread of its own. The program does not end before it is done.
    pub(super) fn start(&mut self, title: &str, work: impl FnOnce() -> Outcome + Send + 'static) {
        self.start_task(title, (AtEnd::Wait, Told::AtEnd), work);
    }

    /// Starts work that only the window has a use for: at the end of the program nobody waits for it.
    pub(super) fn start_for_window(&mut self, title: &str, work: impl FnOnce() -> Outcome + Send + 'static) {
        self.start_task(title, (AtEnd::Leave, Told::AtEnd), work);
    }

    /// The same for what someone else may take long to answer: the status bar says so, and the user can give it up.
    pub(super) fn start_told(&mut self, title: &str, work: impl FnOnce() -> Outcome + Send + 'static) {
        self.start_task(title, (AtEnd::Leave, Told::Meanwhile), work);
    }

    fn start_task(
        &mut self,
        title: &str,
        (at_end, told): (AtEnd, Told),
        work: impl FnOnce() -> Outcome + Send + 'static,
    ) {
        let job = self.jobs.spawn(title, move |_| work());
        self.tasks.push(Task { job, at_end, told });
    }

    /// Work of the window that the status bar tells of.
    pub(super) fn told_jobs(&self) -> Vec<RunningJob> {
        let told = self.tasks.iter().filter(|task| task.told == Told::Meanwhile).map(|task| &task.job);
        told.map(RunningJob::of).collect()
    }

    /// Gives work up that the status bar tells of: whatever it comes to is no longer wanted. Its thread may wait on.
    pub(super) fn give_up(&mut self, id: u64) {
        self.tasks.retain(|task| !(task.told == Told::Meanwhile && task.job.id == id));
    }

    /// Takes the results of all work that is done.
    pub(super) fn poll_tasks(&mut self, ctx: &egui::Context) {
        let mut still_running: Vec<Task> = Vec::new();
        for task in std::mem::take(&mut self.tasks) {
            match task.job.poll() {
                Polled::Running => still_running.push(task),
                Polled::Lost => {
                    self.is_writing_prefs = false;
                    self.is_asking = false;
                    // If it was a file being closed: what broke holds it no longer.
                    self.closing.clear();
                    self.open_waiting();
                    self.toasts.problem(message::job_lost(&task.job.title));
                }
                Polled::Done(outcome) => {
                    self.take(ctx, outcome);
                    ctx.request_repaint();
                }
            }
        }
        // Outcomes may have started work of their own.
        still_running.append(&mut self.tasks);
        self.tasks = still_running;
    }

    pub(super) fn take(&mut self, ctx: &egui::Context, outcome: Outcome) {
        match outcome {
            Outcome::Opened(Ok(file)) => {
                self.show_file(*file, Remains::File);
                let tables = std::mem::take(&mut self.tables_to_import);
                if !tables.is_empty() {
                    self.commands.send(AppCommand::OpenImportWizard(tables));
                }
            }
            Outcome::Opened(Err(error)) => {
                self.tables_to_import.clear();
                self.look_for_recent_files();
                self.toasts.problem(sentence(&error));
            }
            Outcome::Copied(copy, Ok((copied, file))) => {
                self.path_written(Purpose::SaveAs, None);
                self.go_on_in_copy(copy, copied, file);
            }
            Outcome::Flushed(Ok(())) => self.toasts.note(message::SAVED),
            Outcome::Copied(_, Err(error)) => self.path_written(Purpose::SaveAs, Some(sentence(&error))),
            Outcome::Flushed(Err(error)) => self.toasts.problem(sentence(&error)),
            Outcome::Closed(path, closed) => {
                if let Err(error) = closed.written {
                    self.toasts.problem(sentence(&error));
                }
                match (closed.removal, &path) {
                    (Some(Err(failure)), Some(path)) if !failure.is_cancelled() => {
                        self.toasts.problem(person::not_removed(&file_name(path), &sentence(&failure)));
                    }
                    (Some(ended), _) => self.tell_removal(ended),
                    (None, _) => {}
                }
                self.closing.retain(|closing| Some(closing) != path.as_ref());
                self.open_waiting();
            }
            Outcome::Segments(_, _, Err(error)) => log::warn!("segments not read: {error}"),
            Outcome::Answered(purpose, answer) => self.answered(purpose, answer),
            Outcome::Looked(purpose, path, found) => self.looked(purpose, path, found),
            Outcome::Typed(purpose, path, IsThere::Yes) => self.ask_to_replace(purpose, path),
            Outcome::Typed(purpose, path, IsThere::No) => self.chosen(purpose, vec![path]),
            Outcome::Dropped(dropped, at) => self.take_dropped(&dropped, at),
            Outcome::Mappings(done, kept) => self.take_mappings(done, kept),
            Outcome::DataPasted(data) => self.data_pasted(data),
            Outcome::RejectedWritten(path, written) => self.rejected_written(&path, written),
            Outcome::MappingRead(name, mapping) => self.wizard.mapping_read(&name, mapping.map(|m| *m)),
            Outcome::Missing(missing) => self.missing = missing,
            Outcome::Recovered(files) => {
                for file in files {
                    self.prefs.recent.recover(file);
                }
            }
            Outcome::Relisted(files) => self.relist(files),
            Outcome::Segments(path, key, Ok(summaries)) => {
                // A late answer is about another file, or about sources that were replaced meanwhile.
                if self.session.as_ref().and_then(Session::path) == Some(path.as_path()) && key == self.segments_of {
                    if let Some(session) = &mut self.session {
                        session.know_dimensions(&summaries);
                    }
                    self.segments = Dimension::merged(summaries);
                }
            }
            Outcome::Exported(path, written) => self.exported(&path, written),
            Outcome::PicturesRead(path, target, read, told) => {
                self.show_pictures(ctx, path.as_deref(), target, read, told.as_deref());
            }
            Outcome::TextSaved(purpose, path, written) => self.text_saved(purpose, &path, written),
            Outcome::Offered(offered) => self.take_offered(ctx, offered),
            Outcome::FromClipboard(found) => self.take_from_clipboard(*found),
            Outcome::Templates(templates) => self.take_templates(templates),
            Outcome::MotionUnwanted(is_unwanted) => {
                self.is_motion_unwanted = is_unwanted;
                self.follow_motion(ctx);
            }
            Outcome::TemplateChanged(changed, templates) => {
                self.take_templates(templates);
                match changed {
                    Ok(changed) => {
                        let back = changed.removed.map(|name| {
                            (crate::i18n::shell::template::BRING_BACK.to_owned(), AppCommand::RestoreTemplate(name))
                        });
                        if let Some(told) = changed.told {
                            self.toasts.note_with_choices(told, back.into_iter().collect());
                        }
                    }
                    Err(why) => self.toasts.problem(why),
                }
            }
            Outcome::PrefsWritten(result) => {
                self.is_writing_prefs = false;
                if let Err(error) = result {
                    self.toasts.problem(message::prefs_not_saved(&sentence(&error)));
                }
            }
        }
        ctx.request_repaint();
    }

    /// Goes on in a copy, if it holds all that the original holds by now.
    fn go_on_in_copy(&mut self, copy: CopyOf, copied: Copied, opened: Box<Opened>) {
        let CopyOf { from, document, path } = copy;
        let Some(session) = self.session.as_mut().filter(|session| session.path() == Some(from.as_path())) else {
            // The user went on elsewhere: the copy is made, and that is all.
            self.prefs.recent.add(path.clone(), UtcMillis::now());
            self.toasts.note(message::copied(&file_name(&path)));
            self.closing.push(path.clone());
            return self.start("close", move || Outcome::Closed(Some(path), opened.store.close().into()));
        };
        let takes_edits_later = session.is_writable() && !session.is_editable();
        let is_first = session.is_untitled();
        if !Arc::ptr_eq(session.document(), &document) || takes_edits_later {
            return self.write_copy(path, Some(opened));
        }
        if copied == Copied::MapOnly {
            return self.go_on_without_numbers(&document, *opened, path);
        }
        let remains = match copied {
            // The copy holds everything an untitled original held.
            Copied::Whole if session.is_untitled() => Remains::Nothing,
            Copied::Whole => Remains::File,
            Copied::Rescued | Copied::MapOnly => Remains::Wreck,
        };
        let left = session.go_on_in(*opened, path.clone());
        if is_first {
            self.name_map_after(&path);
        }
        self.move_copied(&from, &path);
        self.remember_recent(&path);
        self.segments_of.clear();
        self.toasts.note(message::copied(&file_name(&path)));
        self.close_file(from, remains, move || left.close().into());
    }

    /// Goes on in a copy that could take the map but not its numbers, and says which are missing. Its history would
    /// bring back sources without rows, so it begins anew.
    fn go_on_without_numbers(&mut self, document: &Document, opened: Opened, path: PathBuf) {
        let mut names: Vec<&str> = document.sources.values().map(|source| source.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let text = message::copied_without_numbers(&file_name(&path), &names);
        self.show_file(OpenedFile { opened, path, origin: Origin::Found }, Remains::Wreck);
        self.toasts.problem(text);
    }

    /// Closes a file in the background; it can be opened again once that is done.
    fn close_file(&mut self, path: PathBuf, remains: Remains, close: impl FnOnce() -> Closed + Send + 'static) {
        self.closing.push(path.clone());
        self.start("close", move || {
            let mut closed = close();
            match remains {
                // A leftover in the data folder harms nobody.
                Remains::Nothing if closed.written.is_ok() => drop(std::fs::remove_file(&path)),
                Remains::Wreck => {
                    if let Err(error) = std::mem::replace(&mut closed.written, Ok(())) {
                        log::warn!("closing what is left of a file: {error}");
                    }
                }
                Remains::File | Remains::Nothing => {}
            }
            Outcome::Closed(Some(path), closed)
        });
    }

    /// A file with a name is offered again at the next start, and the next dialog begins beside it.
    fn remember_recent(&mut self, path: &Path) {
        self.prefs.recent.add(path.to_owned(), UtcMillis::now());
        self.prefs.last_folder = path.parent().map(Path::to_owned);
        self.missing.retain(|missing| missing != path);
    }

    /// Shows an opened file instead of the one that was open.
    fn show_file(&mut self, file: OpenedFile, remains: Remains) {
        self.leave_map(remains);
        let OpenedFile { opened, path, origin } = file;
        let is_untitled = path.starts_with(self.home.untitled_folder());
        self.is_fresh = origin == Origin::Made;
        if !is_untitled {
            self.remember_recent(&path);
        }
        log::info!("opened a map with {} cards", opened.document.cards.len());
        if opened.document.sources.is_empty() && self.prefs.drawer.is_open {
            // An empty drawer would take a third of the map.
            self.prefs.drawer.is_open = false;
            self.is_drawer_folded = true;
        }
        let jobs = self.jobs.clone();
        let session = Session::new(opened, path, is_untitled, jobs);
        self.restore_cameras(&session);
        self.session = Some(session);
        self.begin_view();
    }

    /// Puts the camera of every map where it was when the file was closed.
    fn restore_cameras(&mut self, session: &Session) {
        for map in session.document().maps.keys() {
            let text = session.remembered(&camera_key(*map));
            if let Some(camera) = text.and_then(|text| camera_of(&text)) {
                self.canvas.set_camera(*map, camera);
            }
        }
    }

    /// Remembers the cameras in the file. Not a step of the history; a viewer's file stays as it is.
    pub(super) fn remember_cameras(&mut self) {
        let Some(session) = &self.session else { return };
        for map in session.document().maps.keys() {
            if let Some(camera) = self.canvas.camera(*map) {
                session.remember(&camera_key(*map), &camera_text(camera));
            }
        }
    }

    /// Closes the open map in the background. An untitled map that was worked on stays, and is listed among the recent
    /// files: nobody who did not name it shall lose it.
    pub(super) fn leave_map(&mut self, remains: Remains) {
        self.keep_typed_words();
        let must_wait = self.session.as_ref().is_some_and(|s| s.is_writable() && !s.is_editable());
        if !must_wait {
            self.do_held_edits();
        }
        // What waits for an import goes along, and is done before the file is closed.
        let waiting: Vec<_> = std::mem::take(&mut self.held_edits).into_iter().map(|h| (h.edit, h.merge)).collect();
        self.unfold_drawer();
        self.remember_cameras();
        self.canvas.reset();
        self.outline = OutlineState::default();
        self.inspector = InspectorState::default();
        self.drawer = DrawerState::default();
        self.wizard = ImportWizard::default();
        self.wizard.set_kept(Arc::clone(&self.kept_mappings));
        self.segments.clear();
        self.segments_of.clear();
        self.toasts.leave_map();
        self.leave_copied_file();
        let remains = if waiting.is_empty() && self.is_untouched() { Remains::Nothing } else { remains };
        let Some(session) = self.session.take() else { return };
        let path = session.path().map(Path::to_owned);
        let untitled = path.clone().filter(|_| session.is_untitled());
        if let (Remains::File, Some(path)) = (remains, &untitled) {
            let title = recent::title_of(session.document());
            self.prefs.recent.add_untitled(path.clone(), title, UtcMillis::now());
        }
        match path {
            Some(path) => {
                let is_named = untitled.is_none();
                let remains = if is_named && remains == Remains::Nothing { Remains::File } else { remains };
                self.close_file(path, remains, move || session.close_after(waiting));
            }
            None => self.start("close", move || Outcome::Closed(None, session.close_after(waiting))),
        }
    }

    /// Opens the drawer again that was closed for want of numbers.
    pub(super) fn unfold_drawer(&mut self) {
        if std::mem::take(&mut self.is_drawer_folded) {
            self.prefs.drawer.is_open = true;
        }
    }

    /// Opens the files, and writes the copies, that had to wait because files were still being closed.
    fn open_waiting(&mut self) {
        for (path, mode) in std::mem::take(&mut self.waiting_to_open) {
            self.open(path, mode);
        }
        for path in std::mem::take(&mut self.waiting_copies) {
            self.commands.send(AppCommand::SaveAs(path));
        }
    }

    /// Words that are being typed belong to the map that is left: they are kept now, not when the commands run next.
    pub(super) fn keep_typed_words(&mut self) {
        let waiting = self.commands.take();
        self.canvas.commit_text_edit(&self.commands);
        self.outline.commit(&self.commands);
        self.commit_persona();
        if let Some(session) = &self.session {
            self.inspector.commit(session.document(), &self.commands);
            for (anchor, text) in self.inspector.take_unsent_notes(session.document()) {
                let edit = notes::new_note(anchor, &self.prefs.author, &text);
                self.commands.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
            }
        }
        for command in self.commands.take() {
            match command {
                AppCommand::Edit { edit, merge, .. } => {
                    self.held_edits.push(HeldEdit { edit, merge, then: AfterEdit::Nothing });
                }
                AppCommand::Tell(told) => self.tell(told),
                _ => {}
            }
        }
        if self.session.as_ref().is_none_or(|session| session.is_editable() || !session.is_writable()) {
            self.do_held_edits();
        }
        for command in waiting {
            self.commands.send(command);
        }
    }

    /// Does the edits that wait, or says why they cannot be done.
    fn do_held_edits(&mut self) {
        for HeldEdit { edit, merge, .. } in std::mem::take(&mut self.held_edits) {
            let Some(session) = &mut self.session else { continue };
            let result = session.edit(&edit, merge);
            self.inspector.edited(&edit, &result);
            if let Err(error) = result {
                self.toasts.problem(sentence(&error));
            }
        }
    }

    /// True for a map made in this run in which nothing was done.
    pub(super) fn is_untouched(&self) -> bool {
        let session = self.session.as_ref().filter(|_| self.is_fresh);
        session.is_some_and(|s| s.is_untitled() && s.is_as_opened())
    }

    pub(super) fn answered(&mut self, purpose: Purpose, answer: Answer) {
        self.is_asking = false;
        match answer {
            Answer::Picked(paths) => self.picked(purpose, paths),
            Answer::Cancelled => {}
            Answer::Unavailable => {
                self.dialogs = super::DialogKind::InWindow;
                self.toasts.note(message::NO_DIALOG);
                self.ask_for_path(purpose);
            }
        }
    }

    /// Goes on with what the system's dialog gave. It asked about replacing the name it knew: one that gets its
    /// extension only now may be that of another file.
    fn picked(&mut self, purpose: Purpose, paths: Vec<PathBuf>) {
        let Some(first) = paths.first() else { return };
        let named = with_extension(purpose, first.clone());
        if named == *first {
            self.chosen(purpose, paths);
        } else {
            self.look_before_writing(purpose, named);
        }
    }

    /// Goes on with a path when nothing is there; a file that would be replaced is asked about first.
    pub(super) fn look_before_writing(&mut self, purpose: Purpose, path: PathBuf) {
        self.start_for_window(super::dialogs::title(purpose), move || {
            let is_there = if path.exists() { IsThere::Yes } else { IsThere::No };
            Outcome::Typed(purpose, path, is_there)
        });
    }

    /// Goes on with what was chosen in a dialog of either kind.
    pub(super) fn chosen(&mut self, purpose: Purpose, paths: Vec<PathBuf>) {
        let Some(first) = paths.first().cloned() else { return };
        self.prefs.last_folder = first.parent().map(Path::to_owned).or(self.prefs.last_folder.take());
        let first = with_extension(purpose, first);
        self.commands.send(match purpose {
            Purpose::Open => AppCommand::Open(first),
            Purpose::SaveAs => AppCommand::SaveAs(first),
            Purpose::Import => match self.replacing.take() {
                Some(source) => {
                    self.sheet = Some(Sheet::ReplaceSource(ReplaceDraft { source, file: first }));
                    return;
                }
                None => AppCommand::OpenImportWizard(paths),
            },
            Purpose::Export(_) => AppCommand::Export(first),
            Purpose::LoadMapping => AppCommand::LoadMapping(first),
            Purpose::Mapping | Purpose::Minutes => AppCommand::SaveText(first),
            Purpose::ImportFolder => AppCommand::LookIntoFolder(first),
            // Kept for another path, where this one cannot be written.
            Purpose::Rejected => match self.rejected_of {
                Some(source) => AppCommand::ExportRejected(source, first),
                None => return,
            },
            Purpose::Picture => match self.picture_target.take() {
                Some(target) => AppCommand::PlacePictures(PictureSource::Files(paths), target),
                None => return,
            },
        });
    }
}

fn camera_key(map: MapId) -> String {
    format!("camera of {}", Place::Map(map))
}

/// A camera as text: left, top and zoom.
fn camera_text(camera: Camera) -> String {
    serde_json::json!([camera.origin.x, camera.origin.y, camera.zoom]).to_string()
}

fn camera_of(text: &str) -> Option<Camera> {
    let [x, y, zoom]: [f64; 3] = serde_json::from_str(text).ok()?;
    let is_usable = x.is_finite() && y.is_finite() && zoom.is_finite() && zoom > 0.0;
    is_usable.then(|| Camera { origin: Point::new(x, y), zoom })
}
