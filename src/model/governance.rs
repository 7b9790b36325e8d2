//! What makes a metric a KPI beside its arithmetic: when it is looked at, what it foretells, and which warnings about it
//! somebody has set aside.

use crate::base::time::Day;
use crate::model::Place;
use serde::{Deserialize, Serialize};

/// Whether a KPI moves before an outcome or with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// It moves first: effort, activation, time to first value.
    Leading,
    /// It is the outcome: churn, revenue, renewal.
    Lagging,
}

impl Timing {
    /// Both.
    pub const EVERY: [Self; 2] = [Self::Leading, Self::Lagging];
}

/// How often a KPI is reviewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cadence {
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Every quarter.
    Quarterly,
    /// Every year.
    Yearly,
}

impl Cadence {
    /// Every cadence, the shortest first.
    pub const EVERY: [Self; 4] = [Self::Weekly, Self::Monthly, Self::Quarterly, Self::Yearly];
}

/// Whether survey weights count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Weighting {
    /// Answers count with the weight that their data has, or once where it has none.
    #[default]
    AsInData,
    /// Every answer counts once.
    Unweighted,
}

/// A warning that somebody has set aside. Stored with the KPI or the map that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dismissal {
    /// The word of the rule that warned, as in "no_owner".
    pub rule: String,
    /// Where it warned; `None` everywhere.
    pub place: Option<Place>,
    /// Why it does not matter here.
    pub reason: String,
    /// When it was set aside.
    pub on: Day,
}

impl Dismissal {
    /// True when it sets a warning of a rule at a place aside.
    #[must_use]
    pub fn covers(&self, rule: &str, place: Option<Place>) -> bool {
        self.rule == rule && (self.place.is_none() || self.place == place)
    }
}
