//! KPIs of every kind over rows of a file: what the window and the command line show, what a rehearsed import foretells,
//! and what the file keeps for other tools.

use milepost::base::ids::{Id as _, IdAlloc, KpiId};
use milepost::base::time::{Day, DayRange};
use milepost::model::{CardBody, Document, Edit, JourneyMap, Kpi, KpiKind, Place, PlaceOverride, Sides, Weighting};
use milepost::session::import_job::{ImportOutcome, ImportRequest};
use milepost::session::jobs::Jobs;
use milepost::session::view::Period;
use milepost::session::{NumbersView, Session, SessionEvent};
use milepost::store::{OpenMode, Store};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A map with the stages Support and Checkout and the KPIs, each with a card at Support.
fn session_with(folder: &Path, kpis: &[Kpi]) -> Session {
    let mut ids = IdAlloc::seeded(7);
    let mut document = Document::default();
    let map = JourneyMap::new(ids.allocate(), "Test");
    let id = map.id;
    document.maps.insert(id, map.into());
    let mut edit = |document: &mut Document, edit: &Edit| {
        milepost::model::edit::plan(document, edit, &mut ids).unwrap().diff.apply(document);
    };
    for title in ["Support", "Checkout"] {
        let stage = Edit::AddStage { map: id, before: None, title: title.to_owned(), step_title: title.to_owned() };
        edit(&mut document, &stage);
    }
    let kind = milepost::model::LaneKind::Kpi;
    edit(&mut document, &Edit::AddLane { map: id, before: None, kind, title: "KPI".to_owned() });
    let lane = *document.lanes.keys().next().unwrap();
    let step = document.steps.values().find(|step| step.title == "Support").unwrap();
    let (step, stage) = (step.id, step.stage);
    for kpi in kpis {
        edit(&mut document, &Edit::Add(kpi.clone().into()));
    }
    for kpi in kpis {
        let body = CardBody::kpi(kpi.id, Place::Stage(stage), false);
        edit(&mut document, &Edit::AddCard { lane, step, span: 1, text: String::new(), body });
    }
    let path = folder.join("test.milepost");
    let opened = Store::create(&path, OpenMode::Edit, &document).unwrap();
    let mut session = Session::new(opened, path, false, Jobs::default());
    let range = DayRange { from: day("2024-01-01"), to: day("2024-12-31") };
    session.set_view(NumbersView { period: Period::Range(range), ..session.view().clone() });
    session
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn request(folder: &Path, name: &str, text: &str) -> ImportRequest {
    let path: PathBuf = folder.join(name);
    std::fs::write(&path, text).unwrap();
    ImportRequest { path, ..ImportRequest::default() }
}

fn import(session: &mut Session, request: &ImportRequest) -> ImportOutcome {
    session.start_import(request.clone()).unwrap();
    match session.wait().pop() {
        Some(SessionEvent::Imported(outcome)) => *outcome,
        other => panic!("no import but {other:?}"),
    }
}

fn kpi(raw: i64, name: &str, kind: KpiKind, metric: &str) -> Kpi {
    Kpi { kind, metric: metric.to_owned(), rank: raw as f64, ..Kpi::new(KpiId::from_raw(raw), name) }
}

fn value_of(session: &Session, name: &str) -> Option<f64> {
    let kpi = session.document().kpis.values().find(|kpi| kpi.name == name).unwrap();
    let mut figures = session.insights().figures.iter().filter(|((id, _), _)| *id == kpi.id);
    figures.find_map(|(_, insight)| insight.now.value)
}

const LONG: &str = "date,place,metric,value\n\
    2024-03-01,Support,revenue,100\n2024-03-01,Support,orders,4\n2024-03-01,Support,minutes,5\n\
    2024-03-02,Support,revenue,300\n2024-03-02,Support,orders,6\n2024-03-02,Support,minutes,7\n\
    2024-03-02,Support,minutes,30\n2024-03-03,Support,minutes,99\n2024-03-03,Support,accounts,41\n\
    2024-03-01,Support,accounts,40\n2024-03-01,Support,visits,20\n2024-03-02,Support,visits,30\n";

fn kpis() -> Vec<Kpi> {
    let other = |metric: &str| vec![metric.to_owned()];
    vec![
        Kpi { other_metrics: other("orders"), ..kpi(1, "Basket", KpiKind::Ratio, "revenue") },
        Kpi { missing: vec![99.0], ..kpi(2, "Wait", KpiKind::MEDIAN, "minutes") },
        kpi(3, "Accounts", KpiKind::Last, "accounts"),
        Kpi { other_metrics: other("visits"), ..kpi(4, "Conversion", KpiKind::Rate, "orders") },
        Kpi { other_metrics: other("orders"), ..kpi(5, "Lost", KpiKind::Difference { of: Sides::Sums }, "visits") },
        kpi(6, "Revenue", KpiKind::Sum, "revenue"),
        Kpi { formula: "{Revenue} / accounts".to_owned(), ..kpi(7, "Per account", KpiKind::Formula, "") },
        kpi(8, "Waits", KpiKind::Count, "minutes"),
    ]
}

const EXPECTED: [(&str, f64); 8] = [
    ("Basket", 40.0),
    ("Wait", 7.0),
    ("Accounts", 41.0),
    ("Conversion", 0.2),
    ("Lost", 40.0),
    ("Revenue", 400.0),
    ("Per account", 400.0 / 41.0),
    ("Waits", 4.0),
];

#[test]
fn every_kind_is_worked_out_from_the_rows_of_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session_with(folder.path(), &kpis());
    let request = request(folder.path(), "long.csv", LONG);
    // What is shown before anything is written is what comes.
    let read = session.read_to_rehearse(request.clone(), None).unwrap().wait().unwrap().unwrap();
    let rehearsed = session.rehearse_import(request.clone(), Arc::new(read)).unwrap().wait().unwrap().unwrap();
    import(&mut session, &request);
    for (name, expected) in EXPECTED {
        let found = value_of(&session, name).unwrap_or_else(|| panic!("{name} has no value"));
        assert!((found - expected).abs() < 1e-12, "{name}: {found}");
    }
    for ((kpi, place), insight) in &session.insights().figures {
        let foretold = &rehearsed.after.insights.figures[&(*kpi, *place)];
        assert_eq!(foretold.now.value, insight.now.value, "{}", session.document().kpis[kpi].name);
    }
    // Other tools read daily values of every kind, by the import and by the window alike.
    let path = folder.path().join("test.milepost");
    let sum = "select k.name || ' ' || v.day || ' ' || round(v.value, 6) from kpi_value v join kpi k on k.id = v.kpi \
        where k.name in ('Per account', 'Wait', 'Basket') order by 1";
    let before = lines(&path, sum);
    assert_eq!(
        before,
        [
            "Basket 2024-03-01 25.0",
            "Basket 2024-03-02 50.0",
            "Per account 2024-03-01 2.5",
            "Wait 2024-03-01 5.0",
            "Wait 2024-03-02 18.5",
        ]
    );
    // A formula elsewhere reads each KPI where its only card is.
    let id = KpiId::from_raw(7);
    let card =
        session.document().cards.values().find(|card| matches!(card.body, CardBody::Kpi { kpi, .. } if kpi == id));
    let (lane, step) = card.map(|card| (card.lane, card.step)).unwrap();
    let checkout = session.document().stages.values().find(|stage| stage.title == "Checkout").unwrap().id;
    let elsewhere = Place::Stage(checkout);
    let body = CardBody::kpi(id, elsewhere, false);
    session.edit(&Edit::AddCard { lane, step, span: 1, text: String::new(), body }, None).unwrap();
    session.wait();
    let insight = &session.insights().figures[&(id, elsewhere)];
    assert_eq!((insight.now.value, insight.sources.len()), (Some(400.0 / 41.0), 1));
    session.undo();
    session.wait();
    let revenue = session.document().kpis[&KpiId::from_raw(6)].clone();
    let renamed = Kpi { name: "Income".to_owned(), ..(*revenue).clone() };
    session.edit(&Edit::Update(renamed.into()), None).unwrap();
    session.wait();
    assert_eq!(value_of(&session, "Per account"), Some(400.0 / 41.0), "a formula follows the name");
    session.close().unwrap();
    assert_eq!(lines(&path, sum), before);
}

fn lines(path: &Path, sql: &str) -> Vec<String> {
    let run =
        std::process::Command::new(env!("CARGO_BIN_EXE_milepost")).arg("sql").arg(path).args([sql, "--csv"]).output();
    let text = String::from_utf8(run.unwrap().stdout).unwrap();
    text.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn a_usability_scale_is_scored_by_respondent() {
    let folder = tempfile::tempdir().unwrap();
    let items: Vec<String> = (1..=10).map(|item| format!("SUS {item}")).collect();
    let sus = Kpi { other_metrics: items.clone(), ..kpi(1, "SUS", KpiKind::Sus, "") };
    let session = session_with(folder.path(), &[sus]);
    let mut text = format!("date,{}\n", items.join(","));
    for answers in ["5,1,5,1,5,1,5,1,5,1", "3,3,3,3,3,3,3,3,3,3", "3,3,3,3,3,3,3,3,3,"] {
        text.push_str(&format!("2024-03-01,{answers}\n"));
    }
    let scores: Vec<_> = items
        .iter()
        .map(|item| serde_json::json!({"column": item, "metric": item, "place": "Support", "scale": [1, 5]}))
        .collect();
    let mapping =
        serde_json::json!({"shape": "survey", "date": {"column": "date", "order": "year-first"}, "scores": scores});
    std::fs::write(folder.path().join("sus.csv"), text).unwrap();
    std::fs::write(folder.path().join("map.json"), mapping.to_string()).unwrap();
    session.close().unwrap();
    let path = folder.path().join("test.milepost");
    let run = |args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_milepost"));
        let output = command.current_dir(folder.path()).args(args).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    run(&["import", "test.milepost", "sus.csv", "--mapping", "map.json"]);
    let found: serde_json::Value = serde_json::from_str(&run(&["kpi", "test.milepost", "--json"])).unwrap();
    assert_eq!(found.as_array().map(Vec::len), Some(1), "items are no KPIs of their own: {found}");
    assert_eq!((&found[0]["value"], &found[0]["n"]), (&serde_json::json!(75.0), &serde_json::json!(2)), "{found}");
    let daily = lines(&path, "select v.value from kpi_value v join kpi k on k.id = v.kpi where k.name = 'SUS'");
    assert_eq!(daily, ["75"]);
}

#[test]
fn a_place_has_its_own_target_and_weights_can_be_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let csat = Kpi { target: Some(3.0), scale: Some((1.0, 5.0)), ..kpi(1, "CSAT", KpiKind::Mean, "CSAT") };
    let mut session = session_with(folder.path(), &[csat]);
    let text = "date,CSAT,weight\n2024-03-01,5,3\n2024-03-01,1,1\n";
    std::fs::write(folder.path().join("csat.csv"), text).unwrap();
    let mapping = serde_json::json!({"shape": "survey", "date": {"column": "date", "order": "year-first"}, "weight": {"column": "weight"},
        "scores": [{"column": "CSAT", "metric": "CSAT", "place": "Support", "scale": [1, 5]}]});
    std::fs::write(folder.path().join("map.json"), mapping.to_string()).unwrap();
    let place = *session.insights().figures.keys().next().map(|(_, place)| place).unwrap_or(
        &session.document().stages.values().find(|s| s.title == "Support").map(|s| Place::Stage(s.id)).unwrap(),
    );
    let id = KpiId::from_raw(1);
    let mut own = (*session.document().kpis[&id]).clone();
    own.overrides.insert(place, PlaceOverride { target: Some(4.5), ..PlaceOverride::default() });
    session.edit(&Edit::Update(own.into()), None).unwrap();
    session.wait();
    session.close().unwrap();
    let run = |args: &[&str]| -> serde_json::Value {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_milepost"));
        let output = command.current_dir(folder.path()).args(args).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    run(&["import", "test.milepost", "csat.csv", "--mapping", "map.json", "--json"]);
    let all = ["kpi", "test.milepost", "--metric", "CSAT", "--json"];
    let check = |more: &[&str], value: f64, is_weighted: bool| {
        let found = run(&[&all, more].concat())[0].clone();
        let seen = (found["value"].as_f64(), found["weighted"].as_bool(), found["target"].as_f64());
        assert_eq!(seen, (Some(value), Some(is_weighted), Some(4.5)), "{more:?}: {found}");
    };
    check(&[], 4.0, true);
    check(&["--weight"], 4.0, true);
    check(&["--weight=no"], 3.0, false);
    check(&["--weight=no", "--as", "median"], 3.0, false);
    let opened = Store::open(&folder.path().join("test.milepost"), OpenMode::Edit).unwrap();
    let mut session = Session::new(opened, folder.path().join("test.milepost"), false, Jobs::default());
    let plain = Kpi { weighting: Weighting::Unweighted, ..(*session.document().kpis[&id]).clone() };
    session.edit(&Edit::Update(plain.into()), None).unwrap();
    session.wait();
    assert_eq!(value_of(&session, "CSAT"), Some(3.0));
    session.close().unwrap();
    check(&[], 3.0, false);
    check(&["--weight"], 4.0, true);
}
