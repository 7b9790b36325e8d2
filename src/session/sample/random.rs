//! Random numbers from a seed, the same on every machine.

/// `splitmix64` (Steele, Lea, Flood 2014) with the few distributions that the sample needs.
pub(super) struct Random {
    state: u64,
}

impl Random {
    /// A stream for a purpose: changing what one file draws leaves the others alone.
    pub(super) fn new(seed: u64, purpose: &str) -> Self {
        let mut state = seed ^ 0x5851_F42D_4C95_7F2D;
        for byte in purpose.bytes() {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
        Self { state }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// 0 ..< 1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True with a probability.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Standard normal; the sum of twelve uniforms needs no functions that differ between platforms.
    pub(super) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// A count around a mean with Poisson spread.
    pub(super) fn count(&mut self, mean: f64) -> f64 {
        if mean > 30.0 {
            return (mean + mean.sqrt() * self.normal()).round().max(0.0);
        }
        let limit = (-mean).exp();
        let mut product = self.unit();
        let mut count = 0.0;
        while product > limit {
            product *= self.unit();
            count += 1.0;
        }
        count
    }

    /// Successes among `n` trials.
    pub(super) fn successes(&mut self, n: f64, probability: f64) -> f64 {
        let p = probability.clamp(0.0, 1.0);
        let spread = n * p * (1.0 - p);
        if spread > 9.0 {
            return (n * p + spread.sqrt() * self.normal()).round().clamp(0.0, n);
        }
        let mut left = n;
        let mut successes = 0.0;
        while left >= 1.0 {
            successes += f64::from(u8::from(self.chance(p)));
            left -= 1.0;
        }
        successes
    }

    /// An index drawn by weights; the last one when they do not add up to 1.
    pub(super) fn index(&mut self, weights: &[f64]) -> usize {
        let mut at = self.unit();
        for (index, weight) in weights.iter().enumerate() {
            at -= weight;
            if at < 0.0 {
                return index;
            }
        }
        weights.len().saturating_sub(1)
    }

    /// One of several; `None` of none.
    pub(super) fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let count = of.len() as f64;
        of.get((self.unit() * count) as usize)
    }
}
