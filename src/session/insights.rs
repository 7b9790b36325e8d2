//! The numbers on the map: which rows each KPI reads, and what they come to for the shown period.
//!
//! Rows are fetched once per change of the data, as buckets of days; period, grain and comparison only pool them anew.

use crate::base::ids::{KpiId, MapId, SourceId};
use crate::base::time::{Day, DayRange, Grain};
use crate::metrics::{self, Change, KpiValue, SeriesPoint, Status, spc};
use crate::model::bulk::BucketQuery;
use crate::model::observation::{Bucket, DayBucket, Parts};
use crate::model::{Document, Kpi, KpiKind, Place, SourceState};
use crate::session::view::NumbersView;
use std::collections::BTreeMap;

/// A KPI at a place.
pub type KpiAt = (KpiId, Place);

/// The days of every KPI on the maps, fetched from the file.
pub type DaysByKpi = BTreeMap<KpiAt, Vec<DayBucket>>;

/// What is known about a KPI at a place in the shown period.
#[derive(Debug, Clone, PartialEq)]
pub struct Insight {
    /// The value of the period.
    pub now: KpiValue,
    /// The value of the compared period; `None` without comparison or without data there.
    pub before: Option<KpiValue>,
    /// The change between the two.
    pub change: Option<Change>,
    /// Against the target.
    pub status: Status,
    /// The target of one bucket of the series.
    pub target: Option<f64>,
    /// Period by period, over the shown and the compared days.
    pub series: Vec<SeriesPoint>,
    /// Limits and signals of the series; `None` below six points.
    pub chart: Option<spc::Chart>,
    /// First day with data, of all days.
    pub first_day: Option<Day>,
    /// Last day with data, of all days.
    pub last_day: Option<Day>,
    /// Where the rows of the shown and the compared days come from; without any, those of all days.
    pub sources: Vec<SourceId>,
    /// Days of the value.
    pub now_range: DayRange,
    /// Days it is compared with.
    pub before_range: Option<DayRange>,
    /// Bucket width of the series.
    pub grain: Grain,
}

/// All figures of a document under one view.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Insights {
    /// By KPI and place; a KPI card without data has no entry.
    pub figures: BTreeMap<KpiAt, Insight>,
    /// First and last day with data of all active sources.
    pub data_range: Option<DayRange>,
    /// The shown days.
    pub shown: Option<DayRange>,
    /// Answers to surveys behind the figures of the shown period.
    pub answers: f64,
    /// Grows with every change, for caches.
    pub revision: u64,
}

/// Every KPI that has a card at a place, once each, in order.
#[must_use]
pub fn kpis_with_cards(document: &Document) -> Vec<KpiAt> {
    let mut found: Vec<KpiAt> =
        document.maps.keys().flat_map(|map| document.kpi_cards(*map).map(|(_, kpi, place, _)| (kpi, place))).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Every KPI at a place that numbers may be known for, once each, in order: all KPI cards, and the satisfaction scores
/// of every step and touchpoint in the data, which the measured experience curve is drawn from.
#[must_use]
pub fn kpis_at_places(document: &Document) -> Vec<KpiAt> {
    let mut found = kpis_with_cards(document);
    let mut places: Vec<Place> = document.sources.values().flat_map(|s| s.places.values().copied()).collect();
    places.retain(|p| matches!(p, Place::Step(_) | Place::Touchpoint(_)));
    places.sort_unstable();
    places.dedup();
    for kpi in document.kpis.values().filter(|k| is_satisfaction(k)) {
        found.extend(places.iter().map(|place| (kpi.id, *place)));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// True for scores of satisfaction, which can stand on the experience curve.
#[must_use]
pub fn is_satisfaction(kpi: &Kpi) -> bool {
    match kpi.kind {
        KpiKind::Nps | KpiKind::TopBox { .. } => true,
        KpiKind::Mean => kpi.scale.is_some(),
        KpiKind::Rate | KpiKind::Sum => false,
    }
}

/// Which rows a KPI reads at a place: those of active sources whose place names mean the place, and of them those in all
/// of the segments (dimension, value).
#[must_use]
pub fn query(document: &Document, kpi: &Kpi, place: Place, segments: &[(String, String)]) -> BucketQuery {
    let mut parts = Vec::new();
    for source in document.sources.values().filter(|s| s.state == SourceState::Active) {
        let names: Vec<String> =
            source.places.iter().filter(|(_, p)| **p == place).map(|(name, _)| name.clone()).collect();
        if !names.is_empty() {
            parts.push((source.id, names));
        }
    }
    BucketQuery {
        metric: kpi.metric.clone(),
        parts,
        cuts: metrics::cuts_of(&kpi.kind),
        range: DayRange::EVER,
        segments: segments.to_vec(),
    }
}

/// The queries of all KPI cards.
#[must_use]
pub fn queries(document: &Document, segments: &[(String, String)]) -> Vec<(KpiAt, BucketQuery)> {
    kpis_at_places(document)
        .into_iter()
        .filter_map(|(kpi, place)| {
            let row = document.kpis.get(&kpi)?;
            Some(((kpi, place), query(document, row, place, segments)))
        })
        .collect()
}

/// First and last day with data of the active sources.
#[must_use]
pub fn data_range(document: &Document) -> Option<DayRange> {
    let active = || document.sources.values().filter(|s| s.state == SourceState::Active);
    let from = active().filter_map(|s| s.first_day).min()?;
    let to = active().filter_map(|s| s.last_day).max()?;
    Some(DayRange { from, to })
}

/// Works out all figures. `today` tells which period is still in progress; `None` means none is.
#[must_use]
pub fn figures(document: &Document, days: &DaysByKpi, view: &NumbersView, today: Option<Day>) -> Insights {
    let data = data_range(document);
    let Some(shown) = view.period.range(data) else { return Insights::default() };
    let mut insights = Insights { data_range: data, shown: Some(shown), ..Insights::default() };
    for ((kpi, place), days) in days {
        let Some(row) = document.kpis.get(kpi) else { continue };
        if let Some(insight) = figure(document, (row.as_ref(), *place), days, view, (shown, today)) {
            if is_satisfaction(row) {
                insights.answers += insight.now.n.unwrap_or(0.0);
            }
            insights.figures.insert((*kpi, *place), insight);
        }
    }
    insights
}

/// Works out what is known about one KPI at a place from its days; `None` without any. `shown` are the days of the value,
/// `today` tells which period is still in progress.
#[must_use]
pub fn figure(
    document: &Document,
    (kpi, place): (&Kpi, Place),
    days: &[DayBucket],
    view: &NumbersView,
    (shown, today): (DayRange, Option<Day>),
) -> Option<Insight> {
    let (first_day, last_day) = (days.first()?.day, days.last()?.day);
    let ranges = view.comparison.ranges(shown);
    let now_bucket = metrics::pool(days, ranges.now);
    let before_bucket = ranges.before.map(|range| metrics::pool(days, range)).filter(|b| b.rows > 0);
    let value_of = |bucket: &Bucket| metrics::within_bounds(kpi, metrics::value_of(&kpi.kind, bucket));
    let now = value_of(&now_bucket);
    let charted = DayRange { from: ranges.before.map_or(shown.from, |b| b.from.min(shown.from)), to: shown.to };
    let mut series = metrics::series(&kpi.kind, days, view.grain, Some(charted), today);
    for point in &mut series {
        point.value = metrics::within_bounds(kpi, point.value);
    }
    let chart = spc::chart(&spc::slots(&series, view.grain));
    let covered = DayRange { from: ranges.now.from.max(first_day), to: ranges.now.to.min(last_day) }.days();
    #[expect(clippy::cast_precision_loss, reason = "a number of days")]
    let covered = covered as f64;
    let mut parts = metrics::pool(days, charted).parts;
    if parts == Parts::default() {
        parts = metrics::pool(days, DayRange::EVER).parts;
    }
    let asked = query(document, kpi, place, &[]).parts.into_iter().enumerate();
    let sources = asked.filter(|(index, _)| parts.contains(*index)).map(|(_, (source, _))| source).collect();
    Some(Insight {
        status: now.value.map_or(Status::NoTarget, |value| metrics::status_over(kpi, value, covered)),
        target: metrics::target_at(kpi, view.grain),
        change: before_bucket.as_ref().map(|before| metrics::change(&kpi.kind, &now_bucket, before)),
        before: before_bucket.map(|b| value_of(&b)),
        now,
        series,
        chart,
        first_day: Some(first_day),
        last_day: Some(last_day),
        sources,
        now_range: ranges.now,
        before_range: ranges.before,
        grain: view.grain,
    })
}

/// The KPI card that speaks for a step: the first one at a touchpoint of the step, at the step, at its stage. Used where
/// a pain point names no KPI of its own.
#[must_use]
pub fn kpi_speaking_for(document: &Document, map: MapId, step: crate::base::ids::StepId) -> Option<KpiAt> {
    let stage = document.steps.get(&step)?.stage;
    let closeness = |place: Place| match place {
        Place::Touchpoint(card) if document.cards.get(&card).is_some_and(|c| c.step == step) => Some(0),
        Place::Step(id) if id == step => Some(1),
        Place::Stage(id) if id == stage => Some(2),
        _ => None,
    };
    let satisfaction_first = |kpi: KpiId| u8::from(!document.kpis.get(&kpi).is_some_and(|k| is_satisfaction(k)));
    document
        .kpi_cards(map)
        .filter_map(|(card, kpi, place, _)| {
            let near = closeness(place)?;
            Some(((near, satisfaction_first(kpi), card.rank.to_bits(), card.id), (kpi, place)))
        })
        .min_by_key(|(order, _)| *order)
        .map(|(_, kpi_at)| kpi_at)
}
