//! Reads a whole file through a mapping.

use super::error::ImportError;
use super::mapping::Mapping;
use super::sniff::Sniffed;
use super::summary::MetricSummary;
use crate::base::progress::Progress;
use crate::base::time::Day;
use crate::model::bulk::BulkData;
use std::fmt;
use std::path::Path;

/// How to read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// What [`super::sniff()`] found, when it has been called already.
    pub sniffed: Option<Sniffed>,
}

/// Something that was settled by a default: worth a line on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// No date says whether day or month comes first.
    DateOrderAssumed {
        /// The column.
        column: String,
        /// The order taken.
        order: super::DateOrder,
    },
    /// No number says whether a comma is the decimal sign or groups thousands.
    DecimalSignAssumed {
        /// The sign taken.
        decimal: char,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DateOrderAssumed { column, order } => write!(
                f,
                "No date in \"{column}\" says whether day or month comes first; it was read {order}. Set \"order\" in a mapping to change that."
            ),
            Self::DecimalSignAssumed { decimal } => write!(
                f,
                "No number says what its comma means; \"{decimal}\" was taken as the decimal sign. Set \"number\" in a mapping to change that."
            ),
        }
    }
}

/// A file as rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The rows, and everything that was wrong.
    pub data: BulkData,
    /// Data rows in the file: always accepted + rejected.
    pub rows_read: u64,
    /// Rows whose numbers are kept.
    pub rows_accepted: u64,
    /// Rows that are in the report only.
    pub rows_rejected: u64,
    /// BLAKE3 of the file's bytes, hexadecimal.
    pub hash: String,
    /// The mapping that was used, with everything settled.
    pub mapping: Mapping,
    /// Places named in the data, in order of appearance.
    pub places: Vec<String>,
    /// Metrics in order of appearance.
    pub metrics: Vec<MetricSummary>,
    /// First day with data.
    pub first_day: Option<Day>,
    /// Last day with data.
    pub last_day: Option<Day>,
    /// Distinct series (for a survey: questions).
    pub series: usize,
    /// What was settled by a default.
    pub warnings: Vec<Warning>,
}

/// Reads a file. Without a mapping the guess of [`Mapping::guess`] is used.
///
/// # Errors
/// Any [`ImportError`]; single bad rows are no error but issues.
pub fn read(
    path: &Path,
    mapping: Option<&Mapping>,
    options: &ReadOptions,
    progress: &Progress,
) -> Result<Imported, ImportError> {
    todo!("{path:?} {mapping:?} {options:?} {progress:?}")
}

/// BLAKE3 of a file's bytes, hexadecimal: to see quickly that it has not changed.
///
/// # Errors
/// The file cannot be read, or the work was cancelled.
pub fn hash_file(path: &Path, progress: &Progress) -> Result<String, ImportError> {
    todo!("{path:?} {progress:?}")
}
