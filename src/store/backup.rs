//! Copies of an open file.

use crate::model::{Diff, Document, Persons, PictureFile};
use crate::store::connect::{Target, connect_writer};
use crate::store::header::{APPLICATION_ID, sibling};
use crate::store::lock::FileLock;
use crate::store::open::{build, remove_leftovers};
use crate::store::removal::keep_forgotten;
use crate::store::writer::keep_salt;
use crate::store::{StoreError, pictures, rows};
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::Path;

/// What a copy holds beside the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copied {
    /// Everything, as it is in the file.
    Whole,
    /// Everything, though the file itself takes no changes any more: the last ones went straight into the copy.
    Rescued,
    /// Nothing: rows and pictures can be read no more. The copy holds the map without its sources.
    MapOnly,
}

/// Writes a compact copy of what `target` reads to `to`, whole or not at all. `from` is the file as the user knows it.
pub(super) fn save_as(target: &Target, from: &Path, to: &Path) -> Result<(), StoreError> {
    write_whole(from, to, |part| {
        let connection = target.connect(from)?;
        connection.pragma_update(None, "query_only", false).map_err(|e| StoreError::sql(from, e))?;
        // A file that was emptied is an empty database, of which SQLite gladly makes a copy.
        let id: i32 = connection
            .query_row("PRAGMA application_id", [], |row| row.get(0))
            .map_err(|e| StoreError::sql(from, e))?;
        if id != APPLICATION_ID {
            return Err(StoreError::damaged(from, "it was emptied"));
        }
        vacuum(&connection, (from, to), part)
    })
}

/// Writes a compact copy of what an open connection reads to `to`, whole or not at all, and brings it up to `document`.
/// Works while `from` has no name any more: the connection still has the file.
pub(super) fn rescue<'p>(
    connection: &Connection,
    (from, to): (&Path, &Path),
    document: &Document,
    unsaved: impl Iterator<Item = &'p PictureFile>,
) -> Result<(), StoreError> {
    write_whole(from, to, |part| {
        vacuum(connection, (from, to), part)?;
        let error = |e| StoreError::sql(to, e);
        let mut copy = connect_writer(part)?;
        let missing = Diff::between(&rows::load(&copy).map_err(error)?, document);
        let transaction = copy.transaction().map_err(error)?;
        for picture in unsaved {
            pictures::put(&transaction, picture).map_err(error)?;
        }
        rows::save(&transaction, &missing).map_err(error)?;
        transaction.commit().map_err(error)?;
        copy.close().map_err(|(_, e)| error(e))
    })
}

/// Writes the document alone to `to`, whole or not at all. A source without rows would claim numbers that are not
/// there, so its record stays behind too. Who was removed stays removed: their data may be imported again.
pub(super) fn write_map(from: &Path, to: &Path, document: &Document, persons: &Persons) -> Result<(), StoreError> {
    let map = Document { sources: BTreeMap::new(), ..document.clone() };
    write_whole(from, to, |part| {
        std::fs::remove_file(part).map_err(|e| StoreError::io(to, e))?;
        build(part, to, &map)?;
        let error = |e| StoreError::sql(to, e);
        let mut copy = connect_writer(part)?;
        let transaction = copy.transaction().map_err(error)?;
        keep_salt(&transaction, persons.salt).map_err(error)?;
        keep_forgotten(&transaction, persons.forgotten.as_ref()).map_err(error)?;
        transaction.commit().map_err(error)?;
        copy.close().map_err(|(_, e)| error(e))
    })
}

/// True when it is the place of the copy that refuses: another way of writing there would fail as well.
pub(super) fn is_refusal(error: &StoreError, to: &Path) -> bool {
    match error {
        StoreError::NotFound { path }
        | StoreError::IsDirectory { path }
        | StoreError::AlreadyExists { path }
        | StoreError::Locked { path }
        | StoreError::NotWritable { path }
        | StoreError::DiskFull { path } => path == to,
        _ => false,
    }
}

/// Makes a file beside `to`, has it filled, and gives it the name.
fn write_whole(from: &Path, to: &Path, fill: impl FnOnce(&Path) -> Result<(), StoreError>) -> Result<(), StoreError> {
    let io = |e| StoreError::io(to, e);
    if to.is_dir() {
        return Err(StoreError::IsDirectory { path: to.to_path_buf() });
    }
    let same = |path: &Path| path.canonicalize().ok();
    if same(to).is_some_and(|to| Some(to) == same(from)) {
        return Err(StoreError::AlreadyExists { path: to.to_path_buf() });
    }
    if FileLock::is_held(to) {
        return Err(StoreError::Locked { path: to.to_path_buf() });
    }
    let part = sibling(to, &format!(".{}.part", std::process::id()));
    let write = || {
        // Made by the file system first: SQLite would only say that it cannot open it.
        std::fs::File::create(&part).map_err(io)?;
        fill(&part)?;
        std::fs::OpenOptions::new().write(true).open(&part).and_then(|file| file.sync_all()).map_err(io)?;
        remove_leftovers(to)?;
        std::fs::rename(&part, to).map_err(io)
    };
    write().inspect_err(|_| {
        // The error matters more than a sibling that could not be removed.
        let _ = std::fs::remove_file(&part);
    })
}

fn vacuum(connection: &Connection, (from, to): (&Path, &Path), part: &Path) -> Result<(), StoreError> {
    let unnamed = || StoreError::io(to, std::io::Error::other("the name is no Unicode text"));
    let name = part.to_str().ok_or_else(unnamed)?;
    connection.execute("VACUUM INTO ?1", [name]).map(drop).map_err(|e| match StoreError::sql(to, e) {
        StoreError::Damaged { detail, .. } => StoreError::damaged(from, detail),
        other => other,
    })
}
