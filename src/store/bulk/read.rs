//! Rows into day buckets.

use crate::base::time::Day;
use crate::model::bulk::BucketQuery;
use crate::model::observation::{Bucket, Cuts, DayBucket, Parts};
use crate::store::StoreError;
use crate::store::bulk::{Block, Database, Loader, Unit};
use std::collections::BTreeMap;

/// Days that are kept as a plain array: 270 years.
const DENSE_DAYS: i64 = 100_000;

/// Buckets by day: an array over the usual span, a tree for days far away from it.
#[derive(Default)]
struct Days {
    first: i32,
    dense: Vec<Bucket>,
    sparse: BTreeMap<i32, Bucket>,
}

impl Days {
    /// Makes room for a span of days, as long as the array stays reasonable.
    fn reserve(&mut self, from: i32, to: i32) {
        let (mut first, mut end) = (i64::from(from), i64::from(to) + 1);
        if !self.dense.is_empty() {
            first = first.min(i64::from(self.first));
            end = end.max(i64::from(self.first) + i64::try_from(self.dense.len()).unwrap_or(i64::MAX));
        }
        let (Ok(length), Ok(start)) = (usize::try_from(end - first), i32::try_from(first)) else { return };
        if end - first > DENSE_DAYS {
            return;
        }
        if self.dense.is_empty() {
            self.first = start;
        }
        let before = usize::try_from(i64::from(self.first) - first).unwrap_or(0);
        if before > 0 {
            self.dense.splice(0..0, std::iter::repeat_n(Bucket::default(), before));
            self.first = start;
        }
        if self.dense.len() < length {
            self.dense.resize(length, Bucket::default());
        }
    }

    fn bucket(&mut self, day: i32) -> &mut Bucket {
        let index = usize::try_from(i64::from(day) - i64::from(self.first)).unwrap_or(usize::MAX);
        match self.dense.get_mut(index) {
            Some(bucket) => bucket,
            None => self.sparse.entry(day).or_default(),
        }
    }

    /// The bucket of a day that gets a row of this part of the query.
    fn bucket_of(&mut self, part: Parts, day: i32) -> &mut Bucket {
        let bucket = self.bucket(day);
        bucket.parts.add(part);
        bucket
    }

    fn finish(mut self) -> Vec<DayBucket> {
        // A day may have been met before the array reached it.
        for (day, bucket) in std::mem::take(&mut self.sparse) {
            self.bucket(day).merge(&bucket);
        }
        let dense = (self.first..).zip(&self.dense).filter(|(_, b)| b.rows > 0).map(|(day, b)| (day, *b));
        let mut days: Vec<_> =
            dense.chain(self.sparse).map(|(day, bucket)| DayBucket { day: Day(day), bucket }).collect();
        days.sort_by_key(|d| d.day);
        days
    }
}

/// The rows of a block that a bucket counts, marked with the part of the query they belong to.
fn add_block(days: &mut Days, block: &Block, query: &BucketQuery, (unit, part): (&Unit, Parts)) {
    let from = block.days.partition_point(|day| *day < query.range.from.0);
    let to = block.days.partition_point(|day| *day <= query.range.to.0);
    let Some(span) = block.days.get(from..to) else { return };
    let (Some(first), Some(last)) = (span.first(), span.last()) else { return };
    days.reserve(*first, *last);
    let Some(values) = block.values.get(from..to) else { return };
    let rows = span.iter().zip(values);
    let weights = block.weights.get(from..to).unwrap_or_default();
    if unit.is_survey() {
        let is_kept = block.is_kept.get(from..to).unwrap_or_default();
        for (row, (day, value)) in rows.enumerate() {
            let weight = weights.get(row).copied();
            // Without a usable weight an answer counts for nothing in a weighted survey.
            let is_counted = weight.is_none_or(|weight| weight > 0.0);
            if value.is_nan() || !is_counted || is_kept.get(row).is_some_and(|is_kept| !is_kept) {
                continue;
            }
            add_answer(days.bucket_of(part, *day), *value, weight, query.cuts);
        }
        return;
    }
    // The series as a whole tells whether its rows are averages: some happen to be whole.
    let rows = rows.zip(weights).filter(|((_, value), _)| !value.is_nan());
    let rows = rows.map(|((day, value), n)| (*day, *value, (!n.is_nan()).then_some(*n)));
    let are_averages = unit.has_averages(query.cuts);
    let has_counts = unit.has_counts();
    // Millions of rows: what is the same for all of them is asked once.
    if are_averages {
        rows.for_each(|(day, value, n)| {
            let bucket = days.bucket_of(part, day);
            bucket.add_average(value, n, query.cuts);
            if has_counts && n.is_none() {
                bucket.forget_n(true);
            }
        });
    } else if has_counts {
        rows.for_each(|(day, value, n)| {
            let bucket = days.bucket_of(part, day);
            bucket.add(value, n, query.cuts);
            if n.is_none() {
                bucket.forget_n(false);
            }
        });
    } else {
        rows.for_each(|(day, value, n)| days.bucket_of(part, day).add(value, n, query.cuts));
    }
}

/// An answer counts once, or with its weight.
fn add_answer(bucket: &mut Bucket, value: f64, weight: Option<f64>, cuts: Cuts) {
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

/// For every query its rows by day, ascending, days without rows left out.
pub(in crate::store) fn day_buckets(
    database: Database<'_>,
    queries: &[BucketQuery],
) -> Result<Vec<Vec<DayBucket>>, StoreError> {
    let mut loader = Loader::new(database);
    let mut block = Block::default();
    let mut answers = Vec::with_capacity(queries.len());
    for query in queries {
        let mut days = Days::default();
        for unit in loader.units_of_query(query)? {
            let part = query.parts.iter().position(|(source, _)| *source == unit.source);
            let part = part.map_or_else(Parts::default, Parts::one);
            loader.load(&unit, &mut block)?;
            add_block(&mut days, &block, query, (&unit, part));
        }
        answers.push(days.finish());
    }
    Ok(answers)
}
