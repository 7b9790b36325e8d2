//! A journey map.

use crate::base::ids::{MapId, PersonaId};
use crate::base::time::Day;
use crate::model::Dismissal;
use serde::{Deserialize, Serialize};

/// What a map describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum MapState {
    /// The journey as it is.
    #[default]
    Current,
    /// The journey as it should become.
    Future,
}

/// How far the work on a map is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum MapStatus {
    /// Being drawn.
    #[default]
    Draft,
    /// With those who must agree.
    InReview,
    /// Agreed.
    Approved,
    /// Kept for the record.
    Archived,
}

impl MapStatus {
    /// Every status, in the order a map goes through them.
    pub const EVERY: [Self; 4] = [Self::Draft, Self::InReview, Self::Approved, Self::Archived];
}

/// A journey map: stages over steps across, lanes down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JourneyMap {
    /// Identity.
    pub id: MapId,
    /// Name shown in the outline and on exports.
    pub title: String,
    /// Current or future state.
    pub state: MapState,
    /// Whose journey it is.
    pub persona: Option<PersonaId>,
    /// Who looks after the map.
    pub owner: String,
    /// How far the work on it is.
    pub status: MapStatus,
    /// When it is to be looked at again.
    pub review_on: Option<Day>,
    /// When it was last reviewed to the end: what moved since is news.
    pub reviewed_on: Option<Day>,
    /// The other map of a pair of current and future state. Both name each other.
    pub counterpart: Option<MapId>,
    /// Warnings about its KPIs as a whole that somebody has set aside, each with a reason.
    #[serde(default)]
    pub dismissed: Vec<Dismissal>,
    /// Order among the maps of the file.
    pub rank: f64,
}

impl JourneyMap {
    /// A map of the present with a title and nothing else.
    #[must_use]
    pub fn new(id: MapId, title: impl Into<String>) -> Self {
        Self {
            id,
            title: title.into(),
            state: MapState::Current,
            persona: None,
            owner: String::new(),
            status: MapStatus::Draft,
            review_on: None,
            reviewed_on: None,
            counterpart: None,
            dismissed: Vec::new(),
            rank: 1.0,
        }
    }
}
