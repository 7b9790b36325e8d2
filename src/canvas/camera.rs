//! Where the map stands on screen: one camera, and four panes of which three stay put on one or both axes.

use crate::base::geom::{Camera, Point, Rect, Size};
use crate::layout::MapLayout;
use crate::scene::{HIGH_HEADER_BELOW, LABEL_EDGE, Layer, Stretch};
use egui::{Pos2, pos2};

/// Share of the canvas that the pinned header may take; beyond it the header scrolls until only its lower part is left.
const MAX_HEADER_SHARE: f64 = 0.45;
/// How far the end of the map may be pulled into the canvas, as a share of it: far enough to work at the edge, never
/// so far that one wonders where the map is. Its beginning stays at the edge, and with it the stage row.
const PULLED_IN: f64 = 0.3;
/// Of a map that is smaller than the canvas at least this share of the cells stays in view.
const KEPT: f64 = 0.5;
/// The first look at a map never makes words smaller than this zoom; the map then runs out of the window instead.
const FIRST_ZOOM: f64 = 0.8;
/// Free room around a part that is fitted, points.
const PART_MARGIN: f64 = 24.0;
/// The narrowest and the widest the lane labels get, points. They also never take more than an eighth of the canvas, as
/// long as that is not less than they take at 100 %.
const LEAST_LABELS: f64 = 72.0;
const MOST_LABELS: f64 = 140.0;
/// The smallest and the largest scale of the stage row: its words stay between 8 and 19 points.
const LEAST_HEADER: f64 = 0.66;
const MOST_HEADER: f64 = 1.25;
/// The zoom from which on, going out, the header has all the height that the map leaves free.
const HIGHEST_HEADER_BELOW: f64 = 0.24;
/// Share of the canvas that a high header may take.
const MAX_HIGH_HEADER_SHARE: f64 = 0.7;

/// A part of the canvas that scrolls on its own terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// The cells.
    Body,
    /// The lane labels: never move sideways out of view.
    Labels,
    /// The stage and step row: never moves up out of view.
    Header,
    /// Where both meet.
    Corner,
}

impl Pane {
    /// The pane a layer of the scene is painted in.
    #[must_use]
    pub fn of_layer(layer: Layer) -> Self {
        match (layer.pins_x(), layer.pins_y()) {
            (false, false) => Self::Body,
            (true, false) => Self::Labels,
            (false, true) => Self::Header,
            (true, true) => Self::Corner,
        }
    }

    fn pins_x(self) -> bool {
        matches!(self, Self::Labels | Self::Corner)
    }

    fn pins_y(self) -> bool {
        matches!(self, Self::Header | Self::Corner)
    }
}

/// How the map stands in the canvas during one frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Viewport {
    /// The canvas on screen, points.
    pub rect: egui::Rect,
    /// The camera of the body.
    pub camera: Camera,
    /// What the map covers, world units.
    pub bounds: Rect,
    /// Right edge of the lane labels, world units.
    pub label_width: f64,
    /// Bottom of the header, world units.
    pub header_height: f64,
    /// Physical pixels per point.
    pub pixels_per_point: f32,
}

#[expect(clippy::cast_possible_truncation, reason = "screen coordinates are f32 in egui")]
fn narrow(value: f64) -> f32 {
    value as f32
}

impl Viewport {
    /// A map in a part of the window, with a camera that has not been set yet.
    #[must_use]
    pub fn of(rect: egui::Rect, layout: &MapLayout, pixels_per_point: f32) -> Self {
        Self {
            rect,
            camera: Camera::default(),
            bounds: layout.bounds,
            label_width: layout.label_width,
            header_height: layout.header_height,
            pixels_per_point,
        }
    }

    /// True for a pane that hides what has gone under it; where nothing has, the scene's own surface is enough.
    #[must_use]
    pub fn is_over_cells(&self, pane: Pane) -> bool {
        let (is_under_labels, is_under_header) = self.is_scrolled();
        (pane.pins_x() && is_under_labels) || (pane.pins_y() && is_under_header)
    }

    /// The size of the canvas, points.
    #[must_use]
    pub fn size(&self) -> Size {
        Size::new(f64::from(self.rect.width()), f64::from(self.rect.height()))
    }

    /// Points per world unit across the lane labels: they keep a width that can be read and leaves room for the map.
    #[must_use]
    pub fn labels_scale(&self) -> f64 {
        let natural = self.label_width.max(1.0);
        let most = (self.size().width / 8.0).clamp(natural, MOST_LABELS.max(natural));
        (natural * self.camera.zoom).clamp(LEAST_LABELS.min(natural), most) / natural
    }

    /// Points per world unit down the stage row and the steps. Seen from far the map is low, and stages take what it
    /// leaves free of the canvas.
    #[must_use]
    pub fn header_scale(&self) -> f64 {
        let (zoom, height) = (self.camera.zoom, self.size().height);
        let usual = zoom.clamp(LEAST_HEADER, MOST_HEADER);
        if !self.has_high_header() || self.header_height <= 0.0 {
            return usual;
        }
        let cells = (self.bounds.max.y - self.header_height) * zoom;
        // A hair less, so that rounding leaves the whole map in view.
        let free = (height - cells - 1.0).min(MAX_HIGH_HEADER_SHARE * height) / self.header_height;
        usual + (free - usual).max(0.0) * high_header_share(zoom)
    }

    fn has_high_header(&self) -> bool {
        self.camera.zoom < HIGH_HEADER_BELOW
    }

    /// How far the header scrolls away, points: beyond its share only its lower part is left.
    fn header_overlap(&self) -> f64 {
        let share = if self.has_high_header() { MAX_HIGH_HEADER_SHARE } else { MAX_HEADER_SHARE };
        (self.header_height * self.header_scale() - share * self.size().height).max(0.0)
    }

    /// How a pane is scaled, across and down, points per world unit.
    fn scales(&self, pane: Pane) -> (f64, f64) {
        let zoom = self.camera.zoom;
        let across = if pane.pins_x() { self.labels_scale() } else { zoom };
        let down = if pane.pins_y() { self.header_scale() } else { zoom };
        (across, down)
    }

    /// How the pinned panes of a scene are to be drawn for this zoom.
    #[must_use]
    pub fn stretch(&self) -> Stretch {
        let (labels, header, zoom) = (self.labels_scale(), self.header_scale(), self.camera.zoom);
        let header_points = self.has_high_header().then_some(header);
        Stretch { header: zoom / header, labels: zoom / labels, corner: header / labels, header_points }
    }

    /// A point of a scene, of which the pinned panes are drawn in their own units, as a world point.
    #[must_use]
    pub fn from_scene(&self, pane: Pane, p: Point) -> Point {
        let stretch = self.stretch();
        match pane {
            Pane::Body => p,
            Pane::Header => Point::new(p.x / stretch.header, p.y),
            Pane::Labels => Point::new(p.x, p.y / stretch.labels),
            Pane::Corner => Point::new(p.x, p.y / stretch.corner),
        }
    }

    /// What the first column and the first lane are moved by, points: the pinned panes are not as wide and high as the
    /// zoom makes them.
    fn shift(&self) -> (f64, f64) {
        let zoom = self.camera.zoom;
        (self.label_width * (self.labels_scale() - zoom), self.header_height * (self.header_scale() - zoom))
    }

    /// Where the world's origin stands in a pane, points from the corner of the canvas, on a whole physical pixel, so
    /// that words and boxes move together.
    fn offset(&self, pane: Pane) -> (f32, f32) {
        let (zoom, pixels) = (self.camera.zoom, f64::from(self.pixels_per_point));
        let (x, y) = (self.camera.origin.x * zoom, self.camera.origin.y * zoom);
        let (shift_x, shift_y) = self.shift();
        let pin_y = self.header_overlap();
        let snap = |v: f64| narrow((v * pixels).round() / pixels);
        (
            snap(if pane.pins_x() { x.min(0.0) } else { x - shift_x }),
            snap(if pane.pins_y() { y.min(pin_y) } else { y - shift_y }),
        )
    }

    /// A length of a pane on screen: words and corners of the pinned panes have scales of their own.
    #[must_use]
    pub fn length_in(&self, pane: Pane, world: f64) -> f32 {
        narrow(world * if pane == Pane::Header { self.scales(pane).1 } else { self.scales(pane).0 })
    }

    /// The camera after zooming by a factor while the world under a point of the canvas stays put. The stage row and the
    /// lane labels keep their places whatever the zoom: for a point on them the cells right beside them stay put.
    #[must_use]
    pub fn zoomed(&self, anchor: Point, factor: f64) -> Camera {
        let at = pos2(self.rect.min.x + narrow(anchor.x), self.rect.min.y + narrow(anchor.y));
        let at = at.max(self.corner());
        let anchor = Point::new(f64::from(at.x - self.rect.min.x), f64::from(at.y - self.rect.min.y));
        let fixed = self.world(Pane::Body, at);
        let zoom = (self.camera.zoom * factor).clamp(Camera::MIN_ZOOM, Camera::MAX_ZOOM);
        let after = Self { camera: Camera { zoom, ..self.camera }, ..*self };
        let (shift_x, shift_y) = after.shift();
        let origin = |fixed: f64, shift: f64, anchor: f64| fixed + (shift - anchor) / zoom;
        let camera =
            Camera { origin: Point::new(origin(fixed.x, shift_x, anchor.x), origin(fixed.y, shift_y, anchor.y)), zoom };
        // The pinned panes may have become larger: what was beside them must not go under them.
        let under = Self { camera, ..*self }.corner() - at;
        camera.panned(f64::from(under.x.max(0.0)), f64::from(under.y.max(0.0)))
    }

    /// A length on screen.
    #[must_use]
    pub fn length(&self, world: f64) -> f32 {
        narrow(world * self.camera.zoom)
    }

    /// Screen point of a world point of a pane.
    #[must_use]
    pub fn screen(&self, pane: Pane, p: Point) -> Pos2 {
        let ((x, y), (across, down)) = (self.offset(pane), self.scales(pane));
        pos2(self.rect.min.x + narrow(p.x * across) - x, self.rect.min.y + narrow(p.y * down) - y)
    }

    /// Screen rectangle of a world rectangle of a pane.
    #[must_use]
    pub fn screen_rect(&self, pane: Pane, r: Rect) -> egui::Rect {
        egui::Rect::from_min_max(self.screen(pane, r.min), self.screen(pane, r.max))
    }

    /// World point under a screen point, as a pane sees it.
    #[must_use]
    pub fn world(&self, pane: Pane, p: Pos2) -> Point {
        let ((x, y), (across, down)) = (self.offset(pane), self.scales(pane));
        Point::new(f64::from(p.x - self.rect.min.x + x) / across, f64::from(p.y - self.rect.min.y + y) / down)
    }

    /// Lower right corner of the corner pane on screen, inside the canvas.
    fn corner(&self) -> Pos2 {
        let corner = self.screen(Pane::Corner, Point::new(self.label_width - LABEL_EDGE, self.header_height));
        corner.clamp(self.rect.min, self.rect.max)
    }

    /// The part of the canvas a pane is painted in.
    #[must_use]
    pub fn clip(&self, pane: Pane) -> egui::Rect {
        let (all, corner) = (self.rect, self.corner());
        let (left, right) = if pane.pins_x() { (all.min.x, corner.x) } else { (corner.x, all.max.x) };
        let (top, bottom) = if pane.pins_y() { (all.min.y, corner.y) } else { (corner.y, all.max.y) };
        egui::Rect::from_min_max(pos2(left, top), pos2(right, bottom))
    }

    /// The pane under a screen point.
    #[must_use]
    pub fn pane_at(&self, p: Pos2) -> Pane {
        let corner = self.corner();
        match (p.x < corner.x, p.y < corner.y) {
            (false, false) => Pane::Body,
            (true, false) => Pane::Labels,
            (false, true) => Pane::Header,
            (true, true) => Pane::Corner,
        }
    }

    /// What of the world a pane shows.
    #[must_use]
    pub fn visible(&self, pane: Pane) -> Rect {
        let clip = self.clip(pane);
        Rect { min: self.world(pane, clip.min), max: self.world(pane, clip.max) }
    }

    /// True when cells have been scrolled under the header (y) or the lane labels (x).
    #[must_use]
    pub fn is_scrolled(&self) -> (bool, bool) {
        let camera = self.camera.origin;
        (camera.x > 0.0, camera.y * self.camera.zoom > self.header_overlap())
    }

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

/// How much of the way to the highest header a zoom is: 0 from where it begins on, 1 where it has all the height.
fn high_header_share(zoom: f64) -> f64 {
    ((HIGH_HEADER_BELOW - zoom) / (HIGH_HEADER_BELOW - HIGHEST_HEADER_BELOW)).clamp(0.0, 1.0)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn viewport(origin: Point, zoom: f64) -> Viewport {
        Viewport {
            rect: egui::Rect::from_min_size(pos2(200.0, 40.0), egui::vec2(800.0, 600.0)),
            camera: Camera { origin, zoom },
            bounds: Rect::new(0.0, 0.0, 2000.0, 900.0),
            label_width: 104.0,
            header_height: 160.0,
            pixels_per_point: 1.0,
        }
    }

    /// A world point of a pane comes back from the screen.
    fn check_round_trip(origin: Point, zoom: f64) {
        let v = viewport(origin, zoom);
        for pane in [Pane::Body, Pane::Labels, Pane::Header, Pane::Corner] {
            let p = Point::new(321.0, 77.0);
            let back = v.world(pane, v.screen(pane, p));
            assert!((back.x - p.x).abs() < 0.01 && (back.y - p.y).abs() < 0.01, "{pane:?}: {back:?}");
        }
    }

    #[test]
    fn screen_and_world_agree_in_every_pane() {
        check_round_trip(Point::new(0.0, 0.0), 1.0);
        check_round_trip(Point::new(531.4, 212.9), 0.73);
        check_round_trip(Point::new(-90.0, -40.0), 2.5);
    }

    #[test]
    fn pinned_panes_have_bounded_sizes_and_meet_the_cells_at_every_zoom() {
        for zoom in [0.05, 0.1, 0.25, 0.5, 0.75, 1.0, 2.0, 4.0] {
            let v = viewport(Point::default(), zoom);
            let corner = v.screen(Pane::Body, Point::new(v.label_width, v.header_height)) - v.rect.min;
            assert!((71.0..=141.0).contains(&corner.x), "{zoom}: labels are {} wide", corner.x);
            assert!((100.0..=425.0).contains(&corner.y), "{zoom}: the header is {} high", corner.y);
            assert!(zoom < HIGH_HEADER_BELOW || corner.y <= 205.0, "{zoom}: the header is {} high", corner.y);
            let pinned = v.screen(Pane::Corner, Point::new(v.label_width, v.header_height)) - v.rect.min;
            assert!((corner - pinned).length() < 1.5, "{zoom}: {corner:?} {pinned:?}");
            let anchor = Point::new(400.0, 300.0);
            let at = pos2(v.rect.min.x + 400.0, v.rect.min.y + 300.0);
            let zoomed = Viewport { camera: v.zoomed(anchor, 1.7), ..v };
            let (before, after) = (v.world(Pane::Body, at), zoomed.world(Pane::Body, at));
            let drift = (before.x - after.x).hypot(before.y - after.y) * zoomed.camera.zoom;
            assert!(drift < 1.5, "{zoom}: {before:?} {after:?}");
        }
    }

    #[test]
    fn a_fitted_wide_map_uses_the_height_there_is() {
        let v = Viewport { bounds: Rect::new(0.0, 0.0, 9_000.0, 900.0), ..viewport(Point::default(), 1.0) };
        let v = Viewport { camera: v.fit_map(), ..v };
        let used = v.screen(Pane::Body, v.bounds.max).y - v.rect.min.y;
        assert!(used > 0.75 * v.rect.height(), "{used} of {}", v.rect.height());
        let scrolled = v.held(Camera { origin: Point::new(0.0, 400.0), ..v.camera });
        assert!(scrolled.origin.y.abs() < 2.0 / scrolled.zoom, "no cell goes under the header: {scrolled:?}");
        // It gets there without a jump.
        let scale = |zoom: f64| Viewport { camera: Camera { zoom, ..v.camera }, ..v }.header_scale();
        for step in 0..400 {
            let zoom = 0.05 + f64::from(step) * 0.001;
            assert!(
                (scale(zoom) - scale(zoom + 0.001)).abs() < 0.06,
                "{zoom}: {} {}",
                scale(zoom),
                scale(zoom + 0.001)
            );
        }
    }

    #[test]
    fn a_fitted_map_is_seen_whole() {
        for bounds in [Rect::new(0.0, 0.0, 9_000.0, 900.0), Rect::new(0.0, 0.0, 700.0, 3_000.0)] {
            let v = Viewport { bounds, ..viewport(Point::default(), 1.0) };
            let v = Viewport { camera: v.fit_map(), ..v };
            let end = v.screen(Pane::Body, bounds.max) - v.rect.max;
            assert!(end.x <= 1.0 && end.y <= 1.0, "{bounds:?}: {end:?} outside");
            let start = v.screen(Pane::Corner, bounds.min) - v.rect.min;
            assert!(start.x >= -1.0 && start.y >= -1.0, "{bounds:?}: {start:?} outside");
        }
    }

    #[test]
    fn header_and_labels_stay_while_cells_move() {
        let v = viewport(Point::new(500.0, 300.0), 1.0);
        assert_eq!(v.screen(Pane::Header, Point::new(500.0, 0.0)), v.rect.min);
        assert_eq!(v.screen(Pane::Labels, Point::new(0.0, 300.0)), v.rect.min);
        assert_eq!(v.pane_at(pos2(210.0, 500.0)), Pane::Labels);
        assert_eq!(v.pane_at(pos2(700.0, 100.0)), Pane::Header);
        assert_eq!(v.pane_at(pos2(700.0, 500.0)), Pane::Body);
        assert_eq!(v.is_scrolled(), (true, true));
    }

    #[test]
    fn a_large_header_leaves_room_for_cells() {
        let v = viewport(Point::new(0.0, 900.0), 4.0);
        assert!(v.clip(Pane::Body).height() >= 0.5 * v.rect.height());
    }

    #[test]
    fn the_map_cannot_be_lost() {
        let v = viewport(Point::default(), 1.0);
        for origin in [Point::new(1e6, 1e6), Point::new(-1e6, -1e6)] {
            let held = v.held(Camera { origin, zoom: 1.0 });
            let seen = Rect { min: held.origin, max: held.origin.offset(800.0, 600.0) };
            assert!(seen.intersects(&v.bounds), "{held:?}");
        }
    }

    /// Whatever is done to the camera, some cells stay in view and the stage row at the upper edge.
    fn check_in_view(v: &Viewport) {
        let cells = v.middle_of(None);
        assert!(cells.is_some(), "no cell in view: {:?} of {:?}", v.camera, v.bounds);
        let top = v.screen(Pane::Header, Point::new(0.0, v.header_height)).y - v.rect.min.y;
        let natural = v.header_height * v.header_scale();
        assert!(f64::from(top) <= natural + 1.0, "{:?}: the stage row has left the edge by {top}", v.camera);
    }

    #[test]
    fn zooming_anywhere_never_empties_the_screen_or_takes_the_stage_row_from_its_edge() {
        for bounds in [
            Rect::new(0.0, 0.0, 700.0, 500.0),
            Rect::new(0.0, 0.0, 3_000.0, 900.0),
            Rect::new(0.0, 0.0, 14_000.0, 1_000.0),
        ] {
            for anchor in
                [Point::new(400.0, 300.0), Point::new(500.0, 20.0), Point::new(10.0, 590.0), Point::new(790.0, 5.0)]
            {
                let mut v = Viewport { bounds, ..viewport(Point::default(), 1.0) };
                v.camera = v.fit_map();
                for factor in [1.25, 1.03, 4.0, 0.5, 0.9, 0.3, 2.0, 0.1] {
                    for _ in 0..12 {
                        v.camera = v.held(v.zoomed(anchor, factor));
                        check_in_view(&v);
                        for (dx, dy) in [(900.0, 0.0), (0.0, -900.0), (-20_000.0, 20_000.0)] {
                            check_in_view(&Viewport { camera: v.held(v.camera.panned(dx, dy)), ..v });
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn back_at_the_first_zoom_over_the_header_nothing_has_moved() {
        let v = viewport(Point::default(), 1.0);
        let over_header = Point::new(500.0, 40.0);
        let near = Viewport { camera: v.held(v.zoomed(over_header, 4.0)), ..v };
        let back = near.held(near.zoomed(over_header, 0.25));
        assert!(back.origin.y.abs() < 60.0 && back.origin.x.abs() < 1.0, "{back:?}");
    }

    #[test]
    fn revealing_pans_no_further_than_needed() {
        let v = viewport(Point::default(), 1.0);
        let near = v.revealed(Pane::Body, Rect::new(200.0, 200.0, 50.0, 50.0));
        assert_eq!(near, v.camera);
        // At the very edge, but seen: it stays. So does what is too large to be seen whole, once its beginning is.
        for seen in [
            Rect::new(104.0, 160.0, 50.0, 50.0),
            Rect::new(750.0, 550.0, 50.0, 50.0),
            Rect::new(110.0, 200.0, 1500.0, 50.0),
        ] {
            assert_eq!(v.revealed(Pane::Body, seen), v.camera, "{seen:?}");
        }
        let right = v.revealed(Pane::Body, Rect::new(900.0, 200.0, 50.0, 50.0));
        assert_eq!(right.origin, Point::new(158.0, 0.0));
    }

    #[test]
    fn revealing_the_first_cell_again_and_again_moves_nothing() {
        let v = viewport(Point::default(), 1.0);
        let first = Rect::new(104.0, 160.0, 90.0, 80.0);
        assert_eq!(v.revealed(Pane::Body, first), v.camera);
        let scrolled = viewport(Point::new(300.0, 200.0), 1.0);
        assert_eq!(scrolled.revealed(Pane::Body, first).origin, Point::default());
    }

    #[test]
    fn a_fitted_stage_hangs_from_the_top_with_its_header() {
        let v = viewport(Point::default(), 1.0);
        let stage = v.fit_body(Rect::new(700.0, 160.0, 400.0, 740.0));
        let v = Viewport { camera: stage, ..v };
        assert_eq!(stage.origin.y, 0.0);
        let (top, bottom) = (Point::new(700.0, 160.0), Point::new(1100.0, 900.0));
        assert!(v.clip(Pane::Body).expand(1.0).contains(v.screen(Pane::Body, top)));
        assert!(v.clip(Pane::Body).contains(v.screen(Pane::Body, bottom)));
        // A part that is much wider than high does not push the header down into the canvas.
        assert_eq!(v.fit_body(Rect::new(104.0, 160.0, 1800.0, 40.0)).origin, Point::default());
    }
}
