//! Words of the small lists on the canvas: what a new lane holds, which KPI stands in a cell.

use super::beginning;

/// Signs of a typed name in a line.
const MOST_SIGNS: usize = 40;

/// Title of the list of lane kinds.
pub fn choose_lane_kind() -> &'static str {
    "What should the new lane hold?"
}

/// Title of the list of KPIs.
pub fn choose_kpi(place: &str) -> String {
    format!("Which KPI is measured at {place}?")
}

/// What to do in the list of KPIs.
pub fn type_a_kpi() -> &'static str {
    "Type a name, new or known"
}

/// What to do in the list of lane kinds.
pub fn type_a_lane_kind() -> &'static str {
    "Type a kind, or a name of your own"
}

/// A lane of notes with a name of one's own.
pub fn notes_lane_called(name: &str) -> String {
    format!("Text lane “{}”", beginning(name, MOST_SIGNS))
}

/// A KPI of the catalogue, beside its name.
pub fn from_catalogue() -> &'static str {
    "catalogue"
}

/// Adds a KPI that has no data yet, with the name that was typed for it.
pub fn new_kpi_called(name: &str) -> String {
    match name {
        "" => new_kpi().to_owned(),
        name => format!("New KPI “{}”", beginning(name, MOST_SIGNS)),
    }
}

/// Opens the import wizard.
pub fn import_numbers() -> &'static str {
    "Import numbers…"
}

/// Adds a KPI that has no data yet.
pub fn new_kpi() -> &'static str {
    "New KPI"
}
