//! One gesture of zooming, over all its frames.

use super::{Pane, Viewport};
use crate::base::geom::{Camera, Point};
use egui::Pos2;

/// The zooming that goes on. What is shown stands on whole pixels; asked anew in every frame what is under the pointer,
/// the answer would be off by up to half of one each time, and the map would wander away from it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Zooming {
    /// When the zoom last changed, seconds of egui's clock.
    pub last: f64,
    held: Option<Held>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Held {
    at: Pos2,
    world: Point,
    /// The camera that the step before left behind: moved by anything else, the point is another one.
    camera: Camera,
}

impl Default for Zooming {
    fn default() -> Self {
        Self { last: f64::NEG_INFINITY, held: None }
    }
}

impl Zooming {
    /// The camera after one more step at a point of the screen.
    pub fn step(&mut self, viewport: &Viewport, at: Pos2, factor: f64) -> Camera {
        let held = self.held.filter(|held| held.at == at && held.camera == viewport.camera);
        let world = held.map_or_else(|| viewport.world(Pane::Body, at), |held| held.world);
        let camera = viewport.zoomed_about(at, world, factor);
        self.held = Some(Held { at, world, camera });
        camera
    }

    /// The camera that a step became where the edges of the map held it back.
    pub fn note(&mut self, camera: Camera) {
        if let Some(held) = self.held.as_mut().filter(|held| held.camera.zoom == camera.zoom) {
            // Held back by an edge, the map has another point there.
            let is_elsewhere = (held.camera.origin.x - camera.origin.x).hypot(held.camera.origin.y - camera.origin.y)
                * camera.zoom
                > 0.01;
            if is_elsewhere {
                self.held = None;
            } else {
                held.camera = camera;
            }
        }
    }
}
