use super::*;
use crate::metrics::change::Test;
use crate::metrics::fixture::kpi;
use crate::model::{KpiKind, Sides};

const RATE: KpiKind = KpiKind::Rate;
const FIVE: Option<(f64, f64)> = Some((1.0, 5.0));

fn check(actual: &str, expected: &str) {
    assert_eq!(actual, expected);
}

fn change_of(difference: f64, relative: Option<f64>) -> Change {
    Change {
        difference: Some(difference),
        relative,
        interval: None,
        is_beyond_noise: None,
        p_value: None,
        statistic: None,
        error: None,
        test: Test::None,
        per_day: None,
    }
}

#[test]
fn values_are_short_and_rounded_once() {
    let sum = kpi(KpiKind::Sum, None);
    check(&value(&sum, 8412.0), "8.4k");
    check(&value(&sum, 1312.4), "1,312");
    check(&value(&sum, 4999.6), "5.0k");
    check(&value(&sum, 99_949.0), "99.9k");
    check(&value(&sum, 99_951.0), "100k");
    check(&value(&sum, 999_600.0), "1.0M");
    check(&value(&sum, -2_300_000.0), "−2.3M");
    check(&value(&sum, 3.2e9), "3.2B");
    check(&value(&sum, 0.0), "0");
    check(&value(&kpi(RATE, None), 0.2314), "23.1 %");
    check(&value(&kpi(KpiKind::top_box_of((1.0, 5.0)), FIVE), 1.0), "100.0 %");
    check(&value(&kpi(KpiKind::Mean, FIVE), 4.26), "4.3 / 5");
    check(&value(&kpi(KpiKind::Ces, None), 5.26), "5.3 / 7");
    check(&value(&kpi(KpiKind::Sus, None), 72.46), "72.5 / 100");
    check(&value(&kpi(KpiKind::Difference { of: Sides::Shares }, None), -0.031), "−3.1 pt");
    check(&value(&Kpi { unit: "%".to_owned(), ..kpi(KpiKind::Formula, None) }, 0.25), "25.0 %");
    check(&value(&kpi(KpiKind::Nps, None), 28.571), "29");
    check(&value(&kpi(KpiKind::Nps, None), -10.6), "−11");
    check(&value(&kpi(KpiKind::Nps, None), -0.4), "0");
    check(&value(&kpi(KpiKind::Nps, None), f64::NAN), "–");
}

#[test]
fn units_stand_where_people_write_them() {
    let hours = Kpi { unit: "h".to_owned(), ..kpi(KpiKind::Mean, None) };
    let euros = Kpi { unit: "€".to_owned(), ..kpi(KpiKind::Sum, None) };
    check(&value(&hours, 6.24), "6.2 h");
    check(&difference(&hours, &change_of(0.42, None), &measured_value(6.24, None)).unwrap(), "+0.4 h");
    check(&difference(&hours, &change_of(0.02, None), &measured_value(6.24, None)).unwrap(), "+0.02 h");
    check(&value(&euros, -8412.0), "−€8.4k");
    check(&target(&hours, 4.0), "4 h");
    check(&target(&kpi(KpiKind::Mean, FIVE), 4.0), "4.0");
    check(&target(&kpi(RATE, None), 0.8), "80.0 %");
    check(&AxisWords::of(&euros, 50.0).around("−5"), "−€5");
    check(&exact(&euros, 8412.0), "€8,412");
    check(&exact(&kpi(KpiKind::Mean, FIVE), 4.256), "4.26");
    check(&exact(&kpi(RATE, None), 0.23142), "23.14 %");
    check(&interval(&kpi(KpiKind::Mean, FIVE), (3.051, 3.349)), "3.05 – 3.35");
    check(&interval(&kpi(RATE, None), (0.224, 0.2381)), "22.4 – 23.8 %");
    check(&interval(&kpi(KpiKind::Nps, None), (-4.05, 14.2)), "−4 – 14");
}

fn measured_value(value: f64, interval: Option<(f64, f64)>) -> KpiValue {
    let nothing = crate::metrics::value_of(&KpiKind::Mean, &crate::model::observation::Bucket::default());
    KpiValue { value: Some(value), interval, ..nothing }
}

#[test]
fn a_value_has_the_decimals_that_it_is_known_to() {
    let five = kpi(KpiKind::Mean, FIVE);
    let text = |kpi: &Kpi, value, interval| measured(kpi, &measured_value(value, interval)).unwrap();
    // Seven years of thousands of answers: with one decimal they would be 4.0, 4.0 and 4.0.
    check(&text(&five, 3.97, Some((3.94, 4.0))), "3.97 / 5");
    check(&text(&five, 3.992, Some((3.96, 4.02))), "3.99 / 5");
    check(&text(&five, 3.97, Some((3.8, 4.1))), "4.0 / 5");
    // Typed in or ready-made, with nothing that says how well it is known.
    check(&text(&five, 3.86, None), "3.86 / 5");
    check(&text(&five, 3.5, None), "3.5 / 5");
    check(&text(&kpi(KpiKind::Sus, None), 72.46, Some((72.44, 72.48))), "72.5 / 100");
    check(&text(&kpi(RATE, None), 0.001_34, None), "0.13 %");
    check(&text(&kpi(RATE, None), 0.0, None), "0.0 %");
    check(&interval(&kpi(RATE, None), (0.001_1, 0.001_6)), "0.11 – 0.16 %");
}

#[test]
fn a_change_has_the_digits_of_the_value_beside_it() {
    let five = kpi(KpiKind::Mean, FIVE);
    let text = |kpi: &Kpi, (now, interval), change| difference(kpi, &change, &measured_value(now, interval)).unwrap();
    let tested = |by, is_beyond_noise| Change { is_beyond_noise, ..change_of(by, None) };
    let (fine, rough) = (Some((4.2, 4.26)), Some((4.1, 4.36)));
    check(&text(&five, (4.23, fine), tested(0.493, Some(true))), "+0.49");
    check(&text(&five, (4.23, rough), tested(0.493, Some(true))), "+0.5");
    check(&text(&five, (4.23, rough), tested(-0.02, Some(false))), "0.0");
    // What is no noise is not rounded away.
    check(&text(&five, (4.23, rough), tested(-0.04, Some(true))), "−0.04");
    check(&text(&kpi(RATE, None), (0.23, None), tested(-0.000_4, Some(true))), "−0.04 pt");
    check(&text(&kpi(RATE, None), (0.23, None), tested(-0.000_4, Some(false))), "0.0 pt");
    check(&text(&kpi(RATE, None), (0.001_3, None), tested(0.002_2, Some(true))), "+0.22 pt");
    check(&text(&kpi(KpiKind::Nps, None), (18.0, None), tested(-0.4, Some(false))), "0");
    let euros = Kpi { unit: "€".to_owned(), ..kpi(KpiKind::Mean, None) };
    check(&text(&euros, (8_412.0, None), tested(-312.4, Some(true))), "−€0.3k");
    check(&text(&euros, (8_412.0, None), tested(-31.2, Some(true))), "−€31.2");
    check(&text(&euros, (8_412.0, None), tested(-31.2, Some(false))), "€0");
    check(&text(&euros, (18.0, None), tested(2.0, Some(true))), "+€2");
    check(&text(&five, (4.23, fine), tested(0.0, None)), "0.00");
}

#[test]
fn long_durations_are_told_in_hours_or_days() {
    let of = |unit: &str| Kpi { unit: unit.to_owned(), ..kpi(KpiKind::Mean, None) };
    check(&value(&of("s"), 286.0), "286 s");
    check(&value(&of("s"), 86_400.0), "24 h");
    check(&value(&of("s"), 1_036_800.0), "12 d");
    check(&value(&of("min"), 90.0), "90 min");
    check(&value(&of("min"), 150.0), "2.5 h");
    check(&value(&of("h"), 30.4), "30.4 h");
    check(&value(&of("hours"), 100.0), "4.2 d");
    check(&target(&of("s"), 7_200.0), "2 h");
    check(&interval(&of("s"), (82_800.0, 90_000.0)), "23.00 – 25.00 h");
    let change = change_of(-9_000.0, None);
    check(&difference(&of("s"), &change, &measured_value(86_400.0, None)).unwrap(), "−2.5 h");
    check(&difference(&of("s"), &change, &measured_value(1_036_800.0, None)).unwrap(), "−0.1 d");
    check(&value(&of("€"), 86_400.0), "€86.4k");
}

#[test]
fn an_axis_speaks_like_the_value() {
    let of = |unit: &str| Kpi { unit: unit.to_owned(), ..kpi(KpiKind::Mean, None) };
    let text = |kpi: &Kpi, largest: f64, value: f64| {
        let words = AxisWords::of(kpi, largest);
        words.around(&number(value * words.factor(), 0))
    };
    check(&text(&of("s"), 86_400.0, 43_200.0), "12 h");
    check(&text(&of("s"), 1_036_800.0, 432_000.0), "5 d");
    check(&text(&of("s"), 286.0, 200.0), "200 s");
    check(&text(&of("€"), 84_000.0, -40_000.0), "−€40k");
    check(&text(&of("orders"), 2.4e6, 1e6), "1M orders");
    check(&text(&kpi(RATE, None), 0.4, 0.2), "20 %");
    check(&text(&kpi(KpiKind::Mean, FIVE), 4.4, 3.0), "3");
    check(&AxisWords::of(&of("€"), 84_000.0).exact(8_412.0, |value| number(value, 0)), "€8,412");
}

#[test]
fn differences_carry_their_sign() {
    let text = |kind, scale, change| difference(&kpi(kind, scale), &change, &measured_value(3.25, Some((3.0, 3.5))));
    check(&text(KpiKind::Mean, FIVE, change_of(0.52, None)).unwrap(), "+0.5");
    check(&text(RATE, None, change_of(-0.019, None)).unwrap(), "−1.9 pt");
    check(&text(KpiKind::Nps, None, change_of(-11.2, None)).unwrap(), "−11");
    check(&text(KpiKind::Sum, None, change_of(900.0, Some(0.12))).unwrap(), "+12 %");
    check(&text(KpiKind::Sum, None, change_of(900.0, Some(-0.004))).unwrap(), "−0.4 %");
    assert_eq!(text(KpiKind::Sum, None, change_of(900.0, None)), None);
}

#[test]
fn levels_beside_each_other_show_how_far_they_are_apart() {
    let check = |kpi: &Kpi, before, now, expected: (&str, &str)| {
        let (before, now) = levels(kpi, before, now);
        assert_eq!((before.as_str(), now.as_str()), expected);
    };
    let five = kpi(KpiKind::Mean, FIVE);
    check(&five, 3.98, 2.94, ("4.0 / 5", "2.9 / 5"));
    // 0.04 apart, which rounding would make 0.1 or nothing of.
    check(&five, 4.02, 4.06, ("4.02", "4.06"));
    check(&five, 4.0, 4.1, ("4.0 / 5", "4.1 / 5"));
    check(&kpi(RATE, None), 0.2312, 0.2318, ("23.12 %", "23.18 %"));
    let seconds = Kpi { unit: "s".to_owned(), ..kpi(KpiKind::Mean, None) };
    check(&seconds, 5_900.0, 8_412.0, ("1.6 h", "2.3 h"));
}

#[test]
fn counts_of_answers() {
    check(&n(Some(214.0)), "n 214");
    check(&n(Some(1206.0)), "n 1,206");
    check(&n(Some(14_210.0)), "n 14.2k");
    check(&n(Some(1_000_000.0)), "n 1.0M");
    check(&n(None), "n not given");
    check(&n(Some(0.0)), "no answers");
}
