//! How often a quiet series raises an alarm: measured on normal noise from a seed, beside the theory for limits that are
//! known. `docs/kpis.md` names these numbers.

use super::*;

/// Normal numbers from a seed (splitmix64, Box and Muller).
pub(in crate::metrics) struct Noise(pub(in crate::metrics) u64);

impl Noise {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(in crate::metrics) fn normal(&mut self) -> f64 {
        let (radius, angle) = (self.uniform().max(f64::MIN_POSITIVE), self.uniform());
        (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
    }
}

/// Moves told per 1,000 quiet points, in charts of so many points: by anomalies, by runs of eight, by three of four; a
/// level that a series begins with is no move.
fn per_thousand(points: usize) -> [f64; 3] {
    const POINTS: usize = 480_000;
    let mut noise = Noise(20_260_101);
    let mut counts = [0.0; 3];
    for _ in 0..POINTS / points {
        let slots: Vec<Option<f64>> = (0..points).map(|_| Some(noise.normal())).collect();
        for pattern in chart(&slots).unwrap().patterns() {
            match pattern.rule {
                Rule::OutsideLimits => counts[0] += 1.0,
                Rule::EightOnOneSide if pattern.since > 0 => counts[1] += 1.0,
                Rule::ThreeOfFourNearLimit if pattern.since > 0 => counts[2] += 1.0,
                Rule::EightOnOneSide | Rule::ThreeOfFourNearLimit => {}
            }
        }
    }
    counts.map(|count| count * 1_000.0 / POINTS as f64)
}

#[test]
fn quiet_series_seldom_raise_an_alarm() {
    let found = [24, 60, 1_000].map(per_thousand);
    let expected = [[2.32, 1.23, 1.17], [2.37, 2.78, 1.27], [2.52, 3.91, 1.39]];
    let is_near = found.iter().flatten().zip(expected.iter().flatten()).all(|(a, b)| (a - b).abs() <= 0.05);
    assert!(is_near, "{found:.2?}");
}
