//! Values far away from all others of their metric.

use crate::base::time::Day;
use crate::import::{Imported, MetricSummary};
use crate::model::bulk::RowsBySeries;
use crate::session::import_job::checks::series_of::SeriesOfMetrics;

/// Fewer values have no usual spread.
const FEWEST: usize = 20;
/// Values that the spread is judged by: quartiles of more are the same but for a hair.
const JUDGED: usize = 65_536;
/// How many spans between the quartiles a value may lie outside them (Tukey's outer fence).
const FENCE: f64 = 3.0;
/// A metric whose upper quartile is this many times its lower one is judged by its logarithms: amounts and durations
/// spread by factors.
const WIDE: f64 = 3.0;
/// Examples of each metric.
const EXAMPLES: usize = 5;

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlier {
    /// Where.
    pub place: String,
    /// When.
    pub day: Day,
    /// What.
    pub value: f64,
}

/// The values of a metric that lie far outside.
#[derive(Debug, Clone, PartialEq)]
pub struct Outliers {
    /// Which metric.
    pub metric: String,
    /// How many.
    pub count: u64,
    /// Between which values all others lie.
    pub usual: (f64, f64),
    /// The most extreme ones.
    pub examples: Vec<Outlier>,
    /// The number that all of them are, when it is one that surveys write for "no answer".
    pub code: Option<f64>,
}

/// Numbers that are written where there is no answer.
const CODES: [f64; 12] = [-999.0, -99.0, -98.0, -9.0, -1.0, 77.0, 88.0, 98.0, 99.0, 998.0, 999.0, 9999.0];

/// Looks at every metric without a scale; answers on a scale cannot lie outside it.
pub(super) fn outliers(imported: &Imported, rows: &RowsBySeries) -> Vec<Outliers> {
    let is_open = |metric: &&MetricSummary| metric.scale.is_none();
    let series = SeriesOfMetrics::of(&imported.data.observations);
    let of = |metric: &MetricSummary| of_metric(imported, (rows, series.metric(&metric.name)), &metric.name);
    imported.metrics.iter().filter(is_open).filter_map(of).collect()
}

fn of_metric(imported: &Imported, (rows, series): (&RowsBySeries, &[usize]), metric: &str) -> Option<Outliers> {
    let table = &imported.data.observations;
    let all = || series.iter().flat_map(|index| rows.of(*index).iter().map(|row| (*index, *row)));
    let count = all().count();
    let step = count.div_ceil(JUDGED).max(1);
    let sample: Vec<f64> = all().step_by(step).filter_map(|(_, row)| table.value_at(row)).map(|v| v.1).collect();
    let (low, high) = fences(sample)?;
    let mut found =
        Outliers { metric: metric.to_owned(), count: 0, usual: (low, high), examples: Vec::new(), code: None };
    for (index, row) in all() {
        let Some((day, value, _)) = table.value_at(row).filter(|(_, value, _)| *value < low || *value > high) else {
            continue;
        };
        found.code = match (found.count, found.code) {
            (0, _) => CODES.contains(&value).then_some(value),
            (_, known) => known.filter(|known| *known == value),
        };
        found.count += 1;
        let place = table.series.get(index).map_or_else(String::new, |key| key.place.clone());
        found.examples.push(Outlier { place, day, value });
        if found.examples.len() > EXAMPLES * 100 {
            keep_extremes(&mut found);
        }
    }
    keep_extremes(&mut found);
    // A single loss or frost is a number like any other.
    found.code = found.code.filter(|code| *code >= 0.0 || found.count > 1);
    (found.count > 0).then_some(found)
}

fn keep_extremes(found: &mut Outliers) {
    let (low, high) = found.usual;
    let beyond = |outlier: &Outlier| (low - outlier.value).max(outlier.value - high);
    found.examples.sort_by(|a, b| beyond(b).total_cmp(&beyond(a)).then(a.day.cmp(&b.day)));
    found.examples.truncate(EXAMPLES);
}

/// Beyond these a value is far outside; `None` when the values are few or most of them the same.
fn fences(mut sample: Vec<f64>) -> Option<(f64, f64)> {
    if sample.len() < FEWEST {
        return None;
    }
    sample.sort_unstable_by(f64::total_cmp);
    let quartile = |quarter: usize| sample.get(sample.len() * quarter / 4).copied();
    let (low, high) = (quartile(1)?, quartile(3)?);
    if low >= high {
        return None;
    }
    let outside = |low: f64, high: f64| (low - FENCE * (high - low), high + FENCE * (high - low));
    if *sample.first()? > 0.0 && high > WIDE * low {
        let (from, to) = outside(low.ln(), high.ln());
        return Some((from.exp(), to.exp()));
    }
    Some(outside(low, high))
}
