//! The texts of records that people typed: what is looked through, and what may be replaced in them.

use crate::model::{AnyRecord, Card, CardBody};

/// Texts of a record, in the order one reads them.
pub(super) fn texts_mut(record: &mut AnyRecord) -> Vec<&mut String> {
    match record {
        AnyRecord::Map(r) => vec![&mut r.title, &mut r.owner],
        AnyRecord::Stage(r) => vec![&mut r.title, &mut r.question],
        AnyRecord::Step(r) => vec![&mut r.title],
        AnyRecord::Lane(r) => vec![&mut r.title],
        AnyRecord::Card(r) => card(r),
        AnyRecord::Connection(r) => vec![&mut r.label],
        AnyRecord::Note(r) => vec![&mut r.text],
        AnyRecord::Persona(r) => {
            vec![&mut r.name, &mut r.role, &mut r.goals, &mut r.frustrations, &mut r.needs, &mut r.quote]
        }
        AnyRecord::Kpi(r) => vec![
            &mut r.name,
            &mut r.owner,
            &mut r.definition,
            &mut r.response_plan,
            &mut r.plan_for_rise,
            &mut r.plan_for_flat,
            &mut r.outcome,
            &mut r.question,
        ],
        AnyRecord::Marker(r) => vec![&mut r.label],
        AnyRecord::Decision(r) => vec![&mut r.text, &mut r.owner, &mut r.outcome, &mut r.reason],
        // Its name is that of a file.
        AnyRecord::Source(_) => Vec::new(),
    }
}

fn card(card: &mut Card) -> Vec<&mut String> {
    let more = match &mut card.body {
        CardBody::Quote { attribution } => Some(attribution),
        CardBody::PainPoint { owner, .. } => Some(owner),
        _ => None,
    };
    std::iter::once(&mut card.text).chain(more).chain(&mut card.marks.tags).collect()
}
