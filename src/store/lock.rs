//! One writer per file: a lock on a file beside it, which the system releases when the process dies.

use crate::store::header::sibling;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Held while a file is open for writing.
#[derive(Debug)]
pub(super) struct FileLock {
    path: PathBuf,
    /// Closing it releases the lock.
    file: Option<File>,
}

/// Why there is no lock.
#[derive(Debug)]
pub(super) enum NoLock {
    /// Somebody holds it.
    Held,
    /// The lock file cannot be made.
    NotWritable(std::io::Error),
}

fn lock_path(path: &Path) -> PathBuf {
    // The same file through a link or another spelling has the same lock.
    sibling(&path.canonicalize().unwrap_or_else(|_| path.to_path_buf()), ".lock")
}

/// True when the open file still is the one under that name: its owner removes it on closing.
#[cfg(unix)]
fn is_still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(a), Ok(b)) => (a.dev(), a.ino()) == (b.dev(), b.ino()),
        _ => false,
    }
}

/// Elsewhere an open file cannot be removed.
#[cfg(not(unix))]
fn is_still_there(_file: &File, _path: &Path) -> bool {
    true
}

impl FileLock {
    /// Takes the lock of a file.
    ///
    /// # Errors
    /// When another window holds it, or the lock file cannot be made.
    pub(super) fn take(path: &Path) -> Result<Self, NoLock> {
        let path = lock_path(path);
        for attempt in 0..4 {
            if attempt > 0 {
                // A viewer looks at the lock for a moment; an editor that closes removes it.
                std::thread::sleep(Duration::from_millis(5));
            }
            let file = OpenOptions::new()
                .create(true)
                .truncate(false)
                .read(true)
                .write(true)
                .open(&path)
                .map_err(NoLock::NotWritable)?;
            match file.try_lock() {
                Ok(()) if is_still_there(&file, &path) => return Ok(Self { path, file: Some(file) }),
                Ok(()) | Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(NoLock::NotWritable(error)),
            }
        }
        Err(NoLock::Held)
    }

    /// True when somebody has the file open for writing. Leaves nothing behind.
    pub(super) fn is_held(path: &Path) -> bool {
        File::open(lock_path(path)).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
    }
}

impl Drop for FileLock {
    fn drop(&mut self) {
        // Removed while it is held, so that nobody's lock is removed but ours; where an open file cannot be removed,
        // it is after closing. A lock file that stays is only untidy: it is not the file but the lock that counts.
        if std::fs::remove_file(&self.path).is_err() {
            self.file = None;
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
