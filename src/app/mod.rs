//! The window: everything put together. [`logic`] runs commands and takes results, [`ui`](self::ui) draws.

mod author;
pub mod clipboard;
pub mod commands;
mod compare;
pub mod crash;
mod data;
pub mod dialogs;
mod drag_place;
pub mod drop;
mod events;
mod export;
pub mod files;
mod keyboard;
mod keys_in_order;
pub mod logging;
pub mod logic;
mod map_drop;
mod missing_signs;
mod motion;
mod panels;
mod path_sheet;
mod persona;
mod quiet_pointer;
mod recent;
pub mod shell;
mod steps;
pub mod tasks;
#[cfg(test)]
mod tests;
mod told;
pub mod ui;
#[cfg(test)]
mod user_script;
pub mod window;

use crate::canvas::CanvasView;
use crate::i18n::shell::message;
use crate::layout::FontMeasure;
use crate::model::history::MergeKey;
use crate::model::{Edit, SourceState};
use crate::session::export_job::ExportSubject;
use crate::session::jobs::Jobs;
use crate::session::mappings::KeptMapping;
use crate::session::pictures::PictureTarget;
use crate::session::prefs::{Home, Prefs};
use crate::session::templates::Template;
use crate::session::{AfterEdit, AppCommand, CommandSender, Panel, Session};
use crate::store::OpenMode;
use crate::ui::answer_sheet::AnswerDraft;
use crate::ui::days_sheet::DaysDraft;
use crate::ui::dismiss_sheet::DismissDraft;
use crate::ui::drawer::DrawerState;
use crate::ui::export_sheet::ExportDraft;
use crate::ui::focus::Regions;
use crate::ui::import_wizard::ImportWizard;
use crate::ui::inspector::InspectorState;
use crate::ui::menu::{Dimension, MenuBarState};
use crate::ui::outline::OutlineState;
use crate::ui::palette::PaletteState;
use crate::ui::person_sheet::PersonDraft;
use crate::ui::replace_sheet::ReplaceDraft;
use crate::ui::settings_sheet::SettingsState;
use crate::ui::shortcut_sheet::ShortcutState;
use crate::ui::style;
use crate::ui::toasts::Toasts;
use crate::ui::toolbar::ToolbarState;
use crate::ui::values_sheet::ValuesDraft;
use author::AuthorName;
use clipboard::{LastCopy, LastSheet};
use dialogs::{DialogKind, Purpose};
use shell::{MapView, TemplateName};
use std::path::PathBuf;
use std::sync::Arc;
use tasks::Task;

/// What the program was started with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AppOptions {
    /// A map to open.
    pub file: Option<PathBuf>,
    /// Data files to import into a new, blank map.
    pub tables: Vec<PathBuf>,
    /// Open it for looking only.
    pub is_read_only: bool,
    /// Open the sample.
    pub is_sample: bool,
}

/// Where the user leaves a map for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    /// The welcome screen.
    ForWelcome,
    /// The desktop.
    ForGood,
}

/// What lies over the window and wants an answer first.
pub enum Sheet {
    /// The command palette.
    Palette(PaletteState),
    /// All shortcuts.
    Shortcuts(ShortcutState),
    /// The name of a new template.
    TemplateName(TemplateName),
    /// The name that notes are signed with.
    Author(AuthorName),
    /// What is set for this computer.
    Settings(SettingsState),
    /// Version and licences.
    About,
    /// The log of this run.
    Log(Vec<String>),
    /// How a picture shall be.
    Export(ExportDraft),
    /// The checklist that answers a signal.
    Answer(Box<AnswerDraft>),
    /// Why nothing is done about some signals.
    Dismiss(DismissDraft),
    /// Which days are shown and compared.
    Days(DaysDraft),
    /// Whose rows are to be removed.
    Person(PersonDraft),
    /// Values that are typed in.
    Values(Box<ValuesDraft>),
    /// A path, where the system has no file dialog.
    Path(Purpose, path_sheet::PathDraft),
    /// The rows of a source would be replaced.
    ReplaceSource(ReplaceDraft),
    /// A file would be replaced.
    Replace(Purpose, PathBuf, Option<path_sheet::PathDraft>),
    /// Changes that could not be written would be lost.
    Unsaved(Leave),
    /// An import that runs would be stopped.
    Importing(Leave),
}

/// Which sources the segments were read from: they are read again when this changes.
pub type SegmentKey = Vec<(crate::base::ids::SourceId, SourceState)>;

/// An edit that came while the map took none.
struct HeldEdit {
    edit: Edit,
    merge: Option<MergeKey>,
    then: AfterEdit,
}

/// The program's window with everything in it.
pub struct MilepostApp {
    missing_signs: missing_signs::MissingSigns,
    home: Home,
    prefs: Prefs,
    written_prefs: Prefs,
    is_writing_prefs: bool,
    dialogs: DialogKind,
    commands: CommandSender,
    jobs: Jobs,
    tasks: Vec<Task>,
    session: Option<Session>,
    /// Files that are being closed.
    closing: Vec<PathBuf>,
    /// Files to open as soon as they are closed.
    waiting_to_open: Vec<(PathBuf, OpenMode)>,
    /// Copies to write as soon as the files they replace are closed.
    waiting_copies: Vec<PathBuf>,
    /// Edits that wait for an import to be written.
    held_edits: Vec<HeldEdit>,
    toasts: Toasts,
    sheet: Option<Sheet>,
    toolbar: ToolbarState,
    menu_bar: MenuBarState,
    regions: Regions,
    keyboard: keyboard::Keyboard,
    quiet_pointer: quiet_pointer::QuietPointer,
    /// Tells the keys that wait whether it is known where they go.
    unsettled: keys_in_order::Unsettled,
    /// The system asks for less motion.
    is_motion_unwanted: bool,
    canvas: CanvasView,
    view: MapView,
    own_templates: Vec<Template>,
    /// The panel at a side that was opened last: on a narrow window the other one gives way.
    last_panel: Panel,
    /// Panels that are open but have no room now.
    hidden_panels: Vec<Panel>,
    /// The size of the window that the panels were last sized for.
    panels_for: egui::Vec2,
    outline: OutlineState,
    inspector: InspectorState,
    drawer: DrawerState,
    wizard: ImportWizard,
    /// The source whose place the next chosen data file takes.
    replacing: Option<crate::base::ids::SourceId>,
    /// Mappings that were confirmed before.
    kept_mappings: Arc<[KeptMapping]>,
    /// How many frames more the clipboard is waited for, after its content was asked for as data.
    data_awaited: Option<u8>,
    /// Data files the program was started with, until the map is open that they are for.
    tables_to_import: Vec<PathBuf>,
    /// The source whose rejected rows a path is being asked for.
    rejected_of: Option<crate::base::ids::SourceId>,
    /// The text that a path is being asked for: a mapping file or minutes.
    text_to_save: Option<(Purpose, String)>,
    /// Copies go to the clipboard of the system in every form. Tests leave that alone.
    has_system_clipboard: bool,
    /// Where the pointer is while files are dragged over the window, where the system was asked.
    drag_place: drag_place::DragPlace,
    /// Where the pictures go that are being asked for.
    picture_target: Option<PictureTarget>,
    /// What was last copied.
    copied: Option<LastCopy>,
    /// The sheet that was pasted last, while it can be pasted in another way.
    sheet_pasted: Option<LastSheet>,
    /// The map or persona that a picture is being asked a path for.
    export_subject: Option<ExportSubject>,
    missing: Vec<PathBuf>,
    segments: Vec<Dimension>,
    segments_of: SegmentKey,
    title: String,
    /// The open map was made in this run.
    is_fresh: bool,
    is_leaving: bool,
    /// The program ends as soon as a person's rows are out: nobody could be told afterwards.
    leaves_after_removal: bool,
    /// The drawer was closed for a map without numbers; it opens again with the first ones.
    is_drawer_folded: bool,
    /// Height of the drawer, points; 0 while it is closed.
    drawer_height: f32,
    was_drawer_large: bool,
    /// A file dialog of the system is open.
    is_asking: bool,
    /// Tells the log how long the start took; `None` once it has, and where nobody asked for a window.
    start: Option<Start>,
}

/// When the program started, and how far its start is.
struct Start {
    at: std::time::Instant,
    has_drawn: bool,
}

impl MilepostApp {
    /// The program in a fresh context.
    #[must_use]
    pub fn new(ctx: &egui::Context, options: AppOptions, home: Home, dialogs: DialogKind) -> Self {
        let prefs = Prefs::load(&home.prefs_file());
        style::install(ctx);
        style::set_theme(ctx, prefs.theme);
        ctx.set_zoom_factor(prefs.ui_scale);
        let unsettled = keys_in_order::Unsettled::default();
        ctx.add_plugin(keys_in_order::KeysInOrder::new(unsettled.clone()));
        let waker = ctx.clone();
        let mut app = Self {
            home,
            written_prefs: prefs.clone(),
            prefs,
            is_writing_prefs: false,
            dialogs,
            commands: CommandSender::default(),
            jobs: Jobs::new(Arc::new(move || waker.request_repaint())),
            tasks: Vec::new(),
            session: None,
            closing: Vec::new(),
            waiting_to_open: Vec::new(),
            waiting_copies: Vec::new(),
            held_edits: Vec::new(),
            toasts: Toasts::default(),
            sheet: None,
            toolbar: ToolbarState::default(),
            menu_bar: MenuBarState::default(),
            regions: Regions::default(),
            keyboard: keyboard::Keyboard::default(),
            quiet_pointer: quiet_pointer::QuietPointer::default(),
            unsettled,
            missing_signs: missing_signs::MissingSigns::default(),
            is_motion_unwanted: false,
            view: MapView::default(),
            own_templates: Vec::new(),
            last_panel: Panel::Inspector,
            hidden_panels: Vec::new(),
            panels_for: egui::Vec2::ZERO,
            canvas: CanvasView::with_measure(FontMeasure::with_system_fonts(crate::theme::fonts::BUNDLED)),
            outline: OutlineState::default(),
            inspector: InspectorState::default(),
            drawer: DrawerState::default(),
            was_drawer_large: false,
            wizard: ImportWizard::default(),
            replacing: None,
            kept_mappings: Arc::default(),
            data_awaited: None,
            tables_to_import: Vec::new(),
            rejected_of: None,
            text_to_save: None,
            has_system_clipboard: false,
            drag_place: drag_place::DragPlace::default(),
            picture_target: None,
            copied: None,
            sheet_pasted: None,
            export_subject: None,
            missing: Vec::new(),
            segments: Vec::new(),
            segments_of: Vec::new(),
            title: String::new(),
            is_fresh: false,
            is_leaving: false,
            leaves_after_removal: false,
            is_drawer_folded: false,
            drawer_height: 0.0,
            is_asking: false,
            start: None,
        };
        app.follow_motion(ctx);
        app.look_for_recent_files();
        app.look_for_untitled();
        app.look_for_templates();
        app.look_for_mappings();
        match options {
            AppOptions { is_sample: true, .. } => app.commands.send(AppCommand::OpenSample),
            AppOptions { file: Some(path), is_read_only: true, .. } => app.open_for_looking(path),
            AppOptions { file: Some(path), .. } => app.commands.send(AppCommand::Open(path)),
            AppOptions { tables, .. } if !tables.is_empty() => {
                app.import_into_new_map(tables);
            }
            AppOptions { file: None, .. } => {}
        }
        app
    }

    /// Where wishes go, for whoever drives the program from outside (tests).
    #[must_use]
    pub fn commands(&self) -> &CommandSender {
        &self.commands
    }

    /// The open map.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// What is remembered between runs.
    #[must_use]
    pub fn prefs(&self) -> &Prefs {
        &self.prefs
    }

    /// True while work runs whose end will change what is shown.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        !self.tasks.is_empty() || self.wizard.is_busy() || self.session.as_ref().is_some_and(Session::is_busy)
    }
}

impl eframe::App for MilepostApp {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.run_logic(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        self.drag_place.follow(ui.ctx(), frame);
        self.show_ui(ui);
        self.log_start();
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.end();
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// There is no display or no usable graphics driver; the error is one sentence that says what is missing and what to do.
pub fn run(options: AppOptions) -> anyhow::Result<()> {
    let at = std::time::Instant::now();
    let home = Home::find();
    logging::install(home.log_file());
    crash::install(home.crash_folder());
    log::info!("Milepost {} starts", env!("CARGO_PKG_VERSION"));
    let prefs = Prefs::load(&home.prefs_file());
    let native = window::options(&prefs.window);
    let result = eframe::run_native(
        crate::i18n::shell::NAME,
        native,
        Box::new(move |creation| {
            window::bring_back(creation);
            let mut app = MilepostApp::new(&creation.egui_ctx, options, home, DialogKind::detect());
            app.has_system_clipboard = true;
            app.ask_about_motion(&creation.egui_ctx);
            app.start = Some(Start { at, has_drawn: false });
            Ok(Box::new(app))
        }),
    );
    logging::flush();
    result.map_err(|error| {
        log::error!("no window: {error}");
        anyhow::Error::msg(window::sentence(&error))
    })
}

/// A sentence of a lower layer for the user.
fn sentence(error: &impl std::fmt::Display) -> String {
    message::sentence(&error.to_string())
}
