//! Commands about data beyond the import of a file.

use crate::i18n::shell::command::{self as words, Words};
use crate::session::view::HeatBy;
use crate::session::{AppCommand, Session};

/// What can be done with data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataCommand {
    /// Imports the data files of a folder.
    ImportFolder,
    /// Imports what is on the clipboard.
    PasteData,
    /// Shows what moved.
    Signals,
    /// Goes through the map stage by stage.
    Review,
    /// Colours the stages.
    Heat(HeatBy),
    /// Takes the rows of one person out for good.
    RemovePerson,
}

impl DataCommand {
    /// Those of the menu itself, in order.
    pub const EVERY: [Self; 5] = [Self::ImportFolder, Self::PasteData, Self::Signals, Self::Review, Self::RemovePerson];

    pub(super) const fn words(self) -> Words {
        match self {
            Self::ImportFolder => words::IMPORT_FOLDER,
            Self::PasteData => words::PASTE_DATA,
            Self::Signals => words::SHOW_SIGNALS,
            Self::Review => words::REVIEW,
            Self::Heat(HeatBy::Nothing) => words::HEAT_NOTHING,
            Self::Heat(HeatBy::Status) => words::HEAT_STATUS,
            Self::Heat(HeatBy::Gap) => words::HEAT_GAP,
            Self::Heat(HeatBy::Change) => words::HEAT_CHANGE,
            Self::RemovePerson => words::REMOVE_PERSON,
        }
    }

    pub(super) fn resolve(self, session: &Session) -> Option<AppCommand> {
        match self {
            Self::ImportFolder => Some(AppCommand::ImportFolderDialog),
            Self::PasteData => Some(AppCommand::PasteData),
            Self::Signals => Some(AppCommand::ShowSignals),
            Self::Review => session.map().map(AppCommand::Review),
            Self::Heat(heat) => Some(AppCommand::SetHeat(heat)),
            Self::RemovePerson => {
                let has_data = !session.document().sources.is_empty();
                (has_data && session.can_import()).then_some(AppCommand::OpenRemovePerson)
            }
        }
    }
}
