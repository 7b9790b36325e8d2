//! Sources: one per import.

use crate::base::ids::SourceId;
use crate::base::time::{Day, UtcMillis};
use crate::model::Place;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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

/// When a source is read again from its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Refresh {
    /// Never: it is an import and no more.
    #[default]
    Unlinked,
    /// When someone asks for it.
    ByHand,
    /// When the map is opened, and when someone asks for it.
    OnOpen,
    /// Whenever the file changes, when the map is opened, and when someone asks for it.
    OnChange,
}

impl Refresh {
    /// Every choice, from the least to the most.
    pub const EVERY: [Self; 4] = [Self::Unlinked, Self::ByHand, Self::OnOpen, Self::OnChange];

    /// True when the source follows its path.
    #[must_use]
    pub fn is_linked(self) -> bool {
        self != Self::Unlinked
    }
}

/// What a source remembers of the data file, to be read again from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Link {
    /// When it is read again.
    pub refresh: Refresh,
    /// Length of the data file when it was read last, in bytes; 0 when unknown. With [`Source::hash`] it tells whether
    /// a longer file only grew.
    pub bytes: u64,
    /// Names of the file's columns when it was read last; empty when unknown.
    pub columns: Vec<String>,
}

/// What ids of persons are mixed with before they are hashed: random, one for each file and kept in it. Without the file
/// nobody can find out whether a known id is in it.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Salt(pub [u8; 32]);

impl std::fmt::Debug for Salt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A log is no place for it.
        f.write_str("Salt(…)")
    }
}

/// What a file knows of persons in data: what their ids are hashed with, and whose rows are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Persons {
    /// What ids are hashed with.
    pub salt: Salt,
    /// Hashes of the ids of persons whose rows were removed.
    pub forgotten: Arc<BTreeSet<String>>,
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
    /// What it remembers of the data file.
    pub link: Link,
    /// The source whose file had grown: this one holds the rows that were added to it then. Both are one source to the
    /// user; the first of them holds hash and length of the file, the state and the link.
    pub continues: Option<SourceId>,
}

/// A source as the user knows it: its record and those that hold what its file had grown by, with the sums of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SourceTotals {
    /// Data rows read.
    pub read: u64,
    /// Rows whose numbers are kept.
    pub accepted: u64,
    /// Rows that are in the report only.
    pub rejected: u64,
    /// First day with data.
    pub first_day: Option<Day>,
    /// Last day with data.
    pub last_day: Option<Day>,
}

impl SourceTotals {
    /// Adds a record.
    #[must_use]
    pub fn with(self, source: &Source) -> Self {
        let earlier = [self.first_day, source.first_day].into_iter().flatten().min();
        let later = self.last_day.max(source.last_day);
        Self {
            read: self.read.saturating_add(source.rows_read),
            accepted: self.accepted.saturating_add(source.rows_accepted),
            rejected: self.rejected.saturating_add(source.rows_rejected),
            first_day: earlier,
            last_day: later,
        }
    }
}
