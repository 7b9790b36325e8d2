//! Tables that are not as they should be, each kind of mess by itself.

use super::*;

#[track_caller]
fn check_clean(text: &str, expected: &str) {
    check_normalised(text, expected);
}

#[test]
fn a_header_of_several_rows_is_one() {
    check_clean("a,b\na,b\n1,2\n3,4\n", "a a,b b\n1,2\n3,4\n");
    // A name over several columns counts for each of them.
    check_clean(
        "north,,south,\nX,Y,X,Y\n1,2,3,4\n5,6,7,8\n9,10,11,12\n",
        "north X,north Y,south X,south Y\n1,2,3,4\n5,6,7,8\n9,10,11,12\n",
    );
    check_clean(
        "day,share,size\n(date),(%),(kB)\n2024-01-01,1,2\n2024-01-02,3,4\n2024-01-03,3,4\n",
        "day (date),share (%),size (kB)\n2024-01-01,1,2\n2024-01-02,3,4\n2024-01-03,3,4\n",
    );
    // What is missing is no name.
    let gaps = "place,Jan,Feb\nShop,n/a,n/a\nWeb,1,2\nApp,3,4\n";
    check_clean(gaps, gaps);
    let words = "place,Jan,Feb\nShop,low,7\nWeb,1,2\nApp,3,4\n";
    check_clean(words, words);
}

#[test]
fn titles_above_a_table_are_no_rows() {
    check_clean("Summary of June,\n,\nplace,value\nA,1\nB,2\n", "place,value\nA,1\nB,2\n");
    check_clean(
        ",,,\n,,,\n,,Report,\nplace,date,value,n\nA,2024-01-01,1,2\nB,2024-01-02,1,2\n",
        "place,date,value,n\nA,2024-01-01,1,2\nB,2024-01-02,1,2\n",
    );
}

pub(super) const STACKED: &str = "date,place,value\n2024-01-01,A,1\n2024-01-02,B,2\n\nBy channel\nchannel,visits\nweb,10\napp,20\n\nchannel,month,orders,sales\nweb,Jan,3,4\napp,Jan,5,6\n";

#[test]
fn one_of_several_tables_is_read() {
    check_clean(STACKED, "date,place,value\n2024-01-01,A,1\n2024-01-02,B,2\n");
    check_chosen(STACKED.as_bytes(), r#"{"table": 2}"#, "channel,visits\nweb,10\napp,20\n");
    check_chosen(STACKED.as_bytes(), r#"{"table": 3}"#, "channel,month,orders,sales\nweb,Jan,3,4\napp,Jan,5,6\n");
    let (_folder, path) = file(STACKED.as_bytes());
    let error = sniff(&path, &ReadChoices { table: Some(4), ..ReadChoices::default() }).unwrap_err().to_string();
    assert!(error.contains("table \"4\" cannot be used") && error.contains("3 in all"), "{error}");
    let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
    let tables: Vec<_> = sniffed.tables.iter().map(|t| (t.first_line, t.title.as_deref(), t.columns.len())).collect();
    assert_eq!(tables, [(1, None, 3), (6, Some("By channel"), 2), (10, None, 4)]);
    let others: Vec<_> = sniffed.left_out.iter().map(|l| (l.line, l.reason)).collect();
    assert_eq!(others, [(6, LeftOutReason::OtherTable), (10, LeftOutReason::OtherTable)]);
    let imported = read(&path, None, &ReadOptions::default(), &Progress::default()).unwrap();
    assert_eq!((imported.rows_read, imported.rows_accepted), (2, 2));
    // The header once more starts a table too.
    check_clean("a,b\n1,x\n2,y\na,b\n3,z\n", "a,b\n1,x\n2,y\n");
    check_chosen(b"a,b\n1,x\n2,y\na,b\n3,z\n", r#"{"table": 2}"#, "a,b\n3,z\n");
}

#[test]
fn a_stray_quote_is_a_letter() {
    let row = "1,\"x, y\",z\n";
    // In front of a plain cell, of a quoted one, in the last cell of a line.
    check_clean(
        &format!("a,b,c\n{row}\"2,\"u, v\",w\n{row}"),
        "a,b,c\n1,\"x, y\",z\n\"\"\"2\",\"u, v\",w\n1,\"x, y\",z\n",
    );
    check_clean(&format!("a,b,c\n{row}2,\"\"u, v\",w\n{row}"), "a,b,c\n1,\"x, y\",z\n2,\"\"\"u, v\",w\n1,\"x, y\",z\n");
    check_clean(
        &format!("a,b,c\n{row}2,u,\"\n3,\"s, t\",w\n{row}"),
        "a,b,c\n1,\"x, y\",z\n2,u,\"\"\"\"\n3,\"s, t\",w\n1,\"x, y\",z\n",
    );
    // Quotes inside a quoted cell that are not doubled.
    check_clean("a,b\n\"say \"hi\" now\",2\n\"x\",3\n", "a,b\n\"say \"\"hi\"\" now\",2\nx,3\n");
    // Where either way is right, text behind the closing quote stays what it was.
    check_clean("a,b\n\"x\"y,2\n\"x\",3\n", "a,b\nxy,2\nx,3\n");
}

#[test]
fn blanks_behind_delimiters_belong_to_them_when_quotes_say_so() {
    check_clean("a, \"b\", c\n1, \"x, y\", 2\n", "a,b,c\n1,\"x, y\",2\n");
    check_clean("a, b\n 1, x\n", "a, b\n 1, x\n");
}

#[test]
fn other_characters_escape_too() {
    let rest = "x,3\n".repeat(40);
    check_clean(&format!("a,b\n\"say \0\"hi\0\" now\",2\n{rest}"), &format!("a,b\n\"say \"\"hi\"\" now\",2\n{rest}"));
}

/// What was measured may be how long something took.
#[test]
fn durations_under_dates_are_values() {
    let check = |text: &str, expected: &[(&str, &str, f64)], units: &[(&str, Option<&str>)], rejected: u64| {
        let (_folder, path) = file(text.as_bytes());
        let imported = read(&path, None, &ReadOptions::default(), &Progress::default()).unwrap();
        let table = &imported.data.observations;
        let rows: Vec<_> = (table.series_of_row.iter().zip(&table.day).zip(&table.value))
            .map(|((id, day), value)| (table.series[*id as usize].metric.as_str(), day.to_string(), *value))
            .collect();
        let expected: Vec<_> =
            expected.iter().map(|(metric, day, value)| (*metric, (*day).to_owned(), *value)).collect();
        assert_eq!(rows, expected, "{text}");
        let found: Vec<_> = imported.metrics.iter().map(|m| (m.name.as_str(), m.unit.as_deref())).collect();
        assert_eq!(found, units, "{text}");
        assert_eq!(imported.rows_rejected, rejected, "{text}");
    };
    check(
        "metric,2024-01-01,2024-01-02,2024-01-03\nWait,5 min 13s,1:23:45,00:05:13\nCSAT,4,3,n/a\nHold in minutes,90s,,2:30\n\
         Bad,soon,later,never\n",
        &[
            ("Wait", "2024-01-01", 313.0),
            ("Wait", "2024-01-02", 5_025.0),
            ("Wait", "2024-01-03", 313.0),
            ("CSAT", "2024-01-01", 4.0),
            ("CSAT", "2024-01-02", 3.0),
            ("Hold in minutes", "2024-01-01", 1.5),
            ("Hold in minutes", "2024-01-03", 2.5),
        ],
        &[("Wait", Some("s")), ("CSAT", None), ("Hold in minutes", Some("min"))],
        1,
    );
    // Nothing but durations.
    check(
        "metric,01.02.2024,02.02.2024\nWait,00:05:13,1h 5m\n",
        &[("Wait", "2024-02-01", 313.0), ("Wait", "2024-02-02", 3_900.0)],
        &[("Wait", Some("s"))],
        0,
    );
}
