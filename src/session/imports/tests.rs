//! Whatever is done with sources, every row is accounted for: read = accepted + rejected, and what is accepted is in the
//! file.

use crate::base::ids::IdAlloc;
use crate::base::progress::Progress;
use crate::model::check::violations;
use crate::model::{Document, Edit, JourneyMap, Source, SourceState};
use crate::session::import_job::ImportRequest;
use crate::session::jobs::Jobs;
use crate::session::{Session, SessionEvent};
use crate::store::check::check as check_file;
use crate::store::{OpenMode, Store};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// An index into so many things.
    fn pick(&mut self, count: usize) -> usize {
        usize::try_from(self.roll(count as u64)).unwrap()
    }
}

/// Rows of a long file; one in four is bad, the first is good.
fn rows(dice: &mut Dice, count: u64) -> String {
    let mut text = String::new();
    for row in 0..count {
        let day = format!("2025-{:02}-{:02}", 1 + dice.roll(12), 1 + dice.roll(28));
        let place = ["Support", "Checkout", "Renewal"][dice.pick(3)];
        let value = 1 + dice.roll(5);
        let _ = match if row == 0 { 9 } else { dice.roll(16) } {
            0 => writeln!(text, "never,{place},CSAT,{value}"),
            1 => writeln!(text, "{day},{place},CSAT,much"),
            2 => writeln!(text, "{day},{place}"),
            3 => writeln!(text, "{day},{place},,{value}"),
            _ => writeln!(text, "{day},{place},CSAT,{value}"),
        };
    }
    text
}

fn write(path: &Path, dice: &mut Dice) {
    let count = 3 + dice.roll(40);
    std::fs::write(path, format!("date,place,metric,value\n{}", rows(dice, count))).unwrap();
}

fn append(path: &Path, dice: &mut Dice) {
    let count = 1 + dice.roll(9);
    let before = std::fs::read_to_string(path).unwrap();
    std::fs::write(path, before + &rows(dice, count)).unwrap();
}

/// The sources as the user knows them, and their rows as the file has them.
fn check(session: &Session, done: &str) {
    let document = session.document();
    assert_eq!(violations(document), [], "{done}");
    let store = session.store().unwrap();
    store.flush().unwrap();
    let metrics = store.reader().unwrap().metrics().unwrap();
    for source in document.sources.values() {
        assert_eq!(source.rows_read, source.rows_accepted + source.rows_rejected, "{done}: {}", source.name);
        let stored: u64 = metrics.iter().filter(|metric| metric.source == source.id).map(|metric| metric.rows).sum();
        assert_eq!(stored, source.rows_accepted, "{done}: rows of {}", source.name);
    }
}

fn one_of(session: &Session, dice: &mut Dice) -> Option<Source> {
    let sources: Vec<_> = session.document().whole_sources().collect();
    (!sources.is_empty()).then(|| Source::clone(sources[dice.pick(sources.len())]))
}

/// Does something; says what.
fn act(session: &mut Session, files: &[PathBuf], dice: &mut Dice) -> &'static str {
    let file = &files[dice.pick(files.len())];
    let source = one_of(session, dice);
    let done = match (dice.roll(9), source) {
        (0 | 1, _) | (2..=5, None) => {
            session.start_import(ImportRequest { path: file.clone(), ..ImportRequest::default() }).unwrap();
            "imported"
        }
        (2, Some(source)) => {
            append(Path::new(&source.path), dice);
            session.refresh_source(source.id);
            "grew and refreshed"
        }
        (3, Some(source)) => {
            write(Path::new(&source.path), dice);
            session.refresh_source(source.id);
            "changed and refreshed"
        }
        (4, Some(source)) => {
            let state = match source.state {
                SourceState::Active => SourceState::Hidden,
                SourceState::Hidden => SourceState::Active,
            };
            session.edit(&Edit::Update(Source { state, ..source }.into()), None).unwrap();
            "hidden or shown"
        }
        (5, Some(source)) => {
            session.edit(&Edit::Delete(vec![source.id.into()]), None).unwrap();
            "removed"
        }
        (6 | 7, _) => {
            session.undo();
            "undone"
        }
        _ => {
            session.redo();
            "done again"
        }
    };
    for event in session.wait() {
        let is_failure = matches!(
            event,
            SessionEvent::ImportFailed(_) | SessionEvent::RefreshFailed(..) | SessionEvent::NumbersFailed(_)
        );
        assert!(!is_failure, "{done}: {event:?}");
    }
    done
}

#[test]
fn every_row_is_accounted_for_whatever_is_done_with_sources() {
    for seed in 1..=6 {
        let mut dice = Dice(seed);
        let folder = tempfile::tempdir().unwrap();
        let files = ["a.csv", "b.csv", "c.csv"].map(|name| folder.path().join(name));
        files.iter().for_each(|file| write(file, &mut dice));
        let path = folder.path().join("laws.milepost");
        let mut document = Document::default();
        let map = JourneyMap::new(IdAlloc::seeded(seed).allocate(), "Laws");
        document.maps.insert(map.id, map.into());
        let opened = Store::create(&path, OpenMode::Edit, &document).unwrap();
        let mut session = Session::new(opened, path.clone(), false, Jobs::default());
        session.wait();
        for step in 0..24 {
            let done = act(&mut session, &files, &mut dice);
            check(&session, &format!("seed {seed}, step {step}: {done}"));
        }
        session.close().unwrap();
        let report = check_file(&path, &Progress::default()).unwrap();
        assert_eq!(report.problems, [""; 0], "seed {seed}");
    }
}
