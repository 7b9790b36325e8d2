//! What columns are taken for, and whether what was written in a random way is read back as what it was.

use super::{check, check_known, file, read_text};
use crate::base::progress::Progress;
use crate::base::time::Day;
use crate::import::{
    ColumnType, DateOrder, Mapping, ReadChoices, ReadOptions, Role, RoleReason, Shape, Sniffed, Warning,
};
use crate::import::{read, sniff};
use crate::model::bulk::IssueKind;
use std::collections::BTreeMap;
use std::fmt::Write as _;

fn sniffed(text: &str) -> Sniffed {
    let (_folder, path) = file(text.as_bytes());
    sniff(&path, &ReadChoices::default()).unwrap()
}

/// A column of these cells, beside one that makes a table of it.
fn column(header: &str, cells: &[&str]) -> crate::import::ColumnInfo {
    let mut text = format!("{header}\tzz\n");
    for cell in cells {
        writeln!(text, "{cell}\tx").unwrap();
    }
    sniffed(&text).columns.swap_remove(0)
}

#[track_caller]
fn check_type(header: &str, cells: &[&str], expected: ColumnType) {
    assert_eq!(column(header, cells).column_type, expected, "{header}: {cells:?}");
}

#[test]
fn types_of_columns() {
    check_type("Visit duration", &["5 min 13s", "4 min 2s", "59s"], ColumnType::Duration);
    check_type("Avg. time", &["00:15:01", "00:02:10"], ColumnType::Duration);
    check_type("Departure", &["14:30:00", "15:05:00"], ColumnType::Text);
    check_type("Resolved", &["Yes", "No", "Yes"], ColumnType::Boolean);
    check_type("Erledigt", &["ja", "nein"], ColumnType::Boolean);
    check_type("Event id", &["9007199254740993", "9007199254740995"], ColumnType::Id);
    check_type("Amount", &["1,200.50 USD", "3.00 USD", "n/a"], ColumnType::Number);
    check_type("Betrag", &["1.234,50 €", "12,00 €", "-"], ColumnType::Number);
    check_type("Wert", &["12,34,567.00", "1,00,000.50"], ColumnType::Number);
    check_type("Rate", &["56%", "57%"], ColumnType::Percent);
    check_type("Nothing", &["", "", ""], ColumnType::Empty);
    check_type("Nothing", &["n/a", "-", "NULL"], ColumnType::Empty);
    check_type("Month", &["Aug 2026", "Sep 2026"], ColumnType::Date);
    check_type("Week", &["2026-W05", "2026-W06"], ColumnType::Date);
    check_type("Week", &["2009-12-28,2010-01-03", "2010-01-04,2010-01-10"], ColumnType::Date);
    check_type("Date", &["45292", "45293", "45294"], ColumnType::Date);
    check_type("Created", &["2026-08-01T10:00:00+02:00", "2026-08-01T11:00:00Z"], ColumnType::Timestamp);
}

#[test]
fn ids_of_64_bits_are_kept_to_the_last_digit() {
    let text = "timestamp,event,user_id\n2026-08-01 10:00:00,click,9007199254740993\n2026-08-01 11:00:00,click,9007199254740992\n";
    let imported = read_text(text, None).unwrap();
    let customers: f64 = series_sum(&imported, "Customers", "click");
    assert_eq!(customers.to_string(), "2", "two people, although a float cannot tell them apart");
}

fn series_sum(imported: &crate::import::Imported, metric: &str, place: &str) -> f64 {
    let table = &imported.data.observations;
    let is_it = |index: &u32| {
        let key = &table.series[*index as usize];
        key.metric == metric && key.place == place
    };
    table.series_of_row.iter().zip(&table.value).filter(|(index, _)| is_it(index)).map(|(_, value)| value).sum()
}

#[track_caller]
fn check_dates(cells: &[&str], pattern: &str, order: Option<(DateOrder, bool)>) {
    let info = column("Date", cells);
    assert_eq!(info.role, Role::Date, "{cells:?}");
    assert_eq!(info.date_patterns.first().map(String::as_str), Some(pattern), "{cells:?}");
    assert_eq!(info.date_order.map(|o| (o, !info.is_date_order_assumed)), order, "{cells:?}");
}

#[test]
fn how_dates_are_written_is_told_with_whether_it_is_decided() {
    check_dates(&["2026-08-01", "2026-08-02"], "YYYY-MM-DD", None);
    check_dates(&["31/12/2025", "01/02/2026"], "DD/MM/YYYY", Some((DateOrder::DayFirst, true)));
    check_dates(&["01/02/2026", "12/31/2025"], "MM/DD/YYYY", Some((DateOrder::MonthFirst, true)));
    check_dates(&["01/02/2026", "03/04/2026"], "MM/DD/YYYY", Some((DateOrder::MonthFirst, false)));
    check_dates(&["01.02.2026", "03.04.2026"], "DD.MM.YYYY", Some((DateOrder::DayFirst, true)));
    check_dates(&["1 de agosto de 2026", "2 de agosto de 2026"], "DD de MMMM de YYYY", None);
    check_dates(&["Q3 2026", "Q4 2026"], "Qq YYYY", None);
    check_dates(&["1785542400123", "1785542400999"], "unix-ms", None);
    let mixed = column("Date", &["2026-08-01", "2026-08-02", "3 Aug 2026"]);
    assert_eq!(mixed.date_patterns, ["YYYY-MM-DD", "DD MMM YYYY"]);
    let both = column("Date", &["25/12/2025", "12/25/2025", "26/12/2025"]);
    assert_eq!(both.date_contradiction, Some(("25/12/2025".to_owned(), "12/25/2025".to_owned())));
}

#[test]
fn days_counted_by_a_spreadsheet_are_days() {
    check(
        "Date,Place,Metric,Value\n45292,Shop,CSAT,4\n45293,Shop,CSAT,5\nsoon,Shop,CSAT,5\n",
        None,
        "
        2024-01-01 CSAT@Shop 4 -
        2024-01-02 CSAT@Shop 5 -
        ! 4:Date bad_date row \"soon\"",
    );
}

#[track_caller]
fn check_score(header: &str, cells: &[&str], expected: Option<(f64, f64)>) {
    let cells: Vec<&str> = cells.iter().copied().cycle().take(cells.len().max(24)).collect();
    let found = column(header, &cells).score.map(|score| score.scale);
    assert_eq!(found, expected, "{header}");
}

#[test]
fn scales_by_values() {
    check_score("NPS", &["0", "3", "7", "9", "10", "8"], Some((0.0, 10.0)));
    check_score("CSAT", &["1", "2", "4", "5"], Some((1.0, 5.0)));
    check_score("CSAT", &["1", "2", "4", "5", "99", "n/a"], Some((1.0, 5.0)));
    check_score("Effort score", &["1", "2", "4", "6", "7"], Some((1.0, 7.0)));
    check_score("Satisfaction score", &["80", "95", "60", "75", "100"], Some((0.0, 100.0)));
    check_score("Satisfaction", &["Good", "Bad", "Offered"], Some((0.0, 1.0)));
    check_score("Mood", &["😀", "😐", "😡"], Some((1.0, 5.0)));
    check_score("How was it?", &["5 - Very satisfied", "1 - Very dissatisfied", "3"], Some((1.0, 5.0)));
    check_score("Zufriedenheit", &["Sehr zufrieden", "Unzufrieden", "k. A."], Some((1.0, 5.0)));
    check_score("Colour", &["red", "green", "blue"], None);
    check_score("Tickets", &["812", "940", "1033"], None);
}

#[test]
fn answers_in_words_are_scores() {
    let mut text = String::from("Response ID,Date,How satisfied are you?,Why?\n");
    for (index, word) in
        ["Very satisfied", "Satisfied", "Neutral", "n/a", "Very dissatisfied", ""].iter().cycle().take(24).enumerate()
    {
        writeln!(text, "r{index},2026-08-{:02},{word},it was as it was on day {index}", index % 28 + 1).unwrap();
    }
    let imported = read_text(&text, None).unwrap();
    let score = &imported.data.responses.scores[0];
    assert_eq!((score.answered, score.not_applicable, score.blank), (16, 4, 4));
    assert_eq!(score.value.iter().filter(|v| !v.is_nan()).sum::<f64>().to_string(), "52");
    assert_eq!(imported.data.issues, []);
}

#[test]
fn who_somebody_is_stays_out() {
    let text = "date,place,metric,value,E-Mail,contact,first name,zip code,plan\n2026-08-01,Shop,CSAT,4,a@example.com,+49 30 1234567,Ann,10115,pro\n2026-08-02,Shop,CSAT,5,b@example.com,+49 30 7654321,Bob,10117,pro\n2026-08-02,Shop,CSAT,5,c@example.com,+49 30 7654322,Bob,10117,basic\n2026-08-03,Shop,CSAT,5,d@example.com,+49 30 7654323,Cid,10117,basic\n";
    let sniffed = sniffed(text);
    let personal: Vec<_> =
        sniffed.columns.iter().filter(|c| c.role == Role::Personal).map(|c| c.name.as_str()).collect();
    assert_eq!(personal, ["E-Mail", "contact", "first name", "zip code"]);
    assert!(matches!(sniffed.column("contact").unwrap().reason, RoleReason::Personal(_)));
    let imported = read_text(text, None).unwrap();
    assert_eq!(imported.mapping.segments, ["plan"]);
    assert!(!format!("{:?}", imported.data).contains("example.com"));
}

#[test]
fn events_are_counted_by_day_and_place() {
    check(
        "timestamp,customer_id,session_id,event,revenue\n2026-08-01 10:00:00,a,s1,view,\n2026-08-01 10:01:00,a,s1,view,\n2026-08-01 11:00:00,b,s2,view,\n2026-08-01 11:05:00,b,s2,buy,20.5\n2026-08-02 09:00:00,a,s3,buy,10\nsoon,a,s3,buy,10\n2026-08-02 09:00:00,a,s3,,10\n",
        None,
        "
        2026-08-01 revenue@buy 20.5 -
        2026-08-02 revenue@buy 10 -
        2026-08-01 Events@view 3 -
        2026-08-01 Customers@view 2 -
        2026-08-01 Sessions@view 2 -
        2026-08-01 Events@buy 1 -
        2026-08-02 Events@buy 1 -
        2026-08-01 Customers@buy 1 -
        2026-08-02 Customers@buy 1 -
        2026-08-01 Sessions@buy 1 -
        2026-08-02 Sessions@buy 1 -
        ! 7:timestamp bad_date row \"soon\"
        ! 8:event missing_place row \"\"",
    );
}

#[test]
fn each_stage_that_a_record_came_to_is_an_event() {
    check(
        "id,won,lost,amount\n1,2026-08-03,,100\n2,,2026-08-04,50\n3,,,10\n4,2026-08-05,never,20\n",
        Some(
            r#"{"shape":"events","count":{"rows":"Deals"},"stages":[{"column":"won","place":"Won"},{"column":"lost","place":"Lost"}],"scores":[{"column":"amount","metric":"Amount"}]}"#,
        ),
        "
        2026-08-03 Amount@Won 100 -
        2026-08-04 Amount@Lost 50 -
        2026-08-05 Amount@Won 20 -
        2026-08-03 Deals@Won 1 -
        2026-08-05 Deals@Won 1 -
        2026-08-04 Deals@Lost 1 -
        ! 4:- missing_date row \"3,,,10\"
        ! 5:lost bad_date cell \"never\"",
    );
}

#[test]
fn rules_leave_rows_out_and_ids_come_once() {
    check(
        "date,place,metric,value,status,id\n2026-08-01,Shop,CSAT,4,ok,1\n2026-08-01,Shop,CSAT,5,Preview,2\n2026-08-01,Shop,CSAT,4,ok,1\n2026-08-01,Shop,CSAT,3,ok,\n2026-08-01,Shop,CSAT,2,ok,\n",
        Some(
            r#"{"shape":"long","date":{"column":"date"},"place":{"column":"place"},"metric":{"column":"metric"},"value":{"column":"value"},"filter":[{"column":"status","not":["preview"]}],"unique":["id"]}"#,
        ),
        "
        2026-08-01 CSAT@Shop 4 -
        2026-08-01 CSAT@Shop 3 -
        2026-08-01 CSAT@Shop 2 -
        ! 3:status filtered row \"Preview\"
        ! 4:id duplicate row \"1\"",
    );
}

/// A list of tickets that was exported twice into one file showed the older state of each.
#[test]
fn of_rows_with_one_id_the_latest_is_read() {
    let mapping = r#"{"shape":"long","date":{"column":"opened"},"metric":{"fixed":"Hours"},"value":{"column":"hours"},"unique":["id"]}"#;
    check(
        "id,opened,updated,hours\n1,2026-08-01,2026-08-02 09:05,1\n2,2026-08-01,2026-08-09 10:00,2\n1,2026-08-01,2026-08-02 10:05,3\n2,2026-08-01,2026-08-03 10:00,4\n3,2026-08-02,,5\n",
        Some(mapping),
        "
        2026-08-01 Hours@ 2 -
        2026-08-01 Hours@ 3 -
        2026-08-02 Hours@ 5 -
        ! 2:id duplicate row \"1\"
        ! 5:id duplicate row \"2\"",
    );
    // A copy that is broken off is no state.
    check(
        "id,opened,updated,hours\n1,2026-08-01,2026-08-02,1\n1,2026-08-01,2026-08-05\n",
        Some(mapping),
        "
        2026-08-01 Hours@ 1 -
        ! 3:- too_few_cells row \"1,2026-08-01,2026-08-05\"",
    );
}

#[test]
fn durations_are_read_to_the_unit_that_is_said() {
    check(
        "date,place,Handling time in minutes\n2026-08-01,Chat,1h 5m\n2026-08-02,Chat,90s\n2026-08-03,Chat,12\n2026-08-04,Chat,long\n2026-08-05,Chat,n/a\n2026-08-06,Chat,2h\n2026-08-07,Chat,3h\n2026-08-08,Chat,4h\n2026-08-09,Chat,5h\n2026-08-10,Chat,6h\n2026-08-11,Chat,7h\n2026-08-12,Chat,8h\n",
        None,
        "
        2026-08-01 Handling time in minutes@Chat 65 -
        2026-08-02 Handling time in minutes@Chat 1.5 -
        2026-08-03 Handling time in minutes@Chat 12 -
        2026-08-06 Handling time in minutes@Chat 120 -
        2026-08-07 Handling time in minutes@Chat 180 -
        2026-08-08 Handling time in minutes@Chat 240 -
        2026-08-09 Handling time in minutes@Chat 300 -
        2026-08-10 Handling time in minutes@Chat 360 -
        2026-08-11 Handling time in minutes@Chat 420 -
        2026-08-12 Handling time in minutes@Chat 480 -
        ! 5:Handling time in minutes bad_duration row \"long\"
        ! 6:Handling time in minutes missing_value row \"n/a\"",
    );
}

/// A file with a thousand bad rows of every kind that a long file can have, and what is in the report of them.
#[test]
fn a_thousand_bad_rows_of_twelve_kinds_are_all_named() {
    let mapping = r#"{"shape":"long","date":{"column":"date"},"place":{"column":"place"},"metric":{"column":"metric"},
        "value":{"column":"value"},"n":{"column":"n"},"durations":{"value":"seconds"},
        "filter":[{"column":"status","not":["preview"]}],"unique":["id"]}"#;
    let bad: [(IssueKind, &str); 12] = [
        (IssueKind::MissingDate, ",Shop,Wait,5,9,ok,ID"),
        (IssueKind::BadDate, "2026-02-30,Shop,Wait,5,9,ok,ID"),
        (IssueKind::MissingValue, "2026-08-01,Shop,Wait,,9,ok,ID"),
        (IssueKind::BadDuration, "2026-08-01,Shop,Wait,five,9,ok,ID"),
        (IssueKind::BadCount, "2026-08-01,Shop,Wait,5,some,ok,ID"),
        (IssueKind::MissingMetric, "2026-08-01,Shop,,5,9,ok,ID"),
        (IssueKind::TooFewCells, "2026-08-01,Shop"),
        (IssueKind::TooManyCells, "2026-08-01,Shop,Wait,5,9,ok,ID,more"),
        (IssueKind::UnknownPlace, "2026-08-01,Moon,Wait,5,9,ok,ID"),
        (IssueKind::Filtered, "2026-08-01,Shop,Wait,5,9,preview,ID"),
        (IssueKind::Duplicate, "2026-08-01,Shop,Wait,5,9,ok,first"),
        (IssueKind::BadEncoding, "2026-08-01,Caf\u{1},Wait,5,9,ok,ID"),
    ];
    let mut bytes = b"date,place,metric,value,n,status,id\n2026-08-01,Shop,Wait,5,9,ok,first\n".to_vec();
    let mut expected: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for index in 0..1_000usize {
        let (kind, row) = bad[index % bad.len()];
        expected.entry(kind.word()).or_default().push(index as u64 + 3);
        let row = row.replace("ID", &format!("id-{index}"));
        // A byte that no text in UTF-8 has.
        bytes.extend(row.bytes().map(|b| if b == 1 { 0xff } else { b }));
        bytes.push(b'\n');
    }
    let (_folder, path) = file(&bytes);
    let known_places = Some(["shop", "caf\u{fffd}"].map(str::to_owned).into());
    let choices = ReadChoices { encoding: Some("UTF-8".to_owned()), ..ReadChoices::default() };
    let mapping = Mapping { reading: choices, ..Mapping::parse(mapping).unwrap() };
    let options = ReadOptions { known_places, ..ReadOptions::default() };
    let imported = read(&path, Some(&mapping), &options, &Progress::default()).unwrap();
    assert_eq!(imported.rows_read, 1_001);
    assert_eq!(imported.rows_read, imported.rows_accepted + imported.rows_rejected);
    let mut found: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for issue in &imported.data.issues {
        found.entry(issue.kind.word()).or_default().push(issue.line);
    }
    // Bytes that are no text are told once per place, since the place is the same in every row.
    let encoding = expected.remove("bad_encoding").unwrap();
    assert_eq!(found.remove("bad_encoding").unwrap(), encoding[..1]);
    assert_eq!(found, expected);
    assert_eq!(found.len(), 11);
}

#[test]
fn a_column_of_a_wide_file_can_have_a_place_of_its_own() {
    let text = "Date,Visits,Orders\n2024-01-01,390,12\n2024-01-02,402,\n";
    let mapping = r#"{"shape":"wide","date":{"column":"Date"},"scores":[{"column":"Visits","place":"Discover"},{"column":"Orders","place":"Buy"}]}"#;
    check(
        text,
        Some(mapping),
        "
        2024-01-01 Visits@Discover 390 -
        2024-01-01 Orders@Buy 12 -
        2024-01-02 Visits@Discover 402 -",
    );
    check_known(text, Some(mapping), &["buy"], (2, 0, 1, 0));
    check_known(text, Some(mapping), &["elsewhere"], (0, 2, 0, 2));
}

#[test]
fn columns_that_say_nothing_make_no_trouble() {
    let text = "date,place,metric,value,blank,dashes\n2026-08-01,Shop,CSAT,4,,-\n2026-08-02,Shop,CSAT,5,,-\n";
    let sniffed = sniffed(text);
    let roles: Vec<_> = sniffed.columns.iter().skip(4).map(|c| (c.role, c.reason)).collect();
    assert_eq!(roles, [(Role::Ignored, RoleReason::Empty), (Role::Ignored, RoleReason::Empty)]);
}

#[test]
fn dates_of_other_centuries_and_days_that_are_none() {
    check(
        "date,place,metric,value\n1900-01-01,Shop,CSAT,4\n2100-12-31,Shop,CSAT,5\n2026-02-30,Shop,CSAT,5\n2026-13-01,Shop,CSAT,5\n9999-12-31,Shop,CSAT,1e21\n2026-08-01,Shop,CSAT,1e999\n2026-08-01,Shop,CSAT,-0\n0000-00-00,Shop,CSAT,1\n",
        None,
        "
        1900-01-01 CSAT@Shop 4 -
        2100-12-31 CSAT@Shop 5 -
        9999-12-31 CSAT@Shop 1000000000000000000000 -
        2026-08-01 CSAT@Shop 0 -
        ! 4:date bad_date row \"2026-02-30\"
        ! 5:date bad_date row \"2026-13-01\"
        ! 7:value bad_value row \"1e999\"
        ! 9:date bad_date row \"0000-00-00\"",
    );
}

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()]
    }
}

const GERMAN: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const RUSSIAN: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];
const POLISH: [&str; 12] = ["sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru"];

/// A day in one of the ways of the world.
fn written(day: Day, way: u64) -> String {
    let date = day.date();
    let plain = |format: &str| date.and_hms_opt(21, 5, 9).unwrap().format(format).to_string();
    let month = usize::try_from(chrono::Datelike::month0(&date)).unwrap();
    let number = chrono::Datelike::day(&date);
    let year = chrono::Datelike::year(&date);
    match way {
        0 => plain("%Y-%m-%d"),
        1 => plain("%d/%m/%Y"),
        2 => plain("%m/%d/%Y"),
        3 => plain("%d.%m.%Y"),
        4 => plain("%Y/%m/%d %H:%M"),
        5 => plain("%b %-d, %Y"),
        6 => plain("%A, %-d %B %Y"),
        7 => format!("{number}. {} {year}", GERMAN[month]),
        8 => format!("{number} {} {year} г.", RUSSIAN[month]),
        9 => format!("{number} {} {year}", POLISH[month]),
        10 => format!("{year}年{}月{number}日", month + 1),
        11 => format!("{year}년 {}월 {number}일", month + 1),
        12 => plain("%Y%m%d"),
        13 => plain("%Y-%m-%dT23:59:59.123456+00:00"),
        14 => (i64::from(day.0) * 86_400 + 3_600).to_string(),
        15 => (i64::from(day.0) * 86_400_000 + 3_600).to_string(),
        16 => plain("%d/%m/%Y %I:%M:%S %p"),
        17 => plain("%d-%b-%y"),
        18 => plain("%G-W%V-%u"),
        19 => (day.0 + 25_569).to_string(),
        20 => plain("%Y%m%dT101500Z"),
        21 => format!("{year}. {}. {number}.", month + 1),
        22 => plain("%-m/%-d/%Y"),
        _ => plain("%Y-%m-%d %H:%M:%S UTC"),
    }
}

#[test]
fn dates_in_any_way_of_the_world_are_read_back() {
    let mut random = Random(3);
    for round in 0..24 * 12 {
        let way = round % 24;
        // More than a month of days, so that the whole column decides the order.
        let days: Vec<Day> = (0..40).map(|_| Day(14_000 + i32::try_from(random.below(7_000)).unwrap())).collect();
        let mut text = String::from("Date\tplace\tmetric\tvalue\n");
        for day in &days {
            writeln!(text, "{}\tShop\tCSAT\t4", written(*day, way)).unwrap();
        }
        let imported = read_text(&text, None).unwrap_or_else(|e| panic!("way {way}: {e}\n{text}"));
        assert_eq!(imported.data.observations.day, days, "way {way}:\n{text}\n{:?}", imported.data.issues.first());
        assert!(!imported.warnings.iter().any(|w| matches!(w, Warning::DateOrderAssumed { .. })), "way {way}");
    }
}

/// The digits of a whole number in groups.
fn grouped(whole: u64, sign: &str, is_indian: bool) -> String {
    let digits = whole.to_string();
    let mut groups: Vec<&str> = Vec::new();
    let mut end = digits.len();
    while end > 0 {
        let size = if is_indian && end < digits.len() { 2 } else { 3 };
        let start = end.saturating_sub(size);
        groups.push(&digits[start..end]);
        end = start;
    }
    groups.reverse();
    groups.join(sign)
}

#[test]
fn numbers_in_any_way_of_the_world_are_read_back() {
    let mut random = Random(5);
    for round in 0..300 {
        let (decimal, thousands) = [
            (".", ","),
            (",", "."),
            (".", " "),
            (",", "\u{202f}"),
            (",", "\u{a0}"),
            (".", "'"),
            (".", "\u{2019}"),
            (".", "_"),
            (",", ""),
            (".", ""),
        ][round % 10];
        let is_indian = thousands == "," && random.below(3) == 0;
        let (before, after) = [
            ("", ""),
            ("$", ""),
            ("", " €"),
            ("USD ", ""),
            ("", " CHF"),
            ("₹", ""),
            ("", "\u{a0}kr"),
            ("R$ ", ""),
            ("", ""),
        ][usize::try_from(random.below(9)).unwrap()];
        let negative = random.pick(&["-V", "(V)", "V-", "\u{2212}V"]);
        let mut text = String::from("date\tplace\tmetric\tvalue\n");
        let mut expected = Vec::new();
        for row in 0..30u64 {
            let (whole, cents) = (random.below(50_000_000) >> (row % 20), random.below(89) + 11);
            let size = format!("{}{decimal}{cents}", grouped(whole, thousands, is_indian));
            let is_negative = random.below(3) == 0;
            let dressed = if is_negative { negative.replace('V', &size) } else { size };
            writeln!(text, "2026-08-01\tShop\tMood\t{before}{dressed}{after}").unwrap();
            let value: f64 = format!("{whole}.{cents}").parse().unwrap();
            expected.push(if is_negative { 0.0 - value } else { value });
        }
        let imported = read_text(&text, None).unwrap_or_else(|e| panic!("{e}\n{text}"));
        let found = &imported.data.observations.value;
        assert_eq!(found, &expected, "{decimal:?} {thousands:?}\n{text}\n{:?}", imported.data.issues.first());
    }
}

#[test]
fn the_shop_the_airport_and_the_telephone_company_need_no_question() {
    let Some(shared) = super::shared() else { return };
    let whole = |path: &std::path::Path| read(path, None, &ReadOptions::default(), &Progress::default()).unwrap();
    let telco = whole(&shared.join("cx/telco_churn/Telco-Customer-Churn.csv"));
    assert_eq!((telco.mapping.shape, telco.rows_accepted, telco.rows_rejected), (Shape::Survey, 7_043, 0));
    let score = |name: &str| telco.data.responses.scores.iter().find(|s| s.metric == name).unwrap();
    let sum = |name: &str| score(name).value.iter().filter(|v| !v.is_nan()).sum::<f64>();
    assert_eq!((score("Churn").answered, sum("Churn").to_string()), (7_043, "1869".to_owned()));
    assert_eq!(format!("{:.6}", sum("MonthlyCharges") / 7_043.0), "64.761692");
    assert_eq!(format!("{:.6}", sum("tenure") / 7_043.0), "32.371149");
    assert_eq!((format!("{:.1}", sum("TotalCharges")), score("TotalCharges").blank), ("16056168.7".to_owned(), 11));
    assert!(telco.mapping.segments.iter().any(|s| s == "Contract"), "{:?}", telco.mapping.segments);
    assert_eq!(telco.mapping.respondent.as_ref().unwrap().column, "customerID");
    let shop = whole(&shared.join("cx/ecom_clickstream/ecom.csv.gz"));
    assert_eq!((shop.mapping.shape, shop.rows_accepted, shop.places.len()), (Shape::Events, 31_106, 19));
    assert_eq!(shop.mapping.segments, ["platform", "acquisition_channel", "user_lifecycle"]);
    assert_eq!(series_sum(&shop, "Events", "purchase").to_string(), "470");
    assert_eq!(series_sum(&shop, "Events", "product_view").to_string(), "6851");
    assert!(series_sum(&shop, "Customers", "home") <= series_sum(&shop, "Sessions", "home"));
    for year in 2010..=2016 {
        let survey = whole(&shared.join(format!("cx/sfo_survey/raw/{year}_SFO_Customer_Survey.csv")));
        assert_eq!(survey.mapping.shape, Shape::Survey, "{year}");
        assert!(survey.rows_accepted > 2_500 && survey.mapping.scores.len() > 10, "{year}: {}", survey.rows_accepted);
        assert!(survey.first_day.unwrap().to_string().starts_with(&year.to_string()), "{year}: {:?}", survey.first_day);
    }
}

/// The clicks of the shop as they would come out of a plain file.
#[test]
fn clicks_are_counted_as_the_shop_counts_them() {
    let mut text = String::from("user_id,session_id,event,timestamp,platform,acquisition_channel,user_cohort\n");
    let mut random = Random(9);
    for row in 0..600u64 {
        let event = random.pick(&["home", "catalog", "cart", "purchase"]);
        let (user, platform) = (row / 10, random.pick(&["desktop", "mobile", "tablet"]));
        let channel = random.pick(&["email", "direct", "organic", "paid"]);
        writeln!(
            text,
            "user_{user:04},sess_{:06},{event},2024-03-{:02} 10:21:14,{platform},{channel},2024-{:02}",
            row / 4,
            row % 28 + 1,
            row % 12 + 1
        )
        .unwrap();
    }
    let imported = read_text(&text, None).unwrap();
    assert_eq!((imported.mapping.shape, imported.rows_accepted), (Shape::Events, 600));
    assert_eq!(imported.mapping.segments, ["platform", "acquisition_channel"]);
    assert_eq!(imported.places.len(), 4);
    let events: f64 = ["home", "catalog", "cart", "purchase"].iter().map(|e| series_sum(&imported, "Events", e)).sum();
    assert_eq!(events.to_string(), "600");
    assert_eq!(
        imported.metrics.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(),
        ["Events", "Customers", "Sessions"]
    );
}

/// What is left out of a table whose last row is this, and how many rows are read.
fn check_total(last: &str, expected: bool) {
    let text =
        format!("date,shop,orders,share\n2026-08-01,A,10,0.5\n2026-08-02,B,20,0.25\n2026-08-03,A,12,0.75\n{last}\n");
    let sniffed = sniffed(&text);
    let lines: Vec<u64> = sniffed.left_out.iter().map(|line| line.line).collect();
    assert_eq!(lines, if expected { vec![5] } else { vec![] }, "{last}");
    let imported = read_text(&text, None).unwrap();
    assert_eq!(imported.rows_read, if expected { 3 } else { 4 }, "{last}");
    assert_eq!(imported.warnings.contains(&Warning::TotalsLeftOut { rows: 1 }), expected, "{last}");
}

#[test]
fn a_last_row_that_sums_up_the_others_is_no_row() {
    for last in ["Total,,42,", "Grand total,,42,0.5", "SUMME:,,42,", "合計,,42,1.5", ",Total,42,"] {
        check_total(last, true);
    }
    // Other numbers, or another word.
    for last in ["Total,,41,", "2026-08-04,Total,8,0.5", "2026-08-04,A,42,0.5", "Everything,,42,"] {
        check_total(last, false);
    }
    // Who wants it keeps it.
    let text = "date,orders\n2026-08-01,10\n2026-08-02,20\n2026-08-03,12\nTotal,42\n";
    let (_folder, path) = file(text.as_bytes());
    let keep = ReadChoices { keep_totals: Some(true), ..ReadChoices::default() };
    assert!(sniff(&path, &keep).unwrap().left_out.is_empty());
    assert_eq!(sniff(&path, &ReadChoices::default()).unwrap().left_out.len(), 1);
}
