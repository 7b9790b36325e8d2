//! One row: its cells and where it stands.

use crate::import::dialect::CELL_END;
use crate::model::bulk::REPORT_TEXT;

#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub start: usize,
    pub end: usize,
    /// Where the bytes are.
    pub is_unquoted: bool,
}

/// One row, valid until the next is read.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(super) buffer: &'a [u8],
    pub(super) unquoted: &'a [u8],
    pub(super) spans: &'a [Span],
    /// Line of the file where it starts, from 1.
    pub line: u64,
    /// Blank lines just above it.
    pub blank_lines: u64,
    /// True when a quote in it is never closed, so that its cells are a guess.
    pub has_open_quote: bool,
    /// True for a line too long to be a row: its beginning is its only cell.
    pub is_too_long: bool,
    /// True for a line of remarks, whose cells mean nothing.
    pub is_comment: bool,
    /// The row as written, without the line end.
    pub raw: &'a [u8],
}

impl<'a> Row<'a> {
    /// Number of cells.
    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    /// A cell as read; nothing when the row is too short.
    pub(crate) fn cell(&self, index: usize) -> &'a [u8] {
        let Some(span) = self.spans.get(index) else { return &[] };
        let from = if span.is_unquoted { self.unquoted } else { self.buffer };
        from.get(span.start..span.end).unwrap_or_default()
    }

    /// A cell without the blanks around it.
    pub(crate) fn trimmed(&self, index: usize) -> &'a [u8] {
        trim(self.cell(index))
    }

    /// All cells.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &'a [u8]> + use<'a, '_> {
        (0..self.len()).map(|i| self.cell(i))
    }

    /// Number of cells up to the last that holds something.
    pub(crate) fn used(&self) -> usize {
        (0..self.len()).rev().find(|i| !self.trimmed(*i).is_empty()).map_or(0, |i| i + 1)
    }

    /// The row as text for a report, cut after [`REPORT_TEXT`] characters.
    pub(crate) fn text(&self) -> String {
        shown(self.raw)
    }
}

/// Without ASCII blanks and no-break spaces at either end, and without what tools put around a cell so that no spreadsheet
/// takes it for a formula.
pub(crate) fn trim(mut cell: &[u8]) -> &[u8] {
    loop {
        // Most cells have nothing to trim, so look before calling.
        if !matches!(
            (cell.first(), cell.last()),
            (Some(b' ' | b'\t' | b'\r' | b'\n' | 0xc2 | b'\'' | b'='), _)
                | (_, Some(b' ' | b'\t' | b'\r' | b'\n' | 0xa0))
        ) {
            return cell;
        }
        let before = cell.len();
        cell = cell.trim_ascii();
        cell = cell.strip_prefix("\u{a0}".as_bytes()).unwrap_or(cell);
        cell = cell.strip_suffix("\u{a0}".as_bytes()).unwrap_or(cell);
        cell = unguarded(cell);
        if cell.len() == before {
            return cell;
        }
    }
}

/// `'+49 30` without its apostrophe, and `="0042"` without its formula. In front of words an apostrophe is a letter.
fn unguarded(cell: &[u8]) -> &[u8] {
    if let Some(inside) = cell.strip_prefix(b"=\"").and_then(|rest| rest.strip_suffix(b"\"")) {
        return if inside.contains(&b'"') { cell } else { inside };
    }
    let Some(rest) = cell.strip_prefix(b"'") else { return cell };
    let is_sign = |byte: &u8| matches!(byte, b'=' | b'+' | b'-' | b'@');
    let is_figure = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b':' | b'/' | b'-' | b' ' | b'%');
    let is_guarded = match rest {
        [first, next, ..] if is_sign(first) => !matches!(next, b' ' | b'\''),
        [first, ..] if first.is_ascii_digit() => rest.iter().all(is_figure),
        _ => false,
    };
    if is_guarded { rest } else { cell }
}

/// Bytes as text for people, cut after [`REPORT_TEXT`] characters.
pub(crate) fn shown(bytes: &[u8]) -> String {
    let head = bytes.get(..bytes.len().min(REPORT_TEXT * 4)).unwrap_or_default();
    let text = if head.contains(&CELL_END) {
        // Cells of a sheet, as people would write them.
        let cells: Vec<_> = head.split(|b| *b == CELL_END).map(String::from_utf8_lossy).collect();
        cells.join(", ").into()
    } else {
        String::from_utf8_lossy(head)
    };
    match text.char_indices().nth(REPORT_TEXT) {
        Some((at, _)) => text.get(..at).unwrap_or_default().to_owned(),
        None => text.into_owned(),
    }
}

/// A row that is kept for later.
#[derive(Debug, Clone, Default)]
pub(crate) struct OwnedRow {
    bytes: Vec<u8>,
    spans: Vec<Span>,
    raw: Vec<u8>,
    line: u64,
    /// Blank lines just above it.
    pub blank_lines: u64,
    has_open_quote: bool,
    is_too_long: bool,
}

impl OwnedRow {
    pub(crate) fn of(row: Row<'_>) -> Self {
        let mut bytes = Vec::new();
        let spans = row
            .cells()
            .map(|cell| {
                let start = bytes.len();
                bytes.extend_from_slice(cell);
                Span { start, end: bytes.len(), is_unquoted: false }
            })
            .collect();
        let Row { line, blank_lines, has_open_quote, is_too_long, .. } = row;
        Self { spans, bytes, raw: row.raw.to_vec(), line, blank_lines, has_open_quote, is_too_long }
    }

    /// The same row with other cells where `instead` gives one; what stands in the file stays as written.
    pub(crate) fn with<'c>(row: Row<'_>, instead: impl Fn(usize) -> Option<&'c [u8]>) -> Self {
        let mut bytes = Vec::new();
        let mut spans = Vec::with_capacity(row.len());
        for (at, cell) in row.cells().enumerate() {
            let start = bytes.len();
            bytes.extend_from_slice(instead(at).unwrap_or(cell));
            spans.push(Span { start, end: bytes.len(), is_unquoted: false });
        }
        Self { bytes, spans, ..Self::of(row) }
    }

    pub(crate) fn row(&self) -> Row<'_> {
        Row {
            buffer: &self.bytes,
            unquoted: &[],
            spans: &self.spans,
            line: self.line,
            blank_lines: self.blank_lines,
            has_open_quote: self.has_open_quote,
            is_too_long: self.is_too_long,
            is_comment: false,
            raw: &self.raw,
        }
    }
}
