//! Places for the words of connections: on their own line or beside it, on no card and no other words where there is
//! room for that.

use crate::base::geom::{Point, Rect, Size};
use crate::layout::route::grid::Grid;

/// Free line on either side of words that stand on it.
const BESIDE: f64 = 5.0;
/// Between a line and words beside it.
const OFF: f64 = 2.0;
/// Room for the head of an arrow and half its width.
const HEAD: f64 = 10.0;
const HALF_HEAD: f64 = 4.0;
/// Free space around words.
const AROUND: f64 = 2.0;

/// Finds places, one connection after the other.
pub(super) struct Words<'g, 'l> {
    grid: &'g Grid<'l>,
    taken: Vec<Rect>,
    /// Pieces of all lines, as thin rectangles, with the number of their way.
    lines: Vec<(usize, Rect)>,
}

impl<'g, 'l> Words<'g, 'l> {
    /// For the lines with these corners.
    pub(super) fn new(grid: &'g Grid<'l>, lines: &[Vec<Point>]) -> Self {
        let pieces = lines.iter().enumerate().flat_map(|(way, points)| {
            points.windows(2).filter_map(move |pair| match pair {
                [a, b] => Some((way, Rect::from_corners(*a, *b).expand(1.0))),
                _ => None,
            })
        });
        Self { grid, taken: Vec::new(), lines: pieces.collect() }
    }

    /// The upper left corner of words of some size for the line with these corners.
    pub(super) fn place(&mut self, way: usize, points: &[Point], size: Size) -> Point {
        let places = places(points, size);
        let near = Rect { min: Point::default(), max: Point::default() };
        let around = places.iter().copied().reduce(|a, b| a.union(&b)).unwrap_or(near).expand(AROUND);
        let taken: Vec<Rect> = self.taken.iter().filter(|t| t.intersects(&around)).copied().collect();
        let lines: Vec<Rect> =
            self.lines.iter().filter(|(of, l)| *of != way && l.intersects(&around)).map(|(_, l)| *l).collect();
        // Both ends may have the head of an arrow, which words would hide.
        let heads = [head(points.iter()), head(points.iter().rev())];
        // Words over a card hide what it says, words over words hide both; another line is only struck out. Those that
        // reach into the next lane may hide what it draws itself.
        let cost = |place: &Rect| {
            let room = place.expand(AROUND);
            let cards = if self.grid.is_free(place.expand(0.5)) { 0 } else { 10 };
            let words = if taken.iter().any(|t| t.intersects(&room)) { 20 } else { 0 };
            let struck = if lines.iter().any(|l| l.intersects(&room)) { 4 } else { 0 };
            let heads = if heads.iter().flatten().any(|head| head.intersects(&room)) { 6 } else { 0 };
            cards + words + struck + heads + i32::from(self.grid.is_over_edge(place))
        };
        let mut best: Option<(i32, Rect)> = None;
        for place in places {
            let cost = cost(&place);
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, place));
            }
            if cost == 0 {
                break;
            }
        }
        let place = best.map_or(near, |(_, place)| place);
        self.taken.push(place);
        place.min
    }
}

/// Where the head of an arrow lies that ends a line with these corners.
fn head<'p>(mut from_end: impl DoubleEndedIterator<Item = &'p Point>) -> Option<Rect> {
    let (tip, before) = (from_end.next_back()?, from_end.next_back()?);
    let length = (tip.x - before.x).abs() + (tip.y - before.y).abs();
    let share = (HEAD / length.max(1e-6)).min(1.0);
    let foot = tip.offset((before.x - tip.x) * share, (before.y - tip.y) * share);
    Some(Rect::from_corners(*tip, foot).expand(HALF_HEAD))
}

/// Places to try, best first: in the middle of the longest level piece, along it, on the others, then above and below.
fn places(points: &[Point], size: Size) -> Vec<Rect> {
    let mut pieces: Vec<(Point, Point)> = points
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some((*a, *b)),
            _ => None,
        })
        .collect();
    let length = |(a, b): &(Point, Point)| (a.x - b.x).abs() + (a.y - b.y).abs();
    pieces.sort_by(|a, b| length(b).total_cmp(&length(a)));
    let is_level = |(a, b): &(Point, Point)| (a.y - b.y).abs() < 1e-9;
    let on =
        |center: Point| Rect::new(center.x - size.width / 2.0, center.y - size.height / 2.0, size.width, size.height);
    let mut places = Vec::new();
    for piece @ (a, b) in pieces.iter().filter(|p| is_level(p)) {
        let room = length(piece) - size.width - 2.0 * BESIDE;
        if room >= 0.0 {
            let middle = (a.x + b.x) / 2.0;
            places.extend(shares(room).map(|along| on(Point::new(middle + along, a.y))));
        }
    }
    for piece @ (a, b) in pieces.iter().filter(|p| !is_level(p)) {
        let room = length(piece) - size.height - 2.0 * BESIDE;
        if room >= 0.0 {
            let middle = (a.y + b.y) / 2.0;
            places.extend(shares(room).map(|along| on(Point::new(a.x, middle + along))));
        }
    }
    // Beside a line that is too short to carry them, or whose every place is taken; then a little further away.
    for away in [1.0, 2.0, 3.0] {
        for piece @ (a, b) in &pieces {
            let middle = Point::new((a.x + b.x) / 2.0, (a.y + b.y) / 2.0);
            let (across, down) = (size.width / 2.0 + OFF + 2.0, size.height / 2.0 + OFF);
            if is_level(piece) {
                // At its ends, as for a loop, which is shorter than its words.
                let aside = length(piece) / 2.0 + size.width / 2.0 + 3.0 * OFF;
                places.push(on(middle.offset(-aside, (away - 1.0) * down)));
                places.push(on(middle.offset(aside, (away - 1.0) * down)));
                for along in shares(size.width.max(length(piece))) {
                    places.push(on(middle.offset(along, away * down)));
                    places.push(on(middle.offset(along, -away * down)));
                }
            } else {
                for along in shares(length(piece)) {
                    places.push(on(middle.offset(away * across, along)));
                    places.push(on(middle.offset(-away * across, along)));
                }
            }
        }
    }
    places
}

/// Steps to both sides of a middle.
fn shares(room: f64) -> impl Iterator<Item = f64> {
    [0.0, 0.25, -0.25, 0.5, -0.5, 0.125, -0.125, 0.375, -0.375].into_iter().map(move |share| share * room)
}
