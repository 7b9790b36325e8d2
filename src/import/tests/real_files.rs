//! Files of other people: the airport survey and corpora of odd tables.

use super::*;
use std::io::Read as _;

#[test]
fn csv_spectrum() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("csv/csv-spectrum");
    let mut good = Vec::new();
    let mut names: Vec<_> = std::fs::read_dir(folder.join("csvs")).unwrap().map(|e| e.unwrap().path()).collect();
    names.sort();
    for path in &names {
        let mut out = Vec::new();
        normalise(path, &ReadChoices::default(), &mut out).unwrap();
        let mut reader = csv::Reader::from_reader(out.as_slice());
        let headers = reader.headers().unwrap().clone();
        let rows: Vec<serde_json::Value> = reader
            .records()
            .map(|row| {
                serde_json::Value::Object(
                    headers.iter().map(str::to_owned).zip(row.unwrap().iter().map(serde_json::Value::from)).collect(),
                )
            })
            .collect();
        let json = folder.join("json").join(path.with_extension("json").file_name().unwrap());
        let expected: serde_json::Value = serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap();
        if serde_json::Value::Array(rows.clone()) == expected {
            good.push(path.file_stem().unwrap().to_string_lossy().into_owned());
        } else {
            println!("{}: {rows:?} instead of {expected:?}", path.display());
        }
    }
    assert_eq!(names.len(), 12);
    assert!(good.len() >= 11, "one pair is wrong upstream, but only these are right: {good:?}");
}

/// Cells of a sheet that hold something, before anything is left out of it.
fn filled_cells(path: &Path, sheet: &str) -> Result<usize, ImportError> {
    let choices = ReadChoices { sheet: Some(sheet.to_owned()), ..ReadChoices::default() };
    let (source, _) = match container::look(path, &choices) {
        Err(ImportError::Empty { .. }) => return Ok(0),
        other => other?,
    };
    let mut bytes = Vec::new();
    source.open(path).unwrap().read_to_end(&mut bytes).unwrap();
    Ok(bytes.split(|b| *b >= 0xfe).filter(|cell| !cell.is_empty()).count())
}

/// Workbooks with cells that are merged over rows.
const MERGED: [&str; 7] = [
    "OOM_alloc.xls",
    "hyperlinks.xlsx",
    "issue444.xls",
    "issue_261.xlsx",
    "issue_261_fixed_by_excel.xlsx",
    "richtext-namespaced.xlsx",
    "multiline-headers.xlsx",
];

#[test]
fn workbooks_hold_what_two_readers_agree_on() {
    let Some(shared) = shared() else { return };
    let facts = csv::Reader::from_path(shared.join("csv/xlsx_calamine/FACTS.csv")).unwrap().into_records();
    let (mut right, mut wrong) = (0, Vec::new());
    for row in facts.map(Result::unwrap).filter(|row| &row[5] == "True") {
        let path = shared.join("csv").join(&row[0]).join(&row[1]);
        // A cell that is merged over rows stands in each of them here, which neither of them does.
        let is_merged = row[1].contains("merge") || MERGED.contains(&&row[1]);
        for (sheet, count) in row[3].split(';').filter_map(|fact| fact.rsplit_once('=')) {
            let count: usize = count.parse().unwrap();
            match filled_cells(&path, sheet) {
                Ok(own) if own == count || (is_merged && own > count) => right += 1,
                other => wrong.push(format!("{} {sheet}: {other:?} instead of {count}", &row[1])),
            }
        }
    }
    assert!(wrong.is_empty() && right > 100, "{right} right, these not: {wrong:#?}");
}

#[test]
fn workbooks_that_cannot_be_read_say_why() {
    let Some(shared) = shared() else { return };
    for (name, words) in [
        ("pass_protected.xlsx", "locked with a password"),
        ("pass_protected.xlsb", "locked with a password"),
        ("pass_protected.ods", "locked with a password"),
        ("OOM_alloc3.xls", "cannot be read as a workbook"),
        ("issue_594_dos.ods", "too large to be read at once"),
    ] {
        let path = shared.join("csv/xlsx_calamine").join(name);
        let error = sniff(&path, &ReadChoices::default()).unwrap_err().to_string();
        assert!(error.contains(words) && error.ends_with('.') && !error.contains('\n'), "{error}");
    }
}

/// n, mean, share of 4–5 and answers "6" by question.
const SFO_2016: [(&str, u64, f64, f64, u64); 11] = [
    ("Q7ART", 2573, 3.9895, 0.7140, 428),
    ("Q7FOOD", 2680, 3.6313, 0.5698, 343),
    ("Q7SIGN", 2969, 4.0674, 0.7764, 47),
    ("Q7WIFI", 2333, 4.0622, 0.7484, 647),
    ("Q7ALL", 2919, 4.0380, 0.8099, 35),
    ("Q9BOARDING", 3028, 4.3956, 0.8798, 14),
    ("Q9RESTROOM", 2882, 4.0878, 0.7588, 124),
    ("Q9ALL", 2994, 4.2305, 0.8427, 20),
    ("Q10SAFE", 3011, 4.3789, 0.8731, 0),
    ("Q14FIND", 2907, 4.3829, 0.8411, 46),
    ("Q14PASSTHRU", 2641, 4.1768, 0.7709, 258),
];

fn sfo_mapping(columns: &[&str], missing: &[&str]) -> Mapping {
    let mut mapping = Mapping::new(Shape::Survey);
    mapping.date = Some(DateMapping {
        column: Some("INTDATE".into()),
        order: Some(DateOrder::MonthFirst),
        ..DateMapping::default()
    });
    mapping.time_zone = Some("America/Los_Angeles".into());
    mapping.scores = columns
        .iter()
        .map(|column| ScoreMapping {
            metric: Some("CSAT".into()),
            place: Some((*column).to_owned()),
            scale: Some((1.0, 5.0)),
            missing: missing.iter().map(|m| (*m).to_owned()).collect(),
            ..ScoreMapping::plain(column)
        })
        .collect();
    mapping
}

#[test]
fn the_airport_survey_comes_out_exactly() {
    let Some(shared) = shared() else { return };
    let path = shared.join("cx/sfo_survey/raw/2016_SFO_Customer_Survey.csv");
    let columns: Vec<_> = SFO_2016.iter().map(|q| q.0).collect();
    let import = |missing: &[&str]| {
        read(&path, Some(&sfo_mapping(&columns, missing)), &ReadOptions::default(), &Progress::default()).unwrap()
    };
    let imported = import(&["0", "6"]);
    assert_eq!((imported.rows_read, imported.rows_accepted), (3087, 3087));
    let only_six = import(&["6"]);
    for ((column, n, mean, share, sixes), (score, with_zeros)) in
        SFO_2016.iter().zip(imported.data.responses.scores.iter().zip(&only_six.data.responses.scores))
    {
        assert_eq!(score.column, *column);
        let values: Vec<f64> = score.value.iter().copied().filter(|v| !v.is_nan()).collect();
        let count = values.len() as f64;
        let satisfied = values.iter().filter(|v| **v >= 4.0).count() as f64;
        let four = |v: f64| format!("{v:.4}");
        assert_eq!(values.len() as u64, *n, "{column}");
        assert_eq!(score.answered, *n, "{column}");
        assert_eq!(four(values.iter().sum::<f64>() / count), four(*mean), "{column}");
        assert_eq!(four(satisfied / count), four(*share), "{column}");
        assert_eq!(with_zeros.not_applicable, *sixes, "{column}");
        assert_eq!(score.answered + score.not_applicable + score.blank, 3087, "{column}");
    }
    assert!(imported.first_day.unwrap().to_string().starts_with("2016-05"), "{:?}", imported.first_day);
    assert_eq!(imported.data.issues, []);
    assert_eq!(guess_kind(&imported.metrics[0]).0, crate::model::KpiKind::top_box_of((1.0, 5.0)));
}

/// Columns that are guessed to be scores, or are not although they hold small whole numbers.
fn check_scores(year: u32, scores: &[&str], codes: &[&str]) {
    let Some(shared) = shared() else { return };
    let sniffed =
        sniff(&shared.join(format!("cx/sfo_survey/raw/{year}_SFO_Customer_Survey.csv")), &ReadChoices::default())
            .unwrap();
    let is_score = |name: &str| sniffed.column(name).unwrap_or_else(|| panic!("{year} {name}")).role == Role::Score;
    let missed: Vec<_> = scores.iter().filter(|name| !is_score(name)).collect();
    let wrong: Vec<_> = codes.iter().filter(|name| is_score(name)).collect();
    assert!(missed.is_empty() && wrong.is_empty(), "{year}: missed {missed:?}, taken for scores {wrong:?}");
}

#[test]
fn codes_of_the_airport_survey_are_no_scores() {
    let asked: Vec<_> = SFO_2016.iter().map(|q| q.0).chain(["Q7RENTAL", "Q12PRECHECKRATE", "Q13GETRATE"]).collect();
    check_scores(2016, &asked, &["Q2PURP3", "Q3PARK", "Q5TIMESFLOWN", "Q6LONGUSE", "Q11TSAPRE", "Q18PET", "Q21INCME"]);
    check_scores(2013, &["Q7A_ART", "Q9F_CLNWHOLE", "Q14A_FIND"], &["Q2PURP4", "Q3PARK", "Q5FLYPERYR", "Q12COM3"]);
    check_scores(2010, &["Q6A", "Q6N", "Q9", "Q11", "Q13B"], &["Q2_4", "Q2_5", "Q5", "Q17", "Q19"]);
}

#[test]
fn older_airport_surveys_take_one_date() {
    let Some(shared) = shared() else { return };
    for (year, columns) in [
        (2010, ["Q6A", "Q6B"]),
        (2011, ["Q8A", "Q8B"]),
        (2012, ["Q8A_ART", "Q8B_FOOD"]),
        (2013, ["Q7A_ART", "Q7B_FOOD"]),
        (2014, ["Q7ART", "Q7FOOD"]),
        (2015, ["Q7ART", "Q7FOOD"]),
    ] {
        let path = shared.join(format!("cx/sfo_survey/raw/{year}_SFO_Customer_Survey.csv"));
        let mut mapping = sfo_mapping(&columns, &["0", "6"]);
        mapping.date = Some(DateMapping { fixed: Some(format!("{year}-05-15")), ..DateMapping::default() });
        let imported = read(&path, Some(&mapping), &ReadOptions::default(), &Progress::default()).unwrap();
        assert_eq!(imported.first_day, imported.last_day);
        assert_eq!(imported.first_day.unwrap().to_string(), format!("{year}-05-15"));
        assert!(imported.data.responses.scores[0].answered > 1_000, "{year}");
        println!(
            "{year}: {} of {} rows, {} issues",
            imported.rows_accepted,
            imported.rows_read,
            imported.data.issues.len()
        );
    }
}
