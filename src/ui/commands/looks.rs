//! The commands that choose how connections look.

use super::adding::plain;
use crate::canvas::edits;
use crate::model::LookChoice;
use crate::session::{AfterEdit, AppCommand, Session};

/// Every choice, list by list.
pub fn every() -> impl Iterator<Item = LookChoice> {
    let lists = LookChoice::LISTS.into_iter().flatten().copied();
    let tints = (0..8).map(Some);
    lists.chain(std::iter::once(None).chain(tints).map(LookChoice::Tint))
}

/// Gives the selected connections a look.
pub(super) fn resolve(choice: LookChoice, session: &Session) -> Option<AppCommand> {
    let selected = edits::connections_among(session.document(), session.selection());
    edits::with_look(&selected, choice).map(|edit| plain(edit, AfterEdit::Nothing))
}

/// True when all selected connections look so.
pub(super) fn is_on(choice: LookChoice, session: &Session) -> bool {
    let selected = edits::connections_among(session.document(), session.selection());
    !selected.is_empty() && selected.iter().all(|connection| connection.look.has(choice))
}
