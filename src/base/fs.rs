//! Files: whole or not at all.

use std::io::Write as _;
use std::path::Path;

/// True when two paths are one file: by another spelling, through a symbolic link, or as two names of the same bytes.
#[must_use]
pub fn is_same_file(one: &Path, other: &Path) -> bool {
    let is_same_path = one.canonicalize().is_ok_and(|a| other.canonicalize().is_ok_and(|b| a == b));
    is_same_path || has_same_bytes_on_disk(one, other)
}

#[cfg(unix)]
fn has_same_bytes_on_disk(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let key = |path: &Path| std::fs::metadata(path).ok().map(|m| (m.dev(), m.ino()));
    key(one).is_some_and(|a| key(other) == Some(a))
}

/// Where the system does not tell, two names of the same bytes cannot be seen.
#[cfg(not(unix))]
fn has_same_bytes_on_disk(_: &Path, _: &Path) -> bool {
    false
}

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
