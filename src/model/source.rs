//! Sources: one per import.

use crate::base::ids::SourceId;
use crate::base::time::{Day, UtcMillis};
use crate::model::Place;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whether the numbers of a source count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum SourceState {
    /// They count.
    #[default]
    Active,
    /// They are kept but left out.
    Hidden,
}

/// One import: which file, read how, with what result. Its rows are stored in bulk under the same id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Identity. A file imported again after a change gets a new id; the old rows go with the old record.
    pub id: SourceId,
    /// File name without folder: what the same import is recognised by.
    pub name: String,
    /// Full path at import.
    pub path: String,
    /// BLAKE3 of the file's bytes, hexadecimal.
    pub hash: String,
    /// The mapping it was read with, as JSON (the documented mapping file).
    pub mapping: String,
    /// When it was last imported, changed or not.
    pub imported_at: UtcMillis,
    /// Data rows read: always accepted + rejected.
    pub rows_read: u64,
    /// Rows whose numbers are kept.
    pub rows_accepted: u64,
    /// Rows that are kept in the report only.
    pub rows_rejected: u64,
    /// First day with data.
    pub first_day: Option<Day>,
    /// Last day with data.
    pub last_day: Option<Day>,
    /// Whether its numbers count.
    pub state: SourceState,
    /// Which place on a map each place name in the data means. Names that are not here belong to no place.
    pub places: BTreeMap<String, Place>,
}
