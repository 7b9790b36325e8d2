//! Whether a mapping makes sense, as far as that can be seen without its data file.

use super::error::ImportError;
use super::mapping::{ColumnOrFixed, Mapping, Shape};
use crate::base::time::Day;

impl Mapping {
    /// Contradictions that can be seen without the file.
    pub(super) fn check(&self) -> Result<(), ImportError> {
        let invalid = |reason: &str| Err(ImportError::mapping(reason));
        let date = self.date.clone().unwrap_or_default();
        if date.column.is_some() && date.fixed.is_some() {
            return invalid("\"date\" has both \"column\" and \"fixed\"; keep one of them");
        }
        for (name, both) in [("place", &self.place), ("metric", &self.metric)] {
            match both {
                Some(ColumnOrFixed { column: Some(_), fixed: Some(_) }) => {
                    return invalid(&format!("\"{name}\" has both \"column\" and \"fixed\"; keep one of them"));
                }
                Some(ColumnOrFixed { column: None, fixed: None }) => {
                    return invalid(&format!("\"{name}\" needs \"column\" or \"fixed\""));
                }
                _ => {}
            }
        }
        let has_date = date.column.is_some() || date.fixed.is_some();
        match self.shape {
            Shape::Long | Shape::Survey if !has_date => {
                return invalid("\"date\" needs \"column\", or \"fixed\" for one date for the whole file");
            }
            Shape::Events if !has_date && self.stages.is_empty() => {
                return invalid("\"date\" needs \"column\", or \"fixed\" for one date for the whole file");
            }
            Shape::Events if self.count.is_none() && self.scores.is_empty() => {
                return invalid("a file of events needs \"count\", or \"scores\" with its columns of numbers");
            }
            Shape::Long if self.value.is_none() => {
                return invalid("a long file needs \"value\": {\"column\": …}");
            }
            Shape::Long if self.metric.is_none() => {
                return invalid("a long file needs \"metric\" with \"column\" or \"fixed\"");
            }
            Shape::Survey if self.scores.is_empty() => {
                return invalid("a survey needs at least one entry in \"scores\"");
            }
            Shape::Wide if has_date && self.scores.is_empty() => {
                return invalid(
                    "a wide file with a date column needs the metric columns in \"scores\"; one with dates as headers needs no date",
                );
            }
            Shape::Wide if !has_date && !self.scores.is_empty() => {
                return invalid(
                    "a wide file with metric columns in \"scores\" needs \"date\" with \"column\" or \"fixed\"",
                );
            }
            Shape::Wide if !has_date && self.metric.is_none() => {
                return invalid("a wide file with dates as headers needs \"metric\" with \"column\" or \"fixed\"");
            }
            _ => {}
        }
        self.check_keys_of_shape()?;
        for score in &self.scores {
            if let Some((low, high)) = score.scale
                && (low >= high || !low.is_finite() || !high.is_finite())
            {
                return invalid(&format!("the scale of \"{}\" must be two numbers, the lower first", score.column));
            }
        }
        for score in &self.scores {
            if let Some(date) = score.date.as_ref().filter(|date| Day::parse_iso(date).is_none()) {
                return invalid(&format!("\"{date}\" is no date; write the \"date\" of a score as YYYY-MM-DD"));
            }
        }
        for filter in &self.filter {
            if [&filter.only, &filter.not, &filter.totals, &filter.rest]
                .iter()
                .filter(|texts| !texts.is_empty())
                .count()
                != 1
            {
                return invalid(&format!(
                    "the filter of \"{}\" needs one of \"only\", \"not\", \"totals\" and \"rest\"",
                    filter.column
                ));
            }
        }
        if self.shape == Shape::Long && self.respondent.is_some() && self.n.is_some() {
            return invalid("\"n\" has no meaning beside \"respondent\": a row of a person is one answer");
        }
        self.reading.check()?;
        self.fixed_day()?;
        self.date_count()?;
        self.zone()?;
        self.number_format()?;
        Ok(())
    }

    /// A key that this shape would not look at is a mistake rather than a wish.
    fn check_keys_of_shape(&self) -> Result<(), ImportError> {
        let is_wide = self.shape == Shape::Wide;
        let (is_long, is_survey) = (self.shape == Shape::Long, self.shape == Shape::Survey);
        let is_events = self.shape == Shape::Events;
        // What may stand there, and whether it does.
        let keys = [
            ("scores", !is_long, !self.scores.is_empty()),
            ("comment", is_survey, self.comment.is_some()),
            ("respondent", !is_wide, self.respondent.is_some()),
            ("weight", is_survey, self.weight.is_some()),
            ("value", is_long, self.value.is_some()),
            ("n", is_long || (is_wide && !self.scores.is_empty()), self.n.is_some()),
            ("percent", is_long || is_wide, !self.percent.is_empty()),
            ("session", is_events, self.session.is_some()),
            ("count", is_events, self.count.is_some()),
            ("stages", is_events, !self.stages.is_empty()),
        ];
        let unused = keys.map(|(key, is_known, is_there)| (key, is_there && !is_known));
        match unused.iter().find(|(_, is_there)| *is_there) {
            Some((key, _)) => {
                Err(ImportError::mapping(format!("\"{key}\" has no meaning in a file of shape \"{}\"", self.shape)))
            }
            None => Ok(()),
        }
    }
}
