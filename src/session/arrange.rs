//! What the keyboard does to the grid where a hand would drag: moves by a cell, wider and narrower cards, one more of
//! the same, a connection. Edits worked out from document and selection alone.

mod block;
mod curve_words;

pub use block::{moving_with, with_selected};
pub use curve_words::{
    curve_point, curve_value, held_on_curve, is_on_curve, number_meant, words_of_point, written_number,
};

use crate::base::ids::{CardId, LaneId, MapId, StepId};
use crate::i18n::canvas as words;
use crate::i18n::shell::command::lane_title;
use crate::model::edit::{CardMove, Verb};
use crate::model::{AnyRecord, Card, CardBody, Document, Edit, EditLabel, LaneKind, RecordRef, TableKind};
use std::collections::BTreeMap;

/// Where to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// ←
    Left,
    /// →
    Right,
    /// ↑
    Up,
    /// ↓
    Down,
}

/// The edit that moves the selection by one place; `None` at the edge of the map, or when nothing selected moves.
#[must_use]
pub fn nudge(document: &Document, map: MapId, selection: &[RecordRef], direction: Direction) -> Option<Edit> {
    let cards = cards_of(selection);
    if !cards.is_empty() {
        return nudge_cards(document, map, &cards, direction);
    }
    let back = matches!(direction, Direction::Left | Direction::Up);
    match *selection {
        [RecordRef::Stage(stage)] if is_across(direction) => {
            let order: Vec<_> = document.stages_of(map).iter().map(|s| s.id).collect();
            Some(Edit::MoveStage { stage, before: neighbour_slot(&order, stage, back)? })
        }
        [RecordRef::Lane(lane)] if !is_across(direction) => {
            let order: Vec<_> = document.lanes_of(map).iter().map(|l| l.id).collect();
            Some(Edit::MoveLane { lane, before: neighbour_slot(&order, lane, back)? })
        }
        [RecordRef::Step(step)] if is_across(direction) => nudge_step(document, map, step, back),
        _ => block::nudge(document, map, selection, direction),
    }
}

fn is_across(direction: Direction) -> bool {
    matches!(direction, Direction::Left | Direction::Right)
}

fn cards_of(selection: &[RecordRef]) -> Vec<CardId> {
    let cards = selection.iter().filter_map(|record| match record {
        RecordRef::Card(id) => Some(*id),
        _ => None,
    });
    cards.collect()
}

/// The sibling to stand before after one move back or on; the inner `None` is last, the outer one the edge.
fn neighbour_slot<I: Copy + PartialEq>(order: &[I], moving: I, back: bool) -> Option<Option<I>> {
    let index = order.iter().position(|id| *id == moving)?;
    if back {
        order.get(index.checked_sub(1)?).map(|id| Some(*id))
    } else {
        order.get(index + 1)?;
        Some(order.get(index + 2).copied())
    }
}

/// A step goes past its neighbour, or into the stage beside its own.
fn nudge_step(document: &Document, map: MapId, step: StepId, back: bool) -> Option<Edit> {
    let stage = document.steps.get(&step)?.stage;
    let order: Vec<_> = document.steps_of(stage).iter().map(|s| s.id).collect();
    if let Some(before) = neighbour_slot(&order, step, back) {
        return Some(Edit::MoveStep { step, stage, before });
    }
    // A stage keeps a step.
    if order.len() < 2 {
        return None;
    }
    let stages: Vec<_> = document.stages_of(map).iter().map(|s| s.id).collect();
    let index = stages.iter().position(|s| *s == stage)?;
    let to = *if back { stages.get(index.checked_sub(1)?) } else { stages.get(index + 1) }?;
    let before = if back { None } else { document.steps_of(to).first().map(|s| s.id) };
    Some(Edit::MoveStep { step, stage: to, before })
}

/// Rows that hold cards, from top to bottom.
fn rows(document: &Document, map: MapId) -> Vec<LaneId> {
    let lanes = document.lanes_of(map).into_iter();
    lanes.filter(|l| l.kind != LaneKind::Divider && !l.is_hidden && !l.is_collapsed).map(|l| l.id).collect()
}

fn nudge_cards(document: &Document, map: MapId, cards: &[CardId], direction: Direction) -> Option<Edit> {
    if let [only] = cards {
        let card = document.cards.get(only)?;
        if !is_across(direction) {
            if let Some(edit) = nudge_curve(document, card, direction) {
                return Some(edit);
            }
            // Through its stack first.
            let stack: Vec<_> = document.cards_in(card.lane, card.step).iter().map(|c| c.id).collect();
            if let Some(before) = neighbour_slot(&stack, *only, direction == Direction::Up) {
                let to = CardMove { card: *only, lane: card.lane, step: card.step, before };
                return Some(Edit::MoveCards(vec![to]));
            }
        }
    }
    let (rows, columns) = (rows(document, map), document.columns_of(map));
    let moved = |index: usize, covers: usize, count: usize| match direction {
        Direction::Left | Direction::Up => index.checked_sub(1),
        Direction::Right | Direction::Down => Some(index + 1).filter(|i| i.saturating_add(covers) <= count),
    };
    // Each goes below those that are there: from the top of a stack to its bottom they keep their order.
    let mut stacked = cards.iter().map(|id| document.cards.get(id)).collect::<Option<Vec<_>>>()?;
    stacked.sort_by(|a, b| a.rank.total_cmp(&b.rank).then(a.id.cmp(&b.id)));
    let mut moves = Vec::with_capacity(cards.len());
    for card in stacked {
        let (mut lane, mut step) = (card.lane, card.step);
        if is_across(direction) {
            let index = columns.iter().position(|s| s.id == step)?;
            let span = usize::try_from(card.span).unwrap_or(usize::MAX);
            step = columns.get(moved(index, span, columns.len())?)?.id;
        } else {
            // Past the lanes that do not take it.
            let takes = |id: &LaneId| {
                *id == card.lane || document.lanes.get(id).is_some_and(|lane| card.body.belongs_in(lane.kind))
            };
            let rows: Vec<LaneId> = rows.iter().copied().filter(takes).collect();
            let index = rows.iter().position(|l| *l == lane)?;
            lane = *rows.get(moved(index, 1, rows.len())?)?;
        }
        moves.push(CardMove { card: card.id, lane, step, before: None });
    }
    Some(Edit::MoveCards(moves))
}

/// A point of the curve goes up and down by a tenth.
fn nudge_curve(document: &Document, card: &Card, direction: Direction) -> Option<Edit> {
    let CardBody::Curve { value } = card.body else { return None };
    document.lanes.get(&card.lane).filter(|l| l.kind == LaneKind::Curve)?;
    let step = if direction == Direction::Up { 0.1 } else { -0.1 };
    let value = curve_value(value + step);
    Some(Edit::Update(AnyRecord::Card(Card { body: CardBody::Curve { value }, ..card.clone() })))
}

/// The edit that makes the selected cards cover one step more (`Right`) or less (`Left`); `None` when none can.
#[must_use]
pub fn widen(document: &Document, map: MapId, selection: &[RecordRef], direction: Direction) -> Option<Edit> {
    let columns = document.columns_of(map);
    let edits: Vec<Edit> = cards_of(selection)
        .into_iter()
        .filter_map(|id| {
            let card = document.cards.get(&id)?;
            if matches!(card.body, CardBody::Curve { .. }) {
                return None;
            }
            let start = columns.iter().position(|s| s.id == card.step)?;
            let room = u32::try_from(columns.len() - start).unwrap_or(u32::MAX);
            let span = match direction {
                Direction::Right => card.span.saturating_add(1).min(room),
                _ => card.span.min(room).saturating_sub(1).max(1),
            };
            (span != card.span).then(|| Edit::Update(AnyRecord::Card(Card { span, ..Card::clone(card) })))
        })
        .collect();
    let label = EditLabel { verb: Verb::Change, noun: TableKind::Card, count: edits.len() };
    (!edits.is_empty()).then_some(Edit::Batch { label, edits })
}

/// One more of the same right after a record: a stage, a step, a lane of the same kind, a card in the same cell.
#[must_use]
pub fn another(document: &Document, record: RecordRef) -> Option<Edit> {
    match record {
        RecordRef::Stage(id) => {
            let map = document.stages.get(&id)?.map;
            let order: Vec<_> = document.stages_of(map).iter().map(|s| s.id).collect();
            let (title, step_title) = (words::new_stage().into(), words::new_step().into());
            Some(Edit::AddStage { map, before: after(&order, id), title, step_title })
        }
        RecordRef::Step(id) => {
            let stage = document.steps.get(&id)?.stage;
            let order: Vec<_> = document.steps_of(stage).iter().map(|s| s.id).collect();
            Some(Edit::AddStep { stage, before: after(&order, id), title: words::new_step().into() })
        }
        RecordRef::Lane(id) => {
            let lane = document.lanes.get(&id)?;
            let order: Vec<_> = document.lanes_of(lane.map).iter().map(|l| l.id).collect();
            let title = lane_title(lane.kind).into();
            Some(Edit::AddLane { map: lane.map, before: after(&order, id), kind: lane.kind, title })
        }
        RecordRef::Card(id) => {
            let card = document.cards.get(&id)?;
            let body = match &card.body {
                CardBody::Touchpoint { channel, .. } => {
                    CardBody::Touchpoint { channel: *channel, is_moment_of_truth: false }
                }
                CardBody::Text => CardBody::Text,
                _ => CardBody::typed_in(document.lanes.get(&card.lane)?.kind)?,
            };
            Some(Edit::AddCard { lane: card.lane, step: card.step, span: 1, text: String::new(), body })
        }
        _ => None,
    }
}

/// A stage right after the one that a record stands in.
#[must_use]
pub fn next_stage(document: &Document, record: RecordRef) -> Option<Edit> {
    let stage = match record {
        RecordRef::Stage(id) => id,
        RecordRef::Step(id) => document.steps.get(&id)?.stage,
        RecordRef::Card(id) => document.steps.get(&document.cards.get(&id)?.step)?.stage,
        _ => return None,
    };
    another(document, stage.into())
}

fn after<I: Copy + PartialEq>(order: &[I], id: I) -> Option<I> {
    order.iter().position(|other| *other == id).and_then(|index| order.get(index + 1)).copied()
}

/// Every card of a map that can be seen, row by row: what stands in a hidden or collapsed lane is not taken unseen.
#[must_use]
pub fn every_card(document: &Document, map: MapId) -> Vec<RecordRef> {
    let rows: BTreeMap<LaneId, usize> = rows(document, map).into_iter().zip(0..).collect();
    let columns: BTreeMap<StepId, usize> = document.columns_of(map).iter().map(|s| s.id).zip(0..).collect();
    let mut cards: Vec<_> = document.cards.values().filter(|c| rows.contains_key(&c.lane)).collect();
    cards.sort_by(|a, b| {
        let cell = |card: &Card| (rows.get(&card.lane), columns.get(&card.step));
        cell(a).cmp(&cell(b)).then(a.rank.total_cmp(&b.rank)).then(a.id.cmp(&b.id))
    });
    cards.into_iter().map(|card| card.id.into()).collect()
}

/// Every card that can be seen of the lanes or stages that the selection stands in.
#[must_use]
pub fn cards_beside(document: &Document, selection: &[RecordRef], along: TableKind) -> Vec<RecordRef> {
    let lane_of = |record: &RecordRef| match record {
        RecordRef::Lane(id) => Some(*id),
        RecordRef::Card(id) => document.cards.get(id).map(|c| c.lane),
        _ => None,
    };
    let stage_of_step = |step: &StepId| document.steps.get(step).map(|s| s.stage);
    let stage_of = |record: &RecordRef| match record {
        RecordRef::Stage(id) => Some(*id),
        RecordRef::Step(id) => stage_of_step(id),
        RecordRef::Card(id) => document.cards.get(id).and_then(|c| stage_of_step(&c.step)),
        _ => None,
    };
    let is_wanted = |record: &RecordRef| match along {
        TableKind::Lane => {
            let lane = lane_of(record);
            selection.iter().any(|r| lane.is_some() && lane_of(r) == lane)
        }
        _ => {
            let stage = stage_of(record);
            selection.iter().any(|r| stage.is_some() && stage_of(r) == stage)
        }
    };
    let map = selection.iter().find_map(|record| match record {
        RecordRef::Card(id) => document.map_of_card(*id),
        RecordRef::Lane(id) => document.lanes.get(id).map(|l| l.map),
        RecordRef::Stage(id) => document.stages.get(id).map(|s| s.map),
        RecordRef::Step(id) => document.map_of_step(*id),
        _ => None,
    });
    let cards = map.map(|map| every_card(document, map)).unwrap_or_default();
    cards.into_iter().filter(is_wanted).collect()
}

/// The two cards that a selection would connect, in the order they were selected.
#[must_use]
pub fn ends(selection: &[RecordRef]) -> Option<(CardId, CardId)> {
    match *selection {
        [RecordRef::Card(from), RecordRef::Card(to)] => Some((from, to)),
        _ => None,
    }
}

/// True when a card may be connected to another one, or to itself by a loop: both on one map, and not connected in this
/// direction yet.
#[must_use]
pub fn is_connectable(document: &Document, from: CardId, to: CardId) -> bool {
    document.map_of_card(from).is_some()
        && document.map_of_card(from) == document.map_of_card(to)
        && !document.connections.values().any(|c| c.from == from && c.to == to)
}

/// The connection to select next: the first one of a selected card, or the one after the selected connection among
/// those of the card it starts at. Those that leave a card come before those that arrive there.
#[must_use]
pub fn next_connection(document: &Document, selection: &[RecordRef]) -> Option<RecordRef> {
    let of_card = |card: CardId| {
        let leaving = document.connections.values().filter(move |c| c.from == card);
        let arriving = document.connections.values().filter(move |c| c.to == card && c.from != card);
        leaving.chain(arriving).map(|c| c.id)
    };
    match *selection {
        [RecordRef::Card(card)] => of_card(card).next().map(Into::into),
        [RecordRef::Connection(id)] => {
            let from = document.connections.get(&id)?.from;
            let after = of_card(from).skip_while(|other| *other != id).nth(1);
            after.or_else(|| of_card(from).next()).map(Into::into)
        }
        _ => None,
    }
}

/// The end of a connection that a direction leads to: left and up to where it starts, right and down to where it ends.
#[must_use]
pub fn end_towards(document: &Document, selection: &[RecordRef], direction: Direction) -> Option<CardId> {
    let [RecordRef::Connection(id)] = *selection else { return None };
    let connection = document.connections.get(&id)?;
    let is_back = matches!(direction, Direction::Left | Direction::Up);
    Some(if is_back { connection.from } else { connection.to })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::IdAlloc;
    use crate::model::JourneyMap;
    use crate::model::edit::plan;

    struct Desk {
        document: Document,
        ids: IdAlloc,
        map: MapId,
    }

    impl Desk {
        /// Stages S (a, b) and T (c); lanes Text, a divider, a curve, Process; cards "x" over "y" at a.
        fn new() -> Self {
            let mut ids = IdAlloc::seeded(9);
            let map: MapId = ids.allocate();
            let mut desk = Self { document: Document::default(), ids, map };
            desk.run(&Edit::Add(JourneyMap::new(map, "m").into()));
            let stage = |title: &str, step: &str| Edit::AddStage {
                map,
                before: None,
                title: title.into(),
                step_title: step.into(),
            };
            let RecordRef::Stage(first) = desk.run(&stage("S", "a"))[0] else { panic!("a stage") };
            desk.run(&Edit::AddStep { stage: first, before: None, title: "b".into() });
            desk.run(&stage("T", "c"));
            for kind in [LaneKind::Text, LaneKind::Divider, LaneKind::Curve, LaneKind::Process] {
                desk.run(&Edit::AddLane { map, before: None, kind, title: format!("{kind:?}") });
            }
            for text in ["x", "y"] {
                let (lane, step) = (desk.lane("Text"), desk.step("a"));
                desk.run(&Edit::AddCard { lane, step, span: 1, text: text.into(), body: CardBody::Text });
            }
            desk
        }

        fn run(&mut self, edit: &Edit) -> Vec<RecordRef> {
            let plan = plan(&self.document, edit, &mut self.ids).unwrap();
            plan.diff.apply(&mut self.document);
            plan.created
        }

        fn lane(&self, title: &str) -> LaneId {
            self.document.lanes.values().find(|l| l.title == title).unwrap().id
        }

        fn step(&self, title: &str) -> StepId {
            self.document.steps.values().find(|s| s.title == title).unwrap().id
        }

        fn card(&self, text: &str) -> CardId {
            self.document.cards.values().find(|c| c.text == text).unwrap().id
        }

        fn shown(&self) -> String {
            let columns = self.document.columns_of(self.map);
            let names = columns.iter().map(|s| s.title.as_str()).collect::<Vec<_>>().join("");
            let is_shown = |kind| matches!(kind, LaneKind::Text | LaneKind::Process);
            let lanes = self.document.lanes_of(self.map).into_iter().filter(|l| is_shown(l.kind));
            let rows = lanes.map(|lane| {
                let cell = |step: &StepId| {
                    let cards = self.document.cards_in(lane.id, *step);
                    cards.iter().map(|c| format!("{}{}", c.text, "-".repeat(c.span as usize - 1))).collect::<String>()
                };
                columns.iter().map(|s| cell(&s.id)).collect::<Vec<_>>().join("|")
            });
            format!("{names} {}", rows.collect::<Vec<_>>().join(" "))
        }
    }

    /// Moves by arrow keys (l r u d; w and n for wider and narrower) and what the map looks like then.
    fn check(select: impl Fn(&Desk) -> Vec<RecordRef>, keys: &str, expected: &str) {
        let mut desk = Desk::new();
        for key in keys.chars() {
            let selection = select(&desk);
            let edit = match key {
                'l' => nudge(&desk.document, desk.map, &selection, Direction::Left),
                'r' => nudge(&desk.document, desk.map, &selection, Direction::Right),
                'u' => nudge(&desk.document, desk.map, &selection, Direction::Up),
                'd' => nudge(&desk.document, desk.map, &selection, Direction::Down),
                'w' => widen(&desk.document, desk.map, &selection, Direction::Right),
                _ => widen(&desk.document, desk.map, &selection, Direction::Left),
            };
            if let Some(edit) = edit {
                desk.run(&edit);
            }
        }
        assert_eq!(desk.shown(), expected, "{keys}");
    }

    #[test]
    fn cards_go_through_their_stack_and_from_cell_to_cell() {
        let x = |d: &Desk| vec![d.card("x").into()];
        check(x, "d", "abc yx|| ||");
        check(x, "dd", "abc y|| x||");
        check(x, "rrr", "abc y||x ||");
        check(x, "l", "abc xy|| ||");
        check(x, "ww", "abc x--y|| ||");
        check(x, "wwwn", "abc x-y|| ||");
        let both = |d: &Desk| vec![d.card("x").into(), d.card("y").into()];
        check(both, "rd", "abc || |xy|");
        check(both, "u", "abc xy|| ||");
        // Selected from the bottom up they stack as before.
        check(|d| vec![d.card("y").into(), d.card("x").into()], "rd", "abc || |xy|");
        // What is wide stays on the map whole.
        check(x, "wrr", "abc y|x-| ||");
        check(x, "wwr", "abc x--y|| ||");
    }

    #[test]
    fn what_stands_side_by_side_moves_as_one() {
        let mut desk = Desk::new();
        let stage = desk.document.steps[&desk.step("a")].stage;
        for title in ["d", "e"] {
            desk.run(&Edit::AddStep { stage, before: None, title: title.into() });
        }
        let press = |desk: &mut Desk, selection: &[RecordRef], direction| {
            let edit = nudge(&desk.document, desk.map, selection, direction);
            edit.inspect(|edit| drop(desk.run(edit))).is_some()
        };
        let of = |desk: &Desk, names: [&str; 2]| names.map(|name| RecordRef::from(desk.step(name)));
        let both = of(&desk, ["b", "a"]);
        assert!(press(&mut desk, &both, Direction::Right));
        assert!(desk.shown().starts_with("dabec "), "{}", desk.shown());
        assert!(press(&mut desk, &both, Direction::Right) && desk.shown().starts_with("deabc "));
        assert!(!press(&mut desk, &both, Direction::Right), "the edge of the stage");
        assert!(press(&mut desk, &both, Direction::Left) && desk.shown().starts_with("dabec "));
        let apart = of(&desk, ["d", "b"]);
        assert!(!press(&mut desk, &apart, Direction::Right), "no block");
        let lanes = ["Text", "Divider"].map(|title| RecordRef::from(desk.lane(title)));
        assert!(press(&mut desk, &lanes, Direction::Down) && !press(&mut desk, &lanes, Direction::Right));
        let order: Vec<String> = desk.document.lanes_of(desk.map).iter().map(|lane| lane.title.clone()).collect();
        assert_eq!(order, ["Curve", "Text", "Divider", "Process"]);
    }

    #[test]
    fn stages_steps_and_lanes_go_past_their_neighbours() {
        check(|d| vec![d.step("a").into()], "r", "bac |xy| ||");
        check(|d| vec![d.step("b").into()], "rr", "acb xy|| ||");
        check(|d| vec![d.step("c").into()], "l", "abc xy|| ||");
        let stage = |d: &Desk| vec![d.document.stages.values().find(|s| s.title == "T").unwrap().id.into()];
        check(stage, "l", "cab |xy| ||");
        check(|d| vec![d.lane("Text").into()], "ddd", "abc || xy||");
    }

    #[test]
    fn a_point_of_the_curve_goes_by_a_tenth() {
        let mut desk = Desk::new();
        let (lane, step) = (desk.lane("Curve"), desk.step("a"));
        let body = CardBody::Curve { value: 1.9 };
        let created = desk.run(&Edit::AddCard { lane, step, span: 1, text: String::new(), body });
        for _ in 0..3 {
            let edit = nudge(&desk.document, desk.map, &created, Direction::Up).unwrap();
            desk.run(&edit);
        }
        let RecordRef::Card(id) = created[0] else { panic!("a card") };
        assert_eq!(desk.document.cards[&id].body, CardBody::Curve { value: 2.0 });
    }

    #[test]
    fn everything_of_a_lane_or_a_stage_is_selected() {
        let desk = Desk::new();
        let x = [RecordRef::Card(desk.card("x"))];
        assert_eq!(cards_beside(&desk.document, &x, TableKind::Lane).len(), 2);
        assert_eq!(cards_beside(&desk.document, &x, TableKind::Stage).len(), 2);
        assert_eq!(cards_beside(&desk.document, &[desk.step("c").into()], TableKind::Stage), []);
        assert_eq!(cards_beside(&desk.document, &[], TableKind::Stage), []);
    }

    #[test]
    fn what_stands_in_a_hidden_or_collapsed_lane_is_not_selected_with_the_rest() {
        let mut desk = Desk::new();
        let (lane, step) = (desk.lane("Curve"), desk.step("a"));
        desk.run(&Edit::AddCard { lane, step, span: 1, text: "z".into(), body: CardBody::Text });
        let [x, y, z] = ["x", "y", "z"].map(|text| RecordRef::Card(desk.card(text)));
        assert_eq!(every_card(&desk.document, desk.map), [x, y, z]);
        assert_eq!(cards_beside(&desk.document, &[x], TableKind::Stage), [x, y, z]);
        for is_hidden in [true, false] {
            let row = (*desk.document.lanes[&lane]).clone();
            let unseen = crate::model::Lane { is_hidden, is_collapsed: !is_hidden, ..row };
            desk.run(&Edit::Update(unseen.into()));
            assert_eq!(every_card(&desk.document, desk.map), [x, y]);
            assert_eq!(cards_beside(&desk.document, &[x], TableKind::Stage), [x, y]);
            assert_eq!(cards_beside(&desk.document, &[z], TableKind::Lane), []);
        }
    }

    #[test]
    fn connections_are_walked_through_from_their_card_and_lead_to_their_ends() {
        let mut desk = Desk::new();
        let (x, y) = (desk.card("x"), desk.card("y"));
        let RecordRef::Connection(there) = desk.run(&Edit::Connect { from: x, to: y })[0] else { panic!() };
        let RecordRef::Connection(back) = desk.run(&Edit::Connect { from: y, to: x })[0] else { panic!() };
        let next = |selection: &[RecordRef]| next_connection(&desk.document, selection);
        assert_eq!(next(&[x.into()]), Some(there.into()));
        assert_eq!(next(&[there.into()]), Some(back.into()));
        assert_eq!(next(&[back.into()]), Some(there.into()));
        assert_eq!(next(&[]), None);
        for (direction, end) in [(Direction::Left, x), (Direction::Down, y)] {
            assert_eq!(end_towards(&desk.document, &[there.into()], direction), Some(end));
        }
    }
}
