//! Commands about the other maps of the file, one for each of them: they depend on the file, so that they stand in no
//! table. The palette has them, the menu bar, and the menus of cards and stages.

use crate::canvas::edits;
use crate::i18n::canvas as words;
use crate::i18n::shell::command::in_group;
use crate::model::{Document, Edit, RecordRef, Stage};
use crate::session::{AfterEdit, AppCommand, Session};

/// Something that can be done with another map.
pub struct OfOtherMap {
    /// The list it stands in.
    pub list: Option<&'static str>,
    /// The name of the map, or what is done where it stands in no list.
    pub name: String,
    /// Whether it is so now.
    pub is_on: Option<bool>,
    /// Does it.
    pub command: AppCommand,
}

impl OfOtherMap {
    /// What it is called outside of its list.
    #[must_use]
    pub fn full_label(&self) -> String {
        self.list.map_or_else(|| self.name.clone(), |list| in_group(list, &self.name))
    }
}

/// Where the selected cards can go, and on which map the selected stage can be shown in detail.
#[must_use]
pub fn of_other_maps(session: &Session) -> Vec<OfOtherMap> {
    let (document, Some(shown)) = (session.document(), session.map()) else { return Vec::new() };
    let selection = session.selection();
    let is_of_cards = |record: &RecordRef| matches!(record, RecordRef::Card(_) | RecordRef::Connection(_));
    let has_card = selection.iter().any(|record| matches!(record, RecordRef::Card(_)));
    if has_card && selection.iter().all(is_of_cards) && session.is_editable() {
        let others = document.maps_in_order().into_iter().filter(|map| map.id != shown);
        let there = others.map(|map| OfOtherMap {
            list: Some(words::move_to_map()),
            name: map.title.clone(),
            is_on: None,
            command: AppCommand::MoveToMap(selection.to_vec(), map.id),
        });
        return there.collect();
    }
    let [RecordRef::Stage(id)] = selection else { return Vec::new() };
    let Some(stage) = document.stages.get(id) else { return Vec::new() };
    let linked = stage.linked_map.and_then(|map| document.maps.get(&map));
    let open = linked.map(|map| OfOtherMap {
        list: None,
        name: words::open_map(&map.title),
        is_on: None,
        command: AppCommand::OpenLinkedMap(map.id),
    });
    open.into_iter().chain(links(document, stage).into_iter().filter(|_| session.is_editable())).collect()
}

/// The maps that can show a stage in detail: none, each of the others, and a new one.
fn links(document: &Document, stage: &Stage) -> Vec<OfOtherMap> {
    let entry = |name: &str, is_on: Option<bool>, (edit, then): (Edit, AfterEdit)| OfOtherMap {
        list: Some(words::link_to_map()),
        name: name.to_owned(),
        is_on,
        command: AppCommand::Edit { edit, merge: None, then },
    };
    let link = |linked_map| (Edit::Update(Stage { linked_map, ..Stage::clone(stage) }.into()), AfterEdit::Nothing);
    let mut entries = Vec::new();
    let others = document.maps_in_order().into_iter().filter(|map| map.id != stage.map);
    entries.extend(others.map(|m| entry(&m.title, Some(stage.linked_map == Some(m.id)), link(Some(m.id)))));
    entries.push(entry(words::a_new_map(), None, (edits::detail_map(document, stage), AfterEdit::Select)));
    entries.push(entry(words::no_link(), Some(stage.linked_map.is_none()), link(None)));
    entries
}
