//! The rows of a table, told from what stands below it.

use super::Layout;
use super::again::HeaderCells;
use super::find::{Kind, kind};
use super::labels::Labels;
use crate::import::container::Source;
use crate::import::rows::{OwnedRow, Row, RowReader, shown};
use crate::import::sniff::{LeftOutLine, LeftOutReason};
use std::collections::VecDeque;
use std::io::Read;

/// The rows of a table. Notes at the end are told from rows by what comes after them: nothing.
pub(crate) struct Table<R> {
    pub reader: RowReader<R>,
    width: usize,
    /// Rows of one cell that may turn out to be notes, and rows without any.
    held: VecDeque<Held>,
    /// Held rows that turned out to be rows.
    ready: VecDeque<Held>,
    current: Option<OwnedRow>,
    is_row_waiting: bool,
    is_done: bool,
    blank_lines: u64,
    /// Whether rows without any filled cell are given out.
    pub keeps_blank_rows: bool,
    /// The first line of another table.
    stop_line: u64,
    /// Whether short rows at the end may be notes.
    may_have_notes: bool,
    /// Rows at the end that are no data, when somebody said so.
    skip_footer: Option<usize>,
    header: HeaderCells,
    labels: Labels,
    /// Lines of headers that came once more: the first of them, and how many there were.
    repeated: (Vec<u64>, u64),
}

/// Lines of repeated headers that are named.
const MOST_REPEATED: usize = 3;

/// Most rows that may be notes.
const MOST_NOTES: usize = 200;

/// A row that waits for what comes behind it.
struct Held {
    row: OwnedRow,
    /// Rows without a filled cell that follow and are alike: a sheet may end with a million of them.
    alike: u64,
}

impl Held {
    fn of(row: OwnedRow) -> Self {
        Self { row, alike: 0 }
    }

    /// Takes a row in that is as empty as this one.
    fn takes(&mut self, row: Row<'_>) -> bool {
        let own = self.row.row();
        let is_alike = row.used() == 0 && own.used() == 0 && row.raw == own.raw && row.blank_lines == 0;
        self.alike += u64::from(is_alike);
        is_alike
    }
}

/// The first of some held rows, and of those that it stands for.
fn next_of(rows: &mut VecDeque<Held>) -> Option<OwnedRow> {
    match rows.front_mut() {
        Some(first) if first.alike > 0 => {
            first.alike -= 1;
            Some(first.row.clone())
        }
        _ => rows.pop_front().map(|held| held.row),
    }
}

impl<R: Read> Table<R> {
    pub(super) fn over(source: R, layout: &Layout) -> Self {
        Self {
            reader: RowReader::new(source, layout.dialect, layout.first_line),
            width: layout.width,
            held: VecDeque::new(),
            ready: VecDeque::new(),
            current: None,
            is_row_waiting: false,
            is_done: false,
            blank_lines: 0,
            keeps_blank_rows: false,
            stop_line: layout.stop_line.unwrap_or(u64::MAX),
            may_have_notes: !matches!(layout.source, Source::Json(..) | Source::All(..)),
            skip_footer: layout.skip_footer,
            header: layout.header_cells.clone(),
            labels: Labels::of(layout.label_columns),
            repeated: (Vec::new(), 0),
        }
    }

    /// Goes to the first row of the table and gives the rows of its header.
    pub(super) fn skip_header(&mut self, layout: &Layout) -> std::io::Result<Vec<OwnedRow>> {
        self.reader.skip_lines(layout.preamble_lines)?;
        let mut header = Vec::new();
        while (header.len() as u64) < layout.header_rows && self.reader.advance()? {
            let row = self.reader.row();
            if !row.is_comment {
                header.push(OwnedRow::of(row));
            }
        }
        Ok(header)
    }

    /// Moves to the next row; false at the end of the table.
    pub(crate) fn advance(&mut self) -> std::io::Result<bool> {
        if !self.advance_as_written()? {
            return Ok(false);
        }
        let row = self.current.as_ref().map_or_else(|| self.reader.row(), OwnedRow::row);
        if let Some(filled) = self.labels.filled(row) {
            self.current = Some(filled);
        }
        Ok(true)
    }

    /// The same, with the cells as they stand in the file.
    fn advance_as_written(&mut self) -> std::io::Result<bool> {
        self.current = next_of(&mut self.ready);
        if self.current.is_some() {
            return Ok(true);
        }
        if std::mem::take(&mut self.is_row_waiting) {
            return Ok(true);
        }
        if let Some(count) = self.skip_footer {
            return self.advance_before(count);
        }
        while !self.is_done && self.reader.advance()? {
            let row = self.reader.row();
            if row.line >= self.stop_line {
                break;
            }
            if row.is_comment {
                continue;
            }
            if self.header.has(row) {
                note_repeated(&mut self.repeated, row.line);
                continue;
            }
            let used = row.used();
            if used > 1 || self.width < 2 || !self.may_have_notes || row.is_too_long {
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
            if self.held.back_mut().is_some_and(|last| last.takes(row)) {
                continue;
            }
            let mut held = OwnedRow::of(row);
            held.blank_lines += std::mem::take(&mut self.blank_lines);
            self.held.push_back(Held::of(held));
            if self.held.len() > MOST_NOTES {
                return Ok(self.release(usize::MAX));
            }
        }
        if self.is_done {
            return Ok(false);
        }
        self.is_done = true;
        let first_note = self.held.iter().position(|h| is_note(h.row.row(), self.width)).unwrap_or(self.held.len());
        // Rows without any cell filled are rows of the table between others only.
        let above = self.held.iter().take(first_note);
        let last_row = above.enumerate().rfind(|(_, held)| held.row.row().used() > 0);
        Ok(self.release(last_row.map_or(0, |(index, _)| index + 1)))
    }

    /// Moves to the next row that has so many behind it.
    fn advance_before(&mut self, count: usize) -> std::io::Result<bool> {
        while !self.is_done && self.held.len() <= count && self.reader.advance()? {
            let row = self.reader.row();
            if row.line >= self.stop_line {
                self.is_done = true;
                break;
            }
            if self.header.has(row) {
                note_repeated(&mut self.repeated, row.line);
            } else if !row.is_comment && (self.keeps_blank_rows || row.used() > 0) {
                self.held.push_back(Held::of(OwnedRow::of(row)));
            }
        }
        if self.held.len() > count {
            self.current = next_of(&mut self.held);
        }
        self.is_done = self.current.is_none();
        Ok(!self.is_done)
    }

    /// Gives out the first held rows.
    fn release(&mut self, count: usize) -> bool {
        let rest = self.held.split_off(count.min(self.held.len()));
        self.ready = std::mem::replace(&mut self.held, rest);
        self.current = next_of(&mut self.ready);
        self.current.is_some()
    }

    /// The row moved to last.
    pub(crate) fn row(&self) -> Row<'_> {
        self.current.as_ref().map_or_else(|| self.reader.row(), OwnedRow::row)
    }

    /// Lines of headers that came once more: the first few, and how many there were so far.
    pub(crate) fn repeated_headers(&self) -> (&[u64], u64) {
        (&self.repeated.0, self.repeated.1)
    }

    /// After the end: the lines below the table.
    pub(crate) fn footnotes(&self) -> Vec<LeftOutLine> {
        let line =
            |row: Row<'_>| LeftOutLine { line: row.line, text: shown(row.raw), reason: LeftOutReason::BelowTable };
        self.held.iter().map(|held| held.row.row()).filter(|row| row.used() > 0).map(line).collect()
    }
}

fn note_repeated((lines, count): &mut (Vec<u64>, u64), line: u64) {
    *count += 1;
    if lines.len() < MOST_REPEATED {
        lines.push(line);
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
