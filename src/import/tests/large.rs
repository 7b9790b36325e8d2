//! What stands beyond the first million bytes of a file.

use super::containers::gzip;
use super::*;

/// Rows of a table of more than 3 MB; the sum of the visits; and the line behind them.
fn rows(end: &str) -> (String, u64, u64) {
    let mut text = format!("date,place,visits,orders{end}");
    let (mut sum, mut line) = (0, 2);
    while text.len() < (3 << 20) + 50_000 {
        let visits = line % 97 + 1;
        let (year, month, day) = (2015 + line / 336 % 8, line / 28 % 12 + 1, line % 28 + 1);
        let _ = write!(text, "{year}-{month:02}-{day:02},Place {},{visits},{}{end}", line % 7, visits / 3);
        sum += visits;
        line += 1;
    }
    (text, sum, line)
}

fn utf16(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn read_as(path: &Path, choices: &ReadChoices) -> Imported {
    let options = ReadOptions { choices: choices.clone(), ..ReadOptions::default() };
    read(path, None, &options, &Progress::default()).unwrap()
}

/// The same text in several encodings and wrappings.
fn wrappings(text: &str) -> [Vec<u8>; 4] {
    let text = text.to_owned();
    [text.clone().into_bytes(), text.replace('\n', "\r\n").into_bytes(), utf16(&text), gzip(text.as_bytes())]
}

#[test]
fn a_row_of_totals_at_the_end_of_a_large_file_is_left_out() {
    let (text, sum, line) = rows("\n");
    for bytes in wrappings(&format!("{text}Total,,{sum},{}\n", sum / 3)) {
        let (_folder, path) = file(&bytes);
        let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
        let totals: Vec<_> = sniffed.left_out.iter().map(|l| (l.line, l.reason)).collect();
        assert_eq!(totals, [(line, LeftOutReason::Total)]);
    }
    let (_folder, path) = file(format!("{text}Total,,{sum},{}\n", sum / 3).as_bytes());
    let imported = read_as(&path, &ReadChoices::default());
    assert_eq!((imported.rows_read, imported.rows_rejected), (line - 2, 0));
    assert!(imported.warnings.contains(&Warning::TotalsLeftOut { rows: 1 }), "{:?}", imported.warnings);
    let kept = sniff(&path, &ReadChoices { keep_totals: Some(true), ..ReadChoices::default() }).unwrap();
    assert_eq!(kept.left_out, []);
    // Above a note, and above another table.
    for below in ["\nNote: preliminary figures\n", "\nBy channel\nchannel,visits\nweb,10\napp,20\n"] {
        let (_folder, path) = file(format!("{text}Total,,{sum},{}\n{below}", sum / 3).as_bytes());
        let imported = read_as(&path, &ReadChoices::default());
        assert_eq!((imported.rows_read, imported.rows_rejected), (line - 2, 0), "{below}");
    }
    // An average beside it, above another table too.
    for below in ["", "\nBy channel\nchannel,visits\nweb,10\napp,20\n"] {
        let (_folder, path) = file(format!("{text}Total,,{sum},{}\nAverage,,49,16\n{below}", sum / 3).as_bytes());
        let imported = read_as(&path, &ReadChoices::default());
        assert_eq!((imported.rows_read, imported.rows_rejected), (line - 2, 0), "{below}");
    }
}

#[test]
fn a_row_of_totals_behind_five_thousand_short_rows_is_left_out() {
    let body: String = (0..6_000).map(|i| format!("2024-01-{:02},P{},{}\n", i % 28 + 1, i % 3, i % 5 + 1)).collect();
    let sum: u64 = (0..6_000).map(|i| i % 5 + 1).sum();
    let (_folder, path) = file(format!("date,place,visits\n{body}Summe,,{sum}\n").as_bytes());
    assert_eq!(read_as(&path, &ReadChoices::default()).rows_read, 6_000);
}

/// Beyond the rows that are looked at nobody adds up, so a place that is called so and has much of all stays a place.
#[test]
fn a_place_called_total_far_down_is_a_row() {
    let body: String = (0..6_000).map(|i| format!("P{},2024-01-{:02},{}\n", i % 3, i % 28 + 1, i % 5 + 1)).collect();
    let rows_with = |last: &str| {
        let (_folder, path) = file(format!("place,date,visits\n{body}{last}\n").as_bytes());
        read_as(&path, &ReadChoices::default()).rows_read
    };
    assert_eq!(rows_with("Total,2024-12-28,105000"), 6_001);
    assert_eq!(rows_with("Total,,18000"), 6_000);
}

/// What a place far down is cannot be told before all rows were read; then it is.
#[test]
fn a_place_far_down_that_is_the_sum_of_all_others_is_told() {
    let body: String = (0..6_000).map(|i| format!("P{},2024-01-{:02},{}\n", i % 3, i % 28 + 1, i % 5 + 1)).collect();
    let told = |text: String| {
        let (_folder, path) = file(text.as_bytes());
        let warnings = read_as(&path, &ReadChoices::default()).warnings;
        warnings.iter().any(|warning| matches!(warning, Warning::TotalAmongRows { .. }))
    };
    for word in ["Total", "Gesamt", "Grand total", "Summe:", "Celkem", "Összesen", "総計"] {
        assert!(told(format!("place,date,visits\n{body}{word},2024-12-28,18000\n")), "{word}");
    }
    for (word, sum) in [("Total", 18_500), ("Total", 105_000), ("Totaline", 18_000), ("Support", 18_000)] {
        assert!(!told(format!("place,date,visits\n{body}{word},2024-12-28,{sum}\n")), "{word} {sum}");
    }
    // A total of each day, and one of a segment.
    let days: String =
        (1..29).map(|d| format!("Total,2024-02-{d:02},6\nA,2024-02-{d:02},2\nB,2024-02-{d:02},4\n")).collect();
    assert!(told(format!("place,date,visits\n{days}")));
    let long = days.lines().map(|line| format!("Shop,orders,{line}\n")).collect::<String>();
    assert!(told(format!("place,metric,device,date,value\n{long}")));
}

#[test]
fn a_last_row_that_adds_nothing_up_is_a_row() {
    let (text, sum, line) = rows("\n");
    for last in [format!("Total,,{},7\n", sum / 100), format!("2024-01-01,Total,{sum},7\n")] {
        let (_folder, path) = file(format!("{text}{last}").as_bytes());
        assert_eq!(read_as(&path, &ReadChoices::default()).rows_read, line - 1, "{last}");
    }
}

#[test]
fn a_second_table_far_down_is_told_and_can_be_chosen() {
    let (text, _, line) = rows("\n");
    let below = "\nBy channel\nchannel,visits\nweb,10\napp,20\n\nchannel,month,orders,sales,returns\nweb,2024-01,3,4,1\napp,2024-01,5,6,2\n";
    for bytes in wrappings(&format!("{text}{below}")) {
        let (_folder, path) = file(&bytes);
        let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
        let tables: Vec<_> = sniffed.tables.iter().map(|t| (t.first_line, t.last_line, t.title.as_deref())).collect();
        let expected = [(1, line - 1, None), (line + 2, line + 4, Some("By channel")), (line + 6, line + 8, None)];
        assert_eq!(tables, expected);
    }
    let (_folder, path) = file(format!("{text}{below}").as_bytes());
    let imported = read_as(&path, &ReadChoices::default());
    assert_eq!((imported.rows_read, imported.rows_rejected), (line - 2, 0));
    let told: Vec<_> = imported.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(told.iter().filter(|t| t.contains(&format!("begins on line {}", line + 2))).count(), 1, "{told:?}");
    for (table, names, rows) in [(2, 2, 2), (3, 5, 2)] {
        let choices = ReadChoices { table: Some(table), ..ReadChoices::default() };
        let sniffed = sniff(&path, &choices).unwrap();
        assert_eq!((sniffed.columns.len(), sniffed.preview.len()), (names, rows));
        let mut out = Vec::new();
        normalise(&path, &choices, &mut out).unwrap();
        assert_eq!(out.iter().filter(|byte| **byte == b'\n').count(), rows + 1, "table {table}");
    }
    let error = sniff(&path, &ReadChoices { table: Some(4), ..ReadChoices::default() }).unwrap_err().to_string();
    assert!(error.contains("3 in all"), "{error}");
}

/// As two exports put behind one another: without anything between they are one table, and apart they are two.
#[test]
fn the_header_once_more_far_down_starts_a_table_when_it_stands_apart() {
    let (text, _, line) = rows("\n");
    let (_folder, path) = file(format!("{text}{text}").as_bytes());
    let imported = read_as(&path, &ReadChoices::default());
    assert_eq!((imported.rows_read, imported.rows_rejected), (2 * (line - 2), 0));
    let told = imported.warnings.iter().map(ToString::to_string).collect::<Vec<_>>().concat();
    assert!(told.contains(&format!("once more, on line {line};")), "{told}");
    let (_folder, path) = file(format!("{text}\n{text}").as_bytes());
    let imported = read_as(&path, &ReadChoices::default());
    assert_eq!((imported.rows_read, imported.rows_rejected), (line - 2, 0));
    let imported = read_as(&path, &ReadChoices { table: Some(2), ..ReadChoices::default() });
    assert_eq!((imported.rows_read, imported.rows_rejected), (line - 2, 0));
}

/// Wherever the block that is read first happens to end.
#[test]
fn a_second_table_is_found_around_the_end_of_the_first_bytes() {
    let (text, ..) = rows("\n");
    let ends: Vec<usize> =
        text.match_indices('\n').map(|(at, _)| at + 1).filter(|at| (1_usize << 20).abs_diff(*at) < 250).collect();
    assert!(ends.len() > 10);
    for end in ends {
        let head = text.get(..end).unwrap();
        let (_folder, path) = file(format!("{head}\nchannel,visits\n{}", "web,10\n".repeat(200)).as_bytes());
        let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
        assert_eq!(sniffed.tables.len(), 2, "{end}");
    }
}

#[test]
fn a_table_within_a_comment_far_down_is_a_comment() {
    let mut text = "date,score,comment\n".to_owned();
    let mut rows = 0_u64;
    while text.len() < 3 << 20 {
        text +=
            "2024-01-01,4,\"As I said:\n\nname,value,kind,more\nx,1,y,2\nx,1,y,2\n\nThanks, all\"\n2024-01-02,5,fine\n";
        rows += 2;
    }
    let (_folder, path) = file(text.as_bytes());
    let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
    assert_eq!(sniffed.tables.len(), 1);
    assert_eq!(read_as(&path, &ReadChoices::default()).rows_read, rows);
}

/// The file grows while it is looked at and read, which is as if its first letter stood further down than anybody looks.
#[test]
fn letters_that_are_no_utf8_behind_all_that_was_looked_at_are_read_and_told() {
    let (text, _, line) = rows("\n");
    let (_folder, path) = file(text.as_bytes());
    let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
    assert_eq!(sniffed.encoding, "UTF-8");
    let more = [text.as_bytes(), b"2024-01-01,Caf\xe9 Z\xfcrich,3,1\n2024-01-02,Caf\xe9 Z\xfcrich,4,2\n"].concat();
    std::fs::write(&path, &more).unwrap();
    let options = ReadOptions { sniffed: Some(sniffed), ..ReadOptions::default() };
    let imported = read(&path, None, &options, &Progress::default()).unwrap();
    assert_eq!(imported.places.last().map(String::as_str), Some("Café Zürich"));
    assert_eq!((imported.rows_read, imported.rows_rejected), (line, 0));
    assert_eq!(imported.data.issues, []);
    assert!(imported.warnings.contains(&Warning::OtherEncoding { line }), "{:?}", imported.warnings);
    assert_eq!(imported.hash, blake3::hash(&more).to_hex().to_string());
    // With such letters within reach it is known before.
    let again = sniff(&path, &ReadChoices::default()).unwrap();
    assert_eq!(again.encoding, "windows-1252");
    let options = ReadOptions { sniffed: Some(again), ..ReadOptions::default() };
    let known = read(&path, None, &options, &Progress::default()).unwrap();
    assert_eq!((known.places, known.data), (imported.places, imported.data));
}
