//! Laws that figures keep whatever the data: random rows, seeded.

use crate::base::ids::{Id as _, MapId};
use crate::base::time::{Day, DayRange, Grain};
use crate::metrics::fixture::{self, DayRow, bucket, kpi, weighted};
use crate::metrics::spc::{self, Chart, Rule};
use crate::metrics::{KpiDays, KpiValue, Operand, measure, merged, trend};
use crate::model::observation::DayBucket;
use crate::model::{Kpi, KpiKind, Place, Sides};

/// A random number generator of which tests need no more than that it is always the same (Knuth's multiplier).
struct Random(u64);

impl Random {
    fn below(&mut self, below: i32) -> i32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i32::try_from((self.0 >> 33) % u64::try_from(below).unwrap()).unwrap()
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(end, usize::try_from(self.below(i32::try_from(end + 1).unwrap())).unwrap());
        }
    }
}

/// One answer: day, score, how much it counts.
type Row = (i32, f64, f64);

/// Kinds of which every answer is told once, so that n of parts adds up to that of the whole.
const KINDS: [KpiKind; 7] = [
    KpiKind::Nps,
    KpiKind::TopBox { scale: (0.0, 10.0), satisfied_from: 7.0, satisfied_to: None },
    KpiKind::Ces,
    KpiKind::Mean,
    KpiKind::Rate,
    KpiKind::Sum,
    KpiKind::Count,
];

fn rows(random: &mut Random, kind: &KpiKind, count: usize) -> Vec<Row> {
    let mut row = || {
        let score = f64::from(random.below(11));
        let score = if *kind == KpiKind::Rate { score / 10.0 } else { score };
        (random.below(900) - 100, score, f64::from(1 + random.below(30)) / 10.0)
    };
    (0..count).map(|_| row()).collect()
}

/// As the file answers: the days of each chunk of rows, put together.
fn days(kind: &KpiKind, chunks: &[&[Row]], is_weighted: bool) -> KpiDays {
    let each = chunks.iter().map(|chunk| {
        let one = |(day, x, w): &Row| {
            // Of rates and sums nobody knows how many are behind them unless the data says so.
            let n = matches!(kind, KpiKind::Rate | KpiKind::Sum).then_some((w * 10.0).round());
            let bucket = if is_weighted { weighted(kind, &[(*x, *w)]) } else { bucket(kind, &[(*x, n)]) };
            vec![DayBucket { day: Day(*day), bucket }]
        };
        merged(&chunk.iter().map(one).collect::<Vec<_>>())
    });
    merged(&each.collect::<Vec<_>>()).into()
}

fn check_same(what: &str, a: &KpiValue, b: &KpiValue) {
    let is_close = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(1.0),
        (a, b) => a == b,
    };
    let ends = |v: &KpiValue| v.interval.unzip();
    assert!(is_close(a.value, b.value) && is_close(a.n, b.n), "{what}: {a:?} and {b:?}");
    assert!(is_close(ends(a).0, ends(b).0) && is_close(ends(a).1, ends(b).1), "{what}: {a:?} and {b:?}");
    assert_eq!((a.method, a.is_few, a.is_weighted), (b.method, b.is_few, b.is_weighted), "{what}");
}

/// Runs a check for every kind, with and without weights, on some sets of random answers.
fn for_random_rows(mut check: impl FnMut(&mut Random, &KpiKind, bool, Vec<Row>)) {
    for seed in 1..=6 {
        for kind in KINDS {
            for is_weighted in [false, true] {
                let mut random = Random(seed);
                let count = usize::try_from(2 + random.below(400)).unwrap();
                let rows = rows(&mut random, &kind, count);
                check(&mut random, &kind, is_weighted, rows);
            }
        }
    }
}

/// Kinds that need more than one pool of rows: how each is read, rows of its metric, and rows of the other one.
fn for_random_pairs(mut check: impl FnMut(&mut Random, &Kpi, &[DayRow], &[DayRow])) {
    const OF_PAIRS: [KpiKind; 8] = [
        KpiKind::MEDIAN,
        KpiKind::Percentile { percent: 90.0 },
        KpiKind::Rate,
        KpiKind::Ratio,
        KpiKind::Last,
        KpiKind::Difference { of: Sides::Means },
        KpiKind::Difference { of: Sides::Shares },
        KpiKind::Difference { of: Sides::Sums },
    ];
    for seed in 1..=6 {
        for kind in OF_PAIRS {
            let mut random = Random(seed);
            let mut some = |least: i32, below: i32| {
                let row = |random: &mut Random| {
                    let value = f64::from(least + random.below(below));
                    let (share, n) = (value / 40.0, f64::from(1 + random.below(30)));
                    let is_share = kind == KpiKind::Difference { of: Sides::Shares };
                    (random.below(300), if is_share { share } else { value }, is_share.then_some(n))
                };
                let count = 20 + random.below(200);
                (0..count).map(|_| row(&mut random)).collect::<Vec<_>>()
            };
            // Of a rate the whole is larger than the part.
            let (rows, other) =
                if kind == KpiKind::Rate { (some(0, 3), some(20, 20)) } else { (some(0, 40), some(0, 40)) };
            let kpi = Kpi { other_metrics: vec!["other".to_owned()], ..kpi(kind, None) };
            check(&mut random, &kpi, &rows, &other);
        }
    }
}

/// A formula over a mean and a sum of the same rows.
fn of_formula(rows: &[DayRow], other: &[DayRow]) -> KpiDays {
    let operand = |kind, rows: &[DayRow]| Operand {
        kpi: kpi(kind, None),
        place: Place::Map(MapId::from_raw(1)),
        days: fixture::days(&kind, rows, &[]),
    };
    let operands = vec![operand(KpiKind::Mean, rows), operand(KpiKind::Sum, other)];
    KpiDays { operands, ..KpiDays::default() }
}

fn formula() -> Kpi {
    Kpi { formula: "2 * {A} - {B} / 7".to_owned(), ..kpi(KpiKind::Formula, None) }
}

/// However rows are ordered and cut into pools, the value, n and interval of every kind are the same.
#[test]
fn pooling_is_associative_for_kinds_of_two_metrics_percentiles_and_formulas() {
    let check = |random: &mut Random, kpi: &Kpi, rows: &[DayRow], other: &[DayRow]| {
        let pool = |rows: &[DayRow], other: &[DayRow]| match kpi.kind {
            KpiKind::Formula => of_formula(rows, other),
            _ => fixture::days(&kpi.kind, rows, other),
        };
        let whole = measure(kpi, &pool(rows, other), DayRange::EVER);
        assert!(whole.value.is_some(), "{kpi:?}");
        let (mut rows, mut other) = (rows.to_vec(), other.to_vec());
        random.shuffle(&mut rows);
        random.shuffle(&mut other);
        let (a, b, c) = (pool(&rows[..7], &other[..13]), pool(&rows[7..11], &other[13..]), pool(&rows[11..], &[]));
        let left = KpiDays::merged(&[KpiDays::merged(&[a.clone(), b.clone()]), c.clone()]);
        let right = KpiDays::merged(&[a, KpiDays::merged(&[b, c])]);
        for pools in [left, right] {
            check_same(&format!("{:?}", kpi.kind), &measure(kpi, &pools, DayRange::EVER), &whole);
        }
    };
    for_random_pairs(|random, kpi, rows, other| {
        check(random, kpi, rows, other);
        if kpi.kind == KpiKind::Ratio {
            check(random, &formula(), rows, other);
        }
    });
}

/// A point of a trend is what is measured over its days, whatever their width; and where n can be told, a wider period
/// never has a smaller one.
#[test]
fn trends_of_kinds_of_two_metrics_are_measured_period_by_period_and_no_row_gets_lost() {
    let check = |random: &mut Random, kpi: &Kpi, days: &KpiDays| {
        for grain in [Grain::Day, Grain::Week, Grain::Month, Grain::Quarter, Grain::Year] {
            for point in trend(kpi, days, grain, DayRange::EVER, None) {
                let range = DayRange { from: point.start, to: point.end };
                check_same(&format!("{:?} {grain:?}", kpi.kind), &point.value, &measure(kpi, days, range));
            }
        }
        let mut range = DayRange { from: Day(random.below(300)), to: Day(0) };
        range.to = range.from;
        let mut least = 0.0;
        while range.from > Day(-40) || range.to < Day(340) {
            // The last value has the answers of one day.
            let n = measure(kpi, days, range).n.filter(|_| kpi.kind != KpiKind::Last).unwrap_or(least);
            assert!(n >= least, "{:?} {range:?}: {n} after {least}", kpi.kind);
            least = n;
            range = DayRange { from: range.from.plus(-random.below(60)), to: range.to.plus(random.below(60)) };
        }
    };
    for_random_pairs(|random, kpi, rows, other| {
        check(random, kpi, &fixture::days(&kpi.kind, rows, other));
        if kpi.kind == KpiKind::Ratio {
            check(random, &formula(), &of_formula(rows, other));
        }
    });
}

#[test]
fn values_depend_neither_on_the_order_of_rows_nor_on_chunks() {
    for_random_rows(|random, kind, is_weighted, mut rows| {
        let kpi = kpi(*kind, None);
        let whole = measure(&kpi, &days(kind, &[&rows], is_weighted), DayRange::EVER);
        assert!(whole.value.is_some());
        random.shuffle(&mut rows);
        let (a, rest) = rows.split_at(rows.len() / 3);
        let (b, c) = rest.split_at(rest.len() / 2);
        for chunks in [[a, b, c], [c, a, b]] {
            let found = measure(&kpi, &days(kind, &chunks, is_weighted), DayRange::EVER);
            check_same(&format!("{kind:?}"), &found, &whole);
        }
    });
}

/// What stands in the points of a trend adds up to the whole, whatever their width: each row is in one of them.
#[test]
fn no_row_is_lost_or_told_twice_between_grains() {
    for_random_rows(|_, kind, is_weighted, rows| {
        let kpi = kpi(*kind, None);
        let days = days(kind, &[&rows], is_weighted);
        let whole = measure(&kpi, &days, DayRange::EVER);
        for grain in [Grain::Day, Grain::Week, Grain::Month, Grain::Quarter, Grain::Year, Grain::All] {
            let points = trend(&kpi, &days, grain, DayRange::EVER, None);
            let n: f64 = points.iter().map(|p| p.value.n.unwrap()).sum();
            assert!((n - whole.n.unwrap()).abs() < 1e-6, "{kind:?} {grain:?}: {n} of {whole:?}");
            if kind.is_total() {
                let sum: f64 = points.iter().map(|p| p.value.value.unwrap()).sum();
                assert!((sum - whole.value.unwrap()).abs() < 1e-6, "{kind:?} {grain:?}: {sum} of {whole:?}");
            }
            for point in &points {
                let range = DayRange { from: point.start, to: point.end };
                check_same(&format!("{kind:?} {grain:?}"), &point.value, &measure(&kpi, &days, range));
            }
        }
    });
}

#[test]
fn a_wider_period_never_has_fewer_rows() {
    for_random_rows(|random, kind, is_weighted, rows| {
        let (kpi, days) = (kpi(*kind, None), days(kind, &[&rows], is_weighted));
        let start = random.below(800) - 100;
        let mut range = DayRange { from: Day(start), to: Day(start) };
        let mut least = 0.0;
        while range.from > Day(-150) || range.to < Day(850) {
            let n = measure(&kpi, &days, range).n.unwrap();
            assert!(n >= least, "{kind:?} {range:?}: {n} after {least}");
            least = n;
            range = DayRange { from: range.from.plus(-random.below(60)), to: range.to.plus(random.below(60)) };
        }
        assert!((least - measure(&kpi, &days, DayRange::EVER).n.unwrap()).abs() < 1e-9);
    });
}

/// Limits and signals go with the numbers: in other units they are the same ones, upside down they change sides.
#[test]
fn limits_follow_the_unit() {
    for seed in 1..=60 {
        let mut random = Random(seed);
        let mut slot = |at: i32| {
            let level = if at > 25 { 12 } else { 0 };
            (random.below(12) > 0).then(|| f64::from(level + random.below(40)))
        };
        let slots: Vec<Option<f64>> = (0..50).map(&mut slot).collect();
        let told = |chart: &Chart| chart.signals.iter().map(|s| (s.since, s.at, s.rule)).collect::<Vec<(_, _, Rule)>>();
        let plain = spc::chart(&slots).unwrap();
        for (factor, offset) in [(1.8, 32.0), (0.01, 0.0), (-1.0, 0.0), (-25.0, 1e4)] {
            let map = |x: f64| factor * x + offset;
            let found = spc::chart(&slots.iter().map(|x| x.map(map)).collect::<Vec<_>>()).unwrap();
            let (limits, of) = (found.limits.unwrap(), plain.limits.unwrap());
            let (low, high) = if factor < 0.0 { (of.upper, of.lower) } else { (of.lower, of.upper) };
            for (found, expected) in [(limits.centre, of.centre), (limits.lower, low), (limits.upper, high)] {
                assert!((found - map(expected)).abs() < 1e-8 * map(expected).abs().max(1.0), "{factor} {offset}");
            }
            let (mut a, mut b) = (told(&found), told(&plain));
            a.sort_unstable();
            b.sort_unstable();
            assert_eq!(a, b, "seed {seed}, {factor} {offset}");
            let sides = |chart: &Chart| chart.signals.iter().filter(|s| s.is_high).count();
            let expected = if factor < 0.0 { plain.signals.len() - sides(&plain) } else { sides(&plain) };
            assert_eq!(sides(&found), expected);
        }
    }
}

/// Limits that start anew make of a series as many charts as it has parts, and of no part anything else than it is alone.
#[test]
fn parts_of_a_chart_are_charts() {
    for seed in 1..=60 {
        let mut random = Random(seed);
        let slots: Vec<Option<f64>> = (0..40).map(|_| Some(f64::from(random.below(30)))).collect();
        let start = usize::try_from(3 + random.below(34)).unwrap();
        let whole = spc::chart_in_parts(&slots, &[start]).unwrap();
        let mut signals = Vec::new();
        for (from, part) in [(0, &slots[..start]), (start, &slots[start..])] {
            let alone = spc::chart(part);
            let limits = alone.as_ref().and_then(|chart| chart.limits);
            let found = whole.limits_at(from);
            assert_eq!(found.map(|l| (l.centre, l.upper)), limits.map(|l| (l.centre, l.upper)), "seed {seed}");
            let told = alone.map_or_else(Vec::new, |chart| chart.signals);
            signals.extend(told.iter().map(|s| (s.since + from, s.at + from, s.rule, s.is_high)));
        }
        signals.sort_unstable();
        let mut found: Vec<_> = whole.signals.iter().map(|s| (s.since, s.at, s.rule, s.is_high)).collect();
        found.sort_unstable();
        assert_eq!(found, signals, "seed {seed}");
    }
}
