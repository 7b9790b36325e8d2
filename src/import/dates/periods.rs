//! Weeks, quarters and half years: each stands for its first day.

use super::number;
use crate::base::time::{Day, Grain};
use chrono::NaiveDate;

/// What a period is counted in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Week,
    Quarter,
    Half,
}

/// `2024-W05`, `2024-W05-3`, `W05 2024`, `KW 5/2024`, `week 5, 2024`, `2024-Q1`, `Q1 2024`, `1Q24`, `T3 2024`, `H2 2024`.
pub(super) fn period(text: &[u8]) -> Option<Day> {
    // Nearly everything that is asked is none, and says so by its letters.
    if !text.iter().any(u8::is_ascii_alphabetic) || text.len() > 24 {
        return None;
    }
    let text = std::str::from_utf8(text).ok()?.to_lowercase();
    let mut tokens = tokens(&text);
    let at = tokens.iter().position(|t| unit(t).is_some())?;
    let unit = unit(tokens.remove(at))?;
    let is_number = |t: &&str| t.bytes().all(|b| b.is_ascii_digit());
    if !tokens.iter().all(is_number) || !(2..=3).contains(&tokens.len()) {
        return None;
    }
    // What stands behind the letter is counted by it; only "1Q24" has the count before it.
    let (count, year, weekday) = match (at, tokens.as_slice()) {
        (0, [count, year]) => (*count, *year, None),
        (1, [count, year]) if count.len() == 1 && unit != Unit::Week => (*count, *year, None),
        (1, [year, count]) => (*count, *year, None),
        (1, [year, count, weekday]) if unit == Unit::Week => (*count, *year, Some(*weekday)),
        _ => return None,
    };
    let year = match year.len() {
        4 => i32::try_from(number(year.as_bytes())?).ok()?,
        2 if unit != Unit::Week => 2000 + i32::try_from(number(year.as_bytes())?).ok()?,
        _ => return None,
    };
    if count.len() > 2 {
        return None;
    }
    let count = u32::try_from(number(count.as_bytes())?).ok()?;
    match unit {
        Unit::Week => {
            let weekday = match weekday {
                None => 1,
                Some(day) if day.len() == 1 => number(day.as_bytes()).filter(|d| (1..=7).contains(d))?,
                Some(_) => return None,
            };
            let monday = NaiveDate::from_isoywd_opt(year, count, chrono::Weekday::Mon).map(Day::from_date)?;
            Some(monday.plus(i32::try_from(weekday - 1).ok()?))
        }
        Unit::Quarter => (1..=4).contains(&count).then(|| Day::from_ymd(year, count * 3 - 2, 1))?,
        Unit::Half => (1..=2).contains(&count).then(|| Day::from_ymd(year, count * 6 - 5, 1))?,
    }
}

/// The last day of a week, a quarter or half a year that begins with a day; `None` for any other text, and for a day of a
/// week.
pub(in crate::import) fn last_day_of_period(text: &[u8], first: Day) -> Option<Day> {
    period(text)?;
    let text = std::str::from_utf8(text).ok()?.to_lowercase();
    let tokens = tokens(&text);
    let unit = tokens.iter().find_map(|token| unit(token))?;
    let after = match unit {
        Unit::Week if tokens.len() > 3 => return None,
        Unit::Week => Grain::Week.next(first),
        Unit::Quarter => Grain::Quarter.next(first),
        Unit::Half => Grain::Quarter.next(Grain::Quarter.next(first)),
    };
    Some(after.plus(-1))
}

/// Runs of digits and runs of letters; empty when there is anything else than the usual separators between them.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_same = |c: char| {
            if first.is_ascii_digit() { c.is_ascii_digit() } else { c.is_alphabetic() }
        };
        if !first.is_ascii_digit() && !first.is_alphabetic() {
            if !matches!(first, ' ' | '-' | '/' | '.' | ',' | '\'' | '\u{2019}') {
                return Vec::new();
            }
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
            continue;
        }
        let end = rest.find(|c| !is_same(c)).unwrap_or(rest.len());
        let (token, after) = rest.split_at(end);
        tokens.push(token);
        rest = after;
    }
    tokens
}

fn unit(word: &str) -> Option<Unit> {
    match word {
        "w" | "wk" | "week" | "kw" | "cw" | "woche" | "semaine" | "semana" | "settimana" | "vecka" | "uge" | "uke" => {
            Some(Unit::Week)
        }
        "q" | "qtr" | "quarter" | "quartal" | "t" | "trimestre" | "trim" | "kwartal" | "kwartaal" | "kv" => {
            Some(Unit::Quarter)
        }
        "h" | "hy" | "half" | "hj" | "halbjahr" | "semestre" => Some(Unit::Half),
        _ => None,
    }
}
