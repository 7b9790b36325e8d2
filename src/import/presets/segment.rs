//! Segment and RudderStack: the table of tracks in a warehouse, saved as a file.

use super::seen::{EventColumns, events_customers_sessions, settled};
use super::{Seen, Settlement, Vendor, one_header_row};
use crate::import::notes::Note;

pub(super) static SEGMENT: Vendor = Vendor {
    word: "segment",
    recognise: |clues| {
        clues.has_all(&["anonymous_id", "received_at"])
            && clues.has_any(&["event", "event_text", "sent_at", "original_timestamp"])
    },
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle,
};

fn settle(seen: &Seen<'_>) -> Option<Settlement> {
    let columns = EventColumns {
        // Corrected for the clock of the device, which the others are not.
        date: &["timestamp", "received_at"],
        place: &["event_text", "event"],
        respondent: &["anonymous_id"],
        unique: &["id"],
        ..EventColumns::default()
    };
    let mut mapping = seen.events(&columns, events_customers_sessions())?;
    mapping.segments = seen.segments(&["event", "event_text", "id", "anonymous_id", "user_id"]);
    settled(Some(mapping), vec![Note::Utc, Note::Deduplicated, Note::MergedPeople, Note::DistinctPerDay])
}
