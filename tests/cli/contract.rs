//! The keys that scripts rest on: what is named in `milepost kpi --json` and `milepost check --json` and of which type it is.

use crate::harness::Folder;
use serde_json::{Value, json};

/// Two years of months of a share that breaks, in two segments, with a weight that does not matter.
fn data() -> String {
    let mut rows = vec!["date,place,metric,value,n,country".to_owned()];
    for month in 0..24 {
        for (country, share) in [("DE", if month < 16 { 0.80 } else { 0.60 }), ("FR", 0.82)] {
            let wobble = f64::from(month % 3) / 100.0;
            let (year, month) = (2024 + month / 12, month % 12 + 1);
            rows.push(format!("{year}-{month:02}-10,Shop,Conversion rate,{:.2},400,{country}", share + wobble));
        }
    }
    rows.join("\n") + "\n"
}

fn imported(data: &str) -> Folder {
    let folder = Folder::with_map("blank");
    folder.write("d.csv", data).run(&["import", "m.milepost", "d.csv"]).ok();
    folder
}

/// The keys of an object with the type of each, as in "value: number".
fn keys(of: &Value) -> Vec<String> {
    let kind = |value: &Value| match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    };
    of.as_object().unwrap().iter().map(|(key, value)| format!("{key}: {}", kind(value))).collect()
}

fn check(of: &Value, expected: &[&str]) {
    assert_eq!(keys(of), expected, "{of}");
}

fn kpi(folder: &Folder, args: &[&str]) -> Value {
    folder.run(&[&["kpi", "m.milepost", "--json", "--grain", "month"][..], args].concat()).json()
}

#[test]
fn kpi_json_has_the_keys_that_others_script_against() {
    let folder = imported(&data());
    let every = kpi(&folder, &["--compare", "2024-01-01..2024-12-31", "--from", "2025-01-01", "--to", "2025-12-31"]);
    let row = &every[0];
    let of_row = [
        "change: object",
        "interval: list",
        "kind: text",
        "kpi: text",
        "limits: object",
        "method: text",
        "n: number",
        "period: object",
        "place: text",
        "series: list",
        "signals: list",
        "status: null",
        "target: null",
        "unit: text",
        "value: number",
        "weighted: bool",
    ];
    check(row, &of_row);
    let of_change = [
        "against: text",
        "before: number",
        "interval: list",
        "method: text",
        "n_before: number",
        "p: number",
        "value: number",
    ];
    check(&row["change"], &of_change);
    check(&row["limits"], &["centre: number", "lower: number", "points: number", "provisional: bool", "upper: number"]);
    check(&row["series"][0], &["interval: list", "n: number", "start: text", "value: number"]);
    let all = kpi(&folder, &[]);
    let signals = all[0]["signals"].as_array().unwrap();
    check(&signals[0], &["direction: text", "end: text", "good: bool", "rule: text", "start: text"]);
    assert!(signals.iter().all(|s| ["outside", "run_of_8", "3_of_4"].contains(&s["rule"].as_str().unwrap())));
    assert!(signals.iter().any(|s| (&s["direction"], &s["good"]) == (&json!("down"), &json!(false))), "{signals:?}");
    // Without anything to compare with there is no change, and the key stays.
    assert_eq!(all[0]["change"], Value::Null);

    let by = kpi(&folder, &["--by", "country", "--compare", "last-year", "--from", "2025-01-01", "--to", "2025-12-31"]);
    assert_eq!(by.as_array().unwrap().len(), 2);
    assert_eq!((&by[0]["segment"], &by[1]["segment"]), (&json!({"country": "DE"}), &json!({"country": "FR"})));
    check(&by[0]["rest"], &["difference: object", "interval: list", "n: number", "value: number"]);
    let of_difference =
        ["interval: list", "method: text", "p: number", "p_corrected: number", "significant: bool", "value: number"];
    check(&by[0]["rest"]["difference"], &of_difference);
    assert_eq!((&by[0]["change"]["significant"], &by[1]["change"]["significant"]), (&json!(true), &json!(false)));

    for compare in ["previous", "last-year", "2024-01-01..2024-12-31"] {
        let against = kpi(&folder, &["--from", "2025-01-01", "--to", "2025-12-31", "--compare", compare]);
        assert_eq!(against[0]["change"]["against"], json!("2024-01-01..2024-12-31"), "{compare}");
    }
    let two = ["--segment", "country=DE", "--segment", "country=FR", "--weight=no"];
    assert_eq!((&kpi(&folder, &two)[0]["n"], &kpi(&folder, &two)[0]["weighted"]), (&json!(19_200), &json!(false)));
}

/// What scripts branch on: whatever is asked in a way that cannot be answered ends with 1 and one sentence, what is no
/// question at all with 2, and nothing is printed as data.
#[test]
fn what_cannot_be_answered_is_one_sentence_and_an_exit_code() {
    let folder = imported(&data());
    let refused =
        |args: &[&str], code, words: &str| folder.refuse(&[&["kpi", "m.milepost"][..], args].concat(), code, words);
    refused(&["--segment", "country=DE", "--segment", "country=XX", "--json"], 1, "DE, FR");
    refused(&["--by", "plan", "--json"], 1, "there are: country");
    refused(&["--place", "Nowhere"], 1, "there are: Shop");
    refused(&["--segment", "country"], 2, "NAME=VALUE");
    refused(&["--compare", "lately"], 2, "previous, last-year, none, or days");
    refused(&["--compare", "2025-02-01..2025-01-01"], 2, "ends before it begins");
    refused(&["--compare", "2025-02-29..2025-03-01"], 2, "no date");
    refused(&["--weight=some"], 2, "yes or no");
    refused(&["--period", "latest", "--from", "2025-01-01"], 2, "--from");
    folder.refuse(&["check", "gone.milepost", "--json"], 1, "no file");
    folder.refuse(&["check", "d.csv", "--json"], 1, "not a Milepost file");
    folder.refuse(&["check", "--json"], 2, "required");
}

/// A script must not take the month that has only begun for a drop.
#[test]
fn the_period_in_progress_is_marked_and_judges_nothing() {
    use milepost::base::time::{Grain, UtcMillis};
    let today = UtcMillis::now().local_day();
    let mut start = Grain::Month.start_of(today);
    let mut rows = vec!["date,place,metric,value,n".to_owned(), format!("{start},Shop,Conversion rate,0.01,400")];
    for month in 0..12 {
        start = Grain::Month.start_of(start.plus(-1));
        rows.push(format!("{start},Shop,Conversion rate,{:.2},400", 0.8 + f64::from(month % 3) / 100.0));
    }
    let row = kpi(&imported(&rows.join("\n")), &[])[0].take();
    let series = row["series"].as_array().unwrap();
    assert_eq!(series.len(), 13);
    let marked: Vec<bool> = series.iter().map(|point| point["in_progress"] == true).collect();
    assert_eq!((marked.iter().filter(|is| **is).count(), marked.last()), (1, Some(&true)), "{series:?}");
    assert_eq!((&row["limits"]["points"], &row["signals"]), (&json!(12), &json!([])));
}

#[test]
fn check_json_has_the_keys_that_others_script_against() {
    let folder = Folder::with_map("customer-journey");
    folder.write("d.csv", data().replace("Conversion", "Repair")).run(&["import", "m.milepost", "d.csv"]).ok();
    let more = "date,place,metric,value\n2025-01-02,Shop,Waiting time,4\n2025-01-02,Shop,Way,5\n";
    folder.write("more.csv", more).run(&["import", "m.milepost", "more.csv"]).ok();
    let found = folder.run(&["check", "m.milepost", "--json"]).json();
    let of_file = [
        "advice: list",
        "doctor: list",
        "integrity: text",
        "issues: number",
        "kpis: number",
        "maps: number",
        "observations: number",
        "ok: bool",
        "problems: list",
        "responses: number",
        "sources: number",
    ];
    check(&found, &of_file);
    assert_eq!(found["integrity"], json!("ok"));
    let told = |finding: &Value| {
        assert!(!finding["text"].as_str().unwrap().is_empty(), "{finding}");
        let rule = finding["rule"].as_str().unwrap().to_owned();
        assert_eq!(keys(finding).len(), 4, "{finding}");
        (rule, finding["kpi"].as_str().map(str::to_owned), finding["place"].as_str().map(str::to_owned))
    };
    let rate = || Some("Repair rate".to_owned());
    let found: Vec<_> = found["doctor"].as_array().unwrap().iter().map(told).collect();
    let expected = ["no_plan", "no_outcome", "no_owner", "no_target"].map(|rule| (rule.to_owned(), rate(), None));
    let of_rate: Vec<_> = found.iter().filter(|(_, kpi, _)| *kpi == rate()).cloned().collect();
    assert_eq!(of_rate, expected);
    // What is about a map or a stage names that and no KPI.
    let of_map = |(_, kpi, place): &&(String, Option<String>, Option<String>)| kpi.is_none() && place.is_some();
    let rules: Vec<&str> = found.iter().filter(of_map).map(|(rule, ..)| rule.as_str()).collect();
    assert_eq!(rules, ["too_many_kpis"], "{found:?}");
}
