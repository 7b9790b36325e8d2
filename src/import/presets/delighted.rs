//! Delighted responses.

use super::seen::{column_date, settled};
use super::{Seen, Settlement, Vendor, one_header_row};
use crate::import::mapping::{ColumnName, ColumnOrFixed, Mapping, Shape};
use crate::import::notes::Note;

pub(super) static DELIGHTED: Vendor = Vendor {
    word: "delighted",
    recognise: |clues| {
        clues.has_any(&["Survey type", "survey_type"])
            && clues.has("Score")
            && clues.has_any(&["Created at", "created_at", "Person ID", "person"])
    },
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle,
};

fn settle(seen: &Seen<'_>) -> Option<Settlement> {
    let kind = seen.column(&["Survey type", "survey_type"])?;
    let score = seen.name(&["Score"])?;
    let date = seen.date(&["Created at", "created_at"])?;
    let notes = vec![Note::Unverified, Note::Utc];
    if kind.distinct > 1 {
        // One question per row, told apart by its type: comments have no place beside it.
        let mut mapping = Mapping::new(Shape::Long);
        mapping.date = Some(column_date(date));
        mapping.metric = Some(ColumnOrFixed { column: Some(kind.name.clone()), fixed: None });
        mapping.value = Some(ColumnName { column: score });
        return settled(Some(mapping), notes);
    }
    let but = [kind.name.as_str(), "Tags", "Email", "Permalink", "updated_at", "Updated at"];
    let mut mapping = seen.survey(&["Created at", "created_at"], &["Person ID", "person", "id"], &but)?;
    let name = seen.facts_of(&kind.name).and_then(|facts| facts.only_text()).map(|text| text.to_uppercase());
    for question in mapping.scores.iter_mut().filter(|s| s.column == score) {
        question.metric.clone_from(&name);
    }
    settled(Some(mapping), notes)
}
