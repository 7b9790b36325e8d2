//! Headers that stand in a file once more: whoever puts exports behind one another leaves theirs in the middle.

use crate::import::rows::{OwnedRow, Row, trim};

/// The rows of a header, by which they are known when they come again.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct HeaderCells(Vec<Vec<Vec<u8>>>);

impl HeaderCells {
    /// Those of a header; one of a single column is a text like any other.
    pub(super) fn of(rows: &[OwnedRow]) -> Self {
        let cells = |row: Row<'_>| (0..row.used()).map(|index| plain(row, index).to_vec()).collect();
        Self(rows.iter().map(OwnedRow::row).filter(|row| row.used() > 1).map(cells).collect())
    }

    /// True for a row that has the cells of one of them.
    pub(crate) fn has(&self, row: Row<'_>) -> bool {
        self.0.iter().any(|known| {
            known.iter().enumerate().all(|(index, cell)| plain(row, index) == cell.as_slice())
                && row.used() == known.len()
        })
    }
}

/// A cell without the mark that files of UTF-8 begin with, and without the quotes that stand behind it.
fn plain(row: Row<'_>, index: usize) -> &[u8] {
    let cell = row.trimmed(index);
    match cell.strip_prefix("\u{feff}".as_bytes()) {
        Some(cell) => {
            let cell = trim(cell);
            cell.strip_prefix(b"\"").and_then(|cell| cell.strip_suffix(b"\"")).unwrap_or(cell)
        }
        None => cell,
    }
}
