//! What the values of a metric are counted in, as far as the file says it.

use super::mapping::{Mapping, Shape};
use super::sniff::Sniffed;
use super::summary::MetricSummary;
use crate::base::text::fold_name;
use std::collections::BTreeMap;

/// Gives metrics the unit of the columns they come from. Columns that disagree have none in common.
pub(crate) fn with_units(mut metrics: Vec<MetricSummary>, mapping: &Mapping, sniffed: &Sniffed) -> Vec<MetricSummary> {
    // What a column of durations is kept in is settled by the mapping, whatever its header says.
    let index_of = sniffed.index_of_columns();
    let unit_of = |column: &str| match mapping.durations.get(column) {
        Some(unit) => Some(unit.sign().to_owned()),
        None => index_of(column).and_then(|index| sniffed.columns.get(index)?.unit.clone()),
    };
    if mapping.shape == Shape::Long {
        let unit = mapping.value.as_ref().and_then(|value| unit_of(&value.column));
        for metric in &mut metrics {
            // Durations among other values have brought theirs.
            metric.unit = metric.unit.take().or_else(|| unit.clone());
        }
        return metrics;
    }
    let mut units: BTreeMap<String, Option<String>> = BTreeMap::new();
    for score in &mapping.scores {
        let unit = unit_of(&score.column);
        let name = fold_name(score.metric.as_deref().unwrap_or(&score.column));
        units
            .entry(name)
            .and_modify(|known| *known = known.take().filter(|u| Some(u) == unit.as_ref()))
            .or_insert(unit);
    }
    for metric in &mut metrics {
        // Durations under dates have brought theirs.
        metric.unit = units.get(&fold_name(&metric.name)).cloned().flatten().or(metric.unit.take());
    }
    metrics
}
