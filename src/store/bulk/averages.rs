//! Whether the rows of a series are averages rather than counts of answers: asked of rows in the file and of rows on
//! their way into it.

use crate::model::observation::Cuts;

/// The highest answer of the scales that people answer on in whole points.
const LAST_OF_SCALE: f64 = 10.0;

/// True for rows of a series that are averages wherever n is above 1, from what is known about all its values: minutes,
/// euros and the like cannot be counts of answers. Whoever counts answers above 10 knows of a scale that goes further.
pub(super) fn are_averages(is_whole: bool, is_off_scale: bool, cuts: Cuts) -> bool {
    let is_long_scale = cuts.high.is_finite() && cuts.high > LAST_OF_SCALE;
    !is_whole || (is_off_scale && !is_long_scale)
}

/// True when some value from `min` to `max` lies on no scale of answers (0 to 10 holds them all but 0 to 100).
pub(super) fn is_off_scale(min: Option<f64>, max: Option<f64>) -> bool {
    min.is_some_and(|min| min < 0.0) || max.is_some_and(|max| max > LAST_OF_SCALE)
}
