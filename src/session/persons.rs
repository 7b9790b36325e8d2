//! Removing a person's rows: what the file holds of somebody, and taking it out so that neither the file nor the
//! history has it any more. No step of the history: what can be brought back is not removed.

use crate::base::ids::SourceId;
use crate::base::progress::{Cancelled, Progress};
use crate::i18n;
use crate::import::{ImportError, Mapping, forms_of_id, hashed_id, is_as_it_was, lines_of};
use crate::model::edit::EditError;
use crate::model::{Diff, Document, History, Persons, Salt, Source};
use crate::session::import_job::derived;
use crate::session::jobs::{Job, Polled};
use crate::session::{Session, SessionEvent};
pub use crate::store::UnclearTexts;
use crate::store::{Left, PersonRemoval, PersonRows, PersonTraces, Store, StoreError};
use std::path::Path;
use std::sync::Arc;

/// What one source holds of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonAt {
    /// The source as the user knows it.
    pub source: SourceId,
    /// Its name.
    pub name: String,
    /// Rows of the person.
    pub rows: u64,
    /// Texts in its import report that say something of the person, or may.
    pub report_texts: u64,
    /// Nobody can tell any more whose those texts are, so that they are all there are.
    pub are_texts_unclear: bool,
}

/// What a file holds of a person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// By source; those that hold nothing are left out.
    pub sources: Vec<PersonAt>,
    /// The person was removed before: imports leave the rows out already.
    pub is_forgotten: bool,
    /// Texts in reports that may be about the person or about others, and are kept.
    pub unclear_texts: u64,
}

impl Person {
    /// Rows in all sources.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.sources.iter().map(|source| source.rows).sum()
    }

    /// Why there is nothing to remove; `None` when there is.
    #[must_use]
    pub fn refusal(&self) -> Option<RemovalFailure> {
        // Who was removed before can be removed again: something may have kept the last bytes then.
        match self.unclear_texts {
            _ if !self.sources.is_empty() || self.is_forgotten => None,
            0 => Some(RemovalFailure::Nobody),
            texts => Some(RemovalFailure::Unclear(texts)),
        }
    }

    /// Texts in all import reports.
    #[must_use]
    pub fn report_texts(&self) -> u64 {
        self.sources.iter().map(|source| source.report_texts).sum()
    }

    fn of(document: &Document, found: &[PersonRows], traces: &PersonTraces, is_forgotten: bool) -> Self {
        let mut sources: Vec<PersonAt> = Vec::new();
        for part in found.iter().filter(|part| part.rows > 0 || part.report_texts > 0) {
            let Some(whole) = document.whole_source(part.source) else { continue };
            match sources.iter_mut().find(|known| known.source == whole.id) {
                Some(known) => {
                    known.rows += part.rows;
                    known.report_texts += part.report_texts;
                    known.are_texts_unclear |= part.report_texts > 0 && traces.unclear.contains(&part.source);
                }
                None => sources.push(PersonAt {
                    source: whole.id,
                    name: whole.name.clone(),
                    rows: part.rows,
                    report_texts: part.report_texts,
                    are_texts_unclear: part.report_texts > 0 && traces.unclear.contains(&part.source),
                }),
            }
        }
        sources.sort_by(|a, b| a.name.cmp(&b.name).then(a.source.cmp(&b.source)));
        Self { sources, is_forgotten, unclear_texts: found.iter().map(|part| part.unclear_texts).sum() }
    }
}

/// What came of removing a person.
#[derive(Debug, Clone)]
pub struct Removed {
    /// What was there.
    pub person: Person,
    /// Whether old bytes are left somewhere.
    pub left: Left,
    diff: Diff,
}

impl Removed {
    /// What is still to be done to be rid of the last bytes, as a sentence; `None` when there are none.
    #[must_use]
    pub fn remains(&self) -> Option<String> {
        match &self.left {
            Left::Nothing if self.person.unclear_texts > 0 => {
                Some(i18n::import::search_incomplete(self.person.unclear_texts))
            }
            Left::Nothing => None,
            Left::UnusedPlaces(error) => Some(i18n::import::remains_in_file(&error.to_string())),
            Left::Log => Some(i18n::import::REMAINS_IN_LOG.to_owned()),
        }
    }
}

/// Why nothing of a person was removed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RemovalFailure {
    /// An empty id.
    #[error("{}", i18n::import::NO_ID)]
    NoId,
    /// No row and no report says anything of such a person.
    #[error("{}", i18n::import::NOBODY)]
    Nobody,
    /// No row and no report says anything of such a person, but so many texts may.
    #[error("{}", i18n::import::search_incomplete(*.0))]
    Unclear(u64),
    /// The file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Its thread ended in the middle.
    #[error("{}", i18n::import::REMOVAL_BROKE_OFF)]
    BrokeOff,
}

impl RemovalFailure {
    /// True when someone stopped it.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Store(StoreError::Cancelled))
    }
}

/// An id in every form that it may have in the file.
struct Called {
    /// As texts of rows; the first is the id.
    ids: Vec<String>,
    /// As hashes by which imports know the person.
    persons: Vec<String>,
}

impl Called {
    fn by(id: &str, persons: &Persons) -> Result<Self, RemovalFailure> {
        let forms: Vec<String> = forms_of_id(id.trim()).collect();
        let Some(id) = forms.first().filter(|id| !id.is_empty()).cloned() else { return Err(RemovalFailure::NoId) };
        let hashes: Vec<String> = forms.iter().map(|form| hashed_id(form, persons.salt)).collect();
        // What the file shows of somebody whose id it keeps as a hash is that hash.
        let length = hashes.first().map_or(0, String::len);
        let is_hash = id.len() == length && id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let persons = hashes.iter().cloned().chain(is_hash.then_some(id)).collect();
        Ok(Self { ids: forms.into_iter().chain(hashes).collect(), persons })
    }

    /// The same with the lines of data files that are rows of the person: a report shows one cell of a row, or hides the id,
    /// or the id is as short as a score, and then its text does not say whose it is. Of a file that is gone or has changed
    /// since the lines are not known, so that each text of it may be about a short id. A longer one would stand in some text
    /// or row: one that does not is a slip of the finger, for which nobody's texts go.
    fn traces(
        &self,
        salt: Salt,
        document: &Document,
        unclear_texts: UnclearTexts,
        progress: &Progress,
    ) -> Result<PersonTraces, Cancelled> {
        // A guard around a short id makes it no rarer: scores have guards too.
        let id = self.ids.first().filter(|id| PersonTraces::is_found_in_texts(id));
        let ids_in_texts = id.into_iter().chain(&self.persons).cloned().collect();
        let mut traces = PersonTraces { ids: self.ids.clone(), ids_in_texts, unclear_texts, ..PersonTraces::default() };
        let wanted = Persons { salt, forgotten: Arc::new(self.persons.iter().cloned().collect()) };
        for whole in document.whole_sources() {
            progress.check()?;
            let Ok(mapping) = Mapping::parse(&whole.mapping) else { continue };
            if !mapping.names_persons() {
                continue;
            }
            // Of a row that was taken the person is known, unless ids are not kept at all.
            if document.source_totals(whole.id).rejected == 0 && mapping.keeps_ids() {
                continue;
            }
            let path = Path::new(&whole.path);
            let found = match is_as_it_was(path, &whole.hash, progress)? {
                true => lines_of(path, &mapping, &wanted, progress).map(Some),
                false => Ok(None),
            };
            let parts = document.source_parts(whole.id);
            let parts = parts.iter().map(|part| part.id);
            match found {
                Ok(Some(found)) => traces.lines.extend(parts.map(|part| (part, found.clone()))),
                Ok(None) => traces.unclear.extend(parts),
                Err(ImportError::Cancelled(cancelled)) => return Err(cancelled),
                Err(error) => {
                    log::warn!("a data file was not looked through for a person: {error}");
                    traces.unclear.extend(parts);
                }
            }
        }
        progress.check()?;
        if id.is_some() {
            traces.unclear.clear();
        }
        Ok(traces)
    }

    fn is_forgotten(&self, persons: &Persons) -> bool {
        self.persons.iter().any(|person| persons.forgotten.contains(person))
    }
}

/// What the file holds of a person, by the id in the data or by what the file shows instead of it: texts that may be about the person are
/// counted apart, unless they are to be taken. Blocking.
///
/// # Errors
/// The id is empty, or the file cannot be read.
pub fn find(
    store: &Store,
    document: &Document,
    (id, unclear_texts): (&str, UnclearTexts),
    progress: &Progress,
) -> Result<Person, RemovalFailure> {
    let persons = store.persons();
    let called = Called::by(id, &persons)?;
    let traces = called.traces(persons.salt, document, unclear_texts, progress).map_err(StoreError::from)?;
    let found = store.reader()?.person_rows(&traces, progress)?;
    Ok(Person::of(document, &found, &traces, called.is_forgotten(&persons)))
}

/// Takes all rows of a person out of the file for good, and what import reports say of them. The caller applies the
/// change to the document and forgets its history. Blocking.
///
/// # Errors
/// Nothing was removed: nobody is called so, or the file cannot be written.
pub fn remove(
    store: &Store,
    document: &Document,
    (id, unclear_texts): (&str, UnclearTexts),
    progress: &Progress,
) -> Result<Removed, RemovalFailure> {
    let persons = store.persons();
    let called = Called::by(id, &persons)?;
    let traces = called.traces(persons.salt, document, unclear_texts, progress).map_err(StoreError::from)?;
    let found = store.reader()?.person_rows(&traces, progress)?;
    let person = Person::of(document, &found, &traces, called.is_forgotten(&persons));
    if let Some(refusal) = person.refusal() {
        return Err(refusal);
    }
    let mut diff = Diff::default();
    for PersonRows { source, rows, days_left, .. } in found.iter().filter(|part| part.rows > 0) {
        let Some(before) = document.sources.get(source) else { continue };
        let after = Source {
            rows_read: before.rows_read.saturating_sub(*rows),
            rows_accepted: before.rows_accepted.saturating_sub(*rows),
            first_day: days_left.map(|(first, _)| first),
            last_day: days_left.map(|(_, last)| last),
            ..Source::clone(before)
        };
        diff.sources.put(&document.sources, after);
    }
    let mut after = document.clone();
    diff.apply(&mut after);
    let left = store.remove_person(PersonRemoval {
        traces,
        persons: called.persons,
        diff: diff.clone(),
        finish: Box::new(move |view| derived(&after, view).map_err(|e| e.to_string())),
        progress: progress.clone(),
    })?;
    Ok(Removed { person, left, diff })
}

/// A removal on its way.
pub(super) enum Removal {
    /// Older values are still being written; they must not land after it.
    Waiting((String, UnclearTexts)),
    /// It runs, for this id.
    Running((String, UnclearTexts), Job<Result<Removed, RemovalFailure>>),
}

impl Session {
    /// Looks for a person. `None` without a file.
    #[must_use]
    pub fn find_person(&self, id: String) -> Option<Job<Result<Person, RemovalFailure>>> {
        let (store, document) = (self.store()?, Arc::clone(self.document()));
        let is_writable = self.is_writable();
        Some(self.jobs().spawn(i18n::import::READING_NUMBERS, move |progress| {
            if is_writable {
                store.flush()?;
            }
            find(&store, &document, (&id, UnclearTexts::Kept), progress)
        }))
    }

    /// Removes a person's rows in the background; its end comes as an event. No edit is taken meanwhile, and no step
    /// before it can be taken back afterwards. Texts that may be about the person go only when that is asked for.
    ///
    /// # Errors
    /// An import is running, or the file takes no changes.
    pub fn remove_person(&mut self, id: String, unclear_texts: UnclearTexts) -> Result<(), EditError> {
        if !self.can_import() || self.file.is_none() {
            return Err(EditError::NotEditable);
        }
        self.numbers.removal = Some(Removal::Waiting((id, unclear_texts)));
        self.poll_removal(&mut Vec::new());
        Ok(())
    }

    pub(super) fn poll_removal(&mut self, events: &mut Vec<SessionEvent>) {
        match self.numbers.removal.take() {
            Some(Removal::Waiting(id)) if self.numbers.writing_values.is_none() => {
                let Some(store) = self.store() else { return };
                let document = Arc::clone(&self.document);
                let (wanted, unclear_texts) = id.clone();
                let job = self.jobs.spawn(i18n::import::REMOVING_PERSON, move |progress| {
                    store.flush()?;
                    remove(&store, &document, (&wanted, unclear_texts), progress)
                });
                self.numbers.removal = Some(Removal::Running(id, job));
            }
            Some(Removal::Running(id, job)) => {
                let ended = match job.poll() {
                    Polled::Running => return self.numbers.removal = Some(Removal::Running(id, job)),
                    Polled::Done(ended) => ended,
                    Polled::Lost => Err(RemovalFailure::BrokeOff),
                };
                events.push(match ended {
                    Ok(removed) => {
                        self.follow_removal(&removed);
                        SessionEvent::PersonRemoved(Box::new(removed))
                    }
                    Err(failure) => SessionEvent::PersonNotRemoved(failure),
                });
                self.write_daily_values();
            }
            waiting => self.numbers.removal = waiting,
        }
    }

    fn follow_removal(&mut self, removed: &Removed) {
        self.apply(&removed.diff);
        // Its steps hold rows of the map as they were, and would bring back what counted the person.
        self.history = History::default();
        // Texts of reports are in no document.
        self.numbers.data_revision += 1;
        // They were worked out with it.
        self.numbers.must_write_daily_values = false;
    }

    /// True while a person's rows are being removed, or wait for that.
    #[must_use]
    pub fn is_removing_person(&self) -> bool {
        self.numbers.removal.is_some()
    }

    /// Waits for a removal that runs, and does one that waits: what was asked for is not dropped because the map is
    /// left. `None` when there is none. Blocking.
    pub(super) fn end_removal(&mut self) -> Option<Result<Removed, RemovalFailure>> {
        let ended = match self.numbers.removal.take()? {
            Removal::Running(_, job) => job.wait().unwrap_or(Err(RemovalFailure::BrokeOff)),
            Removal::Waiting((id, unclear_texts)) => {
                // What it waits for; whether it was written is told by the next write.
                let _ = self.numbers.writing_values.take().map(Job::wait);
                let store = self.store()?;
                let flushed = store.flush().map_err(RemovalFailure::from);
                flushed.and_then(|()| remove(&store, &self.document, (&id, unclear_texts), &Progress::default()))
            }
        };
        if let Ok(removed) = &ended {
            self.follow_removal(removed);
        }
        Some(ended)
    }
}

impl Removal {
    /// The job, once it runs.
    pub(super) fn job(&self) -> Option<&Job<Result<Removed, RemovalFailure>>> {
        match self {
            Self::Waiting(_) => None,
            Self::Running(_, job) => Some(job),
        }
    }
}

#[cfg(test)]
mod tests;
