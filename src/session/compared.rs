//! Which days of a KPI are compared, given the days that are shown.

use crate::base::time::{Day, DayRange};
use crate::metrics::{ComparedRanges, Comparison, KpiDays};
use crate::model::Kpi;

/// The days of the value of a KPI and those that it is compared with. What grows with the days is held against as long a part
/// of another period: where its data ends before that of other KPIs, ten months would be compared with twelve. Means and
/// shares compare whatever there is.
///
/// Days that somebody chose, or an event that divides them, are taken as they are until the sources end: `data_end` is the
/// last day of anything in them. Complaints that stop have no rows, and are none.
#[must_use]
pub fn ranges(
    kpi: &Kpi,
    days: &KpiDays,
    data_end: Option<Day>,
    shown: DayRange,
    comparison: Comparison,
) -> ComparedRanges {
    let last = days.rows.last().map(|row| row.day);
    let covered = match comparison {
        _ if !kpi.kind.is_total() => shown,
        Comparison::None => shown,
        Comparison::With(_) | Comparison::SinceMarker(_) => {
            covered_part(days, data_end.map(|end| last.map_or(end, |last| last.max(end))), shown)
        }
        Comparison::PreviousPeriod | Comparison::SamePeriodLastYear => covered_part(days, last, shown),
    };
    match comparison {
        Comparison::With(before) => ComparedRanges::of_chosen(before, shown, covered),
        // Nothing is known of the days since then.
        Comparison::SinceMarker(day) if day > covered.to => comparison.ranges(shown),
        _ => comparison.ranges(covered),
    }
}

/// The part of the shown days that has data, which ends with the row of a day. Each row stands for the days up to the next,
/// so that a monthly total of the last month covers it.
fn covered_part(days: &KpiDays, last: Option<Day>, shown: DayRange) -> DayRange {
    let Some(last) = last.filter(|last| shown.contains(*last) && *last < shown.to) else { return shown };
    DayRange { to: last.plus(days.widest_step() - 1).min(shown.to), ..shown }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{Id as _, KpiId};
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
        ranges(&kpi, &days, Some(day(last)), range("2025-03-02", "2026-03-01"), comparison)
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
    /// Complaints daily to the end of September and two in October, in a file whose other numbers go on: the days without
    /// any are days of the quarter that was asked for.
    #[test]
    fn counts_of_events_that_stop_are_no_data_that_ends() {
        let kpi = Kpi { kind: KpiKind::Count, ..Kpi::new(KpiId::from_raw(1), "Complaints") };
        let stopped = (day("2025-01-01").0..=day("2025-09-30").0).chain([day("2025-10-01").0, day("2025-10-03").0]);
        let rows: Vec<_> = stopped.map(|at| (at, 1.0, None)).collect();
        let days = fixture::days(&kpi.kind, &rows, &[]);
        let (now, before) = (range("2025-10-01", "2025-12-31"), range("2025-07-01", "2025-09-30"));
        let check =
            |data_end: Option<&str>, comparison: Comparison, now: DayRange, expected: &str, before: DayRange| {
                let found = ranges(&kpi, &days, data_end.map(day), now, comparison);
                let now = DayRange { to: day(expected), ..now };
                assert_eq!(found, ComparedRanges { now, before: Some(before) }, "{data_end:?} {comparison:?}");
            };
        check(Some("2025-12-31"), Comparison::With(before), now, "2025-12-31", before);
        check(Some("2035-02-01"), Comparison::With(before), now, "2025-12-31", before);
        check(None, Comparison::With(before), now, "2025-12-31", before);
        // The file itself ends, with a step of two days.
        let part = range("2025-07-01", "2025-08-31");
        check(Some("2025-11-29"), Comparison::With(before), now, "2025-11-30", range("2025-08-01", "2025-09-30"));
        check(Some("2025-11-29"), Comparison::With(part), now, "2025-11-30", part);
        // Since an event after the last of them there were none, over days of the file.
        let (since, event) = (range("2025-11-01", "2025-12-31"), Comparison::SinceMarker(day("2025-11-01")));
        check(Some("2025-12-31"), event, since, "2025-12-31", range("2025-09-01", "2025-10-31"));
        check(Some("2025-11-29"), event, since, "2025-11-30", range("2025-10-02", "2025-10-31"));
        // Nothing is compared: nothing is to be as long as anything.
        let found = ranges(&kpi, &days, Some(day("2025-11-29")), now, Comparison::None);
        assert_eq!(found, ComparedRanges { now, before: None });
    }
}
