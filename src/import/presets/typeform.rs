//! Typeform responses.

use super::seen::settled;
use super::{Seen, Settlement, Vendor, one_header_row};
use crate::import::mapping::FilterMapping;
use crate::import::notes::Note;

pub(super) static TYPEFORM: Vendor = Vendor {
    word: "typeform",
    recognise: |clues| clues.starts("#") && clues.has_all(&["Start Date (UTC)", "Submit Date (UTC)"]),
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle,
};

fn settle(seen: &Seen<'_>) -> Option<Settlement> {
    let but = ["Start Date (UTC)", "Stage Date (UTC)", "Network ID", "Response Type", "Tags", "Ending"];
    let mut mapping = seen.survey(&["Submit Date (UTC)", "Start Date (UTC)"], &["#"], &but)?;
    let mut notes = vec![Note::Utc];
    if let Some(kind) = seen.column(&["Response Type"]).filter(|c| c.distinct > 1) {
        let not = vec!["started".to_owned(), "partial".to_owned()];
        mapping.filter.push(FilterMapping::not(&kind.name, not));
        notes.push(Note::PreviewsLeftOut);
    }
    settled(Some(mapping), notes)
}
