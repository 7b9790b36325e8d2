//! Adobe Analytics and Customer Journey Analytics: a panel of a workspace.

use super::seen::{column_date, settled};
use super::{Clues, Seen, Settlement, Vendor};
use crate::import::dates::{DateOrder, Zone, parse};
use crate::import::mapping::FilterMapping;
use crate::import::notes::Note;
use crate::import::sniff::{ColumnInfo, ColumnType};

pub(super) static ADOBE: Vendor = Vendor {
    word: "adobe",
    recognise: |clues| {
        let is_rule = |line: &String| line.starts_with("#=====") || line.starts_with("#####");
        clues.lines_above().any(|line| is_rule(&line) || line.starts_with("# Report suite:"))
    },
    header_rows: |clues| usize::from(has_segment_row(clues)),
    is_named_by_second_row: |_| false,
    settle,
};

/// The row below the metrics names the segment of each, or repeats the metric where there is none.
fn has_segment_row(clues: &Clues<'_>) -> bool {
    let row = clues.first_row();
    let is_number = |cell: &String| cell.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b',' | b'%'));
    row.first().is_some_and(String::is_empty) && row.len() > 1 && !row.iter().skip(1).any(is_number)
}

fn settle(seen: &Seen<'_>) -> Option<Settlement> {
    let mut notes = vec![Note::ZoneOfTool { of: "the report suite" }, Note::RowsCapped];
    let numbers = seen.numbers(&[]);
    if numbers.is_empty() {
        return None;
    }
    let first = seen.columns.first()?;
    // The first row is the dimension's name and its total, so that a column of days is not all dates.
    let is_days = seen.facts.first().is_some_and(|facts| facts.dates.dates * 2 > facts.filled);
    let date = if is_days { column_date(first) } else { seen.period(&mut notes) };
    let numbers: Vec<&ColumnInfo> = numbers.into_iter().filter(|c| c.name != first.name).collect();
    let mut mapping = seen.metrics(date, &numbers);
    name_by_segments(seen, &mut mapping);
    if !is_days {
        let labels = seen.columns.iter().filter(|c| c.column_type == ColumnType::Text).take(2);
        mapping.segments = labels.map(|c| c.name.clone()).collect();
    }
    if let Some(total) = total_label(seen, is_days) {
        mapping.filter.push(FilterMapping::totals(&first.name, vec![total]));
    }
    settled(Some(mapping), notes)
}

/// "Visits" under "Mobile Phone" is another metric than "Visits".
fn name_by_segments(seen: &Seen<'_>, mapping: &mut crate::import::Mapping) {
    let Some(row) = seen.more_header.first() else { return };
    for score in &mut mapping.scores {
        let Some(at) = seen.columns.iter().position(|c| c.name == score.column) else { continue };
        let segment = row.get(at).map(|cell| cell.trim()).unwrap_or_default();
        // Repeated headers were made unique by a count.
        let base = score.column.rsplit_once('_').filter(|(_, n)| n.bytes().all(|b| b.is_ascii_digit()));
        let metric = base.map_or(score.column.as_str(), |(metric, _)| metric);
        if !segment.is_empty() && segment != metric && !score.column.contains(segment) {
            score.metric = Some(format!("{metric} ({segment})"));
        }
    }
}

/// The label of the row of totals: the first row, when its numbers are at least the sum of all the others. Above days it
/// is known by being none: a visitor of two days counts once in it.
fn total_label(seen: &Seen<'_>, is_days: bool) -> Option<String> {
    let (first, rest) = seen.rows.split_first()?;
    let label = first.first()?.trim().to_owned();
    let is_day = |text: &str| parse(text.as_bytes(), DateOrder::MonthFirst, Zone::AsWritten).is_some();
    if is_days {
        return Some(label).filter(|label| !label.is_empty() && !is_day(label));
    }
    let column = seen.columns.iter().position(|c| c.column_type == ColumnType::Integer)?;
    let value = |row: &Vec<String>| row.get(column).and_then(|cell| cell.trim().parse::<f64>().ok());
    let sum: f64 = rest.iter().filter_map(value).sum();
    (!label.is_empty() && !rest.is_empty() && value(first)? >= sum).then_some(label)
}
