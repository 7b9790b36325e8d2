//! Where the map stands on screen: one camera, and four panes of which three stay put on one or both axes.

mod framing;
mod zooming;

pub use zooming::Zooming;

use crate::base::geom::{Camera, Point, Rect, Size};
use crate::layout::MapLayout;
use crate::scene::{HIGH_HEADER_BELOW, LABEL_EDGE, Layer, Stretch};
use egui::{Pos2, pos2};

/// Share of the canvas that the pinned header may take; beyond it the header scrolls until only its lower part is left.
const MAX_HEADER_SHARE: f64 = 0.45;
/// What a low canvas leaves to its cells, points, before names of stages scroll away from it.
const LEAST_CELLS: f64 = 24.0;
/// The narrowest and the widest the lane labels get, points. They also never take more than an eighth of the canvas, as
/// long as that is not less than they take at 100 %.
const LEAST_LABELS: f64 = 72.0;
const MOST_LABELS: f64 = 140.0;
/// The smallest scale of the stage row, whose words are 8 points high then; the largest that it has whatever the canvas;
/// and the largest where it takes no more than a share of the height with it.
const LEAST_HEADER: f64 = 0.66;
const MOST_HEADER: f64 = 1.25;
const LARGEST_HEADER: f64 = 2.0;
const LARGE_HEADER_SHARE: f64 = 0.33;
/// The zoom from which on, going out, the header has all the height that the map leaves free.
const HIGHEST_HEADER_BELOW: f64 = 0.24;
/// Share of the canvas that a high header may take.
const MAX_HIGH_HEADER_SHARE: f64 = 0.7;
/// Where the cells take less than this of the width of the canvas, going out, the header is as low as it gets.
const LOW_HEADER_BELOW: f64 = 0.45;
/// The height of a low header for that of the cells below it, and what it keeps at least, points: a shape in a colour.
const LOW_HEADER_SHARE: f64 = 0.75;
const LEAST_LOW_HEADER: f64 = 16.0;
/// So high, points, it is in a low window too where the cells are high enough for it: names can run upwards in it.
const NAMED_HEADER: f64 = 112.0;

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

    /// Points per world unit down the stage row and the steps. Seen from far a map that is as wide as the canvas is low,
    /// and stages take what it leaves free of the height; one that is smaller all around shrinks with its header.
    #[must_use]
    pub fn header_scale(&self) -> f64 {
        let (zoom, height) = (self.camera.zoom, self.size().height);
        // Beside cells seen close small words above them would look forgotten.
        let large = LARGE_HEADER_SHARE * height / self.header_height.max(1.0);
        let usual = zoom.clamp(LEAST_HEADER, large.clamp(MOST_HEADER, LARGEST_HEADER));
        if !self.has_high_header() || self.header_height <= 0.0 {
            return usual;
        }
        let cells = (self.bounds.max.y - self.header_height) * zoom;
        // A hair less, so that rounding leaves the whole map in view.
        let free = (height - cells - 1.0).min(MAX_HIGH_HEADER_SHARE * height) / self.header_height;
        let named = usual.max(NAMED_HEADER / self.header_height);
        let low = named.min((cells * LOW_HEADER_SHARE).max(LEAST_LOW_HEADER) / self.header_height);
        let meant = low + (free.max(usual) - low) * self.filled_width();
        usual + (meant - usual) * high_header_share(zoom)
    }

    /// How much of the way to a canvas that the cells fill from side to side there is: 0 where the header is to be low.
    fn filled_width(&self) -> f64 {
        let room = (self.size().width - self.label_width * self.labels_scale()).max(1.0);
        let filled = (self.bounds.max.x - self.label_width) * self.camera.zoom / room;
        ((filled - LOW_HEADER_BELOW) / (1.0 - LOW_HEADER_BELOW)).clamp(0.0, 1.0)
    }

    /// True from far, where stages take all of the header.
    #[must_use]
    pub fn has_high_header(&self) -> bool {
        self.camera.zoom < HIGH_HEADER_BELOW
    }

    /// How far the header scrolls away, points: beyond its share only its lower part is left.
    fn header_overlap(&self) -> f64 {
        let share = if self.has_high_header() { MAX_HIGH_HEADER_SHARE } else { MAX_HEADER_SHARE };
        let height = self.size().height;
        // Above a drawer the stages are all that tells where one is.
        let most = (share * height).max(NAMED_HEADER.min(height - LEAST_CELLS));
        (self.header_height * self.header_scale() - most).max(0.0)
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
        let at = self.beside_pins(anchor);
        self.zoomed_about(at, self.world(Pane::Body, at), factor)
    }

    /// The point on screen that stays put when one zooms at a point of the canvas.
    #[must_use]
    pub fn beside_pins(&self, anchor: Point) -> Pos2 {
        pos2(self.rect.min.x + narrow(anchor.x), self.rect.min.y + narrow(anchor.y)).max(self.corner())
    }

    /// The camera after zooming by a factor with a world point where a point of the screen is.
    #[must_use]
    pub fn zoomed_about(&self, at: Pos2, fixed: Point, factor: f64) -> Camera {
        let anchor = Point::new(f64::from(at.x - self.rect.min.x), f64::from(at.y - self.rect.min.y));
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
}

/// How much of the way to the highest header a zoom is: 0 from where it begins on, 1 where it has all the height.
fn high_header_share(zoom: f64) -> f64 {
    ((HIGH_HEADER_BELOW - zoom) / (HIGH_HEADER_BELOW - HIGHEST_HEADER_BELOW)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests;
