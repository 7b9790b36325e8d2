//! 95 % intervals and standard errors of the scores, from shares and sample sizes.

use crate::metrics::distribution::Z_95;

/// Wilson's score interval of a share `p` of `n` answers (Wilson 1927): centre (p + z²/2n)/(1 + z²/n), half-width
/// z/(1 + z²/n)·√(p(1 − p)/n + z²/4n²). `None` when `n` is no positive number or `p` is no share.
#[must_use]
pub fn wilson(p: f64, n: f64) -> Option<(f64, f64)> {
    if !(n > 0.0 && (0.0..=1.0).contains(&p)) {
        return None;
    }
    let z2 = Z_95 * Z_95;
    let shrink = 1.0 + z2 / n;
    let centre = (p + z2 / (2.0 * n)) / shrink;
    let half = Z_95 / shrink * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    // At 0 and 1 the formula meets the edge exactly; rounding must not step over it.
    let low = if p == 0.0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if p == 1.0 { 1.0 } else { (centre + half).min(1.0) };
    Some((low, high))
}

/// Newcombe's hybrid score interval of the difference of two independent shares (Newcombe 1998, method 10), built from
/// both Wilson intervals.
#[must_use]
pub fn newcombe((p1, n1): (f64, f64), (p2, n2): (f64, f64)) -> Option<(f64, f64)> {
    let (low1, high1) = wilson(p1, n1)?;
    let (low2, high2) = wilson(p2, n2)?;
    let difference = p1 - p2;
    Some((difference - (p1 - low1).hypot(high2 - p2), difference + (high1 - p1).hypot(p2 - low2)))
}

/// Answers to a recommendation question as (effective) counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NpsCounts {
    /// Answers of 9 and 10.
    pub promoters: f64,
    /// Answers of 0 to 6.
    pub detractors: f64,
    /// All answers.
    pub n: f64,
}

impl NpsCounts {
    /// The score, −100 ..= 100. Only meaningful for positive `n`.
    #[must_use]
    pub fn score(self) -> f64 {
        100.0 * (self.promoters - self.detractors) / self.n
    }

    /// Standard error of the score in points: 100·√((p + d − (p − d)²)/n).
    #[must_use]
    pub fn standard_error(self) -> f64 {
        let (p, d) = (self.promoters / self.n, self.detractors / self.n);
        100.0 * (((p + d) - (p - d).powi(2)).max(0.0) / self.n).sqrt()
    }

    /// With three answers added: ¾ promoter, ¾ detractor, 1½ passive (adjusted Wald after Agresti and Min 2005, for NPS
    /// after Rocks 2016), so that few or unanimous answers do not look certain.
    #[must_use]
    pub fn adjusted(self) -> Self {
        Self { promoters: self.promoters + 0.75, detractors: self.detractors + 0.75, n: self.n + 3.0 }
    }

    /// The adjusted Wald interval, clipped to −100 ..= 100.
    #[must_use]
    pub fn interval(self) -> (f64, f64) {
        let adjusted = self.adjusted();
        let half = Z_95 * adjusted.standard_error();
        ((adjusted.score() - half).max(-100.0), (adjusted.score() + half).min(100.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, actual: Option<(f64, f64)>, expected: (f64, f64)) {
        let (low, high) = actual.expect(name);
        let is_close = (low - expected.0).abs() < 5e-5 && (high - expected.1).abs() < 5e-5;
        assert!(is_close, "{name}: {low} … {high} instead of {expected:?}");
    }

    #[test]
    fn wilson_matches_published_figures() {
        check("8 of 10", wilson(0.8, 10.0), (0.4902, 0.9433));
        check("81 of 263", wilson(81.0 / 263.0, 263.0), (0.2553, 0.3662));
        check("0 of 10", wilson(0.0, 10.0), (0.0, 0.2775));
        check("10 of 10", wilson(1.0, 10.0), (0.7225, 1.0));
        check("1 of 1", wilson(1.0, 1.0), (0.2065, 1.0));
        check("half of a billion", wilson(0.5, 1e9), (0.5, 0.5));
        assert_eq!(wilson(0.5, 0.0), None);
        assert_eq!(wilson(1.2, 10.0), None);
        assert_eq!(wilson(f64::NAN, 10.0), None);
    }

    #[test]
    fn newcombe_matches_published_figures() {
        check("100 against 130 of 1000", newcombe((0.1, 1000.0), (0.13, 1000.0)), (-0.0581, -0.0020));
        // Newcombe 1998, table II, example (a).
        check("56 of 70 against 48 of 80", newcombe((0.8, 70.0), (0.6, 80.0)), (0.0524, 0.3339));
        check("nobody against nobody", newcombe((0.0, 10.0), (0.0, 10.0)), (-0.2775, 0.2775));
    }

    #[test]
    fn nps_of_fifty_thirty_twenty() {
        let counts = NpsCounts { promoters: 50.0, detractors: 20.0, n: 100.0 };
        assert_eq!(counts.score(), 30.0);
        assert!((counts.standard_error() - 7.8102).abs() < 5e-5);
        let (low, high) = counts.interval();
        assert!((low - 14.05).abs() < 5e-3 && (high - 44.20).abs() < 5e-3, "{low} … {high}");
    }

    #[test]
    fn unanimous_answers_are_uncertain_and_clipped() {
        let all = NpsCounts { promoters: 4.0, detractors: 0.0, n: 4.0 };
        assert_eq!(all.standard_error(), 0.0);
        let (low, high) = all.interval();
        assert!(low > 0.0 && low < 60.0 && high == 100.0, "{low} … {high}");
    }
}
