//! The way around everything, for the few connections whose simple ways all run over a card: Dijkstra over the lines of
//! the map and the rows between stacked cards.

use crate::base::geom::Point;
use crate::base::ids::CardId;
use crate::layout::route::ends::{End, Port, Side};
use crate::layout::route::grid::{Grid, Line, Piece};
use crate::layout::route::ways::{Way, hold_beside_curves};
use std::collections::BinaryHeap;

/// Cost of a corner: a little more than in a simple way, since one looks for calm here.
const CORNER: f64 = 24.0;

/// A crossing of two lines, reached on one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Node {
    x: usize,
    y: usize,
    is_level: bool,
}

/// A node in the queue: cheapest first, then in a fixed order, so that the same map always gives the same way.
#[derive(PartialEq)]
struct Queued {
    cost: f64,
    node: usize,
}

impl Eq for Queued {}

impl PartialOrd for Queued {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Queued {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        other.cost.total_cmp(&self.cost).then(other.node.cmp(&self.node))
    }
}

/// The cheapest way that runs over no card; `None` where there is none.
pub(super) fn around(grid: &Grid<'_>, from: (CardId, &End), to: (CardId, &End)) -> Option<Way> {
    let leaving = from.1.ports(from.0, to.1, grid);
    let arriving = to.1.ports(to.0, from.1, grid);
    let field = Field::new(grid, leaving.iter().chain(&arriving));
    let mut best = vec![(f64::INFINITY, usize::MAX); field.xs.len() * field.ys.len() * 2];
    let mut queue = BinaryHeap::new();
    for port in &leaving {
        if let Some((node, cost)) = field.beside(port) {
            let index = field.index(node);
            if let Some(known) = best.get_mut(index).filter(|known| cost < known.0) {
                *known = (cost, usize::MAX);
                queue.push(Queued { cost, node: index });
            }
        }
    }
    let goals: Vec<(usize, f64, &Port)> =
        arriving.iter().filter_map(|p| field.beside(p).map(|(node, cost)| (field.index(node), cost, p))).collect();
    while let Some(Queued { cost, node }) = queue.pop() {
        if best.get(node).is_none_or(|known| cost > known.0) {
            continue;
        }
        for (next, step) in field.steps(field.node(node)) {
            let (next, cost) = (field.index(next), cost + step);
            if let Some(known) = best.get_mut(next).filter(|known| cost < known.0 - 1e-9) {
                *known = (cost, node);
                queue.push(Queued { cost, node: next });
            }
        }
    }
    let reached = |(node, cost, port): &(usize, f64, &Port)| Some((best.get(*node)?.0 + cost, *node, port.edge));
    let (_, last, end) =
        goals.iter().filter_map(reached).filter(|(cost, ..)| cost.is_finite()).min_by(|a, b| a.0.total_cmp(&b.0))?;
    let mut nodes = vec![field.node(last)];
    let mut at = last;
    while let Some((_, before)) = best.get(at).filter(|(_, before)| *before != usize::MAX) {
        at = *before;
        nodes.push(field.node(at));
    }
    nodes.reverse();
    let first = *nodes.first()?;
    let port = leaving.iter().find(|p| field.beside(p).is_some_and(|(node, _)| node == first))?;
    let mut way = Way { pieces: field.pieces(&nodes), edges: (port.edge, end) };
    hold_beside_curves(grid, &mut way);
    Some(way)
}

/// All lines of the map.
struct Field<'g, 'l> {
    grid: &'g Grid<'l>,
    /// Upright lines from left to right, level lines from top to bottom.
    xs: Vec<Piece>,
    ys: Vec<Piece>,
}

impl<'g, 'l> Field<'g, 'l> {
    fn new<'p>(grid: &'g Grid<'l>, ports: impl Iterator<Item = &'p Port>) -> Self {
        let layout = grid.layout;
        let mut xs: Vec<Piece> = (1..=layout.steps.len()).filter_map(|gap| grid.gap(gap)).collect();
        let mut ys: Vec<Piece> = (0..=layout.lanes.len()).map(|channel| grid.channel(channel)).collect();
        ys.extend(grid.stacks());
        for port in ports {
            let own = Piece { room: (port.piece.at, port.piece.at), ..port.piece };
            if own.line.is_level() { ys.push(own) } else { xs.push(own) }
        }
        for lines in [&mut xs, &mut ys] {
            lines.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.line.cmp(&b.line)));
            lines.dedup_by(|a, b| (a.at - b.at).abs() < 1e-6);
        }
        Self { grid, xs, ys }
    }

    fn index(&self, node: Node) -> usize {
        (node.y * self.xs.len() + node.x) * 2 + usize::from(node.is_level)
    }

    fn node(&self, index: usize) -> Node {
        let (place, is_level) = (index / 2, index % 2 == 1);
        Node { x: place % self.xs.len().max(1), y: place / self.xs.len().max(1), is_level }
    }

    fn point(&self, node: Node) -> Option<Point> {
        Some(Point::new(self.xs.get(node.x)?.at, self.ys.get(node.y)?.at))
    }

    /// The first crossing that a line out of a port comes to, and what it costs to get there.
    fn beside(&self, port: &Port) -> Option<(Node, f64)> {
        let lines = if port.piece.line.is_level() { &self.xs } else { &self.ys };
        let own = if port.piece.line.is_level() { &self.ys } else { &self.xs };
        let across = own.iter().position(|l| (l.at - port.piece.at).abs() < 1e-6)?;
        let next = match port.side {
            Side::Top | Side::Left => lines.iter().rposition(|l| l.at < port.edge)?,
            Side::Bottom | Side::Right => lines.iter().position(|l| l.at > port.edge)?,
        };
        let is_level = port.piece.line.is_level();
        let node = if is_level { Node { x: next, y: across, is_level } } else { Node { x: across, y: next, is_level } };
        let at = lines.get(next)?.at;
        let start = if is_level { Point::new(port.edge, port.piece.at) } else { Point::new(port.piece.at, port.edge) };
        let is_free = self.grid.crossings(port.piece.line, start, self.point(node)?).cards == 0;
        is_free.then(|| (node, (at - port.edge).abs()))
    }

    /// Where one may go from a crossing: on to the next one, or into the other direction.
    fn steps(&self, node: Node) -> Vec<(Node, f64)> {
        let mut found = vec![(Node { is_level: !node.is_level, ..node }, CORNER)];
        let neighbours = if node.is_level {
            [(node.x.checked_sub(1), Some(node.y)), (Some(node.x + 1), Some(node.y))]
        } else {
            [(Some(node.x), node.y.checked_sub(1)), (Some(node.x), Some(node.y + 1))]
        };
        let Some(here) = self.point(node) else { return found };
        for (x, y) in neighbours {
            let (Some(x), Some(y)) = (x, y) else { continue };
            let next = Node { x, y, is_level: node.is_level };
            let Some(there) = self.point(next) else { continue };
            // Asked as on a line of no kind: also a channel is looked at.
            let line = if node.is_level { Line::Side } else { Line::Column(0) };
            if self.grid.crossings(line, here, there).cards == 0 {
                found.push((next, (here.x - there.x).abs() + (here.y - there.y).abs()));
            }
        }
        found
    }

    /// The pieces of a way: one for every run in one direction.
    fn pieces(&self, nodes: &[Node]) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut before: Option<bool> = None;
        for node in nodes {
            if before != Some(node.is_level) {
                let line = if node.is_level { self.ys.get(node.y) } else { self.xs.get(node.x) };
                pieces.extend(line.copied());
                before = Some(node.is_level);
            }
        }
        pieces
    }
}
