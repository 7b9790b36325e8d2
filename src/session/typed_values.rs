//! Values that a team types in because it has no file: a small table for a KPI at a place, kept as a source like any
//! other. What is typed are counts and averages with their answers, so that scores are worked out from what they consist
//! of and pool with all other data.

use crate::base::ids::SourceId;
use crate::base::time::Day;
use crate::i18n;
use crate::import::{
    ColumnName, ColumnOrFixed, DateMapping, Mapping, Shape, TypedNumber, Unread, grouped_count, typed_days,
    typed_last_day, typed_numbers,
};
use crate::metrics::{KpiValue, cuts_of, value_of, within_bounds};
use crate::model::bulk::{BucketQuery, Counting};
use crate::model::edit::EditError;
use crate::model::observation::Bucket;
use crate::model::{Document, Edit, Kpi, KpiKind, Place, Segments, Source};
use crate::session::Session;
use crate::session::import_job::{ImportRequest, PlaceChoice};
use crate::session::insights::KpiAt;
use crate::session::jobs::Job;
use crate::store::StoreError;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Header of the column of days in what is imported.
const DAY: &str = "Day";
/// Header of the column of values.
const VALUE: &str = "Value";
/// Header of the column of answers.
const ANSWERS: &str = "Answers";
/// Rows of a typed-in source that are read at once.
const PAGE: usize = 4_096;

/// Which numbers a line has beside its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypedColumns {
    /// Promoters, passives, detractors.
    Scores,
    /// Satisfied answers, all answers.
    Satisfied,
    /// A share in percent and, where known, what it is a share of.
    Share,
    /// An average and, where known, its answers.
    Average,
    /// One amount.
    Amount,
    /// One number of things that were counted.
    Count,
    /// One answer; a day may have many.
    Answer,
}

impl TypedColumns {
    /// What is typed in for a KPI; `None` for kinds whose values come from more than one metric or from other KPIs.
    #[must_use]
    pub fn of(kpi: &Kpi) -> Option<Self> {
        if !kpi.other_metrics.is_empty() {
            return None;
        }
        match kpi.kind {
            KpiKind::Nps => Some(Self::Scores),
            KpiKind::TopBox { .. } => Some(Self::Satisfied),
            KpiKind::Rate => Some(Self::Share),
            KpiKind::Ces | KpiKind::Sus | KpiKind::Mean | KpiKind::Last => Some(Self::Average),
            KpiKind::Sum => Some(Self::Amount),
            KpiKind::Count => Some(Self::Count),
            KpiKind::Percentile { .. } => Some(Self::Answer),
            KpiKind::Ratio | KpiKind::Difference { .. } | KpiKind::Formula => None,
        }
    }

    /// How many numbers a line has.
    #[must_use]
    pub fn count(self) -> usize {
        match self {
            Self::Scores => 3,
            Self::Satisfied | Self::Share | Self::Average => 2,
            Self::Amount | Self::Count | Self::Answer => 1,
        }
    }

    /// True when the number at this index may be left out.
    #[must_use]
    pub fn is_optional(self, index: usize) -> bool {
        matches!(self, Self::Share | Self::Average) && index == 1
    }

    fn is_count(self, index: usize) -> bool {
        match self {
            Self::Scores | Self::Satisfied | Self::Count => true,
            Self::Share | Self::Average => index == 1,
            Self::Amount | Self::Answer => false,
        }
    }
}

/// One line: a day and its numbers, as many as the columns have.
#[derive(Debug, Clone, PartialEq)]
pub struct TypedLine {
    /// The day, or the first day of the week, month, quarter or year.
    pub day: Day,
    /// The numbers in order of the columns; shares as fractions.
    pub numbers: Vec<Option<f64>>,
}

/// Why a line cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LineProblem {
    /// Numbers without a day.
    NoDay,
    /// The day is none.
    Day(Unread),
    /// The number at this index is none.
    Number(usize, Unread),
    /// The number at this index is missing.
    Missing(usize),
    /// A count below zero, at this index.
    Negative(usize),
    /// More satisfied answers than answers.
    MoreThanAll,
    /// Nobody answered, so there is no value.
    Nobody,
    /// Outside the scale of the KPI: lowest, highest.
    OffScale(f64, f64),
    /// The day stands in this line already, counted from 1.
    SameDay(usize),
    /// Another line, counted from 1, stands for days of this one, as a quarter does for those of its months.
    Overlaps(usize),
}

impl LineProblem {
    /// The cell that is wrong, the day being the first; `None` when the line is not whole.
    #[must_use]
    pub fn column(self) -> Option<usize> {
        match self {
            Self::Day(_) | Self::SameDay(_) | Self::Overlaps(_) => Some(0),
            Self::Number(index, _) | Self::Negative(index) => Some(index + 1),
            Self::OffScale(..) => Some(1),
            Self::NoDay | Self::Missing(_) | Self::MoreThanAll | Self::Nobody => None,
        }
    }
}

/// Reads the cells of lines, each a day and its numbers: a line that is empty is `None`.
#[must_use]
pub fn read_lines(
    kpi: &Kpi,
    columns: TypedColumns,
    lines: &[Vec<String>],
) -> Vec<Option<Result<TypedLine, LineProblem>>> {
    let cell = |line: &'_ Vec<String>, index: usize| line.get(index).map_or("", |cell| cell.trim()).to_owned();
    let days: Vec<String> = lines.iter().map(|line| cell(line, 0)).collect();
    let typed = days;
    let days = typed_days(&typed.iter().map(String::as_str).collect::<Vec<_>>());
    let count = columns.count();
    let cells: Vec<String> = lines.iter().flat_map(|line| (1..=count).map(move |at| cell(line, at))).collect();
    let cells = numbers_of(columns, &cells.iter().map(String::as_str).collect::<Vec<_>>());
    // The periods of lines by their first days: the last day, and the line. None overlaps another one.
    let mut seen: BTreeMap<Day, (Day, usize)> = BTreeMap::new();
    let mut read = Vec::with_capacity(lines.len());
    for (index, (day, cells)) in days.into_iter().zip(cells.chunks(count)).enumerate() {
        if day.is_none() && cells.iter().all(Option::is_none) {
            read.push(None);
            continue;
        }
        let line = line_of(kpi, columns, day, cells);
        let last = |line: &TypedLine| typed.get(index).map_or(line.day, |text| typed_last_day(text, line.day));
        let before = |line: &TypedLine| {
            let (day, (end, at)) = seen.range(..=last(line)).next_back()?;
            match () {
                () if *day == line.day => Some(LineProblem::SameDay(at + 1)),
                () if *end >= line.day => Some(LineProblem::Overlaps(at + 1)),
                () => None,
            }
        };
        let line = line.and_then(|line| {
            let problem = before(&line).filter(|_| columns != TypedColumns::Answer);
            problem.map_or(Ok(line), Err)
        });
        if let Ok(line) = &line {
            let last = last(line);
            seen.entry(line.day).or_insert((last, index));
        }
        read.push(Some(line));
    }
    read
}

/// The numbers of lines one after the other. A line is read by itself where that leaves no doubt: pasted ones come with
/// either decimal sign. Where it does, all lines together tell.
fn numbers_of(columns: TypedColumns, cells: &[&str]) -> Vec<Cell> {
    let all = typed_numbers(cells);
    let count = columns.count();
    let own = cells.chunks(count).flat_map(typed_numbers);
    let read = cells.iter().enumerate().zip(own.zip(all)).map(|((index, text), (own, all))| {
        let grouped = grouped_count(text).filter(|_| columns.is_count(index % count));
        match (grouped, own) {
            (Some(value), _) => Some(Ok(TypedNumber { value, is_percent: false })),
            (None, Some(Err(Unread::EitherNumber))) => all,
            (None, own) => own,
        }
    });
    read.collect()
}

type Cell = Option<Result<TypedNumber, Unread>>;

fn line_of(
    kpi: &Kpi,
    columns: TypedColumns,
    day: Option<Result<Day, Unread>>,
    cells: &[Cell],
) -> Result<TypedLine, LineProblem> {
    let day = day.ok_or(LineProblem::NoDay)?.map_err(LineProblem::Day)?;
    let mut numbers = Vec::with_capacity(cells.len());
    for (index, cell) in cells.iter().enumerate() {
        let number = cell.transpose().map_err(|why| LineProblem::Number(index, why))?;
        let number = number.map(|number| match columns {
            // The column is in percent, with the sign or without.
            TypedColumns::Share if index == 0 && !number.is_percent => number.value / 100.0,
            _ => number.value,
        });
        match number {
            None if !columns.is_optional(index) => return Err(LineProblem::Missing(index)),
            Some(number) if number < 0.0 && columns.is_count(index) => return Err(LineProblem::Negative(index)),
            _ => numbers.push(number),
        }
    }
    let number = |index: usize| numbers.get(index).copied().flatten();
    match columns {
        TypedColumns::Scores if numbers.iter().flatten().sum::<f64>() <= 0.0 => return Err(LineProblem::Nobody),
        TypedColumns::Satisfied if number(0) > number(1) => return Err(LineProblem::MoreThanAll),
        TypedColumns::Satisfied | TypedColumns::Share | TypedColumns::Average if number(1) == Some(0.0) => {
            return Err(LineProblem::Nobody);
        }
        TypedColumns::Average | TypedColumns::Answer => {
            let scale = if kpi.kind == KpiKind::Sus { Some((0.0, 100.0)) } else { kpi.scale };
            let is_off = |(low, high): &(f64, f64)| number(0).is_some_and(|value| value < *low || value > *high);
            if let Some((low, high)) = scale.filter(is_off) {
                return Err(LineProblem::OffScale(low, high));
            }
        }
        TypedColumns::Share if number(0).is_some_and(|share| !(0.0..=1.0).contains(&share)) => {
            return Err(LineProblem::OffScale(0.0, 100.0));
        }
        _ => {}
    }
    Ok(TypedLine { day, numbers })
}

/// A score that is satisfied and one that is not.
fn two_scores(kind: &KpiKind) -> (f64, f64) {
    match *kind {
        KpiKind::TopBox { scale: (low, high), satisfied_from, .. } => {
            let satisfied = satisfied_from.ceil();
            (satisfied, if low < satisfied_from { low } else { high })
        }
        _ => (1.0, 0.0),
    }
}

/// The rows that a line stands for: value and answers.
fn rows_of(kpi: &Kpi, columns: TypedColumns, line: &TypedLine) -> Vec<(f64, Option<f64>)> {
    let number = |index: usize| line.numbers.get(index).copied().flatten();
    let counted =
        |rows: &[(f64, Option<f64>)]| rows.iter().copied().filter(|(_, n)| n.is_some_and(|n| n > 0.0)).collect();
    match columns {
        TypedColumns::Scores => counted(&[(10.0, number(0)), (7.0, number(1)), (0.0, number(2))]),
        TypedColumns::Satisfied => {
            let (satisfied, not) = two_scores(&kpi.kind);
            let rest = number(1).zip(number(0)).map(|(all, some)| all - some);
            counted(&[(satisfied, number(0)), (not, rest)])
        }
        TypedColumns::Share | TypedColumns::Average => number(0).map(|value| (value, number(1))).into_iter().collect(),
        TypedColumns::Amount | TypedColumns::Answer => number(0).map(|value| (value, None)).into_iter().collect(),
        TypedColumns::Count => number(0).map(|n| (1.0, Some(n))).into_iter().collect(),
    }
}

/// What a line alone comes to.
#[must_use]
pub fn value_of_line(kpi: &Kpi, columns: TypedColumns, line: &TypedLine) -> KpiValue {
    let mut bucket = Bucket::default();
    for (value, n) in rows_of(kpi, columns, line) {
        bucket.add(value, n, cuts_of(&kpi.kind));
        if n.is_none() && columns == TypedColumns::Average {
            bucket.forget_n(true);
        }
    }
    let kind = if columns == TypedColumns::Answer { KpiKind::Mean } else { kpi.kind };
    within_bounds(kpi, value_of(&kind, &bucket))
}

/// The lines as a table to be imported.
fn table(kpi: &Kpi, columns: TypedColumns, lines: &[TypedLine]) -> String {
    let has_answers = has_answers(columns);
    let mut text = if has_answers { format!("{DAY},{VALUE},{ANSWERS}\n") } else { format!("{DAY},{VALUE}\n") };
    for line in lines {
        for (value, n) in rows_of(kpi, columns, line) {
            let _ = match n {
                Some(n) => writeln!(text, "{},{value},{n}", line.day),
                None if has_answers => writeln!(text, "{},{value},", line.day),
                None => writeln!(text, "{},{value}", line.day),
            };
        }
    }
    text
}

fn has_answers(columns: TypedColumns) -> bool {
    !matches!(columns, TypedColumns::Amount | TypedColumns::Answer)
}

fn mapping(kpi: &Kpi, columns: TypedColumns, place: &str) -> Mapping {
    let named = |column: &str| Some(ColumnName { column: column.to_owned() });
    let fixed = |text: &str| Some(ColumnOrFixed { column: None, fixed: Some(text.to_owned()) });
    Mapping {
        date: Some(DateMapping { column: Some(DAY.to_owned()), ..DateMapping::default() }),
        metric: fixed(&kpi.metric),
        place: fixed(place),
        value: named(VALUE),
        n: if has_answers(columns) { named(ANSWERS) } else { None },
        ..Mapping::new(Shape::Long)
    }
}

/// The lines that rows stand for, in order of days. Rows of one day are one line, except where each is an answer.
fn lines_of(kpi: &Kpi, columns: TypedColumns, rows: &[(Day, f64, Option<f64>)]) -> Vec<TypedLine> {
    let (_, unsatisfied) = two_scores(&kpi.kind);
    let mut days: BTreeMap<Day, Vec<(f64, Option<f64>)>> = BTreeMap::new();
    for (day, value, n) in rows {
        days.entry(*day).or_default().push((*value, *n));
    }
    let counts = |rows: &[(f64, Option<f64>)], takes: &dyn Fn(f64) -> bool| {
        Some(rows.iter().filter(|(value, _)| takes(*value)).map(|(_, n)| n.unwrap_or(1.0)).sum::<f64>())
    };
    let mut lines = Vec::new();
    for (day, rows) in days {
        let mut push = |numbers: Vec<Option<f64>>| lines.push(TypedLine { day, numbers });
        match columns {
            TypedColumns::Scores => push(vec![
                counts(&rows, &|v| v >= 9.0),
                counts(&rows, &|v| (7.0..9.0).contains(&v)),
                counts(&rows, &|v| v < 7.0),
            ]),
            TypedColumns::Satisfied => {
                push(vec![counts(&rows, &|v| v.to_bits() != unsatisfied.to_bits()), counts(&rows, &|_| true)]);
            }
            TypedColumns::Count => push(vec![counts(&rows, &|_| true)]),
            TypedColumns::Share | TypedColumns::Average => rows.iter().for_each(|(v, n)| push(vec![Some(*v), *n])),
            TypedColumns::Amount | TypedColumns::Answer => rows.iter().for_each(|(v, _)| push(vec![Some(*v)])),
        }
    }
    lines
}

/// The source that holds what was typed in for a KPI at a place: no file, and nothing in it but that.
#[must_use]
pub fn source_of(document: &Document, (kpi, place): KpiAt) -> Option<SourceId> {
    let kpi = document.kpis.get(&kpi)?;
    let is_typed = |source: &Source| place_of(source) == Some(place) && is_typed_for(kpi, source);
    document.sources.values().find(|source| is_typed(source)).map(|source| source.id)
}

/// The only place of a source that has no file.
fn place_of(source: &Source) -> Option<Place> {
    source.places.values().next().copied().filter(|_| source.path.is_empty() && source.places.len() == 1)
}

/// True for a source without a file that holds what is typed in for a KPI.
fn is_typed_for(kpi: &Kpi, source: &Source) -> bool {
    let Some(columns) = TypedColumns::of(kpi) else { return false };
    let headers: &[&str] = if has_answers(columns) { &[DAY, VALUE, ANSWERS] } else { &[DAY, VALUE] };
    source.continues.is_none()
        && source.link.columns == headers
        && Mapping::parse(&source.mapping).is_ok_and(|mapping| {
            let metric = mapping.metric.and_then(|metric| metric.fixed);
            metric.as_deref() == Some(kpi.metric.as_str()) && mapping.place.is_some_and(|p| p.fixed.is_some())
        })
}

/// The KPI and place that a source was typed in for.
#[must_use]
pub fn typed_for(document: &Document, source: SourceId) -> Option<KpiAt> {
    let record = document.sources.get(&source)?;
    let place = place_of(record)?;
    document.kpis.values().find(|kpi| is_typed_for(kpi, record)).map(|kpi| (kpi.id, place))
}

impl Session {
    /// Reads what was typed in for a KPI at a place. `None` when nothing was.
    #[must_use]
    pub fn typed_values(&self, at: KpiAt) -> Option<Job<Result<Vec<TypedLine>, StoreError>>> {
        let source = source_of(self.document(), at)?;
        let kpi = self.document().kpis.get(&at.0).cloned()?;
        let columns = TypedColumns::of(&kpi)?;
        let names = self.document().sources.get(&source)?.places.keys().cloned().collect();
        let (store, is_writable) = (self.store()?, self.is_writable());
        Some(self.jobs().spawn(i18n::import::READING_NUMBERS, move |progress| {
            if is_writable {
                store.flush()?;
            }
            let query = BucketQuery {
                metric: kpi.metric.clone(),
                parts: vec![(source, names)],
                cuts: cuts_of(&kpi.kind),
                range: crate::base::time::DayRange::EVER,
                segments: Segments::default(),
                counting: Counting::default(),
            };
            let reader = store.reader()?;
            let mut rows = Vec::new();
            loop {
                progress.check().map_err(|_| StoreError::Cancelled)?;
                let page = reader.observations(&query, rows.len() as u64, PAGE)?;
                let is_last = page.rows.len() < PAGE;
                rows.extend(page.rows.into_iter().map(|row| (row.day, row.value, row.n)));
                if is_last {
                    return Ok(lines_of(&kpi, columns, &rows));
                }
            }
        }))
    }

    /// Keeps lines as what was typed in for a KPI at a place, instead of what was there; its end comes as the event of an
    /// import. Without any line the source goes.
    ///
    /// # Errors
    /// The KPI or the place is gone, an import is running, or the file takes no changes.
    pub fn keep_typed_values(&mut self, at: KpiAt, lines: &[TypedLine]) -> Result<(), EditError> {
        if !self.can_import() {
            return Err(EditError::NotEditable);
        }
        let old = source_of(self.document(), at);
        if lines.is_empty() {
            return match old {
                Some(source) => self.edit(&Edit::Delete(vec![source.into()]), None).map(drop),
                None => Ok(()),
            };
        }
        let (id, place) = at;
        let missing = || EditError::Missing(id.into());
        let mut kpi = self.document().kpis.get(&id).map(|kpi| Kpi::clone(kpi)).ok_or_else(missing)?;
        let columns = TypedColumns::of(&kpi).ok_or_else(missing)?;
        let place_name = self.document().place_name(place).ok_or_else(missing)?.to_owned();
        if kpi.metric.trim().is_empty() {
            // What is typed in needs a name that the KPI reads.
            kpi.metric.clone_from(&kpi.name);
            self.edit(&Edit::Update(kpi.clone().into()), None)?;
        }
        let name = i18n::import::typed_in(&kpi.name, &place_name);
        let request = ImportRequest {
            mapping: Some(mapping(&kpi, columns, &place_name).to_json()),
            places: BTreeMap::from([(place_name, PlaceChoice::At(place))]),
            replaces: old,
            unfiled: Some(name),
            ..ImportRequest::default()
        };
        self.start_text_import(request, table(&kpi, columns, lines))
    }
}

#[cfg(test)]
mod tests;
