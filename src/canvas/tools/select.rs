//! The tool that chooses, moves and opens things.

use crate::base::geom::{Point, Rect};
use crate::canvas::tools::drop::{self, Dragged, Drop};
use crate::canvas::tools::{CanvasEvent, CellRef, DRAG_THRESHOLD, PointerAt, ToolContext, ToolOutput, record_at};
use crate::layout::Hit;
use crate::model::{CardBody, Edit, LaneKind, RecordRef};
use crate::session::AfterEdit;

/// The states of the tool.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum SelectTool {
    /// Nothing held.
    #[default]
    Idle,
    /// The button is down; a click or a drag, nobody knows yet.
    Pressed {
        /// Where it went down.
        origin: PointerAt,
        /// The record there was selected before.
        was_selected: bool,
    },
    /// Something moves with the pointer.
    Dragging {
        /// What.
        dragged: Dragged,
        /// Where it was taken.
        origin: PointerAt,
        /// Where the pointer is.
        at: PointerAt,
        /// What letting go would do.
        drop: Option<Drop>,
    },
    /// A rectangle that selects the cards it touches.
    Marquee {
        /// One corner.
        origin: PointerAt,
        /// The other corner.
        at: Point,
        /// What stays selected whatever the rectangle touches.
        kept: Vec<RecordRef>,
    },
}

impl SelectTool {
    /// True when letting go or Escape would do something.
    #[must_use]
    pub fn is_active(&self) -> bool {
        *self != Self::Idle
    }

    /// The edit to show as if it were done already.
    #[must_use]
    pub fn preview(&self) -> Option<&Edit> {
        match self {
            Self::Dragging { drop: Some(Drop { edit, mark: drop::DropMark::Preview }), .. } => Some(edit),
            _ => None,
        }
    }

    /// Handles one event.
    pub fn on_event(&mut self, event: CanvasEvent, cx: &ToolContext) -> ToolOutput {
        let mut output = ToolOutput::default();
        let state = std::mem::take(self);
        *self = match (state, event) {
            (_, CanvasEvent::Cancel) => Self::Idle,
            (_, CanvasEvent::Down(at)) => press(at, cx, &mut output),
            (Self::Idle, CanvasEvent::DoubleClick(at)) => {
                open(at, cx, &mut output);
                Self::Idle
            }
            (Self::Idle, _) => Self::Idle,
            (Self::Pressed { origin, was_selected }, CanvasEvent::Move(at)) => {
                let (dx, dy) = (at.screen.x - origin.screen.x, at.screen.y - origin.screen.y);
                if dx.hypot(dy) < DRAG_THRESHOLD {
                    Self::Pressed { origin, was_selected }
                } else {
                    begin_drag(origin, at, was_selected, cx, &mut output)
                }
            }
            (Self::Pressed { origin, was_selected }, CanvasEvent::Up(_)) => {
                click(origin, was_selected, cx, &mut output);
                Self::Idle
            }
            (Self::Dragging { dragged, origin, .. }, CanvasEvent::Move(at)) => {
                let drop = drop::drop_at(&dragged, at.world, at.modifiers.is_copying, cx);
                Self::Dragging { dragged, origin, at, drop }
            }
            (Self::Dragging { dragged, .. }, CanvasEvent::Up(at)) => {
                if let Some(drop) = drop::drop_at(&dragged, at.world, at.modifiers.is_copying, cx) {
                    let then =
                        if matches!(drop.edit, Edit::Batch { .. }) { AfterEdit::Select } else { AfterEdit::Nothing };
                    output.edits.push((drop.edit, then));
                }
                Self::Idle
            }
            (Self::Marquee { origin, kept, .. }, CanvasEvent::Move(at)) => {
                output.select = Some(marquee(origin.world, at.world, &kept, cx));
                Self::Marquee { origin, at: at.world, kept }
            }
            (Self::Marquee { .. }, CanvasEvent::Up(_)) => Self::Idle,
            (state, CanvasEvent::DoubleClick(_)) => state,
        };
        output
    }
}

fn press(at: PointerAt, cx: &ToolContext, output: &mut ToolOutput) -> SelectTool {
    let record = record_at(at.hit);
    let was_selected = record.is_some_and(|r| cx.selection.contains(&r));
    // What is dragged is selected; with a modifier held the click decides when it is over.
    if let Some(record) = record
        && !was_selected
        && !at.modifiers.is_adding
    {
        output.select = Some(vec![record]);
    }
    SelectTool::Pressed { origin: at, was_selected }
}

fn click(at: PointerAt, was_selected: bool, cx: &ToolContext, output: &mut ToolOutput) {
    match (record_at(at.hit), at.modifiers.is_adding) {
        (Some(record), true) => {
            let mut records = cx.selection.to_vec();
            if was_selected {
                records.retain(|r| *r != record);
            } else {
                records.push(record);
            }
            output.select = Some(records);
        }
        (Some(record), false) => {
            if was_selected && cx.selection.len() > 1 {
                output.select = Some(vec![record]);
            }
            output.show_kpi = at.kpi;
        }
        (None, true) => {}
        (None, false) => {
            output.select = Some(Vec::new());
            if let Hit::Cell { lane, step } = at.hit {
                output.choose_cell = Some(CellRef { lane, step });
            }
        }
    }
}

fn open(at: PointerAt, cx: &ToolContext, output: &mut ToolOutput) {
    if !cx.is_editable || at.modifiers.is_adding {
        return;
    }
    match at.hit {
        Hit::Cell { lane, step } => output.type_into = Some(CellRef { lane, step }),
        other => output.edit_text = record_at(other),
    }
}

fn begin_drag(
    origin: PointerAt,
    at: PointerAt,
    was_selected: bool,
    cx: &ToolContext,
    output: &mut ToolOutput,
) -> SelectTool {
    let dragged = if cx.is_editable { dragged_at(origin, was_selected, cx) } else { None };
    if let Some(dragged) = dragged {
        if let Some(record) = record_at(origin.hit)
            && !was_selected
            && origin.modifiers.is_adding
        {
            output.select = Some(vec![record]);
        }
        let drop = drop::drop_at(&dragged, at.world, at.modifiers.is_copying, cx);
        return SelectTool::Dragging { dragged, origin, at, drop };
    }
    let kept = if origin.modifiers.is_adding { cx.selection.to_vec() } else { Vec::new() };
    output.select = Some(marquee(origin.world, at.world, &kept, cx));
    SelectTool::Marquee { origin, at: at.world, kept }
}

fn dragged_at(origin: PointerAt, was_selected: bool, cx: &ToolContext) -> Option<Dragged> {
    match origin.hit {
        Hit::Stage(id) => Some(Dragged::Stage(id)),
        Hit::Step(id) => Some(Dragged::Step(id)),
        Hit::LaneLabel(id) => Some(Dragged::Lane(id)),
        Hit::Card(id) => {
            let card = cx.document.cards.get(&id)?;
            let lane = cx.document.lanes.get(&card.lane)?;
            if matches!(card.body, CardBody::Curve { .. }) && lane.kind == LaneKind::Curve {
                return Some(Dragged::CurvePoint(id));
            }
            let others = cx.selection.iter().filter_map(|r| match r {
                RecordRef::Card(other) if was_selected && *other != id => Some(*other),
                _ => None,
            });
            let cards = std::iter::once(id).chain(others).collect();
            let start = cx.layout.cards.get(&id).map_or(0, |c| c.columns.start);
            let grabbed_column = drop::column_at(cx.layout, origin.world.x).unwrap_or(start).saturating_sub(start);
            Some(Dragged::Cards { cards, grabbed_column })
        }
        _ => None,
    }
}

/// The cards a rectangle touches, in reading order, after those that stay selected.
fn marquee(a: Point, b: Point, kept: &[RecordRef], cx: &ToolContext) -> Vec<RecordRef> {
    let area = Rect::from_corners(a, b);
    let mut touched: Vec<_> = cx.layout.cards.values().filter(|c| c.rect.intersects(&area)).collect();
    touched.sort_by_key(|c| (c.lane, c.columns.start, c.id));
    let mut records = kept.to_vec();
    records.extend(touched.into_iter().map(|c| RecordRef::Card(c.id)).filter(|r| !kept.contains(r)));
    records
}
