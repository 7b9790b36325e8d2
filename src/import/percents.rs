//! Percentages without their sign: a metric called "Churn %" whose cells say 12 means 12 %, and so does 12 among 45 % and 38 %.

use super::read::Settled;
use super::summary::ValueStats;
use super::warning::Warning;
use crate::base::text::fold_name;
use crate::model::bulk::{ObservationTable, SeriesKey};
use std::collections::{BTreeMap, BTreeSet};

/// True when the name of a metric says that its values are percentages.
fn says_percent(name: &str) -> bool {
    name.contains('%')
        || super::headers::words(name).iter().any(|w| matches!(w.as_str(), "pct" | "percent" | "percentage"))
}

/// True when bare numbers of a metric may turn out to be percentages.
pub(crate) fn may_be_bare(metric: &str, settled: &Settled) -> bool {
    let folded = fold_name(metric);
    let is_listed = settled.mapping.percent.iter().any(|name| fold_name(name) == folded);
    says_percent(metric) || is_listed || settled.known_percents.contains(&folded)
}

/// Which rows of a table were written with a percent sign.
#[derive(Debug, Default)]
pub(crate) struct Signs(Vec<u64>);

impl Signs {
    /// Puts down that a row has one.
    pub(crate) fn add(&mut self, row: usize) {
        let word = row / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(bits) = self.0.get_mut(word) {
            *bits |= 1 << (row % 64);
        }
    }

    /// True for a row that has one.
    pub(crate) fn has(&self, row: usize) -> bool {
        self.0.get(row / 64).is_some_and(|bits| bits & (1 << (row % 64)) != 0)
    }

    /// The same for the rows that are left when some are taken out.
    pub(crate) fn without(&self, gone: &BTreeSet<usize>) -> Self {
        let mut left = Self::default();
        // One walk over both: there may be a million of each.
        let (mut gone, mut before) = (gone.iter().peekable(), 0);
        for row in (0..self.0.len() * 64).filter(|row| self.has(*row)) {
            while gone.next_if(|first| **first < row).is_some() {
                before += 1;
            }
            if gone.peek() != Some(&&row) {
                left.add(row - before);
            }
        }
        left
    }
}

/// What was made of metrics that hold percentages.
#[derive(Debug, Default)]
pub(crate) struct Percents {
    /// Metrics whose bare numbers are percentages and that the mapping does not list yet.
    pub bare: Vec<String>,
    /// What a person should hear of it.
    pub warnings: Vec<Warning>,
}

/// Makes fractions of the values of metrics that are called percentages and written as bare ones, as those with a sign
/// are from the start. What the mapping says counts, then how earlier files with that metric were read, for one month
/// is not to be a hundred times the other. Otherwise the whole file decides: 0.8 is 80 % in a file that goes up to 1,
/// and less than one percent in a file that goes up to 83. What was decided is told; `divide` is told of each series whether
/// its values without a sign are to be divided by a hundred, unless none are. The facts of series that have both kinds are left
/// for the caller to gather anew.
pub(crate) fn settle(
    series: &[SeriesKey],
    stats: &mut [ValueStats],
    settled: &Settled,
    divide: impl FnOnce(&[bool]),
) -> Percents {
    let listed: BTreeSet<String> = settled.mapping.percent.iter().map(|name| fold_name(name)).collect();
    let is_said = |folded: &String| listed.contains(folded) || settled.known_percents.contains(folded);
    let mut metrics: BTreeMap<String, (&str, ValueStats)> = BTreeMap::new();
    for (key, stats) in series.iter().zip(stats.iter()) {
        let metric = metrics.entry(fold_name(&key.metric)).or_insert_with(|| (&key.metric, ValueStats::default()));
        metric.1.merge(stats);
    }
    metrics.retain(|folded, (metric, stats)| says_percent(metric) || is_said(folded) || stats.has_percents());
    let mut found = Percents::default();
    let mut bare: BTreeSet<String> = BTreeSet::new();
    for (folded, (metric, stats)) in metrics {
        // Nothing stands without a sign.
        let Some(example) = stats.greatest_bare() else { continue };
        let metric = metric.to_owned();
        let is_mixed = stats.has_percents();
        let are_percentages =
            if is_mixed { stats.lack_signs(says_percent(&metric)) } else { stats.are_bare_percentages() };
        if are_percentages || is_said(&folded) {
            if !listed.contains(&folded) {
                found.warnings.push(match is_mixed {
                    true => Warning::SignsMissing { metric: metric.clone(), example, count: stats.bare() },
                    false => Warning::BarePercentages { metric: metric.clone(), example },
                });
                found.bare.push(metric);
            }
            bare.insert(folded);
        } else if example != 0.0 {
            found.warnings.push(match is_mixed && stats.are_few_signed() {
                true => Warning::SignsFew { metric, count: stats.rows - stats.bare(), rows: stats.rows },
                false => Warning::NoPercentages { metric, example },
            });
        }
    }
    if bare.is_empty() {
        return found;
    }
    let is_bare: Vec<bool> = series.iter().map(|key| bare.contains(&fold_name(&key.metric))).collect();
    divide(&is_bare);
    for (stats, _) in stats.iter_mut().zip(is_bare).filter(|(stats, is_bare)| *is_bare && !stats.has_percents()) {
        *stats = stats.as_percent();
    }
    found
}

/// The same for a table of observations, of which some rows have a sign.
pub(crate) fn settle_table(
    (table, signs): (&mut ObservationTable, &Signs),
    stats: &mut [ValueStats],
    settled: &Settled,
) -> Percents {
    let ObservationTable { series, series_of_row, value, n, .. } = table;
    let percents = settle(series, stats, settled, |is_bare| {
        for (row, (value, series)) in value.iter_mut().zip(series_of_row.iter()).enumerate() {
            if is_bare.get(*series as usize).copied().unwrap_or(false) && !signs.has(row) {
                *value /= 100.0;
            }
        }
    });
    let mut mixed: BTreeMap<usize, Vec<(f64, f64)>> = (0..stats.len())
        .filter(|at| stats.get(*at).is_some_and(ValueStats::is_mixed))
        .map(|at| (at, Vec::new()))
        .collect();
    if !mixed.is_empty() {
        for (row, (value, series)) in value.iter().zip(series_of_row.iter()).enumerate() {
            if let Some(values) = mixed.get_mut(&(*series as usize)) {
                values.push((*value, n.get(row).copied().unwrap_or(f64::NAN)));
            }
        }
    }
    for (at, values) in mixed {
        if let Some(stats) = stats.get_mut(at) {
            *stats = stats.anew(values.into_iter());
        }
    }
    percents
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_with_signs_are_found_again_when_others_are_gone() {
        let mut signs = Signs::default();
        [1, 3, 64, 130].into_iter().for_each(|row| signs.add(row));
        let left = signs.without(&BTreeSet::from([0, 3, 100]));
        let found: Vec<usize> = (0..200).filter(|row| left.has(*row)).collect();
        assert_eq!(found, [0, 62, 127]);
    }

    /// Counting those that are gone anew for each row took minutes.
    #[test]
    fn rows_are_found_again_in_one_walk() {
        let mut signs = Signs::default();
        (0..400_000).for_each(|row| signs.add(row));
        let gone: BTreeSet<usize> = (0..400_000).step_by(2).collect();
        let started = std::time::Instant::now();
        let left = signs.without(&gone);
        assert!((0..200_000).all(|row| left.has(row)) && !left.has(200_000));
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}
