//! What moved: the signals of all KPIs of a map as moves, worst first, each with what else moved and whether somebody has
//! answered it.
//!
//! A pure function over document and figures. Signals of one direction that overlap are one move: a level that breaks is
//! told once, not once per rule and point, and the level that it broke from is no move. Only what has a KPI card is
//! watched: whoever watches every score at every step must live with the false alarms of all of them.

pub mod words;

use crate::base::ids::{DecisionId, MapId, MarkerId};
use crate::base::time::{Day, DayRange, Grain};
use crate::metrics::misses;
use crate::metrics::spc::{self, Limits, Pattern, Rule};
use crate::model::{AnsweredSignal, Course, Decision, Direction, Document, Kpi, SignalRule};
use crate::session::insights::{self, Insight, Insights, KpiAt};

/// So many periods without a signal are flat; and so many more after an answer to that are news again.
pub const FLAT_PERIODS: usize = 12;

/// Why it matters that a KPI does not move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlatReason {
    /// Its mean over these periods misses the target.
    TargetMissed,
    /// It has no target, and a plan for when it is flat.
    PlanExists,
}

/// A move of a KPI at a place beyond noise, or that it does not move although it should.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// Of what, where.
    pub at: KpiAt,
    /// The rule that says most: a run tells more than single points.
    pub rule: SignalRule,
    /// Which way.
    pub course: Course,
    /// Its first period.
    pub since: DayRange,
    /// Its last period so far.
    pub until: DayRange,
    /// Width of the periods.
    pub grain: Grain,
    /// Whether it is for the better, by the direction of the KPI. Being flat never is.
    pub is_good: bool,
    /// How far its farthest point lies from the centre, in distances from the centre to a limit: beyond 1 is outside the
    /// limits. 0 for what is flat.
    pub distance: f64,
    /// Mean of its points, in the KPI's own terms.
    pub level: f64,
    /// Mean of the other points under the same limits; of what is flat, the target. `None` when there are none.
    pub level_before: Option<f64>,
    /// The limits rest on fewer than twelve points.
    pub is_provisional: bool,
    /// There are later periods that do not belong to it.
    pub is_over: bool,
    /// Why being flat matters; `None` for other moves.
    pub flat: Option<FlatReason>,
    /// Periods from the first to the last.
    pub periods: usize,
    /// The decision that answers it.
    pub answer: Option<DecisionId>,
    /// Moves of others on the same days, those that began nearest to its beginning first.
    pub alongside: Vec<(KpiAt, Course)>,
    /// Event markers from one period before its beginning to its end, the nearest to the beginning first.
    pub events: Vec<MarkerId>,
}

impl Moved {
    /// The size of the move in the KPI's own terms: its level less that of before.
    #[must_use]
    pub fn size(&self) -> Option<f64> {
        self.level_before.map(|before| self.level - before)
    }

    /// From its first to its last day.
    #[must_use]
    pub fn days(&self) -> DayRange {
        DayRange { from: self.since.from, to: self.until.to }
    }

    /// What a decision keeps of it.
    #[must_use]
    pub fn to_answer(&self) -> AnsweredSignal {
        AnsweredSignal { rule: self.rule, course: self.course, since: self.since.from, until: self.until.to }
    }

    /// What the KPI says is to be done.
    #[must_use]
    pub fn plan<'a>(&self, kpi: &'a Kpi) -> &'a str {
        match self.course {
            Course::Up => kpi.plan_for_rise.trim(),
            Course::Down => kpi.response_plan.trim(),
            Course::Flat => kpi.plan_for_flat.trim(),
        }
    }
}

/// What is news on a map: what was still moving at its last review or later, and what nobody has answered, however long
/// ago it was and however often it was reviewed: a review answers nothing by itself. In the order of [`moved`].
#[must_use]
pub fn news(document: &Document, insights: &Insights, map: MapId) -> Vec<Moved> {
    let since = news_since(document, map);
    let mut all = moved(document, insights, map, None);
    all.retain(|one| one.answer.is_none() || since.is_none_or(|since| one.until.to >= since));
    all
}

/// The day since when moves are news on a map: that of its last review.
#[must_use]
pub fn news_since(document: &Document, map: MapId) -> Option<Day> {
    document.maps.get(&map)?.reviewed_on
}

/// Everything that moved on a map and was still moving on `since` or later; all of the shown periods without a day. What
/// got worse comes first, of that the farthest from its limits, then the newest.
#[must_use]
pub fn moved(document: &Document, insights: &Insights, map: MapId, since: Option<Day>) -> Vec<Moved> {
    let mut all: Vec<Moved> = Vec::new();
    let mut watched: Vec<KpiAt> = document.kpi_cards(map).map(|(_, kpi, place, _)| (kpi, place)).collect();
    watched.sort_unstable();
    watched.dedup();
    for at in watched {
        let (Some(kpi), Some(insight)) = (document.kpis.get(&at.0), insights.figures.get(&at)) else { continue };
        moves_of(document, (&kpi.at(at.1), at), insight, &mut all);
    }
    let spans: Vec<(KpiAt, Course, DayRange)> = all.iter().map(|m| (m.at, m.course, m.days())).collect();
    for one in &mut all {
        let (days, begin) = (one.days(), one.since.from);
        let mut beside: Vec<_> = spans
            .iter()
            .filter(|(at, course, span)| *at != one.at && *course != Course::Flat && days.touches(*span))
            .collect();
        beside.sort_by_key(|(at, _, span)| (span.from.0.abs_diff(begin.0), *at));
        one.alongside = beside.into_iter().map(|(at, course, _)| (*at, *course)).collect();
        let period_before = one.grain.start_of(begin.plus(-1));
        let mut events: Vec<_> =
            document.markers.values().filter(|m| (period_before..=days.to).contains(&m.day)).collect();
        events.sort_by_key(|marker| (marker.day.0.abs_diff(begin.0), marker.day, marker.id));
        one.events = events.into_iter().map(|marker| marker.id).collect();
    }
    all.retain(|one| since.is_none_or(|since| one.until.to >= since));
    all.sort_by(|a, b| {
        let farthest = b.distance.total_cmp(&a.distance);
        a.is_good.cmp(&b.is_good).then(farthest).then(b.until.to.cmp(&a.until.to)).then(a.at.cmp(&b.at))
    });
    all
}

/// The moves of one KPI at a place.
fn moves_of(document: &Document, (kpi, at): (&Kpi, KpiAt), insight: &Insight, found: &mut Vec<Moved>) {
    let Some(chart) = &insight.chart else { return };
    let (slots, _) = insights::slots_and_starts(document, at.0, &insight.series, insight.grain);
    let slots = chart.judged(&slots);
    let points = Points { insight, slots: &slots };
    let patterns = chart.patterns();
    for pattern in &patterns {
        let Some(limits) = chart.limits_at(pattern.since) else { continue };
        // The level that a series begins with came from nowhere. When it breaks, the level after it is the news.
        let is_first = points.values(limits.from, limits.to).next().is_some_and(|(slot, _)| slot == pattern.since);
        if is_first && pattern.rule != Rule::OutsideLimits {
            continue;
        }
        found.extend(points.of_pattern(document, (kpi, at), pattern, limits));
    }
    if let Some(limits) = &chart.limits {
        found.extend(points.flat(document, (kpi, at), &patterns, limits));
    }
}

/// The points of a series by their slot.
struct Points<'a> {
    insight: &'a Insight,
    slots: &'a [Option<f64>],
}

impl Points<'_> {
    fn days_of(&self, slot: usize) -> Option<DayRange> {
        let start = spc::start_of_slot(&self.insight.series, self.insight.grain, slot)?;
        Some(DayRange { from: start, to: self.insight.grain.next(start).plus(-1) })
    }

    fn values(&self, from: usize, to: usize) -> impl Iterator<Item = (usize, f64)> {
        self.slots.iter().enumerate().take(to + 1).skip(from).filter_map(|(slot, value)| Some((slot, (*value)?)))
    }

    fn of_pattern(
        &self,
        document: &Document,
        (kpi, at): (&Kpi, KpiAt),
        pattern: &Pattern,
        limits: &Limits,
    ) -> Option<Moved> {
        let is_in = |slot: usize| (pattern.since..=pattern.until).contains(&slot);
        let own = || self.values(pattern.since, pattern.until).map(|(_, value)| value);
        let others = self.values(limits.from, limits.to).filter(|(slot, _)| !is_in(*slot)).map(|(_, value)| value);
        let half = limits.upper - limits.centre;
        let farthest = own().map(|value| (value - limits.centre).abs()).fold(0.0, f64::max);
        let course = if pattern.is_high { Course::Up } else { Course::Down };
        let rule = match pattern.rule {
            Rule::OutsideLimits => SignalRule::Outside,
            Rule::EightOnOneSide => SignalRule::RunOf8,
            Rule::ThreeOfFourNearLimit => SignalRule::ThreeOf4,
        };
        let (since, until) = (self.days_of(pattern.since)?, self.days_of(pattern.until)?);
        let days = DayRange { from: since.from, to: until.to };
        Some(Moved {
            at,
            rule,
            course,
            since,
            until,
            grain: self.insight.grain,
            is_good: pattern.is_high == (kpi.direction == Direction::Up),
            distance: if half > 0.0 { farthest / half } else { 0.0 },
            level: mean(own())?,
            level_before: mean(others),
            is_provisional: limits.is_provisional,
            is_over: self.values(pattern.until + 1, self.slots.len()).next().is_some(),
            flat: None,
            periods: pattern.until - pattern.since + 1,
            answer: answer_to(document, at, |signal| is_answered((rule, course, days), signal)),
            alongside: Vec::new(),
            events: Vec::new(),
        })
    }

    /// Nothing moved in the newest twelve points, although the target is missed or a plan says what to do then.
    fn flat(
        &self,
        document: &Document,
        (kpi, at): (&Kpi, KpiAt),
        patterns: &[Pattern],
        limits: &Limits,
    ) -> Option<Moved> {
        let last_signal = patterns.iter().map(|p| p.until).filter(|slot| *slot >= limits.from).max();
        let quiet: Vec<(usize, f64)> =
            self.values(last_signal.map_or(limits.from, |slot| slot + 1), limits.to).collect();
        let newest = quiet.get(quiet.len().checked_sub(FLAT_PERIODS)?..)?;
        let level = mean(newest.iter().map(|(_, value)| *value))?;
        let reason = match self.insight.target {
            Some(target) if misses(kpi.direction, level, target, 0.0) => FlatReason::TargetMissed,
            None if !kpi.plan_for_flat.trim().is_empty() => FlatReason::PlanExists,
            _ => return None,
        };
        let (first, last) = (quiet.first()?.0, quiet.last()?.0);
        let (since, until) = (self.days_of(first)?, self.days_of(last)?);
        // An answer holds for twelve more periods.
        let is_answered = |signal: &AnsweredSignal| {
            let later =
                quiet.iter().filter_map(|(slot, _)| self.days_of(*slot)).filter(|days| days.from > signal.until);
            signal.course == Course::Flat && signal.until >= since.from && later.count() < FLAT_PERIODS
        };
        Some(Moved {
            at,
            rule: SignalRule::Flat,
            course: Course::Flat,
            since,
            until,
            grain: self.insight.grain,
            is_good: false,
            distance: 0.0,
            level,
            level_before: self.insight.target,
            is_provisional: limits.is_provisional,
            is_over: false,
            flat: Some(reason),
            periods: quiet.len(),
            answer: answer_to(document, at, is_answered),
            alongside: Vec::new(),
            events: Vec::new(),
        })
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

/// The newest decision about a KPI at a place that answers a signal.
fn answer_to(document: &Document, at: KpiAt, is_answered: impl Fn(&AnsweredSignal) -> bool) -> Option<DecisionId> {
    let about = |decision: &&std::sync::Arc<Decision>| {
        (decision.kpi, decision.place) == at && decision.signal.as_ref().is_some_and(&is_answered)
    };
    document.decisions.values().filter(about).max_by_key(|decision| (decision.decided_on, decision.id)).map(|d| d.id)
}

/// A move is answered by what was decided about one of its days; but whoever answered a single point has not yet answered
/// the shift that it turned out to be part of.
fn is_answered((rule, course, days): (SignalRule, Course, DayRange), answered: &AnsweredSignal) -> bool {
    let is_more = answered.rule == SignalRule::Outside && rule != SignalRule::Outside;
    let is_same = days.touches(DayRange { from: answered.since, to: answered.until });
    answered.course == course && is_same && !is_more
}

#[cfg(test)]
mod tests;
