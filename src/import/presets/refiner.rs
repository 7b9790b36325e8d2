//! Refiner responses: one row a response, one column a question, and the traits of the user.

use super::seen::settled;
use super::{Seen, Settlement, Vendor, one_header_row};
use crate::import::notes::Note;

pub(super) static REFINER: Vendor = Vendor {
    word: "refiner",
    recognise: |clues| {
        let is_answer = |name: &String| {
            let name = name.to_lowercase();
            ["nps_score", "csat_score", "ces_score", "nps_comment", "csat_comment"].contains(&name.as_str())
        };
        clues.has("survey") && clues.has_any(&["user_id", "email"]) && clues.names.iter().any(is_answer)
    },
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle,
};

fn settle(seen: &Seen<'_>) -> Option<Settlement> {
    let mut mapping = seen.survey(&["date"], &["user_id"], &["email"])?;
    for score in &mut mapping.scores {
        score.metric = score.column.strip_suffix("_score").map(str::to_uppercase);
    }
    settled(Some(mapping), vec![Note::Unverified])
}
