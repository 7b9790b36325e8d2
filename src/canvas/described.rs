//! What is read aloud behind the name of a card or a stage: what is seen of it as marks, and where its connections lead.

use crate::base::ids::CardId;
use crate::canvas::nodes::short_name;
use crate::i18n::{map, panels, told};
use crate::model::{Card, CardBody, Connection, ConnectionArrows, Document, RecordRef};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What belongs to many records, looked up once for all of them.
#[derive(Default)]
pub(super) struct Described<'d> {
    connections: BTreeMap<CardId, Vec<&'d Arc<Connection>>>,
    notes: BTreeMap<RecordRef, usize>,
}

impl<'d> Described<'d> {
    /// For the records of a document.
    pub(super) fn of(document: &'d Document) -> Self {
        let mut all = Self::default();
        for connection in document.connections.values() {
            all.connections.entry(connection.from).or_default().push(connection);
            if connection.to != connection.from {
                all.connections.entry(connection.to).or_default().push(connection);
            }
        }
        for note in document.notes.values().filter(|note| !note.is_resolved) {
            *all.notes.entry(note.anchor).or_default() += 1;
        }
        all
    }

    /// The words about a record; `None` when there is nothing to say.
    pub(super) fn words(&self, document: &Document, record: RecordRef) -> Option<String> {
        let mut parts = match record {
            RecordRef::Stage(id) => {
                let stage = document.stages.get(&id)?;
                let detail = stage.linked_map.and_then(|map| document.maps.get(&map));
                let question = (!stage.question.trim().is_empty()).then(|| stage.question.clone());
                question.into_iter().chain(detail.map(|map| told::shown_in_detail(&map.title))).collect()
            }
            RecordRef::Card(id) => {
                let card = document.cards.get(&id)?;
                let mut parts = marks(document, card);
                let connections = self.connections.get(&id).into_iter().flatten();
                parts.extend(connections.map(|connection| leads(document, connection, id)));
                parts
            }
            _ => Vec::new(),
        };
        parts.extend(self.notes.get(&record).map(|count| told::open_notes(*count)));
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// What stands on a card beside its words.
fn marks(document: &Document, card: &Card) -> Vec<String> {
    let mut parts = Vec::new();
    match &card.body {
        CardBody::Touchpoint { channel, is_moment_of_truth } => {
            parts.push(told::channel(panels::channel(*channel)));
            parts.extend(is_moment_of_truth.then(|| crate::i18n::canvas::moment_of_truth().to_lowercase()));
        }
        CardBody::Quote { attribution } if !attribution.is_empty() => parts.push(attribution.clone()),
        CardBody::PainPoint { severity, kpi, .. } => {
            parts.push(told::severity(panels::severity(*severity)));
            parts.extend(kpi.and_then(|kpi| document.kpis.get(&kpi)).map(|kpi| told::about_kpi(&kpi.name)));
        }
        CardBody::Opportunity { value, effort } if value.is_some() || effort.is_some() => {
            parts.push(map::value_and_effort(*value, *effort));
        }
        _ => {}
    }
    parts.extend(card.marks.confidence.map(|confidence| panels::confidence(Some(confidence)).to_lowercase()));
    let persona = card.marks.persona.filter(|_| !matches!(card.body, CardBody::Curve { .. }));
    parts.extend(persona.and_then(|id| document.personas.get(&id)).map(|persona| told::about(&persona.name)));
    parts.extend(card.marks.tags.iter().map(|tag| told::tag(tag)));
    parts
}

/// Where a connection leads, as seen from one of its cards.
fn leads(document: &Document, connection: &Connection, card: CardId) -> String {
    if connection.from == connection.to {
        return told::repeats(&connection.label);
    }
    let is_from = connection.from == card;
    let other = if is_from { connection.to } else { connection.from };
    let other = document.cards.get(&other).map_or_else(String::new, |card| short_name(document, card));
    let label = connection.label.as_str();
    match (connection.look.arrows, is_from) {
        (ConnectionArrows::End, true) => told::leads_to(&other, label),
        (ConnectionArrows::End, false) => told::reached_from(&other, label),
        (ConnectionArrows::Both, _) => told::leads_both_ways(&other, label),
        (ConnectionArrows::None, _) => told::joined_with(&other, label),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvas::fixture;
    use crate::model::{ConnectionLook, Edit, LookChoice};

    fn told_of(document: &Document, card: CardId) -> Option<String> {
        Described::of(document).words(document, card.into())
    }

    #[test]
    fn a_card_tells_of_its_marks_and_of_where_it_leads() {
        let f = fixture::map();
        let mut document = f.document;
        let mut ids = crate::base::ids::IdAlloc::seeded(70);
        let mut run = |document: &mut Document, edit: Edit| {
            crate::model::edit::plan(document, &edit, &mut ids).unwrap().diff.apply(document);
        };
        assert_eq!(told_of(&document, f.card).as_deref(), Some("channel Web"));
        run(&mut document, Edit::Connect { from: f.card, to: f.pain });
        assert_eq!(told_of(&document, f.card).as_deref(), Some("channel Web, leads to Slow"));
        assert_eq!(told_of(&document, f.pain).as_deref(), Some("severity Low, reached from Search ad"));
        let connection = Connection::clone(document.connections.values().next().unwrap());
        let look = ConnectionLook::default().with(LookChoice::Arrows(ConnectionArrows::Both));
        let named = Connection { look, label: "if it fails".to_owned(), ..connection };
        run(&mut document, Edit::Update(named.into()));
        let both = "severity Low, leads to and from Search ad: if it fails";
        assert_eq!(told_of(&document, f.pain).as_deref(), Some(both));
        run(&mut document, Edit::Connect { from: f.card, to: f.card });
        let told = told_of(&document, f.card).unwrap();
        assert!(told.contains("leads back to itself"), "{told}");
    }
}
