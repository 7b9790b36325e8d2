//! What lies under a point.

use crate::base::ids::{CardId, ConnectionId, LaneId, StageId, StepId};

/// What lies under a point of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hit {
    /// A card.
    Card(CardId),
    /// A connection's line.
    Connection(ConnectionId),
    /// A stage header.
    Stage(StageId),
    /// A step's header cell.
    Step(StepId),
    /// Between two stages, or before the first, or after the last: a new stage would stand before stage `index`.
    StageGap {
        /// Where a stage would be inserted, 0 ..= number of stages.
        index: usize,
    },
    /// Between two steps of a stage: a new step would stand before step `index` of the stage.
    StepGap {
        /// The stage.
        stage: StageId,
        /// Where a step would be inserted, 1 .. number of steps of the stage.
        index: usize,
    },
    /// A lane's label.
    LaneLabel(LaneId),
    /// The room of a cell that no card covers.
    Cell {
        /// Its lane.
        lane: LaneId,
        /// Its step.
        step: StepId,
    },
    /// A lane beside its cells.
    Lane(LaneId),
    /// Nothing of the map.
    Nothing,
}
