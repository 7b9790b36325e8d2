//! What people who tried the command line ran into, one test each, named after what they saw.

use crate::harness::{Folder, Run};
use serde_json::{Value, json};

/// A folder with a blank map into which a data file was imported.
fn imported(data: &str) -> Folder {
    let folder = Folder::with_map("blank");
    folder.write("d.csv", data).run(&["import", "m.milepost", "d.csv"]).ok();
    folder
}

/// The first KPI of such a folder over all days.
fn first_kpi(data: &str) -> Value {
    imported(data).run(&["kpi", "m.milepost", "--grain", "all", "--json"]).json()[0].take()
}

/// The window says it among its checks; nobody looks at those when a command imports.
#[test]
fn what_the_checks_of_the_wizard_say_is_told_by_commands_too() {
    let folder = Folder::with_map("blank");
    let mut rows = String::from("date,place,metric,value\n2199-01-01,Support,Wait time,11\n2025-03-01,,Wait time,12\n");
    for day in 1..=28 {
        rows += &format!("2025-01-{day:02},Support,Wait time,{}\n", 10 + day % 7);
    }
    rows += "2025-02-01,Support,Wait time,999\n2025-02-02,Support,Wait time,999\n";
    let report = folder.write("d.csv", &rows).run(&["import", "m.milepost", "d.csv", "--json"]).json();
    let told = |report: &Value, words: &str| {
        report["notes"].as_array().unwrap().iter().filter(|note| note.as_str().unwrap().contains(words)).count()
    };
    for words in ["1 row has a date after today", "1 row names no place", "2 values of Wait time are 999"] {
        assert_eq!(told(&report, words), 1, "{words}: {}", report["notes"]);
    }
    // The same bytes again are no news.
    let again = folder.run(&["import", "m.milepost", "d.csv", "--json"]).json();
    assert!(again["notes"].is_null(), "{again}");
    let mut answers = String::from("respondent_id,date,CSAT,Comment\n");
    for row in 0..40 {
        let score = [1, 2, 4, 5, 99][row % 5];
        answers +=
            &format!("r{row},2025-01-{:02},{score},\"it was fine, call jo{row}@example.org please\"\n", row % 28 + 1);
    }
    folder.write("s.csv", &answers);
    let sniffed = folder.run(&["sniff", "s.csv"]);
    for words in ["99 in \"CSAT\" counts as no answer", "In the first 40 rows: Comments hold 40 e-mail addresses"] {
        assert!(sniffed.err.contains(words), "{words}: {}", sniffed.err);
    }
    let report = folder.run(&["import", "m.milepost", "s.csv", "--json"]).json();
    for words in ["99 in \"CSAT\" counts as no answer", "Comments hold 40 e-mail addresses"] {
        assert_eq!(told(&report, words), 1, "{words}: {}", report["notes"]);
    }
}

#[test]
fn an_empty_n_is_not_one_answer() {
    let data = "date,place,metric,value,n\n2026-01-01,Shop,CSAT,4,50\n2026-01-02,Shop,CSAT,5,\n";
    let folder = imported(data);
    let kpi = folder.run(&["kpi", "m.milepost", "--grain", "day", "--json"]).json()[0].take();
    assert_eq!((&kpi["n"], &kpi["interval"], &kpi["value"]), (&Value::Null, &Value::Null, &json!(1.0)));
    assert_eq!((&kpi["series"][0]["n"], &kpi["series"][1]["n"]), (&json!(50), &Value::Null));
    let days = folder.run(&["sql", "m.milepost", "select n from kpi_value order by day", "--json"]).json();
    assert_eq!(days, json!([{"n": 50.0}, {"n": null}]));
    assert!(folder.run(&["kpi", "m.milepost"]).ok().contains("not given"));
    // Data without any such column has one answer a row.
    assert_eq!(first_kpi("date,place,metric,value\n2026-01-01,Shop,CSAT,4\n2026-01-02,Shop,CSAT,5\n")["n"], 2);
}

#[test]
fn half_an_answer_is_a_rejected_row() {
    let folder = Folder::with_map("blank");
    folder.write("d.csv", "date,place,metric,value,n\n2026-01-01,Shop,CSAT,4,12.5\n2026-01-02,Shop,CSAT,4,12\n");
    let report = folder.run(&["import", "m.milepost", "d.csv", "--json"]).json();
    assert_eq!(report["issues"], json!([{"line": 2, "column": "n", "kind": "bad_count", "text": "12.5"}]));
    assert_eq!(report["rejected"], 1);
}

#[test]
fn whole_minutes_of_many_people_have_no_interval_of_single_answers() {
    let rows = "2026-01-01,Desk,Wait time,120,50\n2026-01-02,Desk,Wait time,90,40\n2026-01-03,Desk,Wait time,100,60\n";
    let whole = first_kpi(&format!("date,place,metric,value,n\n{rows}"));
    let fractional = first_kpi(&format!("date,place,metric,value,n\n{}", rows.replace("120,", "120.5,")));
    assert_eq!((&whole["method"], &fractional["method"]), (&json!("Student t on row means"), &fractional["method"]));
    // Whole scores with their counts are answers.
    let counts =
        first_kpi("date,place,metric,value,n\n2026-01-01,Desk,Mean mood,4,50\n2026-01-01,Desk,Mean mood,2,40\n");
    assert_eq!((&counts["kind"], &counts["method"]), (&json!("mean"), &json!("Student t")));
}

#[test]
fn what_is_asked_of_kpi_and_is_not_there_is_told() {
    let folder = imported("date,place,metric,value,plan\n2026-01-01,Shop,NPS,9,pro\n2026-01-02,Shop,NPS,0,basic\n");
    folder.run(&["kpi", "m.milepost", "--segment", "plan=pro"]).ok();
    folder.refuse(&["kpi", "m.milepost", "--segment", "colour=red"], 1, "no segment “colour”; there are: plan");
    folder.refuse(&["kpi", "m.milepost", "--segment", "plan=gold"], 1, "basic, pro");
    folder.refuse(&["kpi", "m.milepost", "--from", "2026-02-01", "--to", "2026-01-01"], 2, "is after");
    folder.refuse(&["kpi", "m.milepost", "--as", "rate"], 1, "use nps, top_box or mean");
    folder
        .write("t.csv", "date,place,metric,value\n2026-01-01,Shop,Wait time,12\n")
        .run(&["import", "m.milepost", "t.csv"])
        .ok();
    folder.refuse(&["kpi", "m.milepost", "--metric", "Wait time", "--as", "rate"], 1, "no shares");
    Folder::with_map("blank").refuse(&["kpi", "m.milepost", "--metric", "NPS"], 1, "import some numbers first");
    Folder::with_map("blank").refuse(&["kpi", "m.milepost", "--segment", "a=b"], 1, "no segments");
}

/// The kind, the value and the direction that a metric gets.
fn check_kind(rows: &str, kind: &str, value: f64, direction: &str) {
    let folder = imported(&format!("date,place,metric,value\n{rows}"));
    let kpi = folder.run(&["kpi", "m.milepost", "--grain", "all", "--json"]).json()[0].take();
    assert_eq!(kpi["kind"], kind, "{rows}");
    assert!((kpi["value"].as_f64().unwrap() - value).abs() < 1e-12, "{rows}: {kpi}");
    let found = folder.run(&["sql", "m.milepost", "select direction from kpi", "--json"]).json();
    assert_eq!(found[0]["direction"], direction, "{rows}");
}

#[test]
fn kinds_follow_the_values() {
    let rows = |metric: &str, values: &[&str]| {
        let row = |(day, value): (usize, &&str)| format!("2026-01-{:02},Shop,{metric},{value}\n", day + 1);
        values.iter().enumerate().map(row).collect::<String>()
    };
    check_kind(&rows("Completion", &["60%", "80%", "130%"]), "rate", 0.9, "up");
    check_kind(&rows("Churn %", &["83", "12"]), "rate", 0.475, "down");
    check_kind(&rows("NPS", &["1", "5", "4", "5", "3"]), "top_box", 0.6, "up");
    check_kind(&rows("Customer effort", &["1", "5", "2", "4"]), "top_box", 0.5, "down");
    let folder = Folder::with_map("blank");
    let told = folder.write("d.csv", format!("date,place,metric,value\n{}", rows("Churn %", &["83", "12"])));
    let run = told.run(&["import", "m.milepost", "d.csv"]);
    assert!(run.err.contains("read as percentages: 83 is 83 %"), "{run:?}");
    let nps = folder.write("n.csv", format!("date,place,metric,value\n{}", rows("NPS", &["1", "5", "4", "5", "3"])));
    assert!(nps.run(&["import", "m.milepost", "n.csv"]).ok().contains("shorter than 0 to 10"));
}

/// The value of "Churn %" over all files imported, and what was said about each.
fn check_churn(months: &[&[&str]], mapping: Option<&str>, expected: f64, told: &[&str]) {
    let folder = Folder::with_map("blank");
    for (month, (values, told)) in (1..).zip(months.iter().zip(told)) {
        let row = |(day, value): (usize, &&str)| format!("2026-{month:02}-{:02},Shop,Churn %,{value}\n", day + 1);
        let rows: String = values.iter().enumerate().map(row).collect();
        let name = format!("{month}.csv");
        folder.write(&name, format!("date,place,metric,value\n{rows}"));
        let mut words = vec!["import", "m.milepost", &name];
        if let Some(mapping) = mapping {
            folder.write("map.json", mapping);
            words.extend(["--mapping", "map.json"]);
        }
        let run = folder.run(&words);
        assert!(told.is_empty() || run.err.contains(told), "{months:?}: {run:?}");
        assert!(!told.is_empty() || !run.err.contains("Churn"), "{months:?}: {run:?}");
        run.ok();
    }
    let kpis = folder.run(&["kpi", "m.milepost", "--metric", "Churn %", "--grain", "all", "--json"]).json();
    let value = kpis[0]["value"].as_f64().unwrap();
    assert!((value - expected).abs() < 1e-12, "{months:?}: {kpis}");
}

#[test]
fn percentages_mean_the_same_in_every_file() {
    let (first, next) = ("percentages: 1.4 is 1.4 %", "percentages: 0.9 is 0.9 %");
    check_churn(&[&["1.2", "1.4"], &["0.9", "0.9"]], None, 0.011, &[first, next]);
    check_churn(&[&["0.9", "0.7"]], None, 0.8, &["0.9 in \"Churn %\" was read as 90 %; if it is 0.9 %"]);
    check_churn(&[&["0.9%", "0.7%"]], None, 0.008, &[""]);
    check_churn(&[&["1.2", "1.4"], &["0.9%", "0.9%"]], None, 0.011, &[first, ""]);
    let mapping = r#"{"shape":"long","date":{"column":"date"},"place":{"column":"place"},
        "metric":{"column":"metric"},"value":{"column":"value"},"percent":["churn %"]}"#;
    check_churn(&[&["0.9", "0.7"]], Some(mapping), 0.008, &[""]);
}

#[test]
fn capitals_and_hyphens_make_no_second_metric_and_no_second_place() {
    let folder = imported("date,place,metric,value\n2026-01-01,Sign-up,CSAT,4\n2026-01-02,sign-up,csat,2\n");
    folder
        .write("e.csv", "date,place,metric,value\n2026-01-03,Sign up,Csat,5\n")
        .run(&["import", "m.milepost", "e.csv"])
        .ok();
    let kpis = folder.run(&["kpi", "m.milepost", "--metric", " csat", "--grain", "all", "--json"]).json();
    assert_eq!(kpis.as_array().unwrap().len(), 1, "{kpis}");
    assert_eq!((&kpis[0]["n"], &kpis[0]["place"]), (&json!(3), &json!("Sign-up")));
    // What is called exactly so comes first.
    folder.write("f.csv", "date,place,metric,value\n2026-01-03,Log in,CSAT,5\n2026-01-03,Log-in,CSAT,1\n");
    folder.write("map.json", r#"{"shape":"long","date":{"column":"date"},"place":{"column":"place"},"metric":{"column":"metric"},"value":{"column":"value"}}"#);
    folder.run(&["import", "m.milepost", "f.csv", "--mapping", "map.json"]).ok();
    let stages = folder.run(&["sql", "m.milepost", "select title from stage order by rank", "--csv"]).ok();
    assert_eq!(stages, "title\nSign-up\nLog in\n");
    folder.run(&["export", "m.milepost", "-o", "m.svg", "--map", " journey "]).ok();
}

#[test]
fn dates_that_contradict_each_other_are_told_with_both() {
    let folder = Folder::with_map("blank");
    folder.write(
        "d.csv",
        "date,place,metric,value\n13/02/2026,Shop,CSAT,4\n02/13/2026,Shop,CSAT,5\n01/02/2026,Shop,CSAT,5\n",
    );
    for args in [&["sniff", "d.csv"][..], &["import", "m.milepost", "d.csv", "--dry-run"]] {
        let run = folder.run(args);
        assert!(
            run.err.contains("contradict") && run.err.contains("13/02/2026") && run.err.contains("02/13/2026"),
            "{run:?}"
        );
    }
    // A majority settles how they are read, and is told all the same.
    folder.write(
        "most.csv",
        "date,place,metric,value\n13/02/2026,Shop,CSAT,4\n14/02/2026,Shop,CSAT,4\n02/13/2026,Shop,CSAT,5\n",
    );
    for data in ["d.csv", "most.csv"] {
        let report = folder.run(&["import", "m.milepost", data, "--json"]).json();
        assert!(report["notes"][0].as_str().unwrap().contains("contradict"), "{report}");
    }
    folder.write("open.csv", "date,place,metric,value\n01/02/2026,Shop,CSAT,4\n02/03/2026,Shop,CSAT,5\n");
    let run = folder.run(&["sniff", "open.csv", "--mapping-out", "map.json"]);
    assert!(run.err.contains("day or month"), "{run:?}");
    let mapping: Value = serde_json::from_str(&folder.text("map.json")).unwrap();
    assert_eq!(mapping["date"], json!({"column": "date", "order": "month-first"}));
}

#[test]
fn an_output_never_replaces_its_data() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("sub")).unwrap();
    folder.write("d.csv", "a;b\n1;2\n");
    let mut outputs = vec!["d.csv", "./d.csv", "sub/../d.csv"];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path("d.csv"), folder.path("soft.csv")).unwrap();
        std::fs::hard_link(folder.path("d.csv"), folder.path("hard.csv")).unwrap();
        outputs.extend(["soft.csv", "hard.csv"]);
    }
    for output in outputs {
        folder.refuse(&["normalise", "d.csv", "-o", output], 1, "would replace");
    }
    folder.write("e.csv", "date,place,metric,value\n2026-01-01,Shop,CSAT,4\n");
    folder.refuse(&["sniff", "e.csv", "--mapping-out", "e.csv"], 1, "would replace");
}

#[test]
fn the_same_name_from_another_folder_is_told() {
    let data = "date,place,metric,value\n2026-01-01,Shop,CSAT,4\n";
    let folder = imported(data);
    std::fs::create_dir(folder.path("february")).unwrap();
    folder.write("february/d.csv", data.replace("01-01", "02-01"));
    let report = folder.run(&["import", "m.milepost", "february/d.csv", "--dry-run", "--json"]).json();
    assert!(report["notes"][0].as_str().unwrap().contains("source of this map already"), "{report}");
    let run = folder.run(&["import", "m.milepost", "february/d.csv"]);
    assert!(run.err.contains("“d.csv” is a source of this map already"), "{run:?}");
    // Its own rows anew are no news, and neither is the same file after a move.
    assert_eq!(folder.run(&["import", "m.milepost", "february/d.csv"]).err, "");
    std::fs::create_dir(folder.path("moved")).unwrap();
    folder.write("moved/d.csv", data);
    assert_eq!(folder.run(&["import", "m.milepost", "moved/d.csv", "--json"]).json()["unchanged"], true);
}

#[test]
fn months_with_a_point_are_headers() {
    let folder = Folder::with_map("blank");
    folder.write("w.csv", "place;metric;01.2025;02.2025\nShop;CSAT;4;5\nDesk;CSAT;3;2\n");
    let report = folder.run(&["import", "m.milepost", "w.csv", "--json"]).json();
    assert_eq!((&report["read"], &report["rejected"]), (&json!(2), &json!(0)));
    let days = folder.run(&["sql", "m.milepost", "select distinct day from observation order by 1", "--csv"]).ok();
    assert_eq!(days, "day\n2025-01-01\n2025-02-01\n");
}

#[test]
fn a_quote_that_never_closes_is_no_place() {
    let folder = Folder::with_map("blank");
    folder.write("d.csv", "date,place,metric,value\n2026-01-01,\"Shop,CSAT,4\n2026-01-02,Desk,CSAT,5\n");
    let report = folder.run(&["import", "m.milepost", "d.csv", "--json"]).json();
    assert_eq!(report["issues"][0]["kind"], "open_quote");
    assert_eq!((&report["accepted"], &report["rejected"]), (&json!(1), &json!(1)));
    assert_eq!(folder.run(&["sql", "m.milepost", "select title from stage", "--csv"]).ok(), "title\nDesk\n");
}

#[test]
fn a_new_stage_has_a_step_with_a_name() {
    let folder = imported("date,place,metric,value\n2026-01-01,Security,CSAT,4\n");
    assert_eq!(folder.run(&["sql", "m.milepost", "select title from step", "--csv"]).ok(), "title\nSecurity\n");
    let places = folder.run(&["kpi", "m.milepost", "--place", "Security", "--json"]).json();
    assert_eq!(places.as_array().unwrap().len(), 1);
}

#[test]
fn small_sentences() {
    let folder = Folder::with_map("blank");
    folder.refuse(&["new", "no/such/map.milepost"], 1, "folder does not exist");
    folder.refuse(&["sql", "m.milepost", "vacuum"], 1, "only reading is possible");
    folder.refuse(&["sql", "m.milepost", "/* nothing */"], 1, "asks for nothing");
    folder.write("map.json", r#"{"date": {"column": "a"}, "date": {"column": "b"}}"#);
    folder.write("d.csv", "date,place,metric,value\n2026-01-01,Shop,CSAT,4\n");
    folder.refuse(&["import", "m.milepost", "d.csv", "--mapping", "map.json"], 1, "\"date\" is there more than once");
    folder.run(&["import", "m.milepost", "d.csv"]).ok();
    let text = folder.run(&["check", "m.milepost"]).ok();
    assert!(text.contains("1 observation,"), "{text}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_told_in_a_sentence() {
    let folder = imported("date,place,metric,value\n2026-01-01,Shop,CSAT,4\n");
    for args in [&["kpi", "m.milepost"][..], &["kpi", "m.milepost", "--json"], &["normalise", "d.csv"], &["--help"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = folder.command().args(args).stdout(full).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}: {told}");
        assert!(told.contains("no room left where it goes") && !told.contains("os error"), "{args:?}: {told}");
    }
}

/// Everything that a command that went well wrote.
fn said(run: Run) -> String {
    let warnings = run.err.clone();
    run.ok() + &warnings
}

#[test]
fn a_rate_with_only_its_count_beside_it_is_pooled_over_what_it_counts() {
    let days = [(137, 1000), (2, 3), (4512, 9000), (0, 17), (88, 91)];
    let mut data = "Date,Bounce rate,Sessions\n".to_owned();
    for (number, (bounced, sessions)) in (1..).zip(days) {
        let percent = 100.0 * f64::from(bounced) / f64::from(sessions);
        data.push_str(&format!("2024-03-{number:02},{percent:.3}%,{sessions}\n"));
    }
    let folder = Folder::with_map("blank");
    let import = folder.write("web.csv", &data).run(&["import", "m.milepost", "web.csv"]);
    assert!(said(import).contains("Each value of \"Bounce rate\" counts as often as \"Sessions\" in its row says"));
    let kpis = folder.run(&["kpi", "m.milepost", "--grain", "all", "--json"]).json();
    let rate = kpis.as_array().unwrap().iter().find(|kpi| kpi["kpi"] == "Bounce rate").unwrap();
    // What was counted, which is not in the file: no average of averages comes near.
    let (bounced, sessions) = days.iter().fold((0, 0), |(b, s), day| (b + day.0, s + day.1));
    let pooled = f64::from(bounced) / f64::from(sessions);
    assert_eq!(rate["n"], sessions);
    assert!((rate["value"].as_f64().unwrap() - pooled).abs() < 1e-5, "{rate} is not {pooled}");
}

#[test]
fn the_day_taken_for_a_survey_without_dates_is_said_with_how_to_give_another() {
    let folder = Folder::with_map("blank");
    folder.write("answers.csv", "respondent_id,NPS,comment\n1,9,fine\n2,10,very good indeed\n3,2,bad\n4,8,so so\n");
    let told = folder.run(&["import", "m.milepost", "answers.csv", "--dry-run"]);
    let told = said(told);
    assert!(told.contains("when the file was last changed") && told.contains("--map date=2015-05"), "{told}");
    for (given, day) in [("2015-05", "2015-05-01"), ("May 2015", "2015-05-01"), ("Q2 2015", "2015-04-01")] {
        let folder = Folder::with_map("blank");
        folder.write("answers.csv", "respondent_id,NPS,comment\n1,9,fine\n2,10,very good\n3,2,bad\n4,8,so so\n");
        let told = folder.run(&["import", "m.milepost", "answers.csv", "--map", &format!("date={given}")]);
        let told = said(told);
        assert!(!told.contains("last changed"), "{told}");
        let days = "select distinct first_day from source";
        let found = folder.run(&["sql", "m.milepost", days, "--csv"]).ok();
        assert!(found.contains(day), "{given}: {found}");
    }
}
