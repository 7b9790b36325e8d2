//! What lies under a point.

use crate::base::geom::{Point, Rect};
use crate::base::ids::{CardId, ConnectionId, LaneId, StageId, StepId};
use crate::layout::{ConnectionPath, MapLayout};

/// What lies under a point of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hit {
    /// A card.
    Card(CardId),
    /// A connection's line.
    Connection(ConnectionId),
    /// A figure of the whole map, of this KPI card.
    MapFigure(CardId),
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
        if let Some(figure) = self.map_figures.iter().find(|figure| figure.rect.contains(point)) {
            return Hit::MapFigure(figure.card);
        }
        if self.map_figures.first().is_some_and(|figure| point.y < figure.rect.max.y) {
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
        if let Some(connection) = self.connection_at(point, 2.0 * tolerance) {
            return Hit::Connection(connection);
        }
        match self.steps.get(column) {
            Some(step) if point.x >= step.rect.min.x && lane.has_cells() => Hit::Cell { lane: lane.id, step: step.id },
            _ => Hit::Lane(lane.id),
        }
    }

    /// The connection whose words or line are nearest to a point, if any are within the tolerance.
    fn connection_at(&self, point: Point, tolerance: f64) -> Option<ConnectionId> {
        let on_words = |c: &&ConnectionPath| !c.label.lines.is_empty() && c.label_rect().expand(2.0).contains(point);
        if let Some(connection) = self.connections.iter().find(on_words) {
            return Some(connection.id);
        }
        let near = self.connections.iter().map(|c| (distance(&c.points, point), c.id));
        near.filter(|(far, _)| *far <= tolerance).min_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, id)| id)
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

/// How far a point lies from a line.
fn distance(points: &[Point], point: Point) -> f64 {
    let pieces = points.windows(2).filter_map(|pair| match pair {
        // Routes run straight across or straight down, so the rectangle around a piece is the piece.
        [a, b] => {
            let piece = Rect::from_corners(*a, *b);
            let aside = |at: f64, low: f64, high: f64| (low - at).max(at - high).max(0.0);
            Some(aside(point.x, piece.min.x, piece.max.x).hypot(aside(point.y, piece.min.y, piece.max.y)))
        }
        _ => None,
    });
    pieces.fold(f64::INFINITY, f64::min)
}
