//! The map on screen: an egui view with its own camera, that reads a [`crate::session::Session`] and sends commands.
//!
//! One response takes the pointer; [`tools`] turn it into edits; [`picture`] keeps layout and scene; [`paint`] draws
//! them; [`marks`] draws what lies above; [`nodes`] makes it all findable without eyes.

mod access;
mod beside;
pub mod camera;
mod described;
mod difference_marks;
pub mod edits;
mod emphasis;
mod empty;
mod extend;
#[cfg(test)]
mod fixture;
mod gestures;
pub mod grid;
mod handles;
mod hidden_lanes;
pub mod input;
mod keys;
mod kpi_drop;
mod legend;
mod links;
mod marks;
pub mod menus;
mod minimap;
mod nodes;
mod paint;
mod persona_view;
mod pick_list;
pub mod picture;
mod plus;
pub mod popup;
mod reader;
mod still;
mod storyboard;
mod stuck_names;
mod surface;
#[cfg(test)]
mod tests;
mod text_edit;
mod text_field;
pub mod text_marks;
pub mod textures;
pub mod tools;
mod tooltip;
mod typing;
mod view;

pub use beside::{Moved, Seen};
pub use difference_marks::{DifferenceMark, ink as difference_ink, sign as difference_sign};
pub use emphasis::Emphasis;
pub use nodes::short_name;
pub use paint::{color, font};
pub use persona_view::{PersonaView, PersonaViewInput};
pub use still::{StillInput, StillMap};
pub use view::{CanvasInput, CanvasView};

/// How a value stands to its target, in words; empty without a target.
fn status_words(status: crate::scene::Status) -> &'static str {
    use crate::i18n::canvas as words;
    use crate::scene::Status;
    match status {
        Status::None => "",
        Status::Good => words::ON_TARGET,
        Status::Watch => words::WATCH,
        Status::Off => words::OFF_TARGET,
    }
}
