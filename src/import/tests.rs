//! Whole files through [`super::read()`], [`super::sniff()`] and [`super::normalise()`].

mod answers;
mod changed_exports;
mod containers;
mod every_mess;
mod joined;
mod large;
mod meaning;
mod messes;
mod persons;
mod preambles;
mod random_tables;
mod ratios;
mod real_files;
mod words;
mod workbooks;
mod wrong_numbers;

use super::read::hash_file;
use super::*;
use crate::base::progress::Progress;
use crate::model::bulk::{BulkData, IssueKind};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn shared() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: no ../shared/data");
    None
}

fn file(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scores.csv");
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn read_text(text: &str, mapping: Option<&str>) -> Result<Imported, ImportError> {
    let (_folder, path) = file(text.as_bytes());
    let mapping = mapping.map(|m| Mapping::parse(m).unwrap());
    read(&path, mapping.as_ref(), &ReadOptions::default(), &Progress::default())
}

/// Rows as `day metric@place[segments] value n`, or respondents as `day score score`, one a line.
fn shown(data: &BulkData) -> String {
    let mut out = String::new();
    let table = &data.observations;
    for row in 0..table.value.len() {
        let key = &table.series[table.series_of_row[row] as usize];
        let n = table.n.get(row).map_or("-".to_owned(), f64::to_string);
        let cuts = if key.segments.is_empty() { String::new() } else { format!("[{}]", key.segments.join(",")) };
        writeln!(out, "{} {}@{}{cuts} {} {n}", table.day[row], key.metric, key.place, table.value[row]).unwrap();
    }
    let responses = &data.responses;
    for row in 0..responses.day.len() {
        let mut line = responses.day[row].to_string();
        for score in &responses.scores {
            write!(line, " {}@{}={}", score.metric, score.place, score.value[row]).unwrap();
        }
        for segment in &responses.segments {
            write!(line, " {}", segment.values[segment.code[row] as usize]).unwrap();
        }
        for texts in [&responses.respondent, &responses.comment] {
            if let Some(text) = texts.get(row) {
                write!(line, " {text:?}").unwrap();
            }
        }
        if let Some(weight) = responses.weight.get(row) {
            write!(line, " w{weight}").unwrap();
        }
        writeln!(out, "{line}").unwrap();
    }
    for issue in &data.issues {
        let column = issue.column.as_deref().unwrap_or("-");
        let what = if issue.is_row_rejected { "row" } else { "cell" };
        writeln!(out, "! {}:{column} {} {what} {:?}", issue.line, issue.kind.word(), issue.text).unwrap();
    }
    out
}

#[track_caller]
fn check(text: &str, mapping: Option<&str>, expected: &str) {
    let imported = read_text(text, mapping).unwrap();
    let expected: String = expected.lines().map(|l| format!("{}\n", l.trim())).skip(1).collect();
    let expected = expected.trim_end_matches([' ', '\n']).to_owned() + "\n";
    assert_eq!(shown(&imported.data), expected, "{:#?}", imported.mapping);
    assert_eq!(imported.rows_read, imported.rows_accepted + imported.rows_rejected);
    let mut rejected: Vec<_> = imported.data.issues.iter().filter(|i| i.is_row_rejected).map(|i| i.line).collect();
    rejected.dedup();
    assert_eq!(rejected.len() as u64, imported.rows_rejected, "every rejected row says why");
    let again = Mapping::parse(&imported.mapping.to_json()).unwrap();
    assert_eq!(again, imported.mapping, "the mapping that was used can be used again");
    assert_eq!(imported.hash, blake3::hash(text.as_bytes()).to_hex().to_string());
}

#[test]
fn long_files_need_no_mapping() {
    check(
        "Date,Touchpoint,Metric,Value,Responses,Channel\n2024-01-05,Checkout,CSAT,4.5,120,web\n2024-01-06,Checkout,CSAT,4.25,80,app\n2024-01-06,Support,NPS,9,,web\n",
        None,
        "
        2024-01-05 CSAT@Checkout[web] 4.5 120
        2024-01-06 CSAT@Checkout[app] 4.25 80
        2024-01-06 NPS@Support[web] 9 NaN",
    );
    check(
        "day;stage;kpi;wert\n05.01.2024;Kauf;Zufriedenheit;4,5\n25.01.2024;Kauf;Zufriedenheit;1.234,5\n",
        None,
        "
        2024-01-05 Zufriedenheit@Kauf 4.5 -
        2024-01-25 Zufriedenheit@Kauf 1234.5 -",
    );
    check(
        "date,place,conversion\n2024-01-05,Cart,62.5%\n2024-01-06,Cart,60%\n",
        None,
        "
        2024-01-05 conversion@Cart 0.625 -
        2024-01-06 conversion@Cart 0.6 -",
    );
}

#[test]
fn bad_long_rows_are_reported_with_line_and_reason() {
    check(
        "# made by hand\n\ndate,place,metric,value,n\n2024-01-05,\"Cart\nand pay\",CSAT,4,10\nsoon,Cart,CSAT,4,10\n\n,Cart,CSAT,4,10\n2024-01-05,Cart,CSAT,,10\n2024-01-05,Cart,CSAT,four,-2\n2024-01-05,Cart,,4,10\n2024-01-05,Cart\n2024-01-05,Cart,CSAT,4,10,extra\n2024-01-05,Cart,CSAT,4,10,,\n",
        None,
        "
        2024-01-05 CSAT@Cart\nand pay 4 10
        2024-01-05 CSAT@Cart 4 10
        ! 6:date bad_date row \"soon\"
        ! 8:date missing_date row \"\"
        ! 9:value missing_value row \"\"
        ! 10:value bad_value row \"four\"
        ! 10:n bad_count row \"-2\"
        ! 11:metric missing_metric row \"\"
        ! 12:- too_few_cells row \"2024-01-05,Cart\"
        ! 13:- too_many_cells row \"2024-01-05,Cart,CSAT,4,10,extra\"",
    );
}

#[test]
fn headers_are_believed_in_small_files() {
    check(
        "date,stage,metric,value,n\n2024-01-05,1,CSAT,4,ten\n2024-13-05,2,CSAT,four,5\n05/06/2024,2,CSAT,4,5\nnever,2,CSAT,4,5\n",
        None,
        "
        2024-05-06 CSAT@2 4 5
        ! 2:n bad_count row \"ten\"
        ! 3:date bad_date row \"2024-13-05\"
        ! 3:value bad_value row \"four\"
        ! 5:date bad_date row \"never\"",
    );
}

#[test]
fn wide_files_by_date_and_by_metric() {
    check(
        "metric,stage,2024-01,2024-02,2024-03\nNPS,Onboard,9,,x\nNPS,Renew,?,,\n",
        None,
        "
        2024-01-01 NPS@Onboard 9 -
        ! 2:2024-03 bad_value cell \"x\"
        ! 3:2024-01 bad_value row \"?\"",
    );
    check(
        "stage,01/02/2024,15/02/2024\nBuy,1,2\n",
        None,
        "
        2024-02-01 scores@Buy 1 -
        2024-02-15 scores@Buy 2 -",
    );
    check(
        "Date,Visits,Bounce Rate\n2024-01-01,390,56%\n2024-01-02,402,57%\n",
        None,
        "
        2024-01-01 Visits@ 390 NaN
        2024-01-01 Bounce Rate@ 0.56 390
        2024-01-02 Visits@ 402 NaN
        2024-01-02 Bounce Rate@ 0.57 402",
    );
}

const SURVEY: &str = r#"{"shape": "survey", "date": {"column": "when", "order": "month-first"},
    "scores": [{"column": "Q1", "metric": "CSAT", "place": "Art", "scale": [1, 5], "missing": ["0", "6"]},
               {"column": "Q2", "metric": "CSAT", "place": "Food", "scale": [1, 5], "missing": ["6"]}],
    "comment": {"column": "said"}, "respondent": {"column": "id"}, "weight": {"column": "w"}, "segments": ["geo"]}"#;

#[test]
fn surveys() {
    check(
        "id,when,Q1,Q2,said,w,geo\n1,05/11/2016 12:00:00 AM,5,6,fine,1.5,US\n2,05/12/2016,0,,\"so, so\",1,EU\n3,13/05/2016,5,5,,1,EU\n4,05/13/2016,7,4,,1,US\n5,05/14/2016,7,x,,1,US\n6,05/14/2016,,,,1,US\n7,05/14/2016,3,3,,0,US\n",
        Some(SURVEY),
        "
        2016-05-11 CSAT@Art=5 CSAT@Food=NaN US \"1\" \"fine\" w1.5
        2016-05-12 CSAT@Art=NaN CSAT@Food=NaN EU \"2\" \"so, so\" w1
        2016-05-13 CSAT@Art=NaN CSAT@Food=4 US \"4\" \"\" w1
        2016-05-14 CSAT@Art=NaN CSAT@Food=NaN US \"6\" \"\" w1
        ! 4:when bad_date row \"13/05/2016\"
        ! 5:Q1 out_of_scale cell \"7\"
        ! 6:Q1 out_of_scale row \"7\"
        ! 6:Q2 bad_value row \"x\"
        ! 8:w bad_weight row \"0\"",
    );
    check(
        "when,where,score\n2024-01-01,Cart,5\n2024-01-01,Pay,4\n2024-01-02,Cart,3\n",
        Some(
            r#"{"shape":"survey","date":{"column":"when"},"place":{"column":"where"},"scores":[{"column":"score","metric":"CSAT"}]}"#,
        ),
        "
        2024-01-01 CSAT@Cart=5 CSAT@Pay=NaN
        2024-01-01 CSAT@Cart=NaN CSAT@Pay=4
        2024-01-02 CSAT@Cart=3 CSAT@Pay=NaN",
    );
}

#[test]
fn surveys_are_recognised() {
    let mut text =
        String::from("Respondent ID,Submitted at,How likely are you to recommend us?,Zip code,Comment,Plan\n");
    for i in 0..60 {
        writeln!(
            text,
            "{},2024-01-{:02},{},{},\"It was, well, number {i}\",{}",
            5000 + i,
            1 + i % 28,
            i % 11,
            94_000 + i,
            ["pro", "basic"][i % 2]
        )
        .unwrap();
    }
    let imported = read_text(&text, None).unwrap();
    let mapping = &imported.mapping;
    assert_eq!(mapping.shape, Shape::Survey);
    assert_eq!(mapping.scores.len(), 1, "{:?}", mapping.scores);
    assert_eq!(mapping.scores[0].scale, Some((0.0, 10.0)));
    assert_eq!(mapping.segments, ["Plan"]);
    assert_eq!(mapping.comment.as_ref().unwrap().column, "Comment");
    assert_eq!(mapping.respondent.as_ref().unwrap().column, "Respondent ID");
    assert_eq!(imported.rows_accepted, 60);
}

#[test]
fn undecided_dates_and_decimals_are_told() {
    let text = "date,place,metric,value\n01/02/2024,A,Time,\"1,234\"\n02/03/2024,A,Time,\"2,345\"\n";
    let imported = read_text(text, None).unwrap();
    assert_eq!(imported.data.observations.value, [1234.0, 2345.0]);
    assert_eq!(imported.data.observations.day[0].to_string(), "2024-01-02");
    let warnings: Vec<_> = imported.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    assert!(warnings[0].contains("\"date\"") && warnings[0].contains("month-first"), "{warnings:?}");
    // The last row of a large file settles it.
    let mut text = String::from("date,place,metric,value\n");
    for _ in 0..30_000 {
        text.push_str("01/02/2024,A,Time,\"1,234\"\n01/02/2024,B,Time,\"1,234\"\n");
    }
    text.push_str("25/02/2024,A,Time,\"2,5\"\n");
    let imported = read_text(&text, None).unwrap();
    assert!(matches!(imported.warnings.as_slice(), [Warning::DateOrderByOne { .. }]), "{:?}", imported.warnings);
    assert_eq!(imported.rows_rejected, 0);
    assert_eq!((imported.data.observations.value[0], imported.data.observations.value[60_000]), (1.234, 2.5));
    assert_eq!(imported.first_day.unwrap().to_string(), "2024-02-01");
}

#[track_caller]
fn check_refused(bytes: &[u8], expected: &str) {
    let (_folder, path) = file(bytes);
    let error = read(&path, None, &ReadOptions::default(), &Progress::default()).unwrap_err();
    let text = error.to_string().replace(&path.display().to_string(), "FILE");
    assert_eq!(text, expected);
}

#[test]
fn what_cannot_be_read_says_so_in_one_sentence() {
    check_refused(b"", "FILE is empty; there is nothing to read.");
    check_refused(b"\n \n\n", "FILE is empty; there is nothing to read.");
    check_refused(b"\xef\xbb\xbf", "FILE is empty; there is nothing to read.");
    check_refused(b"date,place,metric,value\n", "FILE has column names but no rows of data below them.");
    check_refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "FILE is not a text file; it looks like an image.");
    check_refused(b"SQLite format 3\0\x10\0\x01\x01\0@", "FILE is not a text file; it looks like a database.");
    check_refused(
        b"place,metric,value\nA,CSAT,4\nB,CSAT,5\n",
        "No column of FILE holds dates (columns: \"place\", \"metric\", \"value\"); name the date column with --map date=COLUMN, or one date for all rows with --map date=2015-05, or either in a mapping.",
    );
    check_refused(
        b"date,place\n2024-01-01,A\n",
        "No column of FILE looks like values or scores (columns: \"date\", \"place\"); name it in a mapping.",
    );
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(sniff(folder.path(), &ReadChoices::default()), Err(ImportError::IsDirectory { .. })));
    assert!(matches!(
        sniff(&folder.path().join("none.csv"), &ReadChoices::default()),
        Err(ImportError::NotFound { .. })
    ));
    assert!(matches!(
        hash_file(&folder.path().join("none.csv"), &Progress::default()),
        Err(ImportError::NotFound { .. })
    ));
}

#[test]
fn work_can_be_cancelled() {
    let mut text = String::from("date,place,metric,value\n");
    text.push_str(&"2024-01-01,A,CSAT,4\n".repeat(20_000));
    let (_folder, path) = file(text.as_bytes());
    let progress = Progress::default();
    progress.cancel();
    let error = read(&path, None, &ReadOptions::default(), &progress).unwrap_err();
    assert!(matches!(error, ImportError::Cancelled(_)), "{error}");
    assert!(matches!(hash_file(&path, &progress), Err(ImportError::Cancelled(_))));
}

#[track_caller]
fn check_mapping(text: &str, expected: &str) {
    let error = Mapping::parse(text).unwrap_err().to_string();
    assert!(error.contains(expected), "{error}");
}

#[test]
fn wrong_mappings_say_what_is_wrong() {
    check_mapping("{", "not valid JSON");
    check_mapping("[]", "not a JSON object");
    check_mapping(r#"{"shape":"survey","colour":1,"date":{"colum":"x"}}"#, r#"unknown keys "colour", "date.colum""#);
    check_mapping(r#"{"shape":"round"}"#, "round");
    check_mapping(r#"{"shape":"long","metric":{"fixed":"a"},"value":{"column":"v"}}"#, "\"date\" needs");
    check_mapping(r#"{"shape":"survey","date":{"fixed":"2016-05-32"},"scores":[{"column":"a"}]}"#, "2016-05-32");
    check_mapping(r#"{"shape":"survey","date":{"fixed":"2016-05-15","column":"x"},"scores":[{"column":"a"}]}"#, "both");
    check_mapping(
        r#"{"shape":"survey","date":{"fixed":"2016-05-15"},"scores":[{"column":"a","scale":[5,1]}]}"#,
        "lower first",
    );
    check_mapping(
        r#"{"shape":"survey","date":{"fixed":"2016-05-15"},"scores":[{"column":"a"}],"time_zone":"Mars/Base"}"#,
        "Mars/Base",
    );
    check_mapping(
        r#"{"shape":"survey","date":{"fixed":"2016-05-15"},"scores":[{"column":"a"}],"value":{"column":"b"}}"#,
        "\"value\" has no meaning",
    );
    check_mapping(
        r#"{"shape":"survey","date":{"fixed":"2016-05-15"},"scores":[{"column":"a"}],"number":{"decimal":",","thousands":","}}"#,
        "differ",
    );
    let error = read_text("when,Q1\n2016-05-11,5\n", Some(SURVEY)).unwrap_err().to_string();
    assert!(error.contains("column \"Q2\" as score") && error.contains("it has \"when\", \"Q1\""), "{error}");
}

#[test]
fn sniffing_tells_how_a_file_would_be_read() {
    let text = "Report of January\r\n\r\nDate;Stage;Metric;Value\r\n2024-01-01;Buy;NPS;9\r\n2024-01-02;Buy;NPS;10\r\n\r\nConfidential, do not share\r\n";
    let (_folder, path) = file(text.as_bytes());
    let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
    let expected = serde_json::json!({
        "container": "text", "members": [], "member": null, "sheets": [], "sheet": null,
        "tables": [{"first_line": 3, "last_line": 5, "title": "Report of January", "columns": ["Date", "Stage", "Metric", "Value"]}],
        "table": 1, "chosen": {}, "encoding": "UTF-8", "delimiter": ";", "quotechar": "\"", "escapechar": "", "newline": "\r\n",
        "header_lines": 1, "preamble_lines": 2, "footnote_lines": 1,
        "columns": [
            {"name": "Date", "type": "date", "role": "date", "why": "the header says so", "reason": "header",
             "date_formats": ["YYYY-MM-DD"]},
            {"name": "Stage", "type": "text", "role": "place", "why": "the header says so", "reason": "header"},
            {"name": "Metric", "type": "text", "role": "metric", "why": "the header says so", "reason": "header"},
            {"name": "Value", "type": "integer", "role": "value", "why": "the header says so", "reason": "header"},
        ],
        "shape": "long", "preset": null, "number": null, "number_decided": true, "notes": [],
        "left_out": [
            {"line": 1, "reason": "above_header", "why": "text above the column names", "text": "Report of January"},
            {"line": 7, "reason": "below_table", "why": "text below the table", "text": "Confidential, do not share"},
        ],
    });
    assert_eq!(sniffed.to_json(), expected);
    let left_out: Vec<_> = sniffed.left_out.iter().map(|l| (l.line, l.text.as_str(), l.reason)).collect();
    let expected = [
        (1, "Report of January", LeftOutReason::AboveHeader),
        (7, "Confidential, do not share", LeftOutReason::BelowTable),
    ];
    assert_eq!(left_out, expected);
    let imported = read(&path, None, &ReadOptions::default(), &Progress::default()).unwrap();
    assert_eq!((imported.rows_read, imported.rows_accepted), (2, 2), "{}", shown(&imported.data));
}

#[track_caller]
fn check_normalised(text: &str, expected: &str) {
    let (_folder, path) = file(text.as_bytes());
    let mut out = Vec::new();
    normalise(&path, &ReadChoices::default(), &mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

#[test]
fn tables_are_normalised() {
    check_normalised("a;b\r\n1,5;\"x\"\"y\"\r\n", "a,b\n\"1,5\",\"x\"\"y\"\n");
    check_normalised("# note\na\tb\n 1 \t\n", "a,b\n 1 ,\n");
    check_normalised("a,b,c\n1,2\n1,2,3,4\n", "a,b,c\n1,2\n1,2,3,4\n");
    check_normalised("a,b\r1,\"x\ry\"\r", "a,b\n1,\"x\ry\"\n");
    check_normalised("1,2\n3,4\n", "1,2\n3,4\n");
}

#[track_caller]
fn check_chosen(bytes: &[u8], choices: &str, expected: &str) {
    let (_folder, path) = file(bytes);
    let choices: ReadChoices = serde_json::from_str(choices).unwrap();
    let mut out = Vec::new();
    normalise(&path, &choices, &mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), expected);
    assert_eq!(sniff(&path, &choices).unwrap().choices, choices);
}

#[test]
fn whatever_is_chosen_goes_before_the_guess() {
    check_chosen(b"a,b;c\n1,2;3\n", r#"{"delimiter": ";"}"#, "\"a,b\",c\n\"1,2\",3\n");
    check_chosen(b"a||b|c\n1||2|3\n", r#"{"delimiter": "||"}"#, "a,b|c\n1,2|3\n");
    check_chosen(b"a,b\n'1,5',2\n", r#"{"quote": "'"}"#, "a,b\n\"1,5\",2\n");
    check_chosen(b"a,b\n\"1,2\n", r#"{"quote": ""}"#, "a,b\n\"\"\"1\",2\n");
    check_chosen(b"a,b\n\"x~\"y\",2\n", r#"{"escape": "~"}"#, "a,b\n\"x\"\"y\",2\n");
    check_chosen("ä,b\n1,2\n".as_bytes(), r#"{"encoding": "windows-1252"}"#, "Ã¤,b\n1,2\n");
    check_chosen(b"x,y\na,b\n1,2\n", r#"{"skip": 1}"#, "a,b\n1,2\n");
    check_chosen(b"a,b\nc,d\n1,2\n", r#"{"header_rows": 2}"#, "a c,b d\n1,2\n");
    check_chosen(b"a,b\n1,2\n", r#"{"header_rows": 0}"#, "a,b\n1,2\n");
    check_chosen(b"a,b\n1,2\n3,4\n5,6\n", r#"{"skip_footer": 2}"#, "a,b\n1,2\n");
    check_chosen(b"a,b\n//x,\"\n1,2\n", r#"{"comment": "//"}"#, "a,b\n1,2\n");
}

#[test]
fn a_mapping_says_how_its_file_is_read() {
    let text = "junk,junk,junk\n2024-01-01;5\n2024-01-02;6\n";
    let mapping = r#"{"shape": "long", "reading": {"delimiter": ";", "skip": 1, "header_rows": 0},
        "date": {"column": "column_1"}, "metric": {"fixed": "NPS"}, "value": {"column": "column_2"}}"#;
    let imported = read_text(text, Some(mapping)).unwrap();
    assert_eq!(shown(&imported.data), "2024-01-01 NPS@ 5 -\n2024-01-02 NPS@ 6 -\n");
    let choices = imported.mapping.reading.clone();
    assert_eq!((choices.skip, choices.header_rows), (Some(1), Some(0)));
    // A guess keeps what it was made with.
    let (_folder, path) = file(b"junk\ndate,place,value\n2024-01-01,A,4\n");
    let choices = ReadChoices { skip: Some(1), ..ReadChoices::default() };
    assert_eq!(Mapping::guess(&sniff(&path, &choices).unwrap()).unwrap().reading, choices);
}

#[test]
fn encodings_and_odd_bytes_come_through() {
    let text = "date,place,metric,value\n2024-01-01,Café,NPS,9\n2024-01-02,Café,NPS,10\n";
    let expected = "2024-01-01 NPS@Café 9 -\n2024-01-02 NPS@Café 10 -\n";
    let utf16: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let with_nul = text.replace("Café,NPS,10", "Café\0,NPS,10");
    for bytes in [utf16, latin, text.replace('\n', "\r").into_bytes()] {
        let (_folder, path) = file(&bytes);
        let imported = read(&path, None, &ReadOptions::default(), &Progress::default()).unwrap();
        assert_eq!(shown(&imported.data), expected);
    }
    let imported = read_text(&with_nul, None).unwrap();
    assert_eq!(imported.places, ["Café", "Café\0"]);
}

#[test]
fn hashes_agree() {
    let (_folder, path) = file(b"date,place,metric,value\n2024-01-01,A,NPS,9\n\nnote\n");
    let imported = read(&path, None, &ReadOptions::default(), &Progress::default()).unwrap();
    assert_eq!(hash_file(&path, &Progress::default()).unwrap(), imported.hash);
}

#[test]
fn the_examples_of_the_page_are_mappings() {
    let page = include_str!("../../docs/mapping-file.md");
    let examples: Vec<_> = page.split("```json\n").skip(1).filter_map(|part| part.split("```").next()).collect();
    assert_eq!(examples.len(), 10);
    for example in examples {
        let mapping = Mapping::parse(example).unwrap_or_else(|e| panic!("{e}\n{example}"));
        let again: serde_json::Value = serde_json::from_str(&mapping.to_json()).unwrap();
        let written: serde_json::Value = serde_json::from_str(example).unwrap();
        // 1 and 1.0 are the same scale.
        let text = |v: serde_json::Value| v.to_string().replace(".0,", ",").replace(".0]", "]");
        assert_eq!(text(again), text(written), "nothing is lost and nothing added");
    }
}

#[track_caller]
fn check_vendor(text: &str, preset: Option<&str>, expected: &str) {
    let (_folder, path) = file(text.as_bytes());
    let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
    assert_eq!(sniffed.preset.as_deref(), preset);
    let names: Vec<_> = sniffed.columns.iter().map(|c| format!("{}={}", c.name, c.role)).collect();
    let layout = format!("{}+{}+{}", sniffed.preamble_lines, sniffed.header_lines, sniffed.footnote_lines);
    assert_eq!(format!("{layout} {}", names.join(" | ")), expected);
}

#[test]
fn exports_of_known_tools_are_laid_out_right() {
    check_vendor(
        "# ----------------------------------------\n# Traffic\n# Start date: 20260801\n# ----------------------------------------\nDate,Sessions,Engagement rate\n20260801,4120,0.6973\n20260802,1904,0.5263\n20260803,1804,0.5163\n",
        Some("ga4"),
        "4+1+0 Date=date | Sessions=score | Engagement rate=score",
    );
    check_vendor(
        "\"\thttps://example.com/chart/abc\"\n\"\tUniques\"\n\n\"\tSegment\",\"\t2026-05-01\",\"\t2026-05-02\"\n\"\tAll Users\",\"\t120\",\"\t131\"\n",
        Some("amplitude"),
        "3+1+0 Segment=ignored | 2026-05-01=value | 2026-05-02=value",
    );
    check_vendor(
        "Respondent ID,Collector ID,Start Date,How likely are you to recommend us?,Channels?,,Anything else?\n,,,Response,Phone,Chat,Open-Ended Response\n118201000001,440021,08/15/2026 09:10:11 AM,9,Phone,,All good\n118201000002,440021,08/16/2026 10:02:00 AM,4,,Chat,\"Slow, no reply\"\n",
        Some("surveymonkey"),
        "0+2+0 Respondent ID=respondent | Collector ID=ignored | Start Date=date | How likely are you to recommend us?=score | Channels?: Phone=segment | Channels?: Chat=segment | Anything else?=comment",
    );
    check_vendor(
        "#,How likely are you to recommend us?,Submit Date (UTC),Start Date (UTC)\nhef1,9,2026-08-01 06:27:59,2026-08-01 06:24:12\nhef2,3,2026-08-01 07:11:31,2026-08-01 07:10:00\n",
        Some("typeform"),
        "0+1+0 #=respondent | How likely are you to recommend us?=score | Submit Date (UTC)=date | Start Date (UTC)=ignored",
    );
    check_vendor(
        "\"Opportunity\",\"Stage\",\"Amount\",\"Close Date\"\n\"A\",\"Won\",\"15000.00\",\"9/30/2026\"\n\"B\",\"Won\",\"2500.00\",\"8/4/2026\"\n\n\n\"Confidential Information\"\n\"Copyright (c)\"\n",
        None,
        "0+1+2 Opportunity=segment | Stage=place | Amount=value | Close Date=date",
    );
}

#[test]
fn a_note_below_a_large_file_is_found_with_its_line() {
    let mut text = String::from("date,place,metric,value\n");
    text.push_str(&"2024-01-01,Checkout,CSAT,4\n".repeat(60_000));
    text.push_str("\nSource: the shop\n");
    let (_folder, path) = file(text.as_bytes());
    let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
    let notes: Vec<_> = sniffed.left_out.iter().map(|l| (l.line, l.text.as_str())).collect();
    assert_eq!(notes, [(60_003, "Source: the shop")]);
    let imported = read(&path, None, &ReadOptions::default(), &Progress::default()).unwrap();
    assert_eq!((imported.rows_read, imported.rows_rejected), (60_000, 0));
}

#[test]
fn random_bytes_do_no_harm() {
    let alphabet = b"0129.,;\t|\"'\\\n\r #-/ae%\0\xff\xc3\xa4";
    let mut state = 7u64;
    let mut next = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for round in 0..300 {
        let mut bytes =
            if round % 2 == 0 { b"date,place,metric,value\n2024-01-05,A,NPS,4\n".to_vec() } else { Vec::new() };
        for _ in 0..next(200) {
            bytes.push(alphabet[next(alphabet.len())]);
        }
        let (_folder, path) = file(&bytes);
        let _ = normalise(&path, &ReadChoices::default(), &mut std::io::sink());
        if let Ok(imported) = read(&path, None, &ReadOptions::default(), &Progress::default()) {
            assert_eq!(imported.rows_read, imported.rows_accepted + imported.rows_rejected, "{bytes:?}");
        }
    }
}

/// Rows as read when only some places are known: accepted, rejected, metrics, and how many issues are about places.
fn check_known(text: &str, mapping: Option<&str>, known: &[&str], expected: (u64, u64, usize, usize)) {
    let (_folder, path) = file(text.as_bytes());
    let mapping = mapping.map(|m| Mapping::parse(m).unwrap());
    let known_places = Some(known.iter().map(|k| (*k).to_owned()).collect());
    let options = ReadOptions { known_places, ..ReadOptions::default() };
    let imported = read(&path, mapping.as_ref(), &options, &Progress::default()).unwrap();
    let issues = &imported.data.issues;
    let unknown = issues.iter().filter(|i| i.kind == IssueKind::UnknownPlace && i.is_row_rejected).count();
    let found = (imported.rows_accepted, imported.rows_rejected, imported.metrics.len(), unknown);
    assert_eq!(found, expected, "{text}");
}

#[test]
fn rows_of_unknown_places_can_be_skipped() {
    let long = "date,place,metric,value\n2024-01-01,Shop,CSAT,4\n2024-01-01,Delivery,NPS,9\n2024-01-02, SHOP ,CSAT,5\n";
    check_known(long, None, &["shop"], (2, 1, 1, 1));
    check_known(long, None, &[], (0, 3, 0, 3));
    check_known("place,metric,2024-01-01,2024-02-01\nShop,NPS,1,2\nBar,NPS,3,4\n", None, &["shop"], (1, 1, 1, 1));
    let survey = "day,a,b\n2024-01-01,4,5\n2024-01-02,3,\n";
    let mapping = r#"{"shape": "survey", "date": {"column": "day"}, "scores": [
        {"column": "a", "metric": "CSAT", "place": "Shop"}, {"column": "b", "metric": "Ease", "place": "Bar"}]}"#;
    check_known(survey, Some(mapping), &["shop"], (2, 0, 1, 0));
    check_known(survey, Some(mapping), &["elsewhere"], (0, 2, 0, 2));
}

#[test]
fn a_cell_longer_than_the_first_look_is_still_a_row() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.csv");
    let comment = "so slow ".repeat(400_000);
    std::fs::write(
        &path,
        format!(
            "date,stage,metric,value,comment\n2025-01-01,Support,CSAT,4,\"{comment}\"\n2025-01-02,Support,CSAT,5,fine\n"
        ),
    )
    .unwrap();
    let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
    assert!(!sniffed.has_no_rows());
    assert_eq!(sniffed.preview.len(), 2);
    assert!(sniffed.preview[0][4].chars().count() < 300, "a table shows the beginning of it");
    std::fs::write(&path, "date,stage,metric,value,comment\n").unwrap();
    assert!(sniff(&path, &ReadChoices::default()).unwrap().has_no_rows());
}
