//! The change of a KPI between two pools of rows, and whether it is more than noise.

use crate::metrics::distribution::{Z_95, normal_two_sided_p, t_95, t_two_sided_p};
use crate::metrics::interval::{NpsCounts, newcombe};
use crate::metrics::value::{mean_error, nps_counts, share_of, value_of};
use crate::model::KpiKind;
use crate::model::observation::Bucket;

/// The test that decided about a change; printed beside the verdict, because the choice can flip it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Test {
    /// Pooled two-proportion z-test, interval after Newcombe.
    TwoProportions,
    /// Welch's t-test.
    WelchT,
    /// z-test of two Net Promoter Scores.
    NpsZ,
    /// No test is possible: no n, too few answers, or a kind without spread.
    None,
}

impl Test {
    /// The name that is printed.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::TwoProportions => "two-proportion z-test, Newcombe interval",
            Self::WelchT => "Welch t-test",
            Self::NpsZ => "z-test of two NPS",
            Self::None => "none",
        }
    }
}

/// How much a value moved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Now minus before, in the value's own terms; `None` when one side has no value.
    pub difference: Option<f64>,
    /// Difference over the value before, as a fraction; `None` from zero and for NPS, whose zero means nothing.
    pub relative: Option<f64>,
    /// 95 % interval of the difference.
    pub interval: Option<(f64, f64)>,
    /// True when the test rejects "no change" at 5 %; `None` without a test.
    pub is_beyond_noise: Option<bool>,
    /// Two-sided p of the test.
    pub p_value: Option<f64>,
    /// The test's z or t.
    pub statistic: Option<f64>,
    /// Which test.
    pub test: Test,
}

/// What a test found.
struct Verdict {
    statistic: f64,
    p_value: f64,
    interval: Option<(f64, f64)>,
}

/// The change of a KPI kind from one pool of rows to another. Rates and top boxes: Newcombe's interval and the pooled
/// two-proportion z-test; means: Welch's t; NPS: z; sums: the relative change alone.
#[must_use]
pub fn change(kind: &KpiKind, now: &Bucket, before: &Bucket) -> Change {
    let (value_now, value_before) = (value_of(kind, now).value, value_of(kind, before).value);
    let difference = value_now.zip(value_before).map(|(a, b)| a - b);
    let has_zero = !matches!(kind, KpiKind::Nps);
    let relative =
        difference.zip(value_before).filter(|(_, b)| has_zero && *b != 0.0).map(|(difference, b)| difference / b.abs());
    let verdict = difference.and_then(|difference| match kind {
        KpiKind::Nps => Some((Test::NpsZ, nps_z(difference, nps_counts(now)?, nps_counts(before)?)?)),
        KpiKind::TopBox { .. } | KpiKind::Rate => Some((Test::TwoProportions, two_proportions(kind, now, before)?)),
        KpiKind::Mean => Some((Test::WelchT, welch(difference, now, before)?)),
        KpiKind::Sum => None,
    });
    let (test, verdict) = verdict.filter(|(_, v)| v.p_value.is_finite()).unzip();
    Change {
        difference,
        relative,
        interval: verdict.as_ref().and_then(|v| v.interval),
        is_beyond_noise: verdict.as_ref().map(|v| v.p_value < 0.05),
        p_value: verdict.as_ref().map(|v| v.p_value),
        statistic: verdict.as_ref().map(|v| v.statistic),
        test: test.unwrap_or(Test::None),
    }
}

fn two_proportions(kind: &KpiKind, now: &Bucket, before: &Bucket) -> Option<Verdict> {
    let (a, b) = (share_of(kind, now)?, share_of(kind, before)?);
    let (n1, n2) = (a.n?, b.n?);
    // Newcombe refuses what is no share, such as a "rate" of 1.2.
    let interval = newcombe((a.p, n1), (b.p, n2))?;
    let pooled = (a.p * n1 + b.p * n2) / (n1 + n2);
    let error = (pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2)).max(0.0).sqrt();
    // All or none on both sides: the shares are equal.
    let z = if error > 0.0 { (a.p - b.p) / error } else { 0.0 };
    Some(Verdict { statistic: z, p_value: normal_two_sided_p(z), interval: Some(interval) })
}

fn nps_z(difference: f64, now: NpsCounts, before: NpsCounts) -> Option<Verdict> {
    // Unanimous answers have an unadjusted error of zero, and one answer always is: two promoters would prove any
    // difference. Their adjusted error stands in.
    let square = |counts: NpsCounts| {
        let plain = counts.standard_error();
        (if plain > 0.0 { plain } else { counts.adjusted().standard_error() }).powi(2)
    };
    let error = (square(now) + square(before)).sqrt();
    let z = difference / error;
    let interval = ((difference - Z_95 * error).max(-200.0), (difference + Z_95 * error).min(200.0));
    (error > 0.0).then(|| Verdict { statistic: z, p_value: normal_two_sided_p(z), interval: Some(interval) })
}

fn welch(difference: f64, now: &Bucket, before: &Bucket) -> Option<Verdict> {
    let (a, b) = (mean_error(now)?, mean_error(before)?);
    let square = a.square + b.square;
    if square <= 0.0 {
        // No spread on either side: equal means are equal; different ones cannot be tested.
        return (difference == 0.0).then_some(Verdict { statistic: 0.0, p_value: 1.0, interval: Some((0.0, 0.0)) });
    }
    // Welch–Satterthwaite.
    let degrees = square * square / (a.square * a.square / a.degrees + b.square * b.square / b.degrees);
    let t = difference / square.sqrt();
    let half = t_95(degrees) * square.sqrt();
    Some(Verdict {
        statistic: t,
        p_value: t_two_sided_p(t, degrees),
        interval: Some((difference - half, difference + half)),
    })
}
