//! The process is killed at random moments, in the middle of edits and imports.
//!
//! The test starts itself again as a child that edits and imports without end and says what was acknowledged.

use crate::base::ids::Id as _;
use crate::base::progress::Progress;
use crate::model::bulk::BulkData;
use crate::model::{Diff, Document};
use crate::store::check::check as check_file;
use crate::store::tests::{Dice, create, load, observations, source, source_id, temporary};
use crate::store::{OpenMode, Store};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const FILE: &str = "MILEPOST_TEST_CRASH_FILE";
const MODE: &str = "MILEPOST_TEST_CRASH_MODE";
const THIS: &str = "store::tests::crash::child";
const IMPORT_ROWS: usize = 20_000;
/// Ids of imported sources begin here; those of plain edits below.
const FIRST_IMPORT: i64 = 1_000_000;

/// Edits and imports until it is killed; does nothing when it is run as a test.
#[test]
fn child() {
    let Some(path) = std::env::var_os(FILE).map(PathBuf::from) else { return };
    let mode = if std::env::var_os(MODE).is_some() { OpenMode::Batch } else { OpenMode::Edit };
    let opened = Store::open(&path, mode).unwrap();
    let mut memory = opened.document;
    let next = |document: &Document, from: i64| {
        document
            .sources
            .keys()
            .map(|id| id.raw() + 1)
            .filter(|raw| *raw > from)
            .fold(from, |a, b| if from < FIRST_IMPORT && b >= FIRST_IMPORT { a } else { a.max(b) })
    };
    let (mut edit, mut import) = (next(&memory, 1), next(&memory, FIRST_IMPORT));
    let table = observations(IMPORT_ROWS, &mut Dice::new(5));
    let mut out = std::io::stdout();
    loop {
        for _ in 0..5 {
            let mut diff = Diff::default();
            diff.sources.put(&memory.sources, source(source_id(edit), 0));
            diff.apply(&mut memory);
            opened.store.save(diff);
            opened.store.flush().unwrap();
            writeln!(out, "acknowledged {edit}").unwrap();
            edit += 1;
        }
        let data = BulkData { observations: table.clone(), ..BulkData::default() };
        let bulk = load(&memory, source_id(import), data);
        bulk.diff.apply(&mut memory);
        writeln!(out, "importing {import}").unwrap();
        opened.store.import(bulk).unwrap();
        writeln!(out, "acknowledged {import}").unwrap();
        import += 1;
    }
}

/// Lets a child work for a while, kills it, returns the ids it had acknowledged.
fn run_and_kill(path: &Path, mode: OpenMode, pause: Duration) -> Vec<i64> {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([THIS, "--exact", "--nocapture", "--test-threads=1"]).env(FILE, path).stdout(Stdio::piped());
    if mode == OpenMode::Batch {
        command.env(MODE, "1");
    }
    let mut child = command.stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let reading = std::thread::Builder::new()
        .name("crash-test-reader".to_owned())
        .spawn(move || {
            let words = lines.map_while(Result::ok);
            words.filter_map(|line| line.strip_prefix("acknowledged ").and_then(|id| id.parse().ok())).collect()
        })
        .unwrap();
    let deadline = std::time::Instant::now() + pause;
    while std::time::Instant::now() < deadline {
        std::thread::yield_now();
        std::thread::park_timeout(deadline.saturating_duration_since(std::time::Instant::now()));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    reading.join().unwrap()
}

fn check(mode: OpenMode, kills: usize, seed: u64) {
    let (_folder, path) = temporary();
    create(&path, OpenMode::Batch, &Document::default()).store.close().unwrap();
    let mut dice = Dice::new(seed);
    let mut acknowledged = Vec::new();
    for kill in 0..kills {
        let pause = Duration::from_millis(20 + dice.below(400) as u64);
        acknowledged.extend(run_and_kill(&path, mode, pause));
        // Looking first: it must work on what the crash left, and leave it there for the editor.
        let seen = Store::open(&path, OpenMode::ReadOnly).unwrap().document;
        let opened = Store::open(&path, OpenMode::Edit).unwrap();
        assert_eq!(opened.document, seen, "kill {kill}");
        opened.store.close().unwrap();
        for id in &acknowledged {
            assert!(seen.sources.contains_key(&source_id(*id)), "kill {kill}: {id} was acknowledged and is gone");
        }
        let report = check_file(&path, &Progress::default()).unwrap();
        assert!(report.problems.is_empty(), "kill {kill}: {:?}", report.problems);
        let imports = seen.sources.keys().filter(|id| id.raw() >= FIRST_IMPORT).count();
        assert_eq!(report.observations, (imports * IMPORT_ROWS) as u64, "kill {kill}: an import in part");
        assert_eq!(crate::store::tests::names_beside(&path), ["journey ü.milepost"]);
    }
    assert!(acknowledged.len() > kills, "the children did too little to prove anything");
    assert!(acknowledged.iter().any(|id| *id >= FIRST_IMPORT));
}

#[test]
fn killing_a_window_loses_nothing_acknowledged() {
    check(OpenMode::Edit, 30, 1);
}

#[test]
fn killing_a_command_loses_nothing_acknowledged() {
    check(OpenMode::Batch, 20, 2);
}
