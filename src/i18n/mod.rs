//! Every word a user reads in the window, as plain functions by area, so that wording lives in one place.

pub mod canvas;
pub mod card_forms;
pub mod cli;
pub mod compare;
pub mod connections;
pub mod doctor;
pub mod edit;
pub mod heat;
pub mod import;
pub mod lists;
pub mod map;
pub mod panels;
pub mod persona;
pub mod review;
pub mod shell;
pub mod signals;
pub mod told;

/// The beginning of words for names and messages: at most so many signs, then "…".
fn beginning(words: &str, most: usize) -> std::borrow::Cow<'_, str> {
    match words.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or(words).trim_end()).into(),
        None => words.into(),
    }
}
