//! Names of undo steps and of records.

use crate::model::edit::Verb;
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
        Verb::Rename => "Rename",
        Verb::Change => "Change",
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
