//! The pinned panes in units of their own: the stage row and the lane labels keep readable sizes while the map between
//! them grows and shrinks.

use crate::base::geom::{Point, Rect};
use crate::base::text::{Measure, TextRoom};
use crate::layout::{LINK_BADGE, MapLayout, fitted, stage_title};
use crate::model::Document;
use std::sync::Arc;

/// How the units of the pinned panes relate to those of the body; 1 everywhere in a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// Units of the header across, for one unit of the body.
    pub header: f64,
    /// Units of the lane labels down, for one unit of the body.
    pub labels: f64,
    /// Units of the corner down, for one unit of the header.
    pub corner: f64,
    /// Points on screen per unit of the header, where it is a high one: seen from far, the header takes the height that
    /// the map leaves free.
    pub header_points: Option<f64>,
}

impl Default for Stretch {
    fn default() -> Self {
        Self { header: 1.0, labels: 1.0, corner: 1.0, header_points: None }
    }
}

impl Stretch {
    /// True when nothing is stretched.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.header_points.is_none() && [self.header, self.labels, self.corner].iter().all(|s| (s - 1.0).abs() < 1e-9)
    }
}

/// A step narrower than this shows no name, units of the header.
const NARROWEST_STEP: f64 = 26.0;

/// Stages and steps in the units of the header, with their words broken anew.
pub(super) fn header(document: &Document, layout: &MapLayout, by: f64, measure: &mut dyn Measure) -> MapLayout {
    let (sizes, styles) = (&layout.sizes, layout.sizes.styles);
    let across = |r: Rect| Rect { min: Point::new(r.min.x * by, r.min.y), max: Point::new(r.max.x * by, r.max.y) };
    let mut stretched = layout.without_cards();
    stretched.bounds = across(layout.bounds);
    stretched.label_width *= by;
    stretched.map_figures.iter_mut().for_each(|figure| figure.rect = across(figure.rect));
    for stage in &mut stretched.stages {
        stage.rect = across(stage.rect);
        let Some(record) = document.stages.get(&stage.id) else { continue };
        let badge = if record.linked_map.is_some() { LINK_BADGE } else { 0.0 };
        let room = (stage.rect.width() - 2.0 * sizes.stage_padding - badge).max(0.0);
        stage.title = Arc::new(stage_title(measure, &record.title, sizes, (room, stage.rect.height())));
        let left = room - stage.title.size.width - 16.0;
        let question = measure.block(&record.question, styles.question, TextRoom::LINE);
        // Half a question asks something else.
        stage.question = if question.size.width <= left { Arc::new(question) } else { Arc::default() };
    }
    for step in &mut stretched.steps {
        step.rect = across(step.rect);
        let Some(record) = document.steps.get(&step.id) else { continue };
        let room = step.rect.width() - 2.0 * sizes.step_padding;
        let lines = (step.rect.height() / crate::layout::measure::line_height(styles.step)).floor().max(1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few lines")]
        let lines = lines as usize;
        step.title = if room < NARROWEST_STEP {
            Arc::default()
        } else {
            Arc::new(fitted(measure, &record.title, styles.step, (&[styles.step.size], TextRoom::lines(room, lines))))
        };
    }
    stretched
}

/// Stages and steps in points, for a header that has `points` of them to a unit.
pub(super) fn in_points(layout: &MapLayout, points: f64) -> MapLayout {
    let area = |r: Rect| Rect {
        min: Point::new(r.min.x * points, r.min.y * points),
        max: Point::new(r.max.x * points, r.max.y * points),
    };
    let mut scaled = layout.without_cards();
    scaled.bounds = area(layout.bounds);
    scaled.label_width *= points;
    scaled.header_height *= points;
    scaled.map_figures.iter_mut().for_each(|figure| figure.rect = area(figure.rect));
    for stage in &mut scaled.stages {
        stage.rect = area(stage.rect);
    }
    for step in &mut scaled.steps {
        step.rect = area(step.rect);
    }
    scaled
}

/// Lanes in the units of their labels, with their names broken anew.
pub(super) fn labels(document: &Document, layout: &MapLayout, by: f64, measure: &mut dyn Measure) -> MapLayout {
    let (sizes, style) = (&layout.sizes, layout.sizes.styles.lane);
    let down = |r: Rect| Rect { min: Point::new(r.min.x, r.min.y * by), max: Point::new(r.max.x, r.max.y * by) };
    let mut stretched = layout.without_cards();
    stretched.bounds = down(layout.bounds);
    stretched.header_height *= by;
    let line = crate::layout::measure::line_height(style);
    for lane in &mut stretched.lanes {
        (lane.rect, lane.label_rect, lane.plot) = (down(lane.rect), down(lane.label_rect), lane.plot.map(down));
        let Some(record) = document.lanes.get(&lane.id) else { continue };
        let room = sizes.label_width - 14.0 - 8.0;
        let fits = |word: &str| measure.block(word, style, TextRoom::LINE).size.width <= room;
        let has_room = record.title.split_whitespace().all(fits);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few lines")]
        let lines = ((lane.rect.height() - 4.0) / line).floor().clamp(1.0, 4.0) as usize;
        let room = if lines == 1 || !has_room { TextRoom::line(room) } else { TextRoom::lines(room, lines) };
        lane.label = Arc::new(measure.block(&record.title, style, room));
    }
    stretched
}

/// The corner, whose width is that of the labels and whose height that of the header.
pub(super) fn corner(layout: &MapLayout, by: f64) -> MapLayout {
    let mut stretched = layout.without_cards();
    stretched.header_height *= by;
    let down = |r: &mut Rect| (r.min.y, r.max.y) = (r.min.y * by, r.max.y * by);
    stretched.steps.iter_mut().for_each(|step| down(&mut step.rect));
    stretched.map_figures.iter_mut().for_each(|figure| down(&mut figure.rect));
    stretched
}
