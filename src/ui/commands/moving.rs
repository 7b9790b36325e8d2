//! Commands that walk, connect, move and widen what is selected.

use super::adding::plain;
use crate::canvas::edits;
use crate::model::{Edit, RecordRef};
use crate::session::arrange::{self, Direction};
use crate::session::{AfterEdit, AppCommand, Session};

pub(super) fn selected(records: Vec<RecordRef>) -> Option<AppCommand> {
    (!records.is_empty()).then_some(AppCommand::Select(records))
}

pub(super) fn connect(session: &Session) -> Option<AppCommand> {
    match *session.selection() {
        [RecordRef::Card(from)] => Some(AppCommand::BeginConnection(from)),
        [RecordRef::Card(from), RecordRef::Card(to)] if arrange::is_connectable(session.document(), from, to) => {
            Some(plain(Edit::Connect { from, to }, AfterEdit::Select))
        }
        _ => None,
    }
}

/// A stage after the one that is worked on, or at the end.
pub(super) fn next_stage(session: &Session) -> Option<Edit> {
    let after = session.selection().last().and_then(|record| arrange::next_stage(session.document(), *record));
    Some(after.unwrap_or(edits::new_stage(session.map()?, None)))
}

pub(super) fn widen(session: &Session, direction: Direction) -> Option<AppCommand> {
    let edit = arrange::widen(session.document(), session.map()?, session.selection(), direction)?;
    Some(plain(edit, AfterEdit::Nothing))
}
