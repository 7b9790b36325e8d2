//! The table as read, as plain CSV.

use super::error::ImportError;
use super::sniff::LeftOutLine;
use std::io::Write;
use std::path::Path;

/// What was written, and what was not.
#[derive(Debug, Clone, PartialEq)]
pub struct NormaliseReport {
    /// Rows written, without the header.
    pub rows: u64,
    /// Columns of the header.
    pub columns: usize,
    /// Lines above the header.
    pub preamble: Vec<LeftOutLine>,
    /// Lines below the table.
    pub footnotes: Vec<LeftOutLine>,
}

/// Writes the table with commas, double quotes, UTF-8 and LF, header first. Cells stay text.
///
/// # Errors
/// The file cannot be read as a table, or the output cannot be written.
pub fn normalise(path: &Path, out: &mut dyn Write) -> Result<NormaliseReport, ImportError> {
    let _ = out;
    todo!("{path:?}")
}
