//! Bulk rows on their way between import, file and arithmetic. Held as columns: millions of rows fit in memory while
//! an import runs, and nowhere else.

mod issues;
mod texts;

pub use issues::{IssueGroup, IssueGroups};
pub use texts::Texts;

use crate::base::ids::{KpiId, SourceId};
use crate::base::time::{Day, DayRange};
use crate::model::observation::Cuts;
use crate::model::{Place, Segments};
use serde::{Deserialize, Serialize};

/// What makes a series: all observations with the same key belong together. The source is known from the context.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SeriesKey {
    /// Metric as named in the data.
    pub metric: String,
    /// Place as named in the data; empty when the data names none.
    pub place: String,
    /// Value of each of the table's segments, in the order of [`ObservationTable::segments`].
    pub segments: Vec<String>,
}

/// Observations in file order, as columns of equal length.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ObservationTable {
    /// Names of the segment dimensions.
    pub segments: Vec<String>,
    /// The distinct series, in order of appearance.
    pub series: Vec<SeriesKey>,
    /// For each row the index of its series.
    pub series_of_row: Vec<u32>,
    /// For each row its day.
    pub day: Vec<Day>,
    /// For each row its value.
    pub value: Vec<f64>,
    /// For each row how many answers or trials it stands for; NaN when not given.
    /// Empty when the source has no such column at all.
    pub n: Vec<f64>,
}

/// Rows of a table grouped by series, each group in file order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowsBySeries {
    /// For each series where its rows begin in `rows`; one more for the end.
    starts: Vec<usize>,
    rows: Vec<u32>,
}

impl RowsBySeries {
    /// The rows of a series, by its index; none for an index that is not there.
    #[must_use]
    pub fn of(&self, series: usize) -> &[u32] {
        let span = self.starts.get(series).copied().zip(self.starts.get(series + 1).copied());
        span.and_then(|(from, to)| self.rows.get(from..to)).unwrap_or_default()
    }
}

impl ObservationTable {
    /// The rows of every series: a counting sort in two passes.
    #[must_use]
    pub fn rows_by_series(&self) -> RowsBySeries {
        let index = |series: &u32| usize::try_from(*series).unwrap_or(usize::MAX);
        let mut starts = vec![0_usize; self.series.len() + 1];
        for series in &self.series_of_row {
            if let Some(slot) = starts.get_mut(index(series).saturating_add(1)) {
                *slot += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut rows = vec![0; sum];
        for (row, series) in (0_u32..).zip(&self.series_of_row) {
            let Some(place) = next.get_mut(index(series)).filter(|_| index(series) < self.series.len()) else {
                continue;
            };
            if let Some(slot) = rows.get_mut(*place) {
                *slot = row;
            }
            *place += 1;
        }
        RowsBySeries { starts, rows }
    }

    /// Value and n of a row; `None` for a row that is not there or has no value.
    #[must_use]
    pub fn value_at(&self, row: u32) -> Option<(Day, f64, Option<f64>)> {
        let row = usize::try_from(row).ok()?;
        let (day, value) = (self.day.get(row)?, self.value.get(row)?);
        let n = self.n.get(row).copied().filter(|n| !n.is_nan());
        (!value.is_nan()).then_some((*day, *value, n))
    }
}

/// One question of a survey: a score per respondent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ScoreColumn {
    /// Metric it feeds.
    pub metric: String,
    /// Place it is about, as named in the mapping; empty for the whole map.
    pub place: String,
    /// Header of the column it was read from.
    pub column: String,
    /// For each respondent the score; NaN when there is none.
    pub value: Vec<f64>,
    /// Respondents with a score.
    pub answered: u64,
    /// Respondents with a code that is no score ("never used").
    pub not_applicable: u64,
    /// Respondents who left it empty.
    pub blank: u64,
}

/// A dimension of a survey: few distinct texts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SegmentColumn {
    /// Name of the dimension.
    pub name: String,
    /// The distinct values.
    pub values: Vec<String>,
    /// For each respondent the index of its value.
    pub code: Vec<u32>,
}

/// Survey responses in file order, as columns of equal length: one row per respondent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ResponseTable {
    /// For each respondent the day of the answer.
    pub day: Vec<Day>,
    /// Respondent ids, or empty when the file has none.
    pub respondent: Texts,
    /// Comments, or empty when the file has none.
    pub comment: Texts,
    /// Survey weights, or empty when the answers are unweighted.
    pub weight: Vec<f64>,
    /// Dimensions.
    pub segments: Vec<SegmentColumn>,
    /// Questions.
    pub scores: Vec<ScoreColumn>,
}

/// What is wrong with a row or a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueKind {
    /// The date cell is empty.
    MissingDate,
    /// The date cell holds no date in the file's order.
    BadDate,
    /// The value cell is empty.
    MissingValue,
    /// The value cell holds no number.
    BadValue,
    /// The n cell holds no count.
    BadCount,
    /// A score outside its scale that is no missing code either.
    OutOfScale,
    /// The weight cell holds no positive number.
    BadWeight,
    /// The metric cell is empty.
    MissingMetric,
    /// Fewer cells than the header.
    TooFewCells,
    /// More cells than the header, and not only empty ones.
    TooManyCells,
    /// A quote that is never closed, so that nobody knows where the cells end.
    OpenQuote,
    /// The line is too long for a row, so that only its beginning was looked at.
    RowTooLong,
    /// Bytes that the file's encoding does not know.
    BadEncoding,
    /// The place is not on the map and new places are to be skipped.
    UnknownPlace,
    /// The cell holds no duration, in a column of durations.
    BadDuration,
    /// The cell that says what happened is empty.
    MissingPlace,
    /// A rule of the mapping leaves the row out: a preview of a survey, a row of totals.
    Filtered,
    /// A row with the same id came before.
    Duplicate,
    /// It belongs to a person whose rows were removed from the map.
    Forgotten,
}

impl IssueKind {
    /// Every kind.
    pub const EVERY: [Self; 19] = [
        Self::MissingDate,
        Self::BadDate,
        Self::MissingValue,
        Self::BadValue,
        Self::BadCount,
        Self::OutOfScale,
        Self::BadWeight,
        Self::MissingMetric,
        Self::TooFewCells,
        Self::TooManyCells,
        Self::OpenQuote,
        Self::RowTooLong,
        Self::BadEncoding,
        Self::UnknownPlace,
        Self::BadDuration,
        Self::MissingPlace,
        Self::Filtered,
        Self::Duplicate,
        Self::Forgotten,
    ];

    /// The word used in files and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::MissingDate => "missing_date",
            Self::BadDate => "bad_date",
            Self::MissingValue => "missing_value",
            Self::BadValue => "bad_value",
            Self::BadCount => "bad_count",
            Self::OutOfScale => "out_of_scale",
            Self::BadWeight => "bad_weight",
            Self::MissingMetric => "missing_metric",
            Self::TooFewCells => "too_few_cells",
            Self::TooManyCells => "too_many_cells",
            Self::OpenQuote => "open_quote",
            Self::RowTooLong => "row_too_long",
            Self::BadEncoding => "bad_encoding",
            Self::UnknownPlace => "unknown_place",
            Self::BadDuration => "bad_duration",
            Self::MissingPlace => "missing_place",
            Self::Filtered => "filtered",
            Self::Duplicate => "duplicate",
            Self::Forgotten => "forgotten",
        }
    }
}

/// Texts of a report are cut after so many characters, possibly in the middle of a word.
pub const REPORT_TEXT: usize = 200;

/// One thing that is wrong. A rejected row has at least one; an accepted survey row may have some for single cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowIssue {
    /// Line of the file where the row starts, from 1.
    pub line: u64,
    /// Header of the cell's column; `None` when the whole row is meant.
    pub column: Option<String>,
    /// What is wrong.
    pub kind: IssueKind,
    /// The text that was read: the cell, or the row when no cell is meant; cut after [`REPORT_TEXT`]
    /// characters.
    pub text: String,
    /// True when the row is rejected because of it; false when only the cell is left out.
    pub is_row_rejected: bool,
}

/// All that one import adds to the file beside the document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BulkData {
    /// Rows of long and wide files.
    pub observations: ObservationTable,
    /// Rows of surveys.
    pub responses: ResponseTable,
    /// Everything that was wrong.
    pub issues: Vec<RowIssue>,
}

/// A plain row of the table `kpi_value`: the KPI's value on one day at one place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KpiValueRow {
    /// Which KPI.
    pub kpi: KpiId,
    /// Where.
    pub place: Place,
    /// When.
    pub day: Day,
    /// Answers or trials behind it; `None` when not given.
    pub n: Option<f64>,
    /// The value in the KPI's own terms.
    pub value: f64,
}

/// Which rows a KPI at a place reads, day by day.
#[derive(Debug, Clone, PartialEq)]
pub struct BucketQuery {
    /// Metric as named in the data.
    pub metric: String,
    /// Per source, the place names in its data that mean the place. Sources that do not count are left out by the caller.
    pub parts: Vec<(SourceId, Vec<String>)>,
    /// Thresholds to count against.
    pub cuts: Cuts,
    /// Days to read.
    pub range: DayRange,
    /// Only rows of these segments; a source without one of the dimensions gives none.
    pub segments: Segments,
    /// How rows count.
    pub counting: Counting,
}

/// How rows count, where a KPI wants it other than its data.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counting {
    /// Answers count once each, whatever survey weights they carry.
    pub is_unweighted: bool,
    /// Values that are codes and no answers; rows with them do not count.
    pub missing: Vec<f64>,
}

impl Counting {
    /// True when a value counts.
    #[must_use]
    pub fn takes(&self, value: f64) -> bool {
        !value.is_nan() && !self.missing.contains(&value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_their_series() {
        let table = ObservationTable {
            series: vec![SeriesKey::default(), SeriesKey::default(), SeriesKey::default()],
            series_of_row: vec![2, 0, 2, 2],
            day: vec![Day(1), Day(2), Day(3), Day(4)],
            value: vec![1.0, 2.0, f64::NAN, 4.0],
            ..ObservationTable::default()
        };
        let rows = table.rows_by_series();
        let all: Vec<&[u32]> = (0..4).map(|series| rows.of(series)).collect();
        assert_eq!(all, [&[1][..], &[], &[0, 2, 3], &[]]);
        assert_eq!(table.value_at(0), Some((Day(1), 1.0, None)));
        assert_eq!(table.value_at(2), None);
    }
    #[test]
    fn the_readme_names_every_kind_of_issue() {
        let readme = include_str!("../../README.md");
        for kind in IssueKind::EVERY {
            assert!(readme.contains(&format!("`{}`", kind.word())), "{}", kind.word());
        }
    }
}
