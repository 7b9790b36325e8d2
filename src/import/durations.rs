//! Durations as tools write them: `5 min 13s`, `1h 5m`, `00:15:01`, `PT5M13S`, `250 ms`, `2 Tage 3 Std.`.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a duration is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TimeUnit {
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days of 24 hours.
    Days,
}

impl TimeUnit {
    /// Every one, by its word in files.
    pub(crate) const WORDS: [&'static str; 4] = ["seconds", "minutes", "hours", "days"];

    /// Seconds of one.
    fn seconds(self) -> f64 {
        match self {
            Self::Seconds => 1.0,
            Self::Minutes => 60.0,
            Self::Hours => 3_600.0,
            Self::Days => 86_400.0,
        }
    }

    /// How a value in it is labelled.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Seconds => "s",
            Self::Minutes => "min",
            Self::Hours => "h",
            Self::Days => "d",
        }
    }

    /// The unit that a header names, as in "First reply time in minutes".
    pub(crate) fn named_in(header: &str) -> Option<Self> {
        super::headers::words(header).iter().rev().find_map(|word| match word.as_str() {
            "second" | "seconds" | "sec" | "secs" | "sekunden" | "secondes" | "segundos" => Some(Self::Seconds),
            "minute" | "minutes" | "min" | "mins" | "minuten" | "minutos" => Some(Self::Minutes),
            "hour" | "hours" | "hrs" | "stunden" | "heures" | "horas" => Some(Self::Hours),
            "days" | "tage" | "jours" | "días" => Some(Self::Days),
            _ => None,
        })
    }

    /// What durations of a metric are kept in: the unit that it names, seconds otherwise.
    pub(crate) fn of_metric(name: &str) -> Self {
        Self::named_in(name).unwrap_or(Self::Seconds)
    }

    /// A duration in this unit; `None` when the text is none.
    pub(crate) fn parse(self, text: &str) -> Option<f64> {
        seconds(text).map(|s| s / self.seconds())
    }
}

impl fmt::Display for TimeUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
        })
    }
}

/// Seconds per unit of a word. A lone `m` is a minute; months are no durations, since nobody knows how long they are.
fn unit(word: &str) -> Option<f64> {
    Some(match word {
        "ms" | "msec" | "millis" | "milliseconds" | "millisecond" => 0.001,
        "s" | "sec" | "secs" | "second" | "seconds" | "sek" | "sekunde" | "sekunden" | "seconde" | "secondes"
        | "segundo" | "segundos" | "secondi" | "с" | "сек" | "秒" | "초" => 1.0,
        "m" | "min" | "mins" | "minute" | "minutes" | "minuten" | "minuto" | "minutos" | "minuti" | "мин" | "м"
        | "хв" | "分" | "分钟" | "분" => 60.0,
        "h" | "hr" | "hrs" | "hour" | "hours" | "std" | "stunde" | "stunden" | "heure" | "heures" | "hora"
        | "horas" | "ore" | "uur" | "ч" | "час" | "часов" | "год" | "時間" | "小时" | "시간" => {
            3_600.0
        }
        "d" | "day" | "days" | "tag" | "tage" | "tagen" | "jour" | "jours" | "día" | "días" | "dia" | "dias"
        | "giorni" | "giorno" | "dagen" | "dag" | "д" | "дн" | "天" | "日" | "일" => 86_400.0,
        "w" | "wk" | "week" | "weeks" | "woche" | "wochen" => 604_800.0,
        _ => return None,
    })
}

/// A duration written with units or as a clock, in seconds; a bare number is none.
pub(crate) fn seconds(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.len() > 64 {
        return None;
    }
    let (sign, text) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (-1.0, rest.trim_start()),
        None => (1.0, text),
    };
    let value = clock(text).or_else(|| worded(text))?;
    Some(value * sign + 0.0)
}

/// `00:15:01`, `15:01` (minutes and seconds), `1 day, 02:03:04`, `1.02:03:04`.
pub(crate) fn clock(text: &str) -> Option<f64> {
    let (days, text) = match text.rfind([' ', ',']) {
        Some(at) => {
            let (before, after) = (text.get(..at)?, text.get(at + 1..)?);
            (worded(before.trim_end_matches([',', ' ']))?, after)
        }
        None => match text.split_once('.') {
            Some((days, rest)) if rest.contains(':') && !days.contains(':') => {
                (f64::from(days.parse::<u32>().ok()?) * 86_400.0, rest)
            }
            _ => (0.0, text),
        },
    };
    let (text, fraction) = match text.split_once(['.', ',']) {
        Some((whole, digits)) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => {
            (whole, format!("0.{digits}").parse::<f64>().ok()?)
        }
        Some(_) => return None,
        None => (text, 0.0),
    };
    let parts: Vec<&str> = text.split(':').collect();
    if !(2..=3).contains(&parts.len()) || parts.iter().any(|p| !p.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    // Only the first may be long, and the others have two digits and stay under 60.
    let rest = parts.get(1..)?;
    if rest.iter().any(|p| p.len() != 2) || parts.first().is_none_or(|p| p.is_empty() || p.len() > 6) {
        return None;
    }
    let mut total = 0.0;
    for (index, part) in parts.iter().enumerate() {
        let value: u32 = part.parse().ok()?;
        if index > 0 && value > 59 {
            return None;
        }
        total = total * 60.0 + f64::from(value);
    }
    Some(days + total + fraction)
}

/// `5 min 13s`, `1h05`, `2 days, 3 hours and 1 minute`, `PT1H5M`.
fn worded(text: &str) -> Option<f64> {
    let lower = text.to_lowercase();
    let is_iso = lower.starts_with('p') && lower.len() > 2;
    // "P1DT2H": the T only parts days from hours.
    let lower = if is_iso { lower.replacen('p', "", 1).replacen('t', " ", 1) } else { lower };
    let mut rest = lower.as_str();
    let mut total = 0.0;
    let mut last = f64::INFINITY;
    let mut parts = 0;
    while !rest.is_empty() {
        rest = rest.trim_start_matches([' ', ',', '.', '\u{a0}', '\u{202f}']);
        for filler in ["and ", "und ", "et ", "y "] {
            rest = rest.strip_prefix(filler).unwrap_or(rest);
        }
        if rest.is_empty() {
            break;
        }
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(rest.len());
        let (number, after) = rest.split_at(digits);
        let value: f64 = number.replace(',', ".").parse().ok()?;
        let after = after.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let (word, after) = after.split_at(end);
        // "1h05": what follows an hour without a word is minutes.
        let unit = if word.is_empty() && last == 3_600.0 && after.is_empty() { 60.0 } else { unit(word)? };
        if unit >= last || !value.is_finite() {
            return None;
        }
        total += value * unit;
        last = unit;
        parts += 1;
        rest = after.strip_prefix('.').unwrap_or(after);
    }
    (parts > 0).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<f64>) {
        let got = seconds(text);
        let is_same = match (got, expected) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-9,
            (a, b) => a == b,
        };
        assert!(is_same, "{text}: {got:?}");
    }

    #[test]
    fn durations_of_many_kinds() {
        for (text, expected) in [
            ("5 min 13s", 313.0),
            ("4 min 54 s", 294.0),
            ("00:15:01", 901.0),
            ("15:01", 901.0),
            ("125:00:00", 450_000.0),
            ("1 day, 02:03:04", 93_784.0),
            ("1.02:03:04", 93_784.0),
            ("00:00:01.5", 1.5),
            ("1h 5m", 3_900.0),
            ("1h05", 3_900.0),
            ("1h5m10s", 3_910.0),
            ("2 days, 3 hours and 1 minute", 183_660.0),
            ("45s", 45.0),
            ("250 ms", 0.25),
            ("1.5 h", 5_400.0),
            ("1,5 Std.", 5_400.0),
            ("2 Tage 3 Std.", 183_600.0),
            ("5 Min. 13 Sek.", 313.0),
            ("5 мин 13 с", 313.0),
            ("5分13秒", 313.0),
            ("5분 13초", 313.0),
            ("PT5M13S", 313.0),
            ("P1DT2H", 93_600.0),
            ("-00:05:00", -300.0),
        ] {
            check(text, Some(expected));
        }
        for text in ["", "5", "13:60", "1:2", "5 apples", "5s 3min", "min", "PT", "12:34:56:78", "1h 5h", "a:bc", ":30"]
        {
            check(text, None);
        }
        assert_eq!(TimeUnit::Minutes.parse("1h 5m"), Some(65.0));
        assert_eq!(TimeUnit::named_in("First reply time in minutes"), Some(TimeUnit::Minutes));
        assert_eq!(TimeUnit::named_in("Avg. Visit Duration (in seconds)"), Some(TimeUnit::Seconds));
        assert_eq!(TimeUnit::named_in("Visits"), None);
    }
}
