//! Values of the experience curve, and what stands on it.

use crate::model::CurvePoints;

/// A point of the experience curve, as in "+1.5".
pub fn curve_value(value: f64) -> String {
    format!("{value:+.1}").replace('-', "\u{2212}")
}

/// A value of the experience curve as one types it: without a sign where it is none.
pub fn typed_curve_value(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    // No “−0”.
    (rounded + 0.0).to_string().replace('-', "\u{2212}")
}

/// The same with the step it stands at.
pub fn curve_value_at(value: f64, step: &str) -> String {
    format!("Experience {} at {step}", curve_value(value))
}

/// What stands on the points of an experience curve.
pub fn curve_points() -> &'static str {
    "Points of the curve"
}

/// One of the choices for them.
pub fn curve_point(points: CurvePoints) -> &'static str {
    match points {
        CurvePoints::Faces => "Faces",
        CurvePoints::Dots => "Dots",
    }
}
