//! A second map beside the one that is worked on: it shows the same part and goes along, stage for stage and lane for
//! lane.

use crate::base::geom::{Camera, Point};
use crate::base::ids::{LaneId, StageId};
use crate::canvas::camera::{Pane, Viewport};
use crate::canvas::view::CanvasView;
use crate::layout::MapLayout;
use egui::Vec2;

/// What of the map that is worked on is seen: how large, and where its upper left corner of cells is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// Zoom of the map that is worked on.
    pub zoom: f64,
    /// The corner in the other map's own units.
    pub corner: Point,
}

/// What a hand on the second map wants of both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moved {
    /// How far, points.
    pub by: Vec2,
    /// How much larger.
    pub zoom: f32,
}

impl CanvasView {
    /// What is seen of the shown map, in the units of another one of which some stages and lanes belong to some of this
    /// one. `None` before the first frame.
    #[must_use]
    pub fn seen_on(
        &self,
        other: &MapLayout,
        stages: &[(StageId, StageId)],
        lanes: &[(LaneId, LaneId)],
    ) -> Option<Seen> {
        let (viewport, own) = (self.viewport?, self.cache.shown_layout());
        let corner = viewport.visible(Pane::Body).min;
        let across: Vec<(f64, f64)> =
            stages.iter().filter_map(|(a, b)| Some((own.stage(*a)?.rect.min.x, other.stage(*b)?.rect.min.x))).collect();
        let down: Vec<(f64, f64)> = lanes
            .iter()
            .filter_map(|(a, b)| Some((own.lane(*a)?.1.rect.min.y, other.lane(*b)?.1.rect.min.y)))
            .collect();
        let corner = Point::new(across_to(corner.x, &across), across_to(corner.y, &down));
        Some(Seen { zoom: viewport.camera.zoom, corner })
    }

    /// Moves the shown map as a hand on the other one does.
    pub fn pan(&mut self, by: Vec2) {
        let Some((map, viewport)) = self.shown_map().zip(self.viewport) else { return };
        let camera = viewport.held(viewport.camera.panned(f64::from(by.x), f64::from(by.y)));
        self.set_camera(map, camera);
    }
}

/// A place on one map as the place on the other: between two edges that belong together it keeps its share, before the
/// first and behind the last its distance.
fn across_to(at: f64, edges: &[(f64, f64)]) -> f64 {
    let mut edges = edges.to_vec();
    // What was moved to elsewhere on the other map cannot be followed.
    edges.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut last = f64::NEG_INFINITY;
    edges.retain(|(_, there)| {
        let follows = *there > last;
        if follows {
            last = *there;
        }
        follows
    });
    let (Some(first), Some(end)) = (edges.first(), edges.last()) else { return at };
    if at <= first.0 {
        return first.1 + at - first.0;
    }
    if at >= end.0 {
        return end.1 + at - end.0;
    }
    for pair in edges.windows(2) {
        if let [(from, from_there), (to, to_there)] = pair
            && at < *to
            && to > from
        {
            return from_there + (at - from) / (to - from) * (to_there - from_there);
        }
    }
    at
}

/// The camera with which cells begin at a corner.
pub(super) fn camera_at(viewport: &Viewport, seen: Seen) -> Camera {
    let bare = Viewport { camera: Camera { origin: Point::new(0.0, 0.0), zoom: seen.zoom }, ..*viewport };
    let begin = bare.visible(Pane::Body).min;
    // A shorter map may begin far inside its half: what belongs together stands in line, whatever that leaves free.
    Camera { origin: Point::new(seen.corner.x - begin.x, seen.corner.y - begin.y), zoom: seen.zoom }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_on_one_map_is_the_place_on_the_other() {
        let check = |at: f64, edges: &[(f64, f64)], expected: f64| {
            assert!((across_to(at, edges) - expected).abs() < 1e-9, "{at} in {edges:?}: {}", across_to(at, edges));
        };
        check(70.0, &[], 70.0);
        check(50.0, &[(100.0, 120.0)], 70.0);
        check(150.0, &[(100.0, 120.0), (200.0, 320.0)], 220.0);
        check(250.0, &[(100.0, 120.0), (200.0, 320.0)], 370.0);
        // A stage that went to the front on the other map is left out.
        check(250.0, &[(100.0, 120.0), (200.0, 20.0), (300.0, 320.0)], 270.0);
    }
}
