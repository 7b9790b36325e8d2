//! Names and explanations of commands.

use crate::base::time::Grain;
use crate::model::LaneKind;

/// What a command is called and what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// In menus and in the palette; ends in "…" when it asks more.
    pub label: &'static str,
    /// A sentence for the tooltip, without a full stop.
    pub hint: &'static str,
}

macro_rules! words {
    ($($name:ident: $label:literal, $hint:literal;)*) => {
        $(#[doc = $hint] pub const $name: Words = Words { label: $label, hint: $hint };)*
    };
}

words! {
    OPEN: "Open…", "Opens a map file";
    OPEN_SAMPLE: "Open the sample", "Opens a finished map of a subscription business with two years of numbers";
    RELIST_REMOVED: "Show removed maps", "Lists the maps again that were never saved under a name and were removed from the list";
    MAKE_KPI: "Make KPI", "Makes KPIs of the selected cards of words, called like them; figures follow with an import";
    SAVE: "Save", "Makes sure that every change is on disk; an untitled map asks for a name";
    SAVE_AS: "Save as…", "Saves the map under another name and goes on there; the file it was opened from stays";
    CLOSE: "Close map", "Closes the map and shows the welcome screen";
    QUIT: "Quit", "Ends the program";
    UNDO: "Undo", "Takes the last step back";
    REDO: "Redo", "Does the last undone step again";
    DELETE: "Delete", "Deletes what is selected";
    COPY: "Copy", "Puts what is selected on the clipboard, for other maps and for spreadsheets";
    CUT: "Cut", "Puts what is selected on the clipboard and deletes it";
    PASTE: "Paste", "Puts what is on the clipboard onto the map; a block from a spreadsheet fills the grid";
    DUPLICATE: "Duplicate", "Puts a copy right after what is selected";
    CONNECT: "Connect", "Connects the two selected cards, or the selected one with the card chosen next";
    NEXT_CONNECTION: "Select connection", "Selects a connection of the selected card, then its next one; arrows lead on to its ends";
    ANOTHER: "One more of the same", "Adds a stage, step, lane or card right after the selected one";
    NEXT_STAGE: "Next stage", "Adds a stage after the one that is worked on, to be typed at once";
    SELECT_LANE: "Select all in lane", "Selects every card of the lane that is worked on";
    SELECT_STAGE: "Select all in stage", "Selects every card of the stage that is worked on";
    NUDGE_LEFT: "Move left", "Moves what is selected one place to the left";
    NUDGE_RIGHT: "Move right", "Moves what is selected one place to the right";
    NUDGE_UP: "Move up", "Moves what is selected one place up; a point of the experience curve by a tenth";
    NUDGE_DOWN: "Move down", "Moves what is selected one place down; a point of the experience curve by a tenth";
    WIDEN: "Wider", "Lets the selected cards cover one step more";
    NARROW: "Narrower", "Lets the selected cards cover one step less";
    RENAME: "Edit text", "Edits the words of what is selected";
    SELECT_ALL: "Select all cards", "Selects every card of the map";
    SELECT_NONE: "Select nothing", "Ends the selection";
    FIND: "Find…", "Finds words anywhere in this file";
    FIND_NEXT: "Find next", "Goes to the next find";
    FIND_PREVIOUS: "Find previous", "Goes to the find before";
    REPLACE: "Find and replace…", "Puts other words in the place of those that are found";
    FILTER: "Filter cards…", "Lets cards of a kind, channel, persona or tag stand out";
    MINIMAP: "Small map", "Shows or hides the whole map in a corner";
    PROMPTS: "Hints in empty cells", "Shows or hides the questions of the template in empty cells";
    LARGER_UI: "Larger interface", "Makes all words and buttons larger";
    SMALLER_UI: "Smaller interface", "Makes all words and buttons smaller";
    NATURAL_UI: "Interface at 100 %", "Shows words and buttons in their natural size";
    MOTION_SYSTEM: "As the system", "Panels and lists glide unless the system asks for less motion";
    MOTION_REDUCED: "Reduced", "Panels and lists move at once";
    MOTION_FULL: "Full", "Panels and lists glide, whatever the system says";
    MENU_BAR: "Menu bar", "Opens the first menu; arrow keys walk through all of them";
    CONTEXT_MENU: "Menu of the selection", "Opens the menu of what is selected, as the right mouse button does";
    NEXT_REGION: "Next part of the window", "Gives the keyboard to the toolbar, the outline, the map, the inspector, the drawer and the status bar in turn";
    PREVIOUS_REGION: "Previous part of the window", "The same the other way round";
    AUTHOR: "Name on notes…", "Changes the name that your notes are signed with";
    SETTINGS: "Settings…", "Theme, size, motion and the name on your notes, in one window";
    DUPLICATE_MAP: "Duplicate map", "Copies the shown map with everything on it";
    OTHER_STATE: "Make future state", "Copies the map as its future state, or its current one, and pairs both";
    COUNTERPART: "Show its other state", "Shows the future state of this map, or the current one";
    NEXT_MAP: "Next map", "Shows the next map of the file; the first behind the last";
    PREVIOUS_MAP: "Previous map", "Shows the map before this one; the last before the first";
    COMPARE_MAPS: "Compare maps", "Shows another map of the file beside this one, with what tells them apart";
    PERSONA_PAGE: "Persona page", "Shows whose journey it is as a page: what they want, what stands in their way, what they need";
    BACK: "Back to the map before", "Shows the map one came from";
    SAVE_TEMPLATE: "Save as template…", "Keeps the shown map as a template for new ones";
    ADD_NOTE: "Add note", "Says something about what is selected, or about the map";
    COLLAPSE_LANE: "Collapse lane", "Shows the selected lane as its name alone, or whole again";
    HIDE_LANE: "Hide lane", "Takes the selected lane off the map and out of pictures; nothing in it is lost";
    CURVE_FACES: "Experience curve with faces", "A face on every point of the selected experience lanes, or of all of the map; it is seen from 67 %";
    CURVE_DOTS: "Experience curve with dots", "A dot on every point of the selected experience lanes, or of all of the map";
    SHOW_LANES: "Show hidden lanes", "Brings back the lanes that are hidden";
    CHOOSE_PICTURE: "Choose picture…", "Shows a PNG, JPEG or SVG picture on the selected step of the storyboard";
    ZOOM_IN: "Zoom in", "Makes the map larger";
    ZOOM_OUT: "Zoom out", "Makes the map smaller";
    FIT_MAP: "Fit map", "Shows the whole map";
    FIT_SELECTION: "Fit selection", "Fills the window with what is selected";
    OVERLAY: "KPIs on the map", "Shows or hides the numbers on the map";
    OUTLINE: "Outline", "Shows or hides the list at the left";
    INSPECTOR: "Inspector", "Shows or hides the panel at the right";
    DRAWER: "Data drawer", "Shows or hides trend, observations and sources at the bottom";
    PALETTE: "Command palette…", "Finds and runs any command by its name";
    FULL_SCREEN: "Full screen", "Fills the screen with the window, or ends that";
    THEME_SYSTEM: "As the system", "Light or dark as the system says";
    THEME_LIGHT: "Light", "Dark words on white";
    THEME_DARK: "Dark", "Light words on near-black";
    NEW_MAP: "New map in this file", "Adds another map, with the usual lanes and one stage, and shows it";
    ADD_TAG: "Add tag…", "Tags the selected cards, to find and filter them by";
    ADD_PERSONA: "Add persona", "Adds somebody whose journey it is: a name, goals, frustrations, a portrait";
    ADD_MARKER: "Add event", "Adds a dated event, such as a release, that every trend shows as a line";
    ADD_STAGE: "Stage", "Adds a stage after the selected one";
    ADD_STEP: "Step", "Adds a step after the selected one";
    ADD_TOUCHPOINT: "Touchpoint", "Adds a touchpoint at the selected step";
    ADD_TEXT: "Text card", "Adds a text card at the selected step";
    ADD_QUOTE: "Quote", "Adds a quote at the selected step";
    ADD_PAIN_POINT: "Pain point", "Adds a pain point at the selected step";
    ADD_OPPORTUNITY: "Opportunity", "Adds an opportunity at the selected step";
    IMPORT: "Import numbers…", "Reads numbers from tables: CSV, Excel, ODS, JSON lines";
    IMPORT_FOLDER: "Import folder…", "Reads numbers from every table in a folder";
    REFRESH_SOURCES: "Refresh all sources", "Reads the files of all linked sources again";
    PASTE_DATA: "Paste data as a source…", "Imports the table that is on the clipboard";
    TYPE_VALUES: "Type in values…", "Types or pastes values for the selected KPI card, where there is no file of them";
    HEAT_NOTHING: "Own colours", "Gives every stage its own colour";
    HEAT_STATUS: "Status", "Colours every stage by the worst status of its headline KPIs";
    HEAT_GAP: "Gap to the drawn experience", "Colours every stage by how much worse it is measured than it was drawn";
    HEAT_KPI: "One KPI along the map", "Colours every stage by this KPI alone, and says where its answers cannot be compared";
    HEAT_CHANGE: "Change", "Colours every stage by the worst change of its headline KPIs beyond noise";
    CATALOGUE: "KPI catalogue", "Shows the KPIs one may want, to be put on the map";
    TIME: "Move through time", "Shows values, changes and colours of one period after the other";
    SEASONS: "Take seasons out of limits", "Limits follow what repeats with the week or the year, where enough whole cycles show it";
    SHOW_SIGNALS: "What moved", "Shows every signal since the last review, worst first";
    DECIDE: "New decision…", "Writes into the log what is done about a KPI, also without a signal that it answers";
    REVIEW: "Review the map", "Goes through the map stage by stage and writes the minutes";
    DAYS: "Choose days…", "Any days to show, and any to compare them with";
    REMOVE_PERSON: "Remove a person’s rows…", "Takes every row of one person out of this file for good";
    EXPORT: "Export picture…", "Writes the shown map as PNG or SVG";
    SHORTCUTS: "Keyboard shortcuts", "Lists every shortcut";
    LOG: "Show log", "Shows what the program noted in this run";
    ABOUT: "About Milepost", "Version and licences";
    COMPARE_NONE: "Nothing", "Shows no change";
    COMPARE_PREVIOUS: "Previous period", "Compares with the same number of days just before";
    COMPARE_YEAR: "Same period last year", "Compares with the same days one year earlier";
    PERIOD_ALL: "All data", "Shows every day with data";
    PERIOD_LATEST: "Latest", "Shows the last full month, quarter or year of the data, with the trend of all of it";
    PERIOD_30: "Last 30 days", "Shows the 30 days up to the last day of the data";
    PERIOD_90: "Last 90 days", "Shows the 90 days up to the last day of the data";
    PERIOD_365: "Last 365 days", "Shows the 365 days up to the last day of the data";
    PERIOD_THIS_YEAR: "This year", "Shows the calendar year of the last day with data";
    PERIOD_LAST_YEAR: "Last year", "Shows the calendar year before that of the last day with data";
    SEGMENT_ALL: "All segments", "Shows the numbers of all customers";
}

/// A lane of a kind.
#[must_use]
pub fn add_lane(kind: LaneKind) -> Words {
    let label = match kind {
        LaneKind::Text => "Text lane",
        LaneKind::Touchpoint => "Touchpoint lane",
        LaneKind::Quote => "Quote lane",
        LaneKind::Image => "Picture lane",
        LaneKind::Curve => "Experience curve",
        LaneKind::Kpi => "KPI lane",
        LaneKind::PainPoint => "Pain point lane",
        LaneKind::Opportunity => "Opportunity lane",
        LaneKind::Process => "Process lane",
        LaneKind::Divider => "Divider line",
    };
    Words { label, hint: "Adds a lane below the selected one" }
}

/// The same in the palette, where no menu says that it is a lane.
#[must_use]
pub fn add_this_lane(kind: LaneKind) -> String {
    let label = add_lane(kind).label;
    match kind {
        LaneKind::Curve | LaneKind::Divider => add(&format!("{label} lane")),
        _ => add(label),
    }
}

/// The name a new lane starts with.
#[must_use]
pub fn lane_title(kind: LaneKind) -> &'static str {
    match kind {
        LaneKind::Text => "Notes",
        LaneKind::Touchpoint => "Touchpoints",
        LaneKind::Quote => "Quotes",
        LaneKind::Image => "Storyboard",
        LaneKind::Curve => "Experience",
        LaneKind::Kpi => "KPI",
        LaneKind::PainPoint => "Pain points",
        LaneKind::Opportunity => "Opportunities",
        LaneKind::Process => "Backstage",
        LaneKind::Divider => "Line of visibility",
    }
}

/// Trends by a grain.
#[must_use]
pub fn grain(grain: Grain) -> Words {
    let label = match grain {
        Grain::Day => "by day",
        Grain::Week => "by week",
        Grain::Month => "by month",
        Grain::Quarter => "by quarter",
        Grain::Year => "by year",
        Grain::All => "in one",
    };
    Words { label, hint: "Sets how wide a point of a trend is" }
}

/// A zoom of the map, in percent.
#[must_use]
pub const fn zoom_to(percent: u16) -> Words {
    let (label, hint) = match percent {
        50 => ("Zoom to 50 %", "Shows the map in half its size"),
        75 => ("Zoom to 75 %", "Shows the map in three quarters of its size"),
        150 => ("Zoom to 150 %", "Shows the map half as large again"),
        200 => ("Zoom to 200 %", "Shows the map in twice its size"),
        _ => ("Zoom to 100 %", "Shows the map in its natural size"),
    };
    Words { label, hint }
}

/// A scale of the interface, in percent.
#[must_use]
pub const fn ui_scale(percent: u16) -> Words {
    let label = match percent {
        80 => "80 %",
        90 => "90 %",
        110 => "110 %",
        125 => "125 %",
        150 => "150 %",
        175 => "175 %",
        200 => "200 %",
        _ => "100 %",
    };
    Words { label, hint: "Sets the UI scale: the size of all words and buttons" }
}

/// What a period shows, with its days.
#[must_use]
pub fn with_days(hint: &str, days: &str) -> String {
    format!("{hint}: {days}")
}

/// A command in the palette with the menu it belongs to, as in "Theme: Dark".
#[must_use]
pub fn in_group(group: &str, label: &str) -> String {
    format!("{group}: {label}")
}

/// An adding command in menus and in the palette.
#[must_use]
pub fn add(label: &str) -> String {
    let mut rest = label.chars();
    let Some(first) = rest.next() else { return String::new() };
    // "KPI lane" keeps its capitals.
    let is_word = rest.as_str().chars().next().is_none_or(char::is_lowercase);
    let first: String = if is_word { first.to_lowercase().collect() } else { first.to_string() };
    format!("Add {first}{}", rest.as_str())
}

/// Words of a new touchpoint.
pub const NEW_TOUCHPOINT: &str = "New touchpoint";
/// Words of a new text card.
pub const NEW_TEXT: &str = "New card";
/// Words of a new quote.
pub const NEW_QUOTE: &str = "What did they say?";
/// Words of a new pain point.
pub const NEW_PAIN_POINT: &str = "What hurts?";
/// Words of a new opportunity.
pub const NEW_OPPORTUNITY: &str = "What could be better?";

/// Why adding a card is not possible.
#[must_use]
pub fn needs_lane(kind: LaneKind) -> String {
    format!("Needs a lane: add a “{}” lane and a stage first", lane_title(kind))
}
