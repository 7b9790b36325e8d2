//! Planning of copies. A copy has everything of its original, marks and connections among the copied cards included;
//! what it says it measures follows it where that was copied too.

use super::numbered::numbered;
use super::rank::slot;
use super::{CardMove, EditError, EditLabel, Plan, Verb, add, takes_cards};
use crate::base::ids::{CardId, IdAlloc, KpiId, StageId, StepId};
use crate::model::record::Table;
use crate::model::{Card, CardBody, Connection, Diff, Document, Lane, Place, RecordRef, Stage, Step, TableKind};
use std::collections::{BTreeMap, BTreeSet};

/// Copies of cards in other cells.
pub(super) fn cards(document: &Document, ids: &mut IdAlloc, moves: &[CardMove]) -> Result<Plan, EditError> {
    let mut copying = Copying::new(document, ids);
    for to in moves {
        let copy = copying.card(*to, None)?;
        copying.created.push(copy.into());
    }
    copying.connections();
    copying.follow_places();
    Ok(copying.finished(TableKind::Card, moves.len()))
}

/// Copies right after their originals: cards in their cells, steps, lanes and stages with all that stands in them.
pub(super) fn records(document: &Document, ids: &mut IdAlloc, records: &[RecordRef]) -> Result<Plan, EditError> {
    let mut copying = Copying::new(document, ids);
    // What is copied with its column or row is not copied once more on its own.
    let is_inside = |card: &Card| {
        let stage = document.steps.get(&card.step).map(|s| s.stage);
        records.contains(&card.lane.into())
            || records.contains(&card.step.into())
            || stage.is_some_and(|s| records.contains(&s.into()))
    };
    let mut noun = None;
    let mut count = 0;
    for record in records {
        match *record {
            RecordRef::Card(id) => {
                let card = document.cards.get(&id).ok_or(EditError::Missing(*record))?;
                if is_inside(card) {
                    continue;
                }
                let before = copying.next_in_cell(card);
                let copy = copying.card(CardMove { card: id, lane: card.lane, step: card.step, before }, None)?;
                copying.created.push(copy.into());
            }
            RecordRef::Lane(id) => copying.lane(id)?,
            RecordRef::Step(id) => {
                let step = document.steps.get(&id).ok_or(EditError::Missing(*record))?;
                if records.contains(&step.stage.into()) {
                    continue;
                }
                copying.step_with_cards(id)?;
            }
            RecordRef::Stage(id) => copying.stage(id)?,
            _ => continue,
        }
        noun.get_or_insert(record.table());
        count += 1;
    }
    copying.connections();
    copying.follow_places();
    Ok(copying.finished(noun.unwrap_or(TableKind::Card), count))
}

/// The figures that stand in stage headers.
#[must_use]
pub fn headlines(document: &Document) -> BTreeSet<(KpiId, Place)> {
    let figures = document.cards.values().filter_map(|card| match card.body {
        CardBody::Kpi { kpi, place, is_headline: true, .. } => Some((kpi, place)),
        _ => None,
    });
    figures.collect()
}

/// What the copy of a card holds: a KPI measures the copy of its place, where `copied` knows one, so that the numbers
/// stay where they belong. One figure twice in a stage header says nothing more.
#[must_use]
pub fn following(
    body: CardBody,
    copied: impl FnOnce(Place) -> Option<Place>,
    headlines: &BTreeSet<(KpiId, Place)>,
) -> CardBody {
    let CardBody::Kpi { kpi, place, is_headline, form, split } = body else { return body };
    let place = copied(place).unwrap_or(place);
    let is_headline = is_headline && !headlines.contains(&(kpi, place));
    CardBody::Kpi { kpi, place, is_headline, form, split }
}

/// A copy in progress.
struct Copying<'a> {
    /// The document with the copies made so far.
    scratch: Document,
    all: Diff,
    ids: &'a mut IdAlloc,
    /// The outermost copies; what stands in them came along.
    created: Vec<RecordRef>,
    cards: BTreeMap<CardId, CardId>,
    steps: BTreeMap<StepId, StepId>,
    stages: BTreeMap<StageId, StageId>,
    /// What stood in stage headers before.
    headlines: BTreeSet<(KpiId, Place)>,
}

impl<'a> Copying<'a> {
    fn new(document: &Document, ids: &'a mut IdAlloc) -> Self {
        Self {
            scratch: document.clone(),
            all: Diff::default(),
            ids,
            created: Vec::new(),
            cards: BTreeMap::new(),
            steps: BTreeMap::new(),
            stages: BTreeMap::new(),
            headlines: headlines(document),
        }
    }

    fn finished(self, noun: TableKind, count: usize) -> Plan {
        Plan { diff: self.all, label: EditLabel { verb: Verb::Duplicate, noun, count }, created: self.created }
    }

    fn done(&mut self, diff: &Diff) {
        diff.apply(&mut self.scratch);
        self.all = std::mem::take(&mut self.all).then(diff);
    }

    fn next_in_cell(&self, card: &Card) -> Option<CardId> {
        let cell = self.scratch.cards_in(card.lane, card.step);
        let index = cell.iter().position(|c| c.id == card.id)?;
        cell.get(index + 1).map(|c| c.id)
    }

    /// A copy of one card in a cell; without a `span` it covers as many steps as its original.
    fn card(&mut self, to: CardMove, span: Option<u32>) -> Result<CardId, EditError> {
        let CardMove { card, lane, step, before } = to;
        let row = self.scratch.cards.get(&card).cloned().ok_or(EditError::Missing(card.into()))?;
        let map = self.scratch.lanes.get(&lane).ok_or(EditError::Missing(lane.into()))?.map;
        if self.scratch.map_of_step(step).ok_or(EditError::Missing(step.into()))? != map {
            return Err(EditError::MixedMaps);
        }
        takes_cards(&self.scratch, lane)?;
        let siblings: Vec<_> = self.scratch.cards_in(lane, step).iter().map(|c| (c.id, c.rank)).collect();
        let slot = slot(&siblings, before);
        let mut diff = Diff::default();
        for (id, rank) in slot.renumbered {
            if let Some(other) = self.scratch.cards.get(&id) {
                diff.cards.put(&self.scratch.cards, Card { rank, ..(**other).clone() });
            }
        }
        let id: CardId = self.ids.allocate();
        let span = span.unwrap_or(row.span);
        diff.cards.put(&self.scratch.cards, Card { id, lane, step, span, rank: slot.rank, ..(*row).clone() });
        self.done(&diff);
        self.cards.insert(card, id);
        Ok(id)
    }

    fn lane(&mut self, id: crate::base::ids::LaneId) -> Result<(), EditError> {
        let row = self.scratch.lanes.get(&id).cloned().ok_or(EditError::Missing(id.into()))?;
        let siblings = self.scratch.lanes_of(row.map);
        let next = siblings.iter().position(|l| l.id == id).and_then(|i| siblings.get(i + 1)).map(|l| l.id);
        let ranks: Vec<_> = siblings.iter().map(|l| (l.id, l.rank)).collect();
        let slot = slot(&ranks, next);
        let mut diff = Diff::default();
        for (other, rank) in slot.renumbered {
            if let Some(other) = self.scratch.lanes.get(&other) {
                diff.lanes.put(&self.scratch.lanes, Lane { rank, ..(**other).clone() });
            }
        }
        let copy: crate::base::ids::LaneId = self.ids.allocate();
        let title = numbered(&row.title, &siblings.iter().map(|lane| lane.title.clone()).collect());
        diff.lanes.put(&self.scratch.lanes, Lane { id: copy, title, rank: slot.rank, ..(*row).clone() });
        self.done(&diff);
        self.created.push(copy.into());
        for card in in_order(&self.scratch.cards, |c| c.lane == id) {
            self.card(CardMove { card: card.id, lane: copy, step: card.step, before: None }, None)?;
        }
        Ok(())
    }

    fn step_with_cards(&mut self, id: StepId) -> Result<(), EditError> {
        let row = self.scratch.steps.get(&id).cloned().ok_or(EditError::Missing(id.into()))?;
        let siblings = self.scratch.steps_of(row.stage);
        let next = siblings.iter().position(|s| s.id == id).and_then(|i| siblings.get(i + 1)).map(|s| s.id);
        // Copied as they are now: the new column makes those grow that reach across it.
        let cards = in_order(&self.scratch.cards, |c| c.step == id);
        let plan = add::step(&self.scratch, self.ids, row.stage, next, &row.title)?;
        self.done(&plan.diff);
        let Some(RecordRef::Step(copy)) = plan.created.first().copied() else { return Ok(()) };
        self.steps.insert(id, copy);
        self.created.push(copy.into());
        for card in cards {
            self.card(CardMove { card: card.id, lane: card.lane, step: copy, before: None }, Some(card.span))?;
        }
        Ok(())
    }

    fn stage(&mut self, id: StageId) -> Result<(), EditError> {
        let row = self.scratch.stages.get(&id).cloned().ok_or(EditError::Missing(id.into()))?;
        let siblings = self.scratch.stages_of(row.map);
        let next = siblings.iter().position(|s| s.id == id).and_then(|i| siblings.get(i + 1)).map(|s| s.id);
        let steps: Vec<Step> = self.scratch.steps_of(id).into_iter().map(|s| Step::clone(s)).collect();
        let cards = in_order(&self.scratch.cards, |c| steps.iter().any(|s| s.id == c.step));
        let first = steps.first().ok_or(EditError::LastStep)?;
        let plan = add::stage(&self.scratch, self.ids, row.map, next, &row.title, &first.title)?;
        self.done(&plan.diff);
        let (Some(RecordRef::Stage(copy)), Some(RecordRef::Step(first_copy))) =
            (plan.created.first().copied(), plan.created.get(1).copied())
        else {
            return Ok(());
        };
        self.stages.insert(id, copy);
        self.created.push(copy.into());
        if let Some(made) = self.scratch.stages.get(&copy).cloned() {
            let mut diff = Diff::default();
            let same = Stage { id: copy, rank: made.rank, ..(*row).clone() };
            diff.stages.put(&self.scratch.stages, same);
            self.done(&diff);
        }
        self.steps.insert(first.id, first_copy);
        for step in steps.iter().skip(1) {
            let plan = add::step(&self.scratch, self.ids, copy, None, &step.title)?;
            self.done(&plan.diff);
            if let Some(RecordRef::Step(made)) = plan.created.first() {
                self.steps.insert(step.id, *made);
            }
        }
        for card in cards {
            let Some(index) = steps.iter().position(|s| s.id == card.step) else { continue };
            let Some(step) = self.steps.get(&card.step).copied() else { continue };
            // What reached beyond the stage ends with its copy.
            let room = u32::try_from(steps.len() - index).unwrap_or(u32::MAX);
            self.card(CardMove { card: card.id, lane: card.lane, step, before: None }, Some(card.span.min(room)))?;
        }
        Ok(())
    }

    /// Connections whose both ends were copied.
    fn connections(&mut self) {
        let rows: Vec<Connection> = self.scratch.connections.values().map(|c| Connection::clone(c)).collect();
        let mut diff = Diff::default();
        for row in rows {
            if let (Some(from), Some(to)) = (self.cards.get(&row.from), self.cards.get(&row.to)) {
                let copy = Connection { id: self.ids.allocate(), from: *from, to: *to, ..row };
                diff.connections.put(&self.scratch.connections, copy);
            }
        }
        self.done(&diff);
    }

    /// Copied KPIs follow their places.
    fn follow_places(&mut self) {
        let mut diff = Diff::default();
        for id in self.cards.values() {
            let Some(card) = self.scratch.cards.get(id).filter(|c| matches!(c.body, CardBody::Kpi { .. })) else {
                continue;
            };
            let copied = |place| match place {
                Place::Map(_) => None,
                Place::Stage(stage) => self.stages.get(&stage).map(|s| Place::Stage(*s)),
                Place::Step(step) => self.steps.get(&step).map(|s| Place::Step(*s)),
                Place::Touchpoint(other) => self.cards.get(&other).map(|c| Place::Touchpoint(*c)),
            };
            let body = following(card.body.clone(), copied, &self.headlines);
            diff.cards.put(&self.scratch.cards, Card { body, ..(**card).clone() });
        }
        self.done(&diff);
    }
}

/// Cards in the order of their ranks, so that copies stack as their originals do.
fn in_order(cards: &Table<Card>, is_wanted: impl Fn(&Card) -> bool) -> Vec<Card> {
    let mut found: Vec<Card> = cards.values().filter(|c| is_wanted(c)).map(|c| Card::clone(c)).collect();
    found.sort_by(|a, b| a.rank.total_cmp(&b.rank).then(a.id.cmp(&b.id)));
    found
}
