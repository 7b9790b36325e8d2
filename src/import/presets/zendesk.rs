//! Zendesk tickets: one row a ticket, with times in minutes and a rating in words.

use super::seen::{EventColumns, rows_called, settled};
use super::{Seen, Settlement, Vendor, one_header_row};
use crate::import::mapping::ScoreMapping;
use crate::import::notes::Note;
use crate::import::scales;
use crate::import::sniff::ColumnInfo;

pub(super) static ZENDESK: Vendor = Vendor {
    word: "zendesk",
    recognise: |clues| {
        clues.has("Summation column")
            || clues.has_all(&["Requester", "Satisfaction Score", "Created at", "First reply time in minutes"])
    },
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle,
};

fn settle(seen: &Seen<'_>) -> Option<Settlement> {
    let columns = EventColumns { date: &["Created at"], unique: &["Id"], ..EventColumns::default() };
    let mut mapping = seen.events(&columns, rows_called("Tickets"))?;
    if let Some(rating) = seen.column(&["Satisfaction Score"]).filter(|c| c.distinct > 0) {
        let labels = scales::of_words(["Good", "Bad"].into_iter())?;
        let missing = ["Offered", "Not Offered", "Unoffered"].map(str::to_owned).to_vec();
        mapping.scores.push(ScoreMapping {
            metric: Some("Satisfaction".to_owned()),
            scale: Some(labels.scale),
            labels: labels.labels,
            missing,
            ..ScoreMapping::plain(&rating.name)
        });
    }
    let is_measured = |c: &&ColumnInfo| {
        let name = c.name.to_lowercase();
        (name.ends_with("in minutes") || ["replies", "reopens", "resolution time"].contains(&name.as_str()))
            && c.distinct > 0
    };
    for column in seen.numbers(&[]).into_iter().filter(is_measured) {
        mapping.scores.push(ScoreMapping::plain(&column.name));
    }
    let list = |c: &&ColumnInfo| c.name.ends_with("[list]") || c.name.ends_with("[flag]");
    let named = ["Group", "Priority", "Via", "Ticket type"].into_iter().filter_map(|name| seen.column(&[name]));
    let found = named.chain(seen.columns.iter().filter(list)).filter(|c| (2..=60).contains(&c.distinct));
    mapping.segments = crate::import::guess::coarse(found.map(|c| (c.name.clone(), c.distinct)));
    let notes = vec![Note::ZoneOfTool { of: "the Zendesk account" }, Note::TopBoxAlready, Note::Deduplicated];
    settled(Some(mapping), notes)
}
