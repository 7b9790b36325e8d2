//! Where everything on a map stands, in world units: pure geometry from a document and a text measure.
//!
//! Every text is measured and broken once; painters and exports only draw what stands here.

mod hit;
pub mod sizes;

pub use hit::Hit;
pub use sizes::Sizes;

use crate::base::geom::{Point, Rect};
use crate::base::ids::{CardId, ConnectionId, LaneId, MapId, StageId, StepId};
use crate::base::text::TextBlock;
use crate::model::LaneKind;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A stage: the upper column.
#[derive(Debug, Clone, PartialEq)]
pub struct StageBox {
    /// Which stage.
    pub id: StageId,
    /// Its header.
    pub rect: Rect,
    /// Its columns, as indices into [`MapLayout::steps`].
    pub steps: std::ops::Range<usize>,
    /// Its name, measured.
    pub title: Arc<TextBlock>,
    /// Its question, measured; empty when there is none.
    pub question: Arc<TextBlock>,
}

/// A step: the lower column. Its cells lie below `rect` between the same x.
#[derive(Debug, Clone, PartialEq)]
pub struct StepBox {
    /// Which step.
    pub id: StepId,
    /// The stage it belongs to.
    pub stage: StageId,
    /// Its header cell.
    pub rect: Rect,
    /// Its name, measured.
    pub title: Arc<TextBlock>,
}

/// A lane: a row over all columns.
#[derive(Debug, Clone, PartialEq)]
pub struct LaneBox {
    /// Which lane.
    pub id: LaneId,
    /// What it holds.
    pub kind: LaneKind,
    /// The whole row, label included.
    pub rect: Rect,
    /// The label at the left edge.
    pub label_rect: Rect,
    /// Its name, measured.
    pub label: Arc<TextBlock>,
    /// Curve lanes: where −2 … +2 is drawn (full width, top is +2, bottom is −2).
    pub plot: Option<Rect>,
}

/// A card with its measured texts.
#[derive(Debug, Clone, PartialEq)]
pub struct CardBox {
    /// Which card.
    pub id: CardId,
    /// Its lane, as an index into [`MapLayout::lanes`].
    pub lane: usize,
    /// Its columns, as indices into [`MapLayout::steps`].
    pub columns: std::ops::Range<usize>,
    /// Where it stands. For a point of the curve, a square around the point.
    pub rect: Rect,
    /// Main text; its place is [`CardBox::text_origin`].
    pub text: Arc<TextBlock>,
    /// Upper left corner of the main text.
    pub text_origin: Point,
    /// Second text (attribution, value and effort); empty when there is none.
    pub detail: Arc<TextBlock>,
    /// Upper left corner of the second text.
    pub detail_origin: Point,
    /// Lines kept free for figures at the bottom of a pain point (0, 1 or 2).
    pub figure_lines: u8,
}

/// A routed connection.
#[derive(Debug, Clone, PartialEq)]
pub struct ConnectionPath {
    /// Which connection.
    pub id: ConnectionId,
    /// Corners from start to end; the last one is the tip of the arrow.
    pub points: Vec<Point>,
    /// Its words, measured; empty when there are none.
    pub label: Arc<TextBlock>,
    /// Upper left corner of the words.
    pub label_origin: Point,
}

/// A map laid out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MapLayout {
    /// Which map.
    pub map: Option<MapId>,
    /// The sizes it was laid out with.
    pub sizes: Sizes,
    /// Everything, lane labels and header included. Starts at the origin.
    pub bounds: Rect,
    /// Left edge of the first column: the width of the pinned lane labels.
    pub label_width: f64,
    /// Bottom of the step row: the height of the pinned header.
    pub header_height: f64,
    /// Label "Steps" beside the step row.
    pub steps_label: Arc<TextBlock>,
    /// Stages from left to right.
    pub stages: Vec<StageBox>,
    /// Steps of all stages from left to right.
    pub steps: Vec<StepBox>,
    /// Lanes from top to bottom.
    pub lanes: Vec<LaneBox>,
    /// Cards by id.
    pub cards: BTreeMap<CardId, CardBox>,
    /// Connections that have both ends on this map.
    pub connections: Vec<ConnectionPath>,
    /// Cards of each cell from top to bottom, `lane * steps.len() + column`; spanning cards stand in each of theirs.
    cells: Vec<Vec<CardId>>,
}

impl MapLayout {
    /// The cards that stand in a cell from top to bottom, spanning ones included. Indices as in `lanes` and `steps`.
    #[must_use]
    pub fn cards_in_cell(&self, lane: usize, column: usize) -> &[CardId] {
        if column >= self.steps.len() {
            return &[];
        }
        self.cells.get(lane * self.steps.len() + column).map_or(&[], Vec::as_slice)
    }

    /// The rectangle of a cell. Indices as in `lanes` and `steps`.
    #[must_use]
    pub fn cell_rect(&self, lane: usize, column: usize) -> Option<Rect> {
        let (lane, step) = (self.lanes.get(lane)?, self.steps.get(column)?);
        Some(Rect {
            min: Point::new(step.rect.min.x, lane.rect.min.y),
            max: Point::new(step.rect.max.x, lane.rect.max.y),
        })
    }

    /// The box of a stage.
    #[must_use]
    pub fn stage(&self, id: StageId) -> Option<&StageBox> {
        self.stages.iter().find(|s| s.id == id)
    }

    /// The box of a step and its column.
    #[must_use]
    pub fn step(&self, id: StepId) -> Option<(usize, &StepBox)> {
        self.steps.iter().enumerate().find(|(_, s)| s.id == id)
    }

    /// The box of a lane and its row.
    #[must_use]
    pub fn lane(&self, id: LaneId) -> Option<(usize, &LaneBox)> {
        self.lanes.iter().enumerate().find(|(_, l)| l.id == id)
    }
}
