//! Ways from one end to another along the lines of the map: a handful of simple ones, shortest first.

use crate::base::geom::Point;
use crate::base::ids::CardId;
use crate::layout::route::ends::{End, Port, Side};
use crate::layout::route::grid::{Crossings, Grid, Line, Piece};

/// Cost of running over a card, in world units of detour.
const CROSSING: f64 = 4000.0;
/// The same for a point of a curve.
const TOUCHING: f64 = 150.0;
/// Cost of a corner.
const CORNER: f64 = 14.0;
/// A straight line shorter than this shows little more than the tip of its arrow.
const SHORTEST: f64 = 14.0;
/// Cost of a line that is too short to be seen.
const TOO_SHORT: f64 = 400.0;
/// Cost of an arrow that has to squeeze into a gap between columns.
const SQUEEZED: f64 = 450.0;
/// A channel with this much room holds several lines and the head of an arrow; each unit less costs that much.
const ROOMY: f64 = 12.0;
const NARROW: f64 = 30.0;
/// Cost of running above the first lane: its words would stand on the header.
const AT_HEADER: f64 = 300.0;
/// Cost of running along a lane that keeps no room for the line: that of the lines of other cards.
const ELSEWHERE: f64 = 120.0;
/// Cost of leaving by a side when the way turns at once.
const SIDEWAYS: f64 = 24.0;
/// The same where it turns into a gap so narrow that the line looks like an edge of the cards beside it.
const HUGGING: f64 = 240.0;
const ROOMY_GAP: f64 = 12.0;

/// Cost of leaving by a side into a gap.
fn hugging(gap: &Piece) -> f64 {
    if gap.room.1 - gap.room.0 < ROOMY_GAP { HUGGING } else { SIDEWAYS }
}

/// A way, as the pieces it is made of: level and upright in turn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Way {
    pub(super) pieces: Vec<Piece>,
    /// Where on the first piece it starts, and where on the last one it ends.
    pub(super) edges: (f64, f64),
}

impl Way {
    /// Its corners from start to end.
    pub(super) fn points(&self) -> Vec<Point> {
        corners(&self.pieces, self.edges).collect()
    }
}

/// Corners of a row of pieces.
fn corners(pieces: &[Piece], edges: (f64, f64)) -> impl Iterator<Item = Point> {
    let on = |piece: &Piece, along: f64| {
        if piece.line.is_level() { Point::new(along, piece.at) } else { Point::new(piece.at, along) }
    };
    let first = pieces.first().map(|p| on(p, edges.0));
    let last = pieces.last().map(|p| on(p, edges.1));
    let turns = pieces.iter().zip(pieces.iter().skip(1)).map(move |(a, b)| on(a, b.at));
    first.into_iter().chain(turns).chain(last)
}

/// The pieces of a way with both of their ends.
fn spans(pieces: &[Piece], edges: (f64, f64)) -> impl Iterator<Item = (&Piece, Point, Point)> {
    pieces.iter().zip(corners(pieces, edges).zip(corners(pieces, edges).skip(1))).map(|(piece, (a, b))| (piece, a, b))
}

/// Pieces of the longest simple way.
const MOST: usize = 5;

/// A way that might be taken.
#[derive(Clone, Copy)]
struct Candidate {
    cost: f64,
    pieces: [Piece; MOST],
    count: usize,
    edges: (f64, f64),
}

impl Candidate {
    fn pieces(&self) -> &[Piece] {
        self.pieces.get(..self.count).unwrap_or(&[])
    }
}

/// The cheapest simple way, with how many cards it runs over.
pub(super) fn best(grid: &Grid<'_>, from: (CardId, &End), to: (CardId, &End)) -> Option<(Way, usize)> {
    let (upper, lower) = (from.1.row.min(to.1.row), from.1.row.max(to.1.row));
    // As `Room` has it: below the upper lane, and above the lower one.
    let kept = upper + 1..=lower.max(upper + 1);
    let mut ways = Ways { grid, kept, found: Vec::with_capacity(96) };
    let (leaving, arriving) = (from.1.ports(from.0, to.1, grid), to.1.ports(to.0, from.1, grid));
    for a in &leaving {
        for b in &arriving {
            ways.between((a, from.1), (b, to.1));
        }
    }
    let mut found = ways.found;
    // Stable: of equally long ways the one that was thought of first.
    found.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    let mut best: Option<(f64, &Candidate, usize)> = None;
    for candidate in &found {
        // Shortest first: what lies on a way only adds to its cost, so the rest cannot be better.
        if best.as_ref().is_some_and(|(least, ..)| candidate.cost >= *least) {
            break;
        }
        let crossings = crossings(grid, candidate.pieces(), candidate.edges);
        #[expect(clippy::cast_precision_loss, reason = "a number of cards")]
        let cost = candidate.cost + CROSSING * crossings.cards as f64 + TOUCHING * crossings.points as f64;
        if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
            best = Some((cost, candidate, crossings.cards));
        }
    }
    let (_, candidate, crossings) = best?;
    let mut way = Way { pieces: candidate.pieces().to_vec(), edges: candidate.edges };
    hold_beside_curves(grid, &mut way);
    Some((way, crossings))
}

/// What a way runs over.
fn crossings(grid: &Grid<'_>, pieces: &[Piece], edges: (f64, f64)) -> Crossings {
    let found = spans(pieces, edges).map(|(piece, a, b)| grid.crossings(piece.line, a, b));
    found.fold(Crossings::default(), Crossings::and)
}

/// A leg that runs through a lane of curves is not moved sideways, where it would come upon their points.
pub(super) fn hold_beside_curves(grid: &Grid<'_>, way: &mut Way) {
    let held: Vec<bool> = spans(&way.pieces, way.edges)
        .map(|(piece, a, b)| matches!(piece.line, Line::Column(_)) && grid.passes_curve(a.y.min(b.y), a.y.max(b.y)))
        .collect();
    for (piece, _) in way.pieces.iter_mut().zip(held).filter(|(_, is_held)| *is_held) {
        piece.room = (piece.at, piece.at);
    }
}

struct Ways<'g, 'l> {
    grid: &'g Grid<'l>,
    /// The channels between these two ends.
    kept: std::ops::RangeInclusive<usize>,
    found: Vec<Candidate>,
}

impl Ways<'_, '_> {
    fn add(&mut self, (a, b): (&Port, &Port), between: &[Piece], extra: f64) {
        let mut pieces = [a.piece; MOST];
        let count = between.len() + 2;
        for (slot, piece) in pieces.iter_mut().skip(1).zip(between.iter().chain([&b.piece])) {
            *slot = *piece;
        }
        let candidate = Candidate { cost: extra, pieces, count, edges: (a.edge, b.edge) };
        let is_outward = |port: &Port, next: Option<&Piece>| {
            next.is_some_and(|p| match port.side {
                Side::Top | Side::Left => p.at < port.edge,
                Side::Bottom | Side::Right => p.at > port.edge,
            })
        };
        if is_outward(a, between.first()) && is_outward(b, between.last()) {
            self.push(candidate);
        }
    }

    fn push(&mut self, mut candidate: Candidate) {
        for (piece, a, b) in spans(candidate.pieces.get(..candidate.count).unwrap_or(&[]), candidate.edges) {
            let length = (a.x - b.x).abs() + (a.y - b.y).abs();
            if length > 1e-9 {
                candidate.cost += length + CORNER;
            }
            if let Line::Channel(_) | Line::Stack(..) = piece.line {
                candidate.cost += (ROOMY - (piece.room.1 - piece.room.0)).max(0.0) * NARROW;
            }
            match piece.line {
                Line::Channel(0) => candidate.cost += AT_HEADER,
                Line::Channel(channel) if !self.kept.contains(&channel) => candidate.cost += ELSEWHERE,
                _ => {}
            }
        }
        self.found.push(candidate);
    }

    fn between(&mut self, (a, from): (&Port, &End), (b, to): (&Port, &End)) {
        self.straight((a, from), (b, to));
        let (grid, ends) = (self.grid, (a, b));
        let squeezed = |line: Line| match line {
            Line::Gap(g) => grid.gap(g).map_or(0.0, |p| if p.room.1 - p.room.0 < 3.0 { SQUEEZED } else { SIDEWAYS }),
            _ => 0.0,
        };
        let (leaving, arriving) = (a.beside(from), b.beside(to));
        match (leaving, arriving) {
            (Line::Channel(_) | Line::Stack(..), Line::Channel(_) | Line::Stack(..)) => {
                let (Some(first), Some(last)) = (grid.level(leaving), grid.level(arriving)) else { return };
                if leaving == arriving {
                    return self.add(ends, &[first], 0.0);
                }
                for gap in self.gaps_near(a.column, b.column) {
                    self.add(ends, &[first, gap, last], 0.0);
                }
                // Through empty cells above or below one of the two.
                self.add(ends, &[last], 0.0);
                self.add(ends, &[first], 0.0);
            }
            (Line::Channel(_) | Line::Stack(..), Line::Gap(g)) => {
                if let (Some(first), Some(gap)) = (grid.level(leaving), grid.gap(g)) {
                    self.add(ends, &[first, gap], squeezed(Line::Gap(g)));
                }
            }
            (Line::Gap(g), Line::Channel(_) | Line::Stack(..)) => {
                if let (Some(gap), Some(last)) = (grid.gap(g), grid.level(arriving)) {
                    self.add(ends, &[gap, last], hugging(&gap));
                }
            }
            (Line::Gap(g), Line::Gap(h)) => {
                let (Some(first), Some(second)) = (grid.gap(g), grid.gap(h)) else { return };
                let extra = hugging(&first) + squeezed(Line::Gap(h));
                if g == h {
                    // Of two sides that face each other at one height there is a straight line, or none.
                    if (a.piece.at - b.piece.at).abs() < 1e-6 {
                        return;
                    }
                    return self.add(ends, &[first], extra);
                }
                for channel in [from.row, from.row + 1, to.row, to.row + 1] {
                    self.add(ends, &[first, grid.channel(channel), second], extra);
                }
            }
            _ => {}
        }
    }

    /// Straight across or straight down, where two ends face each other.
    fn straight(&mut self, (a, from): (&Port, &End), (b, to): (&Port, &End)) {
        let is_facing = match (a.side, b.side) {
            (Side::Right, Side::Left) => from.rect.max.x < to.rect.min.x,
            (Side::Left, Side::Right) => to.rect.max.x < from.rect.min.x,
            (Side::Bottom, Side::Top) => from.rect.max.y < to.rect.min.y,
            (Side::Top, Side::Bottom) => to.rect.max.y < from.rect.min.y,
            _ => false,
        };
        let room = (a.piece.room.0.max(b.piece.room.0), a.piece.room.1.min(b.piece.room.1));
        if !is_facing || room.0 > room.1 {
            return;
        }
        let piece = Piece { line: a.piece.line, at: (room.0 + room.1) / 2.0, room };
        let cost = if (a.edge - b.edge).abs() < SHORTEST { TOO_SHORT } else { 0.0 };
        self.push(Candidate { cost, pieces: [piece; MOST], count: 1, edges: (a.edge, b.edge) });
    }

    /// Gaps beside two columns, and those between the stages they stand in and their neighbours.
    fn gaps_near(&self, a: usize, b: usize) -> Vec<Piece> {
        let mut indices = vec![a, a + 1, b, b + 1];
        for column in [a, b] {
            if let Some(stage) = self.grid.layout.stages.iter().find(|s| s.steps.contains(&column)) {
                indices.extend([stage.steps.start, stage.steps.end]);
            }
        }
        indices.sort_unstable();
        indices.dedup();
        indices.into_iter().filter_map(|index| self.grid.gap(index)).collect()
    }
}
