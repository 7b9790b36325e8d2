//! Percentages without their sign: a metric called "Churn %" whose cells say 12 means 12 %.

use super::summary::ValueStats;
use crate::base::text::fold_name;
use crate::model::bulk::ObservationTable;
use std::collections::BTreeMap;

/// True when the name of a metric says that its values are percentages.
fn says_percent(name: &str) -> bool {
    name.contains('%')
        || super::headers::words(name).iter().any(|w| matches!(w.as_str(), "pct" | "percent" | "percentage"))
}

/// Makes fractions of the values of metrics that are called percentages and written as bare ones, as those with a sign
/// are from the start, and gives the names of these metrics. The whole file decides: 0.8 is 80 % in a file that goes up
/// to 1, and less than one percent in a file that goes up to 83.
pub(crate) fn settle(table: &mut ObservationTable, stats: &mut [ValueStats]) -> Vec<String> {
    let mut metrics: BTreeMap<String, ValueStats> = BTreeMap::new();
    for (key, stats) in table.series.iter().zip(stats.iter()) {
        if says_percent(&key.metric) {
            metrics.entry(fold_name(&key.metric)).or_default().merge(stats);
        }
    }
    metrics.retain(|_, stats| stats.are_bare_percentages());
    if metrics.is_empty() {
        return Vec::new();
    }
    let is_bare: Vec<bool> = table.series.iter().map(|key| metrics.contains_key(&fold_name(&key.metric))).collect();
    for (value, series) in table.value.iter_mut().zip(&table.series_of_row) {
        if is_bare.get(*series as usize).copied().unwrap_or(false) {
            *value /= 100.0;
        }
    }
    let mut names: Vec<String> = Vec::new();
    for ((key, stats), _) in table.series.iter().zip(stats).zip(is_bare).filter(|(_, is_bare)| *is_bare) {
        *stats = stats.as_percent();
        if !names.iter().any(|name| fold_name(name) == fold_name(&key.metric)) {
            names.push(key.metric.clone());
        }
    }
    names
}
