//! An import from request to result: read, match places and metrics, write in one transaction.

pub mod plan;

pub use plan::{ImportPlan, KpiOutcome, PlaceMatch};

use std::path::PathBuf;

/// What to do with place names that are on no map yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NewPlaces {
    /// They become stages in order of appearance.
    #[default]
    Create,
    /// Their rows are rejected as unknown places.
    Skip,
}

/// An import that someone asked for.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// The data file.
    pub path: PathBuf,
    /// How to read it, as the JSON of a mapping file; `None` guesses.
    pub mapping: Option<String>,
    /// What to do with unknown places.
    pub new_places: NewPlaces,
}
