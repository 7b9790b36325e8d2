//! Long files whose rows say whose they are.

use super::*;
use crate::import::hashed_id;
use crate::import::mapping::RespondentMapping;
use crate::model::{Persons, Salt};

const ANSWERS: &str = "date,customer_id,place,metric,value,plan\n2026-01-01,ann-1,Shop,CSAT,5,pro\n2026-01-01,ann-1,Shop,Effort,2,pro\n\
    2026-01-01,ann-1,Shop,CSAT,4,pro\n2026-01-02,bob-2,Shop,CSAT,3,basic\n2026-01-02,cid-3,Web,CSAT,much,basic\n\
    2026-01-03,,Web,CSAT,2,basic\n2026-01-03,,Web,CSAT,1,basic\n2026-01-04,dora-4,Web,Effort,1,pro\n2026-01-05,eve-5,Web,CSAT,4,pro\n";

#[test]
fn answers_of_a_person_on_a_day_are_one_response() {
    let (_folder, path) = file(ANSWERS.as_bytes());
    let sniffed = sniff(&path, &ReadChoices::default()).unwrap();
    assert_eq!(sniffed.shape, Some(Shape::Long));
    let guess = Mapping::guess(&sniffed).unwrap();
    assert!(guess.respondent.is_none(), "rows become answers of persons only where somebody says so");
    let respondent = Some(RespondentMapping::hashed("customer_id".to_owned()));
    let mapping = Mapping { respondent, ..guess };
    let salt = Salt([7; 32]);
    let persons = Persons { salt, ..Persons::default() };
    let options = ReadOptions { persons, ..ReadOptions::default() };
    let imported = read(&path, Some(&mapping), &options, &Progress::default()).unwrap();
    let [ann, bob, dora, eve] = ["ann-1", "bob-2", "dora-4", "eve-5"].map(|id| hashed_id(id, salt));
    let line = |day: &str,
                csat_shop: &str,
                effort_shop: &str,
                csat_web: &str,
                effort_web: &str,
                plan: &str,
                id: &str| {
        format!(
            "{day} CSAT@Shop={csat_shop} Effort@Shop={effort_shop} CSAT@Web={csat_web} Effort@Web={effort_web} {plan} {id:?}\n"
        )
    };
    let expected = [
        line("2026-01-01", "5", "2", "NaN", "NaN", "pro", &ann),
        // The same question twice is two answers.
        line("2026-01-01", "4", "NaN", "NaN", "NaN", "pro", &ann),
        line("2026-01-02", "3", "NaN", "NaN", "NaN", "basic", &bob),
        // Nobody knows whether these are of one person.
        line("2026-01-03", "NaN", "NaN", "2", "NaN", "basic", ""),
        line("2026-01-03", "NaN", "NaN", "1", "NaN", "basic", ""),
        line("2026-01-04", "NaN", "NaN", "NaN", "1", "pro", &dora),
        line("2026-01-05", "NaN", "NaN", "4", "NaN", "pro", &eve),
        "! 6:value bad_value row \"much\"\n".to_owned(),
    ];
    assert_eq!(shown(&imported.data), expected.concat());
    assert_eq!((imported.rows_read, imported.rows_accepted, imported.rows_rejected), (9, 8, 1));
    assert!(!format!("{:?}", imported.data).contains("ann-1"));
    let metrics: Vec<_> = imported.metrics.iter().map(|m| (m.name.as_str(), m.rows, m.min, m.max)).collect();
    assert_eq!(metrics, [("CSAT", 6, 1.0, 5.0), ("Effort", 2, 1.0, 2.0)]);
    assert_eq!(imported.places, ["Shop", "Web"]);
}

#[test]
fn a_table_of_sums_has_no_persons() {
    let sums = ANSWERS.replace(",plan", ",n").replace(",pro", ",10").replace(",basic", ",20");
    assert!(read_text(&sums, None).unwrap().mapping.respondent.is_none());
    let both = r#"{"shape":"long","date":{"column":"date"},"metric":{"column":"metric"},"value":{"column":"value"},
        "n":{"column":"n"},"respondent":{"column":"customer_id"}}"#;
    let error = Mapping::parse(both).unwrap_err().to_string();
    assert!(error.contains("no meaning beside \"respondent\""), "{error}");
}

/// January came without persons and February with them: the same metric is on the same scale.
#[test]
fn percentages_of_persons_are_those_of_other_rows() {
    let rows = |month: u32, sign: &str| {
        let line = |i: u32| format!("2026-{month:02}-{:02},c{i},Shop,Task success %,{}{sign}\n", i % 28 + 1, 60 + i);
        format!("date,customer_id,place,metric,value\n{}", (0..30).map(line).collect::<String>())
    };
    let january = read_text(&rows(1, ""), None).unwrap();
    assert_eq!(january.data.observations.value.first(), Some(&0.6));
    let (_folder, path) = file(rows(2, "").as_bytes());
    let guess = Mapping::guess(&sniff(&path, &ReadChoices::default()).unwrap()).unwrap();
    let respondent = Some(RespondentMapping::hashed("customer_id".to_owned()));
    let chosen = Mapping { respondent, ..guess };
    let february = read(&path, Some(&chosen), &ReadOptions::default(), &Progress::default()).unwrap();
    assert_eq!(february.data.responses.scores[0].value, january.data.observations.value);
    let metrics = |of: &Imported| of.metrics.iter().map(|m| (m.min, m.max, m.is_percent)).collect::<Vec<_>>();
    assert_eq!(metrics(&february), metrics(&january));
    assert_eq!(february.warnings, january.warnings, "and it is told");
    assert_eq!(february.mapping.percent, ["Task success %"]);
    // A sign says it from the start.
    let (_folder, path) = file(rows(2, " %").as_bytes());
    let signed = read(&path, Some(&chosen), &ReadOptions::default(), &Progress::default()).unwrap();
    assert_eq!(signed.data.responses.scores, february.data.responses.scores);
}

/// A place in each row: 12,000 persons at as many places are 144 million cells, all but a few of them empty.
#[test]
fn persons_that_make_a_table_of_gaps_are_refused_with_what_to_do() {
    let mut text = "date,customer_id,place,metric,value\n".to_owned();
    for i in 0..12_000 {
        let _ = writeln!(text, "2026-01-05,c{i},Shop {i},CSAT,{}", i % 5 + 1);
    }
    let (_folder, path) = file(text.as_bytes());
    let guess = Mapping::guess(&sniff(&path, &ReadChoices::default()).unwrap()).unwrap();
    let respondent = Some(RespondentMapping::hashed("customer_id".to_owned()));
    let mapping = Mapping { respondent, ..guess };
    let error = read(&path, Some(&mapping), &ReadOptions::default(), &Progress::default()).unwrap_err().to_string();
    assert!(error.contains("leave \"respondent\" out of the mapping"), "{error}");
    let without = Mapping { respondent: None, ..mapping };
    assert_eq!(
        read(&path, Some(&without), &ReadOptions::default(), &Progress::default()).unwrap().rows_accepted,
        12_000
    );
}

#[test]
fn a_row_of_totals_below_persons_is_none_of_them_and_changes_no_scale() {
    let rows = "1,2026-01-01,9,4,fine\n2,2026-01-02,10,5,very good indeed\n3,2026-01-03,2,1,bad\n4,2026-01-04,8,4,all was well\n";
    let head = "respondent_id,date,NPS,CSAT,comment\n";
    let plain = read_text(&format!("{head}{rows}"), None).unwrap();
    assert_eq!(plain.mapping.shape, Shape::Survey);
    for total in ["Total,,29,14,", "Total,4 responses,29,14,", ",,29,14,", "Average,,7.25,3.5,", "Summe:,,29,14,"] {
        let Ok(found) = read_text(&format!("{head}{rows}{total}\n"), None) else { panic!("{total}") };
        if total.starts_with(',') {
            // Nothing says that it sums up anything: it is a row without a date.
            assert_eq!((found.rows_read, found.rows_rejected), (5, 1), "{total}");
            continue;
        }
        assert_eq!(found.mapping.scores, plain.mapping.scores, "{total}");
        assert_eq!(found.mapping.respondent, plain.mapping.respondent, "{total}");
        assert_eq!((found.rows_read, found.rows_accepted), (4, 4), "{total}");
        assert_eq!(shown(&found.data), shown(&plain.data), "{total}");
    }
}
