//! Many comparisons at once: which of them are discoveries.

/// The share of false discoveries that is put up with.
pub const FALSE_DISCOVERIES: f64 = 0.05;

/// p values corrected for their number after Benjamini and Hochberg (1995): the least rate of false discoveries at which
/// each would count as one, q₍ᵢ₎ = min over j ≥ i of m·p₍ⱼ₎/j, at most 1. In the order of the input; what was not tested
/// (`None`) is no comparison and stays `None`.
#[must_use]
pub fn corrected(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut tested: Vec<(usize, f64)> =
        p_values.iter().enumerate().filter_map(|(index, p)| p.filter(|p| p.is_finite()).map(|p| (index, p))).collect();
    tested.sort_by(|a, b| a.1.total_cmp(&b.1));
    let many = tested.len() as f64;
    let mut corrected = vec![None; p_values.len()];
    let mut least = 1.0_f64;
    for (rank, (index, p)) in tested.into_iter().enumerate().rev() {
        least = least.min(many * p / (rank + 1) as f64);
        if let Some(place) = corrected.get_mut(index) {
            *place = Some(least);
        }
    }
    corrected
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(p_values: &[Option<f64>], expected: &[Option<f64>]) {
        let found = corrected(p_values);
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            let is_close = match (found, expected) {
                (Some(found), Some(expected)) => (found - expected).abs() < 1e-12,
                (found, expected) => found.is_none() && expected.is_none(),
            };
            assert!(is_close, "{found:?} instead of {expected:?} for {p_values:?}");
        }
    }

    #[test]
    fn values_match_those_of_statsmodels() {
        // statsmodels.stats.multitest.multipletests(p, method="fdr_bh")[1]
        let p = [0.01, 0.04, 0.03, 0.005, 0.55, 0.2].map(Some);
        check(&p, &[0.03, 0.06, 0.06, 0.03, 0.55, 0.24].map(Some));
        // The fifteen p values of the paper: four are discoveries at 5 %.
        let paper = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0,
        ];
        let found = corrected(&paper.map(Some));
        assert_eq!(found.iter().flatten().filter(|q| **q <= FALSE_DISCOVERIES).count(), 4);
    }

    #[test]
    fn what_was_not_tested_is_no_comparison() {
        check(&[None, Some(0.04), None], &[None, Some(0.04), None]);
        check(&[], &[]);
        check(&[Some(f64::NAN), Some(0.9)], &[None, Some(0.9)]);
    }
}
