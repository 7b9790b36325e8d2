//! The hints in empty cells of a map that was made from a template. They are part of the view, kept in the file beside
//! the cameras: undo does not touch them and no export shows them.

use crate::base::ids::{Id as _, LaneId};
use crate::model::{Document, Edit, RecordRef};
use crate::session::templates::{self, Template};
use crate::store::{OpenMode, Opened, Store, StoreError};
use std::collections::BTreeMap;
use std::path::Path;

/// Their key among what a file remembers of the view.
const KEY: &str = "prompts";

/// A hint for each lane that has one.
pub type Prompts = BTreeMap<LaneId, String>;

/// The hints as text.
fn text_of(prompts: &Prompts) -> String {
    let raw: BTreeMap<String, &str> =
        prompts.iter().map(|(lane, text)| (lane.raw().to_string(), text.as_str())).collect();
    serde_json::json!(raw).to_string()
}

/// The hints that a file remembers; none when it remembers none, or something else.
#[must_use]
pub fn read(text: Option<&str>) -> Prompts {
    let raw: BTreeMap<String, String> = text.and_then(|t| serde_json::from_str(t).ok()).unwrap_or_default();
    raw.into_iter().filter_map(|(lane, text)| Some((LaneId::from_raw(lane.parse().ok()?), text))).collect()
}

/// The hints of an open file. Those of lanes that were deleted, or whose making was undone, go: they are written no more.
#[must_use]
pub fn of_session(session: &super::Session) -> Prompts {
    let mut prompts = read(session.remembered(KEY).as_deref());
    prompts.retain(|lane, _| session.document().lanes.contains_key(lane));
    prompts
}

/// Gives hints to the lanes that an edit has made: a copy of a map asks what the original asks, any other lane what
/// lanes of its kind are asked in a new map. True when there are more hints than before.
pub fn follow(prompts: &mut Prompts, document: &Document, edit: &Edit, created: &[RecordRef]) -> bool {
    let before = prompts.len();
    for record in created {
        match (*record, edit) {
            (RecordRef::Map(copy), Edit::DuplicateMap { map, .. }) => {
                let (from, to) = (document.lanes_of(*map), document.lanes_of(copy));
                let asked = from.iter().zip(to).filter_map(|(from, to)| Some((to.id, prompts.get(&from.id)?.clone())));
                let asked: Vec<_> = asked.collect();
                prompts.extend(asked);
            }
            (RecordRef::Lane(lane), _) => ask(prompts, document, lane),
            _ => {}
        }
    }
    prompts.len() != before
}

/// The hint of a lane by its kind, unless another lane of the map has it: one question is not answered twice.
fn ask(prompts: &mut Prompts, document: &Document, lane: LaneId) {
    let Some(row) = document.lanes.get(&lane) else { return };
    let Some(prompt) = templates::blank().and_then(|blank| blank.prompt_of(row.kind)) else { return };
    let is_asked = document.lanes_of(row.map).iter().any(|other| prompts.get(&other.id) == Some(&prompt));
    if !is_asked {
        prompts.insert(lane, prompt);
    }
}

/// Lets the open file remember its hints.
pub fn remember(session: &super::Session, prompts: &Prompts) {
    session.remember(KEY, &text_of(prompts));
}

/// Creates a file with a map made from a template, and its hints. Blocking.
///
/// # Errors
/// The file is there already or cannot be written; nothing is left behind.
pub fn create_file(path: &Path, mode: OpenMode, template: &Template, title: &str) -> Result<Opened, StoreError> {
    let (document, map) = template.document(title, &mut super::system_ids());
    let opened = Store::create(path, mode, &document)?;
    for file in template.pictures(&document) {
        opened.store.put_picture(file);
    }
    let prompts = template.prompts(&document, map);
    if !prompts.is_empty() {
        opened.store.set_view_state(KEY, &text_of(&prompts));
    }
    Ok(opened)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::IdAlloc;
    use crate::model::LaneKind;
    use crate::session::{Session, maps};

    /// The hints of a map, from top to bottom.
    fn asked(session: &Session, map: crate::base::ids::MapId, prompts: &Prompts) -> Vec<Option<String>> {
        session.document().lanes_of(map).iter().map(|lane| prompts.get(&lane.id).cloned()).collect()
    }

    #[test]
    fn a_copy_of_a_map_asks_what_the_original_asks_and_a_new_lane_what_others_of_its_kind_ask() {
        let template = templates::find("patient-journey").unwrap();
        let (document, map) = template.document("", &mut IdAlloc::seeded(1));
        let mut prompts = template.prompts(&document, map);
        let mut session = Session::in_memory(document, 7);
        let edit = maps::duplicate(session.document(), map, "Copy".to_owned()).unwrap();
        let created = session.edit(&edit, None).unwrap();
        assert!(follow(&mut prompts, session.document(), &edit, &created));
        let Some(RecordRef::Map(copy)) = created.first().copied() else { panic!("{created:?}") };
        assert_eq!(asked(&session, copy, &prompts), asked(&session, map, &prompts));

        let mut add = |kind| {
            let edit = Edit::AddLane { map, before: None, kind, title: "More".to_owned() };
            let created = session.edit(&edit, None).unwrap();
            follow(&mut prompts, session.document(), &edit, &created);
            asked(&session, map, &prompts).last().cloned().flatten()
        };
        let first = add(LaneKind::Quote);
        assert_eq!(first, templates::blank().unwrap().prompt_of(LaneKind::Quote));
        assert!(first.is_some());
        assert_eq!(add(LaneKind::Quote), None, "asked already");
        assert_eq!(add(LaneKind::Divider), None);
    }

    /// They stayed in the file for good.
    #[test]
    fn hints_of_lanes_that_are_gone_are_not_read_again() {
        let template = templates::find("patient-journey").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.milepost");
        let opened = create_file(&path, OpenMode::Edit, template, "").unwrap();
        let mut session = Session::new(opened, path, false, crate::session::jobs::Jobs::default());
        let before = of_session(&session);
        let lane = *before.keys().next().unwrap();
        session.edit(&Edit::Delete(vec![lane.into()]), None).unwrap();
        let after = of_session(&session);
        assert_eq!(after.len() + 1, before.len());
        assert!(!after.contains_key(&lane));
        remember(&session, &after);
        assert!(!text_of(&of_session(&session)).contains(&lane.raw().to_string()));
    }

    #[test]
    fn a_new_file_remembers_its_hints() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.milepost");
        let template = templates::find("patient-journey").unwrap();
        let opened = create_file(&path, OpenMode::Batch, template, "").unwrap();
        opened.store.close().unwrap();
        let opened = Store::open(&path, OpenMode::ReadOnly).unwrap();
        let prompts = read(opened.store.view_state(KEY).as_deref());
        assert_eq!(prompts.len(), opened.document.lanes.len());
        assert!(prompts.keys().all(|lane| opened.document.lanes.contains_key(lane)));
        assert_eq!(read(Some("not json")), Prompts::new());
        assert_eq!(read(None), Prompts::new());
    }
}
