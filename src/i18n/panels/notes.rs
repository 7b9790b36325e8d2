//! Words of notes.

use super::words;

words! {
    notes = "Notes";
    add = "Add note";
    add_hint = "Write a note. Ctrl+Enter adds it.";
    field = "New note";
    signed_hint = "Changes the name on your notes";
    whose = "The note is added. Who wrote it?";
    nobody = "Somebody";
    resolve = "Resolve";
    reopen = "Reopen";
    edit = "Edit";
    show = "Show on the map";
    resolved = "resolved";
    open_ones = "Open";
    resolved_ones = "Resolved";
    all_ones = "All";
    which = "Notes shown";
    this_map = "Only this map";
    none_title = "No notes here";
    none_hint = "Select a card, a stage or a lane and press Ctrl+Alt+M to say something about it.";
    whole_file = "Whole file";
}

/// "1 open note", "3 open notes".
#[must_use]
pub fn count(open: usize) -> String {
    match open {
        0 => "Notes, all resolved".to_owned(),
        1 => "1 open note".to_owned(),
        _ => format!("{open} open notes"),
    }
}

/// As whom the next note is signed.
#[must_use]
pub fn signed(author: &str) -> String {
    if author.is_empty() { "Sign with a name…".to_owned() } else { format!("Signed as {author}") }
}

/// Who wrote a note and when, as in "Lena · 20 Nov 2025 14:05".
#[must_use]
pub fn by(author: &str, when: &str) -> String {
    let author = if author.is_empty() { nobody() } else { author };
    format!("{author} · {when}")
}

/// Name of the button that deals with a note, for people who do not see which it stands under.
#[must_use]
pub fn resolve_of(note: &str) -> String {
    format!("{} “{note}”", resolve())
}
