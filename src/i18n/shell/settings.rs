//! The sheet of settings.

/// Title.
pub const TITLE: &str = "Settings";
/// Whom notes are signed by: what the name is for, and that it may stay empty.
pub const AUTHOR_HINT: &str = "Your notes carry it; without a name they are unsigned.";
/// How large everything is.
pub const UI_SCALE: &str = "Size of words and buttons";
/// A size.
#[must_use]
pub fn percent(percent: u16) -> String {
    format!("{percent} %")
}
/// What can be shown on the map.
pub const ON_MAP: &str = "On the map";
/// Where all of it is kept.
pub const KEPT: &str = "All of this is for this computer and works at once; maps are as they were.";
