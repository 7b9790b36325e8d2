//! Days kept in the file: found when they are right, counted when they are not there, never found when they are wrong.

use crate::base::time::{Day, DayRange};
use crate::model::bulk::{BucketQuery, BulkData, Counting};
use crate::model::observation::Cuts;
use crate::model::{Document, Segments};
use crate::store::tests::{Dice, create, load, observations, query, responses, source_id, temporary};
use crate::store::{DaysToKeep, OpenMode, QueryDays, Store};
use std::path::Path;

fn queries() -> Vec<BucketQuery> {
    let id = source_id(7);
    vec![
        query("NPS", id, &["Support"]),
        query("wait", id, &["Support", "Checkout"]),
        query("CSAT", id, &["Checkout"]),
        query("CSAT", id, &["Nowhere"]),
    ]
}

/// Counts from the rows: part of the time is never kept.
fn counted(store: &Store, queries: &[BucketQuery]) -> Vec<QueryDays> {
    let part = |range: DayRange| DayRange { to: Day(i32::MAX - 1), ..range };
    let queries: Vec<_> =
        queries.iter().map(|query| BucketQuery { range: part(query.range), ..query.clone() }).collect();
    let answers = store.reader().unwrap().days(&queries).unwrap();
    assert!(answers.iter().all(|answer| !answer.is_kept()));
    answers
}

/// The queries give what the rows give; how many of them were found in the file.
fn check(store: &Store, queries: &[BucketQuery], expected_kept: usize) {
    let answers = store.reader().unwrap().days(queries).unwrap();
    for ((query, found), counted) in queries.iter().zip(&answers).zip(counted(store, queries)) {
        assert_eq!(found.days, counted.days, "{query:?}");
    }
    assert_eq!(answers.iter().filter(|answer| answer.is_kept()).count(), expected_kept);
}

/// A file with a source of observations and a survey, whose days are kept.
fn file(path: &Path, mode: OpenMode) -> Store {
    let opened = create(path, mode, &Document::default());
    let mut dice = Dice::new(5);
    let data = BulkData {
        observations: observations(2_000, &mut dice),
        responses: responses(300, &mut dice),
        ..BulkData::default()
    };
    opened.store.import(load(&opened.document, source_id(7), data)).unwrap();
    keep(&opened.store, &queries());
    opened.store
}

fn keep(store: &Store, queries: &[BucketQuery]) {
    let answers = store.reader().unwrap().days(queries).unwrap();
    store.keep_days(DaysToKeep::of(&answers)).unwrap();
}

fn rows(store: &Store) -> i64 {
    let count = |connection: &rusqlite::Connection| {
        connection.query_row("SELECT count(*) FROM kpi_day", [], |row| row.get(0)).unwrap()
    };
    store.writer().unwrap().with_connection(count)
}

#[test]
fn what_is_kept_is_found_and_equals_the_rows() {
    for mode in [OpenMode::Edit, OpenMode::Batch] {
        let (_folder, path) = temporary();
        let store = file(&path, mode);
        check(&store, &queries(), 4);
        store.close().unwrap();
        check(&Store::open(&path, OpenMode::ReadOnly).unwrap().store, &queries(), 4);
    }
}

/// A hundred rows a day are worth keeping as one; twenty are counted as fast as their day is read.
#[test]
fn many_days_of_few_rows_are_counted_every_time() {
    for (rows, expected) in [(30_000, 0), (160_000, 2)] {
        let (_folder, path) = temporary();
        let opened = create(&path, OpenMode::Edit, &Document::default());
        let data = BulkData { observations: observations(rows, &mut Dice::new(6)), ..BulkData::default() };
        opened.store.import(load(&opened.document, source_id(7), data)).unwrap();
        let queries = [query("NPS", source_id(7), &["Support"]), query("wait", source_id(7), &["Checkout"])];
        keep(&opened.store, &queries);
        check(&opened.store, &queries, expected);
    }
}

#[test]
fn whatever_the_days_depend_on_is_in_their_key() {
    let (_folder, path) = temporary();
    let store = file(&path, OpenMode::Edit);
    let base = query("CSAT", source_id(7), &["Checkout"]);
    check(&store, std::slice::from_ref(&base), 1);
    let others = [
        BucketQuery { metric: "NPS".to_owned(), ..base.clone() },
        BucketQuery { cuts: Cuts { low: 5.0, ..base.cuts }, ..base.clone() },
        BucketQuery { cuts: Cuts { high: 5.0, ..base.cuts }, ..base.clone() },
        query("CSAT", source_id(8), &["Checkout"]),
        query("CSAT", source_id(7), &["Checkout", "Support"]),
        query("CSAT", source_id(7), &["Check", "out"]),
        BucketQuery { segments: Segments::one("plan", "pro"), ..base.clone() },
        BucketQuery { range: DayRange { from: Day(19_100), ..DayRange::EVER }, ..base.clone() },
        BucketQuery { parts: vec![base.parts[0].clone(), base.parts[0].clone()], ..base.clone() },
        BucketQuery { parts: Vec::new(), ..base.clone() },
        BucketQuery { counting: Counting { is_unweighted: true, missing: Vec::new() }, ..base.clone() },
        BucketQuery { counting: Counting { is_unweighted: false, missing: vec![3.0] }, ..base.clone() },
    ];
    check(&store, &others, 0);
    // Rows that were stored in another way, or that another program put there.
    for sql in [
        "UPDATE source SET hash = 'other'",
        "UPDATE source SET mapping = '{}'",
        "UPDATE bulk SET observations = observations + 1",
        "DELETE FROM source",
    ] {
        store.writer().unwrap().with_connection(|connection| connection.execute_batch(sql).unwrap());
        check(&store, std::slice::from_ref(&base), 0);
        keep(&store, std::slice::from_ref(&base));
        check(&store, std::slice::from_ref(&base), 1);
    }
}

#[test]
fn what_is_out_of_date_goes_and_what_cannot_be_read_is_counted() {
    let (_folder, path) = temporary();
    let store = file(&path, OpenMode::Edit);
    assert_eq!(rows(&store), 4);
    let two = [queries()[0].clone(), query("NPS", source_id(7), &["Checkout"])];
    check(&store, &two, 1);
    keep(&store, &two);
    assert_eq!(rows(&store), 2);
    for sql in [
        "UPDATE kpi_day SET data = substr(data, 2)",
        "UPDATE kpi_day SET days = days + 1",
        "UPDATE kpi_day SET days = -1",
        "DELETE FROM kpi_day",
    ] {
        store.writer().unwrap().with_connection(|connection| connection.execute_batch(sql).unwrap());
        check(&store, &two, 0);
        let report = crate::store::check::check(&path, &crate::base::progress::Progress::default()).unwrap();
        assert_eq!(report.problems.iter().any(|p| p.contains("kept daily counts")), !sql.starts_with("DELETE"));
        keep(&store, &two);
        check(&store, &two, 2);
    }
}

#[test]
fn an_import_that_fails_leaves_the_days_as_they_were() {
    let (_folder, path) = temporary();
    file(&path, OpenMode::Batch).close().unwrap();
    let before = std::fs::read(&path).unwrap();
    let opened = Store::open(&path, OpenMode::Batch).unwrap();
    let data = BulkData { responses: responses(50, &mut Dice::new(4)), ..BulkData::default() };
    let mut import = load(&opened.document, source_id(8), data);
    import.finish = Box::new(|view| {
        let answers = view.days(&[query("CSAT", source_id(8), &["Support"])]).map_err(|e| e.to_string())?;
        assert!(DaysToKeep::of(&answers).has_new());
        Err("stopped".to_owned())
    });
    assert!(opened.store.import(import).is_err());
    check(&opened.store, &queries(), 4);
    drop(opened);
    assert!(std::fs::read(&path).unwrap() == before);
}
