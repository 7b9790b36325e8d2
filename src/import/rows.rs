//! Splits a stream of UTF-8 into rows of cells, without copying a cell that needs no unquoting.
//!
//! Our own splitter because a report is only useful with the right line: it counts lines inside quoted cells, in
//! files whose lines end in a bare CR, and across blank lines. It also survives a quote that never closes.

mod quotes;
mod row;

pub(crate) use row::{OwnedRow, Row, shown, trim};

use super::dialect::{Dialect, Newline};
use super::error::RowTooLong;
use super::scan::{PlainRows, Scanner};
use quotes::{Quoting, Unquoted, ends_cell, is_delimiter, unescape, unquote, unquote_leniently};
use row::Span;
use std::io::Read;

/// A quoted cell longer than this is a quote that was never closed.
const LONGEST_QUOTED: usize = 4 << 20;
/// The same when quotes inside it are letters.
const LONGEST_LENIENT: usize = 64 << 10;
/// The same in a file of which every line makes one look that far for nothing.
const LONGEST_WEARY: usize = 1 << 10;
/// Bytes asked from the source at once.
const BLOCK: usize = 256 << 10;
/// A line longer than this is no row of a table, and holding it would take the memory of everything else.
const LONGEST_ROW: usize = 32 << 20;
/// Bytes kept of a line that is too long, to be shown.
const KEPT_OF_LONG: usize = 1 << 10;
/// Most cells in a row: a hostile file must not eat the memory.
const MOST_CELLS: usize = 100_000;
/// Bytes that may be looked at for nothing, for quotes that turn out to be letters, beyond those that the file has.
const WASTED_AT_MOST: u64 = 8 << 20;

/// Reads rows one after the other.
pub(crate) struct RowReader<R> {
    source: R,
    dialect: Dialect,
    class: [Class; 256],
    /// Finds the bytes that are not plain.
    ends: Scanner,
    /// Finds the end of a quoted cell.
    quotes: Scanner,
    /// Takes rows without quotes apart; `None` where an end of a line or a delimiter is no single byte.
    plain: Option<PlainRows>,
    buffer: Vec<u8>,
    /// Valid bytes of `buffer`.
    filled: usize,
    /// First byte not yet given out.
    next: usize,
    is_at_end: bool,
    /// Line of `next`.
    line: u64,
    /// Bytes before `buffer`.
    offset: u64,
    spans: Vec<Span>,
    /// Cells that had to be rewritten.
    unquoted: Vec<u8>,
    row_line: u64,
    row_start: usize,
    row_end: usize,
    blank_lines: u64,
    has_open_quote: bool,
    is_too_long: bool,
    is_comment: bool,
    /// Bytes looked at so far for a quote that is not there.
    wasted: u64,
    /// Whether a quoted cell of the row goes on behind its closing quote.
    is_odd: bool,
    /// Whether one of any row does.
    has_odd_quotes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    Delimiter,
    LineFeed,
    CarriageReturn,
    Escape,
}

impl<R: Read> RowReader<R> {
    /// Reads from `source`, whose first byte stands on line `line`.
    pub(crate) fn new(source: R, dialect: Dialect, line: u64) -> Self {
        let mut class = [Class::Plain; 256];
        let mut marks = Vec::new();
        let mut set = |byte: u8, value| {
            if let Some(slot) = class.get_mut(usize::from(byte)) {
                *slot = value;
            }
            marks.push(byte);
        };
        match dialect.newline {
            Newline::Lf => set(b'\n', Class::LineFeed),
            Newline::Record => set(dialect.newline.mark(), Class::LineFeed),
            Newline::CrLf | Newline::Cr => {
                set(b'\n', Class::LineFeed);
                set(b'\r', Class::CarriageReturn);
            }
        }
        if let Some(escape) = dialect.escape {
            set(escape, Class::Escape);
        }
        set(dialect.delimiter.first(), Class::Delimiter);
        // Where lines end in CR LF, the LF is the end and the CR before it is cut.
        let is_plain = dialect.newline != Newline::Cr
            && dialect.escape.is_none()
            && dialect.delimiter.rest().is_empty()
            && !dialect.skips_blanks;
        let end = if dialect.newline == Newline::Record { dialect.newline.mark() } else { b'\n' };
        let plain = is_plain.then(|| PlainRows::new(dialect.delimiter.first(), end, dialect.quote));
        let inside: Vec<u8> = dialect.quote.into_iter().chain(dialect.escape).collect();
        Self {
            source,
            dialect,
            class,
            ends: Scanner::new(&marks),
            quotes: Scanner::new(&inside),
            plain,
            buffer: Vec::new(),
            filled: 0,
            next: 0,
            is_at_end: false,
            line,
            offset: 0,
            spans: Vec::new(),
            unquoted: Vec::new(),
            row_line: line,
            row_start: 0,
            row_end: 0,
            blank_lines: 0,
            has_open_quote: false,
            is_too_long: false,
            is_comment: false,
            wasted: 0,
            is_odd: false,
            has_odd_quotes: false,
        }
    }

    /// True when a quoted cell of any row so far went on behind its closing quote.
    pub(crate) fn has_odd_quotes(&self) -> bool {
        self.has_odd_quotes
    }

    /// The row read last.
    pub(crate) fn row(&self) -> Row<'_> {
        Row {
            buffer: &self.buffer,
            unquoted: &self.unquoted,
            spans: &self.spans,
            line: self.row_line,
            blank_lines: self.blank_lines,
            has_open_quote: self.has_open_quote,
            is_too_long: self.is_too_long,
            is_comment: self.is_comment,
            raw: match self.is_too_long {
                true => &self.unquoted,
                false => self.buffer.get(self.row_start..self.row_end).unwrap_or_default(),
            },
        }
    }

    /// Leaves out whole lines, whatever quotes they hold.
    pub(crate) fn skip_lines(&mut self, count: u64) -> std::io::Result<()> {
        let mark = self.dialect.newline.mark();
        let mut left = count;
        while left > 0 {
            match self.buffer.get(self.next..self.filled).unwrap_or_default().iter().position(|b| *b == mark) {
                Some(at) => {
                    self.next += at + 1;
                    self.line += 1;
                    left -= 1;
                }
                None => {
                    self.next = self.filled;
                    if !self.fill()? {
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }

    /// Bytes given out so far.
    pub(crate) fn position(&self) -> u64 {
        self.offset + self.next as u64
    }

    /// Gives the source back.
    pub(crate) fn into_source(self) -> R {
        self.source
    }

    /// Moves to the next row that is not blank; false at the end. Of a line that is too long only the beginning is there.
    pub(crate) fn advance(&mut self) -> std::io::Result<bool> {
        self.blank_lines = 0;
        self.has_open_quote = false;
        self.is_too_long = false;
        match self.advance_whole() {
            Err(error) if RowTooLong::of(&error).is_some() => self.leave_out_line().map(|()| true),
            other => other,
        }
    }

    /// Keeps the beginning of the line at `next` and goes on below it.
    fn leave_out_line(&mut self) -> std::io::Result<()> {
        let line = self.buffer.get(self.next..self.filled).unwrap_or_default();
        let mark = self.dialect.newline.mark();
        let shown = line.get(..line.len().min(KEPT_OF_LONG)).unwrap_or_default();
        let shown = shown.split(|byte| *byte == mark).next().unwrap_or_default();
        self.unquoted.clear();
        self.unquoted.extend_from_slice(shown);
        self.spans.clear();
        self.spans.push(Span { start: 0, end: self.unquoted.len(), is_unquoted: true });
        self.is_too_long = true;
        self.row_line = self.line;
        self.skip_lines(1)
    }

    fn advance_whole(&mut self) -> std::io::Result<bool> {
        loop {
            if self.next == self.filled && !self.fill()? {
                return Ok(false);
            }
            let is_quoting = match self.dialect.comment {
                None => true,
                Some(mark) => {
                    while self.filled - self.next < mark.bytes().len() && self.fill()? {}
                    let line = self.buffer.get(self.next..self.filled).unwrap_or_default();
                    self.is_comment = line.starts_with(mark.bytes());
                    !self.is_comment
                }
            };
            if is_quoting && self.split_plain() {
                return Ok(true);
            }
            let line = self.line;
            match self.split(if is_quoting { Quoting::Usual } else { Quoting::Off }) {
                Outcome::Row if self.is_odd => {
                    self.has_odd_quotes = true;
                    return self.settle_quotes(line);
                }
                Outcome::Row => return Ok(true),
                Outcome::Blank => self.blank_lines += 1,
                Outcome::NeedsMore => {
                    if !self.fill()? {
                        // The last line has no line end.
                        self.is_at_end = true;
                    }
                }
                Outcome::QuoteNeverCloses => {
                    self.has_open_quote = true;
                    // The whole line then, quotes as they are. It is in the buffer, or the quote would have been closed.
                    loop {
                        match self.split(Quoting::Literal) {
                            Outcome::Row => return Ok(true),
                            Outcome::NeedsMore if self.fill()? => {}
                            Outcome::NeedsMore => self.is_at_end = true,
                            Outcome::Blank | Outcome::QuoteNeverCloses => break,
                        }
                    }
                }
            }
        }
    }

    /// A quoted cell of the row just split goes on behind its closing quote, so some quote in it is no quote. Of the ways
    /// to read the row, the one is taken that makes as many cells as a row has.
    fn settle_quotes(&mut self, line: u64) -> std::io::Result<bool> {
        let wanted = self.dialect.cells;
        if wanted < 2 {
            return Ok(true);
        }
        let is_usual_right = self.spans.len() == wanted && !self.has_stray_quote();
        let usual_length = self.next - self.row_start;
        self.go_back(line);
        if self.split_again(Quoting::Lenient)? {
            let is_as_long = self.next - self.row_start == usual_length;
            if self.spans.len() == wanted && (is_as_long || !is_usual_right) {
                return Ok(true);
            }
            self.go_back(line);
        }
        for quoting in [Quoting::Inches, Quoting::Literal] {
            if !is_usual_right && self.split_again(quoting)? {
                if self.spans.len() == wanted {
                    return Ok(true);
                }
                self.go_back(line);
            }
        }
        self.split_again(Quoting::Usual)
    }

    /// True when a cell that is not quoted holds a quote.
    fn has_stray_quote(&self) -> bool {
        let Some(quote) = self.dialect.quote else { return false };
        let plain = self.spans.iter().filter(|s| !s.is_unquoted);
        plain.filter_map(|s| self.buffer.get(s.start..s.end)).any(|cell| cell.contains(&quote))
    }

    /// Back to the start of the row just split.
    fn go_back(&mut self, line: u64) {
        self.next = self.row_start;
        self.line = line;
    }

    /// Splits the row at `next` in another way; false, with `next` at its start, when that cannot be done.
    fn split_again(&mut self, quoting: Quoting) -> std::io::Result<bool> {
        loop {
            match self.split(quoting) {
                Outcome::Row => return Ok(true),
                Outcome::NeedsMore if !self.is_at_end => self.is_at_end = !self.fill()?,
                Outcome::NeedsMore | Outcome::Blank | Outcome::QuoteNeverCloses => return Ok(false),
            }
        }
    }

    /// Reads another block behind what is still needed; false when the source has no more.
    fn fill(&mut self) -> std::io::Result<bool> {
        if self.next > 0 {
            self.buffer.copy_within(self.next..self.filled, 0);
            self.filled -= self.next;
            self.offset += self.next as u64;
            self.next = 0;
        }
        if self.filled > LONGEST_ROW {
            return Err(RowTooLong { line: self.line }.into());
        }
        if self.buffer.len() < self.filled + BLOCK {
            self.buffer.resize((self.filled + BLOCK).max((self.filled * 2).min(LONGEST_ROW + BLOCK)), 0);
        }
        let before = self.filled;
        // A long row is looked at anew from its start, so it has to grow by much each time.
        let wanted = before + if before > BLOCK { before / 2 } else { 1 };
        while self.filled < wanted.min(self.buffer.len()) {
            let room = self.buffer.get_mut(self.filled..).unwrap_or_default();
            match self.source.read(room) {
                Ok(0) => break,
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self.filled > before)
    }

    /// Splits the line at `next` if it is whole and has neither quotes nor surprises; false, and nothing done, otherwise.
    fn split_plain(&mut self) -> bool {
        let Some(plain) = self.plain else { return false };
        self.spans.clear();
        self.unquoted.clear();
        let Self { buffer, spans, .. } = self;
        let bytes = buffer.get(..self.filled).unwrap_or_default();
        let start = self.next;
        let cell = |start, end| {
            // One more than is allowed says that there are too many.
            if spans.len() <= MOST_CELLS {
                spans.push(Span { start, end, is_unquoted: false });
            }
        };
        let Some(mut end) = plain.split(bytes, start, cell) else { return false };
        // Blank lines and too many cells are for the other way.
        if end - start < 2 || spans.len() > MOST_CELLS {
            return false;
        }
        self.next = end + 1;
        if self.dialect.newline != Newline::Record
            && let Some(last) = spans.last_mut()
            && last.end > last.start
            && bytes.get(last.end - 1) == Some(&b'\r')
        {
            last.end -= 1;
            end -= 1;
        }
        self.row_line = self.line;
        self.row_start = start;
        self.row_end = end;
        self.line += 1;
        true
    }

    /// Splits the line at `next`. Only on `Row` and `Blank` does it move on.
    fn split(&mut self, quoting: Quoting) -> Outcome {
        self.spans.clear();
        self.unquoted.clear();
        let is_weary = self.wasted > WASTED_AT_MOST + self.position();
        let longest = match quoting {
            Quoting::Lenient | Quoting::Inches if is_weary => LONGEST_WEARY,
            Quoting::Lenient | Quoting::Inches => LONGEST_LENIENT,
            _ => LONGEST_QUOTED,
        };
        let Self { buffer, class, spans, unquoted, ends, quotes, wasted, .. } = self;
        let bytes = buffer.get(..self.filled).unwrap_or_default();
        let start = self.next;
        let rest = self.dialect.delimiter.rest().len();
        let mut is_odd = false;
        let mut lines_inside = 0;
        let mut at = start;
        let (end, after) = 'row: loop {
            // A cell starts here.
            if self.dialect.skips_blanks {
                at += bytes.get(at..).unwrap_or_default().iter().take_while(|b| **b == b' ').count();
            }
            let quote = self.dialect.quote.filter(|q| quoting != Quoting::Off && bytes.get(at) == Some(q));
            let mut rewritten = None;
            let mut cell_start = at;
            if let Some(quote) = quote {
                let from = unquoted.len();
                let outcome = match quoting {
                    Quoting::Lenient | Quoting::Inches => {
                        let near = bytes.get(..bytes.len().min(at + longest + 1)).unwrap_or_default();
                        let is_all = self.is_at_end && near.len() == bytes.len();
                        unquote_leniently(near, at + 1, (quote, quoting), self.dialect, is_all, unquoted)
                    }
                    _ => unquote(bytes, at + 1, (quote, self.dialect.escape, quotes), unquoted),
                };
                let closed = match outcome {
                    Unquoted::Closed { after } if quoting == Quoting::Literal => {
                        match ends_cell(bytes, after, self.dialect, self.is_at_end) {
                            Some(true) => Some(after),
                            Some(false) => None,
                            None => return Outcome::NeedsMore,
                        }
                    }
                    Unquoted::Closed { after } => Some(after),
                    Unquoted::Open if bytes.len() - at > longest || self.is_at_end => {
                        if quoting != Quoting::Literal {
                            *wasted += longest as u64;
                            return Outcome::QuoteNeverCloses;
                        }
                        None
                    }
                    Unquoted::Open => return Outcome::NeedsMore,
                };
                if let Some(closed) = closed {
                    let inside = bytes.get(at..closed).unwrap_or_default();
                    let mark = self.dialect.newline.mark();
                    lines_inside += inside.iter().filter(|b| **b == mark).count() as u64;
                    at = closed;
                    cell_start = closed;
                    rewritten = Some(from);
                } else {
                    // The quote is a letter like others.
                    unquoted.truncate(from);
                }
            }
            // Plain text up to the end of the cell.
            let mut has_escapes = false;
            let what = loop {
                at = ends.find(bytes, at);
                let Some(&byte) = bytes.get(at) else { break Class::Plain };
                match class.get(usize::from(byte)).copied().unwrap_or(Class::Plain) {
                    Class::Plain => at += 1,
                    // In front of a line end it escapes nothing, or lines would be miscounted.
                    Class::Escape if matches!(bytes.get(at + 1), Some(b'\n' | b'\r')) => at += 1,
                    Class::Escape => {
                        has_escapes = true;
                        at += 2;
                    }
                    // The first byte of a longer delimiter need not be one.
                    Class::Delimiter if rest > 0 && !is_delimiter(bytes, at, self.dialect.delimiter) => {
                        if at + rest >= bytes.len() && !self.is_at_end {
                            return Outcome::NeedsMore;
                        }
                        at += 1;
                    }
                    // A bare CR in a file of CR LF lines is text.
                    Class::CarriageReturn
                        if self.dialect.newline == Newline::CrLf
                            && !matches!(bytes.get(at + 1), Some(b'\n') | None) =>
                    {
                        at += 1;
                    }
                    other => break other,
                }
            };
            let is_unfinished = at >= bytes.len() || (what == Class::CarriageReturn && at + 1 >= bytes.len());
            if is_unfinished && !self.is_at_end {
                return Outcome::NeedsMore;
            }
            let at_most = at.min(bytes.len());
            let tail = bytes.get(cell_start..at_most).unwrap_or_default();
            let span = match rewritten {
                Some(from) => {
                    // Text behind a closing quote belongs to the cell; blanks there do not.
                    if !tail.trim_ascii().is_empty() {
                        is_odd = true;
                        unquoted.extend_from_slice(tail);
                    }
                    Span { start: from, end: unquoted.len(), is_unquoted: true }
                }
                None if has_escapes => {
                    let from = unquoted.len();
                    let mut rest = tail.iter();
                    while let Some(&byte) = rest.next() {
                        if Some(byte) == self.dialect.escape {
                            unescape(byte, rest.next().copied(), self.dialect, unquoted);
                        } else {
                            unquoted.push(byte);
                        }
                    }
                    Span { start: from, end: unquoted.len(), is_unquoted: true }
                }
                None => Span { start: cell_start, end: at_most, is_unquoted: false },
            };
            if spans.len() < MOST_CELLS {
                spans.push(span);
            }
            at = at_most;
            match what {
                Class::Delimiter => at += 1 + rest,
                Class::CarriageReturn if bytes.get(at + 1) == Some(&b'\n') => break 'row (at, at + 2),
                Class::CarriageReturn | Class::LineFeed => break 'row (at, at + 1),
                Class::Plain | Class::Escape => break 'row (at, at),
            }
        };
        // LF files are split without looking for CR, which is faster; a stray CR LF among them is cut here.
        let mut end = end;
        if self.dialect.newline == Newline::Lf
            && let Some(last) = spans.last_mut()
            && !last.is_unquoted
            && last.end > last.start
            && bytes.get(last.end - 1) == Some(&b'\r')
        {
            last.end -= 1;
            end -= 1;
        }
        self.is_odd = is_odd;
        self.row_line = self.line;
        self.row_start = start;
        self.row_end = end;
        self.line += lines_inside + u64::from(after > end || after > at);
        self.next = after;
        if end == start && after > start {
            return Outcome::Blank;
        }
        if end == start { Outcome::NeedsMore } else { Outcome::Row }
    }
}

enum Outcome {
    Row,
    Blank,
    NeedsMore,
    QuoteNeverCloses,
}

#[cfg(test)]
mod tests;
