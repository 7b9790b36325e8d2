//! Every command of the window in one table: its words, its keys, and what it does now. Menus, shortcuts, toolbar and
//! palette all read this table, so they cannot disagree; a command that gives no [`AppCommand`] now is disabled
//! everywhere.

mod adding;
mod data;
mod forms;
mod grid;
pub mod icons;
pub mod lanes;
mod looks;
mod numbers;
mod other_maps;
mod presses;
mod silent;

pub use data::DataCommand;
pub use forms::{along_the_map, persona_curves, splits};
pub use grid::GridCommand;
pub use looks::every as every_look;
pub use numbers::{COMPARISONS, GRAINS, PERIODS, days_of_period};
pub use other_maps::of_other_maps;
pub use presses::{Editing, pressed, shortcut_text};

use crate::base::time::Grain;
use crate::canvas::edits;
use crate::i18n::shell::command::{self as words, Words};
use crate::i18n::shell::{menu as menus, other_names};
use crate::i18n::{card_forms, connections};
use crate::model::{CardBody, CardForm, Edit, LaneKind, LookChoice, RecordRef, Segments};
use crate::session::prefs::UI_SCALES;
use crate::session::templates::{self, Template};
use crate::session::view::HeatBy;
use crate::session::{
    AfterEdit, AppCommand, CameraCommand, Comparison, MotionChoice, Panel, Period, Session, ThemeChoice,
};
use crate::ui::{outline, zoom_menu::ZOOMS};
use adding::{add_card, add_lane, add_stage, add_step, cards_of_map, plain};
use egui::{Key, KeyboardShortcut, Modifiers};
use lanes::LaneCommand;
use numbers::{comparison_words, period_words};

/// A card that a command can add.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CardKind {
    /// A contact through a channel.
    Touchpoint,
    /// What hurts.
    PainPoint,
    /// What could be better.
    Opportunity,
    /// What a customer said.
    Quote,
    /// Free text.
    Text,
}

impl CardKind {
    /// Every kind, in menu order.
    pub const EVERY: [Self; 5] = [Self::Touchpoint, Self::PainPoint, Self::Opportunity, Self::Quote, Self::Text];

    /// The lane it belongs to.
    #[must_use]
    pub const fn lane(self) -> LaneKind {
        match self {
            Self::Touchpoint => LaneKind::Touchpoint,
            Self::PainPoint => LaneKind::PainPoint,
            Self::Opportunity => LaneKind::Opportunity,
            Self::Quote => LaneKind::Quote,
            Self::Text => LaneKind::Text,
        }
    }

    fn body(self) -> CardBody {
        CardBody::typed_in(self.lane()).unwrap_or(CardBody::Text)
    }

    const fn first_words(self) -> &'static str {
        match self {
            Self::Touchpoint => words::NEW_TOUCHPOINT,
            Self::PainPoint => words::NEW_PAIN_POINT,
            Self::Opportunity => words::NEW_OPPORTUNITY,
            Self::Quote => words::NEW_QUOTE,
            Self::Text => words::NEW_TEXT,
        }
    }
}

/// Everything the window can be told to do by name.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "each one's words, shown to the user, say what it does")]
pub enum UiCommand {
    New(&'static Template),
    Open,
    OpenSample,
    RelistRemoved,
    Save,
    SaveAs,
    Close,
    Quit,
    Undo,
    Redo,
    Grid(GridCommand),
    Delete,
    Rename,
    SelectAll,
    SelectNone,
    Find,
    FindNext,
    FindPrevious,
    Replace,
    Filter,
    ZoomIn,
    ZoomOut,
    ZoomTo(u16),
    FitMap,
    FitSelection,
    Overlay,
    Panel(Panel),
    Minimap,
    Prompts,
    Theme(ThemeChoice),
    LargerUi,
    SmallerUi,
    NaturalUi,
    /// The interface at a scale, in percent.
    UiScale(u16),
    Motion(MotionChoice),
    FullScreen,
    Palette,
    MenuBar,
    ContextMenu,
    NextRegion,
    PreviousRegion,
    Author,
    Settings,
    NewMap,
    DuplicateMap,
    OtherState,
    Counterpart,
    NextMap,
    PreviousMap,
    PersonaPage,
    CompareMaps,
    Back,
    SaveTemplate,
    AddNote,
    AddTag,
    AddPersona,
    AddMarker,
    AddStage,
    AddStep,
    AddCard(CardKind),
    AddLane(LaneKind),
    Lanes(LaneCommand),
    Form(CardForm),
    Look(LookChoice),
    ChoosePicture,
    Import,
    RefreshSources,
    Data(DataCommand),
    Period(Period),
    Grain(Grain),
    Compare(Comparison),
    AllSegments,
    Export,
    Shortcuts,
    Log,
    About,
}

/// What a command needs to know to say what it would do.
#[derive(Clone, Copy)]
pub struct CommandContext<'a> {
    /// The open map; `None` on the welcome screen.
    pub session: Option<&'a Session>,
}

/// The template that Ctrl+N starts with.
const BLANK: &str = "blank";

/// One factor of zooming.
const ZOOM_STEP: f64 = 1.25;

const fn keys(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(modifiers, key)
}

const COMMAND_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

const COMMAND_ALT: Modifiers = Modifiers::COMMAND.plus(Modifiers::ALT);

/// Two commands are the same when they are called the same; names are tested to be unique.
impl PartialEq for UiCommand {
    fn eq(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other) && self.words() == other.words()
    }
}

impl UiCommand {
    /// Every command, in the order the palette and the sheet of shortcuts show them.
    #[must_use]
    pub fn every() -> Vec<Self> {
        let mut all: Vec<Self> = templates::list().iter().map(Self::New).collect();
        all.extend([
            Self::Open,
            Self::OpenSample,
            Self::RelistRemoved,
            Self::Save,
            Self::SaveAs,
            Self::Close,
            Self::Quit,
        ]);
        all.extend([Self::Undo, Self::Redo]);
        all.extend(GridCommand::EVERY.map(Self::Grid));
        all.extend([Self::Rename, Self::Delete, Self::SelectAll, Self::SelectNone, Self::Find]);
        all.extend([Self::FindNext, Self::FindPrevious, Self::Replace, Self::Filter]);
        all.extend([Self::ZoomIn, Self::ZoomOut, Self::FitMap, Self::FitSelection]);
        all.extend(ZOOMS.map(Self::ZoomTo));
        all.extend([Panel::Outline, Panel::Inspector, Panel::Drawer].map(Self::Panel));
        all.extend([Self::Overlay, Self::Minimap, Self::Prompts]);
        all.extend([ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark].map(Self::Theme));
        all.extend([Self::LargerUi, Self::SmallerUi, Self::NaturalUi]);
        all.extend(UI_SCALES.map(Self::UiScale));
        all.extend(MotionChoice::EVERY.map(Self::Motion));
        all.extend([Self::FullScreen, Self::Palette, Self::MenuBar, Self::ContextMenu]);
        all.extend([Self::NextRegion, Self::PreviousRegion, Self::Author, Self::Settings]);
        all.extend([Self::NewMap, Self::DuplicateMap, Self::OtherState]);
        all.extend([
            Self::Counterpart,
            Self::NextMap,
            Self::PreviousMap,
            Self::CompareMaps,
            Self::PersonaPage,
            Self::Back,
            Self::SaveTemplate,
            Self::AddNote,
        ]);
        all.extend([Self::AddStage, Self::AddStep]);
        all.extend(CardKind::EVERY.map(Self::AddCard));
        all.extend(LaneKind::EVERY.map(Self::AddLane));
        all.extend(LaneCommand::EVERY.map(Self::Lanes));
        all.extend(CardForm::EVERY.map(Self::Form));
        all.extend(looks::every().map(Self::Look));
        all.extend([
            Self::ChoosePicture,
            Self::Import,
            Self::RefreshSources,
            Self::AddTag,
            Self::AddPersona,
            Self::AddMarker,
        ]);
        all.extend(DataCommand::EVERY.map(Self::Data));
        all.extend(HeatBy::EVERY.map(|heat| Self::Data(DataCommand::Heat(heat))));
        all.extend(PERIODS.map(Self::Period));
        all.extend(GRAINS.map(Self::Grain));
        all.extend(COMPARISONS.map(Self::Compare));
        all.extend([Self::AllSegments, Self::Export, Self::Shortcuts, Self::Log, Self::About]);
        all
    }

    /// What it is called and does.
    #[must_use]
    pub fn words(self) -> Words {
        match self {
            Self::New(template) => Words { label: &template.title, hint: template.description.trim_end_matches('.') },
            Self::Open => words::OPEN,
            Self::OpenSample => words::OPEN_SAMPLE,
            Self::RelistRemoved => words::RELIST_REMOVED,
            Self::Save => words::SAVE,
            Self::SaveAs => words::SAVE_AS,
            Self::Close => words::CLOSE,
            Self::Quit => words::QUIT,
            Self::Undo => words::UNDO,
            Self::Redo => words::REDO,
            Self::Grid(command) => command.words(),
            Self::Delete => words::DELETE,
            Self::Rename => words::RENAME,
            Self::SelectAll => words::SELECT_ALL,
            Self::SelectNone => words::SELECT_NONE,
            Self::Find => words::FIND,
            Self::FindNext => words::FIND_NEXT,
            Self::FindPrevious => words::FIND_PREVIOUS,
            Self::Replace => words::REPLACE,
            Self::Filter => words::FILTER,
            Self::Minimap => words::MINIMAP,
            Self::Prompts => words::PROMPTS,
            Self::LargerUi => words::LARGER_UI,
            Self::SmallerUi => words::SMALLER_UI,
            Self::NaturalUi => words::NATURAL_UI,
            Self::UiScale(percent) => words::ui_scale(percent),
            Self::Motion(MotionChoice::System) => words::MOTION_SYSTEM,
            Self::Motion(MotionChoice::Reduced) => words::MOTION_REDUCED,
            Self::Motion(MotionChoice::Full) => words::MOTION_FULL,
            Self::MenuBar => words::MENU_BAR,
            Self::ContextMenu => words::CONTEXT_MENU,
            Self::NextRegion => words::NEXT_REGION,
            Self::PreviousRegion => words::PREVIOUS_REGION,
            Self::Author => words::AUTHOR,
            Self::Settings => words::SETTINGS,
            Self::DuplicateMap => words::DUPLICATE_MAP,
            Self::OtherState => words::OTHER_STATE,
            Self::Counterpart => words::COUNTERPART,
            Self::NextMap => words::NEXT_MAP,
            Self::PreviousMap => words::PREVIOUS_MAP,
            Self::PersonaPage => words::PERSONA_PAGE,
            Self::CompareMaps => words::COMPARE_MAPS,
            Self::Back => words::BACK,
            Self::SaveTemplate => words::SAVE_TEMPLATE,
            Self::AddNote => words::ADD_NOTE,
            Self::ZoomIn => words::ZOOM_IN,
            Self::ZoomOut => words::ZOOM_OUT,
            Self::ZoomTo(percent) => words::zoom_to(percent),
            Self::FitMap => words::FIT_MAP,
            Self::FitSelection => words::FIT_SELECTION,
            Self::Overlay => words::OVERLAY,
            Self::Panel(Panel::Outline) => words::OUTLINE,
            Self::Panel(Panel::Inspector) => words::INSPECTOR,
            Self::Panel(Panel::Drawer) => words::DRAWER,
            Self::Theme(ThemeChoice::System) => words::THEME_SYSTEM,
            Self::Theme(ThemeChoice::Light) => words::THEME_LIGHT,
            Self::Theme(ThemeChoice::Dark) => words::THEME_DARK,
            Self::FullScreen => words::FULL_SCREEN,
            Self::Palette => words::PALETTE,
            Self::NewMap => words::NEW_MAP,
            Self::AddTag => words::ADD_TAG,
            Self::AddPersona => words::ADD_PERSONA,
            Self::AddMarker => words::ADD_MARKER,
            Self::AddStage => words::ADD_STAGE,
            Self::AddStep => words::ADD_STEP,
            Self::AddCard(CardKind::Touchpoint) => words::ADD_TOUCHPOINT,
            Self::AddCard(CardKind::PainPoint) => words::ADD_PAIN_POINT,
            Self::AddCard(CardKind::Opportunity) => words::ADD_OPPORTUNITY,
            Self::AddCard(CardKind::Quote) => words::ADD_QUOTE,
            Self::AddCard(CardKind::Text) => words::ADD_TEXT,
            Self::AddLane(kind) => words::add_lane(kind),
            Self::Lanes(command) => command.words(),
            Self::Form(form) => card_forms::form(form),
            Self::Look(choice) => connections::choice(choice),
            Self::ChoosePicture => words::CHOOSE_PICTURE,
            Self::Import => words::IMPORT,
            Self::RefreshSources => words::REFRESH_SOURCES,
            Self::Data(command) => command.words(),
            Self::Period(period) => period_words(period),
            Self::Grain(grain) => words::grain(grain),
            Self::Compare(comparison) => comparison_words(comparison),
            Self::AllSegments => words::SEGMENT_ALL,
            Self::Export => words::EXPORT,
            Self::Shortcuts => words::SHORTCUTS,
            Self::Log => words::LOG,
            Self::About => words::ABOUT,
        }
    }

    /// Its name on its own, outside a menu that explains it.
    #[must_use]
    pub fn full_label(self) -> String {
        let label = self.words().label;
        match self {
            Self::AddStage | Self::AddStep | Self::AddCard(_) => words::add(label),
            Self::AddLane(kind) => words::add_this_lane(kind),
            Self::New(_) => words::in_group(menus::NEW_MAP, label),
            Self::Theme(_) => words::in_group(menus::THEME, label),
            Self::Motion(_) => words::in_group(menus::MOTION, label),
            Self::UiScale(_) => words::in_group(menus::UI_SCALE, label),
            Self::Period(_) => words::in_group(menus::PERIOD, label),
            Self::Grain(_) => words::in_group(menus::GRAIN, label),
            Self::Data(DataCommand::Heat(_)) => words::in_group(menus::HEAT, label),
            Self::Compare(_) => words::in_group(menus::COMPARE, label),
            Self::AllSegments => words::in_group(menus::SEGMENT, label),
            Self::Form(_) => words::in_group(card_forms::SHOWN_AS, label),
            Self::Look(_) => words::in_group(connections::CONNECTION, label),
            _ => label.to_owned(),
        }
    }

    /// What people may call it who look for it.
    #[must_use]
    pub fn other_names(self) -> &'static [&'static str] {
        match self {
            Self::AddLane(kind) => other_names::of_lane(kind),
            _ => other_names::of_command(self.words()),
        }
    }

    /// Its keys; the first is the one that is shown.
    #[must_use]
    pub fn shortcuts(self) -> &'static [KeyboardShortcut] {
        macro_rules! on {
            ($($modifiers:expr, $key:ident);+) => { const { &[$(keys($modifiers, Key::$key)),+] } };
        }
        match self {
            Self::New(template) if template.name == BLANK => on!(Modifiers::COMMAND, N),
            Self::Open => on!(Modifiers::COMMAND, O),
            Self::Save => on!(Modifiers::COMMAND, S),
            Self::SaveAs => on!(COMMAND_SHIFT, S),
            Self::Close => on!(Modifiers::COMMAND, W),
            Self::Quit => on!(Modifiers::COMMAND, Q),
            Self::Undo => on!(Modifiers::COMMAND, Z),
            Self::Redo => on!(COMMAND_SHIFT, Z; Modifiers::COMMAND, Y),
            Self::Grid(command) => command.shortcuts(),
            Self::Delete => on!(Modifiers::NONE, Delete; Modifiers::NONE, Backspace),
            Self::Rename => on!(Modifiers::NONE, F2),
            Self::SelectAll => on!(Modifiers::COMMAND, A),
            Self::SelectNone => on!(COMMAND_SHIFT, A),
            Self::Find => on!(Modifiers::COMMAND, F),
            Self::FindNext => on!(Modifiers::NONE, F3),
            Self::FindPrevious => on!(Modifiers::SHIFT, F3),
            Self::Replace => on!(Modifiers::COMMAND, H),
            Self::Filter => on!(COMMAND_SHIFT, F),
            Self::Minimap => on!(Modifiers::ALT, M),
            Self::LargerUi => on!(COMMAND_ALT, Plus; COMMAND_ALT, Equals),
            Self::SmallerUi => on!(COMMAND_ALT, Minus),
            Self::NaturalUi => on!(COMMAND_ALT, Num0),
            Self::Back => on!(COMMAND_ALT, ArrowLeft),
            Self::Counterpart => on!(COMMAND_ALT, ArrowRight),
            Self::NextMap => on!(Modifiers::COMMAND, PageDown; Modifiers::COMMAND, Tab),
            Self::PreviousMap => on!(Modifiers::COMMAND, PageUp; COMMAND_SHIFT, Tab),
            Self::PersonaPage => on!(COMMAND_ALT, P),
            Self::CompareMaps => on!(COMMAND_ALT, C),
            Self::AddNote => on!(COMMAND_ALT, M),
            Self::ZoomIn => on!(Modifiers::COMMAND, Plus; Modifiers::COMMAND, Equals),
            Self::ZoomOut => on!(Modifiers::COMMAND, Minus),
            Self::ZoomTo(100) => on!(Modifiers::COMMAND, Num0),
            Self::FitMap => on!(Modifiers::SHIFT, Num1; Modifiers::SHIFT, Exclamationmark),
            Self::FitSelection => on!(Modifiers::SHIFT, Num2),
            Self::Overlay => on!(Modifiers::ALT, K),
            Self::Data(DataCommand::Time) => on!(COMMAND_SHIFT, T),
            Self::Panel(Panel::Outline) => on!(Modifiers::COMMAND, Num1),
            Self::Panel(Panel::Inspector) => on!(Modifiers::COMMAND, Num2),
            Self::Panel(Panel::Drawer) => on!(Modifiers::COMMAND, Num3),
            Self::FullScreen => on!(Modifiers::NONE, F11),
            Self::Palette => on!(Modifiers::COMMAND, K),
            Self::Settings => on!(Modifiers::COMMAND, Comma),
            Self::MenuBar => on!(Modifiers::NONE, F10),
            Self::ContextMenu => on!(Modifiers::SHIFT, F10; Modifiers::NONE, Menu),
            Self::NextRegion => on!(Modifiers::NONE, F6),
            Self::PreviousRegion => on!(Modifiers::SHIFT, F6),
            Self::AddStage => on!(Modifiers::ALT, S),
            Self::AddStep => on!(Modifiers::ALT, E),
            Self::AddCard(CardKind::Touchpoint) => on!(Modifiers::ALT, T),
            Self::AddCard(CardKind::PainPoint) => on!(Modifiers::ALT, P),
            Self::AddCard(CardKind::Opportunity) => on!(Modifiers::ALT, O),
            Self::AddCard(CardKind::Quote) => on!(Modifiers::ALT, Q),
            Self::AddCard(CardKind::Text) => on!(Modifiers::ALT, N),
            Self::Import => on!(Modifiers::COMMAND, I),
            Self::Export => on!(Modifiers::COMMAND, E),
            Self::Shortcuts => on!(Modifiers::NONE, F1),
            _ => &[],
        }
    }

    /// What it would do now; `None` when it is not possible now.
    #[must_use]
    pub fn resolve(self, context: &CommandContext) -> Option<AppCommand> {
        match self {
            Self::New(template) => Some(AppCommand::NewFromTemplate(template.name.clone())),
            Self::Open => Some(AppCommand::OpenDialog),
            Self::OpenSample => Some(AppCommand::OpenSample),
            Self::RelistRemoved => Some(AppCommand::RelistRemoved),
            Self::Quit => Some(AppCommand::Quit),
            Self::Theme(choice) => Some(AppCommand::SetTheme(choice)),
            Self::FullScreen => Some(AppCommand::ToggleFullScreen),
            Self::LargerUi => Some(AppCommand::StepUiScale(1)),
            Self::SmallerUi => Some(AppCommand::StepUiScale(-1)),
            Self::NaturalUi => Some(AppCommand::StepUiScale(0)),
            Self::UiScale(percent) => Some(AppCommand::SetUiScale(f32::from(percent) / 100.0)),
            Self::Motion(choice) => Some(AppCommand::SetMotion(choice)),
            Self::Palette => Some(AppCommand::OpenPalette),
            Self::MenuBar => Some(AppCommand::OpenMenuBar),
            Self::NextRegion => Some(AppCommand::StepRegion(1)),
            Self::PreviousRegion => Some(AppCommand::StepRegion(-1)),
            Self::Author => Some(AppCommand::AskAuthor),
            Self::Settings => Some(AppCommand::OpenSettings),
            Self::Shortcuts => Some(AppCommand::OpenShortcuts),
            Self::Log => Some(AppCommand::OpenLog),
            Self::About => Some(AppCommand::OpenAbout),
            _ => self.resolve_on(context.session?),
        }
    }

    fn resolve_on(self, session: &Session) -> Option<AppCommand> {
        let selection = session.selection();
        match self {
            Self::SaveAs => Some(AppCommand::SaveAsDialog),
            Self::Close => Some(AppCommand::CloseFile),
            Self::ContextMenu => Some(AppCommand::OpenContextMenu),
            Self::SelectAll => Some(AppCommand::Select(cards_of_map(session))),
            Self::Grid(command) => command.resolve(session),
            Self::SelectNone if !selection.is_empty() => Some(AppCommand::Select(Vec::new())),
            Self::Find => Some(AppCommand::OpenFind),
            Self::FindNext => Some(AppCommand::FindNext),
            Self::FindPrevious => Some(AppCommand::FindPrevious),
            Self::Replace => session.is_editable().then_some(AppCommand::OpenReplace),
            Self::Filter => Some(AppCommand::ToggleFilter),
            Self::Minimap => Some(AppCommand::ToggleMinimap),
            Self::Prompts => Some(AppCommand::TogglePrompts),
            Self::Counterpart => adding::counterpart(session),
            Self::NextMap => (session.document().maps.len() > 1).then_some(AppCommand::StepMap(1)),
            Self::PreviousMap => (session.document().maps.len() > 1).then_some(AppCommand::StepMap(-1)),
            Self::PersonaPage => adding::persona_page(session),
            Self::CompareMaps => (session.document().maps.len() > 1).then_some(AppCommand::ToggleCompare),
            Self::Back => session.came_from().map(|_| AppCommand::Back),
            Self::SaveTemplate => session.map().map(|_| AppCommand::SaveTemplateDialog),
            Self::ZoomIn => Some(AppCommand::Camera(CameraCommand::ZoomBy(ZOOM_STEP))),
            Self::ZoomOut => Some(AppCommand::Camera(CameraCommand::ZoomBy(1.0 / ZOOM_STEP))),
            Self::ZoomTo(to) => Some(AppCommand::Camera(CameraCommand::ZoomTo(f64::from(to) / 100.0))),
            Self::FitMap => Some(AppCommand::Camera(CameraCommand::FitMap)),
            Self::FitSelection if !selection.is_empty() => Some(AppCommand::Camera(CameraCommand::FitSelection)),
            Self::Overlay => Some(AppCommand::ShowOverlay(!session.view().is_overlay_shown)),
            Self::Panel(panel) => Some(AppCommand::TogglePanel(panel)),
            Self::Period(period) => Some(AppCommand::SetPeriod(period)),
            Self::Grain(grain) => Some(AppCommand::SetGrain(grain)),
            Self::Compare(comparison) => Some(AppCommand::SetComparison(comparison)),
            Self::AllSegments => Some(AppCommand::SetSegments(Segments::default())),
            Self::Export if session.map().is_some() => Some(AppCommand::ExportDialog),
            _ if session.is_editable() => self.resolve_edit(session),
            _ => None,
        }
    }

    fn resolve_edit(self, session: &Session) -> Option<AppCommand> {
        let selection = session.selection();
        match self {
            Self::Save => Some(AppCommand::Save),
            Self::Undo => session.undo_label().map(|_| AppCommand::Undo),
            Self::Redo => session.redo_label().map(|_| AppCommand::Redo),
            Self::Delete if !selection.is_empty() => Some(plain(Edit::Delete(selection.to_vec()), AfterEdit::Nothing)),
            // With nothing selected the panel shows the map.
            Self::Rename => {
                let map = || session.map().map(RecordRef::from);
                selection.first().copied().or_else(map).map(AppCommand::WriteOn)
            }
            Self::Import => Some(AppCommand::ImportDialog),
            Self::RefreshSources => session
                .document()
                .whole_sources()
                .any(|s| s.link.refresh.is_linked())
                .then_some(AppCommand::RefreshSources),
            Self::Data(command) => command.resolve(session),
            Self::DuplicateMap => adding::duplicate_map(session),
            Self::OtherState => adding::other_state(session),
            Self::AddNote => session.map().map(|_| AppCommand::BeginNote),
            Self::NewMap => Some(plain(edits::new_map(session.document()), AfterEdit::EditText)),
            Self::AddTag => selection.iter().any(|r| matches!(r, RecordRef::Card(_))).then_some(AppCommand::BeginTag),
            Self::AddPersona => Some(plain(outline::new_persona(session), AfterEdit::EditText)),
            Self::AddMarker => Some(plain(outline::new_marker(session), AfterEdit::EditText)),
            Self::AddStage => add_stage(session),
            Self::AddStep => add_step(session),
            Self::AddCard(kind) => add_card(session, kind),
            Self::AddLane(kind) => add_lane(session, kind),
            Self::Lanes(command) => command.resolve(session),
            Self::Form(form) => forms::resolve(form, session),
            Self::Look(choice) => looks::resolve(choice, session),
            Self::ChoosePicture => lanes::choose_picture(session),
            _ => None,
        }
    }

    /// Whether it stands for something that is on now (a shown panel, the chosen grain). `None` when it is no switch.
    #[must_use]
    pub fn is_on(self, context: &CommandContext) -> Option<bool> {
        let view = context.session.map(Session::view);
        match self {
            Self::Overlay => view.map(|v| v.is_overlay_shown),
            Self::Period(period) => view.map(|v| v.period == period),
            Self::Grain(grain) => view.map(|v| v.grain == grain),
            Self::Data(DataCommand::Heat(heat)) => view.map(|v| v.heat == heat),
            Self::Data(DataCommand::Seasons) => view.map(|v| v.without_seasons),
            Self::Data(DataCommand::Time) => view.map(|v| v.moment.is_some()),
            Self::Compare(comparison) => view.map(|v| v.comparison == comparison && v.against.is_empty()),
            Self::AllSegments => view.map(|v| v.segments.is_empty()),
            Self::Form(form) => Some(context.session.is_some_and(|session| forms::is_on(form, session))),
            Self::Lanes(command) => context.session.and_then(|session| command.is_on(session)),
            Self::Look(choice) => Some(context.session.is_some_and(|session| looks::is_on(choice, session))),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
