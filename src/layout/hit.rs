//! What lies under a point.

use crate::base::geom::{Point, Rect};
use crate::base::ids::{CardId, ConnectionId, LaneId, StageId, StepId};
use crate::layout::MapLayout;

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
    /// A lane beside its cells, or a divider line, which has none.
    Lane(LaneId),
    /// Nothing of the map.
    Nothing,
}

impl MapLayout {
    /// What lies under a world point. `tolerance` is how far beside a line or a gap still counts, world units.
    #[must_use]
    pub fn hit(&self, point: Point, tolerance: f64) -> Hit {
        if point.y < 0.0 || point.x < 0.0 {
            return Hit::Nothing;
        }
        if point.y < self.header_height { self.hit_header(point, tolerance) } else { self.hit_body(point, tolerance) }
    }

    fn hit_header(&self, point: Point, tolerance: f64) -> Hit {
        if point.x < self.label_width - tolerance {
            return Hit::Nothing;
        }
        // The first stage whose right edge is not clearly to the left of the point.
        let index = self.stages.partition_point(|s| s.rect.max.x - tolerance <= point.x);
        let Some(stage) = self.stages.get(index) else {
            let right = self.stages.last().map_or(self.label_width, |s| s.rect.max.x);
            let reach = self.sizes.margin.max(tolerance) + 24.0;
            return if point.x <= right + reach { Hit::StageGap { index } } else { Hit::Nothing };
        };
        if point.x < stage.rect.min.x + tolerance {
            return Hit::StageGap { index };
        }
        let steps = self.steps.get(stage.steps.clone()).unwrap_or(&[]);
        let Some(first) = steps.first() else { return Hit::Stage(stage.id) };
        if point.y < first.rect.min.y {
            return Hit::Stage(stage.id);
        }
        let step_index = steps.partition_point(|s| s.rect.max.x - tolerance <= point.x);
        match steps.get(step_index) {
            Some(step) if step_index > 0 && point.x < step.rect.min.x + tolerance => {
                Hit::StepGap { stage: stage.id, index: step_index }
            }
            Some(step) => Hit::Step(step.id),
            None => Hit::Stage(stage.id),
        }
    }

    fn hit_body(&self, point: Point, tolerance: f64) -> Hit {
        let row = self.lanes.partition_point(|l| l.rect.max.y <= point.y);
        let Some(lane) = self.lanes.get(row) else { return Hit::Nothing };
        if point.x < self.label_width {
            return Hit::LaneLabel(lane.id);
        }
        let column = self.steps.partition_point(|s| s.rect.max.x <= point.x);
        // A point of a curve may stand over the edge of its column, a spanning card stands in the gap before one.
        let near = [column, column.wrapping_sub(1)];
        for cell in near.into_iter().map(|c| self.cards_in_cell(row, c)) {
            for id in cell.iter().rev() {
                if self.cards.get(id).is_some_and(|c| c.rect.contains(point)) {
                    return Hit::Card(*id);
                }
            }
        }
        if let Some(connection) = self.connections.iter().find(|c| is_near(&c.points, point, tolerance)) {
            return Hit::Connection(connection.id);
        }
        match self.steps.get(column) {
            Some(step) if point.x >= step.rect.min.x && lane.has_cells() => Hit::Cell { lane: lane.id, step: step.id },
            _ => Hit::Lane(lane.id),
        }
    }

    /// The stage whose column holds x: what a click means while the map is seen from far.
    #[must_use]
    pub fn stage_at(&self, x: f64) -> Option<StageId> {
        let stage = self.stages.get(self.stages.partition_point(|s| s.rect.max.x <= x))?;
        (x >= stage.rect.min.x).then_some(stage.id)
    }

    /// Every card that touches a rectangle, by id: for a selection frame.
    #[must_use]
    pub fn cards_touching(&self, area: Rect) -> Vec<CardId> {
        self.cards.values().filter(|c| c.rect.intersects(&area)).map(|c| c.id).collect()
    }
}

/// True when the point lies within `tolerance` of the line.
fn is_near(points: &[Point], point: Point, tolerance: f64) -> bool {
    points.windows(2).any(|pair| match pair {
        // Routes run straight across or straight down, so the rectangle around a piece is the piece.
        [a, b] => Rect::from_corners(*a, *b).expand(tolerance).contains(point),
        _ => false,
    })
}
