//! Row and bucket types of bulk data. The rows themselves live in the file, never in the document.

use crate::base::time::Day;

/// One observation of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// The day it belongs to.
    pub day: Day,
    /// The value: a score, a count, a fraction for rates.
    pub value: f64,
    /// How many answers or trials stand behind it; `None` when the source does not say.
    pub n: Option<f64>,
}

/// Two thresholds a bucket counts against, so that NPS and top box need no histogram.
/// NPS: `low` = 7 (passives and better), `high` = 9 (promoters). Top box: both the satisfied score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cuts {
    /// Counted in [`Bucket::at_least_low`].
    pub low: f64,
    /// Counted in [`Bucket::at_least_high`].
    pub high: f64,
}

/// Counts and sums of the rows of one day (or of any pool of days): all that the KPI arithmetic needs.
/// Buckets add up; averages of averages cannot happen. A row counts `w` times: its n, its survey weight, or 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bucket {
    /// Rows.
    pub rows: u64,
    /// Rows whose n was not given (they count once).
    pub rows_without_n: u64,
    /// Of those, rows of data that has a column of counts and leaves it empty here: how many answers they stand for is
    /// unknown. (Data without such a column has one answer a row.)
    pub rows_of_unknown_n: u64,
    /// Rows with n above 1, or of unknown n, that are averages rather than score counts: of a series with any value
    /// that is no whole number or on no scale of answers, or, of single rows, values that are no whole numbers.
    pub rows_of_averages: u64,
    /// Σw.
    pub n: f64,
    /// Σw².
    pub n_sq: f64,
    /// Σw·x.
    pub sum: f64,
    /// Σw·x².
    pub sum_sq: f64,
    /// Σw²·x, for the spread between rows.
    pub sum_nn: f64,
    /// Σw²·x², for the spread between rows.
    pub sum_sq_nn: f64,
    /// Σx, each row once.
    pub plain_sum: f64,
    /// Σw of rows with x ≥ [`Cuts::low`].
    pub at_least_low: f64,
    /// Σw of rows with x ≥ [`Cuts::high`].
    pub at_least_high: f64,
    /// True when w is a survey weight rather than a count.
    pub is_weighted: bool,
    /// Which parts of the query the rows came from.
    pub parts: Parts,
}

/// Which parts of a query rows came from, so that a number names the sources behind it and no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parts(u64);

impl Parts {
    /// The part at an index of the query. Those from the 64th on share one bit: a name too many rather than one missing.
    #[must_use]
    pub fn one(index: usize) -> Self {
        Self(1 << index.min(63))
    }

    /// As a number, for the file.
    #[must_use]
    pub fn bits(self) -> u64 {
        self.0
    }

    /// What [`Parts::bits`] gave.
    #[must_use]
    pub fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// Adds other parts.
    pub fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// True when rows came from the part at an index of the query.
    #[must_use]
    pub fn contains(self, index: usize) -> bool {
        self.0 & Self::one(index).0 != 0
    }
}

/// True when the number has no fraction. Adding 1.5·2^52 rounds to a whole number without a call, which counts for
/// millions of rows; from 2^51 on the sum is not exact.
#[must_use]
pub fn is_whole(value: f64) -> bool {
    const NO_FRACTION: f64 = 6_755_399_441_055_744.0;
    if value.abs() < 2_251_799_813_685_248.0 {
        (value + NO_FRACTION) - NO_FRACTION == value
    } else {
        value.fract() == 0.0
    }
}

impl Bucket {
    /// Adds one row.
    pub fn add(&mut self, value: f64, n: Option<f64>, cuts: Cuts) {
        let w = n.unwrap_or(1.0);
        self.rows += 1;
        self.rows_without_n += u64::from(n.is_none());
        self.rows_of_averages += u64::from((w > 1.0) & !is_whole(value));
        self.n += w;
        self.n_sq += w * w;
        self.sum += w * value;
        self.sum_sq += w * value * value;
        self.sum_nn += w * w * value;
        self.sum_sq_nn += w * w * value * value;
        self.plain_sum += value;
        // Always added, perhaps nothing: values lie on both sides at random, and no branch foresees that.
        self.at_least_low += if value >= cuts.low { w } else { 0.0 };
        self.at_least_high += if value >= cuts.high { w } else { 0.0 };
    }

    /// Adds a row of a series that holds averages: one that happens to be whole, 4.0 among 4.1, is one as well.
    pub fn add_average(&mut self, value: f64, n: Option<f64>, cuts: Cuts) {
        let before = self.rows_of_averages;
        self.add(value, n, cuts);
        self.rows_of_averages = before + u64::from(n.is_some_and(|n| n > 1.0));
    }

    /// Says that the row added last is of unknown n: its data counts answers, but not here.
    pub fn forget_n(&mut self, is_average: bool) {
        self.rows_of_unknown_n += 1;
        self.rows_of_averages += u64::from(is_average);
    }

    /// Adds another pool of rows counted against the same cuts.
    pub fn merge(&mut self, other: &Self) {
        self.rows += other.rows;
        self.rows_without_n += other.rows_without_n;
        self.rows_of_unknown_n += other.rows_of_unknown_n;
        self.rows_of_averages += other.rows_of_averages;
        self.n += other.n;
        self.n_sq += other.n_sq;
        self.sum += other.sum;
        self.sum_sq += other.sum_sq;
        self.sum_nn += other.sum_nn;
        self.sum_sq_nn += other.sum_sq_nn;
        self.plain_sum += other.plain_sum;
        self.at_least_low += other.at_least_low;
        self.at_least_high += other.at_least_high;
        self.is_weighted |= other.is_weighted;
        self.parts.add(other.parts);
    }
}

/// The bucket of one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayBucket {
    /// Which day.
    pub day: Day,
    /// Its rows.
    pub bucket: Bucket,
}

/// The values of one day, each once.
#[derive(Debug, Clone, PartialEq)]
pub struct DayValues {
    /// Which day.
    pub day: Day,
    /// Value and how much it counts (rows, n or survey weights), by value, ascending.
    pub values: Vec<(f64, f64)>,
}

/// Values in order, equal ones as one that counts as much as all of them.
#[must_use]
pub fn distinct(mut values: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    values.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0;
        if is_same {
            kept.1 += next.1;
        }
        is_same
    });
    values
}
