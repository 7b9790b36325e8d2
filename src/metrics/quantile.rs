//! Percentiles of single values and their intervals.

use crate::metrics::distribution::incomplete_beta;

/// A percentile of values (value and how much it counts, by value, ascending): linear interpolation between the ranks
/// around 1 + (N − 1)·p, the "type 7" of R and NumPy, where a value that counts k times stands k times in line. `total`
/// is N, the number of answers: weights that do not add up to it are brought there first (Hmisc's `wtd.quantile` with
/// `normwt`). `None` without values.
#[must_use]
pub fn quantile(values: &[(f64, f64)], p: f64, total: f64) -> Option<f64> {
    let sum: f64 = values.iter().map(|(_, w)| w).sum();
    if !(sum > 0.0 && total > 0.0) {
        return None;
    }
    let order = 1.0 + (total - 1.0).max(0.0) * p;
    let (below, share) = (order.floor().max(1.0), order.fract());
    let low = at_rank(values, below, total / sum)?;
    let high = at_rank(values, (below + 1.0).min(total), total / sum)?;
    Some(if share == 0.0 { low } else { low + (high - low) * share })
}

/// The first value whose cumulated count reaches a rank.
fn at_rank(values: &[(f64, f64)], rank: f64, scale: f64) -> Option<f64> {
    let mut cumulated = 0.0;
    let reached = values.iter().find(|(_, w)| {
        cumulated += w * scale;
        // Weights that were brought to the number of answers add up to whole ranks but for rounding.
        cumulated >= rank - 1e-9 * rank.max(1.0)
    });
    reached.or(values.last()).map(|(value, _)| *value)
}

/// The 95 % interval of a percentile from order statistics: the values at the ranks between which the percentile of the
/// population lies with at least 95 %, from the binomial distribution of n answers (as SciPy's `quantile_test`). `None`
/// when n is too small for one of the ends.
#[must_use]
pub fn interval(values: &[(f64, f64)], p: f64, n: f64) -> Option<(f64, f64)> {
    let n = (n + 1e-9).floor();
    let sum: f64 = values.iter().map(|(_, w)| w).sum();
    if !(n >= 1.0 && sum > 0.0) {
        return None;
    }
    // 1-based ranks: the lower one has at most 2.5 % below it, the upper one at most 2.5 % above.
    let lower = binomial_quantile(0.025, n, p);
    let upper = binomial_quantile(0.975, n, p) + 1.0;
    if lower < 1.0 || upper > n {
        return None;
    }
    Some((at_rank(values, lower, n / sum)?, at_rank(values, upper, n / sum)?))
}

/// The smallest k with P(B ≤ k) ≥ `share` for B ~ Binomial(n, p).
fn binomial_quantile(share: f64, n: f64, p: f64) -> f64 {
    // P(B ≤ k) = I_{1−p}(n − k, k + 1).
    let at_most = |k: f64| if k >= n { 1.0 } else { incomplete_beta(1.0 - p, n - k, k + 1.0) };
    let (mut low, mut high) = (-1.0_f64, n);
    while high - low > 1.0 {
        let middle = ((low + high) / 2.0).floor();
        if at_most(middle) >= share {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(values: &[f64]) -> Vec<(f64, f64)> {
        crate::model::observation::distinct(values.iter().map(|v| (*v, 1.0)).collect())
    }

    fn check(values: &[(f64, f64)], p: f64, total: f64, expected: f64) {
        let found = quantile(values, p, total).unwrap();
        assert!((found - expected).abs() < 1e-9, "{p} of {values:?}: {found}");
    }

    /// numpy.quantile([3, 1, 4, 1, 5, 9, 2, 6], [.25, .5, .9, .999])
    #[test]
    fn percentiles_as_numpy_has_them() {
        let values = each(&[3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0]);
        for (p, expected) in [(0.25, 1.75), (0.5, 3.5), (0.9, 6.9), (0.999, 8.979)] {
            check(&values, p, 8.0, expected);
        }
        check(&each(&[7.0]), 0.95, 1.0, 7.0);
        assert_eq!(quantile(&[], 0.5, 0.0), None);
        // Counts stand in line as often as they say.
        check(&[(1.0, 2.0), (4.0, 3.0)], 0.5, 5.0, 4.0);
        check(&[(1.0, 2.0), (4.0, 2.0)], 0.5, 4.0, 2.5);
    }

    #[test]
    fn equal_weights_change_nothing() {
        let plain = each(&[2.0, 3.0, 5.0, 8.0, 13.0]);
        let weighted: Vec<_> = plain.iter().map(|(v, _)| (*v, 0.3)).collect();
        for p in [0.1, 0.25, 0.5, 0.77, 0.95] {
            check(&weighted, p, 5.0, quantile(&plain, p, 5.0).unwrap());
        }
    }

    /// scipy.stats.binom.ppf(.025, n, p), binom.ppf(.975, n, p)
    #[test]
    fn ranks_of_the_binomial_distribution() {
        for (n, p, low, high) in
            [(10.0, 0.5, 2.0, 8.0), (100.0, 0.5, 40.0, 60.0), (30.0, 0.9, 23.0, 30.0), (1.0, 0.5, 0.0, 1.0)]
        {
            assert_eq!((binomial_quantile(0.025, n, p), binomial_quantile(0.975, n, p)), (low, high), "{n} {p}");
        }
        // Far beyond what the sums could be added up for: np ± 1.96·√(npq).
        let million = binomial_quantile(0.025, 1e6, 0.5);
        assert!((million - (5e5 - 1.959_964 * 500.0)).abs() <= 1.0, "{million}");
    }

    /// scipy.stats.quantile_test(range(1, n + 1), p=p).confidence_interval(.95)
    #[test]
    fn intervals_from_order_statistics() {
        let up_to = |n: u32| each(&(1..=n).map(f64::from).collect::<Vec<_>>());
        assert_eq!(interval(&up_to(10), 0.5, 10.0), Some((2.0, 9.0)));
        assert_eq!(interval(&up_to(100), 0.5, 100.0), Some((40.0, 61.0)));
        assert_eq!(interval(&up_to(30), 0.9, 30.0), None, "the upper end lies beyond the largest value");
        assert_eq!(interval(&up_to(200), 0.95, 200.0), Some((184.0, 197.0)));
        assert_eq!(interval(&up_to(5), 0.5, 5.0), None);
    }
}
