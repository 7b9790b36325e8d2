//! Which days of a KPI are compared, given the days that are shown.

use crate::base::time::DayRange;
use crate::metrics::{ComparedRanges, Comparison, KpiDays};
use crate::model::Kpi;
use crate::model::observation::DayBucket;

/// The days of the value of a KPI and those that it is compared with. What grows with the days is held against as long a part
/// of another period: where its data ends before that of other KPIs, ten months would be compared with twelve. Means and
/// shares compare whatever there is.
#[must_use]
pub fn ranges(kpi: &Kpi, days: &KpiDays, shown: DayRange, comparison: Comparison) -> ComparedRanges {
    let covered = if kpi.kind.is_total() { covered_part(days, shown) } else { shown };
    match comparison {
        Comparison::With(before) => ComparedRanges::of_chosen(before, shown, covered),
        // Nothing is known of the days since then.
        Comparison::SinceMarker(day) if day > covered.to => comparison.ranges(shown),
        _ => comparison.ranges(covered),
    }
}

/// The part of the shown days that has data. Each row stands for the days up to the next, so that a monthly total of the
/// last month covers it.
fn covered_part(days: &KpiDays, shown: DayRange) -> DayRange {
    let last = days.rows.last().map(|row| row.day).filter(|last| shown.contains(*last) && *last < shown.to);
    let Some(last) = last else { return shown };
    let gap = |pair: &[DayBucket]| pair.first().zip(pair.last()).map_or(1, |(a, b)| b.day.0.saturating_sub(a.day.0));
    let widest = days.rows.windows(2).map(gap).max().unwrap_or(1).max(1);
    DayRange { to: last.plus(widest - 1).min(shown.to), ..shown }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{Id as _, KpiId};
    use crate::base::time::Day;
    use crate::metrics::fixture;
    use crate::model::KpiKind;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn range(from: &str, to: &str) -> DayRange {
        DayRange { from: day(from), to: day(to) }
    }

    /// Totals of `step` days each from 1 January 2024 to a last day, shown over the year to 1 March 2026.
    fn compared(kind: KpiKind, last: &str, step: i32, comparison: Comparison) -> ComparedRanges {
        let kpi = Kpi { kind, ..Kpi::new(KpiId::from_raw(1), "Visits") };
        let rows: Vec<_> =
            (day("2024-01-01").0..=day(last).0).step_by(step as usize).map(|at| (at, 1.0, None)).collect();
        let days = fixture::days(&kpi.kind, &rows, &[]);
        ranges(&kpi, &days, range("2025-03-02", "2026-03-01"), comparison)
    }

    fn check(kind: KpiKind, last: &str, step: i32, comparison: Comparison, expected: &str) {
        let found = compared(kind, last, step, comparison);
        assert_eq!(found.now.to, day(expected), "{kind:?} {last} {step} {comparison:?}");
    }

    /// Values typed for one KPI move the end of what is shown for all; nothing falls by that.
    #[test]
    fn totals_are_compared_over_the_days_that_have_data() {
        let year = Comparison::SamePeriodLastYear;
        check(KpiKind::Sum, "2025-12-31", 1, year, "2025-12-31");
        check(KpiKind::Sum, "2025-12-31", 1, Comparison::PreviousPeriod, "2025-12-31");
        // The row of a week stands for its days.
        check(KpiKind::Sum, "2026-02-23", 7, year, "2026-03-01");
        check(KpiKind::Sum, "2025-12-29", 7, year, "2026-01-04");
        check(KpiKind::Sum, "2026-03-01", 1, year, "2026-03-01");
        // Means compare whatever there is.
        check(KpiKind::Mean, "2025-12-31", 1, year, "2026-03-01");
        // Nothing of the shown days has data.
        check(KpiKind::Sum, "2024-12-31", 1, year, "2026-03-01");
    }

    #[test]
    fn totals_since_an_event_are_compared_with_as_many_days_as_have_data() {
        let since = Comparison::SinceMarker(day("2025-10-01"));
        let expected =
            ComparedRanges { now: range("2025-10-01", "2025-12-31"), before: Some(range("2025-07-01", "2025-09-30")) };
        assert_eq!(compared(KpiKind::Sum, "2025-12-31", 1, since), expected);
        // Where its data ended before the event there is nothing to shorten.
        check(KpiKind::Sum, "2025-09-01", 1, since, "2026-03-01");
        check(KpiKind::Mean, "2025-12-31", 1, since, "2026-03-01");
    }

    /// The days that the fields of the comparison begin with are those of the comparison so far: taking them changes nothing.
    #[test]
    fn the_days_of_last_year_chosen_freely_are_those_of_last_year() {
        let chosen = Comparison::With(range("2024-03-02", "2025-03-01"));
        for last in ["2025-12-31", "2026-03-01"] {
            let named = compared(KpiKind::Sum, last, 1, Comparison::SamePeriodLastYear);
            assert_eq!(compared(KpiKind::Sum, last, 1, chosen), named, "{last}");
        }
    }
}
