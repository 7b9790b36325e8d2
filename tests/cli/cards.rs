//! What stands on KPI cards and in pictures is what the command line prints.

use crate::harness::Folder;
use milepost::model::{AnyRecord, Card, CardForm, Edit, Kpi};
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
            CardForm::Automatic | CardForm::Number | CardForm::Trend => {}
        }
        // What no card shows is not worked out.
        assert_eq!(card.goal.is_some(), form == CardForm::Gauge, "{form:?}");
        assert_eq!(card.periods.is_some(), form == CardForm::BeforeAfter, "{form:?}");
        assert_eq!(card.scores.is_empty(), form != CardForm::Scores, "{form:?}");
        assert_eq!(card.rows.is_empty(), form != CardForm::Table, "{form:?}");
        session.close().unwrap();
        folder.run(&["export", "m.milepost", "-o", "m.svg"]).ok();
        assert!(folder.text("m.svg").contains(&percent), "{form:?}");
    }
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
