//! Times of day and offsets from UTC, as they stand behind dates.

use super::number;

/// A time of day.
pub(super) struct TimeOfDay {
    /// Seconds since midnight.
    pub seconds: i64,
    /// Seconds east of UTC, when written.
    pub offset: Option<i32>,
}

/// `14:30`, `2:30:05.123 PM`, `14:30:00+02:00`, `14:30:00 UTC`, `2 PM`.
pub(super) fn time_of_day(text: &[u8]) -> Option<TimeOfDay> {
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
    if let Some((is_afternoon, after)) = half_of_day(rest) {
        if !(1..=12).contains(&hours) {
            return None;
        }
        hours = hours % 12 + if is_afternoon { 12 } else { 0 };
        rest = after;
    }
    // 24:00 is the end of a day, and nothing is after it.
    if hours > 24 || (hours == 24 && seconds > 0) {
        return None;
    }
    // "2026-08-01T10:00:00+02:00[Europe/Berlin]": the offset says it all.
    if let Some(at) = rest.iter().position(|b| *b == b'[').filter(|_| rest.ends_with(b"]")) {
        rest = rest.get(..at)?.trim_ascii();
    }
    if let Some(after) = rest.strip_prefix(b"GMT").or_else(|| rest.strip_prefix(b"UTC"))
        && after.first().is_some_and(|b| matches!(b, b'+' | b'-'))
    {
        rest = after;
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

/// `AM`, `p.m.`: whether it is after noon, and what follows.
fn half_of_day(text: &[u8]) -> Option<(bool, &[u8])> {
    let first = text.first()?.to_ascii_lowercase();
    let after = text.get(1..)?;
    let after = after.strip_prefix(b".").unwrap_or(after);
    let after = after.strip_prefix(b"m").or_else(|| after.strip_prefix(b"M"))?;
    let after = after.strip_prefix(b".").unwrap_or(after).trim_ascii();
    matches!(first, b'a' | b'p').then_some((first == b'p', after))
}

/// `101500Z`, `1015`, `10:15`: a time of day behind a date without hyphens.
pub(super) fn clock(text: &[u8]) -> Option<TimeOfDay> {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let (head, rest) = text.split_at_checked(digits)?;
    let spaced: Vec<u8> = match *head {
        [a, b, c, d] => [&[a, b, b':', c, d][..], rest].concat(),
        [a, b, c, d, e, f] => [&[a, b, b':', c, d, b':', e, f][..], rest].concat(),
        _ => text.to_vec(),
    };
    time_of_day(&spaced)
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
pub(super) fn offset(text: &[u8]) -> Option<(i32, &[u8])> {
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
