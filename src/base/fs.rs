//! Files: whole or not at all.

use std::io::Write as _;
use std::path::Path;

/// Writes a file so that it is either the old one or the new one, never half: a sibling is written, synced and renamed.
///
/// # Errors
/// Whatever the file system says; the sibling is removed.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let write = || {
        let mut file = std::fs::File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&part, path)
    };
    write().inspect_err(|_| {
        // The original error matters more than a sibling that could not be removed.
        let _ = std::fs::remove_file(&part);
    })
}
