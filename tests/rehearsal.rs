//! What the import wizard shows before anything is written is what the import then brings: figures, places, KPIs.

use milepost::base::ids::IdAlloc;
use milepost::model::{Document, Edit, JourneyMap, Kpi, KpiKind, Place, Segments};
use milepost::session::import_job::rehearsal::{MatchReason, Rehearsal};
use milepost::session::import_job::{ImportOutcome, ImportRequest, NewPlaces, PlaceChoice};
use milepost::session::jobs::Jobs;
use milepost::session::{Insights, Session, SessionEvent};
use milepost::store::{OpenMode, Store};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn session_in(folder: &Path) -> Session {
    let mut ids = IdAlloc::seeded(7);
    let mut document = Document::default();
    let map = JourneyMap::new(ids.allocate(), "Test");
    let id = map.id;
    document.maps.insert(id, map.into());
    for title in ["Support", "Checkout"] {
        let edit =
            Edit::AddStage { map: id, before: None, title: title.to_owned(), step_title: format!("{title} step") };
        milepost::model::edit::plan(&document, &edit, &mut ids).unwrap().diff.apply(&mut document);
    }
    let path = folder.join("test.milepost");
    let opened = Store::create(&path, OpenMode::Edit, &document).unwrap();
    Session::new(opened, path, false, Jobs::default())
}

fn rehearse(session: &Session, request: &ImportRequest) -> Rehearsal {
    let read = session.read_to_rehearse(request.clone(), None).unwrap().wait().unwrap().unwrap();
    session.rehearse_import(request.clone(), Arc::new(read)).unwrap().wait().unwrap().unwrap()
}

fn import(session: &mut Session, request: &ImportRequest) -> ImportOutcome {
    session.start_import(request.clone()).unwrap();
    match session.wait().pop() {
        Some(SessionEvent::Imported(outcome)) => *outcome,
        other => panic!("no import but {other:?}"),
    }
}

/// Value and n of every figure by the names of its KPI and place, rounded so that the order of sums does not matter.
fn figures(document: &Document, insights: &Insights) -> BTreeMap<(String, String), String> {
    let named = insights.figures.iter().map(|((kpi, place), insight)| {
        let key = (document.kpis[kpi].name.clone(), document.place_name(*place).unwrap().to_owned());
        let text = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| format!("{v:.9}"));
        let series = insight.series.iter().map(|p| text(p.value.value)).collect::<Vec<_>>().join(" ");
        (key, format!("{} n {} {:?} {series}", text(insight.now.value), text(insight.now.n), insight.now.method))
    });
    named.collect()
}

/// Rehearses and imports, and compares what was promised with what came.
fn check(session: &mut Session, request: &ImportRequest) -> Rehearsal {
    session.wait();
    let before = figures(session.document(), session.insights());
    let rehearsal = rehearse(session, request);
    assert_eq!(figures(&rehearsal.before.document, &rehearsal.before.insights), before);
    let outcome = import(session, request);
    let mut promised = rehearsal.outcome.clone();
    // Ids are drawn anew for every plan.
    (promised.diff, promised.kpis, promised.places) = Default::default();
    let mut came = outcome;
    (came.diff, came.kpis, came.places) = Default::default();
    promised.source = came.source;
    if let (Some(promised), Some(came)) = (&mut promised.replaced, &came.replaced) {
        promised.imported_at = came.imported_at;
    }
    assert_eq!(promised, came);
    session.wait();
    let shown = rehearsal.after.insights.shown;
    if shown != session.insights().shown {
        session.set_view(milepost::session::NumbersView {
            period: milepost::session::Period::AllData,
            ..session.view().clone()
        });
        session.wait();
    }
    assert_eq!(shown, session.insights().shown);
    let promised = figures(&rehearsal.after.document, &rehearsal.after.insights);
    assert_eq!(promised, figures(session.document(), session.insights()));
    rehearsal
}

fn request(path: &Path, mapping: Option<&str>) -> ImportRequest {
    ImportRequest { path: path.to_owned(), mapping: mapping.map(str::to_owned), ..ImportRequest::default() }
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// A long file with scores, averages, shares and amounts; with a column of counts that is sometimes empty.
fn long_rows(dice: &mut Dice, rows: usize, has_n: bool) -> String {
    let mut csv = String::from("date,stage,metric,value,plan");
    csv.push_str(if has_n { ",n\n" } else { "\n" });
    for _ in 0..rows {
        let day = format!("20{}-{:02}-{:02}", 24 + dice.roll(2), 1 + dice.roll(12), 1 + dice.roll(28));
        let place = ["Support", "checkout", "Renewal", ""][dice.roll(4) as usize];
        let (metric, value) = match dice.roll(5) {
            0 => ("CSAT", format!("{}", 1 + dice.roll(5))),
            1 => ("NPS", format!("{}", dice.roll(11))),
            2 => ("Conversion rate", format!("{}%", dice.roll(101))),
            3 => ("Wait time", format!("{}.{}", 10 + dice.roll(90), dice.roll(10))),
            _ => ("Tickets", format!("{}", dice.roll(400))),
        };
        let plan = ["Free", "Pro"][dice.roll(2) as usize];
        let _ = write!(csv, "{day},{place},{metric},{value},{plan}");
        if has_n {
            let n = if dice.roll(6) == 0 { String::new() } else { (1 + dice.roll(50)).to_string() };
            let _ = write!(csv, ",{n}");
        }
        csv.push('\n');
    }
    csv
}

#[test]
fn figures_before_and_after_are_those_of_the_import() {
    for seed in 0..4 {
        let folder = tempfile::tempdir().unwrap();
        let mut session = session_in(folder.path());
        let mut dice = Dice(seed + 1);
        let path = folder.path().join("long.csv");
        std::fs::write(&path, long_rows(&mut dice, 400, seed % 2 == 0)).unwrap();
        check(&mut session, &request(&path, None));
        // A second file beside it, then the first one again with other rows: it takes the place of its own.
        let other = folder.path().join("other.csv");
        std::fs::write(&other, long_rows(&mut dice, 150, seed % 2 == 1)).unwrap();
        check(&mut session, &request(&other, None));
        std::fs::write(&path, long_rows(&mut dice, 90, seed % 2 == 0)).unwrap();
        let again = check(&mut session, &request(&path, None));
        assert!(again.outcome.replaced.is_some());
        let unchanged = check(&mut session, &request(&path, None));
        assert!(unchanged.outcome.is_unchanged && unchanged.changes.is_empty(), "{:?}", unchanged.changes);
        // The same under a segment.
        session.set_view(milepost::session::NumbersView {
            segments: Segments::one("plan", "Pro"),
            ..session.view().clone()
        });
        std::fs::write(&other, long_rows(&mut dice, 120, seed % 2 == 1)).unwrap();
        check(&mut session, &request(&other, None));
    }
}

#[test]
fn answers_with_weights_and_segments_are_counted_as_they_will_be() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session_in(folder.path());
    let mut dice = Dice(9);
    let mut csv = String::from("date,id,plan,weight,q1,q2\n");
    for row in 0..500 {
        let day = format!("2025-{:02}-{:02}", 1 + dice.roll(12), 1 + dice.roll(28));
        let plan = ["Free", "Pro"][dice.roll(2) as usize];
        let weight = ["0.5", "1", "2.25"][dice.roll(3) as usize];
        let score = |dice: &mut Dice| if dice.roll(9) == 0 { String::new() } else { (1 + dice.roll(6)).to_string() };
        let (q1, q2) = (score(&mut dice), score(&mut dice));
        let _ = writeln!(csv, "{day},r{row},{plan},{weight},{q1},{q2}");
    }
    let path = folder.path().join("survey.csv");
    std::fs::write(&path, csv).unwrap();
    let mapping = r#"{"shape":"survey","date":{"column":"date"},"respondent":{"column":"id"},
        "weight":{"column":"weight"},"segments":["plan"],"scores":[
        {"column":"q1","metric":"CSAT","place":"Support","scale":[1,5],"missing":["6"]},
        {"column":"q2","metric":"CSAT","place":"Checkout","scale":[1,5],"missing":["6"]}]}"#;
    session
        .set_view(milepost::session::NumbersView { segments: Segments::one("plan", "Free"), ..session.view().clone() });
    let rehearsal = check(&mut session, &request(&path, Some(mapping)));
    assert_eq!(rehearsal.changes.len(), 2);
    assert!(rehearsal.changes.iter().all(|c| c.is_new && c.before.is_none() && c.after.is_some()));
}

#[test]
fn the_airport_survey_comes_as_it_was_shown() {
    let data =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/cx/sfo_survey/raw/2016_SFO_Customer_Survey.csv");
    if !data.exists() {
        println!("skipped: no ../shared/data");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut session = session_in(folder.path());
    let mapping = r#"{"shape":"survey","date":{"fixed":"2016-05-15"},"scores":[
        {"column":"Q7ART","metric":"Rating","place":"Art","scale":[1,5],"missing":["0","6"]},
        {"column":"Q7FOOD","metric":"Rating","place":"Food","scale":[1,5],"missing":["0","6"]}]}"#;
    let rehearsal = check(&mut session, &request(&data, Some(mapping)));
    let outcome = &rehearsal.outcome;
    assert_eq!(outcome.rows_read, outcome.rows_accepted + outcome.rows_rejected);
    assert_eq!(rehearsal.changes.len(), 2);
}

const SMALL: &str = "date,stage,metric,value\n2025-01-01,Suport,csat score,4\n2025-01-02,Suport,csat score,2\n\
                     2025-01-01,Check-out,Noise,7\n2025-01-01,Elsewhere,Noise,9\n";

fn small(folder: &Path) -> PathBuf {
    let path = folder.join("small.csv");
    std::fs::write(&path, SMALL).unwrap();
    path
}

/// Adds a KPI that was made by hand.
fn add_kpi(session: &mut Session, kpi: &Kpi) {
    session.edit(&Edit::Add(kpi.clone().into()), None).unwrap();
    session.wait();
}

#[test]
fn likely_names_are_suggested_and_matched_ones_say_why() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session_in(folder.path());
    let id = session.allocate();
    add_kpi(&mut session, &Kpi { metric: "csat".to_owned(), ..Kpi::new(id, "CSAT") });
    let rehearsal = rehearse(&session, &request(&small(folder.path()), None));
    let suggested: Vec<_> = rehearsal.suggestions.places.iter().map(|(n, p)| (n.as_str(), *p)).collect();
    let stages = session.document().stages_of(session.map().unwrap());
    assert_eq!(suggested, [("Suport", Place::Stage(stages[0].id))]);
    assert_eq!(rehearsal.suggestions.kpis, BTreeMap::from([("csat score".to_owned(), id)]));
    assert_eq!(rehearsal.reasons, BTreeMap::from([("Check-out".to_owned(), MatchReason::TitleLoosely)]));
    let numbers: Vec<_> = rehearsal.numbers_at.iter().map(|(name, n)| (name.as_str(), *n)).collect();
    assert_eq!(numbers, [("Check-out", 1), ("Elsewhere", 1), ("Suport", 2)]);
}

#[test]
fn a_metric_goes_to_the_kpi_it_was_given_or_to_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session_in(folder.path());
    let id = session.allocate();
    add_kpi(&mut session, &Kpi { metric: "csat".to_owned(), ..Kpi::new(id, "CSAT") });
    let path = small(folder.path());
    let mapping = r#"{"shape":"long","date":{"column":"date"},"place":{"column":"stage"},
        "metric":{"column":"metric"},"value":{"column":"value"},
        "metrics":{"csat score":"csat","NOISE":null}}"#;
    let support = Place::Stage(session.document().stages_of(session.map().unwrap())[0].id);
    let places = BTreeMap::from([
        ("Suport".to_owned(), PlaceChoice::At(support)),
        ("Elsewhere".to_owned(), PlaceChoice::LeaveOut),
    ]);
    let request = ImportRequest { places, ..request(&path, Some(mapping)) };
    let rehearsal = check(&mut session, &request);
    assert_eq!(rehearsal.outcome.without_kpi, ["Noise"]);
    let kpis: Vec<_> = session.document().kpis.values().map(|kpi| kpi.name.as_str()).collect();
    assert_eq!(kpis, ["CSAT"]);
    let insight = &session.insights().figures[&(id, support)];
    assert_eq!((insight.now.value, insight.now.n), (Some(3.0), Some(2.0)));
    // The source remembers it: the same file comes to the same without being asked again.
    let source = session.document().sources.values().next().unwrap().clone();
    assert!(source.mapping.contains("\"csat score\": \"csat\""), "{}", source.mapping);
}

#[test]
fn a_kpi_made_by_hand_gets_the_numbers_of_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session_in(folder.path());
    let id = session.allocate();
    add_kpi(&mut session, &Kpi::new(id, "Noise"));
    let request = request(&small(folder.path()), None);
    let rehearsal = check(&mut session, &request);
    let kpi = rehearsal.outcome.kpis.iter().find(|kpi| kpi.name_in_data == "Noise").unwrap();
    assert!(!kpi.is_new && kpi.id == id, "{kpi:?}");
    let kpi = &session.document().kpis[&id];
    assert_eq!((kpi.metric.as_str(), kpi.kind), ("Noise", KpiKind::Nps), "nobody said how it counts, its data does");
    assert!(session.undo());
    assert_eq!(session.document().kpis[&id].metric, "");
}

#[test]
fn unknown_names_that_are_skipped_are_rejected_rows_in_the_rehearsal_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session_in(folder.path());
    let request = ImportRequest { new_places: NewPlaces::Skip, ..request(&small(folder.path()), None) };
    let rehearsal = check(&mut session, &request);
    let outcome = &rehearsal.outcome;
    assert_eq!((outcome.rows_read, outcome.rows_accepted, outcome.rows_rejected), (4, 1, 3));
    assert_eq!(rehearsal.checks.issues[0].count, 3);
}

#[test]
fn a_rehearsal_leaves_the_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let session = session_in(folder.path());
    let document = Arc::clone(session.document());
    rehearse(&session, &request(&small(folder.path()), None));
    assert!(Arc::ptr_eq(&document, session.document()));
    let path = session.path().unwrap().to_owned();
    session.close().unwrap();
    let opened = Store::open(&path, OpenMode::ReadOnly).unwrap();
    assert_eq!(opened.document, *document);
}

#[test]
fn a_cancelled_rehearsal_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let session = session_in(folder.path());
    let path = folder.path().join("long.csv");
    std::fs::write(&path, long_rows(&mut Dice(3), 30_000, true)).unwrap();
    let job = session.read_to_rehearse(request(&path, None), None).unwrap();
    job.progress.cancel();
    let read = job.wait().unwrap();
    assert!(read.is_err_and(|failure| failure.is_cancelled()));
}
