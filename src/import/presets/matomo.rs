//! Matomo: reports in any language, and the log of visits.

use super::seen::{EventColumns, column_date, settled};
use super::{Clues, Seen, Settlement, Vendor, one_header_row};
use crate::import::durations;
use crate::import::mapping::{CountMapping, ScoreMapping};
use crate::import::notes::Note;
use crate::import::sniff::{ColumnInfo, ColumnType};

/// A table of a report.
pub(super) static MATOMO: Vendor = Vendor {
    word: "matomo",
    recognise: is_report,
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle: report,
};

/// One row a visit.
pub(super) static VISITS: Vendor = Vendor {
    word: "matomo-visits",
    recognise: |clues| {
        clues.has("idVisit") && clues.has_any(&["visitIp", "visitorId", "lastActionDateTime", "serverDate"])
    },
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle: visits,
};

/// Names that only Matomo uses, be the part before the colon translated; or, in a translated report, dates in front with
/// a percentage and a duration in words behind, which no other tool writes into one row.
fn is_report(clues: &Clues<'_>) -> bool {
    let is_metadata = |name: &String| {
        let lower = name.to_lowercase();
        let known = ["segment", "url", "logo", "sum_daily_nb_uniq_visitors"];
        lower.starts_with("metadata_")
            || lower
                .rsplit_once(": ")
                .is_some_and(|(before, after)| before.starts_with("meta") && known.contains(&after))
            || lower.rsplit_once(" : ").is_some_and(|(before, after)| before.starts_with("m") && known.contains(&after))
    };
    if clues.has_any(&["nb_visits", "nb_uniq_visitors"]) || clues.names.iter().any(is_metadata) {
        return true;
    }
    let row = clues.first_row();
    let is_percent = |cell: &&String| cell.ends_with('%');
    let is_duration = |cell: &&String| !cell.contains(':') && durations::seconds(cell).is_some();
    let is_count = |cell: &&String| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    let is_dated = row.first().is_some_and(|cell| cell.len() >= 7 && cell.as_bytes().get(4) == Some(&b'-'));
    // People write a percentage and a duration beside a date as well; several counts, and nothing in words, they do not.
    let is_figure = |cell: &String| !cell.bytes().any(|byte| byte.is_ascii_alphabetic()) || is_duration(&cell);
    let has_counts = row.iter().filter(is_count).count() >= 3 && row.iter().all(is_figure);
    is_dated && has_counts && row.iter().any(|c| is_percent(&c)) && row.iter().any(|c| is_duration(&c))
}

const ZONE: Note = Note::ZoneOfTool { of: "the website in Matomo" };

fn report(seen: &Seen<'_>) -> Option<Settlement> {
    let mut notes = vec![ZONE, Note::Approximate];
    let is_date = |c: &&ColumnInfo| matches!(c.column_type, ColumnType::Date | ColumnType::Timestamp);
    let dated = seen.columns.first().filter(is_date).or_else(|| seen.column(&["date"]));
    let date = match dated {
        Some(column) => column_date(column),
        None => seen.period(&mut notes),
    };
    let is_metadata = |c: &&ColumnInfo| {
        let lower = c.name.to_lowercase();
        lower.starts_with("meta") && (lower.contains('_') || lower.contains(':'))
    };
    let date_column = date.column.clone().unwrap_or_default();
    let numbers: Vec<&ColumnInfo> =
        seen.numbers(&[&date_column, "idsubdatatable"]).into_iter().filter(|c| !is_metadata(c)).collect();
    if numbers.is_empty() {
        return None;
    }
    let mut mapping = seen.metrics(date, &numbers);
    let is_label = |c: &&ColumnInfo| c.column_type == ColumnType::Text && !is_metadata(c);
    let labels = seen.columns.iter().filter(is_label);
    mapping.segments = labels.filter(|c| c.name != date_column).map(|c| c.name.clone()).take(2).collect();
    settled(Some(mapping), notes)
}

fn visits(seen: &Seen<'_>) -> Option<Settlement> {
    let columns = EventColumns {
        date: &["serverDate", "lastActionDateTime", "serverTimestamp", "lastActionTimestamp", "firstActionTimestamp"],
        respondent: &["visitorId", "userId", "fingerprint"],
        unique: &["idVisit"],
        ..EventColumns::default()
    };
    let count =
        CountMapping { rows: Some("Visits".to_owned()), respondents: Some("Visitors".to_owned()), sessions: None };
    let mut mapping = seen.events(&columns, count)?;
    for (names, metric) in [
        (["visitDuration", "visit_duration"], "Visit duration"),
        (["actions", "interactions"], "Actions per visit"),
        (["goalConversions", "goal_conversions"], "Conversions"),
    ] {
        if let Some(column) = seen.column(&names).filter(|c| c.column_type != ColumnType::Empty) {
            mapping.scores.push(ScoreMapping { metric: Some(metric.to_owned()), ..ScoreMapping::plain(&column.name) });
            seen.add_duration(&mut mapping, column);
        }
    }
    let cuts = ["visitorType", "deviceType", "referrerType", "country"];
    let found = cuts.iter().filter_map(|name| seen.column(&[name])).filter(|c| (2..=60).contains(&c.distinct));
    mapping.segments = crate::import::guess::coarse(found.map(|c| (c.name.clone(), c.distinct)));
    settled(Some(mapping), vec![ZONE, Note::Deduplicated, Note::DistinctPerDay])
}
