//! Events: something that happened a row. Rows are counted by day, place and segments, and so are the people and the
//! sessions behind them; columns of numbers give an observation each.

use super::cells::CellReader;
use super::error::ImportError;
use super::known_places::KnownPlaces;
use super::layout::FileTable;
use super::long::SeriesIndex;
use super::mapping::{CountMapping, Mapping};
use super::percents::Percents;
use super::read::{DayCell, Report, Rows, Settled, extend_days};
use super::rows::Row;
use super::sniff::Sniffed;
use super::summary::Summaries;
use crate::base::text::fold_name;
use crate::base::time::Day;
use crate::model::bulk::{BulkData, IssueKind, ObservationTable};
use std::collections::{BTreeMap, HashSet};

/// Numbers that stand for metrics in the keys of series; those of columns are their index.
const ROWS: usize = usize::MAX;
const RESPONDENTS: usize = usize::MAX - 1;
const SESSIONS: usize = usize::MAX - 2;

/// Distinct somebodies of a day: counted once per series and day.
struct Distinct {
    metric: String,
    column: usize,
    number: usize,
    seen: HashSet<(u32, i32, u64), foldhash::fast::RandomState>,
    hasher: foldhash::fast::FixedState,
}

impl Distinct {
    fn is_new(&mut self, series: u32, day: Day, cell: &[u8]) -> bool {
        let hash = std::hash::BuildHasher::hash_one(&self.hasher, cell);
        self.seen.insert((series, day.0, hash))
    }
}

/// A column of dates, or the date of the file, with the place that the event is at when the column says it.
struct Moment {
    day: DayCell,
    place: Option<String>,
    /// The metric that counts it, when it is not that of the rows.
    metric: Option<(usize, String)>,
}

/// Everything that is counted.
struct Counter {
    index: SeriesIndex,
    /// Count by series and day.
    counts: BTreeMap<(u32, Day), u64>,
    rows: Option<String>,
    distinct: Vec<Distinct>,
}

impl Counter {
    fn new(mapping: &Mapping, sniffed: &Sniffed) -> Self {
        let names = mapping.count.clone().unwrap_or_default();
        let CountMapping { rows, respondents, sessions } = names;
        let column = |name: Option<&String>| name.and_then(|n| sniffed.column_index(n));
        let parts = [
            (respondents, column(mapping.respondent.as_ref().map(|r| &r.column)), RESPONDENTS),
            (sessions, column(mapping.session.as_ref().map(|s| &s.column)), SESSIONS),
        ];
        let distinct = parts.into_iter().filter_map(|(metric, column, number)| {
            let (seen, hasher) = (HashSet::default(), foldhash::fast::FixedState::with_seed(7));
            Some(Distinct { metric: metric?, column: column?, number, seen, hasher })
        });
        Self { index: SeriesIndex::new(mapping, sniffed), counts: BTreeMap::new(), rows, distinct: distinct.collect() }
    }

    /// Counts one event.
    fn add(&mut self, row: Row<'_>, day: Day, moment: &Moment, report: &mut Report<'_>) {
        let place = moment.place.as_deref();
        let own = moment.metric.as_ref().map(|(number, name)| (*number, name.as_str()));
        if let Some(metric) = own.or_else(|| self.rows.as_deref().map(|name| (ROWS, name))) {
            let id = self.index.id_at(row, Some(metric), place, report);
            *self.counts.entry((id, day)).or_default() += 1;
        }
        if own.is_some() {
            return;
        }
        for distinct in &mut self.distinct {
            let cell = row.trimmed(distinct.column);
            if cell.is_empty() {
                continue;
            }
            let id = self.index.id_at(row, Some((distinct.number, &distinct.metric)), place, report);
            let is_new = distinct.is_new(id, day, cell);
            if is_new {
                *self.counts.entry((id, day)).or_default() += 1;
            }
        }
    }
}

/// Reads a file of events. A row is rejected when it has no date, when the cell that says what happened is empty, or
/// when its place is unknown.
pub(crate) fn read(
    table: &mut FileTable,
    settled: &Settled,
    sniffed: &Sniffed,
    report: &mut Report<'_>,
) -> Result<Rows, ImportError> {
    let mapping = &settled.mapping;
    let mut moments = moments(settled, sniffed);
    let place_column = mapping.place.as_ref().and_then(|p| p.column.as_deref()).and_then(|c| sniffed.column_index(c));
    let numbers: Vec<(usize, String, CellReader)> = mapping
        .scores
        .iter()
        .filter_map(|score| {
            let metric = score.metric.clone().unwrap_or_else(|| score.column.clone());
            Some((sniffed.column_index(&score.column)?, metric, CellReader::of(score, settled)))
        })
        .collect();
    let mut counter = Counter::new(mapping, sniffed);
    let mut known_places = KnownPlaces::new(settled.known_places.as_ref(), mapping, sniffed);
    let has_stages = !mapping.stages.is_empty();
    let mut out = ObservationTable { segments: mapping.segments.clone(), ..ObservationTable::default() };
    let mut days = None;
    while report.advance(table)? {
        let row = table.row();
        let wrong = match place_column {
            Some(column) if !has_stages && row.trimmed(column).is_empty() => {
                Some((Some(column), IssueKind::MissingPlace))
            }
            _ if !has_stages => known_places.unknown(row).map(|column| (column, IssueKind::UnknownPlace)),
            _ => None,
        };
        if let Some((column, kind)) = wrong {
            report.issue(row, column, kind, true);
            report.rejected += 1;
            continue;
        }
        let first_issue = report.issues.len();
        let (mut used, mut unknown) = (0u64, false);
        for moment in &mut moments {
            let day = match moment.day.day(row) {
                Ok(day) => day,
                // A record that has not come to a stage yet has no date there.
                Err(IssueKind::MissingDate) if has_stages => continue,
                Err(kind) => {
                    report.issue(row, moment.day.column(), kind, false);
                    continue;
                }
            };
            let place = moment.place.as_deref();
            if place.is_some_and(|place| !known_places.has(place)) {
                unknown = true;
                continue;
            }
            used += 1;
            extend_days(&mut days, day);
            counter.add(row, day, moment, report);
            if moment.metric.is_some() {
                continue;
            }
            for (column, metric, reader) in &numbers {
                let value = match reader.read(row.trimmed(*column)) {
                    Ok(Some(value)) => value,
                    Ok(None) => continue,
                    Err(kind) => {
                        report.issue(row, Some(*column), kind, false);
                        continue;
                    }
                };
                let id = counter.index.id_at(row, Some((*column, metric)), place, report);
                if let Some(stats) = counter.index.stats.get_mut(id as usize) {
                    stats.add(value.value, f64::NAN, value.is_percent);
                }
                out.series_of_row.push(id);
                out.day.push(day);
                out.value.push(value.value);
            }
        }
        if used > 0 {
            report.accepted += 1;
            continue;
        }
        // Nothing of the row is kept: its issues are why, and where it has none, that it has no date at all is.
        report.rejected += 1;
        if unknown {
            report.issue(row, None, IssueKind::UnknownPlace, true);
        } else if report.issues.len() == first_issue {
            report.issue(row, None, IssueKind::MissingDate, true);
        }
        for issue in report.issues.iter_mut().skip(first_issue) {
            issue.is_row_rejected = true;
        }
    }
    for ((id, day), count) in &counter.counts {
        #[expect(clippy::cast_precision_loss, reason = "nobody has that many events on a day")]
        let count = *count as f64;
        if let Some(stats) = counter.index.stats.get_mut(*id as usize) {
            stats.add(count, f64::NAN, false);
        }
        out.series_of_row.push(*id);
        out.day.push(*day);
        out.value.push(count);
    }
    let series = counter.index.series.len();
    out.series = counter.index.series;
    let mut summaries = Summaries::default();
    for (key, stats) in out.series.iter().zip(&counter.index.stats) {
        let score = mapping.scores.iter().find(|s| s.metric_name() == key.metric);
        summaries.add(&key.metric, &key.place, score.and_then(|s| s.scale), *stats);
    }
    let (places, mut metrics) = summaries.finish();
    // What is no column of numbers was counted here.
    for metric in &mut metrics {
        metric.is_counted = numbers.iter().all(|(_, name, _)| fold_name(name) != fold_name(&metric.name));
    }
    let data = BulkData { observations: out, ..BulkData::default() };
    Ok(Rows { data, places, metrics, days, series, percents: Percents::default() })
}

/// When a row happened: once, or once for every stage that it came to.
fn moments(settled: &Settled, sniffed: &Sniffed) -> Vec<Moment> {
    let stages: Vec<Moment> = settled
        .mapping
        .stages
        .iter()
        .filter_map(|stage| {
            let column = sniffed.column_index(&stage.column)?;
            let place = stage.place.clone().unwrap_or_else(|| stage.column.clone());
            // Beyond the numbers of the columns of numbers, which are indices too.
            let metric = stage.metric.clone().map(|name| (sniffed.columns.len() + column, name));
            Some(Moment { day: DayCell::at(column, settled.dates), place: Some(place), metric })
        })
        .collect();
    if stages.is_empty() {
        return DayCell::of(settled, sniffed)
            .map(|day| Moment { day, place: None, metric: None })
            .into_iter()
            .collect();
    }
    stages
}
