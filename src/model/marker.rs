//! Event markers: dated things that explain a move.

use crate::base::ids::{KpiId, MarkerId};
use crate::base::time::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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

/// Whether process limits are worked out anew from the day of an event: somebody says so where the event changed the
/// process for good, and then what was before says nothing about what comes after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum LimitsStart {
    /// The limits go on.
    #[default]
    Never,
    /// Those of every KPI start anew.
    Every,
    /// Those of some KPIs do; never empty in a document.
    Kpis(BTreeSet<KpiId>),
}

impl LimitsStart {
    /// True when the limits of a KPI start anew.
    #[must_use]
    pub fn concerns(&self, kpi: KpiId) -> bool {
        match self {
            Self::Never => false,
            Self::Every => true,
            Self::Kpis(kpis) => kpis.contains(&kpi),
        }
    }

    /// Those of these KPIs start anew; of none, those of nobody.
    #[must_use]
    pub fn of(kpis: BTreeSet<KpiId>) -> Self {
        if kpis.is_empty() { Self::Never } else { Self::Kpis(kpis) }
    }

    /// The same without the KPIs that are not kept.
    #[must_use]
    pub fn retaining(&self, is_kept: impl Fn(KpiId) -> bool) -> Self {
        let Self::Kpis(kpis) = self else { return self.clone() };
        Self::of(kpis.iter().copied().filter(|kpi| is_kept(*kpi)).collect())
    }
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
    /// Whose limits start anew on this day.
    pub limits_start: LimitsStart,
}
