//! Columns that are one column over another: their values count as often as the denominator says.

use super::*;

/// Metrics with the counts of their values, and what is told of them.
#[track_caller]
fn check(text: &str, metric: &str, counts: &[f64], told: Option<&str>) {
    let imported = read_text(text, None).unwrap();
    let table = &imported.data.observations;
    let is_of = |index: &&u32| table.series[**index as usize].metric == metric;
    let rows = table.series_of_row.iter().zip(0..).filter(|(index, _)| is_of(index));
    let found: Vec<f64> = rows.map(|(_, row): (_, usize)| table.n.get(row).copied().unwrap_or(f64::NAN)).collect();
    assert_eq!(
        found.iter().map(|n| n.to_bits()).collect::<Vec<_>>(),
        counts.iter().map(|n| n.to_bits()).collect::<Vec<_>>()
    );
    let warnings: Vec<String> = imported.warnings.iter().map(ToString::to_string).collect();
    match told {
        Some(words) => assert!(warnings.iter().any(|warning| warning.contains(words)), "{warnings:?}"),
        None => assert!(!warnings.iter().any(|warning| warning.contains(metric)), "{warnings:?}"),
    }
    let again = read_text(text, Some(&imported.mapping.to_json())).unwrap();
    let bits = |of: &Imported| of.data.observations.n.iter().map(|n| n.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&again), bits(&imported), "the mapping that was used can be used again");
}

#[test]
fn a_rate_counts_as_often_as_its_denominator_says() {
    let told = "\"Conversion rate\" is \"Orders\" over \"Visits\" in nearly every row";
    let text = "Month,Orders,Visits,Conversion rate\n2026-01,30,1000,0.03\n2026-02,9,100,0.09\n2026-03,11,275,0.04\n";
    check(text, "Conversion rate", &[1000.0, 100.0, 275.0], Some(told));
    // Other rows of the file are counted as they are.
    check(text, "Orders", &[f64::NAN; 3], Some(told));
    let percent = "Month,Orders,Visits,Conversion rate\n2026-01,30,1000,3%\n2026-02,9,100,9%\n2026-03,11,275,4.0%\n";
    check(percent, "Conversion rate", &[1000.0, 100.0, 275.0], Some(told));
    let value =
        "Month,Revenue,Orders,Order value\n2026-01,4000.50,40,100.01\n2026-02,900,3,300.00\n2026-03,10,1,10.00\n";
    check(value, "Order value", &[40.0, 3.0, 1.0], Some("\"Revenue\" over \"Orders\""));
}

#[test]
fn what_is_no_rate_of_the_file_counts_row_by_row() {
    let other = "Month,Orders,Visits,Wait time\n2026-01,30,1000,0.5\n2026-02,9,100,0.7\n2026-03,11,275,0.1\n";
    check(other, "Wait time", &[f64::NAN; 3], None);
    let lone = "Month,Conversion rate,Visitors\n2026-01,3%,1000\n2026-02,9%,10\n2026-03,4%,30\n";
    check(lone, "Conversion rate", &[f64::NAN; 3], Some("whatever \"Visitors\" says"));
}

#[test]
fn a_rate_with_only_its_count_beside_it_counts_as_often_as_that_says() {
    let told = "Each value of \"Bounce rate\" counts as often as \"Sessions\" in its row says";
    let text = "Month,Bounce rate,Sessions\n2026-01,50.0%,1000\n2026-02,10.0%,9000\n2026-03,33.3%,3\n";
    check(text, "Bounce rate", &[1000.0, 9000.0, 3.0], Some(told));
    let fraction = "Month,Bounce rate,Sessions\n2026-01,0.5,1000\n2026-02,0.1,9000\n";
    check(fraction, "Bounce rate", &[1000.0, 9000.0], Some(told));
    // Other columns of counts do not go with that name.
    let more = "Month,Orders,Bounce rate,Sessions\n2026-01,7,50%,1000\n2026-02,8,10%,9000\n";
    check(more, "Bounce rate", &[1000.0, 9000.0], Some(told));
    let survey = "Month,Promoters %,Passives %,Antworten\n2026-01,50,20,10\n2026-02,25,25,4\n";
    check(survey, "Promoters %", &[10.0, 4.0], Some("as often as \"Antworten\" in its row says"));
}

#[test]
fn a_count_for_the_whole_row_is_told_and_gives_way_to_that_of_a_rate() {
    let text = "Month,Bounce rate,Sessions,CSAT %,Responses\n2026-01,50%,1000,80%,10\n2026-02,10%,9000,75%,4\n";
    check(text, "Bounce rate", &[1000.0, 9000.0], Some("Each value counts as often as \"Responses\" in its row says"));
    check(text, "CSAT %", &[10.0, 4.0], Some("\"Bounce rate\" counts as often as \"Sessions\""));
    let long = "Month,CSAT %,Responses\n2026-01,80%,10\n2026-02,75%,4\n";
    check(long, "CSAT %", &[10.0, 4.0], Some("as often as \"Responses\""));
}

#[test]
fn a_rate_whose_count_is_not_plain_is_asked_about() {
    // 3 % of 10 is no whole thing.
    let odd = "Month,Bounce rate,Sessions\n2026-01,3%,10\n2026-02,9%,10\n2026-03,4%,30\n";
    check(odd, "Bounce rate", &[f64::NAN; 3], Some("whatever \"Sessions\" says"));
    let both = "Month,Conversion rate,Sessions,Users\n2026-01,3%,1000,800\n2026-02,9%,100,70\n2026-03,4%,300,100\n";
    check(both, "Conversion rate", &[f64::NAN; 3], Some("whatever \"Sessions\" or \"Users\" says"));
    // What was answered of what was sent is no share of the answers.
    let sent = "Month,Response rate,Surveys answered\n2026-01,30%,10\n2026-02,25%,40\n";
    check(sent, "Response rate", &[f64::NAN; 2], Some("whatever \"Surveys answered\" says"));
}
