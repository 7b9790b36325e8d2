//! Little pictures of templates: what one would see from far away, drawn from the template itself.

use crate::base::color::Rgba;
use crate::base::ids::IdAlloc;
use crate::model::{CardBody, Document, LaneKind};
use crate::session::templates::{self, Template};
use crate::theme::Tokens;
use crate::ui::style::{color, line, radius};
use crate::ui::widgets::{Icon, paint_icon};
use egui::{Painter, Rect, Shape, StrokeKind, Vec2, pos2, vec2};
use std::sync::OnceLock;

/// Height of the stage row.
const HEAD: f32 = 15.0;
/// Lanes that find room below it.
const MOST_LANES: usize = 5;

/// What a template looks like from far away.
#[derive(Debug, Clone, PartialEq, Default)]
struct Sketch {
    /// Tint and number of steps of each stage.
    stages: Vec<(u8, usize)>,
    lanes: Vec<SketchLane>,
}

#[derive(Debug, Clone, PartialEq)]
struct SketchLane {
    kind: LaneKind,
    /// First column and number of columns of each card.
    cards: Vec<(usize, usize)>,
    /// The drawn curve, as column and value.
    curve: Vec<(usize, f64)>,
}

impl Sketch {
    fn of(document: &Document) -> Self {
        let Some(map) = document.maps_in_order().first().map(|map| map.id) else { return Self::default() };
        let columns = document.columns_of(map);
        let column_of = |step| columns.iter().position(|column| column.id == step);
        let stages =
            document.stages_of(map).iter().map(|stage| (stage.tint, document.steps_of(stage.id).len())).collect();
        let lane = |lane: &crate::model::Lane| {
            let own = || document.cards.values().filter(|card| card.lane == lane.id);
            let cards = own().filter_map(|card| Some((column_of(card.step)?, usize::try_from(card.span).ok()?)));
            let mut curve: Vec<(usize, f64)> = own()
                .filter_map(|card| match card.body {
                    CardBody::Curve { value } => Some((column_of(card.step)?, value)),
                    _ => None,
                })
                .collect();
            curve.sort_by_key(|(column, _)| *column);
            SketchLane { kind: lane.kind, cards: cards.collect(), curve }
        };
        let lanes = document.lanes_of(map).iter().map(|row| lane(row)).collect();
        Self { stages, lanes }
    }

    fn columns(&self) -> usize {
        self.stages.iter().map(|(_, steps)| steps).sum()
    }
}

impl From<&Template> for Sketch {
    fn from(template: &Template) -> Self {
        Self::of(&template.document("", &mut IdAlloc::seeded(1)).0)
    }
}

/// The sketches of the bundled templates, made once.
fn sketches() -> &'static [Sketch] {
    static SKETCHES: OnceLock<Vec<Sketch>> = OnceLock::new();
    SKETCHES.get_or_init(|| templates::list().iter().map(Sketch::from).collect())
}

/// Paints a template of the user into a rectangle; its sketch is kept by the window while the template stays the same.
pub fn paint_own_template(ui: &egui::Ui, painter: &Painter, room: Rect, t: &Tokens, template: &Template) {
    let id = egui::Id::unique("sketch").with((&template.name, &template.title));
    let sketch = ui
        .data_mut(|data| data.get_temp_mut_or_insert_with(id, || std::sync::Arc::new(Sketch::from(template))).clone());
    if sketch.stages.is_empty() { paint_empty(painter, room, t) } else { paint_sketch(painter, room, t, &sketch) }
}

/// Paints a template into a rectangle.
pub fn paint_template(painter: &Painter, room: Rect, t: &Tokens, template: &Template) {
    let index = templates::list().iter().position(|other| other.name == template.name);
    match index.and_then(|index| sketches().get(index)) {
        Some(sketch) if !sketch.stages.is_empty() => paint_sketch(painter, room, t, sketch),
        _ => paint_empty(painter, room, t),
    }
}

fn paint_empty(painter: &Painter, room: Rect, t: &Tokens) {
    let frame = Rect::from_center_size(room.center(), vec2(room.width() * 0.66, room.height() * 0.6));
    let corners = [frame.left_top(), frame.right_top(), frame.right_bottom(), frame.left_bottom(), frame.left_top()];
    painter.extend(Shape::dashed_line(&corners, line(t.strokes.hairline, t.text_faint), 4.0, 4.0));
    paint_icon(painter, Icon::Plus, Rect::from_center_size(room.center(), Vec2::splat(18.0)), color(t.text_faint));
}

fn paint_sketch(painter: &Painter, room: Rect, t: &Tokens, sketch: &Sketch) {
    let column = room.width() / sketch.columns().max(1) as f32;
    let x = |index: usize| room.left() + index as f32 * column;
    let mut first = 0;
    for (tint, steps) in &sketch.stages {
        let head = Rect::from_min_max(pos2(x(first), room.top()), pos2(x(first + steps) - 2.5, room.top() + HEAD));
        painter.rect_filled(head, radius(2.0), color(t.tint(*tint)));
        let words = Rect::from_min_size(head.min + vec2(4.0, 6.0), vec2((head.width() * 0.5).min(24.0), 2.5));
        painter.rect_filled(words, radius(1.0), color(t.ink(*tint)));
        first += steps;
    }
    let lanes: Vec<&SketchLane> = sketch.lanes.iter().take(MOST_LANES + 2).collect();
    let weight = |lane: &SketchLane| if lane.kind == LaneKind::Divider { 0.35 } else { 1.0 };
    let total: f32 = lanes.iter().map(|lane| weight(lane)).sum();
    let unit = (room.height() - HEAD - 5.0) / total.max(1.0);
    let mut top = room.top() + HEAD + 5.0;
    for lane in lanes {
        let height = unit * weight(lane);
        let row = Rect::from_min_max(pos2(room.left(), top), pos2(room.right(), top + height));
        paint_lane(painter, row, t, lane, column);
        top += height;
    }
}

fn paint_lane(painter: &Painter, row: Rect, t: &Tokens, lane: &SketchLane, column: f32) {
    let hairline = line(t.strokes.hairline, t.card_line);
    match lane.kind {
        LaneKind::Divider => {
            let ends = [row.left_center(), row.right_center()];
            painter.extend(Shape::dashed_line(&ends, line(t.strokes.hairline, t.text_faint), 5.0, 3.0));
        }
        LaneKind::Curve => {
            let points = curve(lane, row, column);
            painter.line(points, line(t.strokes.drawn, t.accent));
        }
        // An empty lane is room to fill, not nothing.
        _ if lane.cards.is_empty() => {
            painter.rect_filled(row.shrink2(vec2(0.0, row.height() * 0.22)), radius(2.0), color(t.hover));
        }
        kind => {
            let (fill, is_edged) = card_fill(t, kind);
            for (first, span) in &lane.cards {
                let left = row.left() + *first as f32 * column;
                let size = vec2(*span as f32 * column - 2.5, (row.height() - 3.0).max(3.0));
                let card = Rect::from_min_size(pos2(left, row.top()), size);
                if is_edged {
                    painter.rect(card, radius(2.0), color(fill), hairline, StrokeKind::Inside);
                } else {
                    painter.rect_filled(card, radius(2.0), color(fill));
                }
            }
        }
    }
}

/// The drawn curve; a template without points shows a gentle one, so that the lane is not taken for an empty one.
fn curve(lane: &SketchLane, row: Rect, column: f32) -> Vec<egui::Pos2> {
    let middle = row.center().y;
    let reach = row.height() * 0.42;
    if lane.curve.len() > 1 {
        let x = |index: usize| row.left() + (index as f32 + 0.5) * column;
        #[expect(clippy::cast_possible_truncation, reason = "−2 to +2")]
        return lane.curve.iter().map(|(index, value)| pos2(x(*index), middle - *value as f32 / 2.0 * reach)).collect();
    }
    (0_u8..=24)
        .map(|step| {
            let along = f32::from(step) / 24.0;
            pos2(row.left() + along * row.width(), middle - (along * 8.0).sin() * reach * (0.4 + 0.5 * along))
        })
        .collect()
}

fn card_fill(t: &Tokens, kind: LaneKind) -> (Rgba, bool) {
    match kind {
        LaneKind::Quote => (t.quote, false),
        LaneKind::PainPoint => (t.pain, false),
        LaneKind::Opportunity => (t.opportunity, false),
        LaneKind::Process => (t.process, false),
        _ => (t.card, true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_but_the_blank_one_has_stages_to_draw() {
        for (template, sketch) in templates::list().iter().zip(sketches()) {
            assert_eq!(sketch.stages.is_empty(), template.name == "blank", "{}", template.name);
        }
    }
}
