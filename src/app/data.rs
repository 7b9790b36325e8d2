//! What the window does with data beside importing a file.

use super::dialogs::Purpose;
use super::tasks::Outcome;
use super::{MilepostApp, sentence};
use crate::base::ids::SourceId;
use crate::base::progress::Progress;
use crate::canvas::input::take_pasted;
use crate::i18n::shell::{files as words, message};
use crate::session::Session;
use crate::session::import_job::inputs::Unfiled;
use crate::session::import_job::rejected::{self, RowCells};
use crate::session::mappings::{self, Kept, KeptMapping};
use crate::ui::menu::file_name;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Frames in which the system answers what is on the clipboard: it does before the next one, and says nothing at all when
/// there is no text.
const FRAMES_TO_ANSWER: u8 = 4;

/// What was done with kept mappings.
pub enum MappingsDone {
    /// They were read, or one was taken away.
    Nothing,
    /// One was kept.
    Kept(Box<Kept>),
    /// One is called something else: its name, and the new one.
    Renamed(String, String),
    /// Nothing, and why in one sentence.
    Failed(String),
}

impl MilepostApp {
    /// Reads the kept mappings in the background.
    pub(super) fn look_for_mappings(&mut self) {
        let folder = self.home.mappings_folder();
        self.start_for_window(words::MAPPINGS, move || {
            Outcome::Mappings(MappingsDone::Nothing, mappings::load(&folder))
        });
    }

    /// Keeps a mapping in the background.
    pub(super) fn keep_mapping(&mut self, kept: KeptMapping) {
        let folder = self.home.mappings_folder();
        self.start(words::MAPPINGS, move || {
            let done = match mappings::keep(&folder, &kept) {
                Ok(kept) => MappingsDone::Kept(Box::new(kept)),
                Err(error) => MappingsDone::Failed(sentence(&error)),
            };
            Outcome::Mappings(done, mappings::load(&folder))
        });
    }

    /// Takes a kept mapping away in the background.
    pub(super) fn remove_mapping(&mut self, name: String) {
        let folder = self.home.mappings_folder();
        self.start(words::MAPPINGS, move || {
            let done = match mappings::remove(&folder, &name) {
                Ok(()) => MappingsDone::Nothing,
                Err(error) => MappingsDone::Failed(sentence(&error)),
            };
            Outcome::Mappings(done, mappings::load(&folder))
        });
    }

    /// Calls a kept mapping something else, in the background.
    pub(super) fn rename_mapping(&mut self, name: String, new: String) {
        let folder = self.home.mappings_folder();
        self.start(words::MAPPINGS, move || {
            let done = match mappings::rename(&folder, &name, &new) {
                Ok(()) => MappingsDone::Renamed(name, new),
                Err(error) => MappingsDone::Failed(sentence(&error)),
            };
            Outcome::Mappings(done, mappings::load(&folder))
        });
    }

    /// Shows which mappings are kept now.
    pub(super) fn take_mappings(&mut self, done: MappingsDone, kept: Vec<KeptMapping>) {
        self.kept_mappings = kept.into();
        self.wizard.set_kept(Arc::clone(&self.kept_mappings));
        match done {
            MappingsDone::Nothing => {}
            MappingsDone::Kept(kept) => self.wizard.mapping_kept(*kept),
            MappingsDone::Renamed(name, new) => self.wizard.mapping_renamed(&name, &new),
            MappingsDone::Failed(why) => {
                if !self.wizard.mapping_not_renamed(&why) {
                    self.toasts.problem(why);
                }
            }
        }
    }

    /// Asks the system for what is on the clipboard, to be imported.
    pub(super) fn await_data(&mut self, ctx: &egui::Context) {
        self.data_awaited = Some(FRAMES_TO_ANSWER);
        self.canvas.take_keyboard();
        ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste);
    }

    /// Takes the answer before anybody else sees it, or says that there is none: what is pasted later is meant for
    /// whatever has the keyboard then.
    pub(super) fn take_awaited_data(&mut self, ctx: &egui::Context) {
        let Some(frames) = self.data_awaited else { return };
        let answer = ctx.input_mut(|input| take_pasted(&mut input.events, |_| true));
        self.data_awaited = frames.checked_sub(1).filter(|_| answer.is_none());
        match answer {
            Some(text) => self.paste_data(text),
            None if self.data_awaited.is_none() => self.toasts.problem(message::NOTHING_TO_PASTE),
            // Ends with the last frame that is waited for.
            None => ctx.request_repaint(),
        }
    }

    /// Opens the import wizard on a text from the clipboard.
    fn paste_data(&mut self, text: String) {
        self.start_for_window(words::MAPPINGS, move || {
            Outcome::DataPasted(Unfiled::pasted(&text, Session::today()).map_err(|error| sentence(&error)))
        });
    }

    /// Goes on with it.
    pub(super) fn data_pasted(&mut self, data: Result<Unfiled, String>) {
        match data {
            Ok(data) => self.wizard.open_unfiled(data),
            Err(why) => self.toasts.problem(why),
        }
    }

    /// Writes the rejected rows of a source in the background.
    pub(super) fn export_rejected(&mut self, source: SourceId, path: PathBuf) {
        let Some(session) = &self.session else { return };
        let Some(store) = session.store() else { return };
        let (document, is_writable) = (Arc::clone(session.document()), session.is_writable());
        self.start(words::EXPORT_REJECTED, move || {
            let flushed = if is_writable { store.flush() } else { Ok(()) };
            let written = flushed
                .map_err(|error| sentence(&error))
                .and_then(|()| {
                    let rejected = rejected::of_source(&store, &document, source, &Progress::default());
                    rejected.map_err(|error| sentence(&error))
                })
                .and_then(|rejected| {
                    let written = crate::base::fs::write_atomic(&path, &rejected.csv);
                    written.map(|()| rejected).map_err(|error| sentence(&error))
                });
            Outcome::RejectedWritten(path, written.map(|rejected| (rejected.entries, rejected.cells)))
        });
    }

    /// Tells what came of that.
    pub(super) fn rejected_written(&mut self, path: &Path, written: Result<(u64, RowCells), String>) {
        let name = file_name(path);
        match written {
            Ok((entries, cells)) => {
                let missing = match cells {
                    RowCells::Written => "",
                    RowCells::Withheld => message::CELLS_WITHHELD,
                    RowCells::FileChanged => message::DATA_FILE_CHANGED,
                };
                self.path_written(Purpose::Rejected, None);
                self.toasts.note(message::rejected_written(&name, entries, missing));
            }
            Err(why) => self.path_written(Purpose::Rejected, Some(message::not_exported(&name, &why))),
        }
    }
}
