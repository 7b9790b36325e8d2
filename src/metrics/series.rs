//! Series of values on a grain, pooled from days.

use crate::base::time::{Day, DayRange, Grain};
use crate::metrics::value::{KpiValue, value_of};
use crate::model::KpiKind;
use crate::model::observation::{Bucket, DayBucket};
use std::borrow::Cow;

/// A period of a series with its value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeriesPoint {
    /// First day of the calendar period, also when the range begins inside it.
    pub start: Day,
    /// Last day of the calendar period.
    pub end: Day,
    /// The value of its days; always present (a period without one is no point).
    pub value: KpiValue,
    /// The period has not ended: drawn hollow, left out of signals and comparisons.
    pub is_in_progress: bool,
}

/// The days as one pool.
#[must_use]
pub fn pool(days: &[DayBucket], range: DayRange) -> Bucket {
    let mut pooled = Bucket::default();
    for day in days.iter().filter(|d| range.contains(d.day)) {
        pooled.merge(&day.bucket);
    }
    pooled
}

/// The values period by period, each recomputed from the pooled rows of its days. Periods without a value are left out,
/// so that gaps stay gaps. [`Grain::All`] gives one point from the first to the last day with rows.
#[must_use]
pub fn series(
    kind: &KpiKind,
    days: &[DayBucket],
    grain: Grain,
    range: Option<DayRange>,
    today: Option<Day>,
) -> Vec<SeriesPoint> {
    let range = range.unwrap_or(DayRange::EVER);
    let mut days = Cow::Borrowed(days);
    if !days.is_sorted_by_key(|d| d.day) {
        days.to_mut().sort_by_key(|d| d.day);
    }
    let mut periods: Vec<(DayRange, Bucket)> = Vec::new();
    for day in days.iter().filter(|d| range.contains(d.day)) {
        match periods.last_mut() {
            Some((period, bucket)) if grain == Grain::All || period.contains(day.day) => {
                period.to = period.to.max(day.day);
                bucket.merge(&day.bucket);
            }
            _ => {
                let from = grain.start_of(day.day);
                let to = if grain == Grain::All { from } else { grain.next(from).plus(-1) };
                periods.push((DayRange { from, to }, day.bucket));
            }
        }
    }
    let mut points = Vec::with_capacity(periods.len());
    for (period, bucket) in periods {
        let value = value_of(kind, &bucket);
        if value.value.is_some() {
            let is_in_progress = grain != Grain::All && today.is_some_and(|t| t <= period.to);
            points.push(SeriesPoint { start: period.from, end: period.to, value, is_in_progress });
        }
    }
    points
}
