//! The value of a KPI from a pool of rows, with n, interval and method.

use crate::metrics::distribution::t_95;
use crate::metrics::interval::{NpsCounts, wilson};
use crate::model::KpiKind;
use crate::model::observation::Bucket;

/// Values of fewer answers than this are marked "few answers".
pub const FEW_ANSWERS: f64 = 30.0;

/// How an interval was computed; printed beside the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// NPS with three answers added.
    AdjustedWald,
    /// The same on Kish's effective n.
    AdjustedWaldWeighted,
    /// Wilson's score interval of a share.
    Wilson,
    /// The same on Kish's effective n.
    WilsonWeighted,
    /// Student's t on single answers.
    StudentT,
    /// The same on Kish's effective n.
    StudentTWeighted,
    /// Student's t on the spread between rows that are averages themselves.
    StudentTRows,
    /// Newcombe's hybrid interval of the difference of two shares.
    Newcombe,
    /// Welch's t on the difference of two means.
    WelchT,
    /// Ratio estimator over days, Student's t (delta method).
    RatioOfDays,
    /// Order statistics: ranks from the binomial distribution.
    OrderStatistics,
    /// The same on Kish's effective n.
    OrderStatisticsWeighted,
    /// No interval can be given.
    None,
    /// The rows are averages, so promoters or satisfied answers cannot be counted: there is no value either.
    RowsAreAverages,
}

impl Method {
    /// The name that is printed.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::AdjustedWald => "adjusted Wald",
            Self::AdjustedWaldWeighted => "adjusted Wald, weighted (Kish)",
            Self::Wilson => "Wilson",
            Self::WilsonWeighted => "Wilson, weighted (Kish)",
            Self::StudentT => "Student t",
            Self::StudentTWeighted => "Student t, weighted (Kish)",
            Self::StudentTRows => "Student t on row means",
            Self::Newcombe => "Newcombe",
            Self::WelchT => "Welch t",
            Self::RatioOfDays => "ratio estimator over days, Student t",
            Self::OrderStatistics => "order statistics (binomial)",
            Self::OrderStatisticsWeighted => "order statistics (binomial), weighted (Kish)",
            Self::None => "none",
            Self::RowsAreAverages => "rows are averages",
        }
    }
}

/// A value with everything that must be said beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KpiValue {
    /// The value in the KPI's own terms: a share 0 ..= 1 for top box and rate, −100 ..= 100 for NPS.
    /// `None` without answers (a gap, not a zero) and where the kind cannot be computed from the rows.
    pub value: Option<f64>,
    /// Answers or trials; `None` when the source does not say. For weighted answers the number of people, not of weights.
    pub n: Option<f64>,
    /// 95 % interval in the value's terms.
    pub interval: Option<(f64, f64)>,
    /// How the interval was computed.
    pub method: Method,
    /// The answers carry survey weights: say so beside the value.
    pub is_weighted: bool,
    /// Fewer than [`FEW_ANSWERS`] answers (effective ones when weighted).
    pub is_few: bool,
}

/// Sample size that the spread of weighted answers is worth: (Σw)²/Σw² (Kish 1965). Unweighted rows are worth their n.
pub(crate) fn effective_n(bucket: &Bucket) -> f64 {
    if bucket.is_weighted && bucket.n_sq > 0.0 { bucket.n * bucket.n / bucket.n_sq } else { bucket.n }
}

/// True when single answers are gone. A weighted answer of 4.5 looks like an average of many, but is not one.
pub(crate) fn is_of_averages(bucket: &Bucket) -> bool {
    bucket.rows_of_averages > 0 && !bucket.is_weighted
}

/// True when every row says how many answers it stands for, or is one answer.
pub(crate) fn is_n_known(bucket: &Bucket) -> bool {
    bucket.rows_of_unknown_n == 0
}

/// Promoters and detractors on the effective n; `None` without answers or where rows are averages.
pub(crate) fn nps_counts(bucket: &Bucket) -> Option<NpsCounts> {
    let n = effective_n(bucket);
    (bucket.n > 0.0 && !is_of_averages(bucket)).then(|| NpsCounts {
        promoters: bucket.at_least_high / bucket.n * n,
        detractors: (bucket.n - bucket.at_least_low).max(0.0) / bucket.n * n,
        n,
    })
}

/// A share and the (effective) number of answers behind it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Share {
    pub(crate) p: f64,
    /// `None` when the source does not say.
    pub(crate) n: Option<f64>,
}

/// The share of a top box or rate; `None` without answers and for other kinds.
pub(crate) fn share_of(kind: &KpiKind, bucket: &Bucket) -> Option<Share> {
    match kind {
        KpiKind::TopBox { satisfied_to, .. } => (bucket.n > 0.0 && !is_of_averages(bucket)).then(|| {
            // With an upper end the second threshold lies right above it.
            let too_high = if satisfied_to.is_some() { bucket.at_least_high } else { 0.0 };
            let satisfied = (bucket.at_least_low - too_high).max(0.0);
            Share { p: satisfied / bucket.n, n: is_n_known(bucket).then(|| effective_n(bucket)) }
        }),
        // Without the denominators of all rows nothing better than their plain mean is known, nor how sure it is.
        KpiKind::Rate if bucket.rows_without_n > 0 => Some(Share { p: bucket.plain_sum / bucket.rows as f64, n: None }),
        KpiKind::Rate => (bucket.n > 0.0).then(|| Share { p: bucket.sum / bucket.n, n: Some(effective_n(bucket)) }),
        _ => None,
    }
}

/// True for kinds whose value is the mean of the rows of one pool.
pub(crate) fn is_mean(kind: &KpiKind) -> bool {
    matches!(kind, KpiKind::Mean | KpiKind::Ces | KpiKind::Sus | KpiKind::Last)
}

/// A mean and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct MeanError {
    /// Square of the standard error of the mean.
    pub(crate) square: f64,
    /// Degrees of freedom.
    pub(crate) degrees: f64,
    pub(crate) method: Method,
}

/// A sum of squared deviations found as a difference of large sums: what is left of equal values is rounding, not spread.
fn spread(squares: f64, correction: f64) -> f64 {
    let left = squares - correction;
    if left <= 4.0 * f64::EPSILON * squares.abs() { 0.0 } else { left }
}

/// Standard error of Σwx/Σw; `None` for fewer than two answers (or rows, where these are averages).
pub(crate) fn mean_error(bucket: &Bucket) -> Option<MeanError> {
    let mean = bucket.sum / bucket.n;
    if is_of_averages(bucket) {
        // Rows as clusters (Cochran 1977, ratio estimator): SE² = k/(k − 1)·Σw²(x − x̄)²/(Σw)².
        let k = bucket.rows as f64;
        let squares = spread(bucket.sum_sq_nn + mean * mean * bucket.n_sq, 2.0 * mean * bucket.sum_nn);
        return (bucket.rows >= 2).then(|| MeanError {
            square: k / (k - 1.0) * squares / (bucket.n * bucket.n),
            degrees: k - 1.0,
            method: Method::StudentTRows,
        });
    }
    let n = effective_n(bucket);
    let variance = spread(bucket.sum_sq, mean * bucket.sum) / bucket.n * n / (n - 1.0);
    let method = if bucket.is_weighted { Method::StudentTWeighted } else { Method::StudentT };
    (n > 1.0).then(|| MeanError { square: variance / n, degrees: n - 1.0, method })
}

/// The value of a KPI kind from pooled rows. No rows give no value.
///
/// * NPS, top box, mean: a row of data without a column of counts is one answer. Where there is such a column and a row
///   leaves it empty, the value is given without n and interval: of a mean the plain mean of the rows, of the others with
///   each such row counted once.
/// * Rate: Σw·x/Σw; when any row has no n, the plain mean of the rows, without n and interval.
/// * Sum: Σx, each row once (Σw·x of weighted answers), without interval. Count: Σw.
///
/// Kinds that need more than one pool (percentile, ratio, difference, formula) have no value here; see
/// [`crate::metrics::measure`].
#[must_use]
pub fn value_of(kind: &KpiKind, bucket: &Bucket) -> KpiValue {
    let mut result = value_and_n(kind, bucket);
    let Some(value) = result.value else { return result };
    let named = |plain, weighted| if bucket.is_weighted { weighted } else { plain };
    let (interval, method) = match kind {
        KpiKind::Nps if is_n_known(bucket) => {
            (nps_counts(bucket).map(|c| c.interval()), named(Method::AdjustedWald, Method::AdjustedWaldWeighted))
        }
        KpiKind::TopBox { .. } | KpiKind::Rate => {
            let share = share_of(kind, bucket);
            let interval = share.and_then(|share| wilson(share.p, share.n?));
            (interval, named(Method::Wilson, Method::WilsonWeighted))
        }
        kind if is_mean(kind) && is_n_known(bucket) => match mean_error(bucket) {
            Some(error) => {
                let half = t_95(error.degrees) * error.square.sqrt();
                (Some((value - half, value + half)), error.method)
            }
            None => (None, Method::None),
        },
        _ => (None, Method::None),
    };
    if interval.is_some() {
        result.method = method;
    }
    result.interval = interval.filter(|(low, high)| low.is_finite() && high.is_finite());
    result
}

/// As [`value_of`], without interval and its method: those of thousands of days take longer than all the rest.
#[must_use]
pub fn value_and_n(kind: &KpiKind, bucket: &Bucket) -> KpiValue {
    let is_weighted = bucket.is_weighted;
    let answers = if is_weighted { bucket.rows as f64 } else { bucket.n };
    let mut result = KpiValue {
        value: None,
        n: is_n_known(bucket).then_some(answers),
        interval: None,
        method: Method::None,
        is_weighted,
        // Without any answer there is nothing to be careful about.
        is_few: is_n_known(bucket) && bucket.n > 0.0 && effective_n(bucket) < FEW_ANSWERS,
    };
    if bucket.rows == 0 {
        return KpiValue { n: Some(0.0), ..result };
    }
    if matches!(kind, KpiKind::Nps | KpiKind::TopBox { .. }) && is_of_averages(bucket) {
        return KpiValue { method: Method::RowsAreAverages, ..result };
    }
    match kind {
        KpiKind::Nps => result.value = nps_counts(bucket).map(|counts| counts.score()),
        KpiKind::TopBox { .. } | KpiKind::Rate => {
            if let Some(share) = share_of(kind, bucket) {
                result.value = Some(share.p);
                if share.n.is_none() {
                    (result.n, result.is_few) = (None, false);
                }
            }
        }
        kind if is_mean(kind) => {
            let plain = bucket.plain_sum / bucket.rows as f64;
            let mean = (bucket.n > 0.0).then(|| bucket.sum / bucket.n);
            result.value = if is_n_known(bucket) { mean } else { Some(plain) };
        }
        KpiKind::Count => result.value = Some(bucket.n),
        KpiKind::Sum => {
            result.value = Some(if is_weighted { bucket.sum } else { bucket.plain_sum });
            if bucket.rows_without_n > 0 {
                (result.n, result.is_few) = (None, false);
            }
        }
        _ => {}
    }
    // Values near the largest number can overflow in the sums: nothing is better than "NaN" on a map.
    result.value = result.value.filter(|v| v.is_finite());
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::fixture::{bucket, weighted};

    const NPS: KpiKind = KpiKind::Nps;
    const CSAT: KpiKind = KpiKind::TopBox { scale: (1.0, 5.0), satisfied_from: 4.0, satisfied_to: None };

    /// Checks value, n, interval (four decimals) and method.
    fn check(
        name: &str,
        kind: KpiKind,
        bucket: &Bucket,
        (value, n): (Option<f64>, Option<f64>),
        interval: Option<(f64, f64)>,
        method: Method,
    ) {
        let found = value_of(&kind, bucket);
        let is_close = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() < 5e-5,
            (a, b) => a == b,
        };
        assert!(is_close(found.value, value) && found.n == n, "{name}: {found:?}");
        let (low, high) = (found.interval.map(|i| i.0), found.interval.map(|i| i.1));
        assert!(is_close(low, interval.map(|i| i.0)) && is_close(high, interval.map(|i| i.1)), "{name}: {found:?}");
        assert_eq!(found.method, method, "{name}: {found:?}");
    }

    fn repeated(parts: &[(f64, usize)]) -> Vec<(f64, Option<f64>)> {
        parts.iter().flat_map(|(value, count)| std::iter::repeat_n((*value, None), *count)).collect()
    }

    #[test]
    fn nps_of_single_answers_and_of_score_counts() {
        let (value, interval) = ((Some(30.0), Some(100.0)), Some((14.0511, 44.2013)));
        let answers = bucket(&NPS, &repeated(&[(10.0, 30), (9.0, 20), (8.0, 20), (7.0, 10), (6.0, 15), (0.0, 5)]));
        check("answers", NPS, &answers, value, interval, Method::AdjustedWald);
        let counts = bucket(&NPS, &[(9.0, Some(50.0)), (7.0, Some(30.0)), (3.0, Some(20.0))]);
        check("counts", NPS, &counts, value, interval, Method::AdjustedWald);
        let seven = value_of(&NPS, &bucket(&NPS, &repeated(&[(9.0, 4), (8.0, 1), (1.0, 2)])));
        assert!((seven.value.unwrap() - 28.5714).abs() < 5e-5 && seven.is_few);
        let one = value_of(&NPS, &bucket(&NPS, &[(10.0, None)]));
        assert_eq!(one.value, Some(100.0));
        assert!(one.interval.unwrap().0 < 20.0, "one promoter proves little");
    }

    #[test]
    fn top_box_counts_the_satisfied() {
        let eight = bucket(&CSAT, &repeated(&[(5.0, 3), (4.0, 5), (3.0, 2)]));
        check("8 of 10", CSAT, &eight, (Some(0.8), Some(10.0)), Some((0.4902, 0.9433)), Method::Wilson);
        let none = bucket(&CSAT, &repeated(&[(1.0, 10)]));
        check("0 of 10", CSAT, &none, (Some(0.0), Some(10.0)), Some((0.0, 0.2775)), Method::Wilson);
        let all = bucket(&CSAT, &repeated(&[(5.0, 10)]));
        check("10 of 10", CSAT, &all, (Some(1.0), Some(10.0)), Some((0.7225, 1.0)), Method::Wilson);
    }

    #[test]
    fn the_satisfied_may_be_at_the_lower_end() {
        // German school grades: 1 and 2 of 6 are good.
        let grades = KpiKind::TopBox { scale: (1.0, 6.0), satisfied_from: 1.0, satisfied_to: Some(2.0) };
        let rows = bucket(&grades, &repeated(&[(1.0, 3), (2.0, 5), (3.0, 1), (6.0, 1)]));
        check("8 of 10", grades, &rows, (Some(0.8), Some(10.0)), Some((0.4902, 0.9433)), Method::Wilson);
        let middle = KpiKind::TopBox { scale: (1.0, 5.0), satisfied_from: 3.0, satisfied_to: Some(3.0) };
        let rows = bucket(&middle, &repeated(&[(2.0, 1), (3.0, 2), (4.0, 1)]));
        assert_eq!(value_of(&middle, &rows).value, Some(0.5));
    }

    #[test]
    fn a_count_is_the_number_of_answers() {
        let kind = KpiKind::Count;
        let rows = bucket(&kind, &[(7.0, Some(3.0)), (1.0, None)]);
        check("count", kind, &rows, (Some(4.0), Some(4.0)), None, Method::None);
    }

    #[test]
    fn averages_have_no_promoters() {
        let averages = [(4.2, Some(50.0)), (3.9, Some(30.0))];
        let expected = (None, Some(80.0));
        check("top box", CSAT, &bucket(&CSAT, &averages), expected, None, Method::RowsAreAverages);
        check("nps", NPS, &bucket(&NPS, &averages), expected, None, Method::RowsAreAverages);
        // Weighted half points are single answers.
        let half_points = weighted(&CSAT, &[(4.5, 1.5), (3.5, 1.5)]);
        assert_eq!(value_of(&CSAT, &half_points).value, Some(0.5));
    }

    #[test]
    fn rates_pool_numerators_and_denominators() {
        let kind = KpiKind::Rate;
        let days = bucket(&kind, &[(0.25, Some(200.0)), (31.0 / 63.0, Some(63.0))]);
        check("81 of 263", kind, &days, (Some(81.0 / 263.0), Some(263.0)), Some((0.2553, 0.3662)), Method::Wilson);
        let unknown = bucket(&kind, &[(0.25, Some(200.0)), (0.35, None)]);
        check("a row without n", kind, &unknown, (Some(0.3), None), None, Method::None);
        let empty = bucket(&kind, &[(0.0, Some(0.0))]);
        check("no trials", kind, &empty, (None, Some(0.0)), None, Method::None);
        let odd = bucket(&kind, &[(1.2, Some(10.0))]);
        check("more than all", kind, &odd, (Some(1.2), Some(10.0)), None, Method::None);
    }

    #[test]
    fn means_after_student() {
        let kind = KpiKind::Mean;
        // Mean 5, s = 2.13809, t(7) = 2.364624: ± 1.78749.
        let rows = bucket(&kind, &repeated(&[(2.0, 1), (4.0, 3), (5.0, 2), (7.0, 1), (9.0, 1)]));
        check("eight", kind, &rows, (Some(5.0), Some(8.0)), Some((3.2125, 6.7875)), Method::StudentT);
        let counted = bucket(&kind, &[(2.0, None), (4.0, Some(3.0)), (5.0, Some(2.0)), (7.0, None), (9.0, None)]);
        check("counted", kind, &counted, (Some(5.0), Some(8.0)), Some((3.2125, 6.7875)), Method::StudentT);
        check("one", kind, &bucket(&kind, &[(4.0, None)]), (Some(4.0), Some(1.0)), None, Method::None);
        let equal = bucket(&kind, &repeated(&[(0.1, 1000)]));
        check("equal", kind, &equal, (Some(0.1), Some(1000.0)), Some((0.1, 0.1)), Method::StudentT);
        let huge = bucket(&kind, &[(4.0, Some(1e12)), (2.0, Some(1e12))]);
        check("huge", kind, &huge, (Some(3.0), Some(2e12)), Some((3.0, 3.0)), Method::StudentT);
        check("no answers", kind, &bucket(&kind, &[(4.0, Some(0.0))]), (None, Some(0.0)), None, Method::None);
    }

    #[test]
    fn means_of_averages_spread_between_rows() {
        let kind = KpiKind::Mean;
        // x̄ = 3.8; Σw²(x − x̄)² = 49 + 81 + 4; SE² = 3/2·134/100²; t(2) = 4.302653.
        let rows = bucket(&kind, &[(4.5, Some(10.0)), (3.5, Some(30.0)), (23.0 / 6.0, Some(60.0))]);
        check("three", kind, &rows, (Some(3.8), Some(100.0)), Some((3.1900, 4.4100)), Method::StudentTRows);
        check("one", kind, &bucket(&kind, &[(4.5, Some(10.0))]), (Some(4.5), Some(10.0)), None, Method::None);
    }

    #[test]
    fn weights_cost_precision() {
        let rows = [(5.0, 2.0), (5.0, 1.0), (3.0, 1.0), (2.0, 4.0)];
        // (Σw)²/Σw² = 64/22; share 3/8.
        let share = value_of(&CSAT, &weighted(&CSAT, &rows));
        assert_eq!((share.value, share.n, share.method), (Some(0.375), Some(4.0), Method::WilsonWeighted));
        assert_eq!(share.interval, wilson(0.375, 64.0 / 22.0));
        assert!(share.is_weighted && share.is_few);
        let equal: Vec<_> = [2.0, 4.0, 4.0, 9.0].map(|v| (v, 3.0)).to_vec();
        let plain = bucket(&KpiKind::Mean, &[2.0, 4.0, 4.0, 9.0].map(|v| (v, None)));
        let (a, b) = (value_of(&KpiKind::Mean, &weighted(&KpiKind::Mean, &equal)), value_of(&KpiKind::Mean, &plain));
        assert!((a.interval.unwrap().0 - b.interval.unwrap().0).abs() < 1e-12, "equal weights change nothing");
        assert_eq!((a.n, a.method), (Some(4.0), Method::StudentTWeighted));
    }

    #[test]
    fn a_row_whose_count_is_missing_is_not_one_answer() {
        for (kind, value) in [(NPS, 0.0), (CSAT, 1.0), (KpiKind::Mean, 7.0)] {
            let mut pool = bucket(&kind, &[(9.0, Some(50.0)), (5.0, None)]);
            pool.forget_n(false);
            let rest = if kind == NPS { Some(100.0 * 49.0 / 51.0) } else { Some(value) };
            check("one of two", kind, &pool, (rest, None), None, Method::None);
            assert!(!value_of(&kind, &pool).is_few, "{kind:?}");
            assert_eq!(crate::metrics::change(&kind, &pool, &pool).p_value, None, "{kind:?}");
        }
        let mut averages = bucket(&CSAT, &[(4.2, None)]);
        averages.forget_n(true);
        check("an average", CSAT, &averages, (None, None), None, Method::RowsAreAverages);
    }

    #[test]
    fn no_answers_are_not_few_answers() {
        assert!(!value_of(&KpiKind::Rate, &bucket(&KpiKind::Rate, &[(0.0, Some(0.0))])).is_few);
        assert!(!value_of(&NPS, &Bucket::default()).is_few);
        assert!(value_of(&NPS, &bucket(&NPS, &[(9.0, None)])).is_few);
    }

    #[test]
    fn sums_say_when_n_is_not_given() {
        let kind = KpiKind::Sum;
        let counts = bucket(&kind, &[(120.0, None), (80.5, None)]);
        check("sum", kind, &counts, (Some(200.5), None), None, Method::None);
        assert!(!value_of(&kind, &counts).is_few);
    }

    #[test]
    fn nothing_is_a_gap_and_overflow_is_not_a_number_on_the_map() {
        for kind in [NPS, CSAT, KpiKind::Rate, KpiKind::Mean, KpiKind::Sum] {
            check("no rows", kind, &Bucket::default(), (None, Some(0.0)), None, Method::None);
        }
        let big = bucket(&KpiKind::Sum, &[(f64::MAX, None), (f64::MAX, None)]);
        assert_eq!(value_of(&KpiKind::Sum, &big).value, None);
        assert_eq!(value_of(&KpiKind::Mean, &big).interval, None);
    }
}
