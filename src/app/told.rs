//! Telling what became of words that were typed, and keeping after all what was dropped.

use super::{MilepostApp, sentence};
use crate::i18n::panels::lane_kind;
use crate::i18n::shell::{message, paste};
use crate::session::lane_kinds::CardsLeft;
use crate::session::told::{DroppedWords, Told, WhyNotKept};
use crate::session::{AfterEdit, AppCommand};

impl MilepostApp {
    pub(super) fn tell(&mut self, told: Told) {
        match told {
            Told::Replaced(words) => self.toasts.note_with_undo(message::replaced(&words)),
            Told::Emptied(words) => self.toasts.note_with_undo(message::emptied(&words)),
            Told::NameKept(table, name) => {
                self.toasts.remark(message::name_kept(crate::i18n::edit::noun(table, 1), &name));
            }
            Told::HeldOnCurve { typed, value } => self.toasts.note_with_undo(message::held_on_curve(&typed, value)),
            Told::Nowhere => self.toasts.remark(message::TYPED_NOWHERE),
            Told::TargetLeft(target) => self.toasts.note_with_undo(message::target_left(target.as_deref())),
            Told::NoCurveValue { typed, value } => self.toasts.note_with_undo(message::no_curve_value(&typed, value)),
            Told::Dropped { words, edit } => {
                let text = message::dropped(&words);
                let offer = match (edit, &self.session) {
                    (Some(edit), Some(session)) => {
                        let dropped = DroppedWords::new(session.document(), words, *edit);
                        (message::KEEP_WORDS.to_owned(), AppCommand::KeepDropped(Box::new(dropped)))
                    }
                    _ => (message::COPY_WORDS.to_owned(), AppCommand::CopyWords(words)),
                };
                self.toasts.remark_with_choices(text, vec![offer]);
            }
        }
    }

    /// Tells that cards stay what they are in a lane that holds something else now.
    pub(super) fn tell_left(&mut self, left: CardsLeft) {
        let text = message::cards_left(left.count, lane_kind(left.kind));
        let offers = match left.words.len() {
            0 => Vec::new(),
            count => vec![(paste::make_kpis(count), AppCommand::MakeKpis(left.words))],
        };
        self.toasts.note_with_offers(text, offers);
    }

    /// Keeps words after all. Where that is too late they can still be copied: nothing that was typed goes silently.
    pub(super) fn keep_dropped(&mut self, ctx: &egui::Context, dropped: DroppedWords) {
        let is_writable = self.session.as_ref().is_some_and(crate::session::Session::is_writable);
        let why = match self.session.as_ref().map(|session| dropped.check(session.document())) {
            Some(Ok(())) if is_writable => {
                let edit = dropped.edit;
                return self.run_command(ctx, AppCommand::Edit { edit, merge: None, then: AfterEdit::Select });
            }
            Some(Ok(())) => sentence(&crate::model::edit::EditError::NotEditable),
            Some(Err(WhyNotKept::Changed)) => message::changed_meanwhile(&dropped.words),
            Some(Err(WhyNotKept::Forbidden(error))) => sentence(&error),
            Some(Err(WhyNotKept::Gone)) | None => message::gone_meanwhile(&dropped.words),
        };
        let offer = (message::COPY_WORDS.to_owned(), AppCommand::CopyWords(dropped.words));
        self.toasts.problem_with_choices(why, vec![offer]);
    }
}
