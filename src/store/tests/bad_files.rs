//! Files that are no good: the right sentence, and not a byte changed.

use crate::base::ids::IdAlloc;
use crate::base::progress::Progress;
use crate::model::Document;
use crate::model::bulk::BulkData;
use crate::store::check::check as check_file;
use crate::store::tests::file_format::stored_sample;
use crate::store::tests::{
    Dice, create, issues, load, names_beside, observations, query, responses, sample, source_id, temporary,
};
use crate::store::{OpenMode, Store, StoreError};
use std::path::Path;

const MODES: [OpenMode; 3] = [OpenMode::Edit, OpenMode::Batch, OpenMode::ReadOnly];

/// A file with a document and bulk rows, closed.
fn good_file(path: &Path) {
    let document = sample(&mut IdAlloc::seeded(1), &mut Dice::new(1));
    let opened = create(path, OpenMode::Batch, &document);
    let mut dice = Dice::new(2);
    let data = BulkData {
        observations: observations(3_000, &mut dice),
        responses: responses(400, &mut dice),
        issues: issues(),
    };
    opened.store.import(load(&document, source_id(7), data)).unwrap();
    opened.store.close().unwrap();
}

fn check(bytes: &[u8], is_expected: impl Fn(&StoreError) -> bool) {
    let (_folder, path) = temporary();
    std::fs::write(&path, bytes).unwrap();
    for mode in MODES {
        let error = Store::open(&path, mode).err().expect("refused");
        assert!(is_expected(&error), "{mode:?}: {error:?}");
        assert!(error.to_string().contains("journey ü.milepost"), "{error}");
        assert!(std::fs::read(&path).unwrap() == bytes, "{mode:?} changed the file");
        assert_eq!(names_beside(&path), ["journey ü.milepost"], "{mode:?}");
    }
    assert!(is_expected(&check_file(&path, &Progress::default()).unwrap_err()));
}

fn good_bytes() -> Vec<u8> {
    let (_folder, path) = temporary();
    good_file(&path);
    std::fs::read(path).unwrap()
}

/// The bytes of a good file after some SQL.
fn altered(sql: &str) -> Vec<u8> {
    altered_file(good_file, sql)
}

fn altered_file(make: impl Fn(&Path), sql: &str) -> Vec<u8> {
    let (_folder, path) = temporary();
    make(&path);
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    connection.execute_batch(sql).unwrap();
    connection.close().unwrap();
    std::fs::read(path).unwrap()
}

#[test]
fn other_files_are_refused() {
    let is_other = |e: &StoreError| matches!(e, StoreError::NotAMilepostFile { .. });
    check(b"", is_other);
    check(b"date,place,metric,value\n2024-01-01,Support,NPS,9\n", is_other);
    let mut dice = Dice::new(9);
    let noise: Vec<u8> = (0..5_000).map(|_| u8::try_from(dice.below(256)).unwrap()).collect();
    check(&noise, is_other);
    check(&altered("PRAGMA application_id = 5"), is_other);
    check(&altered("PRAGMA user_version = 0"), is_other);
    check(&good_bytes()[..60], is_other);
}

#[test]
fn newer_files_are_refused_with_both_versions() {
    check(&altered("PRAGMA user_version = 99"), |e| matches!(e, StoreError::TooNew { found: 99, known: 9, .. }));
}

#[test]
fn files_cut_off_or_spoilt_are_damaged() {
    let is_damaged = |e: &StoreError| matches!(e, StoreError::Damaged { .. });
    let good = good_bytes();
    check(&good[..good.len() - 1], is_damaged);
    check(&good[..8_192], is_damaged);
    check(&good[..200], is_damaged);
    let mut spoilt = good.clone();
    spoilt[8_192..].fill(0xA5);
    check(&spoilt, is_damaged);
    check(&altered("DROP TABLE card"), is_damaged);
    check(&altered("ALTER TABLE stage DROP COLUMN question"), is_damaged);
    check(&altered("UPDATE lane SET kind = 'unheard of'"), is_damaged);
    check(&altered("UPDATE card SET details = '{'"), is_damaged);
    check(&altered("UPDATE source SET imported_at = 'yesterday'"), is_damaged);
}

#[test]
fn code_in_the_schema_is_refused() {
    let trigger = "CREATE TRIGGER sneaky AFTER INSERT ON card BEGIN DELETE FROM stage; END";
    let view = "ALTER TABLE card RENAME TO hidden; CREATE VIEW card AS SELECT * FROM hidden";
    check(&altered(trigger), |e| matches!(e, StoreError::ForeignCode { kind, .. } if kind == "trigger"));
    check(&altered(view), |e| matches!(e, StoreError::ForeignCode { kind, .. } if kind == "view"));
}

/// What is wrong is found before the tables are brought up to date, or that is taken back.
#[test]
fn bad_files_of_older_versions_keep_their_bytes() {
    for version in [1, 2] {
        let altered = |sql: &str| altered_file(|path| stored_sample(path, version), sql);
        let is_damaged = |e: &StoreError| matches!(e, StoreError::Damaged { .. });
        check(&altered("UPDATE card SET details = '{' WHERE id = (SELECT max(id) FROM card)"), is_damaged);
        check(&altered("DROP TABLE card"), is_damaged);
        check(&altered("CREATE TABLE kpi_day (key BLOB)"), is_damaged);
        let trigger = "CREATE TRIGGER sneaky AFTER UPDATE ON card BEGIN DELETE FROM stage; END";
        check(&altered(trigger), |e| matches!(e, StoreError::ForeignCode { .. }));
    }
}

#[test]
fn what_is_no_file_is_named() {
    let (folder, path) = temporary();
    for mode in MODES {
        assert!(matches!(Store::open(&path, mode), Err(StoreError::NotFound { .. })));
        assert!(matches!(Store::open(folder.path(), mode), Err(StoreError::IsDirectory { .. })));
    }
    let nowhere = folder.path().join("no such folder").join("a.milepost");
    let made = Store::create(&nowhere, OpenMode::Edit, &Document::default());
    assert!(matches!(made, Err(StoreError::NoFolder { .. })));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn an_existing_file_is_never_replaced_by_a_new_one() {
    let (_folder, path) = temporary();
    std::fs::write(&path, "precious").unwrap();
    let made = Store::create(&path, OpenMode::Edit, &Document::default());
    assert!(matches!(made, Err(StoreError::AlreadyExists { .. })));
    assert_eq!(std::fs::read(&path).unwrap(), b"precious");
    assert_eq!(names_beside(&path), ["journey ü.milepost"]);
}

/// A log of a file that was deleted by hand must not be played into a new file of the same name.
#[test]
fn a_new_file_ignores_what_an_old_one_left_beside_it() {
    let (_folder, path) = temporary();
    let old = create(&path, OpenMode::Edit, &sample(&mut IdAlloc::seeded(1), &mut Dice::new(1)));
    let mut diff = crate::model::Diff::default();
    diff.sources.put(&old.document.sources, crate::store::tests::source(source_id(3), 1));
    old.store.save(diff);
    old.store.flush().unwrap();
    let (log, index) = (crate::store::header::sibling(&path, "-wal"), crate::store::header::sibling(&path, "-shm"));
    let left = (std::fs::read(&log).unwrap(), std::fs::read(&index).unwrap());
    old.store.close().unwrap();
    std::fs::remove_file(&path).unwrap();
    std::fs::write(&log, left.0).unwrap();
    std::fs::write(&index, left.1).unwrap();
    let fresh = create(&path, OpenMode::Edit, &Document::default());
    assert_eq!(fresh.document, Document::default());
    fresh.store.close().unwrap();
    assert_eq!(names_beside(&path), ["journey ü.milepost"]);
}

/// Whatever the bytes, reading ends in an answer or an error, never in a panic.
#[test]
fn random_corruption_never_panics() {
    let good = good_bytes();
    let mut dice = Dice::new(11);
    let (mut refused, mut reported) = (0, 0);
    for _ in 0..150 {
        let (_folder, path) = temporary();
        let mut bytes = good.clone();
        for _ in 0..=dice.below(40) {
            let at = 100 + dice.below(bytes.len() - 100);
            let length = (1 + dice.below(30)).min(bytes.len() - at);
            let value = u8::try_from(dice.below(256)).unwrap();
            bytes[at..at + length].fill(value);
        }
        std::fs::write(&path, &bytes).unwrap();
        match Store::open(&path, OpenMode::ReadOnly) {
            Err(_) => refused += 1,
            Ok(opened) => {
                let reader = opened.store.reader().unwrap();
                let everything = ["NPS", "wait", "CSAT"].map(|m| query(m, source_id(7), &["Support", "Checkout"]));
                let mut has_failed = reader.day_buckets(&everything).is_err() | reader.metrics().is_err();
                has_failed |= reader.segments().is_err();
                for query in &everything {
                    has_failed |= reader.observations(query, 10, 50).is_err();
                }
                let report = check_file(&path, &Progress::default());
                let is_reported = report.is_err() || report.is_ok_and(|r| !r.problems.is_empty());
                reported += i32::from(is_reported);
                assert!(is_reported || !has_failed, "reading failed and the check is silent");
            }
        }
        assert!(std::fs::read(&path).unwrap() == bytes);
    }
    assert!(refused > 20 && reported > 20, "{refused} {reported}");
}

#[test]
fn a_chunk_that_lies_is_found_by_the_check() {
    for (sql, words) in [
        ("UPDATE series_chunk SET rows = 1000000000", "cannot be read"),
        ("UPDATE series_chunk SET data = zeroblob(40)", "cannot be read"),
        ("UPDATE response_chunk SET data = substr(data, 1, length(data) - 1)", "cannot be read"),
        ("DELETE FROM series_chunk WHERE id = 1", "observations were stored"),
        ("DELETE FROM issue WHERE line = 3", "report entries were stored"),
        ("UPDATE source SET rows_read = rows_read + 1 WHERE id = 7", "rows accepted and rejected"),
        ("UPDATE stage SET map = 1", "not in the file"),
    ] {
        let (_folder, path) = temporary();
        std::fs::write(&path, altered(sql)).unwrap();
        let report = check_file(&path, &Progress::default()).unwrap();
        assert!(report.problems.iter().any(|p| p.contains(words)), "{sql}: {:?}", report.problems);
    }
}
