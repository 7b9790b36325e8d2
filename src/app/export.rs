//! The picture of a map or of the page of a persona: what is asked before, and writing it.

use super::dialogs::Purpose;
use super::tasks::Outcome;
use super::{MilepostApp, sentence};
use crate::base::time::UtcMillis;
use crate::i18n::shell::{files as words, message};
use crate::session::Session;
use crate::session::export_job::{self, ExportSubject, PersonaRequest, PictureFormat, PictureRequest};
use crate::session::pictures;
use crate::session::prefs::PictureTheme;
use crate::store::Store;
use crate::theme::Tokens;
use crate::ui::export_sheet::{self, ExportAnswer, ExportDraft};
use crate::ui::menu::file_name;
use crate::ui::style;
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl MilepostApp {
    /// Asks how a picture shall be; true when the sheet should close.
    pub(super) fn export_sheet_ui(&mut self, ctx: &egui::Context, tokens: &Tokens, draft: &mut ExportDraft) -> bool {
        let Some(session) = &self.session else { return true };
        match export_sheet::export_sheet_ui(ctx, tokens, session.document(), draft) {
            ExportAnswer::Open => false,
            ExportAnswer::Cancelled => true,
            ExportAnswer::Wanted => {
                self.prefs.export = draft.prefs;
                self.export_subject = Some(draft.subject);
                self.ask(Purpose::Export(draft.prefs.format));
                true
            }
        }
    }

    /// Writes the picture that a path was asked for last.
    pub(super) fn export(&mut self, ctx: &egui::Context, path: PathBuf) {
        // A map that was chosen and is gone by now gives way to the shown one; a persona to nothing.
        let wanted = self.export_subject;
        let Some(session) = self.session.as_ref() else { return };
        let document = session.document().clone();
        let subject = match wanted {
            Some(ExportSubject::Persona(id)) if !document.personas.contains_key(&id) => return,
            Some(ExportSubject::Map(map)) if !document.maps.contains_key(&map) => None,
            wanted => wanted,
        };
        let Some(subject) = subject.or_else(|| session.map().map(ExportSubject::Map)) else { return };
        let Some(format) = PictureFormat::of_path(&path) else {
            let why = message::unknown_picture(&file_name(&path));
            return self.path_written(Purpose::Export(self.prefs.export.format), Some(why));
        };
        let (insights, view) = (session.insights().clone(), session.view().clone());
        let (store, is_writable) = (session.store(), Session::is_writable(session));
        let today = UtcMillis::now().local_day();
        let tokens = match self.prefs.export.theme {
            PictureTheme::Light => Arc::new(Tokens::light()),
            PictureTheme::Dark => Arc::new(Tokens::dark()),
            PictureTheme::Window => style::tokens(ctx),
        };
        let (scale, rows) = (f64::from(self.prefs.export.scale), self.prefs.export.rows);
        self.start(words::EXPORT, move || {
            // What is on its way into the file is there before it is read; a viewer has nothing on its way.
            let written = |s: &Arc<Store>| if is_writable { s.flush() } else { Ok(()) };
            let pictures = match store.as_ref().map(|s| written(s).and_then(|()| s.reader())).transpose() {
                Ok(reader) => reader.map(|reader| pictures::of_document(&document, &reader)).transpose(),
                Err(error) => Err(error),
            };
            let pictures = match pictures {
                Ok(pictures) => pictures.unwrap_or_default(),
                Err(error) => return Outcome::Exported(path, Err(sentence(&error))),
            };
            let (document, pictures, tokens) = (&*document, &pictures, &*tokens);
            let drawn = match subject {
                ExportSubject::Map(map) => {
                    let (insights, view) = (&*insights, &view);
                    let request =
                        PictureRequest { document, map, pictures, insights, view, tokens, today, scale, rows };
                    export_job::picture(request, format)
                }
                ExportSubject::Persona(id) => match document.personas.get(&id) {
                    Some(persona) => {
                        let request = PersonaRequest { document, persona, pictures, tokens, today, scale };
                        export_job::persona_picture(request, format)
                    }
                    None => return Outcome::Exported(path, Err(message::persona_gone().to_owned())),
                },
            };
            let written = drawn
                .map_err(|error| sentence(&error))
                .and_then(|bytes| crate::base::fs::write_atomic(&path, &bytes).map_err(|error| sentence(&error)));
            Outcome::Exported(path, written)
        });
    }

    /// Tells what came of that.
    pub(super) fn exported(&mut self, path: &Path, written: Result<(), String>) {
        let name = file_name(path);
        let (done, why_not) = match written {
            Ok(()) => (Some(message::exported(&name)), None),
            Err(why) => (None, Some(message::not_exported(&name, &why))),
        };
        self.path_written(Purpose::Export(self.prefs.export.format), why_not);
        if let Some(done) = done {
            self.export_subject = None;
            self.toasts.note(done);
        }
    }
}
