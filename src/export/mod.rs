//! Scenes as files.

pub mod bytes_as_text;
#[cfg(test)]
pub(crate) mod fixture;
pub mod page;
pub mod picture;
pub mod png;
pub mod svg;

pub use page::ExportOptions;
