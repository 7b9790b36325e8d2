//! Hotjar survey responses.

use super::seen::settled;
use super::{Seen, Settlement, Vendor, one_header_row};
use crate::import::notes::Note;

pub(super) static HOTJAR: Vendor = Vendor {
    word: "hotjar",
    recognise: |clues| clues.has_all(&["Hotjar User ID", "Date Submitted"]),
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle,
};

fn settle(seen: &Seen<'_>) -> Option<Settlement> {
    let but = ["Number", "User", "Source URL", "Browser", "OS"];
    let mapping = seen.survey(&["Date Submitted"], &["Hotjar User ID", "User"], &but);
    settled(mapping, vec![Note::Utc])
}
