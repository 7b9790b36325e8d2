//! The documented layout: the page's own program reads a file, and files of every version can be opened.

use crate::base::ids::{ConnectionId, DecisionId, Id as _, IdAlloc, MapId, PersonaId};
use crate::base::progress::Progress;
use crate::base::time::Day;
use crate::model::bulk::{BulkData, ObservationTable, SeriesKey};
use crate::model::check::violations;
use crate::model::{
    CardMarks, Connection, ConnectionLook, CurvePoints, Document, Kpi, Lane, LaneKind, LookChoice, Persona, Place,
};
use crate::store::check::check as check_file;
use crate::store::tests::{
    Dice, create, decision, issues, load, names_beside, observations, query, responses, sample, source_id, temporary,
};
use crate::store::{Beside, DaysToKeep, Derived, OpenMode, Store};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The version that files are written in.
const NEWEST: u64 = crate::store::migrate::NEWEST.unsigned_abs();

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

/// What the persona of the sample needs.
const NEEDS: &str = "A receipt per purchase\nOne price for the year";

/// What the sample of a version holds.
fn contents(version: u64) -> (Document, BulkData) {
    let mut dice = Dice::new(version);
    let mut document = sample(&mut IdAlloc::seeded(version), &mut dice);
    let at = document.kpis.keys().next().copied().zip(document.stages.keys().next().map(|stage| Place::Stage(*stage)));
    if let Some(at) = at.filter(|_| version >= 7) {
        let decision = decision(DecisionId::from_raw(70), at, &mut Dice::new(70));
        document.decisions.insert(decision.id, decision.into());
    }
    if version >= 8 {
        let cards: Vec<_> = document.cards.keys().copied().collect();
        let choices = LookChoice::LISTS.into_iter().flatten().zip(cards.iter().zip(cards.iter().skip(1)));
        for (number, (choice, (from, to))) in (80..).zip(choices) {
            let (id, label) = (ConnectionId::from_raw(number), "on".to_owned());
            let look = ConnectionLook::default().with(*choice).with(LookChoice::Tint(Some(3)));
            document.connections.insert(id, Connection { id, from: *from, to: *to, label, look }.into());
        }
        let persona = Persona {
            id: PersonaId::from_raw(180),
            name: "Maya".to_owned(),
            role: "team lead".to_owned(),
            goals: "Close the month".to_owned(),
            frustrations: String::new(),
            needs: NEEDS.to_owned(),
            quote: "It has to be quick.".to_owned(),
            picture: None,
            rank: 180.0,
        };
        document.personas.insert(persona.id, persona.into());
    }
    if version >= 9 {
        let lane = document.lanes.values().find(|lane| lane.kind == LaneKind::Curve).or(document.lanes.values().next());
        let lane = Lane { points: CurvePoints::Dots, ..Lane::clone(lane.unwrap()) };
        document.lanes.insert(lane.id, lane.into());
    }
    let data =
        BulkData { observations: observations(60, &mut dice), responses: responses(20, &mut dice), issues: issues() };
    (document, data)
}

fn write_sample(path: &Path, version: u64) {
    let (document, data) = contents(version);
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

/// A copy of the stored sample of a version. It was written by `write_sample` when the version was new; it is never
/// written again, because it stands for the files that people have. A newer version has a sample of its own.
pub(super) fn stored_sample(path: &Path, version: u64) {
    let name = format!("tests/fixtures/version-{version}.milepost");
    let stored = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("MILEPOST_WRITE_FIXTURES").is_some() && !stored.exists() {
        write_sample(&stored, version);
    }
    std::fs::copy(stored, path).unwrap();
}

/// Words and ids of a table as they stand in a file, read without the store.
fn words_of(path: &Path, table: &str, column: &str) -> Vec<(i64, String)> {
    let connection = rusqlite::Connection::open(path).unwrap();
    let mut select = connection.prepare(&format!("SELECT id, {column} FROM {table} ORDER BY id")).unwrap();
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn files_of_every_version_open() {
    for (version, mode) in (1..=NEWEST).flat_map(|v| OpenMode::EVERY.map(|mode| (v, mode))) {
        let (_folder, path) = temporary();
        stored_sample(&path, version);
        let bytes = std::fs::read(&path).unwrap();
        let (cards, stages) = (words_of(&path, "card", "text"), words_of(&path, "stage", "title"));
        let opened = Store::open(&path, mode).unwrap();
        let document = opened.document.clone();
        assert!(document.lanes.values().any(|lane| lane.kind == LaneKind::Divider || lane.height.is_some()));
        assert_eq!(document.cards.values().map(|c| (c.id.raw(), c.text.clone())).collect::<Vec<_>>(), cards);
        assert_eq!(document.stages.values().map(|s| (s.id.raw(), s.title.clone())).collect::<Vec<_>>(), stages);
        assert!(version > 1 || document.cards.values().all(|card| card.marks == CardMarks::default()));
        // KPIs of before say nothing about what came with version 6.
        let as_before = |kpi: &Kpi| {
            let rest = Kpi::new(kpi.id, "");
            kpi.overrides.is_empty()
                && kpi.at(Place::Map(MapId::from_raw(1))).as_ref() == kpi
                && kpi.reads_as(&Kpi { metric: kpi.metric.clone(), kind: kpi.kind, ..rest })
        };
        assert!(!document.kpis.is_empty());
        assert_eq!(document.kpis.values().all(|kpi| as_before(kpi)), version < 6);
        assert_eq!(document.decisions.is_empty(), version < 7, "version 7 brought the decision log");
        let as_before =
            |look: ConnectionLook| look == ConnectionLook { style: look.style, ..ConnectionLook::default() };
        let is_as_before = document.connections.values().all(|c| as_before(c.look));
        assert_eq!(is_as_before, version < 8, "version 8 brought looks of connections");
        let has_needs = document.personas.values().any(|persona| persona.needs == NEEDS);
        assert_eq!(has_needs, version > 7, "version 8 brought the needs of personas");
        let has_dots = document.lanes.values().any(|lane| lane.points == CurvePoints::Dots);
        assert_eq!(has_dots, version > 8, "version 9 brought the points of curves");
        assert_eq!(opened.store.view_state("camera").as_deref(), Some("{\"zoom\":1.5}"));
        let reader = opened.store.reader().unwrap();
        let [days] = &reader.days(&[query("CSAT", source_id(7), &["Support"])]).unwrap()[..] else { panic!("one") };
        assert_eq!(days.is_kept(), version > 2, "days are kept since version 3");
        let answers = reader.question_counts(source_id(7)).unwrap()[0].answered;
        let rows = days.days.iter().map(|d| d.bucket.rows).sum::<u64>();
        assert!(rows > 0 && rows <= answers);
        assert_eq!(
            reader
                .issues(source_id(7), None, Beside::After(None), 9)
                .unwrap()
                .into_iter()
                .map(|one| one.issue)
                .collect::<Vec<_>>(),
            issues()
        );
        drop(reader);
        opened.store.close().unwrap();
        assert!(mode != OpenMode::ReadOnly || std::fs::read(&path).unwrap() == bytes, "a viewer changes nothing");
        // The random document breaks rules of the model and names pictures nobody added; the file has no other problem.
        let rules = violations(&document).iter().map(ToString::to_string).collect::<Vec<_>>();
        let mut problems = check_file(&path, &Progress::default()).unwrap().problems;
        problems.retain(|problem| !problem.ends_with("is not in the file"));
        assert_eq!(problems, rules);
    }
}

/// Version 4 keeps the daily values in less room; to other tools they are what they were.
#[test]
fn daily_values_of_an_older_file_read_as_before() {
    let (_folder, path) = temporary();
    stored_sample(&path, 3);
    let values = "INSERT INTO kpi_value (kpi, place, day, n, value) VALUES \
        (LOW, 'map:1', '1969-12-31', NULL, 0.25), (LOW, 'stage:2', '2024-02-29', 12, 3.5), \
        (HIGH, 'step:3', '0001-01-01', 1, -1), (HIGH, 'touchpoint:9223372036854775806', '9999-12-31', 2.5, 1e300)";
    let values = values.replace("LOW", "(SELECT min(id) FROM kpi)").replace("HIGH", "(SELECT max(id) FROM kpi)");
    let all = || {
        let connection = rusqlite::Connection::open(&path).unwrap();
        let text = "SELECT group_concat(printf('%d %s %s %s %!.17g', kpi, place, day, quote(n), value), ', ') \
            FROM (SELECT * FROM kpi_value ORDER BY kpi, place, day)";
        connection.query_row(text, [], |row| row.get::<_, String>(0)).unwrap()
    };
    rusqlite::Connection::open(&path).unwrap().execute_batch(&values).unwrap();
    let before = all();
    assert_eq!(before.split(", ").count(), 4, "{before}");
    Store::open(&path, OpenMode::Edit).unwrap().store.close().unwrap();
    assert_eq!(
        rusqlite::Connection::open(&path).unwrap().query_row("PRAGMA user_version", [], |row| row.get(0)),
        Ok(9)
    );
    assert_eq!(all(), before);
}

/// A command that fails, or that has nothing to write, leaves the bytes of an older file; one that writes brings it up
/// to date, and who looks meanwhile sees it either way.
#[test]
fn a_command_brings_an_older_file_up_to_date_with_what_it_writes() {
    for version in 1..NEWEST {
        let (_folder, path) = temporary();
        stored_sample(&path, version);
        let bytes = std::fs::read(&path).unwrap();
        let is_as_it_was = || std::fs::read(&path).unwrap() == bytes && names_beside(&path).len() == 1;
        let data = || contents(version).1;

        let opened = Store::open(&path, OpenMode::Batch).unwrap();
        let mut import = load(&opened.document, source_id(8), data());
        import.finish = Box::new(|_| Err("no".to_owned()));
        assert!(opened.store.import(import).is_err());
        let viewer = Store::open(&path, OpenMode::ReadOnly).unwrap();
        assert_eq!(viewer.document, opened.document);
        viewer.store.close().unwrap();
        drop(opened);
        assert!(is_as_it_was(), "a failed command changed a file of version {version}");

        Store::open(&path, OpenMode::Batch).unwrap().store.close().unwrap();
        assert!(is_as_it_was(), "a command without a change changed a file of version {version}");

        let opened = Store::open(&path, OpenMode::Batch).unwrap();
        opened.store.import(load(&opened.document, source_id(8), data())).unwrap();
        let viewer = Store::open(&path, OpenMode::ReadOnly).unwrap();
        assert_eq!(viewer.document.sources.len(), opened.document.sources.len() + 1);
        viewer.store.close().unwrap();
        opened.store.close().unwrap();
        assert_eq!(std::fs::read(&path).unwrap()[60..64], [0, 0, 0, 9]);
        let mut problems = check_file(&path, &Progress::default()).unwrap().problems;
        problems.retain(|problem| !problem.ends_with("is not in the file"));
        assert_eq!(problems, violations(&opened.document).iter().map(ToString::to_string).collect::<Vec<_>>());
    }
}

/// The tables on the page are the tables of the file, column by column.
#[test]
fn the_page_names_every_column() {
    let (_folder, path) = temporary();
    let opened = create(&path, OpenMode::Batch, &Document::default());
    let reader = opened.store.reader().unwrap();
    let sql = "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_xinfo(t.name) c WHERE t.type = 'table'";
    let mut select = reader.database().connection.prepare(sql).unwrap();
    let columns = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let columns: Vec<(String, String)> = columns.map(Result::unwrap).collect();
    assert!(columns.len() > 100);
    for (table, column) in columns {
        let row = PAGE.lines().find(|line| line.starts_with(&format!("| `{table}` |")));
        assert!(row.is_some_and(|row| row.contains(&format!("`{column}`"))), "{table}.{column} is not on the page");
    }
}
