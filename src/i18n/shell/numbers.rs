//! Dates, ranges and amounts in the window's frame.

use crate::base::time::{Day, DayRange};

/// A day, as in "31 Dec 2025".
#[must_use]
pub fn day(day: Day) -> String {
    day.date().format("%-d %b %Y").to_string()
}

/// A range of days, as short as it can be said: "2025", "Jan 2024 – Dec 2025", "3 Feb 2025 – 9 Mar 2025".
#[must_use]
pub fn range(range: DayRange) -> String {
    use chrono::Datelike as _;
    let (from, to) = (range.from.date(), range.to.date());
    let starts_month = from.day() == 1;
    let ends_month = range.to.plus(1).date().day() == 1;
    if !(starts_month && ends_month) {
        return format!("{} – {}", day(range.from), day(range.to));
    }
    if from.year() == to.year() && from.month() == 1 && to.month() == 12 {
        return from.format("%Y").to_string();
    }
    if from.year() == to.year() && from.month() == to.month() {
        return from.format("%b %Y").to_string();
    }
    format!("{} – {}", from.format("%b %Y"), to.format("%b %Y"))
}

/// The one period that the time slider looks at.
#[must_use]
pub fn moment(shown: DayRange) -> String {
    format!("At {}", range(shown))
}

/// The last full period.
#[must_use]
pub fn latest(shown: DayRange) -> String {
    format!("Latest: {}", range(shown))
}

/// A comparison in the toolbar, as in "vs previous period".
#[must_use]
pub fn versus(label: &str) -> String {
    let mut rest = label.chars();
    let first = rest.next().map(char::to_lowercase);
    first.map_or_else(String::new, |first| format!("vs {}{}", first.collect::<String>(), rest.as_str()))
}

/// All other values of a dimension, after "vs".
pub const ALL_OTHERS: &str = "all others";
/// Why no segment can be compared yet.
pub const CHOOSE_SEGMENT_FIRST: &str = "With another segment: choose a segment first";

/// No comparison, in the toolbar.
pub const NOT_COMPARED: &str = "not compared";

/// A comparison with the days before an event.
#[must_use]
pub fn since(event: &str) -> String {
    format!("Since {event}")
}

/// What came before an event, after "vs".
#[must_use]
pub fn before(event: &str) -> String {
    format!("before {event}")
}

/// The entry that opens the fields of a range.
pub const CUSTOM_RANGE: &str = "Custom range";
/// Label of the first day.
pub const FROM: &str = "From";
/// Label of the last day.
pub const TO: &str = "To";
/// Takes the range over.
pub const APPLY: &str = "Show these days";
/// The fields of the days that are compared with.
pub const CUSTOM_COMPARISON: &str = "Any other days";
/// Takes them over.
pub const COMPARE_WITH_THESE: &str = "Compare with these days";
/// Title of the sheet of both ranges.
pub const DAYS_TITLE: &str = "Choose days";
/// The days that are shown.
pub const DAYS_SHOWN: &str = "Shown days";
/// The days that they are compared with.
pub const DAYS_COMPARED: &str = "Compared with";
/// What is compared, and how.
pub const DAYS_HINT: &str = "Without days to compare with, nothing is compared. Sums and counts of ranges that are not of one length are compared per day.";
/// What "last" and "this" mean among the periods, given the last day with data.
#[must_use]
pub fn counted_back(last_day: &str) -> String {
    format!("Counted back from the last day of the data, {last_day}")
}

/// What stands in an empty field for a day.
pub const DAY_HINT: &str = "2025-12-31";

/// The days make no range.
pub const BAD_RANGE: &str = "Write days as 31.12.2025, 31/12/2025 or 2025-12-31, the first before the last.";

/// A zoom, as in "100 %".
#[must_use]
pub fn zoom(zoom: f64) -> String {
    format!("{:.0} %", zoom * 100.0)
}

/// The field for any zoom.
pub const ZOOM_FIELD: &str = "Percent";
/// What was typed there is none.
#[must_use]
pub fn bad_zoom(least: f64, most: f64) -> String {
    format!("Type a number from {:.0} to {:.0}.", least * 100.0, most * 100.0)
}

pub use crate::i18n::panels::count;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(from: (i32, u32, u32), to: (i32, u32, u32), expected: &str) {
        let day = |(y, m, d)| Day::from_ymd(y, m, d).unwrap();
        assert_eq!(range(DayRange { from: day(from), to: day(to) }), expected);
    }

    #[test]
    fn ranges_are_said_shortly() {
        check((2025, 1, 1), (2025, 12, 31), "2025");
        check((2024, 1, 1), (2025, 12, 31), "Jan 2024 – Dec 2025");
        check((2024, 2, 1), (2024, 2, 29), "Feb 2024");
        check((2025, 2, 3), (2025, 3, 9), "3 Feb 2025 – 9 Mar 2025");
    }

    #[test]
    fn thousands_are_separated() {
        assert_eq!([count(7), count(999), count(21_403), count(1_000_000)], ["7", "999", "21,403", "1,000,000"]);
    }
}
