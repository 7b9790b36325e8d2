//! Connections: flags and settings. A file may come from anyone, so nothing in its schema is trusted.

use crate::base::fs::private_folder;
use crate::store::header::{Header, has_pending, sibling};
use crate::store::lock::FileLock;
use crate::store::open::{refuse_foreign_code, unreadable};
use crate::store::{StoreError, migrate};
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Chunks of a few kilobytes lie in fewer pages than with SQLite's 4,096 (5.8 rather than 6.3 bytes a row of a long
/// file), and an empty file still is a quarter of a megabyte; 16,384 would save another 4 % and double that.
pub(super) const PAGE_SIZE: i64 = 8_192;

/// How readers get at the file.
#[derive(Debug, Clone)]
pub(super) struct Target {
    path: PathBuf,
    is_immutable: bool,
    /// A private copy that a crash made necessary; removed with the last reader.
    copy: Option<Arc<PrivateCopy>>,
}

impl Target {
    /// The file itself, with whatever a writer leaves beside it.
    pub(super) fn live(path: &Path) -> Self {
        Self { path: path.to_path_buf(), is_immutable: false, copy: None }
    }

    /// How to read a file without leaving anything beside it.
    ///
    /// Reading what is being edited joins its `-wal` and `-shm` files. Without a writer SQLite would make them itself,
    /// so a file left in WAL mode is read as unchanging, or, when a crash left changes beside it, from a private copy.
    /// A file of an older version is brought up to date in a private copy too.
    pub(super) fn for_viewer(path: &Path, header: &Header) -> Result<Self, StoreError> {
        if FileLock::is_held(path) {
            return if header.version < migrate::NEWEST {
                Self::for_viewer_beside_writer(path)
            } else {
                Ok(Self::live(path))
            };
        }
        let is_old = header.version < migrate::NEWEST;
        if is_old || has_pending(path, "-wal") || has_pending(path, "-journal") {
            let copy = Arc::new(PrivateCopy::of(path).map_err(|e| StoreError::io(path, e))?);
            if is_old {
                copy.bring_up_to_date(path)?;
            }
            return Ok(Self::private(copy));
        }
        Ok(Self { is_immutable: header.is_wal, ..Self::live(path) })
    }

    /// A file that seems to be of an older version while somebody writes: a command leaves the version as it is until
    /// its first transaction. What is written meanwhile may be half done on disk, so SQLite makes the copy.
    fn for_viewer_beside_writer(path: &Path) -> Result<Self, StoreError> {
        let error = |e| StoreError::sql(path, e);
        let live = Self::live(path);
        let connection = live.connect(path)?;
        if migrate::version(&connection).map_err(error)? >= migrate::NEWEST {
            return Ok(live);
        }
        refuse_foreign_code(&connection, path)?;
        let copy = Arc::new(PrivateCopy::folder().map_err(|e| StoreError::io(path, e))?);
        connection.pragma_update(None, "query_only", false).map_err(error)?;
        connection.execute("VACUUM INTO ?1", [copy.file.to_string_lossy()]).map_err(error)?;
        copy.bring_up_to_date(path)?;
        Ok(Self::private(copy))
    }

    fn private(copy: Arc<PrivateCopy>) -> Self {
        Self { path: copy.file.clone(), is_immutable: false, copy: Some(copy) }
    }

    /// A connection for reading. `path` is the file as the user knows it.
    pub(super) fn connect(&self, path: &Path) -> Result<Connection, StoreError> {
        let error = |e| StoreError::sql(path, e);
        let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        let connection = match &self.copy {
            // Only a writer can bring in what the crash left.
            Some(_) => Connection::open_with_flags(&self.path, flags | OpenFlags::SQLITE_OPEN_READ_WRITE),
            None if self.is_immutable => {
                Connection::open_with_flags(immutable_uri(&self.path), flags | OpenFlags::SQLITE_OPEN_READ_ONLY)
            }
            None => Connection::open_with_flags(&self.path, flags | OpenFlags::SQLITE_OPEN_READ_ONLY),
        }
        .map_err(error)?;
        harden(&connection).map_err(error)?;
        connection.pragma_update(None, "query_only", true).map_err(error)?;
        Ok(connection)
    }
}

/// A connection for writing to an existing file.
pub(super) fn connect_writer(path: &Path) -> Result<Connection, StoreError> {
    let error = |e| StoreError::sql(path, e);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(error)?;
    harden(&connection).map_err(error)?;
    connection.pragma_update(None, "synchronous", "FULL").map_err(error)?;
    connection.pragma_update(None, "foreign_keys", true).map_err(error)?;
    Ok(connection)
}

/// Settings of every connection.
pub(super) fn harden(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, 256 << 20)?;
    Ok(())
}

/// `file:` with everything but plain characters escaped; SQLite then takes no locks and makes no files.
fn immutable_uri(path: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let text = absolute.to_string_lossy().replace('\\', "/");
    let mut uri = String::from(if text.starts_with('/') { "file://" } else { "file:///" });
    for byte in text.bytes() {
        match byte {
            b'/' | b':' | b'.' | b'-' | b'_' => uri.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri + "?immutable=1"
}

/// A copy of a file and what a crash left beside it, in a folder of its own.
#[derive(Debug)]
struct PrivateCopy {
    folder: PathBuf,
    file: PathBuf,
}

impl PrivateCopy {
    fn of(path: &Path) -> std::io::Result<Self> {
        let copy = Self::folder()?;
        for suffix in ["", "-wal", "-journal"] {
            match std::fs::copy(sibling(path, suffix), sibling(&copy.file, suffix)) {
                Err(e) if e.kind() == std::io::ErrorKind::NotFound && !suffix.is_empty() => {}
                other => {
                    other?;
                }
            }
        }
        // The copy keeps a write protection of the original, which the recovery cannot use.
        let mut permissions = std::fs::metadata(&copy.file)?.permissions();
        #[cfg(unix)]
        std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o600);
        #[cfg(not(unix))]
        permissions.set_readonly(false);
        std::fs::set_permissions(&copy.file, permissions)?;
        Ok(copy)
    }

    /// Brings the tables of the copy to the newest version. `path` is the file as the user knows it.
    fn bring_up_to_date(&self, path: &Path) -> Result<(), StoreError> {
        let mut connection = connect_writer(&self.file)?;
        refuse_foreign_code(&connection, path)?;
        migrate::run(&mut connection).map_err(|e| unreadable(path, e))
    }

    /// A new folder, and the name of the copy in it.
    fn folder() -> std::io::Result<Self> {
        // Nothing is moved out of it, and the file's own folder may be read-only.
        let folder = private_folder("milepost")?;
        let file = folder.join("copy.milepost");
        Ok(Self { folder, file })
    }
}

impl Drop for PrivateCopy {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            log::warn!("a private copy stays behind: {error}: {}", self.folder.display());
        }
    }
}
