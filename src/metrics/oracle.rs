//! Every formula against what SciPy, statsmodels and NumPy say of the same answers. `tests/fixtures/oracle/oracle.py`
//! made the figures and says how.

use crate::base::ids::{Id as _, MapId};
use crate::base::time::{Day, DayRange};
use crate::metrics::distribution::{normal_two_sided_p, t_95, t_two_sided_p};
use crate::metrics::fixture::{DayRow, bucket, days, kpi, weighted, weighted_days};
use crate::metrics::formula::Formula;
use crate::metrics::spc::{self, Rule};
use crate::metrics::{KpiDays, KpiValue, Method, Operand, Test, change, many, measure, moved, quantile, value_of};
use crate::model::observation::{Bucket, DayBucket};
use crate::model::{Kpi, KpiKind, Place, Sides};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Oracle {
    values: Vec<OfAnswers>,
    rates: Vec<OfCounts>,
    changes_of_rates: Vec<Moved<(f64, f64)>>,
    changes_of_means: Vec<Moved<Vec<f64>>>,
    changes_of_nps: Vec<Moved<Vec<f64>>>,
    percentiles: Vec<Percentile>,
    ratios: Vec<Ratio>,
    discoveries: Vec<Discoveries>,
    charts: Vec<OfSlots>,
    tails: Vec<Tail>,
    kinds: Vec<OfDays>,
    differences: Vec<OfDays>,
    formulas: Vec<OfFormula>,
    changes_of_two_metrics: Vec<OfTwoMetrics>,
    two_metrics: Vec<OfDays>,
    moved_farther: Vec<Farther>,
}

#[derive(Deserialize)]
struct OfAnswers {
    kind: String,
    x: Vec<f64>,
    w: Option<Vec<f64>>,
    value: f64,
    interval: (f64, f64),
}

#[derive(Deserialize)]
struct OfCounts {
    k: f64,
    n: f64,
    value: f64,
    interval: (f64, f64),
}

#[derive(Deserialize)]
struct Moved<Side> {
    now: Side,
    before: Side,
    #[serde(alias = "z", alias = "t")]
    statistic: f64,
    p: f64,
    interval: (f64, f64),
}

#[derive(Deserialize)]
struct Percentile {
    x: Vec<f64>,
    percent: f64,
    value: f64,
    interval: Option<(f64, f64)>,
}

#[derive(Deserialize)]
struct Ratio {
    a: Vec<f64>,
    b: Vec<f64>,
    value: f64,
    interval: (f64, f64),
}

#[derive(Deserialize)]
struct Discoveries {
    p: Vec<f64>,
    corrected: Vec<f64>,
}

#[derive(Deserialize)]
struct OfSlots {
    x: Vec<Option<f64>>,
    centre: f64,
    lower: f64,
    upper: f64,
    outside: Vec<usize>,
    run_of_8: Vec<usize>,
    #[serde(rename = "3_of_4")]
    three_of_four: Vec<usize>,
}

#[derive(Deserialize)]
struct Tail {
    normal: Option<f64>,
    t: Option<f64>,
    #[serde(default)]
    degrees: f64,
    p: f64,
    #[serde(default)]
    t95: f64,
}

#[derive(Deserialize)]
struct OfDays {
    kind: String,
    rows: Vec<DayRow>,
    #[serde(default)]
    other: Vec<DayRow>,
    #[serde(default)]
    weighted: bool,
    n: Option<f64>,
    value: f64,
    interval: Option<(f64, f64)>,
}

#[derive(Deserialize)]
struct OfFormula {
    formula: String,
    operands: BTreeMap<String, Vec<DayRow>>,
    n: Option<f64>,
    value: f64,
}

/// Days with values of a metric, and those of the metric it is divided by.
type TwoMetrics = (Vec<(i32, f64)>, Vec<(i32, f64)>);

/// A KPI of two metrics: on each day so much of either, now and before.
#[derive(Deserialize)]
struct OfTwoMetrics {
    kind: String,
    now: TwoMetrics,
    before: TwoMetrics,
    statistic: f64,
    p: f64,
    interval: (f64, f64),
}

/// Values, and how much each counts.
type Counted = (Vec<f64>, Option<Vec<f64>>);

/// One group and all others, both now and before.
#[derive(Deserialize)]
struct Farther {
    kind: String,
    /// The group now and before, the others now and before.
    of: [Counted; 4],
    farther: f64,
    p: f64,
}

fn oracle() -> Oracle {
    serde_json::from_str(include_str!("../../tests/fixtures/oracle/oracle.json")).unwrap()
}

/// To one in a billion of the larger of the two and of 1.
fn check(what: &str, found: f64, expected: f64) {
    let allowed = 1e-9 * expected.abs().max(1.0);
    assert!((found - expected).abs() <= allowed, "{what}: {found} instead of {expected}");
}

fn check_interval(what: &str, found: Option<(f64, f64)>, expected: (f64, f64)) {
    let (low, high) = found.unwrap_or_else(|| panic!("{what}: no interval"));
    check(&format!("{what}, lower end"), low, expected.0);
    check(&format!("{what}, upper end"), high, expected.1);
}

fn kind_of(word: &str) -> KpiKind {
    match word {
        "nps" => KpiKind::Nps,
        "top_box" => KpiKind::top_box_of((1.0, 5.0)),
        "mean" => KpiKind::Mean,
        "ces" => KpiKind::Ces,
        "sus" => KpiKind::Sus,
        "grades" => KpiKind::TopBox { scale: (1.0, 6.0), satisfied_from: 1.0, satisfied_to: Some(2.0) },
        "rate" => KpiKind::Rate,
        "ratio" => KpiKind::Ratio,
        "sum" => KpiKind::Sum,
        "count" => KpiKind::Count,
        "last" => KpiKind::Last,
        "means" => KpiKind::Difference { of: Sides::Means },
        "shares" => KpiKind::Difference { of: Sides::Shares },
        "sums" => KpiKind::Difference { of: Sides::Sums },
        other => match other.strip_prefix('p').and_then(|percent| percent.parse().ok()) {
            Some(percent) => KpiKind::Percentile { percent },
            None => panic!("no kind {other}"),
        },
    }
}

fn answers(kind: &KpiKind, x: &[f64]) -> Bucket {
    bucket(kind, &x.iter().map(|x| (*x, None)).collect::<Vec<_>>())
}

#[test]
fn values_and_intervals_of_answers() {
    for case in oracle().values {
        let kind = kind_of(&case.kind);
        let pool = match &case.w {
            None => answers(&kind, &case.x),
            Some(w) => weighted(&kind, &case.x.iter().copied().zip(w.iter().copied()).collect::<Vec<_>>()),
        };
        let found = value_of(&kind, &pool);
        let what = format!("{} of {} answers, weighted: {}", case.kind, case.x.len(), case.w.is_some());
        check(&what, found.value.unwrap(), case.value);
        check_interval(&what, found.interval, case.interval);
        assert_eq!(found.n, Some(case.x.len() as f64), "{what}: people, not weights");
        assert_eq!(found.is_weighted, case.w.is_some());
    }
}

#[test]
fn rates_of_counts() {
    for OfCounts { k, n, value, interval } in oracle().rates {
        let found = value_of(&KpiKind::Rate, &bucket(&KpiKind::Rate, &[(k / n, Some(n))]));
        let what = format!("{k} of {n}");
        check(&what, found.value.unwrap(), value);
        check_interval(&what, found.interval, interval);
    }
}

fn check_change<Side>(kind: KpiKind, test: Test, cases: Vec<Moved<Side>>, pool: impl Fn(&Side) -> Bucket) {
    for case in cases {
        let found = change(&kind, &pool(&case.now), &pool(&case.before));
        check("statistic", found.statistic.unwrap(), case.statistic);
        check("p", found.p_value.unwrap(), case.p);
        check_interval("difference", found.interval, case.interval);
        assert_eq!((found.test, found.is_beyond_noise), (test, Some(case.p < 0.05)));
    }
}

#[test]
fn changes_of_rates_means_and_scores() {
    let Oracle { changes_of_rates, changes_of_means, changes_of_nps, .. } = oracle();
    let counts = |(k, n): &(f64, f64)| bucket(&KpiKind::Rate, &[(k / n, Some(*n))]);
    check_change(KpiKind::Rate, Test::TwoProportions, changes_of_rates, counts);
    check_change(KpiKind::Mean, Test::WelchT, changes_of_means, |x| answers(&KpiKind::Mean, x));
    check_change(KpiKind::Nps, Test::NpsZ, changes_of_nps, |x| answers(&KpiKind::Nps, x));
}

#[test]
fn percentiles_of_answers() {
    for Percentile { mut x, percent, value, interval } in oracle().percentiles {
        x.sort_by(f64::total_cmp);
        let (n, p) = (x.len() as f64, percent / 100.0);
        let each: Vec<_> = x.iter().map(|x| (*x, 1.0)).collect();
        let what = format!("percentile {percent} of {n}");
        check(&what, quantile::quantile(&each, p, n).unwrap(), value);
        assert_eq!(quantile::interval(&each, p, n), interval, "{what}");
    }
}

#[test]
fn ratios_over_days() {
    for Ratio { a, b, value, interval } in oracle().ratios {
        let days = |values: &[f64]| -> Vec<DayBucket> {
            let of = |(day, v): (i32, &f64)| DayBucket { day: Day(day), bucket: answers(&KpiKind::Ratio, &[*v]) };
            (0..).zip(values).map(of).collect()
        };
        let days = KpiDays { rows: days(&a), other: days(&b), ..KpiDays::default() };
        let found = measure(&kpi(KpiKind::Ratio, None), &days, DayRange::EVER);
        check("ratio", found.value.unwrap(), value);
        check_interval("ratio", found.interval, interval);
        assert_eq!(found.method, Method::RatioOfDays);
    }
}

#[test]
fn p_values_corrected_for_their_number() {
    for Discoveries { p, corrected } in oracle().discoveries {
        let found = many::corrected(&p.iter().copied().map(Some).collect::<Vec<_>>());
        for (found, expected) in found.into_iter().zip(corrected) {
            check("corrected p", found.unwrap(), expected);
        }
    }
}

#[test]
fn limits_and_signals_of_process_behaviour_charts() {
    for case in oracle().charts {
        let found = spc::chart(&case.x).unwrap();
        let limits = found.limits.unwrap();
        check("centre", limits.centre, case.centre);
        check("lower limit", limits.lower, case.lower);
        check("upper limit", limits.upper, case.upper);
        let at = |rule| found.signals.iter().filter(|s| s.rule == rule).map(|s| s.at).collect::<Vec<_>>();
        assert_eq!(at(Rule::OutsideLimits), case.outside);
        assert_eq!(at(Rule::EightOnOneSide), case.run_of_8);
        assert_eq!(at(Rule::ThreeOfFourNearLimit), case.three_of_four);
    }
}

#[test]
fn tails_of_the_distributions() {
    for Tail { normal, t, degrees, p, t95 } in oracle().tails {
        if let Some(z) = normal {
            check(&format!("beyond z {z}"), normal_two_sided_p(z), p);
        }
        if let Some(t) = t {
            check(&format!("beyond t {t} at {degrees}"), t_two_sided_p(t, degrees), p);
            check(&format!("t at {degrees}"), t_95(degrees), t95);
        }
    }
}

fn check_value(what: &str, found: &KpiValue, case: &OfDays) {
    check(what, found.value.unwrap_or(f64::NAN), case.value);
    match case.n {
        Some(n) => check(&format!("n of {what}"), found.n.unwrap_or(f64::NAN), n),
        None => assert_eq!(found.n, None, "{what}: nobody said how many"),
    }
    match case.interval {
        Some(interval) => check_interval(what, found.interval, interval),
        None => assert_eq!(found.interval, None, "{what}"),
    }
    assert_eq!(found.is_weighted, case.weighted, "{what}");
}

#[test]
fn every_kind_over_its_days() {
    let Oracle { kinds, differences, two_metrics, .. } = oracle();
    for case in kinds.into_iter().chain(differences).chain(two_metrics) {
        let kind = kind_of(&case.kind);
        let count = if case.weighted { weighted_days } else { days };
        let days = count(&kind, &case.rows, &case.other);
        let other_metrics = if case.other.is_empty() { Vec::new() } else { vec!["other".to_owned()] };
        let kpi = Kpi { other_metrics, ..kpi(kind, None) };
        let what = format!("{} of {} rows, weighted: {}", case.kind, case.rows.len(), case.weighted);
        check_value(&what, &measure(&kpi, &days, DayRange::EVER), &case);
    }
}

#[test]
fn formulas_over_other_kpis() {
    for case in oracle().formulas {
        let formula = Kpi { formula: case.formula.clone(), ..kpi(KpiKind::Formula, None) };
        let operand = |name: &String| {
            let kind = match name.as_str() {
                "A" => KpiKind::Mean,
                "B" => KpiKind::Sum,
                _ => KpiKind::Count,
            };
            let days = days(&kind, &case.operands[name], &[]);
            Operand { kpi: kpi(kind, None), place: Place::Map(MapId::from_raw(1)), days }
        };
        let names = Formula::parse(&case.formula).unwrap().names;
        let days = KpiDays { operands: names.iter().map(operand).collect(), ..KpiDays::default() };
        let found = measure(&formula, &days, DayRange::EVER);
        check(&case.formula, found.value.unwrap(), case.value);
        assert_eq!((found.n, found.interval), (case.n, None), "{}", case.formula);
    }
}

#[test]
fn changes_of_kpis_of_two_metrics() {
    for case in oracle().changes_of_two_metrics {
        let kpi = Kpi { other_metrics: vec!["other".to_owned()], ..kpi(kind_of(&case.kind), None) };
        let side = |(rows, other): &TwoMetrics| {
            let counted = |rows: &[(i32, f64)]| rows.iter().map(|(day, v)| (*day, *v, None)).collect::<Vec<_>>();
            days(&kpi.kind, &counted(rows), &counted(other))
        };
        let found = moved(&kpi, (&side(&case.now), DayRange::EVER), (&side(&case.before), DayRange::EVER));
        check(&format!("statistic of {}", case.kind), found.statistic.unwrap(), case.statistic);
        check(&format!("p of {}", case.kind), found.p_value.unwrap(), case.p);
        check_interval(&case.kind, found.interval, case.interval);
        let test = if kpi.kind == KpiKind::Rate { Test::TwoProportions } else { Test::WelchT };
        assert_eq!(found.test, test, "{}", case.kind);
    }
}

#[test]
fn one_group_moved_farther_than_the_others() {
    for case in oracle().moved_farther {
        let kind = kind_of(&case.kind);
        let pool = |(x, n): &Counted| {
            let of = |at: usize| n.as_ref().and_then(|n| n.get(at).copied());
            bucket(&kind, &x.iter().enumerate().map(|(at, x)| (*x, of(at))).collect::<Vec<_>>())
        };
        let [now, before, others_now, others_before] = case.of.each_ref().map(pool);
        let (own, others) = (change(&kind, &now, &before), change(&kind, &others_now, &others_before));
        let (farther, p) = own.farther_than(&others).unwrap();
        check(&format!("how much farther of {}", case.kind), farther, case.farther);
        check(&format!("p of moving farther of {}", case.kind), p, case.p);
        let (back, same) = others.farther_than(&own).unwrap();
        check("the others beside the one", back, -case.farther);
        check("p of the others beside the one", same, case.p);
        assert_eq!(own.untested().farther_than(&others), None);
    }
}
