//! Amplitude: the table under a chart, and events.

use super::seen::{EventColumns, events_customers_sessions, settled};
use super::{Clues, Seen, Settlement, Vendor, one_header_row};
use crate::import::mapping::{ColumnOrFixed, DateMapping, Mapping, Shape};
use crate::import::notes::Note;
use crate::import::sniff::{ColumnType, RoleReason};

/// The table under a chart: its address, its metric and its events above it, and tabs before the texts.
pub(super) static CHART: Vendor = Vendor {
    word: "amplitude",
    recognise: is_chart,
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle: chart,
};

/// The export of events.
pub(super) static EVENTS: Vendor = Vendor {
    word: "amplitude-events",
    recognise: |clues| {
        clues.has_all(&["event_type", "event_time"]) && clues.has_any(&["amplitude_id", "$insert_id", "device_id"])
    },
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle: events,
};

fn is_chart(clues: &Clues<'_>) -> bool {
    let is_address = |line: &String| line.starts_with("http") && line.contains("amplitude.com/");
    let is_tabbed = |row: &crate::import::rows::OwnedRow| row.row().raw.starts_with(b"\"\t");
    clues.lines_above().any(|line| is_address(&line))
        || (clues.above.iter().any(is_tabbed) && clues.below.first().is_some_and(is_tabbed))
}

fn chart(seen: &Seen<'_>) -> Option<Settlement> {
    let lines: Vec<String> = seen
        .left_out
        .iter()
        .filter(|line| line.reason == crate::import::LeftOutReason::AboveHeader)
        .map(|line| line.text.trim_matches(['"', '\t', ' ', ',']).to_owned())
        .filter(|line| !line.is_empty() && !line.starts_with("http"))
        .collect();
    let dates: Vec<_> = seen.columns.iter().filter(|c| c.reason == RoleReason::DateHeader).collect();
    if dates.is_empty() {
        return None;
    }
    let mut mapping = Mapping::new(Shape::Wide);
    let order = crate::import::guess::header_order(dates.iter().map(|c| c.name.as_str())).order();
    mapping.date = order.map(|(order, _)| DateMapping { order: Some(order), ..DateMapping::default() });
    let fixed = |text: &String| Some(ColumnOrFixed { column: None, fixed: Some(text.clone()) });
    mapping.metric = lines.first().map_or_else(|| fixed(&seen.title), fixed);
    // One event is the place; of several, each row would have to say which it is.
    if let [_, event] = lines.as_slice() {
        mapping.place = fixed(event);
    }
    let texts = seen.columns.iter().filter(|c| c.column_type == ColumnType::Text && c.distinct > 1);
    mapping.segments = texts.map(|c| c.name.clone()).collect();
    settled(Some(mapping), vec![Note::ZoneOfTool { of: "the Amplitude project" }])
}

fn events(seen: &Seen<'_>) -> Option<Settlement> {
    let columns = EventColumns {
        date: &["event_time"],
        place: &["event_type"],
        respondent: &["amplitude_id", "user_id", "device_id"],
        session: &["session_id"],
        unique: &["$insert_id"],
    };
    let mut mapping = seen.events(&columns, events_customers_sessions())?;
    let names = ["platform", "country", "device_family", "version_name"];
    let found = names.iter().filter_map(|name| seen.column(&[name])).filter(|c| (2..=60).contains(&c.distinct));
    mapping.segments = crate::import::guess::coarse(found.map(|c| (c.name.clone(), c.distinct)));
    settled(Some(mapping), vec![Note::Utc, Note::Deduplicated, Note::MergedPeople, Note::DistinctPerDay])
}
