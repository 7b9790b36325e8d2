//! Imports into KPIs whose scale is settled: a value outside it would count as an answer that nobody could give.

use super::long::{KeyPart, text_of};
use super::mapping::ScoreMapping;
use super::percents;
use super::read::Settled;
use super::rows::Row;
use super::sniff::Sniffed;
use super::warning::Warning;
use crate::base::text::fold_name;
use std::collections::{BTreeMap, HashMap};

/// The values that KPIs take of a metric.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueScale {
    /// The lowest.
    pub low: f64,
    /// The highest.
    pub high: f64,
    /// Codes such as 99 for "don't know": no answers, but known ones.
    pub codes: Vec<f64>,
}

impl ValueScale {
    /// True for a value that can be kept.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value) || self.codes.contains(&value)
    }

    /// What this scale or another one takes: of two KPIs that read one metric, each has its own places.
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        self.codes.extend(other.codes);
        Self { low: self.low.min(other.low), high: self.high.max(other.high), codes: self.codes }
    }
}

/// How many values of each metric its KPI cannot take.
#[derive(Debug, Default)]
pub(crate) struct BeyondScales(BTreeMap<String, (String, (f64, f64), u64)>);

impl BeyondScales {
    /// Counts one.
    pub(crate) fn add(&mut self, metric: &str, scale: &ValueScale) {
        let first = || (metric.to_owned(), (scale.low, scale.high), 0);
        self.0.entry(fold_name(metric)).or_insert_with(first).2 += 1;
    }

    /// What is to be told of them.
    pub(crate) fn drain_told(&mut self) -> Vec<Warning> {
        let told = std::mem::take(&mut self.0).into_values();
        told.map(|(metric, scale, count)| Warning::BeyondKpi { metric, scale, count }).collect()
    }
}

impl Settled {
    /// The scale of a metric, when the KPIs that it feeds have one.
    pub(crate) fn scale_of(&self, metric: &str) -> Option<&ValueScale> {
        let scale = self.known_scales.get(&fold_name(metric))?;
        // Whether 12 means 12 % is known when all rows are read, and 12 % are within a scale up to 1.
        (scale.high > 1.0 || !percents::may_be_bare(metric, self)).then_some(scale)
    }

    /// The scale of a column of scores. Where dates are the columns, that of the one metric of the file.
    pub(crate) fn scale_of_score(&self, score: &ScoreMapping) -> Option<&ValueScale> {
        let metric = match self.mapping.scores.is_empty() {
            true => self.mapping.metric.as_ref()?.fixed.as_ref()?,
            false => score.metric_name(),
        };
        self.scale_of(metric)
    }
}

/// Says which rows of a long file hold a value that the KPI of their metric cannot take.
pub(crate) struct KnownScales<'a> {
    settled: &'a Settled,
    metric: KeyPart,
    /// Files repeat their metrics, so that each is looked up once.
    seen: HashMap<Box<[u8]>, Option<&'a ValueScale>, foldhash::fast::RandomState>,
}

impl<'a> KnownScales<'a> {
    pub(crate) fn new(settled: &'a Settled, sniffed: &Sniffed) -> Self {
        let metric = KeyPart::of(settled.mapping.metric.as_ref(), sniffed);
        Self { settled, metric, seen: HashMap::default() }
    }

    /// True when the value can be kept; one that cannot is counted.
    pub(crate) fn holds(&mut self, row: Row<'_>, value: f64, beyond: &mut BeyondScales) -> bool {
        if self.settled.known_scales.is_empty() {
            return true;
        }
        let cell = match &self.metric {
            KeyPart::Fixed(name) => name.as_bytes(),
            KeyPart::Column(column) => row.trimmed(*column),
        };
        let scale = match self.seen.get(cell) {
            Some(scale) => *scale,
            None => {
                let scale = self.settled.scale_of(&text_of(cell).0);
                self.seen.insert(cell.into(), scale);
                scale
            }
        };
        let beyond_of = scale.filter(|scale| !scale.holds(value));
        if let Some(scale) = beyond_of {
            beyond.add(&text_of(cell).0, scale);
        }
        beyond_of.is_none()
    }
}
