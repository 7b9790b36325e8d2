//! Which kind of KPI a metric most likely is.

use super::summary::MetricSummary;
use crate::model::{Direction, KpiKind};
use std::fmt;

/// Why a kind was guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KindReason {
    /// Written as percent.
    Percent,
}

impl fmt::Display for KindReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Percent => f.write_str("values are percentages"),
        }
    }
}

/// The kind of KPI a metric most likely is, and why.
#[must_use]
pub fn guess_kind(summary: &MetricSummary) -> (KpiKind, KindReason) {
    todo!("{summary:?}")
}

/// Which way is good, by name.
#[must_use]
pub fn guess_direction(name: &str) -> Direction {
    todo!("{name}")
}
