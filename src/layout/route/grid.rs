//! The lines that routes run along, and the cards that stand in their way.
//!
//! Between two lanes runs a channel, between two columns a gap; both are free of cards but for those that span a gap.
//! A route may also run down a column whose cells are empty, and out of the side of a card.

use crate::base::geom::{Point, Rect};
use crate::base::ids::CardId;
use crate::layout::MapLayout;
use crate::model::LaneKind;

/// Free space between a route and the cards above and below it: as long as the head of an arrow, and no more than this
/// share of the room there is.
const CLEARANCE: f64 = 7.0;
const CLEARANCE_SHARE: f64 = 0.35;
/// Free space between a route and the cards at its sides.
const ASIDE: f64 = 2.0;

/// Nearer to each other two stacked cards leave no room for lines with arrows.
const LEAST_BETWEEN: f64 = 12.0;

/// What a piece of a route runs along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Line {
    /// Level, between the lane before and lane `.0`.
    Channel(usize),
    /// Level, below the cards of level `.1` of lane `.0`, where that has room for lines.
    Stack(usize, usize),
    /// Upright, between the column before and column `.0`.
    Gap(usize),
    /// Upright, through cells of a column.
    Column(usize),
    /// Level, out of the side of a card or between two that are stacked without room for lines.
    Side,
}

impl Line {
    pub(super) fn is_level(self) -> bool {
        matches!(self, Self::Channel(_) | Self::Stack(..) | Self::Side)
    }
}

/// A straight piece of a route, before its ends are known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Piece {
    pub(super) line: Line,
    /// Its y when level, its x when upright.
    pub(super) at: f64,
    /// Where it may be moved to make room for others.
    pub(super) room: (f64, f64),
}

/// A card in the way: a little shrunk, since touching an edge is no crossing.
#[derive(Debug, Clone, Copy)]
struct Block {
    rect: Rect,
    /// A point of a curve: small, and sometimes in nobody's way for being in everybody's.
    is_point: bool,
}

/// What a piece of a route runs over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Crossings {
    pub(super) cards: usize,
    pub(super) points: usize,
}

impl Crossings {
    fn of<'b>(blocks: impl Iterator<Item = &'b Block>) -> Self {
        blocks.fold(Self::default(), |sum, block| Self {
            cards: sum.cards + usize::from(!block.is_point),
            points: sum.points + usize::from(block.is_point),
        })
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self { cards: self.cards + other.cards, points: self.points + other.points }
    }
}

/// The lines of a map.
pub(super) struct Grid<'l> {
    pub(super) layout: &'l MapLayout,
    /// Cards cell by cell, as [`MapLayout::cards_in_cell`].
    cells: Vec<Vec<Block>>,
    /// What lies between the levels of each lane, from top to bottom: from the end of one to the beginning of the next.
    between: Vec<Vec<(f64, f64)>>,
    /// Rows with a card that covers more than one column: elsewhere gaps are free.
    has_wide: Vec<bool>,
}

impl<'l> Grid<'l> {
    pub(super) fn of(layout: &'l MapLayout) -> Self {
        let mut has_wide = vec![false; layout.lanes.len()];
        for card in layout.cards.values() {
            if let Some(wide) = has_wide.get_mut(card.lane) {
                *wide |= card.columns.len() > 1;
            }
        }
        let block = |id: &CardId| {
            let place = layout.cards.get(id)?;
            let is_point = place.text.lines.is_empty() && layout.lanes.get(place.lane)?.kind == LaneKind::Curve;
            Some(Block { rect: place.rect.expand(-1.0), is_point })
        };
        let cells = layout.cells.iter().map(|cell| cell.iter().filter_map(block).collect()).collect();
        Self { layout, cells, between: between_levels(layout), has_wide }
    }

    /// The line right below a level of a lane; `None` where cards stand too close for lines.
    pub(super) fn stack(&self, row: usize, level: usize) -> Option<Piece> {
        let (low, high) = *self.between.get(row)?.get(level)?;
        let room = cleared(low, high);
        (high - low >= LEAST_BETWEEN).then(|| Piece {
            line: Line::Stack(row, level),
            at: (room.0 + room.1) / 2.0,
            room,
        })
    }

    /// The middles between all levels of all lanes, with room for lines or without.
    pub(super) fn stacks(&self) -> impl Iterator<Item = Piece> {
        self.between.iter().enumerate().flat_map(move |(row, gaps)| {
            gaps.iter().enumerate().map(move |(level, (low, high))| {
                let y = (low + high) / 2.0;
                self.stack(row, level).unwrap_or(Piece { line: Line::Side, at: y, room: (y, y) })
            })
        })
    }

    /// The piece of a level line that stands for a channel or for what lies between two levels.
    pub(super) fn level(&self, line: Line) -> Option<Piece> {
        match line {
            Line::Channel(index) => Some(self.channel(index)),
            Line::Stack(row, level) => self.stack(row, level),
            Line::Gap(_) | Line::Column(_) | Line::Side => None,
        }
    }

    /// Left and right edge of a column.
    pub(super) fn column(&self, column: usize) -> Option<(f64, f64)> {
        self.layout.steps.get(column).map(|s| (s.rect.min.x, s.rect.max.x))
    }

    /// True when no card of a cell stands above, and when none stands below.
    pub(super) fn stands_first_and_last(&self, card: CardId, row: usize, column: usize) -> (bool, bool) {
        let is_curve = self.layout.lanes.get(row).is_some_and(|l| l.kind == LaneKind::Curve);
        let cell = self.layout.cards_in_cell(row, column);
        if is_curve || cell.is_empty() {
            return (true, true);
        }
        (cell.first() == Some(&card), cell.last() == Some(&card))
    }

    /// The channel above a lane, or below the last one.
    pub(super) fn channel(&self, index: usize) -> Piece {
        let lanes = &self.layout.lanes;
        let above = index.checked_sub(1).and_then(|i| lanes.get(i));
        let low = above.map_or(self.layout.header_height, |l| l.rect.max.y - l.foot);
        // Below the last lane ends what its foot reserves.
        let end = above.map_or(low, |l| l.rect.max.y) + self.layout.sizes.lane_padding;
        let high = lanes
            .get(index)
            .map_or(end, |l| l.rect.min.y + if l.is_collapsed { 0.0 } else { self.layout.sizes.lane_padding });
        // Above the first lane there is no room above the line: its surface ends there.
        let room = cleared(low, high);
        Piece { line: Line::Channel(index), at: (room.0 + room.1) / 2.0, room }
    }

    /// The gap before a column, or after the last one; none before the first, where the lane labels end.
    pub(super) fn gap(&self, index: usize) -> Option<Piece> {
        let left = self.layout.steps.get(index.checked_sub(1)?)?.rect.max.x;
        let right = self.layout.steps.get(index).map_or(left + self.layout.sizes.margin, |s| s.rect.min.x);
        let clearance = ASIDE.min((right - left) / 4.0);
        let room = (left + clearance, right - clearance);
        Some(Piece { line: Line::Gap(index), at: (left + right) / 2.0, room })
    }

    /// What a straight piece between two points runs over. Channels are free by construction.
    pub(super) fn crossings(&self, line: Line, a: Point, b: Point) -> Crossings {
        if matches!(line, Line::Channel(_) | Line::Stack(..)) {
            return Crossings::default();
        }
        // A piece has no area, so it is given a little.
        let thin = Rect::from_corners(a, b).expand(0.5);
        Crossings::of(self.under(thin, matches!(line, Line::Gap(_))))
    }

    /// True when a rectangle lies on no card and on nothing that is pinned.
    pub(super) fn is_free(&self, rect: Rect) -> bool {
        let map = self.layout.bounds;
        let is_inside = rect.min.x >= self.layout.label_width && rect.max.x <= map.max.x && rect.max.y <= map.max.y;
        is_inside && self.under(rect, false).next().is_none()
    }

    /// True when a rectangle reaches from one lane into another one.
    pub(super) fn is_over_edge(&self, rect: &Rect) -> bool {
        self.layout.lanes.iter().any(|lane| rect.min.y < lane.rect.max.y && rect.max.y > lane.rect.max.y)
    }

    /// The cards that touch a rectangle; in a gap only those that span it can.
    fn under(&self, rect: Rect, is_gap: bool) -> impl Iterator<Item = &Block> {
        let (lanes, steps) = (&self.layout.lanes, &self.layout.steps);
        let rows =
            lanes.partition_point(|l| l.rect.max.y <= rect.min.y)..lanes.partition_point(|l| l.rect.min.y < rect.max.y);
        // One column more on either side: a card that spans the gap between two columns stands in both of theirs.
        let first = steps.partition_point(|s| s.rect.max.x <= rect.min.x).saturating_sub(1);
        let end = (steps.partition_point(|s| s.rect.min.x < rect.max.x) + 1).min(steps.len());
        let rows = rows.filter(move |row| !is_gap || self.has_wide.get(*row).copied().unwrap_or(true));
        let cells = rows.filter_map(move |row| self.cells.get(row * steps.len() + first..row * steps.len() + end));
        cells.flatten().flatten().filter(move |block| block.rect.intersects(&rect))
    }

    /// True when a leg through these heights passes points of a curve: it cannot be moved sideways then.
    pub(super) fn passes_curve(&self, top: f64, bottom: f64) -> bool {
        self.layout.lanes.iter().any(|l| l.kind == LaneKind::Curve && l.rect.min.y < bottom && l.rect.max.y > top)
    }
}

/// Where lines may run between what ends and what begins at these heights.
fn cleared(low: f64, high: f64) -> (f64, f64) {
    let clearance = CLEARANCE.min((high - low).max(0.0) * CLEARANCE_SHARE);
    (low + clearance, (high - clearance).max(low + clearance))
}

/// What lies between the levels of each lane: from the bottom of the highest card of one to the top of the next. The
/// points of a curve stand in no levels.
fn between_levels(layout: &MapLayout) -> Vec<Vec<(f64, f64)>> {
    let mut levels: Vec<Vec<(f64, f64)>> = vec![Vec::new(); layout.lanes.len()];
    for card in layout.cards.values().filter(|c| layout.lanes.get(c.lane).is_some_and(|l| l.plot.is_none())) {
        let Some(levels) = levels.get_mut(card.lane) else { continue };
        if levels.len() <= card.level {
            levels.resize(card.level + 1, (f64::INFINITY, f64::NEG_INFINITY));
        }
        if let Some((top, bottom)) = levels.get_mut(card.level) {
            (*top, *bottom) = (top.min(card.rect.min.y), bottom.max(card.rect.max.y));
        }
    }
    let gaps = levels
        .into_iter()
        .map(|levels| levels.iter().zip(levels.iter().skip(1)).map(|((_, low), (high, _))| (*low, *high)).collect());
    gaps.collect()
}
