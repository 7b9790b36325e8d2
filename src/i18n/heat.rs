//! What the colours of stages mean.

/// Heads of the legend.
pub const BY_STATUS: &str = "Colours: worst headline KPI against its target";
/// By change.
pub const BY_CHANGE: &str = "Colours: worst change of the headline KPIs";
/// By the gap between the drawn and the measured experience.
pub const BY_GAP: &str = "Colours: measured against drawn experience";
/// Meanings of colours.
pub const ON_TARGET: &str = "on target";
/// In the watch band.
pub const WATCH: &str = "watch: just off target";
/// Off target.
pub const OFF_TARGET: &str = "off target";
/// A stage without colour, by status.
pub const NO_TARGET: &str = "no value or no target";
/// A tested change for the better.
pub const BETTER: &str = "better, beyond noise";
/// A tested change for the worse.
pub const WORSE: &str = "worse, beyond noise";
/// A change for the better that no test can weigh.
pub const BETTER_UNTESTED: &str = "better, not tested";
/// A change for the worse that no test can weigh.
pub const WORSE_UNTESTED: &str = "worse, not tested";
/// A stage without colour, by change.
pub const WITHIN_NOISE: &str = "within noise, or nothing to compare with";
/// A stage without colour, by the gap.
pub const NOT_DRAWN: &str = "as drawn, or not both drawn and measured";
/// A stage without colour, by one KPI.
pub const NOT_MEASURED: &str = "not measured there";
/// The sign that closes the legend.
pub const CLOSE_SIGN: &str = "×";
/// What closes the legend.
pub const CLOSE: &str = "Close the legend";
/// What opens it again.
pub const OPEN: &str = "What the colours mean";

/// By one KPI along the map.
#[must_use]
pub fn by_kpi(name: &str) -> String {
    format!("Colours: {name} along the map")
}

/// Full colour for the better, points of the experience curve.
#[must_use]
pub fn better_than_drawn(points: f64) -> String {
    format!("better than drawn by {points} or more")
}

/// A colour for the worse, points of the experience curve.
#[must_use]
pub fn worse_than_drawn(points: f64) -> String {
    let more = if points >= 1.0 { " or more" } else { "" };
    format!("worse than drawn by {points}{more}")
}

/// Better than the middle of all stages.
#[must_use]
pub fn better_than_middle(middle: &str) -> String {
    format!("better than the middle of the stages, {middle}")
}

/// Worse than the middle of all stages.
#[must_use]
pub fn worse_than_middle(middle: &str) -> String {
    format!("worse than the middle of the stages, {middle}")
}
