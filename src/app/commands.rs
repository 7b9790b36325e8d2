//! Running commands, one at a time, after the frame that asked for them.

use super::dialogs::{self, DialogKind, Purpose};
use super::files::{self, Start};
use super::steps::StepWay;
use super::tasks::{CopyOf, Outcome};
use super::{HeldEdit, Leave, MilepostApp, Sheet, logging, sentence};
use crate::base::ids::CardId;
use crate::base::text::one_line;
use crate::canvas::edits;
use crate::i18n::shell::{files as words, message};
use crate::model::{Edit, PictureFile, RecordRef, Segments};
use crate::session::deletion::{self, Deletion};
use crate::session::export_job::ExportSubject;
use crate::session::lane_kinds;
use crate::session::pictures::{self, PictureSource, PictureTarget, Refused};
use crate::session::templates;
use crate::session::{
    AfterEdit, AppCommand, CameraCommand, Comparison, NumbersView, Panel, Period, Session, ThemeChoice,
};
use crate::store::{OpenMode, Opened};
use crate::ui::answer_sheet::AnswerDraft;
use crate::ui::dismiss_sheet::DismissDraft;
use crate::ui::drawer::DrawerTab;
use crate::ui::export_sheet::ExportDraft;
use crate::ui::person_sheet::PersonDraft;
use crate::ui::shortcut_sheet::ShortcutState;
use crate::ui::style;
use crate::ui::values_sheet::ValuesDraft;
use egui::ViewportCommand;
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl MilepostApp {
    pub(super) fn run_command(&mut self, ctx: &egui::Context, command: AppCommand) {
        self.leave_persona_for(&command);
        let Some(command) = self.run_view_command(ctx, command) else { return };
        match command {
            AppCommand::NewFromTemplate(name) => self.make(Start::Template(name)),
            AppCommand::OpenSample => self.make(Start::Sample),
            AppCommand::OpenDialog => self.ask(Purpose::Open),
            AppCommand::Open(path) => self.open(path, OpenMode::Edit),
            AppCommand::SaveAsDialog => self.ask(Purpose::SaveAs),
            AppCommand::ImportDialog => {
                self.replacing = None;
                self.ask(Purpose::Import);
            }
            AppCommand::ReplaceSourceDialog(source) => {
                self.replacing = Some(source);
                self.ask(Purpose::Import);
            }
            AppCommand::SaveMappingDialog(json) => {
                self.text_to_save = Some((Purpose::Mapping, json));
                self.ask(Purpose::Mapping);
            }
            AppCommand::SaveMinutesDialog(minutes) => {
                self.text_to_save = Some((Purpose::Minutes, minutes));
                self.ask(Purpose::Minutes);
            }
            AppCommand::SaveText(path) => self.write_text(path),
            AppCommand::PictureDialog(target) => {
                self.picture_target = Some(target);
                self.ask(Purpose::Picture);
            }
            AppCommand::PlacePictures(source, target) => self.read_pictures(source, target),
            AppCommand::LoadMappingDialog => self.ask(Purpose::LoadMapping),
            AppCommand::KeepMapping(kept) => self.keep_mapping(*kept),
            AppCommand::RemoveMapping(name) => self.remove_mapping(name),
            AppCommand::RenameMapping(name, new) => self.rename_mapping(name, new),
            AppCommand::ImportFolderDialog => self.ask(Purpose::ImportFolder),
            AppCommand::LookIntoFolder(folder) => self.look_into(vec![folder], None),
            AppCommand::ExportRejectedDialog(source) => {
                self.rejected_of = Some(source);
                self.ask(Purpose::Rejected);
            }
            AppCommand::LoadMapping(path) => self.read_mapping(path),
            AppCommand::CloseFile => self.leave(ctx, Leave::ForWelcome),
            AppCommand::Quit => self.leave(ctx, Leave::ForGood),
            AppCommand::SetTheme(choice) => {
                self.prefs.theme = choice;
                style::set_theme(ctx, choice);
                // The frame of the window follows where the system draws it.
                ctx.send_viewport_cmd(ViewportCommand::SetTheme(match choice {
                    ThemeChoice::System => egui::SystemTheme::SystemDefault,
                    ThemeChoice::Light => egui::SystemTheme::Light,
                    ThemeChoice::Dark => egui::SystemTheme::Dark,
                }));
            }
            AppCommand::TogglePanel(panel) => {
                // Who opens or closes it has decided.
                self.is_drawer_folded &= panel != Panel::Drawer;
                self.prefs.is_drawer_chosen |= panel == Panel::Drawer;
                // A panel that gave way to the other one is wanted now.
                let is_seen = self.prefs.is_panel_open(panel) && !self.hidden_panels.contains(&panel);
                self.prefs.panel_mut(panel).is_open = !is_seen;
                self.last_panel = panel;
            }
            AppCommand::SetUiScale(scale) => {
                self.prefs.ui_scale = scale;
                ctx.set_zoom_factor(scale);
            }
            AppCommand::ToggleFullScreen => {
                let is_full = ctx.input(|input| input.viewport().fullscreen == Some(true));
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(!is_full));
            }
            AppCommand::ForgetRecent(path) => self.forget_recent(&path),
            AppCommand::RelistRecent(file) => self.relist_recent(file),
            AppCommand::RelistRemoved => self.look_for_removed(),
            AppCommand::OpenShortcuts => self.sheet = Some(Sheet::Shortcuts(ShortcutState::default())),
            AppCommand::OpenAbout => self.sheet = Some(Sheet::About),
            AppCommand::KeepDropped(dropped) => self.keep_dropped(ctx, *dropped),
            AppCommand::CopyWords(words) => ctx.copy_text(words),
            AppCommand::OpenLog => self.sheet = Some(Sheet::Log(logging::recent_lines())),
            command => self.run_on_map(ctx, command),
        }
    }

    fn run_on_map(&mut self, ctx: &egui::Context, command: AppCommand) {
        let Some(session) = &mut self.session else { return };
        match command {
            AppCommand::Edit { edit, merge, then } if session.is_writable() && !session.is_editable() => {
                self.held_edits.push(HeldEdit { edit, merge, then });
            }
            AppCommand::Edit { edit, merge, then } => self.edit(ctx, &edit, merge, then),
            AppCommand::Tell(told) => self.tell(told),
            AppCommand::Select(records) => session.select(records),
            AppCommand::StoodAt(standing) => session.stood_at(standing),
            AppCommand::LoadPicture(key) => session.load_picture(key),
            AppCommand::EditText(record) => {
                session.select(vec![record]);
                if edits::is_on_map(record) {
                    self.canvas.begin_text_edit(record, None);
                } else {
                    self.send(ctx, AppCommand::TypeName(record, String::new()));
                }
            }
            AppCommand::WriteOn(record) if edits::is_on_map(record) => {
                session.select(vec![record]);
                self.canvas.begin_writing_on(record);
            }
            AppCommand::WriteOn(record) => self.send(ctx, AppCommand::EditText(record)),
            AppCommand::TypeName(record, typed) => {
                session.select(vec![record]);
                self.open_panel(Panel::Inspector);
                self.inspector.begin_title(typed);
            }
            AppCommand::TypeNew(edit) => self.canvas.begin_new_text(edit),
            AppCommand::BeginConnection(card) if session.is_editable() => self.canvas.begin_connection(card),
            AppCommand::Copy => self.copy(ctx),
            AppCommand::Cut => self.cut(ctx),
            AppCommand::RequestPaste => {
                self.canvas.take_keyboard();
                ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
            }
            AppCommand::Paste { text, at } => self.paste(text, at),
            AppCommand::PasteAsCells => self.paste_as_cells(),
            AppCommand::MoveToMap(records, map) => self.move_to_map(ctx, &records, map),
            AppCommand::MakeKpis(cards) => match session.make_kpis(&cards) {
                Ok(()) => self.toasts.end_undo_offers(),
                Err(error) => self.toasts.problem(sentence(&error)),
            },
            AppCommand::Camera(camera) => self.canvas.camera_command(camera),
            AppCommand::ShowKpi(kpi, place) => {
                self.drawer.show_kpi((kpi, place));
                self.open_panel(Panel::Drawer);
            }
            // A drawer that is closed, or that has no room, does not open over the map for a click.
            AppCommand::ShowClickedKpi(kpi, place) => self.drawer.show_kpi((kpi, place)),
            AppCommand::OpenImportWizard(paths) => self.wizard.open(paths),
            AppCommand::Undo => self.take_step(StepWay::Back),
            AppCommand::Redo => self.take_step(StepWay::On),
            AppCommand::ShowMap(map) => {
                session.show_map(map);
                // Where one was on it before is where one goes on.
                if self.canvas.camera(map).is_none() {
                    self.send(ctx, AppCommand::Camera(CameraCommand::FitMap));
                }
            }
            AppCommand::SetPeriod(period) => self.look(|view| {
                view.period = period;
                // The newest period is asked for to see how it differs from the one before it.
                if period == Period::Latest {
                    (view.comparison, view.against) = (Comparison::PreviousPeriod, Segments::default());
                }
            }),
            AppCommand::SetGrain(grain) => self.look(|view| view.grain = grain),
            AppCommand::SetComparison(comparison) => self.look(|view| {
                (view.comparison, view.against) = (comparison, Segments::default());
            }),
            AppCommand::CompareSegments(segments, against) => self.look(|view| {
                (view.segments, view.against) = (segments, against);
            }),
            AppCommand::SetSegments(segments) => self.look(|view| view.segments = segments),
            AppCommand::SetSeasons(without) => self.look(|view| view.without_seasons = without),
            AppCommand::SetMoment(moment) => self.look(|view| view.moment = moment),
            AppCommand::SetHeat(heat) => self.look(|view| view.heat = heat),
            AppCommand::ShowOverlay(is_shown) => self.look(|view| view.is_overlay_shown = is_shown),
            AppCommand::Save => self.save(),
            AppCommand::SaveAs(path) => self.copy_to(path),
            AppCommand::RetrySave => session.retry_save(),
            AppCommand::StartImport(request) => {
                if let Err(error) = session.start_import(*request) {
                    self.toasts.problem(sentence(&error));
                }
            }
            AppCommand::StartImports(requests) => {
                if let Err(error) = session.start_imports(requests) {
                    self.toasts.problem(sentence(&error));
                }
            }
            AppCommand::PasteData => self.await_data(ctx),
            AppCommand::ToggleSource(source) => self.toggle_source(ctx, source),
            AppCommand::CancelJob(id) => {
                session.cancel(id);
                self.give_up(id);
            }
            AppCommand::ExportRejected(source, path) => self.export_rejected(source, path),
            AppCommand::TypeValues(at) => {
                self.sheet = ValuesDraft::open(session, at).map(|draft| Sheet::Values(Box::new(draft)));
            }
            AppCommand::KeepValues(at, lines) => {
                if let Err(error) = session.keep_typed_values(at, &lines) {
                    self.toasts.problem(sentence(&error));
                }
            }
            AppCommand::ShowCatalogue => {
                self.drawer.tab = DrawerTab::Catalogue;
                self.open_panel(Panel::Drawer);
            }
            AppCommand::ShowSignals => {
                self.drawer.tab = DrawerTab::Signals;
                self.open_panel(Panel::Drawer);
            }
            AppCommand::Review(map) => {
                session.show_map(map);
                self.drawer.begin_review();
                self.open_panel(Panel::Drawer);
            }
            AppCommand::ShowDecisions => {
                self.drawer.tab = DrawerTab::Decisions;
                self.open_panel(Panel::Drawer);
            }
            AppCommand::ShowDoctor => {
                self.drawer.tab = DrawerTab::Doctor;
                self.open_panel(Panel::Drawer);
            }
            AppCommand::AnswerSignal(moved) => {
                let draft = AnswerDraft::answer(session.document(), *moved, &self.prefs.author, Session::today());
                self.sheet = Some(Sheet::Answer(Box::new(draft)));
            }
            AppCommand::DismissSignals(moved) => self.sheet = Some(Sheet::Dismiss(DismissDraft::new(moved))),
            AppCommand::NewDecision(subjects) => {
                let draft = AnswerDraft::decide(session.document(), subjects, &self.prefs.author, Session::today());
                self.sheet = draft.map(|draft| Sheet::Answer(Box::new(draft)));
            }
            AppCommand::OpenRemovePerson => self.sheet = Some(Sheet::Person(PersonDraft::default())),
            AppCommand::RemovePerson(id, unclear_texts) => {
                if let Err(error) = session.remove_person(id, unclear_texts) {
                    self.toasts.problem(sentence(&error));
                }
            }
            AppCommand::RefreshSource(source) => session.refresh_source(source),
            AppCommand::RefreshSources => session.refresh_all(),
            AppCommand::ReplaceSource(source, path) => session.replace_source(source, path),
            AppCommand::LinkSource(source, refresh) => {
                if let Err(error) = session.link_source(source, refresh) {
                    self.toasts.problem(sentence(&error));
                }
            }
            AppCommand::RemapSource(source) => {
                if let Some(source) = session.document().whole_source(source).filter(|s| !s.path.is_empty()) {
                    let mapping = crate::import::Mapping::parse(&source.mapping).ok();
                    self.wizard.remap(PathBuf::from(&source.path), mapping, source.id);
                }
            }
            AppCommand::ExportDialog => {
                let page = self.view.persona.shown().map(ExportSubject::Persona);
                if let Some(subject) = page.or(session.map().map(ExportSubject::Map)) {
                    self.sheet = Some(Sheet::Export(ExportDraft { subject, prefs: self.prefs.export }));
                }
            }
            AppCommand::Export(path) => self.export(ctx, path),
            // The others were taken by `run_command`, or belong to a view that is not there now.
            _ => {}
        }
    }

    /// Does what had to wait while an import was being written: words typed meanwhile are not lost.
    pub(super) fn run_held_edits(&mut self, ctx: &egui::Context) {
        if self.session.as_ref().is_some_and(Session::is_editable) {
            for HeldEdit { edit, merge, then } in std::mem::take(&mut self.held_edits) {
                self.edit(ctx, &edit, merge, then);
            }
        }
    }

    pub(super) fn edit(
        &mut self,
        ctx: &egui::Context,
        edit: &Edit,
        merge: Option<crate::model::history::MergeKey>,
        then: AfterEdit,
    ) {
        let Some(session) = &mut self.session else { return };
        let deleted = match edit {
            Edit::Delete(records) => deletion::of(session.document(), records),
            _ => None,
        };
        let left = lane_kinds::cards_left(session.document(), edit);
        let result = session.edit(edit, merge);
        self.inspector.edited(edit, &result);
        match result {
            Ok(created) => {
                self.toasts.end_undo_offers();
                self.ask_in_new_lanes(edit, &created);
                if let Some(left) = left {
                    self.tell_left(left);
                }
                let Some(session) = &mut self.session else { return };
                match (then, created.first().copied()) {
                    (AfterEdit::EditText, Some(map @ RecordRef::Map(id))) => {
                        self.send(ctx, AppCommand::ShowMap(id));
                        self.send(ctx, AppCommand::EditText(map));
                    }
                    // A new map is worth seeing, not only listing.
                    (AfterEdit::Select, Some(RecordRef::Map(map))) => self.send(ctx, AppCommand::ShowMap(map)),
                    // The step that a stage comes with is part of it, and not what was asked for.
                    (AfterEdit::Select, Some(stage @ RecordRef::Stage(_))) => session.select(vec![stage]),
                    (AfterEdit::Select, Some(_)) => session.select(created),
                    (AfterEdit::EditText, Some(first)) => {
                        session.select(vec![first]);
                        self.send(ctx, AppCommand::EditText(first));
                    }
                    _ => {}
                }
                if let Some(Deletion { table, count, name, cards }) = deleted {
                    let noun = crate::i18n::edit::noun(table, count);
                    self.toasts.note_with_undo(message::deleted(count, noun, &name, cards));
                }
            }
            Err(error) => self.toasts.problem(sentence(&error)),
        }
    }

    fn look(&mut self, change: impl FnOnce(&mut NumbersView)) {
        if let Some(session) = &mut self.session {
            let mut view = session.view().clone();
            change(&mut view);
            session.set_view(view);
        }
    }

    fn toggle_source(&mut self, ctx: &egui::Context, source: crate::base::ids::SourceId) {
        let Some(session) = &self.session else { return };
        let Some(row) = session.document().sources.get(&source) else { return };
        let mut row = crate::model::Source::clone(row);
        row.state = match row.state {
            crate::model::SourceState::Active => crate::model::SourceState::Hidden,
            crate::model::SourceState::Hidden => crate::model::SourceState::Active,
        };
        self.edit(ctx, &Edit::Update(row.into()), None, AfterEdit::Nothing);
    }

    /// Opens a file for looking only.
    pub(super) fn open_for_looking(&mut self, path: PathBuf) {
        self.open(path, OpenMode::ReadOnly);
    }

    pub(super) fn open(&mut self, path: PathBuf, mode: OpenMode) {
        let path = std::path::absolute(&path).unwrap_or(path);
        // Our own lock would make a viewer of a second opening.
        if self.session.as_ref().and_then(Session::path) == Some(path.as_path()) {
            return;
        }
        // So would the lock of a file that is still being closed.
        if self.closing.contains(&path) {
            self.waiting_to_open.push((path, mode));
            return;
        }
        self.start(words::OPEN, move || Outcome::Opened(files::open(&path, mode).map(Box::new)));
    }

    fn make(&mut self, start: Start) {
        let home = self.home.clone();
        self.start(words::OPEN, move || Outcome::Opened(files::create(&home, &start).map(Box::new)));
    }

    fn save(&mut self) {
        self.keep_typed_words();
        let Some(session) = &self.session else { return };
        if session.is_untitled() {
            self.ask(Purpose::SaveAs);
        } else if let Some(store) = session.store() {
            store.retry();
            self.start(words::SAVE_AS, move || Outcome::Flushed(store.flush()));
        }
    }

    fn copy_to(&mut self, path: PathBuf) {
        let path = std::path::absolute(&path).unwrap_or(path);
        let Some(session) = &self.session else { return };
        if session.path() == Some(path.as_path()) {
            self.path_written(Purpose::SaveAs, None);
            return self.save();
        }
        if self.closing.contains(&path) {
            // Its own window has not let go of it yet.
            self.waiting_copies.push(path);
            return;
        }
        self.keep_typed_words();
        self.write_copy(path, None);
    }

    /// A map that is still called as its template takes the name of the file it was first saved as: nobody has chosen the
    /// other one. Not before it is there: where it could not be written nothing has changed.
    pub(super) fn name_map_after(&mut self, path: &Path) {
        let Some(session) = self.session.as_mut().filter(|session| session.is_editable()) else { return };
        let [map] = session.document().maps_in_order()[..] else { return };
        let is_of_template = templates::list().iter().chain(&self.own_templates).any(|t| t.title == map.title);
        let stem = path.file_stem().map(|stem| one_line(&stem.to_string_lossy()));
        if let Some(text) = stem.filter(|stem| is_of_template && !stem.is_empty() && *stem != map.title) {
            let edit = Edit::Rename { record: map.id.into(), text };
            if let Err(error) = session.edit(&edit, None) {
                log::warn!("the map keeps its name: {error}");
            }
        }
    }

    /// Writes and opens a copy of the map as it is now. One that is outdated already gives way to it.
    pub(super) fn write_copy(&mut self, path: PathBuf, outdated: Option<Box<Opened>>) {
        let Some(session) = &self.session else { return };
        let (Some(store), Some(from)) = (session.store(), session.path().map(Path::to_owned)) else { return };
        let document = Arc::clone(session.document());
        self.start(words::SAVE_AS, move || {
            // It is locked by ourselves.
            drop(outdated);
            let copy = files::copy(&store, &path, &document);
            let copy = copy.map(|(copied, opened)| (copied, Box::new(opened)));
            Outcome::Copied(CopyOf { from, document, path }, copy)
        });
    }

    /// Reads pictures in the background; they are shown when they are known to be pictures.
    fn read_pictures(&mut self, source: PictureSource, target: PictureTarget) {
        let Some(session) = self.session.as_ref().filter(|s| s.is_writable()) else { return };
        let path = session.path().map(Path::to_owned);
        // Who pastes points at nothing: where the picture went is told when that is not where one stood.
        let is_elsewhere = matches!(source, PictureSource::Clipboard(_)) && !is_where_one_stands(session, target);
        let told = is_elsewhere.then(|| self.place_words(target)).filter(|place| !place.is_empty());
        let then = move || Outcome::PicturesRead(path, target, pictures::read(&source), told);
        self.start(words::CHOOSE_PICTURE, then);
    }

    /// Shows pictures that were read: into the file first, then onto the map, as one step.
    pub(super) fn show_pictures(
        &mut self,
        ctx: &egui::Context,
        path: Option<&Path>,
        target: PictureTarget,
        read: Vec<Result<PictureFile, Refused>>,
        told_place: Option<&str>,
    ) {
        let Some(session) = self.session.as_mut().filter(|s| s.path() == path && s.is_writable()) else { return };
        let (mut taken, mut refused) = (Vec::new(), Vec::new());
        for one in read {
            match one {
                Ok(file) => {
                    taken.push(file.picture.clone());
                    session.add_picture(file);
                }
                Err(why) => refused.push(why),
            }
        }
        if let Some((edit, then)) = pictures::edit(session.document(), target, &taken) {
            let before = session.document().clone();
            self.edit(ctx, &edit, None, then);
            let document = self.session.as_ref().map(Session::document);
            let is_new = |card: &&CardId| !before.cards.contains_key(*card);
            let added = document.map(|document| document.cards.keys().filter(is_new).copied().map(RecordRef::from));
            let added: Vec<RecordRef> = added.map(Iterator::collect).unwrap_or_default();
            // The lane that a picture brought along is not what was pasted.
            if let Some(first) = added.first().copied() {
                self.send(ctx, AppCommand::Select(added));
                self.send(ctx, AppCommand::Camera(CameraCommand::Reveal(first)));
                if let Some(place) = told_place {
                    self.toasts.note_with_undo(message::picture_put(place));
                }
            }
        }
        if let Some(first) = refused.first() {
            self.toasts.problem(message::picture_refused(first.name.as_deref(), &first.why, refused.len() - 1));
        }
    }

    /// Writes the text that a path was last asked for.
    fn write_text(&mut self, path: PathBuf) {
        // Kept for another path, where this one cannot be written.
        let Some((purpose, text)) = self.text_to_save.clone() else { return };
        self.start(dialogs::title(purpose), move || {
            let written = crate::base::fs::write_atomic(&path, text.as_bytes()).map_err(|error| sentence(&error));
            Outcome::TextSaved(purpose, path, written)
        });
    }

    /// Asks for a path, in the system's dialog when there is one.
    pub(super) fn ask(&mut self, purpose: Purpose) {
        if purpose != Purpose::Open && self.session.is_none() {
            return;
        }
        if self.dialogs == DialogKind::InWindow {
            return self.ask_for_path(purpose);
        }
        // Two dialogs of the system would stand in each other's way.
        if self.is_asking {
            return;
        }
        self.is_asking = true;
        let name = self.suggested_name(purpose);
        let asked = dialogs::ask(&self.jobs, purpose, self.folder_to_ask_in().as_deref(), &name);
        // The dialog's own job is waited for by one that turns the answer into an outcome.
        self.start_for_window(dialogs::title(purpose), move || {
            Outcome::Answered(purpose, asked.wait().unwrap_or(dialogs::Answer::Cancelled))
        });
    }

    /// Where dialogs begin: where the last one ended, else among the user's documents. The program's own data folder
    /// is no place that people find again.
    pub(super) fn folder_to_ask_in(&self) -> Option<PathBuf> {
        let last = self.prefs.last_folder.clone().filter(|folder| !folder.starts_with(&self.home.data));
        last.or_else(|| self.home.documents.clone())
    }

    /// A file name for a copy or a picture: that of the file, else the map's title.
    pub(super) fn suggested_name(&self, purpose: Purpose) -> String {
        let session = self.session.as_ref();
        let named = session.filter(|s| !s.is_untitled()).and_then(Session::path).and_then(Path::file_stem);
        let persona = session.and_then(|s| match (purpose, self.export_subject) {
            (Purpose::Export(_), Some(ExportSubject::Persona(id))) => s.document().personas.get(&id),
            _ => None,
        });
        let title = session.and_then(|s| s.document().maps.get(&s.map()?)).map(|map| file_words(&map.title));
        let stem = persona.map(|persona| file_words(&persona.name));
        let stem = stem.or_else(|| named.map(|stem| stem.to_string_lossy().into_owned())).or(title);
        let stem = stem.filter(|stem| !stem.is_empty());
        let stem = stem.unwrap_or_else(|| words::UNTITLED.to_owned());
        let extension = match purpose {
            Purpose::Export(format) => format.extension(),
            Purpose::Mapping | Purpose::LoadMapping => "mapping.json",
            Purpose::Minutes => "review.md",
            Purpose::Rejected => "rejected.csv",
            Purpose::Open | Purpose::SaveAs | Purpose::Import | Purpose::ImportFolder | Purpose::Picture => "milepost",
        };
        format!("{stem}.{extension}")
    }
}

/// A title as a file name: signs that some system forbids become spaces.
fn file_words(title: &str) -> String {
    let plain: String =
        title.chars().map(|c| if c.is_control() || r#"/\\:*?"<>|·"#.contains(c) { ' ' } else { c }).collect();
    one_line(&plain).trim_matches('.').to_owned()
}

/// True where a picture goes that is put where one stands: into the lane of what is chosen, or where nothing is.
fn is_where_one_stands(session: &Session, target: PictureTarget) -> bool {
    let PictureTarget::Cell { lane, .. } = target else { return !matches!(target, PictureTarget::NewLane { .. }) };
    match session.selection().last() {
        Some(RecordRef::Card(card)) => session.document().cards.get(card).is_some_and(|card| card.lane == lane),
        Some(RecordRef::Lane(chosen)) => *chosen == lane,
        Some(_) => false,
        None => session.chosen_cell().is_some_and(|(chosen, _)| chosen == lane),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_file_names() {
        assert_eq!(file_words("Subscription journey · current state"), "Subscription journey current state");
        assert_eq!(file_words("a/b\\c: \"d\"?"), "a b c d");
        assert_eq!(file_words("..."), "");
    }
}
