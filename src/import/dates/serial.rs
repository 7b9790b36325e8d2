//! Days that are counted rather than named: the serials of spreadsheets, and offsets from the start of a report.

use super::time::time_of_day;
use super::{DateOrder, ParsedDate, Zone, number, parse};
use crate::base::time::Day;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What the numbers of a date column count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateCount {
    /// Days since 30 December 1899, as spreadsheets keep dates; decimals are the time of day.
    ExcelSerial,
    /// Hours since the start, the first hour being 0.
    HourOffset,
    /// Days since the start.
    DayOffset,
    /// Weeks since the start.
    WeekOffset,
    /// Months since the month of the start.
    MonthOffset,
}

impl DateCount {
    /// Every one, by its word in files.
    pub(crate) const WORDS: [&'static str; 5] =
        ["excel-serial", "hour-offset", "day-offset", "week-offset", "month-offset"];

    /// True when it counts from a start that has to be known.
    #[must_use]
    pub fn needs_start(self) -> bool {
        self != Self::ExcelSerial
    }
}

impl fmt::Display for DateCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ExcelSerial => "excel-serial",
            Self::HourOffset => "hour-offset",
            Self::DayOffset => "day-offset",
            Self::WeekOffset => "week-offset",
            Self::MonthOffset => "month-offset",
        })
    }
}

/// 30 December 1899, in days since 1970.
const EXCEL_EPOCH: i32 = -25_569;

/// True for the serial of a day between 1954 and 2119, which is where data lies.
pub(crate) fn is_serial(value: f64) -> bool {
    (20_000.0..=80_000.0).contains(&value)
}

/// Reads the cells of a date column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct DateReader {
    pub order: DateOrder,
    pub zone: Zone,
    /// What plain numbers count, and from where.
    pub count: Option<(DateCount, Day)>,
}

impl DateReader {
    /// The day of a cell; `None` when it holds none.
    pub(crate) fn day(&self, cell: &[u8]) -> Option<Day> {
        match self.count {
            None => parse(cell, self.order, self.zone).map(|date| date.day),
            Some((count, start)) => self.counted(cell, count, start),
        }
    }

    /// The day of a cell and where on it, to tell which of two is later.
    pub(crate) fn moment(&self, cell: &[u8]) -> Option<(Day, i64)> {
        let day = self.day(cell)?;
        // Unix time: the digits themselves rise.
        if cell.len() > 8 && cell.iter().all(u8::is_ascii_digit) {
            return Some((day, number(cell).unwrap_or_default()));
        }
        let tails = cell.iter().enumerate().filter(|(_, b)| matches!(b, b'T' | b' ')).map(|(at, _)| at + 1);
        let time = tails.filter_map(|at| time_of_day(cell.get(at..)?)).next();
        Some((day, time.map_or(0, |time| time.seconds)))
    }

    #[cold]
    fn counted(&self, cell: &[u8], count: DateCount, start: Day) -> Option<Day> {
        let digits = cell.iter().take_while(|b| b.is_ascii_digit()).count();
        let (whole, rest) = cell.split_at_checked(digits)?;
        let is_decimal = matches!(rest, [b'.' | b',', after @ ..] if after.iter().all(u8::is_ascii_digit));
        if digits == 0 || digits > 6 || !(rest.is_empty() || is_decimal) {
            // A date among the numbers is one all the same.
            let date: Option<ParsedDate> = parse(cell, self.order, self.zone).filter(|d| !d.is_bare_number);
            return date.map(|date| date.day);
        }
        let value = i32::try_from(number(whole)?).ok()?;
        if is_decimal && count != DateCount::ExcelSerial {
            return None;
        }
        match count {
            // Serial 60 is 29 February 1900, a day that never was; nothing before it is data.
            DateCount::ExcelSerial => (61..=2_958_465).contains(&value).then(|| Day(EXCEL_EPOCH + value)),
            DateCount::HourOffset => Some(start.plus(value / 24)),
            DateCount::DayOffset => Some(start.plus(value)),
            DateCount::WeekOffset => Some(start.plus(value.checked_mul(7)?)),
            DateCount::MonthOffset => {
                let first = start.date();
                let months = chrono::Months::new(u32::try_from(value).ok()?);
                let month = chrono::Datelike::with_day(&first, 1)?.checked_add_months(months)?;
                Some(if value == 0 { start } else { Day::from_date(month) })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(count: DateCount, text: &str, expected: &str) {
        let start = Day::from_ymd(2026, 8, 15).unwrap();
        let reader = DateReader { order: DateOrder::DayFirst, zone: Zone::AsWritten, count: Some((count, start)) };
        assert_eq!(reader.day(text.as_bytes()).map_or("none".to_owned(), |d| d.to_string()), expected, "{text}");
    }

    #[test]
    fn counted_days() {
        check(DateCount::ExcelSerial, "45292", "2024-01-01");
        check(DateCount::ExcelSerial, "45292.75", "2024-01-01");
        check(DateCount::ExcelSerial, "46235,5", "2026-08-01");
        check(DateCount::ExcelSerial, "60", "none");
        check(DateCount::ExcelSerial, "2024-01-01", "2024-01-01");
        check(DateCount::ExcelSerial, "soon", "none");
        check(DateCount::ExcelSerial, "999999999", "none");
        check(DateCount::DayOffset, "0000", "2026-08-15");
        check(DateCount::DayOffset, "0030", "2026-09-14");
        check(DateCount::DayOffset, "1.5", "none");
        check(DateCount::DayOffset, "-1", "none");
        check(DateCount::WeekOffset, "0002", "2026-08-29");
        check(DateCount::MonthOffset, "0000", "2026-08-15");
        check(DateCount::MonthOffset, "0002", "2026-10-01");
        check(DateCount::HourOffset, "0025", "2026-08-16");
    }
}
