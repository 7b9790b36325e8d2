//! Percentages without their sign: a metric called "Churn %" whose cells say 12 means 12 %.

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
/// its values are to be divided by a hundred, unless none are.
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
        let folded = fold_name(&key.metric);
        if says_percent(&key.metric) || is_said(&folded) {
            metrics.entry(folded).or_insert_with(|| (key.metric.as_str(), ValueStats::default())).1.merge(stats);
        }
    }
    let mut found = Percents::default();
    let mut bare: BTreeSet<String> = BTreeSet::new();
    for (folded, (metric, stats)) in metrics {
        // Nothing stands without a sign.
        let Some(example) = stats.greatest_bare() else { continue };
        let metric = metric.to_owned();
        if stats.are_bare_percentages() || (is_said(&folded) && !stats.has_percents()) {
            if !listed.contains(&folded) {
                found.warnings.push(Warning::BarePercentages { metric: metric.clone(), example });
                found.bare.push(metric);
            }
            bare.insert(folded);
        } else if example != 0.0 {
            found.warnings.push(Warning::NoPercentages { metric, example });
        }
    }
    if bare.is_empty() {
        return found;
    }
    let is_bare: Vec<bool> = series.iter().map(|key| bare.contains(&fold_name(&key.metric))).collect();
    divide(&is_bare);
    for (stats, _) in stats.iter_mut().zip(is_bare).filter(|(_, is_bare)| *is_bare) {
        *stats = stats.as_percent();
    }
    found
}

/// The same for a table of observations.
pub(crate) fn settle_table(table: &mut ObservationTable, stats: &mut [ValueStats], settled: &Settled) -> Percents {
    let ObservationTable { series, series_of_row, value, .. } = table;
    settle(series, stats, settled, |is_bare| {
        for (value, series) in value.iter_mut().zip(series_of_row.iter()) {
            if is_bare.get(*series as usize).copied().unwrap_or(false) {
                *value /= 100.0;
            }
        }
    })
}
