//! What connections end at: cards, or the bar that stands for the cards of a collapsed lane.

use crate::base::geom::{Point, Rect};
use crate::base::ids::CardId;
use crate::layout::MapLayout;
use crate::layout::route::grid::{Grid, Line, Piece};
use crate::model::Document;
use std::ops::Range;

/// How near the corner of a card a line may leave it.
const CORNER_ROOM: f64 = 10.0;
/// Half the height of the bar in a collapsed lane.
pub(super) const BAR: f64 = 2.0;

/// A side of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Top,
    Bottom,
    Left,
    Right,
}

/// What a connection starts or ends at.
#[derive(Debug, Clone)]
pub(super) struct End {
    pub(super) rect: Rect,
    pub(super) row: usize,
    pub(super) columns: Range<usize>,
    /// The level of its lane; `None` for a bar.
    pub(super) level: Option<usize>,
    /// A point of a curve or a bar: lines meet it in its middle.
    pub(super) is_small: bool,
}

/// Where a line leaves or meets an end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Port {
    pub(super) side: Side,
    /// The piece that touches the end.
    pub(super) piece: Piece,
    /// Where on that piece the edge of the end lies: y for upright pieces, x for level ones.
    pub(super) edge: f64,
    pub(super) column: usize,
    /// The line between the levels of a lane that the port opens to, rather than one between lanes.
    stack: Option<Line>,
}

impl Port {
    /// The line beside the end that the port opens to: a channel above or below it, a gap at its left or right.
    pub(super) fn beside(&self, end: &End) -> Line {
        if let Some(stack) = self.stack {
            return stack;
        }
        match self.side {
            Side::Top => Line::Channel(end.row),
            Side::Bottom => Line::Channel(end.row + 1),
            Side::Left => Line::Gap(end.columns.start),
            Side::Right => Line::Gap(end.columns.end),
        }
    }
}

impl End {
    /// The end that a card stands for; `None` when nothing of it is on the map.
    pub(super) fn of(document: &Document, layout: &MapLayout, card: CardId) -> Option<Self> {
        if let Some(place) = layout.cards.get(&card) {
            let is_small = layout.lanes.get(place.lane).is_some_and(|l| l.plot.is_some()) && place.rect.width() < 20.0;
            return Some(Self {
                rect: place.rect,
                row: place.lane,
                columns: place.columns.clone(),
                level: Some(place.level),
                is_small,
            });
        }
        let record = document.cards.get(&card)?;
        let (row, lane) = layout.lane(record.lane).filter(|(_, lane)| lane.is_collapsed)?;
        let (column, step) = layout.step(record.step)?;
        let middle = Point::new(step.rect.center().x, lane.rect.center().y);
        let half = Point::new(step.rect.width() / 2.0 - 1.0, BAR);
        let rect = Rect { min: middle.offset(-half.x, -half.y), max: middle.offset(half.x, half.y) };
        Some(Self { rect, row, columns: column..column + 1, level: None, is_small: true })
    }

    /// The lines between its level and the next one of its lane; `None` where there is no room for any.
    pub(super) fn stack_below(&self, grid: &Grid<'_>) -> Option<Piece> {
        grid.stack(self.row, self.level?)
    }

    /// Where lines to or from the other end may leave: above and below unless other cards of the cell are close by, and at
    /// both sides.
    pub(super) fn ports(&self, card: CardId, other: &Self, grid: &Grid<'_>) -> Vec<Port> {
        let mut ports = Vec::with_capacity(6);
        // Of a wide card the column nearest to the other end.
        let last = self.columns.end.saturating_sub(1);
        let column = other.columns.start.clamp(self.columns.start, last.max(self.columns.start));
        let (is_first, is_last) = grid.stands_first_and_last(card, self.row, column);
        let Some(across) = grid.column(column) else { return ports };
        let (left, right) = (across.0.max(self.rect.min.x), across.1.min(self.rect.max.x));
        let x = if self.is_small { self.rect.center().x } else { (left + right) / 2.0 };
        let room = if self.is_small { (x, x) } else { inner(left, right) };
        let upright = Piece { line: Line::Column(column), at: x, room };
        let above = self.level.and_then(|level| grid.stack(self.row, level.checked_sub(1)?));
        for (side, edge, is_end, stack) in [
            (Side::Top, self.rect.min.y, is_first, above),
            (Side::Bottom, self.rect.max.y, is_last, self.stack_below(grid)),
        ] {
            if is_end {
                ports.push(Port { side, piece: upright, edge, column, stack: None });
            }
            // Between the cards of a lane only where there is room for lines.
            if let Some(stack) = stack.map(|piece| piece.line) {
                ports.push(Port { side, piece: upright, edge, column, stack: Some(stack) });
            }
        }
        let y = self.rect.center().y;
        let room = if self.is_small { (y, y) } else { inner(self.rect.min.y, self.rect.max.y) };
        let level = Piece { line: Line::Side, at: y, room };
        if self.columns.start > 0 {
            ports.push(Port {
                side: Side::Left,
                piece: level,
                edge: self.rect.min.x,
                column: self.columns.start,
                stack: None,
            });
        }
        ports.push(Port { side: Side::Right, piece: level, edge: self.rect.max.x, column: last, stack: None });
        ports
    }
}

/// A range without its ends, or its middle alone where it is short.
fn inner(low: f64, high: f64) -> (f64, f64) {
    let room = CORNER_ROOM.min((high - low) / 2.0);
    (low + room, high - room)
}
