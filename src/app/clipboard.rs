//! The clipboard of the system: what is copied goes there, what is pasted comes from there.

use super::{MilepostApp, sentence};
use crate::model::edit::Verb;
use crate::model::{Edit, EditLabel};
use crate::session::clipboard::{Copied, PasteAt, Pasted};
use crate::session::{AfterEdit, Session};
use std::path::Path;

impl MilepostApp {
    /// Puts the selection on the clipboard; true when there was something to put there.
    pub(super) fn copy(&mut self, ctx: &egui::Context) -> bool {
        let Some(session) = &self.session else { return false };
        let Some(copied) = session.copied() else { return false };
        if !(self.has_system_clipboard && offer(&copied)) {
            ctx.copy_text(copied.text.clone());
        }
        self.copied = Some((session.path().map(Path::to_owned), copied));
        true
    }

    /// The same, and deletes it from the map.
    pub(super) fn cut(&mut self, ctx: &egui::Context) {
        if !self.session.as_ref().is_some_and(Session::is_editable) || !self.copy(ctx) {
            return;
        }
        let records = self.session.as_ref().map(|s| s.selection().to_vec()).unwrap_or_default();
        let Some(first) = records.first() else { return };
        let label = EditLabel { verb: Verb::Cut, noun: first.table(), count: records.len() };
        let edit = Edit::Batch { label, edits: vec![Edit::Delete(records)] };
        self.edit(ctx, &edit, None, AfterEdit::Nothing);
    }

    /// Puts a text from the clipboard onto the map: with everything it had when it was copied here.
    pub(super) fn paste(&mut self, text: &str, at: PasteAt) {
        let Some(session) = &mut self.session else { return };
        let last = self.copied.as_ref();
        let is_same_file = last.is_some_and(|(file, _)| file.as_deref() == session.path());
        let html = if self.has_system_clipboard { offered() } else { None };
        let pasted = Pasted::of(text, html.as_deref(), last.map(|(_, copied)| copied)).map(|pasted| match pasted {
            // Pictures stay in the file they were put into.
            Pasted::Clip(clip) if !is_same_file => Pasted::Clip(clip.without_pictures()),
            pasted => pasted,
        });
        match pasted.and_then(|pasted| session.paste(&pasted, at)) {
            Ok(()) => self.toasts.end_undo_offers(),
            Err(error) => self.toasts.problem(sentence(&error)),
        }
    }
}

/// Offers a copy as HTML and as text; false when the system has no clipboard for it. On Wayland the window's own way is
/// the sure one, and it knows text alone.
fn offer(copied: &Copied) -> bool {
    if std::env::var_os("WAYLAND_DISPLAY").is_some() {
        return false;
    }
    let set = |mut board: arboard::Clipboard| board.set().html(copied.html.as_str(), Some(copied.text.as_str()));
    match arboard::Clipboard::new().and_then(set) {
        Ok(()) => true,
        Err(error) => {
            log::warn!("the clipboard took no HTML: {error}");
            false
        }
    }
}

/// The HTML on the clipboard of the system.
fn offered() -> Option<String> {
    arboard::Clipboard::new().and_then(|mut board| board.get().html()).ok()
}
