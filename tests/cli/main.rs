//! The command line from outside: every command as a script sees it, in a folder of its own, without a display.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first thing that is not as it expects"
)]

mod bad_input;
mod cards;
mod commands;
mod contract;
mod corpus;
mod decisions;
mod findings;
mod forget;
mod harness;
mod import;
#[cfg(feature = "gui")]
mod one_number;
mod refresh;
mod report;
mod survey;
