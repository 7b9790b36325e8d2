//! On target, to be watched, or off.

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

/// Compares a value with the KPI's target in its direction; the watch band lies on the bad side.
#[must_use]
pub fn status(kpi: &Kpi, value: f64) -> Status {
    let Some(target) = kpi.target else { return Status::NoTarget };
    let shortfall = match kpi.direction {
        Direction::Up => target - value,
        Direction::Down => value - target,
    };
    // A value of 0.64 computed from counts must reach a target of 0.64 typed by hand.
    let rounding = 1e-9 * target.abs().max(1.0);
    if shortfall <= rounding {
        Status::OnTarget
    } else if shortfall <= kpi.watch_band.unwrap_or(0.0) + rounding {
        Status::Watch
    } else {
        Status::Off
    }
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
}
