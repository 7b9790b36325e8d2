//! Periods, grains and comparisons that have a command of their own.

use crate::base::time::Grain;
use crate::i18n::shell::command::{self as words, Words};
use crate::session::{Comparison, Period, Session};
use crate::ui::commands::UiCommand;

/// The periods that have a name.
pub const PERIODS: [Period; 7] = [
    Period::Latest,
    Period::AllData,
    Period::LastDays(30),
    Period::LastDays(90),
    Period::LastDays(365),
    Period::CalendarYear(0),
    Period::CalendarYear(1),
];
/// The grains of a trend.
pub const GRAINS: [Grain; 5] = [Grain::Day, Grain::Week, Grain::Month, Grain::Quarter, Grain::Year];
/// The comparisons that need no marker.
pub const COMPARISONS: [Comparison; 3] = [Comparison::None, Comparison::PreviousPeriod, Comparison::SamePeriodLastYear];

pub(super) fn period_words(period: Period) -> Words {
    match period {
        Period::Latest => words::PERIOD_LATEST,
        Period::LastDays(30) => words::PERIOD_30,
        Period::LastDays(90) => words::PERIOD_90,
        Period::LastDays(_) => words::PERIOD_365,
        Period::CalendarYear(0) => words::PERIOD_THIS_YEAR,
        Period::CalendarYear(_) => words::PERIOD_LAST_YEAR,
        Period::AllData | Period::Range(_) => words::PERIOD_ALL,
    }
}

pub(super) fn comparison_words(comparison: Comparison) -> Words {
    match comparison {
        Comparison::PreviousPeriod => words::COMPARE_PREVIOUS,
        Comparison::SamePeriodLastYear => words::COMPARE_YEAR,
        Comparison::None | Comparison::SinceMarker(_) | Comparison::With(_) => words::COMPARE_NONE,
    }
}

/// The days that a period means in the data of a session, in words; `None` for other commands and without data.
pub fn days_of_period(command: UiCommand, session: Option<&Session>) -> Option<String> {
    let UiCommand::Period(period) = command else { return None };
    let session = session?;
    let range = match period {
        Period::Latest => session.latest_period(),
        period => period.range(session.insights().data_range),
    }?;
    Some(crate::i18n::map::days(range))
}
