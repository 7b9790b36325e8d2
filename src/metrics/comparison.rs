//! Which periods are compared.

use crate::base::time::{Day, DayRange};
use chrono::{Datelike as _, Months};
use serde::{Deserialize, Serialize};

/// What the shown period is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// The period of the same length just before: as many calendar months when the range is made of whole months,
    /// as many days otherwise.
    #[default]
    PreviousPeriod,
    /// The same dates a year earlier.
    SamePeriodLastYear,
    /// The days from a marker on against as many days before it.
    SinceMarker(Day),
    /// Days that were chosen freely.
    With(DayRange),
    /// Nothing.
    None,
}

/// The two periods of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComparedRanges {
    /// The later period.
    pub now: DayRange,
    /// The earlier one; `None` when there is nothing to compare with.
    pub before: Option<DayRange>,
}

impl Comparison {
    /// What is compared in fact: a range longer than a year would meet itself a year earlier, so it is compared with the
    /// period before it.
    #[must_use]
    pub fn meant(self, shown: DayRange) -> Self {
        let is_bounded = shown.from > Day(i32::MIN) && shown.to < Day(i32::MAX) && shown.from <= shown.to;
        match self {
            Self::SamePeriodLastYear if is_bounded && year_before(shown).to >= shown.from => Self::PreviousPeriod,
            other => other,
        }
    }

    /// The two periods for a shown range. A range without beginning or end has nothing before it; a marker after the
    /// range neither.
    #[must_use]
    pub fn ranges(self, shown: DayRange) -> ComparedRanges {
        let is_bounded = shown.from > Day(i32::MIN) && shown.to < Day(i32::MAX) && shown.from <= shown.to;
        match self.meant(shown) {
            Self::SinceMarker(marker) if marker <= shown.to && shown.to < Day(i32::MAX) => {
                let now = DayRange { from: marker, to: shown.to };
                ComparedRanges { now, before: Some(now.previous()) }
            }
            Self::With(before) => ComparedRanges { now: shown, before: Some(before) },
            Self::PreviousPeriod if is_bounded => ComparedRanges { now: shown, before: Some(previous(shown)) },
            Self::SamePeriodLastYear if is_bounded => ComparedRanges { now: shown, before: Some(year_before(shown)) },
            _ => ComparedRanges { now: shown, before: None },
        }
    }
}

impl ComparedRanges {
    /// Freely chosen days as the comparison they are: those just before, or those a year before, move along where the shown
    /// days end earlier. Others that are as many as the shown ones were stay as many as are left of these.
    #[must_use]
    pub fn of_chosen(before: DayRange, shown: DayRange, left: DayRange) -> Self {
        for known in [Comparison::SamePeriodLastYear, Comparison::PreviousPeriod] {
            if known.ranges(shown).before == Some(before) {
                return known.ranges(left);
            }
        }
        let fewer = shown.to.0.saturating_sub(left.to.0);
        let to = if is_as_long(shown, before) { before.to.plus(-fewer).max(before.from) } else { before.to };
        Self { now: left, before: Some(DayRange { to, ..before }) }
    }
}

/// True for periods of one length: as many days, or as many whole calendar months.
#[must_use]
pub fn is_as_long(a: DayRange, b: DayRange) -> bool {
    a.days() == b.days() || whole_months(a).is_some_and(|months| whole_months(b) == Some(months))
}

/// Number of calendar months a range is made of; `None` when it cuts one.
fn whole_months(range: DayRange) -> Option<u32> {
    let (from, after) = (range.from.date(), range.to.plus(1).date());
    let months =
        (after.year() - from.year()) * 12 + i32::try_from(after.month()).ok()? - i32::try_from(from.month()).ok()?;
    (from.day() == 1 && after.day() == 1).then(|| u32::try_from(months).ok()).flatten()
}

fn previous(range: DayRange) -> DayRange {
    let from = whole_months(range).and_then(|months| range.from.date().checked_sub_months(Months::new(months)));
    from.map_or_else(|| range.previous(), |from| DayRange { from: Day::from_date(from), to: range.from.plus(-1) })
}

/// A range of whole months stays one: February 2025 becomes 1 to 29 February 2024.
fn year_before(range: DayRange) -> DayRange {
    if whole_months(range).is_none() {
        return range.year_before();
    }
    let after = DayRange { from: range.from, to: range.to.plus(1) }.year_before();
    DayRange { from: after.from, to: after.to.plus(-1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> DayRange {
        let (from, to) = text.split_once("..").unwrap();
        DayRange { from: Day::parse_iso(from).unwrap(), to: Day::parse_iso(to).unwrap() }
    }

    #[test]
    fn chosen_days_follow_shown_days_that_end_earlier() {
        let check = |before: &str, shown: &str, left: &str, expected: &str| {
            let found = ComparedRanges::of_chosen(range(before), range(shown), range(left));
            assert_eq!(found, ComparedRanges { now: range(left), before: Some(range(expected)) }, "{before} {shown}");
        };
        let (year, ten_months) = ("2025-01-01..2025-12-31", "2025-01-01..2025-10-31");
        check("2024-01-01..2024-12-31", year, year, "2024-01-01..2024-12-31");
        check("2024-01-01..2024-12-31", year, ten_months, "2024-01-01..2024-10-31");
        check("2024-12-31..2025-01-01", "2025-01-02..2025-01-03", "2025-01-02..2025-01-02", "2025-01-01..2025-01-01");
        // As long, but of no name: as many days are left of both.
        check("2023-01-01..2023-12-31", year, ten_months, "2023-01-01..2023-10-31");
        // Of another length: what was chosen stays.
        check("2024-01-01..2024-03-31", year, ten_months, "2024-01-01..2024-03-31");
    }

    #[test]
    fn months_are_as_long_as_months() {
        for (a, b, expected) in [
            ("2025-02-01..2025-02-28", "2024-03-01..2024-03-31", true),
            ("2024-01-01..2024-12-31", "2025-01-01..2025-12-31", true),
            ("2025-02-01..2025-02-28", "2025-03-04..2025-03-31", true),
            ("2025-02-01..2025-02-28", "2025-03-04..2025-04-02", false),
            ("2025-01-01..2025-03-31", "2024-01-01..2024-12-31", false),
        ] {
            assert_eq!(is_as_long(range(a), range(b)), expected, "{a} {b}");
        }
    }

    fn check(comparison: Comparison, shown: &str, now: &str, before: Option<&str>) {
        let expected = ComparedRanges { now: range(now), before: before.map(range) };
        assert_eq!(comparison.ranges(range(shown)), expected, "{comparison:?} {shown}");
    }

    #[test]
    fn whole_months_compare_with_whole_months() {
        let check = |shown, before| check(Comparison::PreviousPeriod, shown, shown, Some(before));
        check("2025-03-01..2025-03-31", "2025-02-01..2025-02-28");
        check("2025-01-01..2025-03-31", "2024-10-01..2024-12-31");
        check("2025-01-01..2025-12-31", "2024-01-01..2024-12-31");
        check("2025-03-02..2025-03-31", "2025-01-31..2025-03-01");
        check("2025-03-10..2025-03-16", "2025-03-03..2025-03-09");
    }

    #[test]
    fn a_year_before_is_the_same_dates() {
        let check = |shown, before| check(Comparison::SamePeriodLastYear, shown, shown, Some(before));
        check("2025-02-01..2025-02-28", "2024-02-01..2024-02-29");
        check("2024-02-29..2024-03-10", "2023-02-28..2023-03-10");
        check("2025-05-12..2025-05-31", "2024-05-12..2024-05-31");
    }

    #[test]
    fn no_row_is_compared_with_itself() {
        let check = |shown, before| check(Comparison::SamePeriodLastYear, shown, shown, Some(before));
        check("2024-01-01..2025-12-31", "2022-01-01..2023-12-31");
        check("2016-05-06..2025-12-15", "2006-09-25..2016-05-05");
        check("2025-01-01..2025-12-31", "2024-01-01..2024-12-31");
        check("2024-12-31..2025-12-31", "2023-12-31..2024-12-30");
    }

    #[test]
    fn a_marker_splits_into_equally_long_parts() {
        let marker = Comparison::SinceMarker(Day::parse_iso("2025-05-12").unwrap());
        check(marker, "2025-01-01..2025-05-31", "2025-05-12..2025-05-31", Some("2025-04-22..2025-05-11"));
        check(marker, "2025-01-01..2025-05-11", "2025-01-01..2025-05-11", None);
    }

    #[test]
    fn nothing_lies_before_ever() {
        for comparison in [Comparison::PreviousPeriod, Comparison::SamePeriodLastYear, Comparison::None] {
            assert_eq!(comparison.ranges(DayRange::EVER), ComparedRanges { now: DayRange::EVER, before: None });
        }
    }
}
