//! Series of values on a grain, pooled from days.

use crate::base::time::{Day, DayRange, Grain};
use crate::metrics::value::{KpiValue, value_of};
use crate::model::KpiKind;
use crate::model::observation::{Bucket, DayBucket};
use std::borrow::Cow;
use std::collections::BTreeMap;

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

/// Days of several pools of rows as one: rows of one day add up. No row may be in two of the pools.
#[must_use]
pub fn merged(pools: &[Vec<DayBucket>]) -> Vec<DayBucket> {
    let mut merged: BTreeMap<Day, Bucket> = BTreeMap::new();
    for day in pools.iter().flatten() {
        merged.entry(day.day).or_default().merge(&day.bucket);
    }
    merged.into_iter().map(|(day, bucket)| DayBucket { day, bucket }).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::fixture::bucket;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn days(rows: &[(&str, f64, f64)]) -> Vec<DayBucket> {
        rows.iter()
            .map(|(at, value, n)| DayBucket { day: day(at), bucket: bucket(&KpiKind::Rate, &[(*value, Some(*n))]) })
            .collect()
    }

    fn check(grain: Grain, range: Option<(&str, &str)>, expected: &[(&str, &str, f64, f64)]) {
        let days = days(&[
            ("2025-01-06", 0.5, 10.0),
            ("2024-12-31", 1.0, 10.0),
            ("2025-01-05", 0.0, 30.0),
            ("2025-03-01", 0.0, 0.0),
            ("2025-04-30", 0.25, 4.0),
        ]);
        let range = range.map(|(from, to)| DayRange { from: day(from), to: day(to) });
        let points: Vec<_> = series(&KpiKind::Rate, &days, grain, range, None)
            .iter()
            .map(|p| (p.start.to_string(), p.end.to_string(), p.value.value.unwrap(), p.value.n.unwrap()))
            .collect();
        let expected: Vec<_> = expected.iter().map(|(a, b, v, n)| ((*a).to_owned(), (*b).to_owned(), *v, *n)).collect();
        assert_eq!(points, expected, "{grain:?} {range:?}");
    }

    #[test]
    fn periods_pool_counts_and_keep_gaps() {
        check(
            Grain::Month,
            None,
            &[
                ("2024-12-01", "2024-12-31", 1.0, 10.0),
                ("2025-01-01", "2025-01-31", 0.125, 40.0),
                ("2025-04-01", "2025-04-30", 0.25, 4.0),
            ],
        );
        // 31 December 2024 and 5 January 2025 share the ISO week that starts on 30 December.
        check(
            Grain::Week,
            Some(("2024-01-01", "2025-01-31")),
            &[("2024-12-30", "2025-01-05", 0.25, 40.0), ("2025-01-06", "2025-01-12", 0.5, 10.0)],
        );
        check(Grain::All, None, &[("2024-12-31", "2025-04-30", 16.0 / 54.0, 54.0)]);
        check(Grain::Day, Some(("2025-04-01", "2025-12-31")), &[("2025-04-30", "2025-04-30", 0.25, 4.0)]);
        check(Grain::Quarter, Some(("2025-02-01", "2025-03-31")), &[]);
    }

    #[test]
    fn the_period_of_today_is_in_progress() {
        let days = days(&[("2025-04-30", 0.5, 10.0), ("2025-05-02", 0.5, 10.0)]);
        let flags = |today| {
            let points = series(&KpiKind::Rate, &days, Grain::Month, None, Some(day(today)));
            points.iter().map(|p| p.is_in_progress).collect::<Vec<_>>()
        };
        assert_eq!(flags("2025-05-02"), [false, true]);
        assert_eq!(flags("2025-05-31"), [false, true]);
        assert_eq!(flags("2025-06-01"), [false, false]);
    }

    #[test]
    fn a_pool_holds_the_days_of_its_range() {
        let days = days(&[("2025-04-30", 0.5, 10.0), ("2025-05-02", 0.25, 30.0)]);
        assert_eq!(pool(&days, DayRange::EVER).n, 40.0);
        assert_eq!(pool(&days, DayRange { from: day("2025-05-01"), to: day("2025-05-02") }).n, 30.0);
    }
}
