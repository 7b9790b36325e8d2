//! Qualtrics: three rows of header, or two in older exports. The third names every column for machines.

use super::seen::settled;
use super::{Clues, Seen, Settlement, Vendor};
use crate::import::mapping::FilterMapping;
use crate::import::notes::Note;

pub(super) static QUALTRICS: Vendor = Vendor {
    word: "qualtrics",
    recognise: |clues| {
        import_id_row(clues).is_some()
            || (clues.starts("V1") && clues.first_row().first().is_some_and(|c| c.eq_ignore_ascii_case("ResponseID")))
            || (clues.has_all(&["StartDate", "EndDate", "ResponseId", "RecordedDate"]))
    },
    header_rows: |clues| match import_id_row(clues) {
        Some(row) => row + 1,
        // Older exports have numbered names above the readable ones; workbooks lack the third row.
        None if clues.starts("V1") => 1,
        None => usize::from(has_labels(clues)),
    },
    is_named_by_second_row: |clues| clues.starts("V1"),
    settle,
};

/// The row of machine names that ends the header.
fn import_id_row(clues: &Clues<'_>) -> Option<usize> {
    clues.below.iter().take(4).position(|row| row.row().cells().any(|c| c.starts_with(b"{\"ImportId\"")))
}

/// True when the first row below the names is no response: its cell under the date is no date.
fn has_labels(clues: &Clues<'_>) -> bool {
    let at = clues.names.iter().position(|name| name == "RecordedDate" || name == "StartDate");
    let row = clues.first_row();
    at.and_then(|at| row.get(at)).is_some_and(|cell| !cell.bytes().any(|b| b.is_ascii_digit()))
}

/// Columns that every survey has.
const META: [&str; 24] = [
    "StartDate",
    "EndDate",
    "Status",
    "IPAddress",
    "Progress",
    "Duration (in seconds)",
    "Finished",
    "RecordedDate",
    "ResponseId",
    "ResponseID",
    "ResponseSet",
    "RecipientLastName",
    "RecipientFirstName",
    "RecipientEmail",
    "Name",
    "ExternalDataReference",
    "ExternalReference",
    "EmailAddress",
    "LocationLatitude",
    "LocationLongitude",
    "LocationAccuracy",
    "DistributionChannel",
    "UserLanguage",
    "Enter Embedded Data Field Name Here...",
];

fn settle(seen: &Seen<'_>) -> Option<Settlement> {
    let mut notes = vec![Note::PreviewsLeftOut];
    let groups: Vec<&str> =
        seen.columns.iter().map(|c| c.name.as_str()).filter(|n| n.ends_with("_NPS_GROUP")).collect();
    let but: Vec<&str> = META.iter().copied().chain(groups).collect();
    let mut mapping = seen.survey(&["RecordedDate", "EndDate", "StartDate"], &["ResponseId", "ResponseID"], &but)?;
    let ids = seen.more_header.iter().find(|row| row.iter().any(|cell| cell.starts_with("{\"ImportId\"")));
    let zone = ids.and_then(|row| row.iter().find_map(|cell| zone_of(cell)));
    match zone {
        Some(zone) if zone == "Z" || zone == "UTC" => notes.push(Note::Utc),
        Some(zone) => notes.push(Note::ZoneNamed { zone }),
        None => notes.push(Note::ZoneOfTool { of: "the Qualtrics account" }),
    }
    // The question says more than its number, where it is short enough to be a name.
    for score in &mut mapping.scores {
        let label = seen.label_of(&score.column);
        score.metric = label.filter(|label| label.chars().count() <= 80 && *label != score.column);
    }
    if let Some(status) = seen.name(&["Status"]) {
        let not = ["Survey Preview", "1", "Survey Test", "2", "Spam", "8"].map(str::to_owned).to_vec();
        mapping.filter.push(FilterMapping::not(&status, not));
    }
    settled(Some(mapping), notes)
}

/// The zone in `{"ImportId":"startDate","timeZone":"America/Denver"}`.
fn zone_of(cell: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(cell).ok()?;
    value.get("timeZone")?.as_str().map(str::to_owned)
}
