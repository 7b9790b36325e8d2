//! Heap events.

use super::seen::{EventColumns, events_customers_sessions, settled};
use super::{Seen, Settlement, Vendor, one_header_row};
use crate::import::notes::Note;

pub(super) static HEAP: Vendor = Vendor {
    word: "heap",
    recognise: |clues| {
        clues.has_all(&["event_id", "user_id", "session_id", "time"]) && clues.has_any(&["event_name", "type"])
    },
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle,
};

fn settle(seen: &Seen<'_>) -> Option<Settlement> {
    let columns = EventColumns {
        date: &["time"],
        place: &["event_name", "type"],
        respondent: &["user_id"],
        session: &["session_id"],
        unique: &["event_id"],
    };
    let mut mapping = seen.events(&columns, events_customers_sessions())?;
    mapping.segments = seen.segments(&[
        "event_name",
        "type",
        "path",
        "title",
        "referrer",
        "user_id",
        "session_id",
        "event_id",
        "time",
    ]);
    settled(Some(mapping), vec![Note::Utc, Note::Deduplicated, Note::MergedPeople, Note::DistinctPerDay])
}
