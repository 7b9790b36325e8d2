//! Edits of whole maps, and what hangs together with a map.

use crate::base::ids::MapId;
use crate::model::edit::{CopyOfMap, Verb};
use crate::model::{AnyRecord, Document, Edit, EditLabel, JourneyMap, MapState, RecordRef, TableKind};

/// The map a record stands on; `None` for what belongs to the whole file.
#[must_use]
pub fn map_of(document: &Document, record: RecordRef) -> Option<MapId> {
    match record {
        RecordRef::Map(id) => document.maps.contains_key(&id).then_some(id),
        RecordRef::Stage(id) => document.stages.get(&id).map(|s| s.map),
        RecordRef::Step(id) => document.map_of_step(id),
        RecordRef::Lane(id) => document.lanes.get(&id).map(|l| l.map),
        RecordRef::Card(id) => document.map_of_card(id),
        RecordRef::Connection(id) => document.map_of_card(document.connections.get(&id)?.from),
        // A note about a note would lead round in circles; what it is about in the end does not matter then.
        RecordRef::Note(id) => match document.notes.get(&id)?.anchor {
            RecordRef::Note(_) => None,
            anchor => map_of(document, anchor),
        },
        RecordRef::Decision(id) => document.map_of_place(document.decisions.get(&id)?.place),
        RecordRef::Persona(_) | RecordRef::Kpi(_) | RecordRef::Marker(_) | RecordRef::Source(_) => None,
    }
}

/// Makes two maps a pair of current and future state, or ends the pair; former partners are let go.
#[must_use]
pub fn pair(document: &Document, map: MapId, with: Option<MapId>) -> Edit {
    let mut rows: Vec<JourneyMap> = Vec::new();
    let mut set = |id: MapId, counterpart: Option<MapId>| {
        rows.retain(|row| row.id != id);
        if let Some(row) = document.maps.get(&id).filter(|row| row.counterpart != counterpart) {
            rows.push(JourneyMap { counterpart, ..JourneyMap::clone(row) });
        }
    };
    let partner_of = |id: MapId| document.maps.get(&id).and_then(|m| m.counterpart);
    for former in [partner_of(map), with.and_then(partner_of)].into_iter().flatten() {
        set(former, None);
    }
    set(map, with);
    if let Some(with) = with {
        set(with, Some(map));
    }
    let label = EditLabel { verb: Verb::Change, noun: TableKind::Map, count: 1 };
    Edit::Batch { label, edits: rows.into_iter().map(|row| Edit::Update(AnyRecord::Map(row))).collect() }
}

/// A copy of a map with everything on it.
#[must_use]
pub fn duplicate(document: &Document, map: MapId, title: String) -> Option<Edit> {
    let state = document.maps.get(&map)?.state;
    Some(Edit::DuplicateMap { map, title, state, purpose: CopyOfMap::Alone })
}

/// A copy of a map as the other half of a pair; `None` when it has its other half already.
#[must_use]
pub fn other_state(document: &Document, map: MapId, title: String) -> Option<Edit> {
    let original = document.maps.get(&map).filter(|m| m.counterpart.is_none())?;
    let state = match original.state {
        MapState::Current => MapState::Future,
        MapState::Future => MapState::Current,
    };
    Some(Edit::DuplicateMap { map, title, state, purpose: CopyOfMap::Counterpart })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::IdAlloc;
    use crate::model::check::violations;
    use crate::session::{Session, templates};

    fn session() -> (Session, MapId) {
        let document = templates::document("b2b-saas", "Buying", &mut IdAlloc::seeded(1)).unwrap();
        let session = Session::in_memory(document, 7);
        let map = session.map().unwrap();
        (session, map)
    }

    /// Stages, steps, lanes, cards and connections of a map.
    fn counts(document: &Document, map: MapId) -> [usize; 4] {
        let cards = document.cards.keys().filter(|c| document.map_of_card(**c) == Some(map)).count();
        [document.stages_of(map).len(), document.columns_of(map).len(), document.lanes_of(map).len(), cards]
    }

    #[test]
    fn a_copy_has_everything_and_goes_in_one_step() {
        let (mut session, map) = session();
        let before = session.document().clone();
        let edit = duplicate(&before, map, "Copy".to_owned()).unwrap();
        let created = session.edit(&edit, None).unwrap();
        let Some(RecordRef::Map(copy)) = created.first().copied() else { panic!("{created:?}") };
        assert_eq!(counts(session.document(), copy), counts(&before, map));
        assert_eq!(violations(session.document()), []);
        let kpis_elsewhere = session
            .document()
            .kpi_cards(copy)
            .filter(|(_, _, place, _)| session.document().map_of_place(*place) != Some(copy));
        assert_eq!(kpis_elsewhere.count(), 0);
        assert!(session.undo());
        assert_eq!(session.document(), &before);
    }

    #[test]
    fn pairs_name_each_other_and_former_partners_are_let_go() {
        let (mut session, map) = session();
        let edit = other_state(session.document(), map, "Future".to_owned()).unwrap();
        let Some(RecordRef::Map(future)) = session.edit(&edit, None).unwrap().first().copied() else { panic!() };
        let partner = |session: &Session, id: MapId| session.document().maps[&id].counterpart;
        assert_eq!((partner(&session, map), partner(&session, future)), (Some(future), Some(map)));
        assert_eq!(session.document().maps[&future].state, MapState::Future);
        assert!(other_state(session.document(), map, String::new()).is_none());
        let third = duplicate(session.document(), map, "Third".to_owned()).unwrap();
        let Some(RecordRef::Map(third)) = session.edit(&third, None).unwrap().first().copied() else { panic!() };
        assert_eq!(partner(&session, third), None);
        session.edit(&pair(session.document(), map, Some(third)), None).unwrap();
        let all = [map, future, third].map(|id| partner(&session, id));
        assert_eq!(all, [Some(third), None, Some(map)]);
        session.edit(&pair(session.document(), map, None), None).unwrap();
        assert_eq!([map, future, third].map(|id| partner(&session, id)), [None; 3]);
    }
}
