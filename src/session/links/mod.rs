//! Sources that follow their file: when they are read again, what came of it, and which files are watched.

use crate::base::ids::SourceId;
use crate::model::edit::{EditError, Verb};
use crate::model::{Edit, EditLabel, Link, Refresh, Source, SourceState, TableKind};
use crate::session::Session;
use crate::session::import_job::refresh::RefreshRequest;
use crate::session::import_job::{ImportFailure, Stamp, refresh};
use crate::session::jobs::{Job, Jobs, Polled};
use crate::session::watch::Watch;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Why a source could not be read again.
#[derive(Debug, Clone)]
pub struct LinkProblem {
    /// One sentence.
    pub words: String,
    /// Mapping its columns anew would help.
    pub wants_mapping: bool,
    /// The file must be found first.
    pub wants_file: bool,
}

/// How long a file must be left alone before it is taken for complete.
#[derive(Debug, Clone, Copy)]
struct Patience {
    /// With a line end at its end.
    whole: Duration,
    /// With a line that has no end yet.
    open: Duration,
    /// Until a file that is gone is missed: many programs write a new one and rename it.
    gone: Duration,
}

const PATIENCE: Patience =
    Patience { whole: Duration::from_millis(600), open: Duration::from_secs(4), gone: Duration::from_secs(3) };

/// What is known about the files of sources. Sources come and go with every refresh and undo, so this is by path.
pub(super) struct Links {
    waiting: VecDeque<(RefreshRequest, Why)>,
    /// Of the refresh that runs.
    why: Why,
    problems: BTreeMap<String, LinkProblem>,
    watch: Option<Watch>,
    watched: BTreeSet<PathBuf>,
    /// The document that `watched` was worked out from.
    revision: u64,
    /// Files that were being written when they were read.
    unsettled: Vec<PathBuf>,
    settling: Vec<Settling>,
    patience: Patience,
}

/// Who asked for a refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    /// Someone.
    Asked,
    /// Nobody: the map was opened, or the file changed.
    ByItself,
}

/// A file that is waited for.
struct Settling {
    path: PathBuf,
    job: Job<()>,
}

impl Default for Links {
    fn default() -> Self {
        Self {
            waiting: VecDeque::new(),
            why: Why::Asked,
            problems: BTreeMap::new(),
            watch: None,
            watched: BTreeSet::new(),
            revision: 0,
            unsettled: Vec::new(),
            settling: Vec::new(),
            patience: PATIENCE,
        }
    }
}

impl Drop for Links {
    fn drop(&mut self) {
        for settling in &self.settling {
            settling.job.progress.cancel();
        }
    }
}

impl Links {
    pub(super) fn is_current(&mut self, path: &str) {
        self.problems.remove(path);
    }

    /// Remembers what went wrong, and gives it back when somebody should hear of it now.
    pub(super) fn failed(&mut self, path: &str, failure: ImportFailure) -> Option<Box<ImportFailure>> {
        if failure.is_cancelled() {
            return (self.why == Why::Asked).then(|| Box::new(failure));
        }
        if failure.may_pass() && self.why == Why::ByItself {
            self.unsettled.push(PathBuf::from(path));
            return None;
        }
        let problem = LinkProblem {
            words: failure.to_string(),
            wants_mapping: failure.wants_mapping(),
            wants_file: failure.wants_file(),
        };
        let before = self.problems.insert(path.to_owned(), problem);
        // A file that stays away is told of once.
        let is_news = self.why == Why::Asked || before.is_none_or(|before| before.words != failure.to_string());
        is_news.then(|| Box::new(failure))
    }

    /// True when somebody asked for the refresh that ran last, and shall hear even that nothing changed.
    pub(super) fn was_asked(&self) -> bool {
        self.why == Why::Asked
    }

    pub(super) fn forget_waiting(&mut self) {
        self.waiting.clear();
    }

    pub(super) fn is_busy(&self) -> bool {
        !self.waiting.is_empty() || !self.settling.is_empty() || !self.unsettled.is_empty()
    }

    fn want(&mut self, request: RefreshRequest, why: Why) {
        match self.waiting.iter_mut().find(|(waiting, _)| waiting.source == request.source) {
            Some(known) if why == Why::Asked => *known = (request, why),
            Some(_) => {}
            None => self.waiting.push_back((request, why)),
        }
    }

    /// Waits on a thread of its own until a file is complete.
    fn settle(&mut self, path: PathBuf, jobs: &Jobs) {
        if self.settling.iter().any(|settling| settling.path == path) {
            return;
        }
        let (file, patience) = (path.clone(), self.patience);
        let job = jobs.spawn(crate::i18n::import::WAITING, move |progress| {
            // Stopped: nobody waits any more.
            let _ = wait_until_complete(&file, patience, progress);
        });
        self.settling.push(Settling { path, job });
    }
}

/// Waits until a file has not changed for a while and ends with a whole line, or does not come back.
fn wait_until_complete(
    path: &Path,
    patience: Patience,
    progress: &crate::base::progress::Progress,
) -> Result<(), crate::base::progress::Cancelled> {
    const LOOK: Duration = Duration::from_millis(50);
    let mut seen = Stamp::of(path);
    let mut quiet = Duration::ZERO;
    loop {
        progress.check()?;
        let needed = match seen {
            None => patience.gone,
            Some(_) if refresh::ends_with_line(path) => patience.whole,
            Some(_) => patience.open,
        };
        if quiet >= needed {
            return Ok(());
        }
        let pause = LOOK.min(needed - quiet);
        std::thread::sleep(pause);
        let now = Stamp::of(path);
        quiet = if now == seen { quiet + pause } else { Duration::ZERO };
        seen = now;
    }
}

impl Session {
    /// How long a file must be left alone before it is taken for complete; tests have no time for patience.
    pub fn set_patience(&mut self, patience: Duration) {
        self.links.patience = Patience { whole: patience, open: patience, gone: patience };
    }

    /// What kept a source from being read again, if anything.
    #[must_use]
    pub fn link_problem(&self, source: &Source) -> Option<&LinkProblem> {
        self.links.problems.get(&source.path).filter(|_| !source.path.is_empty())
    }

    /// True while a source waits to be read again, or is being read.
    #[must_use]
    pub fn is_refresh_waiting(&self, source: SourceId) -> bool {
        self.links.waiting.iter().any(|(request, _)| request.source == source)
    }

    /// Reads the file of a source again as soon as nothing else is imported; its end comes as an event.
    pub fn refresh_source(&mut self, source: SourceId) {
        let source = self.document.whole_source(source).map_or(source, |whole| whole.id);
        self.links.want(RefreshRequest { source, file: None }, Why::Asked);
        self.start_next_refresh();
    }

    /// Reads the files of all linked sources again, one after the other.
    pub fn refresh_all(&mut self) {
        for source in linked(&self.document, Refresh::ByHand) {
            self.links.want(RefreshRequest { source, file: None }, Why::Asked);
        }
        self.start_next_refresh();
    }

    /// Reads another file in the place of a source's own, in the same way.
    pub fn replace_source(&mut self, source: SourceId, file: PathBuf) {
        self.links.want(RefreshRequest { source, file: Some(file) }, Why::Asked);
        self.start_next_refresh();
    }

    /// How a source follows its file from now on, as one step.
    ///
    /// # Errors
    /// The source is gone or has no file, or the map takes no changes now.
    pub fn link_source(&mut self, source: SourceId, refresh: Refresh) -> Result<(), EditError> {
        let row = self.document.whole_source(source).ok_or(EditError::Missing(source.into()))?;
        if row.path.is_empty() && refresh.is_linked() {
            return Err(EditError::BadValue("pasted data has no file to follow"));
        }
        let link = Link { refresh, ..row.link.clone() };
        let edit = Edit::Update(Source { link, ..Source::clone(row) }.into());
        let label = EditLabel::one(Verb::Change, TableKind::Source);
        self.edit(&Edit::Batch { label, edits: vec![edit] }, None).map(drop)
    }

    /// Wants everything that follows its file when the map is opened.
    pub(super) fn refresh_on_open(&mut self) {
        if self.is_writable() {
            for source in linked(&self.document, Refresh::OnOpen) {
                self.links.want(RefreshRequest { source, file: None }, Why::ByItself);
            }
        }
    }

    pub(super) fn poll_links(&mut self) {
        if self.is_writable() && self.file.is_some() {
            self.watch_files();
        }
        let changed = self.links.watch.as_ref().map(Watch::changed).unwrap_or_default();
        let unsettled = std::mem::take(&mut self.links.unsettled);
        for path in changed.into_iter().chain(unsettled) {
            self.links.settle(path, &self.jobs);
        }
        let settling = std::mem::take(&mut self.links.settling);
        for one in settling {
            match one.job.poll() {
                Polled::Running => self.links.settling.push(one),
                Polled::Done(()) | Polled::Lost => self.want_file(&one.path),
            }
        }
        self.start_next_refresh();
    }

    /// Wants every source that follows a file which has changed.
    fn want_file(&mut self, path: &Path) {
        let document = Arc::clone(&self.document);
        for source in linked(&document, Refresh::OnOpen) {
            if document.sources.get(&source).is_some_and(|s| Path::new(&s.path) == path) {
                self.links.want(RefreshRequest { source, file: None }, Why::ByItself);
            }
        }
    }

    /// Watches the files of the sources that follow their changes, and no others.
    fn watch_files(&mut self) {
        if self.links.revision == self.revision {
            return;
        }
        self.links.revision = self.revision;
        let document = &self.document;
        let paths = linked(document, Refresh::OnChange).into_iter();
        let paths: BTreeSet<PathBuf> =
            paths.filter_map(|id| document.sources.get(&id)).map(|s| PathBuf::from(&s.path)).collect();
        if paths == self.links.watched {
            return;
        }
        self.links.watch = (!paths.is_empty()).then(|| Watch::of(&paths, self.jobs.wake())).flatten();
        self.links.watched = paths;
    }

    fn start_next_refresh(&mut self) {
        while self.can_import() {
            let Some((mut request, why)) = self.links.waiting.pop_front() else { return };
            // A refresh or an undo meanwhile may have put another record in its place.
            let Some(source) = self.document.whole_source(request.source).map(|s| s.id) else { continue };
            request.source = source;
            self.links.why = why;
            if let Err(error) = self.start_refresh(request) {
                log::warn!("a source cannot be refreshed: {error}");
            }
        }
    }
}

/// Sources that follow their file at least so closely. Hidden ones do not: nobody looks at them.
fn linked(document: &crate::model::Document, least: Refresh) -> Vec<SourceId> {
    let sources = document.whole_sources().filter(|s| s.state == SourceState::Active && !s.path.is_empty());
    sources.filter(|s| s.link.refresh >= least).map(|s| s.id).collect()
}

#[cfg(test)]
mod tests;
