//! Totals of which a file shows only some parts, as Mixpanel does with the longest of its breakdowns. The total is what the
//! whole comes to; what its parts lack counts as one more of them, called the rest.

use super::mapping::{FilterMapping, Mapping};
use super::summary::ValueStats;
use super::warning::Warning;
use crate::base::time::Day;
use crate::model::bulk::ObservationTable;
use std::collections::HashMap;

/// What the segment is called that stands for the parts which the file does not show.
const REST: &str = "(rest)";

/// Takes from the rows of totals what the other rows of the same metric, place and day add up to.
pub(super) fn settle(table: &mut ObservationTable, stats: &mut [ValueStats], mapping: &Mapping) -> Option<Warning> {
    let rules: Vec<&FilterMapping> = mapping.filter.iter().filter(|filter| !filter.rest.is_empty()).collect();
    let columns: Vec<(usize, &FilterMapping)> = rules
        .iter()
        .filter_map(|rule| Some((mapping.segments.iter().position(|name| *name == rule.column)?, *rule)))
        .collect();
    if columns.is_empty() {
        return None;
    }
    let is_total = |segments: &[String]| {
        columns.iter().all(|(at, rule)| segments.get(*at).is_some_and(|name| rule.rest.contains(name)))
    };
    let totals: Vec<bool> = table.series.iter().map(|key| is_total(&key.segments)).collect();
    let series_of = |row: usize| table.series_of_row.get(row).and_then(|series| usize::try_from(*series).ok());
    let key_of = |row: usize| {
        let series = series_of(row)?;
        let key = table.series.get(series)?;
        let day: Day = *table.day.get(row)?;
        Some(((key.metric.as_str(), key.place.as_str(), day), totals.get(series).copied()?))
    };
    let mut parts: HashMap<(&str, &str, Day), f64> = HashMap::new();
    for (row, value) in table.value.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
        if let Some((key, false)) = key_of(row) {
            *parts.entry(key).or_default() += value;
        }
    }
    let mut told = None;
    let mut rests = Vec::new();
    for (row, total) in table.value.iter().enumerate() {
        let Some((key, true)) = key_of(row) else { continue };
        let shown = parts.get(&key).copied().unwrap_or(0.0);
        let rest = total - shown;
        if rest != 0.0 && told.is_none() {
            let (metric, place, _) = key;
            let at = if place.is_empty() { String::new() } else { format!(" at \"{place}\"") };
            let of = format!("\"{metric}\"{at}");
            told = Some(Warning::RestOfTotal { of, shown, total: *total, rest: REST.to_owned() });
        }
        rests.push((row, series_of(row), rest));
    }
    for (row, series, rest) in rests {
        if let Some(value) = table.value.get_mut(row) {
            *value = rest;
        }
        if let Some(stats) = series.and_then(|series| stats.get_mut(series)) {
            *stats = ValueStats::default();
            stats.add(rest, f64::NAN, false);
        }
    }
    for (key, _) in table.series.iter_mut().zip(totals).filter(|(_, is_total)| *is_total) {
        for (at, _) in &columns {
            if let Some(name) = key.segments.get_mut(*at) {
                REST.clone_into(name);
            }
        }
    }
    told
}
