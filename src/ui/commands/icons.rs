//! What commands look like in lists: an icon for what they are about, so that the eye finds them before the words.

use super::{CardKind, DataCommand, GridCommand, UiCommand};
use crate::model::{RecordRef, TableKind};
use crate::session::Panel;
use crate::ui::widgets::Icon;

impl UiCommand {
    /// Its icon.
    #[must_use]
    pub const fn icon(self) -> Icon {
        match self {
            Self::New(_) | Self::SaveTemplate => Icon::File,
            Self::Open | Self::OpenSample | Self::RelistRemoved | Self::Log => Icon::Folder,
            Self::Save | Self::SaveAs => Icon::Save,
            Self::Close | Self::Quit | Self::SelectNone => Icon::Close,
            Self::Undo => Icon::Undo,
            Self::Redo => Icon::Redo,
            Self::Grid(command) => of_grid(command),
            Self::Delete => Icon::Bin,
            Self::Rename => Icon::Pencil,
            Self::SelectAll => Icon::Check,
            Self::Find | Self::FindNext | Self::FindPrevious | Self::Replace | Self::Palette => Icon::Search,
            Self::Filter => Icon::Filter,
            Self::ZoomIn => Icon::Plus,
            Self::ZoomOut => Icon::Minus,
            Self::ZoomTo(_) | Self::FitMap | Self::FitSelection | Self::FullScreen => Icon::Frame,
            Self::Overlay => Icon::Overlay,
            Self::Panel(Panel::Inspector) => Icon::PanelRight,
            Self::Panel(Panel::Drawer) => Icon::PanelBelow,
            Self::Panel(Panel::Outline)
            | Self::MenuBar
            | Self::ContextMenu
            | Self::NextRegion
            | Self::PreviousRegion => Icon::Panel,
            Self::Minimap | Self::NewMap | Self::DuplicateMap | Self::NextMap | Self::PreviousMap => Icon::Minimap,
            Self::OtherState | Self::Counterpart | Self::CompareMaps => Icon::Pair,
            Self::Prompts | Self::Shortcuts | Self::About => Icon::Info,
            Self::Theme(_) | Self::Settings => Icon::Contrast,
            Self::LargerUi | Self::SmallerUi | Self::NaturalUi | Self::UiScale(_) => Icon::Letters,
            Self::Motion(_) => Icon::Sparkle,
            Self::Author | Self::AddPersona | Self::PersonaPage => Icon::Person,
            Self::Back => Icon::Back,
            Self::AddNote => Icon::Note,
            Self::AddMarker | Self::AddTag => Icon::Flag,
            Self::AddStage => Icon::Stage,
            Self::AddStep => Icon::Step,
            Self::AddCard(CardKind::Touchpoint) => Icon::Touchpoint,
            Self::AddCard(_) => Icon::Card,
            Self::AddLane(_) | Self::Lanes(_) => Icon::Lane,
            Self::Form(_) => Icon::Overlay,
            Self::Look(_) => of_grid(GridCommand::Connect),
            Self::ChoosePicture => Icon::Picture,
            Self::Import => Icon::Import,
            Self::Data(DataCommand::ImportFolder) => Icon::Folder,
            Self::Data(DataCommand::PasteData) => Icon::Copy,
            Self::Data(DataCommand::MakeKpi | DataCommand::TypeValues) => Icon::Pencil,
            Self::Data(DataCommand::Signals | DataCommand::Heat(_) | DataCommand::Catalogue) => Icon::Overlay,
            Self::Data(DataCommand::Time) => Icon::Recent,
            Self::Data(DataCommand::Seasons | DataCommand::Days) => Icon::Calendar,
            Self::Data(DataCommand::Review | DataCommand::Decide) => Icon::Note,
            Self::Data(DataCommand::RemovePerson) => Icon::Person,
            Self::RefreshSources => Icon::Redo,
            Self::Period(_) | Self::Grain(_) | Self::Compare(_) => Icon::Calendar,
            Self::AllSegments => Icon::Filter,
            Self::Export => Icon::Export,
        }
    }
}

const fn of_grid(command: GridCommand) -> Icon {
    match command {
        GridCommand::Cut | GridCommand::Copy | GridCommand::Paste | GridCommand::Duplicate => Icon::Copy,
        GridCommand::Connect | GridCommand::NextConnection => Icon::Link,
        GridCommand::Another => Icon::Plus,
        GridCommand::NextStage => Icon::Stage,
        GridCommand::Nudge(_) | GridCommand::Widen | GridCommand::Narrow => Icon::Move,
        GridCommand::SelectLane => Icon::Lane,
        GridCommand::SelectStage => Icon::Step,
    }
}

/// The icon of a place on the map.
#[must_use]
pub fn of_record(record: RecordRef) -> Icon {
    match record.table() {
        TableKind::Map => Icon::Minimap,
        TableKind::Stage => Icon::Stage,
        TableKind::Step => Icon::Step,
        TableKind::Lane => Icon::Lane,
        TableKind::Card => Icon::Card,
        TableKind::Connection => Icon::Link,
        TableKind::Note => Icon::Note,
        TableKind::Persona => Icon::Person,
        TableKind::Kpi => Icon::Overlay,
        TableKind::Marker => Icon::Flag,
        TableKind::Source => Icon::Import,
        TableKind::Decision => Icon::Note,
    }
}
