//! On target, to be watched, or off.

use crate::base::time::Grain;
use crate::model::{Direction, Kpi};

/// Where a value stands against its target. Shown as a shape, never by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Reached (●).
    OnTarget,
    /// Missed by no more than the watch band (▲).
    Watch,
    /// Missed (■).
    Off,
    /// Nothing to reach is set.
    NoTarget,
}

/// Mean length of a calendar month in days (400 Gregorian years have 146,097 days).
const DAYS_A_MONTH: f64 = 146_097.0 / 4_800.0;

/// The target of one bucket of a trend; `None` for a sum over everything, which has no length of its own.
#[must_use]
pub fn target_at(kpi: &Kpi, grain: Grain) -> Option<f64> {
    let target = kpi.target?;
    if !kpi.kind.is_total() {
        return Some(target);
    }
    match grain {
        Grain::Day => Some(target / DAYS_A_MONTH),
        Grain::Week => Some(target * 7.0 / DAYS_A_MONTH),
        Grain::Month => Some(target),
        Grain::Quarter => Some(target * 3.0),
        Grain::Year => Some(target * 12.0),
        Grain::All => None,
    }
}

/// Compares a value that covers so many days with the KPI's target; see [`status`].
/// The target of a sum is per calendar month.
#[must_use]
pub fn status_over(kpi: &Kpi, value: f64, days: f64) -> Status {
    if !kpi.kind.is_total() {
        return status(kpi, value);
    }
    // Brought to a month, so that target and watch band are meant as they are written.
    status(kpi, value / days.max(1.0) * DAYS_A_MONTH)
}

/// What a value is held against, in the value's own terms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Goal {
    /// Value to reach.
    pub target: f64,
    /// Where the watch band ends on the bad side of the target; the target itself without a band.
    pub watch_end: f64,
}

/// What a value that covers so many days is held against; `None` without a target. Says the same as [`status_over`]: the
/// target of a sum, which is per calendar month, grows with the days.
#[must_use]
pub fn goal_over(kpi: &Kpi, days: f64) -> Option<Goal> {
    let target = kpi.target?;
    let band = kpi.watch_band.unwrap_or(0.0);
    let watch_end = match kpi.direction {
        Direction::Up => target - band,
        Direction::Down => target + band,
    };
    let times = if kpi.kind.is_total() { days.max(1.0) / DAYS_A_MONTH } else { 1.0 };
    Some(Goal { target: target * times, watch_end: watch_end * times })
}

/// Compares a value with the KPI's target in its direction; the watch band lies on the bad side.
#[must_use]
pub fn status(kpi: &Kpi, value: f64) -> Status {
    let Some(target) = kpi.target else { return Status::NoTarget };
    if !misses(kpi.direction, value, target, 0.0) {
        Status::OnTarget
    } else if !misses(kpi.direction, value, target, kpi.watch_band.unwrap_or(0.0)) {
        Status::Watch
    } else {
        Status::Off
    }
}

/// True when a value stays behind a target by more than is allowed. A value of 0.64 computed from counts reaches a
/// target of 0.64 typed by hand.
#[must_use]
pub fn misses(direction: Direction, value: f64, target: f64, allowed: f64) -> bool {
    let shortfall = match direction {
        Direction::Up => target - value,
        Direction::Down => value - target,
    };
    shortfall > allowed + 1e-9 * target.abs().max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::fixture::kpi;
    use crate::model::KpiKind;

    fn check(direction: Direction, target: Option<f64>, watch_band: Option<f64>, value: f64, expected: Status) {
        let kpi = Kpi { direction, target, watch_band, ..kpi(KpiKind::Rate, None) };
        assert_eq!(status(&kpi, value), expected, "{direction:?} {target:?} {watch_band:?} {value}");
    }

    #[test]
    fn the_watch_band_lies_on_the_bad_side() {
        use Direction::{Down, Up};
        check(Up, Some(0.64), Some(0.05), 0.7, Status::OnTarget);
        check(Up, Some(0.64), Some(0.05), 0.64 - 1e-15, Status::OnTarget);
        check(Up, Some(0.64), Some(0.05), 0.59, Status::Watch);
        check(Up, Some(0.64), Some(0.05), 0.58, Status::Off);
        check(Up, Some(0.64), None, 0.63, Status::Off);
        check(Down, Some(0.3), Some(0.1), 0.2, Status::OnTarget);
        check(Down, Some(0.3), Some(0.1), 0.4, Status::Watch);
        check(Down, Some(0.3), Some(0.1), 0.41, Status::Off);
        check(Down, None, Some(0.1), 0.41, Status::NoTarget);
    }

    #[test]
    fn the_target_of_a_sum_is_per_month() {
        let kpi = Kpi { target: Some(8_000.0), watch_band: Some(500.0), ..kpi(KpiKind::Sum, None) };
        assert_eq!(status_over(&kpi, 97_000.0, 365.0), Status::OnTarget);
        assert_eq!(status_over(&kpi, 92_000.0, 365.0), Status::Watch);
        assert_eq!(status_over(&kpi, 80_000.0, 365.0), Status::Off);
        assert_eq!(target_at(&kpi, Grain::Quarter), Some(24_000.0));
        assert_eq!(target_at(&kpi, Grain::All), None);
    }

    #[test]
    fn a_goal_says_the_same_as_the_status() {
        for (kind, direction) in [
            (KpiKind::Rate, Direction::Up),
            (KpiKind::Rate, Direction::Down),
            (KpiKind::Sum, Direction::Up),
            (KpiKind::Sum, Direction::Down),
        ] {
            let kpi = Kpi { direction, target: Some(100.0), watch_band: Some(20.0), ..kpi(kind, None) };
            let goal = goal_over(&kpi, 91.0).unwrap();
            let sign = if direction == Direction::Up { 1.0 } else { -1.0 };
            for (value, expected) in [
                (goal.target + sign, Status::OnTarget),
                (goal.target - sign, Status::Watch),
                (goal.watch_end + sign, Status::Watch),
                (goal.watch_end - sign, Status::Off),
            ] {
                assert_eq!(status_over(&kpi, value, 91.0), expected, "{kind:?} {direction:?} {value} of {goal:?}");
            }
        }
        assert_eq!(goal_over(&kpi(KpiKind::Rate, None), 1.0), None);
    }
}
