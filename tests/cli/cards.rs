//! What stands on KPI cards and in pictures is what the command line prints.

use crate::harness::Folder;
use milepost::model::{AnyRecord, Card, CardForm, CardSplit, Edit, Kpi};
use milepost::scene::Status;
use milepost::session::Session;
use milepost::session::jobs::Jobs;
use milepost::store::{OpenMode, Store};
use serde_json::Value;
use std::fmt::Write as _;

/// Answers of two years: one a day at the beginning of each month, for longer in later ones; better in the second year.
fn answers() -> String {
    let mut data = "date,place,metric,value\n".to_owned();
    for (year, scores) in [(2024, [2, 3, 5, 1, 4]), (2025, [5, 4, 5, 3, 4])] {
        for month in 1..=12_usize {
            for day in 1..=8 + month {
                let _ = writeln!(data, "{year}-{month:02}-{day:02},Support,CSAT,{}", scores[(day + month) % 5]);
            }
        }
    }
    data
}

/// Gives all KPIs of the file a target with a watch band, as a window does.
fn set_target(folder: &Folder, target: f64, watch_band: f64) {
    let mut session = session_with(folder, CardForm::Automatic);
    let kpis: Vec<Kpi> = session.document().kpis.values().map(|kpi| Kpi::clone(kpi)).collect();
    for kpi in kpis {
        let kpi = Kpi { target: Some(target), watch_band: Some(watch_band), ..kpi };
        session.edit(&Edit::Update(AnyRecord::Kpi(kpi)), None).unwrap();
    }
    session.close().unwrap();
}

/// Puts all KPI cards of the file into a form, as a window does, and gives the session with its figures.
fn session_with(folder: &Folder, form: CardForm) -> Session {
    let path = folder.path("m.milepost");
    let opened = Store::open(&path, OpenMode::Edit).unwrap();
    let mut session = Session::new(opened, path, false, Jobs::default());
    session.wait();
    let cards: Vec<Card> = session.document().cards.values().map(|card| Card::clone(card)).collect();
    for card in cards.into_iter().filter(|card| card.body.form().is_some()) {
        let body = card.body.clone().in_form(form);
        session.edit(&Edit::Update(AnyRecord::Card(Card { body, ..card })), None).unwrap();
    }
    session.wait();
    session
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

#[test]
fn a_card_in_any_form_shows_the_figure_of_the_command_line() {
    let folder = Folder::with_map("blank");
    folder.write("d.csv", answers()).run(&["import", "m.milepost", "d.csv"]).ok();
    set_target(&folder, 0.9, 0.15);
    let printed = |args: &[&str]| folder.run(&[&["kpi", "m.milepost", "--json"], args].concat()).json()[0].take();
    let shown = printed(&["--from", "2024-12-22", "--to", "2025-12-20", "--grain", "month"]);
    let before = printed(&["--from", "2023-12-22", "--to", "2024-12-20"]);
    for form in CardForm::EVERY {
        let session = session_with(&folder, form);
        let overlay = session.overlay().0.clone();
        let figure = overlay.cards.values().next().unwrap();
        let card = &figure.card;
        assert_eq!(card.value, Some(number(&shown["value"])), "{form:?}");
        let percent = format!("{:.1} %", 100.0 * number(&shown["value"]));
        assert_eq!(figure.value_text, percent, "{form:?}");
        let interval = card.interval.map(|(low, high)| vec![low, high]);
        assert_eq!(interval, Some(shown["interval"].as_array().unwrap().iter().map(number).collect()), "{form:?}");
        assert_eq!((figure.status, &shown["status"]), (Status::Watch, &Value::from("watch")), "{form:?}");
        // The trend begins with the year before.
        let series = shown["series"].as_array().unwrap();
        let months: Vec<f64> = series.iter().map(|point| number(&point["value"])).collect();
        let drawn: Vec<f64> = figure.points.iter().map(|point| point.value).collect();
        assert!(
            (months.len(), drawn.len()) == (12, 24) && drawn.ends_with(&months),
            "{form:?}: {drawn:?}, not {months:?}"
        );
        match form {
            CardForm::Gauge => {
                let goal = card.goal.as_ref().unwrap();
                assert_eq!((goal.target, goal.target_text.as_str()), (number(&shown["target"]), "90.0 %"));
                assert!((goal.watch_end - (number(&shown["target"]) - 0.15)).abs() < 1e-12 && goal.is_higher_better);
                assert_eq!((card.span.ends, card.span.texts.1.as_str()), ((0.0, 1.0), "100.0 %"));
            }
            CardForm::BeforeAfter => {
                let [was, is] = card.periods.as_ref().unwrap();
                assert_eq!((was.value, is.value), (number(&before["value"]), number(&shown["value"])));
            }
            CardForm::Scores => {
                let all: f64 = card.scores.iter().map(|bar| bar.count).sum();
                let satisfied: f64 = card.scores.iter().skip(3).map(|bar| bar.count).sum();
                assert_eq!((card.scores.len(), all), (5, number(&shown["n"])));
                assert!((satisfied / all - number(&shown["value"])).abs() < 1e-12);
            }
            CardForm::Table => {
                let newest = series.last().unwrap();
                let row = card.rows.first().unwrap();
                assert_eq!(row.value_text, format!("{:.1} %", 100.0 * number(&newest["value"])));
                assert_eq!((row.period.as_str(), row.n_text.as_str()), ("Dec 25", "20"));
            }
            // The data has no segments; see below for data that has.
            CardForm::SmallMultiples | CardForm::Lines => {
                let split = card.splits.values().next().unwrap();
                assert!(split.parts.is_empty() && split.dimension.is_empty(), "{split:?}");
            }
            CardForm::Automatic | CardForm::Number | CardForm::Trend => {}
        }
        // What no card shows is not worked out.
        assert_eq!(card.goal.is_some(), form == CardForm::Gauge, "{form:?}");
        assert_eq!(card.periods.is_some(), form == CardForm::BeforeAfter, "{form:?}");
        assert_eq!(card.scores.is_empty(), form != CardForm::Scores, "{form:?}");
        assert_eq!(card.rows.is_empty(), form != CardForm::Table, "{form:?}");
        assert_eq!(card.splits.is_empty(), !form.is_split(), "{form:?}");
        session.close().unwrap();
        folder.run(&["export", "m.milepost", "-o", "m.svg"]).ok();
        assert!(folder.text("m.svg").contains(&percent), "{form:?}");
    }
}

/// Answers of six plans: as many as their number says, with scores that averages of averages would not find.
fn answers_by_plan() -> String {
    let mut data = "date,place,metric,value,plan,device\n".to_owned();
    for (plan, answers) in [("A", 400), ("B", 300), ("C", 200), ("D", 20), ("E", 9), ("F", 3)] {
        for answer in 0..answers {
            let (month, day) = (1 + answer % 12, 1 + answer % 28);
            let score = if answers > 100 { 3 + answer % 3 } else { 1 + answer % 2 };
            let _ = writeln!(data, "2025-{month:02}-{day:02},Support,CSAT,{score},{plan},web");
        }
    }
    data
}

/// Puts all KPI cards of the file into a form, split in a way, and gives the session with its figures.
fn split_session(folder: &Folder, form: CardForm, split: &CardSplit) -> Session {
    let mut session = session_with(folder, CardForm::Automatic);
    let cards: Vec<Card> = session.document().cards.values().map(|card| Card::clone(card)).collect();
    for card in cards.into_iter().filter(|card| card.body.form().is_some()) {
        let body = card.body.clone().split_by(split.clone()).in_form(form);
        session.edit(&Edit::Update(AnyRecord::Card(Card { body, ..card })), None).unwrap();
    }
    session.wait();
    session
}

/// The largest segments have the values of `kpi --by`; the rest is pooled from its rows.
#[test]
fn a_card_by_segment_shows_the_values_of_the_command_line_and_pools_the_rest() {
    let folder = Folder::with_map("blank");
    folder.write("d.csv", answers_by_plan()).run(&["import", "m.milepost", "d.csv"]).ok();
    let by = folder.run(&["kpi", "m.milepost", "--by", "plan", "--json"]).json();
    let of = |plan: &str| {
        let found =
            by.as_array().unwrap().iter().find(|row| row["by"]["plan"] == plan || row["segment"]["plan"] == plan);
        found.unwrap_or_else(|| panic!("no {plan} in {by}")).clone()
    };
    // The device has one value only: it tells nothing apart, so the plan is taken without being named.
    for dimension in [None, Some("plan".to_owned())] {
        for form in [CardForm::SmallMultiples, CardForm::Lines] {
            let split = CardSplit { dimension: dimension.clone(), top: 3 };
            let session = split_session(&folder, form, &split);
            let overlay = session.overlay().0.clone();
            let figure = &overlay.cards.values().next().unwrap().card.splits[&split];
            assert_eq!(figure.dimension, "plan");
            let labels: Vec<&str> = figure.parts.iter().map(|part| part.label.as_str()).collect();
            assert_eq!(labels, ["A", "B", "C", "the rest (3)"]);
            for part in figure.parts.iter().filter(|part| !part.is_rest) {
                let row = of(&part.label);
                assert_eq!(part.value_text, format!("{:.1} %", 100.0 * number(&row["value"])), "{row}");
                assert_eq!(part.n_text, format!("n {}", number(&row["n"])), "{row}");
            }
            let rest = &figure.parts[3];
            // 20, 9 and 3 answers between 1 and 2: none of the 32 is satisfied.
            assert_eq!((rest.value_text.as_str(), rest.n_text.as_str(), rest.is_few), ("0.0 %", "n 32", false));
            session.close().unwrap();
            folder.run(&["export", "m.milepost", "-o", "m.svg"]).ok();
            let svg = folder.text("m.svg");
            assert!(svg.contains("by plan") && svg.contains("the rest (3)"), "{form:?}: {svg}");
        }
    }
    // Four of six stand alone: the rest is the two smallest, and has few answers.
    let split = CardSplit { dimension: Some("plan".to_owned()), top: 4 };
    let session = split_session(&folder, CardForm::Lines, &split);
    let overlay = session.overlay().0.clone();
    let parts = overlay.cards.values().next().unwrap().card.splits[&split].parts.clone();
    let said: Vec<(&str, &str, bool)> =
        parts.iter().skip(3).map(|part| (part.label.as_str(), part.n_text.as_str(), part.is_few)).collect();
    assert_eq!(said, [("D", "n 20", true), ("the rest (2)", "n 12", true)]);
    session.close().unwrap();
    // It is in the file in plain words; one more than the largest is no rest but has its name.
    let select = "select json_extract(details, '$.form') as form, json_extract(details, '$.split') as split from card \
                  where kind = 'kpi'";
    let stored = folder.run(&["sql", "m.milepost", select, "--json"]).json();
    assert_eq!(stored[0]["form"], "lines");
    assert_eq!(stored[0]["split"], r#"{"dimension":"plan","top":4}"#);
    let split = CardSplit { dimension: Some("plan".to_owned()), top: 5 };
    let session = split_session(&folder, CardForm::Lines, &split);
    let overlay = session.overlay().0.clone();
    assert!(overlay.cards.values().next().unwrap().card.splits[&split].parts.iter().all(|part| !part.is_rest));
    session.close().unwrap();
}

/// What nobody chose is not in the file; what somebody chose is, in its own word.
#[test]
fn the_form_of_a_card_is_kept_in_the_file() {
    let folder = Folder::with_map("blank");
    folder.write("d.csv", answers()).run(&["import", "m.milepost", "d.csv"]).ok();
    let stored = || {
        let select = "select json_extract(details, '$.form') as form from card where kind = 'kpi'";
        folder.run(&["sql", "m.milepost", select, "--json"]).json()[0]["form"].take()
    };
    assert_eq!(stored(), Value::Null);
    for (form, word) in [(CardForm::BeforeAfter, "before_after"), (CardForm::Gauge, "gauge")] {
        session_with(&folder, form).close().unwrap();
        assert_eq!(stored(), word);
    }
    session_with(&folder, CardForm::Automatic).close().unwrap();
    assert_eq!(stored(), Value::Null);
}

/// Old data, few answers, no n and young limits are said on the card, in pictures and in words.
#[test]
fn what_must_be_known_about_a_value_is_said() {
    let mut data = "date,place,metric,value,n\n".to_owned();
    for month in 1..=8 {
        let _ = writeln!(data, "2024-{month:02}-03,Support,Few,{},2", 3 + month % 2);
        let _ = writeln!(data, "2024-{month:02}-03,Support,Uncounted,{},", 3 + month % 3);
        let _ = writeln!(data, "2024-{month:02}-03,Support,Counted,{},90", 3 + month % 2);
    }
    let folder = Folder::with_map("blank");
    folder.write("d.csv", data).run(&["import", "m.milepost", "d.csv"]).ok();
    let mut session = session_with(&folder, CardForm::Automatic);
    let kpis: Vec<Kpi> = session.document().kpis.values().map(|kpi| Kpi::clone(kpi)).collect();
    for kpi in kpis {
        let expected_update_days = (kpi.name == "Counted").then_some(7);
        session.edit(&Edit::Update(AnyRecord::Kpi(Kpi { expected_update_days, ..kpi })), None).unwrap();
    }
    session.wait();
    let overlay = session.overlay().0.clone();
    let document = session.document().clone();
    let figure = |name: &str| {
        let found = overlay.cards.iter().find(|((kpi, _), _)| document.kpis[kpi].name == name);
        found.unwrap_or_else(|| panic!("no card of {name}")).1
    };
    let caveats = |name: &str| figure(name).caveats().join("; ");
    assert!(figure("Few").is_few && figure("Few").short_n() == "n 16, few", "{}", figure("Few").short_n());
    assert!(!figure("Counted").is_few);
    assert!(figure("Uncounted").is_n_unknown() && !figure("Counted").is_n_unknown());
    assert!(caveats("Counted").contains("older than expected"), "{}", caveats("Counted"));
    assert!(!caveats("Few").contains("older"), "{}", caveats("Few"));
    for name in ["Few", "Uncounted", "Counted"] {
        assert!(caveats(name).contains("provisional limits: 8 points so far"), "{name}: {}", caveats(name));
    }
    session.close().unwrap();
    folder.run(&["export", "m.milepost", "-o", "m.svg"]).ok();
    let svg = folder.text("m.svg");
    assert!(svg.contains("n 16, few") && svg.contains("n not given"), "{svg}");
}
