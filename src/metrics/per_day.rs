//! Changes between periods that are not of one length: what grows with the days is compared per day.

use crate::base::time::{Day, DayRange};
use crate::metrics::change::{Change, PerDay, change_per_day};
use crate::metrics::comparison::is_as_long;
use crate::metrics::days::KpiDays;
use crate::metrics::formula::Formula;
use crate::metrics::measure::{measure, moved};
use crate::model::{Kpi, KpiKind};

/// The change of a KPI between two periods that may be of other lengths. A sum of a quarter is less than that of a year
/// whatever happened: sums, counts and formulas over them are held against each other per day then, of the days that have
/// data. Means, shares and scores do not grow with the days. A formula that neither grows with the days nor stays what it is
/// without them, such as revenue less a fixed sum, is not compared. `data_end` is the last day of anything in the sources:
/// counts of events that stop are none from then on.
#[must_use]
pub fn moved_between(kpi: &Kpi, days: &KpiDays, data_end: Option<Day>, (now, before): (DayRange, DayRange)) -> Change {
    let whole = moved(kpi, (days, now), (days, before));
    if is_as_long(now, before) || !(kpi.kind.is_total() || kpi.kind == KpiKind::Formula) || whole.difference.is_none() {
        return whole;
    }
    let side = |range| Side::of(kpi, days, with_data(days, data_end, range));
    let (now, before) = (side(now), side(before));
    // Revenue per order is that of a day, too.
    if [now, before].iter().all(|side| side.is_whole(side.a_day)) {
        return whole;
    }
    let grows = [now, before].iter().all(|side| side.is_whole(side.a_day.map(|value| value * length(side.days))));
    let values = if grows { now.a_day.zip(before.a_day) } else { None };
    change_per_day(&kpi.kind, PerDay { now: now.days, before: before.days, values })
}

/// One of two periods.
#[derive(Clone, Copy)]
struct Side {
    whole: Option<f64>,
    /// The value with everything in it that grows with the days brought to one day.
    a_day: Option<f64>,
    days: i64,
}

impl Side {
    fn of(kpi: &Kpi, days: &KpiDays, range: DayRange) -> Self {
        Self { whole: measure(kpi, days, range).value, a_day: a_day(kpi, days, range), days: range.days() }
    }

    /// True for the value of the whole period, but for what arithmetic loses.
    fn is_whole(&self, value: Option<f64>) -> bool {
        self.whole.zip(value).is_some_and(|(a, b)| (a - b).abs() <= 1e-6 * a.abs().max(b.abs()))
    }
}

/// The days of a range that the data reaches. A row may stand for days before it: as many as lie between rows are no days
/// without data.
fn with_data(days: &KpiDays, data_end: Option<Day>, range: DayRange) -> DayRange {
    let Some(extent) = days.extent() else { return range };
    let step = days.usual_step();
    let from = if extent.from.0.saturating_sub(range.from.0) >= step { extent.from } else { range.from };
    let last = data_end.map_or(extent.to, |end| end.max(extent.to)).plus(step - 1);
    let reached = DayRange { from, to: range.to.min(last) };
    if reached.from <= reached.to { reached } else { range }
}

/// The value with everything in it that grows with the days brought to one day.
fn a_day(kpi: &Kpi, days: &KpiDays, range: DayRange) -> Option<f64> {
    if kpi.kind == KpiKind::Formula {
        let read: Vec<_> = days.operands.iter().map(|operand| a_day(&operand.kpi, &operand.days, range)).collect();
        return Formula::parse(&kpi.formula).ok()?.value(&read);
    }
    let value = measure(kpi, days, range).value?;
    Some(if kpi.kind.is_total() { value / length(range.days()) } else { value })
}

#[expect(clippy::cast_precision_loss, reason = "a number of days")]
fn length(days: i64) -> f64 {
    days.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::days::Operand;
    use crate::metrics::fixture::{days, kpi};

    const TWO: DayRange = DayRange { from: Day(10), to: Day(11) };
    const FOUR: DayRange = DayRange { from: Day(1), to: Day(4) };

    fn check(kpi: &Kpi, days: &KpiDays, difference: f64, relative: Option<f64>, per_day: Option<(i64, i64)>) {
        // The source goes on for a day without rows.
        let found = moved_between(kpi, days, Some(Day(11)), (TWO, FOUR));
        assert!((found.difference.unwrap() - difference).abs() < 1e-12, "{found:?}");
        let told = found.per_day.map(|days| (days.now, days.before));
        assert_eq!((found.relative, told), (relative, per_day), "{:?}", kpi.kind);
    }

    #[test]
    fn totals_of_unequally_long_periods_are_compared_per_day() {
        let unequal = Some((2, 4));
        // 10 a day before, 15 a day now; the sums alone would have fallen by a quarter.
        let rows =
            [(1, 10.0, None), (2, 10.0, None), (3, 10.0, None), (4, 10.0, None), (10, 15.0, None), (11, 15.0, None)];
        let sum = kpi(KpiKind::Sum, None);
        check(&sum, &days(&sum.kind, &rows, &[]), 5.0, Some(0.5), unequal);
        let count = kpi(KpiKind::Count, None);
        check(&count, &days(&count.kind, &rows[..5], &[]), -0.5, Some(-0.5), unequal);
        let mean = kpi(KpiKind::Mean, None);
        check(&mean, &days(&mean.kind, &rows, &[]), 5.0, Some(0.5), None);
        let same =
            moved_between(&sum, &days(&sum.kind, &rows, &[]), None, (TWO, DayRange { from: Day(1), to: Day(2) }));
        assert_eq!((same.difference, same.per_day), (Some(10.0), None));
        // A formula is brought to a day where it grows with the days, and only there.
        let place = crate::model::Place::Map(crate::base::ids::Id::from_raw(1));
        let read = |text: &str| {
            let operand = |kpi: &Kpi| Operand { kpi: kpi.clone(), place, days: days(&kpi.kind, &rows, &[]) };
            let operands = vec![operand(&sum), operand(&count)];
            (
                Kpi { formula: text.to_owned(), ..kpi(KpiKind::Formula, None) },
                KpiDays { operands, ..KpiDays::default() },
            )
        };
        let (ratio, read_days) = read("{a} / {b}");
        check(&ratio, &read_days, 5.0, Some(0.5), None);
        let (total, read_days) = read("{a} - {b}");
        check(&total, &read_days, 5.0, Some(5.0 / 9.0), unequal);
    }

    /// Ten a day from day 201 on: neither a year that begins before that nor one that goes on after it has fewer a day.
    #[test]
    fn days_before_the_data_begins_are_no_days_without_orders() {
        let check =
            |step: i32, data_end: Option<i32>, now: (i32, i32), before: (i32, i32), expected: (f64, i64, i64)| {
                let sum = kpi(KpiKind::Sum, None);
                let rows: Vec<_> =
                    (201..=700).step_by(step as usize).map(|day| (day, 10.0 * f64::from(step), None)).collect();
                let range = |(from, to): (i32, i32)| DayRange { from: Day(from), to: Day(to) };
                let found =
                    moved_between(&sum, &days(&sum.kind, &rows, &[]), data_end.map(Day), (range(now), range(before)));
                let told = found.per_day.map(|days| (days.now, days.before));
                assert_eq!(told, Some((expected.1, expected.2)), "{now:?} {before:?}");
                assert!((found.relative.unwrap() - expected.0).abs() < 1e-9, "{now:?} {before:?}: {found:?}");
            };
        check(1, None, (500, 599), (1, 300), (0.0, 100, 100));
        check(1, None, (1, 600), (201, 250), (0.0, 400, 50));
        check(1, None, (601, 900), (401, 600), (0.0, 100, 200));
        // The source goes on: there were no more of them.
        check(1, Some(900), (601, 900), (401, 600), (-2.0 / 3.0, 300, 200));
        // A row of ten days stands for the days up to the next, or for those before it.
        check(10, None, (691, 800), (401, 600), (0.0, 10, 200));
        check(10, None, (501, 600), (196, 395), (0.0, 100, 200));
    }

    /// What is no amount of days is not made one by dividing what it is worked out from.
    #[test]
    fn formulas_that_do_not_grow_with_the_days_are_not_compared() {
        let (sum, place) = (kpi(KpiKind::Sum, None), crate::model::Place::Map(crate::base::ids::Id::from_raw(1)));
        // 100 a day before, 120 now.
        let rows: Vec<_> = (1..=20).map(|day| (day, if day < 11 { 100.0 } else { 120.0 }, None)).collect();
        let check = |formula: &str, expected: Option<f64>, is_per_day: bool| {
            let operand = Operand { kpi: sum.clone(), place, days: days(&sum.kind, &rows, &[]) };
            let operands = vec![operand];
            let read = Kpi { formula: formula.to_owned(), ..kpi(KpiKind::Formula, None) };
            let of = KpiDays { operands, ..KpiDays::default() };
            let ranges = (DayRange { from: Day(11), to: Day(15) }, DayRange { from: Day(1), to: Day(10) });
            let found = moved_between(&read, &of, None, ranges);
            let rounded = found.relative.map(|relative| (relative * 1e6).round() / 1e6);
            assert_eq!((rounded, found.per_day.is_some()), (expected, is_per_day), "{formula}: {found:?}");
            assert_eq!(found.is_incomparable(), expected.is_none(), "{formula}: {found:?}");
        };
        check("{a} * 2", Some(0.2), true);
        check("{a} + {a}", Some(0.2), true);
        check("{a} / {a}", Some(0.0), false);
        for formula in ["{a} - 500", "min({a}, 500)", "{a} * {a}", "sqrt({a})", "sqrt({a} - 500)"] {
            check(formula, None, true);
        }
    }
}
