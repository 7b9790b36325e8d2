//! Removing a person, whatever else happens to the map meanwhile.

use super::*;
use crate::model::JourneyMap;
use crate::session::import_job::ImportRequest;
use crate::session::import_job::rejected::{self, RowCells};
use crate::session::jobs::Jobs;
use crate::session::system_ids;
use crate::store::OpenMode;
use std::path::PathBuf;

const SURVEY: &str = "date,who,score,comment\n2024-01-01,ann-4711,5,rude courier\nnever,bob-4712,4,fine\n\
    2024-01-03,ann-4711,1,again,surplus\n2024-01-04,cid-4713,much,slow\nnever,ann-4711,1,lost parcel\n";

struct Bench {
    folder: tempfile::TempDir,
    session: Session,
}

impl Bench {
    const MAPPING: &str = r#"{"shape": "survey", "date": {"column": "date"},
        "scores": [{"column": "score", "metric": "CSAT"}], "respondent": {"column": "who"},
        "comment": {"column": "comment"}}"#;

    fn new() -> Self {
        Self::with(Self::MAPPING)
    }

    fn with(mapping: &str) -> Self {
        Self::of(SURVEY, mapping)
    }

    fn of(survey: &str, mapping: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut document = Document::default();
        let map = JourneyMap::new(system_ids().allocate(), "Test");
        document.maps.insert(map.id, map.into());
        let path = folder.path().join("m.milepost");
        let opened = Store::create(&path, OpenMode::Edit, &document).unwrap();
        let mut session = Session::new(opened, path, false, Jobs::default());
        let data = folder.path().join("survey.csv");
        std::fs::write(&data, survey).unwrap();
        let request = ImportRequest { path: data, mapping: Some(mapping.to_owned()), ..ImportRequest::default() };
        session.start_import(request).unwrap();
        let mut bench = Self { folder, session };
        bench.wait();
        assert!(bench.source().rows_accepted > 0);
        bench
    }

    fn wait(&mut self) -> Vec<SessionEvent> {
        self.session.wait()
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("m.milepost")
    }

    fn source(&self) -> Source {
        Source::clone(self.session.document().whole_sources().next().unwrap())
    }

    /// What the file holds of somebody.
    fn find(&self, id: &str) -> Person {
        let store = self.session.store().unwrap();
        store.flush().unwrap();
        find(&store, self.session.document(), (id, UnclearTexts::Kept), &Progress::default()).unwrap()
    }

    /// The texts of all reports.
    fn report(&self) -> Vec<String> {
        let store = self.session.store().unwrap();
        store.flush().unwrap();
        let mut texts = Vec::new();
        store.reader().unwrap().each_issue(self.source().id, |issue| texts.push(issue.text)).unwrap();
        texts
    }

    /// Values that are on their way into the file, so that a removal has to wait.
    fn hold(&mut self) {
        self.session.numbers.writing_values = Some(self.session.jobs.spawn("values", |_| {
            std::thread::sleep(std::time::Duration::from_millis(200));
            Ok(())
        }));
    }
}

/// Rows of the person that a file holds.
fn rows_of_ann(path: &std::path::Path) -> u64 {
    let opened = Store::open(path, OpenMode::ReadOnly).unwrap();
    let person = find(&opened.store, &opened.document, ("ann-4711", UnclearTexts::Kept), &Progress::default()).unwrap();
    assert!(person.is_forgotten || person.rows() > 0);
    person.rows()
}

#[test]
fn rejected_rows_show_nothing_of_a_removed_person() {
    let mut bench = Bench::new();
    let written = |bench: &Bench| {
        let store = bench.session.store().unwrap();
        store.flush().unwrap();
        let rejected =
            rejected::of_source(&store, bench.session.document(), bench.source().id, &Progress::default()).unwrap();
        (String::from_utf8(rejected.csv).unwrap(), rejected.cells)
    };
    let (before, cells) = written(&bench);
    assert!(before.contains("lost parcel") && before.contains("surplus") && cells == RowCells::Written, "{before}");
    bench.session.remove_person("ann-4711".to_owned(), UnclearTexts::Kept).unwrap();
    let events = bench.wait();
    assert!(matches!(events.as_slice(), [SessionEvent::PersonRemoved(_)]), "{events:?}");
    let (csv, cells) = written(&bench);
    for trace in ["ann-4711", "lost parcel", "again", "surplus"] {
        assert!(!csv.contains(trace), "“{trace}” is written again: {csv}");
    }
    assert_eq!(csv.lines().count(), before.lines().count(), "{csv}");
    assert!(csv.contains("never,bob-4712,4,fine") && cells == RowCells::Written, "{csv}");
}

/// A map without a name in which nothing was done goes when it is left. One whose history has ended is none of those.
#[test]
fn a_map_that_forgot_its_history_is_not_as_it_was_opened() {
    let mut bench = Bench::new();
    bench.session.remove_person("ann-4711".to_owned(), UnclearTexts::Kept).unwrap();
    let events = bench.wait();
    assert!(matches!(events.as_slice(), [SessionEvent::PersonRemoved(_)]), "{events:?}");
    assert!(bench.session.undo_label().is_none() && bench.session.redo_label().is_none());
    assert!(!bench.session.is_as_opened());
}

#[test]
fn a_removal_that_waits_is_done_before_the_file_is_closed() {
    let mut bench = Bench::new();
    bench.hold();
    bench.session.remove_person("ann-4711".to_owned(), UnclearTexts::Kept).unwrap();
    assert!(matches!(bench.session.numbers.removal, Some(Removal::Waiting(_))));
    let path = bench.path();
    let closed = bench.session.close_after(Vec::new());
    closed.written.unwrap();
    assert_eq!(closed.removal.unwrap().unwrap().person.rows(), 1);
    assert_eq!(rows_of_ann(&path), 0);
}

#[test]
fn a_removal_that_runs_is_waited_for_and_told_when_the_file_is_closed() {
    let mut bench = Bench::new();
    bench.session.remove_person("ann-4711".to_owned(), UnclearTexts::Kept).unwrap();
    let path = bench.path();
    let closed = bench.session.close_after(Vec::new());
    assert_eq!(closed.removal.unwrap().unwrap().person.rows(), 1);
    assert_eq!(rows_of_ann(&path), 0);
    let mut bench = Bench::new();
    bench.hold();
    bench.session.remove_person("nobody-1".to_owned(), UnclearTexts::Kept).unwrap();
    let closed = bench.session.close_after(Vec::new());
    assert!(matches!(closed.removal, Some(Err(RemovalFailure::Nobody))), "what did not happen is told");
}

#[test]
fn a_removal_goes_on_in_the_copy_that_its_session_goes_on_in() {
    for is_waiting in [true, false] {
        let mut bench = Bench::new();
        let copy = bench.folder.path().join("copy.milepost");
        bench.session.store().unwrap().save_as(&copy).unwrap();
        if is_waiting {
            bench.hold();
        }
        bench.session.remove_person("ann-4711".to_owned(), UnclearTexts::Kept).unwrap();
        let left = bench.session.go_on_in(Store::open_copy(&copy).unwrap(), copy.clone());
        let events = bench.wait();
        assert!(matches!(events.as_slice(), [SessionEvent::PersonRemoved(_)]), "{events:?}");
        left.close().unwrap();
        bench.session.close().unwrap();
        assert_eq!(rows_of_ann(&copy), 0);
    }
}

#[test]
fn what_was_read_of_a_report_is_out_of_date_after_a_removal() {
    let mut bench = Bench::new();
    let before = bench.session.data_revision();
    bench.session.remove_person("ann-4711".to_owned(), UnclearTexts::Kept).unwrap();
    bench.wait();
    let removed = bench.session.data_revision();
    assert!(removed > before);
    let hidden = Source { state: crate::model::SourceState::Hidden, ..bench.source() };
    bench.session.edit(&crate::model::Edit::Update(hidden.into()), None).unwrap();
    assert!(bench.session.data_revision() > removed);
}

#[test]
fn looking_for_a_person_can_be_given_up() {
    let bench = Bench::new();
    let store = bench.session.store().unwrap();
    store.flush().unwrap();
    let progress = Progress::default();
    progress.cancel();
    let failure = find(&store, bench.session.document(), ("ann-4711", UnclearTexts::Kept), &progress).unwrap_err();
    assert!(failure.is_cancelled(), "{failure}");
    let failure = remove(&store, bench.session.document(), ("ann-4711", UnclearTexts::Kept), &progress).unwrap_err();
    assert!(failure.is_cancelled(), "{failure}");
}

/// “much” and “again” stand in texts of the report; a score such as 4 stands in every other row.
#[test]
fn short_ids_are_not_found_in_texts_of_reports_of_others() {
    let bench = Bench::new();
    let store = bench.session.store().unwrap();
    store.flush().unwrap();
    let texts = |id: &str| {
        find(&store, bench.session.document(), (id, UnclearTexts::Kept), &Progress::default()).unwrap().report_texts()
    };
    assert_eq!(["1", "5", "4"].map(texts), [0, 0, 0]);
    assert_eq!(texts("again"), 1);
}

/// Where ids are hashed no text says whose it is; the data file does, as long as it is the one that was read.
#[test]
fn a_person_whose_rows_were_all_rejected_is_found_by_the_lines_of_the_file() {
    let mapping = Bench::MAPPING.replace(r#""who"}"#, r#""who", "store": "hash"}"#);
    let mut bench = Bench::with(&mapping);
    let texts = |bench: &Bench, id: &str| {
        let store = bench.session.store().unwrap();
        store.flush().unwrap();
        find(&store, bench.session.document(), (id, UnclearTexts::Kept), &Progress::default()).unwrap().report_texts()
    };
    assert_eq!(["bob-4712", "cid-4713", "nobody-1"].map(|id| texts(&bench, id)), [1, 1, 0]);
    bench.session.remove_person("bob-4712".to_owned(), UnclearTexts::Kept).unwrap();
    let events = bench.wait();
    assert!(matches!(events.as_slice(), [SessionEvent::PersonRemoved(_)]), "{events:?}");
    assert_eq!(["bob-4712", "cid-4713"].map(|id| texts(&bench, id)), [0, 1]);
    std::fs::write(bench.folder.path().join("survey.csv"), SURVEY.replace("rude", "mild")).unwrap();
    for id in ["cid-4713", "cid-9999-typo"] {
        assert_eq!(bench.find(id), Person::default(), "{id}: a slip of the finger takes nobody's texts");
    }
}

/// Such an id is found in no text: it is looked for in the file. Without the file every text may be about its person, and
/// then somebody has to say that they shall go.
#[test]
fn a_short_id_of_rejected_rows_leaves_no_trace() {
    const DATA: &str = "date,who,score,comment\n2024-01-01,a1,5,fine\nnever,b7,4,lost parcel\n2024-01-03,c3,much,slow\n\
        2024-01-04,b7,3,again,surplus\n2024-01-05,\"b7,3,open\n";
    let remove = |bench: &mut Bench, unclear_texts: UnclearTexts| {
        bench.session.remove_person("b7".to_owned(), unclear_texts).unwrap();
        match bench.wait().as_slice() {
            [SessionEvent::PersonRemoved(removed)] => Ok(removed.remains()),
            [SessionEvent::PersonNotRemoved(failure)] => Err(failure.to_string()),
            events => panic!("{events:?}"),
        }
    };
    let mut bench = Bench::of(DATA, Bench::MAPPING);
    assert_eq!(bench.report().len(), 4);
    let found = bench.find("b7");
    assert_eq!((found.rows(), found.report_texts(), found.unclear_texts), (0, 3, 0));
    assert!(bench.find("x9").sources.is_empty());
    assert_eq!(remove(&mut bench, UnclearTexts::Kept), Ok(None));
    assert_eq!(bench.report().iter().filter(|text| *text != "…").collect::<Vec<_>>(), ["much"]);

    let changes: [fn(&std::path::Path); 2] =
        [|file| std::fs::remove_file(file).unwrap(), |file| std::fs::write(file, "date,who\n").unwrap()];
    for change in changes {
        let mut bench = Bench::of(DATA, Bench::MAPPING);
        change(&bench.folder.path().join("survey.csv"));
        let found = bench.find("b7");
        assert_eq!((found.sources.len(), found.report_texts(), found.unclear_texts), (0, 0, 4));
        let before = bench.report();
        let refusal = remove(&mut bench, UnclearTexts::Kept).unwrap_err();
        assert!(refusal.contains("could not be complete") && refusal.contains("--unclear"), "{refusal}");
        assert_eq!(bench.report(), before, "nobody's texts go unless that is asked for");
        assert_eq!(remove(&mut bench, UnclearTexts::Taken), Ok(None));
        assert_eq!(bench.report(), ["…"; 4]);
        assert_eq!(bench.find("x9"), Person::default(), "where no text is left nothing is unclear");
    }
    // Where rows are found elsewhere they go, and what may be left is told.
    let mut bench = Bench::of(&format!("{DATA}2024-01-06,b7,4,kind\n"), Bench::MAPPING);
    let more = bench.folder.path().join("more.csv");
    std::fs::write(&more, DATA).unwrap();
    let mapping = Some(Bench::MAPPING.to_owned());
    bench.session.start_import(ImportRequest { path: more.clone(), mapping, ..ImportRequest::default() }).unwrap();
    bench.wait();
    std::fs::remove_file(more).unwrap();
    let found = bench.find("b7");
    assert_eq!((found.rows(), found.report_texts(), found.unclear_texts), (1, 4, 4));
    let remains = remove(&mut bench, UnclearTexts::Kept).unwrap();
    assert!(remains.is_some_and(|remains| remains.contains("4 texts")));
}

/// Whose rows cannot be told from the rows in the map file where it keeps no ids.
#[test]
fn texts_about_rows_that_were_taken_go_where_no_ids_are_kept() {
    const DATA: &str = "date,who,score,other,comment\n2024-01-01,ann-4711,5,much,fine\n";
    let mapping = Bench::MAPPING
        .replace(r#""who"}"#, r#""who", "store": "none"}"#)
        .replace(r#""CSAT"}]"#, r#""CSAT"}, {"column": "other", "metric": "CES"}]"#);
    let mut bench = Bench::of(DATA, &mapping);
    assert_eq!(bench.report(), ["much"]);
    assert_eq!(["ann-4711", "bob-4712"].map(|id| bench.find(id).report_texts()), [1, 0]);
    bench.session.remove_person("ann-4711".to_owned(), UnclearTexts::Kept).unwrap();
    bench.wait();
    assert_eq!(bench.report(), ["…"]);
}

/// Rows that were stored before guards against formulas were taken off have an id with its guard.
#[test]
fn an_id_is_looked_for_with_its_guard_and_without() {
    let mut bench = Bench::of(
        "date,who,score,comment\n2024-01-01,\"=\"\"0042\"\"\",5,fine\n2024-01-02,7,5,\n2024-01-03,8,=\"4\",x,more\n",
        Bench::MAPPING,
    );
    assert!(bench.report().concat().contains("=\"4\"") && bench.find("4") == Person::default());
    for id in ["0042", "=\"0042\"", "'0042"] {
        assert_eq!(bench.find(id).rows(), 1, "{id}");
        let called = Called::by(id, &Persons::default()).unwrap();
        for form in ["0042", "=\"0042\"", "'0042"] {
            assert!(called.ids.iter().any(|known| known == form), "{form} of {id}");
            assert!(called.persons.contains(&hashed_id(form, Salt::default())), "{form} of {id}");
        }
    }
    bench.session.remove_person("=\"0042\"".to_owned(), UnclearTexts::Kept).unwrap();
    bench.wait();
    assert_eq!((bench.find("0042").rows(), bench.find("0042").is_forgotten), (0, true));
}

/// Rows of a long table had no role for whose they are, so that nobody could be taken out of one.
#[test]
fn a_person_is_removed_from_a_long_table_and_stays_out() {
    let long = "date,who,place,metric,value\n2024-01-01,ann-4711,Shop,CSAT,5\n2024-01-01,ann-4711,Shop,Effort,2\n\
        2024-01-02,bob-4712,Shop,CSAT,4\n2024-01-03,ann-4711,Web,CSAT,1\nnever,ann-4711,Web,CSAT,1\n";
    let mapping = r#"{"shape": "long", "date": {"column": "date"}, "place": {"column": "place"},
        "metric": {"column": "metric"}, "value": {"column": "value"}, "respondent": {"column": "who", "store": "hash"}}"#;
    let mut bench = Bench::of(long, mapping);
    assert_eq!(bench.find("ann-4711").rows(), 2, "what ann said on a day is one response");
    assert_eq!(rows_of_ann(&bench.path()), 2);
    bench.session.remove_person("ann-4711".to_owned(), UnclearTexts::Kept).unwrap();
    bench.wait();
    assert_eq!((bench.find("ann-4711").rows(), bench.find("bob-4712").rows()), (0, 1));
    let request = ImportRequest {
        path: bench.folder.path().join("survey.csv"),
        mapping: Some(mapping.to_owned()),
        ..ImportRequest::default()
    };
    bench.session.start_import(request).unwrap();
    bench.wait();
    assert_eq!((bench.find("ann-4711").rows(), bench.find("bob-4712").rows()), (0, 1), "she comes back");
    assert!(!bench.report().concat().contains("4711"));
}
