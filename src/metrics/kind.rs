//! What a kind of KPI needs from its rows, and reading a KPI as another kind.

use crate::metrics::value::KpiValue;
use crate::model::observation::Cuts;
use crate::model::{Kpi, KpiKind, Sides};

/// The thresholds that buckets must count against for a kind. Kinds that need none get thresholds no row reaches.
#[must_use]
pub fn cuts_of(kind: &KpiKind) -> Cuts {
    match *kind {
        KpiKind::Nps => Cuts { low: 7.0, high: 9.0 },
        KpiKind::TopBox { satisfied_from, satisfied_to, .. } => {
            Cuts { low: satisfied_from, high: satisfied_to.map_or(satisfied_from, f64::next_up) }
        }
        _ => Cuts { low: f64::INFINITY, high: f64::INFINITY },
    }
}

/// True for kinds whose changes a test can tell from noise; see [`crate::metrics::moved`].
#[must_use]
pub fn has_test(kind: &KpiKind) -> bool {
    match kind {
        KpiKind::Nps
        | KpiKind::TopBox { .. }
        | KpiKind::Ces
        | KpiKind::Sus
        | KpiKind::Mean
        | KpiKind::Rate
        | KpiKind::Ratio
        | KpiKind::Difference { of: Sides::Means | Sides::Shares } => true,
        KpiKind::Percentile { .. }
        | KpiKind::Sum
        | KpiKind::Count
        | KpiKind::Last
        | KpiKind::Difference { of: Sides::Sums }
        | KpiKind::Formula => false,
    }
}

/// The least and the most a KPI's value can be; `None` where there is no end.
#[must_use]
pub fn bounds(kpi: &Kpi) -> Option<(f64, f64)> {
    match kpi.kind {
        KpiKind::Nps => Some((-100.0, 100.0)),
        KpiKind::TopBox { .. } | KpiKind::Rate => Some((0.0, 1.0)),
        KpiKind::Difference { of: Sides::Shares } => Some((-1.0, 1.0)),
        _ => kpi.answers(),
    }
}

/// An interval as far as the KPI's value can go: a mean of two answers knows nothing about scores beyond the scale.
/// A value that lies outside of its own bounds keeps its interval; then it is the bounds that are wrong.
#[must_use]
pub fn within_bounds(kpi: &Kpi, value: KpiValue) -> KpiValue {
    let Some((least, most)) =
        bounds(kpi).filter(|(least, most)| value.value.is_some_and(|v| (*least..=*most).contains(&v)))
    else {
        return value;
    };
    KpiValue { interval: value.interval.map(|(low, high)| (low.max(least), high.min(most))), ..value }
}

/// Why a KPI cannot be read as another kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AsKindError {
    /// The word names no kind.
    #[error(
        "“{0}” is no kind of KPI; use nps, top_box, ces, mean, median, p90 or another percentile, rate, sum, count or last"
    )]
    UnknownWord(String),
    /// A top box needs to know the scale of the answers.
    #[error("“{0}” has no scale, so it has no top box; set the scale of its answers first")]
    NoScale(String),
    /// Answers on a scale are no shares of anything.
    #[error("“{name}” holds answers on a scale, which are no shares, so it makes no rate; use {fitting}")]
    NoShares {
        /// The KPI.
        name: String,
        /// Kinds that can be computed.
        fitting: &'static str,
    },
    /// An NPS counts answers from 0 to 10.
    #[error("“{name}” has answers from {scale}, and an NPS needs answers from 0 to 10; use top_box or mean")]
    NoPromoters {
        /// The KPI.
        name: String,
        /// Its scale, as in "1 to 5".
        scale: String,
    },
}

/// The kind a word names, for this KPI: `nps`, `top_box`, `ces`, `mean`, `median`, `p90` and other percentiles, `rate`,
/// `sum`, `count` or `last`; its own kind, whatever that is, under its own word. A top box keeps the KPI's own
/// satisfied scores when it has them and takes the usual ones of its scale otherwise.
///
/// # Errors
/// [`AsKindError`] when the word is unknown, or names what the KPI's answers cannot be counted as.
pub fn as_kind(word: &str, kpi: &Kpi) -> Result<KpiKind, AsKindError> {
    if word == kpi.kind.word() {
        return Ok(kpi.kind);
    }
    let scale = kpi.answers().or(kpi.scale);
    match (word, scale) {
        ("nps", Some((low, high))) if high != 10.0 || low > 1.0 => {
            return Err(AsKindError::NoPromoters { name: kpi.name.clone(), scale: format!("{low} to {high}") });
        }
        ("rate", Some((low, high))) if (low, high) != (0.0, 1.0) => {
            let fitting = if high == 10.0 { "nps, top_box or mean" } else { "top_box or mean" };
            return Err(AsKindError::NoShares { name: kpi.name.clone(), fitting });
        }
        _ => {}
    }
    match word {
        "nps" => Ok(KpiKind::Nps),
        "mean" => Ok(KpiKind::Mean),
        "rate" => Ok(KpiKind::Rate),
        "sum" => Ok(KpiKind::Sum),
        "ces" => Ok(KpiKind::Ces),
        "count" => Ok(KpiKind::Count),
        "last" => Ok(KpiKind::Last),
        "median" => Ok(KpiKind::MEDIAN),
        "top_box" => match (kpi.kind, kpi.scale) {
            (kind @ KpiKind::TopBox { .. }, _) => Ok(kind),
            (_, Some(scale)) => Ok(KpiKind::top_box_of(scale)),
            (KpiKind::Nps, None) => Ok(KpiKind::top_box_of((0.0, 10.0))),
            (_, None) => Err(AsKindError::NoScale(kpi.name.clone())),
        },
        other => percentile(other).ok_or_else(|| AsKindError::UnknownWord(other.to_owned())),
    }
}

/// True for a word that names a kind some KPI can be read as.
#[must_use]
pub fn is_word(word: &str) -> bool {
    const WORDS: [&str; 9] = ["nps", "top_box", "ces", "mean", "median", "rate", "sum", "count", "last"];
    WORDS.contains(&word) || percentile(word).is_some()
}

/// The percentile that a word such as "p95" or "p99.9" names.
fn percentile(word: &str) -> Option<KpiKind> {
    let percent: f64 = word.strip_prefix('p')?.parse().ok()?;
    (percent > 0.0 && percent < 100.0).then_some(KpiKind::Percentile { percent })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::fixture::kpi;

    fn check(word: &str, kind: KpiKind, scale: Option<(f64, f64)>, expected: Result<KpiKind, AsKindError>) {
        assert_eq!(as_kind(word, &kpi(kind, scale)), expected, "{word} of {kind:?} {scale:?}");
    }

    #[test]
    fn words_become_kinds() {
        let strict = KpiKind::TopBox { scale: (1.0, 7.0), satisfied_from: 7.0, satisfied_to: None };
        check("nps", KpiKind::Mean, None, Ok(KpiKind::Nps));
        check("top_box", strict, Some((1.0, 7.0)), Ok(strict));
        check("top_box", KpiKind::Mean, Some((1.0, 7.0)), Ok(KpiKind::top_box_of((1.0, 7.0))));
        check(
            "top_box",
            KpiKind::Nps,
            None,
            Ok(KpiKind::TopBox { scale: (0.0, 10.0), satisfied_from: 9.0, satisfied_to: None }),
        );
        check("top_box", KpiKind::Sum, None, Err(AsKindError::NoScale("Effort".to_owned())));
        let refused = |fitting| Err(AsKindError::NoShares { name: "Effort".to_owned(), fitting });
        check("rate", KpiKind::Nps, None, refused("nps, top_box or mean"));
        check("rate", strict, None, refused("top_box or mean"));
        check("rate", KpiKind::Mean, None, Ok(KpiKind::Rate));
        let short = AsKindError::NoPromoters { name: "Effort".to_owned(), scale: "1 to 7".to_owned() };
        check("nps", strict, None, Err(short));
        check("nps", KpiKind::top_box_of((0.0, 10.0)), None, Ok(KpiKind::Nps));
        check("median", KpiKind::Sum, None, Ok(KpiKind::MEDIAN));
        check("p99.9", KpiKind::Mean, None, Ok(KpiKind::Percentile { percent: 99.9 }));
        for word in ["p100", "p0", "pi", "middle", "formula"] {
            check(word, KpiKind::Sum, None, Err(AsKindError::UnknownWord(word.to_owned())));
        }
        check("formula", KpiKind::Formula, None, Ok(KpiKind::Formula));
    }

    #[test]
    fn cuts_split_promoters_and_the_satisfied() {
        assert_eq!(cuts_of(&KpiKind::Nps), Cuts { low: 7.0, high: 9.0 });
        assert_eq!(cuts_of(&KpiKind::top_box_of((1.0, 5.0))), Cuts { low: 4.0, high: 4.0 });
        let grades = cuts_of(&KpiKind::TopBox { scale: (1.0, 6.0), satisfied_from: 1.0, satisfied_to: Some(2.0) });
        assert!(grades.low == 1.0 && grades.high > 2.0 && grades.high < 2.000_001);
        assert!(1e300 < cuts_of(&KpiKind::Mean).low);
    }
}
