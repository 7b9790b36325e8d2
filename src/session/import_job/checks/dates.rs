//! Dates that can hardly be meant: after today, or before anyone measured anything.

use crate::base::time::Day;
use crate::model::bulk::BulkData;

/// The first day of 1990. Programs that do not know a date write the beginning of their calendar: 1900 or 1970.
const EARLIEST: i32 = 7305;

/// Rows on one side of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Calendar {
    /// How many rows.
    pub rows: u64,
    /// The day that is farthest away.
    pub farthest: Option<Day>,
}

/// Rows with odd dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OddDates {
    /// After today.
    pub future: Calendar,
    /// Before 1990.
    pub long_ago: Calendar,
}

/// Looks at the date of every accepted row.
pub(super) fn odd_dates(data: &BulkData, today: Day) -> OddDates {
    let mut odd = OddDates::default();
    for day in data.observations.day.iter().chain(&data.responses.day) {
        if *day > today {
            odd.future.rows += 1;
            odd.future.farthest = odd.future.farthest.max(Some(*day));
        } else if day.0 < EARLIEST {
            odd.long_ago.rows += 1;
            odd.long_ago.farthest = Some(odd.long_ago.farthest.map_or(*day, |known| known.min(*day)));
        }
    }
    odd
}
