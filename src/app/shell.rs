//! Commands about how the map is looked at: finding, filtering, going from map to map, notes, templates, preferences.

use super::MilepostApp;
use super::Sheet;
use super::compare::Compared;
use super::persona::PersonaPages;
use super::sentence;
use super::tasks::Outcome;
use crate::i18n::panels::finding;
use crate::i18n::shell::{message, template as words};
use crate::model::edit::record_of_place;
use crate::model::{Edit, RecordRef};
use crate::session::filter::CardFilter;
use crate::session::find::Replacement;
use crate::session::prompts::{self, Prompts};
use crate::session::templates::own::{Naming, TemplateError};
use crate::session::templates::{KeptNotes, Template, own};
use crate::session::{AfterEdit, AppCommand, CameraCommand, Panel, maps, notes};
use crate::ui::days_sheet::DaysDraft;
use crate::ui::filter_bar::FilterBarState;
use crate::ui::find_bar::{FindState, Way};
use crate::ui::palette::PaletteState;
use crate::ui::reminder_bar::ReminderState;
use crate::ui::settings_sheet::SettingsState;
use crate::ui::time_bar::TimeState;
use std::path::Path;

/// How the open map is looked at. None of it is part of the document; all of it ends with the file.
#[derive(Default)]
pub struct MapView {
    /// What is looked for.
    pub find: FindState,
    /// Which cards stand out.
    pub filter: CardFilter,
    /// Whether the bar of filters is shown.
    pub is_filter_open: bool,
    /// Moving through the periods.
    pub time: TimeState,
    /// What is due in the file.
    pub reminders: ReminderState,
    /// The bar of filters.
    pub filter_bar: FilterBarState,
    /// The hints in empty cells.
    pub prompts: Prompts,
    /// Two maps beside each other.
    pub compared: Compared,
    /// The page of a persona in the place of the map.
    pub persona: PersonaPages,
}

/// The name of a template that is asked for.
#[derive(Debug, Clone, Default)]
pub struct TemplateName {
    /// What is typed so far.
    pub naming: Naming,
    /// The template that is renamed; `None` for a new one.
    pub renamed: Option<String>,
    /// Whether a new one keeps what was said about the map.
    pub notes: KeptNotes,
    /// Notes there are to keep.
    pub note_count: usize,
    /// What a new one keeps, in words.
    pub kept: String,
    /// The field has had the keyboard.
    pub has_begun: bool,
}

/// What is told when templates have changed.
#[derive(Debug, Clone, Default)]
pub struct Changed {
    /// A sentence, if there is something to tell.
    pub told: Option<String>,
    /// A template that can be brought back.
    pub removed: Option<String>,
}

/// Below this zoom a find could not be read.
const LEGIBLE: f64 = 0.45;
/// The zoom at which it can.
const READING_ZOOM: f64 = 0.75;

impl MilepostApp {
    /// Runs a command of this sort; gives back any other.
    pub(super) fn run_view_command(&mut self, ctx: &egui::Context, command: AppCommand) -> Option<AppCommand> {
        match command {
            AppCommand::StepUiScale(step) => {
                self.run_command(ctx, AppCommand::SetUiScale(self.prefs.next_ui_scale(step)));
            }
            AppCommand::SetMotion(choice) => {
                self.prefs.motion = choice;
                self.follow_motion(ctx);
            }
            AppCommand::StepRegion(step) => self.step_region(ctx, step),
            AppCommand::OpenMenuBar => self.menu_bar.open(),
            AppCommand::AskAuthor => self.ask_author(),
            AppCommand::OpenSettings => self.sheet = Some(Sheet::Settings(SettingsState::new(&self.prefs))),
            AppCommand::ToggleMinimap => self.prefs.is_minimap_shown = !self.prefs.is_minimap_shown,
            AppCommand::TogglePrompts => self.prefs.are_prompts_shown = !self.prefs.are_prompts_shown,
            AppCommand::RememberCommand(name) => self.prefs.remember_command(name),
            AppCommand::SetAuthor(author) => {
                self.prefs.author = author;
                self.prefs.is_author_known = true;
            }
            AppCommand::OpenPalette => self.sheet = Some(Sheet::Palette(PaletteState::default())),
            AppCommand::RemoveTemplate(name) => self.remove_template(name),
            AppCommand::RestoreTemplate(name) => {
                self.change_templates(move |folder| own::restore(folder, &name).map(|()| Changed::default()))
            }
            AppCommand::RenameTemplate(name, naming) => {
                self.change_templates(move |folder| own::rename(folder, &name, &naming).map(|()| Changed::default()));
            }
            AppCommand::RenameTemplateDialog(name) => {
                if let Some(template) = self.own_templates.iter().find(|template| template.name == name) {
                    let (title, description) = (template.title.clone(), template.description.clone());
                    let naming = Naming { title, description };
                    self.sheet = Some(Sheet::TemplateName(TemplateName {
                        naming,
                        renamed: Some(name),
                        ..TemplateName::default()
                    }));
                }
            }
            command => return self.run_on_shown_map(ctx, command),
        }
        None
    }

    fn run_on_shown_map(&mut self, ctx: &egui::Context, command: AppCommand) -> Option<AppCommand> {
        let Some(session) = &mut self.session else { return Some(command) };
        match command {
            AppCommand::OpenFind => self.view.find.open(),
            AppCommand::OpenReplace => self.view.find.open_replace(),
            AppCommand::ReplaceWords(Replacement { records: 0, refused, .. }) => {
                self.toasts.problem(finding::not_replaced(refused));
            }
            AppCommand::ReplaceWords(Replacement { edit, times, records, refused }) => {
                let before = session.revision();
                self.edit(ctx, &edit, None, AfterEdit::Nothing);
                if self.session.as_ref().is_some_and(|session| session.revision() != before) {
                    let kept = if refused > 0 { finding::not_replaced(refused) } else { String::new() };
                    let told = format!("{} {kept}", finding::replaced(times, records));
                    self.toasts.note_with_undo(told.trim_end().to_owned());
                }
            }
            AppCommand::FindNext => self.find(ctx, Way::Forward),
            AppCommand::FindPrevious => self.find(ctx, Way::Back),
            AppCommand::SetFilter(filter) => {
                self.view.filter = filter;
                self.view.is_filter_open = true;
            }
            AppCommand::ToggleFilter => {
                self.view.is_filter_open = !self.view.is_filter_open;
                self.view.filter = CardFilter::default();
                self.view.filter_bar.wants_keyboard = self.view.is_filter_open;
                if !self.view.is_filter_open {
                    self.canvas.take_keyboard();
                }
                self.regions.walk();
            }
            AppCommand::ToggleTime => {
                self.view.time.toggle(session, &self.commands);
                self.regions.walk();
            }
            AppCommand::ChooseDays => self.sheet = Some(Sheet::Days(DaysDraft::of(session))),
            AppCommand::ToggleCompare => {
                self.view.compared.state.toggle(session);
                self.close_persona();
            }
            AppCommand::ShowPersona(persona) => self.show_persona(persona),
            AppCommand::ClosePersona => self.close_persona(),
            AppCommand::OpenLinkedMap(map) => session.open_linked(map),
            AppCommand::StepMap(step) => self.step_map(step),
            AppCommand::Back => {
                session.go_back();
            }
            AppCommand::Jump(record) => self.jump(record),
            AppCommand::BeginTag => {
                self.open_panel(Panel::Inspector);
                self.inspector.begin_tag();
            }
            AppCommand::ShowMove(at, since) => {
                self.drawer.show_move(at, since);
                self.jump(record_of_place(at.1));
                self.open_panel(Panel::Drawer);
            }
            AppCommand::ShowSegments(at) => {
                self.drawer.show_segments(at);
                self.open_panel(Panel::Drawer);
            }
            AppCommand::ShowPlan(kpi) => {
                session.select(vec![kpi.into()]);
                self.open_panel(Panel::Inspector);
                self.inspector.show_plan(kpi);
            }
            AppCommand::NoteAt(record) => {
                session.select(vec![record]);
                self.send(ctx, AppCommand::BeginNote);
            }
            AppCommand::BeginNote => {
                // A cell is no record: what is said there is about its step.
                let here = session.chosen_cell().map(|(_, step)| step.into());
                if session.selection().is_empty()
                    && let Some(record) = here.or(session.map().map(RecordRef::from))
                {
                    session.select(vec![record]);
                }
                self.open_panel(Panel::Inspector);
                self.inspector.begin_note();
            }
            AppCommand::OpenContextMenu => self.canvas.open_menu(),
            AppCommand::AddNote { anchor, text } => {
                let edit = notes::new_note(anchor, &self.prefs.author, &text);
                // The note is there first; whose it is can be said beside it.
                if !self.prefs.is_author_known {
                    self.inspector.ask_name(&edit, super::author::name_of_user);
                }
                self.run_command(ctx, AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
            }
            AppCommand::SaveTemplateDialog => {
                let map = session.map()?;
                let document = session.document();
                let title = document.maps.get(&map).map_or_else(String::new, |map| map.title.clone());
                let of_map = own::contents(document, map);
                self.sheet = Some(Sheet::TemplateName(TemplateName {
                    naming: Naming { title, ..Naming::default() },
                    note_count: of_map.notes,
                    kept: words::kept(&of_map.counts()),
                    ..TemplateName::default()
                }));
            }
            AppCommand::SaveTemplate(naming, notes) => self.save_template(naming, notes),
            other => return Some(other),
        }
        ctx.request_repaint();
        None
    }

    /// Goes to the next map of the file, or the one before; words that are being typed are kept first.
    fn step_map(&mut self, step: i8) {
        let Some(session) = &self.session else { return };
        let maps: Vec<_> = session.document().maps_in_order().iter().map(|map| map.id).collect();
        let at = maps.iter().position(|map| Some(*map) == session.map()).unwrap_or(0);
        let next = if step < 0 { at.checked_sub(1).unwrap_or(maps.len().saturating_sub(1)) } else { at + 1 };
        let next = maps.get(next).or(maps.first()).copied();
        self.canvas.commit_text_edit(&self.commands);
        if let Some(map) = next {
            self.commands.send(AppCommand::ShowMap(map));
        }
        self.canvas.take_keyboard();
    }

    /// Shows a panel that is hidden.
    pub(super) fn open_panel(&mut self, panel: Panel) {
        self.prefs.panel_mut(panel).is_open = true;
        self.last_panel = panel;
    }

    fn find(&mut self, ctx: &egui::Context, way: Way) {
        let Some(session) = &self.session else { return };
        if !self.view.find.is_open() {
            self.view.find.open();
        }
        if let Some(record) = self.view.find.go(session, way) {
            self.jump(record);
            ctx.request_repaint();
        }
    }

    /// Shows a record wherever it is. A note is shown where it stands; what belongs to the whole file is selected.
    fn jump(&mut self, record: RecordRef) {
        // A page of a persona would stand before what is shown.
        if self.session.as_ref().is_some_and(|session| maps::map_of(session.document(), record).is_some()) {
            self.leave_persona();
        }
        let Some(session) = &mut self.session else { return };
        let document = session.document();
        let shown = match record {
            // What the log says about a KPI is chosen; what it is about is shown.
            RecordRef::Decision(id) => {
                if let Some(map) = maps::map_of(document, record) {
                    session.open_linked(map);
                }
                session.select(vec![RecordRef::Decision(id)]);
                return self.open_panel(Panel::Inspector);
            }
            RecordRef::Note(id) => document.notes.get(&id).map_or(record, |note| note.anchor),
            _ => record,
        };
        let map = maps::map_of(document, shown);
        if let Some(map) = map {
            session.open_linked(map);
        }
        session.select(vec![shown]);
        if map.is_none() || matches!(shown, RecordRef::Map(_)) {
            return self.open_panel(Panel::Inspector);
        }
        if self.canvas.zoom() < LEGIBLE {
            self.canvas.camera_command(CameraCommand::ZoomTo(READING_ZOOM));
        }
        self.canvas.camera_command(CameraCommand::Reveal(shown));
    }

    /// Brings the first selected record into view, where it is not: one wants to see what was taken back.
    pub(super) fn reveal_selection(&mut self) {
        let shown = self.session.as_ref().and_then(|session| session.selection().first().copied());
        if let Some(record) = shown {
            self.canvas.camera_command(CameraCommand::Reveal(record));
        }
    }

    /// Starts with the view of a file that was just opened.
    pub(super) fn begin_view(&mut self) {
        self.view = MapView::default();
        if let Some(session) = &self.session {
            self.view.prompts = prompts::of_session(session);
        }
    }

    /// Gives hints to lanes that an edit has made.
    pub(super) fn ask_in_new_lanes(&mut self, edit: &Edit, created: &[RecordRef]) {
        if let Some(session) = &self.session
            && prompts::follow(&mut self.view.prompts, session.document(), edit, created)
        {
            prompts::remember(session, &self.view.prompts);
        }
    }

    /// Reads the user's templates in the background.
    pub(super) fn look_for_templates(&mut self) {
        let folder = self.home.templates_folder();
        self.start_for_window("read templates", move || Outcome::Templates(own::load(&folder)));
    }

    pub(super) fn take_templates(&mut self, templates: Vec<Template>) {
        self.own_templates = templates;
    }

    fn save_template(&mut self, naming: Naming, notes: KeptNotes) {
        let Some((session, map)) = self.session.as_ref().and_then(|s| Some((s, s.map()?))) else { return };
        let (document, book) = (session.document().clone(), session.picture_book());
        let prompts = self.view.prompts.clone();
        self.change_templates(move |folder| {
            let pictures = book.read(own::pictures(&document, map));
            let kept = own::Kept { document: &document, map, prompts: &prompts, notes, pictures: &pictures };
            own::save(folder, &naming, kept)?;
            Ok(Changed { told: Some(message::template_saved(&naming.title)), removed: None })
        });
    }

    fn remove_template(&mut self, name: String) {
        let title = self.own_templates.iter().find(|template| template.name == name).map(|t| t.title.clone());
        let told = title.map(|title| message::template_removed(&title));
        self.change_templates(move |folder| own::remove(folder, &name).map(|()| Changed { told, removed: Some(name) }));
    }

    /// Changes the user's templates in the background, then shows what there is.
    fn change_templates(&mut self, change: impl FnOnce(&Path) -> Result<Changed, TemplateError> + Send + 'static) {
        let folder = self.home.templates_folder();
        self.start(words::JOB, move || {
            let changed = change(&folder).map_err(|error| sentence(&error));
            Outcome::TemplateChanged(changed, own::load(&folder))
        });
    }
}
