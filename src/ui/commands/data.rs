//! Commands about data beyond the import of a file.

use crate::i18n::shell::command::{self as words, Words};
use crate::session::{AppCommand, Session};

/// What can be done with data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataCommand {
    /// Imports the data files of a folder.
    ImportFolder,
    /// Imports what is on the clipboard.
    PasteData,
    /// Takes the rows of one person out for good.
    RemovePerson,
}

impl DataCommand {
    /// All of them, in menu order.
    pub const EVERY: [Self; 3] = [Self::ImportFolder, Self::PasteData, Self::RemovePerson];

    pub(super) const fn words(self) -> Words {
        match self {
            Self::ImportFolder => words::IMPORT_FOLDER,
            Self::PasteData => words::PASTE_DATA,
            Self::RemovePerson => words::REMOVE_PERSON,
        }
    }

    pub(super) fn resolve(self, session: &Session) -> Option<AppCommand> {
        match self {
            Self::ImportFolder => Some(AppCommand::ImportFolderDialog),
            Self::PasteData => Some(AppCommand::PasteData),
            Self::RemovePerson => {
                let has_data = !session.document().sources.is_empty();
                (has_data && session.can_import()).then_some(AppCommand::OpenRemovePerson)
            }
        }
    }
}
