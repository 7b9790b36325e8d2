//! How much of their colour large areas have.

/// Wide quiet areas: tracks of bars, and the zones of a gauge beside that of its watch band.
pub const QUIET: f64 = 0.2;
/// Areas that stand out of quiet ones.
pub const LOUDER: f64 = 0.38;
/// The inside of a marquee, and what a drop would fill.
pub const WASH: f64 = 0.35;
