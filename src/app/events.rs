//! What the open map tells by itself: imports and refreshes that came to their end.

use super::{MilepostApp, sentence};
use crate::base::ids::SourceId;
use crate::i18n::shell::{message, person as words};
use crate::session::persons::{RemovalFailure, Removed};
use crate::session::{SessionEvent, typed_values};

impl MilepostApp {
    fn is_typed_in(&self, source: SourceId) -> bool {
        self.session.as_ref().is_some_and(|session| typed_values::typed_for(session.document(), source).is_some())
    }

    /// Takes what the session has to tell.
    pub(super) fn poll_session(&mut self) {
        let Some(session) = &mut self.session else { return };
        let events = session.poll();
        if events.iter().any(|event| matches!(event, SessionEvent::Imported(_))) {
            self.unfold_drawer();
        }
        for event in events {
            match event {
                // The wizard tells its own imports itself, with the report.
                SessionEvent::Imported(outcome) if self.wizard.is_open() => self.wizard.imported(&outcome),
                SessionEvent::Imported(outcome) if outcome.is_unchanged => {
                    self.toasts.note(message::unchanged(&outcome.name));
                }
                SessionEvent::Imported(outcome) if self.is_typed_in(outcome.source) => {
                    self.toasts.end_undo_offers();
                    self.toasts.note_with_undo(crate::i18n::shell::values::kept(&outcome.name));
                }
                SessionEvent::Imported(outcome) => {
                    let count = crate::i18n::shell::numbers::count;
                    let rejected = (outcome.rows_rejected > 0).then(|| count(outcome.rows_rejected));
                    let text = message::imported(&outcome.name, &count(outcome.rows_accepted), rejected.as_deref());
                    self.toasts.end_undo_offers();
                    self.toasts.note_with_undo(text);
                }
                SessionEvent::ImportFailed(failure) if self.wizard.is_open() => self.wizard.failed(sentence(&failure)),
                SessionEvent::ImportFailed(failure) if failure.is_cancelled() => {}
                SessionEvent::ImportFailed(failure) => self.toasts.problem(sentence(&failure)),
                SessionEvent::Refreshed(outcome) => {
                    self.toasts.end_undo_offers();
                    self.toasts.note_with_undo(message::refreshed(
                        &outcome.name,
                        (outcome.rows_accepted, outcome.rows_rejected),
                        outcome.is_growth,
                        outcome.unplaced_words().as_deref(),
                    ));
                }
                SessionEvent::RefreshedWithoutChange(source) => {
                    let document = self.session.as_ref().map(|s| s.document());
                    if let Some(source) = document.and_then(|d| d.whole_source(source)) {
                        self.toasts.note(message::nothing_new(&source.name));
                    }
                }
                SessionEvent::RefreshFailed(_, failure) if failure.is_cancelled() => {}
                SessionEvent::RefreshFailed(_, failure) => self.toasts.problem(sentence(&failure)),
                SessionEvent::PersonRemoved(removed) => {
                    // What could be taken back before cannot be any more.
                    self.toasts.end_undo_offers();
                    self.tell_removal(Ok(*removed));
                }
                SessionEvent::PersonNotRemoved(failure) => self.tell_removal(Err(failure)),
                SessionEvent::NumbersFailed(error) => self.toasts.problem(sentence(&error)),
            }
        }
    }

    /// Tells what came of removing a person. When that is not what was asked for, the program stays to tell it.
    pub(super) fn tell_removal(&mut self, ended: Result<Removed, RemovalFailure>) {
        let problem = match ended {
            Ok(removed) => match removed.remains() {
                Some(remains) => remains,
                None => return self.toasts.note(words::removed(removed.person.rows())),
            },
            Err(failure) if failure.is_cancelled() => return self.leaves_after_removal = false,
            Err(failure) => failure.to_string(),
        };
        self.leaves_after_removal = false;
        self.toasts.problem(sentence(&problem));
    }
}
