//! How the numbers are looked at: period, grain, comparison, segment. Part of the view, not of the document.

pub use crate::metrics::Comparison;

use crate::base::time::{DayRange, Grain};
use serde::{Deserialize, Serialize};

/// Which days are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// All days with data.
    AllData,
    /// The last so many days with data.
    LastDays(u32),
    /// The calendar year so many years before that of the last day with data (0 is that year).
    CalendarYear(u32),
    /// Given days.
    Range(DayRange),
}

impl Period {
    /// The days this means, given the first and last day with data; `None` without data.
    #[must_use]
    pub fn range(self, data: Option<DayRange>) -> Option<DayRange> {
        let data = data?;
        Some(match self {
            Self::AllData => data,
            Self::LastDays(days) => {
                let back = i32::try_from(days.saturating_sub(1)).unwrap_or(i32::MAX);
                DayRange { from: data.to.plus(-back), to: data.to }
            }
            Self::CalendarYear(back) => {
                let mut start = Grain::Year.start_of(data.to);
                for _ in 0..back.min(200) {
                    start = Grain::Year.start_of(start.plus(-1));
                }
                DayRange { from: start, to: Grain::Year.next(start).plus(-1) }
            }
            Self::Range(range) => range,
        })
    }
}

/// All of it; remembered per file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NumbersView {
    /// Which days.
    pub period: Period,
    /// Bucket width of trends.
    pub grain: Grain,
    /// What values are compared with.
    pub comparison: Comparison,
    /// Only this segment (dimension, value).
    pub segment: Option<(String, String)>,
    /// Whether values stand on the map.
    pub is_overlay_shown: bool,
}

impl Default for NumbersView {
    fn default() -> Self {
        Self {
            period: Period::LastDays(365),
            grain: Grain::Month,
            comparison: Comparison::SamePeriodLastYear,
            segment: None,
            is_overlay_shown: true,
        }
    }
}
