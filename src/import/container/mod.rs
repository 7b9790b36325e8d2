//! What a file is wrapped in: gzip, a zip archive, a workbook, JSON. Whatever it is, a table comes out as a stream of
//! text, and the file's own bytes stay the ones that are hashed.

mod archive;
mod json;
mod ods_growth;
mod open_tags;
mod sheet_bounds;
mod workbook;

use super::choices::ReadChoices;
use super::contents::{Container, MemberInfo, SheetInfo};
use super::error::ImportError;
use super::layout::HashingReader;
use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

/// Bytes looked at to tell what a file is.
const HEAD: usize = 64 << 10;
/// Largest workbook inside an archive: it has to be unpacked before it can be read.
const MOST_UNPACKED: u64 = 512 << 20;

/// What a file holds besides its table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Contents {
    pub container: Container,
    pub members: Vec<MemberInfo>,
    pub member: Option<String>,
    pub sheets: Vec<SheetInfo>,
    pub sheet: Option<String>,
    /// The sheet that is read when none is asked for.
    pub usual_sheet: Option<String>,
    /// The file of the archive that is read when none is asked for.
    pub usual_member: Option<String>,
    /// Other sheets that begin with the same column names as the one that is read.
    pub sheets_alike: Vec<String>,
    /// Sheets before that one which hold something that is hardly a table.
    pub passed_over: Vec<String>,
}

impl Default for Contents {
    fn default() -> Self {
        Self {
            container: Container::Text,
            members: Vec::new(),
            member: None,
            sheets: Vec::new(),
            sheet: None,
            usual_sheet: None,
            usual_member: None,
            sheets_alike: Vec::new(),
            passed_over: Vec::new(),
        }
    }
}

/// Where the text of a table comes from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Source {
    /// The file itself.
    File,
    /// The file, unpacked.
    Gzip,
    /// A file inside the archive, and whether that is packed once more.
    Member(archive::Place),
    /// Rows made beforehand.
    Rows(Arc<[u8]>),
    /// Rows made while reading, of objects with these keys.
    Json(Box<Source>, Arc<[String]>),
    /// The tables of all files inside the archive, one behind the other.
    All(Arc<[archive::Place]>, Box<ReadChoices>),
}

impl Source {
    /// Opens the text.
    pub(crate) fn open(&self, path: &Path) -> std::io::Result<Box<dyn Read + Send>> {
        Ok(match self {
            Self::File => Box::new(File::open(path)?),
            Self::Gzip => archive::gunzip(File::open(path)?),
            Self::Member(place) => place.open(path)?,
            Self::Rows(rows) => Box::new(Cursor::new(Arc::clone(rows))),
            Self::Json(inner, columns) => Box::new(json::JsonRows::new(inner.open(path)?, Arc::clone(columns))),
            Self::All(places, choices) => {
                Box::new(archive::AllRows::new(path, Arc::clone(places), (**choices).clone()))
            }
        })
    }

    /// True for rows that we made ourselves.
    pub(crate) fn is_records(&self) -> bool {
        matches!(self, Self::Rows(_) | Self::Json(..) | Self::All(..))
    }

    /// Bytes of text, as far as they are known.
    pub(crate) fn length(&self, path: &Path) -> std::io::Result<u64> {
        Ok(match self {
            Self::Rows(rows) => rows.len() as u64,
            Self::Member(place) => place.bytes,
            Self::All(places, _) => places.iter().map(|p| p.bytes).sum(),
            Self::Gzip => archive::unpacked_length(path)?,
            Self::Json(inner, _) => inner.length(path)?,
            Self::File => std::fs::metadata(path)?.len(),
        })
    }
}

/// Finds out what a file is, and where in it the text of the table is.
pub(crate) fn look(path: &Path, choices: &ReadChoices) -> Result<(Source, Contents), ImportError> {
    let io = |e| ImportError::io(path, e);
    let mut file = File::open(path).map_err(io)?;
    if file.metadata().map_err(io)?.is_dir() {
        return Err(ImportError::IsDirectory { path: path.to_path_buf() });
    }
    let head = head_of(&mut file).map_err(io)?;
    file.seek(SeekFrom::Start(0)).map_err(io)?;
    let (source, contents) = match Wrapping::of(&head) {
        Wrapping::None => (Source::File, Contents::default()),
        Wrapping::Gzip => {
            let inner = head_of(&mut archive::gunzip(file)).map_err(|e| archive::damaged(path, &e))?;
            match Wrapping::of(&inner) {
                Wrapping::None => (Source::Gzip, Contents::default()),
                Wrapping::Gzip => return Err(archive::nested(path)),
                Wrapping::Zip | Wrapping::Compound => {
                    let file = File::open(path).map_err(io)?;
                    return packed_workbook(path, archive::gunzip(file), choices);
                }
            }
        }
        Wrapping::Compound => {
            let read = workbook::read(path, workbook::Kind::Xls, file, choices.sheet.as_deref());
            let (rows, contents) = read.map_err(|error| if is_locked(path) { locked(path) } else { error })?;
            return Ok((Source::Rows(rows), contents));
        }
        Wrapping::Zip => match archive::kind_of(path, &mut file)? {
            archive::Kind::Workbook(kind) => {
                let (rows, contents) = workbook::read(path, kind, file, choices.sheet.as_deref())?;
                return Ok((Source::Rows(rows), contents));
            }
            archive::Kind::Archive(places) => return archive::choose(path, places, choices),
        },
    };
    Ok(with_json(path, source, contents))
}

fn locked(path: &Path) -> ImportError {
    ImportError::Locked { path: path.to_path_buf() }
}

/// True for a newer workbook that is locked: it lies in a file of the old kind, in a stream that is called so.
fn is_locked(path: &Path) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MOST_UNPACKED).read_to_end(&mut bytes));
    read.is_ok() && bytes.windows(name.len()).any(|window| window == name)
}

/// A stream that turned out to be JSON, or the same stream.
fn with_json(path: &Path, source: Source, contents: Contents) -> (Source, Contents) {
    let source = json::list_inside(&source, path).unwrap_or(source);
    match json::columns(&source, path) {
        Some(columns) => {
            let contents = Contents { container: Container::Json, ..contents };
            (Source::Json(Box::new(source), columns), contents)
        }
        None => (source, contents),
    }
}

/// A workbook that is packed once more.
fn packed_workbook(path: &Path, packed: impl Read, choices: &ReadChoices) -> Result<(Source, Contents), ImportError> {
    let mut bytes = Vec::new();
    packed.take(MOST_UNPACKED + 1).read_to_end(&mut bytes).map_err(|e| archive::damaged(path, &e))?;
    if bytes.len() as u64 > MOST_UNPACKED {
        return Err(ImportError::TooLarge { path: path.to_path_buf(), what: "workbook inside it" });
    }
    let mut source = Cursor::new(bytes);
    let kind = match Wrapping::of(source.get_ref()) {
        Wrapping::Compound => workbook::Kind::Xls,
        Wrapping::None | Wrapping::Gzip | Wrapping::Zip => match archive::kind_of(path, &mut source)? {
            archive::Kind::Workbook(kind) => kind,
            archive::Kind::Archive(_) => return Err(archive::nested(path)),
        },
    };
    source.set_position(0);
    let (rows, contents) = workbook::read(path, kind, source, choices.sheet.as_deref())?;
    Ok((Source::Rows(rows), contents))
}

fn head_of(source: &mut dyn Read) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    source.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// What the first bytes say.
enum Wrapping {
    None,
    Gzip,
    Zip,
    /// Old Excel files; newer ones too when they are locked.
    Compound,
}

impl Wrapping {
    fn of(head: &[u8]) -> Self {
        if head.starts_with(b"\x1f\x8b\x08") {
            Self::Gzip
        } else if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            Self::Zip
        } else if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
            Self::Compound
        } else {
            Self::None
        }
    }
}

/// The text of a table, and on the side the hash of the file it comes from.
pub(crate) enum SourceReader {
    /// The file itself, hashed on the way.
    File(Box<HashingReader<File>>),
    /// Anything else; the file is hashed in the end.
    Other(Box<dyn Read + Send>, File),
}

impl SourceReader {
    pub(crate) fn open(source: &Source, path: &Path) -> std::io::Result<Self> {
        let file = File::open(path)?;
        Ok(match source {
            Source::File => Self::File(Box::new(HashingReader::new(file))),
            other => Self::Other(other.open(path)?, file),
        })
    }

    /// The hash of all bytes of the file, hexadecimal.
    pub(crate) fn finish(self) -> std::io::Result<String> {
        match self {
            Self::File(reader) => reader.finish(),
            Self::Other(_, file) => HashingReader::new(file).finish(),
        }
    }
}

impl Read for SourceReader {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::File(reader) => reader.read(out),
            Self::Other(reader, _) => reader.read(out),
        }
    }
}
