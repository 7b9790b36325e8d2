//! Words on the map itself and on pictures of it.

/// Label beside the step row.
pub fn steps() -> &'static str {
    "Steps"
}

/// What stands for a value that is not there.
pub const NO_VALUE: &str = "–";
/// The period a year earlier, in comparisons.
pub const YEAR_BEFORE: &str = "the year before";
/// The period of the same length just before, in comparisons.
pub const PREVIOUS_PERIOD: &str = "the period before";

/// What a change is against, as in "vs 2024".
#[must_use]
pub fn versus(what: &str) -> String {
    format!("vs {what}")
}

/// The days before a marker, in comparisons.
#[must_use]
pub fn before_day(day: crate::base::time::Day) -> String {
    format!("before {}", day.date().format("%-d %b %Y"))
}

/// How old data is, when it is too old.
#[must_use]
pub fn days_old(days: i64) -> String {
    format!("{days} days old")
}
