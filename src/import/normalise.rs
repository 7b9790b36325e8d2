//! The table as read, as plain CSV.

use super::choices::ReadChoices;
use super::error::{ImportError, RowTooLong};
use super::layout::{Layout, merged_names};
use super::notes::Note;
use super::rows::Row;
use super::sniff::{LeftOutLine, LeftOutReason};
use super::warning::Warning;
use std::borrow::Cow;
use std::io::Write;
use std::path::Path;

/// What was written, and what was not.
#[derive(Debug, Clone, PartialEq)]
pub struct NormaliseReport {
    /// Rows written, without the header.
    pub rows: u64,
    /// Columns of the header.
    pub columns: usize,
    /// Lines above the header, and further lines of it.
    pub preamble: Vec<LeftOutLine>,
    /// Lines below the table.
    pub footnotes: Vec<LeftOutLine>,
    /// What was settled by a default while reading.
    pub warnings: Vec<Warning>,
    /// The file has no bytes.
    pub is_empty: bool,
}

impl NormaliseReport {
    /// Of a file of no bytes.
    const NOTHING: Self =
        Self { rows: 0, columns: 0, preamble: Vec::new(), footnotes: Vec::new(), warnings: Vec::new(), is_empty: true };
}

/// Writes the table with commas, double quotes, UTF-8 and LF, header first. Cells stay text, rows keep their length.
///
/// A file of no bytes is a table without columns and rows.
///
/// # Errors
/// The file cannot be read as a table, or the output cannot be written.
pub fn normalise(path: &Path, choices: &ReadChoices, out: &mut dyn Write) -> Result<NormaliseReport, ImportError> {
    let layout = match Layout::of(path, choices) {
        Err(ImportError::Empty { .. }) if is_empty(path) => return Ok(NormaliseReport::NOTHING),
        other => other?.0,
    };
    let io = |e| ImportError::io(path, e);
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(out);
    let (mut table, header) = layout.open_with_header()?;
    // The header is written as read, its rows joined: names that were made unique are for mappings only.
    match header.as_slice() {
        [] => {}
        [only] => write_row(&mut writer, only.row()).map_err(ImportError::Write)?,
        several => writer.write_record(merged_names(several)).map_err(|e| ImportError::Write(e.into()))?,
    }
    table.keeps_blank_rows = true;
    let mut rows = 0u64;
    while table.advance().map_err(io)? {
        if table.row().is_too_long {
            return Err(io(RowTooLong { line: table.row().line }.into()));
        }
        write_row(&mut writer, table.row()).map_err(ImportError::Write)?;
        rows += 1;
    }
    writer.flush().map_err(ImportError::Write)?;
    let footnotes = table.footnotes();
    let source = table.reader.into_source().into_source().map_err(io)?;
    let other = layout.line_of_other_encoding(&source).map_err(io)?.map(|line| Warning::OtherEncoding { line });
    let unsure = Note::of_encoding(layout.encoding).map(Warning::Note);
    let is_above = |l: &LeftOutLine| l.reason != LeftOutReason::BelowTable;
    Ok(NormaliseReport {
        rows,
        columns: layout.names.len(),
        preamble: layout.left_out.iter().filter(|l| is_above(l)).cloned().collect(),
        footnotes,
        warnings: other.into_iter().chain(unsure).collect(),
        is_empty: false,
    })
}

/// True for a file of no bytes, which is no archive or workbook without anything in it.
fn is_empty(path: &Path) -> bool {
    path.metadata().is_ok_and(|file| file.len() == 0)
}

fn write_row(writer: &mut csv::Writer<&mut dyn Write>, row: Row<'_>) -> std::io::Result<()> {
    let cells = row.cells().map(|cell| match String::from_utf8_lossy(cell) {
        Cow::Borrowed(_) => Cow::Borrowed(cell),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    });
    writer.write_record(cells).map_err(std::io::Error::other)
}
