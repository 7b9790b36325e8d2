//! Connections of cards that are held over the map: they run to where the cards would land.

use super::paths;
use crate::base::geom::Point;
use crate::base::ids::{CardId, ConnectionId};
use crate::base::text::Measure;
use crate::layout::{ConnectionPath, MapLayout};
use crate::model::edit::CardMove;
use crate::model::{Connection, Document};
use std::collections::BTreeMap;
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

/// A layout with the connections of held cards as they would run after letting go; `None` where none would run otherwise,
/// or too many would.
#[must_use]
pub fn rerouted(
    document: &Document,
    layout: &MapLayout,
    landing: &Landing,
    measure: &mut dyn Measure,
) -> Option<MapLayout> {
    let is_held = |card: CardId| landing.moves.iter().any(|to| to.card == card);
    let held = document.connections.values().filter(|c| is_held(c.from) || is_held(c.to));
    let held: Vec<&Arc<Connection>> = held.take(MOST_LINES + 1).collect();
    if held.is_empty() || held.len() > MOST_LINES {
        return None;
    }
    let there = landed(layout, landing);
    let new = paths(document, held.iter().copied(), &there, measure);
    let mut new: BTreeMap<ConnectionId, ConnectionPath> = new.into_iter().map(|path| (path.id, path)).collect();
    let is_other = |path: &&ConnectionPath| held.iter().all(|connection| connection.id != path.id);
    let mut all: Vec<ConnectionPath> = layout.connections.iter().filter(is_other).cloned().collect();
    all.extend(held.iter().filter_map(|connection| new.remove(&connection.id)));
    Some(MapLayout { connections: all, ..layout.clone() })
}

/// The layout with the cards where they would land; everything else stands as it does.
fn landed(layout: &MapLayout, landing: &Landing) -> MapLayout {
    let mut there = layout.clone();
    let columns = there.steps.len();
    let mut top = Some(landing.top);
    for to in &landing.moves {
        let place = there.cards.get(&to.card).cloned();
        let (Some(place), Some((row, lane)), Some((column, step))) =
            (place, layout.lane(to.lane), layout.step(to.step))
        else {
            continue;
        };
        let highest = lane.rect.min.y + layout.sizes.lane_padding;
        // The lane grows for it only when it is let go of: until then its line would end in the lane below.
        let lowest = (lane.rect.max.y - lane.foot - place.rect.height()).max(highest);
        let top = top.take().unwrap_or(highest).min(lowest);
        let start = Point::new(step.rect.min.x, top);
        let moved = place.rect.translate(start.x - place.rect.min.x, start.y - place.rect.min.y);
        let covers = column..(column + place.columns.len()).min(columns);
        for cell in place.columns.clone().filter_map(|c| place.lane.checked_mul(columns)?.checked_add(c)) {
            if let Some(cell) = there.cells.get_mut(cell) {
                cell.retain(|id| *id != to.card);
            }
        }
        for cell in covers.clone().filter_map(|c| row.checked_mul(columns)?.checked_add(c)) {
            if let Some(cell) = there.cells.get_mut(cell) {
                let at = cell.iter().position(|id| Some(*id) == to.before).unwrap_or(cell.len());
                cell.insert(at, to.card);
            }
        }
        if let Some(card) = there.cards.get_mut(&to.card) {
            (card.lane, card.columns, card.rect) = (row, covers, moved);
        }
    }
    there
}
