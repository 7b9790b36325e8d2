use super::*;
use crate::base::ids::IdAlloc;
use crate::base::time::UtcMillis;
use crate::import::{FilePart, ReadChoices, Role};
use crate::model::JourneyMap;
use crate::session::import_job::plan::PartRead;
use crate::session::import_job::{Booking, ImportRequest, plan, read_file};

/// A map into which a file was imported with a mapping.
struct Bench {
    folder: tempfile::TempDir,
    document: Document,
    map: MapId,
    ids: IdAlloc,
}

const SCORES: &str =
    "day;stage;metric;value\n2025-05-01;Support;csat;4\n2025-05-02;Support;csat;3\n2025-05-03;Renewal;csat;5\n";
/// Stages are no places here.
const BY_HAND: &str = r#"{"shape":"long","date":{"column":"day"},"metric":{"column":"metric"},"value":{"column":"value"},"segments":["stage"]}"#;

impl Bench {
    fn new() -> Self {
        let mut ids = IdAlloc::seeded(7);
        let mut document = Document::default();
        let map = JourneyMap::new(ids.allocate(), "Test");
        let id = map.id;
        document.maps.insert(id, map.into());
        Self { folder: tempfile::tempdir().unwrap(), document, map: id, ids }
    }

    fn write(&self, name: &str, text: &str) -> std::path::PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn import(&mut self, path: &Path, mapping: Option<&str>) {
        let request =
            ImportRequest { path: path.to_owned(), mapping: mapping.map(str::to_owned), ..ImportRequest::default() };
        let read = read_file(&request, &self.document, self.map, &Progress::default()).unwrap();
        let booking =
            Booking::work_out(&self.document, self.map, &read, &request, UtcMillis(0), &mut self.ids).unwrap();
        booking.diff().apply(&mut self.document);
    }

    fn of_source(&self, path: &Path) -> Option<Proposal> {
        self.earlier(path).unwrap()
    }

    fn earlier(&self, path: &Path) -> Result<Option<Proposal>, Misfit> {
        of_source(&self.document, self.map, path, &import::sniff(path, &ReadChoices::default()).unwrap())
    }
}

#[test]
fn a_file_that_was_imported_is_read_as_it_was() {
    let mut bench = Bench::new();
    let path = bench.write("scores.csv", SCORES);
    assert!(bench.of_source(&path).is_none(), "nothing was imported yet");
    bench.import(&path, Some(BY_HAND));
    let found = bench.of_source(&path).unwrap();
    assert_eq!(found.mapping.role_of("stage"), Some(Role::Segment));
    assert!(matches!(found.origin, Origin::Source(_)));
    // More rows of the same columns are the same file; another path is not.
    bench.write("scores.csv", &format!("{SCORES}2025-05-04;Renewal;csat;2\n"));
    assert!(bench.of_source(&path).is_some());
    let elsewhere = bench.write("other.csv", SCORES);
    assert!(bench.of_source(&elsewhere).is_none());
}

/// Exports grow columns, and lose them.
#[test]
fn a_column_more_keeps_the_mapping_and_one_that_is_missing_is_named() {
    let mut bench = Bench::new();
    let path = bench.write("scores.csv", SCORES);
    bench.import(&path, Some(BY_HAND));
    let team = |row: usize| if row.is_multiple_of(2) { "a" } else { "b" };
    let rows: String = (1..=9).map(|row| format!("2025-05-0{row};Support;csat;4;{}\n", team(row))).collect();
    bench.write("scores.csv", &format!("day;stage;metric;value;team\n{rows}"));
    let found = bench.of_source(&path).unwrap();
    assert_eq!(found.mapping.role_of("stage"), Some(Role::Segment), "as it was said");
    assert_eq!(found.mapping.role_of("team"), Some(Role::Segment), "as it is guessed");
    // In another order it is the same file.
    bench.write("scores.csv", "metric;value;stage;day\ncsat;4;Support;2025-05-01\n");
    assert_eq!(bench.of_source(&path).unwrap().mapping.role_of("stage"), Some(Role::Segment));
    bench.write("scores.csv", "day;phase;metric;value\n2025-05-01;Support;csat;4\n");
    let misfit = bench.earlier(&path).unwrap_err();
    assert!(misfit.why.contains("stage"), "{misfit:?}");
    // What nobody asked for is no loss.
    bench.write("other.csv", "day;phase;metric;value\n2025-05-01;Support;csat;4\n");
    assert_eq!(bench.earlier(&bench.folder.path().join("other.csv")).map(|found| found.is_none()), Ok(true));
}

#[test]
fn what_would_be_guessed_anyway_is_not_worth_a_word() {
    let mut bench = Bench::new();
    for (name, text) in [
        ("scores.csv", SCORES),
        ("ambiguous.csv", "day,stage,metric,value\n01/02/2025,Support,csat,4\n03/04/2025,Support,csat,5\n"),
        ("answers.csv", "respondent_id,score\nann,4\nbob,3\ncid,5\n"),
    ] {
        let path = bench.write(name, text);
        bench.import(&path, None);
        assert!(bench.of_source(&path).is_none(), "{name}");
    }
}

#[test]
fn dates_that_decide_their_order_go_before_an_earlier_assumption() {
    let mut bench = Bench::new();
    let head = "day,stage,metric,value\n01/02/2025,Support,csat,4\n";
    let path = bench.write("scores.csv", head);
    let mapping = BY_HAND.replace(r#""column":"day""#, r#""column":"day","order":"month-first""#);
    bench.import(&path, Some(&mapping));
    bench.write("scores.csv", &format!("{head}25/02/2025,Support,csat,4\n"));
    let order = bench.of_source(&path).unwrap().mapping.date.unwrap().order;
    assert_eq!(order, Some(crate::import::DateOrder::DayFirst));
}

#[test]
fn a_kept_mapping_brings_no_day_of_another_file() {
    let bench = Bench::new();
    let path = bench.write("answers.csv", "respondent_id,score,plan\nann,4,a\nbob,3,b\ncid,5,a\n");
    let sniffed = import::sniff(&path, &ReadChoices::default()).unwrap();
    let mapping = r#"{"shape":"survey","date":{"fixed":"2020-01-31"},"scores":[{"column":"score"}],"respondent":{"column":"respondent_id","store":"hash"}}"#;
    let kept = KeptMapping {
        name: "Answers".to_owned(),
        columns: columns_of(&sniffed),
        kept_on: Day(20_000),
        mapping: Mapping::parse(mapping).unwrap(),
    };
    let found = of_kept(&[kept], &sniffed).unwrap();
    assert_eq!(found.origin, Origin::Kept("Answers".to_owned(), Day(20_000)));
    assert_ne!(found.mapping.date.unwrap().fixed.as_deref(), Some("2020-01-31"));
}

/// The sheet of February took the place of January's rows.
#[test]
fn another_sheet_of_a_workbook_is_another_source() {
    let mut bench = Bench::new();
    let path = bench.write("scores.csv", SCORES);
    bench.import(&path, Some(BY_HAND));
    let text = path.to_string_lossy().into_owned();
    let has = |bench: &Bench, chosen: Option<&str>| {
        let sheet = |name: Option<&str>| FilePart { sheet: name.map(str::to_owned), ..FilePart::default() };
        let part = PartRead { chosen: sheet(chosen), usual: sheet(Some("Jan")) };
        plan::source_of_path(&bench.document, bench.map, &text, Some(&part)).is_some()
    };
    assert_eq!([None, Some("jan"), Some("Feb"), Some("*")].map(|s| has(&bench, s)), [true, true, false, false]);
    let id = plan::source_of_path(&bench.document, bench.map, &text, None).unwrap();
    let mut source = crate::model::Source::clone(&bench.document.sources[&id]);
    source.mapping = BY_HAND.replacen('{', r#"{"reading":{"sheet":"Feb"},"#, 1);
    bench.document.sources.insert(id, source.into());
    assert_eq!([None, Some("jan"), Some("Feb"), Some("*")].map(|s| has(&bench, s)), [false, false, true, false]);
}

/// The second table of a file took the place of the first one's rows.
#[test]
fn another_table_of_a_file_is_another_source() {
    let mut bench = Bench::new();
    let second =
        "date;place;metric;value;n\n2026-01-05;Shop;NPS;9;10\n2026-01-06;Shop;NPS;7;12\n2026-01-07;Shop;NPS;8;11\n";
    let path = bench.write("two.csv", &format!("{SCORES}\n\nNPS by day\n\n{second}"));
    let import = |bench: &mut Bench, table: Option<u64>| {
        let choices = ReadChoices { table, ..ReadChoices::default() };
        let sniffed = import::sniff(&path, &choices).unwrap();
        assert_eq!(sniffed.tables.len(), 2);
        let mapping = Mapping::guess(&sniffed).unwrap().to_json();
        bench.import(&path, Some(&mapping));
        let names = |bench: &Bench| bench.document.sources.values().map(|s| s.name.clone()).collect::<Vec<_>>();
        let mut names = names(bench);
        names.sort();
        names
    };
    assert_eq!(import(&mut bench, None), ["two.csv"]);
    assert_eq!(import(&mut bench, Some(2)), ["two.csv", "two.csv, table 2"]);
    // What is read anyway, by its number; and the second once more.
    assert_eq!(import(&mut bench, Some(1)), ["two.csv", "two.csv, table 2"]);
    assert_eq!(import(&mut bench, Some(2)), ["two.csv", "two.csv, table 2"]);
}

#[test]
fn what_was_seen_of_a_file_is_not_looked_for_again() {
    let bench = Bench::new();
    let path = bench.write("answers.csv", "respondent_id,score,plan\nann,4,a\nbob,3,b\ncid,5,a\n");
    let seen = Day(20_000);
    let mut sniffed = import::sniff(&path, &ReadChoices::default()).unwrap();
    assert_ne!(sniffed.day.0, seen);
    sniffed.day.0 = seen;
    let first_day = |request: &ImportRequest| {
        read_file(request, &bench.document, bench.map, &Progress::default()).unwrap().imported.first_day.unwrap()
    };
    let request = ImportRequest { path, sniffed: Some(sniffed), ..ImportRequest::default() };
    assert_eq!(first_day(&request), seen);
    // Seen in another way it has to be looked at.
    let choices = ReadChoices { header_rows: Some(1), ..ReadChoices::default() };
    assert_ne!(first_day(&ImportRequest { choices, ..request }), seen);
}
