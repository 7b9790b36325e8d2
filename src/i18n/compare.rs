//! Words of two maps beside each other.

use super::panels::words;
use crate::model::{RecordRef, TableKind};

words! {
    compare_with = "Compare with";
    side_by_side = "Side by side";
    stacked = "One above the other";
    close = "End comparing";
    none = "Both maps are the same";
    previous = "Previous difference";
    next = "Next difference";
    added = "added";
    removed = "removed";
    changed = "changed";
    moved = "moved";
    edited = "edited";
    click_to_edit = "Click to edit this map";
    other_map = "Map to compare with";
    nothing = "–";
}

/// The button that lists what differs, as in "12 differences".
#[must_use]
pub fn differences(count: usize) -> String {
    if count == 1 { "1 difference".to_owned() } else { format!("{count} differences") }
}

/// Which of how many, as in "3 of 12".
#[must_use]
pub fn place_of(at: usize, count: usize) -> String {
    format!("{at} of {count}")
}

/// How many of each kind, as in "3 added, 1 removed".
#[must_use]
pub fn counts(counts: &[(&str, usize)]) -> String {
    let told: Vec<String> =
        counts.iter().filter(|(_, count)| *count > 0).map(|(kind, count)| format!("{count} {kind}")).collect();
    told.join(", ")
}

/// One difference in a line, as in "Stage “Return” added".
#[must_use]
pub fn difference(record: RecordRef, words: &str, change: &str) -> String {
    let noun = match record.table() {
        TableKind::Stage => "Stage",
        TableKind::Step => "Step",
        TableKind::Lane => "Lane",
        _ => "Card",
    };
    let words = if words.is_empty() { nothing() } else { words };
    format!("{noun} “{words}” {change}")
}

/// The half of the window that only shows a map.
#[must_use]
pub fn other_half(title: &str) -> String {
    format!("{title}: click to edit this map")
}
