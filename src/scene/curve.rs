//! The experience lane: what the team drew beside what was measured.

use crate::base::color::Rgba;
use crate::base::geom::{Point, Rect};
use crate::base::ids::{CardId, PersonaId, StepId};
use crate::base::text::{TextRoom, TextStyle, Weight};
use crate::i18n::map as words;
use crate::layout::curve_y;
use crate::model::{CardBody, CurvePoints, RecordRef};
use crate::scene::pen::{Baseline, Pen};
use crate::scene::{Layer, Lod, MeasuredPoint, Part, Prim, Stroke, marks};
use std::collections::{BTreeMap, BTreeSet};

/// From this distance on, a gap between a drawn and the measured curve is shown.
const GAP_WORTH_NAMING: f64 = 0.8;
/// As many gaps are shown, largest first: more would hide the curves.
const GAPS_SHOWN: usize = 3;

/// Numbers beside the plot; they stay at the left edge with the lane's label.
pub(super) fn axis(pen: &mut Pen<'_, '_>, plot: Rect) {
    let (tokens, styles) = (pen.tokens(), pen.sizes().styles);
    for tick in [-2_i8, 0, 2] {
        let y = curve_y(plot, f64::from(tick)) + styles.axis.size * 0.36;
        let at = Baseline::right(plot.min.x - 5.0, y, 40.0);
        pen.text_at(&words::experience_tick(tick), styles.axis, at, tokens.text_faint);
    }
}

/// A drawn line: the feelings of one persona, or of everybody.
struct Drawn {
    persona: Option<PersonaId>,
    ink: Rgba,
    stroke: Stroke,
    /// Points from left to right with their values.
    points: Vec<(CardId, Point, f64)>,
    /// Where the line runs: through its points, but beside those that lines before it have at the same height.
    path: Vec<Point>,
}

/// Between lines that have the same values: no more than their width, or they would seem to have others.
const BESIDE_LINE: f64 = 2.4;

/// Between a point and what is written at it.
const BESIDE_POINT: f64 = 10.0;

/// Half the width of a face with its outline.
const FACE: f64 = 6.6;

/// Between the upper end of the plot and the line of its legend: a face at +2 reaches over that end.
const ABOVE_PLOT: f64 = 10.0;

/// Dashes of the lines of several personas: told apart without their colours.
const DASHES: [(f64, f64); 4] = [(6.0, 4.0), (2.0, 4.0), (11.0, 4.0), (7.0, 2.5)];

/// Draws the curves of a lane.
pub(super) fn draw(pen: &mut Pen<'_, '_>, row: usize) {
    let (layout, tokens) = (pen.input.layout, pen.tokens());
    let Some(plot) = layout.lanes.get(row).and_then(|l| l.plot) else { return };
    let zero = curve_y(plot, 0.0);
    pen.layer = Layer::Lanes;
    pen.hairline(Point::new(plot.min.x, zero), Point::new(plot.max.x, zero), tokens.hairline);
    pen.layer = Layer::Cards;

    let drawn = drawn_lines(pen, row);
    let measured = measured_points(pen, plot);
    let gaps = gaps(pen, &drawn, &measured);
    pen.part = Part::Legend;
    legend(pen, plot, &drawn, measured.iter().any(Option::is_some), gaps.first().filter(|_| gaps.len() > 1));
    pen.part = Part::Thing;

    let points = layout.lanes.get(row).and_then(|l| pen.input.document.lanes.get(&l.id)).map(|l| l.points);
    let points = points.unwrap_or_default();
    // Close up a dot is taken hold of as a face is.
    let dot = if pen.input.lod < Lod::Close { 2.4 } else { 3.4 };
    let mut lines: Vec<Vec<Point>> = Vec::new();
    for line in &drawn {
        let smoothed = smooth(seen(pen, &line.path));
        lines.push(smoothed.clone());
        pen.line(smoothed, line.stroke);
    }
    for gap in &gaps {
        let stroke = Stroke::solid(1.4, tokens.off).dashed(2.0, 3.0);
        pen.line(vec![gap.from, gap.to], stroke);
    }
    for line in &drawn {
        for (id, point, value) in &line.points {
            if pen.input.is_outside(Rect { min: *point, max: *point }.expand(20.0)) {
                continue;
            }
            pen.tag = Some(RecordRef::Card(*id));
            match points {
                CurvePoints::Faces if pen.input.lod >= Lod::Normal => face(pen, *point, *value, line.ink),
                CurvePoints::Faces | CurvePoints::Dots => pen.dot(*point, dot, line.ink),
            }
        }
        if let (Some(persona), Some((id, last, _))) = (line.persona, line.points.last())
            && drawn.len() > 1
            && pen.has_small_print()
        {
            pen.tag = Some(RecordRef::Card(*id));
            marks::letter(pen, last.offset(13.0, 0.0), persona, line.ink);
        }
    }
    // Behind the last face: none of another line may stand on them.
    words_at_points(pen, plot, &drawn);
    pen.tag = layout.lanes.get(row).map(|l| RecordRef::Lane(l.id));
    for run in measured.split(Option::is_none) {
        let points: Vec<Point> = run.iter().flatten().map(|(p, _)| *p).collect();
        let line = smooth(seen(pen, &points));
        lines.push(line.clone());
        pen.line(line, Stroke::solid(tokens.strokes.measured, tokens.accent));
    }
    for (step, point) in layout.steps.iter().zip(&measured) {
        if let Some((center, _)) = point
            && !pen.input.is_outside(Rect { min: *center, max: *center }.expand(20.0))
        {
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
    let mut taken: Vec<Rect> = Vec::new();
    for (index, gap) in gaps.iter().enumerate() {
        gap_words(pen, plot, gap, index == 0, &lines, &mut taken);
    }
}

/// What somebody wrote at points: on one line below each, or above where the plot ends or the face of another line
/// stands; never on a face, as long as there is a place without one.
fn words_at_points(pen: &mut Pen<'_, '_>, plot: Rect, drawn: &[Drawn]) {
    let (layout, document) = (pen.input.layout, pen.input.document);
    if pen.input.lod < Lod::Compact {
        return;
    }
    let faces: Vec<(CardId, Point)> =
        drawn.iter().flat_map(|l| l.points.iter().map(|(id, at, _)| (*id, *at))).collect();
    let mut taken: Vec<Rect> = Vec::new();
    for (id, point) in &faces {
        let words = document.cards.get(id).map_or("", |card| card.text.as_str());
        if words.trim().is_empty() || pen.input.is_outside(Rect { min: *point, max: *point }.expand(20.0)) {
            continue;
        }
        let column = layout.cards.get(id).and_then(|card| layout.steps.get(card.columns.start));
        let room = column.map_or(0.0, |step| step.rect.width());
        let style = pen.small_print();
        let block = pen.measure(&crate::layout::plain_words(words), style, TextRoom::line(room));
        let (width, height) = (block.size.width, block.size.height);
        let left = (point.x - width / 2.0).clamp(plot.min.x, (plot.max.x - width).max(plot.min.x));
        let at = |top: f64| Rect::new(left, top, width, height);
        let (below, above) = (point.y + BESIDE_POINT, point.y - BESIDE_POINT - height);
        let places = [below, above, below + height, above - height, below + 2.0 * height, above - 2.0 * height];
        let is_inside = |room: &Rect| room.max.y <= plot.max.y && room.min.y >= plot.min.y - BESIDE_POINT;
        let others =
            faces.iter().filter(|(other, _)| other != id).map(|(_, at)| Rect { min: *at, max: *at }.expand(FACE));
        let others: Vec<Rect> = others.chain(taken.iter().copied()).collect();
        let is_free = |room: &Rect| !others.iter().any(|other| other.intersects(room));
        let inside = places.map(at).into_iter().filter(is_inside);
        // Where all is taken they are read all the same, and stand before what is there.
        let otherwise = || if is_inside(&at(below)) { at(below) } else { at(above) };
        let room = inside.into_iter().find(is_free).unwrap_or_else(otherwise);
        taken.push(room);
        // A curve that runs behind the words must not strike them out.
        let ground = pen.tokens().canvas.with_opacity(0.86);
        pen.tag = Some(RecordRef::Card(*id));
        pen.fill(room.expand(1.0), 3.0, ground);
        pen.block(block, room.min, crate::scene::Align::Left, pen.tokens().text_weak);
    }
}

/// The lines alone, as they are seen from far.
pub(super) fn lines(pen: &mut Pen<'_, '_>, row: usize) {
    let (layout, tokens) = (pen.input.layout, pen.tokens());
    let Some(plot) = layout.lanes.get(row).and_then(|l| l.plot) else { return };
    for line in drawn_lines(pen, row) {
        pen.line(smooth(seen(pen, &line.path)), Stroke::hairline(1.0, line.ink));
    }
    for run in measured_points(pen, plot).split(Option::is_none) {
        let points: Vec<Point> = run.iter().flatten().map(|(p, _)| *p).collect();
        pen.line(smooth(seen(pen, &points)), Stroke::hairline(tokens.strokes.trend, tokens.accent));
    }
}

/// What was measured at each step.
fn measured_points<'a>(pen: &Pen<'a, '_>, plot: Rect) -> Vec<Option<(Point, &'a MeasuredPoint)>> {
    let (layout, measured) = (pen.input.layout, &pen.input.overlay.measured);
    let points = layout.steps.iter().map(|step| {
        let point = measured.get(&step.id)?;
        Some((Point::new(step.rect.center().x, curve_y(plot, point.value)), point))
    });
    points.collect()
}

/// The points of a line that can be seen, with so many beside them that the line is the same between them.
fn seen<'p>(pen: &Pen<'_, '_>, points: &'p [Point]) -> &'p [Point] {
    let Some(window) = pen.input.window else { return points };
    let first = points.partition_point(|p| p.x < window.area.min.x).saturating_sub(3);
    let end = points.partition_point(|p| p.x <= window.area.max.x) + 3;
    points.get(first..end.min(points.len())).unwrap_or(points)
}

/// The size of a gap beside its line: at its right, or at its left where the right is taken or the plot ends. Only the
/// largest is always named.
fn gap_words(
    pen: &mut Pen<'_, '_>,
    plot: Rect,
    gap: &Gap<'_>,
    is_largest: bool,
    lines: &[Vec<Point>],
    taken: &mut Vec<Rect>,
) {
    let tokens = pen.tokens();
    let small = pen.small_print();
    let strong = TextStyle::new(small.size + 0.5, Weight::SemiBold);
    let block = pen.measure(&words::gap(gap.size), strong, TextRoom::LINE);
    let middle = (gap.from.y + gap.to.y) / 2.0 + 4.0;
    let room_at = |left: f64| Rect::new(left, middle - strong.size, block.size.width, strong.size + 2.0).expand(2.0);
    let is_free = |left: f64| {
        let room = room_at(left);
        let is_inside = room.min.x >= plot.min.x && room.max.x <= plot.max.x;
        is_inside
            && !lines.iter().flatten().any(|p| room.contains(*p))
            && !taken.iter().any(|other| other.intersects(&room))
    };
    let (after, before) = (gap.to.x + 9.0, gap.to.x - 9.0);
    let (is_free_after, is_free_before) = (is_free(after), is_free(before - block.size.width));
    if !(is_largest || is_free_after || is_free_before) {
        return;
    }
    let is_before = !is_free_after && (is_free_before || plot.max.x - after < 60.0);
    let (x, align) = if is_before { (before, true) } else { (after, false) };
    taken.push(room_at(if is_before { before - block.size.width } else { after }));
    let at = |y: f64| if align { Baseline::right(x, y, 90.0) } else { Baseline::left(x, y, 90.0) };
    // A curve that runs behind the words must not strike them out.
    let behind = room_at(if is_before { before - block.size.width } else { after });
    pen.fill(behind.expand(-1.0), 3.0, tokens.canvas.with_opacity(0.86));
    pen.text_at(&words::gap(gap.size), strong, at(middle), tokens.off);
    if !is_largest {
        return;
    }
    // n stands at its point, on the side that is free of the gap and of both lines.
    let n_y = if gap.to.y < gap.from.y {
        (gap.to.y - 9.0).max(plot.min.y + small.size)
    } else {
        (gap.to.y + small.size + 5.0).min(plot.max.y - 1.0)
    };
    pen.text_at(gap.n_text, small, at(n_y), tokens.text_weak);
}

/// A face on a point of a drawn line.
fn face(pen: &mut Pen<'_, '_>, at: Point, value: f64, ink: Rgba) {
    let fill = Some(pen.tokens().card);
    pen.add(Prim::Circle { center: at, radius: 6.0, fill, stroke: Some(Stroke::solid(1.1, ink)) });
    pen.dot(at.offset(-2.1, -1.6), 0.8, ink);
    pen.dot(at.offset(2.1, -1.6), 0.8, ink);
    // The mouth bends with the feeling: down in the middle for a smile.
    let bend = (value / 2.0).clamp(-1.0, 1.0) * 1.9;
    let mouth = (-3..=3).map(|i| {
        let t = f64::from(i) / 3.0;
        at.offset(t * 2.8, 2.4 + bend * (0.5 - t * t))
    });
    pen.line(mouth.collect(), Stroke::solid(1.0, ink));
}

/// The drawn lines: that of everybody first, then by persona.
fn drawn_lines(pen: &Pen<'_, '_>, row: usize) -> Vec<Drawn> {
    let layout = pen.input.layout;
    let mut by_persona: BTreeMap<Option<PersonaId>, Vec<(CardId, Point, f64)>> = BTreeMap::new();
    for id in (0..layout.steps.len()).flat_map(|column| layout.cards_in_cell(row, column)) {
        let (Some(card), Some(place)) = (pen.input.document.cards.get(id), layout.cards.get(id)) else { continue };
        let CardBody::Curve { value } = card.body else { continue };
        by_persona.entry(card.marks.persona).or_default().push((*id, place.rect.center(), value));
    }
    let tokens = pen.tokens();
    // The lines that have a point of this value in this column.
    let mut at_value: BTreeMap<(StepId, i64), BTreeSet<usize>> = BTreeMap::new();
    let lines = by_persona.into_iter().enumerate().map(|(index, (persona, mut points))| {
        points.sort_by(|(_, a, _), (_, b, _)| a.x.total_cmp(&b.x));
        let path = points.iter().map(|(id, point, value)| {
            let Some(card) = pen.input.document.cards.get(id) else { return *point };
            #[expect(clippy::cast_possible_truncation, reason = "a value is between −2 and 2")]
            let here = at_value.entry((card.step, (value * 10.0).round() as i64)).or_default();
            here.insert(index);
            let before = u8::try_from(here.len() - 1).unwrap_or(u8::MAX);
            point.offset(0.0, f64::from(before) * BESIDE_LINE)
        });
        let path = path.collect();
        let ink = persona.map_or(tokens.text_weak, |id| pen.persona_ink(id));
        let (dash, gap) = DASHES.get(index % DASHES.len()).copied().unwrap_or((6.0, 4.0));
        Drawn { persona, ink, stroke: Stroke::solid(tokens.strokes.drawn, ink).dashed(dash, gap), points, path }
    });
    lines.collect()
}

/// A step where a drawn line and the measured one lie far apart.
struct Gap<'a> {
    from: Point,
    to: Point,
    size: f64,
    n_text: &'a str,
    persona: Option<PersonaId>,
    step: StepId,
}

/// The largest gaps, largest first.
fn gaps<'a>(pen: &Pen<'_, '_>, drawn: &[Drawn], measured: &[Option<(Point, &'a MeasuredPoint)>]) -> Vec<Gap<'a>> {
    let mut found: Vec<Gap<'a>> = Vec::new();
    for (step, measured) in pen.input.layout.steps.iter().zip(measured) {
        let Some((to, point)) = measured else { continue };
        for line in drawn {
            let here = line.points.iter().filter(|(_, p, _)| p.x >= step.rect.min.x && p.x < step.rect.max.x);
            let furthest = here
                .map(|(_, from, value)| ((value - point.value).abs(), from.y))
                .max_by(|(a, _), (b, _)| a.total_cmp(b))
                .filter(|(size, _)| *size >= GAP_WORTH_NAMING);
            if let Some((size, y)) = furthest {
                let (from, persona) = (Point::new(to.x, y), line.persona);
                found.push(Gap { from, to: *to, size, n_text: &point.n_text, persona, step: step.id });
            }
        }
    }
    found.sort_by(|a, b| b.size.total_cmp(&a.size));
    found.truncate(GAPS_SHOWN);
    found
}

/// Names of the lines above the plot, and where the largest gap is.
fn legend(pen: &mut Pen<'_, '_>, plot: Rect, drawn: &[Drawn], has_measured: bool, largest: Option<&Gap<'_>>) {
    if pen.input.lod < Lod::Compact {
        return;
    }
    let (tokens, style, document) = (pen.tokens(), pen.small_print(), pen.input.document);
    let y = plot.min.y - ABOVE_PLOT;
    let mut x = plot.min.x + 8.0;
    let name = |id: PersonaId| document.personas.get(&id).map(|p| p.name.as_str());
    let of_map = pen.input.layout.map.and_then(|map| document.maps.get(&map)?.persona);
    for line in drawn {
        // A line of nobody in particular is that of the map's persona, unless others have lines of their own.
        let persona = line.persona.or(of_map.filter(|_| drawn.len() == 1)).and_then(name);
        let label = words::drawn(persona);
        let width = pen.measure(&label, style, TextRoom::LINE).size.width;
        if x + SAMPLE + 6.0 + width > plot.max.x {
            break;
        }
        pen.line(sample(x, y), line.stroke);
        pen.text_at(&label, style, Baseline::left(x + SAMPLE + 6.0, y, width), line.ink);
        x += SAMPLE + 6.0 + width + 20.0;
    }
    if has_measured && x + SAMPLE + 60.0 < plot.max.x {
        pen.line(sample(x, y), Stroke::solid(tokens.strokes.measured, tokens.accent));
        x += SAMPLE + 6.0;
        x += pen.text_at(words::measured(), style, Baseline::left(x, y, 200.0), tokens.accent) + 20.0;
    }
    if let Some(gap) = largest {
        let step = document.steps.get(&gap.step).map_or("", |s| s.title.as_str());
        let label = words::largest_gap(gap.size, gap.persona.and_then(name), step);
        let width = pen.measure(&label, style, TextRoom::LINE).size.width;
        if x + width < plot.max.x {
            pen.text_at(&label, style, Baseline::left(x, y, width), tokens.off);
        }
    }
}

/// Length of the piece of a line beside its name.
const SAMPLE: f64 = 20.0;

/// A piece of a line beside a name on a baseline.
fn sample(x: f64, y: f64) -> Vec<Point> {
    vec![Point::new(x, y - 3.6), Point::new(x + SAMPLE, y - 3.6)]
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
