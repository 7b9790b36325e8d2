//! What is said when the keys of a command can do nothing.

/// Connecting without a card.
pub const CONNECT: &str = "Select a card first: a connection goes from there to the card chosen next.";
/// Connecting two cards that are.
pub const CONNECTED: &str = "These two cards cannot be connected once more.";
/// No connection to be selected.
pub const NEXT_CONNECTION: &str = "Select a card with a connection first.";
/// Nobody whose page could be shown.
pub const PERSONA_PAGE: &str = "There is no persona in this file yet: “Add persona” in the command palette makes one.";
/// Nothing to compare with.
pub const COMPARE_MAPS: &str = "There is one map in this file: duplicate it or make its future state to compare both.";
/// No other map to go to.
pub const ONE_MAP: &str = "There is one map in this file: “Add map” in the command palette makes another one.";
/// No other state.
pub const COUNTERPART: &str = "This map has no other state yet: “Make future state” in the command palette makes one.";
/// No map before.
pub const BACK: &str = "There is no map to go back to.";
/// Nothing to fit.
pub const FIT_SELECTION: &str = "Select something first: the window is filled with it.";
