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
    // The header once more starts a table too, when it stands apart.
    check_clean("a,b\n1,x\n2,y\n\na,b\n3,z\n", "a,b\n1,x\n2,y\n");
    check_chosen(b"a,b\n1,x\n2,y\n\na,b\n3,z\n", r#"{"table": 2}"#, "a,b\n3,z\n");
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
    // A clock among plain numbers is a slip, and so is "1.3m", which is no minutes.
    check(
        "metric,2024-01,2024-02\nCSAT,4.1,4:30\nRevenue,1200000,1.3m\nOrders,3d,12\nLate,3d,\nTime in hours,2,90 min\n",
        &[
            ("CSAT", "2024-01-01", 4.1),
            ("Revenue", "2024-01-01", 1_200_000.0),
            ("Orders", "2024-02-01", 12.0),
            ("Late", "2024-01-01", 259_200.0),
            ("Time in hours", "2024-01-01", 2.0),
            ("Time in hours", "2024-02-01", 1.5),
        ],
        &[("CSAT", None), ("Revenue", None), ("Orders", None), ("Late", Some("s")), ("Time in hours", Some("h"))],
        0,
    );
    // A series may stand in several rows.
    let text = "metric,team,2024-01,2024-02\nCSAT,a,4.1,4\nCSAT,a,4:30,\nCSAT,a,3:30,2\nWait,a,4:30,3:00\nWait,a,9,\n";
    let imported = read_text(text, None).unwrap();
    let values = &imported.data.observations.value;
    assert_eq!(*values, [4.1, 4.0, 2.0, 270.0, 180.0, 9.0], "{}", shown(&imported.data));
    assert_eq!((imported.rows_read, imported.rows_accepted, imported.rows_rejected), (5, 4, 1));
    let issues: Vec<_> = imported.data.issues.iter().map(|i| (i.line, i.kind, i.is_row_rejected)).collect();
    assert_eq!(issues, [(3, IssueKind::BadValue, true), (4, IssueKind::BadValue, false)]);
}

/// What spreadsheets must not take for formulas is no part of what it says.
#[test]
fn guards_against_formulas_are_no_part_of_cells() {
    let trimmed = |cell: &str| String::from_utf8(super::super::rows::trim(cell.as_bytes()).to_vec()).unwrap();
    for (cell, expected) in [
        ("'+49 30 1", "+49 30 1"),
        ("'=A1", "=A1"),
        ("'-5", "-5"),
        (" '2024-01-01 ", "2024-01-01"),
        ("'4.5", "4.5"),
        ("=\"0042\"", "0042"),
        ("=\" x \"", "x"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("'90s shop", "'90s shop"),
        ("'- none", "'- none"),
        ("'4'", "'4'"),
        ("=\"a\"&\"b\"", "=\"a\"&\"b\""),
        ("=", "="),
        ("'", "'"),
        ("", ""),
    ] {
        assert_eq!(trimmed(cell), expected, "{cell}");
    }
    for (date, place, value) in [("'2024-01-01", "'+Shop", "'4"), ("=\"2024-01-01\"", "=\"+Shop\"", "=\"4\"")] {
        let text = format!("date,place,metric,value\n{date},{place},CSAT,{value}\n{date},{place},CSAT,{value}\n");
        let (_folder, path) = file(text.as_bytes());
        let imported = read(&path, None, &ReadOptions::default(), &Progress::default()).unwrap();
        assert_eq!((imported.rows_accepted, imported.places), (2, vec!["+Shop".to_owned()]), "{text}");
    }
}

/// Values of the second table counted as those of the first one, which has as many columns.
#[test]
fn remarks_above_a_header_begin_a_table() {
    const OVERVIEW: &str = "# ----\n# Overview\n# Start date: 20260801\n# End date: 20260803\nNth day,Active users\n0000,231\n0001,244\n\
        0002,219\n{gap}# Start date: 20260801\n# End date: 20260803\nNth day,New users\n0000,31\n0001,44\n0002,19\n";
    for gap in ["", "\n", "#\n", "\n\n"] {
        let (_folder, path) = file(OVERVIEW.replace("{gap}", gap).as_bytes());
        let imported = read(&path, None, &ReadOptions::default(), &Progress::default()).unwrap();
        assert_eq!((imported.rows_accepted, imported.rows_rejected), (3, 0), "{gap:?}");
        assert_eq!(imported.first_day.map(|day| day.to_string()).as_deref(), Some("2026-08-01"));
        assert_eq!(imported.last_day.map(|day| day.to_string()).as_deref(), Some("2026-08-03"));
        let choices = ReadChoices { table: Some(2), ..ReadChoices::default() };
        let options = ReadOptions { choices, ..ReadOptions::default() };
        let second = read(&path, None, &options, &Progress::default()).unwrap();
        assert_eq!((second.rows_accepted, second.metrics[0].name.as_str()), (3, "New users"), "{gap:?}");
    }
    // Remarks below a table, and rows that only look like some.
    check_clean("a,b\n1,2\n3,4\n5,6\n# that is all\n", "a,b\n1,2\n3,4\n5,6\n");
    check_clean("tag,value\n#one,2\n#two,4\n#three,6\n", "tag,value\n#one,2\n#two,4\n#three,6\n");
}

/// What follows was taken for the header of another table, and none of its rows were read.
#[test]
fn a_row_with_nothing_but_a_tag_begins_no_table() {
    for below in ["B,great,", "B,great,n/a", "B,,", ",great,6"] {
        let text = format!("name,comment,score\nA,ok,4\n#NPS,,\n{below}\nC,fine,5\nD,meh,3\nE,meh,3\nF,meh,3\n");
        let (_folder, path) = file(text.as_bytes());
        assert_eq!(sniff(&path, &ReadChoices::default()).unwrap().tables.len(), 1, "{below}");
        check_clean(&text, &text);
    }
}

/// Adobe Analytics lets people choose what separates cells.
#[test]
fn tables_of_adobe_are_read_with_any_delimiter() {
    for delimiter in [",", ";", ":", "|", ".", "\t"] {
        // Visitors of two days count once in the total.
        let table = "~Visitors~Orders\n~Visitors~Orders\nDay~250~30\n2026-07-27~100~10\n2026-07-28~200~20\n";
        let head =
            "\u{feff}#=====\n# Freeform\n# Report suite: Example.com\n# Date: Jul 27 2026 - Aug 2 2026\n#=====\n\n";
        let rule = "##########\n";
        let second = format!("\n{rule}# Freeform table (2)\n{rule}~Exits\n~Exits\nDay~5\n2026-07-27~2\n2026-07-28~3\n");
        for below in ["", second.as_str()] {
            let text = format!("{head}{rule}# Freeform table\n{rule}{table}{below}").replace('~', delimiter);
            let (_folder, path) = file(text.as_bytes());
            let imported = read(&path, None, &ReadOptions::default(), &Progress::default()).unwrap();
            assert_eq!((imported.rows_accepted, imported.rows_rejected), (2, 0), "{text}");
            let names: Vec<_> = imported.metrics.iter().map(|m| m.name.as_str()).collect();
            assert_eq!(names, ["Visitors", "Orders"], "{text}");
        }
    }
}

/// An average and a total below the rows they are made of, in either order, and an average alone.
#[test]
fn rows_of_averages_are_left_out_like_totals() {
    let rows = "place,2024-01,2024-02\nA,1,2\nB,3,4\nC,5,6\n";
    for (below, expected) in [
        ("Average,3,4\nTotal,9,12\n", 3),
        ("Total:,9,12\nDurchschnitt,3,4\n", 3),
        ("Average,3,4\n", 3),
        // What is called so and is none.
        ("Average,2,9\n", 4),
        ("Total,2,9\nAverage,7,7\n", 5),
        ("Average,3,4\nD,3,4\n", 5),
    ] {
        let (_folder, path) = file(format!("{rows}{below}").as_bytes());
        let imported = read(&path, None, &ReadOptions::default(), &Progress::default()).unwrap();
        assert_eq!((imported.rows_read, imported.rows_rejected), (expected, 0), "{below}");
    }
}

#[test]
fn names_that_another_encoding_could_spell_are_kept_and_told() {
    let text = "date,name,score\n2024-01-01,Sigurður,4\n2024-01-02,Þorgeir,5\n2024-01-03,Müller,3\n";
    let (_folder, path) = file(&encoding_rs::WINDOWS_1252.encode(text).0);
    let note = Note::EncodingUnsure { encoding: "windows-1252", other: "ISO-8859-13" };
    assert!(note.to_string().contains("--encoding ISO-8859-13"), "{note}");
    let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
    assert!(sniffed.notes.contains(&note), "{:?}", sniffed.notes);
    let imported = read(&path, None, &ReadOptions::default(), &Progress::default()).unwrap();
    let warning = Warning::Note(note);
    assert!(!warning.is_fact() && !warning.is_information());
    assert!(imported.warnings.contains(&warning), "{:?}", imported.warnings);
    let out = &mut Vec::new();
    assert_eq!(normalise(&path, &ReadChoices::default(), out).unwrap().warnings, [warning]);
    assert_eq!(std::str::from_utf8(out).unwrap(), text);
    // Whoever names the encoding has settled it.
    let chosen = ReadChoices { encoding: Some("windows-1252".to_owned()), ..ReadChoices::default() };
    assert_eq!(sniff(&path, &chosen).unwrap().notes, []);
}
