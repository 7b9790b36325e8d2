//! What lies beyond the first bytes of a file: where further tables begin, and its end.

use super::find::begins_table;
use crate::import::container::Source;
use crate::import::dialect::Dialect;
use crate::import::encoding::{DecodingReader, FileEncoding, OTHERWISE};
use crate::import::first_letter::{Found, LONGEST_LETTER, Letters};
use crate::import::rows::{OwnedRow, Row, RowReader};
use crate::import::totals;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{Error, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// Bytes of a text that are looked through.
#[derive(Clone, Copy)]
struct Limits {
    /// For further tables.
    tables: u64,
    /// For the first letter beyond ASCII, which costs little beside the search for tables.
    letters: u64,
}

impl Limits {
    /// It takes the tenth of a second that looking at a file may take.
    const OF_A_FILE: Self = Self { tables: 192 << 20, letters: 384 << 20 };
    /// The same for rows that lie in memory, whose encoding is known.
    const OF_ROWS: Self = Self { tables: 192 << 20, letters: 192 << 20 };
    /// The same for text that has to be unpacked on the way.
    const OF_PACKED: Self = Self { tables: 64 << 20, letters: 64 << 20 };
}

/// Bytes read at once.
const BLOCK: usize = 512 << 10;
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
    /// How the file is encoded when it is no UTF-8 after all. There is nothing else then.
    pub encoding: Option<FileEncoding>,
}

/// What was seen on the way through a text.
enum Seen {
    Text { places: Vec<Place>, tail: Option<Tail> },
    OtherEncoding(FileEncoding),
}

/// A place where a table may begin.
#[derive(Clone, Copy)]
struct Place {
    /// Bytes of text before it.
    offset: u64,
}

impl Text<'_> {
    fn open(&self) -> std::io::Result<DecodingReader<Box<dyn Read + Send>>> {
        // Whoever looks for the first letter must see it as it is.
        let encoding = FileEncoding { is_open: false, ..self.encoding };
        Ok(DecodingReader::new(self.source.open(self.path)?, encoding))
    }

    /// Looks through what lies behind the first rows, the last of whose tables has this header.
    pub(super) fn rest(&self, rows: &[OwnedRow], header: Option<Row<'_>>, tail: usize) -> std::io::Result<Rest> {
        match self.source {
            Source::File => self.rest_within(Limits::OF_A_FILE, rows, header, tail),
            Source::Rows(_) => self.rest_within(Limits::OF_ROWS, rows, header, tail),
            Source::Gzip | Source::Member(_) => self.rest_within(Limits::OF_PACKED, rows, header, tail),
            // Objects make one table, and the files of an archive are put behind one another as one.
            Source::Json(..) | Source::All(..) => Ok(Rest::default()),
        }
    }

    fn rest_within(
        &self,
        limits: Limits,
        rows: &[OwnedRow],
        header: Option<Row<'_>>,
        tail: usize,
    ) -> std::io::Result<Rest> {
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
        let mut text = self.open()?.take(limits.tables);
        let mut letters = self.encoding.is_open.then(Letters::default);
        let is_told = AtomicBool::new(letters.is_none());
        let (seen, beyond) = std::thread::scope(|scope| {
            // Beside the search, because both together take longer than one likes to wait.
            let beyond = (letters.is_some() && limits.letters > limits.tables).then(|| {
                let thread = std::thread::Builder::new().name("milepost-letters".to_owned());
                thread.spawn_scoped(scope, || self.encoding_beyond(limits, &is_told))
            });
            let seen = search.run(&mut text, limits.tables, &mut letters, &is_told);
            if !matches!(seen, Ok(Seen::Text { tail: None, .. })) {
                is_told.store(true, Ordering::Relaxed);
            }
            let beyond = match beyond {
                Some(Ok(thread)) => thread.join().unwrap_or_else(|_| Err(Error::other("the reader stopped"))),
                // No thread is to be had.
                Some(Err(_)) => self.encoding_beyond(limits, &is_told),
                None => Ok(None),
            };
            (seen, beyond)
        });
        let (places, tail) = match seen? {
            Seen::Text { places, tail } => (places, tail),
            Seen::OtherEncoding(encoding) => return Ok(Rest { encoding: Some(encoding), ..Rest::default() }),
        };
        if tail.is_none()
            && letters.is_some()
            && let Some(encoding) = beyond?
        {
            return Ok(Rest { encoding: Some(encoding), ..Rest::default() });
        }
        Ok(Rest { rows: self.rows_at(places)?, tail, encoding: None })
    }

    /// The encoding that the first letter behind where tables are looked for tells, until it is told elsewhere.
    fn encoding_beyond(&self, limits: Limits, is_told: &AtomicBool) -> std::io::Result<Option<FileEncoding>> {
        let mut file = File::open(self.path)?;
        // A letter may be cut by the limit. All that matters before it is ASCII: otherwise it is told there.
        let from = limits.tables.saturating_sub(LONGEST_LETTER as u64 - 1);
        file.seek(SeekFrom::Start(from))?;
        let mut source = file.take(limits.letters - from);
        let mut letters = Some(Letters::default());
        let mut buffer = vec![0; BLOCK];
        while letters.is_some() && !is_told.load(Ordering::Relaxed) {
            let mut filled = 0;
            let is_at_end = fill(&mut source, &mut buffer, &mut filled)?;
            if let Some(encoding) = other_encoding(buffer.get(..filled).unwrap_or_default(), &mut letters) {
                return Ok(Some(encoding));
            }
            if is_at_end {
                break;
            }
        }
        Ok(None)
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
    /// `is_told` is set as soon as the first letter is seen.
    fn run(
        &mut self,
        mut source: impl Read,
        most: u64,
        letters: &mut Option<Letters>,
        is_told: &AtomicBool,
    ) -> std::io::Result<Seen> {
        let mark = self.candidates.mark();
        let telling = Telling::new(&self.candidates);
        let mut places = Vec::new();
        let mut buffer = vec![0; BLOCK + 2 * self.window];
        // Bytes before the buffer, those in it, and the next to look at.
        let (mut before, mut filled, mut at) = (0_u64, 0_usize, 0_usize);
        let mut line = self.first_line;
        let mut starts_line = true;
        // Where the blank lines above began.
        let mut gap = None;
        loop {
            let known = filled;
            let is_at_end = fill(&mut source, &mut buffer, &mut filled)?;
            let bytes = buffer.get(..filled).unwrap_or_default();
            if let Some(encoding) = other_encoding(bytes.get(known..).unwrap_or_default(), letters) {
                return Ok(Seen::OtherEncoding(encoding));
            }
            if letters.is_none() {
                is_told.store(true, Ordering::Relaxed);
            }
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
                // What a line is depends on the one above it only below blank lines and remarks.
                let is_each_told = line < self.from || gap.is_some() || self.candidates.is_below_remark;
                let ahead = bytes.get(at..end).unwrap_or_default();
                let next = if is_each_told {
                    memchr::memchr(mark, ahead).map_or(end, |found| at + found + 1)
                } else {
                    telling.next_line(bytes, at, end)
                };
                line += memchr::memchr_iter(mark, bytes.get(at..next).unwrap_or_default()).count() as u64;
                starts_line = next.checked_sub(1).and_then(|last| bytes.get(last)) == Some(&mark);
                at = next;
            }
            if is_at_end {
                let kept = bytes.get(filled.saturating_sub(self.tail)..).unwrap_or_default();
                let lines = memchr::memchr_iter(mark, kept).count() as u64;
                let has_end = before + (filled as u64) < most;
                let tail = has_end.then(|| Tail { text: kept.to_vec(), line: line - lines });
                return Ok(Seen::Text { places, tail });
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

/// The encoding when the first letter of a text stands in these bytes of it and is no UTF-8. Once it is known what that
/// letter is nothing is looked for.
fn other_encoding(bytes: &[u8], letters: &mut Option<Letters>) -> Option<FileEncoding> {
    match letters.as_mut()?.look(bytes, false)? {
        Found::Utf8 => {
            *letters = None;
            None
        }
        // All but its last byte may have been the end of the block before.
        Found::Other if bytes.is_ascii() => Some(FileEncoding::chosen(OTHERWISE, bytes)),
        Found::Other => Some(FileEncoding::of(bytes, false)),
    }
}

/// Finds lines that may tell something among the many that are rows, by their first two bytes. Most lines of most files
/// are passed over by the block, which the compiler makes a few instructions for all of its bytes at once.
struct Telling {
    mark: u8,
    /// How a row of blank cells begins.
    delimiter: u8,
    /// The first bytes of the header, and which bits of the second count.
    header: [u8; 2],
    second_counts: u8,
}

impl Telling {
    /// Bytes that are looked at together.
    const STRIDE: usize = 64;

    fn new(candidates: &Candidates<'_>) -> Self {
        let mark = candidates.mark();
        let (header, second_counts) = match candidates.known_by {
            [one, two, ..] => ([*one, *two], u8::MAX),
            [one] => ([*one, 0], 0),
            // What is blank is told anyway.
            [] => ([mark, 0], 0),
        };
        Self { mark, delimiter: candidates.dialect.delimiter.first(), header, second_counts }
    }

    /// True when a line may be blank, a remark, or the header: its first bytes.
    fn is_telling(&self, first: u8, second: u8) -> bool {
        (first <= b' ')
            | (first == self.mark)
            | (first == self.delimiter)
            | (first == b'#')
            | ((first == b'"') & (second == b'#'))
            | ((first == self.header[0]) & ((second ^ self.header[1]) & self.second_counts == 0))
    }

    /// Where the next line that may tell something begins behind `at`, or `end`. Further bytes may stand behind the end.
    fn next_line(&self, bytes: &[u8], at: usize, end: usize) -> usize {
        let mut at = at;
        while let Some(block) = bytes.get(at..at + Self::STRIDE + 2).filter(|_| at + Self::STRIDE <= end) {
            let (first, second) = (block.iter().skip(1), block.iter().skip(2));
            let tells = block.iter().zip(first).zip(second).take(Self::STRIDE);
            let any = tells.fold(false, |any, ((mark, first), second)| {
                any | ((*mark == self.mark) & self.is_telling(*first, *second))
            });
            if any {
                break;
            }
            at += Self::STRIDE;
        }
        let is_told = |at: &usize| {
            let byte = |at: usize| bytes.get(at).copied().unwrap_or(self.mark);
            bytes.get(*at) == Some(&self.mark) && self.is_telling(byte(at + 1), byte(at + 2))
        };
        (at..end).find(is_told).map_or(end, |mark| mark + 1)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::dialect::Newline;

    /// The encoding told by what lies behind the first bytes.
    fn encoding_behind(text: &[u8], limits: Limits) -> Option<&'static str> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data.csv");
        std::fs::write(&path, text).unwrap();
        let encoding = FileEncoding::of(b"day,value\n1,2\n", false);
        let (source, dialect) = (&Source::File, Dialect::default());
        let text = Text { path: &path, source, encoding, dialect, first_line: 1 };
        text.rest_within(limits, &[], None, 64 << 10).unwrap().encoding.map(|found| found.name())
    }

    #[test]
    fn the_encoding_is_looked_for_behind_where_tables_are() {
        let plain = "1,plain\n".repeat(700_000 / 8);
        let text = [plain.as_bytes(), b"2,Caf\xe9 Z\xfcrich\n", plain.as_bytes()].concat();
        let limits = |tables: u64, letters: u64| Limits { tables: tables << 10, letters: letters << 10 };
        assert_eq!(encoding_behind(&text, limits(900, 900)), Some("windows-1252"));
        assert_eq!(encoding_behind(&text, limits(100, 900)), Some("windows-1252"));
        assert_eq!(encoding_behind(&text, limits(100, 500)), None);
        const { assert!(Limits::OF_A_FILE.letters >= 384 << 20) };
        // The first letter is the last byte of a block, so that the next block holds none.
        let mut cut = vec![b'\n'; BLOCK + 2 * (64 << 10)];
        *cut.last_mut().unwrap() = 0xe9;
        cut.extend(plain.as_bytes());
        assert_eq!(encoding_behind(&cut, limits(900, 900)), Some("windows-1252"));
        let text = [plain.as_bytes(), "2,Zürich\n".as_bytes(), b"3,Caf\xe9\n"].concat();
        assert_eq!(encoding_behind(&text, limits(100, 900)), None, "broken UTF-8 stays what it is");
        // The first letter is cut where the search for tables ends.
        for (letter, expected) in [("ü".as_bytes(), None), (b"\xe9 ", Some("windows-1252"))] {
            for before in (100 << 10) - 3..=100 << 10 {
                let plain = vec![b'\n'; before];
                let text = [plain.as_slice(), letter, b"lines\n3,Caf\xe9\n"].concat();
                assert_eq!(encoding_behind(&text, limits(100, 900)), expected, "{letter:?} behind {before}");
            }
        }
    }

    #[test]
    fn no_line_that_may_tell_something_is_passed_over() {
        let mut seed = 11_u64;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below
        };
        for known_by in [&b"day,value"[..], b"\"day\"", b"d", b""] {
            let candidates = Candidates {
                known_by,
                ..Candidates::new(Dialect { newline: Newline::Lf, ..Dialect::default() }, None)
            };
            let telling = Telling::new(&candidates);
            for _ in 0..400 {
                let pieces = [
                    "2025-01-01,1",
                    "x",
                    "\n",
                    "\n",
                    "\n\n",
                    "#",
                    "\"#",
                    ",",
                    " ",
                    "\r\n",
                    "day,value",
                    "\"day\"",
                    "dx",
                    "long ago, far away",
                ];
                let text: String = (0..next(120)).map(|_| pieces[next(pieces.len())]).collect();
                let bytes = text.as_bytes();
                let end = next(bytes.len() + 1);
                let at = next(end + 1);
                let may_tell = |line: &[u8]| {
                    candidates.is_blank(line)
                        || (!known_by.is_empty() && line.starts_with(known_by))
                        || line.starts_with(b"#")
                        || line.starts_with(b"\"#")
                };
                let expected = (at..end).find(|mark| bytes[*mark] == b'\n' && may_tell(&bytes[mark + 1..]));
                let found = telling.next_line(bytes, at, end);
                assert!(found <= expected.map_or(end, |mark| mark + 1), "{text:?} from {at} to {end}");
                assert!(found == end || bytes[found - 1] == b'\n', "{text:?} from {at} to {end}: {found}");
                let is_worth_it = |mark: &usize| bytes[*mark] == b'\n' && !bytes[mark + 1..].starts_with(b"2");
                let least = (at..end).find(is_worth_it).map_or(end, |mark| mark + 1);
                assert!(found >= least, "rows are passed over: {text:?} from {at} to {end}");
            }
        }
    }
}
