//! The writer thread: order, failures, retries, copies.

use crate::base::ids::IdAlloc;
use crate::base::progress::Progress;
use crate::model::bulk::BulkData;
use crate::model::{Diff, Document};
use crate::store::header::sibling;
use crate::store::tests::{
    Dice, create, load, names_beside, observations, query, random_diff, sample, source, source_id, temporary,
};
use crate::store::{Copied, Derived, OpenMode, PersonRemoval, PersonTraces, SaveState, Store, StoreError};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[test]
fn changes_arrive_in_order_and_wake_the_watcher() {
    let (_folder, path) = temporary();
    let opened = create(&path, OpenMode::Edit, &Document::default());
    let woken = Arc::new(AtomicUsize::new(0));
    let counter = woken.clone();
    opened.store.set_wake(Arc::new(move || {
        counter.fetch_add(1, Ordering::SeqCst);
    }));
    let (mut ids, mut dice, mut memory) = (IdAlloc::seeded(1), Dice::new(1), opened.document);
    for ticket in 1..=100 {
        let diff = random_diff(&memory, &mut ids, &mut dice);
        diff.apply(&mut memory);
        assert_eq!(opened.store.save(diff), ticket);
    }
    opened.store.flush().unwrap();
    let state = opened.store.save_state();
    assert!(state.is_saved() && state.error.is_none(), "{state:?}");
    assert_eq!((state.sent, state.saved), (100, 100));
    assert!(woken.load(Ordering::SeqCst) >= 100);
    // Dropping is as good as closing.
    drop(opened.store);
    assert_eq!(Store::open(&path, OpenMode::ReadOnly).unwrap().document, memory);
    assert_eq!(names_beside(&path), ["journey ü.milepost"]);
}

/// A disk that is full: SQLite is told that the file may not grow.
#[test]
fn a_full_disk_keeps_the_changes_until_there_is_room() {
    let (_folder, path) = temporary();
    let opened = create(&path, OpenMode::Edit, &Document::default());
    let limit = |pages: i64| {
        let writer = opened.store.writer.as_ref().unwrap();
        writer.with_connection(move |connection| {
            connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |row| row.get::<_, i64>(0)).unwrap()
        })
    };
    limit(1);
    let mut memory = opened.document.clone();
    let mut big = source(source_id(1), 0);
    big.mapping = "x".repeat(500_000);
    for record in [big, source(source_id(2), 0)] {
        let mut diff = Diff::default();
        diff.sources.put(&memory.sources, record);
        diff.apply(&mut memory);
        opened.store.save(diff);
    }
    assert!(matches!(opened.store.flush(), Err(StoreError::DiskFull { .. })));
    let state: SaveState = opened.store.save_state();
    assert_eq!((state.sent, state.saved, state.is_saved()), (2, 0, false));
    assert!(state.error.unwrap().to_string().contains("no room left"));
    // An import would come before changes it builds on; it is refused for the same reason.
    let import = load(&memory, source_id(7), BulkData::default());
    assert!(matches!(opened.store.import(import), Err(StoreError::DiskFull { .. })));
    let viewer = Store::open(&path, OpenMode::ReadOnly).unwrap();
    assert!(viewer.document.sources.is_empty());
    drop(viewer);
    limit(1_000_000);
    opened.store.retry();
    opened.store.flush().unwrap();
    let state = opened.store.save_state();
    assert_eq!((state.saved, state.error.is_none()), (2, true));
    opened.store.close().unwrap();
    assert_eq!(Store::open(&path, OpenMode::ReadOnly).unwrap().document, memory);
}

#[test]
fn a_change_that_must_be_written_at_once_is_forgotten_when_it_cannot() {
    let (_folder, path) = temporary();
    let opened = create(&path, OpenMode::Edit, &Document::default());
    let limit = |pages: i64| {
        let writer = opened.store.writer.as_ref().unwrap();
        writer.with_connection(move |connection| {
            connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |row| row.get::<_, i64>(0)).unwrap()
        })
    };
    let put = |record: crate::model::Source| {
        let mut diff = Diff::default();
        diff.sources.put(&opened.document.sources, record);
        diff
    };
    limit(1);
    let big = crate::model::Source { mapping: "x".repeat(500_000), ..source(source_id(1), 0) };
    assert!(matches!(opened.store.save_now(put(big)), Err(StoreError::DiskFull { .. })));
    limit(1_000_000);
    opened.store.retry();
    opened.store.flush().unwrap();
    opened.store.save_now(put(source(source_id(2), 0))).unwrap();
    opened.store.close().unwrap();
    let kept = Store::open(&path, OpenMode::ReadOnly).unwrap().document;
    assert_eq!(kept.sources.keys().collect::<Vec<_>>(), [&source_id(2)], "what was told to have failed came back");
}

/// A reference to nothing is the planner's mistake; the file refuses it rather than keep it.
#[test]
fn dangling_references_do_not_get_into_the_file() {
    let (_folder, path) = temporary();
    let document = sample(&mut IdAlloc::seeded(1), &mut Dice::new(1));
    let opened = create(&path, OpenMode::Edit, &document);
    let mut diff = Diff::default();
    diff.maps.remove(&document.maps, *document.maps.keys().next().unwrap());
    opened.store.save(diff);
    assert!(matches!(opened.store.flush(), Err(StoreError::Internal { .. })));
    assert_eq!(Store::open(&path, OpenMode::ReadOnly).unwrap().document, document);
}

#[test]
fn view_state_is_remembered_without_a_change() {
    let (_folder, path) = temporary();
    let opened = create(&path, OpenMode::Edit, &Document::default());
    assert_eq!(opened.store.view_state("camera"), None);
    opened.store.set_view_state("camera", "{\"zoom\":1}");
    opened.store.set_view_state("camera", "{\"zoom\":2}");
    opened.store.set_view_state("panels", "[]");
    assert_eq!(opened.store.view_state("camera").as_deref(), Some("{\"zoom\":2}"));
    assert_eq!(opened.store.save_state().sent, 0);
    opened.store.close().unwrap();
    let opened = Store::open(&path, OpenMode::Edit).unwrap();
    assert_eq!(opened.store.view_state("camera").as_deref(), Some("{\"zoom\":2}"));
    assert_eq!(opened.store.view_state("panels").as_deref(), Some("[]"));
}

#[test]
fn a_copy_is_whole_and_replaces_what_was_there() {
    let (folder, path) = temporary();
    let document = sample(&mut IdAlloc::seeded(1), &mut Dice::new(1));
    let opened = create(&path, OpenMode::Edit, &document);
    let data = BulkData { observations: observations(900, &mut Dice::new(6)), ..BulkData::default() };
    let import = load(&document, source_id(7), data);
    let mut expected = document;
    import.diff.apply(&mut expected);
    opened.store.import(import).unwrap();
    let copy = folder.path().join("copy.milepost");
    std::fs::write(&copy, "old").unwrap();
    // What an earlier file of that name left must not be played into the copy.
    std::fs::write(sibling(&copy, "-wal"), "left").unwrap();
    opened.store.save_as(&copy).unwrap();
    let wanted = query("NPS", source_id(7), &["Support"]);
    let buckets = |store: &Store| store.reader().unwrap().day_buckets(std::slice::from_ref(&wanted)).unwrap();
    let second = Store::open(&copy, OpenMode::Edit).unwrap();
    assert_eq!(second.document, expected);
    assert_eq!(buckets(&second.store), buckets(&opened.store));
    assert!(matches!(opened.store.save_as(&copy), Err(StoreError::Locked { .. })));
    second.store.close().unwrap();
    assert!(matches!(opened.store.save_as(&path), Err(StoreError::AlreadyExists { .. })));
    assert!(matches!(opened.store.save_as(folder.path()), Err(StoreError::IsDirectory { .. })));
    let nowhere = folder.path().join("no folder").join("a.milepost");
    assert!(matches!(opened.store.save_as(&nowhere), Err(StoreError::NotFound { .. })));
    opened.store.close().unwrap();
    assert_eq!(names_beside(&path), ["copy.milepost", "journey ü.milepost"]);
    // A viewer can save a copy too.
    let viewer = Store::open(&path, OpenMode::ReadOnly).unwrap();
    viewer.store.save_as(&copy).unwrap();
    assert_eq!(Store::open(&copy, OpenMode::ReadOnly).unwrap().document, expected);
    assert_eq!(names_beside(&path), ["copy.milepost", "journey ü.milepost"]);
}

/// A map with numbers whose file is lost in some way while it is open.
fn check_copy_of_lost(lose: impl Fn(&Path), expected: Copied) {
    for is_fresh in [false, true] {
        check_copy_once(&lose, expected, is_fresh);
    }
}

fn check_copy_once(lose: impl Fn(&Path), expected: Copied, is_fresh: bool) {
    let (_folder, path) = temporary();
    let document = sample(&mut IdAlloc::seeded(1), &mut Dice::new(1));
    let opened = create(&path, OpenMode::Edit, &document);
    let data = BulkData { observations: observations(900, &mut Dice::new(6)), ..BulkData::default() };
    let import = load(&document, source_id(7), data);
    let mut shown = document;
    import.diff.apply(&mut shown);
    opened.store.import(import).unwrap();
    let wanted = query("NPS", source_id(7), &["Support"]);
    let buckets = |store: &Store| store.reader().unwrap().day_buckets(std::slice::from_ref(&wanted)).unwrap();
    let rows = buckets(&opened.store);
    // As after saving under another name: nothing was written since it was opened.
    let opened = if is_fresh {
        opened.store.close().unwrap();
        Store::open_copy(&path).unwrap()
    } else {
        opened
    };
    lose(&path);
    // The file may take this edit or not: the copy has it in any case.
    let edited = {
        let mut edited = shown.clone();
        let map = edited.maps.values_mut().next().unwrap();
        Arc::make_mut(map).title = "Typed after the loss".into();
        edited
    };
    opened.store.save(Diff::between(&shown, &edited));
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("copy.milepost");
    assert_eq!(opened.store.copy_to(&copy, &edited).unwrap(), expected);
    if expected == Copied::Rescued {
        let told = opened.store.save_state().error;
        assert!(matches!(told.as_deref(), Some(StoreError::Gone { .. })), "a lost file does not say it is saved");
    }
    let second = Store::open(&copy, OpenMode::Edit).unwrap();
    if expected == Copied::MapOnly {
        assert!(second.document.sources.is_empty(), "a source without rows would claim numbers");
        assert_eq!(second.document.cards, edited.cards);
    } else {
        assert_eq!(second.document, edited);
        assert_eq!(buckets(&second.store), rows);
    }
    assert_eq!(second.document.maps, edited.maps);
    second.store.close().unwrap();
    let nowhere = elsewhere.path().join("no folder").join("a.milepost");
    assert!(matches!(opened.store.copy_to(&nowhere, &edited), Err(StoreError::NotFound { .. })));
}

#[test]
fn a_file_that_is_there_is_copied_as_it_is() {
    check_copy_of_lost(|_| {}, Copied::Whole);
}

#[cfg(unix)]
#[test]
fn a_deleted_file_can_still_be_copied() {
    let delete = |path: &Path| {
        for suffix in ["", "-wal", "-shm", ".lock"] {
            // A log that nothing was written to may not be there.
            let _ = std::fs::remove_file(sibling(path, suffix));
        }
    };
    check_copy_of_lost(delete, Copied::Rescued);
    check_copy_of_lost(|path| std::fs::remove_dir_all(path.parent().unwrap()).unwrap(), Copied::Rescued);
    check_copy_of_lost(|path| std::fs::rename(path, sibling(path, " moved")).unwrap(), Copied::Rescued);
}

/// A map whose numbers are lost is still that of someone who asked to be left out.
#[test]
fn a_copy_without_numbers_still_leaves_removed_persons_out() {
    let (_folder, path) = temporary();
    let document = sample(&mut IdAlloc::seeded(1), &mut Dice::new(1));
    let opened = create(&path, OpenMode::Edit, &document);
    let removal = PersonRemoval {
        traces: PersonTraces { ids: vec!["ann".to_owned()], ..PersonTraces::default() },
        persons: vec!["0123456789abcdef".to_owned()],
        diff: Diff::default(),
        finish: Box::new(|_| Ok(Derived::default())),
        progress: Progress::default(),
    };
    opened.store.remove_person(removal).unwrap();
    let persons = opened.store.persons();
    assert_eq!(persons.forgotten.len(), 1);
    wreck(&path);
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("copy.milepost");
    opened.store.copy_to(&copy, &document).unwrap();
    assert_eq!(Store::open(&copy, OpenMode::ReadOnly).unwrap().store.persons(), persons);
}

/// As after pulling a disk: what was not in memory is lost.
fn wreck(path: &Path) {
    for suffix in ["", "-wal"] {
        let part = std::fs::OpenOptions::new().write(true).open(sibling(path, suffix));
        part.and_then(|file| file.set_len(0)).unwrap();
    }
}

#[test]
fn a_file_whose_pages_are_gone_leaves_the_map() {
    check_copy_of_lost(wreck, Copied::MapOnly);
}
