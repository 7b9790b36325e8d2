//! KPIs that wait for data, as those of templates do, count single answers on a scale; what people import is often worked
//! out already: an NPS of 31, a mean of 4.2, 82 %. Such a KPI takes its data as it comes, and keeps counting answers where
//! the data are answers with a slip or two.

use crate::base::progress::Progress;
use crate::base::text::fold_name;
use crate::import::{
    self, ImportError, Imported, Mapping, MetricSummary, ReadOptions, ValueScale, are_few, guess_kind,
};
use crate::model::{Kpi, KpiKind};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Reads a file for KPIs of which some wait for data: `waiting` are their scales by the folded names of their metrics, and
/// those of the options are of KPIs that have data. Reads it again where values beyond a scale are slips among answers.
pub(super) fn read(
    path: &Path,
    mapping: Option<&Mapping>,
    options: &mut ReadOptions,
    waiting: &BTreeMap<String, ValueScale>,
    progress: &Progress,
) -> Result<Imported, ImportError> {
    let settled = options.known_scales.clone();
    let free = import::read(path, mapping, options, progress)?;
    let scale_of = |metric: &MetricSummary| waiting.get(&fold_name(&metric.name));
    let is_beyond = |metric: &&MetricSummary| {
        let holds = |scale: &ValueScale| scale.holds(metric.min) && scale.holds(metric.max);
        scale_of(metric).is_some_and(|scale| !holds(scale))
    };
    let mut held: BTreeSet<String> =
        free.metrics.iter().filter(is_beyond).map(|metric| fold_name(&metric.name)).collect();
    while !held.is_empty() {
        let scales = waiting.iter().filter(|(name, _)| held.contains(*name)).map(|(name, s)| (name.clone(), s.clone()));
        options.known_scales = settled.clone();
        options.known_scales.extend(scales);
        let strict = import::read(path, mapping, options, progress)?;
        let rows_left = |name: &String| {
            let of_name = |metric: &&MetricSummary| fold_name(&metric.name) == *name;
            let rows = |from: &Imported| from.metrics.iter().find(of_name).map_or(0, |metric| metric.rows);
            (rows(&free), rows(&strict))
        };
        let is_slip = |name: &String| {
            let (all, left) = rows_left(name);
            are_few(all.saturating_sub(left), all)
        };
        let before = held.len();
        held.retain(is_slip);
        if held.len() == before {
            return Ok(strict);
        }
    }
    options.known_scales = settled;
    Ok(free)
}

/// True when values are single answers that a KPI counts on its scale.
fn are_answers(kpi: &Kpi, metric: &MetricSummary) -> bool {
    let Some((low, high)) = kpi.answers() else { return true };
    let holds = |value: f64| (low..=high).contains(&value) || kpi.missing.contains(&value);
    let counts_single_ones = matches!(kpi.kind, KpiKind::Nps | KpiKind::TopBox { .. });
    let are_single = metric.is_whole && !metric.has_averages;
    holds(metric.min) && holds(metric.max) && !metric.is_percent && (are_single || !counts_single_ones)
}

/// A KPI that waits for data, as it counts what is worked out already; `None` where the data are answers.
pub(super) fn taking(kpi: &Kpi, metric: &MetricSummary) -> Option<(Kpi, import::KindReason)> {
    if are_answers(kpi, metric) {
        return None;
    }
    let (kind, reason) = guess_kind(metric);
    let scale = kpi.answers().filter(|(low, high)| metric.min >= *low && metric.max <= *high && !metric.is_percent);
    let mut taking = Kpi { kind, scale: metric.scale.or(scale), ..kpi.clone() };
    // A share of the satisfied is no target for a mean.
    if taking.terms() != kpi.terms() {
        (taking.target, taking.watch_band) = (None, None);
        for of_place in taking.overrides.values_mut() {
            (of_place.target, of_place.watch_band) = (None, None);
        }
        taking.overrides.retain(|_, of_place| !of_place.is_empty());
    }
    Some((taking, reason))
}

#[cfg(test)]
mod tests {
    use crate::base::ids::{IdAlloc, MapId};
    use crate::base::progress::Progress;
    use crate::base::time::UtcMillis;
    use crate::model::{Document, JourneyMap, Kpi, KpiKind};
    use crate::session::import_job::{Booking, ImportRequest, read_file};

    /// Imports values of a metric, with counts where they are given, into a file whose KPI of that name has no data: rows
    /// that were accepted, and what the KPI is then.
    fn check(kind: KpiKind, values: &str, accepted: u64, expected: KpiKind) -> Kpi {
        let (mut document, mut ids) = (Document::default(), IdAlloc::seeded(7));
        let map = JourneyMap::new(ids.allocate::<MapId>(), "Test");
        let kpi = Kpi { kind, target: Some(0.8), ..Kpi::new(ids.allocate(), "Score") };
        let (map, kpi) = (document.maps.insert(map.id, map.clone().into()).map_or(map.id, |m| m.id), kpi);
        document.kpis.insert(kpi.id, kpi.clone().into());
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("scores.csv");
        let rows = values.split(' ').zip(1..).map(|(value, day)| format!("2025-01-{day:02},Start,Score,{value}\n"));
        let has_n = values.contains(',');
        let head = if has_n { "date,stage,metric,value,n" } else { "date,stage,metric,value" };
        std::fs::write(&path, format!("{head}\n{}", rows.collect::<String>())).unwrap();
        let request = ImportRequest { path, ..ImportRequest::default() };
        let read = read_file(&request, &document, map, &Progress::default()).unwrap();
        assert_eq!(read.imported.rows_accepted, accepted, "{kind:?} {values}");
        let booking = Booking::work_out(&document, map, &read, &request, UtcMillis(0), &mut ids).unwrap();
        booking.diff().apply(&mut document);
        assert_eq!(document.kpis.len(), 1, "{kind:?} {values}");
        let found = Kpi::clone(&document.kpis[&kpi.id]);
        assert_eq!(found.kind, expected, "{kind:?} {values}");
        found
    }

    #[test]
    fn a_kpi_that_waits_takes_what_is_worked_out_already() {
        let box_of_five = KpiKind::top_box_of((1.0, 5.0));
        check(KpiKind::Nps, "31 12 9 10", 4, KpiKind::Mean);
        check(KpiKind::Nps, "31,50 -12,30 8,50", 3, KpiKind::Mean);
        let averages = check(box_of_five, "4.2,120 3.9,80 3.7,95", 3, KpiKind::Mean);
        assert_eq!((averages.scale, averages.target), (Some((1.0, 5.0)), None), "a share is no target of a mean");
        check(box_of_five, "4.8 2.0 4.6 2.2", 4, KpiKind::Mean);
        let shares = check(box_of_five, "82% 78% 80%", 3, KpiKind::Rate);
        assert_eq!((shares.scale, shares.target), (None, Some(0.8)), "it is still the share of the satisfied");
    }

    #[test]
    fn answers_stay_answers_and_slips_stay_slips() {
        let box_of_five = KpiKind::top_box_of((1.0, 5.0));
        let kpi = check(box_of_five, "4 5 3 5 4", 5, box_of_five);
        assert_eq!(kpi.target, Some(0.8));
        check(box_of_five, "4 5 3 5 4 7 5 4 3 5 4 4", 11, box_of_five);
        check(KpiKind::Nps, "9 10 0 7", 4, KpiKind::Nps);
    }
}
