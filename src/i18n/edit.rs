//! Names of undo steps and of records.

use crate::model::edit::{Property, Verb};
use crate::model::{EditLabel, TableKind};

/// The name of a sort of record, as in "stage" or "stages".
#[must_use]
pub fn noun(table: TableKind, count: usize) -> &'static str {
    let one = count == 1;
    match table {
        TableKind::Map if one => "map",
        TableKind::Map => "maps",
        TableKind::Stage if one => "stage",
        TableKind::Stage => "stages",
        TableKind::Step if one => "step",
        TableKind::Step => "steps",
        TableKind::Lane if one => "lane",
        TableKind::Lane => "lanes",
        TableKind::Card if one => "card",
        TableKind::Card => "cards",
        TableKind::Connection if one => "connection",
        TableKind::Connection => "connections",
        TableKind::Note if one => "note",
        TableKind::Note => "notes",
        TableKind::Persona if one => "persona",
        TableKind::Persona => "personas",
        TableKind::Kpi if one => "KPI",
        TableKind::Kpi => "KPIs",
        TableKind::Marker if one => "event",
        TableKind::Marker => "events",
        TableKind::Source if one => "source",
        TableKind::Source => "sources",
        TableKind::Decision if one => "decision",
        TableKind::Decision => "decisions",
    }
}

/// The name of a step, as in "Move stage" or "Delete 3 cards".
#[must_use]
pub fn step(label: EditLabel) -> String {
    let verb = match label.verb {
        Verb::Add => "Add",
        Verb::Rename => match words(label.noun) {
            Some(words) => return changed(words, label),
            None => "Rename",
        },
        Verb::Change => "Change",
        Verb::Set(property) => return changed(self::property(property), label),
        Verb::Resize => "Resize",
        Verb::Collapse => "Collapse",
        Verb::Expand => "Expand",
        Verb::Hide => "Hide",
        Verb::Show => "Show",
        Verb::Reverse => "Reverse",
        Verb::Resolve => "Resolve",
        Verb::Reopen => "Reopen",
        Verb::Review => "Review",
        Verb::Move => "Move",
        Verb::Delete => "Delete",
        Verb::Refresh => "Refresh",
        Verb::Replace => "Replace",
        Verb::Import => return "Import numbers".to_owned(),
        Verb::Duplicate => "Duplicate",
        Verb::MakeFuture => return "Make future state".to_owned(),
        Verb::MakeCurrent => return "Make current state".to_owned(),
        Verb::ReplaceWords => return "Replace words".to_owned(),
        Verb::Paste => "Paste",
        Verb::Cut => "Cut",
    };
    let noun = noun(label.noun, label.count);
    if label.count == 1 { format!("{verb} {noun}") } else { format!("{verb} {} {noun}", label.count) }
}

/// What the words of a record are called that has no name.
fn words(table: TableKind) -> Option<&'static str> {
    match table {
        TableKind::Card | TableKind::Note | TableKind::Decision => Some("text"),
        TableKind::Connection => Some("label"),
        _ => None,
    }
}

/// "Change severity of card", "Change severity of 3 cards".
fn changed(what: &str, label: EditLabel) -> String {
    let noun = noun(label.noun, label.count);
    if label.count == 1 {
        format!("Change {what} of {noun}")
    } else {
        format!("Change {what} of {} {noun}", label.count)
    }
}

fn property(property: Property) -> &'static str {
    match property {
        Property::State => "state",
        Property::Persona => "persona",
        Property::Owner => "owner",
        Property::Status => "status",
        Property::Review => "next review",
        Property::Counterpart => "other state",
        Property::Warnings => "warnings set aside",
        Property::Question => "question",
        Property::Colour => "colour",
        Property::LinkedMap => "map in detail",
        Property::Kind => "kind",
        Property::Look => "look",
        Property::Author => "author",
        Property::Role => "role",
        Property::Goals => "goals",
        Property::Frustrations => "frustrations",
        Property::Needs => "needs",
        Property::Quote => "quote",
        Property::Picture => "picture",
        Property::Day => "date",
        Property::Limits => "start of limits",
        Property::Place => "place",
        Property::Refresh => "refreshing",
        Property::Outcome => "outcome",
        Property::Tags => "tags",
        Property::Confidence => "confidence",
        Property::Channel => "channel",
        Property::MomentOfTruth => "moment of truth",
        Property::Severity => "severity",
        Property::Kpi => "KPI",
        Property::Value => "value",
        Property::Effort => "effort",
        Property::Headline => "headline",
        Property::Form => "form",
        Property::Attribution => "attribution",
        Property::Metric => "metric",
        Property::Unit => "unit",
        Property::Scale => "scale",
        Property::Direction => "direction",
        Property::Target => "target",
        Property::Definition => "definition",
        Property::Plan => "response plan",
        Property::Layer => "data layer",
        Property::Cadence => "rhythm",
        Property::Formula => "formula",
        Property::MissingCodes => "missing codes",
        Property::Weighting => "weighting",
        Property::AtPlace => "values at a place",
        Property::Timing => "timing",
        Property::DataSource => "data source",
    }
}

/// "Undo Move stage".
#[must_use]
pub fn undo(label: Option<EditLabel>) -> String {
    label.map_or_else(|| "Undo".to_owned(), |l| format!("Undo {}", step(l)))
}

/// "Redo Move stage".
#[must_use]
pub fn redo(label: Option<EditLabel>) -> String {
    label.map_or_else(|| "Redo".to_owned(), |l| format!("Redo {}", step(l)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(verb: Verb, noun: TableKind, count: usize, expected: &str) {
        assert_eq!(step(EditLabel { verb, noun, count }), expected);
    }

    #[test]
    fn steps_say_what_was_done() {
        check(Verb::Set(Property::Form), TableKind::Card, 1, "Change form of card");
        check(Verb::Set(Property::Severity), TableKind::Card, 3, "Change severity of 3 cards");
        check(Verb::Rename, TableKind::Card, 1, "Change text of card");
        check(Verb::Rename, TableKind::Stage, 1, "Rename stage");
        check(Verb::Rename, TableKind::Connection, 1, "Change label of connection");
        check(Verb::Set(Property::Look), TableKind::Connection, 2, "Change look of 2 connections");
        check(Verb::Collapse, TableKind::Lane, 1, "Collapse lane");
        assert_eq!(undo(Some(EditLabel::one(Verb::Move, TableKind::Stage))), "Undo Move stage");
    }
}
