//! Dates as they come in files.

use super::*;

fn check_in(zone: &str, order: DateOrder, text: &str, expected: &str) {
    let zone = Zone::parse(zone).unwrap_or(Zone::AsWritten);
    let got = parse(text.as_bytes(), order, zone).map_or("none".to_owned(), |d| d.day.to_string());
    assert_eq!(got, expected, "{text} {order}");
}

fn check(text: &str, expected: &str) {
    check_in("", DateOrder::DayFirst, text, expected);
}

#[test]
fn dates_of_many_kinds() {
    check("2024-02-29", "2024-02-29");
    check("2023-02-29", "none");
    check("2024-2-9", "2024-02-09");
    check("2024/02/09", "2024-02-09");
    check("20240209", "2024-02-09");
    check("2024-02-09T23:59:59.123456Z", "2024-02-09");
    check("2024-02-09 23:59", "2024-02-09");
    check("09.02.2024", "2024-02-09");
    check("09/02/24", "2024-02-09");
    check("9 Feb 2024", "2024-02-09");
    check("9. März 2024", "2024-03-09");
    check("Feb 9, 2024", "2024-02-09");
    check("February 9th, 2024 2:30 PM", "2024-02-09");
    check("Fri, 09 Feb 2024 10:00:00 GMT", "2024-02-09");
    check("1-Aug-2026", "2026-08-01");
    check("Aug-26", "2026-08-01");
    check("2026-08", "2026-08-01");
    check("08/2026", "2026-08-01");
    check("2024-W05", "2024-01-29");
    check("2024-Q3", "2024-07-01");
    check("Q3 2024", "2024-07-01");
    check("1785542400", "2026-08-01");
    check("1785542400123", "2026-08-01");
    check("2009-12-28,2010-01-03", "2009-12-28");
    check("1999", "1999-01-01");
    check("202608", "2026-08-01");
    check("2026080110", "2026-08-01");
    check("20260801T101500Z", "2026-08-01");
    check("20260801101500", "2026-08-01");
    check("1785542400.123", "2026-08-01");
    check("1785542400000001", "2026-08-01");
    check("1785542400000000001", "2026-08-01");
    check("2026-08-01T10:00:00+02:00[Europe/Berlin]", "2026-08-01");
    check("2026-08-01 10:00 GMT+2", "2026-08-01");
    check("8/1/2026, 9:10:11 p.m.", "2026-01-08");
    check("Aug '26", "2026-08-01");
    check("2026-W05-3", "2026-01-28");
    check("KW 5/2026", "2026-01-26");
    check("Week 5, 2026", "2026-01-26");
    check("Q3'26", "2026-07-01");
    check("3Q 2026", "2026-07-01");
    check("T3 2026", "2026-07-01");
    check("H2 2026", "2026-07-01");
    check("Jul 27, 2026 - Aug 2, 2026", "2026-07-27");
    check("2026-07-27 – 2026-08-02", "2026-07-27");
    check("27.07.2026 bis 02.08.2026", "2026-07-27");
    check("2026-07-27/2026-08-02", "2026-07-27");
    check("1er août 2026", "2026-08-01");
    check("1 de agosto de 2026", "2026-08-01");
    check("1 января 2026 г.", "2026-01-01");
    check("1 września 2026", "2026-09-01");
    check("1. srpna 2026", "2026-08-01");
    check("1 Ağustos 2026", "2026-08-01");
    check("1. elokuuta 2026", "2026-08-01");
    check("1 Αυγούστου 2026", "2026-08-01");
    check("1 สิงหาคม 2026", "2026-08-01");
    check("1 अगस्त 2026", "2026-08-01");
    check("1 أغسطس 2026", "2026-08-01");
    check("2026年8月1日", "2026-08-01");
    check("2026年8月", "2026-08-01");
    check("2026년 8월 1일", "2026-08-01");
    check("2026. 8. 1.", "2026-08-01");
    check("lundi 3 août 2026", "2026-08-03");
    check("Montag, 3. August 2026", "2026-08-03");
    check("mar. 3 2026", "2026-03-03");
}

#[test]
fn what_is_no_date() {
    for text in [
        "",
        " ",
        "-",
        "5",
        "3.5",
        "12.2024",
        "10.20.30.40",
        "555-12-1234",
        "32/01/2024",
        "2024-13-01",
        "2024-01-01x",
        "yesterday",
        "May",
        "2024-01-01 25:00",
        "-1-1-2024",
        "0000-00-00",
        "12345678901",
        "Q5 2024",
        "1,234,567",
        "\u{0}",
        "marathon 5",
        "2024-02-09T10:00+99:00",
    ] {
        check(text, "none");
    }
}

#[test]
fn words_that_only_begin_like_a_month_are_no_dates() {
    for text in
        ["Market 2024", "Maintenance 2024", "Decision 2024", "Sector 2024", "Friction 2024-01", "jui 2024", "Ma 2024"]
    {
        check(text, "none");
    }
    for text in
        ["Mar 2024", "mar. 2024", "MARCH 2024", "März 2024", "Mrz. 2024", "maart 2024", "mrt 2024", "março 2024"]
    {
        check(text, "2024-03-01");
    }
    check("Sept. 2024", "2024-09-01");
    check("9 févr. 2024", "2024-02-09");
    check("juil. 2024", "2024-07-01");
    check("Tues, 9 Jan 2024", "2024-01-09");
}

#[test]
fn minute_60_and_half_past_24_are_no_times() {
    check("2024-02-09 10:60", "none");
    check("2024-02-09 24:30", "none");
    check("2024-02-09 24:00:01", "none");
    check("2024-02-09 24:00", "2024-02-09");
    check("2024-02-09 23:59:60", "2024-02-09");
}

#[test]
fn order_is_kept_strictly() {
    check_in("", DateOrder::MonthFirst, "05/11/2016 12:00:00 AM", "2016-05-11");
    check_in("", DateOrder::DayFirst, "05/11/2016", "2016-11-05");
    check_in("", DateOrder::MonthFirst, "13/05/2016", "none");
    check_in("", DateOrder::YearFirst, "05/11/2016", "none");
    check_in("", DateOrder::YearFirst, "16-05-11", "2016-05-11");
}

#[test]
fn zones_move_only_what_carries_an_offset() {
    let order = DateOrder::YearFirst;
    check_in("America/Los_Angeles", order, "2024-07-02T05:00:00Z", "2024-07-01");
    check_in("America/Los_Angeles", order, "2024-07-02T05:00:00", "2024-07-02");
    check_in("America/Los_Angeles", order, "2024-12-02T07:30:00+00:00", "2024-12-01");
    check_in("UTC", order, "2024-07-02T23:00:00-0500", "2024-07-03");
    check_in("+02:00", order, "2024-07-02T23:00:00Z", "2024-07-03");
    check_in("", order, "2024-07-02T23:00:00-05:00", "2024-07-02");
    check_in("Europe/Berlin", order, "1785535200", "2026-08-01");
    assert_eq!(Zone::parse("Nowhere/City"), None);
    assert_eq!(Zone::parse("+02:00x"), None);
}

fn check_order(cells: &[&str], expected: Option<(DateOrder, bool)>) {
    let mut evidence = DateEvidence::default();
    for cell in cells {
        assert!(evidence.add(cell.as_bytes()), "{cell}");
    }
    assert_eq!(evidence.order().map(|(o, a)| (o, a.0)), expected, "{cells:?}");
}

#[test]
fn the_whole_column_settles_the_order() {
    check_order(&["2024-01-02", "2024-01-03"], None);
    check_order(&["01/02/2024", "25/02/2024"], Some((DateOrder::DayFirst, false)));
    check_order(&["01/02/2024", "02/25/2024"], Some((DateOrder::MonthFirst, false)));
    check_order(&["01/02/2024", "02/03/2024"], Some((DateOrder::MonthFirst, true)));
    check_order(&["01.02.2024", "02.03.2024"], Some((DateOrder::DayFirst, false)));
    check_order(&["01/01/2024", "01/02/2024", "01/03/2024"], Some((DateOrder::DayFirst, false)));
    check_order(&["01/01/2024", "02/01/2024", "03/01/2024"], Some((DateOrder::MonthFirst, false)));
    check_order(&["16-05-31", "16-06-30"], Some((DateOrder::DayFirst, true)));
    check_order(&["16-05-31", "45-06-30"], Some((DateOrder::YearFirst, false)));
}
