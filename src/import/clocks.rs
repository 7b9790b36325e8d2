//! Cells under dates, or among values of many metrics, that are written as durations. Whether they are meant so is known once all of their series is read:
//! `4:30` among scores is a slip, and the `m` of `1.3m` among amounts is no minute.

use crate::base::text::fold_name;
use crate::base::time::Day;
use crate::import::durations::{self, TimeUnit};
use crate::import::long::SeriesIndex;
use crate::import::percents::Signs;
use crate::import::read::{Report, extend_days};
use crate::import::summary::MetricSummary;
use crate::model::bulk::{IssueKind, ObservationTable, RowIssue, Texts};
use std::collections::{BTreeMap, BTreeSet};

/// A cell whose value is not settled.
struct Cell {
    /// Where its value stands in the table.
    at: usize,
    line: u64,
    /// Its column in the file.
    column: usize,
}

/// A row with such cells.
struct ClockRow {
    line: u64,
    /// Values that it gave, those of such cells too.
    used: u64,
}

/// All such cells of a file.
#[derive(Default)]
pub(crate) struct Clocks {
    cells: Vec<Cell>,
    texts: Texts,
    rows: Vec<ClockRow>,
}

/// True when a cell is written as a duration.
pub(crate) fn is_duration(cell: &[u8]) -> bool {
    std::str::from_utf8(cell).is_ok_and(|text| durations::seconds(text).is_some())
}

impl Clocks {
    /// Takes a cell of a line of the file, for which the table holds a place.
    pub(crate) fn add(&mut self, at: usize, (line, column): (u64, usize), cell: &[u8]) {
        self.cells.push(Cell { at, line, column });
        self.texts.push(&String::from_utf8_lossy(cell));
    }

    /// Notes how many values a row gave.
    pub(crate) fn end_row(&mut self, line: u64, used: u64) {
        if self.cells.last().is_some_and(|cell| cell.line == line) {
            self.rows.push(ClockRow { line, used });
        }
    }

    /// Puts the durations into the table and reports the others, whose places it loses. Gives the units of metrics that
    /// have durations, by folded names.
    pub(crate) fn settle(
        &self,
        (out, signs): (&mut ObservationTable, &mut Signs),
        index: &mut SeriesIndex,
        report: &mut Report<'_>,
        days: &mut Option<(Day, Day)>,
    ) -> BTreeMap<String, TimeUnit> {
        let series_at = |out: &ObservationTable, at: usize| out.series_of_row.get(at).copied();
        let mut counts = BTreeMap::<u32, u64>::new();
        for id in self.cells.iter().filter_map(|cell| series_at(out, cell.at)) {
            *counts.entry(id).or_default() += 1;
        }
        let unit_of = |(id, count): (u32, u64)| {
            let metric = index.series.get(id as usize)?.metric.as_str();
            let plain = index.stats.get(id as usize).map_or(0, |stats| stats.rows);
            (count > plain || TimeUnit::named_in(metric).is_some()).then(|| (id, TimeUnit::of_metric(metric)))
        };
        let units: BTreeMap<u32, TimeUnit> = counts.into_iter().filter_map(unit_of).collect();
        let mut refused = Vec::new();
        for (cell, text) in self.cells.iter().zip(self.texts.iter()) {
            let Some(id) = series_at(out, cell.at) else { continue };
            match units.get(&id).and_then(|unit| unit.parse(text)) {
                Some(value) => {
                    if let Some(place) = out.value.get_mut(cell.at) {
                        *place = value;
                    }
                    if let Some(stats) = index.stats.get_mut(id as usize) {
                        stats.add(value, f64::NAN, false);
                    }
                    if let Some(day) = out.day.get(cell.at) {
                        extend_days(days, *day);
                    }
                }
                None => refused.push((cell, text)),
            }
        }
        self.refuse(&refused, (out, signs), report);
        let name = |id: u32| index.series.get(id as usize).map(|key| fold_name(&key.metric));
        units.into_iter().filter_map(|(id, unit)| Some((name(id)?, unit))).collect()
    }

    fn refuse(
        &self,
        refused: &[(&Cell, &str)],
        (out, signs): (&mut ObservationTable, &mut Signs),
        report: &mut Report<'_>,
    ) {
        if refused.is_empty() {
            return;
        }
        let places: BTreeSet<usize> = refused.iter().map(|(cell, _)| cell.at).collect();
        *signs = signs.without(&places);
        retain_others(&mut out.series_of_row, &places);
        retain_others(&mut out.day, &places);
        retain_others(&mut out.value, &places);
        retain_others(&mut out.n, &places);
        let mut counts = BTreeMap::<u64, u64>::new();
        for (cell, text) in refused {
            *counts.entry(cell.line).or_default() += 1;
            report.cell_issue(cell.line, cell.column, IssueKind::BadValue, text.as_bytes());
        }
        // A row of which nothing is left was taken for one with values.
        let is_lost = |row: &&ClockRow| counts.get(&row.line) == Some(&row.used);
        let lost: BTreeSet<u64> = self.rows.iter().filter(is_lost).map(|row| row.line).collect();
        report.accepted -= lost.len() as u64;
        report.rejected += lost.len() as u64;
        for issue in report.issues.iter_mut().filter(|issue| lost.contains(&issue.line)) {
            issue.is_row_rejected = true;
        }
        report.issues.sort_by_key(|issue: &RowIssue| issue.line);
    }
}

/// Notes what metrics that have durations are kept in.
pub(crate) fn name_units(metrics: &mut [MetricSummary], units: &BTreeMap<String, TimeUnit>) {
    for metric in metrics {
        metric.unit = units.get(&fold_name(&metric.name)).map(|unit| unit.sign().to_owned());
    }
}

/// Keeps what is at other places.
fn retain_others<T>(values: &mut Vec<T>, places: &BTreeSet<usize>) {
    let mut at = 0;
    values.retain(|_| {
        at += 1;
        !places.contains(&(at - 1))
    });
}
