//! Event markers: dated things that explain a move.

use crate::base::ids::MarkerId;
use crate::base::time::Day;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum MarkerKind {
    /// A new version of the product.
    #[default]
    Release,
    /// A change of rules or prices.
    Policy,
    /// A campaign.
    Campaign,
    /// Something broke.
    Incident,
}

/// A dated event, drawn as a vertical line in every trend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Marker {
    /// Identity.
    pub id: MarkerId,
    /// When.
    pub day: Day,
    /// What, in a few words.
    pub label: String,
    /// What sort of event.
    pub kind: MarkerKind,
}
