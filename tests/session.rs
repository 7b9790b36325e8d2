//! The editor without a screen on a real file: edits are on disk, imports are one undoable step, figures follow.

use milepost::base::ids::IdAlloc;
use milepost::base::progress::Progress;
use milepost::base::time::{Day, DayRange, UtcMillis};
use milepost::model::bulk::BucketQuery;
use milepost::model::{Document, Edit, JourneyMap, Kpi, KpiKind, Place, RecordRef, Segments, Source, SourceState};
use milepost::session::import_job::{self, Booking, ImportRequest, NewPlaces, PlaceChoice};
use milepost::session::jobs::Jobs;
use milepost::session::{Session, SessionEvent, insights};
use milepost::store::{BulkLoad, BulkView, Derived, OpenMode, Opened, Store};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const LONG: &str = "date,stage,metric,value,n\n\
    2025-01-01,Support,CSAT,4,10\n\
    2025-01-02,Support,CSAT,5,10\n\
    2025-01-03,Support,CSAT,2,20\n\
    2025-01-01,Sign-up,Conversion rate,20%,100\n\
    2025-01-02,Sign-up,Conversion rate,30%,300\n\
    not a date,Sign-up,Conversion rate,30%,300\n";

fn blank() -> Document {
    let mut document = Document::default();
    let map = JourneyMap::new(IdAlloc::seeded(7).allocate(), "Test");
    document.maps.insert(map.id, map.into());
    document
}

fn session_in(folder: &Path) -> (Session, PathBuf) {
    let path = folder.join("test.milepost");
    let opened = Store::create(&path, OpenMode::Edit, &blank()).unwrap();
    (Session::new(opened, path.clone(), false, Jobs::default()), path)
}

fn import(session: &mut Session, path: &Path) -> import_job::ImportOutcome {
    let request = ImportRequest { path: path.to_owned(), mapping: None, ..ImportRequest::default() };
    session.start_import(request).unwrap();
    match session.wait().pop() {
        Some(SessionEvent::Imported(outcome)) => *outcome,
        other => panic!("no import but {other:?}"),
    }
}

/// The value of a KPI at the stage with this title, in per mille, or `None`.
fn value(session: &Session, kpi: &str, stage: &str) -> Option<f64> {
    let document = session.document();
    let kpi = document.kpis.values().find(|k| k.name == kpi)?.id;
    let stage = document.stages.values().find(|s| s.title == stage)?.id;
    session.insights().figures.get(&(kpi, Place::Stage(stage)))?.now.value
}

#[test]
fn an_import_makes_stages_kpis_and_figures_and_undo_takes_all_of_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data.csv");
    std::fs::write(&data, LONG).unwrap();
    let (mut session, path) = session_in(folder.path());

    let outcome = import(&mut session, &data);
    assert_eq!((outcome.rows_read, outcome.rows_accepted, outcome.rows_rejected), (6, 5, 1));
    assert_eq!((outcome.issues[0].line, outcome.issues[0].text.as_str()), (7, "not a date"));
    assert_eq!(outcome.kpis.iter().map(|k| k.kind.word()).collect::<Vec<_>>(), ["top_box", "rate"]);
    assert_eq!(value(&session, "CSAT", "Support"), Some(0.5));
    assert_eq!(value(&session, "Conversion rate", "Sign-up"), Some(0.275));
    assert_eq!(milepost::model::check::violations(session.document()), []);

    assert!(session.undo());
    session.wait();
    assert_eq!(value(&session, "CSAT", "Support"), None);
    assert!(session.document().stages.is_empty() && session.document().sources.is_empty());
    assert!(session.redo());
    session.wait();
    assert_eq!(value(&session, "CSAT", "Support"), Some(0.5));

    let kept = session.document().clone();
    session.close().unwrap();
    let again = Store::open(&path, OpenMode::ReadOnly).unwrap();
    assert_eq!(again.document, *kept);
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "one file and the data, not {left:?}");
}

#[test]
fn the_same_file_again_changes_only_the_date_and_a_changed_one_replaces_its_rows() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data.csv");
    std::fs::write(&data, LONG).unwrap();
    let (mut session, _) = session_in(folder.path());
    import(&mut session, &data);
    let before = session.document().clone();

    let again = import(&mut session, &data);
    assert!(again.is_unchanged);
    let mut after = Document::clone(session.document());
    for (id, source) in &mut after.sources {
        let was = &before.sources[id];
        assert!(source.imported_at >= was.imported_at);
        *source = was.clone();
    }
    assert_eq!(after, *before);

    std::fs::write(&data, LONG.replace("Support,CSAT,2,20", "Support,CSAT,4,20")).unwrap();
    let changed = import(&mut session, &data);
    assert!(!changed.is_unchanged);
    assert_eq!(session.document().sources.len(), 1);
    assert_eq!(session.document().kpis.len(), 2);
    assert_eq!(value(&session, "CSAT", "Support"), Some(1.0));
}

/// The rows of a query as text.
struct Rows(Vec<String>);

impl milepost::store::sql::Sink for Rows {
    fn columns(&mut self, _: &[String]) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn row(&mut self, cells: &[milepost::store::sql::Cell]) -> ControlFlow<()> {
        self.0.push(format!("{cells:?}"));
        ControlFlow::Continue(())
    }
}

#[test]
fn daily_values_in_the_file_follow_a_changed_kpi() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data.csv");
    std::fs::write(&data, LONG).unwrap();
    let (mut session, path) = session_in(folder.path());
    import(&mut session, &data);

    let kpi = session.document().kpis.values().find(|k| k.name == "CSAT").unwrap().clone();
    let mean = milepost::model::Kpi { kind: milepost::model::KpiKind::Mean, ..(*kpi).clone() };
    session.edit(&Edit::Update(mean.into()), None).unwrap();
    session.wait();
    session.close().unwrap();

    let opened = Store::open(&path, OpenMode::ReadOnly).unwrap();
    drop(opened);
    let mut rows = Rows(Vec::new());
    milepost::store::sql::query(
        &path,
        "select value from kpi_value v join kpi k on k.id = v.kpi where k.name = 'CSAT' order by day",
        &mut rows,
    )
    .unwrap();
    let Rows(values) = rows;
    assert_eq!(values.len(), 3, "{values:?}");
    assert!(values[0].contains('4') && values[1].contains('5') && values[2].contains('2'), "{values:?}");
}

#[test]
fn rows_of_unknown_places_are_rejected_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data.csv");
    std::fs::write(&data, LONG).unwrap();
    let path = folder.path().join("batch.milepost");
    let opened = Store::create(&path, OpenMode::Batch, &blank()).unwrap();
    let mut document = opened.document;
    let map = *document.maps.keys().next().unwrap();
    let request = ImportRequest { path: data, mapping: None, new_places: NewPlaces::Skip, ..ImportRequest::default() };
    let mut ids = IdAlloc::seeded(3);
    let outcome =
        import_job::run(&opened.store, &mut document, &[request], (map, false), &mut ids, &Progress::default())
            .unwrap();
    let [outcome] = &outcome[..] else { panic!("one file, one outcome") };
    assert_eq!((outcome.rows_read, outcome.rows_accepted, outcome.rows_rejected), (6, 0, 6));
    assert!(document.stages.is_empty());
}

#[test]
fn undo_after_a_repeated_import_keeps_the_new_date() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data.csv");
    std::fs::write(&data, LONG).unwrap();
    let (mut session, _) = session_in(folder.path());
    import(&mut session, &data);
    assert!(import(&mut session, &data).is_unchanged);
    let date = session.document().sources.values().next().unwrap().imported_at;
    assert!(session.undo());
    assert!(session.document().sources.is_empty());
    assert!(session.redo());
    assert_eq!(session.document().sources.values().next().unwrap().imported_at, date);
}

#[test]
fn rows_without_a_place_stand_for_the_whole_map() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data.csv");
    std::fs::write(&data, "date,metric,value\n2025-01-01,NPS,10\n2025-01-02,NPS,0\n2025-01-03,NPS,9\n").unwrap();
    let (mut session, _) = session_in(folder.path());
    let outcome = import(&mut session, &data);
    let map = session.map().unwrap();
    assert_eq!(outcome.kpis[0].places, [Place::Map(map)]);
    let insight = &session.insights().figures[&(outcome.kpis[0].id, Place::Map(map))];
    assert_eq!(insight.now.n, Some(3.0));
}

#[test]
fn a_file_of_which_no_row_can_be_kept_takes_nothing_away() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data.csv");
    std::fs::write(&data, LONG).unwrap();
    let (mut session, _) = session_in(folder.path());
    import(&mut session, &data);
    let before = session.document().clone();
    std::fs::write(&data, LONG.replace("2025-01-0", "no date ")).unwrap();
    session.start_import(ImportRequest { path: data.clone(), ..ImportRequest::default() }).unwrap();
    match session.wait().pop() {
        Some(SessionEvent::ImportFailed(failure)) => assert!(failure.to_string().contains("None of the 6 rows")),
        other => panic!("not refused but {other:?}"),
    }
    assert_eq!(*session.document(), before);
}

#[test]
fn rows_once_skipped_come_in_when_their_places_are_welcome() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data.csv");
    std::fs::write(&data, LONG).unwrap();
    let (mut session, _) = session_in(folder.path());
    let skip = ImportRequest { path: data.clone(), new_places: NewPlaces::Skip, ..ImportRequest::default() };
    session.start_import(skip).unwrap();
    session.wait();
    assert_eq!(value(&session, "CSAT", "Support"), None);
    assert!(!import(&mut session, &data).is_unchanged);
    assert_eq!(value(&session, "CSAT", "Support"), Some(0.5));
}

#[test]
fn names_left_off_the_map_stay_off_when_the_file_is_imported_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data.csv");
    std::fs::write(&data, LONG).unwrap();
    let (mut session, _) = session_in(folder.path());
    let off = BTreeMap::from([("Support".to_owned(), PlaceChoice::LeaveOut)]);
    let request = |places| ImportRequest { path: data.clone(), places, ..ImportRequest::default() };
    session.start_import(request(off)).unwrap();
    session.wait();
    let stages = |session: &Session| session.document().stages.values().map(|s| s.title.clone()).collect::<Vec<_>>();
    let before = stages(&session);
    assert!(!before.is_empty() && !before.contains(&"Support".to_owned()), "{before:?}");
    assert!(import(&mut session, &data).is_unchanged);
    // Other rows and a name that is new: only that one is a question.
    std::fs::write(&data, format!("{LONG}2025-01-09,Renewal call,CSAT,4,10\n")).unwrap();
    let again = import(&mut session, &data);
    assert_eq!(
        again.places.iter().filter(|p| p.place.is_none()).map(|p| p.name.as_str()).collect::<Vec<_>>(),
        ["Support"]
    );
    assert!(stages(&session).contains(&"Renewal call".to_owned()));
    assert!(!stages(&session).contains(&"Support".to_owned()), "{:?}", stages(&session));
    // Whoever wants it on the map says so.
    session.start_import(request(BTreeMap::from([("Support".to_owned(), PlaceChoice::Create)]))).unwrap();
    session.wait();
    assert!(stages(&session).contains(&"Support".to_owned()));
}

#[test]
fn daily_values_of_a_metric_that_left_the_file_leave_too() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data.csv");
    std::fs::write(&data, LONG).unwrap();
    let (mut session, path) = session_in(folder.path());
    import(&mut session, &data);
    let without: Vec<&str> = LONG.lines().filter(|l| !l.contains("CSAT")).collect();
    std::fs::write(&data, without.join("\n")).unwrap();
    import(&mut session, &data);
    session.close().unwrap();
    let mut rows = Rows(Vec::new());
    let sql = "select k.name from kpi_value v join kpi k on k.id = v.kpi";
    milepost::store::sql::query(&path, sql, &mut rows).unwrap();
    let Rows(rows) = rows;
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows.iter().all(|r| r.contains("Conversion rate")), "{rows:?}");
}

#[test]
fn a_figure_names_only_the_sources_its_numbers_come_from() {
    use milepost::base::time::{Day, DayRange};
    use milepost::session::view::{Comparison, NumbersView, Period};
    let folder = tempfile::tempdir().unwrap();
    let (mut session, _) = session_in(folder.path());
    for (name, rows) in [
        ("csat.csv", "date,stage,metric,value,n\n2025-01-01,Support,CSAT,4,10\n2025-02-01,Support,CSAT,5,10\n"),
        ("old.csv", "date,stage,metric,value,n\n2024-01-01,Support,CSAT,3,10\n"),
        ("nps.csv", "date,stage,metric,value,n\n2025-01-01,Support,NPS,9,10\n"),
    ] {
        let data = folder.path().join(name);
        std::fs::write(&data, rows).unwrap();
        import(&mut session, &data);
    }
    let mut check = |kpi: &str, period: Period, comparison: Comparison, expected: &[&str]| {
        session.set_view(NumbersView { period, comparison, ..NumbersView::default() });
        session.wait();
        let document = session.document();
        let kpi = document.kpis.values().find(|k| k.name == kpi).unwrap().id;
        let stage = document.stages.values().find(|s| s.title == "Support").unwrap().id;
        let sources = &session.insights().figures[&(kpi, Place::Stage(stage))].sources;
        let mut names: Vec<_> = sources.iter().map(|id| document.sources[id].name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, expected);
    };
    let days = |from: &str, to: &str| {
        let day = |text| Day::parse_iso(text).unwrap();
        Period::Range(DayRange { from: day(from), to: day(to) })
    };
    check("NPS", Period::AllData, Comparison::None, &["nps.csv"]);
    check("CSAT", Period::AllData, Comparison::None, &["csat.csv", "old.csv"]);
    check("CSAT", days("2025-01-01", "2025-02-28"), Comparison::None, &["csat.csv"]);
    check("CSAT", days("2025-01-01", "2025-02-28"), Comparison::SamePeriodLastYear, &["csat.csv", "old.csv"]);
    check("CSAT", days("2024-06-01", "2024-06-30"), Comparison::None, &["csat.csv", "old.csv"]);
}

#[test]
fn a_session_that_goes_on_in_a_copy_keeps_its_history_and_the_rows_of_undone_imports() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data.csv");
    std::fs::write(&data, LONG).unwrap();
    let (mut session, path) = session_in(folder.path());
    import(&mut session, &data);
    assert!(session.undo());
    session.wait();

    let copy = folder.path().join("copy.milepost");
    session.store().unwrap().save_as(&copy).unwrap();
    let left = session.go_on_in(Store::open_copy(&copy).unwrap(), copy.clone());
    left.close().unwrap();
    session.wait();
    assert!(session.redo());
    session.wait();
    assert_eq!(value(&session, "CSAT", "Support"), Some(0.5), "the rows went along");
    let kept = session.document().clone();
    session.close().unwrap();
    assert_eq!(Store::open(&copy, OpenMode::ReadOnly).unwrap().document, *kept);
    let original = Store::open(&path, OpenMode::ReadOnly).unwrap().document;
    assert!(original.sources.is_empty(), "the original stays as it was left");
}

/// Numbers from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    /// One of the records, which are ordered by name: their ids are others in every run.
    fn pick<'a, T>(&mut self, records: impl Iterator<Item = &'a Arc<T>>, name: fn(&T) -> &str) -> Option<&'a T> {
        let mut records: Vec<&T> = records.map(|record| &**record).collect();
        records.sort_by_key(|record| name(record));
        (!records.is_empty()).then(|| records[self.below(records.len())])
    }
}

/// Some rows in one of two files, so that later ones replace what earlier ones brought.
fn random_data(folder: &Path, dice: &mut Dice) -> PathBuf {
    let path = folder.join(["a.csv", "b.csv"][dice.below(2)]);
    let mut text = "date,stage,metric,value,n,plan\n".to_owned();
    for _ in 0..20 + dice.below(60) {
        let (day, value, n) = (1 + dice.below(28), 1 + dice.below(5), 1 + dice.below(9));
        let (stage, plan) = (["Support", "Sign-up", "Billing"][dice.below(3)], ["free", "pro"][dice.below(2)]);
        let (metric, fraction) = [("CSAT", ""), ("Wait", ".25"), ("Wait", "")][dice.below(3)];
        text += &format!("2025-03-{day:02},{stage},{metric},{value}{fraction},{n},{plan}\n");
    }
    std::fs::write(&path, text).unwrap();
    path
}

/// One random step of a session, to its end.
fn random_step(session: &mut Session, folder: &Path, dice: &mut Dice) {
    let document = session.document().clone();
    let edit = match dice.below(10) {
        0..=2 => {
            let path = random_data(folder, dice);
            session.start_import(ImportRequest { path, ..ImportRequest::default() }).unwrap();
            None
        }
        3 => dice.pick(document.sources.values(), |s| &s.name).map(|source| {
            let state = if source.state == SourceState::Active { SourceState::Hidden } else { SourceState::Active };
            Edit::Update(Source { state, ..source.clone() }.into())
        }),
        4 => dice.pick(document.kpis.values(), |k| &k.name).map(|kpi| {
            let top_box = |satisfied_from| KpiKind::TopBox { scale: (1.0, 5.0), satisfied_from, satisfied_to: None };
            let kind = [KpiKind::Mean, KpiKind::Nps, top_box(4.0), top_box(3.0)][dice.below(4)];
            Edit::Update(Kpi { kind, ..kpi.clone() }.into())
        }),
        5 => dice
            .pick(document.stages.values(), |s| &s.title)
            .map(|stage| Edit::Delete(vec![RecordRef::Stage(stage.id)])),
        6 | 7 => {
            session.undo();
            None
        }
        8 => {
            session.redo();
            None
        }
        _ => {
            let segments = [Segments::default(), Segments::one("plan", "pro")][dice.below(2)].clone();
            let view = milepost::session::NumbersView { segments, ..session.view().clone() };
            session.set_view(view);
            None
        }
    };
    if let Some(edit) = edit {
        session.edit(&edit, None).unwrap();
    }
    let failed = session.wait().into_iter().find(|event| !matches!(event, SessionEvent::Imported(_)));
    assert!(failed.is_none(), "{failed:?}");
}

/// The days of the file are those of its rows, and so are the figures. Gives the number of KPIs whose days are kept.
fn check_days(session: &Session, context: &str) -> usize {
    let store = session.store().unwrap();
    let reader = store.reader().unwrap();
    let queries =
        insights::queries(session.document(), &Segments::default()).into_iter().map(|(key, query)| (key, query.rows));
    let (keys, queries): (Vec<_>, Vec<_>) = queries.unzip();
    let answers = reader.days(&queries).unwrap();
    // Days of a part of the time are never kept, so these are counted.
    let range = DayRange { to: Day(i32::MAX - 1), ..DayRange::EVER };
    let narrowed: Vec<_> = queries.iter().map(|query| BucketQuery { range, ..query.clone() }).collect();
    let counted = reader.days(&narrowed).unwrap();
    for ((query, found), counted) in queries.iter().zip(&answers).zip(&counted) {
        assert!(!counted.is_kept());
        assert_eq!(found.days, counted.days, "{context}: {query:?}");
        let has_source = !query.parts.is_empty();
        assert!(!session.view().segments.is_empty() || found.is_kept() == has_source, "{context}: not kept: {query:?}");
    }
    if session.view().segments.is_empty() {
        let days = keys.into_iter().zip(counted.into_iter().map(|answer| answer.days.into())).collect();
        let expected = insights::figures(session.document(), (&days, None), session.view(), Some(Session::today()));
        assert_eq!(session.insights().figures, expected.figures, "{context}");
    }
    answers.iter().filter(|answer| answer.is_kept() && !answer.days.is_empty()).count()
}

/// A file of an older version, or one that another program emptied of what is derived.
#[test]
fn a_file_without_kept_days_has_them_after_the_first_look() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data.csv");
    std::fs::write(&data, LONG).unwrap();
    let path = folder.path().join("old.milepost");
    let Opened { store, document, .. } = Store::create(&path, OpenMode::Batch, &blank()).unwrap();
    let map = *document.maps.keys().next().unwrap();
    let request = ImportRequest { path: data, ..ImportRequest::default() };
    let read = import_job::read_file(&request, &document, map, &Progress::default()).unwrap();
    let booking = Booking::work_out(&document, map, &read, &request, UtcMillis(0), &mut IdAlloc::seeded(3)).unwrap();
    let Booking::Rows { plan, .. } = booking else { panic!("nothing new in a new file") };
    let finish = Box::new(|_: &BulkView<'_>| Ok(Derived::default()));
    let (source, diff) = (plan.source, plan.diff.clone());
    let load = BulkLoad {
        loads: vec![(source, read.imported.data)],
        keeps_salt: false,
        diff,
        finish,
        progress: Progress::default(),
    };
    store.import(load).unwrap();
    store.close().unwrap();

    let viewer = Store::open(&path, OpenMode::ReadOnly).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let mut session = Session::new(viewer, path.clone(), false, Jobs::default());
    session.wait();
    assert_eq!(value(&session, "CSAT", "Support"), Some(0.5));
    session.close().unwrap();
    assert!(std::fs::read(&path).unwrap() == bytes, "looking writes nothing");

    let opened = Store::open(&path, OpenMode::Edit).unwrap();
    let mut session = Session::new(opened, path, false, Jobs::default());
    session.wait();
    assert_eq!(check_days(&session, "first look"), 2);
}

#[test]
fn figures_read_from_kept_days_are_those_of_the_rows_whatever_is_done() {
    let mut kept = 0;
    for seed in 0..4 {
        let folder = tempfile::tempdir().unwrap();
        let (mut session, path) = session_in(folder.path());
        let mut dice = Dice(seed);
        for step in 0..40 {
            random_step(&mut session, folder.path(), &mut dice);
            kept += check_days(&session, &format!("seed {seed}, step {step}"));
            if step % 10 == 9 {
                session.close().unwrap();
                let opened = Store::open(&path, OpenMode::Edit).unwrap();
                session = Session::new(opened, path.clone(), false, Jobs::default());
                session.wait();
                kept += check_days(&session, &format!("seed {seed}, opened after step {step}"));
            }
        }
    }
    assert!(kept > 400, "{kept}");
}
