//! Importing: reports, repetition, places, all or none.

use crate::harness::Folder;
use serde_json::json;

const LONG: &str = "Date,Touchpoint,KPI,Value,N,Plan\n\
    2024-03-01,Checkout,CSAT,4,10,basic\n\
    2024-03-02,Checkout,CSAT,5,12,basic\n\
    not a date,Checkout,CSAT,5,12,pro\n\
    2024-03-03,Delivery,NPS,9,,pro\n\
    2024-03-03,Delivery,NPS,much,,pro\n\
    2024-03-04,Delivery,NPS,0,,pro\n";

#[test]
fn a_long_file_needs_no_mapping() {
    let folder = Folder::with_map("blank");
    let report = folder.write("d.csv", LONG).run(&["import", "m.milepost", "d.csv", "--json"]).json();
    let mut keys: Vec<_> = report.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["accepted", "issue_kinds", "issues", "kpis", "notes", "read", "rejected", "series", "unchanged"]);
    assert_eq!((&report["read"], &report["accepted"], &report["rejected"]), (&json!(6), &json!(4), &json!(2)));
    assert_eq!(report["unchanged"], false);
    let kinds: Vec<_> =
        report["kpis"].as_array().unwrap().iter().map(|k| (k["name"].clone(), k["kind"].clone())).collect();
    assert_eq!(kinds, [(json!("CSAT"), json!("top_box")), (json!("NPS"), json!("nps"))]);
    assert_eq!(
        report["issues"],
        json!([
            {"line": 4, "column": "Date", "kind": "bad_date", "text": "not a date"},
            {"line": 6, "column": "Value", "kind": "bad_value", "text": "much"},
        ])
    );
    // Places become stages in order of appearance, metrics get a card at each of their places.
    assert_eq!(
        folder.run(&["sql", "m.milepost", "select title from stage order by rank", "--csv"]).ok(),
        "title\nCheckout\nDelivery\n"
    );
    let kpis = folder.run(&["kpi", "m.milepost", "--grain", "all", "--json"]).json();
    assert_eq!((&kpis[0]["place"], &kpis[0]["n"]), (&json!("Checkout"), &json!(22)));
    assert_eq!(
        (&kpis[1]["place"], &kpis[1]["kind"], &kpis[1]["value"]),
        (&json!("Delivery"), &json!("nps"), &json!(0.0))
    );
    let plans = "select distinct Plan from observation order by 1";
    assert_eq!(folder.run(&["sql", "m.milepost", plans, "--csv"]).ok(), "Plan\nbasic\npro\n");
}

#[test]
fn the_report_for_people_says_the_same() {
    let folder = Folder::with_map("blank");
    let text = folder.write("d.csv", LONG).run(&["import", "m.milepost", "d.csv"]).ok();
    for words in [
        "6 rows read, 4 accepted, 2 rejected",
        "New stages: Checkout, Delivery",
        "top_box",
        "bad date",
        "not a date",
        "much",
    ] {
        assert!(text.contains(words), "no “{words}” in:\n{text}");
    }
}

#[test]
fn the_same_file_again_changes_nothing_and_a_changed_one_replaces_its_rows() {
    let folder = Folder::with_map("blank");
    folder.write("d.csv", LONG).run(&["import", "m.milepost", "d.csv"]).ok();
    let content = |folder: &Folder| {
        let statement = "select (select count(*) from stage) as stages, (select count(*) from card) as cards, \
            (select count(*) from source) as sources, (select count(*) from observation) as rows, \
            (select sum(value) from observation) as sum";
        folder.run(&["sql", "m.milepost", statement, "--json"]).json()
    };
    let before = content(&folder);
    let again = folder.run(&["import", "m.milepost", "d.csv", "--json"]).json();
    assert_eq!(again["unchanged"], true);
    assert_eq!((&again["read"], &again["accepted"]), (&json!(6), &json!(4)));
    assert_eq!(content(&folder), before);

    folder.write("d.csv", LONG.replace("Checkout,CSAT,4,10", "Checkout,CSAT,1,10"));
    let changed = folder.run(&["import", "m.milepost", "d.csv", "--json"]).json();
    assert_eq!(changed["unchanged"], false);
    let after = content(&folder);
    assert_eq!((&after[0]["rows"], &after[0]["sources"]), (&before[0]["rows"], &before[0]["sources"]));
    assert_eq!(after[0]["sum"].as_f64().unwrap(), before[0]["sum"].as_f64().unwrap() - 3.0);
    assert!(folder.run(&["check", "m.milepost"]).ok().contains("is whole"));
    assert_eq!(changed["notes"].as_array().unwrap().len(), 2, "{changed}");

    // A file that lost rows says what goes with them, before and while it happens.
    folder.write("d.csv", LONG.lines().take(2).collect::<Vec<_>>().join("\n"));
    for how in [&["--dry-run", "--json"][..], &["--json"]] {
        let told = folder.run(&[&["import", "m.milepost", "d.csv"], how].concat()).json();
        let note = told["notes"][0].as_str().unwrap();
        assert!(
            note.contains("replaces the 4 rows")
                && note.ends_with("by 1. It has no more rows for 2 Mar 2024 to 4 Mar 2024."),
            "{note}"
        );
    }
}

#[test]
fn a_dry_run_tells_and_changes_nothing() {
    let folder = Folder::with_map("blank");
    folder.write("d.csv", LONG);
    let before = folder.read("m.milepost");
    let rehearsed = folder.run(&["import", "m.milepost", "d.csv", "--dry-run", "--json"]).json();
    assert!(folder.read("m.milepost") == before, "a dry run changed the file");
    assert_eq!(folder.files(), ["d.csv", "m.milepost"]);
    let done = folder.run(&["import", "m.milepost", "d.csv", "--json"]).json();
    assert_eq!(rehearsed, done);
}

#[test]
fn unknown_places_can_be_skipped() {
    let folder = Folder::with_map("blank");
    folder.write("first.csv", "date,place,metric,value\n2024-01-01,Checkout,CSAT,4\n");
    folder.run(&["import", "m.milepost", "first.csv"]).ok();
    let report =
        folder.write("d.csv", LONG).run(&["import", "m.milepost", "d.csv", "--new-places", "skip", "--json"]).json();
    assert_eq!((&report["accepted"], &report["rejected"]), (&json!(2), &json!(4)));
    let unknown = report["issues"].as_array().unwrap().iter().filter(|i| i["kind"] == "unknown_place").count();
    assert!(unknown >= 2, "{report}");
    assert_eq!(folder.run(&["sql", "m.milepost", "select title from stage", "--csv"]).ok(), "title\nCheckout\n");
}

#[test]
fn several_files_come_as_an_array_all_or_none() {
    let folder = Folder::with_map("blank");
    folder.write("a.csv", "date,place,metric,value\n2024-01-01,Checkout,CSAT,4\n");
    folder.write("b.csv", "date,place,metric,value\n2024-01-01,Delivery,CSAT,5\n2024-01-02,Checkout,CSAT,3\n");
    folder.write("empty.csv", "");
    folder.refuse(&["import", "m.milepost", "a.csv", "b.csv", "empty.csv"], 1, "empty.csv");
    let report = folder.run(&["import", "m.milepost", "a.csv", "b.csv", "--json"]).json();
    let files: Vec<_> = report.as_array().unwrap().iter().map(|r| (r["file"].clone(), r["read"].clone())).collect();
    assert_eq!(files, [(json!("a.csv"), json!(1)), (json!("b.csv"), json!(2))]);
    assert_eq!(folder.files(), ["a.csv", "b.csv", "empty.csv", "m.milepost"]);
    let rows = folder.run(&["sql", "m.milepost", "select count(*) as n from observation", "--json"]).json();
    assert_eq!(rows[0]["n"], 3);
    assert!(folder.run(&["check", "m.milepost"]).ok().contains("is whole"));
}

#[test]
fn wide_dates_and_fixed_dates_are_read() {
    let folder = Folder::with_map("blank");
    folder.write(
        "wide.csv",
        "place,metric,2024-01-01,2024-02-01,2024-03-01\nCheckout,NPS,40,42,\nDelivery,NPS,10,12,14\n",
    );
    let report = folder.run(&["import", "m.milepost", "wide.csv", "--json"]).json();
    assert_eq!((&report["read"], &report["rejected"], &report["series"]), (&json!(2), &json!(0), &json!(2)));
    let rows = folder.run(&["sql", "m.milepost", "select count(*) as n from observation", "--json"]).json();
    assert_eq!(rows[0]["n"], 5);

    folder.write("survey.csv", "id,q1,note\n1,5,fine\n2,6,\n3,1,slow\n");
    folder.write(
        "map.json",
        r#"{"shape":"survey","date":{"fixed":"2016-05-15"},"respondent":{"column":"id"},"comment":{"column":"note"},
            "scores":[{"column":"q1","metric":"CSAT","place":"Checkout","scale":[1,5],"missing":["6"]}]}"#,
    );
    folder.run(&["import", "m.milepost", "survey.csv", "--mapping", "map.json"]).ok();
    let rows = folder.run(&[
        "sql",
        "m.milepost",
        "select day, score, respondent, comment from response where score is not null order by respondent",
        "--csv",
    ]);
    assert_eq!(rows.ok(), "day,score,respondent,comment\n2016-05-15,5,1,fine\n2016-05-15,1,3,slow\n");
}

#[test]
fn a_number_about_all_of_the_map_stands_over_all_of_it() {
    let folder = Folder::with_map("customer-journey");
    folder.write("d.csv", "date,metric,value,n\n2024-03-01,Churn rate,0.05,400\n2024-04-01,Churn rate,0.04,380\n");
    folder.run(&["import", "m.milepost", "d.csv"]).ok();
    let statement = "select span, (select count(*) from step) as steps from card \
        where kind = 'kpi' and json_extract(details, '$.place') like 'map:%'";
    let found = folder.run(&["sql", "m.milepost", statement, "--json"]).json();
    assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
    assert!(found[0]["steps"].as_u64().unwrap() > 1 && found[0]["span"] == found[0]["steps"], "{found}");
}

#[test]
fn single_columns_can_be_settled_and_presets_named() {
    let folder = Folder::with_map("blank");
    folder.write("d.csv", "seen,page,mood\n2024-01-01,Cart,4\n2024-01-02,Pay,5\n");
    let report =
        folder.run(&["import", "m.milepost", "d.csv", "--map", "date=seen", "--map", "place=page", "--json"]).json();
    assert_eq!((&report["accepted"], &report["kpis"][0]["places"]), (&json!(2), &json!(["Cart", "Pay"])));
    folder.refuse(&["import", "m.milepost", "d.csv", "--map", "place=pages"], 1, "has no such column");
    folder.refuse(&["import", "m.milepost", "d.csv", "--map", "colour=page"], 1, "name one of date, place");
    folder.refuse(&["import", "m.milepost", "d.csv", "--map", "page"], 2, "--map date=Submitted");
    folder.refuse(&["import", "m.milepost", "d.csv", "--preset", "excel"], 1, "qualtrics");
    // A file without dates takes one by hand.
    folder.write("n.csv", "place,metric,value\nCart,CSAT,4\nPay,CSAT,5\n");
    folder.refuse(&["import", "m.milepost", "n.csv"], 1, "holds dates");
    let report = folder.run(&["import", "m.milepost", "n.csv", "--map", "date=2026-08-01", "--json"]).json();
    assert_eq!(report["accepted"], 2);
    // A report of Matomo that does not look like one, and one that does and is none.
    folder.write("v.csv", "Date,Visits,Avg. time\n2026-08-01,390,5 min 13s\n2026-08-02,402,4 min 54s\n");
    let forced = folder.run(&["sniff", "v.csv", "--preset", "matomo", "--json"]).json();
    assert_eq!((&forced["preset"], &forced["notes"][0]["kind"]), (&json!("matomo"), &json!("zone_of_tool")));
    assert_eq!((&forced["columns"][2]["type"], &forced["columns"][2]["unit"]), (&json!("duration"), &json!("s")));
    let report = folder.run(&["import", "m.milepost", "v.csv", "--preset", "matomo", "--json"]).json();
    assert!(report["notes"][0].as_str().unwrap().contains("Matomo"), "{report}");
}

/// The stage of each row is a segment here, which nobody would guess.
const BY_HAND: &str = r#"{"shape":"long","date":{"column":"Date"},"metric":{"column":"KPI"},"value":{"column":"Value"},
    "n":{"column":"N"},"segments":["Touchpoint","Plan"]}"#;

#[test]
fn a_file_that_was_imported_with_a_mapping_is_read_with_it_again() {
    let folder = Folder::with_map("blank");
    folder.write("d.csv", LONG).write("map.json", BY_HAND);
    folder.run(&["import", "m.milepost", "d.csv", "--mapping", "map.json"]).ok();
    let stages = |folder: &Folder| folder.run(&["sql", "m.milepost", "select title from stage", "--csv"]).ok();
    let before = stages(&folder);
    let again = folder.run(&["import", "m.milepost", "d.csv", "--json"]).json();
    assert_eq!(again["unchanged"], true, "{again}");
    assert!(again["notes"][0].as_str().unwrap().starts_with("Read as it was mapped when"), "{again}");
    // A changed file too, in words for people.
    folder.write("d.csv", LONG.replace("Checkout,CSAT,4,10", "Checkout,CSAT,1,10"));
    let text = folder.run(&["import", "m.milepost", "d.csv"]).ok();
    assert!(text.contains("Read as it was mapped when") && text.contains("--fresh"), "{text}");
    assert_eq!(stages(&folder), before);
    // The way out.
    let fresh = folder.run(&["import", "m.milepost", "d.csv", "--fresh"]).ok();
    assert!(fresh.contains("New stages: Checkout, Delivery") && !fresh.contains("Read as"), "{fresh}");
}

#[test]
fn a_mapping_that_is_kept_for_such_columns_is_named() {
    let folder = Folder::with_map("blank");
    let kept = folder.path("data/milepost/mappings");
    std::fs::create_dir_all(&kept).unwrap();
    let columns = r#"["Date","Touchpoint","KPI","Value","N","Plan"]"#;
    let stored = format!(r#"{{"name":"By hand","columns":{columns},"kept_on":"2025-11-02","mapping":{BY_HAND}}}"#);
    folder.write("data/milepost/mappings/by-hand.json", stored).write("d.csv", LONG);
    let run = |args: &[&str]| {
        let output = folder.command().env("XDG_DATA_HOME", folder.path("data")).args(args).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let text = run(&["import", "m.milepost", "d.csv", "--dry-run"]);
    assert!(text.contains("--mapping \"By hand\"") && text.contains("New stages: Checkout"), "{text}");
    let text = run(&["import", "m.milepost", "d.csv", "--mapping", "By hand"]);
    assert!(!text.contains("New stages: Checkout") && !text.contains("Columns like these"), "{text}");
}

/// Imports files one after the other into a map of the customer journey: what each KPI is then and shows, where it has numbers.
fn into_journey(files: &[(&str, &str)]) -> Vec<(String, String, String)> {
    let folder = Folder::with_map("customer-journey");
    for (name, text) in files {
        folder.write(name, text).run(&["import", "m.milepost", name]).ok();
    }
    let kpis = folder.run(&["kpi", "m.milepost", "--grain", "all", "--json"]).json();
    let rows = kpis.as_array().unwrap().iter().filter(|row| !row["value"].is_null());
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap().to_owned();
    rows.map(|row| (text(row, "kpi"), text(row, "kind"), format!("{:.3}", row["value"].as_f64().unwrap()))).collect()
}

#[test]
fn a_kpi_of_a_template_takes_scores_that_are_worked_out_already() {
    let scores = "Month,NPS\n2025-01,32\n2025-02,-8\n2025-03,61\n2025-04,-119\n";
    let nps = |kind: &str, value: &str| vec![("Net Promoter Score".to_owned(), kind.to_owned(), value.to_owned())];
    assert_eq!(into_journey(&[("nps.csv", scores)]), nps("mean", "-8.500"));
    // What other files brought makes no difference to a KPI that they do not feed.
    let other = ("other.csv", "Month,Stage,Orders\n2025-01,Use,4\n");
    let both = into_journey(&[other, ("nps.csv", scores)]);
    assert!(both.contains(&nps("mean", "-8.500")[0]) && both.len() == 2, "{both:?}");
    // A KPI that has counted answers goes on counting them, and says what it cannot take.
    let answers = "Date,Stage,NPS,Comment\n2025-01-01,Use,10,so good that I tell everybody\n\
        2025-01-02,Use,9,would come again any time\n2025-01-03,Use,3,it took far too long for me\n";
    let folder = Folder::with_map("customer-journey");
    folder.write("a.csv", answers).run(&["import", "m.milepost", "a.csv"]).ok();
    let mixed = "Month,Stage,NPS\n2025-01,Use,32\n2025-02,Use,-8\n2025-03,Use,6\n";
    let report = folder.write("b.csv", mixed).run(&["import", "m.milepost", "b.csv", "--json"]).json();
    assert_eq!((&report["accepted"], &report["rejected"]), (&json!(1), &json!(2)), "{report}");
    assert_eq!(report["kpis"][0]["kind"], "nps");
    let notes = report["notes"].to_string();
    assert!(
        notes.contains("\\\"NPS\\\"") && notes.contains("from 0 to 10") && notes.contains("\\\"metrics\\\""),
        "{notes}"
    );
}

#[test]
fn a_metric_goes_to_the_kpi_of_that_name_however_its_words_are_joined() {
    for name in ["Conversion rate", "conversion_rate", "Conversion_Rate"] {
        let file = format!("Month,Stage,{name}\n2025-01,Purchase,3%\n2025-02,Purchase,4%\n");
        let found = into_journey(&[("c.csv", &file)]);
        assert_eq!(found, [("Conversion rate".to_owned(), "rate".to_owned(), "0.035".to_owned())], "{name}");
    }
}

#[test]
fn the_note_about_counts_and_the_figure_agree_where_some_are_missing() {
    let folder = Folder::with_map("blank");
    let csv = "Date,Stage,CSAT score,n\n2025-01-31,Buy,4.2,100\n2025-02-28,Buy,3.1,\n2025-03-31,Buy,4.6,10\n";
    let report = folder.write("d.csv", csv).run(&["import", "m.milepost", "d.csv", "--json"]).json();
    let notes = report["notes"].to_string();
    assert!(notes.contains("1 of 3 values of \\\"CSAT score\\\" leaves \\\"n\\\" empty"), "{notes}");
    assert!(!notes.contains("counts as often as"), "{notes}");
    let kpis = folder.run(&["kpi", "m.milepost", "--grain", "all", "--json"]).json();
    assert!((kpis[0]["value"].as_f64().unwrap() - 11.9 / 3.0).abs() < 1e-9, "{kpis}");
}

#[test]
fn rows_of_totals_without_a_day_are_left_out_and_are_no_errors() {
    for csv in [
        "Date,Visits,CSAT\n2025-01-31,10,4.1\n2025-02-28,20,4.2\nTotal,30,4.15\n",
        "Stage,Date,Visits\nBuy,2025-01-31,10\nBuy,2025-02-28,20\nSubtotal,,30\nUse,2025-01-31,10\nSubtotal,,10\nTotal,,40\n",
        "Phase;Monat;Kennzahl;Wert\nKauf;2025-01;Besuche;10\nKauf;2025-02;Besuche;20\nNutzung;2025-01;Besuche;5\nZwischensumme;;;35\nGesamt;;Besuche;35\n",
    ] {
        let folder = Folder::with_map("blank");
        let report = folder.write("d.csv", csv).run(&["import", "m.milepost", "d.csv", "--json"]).json();
        let issues = report["issues"].as_array().unwrap();
        assert!(issues.iter().all(|issue| issue["kind"] == "filtered") && !issues.is_empty(), "{csv}: {report}");
        let count = |key: &str| report[key].as_u64().unwrap();
        assert_eq!(count("read"), count("accepted") + count("rejected"), "{csv}: {report}");
    }
}
