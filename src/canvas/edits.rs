//! The edits that commands of the canvas stand for.

use crate::base::ids::{KpiId, LaneId, MapId, PersonaId, StageId, StepId};
use crate::canvas::grid::Spot;
use crate::canvas::tools::CellRef;
use crate::i18n::canvas as words;
use crate::model::edit::Verb;
use crate::model::{
    AnyRecord, Card, CardBody, CardForm, Channel, Connection, Document, Edit, EditLabel, JourneyMap, LaneKind,
    LookChoice, RecordRef, Stage, TableKind,
};
use crate::session::AfterEdit;
use crate::session::arrange::curve_point;
use crate::session::clipboard::with_channel_of;

/// A change of some cards as one step.
#[must_use]
pub fn changed_cards(cards: &[&Card], change: impl Fn(&mut Card)) -> Edit {
    let with = |card: &Card| {
        let mut card = card.clone();
        change(&mut card);
        Edit::Update(AnyRecord::Card(card))
    };
    if let [one] = cards {
        return with(one);
    }
    let label = EditLabel { verb: Verb::Change, noun: TableKind::Card, count: cards.len() };
    Edit::Batch { label, edits: cards.iter().map(|card| with(card)).collect() }
}

/// KPI cards in another form, as one step; `None` when there is none among the cards.
#[must_use]
pub fn in_form(cards: &[&Card], form: CardForm) -> Option<Edit> {
    let having: Vec<&Card> = cards.iter().copied().filter(|card| card.body.form().is_some()).collect();
    let change = |card: &mut Card| card.body = card.body.clone().in_form(form);
    (!having.is_empty()).then(|| changed_cards(&having, change))
}

/// The connections among some records.
#[must_use]
pub fn connections_among<'d>(document: &'d Document, records: &[RecordRef]) -> Vec<&'d Connection> {
    let connection = |record: &RecordRef| match record {
        RecordRef::Connection(id) => document.connections.get(id).map(AsRef::as_ref),
        _ => None,
    };
    records.iter().filter_map(connection).collect()
}

/// Connections with another look, as one step; `None` when all look so already.
#[must_use]
pub fn with_look(connections: &[&Connection], choice: LookChoice) -> Option<Edit> {
    let others = connections.iter().filter(|connection| !connection.look.has(choice));
    let with = |c: &&Connection| Edit::Update(Connection { look: c.look.with(choice), ..Connection::clone(c) }.into());
    let mut edits: Vec<Edit> = others.map(with).collect();
    if edits.len() < 2 {
        return edits.pop();
    }
    let label = EditLabel { verb: Verb::Change, noun: TableKind::Connection, count: edits.len() };
    Some(Edit::Batch { label, edits })
}

/// A map that can be worked with at once: the usual lanes and one stage.
#[must_use]
pub fn new_map(document: &Document) -> Edit {
    new_map_called(document, crate::i18n::panels::outline::new_map().to_owned()).1
}

/// A map that shows a stage in detail, called as the stage; in the same step the stage leads there.
#[must_use]
pub fn detail_map(document: &Document, stage: &Stage) -> Edit {
    let (map, new) = new_map_called(document, stage.title.clone());
    let link = Edit::Update(Stage { linked_map: Some(map), ..stage.clone() }.into());
    Edit::Batch { label: EditLabel::one(Verb::Add, TableKind::Map), edits: vec![new, link] }
}

fn new_map_called(document: &Document, title: String) -> (MapId, Edit) {
    let map = JourneyMap {
        rank: document.maps.values().map(|m| m.rank).fold(0.0, f64::max) + 1.0,
        ..JourneyMap::new(crate::session::system_ids().allocate(), title)
    };
    let id = map.id;
    let kinds = [
        LaneKind::Image,
        LaneKind::Touchpoint,
        LaneKind::Quote,
        LaneKind::Curve,
        LaneKind::Kpi,
        LaneKind::PainPoint,
        LaneKind::Opportunity,
    ];
    let lanes = kinds.map(|kind| new_lane(id, None, kind));
    let edits = [Edit::Add(AnyRecord::Map(map))].into_iter().chain(lanes).chain([new_stage(id, None)]).collect();
    (id, Edit::Batch { label: EditLabel::one(Verb::Add, TableKind::Map), edits })
}

/// A stage before another one, or last.
#[must_use]
pub fn new_stage(map: MapId, before: Option<StageId>) -> Edit {
    Edit::AddStage { map, before, title: words::new_stage().into(), step_title: words::new_step().into() }
}

/// A stage right after another one.
#[must_use]
pub fn stage_after(document: &Document, stage: StageId) -> Option<Edit> {
    let map = document.stages.get(&stage)?.map;
    let stages = document.stages_of(map);
    let index = stages.iter().position(|s| s.id == stage)?;
    Some(new_stage(map, stages.get(index + 1).map(|s| s.id)))
}

/// A step before the `index`-th step of a stage, or last.
#[must_use]
pub fn new_step(document: &Document, stage: StageId, index: usize) -> Edit {
    let before = document.steps_of(stage).get(index).map(|s| s.id);
    Edit::AddStep { stage, before, title: words::new_step().into() }
}

/// A lane of a kind, named after it.
#[must_use]
pub fn new_lane(map: MapId, before: Option<LaneId>, kind: LaneKind) -> Edit {
    Edit::AddLane { map, before, kind, title: crate::i18n::shell::command::lane_title(kind).into() }
}

/// An empty card to be typed into a cell; `None` when words alone make no card there.
#[must_use]
pub fn typed_card(document: &Document, cell: CellRef) -> Option<Edit> {
    let body = CardBody::typed_in(document.lanes.get(&cell.lane)?.kind)?;
    Some(new_card(cell, body))
}

/// An empty card of a kind in a cell.
#[must_use]
pub fn new_card(cell: CellRef, body: CardBody) -> Edit {
    Edit::AddCard { lane: cell.lane, step: cell.step, span: 1, text: String::new(), body }
}

/// A point of the curve in a cell, on the line through its neighbours to the left and to the right (of everybody, without
/// persona), to a tenth: at the height of the only one where there is one, and in the middle where there is none.
#[must_use]
pub fn new_point(document: &Document, cell: CellRef) -> Edit {
    let map = document.lanes.get(&cell.lane).map(|lane| lane.map);
    let columns: Vec<StepId> = map.map_or_else(Vec::new, |map| document.columns_of(map).iter().map(|s| s.id).collect());
    let at = columns.iter().position(|step| *step == cell.step).unwrap_or(0);
    let value_at = |column: usize| {
        let cards = document.cards_in(cell.lane, *columns.get(column)?);
        cards.iter().filter(|card| card.marks.persona.is_none()).find_map(|card| match card.body {
            CardBody::Curve { value } => Some((column as f64, value)),
            _ => None,
        })
    };
    let (left, right) = ((0..at).rev().find_map(value_at), (at + 1..columns.len()).find_map(value_at));
    let value = match (left, right) {
        (Some((x0, y0)), Some((x1, y1))) => y0 + (y1 - y0) * (at as f64 - x0) / (x1 - x0),
        (Some((_, y)), None) | (None, Some((_, y))) => y,
        (None, None) => 0.0,
    };
    new_card(cell, CardBody::Curve { value: (value * 10.0).round() / 10.0 })
}

/// How far from the points that are there the points of a new line stand: two that lie on each other cannot both be taken.
const BESIDE_LINE: f64 = 0.4;

/// A line of the curve for somebody: points wherever there are some already, right beside these, to be dragged from there;
/// at every step where there are none. `None` for another lane, or when they have a line in it.
#[must_use]
pub fn persona_curve(document: &Document, lane: LaneId, persona: PersonaId) -> Option<Edit> {
    let row = document.lanes.get(&lane).filter(|lane| lane.kind == LaneKind::Curve)?;
    let points: Vec<&Card> = document.cards.values().map(AsRef::as_ref).filter(|card| card.lane == lane).collect();
    if points.iter().any(|card| card.marks.persona == Some(persona)) {
        return None;
    }
    let value_of = |card: &&Card| match card.body {
        CardBody::Curve { value } => Some(value),
        _ => None,
    };
    let value_at = |step: StepId| points.iter().filter(|card| card.step == step).find_map(value_of);
    let beside = |value: f64| {
        let by = if value - BESIDE_LINE < -2.0 { BESIDE_LINE } else { -BESIDE_LINE };
        ((value + by) * 10.0).round() / 10.0
    };
    let columns = document.columns_of(row.map);
    let is_empty = points.iter().find_map(value_of).is_none();
    let edits: Vec<Edit> = columns
        .iter()
        .filter_map(|step| Some((step.id, value_at(step.id).map(beside).or(is_empty.then_some(0.0))?)))
        .map(|(step, value)| Edit::AddPoint { lane, step, value, persona: Some(persona) })
        .collect();
    let label = EditLabel { verb: Verb::Add, noun: TableKind::Card, count: edits.len() };
    (!edits.is_empty()).then_some(Edit::Batch { label, edits })
}

/// A point of the drawn curve; `None` for anything else.
#[must_use]
pub fn point(document: &Document, record: RecordRef) -> Option<Card> {
    let RecordRef::Card(id) = record else { return None };
    let card = document.cards.get(&id)?;
    let is_point = matches!(card.body, CardBody::Curve { .. })
        && document.lanes.get(&card.lane).is_some_and(|l| l.kind == LaneKind::Curve);
    is_point.then(|| Card::clone(card))
}

/// The KPI whose name a card shows; `None` for cards with words of their own, and all others.
#[must_use]
pub fn kpi_named_on(document: &Document, record: RecordRef) -> Option<KpiId> {
    let RecordRef::Card(id) = record else { return None };
    let card = document.cards.get(&id).filter(|card| card.text.is_empty())?;
    match card.body {
        CardBody::Kpi { kpi, .. } => Some(kpi),
        _ => None,
    }
}

/// True for what a number may begin with.
#[must_use]
pub fn begins_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '\u{2212}' | '.' | ','))
}

/// The same edit with other words for what it adds. To a point of the curve they are its value, if one comes first, and
/// what stands at it; a touchpoint happens through the channel they name.
#[must_use]
pub fn with_words(edit: &Edit, words: &str) -> Edit {
    let mut edit = edit.clone();
    match &mut edit {
        Edit::AddCard { body: CardBody::Curve { value }, text, .. } => {
            let (typed, label) = curve_point(words).unwrap_or((*value, words));
            *value = typed;
            label.clone_into(text);
        }
        Edit::AddCard { body, text, .. } => {
            *body = with_channel_of(body.clone(), words);
            words.clone_into(text);
        }
        Edit::AddStage { title: text, .. }
        | Edit::AddStep { title: text, .. }
        | Edit::AddLane { title: text, .. }
        | Edit::Rename { text, .. } => words.clone_into(text),
        _ => {}
    }
    edit
}

/// The words an edit gives to what it adds.
#[must_use]
pub fn words_of(edit: &Edit) -> &str {
    match edit {
        Edit::AddStage { title: text, .. }
        | Edit::AddStep { title: text, .. }
        | Edit::AddLane { title: text, .. }
        | Edit::AddCard { text, .. }
        | Edit::Rename { text, .. } => text,
        _ => "",
    }
}

/// True for records whose words stand on the map; those of others stand in panels only.
#[must_use]
pub fn is_on_map(record: RecordRef) -> bool {
    matches!(
        record,
        RecordRef::Stage(_) | RecordRef::Step(_) | RecordRef::Lane(_) | RecordRef::Card(_) | RecordRef::Connection(_)
    )
}

/// True for the words that something new begins with, which nobody has written.
#[must_use]
pub fn is_first_words(text: &str) -> bool {
    use crate::i18n::shell::command as first;
    let cards =
        [first::NEW_TOUCHPOINT, first::NEW_TEXT, first::NEW_QUOTE, first::NEW_PAIN_POINT, first::NEW_OPPORTUNITY];
    [words::new_stage(), words::new_step()].contains(&text)
        || cards.contains(&text)
        || LaneKind::EVERY.into_iter().any(|kind| first::lane_title(kind) == text)
}

/// The touchpoint that nobody has written anything on, nor chosen a channel for.
#[must_use]
pub fn new_touchpoint(document: &Document, record: RecordRef) -> Option<&Card> {
    let RecordRef::Card(id) = record else { return None };
    let card = document.cards.get(&id).filter(|card| is_first_words(&card.text))?;
    matches!(card.body, CardBody::Touchpoint { channel: Channel::Other, .. }).then_some(card)
}

/// The words of a record.
#[must_use]
pub fn words_of_record(document: &Document, record: RecordRef) -> Option<String> {
    Some(document.record(record)?.words().to_owned())
}

/// Copies of what is selected right after it, as one step; `None` when nothing of it can be copied.
#[must_use]
pub fn duplicate(selection: &[RecordRef]) -> Option<Edit> {
    let is_copied = |r: &&RecordRef| {
        matches!(r, RecordRef::Card(_) | RecordRef::Stage(_) | RecordRef::Step(_) | RecordRef::Lane(_))
    };
    let records: Vec<RecordRef> = selection.iter().filter(is_copied).copied().collect();
    (!records.is_empty()).then_some(Edit::Duplicate(records))
}

/// The record that a document has and another has not, of the sort an edit adds first.
#[must_use]
pub fn added_record(before: &Document, after: &Document, edit: &Edit) -> Option<RecordRef> {
    match edit {
        Edit::AddStage { .. } => after.stages.keys().find(|k| !before.stages.contains_key(k)).map(|k| (*k).into()),
        Edit::AddStep { .. } => after.steps.keys().find(|k| !before.steps.contains_key(k)).map(|k| (*k).into()),
        Edit::AddLane { .. } => after.lanes.keys().find(|k| !before.lanes.contains_key(k)).map(|k| (*k).into()),
        Edit::AddCard { .. } => after.cards.keys().find(|k| !before.cards.contains_key(k)).map(|k| (*k).into()),
        _ => None,
    }
}

/// What selecting does after an edit of this sort.
#[must_use]
pub fn after(edit: &Edit) -> AfterEdit {
    match edit {
        Edit::AddStage { .. }
        | Edit::AddStep { .. }
        | Edit::AddLane { .. }
        | Edit::AddCard { .. }
        | Edit::AddPoint { .. }
        | Edit::Duplicate(_)
        | Edit::CopyCards(_)
        | Edit::Connect { .. }
        | Edit::Batch { .. } => AfterEdit::Select,
        _ => AfterEdit::Nothing,
    }
}

/// Where the keyboard stands: on the record selected last, or in the chosen empty cell.
#[must_use]
pub fn spot(selection: &[RecordRef], cell: Option<CellRef>) -> Option<Spot> {
    selection.last().copied().and_then(Spot::of).or(cell.map(Spot::Cell))
}

/// Every hidden lane of a map shown again, as one step, and how many there are; `None` when there is none.
#[must_use]
pub fn show_all_lanes(document: &Document, map: MapId) -> Option<(Edit, usize)> {
    let hidden = document.lanes_of(map).into_iter().filter(|lane| lane.is_hidden);
    let edits: Vec<Edit> = hidden
        .map(|lane| Edit::Update(AnyRecord::Lane(crate::model::Lane { is_hidden: false, ..(**lane).clone() })))
        .collect();
    let count = edits.len();
    let label = EditLabel { verb: Verb::Change, noun: TableKind::Lane, count };
    (count > 0).then_some((Edit::Batch { label, edits }, count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::Id as _;
    use crate::layout::fixture::Builder;

    #[test]
    fn a_new_point_lies_on_the_line_of_its_neighbours() {
        let mut b = Builder::new("m");
        b.stage("S", "", &["a", "b", "c", "d"]);
        let lane = b.lane(LaneKind::Curve, "Experience");
        let check = |document: &Document, step: i64, expected: f64| {
            let cell = CellRef { lane, step: StepId::from_raw(step) };
            let Edit::AddCard { body: CardBody::Curve { value }, .. } = new_point(document, cell) else { panic!() };
            assert!((value - expected).abs() < 1e-9, "at step {step}: {value}");
        };
        check(&b.document, 2, 0.0);
        b.card(lane, 1, 1, "", CardBody::Curve { value: 2.0 });
        check(&b.document, 3, 2.0);
        b.card(lane, 4, 1, "", CardBody::Curve { value: -1.0 });
        check(&b.document, 2, 1.0);
        check(&b.document, 3, 0.0);
    }

    #[test]
    fn a_second_persona_gets_a_line_where_there_is_one() {
        let mut b = Builder::new("m");
        b.stage("S", "", &["a", "b", "c"]);
        let lane = b.lane(LaneKind::Curve, "Experience");
        let persona = PersonaId::from_raw(7);
        let values = |document: &Document| match persona_curve(document, lane, persona) {
            Some(Edit::Batch { edits, .. }) => edits
                .iter()
                .map(|edit| match edit {
                    Edit::AddPoint { step, value, persona: Some(_), .. } => (step.raw(), *value),
                    other => panic!("{other:?}"),
                })
                .collect(),
            _ => Vec::new(),
        };
        assert_eq!(values(&b.document), [(1, 0.0), (2, 0.0), (3, 0.0)]);
        b.card(lane, 1, 1, "", CardBody::Curve { value: 1.0 });
        b.card(lane, 3, 1, "", CardBody::Curve { value: -1.9 });
        assert_eq!(values(&b.document), [(1, 0.6), (3, -1.5)]);
        for card in b.document.cards.values_mut() {
            std::sync::Arc::make_mut(card).marks.persona = Some(persona);
        }
        assert_eq!(values(&b.document), [], "one line is enough");
    }
}
