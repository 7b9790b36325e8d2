//! Planning of new records.

use super::rank::slot;
use super::{EditError, EditLabel, Plan, Verb, takes_cards, update};
use crate::base::ids::{CardId, IdAlloc, LaneId, MapId, PersonaId, StageId, StepId};
use crate::model::{
    AnyRecord, Card, CardBody, CardMarks, Connection, ConnectionLook, Diff, Document, Lane, LaneKind, RecordRef, Stage,
    Step, TableKind,
};

pub(super) fn stage(
    document: &Document,
    ids: &mut IdAlloc,
    map: MapId,
    before: Option<StageId>,
    title: &str,
    step_title: &str,
) -> Result<Plan, EditError> {
    if !document.maps.contains_key(&map) {
        return Err(EditError::Missing(map.into()));
    }
    let stages = document.stages_of(map);
    let siblings: Vec<_> = stages.iter().map(|s| (s.id, s.rank)).collect();
    let slot = slot(&siblings, before);
    let mut diff = Diff::default();
    for (id, rank) in slot.renumbered {
        if let Some(row) = document.stages.get(&id) {
            diff.stages.put(&document.stages, Stage { rank, ..(**row).clone() });
        }
    }
    // The next tint that neither neighbour wears reads best; the number of stages gives that for stages added in order.
    let tint = u8::try_from(stages.len() % 256).unwrap_or(0);
    let stage = Stage {
        id: ids.allocate(),
        map,
        title: title.to_owned(),
        question: String::new(),
        tint,
        linked_map: None,
        rank: slot.rank,
    };
    let step = Step { id: ids.allocate(), stage: stage.id, title: step_title.to_owned(), rank: 1.0 };
    let created = vec![stage.id.into(), step.id.into()];
    diff.stages.put(&document.stages, stage);
    diff.steps.put(&document.steps, step);
    if let Some(before) = before {
        grow_spans(document, &mut diff, map, document.steps_of(before).first().map(|s| s.id));
    }
    Ok(Plan { diff, label: EditLabel::one(Verb::Add, TableKind::Stage), created })
}

pub(super) fn step(
    document: &Document,
    ids: &mut IdAlloc,
    stage: StageId,
    before: Option<StepId>,
    title: &str,
) -> Result<Plan, EditError> {
    let map = document.stages.get(&stage).ok_or(EditError::Missing(stage.into()))?.map;
    let siblings: Vec<_> = document.steps_of(stage).iter().map(|s| (s.id, s.rank)).collect();
    let slot = slot(&siblings, before);
    let mut diff = Diff::default();
    for (id, rank) in slot.renumbered {
        if let Some(row) = document.steps.get(&id) {
            diff.steps.put(&document.steps, Step { rank, ..(**row).clone() });
        }
    }
    let step = Step { id: ids.allocate(), stage, title: title.to_owned(), rank: slot.rank };
    let created = vec![step.id.into()];
    diff.steps.put(&document.steps, step);
    let columns = document.columns_of(map);
    let right_neighbour = match before {
        Some(id) => Some(id),
        None => siblings
            .last()
            .and_then(|(last, _)| columns.iter().position(|c| c.id == *last))
            .and_then(|i| columns.get(i + 1))
            .map(|c| c.id),
    };
    grow_spans(document, &mut diff, map, right_neighbour);
    Ok(Plan { diff, label: EditLabel::one(Verb::Add, TableKind::Step), created })
}

/// A column is inserted before `right_neighbour`: cards that reach across that edge cover the new column too.
fn grow_spans(document: &Document, diff: &mut Diff, map: MapId, right_neighbour: Option<StepId>) {
    let columns = document.columns_of(map);
    let Some(edge) = right_neighbour.and_then(|id| columns.iter().position(|c| c.id == id)) else {
        return;
    };
    for card in document.cards.values().filter(|c| c.span > 1) {
        let Some(start) = columns.iter().position(|c| c.id == card.step) else { continue };
        let end = start + usize::try_from(card.span).unwrap_or(1);
        if start < edge && edge < end {
            diff.cards.put(&document.cards, Card { span: card.span.saturating_add(1), ..(**card).clone() });
        }
    }
}

pub(super) fn lane(
    document: &Document,
    ids: &mut IdAlloc,
    map: MapId,
    before: Option<LaneId>,
    kind: LaneKind,
    title: &str,
) -> Result<Plan, EditError> {
    if !document.maps.contains_key(&map) {
        return Err(EditError::Missing(map.into()));
    }
    let siblings: Vec<_> = document.lanes_of(map).iter().map(|l| (l.id, l.rank)).collect();
    let slot = slot(&siblings, before);
    let mut diff = Diff::default();
    for (id, rank) in slot.renumbered {
        if let Some(row) = document.lanes.get(&id) {
            diff.lanes.put(&document.lanes, Lane { rank, ..(**row).clone() });
        }
    }
    let lane = Lane {
        id: ids.allocate(),
        map,
        kind,
        title: title.to_owned(),
        height: None,
        is_collapsed: false,
        is_hidden: false,
        points: crate::model::CurvePoints::default(),
        rank: slot.rank,
    };
    let created = vec![lane.id.into()];
    diff.lanes.put(&document.lanes, lane);
    Ok(Plan { diff, label: EditLabel::one(Verb::Add, TableKind::Lane), created })
}

pub(super) fn card(
    document: &Document,
    ids: &mut IdAlloc,
    (lane, step): (LaneId, StepId),
    span: u32,
    text: &str,
    body: &CardBody,
) -> Result<Plan, EditError> {
    let rank = document.cards_in(lane, step).last().map_or(1.0, |c| c.rank + 1.0);
    let (id, text, marks) = (ids.allocate(), text.to_owned(), CardMarks::default());
    let card = Card { id, lane, step, span, rank, text, body: body.clone(), marks };
    record(document, &card.into())
}

pub(super) fn point(
    document: &Document,
    ids: &mut IdAlloc,
    (lane, step): (LaneId, StepId),
    value: f64,
    persona: Option<PersonaId>,
) -> Result<Plan, EditError> {
    let rank = document.cards_in(lane, step).last().map_or(1.0, |c| c.rank + 1.0);
    let marks = CardMarks { persona, ..CardMarks::default() };
    let body = CardBody::Curve { value };
    let card = Card { id: ids.allocate(), lane, step, span: 1, rank, text: String::new(), body, marks };
    record(document, &card.into())
}

pub(super) fn connection(document: &Document, ids: &mut IdAlloc, from: CardId, to: CardId) -> Result<Plan, EditError> {
    if document.connections.values().any(|c| c.from == from && c.to == to) {
        return Err(EditError::BadValue("these two cards are connected in this direction already"));
    }
    if document.map_of_card(from) != document.map_of_card(to) {
        return Err(EditError::BadValue("a connection joins two cards of one map"));
    }
    let connection = Connection { id: ids.allocate(), from, to, label: String::new(), look: ConnectionLook::default() };
    record(document, &connection.into())
}

pub(super) fn record(document: &Document, record: &AnyRecord) -> Result<Plan, EditError> {
    let reference = record.reference();
    if document.record(reference).is_some() {
        return Err(EditError::Exists);
    }
    let record = update::checked(document, record)?;
    if let AnyRecord::Card(card) = &record {
        takes_cards(document, card.lane)?;
    }
    let mut diff = Diff::default();
    diff.put(document, record);
    let label = EditLabel::one(Verb::Add, RecordRef::table(reference));
    Ok(Plan { diff, label, created: vec![reference] })
}
