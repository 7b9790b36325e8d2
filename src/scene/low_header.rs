//! The header of a map that is smaller than the canvas all around: stages are blocks of their colour with the shape of how
//! they do, and their names, every second or tenth of them where stages are narrower, as on an axis. It is drawn in points
//! on screen.

use crate::base::geom::{Point, Rect};
use crate::base::text::{TextRoom, TextStyle, Weight};
use crate::layout::measure::line_height;
use crate::layout::{MapLayout, StageBox};
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

/// A name that stands for stages beside its own is cut at this rather than leaving out more of them; and less of a name than
/// this says nothing, points.
const ENOUGH_OF_NAME: f64 = 72.0;
const LEAST_OF_NAME: f64 = 24.0;

/// How the names of all stages run.
#[derive(Clone, Copy)]
pub(super) enum Names {
    Across(TextStyle),
    Rising(TextStyle),
    /// Only every so many stages have one, which runs over those after it.
    Spaced(TextStyle, usize),
    /// None can be read: the colours stand for the stages.
    Absent,
}

impl Names {
    /// True where every stage has its whole name.
    pub(super) fn are_whole(&self) -> bool {
        matches!(self, Self::Across(_) | Self::Rising(_))
    }
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
            Names::Spaced(style, _) => Point::new(middle.x, rect.max.y - below_name(rect, style) / 2.0),
            Names::Absent => middle,
        };
        if let Some((card, status)) = status(pen, stage) {
            pen.tag = Some(card);
            let most = match names {
                Names::Spaced(style, _) => below_name(rect, style) / 2.0,
                _ => rect.height() * RADIUS_SHARE,
            };
            pen.status(status, shape, RADIUS.min(rect.width() * RADIUS_SHARE).min(most));
        }
    }
    // After all blocks, which they run over.
    if let Names::Spaced(style, every) = names {
        for (index, stage) in layout.stages.iter().enumerate().step_by(every) {
            let title = pen.input.document.stages.get(&stage.id).map_or("", |s| s.title.as_str());
            let (from, room) = (frame(stage), room_until(layout, index, every, &frame));
            let block = pen.measure(title, style, TextRoom::line(room));
            // At the right end there may be too little room for one that stands for stages beside its own.
            let is_last = index > 0 && index + every > layout.stages.len();
            if block.is_elided && (is_last || room < LEAST_OF_NAME) {
                continue;
            }
            pen.tag = Some(RecordRef::Stage(stage.id));
            pen.block(block, from.min, Align::Left, tokens.text);
        }
    }
}

/// What a name above the shapes leaves them of the height.
fn below_name(rect: Rect, style: TextStyle) -> f64 {
    (rect.height() - line_height(style)).max(0.0)
}

/// How long the name of a stage may be that stands for `every` stages from it on.
fn room_until(layout: &MapLayout, index: usize, every: usize, frame: &impl Fn(&StageBox) -> Rect) -> f64 {
    let Some(from) = layout.stages.get(index).map(|stage| frame(stage).min.x) else { return 0.0 };
    match layout.stages.get(index + every) {
        Some(next) => frame(next).min.x - from - EDGE,
        None => layout.stages.last().map_or(0.0, |last| frame(last).max.x - from),
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
    spaced(pen, frame)
}

/// The names of as many stages as can be read beside each other; those left out are as many each time, so that the eye
/// counts them.
fn spaced(pen: &mut Pen<'_, '_>, frame: &impl Fn(&StageBox) -> Rect) -> Names {
    let layout = pen.input.layout;
    let style = TextStyle::new(NAMES.last().copied().unwrap_or(SHAPE), Weight::SemiBold);
    let is_low = |stage: &StageBox| frame(stage).height() < line_height(style);
    let count = layout.stages.len();
    if layout.stages.iter().any(is_low) || count == 0 || room_until(layout, 0, count, frame) < LEAST_OF_NAME {
        return Names::Absent;
    }
    let title = |stage: &StageBox| pen.input.document.stages.get(&stage.id).map_or("", |s| s.title.as_str());
    let titles: Vec<&str> = layout.stages.iter().map(title).collect();
    let widths: Vec<f64> = titles
        .into_iter()
        .map(|title| pen.measure(title, style, TextRoom::LINE).size.width.min(ENOUGH_OF_NAME))
        .collect();
    let fits = |every: &usize| {
        let mut whole = widths.iter().enumerate().step_by(*every).filter(|(index, _)| index + every < count);
        whole.all(|(index, width)| *width <= room_until(layout, index, *every, frame))
    };
    Names::Spaced(style, (1..count).find(fits).unwrap_or(count))
}
