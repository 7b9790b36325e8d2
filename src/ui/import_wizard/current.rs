//! The file that is shown: what was found out about it, what was decided, how far its import is.

use super::Action;
use super::checks_step::ChecksState;
use super::draft::MappingDraft;
use super::file_step::FileState;
use super::kept::{KeptAs, Offered};
use super::list::ListState;
use super::preview_step::PreviewState;
use super::proposed::{Looked, Proposed, Proposer};
use super::waiting::Waiting;
use super::work::{Wanted, Work};
use crate::base::ids::SourceId;
use crate::i18n::panels::wizard as text;
use crate::import::{Mapping, ReadChoices, Sniffed};
use crate::session::AppCommand;
use crate::session::import_job::inputs::Unfiled;
use crate::session::import_job::{ImportOutcome, ImportRequest, NewPlaces, PlaceChoice, columns_of};
use crate::session::mappings::KeptMapping;
use crate::ui::parts::PanelContext;
use crate::ui::pending::Pending;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// A step of the wizard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// The file as it is read.
    File,
    /// What its columns mean.
    Columns,
    /// What its places and metrics are on the map.
    Matches,
    /// What speaks against the data.
    Checks,
    /// The map as it would be.
    Preview,
}

impl Step {
    pub(super) const EVERY: [Self; 5] = [Self::File, Self::Columns, Self::Matches, Self::Checks, Self::Preview];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::File => text::page_file(),
            Self::Columns => text::page_columns(),
            Self::Matches => text::page_places(),
            Self::Checks => text::page_check(),
            Self::Preview => text::page_preview(),
        }
    }

    pub(super) fn next(self) -> Option<Self> {
        Self::EVERY.into_iter().find(|step| *step > self)
    }

    pub(super) fn previous(self) -> Option<Self> {
        Self::EVERY.into_iter().rev().find(|step| *step < self)
    }
}

/// How far the import of the shown file is.
#[derive(Debug)]
pub(super) enum Run {
    /// Not started.
    Open,
    /// Asked for; the flag says whether a job of it was seen.
    Running { was_seen: bool },
    /// Done.
    Done(Box<ImportOutcome>),
}

/// The file that is shown.
#[derive(Debug)]
pub(super) struct Current {
    pub(super) path: PathBuf,
    pub(super) step: Step,
    /// Steps that were shown: what they ask was seen.
    pub(super) seen: BTreeSet<Step>,
    /// How the file is to be read, as chosen; what is `None` there is guessed.
    pub(super) reading: ReadChoices,
    /// The choices that the file was last looked at with.
    looked_with: Option<ReadChoices>,
    pub(super) sniffing: Option<Pending<Looked>>,
    pub(super) sniffed: Option<Arc<Sniffed>>,
    /// The choices that [`Self::sniffed`] was found with.
    sniffed_with: Option<ReadChoices>,
    /// Why the file cannot be read as chosen.
    pub(super) read_problem: Option<String>,
    /// The mapping of an earlier file, which the columns are read with as long as nobody wants it otherwise.
    pub(super) proposed: Option<Proposed>,
    /// One may be looked for: nobody has chosen anything yet.
    may_propose: bool,
    /// A mapping file whose choices of reading had to be followed first.
    waiting_mapping: Option<(String, Mapping)>,
    pub(super) draft: Option<MappingDraft>,
    /// The draft as it was guessed, to see what was chosen and to go back to.
    pub(super) guess: Option<MappingDraft>,
    pub(super) new_places: NewPlaces,
    pub(super) places: BTreeMap<String, PlaceChoice>,
    /// The source that is mapped anew.
    replaces: Option<SourceId>,
    pub(super) work: Work,
    pub(super) problem: Option<String>,
    /// It is no file of the user, and is gone with this.
    pub(super) unfiled: Option<Arc<Unfiled>>,
    /// What was chosen about the columns, to be kept once the import is done.
    pub(super) to_keep: Option<KeptMapping>,
    /// What happens to the kept mappings that are offered.
    pub(super) offered: Offered,
    /// What it is kept as.
    pub(super) kept_as: Option<KeptAs>,
    /// It shall not be kept after all.
    pub(super) is_unkept: bool,
    /// Waiting files of the same columns.
    pub(super) alike: Vec<PathBuf>,
    /// They shall wait.
    pub(super) is_alone: bool,
    /// Waiting files that are imported together with this one.
    pub(super) together: Vec<PathBuf>,
    /// What came of those.
    pub(super) others: Vec<ImportOutcome>,
    /// A mapping file is being chosen for this file.
    pub(super) is_loading: bool,
    /// What came of the mapping file: its name, or why it was refused.
    pub(super) loaded: Option<Result<String, String>>,
    pub(super) run: Run,
    /// Asks whether the choices shall be lost.
    pub(super) is_asking_to_leave: bool,
    pub(super) file: FileState,
    pub(super) columns: ListState<usize>,
    pub(super) place_list: ListState<String>,
    pub(super) metric_list: ListState<String>,
    pub(super) checks: ChecksState,
    pub(super) preview: PreviewState,
}

impl Current {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            step: Step::File,
            seen: BTreeSet::new(),
            reading: ReadChoices::default(),
            looked_with: None,
            sniffing: None,
            sniffed: None,
            sniffed_with: None,
            read_problem: None,
            proposed: None,
            may_propose: true,
            waiting_mapping: None,
            draft: None,
            guess: None,
            new_places: NewPlaces::Create,
            places: BTreeMap::new(),
            replaces: None,
            work: Work::default(),
            problem: None,
            unfiled: None,
            to_keep: None,
            offered: Offered::default(),
            kept_as: None,
            is_unkept: false,
            alike: Vec::new(),
            is_alone: false,
            together: Vec::new(),
            others: Vec::new(),
            is_loading: false,
            loaded: None,
            run: Run::Open,
            is_asking_to_leave: false,
            file: FileState::default(),
            columns: ListState::default(),
            place_list: ListState::default(),
            metric_list: ListState::default(),
            checks: ChecksState::default(),
            preview: PreviewState::default(),
        }
    }

    /// Data whose turn has come.
    pub(super) fn of_waiting(waiting: Waiting) -> Self {
        Self { unfiled: waiting.unfiled, ..Self::new(waiting.path) }
    }

    /// Names of the columns as the file is read now; none while it is looked at.
    pub(super) fn columns_now(&self) -> Vec<String> {
        self.sniffed.as_deref().filter(|_| self.is_read_as_chosen()).map(columns_of).unwrap_or_default()
    }

    /// The file of a source that is mapped anew, with what its columns mean so far.
    pub(super) fn of_source(path: PathBuf, mapping: Option<Mapping>, source: SourceId) -> Self {
        let mut current = Self { replaces: Some(source), may_propose: false, ..Self::new(path) };
        if let Some(mapping) = mapping {
            current.reading = mapping.reading.clone();
            current.waiting_mapping = Some((current.name(), mapping));
        }
        current
    }

    pub(super) fn name(&self) -> String {
        self.path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned())
    }

    pub(super) fn is_busy(&self) -> bool {
        self.sniffing.is_some() || self.work.is_busy()
    }

    /// Starts and takes the work of the background.
    pub(super) fn refresh(&mut self, ctx: &egui::Context, cx: &PanelContext<'_>, kept: &Arc<[KeptMapping]>) {
        self.refresh_sniffed(cx, kept);
        let is_typing = ctx.text_edit_focused();
        if matches!(self.run, Run::Open)
            && let Some(wanted) = self.wanted()
        {
            let now = ctx.input(|input| input.time);
            self.work.refresh(cx.session, wanted, self.sniffed.as_deref(), (is_typing, now));
        }
        // What came to nothing is not offered for the next file.
        if matches!(self.run, Run::Done(_))
            && let Some(kept) = self.to_keep.take()
        {
            cx.commands.send(AppCommand::KeepMapping(Box::new(kept)));
        }
        if let Run::Running { was_seen } = &mut self.run {
            let is_running = !cx.session.running_jobs().is_empty();
            if *was_seen && !is_running && !cx.session.is_busy() {
                // The end of an import is told by `imported` or `failed`; without either its thread broke off.
                self.problem = Some(text::broke_off().to_owned());
                self.run = Run::Open;
                self.to_keep = None;
            } else {
                *was_seen |= is_running;
            }
        }
    }

    /// Looks at the file, and again whenever it is to be read in another way.
    fn refresh_sniffed(&mut self, cx: &PanelContext<'_>, kept: &Arc<[KeptMapping]>) {
        if self.looked_with.as_ref() != Some(&self.reading) && matches!(self.run, Run::Open) {
            self.looked_with = Some(self.reading.clone());
            self.read_problem = None;
            let (path, choices) = (self.path.clone(), self.reading.clone());
            let title = crate::i18n::import::reading(&path);
            let proposer = Proposer {
                map: cx.session.map().filter(|_| self.unfiled.is_none()),
                document: Arc::clone(cx.session.document()),
                kept: Arc::clone(kept),
            };
            let proposer = Some(proposer).filter(|_| std::mem::take(&mut self.may_propose));
            let job = cx.session.jobs().spawn(title, move |_| Looked::at(&path, &choices, proposer.as_ref()));
            self.sniffing = Some(Pending::new(job));
        }
        if let Some(answer) = self.sniffing.as_ref().and_then(Pending::poll) {
            self.sniffing = None;
            match answer {
                Ok(looked) => self.take_looked(looked),
                Err(error) => self.read_problem = Some(error.unwrap_or_else(|| text::broke_off().to_owned())),
            }
        }
    }

    /// True when what is known about the file was found with the choices as they are now.
    fn is_read_as_chosen(&self) -> bool {
        self.sniffing.is_none() && self.sniffed_with.as_ref() == Some(&self.reading)
    }

    /// Takes what was found out about the file. What was decided about columns of the same names stays.
    pub(super) fn take_sniffed(&mut self, sniffed: Sniffed) {
        let guess = MappingDraft::new(&sniffed);
        self.draft = Some(match (&self.draft, &self.guess) {
            (Some(draft), Some(before)) => guess.with_choices_of(draft, before),
            _ => guess.clone(),
        });
        self.guess = Some(guess);
        self.sniffed = Some(Arc::new(sniffed));
        self.sniffed_with = Some(self.reading.clone());
        self.looked_with = Some(self.reading.clone());
        self.columns = ListState::default();
        self.problem = None;
        if let Some((name, mapping)) = self.waiting_mapping.take() {
            self.apply_mapping(&name, Ok(mapping));
        }
    }

    pub(super) fn take_mapping(&mut self, name: &str, mapping: Result<Mapping, String>) {
        self.is_loading = false;
        match mapping {
            Ok(mapping) if mapping.reading != self.reading => {
                self.reading = mapping.reading.clone();
                self.waiting_mapping = Some((name.to_owned(), mapping));
            }
            mapping => self.apply_mapping(name, mapping),
        }
    }

    fn apply_mapping(&mut self, name: &str, mapping: Result<Mapping, String>) {
        let Some(sniffed) = &self.sniffed else { return };
        match mapping.and_then(|mapping| MappingDraft::loaded(sniffed, &mapping)) {
            Ok(draft) => {
                self.draft = Some(draft);
                // The choices are on the step of columns, whichever step they were asked for on.
                self.step = Step::Columns;
                self.problem = None;
                self.loaded = Some(Ok(text::mapping_applied(name)));
            }
            Err(why) => self.loaded = Some(Err(text::mapping_refused(name, &why))),
        }
    }

    /// What the background is to work out; `None` while the columns make no mapping or there are no rows.
    fn wanted(&self) -> Option<Wanted> {
        let mapping = self.draft.as_ref().filter(|_| self.has_rows())?.to_mapping().ok()?;
        let (path, places) = (self.path.clone(), self.places.clone());
        let unfiled = self.unfiled.as_ref().map(|data| data.name.clone());
        Some(Wanted { path, mapping, new_places: self.new_places, places, replaces: self.replaces, unfiled })
    }

    /// What would be imported now.
    pub(super) fn request(&self) -> Option<ImportRequest> {
        self.wanted().map(Wanted::into_request)
    }

    /// True when a step can be shown.
    pub(super) fn is_possible(&self, step: Step) -> bool {
        match step {
            Step::File => true,
            Step::Columns => self.has_rows(),
            Step::Matches | Step::Checks | Step::Preview => self.has_rows() && self.is_settled(),
        }
    }

    /// True when the file can be read as chosen and has rows.
    fn has_rows(&self) -> bool {
        self.is_read_as_chosen() && self.sniffed.as_ref().is_some_and(|sniffed| !sniffed.has_no_rows())
    }

    /// True when the columns make a mapping.
    pub(super) fn is_settled(&self) -> bool {
        self.draft.as_ref().is_some_and(|d| d.to_mapping().is_ok())
    }

    /// Shows a step.
    pub(super) fn go_to(&mut self, step: Step) {
        if self.is_possible(step) {
            self.seen.insert(self.step);
            self.step = step;
            self.problem = None;
        }
    }

    /// True when somebody decided something that would be lost.
    pub(super) fn has_choices(&self) -> bool {
        self.draft.as_ref() != self.first_draft()
            || self.reading != self.first_reading()
            || !self.places.is_empty()
            || self.new_places != NewPlaces::Create
    }

    /// Takes every choice back.
    pub(super) fn reset(&mut self) {
        self.draft = self.first_draft().cloned();
        self.reading = self.first_reading();
        self.places.clear();
        self.new_places = NewPlaces::Create;
        self.loaded = None;
    }

    /// Escape: leaves, and asks first when choices would be lost. An import that runs is not left.
    pub(super) fn escape(&mut self) -> Option<Action> {
        match self.run {
            Run::Running { .. } => None,
            _ if std::mem::take(&mut self.is_asking_to_leave) => None,
            Run::Open if self.has_choices() => {
                self.is_asking_to_leave = true;
                None
            }
            Run::Open | Run::Done(_) => Some(Action::Close),
        }
    }

    /// Enter: the button that leads on.
    pub(super) fn enter(&mut self, cx: &PanelContext<'_>) -> Option<Action> {
        match self.run {
            _ if self.is_asking_to_leave => None,
            Run::Open => {
                match self.step.next() {
                    Some(next) => self.go_to(next),
                    None => self.start(cx),
                }
                None
            }
            Run::Running { .. } => None,
            Run::Done(_) => Some(Action::ShowOnMap),
        }
    }

    /// True when the import can be started: everything is worked out as it is now, and some rows can be kept.
    pub(super) fn can_start(&self, cx: &PanelContext<'_>) -> bool {
        let has_rows = self.rehearsed().is_some_and(|r| r.outcome.rows_accepted > 0);
        matches!(self.run, Run::Open) && has_rows && cx.session.is_editable()
    }

    /// The rehearsal of the choices as they are now.
    pub(super) fn rehearsed(&self) -> Option<&Arc<crate::session::import_job::rehearsal::Rehearsal>> {
        self.work.rehearsal().filter(|_| !self.work.is_busy())
    }

    /// Starts the import.
    pub(super) fn start(&mut self, cx: &PanelContext<'_>) {
        if self.can_start(cx)
            && let Some(request) = self.request()
        {
            self.to_keep = self.mapping_to_keep(cx);
            self.together = if self.is_alone { Vec::new() } else { self.alike.clone() };
            if self.together.is_empty() {
                cx.commands.send(AppCommand::StartImport(Box::new(request)));
            } else {
                let same = |path: &PathBuf| ImportRequest {
                    path: path.clone(),
                    replaces: None,
                    unfiled: None,
                    ..request.clone()
                };
                let others: Vec<ImportRequest> = self.together.iter().map(same).collect();
                cx.commands.send(AppCommand::StartImports(std::iter::once(request).chain(others).collect()));
            }
            self.problem = None;
            self.work.forget_rows();
            self.run = Run::Running { was_seen: false };
        }
    }
}
