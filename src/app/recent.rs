//! The list of recent files: what is taken from it can be found again, above all maps that stand nowhere else.

use super::MilepostApp;
use super::tasks::Outcome;
use crate::i18n::shell::message;
use crate::session::AppCommand;
use crate::session::recent::{self, RecentFile};
use crate::ui::menu::recent_name;
use std::path::{Path, PathBuf};

impl MilepostApp {
    /// Takes a file from the list, and offers to put it back.
    pub(super) fn forget_recent(&mut self, path: &Path) {
        let Some(file) = self.prefs.recent.remove(path) else { return };
        if path.starts_with(self.home.untitled_folder()) {
            // It stays in the data folder, and would be found again at the next start.
            self.prefs.forgotten.insert(path.to_owned());
        }
        let words = message::removed_from_list(&recent_name(&file));
        self.toasts.note_with_choices(words, vec![(message::UNDO.to_owned(), AppCommand::RelistRecent(file))]);
    }

    /// Puts a file back into the list.
    pub(super) fn relist_recent(&mut self, file: RecentFile) {
        self.prefs.forgotten.remove(&file.path);
        self.prefs.recent.relist(file);
    }

    /// Looks in the background for the untitled maps that were taken from the list.
    pub(super) fn look_for_removed(&mut self) {
        let folder = self.home.untitled_folder();
        let known = self.listed();
        self.start_for_window("look for removed maps", move || Outcome::Relisted(recent::unlisted(&folder, &known)));
    }

    /// Lists the untitled maps that were found.
    pub(super) fn relist(&mut self, files: Vec<RecentFile>) {
        self.toasts.note(message::relisted(files.len()));
        // Those that were not found are gone from the disk.
        self.prefs.forgotten.clear();
        for file in files {
            self.prefs.recent.relist(RecentFile { is_recovered: false, ..file });
        }
    }

    /// Looks in the background which recent files are gone.
    pub(super) fn look_for_recent_files(&mut self) {
        let paths = self.listed();
        if !paths.is_empty() {
            self.start_for_window("look for recent files", move || Outcome::Missing(recent::missing(&paths)));
        }
    }

    /// Looks in the background for untitled maps that were not listed because the program was ended from outside.
    pub(super) fn look_for_untitled(&mut self) {
        let folder = self.home.untitled_folder();
        let mut known = self.listed();
        known.extend(self.prefs.forgotten.iter().cloned());
        self.start_for_window("look for untitled maps", move || Outcome::Recovered(recent::unlisted(&folder, &known)));
    }

    fn listed(&self) -> Vec<PathBuf> {
        self.prefs.recent.files().iter().map(|file| file.path.clone()).collect()
    }
}
