//! Reading the file of a source again: only what it grew by where that is enough, all of it otherwise. Only numbers
//! change; nothing appears on the map and nothing that someone took off it comes back.

use super::left_off::{names_in, names_off};
use super::{
    Booking, ImportFailure, ImportOutcome, ImportRequest, NewPlaces, PlaceChoice, Purpose, ReadFile, Stamp, columns_of,
    refuse_empty,
};
use crate::base::ids::{IdAlloc, MapId, SourceId};
use crate::base::progress::Progress;
use crate::base::time::UtcMillis;
use crate::import::{self, Growth, ImportError, Mapping, ReadOptions, Shape, Since, Sniffed};
use crate::model::bulk::ObservationTable;
use crate::model::{Document, Source};
use crate::store::{Reader, SeriesExtent, StoreError};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A source that grew this often is read as a whole the next time, so that its rows lie together again.
const MOST_PARTS: usize = 24;

/// Which source is read again, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefreshRequest {
    /// The source as the user knows it.
    pub source: SourceId,
    /// Another file that takes the place of its own, read in the same way.
    pub file: Option<PathBuf>,
}

/// The map that a source has its numbers on; `None` when they are nowhere.
#[must_use]
pub fn map_of(document: &Document, source: SourceId) -> Option<MapId> {
    let parts = document.source_parts(source);
    parts.iter().flat_map(|part| part.places.values()).find_map(|place| document.map_of_place(*place))
}

/// Reads a source again; `None` when its file is as it was. Blocking.
///
/// # Errors
/// Why nothing was taken from the file.
pub fn read(
    asked: &RefreshRequest,
    (document, map): (&Document, MapId),
    store: &crate::store::Store,
    progress: &Progress,
) -> Result<Option<(ImportRequest, ReadFile)>, ImportFailure> {
    let source = document.sources.get(&asked.source).ok_or(ImportFailure::SourceGone)?;
    let path = asked.file.clone().unwrap_or_else(|| PathBuf::from(&source.path));
    if path.as_os_str().is_empty() {
        return Err(ImportFailure::NoFile { name: source.name.clone() });
    }
    let Some(before) = Stamp::of(&path) else { return Err(missing(&source.name, path)) };
    let mapping = Mapping::parse(&source.mapping)?;
    let since = match asked.file {
        Some(_) => Since::Other,
        None => import::since(&path, &source.hash, source.link.bytes, progress)?,
    };
    if since == Since::Same {
        return Ok(None);
    }
    let reader = store.reader()?;
    let parts: Vec<SourceId> = document.source_parts(source.id).iter().map(|part| part.id).collect();
    let known = Known::of(&reader, &parts)?;
    let request = ImportRequest {
        path,
        mapping: Some(source.mapping.clone()),
        new_places: NewPlaces::LeaveOut,
        places: known.choices(document, &parts),
        purpose: Purpose::Refresh,
        replaces: Some(source.id),
        persons: store.persons(),
        ..ImportRequest::default()
    };
    let sniffed = import::sniff(&request.path, &mapping.reading)?;
    refuse_other_shape(source, &sniffed)?;
    let reading =
        Reading { request: &request, mapping: &mapping, sniffed: &sniffed, context: (document, map), progress };
    let grown = match since {
        Since::Grown(growth) if parts.len() < MOST_PARTS && adds_up(&mapping) => reading.grown(growth, &known)?,
        _ => None,
    };
    let read = match grown {
        Some(read) => read,
        None => reading.whole()?,
    };
    if Stamp::of(&request.path) != Some(before) {
        return Err(ImportFailure::BeingWritten { name: source.name.clone() });
    }
    // Files of older versions have no length to compare: equal bytes show only now.
    if asked.file.is_none() && read.imported.hash == source.hash && read.growth.is_none() {
        return Ok(None);
    }
    refuse_empty(&read, &request)?;
    Ok(Some((request, read)))
}

/// Reads sources again in one go, all or none, for the command line; `None` for each whose file is as it was. Blocking.
///
/// # Errors
/// Nothing was written.
pub fn run(
    store: &crate::store::Store,
    document: &mut Document,
    sources: &[SourceId],
    ids: &mut IdAlloc,
    progress: &Progress,
) -> Result<Vec<Option<ImportOutcome>>, ImportFailure> {
    let mut after = document.clone();
    let (mut bookings, mut changed, mut findings) = (Vec::new(), Vec::with_capacity(sources.len()), Vec::new());
    for source in sources {
        let first = after.maps_in_order().first().map(|map| map.id);
        let map = map_of(&after, *source).or(first).ok_or(ImportFailure::SourceGone)?;
        let asked = RefreshRequest { source: *source, file: None };
        let found = read(&asked, (&after, map), store, progress)?;
        changed.push(found.is_some());
        if let Some((request, read)) = found {
            let booking = Booking::work_out(&after, map, &read, &request, UtcMillis::now(), ids)?;
            let outcome = booking.outcome(&read.imported);
            findings.push(super::told_of(&read.imported, &after, &outcome, progress)?);
            booking.diff().apply(&mut after);
            bookings.push((booking, read.imported));
        }
    }
    if bookings.is_empty() {
        return Ok(changed.into_iter().map(|_| None).collect());
    }
    let mut outcomes = super::book(store, document, bookings, progress)?;
    outcomes.iter_mut().zip(findings).for_each(|(outcome, found)| outcome.findings = found);
    let mut outcomes = outcomes.into_iter();
    *document = after;
    Ok(changed.into_iter().map(|is_changed| if is_changed { outcomes.next() } else { None }).collect())
}

/// True when rows mean the same whatever stands before them. Who was seen before is not counted again, and a row that
/// repeats an earlier one is left out: both need all of the file.
fn adds_up(mapping: &Mapping) -> bool {
    mapping.shape != Shape::Events && mapping.unique.is_empty()
}

fn missing(name: &str, path: PathBuf) -> ImportFailure {
    match std::fs::metadata(&path) {
        Ok(_) => ImportError::IsDirectory { path }.into(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            ImportFailure::FileGone { name: name.to_owned(), path }
        }
        Err(error) => ImportError::io(&path, error).into(),
    }
}

/// A file with other columns would be read as if nothing had happened as long as those of the mapping are there: a
/// renamed or split column must not pass in silence.
fn refuse_other_shape(source: &Source, sniffed: &Sniffed) -> Result<(), ImportFailure> {
    let before = &source.link.columns;
    if before.is_empty() {
        return Ok(());
    }
    let now = columns_of(sniffed);
    let without = |from: &[String], of: &[String]| from.iter().filter(|c| !of.contains(c)).cloned().collect::<Vec<_>>();
    let (missing, added) = (without(before, &now), without(&now, before));
    if missing.is_empty() && added.is_empty() {
        return Ok(());
    }
    Err(ImportFailure::ShapeChanged { name: source.name.clone(), missing, added })
}

/// What is known of the rows a source has now.
struct Known {
    places: BTreeSet<String>,
    metrics: BTreeSet<String>,
    series: BTreeMap<(String, String, String), Extent>,
}

/// What decides how the rows of a series count: whether all its values are whole, and whether some lie on no scale of
/// answers.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Extent {
    low: f64,
    high: f64,
    is_whole: bool,
}

impl Extent {
    fn and(self, other: Self) -> Self {
        let (low, high) = (self.low.min(other.low), self.high.max(other.high));
        Self { low, high, is_whole: self.is_whole && other.is_whole }
    }

    fn class(self) -> (bool, bool) {
        (self.is_whole, self.low < 0.0 || self.high > 10.0)
    }
}

impl Known {
    fn of(reader: &Reader, parts: &[SourceId]) -> Result<Self, StoreError> {
        let mut metrics = reader.metrics()?;
        metrics.retain(|metric| parts.contains(&metric.source));
        let mut series: BTreeMap<_, Extent> = BTreeMap::new();
        for part in parts {
            for SeriesExtent { metric, place, segments, min, max, is_whole } in reader.series_extents(*part)? {
                let (Some(low), Some(high)) = (min, max) else { continue };
                let extent = Extent { low, high, is_whole };
                series.entry((metric, place, segments)).and_modify(|e| *e = e.and(extent)).or_insert(extent);
            }
        }
        Ok(Self {
            places: names_in(&metrics, parts).cloned().collect(),
            metrics: metrics.into_iter().map(|m| crate::base::text::fold_name(&m.metric)).collect(),
            series,
        })
    }

    /// Names that the data has had so far mean what they mean now, or still nothing.
    fn choices(&self, document: &Document, parts: &[SourceId]) -> BTreeMap<String, PlaceChoice> {
        let sources = || parts.iter().filter_map(|part| document.sources.get(part));
        let placed =
            sources().flat_map(|s| s.places.iter().map(|(name, place)| (name.clone(), PlaceChoice::At(*place))));
        let off = names_off(document, parts, self.places.iter());
        placed.chain(off.into_iter().map(|name| (name, PlaceChoice::LeaveOut))).collect()
    }

    /// True when the rows that a file grew by count as they would if all of it were read anew.
    fn agrees(&self, mapping: &Mapping, read: &ReadFile) -> bool {
        let settled = &read.imported.mapping;
        let is_known =
            |metric: &String| self.metrics.contains(&crate::base::text::fold_name(mapping.stored_metric(metric)));
        let has_other_percents = settled.percent.iter().any(|m| is_known(m) && !mapping.percent.contains(m));
        let is_read_alike = Mapping { percent: mapping.percent.clone(), ..settled.clone() } == *mapping;
        let counts_alike = mapping.n.is_none()
            || extents(&read.imported.data.observations, mapping).into_iter().all(|(key, new)| {
                self.series.get(&key).is_none_or(|old| {
                    let all = old.and(new);
                    all.class() == old.class() && all.class() == new.class()
                })
            });
        !has_other_percents && is_read_alike && counts_alike
    }
}

/// The extents of the series of a table, by metric as the file calls it, place and the JSON of their segments.
fn extents(table: &ObservationTable, mapping: &Mapping) -> BTreeMap<(String, String, String), Extent> {
    let mut found: BTreeMap<u32, Extent> = BTreeMap::new();
    for (series, value) in table.series_of_row.iter().zip(&table.value).filter(|(_, v)| !v.is_nan()) {
        let one = Extent { low: *value, high: *value, is_whole: value.fract() == 0.0 };
        found.entry(*series).and_modify(|e| *e = e.and(one)).or_insert(one);
    }
    let key_of = |index: u32| {
        let key = table.series.get(usize::try_from(index).ok()?)?;
        let segments = serde_json::Value::from(key.segments.clone()).to_string();
        Some((mapping.stored_metric(&key.metric).to_owned(), key.place.clone(), segments))
    };
    found.into_iter().filter_map(|(index, extent)| Some((key_of(index)?, extent))).collect()
}

/// Everything that reading needs.
struct Reading<'a> {
    request: &'a ImportRequest,
    mapping: &'a Mapping,
    sniffed: &'a Sniffed,
    context: (&'a Document, MapId),
    progress: &'a Progress,
}

impl Reading<'_> {
    fn with(&self, sniffed: Sniffed) -> Result<ReadFile, ImportError> {
        let options = ReadOptions { sniffed: Some(sniffed), ..ReadOptions::default() };
        super::read_with(self.request, Some(self.mapping), options, self.context, self.progress)
    }

    fn whole(&self) -> Result<ReadFile, ImportError> {
        self.with(self.sniffed.clone())
    }

    /// Reads only what the file grew by; `None` when that is not enough.
    fn grown(&self, growth: Growth, known: &Known) -> Result<Option<ReadFile>, ImportError> {
        let Some(sniffed) = self.sniffed.clone().read_on(&growth) else { return Ok(None) };
        let mut read = match self.with(sniffed) {
            Ok(read) => read,
            // Nothing but blank lines came.
            Err(ImportError::HeaderOnly { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        if !known.agrees(self.mapping, &read) {
            return Ok(None);
        }
        read.imported.hash.clone_from(&growth.hash);
        read.bytes = growth.bytes;
        read.growth = Some(growth);
        Ok(Some(read))
    }
}

/// True when the last byte of a file ends a line: somebody who is writing it may have stopped anywhere.
pub(in crate::session) fn ends_with_line(path: &Path) -> bool {
    use std::io::{Read as _, Seek as _, SeekFrom};
    let Ok(mut file) = std::fs::File::open(path) else { return false };
    let mut last = [0];
    file.seek(SeekFrom::End(-1)).is_ok() && file.read_exact(&mut last).is_ok() && last == *b"\n"
}
