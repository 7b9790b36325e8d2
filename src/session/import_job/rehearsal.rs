//! An import rehearsed: read in full, worked out, counted against the map as it is and as it would be. Nothing is
//! written. Reading takes long and depends on the columns only; working out is quick and depends on every choice.

use super::checks::{Checks, checks};
use super::likeness::{kpi_like, place_like};
use super::{
    Booking, ImportFailure, ImportOutcome, ImportRequest, ReadFile, left_off, mapping_asked, read_with, with_data,
};
use crate::base::ids::{IdAlloc, KpiId, MapId, SourceId};
use crate::base::progress::Progress;
use crate::base::text::{fold_loosely, fold_name};
use crate::base::time::{Day, DayRange, UtcMillis};
use crate::i18n::import as words;
use crate::import::{Mapping, MetricSummary, ReadOptions, Sniffed};
use crate::metrics::KpiDays;
use crate::metrics::sus::sus_score;
use crate::model::bulk::{BucketQuery, BulkData};
use crate::model::observation::{DayBucket, DayValues, Parts};
use crate::model::{Document, Place, Segments};
use crate::scene::overlay_kpi::KpiOverlay;
use crate::session::insights::{self, DaysByKpi, Insight, Insights};
use crate::session::jobs::Job;
use crate::session::kpi_query::SingleRows;
use crate::session::view::{NumbersView, Period};
use crate::session::{Session, overlay};
use crate::store::{Reader, Store, StoreError, UnwrittenRows};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A map with its figures, before or after an import.
#[derive(Debug, Clone, Default)]
pub struct Staged {
    /// The records.
    pub document: Arc<Document>,
    /// The figures of the shown period.
    pub insights: Arc<Insights>,
    /// The same in words, as the map shows them.
    pub overlay: Arc<KpiOverlay>,
}

/// What an import makes of one KPI at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureChange {
    /// Which KPI.
    pub kpi: KpiId,
    /// Where.
    pub place: Place,
    /// What the map shows now; `None` when it has no numbers there.
    pub before: Option<Insight>,
    /// What it would show.
    pub after: Option<Insight>,
    /// Whether its card comes with the import.
    pub is_new: bool,
}

/// Why a name of the data means a place of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchReason {
    /// An earlier import said so.
    Alias,
    /// The place is called the same.
    Title,
    /// The place is called the same but for spaces, hyphens and the like.
    TitleLoosely,
    /// It means none, and an earlier import said so.
    LeftOff,
}

/// Names of the data that are nearly those of the map, for a decision.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Suggestions {
    /// Places by names of the data that are on no map.
    pub places: BTreeMap<String, Place>,
    /// KPIs by metrics of the data that would make a new one.
    pub kpis: BTreeMap<String, KpiId>,
}

/// What an import would come to.
#[derive(Debug, Clone)]
pub struct Rehearsal {
    /// The result as it would be reported.
    pub outcome: ImportOutcome,
    /// How the file was read, with everything settled.
    pub mapping: Mapping,
    /// What speaks for and against the data.
    pub checks: Checks,
    /// Likely places and KPIs.
    pub suggestions: Suggestions,
    /// Metrics of the data.
    pub metrics: Vec<MetricSummary>,
    /// Why names of the data mean what they mean, where nobody decided it.
    pub reasons: BTreeMap<String, MatchReason>,
    /// How many numbers stand at each place name.
    pub numbers_at: BTreeMap<String, u64>,
    /// First and last day with data.
    pub days: Option<DayRange>,
    /// The map as it is.
    pub before: Staged,
    /// The map as it would be.
    pub after: Staged,
    /// Every figure of the map that the import touches, in map order.
    pub changes: Vec<FigureChange>,
}

impl Rehearsal {
    /// What an earlier import of the same file means for this one, as a sentence: that nothing is new, or what is replaced.
    #[must_use]
    pub fn of_earlier_import(&self) -> Option<String> {
        if !self.outcome.is_unchanged {
            return self.outcome.replacement();
        }
        let source = self.before.document.sources.get(&self.outcome.source)?;
        Some(words::nothing_new(source.imported_at.local_day()))
    }
}

/// How the map looks at its numbers, and what it shows now.
#[derive(Clone)]
pub struct Shown {
    /// The file, for the rows that are there already; `None` in memory.
    pub store: Option<Arc<Store>>,
    /// Whether edits may still be on their way into it.
    pub is_writable: bool,
    /// The map that is shown.
    pub map: MapId,
    /// Period, grain, comparison, segment.
    pub view: NumbersView,
    /// The map as it is.
    pub before: Staged,
    /// The day on the computer's calendar.
    pub today: Day,
}

impl Shown {
    /// The rows that are there already. What was edited last is written first.
    fn reader(&self) -> Result<Option<Reader>, StoreError> {
        let Some(store) = &self.store else { return Ok(None) };
        if self.is_writable {
            store.flush()?;
        }
        store.reader().map(Some)
    }
}

/// The view that shows imported days after an import: the one at hand, or that of all days when it would show none.
#[must_use]
pub fn view_that_shows(view: &NumbersView, shown: Option<DayRange>, days: Option<DayRange>) -> NumbersView {
    let is_unseen = matches!((shown, days), (Some(shown), Some(days)) if !days.touches(shown));
    if is_unseen { NumbersView { period: Period::AllData, ..view.clone() } } else { view.clone() }
}

/// Reads a file for [`rehearse`]. Blocking.
///
/// # Errors
/// The file or the mapping cannot be used, or the work was cancelled.
pub fn read(
    request: &ImportRequest,
    sniffed: Option<Sniffed>,
    (document, map): (&Document, MapId),
    progress: &Progress,
) -> Result<ReadFile, ImportFailure> {
    let mapping = match (request.mapping.as_deref(), &sniffed) {
        (Some(text), _) => Some(Mapping::parse(text)?),
        (None, Some(sniffed)) => Some(Mapping::guess(sniffed)?),
        (None, None) => None,
    };
    let options = ReadOptions { sniffed, choices: request.choices.clone(), ..ReadOptions::default() };
    Ok(read_with(request, mapping.as_ref(), options, (document, map), progress)?)
}

/// Works out what a file that was read would come to. Blocking.
///
/// # Errors
/// A rule of the document forbids the change, the milepost file cannot be read, or the work was cancelled.
pub fn rehearse(
    request: &ImportRequest,
    read: &ReadFile,
    shown: &Shown,
    progress: &Progress,
) -> Result<Rehearsal, ImportFailure> {
    let document = &shown.before.document;
    let imported = &read.imported;
    let mut request = request.clone();
    left_off::remember(&mut request, (document, shown.map), || shown.reader())?;
    with_data::remember(&mut request, || shown.reader())?;
    let request = &request;
    let mut scratch = IdAlloc::seeded(1);
    let booking = Booking::work_out(document, shown.map, read, request, UtcMillis(0), &mut scratch)?;
    let outcome = booking.outcome(imported);
    let mapping = mapping_asked(read, request);
    let mut after = Document::clone(document);
    outcome.diff.apply(&mut after);
    let days = imported.first_day.zip(imported.last_day).map(|(from, to)| DayRange { from, to });
    let (source, unwritten) = match &booking {
        Booking::Unchanged { .. } => (None, None),
        Booking::Rows { plan, .. } => {
            let rows = UnwrittenRows::new(&imported.data, plan.source, mapping.n.is_some(), |metric| {
                mapping.stored_metric(metric).to_owned()
            });
            (Some(plan.source), Some(rows))
        }
    };
    progress.check()?;
    let (by_kpi, fed) = days_after(&after, shown, (source, unwritten.as_ref()), progress)?;
    let range = shown.view.period.range(insights::counted_range(&after, &by_kpi, shown.view.period, Some(shown.today)));
    let view = view_that_shows(&shown.view, range, days);
    // What is new is compared with what was before; how segments differ is another question.
    let view = NumbersView { is_overlay_shown: true, against: Segments::default(), latest: None, ..view };
    let figures = insights::figures(&after, (&by_kpi, None), &view, Some(shown.today));
    let overlay = overlay::build(&after, shown.map, &figures, &view, shown.today);
    let after = Staged { document: Arc::new(after), insights: Arc::new(figures), overlay: Arc::new(overlay) };
    let view = NumbersView { is_overlay_shown: true, ..shown.view.clone() };
    let now = overlay::build(document, shown.map, &shown.before.insights, &view, shown.today);
    let before = Staged { overlay: Arc::new(now), ..shown.before.clone() };
    let changes = changes(shown.map, &before, &after, &fed);
    let checks = checks(imported, document, &outcome, shown.today, progress)?;
    Ok(Rehearsal {
        checks,
        suggestions: suggestions(document, shown.map, &outcome),
        metrics: imported.metrics.clone(),
        numbers_at: numbers_at(&imported.data),
        days,
        reasons: reasons(document, shown.map, &outcome, request),
        before,
        changes,
        after,
        outcome,
        mapping,
    })
}

/// The days of every KPI once the rows are in the file, and the KPIs that rows of the import feed.
fn days_after(
    after: &Document,
    shown: &Shown,
    (source, unwritten): (Option<SourceId>, Option<&UnwrittenRows<'_>>),
    progress: &Progress,
) -> Result<(DaysByKpi, BTreeSet<insights::KpiAt>), ImportFailure> {
    let queries = insights::queries(after, &shown.view.segments);
    let rows = RowsAfter { reader: shown.reader()?, source, unwritten };
    let buckets: Vec<BucketQuery> = queries.iter().flat_map(|(_, query)| query.buckets()).collect();
    let written: Vec<BucketQuery> = buckets.iter().map(|query| rows.written(query)).collect();
    let answers: Vec<Vec<DayBucket>> = match &rows.reader {
        Some(reader) => reader.day_buckets(&written)?,
        None => vec![Vec::new(); written.len()],
    };
    let mut answers = buckets.iter().zip(answers);
    let (mut by_kpi, mut fed) = (DaysByKpi::new(), BTreeSet::new());
    for (key, query) in queries {
        progress.check()?;
        let mut own = Vec::new();
        for (bucket, days) in answers.by_ref().take(query.buckets().len()) {
            let new = unwritten.map_or_else(Vec::new, |rows| rows.days(bucket));
            if !new.is_empty() {
                fed.insert(key);
            }
            own.push(rows.with_new(bucket, days, &new));
        }
        by_kpi.insert(key, query.days(&mut own.into_iter(), &rows)?);
    }
    Ok((by_kpi, fed))
}

/// The rows of a file and of an import that is not written yet, as they will be together. Rows of the import that are in
/// the file already, because it is read again, are those of before.
struct RowsAfter<'u, 'd> {
    reader: Option<Reader>,
    source: Option<SourceId>,
    unwritten: Option<&'u UnwrittenRows<'d>>,
}

impl RowsAfter<'_, '_> {
    /// The query for what is in the file and stays.
    fn written(&self, query: &BucketQuery) -> BucketQuery {
        let parts = query.parts.iter().filter(|(id, _)| Some(*id) != self.source).cloned().collect();
        BucketQuery { parts, ..query.clone() }
    }

    /// Days of the written rows with those of the new ones.
    fn with_new(&self, query: &BucketQuery, mut days: Vec<DayBucket>, new: &[DayBucket]) -> Vec<DayBucket> {
        let new_at = query.parts.iter().position(|(id, _)| Some(*id) == self.source);
        match new_at.filter(|_| self.unwritten.is_some()) {
            Some(at) => {
                days.iter_mut().for_each(|day| day.bucket.parts = make_room(day.bucket.parts, at, query.parts.len()));
                merged(days, new)
            }
            None => days,
        }
    }
}

impl SingleRows for RowsAfter<'_, '_> {
    fn values(&self, query: &BucketQuery) -> Result<Vec<DayValues>, StoreError> {
        let written = self.reader.as_ref().map_or(Ok(Vec::new()), |reader| reader.values(&self.written(query)))?;
        let new = self.unwritten.map_or_else(Vec::new, |rows| rows.values(query));
        let as_days = |values| KpiDays { values, ..KpiDays::default() };
        Ok(KpiDays::merged(&[as_days(written), as_days(new)]).values)
    }

    fn sus_scores(&self, query: &BucketQuery, items: &[String]) -> Result<Vec<DayBucket>, StoreError> {
        let reader = self.reader.as_ref();
        let written = reader.map_or(Ok(Vec::new()), |reader| reader.sus_scores(&self.written(query), items))?;
        let new = self.unwritten.map_or_else(Vec::new, |rows| rows.days_of_items(query, items, &sus_score));
        Ok(self.with_new(query, written, &new))
    }
}

/// Parts of a query that has one part less, as those of the query with the part at `new_at`.
fn make_room(parts: Parts, new_at: usize, count: usize) -> Parts {
    let mut moved = Parts::default();
    for index in 0..count.saturating_sub(1) {
        if parts.contains(index) {
            moved.add(Parts::one(if index < new_at { index } else { index + 1 }));
        }
    }
    moved
}

/// Two lists of days as one.
fn merged(days: Vec<DayBucket>, more: &[DayBucket]) -> Vec<DayBucket> {
    let mut all: BTreeMap<Day, DayBucket> = days.into_iter().map(|day| (day.day, day)).collect();
    for day in more {
        all.entry(day.day).and_modify(|known| known.bucket.merge(&day.bucket)).or_insert(*day);
    }
    all.into_values().collect()
}

/// The figures that differ, or that rows of the import feed, in map order.
fn changes(map: MapId, before: &Staged, after: &Staged, fed: &BTreeSet<insights::KpiAt>) -> Vec<FigureChange> {
    let document = &after.document;
    let known: BTreeSet<_> = before.document.kpi_cards(map).map(|(_, kpi, place, _)| (kpi, place)).collect();
    let stages: Vec<_> = document.stages_of(map).iter().map(|stage| stage.id).collect();
    let order = |place: Place| document.stage_of_place(place).and_then(|s| stages.iter().position(|own| *own == s));
    let mut keys: Vec<_> = document.kpi_cards(map).map(|(_, kpi, place, _)| (kpi, place)).collect();
    keys.sort_by_key(|(kpi, place)| {
        let rank = document.kpis.get(kpi).map_or(0, |kpi| kpi.rank.to_bits());
        // What is about the whole map stands above its stages, as the map itself does.
        (order(*place).map_or(0, |index| index + 1), *place, rank)
    });
    keys.dedup();
    let figure_of = |staged: &Staged, key| staged.insights.figures.get(&key).cloned();
    let same = |a: &Option<Insight>, b: &Option<Insight>| match (a, b) {
        (Some(a), Some(b)) => (a.now.value, a.now.n, a.last_day) == (b.now.value, b.now.n, b.last_day),
        (a, b) => a.is_none() && b.is_none(),
    };
    keys.into_iter()
        .map(|key @ (kpi, place)| {
            let is_new = !known.contains(&key);
            FigureChange { kpi, place, before: figure_of(before, key), after: figure_of(after, key), is_new }
        })
        .filter(|change| {
            fed.contains(&(change.kpi, change.place)) || change.is_new || !same(&change.before, &change.after)
        })
        .collect()
}

fn reasons(
    document: &Document,
    map: MapId,
    outcome: &ImportOutcome,
    request: &ImportRequest,
) -> BTreeMap<String, MatchReason> {
    let is_alias = |name: &str, place: Place| {
        document.sources.values().any(|source| source.places.get(name).is_some_and(|known| *known == place))
    };
    let known =
        outcome.places.iter().filter(|p| !p.is_new && !p.name.is_empty() && !request.places.contains_key(&p.name));
    let reason = |name: &str, place: Place| {
        let title = document.place_name(place).unwrap_or_default();
        if fold_name(title) == fold_name(name) {
            MatchReason::Title
        } else if is_alias(name, place) || document.map_of_place(place) != Some(map) {
            MatchReason::Alias
        } else if fold_loosely(title) == fold_loosely(name) {
            MatchReason::TitleLoosely
        } else {
            MatchReason::Alias
        }
    };
    known
        .filter_map(|p| match p.place {
            Some(place) => Some((p.name.clone(), reason(&p.name, place))),
            None => request.left_off.contains(&p.name).then(|| (p.name.clone(), MatchReason::LeftOff)),
        })
        .collect()
}

fn suggestions(document: &Document, map: MapId, outcome: &ImportOutcome) -> Suggestions {
    let new_places = outcome.places.iter().filter(|place| !place.name.is_empty() && place.is_new);
    let new_kpis = outcome.kpis.iter().filter(|kpi| kpi.is_new);
    Suggestions {
        places: new_places.filter_map(|p| Some((p.name.clone(), place_like(document, map, &p.name)?))).collect(),
        kpis: new_kpis.filter_map(|k| Some((k.name_in_data.clone(), kpi_like(document, &k.name_in_data)?))).collect(),
    }
}

fn numbers_at(data: &BulkData) -> BTreeMap<String, u64> {
    let mut numbers = BTreeMap::new();
    let by_series = data.observations.rows_by_series();
    for (index, key) in data.observations.series.iter().enumerate() {
        *numbers.entry(key.place.clone()).or_default() += by_series.of(index).len() as u64;
    }
    for score in &data.responses.scores {
        *numbers.entry(score.place.clone()).or_default() += score.answered;
    }
    numbers
}

impl Session {
    /// Reads a data file as an import would, for [`Session::rehearse_import`]. `None` without a map to import into.
    #[must_use]
    pub fn read_to_rehearse(
        &self,
        request: ImportRequest,
        sniffed: Option<Sniffed>,
    ) -> Option<Job<Result<ReadFile, ImportFailure>>> {
        let shown = self.shown()?;
        let persons = self.store().map(|store| store.persons()).unwrap_or_default();
        let mut request = ImportRequest { persons, ..request };
        let title = words::reading(&request.path);
        Some(self.jobs().spawn(title, move |progress| {
            with_data::remember(&mut request, || shown.reader())?;
            read(&request, sniffed, (&shown.before.document, shown.map), progress)
        }))
    }

    /// Works out what a file that was read would come to. `None` without a map to import into.
    #[must_use]
    pub fn rehearse_import(
        &self,
        request: ImportRequest,
        read: Arc<ReadFile>,
    ) -> Option<Job<Result<Rehearsal, ImportFailure>>> {
        let shown = self.shown()?;
        let title = words::reading(&request.path);
        Some(self.jobs().spawn(title, move |progress| rehearse(&request, &read, &shown, progress)))
    }

    /// The map as it is, for a rehearsal.
    fn shown(&self) -> Option<Shown> {
        Some(Shown {
            store: self.store(),
            is_writable: self.is_writable(),
            map: self.map()?,
            view: self.view().clone(),
            before: Staged {
                document: Arc::clone(self.document()),
                insights: Arc::clone(self.insights()),
                overlay: Arc::clone(self.overlay().0),
            },
            today: Self::today(),
        })
    }
}
