//! Milepost: customer journey maps with the measured KPI on the very stage it measures.
//!
//! Modules in dependency order; `ARCHITECTURE.md` tells the whole in five minutes, `tests/tidy.rs` enforces who may
//! import whom.

#![warn(missing_docs)]
// A crash is never the right message, and a closed pipe is no reason to crash (`println!` panics then).
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::print_stderr)]

pub mod base;

pub mod i18n;
pub mod model;
pub mod theme;

pub mod import;
pub mod layout;
pub mod metrics;
pub mod store;

pub mod scene;

pub mod export;

pub mod session;

#[cfg(feature = "gui")]
pub mod canvas;
#[cfg(feature = "gui")]
pub mod ui;

#[cfg(feature = "gui")]
pub mod app;
pub mod cli;
