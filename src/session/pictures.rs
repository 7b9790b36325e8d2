//! Pictures of the file: put into it, and made ready for the window in the background.

use crate::base::ids::{CardId, LaneId, PersonaId, StepId};
use crate::export::picture::{LARGEST_FILE, PictureError, Pixels, checked, from_pixels, pixels};
use crate::i18n::shell::message as words;
use crate::model::edit::Verb;
use crate::model::{
    AnyRecord, Card, CardBody, Document, Edit, EditLabel, Persona, Picture, PictureBytes, PictureFile, TableKind,
};
use crate::session::jobs::{Job, Polled};
use crate::session::{AfterEdit, Session, picture_spot, system_ids};
use crate::store::{Reader, Store, StoreError};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Pictures that are read at the same time: each may need some hundred megabytes for a moment.
const AT_ONCE: usize = 2;

/// Where a picture goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureTarget {
    /// Onto a card of the storyboard.
    Card(CardId),
    /// Onto a new card in a cell.
    Cell {
        /// Row.
        lane: LaneId,
        /// Column.
        step: StepId,
    },
    /// Onto a new card at a step, in a lane for pictures that the map has not yet.
    NewLane {
        /// Column.
        step: StepId,
    },
    /// A portrait.
    Persona(PersonaId),
}

/// Where pictures come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureSource {
    /// Files.
    Files(Vec<PathBuf>),
    /// The clipboard: pixels that are not multiplied by opacity.
    Clipboard(Arc<Pixels>),
}

/// A picture that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Name of its file; `None` for the clipboard.
    pub name: Option<String>,
    /// Why, as a clause.
    pub why: String,
}

/// Reads pictures and looks whether they can be shown. Takes a moment: call it on a job's thread.
#[must_use]
pub fn read(source: &PictureSource) -> Vec<Result<PictureFile, Refused>> {
    match source {
        PictureSource::Files(paths) => paths.iter().map(|path| read_file(path)).collect(),
        PictureSource::Clipboard(pixels) => {
            let taken = from_pixels(pixels.width, pixels.height, &pixels.rgba);
            vec![taken.map_err(|error| Refused { name: None, why: error.to_string() })]
        }
    }
}

fn read_file(path: &Path) -> Result<PictureFile, Refused> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let refused = |why: String| Refused { name: name.clone(), why };
    let mut data = Vec::new();
    // One byte more than allowed tells that there is more, whatever the folder says.
    let file = std::fs::File::open(path).map_err(|error| refused(why_unreadable(&error)))?;
    let length = file.metadata().map_or(0, |m| m.len());
    if length > LARGEST_FILE {
        return Err(refused(PictureError::TooLarge { megabytes: length.div_ceil(1_000_000) }.to_string()));
    }
    file.take(LARGEST_FILE + 1).read_to_end(&mut data).map_err(|error| refused(why_unreadable(&error)))?;
    checked(data).map_err(|error| refused(error.to_string()))
}

/// Why a file could not be read, as the end of a sentence that says what to do.
fn why_unreadable(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => words::file_is_gone().to_owned(),
        std::io::ErrorKind::PermissionDenied => words::file_may_not_be_read().to_owned(),
        std::io::ErrorKind::IsADirectory => words::file_is_folder().to_owned(),
        _ => error.to_string(),
    }
}

/// The edit that shows pictures at a target: the first there, the next ones in the cells to its right.
#[must_use]
pub fn edit(document: &Document, target: PictureTarget, pictures: &[Picture]) -> Option<(Edit, AfterEdit)> {
    let first = pictures.first()?.clone();
    let (lane, step, mut edits) = match target {
        PictureTarget::Persona(id) => {
            let persona = Persona::clone(document.personas.get(&id)?);
            let edit = Edit::Update(AnyRecord::Persona(Persona { picture: Some(first), ..persona }));
            return Some((edit, AfterEdit::Nothing));
        }
        PictureTarget::Card(id) => {
            let card = document.cards.get(&id)?;
            let body = CardBody::Image { picture: Some(first) };
            let edit = Edit::Update(AnyRecord::Card(Card { body, ..Card::clone(card) }));
            if pictures.len() == 1 {
                return Some((edit, AfterEdit::Nothing));
            }
            (card.lane, card.step, vec![edit])
        }
        PictureTarget::Cell { step, .. } | PictureTarget::NewLane { step } => {
            let (lane, made) = picture_spot::lane_of(document, target, &mut system_ids())?;
            (lane, step, made.into_iter().chain([new_card(lane, step, first)]).collect())
        }
    };
    let columns = document.columns_of(document.map_of_step(step)?);
    let start = columns.iter().position(|c| c.id == step)?;
    // Where there are no more columns the last cell takes the rest.
    let cells = columns.iter().skip(start + 1).chain(std::iter::repeat(columns.last()?));
    edits.extend(pictures.iter().skip(1).zip(cells).map(|(picture, at)| new_card(lane, at.id, picture.clone())));
    let label = EditLabel { verb: Verb::Add, noun: TableKind::Card, count: pictures.len() };
    match edits.as_slice() {
        [only] => Some((only.clone(), AfterEdit::Select)),
        _ => Some((Edit::Batch { label, edits }, AfterEdit::Select)),
    }
}

fn new_card(lane: LaneId, step: StepId, picture: Picture) -> Edit {
    Edit::AddCard { lane, step, span: 1, text: String::new(), body: CardBody::Image { picture: Some(picture) } }
}

/// The pictures that the cards and personas of a document show.
#[must_use]
pub fn named(document: &Document) -> BTreeSet<Picture> {
    let of_cards = document.cards.values().filter_map(|card| match &card.body {
        CardBody::Image { picture } => picture.clone(),
        _ => None,
    });
    of_cards.chain(document.personas.values().filter_map(|persona| persona.picture.clone())).collect()
}

/// The digests of the pictures that the cards of a document show.
#[must_use]
pub fn digests(document: &Document) -> BTreeSet<String> {
    let of_cards = document.cards.values().filter_map(|card| match &card.body {
        CardBody::Image { picture } => picture.as_ref(),
        _ => None,
    });
    of_cards.map(|picture| picture.digest.clone()).collect()
}

/// The pictures that the cards of a document show, for an export.
///
/// # Errors
/// The file cannot be read.
pub fn of_document(document: &Document, reader: &Reader) -> Result<BTreeMap<String, PictureBytes>, StoreError> {
    let mut found = BTreeMap::new();
    for digest in digests(document) {
        if let Some(file) = reader.picture(&digest)? {
            found.insert(digest, file);
        }
    }
    Ok(found)
}

/// A picture at a size: its digest and the length of its longer side.
pub type PictureKey = (String, u32);

/// How far a picture is on its way to the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureState {
    /// Nobody asked for it, or its pixels were taken.
    Unknown,
    /// It is being read.
    Coming,
    /// Here it is; taking it forgets it.
    Ready(Pixels),
    /// It is not in the file or cannot be read.
    Missing,
}

/// Pictures on their way.
#[derive(Default)]
pub(super) struct Pictures {
    /// Bytes of pictures of a session without a file.
    held: BTreeMap<String, PictureBytes>,
    waiting: VecDeque<PictureKey>,
    running: Vec<(PictureKey, PictureJob)>,
    states: Mutex<BTreeMap<PictureKey, PictureState>>,
}

type PictureJob = Job<Option<Pixels>>;

/// Pictures that are still being read from a file that its session has left.
pub(super) struct RunningPictures(Vec<PictureJob>);

impl RunningPictures {
    /// Waits until none of them holds the file.
    pub(super) fn end(self) {
        for job in self.0 {
            // Nobody shows it any more, or it is read anew.
            let _ = job.wait();
        }
    }
}

impl Pictures {
    /// A map of states is whole whenever a panic may have left it.
    fn states(&self) -> MutexGuard<'_, BTreeMap<PictureKey, PictureState>> {
        self.states.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets go of a file: what is being read from it comes first when pictures are next read.
    pub(super) fn leave_file(&mut self) -> RunningPictures {
        let (keys, jobs): (Vec<_>, Vec<_>) = std::mem::take(&mut self.running).into_iter().unzip();
        for job in &jobs {
            job.progress.cancel();
        }
        for key in keys.into_iter().rev() {
            self.waiting.push_front(key);
        }
        RunningPictures(jobs)
    }
}

/// Where the bytes of the pictures of a session are, for a job's thread.
pub struct PictureBook {
    held: BTreeMap<String, PictureBytes>,
    store: Option<Arc<Store>>,
    is_writable: bool,
}

impl PictureBook {
    /// The bytes of a picture; `None` when they are not there or cannot be read. Blocking.
    fn bytes(&self, digest: &str) -> Option<PictureBytes> {
        if let Some(file) = self.held.get(digest) {
            return Some(file.clone());
        }
        let store = self.store.as_ref()?;
        if self.is_writable {
            // A picture can be read only once it is written.
            store.flush().inspect_err(|error| log::warn!("picture not written: {error}")).ok()?;
        }
        let found = store.reader().and_then(|reader| reader.picture(digest));
        found.inspect_err(|error| log::warn!("picture not read: {error}")).ok()?
    }

    /// Pictures with their bytes, as far as they can be read. Blocking.
    #[must_use]
    pub fn read(&self, pictures: impl IntoIterator<Item = Picture>) -> Vec<PictureFile> {
        let file = |picture: Picture| Some(PictureFile { bytes: self.bytes(&picture.digest)?, picture });
        pictures.into_iter().filter_map(file).collect()
    }
}

impl Session {
    /// Where the bytes of pictures are, to be read on a job's thread.
    #[must_use]
    pub fn picture_book(&self) -> PictureBook {
        let (held, store) = (self.pictures.held.clone(), self.store());
        PictureBook { held, store, is_writable: self.is_writable() }
    }

    /// Puts a picture into the file. Call it before the edit that names it: changes are written in order.
    pub fn add_picture(&mut self, file: PictureFile) {
        let digest = file.picture.digest.clone();
        self.pictures.states().retain(|(known, _), _| *known != digest);
        match &self.file {
            Some(open) => {
                open.store.put_picture(file);
            }
            None => {
                self.pictures.held.insert(digest, file.bytes);
            }
        }
    }

    /// How far a picture is; pixels that are ready are handed over.
    #[must_use]
    pub fn picture(&self, key: &PictureKey) -> PictureState {
        let mut states = self.pictures.states();
        match states.get(key) {
            Some(PictureState::Ready(_)) => states.remove(key).unwrap_or(PictureState::Unknown),
            Some(other) => other.clone(),
            None => PictureState::Unknown,
        }
    }

    /// Reads a picture in the background.
    pub fn load_picture(&mut self, key: PictureKey) {
        // One that was missing may have come meanwhile.
        let before = self.pictures.states().insert(key.clone(), PictureState::Coming);
        if !matches!(before, Some(PictureState::Coming)) {
            self.pictures.waiting.push_back(key);
            self.start_pictures();
        }
    }

    /// Reads what waits, a few at a time.
    pub(super) fn start_pictures(&mut self) {
        while self.pictures.running.len() < AT_ONCE
            && let Some(key) = self.pictures.waiting.pop_front()
        {
            let (digest, side) = key.clone();
            let book = self.picture_book();
            let job = self.jobs.spawn("read a picture", move |progress| {
                let file = book.bytes(&digest)?;
                progress.check().ok()?;
                let drawn = pixels(&file, side);
                drawn.inspect_err(|error| log::warn!("picture not drawn: {error}")).ok()
            });
            self.pictures.running.push((key, job));
        }
    }

    /// Takes pictures that are ready.
    pub(super) fn poll_pictures(&mut self) {
        let mut running = Vec::new();
        for (key, job) in std::mem::take(&mut self.pictures.running) {
            let state = match job.poll() {
                Polled::Running => {
                    running.push((key, job));
                    continue;
                }
                Polled::Done(Some(pixels)) => PictureState::Ready(pixels),
                Polled::Done(None) | Polled::Lost => PictureState::Missing,
            };
            self.pictures.states().insert(key, state);
        }
        self.pictures.running = running;
        self.start_pictures();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{OpenMode, Store};

    /// Puts a picture on its way that takes a moment and holds the file meanwhile.
    fn load_slowly(session: &mut Session, key: &PictureKey) {
        let store = session.store();
        let job = session.jobs.spawn("read a picture", move |_| {
            std::thread::sleep(std::time::Duration::from_millis(200));
            drop(store);
            None
        });
        session.pictures.states().insert(key.clone(), PictureState::Coming);
        session.pictures.running.push((key.clone(), job));
    }

    /// Waits for a picture that is on its way.
    fn wait(session: &mut Session, key: &PictureKey) -> Pixels {
        loop {
            session.poll_pictures();
            match session.picture(key) {
                PictureState::Coming => std::thread::yield_now(),
                PictureState::Ready(pixels) => return pixels,
                other => panic!("{other:?}"),
            }
        }
    }

    /// A small picture whose colour is its number.
    fn picture(number: u8) -> PictureFile {
        from_pixels(6, 4, &[number, 0, 0, 255].repeat(24)).unwrap()
    }

    fn document() -> (Document, LaneId, Vec<StepId>) {
        let mut ids = crate::base::ids::IdAlloc::seeded(5);
        let mut session = Session::in_memory(Document::default(), 5);
        let map = crate::model::JourneyMap::new(ids.allocate(), "m");
        let id = map.id;
        session.edit(&Edit::Add(map.into()), None).unwrap();
        let stage = |title: &str| Edit::AddStage { map: id, before: None, title: title.into(), step_title: "s".into() };
        session.edit(&stage("a"), None).unwrap();
        session.edit(&stage("b"), None).unwrap();
        let kind = crate::model::LaneKind::Image;
        session.edit(&Edit::AddLane { map: id, before: None, kind, title: "l".into() }, None).unwrap();
        let document = Document::clone(session.document());
        let lane = document.lanes_of(id)[0].id;
        let steps = document.columns_of(id).iter().map(|s| s.id).collect();
        (document, lane, steps)
    }

    #[test]
    fn several_pictures_stand_side_by_side_as_one_step() {
        let (document, lane, steps) = document();
        let mut session = Session::in_memory(document, 7);
        let pictures: Vec<_> = (0..3).map(|i| picture(i).picture).collect();
        let target = PictureTarget::Cell { lane, step: steps[0] };
        let (edit, _) = edit(session.document(), target, &pictures).unwrap();
        session.edit(&edit, None).unwrap();
        let counts: Vec<_> = steps.iter().map(|s| session.document().cards_in(lane, *s).len()).collect();
        assert_eq!(counts, [1, 2]);
        assert!(session.undo() && session.document().cards.is_empty());
    }

    #[test]
    fn a_picture_is_in_the_file_while_a_card_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.milepost");
        let (document, lane, steps) = document();
        let opened = Store::create(&path, OpenMode::Edit, &document).unwrap();
        let mut session = Session::new(opened, path.clone(), false, crate::session::jobs::Jobs::default());
        for (number, step) in [(1, steps[0]), (2, steps[1])] {
            let file = picture(number);
            session.add_picture(file.clone());
            let target = PictureTarget::Cell { lane, step };
            let (edit, _) = edit(session.document(), target, &[file.picture]).unwrap();
            session.edit(&edit, None).unwrap();
        }
        // Undone, but still there for redo.
        session.undo();
        let store = session.store().unwrap();
        store.flush().unwrap();
        let stored = |store: &Store, number| store.reader().unwrap().picture(&picture(number).picture.digest).unwrap();
        assert_eq!(stored(&store, 1), Some(picture(1).bytes));
        assert_eq!(stored(&store, 2), Some(picture(2).bytes));

        let key = (picture(1).picture.digest, 64);
        assert_eq!(session.picture(&key), PictureState::Unknown);
        session.load_picture(key.clone());
        let pixels = wait(&mut session, &key);
        assert_eq!((pixels.width, pixels.height, &pixels.rgba[..4]), (6, 4, &[1, 0, 0, 255][..]));
        drop(store);
        session.close().unwrap();

        let opened = Store::open(&path, OpenMode::Edit).unwrap();
        assert_eq!(stored(&opened.store, 1), Some(picture(1).bytes));
        assert_eq!(stored(&opened.store, 2), None);
        assert!(
            crate::store::check::check(&path, &crate::base::progress::Progress::default()).unwrap().problems.is_empty()
        );
        assert_eq!(of_document(&opened.document, &opened.store.reader().unwrap()).unwrap().len(), 1);
    }

    #[test]
    fn a_file_is_left_only_when_no_picture_is_read_from_it_any_more() {
        let folder = tempfile::tempdir().unwrap();
        let (path, copy) = (folder.path().join("a.milepost"), folder.path().join("b.milepost"));
        let (document, lane, steps) = document();
        let opened = Store::create(&path, OpenMode::Edit, &document).unwrap();
        let mut session = Session::new(opened, path.clone(), false, crate::session::jobs::Jobs::default());
        let file = picture(1);
        session.add_picture(file.clone());
        let target = PictureTarget::Cell { lane, step: steps[0] };
        let (edit, _) = edit(session.document(), target, std::slice::from_ref(&file.picture)).unwrap();
        session.edit(&edit, None).unwrap();
        session.store().unwrap().save_as(&copy).unwrap();

        let key = (file.picture.digest, 64);
        load_slowly(&mut session, &key);
        let left = session.go_on_in(Store::open_copy(&copy).unwrap(), copy.clone());
        left.close().unwrap();
        assert!(!Store::is_in_use(&path), "the file that was left");
        assert_eq!(wait(&mut session, &key).width, 6, "it comes from the copy");

        load_slowly(&mut session, &key);
        session.close().unwrap();
        assert!(!Store::is_in_use(&copy), "the file of a closed session");
        let mut names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["a.milepost", "b.milepost"]);
    }
}
