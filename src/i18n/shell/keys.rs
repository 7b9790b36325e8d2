//! The sheet of keyboard shortcuts.

/// Heading of what keys and mouse do on the map.
pub const ON_THE_MAP_TITLE: &str = "On the map";
/// The field that finds a shortcut.
pub const FIND_SHORTCUT: &str = "Find an action or its keys";
/// No shortcut holds what was typed.
pub const NO_SHORTCUT: &str = "No shortcut is called like that.";
/// What keys and mouse do on the map: what, and how.
pub const ON_THE_MAP: [(&str, &str); 16] = [
    ("Type into the cell or card", "just type"),
    ("Edit the words", "Enter"),
    ("Keep the words and go down", "Enter"),
    ("A line break in the words", "Shift+Enter"),
    ("Bold, italic words of a card", "Ctrl+B, Ctrl+I"),
    ("Next cell, previous cell", "Tab, Shift+Tab"),
    ("Walk over the map", "← → ↑ ↓"),
    ("First and last cell of the row", "Home, End"),
    ("First and last cell of the map", "Ctrl+Home, Ctrl+End"),
    ("Extend the selection", "Shift+← → ↑ ↓, Home, End"),
    ("Leave, drop a drag, select nothing", "Esc"),
    ("Copy while dragging", "Alt+drag"),
    ("Move over the map", "Space+drag, wheel"),
    ("Zoom at the pointer", "Ctrl+wheel"),
    ("Select several", "Shift+click, drag"),
    ("Open a link in a card", "Ctrl+click"),
];
/// Over what keys do in the bar that moves through the periods.
pub const IN_TIME_TITLE: &str = "Moving through time";
/// What keys do there: what, and how.
pub const IN_TIME: [(&str, &str); 4] = [
    ("Period before, next period", "← →"),
    ("First and last period", "Home, End"),
    ("Play the periods, pause", "Space"),
    ("All periods again", "Esc"),
];
