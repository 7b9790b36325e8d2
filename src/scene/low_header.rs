//! The header of a map that is smaller than the canvas all around: stages are blocks of their colour with the shape of how
//! they do, and their names where all of them can be read. It is drawn in points on screen.

use crate::base::geom::{Point, Rect};
use crate::base::text::{TextRoom, TextStyle, Weight};
use crate::layout::StageBox;
use crate::layout::measure::line_height;
use crate::model::RecordRef;
use crate::scene::pen::Pen;
use crate::scene::{Align, Status, heat};

/// A header lower than this, points, has no room for values.
pub(super) const LOW: f64 = 80.0;
/// Sizes of names, the largest that all of them fit; all are of one size.
const NAMES: [f64; 5] = [12.0, 11.0, 10.0, 9.5, 9.0];
/// Space between the edge of a stage and its name; and the share of a small one it takes at most.
const EDGE: f64 = 4.0;
const EDGE_SHARE: f64 = 0.12;
/// What a shape takes of the length of a name.
const SHAPE: f64 = 13.0;
/// The largest shape, and the share of the room for it that it takes at most.
const RADIUS: f64 = 4.5;
const RADIUS_SHARE: f64 = 0.38;

/// How the names of all stages run.
#[derive(Clone, Copy)]
pub(super) enum Names {
    Across(TextStyle),
    Rising(TextStyle),
    /// Not all of them can be read: the colours stand for the stages.
    Absent,
}

/// Draws all stages, each in its own frame.
pub(super) fn draw_all(pen: &mut Pen<'_, '_>, names: Names, frame: impl Fn(&StageBox) -> Rect) {
    let (layout, tokens) = (pen.input.layout, pen.tokens());
    for stage in &layout.stages {
        pen.tag = Some(RecordRef::Stage(stage.id));
        let record = pen.input.document.stages.get(&stage.id);
        let (title, tint) = record.map_or(("", 0), |s| (s.title.as_str(), s.tint));
        let (rect, inside) = (frame(stage), inside_of(frame(stage)));
        let radius = 4.0_f64.min(rect.width() / 4.0).min(rect.height() / 4.0);
        pen.fill(rect, radius, tokens.tint(tint));
        heat::wash(pen, stage.id, (rect, radius), heat::UNDER_WORDS);
        let ink = tokens.ink(tint);
        let middle = inside.center();
        let shape = match names {
            Names::Across(style) => {
                let left = inside.min.x + if status(pen, stage).is_some() { SHAPE } else { 0.0 };
                let block = pen.measure(title, style, TextRoom::LINE);
                let origin = Point::new(left, middle.y - block.size.height / 2.0);
                pen.block(block, origin, Align::Left, ink);
                Point::new(inside.min.x + RADIUS, middle.y)
            }
            Names::Rising(style) => {
                let bottom = inside.max.y - if status(pen, stage).is_some() { SHAPE } else { 0.0 };
                let block = pen.measure(title, style, TextRoom::LINE);
                pen.rising(block, Point::new(middle.x - line_height(style) / 2.0, bottom), ink);
                Point::new(middle.x, inside.max.y - RADIUS)
            }
            Names::Absent => middle,
        };
        if let Some((card, status)) = status(pen, stage) {
            pen.tag = Some(card);
            pen.status(status, shape, RADIUS.min(rect.width() * RADIUS_SHARE).min(rect.height() * RADIUS_SHARE));
        }
    }
}

fn inside_of(rect: Rect) -> Rect {
    rect.expand(-EDGE.min(rect.width() * EDGE_SHARE).min(rect.height() * EDGE_SHARE))
}

/// How the first headline KPI of a stage does, and the card it comes from.
fn status(pen: &Pen<'_, '_>, stage: &StageBox) -> Option<(RecordRef, Status)> {
    let headline = pen.headlines.get(&stage.id)?.first()?;
    Some((RecordRef::Card(headline.card), headline.figure?.status))
}

/// The largest size at which all names are whole on one line, running to the right if they can.
pub(super) fn names(pen: &mut Pen<'_, '_>, frame: &impl Fn(&StageBox) -> Rect) -> Names {
    let layout = pen.input.layout;
    for is_rising in [false, true] {
        for size in NAMES {
            let style = TextStyle::new(size, Weight::SemiBold);
            let fits = layout.stages.iter().all(|stage| {
                let title = pen.input.document.stages.get(&stage.id).map_or("", |s| s.title.as_str());
                let inside = inside_of(frame(stage));
                let shape = if status(pen, stage).is_some() { SHAPE } else { 0.0 };
                let (length, thickness) =
                    if is_rising { (inside.height(), inside.width()) } else { (inside.width(), inside.height()) };
                let width = pen.measure(title, style, TextRoom::LINE).size.width;
                width <= length - shape && line_height(style) <= thickness + 2.0 * EDGE * EDGE_SHARE
            });
            if fits {
                return if is_rising { Names::Rising(style) } else { Names::Across(style) };
            }
        }
    }
    Names::Absent
}
