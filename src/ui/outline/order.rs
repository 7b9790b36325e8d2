//! The order of maps and personas: each has a rank, and two neighbours that change places exchange theirs.

use crate::base::ids::{MapId, PersonaId};
use crate::model::edit::Verb;
use crate::model::{AnyRecord, Document, Edit, EditLabel, JourneyMap, Persona, TableKind};

/// Which way in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Towards {
    Start,
    End,
}

/// The sibling to stand before after one place towards an end; the inner `None` is last, the outer one the end.
fn next_to<T: Copy + PartialEq>(order: &[T], item: T, towards: Towards) -> Option<Option<T>> {
    let at = order.iter().position(|other| *other == item)?;
    match towards {
        Towards::Start => order.get(at.checked_sub(1)?).copied().map(Some),
        Towards::End => order.get(at + 1).map(|_| order.get(at + 2).copied()),
    }
}

/// All ranks anew with a record in front of another one, or last: equal ranks of an old file come apart by the way.
/// `None` when it stands there already.
fn moved<T: Copy + PartialEq>(
    order: &[T],
    (item, before): (T, Option<T>),
    noun: TableKind,
    ranked: impl Fn(T, f64) -> Option<AnyRecord>,
) -> Option<Edit> {
    let mut after: Vec<T> = order.iter().copied().filter(|other| *other != item).collect();
    let at = before.map_or(Some(after.len()), |before| after.iter().position(|other| *other == before))?;
    after.insert(at, item);
    if after == order {
        return None;
    }
    let mut rank = 0.0;
    let edits = after.into_iter().filter_map(|id| {
        rank += 1.0;
        ranked(id, rank).map(Edit::Update)
    });
    Some(Edit::Batch { label: EditLabel::one(Verb::Move, noun), edits: edits.collect() })
}

fn maps(document: &Document) -> Vec<MapId> {
    document.maps_in_order().iter().map(|map| map.id).collect()
}

fn personas(document: &Document) -> Vec<PersonaId> {
    let mut personas: Vec<_> = document.personas.values().collect();
    personas.sort_by(|a, b| a.rank.total_cmp(&b.rank));
    personas.iter().map(|persona| persona.id).collect()
}

/// Moves a map by one place in the list of maps.
pub(super) fn move_map(document: &Document, map: MapId, towards: Towards) -> Option<Edit> {
    map_before(document, map, next_to(&maps(document), map, towards)?)
}

/// Moves a map in front of another one, or to the end of the list.
pub(super) fn map_before(document: &Document, map: MapId, before: Option<MapId>) -> Option<Edit> {
    moved(&maps(document), (map, before), TableKind::Map, |id, rank| {
        document.maps.get(&id).map(|map| JourneyMap { rank, ..JourneyMap::clone(map) }.into())
    })
}

/// Moves a persona by one place in the list of personas.
pub(super) fn move_persona(document: &Document, persona: PersonaId, towards: Towards) -> Option<Edit> {
    persona_before(document, persona, next_to(&personas(document), persona, towards)?)
}

/// Moves a persona in front of another one, or to the end of the list.
pub(super) fn persona_before(document: &Document, persona: PersonaId, before: Option<PersonaId>) -> Option<Edit> {
    moved(&personas(document), (persona, before), TableKind::Persona, |id, rank| {
        document.personas.get(&id).map(|persona| Persona { rank, ..Persona::clone(persona) }.into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_towards_an_end_and_ends_stay() {
        assert_eq!(next_to(&[1, 2, 3], 2, Towards::Start), Some(Some(1)));
        assert_eq!(next_to(&[1, 2, 3], 1, Towards::End), Some(Some(3)));
        assert_eq!(next_to(&[1, 2, 3], 2, Towards::End), Some(None));
        assert_eq!(next_to(&[1, 2, 3], 1, Towards::Start), None);
        assert_eq!(next_to(&[1, 2, 3], 3, Towards::End), None);
        assert_eq!(next_to(&[1, 2, 3], 9, Towards::End), None);
    }
}
