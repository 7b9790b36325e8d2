//! `milepost sql`: bulk rows as tables, reading only.

use crate::model::bulk::BulkData;
use crate::model::{Document, SourceState};
use crate::store::sql::{Cell, Sink, query};
use crate::store::tests::{Dice, create, load, names_beside, observations, responses, source, source_id, temporary};
use crate::store::{OpenMode, StoreError};
use std::ops::ControlFlow;
use std::path::Path;

#[derive(Default)]
struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<Cell>>,
    limit: Option<usize>,
}

impl Sink for Table {
    fn columns(&mut self, names: &[String]) -> ControlFlow<()> {
        self.columns = names.to_vec();
        ControlFlow::Continue(())
    }

    fn row(&mut self, cells: &[Cell]) -> ControlFlow<()> {
        self.rows.push(cells.to_vec());
        if self.limit == Some(self.rows.len()) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

fn run(path: &Path, sql: &str) -> Result<Table, StoreError> {
    let mut table = Table::default();
    query(path, sql, &mut table).map(|()| table)
}

/// A file with one long source, one survey and one hidden source; the columns that went in.
fn file(path: &Path) -> BulkData {
    let opened = create(path, OpenMode::Batch, &Document::default());
    let mut dice = Dice::new(3);
    let long = BulkData { observations: observations(400, &mut dice), ..BulkData::default() };
    let survey = BulkData { responses: responses(200, &mut dice), ..BulkData::default() };
    opened.store.import(load(&opened.document, source_id(7), long.clone())).unwrap();
    opened.store.import(load(&opened.document, source_id(8), survey.clone())).unwrap();
    let mut hidden = load(&opened.document, source_id(9), long.clone());
    let record = crate::model::Source { state: SourceState::Hidden, ..source(source_id(9), 400) };
    hidden.diff.sources.put(&opened.document.sources, record);
    opened.store.import(hidden).unwrap();
    opened.store.close().unwrap();
    BulkData { responses: survey.responses, ..long }
}

fn real(cell: &Cell) -> f64 {
    match cell {
        Cell::Real(number) => *number,
        Cell::Integer(number) => f64::from(i32::try_from(*number).unwrap()),
        other => panic!("{other:?} is no number"),
    }
}

#[test]
fn bulk_rows_are_tables_of_active_sources() {
    let (_folder, path) = temporary();
    let data = file(&path);
    let all = run(&path, "SELECT * FROM observation").unwrap();
    assert_eq!(all.columns, ["metric", "place", "day", "value", "n", "source", "region"]);
    assert_eq!(all.rows.len(), data.observations.value.iter().filter(|v| !v.is_nan()).count());
    let all = run(&path, "SELECT * FROM response").unwrap();
    let columns = ["metric", "place", "day", "score", "respondent", "comment", "weight", "source", "plan", "Day_2"];
    assert_eq!(all.columns, columns);
    assert_eq!(all.rows.len() as u64, data.responses.scores.iter().map(|s| s.answered).sum::<u64>());
    assert_eq!(names_beside(&path), ["journey ü.milepost"]);
}

#[test]
fn conditions_and_sums_agree_with_the_columns() {
    let (_folder, path) = temporary();
    let data = file(&path);
    let table = &data.observations;
    let mut expected = (0, 0.0);
    for row in 0..table.day.len() {
        let key = &table.series[table.series_of_row[row] as usize];
        if key.metric == "NPS" && key.place == "Support" && key.segments[0] == "south" && !table.value[row].is_nan() {
            expected = (expected.0 + 1, expected.1 + table.value[row]);
        }
    }
    let sql = "SELECT count(*), total(value) FROM observation \
               WHERE metric = 'NPS' AND place = 'Support' AND region = 'south' AND source = 7";
    let found = run(&path, sql).unwrap().rows;
    assert_eq!(found[0][0], Cell::Integer(expected.0));
    assert!((real(&found[0][1]) - expected.1).abs() < 1e-9);
    let survey = &data.responses;
    let wanted = (0..survey.day.len())
        .filter(|row| !survey.scores[0].value[*row].is_nan() && survey.segments[0].code[*row] == 1)
        .count();
    let sql = "SELECT count(*) FROM response WHERE place = 'Support' AND plan = 'pro'";
    assert_eq!(run(&path, sql).unwrap().rows, [[Cell::Integer(i64::try_from(wanted).unwrap())]]);
    let sql = "SELECT day, score, comment FROM response WHERE respondent = 'r5' AND place = 'Support' \
               UNION ALL SELECT 'none', 0, NULL LIMIT 1";
    let found = &run(&path, sql).unwrap().rows[0];
    if survey.scores[0].value[5].is_nan() {
        assert_eq!(found[0], Cell::Text("none".to_owned()));
    } else {
        assert_eq!(found[0], Cell::Text(survey.day[5].to_string()));
        assert!((real(&found[1]) - survey.scores[0].value[5]).abs() < 1e-9);
    }
    // Joined with the map's own tables, grouped and ordered.
    let sql = "SELECT s.name, o.place, avg(o.value) FROM observation o JOIN source s ON s.id = o.source \
               WHERE o.day BETWEEN '2022-01-01' AND '2023-06-01' GROUP BY 1, 2 ORDER BY 2";
    let found = run(&path, sql).unwrap().rows;
    assert_eq!(found.len(), 2);
    assert_eq!(found[0][..2], [Cell::Text("survey 7.csv".to_owned()), Cell::Text("Checkout".to_owned())]);
    // A number is no metric.
    assert!(run(&path, "SELECT * FROM observation WHERE metric = 5").unwrap().rows.is_empty());
    assert!(run(&path, "SELECT * FROM observation WHERE metric = NULL").unwrap().rows.is_empty());
    let columns = run(&path, "SELECT name FROM pragma_table_info('stage') ORDER BY cid").unwrap().rows;
    assert_eq!(columns[0], [Cell::Text("id".to_owned())]);
}

#[test]
fn whatever_is_not_one_reading_statement_is_refused_in_a_sentence() {
    let (folder, path) = temporary();
    file(&path);
    let before = std::fs::read(&path).unwrap();
    let other = folder.path().join("other.db");
    for (sql, words) in [
        ("DELETE FROM stage", "only reading"),
        ("UPDATE observation SET value = 1", "may not be modified"),
        ("CREATE TEMP TABLE t (a)", "only reading"),
        ("PRAGMA journal_mode = WAL", "only reading"),
        ("BEGIN", "only reading"),
        ("SELECT 1; SELECT 2", "more than one"),
        ("SELECT 1; DROP TABLE stage", "only reading"),
        ("SELEC 1", "syntax error"),
        ("SELECT a FROM nowhere", "no such table: nowhere"),
        ("SELECT abs(-9223372036854775808)", "integer overflow"),
        ("SELECT load_extension('x')", "not authorized"),
        ("  \n", "asks for nothing"),
        ("-- nothing", "asks for nothing"),
        (&format!("ATTACH '{}' AS other", other.display()), "only reading"),
        (&format!("VACUUM INTO '{}'", other.display()), "only reading"),
        ("VACUUM", "only reading"),
    ] {
        let error = run(&path, sql).err().unwrap_or_else(|| panic!("{sql} was run"));
        assert!(matches!(error, StoreError::Query { .. }), "{sql}: {error:?}");
        assert!(error.to_string().contains(words), "{sql}: {error}");
        assert!(!error.to_string().contains('\n'), "{error}");
    }
    assert!(std::fs::read(&path).unwrap() == before);
    assert_eq!(names_beside(&path), ["journey ü.milepost"]);
}

#[test]
fn a_reader_who_has_seen_enough_ends_the_query() {
    let (_folder, path) = temporary();
    file(&path);
    let mut table = Table { limit: Some(3), ..Table::default() };
    let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
    query(&path, endless, &mut table).unwrap();
    assert_eq!(table.rows.len(), 3);
}

#[test]
fn a_damaged_chunk_is_told_by_the_query_that_meets_it() {
    let (_folder, path) = temporary();
    file(&path);
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute("UPDATE series_chunk SET data = x'00'", []).unwrap();
    drop(connection);
    let error = run(&path, "SELECT count(*) FROM observation").err().unwrap();
    assert!(error.to_string().contains("is damaged"), "{error}");
}
