//! Patterns that repeat with the days of the week or the months of the year, and how strong they are.
//!
//! Decomposed with STL (Cleveland, Cleveland, McRae and Terpenning 1990), with a pattern that is the same in every cycle.

use crate::base::time::Grain;
use stlrs::Stl;

/// What repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cycle {
    /// Days by the day of the week.
    Week,
    /// Months or quarters by their place in the year.
    Year,
}

impl Cycle {
    /// The word used on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Year => "year",
        }
    }
}

/// Whole cycles that are needed: with fewer, a pattern cannot be told from what happened once.
const LEAST_CYCLES: usize = 2;
/// The same where a cycle has few periods: two of them are too few points, and every sixth series of noise over two years of
/// quarters would seem to have a pattern.
const SHORT_CYCLES: usize = 3;
/// A pattern that explains less of the spread than this is not taken out: the threshold that Hyndman and
/// Athanasopoulos use for their strength of seasonality ("Forecasting: Principles and Practice", 3rd edition, 4.3 and 9.2).
const LEAST_STRENGTH: f64 = 0.64;

/// A pattern that repeats.
#[derive(Debug, Clone, PartialEq)]
pub struct Season {
    /// What repeats.
    pub cycle: Cycle,
    /// By how much each slot is higher than without the pattern, in the terms of the values; 0 on the average of a cycle.
    pub effects: Vec<f64>,
    /// Share of the spread around the trend that the pattern explains, corrected for the numbers it is made of: 0 for
    /// noise, 1 for a pattern without noise.
    pub strength: f64,
    /// Cycles that the pattern is made of.
    pub cycles: f64,
}

impl Season {
    /// By how much a slot is higher; 0 where nothing is known of it.
    #[must_use]
    pub fn effect(&self, slot: usize) -> f64 {
        self.effects.get(slot).copied().unwrap_or(0.0)
    }

    /// The values of slots without the pattern.
    #[must_use]
    pub fn taken_from(&self, slots: &[Option<f64>]) -> Vec<Option<f64>> {
        slots.iter().enumerate().map(|(slot, value)| value.map(|value| value - self.effect(slot))).collect()
    }

    /// What ranges between points without the pattern have to be multiplied by. The pattern is the mean of some cycles and
    /// takes a part of their noise with it: of k cycles it leaves the share 1 − 1/k of the variance.
    #[must_use]
    pub fn widening(&self) -> f64 {
        (self.cycles / (self.cycles - 1.0).max(f64::MIN_POSITIVE)).sqrt()
    }
}

/// The pattern in a series of one slot per period; `None` where its periods make no cycle, where there are fewer than two
/// cycles, or where what repeats is too weak to be told from noise.
#[must_use]
pub fn season(slots: &[Option<f64>], grain: Grain) -> Option<Season> {
    let (cycle, period, least) = match grain {
        Grain::Day => (Cycle::Week, 7, SHORT_CYCLES),
        Grain::Month => (Cycle::Year, 12, LEAST_CYCLES),
        Grain::Quarter => (Cycle::Year, 4, SHORT_CYCLES),
        // A year is no whole number of weeks.
        Grain::Week | Grain::Year | Grain::All => return None,
    };
    let measured = slots.iter().filter(|value| value.is_some_and(f64::is_finite)).count();
    if measured < least * period {
        return None;
    }
    let whole = filled(slots)?;
    // So long a window that every cycle has the same pattern.
    let fit = Stl::params().seasonal_length(10 * whole.len() + 1).robust(true).fit(&whole, period).ok()?;
    let effects = repeated(fit.seasonal(), period);
    let of_slot = |at: usize| {
        let value = slots.get(at).copied().flatten().filter(|value| value.is_finite())?;
        let (effect, trend) = (*effects.get(at)?, *fit.trend().get(at)?);
        Some((value - trend, value - trend - effect))
    };
    let around: Vec<(f64, f64)> = (0..slots.len()).filter_map(of_slot).collect();
    let strength = explained(&around, period)?;
    #[expect(clippy::cast_precision_loss, reason = "a number of cycles")]
    let cycles = measured as f64 / period as f64;
    (strength >= LEAST_STRENGTH).then_some(Season { cycle, effects, strength, cycles })
}

/// The values with those between them where one is missing: a decomposition wants all of them.
fn filled(slots: &[Option<f64>]) -> Option<Vec<f64>> {
    let known: Vec<(usize, f64)> =
        slots.iter().enumerate().filter_map(|(at, v)| Some((at, v.filter(|v| v.is_finite())?))).collect();
    let (first, last) = (known.first()?.1, known.last()?.1);
    let mut whole = Vec::with_capacity(slots.len());
    let mut next = known.iter().copied().peekable();
    let mut before: Option<(usize, f64)> = None;
    for at in 0..slots.len() {
        if let Some(here) = next.next_if(|(slot, _)| *slot == at) {
            before = Some(here);
        }
        whole.push(match (before, next.peek()) {
            (Some((slot, value)), _) if slot == at => value,
            (Some((from, low)), Some((to, high))) => {
                #[expect(clippy::cast_precision_loss, reason = "places in a series")]
                let share = (at - from) as f64 / (to - from) as f64;
                low + (high - low) * share
            }
            (None, _) => first,
            (Some(_), None) => last,
        });
    }
    Some(whole)
}

/// The mean pattern of all cycles, 0 on the average.
fn repeated(seasonal: &[f64], period: usize) -> Vec<f64> {
    let mean = |values: &mut dyn Iterator<Item = f64>| {
        let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
        sum / f64::from(count.max(1))
    };
    let phases: Vec<f64> =
        (0..period).map(|phase| mean(&mut seasonal.iter().copied().skip(phase).step_by(period))).collect();
    let centre = mean(&mut phases.iter().copied());
    phases.iter().map(|phase| phase - centre).cycle().take(seasonal.len()).collect()
}

/// The share of the spread that is gone without the pattern, each spread over its degrees of freedom; `None` without any
/// spread.
fn explained(around: &[(f64, f64)], period: usize) -> Option<f64> {
    let squares = |values: &mut dyn Iterator<Item = f64>, free: usize| {
        let values: Vec<f64> = values.collect();
        #[expect(clippy::cast_precision_loss, reason = "numbers of points")]
        let (count, free) = (values.len() as f64, free.max(1) as f64);
        let mean = values.iter().sum::<f64>() / count;
        values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / free
    };
    let all = squares(&mut around.iter().map(|(all, _)| *all), around.len().saturating_sub(1));
    let left = squares(&mut around.iter().map(|(_, left)| *left), around.len().saturating_sub(period));
    (all > 0.0 && all.is_finite()).then(|| (1.0 - left / all).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::spc::{chart, false_alarms::Noise, seasonal_chart};

    /// Days with a pattern of the week, a slow trend, and noise.
    fn days(count: usize, pattern: &[f64], noise: f64, seed: u64) -> Vec<Option<f64>> {
        let mut dice = Noise(seed);
        (0..count)
            .map(|at| Some(50.0 + 0.01 * at as f64 + pattern[at % pattern.len()] + noise * dice.normal()))
            .collect()
    }

    /// The shortest series that are looked at, and how many of a thousand of noise may seem to have a pattern.
    const FEWEST: [(Grain, usize, usize); 3] = [(Grain::Day, 21, 30), (Grain::Month, 24, 40), (Grain::Quarter, 12, 60)];
    const WEEK: [f64; 7] = [4.0, 3.0, 2.0, 2.0, 1.0, -5.0, -7.0];

    #[test]
    fn a_pattern_of_the_week_is_found_and_noise_has_none() {
        let found = season(&days(140, &WEEK, 1.0, 1), Grain::Day).unwrap();
        assert_eq!(found.cycle, Cycle::Week);
        assert!((found.cycles - 20.0).abs() < 1e-9 && found.strength > 0.9, "{found:?}");
        for (at, effect) in WEEK.iter().enumerate() {
            assert!((found.effect(at + 70) - effect).abs() < 1.0, "{at}: {found:?}");
        }
        assert!(found.effects.iter().take(7).sum::<f64>().abs() < 1e-9);
        // Of many series of pure noise hardly one seems to have a pattern, even of the shortest that are looked at.
        for (grain, count, most) in FEWEST.into_iter().chain([(Grain::Day, 60, 2), (Grain::Quarter, 24, 20)]) {
            let mistaken = (0..1_000).filter(|seed| season(&days(count, &[0.0], 1.0, *seed), grain).is_some()).count();
            assert!(mistaken <= most, "{mistaken} of 1000 with {count} {grain:?}");
        }
    }

    #[test]
    fn what_makes_no_cycle_has_no_season() {
        let slots = days(300, &WEEK, 0.1, 3);
        for (grain, count, _) in FEWEST {
            assert!(season(&slots[..count - 1], grain).is_none(), "{grain:?}");
        }
        for grain in [Grain::Week, Grain::Year, Grain::All] {
            assert!(season(&slots, grain).is_none(), "{grain:?}");
        }
        assert!(season(&[Some(1.0); 40], Grain::Day).is_none(), "a flat line");
        assert!(season(&[None; 40], Grain::Day).is_none());
    }

    #[test]
    fn gaps_do_not_hide_a_pattern() {
        let mut slots = days(140, &WEEK, 0.5, 5);
        for gap in [0, 1, 17, 18, 19, 60, 139] {
            slots[gap] = None;
        }
        let found = season(&slots, Grain::Day).unwrap();
        assert_eq!(found.effects.len(), 140);
        assert!((found.effect(70) - 4.0).abs() < 0.8, "{found:?}");
        assert_eq!(filled(&[None, Some(1.0), None, None, Some(4.0), None]).unwrap(), [1.0, 1.0, 2.0, 3.0, 4.0, 4.0]);
    }

    /// Without its season, a week-end is no anomaly and a real drop is one; and quiet series raise no more alarms than
    /// those that never had a season.
    #[test]
    fn limits_without_the_season_find_what_is_new_and_nothing_else() {
        let mut slots = days(140, &WEEK, 1.0, 11);
        // A Monday like a Sunday.
        slots[112] = slots[112].map(|value| value - 9.0);
        let plain = chart(&slots).unwrap();
        assert!(plain.signals.iter().all(|signal| signal.at != 112), "wide limits miss it");
        let found = season(&slots, Grain::Day).unwrap();
        let told = seasonal_chart(&slots, &[], found).unwrap();
        assert!(told.signals.iter().any(|signal| signal.at == 112), "{:?}", told.signals);
        let moves = |chart: &crate::metrics::spc::Chart| chart.patterns().iter().filter(|p| p.since > 0).count();
        let (mut with, mut without) = (0, 0);
        for seed in 0..200 {
            let mut dice = Noise(1_000 + seed);
            let noise: Vec<f64> = (0..112).map(|_| dice.normal()).collect();
            let quiet: Vec<Option<f64>> = noise.iter().map(|value| Some(*value)).collect();
            let weekly: Vec<Option<f64>> = noise.iter().zip(WEEK.iter().cycle()).map(|(v, by)| Some(v + by)).collect();
            without += moves(&chart(&quiet).unwrap());
            with += moves(&seasonal_chart(&weekly, &[], season(&weekly, Grain::Day).unwrap()).unwrap());
        }
        let ratio = with as f64 / without as f64;
        assert!((0.7..=1.4).contains(&ratio), "{with} false alarms with a season, {without} without");
    }
}
