//! SurveyMonkey: two rows of header, the second with the parts of each question.

use super::seen::settled;
use super::{Seen, Settlement, Vendor};
use crate::import::notes::Note;

pub(super) static SURVEYMONKEY: Vendor = Vendor {
    word: "surveymonkey",
    recognise: |clues| {
        (clues.starts("Respondent ID") && clues.has("Collector ID"))
            || (clues.starts("respondent_id") && clues.has("collector_id"))
    },
    header_rows: |clues| {
        let row = clues.first_row();
        usize::from(!row.is_empty() && row.iter().take(2).all(String::is_empty))
    },
    is_named_by_second_row: |_| true,
    settle,
};

fn settle(seen: &Seen<'_>) -> Option<Settlement> {
    let but = [
        "Collector ID",
        "collector_id",
        "Start Date",
        "date_created",
        "IP Address",
        "Email Address",
        "First Name",
        "Last Name",
    ];
    let mut mapping = seen.survey(
        &["End Date", "date_modified", "Start Date", "date_created"],
        &["Respondent ID", "respondent_id"],
        &but,
    )?;
    // "… : Response" says nothing that the question does not.
    for score in &mut mapping.scores {
        score.metric = score.column.strip_suffix(": Response").map(str::to_owned);
    }
    settled(Some(mapping), vec![Note::ZoneOfTool { of: "the SurveyMonkey account" }])
}
