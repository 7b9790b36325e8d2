//! Google Analytics 4: reports, explorations, and events from BigQuery.

use super::seen::{EventColumns, column_date, events_customers_sessions, settled};
use super::{Clues, Seen, Settlement, Vendor, one_header_row};
use crate::import::dates::DateCount;
use crate::import::mapping::{ColumnOrFixed, DateMapping, FilterMapping, Mapping, ScoreMapping};
use crate::import::notes::Note;
use crate::import::sniff::{ColumnInfo, ColumnType};

/// A standard report.
pub(super) static REPORT: Vendor = Vendor {
    word: "ga4",
    recognise: |clues| has_block(clues),
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle: report,
};

/// An exploration: a blank line below its block, and a row of totals.
pub(super) static EXPLORE: Vendor = Vendor {
    word: "ga4-explore",
    recognise: |clues| has_block(clues) && clues.is_header_apart,
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle: explore,
};

/// Events from BigQuery, flattened in one of the usual ways.
pub(super) static BIGQUERY: Vendor = Vendor {
    word: "ga4-bigquery",
    recognise: |clues| {
        clues.has("user_pseudo_id") && clues.has_any(&["event_timestamp", "event_date", "timestamp", "event_name"])
    },
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle: bigquery,
};

/// The block of `#` lines: a rule, or dates of eight digits behind labels in any language.
fn has_block(clues: &Clues<'_>) -> bool {
    let is_date = |line: &str| {
        let value =
            line.strip_prefix('#').and_then(|rest| rest.rsplit_once([':', '：'])).map(|(_, value)| value.trim());
        value.is_some_and(|v| v.len() == 8 && v.starts_with("20") && v.bytes().all(|b| b.is_ascii_digit()))
    };
    let is_rule = |line: &str| line.starts_with("# ---") || line.starts_with("#----");
    let lines: Vec<String> = clues.lines_above().collect();
    lines.iter().any(|line| is_rule(line)) || lines.iter().filter(|line| is_date(line)).count() >= 2
}

const ZONE: Note = Note::ZoneOfTool { of: "the GA4 property" };

/// The offset that the first column counts, when it does: digits padded with zeros under "Nth day" in any language.
fn offset(seen: &Seen<'_>) -> Option<(String, DateCount)> {
    let (first, facts) = (seen.columns.first()?, seen.facts.first()?);
    let name = first.name.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if !facts.are_padded_offsets() {
        return None;
    }
    let count = if has(&["week", "woche", "semaine", "semana", "settimana", "週", "周", "주"]) {
        DateCount::WeekOffset
    } else if has(&["month", "monat", "mois", "mes", "mês", "mese", "月", "월"]) {
        DateCount::MonthOffset
    } else if has(&["hour", "stunde", "heure", "hora", "ora", "時", "小时", "시간"]) {
        DateCount::HourOffset
    } else {
        DateCount::DayOffset
    };
    Some((first.name.clone(), count))
}

fn dated(seen: &Seen<'_>, notes: &mut Vec<Note>) -> DateMapping {
    if let (Some((column, count)), Some(start)) = (offset(seen), seen.days_above().first()) {
        return DateMapping {
            column: Some(column),
            count: Some(count),
            start: Some(start.to_string()),
            ..DateMapping::default()
        };
    }
    // `20260801` is a number as well as a date, so the first text column that is all dates counts.
    let is_date = |(column, facts): &(&ColumnInfo, &crate::import::columns::ColumnFacts)| {
        matches!(column.column_type, ColumnType::Date | ColumnType::Timestamp) || facts.are_bare_dates()
    };
    match seen.columns.iter().zip(seen.facts).find(is_date) {
        Some((column, _)) => column_date(column),
        None => seen.period(notes),
    }
}

fn table(seen: &Seen<'_>, notes: &mut Vec<Note>) -> Option<Mapping> {
    let date = dated(seen, notes);
    let date_column = date.column.clone().unwrap_or_default();
    let numbers = seen.numbers(&[&date_column]);
    if numbers.is_empty() {
        return None;
    }
    let mut mapping = seen.metrics(date, &numbers);
    let is_free = |c: &&ColumnInfo| !numbers.iter().any(|n| n.name == c.name) && c.name != date_column;
    for column in seen.columns.iter().filter(is_free).filter(|c| c.column_type == ColumnType::Text) {
        let is_event = ["event name", "ereignisname", "event_name", "nom de l'événement", "이벤트 이름", "イベント名"]
            .contains(&column.name.to_lowercase().as_str());
        if is_event && mapping.place.is_none() {
            mapping.place = Some(ColumnOrFixed { column: Some(column.name.clone()), fixed: None });
        } else {
            mapping.segments.push(column.name.clone());
        }
    }
    Some(mapping)
}

fn report(seen: &Seen<'_>) -> Option<Settlement> {
    let mut notes = vec![ZONE, Note::Approximate];
    let mapping = table(seen, &mut notes);
    settled(mapping, notes)
}

fn explore(seen: &Seen<'_>) -> Option<Settlement> {
    let mut notes = vec![ZONE, Note::Approximate, Note::RowsCapped];
    let mut mapping = table(seen, &mut notes)?;
    // Counts have no decimals, so that a comma in them groups thousands.
    let numbers =
        crate::import::mapping::NumberMapping { decimal: Some(".".to_owned()), thousands: Some(",".to_owned()) };
    if seen
        .rows
        .iter()
        .flatten()
        .any(|cell| cell.contains(',') && cell.bytes().all(|b| b.is_ascii_digit() || b == b','))
    {
        mapping.number = Some(numbers);
    }
    // The row of totals has no label, or one that says so.
    let first = mapping.place.as_ref().and_then(|p| p.column.clone()).or_else(|| mapping.segments.first().cloned());
    if let Some(column) = first.or_else(|| mapping.date.as_ref().and_then(|d| d.column.clone())) {
        let totals = ["", "Totals", "Total", "Grand total"].map(str::to_owned).to_vec();
        mapping.filter.push(FilterMapping::totals(&column, totals));
    }
    settled(Some(mapping), notes)
}

fn bigquery(seen: &Seen<'_>) -> Option<Settlement> {
    let columns = EventColumns {
        date: &["event_date", "date", "event_timestamp", "timestamp"],
        place: &["event_name", "name"],
        respondent: &["user_pseudo_id"],
        session: &["ga_session_id", "param_ga_session_id"],
        unique: &[],
    };
    let mut mapping = seen.events(&columns, events_customers_sessions())?;
    // `20260801` in the zone of the property stands before the moment in UTC.
    if let Some(date) = seen.column(&["event_date"]) {
        mapping.date = Some(column_date(date));
    }
    let revenue =
        ["ecommerce_purchase_revenue_in_usd", "ecommerce_purchase_revenue", "purchase_revenue", "event_value_in_usd"];
    if let Some(column) = seen.column(&revenue).filter(|c| c.column_type != ColumnType::Empty) {
        mapping.scores.push(ScoreMapping { metric: Some("Revenue".to_owned()), ..ScoreMapping::plain(&column.name) });
    }
    let cuts = ["platform", "device_category", "category", "traffic_source_medium", "medium", "geo_country", "country"];
    let segments = cuts.iter().filter_map(|name| seen.column(&[name])).filter(|c| (2..=60).contains(&c.distinct));
    mapping.segments = crate::import::guess::coarse(segments.map(|c| (c.name.clone(), c.distinct)));
    settled(Some(mapping), vec![ZONE, Note::LateEvents, Note::DistinctPerDay])
}
