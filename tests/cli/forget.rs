//! Removing a person: no byte is left, whatever happened to the rows before, and nothing brings them back.

use crate::harness::Folder;
use serde_json::json;

/// Ann answered twice, said something and is the only one of her town. Two rows cannot be used, one of them hers.
const SURVEY: &str = "date,respondent_id,score,comment,town\n\
    2024-01-01,ann-4711,5,The courier was rude to me,Anntown\n2024-01-02,bob-4712,4,,Berlin\n\
    2024-01-03,ann-4711,1,Ann writes again,Berlin\n2024-01-04,ann-4711,3,Ann is left out,Annville,x\n2024-01-05,cid-4713,2,fine,Berlin\n\
    2024-01-06,joann-47110,2,,Berlin,x\n";

const TRACES: [&str; 6] =
    ["ann-4711,", "courier was rude", "Anntown", "Ann writes again", "Ann is left out", "Annville"];

fn mapping(store: &str) -> String {
    format!(
        r#"{{"shape": "survey", "date": {{"column": "date"}}, "scores": [{{"column": "score", "metric": "CSAT", "scale": [1, 5]}}],
            "respondent": {{"column": "respondent_id", "store": "{store}"}}, "comment": {{"column": "comment"}}, "segments": ["town"]}}"#
    )
}

fn folder(store: &str) -> Folder {
    let folder = Folder::with_map("blank");
    folder.write("survey.csv", SURVEY).write("map.json", mapping(store));
    folder.run(&["import", "m.milepost", "survey.csv", "--mapping", "map.json", "--link"]).ok();
    folder
}

fn traces(folder: &Folder, also: &[&str]) -> Vec<String> {
    let bytes = folder.read("m.milepost");
    let is_there = |text: &&str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    TRACES.iter().chain(also).filter(|text| is_there(text)).map(|text| (*text).to_owned()).collect()
}

fn rows(folder: &Folder) -> serde_json::Value {
    let sql = "select r.n, r.sum, s.rows_read, s.rows_accepted, s.rows_rejected from \
        (select count(*) as n, sum(score) as sum from response) r, source s";
    folder.run(&["sql", "m.milepost", sql, "--json"]).json()[0].clone()
}

fn check(store: &str) {
    let folder = folder(store);
    assert_eq!(rows(&folder), json!({"n": 4, "sum": 12.0, "rows_read": 6, "rows_accepted": 4, "rows_rejected": 2}));
    let before = folder.read("m.milepost");
    folder.refuse(&["forget", "m.milepost", "nobody-1"], 1, "holds that id");
    folder.refuse(&["forget", "m.milepost", "ann"], 1, "holds that id");
    folder.refuse(&["forget", "m.milepost", " "], 1, "no id");
    let dry = folder.run(&["forget", "m.milepost", "ann-4711", "--dry-run", "--json"]).json();
    // The text of the other row goes too: where ids are hashed it does not tell whose it is.
    let of = json!({"source": "survey.csv", "rows": 2, "report_texts": 2, "unclear": false});
    assert_eq!(dry, json!({"removed": false, "rows": 2, "report_texts": 2, "unclear_texts": 0, "sources": [of]}));
    assert!(folder.read("m.milepost") == before, "a dry run changed the file");

    // An earlier version of the rows lies about in unused places of the file.
    folder.write("survey.csv", SURVEY.replace("2024-01-05,cid-4713,2,fine", "2024-01-05,cid-4713,3,fine"));
    folder.run(&["refresh", "m.milepost"]).ok();
    assert!(traces(&folder, &[]).len() >= 2);

    let said = folder.run(&["forget", "m.milepost", "ann-4711"]).ok();
    assert!(said.contains("survey.csv: 2 rows") && said.contains("2 rows removed for good"), "{said}");
    assert_eq!(traces(&folder, &["ann-4711\0", "2024-01-03,ann"]), [""; 0]);
    assert_eq!(rows(&folder), json!({"n": 2, "sum": 7.0, "rows_read": 4, "rows_accepted": 2, "rows_rejected": 2}));
    assert_eq!(folder.files(), ["m.milepost", "map.json", "survey.csv"]);
    assert!(folder.run(&["check", "m.milepost"]).ok().contains("is whole"));
    let kept =
        folder.run(&["sql", "m.milepost", "select sum(n) as n, count(*) as days from kpi_value", "--json"]).json();
    assert_eq!(kept[0], json!({"n": 2.0, "days": 2}), "derived values follow");
    let towns = folder.run(&["sql", "m.milepost", "select distinct town from response", "--json"]).json();
    assert_eq!(towns, json!([{"town": "Berlin"}]));

    // Nothing brings the person back: not a refresh, nor an import of the same or of another file.
    folder.write("survey.csv", format!("{SURVEY}2024-02-01,ann-4711,5,The courier was rude again,Anntown\n"));
    folder.run(&["refresh", "m.milepost"]).ok();
    folder.write("more.csv", SURVEY.replace("2024-", "2023-"));
    let report = folder
        .run(&["import", "m.milepost", "more.csv", "--mapping", "map.json", "--json", "--rejected", "rejected.csv"])
        .json();
    let rejected = String::from_utf8(folder.read("rejected.csv")).unwrap();
    assert!(rejected.contains("joann") == (store == "plain") && rejected.contains("2023-01-06"), "{rejected}");
    assert!(!TRACES.iter().any(|trace| rejected.contains(trace)), "{rejected}");
    assert_eq!((&report["read"], &report["accepted"], &report["rejected"]), (&json!(6), &json!(2), &json!(4)));
    let kinds: Vec<_> = report["issues"].as_array().unwrap().iter().map(|i| i["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["forgotten", "forgotten", "forgotten", "too_many_cells"]);
    assert_eq!(traces(&folder, &[]), [""; 0]);
    assert!(
        folder.run(&["forget", "m.milepost", "ann-4711"]).ok().contains("0 rows removed"),
        "once more does no harm"
    );

    // The last of all: a source without rows is still a source.
    for (id, left) in [("bob-4712", 2), ("cid-4713", 0)] {
        folder.run(&["forget", "m.milepost", id]).ok();
        let count = folder.run(&["sql", "m.milepost", "select count(*) as n from response", "--json"]).json();
        assert_eq!(count[0], json!({"n": left}));
        assert!(folder.run(&["check", "m.milepost"]).ok().contains("is whole"));
    }
}

#[test]
fn persons_with_plain_ids_are_removed_without_a_trace() {
    check("plain");
}

#[test]
fn persons_with_hashed_ids_are_removed_without_a_trace() {
    check("hash");
    // By what the map shows of them, too.
    let folder = folder("hash");
    let shown = folder.run(&["sql", "m.milepost", "select respondent from response order by day", "--json"]).json();
    let hash = shown[0]["respondent"].as_str().unwrap();
    assert_ne!(hash, "ann-4711");
    assert!(folder.run(&["forget", "m.milepost", hash]).ok().contains("2 rows removed"));
    folder.write("survey.csv", format!("{SURVEY}2024-02-01,ann-4711,5,again,Anntown\n"));
    folder.run(&["refresh", "m.milepost"]).ok();
    assert_eq!(traces(&folder, &[]), [""; 0]);
}

/// A slip of the finger took the texts of all reports whose data file was gone, and with them every step back.
#[test]
fn texts_of_which_nobody_can_tell_whose_they_are_go_when_asked_for() {
    let folder = folder("plain");
    std::fs::remove_file(folder.path("survey.csv")).unwrap();
    let before = folder.read("m.milepost");
    folder.refuse(&["forget", "m.milepost", "ann-9999-typo"], 1, "holds that id");
    folder.refuse(&["forget", "m.milepost", "ann-9999-typo", "--unclear"], 1, "holds that id");
    for more in [None, Some("--dry-run")] {
        let args: Vec<&str> = ["forget", "m.milepost", "b7"].into_iter().chain(more).collect();
        folder.refuse(&args, 1, "could not be complete");
    }
    assert!(folder.read("m.milepost") == before, "what was refused changed the file");
    let done = folder.run(&["forget", "m.milepost", "b7", "--unclear", "--json"]).json();
    assert_eq!((&done["rows"], &done["report_texts"], &done["unclear_texts"]), (&json!(0), &json!(2), &json!(0)));
}
