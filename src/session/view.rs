//! How the numbers are looked at: period, grain, comparison, segment. Part of the view, not of the document.

pub use crate::metrics::Comparison;

use crate::base::ids::KpiId;
use crate::base::time::{Day, DayRange, Grain};
use crate::model::Segments;
use serde::{Deserialize, Deserializer, Serialize};

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
    /// The last full period of the trend's grain, with the trend of all data; see [`NumbersView::latest`].
    Latest,
    /// Given days.
    Range(DayRange),
}

impl Period {
    /// True for a period that is counted back from the last day with data.
    #[must_use]
    pub fn is_counted_back(self) -> bool {
        matches!(self, Self::LastDays(_) | Self::CalendarYear(_))
    }

    /// The days this means, given the first and last day with data, up to that last day; `None` without data.
    #[must_use]
    pub fn range(self, data: Option<DayRange>) -> Option<DayRange> {
        let data = data?;
        let wanted = match self {
            Self::AllData | Self::Latest => data,
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
        };
        // Part of a period is compared with as large a part of another, not with all of it. Days that lie wholly after
        // the data stay: nothing is known about them, and that is what they show.
        let to = if wanted.from <= data.to { wanted.to.min(data.to) } else { wanted.to };
        Some(DayRange { to, ..wanted })
    }
}

/// Periods that one can move through.
const MOST_MOMENTS: usize = 4_000;

/// What stages are coloured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeatBy {
    /// Each in its own tint.
    #[default]
    Nothing,
    /// The worst status of its headline KPIs.
    Status,
    /// How much worse the measured experience is than the drawn one.
    Gap,
    /// The worst change of its headline KPIs.
    Change,
    /// One KPI along the whole map: against its target, or without one against the middle of all stages.
    Kpi(KpiId),
}

impl HeatBy {
    /// Every choice but the KPIs, in menu order.
    pub const EVERY: [Self; 4] = [Self::Nothing, Self::Status, Self::Gap, Self::Change];
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
    /// What values are compared with instead of other days: those of other segments over the same days. Empty: other
    /// days. No row is of both; see [`NumbersView::keep_apart`].
    pub against: Segments,
    /// Only rows of these segments.
    #[serde(alias = "segment", deserialize_with = "segments")]
    pub segments: Segments,
    /// The period of the trend that is looked at, by a day in it: values are those of this period alone. Ends with the
    /// file.
    #[serde(skip)]
    pub moment: Option<Day>,
    /// The days of the last full period, while that is looked at: found in the data, so that it follows them.
    #[serde(skip)]
    pub latest: Option<DayRange>,
    /// Patterns that repeat with the week or the year are taken out before limits are worked out, where there are any.
    pub without_seasons: bool,
    /// Whether values stand on the map.
    pub is_overlay_shown: bool,
    /// What stages are coloured by.
    pub heat: HeatBy,
}

impl Default for NumbersView {
    fn default() -> Self {
        Self {
            period: Period::LastDays(365),
            grain: Grain::Month,
            comparison: Comparison::SamePeriodLastYear,
            against: Segments::default(),
            segments: Segments::default(),
            moment: None,
            latest: None,
            without_seasons: false,
            is_overlay_shown: true,
            heat: HeatBy::Nothing,
        }
    }
}

impl NumbersView {
    /// The segments that values are compared with; `None` when they are compared with other days.
    #[must_use]
    pub fn compared_segments(&self) -> Option<Segments> {
        (!self.against.is_empty()).then(|| self.segments.replaced_by(&self.against))
    }

    /// The same days, of everyone: nothing is narrowed to segments or to a moment.
    #[must_use]
    pub fn whole(&self) -> Self {
        Self { against: Segments::default(), segments: Segments::default(), moment: None, ..self.clone() }
    }

    /// True while it is not known which the last full period is.
    #[must_use]
    pub fn awaits_latest(&self) -> bool {
        self.period == Period::Latest && self.latest.is_none()
    }

    /// The comparison with other days; none when other segments are compared.
    #[must_use]
    pub fn compared_days(&self) -> Comparison {
        match self.comparison {
            _ if !self.against.is_empty() => Comparison::None,
            // Since an event is no period that one could move through.
            Comparison::SinceMarker(_) if self.moment.is_some() => Comparison::PreviousPeriod,
            comparison => comparison,
        }
    }

    /// How wide the periods are that one moves through: as the points of trends. Trends of one point are moved through by
    /// month.
    #[must_use]
    pub fn moment_grain(&self) -> Grain {
        if self.grain == Grain::All { Grain::Month } else { self.grain }
    }

    /// The periods that one moves through: those of the shown days, in order.
    #[must_use]
    pub fn moments(&self, data: Option<DayRange>) -> Vec<DayRange> {
        let Some(all) = self.period.range(data) else { return Vec::new() };
        let grain = self.moment_grain();
        let mut moments = Vec::new();
        // From the newest back: what was long ago is what is left out where there are too many.
        let mut start = grain.start_of(all.to);
        while moments.len() < MOST_MOMENTS {
            let next = grain.next(start);
            moments.push(DayRange { from: start.max(all.from), to: next.plus(-1).min(all.to) });
            if start <= all.from {
                break;
            }
            start = grain.start_of(start.plus(-1));
        }
        moments.reverse();
        moments
    }

    /// The days that values are about: those of the moment, or all that are shown.
    #[must_use]
    pub fn value_range(&self, data: Option<DayRange>) -> Option<DayRange> {
        let all = match self.period {
            // Until it is known, the newest period there is.
            Period::Latest if self.grain != Grain::All => self.latest.or_else(|| self.moments(data).last().copied())?,
            period => period.range(data)?,
        };
        let at = self.moment.and_then(|day| self.moments(data).into_iter().find(|range| range.contains(day)));
        Some(at.unwrap_or(all))
    }

    /// Ends the comparison with other segments where rows would be on both sides of it.
    pub fn keep_apart(&mut self) {
        if !self.segments.is_apart_from(&self.against) {
            self.against = Segments::default();
        }
    }
}

/// Earlier versions knew one value of one dimension.
fn segments<'de, D: Deserializer<'de>>(from: D) -> Result<Segments, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Stored {
        Many(Segments),
        One(Option<(String, String)>),
    }
    Ok(match Stored::deserialize(from)? {
        Stored::Many(segments) => segments,
        Stored::One(one) => one.into_iter().collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> DayRange {
        let (from, to) = text.split_once("..").unwrap();
        DayRange { from: Day::parse_iso(from).unwrap(), to: Day::parse_iso(to).unwrap() }
    }

    fn check(period: Period, now: &str, before: &str) {
        let shown = period.range(Some(range("2023-03-05..2025-08-17"))).unwrap();
        let ranges = Comparison::SamePeriodLastYear.ranges(shown);
        assert_eq!((ranges.now, ranges.before), (range(now), Some(range(before))), "{period:?}");
    }

    #[test]
    fn one_moves_through_the_periods_of_the_shown_days() {
        let data = Some(range("2024-03-05..2025-08-17"));
        let mut view = NumbersView { period: Period::Range(range("2024-11-10..2025-01-20")), ..NumbersView::default() };
        let months = ["2024-11-10..2024-11-30", "2024-12-01..2024-12-31", "2025-01-01..2025-01-20"].map(range);
        assert_eq!(view.moments(data), months);
        view.moment = Some(months[1].from.plus(3));
        assert_eq!(view.value_range(data), Some(months[1]));
        view.grain = Grain::Year;
        assert_eq!(view.moments(data).len(), 2);
        // What is no longer among the shown days is no moment of them.
        view.period = Period::CalendarYear(0);
        assert_eq!(view.value_range(data), Some(range("2025-01-01..2025-08-17")));
        assert!(NumbersView::default().moments(None).is_empty());
        let long = NumbersView { period: Period::AllData, grain: Grain::Day, ..NumbersView::default() };
        let moments = long.moments(Some(range("2010-01-01..2025-12-31")));
        assert_eq!((moments.len(), *moments.last().unwrap()), (MOST_MOMENTS, range("2025-12-31..2025-12-31")));
    }

    #[test]
    fn a_view_remembered_by_an_earlier_version_keeps_its_segment() {
        let check = |json: &str, expected: &str| {
            let view: NumbersView = serde_json::from_str(json).unwrap();
            assert_eq!(view.segments.full_words(), expected, "{json}");
            let again: NumbersView = serde_json::from_str(&serde_json::to_string(&view).unwrap()).unwrap();
            assert_eq!(again, view, "{json}");
        };
        check(r#"{"segment":["plan","pro"]}"#, "plan: pro");
        check(r#"{"segment":null}"#, "");
        check(r#"{"segments":{"plan":["free","pro"],"country":["DE"]}}"#, "country: DE · plan: free, pro");
        check("{}", "");
    }

    #[test]
    fn part_of_a_year_is_not_compared_with_a_whole_one() {
        check(Period::CalendarYear(0), "2025-01-01..2025-08-17", "2024-01-01..2024-08-17");
        check(Period::CalendarYear(1), "2024-01-01..2024-12-31", "2023-01-01..2023-12-31");
        let wanted = |text| Period::Range(range(text));
        check(wanted("2025-07-01..2025-12-31"), "2025-07-01..2025-08-17", "2024-07-01..2024-08-17");
        check(wanted("2024-07-01..2024-12-31"), "2024-07-01..2024-12-31", "2023-07-01..2023-12-31");
        check(wanted("2026-02-01..2026-02-28"), "2026-02-01..2026-02-28", "2025-02-01..2025-02-28");
    }
}
