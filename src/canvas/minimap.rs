//! The small map in the corner: all of the map at a glance, what is in view framed; a press or drag moves the view there.

use crate::base::geom::{Camera, Point, Rect};
use crate::canvas::paint::color;
use crate::canvas::view::{CanvasView, Frame};
use crate::i18n::canvas as words;
use crate::layout::MapLayout;
use crate::model::{CardBody, Document};
use crate::session::AppCommand;
use crate::theme::{Scheme, Tokens};
use egui::epaint::Mesh;
use egui::{Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use std::sync::Arc;

/// Room the small map takes at most, points.
const ROOM: egui::Vec2 = vec2(208.0, 132.0);
/// Between it and the edges of the canvas.
const MARGIN: f32 = 12.0;
/// Between its frame and the map.
const PADDING: f32 = 6.0;
/// Share of the canvas it takes at most, along either edge.
const MOST: f32 = 0.32;
/// Side of the button that closes it.
const CLOSE: f32 = 18.0;
/// A canvas smaller than this has no room for it.
const SMALLEST: egui::Vec2 = vec2(240.0, 160.0);

/// The drawing of the small map, kept while the map stays the same.
#[derive(Default)]
pub(super) struct Minimap {
    made_of: Option<(Arc<MapLayout>, Scheme, f32)>,
    /// In units of the small map, from its upper left corner.
    mesh: Arc<Mesh>,
}

/// How the whole map is brought into the room.
fn scale_of(bounds: &Rect, room: egui::Vec2) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "sizes of maps")]
    let (width, height) = (bounds.width().max(1.0) as f32, bounds.height().max(1.0) as f32);
    (room.x / width).min(room.y / height)
}

fn to_small(bounds: &Rect, scale: f32, rect: Rect) -> egui::Rect {
    #[expect(clippy::cast_possible_truncation, reason = "sizes of maps")]
    let at = |p: Point| pos2((p.x - bounds.min.x) as f32 * scale, (p.y - bounds.min.y) as f32 * scale);
    egui::Rect::from_min_max(at(rect.min), at(rect.max))
}

impl Minimap {
    fn mesh(&mut self, layout: &Arc<MapLayout>, document: &Document, tokens: &Tokens, scale: f32) -> Arc<Mesh> {
        let is_same = |scheme: Scheme, other: f32| scheme == tokens.scheme && (other - scale).abs() < f32::EPSILON;
        let is_known = self.made_of.as_ref().is_some_and(|(l, s, o)| Arc::ptr_eq(l, layout) && is_same(*s, *o));
        if !is_known {
            self.mesh = Arc::new(drawing(layout, document, tokens, scale));
            self.made_of = Some((Arc::clone(layout), tokens.scheme, scale));
        }
        Arc::clone(&self.mesh)
    }
}

fn drawing(layout: &MapLayout, document: &Document, tokens: &Tokens, scale: f32) -> Mesh {
    let small = |rect: Rect| to_small(&layout.bounds, scale, rect);
    let mut mesh = Mesh::default();
    for stage in &layout.stages {
        let tint = document.stages.get(&stage.id).map_or(0, |s| s.tint);
        let below = Rect { min: stage.rect.min, max: Point::new(stage.rect.max.x, layout.bounds.max.y) };
        mesh.add_colored_rect(small(below), color(tokens.tint(tint).with_opacity(0.45)));
        mesh.add_colored_rect(small(stage.rect), color(tokens.ink(tint).with_opacity(0.55)));
    }
    for (id, card) in layout.cards.iter() {
        let ink = match document.cards.get(id).map(|c| &c.body) {
            Some(CardBody::PainPoint { .. }) => tokens.off,
            Some(CardBody::Opportunity { .. }) => tokens.good,
            Some(CardBody::Kpi { .. } | CardBody::Curve { .. }) => tokens.accent,
            _ => tokens.text_faint,
        };
        let rect = small(card.rect);
        // What would be thinner than a pixel is not left out: an empty place on the small map is an empty place.
        let rect = egui::Rect::from_center_size(rect.center(), rect.size().max(vec2(1.0, 1.0)));
        mesh.add_colored_rect(rect, color(ink.with_opacity(0.6)));
    }
    mesh
}

impl CanvasView {
    /// Shows the small map when it is wanted and there is room.
    pub(super) fn minimap_ui(&mut self, ui: &Ui, frame: &Frame<'_>) {
        let canvas = frame.viewport.rect;
        let bounds = frame.picture.layout.bounds;
        let is_wanted = frame.input.emphasis.has_minimap && !frame.picture.layout.stages.is_empty();
        if !is_wanted || canvas.width() < SMALLEST.x || canvas.height() < SMALLEST.y {
            return;
        }
        let scale = scale_of(&bounds, ROOM.min(canvas.size() * MOST));
        let whole = to_small(&bounds, scale, bounds).size();
        let outer = egui::Rect::from_min_size(
            canvas.max - whole - egui::Vec2::splat(MARGIN + 2.0 * PADDING),
            whole + egui::Vec2::splat(2.0 * PADDING),
        );
        let inner = outer.shrink(PADDING);
        let response = ui.interact(outer, frame.id.with("minimap"), Sense::CLICK | Sense::DRAG);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words::minimap()));
        let tokens = frame.input.tokens;
        let painter = ui.painter_at(outer.expand(1.0));
        painter.rect(
            outer,
            6.0,
            color(tokens.panel.with_opacity(0.96)),
            Stroke::new(1.0, color(tokens.card_line)),
            StrokeKind::Inside,
        );
        let mut mesh = Mesh::clone(&self.minimap.mesh(&frame.picture.layout, &frame.document, tokens, scale));
        mesh.translate(inner.min.to_vec2());
        painter.add(Shape::mesh(mesh));
        let size = frame.viewport.size();
        let camera = frame.viewport.camera;
        let body = frame.viewport.visible(crate::canvas::camera::Pane::Body);
        // What is pinned is seen as long as its beginning is.
        let start = |seen: f64, first: f64| if seen <= first + 1.0 { 0.0 } else { seen };
        let (left, top) = (frame.viewport.label_width, frame.viewport.header_height);
        let min = Point::new(start(body.min.x, left), start(body.min.y, top));
        let seen = Rect { min, max: body.max };
        let view = to_small(&bounds, scale, seen).translate(inner.min.to_vec2()).intersect(inner);
        painter.rect(
            view,
            2.0,
            color(tokens.accent.with_opacity(0.10)),
            Stroke::new(1.5, color(tokens.accent)),
            StrokeKind::Inside,
        );
        if (response.dragged() || response.clicked())
            && let Some(at) = response.interact_pointer_pos()
        {
            let world = |v: f32| f64::from(v / scale);
            let middle =
                Point::new(bounds.min.x + world(at.x - inner.left()), bounds.min.y + world(at.y - inner.top()));
            let origin = middle.offset(-size.width / camera.zoom / 2.0, -size.height / camera.zoom / 2.0);
            let moved = frame.viewport.held(Camera { origin, zoom: camera.zoom });
            if moved != camera {
                self.set_camera(frame.map, moved);
                ui.ctx().request_repaint();
            }
        }
        response.on_hover_cursor(egui::CursorIcon::Grab);
        close_ui(ui, frame, outer);
    }
}

/// The way to be rid of the small map, in its corner.
fn close_ui(ui: &Ui, frame: &Frame<'_>, outer: egui::Rect) {
    let tokens = frame.input.tokens;
    let corner = egui::Rect::from_min_size(pos2(outer.right() - CLOSE, outer.top()), egui::Vec2::splat(CLOSE));
    let response = ui.interact(corner, frame.id.with("close minimap"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words::close_minimap()));
    let is_lit = response.hovered() || response.has_focus();
    let (fill, ink) = if is_lit { (tokens.hover, tokens.text) } else { (tokens.panel, tokens.text_weak) };
    let painter = ui.painter();
    painter.rect_filled(corner.shrink(2.0), 4.0, color(fill));
    let arm = egui::Vec2::splat(CLOSE * 0.18);
    let stroke = Stroke::new(1.2, color(ink));
    let (middle, other) = (corner.center(), vec2(arm.x, -arm.y));
    painter.line_segment([middle - arm, middle + arm], stroke);
    painter.line_segment([middle - other, middle + other], stroke);
    if response.on_hover_text(words::close_minimap()).clicked() {
        frame.send(AppCommand::ToggleMinimap);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_map_fits_into_its_room() {
        let check = |width: f64, height: f64| {
            let bounds = Rect::new(-20.0, 10.0, width, height);
            let small = to_small(&bounds, scale_of(&bounds, ROOM), bounds);
            assert!(small.min == pos2(0.0, 0.0) && small.width() <= ROOM.x + 0.1 && small.height() <= ROOM.y + 0.1);
            assert!((small.width() - ROOM.x).abs() < 0.1 || (small.height() - ROOM.y).abs() < 0.1, "{small:?}");
        };
        check(3000.0, 900.0);
        check(200.0, 9000.0);
        check(1.0, 1.0);
    }
}
