//! Connections: straight pieces through the channels between lanes and the gaps between columns, around cards.

mod ends;
mod grid;
mod landing;
mod looped;
mod room;
mod search;
#[cfg(test)]
mod tests;
mod tracks;
mod ways;
mod words;

use crate::base::geom::Point;
use crate::base::ids::ConnectionId;
use crate::base::text::{Measure, TextRoom};
use crate::layout::{ConnectionPath, MapLayout};
use crate::model::{Card, Connection, Document};
use ends::End;
use grid::Grid;
pub use landing::{HeldLayout, Landing, rerouted};
pub(super) use room::Room;
use std::sync::Arc;
use ways::Way;

/// Widest words on a line; longer ones end in "…".
const WIDEST_WORDS: f64 = 180.0;

/// Routes every connection whose two ends can be seen on the map: cards, or what stands for them in a collapsed lane.
pub(super) fn place(document: &Document, measure: &mut dyn Measure, layout: &mut MapLayout, earlier: &MapLayout) {
    layout.routed = document.connections.values().cloned().collect();
    let ends = document.connections.values().flat_map(|c| [c.from, c.to]);
    let put_away = ends.filter(|id| !layout.cards.contains_key(id)).filter_map(|id| document.cards.get(&id)).cloned();
    layout.put_away = put_away.collect();
    if is_as_before(layout, earlier) {
        layout.connections.clone_from(&earlier.connections);
        return;
    }
    layout.connections = Arc::new(paths(document, document.connections.values(), layout, measure));
}

/// The lines of some connections as they run on a layout, and where their words stand.
fn paths<'d>(
    document: &Document,
    connections: impl Iterator<Item = &'d Arc<Connection>>,
    layout: &MapLayout,
    measure: &mut dyn Measure,
) -> Vec<ConnectionPath> {
    let grid = Grid::of(layout);
    let mut routed: Vec<(ConnectionId, &str)> = Vec::new();
    let mut ways: Vec<Way> = Vec::new();
    for connection in connections {
        let end = |card| End::of(document, layout, card);
        let (Some(from), Some(to)) = (end(connection.from), end(connection.to)) else { continue };
        if let Some(way) = way(&grid, connection, &from, &to) {
            routed.push((connection.id, &connection.label));
            ways.push(way);
        }
    }
    let has_words: Vec<bool> = routed.iter().map(|(_, words)| !words.is_empty()).collect();
    tracks::spread(&mut ways, &has_words);
    let lines: Vec<Vec<Point>> = ways.iter().map(Way::points).collect();
    let mut places = words::Words::new(&grid, &lines);
    let mut paths: Vec<ConnectionPath> = routed
        .into_iter()
        .zip(&lines)
        .map(|((id, words), points)| {
            let label = Arc::new(measure.block(words, layout.sizes.styles.axis, TextRoom::line(WIDEST_WORDS)));
            ConnectionPath { id, points: points.clone(), label, label_origin: Point::default() }
        })
        .collect();
    // Words of short lines first: they have the fewest places, and those of a line around them can stand beside.
    let length = |path: &ConnectionPath| path.points.windows(2).map(length_of).sum::<f64>();
    let mut order: Vec<(f64, usize)> = paths.iter().map(length).zip(0..).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (_, index) in order {
        if let Some(path) = paths.get_mut(index).filter(|path| !path.label.lines.is_empty()) {
            path.label_origin = places.place(index, &path.points, path.label.size);
        }
    }
    paths
}

fn length_of(piece: &[Point]) -> f64 {
    match piece {
        [a, b] => (a.x - b.x).abs() + (a.y - b.y).abs(),
        _ => 0.0,
    }
}

/// The way from one end to another: a simple one that runs over no card, else one around everything, else the least bad.
fn way(grid: &Grid<'_>, connection: &Connection, from: &End, to: &End) -> Option<Way> {
    // Two bars of one collapsed lane: there is nothing to be seen between them.
    let is_one_bar = from.row == to.row && from.rect.height() <= 2.0 * ends::BAR + 1e-6 && from.rect == to.rect;
    if is_one_bar {
        return None;
    }
    if connection.from == connection.to {
        return Some(looped::way(grid, connection.from, from));
    }
    let (start, goal) = ((connection.from, from), (connection.to, to));
    match ways::best(grid, start, goal) {
        Some((way, 0)) => Some(way),
        simple => search::around(grid, start, goal).or(simple.map(|(way, _)| way)),
    }
}

/// True when everything that routes depend on stands as it did: the connections, and where cards, lanes, steps and
/// stages are.
fn is_as_before(layout: &MapLayout, earlier: &MapLayout) -> bool {
    let is_same_connection = |(a, b): (&Arc<Connection>, &Arc<Connection>)| Arc::ptr_eq(a, b);
    let is_same_card = |(a, b): (&Arc<Card>, &Arc<Card>)| Arc::ptr_eq(a, b);
    layout.map == earlier.map
        && layout.sizes == earlier.sizes
        && layout.routed.len() == earlier.routed.len()
        && layout.routed.iter().zip(&earlier.routed).all(is_same_connection)
        && layout.put_away.len() == earlier.put_away.len()
        && layout.put_away.iter().zip(&earlier.put_away).all(is_same_card)
        && layout.cells == earlier.cells
        && layout.stages.iter().map(|s| s.rect).eq(earlier.stages.iter().map(|s| s.rect))
        && layout.steps.iter().map(|s| s.rect).eq(earlier.steps.iter().map(|s| s.rect))
        && layout.lanes.iter().map(|l| (l.id, l.rect, l.foot)).eq(earlier.lanes.iter().map(|l| (l.id, l.rect, l.foot)))
        && layout.cards.iter().map(|(id, c)| (id, c.rect)).eq(earlier.cards.iter().map(|(id, c)| (id, c.rect)))
}
