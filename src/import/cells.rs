//! Cells of one column as numbers: plain ones at once, and what else the mapping says may stand there (durations, words
//! for scores, codes for "no answer") only when they are none.

use super::durations::TimeUnit;
use super::known_scales::ValueScale;
use super::mapping::ScoreMapping;
use super::missing::is_missing;
use super::numbers::{NumberFormat, ParsedNumber};
use super::read::Settled;
use crate::model::bulk::IssueKind;
use std::collections::BTreeMap;

/// Reads the cells of a column.
#[derive(Debug, Clone)]
pub(crate) struct CellReader {
    format: NumberFormat,
    duration: Option<TimeUnit>,
    /// Folded words with their scores.
    labels: BTreeMap<String, f64>,
    missing: Vec<Vec<u8>>,
    missing_numbers: Vec<f64>,
    scale: Option<(f64, f64)>,
    /// What the KPI takes that the column feeds.
    kpi_scale: Option<ValueScale>,
}

impl CellReader {
    /// For a question or a column of numbers.
    pub(crate) fn of(score: &ScoreMapping, settled: &Settled) -> Self {
        let number = |m: &String| settled.format.parse(m.trim().as_bytes()).map(|n| n.value);
        Self {
            format: settled.format,
            duration: settled.mapping.durations.get(&score.column).copied(),
            labels: score.labels.iter().map(|(word, value)| (word.trim().to_lowercase(), *value)).collect(),
            missing: score.missing.iter().map(|m| m.trim().as_bytes().to_vec()).collect(),
            missing_numbers: score.missing.iter().filter_map(number).collect(),
            scale: score.scale,
            kpi_scale: settled.scale_of_score(score).cloned(),
        }
    }

    /// What the KPI takes that the column feeds, unless the mapping says what the column holds.
    pub(crate) fn kpi_scale(&self) -> Option<&ValueScale> {
        self.kpi_scale.as_ref().filter(|_| self.scale.is_none())
    }

    /// True when the mapping lists the cell among the codes that are no score.
    pub(crate) fn is_code(&self, cell: &[u8]) -> bool {
        self.missing.iter().any(|m| m == cell)
    }

    /// True when a cell says that there is no number: blank, or a code for "no answer".
    pub(crate) fn is_nothing(&self, cell: &[u8]) -> bool {
        self.is_code(cell) || is_missing(cell)
    }

    /// The number of a cell; `None` when it holds none on purpose: blank, or a code for "no answer".
    pub(crate) fn read(&self, cell: &[u8]) -> Result<Option<ParsedNumber>, IssueKind> {
        if self.is_code(cell) {
            return Ok(None);
        }
        let number = match self.format.parse(cell) {
            Some(number) => number,
            None => match self.worded(cell)? {
                Some(value) => ParsedNumber { value, is_percent: false },
                None => return Ok(None),
            },
        };
        // "6.0" is the code "6" too.
        if self.missing_numbers.contains(&number.value) {
            return Ok(None);
        }
        match self.scale {
            Some((low, high)) if !(low..=high).contains(&number.value) => Err(IssueKind::OutOfScale),
            _ if self.kpi_scale.as_ref().is_some_and(|scale| !scale.holds(number.value)) => Err(IssueKind::OutOfScale),
            _ => Ok(Some(number)),
        }
    }

    /// A cell that is no number.
    #[cold]
    fn worded(&self, cell: &[u8]) -> Result<Option<f64>, IssueKind> {
        if is_missing(cell) {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(cell);
        if let Some(unit) = self.duration {
            return unit.parse(&text).map(Some).ok_or(IssueKind::BadDuration);
        }
        if let Some(value) = self.labels.get(&text.trim().to_lowercase()) {
            return Ok(Some(*value));
        }
        // "5 - Very satisfied": only where a scale says which numbers are meant.
        let numbered = || {
            let (_, high) = self.scale?;
            let of = super::scales::out_of(&text).filter(|(_, most)| *most == high).map(|(score, _)| score);
            of.or_else(|| super::scales::leading_number(&text))
        };
        let value = numbered();
        value.map(Some).ok_or(IssueKind::BadValue)
    }
}
