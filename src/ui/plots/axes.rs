//! The axes of a trend: where marks stand and what is written at them.

use super::middle;
use crate::base::time::{Day, Grain};
use crate::metrics::format::{self, AxisWords};
use chrono::Datelike as _;
use egui_plot::{GridInput, GridMark};

/// Axis numbers in the words of the values, with as many decimals as the grid is fine.
pub(super) fn value_step_formatter(words: &AxisWords) -> impl Fn(GridMark) -> String + use<> {
    let words = words.clone();
    move |mark: GridMark| {
        let factor = words.factor();
        words.around(&format::number(mark.value * factor, decimals(mark.step_size * factor)))
    }
}

fn decimals(step: f64) -> usize {
    if step >= 1.0 || step <= 0.0 {
        return 0;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a handful of decimals")]
    let digits = (-step.log10()).ceil().clamp(0.0, 6.0) as usize;
    digits
}

/// Marks of the time axis: the finest calendar step whose labels fit, never finer than the data.
pub(super) fn time_marks(input: GridInput, grain: Grain, width: f32) -> Vec<GridMark> {
    let (from, to) = input.bounds;
    let most = (f64::from(width) / 76.0).max(2.0);
    let step = Step::EVERY
        .into_iter()
        .filter(|s| s.days() >= Step::of(grain).days())
        .find(|s| (to - from) / s.days() <= most)
        .unwrap_or(Step::Years(20));
    // A label at the very edge would be cut in half.
    let edge = (to - from) * 0.02;
    let mut marks = step.marks(from, to, grain);
    marks.retain(|m| m.value >= from + edge / 2.0 && m.value <= to - edge);
    marks
}

/// Marks of the value axis where its numbers are round, about one every 34 points. `factor` is what values are multiplied by
/// for these numbers.
pub(super) fn value_marks(input: GridInput, height: f32, factor: f64) -> Vec<GridMark> {
    let (from, to) = (input.bounds.0 * factor, input.bounds.1 * factor);
    let wanted = (to - from) / (f64::from(height) / 34.0).max(2.0);
    if !(wanted.is_finite() && wanted > 0.0) {
        return Vec::new();
    }
    let power = 10_f64.powf(wanted.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|f| f * power).find(|s| *s >= wanted).unwrap_or(wanted);
    let first = (from / step).ceil();
    (0_u8..60)
        .map(|index| (first + f64::from(index)) * step)
        .take_while(|number| *number <= to)
        .map(|number| GridMark { value: number / factor, step_size: step / factor })
        .collect()
}

/// A distance between marks of the time axis.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    Days(i32),
    Months(u32),
    Years(i32),
}

impl Step {
    const EVERY: [Self; 11] = [
        Self::Days(1),
        Self::Days(7),
        Self::Days(14),
        Self::Months(1),
        Self::Months(3),
        Self::Months(6),
        Self::Years(1),
        Self::Years(2),
        Self::Years(5),
        Self::Years(10),
        Self::Years(20),
    ];

    fn of(grain: Grain) -> Self {
        match grain {
            Grain::Day | Grain::All => Self::Days(1),
            Grain::Week => Self::Days(7),
            Grain::Month => Self::Months(1),
            Grain::Quarter => Self::Months(3),
            Grain::Year => Self::Years(1),
        }
    }

    fn days(self) -> f64 {
        match self {
            Self::Days(days) => f64::from(days),
            Self::Months(months) => f64::from(months) * 30.4,
            Self::Years(years) => f64::from(years) * 365.2,
        }
    }

    /// First day of the step that a day lies in.
    fn start_of(self, day: Day) -> Day {
        let date = day.date();
        match self {
            Self::Days(1) => day,
            // Day 4 of the calendar is a Monday, so whole weeks since then begin on one.
            Self::Days(days) => Day((day.0 - 4).div_euclid(days) * days + 4),
            Self::Months(months) => {
                let month = date.month0() / months * months + 1;
                Day::from_ymd(date.year(), month, 1).unwrap_or(day)
            }
            Self::Years(years) => Day::from_ymd(date.year().div_euclid(years) * years, 1, 1).unwrap_or(day),
        }
    }

    fn next(self, start: Day) -> Day {
        match self {
            Self::Days(days) => start.plus(days),
            Self::Months(months) => (0..months).fold(start, |day, _| Grain::Month.next(day)),
            Self::Years(years) => (0..years).fold(start, |day, _| Grain::Year.next(day)),
        }
    }

    /// A mark at the middle of each period of the data that begins a step, where its point stands too.
    fn marks(self, from: f64, to: f64, grain: Grain) -> Vec<GridMark> {
        const MOST: usize = 400;
        if !(from.is_finite() && to.is_finite()) || to - from > 4_000_000.0 {
            return Vec::new();
        }
        #[expect(clippy::cast_possible_truncation, reason = "days of a calendar")]
        let mut day = self.start_of(Day(from.clamp(-90_000_000.0, 90_000_000.0).floor() as i32));
        let mut marks = Vec::new();
        while f64::from(day.0) <= to && marks.len() < MOST {
            let period = if grain == Grain::All { Grain::Day } else { grain };
            let start = period.start_of(day);
            let value = middle(start, period.next(start).plus(-1));
            marks.push(GridMark { value, step_size: self.days() });
            let next = self.next(day);
            if next <= day {
                break;
            }
            day = next;
        }
        marks
    }
}

/// The label of a mark: as short as its step allows. January and the first mark of an axis name the year: of "2 May" nobody
/// knows which.
pub(super) fn axis_date(mark: GridMark, from: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "days of a calendar")]
    let date = Day(mark.value.round() as i32).date();
    // Months are of 28 to 31 days, and a mark stands in the middle of its period.
    let is_first = mark.value - mark.step_size.max(1.0) * 0.9 < from;
    if mark.step_size >= 360.0 {
        date.year().to_string()
    } else if mark.step_size >= 28.0 {
        if date.month0() < 1 || is_first { date.format("%b %y").to_string() } else { date.format("%b").to_string() }
    } else {
        date.format(if is_first { "%-d %b %Y" } else { "%-d %b" }).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kpi;

    fn check(grain: Grain, from: (i32, u32, u32), to: (i32, u32, u32), width: f32, expected: &[&str]) {
        let day = |(y, m, d): (i32, u32, u32)| f64::from(Day::from_ymd(y, m, d).unwrap().0);
        let input = GridInput { bounds: (day(from), day(to)), base_step_size: 1.0 };
        let labels: Vec<String> =
            time_marks(input, grain, width).into_iter().map(|mark| axis_date(mark, day(from))).collect();
        assert_eq!(labels, expected);
    }

    #[test]
    fn time_axes_are_labelled_by_the_calendar() {
        let labels = ["Jan 24", "Apr", "Jul", "Oct", "Jan 25", "Apr", "Jul", "Oct"];
        check(Grain::Month, (2024, 1, 1), (2025, 12, 31), 800.0, &labels);
        check(
            Grain::Year,
            (2010, 1, 1),
            (2016, 12, 31),
            900.0,
            &["2010", "2011", "2012", "2013", "2014", "2015", "2016"],
        );
        check(Grain::Day, (2016, 5, 1), (2016, 5, 10), 300.0, &["2 May 2016", "9 May"]);
        check(Grain::Month, (2025, 4, 1), (2025, 8, 31), 800.0, &["Apr 25", "May", "Jun", "Jul", "Aug"]);
        check(Grain::Month, (2025, 5, 1), (2025, 5, 31), 800.0, &["May 25"]);
    }

    #[test]
    fn value_axes_are_labelled_with_round_numbers() {
        let input = GridInput { bounds: (2.4, 4.6), base_step_size: 1.0 };
        let marks: Vec<_> = value_marks(input, 150.0, 1.0).into_iter().map(|m| m.value).collect();
        assert_eq!(marks, [2.5, 3.0, 3.5, 4.0, 4.5]);
    }

    #[test]
    fn grids_decide_about_decimals() {
        assert_eq!([10.0, 1.0, 0.5, 0.1, 0.05].map(decimals), [0, 0, 1, 1, 2]);
    }

    #[test]
    fn numbers_of_an_axis_have_their_unit() {
        let document = crate::ui::fixture::document();
        let csat = crate::model::Kpi::clone(document.kpis.values().next().unwrap());
        let hours = Kpi { scale: None, unit: "h".to_owned(), ..csat.clone() };
        let money = Kpi { unit: "€".to_owned(), ..hours.clone() };
        let seconds = Kpi { unit: "s".to_owned(), ..hours.clone() };
        for (kpi, value, step, expected) in [
            (&csat, 3.5, 0.5, "3.5"),
            (&hours, 6.0, 2.0, "6 h"),
            (&hours, 6.5, 0.5, "6.5 h"),
            (&money, 8400.0, 200.0, "€8.4k"),
            (&seconds, 7_200.0, 3_600.0, "2 h"),
        ] {
            let words = AxisWords::of(kpi, value);
            assert_eq!(value_step_formatter(&words)(GridMark { value, step_size: step }), expected);
        }
        // Hours are round on an axis of hours, whatever the data is in.
        let words = AxisWords::of(&seconds, 90_000.0);
        let input = GridInput { bounds: (60_000.0, 90_000.0), base_step_size: 1.0 };
        let marks = value_marks(input, 150.0, words.factor());
        let told: Vec<String> = marks.into_iter().map(value_step_formatter(&words)).collect();
        assert_eq!(told, ["18 h", "20 h", "22 h", "24 h"]);
    }
}
