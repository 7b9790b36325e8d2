//! The numbers on the map: which rows each KPI reads, and what they come to for the shown period.
//!
//! Rows are fetched once per change of the data, as buckets of days; period, grain and comparison only pool them anew.

use crate::base::ids::{KpiId, MapId, SourceId};
use crate::base::time::{Day, DayRange, Grain};
use crate::metrics::format::AxisWords;
use crate::metrics::{self, Change, Goal, KpiDays, KpiValue, ScoreCount, SeriesPoint, Status, many, season, spc};
use crate::model::bulk::BucketQuery;
use crate::model::{CardBody, CardForm, CardSplit, Document, Kpi, KpiKind, Place, Segments, SourceState};
use crate::session::card_split::SplitInsight;
use crate::session::compared;
use crate::session::kpi_query::{self, KpiQuery};
use crate::session::latest;
use crate::session::view::{Comparison, NumbersView, Period};
use crate::store::{DaysToKeep, Reader, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// A KPI at a place.
pub type KpiAt = (KpiId, Place);

/// The days of every KPI on the maps, fetched from the file.
pub type DaysByKpi = BTreeMap<KpiAt, KpiDays>;

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
    /// What the value of the period is held against.
    pub goal: Option<Goal>,
    /// How many answered which score in the period; empty where single answers were not read, because no card shows them,
    /// or where there are none.
    pub scores: Vec<ScoreCount>,
    /// The target of one bucket of the series.
    pub target: Option<f64>,
    /// Period by period, over the shown days and the year before them.
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
    /// What cards show by segment.
    pub splits: BTreeMap<KpiAt, BTreeMap<CardSplit, SplitInsight>>,
    /// KPIs that have data at their place, and none of it in the chosen segments.
    pub left_out: BTreeSet<KpiAt>,
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
    let shown = document.cards.values().filter_map(|card| match card.body {
        CardBody::Kpi { kpi, place, .. } if document.lanes.contains_key(&card.lane) => Some((kpi, place)),
        _ => None,
    });
    let mut found: Vec<KpiAt> = shown.collect();
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

/// Every KPI that some card shows by its scores.
fn shown_as_scores(document: &Document) -> BTreeSet<KpiAt> {
    let shown = document.cards.values().filter_map(|card| match card.body {
        CardBody::Kpi { kpi, place, form: CardForm::Scores, .. } => Some((kpi, place)),
        _ => None,
    });
    shown.collect()
}

/// True for scores of satisfaction, which can stand on the experience curve.
#[must_use]
pub fn is_satisfaction(kpi: &Kpi) -> bool {
    match kpi.kind {
        KpiKind::Nps | KpiKind::TopBox { .. } | KpiKind::Ces | KpiKind::Sus => true,
        KpiKind::Mean | KpiKind::Percentile { .. } => kpi.scale.is_some(),
        _ => false,
    }
}

/// Which rows a KPI reads at a place: those of active sources whose place names mean the place, and of them those
/// of the segments. Kinds that read more than rows of one metric are asked with a [`KpiQuery`].
#[must_use]
pub fn query(document: &Document, kpi: &Kpi, place: Place, segments: &Segments) -> BucketQuery {
    kpi_query::rows(document, kpi, place, segments)
}

/// What all KPIs read at their places.
#[must_use]
pub fn queries(document: &Document, segments: &Segments) -> Vec<(KpiAt, KpiQuery)> {
    let with_scores = shown_as_scores(document);
    kpis_at_places(document)
        .into_iter()
        .filter_map(|(kpi, place)| {
            let row = document.kpis.get(&kpi)?;
            let query = KpiQuery::of(document, row, place, segments);
            let wants_scores = with_scores.contains(&(kpi, place)) && metrics::scores::has_scores(row);
            Some(((kpi, place), if wants_scores { query.with_scores() } else { query }))
        })
        .collect()
}

/// The days of every KPI, and what the file is to keep of them. Blocking.
///
/// # Errors
/// When the file cannot be read.
pub fn read(reader: &Reader, queries: Vec<(KpiAt, KpiQuery)>) -> Result<(DaysByKpi, DaysToKeep), StoreError> {
    let buckets: Vec<BucketQuery> = queries.iter().flat_map(|(_, query)| query.buckets()).collect();
    let answers = reader.days(&buckets)?;
    let to_keep = DaysToKeep::of(&answers);
    let mut answers = answers.into_iter().map(|answer| answer.days);
    let mut days = DaysByKpi::new();
    for (key, query) in queries {
        days.insert(key, query.days(&mut answers, reader)?);
    }
    Ok((days, to_keep))
}

/// First and last day with data of the active sources.
#[must_use]
pub fn data_range(document: &Document) -> Option<DayRange> {
    let active = || document.sources.values().filter(|s| s.state == SourceState::Active);
    let from = active().filter_map(|s| s.first_day).min()?;
    let to = active().filter_map(|s| s.last_day).max()?;
    Some(DayRange { from, to })
}

/// Days after today that data may lie ahead: plans and forecasts do. What lies farther ahead was mistyped, or is about
/// another time.
pub const MOST_AHEAD: i32 = 366;

/// The days that a period is counted in. One that is counted back from the end ("last 365 days") does not end with days that
/// lie far ahead: a year that was mistyped must not take the figures of everything else away, nor those of the source that it
/// stands in, which is why the days themselves are looked at. Where all data lies ahead, it ends with that.
#[must_use]
pub fn counted_range(document: &Document, days: &DaysByKpi, period: Period, today: Option<Day>) -> Option<DayRange> {
    let all = data_range(document)?;
    let Some(today) = today.filter(|today| period.is_counted_back() && today.plus(MOST_AHEAD) < all.to) else {
        return Some(all);
    };
    let limit = today.plus(MOST_AHEAD);
    let active = || document.sources.values().filter(|source| source.state == SourceState::Active);
    let of_sources = active().filter_map(|source| source.last_day).filter(|last| *last <= limit);
    let of_days = days.values().filter_map(|days| days.last_until(limit));
    // Rows that no KPI reads under this choice of segments have no days here.
    let has_begun = || active().any(|source| source.first_day.is_some_and(|first| first <= today)).then_some(today);
    let to = of_sources.chain(of_days).max().or_else(has_begun);
    Some(DayRange { to: to.unwrap_or(all.to), ..all })
}

/// Works out all figures. `against` are the days of the segments that are compared with, where the view asks for that;
/// `today` tells which period is still in progress; `None` means none is.
#[must_use]
pub fn figures(
    document: &Document,
    (days, against): (&DaysByKpi, Option<&DaysByKpi>),
    view: &NumbersView,
    today: Option<Day>,
) -> Insights {
    figures_with_trends(document, (days, against), view, today, None)
}

/// The same, with the trends, limits and signals of figures that were worked out from the same document and days under a
/// view that differs in nothing but the moment: none of them depends on it.
#[must_use]
pub fn figures_with_trends(
    document: &Document,
    (days, against): (&DaysByKpi, Option<&DaysByKpi>),
    view: &NumbersView,
    today: Option<Day>,
    known: Option<&Insights>,
) -> Insights {
    let data = counted_range(document, days, view.period, today);
    let found = view
        .awaits_latest()
        .then(|| NumbersView { latest: latest::latest_period(document, days, view.grain, today), ..view.clone() });
    let view = found.as_ref().unwrap_or(view);
    let Some(shown) = Shown::of(view, data, today) else { return Insights::default() };
    let mut insights = Insights { data_range: data, shown: Some(shown.days), ..Insights::default() };
    for ((kpi, place), days) in days {
        let Some(row) = document.kpis.get(kpi) else { continue };
        let known = known.and_then(|known| known.figures.get(&(*kpi, *place)));
        if let Some(mut insight) = figure_with_trend(document, (row.as_ref(), *place), days, view, shown, known) {
            if let Some(against) = against {
                insight.compare_with(row, *place, days, against.get(&(*kpi, *place)));
            }
            if is_satisfaction(row) {
                insights.answers += insight.now.n.unwrap_or(0.0);
            }
            insights.figures.insert((*kpi, *place), insight);
        }
    }
    if against.is_some() {
        correct_for_many(document, &mut insights.figures);
    }
    insights
}

impl Insights {
    /// Notes which KPIs have figures of everyone, and none of the segments that were chosen.
    pub fn note_left_out(&mut self, everyone: &Self) {
        self.left_out = everyone.figures.keys().filter(|at| !self.figures.contains_key(*at)).copied().collect();
    }
}

/// Whether two segments differ is asked of every KPI card at once: what counts as beyond noise is corrected for their
/// number after Benjamini and Hochberg; see [`many::corrected`].
fn correct_for_many(document: &Document, figures: &mut BTreeMap<KpiAt, Insight>) {
    let cards = kpis_with_cards(document);
    let p_of = |at: &KpiAt| figures.get(at).and_then(|insight| insight.change?.p_value);
    let corrected = many::corrected(&cards.iter().map(p_of).collect::<Vec<_>>());
    for (at, corrected) in cards.iter().zip(corrected) {
        if let Some(change) = figures.get_mut(at).and_then(|insight| insight.change.as_mut()) {
            change.correct(corrected);
        }
    }
}

impl Insight {
    /// The words of an axis on which the series and its target stand.
    #[must_use]
    pub fn axis_words(&self, kpi: &Kpi) -> AxisWords {
        let values = self.series.iter().filter_map(|point| point.value.value).chain(self.target);
        AxisWords::of(kpi, values.map(f64::abs).fold(0.0, f64::max))
    }

    /// What is known of a KPI without a single row.
    #[cfg(test)]
    pub(crate) fn of_nothing(kpi: &Kpi) -> Self {
        let day = Day(20_000);
        Self {
            now: metrics::measure(kpi, &KpiDays::default(), DayRange::EVER),
            before: None,
            change: None,
            status: Status::NoTarget,
            target: None,
            goal: None,
            scores: Vec::new(),
            series: Vec::new(),
            chart: None,
            first_day: None,
            last_day: None,
            sources: Vec::new(),
            now_range: DayRange { from: day, to: day },
            before_range: None,
            grain: Grain::Month,
        }
    }

    /// Compares the value with that of other segments over the same days.
    fn compare_with(&mut self, kpi: &Kpi, place: Place, days: &KpiDays, other: Option<&KpiDays>) {
        let kpi = &*kpi.at(place);
        let other = other.filter(|other| other.has_rows(self.now_range));
        self.before_range = other.map(|_| self.now_range);
        self.before = other.map(|other| metrics::measure(kpi, other, self.now_range));
        self.change = other.map(|other| metrics::moved(kpi, (days, self.now_range), (other, self.now_range)));
    }
}

/// Which days figures are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// Those of the value.
    pub days: DayRange,
    /// Those of the trend, before what it is compared with is added.
    pub trend: DayRange,
    /// Tells which period is still in progress; `None` means none is.
    pub today: Option<Day>,
}

impl Shown {
    /// What a view shows, given the first and last day with data; `None` without data.
    #[must_use]
    pub fn of(view: &NumbersView, data: Option<DayRange>, today: Option<Day>) -> Option<Self> {
        Some(Self { days: view.value_range(data)?, trend: view.period.range(data)?, today })
    }

    /// The days of the points of a trend: a year more than is shown, whatever values are compared with. Limits and signals
    /// must not depend on that.
    #[must_use]
    pub fn drawn(self) -> DayRange {
        with_compared(self.trend, Comparison::SamePeriodLastYear)
    }
}

/// Some days with those before them that they are compared with, and all between.
fn with_compared(days: DayRange, comparison: Comparison) -> DayRange {
    let before = comparison.ranges(days).before;
    DayRange { from: before.map_or(days.from, |before| before.from.min(days.from)), to: days.to }
}

/// Works out what is known about one KPI at a place from its days; `None` without any.
#[must_use]
pub fn figure(
    document: &Document,
    (kpi, place): (&Kpi, Place),
    days: &KpiDays,
    view: &NumbersView,
    shown: Shown,
) -> Option<Insight> {
    figure_with_trend(document, (kpi, place), days, view, shown, None)
}

/// See [`figures_with_trends`].
fn figure_with_trend(
    document: &Document,
    (kpi, place): (&Kpi, Place),
    days: &KpiDays,
    view: &NumbersView,
    shown: Shown,
    known: Option<&Insight>,
) -> Option<Insight> {
    let DayRange { from: first_day, to: last_day } = days.extent()?;
    let kpi = &*kpi.at(place);
    let comparison = view.compared_days();
    // Only days that somebody chose ask for it.
    let data_end = match comparison {
        Comparison::With(_) | Comparison::SinceMarker(_) => {
            let sources = sources_of(document, (kpi, place), days, DayRange::EVER);
            sources.iter().filter_map(|source| document.sources.get(source)?.last_day).max()
        }
        _ => None,
    };
    let ranges = compared::ranges(kpi, days, data_end, shown.days, comparison);
    let now = metrics::measure(kpi, days, ranges.now);
    let before_range = ranges.before.filter(|range| days.has_rows(*range));
    let (series, chart) = if let Some(known) = known {
        (known.series.clone(), known.chart.clone())
    } else {
        let series = metrics::trend(kpi, days, view.grain, shown.drawn(), shown.today);
        let chart = chart(document, kpi.id, &series, view);
        (series, chart)
    };
    let covered = DayRange { from: ranges.now.from.max(first_day), to: ranges.now.to.min(last_day) }.days();
    #[expect(clippy::cast_precision_loss, reason = "a number of days")]
    let covered = covered as f64;
    // The year before is drawn, but no number that is told comes from there unless it is compared with.
    let told = with_compared(shown.trend, view.compared_days());
    let mut sources = sources_of(document, (kpi, place), days, told);
    if sources.is_empty() {
        sources = sources_of(document, (kpi, place), days, DayRange::EVER);
    }
    Some(Insight {
        status: now.value.map_or(Status::NoTarget, |value| metrics::status_over(kpi, value, covered)),
        goal: metrics::goal_over(kpi, covered),
        scores: metrics::score_counts(kpi, days, ranges.now),
        target: metrics::target_at(kpi, view.grain),
        change: before_range.map(|before| {
            let change = match comparison {
                Comparison::With(_) => metrics::moved_between(kpi, days, data_end, (ranges.now, before)),
                _ => metrics::moved(kpi, (days, ranges.now), (days, before)),
            };
            if before.touches(ranges.now) { change.untested() } else { change }
        }),
        before: before_range.map(|before| metrics::measure(kpi, days, before)),
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

/// Limits and signals of a series of a KPI, anew from the first whole period after each event that says so, and without
/// seasons where the view asks for that.
#[must_use]
pub fn chart(document: &Document, kpi: KpiId, series: &[SeriesPoint], view: &NumbersView) -> Option<spc::Chart> {
    let (slots, starts) = slots_and_starts(document, kpi, series, view.grain);
    match view.without_seasons.then(|| season::season(&slots, view.grain)).flatten() {
        Some(season) => spc::seasonal_chart(&slots, &starts, season),
        None => spc::chart_in_parts(&slots, &starts),
    }
}

/// The periods that limits are worked out from, and the slots in which they start anew. A period in which such an event
/// falls holds days of before and after, and counts for neither.
#[must_use]
pub fn slots_and_starts(
    document: &Document,
    kpi: KpiId,
    series: &[SeriesPoint],
    grain: Grain,
) -> (Vec<Option<f64>>, Vec<usize>) {
    let mut slots = spc::slots(series, grain);
    let mut starts = Vec::new();
    for event in document.markers.values().filter(|marker| marker.limits_start.concerns(kpi)) {
        let Some(slot) = spc::slot_from(series, grain, event.day) else { continue };
        let is_within = spc::start_of_slot(series, grain, slot).is_some_and(|start| start > event.day);
        if let Some(mixed) = slot.checked_sub(1).filter(|_| is_within).and_then(|slot| slots.get_mut(slot)) {
            *mixed = None;
        }
        starts.push(slot);
    }
    (slots, starts)
}

/// Where the rows of a range come from, those of what a formula reads among them.
fn sources_of(document: &Document, (kpi, place): (&Kpi, Place), days: &KpiDays, range: DayRange) -> Vec<SourceId> {
    let parts = days.parts(range);
    let asked = query(document, kpi, place, &Segments::default()).parts.into_iter().enumerate();
    let mut sources: Vec<SourceId> =
        asked.filter(|(index, _)| parts.contains(*index)).map(|(_, (source, _))| source).collect();
    for operand in &days.operands {
        sources.extend(sources_of(document, (&operand.kpi, operand.place), &operand.days, range));
    }
    sources.sort_unstable();
    sources.dedup();
    sources
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::Id as _;
    use crate::metrics::fixture;

    /// Somebody typed 2035 for 2025: the last 365 days stay those of all other data.
    #[test]
    fn a_day_far_ahead_moves_no_period_that_is_counted_back() {
        let mut document = Document::default();
        let day = |text: &str| Day::parse_iso(text);
        let mut add = |raw: i64, from: &str, to: &str| {
            let source = crate::model::Source {
                id: crate::base::ids::Id::from_raw(raw),
                name: String::new(),
                path: String::new(),
                hash: String::new(),
                mapping: "{}".to_owned(),
                imported_at: crate::base::time::UtcMillis(0),
                rows_read: 0,
                rows_accepted: 0,
                rows_rejected: 0,
                first_day: day(from),
                last_day: day(to),
                state: SourceState::Active,
                places: std::collections::BTreeMap::new(),
                link: crate::model::Link::default(),
                continues: None,
            };
            document.sources.insert(source.id, std::sync::Arc::new(source));
            document.clone()
        };
        let today = Day::parse_iso("2026-03-01");
        let none = DaysByKpi::new();
        let to = |document: &Document, period| {
            counted_range(document, &none, period, today).map(|range| range.to.to_string())
        };
        let year = Period::LastDays(365);
        let all_ahead = add(1, "2035-02-01", "2035-02-01");
        assert_eq!(to(&all_ahead, year).as_deref(), Some("2035-02-01"));
        let with_others = add(2, "2024-01-01", "2025-12-31");
        assert_eq!(to(&with_others, year).as_deref(), Some("2025-12-31"));
        assert_eq!(to(&with_others, Period::CalendarYear(0)).as_deref(), Some("2025-12-31"));
        assert_eq!(to(&with_others, Period::AllData).as_deref(), Some("2035-02-01"));
        let with_a_plan = add(3, "2026-01-01", "2026-12-31");
        assert_eq!(to(&with_a_plan, year).as_deref(), Some("2026-12-31"), "a plan for this year counts");
        let with_a_plan_to_come = add(4, "2026-03-02", "2027-02-28");
        assert_eq!(to(&with_a_plan_to_come, year).as_deref(), Some("2027-02-28"), "one that begins tomorrow does too");

        // One sheet in which a year was mistyped ends with its last real day, not with today.
        document = Document::default();
        let sheet = with_others
            .sources
            .values()
            .next()
            .map(|first| crate::model::Source { first_day: day("2023-01-01"), ..(**first).clone() });
        let sheet = sheet.unwrap();
        document.sources.insert(sheet.id, std::sync::Arc::new(sheet));
        let kpi = Kpi::new(KpiId::from_raw(1), "Visits");
        let rows = ["2023-01-01", "2024-11-30", "2035-02-01"].map(|at| (Day::parse_iso(at).unwrap().0, 1.0, None));
        let place = Place::Map(MapId::from_raw(1));
        let days = DaysByKpi::from([((kpi.id, place), fixture::days(&kpi.kind, &rows, &[]))]);
        let range = counted_range(&document, &days, year, today).unwrap();
        assert_eq!(range.to.to_string(), "2024-11-30");
        assert_eq!(counted_range(&document, &none, year, today).unwrap().to, today.unwrap());
    }
}
