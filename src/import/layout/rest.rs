//! What lies beyond the first bytes of a file: where further tables begin, and its end.

use super::find::begins_table;
use crate::import::container::Source;
use crate::import::dialect::Dialect;
use crate::import::encoding::{DecodingReader, FileEncoding};
use crate::import::rows::{OwnedRow, Row, RowReader};
use crate::import::scan::Scanner;
use crate::import::totals;
use std::collections::VecDeque;
use std::io::Read;
use std::path::Path;

/// Bytes of a file that are looked through for further tables: it takes the tenth of a second that looking at a file may
/// take.
const MOST: u64 = 384 << 20;
/// The same for text that has to be unpacked on the way.
const MOST_PACKED: u64 = 64 << 20;
/// Bytes read at once.
const BLOCK: usize = 1 << 20;
/// Bytes that rows of a table are looked for in, where one may begin.
const LEAST_WINDOW: usize = 64 << 10;
/// See [`LEAST_WINDOW`]: of very long rows.
const LARGEST_WINDOW: usize = 4 << 20;
/// Rows that tell where a table begins.
const TELLING_ROWS: usize = 12;
/// Places where a table may begin that are looked at.
const MOST_PLACES: usize = 200;
/// How often it is looked closer whether a table begins.
const MOST_LOOKS: usize = 2_000;
/// Rows of a further table by which its columns are judged.
const FURTHER_ROWS: usize = 1_000;
/// Bytes before a place of which rows are kept: those above a table are looked at with it.
const NEAR: u64 = 64 << 10;
/// Bytes of a header by which it is known when it comes once more.
const KNOWN_BY: usize = 64;

/// The text of a file and how it is separated.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub path: &'a Path,
    pub source: &'a Source,
    pub encoding: FileEncoding,
    pub dialect: Dialect,
    pub first_line: u64,
}

/// The end of a text.
pub(super) struct Tail {
    pub text: Vec<u8>,
    /// Line of its first byte.
    pub line: u64,
}

/// What lies beyond the first rows.
#[derive(Default)]
pub(super) struct Rest {
    /// The first rows of each further table, and before them the last rows that stand above it.
    pub rows: Vec<OwnedRow>,
    /// `None` when the text goes on behind what was looked at.
    pub tail: Option<Tail>,
}

/// A place where a table may begin.
#[derive(Clone, Copy)]
struct Place {
    /// Bytes of text before it.
    offset: u64,
}

impl Text<'_> {
    fn open(&self) -> std::io::Result<DecodingReader<Box<dyn Read + Send>>> {
        Ok(DecodingReader::new(self.source.open(self.path)?, self.encoding))
    }

    /// Looks through what lies behind the first rows, the last of whose tables has this header.
    pub(super) fn rest(&self, rows: &[OwnedRow], header: Option<Row<'_>>, tail: usize) -> std::io::Result<Rest> {
        let most = match self.source {
            Source::File | Source::Rows(_) => MOST,
            Source::Gzip | Source::Member(_) => MOST_PACKED,
            // Objects make one table, and the files of an archive are put behind one another as one.
            Source::Json(..) | Source::All(..) => return Ok(Rest::default()),
        };
        // What begins with the last of the first rows has no rows there by which it would be known.
        let from = rows.get(rows.len().saturating_sub(TELLING_ROWS)).map_or(0, |row| row.row().line);
        let longest = rows.iter().map(|row| row.row().raw.len()).max().unwrap_or(0);
        let window = longest.saturating_mul(TELLING_ROWS).clamp(LEAST_WINDOW, LARGEST_WINDOW);
        let mut search = Search {
            candidates: Candidates::new(self.dialect, header),
            first_line: self.first_line,
            from,
            window: window.max(tail),
            tail,
        };
        let (places, tail) = search.run(self.open()?.take(most), most)?;
        Ok(Rest { rows: self.rows_at(places)?, tail })
    }

    /// The rows at places, as far as rows begin there: a text in quotes may hold what looks like a table.
    fn rows_at(&self, places: Vec<Place>) -> std::io::Result<Vec<OwnedRow>> {
        let mut rows = Vec::new();
        let mut places: VecDeque<Place> = places.into();
        if places.is_empty() {
            return Ok(rows);
        }
        let mut reader = RowReader::new(self.open()?, self.dialect, self.first_line);
        let mut wanted = 0;
        // The rows before the one that was read last, where a place is near.
        let mut above = VecDeque::new();
        while !places.is_empty() || wanted > 0 {
            let at = reader.position();
            while places.front().is_some_and(|place| place.offset < at) {
                places.pop_front();
            }
            if places.front().is_some_and(|place| place.offset == at) {
                places.pop_front();
                if wanted == 0 && at > 0 {
                    // Those of the table before may be there already.
                    let known = rows.last().map_or(0, |row: &OwnedRow| row.row().line);
                    above.push_back(OwnedRow::of(reader.row()));
                    rows.extend(above.drain(..).filter(|row| row.row().line > known));
                }
                wanted = FURTHER_ROWS;
            }
            let is_near = places.front().is_some_and(|place| place.offset - at < NEAR);
            if wanted == 0 && is_near && at > 0 {
                above.push_back(OwnedRow::of(reader.row()));
                if above.len() == totals::MOST_ROWS {
                    above.pop_front();
                }
            } else {
                above.clear();
            }
            if !reader.advance()? {
                break;
            }
            if wanted > 0 && !reader.row().is_comment && !reader.row().is_too_long {
                rows.push(OwnedRow::of(reader.row()));
                wanted -= 1;
            }
        }
        Ok(rows)
    }
}

/// Looks at the beginning of every line.
struct Search<'a> {
    candidates: Candidates<'a>,
    first_line: u64,
    /// Lines before this one are known.
    from: u64,
    /// Bytes behind a line that are looked at when a table may begin there.
    window: usize,
    /// Bytes of the end that are kept.
    tail: usize,
}

impl Search<'_> {
    /// The places where a table may begin, in a source that is cut behind so many bytes.
    fn run(&mut self, mut source: impl Read, most: u64) -> std::io::Result<(Vec<Place>, Option<Tail>)> {
        let mark = self.candidates.mark();
        let ends = Scanner::new(&[mark]);
        let mut places = Vec::new();
        let mut buffer = vec![0; BLOCK + 2 * self.window];
        // Bytes before the buffer, those in it, and the next to look at.
        let (mut before, mut filled, mut at) = (0_u64, 0_usize, 0_usize);
        let mut line = self.first_line;
        let mut starts_line = true;
        // Where the blank lines above began.
        let mut gap = None;
        loop {
            let is_at_end = fill(&mut source, &mut buffer, &mut filled)?;
            let bytes = buffer.get(..filled).unwrap_or_default();
            let end = if is_at_end { filled } else { filled.saturating_sub(self.window) };
            while at < end {
                if starts_line && line >= self.from && places.len() < MOST_PLACES {
                    let here = bytes.get(at..filled.min(at + self.window)).unwrap_or_default();
                    let offset = before + at as u64;
                    if self.candidates.is_blank(here) {
                        gap = gap.or(Some(offset));
                    } else {
                        let above = gap.take();
                        if self.candidates.begins(here, above.is_some(), is_at_end) {
                            places.push(Place { offset: above.unwrap_or(offset) });
                        }
                    }
                }
                at = ends.find(bytes, at);
                starts_line = at < filled;
                if starts_line {
                    at += 1;
                    line += 1;
                }
            }
            if is_at_end {
                let kept = bytes.get(filled.saturating_sub(self.tail)..).unwrap_or_default();
                let lines = kept.iter().filter(|byte| **byte == mark).count() as u64;
                let has_end = before + (filled as u64) < most;
                return Ok((places, has_end.then(|| Tail { text: kept.to_vec(), line: line - lines })));
            }
            // The end is kept for whoever wants it.
            let gone = end.saturating_sub(self.window).min(at);
            buffer.copy_within(gone..filled, 0);
            before += gone as u64;
            filled -= gone;
            at -= gone;
        }
    }
}

/// Tells lines that may begin a table from others.
struct Candidates<'a> {
    dialect: Dialect,
    header: Option<Row<'a>>,
    /// The first bytes of the header.
    known_by: &'a [u8],
    /// The line before was a remark.
    is_below_remark: bool,
    /// How often it may still be looked closer.
    looks_left: usize,
}

/// Reads until the buffer is full; true at the end.
fn fill(source: &mut impl Read, buffer: &mut [u8], filled: &mut usize) -> std::io::Result<bool> {
    while let Some(room) = buffer.get_mut(*filled..).filter(|room| !room.is_empty()) {
        match source.read(room) {
            Ok(0) => return Ok(true),
            Ok(read) => *filled += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}

impl Candidates<'_> {
    fn new(dialect: Dialect, header: Option<Row<'_>>) -> Candidates<'_> {
        let known_by = header.map(|row| row.raw).unwrap_or_default();
        let known_by = known_by.get(..known_by.len().min(KNOWN_BY)).unwrap_or_default();
        Candidates { dialect, header, known_by, is_below_remark: false, looks_left: MOST_LOOKS }
    }

    /// True when a table may begin with these lines: the header once more, or names behind a gap of blank lines.
    fn begins(&mut self, lines: &[u8], is_below_gap: bool, is_at_end: bool) -> bool {
        let is_header = !self.known_by.is_empty() && lines.starts_with(self.known_by);
        // A run of remarks begins with its first one.
        let is_remark = lines.starts_with(b"#") || lines.starts_with(b"\"#");
        let is_first_remark = is_remark && !std::mem::replace(&mut self.is_below_remark, is_remark);
        self.is_below_remark = is_remark;
        let may_begin = is_header || is_first_remark || (is_below_gap && self.has_names(lines));
        if !may_begin || self.looks_left == 0 {
            return false;
        }
        self.looks_left -= 1;
        let mut reader = RowReader::new(lines, self.dialect, 1);
        let mut rows = Vec::new();
        while rows.len() < TELLING_ROWS && reader.advance().unwrap_or(false) {
            rows.push(OwnedRow::of(reader.row()));
        }
        // The last row may be cut.
        if !is_at_end && rows.len() < TELLING_ROWS {
            rows.pop();
        }
        begins_table(&rows, self.header)
    }

    /// True when the first line is blank, or a row of blank cells.
    fn is_blank(&self, lines: &[u8]) -> bool {
        let Some(first) = lines.first() else { return false };
        if *first != self.mark() && !self.is_filler(*first) {
            return false;
        }
        let line = lines.split(|byte| *byte == self.mark()).next().unwrap_or_default();
        line.iter().all(|byte| self.is_filler(*byte))
    }

    /// True for what stands in a row of blank cells.
    fn is_filler(&self, byte: u8) -> bool {
        byte.is_ascii_whitespace() || self.dialect.delimiter.bytes().contains(&byte)
    }

    /// True when one of the first two lines that are not blank is made of words: names of columns. What fails here costs
    /// little, and what stands behind blank lines is a text in quotes nearly always.
    fn has_names(&self, lines: &[u8]) -> bool {
        let delimiter = self.dialect.delimiter.first();
        let lines = lines.split(|byte| *byte == self.mark());
        let filled = lines.filter(|line| !line.iter().all(|byte| self.is_filler(*byte)));
        let is_name = |cell: &[u8]| cell.iter().any(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
        filled.take(2).any(|line| line.contains(&delimiter) && line.split(|byte| *byte == delimiter).all(is_name))
    }

    fn mark(&self) -> u8 {
        self.dialect.newline.mark()
    }
}
