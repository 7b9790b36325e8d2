//! Where in a file the table is: lines above it, its header, its rows, lines below it.

use super::dates::{DateOrder, Zone, month_with_point, parse as parse_date};
use super::dialect::Dialect;
use super::encoding::{DecodingReader, FileEncoding, not_text};
use super::error::ImportError;
use super::numbers::NumberFormat;
use super::presets::{self, Preset};
use super::rows::{OwnedRow, Row, RowReader, shown, trim};
use super::sniff::{LeftOutLine, LeftOutReason};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Bytes looked at before a file is read.
const HEAD: usize = 1 << 20;
/// Bytes looked at in the end when rows are that long.
const LARGEST_HEAD: usize = 64 << 20;
/// Rows that tell something about a file.
const LEAST_ROWS: usize = 4;
/// Bytes looked at for notes below the table of a large file.
const TAIL: u64 = 64 << 10;
/// Rows looked at before a file is read.
const SAMPLE_ROWS: usize = 5_000;
/// More bytes than this are not checked for being UTF-8 throughout before reading.
const CHECKED_FOR_ENCODING: u64 = 512 << 20;

/// Where the table is and how its cells are separated.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layout {
    pub path: PathBuf,
    pub length: u64,
    pub encoding: FileEncoding,
    pub dialect: Dialect,
    pub preamble_lines: u64,
    /// Records of column names.
    pub header_rows: u64,
    /// Column names, unique.
    pub names: Vec<String>,
    /// Cells that a row must have: names without the nameless ones at the end.
    pub width: usize,
    /// The tool that wrote it, when recognised.
    pub preset: Option<Preset>,
    pub left_out: Vec<LeftOutLine>,
    /// How long a row is on average, for reserving memory.
    pub bytes_per_row: f64,
}

/// The rows of a file.
pub(crate) type FileTable = Table<DecodingReader<HashingReader<File>>>;

/// The first rows, as seen while looking for the layout.
pub(crate) struct Sample {
    pub rows: Vec<OwnedRow>,
}

impl Layout {
    /// Looks at a file.
    pub(crate) fn of(path: &Path) -> Result<(Self, Sample), ImportError> {
        Self::from_head(path, HEAD)
    }

    /// Looks at so many bytes of a file, and at more when they hold hardly a row: cells may be long texts.
    fn from_head(path: &Path, most: usize) -> Result<(Self, Sample), ImportError> {
        let io = |e| ImportError::io(path, e);
        let mut file = File::open(path).map_err(io)?;
        let metadata = file.metadata().map_err(io)?;
        if metadata.is_dir() {
            return Err(ImportError::IsDirectory { path: path.to_path_buf() });
        }
        let mut head = Vec::new();
        (&mut file).take(most as u64).read_to_end(&mut head).map_err(io)?;
        let is_whole = head.len() < most;
        let length = if is_whole { head.len() as u64 } else { metadata.len().max(head.len() as u64) };
        let encoding = encoding_of(&mut file, &head, is_whole).map_err(io)?;
        if let Some(looks_like) = not_text(&head, encoding) {
            return Err(ImportError::NotText { path: path.to_path_buf(), looks_like });
        }
        let text = encoding.decode(&head);
        if text.iter().all(|b| b.is_ascii_whitespace() || *b == 0) {
            return Err(ImportError::Empty { path: path.to_path_buf() });
        }
        let dialect = Dialect::of(&text);
        let rows = first_rows(&text, dialect, is_whole).map_err(io)?;
        if !is_whole && rows.len() < LEAST_ROWS && most < LARGEST_HEAD {
            return Self::from_head(path, most.saturating_mul(8).min(LARGEST_HEAD));
        }
        let table = find_table(&rows);
        let mut layout = Self {
            path: path.to_path_buf(),
            length,
            encoding,
            dialect,
            preamble_lines: table.preamble_lines,
            header_rows: table.header_rows,
            width: table.names.iter().rposition(|n| !n.is_empty()).map_or(1, |i| i + 1),
            names: unique(table.names),
            preset: table.preset,
            left_out: table.left_out,
            bytes_per_row: 0.0,
        };
        if layout.width < layout.names.len()
            && rows.iter().skip(table.first_row).take(50).any(|r| r.row().used() > layout.width)
        {
            layout.width = layout.names.len();
        }
        let rows: Vec<_> = rows.into_iter().skip(table.first_row).collect();
        #[expect(clippy::cast_precision_loss, reason = "an average")]
        if let (Some(first), Some(last)) = (rows.first(), rows.last()) {
            let seen = rows.iter().map(|r| r.row().raw.len() + 1).sum::<usize>();
            debug_assert!(first.row().line <= last.row().line, "rows come in order");
            layout.bytes_per_row = seen as f64 / rows.len() as f64;
        }
        let footnotes = layout.footnotes(&mut file, &text, is_whole).map_err(io)?;
        layout.left_out.extend(footnotes);
        // Notes below the table are no rows of it.
        let first_note = layout.footnotes_in_order().next().map_or(u64::MAX, |l| l.line);
        let rows = rows.into_iter().filter(|r| !is_whole || r.row().line < first_note).collect();
        Ok((layout, Sample { rows }))
    }

    /// Lines left out below the table.
    pub(crate) fn footnotes_in_order(&self) -> impl Iterator<Item = &LeftOutLine> {
        self.left_out.iter().filter(|l| l.reason == LeftOutReason::BelowTable)
    }

    /// The lines below the table, from the end of the file.
    fn footnotes(&self, file: &mut File, text: &[u8], is_whole: bool) -> std::io::Result<Vec<LeftOutLine>> {
        if is_whole {
            let mut table = Table::over(text, self);
            table.reader.skip_lines(self.preamble_lines)?;
            for _ in 0..self.header_rows {
                table.reader.advance()?;
            }
            while table.advance()? {}
            return Ok(table.footnotes());
        }
        // Two-byte units must be cut between characters.
        let tail = TAIL.min(self.length) / 2 * 2;
        let start = (self.length - tail) / 2 * 2;
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        (&mut *file).take(tail + 2).read_to_end(&mut bytes)?;
        let encoding = FileEncoding { mark: 0, ..self.encoding };
        let decoded = encoding.decode(&bytes);
        let mut table = Table::over(decoded.as_slice(), self);
        // The first line is cut.
        table.reader.skip_lines(1)?;
        while table.advance()? {}
        let mut notes = table.footnotes();
        if !notes.is_empty() {
            let before = lines_before(file, start, self)?;
            for note in &mut notes {
                note.line += before;
            }
        }
        Ok(notes)
    }

    /// Opens the rows of the table in the file, hashing every byte on the way.
    pub(crate) fn open(&self) -> Result<FileTable, ImportError> {
        let mut table = self.open_with_header()?;
        for _ in 0..self.header_rows {
            table.reader.advance().map_err(|e| ImportError::io(&self.path, e))?;
        }
        Ok(table)
    }

    /// The same with the rows of the header first.
    pub(crate) fn open_with_header(&self) -> Result<FileTable, ImportError> {
        let io = |e| ImportError::io(&self.path, e);
        let file = File::open(&self.path).map_err(io)?;
        let source = DecodingReader::new(HashingReader::new(file), self.encoding);
        let mut table = Table::over(source, self);
        table.reader.skip_lines(self.preamble_lines).map_err(io)?;
        Ok(table)
    }
}

/// Line ends before a position of the file.
fn lines_before(file: &mut File, end: u64, layout: &Layout) -> std::io::Result<u64> {
    let mark = layout.dialect.newline.mark();
    let encoding = layout.encoding.encoding;
    let is_wide = encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE;
    let zero_first = encoding == encoding_rs::UTF_16BE;
    file.seek(SeekFrom::Start(0))?;
    let mut left = end;
    let mut block = Vec::new();
    let mut lines = 0;
    while left > 0 {
        block.clear();
        let read = (&mut *file).take(left.min(HEAD as u64)).read_to_end(&mut block)?;
        if read == 0 {
            break;
        }
        left -= read as u64;
        let count = if is_wide {
            let pair = if zero_first { [0, mark] } else { [mark, 0] };
            block.chunks_exact(2).filter(|unit| *unit == pair).count()
        } else {
            block.iter().filter(|byte| **byte == mark).count()
        };
        lines += count as u64;
    }
    Ok(lines)
}

/// The encoding by the head, or by the first bytes further down that are no UTF-8: a file may be plain ASCII for a
/// million rows before the first accented letter.
fn encoding_of(file: &mut File, head: &[u8], is_whole: bool) -> std::io::Result<FileEncoding> {
    let encoding = FileEncoding::of(head, is_whole);
    if is_whole || encoding.encoding != encoding_rs::UTF_8 || encoding.mark > 0 {
        return Ok(encoding);
    }
    let mut block = Vec::new();
    let mut seen = head.len() as u64;
    file.seek(SeekFrom::Start(seen))?;
    while seen < CHECKED_FOR_ENCODING {
        block.clear();
        let read = file.take(HEAD as u64).read_to_end(&mut block)?;
        if read == 0 {
            break;
        }
        seen += read as u64;
        // A character may be cut at either end of the block.
        let start = block.iter().take(3).take_while(|b| **b & 0xc0 == 0x80).count();
        let inside = block.get(start..).unwrap_or_default();
        if let Err(error) = std::str::from_utf8(inside)
            && error.error_len().is_some()
        {
            return Ok(FileEncoding::of(&block, false));
        }
    }
    Ok(encoding)
}

/// The first rows of a text; the last is left out when it may be cut.
fn first_rows(text: &[u8], dialect: Dialect, is_whole: bool) -> std::io::Result<Vec<OwnedRow>> {
    let mut reader = RowReader::new(text, dialect, 1);
    let mut rows = Vec::new();
    while rows.len() < SAMPLE_ROWS && reader.advance()? {
        rows.push(OwnedRow::of(reader.row()));
    }
    if !is_whole && rows.len() > 1 && rows.len() < SAMPLE_ROWS {
        rows.pop();
    }
    Ok(rows)
}

struct Found {
    preamble_lines: u64,
    header_rows: u64,
    names: Vec<String>,
    /// Index of the first row of data in the sample.
    first_row: usize,
    left_out: Vec<LeftOutLine>,
    preset: Option<Preset>,
}

/// Finds the header.
fn find_table(rows: &[OwnedRow]) -> Found {
    let usual = usual_width(rows);
    let mut left_out = Vec::new();
    let mut top = 0;
    for (index, owned) in rows.iter().enumerate() {
        let row = owned.row();
        let next = rows.get(index + 1).map(OwnedRow::row);
        let reason = if is_comment(row, usual, next) {
            LeftOutReason::Comment
        } else if usual >= 2 && is_title(row, usual, next) {
            LeftOutReason::AboveHeader
        } else {
            top = index;
            break;
        };
        left_out.push(LeftOutLine { line: row.line, text: row.text(), reason });
    }
    // Nothing but titles: then they are the table.
    if left_out.len() == rows.len() {
        left_out.clear();
        top = 0;
    }
    let Some(header) = rows.get(top).map(OwnedRow::row) else {
        return Found { preamble_lines: 0, header_rows: 0, names: Vec::new(), first_row: 0, left_out, preset: None };
    };
    let preamble_lines = header.line.saturating_sub(1);
    let below = rows.get(top + 1..).unwrap_or_default();
    let cells = header.len().max(if header.len() * 2 > usual { usual } else { 0 });
    if !is_header(header, below) {
        return Found {
            preamble_lines,
            header_rows: 0,
            names: (0..usual.max(1)).map(|i| format!("column_{}", i + 1)).collect(),
            first_row: top,
            left_out,
            preset: None,
        };
    }
    let mut names: Vec<String> = (0..cells).map(|i| clean_name(header.cell(i))).collect();
    let preset = presets::recognise(rows.get(..top).unwrap_or_default(), &names, below);
    let more = presets::further_header_rows(preset, below);
    for row in below.iter().take(more) {
        let row = row.row();
        left_out.push(LeftOutLine { line: row.line, text: row.text(), reason: LeftOutReason::SecondHeader });
    }
    if more == 1
        && matches!(preset, Some(Preset::SurveyMonkey | Preset::Qualtrics))
        && let Some(second) = below.first()
    {
        name_by_second_row(&mut names, second.row());
    }
    Found { preamble_lines, header_rows: 1 + more as u64, names, first_row: top + 1 + more, left_out, preset }
}

/// The number of cells that most rows have. One cell only when hardly any row has more.
fn usual_width(rows: &[OwnedRow]) -> usize {
    let mut counts = std::collections::BTreeMap::<usize, usize>::new();
    for row in rows.iter().take(1_000) {
        *counts.entry(row.row().len()).or_default() += 1;
    }
    let single = counts.remove(&1).unwrap_or(0);
    match counts.into_iter().max_by_key(|(width, count)| (*count, *width)) {
        Some((width, count)) if count * 10 >= single => width,
        _ => 1,
    }
}

/// A line of remarks above the table. A header may start with `#` too: it is as wide as the rows below.
fn is_comment(row: Row<'_>, usual: usize, next: Option<Row<'_>>) -> bool {
    let starts = |row: Row<'_>| row.trimmed(0).starts_with(b"#") && row.trimmed(0) != b"#";
    starts(row) && (row.len() != usual || usual == 1 || next.is_some_and(starts))
}

/// A title: one cell filled, or a short row before a fuller one.
fn is_title(row: Row<'_>, usual: usize, next: Option<Row<'_>>) -> bool {
    let used = row.used();
    if row.len() == 1 || (used <= 1 && usual >= 3) {
        return true;
    }
    let is_short = row.len() < usual && next.is_some_and(|n| n.len() >= usual && n.used() > used);
    is_short && next.is_some_and(|n| n.cells().all(|c| kind(c) != Kind::Number))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Blank,
    Number,
    Date,
    Text,
}

fn kind(cell: &[u8]) -> Kind {
    let cell = trim(cell);
    if cell.is_empty() {
        return Kind::Blank;
    }
    if NumberFormat::POINT.parse(cell).is_some() || NumberFormat::COMMA.parse(cell).is_some() {
        return Kind::Number;
    }
    let is_date = [DateOrder::MonthFirst, DateOrder::DayFirst]
        .iter()
        .any(|order| parse_date(cell, *order, Zone::AsWritten).is_some());
    if is_date { Kind::Date } else { Kind::Text }
}

/// True when the row names columns: its cells differ in kind from those below, or all are text.
fn is_header(row: Row<'_>, below: &[OwnedRow]) -> bool {
    let (mut differs, mut agrees) = (0usize, 0usize);
    for column in 0..row.len() {
        let own = kind(row.cell(column));
        let mut counts = [0usize; 2];
        for other in below.iter().take(30) {
            match kind(other.row().cell(column)) {
                Kind::Number => counts[0] += 1,
                Kind::Date => counts[1] += 1,
                Kind::Blank | Kind::Text => {}
            }
        }
        let below_kind = match counts {
            [0, 0] => Kind::Text,
            [numbers, dates] if numbers >= dates => Kind::Number,
            _ => Kind::Date,
        };
        match (own, below_kind) {
            (Kind::Number, Kind::Number) if is_period(row.cell(column)) => {}
            (Kind::Number, Kind::Number) | (Kind::Date, Kind::Date) => agrees += 1,
            (Kind::Text, Kind::Number | Kind::Date) | (Kind::Date, Kind::Number) => differs += 1,
            _ => {}
        }
    }
    let is_only_values = below.is_empty() && row.cells().all(|c| matches!(kind(c), Kind::Number | Kind::Date));
    differs >= agrees && !is_only_values
}

/// A year, or a month as in `01.2025`: a number too, but one that names a column.
fn is_period(cell: &[u8]) -> bool {
    let cell = trim(cell);
    let is_year =
        cell.len() == 4 && (cell.starts_with(b"19") || cell.starts_with(b"20")) && cell.iter().all(u8::is_ascii_digit);
    is_year || month_with_point(cell).is_some()
}

/// A header cell as a name.
fn clean_name(cell: &[u8]) -> String {
    String::from_utf8_lossy(trim(cell)).trim_matches(['\u{feff}', '\0']).trim().to_owned()
}

/// Nameless columns are parts of the question to their left; the second row says which.
fn name_by_second_row(names: &mut [String], second: Row<'_>) {
    let mut question = String::new();
    for (index, name) in names.iter_mut().enumerate() {
        let part = clean_name(second.cell(index));
        if name.is_empty() {
            if !part.is_empty() {
                *name = if question.is_empty() { part } else { format!("{question}: {part}") };
            }
        } else {
            let is_numbered = name.strip_prefix('V').is_some_and(|n| n.parse::<u32>().is_ok());
            if is_numbered && !part.is_empty() {
                *name = part;
                continue;
            }
            question.clone_from(name);
            let is_choice = !part.is_empty() && part.len() <= 60 && !part.to_lowercase().contains("response");
            if is_choice {
                *name = format!("{question}: {part}");
            }
        }
    }
}

/// Every column can be named: nameless ones by their number, repeated ones by a count.
fn unique(names: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    let mut out = Vec::with_capacity(names.len());
    for (index, name) in names.into_iter().enumerate() {
        let base = if name.is_empty() { format!("column_{}", index + 1) } else { name };
        let mut candidate = base.clone();
        let mut count = 2usize;
        while !seen.insert(candidate.clone()) {
            candidate = format!("{base}_{count}");
            count += 1;
        }
        out.push(candidate);
    }
    out
}

/// The rows of a table. Notes at the end are told from rows by what comes after them: nothing.
pub(crate) struct Table<R> {
    pub reader: RowReader<R>,
    width: usize,
    /// Rows of one cell that may turn out to be notes.
    held: Vec<OwnedRow>,
    /// Held rows that turned out to be rows.
    ready: VecDeque<OwnedRow>,
    current: Option<OwnedRow>,
    is_row_waiting: bool,
    is_done: bool,
    blank_lines: u64,
    /// Whether rows without any filled cell are given out.
    pub keeps_blank_rows: bool,
}

/// Most rows that may be notes.
const MOST_NOTES: usize = 200;

impl<R: Read> Table<R> {
    fn over(source: R, layout: &Layout) -> Self {
        Self {
            reader: RowReader::new(source, layout.dialect, 1),
            width: layout.width,
            held: Vec::new(),
            ready: VecDeque::new(),
            current: None,
            is_row_waiting: false,
            is_done: false,
            blank_lines: 0,
            keeps_blank_rows: false,
        }
    }

    /// Moves to the next row; false at the end of the table.
    pub(crate) fn advance(&mut self) -> std::io::Result<bool> {
        self.current = self.ready.pop_front();
        if self.current.is_some() {
            return Ok(true);
        }
        if std::mem::take(&mut self.is_row_waiting) {
            return Ok(true);
        }
        while !self.is_done && self.reader.advance()? {
            let row = self.reader.row();
            let used = row.used();
            if used > 1 || self.width < 2 {
                self.blank_lines = 0;
                if self.held.is_empty() {
                    return Ok(true);
                }
                self.is_row_waiting = true;
                return Ok(self.release(usize::MAX));
            }
            if used == 0 && !self.keeps_blank_rows {
                self.blank_lines += 1 + row.blank_lines;
                continue;
            }
            let mut held = OwnedRow::of(row);
            held.blank_lines += std::mem::take(&mut self.blank_lines);
            self.held.push(held);
            if self.held.len() > MOST_NOTES {
                return Ok(self.release(usize::MAX));
            }
        }
        if self.is_done {
            return Ok(false);
        }
        self.is_done = true;
        let first_note = self.held.iter().position(|r| is_note(r.row(), self.width)).unwrap_or(self.held.len());
        Ok(self.release(first_note))
    }

    /// Gives out the first held rows.
    fn release(&mut self, count: usize) -> bool {
        let rest = self.held.split_off(count.min(self.held.len()));
        self.ready = std::mem::replace(&mut self.held, rest).into();
        self.current = self.ready.pop_front();
        self.current.is_some()
    }

    /// The row moved to last.
    pub(crate) fn row(&self) -> Row<'_> {
        self.current.as_ref().map_or_else(|| self.reader.row(), OwnedRow::row)
    }

    /// After the end: the lines below the table.
    pub(crate) fn footnotes(&self) -> Vec<LeftOutLine> {
        let line = |r: &OwnedRow| LeftOutLine {
            line: r.row().line,
            text: shown(r.row().raw),
            reason: LeftOutReason::BelowTable,
        };
        self.held.iter().filter(|r| r.row().used() > 0).map(line).collect()
    }
}

/// A note below a table stands after a blank line, or starts with `#`, or is a phrase where a row should be.
fn is_note(row: Row<'_>, width: usize) -> bool {
    let text = row.trimmed(0);
    if text.is_empty() {
        return false;
    }
    let is_phrase = text.iter().any(|b| b.is_ascii_alphabetic() || !b.is_ascii())
        && text.iter().any(|b| matches!(b, b' ' | b':'))
        && kind(text) == Kind::Text;
    row.blank_lines > 0 || text.starts_with(b"#") || (row.len() == 1 && width > 2 && is_phrase)
}

/// Hashes what passes through.
pub(crate) struct HashingReader<R> {
    source: R,
    hasher: blake3::Hasher,
}

impl<R: Read> HashingReader<R> {
    pub(crate) fn new(source: R) -> Self {
        Self { source, hasher: blake3::Hasher::new() }
    }

    /// Reads what is left and gives the hash of all bytes, hexadecimal.
    pub(crate) fn finish(mut self) -> std::io::Result<String> {
        let mut rest = vec![0; 64 << 10];
        while self.read(&mut rest)? > 0 {}
        Ok(self.hasher.finalize().to_hex().to_string())
    }
}

impl<R: Read> Read for HashingReader<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let read = self.source.read(out)?;
        self.hasher.update(out.get(..read).unwrap_or_default());
        Ok(read)
    }
}
