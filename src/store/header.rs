//! The first 100 bytes of the file: enough to refuse what is no Milepost file without opening it as a database.

use crate::store::StoreError;
use crate::store::migrate;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// “MLPS”: tells our files from other SQLite databases (bytes 68 to 71, big endian).
pub(super) const APPLICATION_ID: i32 = 0x4D4C_5053;

/// What the first bytes say.
pub(super) struct Header {
    /// Version of the tables.
    pub(super) version: i64,
    /// Changes go to a `-wal` file first.
    pub(super) is_wal: bool,
}

/// The path of a file that SQLite puts beside the database.
pub(super) fn sibling(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_os_string();
    name.push(suffix);
    PathBuf::from(name)
}

/// True when a sibling holds changes that a crash left behind, or that another program is making.
pub(super) fn has_pending(path: &Path, suffix: &str) -> bool {
    std::fs::metadata(sibling(path, suffix)).is_ok_and(|meta| meta.len() > 0)
}

fn be32(bytes: &[u8; 100], at: usize) -> u32 {
    let four = bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).unwrap_or_default();
    u32::from_be_bytes(four)
}

/// Looks at a file without touching it.
///
/// # Errors
/// Why it cannot be opened.
pub(super) fn inspect(path: &Path) -> Result<Header, StoreError> {
    let io = |e| StoreError::io(path, e);
    let meta = std::fs::metadata(path).map_err(io)?;
    if meta.is_dir() {
        return Err(StoreError::IsDirectory { path: path.to_path_buf() });
    }
    let not_ours = || StoreError::NotAMilepostFile { path: path.to_path_buf() };
    let mut bytes = [0; 100];
    if !meta.is_file() || meta.len() < 100 {
        return Err(not_ours());
    }
    std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut bytes)).map_err(io)?;
    if !bytes.starts_with(b"SQLite format 3\0") || be32(&bytes, 68) != APPLICATION_ID.cast_unsigned() {
        return Err(not_ours());
    }
    let version = i64::from(be32(&bytes, 60).cast_signed());
    if version > migrate::NEWEST {
        return Err(StoreError::TooNew { path: path.to_path_buf(), found: version, known: migrate::NEWEST });
    }
    if version < 1 {
        return Err(not_ours());
    }
    let page_size = match u16::from_be_bytes([bytes[16], bytes[17]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    // The page count counts only when the last writer knew of it, and says little while changes wait elsewhere.
    let is_counted = be32(&bytes, 24) == be32(&bytes, 92);
    let is_settled = !has_pending(path, "-wal") && !has_pending(path, "-journal");
    if is_counted && is_settled && meta.len() < u64::from(be32(&bytes, 28)) * page_size {
        return Err(StoreError::damaged(path, "it was cut off"));
    }
    Ok(Header { version, is_wal: bytes[18] == 2 || bytes[19] == 2 })
}
