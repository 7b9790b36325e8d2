//! The rows that an import did not take, as a table for whoever mends them.

use super::error::ImportError;
use super::mapping::Mapping;
use super::privacy::{Forgotten, HIDDEN, Hidden, ROWS_PER_CHECK};
use super::rows::Row;
use super::sniff::sniff;
use crate::base::progress::Progress;
use crate::model::Persons;
use crate::model::bulk::{IssueKind, RowIssue};
use std::io::Write;
use std::path::Path;

/// How the table is worded.
#[derive(Clone, Copy)]
pub struct RejectedWords<'w> {
    /// Heads of the columns of line, column, reason and text.
    pub heads: [&'w str; 4],
    /// What a kind of issue is called.
    pub reason: fn(IssueKind) -> &'static str,
}

/// The data file that rejected rows stand in.
#[derive(Clone, Copy)]
pub struct RejectedFile<'f> {
    /// Where it is.
    pub path: &'f Path,
    /// How it was read.
    pub mapping: &'f Mapping,
    /// Whose rows show nothing of what stands in them.
    pub persons: &'f Persons,
}

/// What came of writing rejected rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RejectedCount {
    /// Issues that were written.
    pub entries: u64,
    /// Those of them that the cells of their rows stand behind.
    pub with_cells: u64,
}

/// Writes rejected rows as CSV: line, column, reason and text of each issue, and behind them the cells of its row as
/// they stand in the data file, when that is given. Cells that a report must not show are not shown here either, and
/// nothing of a removed person. With the file the entries come in the order of their lines.
///
/// # Errors
/// The file cannot be read, the table cannot be written, or the work was cancelled.
pub fn write_rejected(
    out: &mut dyn Write,
    issues: &[RowIssue],
    file: Option<RejectedFile<'_>>,
    words: RejectedWords<'_>,
    progress: &Progress,
) -> Result<RejectedCount, ImportError> {
    let failed = |e: csv::Error| ImportError::Write(e.into());
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(out);
    let mut rejected: Vec<&RowIssue> = issues.iter().filter(|issue| issue.is_row_rejected).collect();
    let mut count = RejectedCount::default();
    let mut write = |writer: &mut csv::Writer<&mut dyn Write>, issue: &RowIssue, text: &str, cells: Vec<String>| {
        let line = issue.line.to_string();
        let own = [line.as_str(), issue.column.as_deref().unwrap_or_default(), (words.reason)(issue.kind), text];
        count.entries += 1;
        count.with_cells += u64::from(!cells.is_empty());
        writer.write_record(own.into_iter().chain(cells.iter().map(String::as_str))).map_err(failed)
    };
    let mut left = match file {
        None => {
            writer.write_record(words.heads).map_err(failed)?;
            rejected.into_iter().peekable()
        }
        Some(RejectedFile { path, mapping, persons }) => {
            // A report may be in another order (totals and ids that came twice are known late); the file is read once.
            rejected.sort_by_key(|issue| issue.line);
            let mut left = rejected.into_iter().peekable();
            let sniffed = sniff(path, &mapping.reading)?;
            let hidden = Hidden::of(mapping, &sniffed);
            let forgotten = Forgotten::of(mapping, &sniffed, persons);
            let names = sniffed.layout.names.iter().map(String::as_str);
            writer.write_record(words.heads.into_iter().chain(names)).map_err(failed)?;
            let mut table = sniffed.layout.open()?;
            let mut rows = 0_u64;
            while left.peek().is_some() && table.advance().map_err(|e| ImportError::io(path, e))? {
                let row = table.row();
                let is_withheld = forgotten.as_ref().is_some_and(|forgotten| forgotten.may_have(row));
                while let Some(issue) = left.next_if(|issue| issue.line <= row.line) {
                    match (is_withheld, issue.line == row.line) {
                        (true, true) => write(&mut writer, issue, HIDDEN, Vec::new())?,
                        (false, true) => write(&mut writer, issue, &issue.text, cells(row, issue.kind, &hidden))?,
                        // No row begins at this line.
                        (_, false) => write(&mut writer, issue, &issue.text, Vec::new())?,
                    }
                }
                rows += 1;
                if rows.is_multiple_of(ROWS_PER_CHECK) {
                    progress.check()?;
                }
            }
            left
        }
    };
    left.try_for_each(|issue| write(&mut writer, issue, &issue.text, Vec::new()))?;
    writer.flush().map_err(ImportError::Write)?;
    drop(writer);
    Ok(count)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::hashed_id;
    use crate::model::Salt;
    use std::collections::BTreeSet;
    use std::sync::Arc;

    const DATA: &str = "date,who,score\nnever,ann,5\nnever,bob,4\n2024-01-03,ann,1,x\n2024-01-04,cid,much\n";

    fn issue(line: u64, kind: IssueKind, text: &str) -> RowIssue {
        RowIssue { line, column: None, kind, text: text.to_owned(), is_row_rejected: true }
    }

    fn check(data: &str, issues: &[RowIssue], forgotten: &[&str], expected: &str) -> RejectedCount {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data.csv");
        std::fs::write(&path, data).unwrap();
        let mapping = r#"{"shape": "survey", "date": {"column": "date"}, "scores": [{"column": "score"}],
            "respondent": {"column": "who"}}"#;
        let mapping = Mapping::parse(mapping).unwrap();
        let salt = Salt([7; 32]);
        let forgotten: BTreeSet<String> = forgotten.iter().map(|id| hashed_id(id, salt)).collect();
        let persons = Persons { salt, forgotten: Arc::new(forgotten) };
        let file = RejectedFile { path: &path, mapping: &mapping, persons: &persons };
        let words = RejectedWords { heads: ["line", "column", "reason", "text"], reason: IssueKind::word };
        let mut out = Vec::new();
        let count = write_rejected(&mut out, issues, Some(file), words, &Progress::default()).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), format!("line,column,reason,text,date,who,score\n{expected}"));
        count
    }

    #[test]
    fn issues_out_of_order_keep_the_cells_of_their_rows() {
        let issues = [
            issue(5, IssueKind::BadValue, "much"),
            issue(2, IssueKind::BadDate, "never"),
            issue(3, IssueKind::BadDate, "never"),
            issue(3, IssueKind::Duplicate, "bob"),
            issue(99, IssueKind::BadDate, "nowhere"),
        ];
        let expected = "2,,bad_date,never,never,ann,5\n3,,bad_date,never,never,bob,4\n3,,duplicate,bob,never,bob,4\n\
            5,,bad_value,much,2024-01-04,cid,much\n99,,bad_date,nowhere\n";
        let count = check(DATA, &issues, &[], expected);
        assert_eq!(count, RejectedCount { entries: 5, with_cells: 4 });
    }

    #[test]
    fn rows_of_removed_persons_show_neither_cells_nor_texts() {
        let issues = [
            issue(2, IssueKind::BadDate, "never"),
            issue(3, IssueKind::BadDate, "never"),
            issue(4, IssueKind::TooManyCells, "2024-01-03 | ann | 1 | x"),
        ];
        let expected = "2,,bad_date,…\n3,,bad_date,never,never,bob,4\n4,,too_many_cells,…\n";
        assert_eq!(check(DATA, &issues, &["ann"], expected).with_cells, 1);
        let expected = "2,,bad_date,…\n3,,bad_date,…\n4,,too_many_cells,…\n";
        assert_eq!(check(DATA, &issues, &["ann", "bob"], expected).with_cells, 0);
        // Where a quote is never closed, the row may be that of anybody.
        let open = "date,who,score\n2024-01-01,bob,4\n2024-01-02,\"ann,5\n2024-01-03,cid,2\n";
        let text = issue(3, IssueKind::OpenQuote, "2024-01-02 | ann,5");
        check(open, std::slice::from_ref(&text), &["ann"], "3,,open_quote,…\n");
    }
}
