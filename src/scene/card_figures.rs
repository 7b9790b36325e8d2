//! What the forms of KPI cards show beside value and trend, as plain data: the session works it out, cards draw it.

pub use crate::metrics::ScoreGroup;

use crate::base::time::Day;
use crate::model::CardSplit;
use crate::scene::TrendPoint;
use std::collections::BTreeMap;

/// The least and the most that bars and gauges of a figure reach, with what stands there.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Span {
    /// Both ends, in the KPI's own terms.
    pub ends: (f64, f64),
    /// Both ends in words.
    pub texts: (String, String),
}

impl Span {
    /// How far along the span a value lies, 0 ..= 1.
    #[must_use]
    pub fn share(&self, value: f64) -> f64 {
        let (low, high) = self.ends;
        if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.0 }
    }
}

/// What a gauge holds a value against.
#[derive(Debug, Clone, PartialEq)]
pub struct GaugeGoal {
    /// Value to reach, in the KPI's own terms.
    pub target: f64,
    /// The target in words.
    pub target_text: String,
    /// Where the watch band ends, on the bad side of the target.
    pub watch_end: f64,
    /// Good lies above the target.
    pub is_higher_better: bool,
}

/// The value of a period as a bar.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodBar {
    /// Which period, or which segments.
    pub label: String,
    /// The same where there is less room.
    pub short_label: String,
    /// The value, in the KPI's own terms.
    pub value: f64,
    /// The value in words.
    pub value_text: String,
    /// As in "n 214".
    pub n_text: String,
    /// Interval around it, when the method gives one.
    pub interval: Option<(f64, f64)>,
    /// Fewer than 30 answers.
    pub is_few: bool,
}

/// How many answered one score.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreBar {
    /// The score.
    pub label: String,
    /// Answers.
    pub count: f64,
    /// What the score means.
    pub group: ScoreGroup,
}

/// A period of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodRow {
    /// Which period.
    pub period: String,
    /// Its value in words.
    pub value_text: String,
    /// Its answers; "–" when they are not given.
    pub n_text: String,
    /// Fewer than 30 answers.
    pub is_few: bool,
    /// The period is not over.
    pub is_in_progress: bool,
}

/// A segment of a KPI, or all others together.
#[derive(Debug, Clone, PartialEq)]
pub struct SplitPart {
    /// The segment; of the rest, how many it is made of.
    pub label: String,
    /// It is all segments that do not stand by themselves, pooled.
    pub is_rest: bool,
    /// The value in words.
    pub value_text: String,
    /// As in "n 214".
    pub n_text: String,
    /// Fewer than 30 answers.
    pub is_few: bool,
    /// Its trend over the shown days.
    pub points: Vec<TrendPoint>,
}

/// A KPI by the values of a dimension.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SplitFigure {
    /// The dimension; empty when the data of the KPI has none to tell apart.
    pub dimension: String,
    /// It has too many values to tell apart: nothing is shown.
    pub has_too_many: bool,
    /// The largest segments first, the rest last.
    pub parts: Vec<SplitPart>,
    /// First and last day of all their trends: one axis of time for all.
    pub days: Option<(Day, Day)>,
    /// Lowest and highest value of all their trends: one axis of values for all.
    pub values: Option<(f64, f64)>,
}

/// All of it for one KPI at one place. What no card asks for is left empty.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CardFigures {
    /// The value itself, in the KPI's own terms.
    pub value: Option<f64>,
    /// Interval around it.
    pub interval: Option<(f64, f64)>,
    /// What bars and gauge reach.
    pub span: Span,
    /// What the gauge holds the value against.
    pub goal: Option<GaugeGoal>,
    /// The compared period and the shown one; `None` when nothing is compared or one of them has no value.
    pub periods: Option<[PeriodBar; 2]>,
    /// Answers by score.
    pub scores: Vec<ScoreBar>,
    /// Periods, the newest first.
    pub rows: Vec<PeriodRow>,
    /// Segments, for every way in which some card splits it.
    pub splits: BTreeMap<CardSplit, SplitFigure>,
}
