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

/// The two places that an item and its neighbour take; `None` at the end of the list.
fn pair<T: Copy + PartialEq>(order: &[T], item: T, towards: Towards) -> Option<(usize, usize)> {
    let at = order.iter().position(|other| *other == item)?;
    let other = match towards {
        Towards::Start => at.checked_sub(1)?,
        Towards::End => at + 1,
    };
    (other < order.len()).then_some((at, other))
}

/// All ranks anew, with two records in each other's place: equal ranks of an old file come apart by the way.
fn moved<T: Copy + PartialEq>(
    mut order: Vec<T>,
    (item, towards): (T, Towards),
    noun: TableKind,
    ranked: impl Fn(T, f64) -> Option<AnyRecord>,
) -> Option<Edit> {
    let (at, other) = pair(&order, item, towards)?;
    order.swap(at, other);
    let mut rank = 0.0;
    let edits = order.into_iter().filter_map(|id| {
        rank += 1.0;
        ranked(id, rank).map(Edit::Update)
    });
    Some(Edit::Batch { label: EditLabel::one(Verb::Move, noun), edits: edits.collect() })
}

/// Moves a map in the list of maps.
pub(super) fn move_map(document: &Document, map: MapId, towards: Towards) -> Option<Edit> {
    let order = document.maps_in_order().iter().map(|map| map.id).collect();
    moved(order, (map, towards), TableKind::Map, |id, rank| {
        document.maps.get(&id).map(|map| JourneyMap { rank, ..JourneyMap::clone(map) }.into())
    })
}

/// Moves a persona in the list of personas.
pub(super) fn move_persona(document: &Document, persona: PersonaId, towards: Towards) -> Option<Edit> {
    let mut personas: Vec<_> = document.personas.values().collect();
    personas.sort_by(|a, b| a.rank.total_cmp(&b.rank));
    let order = personas.iter().map(|persona| persona.id).collect();
    moved(order, (persona, towards), TableKind::Persona, |id, rank| {
        document.personas.get(&id).map(|persona| Persona { rank, ..Persona::clone(persona) }.into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_change_places_and_ends_stay() {
        assert_eq!(pair(&[1, 2, 3], 2, Towards::Start), Some((1, 0)));
        assert_eq!(pair(&[1, 2, 3], 2, Towards::End), Some((1, 2)));
        assert_eq!(pair(&[1, 2, 3], 1, Towards::Start), None);
        assert_eq!(pair(&[1, 2, 3], 3, Towards::End), None);
        assert_eq!(pair(&[1, 2, 3], 9, Towards::End), None);
    }
}
