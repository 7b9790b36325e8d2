//! Connections: straight pieces through the gaps between cards.

use crate::base::geom::{Point, Rect, Size};
use crate::base::ids::CardId;
use crate::base::text::{Measure, TextBlock, TextRoom};
use crate::layout::{ConnectionPath, MapLayout};
use crate::model::{Connection, Document};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Cost of running over a card, in world units of detour.
const CROSSING: f64 = 4000.0;
/// Cost of a way that has no room for the words of its connection.
const WORDLESS: f64 = 600.0;
/// Free line on either side of words.
const BESIDE_WORDS: f64 = 6.0;
/// Cost of a corner.
const CORNER: f64 = 12.0;
/// How far lines in the same gap stand apart.
const TRACK: f64 = 2.0;
/// A line between neighbours is at least this long: the gap alone would hide its arrow.
const SHORTEST: f64 = 18.0;
/// The last piece of a line is at least this long.
const ARROW: f64 = 8.0;

/// Routes every connection whose two ends stand on the map.
pub(super) fn place(document: &Document, measure: &mut dyn Measure, layout: &mut MapLayout, earlier: &MapLayout) {
    layout.routed = document.connections.values().cloned().collect();
    if is_as_before(layout, earlier) {
        layout.connections.clone_from(&earlier.connections);
        return;
    }
    let obstacles = Obstacles::of(layout);
    // How many lines already run along a gap, so that the next one stands beside them.
    let mut tracks: BTreeMap<i64, usize> = BTreeMap::new();
    let mut paths = Vec::new();
    let mut taken: Vec<Rect> = Vec::new();
    for connection in document.connections.values() {
        let (Some(from), Some(to)) = (layout.cards.get(&connection.from), layout.cards.get(&connection.to)) else {
            continue;
        };
        if connection.from == connection.to {
            continue;
        }
        let words = measure.block(&connection.label, layout.sizes.styles.axis, TextRoom::line(180.0));
        let mut ways: Vec<(f64, Vec<Point>)> =
            candidates(from.rect, to.rect, layout).into_iter().map(|way| (detour(&way), way)).collect();
        ways.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut best: Option<(f64, Vec<Point>)> = None;
        for (detour, way) in ways {
            // Shortest first: what lies on a way only adds to its cost, so the rest cannot be better.
            if best.as_ref().is_some_and(|(least, _)| detour >= *least) {
                break;
            }
            let enough = best.as_ref().map_or(f64::INFINITY, |(least, _)| least - detour);
            let mut cost = detour + obstacles.crossings(&way, connection.from, connection.to, enough);
            if !words.lines.is_empty() && piece_for_words(&way, words.size.width, layout).is_none() {
                cost += WORDLESS;
            }
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, way));
            }
        }
        let Some((_, mut points)) = best else { continue };
        let piece = piece_for_words(&points, words.size.width, layout);
        if piece.is_none() {
            spread(&mut points, &mut tracks);
        }
        lengthen(&mut points);
        let (label, label_origin) = match piece.and_then(|p| free_place(p, words.size, &mut taken)) {
            Some(place) => (words, place.min),
            // Words on a card would hide what it says; they stay in the inspector.
            None => (TextBlock::default(), middle(&points)),
        };
        paths.push(ConnectionPath { id: connection.id, points, label: Arc::new(label), label_origin });
    }
    layout.connections = paths;
}

/// True when everything that routes depend on stands as it did: the connections, and where cards, lanes, steps and
/// stages are.
fn is_as_before(layout: &MapLayout, earlier: &MapLayout) -> bool {
    let is_same_connection = |(a, b): (&Arc<Connection>, &Arc<Connection>)| Arc::ptr_eq(a, b);
    layout.map == earlier.map
        && layout.sizes == earlier.sizes
        && layout.routed.len() == earlier.routed.len()
        && layout.routed.iter().zip(&earlier.routed).all(is_same_connection)
        && layout.cells == earlier.cells
        && layout.stages.iter().map(|s| s.rect).eq(earlier.stages.iter().map(|s| s.rect))
        && layout.steps.iter().map(|s| s.rect).eq(earlier.steps.iter().map(|s| s.rect))
        && layout.lanes.iter().map(|l| (l.rect, l.words_y)).eq(earlier.lanes.iter().map(|l| (l.rect, l.words_y)))
        && layout.cards.iter().map(|(id, c)| (id, c.rect)).eq(earlier.cards.iter().map(|(id, c)| (id, c.rect)))
}

/// Ways from one card to another, simplest first.
fn candidates(from: Rect, to: Rect, layout: &MapLayout) -> Vec<Vec<Point>> {
    let (f, t) = (from.center(), to.center());
    let mut ways = Vec::new();
    // Straight across or straight down, where the two face each other.
    let shared_y = (from.min.y.max(to.min.y), from.max.y.min(to.max.y));
    if shared_y.0 + 8.0 < shared_y.1 {
        let y = (shared_y.0 + shared_y.1) / 2.0;
        let (a, b) = if f.x < t.x { (from.max.x, to.min.x) } else { (from.min.x, to.max.x) };
        ways.push(vec![Point::new(a, y), Point::new(b, y)]);
    }
    let shared_x = (from.min.x.max(to.min.x), from.max.x.min(to.max.x));
    if shared_x.0 + 8.0 < shared_x.1 {
        let x = (shared_x.0 + shared_x.1) / 2.0;
        let (a, b) = if f.y < t.y { (from.max.y, to.min.y) } else { (from.min.y, to.max.y) };
        ways.push(vec![Point::new(x, a), Point::new(x, b)]);
    }
    // Out of the top or bottom, along the edge of a lane, into the top or bottom.
    let gutters: Vec<f64> = lane_edges(from, layout).into_iter().chain(lane_edges(to, layout)).collect();
    for y in &gutters {
        let leave = Point::new(f.x, if *y < f.y { from.min.y } else { from.max.y });
        let arrive = Point::new(t.x, if *y < t.y { to.min.y } else { to.max.y });
        ways.push(vec![leave, Point::new(leave.x, *y), Point::new(arrive.x, *y), arrive]);
    }
    // The same with a turn through the gap before or after a column or a stage, for ends in different lanes.
    let mut turns = vec![from.min.x - 2.0, from.max.x + 2.0, to.min.x - 2.0, to.max.x + 2.0];
    for x in [f.x, t.x] {
        let index = layout.stages.partition_point(|s| s.rect.max.x <= x);
        if let Some(stage) = layout.stages.get(index) {
            let half = layout.sizes.stage_gap / 2.0;
            turns.extend([stage.rect.min.x - half, stage.rect.max.x + half]);
        }
    }
    for y in &gutters {
        for x in &turns {
            for y2 in lane_edges(to, layout) {
                let leave = Point::new(f.x, if *y < f.y { from.min.y } else { from.max.y });
                let arrive = Point::new(t.x, if y2 < t.y { to.min.y } else { to.max.y });
                ways.push(vec![
                    leave,
                    Point::new(leave.x, *y),
                    Point::new(*x, *y),
                    Point::new(*x, y2),
                    Point::new(arrive.x, y2),
                    arrive,
                ]);
            }
        }
    }
    ways
}

/// Just inside the upper and the lower edge of the lane a card stands in: beside the hairline, before the cards.
fn lane_edges(card: Rect, layout: &MapLayout) -> [f64; 2] {
    let inset = layout.sizes.lane_padding / 2.0;
    let row = layout.lanes.partition_point(|l| l.rect.max.y <= card.center().y);
    layout.lanes.get(row).map_or([card.min.y - inset, card.max.y + inset], |l| {
        [l.rect.min.y + inset, l.words_y.unwrap_or(l.rect.max.y - inset)]
    })
}

/// Cost of the length and the corners of a way.
fn detour(points: &[Point]) -> f64 {
    let pieces = points.windows(2).map(|pair| match pair {
        [a, b] => (a.x - b.x).abs() + (a.y - b.y).abs(),
        _ => 0.0,
    });
    pieces.filter(|length| *length > 0.0).map(|length| length + CORNER).sum()
}

/// Where cards stand in the way, cell by cell: a way looks at hundreds of them.
struct Obstacles<'l> {
    layout: &'l MapLayout,
    /// As [`MapLayout::cells`]; cards a little shrunk, since touching an edge is no crossing.
    cells: Vec<Vec<(CardId, Rect)>>,
}

impl<'l> Obstacles<'l> {
    fn of(layout: &'l MapLayout) -> Self {
        let shrunk = |id: &CardId| Some((*id, layout.cards.get(id)?.rect.expand(-1.0)));
        let cells = layout.cells.iter().map(|cell| cell.iter().filter_map(shrunk).collect()).collect();
        Self { layout, cells }
    }

    /// Cost of the cards a way runs over; not looked at further once it is `enough`.
    fn crossings(&self, points: &[Point], from: CardId, to: CardId, enough: f64) -> f64 {
        let (lanes, steps) = (&self.layout.lanes, &self.layout.steps);
        let mut cost = 0.0;
        for pair in points.windows(2) {
            let [a, b] = pair else { continue };
            let piece = Rect::from_corners(*a, *b);
            let length = piece.width() + piece.height();
            // A piece has no area, so it is given a little.
            let thin = piece.expand(0.5);
            let rows = lanes.partition_point(|l| l.rect.max.y <= thin.min.y)
                ..lanes.partition_point(|l| l.rect.min.y < thin.max.y);
            // One column more on either side: a card that spans the gap between two columns stands in both of theirs.
            let first = steps.partition_point(|s| s.rect.max.x <= thin.min.x).saturating_sub(1);
            let end = (steps.partition_point(|s| s.rect.min.x < thin.max.x) + 1).min(steps.len());
            for row in rows {
                let cells = self.cells.get(row * steps.len() + first..row * steps.len() + end);
                for (id, rect) in cells.into_iter().flatten().flatten() {
                    let is_end = *id == from || *id == to;
                    if rect.intersects(&thin) && !(is_end && length < 1.0) {
                        cost += if is_end { CROSSING / 2.0 } else { CROSSING };
                    }
                }
                if cost >= enough {
                    return cost;
                }
            }
        }
        cost
    }
}

/// Moves the level pieces of a way off the ones that already run along the same gap.
fn spread(points: &mut [Point], tracks: &mut BTreeMap<i64, usize>) {
    for i in 1..points.len().saturating_sub(2) {
        let (Some(a), Some(b)) = (points.get(i).copied(), points.get(i + 1).copied()) else { continue };
        if (a.y - b.y).abs() > 1e-9 {
            continue;
        }
        #[expect(clippy::cast_possible_truncation, reason = "a key only; maps are far smaller than i64")]
        let used = tracks.entry(a.y.round() as i64).or_default();
        // 0, +1, −1, then again: a gap holds three lines before they lie on each other.
        let shift = [0.0, TRACK, -TRACK].get(*used % 3).copied().unwrap_or(0.0);
        *used += 1;
        for p in points.iter_mut().skip(i).take(2) {
            p.y += shift;
        }
    }
}

/// Lets a line between neighbours reach into the padding of both cards, and any arrow into that of its card: the gaps
/// alone are too small for an arrow to be seen.
fn lengthen(points: &mut [Point]) {
    let count = points.len();
    let [.., before, tip] = points else { return };
    let (dx, dy) = (tip.x - before.x, tip.y - before.y);
    let length = dx.hypot(dy);
    let least = if count == 2 { SHORTEST } else { ARROW };
    if length < 1e-6 || length >= least {
        return;
    }
    let share = if count == 2 { 0.5 } else { 1.0 };
    let more = (least - length) * share / length;
    *tip = tip.offset(dx * more, dy * more);
    if count == 2 {
        *before = before.offset(-dx * more, -dy * more);
    }
}

/// The level piece of a way that runs where its lane has room for words and is long enough for them.
fn piece_for_words(points: &[Point], width: f64, layout: &MapLayout) -> Option<(Point, Point)> {
    points.windows(2).find_map(|pair| {
        let [a, b] = pair else { return None };
        let is_level = (a.y - b.y).abs() < 1e-9;
        let is_long = (a.x - b.x).abs() >= width + 2.0 * BESIDE_WORDS;
        let has_room = layout.lanes.iter().any(|l| l.words_y.is_some_and(|y| (y - a.y).abs() < 1e-9));
        (is_level && is_long && has_room).then_some(if a.x < b.x { (*a, *b) } else { (*b, *a) })
    })
}

/// A place for words on a level piece: in its middle, else at one of its ends, where no other words stand.
fn free_place((left, right): (Point, Point), size: Size, taken: &mut Vec<Rect>) -> Option<Rect> {
    let (start, end) = (left.x + BESIDE_WORDS, right.x - BESIDE_WORDS - size.width);
    let top = left.y - size.height / 2.0;
    let places = [(start + end) / 2.0, start, end].map(|x| Rect::new(x, top, size.width, size.height));
    let free = places.into_iter().find(|p| !taken.iter().any(|t| t.expand(BESIDE_WORDS).intersects(p)))?;
    taken.push(free);
    Some(free)
}

/// The middle of the longest piece.
fn middle(points: &[Point]) -> Point {
    let length = |pair: &&[Point]| match pair {
        [a, b] => (a.x - b.x).abs() + (a.y - b.y).abs(),
        _ => 0.0,
    };
    match points.windows(2).max_by(|a, b| length(a).total_cmp(&length(b))) {
        Some([a, b]) => Point::new((a.x + b.x) / 2.0, (a.y + b.y) / 2.0),
        _ => Point::default(),
    }
}
