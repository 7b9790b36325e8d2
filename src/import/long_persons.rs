//! Long files whose rows say whose they are: respondent, date, question, answer. Each row is one answer of one person, and
//! answers of a person on a day make one response, as in a survey, so that ids are kept, hashed and removed as there.

use super::error::ImportError;
use super::layout::FileTable;
use super::long::{Checked, RowChecks, SeriesIndex};
use super::mapping::Mapping;
use super::percents::{self, Signs};
use super::privacy::Respondents;
use super::read::{Report, Rows, Settled, extend_days};
use super::sniff::Sniffed;
use super::summary::Summaries;
use super::survey::Segment;
use crate::base::time::Day;
use crate::model::bulk::{BulkData, IssueKind, ResponseTable, ScoreColumn};
use std::collections::{HashMap, HashSet};

/// Most cells that answers may be spread over: a metric and place in each row would make a table that is all gaps.
const MOST_CELLS: usize = 100_000_000;

/// The answers of one metric at one place as they come: of which response, and what; and which have a percent sign.
#[derive(Default)]
struct Answers(Vec<(u32, f64)>, Signs);

impl Answers {
    /// With a cell for each response.
    fn spread(&self, responses: usize) -> Vec<f64> {
        let mut cells = vec![f64::NAN; responses];
        for (response, value) in &self.0 {
            if let Some(cell) = usize::try_from(*response).ok().and_then(|at| cells.get_mut(at)) {
                *cell = *value;
            }
        }
        cells
    }
}

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
    // Most cells may be empty, so they are made only when it is known how many there are.
    let mut columns: Vec<Answers> = Vec::new();
    let mut answered: HashSet<(u32, u32), foldhash::fast::RandomState> = HashSet::default();
    let mut responses: HashMap<Response, u32, foldhash::fast::RandomState> = HashMap::default();
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
        columns.resize_with(index.series.len().max(columns.len()), Answers::default);
        let who = row.trimmed(respondent.column());
        let key = (who.to_vec(), day, segments.iter_mut().map(|segment| segment.code_of(row, report)).collect());
        // A second answer to the same question is a response of its own, and so is that of nobody in particular.
        let known = responses.get(&key).copied();
        let at = match known.filter(|at| !who.is_empty() && !answered.contains(&(id, *at))) {
            Some(at) => at,
            None => {
                let at = u32::try_from(out.day.len()).unwrap_or(u32::MAX);
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
        answered.insert((id, at));
        if let Some(column) = columns.get_mut(series) {
            if value.is_percent {
                column.1.add(column.0.len());
            }
            column.0.push((at, value.value));
        }
        extend_days(&mut days, day);
        report.accepted += 1;
    }
    drop((answered, responses));
    let (count, questions) = (out.day.len(), columns.len());
    if count.saturating_mul(questions) > MOST_CELLS {
        return Err(ImportError::TooSparse { path: sniffed.path.clone(), responses: count, questions });
    }
    let percents = percents::settle(&index.series, &mut index.stats, settled, |is_bare| {
        for (Answers(values, signs), _) in columns.iter_mut().zip(is_bare).filter(|(_, is_bare)| **is_bare) {
            let bare = values.iter_mut().enumerate().filter(|(at, _)| !signs.has(*at));
            bare.for_each(|(_, (_, value))| *value /= 100.0);
        }
    });
    for (stats, Answers(values, _)) in index.stats.iter_mut().zip(&columns).filter(|(stats, _)| stats.is_mixed()) {
        *stats = stats.anew(values.iter().map(|(_, value)| (*value, f64::NAN)));
    }
    let mut summaries = Summaries::default();
    let header = mapping.value.as_ref().map(|value| value.column.clone()).unwrap_or_default();
    let series = columns.len();
    for ((answers, key), stats) in columns.into_iter().zip(index.series).zip(&index.stats) {
        summaries.add(&key.metric, &key.place, None, *stats);
        let answered = answers.0.len() as u64;
        out.scores.push(ScoreColumn {
            metric: key.metric,
            place: key.place,
            column: header.clone(),
            value: answers.spread(count),
            answered,
            not_applicable: 0,
            blank: (count as u64).saturating_sub(answered),
        });
    }
    out.segments = segments.into_iter().map(|segment| segment.column).collect();
    let (places, metrics) = summaries.finish();
    let data = BulkData { responses: out, ..BulkData::default() };
    Ok(Rows { data, places, metrics, days, series, percents })
}
