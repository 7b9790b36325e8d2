//! The rejected rows of an import as a file, with the cells of the data file where that is still as it was.

use crate::base::ids::SourceId;
use crate::base::progress::Progress;
use crate::i18n;
use crate::import::{self, ImportError, Mapping, RejectedWords};
use crate::model::Document;
use crate::model::bulk::RowIssue;
use crate::session::import_job::ImportFailure;
use crate::store::Store;
use std::path::{Path, PathBuf};

/// Issues that are read from the file at once.
const PAGE: usize = 4_096;

/// A table of rejected rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// As CSV.
    pub csv: Vec<u8>,
    /// How many entries it has.
    pub entries: u64,
    /// Whether it has the cells of the rows.
    pub has_cells: bool,
}

/// The rejected rows among some issues; `file` is the data file as it was read, and how.
///
/// # Errors
/// The data file cannot be read again, or the work was cancelled.
pub fn of_issues(
    issues: &[RowIssue],
    file: Option<(&Path, &Mapping)>,
    progress: &Progress,
) -> Result<Rejected, ImportError> {
    let words = RejectedWords { heads: i18n::import::REJECTED_HEADS, reason: i18n::panels::drawer::issue };
    let mut csv = Vec::new();
    let entries = import::write_rejected(&mut csv, issues, file, words, progress)?;
    Ok(Rejected { csv, entries, has_cells: file.is_some() })
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
        let count = reader.issue_count(part.id, None)?;
        let mut offset = 0;
        while offset < count {
            progress.check().map_err(ImportError::from)?;
            issues.extend(reader.issues(part.id, offset, PAGE)?.into_iter().filter(|issue| issue.is_row_rejected));
            offset += PAGE as u64;
        }
    }
    let path = PathBuf::from(&whole.path);
    let is_as_it_was = path.is_file() && import::hash_file(&path, progress).is_ok_and(|hash| hash == whole.hash);
    let mapping = Mapping::parse(&whole.mapping)?;
    Ok(of_issues(&issues, is_as_it_was.then_some((path.as_path(), &mapping)), progress)?)
}
