//! The map as a sheet: from where one stands to the next cell, card, step or stage.

use crate::base::ids::{CardId, LaneId, StageId, StepId};
use crate::canvas::tools::CellRef;
use crate::layout::{LaneBox, MapLayout};
use crate::model::RecordRef;

/// Where the keyboard stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// On a stage header.
    Stage(StageId),
    /// On a step.
    Step(StepId),
    /// On a lane label.
    Lane(LaneId),
    /// On a card.
    Card(CardId),
    /// In an empty cell.
    Cell(CellRef),
}

pub use crate::session::arrange::Direction;

impl Spot {
    /// The spot of a record; `None` for records that have none on the sheet.
    #[must_use]
    pub fn of(record: RecordRef) -> Option<Self> {
        match record {
            RecordRef::Stage(id) => Some(Self::Stage(id)),
            RecordRef::Step(id) => Some(Self::Step(id)),
            RecordRef::Lane(id) => Some(Self::Lane(id)),
            RecordRef::Card(id) => Some(Self::Card(id)),
            _ => None,
        }
    }

    /// The record that stands here.
    #[must_use]
    pub fn record(self) -> Option<RecordRef> {
        match self {
            Self::Stage(id) => Some(id.into()),
            Self::Step(id) => Some(id.into()),
            Self::Lane(id) => Some(id.into()),
            Self::Card(id) => Some(id.into()),
            Self::Cell(_) => None,
        }
    }

    /// Its column; `None` for stages and lanes.
    #[must_use]
    pub fn column(self, layout: &MapLayout) -> Option<usize> {
        match self {
            Self::Stage(_) | Self::Lane(_) => None,
            Self::Step(id) => layout.step(id).map(|(column, _)| column),
            Self::Card(id) => layout.cards.get(&id).map(|card| card.columns.start),
            Self::Cell(cell) => layout.step(cell.step).map(|(column, _)| column),
        }
    }

    /// The next spot left or right; behind the last cell of a row the row below, from the column `start` on, before the
    /// first cell the last one of the row above. `None` at the edge of the map.
    #[must_use]
    pub fn next_in_row(self, direction: Direction, start: usize, layout: &MapLayout) -> Option<Self> {
        let is_cell = matches!(self, Self::Card(_) | Self::Cell(_));
        match (self.next(direction, layout), direction) {
            (None, Direction::Right) if is_cell => self.in_next_row(start, layout),
            (Some(Self::Lane(_)), Direction::Left) => {
                let last = layout.steps.len().checked_sub(1)?;
                in_cell(row_above(self.row(layout)?, layout)?, last, End::First, layout)
            }
            (next, _) => next,
        }
    }

    /// The first spot of a column in the row below.
    #[must_use]
    pub fn in_next_row(self, column: usize, layout: &MapLayout) -> Option<Self> {
        let row = match self {
            Self::Stage(_) | Self::Step(_) => None,
            other => Some(other.row(layout)?),
        };
        in_cell(row_below(row, layout)?, column, End::First, layout)
    }

    fn row(self, layout: &MapLayout) -> Option<usize> {
        match self {
            Self::Stage(_) | Self::Step(_) => None,
            Self::Lane(id) => layout.lane(id).map(|(row, _)| row),
            Self::Card(id) => layout.cards.get(&id).map(|card| card.lane),
            Self::Cell(cell) => layout.lane(cell.lane).map(|(row, _)| row),
        }
    }

    /// The first cell of the map (left), or its last one; the first or last stage where there are no cells.
    #[must_use]
    pub fn corner(direction: Direction, layout: &MapLayout) -> Option<Self> {
        let is_first = direction == Direction::Left;
        let (row, column, end) = if is_first {
            (row_below(None, layout), 0, End::First)
        } else {
            (row_above(layout.lanes.len(), layout), layout.steps.len().saturating_sub(1), End::Last)
        };
        let stage = if is_first { layout.stages.first() } else { layout.stages.last() };
        row.and_then(|row| in_cell(row, column, end, layout)).or_else(|| stage.map(|stage| Self::Stage(stage.id)))
    }

    /// The next spot in a direction; `None` at the edge of the map.
    #[must_use]
    pub fn next(self, direction: Direction, layout: &MapLayout) -> Option<Self> {
        self.next_along(direction, None, layout)
    }

    /// The column of a walk up or down that has come here along `kept`: a card over several columns leaves it there, as
    /// in a spreadsheet.
    #[must_use]
    pub fn column_along(self, kept: Option<usize>, layout: &MapLayout) -> Option<usize> {
        match (self, kept) {
            (Self::Card(id), Some(kept)) if layout.cards.get(&id).is_some_and(|c| c.columns.contains(&kept)) => {
                Some(kept)
            }
            (Self::Stage(id), Some(kept)) if layout.stage(id).is_some_and(|s| s.steps.contains(&kept)) => Some(kept),
            _ => self.column(layout),
        }
    }

    /// The next spot in a direction, up and down along the column `kept` where the spot covers it.
    #[must_use]
    pub fn next_along(self, direction: Direction, kept: Option<usize>, layout: &MapLayout) -> Option<Self> {
        let kept = self.column_along(kept, layout);
        match self {
            Self::Stage(_) if direction == Direction::Down && kept.is_some() => {
                layout.steps.get(kept?).map(|step| Self::Step(step.id))
            }
            Self::Stage(id) => next_of_stage(id, direction, layout),
            Self::Step(id) => next_of_step(layout.step(id)?.0, direction, layout),
            Self::Lane(id) => next_of_lane(layout.lane(id)?.0, direction, layout),
            Self::Card(id) if !layout.cards.contains_key(&id) => next_of_figure(id, direction, layout),
            Self::Card(id) => {
                let card = layout.cards.get(&id)?;
                let columns = (card.columns.start, card.columns.end);
                Cell { row: card.lane, columns, along: kept.unwrap_or(columns.0), card: Some(id) }
                    .next(direction, layout)
            }
            Self::Cell(CellRef { lane, step }) => {
                let (row, column) = (layout.lane(lane)?.0, layout.step(step)?.0);
                Cell { row, columns: (column, column + 1), along: column, card: None }.next(direction, layout)
            }
        }
    }
}

fn next_of_stage(id: StageId, direction: Direction, layout: &MapLayout) -> Option<Spot> {
    let index = layout.stages.iter().position(|s| s.id == id)?;
    let stage = |i: usize| layout.stages.get(i).map(|s| Spot::Stage(s.id));
    match direction {
        Direction::Left => stage(index.checked_sub(1)?),
        Direction::Right => stage(index + 1),
        // The figure of the whole map that stands over it, or the last one before.
        Direction::Up => {
            let center = layout.stages.get(index)?.rect.center().x;
            let before = layout.map_figures.iter().rev().find(|figure| figure.rect.min.x <= center);
            before.or(layout.map_figures.first()).map(|figure| Spot::Card(figure.card))
        }
        Direction::Down => layout.steps.get(layout.stages.get(index)?.steps.start).map(|s| Spot::Step(s.id)),
    }
}

/// From a figure of the whole map, above the stages.
fn next_of_figure(id: CardId, direction: Direction, layout: &MapLayout) -> Option<Spot> {
    let index = layout.map_figures.iter().position(|figure| figure.card == id)?;
    let figure = |i: usize| layout.map_figures.get(i).map(|figure| Spot::Card(figure.card));
    match direction {
        Direction::Left => figure(index.checked_sub(1)?),
        Direction::Right => figure(index + 1),
        Direction::Up => None,
        Direction::Down => {
            let center = layout.map_figures.get(index)?.rect.center().x;
            let below = layout.stages.iter().find(|stage| stage.rect.max.x >= center);
            below.or(layout.stages.last()).map(|stage| Spot::Stage(stage.id))
        }
    }
}

fn next_of_step(column: usize, direction: Direction, layout: &MapLayout) -> Option<Spot> {
    let step = |i: usize| layout.steps.get(i).map(|s| Spot::Step(s.id));
    match direction {
        Direction::Left => step(column.checked_sub(1)?),
        Direction::Right => step(column + 1),
        Direction::Up => layout.steps.get(column).map(|s| Spot::Stage(s.stage)),
        Direction::Down => row_below(None, layout).and_then(|row| in_cell(row, column, End::First, layout)),
    }
}

fn next_of_lane(row: usize, direction: Direction, layout: &MapLayout) -> Option<Spot> {
    let lane = |i: usize| layout.lanes.get(i).map(|l| Spot::Lane(l.id));
    match direction {
        Direction::Left => None,
        Direction::Right => in_cell(row, 0, End::First, layout),
        Direction::Up => lane(row.checked_sub(1)?),
        Direction::Down => lane(row + 1),
    }
}

/// Where one stands among the cells.
struct Cell {
    row: usize,
    columns: (usize, usize),
    /// The column one goes up and down in.
    along: usize,
    card: Option<CardId>,
}

impl Cell {
    fn next(&self, direction: Direction, layout: &MapLayout) -> Option<Spot> {
        let ((start, end), along) = (self.columns, self.along);
        let stack = layout.cards_in_cell(self.row, along);
        let index = self.card.and_then(|card| stack.iter().position(|c| *c == card));
        match direction {
            Direction::Left if start == 0 => layout.lanes.get(self.row).map(|l| Spot::Lane(l.id)),
            Direction::Left => in_cell(self.row, start - 1, End::First, layout),
            Direction::Right => in_cell(self.row, end, End::First, layout),
            Direction::Up => {
                if let Some(above) = index.and_then(|i| i.checked_sub(1)).and_then(|i| stack.get(i)) {
                    return Some(Spot::Card(*above));
                }
                match row_above(self.row, layout) {
                    Some(row) => in_cell(row, along, End::Last, layout),
                    None => layout.steps.get(along).map(|s| Spot::Step(s.id)),
                }
            }
            Direction::Down => {
                if let Some(below) = index.and_then(|i| stack.get(i + 1)) {
                    return Some(Spot::Card(*below));
                }
                row_below(Some(self.row), layout).and_then(|row| in_cell(row, along, End::First, layout))
            }
        }
    }
}

/// Which card of a stack one comes to.
enum End {
    First,
    Last,
}

fn in_cell(row: usize, column: usize, end: End, layout: &MapLayout) -> Option<Spot> {
    let stack = layout.cards_in_cell(row, column);
    let card = match end {
        End::First => stack.first(),
        End::Last => stack.last(),
    };
    if let Some(card) = card {
        return Some(Spot::Card(*card));
    }
    let lane = layout.lanes.get(row).filter(|l| l.has_cells())?;
    Some(Spot::Cell(CellRef { lane: lane.id, step: layout.steps.get(column)?.id }))
}

fn row_above(row: usize, layout: &MapLayout) -> Option<usize> {
    (0..row).rev().find(|i| holds_cards(*i, layout))
}

fn row_below(row: Option<usize>, layout: &MapLayout) -> Option<usize> {
    (row.map_or(0, |r| r + 1)..layout.lanes.len()).find(|i| holds_cards(*i, layout))
}

fn holds_cards(row: usize, layout: &MapLayout) -> bool {
    layout.lanes.get(row).is_some_and(LaneBox::has_cells)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::Id as _;
    use crate::canvas::fixture;
    use crate::model::{CardBody, LaneKind};

    /// A walk by arrow keys (l r u d) from a record, as the words one stands on; cells are "lane/step".
    fn check(start: RecordRef, walk: &str, expected: &[&str]) {
        let (document, layout) = fixture::laid_out();
        let mut spot = Spot::of(start).unwrap();
        let mut seen = Vec::new();
        for key in walk.chars() {
            let direction = match key {
                'l' => Direction::Left,
                'r' => Direction::Right,
                'u' => Direction::Up,
                _ => Direction::Down,
            };
            let Some(next) = spot.next(direction, &layout) else {
                seen.push("edge".to_owned());
                continue;
            };
            spot = next;
            seen.push(match spot {
                Spot::Stage(id) => document.stages[&id].title.clone(),
                Spot::Step(id) => document.steps[&id].title.clone(),
                Spot::Lane(id) => document.lanes[&id].title.clone(),
                Spot::Card(id) => document.cards[&id].text.clone(),
                Spot::Cell(c) => format!("{}/{}", document.lanes[&c.lane].title, document.steps[&c.step].title),
            });
        }
        assert_eq!(seen, expected);
    }

    #[test]
    fn arrows_walk_over_header_labels_and_cells() {
        let f = fixture::map();
        check(f.stage.into(), "rrd", &["Support", "edge", "Find help"]);
        check(f.stage.into(), "ddlru", &["See an ad", "Search ad", "Touchpoints", "Search ad", "See an ad"]);
        check(f.lane.into(), "drr", &["Line of visibility", "edge", "edge"]);
    }

    #[test]
    fn a_walk_up_and_down_keeps_its_column_through_wide_cards() {
        let mut b = crate::layout::fixture::Builder::new("m");
        b.stage("S", "", &["one", "two"]);
        let lanes = ["upper", "wide", "lower"].map(|title| b.lane(LaneKind::Text, title));
        b.card(lanes[1], 1, 2, "over both", CardBody::Text);
        let layout = fixture::layout_of(&b.document);
        let cell = |lane: usize, step: i64| Spot::Cell(CellRef { lane: lanes[lane], step: StepId::from_raw(step) });
        for (direction, from, to) in [(Direction::Up, 2, 0), (Direction::Down, 0, 2)] {
            let (mut spot, mut kept) = (cell(from, 2), None);
            for _ in 0..2 {
                kept = spot.column_along(kept, &layout);
                spot = spot.next_along(direction, kept, &layout).unwrap();
            }
            assert_eq!(spot, cell(to, 2), "{direction:?}");
        }
        let up = |spot: Spot| spot.next_along(Direction::Up, Some(1), &layout).unwrap();
        let stage = up(up(cell(0, 2)));
        assert_eq!(
            stage.next_along(Direction::Down, Some(1), &layout).and_then(Spot::record),
            Some(StepId::from_raw(2).into())
        );
    }

    /// The figures above the stages are on the way up, and nowhere else.
    #[test]
    fn figures_of_the_whole_map_are_walked_to_above_the_stages() {
        let mut b = crate::layout::fixture::Builder::new("m");
        b.stage("S", "", &["one", "two"]);
        b.stage("T", "", &["three", "four"]);
        let lane = b.lane(LaneKind::Kpi, "KPI");
        let map = crate::model::Place::Map(crate::base::ids::MapId::from_raw(crate::layout::fixture::MAP));
        let cards = ["NPS", "CES"].map(|name| {
            let kpi = b.kpi(name);
            b.card(lane, 1, 1, "", CardBody::kpi(kpi, map, false))
        });
        let layout = fixture::layout_of(&b.document);
        assert!(cards.iter().all(|card| !layout.cards.contains_key(card)), "they stand in the lane as well");
        let [first, second] = cards.map(Spot::Card);
        let stage = |index: usize| Spot::Stage(layout.stages[index].id);
        assert_eq!(stage(0).next(Direction::Up, &layout), Some(first));
        assert_eq!(first.next(Direction::Right, &layout), Some(second));
        assert_eq!(second.next(Direction::Right, &layout), None);
        assert_eq!(second.next(Direction::Left, &layout), Some(first));
        assert_eq!(first.next(Direction::Down, &layout), Some(stage(0)));
        assert_eq!(first.next(Direction::Up, &layout), None);
    }

    #[test]
    fn dividers_are_stepped_over_and_stacks_walked_through() {
        let f = fixture::map();
        check(f.card.into(), "rddd", &["Touchpoints/Compare", "Pain points/Compare", "KPI/Compare", "edge"]);
        check(f.card.into(), "ddu", &["Slow", "Unclear", "Slow"]);
    }
}
