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
