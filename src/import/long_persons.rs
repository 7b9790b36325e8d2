//! Long files whose rows say whose they are: respondent, date, question, answer. Each row is one answer of one person, and
//! answers of a person on a day make one response, as in a survey, so that ids are kept, hashed and removed as there.

use super::error::ImportError;
use super::layout::FileTable;
use super::long::{Checked, RowChecks, SeriesIndex};
use super::mapping::Mapping;
use super::percents::Percents;
use super::privacy::Respondents;
use super::read::{Report, Rows, Settled, extend_days};
use super::sniff::Sniffed;
use super::summary::Summaries;
use super::survey::Segment;
use crate::base::time::Day;
use crate::model::bulk::{BulkData, IssueKind, ResponseTable, ScoreColumn};
use std::collections::HashMap;

/// Most cells that answers may be spread over: a metric and place in each row would make a table that is all gaps.
const MOST_CELLS: usize = 100_000_000;

/// Who answered, when, and with which segments.
type Response = (Vec<u8>, Day, Vec<u32>);

/// Reads a long file of persons.
pub(crate) fn read(
    table: &mut FileTable,
    settled: &Settled,
    sniffed: &Sniffed,
    report: &mut Report<'_>,
) -> Result<Rows, ImportError> {
    let mapping = &settled.mapping;
    let respondent = Respondents::of(mapping, sniffed, settled.persons.salt)
        .ok_or_else(|| ImportError::mapping("answers of persons need \"respondent\""))?;
    let mut checks = RowChecks::of(settled, sniffed)?;
    // What tells responses apart is no part of the question.
    let mut index = SeriesIndex::new(&Mapping { segments: Vec::new(), ..mapping.clone() }, sniffed);
    let mut segments: Vec<Segment> = mapping.segments.iter().filter_map(|name| Segment::of(name, sniffed)).collect();
    let mut columns: Vec<ScoreColumn> = Vec::new();
    let mut responses: HashMap<Response, usize, foldhash::fast::RandomState> = HashMap::default();
    let mut out = ResponseTable::default();
    let mut days = None;
    while report.advance(table)? {
        let row = table.row();
        let Some(Checked { day, value, .. }) = checks.check(row, &index, report) else { continue };
        let id = index.id(row, None, report);
        let Ok(series) = usize::try_from(id) else { continue };
        if let Some(stats) = index.stats.get_mut(series) {
            stats.add(value.value, f64::NAN, value.is_percent);
        }
        columns.resize_with(index.series.len().max(columns.len()), ScoreColumn::default);
        let who = row.trimmed(respondent.column());
        let key = (who.to_vec(), day, segments.iter_mut().map(|segment| segment.code_of(row, report)).collect());
        // A second answer to the same question is a response of its own, and so is that of nobody in particular.
        let is_free = |at: &usize| columns.get(series).is_some_and(|c| c.value.get(*at).is_none_or(|v| v.is_nan()));
        let known = responses.get(&key).copied().filter(|at| !who.is_empty() && is_free(at));
        let at = match known {
            Some(at) => at,
            None => {
                let at = out.day.len();
                out.day.push(day);
                for (segment, code) in segments.iter_mut().zip(&key.2) {
                    segment.column.code.push(*code);
                }
                if let Some((text, is_broken)) = respondent.text(row) {
                    if is_broken {
                        report.issue(row, Some(respondent.column()), IssueKind::BadEncoding, false);
                    }
                    out.respondent.push(&text);
                }
                responses.insert(key, at);
                at
            }
        };
        if let Some(column) = columns.get_mut(series) {
            if column.value.len() <= at {
                column.value.resize(at + 1, f64::NAN);
            }
            if let Some(cell) = column.value.get_mut(at) {
                *cell = value.value;
                column.answered += 1;
            }
        }
        if out.day.len().saturating_mul(columns.len()) > MOST_CELLS {
            return Err(ImportError::TooLarge { path: sniffed.path.clone(), what: "table of persons and metrics" });
        }
        extend_days(&mut days, day);
        report.accepted += 1;
    }
    let mut summaries = Summaries::default();
    let header = mapping.value.as_ref().map(|value| value.column.clone()).unwrap_or_default();
    for ((column, key), stats) in columns.iter_mut().zip(index.series).zip(&index.stats) {
        summaries.add(&key.metric, &key.place, None, *stats);
        column.value.resize(out.day.len(), f64::NAN);
        column.blank = (out.day.len() as u64).saturating_sub(column.answered);
        (column.metric, column.place) = (key.metric, key.place);
        column.column.clone_from(&header);
    }
    let series = columns.len();
    out.scores = columns;
    out.segments = segments.into_iter().map(|segment| segment.column).collect();
    let (places, metrics) = summaries.finish();
    let data = BulkData { responses: out, ..BulkData::default() };
    Ok(Rows { data, places, metrics, days, series, percents: Percents::default() })
}
