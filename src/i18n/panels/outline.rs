//! Words of the outline.

use super::words;

words! {
    search = "Search";
    search_hint = "Find words in this file";
    future = "future";
    duplicate = "Duplicate";
    maps = "Maps";
    stages = "Stages";
    personas = "Personas";
    lanes = "Lanes";
    sources = "Sources";
    markers = "Events";
    add_marker = "Add event";
    new_marker = "New event";
    results = "Results";
    nothing_found = "Nothing found: try fewer letters, or another word. Escape brings the list back.";
    no_personas = "Nobody yet: + adds whose journey it is";
    no_sources = "No numbers yet: + imports a CSV file";
    no_markers = "None yet: + adds a release or an incident";
    add_map = "Add map";
    add_stage = "Add stage";
    add_persona = "Add persona";
    add_lane = "Add lane";
    import = "Import numbers…";
    rename = "Rename";
    move_up = "Move up";
    move_down = "Move down";
    show_map = "Show";
    show_their_cards = "Show only their cards";
    their_map = "This map is about them";
    not_their_map = "This map is not about them";
    compare_since = "Compare since then";
    show_source = "Show its details";
    new_map = "New map";
    new_persona = "New persona";
    show = "Show its numbers";
    hide = "Hide its numbers";
    hidden = "hidden";
}

/// Deletes a map, which need not be the shown one.
#[must_use]
pub fn delete_map(title: &str) -> String {
    format!("Delete \u{201c}{title}\u{201d}")
}

/// Name of the field that renames a row, as in "Name of the stage".
#[must_use]
pub fn rename_of(sort: &str) -> String {
    format!("Name of the {}", sort.to_lowercase())
}

/// Name of the triangle that opens a row of the tree.
#[must_use]
pub fn open_row(name: &str) -> String {
    format!("Open {name}")
}

/// Name of the triangle that closes a row of the tree.
#[must_use]
pub fn close_row(name: &str) -> String {
    format!("Close {name}")
}
