//! The rejected rows of an import as a file, with the cells of the data file where that is still as it was.

use crate::base::ids::SourceId;
use crate::base::progress::Progress;
use crate::i18n;
use crate::import::{self, ImportError, Mapping, RejectedFile, RejectedWords};
use crate::model::Document;
use crate::model::bulk::RowIssue;
use crate::session::import_job::ImportFailure;
use crate::store::Store;
use std::path::PathBuf;

/// What a table of rejected rows has of their cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowCells {
    /// The cells of rows, save for what a report must not show.
    Written,
    /// None: there is no row whose cells may be shown.
    Withheld,
    /// None: the data file is gone or has changed since.
    FileChanged,
}

/// A table of rejected rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// As CSV.
    pub csv: Vec<u8>,
    /// How many entries it has.
    pub entries: u64,
    /// Whether it has the cells of the rows.
    pub cells: RowCells,
}

/// The rejected rows among some issues; `file` is the data file as it was read; `None` when that is not there any more.
///
/// # Errors
/// The data file cannot be read again, or the work was cancelled.
pub fn of_issues(
    issues: &[RowIssue],
    file: Option<RejectedFile<'_>>,
    progress: &Progress,
) -> Result<Rejected, ImportError> {
    let words = RejectedWords { heads: i18n::import::REJECTED_HEADS, reason: i18n::panels::drawer::issue };
    let mut csv = Vec::new();
    let count = import::write_rejected(&mut csv, issues, file, words, progress)?;
    let cells = match file {
        None => RowCells::FileChanged,
        Some(_) if count.entries > 0 && count.with_cells == 0 => RowCells::Withheld,
        Some(_) => RowCells::Written,
    };
    Ok(Rejected { csv, entries: count.entries, cells })
}

/// The rejected rows of a source. Without their cells when its data file is gone or has changed since. Blocking.
///
/// # Errors
/// The source is gone, a file cannot be read, or the work was cancelled.
pub fn of_source(
    store: &Store,
    document: &Document,
    source: SourceId,
    progress: &Progress,
) -> Result<Rejected, ImportFailure> {
    let whole = document.whole_source(source).ok_or(ImportFailure::SourceGone)?;
    let reader = store.reader()?;
    let mut issues = Vec::new();
    for part in document.source_parts(whole.id) {
        progress.check().map_err(ImportError::from)?;
        reader.each_issue(part.id, |issue| issues.extend(Some(issue).filter(|issue| issue.is_row_rejected)))?;
    }
    let path = PathBuf::from(&whole.path);
    let is_as_it_was = import::is_as_it_was(&path, &whole.hash, progress)?;
    let (mapping, persons) = (Mapping::parse(&whole.mapping)?, store.persons());
    let file = RejectedFile { path: &path, mapping: &mapping, persons: &persons };
    Ok(of_issues(&issues, is_as_it_was.then_some(file), progress)?)
}
