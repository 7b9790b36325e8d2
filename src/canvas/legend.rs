//! What the colours of stages mean, in a small panel over the map: it closes to a button and opens again.

use crate::base::geom::{Point, Rect};
use crate::base::text::{TextStyle, Weight};
use crate::canvas::paint::{color, font};
use crate::canvas::view::{CanvasView, Frame};
use crate::i18n::heat as words;
use crate::scene::Prim;
use crate::scene::heat_legend::{SWATCH, swatch};
use crate::scene::overlay_kpi::{Heat, HeatLegend};
use egui::{CornerRadius, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2};

/// From the edges of the canvas, and inside the panel, points.
const MARGIN: f32 = 12.0;
const INSIDE: f32 = 9.0;
/// Height of a line, points.
const LINE: f32 = 17.0;
/// Widest panel, points.
const WIDTH: f32 = 330.0;
/// A canvas smaller than this has only the button.
const LEAST: egui::Vec2 = vec2(420.0, 260.0);

impl CanvasView {
    /// Shows the legend, or the button that opens it, in the lower left corner of the map.
    pub(super) fn legend_ui(&mut self, ui: &mut Ui, frame: &Frame<'_>) {
        let Some(legend) = frame.input.overlay.and_then(|overlay| overlay.heat_legend.as_ref()) else { return };
        let canvas = frame.viewport.rect;
        let has_room = canvas.width() >= LEAST.x && canvas.height() >= LEAST.y;
        let is_open = has_room && !self.is_legend_closed;
        let corner = pos2(canvas.left() + MARGIN, canvas.bottom() - MARGIN);
        let is_pressed = if is_open { panel_ui(ui, frame, legend, corner) } else { button_ui(ui, corner) };
        if is_pressed {
            // Too little room is no wish to have it closed.
            self.is_legend_closed = has_room && is_open;
        }
    }
}

/// The panel with its lower left corner at a place; true when it should close.
fn panel_ui(ui: &mut Ui, frame: &Frame<'_>, legend: &HeatLegend, corner: egui::Pos2) -> bool {
    let tokens = frame.input.tokens;
    let width = WIDTH.min(frame.viewport.rect.width() - 2.0 * MARGIN);
    let room = width - 2.0 * INSIDE;
    let line = |ui: &Ui, text: &str, weight: Weight, ink, room: f32| {
        #[expect(clippy::cast_possible_truncation, reason = "a size in points")]
        let size = tokens.type_sizes.label as f32;
        let id = font(TextStyle::new(tokens.type_sizes.label, weight), size);
        ui.painter().layout(text.to_owned(), id, color(ink), room)
    };
    #[expect(clippy::cast_possible_truncation, reason = "sizes in points")]
    let (swatch_width, swatch_height) = (SWATCH.0 as f32, SWATCH.1 as f32);
    let title = line(ui, &legend.title, Weight::SemiBold, tokens.text, room - 24.0);
    let keys: Vec<_> = legend
        .keys
        .iter()
        .map(|key| (key.heat, line(ui, &key.words, Weight::Regular, tokens.text, room - swatch_width - 8.0)))
        .collect();
    let warnings: Vec<_> =
        legend.warnings.iter().map(|text| line(ui, text, Weight::Medium, tokens.off, room)).collect();
    let height_of = |galley: &std::sync::Arc<egui::Galley>| galley.size().y.max(LINE);
    let widest_key = keys.iter().map(|(_, galley)| galley.size().x + swatch_width + 8.0).fold(0.0, f32::max);
    let widest_warning = warnings.iter().map(|galley| galley.size().x).fold(0.0, f32::max);
    let width = (title.size().x + 24.0).max(widest_key).max(widest_warning) + 2.0 * INSIDE;
    let height = height_of(&title)
        + keys.iter().map(|(_, galley)| height_of(galley)).sum::<f32>()
        + warnings.iter().map(|galley| height_of(galley) + 3.0).sum::<f32>()
        + 2.0 * INSIDE
        + 3.0;
    let rect = egui::Rect::from_min_size(corner - vec2(0.0, height), vec2(width, height));
    let node = ui.interact(rect, frame.id.with("legend of colours"), Sense::hover());
    node.widget_info(|| WidgetInfo::labeled(Role::Group, true, spoken(legend)));
    let on = ui.painter_at(rect.expand(1.0));
    on.rect(
        rect,
        CornerRadius::same(6),
        color(tokens.panel),
        Stroke::new(1.0, color(tokens.card_line)),
        StrokeKind::Inside,
    );
    let mut y = rect.top() + INSIDE;
    let left = rect.left() + INSIDE;
    on.galley(pos2(left, y), title.clone(), color(tokens.text));
    y += height_of(&title) + 3.0;
    for (heat, galley) in keys {
        let square = egui::Rect::from_min_size(pos2(left, y + 1.5), vec2(swatch_width, swatch_height));
        paint_swatch(&on, heat, square, frame);
        let height = height_of(&galley);
        on.galley(pos2(left + swatch_width + 8.0, y), galley, color(tokens.text));
        y += height;
    }
    for galley in warnings {
        let height = height_of(&galley);
        on.galley(pos2(left, y + 3.0), galley, color(tokens.off));
        y += height + 3.0;
    }
    let close = egui::Rect::from_min_size(pos2(rect.right() - 26.0, rect.top() + 3.0), vec2(22.0, 22.0));
    let response = ui
        .scope_builder(UiBuilder::new().max_rect(close), |ui| {
            ui.add_sized(close.size(), egui::Button::new(words::CLOSE_SIGN).frame(false))
        })
        .inner;
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words::CLOSE));
    response.on_hover_text(words::CLOSE).clicked()
}

/// The closed legend; true when it should open.
fn button_ui(ui: &mut Ui, corner: egui::Pos2) -> bool {
    let size = vec2(170.0, 26.0);
    let rect = egui::Rect::from_min_size(corner - vec2(0.0, size.y), size);
    let button = |ui: &mut Ui| ui.add_sized(size, egui::Button::new(words::OPEN));
    ui.scope_builder(UiBuilder::new().max_rect(rect), button).inner.clicked()
}

/// A colour as stages have it.
fn paint_swatch(on: &egui::Painter, heat: Option<Heat>, at: egui::Rect, frame: &Frame<'_>) {
    let tokens = frame.input.tokens;
    let origin = Rect { min: Point::default(), max: Point::new(SWATCH.0, SWATCH.1) };
    for prim in swatch(heat, origin, tokens) {
        let Prim::Rect { rect, radius, fill, stroke } = prim else { continue };
        #[expect(clippy::cast_possible_truncation, reason = "a few points")]
        let place = |point: Point| at.min + vec2(point.x as f32, point.y as f32);
        let rect = egui::Rect::from_min_max(place(rect.min), place(rect.max));
        #[expect(clippy::cast_possible_truncation, reason = "a few points")]
        let radius = radius as f32;
        if let Some(fill) = fill {
            on.rect_filled(rect, radius, color(fill));
        }
        if let Some(stroke) = stroke {
            on.rect_stroke(rect, radius, Stroke::new(1.0, color(stroke.color)), StrokeKind::Inside);
        }
    }
}

/// All of it for those who do not see it.
fn spoken(legend: &HeatLegend) -> String {
    let keys: Vec<&str> = legend.keys.iter().map(|key| key.words.as_str()).collect();
    let mut all = format!("{}: {}", legend.title, keys.join("; "));
    for warning in &legend.warnings {
        all.push_str(". ");
        all.push_str(warning);
    }
    all
}
