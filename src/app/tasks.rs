//! Work of the window in the background, and what to do when it is done.

use super::dialogs::{Answer, Purpose, with_extension};
use super::files::OpenedFile;
use super::{MilepostApp, Sheet, sentence};
use crate::base::time::UtcMillis;
use crate::i18n::shell::message;
use crate::session::jobs::{Job, Polled};
use crate::session::{AppCommand, Session, SessionEvent, recent};
use crate::store::{SegmentSummary, StoreError};
use crate::ui::menu::{Dimension, file_name};
use std::path::PathBuf;

/// What came of a piece of work.
pub enum Outcome {
    /// A file was opened or made.
    Opened(Result<Box<OpenedFile>, StoreError>),
    /// A copy was written and opened.
    Copied(PathBuf, Result<Box<OpenedFile>, StoreError>),
    /// Everything is on disk, or not.
    Flushed(Result<(), StoreError>),
    /// A map was closed.
    Closed(Result<(), StoreError>),
    /// A file dialog was answered.
    Answered(Purpose, Answer),
    /// A path was typed; there is a file of that name already, or not.
    Typed(Purpose, PathBuf, IsThere),
    /// Recent files that are gone.
    Missing(Vec<PathBuf>),
    /// The segments of all sources.
    Segments(Result<Vec<SegmentSummary>, StoreError>),
    /// The map was written as a picture.
    Exported(PathBuf, Result<(), String>),
    /// The preferences were written.
    PrefsWritten(std::io::Result<()>),
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
    /// Starts work on a thread of its own.
    pub(super) fn start(&mut self, title: &str, work: impl FnOnce() -> Outcome + Send + 'static) {
        let job = self.jobs.spawn(title, move |_| work());
        self.tasks.push(job);
    }

    /// Takes the results of all work that is done.
    pub(super) fn poll_tasks(&mut self, ctx: &egui::Context) {
        let mut still_running: Vec<Job<Outcome>> = Vec::new();
        for job in std::mem::take(&mut self.tasks) {
            match job.poll() {
                Polled::Running => still_running.push(job),
                Polled::Lost => {
                    self.is_writing_prefs = false;
                    self.toasts.problem(message::job_lost(&job.title));
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

    fn take(&mut self, ctx: &egui::Context, outcome: Outcome) {
        match outcome {
            Outcome::Opened(Ok(file)) => self.show_file(*file),
            Outcome::Opened(Err(error)) => {
                self.look_for_recent_files();
                self.toasts.problem(sentence(&error));
            }
            Outcome::Copied(path, Ok(file)) => {
                self.show_file(*file);
                self.toasts.note(message::copied(&file_name(&path)));
            }
            Outcome::Flushed(Ok(())) => self.toasts.note(message::SAVED),
            Outcome::Copied(_, Err(error)) | Outcome::Flushed(Err(error)) | Outcome::Closed(Err(error)) => {
                self.toasts.problem(sentence(&error));
            }
            Outcome::Segments(Err(error)) => log::warn!("segments not read: {error}"),
            Outcome::Closed(Ok(())) => {}
            Outcome::Answered(purpose, answer) => self.answered(purpose, answer),
            Outcome::Typed(purpose, path, IsThere::Yes) => self.sheet = Some(Sheet::Replace(purpose, path)),
            Outcome::Typed(purpose, path, IsThere::No) => self.chosen(purpose, vec![path]),
            Outcome::Missing(missing) => self.missing = missing,
            Outcome::Segments(Ok(summaries)) => self.segments = Dimension::merged(summaries),
            Outcome::Exported(path, Ok(())) => self.toasts.note(message::exported(&file_name(&path))),
            Outcome::Exported(path, Err(why)) => self.toasts.problem(message::not_exported(&file_name(&path), &why)),
            Outcome::PrefsWritten(result) => {
                self.is_writing_prefs = false;
                if let Err(error) = result {
                    self.toasts.problem(message::prefs_not_saved(&sentence(&error)));
                }
            }
        }
        ctx.request_repaint();
    }

    /// Shows an opened file instead of the one that was open.
    fn show_file(&mut self, file: OpenedFile) {
        self.leave_map();
        let OpenedFile { opened, path, is_untitled } = file;
        if !is_untitled {
            self.prefs.recent.add(path.clone(), UtcMillis::now());
            self.prefs.last_folder = path.parent().map(std::path::Path::to_owned);
            self.missing.retain(|missing| *missing != path);
        }
        log::info!("opened a map with {} cards", opened.document.cards.len());
        let jobs = self.jobs.clone();
        self.session = Some(Session::new(opened, path, is_untitled, jobs));
    }

    /// Closes the open map in the background.
    pub(super) fn leave_map(&mut self) {
        self.segments.clear();
        self.segments_of.clear();
        if let Some(session) = self.session.take() {
            self.start("close", move || Outcome::Closed(session.close()));
        }
    }

    fn answered(&mut self, purpose: Purpose, answer: Answer) {
        match answer {
            Answer::Picked(paths) => self.chosen(purpose, paths),
            Answer::Cancelled => {}
            Answer::Unavailable => {
                self.dialogs = super::DialogKind::InWindow;
                self.toasts.note(message::NO_DIALOG);
                self.ask_for_path(purpose);
            }
        }
    }

    /// Goes on with what was chosen in a dialog of either kind.
    pub(super) fn chosen(&mut self, purpose: Purpose, paths: Vec<PathBuf>) {
        let Some(first) = paths.first().cloned() else { return };
        self.prefs.last_folder = first.parent().map(std::path::Path::to_owned).or(self.prefs.last_folder.take());
        let first = with_extension(purpose, first);
        self.commands.send(match purpose {
            Purpose::Open => AppCommand::Open(first),
            Purpose::SaveAs => AppCommand::SaveAs(first),
            Purpose::Import => AppCommand::OpenImportWizard(paths),
            Purpose::Export => AppCommand::Export(first),
        });
    }

    /// Looks in the background which recent files are gone.
    pub(super) fn look_for_recent_files(&mut self) {
        let paths: Vec<PathBuf> = self.prefs.recent.files().iter().map(|file| file.path.clone()).collect();
        if !paths.is_empty() {
            self.start("look for recent files", move || Outcome::Missing(recent::missing(&paths)));
        }
    }

    /// Takes what the session has to tell.
    pub(super) fn poll_session(&mut self) {
        let Some(session) = &mut self.session else { return };
        for event in session.poll() {
            match event {
                SessionEvent::Imported(outcome) if outcome.is_unchanged => {
                    self.toasts.note(message::unchanged(&outcome.name));
                }
                SessionEvent::Imported(outcome) => {
                    let count = crate::i18n::shell::numbers::count;
                    let rejected = (outcome.rows_rejected > 0).then(|| count(outcome.rows_rejected));
                    let text = message::imported(&outcome.name, &count(outcome.rows_accepted), rejected.as_deref());
                    self.toasts.end_undo_offers();
                    self.toasts.note_with_undo(text);
                }
                SessionEvent::ImportFailed(failure) if failure.is_cancelled() => {}
                SessionEvent::ImportFailed(failure) => self.toasts.problem(sentence(&failure)),
                SessionEvent::NumbersFailed(error) => self.toasts.problem(sentence(&error)),
            }
        }
    }
}
