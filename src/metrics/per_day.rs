//! Changes between periods that are not of one length: what grows with the days is compared per day.

use crate::base::time::DayRange;
use crate::metrics::change::{Change, PerDay, change_per_day};
use crate::metrics::comparison::is_as_long;
use crate::metrics::days::KpiDays;
use crate::metrics::formula::Formula;
use crate::metrics::measure::{measure, moved};
use crate::model::{Kpi, KpiKind};

/// The change of a KPI between two periods that may be of other lengths. A sum of a quarter is less than that of a year
/// whatever happened: sums, counts and formulas over them are held against each other per day then. Means, shares and
/// scores do not grow with the days.
#[must_use]
pub fn moved_between(kpi: &Kpi, days: &KpiDays, (now, before): (DayRange, DayRange)) -> Change {
    let whole = moved(kpi, (days, now), (days, before));
    if is_as_long(now, before) || !(kpi.kind.is_total() || kpi.kind == KpiKind::Formula) {
        return whole;
    }
    let per_day = (a_day(kpi, days, now), a_day(kpi, days, before));
    let is_same = |range, per_day: Option<f64>| {
        let whole = measure(kpi, days, range).value;
        whole.zip(per_day).is_none_or(|(a, b)| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()))
    };
    // Revenue per order is that of a day, too.
    if is_same(now, per_day.0) && is_same(before, per_day.1) {
        return whole;
    }
    change_per_day(&kpi.kind, per_day, PerDay { now: now.days(), before: before.days() })
}

/// The value with everything in it that grows with the days brought to one day.
fn a_day(kpi: &Kpi, days: &KpiDays, range: DayRange) -> Option<f64> {
    if kpi.kind == KpiKind::Formula {
        let read: Vec<_> = days.operands.iter().map(|operand| a_day(&operand.kpi, &operand.days, range)).collect();
        return Formula::parse(&kpi.formula).ok()?.value(&read);
    }
    let value = measure(kpi, days, range).value?;
    #[expect(clippy::cast_precision_loss, reason = "a number of days")]
    let length = range.days().max(1) as f64;
    Some(if kpi.kind.is_total() { value / length } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::Day;
    use crate::metrics::days::Operand;
    use crate::metrics::fixture::{days, kpi};

    const TWO: DayRange = DayRange { from: Day(10), to: Day(11) };
    const FOUR: DayRange = DayRange { from: Day(1), to: Day(4) };

    fn check(kpi: &Kpi, days: &KpiDays, difference: f64, relative: Option<f64>, per_day: Option<PerDay>) {
        let found = moved_between(kpi, days, (TWO, FOUR));
        assert!((found.difference.unwrap() - difference).abs() < 1e-12, "{found:?}");
        assert_eq!((found.relative, found.per_day), (relative, per_day), "{:?}", kpi.kind);
    }

    #[test]
    fn totals_of_unequally_long_periods_are_compared_per_day() {
        let unequal = Some(PerDay { now: 2, before: 4 });
        // 10 a day before, 15 a day now; the sums alone would have fallen by a quarter.
        let rows =
            [(1, 10.0, None), (2, 10.0, None), (3, 10.0, None), (4, 10.0, None), (10, 15.0, None), (11, 15.0, None)];
        let sum = kpi(KpiKind::Sum, None);
        check(&sum, &days(&sum.kind, &rows, &[]), 5.0, Some(0.5), unequal);
        let count = kpi(KpiKind::Count, None);
        check(&count, &days(&count.kind, &rows[..5], &[]), -0.5, Some(-0.5), unequal);
        let mean = kpi(KpiKind::Mean, None);
        check(&mean, &days(&mean.kind, &rows, &[]), 5.0, Some(0.5), None);
        let same = moved_between(&sum, &days(&sum.kind, &rows, &[]), (TWO, DayRange { from: Day(1), to: Day(2) }));
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
}
