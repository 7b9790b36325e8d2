//! Files that were put behind one another, and answers of web services that were kept as files.

use super::*;

/// Two exports behind one another, as they come out: with all rows, and the lines of the headers in the middle.
#[track_caller]
fn check_joined(text: &[u8], rows: u64, words: &str) {
    let (_folder, path) = file(text);
    let imported = read(&path, None, &ReadOptions::default(), &Progress::default()).unwrap();
    assert_eq!((imported.rows_read, imported.rows_rejected), (rows, 0), "{:?}", imported.data.issues);
    assert_eq!(imported.data.issues, []);
    let told: Vec<String> = imported.warnings.iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|w| w.contains(words)), "{told:?}");
    let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
    assert_eq!(sniffed.tables.len(), 1, "{:?}", sniffed.tables);
}

#[test]
fn a_header_in_the_middle_of_a_file_is_no_row() {
    const HEAD: &str = "date,place,metric,value\n";
    let rows =
        |month: u32| (1..=20).map(|d| format!("2026-{month:02}-{d:02},Shop,CSAT,{}\n", d % 5 + 1)).collect::<String>();
    let [january, february, march] = [1, 2, 3].map(rows);
    check_joined(format!("{HEAD}{january}{HEAD}{february}").as_bytes(), 40, "on line 22;");
    check_joined(format!("{HEAD}{january}{HEAD}{february}{HEAD}{march}").as_bytes(), 60, "on lines 22, 43;");
    let marked = format!("\u{feff}{HEAD}{january}\u{feff}{HEAD}{february}");
    check_joined(marked.as_bytes(), 40, "on line 22;");
    let quoted = HEAD.replace("date", "\"date\"");
    check_joined(format!("\u{feff}{quoted}{january}\u{feff}{quoted}{february}").as_bytes(), 40, "on line 22;");
    // At the very end, and many.
    check_joined(format!("{HEAD}{january}{HEAD}").as_bytes(), 20, "on line 22;");
    let many = format!("{HEAD}{january}").repeat(6);
    check_joined(many.as_bytes(), 120, "on lines 22, 43, 64 and 2 more;");
    // Far behind what is looked at first.
    let long = (0..60_000).map(|i| format!("2026-01-{:02},Shop number {i},CSAT,4\n", i % 28 + 1)).collect::<String>();
    check_joined(format!("{HEAD}{long}{HEAD}{february}").as_bytes(), 60_020, "on line 60002;");
    check_normalised(&format!("{HEAD}{january}{HEAD}{february}"), &format!("{HEAD}{january}{february}"));
}

#[track_caller]
fn check_json(text: &str, lines_of_bad: &[u64]) {
    let (_folder, path) = file(text.as_bytes());
    let imported = read(&path, None, &ReadOptions::default(), &Progress::default()).unwrap();
    let table = &imported.data.observations;
    assert_eq!(table.value, [4.0, 5.0], "{text}: {:?}", imported.mapping);
    assert_eq!(imported.data.issues.iter().map(|i| i.line).collect::<Vec<_>>(), lines_of_bad, "{text}");
}

#[test]
fn a_list_inside_an_object_is_a_table() {
    let row = |day: u32, value: &str| {
        format!(r#"{{"date": "2026-01-0{day}", "place": "Shop", "metric": "CSAT", "value": {value}}}"#)
    };
    let [a, b, bad] = [row(1, "4"), row(2, "5"), row(3, "\"much\"")];
    check_json(&format!(r#"{{"data": [{a}, {b}]}}"#), &[]);
    check_json(&format!(r#"{{"meta": {{"n": 2}}, "results": [{a},{b}], "next": null}}"#), &[]);
    check_json(&format!(r#"{{"response": {{"items": [{a},{b}]}}}}"#), &[]);
    check_json(&format!("{{\n \"data\": [\n  {a},\n  {b},\n  {bad}\n ]\n}}\n"), &[5]);
    // As they were read before: lists, and objects one behind the other, over many lines or one each.
    check_json(&format!("[{a},\n{b}]"), &[]);
    check_json(&format!("{a}\n{b}\n"), &[]);
    check_json(&format!("{a}\n{b}\n").replace(", ", ",\n "), &[]);
}

#[test]
fn wide_digits_are_numbers() {
    check(
        "日付,place,metric,value\n２０２６-０１-０１,Shop,CSAT,１２３\n2026年１月２日,Shop,CSAT,４．５\n2026-01-03,Shop,CSAT,－７\n",
        None,
        "
        2026-01-01 CSAT@Shop 123 -
        2026-01-02 CSAT@Shop 4.5 -
        2026-01-03 CSAT@Shop -7 -",
    );
}

#[test]
fn dates_of_javascript_are_read() {
    check(
        "date,place,metric,value\nSat Nov 28 2026 02:52:54 GMT+0000 (UTC),Shop,CSAT,4\n\
         Sun Nov 29 2026 02:52:54 GMT+0100 (Central European Standard Time),Shop,CSAT,5\n\"Mon Nov 30 2026 02:52:54 GMT-0800 (PST)\",Shop,CSAT,5\n",
        None,
        "
        2026-11-28 CSAT@Shop 4 -
        2026-11-29 CSAT@Shop 5 -
        2026-11-30 CSAT@Shop 5 -",
    );
}
