//! What the values of a metric are counted in, as far as the file says it.

use super::headers;
use super::mapping::{Mapping, Shape};
use super::sniff::Sniffed;
use super::summary::MetricSummary;
use super::warning::Warning;
use crate::base::text::fold_name;
use crate::model::bulk::ObservationTable;
use std::collections::{BTreeMap, BTreeSet};

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
        let name = fold_name(score.metric_name());
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

/// What columns are called that say in which unit the value of a row is.
const UNIT_COLUMNS: [&str; 14] = [
    "unit",
    "units",
    "uom",
    "unitofmeasure",
    "currency",
    "einheit",
    "einheiten",
    "masseinheit",
    "maßeinheit",
    "währung",
    "unité",
    "unidad",
    "unità",
    "eenheid",
];

/// Gives metrics the unit that a column says beside each of their values, where it says the same of all of them, and tells of
/// those of which it does not. Such a column is one that the rows are cut by.
pub(crate) fn of_rows(metrics: &mut [MetricSummary], table: &ObservationTable) -> Vec<Warning> {
    let is_unit = |name: &&String| UNIT_COLUMNS.contains(&headers::plain(name).as_str());
    let Some((at, column)) = table.segments.iter().enumerate().find(|(_, name)| is_unit(name)) else {
        return Vec::new();
    };
    let mut units: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for key in &table.series {
        if let Some(unit) = key.segments.get(at).map(|unit| unit.trim()).filter(|unit| !unit.is_empty()) {
            units.entry(fold_name(&key.metric)).or_default().insert(unit);
        }
    }
    let mut warnings = Vec::new();
    for metric in metrics {
        let Some(units) = units.get(&fold_name(&metric.name)) else { continue };
        match units.iter().copied().collect::<Vec<_>>().as_slice() {
            // Percentages and durations are kept in a unit of their own.
            [unit] => metric.unit = metric.unit.take().or_else(|| Some((*unit).to_owned())),
            several => warnings.push(Warning::UnitsMixed {
                metric: metric.name.clone(),
                column: column.clone(),
                units: several.iter().map(|unit| (*unit).to_owned()).collect(),
            }),
        }
    }
    warnings
}
