//! Metrics whose places are on different scales or in different units, and values outside the scale of their KPI.

use crate::base::text::fold_name;
use crate::model::bulk::{BulkData, RowsBySeries};
use crate::model::{Document, KpiKind};
use crate::session::import_job::checks::series_of::SeriesOfMetrics;
use crate::session::import_job::{ImportOutcome, KpiOutcome};
use std::collections::BTreeMap;

/// Fewer values at a place show no scale.
const FEWEST: u64 = 20;
/// Highest values of the scales that people answer on, and of shares.
const TOPS: [f64; 5] = [1.0, 5.0, 7.0, 10.0, 100.0];
/// How many of one unit make the next: seconds, minutes, hours; percent; thousands.
const FACTORS: [f64; 4] = [60.0, 100.0, 1000.0, 3600.0];
/// How far from such a factor two medians may be.
const NEAR: f64 = 0.25;

/// The values of a metric at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Extent {
    /// The place.
    pub place: String,
    /// How many.
    pub rows: u64,
    /// The lowest.
    pub min: f64,
    /// The highest.
    pub max: f64,
}

/// A metric whose places seem to be on different scales.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleMix {
    /// Which metric.
    pub metric: String,
    /// Its places, lowest scale first.
    pub places: Vec<Extent>,
}

/// A metric whose values at one place are about 60, 100, 1,000 or 3,600 times those at another.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitMix {
    /// Which metric.
    pub metric: String,
    /// The place of the small values and their median.
    pub small: (String, f64),
    /// The place of the large values and their median.
    pub large: (String, f64),
    /// About how many times.
    pub factor: f64,
}

/// Values that the scale of their KPI does not hold.
#[derive(Debug, Clone, PartialEq)]
pub struct BeyondScale {
    /// Which metric.
    pub metric: String,
    /// The KPI.
    pub kpi: String,
    /// Its scale.
    pub scale: (f64, f64),
    /// What the data holds.
    pub found: (f64, f64),
}

/// The extents of every metric (folded) at every place.
pub(super) struct Extents(BTreeMap<String, BTreeMap<String, Extent>>);

impl Extents {
    pub(super) fn of(data: &BulkData, rows: &RowsBySeries) -> Self {
        let mut all = Self(BTreeMap::new());
        let table = &data.observations;
        for (index, key) in table.series.iter().enumerate() {
            let values = rows.of(index).iter().filter_map(|row| table.value_at(*row)).map(|(_, value, _)| value);
            all.add(&key.metric, &key.place, values);
        }
        for score in &data.responses.scores {
            all.add(&score.metric, &score.place, score.value.iter().copied().filter(|value| !value.is_nan()));
        }
        all
    }

    fn add(&mut self, metric: &str, place: &str, values: impl Iterator<Item = f64>) {
        let places = self.0.entry(fold_name(metric)).or_default();
        let extent = places.entry(place.to_owned()).or_insert_with(|| Extent {
            place: place.to_owned(),
            rows: 0,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
        });
        for value in values {
            extent.rows += 1;
            extent.min = extent.min.min(value);
            extent.max = extent.max.max(value);
        }
    }

    /// The places of a metric with enough values.
    fn places(&self, metric: &str) -> Vec<&Extent> {
        let places = self.0.get(&fold_name(metric)).into_iter().flat_map(BTreeMap::values);
        places.filter(|extent| extent.rows >= FEWEST).collect()
    }
}

fn is_score(kpi: &KpiOutcome) -> bool {
    matches!(kpi.kind, KpiKind::Nps | KpiKind::TopBox { .. } | KpiKind::Rate)
}

/// Scores of which one place goes up to 5 and another up to 10, or a share that is 0.4 here and 40 there.
pub(super) fn scale_mixes(extents: &Extents, outcome: &ImportOutcome) -> Vec<ScaleMix> {
    let top = |extent: &Extent| TOPS.into_iter().position(|top| extent.max <= top);
    let mut found = Vec::new();
    for kpi in &outcome.kpis {
        let mut places = extents.places(&kpi.name_in_data);
        let can_be_answers = is_score(kpi) || places.iter().all(|e| e.min >= 0.0 && e.max <= 10.0 && e.max > 1.0);
        places.sort_by(|a, b| a.max.total_cmp(&b.max));
        let tops: Option<Vec<usize>> = places.iter().map(|e| top(e).filter(|_| e.min >= 0.0)).collect();
        let is_mixed = tops.is_some_and(|tops| tops.first() != tops.last());
        if can_be_answers && is_mixed {
            let places = places.into_iter().cloned().collect();
            found.push(ScaleMix { metric: kpi.name_in_data.clone(), places });
        }
    }
    found
}

/// Measured things that are seconds here and minutes there.
pub(super) fn unit_mixes(
    extents: &Extents,
    data: &BulkData,
    rows: &RowsBySeries,
    outcome: &ImportOutcome,
) -> Vec<UnitMix> {
    let mut found = Vec::new();
    let series = SeriesOfMetrics::of(&data.observations);
    for kpi in outcome.kpis.iter().filter(|kpi| !is_score(kpi) && !kpi.kind.is_total()) {
        let places = extents.places(&kpi.name_in_data);
        let medians = places.iter().filter_map(|extent| {
            let median = median(data, rows, (series.metric(&kpi.name_in_data), &extent.place))?;
            (median > 0.0).then(|| (extent.place.clone(), median))
        });
        let mut medians: Vec<_> = medians.collect();
        medians.sort_by(|(_, a), (_, b)| a.total_cmp(b));
        let (Some(small), Some(large)) = (medians.first(), medians.last()) else { continue };
        let factor = FACTORS.into_iter().find(|factor| (large.1 / small.1 / factor - 1.0).abs() <= NEAR);
        if let Some(factor) = factor {
            let metric = kpi.name_in_data.clone();
            found.push(UnitMix { metric, small: small.clone(), large: large.clone(), factor });
        }
    }
    found
}

/// The middle value of a metric, of which the series are given, at a place.
fn median(data: &BulkData, rows: &RowsBySeries, (series, place): (&[usize], &str)) -> Option<f64> {
    let table = &data.observations;
    let is_own = |index: &&usize| table.series.get(**index).is_some_and(|key| key.place == place);
    let own = series.iter().filter(is_own);
    let mut values: Vec<f64> = own
        .flat_map(|index| rows.of(*index))
        .filter_map(|row| table.value_at(*row))
        .map(|(_, value, _)| value)
        .collect();
    let middle = values.len() / 2;
    (!values.is_empty()).then(|| *values.select_nth_unstable_by(middle, f64::total_cmp).1)
}

/// Values that a KPI of the map, whose scale is settled, cannot count.
pub(super) fn beyond_scale(extents: &Extents, document: &Document, outcome: &ImportOutcome) -> Vec<BeyondScale> {
    let mut found = Vec::new();
    for kpi in outcome.kpis.iter().filter(|kpi| !kpi.is_new) {
        let Some(known) = document.kpis.get(&kpi.id) else { continue };
        let scale = match known.kind {
            // Of a rate whose denominator is another metric, the values are counts.
            KpiKind::Rate if known.other_metrics.is_empty() => Some((0.0, 1.0)),
            KpiKind::Sus if !known.other_metrics.is_empty() => None,
            _ => known.answers(),
        };
        let all = extents.0.get(&fold_name(&kpi.name_in_data)).into_iter().flat_map(BTreeMap::values);
        let range = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(min, max), e| (min.min(e.min), max.max(e.max)));
        if let Some(scale) = scale
            && range.0 <= range.1
            && (range.0 < scale.0 || range.1 > scale.1)
        {
            let (metric, kpi) = (kpi.name_in_data.clone(), known.name.clone());
            found.push(BeyondScale { metric, kpi, scale, found: range });
        }
    }
    found
}
