//! The report of an import: every kind of bad row is named, and the rows can be had back to be mended.

use crate::harness::Folder;
use serde_json::json;

const MAPPING: &str = r#"{"shape": "long", "reading": {"encoding": "UTF-8"}, "date": {"column": "date"},
    "place": {"column": "place"}, "metric": {"column": "metric"}, "value": {"column": "value"}, "n": {"column": "n"},
    "unique": ["id"], "filter": [{"column": "status", "not": ["test"]}]}"#;

/// What is wrong with a row, and the row.
const BAD: [(&str, &[u8]); 11] = [
    ("missing_date", b",Journey,CSAT,4,1,ID,ok"),
    ("bad_date", b"soon,Journey,CSAT,4,1,ID,ok"),
    ("missing_value", b"2026-01-01,Journey,CSAT,,1,ID,ok"),
    ("bad_value", b"2026-01-01,Journey,CSAT,good,1,ID,ok"),
    ("bad_count", b"2026-01-01,Journey,CSAT,4,many,ID,ok"),
    ("missing_metric", b"2026-01-01,Journey,,4,1,ID,ok"),
    ("too_few_cells", b"2026-01-01,Journey"),
    ("too_many_cells", b"2026-01-01,Journey,CSAT,4,1,ID,ok,more"),
    ("unknown_place", b"2026-01-01,Mars,CSAT,4,1,ID,ok"),
    ("filtered", b"2026-01-01,Journey,CSAT,4,1,ID,test"),
    ("duplicate", b"2026-01-01,Journey,CSAT,4,1,first,ok"),
];

/// Ten good rows, then a thousand bad ones: those above by turns, and one at the end whose quote is never closed.
fn data() -> Vec<u8> {
    let mut data = b"date,place,metric,value,n,id,status\n".to_vec();
    for day in 1..=10 {
        let id = if day == 1 { "first".to_owned() } else { format!("good{day}") };
        data.extend(format!("2026-02-{day:02},Journey,CSAT,4,1,{id},ok\n").into_bytes());
    }
    for (number, (_, row)) in (0..999).zip(BAD.iter().cycle()) {
        let at = row.windows(2).position(|two| two == b"ID");
        match at {
            Some(at) => {
                data.extend(&row[..at]);
                data.extend(format!("bad{number}").into_bytes());
                data.extend(&row[at + 2..]);
            }
            None => data.extend(*row),
        }
        data.push(b'\n');
    }
    data.extend(b"2026-01-01,\"Journey,CSAT,4,1,last,ok\n");
    data
}

#[test]
fn a_thousand_bad_rows_of_twelve_kinds_are_named() {
    let folder = Folder::with_map("blank");
    folder.write("data.csv", data()).write("map.json", MAPPING);
    let import = ["import", "m.milepost", "data.csv", "--mapping", "map.json", "--new-places", "skip"];
    let report = folder.run(&[&import[..], &["--dry-run", "--json"]].concat()).json();
    assert_eq!((&report["read"], &report["accepted"]), (&json!(1_010), &json!(10)));
    assert_eq!(report["rejected"], json!(1_000));
    let kinds = report["issue_kinds"].as_array().unwrap();
    for (kind, _) in BAD {
        let of_kind: u64 =
            kinds.iter().filter(|k| k["kind"] == json!(kind)).map(|k| k["count"].as_u64().unwrap()).sum();
        assert!((90..=91).contains(&of_kind), "{kind}: {of_kind}");
    }
    assert_eq!(kinds.iter().map(|kind| kind["count"].as_u64().unwrap()).sum::<u64>(), 1_000);
    let first = kinds.iter().find(|kind| kind["kind"] == json!("bad_value")).unwrap();
    assert_eq!((&first["first_line"], &first["column"]), (&json!(15), &json!("value")));

    let text = folder.run(&import).ok();
    assert!(text.contains("1,000 rows not taken: "), "{text}");
    for words in [
        "no date",
        "not a date",
        "no value",
        "91 not a number (first: line 15, column value)",
        "not a count",
        "no metric",
        "too few cells",
        "too many cells",
        "a quote that is never closed",
        "unknown place",
        "left out by a rule",
        "the same id",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let stored = "select count(distinct kind) as kinds, count(*) as n from issue";
    assert_eq!(folder.run(&["sql", "m.milepost", stored, "--json"]).json()[0], json!({"kinds": 12, "n": 1_000}));
}

#[test]
fn rejected_rows_are_written_with_their_cells() {
    let folder = Folder::with_map("blank");
    folder.write("data.csv", data()).write("map.json", MAPPING).write("other.csv", "date,value\n");
    let import = ["import", "m.milepost", "data.csv", "--mapping", "map.json", "--new-places", "skip"];
    let with = |more: &[&'static str]| [&import[..], more].concat();
    folder.refuse(&with(&["--rejected", "data.csv"]), 1, "data.csv");
    folder.refuse(&with(&["--rejected", "m.milepost"]), 1, "m.milepost");
    folder.refuse(&with(&["--rejected", "nowhere/bad.csv"]), 1, "folder does not exist");
    folder.refuse(&["import", "m.milepost", "data.csv", "other.csv", "--rejected", "bad.csv"], 1, "one data file");
    folder.run(&with(&["--dry-run", "--rejected", "dry.csv"])).ok();
    folder.run(&with(&["--rejected", "bad.csv"])).ok();
    let bad = folder.text("bad.csv");
    assert_eq!(bad, folder.text("dry.csv"));
    let lines: Vec<&str> = bad.lines().collect();
    assert_eq!(lines.len(), 1_001);
    assert_eq!(lines[0], "line,column,reason,text,date,place,metric,value,n,id,status");
    assert_eq!(lines[4], "15,value,not a number,good,2026-01-01,Journey,CSAT,good,1,bad3,ok");
    assert_eq!(lines[7], "18,,too few cells,\"2026-01-01,Journey\",2026-01-01,Journey");
    assert!(lines[8].ends_with(",bad7,ok,more"), "{}", lines[8]);
}
