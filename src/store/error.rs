//! What can go wrong with a file, by what the user can do about it.

use crate::base::progress::Cancelled;
use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why a file could not be opened, read or written. Its text is one sentence for the user: what, where, what to do.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("There is no file “{}”: check the name and the folder", .path.display())]
    NotFound {
        /// The file that was asked for.
        path: PathBuf,
    },
    /// A new file in a folder that does not exist.
    #[error("“{}” cannot be made because its folder does not exist: make the folder first, or choose another one", .path.display())]
    NoFolder {
        /// The file.
        path: PathBuf,
    },
    /// An open file has lost its name: it was deleted or moved, or its disk is gone.
    #[error("“{}” is not there any more: put it back, or save the map in another place", .path.display())]
    Gone {
        /// Where it was.
        path: PathBuf,
    },
    /// The path names a folder.
    #[error("“{}” is a folder: choose a .milepost file in it", .path.display())]
    IsDirectory {
        /// The folder.
        path: PathBuf,
    },
    /// Something else than a Milepost file.
    #[error("“{}” is not a Milepost file: choose one that Milepost has saved, or import it as data", .path.display())]
    NotAMilepostFile {
        /// The file.
        path: PathBuf,
    },
    /// Written by a newer program.
    #[error(
        "“{}” was saved by a newer Milepost (file version {found}, this program reads up to {known}): install the newer version",
        .path.display()
    )]
    TooNew {
        /// The file.
        path: PathBuf,
        /// Version in the file.
        found: i64,
        /// Newest version this program knows.
        known: i64,
    },
    /// The contents make no sense.
    #[error("“{}” is damaged ({detail}): restore it from a backup", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not add up.
        detail: String,
    },
    /// It holds code (a trigger or a view) that Milepost did not put there.
    #[error(
        "“{}” holds the {kind} “{name}”, which Milepost did not make and will not run: remove it with an SQLite tool first",
        .path.display()
    )]
    ForeignCode {
        /// The file.
        path: PathBuf,
        /// “trigger” or “view”.
        kind: String,
        /// Its name.
        name: String,
    },
    /// Somebody else has it open for writing.
    #[error("“{}” is open in another window or program: close it there and try again", .path.display())]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// The file or its folder is write-protected.
    #[error("“{}” cannot be written: allow writing to the file and its folder, or save the map in another place", .path.display())]
    NotWritable {
        /// The file.
        path: PathBuf,
    },
    /// No room.
    #[error("There is no room left on the disk of “{}”: free some space and try again", .path.display())]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// A new file would replace one.
    #[error("“{}” exists already: choose another name", .path.display())]
    AlreadyExists {
        /// The file.
        path: PathBuf,
    },
    /// The file was opened as a viewer.
    #[error("“{}” is open for reading only: save it under another name to make changes", .path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// Someone cancelled the work; nothing of it was kept.
    #[error("Cancelled: nothing was changed")]
    Cancelled,
    /// Data that cannot be kept as it is.
    #[error("The data cannot be stored in “{}”: {detail}", .path.display())]
    Unstorable {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        detail: String,
    },
    /// The closing step of an import failed; nothing of the import was kept.
    #[error("The import was not kept: {detail}")]
    Unfinished {
        /// What the step said.
        detail: String,
    },
    /// A query that cannot be run.
    #[error("{detail}")]
    Query {
        /// What is wrong with the statement, as a sentence.
        detail: String,
    },
    /// The file system failed.
    #[error("“{}” could not be read or written ({source}): check the disk or the connection", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: Arc<std::io::Error>,
    },
    /// The database refused something; a fault of the program rather than of the user.
    #[error("“{}” could not be read or written ({detail}): save it under another name and report this", .path.display())]
    Internal {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        detail: String,
    },
}

impl From<Cancelled> for StoreError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl StoreError {
    /// Sorts what the file system said by what the user can do.
    #[must_use]
    pub fn io(path: &Path, source: std::io::Error) -> Self {
        use std::io::ErrorKind;
        let path = path.to_path_buf();
        match source.kind() {
            ErrorKind::NotFound => Self::NotFound { path },
            ErrorKind::IsADirectory => Self::IsDirectory { path },
            ErrorKind::AlreadyExists => Self::AlreadyExists { path },
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::NotWritable { path },
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull { path },
            _ => Self::Io { path, source: Arc::new(source) },
        }
    }

    /// The same for a file that is being made: what is not found is its folder.
    pub(super) fn making(path: &Path, source: std::io::Error) -> Self {
        match Self::io(path, source) {
            Self::NotFound { path } => Self::NoFolder { path },
            other => other,
        }
    }

    /// Sorts what SQLite said by what the user can do.
    pub(super) fn sql(path: &Path, error: rusqlite::Error) -> Self {
        let path = path.to_path_buf();
        let detail = match &error {
            rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
            other => other.to_string(),
        };
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked { path },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::NotWritable { path },
            Some(ErrorCode::DiskFull) => Self::DiskFull { path },
            Some(ErrorCode::NotADatabase) => Self::NotAMilepostFile { path },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path, detail },
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => {
                Self::Io { path, source: Arc::new(std::io::Error::other(detail)) }
            }
            Some(_) => Self::Internal { path, detail },
            // No code from SQLite: a column of another type than written, a text that is no UTF-8, a row that is not there.
            None => Self::Damaged { path, detail },
        }
    }

    /// Something in the file that no Milepost has written.
    pub(super) fn damaged(path: &Path, detail: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_path_buf(), detail: detail.into() }
    }
}
