//! The change of a KPI between two pools of rows, and whether it is more than noise.

use crate::metrics::distribution::{Z_95, normal_two_sided_p, t_95, t_two_sided_p};
use crate::metrics::interval::{NpsCounts, newcombe};
use crate::metrics::many;
use crate::metrics::value::{MeanError, Share, is_mean, is_n_known, mean_error, nps_counts, share_of, value_of};
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
    /// How sure the difference is, where it was tested.
    pub error: Option<ChangeError>,
    /// Which test.
    pub test: Test,
    /// How many days both sides have, where these are not of one length and what grows with the days was brought to one
    /// day; see [`crate::metrics::per_day::moved_between`].
    pub per_day: Option<PerDay>,
}

/// Two sides that are compared per day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PerDay {
    /// Days with data of the shown side.
    pub now: i64,
    /// Those of the one that it is compared with.
    pub before: i64,
    /// What they come to a day, the shown side first; `None` where they cannot be brought to a day.
    pub values: Option<(f64, f64)>,
}

/// Standard errors of a change, in its terms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChangeError {
    /// Towards smaller values.
    pub below: f64,
    /// Towards larger values; another one where the interval is lopsided, as that of two shares near 0 or 1.
    pub above: f64,
    /// Degrees of freedom; `None` for errors that are taken as known.
    pub degrees: Option<f64>,
}

impl Change {
    /// The same without a verdict, where both sides share rows: every test takes them for two samples.
    #[must_use]
    pub fn untested(self) -> Self {
        let (interval, is_beyond_noise, error) = (None, None, None);
        Self { interval, is_beyond_noise, p_value: None, statistic: None, error, test: Test::None, ..self }
    }

    /// True where the sides are not of one length and what is measured is no amount of days: nothing is compared.
    #[must_use]
    pub fn is_incomparable(&self) -> bool {
        self.per_day.is_some_and(|days| days.values.is_none())
    }

    /// How much farther this moved than another, whose rows are others, and the two-sided p of that. The errors of both
    /// changes are joined: those of means as Welch and Satterthwaite join the four of them, those of shares from the ends of
    /// Newcombe's intervals that lie towards each other (Zou and Donner 2008). `None` where one of them was not tested.
    #[must_use]
    pub fn farther_than(&self, other: &Self) -> Option<(f64, f64)> {
        let farther = self.difference? - other.difference?;
        let (own, others) = (self.error?, other.error?);
        let towards_zero = if farther > 0.0 { (own.below, others.above) } else { (own.above, others.below) };
        let (square, other_square) = (towards_zero.0.powi(2), towards_zero.1.powi(2));
        let per_degree =
            |square: f64, error: ChangeError| error.degrees.map_or(0.0, |degrees| square * square / degrees);
        let uncertain = per_degree(square, own) + per_degree(other_square, others);
        let all = square + other_square;
        let t = farther / all.sqrt();
        let p = if uncertain > 0.0 { t_two_sided_p(t, all * all / uncertain) } else { normal_two_sided_p(t) };
        (all > 0.0).then_some((farther, p))
    }

    /// Takes the verdict from a p that was corrected for the number of comparisons; see [`many::corrected`].
    pub fn correct(&mut self, corrected_p: Option<f64>) {
        self.is_beyond_noise = corrected_p.map(|p| p <= many::FALSE_DISCOVERIES);
    }
}

/// What a test found.
struct Verdict {
    statistic: f64,
    p_value: f64,
    interval: Option<(f64, f64)>,
    error: ChangeError,
}

/// The change of a KPI kind from one pool of rows to another. Rates and top boxes: Newcombe's interval and the pooled
/// two-proportion z-test; means: Welch's t; NPS: z; sums: the relative change alone.
#[must_use]
pub fn change(kind: &KpiKind, now: &Bucket, before: &Bucket) -> Change {
    let (value_now, value_before) = (value_of(kind, now).value, value_of(kind, before).value);
    let difference = value_now.zip(value_before).map(|(a, b)| a - b);
    // What rests on counts that nobody gave cannot be tested.
    let tested = difference.filter(|_| is_n_known(now) && is_n_known(before));
    let verdict = tested.and_then(|difference| match kind {
        KpiKind::Nps => Some((Test::NpsZ, nps_z(nps_counts(now)?, nps_counts(before)?)?)),
        KpiKind::TopBox { .. } | KpiKind::Rate => {
            let shares = (share_of(kind, now)?, share_of(kind, before)?);
            Some((Test::TwoProportions, two_proportions(shares)?))
        }
        kind if is_mean(kind) => Some((Test::WelchT, welch(difference, mean_error(now)?, mean_error(before)?)?)),
        _ => None,
    });
    found(kind, (value_now, value_before), verdict)
}

/// The change between two values of which more is known than their pools say: with the errors of both, Welch's t.
pub(crate) fn change_of_estimates(
    kind: &KpiKind,
    (now, before): (Option<f64>, Option<f64>),
    errors: Option<(MeanError, MeanError)>,
) -> Change {
    let difference = now.zip(before).map(|(a, b)| a - b);
    let verdict = difference.zip(errors).and_then(|(difference, (a, b))| welch(difference, a, b));
    found(kind, (now, before), verdict.map(|verdict| (Test::WelchT, verdict)))
}

/// The change between two amounts of one day each, of sides with so many days.
pub(crate) fn change_per_day(kind: &KpiKind, days: PerDay) -> Change {
    Change { per_day: Some(days), ..found(kind, days.values.unzip(), None) }
}

/// The change between two shares that are known without a pool of rows of their own.
pub(crate) fn change_of_shares(
    kind: &KpiKind,
    values: (Option<f64>, Option<f64>),
    shares: Option<(Share, Share)>,
) -> Change {
    let verdict = shares.and_then(two_proportions);
    found(kind, values, verdict.map(|verdict| (Test::TwoProportions, verdict)))
}

fn found(kind: &KpiKind, (now, before): (Option<f64>, Option<f64>), verdict: Option<(Test, Verdict)>) -> Change {
    let difference = now.zip(before).map(|(a, b)| a - b);
    let has_zero = !matches!(kind, KpiKind::Nps | KpiKind::Difference { .. });
    let relative =
        difference.zip(before).filter(|(_, b)| has_zero && *b != 0.0).map(|(difference, b)| difference / b.abs());
    let (test, verdict) = verdict.filter(|(_, v)| v.p_value.is_finite()).unzip();
    Change {
        difference,
        relative,
        interval: verdict.as_ref().and_then(|v| v.interval),
        is_beyond_noise: verdict.as_ref().map(|v| v.p_value < 0.05),
        p_value: verdict.as_ref().map(|v| v.p_value),
        statistic: verdict.as_ref().map(|v| v.statistic),
        error: verdict.as_ref().map(|v| v.error),
        test: test.unwrap_or(Test::None),
        per_day: None,
    }
}

fn two_proportions((a, b): (Share, Share)) -> Option<Verdict> {
    let (n1, n2) = (a.n?, b.n?);
    // Newcombe refuses what is no share, such as a "rate" of 1.2.
    let interval = newcombe((a.p, n1), (b.p, n2))?;
    let pooled = (a.p * n1 + b.p * n2) / (n1 + n2);
    let error = (pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2)).max(0.0).sqrt();
    // All or none on both sides: the shares are equal.
    let z = if error > 0.0 { (a.p - b.p) / error } else { 0.0 };
    let arm = |end: f64| (a.p - b.p - end).abs() / Z_95;
    let error = ChangeError { below: arm(interval.0), above: arm(interval.1), degrees: None };
    Some(Verdict { statistic: z, p_value: normal_two_sided_p(z), interval: Some(interval), error })
}

fn nps_z(now: NpsCounts, before: NpsCounts) -> Option<Verdict> {
    // Unanimous answers have an unadjusted error of zero, and a single answer always is unanimous: a promoter after a
    // detractor would prove a rise of 200. Then both sides are taken with their three answers added.
    let is_unanimous = |counts: NpsCounts| counts.standard_error() <= 0.0;
    let (now, before) =
        if is_unanimous(now) || is_unanimous(before) { (now.adjusted(), before.adjusted()) } else { (now, before) };
    let difference = now.score() - before.score();
    let error = now.standard_error().hypot(before.standard_error());
    let z = difference / error;
    let interval = ((difference - Z_95 * error).max(-200.0), (difference + Z_95 * error).min(200.0));
    let known = ChangeError { below: error, above: error, degrees: None };
    let p_value = normal_two_sided_p(z);
    (error > 0.0).then_some(Verdict { statistic: z, p_value, interval: Some(interval), error: known })
}

fn welch(difference: f64, a: MeanError, b: MeanError) -> Option<Verdict> {
    let square = a.square + b.square;
    if square <= 0.0 {
        // No spread on either side: equal means are equal; different ones cannot be tested.
        let error = ChangeError { below: 0.0, above: 0.0, degrees: None };
        let equal = Verdict { statistic: 0.0, p_value: 1.0, interval: Some((0.0, 0.0)), error };
        return (difference == 0.0).then_some(equal);
    }
    // Welch–Satterthwaite.
    let degrees = square * square / (a.square * a.square / a.degrees + b.square * b.square / b.degrees);
    let error = square.sqrt();
    let t = difference / error;
    let half = t_95(degrees) * error;
    Some(Verdict {
        statistic: t,
        p_value: t_two_sided_p(t, degrees),
        interval: Some((difference - half, difference + half)),
        error: ChangeError { below: error, above: error, degrees: Some(degrees) },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::fixture::bucket;

    struct Expected {
        difference: Option<f64>,
        statistic: Option<f64>,
        p_value: Option<f64>,
        interval: Option<(f64, f64)>,
        test: Test,
    }

    fn check(
        name: &str,
        kind: KpiKind,
        now: &[(f64, Option<f64>)],
        before: &[(f64, Option<f64>)],
        expected: &Expected,
    ) {
        let found = change(&kind, &bucket(&kind, now), &bucket(&kind, before));
        let is_close = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() < 5e-5,
            (a, b) => a == b,
        };
        assert!(is_close(found.difference, expected.difference), "{name}: {found:?}");
        assert!(is_close(found.statistic, expected.statistic), "{name}: {found:?}");
        assert!(is_close(found.p_value, expected.p_value), "{name}: {found:?}");
        assert!(is_close(found.interval.map(|i| i.0), expected.interval.map(|i| i.0)), "{name}: {found:?}");
        assert!(is_close(found.interval.map(|i| i.1), expected.interval.map(|i| i.1)), "{name}: {found:?}");
        assert_eq!(found.test, expected.test, "{name}: {found:?}");
        assert_eq!(found.is_beyond_noise, expected.p_value.map(|p| p < 0.05), "{name}: {found:?}");
    }

    fn untested(difference: Option<f64>) -> Expected {
        Expected { difference, statistic: None, p_value: None, interval: None, test: Test::None }
    }

    #[test]
    fn rates_of_a_hundred_and_a_hundred_and_thirty() {
        let expected = Expected {
            difference: Some(-0.03),
            statistic: Some(-2.1027),
            p_value: Some(0.0355),
            interval: Some((-0.0581, -0.0020)),
            test: Test::TwoProportions,
        };
        check("rates", KpiKind::Rate, &[(0.1, Some(1000.0))], &[(0.13, Some(1000.0))], &expected);
        let equal = Expected {
            difference: Some(0.0),
            statistic: Some(0.0),
            p_value: Some(1.0),
            interval: Some((-0.2775, 0.2775)),
            test: Test::TwoProportions,
        };
        check("none and none", KpiKind::Rate, &[(0.0, Some(10.0))], &[(0.0, Some(10.0))], &equal);
        check("no n", KpiKind::Rate, &[(0.1, None)], &[(0.13, Some(1000.0))], &untested(Some(-0.03)));
        check("nothing", KpiKind::Rate, &[], &[(0.13, Some(1000.0))], &untested(None));
    }

    #[test]
    fn means_after_welch() {
        let now: Vec<_> = [27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4]
            .map(|v| (v, None))
            .to_vec();
        let before: Vec<_> = [27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.5, 24.4]
            .map(|v| (v, None))
            .to_vec();
        let found = change(&KpiKind::Mean, &bucket(&KpiKind::Mean, &now), &bucket(&KpiKind::Mean, &before));
        assert!((found.p_value.unwrap() - 0.008072).abs() < 5e-6, "{found:?}");
        assert!((found.statistic.unwrap() - -2.85295).abs() < 5e-5, "{found:?}");
        let equal = Expected {
            difference: Some(0.0),
            statistic: Some(0.0),
            p_value: Some(1.0),
            interval: Some((0.0, 0.0)),
            test: Test::WelchT,
        };
        check("no spread", KpiKind::Mean, &[(4.0, Some(9.0))], &[(4.0, Some(5.0))], &equal);
        check("no spread, moved", KpiKind::Mean, &[(4.0, Some(9.0))], &[(3.0, Some(5.0))], &untested(Some(1.0)));
        check("one answer", KpiKind::Mean, &[(4.0, None)], &[(3.0, Some(5.0))], &untested(Some(1.0)));
    }

    #[test]
    fn nps_with_plain_errors() {
        let now = [(9.0, Some(50.0)), (7.0, Some(30.0)), (0.0, Some(20.0))];
        let before = [(9.0, Some(60.0)), (7.0, Some(30.0)), (0.0, Some(10.0))];
        // SE 7.8102 and 6.7082: z = −20 / 10.2956.
        let expected = Expected {
            difference: Some(-20.0),
            statistic: Some(-1.942_57),
            p_value: Some(0.052_07),
            interval: Some((-40.1791, 0.1791)),
            test: Test::NpsZ,
        };
        check("nps", KpiKind::Nps, &now, &before, &expected);
        let two = change(&KpiKind::Nps, &bucket(&KpiKind::Nps, &[(9.0, None)]), &bucket(&KpiKind::Nps, &[(0.0, None)]));
        assert_eq!((two.difference, two.is_beyond_noise), (Some(200.0), Some(false)), "two answers prove little");
    }

    #[test]
    fn sums_have_a_relative_change_alone() {
        let kind = KpiKind::Sum;
        check("sum", kind, &[(112.0, None)], &[(100.0, None)], &untested(Some(12.0)));
        let found = change(&kind, &bucket(&kind, &[(112.0, None)]), &bucket(&kind, &[(100.0, None)]));
        assert_eq!(found.relative, Some(0.12));
        assert_eq!(change(&kind, &bucket(&kind, &[(1.0, None)]), &bucket(&kind, &[(0.0, None)])).relative, None);
    }
}
