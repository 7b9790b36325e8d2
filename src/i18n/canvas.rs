//! Words on the canvas: names of new records, menus, "+" buttons, hints, and what a screen reader says.

mod curve;
mod figures;

pub use curve::*;
pub use figures::*;

use super::beginning;

/// Signs of a card in the name of a button.
const MOST_SIGNS: usize = 40;
/// As many signs of the words of a card are its name: nobody listens to more before the place is said.
const MOST_SIGNS_READ: usize = 160;

/// Name of the whole canvas.
pub fn canvas() -> &'static str {
    "Journey map"
}

/// Name of the small map in the corner.
pub fn minimap() -> &'static str {
    "Small map: press or drag to move the view"
}

/// Closes the small map; the view menu brings it back.
pub fn close_minimap() -> &'static str {
    "Hide the small map"
}

/// The badge of a stage that another map shows in detail.
pub fn open_linked(stage: &str, map: &str) -> String {
    format!("Open {map}, which shows {stage} in detail")
}

/// Name of the field that edits a record in place.
pub fn text_field(record: &str) -> String {
    format!("Edit {record}")
}

// Names of new records.

/// A stage nobody has named yet.
pub fn new_stage() -> &'static str {
    "New stage"
}

/// A step nobody has named yet.
pub fn new_step() -> &'static str {
    "New step"
}

/// A step that a sheet has no name for, by its place in its stage.
#[must_use]
pub fn step_number(number: usize) -> String {
    format!("Step {number}")
}

/// A card without words, where something must be said.
pub fn untitled_card() -> &'static str {
    "Untitled card"
}

// What stands where, for screen readers and for finding things by name.

/// A stage.
pub fn stage(title: &str) -> String {
    format!("Stage {title}")
}

/// A step.
pub fn step(title: &str) -> String {
    format!("Step {title}")
}

/// A lane.
pub fn lane(title: &str) -> String {
    format!("Lane {title}")
}

/// A card with its place, as in "Touchpoint Phone, chat in Support › Talk to agent".
pub fn card(noun: &str, text: &str, stage: &str, step: &str) -> String {
    let text = beginning(text, MOST_SIGNS_READ);
    // Behind the end of a sentence the place would be a sentence without a beginning.
    if text.ends_with(['.', '!', '?']) {
        return format!("{noun} “{text}” in {stage} › {step}");
    }
    format!("{noun} {text} in {stage} › {step}")
}

/// A KPI while numbers are not shown.
pub fn kpi_without_numbers(name: &str, place: &str) -> String {
    format!("KPI {name} at {place}")
}

/// A KPI without figures yet.
pub fn kpi_without_value(name: &str, place: &str) -> String {
    format!("KPI {name} at {place}: no numbers yet")
}

/// A KPI that has figures, but none in the chosen segments.
pub fn kpi_not_in_segments(name: &str, place: &str) -> String {
    format!("KPI {name} at {place}: no numbers in the chosen segments")
}

/// A KPI with its value, as in "KPI CSAT at Support: 3.2 / 5, n 214, off target". Parts may be empty.
pub fn kpi(name: &str, place: &str, parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|p| !p.is_empty()).collect();
    format!("KPI {name} at {place}: {}", parts.join(", "))
}

/// Asks for a picture in an empty cell of a storyboard.
pub fn drop_a_picture() -> &'static str {
    "Drop or paste a picture"
}

/// A value that reaches its target.
pub const ON_TARGET: &str = "on target";
/// A value just short of its target.
pub const WATCH: &str = "watch";
/// A value far from its target.
pub const OFF_TARGET: &str = "off target";

// "+" buttons.

/// Before the first stage, or on an empty map.
pub fn add_first_stage() -> &'static str {
    "Add stage at the start"
}

/// After a stage.
pub fn add_stage_after(title: &str) -> String {
    format!("Add stage after {title}")
}

/// After a step.
pub fn add_step_after(title: &str) -> String {
    format!("Add step after {title}")
}

/// Below the last lane.
pub fn add_lane() -> &'static str {
    "Add lane"
}

/// In an empty cell.
pub fn add_card(lane: &str, step: &str) -> String {
    format!("Add card in {lane} at {step}")
}

// Empty map.

/// Title of the hint on an empty map.
pub fn empty_title() -> &'static str {
    "This map has no stages yet"
}

/// Text of the hint on an empty map.
pub fn empty_hint() -> &'static str {
    "A stage is a phase of the journey, as in Sign-up or Support. Just type its name: Enter goes on to its steps, Tab to \
     the next stage. Or paste a whole sheet."
}

/// Title of the hint on a map without lanes.
pub fn no_lanes_title() -> &'static str {
    "This map has no lanes yet"
}

/// Text of the hint on a map without lanes.
pub fn no_lanes_hint() -> &'static str {
    "A lane is a topic across all steps, as in Touchpoints, Pain points or KPI."
}

/// Button of that hint.
pub fn add_a_lane() -> &'static str {
    "Choose a lane…"
}

/// Text of both hints where the file takes no changes.
pub fn no_lanes_read_only() -> &'static str {
    "This file is open for reading, so its lanes stay as they are."
}

/// Title of the hint on a map of which every lane is hidden.
pub fn all_lanes_hidden(count: usize) -> String {
    if count == 1 { "The only lane is hidden".to_owned() } else { format!("All {count} lanes are hidden") }
}

/// Text of the hint on a map of which every lane is hidden.
pub fn all_lanes_hidden_hint() -> &'static str {
    "What stands in them is kept, and not shown on the map or in exports."
}

/// Button of that hint.
pub fn show_all_lanes() -> &'static str {
    "Show them"
}

/// The same for someone who can only look.
pub fn empty_read_only() -> &'static str {
    "Nothing has been drawn here, and this file can only be read."
}

/// Button of the hint.
pub fn add_a_stage() -> &'static str {
    "Add a stage"
}

/// There is no map at all.
pub fn no_map() -> &'static str {
    "This file has no map"
}

// Menus.

/// Edits the words in place.
pub fn rename() -> &'static str {
    "Rename"
}

/// Edits the words of a card in place.
pub fn edit_text() -> &'static str {
    "Edit text"
}

/// Edits the value of a point of the experience curve.
pub fn edit_value() -> &'static str {
    "Edit value"
}

/// Gives a KPI another name.
pub fn rename_kpi() -> &'static str {
    "Rename KPI"
}

/// A point of the experience curve, as in "Delete point".
pub fn point() -> &'static str {
    "point"
}

/// What goes with what is deleted.
pub fn goes_with(cards: usize) -> String {
    match cards {
        0 => "Can be undone".to_owned(),
        1 => "One card goes with it; can be undone".to_owned(),
        _ => format!("{cards} cards go with it; can be undone"),
    }
}

/// Removes what is selected.
pub fn delete(what: &str) -> String {
    format!("Delete {what}")
}

/// Words become KPIs.
pub fn make_kpis(count: usize) -> String {
    let one = super::shell::command::MAKE_KPI.label;
    if count == 1 { one.to_owned() } else { format!("{one}s ({count})") }
}

/// Copies what is selected.
pub fn duplicate() -> &'static str {
    "Duplicate"
}

/// A stage to the left.
pub fn add_stage_before() -> &'static str {
    "Add stage before"
}

/// A stage to the right.
pub fn add_stage_behind() -> &'static str {
    "Add stage after"
}

/// A step to the left.
pub fn add_step_before() -> &'static str {
    "Add step before"
}

/// A step to the right.
pub fn add_step_behind() -> &'static str {
    "Add step after"
}

/// A lane above.
pub fn add_lane_above() -> &'static str {
    "Add lane above"
}

/// A lane below.
pub fn add_lane_below() -> &'static str {
    "Add lane below"
}

/// A card in this cell.
pub fn add_card_here() -> &'static str {
    "Add card here"
}

/// Menu of what a card can be.
pub fn change_card_kind() -> &'static str {
    "Change to"
}

/// Menu of what a lane can hold.
pub fn change_lane_kind() -> &'static str {
    "Lane holds"
}

/// Menu of channels.
pub fn change_channel() -> &'static str {
    "Channel"
}

/// Menu of severities.
pub fn change_severity() -> &'static str {
    "Severity"
}

/// A switch on touchpoints.
pub fn moment_of_truth() -> &'static str {
    "Moment of truth"
}

/// Opens the table in which values of a KPI card are typed in.
#[must_use]
pub fn type_values() -> &'static str {
    "Type in values…"
}

/// Shows the KPI in the drawer.
pub fn show_trend() -> &'static str {
    "Show trend"
}

/// A switch on KPI cards.
pub fn headline() -> &'static str {
    "Show in stage header"
}

/// Where the colour of a stage is chosen.
pub fn change_tint() -> &'static str {
    "Colour"
}

/// A colour of a stage, counted from 1.
pub fn tint(number: usize) -> String {
    format!("Colour {number}")
}

/// Zooms to the whole map.
pub fn fit_map() -> &'static str {
    "Fit map"
}

/// What is selected, when it is several things.
pub fn several(count: usize) -> String {
    format!("{count} items")
}

/// Puts what is selected on the clipboard.
pub fn copy() -> &'static str {
    "Copy"
}

/// Puts what is selected on the clipboard and deletes it.
pub fn cut() -> &'static str {
    "Cut"
}

/// Pastes what is on the clipboard.
pub fn paste() -> &'static str {
    "Paste"
}

/// Every card of the map.
pub fn select_all() -> &'static str {
    "Select all cards"
}

/// Every card of this lane.
pub fn select_lane() -> &'static str {
    "Select all in lane"
}

/// Every card of this stage.
pub fn select_stage() -> &'static str {
    "Select all in stage"
}

/// Joins the two selected cards.
pub fn connect() -> &'static str {
    "Connect"
}

/// Begins a connection at a card.
pub fn connect_to() -> &'static str {
    "Connect to…"
}

/// The "…" behind which the whole words of a card are.
pub fn whole_words_of(card: &str) -> String {
    format!("All words of “{}”", beginning(card, MOST_SIGNS))
}

/// The handle of a card.
pub fn connect_from(card: &str) -> String {
    format!("Connect {} to…", beginning(card, MOST_SIGNS))
}

/// What the handle does.
pub fn connect_hint(keys: &str) -> String {
    format!("Drag to another card to connect the two, or out and back for a loop ({keys})")
}

/// How to end a connection that was begun from the keyboard.
pub fn linking_hint() -> &'static str {
    "Walk to the other card, Enter connects, Escape leaves"
}

/// Why a card cannot be dropped into a lane of KPIs.
pub fn only_kpis_here() -> &'static str {
    "A KPI lane holds KPIs only: this card stays where it was"
}

/// Why a card cannot be dropped into a lane with a curve.
pub fn only_points_here() -> &'static str {
    "An experience curve holds points only: this card stays where it was"
}

/// A connection with what it joins; it may have no words.
pub fn connection(label: &str, from: &str, to: &str) -> String {
    if label.is_empty() {
        format!("Connection from {from} to {to}")
    } else {
        format!("Connection {label} from {from} to {to}")
    }
}

/// Edits the words of a connection.
pub fn edit_label() -> &'static str {
    "Edit label"
}

/// A list of the other maps of the file.
pub fn move_to_map() -> &'static str {
    "Move to map"
}

/// Gives a lane the height of its kind again.
pub fn natural_height() -> &'static str {
    "Natural height"
}

/// What something does, with the keys that do it too.
pub fn with_keys(name: &str, keys: &str) -> String {
    format!("{name} ({keys})")
}

/// What a "+" in an empty cell does; typing does it too.
pub fn or_type(name: &str) -> String {
    format!("{name} (or click the cell and type)")
}

/// Writes a note about what the menu was opened on.
pub fn add_note() -> &'static str {
    "Add note"
}

/// Writes into the log what is decided about a KPI here.
pub fn new_decision() -> &'static str {
    "New decision…"
}

// Pictures, lanes that are put away, links.

/// Asks for a picture.
pub fn choose_picture() -> &'static str {
    "Choose picture…"
}

/// Asks for another picture.
pub fn replace_picture() -> &'static str {
    "Replace picture…"
}

/// Takes the picture off its card.
pub fn remove_picture() -> &'static str {
    "Remove picture"
}

/// A map that is made for it.
pub fn a_new_map() -> &'static str {
    "A new map"
}

/// Shows a lane as its label alone.
pub fn collapse_lane() -> &'static str {
    "Collapse lane"
}

/// Shows a collapsed lane whole.
pub fn expand_lane() -> &'static str {
    "Expand lane"
}

/// Hides a lane.
pub fn hide_lane() -> &'static str {
    "Hide lane"
}

/// The trace that hidden lanes leave between others: what a click on it does.
#[must_use]
pub fn show_these_lanes(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("“{name}”")).collect();
    format!("Show hidden {} {}", if names.len() == 1 { "lane" } else { "lanes" }, names.join(", "))
}

/// In menus and in the palette: a line of its own for somebody.
#[must_use]
pub fn add_curve_for(persona: &str) -> String {
    format!("Add a curve for {persona}")
}

/// Brings hidden lanes back.
pub fn show_hidden_lanes(count: usize) -> String {
    match count {
        1 => "Show the hidden lane".to_owned(),
        _ => format!("Show {count} hidden lanes"),
    }
}

/// How a link is opened; `key` is the name of the key to hold.
pub fn open_link(key: &str) -> String {
    format!("{key}+click opens it")
}

/// Adds a point to the experience line of a persona.
pub fn add_point_for(persona: &str) -> String {
    format!("Add a point for {persona}")
}

/// Where something is moved by one place.
pub fn move_it() -> &'static str {
    "Move"
}

/// One place to the left.
pub fn to_the_left() -> &'static str {
    "To the left"
}

/// One place to the right.
pub fn to_the_right() -> &'static str {
    "To the right"
}

/// One place up.
pub fn up() -> &'static str {
    "Up"
}

/// One place down.
pub fn down() -> &'static str {
    "Down"
}

/// The colour that a card of its kind has.
pub fn own_tint() -> &'static str {
    "As its kind"
}

/// Asks for a tag that the file does not have yet.
pub fn new_tag() -> &'static str {
    "New tag…"
}

/// Which map shows a stage in detail.
pub fn link_to_map() -> &'static str {
    "Shown in detail on"
}

/// No map shows the stage in detail.
pub fn no_link() -> &'static str {
    "None"
}

/// Shows the map that a stage is linked to.
pub fn open_map(title: &str) -> String {
    format!("Open {title}")
}

/// Something on the map with signals that nobody has answered.
#[must_use]
pub fn with_signals(label: &str, count: usize) -> String {
    let signals = if count == 1 { "1 signal".to_owned() } else { format!("{count} signals") };
    format!("{label}, {signals} not answered")
}
