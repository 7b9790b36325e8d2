//! The rows that an import did not take, as a table for whoever mends them.

use super::error::ImportError;
use super::mapping::Mapping;
use super::privacy::{HIDDEN, Hidden};
use super::rows::Row;
use super::sniff::sniff;
use crate::base::progress::Progress;
use crate::model::bulk::{IssueKind, RowIssue};
use std::io::Write;
use std::path::Path;

/// Rows between two looks at the cancel button.
const ROWS_PER_CHECK: u64 = 8_192;

/// How the table is worded.
#[derive(Clone, Copy)]
pub struct RejectedWords<'w> {
    /// Heads of the columns of line, column, reason and text.
    pub heads: [&'w str; 4],
    /// What a kind of issue is called.
    pub reason: fn(IssueKind) -> &'static str,
}

/// Writes rejected rows as CSV: line, column, reason and text of each issue, and behind them the cells of its row as
/// they stand in `file`, when that is given. Cells that a report must not show are not shown here either. Returns the
/// number of issues written.
///
/// # Errors
/// The file cannot be read, the table cannot be written, or the work was cancelled.
pub fn write_rejected(
    out: &mut dyn Write,
    issues: &[RowIssue],
    file: Option<(&Path, &Mapping)>,
    words: RejectedWords<'_>,
    progress: &Progress,
) -> Result<u64, ImportError> {
    let failed = |e: csv::Error| ImportError::Write(e.into());
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(out);
    let mut left = issues.iter().filter(|issue| issue.is_row_rejected).peekable();
    let mut written = 0;
    let mut write = |writer: &mut csv::Writer<&mut dyn Write>, issue: &RowIssue, cells: Vec<String>| {
        let line = issue.line.to_string();
        let own = [line.as_str(), issue.column.as_deref().unwrap_or_default(), (words.reason)(issue.kind), &issue.text];
        written += 1;
        writer.write_record(own.into_iter().chain(cells.iter().map(String::as_str))).map_err(failed)
    };
    match file {
        None => writer.write_record(words.heads).map_err(failed)?,
        Some((path, mapping)) => {
            let sniffed = sniff(path, &mapping.reading)?;
            let hidden = Hidden::of(mapping, &sniffed);
            let names = sniffed.layout.names.iter().map(String::as_str);
            writer.write_record(words.heads.into_iter().chain(names)).map_err(failed)?;
            let mut table = sniffed.layout.open()?;
            let mut rows = 0_u64;
            while left.peek().is_some() && table.advance().map_err(|e| ImportError::io(path, e))? {
                let row = table.row();
                while let Some(issue) = left.next_if(|issue| issue.line == row.line) {
                    write(&mut writer, issue, cells(row, issue.kind, &hidden))?;
                }
                rows += 1;
                if rows.is_multiple_of(ROWS_PER_CHECK) {
                    progress.check()?;
                }
            }
        }
    }
    for issue in left {
        write(&mut writer, issue, Vec::new())?;
    }
    writer.flush().map_err(ImportError::Write)?;
    drop(writer);
    Ok(written)
}

/// The cells of a row, as far as a report may show them.
fn cells(row: Row<'_>, kind: IssueKind, hidden: &Hidden) -> Vec<String> {
    // Where a quote is never closed, nobody knows which cell is which; of a row without end there is only the beginning.
    if kind == IssueKind::Forgotten || row.is_too_long || (row.has_open_quote && hidden.has_any()) {
        return Vec::new();
    }
    let cell = |(index, cell): (usize, &[u8])| match hidden.has(index) && !cell.is_empty() {
        true => HIDDEN.to_owned(),
        false => String::from_utf8_lossy(cell).into_owned(),
    };
    row.cells().enumerate().map(cell).collect()
}
