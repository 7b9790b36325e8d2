//! What the sheets of an ODS workbook grow to in memory. Its reader makes every cell that a number says, as often as it
//! says: a text of a kilobyte that stands 16,384 times in each of a million rows is a file of a kilobyte.

use super::open_tags::hash_of;

/// Cells of all sheets, from the first to the last that holds something: those that a part of the largest size writes out
/// are not as many.
const MOST_CELLS: u64 = 5_000_000;
/// Bytes of their texts.
const MOST_TEXT: u64 = 128 << 20;

const TABLE: u64 = hash_of(b"table:table");
const ROW: u64 = hash_of(b"table:table-row");
const CELL: u64 = hash_of(b"table:table-cell");
const COVERED_CELL: u64 = hash_of(b"table:covered-table-cell");
const COLUMNS_REPEATED: u64 = hash_of(b"table:number-columns-repeated");
const ROWS_REPEATED: u64 = hash_of(b"table:number-rows-repeated");
const SPACES: u64 = hash_of(b"text:c");
const FORMULA: u64 = hash_of(b"table:formula");

/// What the attributes of an element say.
#[derive(Clone, Copy)]
pub(super) struct Attributes {
    columns: u64,
    rows: u64,
    spaces: u64,
    /// They give the cell a value or a formula.
    is_filled: bool,
    text: u64,
}

impl Default for Attributes {
    fn default() -> Self {
        Self { columns: 1, rows: 1, spaces: 0, is_filled: false, text: 0 }
    }
}

impl Attributes {
    /// Takes an attribute: the hash and the first byte of its name, its value as a number and its length.
    pub(super) fn add(&mut self, name: u64, first: u8, number: u64, length: u64) {
        match name {
            COLUMNS_REPEATED => self.columns = number,
            ROWS_REPEATED => self.rows = number,
            SPACES => self.spaces = number,
            // "office:value" and its like, "calcext:value-type".
            _ if name == FORMULA || matches!(first, b'o' | b'c') => {
                self.is_filled = true;
                self.text = self.text.saturating_add(length);
            }
            _ => {}
        }
    }
}

/// A row or a cell that is open.
#[derive(Clone, Copy, Default)]
struct Open {
    /// How often it stands.
    times: u64,
    is_filled: bool,
    /// Bytes of its texts.
    text: u64,
}

/// Counts cells and texts while the elements go by.
#[derive(Default)]
pub(super) struct OdsGrowth {
    cells: u64,
    text: u64,
    /// Of the sheet: its rows so far, those up to the last that holds something, and its columns likewise.
    rows: u64,
    filled_rows: u64,
    filled_columns: u64,
    row: Option<Open>,
    /// Columns of the row so far.
    columns: u64,
    cell: Option<Open>,
}

impl OdsGrowth {
    /// True when memory should not hold as much.
    pub(super) fn is_too_large(&self) -> bool {
        self.cells > MOST_CELLS || self.text > MOST_TEXT
    }

    /// An element is opened.
    pub(super) fn open(&mut self, name: u64, attributes: Attributes) {
        let Attributes { columns, rows, spaces, is_filled, text } = attributes;
        match name {
            ROW => {
                self.row = Some(Open { times: rows, ..Open::default() });
                self.columns = 0;
            }
            CELL | COVERED_CELL => self.cell = Some(Open { times: columns, is_filled, text }),
            _ if spaces > 0 => self.text(spaces),
            _ => {}
        }
    }

    /// Bytes of a text go by.
    pub(super) fn text(&mut self, bytes: u64) {
        let text = self.cell.as_mut().map_or(&mut self.text, |cell| &mut cell.text);
        *text = text.saturating_add(bytes);
    }

    /// An element is closed.
    pub(super) fn close(&mut self, name: u64) {
        match name {
            CELL | COVERED_CELL => {
                let Some(cell) = self.cell.take() else { return };
                self.columns = self.columns.saturating_add(cell.times);
                if cell.is_filled {
                    self.filled_columns = self.filled_columns.max(self.columns);
                    let text = cell.text.saturating_mul(cell.times);
                    match &mut self.row {
                        Some(row) => {
                            row.is_filled = true;
                            row.text = row.text.saturating_add(text);
                        }
                        None => self.text = self.text.saturating_add(text),
                    }
                }
            }
            ROW => {
                let Some(row) = self.row.take() else { return };
                self.rows = self.rows.saturating_add(row.times);
                if row.is_filled {
                    self.filled_rows = self.rows;
                    self.text = self.text.saturating_add(row.text.saturating_mul(row.times));
                }
            }
            TABLE => {
                self.cells = self.cells.saturating_add(self.filled_rows.saturating_mul(self.filled_columns));
                (self.rows, self.filled_rows, self.filled_columns) = (0, 0, 0);
            }
            _ => {}
        }
    }
}
