//! Templates of the user: a map kept as a small JSON file in the data folder, in the form of the bundled ones.

use super::draft::Draft;
use super::{KeptNotes, Template};
use crate::base::fs::write_atomic;
use crate::base::ids::{LaneId, MapId};
use crate::base::text::one_line;
use crate::i18n::shell::template::Thing;
use crate::model::{Document, Picture, PictureFile};
use std::collections::{BTreeMap, BTreeSet};
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
    /// There is no template of that name any more.
    #[error("this template is not among yours any more")]
    Gone,
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
            Ok(draft) => {
                let name = name_of(&path);
                let pictures = pictures_of(folder, &name);
                found.push(Template::of_user(name, draft, pictures));
            }
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

/// Where the pictures of a template stand, by their digests.
fn pictures_of(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.pictures"))
}

/// Where removed templates stand until another one of their name is removed.
fn removed_folder(folder: &Path) -> PathBuf {
    folder.join(".removed")
}

fn file_of(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.json"))
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

/// What a template is called.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Naming {
    /// Its name.
    pub title: String,
    /// What it is good for; may be empty.
    pub description: String,
}

impl Naming {
    /// Both in one line each, and the word of the title.
    fn tidied(&self) -> Result<(String, String, String), TemplateError> {
        let (title, description) = (one_line(&self.title), one_line(&self.description));
        let word = word_of(&title);
        if word.is_empty() { Err(TemplateError::NoName) } else { Ok((title, description, word)) }
    }
}

/// What is kept as a template.
#[derive(Debug, Clone, Copy)]
pub struct Kept<'a> {
    /// The document.
    pub document: &'a Document,
    /// The map of it.
    pub map: MapId,
    /// The hints of its lanes.
    pub prompts: &'a BTreeMap<LaneId, String>,
    /// Whether what was said about it is kept too.
    pub notes: KeptNotes,
    /// The pictures it shows.
    pub pictures: &'a [PictureFile],
}

/// How much of each thing a template of a map keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    things: Vec<(usize, Thing)>,
    /// Notes about the map and what stands on it.
    pub notes: usize,
}

impl Contents {
    /// How many there are of each thing.
    #[must_use]
    pub fn counts(&self) -> Vec<(usize, Thing)> {
        self.things.clone()
    }
}

/// What a template of a map would keep.
#[must_use]
pub fn contents(document: &Document, map: MapId) -> Contents {
    let Some(draft) = Draft::of(document, map, &BTreeMap::new(), KeptNotes::All) else {
        return Contents { things: Vec::new(), notes: 0 };
    };
    let pictures = pictures(document, map).len();
    Contents {
        things: draft.things().into_iter().chain([(pictures, Thing::Picture)]).collect(),
        notes: draft.note_count(),
    }
}

/// The pictures that a template of a map shows.
#[must_use]
pub fn pictures(document: &Document, map: MapId) -> BTreeSet<Picture> {
    let draft = Draft::of(document, map, &BTreeMap::new(), KeptNotes::None);
    draft.map(|draft| draft.pictures()).unwrap_or_default()
}

/// Keeps a map as a template. Gives its word. Touches the disk.
///
/// # Errors
/// [`TemplateError`] says what is missing; no template is there then.
pub fn save(folder: &Path, naming: &Naming, kept: Kept<'_>) -> Result<String, TemplateError> {
    let (title, description, word) = naming.tidied()?;
    let draft = Draft::of(kept.document, kept.map, kept.prompts, kept.notes);
    let mut draft = draft.ok_or(TemplateError::NoMap)?;
    let io = |source: std::io::Error| TemplateError::Io { path: folder.to_owned(), source };
    std::fs::create_dir_all(folder).map_err(io)?;
    let name = free_name(folder, &word);
    draft.rename(&name, &title, &description);
    let pictures = pictures_of(folder, &name);
    if !kept.pictures.is_empty() {
        std::fs::create_dir_all(&pictures).map_err(io)?;
    }
    for file in kept.pictures {
        write_atomic(&pictures.join(&file.picture.digest), &file.bytes.data).map_err(io)?;
    }
    write(folder, &name, &draft)?;
    Ok(name)
}

fn write(folder: &Path, name: &str, draft: &Draft) -> Result<(), TemplateError> {
    let path = file_of(folder, name);
    let io = |source: std::io::Error| TemplateError::Io { path: path.clone(), source };
    let text = serde_json::to_string_pretty(draft).map_err(|error| io(error.into()))?;
    write_atomic(&path, text.as_bytes()).map_err(io)
}

/// Calls a template something else; its word on the command line stays. Touches the disk.
///
/// # Errors
/// [`TemplateError`]; it is called as before then.
pub fn rename(folder: &Path, name: &str, naming: &Naming) -> Result<(), TemplateError> {
    let (title, description, _) = naming.tidied()?;
    let mut draft = read(&file_of(folder, name)).map_err(|_| TemplateError::Gone)?;
    draft.rename(name, &title, &description);
    write(folder, name, &draft)
}

/// Takes a template away; [`restore`] brings it back. Touches the disk.
///
/// # Errors
/// The file cannot be moved.
pub fn remove(folder: &Path, name: &str) -> Result<(), TemplateError> {
    let removed = removed_folder(folder);
    std::fs::create_dir_all(&removed).map_err(|source| TemplateError::Io { path: removed.clone(), source })?;
    move_to(folder, &removed, name)
}

/// Brings a removed template back. Touches the disk.
///
/// # Errors
/// The file cannot be moved, or another one was removed under its name meanwhile.
pub fn restore(folder: &Path, name: &str) -> Result<(), TemplateError> {
    if file_of(folder, name).exists() || !file_of(&removed_folder(folder), name).exists() {
        return Err(TemplateError::Gone);
    }
    move_to(&removed_folder(folder), folder, name)
}

fn move_to(from: &Path, to: &Path, name: &str) -> Result<(), TemplateError> {
    let rename = |from: PathBuf, to: PathBuf| match std::fs::rename(&from, to) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(TemplateError::Io { path: from, source }),
        _ => Ok(()),
    };
    let pictures = pictures_of(to, name);
    if pictures.exists() {
        // Those of another one of the name that was removed before.
        std::fs::remove_dir_all(&pictures).map_err(|source| TemplateError::Io { path: pictures.clone(), source })?;
    }
    rename(pictures_of(from, name), pictures)?;
    rename(file_of(from, name), file_of(to, name))
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
    use crate::base::ids::PersonaId;
    use crate::base::ids::{CardId, ConnectionId, Id as _, IdAlloc, LaneId, NoteId};
    use crate::base::time::UtcMillis;
    use crate::export::picture::from_pixels;
    use crate::model::check::violations;
    use crate::model::{
        Card, CardBody, CardForm, CardMarks, CardSplit, Connection, ConnectionLook, CurvePoints, Lane, LookChoice,
        Note, Persona, RecordRef,
    };
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
        let is_kpi = |id: &&CardId| sample.cards[id].body.form().is_some();
        let kpi_cards: Vec<CardId> = cards.iter().filter(is_kpi).copied().collect();
        for (id, form) in kpi_cards.into_iter().zip(CardForm::EVERY) {
            let card = Arc::make_mut(sample.cards.get_mut(&id).unwrap());
            card.body = card.body.clone().in_form(form);
            if form.is_split() {
                let split = CardSplit { dimension: Some("plan".to_owned()), top: 5 };
                card.body = card.body.clone().split_by(split);
            }
        }
        for (number, (from, to)) in (1..).zip([(0, 1), (1, 2), (3, 1), (2, 3)]) {
            let (id, label) = (ConnectionId::from_raw(number), number.to_string());
            let choice = LookChoice::LISTS[from][1];
            let look = ConnectionLook::default().with(choice).with(LookChoice::Tint(Some(5)));
            let connection = Connection { id, from: cards[from], to: cards[to], label, look };
            sample.connections.insert(id, Arc::new(connection));
        }
        let (id, anchor) = (NoteId::from_raw(1), ConnectionId::from_raw(3).into());
        let (author, text, created_at) = ("Ann".to_owned(), "Who goes this way?".to_owned(), UtcMillis(1));
        let note = Note { id, anchor, author, text, created_at, is_resolved: false };
        sample.notes.insert(id, Arc::new(note));
        let lane = sample.lanes_of(map)[2].id;
        let own = Arc::make_mut(sample.lanes.get_mut(&lane).unwrap());
        (own.points, own.height, own.is_collapsed, own.is_hidden) = (CurvePoints::Dots, Some(333.0), true, true);
        let prompts = BTreeMap::from([(lane, "What moves?".to_owned())]);
        let naming = |title: &str| Naming { title: title.to_owned(), description: "What  we do.".to_owned() };
        let portrait = from_pixels(3, 2, &[9, 9, 9, 255].repeat(6)).unwrap();
        let whose = sample.maps[&map].persona.unwrap();
        Arc::make_mut(sample.personas.get_mut(&whose).unwrap()).picture = Some(portrait.picture.clone());
        let pictures = [portrait.clone()];
        let kept = Kept { document: &sample, map, prompts: &prompts, notes: KeptNotes::All, pictures: &pictures };
        let name = save(&folder, &naming(" Our  journey "), kept).unwrap();
        assert_eq!(name, "our-journey");
        let template = find(&folder, &name).unwrap();
        assert_eq!((template.title.as_str(), template.description.as_str()), ("Our journey", "What we do."));
        let (made, new) = template.document("", &mut IdAlloc::seeded(5));
        assert_eq!(violations(&made), []);
        assert_eq!(template.pictures(&made), [portrait]);
        let said = |document: &Document, map: MapId| {
            let is_here = |note: &Note| crate::session::maps::map_of(document, note.anchor) == Some(map);
            let notes = document.notes.values().filter(|note| is_here(note));
            let label = |anchor| match anchor {
                RecordRef::Connection(id) => document.connections[&id].label.clone(),
                _ => String::new(),
            };
            let mut said: Vec<_> =
                notes.map(|n| (n.anchor.table(), label(n.anchor), n.author.clone(), n.text.clone())).collect();
            said.sort();
            said
        };
        assert_eq!(said(&made, new), said(&sample, map));
        assert!(said(&made, new).iter().any(|(_, connection, ..)| connection == "3"));
        let whose = |document: &Document, map: MapId| {
            let persona = (*document.personas[&document.maps[&map].persona.unwrap()]).clone();
            Persona { id: PersonaId::from_raw(1), ..persona }
        };
        assert_eq!(whose(&made, new), whose(&sample, map));
        let again = template.prompts(&made, new);
        assert_eq!(again, BTreeMap::from([(made.lanes_of(new)[2].id, "What moves?".to_owned())]));
        let facts = |document: &Document, map: MapId| {
            let mut words: Vec<String> = document
                .cards
                .values()
                .filter(|c| document.map_of_card(c.id) == Some(map))
                .map(|c| {
                    let whom = c.marks.persona.map(|id| document.personas[&id].name.clone());
                    let marks = CardMarks { persona: None, ..c.marks.clone() };
                    let split = c.body.split();
                    format!("{} {} {marks:?} {whom:?} {:?} {split:?}", c.text, c.span, c.body.form())
                })
                .collect();
            words.sort();
            let titles: Vec<String> = document.columns_of(map).iter().map(|s| s.title.clone()).collect();
            // All of a lane but who it is and where it stands, which the order tells.
            let lane = |lane: &&Arc<Lane>| Lane {
                id: LaneId::from_raw(1),
                map: MapId::from_raw(1),
                rank: 0.0,
                ..Lane::clone(lane)
            };
            let lanes: Vec<_> = document.lanes_of(map).iter().map(lane).collect();
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
                of_map.map(|c| (spot(c.from), spot(c.to), c.label.clone(), format!("{:?}", c.look))).collect();
            connections.sort();
            (words, titles, lanes, connections)
        };
        assert_eq!(facts(&made, new), facts(&sample, map));
        assert_eq!(made.kpi_cards(new).count(), sample.kpi_cards(map).count());
        // Twice under one name are two templates.
        let without = Kept { notes: KeptNotes::None, ..kept };
        assert_eq!(save(&folder, &naming("Our journey"), without).unwrap(), "our-journey-2");
        let (made, _) = find(&folder, "our-journey-2").unwrap().document("", &mut IdAlloc::seeded(5));
        assert_eq!(made.notes.len(), 0, "notes by choice");
        rename(&folder, "our-journey-2", &naming("Their journey")).unwrap();
        let titles = || load(&folder).into_iter().map(|t| (t.name, t.title)).collect::<Vec<_>>();
        let [ours, theirs] = [("our-journey", "Our journey"), ("our-journey-2", "Their journey")]
            .map(|(name, title)| (name.to_owned(), title.to_owned()));
        assert_eq!(titles(), [ours.clone(), theirs.clone()]);
        assert!(matches!(rename(&folder, "no such", &naming("x")), Err(TemplateError::Gone)));
        // Removed and brought back with its pictures.
        remove(&folder, &name).unwrap();
        assert_eq!(titles(), std::slice::from_ref(&theirs));
        restore(&folder, &name).unwrap();
        assert_eq!(titles(), [ours, theirs]);
        let (made, _) = find(&folder, &name).unwrap().document("", &mut IdAlloc::seeded(5));
        assert_eq!(find(&folder, &name).unwrap().pictures(&made).len(), 1);
        assert!(matches!(restore(&folder, &name), Err(TemplateError::Gone)));
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
        assert_eq!((made.stages_of(map).len(), made.connections.len()), (301, 2), "a loop is a connection too");
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
        let prompts = BTreeMap::new();
        let kept = Kept { document: &blank, map, prompts: &prompts, notes: KeptNotes::None, pictures: &[] };
        let naming = |title: &str| Naming { title: title.to_owned(), ..Naming::default() };
        assert!(matches!(save(folder.path(), &naming(" … "), kept), Err(TemplateError::NoName)));
        assert_eq!(save(folder.path(), &naming("Blank"), kept).unwrap(), "blank-2", "bundled names are taken");
    }
}
