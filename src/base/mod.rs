//! Foundations without any knowledge of journeys: ids, geometry, colour, calendar, text blocks, progress, files.

pub mod color;
pub mod fs;
pub mod geom;
pub mod ids;
pub mod progress;
pub mod text;
pub mod time;
