//! What scripts read about changes, limits, signals and segments.

use crate::harness::Folder;
use serde_json::{Value, json};

fn imported(data: &str) -> Folder {
    let folder = Folder::with_map("blank");
    folder.write("d.csv", data).run(&["import", "m.milepost", "d.csv"]).ok();
    folder
}

fn kpis(folder: &Folder, args: &[&str]) -> Vec<Value> {
    let args = [&["kpi", "m.milepost", "--json"], args].concat();
    serde_json::from_value(folder.run(&args).json()).unwrap()
}

#[track_caller]
fn check(found: &Value, expected: f64, tolerance: f64) {
    let found = found.as_f64().unwrap_or_else(|| panic!("{found} instead of {expected}"));
    assert!((found - expected).abs() <= tolerance, "{found} instead of {expected}");
}

/// Rates of 10 % in January and 13 % in February, of 1,000 each.
const RATES: &str = "date,place,metric,value,n\n2025-01-15,Shop,Conversion rate,0.13,1000\n\
                     2025-02-15,Shop,Conversion rate,0.10,1000\n";

#[test]
fn a_change_says_what_it_is_against_and_how_sure_it_is() {
    let folder = imported(RATES);
    let february = ["--from", "2025-02-01", "--to", "2025-02-28"];
    let change = |more: &[&str]| kpis(&folder, &[&february[..], more].concat())[0]["change"].take();
    let previous = change(&[]);
    assert_eq!(previous, change(&["--compare", "previous"]), "a period is compared with the one before");
    assert_eq!(previous, change(&["--compare", "2025-01-01..2025-01-31"]).clone(), "the same days by name");
    // statsmodels 0.14: proportions_ztest([100, 130], [1000, 1000]); confint_proportions_2indep(…, method="newcomb").
    check(&previous["value"], -0.03, 1e-12);
    check(&previous["p"], 0.035_488_450_466, 1e-11);
    check(&previous["interval"][0], -0.058_070_485_022, 1e-11);
    check(&previous["interval"][1], -0.002_002_348_715, 1e-11);
    assert_eq!(previous["against"], "2025-01-01..2025-01-31");
    assert_eq!((&previous["before"], &previous["n_before"]), (&json!(0.13), &json!(1000)));
    assert_eq!(change(&["--compare", "none"]), Value::Null);
    // Days that are on both sides are no two samples: the difference is told, and no test of it.
    let shared = change(&["--compare", "2025-01-01..2025-02-20"]);
    check(&shared["value"], 0.10 - 0.115, 1e-12);
    assert_eq!((&shared["p"], &shared["interval"], &shared["method"]), (&Value::Null, &Value::Null, &json!("none")));
    assert_eq!(change(&["--compare", "last-year"])["value"], Value::Null, "nothing is known of last year");
    folder.refuse(&["kpi", "m.milepost", "--compare", "tomorrow"], 2, "last-year");
    let table = folder.run(&["kpi", "m.milepost", "--from", "2025-02-01", "--to", "2025-02-28"]).ok();
    assert!(table.contains("beyond noise"), "{table}");
}

/// The trend of a year is drawn with the year before it, and so a signal of that got into the minutes.
#[test]
fn minutes_of_a_period_tell_of_its_days() {
    let values = [10, 12, 10, 11, 12, 10, 11, 12, 10, 11, 40, 10];
    let row = |year: i32, month: usize, value: i32| format!("{year}-{month:02}-10,Desk,Wait time,{value}\n");
    let rows = |year: i32, most: i32| {
        (1..).zip(values).map(|(month, value)| row(year, month, value.min(most))).collect::<String>()
    };
    let folder = Folder::with_map("blank");
    folder.write("d.csv", format!("date,place,metric,value\n{}{}", rows(2024, 40), rows(2025, 12)));
    folder.run(&["import", "m.milepost", "d.csv"]).ok();
    let minutes = |period: &str| folder.run(&["review", "m.milepost", "--period", period]);
    let told = |period: &str| minutes(period).ok().lines().filter(|line| line.contains("Nov 2024")).count();
    assert_eq!(told("2024-01-01..2024-12-31"), 1);
    assert_eq!(told("2025-01-01..2025-12-31"), 0);
    let overlapping =
        ["review", "m.milepost", "--period", "2025-01-01..2025-12-31", "--compare", "2024-06-01..2025-01-31"];
    assert!(folder.run(&overlapping).err.contains("have days in common"));
    assert_eq!(minutes("2025-01-01..2025-12-31").err, "");
}

#[test]
fn signals_name_rule_dates_and_whether_they_are_good() {
    let values = [10_i32, 12, 10, 11, 12, 10, 11, 12, 10, 11, 30, 10, 11, 12];
    let rows: Vec<String> =
        values.iter().enumerate().map(|(day, v)| format!("2025-03-{:02},Desk,Waiting time min,{v}", day + 1)).collect();
    let folder = imported(&format!("date,place,metric,value\n{}\n", rows.join("\n")));
    let kpi = kpis(&folder, &["--grain", "day"])[0].take();
    // Mean 172/14; mean moving range 56/13.
    let limits = &kpi["limits"];
    check(&limits["centre"], 172.0 / 14.0, 1e-12);
    let mean_range = values.windows(2).map(|w| f64::from((w[1] - w[0]).abs())).sum::<f64>() / 13.0;
    check(&limits["upper"], 172.0 / 14.0 + 2.66 * mean_range, 1e-12);
    check(&limits["lower"], 172.0 / 14.0 - 2.66 * mean_range, 1e-12);
    assert_eq!((&limits["points"], &limits["provisional"]), (&json!(14), &json!(false)));
    let spike =
        json!({"rule": "outside", "start": "2025-03-11", "end": "2025-03-11", "direction": "up", "good": false});
    assert_eq!(
        kpi["signals"][0],
        json!({"rule": "run_of_8", "start": "2025-03-01", "end": "2025-03-10", "direction": "down", "good": true})
    );
    assert_eq!(kpi["signals"][1], spike, "{}", kpi["signals"]);
    let months = kpis(&folder, &["--grain", "month"])[0].take();
    assert_eq!((&months["limits"], &months["signals"]), (&Value::Null, &json!([])), "one month has no limits");
}

#[test]
fn segments_count_together_narrow_each_other_and_stand_side_by_side() {
    let mut data = "date,place,metric,value,n,country,plan\n".to_owned();
    for (country, plan, share, n) in
        [("DE", "pro", 0.5, 100), ("DE", "free", 0.25, 100), ("FR", "pro", 0.75, 100), ("IT", "free", 0.26, 100)]
    {
        data.push_str(&format!("2025-01-15,Shop,Conversion rate,{share},{n},{country},{plan}\n"));
    }
    let folder = imported(&data);
    let value = |args: &[&str]| (kpis(&folder, args)[0]["n"].clone(), kpis(&folder, args)[0]["value"].clone());
    assert_eq!(value(&["--segment", "country=DE"]), (json!(200), json!(0.375)));
    assert_eq!(value(&["--segment", "country=DE", "--segment", "country=FR"]), (json!(300), json!(0.5)));
    assert_eq!(value(&["--segment", "country=DE", "--segment", "plan=pro"]), (json!(100), json!(0.5)));

    let by = kpis(&folder, &["--by", "country"]);
    let names: Vec<_> = by.iter().map(|row| row["segment"]["country"].clone()).collect();
    assert_eq!(names, [json!("DE"), json!("FR"), json!("IT")]);
    assert_eq!((&by[1]["value"], &by[1]["rest"]["n"]), (&json!(0.75), &json!(300)));
    check(&by[1]["rest"]["value"], 101.0 / 300.0, 1e-12);
    // statsmodels 0.14: multipletests of the p of proportions_ztest of each country against the others, "fdr_bh".
    let p: Vec<f64> = by.iter().map(|row| row["rest"]["difference"]["p"].as_f64().unwrap()).collect();
    let corrected: Vec<f64> = by.iter().map(|row| row["rest"]["difference"]["p_corrected"].as_f64().unwrap()).collect();
    assert!(p.iter().zip(&corrected).all(|(p, q)| p <= q), "{p:?} {corrected:?}");
    assert_eq!(by[1]["rest"]["difference"]["significant"], json!(true));
    let german_pro = kpis(&folder, &["--by", "country", "--segment", "plan=pro"]);
    assert_eq!(german_pro.len(), 2, "Italy has no answer there");
    // Both are in the data, and never together: there is more to say than that there is no data.
    let sentence = "No row of Conversion rate at Shop is of country: IT · plan: pro; without --segment all rows count.";
    let italian_pro = ["kpi", "m.milepost", "--segment", "country=IT", "--segment", "plan=pro"];
    assert_eq!(folder.run(&italian_pro).ok().trim_end(), sentence);
    assert_eq!(folder.run(&[&italian_pro[..], &["--by", "plan"]].concat()).ok().trim_end(), sentence);
    folder.refuse(&["kpi", "m.milepost", "--by", "colour"], 1, "country, plan");
    folder.refuse(&["kpi", "m.milepost", "--segment", "=DE"], 2, "NAME=VALUE");
    folder.refuse(&["kpi", "m.milepost", "--segment", "country"], 2, "NAME=VALUE");
    folder.refuse(&["kpi", "m.milepost", "--segment", "country=UK"], 1, "DE, FR, IT");
}

#[test]
fn minutes_are_printed_or_written_and_the_file_stays_as_it_is() {
    let months = [40, 42, 40, 42, 40, 42, 40, 42, 40, 42, 40, 42, 30, 31, 30, 31, 30, 31, 30, 31];
    let row = |(index, value): (usize, &i32)| {
        format!("{}-{:02}-10,Shop,CSAT,{}.{},50", 2024 + index / 12, index % 12 + 1, value / 10, value % 10)
    };
    let rows: Vec<String> = months.iter().enumerate().map(row).collect();
    let folder = imported(&format!("date,place,metric,value,n\n{}\n", rows.join("\n")));
    let before = std::fs::read(folder.path("m.milepost")).unwrap();
    let minutes = folder.run(&["review", "m.milepost"]).ok();
    assert!(minutes.starts_with("# Review: ") && minutes.contains("\n## Shop\n"), "{minutes}");
    assert!(minutes.contains("the first review of this map"), "{minutes}");
    assert_eq!(folder.run(&["review", "m.milepost", "--minutes", "may.md"]).ok(), "");
    assert_eq!(std::fs::read_to_string(folder.path("may.md")).unwrap(), minutes);
    assert_eq!(std::fs::read(folder.path("m.milepost")).unwrap(), before);
    folder.refuse(&["review", "m.milepost", "--map", "Nobody’s"], 1, "Nobody");
    // The days of the figures can be said.
    let of_days = folder.run(&["review", "m.milepost", "--period", "2025-01-01..2025-06-30", "--compare", "none"]).ok();
    assert!(of_days.contains("1 Jan 2025 – 30 Jun 2025") && of_days != minutes, "{of_days}");
    // Every command compares with the same words.
    let compared =
        ["review", "m.milepost", "--period", "2025-04-01..2025-06-30", "--compare", "2025-01-01..2025-02-28"];
    assert!(folder.run(&compared).ok().contains("changes against 1 Jan 2025 – 28 Feb 2025"));
    folder.refuse(&["export", "m.milepost", "-o", "m.svg", "--compare", "tomorrow"], 2, "last-year");
    folder.refuse(&["review", "m.milepost", "--period", "2025-06-30..2025-01-01"], 2, "2025-06-30");
    folder.refuse(&["review", "m.milepost", "--minutes", "no/such/folder/may.md"], 1, "may.md");
}

/// Which segment got worse: each against its own days before, corrected for the number of segments.
#[test]
fn each_segment_says_how_it_changed() {
    let mut data = "date,place,metric,value,n,plan\n".to_owned();
    for (month, plan, share) in
        [(1, "pro", 0.5), (2, "pro", 0.3), (1, "free", 0.5), (2, "free", 0.49), (1, "team", 0.5), (2, "team", 0.57)]
    {
        data.push_str(&format!("2025-{month:02}-15,Shop,Conversion rate,{share},400,{plan}\n"));
    }
    let folder = imported(&data);
    let asked = ["--from", "2025-02-01", "--to", "2025-02-28", "--by", "plan", "--compare", "previous"];
    let rows = kpis(&folder, &asked);
    let changes: Vec<_> = rows.iter().map(|row| (row["segment"]["plan"].clone(), row["change"].clone())).collect();
    let [(free, of_free), (pro, of_pro), (team, of_team)] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!((free, pro, team), (&json!("free"), &json!("pro"), &json!("team")));
    check(&of_pro["value"], -0.2, 1e-12);
    assert_eq!(of_pro["against"], json!("2025-01-01..2025-01-31"));
    // The p of "team" alone is 0.047: a change, but among three segments it is what chance gives.
    check(&of_team["p"], 0.047_170_33, 1e-8);
    check(&of_team["p_corrected"], 1.5 * 0.047_170_33, 2e-8);
    let significant = [of_free, of_pro, of_team].map(|change| change["significant"].clone());
    assert_eq!(significant, [json!(false), json!(true), json!(false)]);
    let printed = folder.run(&[&["kpi", "m.milepost"][..], &asked].concat()).ok();
    assert!(
        printed.contains("\u{2212}20.0 pt, beyond noise") && printed.contains("+7.0 pt, within noise"),
        "{printed}"
    );
    // All of the data has nothing before it: whoever asks for a change is told so.
    let printed = folder.run(&["kpi", "m.milepost", "--by", "plan", "--compare", "previous"]).ok();
    assert!(printed.contains("There is no data of "), "{printed}");
    let printed = folder.run(&[&["kpi", "m.milepost"][..], &asked].concat()).ok();
    assert!(!printed.contains("There is no data of "), "{printed}");
}

/// The last full period beside the trend of all data.
#[test]
fn the_latest_period_stands_beside_the_trend_of_all_years() {
    let mut data = "date,place,metric,value,n\n".to_owned();
    for (year, value) in (2010..=2016).zip([3.8, 3.86, 3.97, 3.96, 3.92, 4.03, 3.99]) {
        data.push_str(&format!("{year}-05-12,Security,Rating,{value},500\n{year}-05-20,Security,Rating,{value},500\n"));
    }
    let folder = imported(&data);
    let row = kpis(&folder, &["--period", "latest", "--grain", "year"]).remove(0);
    assert_eq!((&row["value"], &row["n"]), (&json!(3.99), &json!(1000)));
    assert_eq!(row["series"].as_array().map(Vec::len), Some(7));
    check(&row["change"]["value"], -0.04, 1e-12);
    assert_eq!(row["change"]["against"], json!("2015-01-01..2015-12-31"));
    let row = kpis(&folder, &["--period", "2014-01-01..2014-12-31", "--grain", "year"]).remove(0);
    check(&row["value"], 3.92, 1e-12);
    folder.refuse(&["kpi", "m.milepost", "--period", "latest", "--from", "2015-01-01"], 2, "--period");
    folder.refuse(&["kpi", "m.milepost", "--period", "soon"], 2, "FROM..TO");
    // A picture of it needs no word about periods.
    folder.run(&["export", "m.milepost", "-o", "year.svg"]).ok();
    let picture = folder.text("year.svg");
    assert!(picture.contains("vs 2015"), "{picture}");
}
