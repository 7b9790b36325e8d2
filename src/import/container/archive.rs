//! Gzip and zip: what is in an archive, and its files as streams.

use super::open_tags::{Fault, OpenTags};
use super::{Contents, Source, Wrapping, head_of, packed_workbook, with_json, workbook};
use crate::import::choices::ReadChoices;
use crate::import::contents::MemberInfo;
use crate::import::dialect::{CELL_END, RECORD_END};
use crate::import::error::{ImportError, NotTextKind, RowTooLong, quoted};
use crate::import::layout::{FileTable, Layout};
use flate2::read::{DeflateDecoder, MultiGzDecoder};
use std::fmt::Display;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use zip::{CompressionMethod, ZipArchive};

/// The name that stands for all files of an archive.
pub(super) const ALL: &str = "*";
/// Files of an archive that are listed.
const MOST_MEMBERS: usize = 10_000;
/// Bytes that any archive may unpack to.
const ALWAYS_UNPACKED: u64 = 1 << 30;
/// How many times its size a larger archive may unpack to: tables shrink to a tenth, seldom to a hundredth.
const MOST_TIMES: u64 = 400;
/// Bytes of texts that a workbook keeps apart from its sheets: they are all in memory while one is read.
const MOST_SHARED: u64 = 256 << 20;
/// Texts that fit into that.
const MOST_TEXTS: u64 = 20_000_000;
/// Bytes of a part that say how many texts follow.
const HEAD_OF_PART: u64 = 4 << 10;

/// Where a file lies in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub name: String,
    /// Bytes when unpacked.
    pub bytes: u64,
    start: u64,
    packed: u64,
    is_deflated: bool,
    /// True when the unpacked file is packed with gzip.
    is_gzip: bool,
    /// Why it cannot be read, when it cannot.
    problem: Option<&'static str>,
}

impl Place {
    /// Opens the file, unpacked.
    pub(super) fn open(&self, path: &Path) -> std::io::Result<Box<dyn Read + Send>> {
        if let Some(problem) = self.problem {
            return Err(std::io::Error::other(problem));
        }
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(self.start))?;
        let packed = BufReader::with_capacity(64 << 10, file.take(self.packed));
        Ok(match (self.is_deflated, self.is_gzip) {
            (true, false) => Box::new(Bounded::new(DeflateDecoder::new(packed), self.packed)),
            (false, false) => Box::new(packed),
            (true, true) => Box::new(Bounded::new(MultiGzDecoder::new(DeflateDecoder::new(packed)), self.packed)),
            (false, true) => Box::new(Bounded::new(MultiGzDecoder::new(packed), self.packed)),
        })
    }
}

/// A gzip stream, unpacked.
pub(super) fn gunzip(file: File) -> Box<dyn Read + Send> {
    let packed = file.metadata().map_or(0, |m| m.len());
    Box::new(Bounded::new(MultiGzDecoder::new(BufReader::with_capacity(64 << 10, file)), packed))
}

/// Bytes that a gzip file unpacks to, as its end says; modulo 4 GB, so it is for showing only.
pub(super) fn unpacked_length(path: &Path) -> std::io::Result<u64> {
    let mut file = File::open(path)?;
    let packed = file.metadata()?.len();
    file.seek(SeekFrom::Start(packed.saturating_sub(4)))?;
    let mut end = [0; 4];
    file.read_exact(&mut end)?;
    Ok(u64::from(u32::from_le_bytes(end)).max(packed))
}

/// Stops an archive that was made to fill the machine.
struct Bounded<R> {
    source: R,
    left: u64,
}

impl<R> Bounded<R> {
    fn new(source: R, packed: u64) -> Self {
        Self { source, left: ALWAYS_UNPACKED.max(packed.saturating_mul(MOST_TIMES)) }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let read = self.source.read(out)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            std::io::Error::other(format!("it unpacks to more than {MOST_TIMES} times its size, which no table does"))
        })?;
        Ok(read)
    }
}

/// What a zip file is.
pub(super) enum Kind {
    Workbook(workbook::Kind),
    Archive(Vec<Place>),
}

/// Looks into a zip file.
pub(super) fn kind_of<R: Read + Seek>(path: &Path, source: &mut R) -> Result<Kind, ImportError> {
    let mut archive = ZipArchive::new(&mut *source).map_err(|e| damaged(path, &e))?;
    let names: Vec<String> =
        archive.file_names().take(MOST_MEMBERS).filter_map(Result::ok).map(|n| n.replace('\\', "/")).collect();
    let has = |start: &str| names.iter().any(|n| n.to_ascii_lowercase().starts_with(start));
    let kind = if has("xl/workbook.bin") {
        Some(workbook::Kind::Xlsb)
    } else if has("[content_types].xml") || has("xl/") {
        if has("word/") || has("ppt/") {
            return Err(ImportError::NotText { path: path.to_path_buf(), looks_like: NotTextKind::Document });
        }
        Some(workbook::Kind::Xlsx)
    } else if has("mimetype") && has("content.xml") {
        Some(workbook::Kind::Ods)
    } else {
        None
    };
    if let Some(kind) = kind {
        check_parts(path, &mut archive)?;
        drop(archive);
        source.seek(SeekFrom::Start(0)).map_err(|e| ImportError::io(path, e))?;
        return Ok(Kind::Workbook(kind));
    }
    let mut places = Vec::new();
    for index in 0..archive.len().min(MOST_MEMBERS) {
        let Ok(member) = archive.by_index_raw(index) else { continue };
        let Ok(name) = member.name().map(|n| n.replace('\\', "/")) else { continue };
        let file = name.rsplit('/').next().unwrap_or_default();
        if member.is_dir() || file.is_empty() || file.starts_with('.') || name.starts_with("__MACOSX/") {
            continue;
        }
        let method = member.compression();
        let problem = if member.encrypted() {
            Some("it is locked with a password; unpack it first")
        } else if !matches!(method, CompressionMethod::Deflated | CompressionMethod::Stored) {
            Some("it is packed in a way that is not known here; unpack it first")
        } else {
            None
        };
        let Some(start) = member.data_start() else { continue };
        places.push(Place {
            bytes: member.size(),
            start,
            packed: member.compressed_size(),
            is_deflated: method == CompressionMethod::Deflated,
            is_gzip: false,
            problem,
            name,
        });
    }
    Ok(Kind::Archive(places))
}

/// Looks at the parts of a workbook that are kept in memory as a whole, and at what would end its reader rather than its
/// reading: what an archive says about itself may be wrong.
fn check_parts<R: Read + Seek>(path: &Path, archive: &mut ZipArchive<R>) -> Result<(), ImportError> {
    let too_large = || ImportError::TooLarge { path: path.to_path_buf(), what: "workbook" };
    for name in ["xl/sharedStrings.xml", "xl/sharedStrings.bin", "content.xml", "xl/styles.xml"] {
        let Ok(part) = archive.by_name(name) else { continue };
        let mut tags = OpenTags::default();
        let counted = match name {
            "content.xml" => std::io::copy(&mut part.take(MOST_SHARED + 1), &mut tags),
            _ => std::io::copy(&mut part.take(MOST_SHARED + 1), &mut std::io::sink()),
        };
        if counted.as_ref().is_ok_and(|count| *count > MOST_SHARED) {
            return Err(too_large());
        }
        if name != "content.xml" || counted.is_err() {
            continue;
        }
        let reason = match tags.fault() {
            None => continue,
            Some(_) if is_locked(archive) => continue,
            Some(Fault::TooLarge) => return Err(too_large()),
            Some(Fault::Cut) => "its text ends in the middle",
            Some(Fault::WrongEnd) => "one of its elements ends by the name of another",
            Some(Fault::TooDeep) => "its elements lie deeper in one another than those of any workbook",
        };
        return Err(ImportError::Damaged { path: path.to_path_buf(), what: "workbook", reason: reason.to_owned() });
    }
    // Room is made for as many texts as a part announces, whatever it is called.
    for index in 0..archive.len().min(MOST_MEMBERS) {
        let Ok(part) = archive.by_index(index) else { continue };
        if !part.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with(".xml")) {
            continue;
        }
        let mut head = Vec::new();
        if part.take(HEAD_OF_PART).read_to_end(&mut head).is_ok() && announced_texts(&head) > MOST_TEXTS {
            return Err(too_large());
        }
    }
    Ok(())
}

/// True for an ODS workbook whose parts are no text without its password.
fn is_locked<R: Read + Seek>(archive: &mut ZipArchive<R>) -> bool {
    const KEY: &[u8] = b"encryption-data";
    let mut text = Vec::new();
    let Ok(manifest) = archive.by_name("META-INF/manifest.xml") else { return false };
    // What cannot be read holds no such word.
    let _ = manifest.take(1 << 20).read_to_end(&mut text);
    text.windows(KEY.len()).any(|window| window == KEY)
}

/// How many texts a part says that it has.
fn announced_texts(head: &[u8]) -> u64 {
    const KEY: &[u8] = b"uniqueCount";
    let Some(at) = head.windows(KEY.len()).position(|window| window == KEY) else { return 0 };
    let rest = head.get(at + KEY.len()..).unwrap_or_default();
    let digits = rest.iter().skip_while(|b| b.is_ascii_whitespace() || matches!(b, b'=' | b'"' | b'\'')).copied();
    digits
        .take_while(u8::is_ascii_digit)
        .fold(0, |n: u64, digit| n.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
}

/// The file of an archive that is read: the one asked for, or the first that seems to be data.
pub(super) fn choose(
    path: &Path,
    places: Vec<Place>,
    choices: &ReadChoices,
) -> Result<(Source, Contents), ImportError> {
    // Of an archive of one file there is no other to be taken for.
    let usual = places.iter().find(|p| is_data_name(&p.name)).or_else(|| places.first());
    let usual_member = usual.map(|place| place.name.clone());
    let members: Vec<MemberInfo> = places.iter().map(|p| MemberInfo { name: p.name.clone(), bytes: p.bytes }).collect();
    if choices.member.as_deref() == Some(ALL) && places.len() > 1 {
        let inner = ReadChoices { member: None, ..choices.clone() };
        let contents = Contents { members, member: Some(ALL.to_owned()), usual_member, ..Contents::default() };
        return Ok((Source::All(places.into(), Box::new(inner)), contents));
    }
    let place = match choices.member.as_deref().filter(|name| *name != ALL) {
        Some(name) => {
            let file_of = |p: &Place| p.name.rsplit('/').next().unwrap_or_default().to_owned();
            places.iter().find(|p| p.name == name).or_else(|| places.iter().find(|p| file_of(p) == name)).ok_or_else(
                || {
                    let names: Vec<String> = places.iter().map(|p| p.name.clone()).collect();
                    ImportError::choice("member", name, format!("{} has {}", path.display(), quoted(&names)))
                },
            )?
        }
        None => usual.ok_or_else(|| ImportError::Empty { path: path.to_path_buf() })?,
    };
    let (source, contents) = open_member(path, place, choices)?;
    Ok((source, Contents { members, member: Some(place.name.clone()), usual_member, ..contents }))
}

fn open_member(path: &Path, place: &Place, choices: &ReadChoices) -> Result<(Source, Contents), ImportError> {
    let failed = |e: std::io::Error| damaged(path, &format!("{}: {e}", place.name));
    let head = head_of(&mut *place.open(path).map_err(failed)?).map_err(failed)?;
    let place = match Wrapping::of(&head) {
        Wrapping::None => place.clone(),
        Wrapping::Gzip => Place { is_gzip: true, ..place.clone() },
        Wrapping::Zip | Wrapping::Compound => {
            return packed_workbook(path, place.open(path).map_err(failed)?, choices);
        }
    };
    if place.is_gzip {
        let head = head_of(&mut *place.open(path).map_err(failed)?).map_err(failed)?;
        if !matches!(Wrapping::of(&head), Wrapping::None) {
            return Err(nested(path));
        }
    }
    Ok(with_json(path, Source::Member(place), Contents::default()))
}

/// True for a name that data has.
pub(crate) fn is_data_name(name: &str) -> bool {
    const ENDINGS: [&str; 14] =
        ["csv", "tsv", "tab", "psv", "txt", "dat", "json", "jsonl", "ndjson", "xlsx", "xlsm", "xls", "xlsb", "ods"];
    let lower = name.to_lowercase();
    let lower = lower.strip_suffix(".gz").unwrap_or(&lower);
    lower.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

pub(super) fn damaged(path: &Path, reason: &dyn Display) -> ImportError {
    let reason = reason.to_string().trim_end_matches('.').replace(['\n', '\r'], " ");
    ImportError::Damaged { path: path.to_path_buf(), what: "archive", reason }
}

/// An archive in an archive.
pub(super) fn nested(path: &Path) -> ImportError {
    damaged(path, &"there is another archive in it; unpack it first")
}

/// The tables of several files as one: the columns are those of the first, and the others must have the same.
pub(super) struct AllRows {
    path: std::path::PathBuf,
    places: Arc<[Place]>,
    choices: ReadChoices,
    /// Names of the first table, which the others must have too.
    names: Vec<String>,
    next_place: usize,
    table: Option<Box<(FileTable, Vec<usize>)>>,
    out: Vec<u8>,
    at: usize,
}

impl AllRows {
    pub(super) fn new(path: &Path, places: Arc<[Place]>, choices: ReadChoices) -> Self {
        let path = path.to_path_buf();
        Self { path, places, choices, names: Vec::new(), next_place: 0, table: None, out: Vec::new(), at: 0 }
    }

    /// Opens the next file; false when there is none.
    fn open_next(&mut self) -> Result<bool, ImportError> {
        let Some(place) = self.places.get(self.next_place) else { return Ok(false) };
        self.next_place += 1;
        let (source, _) = open_member(&self.path, place, &self.choices)?;
        let (layout, _) = match Layout::of_source(&self.path, source, &self.choices) {
            // An empty file adds nothing.
            Err(ImportError::Empty { .. }) => return Ok(true),
            other => other?,
        };
        if self.names.is_empty() {
            self.names.clone_from(&layout.names);
            for (index, name) in layout.names.iter().enumerate() {
                if index > 0 {
                    self.out.push(CELL_END);
                }
                self.out.extend_from_slice(name.as_bytes());
            }
            self.out.push(RECORD_END);
        }
        let order: Option<Vec<usize>> =
            self.names.iter().map(|name| layout.names.iter().position(|n| n == name)).collect();
        let Some(order) = order.filter(|o| o.len() == layout.names.len()) else {
            let reason = format!("{} has other columns than the first file: {}", place.name, quoted(&layout.names));
            return Err(damaged(&self.path, &reason));
        };
        self.table = Some(Box::new((layout.open()?, order)));
        Ok(true)
    }

    fn fill(&mut self) -> std::io::Result<()> {
        const BLOCK: usize = 64 << 10;
        self.out.clear();
        self.at = 0;
        while self.out.len() < BLOCK {
            let Some(open) = &mut self.table else {
                if self.open_next().map_err(std::io::Error::other)? {
                    continue;
                }
                return Ok(());
            };
            let (table, order) = &mut **open;
            if !table.advance()? {
                self.table = None;
                continue;
            }
            let row = table.row();
            if row.is_too_long {
                return Err(RowTooLong { line: row.line }.into());
            }
            // Cells that are too many stay, so that the row is reported.
            let more = order.len()..row.len().max(order.len());
            let width = if row.len() < order.len() { row.len() } else { usize::MAX };
            for (count, index) in order.iter().copied().chain(more).take(width).enumerate() {
                if count > 0 {
                    self.out.push(CELL_END);
                }
                self.out.extend(row.cell(index).iter().filter(|b| !matches!(**b, CELL_END | RECORD_END)));
            }
            self.out.push(RECORD_END);
        }
        Ok(())
    }
}

impl Read for AllRows {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.out.len() {
            self.fill()?;
        }
        let count = self.out.get(self.at..).unwrap_or_default().read(out)?;
        self.at += count;
        Ok(count)
    }
}
