//! FullStory events.

use super::seen::{EventColumns, events_customers_sessions, settled};
use super::{Seen, Settlement, Vendor, one_header_row};
use crate::import::notes::Note;

pub(super) static FULLSTORY: Vendor = Vendor {
    word: "fullstory",
    recognise: |clues| clues.has_all(&["IndvId", "SessionId"]),
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle,
};

fn settle(seen: &Seen<'_>) -> Option<Settlement> {
    let columns = EventColumns {
        date: &["EventStart"],
        place: &["EventType"],
        respondent: &["IndvId"],
        session: &["SessionId"],
        unique: &[],
    };
    let mapping = seen.events(&columns, events_customers_sessions());
    settled(mapping, vec![Note::Utc, Note::DistinctPerDay])
}
