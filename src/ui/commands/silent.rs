//! What is said when the keys of a command are pressed and it can do nothing: a key that does nothing without a word
//! seems to be broken.

use super::{CommandContext, GridCommand, UiCommand};
use crate::i18n::shell::silent as words;
use crate::model::RecordRef;

impl UiCommand {
    /// What is missing for it, as a sentence that says what to do; `None` where that is plain to see, or where nobody may
    /// change anything.
    #[must_use]
    pub fn why_not(self, context: &CommandContext) -> Option<&'static str> {
        let session = context.session.filter(|session| session.map().is_some())?;
        let selection = session.selection();
        match self {
            Self::Grid(GridCommand::Connect) if session.is_editable() => match selection {
                [RecordRef::Card(_), RecordRef::Card(_)] => Some(words::CONNECTED),
                _ => Some(words::CONNECT),
            },
            Self::Grid(GridCommand::NextConnection) => Some(words::NEXT_CONNECTION),
            Self::PersonaPage => Some(words::PERSONA_PAGE),
            Self::CompareMaps => Some(words::COMPARE_MAPS),
            Self::NextMap | Self::PreviousMap => Some(words::ONE_MAP),
            Self::Counterpart => Some(words::COUNTERPART),
            Self::Back => Some(words::BACK),
            Self::FitSelection => Some(words::FIT_SELECTION),
            _ => None,
        }
    }
}
