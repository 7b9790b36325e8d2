//! Files that were read without a word into numbers other than those meant.

use super::*;

/// Values in the order of the file, and words of the notes.
#[track_caller]
fn check(text: &str, expected: &[f64], told: &[&str]) -> Imported {
    let imported = read_text(text, None).unwrap();
    let found = &imported.data.observations.value;
    let is_near = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-9;
    assert!(found.len() == expected.len() && found.iter().zip(expected).all(is_near), "{found:?} for {expected:?}");
    let warnings: Vec<String> = imported.warnings.iter().map(ToString::to_string).collect();
    for words in told {
        assert!(warnings.iter().any(|warning| warning.contains(words)), "no \u{201c}{words}\u{201d} in {warnings:?}");
    }
    let again = read_text(text, Some(&imported.mapping.to_json())).unwrap();
    assert_eq!(again.data.observations.value, *found, "the mapping that was used can be used again");
    imported
}

#[test]
fn cells_without_a_sign_among_percentages_are_percentages() {
    let text = "Monat;Phase;Abbruch\n2025-01;Kauf;45 %\n2025-02;Kauf;0,5\n2025-03;Kauf;38\n2025-04;Kauf;41 %\n";
    let told = "2 values of \"Abbruch\" have no percent sign and were read like those that have one: 38 is 38 %";
    let imported = check(text, &[0.45, 0.005, 0.38, 0.41], &[told]);
    let metric = &imported.metrics[0];
    assert_eq!((metric.min, metric.max, metric.is_percent, metric.outside_share), (0.005, 0.45, true, 0));
    // The bare one comes first, in a file that says the metric beside each value.
    let long =
        "Date,Metric,Value\n2025-01-01,Churn,3\n2025-02-01,Churn,4%\n2025-02-01,Visits,800\n2025-03-01,Churn,2.5%\n";
    check(long, &[0.03, 0.04, 800.0, 0.025], &["1 value of \"Churn\" has no percent sign"]);
}

#[test]
fn a_fraction_among_percentages_is_what_fits_them() {
    let fraction = "Month,Stage,Completion\n2025-01,Buy,45%\n2025-02,Buy,0.52\n2025-03,Buy,38%\n2025-04,Buy,41%\n";
    check(fraction, &[0.45, 0.52, 0.38, 0.41], &["0.52 in \"Completion\" was read as 52 %"]);
    let small = "Month,Stage,Churn\n2025-01,Buy,0.4%\n2025-02,Buy,0.5\n2025-03,Buy,0.6%\n";
    check(small, &[0.004, 0.005, 0.006], &["0.5 is 0.5 %"]);
    check("Month,Stage,Churn\n2025-01,Buy,4%\n2025-02,Buy,0\n2025-03,Buy,6%\n", &[0.04, 0.0, 0.06], &[]);
}

/// One sign among many numbers is a slip, and no word about the others.
#[test]
fn a_few_signs_make_no_percentages_of_the_rest() {
    let long = |metric: &str, values: &[&str]| {
        let rows = values.iter().zip(1..).map(|(value, day)| format!("2025-01-{day:02},{metric},{value}\n"));
        format!("Date,Metric,Value\n{}", rows.collect::<String>())
    };
    let answers = ["5", "3", "4", "4%", "1", "5", "2", "4", "5", "3"];
    let told = "1 of 10 values of \"CSAT\" has a percent sign";
    check(&long("CSAT", &answers), &[5.0, 3.0, 4.0, 0.04, 1.0, 5.0, 2.0, 4.0, 5.0, 3.0], &[told]);
    let waits = ["3", "12.5", "22", "7%", "9", "4.5", "18"];
    check(&long("Wait", &waits), &[3.0, 12.5, 22.0, 0.07, 9.0, 4.5, 18.0], &["1 of 7 values"]);
    let discounts = ["2.5", "10%", "12", "26.5", "10%", "8"];
    check(&long("Discount", &discounts), &[2.5, 0.1, 12.0, 26.5, 0.1, 8.0], &["2 of 6 values"]);
    // The header says what they are.
    check(&long("Churn %", &["3", "4%", "5", "2.5"]), &[0.03, 0.04, 0.05, 0.025], &["3 values of \"Churn %\" have no"]);
    // Nothing is nothing, with a sign and without one.
    let imported = check(&long("Churn", &["4%", "0", "0", "0"]), &[0.04, 0.0, 0.0, 0.0], &[]);
    assert_eq!(imported.warnings, []);
}

#[test]
fn more_than_all_is_a_share_among_percentages_above_a_hundred() {
    let growth = "Month,Stage,Growth\n2025-01,Buy,150%\n2025-02,Buy,1.2\n2025-03,Buy,140%\n2025-04,Buy,1.1\n";
    check(growth, &[1.5, 1.2, 1.4, 1.1], &["1.2 in \"Growth\" was taken as it stands, not as a percentage"]);
    let bare = growth.replace("1.2", "120").replace("1.1", "110");
    check(&bare, &[1.5, 1.2, 1.4, 1.1], &["2 values of \"Growth\" have no percent sign"]);
}

/// An order that somebody gave was overridden by the dates of the whole file.
#[test]
fn a_given_order_of_dates_is_kept_whatever_the_file_says_further_down() {
    let mut text = String::from("date,place,metric,value\n25/02/2024,A,Time,1\n");
    text.push_str(&"03/04/2024,A,Time,1\n".repeat(20_000));
    text.push_str(&"02/25/2024,A,Time,1\n".repeat(11));
    text.push_str(&"03/04/2024,A,Time,1\n".repeat(20_000));
    let mapping = r#"{"shape":"long","date":{"column":"date","order":"day-first"},"place":{"column":"place"},
        "metric":{"column":"metric"},"value":{"column":"value"}}"#;
    let given = read_text(&text, Some(mapping)).unwrap();
    assert_eq!((given.first_day.unwrap().to_string().as_str(), given.rows_rejected), ("2024-02-25", 11));
    let is_of_order =
        |warning: &&Warning| matches!(warning, Warning::DateOrderByOne { .. } | Warning::DateOrderAssumed { .. });
    assert_eq!(given.warnings.iter().find(is_of_order), None);
    // Nobody gave one: what most dates say is taken.
    let guessed = read_text(&text, None).unwrap();
    assert_eq!((guessed.first_day.unwrap().to_string().as_str(), guessed.rows_rejected), ("2024-02-25", 1));
    assert_eq!(guessed.mapping.date.unwrap().order, Some(DateOrder::MonthFirst));
}

/// Which place each value stands at.
#[track_caller]
fn check_places(text: &str, expected: &[&str]) {
    let imported = read_text(text, None).unwrap();
    let table = &imported.data.observations;
    let places: Vec<&str> = table.series_of_row.iter().map(|at| table.series[*at as usize].place.as_str()).collect();
    assert_eq!(places, expected, "{text}");
}

#[test]
fn the_stage_of_a_block_holds_for_the_rows_below_where_all_blocks_have_the_same_parts() {
    let head = "Stage,Month,CSAT\n";
    let blocks = "Checkout,2025-01,4.1\n,2025-02,4.2\nDelivery,2025-01,3.9\n,2025-02,3.8\n";
    check_places(&format!("{head}{blocks}"), &["Checkout", "Checkout", "Delivery", "Delivery"]);
    check_places(
        &format!("{head}{blocks}Support,2025-01,3.1\n"),
        &["Checkout", "Checkout", "Delivery", "Delivery", "Support"],
    );
    // Where it is not certain, it is told.
    let uneven = "Checkout,2025-01,4.1\n,2025-02,4.2\nDelivery,2025-02,3.9\n,2025-03,3.8\n";
    check_places(&format!("{head}{uneven}"), &["Checkout", "", "Delivery", ""]);
    check(&format!("{head}{uneven}"), &[4.1, 4.2, 3.9, 3.8], &["2 of 4 values have no name in \"Stage\""]);
    // A month of the whole map between those of stages stays one.
    let lone = "Checkout,2025-01,4.1\nDelivery,2025-01,3.9\n,2025-01,4\nCare,2025-02,3.8\n";
    check_places(&format!("{head}{lone}"), &["Checkout", "Delivery", "", "Care"]);
}

#[test]
fn a_column_of_units_says_what_metrics_are_counted_in() {
    let text = "Datum;Phase;Kennzahl;Wert;Einheit\n2025-01-31;Kauf;Umsatz;120;EUR\n2025-02-28;Kauf;Umsatz;130;EUR\n\
        2025-01-31;Kauf;Wartezeit;5;min\n2025-02-28;Kauf;Wartezeit;6;min\n";
    let units = |text: &str| {
        let imported = read_text(text, None).unwrap();
        imported.metrics.iter().map(|metric| metric.unit.clone().unwrap_or_default()).collect::<Vec<_>>()
    };
    assert_eq!(units(text), ["EUR", "min"]);
    let mixed = text.replace("130;EUR", "130;USD");
    assert_eq!(units(&mixed), ["", "min"]);
    check(
        &mixed,
        &[120.0, 130.0, 5.0, 6.0],
        &["\"Umsatz\" are in several units, as \"Einheit\" says: \"EUR\", \"USD\""],
    );
}

#[test]
fn promoters_passives_and_detractors_are_answers_of_an_nps() {
    for head in [
        "Month,Promoters,Passives,Detractors",
        "Month,NPS promoters,NPS passives,NPS detractors",
        "Monat,Anzahl Promotoren,Passive,Kritiker",
        "Mois,Promoteurs,Passifs,Détracteurs",
        "Mes,Promotores,Pasivos,Detractores",
    ] {
        let text = format!("{head}\n2025-01,50,30,40\n2025-02,40,0,20\n");
        let imported = check(&text, &[10.0, 8.0, 3.0, 10.0, 3.0], &["\"NPS\" counts each of them as an answer"]);
        assert_eq!(imported.data.observations.n, [50.0, 30.0, 40.0, 40.0, 20.0], "{head}");
        let kinds: Vec<_> =
            imported.metrics.iter().map(|metric| (metric.name.as_str(), guess_kind(metric).0)).collect();
        assert_eq!(kinds, [("NPS", crate::model::KpiKind::Nps)], "{head}");
        assert_eq!((imported.rows_read, imported.rows_accepted), (2, 2));
    }
    // Shares of a hundred are no counts: nobody knows of how many.
    let shares = "Month,Promoters,Passives,Detractors\n2025-01,50,30,20\n2025-02,40,40,20\n";
    check(shares, &[50.0, 30.0, 20.0, 40.0, 40.0, 20.0], &[]);
    // A month without answers makes no counts of shares, and neither does one that is rounded badly.
    let gap =
        "Month,Promoters,Passives,Detractors\n2025-01,50,30,20\n2025-02,40,40,20\n2025-03,0,0,0\n2025-04,45,35,18\n";
    let imported = check(gap, &[50.0, 30.0, 20.0, 40.0, 40.0, 20.0, 0.0, 0.0, 0.0, 45.0, 35.0, 18.0], &[]);
    assert_eq!(imported.metrics.len(), 3);
    // Counts do not come to a hundred but by chance.
    let chance = "Month,Promoters,Passives,Detractors\n2025-01,50,30,20\n2025-02,41,40,20\n2025-03,0,0,0\n2025-04,45,35,1\n2025-05,1,2,1\n";
    assert_eq!(read_text(chance, None).unwrap().metrics.len(), 1);
    // A cell that is no count is told, and the score beside them keeps its name.
    let months = (1..=12).map(|month| format!("2025-{month:02},{month},50,30,{month}\n")).collect::<String>();
    let more = format!("Month,NPS,Promoters,Passives,Detractors\n{months}2026-01,7,50,30,many\n");
    let imported = read_text(&more, None).unwrap();
    assert_eq!(imported.metrics.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(), ["NPS", "NPS (counted)"]);
    assert_eq!(imported.data.issues.iter().map(|i| (i.line, i.kind)).collect::<Vec<_>>(), [(14, IssueKind::BadCount)]);
}

#[test]
fn ids_that_no_list_knows_are_no_values() {
    for name in ["ID der Filiale", "Filialnummer", "Filial-Nr.", "Store number", "Filial-ID"] {
        for text in [
            format!("Datum;{name}\n2025-01-31;1\n2025-02-28;2\n2025-03-28;3\n"),
            format!("Datum;Phase;{name}\n2025-01-31;a;1\n2025-02-28;b;2\n2025-03-28;a;3\n"),
        ] {
            assert!(matches!(read_text(&text, None), Err(ImportError::NoValueColumn { .. })), "{text}");
        }
    }
    for name in ["Number of orders", "Anzahl Filialen", "Ideas", "Order numbers"] {
        let text = format!("Datum;{name}\n2025-01-31;1\n2025-02-28;2\n2025-03-28;3\n");
        assert_eq!(read_text(&text, None).unwrap().rows_accepted, 3, "{name}");
    }
}

/// "Number" and "no" behind a word for what is counted are no ids.
#[test]
fn numbers_of_what_is_counted_are_values() {
    for name in ["Total number", "Average number", "Visitor number", "Total no.", "Calls no.", "Churned yes/no"] {
        for text in [
            format!("Date,{name}\n2025-01-31,1\n2025-02-28,0\n2025-03-28,1\n2025-04-28,0\n"),
            format!("Date,{name},Visits\n2025-01-31,1,7\n2025-02-28,0,5\n2025-03-28,1,3\n2025-04-28,0,9\n"),
        ] {
            let imported = read_text(&text, None).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(imported.metrics.iter().any(|metric| metric.name == name), "{name}: {:?}", imported.metrics);
        }
    }
}

/// A wrong date in a row of "Total revenue" is a wrong date: its numbers are lost and that is told.
#[test]
fn only_rows_without_a_day_are_totals() {
    let long = "Metric,Month,Value\nTotal revenue,31.01.2025,5\nTotal revenue,31.02.2025,6\nChurn,31.02.2025,7\n\
        Total revenue,,9\nTotal,,9\nTotal visits,Total,9\n";
    let issues = |text: &str| {
        let imported = read_text(text, None).unwrap();
        imported.data.issues.iter().map(|issue| (issue.line, issue.kind)).collect::<Vec<_>>()
    };
    use IssueKind::{BadDate, Filtered};
    assert_eq!(issues(long), [(3, BadDate), (4, BadDate), (5, Filtered), (6, Filtered), (7, Filtered)]);
    let wide = "Stage,Month,Value\nBuy,31.01.2025,5\nBuy,28.02.2025,5\nTotal care,31.02.2025,6\nTotal,,9\n";
    assert_eq!(issues(wide), [(4, BadDate), (5, Filtered)]);
    let dates = "Month,Stage,Value\n31.01.2025,Buy,5\n28.02.2025,Buy,5\nTotal Buy,,6\nTotal 2025,Buy,9\n";
    assert_eq!(issues(dates), [(4, Filtered), (5, Filtered)]);
}

/// An average of a thousand answers is worth more than one of ten, also where several metrics share the row.
#[test]
fn a_column_of_counts_is_that_of_every_metric_of_its_row() {
    super::check(
        "Date,Touchpoint,CSAT,Revenue,n\n2025-01-03,Shop,4.8,100.5,1000\n2025-01-04,Shop,2,,10\n2025-01-05,Shop,3,50,ten\n",
        None,
        "
        2025-01-03 CSAT@Shop 4.8 1000
        2025-01-03 Revenue@Shop 100.5 1000
        2025-01-04 CSAT@Shop 2 10
        ! 4:n bad_count row \"ten\"",
    );
    let under_dates = r#"{"shape":"wide","metric":{"column":"metric"},"n":{"column":"n"}}"#;
    let refused = Mapping::parse(under_dates).and_then(|mapping| mapping.check()).unwrap_err().to_string();
    assert!(refused.contains("\"n\" has no meaning"), "{refused}");
}
