//! The hints in empty cells of a map that was made from a template. They are part of the view, kept in the file beside
//! the cameras: undo does not touch them and no export shows them.

use crate::base::ids::{Id as _, LaneId};
use crate::session::templates::Template;
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

/// The hints of an open file.
#[must_use]
pub fn of_session(session: &super::Session) -> Prompts {
    read(session.remembered(KEY).as_deref())
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
    use crate::session::templates;

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
