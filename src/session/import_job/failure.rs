//! Why an import or a refresh did not happen.

use super::{ImportRequest, NewPlaces, Purpose, ReadFile};
use crate::base::progress::Cancelled;
use crate::i18n;
use crate::import::{ImportError, Warning};
use crate::model::bulk::IssueKind;
use crate::model::edit::EditError;
use crate::store::StoreError;
use std::path::PathBuf;

/// Why an import did not happen. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum ImportFailure {
    /// The data file or the mapping.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The document.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The milepost file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Every row is wrong.
    #[error(
        "None of the {rows} rows of “{name}” can be kept (line {line}: {reason}, “{text}”), so nothing was imported; correct the file or its mapping."
    )]
    NothingToKeep {
        /// The data file.
        name: String,
        /// Rows read.
        rows: u64,
        /// Line of the first issue.
        line: u64,
        /// What is wrong there.
        reason: String,
        /// The text that was read.
        text: String,
    },
    /// Every row holds what the KPI of its metric cannot count.
    #[error(
        "None of the {rows} rows of “{name}” can be kept: the KPI of “{metric}” counts answers from {} to {}, and line {line} has “{text}”; give the metric another name under \"metrics\" in a mapping, and it makes a KPI of its own.",
        scale.0, scale.1
    )]
    BeyondKpi {
        /// The data file.
        name: String,
        /// Rows read.
        rows: u64,
        /// The metric.
        metric: String,
        /// What the KPI counts.
        scale: (f64, f64),
        /// Line of the first issue.
        line: u64,
        /// The text that was read.
        text: String,
    },
    /// The file of a source is not where it was.
    #[error(
        "“{name}” is no longer at {}; its numbers stay as they are. Find the file, or put it back and refresh again.", path.display()
    )]
    FileGone {
        /// The source.
        name: String,
        /// Where its file was.
        path: PathBuf,
    },
    /// A source that never was a file of the user.
    #[error("“{name}” was pasted and has no file to be read again; replace it with a file, or paste it anew.")]
    NoFile {
        /// The source.
        name: String,
    },
    /// The columns of the file are others than before.
    #[error(
        "“{name}” has other columns than before ({}), so its numbers stay as they were; re-map it to go on.",
        i18n::import::other_columns(missing, added)
    )]
    ShapeChanged {
        /// The source.
        name: String,
        /// Columns that are gone.
        missing: Vec<String>,
        /// Columns that are new.
        added: Vec<String>,
    },
    /// Somebody wrote to the file while it was read.
    #[error(
        "“{name}” was being written while it was read, so nothing was taken from it; refresh again when it is complete."
    )]
    BeingWritten {
        /// The source.
        name: String,
    },
    /// The source was removed.
    #[error("This source is no longer in the file; choose another one.")]
    SourceGone,
}

impl From<Cancelled> for ImportFailure {
    fn from(cancelled: Cancelled) -> Self {
        Self::Import(cancelled.into())
    }
}

impl ImportFailure {
    /// True when someone stopped it on purpose.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Import(ImportError::Cancelled(_)) | Self::Store(StoreError::Cancelled))
    }

    /// True when another attempt a little later may succeed by itself.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::BeingWritten { .. })
    }

    /// True when mapping the file anew would help.
    #[must_use]
    pub fn wants_mapping(&self) -> bool {
        matches!(self, Self::ShapeChanged { .. } | Self::Import(ImportError::MappingMissingColumn { .. }))
    }

    /// True when the file must be found first.
    #[must_use]
    pub fn wants_file(&self) -> bool {
        matches!(self, Self::FileGone { .. } | Self::Import(ImportError::NotFound { .. }))
    }
}

/// Says why a file of which no row can be kept is not imported: it would only take away what an earlier one brought.
pub(in crate::session) fn refuse_empty(read: &ReadFile, request: &ImportRequest) -> Result<(), ImportFailure> {
    let imported = &read.imported;
    // What a file grew by may well be nothing but wrong rows: they are reported, and nothing is taken away.
    let is_growth = request.purpose == Purpose::Refresh && read.growth.is_some();
    if imported.rows_accepted > 0 || request.new_places == NewPlaces::Skip || is_growth {
        return Ok(());
    }
    let first = imported.data.issues.first();
    let beyond = imported.warnings.iter().find_map(|warning| match warning {
        Warning::BeyondKpi { metric, scale, .. } => Some((metric.clone(), *scale)),
        _ => None,
    });
    if let (Some((metric, scale)), Some(first)) = (beyond, first.filter(|i| i.kind == IssueKind::OutOfScale)) {
        let (name, rows) = (read.name.clone(), imported.rows_read);
        return Err(ImportFailure::BeyondKpi { name, rows, metric, scale, line: first.line, text: first.text.clone() });
    }
    Err(ImportFailure::NothingToKeep {
        name: read.name.clone(),
        rows: imported.rows_read,
        line: first.map_or(0, |i| i.line),
        reason: first.map_or_else(String::new, |i| i.kind.word().replace('_', " ")),
        text: first.map_or_else(String::new, |i| i.text.clone()),
    })
}
