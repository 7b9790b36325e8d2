//! Where the camera may go, and where it goes to show something.

use super::{Pane, Viewport, high_header_share};
use crate::base::geom::{Camera, Point, Rect};

/// How far the end of the map may be pulled into the canvas, as a share of it: far enough to work at the edge, never
/// so far that one wonders where the map is. Its beginning stays at the edge, and with it the stage row.
const PULLED_IN: f64 = 0.3;
/// Of a map that is smaller than the canvas at least this share of the cells stays in view.
const KEPT: f64 = 0.5;
/// The first look at a map never makes words smaller than this zoom; the map then runs out of the window instead.
const FIRST_ZOOM: f64 = 0.8;
/// Free room around a part that is fitted, points.
const PART_MARGIN: f64 = 24.0;

impl Viewport {
    /// The camera held so that some of the map stays in view.
    #[must_use]
    pub fn held(&self, camera: Camera) -> Camera {
        let (size, zoom) = (self.size(), camera.zoom);
        let bounds = self.bounds_at(zoom);
        let hold = |origin: f64, (min, max): (f64, f64), cells: f64, screen: f64, least: f64, looseness: f64| {
            let tight = (max - screen / zoom).max(min);
            let loose = (max - (1.0 - PULLED_IN) * screen / zoom).max(min + KEPT * cells);
            let highest = tight + (loose - tight) * looseness;
            if highest < least { least } else { origin.clamp(least, highest) }
        };
        // A map narrower than the canvas may stand anywhere in its width. It never leaves the upper edge.
        let left = bounds.min.x - (size.width / zoom - bounds.width()).max(0.0);
        let (across, down) = ((bounds.min.x, bounds.max.x), (bounds.min.y, bounds.max.y));
        let (columns, rows) = (self.bounds.width() - self.label_width, self.bounds.height() - self.header_height);
        let origin = Point::new(
            hold(camera.origin.x, across, columns.max(0.0), size.width, left, 1.0),
            // Below a high header cells have just the height they need.
            hold(camera.origin.y, down, rows.max(0.0), size.height, bounds.min.y, 1.0 - high_header_share(zoom)),
        );
        Camera { origin, zoom }
    }

    /// The camera with nothing of the map above the canvas where all of its height has room in it.
    #[must_use]
    pub fn hung(&self, camera: Camera) -> Camera {
        let bounds = self.bounds_at(camera.zoom);
        let has_room = bounds.height() * camera.zoom <= self.size().height;
        let y = if has_room { bounds.min.y } else { camera.origin.y };
        Camera { origin: Point::new(camera.origin.x, y), ..camera }
    }

    /// The middle of what can be seen of the map, points from the corner of the canvas: of a part of the body, or of all
    /// cells.
    #[must_use]
    pub fn middle_of(&self, part: Option<Rect>) -> Option<Point> {
        let all = Rect { min: Point::new(self.label_width, self.header_height), max: self.bounds.max };
        let seen = self.screen_rect(Pane::Body, part.unwrap_or(all)).intersect(self.clip(Pane::Body));
        let middle = seen.center() - self.rect.min;
        seen.is_positive().then(|| Point::new(f64::from(middle.x), f64::from(middle.y)))
    }

    /// What the map covers at a zoom, in world units of the body: the pinned panes take more or less of it.
    fn bounds_at(&self, zoom: f64) -> Rect {
        let at = Self { camera: Camera { zoom, ..self.camera }, ..*self };
        let (x, y) = at.shift();
        Rect { min: self.bounds.min, max: self.bounds.max.offset(x / zoom, y / zoom) }
    }

    /// The camera for the first look: the whole width when words stay readable, from the upper left corner.
    #[must_use]
    pub fn first(&self) -> Camera {
        let zoom = (self.size().width / self.bounds.width().max(1.0)).clamp(FIRST_ZOOM, 1.0);
        Camera { origin: self.bounds.min, zoom }
    }

    /// The camera that shows the whole map.
    #[must_use]
    pub fn fit_map(&self) -> Camera {
        let whole = |zoom: f64| {
            let bounds = self.bounds_at(zoom);
            bounds.width() * zoom <= self.size().width && bounds.height() * zoom <= self.size().height
        };
        let zoom = largest_zoom(whole);
        let (center, size) = (self.bounds_at(zoom).center(), self.size());
        let origin = center.offset(-size.width / zoom / 2.0, -size.height / zoom / 2.0);
        let fitted = Camera { origin, zoom };
        // A map that is wider than high hangs from the top, where its header is, rather than in the middle.
        Camera { origin: Point::new(fitted.origin.x, fitted.origin.y.max(self.bounds.min.y)), zoom: fitted.zoom }
    }

    /// The camera that shows a part of the body, clear of header and labels, which stay at the edges of the canvas.
    #[must_use]
    pub fn fit_body(&self, part: Rect) -> Camera {
        let at = |zoom: f64| Self { camera: Camera { zoom, ..self.camera }, ..*self };
        let pinned = |v: &Self| (v.label_width * v.labels_scale(), v.header_height * v.header_scale());
        let (size, margin) = (self.size(), 2.0 * PART_MARGIN);
        let zoom = largest_zoom(|zoom| {
            let (left, top) = pinned(&at(zoom));
            left + part.width() * zoom + margin <= size.width && top + part.height() * zoom + margin <= size.height
        });
        let (left, top) = pinned(&at(zoom));
        let origin = Point::new(
            part.center().x - self.label_width - (size.width - left) / 2.0 / zoom,
            part.center().y - self.header_height - (size.height - top) / 2.0 / zoom,
        );
        let start = self.bounds.min;
        Camera { origin: Point::new(origin.x.max(start.x), origin.y.max(start.y)), zoom }
    }

    /// The camera that shows all of a part of the map: after the least pan where it has room at this zoom, else further
    /// away. Never nearer.
    #[must_use]
    pub fn with_all_of(&self, part: Rect) -> Camera {
        let seen = self.visible(Pane::Body);
        if part.width() <= seen.width() && part.height() <= seen.height() {
            return self.revealed(Pane::Body, part);
        }
        let fitted = self.fit_body(part);
        if fitted.zoom < self.camera.zoom { fitted } else { self.revealed(Pane::Body, part) }
    }

    /// The camera after the least pan that brings a rectangle of a pane into view.
    #[must_use]
    pub fn revealed(&self, pane: Pane, rect: Rect) -> Camera {
        let (seen, margin) = (self.visible(pane), 8.0 / self.camera.zoom);
        // What is seen whole stays where it is, also at the very edge: a map that moves under the hand is a nuisance.
        let hair = 0.5 / self.camera.zoom;
        let shift = |min: f64, max: f64, low: f64, high: f64| {
            let is_too_large = max - min > high - low;
            if min < low - hair || (is_too_large && min > high - margin) {
                min - low - margin
            } else if max > high + hair && !is_too_large {
                max - high + margin
            } else {
                0.0
            }
        };
        let dx = if pane.pins_x() { 0.0 } else { shift(rect.min.x, rect.max.x, seen.min.x, seen.max.x) };
        let dy = if pane.pins_y() { 0.0 } else { shift(rect.min.y, rect.max.y, seen.min.y, seen.max.y) };
        // Not past the start of the map: there the labels and the header move along, and what stands right beside them
        // would be moved again and again.
        let (now, start) = (self.camera.origin, self.bounds.min);
        let back = |now: f64, shift: f64, start: f64| {
            if shift < 0.0 { (now + shift).max(start.min(now)) } else { now + shift }
        };
        let origin = Point::new(back(now.x, dx, start.x), back(now.y, dy, start.y));
        Camera { origin, zoom: self.camera.zoom }
    }
}

/// The largest zoom up to 100 % at which something fits. The pinned panes do not shrink with the rest, so it is found by
/// halving.
fn largest_zoom(fits: impl Fn(f64) -> bool) -> f64 {
    if fits(1.0) {
        return 1.0;
    }
    let (mut low, mut high) = (Camera::MIN_ZOOM, 1.0);
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        if fits(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}
