//! Commands about data beyond the import of a file.

use crate::base::ids::CardId;
use crate::i18n::shell::command::{self as words, Words};
use crate::model::{CardBody, RecordRef};
use crate::session::clipboard::kpis_to_make;
use crate::session::insights::KpiAt;
use crate::session::typed_values::TypedColumns;
use crate::session::view::HeatBy;
use crate::session::{AppCommand, Session, decisions};

/// What can be done with data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataCommand {
    /// Imports the data files of a folder.
    ImportFolder,
    /// Imports what is on the clipboard.
    PasteData,
    /// Makes KPIs of the selected cards of words.
    MakeKpi,
    /// Types values in for the selected KPI card.
    TypeValues,
    /// Shows the KPIs one may want.
    Catalogue,
    /// Asks for the days that are shown and compared.
    Days,
    /// Moves through the periods.
    Time,
    /// Limits with or without seasons.
    Seasons,
    /// Shows what moved.
    Signals,
    /// Writes a decision into the log that answers no signal.
    Decide,
    /// Goes through the map stage by stage.
    Review,
    /// Colours the stages.
    Heat(HeatBy),
    /// Takes the rows of one person out for good.
    RemovePerson,
}

impl DataCommand {
    /// Those of the menu itself, in order.
    pub const EVERY: [Self; 12] = [
        Self::ImportFolder,
        Self::PasteData,
        Self::MakeKpi,
        Self::TypeValues,
        Self::Catalogue,
        Self::Days,
        Self::Time,
        Self::Seasons,
        Self::Signals,
        Self::Decide,
        Self::Review,
        Self::RemovePerson,
    ];

    pub(super) const fn words(self) -> Words {
        match self {
            Self::ImportFolder => words::IMPORT_FOLDER,
            Self::PasteData => words::PASTE_DATA,
            Self::MakeKpi => words::MAKE_KPI,
            Self::TypeValues => words::TYPE_VALUES,
            Self::Catalogue => words::CATALOGUE,
            Self::Days => words::DAYS,
            Self::Time => words::TIME,
            Self::Seasons => words::SEASONS,
            Self::Signals => words::SHOW_SIGNALS,
            Self::Decide => words::DECIDE,
            Self::Review => words::REVIEW,
            Self::Heat(HeatBy::Nothing) => words::HEAT_NOTHING,
            Self::Heat(HeatBy::Status) => words::HEAT_STATUS,
            Self::Heat(HeatBy::Gap) => words::HEAT_GAP,
            Self::Heat(HeatBy::Change) => words::HEAT_CHANGE,
            Self::Heat(HeatBy::Kpi(_)) => words::HEAT_KPI,
            Self::RemovePerson => words::REMOVE_PERSON,
        }
    }

    pub(super) fn resolve(self, session: &Session) -> Option<AppCommand> {
        match self {
            Self::ImportFolder => Some(AppCommand::ImportFolderDialog),
            Self::PasteData => Some(AppCommand::PasteData),
            Self::MakeKpi => words_for_kpis(session).map(AppCommand::MakeKpis),
            Self::TypeValues => selected_kpi(session).map(AppCommand::TypeValues),
            Self::Catalogue => session.map().map(|_| AppCommand::ShowCatalogue),
            Self::Days => session.insights().data_range.map(|_| AppCommand::ChooseDays),
            Self::Time => {
                let is_possible = session.view().is_overlay_shown && session.insights().data_range.is_some();
                is_possible.then_some(AppCommand::ToggleTime)
            }
            Self::Seasons => Some(AppCommand::SetSeasons(!session.view().without_seasons)),
            Self::Signals => Some(AppCommand::ShowSignals),
            Self::Decide => {
                let subjects = decisions::subjects(session.document(), session.map()?, session.selection());
                (session.is_editable() && !subjects.is_empty()).then_some(AppCommand::NewDecision(subjects))
            }
            Self::Review => session.map().map(AppCommand::Review),
            Self::Heat(heat) => Some(AppCommand::SetHeat(heat)),
            Self::RemovePerson => {
                let has_data = !session.document().sources.is_empty();
                (has_data && session.can_import()).then_some(AppCommand::OpenRemovePerson)
            }
        }
    }
}

/// The selected cards that can become KPIs; `None` when there are none.
fn words_for_kpis(session: &Session) -> Option<Vec<CardId>> {
    if !session.is_editable() {
        return None;
    }
    let cards = kpis_to_make(session.document(), session.selection());
    (!cards.is_empty()).then_some(cards)
}

/// The KPI of the selected card, or the selected KPI where its first card is, when values can be typed in for it.
fn selected_kpi(session: &Session) -> Option<KpiAt> {
    let document = session.document();
    let at = match *session.selection() {
        [RecordRef::Card(card)] => match document.cards.get(&card)?.body {
            CardBody::Kpi { kpi, place, .. } => Some((kpi, place)),
            _ => None,
        },
        [RecordRef::Kpi(kpi)] => {
            document.kpi_cards(session.map()?).find(|(_, id, ..)| *id == kpi).map(|(_, id, place, _)| (id, place))
        }
        _ => None,
    };
    let at = at.filter(|_| session.can_import())?;
    document.kpis.get(&at.0).and_then(|kpi| TypedColumns::of(kpi)).map(|_| at)
}
