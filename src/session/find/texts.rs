//! The texts of records that people typed: what is looked through, and what may be replaced in them. One list serves both.

use crate::model::{
    AnyRecord, Card, CardBody, Connection, Decision, JourneyMap, Kpi, Lane, Marker, Note, Persona, Stage, Step,
};

/// A record with texts, in the order one reads them.
pub(super) trait Texts {
    /// To look through.
    fn texts(&self) -> Vec<&str>;

    /// To replace in.
    fn texts_mut(&mut self) -> Vec<&mut String>;
}

macro_rules! texts {
    ($($record:ty: $($field:ident),+;)+) => {
        $(impl Texts for $record {
            fn texts(&self) -> Vec<&str> {
                vec![$(self.$field.as_str()),+]
            }

            fn texts_mut(&mut self) -> Vec<&mut String> {
                vec![$(&mut self.$field),+]
            }
        })+
    };
}

texts! {
    JourneyMap: title, owner;
    Stage: title, question;
    Step: title;
    Lane: title;
    Connection: label;
    Note: text;
    Persona: name, role, goals, frustrations, needs, quote;
    Marker: label;
    Decision: text, owner, outcome, reason;
}

impl Texts for Kpi {
    fn texts(&self) -> Vec<&str> {
        let Self { name, owner, definition, response_plan, plan_for_rise, plan_for_flat, outcome, question, .. } = self;
        let own = [name, owner, definition, response_plan, plan_for_rise, plan_for_flat, outcome, question];
        let of_places = self.overrides.values().flat_map(|of| [&of.owner, &of.question]);
        own.into_iter().chain(of_places).map(String::as_str).collect()
    }

    fn texts_mut(&mut self) -> Vec<&mut String> {
        let Self { name, owner, definition, response_plan, plan_for_rise, plan_for_flat, outcome, question, .. } = self;
        let own = [name, owner, definition, response_plan, plan_for_rise, plan_for_flat, outcome, question];
        let of_places = self.overrides.values_mut().flat_map(|of| [&mut of.owner, &mut of.question]);
        own.into_iter().chain(of_places).collect()
    }
}

impl Texts for Card {
    fn texts(&self) -> Vec<&str> {
        let more = match &self.body {
            CardBody::Quote { attribution } => Some(attribution),
            CardBody::PainPoint { owner, .. } => Some(owner),
            _ => None,
        };
        std::iter::once(&self.text).chain(more).chain(&self.marks.tags).map(String::as_str).collect()
    }

    fn texts_mut(&mut self) -> Vec<&mut String> {
        let more = match &mut self.body {
            CardBody::Quote { attribution } => Some(attribution),
            CardBody::PainPoint { owner, .. } => Some(owner),
            _ => None,
        };
        std::iter::once(&mut self.text).chain(more).chain(&mut self.marks.tags).collect()
    }
}

/// The texts of a record of any kind. The name of a source is that of a file.
pub(super) fn texts_mut(record: &mut AnyRecord) -> Vec<&mut String> {
    match record {
        AnyRecord::Map(r) => r.texts_mut(),
        AnyRecord::Stage(r) => r.texts_mut(),
        AnyRecord::Step(r) => r.texts_mut(),
        AnyRecord::Lane(r) => r.texts_mut(),
        AnyRecord::Card(r) => r.texts_mut(),
        AnyRecord::Connection(r) => r.texts_mut(),
        AnyRecord::Note(r) => r.texts_mut(),
        AnyRecord::Persona(r) => r.texts_mut(),
        AnyRecord::Kpi(r) => r.texts_mut(),
        AnyRecord::Marker(r) => r.texts_mut(),
        AnyRecord::Decision(r) => r.texts_mut(),
        AnyRecord::Source(_) => Vec::new(),
    }
}
