//! What an import does to the document: which places and metrics the data names, which stages, KPIs and cards come
//! into being. Pure: the file has been read, nothing has been written yet.

use crate::base::ids::{IdAlloc, KpiId, MapId, SourceId};
use crate::base::text::{fold_loosely, fold_name};
use crate::base::time::{DayRange, UtcMillis};
use crate::import::{FilePart, Imported, KindReason, Mapping, ValueScale};
use crate::model::edit::Verb;
use crate::model::{
    CardBody, Diff, Document, Edit, EditError, EditLabel, KpiKind, Link, Place, Refresh, Source, SourceState, TableKind,
};
use crate::session::import_job::pipeline;
use crate::session::import_job::planner::Planner;
use crate::session::import_job::{ImportRequest, Purpose, ReadFile, with_data};
use std::collections::{BTreeMap, BTreeSet};

/// A KPI an import feeds.
#[derive(Debug, Clone, PartialEq)]
pub struct KpiOutcome {
    /// Which.
    pub id: KpiId,
    /// Its name.
    pub name: String,
    /// The metric it reads.
    pub metric: String,
    /// What the metric is called in the data.
    pub name_in_data: String,
    /// How it is computed.
    pub kind: KpiKind,
    /// Why that kind, for a new KPI and for one that waited and could not count its data as it was.
    pub reason: Option<KindReason>,
    /// Whether this import brought it.
    pub is_new: bool,
    /// Where it has a card.
    pub places: Vec<Place>,
}

/// A place name of the data and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceMatch {
    /// As named in the data; empty for rows that name none.
    pub name: String,
    /// What it means; `None` when it is skipped.
    pub place: Option<Place>,
    /// Whether a stage is created for it.
    pub is_new: bool,
}

/// An import worked out against a document.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportPlan {
    /// The record that the rows belong to.
    pub source: SourceId,
    /// The source as the user knows it: that record, or the one it continues.
    pub whole: SourceId,
    /// Why the file was read.
    pub purpose: Purpose,
    /// Only what the file had grown by was read.
    pub is_growth: bool,
    /// Metrics and place names that a refresh found and leaves off the map.
    pub unplaced: Vec<String>,
    /// The complete change of the document.
    pub diff: Diff,
    /// Its name in the history.
    pub label: EditLabel,
    /// KPIs that get numbers, in order of appearance.
    pub kpis: Vec<KpiOutcome>,
    /// Metrics of the data that are kept and make no KPI.
    pub without_kpi: Vec<String>,
    /// Every place name, in order of appearance.
    pub places: Vec<PlaceMatch>,
    /// Path of another source of the same name: both will count.
    pub namesake: Option<String>,
    /// What the file brought before, and takes back now.
    pub replaced: Option<Replaced>,
}

/// What an earlier import of the same file brought, when another one takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// When it was imported.
    pub imported_at: UtcMillis,
    /// Rows it brought.
    pub rows: u64,
    /// Rows that come instead.
    pub rows_now: u64,
    /// Stretches of days that it had rows for and the file now ends before or begins after.
    pub lost: Vec<DayRange>,
}

impl Replaced {
    fn of(document: &Document, source: &Source, imported: &Imported) -> Self {
        let totals = document.source_totals(source.id);
        let lost = match (totals.first_day.zip(totals.last_day), imported.first_day.zip(imported.last_day)) {
            (Some((from, to)), Some((first, last))) => {
                let before = DayRange { from, to: to.min(first.plus(-1)) };
                let after = DayRange { from: from.max(last.plus(1)), to };
                [before, after].into_iter().filter(|range| range.from <= range.to).collect()
            }
            (Some((from, to)), None) => vec![DayRange { from, to }],
            (None, _) => Vec::new(),
        };
        Self { imported_at: source.imported_at, rows: totals.accepted, rows_now: imported.rows_accepted, lost }
    }
}

/// Which part of a file is meant: a sheet, a table below another, a file of an archive.
#[derive(Clone)]
pub struct PartRead {
    /// The one that was chosen.
    pub chosen: FilePart,
    /// The one that is read when none is.
    pub usual: FilePart,
}

impl PartRead {
    /// The part that an import reads.
    fn of(target: &Target<'_>) -> Self {
        Self { chosen: target.mapping.reading.part(), usual: target.read.imported.usual.clone() }
    }

    /// True when a source holds what stands there. Choosing what is read anyway is choosing nothing.
    fn is_of(&self, source: &Source) -> bool {
        let Ok(mapping) = Mapping::parse(&source.mapping) else { return true };
        mapping.reading.part().other_than(&self.usual).is(&self.chosen.other_than(&self.usual))
    }
}

/// The source that an import of this file into this map would replace: the same path and part, of `None` any, with numbers
/// on the same map.
#[must_use]
pub fn source_of_path(document: &Document, map: MapId, path: &str, part: Option<&PartRead>) -> Option<SourceId> {
    let is_on_map = |source: &Source| {
        source.places.is_empty() || source.places.values().any(|p| document.map_of_place(*p) == Some(map))
    };
    let mut sources = document.whole_sources().filter(|s| !path.is_empty() && s.path == path);
    sources.find(|s| is_on_map(s) && part.is_none_or(|part| part.is_of(s))).map(|s| s.id)
}

/// Where a file of the same name was imported from before, when not from here: people move files, and the rows of both
/// would be added up in silence.
fn namesake(document: &Document, target: &Target<'_>) -> Option<String> {
    let is_here = |source: &Source| source.places.values().any(|p| document.map_of_place(*p) == Some(target.map));
    let others = document.whole_sources().filter(|s| s.state == SourceState::Active && s.path != target.read.path);
    let named = others.filter(|s| {
        !s.path.is_empty() && s.name == target.read.name && is_here(s) && target.request.replaces != Some(s.id)
    });
    named.max_by_key(|s| s.imported_at).map(|s| s.path.clone())
}

/// A source that an import would only repeat: the same bytes, read in the same way, with the same rows kept, every
/// place name meaning what it would mean now, and nothing of it hidden or gone from the map since. Importing it again
/// changes nothing but its date.
#[must_use]
pub fn unchanged_source(document: &Document, target: &Target<'_>, plan: &ImportPlan) -> Option<SourceId> {
    let imported = &target.read.imported;
    let mapping = target.mapping.to_json();
    let meant: BTreeMap<&str, Place> = plan.places.iter().filter_map(|p| Some((p.name.as_str(), p.place?))).collect();
    let rows_of = |source: &Source| {
        let totals = document.source_totals(source.id);
        (totals.accepted, totals.rejected)
    };
    let is_same = |source: &Source| {
        source.hash == imported.hash
            && source.mapping == mapping
            && source.state == SourceState::Active
            && rows_of(source) == (imported.rows_accepted, imported.rows_rejected)
            && source.places.iter().map(|(name, place)| (name.as_str(), *place)).eq(meant.iter().map(|(n, p)| (*n, *p)))
    };
    if plan.kpis.iter().any(|k| k.is_new) || plan.places.iter().any(|p| p.is_new) {
        return None;
    }
    match source_of_path(document, target.map, &target.read.path, Some(&PartRead::of(target))) {
        Some(known) => document.sources.get(&known).filter(|s| is_same(s)).map(|s| s.id),
        // The same file at another path, as after a move.
        None if target.request.unfiled.is_none() => {
            document.whole_sources().find(|s| !s.path.is_empty() && is_same(s)).map(|s| s.id)
        }
        None => None,
    }
}

/// What a place name means on a map: an alias used by an earlier import, else the title of a stage, step or touchpoint.
/// Capitals and extra spaces do not matter; where nothing is called so, neither do spaces and hyphens within. No name
/// means the whole map.
#[must_use]
pub fn find_place(document: &Document, map: MapId, name: &str) -> Option<Place> {
    if name.is_empty() {
        return Some(Place::Map(map));
    }
    let on_map = |place: &Place| document.map_of_place(*place) == Some(map);
    if let Some(place) = document.sources.values().filter_map(|s| s.places.get(name)).find(|p| on_map(p)) {
        return Some(*place);
    }
    find_folded(document, map, name, fold_name).or_else(|| find_folded(document, map, name, fold_loosely))
}

/// The place whose title, or an alias of it, is the name once both are folded.
fn find_folded(document: &Document, map: MapId, name: &str, fold: fn(&str) -> String) -> Option<Place> {
    let on_map = |place: &Place| document.map_of_place(*place) == Some(map);
    let wanted = fold(name);
    let matches = |title: &str| fold(title) == wanted;
    let stages = document.stages_of(map);
    let stage = stages.iter().find(|s| matches(&s.title)).map(|s| Place::Stage(s.id));
    let step = || document.columns_of(map).iter().find(|s| matches(&s.title)).map(|s| Place::Step(s.id));
    let touchpoint = || {
        let is_touchpoint = |body: &CardBody| matches!(body, CardBody::Touchpoint { .. });
        let cards = document.cards.values().filter(|c| is_touchpoint(&c.body) && matches(&c.text));
        cards.map(|c| Place::Touchpoint(c.id)).by_ref().find(on_map)
    };
    let whole = || document.maps.get(&map).filter(|m| matches(&m.title)).map(|m| Place::Map(m.id));
    let aliases = || document.sources.values().flat_map(|s| &s.places).filter(|(alias, _)| !alias.is_empty());
    let alias = || aliases().find(|(alias, at)| matches(alias) && on_map(at)).map(|(_, at)| *at);
    stage.or_else(step).or_else(touchpoint).or_else(whole).or_else(alias)
}

/// Every name that [`find_place`] would find on a map, with its aliases, for imports that skip unknown places.
#[must_use]
pub fn known_names(document: &Document, map: MapId) -> BTreeSet<String> {
    let on_map = |place: Place| document.map_of_place(place) == Some(map);
    let aliases =
        document.sources.values().flat_map(|s| &s.places).filter(|(_, p)| on_map(**p)).map(|(n, _)| n.clone());
    let mut names: BTreeSet<String> = aliases.map(|n| fold_loosely(&n)).collect();
    names.extend(document.maps.get(&map).map(|m| fold_loosely(&m.title)));
    names.extend(document.stages_of(map).iter().map(|s| fold_loosely(&s.title)));
    names.extend(document.columns_of(map).iter().map(|s| fold_loosely(&s.title)));
    let cards = document.cards.values().filter(|c| matches!(c.body, CardBody::Touchpoint { .. }));
    names.extend(cards.filter(|c| on_map(Place::Touchpoint(c.id))).map(|c| fold_loosely(&c.text)));
    names.insert(String::new());
    names
}

/// Metrics, folded, whose bare numbers earlier imports read as percentages: the next file is read the same way.
#[must_use]
pub fn known_percents(document: &Document) -> BTreeSet<String> {
    let mappings = document.sources.values().filter_map(|source| Mapping::parse(&source.mapping).ok());
    mappings.flat_map(|mapping| mapping.percent).map(|name| fold_name(&name)).collect()
}

/// What the KPIs take of metrics, by the folded names that those have in the data: a KPI counts on its scale whatever
/// comes, be it a seven among answers from one to five. An import also feeds KPIs that wait for their data: those that read
/// none of the metrics with numbers, where these are known.
#[must_use]
pub fn known_scales(
    document: &Document,
    (mapping, with_data): (Option<&Mapping>, Option<&BTreeSet<String>>),
    purpose: Purpose,
) -> BTreeMap<String, ValueScale> {
    let (mut read, mut waiting) = (BTreeMap::<String, ValueScale>::new(), BTreeMap::new());
    let mut is_read = BTreeSet::new();
    for kpi in document.kpis.values() {
        let scale = || {
            // Answers to the items of a SUS have another scale than what is made of them.
            let (low, high) = kpi.answers().filter(|_| kpi.kind != KpiKind::Sus || kpi.other_metrics.is_empty())?;
            Some(ValueScale { low, high, codes: kpi.missing.clone() })
        };
        if kpi.metric.trim().is_empty() || with_data::is_waiting(kpi, with_data) {
            for name in with_data::names_of(kpi) {
                waiting.entry(name).or_insert_with(scale);
            }
            continue;
        }
        let name = fold_name(&kpi.metric);
        is_read.insert(name.clone());
        if let Some(scale) = scale() {
            let both = match read.remove(&name) {
                Some(other) => other.or(scale),
                None => scale,
            };
            read.insert(name, both);
        }
    }
    if purpose == Purpose::Import {
        let fed = waiting.into_iter().filter(|(name, _)| !is_read.contains(name));
        read.extend(fed.filter_map(|(name, scale)| Some((name, scale?))));
    }
    let mut scales = read.clone();
    for (name, stored) in mapping.into_iter().flat_map(|mapping| &mapping.metrics) {
        let scale = stored.as_ref().and_then(|stored| read.get(&fold_name(stored)));
        match scale {
            Some(scale) => scales.insert(fold_name(name), scale.clone()),
            None => scales.remove(&fold_name(name)),
        };
    }
    scales
}

/// Where an import goes and how it is to be booked.
pub struct Target<'a> {
    /// The map that new stages and cards go to.
    pub map: MapId,
    /// The data file as it was read.
    pub read: &'a ReadFile,
    /// What was decided about places.
    pub request: &'a ImportRequest,
    /// How the file was read, and what its metrics are to be called.
    pub mapping: &'a Mapping,
    /// Now.
    pub at: UtcMillis,
}

/// Works an import out.
///
/// # Errors
/// [`EditError`] when the map is gone or a rule of the document forbids the change.
pub fn plan(document: &Document, target: &Target<'_>, ids: &mut IdAlloc) -> Result<ImportPlan, EditError> {
    let imported = &target.read.imported;
    let mut planner = Planner::new(document, (target.map, target.request.with_data.as_ref()), ids);
    if !document.maps.contains_key(&target.map) {
        return Err(EditError::Missing(target.map.into()));
    }
    let mut names = imported.places.clone();
    if imported.metrics.iter().any(|m| m.places.iter().any(String::is_empty)) {
        // Rows that name no place are about the whole map.
        names.push(String::new());
    }
    let in_order = pipeline::in_order(&names, &imported.data.observations);
    let mut places = planner.match_places(&in_order, target.request)?;
    // There may be ten thousand names: looking each up in the list takes the square of that. The first of equal ones counts.
    let position: BTreeMap<&str, usize> =
        names.iter().enumerate().rev().map(|(at, name)| (name.as_str(), at)).collect();
    places.sort_by_key(|place| position.get(place.name.as_str()).copied());
    let by_name: BTreeMap<String, Place> = places.iter().filter_map(|p| Some((p.name.clone(), p.place?))).collect();
    let (mut kpis, mut without_kpi) = (Vec::new(), Vec::new());
    for metric in &imported.metrics {
        match target.mapping.metric_rule(&metric.name) {
            Some(None) => without_kpi.push(metric.name.clone()),
            Some(Some(stored)) => kpis.push(planner.kpi_for(metric, stored, &by_name)?),
            None => kpis.push(planner.kpi_for(metric, &metric.name, &by_name)?),
        }
    }
    let source = planner.allocate();
    let known = target
        .request
        .replaces
        .or_else(|| source_of_path(document, target.map, &target.read.path, Some(&PartRead::of(target))));
    let old = known.and_then(|old| document.sources.get(&old));
    let replaced = old.map(|old| Replaced::of(document, old, imported));
    if let Some(old) = old {
        planner.run(&Edit::Delete(vec![old.id.into()]))?;
    }
    let record = Source { state: SourceState::Active, places: by_name, ..record_of(target, source, old.map(|s| &**s)) };
    planner.run(&Edit::Add(record.into()))?;
    Ok(ImportPlan {
        source,
        whole: source,
        purpose: Purpose::Import,
        is_growth: false,
        unplaced: Vec::new(),
        diff: planner.into_diff(),
        label: EditLabel::one(Verb::Import, TableKind::Source),
        kpis,
        without_kpi,
        places,
        namesake: namesake(document, target),
        replaced,
    })
}

/// The record of a file that was read, as far as it follows from the file and from the source it takes the place of.
fn record_of(target: &Target<'_>, id: SourceId, old: Option<&Source>) -> Source {
    let (read, imported) = (target.read, &target.read.imported);
    let refresh = target.request.refresh.or(old.map(|old| old.link.refresh)).unwrap_or_default();
    Source {
        id,
        name: read.name.clone(),
        path: read.path.clone(),
        hash: imported.hash.clone(),
        mapping: target.mapping.to_json(),
        imported_at: target.at,
        rows_read: imported.rows_read,
        rows_accepted: imported.rows_accepted,
        rows_rejected: imported.rows_rejected,
        first_day: imported.first_day,
        last_day: imported.last_day,
        state: old.map_or(SourceState::Active, |old| old.state),
        places: BTreeMap::new(),
        // What is no file cannot be followed.
        link: Link {
            refresh: if read.path.is_empty() { Refresh::Unlinked } else { refresh },
            bytes: read.bytes,
            columns: read.columns.clone(),
        },
        continues: None,
    }
}

/// Works out what reading the file of a source again changes: its numbers and nothing else. Place names that nobody has
/// decided on, and metrics without a KPI, stay off the map and are named.
///
/// # Errors
/// [`EditError`] when the source is gone.
pub fn refreshed(document: &Document, target: &Target<'_>, ids: &mut IdAlloc) -> Result<ImportPlan, EditError> {
    let (read, imported) = (target.read, &target.read.imported);
    let known = target.request.replaces.unwrap_or_else(|| ids.allocate());
    let old = document.sources.get(&known).ok_or(EditError::Missing(known.into()))?;
    let mut planner = Planner::new(document, (target.map, target.request.with_data.as_ref()), ids);
    let mut names = imported.places.clone();
    if imported.metrics.iter().any(|m| m.places.iter().any(String::is_empty)) {
        names.push(String::new());
    }
    let places = planner.match_places(&names, target.request)?;
    let by_name: BTreeMap<String, Place> = places.iter().filter_map(|p| Some((p.name.clone(), p.place?))).collect();
    let is_decided = |name: &String| target.request.places.contains_key(name);
    let mut unplaced: Vec<String> =
        places.iter().filter(|p| p.place.is_none() && !is_decided(&p.name)).map(|p| p.name.clone()).collect();
    let (mut kpis, mut without_kpi) = (Vec::new(), Vec::new());
    for metric in &imported.metrics {
        if target.mapping.metric_rule(&metric.name) == Some(None) {
            without_kpi.push(metric.name.clone());
            continue;
        }
        match planner.kpi_of(target.mapping.stored_metric(&metric.name)) {
            Some(kpi) => {
                let mut at: Vec<Place> = metric.places.iter().filter_map(|name| by_name.get(name)).copied().collect();
                at.sort_unstable();
                at.dedup();
                kpis.push(KpiOutcome {
                    id: kpi.id,
                    name: kpi.name.clone(),
                    metric: kpi.metric.clone(),
                    name_in_data: metric.name.clone(),
                    kind: kpi.kind,
                    reason: None,
                    is_new: false,
                    places: at,
                });
            }
            None => unplaced.push(metric.name.clone()),
        }
    }
    let source = planner.allocate();
    let is_growth = read.growth.is_some();
    let record = Source { places: by_name, ..record_of(target, source, Some(old)) };
    if is_growth {
        // The first record stands for the whole file.
        let whole = Source {
            hash: record.hash.clone(),
            imported_at: target.at,
            link: Link { bytes: read.bytes, ..old.link.clone() },
            ..Source::clone(old)
        };
        planner.run(&Edit::Update(whole.into()))?;
        planner.run(&Edit::Add(Source { link: Link::default(), continues: Some(old.id), ..record }.into()))?;
    } else {
        planner.run(&Edit::Delete(vec![old.id.into()]))?;
        planner.run(&Edit::Add(record.into()))?;
    }
    Ok(ImportPlan {
        source,
        whole: if is_growth { old.id } else { source },
        purpose: Purpose::Refresh,
        is_growth,
        unplaced,
        diff: planner.into_diff(),
        label: EditLabel::one(Verb::Refresh, TableKind::Source),
        kpis,
        without_kpi,
        places,
        namesake: None,
        replaced: (!is_growth).then(|| Replaced::of(document, old, imported)),
    })
}
