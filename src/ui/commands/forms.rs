//! The commands that choose how KPI cards show their figures.

use super::adding::plain;
use crate::canvas::edits;
use crate::model::{Card, CardForm, RecordRef};
use crate::session::{AfterEdit, AppCommand, Session};

/// The KPI cards that are selected.
fn selected(session: &Session) -> Vec<&Card> {
    let card = |record: &RecordRef| match record {
        RecordRef::Card(id) => session.document().cards.get(id).map(AsRef::as_ref),
        _ => None,
    };
    session.selection().iter().filter_map(card).filter(|card: &&Card| card.body.form().is_some()).collect()
}

/// Brings the selected KPI cards into a form.
pub(super) fn resolve(form: CardForm, session: &Session) -> Option<AppCommand> {
    edits::in_form(&selected(session), form).map(|edit| plain(edit, AfterEdit::Nothing))
}

/// True when all selected KPI cards have this form.
pub(super) fn is_on(form: CardForm, session: &Session) -> bool {
    let cards = selected(session);
    !cards.is_empty() && cards.iter().all(|card| card.body.form() == Some(form))
}
