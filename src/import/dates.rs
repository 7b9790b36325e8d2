//! Dates as people and programs write them.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How the parts of a date follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// 31/12/2024
    DayFirst,
    /// 12/31/2024
    MonthFirst,
    /// 2024-12-31
    YearFirst,
}

impl fmt::Display for DateOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DayFirst => "day-first",
            Self::MonthFirst => "month-first",
            Self::YearFirst => "year-first",
        })
    }
}

/// What a day is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zone {
    /// Days are those written in the file.
    AsWritten,
    /// Seconds east of UTC.
    Offset(i32),
}

impl Zone {
    pub(crate) fn parse(_text: &str) -> Option<Self> {
        todo!()
    }
}
