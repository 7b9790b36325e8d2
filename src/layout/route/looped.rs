//! A connection from a card to itself: a small loop at its lower edge.

use crate::base::ids::CardId;
use crate::layout::route::ends::End;
use crate::layout::route::grid::{Grid, Line, Piece};
use crate::layout::route::ways::Way;

/// How far from the right corner of a card the arrow comes back, and how far apart it leaves, world units.
const CORNER: f64 = 16.0;
const WIDTH: f64 = 26.0;
/// How far below the card the loop reaches where no line runs.
const DEPTH: f64 = 16.0;
/// A line further below than this is not made a part of the loop.
const FAR: f64 = 40.0;

/// The loop of a card.
pub(super) fn way(grid: &Grid<'_>, card: CardId, end: &End) -> Way {
    let rect = end.rect;
    let (back, out) = if end.is_small {
        (rect.max.x - rect.width() / 6.0, rect.min.x + rect.width() / 6.0)
    } else {
        let width = WIDTH.min(rect.width() / 2.0);
        let back = rect.max.x - CORNER.min(rect.width() / 4.0);
        (back, back - width)
    };
    let column = end.columns.end.saturating_sub(1);
    let fixed = |line, at| Piece { line, at, room: (at, at) };
    let (_, is_last) = grid.stands_first_and_last(card, end.row, column);
    let below = end.stack_below(grid).or_else(|| is_last.then(|| grid.channel(end.row + 1)));
    // Others run there too: the loop takes a track beside them.
    let shared = below.filter(|piece| !end.is_small && (2.0..FAR).contains(&(piece.room.0 - rect.max.y)));
    let deepest = below.map_or(DEPTH, |piece| (piece.room.1 - rect.max.y).max(1.0));
    let level = shared.unwrap_or_else(|| fixed(Line::Side, rect.max.y + DEPTH.min(deepest)));
    let pieces = vec![fixed(Line::Column(column), out), level, fixed(Line::Column(column), back)];
    Way { pieces, edges: (rect.max.y, rect.max.y) }
}
