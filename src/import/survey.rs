//! Surveys: one respondent a row, one column per question.

use super::cells::CellReader;
use super::error::ImportError;
use super::known_places::KnownPlaces;
use super::layout::FileTable;
use super::long::{KeyPart, text_of};
use super::percents::Percents;
use super::privacy::Respondents;
use super::read::{DayCell, Report, Rows, Settled, extend_days};
use super::rows::Row;
use super::sniff::Sniffed;
use super::summary::{Summaries, ValueStats};
use crate::model::bulk::{BulkData, IssueKind, ResponseTable, ScoreColumn, SegmentColumn};
use std::collections::HashMap;

/// A question as mapped.
struct Question {
    index: usize,
    column: String,
    metric: String,
    /// `None` when the place is that of the row.
    place: Option<String>,
    scale: Option<(f64, f64)>,
    reader: CellReader,
}

/// What a cell of a question holds.
enum Answer {
    Score(f64),
    NotApplicable,
    Blank,
    Wrong(IssueKind),
}

impl Question {
    fn answer(&self, cell: &[u8]) -> Answer {
        // An empty text among the codes makes blanks "not applicable".
        if self.reader.is_code(cell) {
            return Answer::NotApplicable;
        }
        if cell.is_empty() {
            return Answer::Blank;
        }
        match self.reader.read(cell) {
            Ok(Some(number)) => Answer::Score(number.value),
            Ok(None) => Answer::NotApplicable,
            Err(kind) => Answer::Wrong(kind),
        }
    }
}

/// The score columns: one per question, or one per question and place when the place stands in a column.
struct Scores {
    questions: Vec<Question>,
    place: KeyPart,
    by_place: HashMap<(usize, String), usize>,
    /// By question, the column of one whose place is known from the start.
    fixed: Vec<Option<usize>>,
    columns: Vec<ScoreColumn>,
    stats: Vec<ValueStats>,
    scales: Vec<Option<(f64, f64)>>,
}

impl Scores {
    fn new(settled: &Settled, sniffed: &Sniffed, known_places: &KnownPlaces<'_>) -> Self {
        let mapping = &settled.mapping;
        let place = KeyPart::of(mapping.place.as_ref(), sniffed);
        let index_of = sniffed.index_of_columns();
        let question = |score: &super::mapping::ScoreMapping| {
            let fixed = match &place {
                KeyPart::Fixed(text) => Some(text.clone()),
                KeyPart::Column(_) => None,
            };
            Some(Question {
                index: index_of(&score.column)?,
                column: score.column.clone(),
                metric: score.metric.clone().unwrap_or_else(|| score.column.clone()),
                place: score.place.clone().or(fixed),
                scale: score.scale,
                reader: CellReader::of(score, settled),
            })
        };
        let mut questions: Vec<_> = mapping.scores.iter().filter_map(question).collect();
        // A question about an unknown place is left out like a column that nobody mapped.
        questions.retain(|q| q.place.as_deref().is_none_or(|place| known_places.has(place)));
        let mut scores = Self {
            questions: Vec::new(),
            place,
            by_place: HashMap::new(),
            fixed: Vec::new(),
            columns: Vec::new(),
            stats: Vec::new(),
            scales: Vec::new(),
        };
        // Questions of a known place keep the order of the mapping, answered or not.
        for (number, question) in questions.iter().enumerate() {
            let column = question.place.as_ref().map(|place| scores.open(number, question, place.clone()));
            scores.fixed.push(column);
        }
        scores.questions = questions;
        scores
    }

    /// A new column.
    fn open(&mut self, number: usize, question: &Question, place: String) -> usize {
        let column = ScoreColumn {
            metric: question.metric.clone(),
            place: place.clone(),
            column: question.column.clone(),
            ..ScoreColumn::default()
        };
        self.columns.push(column);
        self.stats.push(ValueStats::default());
        self.scales.push(question.scale);
        self.by_place.insert((number, place), self.columns.len() - 1);
        self.columns.len() - 1
    }

    /// Adds the answers of respondent number `respondent`; false when the row has to be rejected.
    fn add(&mut self, row: Row<'_>, respondent: usize, report: &mut Report<'_>) -> bool {
        let answers: Vec<_> = self.questions.iter().map(|q| q.answer(row.trimmed(q.index))).collect();
        let is_wrong = |a: &Answer| matches!(a, Answer::Wrong(_));
        let is_used = |a: &Answer| matches!(a, Answer::Score(_) | Answer::NotApplicable);
        let is_rejected = answers.iter().any(is_wrong) && !answers.iter().any(is_used);
        for (question, answer) in self.questions.iter().zip(&answers) {
            if let Answer::Wrong(kind) = answer {
                if let (IssueKind::OutOfScale, Some(scale)) = (kind, question.reader.kpi_scale()) {
                    report.beyond.add(&question.metric, scale);
                }
                report.issue(row, Some(question.index), *kind, is_rejected);
            }
        }
        if is_rejected {
            return false;
        }
        let row_place = match &self.place {
            KeyPart::Column(index) => {
                let (text, is_broken) = text_of(row.trimmed(*index));
                if is_broken {
                    report.issue(row, Some(*index), IssueKind::BadEncoding, false);
                }
                text
            }
            KeyPart::Fixed(text) => text.clone(),
        };
        let questions = std::mem::take(&mut self.questions);
        for (number, (question, answer)) in questions.iter().zip(&answers).enumerate() {
            let fixed = self.fixed.get(number).copied().flatten();
            let index = match fixed.or_else(|| self.by_place.get(&(number, row_place.clone())).copied()) {
                Some(index) => index,
                None => self.open(number, question, row_place.clone()),
            };
            let (Some(column), Some(stats)) = (self.columns.get_mut(index), self.stats.get_mut(index)) else {
                continue;
            };
            match answer {
                Answer::Score(score) => {
                    column.value.resize(respondent, f64::NAN);
                    column.value.push(*score);
                    column.answered += 1;
                    stats.add(*score, f64::NAN, false);
                }
                Answer::NotApplicable => column.not_applicable += 1,
                Answer::Blank => column.blank += 1,
                Answer::Wrong(_) => {}
            }
        }
        self.questions = questions;
        true
    }

    /// The columns at full length, what they hold, and their places.
    fn finish(mut self, respondents: usize) -> (Vec<ScoreColumn>, Summaries) {
        let mut summaries = Summaries::default();
        for ((column, stats), scale) in self.columns.iter_mut().zip(&self.stats).zip(&self.scales) {
            column.value.resize(respondents, f64::NAN);
            summaries.add(&column.metric, &column.place, *scale, *stats);
        }
        (self.columns, summaries)
    }
}

/// A dimension with the numbers of its values.
pub(crate) struct Segment {
    index: usize,
    codes: HashMap<Vec<u8>, u32>,
    pub column: SegmentColumn,
}

impl Segment {
    /// The dimension of a column.
    pub(crate) fn of(name: &str, sniffed: &Sniffed) -> Option<Self> {
        let column = SegmentColumn { name: name.to_owned(), ..SegmentColumn::default() };
        Some(Self { index: sniffed.column_index(name)?, codes: HashMap::new(), column })
    }

    fn add(&mut self, row: Row<'_>, report: &mut Report<'_>) {
        let code = self.code_of(row, report);
        self.column.code.push(code);
    }

    /// The number of the value that a row has.
    pub(crate) fn code_of(&mut self, row: Row<'_>, report: &mut Report<'_>) -> u32 {
        let cell = row.trimmed(self.index);
        match self.codes.get(cell) {
            Some(code) => *code,
            None => {
                let code = u32::try_from(self.column.values.len()).unwrap_or(u32::MAX);
                let (text, is_broken) = text_of(cell);
                if is_broken {
                    report.issue(row, Some(self.index), IssueKind::BadEncoding, false);
                }
                self.codes.insert(cell.to_vec(), code);
                self.column.values.push(text);
                code
            }
        }
    }
}

/// Reads a survey. A bad score is left out and reported; the row stays unless nothing else is in it.
pub(crate) fn read(
    table: &mut FileTable,
    settled: &Settled,
    sniffed: &Sniffed,
    report: &mut Report<'_>,
) -> Result<Rows, ImportError> {
    let mapping = &settled.mapping;
    let index_of = |name: Option<&super::mapping::ColumnName>| name.and_then(|n| sniffed.column_index(&n.column));
    let mut day_cell = DayCell::of(settled, sniffed).ok_or_else(|| ImportError::mapping("a survey needs \"date\""))?;
    let date_column = day_cell.column();
    let comment = index_of(mapping.comment.as_ref());
    let respondent = Respondents::of(mapping, sniffed, settled.persons.salt);
    let weight = index_of(mapping.weight.as_ref());
    let mut known_places = KnownPlaces::new(settled.known_places.as_ref(), mapping, sniffed);
    let mut scores = Scores::new(settled, sniffed, &known_places);
    let mut segments: Vec<_> = mapping.segments.iter().filter_map(|name| Segment::of(name, sniffed)).collect();
    // A fixed place belongs to the questions, which were chosen above.
    let is_place_in_rows = mapping.place.as_ref().is_some_and(|p| p.column.is_some());
    let mut out = ResponseTable::default();
    let mut days = None;
    while report.advance(table)? {
        let row = table.row();
        let day = day_cell.day(row);
        let weight_value = weight.map(|w| (w, settled.format.parse(row.trimmed(w)).filter(|n| n.value > 0.0)));
        if let Err(kind) = day {
            report.issue(row, date_column, kind, true);
        }
        // Without its weight a respondent cannot be counted beside weighted ones.
        if let Some((column, None)) = weight_value {
            report.issue(row, Some(column), IssueKind::BadWeight, true);
        }
        let (Ok(day), None | Some((_, Some(_)))) = (day, weight_value) else {
            report.rejected += 1;
            continue;
        };
        let unknown = match is_place_in_rows {
            true => known_places.unknown(row),
            // Every question is about another place: nothing of the row would be kept.
            false => scores.questions.is_empty().then_some(None),
        };
        if let Some(column) = unknown {
            report.issue(row, column, IssueKind::UnknownPlace, true);
            report.rejected += 1;
            continue;
        }
        if !scores.add(row, out.day.len(), report) {
            report.rejected += 1;
            continue;
        }
        let id = respondent.as_ref().and_then(|r| Some((r.column(), r.text(row)?, &mut out.respondent)));
        let said = comment.map(|column| (column, text_of(row.trimmed(column)), &mut out.comment));
        for (column, (text, is_broken), texts) in id.into_iter().chain(said) {
            if is_broken {
                report.issue(row, Some(column), IssueKind::BadEncoding, false);
            }
            texts.push(&text);
        }
        out.weight.extend(weight_value.and_then(|(_, number)| number).map(|n| n.value));
        for segment in &mut segments {
            segment.add(row, report);
        }
        extend_days(&mut days, day);
        out.day.push(day);
        report.accepted += 1;
    }
    let (columns, summaries) = scores.finish(out.day.len());
    out.scores = columns;
    out.segments = segments.into_iter().map(|s| s.column).collect();
    let (places, metrics) = summaries.finish();
    let series = out.scores.len();
    let data = BulkData { responses: out, ..BulkData::default() };
    Ok(Rows { data, places, metrics, days, series, percents: Percents::default() })
}
