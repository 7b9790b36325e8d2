//! Dates as people and programs write them: ISO, slashes in either order, month names, months, quarters, weeks,
//! timestamps with and without an offset, Unix time.

mod evidence;
mod pattern;
mod periods;
mod serial;
mod time;
mod words;

pub(crate) use evidence::DateEvidence;
pub use serial::DateCount;
pub(crate) use serial::{DateReader, is_serial};

use super::digits::with_plain_digits;
use crate::base::time::Day;
use chrono::{Offset as _, TimeZone as _};
pub(in crate::import) use periods::last_day_of_period;
use periods::period;
use serde::{Deserialize, Serialize};
use std::fmt;
use time::{offset, time_of_day};
use words::{is_filler, is_weekday, month};

/// How the parts of a date follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// 31/12/2024
    DayFirst,
    /// 12/31/2024
    MonthFirst,
    /// 2024-12-31
    YearFirst,
}

impl fmt::Display for DateOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DayFirst => "day-first",
            Self::MonthFirst => "month-first",
            Self::YearFirst => "year-first",
        })
    }
}

/// What days are counted in. Only timestamps that carry an offset are moved; all others are local already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zone {
    /// Days are those written in the file, whatever offset stands behind them.
    AsWritten,
    /// Seconds east of UTC.
    Offset(i32),
    /// A place with its history of summer times.
    Named(chrono_tz::Tz),
}

impl Zone {
    /// `UTC`, `Z`, an offset such as `+02:00`, or an IANA name.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("utc") || text == "Z" {
            return Some(Self::Offset(0));
        }
        if text.starts_with(['+', '-', '\u{2212}']) {
            let ascii = text.replace('\u{2212}', "-");
            return match offset(ascii.as_bytes()) {
                Some((seconds, [])) => Some(Self::Offset(seconds)),
                _ => None,
            };
        }
        text.parse().ok().map(Self::Named)
    }

    /// The local day of a moment, in seconds since 1970 UTC.
    fn day_of(self, utc_seconds: i64) -> Option<Day> {
        let east = match self {
            Self::AsWritten => 0,
            Self::Offset(seconds) => seconds,
            Self::Named(zone) => {
                let utc = chrono::DateTime::from_timestamp(utc_seconds, 0)?.naive_utc();
                zone.offset_from_utc_datetime(&utc).fix().local_minus_utc()
            }
        };
        i32::try_from((utc_seconds + i64::from(east)).div_euclid(86_400)).ok().map(Day)
    }
}

/// A date as read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ParsedDate {
    /// The day.
    pub day: Day,
    /// True when another order would have given another day, or none.
    pub depends_on_order: bool,
    /// True when it is only digits (a year, `YYYYMMDD`, Unix time): a number as well as a date.
    pub is_bare_number: bool,
    /// True when a time of day follows.
    pub has_time: bool,
}

/// Reads a date. `None` when it is none in this order.
pub(crate) fn parse(text: &[u8], order: DateOrder, zone: Zone) -> Option<ParsedDate> {
    // Nearly all files: YYYY-MM-DD.
    if let &[a, b, c, d, b'-', e, f, b'-', g, h] = text
        && let (Some(year), Some(month), Some(day)) = (two(a, b), two(e, f), two(g, h))
        && let Some(rest) = two(c, d)
    {
        let day = ymd(year * 100 + rest, month, day)?;
        return Some(ParsedDate { day, depends_on_order: false, is_bare_number: false, has_time: false });
    }
    let text = without_zone_name(text.trim_ascii());
    let first = text.first()?;
    if (first.is_ascii() && !first.is_ascii_alphanumeric()) || text.len() > 64 {
        return None;
    }
    // Years of Japan and digits of other scripts are not ASCII.
    if text.iter().all(|b| b.is_ascii() && !b.is_ascii_digit()) {
        return None;
    }
    if text.iter().all(u8::is_ascii_digit) {
        return bare_number(text, zone);
    }
    if let Some(plain) = with_plain_digits(text) {
        return parse(plain.as_bytes(), order, zone);
    }
    if let Some(day) = period(text) {
        return Some(ParsedDate { day, depends_on_order: false, is_bare_number: false, has_time: false });
    }
    if let Some(date) = compact(text, zone) {
        return Some(date);
    }
    let text = std::str::from_utf8(text).ok()?;
    match with_signs(text) {
        Some(plain) => written_out(&plain, order, zone),
        None => written_out(text, order, zone),
    }
}

/// `Sat Nov 28 2026 02:52:54 GMT+0000 (Coordinated Universal Time)`, as JavaScript writes it, without the name of the zone:
/// its offset stands before that.
fn without_zone_name(text: &[u8]) -> &[u8] {
    let name =
        text.strip_suffix(b")").and_then(|text| text.iter().rposition(|b| *b == b'(').map(|at| text.split_at(at)));
    match name {
        Some((date, name)) if date.contains(&b':') && !name.iter().any(u8::is_ascii_digit) => date.trim_ascii_end(),
        _ => text,
    }
}

/// `2026年8月1日` and `2026년 8월 1일` with the signs of year, month and day made plain; `None` when there are none.
fn with_signs(text: &str) -> Option<String> {
    if text.is_ascii() || !text.contains(['年', '년', '月', '월']) {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '年' | '년' | '月' | '월' => plain.push('-'),
            '日' | '일' => plain.push(' '),
            ' ' if plain.ends_with('-') => {}
            other => plain.push(other),
        }
    }
    Some(plain.trim_end_matches(['-', ' ']).to_owned())
}

/// `20260801T101500Z` and Unix seconds with decimals, `1785542400.123`.
fn compact(text: &[u8], zone: Zone) -> Option<ParsedDate> {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let (head, rest) = text.split_at_checked(digits)?;
    match (digits, rest) {
        (10, [b'.', decimals @ ..]) if !decimals.is_empty() && decimals.iter().all(u8::is_ascii_digit) => {
            let day = zone.day_of(number(head)?)?;
            Some(ParsedDate { day, depends_on_order: false, is_bare_number: true, has_time: true })
        }
        (8, [b'T' | b't' | b' ', clock @ ..]) => {
            let (year, month, day) = (head.get(..4)?, head.get(4..6)?, head.get(6..)?);
            let year = u32::try_from(number(year)?).ok().filter(|y| (1900..=2100).contains(y))?;
            let day = ymd(year, u32::try_from(number(month)?).ok()?, u32::try_from(number(day)?).ok()?)?;
            let day = moved(day, &time::clock(clock)?, zone)?;
            Some(ParsedDate { day, depends_on_order: false, is_bare_number: false, has_time: true })
        }
        _ => None,
    }
}

/// The local day of a time of day that may carry an offset.
fn moved(day: Day, time: &time::TimeOfDay, zone: Zone) -> Option<Day> {
    match (time.offset, zone) {
        (None, _) | (_, Zone::AsWritten) => Some(day),
        (Some(offset), _) => zone.day_of(i64::from(day.0) * 86_400 + time.seconds - i64::from(offset)),
    }
}

/// `2026080110`: year, month, day and hour. Such a number would be a Unix time after 2033, which no file holds yet.
fn is_hour_stamp(text: &[u8]) -> bool {
    let part = |from: usize, to: usize| text.get(from..to).and_then(number).unwrap_or(-1);
    text.len() == 10
        && (2010..=2029).contains(&part(0, 4))
        && (1..=12).contains(&part(4, 6))
        && (1..=31).contains(&part(6, 8))
        && (0..=23).contains(&part(8, 10))
}

fn digit(byte: u8) -> Option<u32> {
    byte.is_ascii_digit().then(|| u32::from(byte - b'0'))
}

fn two(tens: u8, ones: u8) -> Option<u32> {
    Some(digit(tens)? * 10 + digit(ones)?)
}

/// The value of a run of digits that is known to be short.
fn number(digits: &[u8]) -> Option<i64> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// Days by the civil calendar, computed rather than looked up: this runs once per row of files with mixed dates.
fn ymd(year: u32, month: u32, day: u32) -> Option<Day> {
    if !(1..=9999).contains(&year) {
        return None;
    }
    Day::from_ymd(i32::try_from(year).ok()?, month, day)
}

fn bare_number(text: &[u8], zone: Zone) -> Option<ParsedDate> {
    let value = number(text)?;
    let moment = |seconds: i64| zone.day_of(seconds).map(|day| (day, true));
    let (day, has_time) = match text.len() {
        4 if (1900..=2100).contains(&value) => (ymd(u32::try_from(value).ok()?, 1, 1)?, false),
        6 => {
            let (year, month) = (value / 100, value % 100);
            if !(1900..=2100).contains(&year) {
                return None;
            }
            (ymd(u32::try_from(year).ok()?, u32::try_from(month).ok()?, 1)?, false)
        }
        8 => {
            let value = u32::try_from(value).ok()?;
            let year = value / 10_000;
            if !(1900..=2100).contains(&year) {
                return None;
            }
            (ymd(year, value / 100 % 100, value % 100)?, false)
        }
        10 if is_hour_stamp(text) => (bare_number(text.get(..8)?, zone)?.day, true),
        14 if time::clock(text.get(8..)?).is_some() => (bare_number(text.get(..8)?, zone)?.day, true),
        10 => moment(value)?,
        13 => moment(value / 1_000)?,
        16 => moment(value / 1_000_000)?,
        19 => moment(value / 1_000_000_000)?,
        _ => return None,
    };
    Some(ParsedDate { day, depends_on_order: false, is_bare_number: true, has_time })
}

/// One part of a written date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Number { value: u32, digits: usize },
    Month(u32),
}

impl Part {
    /// A year of four digits, or of two (1970 ..= 2069).
    fn year(self) -> Option<u32> {
        match self {
            Self::Number { value, digits: 4 } => Some(value),
            Self::Number { value, digits: 2 } => Some(if value < 70 { 2000 + value } else { 1900 + value }),
            _ => None,
        }
    }

    fn small(self) -> Option<u32> {
        match self {
            Self::Number { value, digits: 1 | 2 } => Some(value),
            _ => None,
        }
    }
}

/// Dates of up to three parts, with or without a time of day.
fn written_out(text: &str, order: DateOrder, zone: Zone) -> Option<ParsedDate> {
    let mut parts: Vec<Part> = Vec::with_capacity(3);
    let mut rest = text;
    let mut separator = None;
    while parts.len() < 3 {
        let next = rest.trim_start_matches([' ', ',', '/', '-', '.', '\'', '\u{2019}', '\u{a0}']);
        if !parts.is_empty() && separator.is_none() {
            separator = rest.chars().next();
        }
        let Some(first) = next.chars().next() else { break };
        if first.is_ascii_digit() {
            let end = next.find(|c: char| !c.is_ascii_digit()).unwrap_or(next.len());
            let (digits, after) = next.split_at(end);
            if after.starts_with(':') {
                break;
            }
            if digits.len() > 4 {
                return None;
            }
            parts.push(Part::Number { value: digits.parse().ok()?, digits: digits.len() });
            rest = ["st", "nd", "rd", "th", "er", "º", "°"].iter().find_map(|s| after.strip_prefix(s)).unwrap_or(after);
        } else {
            let end = next.find(|c: char| !is_letter(c)).unwrap_or(next.len());
            let (word, after) = next.split_at(end);
            if is_weekday(word) && parts.is_empty() {
                rest = after;
            } else if let Some(number) = month(word) {
                parts.push(Part::Month(number));
                rest = after;
            } else if is_filler(word) {
                rest = after;
            } else {
                return None;
            }
        }
    }
    let (day, depends_on_order) = match *parts.as_slice() {
        [a, b] => {
            if !rest.trim_matches([' ', '.']).is_empty() {
                return None;
            }
            (month_of(a, b, separator)?, false)
        }
        [a, b, c] => day_of(a, b, c, order)?,
        _ => return None,
    };
    let rest = rest.trim_matches([' ', '\t', '\u{a0}']);
    // "1 января 2026 г.", "2026. 8. 1."
    if matches!(rest, "" | "." | "г." | "г" | "р." | "r.") {
        return Some(ParsedDate { day, depends_on_order, is_bare_number: false, has_time: false });
    }
    if is_range_end(rest, order) {
        return Some(ParsedDate { day, depends_on_order, is_bare_number: false, has_time: false });
    }
    let time = time_of_day(rest.trim_start_matches(['T', 't', ',', ' ']).as_bytes())?;
    let day = moved(day, &time, zone)?;
    Some(ParsedDate { day, depends_on_order, is_bare_number: false, has_time: true })
}

/// Letters and the marks that some scripts write on them.
fn is_letter(c: char) -> bool {
    c.is_alphabetic()
        || (!c.is_ascii()
            && !c.is_numeric()
            && !c.is_whitespace()
            && !c.is_ascii_punctuation()
            && c > '\u{300}'
            && !matches!(c, '\u{2000}'..='\u{206f}'))
}

/// A week or month as "first day,last day" counts from its first day.
fn is_range_end(rest: &str, order: DateOrder) -> bool {
    let separators = [",", "- ", "-", "– ", "–", "— ", "to ", "bis ", "until ", "till ", "~", "/", "..", "→"];
    let end = separators.iter().find_map(|separator| rest.strip_prefix(separator));
    end.is_some_and(|last| {
        parse(last.trim().as_bytes(), order, Zone::AsWritten).is_some_and(|d| !d.has_time && !d.is_bare_number)
    })
}

/// `2024-03`, `03/2024`, `Mar 2024`, `Mar-24`.
fn month_of(a: Part, b: Part, separator: Option<char>) -> Option<Day> {
    match (a, b) {
        (Part::Month(m), year) | (year @ Part::Number { digits: 4, .. }, Part::Month(m)) => ymd(year.year()?, m, 1),
        // With a point it would be a number.
        _ if !matches!(separator, Some('-' | '/')) => None,
        (Part::Number { value: year, digits: 4 }, m) => ymd(year, m.small()?, 1),
        (m, Part::Number { value: year, digits: 4 }) => ymd(year, m.small()?, 1),
        _ => None,
    }
}

/// Three parts as a day; true when it depends on the order.
fn day_of(a: Part, b: Part, c: Part, order: DateOrder) -> Option<(Day, bool)> {
    match (a, b, c) {
        (Part::Month(m), d, y) => Some((ymd(y.year()?, m, d.small()?)?, false)),
        (Part::Number { value: y, digits: 4 }, Part::Month(m), d) => Some((ymd(y, m, d.small()?)?, false)),
        (d, Part::Month(m), y) => Some((ymd(y.year()?, m, d.small()?)?, false)),
        (_, _, Part::Month(_)) => None,
        (Part::Number { value: y, digits: 4 }, m, d) => Some((ymd(y, m.small()?, d.small()?)?, false)),
        (a, b, c) => {
            let day = match order {
                DateOrder::DayFirst => ymd(c.year()?, b.small()?, a.small()?)?,
                DateOrder::MonthFirst => ymd(c.year()?, a.small()?, b.small()?)?,
                DateOrder::YearFirst => ymd(a.year()?, b.small()?, c.small()?)?,
            };
            Some((day, true))
        }
    }
}

/// Reads a date in a header, where `01.2025` is a month: no number is called so.
pub(crate) fn parse_header(text: &[u8], order: DateOrder, zone: Zone) -> Option<ParsedDate> {
    parse(text, order, zone).or_else(|| {
        let day = month_with_point(text.trim_ascii())?;
        Some(ParsedDate { day, depends_on_order: false, is_bare_number: false, has_time: false })
    })
}

/// `01.2025`: two digits, a point and a year of four.
pub(crate) fn month_with_point(text: &[u8]) -> Option<Day> {
    let &[a, b, b'.', ref year @ ..] = text else { return None };
    let year = number(year).filter(|y| year.len() == 4 && (1900..=2100).contains(y))?;
    ymd(u32::try_from(year).ok()?, two(a, b)?, 1)
}

#[cfg(test)]
mod tests;
