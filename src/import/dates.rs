//! Dates as people and programs write them: ISO, slashes in either order, month names, months, quarters, weeks,
//! timestamps with and without an offset, Unix time.

use crate::base::time::Day;
use chrono::{NaiveDate, Offset as _, TimeZone as _};
use serde::{Deserialize, Serialize};
use std::fmt;

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
    let text = text.trim_ascii();
    let first = text.first()?;
    if (first.is_ascii() && !first.is_ascii_alphanumeric()) || text.len() > 64 {
        return None;
    }
    if text.iter().all(u8::is_ascii_digit) {
        return bare_number(text, zone);
    }
    if let Some(day) = week_or_quarter(text) {
        return Some(ParsedDate { day, depends_on_order: false, is_bare_number: false, has_time: false });
    }
    written_out(text, order, zone)
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
        8 => {
            let value = u32::try_from(value).ok()?;
            let year = value / 10_000;
            if !(1900..=2100).contains(&year) {
                return None;
            }
            (ymd(year, value / 100 % 100, value % 100)?, false)
        }
        10 => moment(value)?,
        13 => moment(value / 1_000)?,
        16 => moment(value / 1_000_000)?,
        _ => return None,
    };
    Some(ParsedDate { day, depends_on_order: false, is_bare_number: true, has_time })
}

/// `2024-W05`, `2024-Q1`, `Q1 2024`: the first day of it.
fn week_or_quarter(text: &[u8]) -> Option<Day> {
    let upper = text.to_ascii_uppercase();
    let (year, letter, digits) = match upper.as_slice() {
        [b'Q', q, b' ' | b'-' | b'/' | b'.', year @ ..] if year.len() == 4 => (year, b'Q', std::slice::from_ref(q)),
        [y @ .., letter @ (b'W' | b'Q'), a] if y.len() >= 4 => (y, *letter, std::slice::from_ref(a)),
        [y @ .., letter @ b'W', _, _] if y.len() >= 4 => (y, *letter, upper.get(upper.len() - 2..)?),
        _ => return None,
    };
    let (year, between) = year.split_at_checked(4)?;
    if !matches!(between, [] | [b'-' | b' ' | b'/']) || !year.iter().chain(digits).all(u8::is_ascii_digit) {
        return None;
    }
    let year = i32::try_from(number(year)?).ok()?;
    let count = u32::try_from(number(digits)?).ok()?;
    if letter == b'W' {
        return NaiveDate::from_isoywd_opt(year, count, chrono::Weekday::Mon).map(Day::from_date);
    }
    (1..=4).contains(&count).then(|| Day::from_ymd(year, count * 3 - 2, 1))?
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

/// Names of the months, January first, in the languages our users' tools export in.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "januari", "janvier", "janeiro", "jänner", "enero", "gennaio"],
    &["february", "februar", "februari", "février", "fevrier", "febrero", "febbraio", "fevereiro"],
    &["march", "märz", "mars", "marzo", "março", "marco", "maart", "marts", "marec", "mrz", "mrt"],
    &["april", "avril", "abril", "aprile"],
    &["may", "mai", "mayo", "maggio", "maio", "mei", "maj", "maí"],
    &["june", "juni", "juin", "junio", "junho", "giugno", "junij"],
    &["july", "juli", "juillet", "julio", "julho", "luglio", "julij"],
    &["august", "août", "aout", "agosto", "augustus", "augusti", "avgust"],
    &["september", "septembre", "septiembre", "setiembre", "settembre", "setembro"],
    &["october", "oktober", "octobre", "octubre", "ottobre", "outubro"],
    &["november", "novembre", "noviembre", "novembro"],
    &["december", "dezember", "décembre", "decembre", "diciembre", "dicembre", "dezembro"],
];

/// True for a name or the beginning of it, of three letters or more: "Mar" and "Sept", but not "Market".
fn is_short_for(word: &str, name: &str) -> bool {
    word.chars().count() >= 3 && name.starts_with(word)
}

/// The month that a word names; "jui" could be two, so it is none.
fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let mut found = (1..).zip(MONTHS).filter(|(_, names)| names.iter().any(|name| is_short_for(&word, name)));
    let (number, _) = found.next()?;
    found.next().is_none().then_some(number)
}

fn is_weekday(word: &str) -> bool {
    const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = word.to_lowercase();
    WEEKDAYS.iter().any(|name| is_short_for(&word, name))
}

/// Dates of up to three parts, with or without a time of day.
fn written_out(text: &[u8], order: DateOrder, zone: Zone) -> Option<ParsedDate> {
    let text = std::str::from_utf8(text).ok()?;
    let mut parts: Vec<Part> = Vec::with_capacity(3);
    let mut rest = text;
    let mut separator = None;
    while parts.len() < 3 {
        let next = rest.trim_start_matches([' ', ',', '/', '-', '.']);
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
            rest = ["st", "nd", "rd", "th"].iter().find_map(|s| after.strip_prefix(s)).unwrap_or(after);
        } else {
            let end = next.find(|c: char| !c.is_alphabetic()).unwrap_or(next.len());
            let (word, after) = next.split_at(end);
            if is_weekday(word) && parts.is_empty() {
                rest = after;
            } else if let Some(number) = month(word) {
                parts.push(Part::Month(number));
                rest = after;
            } else if matches!(word, "of" | "de") {
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
    let rest = rest.trim_matches([' ', '\t']);
    if rest.is_empty() {
        return Some(ParsedDate { day, depends_on_order, is_bare_number: false, has_time: false });
    }
    // A week or month as "first day,last day" counts from its first day.
    if let Some(last) = rest.strip_prefix(',').or_else(|| rest.strip_prefix("- "))
        && parse(last.trim().as_bytes(), order, Zone::AsWritten).is_some_and(|d| !d.has_time && !d.is_bare_number)
    {
        return Some(ParsedDate { day, depends_on_order, is_bare_number: false, has_time: false });
    }
    let time = time_of_day(rest.trim_start_matches(['T', 't', ',', ' ']).as_bytes())?;
    let day = match (time.offset, zone) {
        (None, _) | (_, Zone::AsWritten) => day,
        (Some(offset), _) => zone.day_of(i64::from(day.0) * 86_400 + time.seconds - i64::from(offset))?,
    };
    Some(ParsedDate { day, depends_on_order, is_bare_number: false, has_time: true })
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

struct TimeOfDay {
    seconds: i64,
    /// Seconds east of UTC, when written.
    offset: Option<i32>,
}

/// `14:30`, `2:30:05.123 PM`, `14:30:00+02:00`, `14:30:00 UTC`, `2 PM`.
fn time_of_day(text: &[u8]) -> Option<TimeOfDay> {
    let (mut hours, mut rest) = short_number(text)?;
    let mut seconds = 0;
    // 60 seconds are a leap second.
    for (unit, most) in [(60, 59), (1, 60)] {
        let Some(after) = rest.strip_prefix(b":") else { break };
        let (value, after) = short_number(after)?;
        if value > most {
            return None;
        }
        seconds += value * unit;
        rest = after;
    }
    if let [b'.' | b',', after @ ..] = rest {
        let digits = after.iter().take_while(|b| b.is_ascii_digit()).count();
        rest = after.get(digits..)?;
        if digits == 0 {
            return None;
        }
    }
    rest = rest.trim_ascii();
    let half = rest.get(..2).map(<[u8]>::to_ascii_lowercase);
    if let Some(half @ (b"am" | b"pm")) = half.as_deref() {
        if !(1..=12).contains(&hours) {
            return None;
        }
        hours = hours % 12 + if half == b"pm" { 12 } else { 0 };
        rest = rest.get(2..)?.trim_ascii();
    }
    // 24:00 is the end of a day, and nothing is after it.
    if hours > 24 || (hours == 24 && seconds > 0) {
        return None;
    }
    let offset = match rest {
        [] => None,
        [b'+' | b'-', ..] => match offset(rest)? {
            (seconds, []) => Some(seconds),
            _ => return None,
        },
        b"Z" | b"z" | b"UTC" | b"GMT" => Some(0),
        // "CET", "PST": names of local time, which is what we count in anyway.
        word if word.len() <= 5 && word.iter().all(u8::is_ascii_alphabetic) => None,
        _ => return None,
    };
    Some(TimeOfDay { seconds: hours * 3_600 + seconds, offset })
}

/// One or two digits.
fn short_number(text: &[u8]) -> Option<(i64, &[u8])> {
    let digits = text.iter().take(3).take_while(|b| b.is_ascii_digit()).count();
    if !(1..=2).contains(&digits) {
        return None;
    }
    let (head, rest) = text.split_at(digits);
    Some((number(head)?, rest))
}

/// `+02:00`, `-0530`, `+2`; also what follows.
fn offset(text: &[u8]) -> Option<(i32, &[u8])> {
    let (sign, rest) = match text {
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let (hours, rest) = rest.split_at_checked(if digits == 4 { 2 } else { digits })?;
    let (hours, _) = short_number(hours)?;
    let (minutes, rest) = match rest {
        [b':', after @ ..] => short_number(after)?,
        [b'0'..=b'9', ..] => short_number(rest)?,
        _ => (0, rest),
    };
    if hours > 14 || minutes > 59 {
        return None;
    }
    Some((sign * i32::try_from(hours * 3_600 + minutes * 60).ok()?, rest))
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

/// Which orders fit the dates of a column.
#[derive(Debug, Clone, Default)]
pub(crate) struct DateEvidence {
    /// Cells that are a date in at least one order.
    pub dates: u64,
    /// Of those, cells that are digits only.
    pub bare_numbers: u64,
    /// Of those, cells with a time of day.
    pub with_time: u64,
    /// Cells whose day depends on the order, and those valid per order.
    order_dependent: u64,
    valid: [u64; 3],
    has_points: bool,
    /// Distinct first and second numbers of dependent dates, as bits.
    firsts: u32,
    seconds: u32,
    /// The first date that can only have its day first, and the first that can only have its month first.
    only_day_first: Option<String>,
    only_month_first: Option<String>,
}

/// Orders in the order that ties fall.
const ORDERS: [DateOrder; 3] = [DateOrder::MonthFirst, DateOrder::DayFirst, DateOrder::YearFirst];

impl DateEvidence {
    /// Looks at one cell; false when it is no date in any order.
    pub(crate) fn add(&mut self, text: &[u8]) -> bool {
        let parsed = ORDERS.map(|order| parse(text, order, Zone::AsWritten));
        let Some(any) = parsed.iter().flatten().next() else { return false };
        self.dates += 1;
        self.bare_numbers += u64::from(any.is_bare_number);
        self.with_time += u64::from(any.has_time);
        if any.depends_on_order {
            self.order_dependent += 1;
            for (count, parsed) in self.valid.iter_mut().zip(parsed) {
                *count += u64::from(parsed.is_some());
            }
            let shown = || Some(String::from_utf8_lossy(text).trim().to_owned());
            match parsed {
                [None, Some(_), _] if self.only_day_first.is_none() => self.only_day_first = shown(),
                [Some(_), None, _] if self.only_month_first.is_none() => self.only_month_first = shown(),
                _ => {}
            }
            self.has_points |= text.iter().take(3).any(|b| *b == b'.');
            let mut numbers = text.split(|b| !b.is_ascii_digit()).filter_map(number);
            let mut bit = || numbers.next().and_then(|n| u32::try_from(n).ok()).map_or(0, |n| 1u32.wrapping_shl(n));
            self.firsts |= bit();
            self.seconds |= bit();
        }
        true
    }

    /// Two dates that cannot be of one order: the first with its day first, the second with its month first.
    pub(crate) fn contradiction(&self) -> Option<(String, String)> {
        self.only_day_first.clone().zip(self.only_month_first.clone())
    }

    /// The order, and whether it had to be assumed. `None` when every date says it itself.
    pub(crate) fn order(&self) -> Option<(DateOrder, IsAssumed)> {
        if self.order_dependent == 0 {
            return None;
        }
        let [month_first, day_first, year_first] = self.valid;
        let best = month_first.max(day_first).max(year_first);
        if month_first != day_first || year_first > month_first {
            let mut orders = ORDERS.into_iter().zip(self.valid).filter(|(_, valid)| *valid == best);
            let (order, _) = orders.next()?;
            return Some((order, IsAssumed(orders.next().is_some())));
        }
        if self.has_points {
            // Points are written where the day comes first.
            return Some((DateOrder::DayFirst, IsAssumed(false)));
        }
        // Monthly files: the part that is always 1 is the day.
        let is_only_first = |bits: u32| bits == 1 << 1;
        if is_only_first(self.firsts) && self.seconds.count_ones() > 2 {
            return Some((DateOrder::DayFirst, IsAssumed(false)));
        }
        if is_only_first(self.seconds) && self.firsts.count_ones() > 2 {
            return Some((DateOrder::MonthFirst, IsAssumed(false)));
        }
        Some((DateOrder::MonthFirst, IsAssumed(true)))
    }
}

/// Whether something was taken by default rather than seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct IsAssumed(pub bool);

#[cfg(test)]
mod tests;
