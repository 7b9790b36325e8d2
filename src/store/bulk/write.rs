//! Columns of an import into chunks. Columns come by value and are freed as soon as they are written.

use crate::base::ids::{Id as _, SourceId};
use crate::base::progress::Progress;
use crate::base::time::Day;
use crate::model::bulk::{BulkData, ObservationTable, ResponseTable, RowIssue, SeriesKey, Texts};
use crate::model::observation::is_whole;
use crate::store::StoreError;
use crate::store::bulk::Database;
use crate::store::bulk::codec::{MAX_CHUNK_ROWS, encode_days, encode_integers, encode_numbers, encode_texts};
use rusqlite::params;

/// What an import added to the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stored {
    /// Series of observations.
    pub series: u64,
    /// Observations.
    pub observations: u64,
    /// Survey respondents.
    pub responses: u64,
    /// Entries of the import report.
    pub issues: u64,
}

impl Stored {
    /// Adds what another source of the same import brought.
    pub(in crate::store) fn add(&mut self, other: Self) {
        self.series += other.series;
        self.observations += other.observations;
        self.responses += other.responses;
        self.issues += other.issues;
    }
}

/// Smallest and largest number of a column and whether all are whole.
#[derive(Clone, Copy)]
pub(super) struct Extent {
    min: f64,
    max: f64,
    /// Whether all are whole numbers.
    pub(super) is_whole: bool,
}

impl Extent {
    pub(super) const NONE: Self = Self { min: f64::INFINITY, max: f64::NEG_INFINITY, is_whole: true };

    fn of(values: &[f64]) -> Self {
        let mut extent = Self::NONE;
        values.iter().for_each(|value| extent.add(*value));
        extent
    }

    /// Adds a number; NaN is none.
    pub(super) fn add(&mut self, value: f64) {
        if !value.is_nan() {
            self.min = self.min.min(value);
            self.max = self.max.max(value);
            self.is_whole &= is_whole(value);
        }
    }

    /// Both ends, when there is any number.
    pub(super) fn ends(&self) -> (Option<f64>, Option<f64>) {
        let has_any = self.min <= self.max;
        (has_any.then_some(self.min), has_any.then_some(self.max))
    }
}

/// Writes everything of an import. The caller holds the transaction.
pub(in crate::store) fn write(
    database: Database<'_>,
    source: SourceId,
    data: BulkData,
    progress: &Progress,
) -> Result<Stored, StoreError> {
    let BulkData { observations, responses, issues } = data;
    let mut written = Stored {
        series: 0,
        observations: observations.day.len() as u64,
        responses: responses.day.len() as u64,
        issues: issues.len() as u64,
    };
    database
        .connection
        .prepare_cached(
            "INSERT INTO bulk (source, segments, observations, responses, issues) VALUES (?1, ?2, ?3, ?4, ?5)",
        )
        .and_then(|mut insert| {
            insert.execute(params![
                source.raw(),
                json_texts(&observations.segments),
                whole(written.observations),
                whole(written.responses),
                whole(written.issues)
            ])
        })
        .map_err(|e| database.error(e))?;
    written.series = write_observations(database, source, observations, progress)?;
    write_responses(database, source, responses, progress)?;
    write_issues(database, source, &issues, progress)?;
    Ok(written)
}

pub(super) fn whole(count: impl TryInto<i64>) -> i64 {
    count.try_into().unwrap_or(i64::MAX)
}

/// A JSON array of texts.
pub(super) fn json_texts(texts: &[impl AsRef<str>]) -> String {
    serde_json::Value::from(texts.iter().map(AsRef::as_ref).collect::<Vec<&str>>()).to_string()
}

fn unstorable(database: Database<'_>, detail: &str) -> StoreError {
    StoreError::Unstorable { path: database.path.to_path_buf(), detail: detail.to_owned() }
}

/// Moves every row to its place; the old column is freed.
fn scatter<T: Copy + Default>(column: Vec<T>, destination: &[u32]) -> Vec<T> {
    let mut sorted = vec![T::default(); column.len()];
    for (value, to) in column.into_iter().zip(destination) {
        if let Some(slot) = sorted.get_mut(*to as usize) {
            *slot = value;
        }
    }
    sorted
}

/// Rows grouped by series (in the order of `order`), columns as in the table.
struct Grouped {
    /// Ids of the series by name, so that series that are read together lie together in the file.
    order: Vec<u32>,
    /// For each of `order` where its rows begin; one more for the end.
    starts: Vec<usize>,
    day: Vec<Day>,
    value: Vec<f64>,
    n: Vec<f64>,
}

/// A counting sort by series: two passes, no allocation per row.
fn group(database: Database<'_>, table: ObservationTable) -> Result<(Vec<SeriesKey>, Grouped), StoreError> {
    let ObservationTable { segments, series, mut series_of_row, day, value, n } = table;
    let rows = series_of_row.len();
    let is_even = day.len() == rows && value.len() == rows && (n.is_empty() || n.len() == rows);
    if !is_even || u32::try_from(rows).is_err() || series.iter().any(|s| s.segments.len() != segments.len()) {
        return Err(unstorable(database, "columns of unequal length"));
    }
    let mut order: Vec<u32> = (0..u32::try_from(series.len()).unwrap_or(u32::MAX)).collect();
    order.sort_by(|a, b| series.get(*a as usize).cmp(&series.get(*b as usize)));
    let mut rank = vec![0_usize; series.len()];
    for (position, index) in order.iter().enumerate() {
        if let Some(slot) = rank.get_mut(*index as usize) {
            *slot = position;
        }
    }
    let mut starts = vec![0_usize; series.len() + 1];
    for index in &series_of_row {
        let slot = rank.get(*index as usize).and_then(|r| starts.get_mut(r + 1));
        *slot.ok_or_else(|| unstorable(database, "a row of a series that is not there"))? += 1;
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut next = starts.clone();
    for index in &mut series_of_row {
        if let Some(slot) = rank.get(*index as usize).and_then(|r| next.get_mut(*r)) {
            *index = u32::try_from(*slot).unwrap_or(u32::MAX);
            *slot += 1;
        }
    }
    let destination = series_of_row;
    let day = scatter(day, &destination);
    let value = scatter(value, &destination);
    let n = scatter(n, &destination);
    Ok((series, Grouped { order, starts, day, value, n }))
}

fn write_observations(
    database: Database<'_>,
    source: SourceId,
    table: ObservationTable,
    progress: &Progress,
) -> Result<u64, StoreError> {
    if table.series_of_row.is_empty() && table.day.is_empty() {
        return Ok(0);
    }
    let sql = |e| database.error(e);
    let (keys, rows) = group(database, table)?;
    let first_id: i64 = database
        .connection
        .query_row("SELECT coalesce(max(id), 0) + 1 FROM series", [], |row| row.get(0))
        .map_err(sql)?;
    let mut insert_series = database
        .connection
        .prepare_cached(
            "INSERT INTO series (id, source, position, metric, place, segments, rows, first_day, last_day, min, max, is_whole) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )
        .map_err(sql)?;
    let mut insert_chunk = database
        .connection
        .prepare_cached(
            "INSERT INTO series_chunk (series, rows, first_day, last_day, data) VALUES (?1, ?2, ?3, ?4, ?5)",
        )
        .map_err(sql)?;
    let mut scratch = Scratch::default();
    let mut count = 0;
    for ((index, span), position) in rows.order.iter().zip(rows.starts.windows(2)).zip(0_i64..) {
        let (&[from, to], Some(key)) = (span, keys.get(*index as usize)) else { continue };
        if from == to {
            continue;
        }
        progress.check()?;
        scratch.load(&rows, from..to);
        let (Some(first), Some(last)) = (scratch.day.first(), scratch.day.last()) else { continue };
        let id = first_id + position;
        let extent = Extent::of(&scratch.value);
        let (min, max) = extent.ends();
        insert_series
            .execute(params![
                id,
                source.raw(),
                index,
                key.metric,
                key.place,
                json_texts(&key.segments),
                whole(to - from),
                first,
                last,
                min,
                max,
                extent.is_whole
            ])
            .map_err(sql)?;
        for start in (0..scratch.day.len()).step_by(MAX_CHUNK_ROWS) {
            let (rows, first, last) = scratch.encode(start);
            insert_chunk.execute(params![id, whole(rows), first, last, scratch.bytes]).map_err(sql)?;
        }
        count += 1;
    }
    Ok(count)
}

/// One series in day order, and the bytes of one chunk of it; used again for the next.
#[derive(Default)]
struct Scratch {
    order: Vec<usize>,
    day: Vec<i32>,
    value: Vec<f64>,
    n: Vec<f64>,
    bytes: Vec<u8>,
}

impl Scratch {
    fn load(&mut self, rows: &Grouped, span: std::ops::Range<usize>) {
        let days = rows.day.get(span.clone()).unwrap_or_default();
        let values = rows.value.get(span.clone()).unwrap_or_default();
        let n = rows.n.get(span).unwrap_or_default();
        self.day.clear();
        self.value.clear();
        self.n.clear();
        if days.is_sorted() {
            self.day.extend(days.iter().map(|d| d.0));
            self.value.extend_from_slice(values);
            self.n.extend_from_slice(n);
        } else {
            self.order.clear();
            self.order.extend(0..days.len());
            self.order.sort_by_key(|row| days.get(*row));
            self.day.extend(self.order.iter().filter_map(|row| days.get(*row)).map(|d| d.0));
            self.value.extend(self.order.iter().filter_map(|row| values.get(*row)));
            self.n.extend(self.order.iter().filter_map(|row| n.get(*row)));
        }
    }

    /// Fills the bytes with the chunk that begins at a row: its number of rows, first and last day.
    fn encode(&mut self, start: usize) -> (usize, i32, i32) {
        let end = self.day.len().min(start + MAX_CHUNK_ROWS);
        let days = self.day.get(start..end).unwrap_or_default();
        self.bytes.clear();
        encode_days(days, &mut self.bytes);
        encode_numbers(self.value.get(start..end).unwrap_or_default(), &mut self.bytes);
        encode_numbers(self.n.get(start..end).unwrap_or_default(), &mut self.bytes);
        (days.len(), days.first().copied().unwrap_or_default(), days.last().copied().unwrap_or_default())
    }
}

/// What a column of a survey is; the word in the file.
pub(super) mod role {
    pub(in crate::store::bulk) const DAY: &str = "day";
    pub(in crate::store::bulk) const WEIGHT: &str = "weight";
    pub(in crate::store::bulk) const RESPONDENT: &str = "respondent";
    pub(in crate::store::bulk) const COMMENT: &str = "comment";
    pub(in crate::store::bulk) const SEGMENT: &str = "segment";
    pub(in crate::store::bulk) const SCORE: &str = "score";
}

/// A row of `response_column`.
#[derive(Default)]
struct ColumnHead<'a> {
    role: &'a str,
    name: &'a str,
    metric: &'a str,
    place: &'a str,
    dictionary: &'a [String],
    counts: [u64; 3],
    days: Option<(i32, i32)>,
    extent: Option<Extent>,
}

/// Writes the columns of one survey, one after the other.
struct SurveyWriter<'c> {
    database: Database<'c>,
    source: SourceId,
    /// Row numbers in day order.
    order: Vec<usize>,
    /// Days in that order.
    days: Vec<i32>,
    position: i64,
}

impl SurveyWriter<'_> {
    fn column(
        &mut self,
        head: &ColumnHead<'_>,
        mut encode: impl FnMut(&[usize], &[i32], &mut Vec<u8>),
    ) -> Result<(), StoreError> {
        let sql = |e| self.database.error(e);
        let extent = head.extent.unwrap_or(Extent::NONE);
        let (min, max) = extent.ends();
        let [answered, not_applicable, blank] = head.counts.map(whole);
        self.database
            .connection
            .prepare_cached(
                "INSERT INTO response_column (source, position, role, name, metric, place, dictionary, answered, \
                 not_applicable, blank, first_day, last_day, min, max, is_whole) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )
            .and_then(|mut insert| {
                insert.execute(params![
                    self.source.raw(),
                    self.position,
                    head.role,
                    head.name,
                    head.metric,
                    head.place,
                    json_texts(head.dictionary),
                    answered,
                    not_applicable,
                    blank,
                    head.days.map(|d| d.0),
                    head.days.map(|d| d.1),
                    min,
                    max,
                    extent.is_whole
                ])
            })
            .map_err(sql)?;
        let column = self.database.connection.last_insert_rowid();
        self.position += 1;
        let mut insert = self
            .database
            .connection
            .prepare_cached(
                "INSERT INTO response_chunk (response_column, part, rows, first_day, last_day, data) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .map_err(sql)?;
        let mut bytes = Vec::new();
        let parts = self.order.chunks(MAX_CHUNK_ROWS).zip(self.days.chunks(MAX_CHUNK_ROWS));
        for ((order, days), part) in parts.zip(0_i64..) {
            bytes.clear();
            encode(order, days, &mut bytes);
            insert.execute(params![column, part, whole(days.len()), days.first(), days.last(), bytes]).map_err(sql)?;
        }
        Ok(())
    }

    fn numbers(&mut self, head: &ColumnHead<'_>, values: &[f64]) -> Result<(), StoreError> {
        let mut gathered = Vec::new();
        self.column(head, |order, _, bytes| {
            gathered.clear();
            gathered.extend(order.iter().filter_map(|row| values.get(*row)));
            encode_numbers(&gathered, bytes);
        })
    }

    fn texts(&mut self, role: &str, values: &Texts) -> Result<(), StoreError> {
        self.column(&ColumnHead { role, ..ColumnHead::default() }, |order, _, bytes| {
            encode_texts(order.iter().filter_map(|row| values.get(*row)), bytes);
        })
    }
}

fn write_responses(
    database: Database<'_>,
    source: SourceId,
    table: ResponseTable,
    progress: &Progress,
) -> Result<(), StoreError> {
    let ResponseTable { day, respondent, comment, weight, segments, scores } = table;
    let rows = day.len();
    let optional = [respondent.len(), comment.len(), weight.len()];
    let is_even = optional.iter().all(|length| *length == 0 || *length == rows)
        && scores.iter().all(|s| s.value.len() == rows)
        && segments.iter().all(|s| s.code.len() == rows);
    if !is_even {
        return Err(unstorable(database, "columns of unequal length"));
    }
    if rows == 0 {
        return Ok(());
    }
    let mut order: Vec<usize> = (0..rows).collect();
    if !day.is_sorted() {
        order.sort_by_key(|row| day.get(*row));
    }
    let days = order.iter().filter_map(|row| day.get(*row)).map(|d| d.0).collect();
    drop(day);
    let mut writer = SurveyWriter { database, source, order, days, position: 0 };
    writer
        .column(&ColumnHead { role: role::DAY, ..ColumnHead::default() }, |_, days, bytes| encode_days(days, bytes))?;
    if !weight.is_empty() {
        writer.numbers(&ColumnHead { role: role::WEIGHT, ..ColumnHead::default() }, &weight)?;
    }
    drop(weight);
    if !respondent.is_empty() {
        writer.texts(role::RESPONDENT, &respondent)?;
    }
    drop(respondent);
    if !comment.is_empty() {
        writer.texts(role::COMMENT, &comment)?;
    }
    drop(comment);
    for segment in segments {
        progress.check()?;
        if segment.code.iter().any(|code| *code as usize >= segment.values.len()) {
            return Err(unstorable(database, "a segment value that is not there"));
        }
        let head = ColumnHead {
            role: role::SEGMENT,
            name: &segment.name,
            dictionary: &segment.values,
            ..ColumnHead::default()
        };
        writer.column(&head, |order, _, bytes| {
            encode_integers(order.iter().filter_map(|row| segment.code.get(*row)).map(|c| i64::from(*c)), bytes);
        })?;
    }
    for score in scores {
        progress.check()?;
        let mut answered = writer
            .order
            .iter()
            .zip(&writer.days)
            .filter(|(row, _)| score.value.get(**row).is_some_and(|v| !v.is_nan()))
            .map(|(_, day)| *day);
        let first = answered.next();
        let days = first.map(|first| (first, answered.next_back().unwrap_or(first)));
        let head = ColumnHead {
            role: role::SCORE,
            name: &score.column,
            metric: &score.metric,
            place: &score.place,
            counts: [score.answered, score.not_applicable, score.blank],
            days,
            extent: Some(Extent::of(&score.value)),
            ..ColumnHead::default()
        };
        writer.numbers(&head, &score.value)?;
    }
    Ok(())
}

fn write_issues(
    database: Database<'_>,
    source: SourceId,
    issues: &[RowIssue],
    progress: &Progress,
) -> Result<(), StoreError> {
    let mut insert = database
        .connection
        .prepare_cached(
            "INSERT INTO issue (source, line, column_name, kind, text, is_row_rejected) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )
        .map_err(|e| database.error(e))?;
    for (issue, number) in issues.iter().zip(0_u64..) {
        if number % 1_024 == 0 {
            progress.check()?;
        }
        insert
            .execute(params![
                source.raw(),
                whole(issue.line),
                issue.column,
                issue.kind.word(),
                issue.text,
                issue.is_row_rejected
            ])
            .map_err(|e| database.error(e))?;
    }
    Ok(())
}
