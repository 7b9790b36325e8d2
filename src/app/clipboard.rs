//! Cut, copy and paste between the map and the clipboard of the system. That clipboard is asked on threads of their own:
//! whoever owns it may take seconds to answer.

use super::tasks::Outcome;
use super::{MilepostApp, sentence};
use crate::base::ids::MapId;
use crate::i18n::shell::{message, paste as words};
use crate::model::PictureFile;
use crate::session::clipboard::{Copied, PasteAt, PasteError, PasteReport, Pasted, cut};
use crate::session::{AfterEdit, AppCommand, CameraCommand, Session};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What was last copied here.
pub(super) struct LastCopy {
    /// It, in every form.
    pub(super) copied: Copied,
    /// The file it came from, while that is open.
    file: Option<PathBuf>,
    /// The bytes of its pictures by digest, as soon as they are read.
    pictures: BTreeMap<String, PictureFile>,
    /// The clipboard of the system may not have it yet.
    is_on_its_way: bool,
    /// Copies are counted: a late answer is about another one.
    number: u64,
}

/// A copy that was offered to the system.
pub struct Offered {
    number: u64,
    pictures: Vec<PictureFile>,
    is_taken: bool,
}

/// What was on the clipboard of the system, for a place on a map.
pub struct FromClipboard {
    file: Option<PathBuf>,
    map: Option<MapId>,
    at: PasteAt,
    pasted: Result<Pasted, PasteError>,
    pictures: Vec<PictureFile>,
}

/// A sheet that was pasted, to be pasted once more as cells.
pub(super) struct LastSheet {
    pasted: Pasted,
    at: PasteAt,
    revision: u64,
}

impl MilepostApp {
    /// Puts the selection on the clipboard, when there is something to put there.
    pub(super) fn copy(&mut self, ctx: &egui::Context) {
        if let Some(copied) = self.session.as_ref().and_then(Session::copied) {
            self.keep_copied(ctx, copied);
        }
    }

    fn keep_copied(&mut self, ctx: &egui::Context, copied: Copied) {
        let Some(session) = &self.session else { return };
        let number = self.copied.as_ref().map_or(0, |last| last.number) + 1;
        let is_offered = self.has_system_clipboard && !is_wayland();
        if !is_offered {
            ctx.copy_text(copied.text.clone());
        }
        let named = copied.clip.as_ref().map(|clip| clip.pictures()).unwrap_or_default();
        let file = session.path().map(Path::to_owned);
        let pictures = BTreeMap::new();
        if is_offered || !named.is_empty() {
            let (book, copied) = (session.picture_book(), copied.clone());
            self.start_for_window(words::COPYING, move || {
                let pictures = book.read(named);
                // The file is let go of before anyone else is asked.
                drop(book);
                let is_taken = !is_offered || offer(&copied, &pictures);
                Outcome::Offered(Offered { number, pictures, is_taken })
            });
        }
        self.copied = Some(LastCopy { copied, file, pictures, is_on_its_way: is_offered, number });
    }

    /// A copy is on the clipboard of the system, or the window has to put its words there.
    pub(super) fn take_offered(&mut self, ctx: &egui::Context, offered: Offered) {
        let Some(last) = self.copied.as_mut().filter(|last| last.number == offered.number) else { return };
        last.is_on_its_way = false;
        last.pictures = offered.pictures.into_iter().map(|file| (file.picture.digest.clone(), file)).collect();
        if !offered.is_taken {
            ctx.copy_text(last.copied.text.clone());
        }
    }

    /// The same, and deletes it from the map: only what pasting brings back.
    pub(super) fn cut(&mut self, ctx: &egui::Context) {
        let Some(session) = self.session.as_ref().filter(|s| s.is_editable() && !s.selection().is_empty()) else {
            return;
        };
        let cut = session.map().and_then(|map| cut(session.document(), map, session.selection()));
        let Some((copied, edit)) = cut else { return self.toasts.problem(message::NOT_CUT) };
        self.keep_copied(ctx, copied);
        self.edit(ctx, &edit, None, AfterEdit::Nothing);
    }

    /// The file that was copied from is left: it holds no pictures any more for what is pasted.
    pub(super) fn leave_copied_file(&mut self) {
        if let Some(last) = &mut self.copied {
            last.file = None;
        }
    }

    /// What was copied from a file is in its copy as well.
    pub(super) fn move_copied(&mut self, from: &Path, to: &Path) {
        if let Some(LastCopy { file: Some(file), .. }) = &mut self.copied
            && file == from
        {
            to.clone_into(file);
        }
    }

    /// Puts a text from the clipboard onto the map: with everything it had when it was copied here.
    pub(super) fn paste(&mut self, text: String, at: PasteAt) {
        if self.session.is_none() {
            return;
        }
        let last = self.copied.as_ref();
        // Who pastes at once after copying means that, whatever the system still has.
        let text = last.filter(|last| last.is_on_its_way).map_or(text, |last| last.copied.text.clone());
        let pasted = Pasted::of_text(&text, last.map(|last| &last.copied));
        if !self.has_system_clipboard || matches!(pasted, Ok(Pasted::Clip(_))) {
            return self.paste_now(pasted, at, Vec::new());
        }
        self.ask_and_paste(text, at, offered);
    }

    /// Pastes what is on the clipboard without a text, such as a table that is HTML alone; says so where there is nothing.
    pub(super) fn paste_without_text(&mut self) {
        if let Some(session) = &self.session {
            let at = self.canvas.paste_at(session);
            let has_clipboard = self.has_system_clipboard;
            self.ask_and_paste(String::new(), at, move || if has_clipboard { offered() } else { None });
        }
    }

    /// Pastes a text, together with the HTML that stands beside it as soon as whoever has it answers.
    pub(super) fn ask_and_paste(
        &mut self,
        text: String,
        at: PasteAt,
        ask: impl FnOnce() -> Option<String> + Send + 'static,
    ) {
        let Some(session) = &self.session else { return };
        let (file, map) = (session.path().map(Path::to_owned), session.map());
        let copied = self.copied.as_ref().map(|last| last.copied.clone());
        self.start_told(words::PASTING, move || {
            let html = ask();
            let pasted = Pasted::of(&text, html.as_deref(), copied.as_ref());
            let is_clip = matches!(pasted, Ok(Pasted::Clip(_)));
            let pictures = html.filter(|_| is_clip).map(|html| Copied::pictures_of_html(&html)).unwrap_or_default();
            Outcome::FromClipboard(Box::new(FromClipboard { file, map, at, pasted, pictures }))
        });
    }

    /// Pastes what was asked for, unless another map is shown by now.
    pub(super) fn take_from_clipboard(&mut self, found: FromClipboard) {
        let FromClipboard { file, map, at, pasted, pictures } = found;
        if self.session.as_ref().is_some_and(|s| s.path() == file.as_deref() && s.map() == map) {
            self.paste_now(pasted, at, pictures);
        }
    }

    fn paste_now(&mut self, pasted: Result<Pasted, PasteError>, at: PasteAt, pictures: Vec<PictureFile>) {
        let Some(session) = &mut self.session else { return };
        let mut lost = 0;
        let pasted = pasted.map(|pasted| match pasted {
            Pasted::Clip(clip) if session.is_editable() => {
                let named = clip.pictures();
                let last = self.copied.as_ref();
                let is_here = last.is_some_and(|last| last.file.is_some() && last.file.as_deref() == session.path());
                let kept = last.into_iter().flat_map(|last| last.pictures.values().cloned());
                let mut found = BTreeSet::new();
                for file in pictures.into_iter().chain(kept) {
                    let digest = file.picture.digest.clone();
                    if named.iter().any(|picture| picture.digest == digest) && found.insert(digest) {
                        session.add_picture(file);
                    }
                }
                if is_here {
                    found.extend(named.iter().map(|picture| picture.digest.clone()));
                }
                lost = named.iter().filter(|picture| !found.contains(&picture.digest)).count();
                Pasted::Clip(clip.with_pictures_of(&found))
            }
            pasted => pasted,
        });
        let result = pasted.and_then(|pasted| session.paste(&pasted, at).map(|report| (pasted, report)));
        let revision = session.revision();
        match result {
            Ok((pasted, report)) => {
                self.toasts.end_undo_offers();
                let as_cells = pasted.as_cells().filter(|_| report.is_sheet);
                self.sheet_pasted = as_cells.map(|pasted| LastSheet { pasted, at, revision });
                // What was pasted is selected: it may reach beyond the edge of the canvas.
                if !session.selection().is_empty() {
                    self.canvas.camera_command(CameraCommand::RevealSelection);
                }
                self.tell_pasted(report, lost);
            }
            Err(error) => self.toasts.problem(sentence(&error)),
        }
    }

    fn tell_pasted(&mut self, report: PasteReport, lost: usize) {
        if !report.is_worth_telling() && lost == 0 {
            return;
        }
        let names: Vec<&str> = report.no_kpis.iter().map(|(_, name)| name.as_str()).collect();
        let text = words::pasted(&words::Pasted {
            stages: report.stages,
            steps: report.steps,
            lanes: report.lanes,
            cards: report.cards,
            replaced: report.replaced,
            kpis: report.kpis,
            no_kpis: &names,
            scale: report.scale,
            title: report.title.as_deref(),
            lost_pictures: lost,
        });
        let mut offers = Vec::new();
        if !report.no_kpis.is_empty() {
            let cards: Vec<_> = report.no_kpis.iter().map(|(card, _)| *card).collect();
            offers.push((words::make_kpis(cards.len()), AppCommand::MakeKpis(cards)));
        }
        if report.is_sheet {
            offers.push((words::AS_CELLS.to_owned(), AppCommand::PasteAsCells));
        }
        self.toasts.note_with_offers(text, offers);
    }

    /// Takes a pasted sheet back and pastes it as cells, where it was put.
    pub(super) fn paste_as_cells(&mut self) {
        let Some(session) = &mut self.session else { return };
        let Some(last) = self.sheet_pasted.take().filter(|last| last.revision == session.revision()) else { return };
        if session.undo() {
            self.toasts.taken_back();
            self.paste_now(Ok(last.pasted), last.at, Vec::new());
        }
    }
}

/// On Wayland the window's own way is the sure one, and it knows text alone.
pub(super) fn is_wayland() -> bool {
    std::env::var_os("WAYLAND_DISPLAY").is_some()
}

/// Offers a copy as HTML and as text; false when the system has no clipboard for it.
fn offer(copied: &Copied, pictures: &[PictureFile]) -> bool {
    let html = copied.html_with_pictures(pictures.iter().map(|file| &*file.bytes.data));
    let set = |mut board: arboard::Clipboard| board.set().html(html, Some(copied.text.clone()));
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
