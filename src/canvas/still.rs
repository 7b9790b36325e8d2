//! A map that is only looked at: a picture of how it would be, that can be moved and magnified and nothing else.

use crate::base::geom::{Camera, Point};
use crate::base::ids::MapId;
use crate::canvas::beside::{Moved, Seen, camera_at};
use crate::canvas::camera::{Pane, Viewport};
use crate::canvas::difference_marks::{DifferenceMark, paint as paint_differences};
use crate::canvas::paint::{ScenePainter, TextSizing, color};
use crate::canvas::picture::{PictureCache, PictureInput, Stamp};
use crate::canvas::textures::Textures;
use crate::layout::{FontMeasure, MapLayout};
use crate::model::{Document, RecordRef};
use crate::scene::{KpiOverlay, Lod};
use crate::theme::{Tokens, fonts};
use egui::{Response, Role, Sense, Ui, WidgetInfo};
use std::collections::BTreeSet;

/// What is shown.
#[derive(Clone, Copy)]
pub struct StillInput<'a> {
    /// The records.
    pub document: &'a Document,
    /// Which map.
    pub map: MapId,
    /// Its numbers.
    pub overlay: &'a KpiOverlay,
    /// Stands for document and numbers: another stamp, another picture.
    pub stamp: u64,
    /// Colours.
    pub tokens: &'a Tokens,
    /// Where pictures on the map come from.
    pub textures: Textures<'a>,
    /// What it is called, for people who do not see it.
    pub name: &'a str,
    /// What shall be in view at first.
    pub first: Option<RecordRef>,
}

/// The picture and where one looks at it.
pub struct StillMap {
    cache: PictureCache,
    look: Look,
    /// Where the camera stood in the last frame beside another map.
    camera: Option<Camera>,
}

/// What part of the map is looked at.
#[derive(Clone, Copy)]
enum Look {
    /// As wide as it is, from the top: what one would see first.
    Width,
    /// All of it.
    All,
    /// Where somebody went.
    At(Camera),
}

impl Default for StillMap {
    fn default() -> Self {
        // As the map that is worked on, beside which it stands.
        let measure = FontMeasure::with_system_fonts(fonts::BUNDLED);
        Self { cache: PictureCache::new(measure), look: Look::Width, camera: None }
    }
}

impl std::fmt::Debug for StillMap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StillMap")
    }
}

impl StillMap {
    /// Shows all of the map.
    pub fn show_all(&mut self) {
        self.look = Look::All;
    }

    /// Brings a record into the middle, large enough to be read. Needs a picture that was shown before.
    pub fn look_at(&mut self, record: RecordRef, size: egui::Vec2) {
        let layout = self.cache.shown_layout();
        if let Some(rect) = crate::canvas::marks::extent_of(layout, record) {
            let zoom = 0.75;
            let half = |length: f32| f64::from(length) / zoom / 2.0;
            let middle = rect.center();
            let top = (middle.y - half(size.y)).max(layout.bounds.min.y);
            self.look = Look::At(Camera { origin: Point::new(middle.x - half(size.x), top), zoom });
        }
    }

    /// Where the camera stood last beside another map.
    #[must_use]
    pub fn camera(&self) -> Option<Camera> {
        self.camera
    }

    /// The layout of the map that was shown last.
    #[must_use]
    pub fn layout(&self) -> &MapLayout {
        self.cache.shown_layout()
    }

    /// Shows the picture in all the room there is as the second of two maps: it shows what is seen of the first one, and
    /// what hands want of it is for both.
    pub fn beside_ui(
        &mut self,
        ui: &mut Ui,
        input: StillInput<'_>,
        seen: Option<Seen>,
        marks: &[DifferenceMark],
    ) -> (Response, Option<Moved>) {
        let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::CLICK | Sense::DRAG);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, input.name));
        if rect.width() < 2.0 || rect.height() < 2.0 {
            return (response, None);
        }
        let stamp = Stamp { revision: input.stamp, preview: 0 };
        let layout = self.cache.layout(input.document, stamp, input.map);
        let mut viewport = Viewport::of(rect, &layout, ui.pixels_per_point());
        viewport.camera = match seen {
            Some(seen) => camera_at(&viewport, seen),
            None => viewport.fit_map(),
        };
        self.camera = Some(viewport.camera);
        self.picture_ui(ui, input, &viewport, marks);
        let drag = response.drag_delta();
        let (zoom, scroll) = match response.hovered() {
            true => ui.input(|input| (input.zoom_delta(), input.smooth_scroll_delta)),
            false => (1.0, egui::Vec2::ZERO),
        };
        let is_zoomed = (zoom - 1.0).abs() > f32::EPSILON;
        let moved = Moved { by: drag + if is_zoomed { egui::Vec2::ZERO } else { scroll }, zoom };
        let is_moved = is_zoomed || moved.by != egui::Vec2::ZERO;
        (response, is_moved.then_some(moved))
    }

    /// Shows the picture in all the room there is. Dragging moves it, Ctrl and the wheel magnify it.
    pub fn show_ui(&mut self, ui: &mut Ui, input: StillInput<'_>) -> Response {
        let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::CLICK | Sense::DRAG);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, input.name));
        if !ui.is_rect_visible(rect) || rect.width() < 2.0 || rect.height() < 2.0 {
            return response;
        }
        let stamp = Stamp { revision: input.stamp, preview: 0 };
        let layout = self.cache.layout(input.document, stamp, input.map);
        let mut viewport = Viewport::of(rect, &layout, ui.pixels_per_point());
        let as_wide = f64::from(rect.width()) / layout.bounds.width().max(1.0);
        let mut first = Camera { origin: layout.bounds.min, zoom: as_wide.clamp(Camera::MIN_ZOOM, 1.0) };
        viewport.camera = first;
        if let Some(shown) = input.first.and_then(|record| crate::canvas::marks::extent_of(&layout, record)) {
            first.origin = viewport.revealed(Pane::Body, shown).origin;
        }
        viewport.camera = viewport.held(match self.look {
            Look::Width => first,
            Look::All => viewport.fit_map(),
            Look::At(camera) => camera,
        });
        self.moved(ui, &response, &mut viewport);
        self.picture_ui(ui, input, &viewport, &[]);
        response
    }

    /// Paints the part of the map that is in view.
    fn picture_ui(&mut self, ui: &Ui, input: StillInput<'_>, viewport: &Viewport, marks: &[DifferenceMark]) {
        let stamp = Stamp { revision: input.stamp, preview: 0 };
        let lod = Lod::of_zoom(viewport.camera.zoom);
        let picture = self.cache.picture(&PictureInput {
            document: input.document,
            stamp,
            map: input.map,
            overlay: Some(input.overlay),
            overlay_revision: input.stamp,
            tokens: input.tokens,
            lod,
            visible: viewport.visible(Pane::Body),
            stretch: viewport.stretch(),
            also: BTreeSet::default(),
            landing: None,
        });
        let painter = ScenePainter {
            viewport,
            sizing: TextSizing::Exact,
            moved: &[],
            hidden: &[],
            ctx: ui.ctx(),
            textures: input.textures,
        };
        let layout = &picture.layout;
        painter.picture_ui(ui, &picture, color(input.tokens.canvas), |pane, on| {
            paint_differences(on, (viewport, layout), input.tokens, pane, marks);
        });
    }

    /// Follows the hand.
    fn moved(&mut self, ui: &Ui, response: &Response, viewport: &mut Viewport) {
        let mut camera = viewport.camera;
        let drag = response.drag_delta();
        if drag != egui::Vec2::ZERO {
            camera = camera.panned(f64::from(drag.x), f64::from(drag.y));
        }
        if response.hovered() {
            let (zoom, scroll, pointer) = ui.input(|i| (i.zoom_delta(), i.smooth_scroll_delta, i.pointer.hover_pos()));
            if let Some(at) = pointer.filter(|_| (zoom - 1.0).abs() > f32::EPSILON) {
                let anchor = Point::new(f64::from(at.x - viewport.rect.min.x), f64::from(at.y - viewport.rect.min.y));
                camera = viewport.zoomed(anchor, f64::from(zoom));
            } else if scroll != egui::Vec2::ZERO {
                camera = camera.panned(f64::from(scroll.x), f64::from(scroll.y));
            }
        }
        if camera != viewport.camera {
            viewport.camera = viewport.held(camera);
            self.look = Look::At(viewport.camera);
        }
    }
}
