//! Salesforce reports: details of opportunities and cases, and the histories of stages.

use super::seen::{EventColumns, rows_called, settled};
use super::{Seen, Settlement, Vendor, one_header_row};
use crate::import::mapping::{FilterMapping, ScoreMapping};
use crate::import::notes::Note;
use crate::import::sniff::ColumnType;

pub(super) static SALESFORCE: Vendor = Vendor {
    word: "salesforce",
    recognise: |clues| {
        // Small files show their last lines; histories are known by their columns.
        let is_footer = |row: &crate::import::rows::OwnedRow| {
            let text = String::from_utf8_lossy(row.row().raw);
            row.row().used() <= 1
                && (text.contains("Confidential Information - Do Not Distribute")
                    || text.contains("salesforce.com, inc."))
        };
        let has_footer = || clues.below.iter().rev().take(8).any(is_footer);
        clues.has_all(&["Field / Event", "Old Value", "New Value", "Edit Date"])
            || clues.has_all(&["Opportunity Name", "Stage", "Opportunity Owner"])
            || has_footer()
    },
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle,
};

fn settle(seen: &Seen<'_>) -> Option<Settlement> {
    let mut notes = vec![Note::ZoneOfTool { of: "the Salesforce user" }];
    if let (Some(field), Some(edited)) = (seen.name(&["Field / Event"]), seen.name(&["Edit Date"])) {
        let columns = EventColumns { date: &["Edit Date"], place: &["New Value"], ..EventColumns::default() };
        let mut mapping = seen.events(&columns, rows_called("Stage changes"))?;
        mapping.date = seen.column(&[&edited]).map(super::seen::column_date);
        mapping.filter.push(FilterMapping::only(&field, vec!["Stage".to_owned()]));
        return settled(Some(mapping), notes);
    }
    let is_case = seen.column(&["Case Number", "Case Owner"]).is_some();
    let records = match () {
        () if is_case => "Cases",
        () if seen.column(&["Stage", "Opportunity Name", "Amount"]).is_some() => "Opportunities",
        () => "Records",
    };
    // A history has a date for every stage; a list of opportunities is dated by when they began.
    let is_history = seen.column(&["To Stage"]).is_some();
    let columns = EventColumns {
        date: &["Last Modified", "Created Date", "Date/Time Opened", "Opened Date", "Close Date"],
        place: &["To Stage", "Stage", "Status"],
        ..EventColumns::default()
    };
    let mut mapping = seen.events(&columns, rows_called(records))?;
    if !is_history {
        notes.push(Note::CurrentStageOnly);
    }
    if let Some(amount) = seen.column(&["Amount", "Age (Hours)"]).filter(|c| c.column_type != ColumnType::Empty) {
        mapping.scores.push(ScoreMapping::plain(&amount.name));
    }
    let cuts = ["Type", "Lead Source", "Priority", "Case Origin", "Account Type"];
    let found = cuts.iter().filter_map(|name| seen.column(&[name])).filter(|c| (2..=60).contains(&c.distinct));
    mapping.segments = crate::import::guess::coarse(found.map(|c| (c.name.clone(), c.distinct)));
    settled(Some(mapping), notes)
}
