//! Where in a file the table is: lines above it, its header, its rows, lines below it.

mod again;
mod ending;
mod find;
mod hashing;
mod labels;
mod preamble;
mod rest;
mod stacked;
mod table;

pub(crate) use hashing::HashingReader;
pub(crate) use preamble::SheetWorth;
pub(crate) use table::Table;

use super::ahead::ReadAhead;
use super::choices::ReadChoices;
use super::container::{self, Contents, Source, SourceReader};
use super::contents::TableInfo;
use super::dialect::{Dialect, Newline};
use super::encoding::{DecodingReader, FileEncoding, not_text};
use super::error::ImportError;
use super::growth::Resume;
use super::presets::Preset;
use super::rows::{OwnedRow, Row, RowReader, shown};
use super::sniff::{LeftOutLine, LeftOutReason};
use super::totals;
use crate::model::bulk::IssueKind;
pub(crate) use again::HeaderCells;
use ending::{End, Ending};
pub(crate) use find::merged_names;
use find::{unique, usual_width};
use labels::Labels;
use rest::{Rest, Text};
use stacked::{Stacked, last_header, parts};
use std::fs::File;
use std::io::{BufRead, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Bytes looked at before a file is read.
const HEAD: usize = 1 << 20;
/// Bytes looked at in the end when rows are that long.
const LARGEST_HEAD: usize = 64 << 20;
/// Rows that tell something about a file.
const LEAST_ROWS: usize = 4;
/// Bytes looked at for notes below the table of a large file.
const TAIL: usize = 64 << 10;
/// Rows looked at before a file is read.
const SAMPLE_ROWS: usize = 5_000;
/// Where the table is and how its cells are separated.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layout {
    pub path: PathBuf,
    /// Where in the file its text is.
    pub source: Source,
    /// Bytes of text; a guess when they have to be unpacked.
    pub length: u64,
    /// Line of the first byte of text; 0 when a row of names that we made ourselves comes first.
    pub first_line: u64,
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
    /// The cells of the second, third, … row of the header.
    pub more_header: Vec<Vec<String>>,
    pub left_out: Vec<LeftOutLine>,
    /// The rows of the header as they would stand in the file once more.
    pub header_cells: HeaderCells,
    /// The tables that stand one below the other.
    pub tables: Vec<TableInfo>,
    /// Which of them is read, from 1.
    pub table: u64,
    /// The one that is read when none is asked for.
    pub usual_table: u64,
    /// The first line of the next of them.
    pub stop_line: Option<u64>,
    /// Rows at the end that are no data, when somebody said so.
    pub skip_footer: Option<usize>,
    /// How many columns in front hold labels of groups that stand in the first of their rows only.
    pub label_columns: usize,
    /// How long a row is on average, for reserving memory.
    pub bytes_per_row: f64,
    /// Where reading goes on in a file that grew; `None` reads all of the table.
    pub resume: Option<Resume>,
}

/// The rows of a file.
pub(crate) type FileTable = Table<ReadAhead<DecodingReader<SourceReader>>>;

/// The first rows, as seen while looking for the layout.
pub(crate) struct Sample {
    pub rows: Vec<OwnedRow>,
    /// They are all rows of the file.
    pub is_whole: bool,
    /// The last rows of the table, where they are known and there may be others above them.
    pub last: Vec<OwnedRow>,
}

impl Layout {
    /// Why the cells of a row cannot be told apart; `None` for a row that fits the columns.
    pub(crate) fn wrong_cells(&self, row: Row<'_>) -> Option<IssueKind> {
        match () {
            () if row.is_too_long => Some(IssueKind::RowTooLong),
            () if row.has_open_quote => Some(IssueKind::OpenQuote),
            () if row.len() < self.width => Some(IssueKind::TooFewCells),
            () if row.len() > self.names.len() && row.used() > self.names.len() => Some(IssueKind::TooManyCells),
            () => None,
        }
    }

    /// Looks at a file.
    pub(crate) fn of(path: &Path, choices: &ReadChoices) -> Result<(Self, Sample, Contents), ImportError> {
        choices.check()?;
        let (source, contents) = container::look(path, choices)?;
        let (layout, sample) = Self::of_source(path, source, choices)?;
        Ok((layout, sample, contents))
    }

    /// Looks at the text of a file.
    pub(crate) fn of_source(path: &Path, source: Source, choices: &ReadChoices) -> Result<(Self, Sample), ImportError> {
        let choices = match &source {
            // What names the columns of rows that we made ourselves is known.
            Source::Json(..) | Source::All(..) => {
                &ReadChoices { skip: Some(0), header_rows: Some(1), encoding: None, comment: None, ..choices.clone() }
            }
            Source::Rows(_) => &ReadChoices { encoding: None, comment: None, ..choices.clone() },
            Source::File | Source::Gzip | Source::Member(_) => choices,
        };
        Self::from_head(path, source, choices, HEAD, None)
    }

    /// Looks at so many bytes of a text, and at more when they hold hardly a row: cells may be long texts. `known` is the
    /// encoding when bytes behind these told it.
    fn from_head(
        path: &Path,
        source: Source,
        choices: &ReadChoices,
        most: usize,
        known: Option<FileEncoding>,
    ) -> Result<(Self, Sample), ImportError> {
        let io = |e| ImportError::io(path, e);
        let first_line = u64::from(!matches!(source, Source::Json(..) | Source::All(..)));
        let mut stream = source.open(path).map_err(io)?;
        let mut head = Vec::new();
        (&mut stream).take(most as u64).read_to_end(&mut head).map_err(io)?;
        let is_whole = head.len() < most;
        let length = if is_whole { head.len() as u64 } else { source.length(path).map_err(io)?.max(head.len() as u64) };
        let chosen = choices.encoding()?;
        let encoding = match chosen {
            Some(encoding) => FileEncoding::chosen(encoding, &head),
            None if source.is_records() => FileEncoding::OURS,
            None => known.unwrap_or_else(|| FileEncoding::of(&head, is_whole)),
        };
        drop(stream);
        if let Some(looks_like) = not_text(&head, encoding).filter(|_| !source.is_records()) {
            return Err(ImportError::NotText { path: path.to_path_buf(), looks_like });
        }
        let text = encoding.decode(&head);
        if text.iter().all(|b| b.is_ascii_whitespace() || *b == 0) {
            return Err(ImportError::Empty { path: path.to_path_buf() });
        }
        let guessed = if source.is_records() {
            Dialect::RECORDS
        } else if choices.has_whole_dialect() {
            Dialect { newline: Newline::of(&text), ..Dialect::default() }
        } else {
            Dialect::of(&text)
        };
        let mut dialect = if source.is_records() { guessed } else { choices.dialect(guessed)? };
        let skip = choices.skip.unwrap_or(0);
        let mut first = first_rows(&text, dialect, (first_line, skip), is_whole).map_err(io)?;
        dialect.cells = usual_width(&first.rows);
        if first.has_odd_quotes && dialect.cells > 1 {
            // Now that it is known how many cells a row has, it can be told what a stray quote is.
            first = first_rows(&text, dialect, (first_line, skip), is_whole).map_err(io)?;
        }
        let FirstRows { mut rows, comments, too_long, .. } = first;
        if !is_whole && rows.len() < LEAST_ROWS && most < LARGEST_HEAD {
            return Self::from_head(path, source, choices, most.saturating_mul(8).min(LARGEST_HEAD), known);
        }
        if let Some(line) = too_long.filter(|_| rows.len() < 2) {
            return Err(ImportError::RowTooLong { path: path.to_path_buf(), line });
        }
        let is_all = is_whole && rows.len() < SAMPLE_ROWS;
        let last_seen = if is_whole { u64::MAX } else { rows.last().map_or(0, |row| row.row().line) };
        let mut found = parts(&rows, choices);
        let mut rest = Rest::default();
        if !is_all {
            let text = Text { path, source: &source, encoding, dialect, first_line };
            rest = text.rest(&rows, last_header(&rows, &found), TAIL).map_err(io)?;
            if rest.encoding.is_some() {
                return Self::from_head(path, source, choices, most, rest.encoding);
            }
        }
        if let Some(first) = rest.rows.first().map(|row| row.row().line) {
            rows.retain(|row| row.row().line < first);
            rows.append(&mut rest.rows);
            found = parts(&rows, choices);
        }
        let stacked = Stacked::of(rows, found, choices).map_err(|count| {
            let wanted = choices.table.unwrap_or(1).to_string();
            let are = if count == 1 { "is 1 table" } else { "are tables" };
            ImportError::choice("table", &wanted, format!("there {are} in {}: {count} in all", path.display()))
        })?;
        let Stacked { found: mut table, rows, others, usual, stop_line, first_line: table_line } = stacked;
        table.left_out.extend(comments);
        table.left_out.splice(0..0, skipped_lines(&text, dialect.newline, skip));
        let title = table.title.take();
        let header_rows = usize::try_from(table.header_rows).unwrap_or(0);
        let header = rows.get(table.first_row.saturating_sub(header_rows)..table.first_row).unwrap_or_default();
        let mut layout = Self {
            path: path.to_path_buf(),
            source,
            length,
            first_line,
            encoding,
            dialect,
            preamble_lines: table.preamble_lines,
            header_rows: table.header_rows,
            width: table.names.iter().rposition(|n| !n.is_empty()).map_or(1, |i| i + 1),
            names: unique(table.names),
            preset: table.preset,
            more_header: table.more_header,
            left_out: table.left_out,
            header_cells: HeaderCells::of(header),
            tables: Vec::new(),
            table: 1,
            usual_table: usual as u64 + 1,
            stop_line,
            skip_footer: choices.skip_footer.and_then(|n| usize::try_from(n).ok()),
            label_columns: 0,
            bytes_per_row: 0.0,
            resume: None,
        };
        if layout.width < layout.names.len()
            && rows.iter().skip(table.first_row).take(50).any(|r| r.row().used() > layout.width)
        {
            layout.width = layout.names.len();
        }
        let is_again = |row: &OwnedRow| layout.header_cells.has(row.row());
        let (again, rows): (Vec<_>, Vec<_>) = rows.into_iter().skip(table.first_row).partition(is_again);
        layout.left_out.extend(again.iter().map(OwnedRow::row).map(|row| LeftOutLine {
            line: row.line,
            text: row.text(),
            reason: LeftOutReason::RepeatedHeader,
        }));
        #[expect(clippy::cast_precision_loss, reason = "an average")]
        if let (Some(first), Some(last)) = (rows.first(), rows.last()) {
            let seen = rows.iter().map(|r| r.row().raw.len() + 1).sum::<usize>();
            debug_assert!(first.row().line <= last.row().line, "rows come in order");
            layout.bytes_per_row = seen as f64 / rows.len() as f64;
        }
        let end = match stop_line {
            Some(line) if line > last_seen => {
                End::Known(rows.get(rows.len().saturating_sub(totals::MOST_ROWS)..).unwrap_or_default().to_vec())
            }
            None if !is_whole => End::In(rest.tail),
            _ => End::Seen(&text),
        };
        let has_all = matches!(end, End::Seen(_));
        let Ending { notes, rows: last } = layout.ending(end).map_err(io)?;
        layout.left_out.extend(notes);
        // Notes below the table are no rows of it.
        let first_note = layout.footnotes_in_order().next().map_or(u64::MAX, |l| l.line);
        let mut rows: Vec<_> = rows.into_iter().filter(|r| !has_all || r.row().line < first_note).collect();
        if layout.preset.is_none() && !matches!(layout.source, Source::Json(..) | Source::All(..)) {
            layout.label_columns = labels::columns(&rows, &layout.names, &layout.left_out);
            let mut labels = Labels::of(layout.label_columns);
            for row in &mut rows {
                if let Some(filled) = labels.filled(row.row()) {
                    *row = filled;
                }
            }
        }
        let this = TableInfo {
            first_line: layout.preamble_lines + layout.first_line,
            last_line: rows.last().map_or(layout.preamble_lines + layout.header_rows, |r| r.row().line),
            title,
            columns: layout.names.clone(),
        };
        for other in &others {
            let text = other.title.clone().unwrap_or_else(|| other.columns.join(", "));
            layout.left_out.push(LeftOutLine { line: other.first_line, text, reason: LeftOutReason::OtherTable });
        }
        layout.left_out.sort_by_key(|l| l.line);
        layout.tables = others;
        let place = layout.tables.iter().filter(|t| t.first_line < table_line).count();
        layout.tables.insert(place, this);
        layout.table = place as u64 + 1;
        Ok((layout, Sample { rows, is_whole: is_all, last: if is_all { Vec::new() } else { last } }))
    }

    /// Opens the rows of the table in the file, hashing every byte on the way.
    pub(crate) fn open(&self) -> Result<FileTable, ImportError> {
        if let Some(resume) = self.resume {
            return self.open_at(resume);
        }
        self.open_with_header().map(|(table, _)| table)
    }

    /// Opens the rows of the table that a file grew by.
    fn open_at(&self, resume: Resume) -> Result<FileTable, ImportError> {
        let io = |e| ImportError::io(&self.path, e);
        let mut file = File::open(&self.path).map_err(io)?;
        file.seek(SeekFrom::Start(resume.offset)).map_err(io)?;
        let source = SourceReader::File(Box::new(HashingReader::new(file)));
        let source = DecodingReader::new(source, resume.encoding(self.encoding));
        let source = ReadAhead::new(source, self.length).map_err(io)?;
        let mut table = Table::over(source, self);
        table.reader = RowReader::new(table.reader.into_source(), self.dialect, resume.line);
        Ok(table)
    }

    /// The same with the rows of the header.
    pub(crate) fn open_with_header(&self) -> Result<(FileTable, Vec<OwnedRow>), ImportError> {
        let io = |e| ImportError::io(&self.path, e);
        let source = SourceReader::open(&self.source, &self.path).map_err(io)?;
        let source = DecodingReader::new(source, self.encoding);
        let source = ReadAhead::new(source, self.length).map_err(io)?;
        let mut table = Table::over(source, self);
        let header = table.skip_header(self).map_err(io)?;
        Ok((table, header))
    }

    /// The line of the first letter beyond ASCII, when it was met while reading and was no UTF-8.
    pub(crate) fn line_of_other_encoding<R: Read>(&self, read: &DecodingReader<R>) -> std::io::Result<Option<u64>> {
        let Some(bytes) = read.other_from() else { return Ok(None) };
        let (before, first_line) = self.resume.map_or((0, self.first_line), |resume| (resume.offset, resume.line));
        let mut text = self.source.open(&self.path)?;
        std::io::copy(&mut (&mut text).take(before), &mut std::io::sink())?;
        let mut line = first_line;
        let mut text = std::io::BufReader::with_capacity(HEAD, text.take(bytes));
        loop {
            let block = text.fill_buf()?;
            if block.is_empty() {
                return Ok(Some(line));
            }
            line += memchr::memchr_iter(self.dialect.newline.mark(), block).count() as u64;
            let length = block.len();
            text.consume(length);
        }
    }
}

/// The first rows of a text.
struct FirstRows {
    rows: Vec<OwnedRow>,
    /// The remarks among them.
    comments: Vec<LeftOutLine>,
    has_odd_quotes: bool,
    /// The first line that is too long for a row, which is none of them.
    too_long: Option<u64>,
}

/// The first rows of a text below some lines; the last is left out when it may be cut.
fn first_rows(text: &[u8], dialect: Dialect, (line, skip): (u64, u64), is_whole: bool) -> std::io::Result<FirstRows> {
    let mut reader = RowReader::new(text, dialect, line);
    reader.skip_lines(skip)?;
    let (mut rows, mut comments, mut too_long) = (Vec::new(), Vec::new(), None);
    while rows.len() < SAMPLE_ROWS && reader.advance()? {
        let row = reader.row();
        if row.is_too_long {
            too_long = too_long.or(Some(row.line));
        } else if row.is_comment {
            comments.push(LeftOutLine { line: row.line, text: row.text(), reason: LeftOutReason::Comment });
        } else {
            rows.push(OwnedRow::of(row));
        }
    }
    if !is_whole && rows.len() > 1 && rows.len() < SAMPLE_ROWS {
        rows.pop();
    }
    Ok(FirstRows { rows, comments, has_odd_quotes: reader.has_odd_quotes(), too_long })
}

/// Lines above the table that somebody said to skip, as far as they hold anything.
fn skipped_lines(text: &[u8], newline: Newline, count: u64) -> Vec<LeftOutLine> {
    const MOST: usize = 1_000;
    (1..)
        .zip(text.split(|byte| *byte == newline.mark()))
        .take(usize::try_from(count).unwrap_or(MOST).min(MOST))
        .filter(|(_, line)| !line.trim_ascii().is_empty())
        .map(|(line, text)| LeftOutLine { line, text: shown(text), reason: LeftOutReason::AboveHeader })
        .collect()
}
