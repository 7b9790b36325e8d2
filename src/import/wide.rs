//! Wide files: several observations a row, one column per date or one per metric.

use super::cells::CellReader;
use super::clocks::{self, Clocks, is_duration};
use super::dates::{Zone, parse_header};
use super::error::ImportError;
use super::known_places::KnownPlaces;
use super::known_scales::KnownScales;
use super::layout::FileTable;
use super::long::{SeriesIndex, count_of};
use super::mapping::ScoreMapping;
use super::numbers::ParsedNumber;
use super::percents::{self, Percents, Signs};
use super::read::{DayCell, Report, Rows, Settled, extend_days};
use super::rest_of_total;
use super::rows::trim;
use super::sniff::Sniffed;
use super::summary::Summaries;
use crate::base::time::Day;
use crate::model::bulk::{BulkData, IssueKind, ObservationTable};
use std::collections::HashMap;

/// A column of values.
struct ValueColumn {
    index: usize,
    /// Its date, when dates are the headers.
    day: Option<Day>,
    /// Its metric, when metrics are.
    metric: Option<String>,
    /// Its place, when it has one of its own.
    place: Option<String>,
    reader: CellReader,
    scale: Option<(f64, f64)>,
    /// Which column says how many a value stands for, when this one has its own.
    count: Option<usize>,
    /// The answer that the cells count.
    counts: Option<f64>,
}

/// Reads a wide file. A row is rejected when none of its values can be used, unless all are blank.
pub(crate) fn read(
    table: &mut FileTable,
    settled: &Settled,
    sniffed: &Sniffed,
    report: &mut Report<'_>,
) -> Result<Rows, ImportError> {
    let mapping = &settled.mapping;
    let mut day_cell = DayCell::of(settled, sniffed);
    let date_column = day_cell.as_ref().and_then(DayCell::column);
    let mut columns = value_columns(settled, sniffed)?;
    let mut index = SeriesIndex::new(mapping, sniffed);
    let mut known_places = KnownPlaces::new(settled.known_places.as_ref(), mapping, sniffed);
    // A column about an unknown place is left out like one that nobody mapped; rows have no place of their own to be
    // wrong where every column has one.
    columns.retain(|c| c.place.as_deref().is_none_or(|place| known_places.has(place)));
    // Where the metric stands in the row its KPI is known there only; a column of its own has its scale in its reader.
    let mut known_scales = KnownScales::new(settled, sniffed);
    let has_row_metrics = mapping.metric.as_ref().is_some_and(|metric| metric.column.is_some());
    let is_placed_by_rows = columns.is_empty() || columns.iter().any(|c| c.place.is_none());
    // Under dates there is no column of counts.
    let count_column = mapping.n.as_ref().filter(|_| !mapping.scores.is_empty());
    let count_column = count_column.and_then(|n| sniffed.column_index(&n.column));
    let has_counts = count_column.is_some() || columns.iter().any(|c| c.count.is_some() || c.counts.is_some());
    let mut out = ObservationTable { segments: mapping.segments.clone(), ..ObservationTable::default() };
    let mut days = None;
    let (mut clocks, mut signs) = (Clocks::default(), Signs::default());
    while report.advance(table)? {
        let row = table.row();
        let row_day = day_cell.as_mut().map(|c| c.day(row)).transpose();
        let n = count_column.map_or(Ok(f64::NAN), |column| count_of(settled, row.trimmed(column)));
        let wrong_row = match (row_day, index.empty_metric(row)) {
            (Err(kind), _) => Some((date_column, kind)),
            (_, Some(column)) if columns.iter().any(|c| c.metric.is_none()) => {
                Some((Some(column), IssueKind::MissingMetric))
            }
            _ if n.is_err() => Some((count_column, IssueKind::BadCount)),
            _ if columns.is_empty() => Some((None, IssueKind::UnknownPlace)),
            _ if !is_placed_by_rows => None,
            _ => known_places.unknown(row).map(|column| (column, IssueKind::UnknownPlace)),
        };
        if row_day.is_err() && report.leaves_out_total(row, date_column) {
            continue;
        }
        if let Some((column, kind)) = wrong_row {
            report.issue(row, column, kind, true);
            report.rejected += 1;
            continue;
        }
        let (row_day, n) = (row_day.unwrap_or_default(), n.unwrap_or(f64::NAN));
        let first_issue = report.issues.len();
        let (mut used, mut bad) = (0u64, 0u64);
        for column in &columns {
            let cell = trim(row.cell(column.index));
            if cell.is_empty() {
                continue;
            }
            let answered = column.counts.map(|answer| (answer, count_of(settled, cell)));
            let read = match answered {
                Some((_, Err(_))) if column.reader.is_nothing(cell) => Ok(None),
                Some((_, Err(kind))) => Err(kind),
                Some((value, Ok(_))) => Ok(Some(ParsedNumber { value, is_percent: false })),
                None => column.reader.read(cell),
            };
            let (value, is_clock) = match read {
                // Nobody answered so.
                Ok(Some(_)) if answered.is_some_and(|(_, n)| n == Ok(0.0)) => {
                    used += 1;
                    continue;
                }
                Ok(Some(value)) => (value, false),
                Ok(None) => continue,
                // What stands under a date is what was measured, so a clock is no time of day.
                Err(IssueKind::BadValue) if column.day.is_some() && is_duration(cell) => (NOTHING, true),
                Err(kind) => {
                    bad += 1;
                    if let (IssueKind::OutOfScale, Some(scale)) = (kind, column.reader.kpi_scale()) {
                        let of_file = || mapping.metric.as_ref().and_then(|metric| metric.fixed.as_deref());
                        report.beyond.add(column.metric.as_deref().or_else(of_file).unwrap_or_default(), scale);
                    }
                    report.issue(row, Some(column.index), kind, false);
                    continue;
                }
            };
            let Some(day) = column.day.or(row_day) else { continue };
            if has_row_metrics
                && !is_clock
                && column.metric.is_none()
                && !known_scales.holds(row, value.value, &mut report.beyond)
            {
                bad += 1;
                report.issue(row, Some(column.index), IssueKind::OutOfScale, false);
                continue;
            }
            // A count that is none is reported where it is read for itself.
            let n = column.count.map_or(n, |own| count_of(settled, row.trimmed(own)).unwrap_or(f64::NAN));
            let n = answered.map_or(n, |(_, answers)| answers.unwrap_or(f64::NAN));
            let metric = column.metric.as_deref().map(|m| (column.index, m));
            let id = index.id_at(row, metric, column.place.as_deref(), report);
            if is_clock {
                clocks.add(out.value.len(), (row.line, column.index), cell);
            } else {
                if let Some(stats) = index.stats.get_mut(id as usize) {
                    stats.add(value.value, n, value.is_percent);
                }
                if value.is_percent {
                    signs.add(out.value.len());
                }
                extend_days(&mut days, day);
            }
            out.series_of_row.push(id);
            out.day.push(day);
            out.value.push(value.value);
            if has_counts {
                out.n.push(n);
            }
            used += 1;
        }
        if used == 0 && bad > 0 {
            report.rejected += 1;
            for issue in report.issues.iter_mut().skip(first_issue) {
                issue.is_row_rejected = true;
            }
        } else {
            report.accepted += 1;
            clocks.end_row(row.line, used);
        }
    }
    let units = clocks.settle((&mut out, &mut signs), &mut index, report, &mut days);
    let series = index.series.len();
    out.series = index.series;
    let rest = rest_of_total::settle(&mut out, &mut index.stats, mapping);
    // A scale that was set says how values are meant.
    let has_scale = columns.iter().any(|c| c.scale.is_some());
    let mut percents = if has_scale {
        Percents::default()
    } else {
        percents::settle_table((&mut out, &signs), &mut index.stats, settled)
    };
    percents.warnings.extend(rest);
    let mut summaries = Summaries::default();
    // The first column of a metric settles its scale.
    let scales: HashMap<&str, _> = columns.iter().rev().filter_map(|c| Some((c.metric.as_deref()?, c.scale))).collect();
    for (key, stats) in out.series.iter().zip(&index.stats) {
        let scale = scales.get(key.metric.as_str()).copied().flatten();
        summaries.add(&key.metric, &key.place, scale, *stats);
    }
    let (places, mut metrics) = summaries.finish();
    clocks::name_units(&mut metrics, &units);
    let data = BulkData { observations: out, ..BulkData::default() };
    Ok(Rows { data, places, metrics, days, series, percents })
}

/// Holds the place of a duration, whose unit is that of its series.
const NOTHING: ParsedNumber = ParsedNumber { value: 0.0, is_percent: false };

fn value_columns(settled: &Settled, sniffed: &Sniffed) -> Result<Vec<ValueColumn>, ImportError> {
    let mapping = &settled.mapping;
    let index_of = sniffed.index_of_columns();
    let by_score = mapping.scores.iter().filter_map(|score| {
        let index = index_of(&score.column)?;
        let day = score.date.as_deref().and_then(Day::parse_iso);
        // A column that has a day of its own says when; what, is said by the row.
        let is_of_row = day.is_some() && mapping.metric.is_some();
        let metric = score.metric.clone().or_else(|| (!is_of_row).then(|| score.column.clone()));
        Some(ValueColumn {
            index,
            day,
            metric,
            place: score.place.clone(),
            reader: CellReader::of(score, settled),
            scale: score.scale,
            count: score.n.as_deref().and_then(&index_of),
            counts: score.counts,
        })
    });
    let columns: Vec<_> = if mapping.scores.is_empty() {
        let by_date = sniffed.columns.iter().enumerate().filter_map(|(index, column)| {
            let day = parse_header(column.name.as_bytes(), settled.dates.order, Zone::AsWritten)?.day;
            let plain = ScoreMapping::plain(&column.name);
            let reader = CellReader::of(&plain, settled);
            Some(ValueColumn {
                index,
                day: Some(day),
                metric: None,
                place: None,
                reader,
                scale: None,
                count: None,
                counts: None,
            })
        });
        by_date.collect()
    } else {
        by_score.collect()
    };
    if columns.is_empty() {
        return Err(ImportError::NoDateColumn {
            path: sniffed.path.clone(),
            columns: sniffed.columns.iter().map(|c| c.name.clone()).collect(),
        });
    }
    Ok(columns)
}
