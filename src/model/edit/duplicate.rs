//! Planning of copies of whole lanes.

use super::rank::slot;
use super::{EditError, EditLabel, Plan, Verb};
use crate::base::ids::{CardId, IdAlloc, LaneId};
use crate::model::{Card, CardBody, Connection, Diff, Document, Lane, RecordRef, TableKind};
use std::collections::BTreeMap;

/// A copy of a lane with its cards, and the connections between them, right below it.
pub(super) fn lane(document: &Document, ids: &mut IdAlloc, lane: LaneId) -> Result<Plan, EditError> {
    let original = document.lanes.get(&lane).ok_or(EditError::Missing(lane.into()))?;
    let lanes = document.lanes_of(original.map);
    let next = lanes.iter().position(|l| l.id == lane).and_then(|i| lanes.get(i + 1)).map(|l| l.id);
    let siblings: Vec<_> = lanes.iter().map(|l| (l.id, l.rank)).collect();
    let slot = slot(&siblings, next);
    let mut diff = Diff::default();
    for (id, rank) in slot.renumbered {
        if let Some(row) = document.lanes.get(&id) {
            diff.lanes.put(&document.lanes, Lane { rank, ..(**row).clone() });
        }
    }
    let copy = Lane { id: ids.allocate(), rank: slot.rank, ..(**original).clone() };
    let mut created: Vec<RecordRef> = vec![copy.id.into()];
    let mut copies: BTreeMap<CardId, CardId> = BTreeMap::new();
    for card in document.cards.values().filter(|c| c.lane == lane) {
        let mut made = Card { id: ids.allocate(), lane: copy.id, ..(**card).clone() };
        if let CardBody::Kpi { is_headline, .. } = &mut made.body {
            // One figure twice in a stage header says nothing more.
            *is_headline = false;
        }
        copies.insert(card.id, made.id);
        created.push(made.id.into());
        diff.cards.put(&document.cards, made);
    }
    for connection in document.connections.values() {
        if let (Some(from), Some(to)) = (copies.get(&connection.from), copies.get(&connection.to)) {
            let copy = Connection { id: ids.allocate(), from: *from, to: *to, ..(**connection).clone() };
            created.push(copy.id.into());
            diff.connections.put(&document.connections, copy);
        }
    }
    diff.lanes.put(&document.lanes, copy);
    Ok(Plan { diff, label: EditLabel::one(Verb::Duplicate, TableKind::Lane), created })
}
