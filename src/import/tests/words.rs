//! Answers in words, scales that begin with the best, pivot tables and columns that number the rows.

use super::{file, read_text};
use crate::import::{ReadChoices, Role, RoleReason, Warning, guess_kind, sniff};
use crate::model::KpiKind;

/// The values of a file in order, and the kind that its first metric makes.
#[track_caller]
fn check(text: &str, values: &[f64], kind: &KpiKind) {
    let imported = read_text(text, None).unwrap();
    let scores = imported.data.responses.scores.iter().flat_map(|column| column.value.iter());
    let found: Vec<f64> = imported.data.observations.value.iter().chain(scores).copied().collect();
    assert_eq!(found, values, "{text}");
    assert_eq!(imported.rows_rejected, 0, "{text}");
    assert_eq!(guess_kind(&imported.metrics[0]).0, *kind, "{text}");
}

#[test]
fn answers_in_words_are_scores_beside_a_place_and_without_one() {
    let five = KpiKind::top_box_of((1.0, 5.0));
    check(
        "Date,Touchpoint,NPS group\n2025-03-01,Shop,Promoter\n2025-03-02,Shop,Passive\n2025-03-03,Shop,Detractor\n2025-03-04,Shop,Promoter\n",
        &[10.0, 8.0, 0.0, 10.0],
        &KpiKind::Nps,
    );
    check(
        "Date,It was easy to resolve my issue\n2025-03-01,Strongly agree\n2025-03-02,Neutral\n2025-03-03,Disagree\n2025-03-04,Agree\n",
        &[5.0, 3.0, 2.0, 4.0],
        &five,
    );
    check(
        "Datum;Kontaktpunkt;Zufriedenheit\n01.03.2025;Hotline;sehr zufrieden\n02.03.2025;Hotline;teils/teils\n03.03.2025;Hotline;unzufrieden\n",
        &[5.0, 3.0, 2.0],
        &five,
    );
    check(
        "Date,Touchpoint,Rating\n2025-01-01,App,★★★★☆\n2025-01-02,App,★★★★★\n2025-01-03,App,4/5\n2025-01-04,App,5 out of 5\n",
        &[4.0, 5.0, 4.0, 5.0],
        &five,
    );
    check(
        "Date,Touchpoint,Resolved at first contact?\n2025-03-01,Support,Yes\n2025-03-02,Support,No\n2025-03-03,Support,YES\n",
        &[1.0, 0.0, 1.0],
        &KpiKind::top_box_of((0.0, 1.0)),
    );
}

#[test]
fn a_scale_that_begins_with_the_best_has_its_satisfied_at_the_lower_end() {
    let lower = KpiKind::TopBox { scale: (1.0, 5.0), satisfied_from: 1.0, satisfied_to: Some(2.0) };
    check(
        "Timestamp;Filiale;Wie zufrieden sind Sie? (1 = sehr zufrieden, 5 = sehr unzufrieden)\n01.02.25 09:12;Nord;1\n02.02.25 10:00;Nord;2\n03.02.25;Süd;4\n",
        &[1.0, 2.0, 4.0],
        &lower,
    );
}

#[test]
fn totals_of_groups_are_no_rows_and_the_corner_names_the_metric() {
    let text = "Average of CSAT,,Column Labels\nStage,Touchpoint,2025-01-01,2025-02-01,Grand Total\nBuy,Website,4.1,4,4\n,Checkout,3.9,3.8,3.63\nBuy Total,,4,3.9,3.82\nUse,App,4.4,4.5,4.47\n,Support,3.1,3,2.95\nUse Total,,3.75,4.5,3.71\nGrand Total,,3.88,4.1,3.86\n";
    let imported = read_text(text, None).unwrap();
    assert_eq!((imported.rows_read, imported.data.observations.value.len()), (4, 8));
    let metric = &imported.metrics[0];
    assert_eq!((metric.name.as_str(), guess_kind(metric).0), ("CSAT", KpiKind::Mean));
    assert_eq!(imported.places, ["Website", "Checkout", "App", "Support"]);
    // A place that is called so, and no group beside it, is a place.
    let text = "date,place,metric,value\n2025-01-01,Cost total,Spend,4\n2025-01-02,Shop,Spend,5\n";
    assert_eq!(read_text(text, None).unwrap().rows_read, 2);
}

#[test]
fn columns_that_number_the_rows_and_remarks_are_no_metrics() {
    let text = "No.,Journey stage,Score 0-10,Date,Comment\n1,Checkout,9,2025-03-01,ok\n2,Checkout,10,2025-03-02,bad\n3,Delivery,3,2025-03-03,ok\n4,Delivery,7,2025-03-03,bad\n";
    let (_folder, path) = file(text.as_bytes());
    let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
    let number = sniffed.column("No.").unwrap();
    assert_eq!((number.role, number.reason), (Role::Ignored, RoleReason::Running));
    let imported = read_text(text, None).unwrap();
    let names: Vec<&str> = imported.metrics.iter().map(|metric| metric.name.as_str()).collect();
    assert_eq!(names, ["Score 0-10"]);
    // With gaps it is no numbering.
    let (_folder, path) = file(text.replace("\n3,", "\n7,").as_bytes());
    assert_ne!(sniff(&path, &ReadChoices::default()).unwrap().column("No.").unwrap().reason, RoleReason::Running);
}

/// "1h 30m" and "€ 4,50" among scores were rejected.
#[test]
fn odd_numbers_of_a_long_table_are_read() {
    let text = "Month;Stage;KPI;Value;n\n2025-01;Support;NPS;−12;120\n2025-02;Support;NPS;(8);130\n2025-03;Support;NPS;+5;n=140\n2025-01;Support;First response time;1h 30m;120\n2025-02;Support;First response time;75 min;130\n2025-03;Support;First response time;01:10:00;140\n2025-01;Support;Cost per contact;€ 4,50;120\n2025-02;Support;Cost per contact;€ 5,10;130\n2025-03;Support;Cost per contact;€ 1.204,10;140\n";
    let imported = read_text(text, None).unwrap();
    let table = &imported.data.observations;
    assert_eq!(table.value, [-12.0, -8.0, 5.0, 5400.0, 4500.0, 4200.0, 4.5, 5.1, 1204.1]);
    assert_eq!(table.n, [120.0, 130.0, 140.0, 120.0, 130.0, 140.0, 120.0, 130.0, 140.0]);
    assert_eq!(imported.metrics[1].unit.as_deref(), Some("s"));
    // One slip among scores is no duration, and takes its n with it.
    let text = "Month,KPI,Value,n\n2025-01,NPS,12,1\n2025-02,NPS,4:30,2\n2025-03,NPS,13,3\n";
    let imported = read_text(text, None).unwrap();
    assert_eq!((imported.rows_accepted, imported.rows_rejected), (2, 1));
    assert_eq!(imported.data.observations.n, [1.0, 3.0]);
}

#[test]
fn thousands_and_durations_in_a_column_are_read_and_what_is_left_out_is_said() {
    let text = "Month,Stage,Visitors,Handle time,Plan\nJan 2025,Landing,\"12,400\",1h 30m,5k\nFeb 2025,Landing,980,75 min,10k\nMar 2025,Cart,1.2k,01:10:00,5k\nApr 2025,Cart,1.1M,2h,10k\n";
    let imported = read_text(text, None).unwrap();
    assert_eq!(
        imported.data.observations.value,
        [12_400.0, 5400.0, 980.0, 4500.0, 1200.0, 4200.0, 1_100_000.0, 7200.0]
    );
    assert_eq!(imported.mapping.segments, ["Plan"]);
    let text = "Date,Stage,Orders,Odd\n2025-01-01,Cart,3,4\n2025-01-02,Cart,4,about 5\n2025-01-03,Cart,5,6\n";
    let imported = read_text(text, None).unwrap();
    assert_eq!(imported.warnings, [Warning::NumbersLeftOut { columns: vec!["Odd".to_owned()] }]);
}

/// Where some questions are answered in words, the one from 0 to 10 with words at its ends was lost.
#[test]
fn numbers_with_words_at_their_ends_are_answers_beside_answers_in_words() {
    let text = "Submitted,Customer,How satisfied are you?,How likely are you to recommend us (0-10)?,Would you buy again?\n2025-06-01,C1,Very satisfied,10 - Extremely likely,Yes\n2025-06-02,C2,Dissatisfied,0 - Not at all likely,No\n2025-06-03,C3,Satisfied,8,Yes\n";
    let imported = read_text(text, None).unwrap();
    let names: Vec<&str> = imported.metrics.iter().map(|metric| metric.name.as_str()).collect();
    assert_eq!(names, ["How satisfied are you?", "How likely are you to recommend us (0-10)?", "Would you buy again?"]);
}

#[test]
fn words_of_no_known_scale_are_named_with_the_key_that_settles_them() {
    let rows = |extra: &str| -> String {
        (1..=12).map(|day| format!("2025-05-{day:02},{}{extra}\n", ["Meh", "Great", "Awful"][day % 3])).collect()
    };
    let refused = read_text(&format!("date,Satisfaction\n{}", rows("")), None).unwrap_err().to_string();
    assert!(refused.contains("\"Awful\", \"Great\", \"Meh\"") && refused.contains("\"labels\""), "{refused}");
    let text = format!("date,Satisfaction,visits\n{}", rows(",120"));
    let told = |mapping: Option<&str>| -> Vec<String> {
        read_text(&text, mapping).unwrap().warnings.iter().map(ToString::to_string).collect()
    };
    assert!(told(None).iter().any(|told| told.contains("\"Awful\", \"Great\", \"Meh\"")), "{:?}", told(None));
    let said = r#"{"shape": "survey", "date": {"column": "date"}, "scores": [{"column": "Satisfaction", "labels": {"Awful": 1, "Meh": 2, "Great": 3}}]}"#;
    assert!(told(Some(said)).is_empty());
}

/// A pivot table as text: the label of a group stands in the first of its rows, and a row of totals below each.
const PIVOT: &str = "Stage,Touchpoint,2025-01-01,2025-02-01\nBuy,Website,4,5\n,Checkout,3,4\nBuy Total,,7,9\n\
    Use,App,4,2\n,Support,3,1\n,Help,2,2\nUse Total,,9,5\nGrand Total,,16,14\n";

/// The table that the command line makes of a text.
fn plain_table(text: &str) -> String {
    let (_folder, path) = file(text.as_bytes());
    let mut out = Vec::new();
    crate::import::normalise(&path, &ReadChoices::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn labels_of_groups_hold_for_the_rows_below_them_where_a_table_proves_to_be_a_pivot_table() {
    let filled = PIVOT.replace("\n,Checkout", "\nBuy,Checkout").replace("\n,", "\nUse,");
    assert_eq!(plain_table(PIVOT), filled);
    let imported = read_text(PIVOT, None).unwrap();
    let told: Vec<String> = imported.warnings.iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|told| told.contains("a label in \"Stage\" holds for the rows below")), "{told:?}");
    // The stages cut the data, although their totals made many values of them.
    assert_eq!(imported.mapping.segments, ["Stage"]);
    let series = &imported.data.observations.series;
    let at = |place: &str| series.iter().find(|key| key.place == place).map(|key| key.segments.clone());
    assert_eq!(at("Help"), Some(vec!["Use".to_owned()]));
    assert_eq!(imported.data.observations.value.iter().sum::<f64>(), 30.0, "no total counts");
    // By its corner, without rows of totals; in two columns of labels.
    let corner = "Average of CSAT,,,\nRegion,Stage,Touchpoint,2025-01-01,2025-02-01\nNorth,Buy,Website,4,5\n,,Checkout,3,4\n,Use,App,4,2\nSouth,Buy,Website,1,1\n,,Checkout,2,2\n,Use,App,3,3\n";
    let filled = plain_table(corner);
    assert!(filled.contains("\nNorth,Buy,Checkout,3,4\nNorth,Use,App,4,2\n"), "{filled}");
    assert!(filled.ends_with("South,Buy,Checkout,2,2\nSouth,Use,App,3,3\n"), "{filled}");
}

#[test]
fn a_blank_cell_stays_blank_where_nothing_proves_a_pivot_table() {
    for text in [
        // No row of totals, no corner.
        "Stage,Touchpoint,Score\nBuy,Website,4\n,Checkout,3\nUse,App,4\n,Support,3\n",
        // A total for one group only.
        "Stage,Touchpoint,Score\nBuy,Website,4\n,Checkout,3\nBuy Total,,7\nUse,App,4\n,Support,3\n",
        // Labels that come again name things.
        "Stage,Touchpoint,Score\nBuy,Website,4\n,Checkout,3\nBuy Total,,7\nBuy,App,4\n,Support,3\n",
        // Nothing tells the rows of a group apart.
        "Stage,Touchpoint,Score\nBuy,Website,4\n,,3\n,,2\nBuy Total,,9\n",
    ] {
        assert_eq!(plain_table(text), text);
    }
}

#[test]
fn a_column_says_in_many_words_how_many_answered() {
    for name in [
        "Anzahl Antworten",
        "Antworten",
        "Fallzahl",
        "Rückläufer",
        "Anz. Bewertungen",
        "Basis",
        "Teilnehmer",
        "Anzahl der Befragten",
        "# of responses",
        "No. of ratings",
        "Nombre de réponses",
        "Réponses",
        "Nb avis",
        "Número de respuestas",
        "Numero di risposte",
        "Risposte",
        "Aantal respondenten",
        "Número de respostas",
    ] {
        let text = format!("Datum;Phase;CSAT;{name}\n2025-01-13;Kauf;4,0;100\n2025-01-20;Kauf;3,5;300\n");
        let imported = read_text(&text, None).unwrap();
        assert_eq!(imported.data.observations.value, [4.0, 3.5], "{name}");
        assert_eq!(imported.data.observations.n, [100.0, 300.0], "{name}");
    }
    // Participants of something are counted as that something is.
    let text = "Datum;Phase;Anmeldungen;Teilnehmer\n2025-01-13;Kauf;140;100\n2025-01-20;Kauf;390;300\n";
    let imported = read_text(text, None).unwrap();
    let names: Vec<_> = imported.metrics.iter().map(|metric| metric.name.as_str()).collect();
    assert_eq!(names, ["Anmeldungen", "Teilnehmer"]);
    // Where there is nothing else, they are the numbers.
    for name in ["Teilnehmer", "Antworten", "Responses"] {
        let text = format!("Datum;Phase;{name}\n2025-01-13;Kauf;100\n2025-01-20;Kauf;300\n");
        assert_eq!(read_text(&text, None).unwrap().data.observations.value, [100.0, 300.0], "{name}");
    }
}

#[test]
fn days_come_first_where_a_file_is_written_as_in_europe() {
    let read_days = |text: &str, is_told: bool| {
        let imported = read_text(text, None).unwrap();
        let told = imported.warnings.iter().any(|w| w.to_string().contains("says whether day or month comes first"));
        assert_eq!(told, is_told, "{text}: {:?}", imported.warnings);
        imported.data.observations.day.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let (january, may) = (["2025-01-05", "2025-01-12"], ["2025-05-01", "2025-12-01"]);
    let rows = |rating: &str| format!("05/01/2025;Achat;{rating}\n12/01/2025;Achat;{rating}\n");
    let heads =
        ["Date de réponse;Étape;Note", "Datum;Phase;Note", "Fecha;Etapa;Nota", "Data;Fase;Voto", "Date;Stage;Score"];
    for head in heads {
        assert_eq!(read_days(&format!("{head}\n{}", rows("8,2")), true), january, "{head}");
    }
    assert_eq!(read_days(&format!("Date de réponse;Étape;Note\n{}", rows("8")), true), january);
    for text in [
        format!("Date;Stage;Score\n{}", rows("8.2")),
        format!("Date;Stage;Score\n{}", rows("8")),
        format!("Date,Stage,Score\n{}", rows("8.2").replace(';', ",")),
    ] {
        assert_eq!(read_days(&text, true), may, "{text}");
    }
    // One date that says it says it for all.
    let american = format!("Datum;Phase;Note\n{}12/31/2025;Achat;8,1\n", rows("8,2"));
    assert_eq!(read_days(&american, false), ["2025-05-01", "2025-12-01", "2025-12-31"]);
}

#[test]
fn pivot_tables_are_read_as_spreadsheets_write_them() {
    let rows =
        "Checkout,4.1,4.2,4,4.1\nDelivery,3.5,3.6,3.2,3.43\nSupport,2.9,3.1,3.3,3.1\nGrand Total,3.5,3.63,3.5,3.54\n";
    let english =
        format!("Average of CSAT,Column Labels,,,\nRow Labels,Jan 2025,Feb 2025,Mar 2025,Grand Total\n{rows}");
    let german = "Mittelwert von CSAT;Spaltenbeschriftungen;;;\nZeilenbeschriftungen;Jan 25;Feb 25;Mrz 25;Gesamtergebnis\n\
        Checkout;4,1;4,2;4;4,1\nDelivery;3,5;3,6;3,2;3,43\nSupport;2,9;3,1;3,3;3,1\nGesamtergebnis;3,5;3,63;3,5;3,54\n";
    for text in [english.clone(), format!("Pivot: CSAT by month,,,,\n,,,,\n{english}"), german.to_owned()] {
        let imported = read_text(&text, None).unwrap();
        let metrics: Vec<_> = imported.metrics.iter().map(|m| (m.name.as_str(), guess_kind(m).0)).collect();
        assert_eq!(metrics, [("CSAT", KpiKind::Mean)], "{text}");
        assert_eq!(imported.places, ["Checkout", "Delivery", "Support"], "{text}");
        let values = [4.1, 4.2, 4.0, 3.5, 3.6, 3.2, 2.9, 3.1, 3.3];
        assert_eq!(imported.data.observations.value, values, "{text}");
        let mut months: Vec<_> = imported.data.observations.day.iter().map(ToString::to_string).collect();
        months.sort();
        months.dedup();
        assert_eq!(months, ["2025-01-01", "2025-02-01", "2025-03-01"], "{text}");
    }
    // Names above rows of numbers are the header, whatever they say.
    let plain = "Average of CSAT,Month,Visits\n4.1,2025-01,12\n4.2,2025-02,14\n4.3,2025-03,18\n";
    assert_eq!(read_text(plain, None).unwrap().rows_read, 3);
}
