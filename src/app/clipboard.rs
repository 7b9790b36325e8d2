//! The clipboard of the system: what is copied goes there, what is pasted comes from there.

use super::{MilepostApp, sentence};
use crate::i18n::shell::message;
use crate::session::clipboard::{Clip, Copied, PasteAt, Pasted, cut_edit};
use crate::session::{AfterEdit, Session};
use std::path::Path;

impl MilepostApp {
    /// Puts the selection on the clipboard, when there is something to put there.
    pub(super) fn copy(&mut self, ctx: &egui::Context) {
        if let Some(copied) = self.session.as_ref().and_then(Session::copied) {
            self.keep_copied(ctx, copied);
        }
    }

    fn keep_copied(&mut self, ctx: &egui::Context, copied: Copied) {
        if !(self.has_system_clipboard && offer(&copied)) {
            ctx.copy_text(copied.text.clone());
        }
        self.copied = Some((self.session.as_ref().and_then(Session::path).map(Path::to_owned), copied));
    }

    /// The same, and deletes it from the map: only what pasting brings back.
    pub(super) fn cut(&mut self, ctx: &egui::Context) {
        let Some(session) = self.session.as_ref().filter(|s| s.is_editable() && !s.selection().is_empty()) else {
            return;
        };
        let copied = session.copied().and_then(|copied| {
            let edit = cut_edit(session.document(), session.selection(), &copied)?;
            Some((copied, edit))
        });
        let Some((copied, edit)) = copied else { return self.toasts.problem(message::NOT_CUT) };
        self.keep_copied(ctx, copied);
        self.edit(ctx, &edit, None, AfterEdit::Nothing);
    }

    /// Forgets the pictures of what was copied: the file that holds them is left.
    pub(super) fn forget_copied_pictures(&mut self) {
        if let Some((_, copied)) = &mut self.copied {
            copied.clip = copied.clip.take().map(Clip::without_pictures);
        }
    }

    /// What was copied from a file is in its copy as well.
    pub(super) fn move_copied(&mut self, from: &Path, to: &Path) {
        if let Some((Some(file), _)) = &mut self.copied
            && file == from
        {
            to.clone_into(file);
        }
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
