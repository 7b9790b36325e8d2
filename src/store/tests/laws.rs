//! The file equals memory after every change, and undo goes all the way back.

use crate::base::ids::IdAlloc;
use crate::model::Document;
use crate::store::tests::{Dice, create, random_diff, sample, temporary};
use crate::store::{OpenMode, Store};

fn reload(path: &std::path::Path) -> Document {
    Store::open(path, OpenMode::ReadOnly).unwrap().document
}

fn check(seed: u64, mode: OpenMode) {
    let (_folder, path) = temporary();
    let (mut ids, mut dice) = (IdAlloc::seeded(seed), Dice::new(seed));
    let start = sample(&mut ids, &mut dice);
    let opened = create(&path, mode, &start);
    assert_eq!(opened.document, start);
    let mut memory = start.clone();
    let mut history = Vec::new();
    for step in 0..25 {
        let diff = random_diff(&memory, &mut ids, &mut dice);
        diff.apply(&mut memory);
        let ticket = opened.store.save(diff.clone());
        history.push(diff);
        opened.store.flush().unwrap();
        assert_eq!(opened.store.save_state().saved, ticket);
        assert_eq!(reload(&path), memory, "seed {seed} step {step}");
    }
    let end = memory.clone();
    for diff in history.iter().rev() {
        let undo = diff.invert();
        undo.apply(&mut memory);
        opened.store.save(undo);
    }
    opened.store.flush().unwrap();
    assert_eq!(memory, start);
    assert_eq!(reload(&path), start, "seed {seed} undone");
    for diff in history {
        opened.store.save(diff);
    }
    opened.store.close().unwrap();
    assert_eq!(reload(&path), end, "seed {seed} redone");
    assert_eq!(crate::store::tests::names_beside(&path), ["journey ü.milepost"]);
}

#[test]
fn file_equals_memory_in_a_window() {
    (0..8).for_each(|seed| check(seed, OpenMode::Edit));
}

#[test]
fn file_equals_memory_on_the_command_line() {
    (100..104).for_each(|seed| check(seed, OpenMode::Batch));
}

#[test]
fn every_table_is_visited_by_the_random_documents() {
    let mut all = Document::default();
    for seed in 0..8 {
        let document = sample(&mut IdAlloc::seeded(seed), &mut Dice::new(seed));
        crate::model::Diff::between(&Document::default(), &document).apply(&mut all);
    }
    let counts = [
        all.maps.len(),
        all.stages.len(),
        all.steps.len(),
        all.lanes.len(),
        all.cards.len(),
        all.connections.len(),
        all.notes.len(),
        all.personas.len(),
        all.kpis.len(),
        all.markers.len(),
        all.decisions.len(),
        all.sources.len(),
    ];
    assert!(counts.iter().all(|count| *count > 3), "{counts:?}");
}
