//! Templates of the user: a map kept as a small JSON file in the data folder, in the form of the bundled ones.

use super::Template;
use super::draft::Draft;
use crate::base::fs::write_atomic;
use crate::base::ids::{LaneId, MapId};
use crate::model::Document;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A template that cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// It has no name.
    #[error("a template needs a name of letters or digits; type one")]
    NoName,
    /// The map is gone.
    #[error("the map is no longer in the file; show another one and save that")]
    NoMap,
    /// The folder or file cannot be written.
    #[error("the template could not be written to {path}: {source}; check that the folder can be written to")]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Files longer than this are no templates.
const MOST_BYTES: u64 = 8 << 20;

/// The user's templates by title. A file that is none is left out and named in the log. Touches the disk.
#[must_use]
pub fn load(folder: &Path) -> Vec<Template> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<Template> = Vec::new();
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if path.extension().is_none_or(|e| e != "json") {
            continue;
        }
        match read(&path) {
            Ok(draft) => found.push(Template::of_user(name_of(&path), draft)),
            Err(why) => log::warn!("a template was left out: {why}"),
        }
    }
    found.sort_by(|a, b| a.title.to_lowercase().cmp(&b.title.to_lowercase()).then(a.name.cmp(&b.name)));
    found
}

/// One of the user's templates by the word on the command line. Touches the disk.
#[must_use]
pub fn find(folder: &Path, name: &str) -> Option<Template> {
    load(folder).into_iter().find(|template| template.name == name)
}

fn name_of(path: &Path) -> String {
    path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

fn read(path: &Path) -> Result<Draft, String> {
    let size = std::fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > MOST_BYTES {
        return Err("it is too large".to_owned());
    }
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

/// Keeps a map as a template under a title, with the hints of its lanes. Gives its word. Touches the disk.
///
/// # Errors
/// [`TemplateError`] says what is missing; nothing is written then.
pub fn save(
    folder: &Path,
    title: &str,
    (document, map): (&Document, MapId),
    prompts: &BTreeMap<LaneId, String>,
) -> Result<String, TemplateError> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let word = word_of(&title);
    if word.is_empty() {
        return Err(TemplateError::NoName);
    }
    let mut draft = Draft::of(document, map, prompts).ok_or(TemplateError::NoMap)?;
    let io = |source: std::io::Error| TemplateError::Io { path: folder.to_owned(), source };
    std::fs::create_dir_all(folder).map_err(io)?;
    let name = free_name(folder, &word);
    draft.rename(&name, &title);
    let text = serde_json::to_string_pretty(&draft).map_err(|error| io(error.into()))?;
    write_atomic(&folder.join(format!("{name}.json")), text.as_bytes()).map_err(io)?;
    Ok(name)
}

/// Takes a template away. Touches the disk.
///
/// # Errors
/// The file cannot be removed.
pub fn remove(folder: &Path, name: &str) -> Result<(), TemplateError> {
    let path = folder.join(format!("{name}.json"));
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(TemplateError::Io { path, source: error }),
        _ => Ok(()),
    }
}

/// A title as one word for the command line and the file, as in "quarterly-review".
fn word_of(title: &str) -> String {
    let plain: String = title.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let word = plain.split_whitespace().collect::<Vec<_>>().join("-");
    word.chars().take(60).collect()
}

/// The first of "word", "word-2", … that neither a bundled template nor a file has.
fn free_name(folder: &Path, word: &str) -> String {
    let is_free =
        |name: &String| super::list().iter().all(|t| t.name != *name) && !folder.join(format!("{name}.json")).exists();
    let numbered = (2_u64..).map(|number| format!("{word}-{number}"));
    std::iter::once(word.to_owned()).chain(numbered).find(is_free).unwrap_or_else(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{CardId, ConnectionId, Id as _, IdAlloc};
    use crate::model::check::violations;
    use crate::model::{Card, CardBody, Connection, ConnectionStyle};
    use crate::session::sample;
    use std::sync::Arc;

    #[test]
    fn a_kept_map_comes_back_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("templates");
        let mut sample = sample::sample(&mut IdAlloc::seeded(sample::SEED), sample::SEED).document;
        let map = sample.maps_in_order()[0].id;
        // Two cards of one text, one without words, and one that reads like the key of another are connected.
        let cards: Vec<_> = sample.cards.keys().copied().filter(|c| sample.map_of_card(*c) == Some(map)).collect();
        for (card, text) in cards.iter().zip(["Same", "Same", "", "card 1"]) {
            text.clone_into(&mut Arc::make_mut(sample.cards.get_mut(card).unwrap()).text);
        }
        for (number, (from, to)) in (1..).zip([(0, 1), (1, 2), (3, 1), (2, 3)]) {
            let (id, label) = (ConnectionId::from_raw(number), number.to_string());
            let connection =
                Connection { id, from: cards[from], to: cards[to], label, style: ConnectionStyle::default() };
            sample.connections.insert(id, Arc::new(connection));
        }
        let lane = sample.lanes_of(map)[2].id;
        let prompts = BTreeMap::from([(lane, "What moves?".to_owned())]);
        let name = save(&folder, " Our  journey ", (&sample, map), &prompts).unwrap();
        assert_eq!(name, "our-journey");
        let template = find(&folder, &name).unwrap();
        assert_eq!(template.title, "Our journey");
        let (made, new) = template.document("", &mut IdAlloc::seeded(5));
        assert_eq!(violations(&made), []);
        let again = template.prompts(&made, new);
        assert_eq!(again, BTreeMap::from([(made.lanes_of(new)[2].id, "What moves?".to_owned())]));
        let facts = |document: &Document, map: MapId| {
            let mut words: Vec<String> = document
                .cards
                .values()
                .filter(|c| document.map_of_card(c.id) == Some(map))
                .map(|c| format!("{} {} {:?}", c.text, c.span, c.marks))
                .collect();
            words.sort();
            let titles: Vec<String> = document.columns_of(map).iter().map(|s| s.title.clone()).collect();
            let lanes: Vec<_> = document.lanes_of(map).iter().map(|l| (l.title.clone(), l.kind)).collect();
            // Where a card stands: column, lane, and how many stand before it.
            let spot = |card: CardId| {
                let card = &document.cards[&card];
                let column = document.columns_of(map).iter().position(|s| s.id == card.step);
                let lane = document.lanes_of(map).iter().position(|l| l.id == card.lane);
                let before =
                    |other: &&Arc<Card>| (other.step, other.lane) == (card.step, card.lane) && other.rank < card.rank;
                (column, lane, document.cards.values().filter(before).count())
            };
            let of_map = document.connections.values().filter(|c| document.map_of_card(c.from) == Some(map));
            let mut connections: Vec<_> =
                of_map.map(|c| (spot(c.from), spot(c.to), c.label.clone(), format!("{:?}", c.style))).collect();
            connections.sort();
            (words, titles, lanes, connections)
        };
        let mut expected = facts(&sample, map);
        // A template is about nobody in particular.
        for words in &mut expected.0 {
            if let Some(at) = words.find("persona: Some") {
                words.truncate(at);
                words.push_str("persona: None }");
            }
        }
        assert_eq!(facts(&made, new), expected);
        assert_eq!(made.kpi_cards(new).count(), sample.kpi_cards(map).count());
        // Twice under one name are two templates.
        assert_eq!(save(&folder, "Our journey", (&sample, map), &prompts).unwrap(), "our-journey-2");
        remove(&folder, &name).unwrap();
        let left: Vec<String> = load(&folder).into_iter().map(|t| t.name).collect();
        assert_eq!(left, ["our-journey-2"]);
    }

    #[test]
    fn a_template_changed_by_hand_makes_a_sound_map() {
        let stages: Vec<String> =
            (1..=300).map(|n| format!(r#"{{"title":"Stage {n}","steps":[{{"title":"Step"}}]}}"#)).collect();
        let first = r#"{"title":"First","steps":[{"title":"Step","cards":{"ideas":[
            {"text":"Cheap","effort":0,"value":-3,"span":0},{"text":"Dear","effort":200,"value":99}]}}]}"#;
        let text = format!(
            r#"{{"title":"By hand","lanes":[{{"key":"ideas","kind":"opportunity","title":"Ideas"}}],
            "stages":[{first},{}],"connections":[{{"from":"Cheap","to":"Cheap"}},{{"from":"Cheap","to":"Dear"}}]}}"#,
            stages.join(",")
        );
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("hand.json"), text).unwrap();
        let (made, map) = find(folder.path(), "hand").unwrap().document("", &mut IdAlloc::seeded(5));
        assert_eq!(violations(&made), []);
        assert_eq!((made.stages_of(map).len(), made.connections.len()), (301, 1));
        assert_eq!(made.stages_of(map)[300].title, "Stage 300");
        let mut scores: Vec<_> = made
            .cards
            .values()
            .map(|card| match card.body {
                CardBody::Opportunity { value, effort } => (card.text.clone(), value, effort),
                _ => panic!("{card:?}"),
            })
            .collect();
        scores.sort();
        assert_eq!(scores, [("Cheap".to_owned(), Some(1), Some(1)), ("Dear".to_owned(), Some(10), Some(10))]);
    }

    #[test]
    fn what_is_no_template_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("broken.json"), "{").unwrap();
        std::fs::write(folder.path().join("note.txt"), "{}").unwrap();
        assert_eq!(load(folder.path()).len(), 0);
        assert_eq!(load(&folder.path().join("nowhere")).len(), 0);
        let blank = super::super::document("blank", "", &mut IdAlloc::seeded(1)).unwrap();
        let map = blank.maps_in_order()[0].id;
        assert!(matches!(save(folder.path(), " … ", (&blank, map), &BTreeMap::new()), Err(TemplateError::NoName)));
        assert_eq!(
            save(folder.path(), "Blank", (&blank, map), &BTreeMap::new()).unwrap(),
            "blank-2",
            "bundled names are taken"
        );
    }
}
