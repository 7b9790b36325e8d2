//! New notes, and how many are open.

use crate::base::time::UtcMillis;
use crate::model::{AnyRecord, Document, Edit, Note, RecordRef};

/// A note written just now.
#[must_use]
pub fn new_note(anchor: RecordRef, author: &str, text: &str) -> Edit {
    Edit::Add(AnyRecord::Note(note(anchor, author, text)))
}

/// A note that is kept for the record: nobody has to do anything about it.
#[must_use]
pub fn said(anchor: RecordRef, author: &str, text: &str) -> Edit {
    Edit::Add(AnyRecord::Note(Note { is_resolved: true, ..note(anchor, author, text) }))
}

fn note(anchor: RecordRef, author: &str, text: &str) -> Note {
    Note {
        id: super::system_ids().allocate(),
        anchor,
        author: author.trim().to_owned(),
        text: text.trim().to_owned(),
        created_at: UtcMillis::now(),
        is_resolved: false,
    }
}

/// Notes nobody has dealt with yet.
#[must_use]
pub fn open_count(document: &Document) -> usize {
    document.notes.values().filter(|note| !note.is_resolved).count()
}
