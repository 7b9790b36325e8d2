//! PostHog: insights (trends, funnels, retention, paths) and lists of events.

use super::seen::{EventColumns, column_date, events_customers_sessions, settled};
use super::{Clues, Seen, Settlement, Vendor, one_header_row};
use crate::import::MetricKind;
use crate::import::mapping::{ColumnName, ColumnOrFixed, DateMapping, Mapping, ScoreMapping, Shape};
use crate::import::notes::Note;
use crate::import::sniff::{ColumnInfo, RoleReason};
use std::collections::BTreeMap;

/// The table of an insight.
pub(super) static POSTHOG: Vendor = Vendor {
    word: "posthog",
    recognise: |clues| Insight::of(clues.names).is_some(),
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle,
};

/// A list of events.
pub(super) static EVENTS: Vendor = Vendor {
    word: "posthog-events",
    recognise: is_events,
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle: events,
};

fn is_events(clues: &Clues<'_>) -> bool {
    clues.has_all(&["distinct_id", "event", "timestamp"])
        && (clues.has_any(&["elements_chain", "person", "uuid"])
            || clues.names.iter().any(|name| name.starts_with("properties.$")))
}

/// Which insight it is.
enum Insight {
    Trends,
    Totals,
    Funnel,
    TimeToConvert,
    Retention,
    Paths,
}

impl Insight {
    fn of(names: &[String]) -> Option<Self> {
        let names: Vec<String> = names.iter().map(|name| name.trim().to_lowercase()).collect();
        let has = |name: &str| names.iter().any(|n| n == name);
        let starts = |first: &[&str]| names.iter().map(String::as_str).take(first.len()).eq(first.iter().copied());
        match names.last().map(String::as_str) {
            Some("total") if starts(&["series"]) => Some(Self::Trends),
            Some("total count") if starts(&["series"]) => Some(Self::Totals),
            _ if starts(&["name"]) && has("breakdown_value") && has("action_id") && has("count") => Some(Self::Funnel),
            _ if starts(&["bin", "value"]) && names.len() == 2 => Some(Self::TimeToConvert),
            _ if starts(&["cohort", "cohort size"]) => Some(Self::Retention),
            _ if starts(&["source", "target", "value"]) => Some(Self::Paths),
            _ => None,
        }
    }
}

const ZONE: Note = Note::ZoneOfTool { of: "the PostHog project" };

fn in_column(name: &str) -> Option<ColumnOrFixed> {
    Some(ColumnOrFixed { column: Some(name.to_owned()), fixed: None })
}

fn fixed(text: &str) -> Option<ColumnOrFixed> {
    Some(ColumnOrFixed { column: None, fixed: Some(text.to_owned()) })
}

fn settle(seen: &Seen<'_>) -> Option<Settlement> {
    let names: Vec<String> = seen.columns.iter().map(|c| c.name.clone()).collect();
    let mut notes = vec![ZONE, Note::FirstRowKeys];
    let mapping = match Insight::of(&names)? {
        Insight::Trends => trends(seen)?,
        Insight::Totals => {
            let mut mapping = Mapping::new(Shape::Long);
            mapping.date = Some(seen.period(&mut notes));
            mapping.metric = in_column("series");
            mapping.value = Some(ColumnName { column: seen.name(&["total count"])? });
            mapping.segments = breakdown(seen, "breakdown");
            mapping.kinds = counts();
            mapping
        }
        Insight::Funnel => {
            let mut mapping = seen.metrics(seen.period(&mut notes), &[]);
            mapping.place = in_column("name");
            let metrics = [
                ("count", "Funnel users"),
                ("median_conversion_time (seconds)", "Median time to convert"),
                ("average_conversion_time (seconds)", "Average time to convert"),
            ];
            for (column, metric) in metrics {
                if let Some(name) = seen.name(&[column]) {
                    mapping.scores.push(ScoreMapping { metric: Some(metric.to_owned()), ..ScoreMapping::plain(&name) });
                }
            }
            mapping.segments = breakdown(seen, "breakdown_value");
            mapping
        }
        Insight::TimeToConvert => {
            let mut mapping = Mapping::new(Shape::Long);
            mapping.date = Some(seen.period(&mut notes));
            mapping.metric = fixed("Conversions by time to convert");
            mapping.value = Some(ColumnName { column: seen.name(&["value"])? });
            mapping.segments = vec![seen.name(&["bin"])?];
            mapping.kinds = counts();
            mapping
        }
        Insight::Retention => {
            let cohort = seen.column(&["cohort"])?;
            let numbers: Vec<&ColumnInfo> = seen.numbers(&["cohort"]);
            seen.metrics(column_date(cohort), &numbers)
        }
        Insight::Paths => {
            notes.push(Note::Transitions);
            let mut mapping = Mapping::new(Shape::Long);
            mapping.date = Some(seen.period(&mut notes));
            mapping.place = in_column("target");
            mapping.metric = fixed("Transitions");
            mapping.value = Some(ColumnName { column: seen.name(&["value"])? });
            mapping.segments = vec![seen.name(&["source"])?];
            mapping
        }
    };
    settled(Some(mapping), notes)
}

/// One column a date; the column of totals is no date and is left out by itself.
fn trends(seen: &Seen<'_>) -> Option<Mapping> {
    let dates: Vec<&ColumnInfo> = seen.columns.iter().filter(|c| c.reason == RoleReason::DateHeader).collect();
    if dates.is_empty() {
        return None;
    }
    let mut mapping = Mapping::new(Shape::Wide);
    let order = crate::import::guess::header_order(dates.iter().map(|c| c.name.as_str())).order();
    mapping.date = order.map(|(order, _)| DateMapping { order: Some(order), ..DateMapping::default() });
    let custom = seen.facts_of("custom name").is_some_and(|facts| facts.filled > 0 && facts.filled == facts.rows);
    mapping.metric = in_column(if custom { "custom name" } else { "series" });
    mapping.segments = breakdown(seen, "breakdown");
    mapping.kinds = counts();
    Some(mapping)
}

/// Series are named after events, and say how often or by how many each was done.
fn counts() -> BTreeMap<String, MetricKind> {
    [("*".to_owned(), MetricKind::Sum)].into()
}

/// The breakdown, when there is one.
fn breakdown(seen: &Seen<'_>, name: &str) -> Vec<String> {
    seen.column(&[name]).filter(|c| c.distinct > 0).map(|c| c.name.clone()).into_iter().collect()
}

fn events(seen: &Seen<'_>) -> Option<Settlement> {
    let columns = EventColumns {
        date: &["timestamp"],
        place: &["event"],
        respondent: &["person.id", "distinct_id"],
        session: &["properties.$session_id", "$session_id"],
        unique: if seen.column(&["uuid"]).is_some() {
            &["uuid"]
        } else if seen.column(&["id"]).is_some() {
            &["id"]
        } else {
            &[]
        },
    };
    let mut mapping = seen.events(&columns, events_customers_sessions())?;
    mapping.segments = seen.segments(&["event", "distinct_id", "elements_chain", "person", "id", "uuid"]);
    settled(Some(mapping), vec![Note::FirstRowKeys, Note::DistinctPerDay])
}
