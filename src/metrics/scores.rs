//! How many answered which score.

use crate::base::time::DayRange;
use crate::metrics::days::{KpiDays, within};
use crate::metrics::series::pool;
use crate::metrics::value::is_of_averages;
use crate::model::{Kpi, KpiKind};

/// What a score means to its KPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ScoreGroup {
    /// The KPI makes no difference between scores.
    #[default]
    Plain,
    /// Satisfied answers of a top box.
    Satisfied,
    /// Answers of a top box that are not.
    Unsatisfied,
    /// Answers 0 to 6 of an NPS.
    Detractor,
    /// Answers 7 and 8.
    Passive,
    /// Answers 9 and 10.
    Promoter,
}

/// How many answers one score got.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreCount {
    /// The score; of a class of scores the lowest.
    pub low: f64,
    /// The end of a class of scores; `None` for a single score.
    pub high: Option<f64>,
    /// Answers; sums of weights where answers are weighted.
    pub count: f64,
    /// What the score means.
    pub group: ScoreGroup,
}

/// Most scores that each have a bar of their own.
const MOST_SCORES: f64 = 12.0;
/// Bars of a longer scale.
const CLASSES: u32 = 10;

/// True for kinds whose rows are answers on a scale.
#[must_use]
pub fn has_scores(kpi: &Kpi) -> bool {
    let is_of_answers = matches!(
        kpi.kind,
        KpiKind::Nps
            | KpiKind::TopBox { .. }
            | KpiKind::Ces
            | KpiKind::Sus
            | KpiKind::Mean
            | KpiKind::Percentile { .. }
    );
    is_of_answers && kpi.answers().is_some()
}

/// How many answered which score in a range of days: every score of the scale, those nobody gave too. A score beyond the
/// scale makes it longer, so that no answer is left out. Long scales, and those with answers between whole scores, are
/// parted into ten classes; a class begins with its lower end, the last one holds its upper end as well.
///
/// Empty without single answers: when rows are averages or there are none.
#[must_use]
pub fn score_counts(kpi: &Kpi, days: &KpiDays, range: DayRange) -> Vec<ScoreCount> {
    let Some((low, high)) = kpi.answers().filter(|_| has_scores(kpi)) else { return Vec::new() };
    let values = days.values_within(range);
    let (Some((least, _)), Some((most, _))) = (values.first(), values.last()) else { return Vec::new() };
    if is_of_averages(&pool(within(&days.rows, range), range)) {
        return Vec::new();
    }
    let (low, high) = (low.min(*least), high.max(*most));
    let is_whole = low.fract() == 0.0 && high.fract() == 0.0 && values.iter().all(|(value, _)| value.fract() == 0.0);
    if !(low.is_finite() && high.is_finite() && high > low) {
        return Vec::new();
    }
    let is_single = is_whole && high - low < MOST_SCORES;
    let width = if is_single { 1.0 } else { (high - low) / f64::from(CLASSES) };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a dozen scores at most")]
    let bars = if is_single { (high - low) as u32 + 1 } else { CLASSES };
    let mut counts: Vec<ScoreCount> = (0..bars)
        .map(|bar| {
            let from = low + f64::from(bar) * width;
            let to = if bar + 1 == bars { high } else { low + f64::from(bar + 1) * width };
            let group = if is_single { group_of(kpi, from) } else { group_of_class(kpi, from, to, bar + 1 == bars) };
            ScoreCount { low: from, high: (!is_single).then_some(to), count: 0.0, group }
        })
        .collect();
    let last = counts.len().saturating_sub(1);
    for (value, count) in values {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a score of a dozen")]
        let bar = ((value - low) / width + 1e-9).floor() as usize;
        if let Some(found) = counts.get_mut(bar.min(last)) {
            found.count += count;
        }
    }
    counts
}

fn group_of(kpi: &Kpi, score: f64) -> ScoreGroup {
    match kpi.kind {
        KpiKind::Nps if score >= 9.0 => ScoreGroup::Promoter,
        KpiKind::Nps if score >= 7.0 => ScoreGroup::Passive,
        KpiKind::Nps => ScoreGroup::Detractor,
        KpiKind::TopBox { satisfied_from, satisfied_to, .. } => {
            if score >= satisfied_from && satisfied_to.is_none_or(|to| score <= to) {
                ScoreGroup::Satisfied
            } else {
                ScoreGroup::Unsatisfied
            }
        }
        _ => ScoreGroup::Plain,
    }
}

/// A class belongs to a group when all of its scores do.
fn group_of_class(kpi: &Kpi, from: f64, to: f64, is_last: bool) -> ScoreGroup {
    let end = if is_last { to } else { to.next_down() };
    let (first, last) = (group_of(kpi, from), group_of(kpi, end));
    if first == last { first } else { ScoreGroup::Plain }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::Day;
    use crate::metrics::fixture::{bucket, kpi};
    use crate::metrics::measure;
    use crate::model::observation::{DayBucket, DayValues, distinct};

    fn days(kpi: &Kpi, rows: &[(f64, f64)]) -> KpiDays {
        let with_n: Vec<_> = rows.iter().map(|(value, n)| (*value, Some(*n))).collect();
        KpiDays {
            rows: vec![DayBucket { day: Day(3), bucket: bucket(&kpi.kind, &with_n) }],
            values: vec![DayValues { day: Day(3), values: distinct(rows.to_vec()) }],
            ..KpiDays::default()
        }
    }

    /// Each bar as "4: 3 Satisfied".
    fn check(kind: KpiKind, scale: Option<(f64, f64)>, rows: &[(f64, f64)], expected: &[&str]) {
        let kpi = kpi(kind, scale);
        let bars = score_counts(&kpi, &days(&kpi, rows), DayRange::EVER).into_iter().map(|bar| {
            let end = bar.high.map_or_else(String::new, |high| format!("-{high}"));
            format!("{}{end}: {} {:?}", bar.low, bar.count, bar.group)
        });
        assert_eq!(bars.collect::<Vec<_>>(), expected, "{kind:?} {scale:?} {rows:?}");
    }

    #[test]
    fn every_score_of_the_scale_has_a_bar() {
        let csat = KpiKind::top_box_of((1.0, 5.0));
        let bars = ["1: 1 Unsatisfied", "2: 0 Unsatisfied", "3: 2 Unsatisfied", "4: 5 Satisfied", "5: 3 Satisfied"];
        check(csat, Some((1.0, 5.0)), &[(1.0, 1.0), (3.0, 2.0), (4.0, 5.0), (5.0, 3.0)], &bars);
        let grades = KpiKind::TopBox { scale: (1.0, 3.0), satisfied_from: 1.0, satisfied_to: Some(1.0) };
        let bars = ["1: 1 Satisfied", "2: 0 Unsatisfied", "3: 0 Unsatisfied"];
        check(grades, Some((1.0, 3.0)), &[(1.0, 1.0)], &bars);
        check(KpiKind::Mean, Some((1.0, 2.0)), &[(3.0, 1.0)], &["1: 0 Plain", "2: 0 Plain", "3: 1 Plain"]);
    }

    #[test]
    fn answers_between_scores_are_parted_into_classes() {
        let kpi = kpi(KpiKind::Mean, Some((0.0, 100.0)));
        let bars =
            score_counts(&kpi, &days(&kpi, &[(0.0, 1.0), (99.5, 1.0), (100.0, 1.0), (50.0, 2.0)]), DayRange::EVER);
        let counts: Vec<f64> = bars.iter().map(|bar| bar.count).collect();
        assert_eq!(counts, [1.0, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 2.0]);
        assert_eq!((bars[9].low, bars[9].high), (90.0, Some(100.0)));
    }

    #[test]
    fn averages_and_quantities_have_no_scores() {
        check(KpiKind::Mean, Some((1.0, 5.0)), &[(4.2, 10.0)], &[]);
        check(KpiKind::Sum, Some((1.0, 5.0)), &[(4.0, 1.0)], &[]);
        check(KpiKind::Mean, None, &[(4.0, 1.0)], &[]);
        check(KpiKind::Mean, Some((1.0, 5.0)), &[], &[]);
    }

    #[test]
    fn the_bars_of_an_nps_make_its_value() {
        let nps = kpi(KpiKind::Nps, None);
        let days = days(&nps, &[(0.0, 3.0), (6.0, 4.0), (7.0, 5.0), (8.0, 1.0), (9.0, 9.0), (10.0, 8.0)]);
        let bars = score_counts(&nps, &days, DayRange::EVER);
        assert_eq!(bars.len(), 11);
        let of = |group| bars.iter().filter(|bar| bar.group == group).map(|bar| bar.count).sum::<f64>();
        let all: f64 = bars.iter().map(|bar| bar.count).sum();
        let value = measure(&nps, &days, DayRange::EVER);
        assert_eq!(value.n, Some(all));
        let score = 100.0 * (of(ScoreGroup::Promoter) - of(ScoreGroup::Detractor)) / all;
        assert!((value.value.unwrap() - score).abs() < 1e-9);
    }
}
