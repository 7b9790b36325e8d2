//! Every word a user reads in the window, as plain functions by area, so that wording lives in one place.

pub mod canvas;
pub mod cli;
pub mod edit;
pub mod import;
pub mod map;
pub mod panels;
pub mod shell;
