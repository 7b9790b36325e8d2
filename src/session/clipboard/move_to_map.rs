//! Cards that go to another map of the file: they stand where they would be pasted, and stay the records they are, with
//! all that is said, decided and measured of them.

use super::{PasteAt, PastePlan, Pasted, copied, cut_edit, paste_edit};
use crate::base::ids::{CardId, IdAlloc, MapId};
use crate::model::edit::{Verb, plan};
use crate::model::{AnyRecord, Card, CardBody, Document, Edit, EditLabel, Place, RecordRef, TableKind};
use std::collections::{BTreeMap, BTreeSet};

/// Cards on their way to another map.
#[derive(Debug, Clone, PartialEq)]
pub struct MoveToMap {
    /// The edit.
    pub edit: Edit,
    /// Points of the curve that stand there now and give way to those that come.
    pub replaced: usize,
    /// Connections to cards that stay behind, which end.
    pub torn: usize,
}

/// The edit that takes cards from one map to the rows and steps of their names on another one; `None` when not all of
/// them would arrive.
#[must_use]
pub fn to_other_map(
    document: &Document,
    (from, to): (MapId, MapId),
    records: &[RecordRef],
    ids: &mut IdAlloc,
) -> Option<MoveToMap> {
    let cards: BTreeSet<CardId> = records
        .iter()
        .filter_map(|record| match record {
            RecordRef::Card(id) => Some(*id),
            _ => None,
        })
        .collect();
    if from == to || cards.is_empty() {
        return None;
    }
    let moving: Vec<RecordRef> = cards.iter().copied().map(RecordRef::from).collect();
    let copy = copied(document, from, &moving)?;
    let cut = cut_edit(document, &moving, &copy)?;
    // Where they stand is asked of the file without them: a headline stays one.
    let mut without = document.clone();
    plan(document, &cut, ids).ok()?.diff.apply(&mut without);
    let plan = paste_edit(&without, to, &Pasted::Clip(copy.clip?), PasteAt::Anywhere, ids).ok()?;
    let PastePlan { edit: Edit::Batch { edits: pasted, .. }, originals, report, .. } = plan else { return None };
    if originals.values().copied().collect::<BTreeSet<_>>() != cards {
        return None;
    }
    let torn = document.connections.values().filter(|c| cards.contains(&c.from) != cards.contains(&c.to));
    let torn: Vec<RecordRef> = torn.map(|connection| connection.id.into()).collect();
    let taken = originals.keys().filter(|id| without.cards.contains_key(*id));
    let gone: Vec<RecordRef> = torn.iter().copied().chain(taken.copied().map(RecordRef::from)).collect();
    let mut edits = Vec::with_capacity(pasted.len() + 1);
    if !gone.is_empty() {
        edits.push(Edit::Delete(gone));
    }
    edits.extend(pasted.into_iter().filter_map(|edit| arrival(edit, &originals)));
    let label = EditLabel { verb: Verb::Move, noun: TableKind::Card, count: cards.len() };
    Some(MoveToMap { edit: Edit::Batch { label, edits }, replaced: report.replaced, torn: torn.len() })
}

/// What a part of the pasting is when the cards themselves come: connections among them and notes come with them.
fn arrival(edit: Edit, originals: &BTreeMap<CardId, CardId>) -> Option<Edit> {
    match edit {
        Edit::Add(AnyRecord::Card(card)) | Edit::Update(AnyRecord::Card(card)) => {
            let Some(original) = originals.get(&card.id) else { return Some(Edit::Add(card.into())) };
            let mut card = Card { id: *original, ..card };
            if let CardBody::Kpi { place: Place::Touchpoint(at), .. } = &mut card.body {
                *at = originals.get(at).copied().unwrap_or(*at);
            }
            Some(Edit::Update(card.into()))
        }
        Edit::Add(AnyRecord::Connection(_) | AnyRecord::Note(_)) => None,
        other => Some(other),
    }
}
