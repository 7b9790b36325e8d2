//! An import from request to result: read the file, match places and metrics, write everything in one transaction.
//!
//! Reading and writing run on a job thread. The document must not change between [`plan::plan()`] and the end of
//! [`book`]: the window locks edits for that moment, so that a failed write leaves nothing to take back.

pub mod checks;
mod counted;
mod failure;
pub mod inputs;
pub mod left_off;
pub mod likeness;
mod pipeline;
pub mod plan;
mod planner;
pub mod proposal;
mod ready_made;
pub mod refresh;
pub mod rehearsal;
pub mod rejected;
mod request;
mod same_codes;
pub mod with_data;

pub use checks::without_contacts;
pub use failure::ImportFailure;
pub(super) use failure::refuse_empty;
pub use plan::{ImportPlan, KpiOutcome, PlaceMatch, Replaced, Target};
pub use request::{ImportRequest, NewPlaces, PlaceChoice, Purpose};
pub(super) use same_codes::SameCodes;

use crate::base::ids::{IdAlloc, MapId, SourceId};
use crate::base::progress::Progress;
use crate::base::text::{fold_loosely, fold_name};
use crate::base::time::UtcMillis;
use crate::i18n;
use crate::import::{self, Growth, IdStore, ImportError, Imported, Mapping, ReadOptions, RoleReason, Sniffed, Warning};
use crate::metrics::{self, KpiDays};
use crate::model::bulk::{BucketQuery, BulkData, KpiValueRow, RowIssue};
use crate::model::edit::EditError;
use crate::model::observation::DayBucket;
use crate::model::{Diff, Document, EditLabel, Link, Segments, Source};
use crate::session::Session;
use crate::session::insights::{self, KpiAt};
use crate::store::{BulkLoad, BulkView, Derived, Store, StoreError};
use std::collections::{BTreeSet, HashSet};
use std::path::Path;

/// What an import came to.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportOutcome {
    /// Name of the data file.
    pub name: String,
    /// Data rows in the file: always accepted + rejected.
    pub rows_read: u64,
    /// Rows whose numbers are kept.
    pub rows_accepted: u64,
    /// Rows that are in the report only.
    pub rows_rejected: u64,
    /// The same bytes were imported in the same way before: nothing changed but the date.
    pub is_unchanged: bool,
    /// Numbers of accepted rows at names that were left off the map: kept in the file, counted nowhere.
    pub values_off_map: u64,
    /// Distinct series.
    pub series: usize,
    /// KPIs that get numbers.
    pub kpis: Vec<KpiOutcome>,
    /// Metrics of the data that are kept and make no KPI.
    pub without_kpi: Vec<String>,
    /// Place names and what they mean.
    pub places: Vec<PlaceMatch>,
    /// Everything that was wrong.
    pub issues: Vec<RowIssue>,
    /// What was settled by a default.
    pub warnings: Vec<Warning>,
    /// What the checks of the data say, a sentence each, where nobody looked at them before.
    pub findings: Vec<String>,
    /// Path of another source of the same name: both count.
    pub namesake: Option<String>,
    /// What an earlier import of this file brought and this one takes back.
    pub replaced: Option<Replaced>,
    /// The source that holds the rows now, as the user knows it.
    pub source: SourceId,
    /// Why the file was read.
    pub purpose: Purpose,
    /// Only what the file had grown by was read: the rows above are those.
    pub is_growth: bool,
    /// Metrics and place names that are new in a source that was refreshed. They count nowhere.
    pub unplaced: Vec<String>,
    /// The change of the document.
    pub diff: Diff,
    /// Its name in the history.
    pub label: EditLabel,
}

impl ImportOutcome {
    /// Everything that a person should hear of although nothing is wrong, a sentence each.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        self.doubts().into_iter().chain(self.information()).collect()
    }

    /// The notes that someone may want to decide otherwise.
    #[must_use]
    pub fn doubts(&self) -> Vec<String> {
        let namesake = self.namesake.iter().map(|path| i18n::import::same_name_elsewhere(&self.name, path));
        let warnings = self.warnings.iter().filter(|warning| !warning.is_information()).map(ToString::to_string);
        let findings = self.findings.iter().cloned();
        let known = self.replacement().into_iter().chain(warnings).chain(findings);
        known.chain(namesake).chain(self.unplaced_words()).collect()
    }

    /// What a refresh found and left off the map, as a sentence.
    #[must_use]
    pub fn unplaced_words(&self) -> Option<String> {
        (!self.unplaced.is_empty()).then(|| i18n::import::unplaced(&self.name, &self.unplaced))
    }

    /// The notes about the file and the tool that wrote it: nothing in them was decided for anybody.
    #[must_use]
    pub fn facts(&self) -> Vec<String> {
        self.warnings.iter().filter(|warning| warning.is_fact()).map(ToString::to_string).collect()
    }

    /// The notes that are only good to know.
    #[must_use]
    pub fn information(&self) -> Vec<String> {
        self.warnings.iter().filter(|warning| warning.is_information()).map(ToString::to_string).collect()
    }

    /// What an earlier import of the file loses by this one, as a sentence.
    #[must_use]
    pub fn replacement(&self) -> Option<String> {
        let replaced = self.replaced.as_ref()?;
        let rows = (replaced.rows, replaced.rows_now);
        Some(i18n::import::replaces(rows, replaced.imported_at.local_day(), &replaced.lost))
    }
}

/// A data file that was read, waiting to be booked.
#[derive(Debug)]
pub struct ReadFile {
    /// Its rows.
    pub imported: Imported,
    /// Its full path, as sources are recognised by.
    pub path: String,
    /// Its name without folder.
    pub name: String,
    /// Its length in bytes; 0 when it changed while it was read.
    pub bytes: u64,
    /// Names of its columns; without those that are dates.
    pub columns: Vec<String>,
    /// What it had grown by, when only that was read.
    pub growth: Option<Growth>,
}

/// Reads the data file. Blocking.
///
/// # Errors
/// The file or the mapping cannot be used, or the work was cancelled.
pub fn read_file(
    request: &ImportRequest,
    document: &Document,
    map: MapId,
    progress: &Progress,
) -> Result<ReadFile, ImportError> {
    let mapping = request.mapping.as_deref().map(Mapping::parse).transpose()?;
    // It may have been looked at in another way.
    let reading = mapping.as_ref().map_or(&request.choices, |mapping| &mapping.reading);
    let sniffed = request.sniffed.clone().filter(|seen| seen.choices == *reading && seen.path == request.path);
    let options = ReadOptions { choices: request.choices.clone(), sniffed, ..ReadOptions::default() };
    read_with(request, mapping.as_ref(), options, (document, map), progress)
}

fn read_with(
    request: &ImportRequest,
    mapping: Option<&Mapping>,
    mut options: ReadOptions,
    (document, map): (&Document, MapId),
    progress: &Progress,
) -> Result<ReadFile, ImportError> {
    if request.new_places == NewPlaces::Skip {
        let mut names = plan::known_names(document, map);
        let is_kept = |choice: &PlaceChoice| !matches!(choice, PlaceChoice::LeaveOut);
        names.extend(request.places.iter().filter(|(_, c)| is_kept(c)).map(|(name, _)| fold_loosely(name)));
        options.known_places = Some(names);
    }
    // A refresh feeds no KPI that waits.
    let with_data = request.with_data.as_ref();
    options.known_scales = plan::known_scales(document, (mapping, with_data), Purpose::Refresh);
    let mut waiting = plan::known_scales(document, (mapping, with_data), request.purpose);
    waiting.retain(|name, _| !options.known_scales.contains_key(name));
    options.known_percents = plan::known_percents(document);
    options.persons = request.persons.clone();
    let sniffed = match options.sniffed.take() {
        Some(sniffed) => sniffed,
        None => import::sniff(&request.path, mapping.map_or(&request.choices, |m| &m.reading))?,
    };
    let columns = columns_of(&sniffed);
    options.sniffed = Some(sniffed);
    let before = Stamp::of(&request.path);
    let mut imported = ready_made::read(&request.path, mapping, &mut options, &waiting, progress)?;
    counted::keep_apart(&mut imported, request, document);
    let is_still = before.is_some() && before == Stamp::of(&request.path);
    let bytes = before.filter(|_| is_still).map_or(0, |stamp| stamp.bytes);
    let path = std::path::absolute(&request.path).unwrap_or_else(|_| request.path.clone());
    let (name, path) = match &request.unfiled {
        Some(name) => (name.clone(), String::new()),
        None => (name_of(&path, &imported), path.to_string_lossy().into_owned()),
    };
    Ok(ReadFile { imported, name, path, bytes, columns, growth: None })
}

/// What a file system says of a file: when it is the same twice, nobody wrote to the file in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::session) struct Stamp {
    /// Its length.
    pub bytes: u64,
    modified: Option<std::time::SystemTime>,
}

impl Stamp {
    /// `None` when there is no such file.
    pub(in crate::session) fn of(path: &Path) -> Option<Self> {
        let metadata = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
        Some(Self { bytes: metadata.len(), modified: metadata.modified().ok() })
    }
}

/// The columns that tell whether a file is still of the shape it had. One that grows a column a month has dates for
/// names, and those say nothing.
#[must_use]
pub fn columns_of(sniffed: &Sniffed) -> Vec<String> {
    let columns = sniffed.columns.iter().filter(|c| c.reason != RoleReason::DateHeader);
    columns.map(|c| c.name.clone()).collect()
}

/// The name of a file, with the part of it that was read where another is read unless one is chosen: both may be sources
/// of the same map.
fn name_of(path: &Path, imported: &Imported) -> String {
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let part = imported.mapping.reading.part().other_than(&imported.usual);
    let named = part.member.into_iter().chain(part.sheet).map(|name| i18n::import::part_called(&name).to_owned());
    let parts = named.chain(part.table.map(i18n::import::table_of_file));
    parts.fold(name, |name, part| i18n::import::name_with_part(&name, &part))
}

/// The mapping a file was read with, with the names of metrics as they are wanted now: they play no part in reading.
fn mapping_asked(read: &ReadFile, request: &ImportRequest) -> Mapping {
    let mut mapping = read.imported.mapping.clone();
    if let Some(asked) = request.mapping.as_deref().and_then(|text| Mapping::parse(text).ok()) {
        mapping.metrics = asked.metrics;
        counted::call_as_read(&mut mapping, read);
    }
    mapping
}

/// An import worked out against the document as it is now.
#[derive(Debug)]
pub enum Booking {
    /// The same rows are in the file already: only the date of the source changes.
    Unchanged {
        /// The change of the date.
        diff: Diff,
        /// KPIs and places as a fresh import would match them.
        plan: Box<ImportPlan>,
        /// Name of the data file.
        name: String,
    },
    /// Rows are written.
    Rows {
        /// The change.
        plan: Box<ImportPlan>,
        /// Name of the data file.
        name: String,
    },
}

impl Booking {
    /// Works out what a read file changes.
    ///
    /// # Errors
    /// [`EditError`] when a rule of the document forbids the change.
    pub fn work_out(
        document: &Document,
        map: MapId,
        read: &ReadFile,
        request: &ImportRequest,
        at: UtcMillis,
        ids: &mut IdAlloc,
    ) -> Result<Self, EditError> {
        let mapping = mapping_asked(read, request);
        let target = Target { map, read, request, mapping: &mapping, at };
        let plan = Box::new(match request.purpose {
            Purpose::Import => plan::plan(document, &target, ids)?,
            Purpose::Refresh => plan::refreshed(document, &target, ids)?,
        });
        let name = read.name.clone();
        // Places decided by hand are decided anew, even for the same bytes.
        let is_by_rule = request.places.is_empty() && request.replaces.is_none();
        let same = plan::unchanged_source(document, &target, &plan).filter(|_| is_by_rule);
        Ok(match same.and_then(|id| document.sources.get(&id)) {
            Some(source) => {
                let mut diff = Diff::default();
                let refresh = request.refresh.unwrap_or(source.link.refresh);
                let link = Link { refresh, bytes: read.bytes, columns: read.columns.clone() };
                diff.sources.put(&document.sources, Source { imported_at: at, link, ..Source::clone(source) });
                let plan = Box::new(ImportPlan { source: source.id, whole: source.id, ..*plan });
                Self::Unchanged { diff, plan, name }
            }
            None => Self::Rows { plan, name },
        })
    }

    /// The change of the document.
    #[must_use]
    pub fn diff(&self) -> &Diff {
        match self {
            Self::Unchanged { diff, .. } => diff,
            Self::Rows { plan, .. } => &plan.diff,
        }
    }

    /// The metrics that it brings numbers of, folded.
    pub(in crate::session) fn fed(&self) -> BTreeSet<String> {
        let (Self::Unchanged { plan, .. } | Self::Rows { plan, .. }) = self;
        plan.kpis.iter().map(|kpi| fold_name(&kpi.metric)).collect()
    }

    /// The result as it will be reported.
    #[must_use]
    pub fn outcome(&self, imported: &Imported) -> ImportOutcome {
        let (Self::Unchanged { plan, name, .. } | Self::Rows { plan, name }) = self;
        let is_unchanged = matches!(self, Self::Unchanged { .. });
        let diff = self.diff().clone();
        ImportOutcome {
            name: name.clone(),
            rows_read: imported.rows_read,
            rows_accepted: imported.rows_accepted,
            rows_rejected: imported.rows_rejected,
            is_unchanged,
            values_off_map: values_off_map(imported, &plan.places),
            series: imported.series,
            kpis: plan.kpis.clone(),
            without_kpi: plan.without_kpi.clone(),
            places: plan.places.clone(),
            issues: imported.data.issues.clone(),
            warnings: imported.warnings.clone(),
            findings: Vec::new(),
            namesake: plan.namesake.clone().filter(|_| !is_unchanged),
            replaced: plan.replaced.clone().filter(|_| !is_unchanged),
            source: plan.whole,
            purpose: plan.purpose,
            is_growth: plan.is_growth,
            unplaced: plan.unplaced.clone(),
            diff,
            label: plan.label,
        }
    }
}

/// How many numbers stand at names that mean nothing on the map.
fn values_off_map(imported: &Imported, places: &[PlaceMatch]) -> u64 {
    let off: HashSet<&str> = places.iter().filter(|p| p.place.is_none()).map(|p| p.name.as_str()).collect();
    let is_off = |name: &str| off.contains(name);
    let table = &imported.data.observations;
    let series: Vec<bool> = table.series.iter().map(|key| is_off(&key.place)).collect();
    let is_off_series = |index: &u32| usize::try_from(*index).ok().and_then(|i| series.get(i)).copied() == Some(true);
    let rows = if series.contains(&true) { table.series_of_row.iter().filter(|i| is_off_series(i)).count() } else { 0 };
    let scores = imported.data.responses.scores.iter().filter(|score| is_off(&score.place));
    u64::try_from(rows).unwrap_or(u64::MAX) + scores.map(|score| score.answered).sum::<u64>()
}

/// Works out what several read files change, each on top of those before it.
///
/// # Errors
/// [`EditError`] when a rule of the document forbids the change.
pub fn work_out_all(
    document: &Document,
    map: MapId,
    read: Vec<(ImportRequest, ReadFile)>,
    at: UtcMillis,
    ids: &mut IdAlloc,
) -> Result<Vec<(Booking, Imported)>, EditError> {
    let mut after = document.clone();
    let (mut bookings, mut fed) = (Vec::with_capacity(read.len()), BTreeSet::new());
    for (mut request, read) in read {
        with_data::extend(&mut request, &fed);
        let booking = Booking::work_out(&after, map, &read, &request, at, ids)?;
        booking.diff().apply(&mut after);
        fed.extend(booking.fed());
        bookings.push((booking, read.imported));
    }
    Ok(bookings)
}

/// Writes bookings: rows, reports, document change and daily values in one transaction, all or none. Blocking. The
/// caller then applies the `diff` of each outcome to its document.
///
/// # Errors
/// Nothing was written.
pub fn book(
    store: &Store,
    document: &Document,
    bookings: Vec<(Booking, Imported)>,
    progress: &Progress,
) -> Result<Vec<ImportOutcome>, StoreError> {
    let outcomes: Vec<ImportOutcome> = bookings.iter().map(|(booking, read)| booking.outcome(read)).collect();
    let diff = outcomes.iter().fold(Diff::default(), |all, outcome| all.then(&outcome.diff));
    let mut loads = Vec::new();
    let is_hashed = |read: &Imported| read.mapping.respondent.as_ref().is_some_and(|r| r.store == Some(IdStore::Hash));
    let keeps_salt = bookings.iter().any(|(_, read)| is_hashed(read));
    for (booking, mut imported) in bookings {
        call_metrics_as_stored(&mut imported.data, &imported.mapping);
        if let Booking::Rows { plan, .. } = booking {
            // Two files of one source: only what the later one left of the first is written.
            loads.push((plan.source, imported.data));
        }
    }
    if loads.is_empty() {
        store.save_now(diff)?;
        return Ok(outcomes);
    }
    let mut after = document.clone();
    diff.apply(&mut after);
    store.import(BulkLoad {
        loads,
        keeps_salt,
        diff,
        finish: Box::new(move |view| derived(&after, view).map_err(|e| e.to_string())),
        progress: progress.clone(),
    })?;
    Ok(outcomes)
}

/// Gives the metrics of the data the names that the mapping wants in the file.
fn call_metrics_as_stored(data: &mut BulkData, mapping: &Mapping) {
    if mapping.metrics.is_empty() {
        return;
    }
    let series = data.observations.series.iter_mut().map(|key| &mut key.metric);
    for metric in series.chain(data.responses.scores.iter_mut().map(|score| &mut score.metric)) {
        if let Some(Some(stored)) = mapping.metric_rule(metric) {
            *metric = stored.to_owned();
        }
    }
}

/// What the file keeps of every KPI on a map at each of its places: the days, and the rows of the table `kpi_value`.
pub(in crate::session) fn derived(document: &Document, view: &BulkView<'_>) -> Result<Derived, StoreError> {
    let mut derived = Derived::default();
    let queries = insights::queries(document, &Segments::default());
    // KPI after KPI: the days of a wide file of many years take more memory than what is kept of them. Those of kinds that
    // read more than one metric wait for the rest of theirs.
    let buckets: Vec<Vec<BucketQuery>> = queries.iter().map(|(_, query)| query.buckets()).collect();
    let mut waiting = queries.iter().zip(&buckets).peekable();
    let mut answers: Vec<Vec<DayBucket>> = Vec::new();
    let mut problem = None;
    let mut settle = |answers: &mut Vec<Vec<DayBucket>>, derived: &mut Derived| {
        while let Some(((key, query), _)) = waiting.next_if(|(_, buckets)| buckets.len() <= answers.len()) {
            let own = answers.drain(..query.buckets().len()).collect::<Vec<_>>();
            match query.days(&mut own.into_iter(), view) {
                Ok(days) => derived.values.extend(kpi_value_rows(document, std::iter::once((key, &days)))),
                Err(error) => problem = problem.take().or(Some(error)),
            }
        }
    };
    view.each_days(&buckets.concat(), |answer| {
        derived.days.add(&answer);
        answers.push(answer.days);
        settle(&mut answers, &mut derived);
    })?;
    settle(&mut answers, &mut derived);
    problem.map_or(Ok(derived), Err)
}

/// The daily values of KPIs, from their days.
pub fn kpi_value_rows<'a>(
    document: &Document,
    days: impl Iterator<Item = (&'a KpiAt, &'a KpiDays)>,
) -> Vec<KpiValueRow> {
    let mut rows = Vec::new();
    for ((kpi, place), days) in days {
        let Some(row) = document.kpis.get(kpi) else { continue };
        for (day, value) in metrics::daily_values(row, days) {
            if let Some(number) = value.value {
                rows.push(KpiValueRow { kpi: *kpi, place: *place, day, n: value.n, value: number });
            }
        }
    }
    rows
}

/// What the checks say of a file that was read for a command: nothing of what is in the file already.
fn told_of(
    imported: &Imported,
    document: &Document,
    outcome: &ImportOutcome,
    progress: &Progress,
) -> Result<Vec<String>, ImportError> {
    if outcome.is_unchanged {
        return Ok(Vec::new());
    }
    Ok(checks::told(imported, document, outcome, Session::today(), progress)?)
}

/// Reads and writes files in one go, all or none, for the command line. Blocking. With `is_dry_run` nothing is written.
///
/// # Errors
/// Nothing was written.
pub fn run(
    store: &Store,
    document: &mut Document,
    requests: &[ImportRequest],
    (map, is_dry_run): (MapId, bool),
    ids: &mut IdAlloc,
    progress: &Progress,
) -> Result<Vec<ImportOutcome>, ImportFailure> {
    let mut after = document.clone();
    let (mut bookings, mut outcomes, mut findings) = (Vec::new(), Vec::new(), Vec::new());
    let (mut codes, mut fed) = (SameCodes::default(), BTreeSet::new());
    for request in requests {
        let mut request = ImportRequest { persons: store.persons(), ..request.clone() };
        with_data::remember(&mut request, || store.reader().map(Some))?;
        with_data::extend(&mut request, &fed);
        let mut read = read_file(&request, &after, map, progress)?;
        refuse_empty(&read, &request)?;
        codes.take(&mut request, &mut read);
        let booking = Booking::work_out(&after, map, &read, &request, UtcMillis::now(), ids)?;
        let outcome = booking.outcome(&read.imported);
        findings.push(told_of(&read.imported, &after, &outcome, progress)?);
        booking.diff().apply(&mut after);
        fed.extend(booking.fed());
        if is_dry_run {
            outcomes.push(outcome);
        } else {
            bookings.push((booking, read.imported));
        }
    }
    if !is_dry_run {
        outcomes = book(store, document, bookings, progress)?;
    }
    *document = after;
    outcomes.iter_mut().zip(findings).for_each(|(outcome, found)| outcome.findings = found);
    Ok(outcomes)
}
