//! Wide tables whose columns say both when and what: "Q1 2025 NPS" under a merged head, or months without their year. Each
//! column of numbers then has a day of its own, and the column of counts beside it says how many its values stand for.

use super::dates::{DateOrder, Zone, parse_header};
use super::file_day::{DaySource, day_in};
use super::headers;
use super::mapping::{ColumnOrFixed, DateMapping, Mapping, ScoreMapping, Shape};
use super::sniff::{ColumnType, LeftOutReason, Role, RoleReason, Sniffed};
use super::warning::Warning;
use crate::base::time::Day;
use std::collections::BTreeSet;

/// Where the year of months is from that have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearSource {
    /// The name of the sheet.
    Sheet,
    /// A line above the table.
    Title,
    /// The name of the file.
    FileName,
    /// The day on which the file was last changed.
    FileChanged,
}

/// A mapping by columns that have a day each.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dated {
    pub mapping: Mapping,
    /// The year that was taken for months without one.
    pub year: Option<(i32, YearSource)>,
}

/// A column with the day that its name says, and what else it says.
struct Named<'a> {
    column: &'a str,
    day: Day,
    what: String,
}

/// The day in front of or behind the rest of a name, the longest that is one.
fn split(name: &str, year: Option<i32>) -> Option<(Day, String)> {
    let tokens: Vec<&str> = name.split_whitespace().collect();
    let day = |part: &[&str]| {
        let text = part.join(" ");
        let text = text.trim_matches(|c: char| matches!(c, '(' | ')' | ':' | ','));
        let is_word = text.chars().all(|c| c.is_alphabetic() || c == '.');
        let dated = match year {
            Some(year) if is_word => format!("{} {year}", text.trim_end_matches('.')),
            Some(_) => return None,
            // A number alone is no date, and neither is a word.
            None if text.len() < 6 => return None,
            None => text.to_owned(),
        };
        parse_header(dated.as_bytes(), DateOrder::DayFirst, Zone::AsWritten).map(|date| date.day)
    };
    for length in (1..=tokens.len()).rev() {
        let behind = tokens.len() - length;
        let in_front = tokens.get(..length).and_then(day).zip(tokens.get(length..));
        let found = in_front.or_else(|| tokens.get(behind..).and_then(day).zip(tokens.get(..behind)));
        if let Some((day, rest)) = found {
            let what = rest.join(" ");
            return Some((day, what.trim_matches(['-', '–', ':', ' ']).to_owned()));
        }
    }
    None
}

/// The year that something about the table says.
fn year_of(sniffed: &Sniffed) -> Option<(i32, YearSource)> {
    let titles = sniffed.left_out.iter().filter(|line| line.reason == LeftOutReason::AboveHeader);
    let title = || titles.rev().find_map(|line| day_in(&line.text));
    let sheet = sniffed.sheet.as_deref().and_then(day_in).map(|day| (day, YearSource::Sheet));
    let file = || {
        let (day, source) = sniffed.day;
        let source = if source == DaySource::Name { YearSource::FileName } else { YearSource::FileChanged };
        Some((day, source))
    };
    let found = sheet.or_else(|| title().map(|day| (day, YearSource::Title))).or_else(file);
    found.and_then(|(day, source)| Some((day.to_string().get(..4)?.parse().ok()?, source)))
}

/// The mapping of a table whose columns have days of their own; `None` for any other.
pub(super) fn of_columns(sniffed: &Sniffed) -> Option<Dated> {
    let has = |role: Role| sniffed.columns.iter().any(|column| column.role == role);
    let is_settled = sniffed.suggested.is_some() || has(Role::Date) || has(Role::Stage);
    if is_settled || sniffed.columns.iter().any(|column| column.reason == RoleReason::DateHeader) {
        return None;
    }
    let is_figure = |kind: ColumnType| {
        matches!(kind, ColumnType::Integer | ColumnType::Number | ColumnType::Percent | ColumnType::Duration)
    };
    let names = || sniffed.columns.iter().filter(|column| is_figure(column.column_type)).map(|c| c.name.as_str());
    let named = |year: Option<i32>| {
        let columns = names().filter_map(|column| {
            let (day, what) = split(column, year)?;
            Some(Named { column, day, what })
        });
        let columns: Vec<Named<'_>> = columns.collect();
        let days: BTreeSet<Day> = columns.iter().map(|column| column.day).collect();
        (days.len() > 1 && columns.len() * 2 > names().count()).then_some(columns)
    };
    let (mut columns, year) = match named(None) {
        Some(columns) => (columns, None),
        None => {
            let year = year_of(sniffed)?;
            (named(Some(year.0))?, Some(year))
        }
    };
    if year.is_some() {
        over_new_year(&mut columns);
    }
    let place = sniffed.columns.iter().find(|column| column.role == Role::Place);
    let metric = sniffed.columns.iter().find(|column| column.role == Role::Metric);
    let in_column = |name: &str| Some(ColumnOrFixed { column: Some(name.to_owned()), fixed: None });
    // Months of a short table look like classes.
    let is_dated = |name: &str| columns.iter().any(|column| column.column == name);
    let mut mapping = Mapping::new(Shape::Wide);
    mapping.reading = sniffed.choices.clone();
    mapping.place = place.and_then(|column| in_column(&column.name));
    mapping.metric = metric.and_then(|column| in_column(&column.name));
    mapping.segments = sniffed
        .columns
        .iter()
        .filter(|column| column.role == Role::Segment && !is_dated(&column.name))
        .map(|column| column.name.clone())
        .collect();
    let first = columns.iter().map(|column| column.day).min()?;
    mapping.date = Some(DateMapping { fixed: Some(first.to_string()), ..DateMapping::default() });
    let is_count = |column: &&Named<'_>| headers::role(&column.what).is_some_and(|(role, _)| role == Role::Count);
    for column in columns.iter().filter(|column| !is_count(column)) {
        let count = columns.iter().filter(|other| other.day == column.day).find(is_count);
        let what = Some(column.what.clone()).filter(|what| !what.is_empty());
        mapping.scores.push(ScoreMapping {
            metric: what.or_else(|| metric.is_none().then(|| sniffed.title())),
            date: Some(column.day.to_string()),
            n: count.map(|count| count.column.to_owned()),
            ..ScoreMapping::plain(column.column)
        });
    }
    (!mapping.scores.is_empty()).then_some(Dated { mapping, year })
}

/// Months that go on behind December are those of the next year.
fn over_new_year(columns: &mut [Named<'_>]) {
    let mut years = 0;
    let mut last = Day(i32::MIN);
    for column in columns {
        if column.day < last {
            years += 1;
        }
        last = column.day;
        let text = column.day.to_string();
        let later = text.split_once('-').and_then(|(year, rest)| {
            let year: i32 = year.parse().ok()?;
            Day::parse_iso(&format!("{:04}-{rest}", year + years))
        });
        column.day = later.unwrap_or(column.day);
    }
}

/// Gives the columns the roles of such a mapping.
pub(super) fn settle(sniffed: &mut Sniffed) {
    let Some(dated) = of_columns(sniffed) else { return };
    for column in &mut sniffed.columns {
        let is_of = |score: &ScoreMapping| score.column == column.name;
        let counts = |score: &ScoreMapping| score.n.as_ref() == Some(&column.name);
        if dated.mapping.scores.iter().any(is_of) {
            (column.role, column.reason) = (Role::Score, RoleReason::DateHeader);
        } else if dated.mapping.scores.iter().any(counts) {
            (column.role, column.reason) = (Role::Ignored, RoleReason::CountsBeside);
        } else if matches!(column.role, Role::Value | Role::Score | Role::Count) {
            (column.role, column.reason) = (Role::Ignored, RoleReason::NoScale);
        }
    }
    sniffed.shape = Some(Shape::Wide);
    sniffed.dated = Some(Box::new(dated));
}

/// What a person should hear of the year that was taken.
pub(super) fn told(mapping: &Mapping, sniffed: &Sniffed) -> Option<Warning> {
    let dated = sniffed.dated.as_ref()?;
    let (year, source) = dated.year?;
    let is_as_guessed = |score: &ScoreMapping| dated.mapping.scores.iter().any(|own| own.date == score.date);
    mapping.scores.iter().any(is_as_guessed).then_some(Warning::YearAssumed { year, source })
}
