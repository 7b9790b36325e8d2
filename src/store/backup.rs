//! Copies of an open file.

use crate::store::StoreError;
use crate::store::connect::Target;
use crate::store::header::sibling;
use crate::store::lock::FileLock;
use crate::store::open::remove_leftovers;
use std::path::Path;

/// Writes a compact copy of what `target` reads to `to`, whole or not at all. `from` is the file as the user knows it.
pub(super) fn save_as(target: &Target, from: &Path, to: &Path) -> Result<(), StoreError> {
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
        let connection = target.connect(from)?;
        connection.pragma_update(None, "query_only", false).map_err(|e| StoreError::sql(from, e))?;
        let name = part.to_str().ok_or_else(|| io(std::io::Error::other("the name is no Unicode text")))?;
        connection.execute("VACUUM INTO ?1", [name]).map_err(|e| match StoreError::sql(to, e) {
            StoreError::Damaged { detail, .. } => StoreError::damaged(from, detail),
            other => other,
        })?;
        std::fs::OpenOptions::new().write(true).open(&part).and_then(|file| file.sync_all()).map_err(io)?;
        remove_leftovers(to)?;
        std::fs::rename(&part, to).map_err(io)
    };
    write().inspect_err(|_| {
        // The error matters more than a sibling that could not be removed.
        let _ = std::fs::remove_file(&part);
    })
}
