//! To come.

pub mod sample;
pub mod templates;
