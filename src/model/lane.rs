//! A lane: a row of the map.

use crate::base::ids::{LaneId, MapId};
use serde::{Deserialize, Serialize};

/// What a lane holds. A new card in a lane gets the lane's kind; any kind of card may be moved into any lane but a
/// divider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LaneKind {
    /// Free text.
    Text,
    /// Contacts through channels.
    Touchpoint,
    /// Pictures: the storyboard.
    Image,
    /// What customers said.
    Quote,
    /// The experience curve, drawn and measured.
    Curve,
    /// KPI cards with values and trends.
    Kpi,
    /// What hurts.
    PainPoint,
    /// What could be better.
    Opportunity,
    /// Processes, systems and teams behind the journey.
    Process,
    /// A line across the map with a name (line of interaction, line of visibility); holds no cards.
    Divider,
}

impl LaneKind {
    /// Every kind, in the order menus show them.
    pub const EVERY: [Self; 10] = [
        Self::Text,
        Self::Touchpoint,
        Self::Image,
        Self::Quote,
        Self::Curve,
        Self::Kpi,
        Self::PainPoint,
        Self::Opportunity,
        Self::Process,
        Self::Divider,
    ];
}

/// What stands on a drawn experience curve where somebody said how a step feels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CurvePoints {
    /// Faces that smile or frown with the value.
    #[default]
    Faces,
    /// Plain dots.
    Dots,
}

impl CurvePoints {
    /// Both, in the order menus show them.
    pub const EVERY: [Self; 2] = [Self::Faces, Self::Dots];
}

/// A lane of a map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lane {
    /// Identity.
    pub id: LaneId,
    /// The map it belongs to.
    pub map: MapId,
    /// What it holds.
    pub kind: LaneKind,
    /// Name at the left edge.
    pub title: String,
    /// Smallest height in world units; `None` means the kind's own. Cards can make a lane taller, never clip.
    pub height: Option<f64>,
    /// Shown as its label alone.
    pub is_collapsed: bool,
    /// Not shown at all, and not exported; the outline still lists it.
    pub is_hidden: bool,
    /// What stands on the curve of an experience lane; of no meaning in others, and kept while the kind is changed.
    // Lanes on the clipboard may come from a program that knew no dots.
    #[serde(default)]
    pub points: CurvePoints,
    /// Order among the lanes of the map.
    pub rank: f64,
}
