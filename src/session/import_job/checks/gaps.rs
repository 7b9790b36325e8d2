//! Stretches without numbers in series that have them regularly.

use super::EXAMPLES;
use crate::base::time::{Day, DayRange, Grain};
use crate::model::bulk::{BulkData, RowsBySeries};
use std::collections::BTreeMap;

/// Fewer days with numbers show no rhythm.
const FEWEST_DAYS: usize = 8;
/// The share of steps from one day with numbers to the next that must be of the rhythm.
const REGULAR: f64 = 0.6;

/// A stretch without numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The metric; empty for the answers of a survey, whose questions are all asked at once.
    pub metric: String,
    /// The place.
    pub place: String,
    /// Its days.
    pub days: DayRange,
    /// How often numbers come otherwise.
    pub rhythm: Grain,
}

/// All gaps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gaps {
    /// How many there are.
    pub count: u64,
    /// Some of them, longest first.
    pub examples: Vec<Gap>,
}

/// Days from one number to the next, at least and at most, that are of a rhythm, and from how many on something is
/// missing. Weekends and a long one are no gap in numbers of every day.
const RHYTHMS: [(Grain, std::ops::RangeInclusive<i32>, i32); 5] = [
    (Grain::Day, 1..=1, 5),
    (Grain::Week, 6..=8, 12),
    (Grain::Month, 28..=31, 46),
    (Grain::Quarter, 89..=92, 140),
    (Grain::Year, 360..=370, 550),
];

/// Looks for gaps in every metric at every place, and in the days of answers.
pub(super) fn gaps(data: &BulkData, rows: &RowsBySeries) -> Gaps {
    let table = &data.observations;
    let mut days: BTreeMap<(&str, &str), Vec<i32>> = BTreeMap::new();
    for (index, key) in table.series.iter().enumerate() {
        let own = days.entry((&key.metric, &key.place)).or_default();
        own.extend(rows.of(index).iter().filter_map(|row| table.value_at(*row)).map(|(day, ..)| day.0));
        own.sort_unstable();
        own.dedup();
    }
    if !data.responses.day.is_empty() {
        let mut own: Vec<i32> = data.responses.day.iter().map(|day| day.0).collect();
        own.sort_unstable();
        own.dedup();
        days.insert(("", ""), own);
    }
    let mut found = Gaps::default();
    for ((metric, place), days) in days {
        let Some((rhythm, from_on)) = rhythm(&days) else { continue };
        for (last, next) in days.iter().zip(days.iter().skip(1)).filter(|(last, next)| *next - *last >= from_on) {
            found.count += 1;
            let days = DayRange { from: Day(last + 1), to: Day(next - 1) };
            found.examples.push(Gap { metric: metric.to_owned(), place: place.to_owned(), days, rhythm });
        }
    }
    found.examples.sort_by_key(|gap| std::cmp::Reverse(gap.days.days()));
    found.examples.truncate(EXAMPLES);
    found
}

/// How often numbers come, and the step between two days from which on something is missing; `None` without a rhythm.
fn rhythm(days: &[i32]) -> Option<(Grain, i32)> {
    if days.len() < FEWEST_DAYS {
        return None;
    }
    let steps: Vec<i32> = days.iter().zip(days.iter().skip(1)).map(|(day, next)| next - day).collect();
    let share = |usual: &std::ops::RangeInclusive<i32>| {
        #[expect(clippy::cast_precision_loss, reason = "a share")]
        let share = steps.iter().filter(|step| usual.contains(step)).count() as f64 / steps.len() as f64;
        share
    };
    RHYTHMS.into_iter().find(|(_, usual, _)| share(usual) >= REGULAR).map(|(grain, _, from_on)| (grain, from_on))
}
