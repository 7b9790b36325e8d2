//! In which order the segments stand: what a press on the head of a column does.

use crate::i18n::panels::segments as text;
use crate::model::{Direction, Kpi};
use crate::session::breakdown::{Breakdown, Part};
use std::cmp::Ordering;

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Segment,
    Value,
    Answers,
    Difference,
    Change,
}

impl Column {
    /// Its heading.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Self::Segment => text::column_segment(),
            Self::Value => text::column_value(),
            Self::Answers => text::column_n(),
            Self::Difference => text::column_difference(),
            Self::Change => text::column_change(),
        }
    }
}

/// The column that was chosen to sort by, and whether it was pressed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Order {
    pub(super) by: Column,
    pub(super) is_reversed: bool,
}

impl Order {
    /// What a press on a head makes of the order before: worst, largest or first of the alphabet at the top, and the
    /// other way round when it is pressed again.
    pub(super) fn pressed(before: Option<Self>, by: Column) -> Self {
        let is_reversed = before.is_some_and(|before| before.by == by && !before.is_reversed);
        Self { by, is_reversed }
    }
}

/// The segments in the chosen order; without one in that of the breakdown, which has what got worse first. What has no
/// value in the column stands last either way.
pub(super) fn ordered<'b>(kpi: &Kpi, breakdown: &'b Breakdown, order: Option<Order>) -> Vec<&'b Part> {
    let mut parts: Vec<&Part> = breakdown.parts.iter().collect();
    let Some(order) = order else { return parts };
    // Worst first is largest badness first.
    let badness = |value: f64| if kpi.direction == Direction::Up { -value } else { value };
    let key = |part: &Part| -> Option<f64> {
        match order.by {
            Column::Segment => None,
            Column::Value => part.insight.now.value.map(badness),
            Column::Answers => part.insight.now.n,
            Column::Difference => part.difference.difference.map(badness),
            Column::Change => Some(part.worsening(kpi)).filter(|worse| worse.is_finite()),
        }
    };
    let turned = |ordering: Ordering| if order.is_reversed { ordering.reverse() } else { ordering };
    parts.sort_by(|a, b| match (key(a), key(b)) {
        _ if order.by == Column::Segment => turned(a.values.cmp(&b.values)),
        (Some(a), Some(b)) => turned(b.total_cmp(&a)),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    parts
}
