//! What one metric of an import looks like: enough to guess its KPI kind and to make its cards.

use super::kinds::MetricKind;
use crate::base::text::fold_name;
use crate::model::bulk::SeriesKey;
use crate::model::observation::is_whole;
use std::collections::HashMap;

/// A metric as it came out of a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MetricSummary {
    /// Name in the data.
    pub name: String,
    /// Places it has rows at, in order of appearance; an empty text is the whole map.
    pub places: Vec<String>,
    /// Values.
    pub rows: u64,
    /// Lowest value.
    pub min: f64,
    /// Highest value.
    pub max: f64,
    /// True when every value is a whole number.
    pub is_whole: bool,
    /// True when values were written as percent ("62.5%"); they are fractions now.
    pub is_percent: bool,
    /// The scale of the mapping, when it has one.
    pub scale: Option<(f64, f64)>,
    /// What values are counted in, as far as the file says it: "min", "€".
    pub unit: Option<String>,
    /// Values that are no share: below 0 or above 1.
    pub outside_share: u64,
    /// True when values say how many answers they stand for.
    pub has_n: bool,
    /// Values that do not say how many answers they stand for.
    pub rows_without_n: u64,
    /// True when some value that stands for more than one answer is no whole number: an average.
    pub has_averages: bool,
    /// True when the header says that the lowest number is the best one: "1 = very satisfied".
    pub is_best_low: bool,
    /// True when the values are counts of rows, people or sessions of the file: they add up.
    pub is_counted: bool,
    /// What the mapping says that its KPI is.
    pub asked: Option<MetricKind>,
}

/// Running facts of the values of one series.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ValueStats {
    pub rows: u64,
    min: f64,
    max: f64,
    /// Highest of those without a percent sign, and how many there are.
    greatest_bare: f64,
    bare: u64,
    /// Lowest and highest of those with one.
    signed: (f64, f64),
    has_fractions: bool,
    has_percents: bool,
    outside_share: u64,
    outside_percent: u64,
    has_n: bool,
    rows_without_n: u64,
    has_averages: bool,
}

impl Default for ValueStats {
    fn default() -> Self {
        Self {
            rows: 0,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            greatest_bare: f64::NEG_INFINITY,
            bare: 0,
            signed: (f64::INFINITY, f64::NEG_INFINITY),
            has_fractions: false,
            has_percents: false,
            outside_share: 0,
            outside_percent: 0,
            has_n: false,
            rows_without_n: 0,
            has_averages: false,
        }
    }
}

impl ValueStats {
    /// Adds a value; `n` is NaN when it was not given.
    pub(crate) fn add(&mut self, value: f64, n: f64, is_percent: bool) {
        let is_fraction = !is_whole(value);
        self.rows += 1;
        self.min = self.min.min(value);
        self.max = self.max.max(value);
        if is_percent {
            self.signed = (self.signed.0.min(value), self.signed.1.max(value));
        } else {
            self.greatest_bare = self.greatest_bare.max(value);
            self.bare += 1;
        }
        self.has_fractions |= is_fraction;
        self.has_percents |= is_percent;
        self.outside_share += u64::from(!(0.0..=1.0).contains(&value));
        self.outside_percent += u64::from(!(0.0..=100.0).contains(&value));
        self.has_n |= !n.is_nan();
        self.rows_without_n += u64::from(n.is_nan());
        self.has_averages |= is_fraction && n > 1.0;
    }
}

impl ValueStats {
    /// Adds the facts of another series.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.rows += other.rows;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        self.greatest_bare = self.greatest_bare.max(other.greatest_bare);
        self.bare += other.bare;
        self.signed = (self.signed.0.min(other.signed.0), self.signed.1.max(other.signed.1));
        self.has_fractions |= other.has_fractions;
        self.has_percents |= other.has_percents;
        self.outside_share += other.outside_share;
        self.outside_percent += other.outside_percent;
        self.has_n |= other.has_n;
        self.rows_without_n += other.rows_without_n;
        self.has_averages |= other.has_averages;
    }

    /// True when the values are percentages written without their sign: 83 rather than 83 % or 0.83. Asked of a metric
    /// whose name says that it holds percentages.
    pub(crate) fn are_bare_percentages(&self) -> bool {
        !self.has_percents && self.max > 1.0 && are_few(self.outside_percent, self.rows)
    }

    /// True when the values without a percent sign among others with one are percentages too: 38 beside 45 %. The signs tell
    /// what is usual: 0.52 is 52 % beside 45 %, and 0.52 % beside 0.4 %; 1.2 is 120 % beside 150 %. Where fewer than half
    /// have one, the sign may be what is mistyped, as in one 4 % among answers from 1 to 5, unless the name of the metric says
    /// that it holds percentages.
    pub(crate) fn lack_signs(&self, says_percent: bool) -> bool {
        /// How far from the others a value may be.
        const NEAR: f64 = 3.0;
        let (bare, (low, high)) = (self.greatest_bare, self.signed);
        if self.bare == 0 || !self.has_percents || (self.are_few_signed() && !says_percent) {
            return false;
        }
        let is_near = |value: f64| value * NEAR >= low && value <= high * NEAR;
        if bare > 1.0 && high <= 1.0 {
            // What has been a share so far is none of thousands of percent.
            return !is_near(bare) && are_few(self.outside_percent, self.rows);
        }
        !is_near(bare) && is_near(bare / 100.0)
    }

    /// True when fewer than half of the values have a percent sign.
    pub(crate) fn are_few_signed(&self) -> bool {
        self.rows.saturating_sub(self.bare) < self.bare
    }

    /// True when some values have a percent sign and others none.
    pub(crate) fn is_mixed(&self) -> bool {
        self.has_percents && self.bare > 0
    }

    /// The facts of values, each with its n, that are what those of a mixed series came to.
    pub(crate) fn anew(&self, values: impl Iterator<Item = (f64, f64)>) -> Self {
        let mut stats = Self::default();
        values.for_each(|(value, n)| stats.add(value, n, true));
        Self { bare: self.bare, ..stats }
    }

    /// How many values have no percent sign.
    pub(crate) fn bare(&self) -> u64 {
        self.bare
    }

    /// The highest value without a percent sign.
    pub(crate) fn greatest_bare(&self) -> Option<f64> {
        Some(self.greatest_bare).filter(|value| value.is_finite())
    }

    /// True when some values had a percent sign.
    pub(crate) fn has_percents(&self) -> bool {
        self.has_percents
    }

    /// The same facts with every value divided by a hundred.
    pub(crate) fn as_percent(self) -> Self {
        let (min, max) = (self.min / 100.0, self.max / 100.0);
        let has_fractions = self.has_fractions || self.outside_share > 0;
        Self { min, max, has_fractions, has_percents: true, outside_share: self.outside_percent, ..self }
    }
}

/// A slip of the pen or two, not the nature of the data: one in ten, or the only one of several.
pub(crate) fn are_few(outside: u64, rows: u64) -> bool {
    outside * 10 <= rows || (outside == 1 && rows > 2)
}

/// Gathers metrics in order of appearance.
#[derive(Debug, Default)]
pub(crate) struct Summaries {
    metrics: Vec<MetricSummary>,
    index: HashMap<String, usize>,
    places: Vec<String>,
    known_places: std::collections::HashSet<String>,
    metric_places: std::collections::HashSet<(usize, String)>,
}

impl Summaries {
    /// Adds a series. Series without values are no news.
    pub(crate) fn add(&mut self, metric: &str, place: &str, scale: Option<(f64, f64)>, stats: ValueStats) {
        if stats.rows == 0 {
            return;
        }
        // Capitals and extra spaces make no other metric, as they make no other place.
        let folded = fold_name(metric);
        let index = match self.index.get(&folded) {
            Some(index) => *index,
            None => {
                self.index.insert(folded, self.metrics.len());
                self.metrics.push(MetricSummary {
                    name: metric.to_owned(),
                    min: f64::INFINITY,
                    max: f64::NEG_INFINITY,
                    is_whole: true,
                    scale,
                    ..MetricSummary::default()
                });
                self.metrics.len() - 1
            }
        };
        if !place.is_empty() && self.known_places.insert(place.to_owned()) {
            self.places.push(place.to_owned());
        }
        let is_new_here = self.metric_places.insert((index, place.to_owned()));
        let Some(summary) = self.metrics.get_mut(index) else { return };
        if is_new_here {
            summary.places.push(place.to_owned());
        }
        summary.rows += stats.rows;
        summary.min = summary.min.min(stats.min);
        summary.max = summary.max.max(stats.max);
        summary.is_whole &= !stats.has_fractions;
        summary.is_percent |= stats.has_percents;
        summary.outside_share += stats.outside_share;
        summary.has_n |= stats.has_n;
        summary.rows_without_n += stats.rows_without_n;
        summary.has_averages |= stats.has_averages;
        // Two questions of one metric on different scales have none in common.
        if summary.scale != scale {
            summary.scale = None;
        }
    }

    /// Adds all series of a table.
    pub(crate) fn add_series(&mut self, series: &[SeriesKey], stats: &[ValueStats]) {
        for (key, stats) in series.iter().zip(stats) {
            self.add(&key.metric, &key.place, None, *stats);
        }
    }

    /// Places and metrics.
    pub(crate) fn finish(self) -> (Vec<String>, Vec<MetricSummary>) {
        (self.places, self.metrics)
    }
}
