//! Every number word in one table, to be read: sizes by units, with what stands beside them.

use super::*;
use crate::metrics::change::Test;
use crate::metrics::fixture::kpi;
use crate::model::{KpiKind, Sides};
use crate::scene::fixture::check_golden;
use std::fmt::Write as _;

/// A value with an interval around it and a change of a part of it.
fn line(kpi: &Kpi, now: f64, by: f64) -> String {
    let around = (now - now.abs() * 0.04, now + now.abs() * 0.04);
    let nothing = crate::metrics::value_of(&KpiKind::Mean, &crate::model::observation::Bucket::default());
    let beside = KpiValue { value: Some(now), interval: Some(around), ..nothing };
    let told = |is_beyond_noise| {
        let change = Change {
            difference: Some(by),
            relative: Some(by / (now - by)).filter(|r| r.is_finite()),
            interval: None,
            is_beyond_noise,
            p_value: None,
            statistic: None,
            error: None,
            test: Test::None,
            per_day: None,
        };
        difference(kpi, &change, &beside).unwrap_or_else(|| "–".to_owned())
    };
    let (before, after) = levels(kpi, now - by, now);
    [
        measured(kpi, &beside).unwrap_or_default(),
        exact(kpi, now),
        interval(kpi, around),
        target(kpi, now),
        told(Some(true)),
        told(Some(false)),
        format!("{before} → {after}"),
    ]
    .join(" | ")
}

#[test]
fn every_number_word_reads_well() {
    let mut table = "value | exact | interval | target | change | change within noise | levels\n".to_owned();
    let mut rows = |title: &str, kpi: &Kpi, sizes: &[f64]| {
        let _ = writeln!(table, "\n{title}");
        for size in sizes {
            for part in [0.3, -0.004] {
                let _ = writeln!(table, "{}", line(kpi, *size, size.abs() * part));
            }
        }
    };
    let five = Some((1.0, 5.0));
    let shares = [0.0, 0.000_4, 0.0074, 0.134, 0.8, 0.999_7, 1.0];
    rows("share", &kpi(KpiKind::Rate, None), &shares);
    rows("difference of shares", &kpi(KpiKind::Difference { of: Sides::Shares }, None), &[-0.031, 0.0007, 0.24]);
    rows("NPS", &kpi(KpiKind::Nps, None), &[-100.0, -10.6, -0.4, 0.4, 28.571, 100.0]);
    rows("score of 5", &kpi(KpiKind::Mean, five), &[1.0, 3.97, 4.26, 5.0]);
    rows("score of 100", &kpi(KpiKind::Sus, None), &[0.3, 72.46, 100.0]);
    let sizes = [0.0, 0.0013, 0.042, 0.42, 1.0, 7.5, 18.0, 99.6, 412.3, 1_312.0, 8_412.0, 99_951.0, 2.3e6, 3.2e9];
    for unit in ["", "€", "US$", "h", "s"] {
        rows(&format!("mean, {unit}"), &Kpi { unit: unit.to_owned(), ..kpi(KpiKind::Mean, None) }, &sizes);
    }
    let negative = [-0.042, -7.5, -1_312.0, -8_412.0, -2.3e6];
    rows("mean, €, below zero", &Kpi { unit: "€".to_owned(), ..kpi(KpiKind::Mean, None) }, &negative);
    rows("sum, €", &Kpi { unit: "€".to_owned(), ..kpi(KpiKind::Sum, None) }, &[0.0, 0.42, 42.0, 8_412.0, 2.3e6]);
    rows("count", &kpi(KpiKind::Count, None), &[0.0, 1.0, 214.0, 14_210.0, 1e6]);
    check_golden("number_words.txt", &table);
}
