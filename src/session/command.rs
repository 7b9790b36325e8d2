//! Commands: what the window wants done. Views send them; the application runs them after the frame, one at a time.

use crate::base::ids::{CardId, KpiId, MapId, PersonaId, SourceId};
use crate::base::time::{Day, Grain};
use crate::model::history::MergeKey;
use crate::model::{Edit, Place, RecordRef, Refresh, Segments};
use crate::session::clipboard::PasteAt;
use crate::session::filter::CardFilter;
use crate::session::find::Replacement;
use crate::session::import_job::ImportRequest;
use crate::session::insights::KpiAt;
use crate::session::mappings::KeptMapping;
use crate::session::persons::UnclearTexts;
use crate::session::pictures::{PictureKey, PictureSource, PictureTarget};
use crate::session::recent::RecentFile;
use crate::session::signals::Moved;
use crate::session::templates::KeptNotes;
use crate::session::templates::own::Naming;
use crate::session::told::{DroppedWords, Told};
use crate::session::typed_values::TypedLine;
use crate::session::view::{Comparison, HeatBy, Period};
use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

/// What happens to records an edit created.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AfterEdit {
    /// Nothing.
    #[default]
    Nothing,
    /// They are selected.
    Select,
    /// The first is selected and its words are edited in place.
    EditText,
}

/// How the camera moves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CameraCommand {
    /// The whole map fits.
    FitMap,
    /// The selection fits.
    FitSelection,
    /// A fixed zoom around the middle of the canvas; 1 is 100 %.
    ZoomTo(f64),
    /// Zoom by a factor around the middle of the canvas.
    ZoomBy(f64),
    /// Scrolls so that the record is in view, without zooming.
    Reveal(RecordRef),
    /// Scrolls so that all of the selection is in view; zooms out where it has no room, and never in.
    RevealSelection,
}

/// Light, dark, or as the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeChoice {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Whether panels, lists and the view glide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MotionChoice {
    /// As the system says.
    #[default]
    System,
    /// Things move at once.
    Reduced,
    /// Things glide.
    Full,
}

impl MotionChoice {
    /// Every choice, in menu order.
    pub const EVERY: [Self; 3] = [Self::System, Self::Reduced, Self::Full];
}

/// A panel that can be shown and hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Panel {
    /// Left: maps, stages, lanes, personas, sources.
    Outline,
    /// Right: the selection.
    Inspector,
    /// Bottom: trend, observations, sources.
    Drawer,
}

/// Something the window wants done.
#[derive(Debug, Clone)]
pub enum AppCommand {
    /// A change of the document.
    Edit {
        /// The change.
        edit: Edit,
        /// Folds it into the step before when both have the same key.
        merge: Option<MergeKey>,
        /// What happens to new records.
        then: AfterEdit,
    },
    /// Tells something about what was just typed.
    Tell(Told),
    /// Keeps words after all that were dropped.
    KeepDropped(Box<DroppedWords>),
    /// Puts words on the clipboard.
    CopyWords(String),
    /// Replaces the selection.
    Select(Vec<RecordRef>),
    /// Where one was when the words were typed that the next edit keeps: undo leads back there.
    StoodAt(crate::model::history::Standing),
    /// Edits the words of a record in place on the canvas.
    EditText(RecordRef),
    /// The same with the caret behind the words: what is typed goes on from them.
    WriteOn(RecordRef),
    /// Types over the name of something that has its name in the inspector; these letters come first.
    TypeName(RecordRef, String),
    /// Edits the words of something new in place; keeping them makes it.
    TypeNew(Edit),
    /// Begins a connection at a card.
    BeginConnection(CardId),
    /// Puts the selection on the clipboard.
    Copy,
    /// Puts the selection on the clipboard and deletes it.
    Cut,
    /// Asks the system for what is on the clipboard; [`AppCommand::Paste`] follows.
    RequestPaste,
    /// Pastes a text from the clipboard.
    Paste {
        /// What is on the clipboard.
        text: String,
        /// Where it goes.
        at: PasteAt,
    },
    /// Takes the sheet back that was pasted last, and pastes it as a block of cells.
    PasteAsCells,
    /// Takes cards of the shown map to another one.
    MoveToMap(Vec<RecordRef>, MapId),
    /// Makes KPIs of cards of words.
    MakeKpis(Vec<CardId>),
    /// Takes the last step back.
    Undo,
    /// Does the last undone step again.
    Redo,
    /// Shows another map of the file.
    ShowMap(MapId),
    /// Shows the next map of the file (1) or the one before (−1), around its ends.
    StepMap(i8),
    /// Shows another map that something on this one leads to; [`AppCommand::Back`] comes back.
    OpenLinkedMap(MapId),
    /// Shows the map one came from.
    Back,
    /// Shows another map beside the shown one, or ends that.
    ToggleCompare,
    /// Shows the page of a persona in the place of the map.
    ShowPersona(PersonaId),
    /// Shows the map again.
    ClosePersona,
    /// Shows a record wherever it is: its map, its place, its fields.
    Jump(RecordRef),
    /// Puts the cursor into the field for a new tag of the selected cards.
    BeginTag,
    /// Puts the cursor into the field for a note at what is selected.
    BeginNote,
    /// The same at a record, which is selected for it.
    NoteAt(RecordRef),
    /// A new note by the user of this computer.
    AddNote {
        /// What it is about.
        anchor: RecordRef,
        /// What it says.
        text: String,
    },
    /// Who writes notes on this computer.
    SetAuthor(String),
    /// Lets some cards stand out; opens the bar that says which.
    SetFilter(CardFilter),
    /// Opens the bar of filters, or closes it and shows all cards alike.
    ToggleFilter,
    /// The next find.
    FindNext,
    /// The find before.
    FindPrevious,
    /// Shows or hides the small map.
    ToggleMinimap,
    /// Shows or hides the hints in empty cells.
    TogglePrompts,
    /// Whether things glide or move at once.
    SetMotion(MotionChoice),
    /// Gives the keyboard to the next (1) or the previous (−1) region of the window.
    StepRegion(i8),
    /// Opens the first menu of the menu bar, or closes the one that is open.
    OpenMenuBar,
    /// Opens the menu of what is selected, where it stands.
    OpenContextMenu,
    /// Asks for the name that notes are signed with.
    AskAuthor,
    /// The next larger (1) or smaller (−1) interface, or its natural size (0).
    StepUiScale(i8),
    /// Remembers a command that was run by name, to offer it first.
    RememberCommand(String),
    /// Asks for a name and keeps the shown map as a template.
    SaveTemplateDialog,
    /// Keeps the shown map as a template.
    SaveTemplate(Naming, KeptNotes),
    /// Asks what a template of the user shall be called.
    RenameTemplateDialog(String),
    /// Calls a template of the user something else.
    RenameTemplate(String, Naming),
    /// Takes a template of the user away.
    RemoveTemplate(String),
    /// Brings a template back that was taken away.
    RestoreTemplate(String),
    /// Shows a KPI at a place in the drawer.
    ShowKpi(KpiId, Place),
    /// The same after a click on its card, where the drawer is open.
    ShowClickedKpi(KpiId, Place),
    /// Moves the camera.
    Camera(CameraCommand),
    /// Which days are shown.
    SetPeriod(Period),
    /// How wide a bucket is.
    SetGrain(Grain),
    /// What values are compared with.
    SetComparison(Comparison),
    /// Looks at one period of the trends, by a day in it; `None` looks at all of them.
    SetMoment(Option<Day>),
    /// Whether limits are worked out without seasons.
    SetSeasons(bool),
    /// Shows what is to be done when a KPI moves.
    ShowPlan(KpiId),
    /// Shows or hides the bar that moves through the periods.
    ToggleTime,
    /// Restricts all numbers to rows of the first segments and compares them with those of the second ones.
    CompareSegments(Segments, Segments),
    /// Restricts all numbers to rows of these segments.
    SetSegments(Segments),
    /// What stages are coloured by.
    SetHeat(HeatBy),
    /// Shows or hides the KPI overlay.
    ShowOverlay(bool),
    /// A new untitled file from a template.
    NewFromTemplate(String),
    /// Opens the generated sample.
    OpenSample,
    /// Asks for a file and opens it.
    OpenDialog,
    /// Opens a file.
    Open(PathBuf),
    /// Makes sure that all is on disk and says so; an untitled file asks for a name.
    Save,
    /// Asks for a path and writes a copy, which is then the open file.
    SaveAsDialog,
    /// Writes a copy, which is then the open file.
    SaveAs(PathBuf),
    /// Tries again to write what could not be written.
    RetrySave,
    /// Closes the file and shows the welcome screen.
    CloseFile,
    /// Asks for data files and opens the import wizard on them.
    ImportDialog,
    /// Opens the import wizard on data files.
    OpenImportWizard(Vec<PathBuf>),
    /// Runs an import in the background.
    StartImport(Box<ImportRequest>),
    /// Imports several files in the background, as one step.
    StartImports(Vec<ImportRequest>),
    /// Opens the import wizard on what is on the clipboard.
    PasteData,
    /// Keeps what the columns of a file mean for the next one of the same columns.
    KeepMapping(Box<KeptMapping>),
    /// Takes a kept mapping away, by its name.
    RemoveMapping(String),
    /// Calls a kept mapping something else: its name, and the new one.
    RenameMapping(String, String),
    /// Asks for a path and writes a mapping file (its JSON) there.
    SaveMappingDialog(String),
    /// Asks for a mapping file and applies it in the import wizard.
    LoadMappingDialog,
    /// Applies a mapping file in the import wizard.
    LoadMapping(PathBuf),
    /// Reads the file of a source again.
    RefreshSource(SourceId),
    /// Reads the files of all linked sources again.
    RefreshSources,
    /// How a source follows its file from now on.
    LinkSource(SourceId, Refresh),
    /// Asks for a file that takes the place of a source's own.
    ReplaceSourceDialog(SourceId),
    /// Reads a file in the place of a source's own.
    ReplaceSource(SourceId, PathBuf),
    /// Opens the import wizard on the file of a source, with what its columns mean now.
    RemapSource(SourceId),
    /// Hides or shows the numbers of a source.
    ToggleSource(SourceId),
    /// Asks for a path and writes the rejected rows of a source there.
    ExportRejectedDialog(SourceId),
    /// Writes the rejected rows of a source as CSV.
    ExportRejected(SourceId, PathBuf),
    /// Asks for a folder and opens the import wizard on the data files in it.
    ImportFolderDialog,
    /// Looks into a folder and does what dropping it does.
    LookIntoFolder(PathBuf),
    /// Shows the table in which values of a KPI at a place are typed in.
    TypeValues(KpiAt),
    /// Keeps what was typed in for a KPI at a place, instead of what was there.
    KeepValues(KpiAt, Vec<TypedLine>),
    /// Opens the checklist that answers a signal of a KPI.
    AnswerSignal(Box<Moved>),
    /// Asks for the reason for which nothing is done about these signals.
    DismissSignals(Vec<Moved>),
    /// Asks what is decided about one of these KPIs, without a signal that it answers; the first is proposed.
    NewDecision(Vec<KpiAt>),
    /// Shows the decision log.
    ShowDecisions,
    /// Shows what the KPIs lack.
    ShowDoctor,
    /// Shows the KPIs one may want.
    ShowCatalogue,
    /// Shows what moved.
    ShowSignals,
    /// The same with one move chosen, by its KPI and its first day, and the place where it moved on the map.
    ShowMove(KpiAt, Day),
    /// Shows a KPI at a place by segment.
    ShowSegments(KpiAt),
    /// Begins the review of a map, or goes on with it.
    Review(MapId),
    /// Asks for a path and writes minutes (Markdown) there.
    SaveMinutesDialog(String),
    /// Writes the mapping file or the minutes that a path was asked for last.
    SaveText(PathBuf),
    /// Asks for the days that are shown and those that they are compared with.
    ChooseDays,
    /// Asks whose rows are to be removed.
    OpenRemovePerson,
    /// Removes all rows of the person with this id for good, and texts that may be about the person or not.
    RemovePerson(String, UnclearTexts),
    /// Stops a running job.
    CancelJob(u64),
    /// Asks how a picture of the map shall be, then for a path, and writes it.
    ExportDialog,
    /// Writes the picture as it was last asked for; the extension says the format.
    Export(PathBuf),
    /// Asks for picture files and shows them there.
    PictureDialog(PictureTarget),
    /// Puts pictures into the file and shows them there.
    PlacePictures(PictureSource, PictureTarget),
    /// Reads a picture of the file for the window.
    LoadPicture(PictureKey),
    /// Light, dark or system.
    SetTheme(ThemeChoice),
    /// Shows or hides a panel.
    TogglePanel(Panel),
    /// Scale of the whole interface; 1 is 100 %.
    SetUiScale(f32),
    /// Fills the screen with the window, or ends that.
    ToggleFullScreen,
    /// Takes a file from the list of recent ones; the file itself stays.
    ForgetRecent(PathBuf),
    /// Puts a file back into the list of recent ones.
    RelistRecent(RecentFile),
    /// Lists the maps again that were never saved under a name and were taken from the list.
    RelistRemoved,
    /// Opens the command palette.
    OpenPalette,
    /// Opens the bar that finds words anywhere in the file.
    OpenFind,
    /// Opens the same bar with the field for other words.
    OpenReplace,
    /// Puts other words in the place of a phrase, and tells how often.
    ReplaceWords(Replacement),
    /// Opens the log of this run.
    OpenLog,
    /// Opens the sheet of settings.
    OpenSettings,
    /// Opens the sheet of shortcuts.
    OpenShortcuts,
    /// Opens the about box.
    OpenAbout,
    /// Ends the program.
    Quit,
}

/// The end views send commands into. Cheap to clone; one thread.
#[derive(Debug, Clone, Default)]
pub struct CommandSender {
    queue: Rc<RefCell<Vec<AppCommand>>>,
}

impl CommandSender {
    /// Asks for a command; it runs after the frame.
    pub fn send(&self, command: AppCommand) {
        self.queue.borrow_mut().push(command);
    }

    /// Asks for a plain edit.
    pub fn edit(&self, edit: Edit) {
        self.send(AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing });
    }

    /// True when no command waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.queue.borrow().is_empty()
    }

    /// Takes all commands, in the order they were sent.
    #[must_use]
    pub fn take(&self) -> Vec<AppCommand> {
        std::mem::take(&mut self.queue.borrow_mut())
    }
}
