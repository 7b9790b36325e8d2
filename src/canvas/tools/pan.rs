//! Panning with a held button. Works above every tool.

use crate::base::geom::{Camera, Point};

/// A pan in progress.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum PanTool {
    /// Nothing held.
    #[default]
    Idle,
    /// The map sticks to the pointer.
    Panning {
        /// Where the pointer went down, points.
        from: Point,
        /// The camera then.
        camera: Camera,
    },
}

impl PanTool {
    /// Grabs the map.
    pub fn start(&mut self, at: Point, camera: Camera) {
        *self = Self::Panning { from: at, camera };
    }

    /// The camera for a pointer position; `None` when nothing is held. Computed from the start, so that holding the
    /// camera at the map's edge does not make the map slip under the pointer.
    #[must_use]
    pub fn camera(&self, at: Point) -> Option<Camera> {
        match self {
            Self::Idle => None,
            Self::Panning { from, camera } => Some(camera.panned(at.x - from.x, at.y - from.y)),
        }
    }

    /// Lets go.
    pub fn stop(&mut self) {
        *self = Self::Idle;
    }

    /// True while the map is held.
    #[must_use]
    pub fn is_active(&self) -> bool {
        *self != Self::Idle
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_sticks_to_the_pointer() {
        let mut tool = PanTool::default();
        let camera = Camera { origin: Point::new(10.0, 20.0), zoom: 2.0 };
        assert_eq!(tool.camera(Point::new(1.0, 1.0)), None);
        tool.start(Point::new(100.0, 100.0), camera);
        let moved = tool.camera(Point::new(140.0, 80.0)).unwrap();
        assert_eq!(moved.origin, Point::new(-10.0, 30.0));
        assert_eq!(moved.zoom, 2.0);
        tool.stop();
        assert!(!tool.is_active());
    }
}
