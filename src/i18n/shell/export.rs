//! The sheet before a picture is written.

use crate::i18n::shell::dialog;

/// Title.
pub const TITLE: &str = "Export a picture";
/// Which map or persona.
pub const SUBJECT: &str = "What to show";
/// A persona among what can be exported.
#[must_use]
pub fn persona_page(name: &str) -> String {
    format!("{name} (persona)")
}

/// Which format.
pub const FORMAT: &str = "Format";
/// Which colours.
pub const COLOURS: &str = "Colours";
/// How many pixels.
pub const SIZE: &str = "Size";
/// What a size is good for.
pub const SIZE_HINT: &str = "1× is as large as on the screen at 100 %; 2× is sharp in documents, 4× on a poster.";
/// Asks for a path.
pub const GO_ON: &str = "Choose a file name…";
/// Closes the sheet.
pub const CANCEL: &str = dialog::CANCEL;

/// Pixels.
pub const PNG: &str = "PNG";
/// Shapes.
pub const SVG: &str = "SVG";
/// What PNG is good for.
pub const PNG_HINT: &str = "Pixels: for slides, documents and chats.";
/// What SVG is good for.
pub const SVG_HINT: &str = "Shapes and words: sharp at any size, for print and drawing programs.";
/// Light colours.
pub const LIGHT: &str = "Light";
/// Dark colours.
pub const DARK: &str = "Dark";
/// The colours of the window.
pub const AS_WINDOW: &str = "As the window";

/// How stages stand.
pub const ROWS: &str = "Stages";
/// Side by side.
pub const ONE_ROW: &str = "In one row";
/// Below each other.
pub const BREAK_INTO_ROWS: &str = "Break into rows";
/// What rows are good for.
pub const ROWS_HINT: &str = "A long map in rows fits a page or a slide; each row has the names of the lanes.";

/// A size.
#[must_use]
pub fn scale(scale: u8) -> String {
    format!("{scale}×")
}
