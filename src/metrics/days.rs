//! What a KPI at a place is worked out from, day by day: the rows of its metric, and whatever its kind needs beside them.

use crate::base::time::{Day, DayRange};
use crate::metrics::series;
use crate::model::observation::{Bucket, DayBucket, DayValues, Parts, distinct};
use crate::model::{Kpi, Place};
use std::collections::BTreeMap;

/// A KPI that a formula reads, with its own days.
#[derive(Debug, Clone, PartialEq)]
pub struct Operand {
    /// The KPI as it is at the place.
    pub kpi: Kpi,
    /// Where it is read.
    pub place: Place,
    /// Its days.
    pub days: KpiDays,
}

/// The days of a KPI at a place, each list in order of days.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KpiDays {
    /// Rows of its metric.
    pub rows: Vec<DayBucket>,
    /// Rows of the other metric of a rate, ratio or difference.
    pub other: Vec<DayBucket>,
    /// The single values, for percentiles.
    pub values: Vec<DayValues>,
    /// What a formula reads, in the order of its distinct names.
    pub operands: Vec<Operand>,
}

impl From<Vec<DayBucket>> for KpiDays {
    fn from(rows: Vec<DayBucket>) -> Self {
        Self { rows, ..Self::default() }
    }
}

impl KpiDays {
    /// First and last day with rows; `None` without any.
    #[must_use]
    pub fn extent(&self) -> Option<DayRange> {
        let own = [&self.rows, &self.other].into_iter().filter_map(|days| Some((days.first()?.day, days.last()?.day)));
        let read = self.operands.iter().filter_map(|o| o.days.extent()).map(|range| (range.from, range.to));
        own.chain(read).map(|(from, to)| DayRange { from, to }).reduce(DayRange::with)
    }

    /// The last day with rows up to a day; `None` without any.
    #[must_use]
    pub fn last_until(&self, limit: Day) -> Option<Day> {
        let last = |days: &[DayBucket]| {
            let until = days.partition_point(|day| day.day <= limit);
            days.get(until.checked_sub(1)?).map(|day| day.day)
        };
        let own = [&self.rows, &self.other].into_iter().filter_map(|days| last(days));
        own.chain(self.operands.iter().filter_map(|o| o.days.last_until(limit))).max()
    }

    /// The widest step from a day with rows of its own to the next: a row stands for that many days at most.
    #[must_use]
    pub fn widest_step(&self) -> i32 {
        steps(self.rows.iter().map(|row| row.day)).max().unwrap_or(1).max(1)
    }

    /// The middle one of all steps from a day with rows to the next: how many days a row usually stands for. 1 where there
    /// is none.
    #[must_use]
    pub fn usual_step(&self) -> i32 {
        let mut all: Vec<i32> = steps(self.all_days().into_iter()).collect();
        all.sort_unstable();
        all.get(all.len() / 2).copied().unwrap_or(1).max(1)
    }

    /// Every day with rows, ascending.
    #[must_use]
    pub fn all_days(&self) -> Vec<Day> {
        let mut days: Vec<Day> = self.rows.iter().chain(&self.other).map(|d| d.day).collect();
        for operand in &self.operands {
            days.extend(operand.days.all_days());
        }
        days.sort_unstable();
        days.dedup();
        days
    }

    /// True when some day of the range has rows.
    #[must_use]
    pub fn has_rows(&self, range: DayRange) -> bool {
        [&self.rows, &self.other].into_iter().any(|days| !within(days, range).is_empty())
            || self.operands.iter().any(|o| o.days.has_rows(range))
    }

    /// The parts of its query that its own rows of a range come from, not those of what a formula reads.
    #[must_use]
    pub fn parts(&self, range: DayRange) -> Parts {
        let mut parts = Parts::default();
        for day in [&self.rows, &self.other].into_iter().flat_map(|days| within(days, range)) {
            parts.add(day.bucket.parts);
        }
        parts
    }

    /// The same KPI without any rows.
    #[must_use]
    pub fn emptied(&self) -> Self {
        let operand = |operand: &Operand| Operand { days: operand.days.emptied(), ..operand.clone() };
        Self { operands: self.operands.iter().map(operand).collect(), ..Self::default() }
    }

    /// Days of several pools of rows as one, such as those of several segments. No row may be in two of the pools; all
    /// are days of the same KPI.
    #[must_use]
    pub fn merged(pools: &[Self]) -> Self {
        let buckets = |of: fn(&Self) -> &Vec<DayBucket>| {
            series::merged(&pools.iter().map(|pool| of(pool).clone()).collect::<Vec<_>>())
        };
        let mut values: BTreeMap<Day, Vec<(f64, f64)>> = BTreeMap::new();
        for day in pools.iter().flat_map(|pool| &pool.values) {
            values.entry(day.day).or_default().extend(&day.values);
        }
        let values = values.into_iter().map(|(day, values)| DayValues { day, values: distinct(values) }).collect();
        let operands = pools.first().map(|pool| pool.operands.as_slice()).unwrap_or_default().iter().enumerate();
        let operands = operands.map(|(index, first)| {
            let of_all = pools.iter().filter_map(|pool| pool.operands.get(index)).map(|o| o.days.clone());
            Operand { kpi: first.kpi.clone(), place: first.place, days: Self::merged(&of_all.collect::<Vec<_>>()) }
        });
        Self { rows: buckets(|p| &p.rows), other: buckets(|p| &p.other), values, operands: operands.collect() }
    }

    /// The values of a range with how much each counts, each value once, ascending.
    #[must_use]
    pub fn values_within(&self, range: DayRange) -> Vec<(f64, f64)> {
        let from = self.values.partition_point(|d| d.day < range.from);
        let to = self.values.partition_point(|d| d.day <= range.to);
        distinct(self.values.get(from..to).unwrap_or_default().iter().flat_map(|d| d.values.iter().copied()).collect())
    }

    /// The last day of a range that has answers.
    #[must_use]
    pub fn last_within(&self, range: DayRange) -> Bucket {
        let days = within(&self.rows, range).iter().rev();
        days.map(|day| day.bucket).find(|bucket| bucket.n > 0.0).unwrap_or_default()
    }
}

/// From each day to the next.
fn steps(days: impl Iterator<Item = Day> + Clone) -> impl Iterator<Item = i32> {
    days.clone().zip(days.skip(1)).map(|(a, b)| b.0.saturating_sub(a.0))
}

/// The days of a range. Days are in order.
pub(crate) fn within(days: &[DayBucket], range: DayRange) -> &[DayBucket] {
    let from = days.partition_point(|d| d.day < range.from);
    let to = days.partition_point(|d| d.day <= range.to);
    days.get(from..to).unwrap_or_default()
}
