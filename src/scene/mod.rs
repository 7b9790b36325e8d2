//! The display list: a map as shapes and placed lines of text, colours resolved. Window, SVG and PNG paint it as it is.

mod build;
mod card;
pub mod card_figures;
mod card_form;
mod card_split;
pub mod channel_icon;
mod connections;
mod curve;
pub mod dump;
mod far;
#[cfg(test)]
pub(crate) mod fixture;
mod heat;
pub mod heat_legend;
mod high_header;
pub mod item;
mod kpi_card;
mod lined_header;
pub mod lod;
mod low_header;
mod map_figures;
mod marks;
pub mod overlay_kpi;
mod pen;
pub mod persona_page;
mod signal_badge;
mod stage_header;
mod state_marks;
mod stretch;
mod touchpoint_badge;
mod trend;

pub use build::{LABEL_EDGE, SceneInput, SceneWindow, body_of, pins_of, scene_of};
pub use card_figures::CardFigures;
pub use high_header::stage_frame;
pub use item::{Align, Item, Layer, Part, Prim, Scene, Stroke};
pub use lod::{HIGH_HEADER_BELOW, Lod};
pub use overlay_kpi::{KpiFigure, KpiOverlay, MeasuredPoint, Status, TrendPoint, Unanswered};
pub use persona_page::{PageWidth, PersonaArea, PersonaPage, PersonaPageInput, PersonaPart, lists_of, persona_page};
pub use stretch::Stretch;
pub use touchpoint_badge::kpi_on_badge;
