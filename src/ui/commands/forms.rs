//! The commands that choose how KPI cards show their figures, and which KPI colours the stages.

use super::adding::{plain, target_lane};
use crate::base::ids::LaneId;
use crate::canvas::edits;
use crate::i18n::canvas as words;
use crate::model::{Card, CardForm, LaneKind, RecordRef};
use crate::session::heat;
use crate::session::split_choice::SplitChoice;
use crate::session::view::HeatBy;
use crate::session::{AfterEdit, AppCommand, Session};

/// The KPI cards that are selected.
fn selected(session: &Session) -> Vec<&Card> {
    let card = |record: &RecordRef| match record {
        RecordRef::Card(id) => session.document().cards.get(id).map(AsRef::as_ref),
        _ => None,
    };
    session.selection().iter().filter_map(card).filter(|card: &&Card| card.body.form().is_some()).collect()
}

/// Brings the selected KPI cards into a form.
pub(super) fn resolve(form: CardForm, session: &Session) -> Option<AppCommand> {
    edits::in_form(&selected(session), form).map(|edit| plain(edit, AfterEdit::Nothing))
}

/// True when all selected KPI cards have this form.
pub(super) fn is_on(form: CardForm, session: &Session) -> bool {
    let cards = selected(session);
    !cards.is_empty() && cards.iter().all(|card| card.body.form() == Some(form))
}

/// Every way to split the selected KPI cards, whether all of them are split so, and what splits them; empty while none is
/// selected. It depends on the file, so the table of commands has no place for it.
pub fn splits(session: &Session) -> Vec<(SplitChoice, bool, AppCommand)> {
    let cards = selected(session);
    if !session.is_editable() {
        return Vec::new();
    }
    let entry = |choice: SplitChoice| {
        let command = plain(choice.edit(&cards)?, AfterEdit::Nothing);
        let is_on = cards.iter().all(|card| choice.is_shown_by(card));
        Some((choice, is_on, command))
    };
    let choices = SplitChoice::dimensions(&session.dimensions_of(&cards)).into_iter().chain(SplitChoice::tops());
    choices.filter_map(entry).collect()
}

/// The KPIs that can colour the stages, each with whether it does and what makes it do so. They depend on the file.
pub fn along_the_map(session: &Session) -> Vec<(String, bool, AppCommand)> {
    let Some(map) = session.map() else { return Vec::new() };
    let document = session.document();
    let entry = |kpi| {
        let (name, by) = (document.kpis.get(&kpi)?.name.clone(), HeatBy::Kpi(kpi));
        Some((name, session.view().heat == by, AppCommand::SetHeat(by)))
    };
    heat::kpis_along(document, map, session.insights()).into_iter().filter_map(entry).collect()
}

/// Lines of the experience curve that personas have not yet, each with what draws it: in the lane that is worked on, or
/// else in the first one for curves. They depend on the file.
pub fn persona_curves(session: &Session) -> Vec<(String, AppCommand)> {
    let (document, Some(map)) = (session.document(), session.map().filter(|_| session.is_editable())) else {
        return Vec::new();
    };
    let lanes = document.lanes_of(map);
    let is_curve = |lane: &LaneId| document.lanes.get(lane).is_some_and(|lane| lane.kind == LaneKind::Curve);
    let first = || lanes.iter().find(|lane| lane.kind == LaneKind::Curve && !lane.is_hidden).map(|lane| lane.id);
    let Some(lane) = target_lane(session).filter(is_curve).or_else(first) else { return Vec::new() };
    let entry = |persona: &std::sync::Arc<crate::model::Persona>| {
        let edit = edits::persona_curve(document, lane, persona.id)?;
        Some((words::add_curve_for(&persona.name), plain(edit, AfterEdit::Nothing)))
    };
    document.personas_in_order().iter().filter_map(|persona| entry(persona)).collect()
}
