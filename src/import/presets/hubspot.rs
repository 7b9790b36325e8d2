//! HubSpot deals and contacts: one row a record, with the dates at which it came to its stages.

use super::seen::{EventColumns, rows_called, settled};
use super::{Seen, Settlement, Vendor, one_header_row};
use crate::import::mapping::{ColumnOrFixed, ScoreMapping, StageMapping};
use crate::import::notes::Note;
use crate::import::sniff::ColumnType;

pub(super) static HUBSPOT: Vendor = Vendor {
    word: "hubspot",
    recognise: |clues| clues.has_any(&FIRST) && (clues.has_any(&STAGE) || clues.has_any(&CREATED)),
    header_rows: one_header_row,
    is_named_by_second_row: |_| false,
    settle,
};

/// The column of ids, mostly the first, in the languages of the tool, and by its internal name.
const FIRST: [&str; 12] = [
    "Record ID",
    "hs_object_id",
    "Datensatz-ID",
    "Datensatz ID",
    "ID d'enregistrement",
    "ID de la fiche d'informations",
    "ID de registro",
    "ID del registro",
    "ID record",
    "Record-ID",
    "レコードID",
    "Id rekordu",
];
const STAGE: [&str; 12] = [
    "Deal Stage",
    "dealstage",
    "Lifecycle Stage",
    "lifecyclestage",
    "Deal-Phase",
    "Dealphase",
    "Lifecycle-Phase",
    "Phase de la transaction",
    "Etapa del negocio",
    "Fase dell'affare",
    "Dealfase",
    "取引ステージ",
];
const CREATED: [&str; 9] = [
    "Create Date",
    "createdate",
    "Erstelldatum",
    "Erstellungsdatum",
    "Date de création",
    "Fecha de creación",
    "Data di creazione",
    "Aanmaakdatum",
    "作成日",
];
const AMOUNT: [&str; 8] = ["Amount", "amount", "Betrag", "Deal-Wert", "Montant", "Valor", "Importo", "金額"];

fn settle(seen: &Seen<'_>) -> Option<Settlement> {
    let is_deal =
        seen.column(&["Deal Name", "dealname", "Deal-Name", "Deal Stage", "dealstage", "Deal-Phase"]).is_some()
            || seen.column(&AMOUNT).is_some();
    let records = if is_deal { "Deals" } else { "Contacts" };
    let columns = EventColumns { date: &CREATED, place: &STAGE, ..EventColumns::default() };
    let mut mapping = seen.events(&columns, rows_called(records))?;
    // "Date entered current stage" names no stage of its own: the column of stages does.
    let current = seen.columns.iter().find(|c| c.name.eq_ignore_ascii_case("Date entered current stage"));
    let mut notes = vec![Note::ZoneOfTool { of: "the HubSpot account" }];
    for column in seen.columns.iter().filter(|c| c.column_type != ColumnType::Empty) {
        if let Some((place, is_entry)) = stage_of(&column.name) {
            let metric = (!is_entry).then(|| format!("{records} that left"));
            mapping.stages.push(StageMapping { column: column.name.clone(), place: Some(place), metric });
        }
    }
    if mapping.stages.is_empty() {
        notes.push(Note::CurrentStageOnly);
        if let Some(date) = current.filter(|c| c.distinct > 0) {
            mapping.date = Some(super::seen::column_date(date));
        }
    } else {
        mapping.place = None;
        mapping.date = mapping.stages.first().and_then(|stage| seen.column(&[&stage.column])).map(|c| {
            let mut date = super::seen::column_date(c);
            date.column = Some(c.name.clone());
            date
        });
    }
    if let Some(amount) = seen.column(&AMOUNT).filter(|c| c.distinct > 0) {
        mapping.scores.push(ScoreMapping { metric: Some("Amount".to_owned()), ..ScoreMapping::plain(&amount.name) });
    }
    mapping.segments =
        seen.column(&["Pipeline", "pipeline"]).filter(|c| c.distinct > 1).map(|c| c.name.clone()).into_iter().collect();
    if mapping.place == Some(ColumnOrFixed::default()) {
        mapping.place = None;
    }
    settled(Some(mapping), notes)
}

/// The stage in `Date entered "Proposal (Sales Pipeline)"`, and whether it was entered rather than left.
fn stage_of(header: &str) -> Option<(String, bool)> {
    let lower = header.to_lowercase();
    let (length, is_entry) =
        [("date entered ", true), ("date exited ", false), ("hs_date_entered_", true), ("hs_date_exited_", false)]
            .into_iter()
            .find(|(start, _)| lower.starts_with(start))
            .map(|(start, is_entry)| (start.len(), is_entry))?;
    let name = header.get(length..)?.trim().trim_matches(['"', '\'', '“', '”']);
    // The pipeline in brackets is the same for all of them as a rule.
    let name = match name.rsplit_once(" (") {
        Some((stage, pipeline)) if pipeline.ends_with(')') => stage,
        _ => name,
    };
    let name = name.trim().trim_matches(['"', '\'']);
    (!name.is_empty() && !name.eq_ignore_ascii_case("current stage")).then(|| (name.to_owned(), is_entry))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_in_headers() {
        for (header, expected) in [
            ("Date entered \"Proposal (Sales Pipeline)\"", Some(("Proposal".to_owned(), true))),
            ("Date exited \"Closed Won (Sales)\"", Some(("Closed Won".to_owned(), false))),
            ("Date entered current stage", None),
            ("hs_date_entered_qualifiedtobuy", Some(("qualifiedtobuy".to_owned(), true))),
            ("Create Date", None),
        ] {
            assert_eq!(stage_of(header), expected, "{header}");
        }
    }
}
