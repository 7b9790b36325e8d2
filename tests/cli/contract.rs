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

#[test]
fn check_json_has_the_keys_that_others_script_against() {
    let folder = imported(&data());
    let found = folder.run(&["check", "m.milepost", "--json"]).json();
    assert!(found["doctor"].is_array());
    assert_eq!(found["integrity"], json!("ok"));
    let doctor = found["doctor"].as_array().unwrap();
    assert!(!doctor.is_empty());
    for finding in doctor {
        let keys: Vec<&String> = finding.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["kpi", "place", "rule", "text"]);
        assert!(finding["rule"].is_string() && finding["text"].is_string());
    }
    assert!(
        doctor
            .iter()
            .any(|finding| (&finding["kpi"], &finding["rule"]) == (&json!("Conversion rate"), &json!("no_plan")))
    );
}
