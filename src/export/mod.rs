//! Scenes as files.

#[cfg(test)]
pub(crate) mod fixture;
pub mod page;
pub mod png;
pub mod svg;

pub use page::ExportOptions;
