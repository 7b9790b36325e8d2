//! KPI arithmetic on pooled buckets: values, intervals, series, changes, status, signals, and how numbers are written.
//!
//! One rule for all: compute from counts and sums, round once, at the end, for display only. Every value carries its n,
//! its interval and the name of its method. Nothing here reads a file or a clock; "today" is an argument.

pub mod change;
pub mod comparison;
pub mod days;
pub mod decimate;
pub mod distribution;
pub mod format;
pub mod formula;
pub mod interval;
pub mod kind;
#[cfg(test)]
mod laws;
pub mod many;
pub mod measure;
#[cfg(test)]
mod oracle;
pub mod per_day;
pub mod quantile;
pub mod scores;
pub mod season;
pub mod series;
pub mod spc;
pub mod status;
pub mod sus;
pub mod value;

pub use change::{Change, PerDay, Test, change};
pub use comparison::{ComparedRanges, Comparison, is_as_long};
pub use days::{KpiDays, Operand};
pub use kind::{AsKindError, as_kind, bounds, cuts_of, has_test, within_bounds};
pub use measure::{daily_values, measure, moved, trend};
pub use per_day::moved_between;
pub use scores::{ScoreCount, ScoreGroup, score_counts};
pub use series::{SeriesPoint, merged, pool, series};
pub use status::{Goal, Status, goal_over, misses, status, status_over, target_at};
pub use value::{FEW_ANSWERS, KpiValue, Method, value_and_n, value_of};

/// What the tests of this folder share.
#[cfg(test)]
pub(crate) mod fixture {
    use crate::base::ids::{Id as _, KpiId};
    use crate::base::time::Day;
    use crate::metrics::{KpiDays, cuts_of, merged};
    use crate::model::observation::{Bucket, DayBucket, DayValues};
    use crate::model::{Kpi, KpiKind};

    /// A row of a day: which one, the value, how much it counts.
    pub(crate) type DayRow = (i32, f64, Option<f64>);

    /// A KPI of a kind and scale without target.
    pub(crate) fn kpi(kind: KpiKind, scale: Option<(f64, f64)>) -> Kpi {
        Kpi { metric: "effort".to_owned(), kind, scale, rank: 0.0, ..Kpi::new(KpiId::from_raw(1), "Effort") }
    }

    /// The pool of rows (value, n) counted for a kind.
    pub(crate) fn bucket(kind: &KpiKind, rows: &[(f64, Option<f64>)]) -> Bucket {
        let mut bucket = Bucket::default();
        for (value, n) in rows {
            bucket.add(*value, *n, cuts_of(kind));
        }
        bucket
    }

    /// The same for answers with survey weights.
    pub(crate) fn weighted(kind: &KpiKind, rows: &[(f64, f64)]) -> Bucket {
        let rows: Vec<_> = rows.iter().map(|(value, weight)| (*value, Some(*weight))).collect();
        Bucket { is_weighted: true, ..bucket(kind, &rows) }
    }

    /// The days of a KPI as the file answers, from rows of its metric and of the other one in any order.
    pub(crate) fn days(kind: &KpiKind, rows: &[DayRow], other: &[DayRow]) -> KpiDays {
        let of_day = |(day, value, _): &DayRow, w: f64| DayValues { day: Day(*day), values: vec![(*value, w)] };
        let values = rows.iter().map(|row| of_day(row, row.2.unwrap_or(1.0)));
        // Merging sorts the days and adds up what is equal.
        let each = values.map(|values| KpiDays { values: vec![values], ..KpiDays::default() });
        let values = KpiDays::merged(&each.collect::<Vec<_>>()).values;
        KpiDays { rows: day_buckets(kind, rows), other: day_buckets(kind, other), values, operands: Vec::new() }
    }

    /// The same for answers with survey weights.
    pub(crate) fn weighted_days(kind: &KpiKind, rows: &[DayRow], other: &[DayRow]) -> KpiDays {
        let mut days = days(kind, rows, other);
        days.rows.iter_mut().chain(&mut days.other).for_each(|day| day.bucket.is_weighted = true);
        days
    }

    fn day_buckets(kind: &KpiKind, rows: &[DayRow]) -> Vec<DayBucket> {
        let each = rows.iter().map(|(day, v, n)| vec![DayBucket { day: Day(*day), bucket: bucket(kind, &[(*v, *n)]) }]);
        merged(&each.collect::<Vec<_>>())
    }
}
