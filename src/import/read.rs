//! Reads a whole file through a mapping.

use super::asked;
use super::choices::ReadChoices;
use super::contents::FilePart;
use super::dates::{DateEvidence, DateOrder, DateReader};
use super::error::ImportError;
use super::gate::{Gate, Refusal};
use super::guess;
use super::kinds;
use super::known_scales::{BeyondScales, ValueScale};
use super::layout::{FileTable, HashingReader, Layout};
use super::mapping::{DateMapping, Mapping, NumberMapping, Shape};
use super::missing::is_missing;
use super::numbers::{NumberEvidence, NumberFormat};
use super::percents::Percents;
use super::privacy::{Forgotten, HIDDEN, Hidden};
use super::rows::Row;
use super::sniff::{ColumnInfo, RoleReason, Sniffed, sniff};
use super::summary::MetricSummary;
use super::warning::Warning;
use super::{
    answer_counts, dated_columns, events, known_places, long, long_persons, open_words, ratios, survey, totals, units,
    unsaid, wide, without_counts,
};
use crate::base::progress::{Cancelled, Progress};
use crate::base::text::fold_name;
use crate::base::time::Day;
use crate::model::Persons;
use crate::model::bulk::{BulkData, IssueKind, RowIssue};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// How to read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// How the file is read when no mapping says it.
    pub choices: ReadChoices,
    /// What [`super::sniff()`] found, when it has been called already.
    pub sniffed: Option<Sniffed>,
    /// When given, rows of other places are rejected as [`crate::model::bulk::IssueKind::UnknownPlace`], and score
    /// columns of other places are left out. Names are compared as [`crate::base::text::fold_loosely`] folds them.
    pub known_places: Option<BTreeSet<String>>,
    /// What the KPIs take of metrics that they read, as [`crate::base::text::fold_name`] folds their names in the data: rows
    /// with other values are rejected as [`crate::model::bulk::IssueKind::OutOfScale`], and answers of a survey left out.
    pub known_scales: BTreeMap<String, ValueScale>,
    /// Metrics whose bare numbers were read as percentages before, as [`crate::base::text::fold_name`] folds them.
    pub known_percents: BTreeSet<String>,
    /// What ids are hashed with, and whose rows are left out.
    pub persons: Persons,
}

/// A file as rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The rows, and everything that was wrong.
    pub data: BulkData,
    /// Data rows in the file: always accepted + rejected.
    pub rows_read: u64,
    /// Rows whose numbers are kept.
    pub rows_accepted: u64,
    /// Rows that are in the report only.
    pub rows_rejected: u64,
    /// BLAKE3 of the file's bytes, hexadecimal.
    pub hash: String,
    /// What is read of the file when nothing is chosen.
    pub usual: FilePart,
    /// The mapping that was used, with everything settled.
    pub mapping: Mapping,
    /// Places named in the data, in order of appearance.
    pub places: Vec<String>,
    /// Metrics in order of appearance.
    pub metrics: Vec<MetricSummary>,
    /// First day with data.
    pub first_day: Option<Day>,
    /// Last day with data.
    pub last_day: Option<Day>,
    /// Distinct series (for a survey: questions).
    pub series: usize,
    /// What was settled by a default.
    pub warnings: Vec<Warning>,
}

/// Reads a file. Without a mapping the guess of [`Mapping::guess`] is used.
///
/// # Errors
/// Any [`ImportError`]; single bad rows are no error but issues.
pub fn read(
    path: &Path,
    mapping: Option<&Mapping>,
    options: &ReadOptions,
    progress: &Progress,
) -> Result<Imported, ImportError> {
    let choices = mapping.map_or(&options.choices, |m| &m.reading);
    let sniffed = match &options.sniffed {
        // Whoever has looked at the file has said how, unless a mapping knows better.
        Some(sniffed) if sniffed.path == path && (choices.is_empty() || sniffed.choices == *choices) => sniffed.clone(),
        _ => sniff(path, choices)?,
    };
    progress.set_total(sniffed.layout.length);
    let mapping = match mapping {
        Some(mapping) => mapping.clone(),
        None if sniffed.has_no_rows() => return Err(ImportError::HeaderOnly { path: path.to_path_buf() }),
        None => Mapping::guess(&sniffed)?,
    };
    mapping.validate(&sniffed)?;
    let (mut settled, mut warnings) = settle(&sniffed, mapping, progress)?;
    settled.known_places.clone_from(&options.known_places);
    settled.known_scales.clone_from(&options.known_scales);
    settled.known_percents.clone_from(&options.known_percents);
    settled.persons.clone_from(&options.persons);
    let mut table = sniffed.layout.open()?;
    let mut report = Report::new(&sniffed.layout, progress);
    report.gate = Gate::of(&settled.mapping, &sniffed);
    if let Some(gate) = &mut report.gate {
        gate.find_newest((&settled.mapping, settled.dates), &sniffed, progress)?;
    }
    report.hidden = Hidden::of(&settled.mapping, &sniffed);
    report.forgotten = Forgotten::of(&settled.mapping, &sniffed, &settled.persons);
    let rows = match settled.mapping.shape {
        Shape::Long if settled.mapping.respondent.is_some() => {
            long_persons::read(&mut table, &settled, &sniffed, &mut report)?
        }
        Shape::Long => long::read(&mut table, &settled, &sniffed, &mut report)?,
        Shape::Wide => wide::read(&mut table, &settled, &sniffed, &mut report)?,
        Shape::Survey => survey::read(&mut table, &settled, &sniffed, &mut report)?,
        Shape::Events => events::read(&mut table, &settled, &sniffed, &mut report)?,
    };
    warnings.extend(rows.percents.warnings);
    warnings.extend(dated_columns::told(&settled.mapping, &sniffed));
    warnings.extend(ratios::told(&settled.mapping, &sniffed));
    warnings.extend(answer_counts::told(&settled.mapping));
    warnings.extend(open_words::told(&settled.mapping, &sniffed));
    warnings.extend(numbers_left_out(&settled.mapping, &sniffed));
    if let (lines @ [_, ..], count) = table.repeated_headers() {
        warnings.push(Warning::HeadersLeftOut { lines: lines.to_vec(), count });
    }
    if report.totals > 0 {
        warnings.push(Warning::TotalsLeftOut { rows: report.totals });
    }
    warnings.extend(totals::among_rows(&rows.data.observations));
    warnings.extend(known_places::left_open(&rows.data.observations, &settled.mapping));
    settled.mapping.percent.extend(rows.percents.bare);
    if report.read == 0 {
        return Err(ImportError::HeaderOnly { path: path.to_path_buf() });
    }
    let mut metrics = units::with_units(rows.metrics, &settled.mapping, &sniffed);
    warnings.extend(units::of_rows(&mut metrics, &rows.data.observations));
    kinds::ask(&mut metrics, &settled.mapping.kinds);
    note_best_low(&mut metrics, &settled.mapping);
    without_counts::tell(&mut warnings, &metrics, &settled.mapping);
    warnings.extend(report.beyond.drain_told());
    let io = |e| ImportError::io(path, e);
    let source = table.reader.into_source().into_source().map_err(io)?;
    if let Some(line) = sniffed.layout.line_of_other_encoding(&source).map_err(io)? {
        warnings.push(Warning::OtherEncoding { line });
    }
    let hash = source.into_source().finish().map_err(io)?;
    debug_assert_eq!(report.read, report.accepted + report.rejected, "every row is counted once");
    Ok(Imported {
        data: BulkData { issues: report.issues, ..rows.data },
        rows_read: report.read,
        rows_accepted: report.accepted,
        rows_rejected: report.rejected,
        hash,
        usual: sniffed.usual.clone(),
        mapping: settled.mapping,
        places: rows.places,
        metrics,
        first_day: rows.days.map(|(first, _)| first),
        last_day: rows.days.map(|(_, last)| last),
        series: rows.series,
        warnings,
    })
}

/// Columns of numbers that nothing is read from, where nobody chose which are read.
fn numbers_left_out(mapping: &Mapping, sniffed: &Sniffed) -> Option<Warning> {
    let guess = Mapping::guess(sniffed).ok()?;
    if guess.scores != mapping.scores || guess.value != mapping.value || guess.segments != mapping.segments {
        return None;
    }
    let is_number = |column: &&ColumnInfo| matches!(column.reason, RoleReason::NoScale | RoleReason::OddNumbers);
    let left_out = sniffed.columns.iter().filter(is_number).filter(|column| mapping.role_of(&column.name).is_none());
    let columns: Vec<String> = left_out.map(|column| column.name.clone()).collect();
    (!columns.is_empty()).then_some(Warning::NumbersLeftOut { columns })
}

/// Notes which metrics are better low, as their headers say; a column may feed a metric of another name.
fn note_best_low(metrics: &mut [MetricSummary], mapping: &Mapping) {
    // Thousands of columns may feed thousands of metrics.
    let mut headers: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for score in &mapping.scores {
        let metric = fold_name(score.metric_name());
        headers.entry(metric).or_default().push(&score.column);
    }
    for metric in metrics {
        let headers = headers.get(&fold_name(&metric.name)).into_iter().flatten().copied();
        if let Some(scale) = headers.chain([metric.name.as_str()]).find_map(asked::best_low) {
            metric.is_best_low = true;
            // As written: nobody may have given the worst.
            if metric.scale.is_none() && metric.is_whole && metric.min >= scale.0 && metric.max <= scale.1 {
                metric.scale = Some(scale);
            }
        }
    }
}

/// BLAKE3 of a file's bytes, hexadecimal: to see quickly that it has not changed.
///
/// # Errors
/// The file cannot be read, or the work was cancelled.
pub fn hash_file(path: &Path, progress: &Progress) -> Result<String, ImportError> {
    let io = |e| ImportError::io(path, e);
    let file = File::open(path).map_err(io)?;
    let metadata = file.metadata().map_err(io)?;
    if metadata.is_dir() {
        return Err(ImportError::IsDirectory { path: path.to_path_buf() });
    }
    progress.set_total(metadata.len());
    let mut source = HashingReader::new(file);
    let mut block = vec![0; 1 << 20];
    let mut done = 0;
    loop {
        let read = source.read(&mut block).map_err(io)?;
        if read == 0 {
            return source.finish().map_err(io);
        }
        done += read as u64;
        progress.advance_to(done, 0)?;
    }
}

/// True when a file holds the bytes that have this hash: lines that were told of it are still its lines. One that is gone
/// or cannot be read does not.
///
/// # Errors
/// The work was cancelled.
pub fn is_as_it_was(path: &Path, hash: &str, progress: &Progress) -> Result<bool, Cancelled> {
    if !path.is_file() {
        return Ok(false);
    }
    match hash_file(path, progress) {
        Ok(found) => Ok(found == hash),
        Err(ImportError::Cancelled(cancelled)) => Err(cancelled),
        Err(_) => Ok(false),
    }
}

/// What a shape makes of the rows.
pub(crate) struct Rows {
    pub data: BulkData,
    pub places: Vec<String>,
    pub metrics: Vec<MetricSummary>,
    /// First and last day.
    pub days: Option<(Day, Day)>,
    pub series: usize,
    /// What was made of percentages.
    pub percents: Percents,
}

/// A mapping with nothing left open.
pub(crate) struct Settled {
    pub mapping: Mapping,
    pub dates: DateReader,
    pub format: NumberFormat,
    pub fixed_day: Option<Day>,
    /// The only places that are taken, folded; `None` takes all.
    pub known_places: Option<BTreeSet<String>>,
    /// What the KPIs take of metrics, by their names folded.
    pub known_scales: BTreeMap<String, ValueScale>,
    /// Metrics whose bare numbers were read as percentages before, folded.
    pub known_percents: BTreeSet<String>,
    /// What ids are hashed with, and whose rows are left out.
    pub persons: Persons,
}

/// A mapping with date order and number format settled as [`read()`] would settle them, and what had to be assumed.
///
/// # Errors
/// The mapping does not fit the file, or the file cannot be read.
pub fn settle_mapping(
    sniffed: &Sniffed,
    mapping: Mapping,
    progress: &Progress,
) -> Result<(Mapping, Vec<Warning>), ImportError> {
    mapping.validate(sniffed)?;
    settle(sniffed, mapping, progress).map(|(settled, warnings)| (settled.mapping, warnings))
}

/// Settles date order and number format by what the mapping says, or the cells seen, or all cells of the file when
/// those seen leave it open.
fn settle(
    sniffed: &Sniffed,
    mut mapping: Mapping,
    progress: &Progress,
) -> Result<(Settled, Vec<Warning>), ImportError> {
    let mut warnings = Vec::new();
    let zone = mapping.zone()?;
    let fixed_day = mapping.fixed_day()?;
    let date_column = mapping.date.as_ref().and_then(|d| d.column.as_deref()).and_then(|c| sniffed.column(c));
    let mut order = mapping.date.as_ref().and_then(|d| d.order).map(|order| (order, false));
    let mut format = mapping.number_format()?.map(|format| (format, false));
    let headers = guess::header_order(sniffed.columns.iter().map(|c| c.name.as_str()));
    // Told even where an order is given: it settles how dates are read, not that some of them are wrong.
    let mut contradiction = match date_column {
        Some(column) => column.date_contradiction.clone(),
        None => headers.contradiction(),
    };
    if order.is_none() {
        order = match date_column {
            Some(column) => column.date_order.map(|order| (order, column.is_date_order_assumed)),
            None => headers.order().map(|(order, is_assumed)| (order, is_assumed.0)),
        };
    }
    if format.is_none() {
        format = Some((sniffed.number_format(), sniffed.is_number_assumed));
    }
    // Where one of the dates seen settles it, the others have to be seen as well; an order that is given is kept.
    let mut settled_by = date_column.and_then(|column| column.date_settled_by.clone());
    let is_guessed = mapping.date.as_ref().is_none_or(|date| date.order.is_none());
    let is_asked = is_guessed && settled_by.is_some();
    let is_order_open = date_column.is_some() && (is_asked || order.is_some_and(|(_, is_assumed)| is_assumed));
    let is_format_open = format.is_some_and(|(_, is_assumed)| is_assumed);
    if is_order_open || is_format_open {
        let (dates, numbers) = look_at_all(sniffed, &mapping, progress)?;
        if is_order_open {
            order = dates.order().map(|(order, is_assumed)| (order, is_assumed.0));
            contradiction = dates.contradiction();
            settled_by = dates.settled_by_one();
        }
        if is_format_open {
            format = Some(numbers.format(sniffed.layout.dialect.delimiter.first()));
        }
    }
    let column = || date_column.map_or_else(|| "the column names".to_owned(), |c| c.name.clone());
    match (order, contradiction) {
        (Some((order @ (DateOrder::DayFirst | DateOrder::MonthFirst), _)), Some((day_first, month_first))) => {
            warnings.push(Warning::DatesContradict { column: column(), day_first, month_first, order });
        }
        (Some((order, false)), None) if is_guessed => {
            let by_one = |date| Warning::DateOrderByOne { column: column(), date, order };
            warnings.extend(settled_by.map(by_one));
        }
        (Some((order, true)), _) => warnings.push(Warning::DateOrderAssumed { column: column(), order }),
        _ => {}
    }
    let has_dates = mapping.date.as_ref().is_some_and(|d| d.column.is_some()) || mapping.has_date_headers();
    if fixed_day == Some(sniffed.day.0) && !has_dates && mapping.stages.is_empty() {
        warnings.push(Warning::DayOfFile { day: sniffed.day.0, source: sniffed.day.1 });
    }
    warnings.extend(unsaid::of(&mapping, sniffed));
    let notes = sniffed.notes.iter().filter(|note| note.holds_for(&mapping, sniffed));
    warnings.extend(notes.cloned().map(Warning::Note));
    let (format, is_format_assumed) = format.unwrap_or((NumberFormat::POINT, false));
    if is_format_assumed {
        warnings.push(Warning::DecimalSignAssumed { decimal: format.decimal });
    }
    if format != NumberFormat::POINT {
        let (decimal, thousands) = (Some(format.decimal.to_string()), Some(format.thousands_text()));
        mapping.number = Some(NumberMapping { decimal, thousands });
    }
    if let Some((order, _)) = order
        && fixed_day.is_none()
    {
        mapping.date = Some(DateMapping { order: Some(order), ..mapping.date.unwrap_or_default() });
    }
    // Dates that all say it themselves need no order; others further down would be a guess, and are reported instead.
    let order = order.map_or(DateOrder::YearFirst, |(order, _)| order);
    let dates = DateReader { order, zone, count: mapping.date_count()? };
    Ok((
        Settled {
            mapping,
            dates,
            format,
            fixed_day,
            known_places: None,
            known_scales: BTreeMap::new(),
            known_percents: BTreeSet::new(),
            persons: Persons::default(),
        },
        warnings,
    ))
}

/// Looks at every date and number of the file.
fn look_at_all(
    sniffed: &Sniffed,
    mapping: &Mapping,
    progress: &Progress,
) -> Result<(DateEvidence, NumberEvidence), ImportError> {
    let index_of = |name: Option<&str>| name.and_then(|n| sniffed.column_index(n));
    let date = index_of(mapping.date.as_ref().and_then(|d| d.column.as_deref()));
    let index_of_columns = sniffed.index_of_columns();
    let mut values: Vec<usize> = mapping.scores.iter().filter_map(|s| index_of_columns(&s.column)).collect();
    values.extend(index_of(mapping.value.as_ref().map(|v| v.column.as_str())));
    values.extend(index_of(mapping.n.as_ref().map(|n| n.column.as_str())));
    if values.is_empty() {
        values = (0..sniffed.columns.len()).filter(|i| Some(*i) != date).collect();
    }
    let in_doubt = date.and_then(|index| sniffed.columns.get(index)).and_then(ColumnInfo::assumed_date_order);
    let mut dates = DateEvidence::in_doubt(in_doubt);
    let mut numbers = NumberEvidence::default();
    let mut table = sniffed.layout.open()?;
    let mut rows = 0u64;
    while table.advance().map_err(|e| ImportError::io(&sniffed.path, e))? {
        let row = table.row();
        if row.is_too_long {
            continue;
        }
        if let Some(date) = date {
            dates.add(row.trimmed(date));
        }
        for value in &values {
            numbers.add(row.trimmed(*value));
        }
        rows += 1;
        if rows.is_multiple_of(ROWS_PER_CHECK) {
            progress.check()?;
        }
    }
    Ok((dates, numbers))
}

/// Rows between two looks at the cancel button.
pub(super) const ROWS_PER_CHECK: u64 = 8_192;

/// Counts rows and collects what is wrong with them.
pub(crate) struct Report<'a> {
    layout: &'a Layout,
    progress: &'a Progress,
    hidden: Hidden,
    pub issues: Vec<RowIssue>,
    pub read: u64,
    pub accepted: u64,
    pub rejected: u64,
    /// Lines that sum up rows.
    totals: u64,
    /// Which rows are taken at all; `None` takes all.
    gate: Option<Gate>,
    /// Whose rows are left out.
    forgotten: Option<Forgotten>,
    /// Values that the KPI of their metric cannot take.
    pub beyond: BeyondScales,
}

impl<'a> Report<'a> {
    fn new(layout: &'a Layout, progress: &'a Progress) -> Self {
        Self {
            layout,
            progress,
            issues: Vec::new(),
            read: 0,
            accepted: 0,
            rejected: 0,
            totals: 0,
            gate: None,
            forgotten: None,
            hidden: Hidden::default(),
            beyond: BeyondScales::default(),
        }
    }

    /// Moves to the next row that can be told into as many cells as the header; others are rejected here. False at the end.
    pub(crate) fn advance(&mut self, table: &mut FileTable) -> Result<bool, ImportError> {
        loop {
            if !table.advance().map_err(|e| ImportError::io(&self.layout.path, e))? {
                return Ok(false);
            }
            self.read += 1;
            if self.read.is_multiple_of(ROWS_PER_CHECK) {
                self.progress.advance_to(table.reader.position(), self.read)?;
            }
            let row = table.row();
            if self.forgotten.as_ref().is_some_and(|forgotten| forgotten.has(row)) {
                self.issues.push(Forgotten::issue(row.line));
                self.rejected += 1;
                continue;
            }
            let kind = if let Some(kind) = self.layout.wrong_cells(row) {
                kind
            } else if let Some(refusal) = self.gate.as_mut().and_then(|gate| gate.refusal(row)) {
                match refusal {
                    Refusal::Total => {
                        self.totals += 1;
                        self.read -= 1;
                    }
                    Refusal::Row(kind, column) => {
                        self.issue(row, column, kind, true);
                        self.rejected += 1;
                    }
                }
                continue;
            } else {
                return Ok(true);
            };
            // A row whose cells cannot be told apart may be that of a removed person, and its text would say who.
            let is_unsafe = self.forgotten.as_ref().is_some_and(|forgotten| forgotten.may_have(row));
            let text = if is_unsafe { HIDDEN.to_owned() } else { self.hidden.row_text(row) };
            let issue = RowIssue { line: row.line, column: None, kind, text, is_row_rejected: true };
            self.issues.push(issue);
            self.rejected += 1;
        }
    }

    /// Leaves out a row that has no day and calls itself a total: it sums up others and nothing is wrong with it. False for
    /// any other, which is for the caller to reject. Whether the others come to it nobody knows, so that it is listed.
    pub(crate) fn leaves_out_total(&mut self, row: Row<'_>, date_column: Option<usize>) -> bool {
        let name = totals::names_total(row, date_column);
        if let Some(column) = name {
            self.issue(row, Some(column), IssueKind::Filtered, true);
            self.rejected += 1;
        }
        name.is_some()
    }

    /// Notes that something is wrong with a cell.
    pub(crate) fn issue(&mut self, row: Row<'_>, column: Option<usize>, kind: IssueKind, is_row_rejected: bool) {
        let text = column.map_or_else(|| self.hidden.row_text(row), |c| self.hidden.cell_text(row, c));
        let column = column.and_then(|c| self.layout.names.get(c).cloned());
        self.issues.push(RowIssue { line: row.line, column, kind, text, is_row_rejected });
    }

    /// Notes that something is wrong with a cell of a line that was read before.
    pub(crate) fn cell_issue(&mut self, line: u64, column: usize, kind: IssueKind, cell: &[u8]) {
        let text = self.hidden.text_of_cell(cell, column);
        let column = self.layout.names.get(column).cloned();
        self.issues.push(RowIssue { line, column, kind, text, is_row_rejected: false });
    }

    /// Rows that the file probably has.
    pub(crate) fn expected_rows(&self) -> usize {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an estimate"
        )]
        let rows = (self.layout.length as f64 / self.layout.bytes_per_row.max(2.0) * 1.05) as usize;
        // A wrong estimate must not ask for more memory than a file of short rows could need.
        rows.min(64 << 20)
    }
}

/// Where the day of a row comes from.
pub(crate) enum DayCell {
    Fixed(Day),
    Column { index: usize, dates: DateReader, last: Vec<u8>, last_day: Day },
}

impl DayCell {
    pub(crate) fn of(settled: &Settled, sniffed: &Sniffed) -> Option<Self> {
        if let Some(day) = settled.fixed_day {
            return Some(Self::Fixed(day));
        }
        let column = settled.mapping.date.as_ref()?.column.as_deref()?;
        Some(Self::at(sniffed.column_index(column)?, settled.dates))
    }

    /// The day that stands in a column.
    pub(crate) fn at(index: usize, dates: DateReader) -> Self {
        Self::Column { index, dates, last: Vec::new(), last_day: Day(0) }
    }

    /// The column, when there is one.
    pub(crate) fn column(&self) -> Option<usize> {
        match self {
            Self::Fixed(_) => None,
            Self::Column { index, .. } => Some(*index),
        }
    }

    /// The day of a row. Files are mostly sorted by date, so the text of the last one is remembered.
    pub(crate) fn day(&mut self, row: Row<'_>) -> Result<Day, IssueKind> {
        match self {
            Self::Fixed(day) => Ok(*day),
            Self::Column { index, dates, last, last_day } => {
                let cell = row.trimmed(*index);
                if cell == last.as_slice() && !cell.is_empty() {
                    return Ok(*last_day);
                }
                let Some(day) = dates.day(cell) else {
                    return Err(if is_missing(cell) { IssueKind::MissingDate } else { IssueKind::BadDate });
                };
                last.clear();
                last.extend_from_slice(cell);
                *last_day = day;
                Ok(day)
            }
        }
    }
}

/// Widens a range of days.
pub(crate) fn extend_days(days: &mut Option<(Day, Day)>, day: Day) {
    *days = Some(days.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
}
