//! Marks on what tells two maps apart: a frame and a sign, never the colour alone.

use crate::base::color::Rgba;
use crate::canvas::camera::{Pane, Viewport};
use crate::canvas::marks::{Marks, frame_of};
use crate::canvas::paint::color;
use crate::layout::MapLayout;
use crate::model::RecordRef;
use crate::session::map_differences::Change;
use crate::theme::Tokens;
use egui::{Painter, Pos2, Rect, Stroke, StrokeKind, vec2};

/// A record that differs, and how.
pub type DifferenceMark = (RecordRef, Change);

/// Radius of the disc with the sign, points.
const DISC: f32 = 7.0;
/// Half of a stroke of the sign.
const ARM: f32 = 3.2;
/// What is seen smaller than this has no room for a sign.
const LEAST: f32 = 20.0;
/// Width of the frame.
const FRAME: f32 = 1.6;

/// The colour of a kind of difference.
#[must_use]
pub fn ink(tokens: &Tokens, change: Change) -> Rgba {
    match change {
        Change::Added => tokens.good,
        Change::Removed => tokens.off,
        Change::Changed => tokens.watch,
        Change::Moved => tokens.accent,
    }
}

/// The sign of a kind of difference in a disc: + − ≠ →.
pub fn sign(on: &Painter, tokens: &Tokens, change: Change, middle: Pos2) {
    on.circle_filled(middle, DISC, color(ink(tokens, change)));
    let stroke = Stroke::new(FRAME, color(tokens.card));
    let line = |from: (f32, f32), to: (f32, f32)| {
        let at = |(x, y): (f32, f32)| middle + vec2(x, y) * ARM;
        on.line_segment([at(from), at(to)], stroke);
    };
    match change {
        Change::Added => {
            line((-1.0, 0.0), (1.0, 0.0));
            line((0.0, -1.0), (0.0, 1.0));
        }
        Change::Removed => line((-1.0, 0.0), (1.0, 0.0)),
        Change::Changed => {
            line((-1.0, -0.4), (1.0, -0.4));
            line((-1.0, 0.4), (1.0, 0.4));
            line((-0.6, 1.1), (0.6, -1.1));
        }
        Change::Moved => {
            line((-1.0, 0.0), (1.0, 0.0));
            line((0.2, -0.8), (1.0, 0.0));
            line((0.2, 0.8), (1.0, 0.0));
        }
    }
}

/// Paints the marks of one pane.
pub(super) fn paint(
    on: &Painter,
    (viewport, layout): (&Viewport, &MapLayout),
    tokens: &Tokens,
    pane: Pane,
    marks: &[DifferenceMark],
) {
    for (record, change) in marks {
        let Some((_, rect)) = frame_of(layout, *record).filter(|(of, _)| *of == pane) else { continue };
        if !rect.intersects(&viewport.visible(pane)) {
            continue;
        }
        let room = viewport.screen_rect(pane, rect);
        let stroke = Stroke::new(FRAME, color(ink(tokens, *change)));
        on.rect_stroke(room, 5.0, stroke, StrokeKind::Inside);
        if room.width() >= LEAST && room.height() >= LEAST / 2.0 {
            sign(on, tokens, *change, corner(room));
        }
    }
}

/// Where the sign stands: on the upper right corner, most of it outside, for names and stars end inside of it.
fn corner(room: Rect) -> Pos2 {
    room.right_top()
}

impl Marks<'_> {
    /// Marks what another map has otherwise.
    pub fn differences(&self, marks: &[DifferenceMark]) {
        for pane in [Pane::Body, Pane::Labels, Pane::Header] {
            let on = self.ui.painter_at(self.viewport.clip(pane));
            paint(&on, (self.viewport, &self.picture.layout), self.tokens, pane, marks);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_covers_no_words() {
        let room = Rect::from_min_size(Pos2::new(100.0, 50.0), vec2(80.0, 30.0));
        let disc = Rect::from_center_size(corner(room), vec2(2.0 * DISC, 2.0 * DISC));
        // Words keep so far from the edges of what they stand in.
        assert!(!disc.intersects(room.shrink(DISC + 0.1)));
        assert!(disc.intersects(room), "it still touches what it is about");
    }
}
