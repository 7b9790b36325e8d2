//! An import from request to result: read the file, match places and metrics, write everything in one transaction.
//!
//! Reading and writing run on a job thread. The document must not change between [`plan::plan()`] and the end of
//! [`book`]: the window locks edits for that moment, so that a failed write leaves nothing to take back.

pub mod checks;
pub mod likeness;
pub mod plan;
pub mod rehearsal;

pub use plan::{ImportPlan, KpiOutcome, PlaceMatch, Replaced, Target};

use crate::base::ids::{IdAlloc, MapId};
use crate::base::progress::{Cancelled, Progress};
use crate::base::text::fold_loosely;
use crate::base::time::UtcMillis;
use crate::i18n;
use crate::import::{self, ImportError, Imported, Mapping, ReadChoices, ReadOptions, Warning};
use crate::metrics;
use crate::model::bulk::{BucketQuery, BulkData, KpiValueRow, RowIssue};
use crate::model::edit::{EditError, Verb};
use crate::model::{Diff, Document, EditLabel, Place, Source, TableKind};
use crate::session::insights::{self, KpiAt};
use crate::store::{BulkLoad, BulkView, DaysToKeep, Derived, Store, StoreError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What to do with place names that are on no map yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NewPlaces {
    /// They become stages in order of appearance.
    #[default]
    Create,
    /// Their rows are rejected as unknown places.
    Skip,
}

/// What one place name of the data means, decided by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceChoice {
    /// A place of the map.
    At(Place),
    /// A new stage of that name, even when something of the map is called the same.
    Create,
    /// No place: its rows are kept in the file and count nowhere.
    LeaveOut,
}

/// An import that someone asked for.
#[derive(Debug, Clone, Default)]
pub struct ImportRequest {
    /// The data file.
    pub path: PathBuf,
    /// How to read it, as the JSON of a mapping file; `None` guesses.
    pub mapping: Option<String>,
    /// How the file is read when no mapping says it.
    pub choices: ReadChoices,
    /// What to do with unknown places.
    pub new_places: NewPlaces,
    /// Decisions about single names; the others are matched by alias and title.
    pub places: BTreeMap<String, PlaceChoice>,
}

/// Why an import did not happen. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum ImportFailure {
    /// The data file or the mapping.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The document.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The milepost file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Every row is wrong.
    #[error(
        "None of the {rows} rows of “{name}” can be kept (line {line}: {reason}, “{text}”), so nothing was imported; correct the file or its mapping."
    )]
    NothingToKeep {
        /// The data file.
        name: String,
        /// Rows read.
        rows: u64,
        /// Line of the first issue.
        line: u64,
        /// What is wrong there.
        reason: String,
        /// The text that was read.
        text: String,
    },
}

/// Says why a file of which no row can be kept is not imported: it would only take away what an earlier one brought.
pub(super) fn refuse_empty(read: &ReadFile, request: &ImportRequest) -> Result<(), ImportFailure> {
    let imported = &read.imported;
    if imported.rows_accepted > 0 || request.new_places == NewPlaces::Skip {
        return Ok(());
    }
    let first = imported.data.issues.first();
    Err(ImportFailure::NothingToKeep {
        name: read.name.clone(),
        rows: imported.rows_read,
        line: first.map_or(0, |i| i.line),
        reason: first.map_or_else(String::new, |i| i.kind.word().replace('_', " ")),
        text: first.map_or_else(String::new, |i| i.text.clone()),
    })
}

impl From<Cancelled> for ImportFailure {
    fn from(cancelled: Cancelled) -> Self {
        Self::Import(cancelled.into())
    }
}

impl ImportFailure {
    /// True when someone stopped it on purpose.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Import(ImportError::Cancelled(_)) | Self::Store(StoreError::Cancelled))
    }
}

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
    /// Path of another source of the same name: both count.
    pub namesake: Option<String>,
    /// What an earlier import of this file brought and this one takes back.
    pub replaced: Option<Replaced>,
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
        self.replacement().into_iter().chain(warnings).chain(namesake).collect()
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
    let options = ReadOptions { choices: request.choices.clone(), ..ReadOptions::default() };
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
    options.known_percents = plan::known_percents(document);
    let imported = import::read(&request.path, mapping, &options, progress)?;
    let path = std::path::absolute(&request.path).unwrap_or_else(|_| request.path.clone());
    Ok(ReadFile { imported, name: file_name(&path), path: path.to_string_lossy().into_owned() })
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}

/// The mapping a file was read with, with the names of metrics as they are wanted now: they play no part in reading.
fn mapping_asked(read: &ReadFile, request: &ImportRequest) -> Mapping {
    let mut mapping = read.imported.mapping.clone();
    if let Some(asked) = request.mapping.as_deref().and_then(|text| Mapping::parse(text).ok()) {
        mapping.metrics = asked.metrics;
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
        let target = Target { map, path: &read.path, name: &read.name, request, mapping: &mapping, at };
        let plan = Box::new(plan::plan(document, &read.imported, &target, ids)?);
        let name = read.name.clone();
        // Places decided by hand are decided anew, even for the same bytes.
        let is_by_rule = request.places.is_empty();
        let same = plan::unchanged_source(document, &read.imported, &target, &plan).filter(|_| is_by_rule);
        Ok(match same.and_then(|id| document.sources.get(&id)) {
            Some(source) => {
                let mut diff = Diff::default();
                diff.sources.put(&document.sources, Source { imported_at: at, ..Source::clone(source) });
                Self::Unchanged { diff, plan, name }
            }
            None => Self::Rows { plan, name },
        })
    }

    /// The result as it will be reported.
    #[must_use]
    pub fn outcome(&self, imported: &Imported) -> ImportOutcome {
        let (Self::Unchanged { plan, name, .. } | Self::Rows { plan, name }) = self;
        let (is_unchanged, diff) = match self {
            Self::Unchanged { diff, .. } => (true, diff.clone()),
            Self::Rows { plan, .. } => (false, plan.diff.clone()),
        };
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
            namesake: plan.namesake.clone().filter(|_| !is_unchanged),
            replaced: plan.replaced.clone().filter(|_| !is_unchanged),
            diff,
            label: EditLabel::one(Verb::Import, TableKind::Source),
        }
    }
}

/// How many numbers stand at names that mean nothing on the map.
fn values_off_map(imported: &Imported, places: &[PlaceMatch]) -> u64 {
    let is_off = |name: &str| places.iter().any(|place| place.place.is_none() && place.name == name);
    let table = &imported.data.observations;
    let series: Vec<bool> = table.series.iter().map(|key| is_off(&key.place)).collect();
    let is_off_series = |index: &u32| usize::try_from(*index).ok().and_then(|i| series.get(i)).copied() == Some(true);
    let rows = if series.contains(&true) { table.series_of_row.iter().filter(|i| is_off_series(i)).count() } else { 0 };
    let scores = imported.data.responses.scores.iter().filter(|score| is_off(&score.place));
    u64::try_from(rows).unwrap_or(u64::MAX) + scores.map(|score| score.answered).sum::<u64>()
}

/// Writes a booking: rows, report, document change and daily values in one transaction. Blocking. The caller then
/// applies `outcome.diff` to its document.
///
/// # Errors
/// Nothing was written.
pub fn book(
    store: &Store,
    document: &Document,
    booking: Booking,
    imported: Imported,
    progress: &Progress,
) -> Result<ImportOutcome, StoreError> {
    let outcome = booking.outcome(&imported);
    let mut imported = imported;
    call_metrics_as_stored(&mut imported.data, &imported.mapping);
    match booking {
        Booking::Unchanged { diff, .. } => store.save_now(diff)?,
        Booking::Rows { plan, .. } => {
            let mut after = document.clone();
            plan.diff.apply(&mut after);
            store.import(BulkLoad {
                loads: vec![(plan.source, imported.data)],
                diff: plan.diff,
                finish: Box::new(move |view| derived(&after, view).map_err(|e| e.to_string())),
                progress: progress.clone(),
            })?;
        }
    }
    Ok(outcome)
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
    let (keys, queries): (Vec<KpiAt>, Vec<BucketQuery>) = insights::queries(document, &[]).into_iter().unzip();
    let answers = view.days(&queries)?;
    let values = kpi_value_rows(document, keys.iter().zip(answers.iter().map(|a| a.days.as_slice())));
    Ok(Derived { values, days: DaysToKeep::of(&answers) })
}

/// The daily values of KPIs, from their buckets.
pub fn kpi_value_rows<'a>(
    document: &Document,
    days: impl Iterator<Item = (&'a KpiAt, &'a [crate::model::observation::DayBucket])>,
) -> Vec<KpiValueRow> {
    let mut rows = Vec::new();
    for ((kpi, place), days) in days {
        let Some(kind) = document.kpis.get(kpi).map(|k| k.kind) else { continue };
        for day in days {
            let value = metrics::value_and_n(&kind, &day.bucket);
            if let Some(number) = value.value {
                rows.push(KpiValueRow { kpi: *kpi, place: *place, day: day.day, n: value.n, value: number });
            }
        }
    }
    rows
}

/// Reads and writes one file in one go, for the command line. Blocking. With `is_dry_run` nothing is written.
///
/// # Errors
/// Nothing was written.
pub fn run(
    store: &Store,
    document: &mut Document,
    request: &ImportRequest,
    (map, is_dry_run): (MapId, bool),
    ids: &mut IdAlloc,
    progress: &Progress,
) -> Result<ImportOutcome, ImportFailure> {
    let read = read_file(request, document, map, progress)?;
    refuse_empty(&read, request)?;
    let booking = Booking::work_out(document, map, &read, request, UtcMillis::now(), ids)?;
    let outcome = if is_dry_run {
        booking.outcome(&read.imported)
    } else {
        book(store, document, booking, read.imported, progress)?
    };
    outcome.diff.apply(document);
    Ok(outcome)
}
