//! A KPI of the catalogue that is dragged over the map: a ghost says what it is and what it would measure, the place under
//! it is marked, and letting go puts it there as one step. Escape drops it before anything happened.

use crate::base::geom::Rect;
use crate::base::ids::MapId;
use crate::base::text::{TextStyle, Weight};
use crate::canvas::camera::Pane;
use crate::canvas::marks::frame_of;
use crate::canvas::paint::{color, font};
use crate::canvas::tools::Modifiers;
use crate::canvas::view::{CanvasView, Frame};
use crate::i18n::panels::catalogue as words;
use crate::layout::Hit;
use crate::model::{CardBody, Document, LaneKind, Place};
use crate::scene::stage_frame;
use crate::session::kpi_picks::{self, KpiPick};
use crate::session::kpi_spot::KpiSpot;
use crate::session::system_ids;
use crate::theme::opacities::WASH;
use egui::{CornerRadius, CursorIcon, DragAndDrop, Id, LayerId, Order, Stroke, StrokeKind, Ui, pos2, vec2};

/// Least height of the band for the whole map, points.
const BAND: f32 = 34.0;
/// Where the ghost stands beside the pointer, and the room inside it, points.
const BESIDE: egui::Vec2 = vec2(14.0, 12.0);
const INSIDE: egui::Vec2 = vec2(10.0, 7.0);

/// What a KPI measures that is dropped on something, and where its card goes: a stage, a step, a touchpoint, a cell for its
/// step, a figure of the whole map for that.
fn spot_at(document: &Document, map: MapId, hit: Hit) -> Option<KpiSpot> {
    let at_step = |step| KpiSpot::of(document, Place::Step(step));
    match hit {
        Hit::Stage(stage) => KpiSpot::of(document, Place::Stage(stage)),
        Hit::Step(step) => at_step(step),
        Hit::Cell { lane, step } => {
            let is_for_kpis = document.lanes.get(&lane).is_some_and(|lane| lane.kind == LaneKind::Kpi);
            Some(KpiSpot { lane: is_for_kpis.then_some(lane), ..at_step(step)? })
        }
        Hit::Card(id) => {
            let card = document.cards.get(&id)?;
            match card.body {
                CardBody::Touchpoint { .. } => KpiSpot::of(document, Place::Touchpoint(id)),
                _ => at_step(card.step),
            }
        }
        Hit::MapFigure(_) => whole(document, map),
        Hit::Connection(_)
        | Hit::StageGap { .. }
        | Hit::StepGap { .. }
        | Hit::LaneLabel(_)
        | Hit::Lane(_)
        | Hit::Nothing => None,
    }
}

/// The whole map; `None` while it has no column.
fn whole(document: &Document, map: MapId) -> Option<KpiSpot> {
    KpiSpot::of(document, Place::Map(map))
}

/// The band of the canvas where a KPI becomes a figure of the whole map: the row of those figures from end to end, or the
/// upper edge while there is none yet.
fn band_of_map(frame: &Frame<'_>) -> egui::Rect {
    let all = frame.viewport.rect;
    let row = frame.picture.layout.map_figures.iter().map(|figure| figure.rect).reduce(|a, b| a.union(&b));
    let row = row.map(|rect| frame.viewport.screen_rect(Pane::Header, rect));
    let bottom = row.map_or(all.top() + BAND, |row| row.bottom().max(all.top() + BAND));
    egui::Rect::from_min_max(all.min, pos2(all.right(), bottom)).shrink(3.0)
}

/// Shows the band while a KPI is dragged; louder with the pointer in it.
fn band_ui(ui: &Ui, frame: &Frame<'_>, band: egui::Rect, is_aimed_at: bool) {
    let tokens = frame.input.tokens;
    let on = ui.painter_at(frame.viewport.rect);
    let corner = CornerRadius::same(6);
    if frame.picture.layout.map_figures.is_empty() {
        // It lies over the headers of the stages: their words must not shine through.
        on.rect_filled(band, corner, color(tokens.panel));
    }
    let strength = if is_aimed_at { WASH } else { WASH / 3.0 };
    on.rect_filled(band, corner, color(tokens.accent_soft.with_opacity(strength)));
    #[expect(clippy::cast_possible_truncation, reason = "a width in points")]
    let width = if is_aimed_at { tokens.strokes.focus as f32 } else { tokens.strokes.hairline as f32 };
    on.rect_stroke(band, corner, Stroke::new(width, color(tokens.accent)), StrokeKind::Inside);
    if frame.picture.layout.map_figures.is_empty() {
        #[expect(clippy::cast_possible_truncation, reason = "a size in points")]
        let style = font(TextStyle::new(tokens.type_sizes.body, Weight::Medium), tokens.type_sizes.body as f32);
        on.text(band.center(), egui::Align2::CENTER_CENTER, words::for_whole_map(), style, color(tokens.accent));
    }
    let node = ui.interact(band, frame.id.with("whole map"), egui::Sense::hover());
    node.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Group, true, words::for_whole_map()));
}

/// What is marked for a spot.
fn marked(frame: &Frame<'_>, hit: Hit) -> Option<(Pane, Rect)> {
    let layout = &frame.picture.layout;
    match hit {
        Hit::Stage(id) => Some((Pane::Header, stage_frame(layout, layout.stage(id)?, frame.viewport.stretch()))),
        Hit::Step(id) => frame_of(layout, id.into()),
        Hit::Card(id) => frame_of(layout, id.into()),
        Hit::Cell { lane, step } => {
            let rect = layout.cell_rect(layout.lane(lane)?.0, layout.step(step)?.0)?;
            Some((Pane::Body, rect))
        }
        // The band above the stages is marked as a whole, as long as something is dragged.
        _ => None,
    }
}

impl CanvasView {
    /// Shows the KPI that is dragged, and takes it when it is let go.
    pub(super) fn kpi_drop_ui(ui: &Ui, frame: &Frame<'_>) {
        let Some(pick) = DragAndDrop::payload::<KpiPick>(ui.ctx()).filter(|_| frame.is_editable()) else { return };
        let Some(at) = ui.input(|i| i.pointer.interact_pos()) else { return };
        let hit = Some(Self::pointer_at(frame, at, Modifiers::default()).hit)
            .filter(|_| frame.viewport.rect.contains(at) && frame.response.contains_pointer());
        let document = &frame.document;
        let band = whole(document, frame.map).map(|spot| (band_of_map(frame), spot));
        let in_band = band.filter(|(band, _)| hit.is_some() && band.contains(at)).map(|(_, spot)| spot);
        let hit = hit.filter(|_| in_band.is_none());
        let spot = in_band.or_else(|| hit.and_then(|hit| spot_at(document, frame.map, hit)));
        let is_there = spot.is_some_and(|spot| kpi_picks::is_at(document, &pick, spot.place));
        let free = spot.filter(|_| !is_there);
        if ui.input(|i| i.pointer.any_released()) {
            DragAndDrop::clear_payload(ui.ctx());
            let edit =
                free.and_then(|spot| kpi_picks::placed(document, KpiPick::clone(&pick), spot, &mut system_ids()));
            if let Some((edit, card)) = edit {
                frame.send(crate::session::AppCommand::Edit {
                    edit,
                    merge: None,
                    then: crate::session::AfterEdit::Nothing,
                });
                frame.select(vec![card.into()]);
            }
            return;
        }
        ui.ctx().set_cursor_icon(if free.is_some() { CursorIcon::Grabbing } else { CursorIcon::NotAllowed });
        if let Some((pane, rect)) = free.zip(hit).and_then(|(_, hit)| marked(frame, hit)) {
            let tokens = frame.input.tokens;
            let on = ui.painter_at(frame.viewport.clip(pane));
            let rect = frame.viewport.screen_rect(pane, rect);
            let corner = CornerRadius::same(6);
            on.rect_filled(rect, corner, color(tokens.accent_soft.with_opacity(WASH)));
            #[expect(clippy::cast_possible_truncation, reason = "a width in points")]
            let line = Stroke::new(tokens.strokes.focus as f32, color(tokens.accent));
            on.rect_stroke(rect, corner, line, StrokeKind::Inside);
        }
        if let Some((band, _)) = band {
            band_ui(ui, frame, band, in_band.is_some());
        }
        let place = match spot.map(|spot| spot.place) {
            Some(Place::Map(_)) => crate::i18n::map::whole_map(),
            place => place.and_then(|place| document.place_name(place)).unwrap_or_default(),
        };
        let told = match (spot, is_there) {
            (Some(_), true) => words::is_there(place),
            (Some(_), false) => words::measures(place),
            (None, _) => words::drop_here().to_owned(),
        };
        ghost_ui(ui, frame, at, (pick.name(), &told));
    }
}

/// The KPI beside the pointer, over everything.
fn ghost_ui(ui: &Ui, frame: &Frame<'_>, at: egui::Pos2, (name, told): (&str, &str)) {
    let tokens = frame.input.tokens;
    let on = ui.ctx().layer_painter(LayerId::new(Order::Tooltip, Id::unique("dragged KPI")));
    let line = |text: &str, weight, size: f64, ink| {
        #[expect(clippy::cast_possible_truncation, reason = "a size in points")]
        let font = font(TextStyle::new(size, weight), size as f32);
        on.layout_no_wrap(text.to_owned(), font, color(ink))
    };
    let name = line(name, Weight::SemiBold, tokens.type_sizes.body, tokens.text);
    let told_line = line(told, Weight::Regular, tokens.type_sizes.label, tokens.text_weak);
    let size = vec2(name.size().x.max(told_line.size().x), name.size().y + told_line.size().y + 2.0) + 2.0 * INSIDE;
    // At the right and lower edges of the window it stands on the other side of the pointer.
    let screen = ui.ctx().content_rect();
    let mut corner = at + BESIDE;
    if corner.x + size.x > screen.right() {
        corner.x = at.x - BESIDE.x - size.x;
    }
    if corner.y + size.y > screen.bottom() {
        corner.y = at.y - BESIDE.y - size.y;
    }
    let rect = egui::Rect::from_min_size(corner, size);
    #[expect(clippy::cast_possible_truncation, reason = "a width in points")]
    let hairline = Stroke::new(tokens.strokes.hairline as f32, color(tokens.accent));
    on.rect_filled(rect, CornerRadius::same(6), color(tokens.panel));
    on.rect_stroke(rect, CornerRadius::same(6), hairline, StrokeKind::Inside);
    let below = name.size().y + 2.0;
    on.galley(rect.min + INSIDE, name, color(tokens.text));
    on.galley(rect.min + INSIDE + vec2(0.0, below), told_line, color(tokens.text_weak));
    let node = ui.interact(rect, frame.id.with("dragged KPI"), egui::Sense::hover());
    node.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Status, true, told));
}
