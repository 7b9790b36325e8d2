//! Commands that put something new on the map, or make a selection: what they would do now.

use super::CardKind;
use crate::base::ids::{LaneId, StepId};
use crate::canvas::edits;
use crate::i18n::panels::inspector as map_words;
use crate::model::{Edit, Lane, LaneKind, MapState, RecordRef};
use crate::session::{AfterEdit, AppCommand, Session, arrange, maps};
use std::sync::Arc;

pub(super) fn plain(edit: Edit, then: AfterEdit) -> AppCommand {
    AppCommand::Edit { edit, merge: None, then }
}

pub(super) fn cards_of_map(session: &Session) -> Vec<RecordRef> {
    session.map().map(|map| arrange::every_card(session.document(), map)).unwrap_or_default()
}

/// The step that what is selected stands on; the first of the map when nothing says more.
pub(super) fn target_step(session: &Session) -> Option<StepId> {
    let document = session.document();
    let selected = session.selected_on_map().iter().find_map(|record| match *record {
        RecordRef::Step(step) => Some(step),
        RecordRef::Card(card) => document.cards.get(&card).map(|card| card.step),
        RecordRef::Stage(stage) => document.steps_of(stage).first().map(|step| step.id),
        _ => None,
    });
    let chosen = || session.chosen_cell().map(|(_, step)| step);
    selected.or_else(chosen).or_else(|| document.columns_of(session.map()?).first().map(|step| step.id))
}

/// The lane that what is selected stands in.
pub(super) fn target_lane(session: &Session) -> Option<LaneId> {
    let selected = session.selected_on_map().iter().find_map(|record| match *record {
        RecordRef::Lane(lane) => Some(lane),
        RecordRef::Card(card) => session.document().cards.get(&card).map(|card| card.lane),
        _ => None,
    });
    selected.or_else(|| session.chosen_cell().map(|(lane, _)| lane))
}

pub(super) fn add_stage(session: &Session) -> Option<AppCommand> {
    let map = session.map()?;
    let document = session.document();
    let stages = document.stages_of(map);
    // Nothing selected: at the end, as one writes.
    let stands_somewhere = !session.selected_on_map().is_empty() || session.chosen_cell().is_some();
    let selected = stands_somewhere.then(|| target_step(session)).flatten();
    let current = selected.and_then(|step| document.steps.get(&step)).map(|step| step.stage);
    let next = stages.iter().position(|stage| Some(stage.id) == current).and_then(|index| stages.get(index + 1));
    Some(AppCommand::TypeNew(edits::new_stage(map, next.map(|stage| stage.id))))
}

pub(super) fn add_step(session: &Session) -> Option<AppCommand> {
    let document = session.document();
    let (stage, index) = match session.selected_on_map().first() {
        Some(RecordRef::Stage(stage)) => (*stage, usize::MAX),
        None if session.chosen_cell().is_none() => (document.stages_of(session.map()?).last()?.id, usize::MAX),
        _ => {
            let step = document.steps.get(&target_step(session)?)?;
            let steps = document.steps_of(step.stage);
            let index = steps.iter().position(|s| s.id == step.id)?;
            (step.stage, index + 1)
        }
    };
    Some(AppCommand::TypeNew(edits::new_step(document, stage, index)))
}

pub(super) fn add_card(session: &Session, kind: CardKind) -> Option<AppCommand> {
    let document = session.document();
    let lanes = document.lanes_of(session.map()?);
    let step = target_step(session)?;
    let selected = target_lane(session);
    // A selected lane of that kind wins over the first one.
    let fitting = || lanes.iter().filter(|lane| lane.kind == kind.lane());
    let is_open = |lane: &&&Arc<Lane>| !lane.is_hidden && !lane.is_collapsed;
    let of_kind = || fitting().find(is_open).or_else(|| fitting().next());
    let lane = fitting().find(|lane| Some(lane.id) == selected).or_else(of_kind)?;
    let edit = Edit::AddCard { lane: lane.id, step, span: 1, text: kind.first_words().to_owned(), body: kind.body() };
    // Where cards are not shown there is no place to type into.
    Some(if is_open(&lane) { AppCommand::TypeNew(edit) } else { plain(edit, AfterEdit::Select) })
}

pub(super) fn add_lane(session: &Session, kind: LaneKind) -> Option<AppCommand> {
    let map = session.map()?;
    let document = session.document();
    let lanes = document.lanes_of(map);
    let selected = target_lane(session);
    let index = lanes.iter().position(|lane| Some(lane.id) == selected);
    let before = index.and_then(|index| lanes.get(index + 1)).map(|lane| lane.id);
    Some(AppCommand::TypeNew(edits::new_lane(map, before, kind)))
}

/// A copy of the shown map, which is then shown.
pub(super) fn duplicate_map(session: &Session) -> Option<AppCommand> {
    let (document, map) = (session.document(), session.map()?);
    let title = map_words::copy_title(&document.maps.get(&map)?.title);
    Some(plain(maps::duplicate(document, map, title)?, AfterEdit::Select))
}

/// The future state of a map of the present, or the other way round.
pub(super) fn other_state(session: &Session) -> Option<AppCommand> {
    let (document, map) = (session.document(), session.map()?);
    let record = document.maps.get(&map)?;
    let title = match record.state {
        MapState::Current => map_words::future_title(&record.title),
        MapState::Future => map_words::current_title(&record.title),
    };
    Some(plain(maps::other_state(document, map, title)?, AfterEdit::Select))
}

/// The page of whom one is at: the selected persona, that of the selected card, that of the map, or the first.
pub(super) fn persona_page(session: &Session) -> Option<AppCommand> {
    let document = session.document();
    let selected = session.selection().iter().find_map(|record| match record {
        RecordRef::Persona(persona) => Some(*persona),
        RecordRef::Card(card) => document.cards.get(card)?.marks.persona,
        RecordRef::Map(map) => document.maps.get(map)?.persona,
        _ => None,
    });
    let of_map = || document.maps.get(&session.map()?)?.persona;
    let first = || document.personas_in_order().first().map(|persona| persona.id);
    Some(AppCommand::ShowPersona(selected.or_else(of_map).or_else(first)?))
}

/// The other half of a pair of current and future state.
pub(super) fn counterpart(session: &Session) -> Option<AppCommand> {
    let other = session.document().maps.get(&session.map()?)?.counterpart?;
    Some(AppCommand::OpenLinkedMap(other))
}
