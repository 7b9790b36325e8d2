//! Signal or noise: the process behaviour chart of individual values and moving ranges (XmR; Wheeler 1993).

use crate::base::time::{Day, Grain};
use crate::metrics::season::Season;
use crate::metrics::series::SeriesPoint;
use std::collections::BTreeMap;

/// Fewer points than this give no limits.
const LEAST_POINTS: usize = 6;
/// Fewer points than this give provisional limits.
const SETTLED_POINTS: usize = 12;
/// Natural process limits lie this many mean moving ranges from the mean (3 / 1.128).
const LIMIT_FACTOR: f64 = 2.66;
/// The upper limit of the moving ranges (D₄ for pairs).
const RANGE_FACTOR: f64 = 3.268;

/// By which rule a point is a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Outside the limits: an anomaly.
    OutsideLimits,
    /// The eighth or a later one in a row on the same side of the mean: a shift.
    EightOnOneSide,
    /// Three of four in a row nearer the same limit than the mean: a shift.
    ThreeOfFourNearLimit,
}

impl Rule {
    /// How much a rule says beside the others: a lasting change of level more than single points.
    fn strength(self) -> u8 {
        match self {
            Self::OutsideLimits => 0,
            Self::ThreeOfFourNearLimit => 1,
            Self::EightOnOneSide => 2,
        }
    }

    /// The word used on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::OutsideLimits => "outside",
            Self::EightOnOneSide => "run_of_8",
            Self::ThreeOfFourNearLimit => "3_of_4",
        }
    }
}

/// A point that is more than noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signal {
    /// Where the pattern begins; the point itself for an anomaly.
    pub since: usize,
    /// Index of the point that completes it.
    pub at: usize,
    /// Why.
    pub rule: Rule,
    /// Above the mean.
    pub is_high: bool,
}

/// The limits of a series, or of a part of it where they start anew.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The first slot they are for.
    pub from: usize,
    /// The last slot they are for.
    pub to: usize,
    /// Mean of the points.
    pub centre: f64,
    /// Lower natural process limit, unclamped.
    pub lower: f64,
    /// Upper natural process limit, unclamped.
    pub upper: f64,
    /// Upper limit of the moving range.
    pub range_limit: f64,
    /// Points that the limits rest on.
    pub points: usize,
    /// Fewer than twelve points: the limits will move.
    pub is_provisional: bool,
}

/// Limits and signals of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The limits in force at the end of the series; `None` when they started anew fewer than six points ago, and when
    /// nothing varies from one period to the next, so that they would have no width.
    pub limits: Option<Limits>,
    /// Those of the parts before, oldest first; a part of fewer than six points has none.
    pub earlier: Vec<Limits>,
    /// Points since the limits started anew the last time, or of the whole series.
    pub points: usize,
    /// Signals in order of the completing point, then of the rule.
    pub signals: Vec<Signal>,
    /// The pattern that was taken out first: limits and signals are those of what is left.
    pub season: Option<Season>,
}

/// A move: a pattern of a chart, from where it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pattern {
    /// Its first point.
    pub since: usize,
    /// Its last point.
    pub until: usize,
    /// The strongest rule that tells of it: a run says more than the points in it that stand out.
    pub rule: Rule,
    /// Above the mean.
    pub is_high: bool,
}

impl Chart {
    /// True where there are points enough for limits, and these would have no width: values differ across long gaps alone.
    #[must_use]
    pub fn is_without_width(&self) -> bool {
        self.limits.is_none() && self.points >= LEAST_POINTS
    }

    /// By how much a slot is higher for its place in the season; 0 where none was taken out.
    #[must_use]
    pub fn effect(&self, slot: usize) -> f64 {
        self.season.as_ref().map_or(0.0, |season| season.effect(slot))
    }

    /// The values that limits and signals are about: those of the slots, without their season where that was taken out.
    #[must_use]
    pub fn judged(&self, slots: &[Option<f64>]) -> Vec<Option<f64>> {
        self.season.as_ref().map_or_else(|| slots.to_vec(), |season| season.taken_from(slots))
    }

    /// The limits that a slot was judged by.
    #[must_use]
    pub fn limits_at(&self, slot: usize) -> Option<&Limits> {
        self.limits.iter().chain(&self.earlier).find(|limits| (limits.from..=limits.to).contains(&slot))
    }

    /// The latest pattern.
    #[must_use]
    pub fn newest_pattern(&self) -> Option<Pattern> {
        self.patterns().into_iter().max_by_key(|pattern| pattern.until)
    }

    /// The moves that the signals tell of, in order of their beginning. Signals of one direction that overlap or touch
    /// under the same limits tell of one and the same move, so it began where the first of them did.
    #[must_use]
    pub fn patterns(&self) -> Vec<Pattern> {
        let mut signals: Vec<&Signal> = self.signals.iter().collect();
        signals.sort_by_key(|signal| (signal.is_high, signal.since, signal.at));
        let mut found: Vec<Pattern> = Vec::new();
        for signal in signals {
            let Signal { since, at, rule, is_high } = *signal;
            let is_same = |p: &&mut Pattern| {
                p.is_high == is_high && since <= p.until + 1 && self.limits_at(p.since) == self.limits_at(since)
            };
            match found.last_mut().filter(is_same) {
                Some(pattern) => {
                    pattern.until = pattern.until.max(at);
                    // A run says more than the points in it that stand out.
                    if rule.strength() > pattern.rule.strength() {
                        pattern.rule = rule;
                    }
                }
                None => found.push(Pattern { since, until: at, rule, is_high }),
            }
        }
        found.sort_by_key(|pattern| (pattern.since, pattern.until));
        found
    }

    /// The signals with each run told once: of one rule and direction, those that overlap are one from where the first
    /// began to where the last was completed. Every anomaly stands for itself. In order of their beginning.
    #[must_use]
    pub fn findings(&self) -> Vec<Signal> {
        let mut found: Vec<Signal> = Vec::new();
        let mut open: BTreeMap<(Rule, bool), usize> = BTreeMap::new();
        for signal in &self.signals {
            let key = (signal.rule, signal.is_high);
            let run = open.get(&key).and_then(|index| found.get_mut(*index));
            match run.filter(|run| signal.rule != Rule::OutsideLimits && signal.since <= run.at) {
                Some(run) => run.at = signal.at,
                None => {
                    open.insert(key, found.len());
                    found.push(*signal);
                }
            }
        }
        found.sort_by_key(|signal| (signal.since, signal.at, signal.rule));
        found
    }
}

/// The point of a series that a slot of [`slots`] stands for.
#[must_use]
pub fn point_of_slot(points: &[SeriesPoint], grain: Grain, slot: usize) -> Option<&SeriesPoint> {
    let mut at = 0;
    let mut expected = points.first()?.start;
    for point in points.iter().filter(|p| !p.is_in_progress) {
        while expected < point.start {
            expected = grain.next(expected);
            at += 1;
        }
        if at == slot {
            return Some(point);
        }
        expected = grain.next(point.start);
        at += 1;
    }
    None
}

/// One slot per period from the first to the last point, `None` where a period has no value; the period in progress is
/// left out.
#[must_use]
pub fn slots(points: &[SeriesPoint], grain: Grain) -> Vec<Option<f64>> {
    let mut slots = Vec::with_capacity(points.len());
    let mut expected = points.first().map(|p| p.start);
    for point in points.iter().filter(|p| !p.is_in_progress) {
        while let Some(start) = expected.filter(|start| *start < point.start) {
            slots.push(None);
            expected = Some(grain.next(start));
        }
        slots.push(point.value.value);
        expected = Some(grain.next(point.start));
    }
    slots
}

/// First day of a slot of [`slots`], whether its period has a value or not.
#[must_use]
pub fn start_of_slot(points: &[SeriesPoint], grain: Grain, slot: usize) -> Option<Day> {
    let first = points.iter().find(|p| !p.is_in_progress)?.start;
    Some((0..slot).fold(first, |start, _| grain.next(start)))
}

/// The slot of the first period of [`slots`] that begins on or after a day, where that is neither the first slot nor after
/// the last.
#[must_use]
pub fn slot_from(points: &[SeriesPoint], grain: Grain, day: Day) -> Option<usize> {
    let mut points = points.iter().filter(|p| !p.is_in_progress);
    let (first, last) = (points.next()?.start, points.next_back()?.start);
    let (mut slot, mut start) = (0, first);
    while start < day && start <= last {
        slot += 1;
        start = grain.next(start);
    }
    (slot > 0 && start <= last).then_some(slot)
}

/// The chart of one slot per period; `None` below six points.
///
/// A gap of one period is bridged by the moving range; a longer one is not, and patterns end there.
#[must_use]
pub fn chart(slots: &[Option<f64>]) -> Option<Chart> {
    chart_in_parts(slots, &[])
}

/// The same with limits that start anew at some slots: every part is a chart of its own, and no pattern reaches from one
/// into another. `None` when no part has six points.
#[must_use]
pub fn chart_in_parts(slots: &[Option<f64>], starts: &[usize]) -> Option<Chart> {
    chart_of(slots, starts, 1.0)
}

/// The same for what is left of the slots without a season. Limits are as wide as if the season had been known and not
/// been found in these very values; see [`Season::widening`].
#[must_use]
pub fn seasonal_chart(slots: &[Option<f64>], starts: &[usize], season: Season) -> Option<Chart> {
    let chart = chart_of(&season.taken_from(slots), starts, season.widening())?;
    Some(Chart { season: Some(season), ..chart })
}

fn chart_of(slots: &[Option<f64>], starts: &[usize], widening: f64) -> Option<Chart> {
    let mut starts: Vec<usize> = starts.iter().copied().filter(|start| (1..slots.len()).contains(start)).collect();
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().copied().chain([slots.len()]);
    let mut signals = Vec::new();
    let (mut earlier, mut newest, mut count) = (Vec::new(), None, 0);
    for (from, end) in std::iter::once(0).chain(starts.iter().copied()).zip(ends) {
        let part = slots.get(from..end).unwrap_or_default().iter().enumerate();
        let points: Vec<(usize, f64)> =
            part.filter_map(|(at, v)| v.filter(|v| v.is_finite()).map(|v| (from + at, v))).collect();
        earlier.extend(newest.take());
        count = points.len();
        newest = limits(&points, (from, end.saturating_sub(1)), widening);
        if let Some(limits) = &newest {
            for run in points.chunk_by(is_joined) {
                signals_of_run(run, limits.centre, limits.upper - limits.centre, &mut signals);
            }
        }
    }
    if newest.is_none() && earlier.is_empty() && count < LEAST_POINTS {
        return None;
    }
    signals.sort_by_key(|s: &Signal| (s.at, s.rule));
    Some(Chart { limits: newest, earlier, points: count, signals, season: None })
}

/// True when the moving range reaches from one point to the next.
fn is_joined(a: &(usize, f64), b: &(usize, f64)) -> bool {
    b.0 - a.0 <= 2
}

fn limits(points: &[(usize, f64)], (from, to): (usize, usize), widening: f64) -> Option<Limits> {
    if points.len() < LEAST_POINTS {
        return None;
    }
    let pairs = points.iter().zip(points.iter().skip(1));
    let ranges: Vec<f64> = pairs.filter(|(a, b)| is_joined(a, b)).map(|(a, b)| (b.1 - a.1).abs()).collect();
    if ranges.is_empty() {
        return None;
    }
    let centre = points.iter().map(|p| p.1).sum::<f64>() / points.len() as f64;
    let mean_range = ranges.iter().sum::<f64>() / ranges.len() as f64 * widening;
    let half = LIMIT_FACTOR * mean_range;
    // One level before a long gap and another one after it: no range reaches across, and limits without width would make
    // an anomaly of every point.
    let is_level = |p: &(usize, f64)| (p.1 - centre).abs() <= 1e-12 * centre.abs();
    if mean_range <= 1e-12 * centre.abs() && !points.iter().all(is_level) {
        return None;
    }
    Some(Limits {
        from,
        to,
        centre,
        lower: centre - half,
        upper: centre + half,
        range_limit: RANGE_FACTOR * mean_range,
        points: points.len(),
        is_provisional: points.len() < SETTLED_POINTS,
    })
}

fn signals_of_run(run: &[(usize, f64)], centre: f64, half: f64, signals: &mut Vec<Signal>) {
    for (at, value) in run {
        // Rounding in the mean must not make a signal of a flat line.
        if (value - centre).abs() > half + 1e-12 * centre.abs() {
            signals.push(Signal { since: *at, at: *at, rule: Rule::OutsideLimits, is_high: *value > centre });
        }
    }
    let side =
        |value: f64| if (value - centre).abs() <= 1e-12 * centre.abs() { 0 } else { (value - centre).signum() as i8 };
    for same in run.chunk_by(|a, b| side(a.1) == side(b.1)).filter(|same| side(same[0].1) != 0) {
        for (at, value) in same.iter().skip(7) {
            signals.push(Signal { since: same[0].0, at: *at, rule: Rule::EightOnOneSide, is_high: *value > centre });
        }
    }
    for four in run.windows(4) {
        for is_high in [false, true] {
            let is_near =
                |v: f64| half > 0.0 && if is_high { v - centre > half / 2.0 } else { centre - v > half / 2.0 };
            let mut near = four.iter().filter(|p| is_near(p.1)).map(|p| p.0);
            let (first, count) = (near.next(), 1 + near.count());
            // The completing point is one of the three: the fourth that drifts back is no news.
            if let (Some(since), Some(last)) = (first, four.last().filter(|p| count >= 3 && is_near(p.1))) {
                signals.push(Signal { since, at: last.0, rule: Rule::ThreeOfFourNearLimit, is_high });
            }
        }
    }
}

#[cfg(test)]
pub(super) mod false_alarms;

#[cfg(test)]
mod tests {
    use super::*;
    use Rule::{EightOnOneSide, OutsideLimits, ThreeOfFourNearLimit};

    /// Six points of one level, a year of nothing, six of another one: every point was an anomaly under limits of no width.
    #[test]
    fn levels_that_differ_across_a_gap_alone_have_no_limits() {
        let level = |value: f64| [Some(value); 6];
        let slots: Vec<_> = [&level(5.0)[..], &[None; 12], &level(7.0)[..]].concat();
        let chart = chart(&slots).unwrap();
        assert_eq!((chart.limits, chart.signals.as_slice(), chart.points), (None, [].as_slice(), 12));
        assert!(chart.is_without_width());
        // One that never moves has limits, and nothing outside them; one that moves once has limits with a width.
        let flat = super::chart(&[Some(5.0); 8]).unwrap();
        assert!(flat.limits.is_some() && flat.signals.is_empty() && !flat.is_without_width());
        let step = super::chart(&[&level(5.0)[..], &level(7.0)[..]].concat()).unwrap();
        assert!(step.limits.is_some_and(|limits| limits.upper > limits.lower));
        // Points that all stand alone have no moving range at all.
        let alone: Vec<_> = (0..8).flat_map(|at| [Some(f64::from(at)), None, None]).collect();
        assert!(super::chart(&alone).unwrap().is_without_width());
    }

    fn check(name: &str, values: &[f64], expected: &[(Rule, usize, usize)]) {
        let slots: Vec<_> = values.iter().map(|v| (!v.is_nan()).then_some(*v)).collect();
        let chart = chart(&slots).expect(name);
        let found: Vec<_> = chart.signals.iter().map(|s| (s.rule, s.since, s.at)).collect();
        assert_eq!(found, expected, "{name}: {chart:?}");
    }

    #[test]
    fn limits_are_means_and_moving_ranges() {
        let limits = |slots: &[Option<f64>]| chart(slots).unwrap().limits.unwrap();
        let found = limits(&[10.0, 12.0, 10.0, 12.0, 10.0, 12.0].map(Some));
        assert_eq!(found.centre, 11.0);
        assert!((found.upper - (11.0 + 2.66 * 2.0)).abs() < 1e-12);
        assert!((found.lower - (11.0 - 2.66 * 2.0)).abs() < 1e-12);
        assert!((found.range_limit - 3.268 * 2.0).abs() < 1e-12);
        assert!(found.is_provisional);
        assert!(!limits(&[Some(1.0); 12]).is_provisional);
        assert_eq!(chart(&[Some(1.0); 5]), None);
        assert_eq!(chart(&[]), None);
    }

    #[test]
    fn gaps_are_no_points_and_long_ones_are_not_bridged() {
        let gap = None;
        let limits = |slots: &[Option<f64>]| chart(slots).unwrap().limits.unwrap();
        let bridged = limits(&[Some(1.0), Some(1.0), Some(1.0), gap, Some(5.0), Some(5.0), Some(5.0)]);
        let broken = limits(&[Some(1.0), Some(2.0), Some(1.0), gap, gap, Some(5.0), Some(6.0), Some(5.0)]);
        assert_eq!((bridged.points, bridged.centre), (6, 3.0));
        assert!((bridged.upper - 3.0 - 2.66 * 0.8).abs() < 1e-12);
        assert!((broken.upper - broken.centre - 2.66).abs() < 1e-12);
        let lonely: Vec<_> = (0..30).map(|i| (i % 3 == 0).then_some(f64::from(i))).collect();
        assert_eq!(chart(&lonely).unwrap().limits, None, "no two neighbours, no range");
    }

    #[test]
    fn the_newest_pattern_begins_where_the_level_broke() {
        let check = |values: &[f64], expected: (Rule, usize, usize, bool)| {
            let slots: Vec<_> = values.iter().map(|v| Some(*v)).collect();
            let found = chart(&slots).unwrap().newest_pattern().unwrap();
            assert_eq!((found.rule, found.since, found.until, found.is_high), expected);
        };
        // A level that breaks: its last points are far below limits that lie over both levels, and yet it is one move.
        let high = [4.0, 4.05, 4.0, 4.05, 4.0, 4.05, 4.0, 4.05, 4.0, 4.05, 4.0, 4.05];
        let low = [3.3, 3.2, 3.1, 3.15, 3.1, 3.05, 3.0, 3.15];
        check(&[&high[..], &low].concat(), (EightOnOneSide, 12, 19, false));
        check(&[&high[..], &low[..4]].concat(), (ThreeOfFourNearLimit, 12, 15, false));
        let spike = [10.0, 11.0, 10.0, 11.0, 10.0, 11.0, 10.0, 11.0, 10.0, 11.0, 10.0, 11.0, 10.0, 19.0];
        check(&spike, (OutsideLimits, 13, 13, true));
    }

    #[test]
    fn a_run_is_told_once_and_every_anomaly_for_itself() {
        let check = |values: &[f64], expected: &[(Rule, usize, usize, bool)]| {
            let slots: Vec<_> = values.iter().map(|v| Some(*v)).collect();
            let found = chart(&slots).unwrap().findings();
            assert_eq!(found.iter().map(|s| (s.rule, s.since, s.at, s.is_high)).collect::<Vec<_>>(), expected);
        };
        let mut drift = vec![10.0, 14.0, 9.0, 13.0, 10.0, 14.0, 9.0, 13.0];
        drift.extend([14.1, 12.4, 14.2, 12.4, 14.0, 12.5, 14.1, 12.5]);
        check(&drift, &[(EightOnOneSide, 7, 15, true)]);
        let mut spikes = [10.0, 11.0].repeat(12);
        spikes.extend([19.0, 19.5, 10.0, 11.0, 10.0, 1.0, 10.0]);
        check(&spikes, &[(OutsideLimits, 24, 24, true), (OutsideLimits, 25, 25, true), (OutsideLimits, 29, 29, false)]);
    }

    #[test]
    fn rules_name_their_signals() {
        check("noise", &[10.0, 12.0, 9.0, 11.0, 10.0, 12.0, 9.0, 11.0], &[]);
        check("flat", &[0.1; 20], &[]);
        let spike = [10.0, 11.0, 10.0, 11.0, 10.0, 11.0, 10.0, 11.0, 10.0, 11.0, 10.0, 11.0, 10.0, 19.0, 10.0, 11.0];
        check("anomaly", &spike, &[(OutsideLimits, 13, 13)]);
        let mut drift = vec![10.0, 14.0, 9.0, 13.0, 10.0, 14.0, 9.0, 13.0];
        drift.extend([14.1, 12.4, 14.2, 12.4, 14.0, 12.5, 14.1, 12.5]);
        check("eight on one side", &drift, &[(EightOnOneSide, 7, 14), (EightOnOneSide, 7, 15)]);
        let mut near = [10.0, 11.0].repeat(8);
        near.extend([12.6, 12.7, 10.2, 12.6, 10.0, 11.0, 10.0, 11.0]);
        check("three of four", &near, &[(ThreeOfFourNearLimit, 16, 19)]);
    }

    #[test]
    fn limits_that_start_anew_know_nothing_of_before() {
        let (high, low) = ([4.0, 4.1].repeat(6), [3.0, 3.1].repeat(4));
        let slots: Vec<Option<f64>> = high.iter().chain(&low).map(|v| Some(*v)).collect();
        let whole = chart(&slots).unwrap();
        assert!(whole.patterns().iter().any(|p| !p.is_high && p.since == 12), "{whole:?}");
        let parts = chart_in_parts(&slots, &[12, 0, 99, 12]).unwrap();
        assert_eq!(parts.signals, []);
        let (before, after) = (parts.earlier[0], parts.limits.unwrap());
        assert_eq!((before.from, before.to, after.from, after.to), (0, 11, 12, 19));
        assert!((before.centre - 4.05).abs() < 1e-12 && (after.centre - 3.05).abs() < 1e-12);
        assert_eq!((before.is_provisional, after.is_provisional, parts.points), (false, true, 8));
        assert_eq!(parts.limits_at(11), Some(&before));
        // Too young for limits of its own, and the old ones do not judge it.
        let young = chart_in_parts(&slots, &[17]).unwrap();
        assert_eq!((young.limits, young.points, young.limits_at(18)), (None, 3, None));
        assert!(young.signals.iter().all(|s| s.at < 17));
        assert_eq!(chart_in_parts(&slots[..8], &[4]), None);
        // What ends one part and what begins the next are two moves, each under its own limits.
        let mut spikes: Vec<Option<f64>> = [4.0, 4.1].repeat(12).into_iter().map(Some).collect();
        (spikes[11], spikes[12]) = (Some(2.0), Some(2.0));
        let low = |chart: Option<Chart>| -> Vec<(usize, usize)> {
            chart.unwrap().patterns().iter().filter(|p| !p.is_high).map(|p| (p.since, p.until)).collect()
        };
        assert_eq!(low(chart(&spikes)), [(11, 12)]);
        assert_eq!(low(chart_in_parts(&spikes, &[12])), [(11, 11), (12, 12)]);
    }
}
