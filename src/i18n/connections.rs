//! Words about how connections look.

use crate::i18n::shell::command::Words;
use crate::model::{ConnectionArrows, ConnectionCorners, ConnectionStyle, ConnectionWeight, LookChoice};

/// What the looks of connections are a choice of.
pub const CONNECTION: &str = "Connection";
/// Words beside the line, while there are none.
pub const LABEL_HINT: &str = "Words on the line";
/// Turns a connection round.
pub const REVERSE: &str = "Reverse direction";
/// Names of the colours.
const TINTS: [&str; 8] =
    ["Colour 1", "Colour 2", "Colour 3", "Colour 4", "Colour 5", "Colour 6", "Colour 7", "Colour 8"];

/// What is chosen, with what it does.
#[must_use]
pub fn choice(choice: LookChoice) -> Words {
    let (label, hint) = match choice {
        LookChoice::Style(ConnectionStyle::Solid) => ("Solid", "Draws the selected connections as full lines"),
        LookChoice::Style(ConnectionStyle::Dashed) => ("Dashed", "Draws the selected connections as broken lines"),
        LookChoice::Style(ConnectionStyle::Dotted) => ("Dotted", "Draws the selected connections as rows of dots"),
        LookChoice::Weight(ConnectionWeight::Thin) => ("Thin", "Draws the selected connections as thin lines"),
        LookChoice::Weight(ConnectionWeight::Normal) => ("Normal", "Draws the selected connections as wide as usual"),
        LookChoice::Weight(ConnectionWeight::Thick) => ("Thick", "Draws the selected connections as thick lines"),
        LookChoice::Arrows(ConnectionArrows::End) => ("At end", "An arrow where the selected connections lead to"),
        LookChoice::Arrows(ConnectionArrows::Both) => ("Both ends", "Arrows at both ends of the selected connections"),
        LookChoice::Arrows(ConnectionArrows::None) => ("No arrow", "The selected connections are lines without arrows"),
        LookChoice::Corners(ConnectionCorners::Rounded) => {
            ("Rounded", "The selected connections turn along small arcs")
        }
        LookChoice::Corners(ConnectionCorners::Straight) => ("Straight", "The selected connections turn at once"),
        LookChoice::Tint(None) => ("Usual colour", "Draws the selected connections in their usual colour"),
        LookChoice::Tint(Some(tint)) => {
            let name = TINTS.get(usize::from(tint) % TINTS.len()).copied().unwrap_or_default();
            (name, "Draws the selected connections in this colour")
        }
    };
    Words { label, hint }
}

/// What a list of such choices is about.
#[must_use]
pub fn list(choice: LookChoice) -> &'static str {
    match choice {
        LookChoice::Style(_) => "Line",
        LookChoice::Weight(_) => "Width",
        LookChoice::Arrows(_) => "Arrows",
        LookChoice::Corners(_) => "Corners",
        LookChoice::Tint(_) => "Colour",
    }
}
