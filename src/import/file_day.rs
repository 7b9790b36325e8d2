//! The day that a file without dates counts on: what its name says, else when it was last changed.

use super::dates::{DateOrder, Zone, parse};
use crate::base::time::{Day, UtcMillis};
use std::path::Path;

/// How the day of a file was come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DaySource {
    /// Its name holds a date, a month or a year.
    Name,
    /// The day on which it was last changed.
    Changed,
}

impl DaySource {
    /// The day of a file.
    pub(crate) fn day_of(path: &Path) -> (Day, Self) {
        let name = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        if let Some(day) = day_in(&name) {
            return (day, Self::Name);
        }
        let changed = std::fs::metadata(path).and_then(|m| m.modified()).ok();
        let since = changed.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        let millis = since.and_then(|s| i64::try_from(s.as_millis()).ok()).unwrap_or(0);
        (UtcMillis(millis).local_day(), Self::Changed)
    }
}

/// The date in a name: `survey_2026-08-01`, `2026_08`, `Q3 2026`, `export 20260801 final`, `2010_SFO`. The longest counts.
pub(super) fn day_in(name: &str) -> Option<Day> {
    let tokens: Vec<&str> = name.split(['-', '_', ' ', '.', '(', ')']).filter(|t| !t.is_empty()).collect();
    for length in (1..=3).rev() {
        for part in tokens.windows(length) {
            let is_year = |t: &&str| t.len() == 4 && (t.starts_with("19") || t.starts_with("20"));
            // A name is full of numbers: only with a year of four digits are some of them a date.
            let is_dated = part.iter().any(is_year) || part.iter().any(|t| t.len() == 8 && t.starts_with("20"));
            let text = part.join("-");
            let day = parse(text.as_bytes(), DateOrder::DayFirst, Zone::AsWritten).filter(|d| !d.has_time);
            if is_dated && let Some(date) = day {
                return Some(date.day);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_dates() {
        for (name, expected) in [
            ("survey_2026-08-01", Some("2026-08-01")),
            ("2010_SFO_Customer_Survey", Some("2010-01-01")),
            ("nps 2026_08", Some("2026-08-01")),
            ("export-20260801-final", Some("2026-08-01")),
            ("Q3-2026 csat", Some("2026-07-01")),
            ("kundenumfrage 31.12.2025", Some("2025-12-31")),
            ("Aug 2026", Some("2026-08-01")),
            ("scores", None),
            ("Telco-Customer-Churn", None),
            ("v2 1234", None),
        ] {
            assert_eq!(day_in(name).map(|d| d.to_string()).as_deref(), expected, "{name}");
        }
    }
}
