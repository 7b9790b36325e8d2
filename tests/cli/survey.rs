//! A real survey of an airport, seven years: exactly the published numbers.

use crate::harness::{Folder, shared};
use serde_json::{Value, json};

/// Column of 2016, place on the map, n, mean, share of 4 and 5.
const QUESTIONS: [(&str, &str, u64, f64, f64); 11] = [
    ("Q7ART", "Art", 2573, 3.9895, 0.7140),
    ("Q7FOOD", "Food", 2680, 3.6313, 0.5698),
    ("Q7SIGN", "Signs", 2969, 4.0674, 0.7764),
    ("Q7WIFI", "Wi-Fi", 2333, 4.0622, 0.7484),
    ("Q7ALL", "Airport", 2919, 4.0380, 0.8099),
    ("Q9BOARDING", "Boarding areas", 3028, 4.3956, 0.8798),
    ("Q9RESTROOM", "Restrooms", 2882, 4.0878, 0.7588),
    ("Q9ALL", "Cleanliness", 2994, 4.2305, 0.8427),
    ("Q10SAFE", "Safety", 3011, 4.3789, 0.8731),
    ("Q14FIND", "Finding the way", 2907, 4.3829, 0.8411),
    ("Q14PASSTHRU", "Security", 2641, 4.1768, 0.7709),
];

/// Year, rows, and of the question about the whole airport: column, n, share of 4 and 5.
const YEARS: [(u32, u64, &str, u64, f64); 7] = [
    (2010, 3234, "Q6N", 3093, 0.7543),
    (2011, 3872, "Q8N", 3694, 0.7539),
    (2012, 3521, "Q8N_WHOLE", 3348, 0.7879),
    (2013, 3535, "Q7O_WHOLE", 3334, 0.7927),
    (2014, 2818, "Q7ALL", 2677, 0.7886),
    (2015, 2958, "Q7ALL", 2810, 0.8000),
    (2016, 3087, "Q7ALL", 2919, 0.8099),
];

fn year_file(year: u32) -> Option<String> {
    let path = shared(&format!("cx/sfo_survey/raw/{year}_SFO_Customer_Survey.csv"))?;
    Some(path.to_str().unwrap().to_owned())
}

fn score(column: &str, place: &str) -> Value {
    json!({"column": column, "metric": "CSAT", "place": place, "scale": [1, 5], "missing": ["0", "6"]})
}

/// Four decimals, as published.
fn is_close(value: &Value, published: f64) -> bool {
    (value.as_f64().unwrap() - published).abs() <= 0.000_050_000_1
}

fn import_2016() -> Option<Folder> {
    let data = year_file(2016)?;
    let folder = Folder::with_map("blank");
    let mapping = json!({
        "shape": "survey",
        "date": {"column": "INTDATE", "order": "month-first"},
        "time_zone": "America/Los_Angeles",
        "scores": QUESTIONS.map(|(column, place, ..)| score(column, place)),
        "respondent": {"column": "*RESPNUM"},
        "segments": ["DESTGEO"],
    });
    folder.write("map.json", mapping.to_string());
    let args = ["import", "m.milepost", &data, "--mapping", "map.json", "--json"];
    let report = folder.run(&args).json();
    assert_eq!((&report["read"], &report["accepted"], &report["rejected"]), (&json!(3087), &json!(3087), &json!(0)));
    assert_eq!((&report["series"], &report["unchanged"]), (&json!(11), &json!(false)));
    let again = folder.run(&args).json();
    assert_eq!((&again["unchanged"], &again["read"]), (&json!(true), &json!(3087)));
    Some(folder)
}

#[test]
fn eleven_questions_of_2016_come_out_as_published() {
    let Some(folder) = import_2016() else { return };
    let top_box = folder.run(&["kpi", "m.milepost", "--grain", "all", "--json"]).json();
    let mean = folder.run(&["kpi", "m.milepost", "--grain", "all", "--as", "mean", "--json"]).json();
    assert_eq!(top_box.as_array().unwrap().len(), QUESTIONS.len());
    for (index, (_, place, n, published_mean, published_share)) in QUESTIONS.into_iter().enumerate() {
        let (share, mean) = (&top_box[index], &mean[index]);
        // Stages stand in the order of the mapping.
        assert_eq!((&share["place"], &mean["place"]), (&json!(place), &json!(place)));
        assert_eq!((&share["n"], &mean["n"]), (&json!(n), &json!(n)), "{place}");
        assert!(is_close(&share["value"], published_share), "{place}: {share}");
        assert!(is_close(&mean["value"], published_mean), "{place}: {mean}");
        assert_eq!((&share["kind"], &share["method"]), (&json!("top_box"), &json!("Wilson")));
        assert_eq!((&mean["kind"], &mean["method"]), (&json!("mean"), &json!("Student t")));
    }
}

#[test]
fn days_and_segments_of_2016_add_up() {
    let Some(folder) = import_2016() else { return };
    let days = folder.run(&["kpi", "m.milepost", "--place", "Art", "--grain", "day", "--json"]).json();
    let series = days[0]["series"].as_array().unwrap();
    assert!(series.len() > 5, "daily trend: {} days", series.len());
    assert!(series.iter().all(|p| p["start"].as_str().unwrap().starts_with("2016-05-")), "month first, so all in May");
    assert_eq!(series.iter().map(|p| p["n"].as_u64().unwrap()).sum::<u64>(), 2573);
    let satisfied: f64 = series.iter().map(|p| p["n"].as_f64().unwrap() * p["value"].as_f64().unwrap()).sum();
    assert_eq!(satisfied.round(), 1837.0);
    let groups = folder.run(&["sql", "m.milepost", "select distinct DESTGEO as g from response", "--json"]).json();
    let mut total = 0;
    for group in groups.as_array().unwrap() {
        let segment = format!("DESTGEO={}", group["g"].as_str().unwrap());
        let args = ["kpi", "m.milepost", "--place", "Art", "--grain", "all", "--segment", &segment, "--json"];
        total += folder.run(&args).json()[0]["n"].as_u64().unwrap();
    }
    assert_eq!(total, 2573);
}

#[test]
fn seven_years_make_a_yearly_trend() {
    if year_file(2010).is_none() {
        return;
    }
    let folder = Folder::with_map("blank");
    for (year, rows, column, ..) in YEARS {
        let data = year_file(year).unwrap();
        let fixed = format!("{year}-05-15");
        let mapping = json!({"shape": "survey", "date": {"fixed": fixed}, "scores": [score(column, "Airport")]});
        folder.write("map.json", mapping.to_string());
        let report = folder.run(&["import", "m.milepost", &data, "--mapping", "map.json", "--json"]).json();
        assert_eq!((&report["read"], &report["accepted"]), (&json!(rows), &json!(rows)), "{year}");
    }
    let kpis = folder.run(&["kpi", "m.milepost", "--grain", "year", "--json"]).json();
    assert_eq!(kpis.as_array().unwrap().len(), 1);
    let series = kpis[0]["series"].as_array().unwrap();
    assert_eq!(series.len(), YEARS.len());
    for (point, (year, _, _, n, share)) in series.iter().zip(YEARS) {
        assert_eq!((&point["start"], &point["n"]), (&json!(format!("{year}-01-01")), &json!(n)));
        assert!(is_close(&point["value"], share), "{year}: {point}");
    }
    assert_eq!(kpis[0]["n"], json!(YEARS.iter().map(|y| y.3).sum::<u64>()));
}
