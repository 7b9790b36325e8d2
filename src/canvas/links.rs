//! The badge on a stage that another map shows in detail: a click opens that map.

use crate::canvas::camera::Pane;
use crate::canvas::emphasis::link_place;
use crate::canvas::paint::color;
use crate::canvas::view::Frame;
use crate::i18n::canvas as words;
use crate::scene::Lod;
use crate::session::AppCommand;
use egui::{Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// Shows the badges of the stages in view.
pub(super) fn show_ui(ui: &Ui, frame: &Frame<'_>) {
    if frame.lod < Lod::Compact {
        return;
    }
    for stage in &frame.picture.layout.stages {
        let Some(record) = frame.document.stages.get(&stage.id) else { continue };
        let Some(map) = record.linked_map.and_then(|id| frame.document.maps.get(&id)) else { continue };
        let rect = link_place(&frame.viewport, frame.viewport.screen_rect(Pane::Header, stage.rect));
        if !frame.viewport.clip(Pane::Header).contains_rect(rect) {
            continue;
        }
        // It takes drags too: otherwise the canvas below would, and with them the press.
        let response = ui.interact(rect, frame.id.with(("link", stage.id)), Sense::click_and_drag());
        let name = words::open_linked(&record.title, &map.title);
        response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &name));
        let tokens = frame.input.tokens;
        let is_hot = response.hovered() || response.has_focus();
        let (fill, ink) =
            if is_hot { (tokens.accent, tokens.on_accent) } else { (tokens.card, tokens.ink(record.tint)) };
        let painter = ui.painter();
        let stroke = Stroke::new(1.0, color(if is_hot { tokens.accent } else { tokens.ink(record.tint) }));
        painter.rect(rect, 5.0, color(fill), stroke, StrokeKind::Inside);
        // An arrow that leaves a corner.
        let line = Stroke::new(1.4, color(ink));
        let (arm, middle) = (rect.width() * 0.22, rect.center());
        let tip = middle + vec2(arm, -arm);
        painter.line_segment([middle + vec2(-arm, arm), tip], line);
        painter.add(Shape::line(vec![pos2(middle.x - arm * 0.4, tip.y), tip, pos2(tip.x, middle.y + arm * 0.4)], line));
        if response.clicked() {
            frame.send(AppCommand::OpenLinkedMap(map.id));
        }
        response.on_hover_text(name);
    }
}
