//! Planning of deletions: a diff lists everything that goes with a record, because nothing else will remove it.

use super::{EditError, EditLabel, Plan, Verb};
use crate::base::ids::{MapId, StepId};
use crate::model::{Card, CardBody, Diff, Document, JourneyMap, Marker, Place, RecordRef, Source, Stage, TableKind};
use std::collections::BTreeSet;

pub(super) fn records(document: &Document, records: &[RecordRef]) -> Result<Plan, EditError> {
    let mut going = Going { document, set: BTreeSet::new() };
    for record in records {
        if document.record(*record).is_none() {
            return Err(EditError::Missing(*record));
        }
        going.add(*record);
    }
    going.add_dependents();
    let Going { set, .. } = going;

    if !document.maps.is_empty() && document.maps.keys().all(|m| set.contains(&RecordRef::Map(*m))) {
        return Err(EditError::LastMap);
    }
    for stage in document.stages.keys().filter(|s| !set.contains(&RecordRef::Stage(**s))) {
        let steps = document.steps_of(*stage);
        if !steps.is_empty() && steps.iter().all(|s| set.contains(&RecordRef::Step(s.id))) {
            return Err(EditError::LastStep);
        }
    }

    let mut diff = Diff::default();
    for record in &set {
        diff.remove(document, *record);
    }
    keep_references_whole(document, &set, &mut diff);
    shrink_spans(document, &set, &mut diff);
    let noun = records.first().map_or(TableKind::Card, |r| r.table());
    Ok(Plan { diff, label: EditLabel { verb: Verb::Delete, noun, count: records.len() }, created: Vec::new() })
}

struct Going<'a> {
    document: &'a Document,
    set: BTreeSet<RecordRef>,
}

impl Going<'_> {
    /// Adds a record and what is inside it.
    fn add(&mut self, record: RecordRef) {
        if !self.set.insert(record) {
            return;
        }
        let document = self.document;
        match record {
            RecordRef::Map(map) => self.add_map(map),
            RecordRef::Stage(stage) => {
                for step in document.steps_of(stage) {
                    self.add_step(step.id);
                }
            }
            RecordRef::Step(step) => self.add_cards_of_step(step),
            RecordRef::Lane(lane) => {
                for card in document.cards.values().filter(|c| c.lane == lane) {
                    self.add(card.id.into());
                }
            }
            RecordRef::Card(_)
            | RecordRef::Connection(_)
            | RecordRef::Note(_)
            | RecordRef::Persona(_)
            | RecordRef::Kpi(_)
            | RecordRef::Decision(_)
            | RecordRef::Marker(_) => {}
            RecordRef::Source(source) => {
                for part in document.sources.values().filter(|s| s.continues == Some(source)) {
                    self.add(part.id.into());
                }
            }
        }
    }

    fn add_map(&mut self, map: MapId) {
        let document = self.document;
        for stage in document.stages.values().filter(|s| s.map == map) {
            self.add(stage.id.into());
        }
        for lane in document.lanes.values().filter(|l| l.map == map) {
            self.add(lane.id.into());
        }
    }

    fn add_step(&mut self, step: StepId) {
        self.set.insert(step.into());
        self.add_cards_of_step(step);
    }

    /// Cards of one column go with it; those that span into a column that stays move there instead (see `shrink_spans`).
    fn add_cards_of_step(&mut self, step: StepId) {
        let document = self.document;
        for card in document.cards.values().filter(|c| c.step == step && c.span == 1) {
            self.add(card.id.into());
        }
    }

    /// Adds what cannot stand without the records that go: KPI cards and decisions of places, connections and notes. What goes may
    /// again carry something (a note about a note, a KPI card measuring a card), so this ends when nothing is added.
    fn add_dependents(&mut self) {
        let mut before = usize::MAX;
        while self.set.len() != before {
            before = self.set.len();
            self.add_dependents_once();
        }
    }

    fn add_dependents_once(&mut self) {
        let document = self.document;
        for card in document.cards.values() {
            let is_place_gone = match card.body {
                CardBody::Kpi { kpi, place, .. } => {
                    self.set.contains(&RecordRef::Kpi(kpi)) || is_place_gone(&self.set, place)
                }
                _ => false,
            };
            if is_place_gone || next_home(document, &self.set, card) == Home::None {
                self.set.insert(card.id.into());
            }
        }
        for connection in document.connections.values() {
            let ends = [RecordRef::Card(connection.from), RecordRef::Card(connection.to)];
            if ends.iter().any(|e| self.set.contains(e)) {
                self.set.insert(connection.id.into());
            }
        }
        for decision in document.decisions.values() {
            if self.set.contains(&RecordRef::Kpi(decision.kpi)) || is_place_gone(&self.set, decision.place) {
                self.set.insert(decision.id.into());
            }
        }
        for note in document.notes.values() {
            if self.set.contains(&note.anchor) {
                self.set.insert(note.id.into());
            }
        }
    }
}

fn is_place_gone(set: &BTreeSet<RecordRef>, place: Place) -> bool {
    set.contains(&super::record_of_place(place))
}

/// Where a spanning card stands after its columns were thinned out.
#[derive(PartialEq)]
enum Home {
    /// As before.
    Same,
    /// At another leftmost step, or with fewer steps.
    At(StepId, u32),
    /// All its steps are gone.
    None,
}

fn next_home(document: &Document, set: &BTreeSet<RecordRef>, card: &Card) -> Home {
    if card.span == 1 {
        return if set.contains(&RecordRef::Step(card.step)) { Home::None } else { Home::Same };
    }
    let Some(map) = document.map_of_step(card.step) else { return Home::None };
    let columns = document.columns_of(map);
    let Some(start) = columns.iter().position(|c| c.id == card.step) else { return Home::None };
    let covered: Vec<StepId> =
        columns.iter().skip(start).take(usize::try_from(card.span).unwrap_or(usize::MAX)).map(|c| c.id).collect();
    let left: Vec<StepId> = covered.iter().copied().filter(|s| !set.contains(&RecordRef::Step(*s))).collect();
    match left.first() {
        None => Home::None,
        Some(_) if left.len() == covered.len() => Home::Same,
        Some(first) => Home::At(*first, u32::try_from(left.len()).unwrap_or(1)),
    }
}

fn shrink_spans(document: &Document, set: &BTreeSet<RecordRef>, diff: &mut Diff) {
    if !set.iter().any(|r| matches!(r, RecordRef::Step(_))) {
        return;
    }
    for card in document.cards.values().filter(|c| c.span > 1 && !set.contains(&RecordRef::Card(c.id))) {
        if let Home::At(step, span) = next_home(document, set, card) {
            let row = diff.cards.current(&document.cards, card.id).unwrap_or(card);
            let row = Card { step, span, ..(**row).clone() };
            diff.cards.put(&document.cards, row);
        }
    }
}

/// References that may be empty are emptied; those that name a place in a source are forgotten.
fn keep_references_whole(document: &Document, set: &BTreeSet<RecordRef>, diff: &mut Diff) {
    let is_gone = |record: RecordRef| set.contains(&record);
    for map in document.maps.values().filter(|m| !is_gone(m.id.into())) {
        let mut row = JourneyMap::clone(map);
        row.persona = row.persona.filter(|p| !is_gone((*p).into()));
        row.counterpart = row.counterpart.filter(|m| !is_gone((*m).into()));
        row.dismissed.retain(|dismissed| !dismissed.place.is_some_and(|place| is_place_gone(set, place)));
        diff.maps.put(&document.maps, row);
    }
    for stage in document.stages.values().filter(|s| !is_gone(s.id.into())) {
        if stage.linked_map.is_some_and(|m| is_gone(m.into())) {
            diff.stages.put(&document.stages, Stage { linked_map: None, ..Stage::clone(stage) });
        }
    }
    for card in document.cards.values().filter(|c| !set.contains(&RecordRef::Card(c.id))) {
        let is_kpi_gone = matches!(card.body, CardBody::PainPoint { kpi: Some(kpi), .. } if is_gone(kpi.into()));
        let is_persona_gone = card.marks.persona.is_some_and(|p| is_gone(p.into()));
        if !is_kpi_gone && !is_persona_gone {
            continue;
        }
        let mut row = Card::clone(card);
        if let CardBody::PainPoint { kpi, .. } = &mut row.body {
            *kpi = kpi.filter(|k| !is_gone((*k).into()));
        }
        row.marks.persona = row.marks.persona.filter(|p| !is_gone((*p).into()));
        diff.cards.put(&document.cards, row);
    }
    for marker in document.markers.values().filter(|m| !is_gone(m.id.into())) {
        let limits_start = marker.limits_start.retaining(|kpi| !is_gone(kpi.into()));
        diff.markers.put(&document.markers, Marker { limits_start, ..Marker::clone(marker) });
    }
    super::kpi::forget_places(document, &|place| is_place_gone(set, place), diff);
    for source in document.sources.values().filter(|s| !set.contains(&RecordRef::Source(s.id))) {
        if source.places.values().any(|p| is_place_gone(set, *p)) {
            let mut source = Source::clone(source);
            source.places.retain(|_, p| !is_place_gone(set, *p));
            diff.sources.put(&document.sources, source);
        }
    }
}
