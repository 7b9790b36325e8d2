//! Days and numbers that are typed into the program itself: read as a file with a column of them would be, except that
//! nothing is assumed.

use super::dates::{self, DateEvidence, DateOrder, Zone};
use super::numbers::{NumberEvidence, NumberFormat};
use crate::base::time::{Day, Grain};
use std::borrow::Cow;

/// Why a cell is no day or number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// It is none at all.
    IsNone,
    /// It can be two days, and the other cells do not tell which.
    EitherDay(Day, Day),
    /// Its comma or point can stand before decimals or between thousands, and the other cells do not tell which.
    EitherNumber,
}

/// A number as typed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TypedNumber {
    /// The number; a percentage is divided by 100.
    pub value: f64,
    /// True when a percent sign followed it.
    pub is_percent: bool,
}

/// The days of a column. Weeks, months, quarters and years are their first days. `None` for an empty cell.
#[must_use]
pub fn typed_days(cells: &[&str]) -> Vec<Option<Result<Day, Unread>>> {
    let cells: Vec<Cow<'_, str>> = cells.iter().map(|cell| month(cell.trim())).collect();
    let mut evidence = DateEvidence::default();
    for cell in &cells {
        evidence.add(cell.as_bytes());
    }
    let (order, is_assumed) = evidence.order().map_or((DateOrder::YearFirst, false), |(order, is)| (order, is.0));
    let day = |text: &str| {
        let in_order = |order| dates::parse(text.as_bytes(), order, Zone::AsWritten);
        let read =
            in_order(order).or_else(|| in_order(DateOrder::DayFirst)).or_else(|| in_order(DateOrder::MonthFirst));
        let read = read.ok_or(Unread::IsNone)?;
        // A number alone is a year or a day such as 20260801; what counts seconds or days is no date that people type.
        if read.is_bare_number && !matches!(text.len(), 4 | 8) {
            return Err(Unread::IsNone);
        }
        let other = in_order(DateOrder::DayFirst).zip(in_order(DateOrder::MonthFirst));
        match other.filter(|(a, b)| is_assumed && read.depends_on_order && a.day != b.day) {
            Some((a, b)) => Err(Unread::EitherDay(a.day, b.day)),
            None => Ok(read.day),
        }
    };
    cells.iter().map(|cell| Some(&**cell).filter(|text| !text.is_empty()).map(day)).collect()
}

/// A month in two numbers, as in "01.2026" or "1/2026", in a form that is read anyway; anything else as it is.
fn month(text: &str) -> Cow<'_, str> {
    let is_number = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&part.len()) && part.bytes().all(|sign| sign.is_ascii_digit())
    };
    let parts =
        text.split_once(['.', '/', '-']).filter(|(month, year)| is_number(month, 1..=2) && is_number(year, 4..=4));
    match parts {
        Some((month, year)) => Cow::Owned(format!("{year}-{month:0>2}")),
        None => Cow::Borrowed(text),
    }
}

/// One day that is typed into a field of its own. A month, a quarter or a year is none.
///
/// # Errors
/// It is no day, or it can be two.
pub fn typed_day(text: &str) -> Result<Day, Unread> {
    let day = typed_days(&[text]).pop().flatten().unwrap_or(Err(Unread::IsNone))?;
    // Of a period nobody typed the first day: a day has three parts, or eight digits.
    let parts = text.split(|sign: char| !sign.is_alphanumeric()).filter(|part| !part.is_empty()).count();
    let is_compact = text.trim().len() == 8 && text.trim().bytes().all(|sign| sign.is_ascii_digit());
    if parts >= 3 || is_compact { Ok(day) } else { Err(Unread::IsNone) }
}

/// The last day of what is typed, given its first: of a week, a month, a quarter, half a year or a year; that day itself
/// for a day.
#[must_use]
pub fn typed_last_day(text: &str, first: Day) -> Day {
    let text = text.trim();
    let is_year = text.len() == 4 && text.bytes().all(|sign| sign.is_ascii_digit());
    match dates::last_day_of_period(text.as_bytes(), first) {
        Some(last) => last,
        None if typed_day(text).is_ok() => first,
        None if is_year => Grain::Year.next(first).plus(-1),
        None => Grain::Month.next(first).plus(-1),
    }
}

/// The day that one date stands for which is typed for a whole file: a week, a month, a quarter or a year is its first day.
///
/// # Errors
/// It is none, or it can be two.
pub fn typed_day_of_file(text: &str) -> Result<Day, Unread> {
    Day::parse_iso(text.trim()).map_or_else(|| typed_days(&[text]).pop().flatten().unwrap_or(Err(Unread::IsNone)), Ok)
}

/// A count with signs between its thousands, whatever those are: nobody counts a third of a thousandth. `None` for
/// anything else.
#[must_use]
pub fn grouped_count(text: &str) -> Option<f64> {
    let mut groups = text.trim().split(['.', ',', '\'', '\u{2019}', ' ', '\u{a0}', '\u{202f}']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let is_digits = |group: &str| group.bytes().all(|sign| sign.is_ascii_digit());
    let is_grouped = !rest.is_empty() && rest.iter().all(|group| group.len() == 3 && is_digits(group));
    let is_begun = (1..=3).contains(&first.len()) && is_digits(first) && first != "0";
    (is_grouped && is_begun).then(|| format!("{first}{}", rest.concat()).parse().ok()).flatten()
}

/// The numbers of cells that one person typed, so that they have one decimal sign. `None` for an empty cell.
#[must_use]
pub fn typed_numbers(cells: &[&str]) -> Vec<Option<Result<TypedNumber, Unread>>> {
    let mut evidence = NumberEvidence::default();
    for cell in cells {
        evidence.add(cell.trim().as_bytes());
    }
    let (format, is_assumed) = evidence.format(b'\t');
    let number = |text: &str| {
        let read = format.parse(text.as_bytes()).ok_or(Unread::IsNone)?;
        let others = [NumberFormat::POINT, NumberFormat::COMMA].into_iter().filter_map(|f| f.parse(text.as_bytes()));
        let is_either = is_assumed && others.into_iter().any(|other| other.value.to_bits() != read.value.to_bits());
        if is_either {
            return Err(Unread::EitherNumber);
        }
        Ok(TypedNumber { value: read.value, is_percent: read.is_percent })
    };
    cells.iter().map(|cell| Some(cell.trim()).filter(|text| !text.is_empty()).map(number)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn days_as_people_type_them() {
        let check = |cells: &[&str], expected: &[Option<Result<Day, Unread>>]| {
            assert_eq!(typed_days(cells), expected, "{cells:?}");
        };
        let on = |text| Some(Ok(day(text)));
        check(
            &["2026-08-03", " Aug 2026", "2026-W31", "Q3 2026", "2026", "", "3 May 2026"],
            &[
                on("2026-08-03"),
                on("2026-08-01"),
                on("2026-07-27"),
                on("2026-07-01"),
                on("2026-01-01"),
                None,
                on("2026-05-03"),
            ],
        );
        check(
            &["01.2026", "1/2026", "Jan 2026", "12-2026"],
            &[on("2026-01-01"), on("2026-01-01"), on("2026-01-01"), on("2026-12-01")],
        );
        check(&["13.2026"], &[Some(Err(Unread::IsNone))]);
        check(&["soon", "45500"], &[Some(Err(Unread::IsNone)); 2]);
        let either = Some(Err(Unread::EitherDay(day("2026-04-03"), day("2026-03-04"))));
        check(&["03/04/2026"], &[either]);
        check(&["03/04/2026", "30/04/2026"], &[on("2026-04-03"), on("2026-04-30")]);
        check(&["04/04/2026"], &[on("2026-04-04")]);
    }

    #[test]
    fn numbers_as_people_type_them() {
        let check = |cells: &[&str], expected: &[Option<Result<f64, Unread>>]| {
            let found: Vec<_> = typed_numbers(cells).into_iter().map(|cell| cell.map(|c| c.map(|n| n.value))).collect();
            assert_eq!(found, expected, "{cells:?}");
        };
        check(&["4.25", "1,200", "", "x"], &[Some(Ok(4.25)), Some(Ok(1200.0)), None, Some(Err(Unread::IsNone))]);
        check(&["4,25", "1.200"], &[Some(Ok(4.25)), Some(Ok(1200.0))]);
        check(&["1,200"], &[Some(Err(Unread::EitherNumber))]);
        check(&["12 %", "7"], &[Some(Ok(0.12)), Some(Ok(7.0))]);
    }
}
