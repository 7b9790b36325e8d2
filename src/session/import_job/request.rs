//! What someone asks for when data is to be imported.

use crate::base::ids::SourceId;
use crate::import::{ReadChoices, Sniffed};
use crate::model::{Persons, Place, Refresh};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// What to do with place names that are on no map yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NewPlaces {
    /// They become stages in order of appearance.
    #[default]
    Create,
    /// Their rows are rejected as unknown places.
    Skip,
    /// Their rows are kept in the file and count nowhere until someone says what they mean.
    LeaveOut,
}

/// What one place name of the data means, decided by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceChoice {
    /// A place of the map.
    At(Place),
    /// A new stage of that name, even when something of the map is called the same.
    Create,
    /// No place: its rows are kept in the file and count nowhere.
    LeaveOut,
}

/// Why data is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Purpose {
    /// Someone brings it onto the map: what is new in it gets stages, KPIs and cards.
    #[default]
    Import,
    /// The file of a source is read again, or another one in its place: only numbers change. Nobody looks while it
    /// happens, so nothing appears on the map.
    Refresh,
}

/// An import that someone asked for.
#[derive(Debug, Clone, Default)]
pub struct ImportRequest {
    /// The data file.
    pub path: PathBuf,
    /// How to read it, as the JSON of a mapping file; `None` guesses.
    pub mapping: Option<String>,
    /// How the file is read when no mapping says it.
    pub choices: ReadChoices,
    /// What looking at the file found, when somebody has looked: that can take as long as reading it.
    pub sniffed: Option<Sniffed>,
    /// What to do with unknown places.
    pub new_places: NewPlaces,
    /// Decisions about single names; the others are matched by alias and title.
    pub places: BTreeMap<String, PlaceChoice>,
    /// Names that an earlier import of the file left off the map: they stay off, as far as nothing is decided about them
    /// here and the map has no such place now.
    pub left_off: BTreeSet<String>,
    /// Why it is read.
    pub purpose: Purpose,
    /// The source whose place it takes, wherever that came from. Otherwise it takes that of an earlier import of the
    /// same path.
    pub replaces: Option<SourceId>,
    /// How the source follows its file from now on; `None` leaves that as it was, at first unlinked.
    pub refresh: Option<Refresh>,
    /// Name of data that is no file of the user: pasted, or from standard input. Such a source has no path, so nothing
    /// is ever taken for another version of it.
    pub unfiled: Option<String>,
    /// Metrics that the file holds numbers of, folded; `None` where nobody has looked. The session says it.
    pub with_data: Option<BTreeSet<String>>,
    /// What ids are hashed with, and whose rows are left out. The session sets it to that of its file.
    pub persons: Persons,
}
