//! A stage (phase): the upper column.

use crate::base::ids::{MapId, StageId};
use serde::{Deserialize, Serialize};

/// A stage of a map. It always has at least one step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// Identity.
    pub id: StageId,
    /// The map it belongs to.
    pub map: MapId,
    /// Name.
    pub title: String,
    /// The question this stage must answer, as in "Where do they drop off?"; may be empty.
    pub question: String,
    /// Index into the theme's stage tints (taken modulo their number).
    pub tint: u8,
    /// The map that shows this stage in detail.
    pub linked_map: Option<MapId>,
    /// Order among the stages of the map.
    pub rank: f64,
}
