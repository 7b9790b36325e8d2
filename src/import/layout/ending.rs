//! The end of a table: its last rows, and the lines below it that are none of them.

use super::rest::Tail;
use super::{HEAD, Layout, TAIL, Table};
use crate::import::container::Source;
use crate::import::encoding::FileEncoding;
use crate::import::rows::{OwnedRow, RowReader};
use crate::import::sniff::{LeftOutLine, LeftOutReason};
use crate::import::totals;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

/// Rows at the end that are kept.
const LAST_ROWS: usize = 50;

/// Where the end of a table is.
pub(super) enum End<'a> {
    /// In this text, which begins as the file does.
    Seen(&'a [u8]),
    /// In the end of the file, when that is at hand.
    In(Option<Tail>),
    /// Above another table, further down than the first bytes; these are its last rows.
    Known(Vec<OwnedRow>),
}

/// The end of a table.
#[derive(Default)]
pub(super) struct Ending {
    /// Lines below it.
    pub notes: Vec<LeftOutLine>,
    /// Its last rows.
    pub rows: Vec<OwnedRow>,
}

impl Layout {
    /// Lines left out below the table.
    pub(crate) fn footnotes_in_order(&self) -> impl Iterator<Item = &LeftOutLine> {
        self.left_out.iter().filter(|l| l.reason == LeftOutReason::BelowTable)
    }

    /// Looks at the end of the table.
    pub(super) fn ending(&self, end: End<'_>) -> std::io::Result<Ending> {
        match end {
            End::Seen(text) => {
                let mut table = Table::over(text, self);
                table.skip_header(self)?;
                Ending::of(table)
            }
            End::In(Some(tail)) => self.ending_below(&tail.text, tail.line),
            // What is packed would have to be unpacked up to its end; reading will come across its notes.
            End::In(None) if self.source != Source::File => Ok(Ending::default()),
            End::In(None) => self.ending_of_file(),
            // Reading comes across notes between two tables.
            End::Known(rows) => Ok(Ending { rows, ..Ending::default() }),
        }
    }

    /// The end in a text of which the first line is cut.
    fn ending_below(&self, text: &[u8], line: u64) -> std::io::Result<Ending> {
        let mut table = Table::over(text, self);
        table.reader = RowReader::new(text, self.dialect, line);
        table.reader.skip_lines(1)?;
        Ending::of(table)
    }

    /// The end of a file too large to be looked through.
    fn ending_of_file(&self) -> std::io::Result<Ending> {
        let file = &mut File::open(&self.path)?;
        // Two-byte units must be cut between characters.
        let tail = (TAIL as u64).min(self.length) / 2 * 2;
        let start = (self.length - tail) / 2 * 2;
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        (&mut *file).take(tail + 2).read_to_end(&mut bytes)?;
        let encoding = FileEncoding { mark: 0, ..self.encoding };
        let decoded = encoding.decode(&bytes);
        let ending = self.ending_below(&decoded, self.first_line)?;
        // Lines are counted only where there is something to say of one.
        let has_total = ending.rows.last().is_some_and(|row| totals::says_total(row.row()));
        if !has_total && ending.notes.is_empty() {
            return Ok(Ending::default());
        }
        self.ending_below(&decoded, self.first_line + lines_before(file, start, self)?)
    }
}

impl Ending {
    fn of<R: Read>(mut table: Table<R>) -> std::io::Result<Self> {
        let mut rows = VecDeque::new();
        while table.advance()? {
            if rows.len() == LAST_ROWS {
                rows.pop_front();
            }
            rows.push_back(OwnedRow::of(table.row()));
        }
        Ok(Self { notes: table.footnotes(), rows: rows.into() })
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
