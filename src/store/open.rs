//! Creating and opening files.

use crate::model::{Diff, Document, Salt};
use crate::store::connect::{PAGE_SIZE, Target, connect_writer, harden};
use crate::store::header::{self, sibling};
use crate::store::lock::{FileLock, NoLock};
use crate::store::writer::Writer;
use crate::store::{Store, StoreError, bulk, migrate, rows};
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// What a file is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// A window: live saving, readers beside the writer, one file again after closing. Falls back to a viewer.
    Edit,
    /// One command: nothing but its transaction changes the bytes. Fails when it cannot write.
    Batch,
    /// Looking: leaves no trace.
    ReadOnly,
}

impl OpenMode {
    /// Every mode.
    #[cfg(test)]
    pub(super) const EVERY: [Self; 3] = [Self::Edit, Self::Batch, Self::ReadOnly];
}

/// What happens to bulk rows whose source record is gone, when a file is opened for a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Orphans {
    /// They go: the history that could bring their source back ended with the window that had the file open.
    Purge,
    /// They stay: the history goes on. They go when the file is closed.
    Keep,
}

/// What can be done with an open file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everything.
    Writable,
    /// Looking only.
    ReadOnly(ReadOnlyReason),
}

/// Why a file is open for reading only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadOnlyReason {
    /// It was asked for.
    Requested,
    /// Another window has it open.
    LockedElsewhere,
    /// The file or its folder is write-protected.
    NotWritable,
}

/// A file after opening.
pub struct Opened {
    /// The file.
    pub store: Store,
    /// Its document.
    pub document: Document,
    /// What can be done with it.
    pub access: Access,
}

/// A view or trigger; no version of the file has any.
const FOREIGN_CODE: &str = "SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view') LIMIT 1";

/// # Errors
/// When the schema holds code: a file may come from anyone.
pub(super) fn refuse_foreign_code(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let foreign: Option<(String, String)> = connection
        .query_row(FOREIGN_CODE, [], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
        .map_err(|e| StoreError::sql(path, e))?;
    match foreign {
        Some((kind, name)) => Err(StoreError::ForeignCode { path: path.to_path_buf(), kind, name }),
        None => Ok(()),
    }
}

/// Reads the document after making sure that the schema holds no code.
pub(super) fn load(connection: &Connection, path: &Path) -> Result<Document, StoreError> {
    refuse_foreign_code(connection, path)?;
    rows::load(connection).map_err(|e| unreadable(path, e))
}

/// Why the tables cannot be read or brought up to date.
pub(super) fn unreadable(path: &Path, error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        // Tables or columns that are not there: somebody changed the file.
        Some(rusqlite::ErrorCode::Unknown) => StoreError::damaged(path, error.to_string()),
        _ => StoreError::sql(path, error),
    }
}

/// What every file is opened with: the document, what views remember, what ids are hashed with, and who is left out.
type Loaded = (Document, BTreeMap<String, String>, Salt, BTreeSet<String>);

/// The salt of the file; a new one for a file that has none yet, to be kept with the first import.
fn load_salt(connection: &Connection, path: &Path) -> Result<Salt, StoreError> {
    let error = |e| StoreError::sql(path, e);
    let kept: Option<Vec<u8>> =
        connection.query_row("SELECT value FROM salt", [], |row| row.get(0)).optional().map_err(error)?;
    let bytes = match kept {
        Some(bytes) => bytes,
        None => connection.query_row("SELECT randomblob(32)", [], |row| row.get(0)).map_err(error)?,
    };
    let salt = bytes.try_into().map_err(|_| StoreError::damaged(path, "a salt of the wrong length".to_owned()))?;
    Ok(Salt(salt))
}

/// Hashes of the persons whose rows were removed.
fn load_forgotten(connection: &Connection, path: &Path) -> Result<BTreeSet<String>, StoreError> {
    connection
        .prepare("SELECT person FROM forgotten")
        .and_then(|mut select| select.query_map([], |row| row.get(0))?.collect())
        .map_err(|e| StoreError::sql(path, e))
}

fn load_all(connection: &Connection, path: &Path) -> Result<Loaded, StoreError> {
    let document = load(connection, path)?;
    let views = load_view_state(connection, path)?;
    Ok((document, views, load_salt(connection, path)?, load_forgotten(connection, path)?))
}

fn load_view_state(connection: &Connection, path: &Path) -> Result<BTreeMap<String, String>, StoreError> {
    connection
        .prepare("SELECT key, value FROM view_state")
        .and_then(|mut select| select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
        .map_err(|e| StoreError::sql(path, e))
}

impl Store {
    /// Makes a new file, whole or not at all, and opens it.
    ///
    /// # Errors
    /// When there is a file already, or it cannot be written.
    pub fn create(path: &Path, mode: OpenMode, document: &Document) -> Result<Opened, StoreError> {
        if path.symlink_metadata().is_ok() {
            return Err(StoreError::AlreadyExists { path: path.to_path_buf() });
        }
        let part = sibling(path, &format!(".{}.part", std::process::id()));
        let made = build(&part, path, document).and_then(|()| publish_new(&part, path));
        if part.exists() {
            // Left by a failure; the error of that matters more.
            let _ = std::fs::remove_file(&part);
        }
        made?;
        Self::open(path, mode)
    }

    /// Opens a file.
    ///
    /// # Errors
    /// Why it cannot be opened; its bytes are then as they were.
    pub fn open(path: &Path, mode: OpenMode) -> Result<Opened, StoreError> {
        Self::open_with(path, mode, Orphans::Purge)
    }

    /// Opens a copy that [`Store::save_as`] made of an open file, to go on in it with the history of that file: the
    /// rows of an import that is undone stay for its redo.
    ///
    /// # Errors
    /// Why it cannot be opened; its bytes are then as they were.
    pub fn open_copy(path: &Path) -> Result<Opened, StoreError> {
        Self::open_with(path, OpenMode::Edit, Orphans::Keep)
    }

    fn open_with(path: &Path, mode: OpenMode, orphans: Orphans) -> Result<Opened, StoreError> {
        header::inspect(path)?;
        if mode == OpenMode::ReadOnly {
            return open_viewer(path, ReadOnlyReason::Requested);
        }
        let refuse = |error: StoreError, reason| match mode {
            OpenMode::Edit => open_viewer(path, reason),
            _ => Err(error),
        };
        let not_writable = || StoreError::NotWritable { path: path.to_path_buf() };
        if std::fs::metadata(path).map_err(|e| StoreError::io(path, e))?.permissions().readonly() {
            return refuse(not_writable(), ReadOnlyReason::NotWritable);
        }
        let lock = match FileLock::take(path) {
            Ok(lock) => lock,
            Err(NoLock::Held) => {
                return refuse(StoreError::Locked { path: path.to_path_buf() }, ReadOnlyReason::LockedElsewhere);
            }
            Err(NoLock::NotWritable(error)) => {
                log::info!("no lock file: {error}: {}", path.display());
                return refuse(not_writable(), ReadOnlyReason::NotWritable);
            }
        };
        match open_writable(path, (mode, orphans), lock) {
            Err(error @ StoreError::NotWritable { .. }) => refuse(error, ReadOnlyReason::NotWritable),
            Err(error @ StoreError::Locked { .. }) => refuse(error, ReadOnlyReason::LockedElsewhere),
            other => other,
        }
    }
}

fn open_viewer(path: &Path, reason: ReadOnlyReason) -> Result<Opened, StoreError> {
    let header = header::inspect(path)?;
    let target = Target::for_viewer(path, &header)?;
    let connection = target.connect(path)?;
    let (document, view_state, salt, forgotten) = load_all(&connection, path)?;
    let (view_state, forgotten) = (view_state.into(), Arc::new(forgotten).into());
    let store = Store { path: path.to_path_buf(), target, view_state, salt, forgotten, writer: None };
    Ok(Opened { store, document, access: Access::ReadOnly(reason) })
}

fn open_writable(path: &Path, (mode, orphans): (OpenMode, Orphans), lock: FileLock) -> Result<Opened, StoreError> {
    let error = |e| StoreError::sql(path, e);
    // Everything is read before anything is written: a damaged file keeps its bytes.
    let mut connection = connect_writer(path)?;
    refuse_foreign_code(&connection, path)?;
    let is_old = migrate::version(&connection).map_err(error)? < migrate::NEWEST;
    let (document, view_state, salt, forgotten) =
        if is_old { load_old(&mut connection, path, mode)? } else { load_all(&connection, path)? };
    if mode == OpenMode::Edit {
        if orphans == Orphans::Purge && bulk::has_orphans(&connection).map_err(error)? {
            let transaction = connection.transaction().map_err(error)?;
            bulk::purge_orphans(&transaction).map_err(error)?;
            transaction.commit().map_err(error)?;
        }
        // A network share may refuse; SQLite then stays with the journal it has, which is as safe, only slower.
        let journal: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).map_err(error)?;
        if journal != "wal" {
            log::info!("saving with journal mode {journal}: {}", path.display());
        }
        // Opens the log now rather than with the first change: should file and folder lose their names meanwhile, what
        // is open can still be read and copied.
        let look = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
        look.map_err(error)?;
    }
    let must_migrate = is_old && mode == OpenMode::Batch;
    let writer = Writer::start(path, connection, lock, (mode, must_migrate), salt)?;
    let (view_state, forgotten) = (view_state.into(), Arc::new(forgotten).into());
    let target = Target::live(path);
    let store = Store { path: path.to_path_buf(), target, view_state, salt, forgotten, writer: Some(writer) };
    Ok(Opened { store, document, access: Access::Writable })
}

/// Reads a file of an older version as it is once it is brought up to date. For a window it stays so; a command may
/// still fail and then leaves the bytes, so for one it becomes so with the first thing that is written.
fn load_old(connection: &mut Connection, path: &Path, mode: OpenMode) -> Result<Loaded, StoreError> {
    let error = |e| StoreError::sql(path, e);
    let transaction = Transaction::new(connection, TransactionBehavior::Immediate).map_err(error)?;
    migrate::run_steps(&transaction).map_err(|e| unreadable(path, e))?;
    let loaded = load_all(&transaction, path)?;
    let ended = if mode == OpenMode::Edit { transaction.commit() } else { transaction.rollback() };
    ended.map_err(error)?;
    Ok(loaded)
}

/// Writes a complete file under a name nobody looks for.
pub(super) fn build(part: &Path, path: &Path, document: &Document) -> Result<(), StoreError> {
    let error = |e| StoreError::sql(path, e);
    // Made by the file system first: SQLite would only say that it cannot open it.
    std::fs::OpenOptions::new().write(true).create_new(true).open(part).map_err(|e| StoreError::making(path, e))?;
    let mut connection = Connection::open(part).map_err(error)?;
    harden(&connection).map_err(error)?;
    connection.pragma_update(None, "page_size", PAGE_SIZE).map_err(error)?;
    connection.pragma_update(None, "synchronous", "FULL").map_err(error)?;
    connection.pragma_update(None, "foreign_keys", true).map_err(error)?;
    migrate::run(&mut connection).map_err(error)?;
    let transaction = connection.transaction().map_err(error)?;
    rows::save(&transaction, &Diff::between(&Document::default(), document)).map_err(error)?;
    transaction.commit().map_err(error)?;
    connection.close().map_err(|(_, e)| error(e))
}

/// Removes what an earlier file of the same name may have left: SQLite would take it for changes of the new file.
pub(super) fn remove_leftovers(path: &Path) -> Result<(), StoreError> {
    for suffix in ["-wal", "-shm", "-journal"] {
        match std::fs::remove_file(sibling(path, suffix)) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(StoreError::io(path, e)),
            _ => {}
        }
    }
    Ok(())
}

/// Gives a finished file its name, unless somebody else took it meanwhile.
fn publish_new(part: &Path, path: &Path) -> Result<(), StoreError> {
    remove_leftovers(path)?;
    match std::fs::hard_link(part, path) {
        Ok(()) => Ok(()),
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => Err(StoreError::io(path, e)),
        // File systems without links.
        Err(_) if path.symlink_metadata().is_err() => std::fs::rename(part, path).map_err(|e| StoreError::io(path, e)),
        Err(_) => Err(StoreError::AlreadyExists { path: path.to_path_buf() }),
    }
}
