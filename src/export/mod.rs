//! Scenes as files.

pub mod base64;
#[cfg(test)]
pub(crate) mod fixture;
pub mod page;
pub mod picture;
pub mod png;
pub mod svg;

pub use page::ExportOptions;
