//! Rows into day buckets.

use crate::base::time::{Day, DayRange};
use crate::model::bulk::BucketQuery;
use crate::model::observation::{Bucket, Cuts, DayBucket, Parts};
use crate::store::bulk::{Block, SeriesRows};
use std::collections::BTreeMap;

/// Days that are kept as a plain array: 270 years.
const DENSE_DAYS: i64 = 100_000;

/// Buckets by day: an array over the usual span, which becomes the answer as it is, and a tree for days far away from it.
#[derive(Default)]
pub(super) struct Days {
    dense: Vec<DayBucket>,
    sparse: BTreeMap<i32, Bucket>,
}

/// Days from one to the next without rows, so many.
fn empty_days(first: i32, count: usize) -> impl Iterator<Item = DayBucket> {
    (first..).take(count).map(|day| DayBucket { day: Day(day), bucket: Bucket::default() })
}

impl Days {
    fn first(&self) -> i32 {
        self.dense.first().map_or(0, |first| first.day.0)
    }

    /// Makes room for a span of days, as long as the array stays reasonable.
    pub(super) fn reserve(&mut self, from: i32, to: i32) {
        let (mut first, mut end) = (i64::from(from), i64::from(to) + 1);
        if !self.dense.is_empty() {
            first = first.min(i64::from(self.first()));
            end = end.max(i64::from(self.first()) + i64::try_from(self.dense.len()).unwrap_or(i64::MAX));
        }
        let (Ok(length), Ok(start)) = (usize::try_from(end - first), i32::try_from(first)) else { return };
        if end - first > DENSE_DAYS {
            return;
        }
        if start < self.first() && !self.dense.is_empty() {
            let before = self.first().abs_diff(start) as usize;
            self.dense.splice(0..0, empty_days(start, before));
        }
        let known = self.dense.len();
        if known < length {
            let next = self.dense.last().map_or(start, |last| last.day.0.saturating_add(1));
            self.dense.extend(empty_days(next, length - known));
        }
    }

    fn bucket(&mut self, day: i32) -> &mut Bucket {
        let index = usize::try_from(i64::from(day) - i64::from(self.first())).unwrap_or(usize::MAX);
        match self.dense.get_mut(index) {
            Some(day) => &mut day.bucket,
            None => self.sparse.entry(day).or_default(),
        }
    }

    /// The bucket of a day that gets a row of this part of the query.
    pub(super) fn bucket_of(&mut self, part: Parts, day: i32) -> &mut Bucket {
        let bucket = self.bucket(day);
        bucket.parts.add(part);
        bucket
    }

    /// The buckets of days that follow one another without a gap; `None` when they do not.
    fn every_day(&mut self, days: &[i32]) -> Option<&mut [DayBucket]> {
        // All days are looked at without leaving early, several at once.
        let is_next = |(day, next): (&i32, &i32)| i64::from(*next) - i64::from(*day) == 1;
        let is_gapless = days.iter().zip(days.iter().skip(1)).fold(true, |so_far, pair| so_far & is_next(pair));
        let first = days.first().filter(|_| is_gapless)?;
        let start = usize::try_from(i64::from(*first) - i64::from(self.first())).ok()?;
        self.dense.get_mut(start..start.checked_add(days.len())?)
    }

    pub(super) fn finish(mut self) -> Vec<DayBucket> {
        // A day may have been met before the array reached it.
        for (day, bucket) in std::mem::take(&mut self.sparse) {
            self.bucket(day).merge(&bucket);
        }
        self.dense.retain(|day| day.bucket.rows > 0);
        if !self.sparse.is_empty() {
            self.dense.extend(self.sparse.into_iter().map(|(day, bucket)| DayBucket { day: Day(day), bucket }));
            self.dense.sort_by_key(|day| day.day);
        }
        self.dense
    }
}

/// The rows of some days of a range: where they begin and end.
pub(super) fn span(days: &[i32], range: DayRange) -> std::ops::Range<usize> {
    days.partition_point(|day| *day < range.from.0)..days.partition_point(|day| *day <= range.to.0)
}

/// The answers of a block that a bucket counts, marked with the part of the query they belong to.
pub(super) fn add_answers(days: &mut Days, block: &Block, query: &BucketQuery, part: Parts) {
    let span = span(&block.days, query.range);
    let Some(answered) = block.days.get(span.clone()) else { return };
    let (Some(first), Some(last)) = (answered.first(), answered.last()) else { return };
    days.reserve(*first, *last);
    let Some(values) = block.values.get(span.clone()) else { return };
    let rows = block.rows(span, &query.counting);
    for (row, (day, value)) in answered.iter().zip(values).enumerate() {
        if let Some(weight) = rows.weight(row).filter(|_| query.counting.takes(*value)) {
            add_answer(days.bucket_of(part, *day), *value, weight, query.cuts);
        }
    }
}

/// The observations of a chunk that a bucket counts, marked with the part of the query they belong to.
pub(super) fn add_observations(days: &mut Days, rows: &SeriesRows, query: &BucketQuery, part: Parts) {
    let span = span(&rows.days, query.range);
    let Some(observed) = rows.days.get(span.clone()) else { return };
    let (Some(first), Some(last)) = (observed.first(), observed.last()) else { return };
    days.reserve(*first, *last);
    let (Some(values), Some(n)) = (rows.values.get(span.clone()), rows.n.get(span)) else { return };
    let answers: Vec<f64>;
    let values = if query.counting.missing.is_empty() {
        values
    } else {
        answers = values.iter().map(|v| if query.counting.takes(*v) { *v } else { f64::NAN }).collect();
        &answers
    };
    // The series as a whole tells whether its rows are averages: some happen to be whole.
    let (cuts, are_averages, rows_of_chunk) = (query.cuts, rows.has_averages(query.cuts), (observed, values, n, part));
    // Millions of rows: what is the same for all of them is asked once.
    let of = |are_averages, has_counts| SeriesKind { are_averages, has_counts };
    match (are_averages, rows.has_counts()) {
        (true, true) => add_rows(days, rows_of_chunk, |b, value, n| of(true, true).add(b, value, n, cuts)),
        (true, false) => add_rows(days, rows_of_chunk, |b, value, n| of(true, false).add(b, value, n, cuts)),
        (false, true) => add_rows(days, rows_of_chunk, |b, value, n| of(false, true).add(b, value, n, cuts)),
        (false, false) => add_rows(days, rows_of_chunk, |b, value, n| of(false, false).add(b, value, n, cuts)),
    }
}

/// What is the same for all rows of a series.
#[derive(Clone, Copy)]
pub(super) struct SeriesKind {
    /// Its rows are averages wherever n is above 1.
    pub(super) are_averages: bool,
    /// Its data has a column of counts, so that a row without n is of unknown n.
    pub(super) has_counts: bool,
}

impl SeriesKind {
    /// Adds a row of the series.
    #[inline]
    pub(super) fn add(self, bucket: &mut Bucket, value: f64, n: Option<f64>, cuts: Cuts) {
        if self.are_averages {
            bucket.add_average(value, n, cuts);
        } else {
            bucket.add(value, n, cuts);
        }
        if self.has_counts && n.is_none() {
            bucket.forget_n(self.are_averages);
        }
    }
}

fn add_rows(
    days: &mut Days,
    (observed, values, n, part): (&[i32], &[f64], &[f64], Parts),
    add: impl Fn(&mut Bucket, f64, Option<f64>),
) {
    let add = |bucket: &mut Bucket, value: f64, n: f64| {
        if !value.is_nan() {
            bucket.parts.add(part);
            add(bucket, value, (!n.is_nan()).then_some(n));
        }
    };
    let rows = values.iter().zip(n);
    match days.every_day(observed) {
        // A row every day, as most series have them: no bucket has to be looked for.
        Some(buckets) => buckets.iter_mut().zip(rows).for_each(|(day, (value, n))| add(&mut day.bucket, *value, *n)),
        None => observed.iter().zip(rows).for_each(|(day, (value, n))| add(days.bucket(*day), *value, *n)),
    }
}

/// An answer counts once, or with its weight.
pub(super) fn add_answer(bucket: &mut Bucket, value: f64, weight: Option<f64>, cuts: Cuts) {
    match weight {
        None => bucket.add(value, Some(1.0), cuts),
        Some(weight) => {
            // A weight above 1 makes no average of an answer.
            let averages = bucket.rows_of_averages;
            bucket.add(value, Some(weight), cuts);
            bucket.rows_of_averages = averages;
            bucket.is_weighted = true;
        }
    }
}
