//! What a KPI measures.

use crate::base::ids::{CardId, Id as _, MapId, StageId, StepId};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A place on a map that numbers can belong to. Stored as text, as in `stage:42`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Place {
    /// The whole journey.
    Map(MapId),
    /// A stage.
    Stage(StageId),
    /// A step.
    Step(StepId),
    /// A touchpoint card.
    Touchpoint(CardId),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Map(id) => write!(f, "map:{}", id.raw()),
            Self::Stage(id) => write!(f, "stage:{}", id.raw()),
            Self::Step(id) => write!(f, "step:{}", id.raw()),
            Self::Touchpoint(id) => write!(f, "touchpoint:{}", id.raw()),
        }
    }
}

/// The text is no place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no place (expected map:, stage:, step: or touchpoint: and a number)")]
pub struct NoPlace(pub String);

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let bad = || NoPlace(text.to_owned());
        let (kind, number) = text.split_once(':').ok_or_else(bad)?;
        let raw: i64 = number.parse().map_err(|_| bad())?;
        match kind {
            "map" => Ok(Self::Map(MapId::from_raw(raw))),
            "stage" => Ok(Self::Stage(StageId::from_raw(raw))),
            "step" => Ok(Self::Step(StepId::from_raw(raw))),
            "touchpoint" => Ok(Self::Touchpoint(CardId::from_raw(raw))),
            _ => Err(bad()),
        }
    }
}

impl From<Place> for String {
    fn from(place: Place) -> Self {
        place.to_string()
    }
}

impl TryFrom<String> for Place {
    type Error = NoPlace;

    fn try_from(text: String) -> Result<Self, NoPlace> {
        text.parse()
    }
}
