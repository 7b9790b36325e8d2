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
