//! Cards that go to another map of the file: cut here and pasted there, as one step.

use super::{PasteAt, PastePlan, Pasted, copied, cut_edit, paste_edit};
use crate::base::ids::{IdAlloc, MapId};
use crate::model::edit::{Verb, plan};
use crate::model::{Document, Edit, EditLabel, RecordRef, TableKind};

/// The edit that takes cards from one map to the rows and steps of their names on another one; `None` when not all of
/// them would arrive.
#[must_use]
pub fn to_other_map(
    document: &Document,
    (from, to): (MapId, MapId),
    records: &[RecordRef],
    ids: &mut IdAlloc,
) -> Option<Edit> {
    let is_card = |record: &RecordRef| matches!(record, RecordRef::Card(_));
    let cards: Vec<RecordRef> = records.iter().copied().filter(is_card).collect();
    if from == to || cards.is_empty() {
        return None;
    }
    let copy = copied(document, from, &cards)?;
    let cut = cut_edit(document, &cards, &copy)?;
    // What is pasted is asked of the file without the originals: a headline stays one.
    let mut without = document.clone();
    plan(document, &cut, ids).ok()?.diff.apply(&mut without);
    let PastePlan { edit, .. } = paste_edit(&without, to, &Pasted::Clip(copy.clip?), PasteAt::Anywhere, ids).ok()?;
    let label = EditLabel { verb: Verb::Move, noun: TableKind::Card, count: cards.len() };
    Some(Edit::Batch { label, edits: vec![cut, edit] })
}
