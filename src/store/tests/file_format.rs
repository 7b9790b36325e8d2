//! The documented layout: the page's own program reads a file, and files of every version can be opened.

use crate::base::ids::IdAlloc;
use crate::base::progress::Progress;
use crate::base::time::Day;
use crate::model::bulk::{BulkData, ObservationTable, SeriesKey};
use crate::model::check::violations;
use crate::model::{Document, LaneKind};
use crate::store::check::check as check_file;
use crate::store::migrate::NEWEST;
use crate::store::tests::{Dice, create, issues, load, observations, query, responses, sample, source_id, temporary};
use crate::store::{DaysToKeep, Derived, OpenMode, Store};
use std::path::{Path, PathBuf};
use std::process::Command;

const PAGE: &str = include_str!("../../../docs/file-format.md");

/// The program in the page.
fn snippet() -> &'static str {
    let start = PAGE.find("```python\n").unwrap() + "```python\n".len();
    let length = PAGE[start..].find("```").unwrap();
    &PAGE[start..start + length]
}

/// What the program prints for a row.
fn line(day: Day, value: f64, n: Option<f64>) -> String {
    let number = |value: Option<f64>| value.map_or_else(|| "None".to_owned(), |v| format!("{v:?}"));
    format!("{day} {} {}", number((!value.is_nan()).then_some(value)), number(n.filter(|n| !n.is_nan())))
}

fn check(table: &ObservationTable) {
    let (folder, path) = temporary();
    let program = folder.path().join("read.py");
    std::fs::write(&program, snippet()).unwrap();
    let opened = create(&path, OpenMode::Batch, &Document::default());
    let data = BulkData { observations: table.clone(), ..BulkData::default() };
    opened.store.import(load(&opened.document, source_id(7), data)).unwrap();
    opened.store.close().unwrap();
    for (index, key) in table.series.iter().enumerate() {
        let output = Command::new("python3")
            .arg(&program)
            .arg(&path)
            .args([&key.metric, &key.place])
            .args(&key.segments)
            .env("PYTHONIOENCODING", "utf-8")
            .output();
        let Ok(output) = output else {
            println!("skipped: no python3");
            return;
        };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut rows: Vec<usize> =
            (0..table.day.len()).filter(|row| table.series_of_row[*row] as usize == index).collect();
        rows.sort_by_key(|row| table.day[*row]);
        let expected: Vec<String> =
            rows.iter().map(|row| line(table.day[*row], table.value[*row], table.n.get(*row).copied())).collect();
        let printed = String::from_utf8(output.stdout).unwrap();
        assert_eq!(printed.lines().collect::<Vec<_>>(), expected, "{key:?}");
    }
}

#[test]
fn the_program_in_the_page_reads_a_series_back() {
    let mut dice = Dice::new(12);
    let mut table = observations(600, &mut dice);
    table.series.truncate(3);
    table.series_of_row.iter_mut().for_each(|series| *series %= 3);
    // Numbers that need every layout: a third has no decimal form, the rest do.
    table.value[10] = 1.0 / 3.0;
    check(&table);
    table.value[10] = -123_456.75;
    table.n.clear();
    check(&table);
    let daily = ObservationTable {
        series: vec![SeriesKey { metric: "Größe".to_owned(), place: "Büro ☂".to_owned(), segments: Vec::new() }],
        series_of_row: vec![0; 70_000],
        day: (0..70_000).map(Day).collect(),
        value: vec![4.0; 70_000],
        ..ObservationTable::default()
    };
    check(&daily);
}

/// What the sample of every version holds.
fn contents() -> (Document, BulkData) {
    let mut dice = Dice::new(1);
    let document = sample(&mut IdAlloc::seeded(1), &mut dice);
    let data =
        BulkData { observations: observations(60, &mut dice), responses: responses(20, &mut dice), issues: issues() };
    (document, data)
}

fn write_newest(path: &Path) {
    let (document, data) = contents();
    let opened = create(path, OpenMode::Batch, &document);
    let mut import = load(&document, source_id(7), data);
    import.finish = Box::new(|view| {
        let answers = view.days(&[query("CSAT", source_id(7), &["Support"])]).map_err(|e| e.to_string())?;
        Ok(Derived { days: DaysToKeep::of(&answers), ..Derived::default() })
    });
    opened.store.import(import).unwrap();
    opened.store.set_view_state("camera", "{\"zoom\":1.5}");
    opened.store.close().unwrap();
    // Small pages make a small file; to a reader it is the same.
    let connection = rusqlite::Connection::open(path).unwrap();
    connection.execute_batch("PRAGMA page_size = 512; VACUUM").unwrap();
}

/// A copy of the stored sample of a version. It was written by `write_newest` when the version was new; it is never
/// written again, because it stands for the files that people have.
fn stored_sample(version: i64, path: &Path) {
    let stored = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/version-{version}.milepost"));
    if std::env::var_os("MILEPOST_WRITE_FIXTURES").is_some() && version == NEWEST && !stored.exists() {
        write_newest(&stored);
    }
    std::fs::copy(stored, path).unwrap();
}

fn check_version(version: i64) {
    for mode in [OpenMode::ReadOnly, OpenMode::Batch, OpenMode::Edit] {
        let (_folder, path) = temporary();
        stored_sample(version, &path);
        let found = || crate::store::header::inspect(&path).unwrap().version;
        assert_eq!(found(), version);
        let opened = Store::open(&path, mode).unwrap();
        assert!(opened.document.lanes.values().any(|lane| lane.kind == LaneKind::Divider || lane.height.is_some()));
        let (mut expected, data) = contents();
        load(&expected.clone(), source_id(7), data).diff.apply(&mut expected);
        assert_eq!(opened.document, expected);
        assert_eq!(opened.store.view_state("camera").as_deref(), Some("{\"zoom\":1.5}"));
        let reader = opened.store.reader().unwrap();
        let [days] = &reader.days(&[query("CSAT", source_id(7), &["Support"])]).unwrap()[..] else { panic!("one") };
        assert_eq!(days.is_kept(), version > 1);
        let answers = reader.question_counts(source_id(7)).unwrap()[0].answered;
        let rows = days.days.iter().map(|d| d.bucket.rows).sum::<u64>();
        assert!(rows > 0 && rows <= answers);
        assert_eq!(reader.issues(source_id(7), 0, 9).unwrap(), issues());
        drop(reader);
        opened.store.close().unwrap();
        // The random document breaks rules of the model; the file itself has no other problem.
        let rules = violations(&expected).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(check_file(&path, &Progress::default()).unwrap().problems, rules);
        assert_eq!(found(), if mode == OpenMode::ReadOnly { version } else { NEWEST });
    }
}

#[test]
fn files_of_every_version_open() {
    (1..=NEWEST).for_each(check_version);
}

/// The tables on the page are the tables of the file, column by column.
#[test]
fn the_page_names_every_column() {
    let (_folder, path) = temporary();
    let opened = create(&path, OpenMode::Batch, &Document::default());
    let reader = opened.store.reader().unwrap();
    let sql = "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'";
    let mut select = reader.database().connection.prepare(sql).unwrap();
    let columns = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let columns: Vec<(String, String)> = columns.map(Result::unwrap).collect();
    assert!(columns.len() > 100);
    for (table, column) in columns {
        let row = PAGE.lines().find(|line| line.starts_with(&format!("| `{table}` |")));
        assert!(row.is_some_and(|row| row.contains(&format!("`{column}`"))), "{table}.{column} is not on the page");
    }
}
