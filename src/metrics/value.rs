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
        KpiKind::TopBox { .. } => (bucket.n > 0.0 && !is_of_averages(bucket))
            .then(|| Share { p: bucket.at_least_high / bucket.n, n: Some(effective_n(bucket)) }),
        // Without the denominators of all rows nothing better than their plain mean is known, nor how sure it is.
        KpiKind::Rate if bucket.rows_without_n > 0 => Some(Share { p: bucket.plain_sum / bucket.rows as f64, n: None }),
        KpiKind::Rate => (bucket.n > 0.0).then(|| Share { p: bucket.sum / bucket.n, n: Some(effective_n(bucket)) }),
        KpiKind::Nps | KpiKind::Mean | KpiKind::Sum => None,
    }
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
/// * NPS, top box, mean: a row without n counts as one answer.
/// * Rate: Σw·x/Σw; when any row has no n, the plain mean of the rows, without n and interval.
/// * Sum: Σx, each row once (Σw·x of weighted answers), without interval.
#[must_use]
pub fn value_of(kind: &KpiKind, bucket: &Bucket) -> KpiValue {
    let is_weighted = bucket.is_weighted;
    let answers = if is_weighted { bucket.rows as f64 } else { bucket.n };
    let mut result = KpiValue {
        value: None,
        n: Some(answers),
        interval: None,
        method: Method::None,
        is_weighted,
        is_few: effective_n(bucket) < FEW_ANSWERS,
    };
    if bucket.rows == 0 {
        return KpiValue { n: Some(0.0), ..result };
    }
    if matches!(kind, KpiKind::Nps | KpiKind::TopBox { .. }) && is_of_averages(bucket) {
        return KpiValue { method: Method::RowsAreAverages, ..result };
    }
    let named = |plain, weighted| if is_weighted { weighted } else { plain };
    match kind {
        KpiKind::Nps => {
            if let Some(counts) = nps_counts(bucket) {
                result.value = Some(counts.score());
                result.interval = Some(counts.interval());
                result.method = named(Method::AdjustedWald, Method::AdjustedWaldWeighted);
            }
        }
        KpiKind::TopBox { .. } | KpiKind::Rate => {
            if let Some(share) = share_of(kind, bucket) {
                result.value = Some(share.p);
                result.interval = share.n.and_then(|n| wilson(share.p, n));
                if result.interval.is_some() {
                    result.method = named(Method::Wilson, Method::WilsonWeighted);
                }
                if share.n.is_none() {
                    (result.n, result.is_few) = (None, false);
                }
            }
        }
        KpiKind::Mean if bucket.n > 0.0 => {
            let mean = bucket.sum / bucket.n;
            result.value = Some(mean);
            if let Some(error) = mean_error(bucket) {
                let half = t_95(error.degrees) * error.square.sqrt();
                result.interval = Some((mean - half, mean + half));
                result.method = error.method;
            }
        }
        KpiKind::Mean => {}
        KpiKind::Sum => {
            result.value = Some(if is_weighted { bucket.sum } else { bucket.plain_sum });
            if bucket.rows_without_n > 0 {
                (result.n, result.is_few) = (None, false);
            }
        }
    }
    // Values near the largest number can overflow in the sums: nothing is better than "NaN" on a map.
    result.value = result.value.filter(|v| v.is_finite());
    result.interval = result.interval.filter(|(low, high)| low.is_finite() && high.is_finite());
    result
}
