//! Intercom conversations, of the reporting export and of the usual exporter.

use super::seen::{EventColumns, rows_called, settled};
use super::{Seen, Settlement, Vendor, one_header_row};
use crate::import::mapping::{ScoreMapping, StageMapping};
use crate::import::notes::Note;

pub(super) static INTERCOM: Vendor = Vendor {
    word: "intercom",
    recognise: |clues| {
        clues.has("conversation_id")
            && clues.has_any(&["conversation_created_at", "conversation_state", "conversation_started_at"])
    },
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle,
};

fn settle(seen: &Seen<'_>) -> Option<Settlement> {
    let columns = EventColumns {
        date: &["conversation_created_at", "conversation_started_at", "message_created_at"],
        unique: &["conversation_id"],
        ..EventColumns::default()
    };
    let mut mapping = seen.events(&columns, rows_called("Conversations"))?;
    let created = mapping.date.as_ref().and_then(|d| d.column.clone())?;
    let stages = [
        (Some(created), None),
        (seen.name(&["conversation_first_response_at"]), Some("Conversations answered")),
        (seen.name(&["conversation_closed_at"]), Some("Conversations closed")),
    ];
    mapping.stages = stages
        .into_iter()
        .filter_map(|(column, metric)| {
            Some(StageMapping { column: column?, place: Some(String::new()), metric: metric.map(str::to_owned) })
        })
        .collect();
    if let Some(rating) = seen.column(&["conversation_rating", "rating", "conversation_rating_score"]) {
        mapping.scores.push(ScoreMapping {
            metric: Some("Conversation rating".to_owned()),
            scale: Some((1.0, 5.0)),
            ..ScoreMapping::plain(&rating.name)
        });
    }
    let cuts = ["message_author_type", "conversation_channel", "channel", "Brand"];
    let found = cuts.iter().filter_map(|name| seen.column(&[name])).filter(|c| (2..=60).contains(&c.distinct));
    mapping.segments = crate::import::guess::coarse(found.map(|c| (c.name.clone(), c.distinct)));
    settled(Some(mapping), vec![Note::Utc, Note::Deduplicated])
}
