//! Files: whole or not at all.

use std::io::Write as _;
use std::path::{Path, PathBuf};

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

/// Makes a new folder among the temporary files of the system that other users of the machine cannot look into.
///
/// # Errors
/// Whatever the file system says.
pub fn private_folder(name: &str) -> std::io::Result<PathBuf> {
    let parent = std::env::temp_dir();
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has a mode to set"))]
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let mut number = 0_u32;
    loop {
        let folder = parent.join(format!("{name}-{}-{number}", std::process::id()));
        match builder.create(&folder) {
            Ok(()) => return Ok(folder),
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists && number < 10_000 => number += 1,
            Err(e) => return Err(e),
        }
    }
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
