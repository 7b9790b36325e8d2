//! What got worse and what is due in a file that is opened.

use super::words;

words! {
    due = "Due:";
    put_away = "Put away for today";
    worse = "Got worse:";
    worse_hint = "Shows it on the map and beside its trend: whether it is real, since when, in which segment, and what the plan says";
}

/// Decisions after the day on which their outcome was to be looked at.
#[must_use]
pub fn decisions(count: usize) -> String {
    if count == 1 { "1 decision is overdue".to_owned() } else { format!("{count} decisions are overdue") }
}

/// Maps to be reviewed; the title is that of the first.
#[must_use]
pub fn reviews(title: &str, count: usize) -> String {
    if count == 1 {
        format!("review of “{title}”")
    } else {
        format!("review of “{title}” and {} more", count - 1)
    }
}

/// A KPI with old data.
#[must_use]
pub fn stale_one(name: &str) -> String {
    format!("old data of {name}")
}

/// KPIs with old data, as the KPI doctor tells them.
#[must_use]
pub fn stale(count: usize) -> String {
    format!("old data of {count} KPIs")
}

/// What else got worse.
#[must_use]
pub fn others(count: usize) -> String {
    format!("{count} more")
}
