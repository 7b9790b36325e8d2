//! Several windows, viewers, and files that cannot be written.

use crate::base::ids::IdAlloc;
use crate::model::bulk::BulkData;
use crate::model::{Diff, Document};
use crate::store::header::sibling;
use crate::store::tests::{
    Dice, create, load, names_beside, observations, query, random_diff, sample, source, source_id, temporary,
};
use crate::store::{Access, OpenMode, ReadOnlyReason, Store, StoreError};

fn read_only(reason: ReadOnlyReason) -> Access {
    Access::ReadOnly(reason)
}

#[test]
fn the_second_window_is_a_viewer_that_sees_what_the_first_saves() {
    let (_folder, path) = temporary();
    let document = sample(&mut IdAlloc::seeded(1), &mut Dice::new(1));
    let first = create(&path, OpenMode::Edit, &document);
    assert_eq!(first.access, Access::Writable);
    let mut after = document.clone();
    let diff = random_diff(&document, &mut IdAlloc::seeded(2), &mut Dice::new(2));
    diff.apply(&mut after);
    first.store.save(diff);
    first.store.flush().unwrap();
    let second = Store::open(&path, OpenMode::Edit).unwrap();
    assert_eq!(second.access, read_only(ReadOnlyReason::LockedElsewhere));
    assert_eq!(second.document, after);
    assert!(matches!(second.store.flush(), Err(StoreError::ReadOnly { .. })));
    assert!(matches!(Store::open(&path, OpenMode::Batch), Err(StoreError::Locked { .. })));
    let viewer = Store::open(&path, OpenMode::ReadOnly).unwrap();
    assert_eq!((viewer.access, viewer.document), (read_only(ReadOnlyReason::Requested), after.clone()));
    viewer.store.close().unwrap();
    second.store.close().unwrap();
    first.store.close().unwrap();
    assert_eq!(names_beside(&path), ["journey ü.milepost"]);
    assert_eq!(Store::open(&path, OpenMode::Edit).unwrap().access, Access::Writable);
}

#[test]
fn closing_while_a_viewer_reads_loses_nothing() {
    let (_folder, path) = temporary();
    let first = create(&path, OpenMode::Edit, &Document::default());
    let viewer = Store::open(&path, OpenMode::ReadOnly).unwrap();
    let reader = viewer.store.reader().unwrap();
    assert!(reader.metrics().unwrap().is_empty());
    let mut diff = Diff::default();
    diff.sources.put(&first.document.sources, source(source_id(4), 0));
    first.store.save(diff);
    first.store.close().unwrap();
    drop(reader);
    drop(viewer);
    // Whatever is left beside the file now, a viewer leaves it as it is, and the next editor tidies it.
    let before = names_beside(&path);
    let viewer = Store::open(&path, OpenMode::ReadOnly).unwrap();
    assert_eq!(viewer.document.sources.len(), 1);
    drop(viewer);
    assert_eq!(names_beside(&path), before);
    Store::open(&path, OpenMode::Edit).unwrap().store.close().unwrap();
    assert_eq!(names_beside(&path), ["journey ü.milepost"]);
}

/// What a crash in the middle of editing leaves: the file and its log.
#[test]
fn a_viewer_sees_what_a_crash_left_in_the_log_and_touches_nothing() {
    let (_folder, path) = temporary();
    let first = create(&path, OpenMode::Edit, &Document::default());
    let mut diff = Diff::default();
    diff.sources.put(&first.document.sources, source(source_id(4), 0));
    first.store.save(diff);
    first.store.flush().unwrap();
    let (file, log) = (std::fs::read(&path).unwrap(), std::fs::read(sibling(&path, "-wal")).unwrap());
    first.store.close().unwrap();
    std::fs::write(&path, &file).unwrap();
    std::fs::write(sibling(&path, "-wal"), &log).unwrap();
    let viewer = Store::open(&path, OpenMode::ReadOnly).unwrap();
    assert_eq!(viewer.document.sources.len(), 1);
    assert!(viewer.store.reader().unwrap().metrics().unwrap().is_empty());
    drop(viewer);
    assert_eq!(std::fs::read(&path).unwrap(), file);
    assert_eq!(std::fs::read(sibling(&path, "-wal")).unwrap(), log);
    assert_eq!(names_beside(&path), ["journey ü.milepost", "journey ü.milepost-wal"]);
    // Without its log the file is what it was before the change, and still readable.
    std::fs::remove_file(sibling(&path, "-wal")).unwrap();
    let viewer = Store::open(&path, OpenMode::ReadOnly).unwrap();
    assert!(viewer.document.sources.is_empty());
    drop(viewer);
    assert_eq!(names_beside(&path), ["journey ü.milepost"]);
    assert_eq!(std::fs::read(&path).unwrap(), file);
}

#[test]
fn looking_changes_nothing() {
    let (_folder, path) = temporary();
    let opened = create(&path, OpenMode::Batch, &sample(&mut IdAlloc::seeded(1), &mut Dice::new(1)));
    let data = BulkData { observations: observations(900, &mut Dice::new(6)), ..BulkData::default() };
    opened.store.import(load(&opened.document, source_id(7), data)).unwrap();
    assert!(std::fs::exists(sibling(&path, ".lock")).unwrap());
    opened.store.close().unwrap();
    let before = std::fs::read(&path).unwrap();
    let viewer = Store::open(&path, OpenMode::ReadOnly).unwrap();
    let reader = viewer.store.reader().unwrap();
    assert!(!reader.day_buckets(&[query("NPS", source_id(7), &["Support"])]).unwrap()[0].is_empty());
    assert_eq!(names_beside(&path), ["journey ü.milepost"]);
    viewer.store.save(Diff::default());
    viewer.store.set_view_state("camera", "{}");
    assert_eq!(viewer.store.view_state("camera").as_deref(), Some("{}"));
    drop(reader);
    viewer.store.close().unwrap();
    // Nor does opening for a command that then has nothing to do.
    Store::open(&path, OpenMode::Batch).unwrap().store.close().unwrap();
    assert!(std::fs::read(&path).unwrap() == before);
    assert_eq!(names_beside(&path), ["journey ü.milepost"]);
}

#[test]
fn files_that_cannot_be_written_open_as_viewers() {
    let (_folder, path) = temporary();
    create(&path, OpenMode::Batch, &Document::default()).store.close().unwrap();
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    assert_eq!(Store::open(&path, OpenMode::Edit).unwrap().access, read_only(ReadOnlyReason::NotWritable));
    assert!(matches!(Store::open(&path, OpenMode::Batch), Err(StoreError::NotWritable { .. })));
    // A folder that takes no lock file.
    let (_folder, path) = temporary();
    create(&path, OpenMode::Batch, &Document::default()).store.close().unwrap();
    std::fs::create_dir(sibling(&path, ".lock")).unwrap();
    assert_eq!(Store::open(&path, OpenMode::Edit).unwrap().access, read_only(ReadOnlyReason::NotWritable));
    assert!(matches!(Store::open(&path, OpenMode::Batch), Err(StoreError::NotWritable { .. })));
}

#[test]
fn a_lock_file_that_a_crash_left_locks_nobody_out() {
    let (_folder, path) = temporary();
    create(&path, OpenMode::Batch, &Document::default()).store.close().unwrap();
    std::fs::write(sibling(&path, ".lock"), "").unwrap();
    let opened = Store::open(&path, OpenMode::Edit).unwrap();
    assert_eq!(opened.access, Access::Writable);
    opened.store.close().unwrap();
    assert_eq!(names_beside(&path), ["journey ü.milepost"]);
}

#[cfg(unix)]
#[test]
fn a_link_to_an_open_file_is_the_same_file() {
    let (folder, path) = temporary();
    let opened = create(&path, OpenMode::Edit, &Document::default());
    let link = folder.path().join("link.milepost");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let second = Store::open(&link, OpenMode::Edit).unwrap();
    assert_eq!(second.access, read_only(ReadOnlyReason::LockedElsewhere));
    assert!(matches!(opened.store.save_as(&link), Err(StoreError::AlreadyExists { .. })));
}
