//! Arrows between cards with their words.

use crate::base::geom::{Point, Rect};
use crate::base::text::{TextRoom, TextStyle};
use crate::layout::ConnectionPath;
use crate::model::{ConnectionArrows, ConnectionCorners, ConnectionLook, ConnectionStyle, ConnectionWeight, RecordRef};
use crate::scene::pen::Pen;
use crate::scene::{Align, Layer, Lod, Prim, Stroke};

/// Half the width of the head of an arrow, as a share of its length.
const HALF_WIDTH: f64 = 0.5;
/// The share of the last piece of a line that the head takes at most, and how much of its width a short head keeps.
const MOST_HEAD_SHARE: f64 = 0.8;
const LEAST_HEAD_WIDTH: f64 = 0.7;
/// So much of a line is to be seen beside its head.
const STEM: f64 = 6.0;
/// A straight line that is too short for head and stem begins so far inside its card: less than any words stand away
/// from the edge.
const MOST_INSIDE: f64 = 6.0;
/// Radius of corners.
const CORNER: f64 = 6.0;
/// Room between words and the edge of their surface.
const AROUND_WORDS: f64 = 4.0;
/// So far right of the words the bubble of its notes ends: it covers none of them.
const BESIDE_WORDS: f64 = 14.0;

/// How large lines and their arrows are drawn: larger where they are seen from further away, so that heads are five
/// points long and lines can be told from hairlines at the smallest zoom of every band.
struct Scale {
    head: f64,
    line: f64,
}

impl Scale {
    fn of(lod: Lod) -> Self {
        match lod {
            Lod::Far | Lod::Distant | Lod::Overview | Lod::Reduced => Self { head: 14.0, line: 1.7 },
            Lod::Compact => Self { head: 9.0, line: 1.2 },
            Lod::Normal => Self { head: 8.0, line: 1.0 },
            Lod::Close => Self { head: 7.0, line: 1.0 },
        }
    }

    /// The same for a look.
    fn with(self, look: ConnectionLook) -> Self {
        match look.weight {
            ConnectionWeight::Thin | ConnectionWeight::Normal => self,
            ConnectionWeight::Thick => Self { head: self.head * 1.25, ..self },
        }
    }
}

/// Lines with their arrows; words on a surface of their own.
pub(super) fn draw(pen: &mut Pen<'_, '_>) {
    let (layout, tokens) = (pen.input.layout, pen.tokens());
    pen.layer = Layer::Connections;
    for path in layout.connections.iter().filter(|p| is_seen(pen, p)).collect::<Vec<_>>() {
        pen.tag = Some(RecordRef::Connection(path.id));
        let look = pen.input.document.connections.get(&path.id).map(|c| c.look).unwrap_or_default();
        let scale = Scale::of(pen.input.lod).with(look);
        let ink = look.tint.map_or(tokens.text_weak, |tint| tokens.ink(tint));
        let width = match look.weight {
            ConnectionWeight::Thin => tokens.strokes.thin_connection,
            ConnectionWeight::Normal => tokens.strokes.connection,
            ConnectionWeight::Thick => tokens.strokes.thick_connection,
        };
        let (width, part) = (width * scale.line, (width / tokens.strokes.connection).max(1.0) * scale.line);
        let line = Stroke::solid(width, ink);
        let stroke = match look.style {
            ConnectionStyle::Solid => line,
            ConnectionStyle::Dashed => line.dashed(5.0 * part, 3.0 * part),
            ConnectionStyle::Dotted => line.dotted(3.0 * part),
        };
        let (points, heads) = with_heads(&path.points, look.arrows, scale.head);
        let points = match look.corners {
            ConnectionCorners::Rounded => rounded(&points, CORNER),
            ConnectionCorners::Straight => points,
        };
        pen.line(points, stroke);
        for points in heads {
            pen.add(Prim::Polygon { points, fill: ink });
        }
    }
    if pen.input.lod >= Lod::Reduced {
        words(pen);
    }
    notes(pen);
}

/// How many notes wait, at the words of a connection or else in the middle of its longest piece.
fn notes(pen: &mut Pen<'_, '_>) {
    let layout = pen.input.layout;
    let noted = |p: &&ConnectionPath| pen.open_notes.contains_key(&RecordRef::Connection(p.id)) && is_seen(pen, p);
    for path in layout.connections.iter().filter(noted).collect::<Vec<_>>() {
        let record = RecordRef::Connection(path.id);
        pen.tag = Some(record);
        let at = if path.label.lines.is_empty() {
            let pieces = path.points.windows(2).filter_map(|pair| match pair {
                [a, b] => Some((*a, *b)),
                _ => None,
            });
            let longest = pieces.max_by(|a, b| length(a.0, a.1).total_cmp(&length(b.0, b.1)));
            let Some((a, b)) = longest else { continue };
            Rect::from_corners(a, b).center()
        } else {
            let words = path.label_rect();
            Point::new(words.max.x + BESIDE_WORDS, words.min.y)
        };
        super::marks::badges(pen, record, Rect { min: at, max: at });
    }
}

/// The line without what its heads cover, and the heads.
fn with_heads(path: &[Point], arrows: ConnectionArrows, head: f64) -> (Vec<Point>, Vec<Vec<Point>>) {
    let mut points = path.to_vec();
    let mut heads = Vec::new();
    if let ([start, end], ConnectionArrows::End) = (path, arrows) {
        let missing = (head + STEM - length(*start, *end)).clamp(0.0, MOST_INSIDE);
        if let Some(first) = points.first_mut() {
            *first = toward(*start, *end, -missing);
        }
    }
    // Two heads share what a line of one piece has.
    let most =
        if let ([start, end], ConnectionArrows::Both) = (path, arrows) { length(*start, *end) * 0.4 } else { head };
    let head = head.min(most);
    if arrows != ConnectionArrows::None {
        heads.extend(head_at_end(&mut points, head));
    }
    if arrows == ConnectionArrows::Both {
        points.reverse();
        heads.extend(head_at_end(&mut points, head));
        points.reverse();
    }
    (points, heads)
}

/// Puts a head at the end of a line, which ends at its foot then. Where the last piece is short the head is small: without
/// a stem it would point nowhere.
fn head_at_end(points: &mut [Point], wish: f64) -> Option<Vec<Point>> {
    let [.., before, tip] = points else { return None };
    let long = length(*before, *tip);
    let head = wish.min(long * MOST_HEAD_SHARE);
    let half = wish * HALF_WIDTH * (head / wish).max(LEAST_HEAD_WIDTH);
    let (end, foot) = (*tip, toward(*tip, *before, head));
    let (ux, uy) = ((end.x - before.x) / long.max(1e-6), (end.y - before.y) / long.max(1e-6));
    *tip = foot;
    Some(vec![end, foot.offset(-uy * half, ux * half), foot.offset(uy * half, -ux * half)])
}

fn length(a: Point, b: Point) -> f64 {
    (b.x - a.x).hypot(b.y - a.y)
}

/// So far from one point to another.
fn toward(from: Point, to: Point, by: f64) -> Point {
    let share = by / length(from, to).max(1e-6);
    from.offset((to.x - from.x) * share, (to.y - from.y) * share)
}

/// True when some of a connection may be seen.
fn is_seen(pen: &Pen<'_, '_>, path: &ConnectionPath) -> bool {
    let line = path.points.windows(2).filter_map(|pair| match pair {
        [a, b] => Some(Rect::from_corners(*a, *b)),
        _ => None,
    });
    let around = line.reduce(|a, b| a.union(&b)).unwrap_or_default();
    !pen.input.is_outside(around.union(&path.label_rect()).expand(Scale::of(pen.input.lod).head))
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

    /// Lowest zoom of each band in which connections are drawn.
    const LOWEST: [(Lod, f64); 4] =
        [(Lod::Overview, 0.36), (Lod::Compact, 0.58), (Lod::Normal, 0.67), (Lod::Close, 1.4)];

    fn long(path: &[Point], arrows: ConnectionArrows, head: f64) -> (Vec<f64>, f64) {
        let (points, heads) = with_heads(path, arrows, head);
        let height = |head: &Vec<Point>| {
            length(head[0], Point::new((head[1].x + head[2].x) / 2.0, (head[1].y + head[2].y) / 2.0))
        };
        (heads.iter().map(height).collect(), points.windows(2).map(|pair| length(pair[0], pair[1])).sum())
    }

    #[test]
    fn heads_of_arrows_are_seen_at_every_zoom_and_leave_a_stem() {
        // The shortest line there is, between neighbours, and a piece that ends a way through a channel.
        for across in [14.0, 18.0, 40.0] {
            for (lod, zoom) in LOWEST {
                assert_eq!(Lod::of_zoom(zoom), lod);
                let path = [Point::new(0.0, 0.0), Point::new(across, 0.0)];
                let (heads, stem) = long(&path, ConnectionArrows::End, Scale::of(lod).head);
                assert!(heads[0] * zoom >= 5.0 && stem * zoom >= 2.0, "{across} at {zoom}: {heads:?} {stem}");
            }
        }
    }

    #[test]
    fn arrows_stand_where_they_are_wanted() {
        let path = [Point::new(0.0, 0.0), Point::new(0.0, 30.0), Point::new(50.0, 30.0)];
        assert_eq!(long(&path, ConnectionArrows::End, 8.0), (vec![8.0], 72.0));
        assert_eq!(long(&path, ConnectionArrows::Both, 8.0), (vec![8.0, 8.0], 64.0));
        assert_eq!(long(&path, ConnectionArrows::None, 8.0), (vec![], 80.0));
        // Two heads share a short line.
        let (heads, stem) = long(&[Point::new(0.0, 0.0), Point::new(10.0, 0.0)], ConnectionArrows::Both, 8.0);
        assert!(heads.iter().all(|head| *head > 3.0) && stem > 1.0, "{heads:?} {stem}");
    }
}
