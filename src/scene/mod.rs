//! The display list: a map as shapes and placed lines of text, colours resolved. Window, SVG and PNG paint it as it is.

pub mod item;
pub mod lod;
pub mod overlay_kpi;

pub use item::{Align, Item, Layer, Prim, Scene, Stroke};
pub use lod::Lod;
pub use overlay_kpi::{KpiFigure, KpiOverlay, MeasuredPoint, Status, TrendPoint};
