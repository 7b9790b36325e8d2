//! What stands above the table that is meant, and which of several tables that is.

use super::*;

/// The lines of a table of scores.
fn scores() -> String {
    let mut text = String::from("date,place,metric,value\n");
    for day in 1..=20 {
        writeln!(text, "2026-01-{day:02},Shop,CSAT,{}", day % 5 + 1).unwrap();
    }
    text
}

#[track_caller]
fn check_above(preamble: &str, table: &str, columns: &[&str]) {
    let text = format!("{preamble}{table}");
    let (_folder, path) = file(text.as_bytes());
    let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
    let names: Vec<_> = sniffed.columns.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, columns, "{preamble}");
    assert_eq!(sniffed.tables.len(), 1, "{preamble}: {:?}", sniffed.tables);
    let above = sniffed.left_out.iter().filter(|l| l.reason == LeftOutReason::AboveHeader).count();
    let lines = preamble.lines().filter(|l| !l.is_empty()).count();
    assert_eq!(above, lines, "every line above is told: {:?}", sniffed.left_out);
    let imported = read(&path, None, &ReadOptions::default(), &Progress::default()).unwrap();
    assert_eq!((imported.rows_read, imported.rows_rejected), (20, 0), "{preamble}");
}

#[test]
fn lines_of_names_and_values_above_a_table_are_no_table() {
    let columns = ["date", "place", "metric", "value"];
    for preamble in [
        "Report,Monthly CSAT\nFrom,2026-01-01\nTo,2026-01-31\n",
        "Report,Monthly CSAT\nFrom,2026-01-01\nTo,2026-01-31\n\n",
        "Report,Monthly CSAT\n\nFrom,2026-01-01\n\nTo,2026-01-31\n\n",
        "Report,Monthly CSAT,,\nFrom,2026-01-01,,\nTo,2026-01-31,,\n,,,\n",
        "Survey results\nReport,Monthly CSAT\nFrom,2026-01-01\n",
        "Report,Monthly CSAT\n",
        "Owner,Ann\nResponses,512\nFrom,2026-01-01\n\n",
    ] {
        check_above(preamble, &scores(), &columns);
    }
    let two: String =
        scores().lines().map(|l| l.replace(",Shop,CSAT", "").replace(",place,metric", "") + "\n").collect();
    check_above("Report,Monthly CSAT\nFrom,2026-01-01\n\n", &two, &["date", "value"]);
}

/// Which table is read of several, and how many there are.
#[track_caller]
fn check_table(text: &str, read: u64, tables: usize, first_column: &str) {
    let (_folder, path) = file(text.as_bytes());
    let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
    assert_eq!((sniffed.table, sniffed.tables.len()), (read, tables), "{:?}", sniffed.tables);
    assert_eq!(sniffed.columns[0].name, first_column);
    let imported = super::read(&path, None, &ReadOptions::default(), &Progress::default()).unwrap();
    let words = format!("table {read} of {tables} is read");
    assert!(imported.warnings.iter().any(|w| w.to_string().contains(&words)), "{:?}", imported.warnings);
    // A mapping that names the table reads the same.
    let chosen = ReadChoices { table: Some(read), ..ReadChoices::default() };
    assert_eq!(sniff(&path, &chosen).unwrap().columns, sniffed.columns);
}

#[test]
fn of_several_tables_the_one_that_looks_like_data_is_read() {
    // A summary of a few numbers above the rows that it sums up.
    check_table(&format!("Answer,Count\nGood,12\nBad,8\n\n{}", scores()), 2, 2, "date");
    check_table(&format!("{}\nAnswer,Count\nGood,12\nBad,8\n", scores()), 1, 2, "date");
    // Two that are tables: the first.
    let other = "channel,month,orders,sales,n\nweb,2026-01,3,4,1\napp,2026-01,5,6,2\nweb,2026-02,3,4,1\n";
    check_table(&format!("{other}\n{}", scores()), 1, 2, "channel");
}

/// Cells as a workbook has them.
fn sheet(lines: &str) -> String {
    let cell = |text: &str| match text.parse::<f64>() {
        Ok(_) => format!("<c><v>{text}</v></c>"),
        Err(_) => format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>"),
    };
    let row = |line: &str| format!("<row>{}</row>", line.split(',').map(cell).collect::<String>());
    lines.lines().map(row).collect()
}

#[track_caller]
fn check_sheet(sheets: &[(&str, bool, &str)], read: &str, passed_over: Option<&str>) {
    let cells: Vec<String> = sheets.iter().map(|(_, _, lines)| sheet(lines)).collect();
    let sheets: Vec<_> = sheets
        .iter()
        .zip(&cells)
        .map(|((name, is_hidden, _), cells)| (*name, *is_hidden, cells.as_str(), ""))
        .collect();
    let (_folder, path) = file(&containers::workbook(&sheets));
    let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
    assert_eq!(sniffed.sheet.as_deref(), Some(read));
    let note = sniffed.notes.iter().find_map(|note| match note {
        Note::SheetPassedOver { passed_over, .. } => Some(passed_over.as_str()),
        _ => None,
    });
    assert_eq!(note, passed_over, "{:?}", sniffed.notes);
}

/// A workbook with a sheet for each month was read as its first month, in silence.
#[test]
fn sheets_of_one_form_are_named_and_read_as_one_table() {
    let month = |number: u32| {
        format!("date,place,metric,value\n2026-0{number}-01,Web,CSAT,{number}\n2026-0{number}-02,Shop,CSAT,4\n")
    };
    let (jan, feb) = (sheet(&month(1)), sheet(&month(2)));
    let cover = sheet("Monthly CSAT tracker\nAsk Ann\n");
    let other = sheet("reason,count\nLate,4\nLost,5\n");
    let sheets = [("Cover", false, &cover), ("Jan", false, &jan), ("Feb", false, &feb), ("Why", false, &other)];
    let (_folder, path) =
        file(&containers::workbook(&sheets.map(|(name, hidden, rows)| (name, hidden, rows.as_str(), ""))));
    let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
    let alike = Note::SheetsAlike { sheet: "Jan".to_owned(), others: vec!["Feb".to_owned()] };
    assert!(sniffed.notes.contains(&alike), "{:?}", sniffed.notes);
    assert_eq!(sniffed.usual.sheet.as_deref(), Some("Jan"));
    for (choice, values) in [("*", vec![1.0, 4.0, 2.0, 4.0]), ("feb", vec![2.0, 4.0])] {
        let choices = ReadChoices { sheet: Some(choice.to_owned()), ..ReadChoices::default() };
        let sniffed = sniff(&path, &choices).unwrap();
        assert!(!sniffed.notes.iter().any(|note| matches!(note, Note::SheetsAlike { .. })));
        assert_eq!(sniffed.usual.sheet.as_deref(), Some("Jan"));
        let options = ReadOptions { choices, ..ReadOptions::default() };
        let imported = read(&path, None, &options, &Progress::default()).unwrap();
        assert_eq!(imported.data.observations.value, values, "{choice}");
    }
}

#[test]
fn the_sheet_that_holds_a_table_is_read_and_not_the_cover() {
    let scores = scores();
    let cover = "Report,Monthly CSAT\nFrom,2026-01-01\nTo,2026-01-31\nAnswers,512\n";
    let notes = "Please read this first\nThe scores are from the till\nAsk Ann\n";
    for first in [cover, notes, "Monthly CSAT\n"] {
        check_sheet(&[("Cover", false, first), ("Data", false, &scores)], "Data", Some("Cover"));
        check_sheet(
            &[("Cover", false, first), ("Notes", false, notes), ("Data", false, &scores)],
            "Data",
            Some("Cover"),
        );
        // Nothing else is there, or only what nobody shows.
        check_sheet(&[("Cover", false, first)], "Cover", None);
        check_sheet(&[("Cover", false, first), ("Data", true, &scores)], "Cover", None);
    }
    // Answers in words are one, whatever figures stand on the sheets behind.
    let word = |row: usize| ["Very satisfied", "Satisfied", "Dissatisfied", "Very dissatisfied"][row % 4];
    let answers: String = (1..60).map(|row| format!("r{row},{},It was fine {row}\n", word(row))).collect();
    let answers = format!("respondent,How satisfied are you,comment\n{answers}");
    check_sheet(&[("Answers", false, &answers), ("Sent", false, &scores)], "Answers", None);
    check_sheet(&[("Cover", false, cover), ("Answers", false, &answers)], "Answers", Some("Cover"));
    // A table is read where it stands first, however small beside others.
    let small = "day,visits\n2026-01-01,4\n2026-01-02,5\n";
    check_sheet(&[("Small", false, small), ("Data", false, &scores), ("Notes", false, notes)], "Small", None);
}

#[test]
fn a_sentence_with_commas_above_the_names_is_none_of_them() {
    let rows: String = (1..=20).map(|n| format!("{}.00,98.{n}\n", 4000 - n)).collect();
    check_normalised(
        &format!("Created as new set,Sample 22 by Ann Saturday, February 11 2017\ncm-1,%T\n{rows}"),
        &format!("cm-1,%T\n{rows}"),
    );
}

#[test]
fn names_of_parts_stand_below_the_name_they_share() {
    let rows = "04/04/2014,Cardiff,,65.60,,,,65.60\n09/04/2014,London,,,16.00,,,16.00\n06/05/2014,Leeds,,64,26,,,90\n";
    let names = "Dates,Destination,Travel Air,Travel Rail,Travel Taxi,Travel Hotel,Other,Total\n";
    let header = "Dates,Destination,Travel,,,,Other,Total\n";
    for between in ["", ",,,,,,,\n"] {
        check_normalised(&format!("{header}{between},,Air,Rail,Taxi,Hotel,,\n{rows}"), &format!("{names}{rows}"));
    }
    // A row of data that has words there too ends no names, and takes none from those above it.
    let none = ",,none,none,none,none,,\n";
    let (first, rest) = rows.split_once('\n').unwrap();
    let rows = format!("{first}\n{none}{rest}");
    check_normalised(&format!("{header},,Air,Rail,Taxi,Hotel,,\n{rows}"), &format!("{names}{rows}"));
    // A row of data that lacks its day is one all the same.
    let hosts = "Minister,Date,Name,Purpose,,,\nAnn,Oct,Tearfund,Aid,,,\n,,World Vision,,,,\n,,Children,,,,\n";
    check_normalised(hosts, hosts);
}

#[test]
fn rows_without_anything_end_no_table_and_nothing_in_is_nothing_out() {
    check_normalised("a,b\n1,2\n,\n3,4\n,\n,\n", "a,b\n1,2\n,\n3,4\n");
    check_normalised("a,b\n1,2\n,\n\nMade by hand\n,\n", "a,b\n1,2\n");
    let many = ",\n".repeat(500);
    check_normalised(&format!("a,b\n1,2\n{many}"), "a,b\n1,2\n");
    let between = format!("a,b\n1,2\n{many}3,4\n");
    check_normalised(&format!("{between}{many}"), &between);
    check_normalised("", "");
}

#[test]
fn tables_of_one_form_below_each_other_are_told_apart() {
    let nps = "Month,Stage,NPS,n\n2025-01,Buy,30,100\n2025-02,Buy,40,100\n";
    let csat = "Month,Stage,CSAT,n\n2025-01,Buy,4.1,90\n2025-02,Buy,4.3,95\n";
    for text in [
        format!("NPS by month\n{nps}\nCSAT by month\n{csat}"),
        format!("NPS by month,,,\n{nps},,,\nCSAT by month,,,\n{csat}"),
        format!("{nps}\nCSAT by month\n{csat}"),
        format!("{nps}\n{csat}"),
        format!("{nps},,,\n{csat}"),
    ] {
        check_table(&text, 1, 2, "Month");
        for (table, metric, values) in [(1, "NPS", [30.0, 40.0]), (2, "CSAT", [4.1, 4.3])] {
            let (reading, place) = (format!(r#"{{"table":{table}}}"#), r#"{"column":"Stage"}"#);
            let chosen = format!(
                r#"{{"shape":"long","reading":{reading},"date":{{"column":"Month"}},"place":{place},"metric":{{"fixed":"{metric}"}},"value":{{"column":"{metric}"}},"n":{{"column":"n"}}}}"#
            );
            let imported = read_text(&text, Some(&chosen)).unwrap();
            assert_eq!(imported.data.observations.value, values, "{text}");
            assert_eq!(imported.rows_rejected, 0, "{text}");
        }
    }
    // Rows of one table behind a gap, whatever stands in their cells.
    for more in ["2025-03,Buy,35,90\n", "2025-03,Buy,closed,none\n", "2025-03,Buy,pending,open\n2025-04,Buy,31,80\n"] {
        let (_folder, path) = file(format!("{nps}\n{more}").as_bytes());
        assert_eq!(sniff(&path, &ReadChoices::default()).unwrap().tables.len(), 1, "{more}");
    }
}
