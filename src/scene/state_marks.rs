//! Small marks beside n: the data is older than it should be, the process limits still move. Words under the pointer say
//! which and why.

use crate::base::geom::Point;
use crate::scene::pen::Pen;
use crate::scene::{KpiFigure, Prim, Stroke};

/// Room of a mark, with the space beside it.
const MARK: f64 = 16.0;

/// What there is to mark, the more important first.
fn wanted(figure: &KpiFigure) -> impl Iterator<Item = Mark> {
    let age = figure.stale_text.is_some().then_some(Mark::Age);
    age.into_iter().chain(figure.provisional_text.is_some().then_some(Mark::Provisional))
}

#[derive(Clone, Copy)]
enum Mark {
    Age,
    Provisional,
}

/// The width of the marks of a figure that fit into a room.
pub(super) fn width(figure: &KpiFigure, room: f64) -> f64 {
    wanted(figure).fold(0.0, |width, _| if width + MARK <= room { width + MARK } else { width })
}

/// Draws as many marks as a width holds, from left to right around a height.
pub(super) fn draw(pen: &mut Pen<'_, '_>, figure: &KpiFigure, from: Point, width: f64) {
    let mut center = from.offset(MARK / 2.0, 0.0);
    for mark in wanted(figure) {
        if center.x + MARK / 2.0 > from.x + width + 0.1 {
            return;
        }
        match mark {
            Mark::Age => clock(pen, center),
            Mark::Provisional => loose_limits(pen, center),
        }
        center = center.offset(MARK, 0.0);
    }
}

fn clock(pen: &mut Pen<'_, '_>, center: Point) {
    let tokens = pen.tokens();
    let stroke = Stroke::hairline(tokens.strokes.hairline, tokens.text_weak);
    pen.add(Prim::Circle { center, radius: 4.2, fill: None, stroke: Some(stroke) });
    pen.line(vec![center.offset(0.0, -2.6), center, center.offset(1.9, 1.2)], stroke);
}

/// Two dashed limits around a point.
fn loose_limits(pen: &mut Pen<'_, '_>, center: Point) {
    let tokens = pen.tokens();
    let stroke = Stroke::hairline(tokens.strokes.hairline, tokens.text_weak).dashed(2.0, 1.4);
    for y in [-3.4, 3.4] {
        pen.line(vec![center.offset(-5.0, y), center.offset(5.0, y)], stroke);
    }
    pen.dot(center, 1.4, tokens.text_weak);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(is_old: bool, is_provisional: bool, room: f64, expected: f64) {
        let said = |is_so: bool| is_so.then(String::new);
        let figure =
            KpiFigure { stale_text: said(is_old), provisional_text: said(is_provisional), ..KpiFigure::default() };
        assert_eq!(width(&figure, room), expected * MARK, "{is_old} {is_provisional} {room}");
    }

    #[test]
    fn marks_are_left_out_where_they_have_no_room() {
        check(false, false, 100.0, 0.0);
        check(true, false, 100.0, 1.0);
        check(false, true, 100.0, 1.0);
        check(true, true, 100.0, 2.0);
        check(true, true, 20.0, 1.0);
        check(true, true, 10.0, 0.0);
    }
}
