//! The experience lane: what the team drew beside what was measured.

use crate::base::geom::{Point, Rect};
use crate::base::text::{TextRoom, TextStyle, Weight};
use crate::i18n::map as words;
use crate::layout::curve_y;
use crate::model::{CardBody, RecordRef};
use crate::scene::build::{Baseline, Pen};
use crate::scene::{Layer, Lod, MeasuredPoint, Prim, Stroke};

/// From this distance on, the largest gap between the two curves is named.
const GAP_WORTH_NAMING: f64 = 0.8;

/// Numbers beside the plot; they stay at the left edge with the lane's label.
pub(super) fn axis(pen: &mut Pen<'_, '_>, plot: Rect) {
    let (tokens, styles) = (pen.tokens(), pen.sizes().styles);
    for tick in [-2_i8, 0, 2] {
        let y = curve_y(plot, f64::from(tick)) + styles.axis.size * 0.36;
        let at = Baseline::right(plot.min.x - 5.0, y, 40.0);
        pen.text_at(&words::experience_tick(tick), styles.axis, at, tokens.text_faint);
    }
}

/// Draws both curves of a lane.
pub(super) fn draw(pen: &mut Pen<'_, '_>, row: usize) {
    let (layout, tokens) = (pen.input.layout, pen.tokens());
    let Some(plot) = layout.lanes.get(row).and_then(|l| l.plot) else { return };
    let zero = curve_y(plot, 0.0);
    pen.layer = Layer::Lanes;
    pen.hairline(Point::new(plot.min.x, zero), Point::new(plot.max.x, zero), tokens.hairline);
    pen.layer = Layer::Cards;

    let drawn = drawn_points(pen, row);
    let measured: Vec<Option<(Point, &MeasuredPoint)>> = layout
        .steps
        .iter()
        .map(|step| {
            let point = pen.input.overlay.measured.get(&step.id)?;
            Some((Point::new(step.rect.center().x, curve_y(plot, point.value)), point))
        })
        .collect();
    legend(pen, plot, !drawn.is_empty(), measured.iter().any(Option::is_some));

    let drawn_line: Vec<Point> = drawn.iter().map(|(_, p, _)| *p).collect();
    let stroke = Stroke::solid(tokens.strokes.drawn, tokens.text_weak).dashed(6.0, 4.0);
    let mut lines = vec![smooth(&drawn_line)];
    pen.line(smooth(&drawn_line), stroke);
    for (id, point, _) in &drawn {
        pen.tag = Some(RecordRef::Card(*id));
        pen.dot(*point, 2.4, tokens.text_weak);
    }
    pen.tag = layout.lanes.get(row).map(|l| RecordRef::Lane(l.id));

    let gap = largest_gap(pen, &drawn, &measured);
    if let Some(gap) = &gap {
        let stroke = Stroke::solid(1.4, tokens.off).dashed(2.0, 3.0);
        pen.line(vec![gap.from, gap.to], stroke);
    }
    for run in measured.split(Option::is_none) {
        let points: Vec<Point> = run.iter().flatten().map(|(p, _)| *p).collect();
        let line = smooth(&points);
        lines.push(line.clone());
        pen.line(line, Stroke::solid(tokens.strokes.measured, tokens.accent));
    }
    for (step, point) in layout.steps.iter().zip(&measured) {
        if let Some((center, _)) = point {
            pen.tag = Some(RecordRef::Step(step.id));
            let stroke = Some(Stroke::solid(2.0, tokens.accent));
            pen.add(Prim::Circle { center: *center, radius: 4.6, fill: Some(tokens.card), stroke });
        }
    }
    pen.tag = layout.lanes.get(row).map(|l| RecordRef::Lane(l.id));
    if pen.input.lod < Lod::Compact {
        return;
    }
    if measured.iter().any(Option::is_some) && pen.has_small_print() {
        no_evidence(pen, plot, &measured);
    }
    if let Some(gap) = gap {
        // Beside the line: at its right, or at its left where the right is taken or the plot ends.
        let small = pen.small_print();
        let strong = TextStyle::new(small.size + 0.5, Weight::SemiBold);
        let block = pen.measure(&words::gap(gap.size), strong, TextRoom::LINE);
        let middle = (gap.from.y + gap.to.y) / 2.0 + 4.0;
        let is_free = |left: f64| {
            let room = Rect::new(left, middle - strong.size, block.size.width, strong.size + 2.0).expand(2.0);
            let is_inside = room.min.x >= plot.min.x && room.max.x <= plot.max.x;
            is_inside && !lines.iter().flatten().any(|p| room.contains(*p))
        };
        let (after, before) = (gap.to.x + 9.0, gap.to.x - 9.0);
        let is_before = !is_free(after) && (is_free(before - block.size.width) || plot.max.x - after < 60.0);
        let (x, align) = if is_before { (before, true) } else { (after, false) };
        let at = |y: f64| if align { Baseline::right(x, y, 90.0) } else { Baseline::left(x, y, 90.0) };
        pen.text_at(&words::gap(gap.size), strong, at(middle), tokens.off);
        // n stands at its point, on the side that is free of the gap and of both lines.
        let n_y = if gap.to.y < gap.from.y {
            (gap.to.y - 9.0).max(plot.min.y + small.size)
        } else {
            (gap.to.y + small.size + 5.0).min(plot.max.y - 1.0)
        };
        pen.text_at(gap.n_text, small, at(n_y), tokens.text_weak);
    }
}

/// Points of the drawn curve from left to right.
fn drawn_points(pen: &Pen<'_, '_>, row: usize) -> Vec<(crate::base::ids::CardId, Point, f64)> {
    let layout = pen.input.layout;
    let mut points: Vec<_> = (0..layout.steps.len())
        .flat_map(|column| layout.cards_in_cell(row, column))
        .filter_map(|id| {
            let CardBody::Curve { value } = pen.input.document.cards.get(id)?.body else { return None };
            Some((*id, layout.cards.get(id)?.rect.center(), value))
        })
        .collect();
    points.sort_by(|(_, a, _), (_, b, _)| a.x.total_cmp(&b.x));
    points
}

/// The step where drawn and measured lie furthest apart.
struct Gap<'a> {
    from: Point,
    to: Point,
    size: f64,
    n_text: &'a str,
}

fn largest_gap<'a>(
    pen: &Pen<'_, '_>,
    drawn: &[(crate::base::ids::CardId, Point, f64)],
    measured: &[Option<(Point, &'a MeasuredPoint)>],
) -> Option<Gap<'a>> {
    let mut largest: Option<Gap<'a>> = None;
    for (step, measured) in pen.input.layout.steps.iter().zip(measured) {
        let Some((to, point)) = measured else { continue };
        for (_, from, value) in drawn.iter().filter(|(_, p, _)| p.x >= step.rect.min.x && p.x < step.rect.max.x) {
            let size = (value - point.value).abs();
            if size >= GAP_WORTH_NAMING && largest.as_ref().is_none_or(|g| size > g.size) {
                let from = Point::new(to.x, from.y);
                largest = Some(Gap { from, to: *to, size, n_text: &point.n_text });
            }
        }
    }
    largest
}

/// Names of the two lines, above the plot.
fn legend(pen: &mut Pen<'_, '_>, plot: Rect, has_drawn: bool, has_measured: bool) {
    if pen.input.lod < Lod::Compact {
        return;
    }
    let (tokens, style, document) = (pen.tokens(), pen.small_print(), pen.input.document);
    let y = plot.min.y - 6.0;
    let mut x = plot.min.x + 8.0;
    let sample = |x: f64| vec![Point::new(x, y - 3.6), Point::new(x + 20.0, y - 3.6)];
    if has_drawn {
        let persona = pen
            .input
            .layout
            .map
            .and_then(|map| document.maps.get(&map)?.persona)
            .and_then(|id| document.personas.get(&id))
            .map(|p| p.name.as_str());
        pen.line(sample(x), Stroke::solid(tokens.strokes.drawn, tokens.text_weak).dashed(5.0, 3.0));
        let at = Baseline::left(x + 26.0, y, 200.0);
        x += 26.0 + pen.text_at(&words::drawn(persona), style, at, tokens.text_weak) + 20.0;
    }
    if has_measured {
        pen.line(sample(x), Stroke::solid(tokens.strokes.measured, tokens.accent));
        pen.text_at(words::measured(), style, Baseline::left(x + 26.0, y, 200.0), tokens.accent);
    }
}

/// Says so under the zero line where steps have no measured point.
fn no_evidence(pen: &mut Pen<'_, '_>, plot: Rect, measured: &[Option<(Point, &MeasuredPoint)>]) {
    let (layout, tokens, styles) = (pen.input.layout, pen.tokens(), pen.sizes().styles);
    let block = pen.measure(words::no_evidence(), styles.axis, TextRoom::LINE);
    let mut column = 0;
    while column < measured.len() {
        let run = measured.iter().skip(column).take_while(|m| m.is_none()).count();
        let ends = (layout.steps.get(column), layout.steps.get(column + run.saturating_sub(1)));
        if let (Some(first), Some(last)) = ends
            && run > 0
            && last.rect.max.x - first.rect.min.x >= block.size.width
        {
            let center = (first.rect.min.x + last.rect.max.x - block.size.width) / 2.0;
            let origin = Point::new(center, curve_y(plot, 0.0) + 8.0);
            pen.block(block.clone(), origin, crate::scene::Align::Left, tokens.text_faint);
        }
        column += run.max(1);
    }
}

/// A smooth line through points from left to right that never runs higher or lower than its points do: a curve that
/// overshoots would show a feeling nobody drew. (Monotone cubic after Fritsch and Carlson.)
pub(super) fn smooth(points: &[Point]) -> Vec<Point> {
    const PIECES: u32 = 20;
    if points.len() < 3 {
        return points.to_vec();
    }
    let slopes: Vec<f64> = points
        .windows(2)
        .map(|pair| match pair {
            [a, b] if b.x > a.x => (b.y - a.y) / (b.x - a.x),
            _ => 0.0,
        })
        .collect();
    let tangent = |i: usize| -> f64 {
        let (before, after) = (i.checked_sub(1).and_then(|i| slopes.get(i)), slopes.get(i));
        match (before, after) {
            (Some(a), Some(b)) if a * b > 0.0 => 2.0 * a * b / (a + b),
            (Some(_), Some(_)) | (None, None) => 0.0,
            (Some(only), None) | (None, Some(only)) => *only,
        }
    };
    let mut line: Vec<Point> = points.first().copied().into_iter().collect();
    for (i, pair) in points.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        let (width, m0, m1) = (b.x - a.x, tangent(i), tangent(i + 1));
        for piece in 1..=PIECES {
            let t = f64::from(piece) / f64::from(PIECES);
            let (t2, t3) = (t * t, t * t * t);
            let y = (2.0 * t3 - 3.0 * t2 + 1.0) * a.y
                + (t3 - 2.0 * t2 + t) * width * m0
                + (3.0 * t2 - 2.0 * t3) * b.y
                + (t3 - t2) * width * m1;
            line.push(Point::new(a.x + t * width, y));
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smooth_line_meets_its_points_and_never_overshoots() {
        let points: Vec<_> =
            [(0.0, 5.0), (10.0, 5.0), (20.0, -3.0), (30.0, 8.0)].map(|(x, y)| Point::new(x, y)).to_vec();
        let line = smooth(&points);
        for p in &points {
            assert!(line.iter().any(|q| (q.x - p.x).abs() < 1e-9 && (q.y - p.y).abs() < 1e-9), "{p:?} missed");
        }
        for pair in points.windows(2) {
            let (low, high) = (pair[0].y.min(pair[1].y), pair[0].y.max(pair[1].y));
            for q in line.iter().filter(|q| q.x >= pair[0].x && q.x <= pair[1].x) {
                assert!(q.y >= low - 1e-9 && q.y <= high + 1e-9, "{q:?} outside {low}..{high}");
            }
        }
    }
}
