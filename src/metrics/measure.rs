//! Values, changes and trends of KPIs of every kind, from their days.

use crate::base::time::{Day, DayRange, Grain};
use crate::metrics::change::{Change, change, change_of_estimates, change_of_shares};
use crate::metrics::days::{KpiDays, within};
use crate::metrics::distribution::t_95;
use crate::metrics::formula::Formula;
use crate::metrics::interval::{newcombe, wilson};
use crate::metrics::kind::within_bounds;
use crate::metrics::quantile;
use crate::metrics::series::{SeriesPoint, pool, series};
use crate::metrics::value::{
    FEW_ANSWERS, KpiValue, MeanError, Method, Share, effective_n, is_mean, is_n_known, is_of_averages, mean_error,
    share_of, value_and_n, value_of,
};
use crate::model::observation::Bucket;
use crate::model::{Kpi, KpiKind, Sides};

/// True for kinds whose value is known from one pool of rows.
fn is_of_one_pool(kpi: &Kpi) -> bool {
    match kpi.kind {
        KpiKind::Rate => kpi.other_metrics.is_empty(),
        KpiKind::Nps
        | KpiKind::TopBox { .. }
        | KpiKind::Ces
        | KpiKind::Sus
        | KpiKind::Mean
        | KpiKind::Sum
        | KpiKind::Count => true,
        KpiKind::Percentile { .. } | KpiKind::Ratio | KpiKind::Last | KpiKind::Difference { .. } | KpiKind::Formula => {
            false
        }
    }
}

const NOTHING: KpiValue =
    KpiValue { value: None, n: None, interval: None, method: Method::None, is_weighted: false, is_few: false };

/// The value of a KPI over a range of days, with n, interval and method; its interval ends where its values do.
///
/// * Percentile: linear interpolation between ranks, interval from order statistics.
/// * Rate with another metric: Σ metric / Σ other metric, Wilson where that is a share.
/// * Ratio: Σ metric / Σ other metric; interval of the ratio estimator over days: SE² = k/(k − 1)·Σ(a − R·b)²/(Σb)²
///   (delta method; Cochran 1977, 6.4), Student's t with k − 1 degrees of freedom. n is that of the other metric, where
///   the data gives one.
/// * Difference: of means with Welch's interval, of shares with Newcombe's, of sums without. n is that of the smaller side.
/// * Last: the mean of the last day with answers.
/// * Formula: from the values of what it reads, over the same days; n is the smallest of theirs, and there is no interval.
#[must_use]
pub fn measure(kpi: &Kpi, days: &KpiDays, range: DayRange) -> KpiValue {
    measure_with(kpi, days, range, formula_of(kpi).as_ref())
}

fn formula_of(kpi: &Kpi) -> Option<Formula> {
    if kpi.kind == KpiKind::Formula { Formula::parse(&kpi.formula).ok() } else { None }
}

fn measure_with(kpi: &Kpi, days: &KpiDays, range: DayRange, formula: Option<&Formula>) -> KpiValue {
    let value = match kpi.kind {
        KpiKind::Percentile { percent } => percentile(days, range, percent / 100.0),
        KpiKind::Rate if !kpi.other_metrics.is_empty() => rate(days, range),
        KpiKind::Ratio => ratio(days, range),
        KpiKind::Difference { of } => difference(days, range, of),
        KpiKind::Last => value_of(&kpi.kind, &days.last_within(range)),
        KpiKind::Formula => formula.map_or(NOTHING, |formula| worked_out(days, range, formula)),
        _ => value_of(&kpi.kind, &pool(within(&days.rows, range), range)),
    };
    let value = KpiValue { value: value.value.filter(|v| v.is_finite()), ..value };
    within_bounds(kpi, value)
}

fn percentile(days: &KpiDays, range: DayRange, p: f64) -> KpiValue {
    let bucket = pool(within(&days.rows, range), range);
    // n and its marks are those of a mean of the same rows.
    let mut value = KpiValue { value: None, ..value_and_n(&KpiKind::Mean, &bucket) };
    if bucket.rows == 0 || is_of_averages(&bucket) || !is_n_known(&bucket) {
        // The median of averages is no median of answers.
        value.method = if bucket.rows == 0 { Method::None } else { Method::RowsAreAverages };
        return value;
    }
    let values = days.values_within(range);
    let total = value.n.unwrap_or(bucket.n);
    value.value = quantile::quantile(&values, p, total);
    value.interval = quantile::interval(&values, p, effective_n(&bucket));
    if value.interval.is_some() {
        value.method = if bucket.is_weighted { Method::OrderStatisticsWeighted } else { Method::OrderStatistics };
    }
    value
}

fn sum_of(bucket: &Bucket) -> f64 {
    if bucket.is_weighted { bucket.sum } else { bucket.plain_sum }
}

fn rate(days: &KpiDays, range: DayRange) -> KpiValue {
    let (above, below) = (pool(within(&days.rows, range), range), pool(within(&days.other, range), range));
    let Some(Share { p, n: Some(n) }) = share_of_sums(&above, &below) else {
        return KpiValue { n: Some(0.0), ..NOTHING };
    };
    let is_weighted = above.is_weighted || below.is_weighted;
    let interval = wilson(p, n);
    let method = match interval {
        Some(_) if is_weighted => Method::WilsonWeighted,
        Some(_) => Method::Wilson,
        None => Method::None,
    };
    // Trials, not what their weights add up to.
    let trials = if is_weighted { below.plain_sum } else { n };
    KpiValue { value: Some(p), n: Some(trials), interval, method, is_weighted, is_few: n < FEW_ANSWERS }
}

/// The sum of a metric as a share of that of another one, and what its spread is worth; `None` without both. The trials of
/// a row have its weight each, so that Kish's n of them all is (Σwx)²/Σw²x.
fn share_of_sums(above: &Bucket, below: &Bucket) -> Option<Share> {
    let trials = sum_of(below);
    let n = if below.is_weighted && below.sum_nn > 0.0 { trials * trials / below.sum_nn } else { trials };
    let has_both = below.rows > 0 && above.rows > 0 && trials > 0.0;
    has_both.then(|| Share { p: sum_of(above) / trials, n: Some(n) })
}

/// Sums and products of the daily sums of both metrics. They add up, so that it does not matter how days are pooled.
#[derive(Debug, Clone, Copy, Default)]
struct Pairs {
    days: f64,
    a: f64,
    b: f64,
    aa: f64,
    bb: f64,
    ab: f64,
}

impl Pairs {
    fn of(days: &KpiDays, range: DayRange) -> Self {
        let (mut pairs, mut above, mut below) = (
            Self::default(),
            within(&days.rows, range).iter().peekable(),
            within(&days.other, range).iter().peekable(),
        );
        while let Some(day) = above.peek().map(|d| d.day).into_iter().chain(below.peek().map(|d| d.day)).min() {
            let a = above.next_if(|d| d.day == day).map_or(0.0, |d| sum_of(&d.bucket));
            let b = below.next_if(|d| d.day == day).map_or(0.0, |d| sum_of(&d.bucket));
            pairs.days += 1.0;
            pairs.a += a;
            pairs.b += b;
            pairs.aa += a * a;
            pairs.bb += b * b;
            pairs.ab += a * b;
        }
        pairs
    }

    fn error(self) -> Option<MeanError> {
        let r = self.a / self.b;
        let squares = self.aa - 2.0 * r * self.ab + r * r * self.bb;
        // What is left of a constant ratio is rounding, not spread.
        let squares = if squares <= 8.0 * f64::EPSILON * (self.aa + r * r * self.bb) { 0.0 } else { squares };
        (self.days >= 2.0 && self.b != 0.0).then(|| MeanError {
            square: self.days / (self.days - 1.0) * squares / (self.b * self.b),
            degrees: self.days - 1.0,
            method: Method::RatioOfDays,
        })
    }
}

fn ratio(days: &KpiDays, range: DayRange) -> KpiValue {
    let pairs = Pairs::of(days, range);
    let has_both = !within(&days.rows, range).is_empty() && pairs.b != 0.0;
    let Some(value) = has_both.then_some(pairs.a / pairs.b) else { return NOTHING };
    // Neither sum is a number of answers: how many are behind the ratio is known where its denominator says so.
    let below = value_and_n(&KpiKind::Sum, &pool(within(&days.other, range), range));
    with_error(KpiValue { value: Some(value), ..below }, value, pairs.error())
}

fn with_error(result: KpiValue, value: f64, error: Option<MeanError>) -> KpiValue {
    let Some(error) = error else { return result };
    let half = t_95(error.degrees) * error.square.sqrt();
    let interval = half.is_finite().then_some((value - half, value + half));
    KpiValue { interval, method: error.method, ..result }
}

fn difference(days: &KpiDays, range: DayRange, of: Sides) -> KpiValue {
    let (a, b) = (pool(&days.rows, range), pool(&days.other, range));
    let kind = match of {
        Sides::Means => KpiKind::Mean,
        Sides::Shares => KpiKind::Rate,
        Sides::Sums => KpiKind::Sum,
    };
    let (first, second) = (value_of(&kind, &a), value_of(&kind, &b));
    let Some(value) = first.value.zip(second.value).map(|(a, b)| a - b) else { return NOTHING };
    let result = KpiValue {
        value: Some(value),
        n: first.n.zip(second.n).map(|(a, b)| a.min(b)),
        is_weighted: first.is_weighted || second.is_weighted,
        is_few: first.is_few || second.is_few,
        ..NOTHING
    };
    match of {
        Sides::Sums => result,
        Sides::Means => with_error(result, value, difference_error(&a, &b, of)),
        Sides::Shares => {
            let interval =
                share_of(&kind, &a).zip(share_of(&kind, &b)).and_then(|(a, b)| newcombe((a.p, a.n?), (b.p, b.n?)));
            let method = if interval.is_some() { Method::Newcombe } else { Method::None };
            KpiValue { interval, method, ..result }
        }
    }
}

/// How sure a difference is: the squares of both errors add up, the degrees of freedom are Welch–Satterthwaite's.
fn difference_error(a: &Bucket, b: &Bucket, of: Sides) -> Option<MeanError> {
    match of {
        Sides::Sums => None,
        Sides::Means => {
            let known = |bucket: &Bucket| if is_n_known(bucket) { mean_error(bucket) } else { None };
            let (a, b) = (known(a)?, known(b)?);
            let square = a.square + b.square;
            let below = a.square * a.square / a.degrees + b.square * b.square / b.degrees;
            let degrees = if below > 0.0 { square * square / below } else { a.degrees + b.degrees };
            Some(MeanError { square, degrees, method: Method::WelchT })
        }
        Sides::Shares => {
            let of = |bucket: &Bucket| {
                let share = share_of(&KpiKind::Rate, bucket)?;
                Some(share.p * (1.0 - share.p) / share.n.filter(|n| *n > 0.0)?)
            };
            // A normal variable is one of Student's with endless degrees of freedom.
            Some(MeanError { square: (of(a)? + of(b)?).max(0.0), degrees: 1e12, method: Method::Newcombe })
        }
    }
}

fn worked_out(days: &KpiDays, range: DayRange, formula: &Formula) -> KpiValue {
    let read: Vec<KpiValue> = days.operands.iter().map(|o| measure(&o.kpi, &o.days, range)).collect();
    let values: Vec<Option<f64>> = read.iter().map(|value| value.value).collect();
    let smallest = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| a.min(b));
    KpiValue {
        value: formula.value(&values),
        n: read.iter().map(|value| value.n).reduce(smallest).flatten(),
        is_weighted: read.iter().any(|value| value.is_weighted),
        is_few: read.iter().any(|value| value.is_few),
        ..NOTHING
    }
}

/// The change of a KPI between two ranges of days, or between two pools of rows such as two segments; see [`change`] for
/// the tests. Rates of two metrics are tested as those of one; ratios and differences with Welch's t on their own errors;
/// percentiles, counts, last values and formulas have no test.
#[must_use]
pub fn moved(kpi: &Kpi, (days, now): (&KpiDays, DayRange), (days_before, before): (&KpiDays, DayRange)) -> Change {
    if is_of_one_pool(kpi) {
        let bucket = |days: &KpiDays, range| pool(within(&days.rows, range), range);
        return change(&kpi.kind, &bucket(days, now), &bucket(days_before, before));
    }
    let values = (measure(kpi, days, now).value, measure(kpi, days_before, before).value);
    if kpi.kind == KpiKind::Rate {
        return change_of_shares(&kpi.kind, values, share(days, now).zip(share(days_before, before)));
    }
    let error = |days: &KpiDays, range: DayRange| match kpi.kind {
        KpiKind::Ratio => Pairs::of(days, range).error(),
        KpiKind::Difference { of } => difference_error(&pool(&days.rows, range), &pool(&days.other, range), of),
        kind if is_mean(&kind) => None,
        _ => None,
    };
    change_of_estimates(&kpi.kind, values, error(days, now).zip(error(days_before, before)))
}

/// A rate of two metrics as a share of the sum of the other one.
fn share(days: &KpiDays, range: DayRange) -> Option<Share> {
    share_of_sums(&pool(within(&days.rows, range), range), &pool(within(&days.other, range), range))
}

/// The values of a KPI period by period; see [`series`].
#[must_use]
pub fn trend(kpi: &Kpi, days: &KpiDays, grain: Grain, range: DayRange, today: Option<Day>) -> Vec<SeriesPoint> {
    if is_of_one_pool(kpi) {
        let mut points = series(&kpi.kind, within(&days.rows, range), grain, Some(range), today);
        points.iter_mut().for_each(|point| point.value = within_bounds(kpi, point.value));
        return points;
    }
    let formula = formula_of(kpi);
    let mut periods: Vec<DayRange> = Vec::new();
    for day in days.all_days().into_iter().filter(|day| range.contains(*day)) {
        match periods.last_mut() {
            Some(period) if grain == Grain::All || period.contains(day) => period.to = period.to.max(day),
            _ => {
                let from = grain.start_of(day);
                let to = if grain == Grain::All { day } else { grain.next(from).plus(-1) };
                periods.push(DayRange { from, to });
            }
        }
    }
    let point = |period: DayRange| {
        let inside = DayRange { from: period.from.max(range.from), to: period.to.min(range.to) };
        let value = measure_with(kpi, days, inside, formula.as_ref());
        let is_in_progress = grain != Grain::All && today.is_some_and(|today| today <= period.to);
        value.value.map(|_| SeriesPoint { start: period.from, end: period.to, value, is_in_progress })
    };
    periods.into_iter().filter_map(point).collect()
}

/// The value of every day that has one, without intervals, which take longer than all the rest.
#[must_use]
pub fn daily_values(kpi: &Kpi, days: &KpiDays) -> Vec<(Day, KpiValue)> {
    if is_of_one_pool(kpi) {
        return days.rows.iter().map(|day| (day.day, value_and_n(&kpi.kind, &day.bucket))).collect();
    }
    let formula = formula_of(kpi);
    let of = |day: Day| (day, measure_with(kpi, days, DayRange { from: day, to: day }, formula.as_ref()));
    days.all_days().into_iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::days::Operand;
    use crate::metrics::fixture::{days, kpi};

    fn check(found: &KpiValue, value: f64, interval: Option<(f64, f64)>, method: Method) {
        assert!((found.value.unwrap() - value).abs() < 1e-6, "{found:?}");
        match (found.interval, interval) {
            (Some(a), Some(b)) => assert!((a.0 - b.0).abs() < 5e-5 && (a.1 - b.1).abs() < 5e-5, "{found:?}"),
            (a, b) => assert_eq!(a, b, "{found:?}"),
        }
        assert_eq!(found.method, method, "{found:?}");
    }

    const EVER: DayRange = DayRange::EVER;

    #[test]
    fn a_median_counts_answers_and_not_days() {
        let median = kpi(KpiKind::MEDIAN, None);
        let rows: Vec<_> = (1..=10).map(|v| (v % 3, f64::from(v), None)).collect();
        check(&measure(&median, &days(&median.kind, &rows, &[]), EVER), 5.5, Some((2.0, 9.0)), Method::OrderStatistics);
        let of_averages = days(&median.kind, &[(1, 4.2, Some(50.0)), (2, 3.9, Some(30.0))], &[]);
        let found = measure(&median, &of_averages, EVER);
        assert_eq!((found.value, found.method), (None, Method::RowsAreAverages));
        assert_eq!(measure(&median, &KpiDays::default(), EVER).value, None);
    }

    /// R = 110/22 = 5; residuals 0, −1, 2, −1; SE² = 4/3·6/22²; t(3) = 3.182446.
    #[test]
    fn a_ratio_is_that_of_the_sums() {
        let ratio = kpi(KpiKind::Ratio, None);
        let a = [(1, 25.0, None), (2, 29.0, None), (3, 37.0, None), (4, 19.0, None)];
        let b = [(1, 5.0, None), (2, 6.0, None), (3, 7.0, None), (4, 4.0, None)];
        let half = 3.182_446_305 * (4.0 / 3.0 * 6.0_f64 / 484.0).sqrt();
        let found = measure(&ratio, &days(&ratio.kind, &a, &b), EVER);
        check(&found, 5.0, Some((5.0 - half, 5.0 + half)), Method::RatioOfDays);
        assert_eq!(measure(&ratio, &days(&ratio.kind, &a, &[]), EVER).value, None, "nothing to divide by");
        // A day on which the denominator is missing counts with its numerator alone.
        let gap = measure(&ratio, &days(&ratio.kind, &a, &b[..3]), EVER);
        assert!((gap.value.unwrap() - 110.0 / 18.0).abs() < 1e-12);
        let change = moved(&ratio, (&days(&ratio.kind, &a, &b), EVER), (&days(&ratio.kind, &a, &b), EVER));
        assert_eq!((change.difference, change.p_value.map(|p| (p * 1e9).round() / 1e9)), (Some(0.0), Some(1.0)));
    }

    #[test]
    fn a_rate_of_two_metrics_is_a_share() {
        let rate = Kpi { other_metrics: vec!["visits".to_owned()], ..kpi(KpiKind::Rate, None) };
        let found = measure(&rate, &days(&rate.kind, &[(1, 50.0, None), (2, 31.0, None)], &[(1, 263.0, None)]), EVER);
        check(&found, 81.0 / 263.0, Some((0.2553, 0.3662)), Method::Wilson);
        assert_eq!(found.n, Some(263.0));
        let before = days(&rate.kind, &[(1, 100.0, None)], &[(1, 1000.0, None)]);
        assert!(moved(&rate, (&before, EVER), (&before, EVER)).p_value.is_some());
    }

    #[test]
    fn differences_of_means_shares_and_sums() {
        let of = |of| kpi(KpiKind::Difference { of }, None);
        let rows = |values: &[f64]| values.iter().map(|v| (1, *v, None)).collect::<Vec<_>>();
        // Means 5 and 3; variances 4.571429/8 and 1/3; Welch df 8.930.
        let a = rows(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
        let b = rows(&[2.0, 3.0, 4.0]);
        let means = of(Sides::Means);
        let found = measure(&means, &days(&means.kind, &a, &b), EVER);
        let (square, below): (f64, f64) =
            (4.571_428_571 / 8.0 + 1.0 / 3.0, (4.571_428_571_f64 / 8.0).powi(2) / 7.0 + (1.0_f64 / 3.0).powi(2) / 2.0);
        let half = t_95(square * square / below) * square.sqrt();
        check(&found, 2.0, Some((2.0 - half, 2.0 + half)), Method::WelchT);
        assert_eq!(found.n, Some(3.0), "the smaller side");
        let shares = of(Sides::Shares);
        let found = measure(&shares, &days(&shares.kind, &[(1, 0.8, Some(70.0))], &[(1, 0.6, Some(80.0))]), EVER);
        check(&found, 0.2, Some((0.0524, 0.3339)), Method::Newcombe);
        let sums = of(Sides::Sums);
        check(&measure(&sums, &days(&sums.kind, &a, &b), EVER), 31.0, None, Method::None);
        assert_eq!(measure(&sums, &days(&sums.kind, &a, &[]), EVER).value, None);
    }

    #[test]
    fn the_last_value_is_that_of_the_last_day() {
        let last = kpi(KpiKind::Last, None);
        let found = days(&last.kind, &[(1, 10.0, None), (4, 30.0, None), (4, 40.0, None)], &[]);
        assert_eq!(measure(&last, &found, EVER).value, Some(35.0));
        assert_eq!(measure(&last, &found, DayRange { from: Day(0), to: Day(3) }).value, Some(10.0));
        let monthly = trend(&last, &found, Grain::Day, EVER, None);
        assert_eq!(monthly.iter().map(|p| p.value.value.unwrap()).collect::<Vec<_>>(), [10.0, 35.0]);
    }

    /// Percentiles, counts, last values and formulas change, and no test says whether that is noise.
    #[test]
    fn what_has_no_error_changes_without_a_verdict() {
        let check = |kpi: &Kpi, now: &KpiDays, before: &KpiDays, expected: f64| {
            let found = moved(kpi, (now, EVER), (before, EVER));
            assert_eq!(
                (found.difference, found.p_value, found.is_beyond_noise),
                (Some(expected), None, None),
                "{kpi:?}"
            );
            let nothing = moved(kpi, (now, EVER), (&KpiDays::default(), EVER));
            assert_eq!((nothing.difference, nothing.is_beyond_noise), (None, None), "{kpi:?} against nothing");
        };
        let rows =
            |values: &[f64]| values.iter().enumerate().map(|(day, v)| (day as i32, *v, None)).collect::<Vec<_>>();
        let (low, high) = (rows(&[1.0, 2.0, 3.0, 4.0, 5.0]), rows(&[2.0, 4.0, 6.0, 8.0]));
        for (kind, expected) in [
            (KpiKind::MEDIAN, 5.0 - 3.0),
            // Type 7: 2 + 2·(3·0.75) and 1 + 4·0.75.
            (KpiKind::Percentile { percent: 75.0 }, 6.5 - 4.0),
            (KpiKind::Count, 4.0 - 5.0),
            (KpiKind::Last, 8.0 - 5.0),
        ] {
            let kpi = kpi(kind, None);
            check(&kpi, &days(&kind, &high, &[]), &days(&kind, &low, &[]), expected);
        }
        let read = |rows: &[(i32, f64, Option<f64>)]| {
            let sum = kpi(KpiKind::Sum, None);
            let place = crate::model::Place::Map(crate::base::ids::Id::from_raw(1));
            let operands = vec![Operand { days: days(&sum.kind, rows, &[]), kpi: sum, place }];
            KpiDays { operands, ..KpiDays::default() }
        };
        let formula = Kpi { formula: "{Revenue} / 10".to_owned(), ..kpi(KpiKind::Formula, None) };
        check(&formula, &read(&high), &read(&low), 2.0 - 1.5);
    }

    #[test]
    fn a_formula_reads_other_kpis_over_the_same_days() {
        let revenue = kpi(KpiKind::Sum, None);
        let orders = kpi(KpiKind::Count, None);
        let formula = Kpi { formula: "{Revenue} / Orders".to_owned(), ..kpi(KpiKind::Formula, None) };
        let read = |kpi: &Kpi, rows: &[(i32, f64, Option<f64>)]| Operand {
            kpi: kpi.clone(),
            place: crate::model::Place::Map(crate::base::ids::Id::from_raw(1)),
            days: days(&kpi.kind, rows, &[]),
        };
        let both = KpiDays {
            operands: vec![
                read(&revenue, &[(1, 100.0, None), (2, 300.0, None)]),
                read(&orders, &[(1, 1.0, Some(4.0)), (2, 1.0, Some(6.0))]),
            ],
            ..KpiDays::default()
        };
        assert_eq!(measure(&formula, &both, EVER).value, Some(40.0));
        assert_eq!(measure(&formula, &both, DayRange { from: Day(2), to: Day(2) }).value, Some(50.0));
        assert_eq!(measure(&formula, &both, DayRange { from: Day(3), to: Day(9) }).value, None);
        let points = trend(&formula, &both, Grain::Day, EVER, Some(Day(2)));
        let points: Vec<_> = points.iter().map(|p| (p.start.0, p.value.value.unwrap(), p.is_in_progress)).collect();
        assert_eq!(points, [(1, 25.0, false), (2, 50.0, true)]);
        assert_eq!(both.extent(), Some(DayRange { from: Day(1), to: Day(2) }));
    }
}
