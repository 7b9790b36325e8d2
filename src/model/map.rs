//! A journey map.

use crate::base::ids::{MapId, PersonaId};
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
    /// Order among the maps of the file.
    pub rank: f64,
}
