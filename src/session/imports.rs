//! Imports and refreshes of an open map: one at a time is read on a thread of its own, then written on another.

use crate::base::ids::{MapId, SourceId};
use crate::base::time::UtcMillis;
use crate::import::ImportError;
use crate::model::Diff;
use crate::model::edit::EditError;
use crate::session::import_job::inputs::Unfiled;
use crate::session::import_job::refresh::{self, RefreshRequest};
use crate::session::import_job::{
    self, ImportFailure, ImportOutcome, ImportRequest, Purpose, ReadFile, SameCodes, left_off, with_data,
};
use crate::session::jobs::{Job, Polled};
use crate::session::persons::Removal;
use crate::session::{RunningJob, Session, SessionEvent};
use std::sync::Arc;

/// What is read or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// Files that someone brings onto the map.
    Import,
    /// The file of a source, by the name of that.
    Refresh(SourceId, String),
}

/// Everything that was read of what was asked for.
type ReadFiles = Vec<(ImportRequest, ReadFile)>;

/// Data files that are being read, for the map that was shown when the import was asked for.
pub(super) struct Reading {
    what: What,
    map: MapId,
    pub(super) job: Job<Result<ReadFiles, ImportFailure>>,
}

/// Rows that are being written.
pub(super) struct Booked {
    what: What,
    pub(super) job: Job<Result<Vec<ImportOutcome>, ImportFailure>>,
}

impl Session {
    /// Starts an import in the background; its end comes as an event of [`Session::poll`].
    ///
    /// # Errors
    /// An import is running already, or the file takes no changes.
    pub fn start_import(&mut self, request: ImportRequest) -> Result<(), EditError> {
        self.start_imports(vec![request])
    }

    /// Imports several files in the background, all or none and as one step.
    ///
    /// # Errors
    /// An import is running already, or the file takes no changes.
    pub fn start_imports(&mut self, requests: Vec<ImportRequest>) -> Result<(), EditError> {
        self.start_unfiled_import(requests, None)
    }

    /// As [`Session::start_imports`], of data that is gone as soon as it was read.
    ///
    /// # Errors
    /// An import is running already, or the file takes no changes.
    pub fn start_unfiled_import(
        &mut self,
        requests: Vec<ImportRequest>,
        data: Option<Unfiled>,
    ) -> Result<(), EditError> {
        let title = requests.first().map_or_else(String::new, |first| crate::i18n::import::reading(&first.path));
        self.start_reading(title, move || Ok((requests, data)))
    }

    /// Imports a text as data that is no file, by the name that the request gives it.
    ///
    /// # Errors
    /// An import is running already, or the file takes no changes.
    pub(super) fn start_text_import(&mut self, request: ImportRequest, text: String) -> Result<(), EditError> {
        let name = request.unfiled.clone().unwrap_or_default();
        let title = crate::i18n::import::reading(std::path::Path::new(&name));
        self.start_reading(title, move || {
            let data = Unfiled::typed(&text, name)?;
            Ok((vec![ImportRequest { path: data.path.clone(), ..request }], Some(data)))
        })
    }

    /// Starts reading; `wanted` says on the job's thread what, and holds data that is no file until it was read.
    fn start_reading(
        &mut self,
        title: String,
        wanted: impl FnOnce() -> Result<(Vec<ImportRequest>, Option<Unfiled>), ImportError> + Send + 'static,
    ) -> Result<(), EditError> {
        let map = self.map.filter(|_| self.can_import()).ok_or(EditError::NotEditable)?;
        let store = self.store();
        let persons = store.as_ref().map(|store| store.persons()).unwrap_or_default();
        let document = Arc::clone(&self.document);
        let job = self.jobs.spawn(title, move |progress| {
            let (requests, data) = wanted()?;
            let reader = || {
                let Some(store) = &store else { return Ok(None) };
                // Rows are visible to readers only once they are written.
                store.flush()?;
                store.reader().map(Some)
            };
            let (mut all, mut codes) = (Vec::with_capacity(requests.len()), SameCodes::default());
            let mut after = with_data::Ahead::of(&document, map);
            for request in requests {
                let mut request = ImportRequest { persons: persons.clone(), ..request };
                left_off::remember(&mut request, (&document, map), reader)?;
                with_data::remember(&mut request, reader)?;
                let mut read = after.read(&mut request, progress)?;
                import_job::refuse_empty(&read, &request)?;
                codes.take(&mut request, &mut read);
                after.take(&request, &read)?;
                all.push((request, read));
            }
            drop(data);
            Ok(all)
        });
        self.numbers.reading = Some(Reading { what: What::Import, map, job });
        Ok(())
    }

    /// True when an import or a refresh could begin now.
    #[must_use]
    pub fn can_import(&self) -> bool {
        self.is_editable() && self.numbers.reading.is_none()
    }

    /// Reads the file of a source again in the background; its end comes as an event.
    ///
    /// # Errors
    /// The source is gone, something is being imported already, or the file takes no changes.
    pub(super) fn start_refresh(&mut self, asked: RefreshRequest) -> Result<(), EditError> {
        let store = self.store().filter(|_| self.can_import()).ok_or(EditError::NotEditable)?;
        let id = asked.source;
        let source = self.document.sources.get(&id).ok_or(EditError::Missing(id.into()))?;
        let map = refresh::map_of(&self.document, id).or(self.map).ok_or(EditError::NotEditable)?;
        let what = What::Refresh(id, source.path.clone());
        let title = crate::i18n::import::reading(std::path::Path::new(&source.name));
        let document = Arc::clone(&self.document);
        let job = self.jobs.spawn(title, move |progress| {
            // Rows are visible to readers only once they are written.
            store.flush()?;
            let read = refresh::read(&asked, (&document, map), &store, progress)?;
            Ok(read.into_iter().collect())
        });
        self.numbers.reading = Some(Reading { what, map, job });
        Ok(())
    }

    pub(super) fn poll_reading(&mut self, events: &mut Vec<SessionEvent>) {
        if self.numbers.writing_values.is_some() {
            // What is being written must not land after the values of the import; the end of it wakes us again.
            return;
        }
        let read = match self.numbers.reading.as_ref().map(|reading| reading.job.poll()) {
            Some(Polled::Done(read)) => read,
            Some(Polled::Lost) => {
                self.numbers.reading = None;
                return;
            }
            Some(Polled::Running) | None => return,
        };
        let Some(Reading { what, map, .. }) = self.numbers.reading.take() else { return };
        match (read, &what) {
            (Ok(read), What::Refresh(source, path)) if read.is_empty() => {
                self.links.is_current(path);
                if self.links.was_asked() {
                    events.push(SessionEvent::RefreshedWithoutChange(*source));
                }
            }
            (Ok(read), _) => {
                if let Err(failure) = self.start_booking(what.clone(), map, read) {
                    self.import_failed(&what, failure, events);
                }
            }
            (Err(failure), _) => self.import_failed(&what, failure, events),
        }
    }

    fn import_failed(&mut self, what: &What, failure: ImportFailure, events: &mut Vec<SessionEvent>) {
        match what {
            What::Import => events.push(SessionEvent::ImportFailed(Box::new(failure))),
            What::Refresh(source, path) => {
                if let Some(failure) = self.links.failed(path, failure) {
                    events.push(SessionEvent::RefreshFailed(*source, failure));
                }
            }
        }
    }

    fn start_booking(&mut self, what: What, map: MapId, read: ReadFiles) -> Result<(), ImportFailure> {
        let store = self.store().ok_or(EditError::NotEditable)?;
        let at = UtcMillis::now();
        let title = read.first().map_or_else(String::new, |(request, _)| crate::i18n::import::writing(&request.path));
        let bookings = import_job::work_out_all(&self.document, map, read, at, &mut self.ids)?;
        let document = Arc::clone(&self.document);
        let job = self.jobs.spawn(title, move |progress| {
            import_job::book(&store, &document, bookings, progress).map_err(ImportFailure::from)
        });
        self.numbers.booking = Some(Booked { what, job });
        Ok(())
    }

    pub(super) fn poll_booking(&mut self, events: &mut Vec<SessionEvent>) {
        match self.numbers.booking.as_ref().map(|booked| booked.job.poll()) {
            Some(Polled::Done(result)) => {
                let Some(Booked { what, .. }) = self.numbers.booking.take() else { return };
                match result {
                    Ok(outcomes) => {
                        self.take_over(&outcomes);
                        if let What::Refresh(_, path) = &what {
                            self.links.is_current(path);
                        }
                        events.extend(outcomes.into_iter().map(|outcome| match outcome.purpose {
                            Purpose::Import => SessionEvent::Imported(Box::new(outcome)),
                            Purpose::Refresh => SessionEvent::Refreshed(Box::new(outcome)),
                        }));
                    }
                    Err(failure) => self.import_failed(&what, failure, events),
                }
                self.write_daily_values();
            }
            Some(Polled::Lost) => self.numbers.booking = None,
            Some(Polled::Running) | None => {}
        }
    }

    /// Follows what an import has written: all its files are one step.
    fn take_over(&mut self, outcomes: &[ImportOutcome]) {
        let before = self.standing();
        let mut all = Diff::default();
        for outcome in outcomes {
            self.apply(&outcome.diff);
            all = all.then(&outcome.diff);
        }
        let at = self.clock();
        match outcomes.iter().find(|outcome| !outcome.is_unchanged) {
            None => self.history.refresh_sources(&self.document),
            Some(first) => {
                // The transaction of the import wrote the daily values already.
                self.numbers.must_write_daily_values = false;
                self.history.push(first.label, all, (before.clone(), before), None, at);
            }
        }
    }

    /// Stops the import that is being written, or follows it when it is written already. Blocking.
    pub(super) fn end_booking(&mut self) {
        let Some(Booked { job, .. }) = self.numbers.booking.take() else { return };
        job.progress.cancel();
        match job.wait() {
            Some(Ok(outcomes)) => self.take_over(&outcomes),
            Some(Err(failure)) => log::info!("an import was given up: {failure}"),
            None => log::error!("an import broke off"),
        }
    }

    /// What runs in the background, for the status bar. Fetching numbers is too short to be shown.
    #[must_use]
    pub fn running_jobs(&self) -> Vec<RunningJob> {
        let reading = self.numbers.reading.iter().map(|r| RunningJob::of(&r.job));
        let removal = self.numbers.removal.as_ref().and_then(Removal::job);
        let booking = self.numbers.booking.iter().map(|b| RunningJob::of(&b.job));
        reading.chain(booking).chain(removal.map(RunningJob::of)).collect()
    }

    /// Asks a job to stop.
    pub fn cancel(&mut self, id: u64) {
        for job in self.running_jobs().into_iter().filter(|j| j.id == id) {
            job.progress.cancel();
            // Whoever stops one refresh of many wants none of the others.
            self.links.forget_waiting();
        }
    }

    /// True while something runs whose end will change what is shown.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        let n = &self.numbers;
        let is_reading = n.fetch.is_some() || n.splits.is_busy();
        let is_at_work = is_reading || n.writing_values.is_some() || n.reading.is_some() || n.is_booking();
        is_at_work || self.links.is_busy()
    }

    /// Takes results until nothing runs any more, and gives what was told meanwhile. For tests, which have no frames.
    pub fn wait(&mut self) -> Vec<SessionEvent> {
        let mut events = Vec::new();
        loop {
            events.extend(self.poll());
            if !self.is_busy() {
                return events;
            }
            std::thread::yield_now();
        }
    }

    /// Starts background jobs that wake the same window.
    #[must_use]
    pub fn jobs(&self) -> &crate::session::jobs::Jobs {
        &self.jobs
    }
}

impl RunningJob {
    /// A job as the status bar shows it.
    #[must_use]
    pub fn of<T>(job: &Job<T>) -> Self {
        let (id, title, progress) = (job.id, job.title.clone(), job.progress.clone());
        let seconds = job.started.elapsed().as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "a speed for the eye")]
        let rows_per_second = (seconds > 0.2).then(|| progress.rows() as f64 / seconds);
        Self { id, title, progress, rows_per_second }
    }
}

#[cfg(test)]
mod tests;
