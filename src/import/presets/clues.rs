//! What a tool is recognised by: the first rows of a file.

use crate::import::rows::OwnedRow;

/// The rows around the header.
pub(crate) struct Clues<'a> {
    /// Lines above the header.
    pub above: &'a [OwnedRow],
    /// The header as written.
    pub names: &'a [String],
    /// Whether a blank line stands between them.
    pub is_header_apart: bool,
    /// Rows below the header.
    pub below: &'a [OwnedRow],
}

impl Clues<'_> {
    /// True when a column is called so; `a.b` is called `b` too, as in flattened JSON.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|own| super::seen::is_called(own, name))
    }

    /// True when all columns are there.
    pub(super) fn has_all(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.has(name))
    }

    /// True when one of the columns is there.
    pub(super) fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has(name))
    }

    /// True when the first column is called so.
    pub(super) fn starts(&self, name: &str) -> bool {
        self.names.first().is_some_and(|own| own.eq_ignore_ascii_case(name))
    }

    /// Lines above the header as text, without quotes around them.
    pub(super) fn lines_above(&self) -> impl Iterator<Item = String> {
        self.above.iter().map(|row| String::from_utf8_lossy(row.row().raw).trim().trim_matches('"').trim().to_owned())
    }

    /// The cells of the first row below the header.
    pub(super) fn first_row(&self) -> Vec<String> {
        let cells = |row: &OwnedRow| row.row().cells().map(|c| String::from_utf8_lossy(c).trim().to_owned()).collect();
        self.below.first().map(cells).unwrap_or_default()
    }
}
