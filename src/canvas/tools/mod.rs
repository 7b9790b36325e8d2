//! Tools: explicit states that turn pointer events into outputs. They know the document and the layout, never egui.

pub mod drop;
pub mod link;
pub mod pan;
pub mod resize;
pub mod select;

use crate::base::geom::Point;
use crate::base::ids::{KpiId, LaneId, StepId};
use crate::layout::{Hit, MapLayout};
use crate::model::{Document, Edit, Place, RecordRef};
use crate::session::AfterEdit;

/// Points that the pointer moves before a press becomes a drag.
pub const DRAG_THRESHOLD: f64 = 6.0;

/// Modifier keys, as tools see them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Modifiers {
    /// Shift or Ctrl/Cmd: adds to or takes from the selection.
    pub is_adding: bool,
    /// Alt: a drag copies.
    pub is_copying: bool,
    /// Ctrl/Cmd: a click on a link opens it.
    pub is_opening: bool,
}

/// Where the pointer is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PointerAt {
    /// On screen, points.
    pub screen: Point,
    /// On the map, as the pane under the pointer sees it.
    pub world: Point,
    /// What is there.
    pub hit: Hit,
    /// The KPI whose figures are there, in a card or in a stage header.
    pub kpi: Option<(KpiId, Place)>,
    /// Keys held.
    pub modifiers: Modifiers,
}

/// What happens to a tool.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CanvasEvent {
    /// The primary button goes down.
    Down(PointerAt),
    /// The pointer moves, or the map moves under it.
    Move(PointerAt),
    /// The pointer moves where what is held cannot be let go: off the canvas.
    MoveOff(PointerAt),
    /// The primary button goes up.
    Up(PointerAt),
    /// The second click of a double click.
    DoubleClick(PointerAt),
    /// Enter: ends what goes on without a button.
    Finish,
    /// Escape, another button, focus loss, another tool: drop what is going on.
    Cancel,
}

/// What tools look at.
pub struct ToolContext<'a> {
    /// The document.
    pub document: &'a Document,
    /// Where everything stands.
    pub layout: &'a MapLayout,
    /// What is selected.
    pub selection: &'a [RecordRef],
    /// False for viewers.
    pub is_editable: bool,
    /// How far beside an edge still takes hold of it, world units.
    pub grip: f64,
}

/// A cell that is chosen although nothing stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellRef {
    /// Its row.
    pub lane: LaneId,
    /// Its column.
    pub step: StepId,
}

/// What a tool wants done.
#[derive(Debug, Default)]
pub struct ToolOutput {
    /// Changes of the document.
    pub edits: Vec<(Edit, AfterEdit)>,
    /// A new selection.
    pub select: Option<Vec<RecordRef>>,
    /// An empty cell is chosen (with an empty selection).
    pub choose_cell: Option<CellRef>,
    /// Words to edit in place.
    pub edit_text: Option<RecordRef>,
    /// A new card to type into an empty cell.
    pub type_into: Option<CellRef>,
    /// A KPI to show in the drawer.
    pub show_kpi: Option<(KpiId, Place)>,
}

/// The record a hit stands for.
#[must_use]
pub fn record_at(hit: Hit) -> Option<RecordRef> {
    match hit {
        Hit::Card(id) | Hit::MapFigure(id) => Some(id.into()),
        Hit::Connection(id) => Some(id.into()),
        Hit::Stage(id) => Some(id.into()),
        Hit::Step(id) => Some(id.into()),
        Hit::LaneLabel(id) => Some(id.into()),
        Hit::StageGap { .. } | Hit::StepGap { .. } | Hit::Cell { .. } | Hit::Lane(_) | Hit::Nothing => None,
    }
}

/// What is selected once the menu of a place is asked for: what stands there, unless it is among what is selected
/// already; nothing in an empty cell.
#[must_use]
pub fn selected_for_menu(hit: Hit, selection: &[RecordRef]) -> Vec<RecordRef> {
    match record_at(hit) {
        Some(record) if !selection.contains(&record) => vec![record],
        None if matches!(hit, Hit::Cell { .. }) => Vec::new(),
        _ => selection.to_vec(),
    }
}
