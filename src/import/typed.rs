//! Days and numbers that are typed into the program itself: read as a file with a column of them would be, except that
//! nothing is assumed.

use super::dates::{self, DateEvidence, DateOrder, Zone};
use super::numbers::{NumberEvidence, NumberFormat};
use crate::base::time::Day;

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
    let mut evidence = DateEvidence::default();
    for cell in cells {
        evidence.add(cell.trim().as_bytes());
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
    cells.iter().map(|cell| Some(cell.trim()).filter(|text| !text.is_empty()).map(day)).collect()
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
