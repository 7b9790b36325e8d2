//! Commands about the other maps of the file, one for each of them: they depend on the file, so that the palette alone has
//! them beside the menus of cards and stages.

use crate::i18n::canvas as words;
use crate::i18n::shell::command::in_group;
use crate::model::{Edit, RecordRef, Stage};
use crate::session::{AfterEdit, AppCommand, Session};

/// Where the selected cards can go, and on which map the selected stage can be shown in detail.
pub fn of_other_maps(session: &Session) -> Vec<(String, AppCommand)> {
    let (document, Some(shown)) = (session.document(), session.map()) else { return Vec::new() };
    let others = document.maps_in_order().into_iter().filter(|map| map.id != shown);
    let selection = session.selection();
    let is_of_cards = |record: &RecordRef| matches!(record, RecordRef::Card(_) | RecordRef::Connection(_));
    let has_card = selection.iter().any(|record| matches!(record, RecordRef::Card(_)));
    if has_card && selection.iter().all(is_of_cards) && session.is_editable() {
        let there = |map: &crate::model::JourneyMap| {
            (in_group(words::move_to_map(), &map.title), AppCommand::MoveToMap(selection.to_vec(), map.id))
        };
        return others.map(|map| there(map)).collect();
    }
    let [RecordRef::Stage(id)] = selection else { return Vec::new() };
    let Some(stage) = document.stages.get(id) else { return Vec::new() };
    let linked = stage.linked_map.and_then(|map| document.maps.get(&map));
    let open = linked.map(|map| (words::open_map(&map.title), AppCommand::OpenLinkedMap(map.id)));
    let link = |linked_map| {
        let edit = Edit::Update(Stage { linked_map, ..Stage::clone(stage) }.into());
        AppCommand::Edit { edit, merge: None, then: AfterEdit::Nothing }
    };
    let entry = |name: &str, linked_map| (in_group(words::link_to_map(), name), link(linked_map));
    let none = stage.linked_map.map(|_| entry(words::no_link(), None));
    let others = others.filter(|map| stage.linked_map != Some(map.id)).map(|map| entry(&map.title, Some(map.id)));
    open.into_iter().chain(others.chain(none).filter(|_| session.is_editable())).collect()
}
