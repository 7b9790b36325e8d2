//! The two distributions that the intervals and tests need: normal and Student's t.
//!
//! Written here rather than taken from a statistics crate: those bring linear algebra and dozens of distributions for
//! three functions of thirty lines each, whose values are tested against published tables below.

use std::sync::OnceLock;

/// The 97.5 % point of the normal distribution, for two-sided 95 % intervals.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// Natural logarithm of the gamma function for positive arguments.
/// Lanczos approximation with g = 7 and nine coefficients (Godfrey 2001), relative error below 1e-14.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    const COEFFICIENTS: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    let base = x - 1.0;
    let mut series = 0.999_999_999_999_809_9;
    for (index, coefficient) in (1_u8..).zip(COEFFICIENTS) {
        series += coefficient / (base + f64::from(index));
    }
    let t = base + 7.5;
    0.5 * (2.0 * std::f64::consts::PI).ln() + (base + 0.5) * t.ln() - t + series.ln()
}

/// The regularised incomplete beta function I_x(a, b), after the continued fraction of Abramowitz and Stegun 26.5.8,
/// evaluated with Lentz's method.
#[must_use]
pub fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    // The fraction converges fast on this side of the mean only.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(1.0 - x, b, a);
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p()).exp() / a;
    let away_from_zero = |v: f64| if v.abs() < 1e-300 { 1e-300 } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for step in 1..500 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        let factor = d * c;
        fraction *= factor;
        if (factor - 1.0).abs() < 1e-15 {
            break;
        }
    }
    front * fraction
}

/// Probability that a normal variable lies at least this far from its mean on either side.
#[must_use]
pub fn normal_two_sided_p(z: f64) -> f64 {
    let x = z.abs();
    if x < 3.0 {
        // Φ(x) − ½ = φ(x)·Σ x^(2k+1) / (1·3·5···(2k+1)), Abramowitz and Stegun 26.2.11.
        let mut term = x;
        let mut sum = x;
        let mut odd = 1.0;
        while term > sum * 1e-17 {
            odd += 2.0;
            term *= x * x / odd;
            sum += term;
        }
        1.0 - 2.0 * normal_density(x) * sum
    } else {
        // The tail as a continued fraction, Abramowitz and Stegun 26.2.14, from the inside out.
        let mut fraction = x;
        for k in (1..=60).rev() {
            fraction = x + f64::from(k) / fraction;
        }
        2.0 * normal_density(x) / fraction
    }
}

fn normal_density(x: f64) -> f64 {
    (-0.5 * x * x).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

/// Probability that a t variable lies at least this far from zero on either side; the degrees of freedom may be
/// fractional, as in Welch's test.
#[must_use]
pub fn t_two_sided_p(t: f64, degrees: f64) -> f64 {
    incomplete_beta(degrees / (degrees + t * t), degrees / 2.0, 0.5)
}

/// The 97.5 % point of Student's t for (fractional) degrees of freedom above 0.
///
/// Starts from the expansion around the normal point (Abramowitz and Stegun 26.7.5), exact to ten digits from 200
/// degrees on, and refines below that with Newton's method, falling back to halving where that leaves the bracket. Those
/// of whole degrees, which every point of every trend asks for, are worked out once.
#[must_use]
pub fn t_95(degrees: f64) -> f64 {
    static KNOWN: [OnceLock<f64>; 200] = [const { OnceLock::new() }; 200];
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates; what is not whole is not taken"
    )]
    let whole = degrees as usize;
    #[expect(clippy::cast_precision_loss, clippy::float_cmp, reason = "of whole degrees only; small numbers are exact")]
    let known = KNOWN.get(whole).filter(|_| whole > 0 && whole as f64 == degrees);
    known.map_or_else(|| worked_out_t_95(degrees), |known| *known.get_or_init(|| worked_out_t_95(degrees)))
}

fn worked_out_t_95(degrees: f64) -> f64 {
    let z = Z_95;
    let z2 = z * z;
    let g1 = z * (z2 + 1.0) / 4.0;
    let g2 = z * ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
    let g3 = z * (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0;
    let g4 = z * ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) / 92_160.0;
    let expansion = z + (g1 + (g2 + (g3 + g4 / degrees) / degrees) / degrees) / degrees;
    if degrees >= 200.0 {
        return expansion;
    }
    let ln_scale =
        ln_gamma((degrees + 1.0) / 2.0) - ln_gamma(degrees / 2.0) - 0.5 * (degrees * std::f64::consts::PI).ln();
    let density = |t: f64| (ln_scale - (degrees + 1.0) / 2.0 * (t * t / degrees).ln_1p()).exp();
    let (mut low, mut high) = (z, z * 2.0);
    while t_two_sided_p(high, degrees) > 0.05 && high < 1e150 {
        low = high;
        high *= 2.0;
    }
    let mut t = expansion.clamp(low, high);
    for _ in 0..200 {
        let excess = t_two_sided_p(t, degrees) - 0.05;
        if excess > 0.0 {
            low = t;
        } else {
            high = t;
        }
        let newton = t + excess / (2.0 * density(t));
        let next = if newton > low && newton < high { newton } else { f64::midpoint(low, high) };
        let is_settled = (next - t).abs() <= 1e-13 * t;
        t = next;
        if is_settled {
            break;
        }
    }
    t
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, actual: f64, expected: f64, tolerance: f64) {
        assert!((actual - expected).abs() <= tolerance, "{name}: {actual} instead of {expected}");
    }

    #[test]
    fn gamma_of_known_points() {
        check("Γ(5)", ln_gamma(5.0), 24_f64.ln(), 1e-13);
        check("Γ(½)", ln_gamma(0.5), std::f64::consts::PI.sqrt().ln(), 1e-13);
        check("Γ(101)", ln_gamma(101.0), 363.739_375_555_563_5, 1e-10);
    }

    #[test]
    fn normal_tails_match_tables() {
        check("z 0", normal_two_sided_p(0.0), 1.0, 0.0);
        check("z 1", normal_two_sided_p(1.0), 0.317_310_507_862_914_1, 1e-14);
        check("z 1.96", normal_two_sided_p(Z_95), 0.05, 1e-14);
        check("just below the switch", normal_two_sided_p(2.999_999), normal_two_sided_p(3.0), 1e-8);
        check("z 3", normal_two_sided_p(-3.0), 0.002_699_796_063_260_19, 1e-15);
        check("z 6", normal_two_sided_p(6.0), 1.973_175_290_075_4e-9, 1e-20);
        check("far out", normal_two_sided_p(60.0), 0.0, 1e-300);
    }

    #[test]
    fn t_quantiles_match_tables() {
        for (degrees, expected) in [
            (1.0, 12.706_204_736_174_7),
            (2.0, 4.302_652_729_749_46),
            (3.0, 3.182_446_305_283_71),
            (9.0, 2.262_157_162_798_2),
            (29.0, 2.045_229_642_132_7),
            (120.0, 1.979_930_405_082_44),
            (1000.0, 1.962_339_080_826_8),
        ] {
            check(&format!("t {degrees}"), t_95(degrees), expected, 1e-9);
            check(&format!("p of t {degrees}"), t_two_sided_p(t_95(degrees), degrees), 0.05, 1e-10);
        }
        for degrees in 1..200 {
            let degrees = f64::from(degrees);
            check(&format!("known t {degrees}"), t_95(degrees), worked_out_t_95(degrees), 0.0);
            check(&format!("known p of t {degrees}"), t_two_sided_p(t_95(degrees), degrees), 0.05, 1e-10);
        }
        check("the expansion takes over smoothly", t_95(199.999_999), t_95(200.0), 1e-9);
        check("huge", t_95(1e12), Z_95, 1e-9);
        assert!(t_95(0.3) > t_95(1.0), "fractional degrees below one");
    }
}
