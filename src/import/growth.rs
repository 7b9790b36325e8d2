//! Whether a file only grew since it was read: then what was read need not be read again.

use super::container::Source;
use super::encoding::{FileEncoding, OTHERWISE};
use super::error::ImportError;
use super::first_letter::{Found, Letters};
use super::sniff::Sniffed;
use crate::base::progress::Progress;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// Bytes read at once.
const BLOCK: usize = 1 << 20;

/// Where reading goes on in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Resume {
    /// First byte that was not read.
    pub offset: u64,
    /// The line it stands on, from 1.
    pub line: u64,
    /// What the first letter before it was, which tells how those behind it are read.
    pub letter: Option<Found>,
}

impl Resume {
    /// How the file is read from here when it would be read like that from its beginning.
    pub(crate) fn encoding(&self, file: FileEncoding) -> FileEncoding {
        match self.letter.filter(|_| file.is_open) {
            None => FileEncoding { mark: 0, ..file },
            Some(Found::Utf8) => FileEncoding { is_open: false, ..file },
            Some(Found::Other) => FileEncoding { encoding: OTHERWISE, is_open: false, ..file },
        }
    }
}

/// What a file has become since it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Since {
    /// The same bytes.
    Same,
    /// The same bytes and more behind them.
    Grown(Growth),
    /// Other bytes, or nobody can tell: all of it must be read.
    Other,
}

/// A file that grew by whole lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Growth {
    resume: Resume,
    /// Its length now, in bytes.
    pub bytes: u64,
    /// BLAKE3 of all its bytes now, hexadecimal.
    pub hash: String,
}

/// Compares a file with what was read of it: its BLAKE3 and its length then. A file counts as grown only when lines of
/// text were added behind a whole line; in any other format the old bytes say nothing about the old rows.
///
/// # Errors
/// The file cannot be read, or the work was cancelled.
pub fn since(path: &Path, hash: &str, bytes: u64, progress: &Progress) -> Result<Since, ImportError> {
    let io = |e| ImportError::io(path, e);
    let mut file = File::open(path).map_err(io)?;
    let metadata = file.metadata().map_err(io)?;
    if metadata.is_dir() {
        return Err(ImportError::IsDirectory { path: path.to_path_buf() });
    }
    let length = metadata.len();
    if bytes == 0 || length < bytes {
        return Ok(Since::Other);
    }
    progress.set_total(length);
    let mut old = Prefix::default();
    old.read(&mut file, bytes, (0, progress)).map_err(|e| e.at(path))?;
    if old.length != bytes || old.hasher.finalize().to_hex().as_str() != hash {
        return Ok(Since::Other);
    }
    if length == bytes {
        return Ok(Since::Same);
    }
    // A zero byte is no text of one byte a character: lines are counted in another way there, or there are none.
    if old.last != Some(b'\n') || old.has_zero || is_compressed(&mut file).map_err(io)? {
        return Ok(Since::Other);
    }
    let resume = Resume { offset: bytes, line: old.lines + 1, letter: old.letters.found() };
    file.seek(SeekFrom::Start(bytes)).map_err(io)?;
    old.read(&mut file, length - bytes, (bytes, progress)).map_err(|e| e.at(path))?;
    if old.length != length {
        return Ok(Since::Other);
    }
    Ok(Since::Grown(Growth { resume, bytes: length, hash: old.hasher.finalize().to_hex().to_string() }))
}

/// A gzip file may grow by another one, whose first row need not begin where the last one ended.
fn is_compressed(file: &mut File) -> std::io::Result<bool> {
    let mut head = [0; 2];
    file.seek(SeekFrom::Start(0))?;
    file.read_exact(&mut head)?;
    Ok(head == [0x1f, 0x8b] || head == *b"PK")
}

/// What went wrong while reading.
enum Failure {
    Io(std::io::Error),
    Cancelled(crate::base::progress::Cancelled),
}

impl Failure {
    fn at(self, path: &Path) -> ImportError {
        match self {
            Self::Io(error) => ImportError::io(path, error),
            Self::Cancelled(cancelled) => cancelled.into(),
        }
    }
}

/// What the first bytes of a file come to.
#[derive(Default)]
struct Prefix {
    hasher: blake3::Hasher,
    length: u64,
    lines: u64,
    last: Option<u8>,
    has_zero: bool,
    letters: Letters,
}

impl Prefix {
    /// Reads on; less when the file ends before.
    fn read(&mut self, file: &mut File, bytes: u64, (done, progress): (u64, &Progress)) -> Result<(), Failure> {
        let mut block = Vec::with_capacity(BLOCK);
        let mut left = bytes;
        while left > 0 {
            block.clear();
            let most = left.min(BLOCK as u64);
            (&mut *file).take(most).read_to_end(&mut block).map_err(Failure::Io)?;
            let Some(last) = block.last() else { return Ok(()) };
            self.last = Some(*last);
            self.hasher.update(&block);
            self.lines += block.iter().filter(|byte| **byte == b'\n').count() as u64;
            self.has_zero |= block.contains(&0);
            self.letters.look(&block, false);
            self.length += block.len() as u64;
            left -= block.len() as u64;
            progress.advance_to(done + bytes - left, 0).map_err(Failure::Cancelled)?;
        }
        Ok(())
    }
}

impl Sniffed {
    /// The same file, to be read from where it grew. `None` when the table ends before the end of the file, as it does
    /// above footnotes (new lines there are none of the table's), where its text is made from something else, and in a pivot
    /// table.
    #[must_use]
    pub fn read_on(mut self, growth: &Growth) -> Option<Self> {
        let has_one_table = self.layout.tables.len() <= 1 && self.layout.skip_footer.is_none();
        let is_plain = matches!(self.layout.source, Source::File);
        // Which group new rows go on with stands further up.
        let has_labels = self.layout.label_columns > 0;
        if self.footnote_lines > 0 || !has_one_table || !is_plain || has_labels {
            return None;
        }
        self.layout.resume = Some(growth.resume);
        self.layout.length = growth.bytes - growth.resume.offset;
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Mapping, ReadChoices, ReadOptions, read, sniff};

    const HEAD: &str = "date,place,metric,value\n2024-01-01,Checkout,CSAT,4\n2024-01-02,\"Check\nout\",CSAT,5\n";

    fn write(folder: &Path, bytes: impl AsRef<[u8]>) -> std::path::PathBuf {
        let path = folder.join("data.csv");
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn check(before: &[u8], after: &[u8], expected: impl Fn(&Since) -> bool) {
        let folder = tempfile::tempdir().unwrap();
        let path = write(folder.path(), after);
        let hash = blake3::hash(before).to_hex().to_string();
        let found = since(&path, &hash, before.len() as u64, &Progress::default()).unwrap();
        assert!(expected(&found), "{found:?}");
    }

    #[test]
    fn a_file_is_the_same_grown_or_another_one() {
        let head = HEAD.as_bytes();
        let more = format!("{HEAD}2024-01-03,Checkout,CSAT,3\n");
        check(head, head, |s| *s == Since::Same);
        check(head, more.as_bytes(), |s| {
            matches!(s, Since::Grown(g) if g.resume == Resume { offset: head.len() as u64, line: 5, letter: None }
                && g.bytes == more.len() as u64 && g.hash == blake3::hash(more.as_bytes()).to_hex().to_string())
        });
        check(head, more.replace("CSAT,4", "CSAT,1").as_bytes(), |s| *s == Since::Other);
        check(head, &head[..20], |s| *s == Since::Other);
        // The last line was cut: what comes next belongs to it.
        check(&head[..head.len() - 1], more.as_bytes(), |s| *s == Since::Other);
        check(b"", head, |s| *s == Since::Other);
        check(b"a\0\n\0", b"a\0\n\0b\0\n\0", |s| *s == Since::Other);
        check(b"\x1f\x8bxx\n", b"\x1f\x8bxx\ny\n", |s| *s == Since::Other);
    }

    #[test]
    fn reading_on_gives_the_new_rows_with_their_lines() {
        let folder = tempfile::tempdir().unwrap();
        let path = write(folder.path(), HEAD);
        let hash = blake3::hash(HEAD.as_bytes()).to_hex().to_string();
        write(folder.path(), format!("{HEAD}2024-01-03,Delivery,NPS,3\nnever,Delivery,NPS,9\n"));
        let Since::Grown(growth) = since(&path, &hash, HEAD.len() as u64, &Progress::default()).unwrap() else {
            panic!("it grew")
        };
        let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
        let mapping = Mapping::guess(&sniffed).unwrap();
        let options = ReadOptions { sniffed: sniffed.read_on(&growth), ..ReadOptions::default() };
        let new = read(&path, Some(&mapping), &options, &Progress::default()).unwrap();
        assert_eq!((new.rows_read, new.rows_accepted, new.rows_rejected), (2, 1, 1));
        assert_eq!(new.places, ["Delivery"]);
        assert_eq!(new.data.issues.iter().map(|i| i.line).collect::<Vec<_>>(), [6]);
    }

    #[test]
    fn a_table_with_footnotes_is_never_read_on() {
        let folder = tempfile::tempdir().unwrap();
        let text = format!("{HEAD}\nNote: preliminary figures\n");
        let path = write(folder.path(), &text);
        let growth = Growth { resume: Resume { offset: 1, line: 1, letter: None }, bytes: 9, hash: String::new() };
        assert!(sniff(&path, &ReadChoices::default()).unwrap().read_on(&growth).is_none());
    }
}
