//! Mixpanel: tables of reports, and events.

use super::seen::{EventColumns, events_customers_sessions, settled};
use super::{Clues, Seen, Settlement, Vendor, one_header_row};
use crate::base::time::Day;
use crate::import::mapping::{FilterMapping, Mapping, ScoreMapping};
use crate::import::notes::Note;
use crate::import::sniff::{ColumnInfo, ColumnType};

/// A table of a report, with rows over all values of a breakdown.
pub(super) static REPORT: Vendor = Vendor {
    word: "mixpanel",
    recognise: |clues| clues.below.iter().take(200).any(|row| row.row().trimmed(0) == OVERALL.as_bytes()),
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle: report,
};

/// Events: the raw export flattened, or the table of the events tab.
pub(super) static EVENTS: Vendor = Vendor {
    word: "mixpanel-events",
    recognise: is_events,
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle: events,
};

const OVERALL: &str = "$overall";
const ZONE: Note = Note::ZoneOfTool { of: "the Mixpanel project" };

fn is_events(clues: &Clues<'_>) -> bool {
    clues.has_all(&["distinct_id", "$insert_id"]) || clues.has_all(&["Event Name", "Time", "Distinct ID"])
}

fn report(seen: &Seen<'_>) -> Option<Settlement> {
    let mut notes = vec![ZONE, Note::RowsCapped];
    let is_compared = |c: &&ColumnInfo| period_behind(&c.name).is_some();
    let numbers: Vec<&ColumnInfo> = seen.numbers(&[]).into_iter().filter(|c| !is_compared(c)).collect();
    let texts: Vec<&ColumnInfo> = seen.columns.iter().filter(|c| c.column_type == ColumnType::Text).collect();
    if numbers.is_empty() {
        return None;
    }
    let is_date = |c: &&ColumnInfo| matches!(c.column_type, ColumnType::Date | ColumnType::Timestamp);
    let date = match seen.columns.iter().find(is_date) {
        Some(column) => super::seen::column_date(column),
        None => seen.period(&mut notes),
    };
    let mut mapping = seen.metrics(date, &[]);
    for column in numbers.iter().filter(|c| c.role != crate::import::Role::Date) {
        mapping.scores.push(step(&column.name));
    }
    // What is compared with is of another period, which its header says.
    for column in seen.numbers(&[]).into_iter().filter(is_compared) {
        let Some((name, day)) = period_behind(&column.name).and_then(|day| Some((column.name.strip_suffix(')')?, day)))
        else {
            continue;
        };
        let plain = name.strip_suffix(day).and_then(|name| name.strip_suffix('(')).unwrap_or(name);
        mapping.scores.push(ScoreMapping {
            column: column.name.clone(),
            date: Some(day.to_owned()).filter(|day| Day::parse_iso(day).is_some()),
            ..step(plain)
        });
    }
    // The breakdown is a list of the longest; the row over all values counts those too that it does not show. Parts of
    // parts are further down.
    for column in &texts {
        if seen.facts_of(&column.name).is_some_and(|facts| facts.has_text(OVERALL) && facts.distinct() > 1) {
            mapping.segments.push(column.name.clone());
            take_rest_of_overall(&mut mapping, &column.name);
        }
    }
    settled(Some(mapping), notes)
}

fn take_rest_of_overall(mapping: &mut Mapping, column: &str) {
    mapping.filter.push(FilterMapping::rest(column, vec![OVERALL.to_owned()]));
}

/// "(1) Validated email" is a step of a funnel, "Signed up [Unique Users]" a series of an event.
fn step(header: &str) -> ScoreMapping {
    let plain = ScoreMapping::plain(header);
    let (name, unit) = match header.rsplit_once(" [") {
        Some((name, unit)) if unit.ends_with(']') => (name, unit.trim_end_matches(']')),
        _ => (header, "Users"),
    };
    let name = match name.strip_prefix('(').and_then(|rest| rest.split_once(") ")) {
        Some((number, rest)) if number.bytes().all(|b| b.is_ascii_digit()) => rest,
        _ => match name.split_once(". ") {
            Some((letter, rest)) if letter.len() == 1 => rest,
            _ => {
                return ScoreMapping {
                    place: (unit != "Users").then(|| name.to_owned()),
                    metric: Some(if unit == "Users" { header.to_owned() } else { unit.to_owned() }),
                    ..plain
                };
            }
        },
    };
    ScoreMapping { place: Some(name.to_owned()), metric: Some(unit.to_owned()), ..plain }
}

/// The date of the compared period behind a header, "(1) Validated email(2025-10-01)".
fn period_behind(header: &str) -> Option<&str> {
    let (_, date) = header.strip_suffix(')')?.rsplit_once('(')?;
    (date.len() == 10 && date.bytes().all(|b| b.is_ascii_digit() || b == b'-')).then_some(date)
}

fn events(seen: &Seen<'_>) -> Option<Settlement> {
    let is_raw = seen.column(&["$insert_id"]).is_some();
    let columns = EventColumns {
        date: &["time", "Time"],
        place: &["event", "Event Name"],
        respondent: &["distinct_id", "Distinct ID"],
        session: &["$session_id"],
        unique: if is_raw { &["event", "distinct_id", "time", "$insert_id"] } else { &[] },
    };
    let mut mapping = seen.events(&columns, events_customers_sessions())?;
    // Unix time is a number as well as a date.
    mapping.date = seen.column(&["time"]).map(super::seen::column_date);
    mapping.segments = seen.segments(&["event", "Event Name", "distinct_id", "Distinct ID", "$insert_id", "time"]);
    let mut notes = vec![if is_raw { Note::Utc } else { ZONE }, Note::DistinctPerDay];
    if is_raw {
        notes.push(Note::Deduplicated);
    }
    settled(Some(mapping), notes)
}
