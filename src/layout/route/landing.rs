//! Connections of cards that are held over the map: they run to where the cards would land.

use super::paths;
use crate::base::geom::Point;
use crate::base::ids::{CardId, ConnectionId};
use crate::base::text::Measure;
use crate::layout::{ConnectionPath, MapLayout};
use crate::model::edit::CardMove;
use crate::model::{Connection, Document};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// More lines than this nobody follows while they move; they are routed when the cards are let go of.
const MOST_LINES: usize = 60;

/// Where cards that are held would stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Landing {
    /// What letting go would do.
    pub moves: Vec<CardMove>,
    /// Upper edge of the first of them there, world units.
    pub top: f64,
}

/// A layout in which held cards stand where they would land, moved on from landing to landing: only the cards that are
/// held, and the cells they leave and come to, are touched each time.
#[derive(Debug, Default)]
pub struct HeldLayout {
    there: MapLayout,
    /// Cards that stand elsewhere than in the layout it was made from.
    put: BTreeSet<CardId>,
    /// Cells that hold other cards than in that layout.
    cells: BTreeSet<usize>,
}

impl HeldLayout {
    /// Nothing is held over this layout yet.
    #[must_use]
    pub fn of(layout: &MapLayout) -> Self {
        Self { there: layout.clone(), ..Self::default() }
    }

    /// Puts the cards where they would land; everything else stands as it does in `layout`, from which this was made.
    fn land(&mut self, layout: &MapLayout, landing: &Landing) -> &MapLayout {
        let cards = Arc::make_mut(&mut self.there.cards);
        let cells = Arc::make_mut(&mut self.there.cells);
        for card in std::mem::take(&mut self.put) {
            if let (Some(held), Some(stands)) = (cards.get_mut(&card), layout.cards.get(&card)) {
                held.clone_from(stands);
            }
        }
        for index in std::mem::take(&mut self.cells) {
            if let (Some(cell), Some(holds)) = (cells.get_mut(index), layout.cells.get(index)) {
                cell.clone_from(holds);
            }
        }
        let columns = layout.steps.len();
        let mut top = Some(landing.top);
        for to in &landing.moves {
            let place = cards.get_mut(&to.card);
            let (Some(card), Some((row, lane)), Some((column, step))) =
                (place, layout.lane(to.lane), layout.step(to.step))
            else {
                continue;
            };
            let highest = lane.rect.min.y + layout.sizes.lane_padding;
            // The lane grows for it only when it is let go of: until then its line would end in the lane below.
            let lowest = (lane.rect.max.y - lane.foot - card.rect.height()).max(highest);
            let top = top.take().unwrap_or(highest).min(lowest);
            let start = Point::new(step.rect.min.x, top);
            let moved = card.rect.translate(start.x - card.rect.min.x, start.y - card.rect.min.y);
            let covers = column..(column + card.columns.len()).min(columns);
            for index in card.columns.clone().filter_map(|c| card.lane.checked_mul(columns)?.checked_add(c)) {
                if let Some(cell) = cells.get_mut(index) {
                    cell.retain(|id| *id != to.card);
                    self.cells.insert(index);
                }
            }
            for index in covers.clone().filter_map(|c| row.checked_mul(columns)?.checked_add(c)) {
                if let Some(cell) = cells.get_mut(index) {
                    let at = cell.iter().position(|id| Some(*id) == to.before).unwrap_or(cell.len());
                    cell.insert(at, to.card);
                    self.cells.insert(index);
                }
            }
            (card.lane, card.columns, card.rect) = (row, covers, moved);
            self.put.insert(to.card);
        }
        &self.there
    }
}

/// A layout with the connections of held cards as they would run after letting go; `None` where none would run otherwise,
/// or too many would. `held_layout` is kept from landing to landing as long as the layout is the same.
#[must_use]
pub fn rerouted(
    document: &Document,
    layout: &MapLayout,
    landing: &Landing,
    held_layout: &mut Option<HeldLayout>,
    measure: &mut dyn Measure,
) -> Option<MapLayout> {
    let is_held = |card: CardId| landing.moves.iter().any(|to| to.card == card);
    let held = document.connections.values().filter(|c| is_held(c.from) || is_held(c.to));
    let held: Vec<&Arc<Connection>> = held.take(MOST_LINES + 1).collect();
    if held.is_empty() || held.len() > MOST_LINES {
        return None;
    }
    let there = held_layout.get_or_insert_with(|| HeldLayout::of(layout)).land(layout, landing);
    let new = paths(document, held.iter().copied(), there, measure);
    let mut new: BTreeMap<ConnectionId, ConnectionPath> = new.into_iter().map(|path| (path.id, path)).collect();
    let is_other = |path: &&ConnectionPath| held.iter().all(|connection| connection.id != path.id);
    let mut all: Vec<ConnectionPath> = layout.connections.iter().filter(is_other).cloned().collect();
    all.extend(held.iter().filter_map(|connection| new.remove(&connection.id)));
    Some(MapLayout { connections: Arc::new(all), ..layout.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::fixture::{measure, small_map};
    use crate::layout::map_layout;

    /// Held over one cell after the other, the lines run as if the card had been taken straight there, and back where it
    /// was nothing of it is left.
    #[test]
    fn a_card_moved_on_from_cell_to_cell_stands_as_if_taken_straight_there() {
        let (document, sizes) = (&small_map(), crate::layout::Sizes::default());
        let map = document.maps_in_order()[0].id;
        let layout = map_layout(document, map, &mut measure(), &sizes);
        let connection = document.connections.values().next().expect("the small map has a connection");
        let (card, lane) = (connection.from, document.cards[&connection.from].lane);
        let lanes = [lane, document.cards[&connection.to].lane];
        let mut held = None;
        for (index, step) in layout.steps.iter().chain(layout.steps.iter().rev()).enumerate() {
            let to = CardMove { card, lane: lanes[index % 2], step: step.id, before: None };
            let landing = Landing { moves: vec![to], top: layout.header_height + 30.0 * index as f64 };
            let on = rerouted(document, &layout, &landing, &mut held, &mut measure());
            let anew = rerouted(document, &layout, &landing, &mut None, &mut measure());
            assert_eq!(on.map(|l| l.connections), anew.map(|l| l.connections), "over {:?}", to);
            let there = &held.as_ref().unwrap().there;
            let mut straight = HeldLayout::of(&layout);
            assert_eq!(there, straight.land(&layout, &landing), "over {to:?}");
        }
    }
}
