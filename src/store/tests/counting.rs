//! Rows that several threads count come to what one thread counts, answer by answer and in order.

use crate::base::time::{Day, DayRange};
use crate::model::bulk::{BucketQuery, BulkData};
use crate::model::{Document, Segments};
use crate::store::bulk::{Database, days_on};
use crate::store::tests::{Dice, create, load, observations, query, responses, source_id, temporary};
use crate::store::{DaysToKeep, OpenMode, QueryDays, Store, StoreError};
use std::path::Path;

/// Many more bytes than are counted by the thread that reads.
const ROWS: usize = 200_000;

/// A file with observations and a survey, its connection for reading.
fn file(path: &Path) -> rusqlite::Connection {
    let mut dice = Dice::new(3);
    let rows = BulkData { observations: observations(ROWS, &mut dice), ..BulkData::default() };
    let answers = BulkData { responses: responses(500, &mut dice), ..BulkData::default() };
    let opened = create(path, OpenMode::Batch, &Document::default());
    for (source, data) in [(7, rows), (8, answers)] {
        opened.store.import(load(&opened.document, source_id(source), data)).unwrap();
    }
    opened.store.close().unwrap();
    rusqlite::Connection::open(path).unwrap()
}

fn queries() -> Vec<BucketQuery> {
    let all = |metric: &str| {
        let source = source_id(if metric == "CSAT" { 8 } else { 7 });
        query(metric, source, &["Support", "Checkout"])
    };
    let of = |regions: &[&str]| regions.iter().map(|region| ("region", *region)).collect::<Segments>();
    let until = |to: i32| DayRange { to: Day(to), ..DayRange::EVER };
    let mut queries = vec![all("NPS"), all("wait"), all("CSAT"), query("CSAT", source_id(8), &["Nowhere"])];
    for to in (19_010..19_400).step_by(30) {
        queries.extend(["wait", "NPS", "CSAT"].map(|metric| BucketQuery { range: until(to), ..all(metric) }));
    }
    // Lists of values that were looked at for the query before are remembered, and those of other segments are not.
    for regions in [&["north"][..], &["north"], &["south", "north"], &["nowhere"], &[], &["south"]] {
        queries.extend(["wait", "NPS"].map(|metric| BucketQuery { segments: of(regions), ..all(metric) }));
    }
    queries
}

fn answers(connection: &rusqlite::Connection, path: &Path, threads: usize) -> Result<Vec<QueryDays>, StoreError> {
    days_on(threads, Database { connection, path }, &queries())
}

#[test]
fn threads_do_not_change_what_comes_out() {
    let (_folder, path) = temporary();
    let connection = file(&path);
    let alone = answers(&connection, &path, 0).unwrap();
    assert_eq!(alone.len(), queries().len());
    assert!(alone.iter().filter(|answer| !answer.days.is_empty()).count() > 20);
    for threads in [1, 2, 3] {
        assert!(answers(&connection, &path, threads).unwrap() == alone, "{threads} threads");
    }
    let rows = |answer: &QueryDays| answer.days.iter().map(|day| day.bucket.rows).sum::<u64>();
    let [.., north, _, north_again, _, both, _, nowhere, _, all, _, south, _] = &alone[..] else { panic!("twelve") };
    assert_eq!((rows(north), rows(nowhere)), (rows(north_again), 0));
    assert_eq!(rows(north) + rows(south), rows(both));
    assert!(rows(both) < rows(all));
}

#[test]
fn kept_days_that_cannot_be_read_are_counted_and_come_in_their_turn() {
    let (_folder, path) = temporary();
    let connection = file(&path);
    let counted = answers(&connection, &path, 0).unwrap();
    let store = Store::open(&path, OpenMode::Batch).unwrap().store;
    store.keep_days(DaysToKeep::of(&counted)).unwrap();
    store.close().unwrap();
    let broken = "UPDATE kpi_day SET data = substr(data, 1, length(data) - 1) WHERE metric = 'wait'";
    assert!(connection.execute(broken, []).unwrap() > 0);
    for threads in [0, 2] {
        let found = answers(&connection, &path, threads).unwrap();
        assert!(found.iter().map(|answer| &answer.days).eq(counted.iter().map(|answer| &answer.days)));
        assert!(found[0].is_kept() && !found[1].is_kept(), "NPS was found, wait was counted");
    }
}

#[test]
fn a_chunk_that_cannot_be_read_is_told_by_every_thread() {
    let (_folder, path) = temporary();
    let connection = file(&path);
    let last = "(SELECT max(id) FROM series_chunk)";
    let broken = format!("UPDATE series_chunk SET data = substr(data, 1, length(data) - 1) WHERE id = {last}");
    connection.execute_batch(&broken).unwrap();
    for threads in [0, 1, 3] {
        let error = answers(&connection, &path, threads).unwrap_err().to_string();
        assert!(error.contains("a chunk of data that cannot be read"), "{error}");
    }
}
