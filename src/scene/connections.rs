//! Arrows between cards with their words.

use crate::base::geom::{Point, Rect};
use crate::base::text::{TextRoom, TextStyle};
use crate::layout::ConnectionPath;
use crate::model::{ConnectionStyle, RecordRef};
use crate::scene::pen::Pen;
use crate::scene::{Align, Layer, Lod, Prim, Stroke};

/// Length of the head of an arrow, and half its width.
const HEAD: (f64, f64) = (7.0, 3.6);
/// The share of the last piece of a line that the head takes at most, and how much of its width a short head keeps.
const MOST_HEAD_SHARE: f64 = 0.7;
const LEAST_HEAD_WIDTH: f64 = 0.7;
/// Radius of corners.
const CORNER: f64 = 6.0;
/// Room between words and the edge of their surface.
const AROUND_WORDS: f64 = 4.0;

/// Arrows with rounded corners; words on a surface of their own.
pub(super) fn draw(pen: &mut Pen<'_, '_>) {
    let (layout, tokens) = (pen.input.layout, pen.tokens());
    pen.layer = Layer::Connections;
    for path in layout.connections.iter().filter(|p| is_seen(pen, p)).collect::<Vec<_>>() {
        pen.tag = Some(RecordRef::Connection(path.id));
        let style = pen.input.document.connections.get(&path.id).map(|c| c.style).unwrap_or_default();
        let mut stroke = Stroke::solid(tokens.strokes.connection, tokens.text_weak);
        if style == ConnectionStyle::Dashed {
            stroke = stroke.dashed(5.0, 3.0);
        }
        let [.., before, tip] = path.points.as_slice() else { continue };
        let (dx, dy) = (tip.x - before.x, tip.y - before.y);
        let length = dx.hypot(dy).max(1e-6);
        let (ux, uy) = (dx / length, dy / length);
        let (head, half) = head_of(length);
        let foot = tip.offset(-ux * head, -uy * head);
        let mut points = path.points.clone();
        if let Some(last) = points.last_mut() {
            *last = foot;
        }
        pen.line(rounded(&points, CORNER), stroke);
        let arrow = vec![*tip, foot.offset(-uy * half, ux * half), foot.offset(uy * half, -ux * half)];
        pen.add(Prim::Polygon { points: arrow, fill: tokens.text_weak });
    }
    if pen.input.lod >= Lod::Compact {
        words(pen);
    }
}

/// Length and half the width of the head on a last piece of this length. Where that is short the head is small: without a
/// stem it would point nowhere.
fn head_of(length: f64) -> (f64, f64) {
    let head = HEAD.0.min(length * MOST_HEAD_SHARE);
    (head, HEAD.1 * (head / HEAD.0).max(LEAST_HEAD_WIDTH))
}

/// True when some of a connection may be seen.
fn is_seen(pen: &Pen<'_, '_>, path: &ConnectionPath) -> bool {
    let line = path.points.windows(2).filter_map(|pair| match pair {
        [a, b] => Some(Rect::from_corners(*a, *b)),
        _ => None,
    });
    let around = line.reduce(|a, b| a.union(&b)).unwrap_or_default();
    !pen.input.is_outside(around.union(&path.label_rect()).expand(HEAD.0))
}

/// After all lines, so that none strikes out the words of another.
fn words(pen: &mut Pen<'_, '_>) {
    let (layout, tokens) = (pen.input.layout, pen.tokens());
    let labelled = layout.connections.iter().filter(|p| !p.label.lines.is_empty() && is_seen(pen, p));
    for path in labelled.collect::<Vec<_>>() {
        pen.tag = Some(RecordRef::Connection(path.id));
        let size = path.label.size;
        let center = path.label_origin.offset(size.width / 2.0, size.height / 2.0);
        // Seen from further away they are set a little larger, on the same place.
        let block = if pen.has_small_print() {
            path.label.clone()
        } else {
            let style = TextStyle { size: pen.small_print().size, ..path.label.style };
            let words = path.label.lines.first().map_or("", |line| line.text.as_str());
            pen.measure(words, style, TextRoom::LINE)
        };
        let half = (block.size.width / 2.0, block.size.height / 2.0);
        let behind = Rect {
            min: center.offset(-half.0 - AROUND_WORDS, -half.1),
            max: center.offset(half.0 + AROUND_WORDS, half.1),
        };
        pen.fill(behind, 3.0, tokens.canvas);
        pen.block(block, center.offset(-half.0, -half.1), Align::Left, tokens.text_weak);
    }
}

/// A line with its corners rounded.
fn rounded(points: &[Point], radius: f64) -> Vec<Point> {
    let mut line: Vec<Point> = points.first().copied().into_iter().collect();
    for corner in points.windows(3) {
        let [a, b, c] = corner else { continue };
        let (before, after) = ((b.x - a.x).hypot(b.y - a.y), (c.x - b.x).hypot(c.y - b.y));
        let r = radius.min(before / 2.0).min(after / 2.0);
        if r < 0.5 {
            line.push(*b);
            continue;
        }
        let enter = b.offset((a.x - b.x) / before * r, (a.y - b.y) / before * r);
        let leave = b.offset((c.x - b.x) / after * r, (c.y - b.y) / after * r);
        for i in 0..=4 {
            let t = f64::from(i) / 4.0;
            let (p, q, s) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
            line.push(Point::new(p * enter.x + q * b.x + s * leave.x, p * enter.y + q * b.y + s * leave.y));
        }
    }
    line.extend(points.last().filter(|_| points.len() > 1));
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_arrows_leave_a_stem() {
        for (length, expected) in [(4.0, 2.8), (8.0, 5.6), (40.0, HEAD.0)] {
            assert!((head_of(length).0 - expected).abs() < 1e-9, "{length}: {:?}", head_of(length));
            assert!(head_of(length).1 > HEAD.1 / 2.0, "a head can still be told from a line");
        }
    }
}
