//! Rows that are taken to another place of their list by hand: maps, stages, steps, personas and lanes. The place shows
//! as a line while the button is held; letting go is one step, Escape leaves everything where it was.

use super::{OutlineState, order};
use crate::base::ids::{MapId, StepId};
use crate::model::{Document, Edit, RecordRef};
use crate::session::arrange;
use crate::session::maps::map_of;
use crate::ui::parts::PanelContext;
use crate::ui::style::{color, points};
use egui::{CursorIcon, Id, Rangef, Rect, Response, Sense, Stroke, Ui};

/// How near the edge of the list a drag makes it scroll, points.
const EDGE: f32 = 22.0;
/// How far it then scrolls in a frame, points.
const EDGE_STEP: f32 = 6.0;

/// The rows of a frame, and the one that is held.
#[derive(Debug, Default)]
pub(super) struct RowDrag {
    rows: Vec<(RecordRef, Rect)>,
    held: Option<(RecordRef, Id)>,
}

impl RowDrag {
    /// A new frame begins.
    pub(super) fn begin_frame(&mut self) {
        self.rows.clear();
    }
}

/// Where a row would go.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Target {
    /// In front of this row of its list; `None` is last.
    before: Option<RecordRef>,
    /// The stage that a step goes to.
    into: Option<RecordRef>,
    /// Where the line is drawn.
    y: f32,
}

/// True for rows whose order is that of the user.
fn has_order(record: RecordRef) -> bool {
    matches!(
        record,
        RecordRef::Map(_) | RecordRef::Stage(_) | RecordRef::Step(_) | RecordRef::Lane(_) | RecordRef::Persona(_)
    )
}

/// Lets a row be taken.
pub(super) fn row_ui(response: &Response, state: &mut OutlineState, cx: &PanelContext<'_>, record: RecordRef) {
    state.drag.rows.push((record, response.rect));
    // A finger scrolls the list.
    let is_touched = response.ctx.input(egui::InputState::any_touches);
    if !has_order(record) || is_touched || !cx.session.is_editable() {
        return;
    }
    let response = response.interact(Sense::DRAG);
    if response.drag_started_by(egui::PointerButton::Primary) {
        state.drag.held = Some((record, response.id));
    }
}

/// Shows where the row that is held would go; moves it when it is let go.
pub(super) fn show_ui(ui: &mut Ui, state: &mut OutlineState, cx: &PanelContext<'_>) {
    let Some((record, id)) = state.drag.held else { return };
    let (pointer, is_released) = ui.input(|i| (i.pointer.interact_pos(), i.pointer.primary_released()));
    let is_held = ui.ctx().dragged_id() == Some(id);
    if !is_held {
        state.drag.held = None;
    }
    let Some(pointer) = pointer.filter(|_| is_held || is_released) else { return };
    let document = cx.session.document();
    let target = target(document, record, &state.drag.rows, pointer.y);
    if is_released {
        state.drag.held = None;
        if let Some(edit) = target.and_then(|target| edit(document, record, target)) {
            cx.commands.edit(arrange::with_selected(edit, cx.session.selection()));
        }
        return;
    }
    ui.ctx().set_cursor_icon(if target.is_some() { CursorIcon::Grabbing } else { CursorIcon::NotAllowed });
    let seen = ui.clip_rect();
    if let Some(target) = target {
        let left = state.drag.rows.iter().find(|(row, _)| *row == record).map_or(seen.left(), |(_, rect)| rect.left());
        let line = Stroke::new(points(cx.tokens.strokes.focus), color(cx.tokens.accent));
        ui.painter().hline(Rangef::new(left, seen.right() - 4.0), target.y, line);
        ui.painter().circle_filled(egui::pos2(left, target.y), 3.0, line.color);
    }
    let scrolled = if pointer.y < seen.top() + EDGE {
        EDGE_STEP
    } else if pointer.y > seen.bottom() - EDGE {
        -EDGE_STEP
    } else {
        0.0
    };
    if scrolled != 0.0 {
        ui.scroll_with_delta(egui::vec2(0.0, scrolled));
        ui.ctx().request_repaint();
    }
}

/// Where a row would go from a height; `None` when it would stay.
fn target(document: &Document, record: RecordRef, rows: &[(RecordRef, Rect)], y: f32) -> Option<Target> {
    if let RecordRef::Step(step) = record {
        return step_target(document, step, rows, y);
    }
    let is_sibling = |other: RecordRef| {
        other.table() == record.table()
            && (matches!(record, RecordRef::Map(_) | RecordRef::Persona(_))
                || map_of(document, other) == map_of(document, record))
    };
    let siblings: Vec<_> = rows.iter().filter(|(other, _)| is_sibling(*other)).collect();
    let index = siblings.iter().filter(|(_, rect)| rect.center().y < y).count();
    let own = siblings.iter().position(|(other, _)| *other == record)?;
    if index == own || index == own + 1 {
        return None;
    }
    let next = siblings.get(index).map(|(other, rect)| (*other, rect.top()));
    let bottom = siblings.last().map_or(y, |(last, rect)| below(document, *last, rows).unwrap_or(rect.bottom()));
    Some(Target { before: next.map(|n| n.0), into: None, y: next.map_or(bottom, |n| n.1) })
}

/// The lower edge of the rows that stand in the tree below a map or a stage.
fn below(document: &Document, record: RecordRef, rows: &[(RecordRef, Rect)]) -> Option<f32> {
    let is_inside = |other: RecordRef| match (record, other) {
        (RecordRef::Map(map), RecordRef::Stage(_) | RecordRef::Step(_)) => map_of(document, other) == Some(map),
        (RecordRef::Stage(stage), RecordRef::Step(step)) => {
            document.steps.get(&step).is_some_and(|step| step.stage == stage)
        }
        _ => false,
    };
    rows.iter().filter(|(other, _)| is_inside(*other)).map(|(_, rect)| rect.bottom()).reduce(f32::max)
}

/// A step goes among the steps that are shown, of any stage of its map; on the row of a stage it becomes the first of an
/// open one and the last of a closed one.
fn step_target(document: &Document, step: StepId, rows: &[(RecordRef, Rect)], y: f32) -> Option<Target> {
    let map = document.map_of_step(step);
    let (row, rect) = rows
        .iter()
        .filter(|(row, _)| matches!(row, RecordRef::Stage(_) | RecordRef::Step(_)) && map_of(document, *row) == map)
        .min_by(|(_, a), (_, b)| (a.center().y - y).abs().total_cmp(&(b.center().y - y).abs()))?;
    let is_shown = |id: StepId| rows.iter().any(|(row, _)| *row == RecordRef::Step(id));
    let (stage, before) = match *row {
        RecordRef::Stage(stage) => {
            let first = document.steps_of(stage).first().map(|s| s.id).filter(|first| is_shown(*first));
            (stage, first)
        }
        RecordRef::Step(near) => {
            let stage = document.steps.get(&near)?.stage;
            let steps = document.steps_of(stage);
            let index = steps.iter().position(|s| s.id == near)?;
            let is_after = y > rect.center().y;
            (stage, steps.get(index + usize::from(is_after)).map(|s| s.id))
        }
        _ => return None,
    };
    let own = document.steps.get(&step)?.stage;
    let siblings = document.steps_of(stage);
    let follower = siblings.iter().position(|s| s.id == step).and_then(|i| siblings.get(i + 1)).map(|s| s.id);
    // A stage keeps a step.
    let is_only = document.steps_of(own).len() < 2 && stage != own;
    if is_only || before == Some(step) || stage == own && before == follower {
        return None;
    }
    let top = before.and_then(|id| rows.iter().find(|(row, _)| *row == RecordRef::Step(id))).map(|(_, r)| r.top());
    Some(Target { before: before.map(Into::into), into: Some(stage.into()), y: top.unwrap_or(rect.bottom()) })
}

/// The edit that puts a row where it was taken.
fn edit(document: &Document, record: RecordRef, target: Target) -> Option<Edit> {
    match (record, target.before, target.into) {
        (RecordRef::Map(map), None, _) => order::map_before(document, map, None),
        (RecordRef::Map(map), Some(RecordRef::Map(before)), _) => order::map_before(document, map, Some(before)),
        (RecordRef::Persona(persona), None, _) => order::persona_before(document, persona, None),
        (RecordRef::Persona(persona), Some(RecordRef::Persona(before)), _) => {
            order::persona_before(document, persona, Some(before))
        }
        (RecordRef::Stage(stage), None, _) => Some(Edit::MoveStage { stage, before: None }),
        (RecordRef::Stage(stage), Some(RecordRef::Stage(before)), _) => {
            Some(Edit::MoveStage { stage, before: Some(before) })
        }
        (RecordRef::Lane(lane), None, _) => Some(Edit::MoveLane { lane, before: None }),
        (RecordRef::Lane(lane), Some(RecordRef::Lane(before)), _) => {
            Some(Edit::MoveLane { lane, before: Some(before) })
        }
        (RecordRef::Step(step), None, Some(RecordRef::Stage(stage))) => {
            Some(Edit::MoveStep { step, stage, before: None })
        }
        (RecordRef::Step(step), Some(RecordRef::Step(before)), Some(RecordRef::Stage(stage))) => {
            Some(Edit::MoveStep { step, stage, before: Some(before) })
        }
        _ => None,
    }
}

impl OutlineState {
    /// The row of a map under a point of the window, as it was shown last: cards can be dropped on it.
    #[must_use]
    pub fn map_row_at(&self, at: egui::Pos2) -> Option<(MapId, Rect)> {
        self.drag.rows.iter().find_map(|(record, rect)| match record {
            RecordRef::Map(map) if rect.contains(at) => Some((*map, *rect)),
            _ => None,
        })
    }
}
