//! How a date is written, in the letters that people use for it: `DD/MM/YYYY`, `MMM YYYY`, `YYYY-Www`.

use super::periods::period;
use super::words::{is_weekday, month};
use super::{DateOrder, is_hour_stamp};

/// The pattern of a text that is a date in the given order.
pub(super) fn pattern(text: &str, order: DateOrder) -> String {
    let text = text.trim();
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return match text.len() {
            4 => "YYYY",
            6 => "YYYYMM",
            8 => "YYYYMMDD",
            10 if is_hour_stamp(text.as_bytes()) => "YYYYMMDDhh",
            10 => "unix-s",
            13 => "unix-ms",
            16 => "unix-us",
            19 => "unix-ns",
            14 => "YYYYMMDDhhmmss",
            _ => "digits",
        }
        .to_owned();
    }
    if period(text.as_bytes()).is_some() {
        return of_period(text);
    }
    let small = small_parts(text, order);
    let mut out = String::new();
    let mut rest = text;
    let mut seen = 0usize;
    while let Some(first) = rest.chars().next() {
        if first.is_ascii_digit() {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let (digits, after) = rest.split_at(end);
            if after.starts_with(':') {
                out.push_str(if after.matches(':').count() > 1 { "hh:mm:ss" } else { "hh:mm" });
                if rest.contains(['Z', '+']) || rest.get(6..).is_some_and(|r| r.contains('-')) {
                    out.push('Z');
                }
                return out;
            }
            if digits.len() == 4 {
                out.push_str("YYYY");
            } else {
                out.push_str(small.get(seen).copied().unwrap_or("n"));
                seen += 1;
            }
            rest = after;
        } else if first.is_alphabetic() {
            let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            if month(word).is_some() && !is_weekday(word) {
                out.push_str(if word.chars().count() > 3 { "MMMM" } else { "MMM" });
            } else if is_weekday(word) {
                out.push_str("ddd");
            } else {
                out.push_str(word);
            }
            rest = after;
        } else {
            out.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    out
}

/// What the numbers of one or two digits mean, in order.
fn small_parts(text: &str, order: DateOrder) -> [&'static str; 3] {
    let first_year = text.find(|c: char| c.is_ascii_digit()).is_some_and(|at| {
        let run = text.get(at..).unwrap_or_default();
        run.bytes().take_while(u8::is_ascii_digit).count() == 4
    });
    let has_name = text.split(|c: char| !c.is_alphabetic()).any(|word| month(word).is_some() && !is_weekday(word));
    match (has_name, first_year, order) {
        (true, ..) => ["DD", "YY", ""],
        (false, true, _) | (false, false, DateOrder::YearFirst) if first_year => ["MM", "DD", ""],
        (false, false, DateOrder::YearFirst) => ["YY", "MM", "DD"],
        (_, _, DateOrder::MonthFirst) => ["MM", "DD", "YY"],
        _ => ["DD", "MM", "YY"],
    }
}

/// Digits by their number, letters as they stand.
fn of_period(text: &str) -> String {
    let upper = text.to_uppercase();
    let is_week = upper.chars().any(|c| matches!(c, 'W'));
    let mut out = String::new();
    let mut run = 0usize;
    for c in upper.chars().chain(std::iter::once('\0')) {
        if c.is_ascii_digit() {
            run += 1;
            continue;
        }
        match run {
            0 => {}
            4 => out.push_str("YYYY"),
            _ if is_week => out.push_str("ww"),
            _ => out.push('q'),
        }
        run = 0;
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (text, order, expected) in [
            ("2026-08-01", DateOrder::YearFirst, "YYYY-MM-DD"),
            ("31/12/2026", DateOrder::DayFirst, "DD/MM/YYYY"),
            ("12/31/26", DateOrder::MonthFirst, "MM/DD/YY"),
            ("26-12-31", DateOrder::YearFirst, "YY-MM-DD"),
            ("Aug 2026", DateOrder::DayFirst, "MMM YYYY"),
            ("1. März 2026", DateOrder::DayFirst, "DD. MMMM YYYY"),
            ("2026-08-01T09:10:11.120Z", DateOrder::DayFirst, "YYYY-MM-DDThh:mm:ssZ"),
            ("2026-08-01 09:10", DateOrder::DayFirst, "YYYY-MM-DD hh:mm"),
            ("2026-W05", DateOrder::DayFirst, "YYYY-Www"),
            ("Q3 2026", DateOrder::DayFirst, "Qq YYYY"),
            ("1785542400123", DateOrder::DayFirst, "unix-ms"),
            ("2026080110", DateOrder::DayFirst, "YYYYMMDDhh"),
        ] {
            assert_eq!(pattern(text, order), expected, "{text}");
        }
    }
}
