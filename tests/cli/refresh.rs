//! Refreshing linked sources: growth, other columns, missing files.

use crate::harness::Folder;
use serde_json::json;
use std::io::Write as _;
use std::process::Stdio;

const HEAD: &str = "date,place,metric,value\n2024-01-01,Checkout,CSAT,4\n2024-01-02,Checkout,CSAT,5\n";

fn rows(folder: &Folder) -> serde_json::Value {
    folder.run(&["sql", "m.milepost", "select count(*) as n, sum(value) as sum from observation", "--json"]).json()[0]
        .clone()
}

/// The second table of a file took the place of the first, and a refresh knew only one of them.
#[test]
fn tables_of_one_file_are_sources_of_their_own() {
    let folder = Folder::with_map("blank");
    let two = |more: &str| {
        let csat = "date,place,metric,value\n2026-01-05,Shop,CSAT,4\n2026-01-06,Shop,CSAT,5\n2026-01-07,Shop,CSAT,3\n";
        let nps =
            "date,place,metric,value,n\n2026-01-05,Shop,NPS,9,10\n2026-01-06,Shop,NPS,7,12\n2026-01-07,Shop,NPS,8,11\n";
        format!("{csat}\n\nNPS by day\n\n{nps}{more}")
    };
    folder.write("two.csv", two(""));
    folder.run(&["import", "m.milepost", "two.csv", "--link"]).ok();
    let second = folder.run(&["import", "m.milepost", "two.csv", "--table", "2", "--link", "--json"]).json();
    assert_eq!(second["accepted"], 3);
    assert!(!second["notes"].to_string().contains("This replaces"), "{second}");
    let rows = |folder: &Folder| {
        folder.run(&["sql", "m.milepost", "select name, rows_accepted from source order by name", "--csv"]).ok()
    };
    assert!(rows(&folder).ends_with("two.csv,3\n\"two.csv, table 2\",3\n"), "{}", rows(&folder));
    folder.write("two.csv", two("2026-01-08,Shop,NPS,9,10\n"));
    folder.run(&["refresh", "m.milepost"]).ok();
    assert!(rows(&folder).ends_with("two.csv,3\n\"two.csv, table 2\",4\n"), "{}", rows(&folder));
}

#[test]
fn linked_sources_follow_their_files_and_failures_change_nothing() {
    let folder = Folder::with_map("blank");
    folder.write("a.csv", HEAD).write("b.csv", HEAD.replace("Checkout", "Delivery"));
    folder.run(&["import", "m.milepost", "a.csv", "--link"]).ok();
    folder.run(&["import", "m.milepost", "b.csv"]).ok();
    let unchanged = folder.run(&["refresh", "m.milepost", "--json"]).json();
    assert_eq!((&unchanged[0]["source"], &unchanged[0]["unchanged"]), (&json!("a.csv"), &json!(true)));
    assert_eq!(unchanged.as_array().unwrap().len(), 1, "only what is linked");

    folder.write("a.csv", format!("{HEAD}2024-01-03,Checkout,CSAT,3\n"));
    let grown = folder.run(&["refresh", "m.milepost", "--json"]).json();
    assert_eq!((&grown[0]["read"], &grown[0]["grown"]), (&json!(1), &json!(true)), "{grown}");
    assert_eq!(rows(&folder), json!({"n": 5, "sum": 21.0}));
    assert!(folder.run(&["check", "m.milepost"]).ok().contains("is whole"));

    folder.write("b.csv", format!("{}2024-01-03,Delivery,CSAT,3\n", HEAD.replace("Checkout", "Delivery")));
    assert!(folder.run(&["refresh", "m.milepost", "--source", "b.csv"]).ok().contains("1 new row read, 1 accepted"));
    folder.refuse(&["refresh", "m.milepost", "--source", "c.csv"], 1, "there are");

    folder.write("a.csv", HEAD.replace("value", "score"));
    folder.refuse(&["refresh", "m.milepost"], 1, "other columns");
    std::fs::remove_file(folder.path("a.csv")).unwrap();
    folder.refuse(&["refresh", "m.milepost"], 1, "no longer at");
}

#[test]
fn folders_and_standard_input_are_imported_too() {
    let folder = Folder::with_map("blank");
    std::fs::create_dir(folder.path("data")).unwrap();
    folder.write("data/a.csv", HEAD).write("data/b.csv", HEAD.replace("Checkout", "Delivery"));
    let report = folder.run(&["import", "m.milepost", "data", "--json"]).json();
    assert_eq!(report.as_array().unwrap().len(), 2);
    for n in [6, 8] {
        // What is no file takes the place of nothing.
        let mut command = folder.command();
        command.args(["import", "m.milepost", "-"]).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(HEAD.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
        assert_eq!(rows(&folder)["n"], json!(n));
    }
    let sources = "select count(*) as n from source where path = ''";
    assert_eq!(folder.run(&["sql", "m.milepost", sources, "--json"]).json()[0]["n"], json!(2));
}

#[test]
fn what_no_answer_can_be_is_rejected_by_every_import_and_refresh() {
    let folder = Folder::with_map("blank");
    folder.write("a.csv", HEAD).run(&["import", "m.milepost", "a.csv", "--link"]).ok();
    let seven = |day: &str| format!("{HEAD}2024-01-{day},Checkout,CSAT,7\n");
    let off = |line: u64| json!([{"line": line, "column": "value", "kind": "out_of_scale", "text": "7"}]);
    let other = folder.write("b.csv", seven("04")).run(&["import", "m.milepost", "b.csv", "--json"]).json();
    assert_eq!((&other["accepted"], &other["rejected"], &other["issues"]), (&json!(2), &json!(1), &off(4)));
    let grown = folder.write("a.csv", seven("05")).run(&["refresh", "m.milepost", "--json"]).json();
    assert_eq!((&grown[0]["accepted"], &grown[0]["rejected"]), (&json!(0), &json!(1)), "{grown}");
    let again = folder.write("a.csv", seven("06")).run(&["import", "m.milepost", "a.csv", "--json"]).json();
    assert_eq!((&again["rejected"], &again["issues"]), (&json!(1), &off(4)));
    assert_eq!(rows(&folder), json!({"n": 4, "sum": 18.0}));
    // A KPI of a template has its scale before it has data.
    let empty = Folder::with_map("e-commerce");
    empty.write("c.csv", seven("05"));
    assert_eq!(empty.run(&["import", "m.milepost", "c.csv", "--json"]).json()["rejected"], json!(1));
}
