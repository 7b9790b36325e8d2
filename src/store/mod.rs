//! The file: one SQLite database holding the document as plain rows and millions of data rows as column chunks.
//!
//! The only module that names `rusqlite`. A [`Store`] owns the one writing connection through its writer thread;
//! [`Reader`]s are connections of their own. `docs/file-format.md` describes the file for other programs.

mod backup;
mod bulk;
mod connect;
mod error;
mod header;
mod kpi_values;
mod lock;
mod migrate;
mod open;
mod pictures;
mod reader;
mod removal;
mod rows;
mod writer;

pub mod check;
pub mod sql;

#[cfg(test)]
mod tests;

pub use backup::Copied;
pub use bulk::{
    Beside, Comment, CommentOrder, Comments, DaysToKeep, MetricSummary, NumberedIssue, ObservationPage, ObservationRow,
    PersonRows, PersonTraces, QueryDays, QuestionCount, Score, SegmentSummary, SeriesExtent, Stored, UnclearTexts,
    UnwrittenRows,
};
pub use error::StoreError;
pub use kpi_values::KpiValues;
pub use open::{Access, OpenMode, Opened, ReadOnlyReason};
pub use reader::Reader;
pub use removal::{Left, PersonRemoval};
pub use writer::{BulkLoad, BulkView, Derived, Finish, SaveState, Wake};

use crate::base::ids::KpiId;
use crate::model::bulk::KpiValueRow;
use crate::model::{CardBody, Diff, Document, Persons, PictureFile, Salt};
use connect::Target;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use writer::Writer;

/// An open file. Methods may be called from any thread; [`Store::save`] and [`Store::set_view_state`] never wait.
pub struct Store {
    path: PathBuf,
    target: Target,
    view_state: std::sync::Mutex<std::collections::BTreeMap<String, String>>,
    salt: Salt,
    forgotten: std::sync::Mutex<Arc<BTreeSet<String>>>,
    /// None for a viewer.
    writer: Option<Writer>,
}

impl Store {
    /// The file as the user knows it.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the file knows of persons in data.
    #[must_use]
    pub fn persons(&self) -> Persons {
        let forgotten = self.forgotten.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Persons { salt: self.salt, forgotten: Arc::clone(&forgotten) }
    }

    /// Takes the rows of a person out, so that their bytes are not in the file any more, nor beside it; and with them
    /// every row that only the history of the session could bring back. Waits: call it on a job's thread.
    ///
    /// # Errors
    /// Why nothing was taken out. What keeps old bytes where they are once the rows are out is in [`Left`].
    pub fn remove_person(&self, removal: PersonRemoval) -> Result<Left, StoreError> {
        let persons = removal.persons.clone();
        let left = self.writer()?.remove_person(removal)?;
        let mut forgotten = self.forgotten.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::make_mut(&mut forgotten).extend(persons);
        Ok(left)
    }

    /// Writes a change, in order, each as its own transaction, without waiting. Returns its ticket: the change is in
    /// the file once [`SaveState::saved`] has reached it. A viewer reports [`StoreError::ReadOnly`] through `flush`.
    pub fn save(&self, diff: Diff) -> u64 {
        self.writer.as_ref().map_or(0, |writer| writer.save(diff))
    }

    /// Writes a picture, in order with the changes, without waiting; one that is there already stays as it is. Send it
    /// before the change that names it. It is dropped when the file is closed or opened and no record names it.
    pub fn put_picture(&self, file: PictureFile) -> u64 {
        self.writer.as_ref().map_or(0, |writer| writer.put_picture(file))
    }

    /// Writes a change as its own transaction, after everything sent before, or not at all: unlike that of
    /// [`Store::save`], it is forgotten when it cannot be written. Waits: call it on a job's thread.
    ///
    /// # Errors
    /// Why it is not in the file.
    pub fn save_now(&self, diff: Diff) -> Result<(), StoreError> {
        self.writer()?.save_now(diff)
    }

    /// How far saving is. Cheap enough for every frame.
    #[must_use]
    pub fn save_state(&self) -> SaveState {
        self.writer.as_ref().map(Writer::state).unwrap_or_default()
    }

    /// Called after every change of [`Store::save_state`], from the writer thread.
    pub fn set_wake(&self, wake: Wake) {
        if let Some(writer) = &self.writer {
            writer.set_wake(wake);
        }
    }

    /// Tries again to write what could not be written. Never waits.
    pub fn retry(&self) {
        if let Some(writer) = &self.writer {
            writer.retry();
        }
    }

    fn writer(&self) -> Result<&Writer, StoreError> {
        self.writer.as_ref().ok_or_else(|| StoreError::ReadOnly { path: self.path.clone() })
    }

    /// Waits until everything sent is in the file.
    ///
    /// # Errors
    /// Why it is not; what was sent is kept for [`Store::retry`].
    pub fn flush(&self) -> Result<(), StoreError> {
        self.writer()?.flush()
    }

    /// Writes an import, whole or not at all. Waits: call it on a job's thread.
    ///
    /// # Errors
    /// Why nothing was written; cancelling is one reason.
    pub fn import(&self, load: BulkLoad) -> Result<Stored, StoreError> {
        self.writer()?.import(load)
    }

    /// Replaces the derived rows of some KPIs in the table `kpi_value`. Waits: call it on a job's thread.
    ///
    /// # Errors
    /// Why the old rows are still there.
    pub fn replace_kpi_values(&self, kpis: Vec<KpiId>, rows: Vec<KpiValueRow>) -> Result<(), StoreError> {
        self.writer()?.replace_kpi_values(kpis, rows)
    }

    /// Makes the days kept in the file those that were worked out, so that they need not be counted again. Waits: call
    /// it on a job's thread.
    ///
    /// # Errors
    /// Why the table is as it was; nothing but time is lost.
    pub fn keep_days(&self, days: DaysToKeep) -> Result<(), StoreError> {
        self.writer()?.keep_days(days)
    }

    /// Writes a compact copy to another path, whole or not at all, replacing what is there. Waits.
    ///
    /// # Errors
    /// Why there is no copy; a file that was there is then as it was.
    pub fn save_as(&self, path: &Path) -> Result<(), StoreError> {
        if let Some(writer) = &self.writer {
            writer.flush()?;
        }
        backup::save_as(&self.target, &self.path, path)
    }

    /// Writes a copy of the file with `document` as it is in memory to another path, whole or not at all, replacing what
    /// is there: even when the file itself is gone, full or broken. Waits.
    ///
    /// # Errors
    /// Why nothing can be written there; a file that was there is then as it was.
    pub fn copy_to(&self, path: &Path, document: &Document) -> Result<Copied, StoreError> {
        // A file that lost its name still is what the writer has open; its name may be that of another file by now.
        let is_there = self.path.is_file();
        let error = match if is_there { self.save_as(path) } else { Err(self.lost()) } {
            Ok(()) => return Ok(Copied::Whole),
            Err(error) => error,
        };
        if is_there && backup::is_refusal(&error, path) {
            return Err(error);
        }
        log::warn!("the file cannot be copied as it is: {error}");
        if let Some(writer) = &self.writer {
            match writer.rescue(path, document) {
                Ok(()) => return Ok(Copied::Rescued),
                Err(error) if backup::is_refusal(&error, path) => return Err(error),
                Err(error) => log::warn!("its rows cannot be read any more: {error}"),
            }
        }
        backup::write_map(&self.path, path, document, &self.persons())?;
        let mut bodies = document.cards.values().map(|card| &card.body);
        let has_pictures = bodies.any(|body| matches!(body, CardBody::Image { picture: Some(_) }))
            || document.personas.values().any(|persona| persona.picture.is_some());
        let is_complete = document.sources.is_empty() && !has_pictures;
        Ok(if is_complete { Copied::Rescued } else { Copied::MapOnly })
    }

    fn lost(&self) -> StoreError {
        StoreError::Gone { path: self.path.clone() }
    }

    /// True when some window has this file open for writing.
    #[must_use]
    pub fn is_in_use(path: &Path) -> bool {
        lock::FileLock::is_held(path)
    }

    /// What was last set under a key: camera, panels. Never waits.
    #[must_use]
    pub fn view_state(&self, key: &str) -> Option<String> {
        self.views().get(key).cloned()
    }

    /// Remembers a text under a key, outside of undo. Never waits; a viewer remembers it until it is closed.
    pub fn set_view_state(&self, key: &str, json: &str) {
        let before = self.views().insert(key.to_owned(), json.to_owned());
        if let Some(writer) = self.writer.as_ref().filter(|_| before.as_deref() != Some(json)) {
            writer.set_view_state(key, json);
        }
    }

    fn views(&self) -> std::sync::MutexGuard<'_, std::collections::BTreeMap<String, String>> {
        // A map of texts is whole whenever a panic may have left it.
        self.view_state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// A connection of one's own for reading, to be used on any one thread.
    ///
    /// # Errors
    /// When the file cannot be opened again.
    pub fn reader(&self) -> Result<Reader, StoreError> {
        Reader::open(&self.target, &self.path)
    }

    /// Writes what is left, drops rows nobody needs, leaves one file. Dropping the store does the same silently,
    /// but for a command's: one that failed leaves the bytes.
    ///
    /// # Errors
    /// What could not be written. The file is released in any case.
    pub fn close(mut self) -> Result<(), StoreError> {
        self.writer.take().map_or(Ok(()), Writer::close)
    }
}
