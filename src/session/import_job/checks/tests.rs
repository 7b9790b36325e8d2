use super::*;
use crate::base::ids::IdAlloc;
use crate::base::time::DayRange;
use crate::base::time::Grain;
use crate::model::bulk::IssueKind;
use crate::model::{JourneyMap, Kpi, KpiKind};
use crate::session::Session;
use crate::session::import_job::rehearsal::Rehearsal;
use crate::session::import_job::{ImportRequest, Purpose, plan};

/// What a CSV comes to on a map whose KPI "CSAT" counts answers from 1 to 5.
fn rehearsed(csv: &str, mapping: Option<&str>) -> Rehearsal {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.csv");
    std::fs::write(&path, csv).unwrap();
    let mut ids = IdAlloc::seeded(7);
    let mut document = Document::default();
    let map = JourneyMap::new(ids.allocate(), "Test");
    document.maps.insert(map.id, map.into());
    let kind = KpiKind::top_box_of((1.0, 5.0));
    let kpi = Kpi { metric: "CSAT".to_owned(), kind, ..Kpi::new(ids.allocate(), "CSAT") };
    document.kpis.insert(kpi.id, kpi.into());
    let session = Session::in_memory(document, 3);
    let request = ImportRequest { path, mapping: mapping.map(str::to_owned), ..ImportRequest::default() };
    let read = session.read_to_rehearse(request.clone(), None).unwrap().wait().unwrap().unwrap();
    session.rehearse_import(request, read.into()).unwrap().wait().unwrap().unwrap()
}

fn found(csv: &str) -> Checks {
    rehearsed(csv, None).checks
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// Rows of one metric at one place, on days from 1 January 2025 on.
fn series(metric: &str, place: &str, values: impl Iterator<Item = (i32, f64)>) -> String {
    let first = day("2025-01-01");
    values.map(|(at, value)| format!("{},{place},{metric},{value}\n", first.plus(at).date())).collect()
}

const HEAD: &str = "date,stage,metric,value\n";

#[test]
fn clean_rows_give_no_findings() {
    let rows = series("Wait time", "Support", (0..40).map(|i| (i, 10.0 + f64::from(i % 7))));
    let checks = found(&format!("{HEAD}{rows}"));
    assert_eq!(checks, Checks::default());
}

#[test]
fn issues_are_grouped_by_kind_and_column_with_their_lines() {
    let mut csv = format!("{HEAD}2025-01-01,Support,CSAT,4\n");
    for row in 0..20 {
        csv.push_str(&format!("2025-01-01,Support,CSAT,n/a {row}\n"));
    }
    csv.push_str(",Support,CSAT,3\n31 February,Support,CSAT,3\n2025-01-02,Support,,3\n2025-01-02,Support\n");
    let rehearsal = rehearsed(&csv, None);
    let outcome = &rehearsal.outcome;
    assert_eq!((outcome.rows_read, outcome.rows_accepted, outcome.rows_rejected), (25, 1, 24));
    let groups = &rehearsal.checks.issues;
    assert_eq!(groups.iter().map(|g| g.count).sum::<u64>(), outcome.rows_rejected);
    let first = &groups[0];
    assert_eq!((first.kind, first.column.as_deref(), first.count), (IssueKind::BadValue, Some("value"), 20));
    assert_eq!(first.lines, (3..15).collect::<Vec<u64>>());
    assert_eq!(first.texts, ["n/a 0", "n/a 1", "n/a 2"]);
    let others: Vec<_> = groups[1..].iter().map(|g| (g.kind, g.lines.clone())).collect();
    let expected = [
        (IssueKind::MissingDate, vec![23]),
        (IssueKind::BadDate, vec![24]),
        (IssueKind::MissingMetric, vec![25]),
        (IssueKind::TooFewCells, vec![26]),
    ];
    assert_eq!(others, expected);
}

#[test]
fn repeated_rows_are_counted_once_too_often() {
    let rows = "2025-01-01,Support,CSAT,4\n".repeat(3)
        + "2025-01-02,Support,CSAT,4\n2025-01-02,Sales,CSAT,4\n2025-01-02,Support,CSAT,4\n2025-01-02,Support,CSAT,5\n";
    let repeats = found(&format!("{HEAD}{rows}")).repeats;
    assert_eq!(repeats.surplus, 3);
    let places: Vec<_> = repeats.examples.iter().map(|r| (r.place.as_str(), r.day, r.value, r.times)).collect();
    let expected = [("Support", day("2025-01-01"), Some(4.0), 3), ("Support", day("2025-01-02"), Some(4.0), 2)];
    assert_eq!(places, expected);
}

#[test]
fn answers_that_are_there_twice_name_the_respondent() {
    let csv =
        "date,respondent_id,score\n2025-01-01,a,4\n2025-01-01,a,4\n2025-01-01,a,5\n2025-01-02,a,4\n2025-01-01,b,4\n";
    let mapping = r#"{"shape":"survey","date":{"column":"date"},"respondent":{"column":"respondent_id"},
        "scores":[{"column":"score","metric":"CSAT"}]}"#;
    let repeats = rehearsed(csv, Some(mapping)).checks.repeats;
    assert_eq!(repeats.surplus, 1);
    assert_eq!((repeats.examples[0].place.as_str(), repeats.examples[0].day), ("a", day("2025-01-01")));
}

#[test]
fn gaps_are_found_in_the_rhythm_of_the_series_and_weekends_are_none() {
    let daily = series("CSAT", "Support", (0..60).filter(|d| !(20..30).contains(d)).map(|d| (d, 4.0)));
    let weekdays = series("CSAT", "Sales", (0..60).filter(|d| d % 7 < 5).map(|d| (d, 4.0)));
    let odd = series("CSAT", "Use", (0..12).map(|i| (i * i, 4.0)));
    let gaps = found(&format!("{HEAD}{daily}{weekdays}{odd}")).gaps;
    assert_eq!(gaps.count, 1);
    let days = DayRange { from: day("2025-01-21"), to: day("2025-01-30") };
    assert_eq!(gaps.examples, [Gap { metric: "CSAT".into(), place: "Support".into(), days, rhythm: Grain::Day }]);
    let months = ["01", "02", "03", "04", "05", "09", "10", "11", "12"];
    let monthly: String = months.iter().map(|m| format!("2025-{m}-01,Support,NPS,40\n")).collect();
    let gaps = found(&format!("{HEAD}{monthly}")).gaps;
    assert_eq!((gaps.count, gaps.examples[0].rhythm), (1, Grain::Month));
    assert_eq!(gaps.examples[0].days, DayRange { from: day("2025-05-02"), to: day("2025-08-31") });
}

#[test]
fn far_off_values_are_named_and_a_skewed_amount_is_none() {
    let usual = series("Wait time", "Support", (0..40).map(|i| (i, 10.0 + f64::from(i % 7))));
    let odd = series("Wait time", "Sales", [(3, 900.0), (4, 0.0), (5, -400.0)].into_iter());
    let outliers = found(&format!("{HEAD}{usual}{odd}")).outliers;
    assert_eq!(outliers.len(), 1);
    let all: Vec<_> = outliers[0].examples.iter().map(|o| (o.place.as_str(), o.value)).collect();
    assert_eq!((outliers[0].metric.as_str(), outliers[0].count), ("Wait time", 2));
    assert_eq!(all, [("Sales", 900.0), ("Sales", -400.0)]);
    let amounts = series("Order value", "Shop", (0..200).map(|i| (i, 1.05f64.powi(i))));
    assert_eq!(found(&format!("{HEAD}{amounts}")).outliers, []);
    let answers = series("CSAT", "Support", (0..40).map(|i| (i, if i == 7 { 1.0 } else { 5.0 })));
    assert_eq!(found(&format!("{HEAD}{answers}")).outliers, []);
}

#[test]
fn scales_and_units_that_do_not_fit_are_found() {
    let five = series("Satisfaction", "Support", (0..30).map(|i| (i, f64::from(1 + i % 5))));
    let ten = series("Satisfaction", "Sales", (0..30).map(|i| (i, f64::from(1 + i % 10))));
    let checks = found(&format!("{HEAD}{five}{ten}"));
    let places: Vec<_> = checks.scale_mixes[0].places.iter().map(|e| (e.place.as_str(), e.max)).collect();
    assert_eq!((checks.scale_mixes.len(), places), (1, vec![("Support", 5.0), ("Sales", 10.0)]));
    let seconds = series("Wait time", "Support", (0..30).map(|i| (i, 600.0 + f64::from(i))));
    let minutes = series("Wait time", "Sales", (0..30).map(|i| (i, 10.0 + f64::from(i) / 60.0)));
    let checks = found(&format!("{HEAD}{seconds}{minutes}"));
    let unit = &checks.unit_mixes[0];
    assert_eq!((unit.small.0.as_str(), unit.large.0.as_str(), unit.factor), ("Sales", "Support", 60.0));
    assert!(checks.scale_mixes.is_empty(), "{checks:?}");
}

#[test]
fn a_seven_among_answers_up_to_five_is_no_satisfied_answer() {
    let rows =
        "2025-01-01,Support,csat,4\n2025-01-01,Support,csat,7\n2025-01-02,Sales,csat,0\n2025-01-02,Sales,other,7\n";
    let rehearsal = rehearsed(&format!("{HEAD}{rows}"), None);
    assert_eq!((rehearsal.outcome.rows_accepted, rehearsal.outcome.rows_rejected), (2, 2));
    let group = &rehearsal.checks.issues[0];
    assert_eq!(
        (group.kind, &group.lines, &group.texts),
        (IssueKind::OutOfScale, &vec![3, 4], &vec!["7".into(), "0".into()])
    );
    assert!(rehearsal.checks.beyond_scale.is_empty());
    // What another KPI is to read is on that one's scale; and a survey keeps the other answers of a row.
    let apart = r#"{"shape":"long","date":{"column":"date"},"place":{"column":"stage"},"metric":{"column":"metric"},
        "value":{"column":"value"},"metrics":{"csat":"CSAT of Sales"}}"#;
    assert_eq!(rehearsed(&format!("{HEAD}{rows}"), Some(apart)).outcome.rows_rejected, 0);
    let survey =
        r#"{"shape":"survey","date":{"column":"date"},"scores":[{"column":"a","metric":"CSAT"},{"column":"b"}]}"#;
    let outcome = rehearsed("date,a,b\n2025-01-01,7,4\n2025-01-01,7,\n2025-01-02,5,9\n", Some(survey)).outcome;
    let lines: Vec<_> = outcome.issues.iter().map(|i| (i.line, i.kind, i.is_row_rejected)).collect();
    assert_eq!(lines, [(2, IssueKind::OutOfScale, false), (3, IssueKind::OutOfScale, true)]);
    // Every column of a wide file feeds a KPI of its own, or all of them feed that of the file.
    for (csv, mapping) in [
        (
            "date,CSAT\n2025-01-01,4\n2025-01-02,7\n",
            r#"{"shape":"wide","date":{"column":"date"},"scores":[{"column":"CSAT"}]}"#,
        ),
        (
            "stage,2025-01-01\nSupport,4\nSales,7\n",
            r#"{"shape":"wide","place":{"column":"stage"},"metric":{"fixed":"CSAT"}}"#,
        ),
    ] {
        let outcome = rehearsed(csv, Some(mapping)).outcome;
        assert_eq!((outcome.rows_accepted, outcome.rows_rejected), (1, 1), "{csv}");
    }
}

#[test]
fn dates_before_anybody_measured_and_after_today_are_counted() {
    let rows = "1970-01-01,Support,CSAT,4\n1989-12-31,Support,CSAT,4\n1990-01-01,Support,CSAT,4\n\
                2200-05-01,Support,CSAT,4\n2999-12-31,Support,CSAT,4\n";
    let dates = found(&format!("{HEAD}{rows}")).dates;
    assert_eq!(dates.long_ago, Calendar { rows: 2, farthest: Some(day("1970-01-01")) });
    assert_eq!(dates.future, Calendar { rows: 2, farthest: Some(day("2999-12-31")) });
}

#[test]
fn a_kpi_that_waits_for_data_has_its_scale_for_imports_and_is_fed_by_no_refresh() {
    let mut document = Document::default();
    let mut ids = IdAlloc::seeded(7);
    let kind = KpiKind::top_box_of((1.0, 5.0));
    let kpi = Kpi { kind, missing: vec![99.0], ..Kpi::new(ids.allocate(), "Ease of use") };
    document.kpis.insert(kpi.id, kpi.into());
    let scales = plan::known_scales(&document, (None, None), Purpose::Import);
    let held = [0.0, 1.0, 5.0, 6.0, 99.0].map(|value| scales["ease of use"].holds(value));
    assert_eq!(held, [false, true, true, false, true]);
    assert!(plan::known_scales(&document, (None, None), Purpose::Refresh).is_empty());
}

/// A seven among answers of 1 to 5 was counted where the days are columns.
#[test]
fn values_off_the_scale_are_rejected_under_dates_too() {
    let csv = "metric,2025-01-01,2025-01-02,2025-01-03\nCSAT,4,7,5\nWait time,4,7,50\nCSAT,9,,\n";
    let rehearsal = rehearsed(csv, None);
    let off: Vec<_> =
        rehearsal.outcome.issues.iter().map(|i| (i.line, i.column.as_deref(), i.kind, i.is_row_rejected)).collect();
    assert_eq!(
        off,
        [(2, Some("2025-01-02"), IssueKind::OutOfScale, false), (4, Some("2025-01-01"), IssueKind::OutOfScale, true),]
    );
    assert_eq!((rehearsal.outcome.rows_accepted, rehearsal.outcome.rows_rejected), (2, 1));
}

/// A frost among temperatures was said to stand for no answer.
#[test]
fn numbers_that_stand_for_no_answer_are_told_as_they_are_written() {
    let usual = series("Profit", "Shop", (0..40).map(|i| (i, 40.0 + f64::from(i % 7))));
    let odd = |values: &[f64]| {
        let rows = series("Profit", "Shop", (50..).zip(values.iter().copied()));
        found(&format!("{HEAD}{usual}{rows}")).of_codes()
    };
    assert_eq!(odd(&[-1.0]), Vec::<String>::new());
    let [told] = <[String; 1]>::try_from(odd(&[-1.0, -1.0])).unwrap();
    assert!(told.contains("are -1,"), "{told}");
    let [told] = <[String; 1]>::try_from(odd(&[999.0])).unwrap();
    assert!(told.contains("is 999,"), "{told}");
    assert!(!told.contains("its score"), "{told}");
}

/// Above a million rows the checks were skipped without a word.
#[test]
fn what_was_not_looked_for_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.csv");
    let rows = series("Wait time", "Support", (0..9).map(|i| (i, 10.0 + f64::from(i))));
    std::fs::write(&path, format!("{HEAD}{rows}")).unwrap();
    let imported = crate::import::read(&path, None, &Default::default(), &Progress::default()).unwrap();
    let outcome = rehearsed(&format!("{HEAD}{rows}"), None).outcome;
    let told = |most: usize| {
        let at = (&Document::default(), &outcome);
        told_of(&imported, at, day("2026-01-01"), most, &Progress::default()).unwrap()
    };
    assert_eq!(told(9), Vec::<String>::new());
    let [told] = <[String; 1]>::try_from(told(8)).unwrap();
    assert!(told.starts_with("Of more than 8 rows") && told.contains("were not looked for"), "{told}");
}

#[test]
fn rows_without_a_place_are_told_once() {
    let few = "2025-01-01,Support,CSAT,4\n2025-01-02,Support,CSAT,4\n2025-01-03,,CSAT,4\n";
    assert_eq!(
        found(&format!("{HEAD}{few}")).of_places().as_deref(),
        Some("1 row names no place although others do, and counts for the whole journey.")
    );
    let rehearsal = rehearsed(&format!("{HEAD}{few}2025-01-04,,CSAT,4\n"), None);
    let is_open = |warning: &&crate::import::Warning| matches!(warning, crate::import::Warning::PlacesOpen { .. });
    assert_eq!(rehearsal.outcome.warnings.iter().filter(is_open).count(), 1);
    assert_eq!(rehearsal.checks.of_places(), None);
}
