//! Files that wait behind the shown one: those of the same columns can be imported with it, in the same way.

use crate::import::ReadChoices;
use crate::session::Session;
use crate::session::import_job::columns_of;
use crate::session::import_job::inputs::Unfiled;
use crate::ui::pending::Pending;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Data that waits to be shown.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) path: PathBuf,
    /// It is no file of the user, and is gone with this.
    pub(super) unfiled: Option<Arc<Unfiled>>,
}

/// Columns of files by their paths; no columns for a file that cannot be read.
type Columns = BTreeMap<PathBuf, Vec<String>>;

/// What is known of the columns of files that wait.
#[derive(Debug, Default)]
pub(super) struct Alike {
    asked: Option<(Vec<PathBuf>, ReadChoices)>,
    looking: Option<Pending<Columns>>,
    columns: Columns,
}

impl Alike {
    /// Looks at the waiting files as the shown one is read.
    pub(super) fn refresh(&mut self, session: &Session, waiting: &[PathBuf], choices: &ReadChoices) {
        let wanted = (waiting.to_vec(), choices.clone());
        if !waiting.is_empty() && self.asked.as_ref() != Some(&wanted) {
            self.columns.clear();
            self.asked = Some(wanted.clone());
            let (paths, choices) = wanted;
            let job = session.jobs().spawn(crate::i18n::import::READING_NUMBERS, move |progress| {
                let mut columns = Columns::new();
                for path in paths {
                    progress.check()?;
                    let found = crate::import::sniff(&path, &choices).map(|sniffed| columns_of(&sniffed));
                    columns.insert(path, found.unwrap_or_default());
                }
                Ok::<_, crate::base::progress::Cancelled>(columns)
            });
            self.looking = Some(Pending::new(job));
        }
        if let Some(answer) = self.looking.as_ref().and_then(Pending::poll) {
            self.looking = None;
            self.columns = answer.unwrap_or_default();
        }
    }

    /// True while the files are looked at.
    pub(super) fn is_busy(&self) -> bool {
        self.looking.is_some()
    }

    /// The waiting files with exactly these columns.
    pub(super) fn files(&self, waiting: &[PathBuf], columns: &[String]) -> Vec<PathBuf> {
        let is_alike = |path: &&PathBuf| !columns.is_empty() && self.of(path) == Some(columns);
        waiting.iter().filter(is_alike).cloned().collect()
    }

    fn of(&self, path: &Path) -> Option<&[String]> {
        self.columns.get(path).map(Vec::as_slice)
    }
}
