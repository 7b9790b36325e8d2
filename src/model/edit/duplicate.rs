//! Planning of a copy of a whole map.

use super::rank::slot;
use super::{EditError, EditLabel, Plan, Verb};
use crate::base::ids::{CardId, ConnectionId, IdAlloc, LaneId, MapId, StageId, StepId};
use crate::model::{
    Card, CardBody, Connection, Diff, Document, JourneyMap, Lane, MapState, Note, Place, RecordRef, Stage, Step,
    TableKind,
};
use std::collections::BTreeMap;

/// What a copy of a map is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyOfMap {
    /// Another map with everything, notes too.
    Alone,
    /// The map of the other state: both name each other. What was said about the one is not said about the other.
    Counterpart,
}

/// Old ids of a map and what they become.
struct NewIds {
    map: (MapId, MapId),
    stages: BTreeMap<StageId, StageId>,
    steps: BTreeMap<StepId, StepId>,
    lanes: BTreeMap<LaneId, LaneId>,
    cards: BTreeMap<CardId, CardId>,
    connections: BTreeMap<ConnectionId, ConnectionId>,
}

impl NewIds {
    fn of(document: &Document, map: MapId, ids: &mut IdAlloc) -> Self {
        let new = ids.allocate();
        let stages: BTreeMap<_, _> =
            document.stages.values().filter(|s| s.map == map).map(|s| (s.id, ids.allocate())).collect();
        let steps =
            document.steps.values().filter(|s| stages.contains_key(&s.stage)).map(|s| (s.id, ids.allocate())).collect();
        let lanes: BTreeMap<_, _> =
            document.lanes.values().filter(|l| l.map == map).map(|l| (l.id, ids.allocate())).collect();
        let cards: BTreeMap<_, _> =
            document.cards.values().filter(|c| lanes.contains_key(&c.lane)).map(|c| (c.id, ids.allocate())).collect();
        let is_within = |c: &Connection| cards.contains_key(&c.from) && cards.contains_key(&c.to);
        let connections =
            document.connections.values().filter(|c| is_within(c)).map(|c| (c.id, ids.allocate())).collect();
        Self { map: (map, new), stages, steps, lanes, cards, connections }
    }

    /// Places on the map become those of the copy; others stay.
    fn place(&self, place: Place) -> Place {
        let moved = match place {
            Place::Map(id) => (id == self.map.0).then_some(Place::Map(self.map.1)),
            Place::Stage(id) => self.stages.get(&id).copied().map(Place::Stage),
            Place::Step(id) => self.steps.get(&id).copied().map(Place::Step),
            Place::Touchpoint(id) => self.cards.get(&id).copied().map(Place::Touchpoint),
        };
        moved.unwrap_or(place)
    }

    /// The copy of what a note stands at; `None` for what is not on the map.
    fn anchor(&self, anchor: RecordRef) -> Option<RecordRef> {
        match anchor {
            RecordRef::Map(id) => (id == self.map.0).then_some(self.map.1.into()),
            RecordRef::Stage(id) => self.stages.get(&id).map(|id| (*id).into()),
            RecordRef::Step(id) => self.steps.get(&id).map(|id| (*id).into()),
            RecordRef::Lane(id) => self.lanes.get(&id).map(|id| (*id).into()),
            RecordRef::Card(id) => self.cards.get(&id).map(|id| (*id).into()),
            RecordRef::Connection(id) => self.connections.get(&id).map(|id| (*id).into()),
            _ => None,
        }
    }
}

pub(super) fn map(
    document: &Document,
    ids: &mut IdAlloc,
    map: MapId,
    title: &str,
    state: MapState,
    purpose: CopyOfMap,
) -> Result<Plan, EditError> {
    let original = document.maps.get(&map).ok_or(EditError::Missing(map.into()))?;
    let new = NewIds::of(document, map, ids);
    let mut diff = Diff::default();
    let siblings: Vec<_> = document.maps_in_order().iter().map(|m| (m.id, m.rank)).collect();
    let after = siblings.iter().position(|(id, _)| *id == map).and_then(|index| siblings.get(index + 1));
    let slot = slot(&siblings, after.map(|(id, _)| *id));
    for (id, rank) in slot.renumbered {
        if let Some(row) = document.maps.get(&id) {
            diff.maps.put(&document.maps, JourneyMap { rank, ..(**row).clone() });
        }
    }
    let counterpart = (purpose == CopyOfMap::Counterpart).then_some(map);
    let (title, rank) = (title.to_owned(), slot.rank);
    let mut copy = JourneyMap { id: new.map.1, title, state, rank, counterpart, ..JourneyMap::clone(original) };
    // The copy was never reviewed. The log of decisions stays with the map that they were made for, as the numbers do.
    copy.reviewed_on = None;
    // What was set aside about single places was about those of the original.
    copy.dismissed.retain(|dismissed| dismissed.place.is_none());
    diff.maps.put(&document.maps, copy);
    if purpose == CopyOfMap::Counterpart {
        let mut pair = |id: MapId, counterpart: Option<MapId>| {
            if let Some(row) = diff.maps.current(&document.maps, id).cloned() {
                diff.maps.put(&document.maps, JourneyMap { counterpart, ..JourneyMap::clone(&row) });
            }
        };
        if let Some(former) = original.counterpart {
            pair(former, None);
        }
        pair(map, Some(new.map.1));
    }
    rows(document, ids, &new, &mut diff, purpose);
    let verb = match (purpose, state) {
        (CopyOfMap::Alone, _) => Verb::Duplicate,
        (CopyOfMap::Counterpart, MapState::Future) => Verb::MakeFuture,
        (CopyOfMap::Counterpart, MapState::Current) => Verb::MakeCurrent,
    };
    let label = EditLabel::one(verb, TableKind::Map);
    Ok(Plan { diff, label, created: vec![new.map.1.into()] })
}

/// Everything on the map, with new ids.
fn rows(document: &Document, ids: &mut IdAlloc, new: &NewIds, diff: &mut Diff, purpose: CopyOfMap) {
    for (old, id) in &new.stages {
        if let Some(row) = document.stages.get(old) {
            diff.stages.put(&document.stages, Stage { id: *id, map: new.map.1, ..Stage::clone(row) });
        }
    }
    for (old, id) in &new.steps {
        let Some(row) = document.steps.get(old) else { continue };
        let Some(stage) = new.stages.get(&row.stage).copied() else { continue };
        diff.steps.put(&document.steps, Step { id: *id, stage, ..Step::clone(row) });
    }
    for (old, id) in &new.lanes {
        if let Some(row) = document.lanes.get(old) {
            diff.lanes.put(&document.lanes, Lane { id: *id, map: new.map.1, ..Lane::clone(row) });
        }
    }
    for (old, id) in &new.cards {
        let Some(row) = document.cards.get(old) else { continue };
        let (Some(lane), Some(step)) = (new.lanes.get(&row.lane).copied(), new.steps.get(&row.step).copied()) else {
            continue;
        };
        let mut card = Card { id: *id, lane, step, ..Card::clone(row) };
        if let CardBody::Kpi { place, .. } = &mut card.body {
            *place = new.place(*place);
        }
        diff.cards.put(&document.cards, card);
    }
    for (old, id) in &new.connections {
        let Some(row) = document.connections.get(old) else { continue };
        if let (Some(from), Some(to)) = (new.cards.get(&row.from).copied(), new.cards.get(&row.to).copied()) {
            let copy = Connection { id: *id, from, to, ..Connection::clone(row) };
            diff.connections.put(&document.connections, copy);
        }
    }
    if purpose == CopyOfMap::Counterpart {
        return;
    }
    for row in document.notes.values() {
        if let Some(anchor) = new.anchor(row.anchor) {
            diff.notes.put(&document.notes, Note { id: ids.allocate(), anchor, ..Note::clone(row) });
        }
    }
}
