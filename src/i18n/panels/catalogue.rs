//! Words of the page with the KPIs that one may want.

use super::words;

words! {
    tab = "Catalogue";
    search = "Find a KPI";
    stage = "Sort of stage";
    any_stage = "Any stage";
    layer = "Layer";
    any_layer = "Any layer";
    timing = "Timing";
    any_timing = "Leading or lagging";
    leading = "leading";
    lagging = "lagging";
    row = "KPI";
    in_this_file = "in this file";
    nothing = "No KPI is called like that";
    nothing_hint = "Try fewer letters or another stage. A KPI of your own is typed into a cell of a KPI lane.";
    choose_one = "Choose a KPI to read what it measures";
    choose_one_hint = "Enter adds it to what is selected on the map. Or drag it: onto a stage, a step, a cell or a touchpoint, or above the stages for the whole journey.";
    add = "Add to the map";
    add_needs_stage = "The map needs a stage first";
    whole_map = "the whole journey";
    for_whole_map = "Drop here for the whole journey";
    drag_hint = "Enter does it too. Or drag it onto a stage, a step, a cell or a touchpoint, or above the stages for the whole journey.";
    drop_here = "Drop it on a stage, a step, a cell or a touchpoint, or above the stages";
}

/// "Add to Support".
#[must_use]
pub fn add_to(place: &str) -> String {
    format!("Add to {place}")
}

/// What adding does.
#[must_use]
pub fn add_hint(place: &str) -> String {
    format!("It measures {place} from then on, with a card of its own; Ctrl+Z takes it back")
}

/// A stage that has the KPI already.
#[must_use]
pub fn is_there(place: &str) -> String {
    format!("{place} has it already")
}

/// What a drop would do.
#[must_use]
pub fn measures(place: &str) -> String {
    format!("Measured at {place}")
}

/// The columns that an import needs.
#[must_use]
pub fn needs(columns: &[String]) -> String {
    format!("In the data: {}", columns.join(", "))
}
