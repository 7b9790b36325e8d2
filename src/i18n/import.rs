//! Words an import puts on the map.

/// Title of the stage that an empty map gets when its data names no place.
pub const WHOLE_JOURNEY: &str = "Whole journey";
/// Title of the lane that KPI cards go to.
pub const KPI_LANE: &str = "KPI";
