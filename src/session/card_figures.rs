//! What the forms of KPI cards show, worked out from what is known about a KPI at a place.

use crate::i18n::{self, card_forms as words};
use crate::metrics::{self, KpiValue, format};
use crate::model::{CardBody, CardForm, Direction, Document, Kpi, Place, Terms};
use crate::scene::card_figures::{CardFigures, GaugeGoal, PeriodBar, PeriodRow, ScoreBar, Span};
use crate::session::NumbersView;
use crate::session::insights::{Insight, KpiAt};
use std::collections::{BTreeMap, BTreeSet};

/// Which forms the cards of a document show of each KPI at its place.
#[must_use]
pub fn wanted(document: &Document) -> BTreeMap<KpiAt, BTreeSet<CardForm>> {
    let mut wanted: BTreeMap<KpiAt, BTreeSet<CardForm>> = BTreeMap::new();
    for card in document.cards.values() {
        if let CardBody::Kpi { kpi, place, form, .. } = card.body {
            wanted.entry((kpi, place)).or_default().insert(form);
        }
    }
    wanted
}

/// A target in the words it was set in: that of a sum is meant per calendar month, whatever days it is held against.
#[must_use]
pub fn target_words(kpi: &Kpi, target: f64) -> String {
    let words = format::target(kpi, target);
    if kpi.kind.is_total() { i18n::map::a_month(&words) } else { words }
}

/// What some forms show of a KPI at a place.
#[must_use]
pub fn of(
    (kpi, place): (&Kpi, Place),
    insight: &Insight,
    view: &NumbersView,
    forms: &BTreeSet<CardForm>,
) -> CardFigures {
    let kpi = &*kpi.at(place);
    let mut figures =
        CardFigures { value: insight.now.value, interval: insight.now.interval, ..CardFigures::default() };
    let is_wanted = |form| forms.contains(&form);
    if is_wanted(CardForm::Gauge) || is_wanted(CardForm::BeforeAfter) {
        figures.span = span(kpi, insight);
    }
    if is_wanted(CardForm::Gauge) {
        figures.goal = insight.goal.map(|goal| GaugeGoal {
            target: goal.target,
            target_text: target_words(kpi, kpi.target.unwrap_or(goal.target)),
            watch_end: goal.watch_end,
            is_higher_better: kpi.direction == Direction::Up,
        });
    }
    if is_wanted(CardForm::BeforeAfter) {
        figures.periods = periods(kpi, insight, view);
    }
    if is_wanted(CardForm::Scores) {
        figures.scores = scores(insight);
    }
    if is_wanted(CardForm::Table) {
        figures.rows = rows(kpi, insight);
    }
    figures
}

/// Below this share of what a value can be, all of a figure would stand in a corner of its gauge.
const LEAST_USED: f64 = 0.5;

/// What bars and gauge reach: what the value can be at all, or from nothing to a round number beyond everything that is
/// shown, where there is no end or what is shown uses little of it.
fn span(kpi: &Kpi, insight: &Insight) -> Span {
    let of_value = |value: &KpiValue| [value.value, value.interval.map(|i| i.0), value.interval.map(|i| i.1)];
    let goal = insight.goal.map(|goal| [Some(goal.target), Some(goal.watch_end)]);
    let shown: Vec<f64> = of_value(&insight.now)
        .into_iter()
        .chain(insight.before.iter().flat_map(of_value))
        .chain(goal.into_iter().flatten())
        .flatten()
        .filter(|value| value.is_finite())
        .collect();
    let least = shown.iter().copied().fold(f64::INFINITY, f64::min);
    let most = shown.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let bounds = metrics::bounds(kpi).filter(|(low, high)| high > low);
    let ends = match bounds {
        Some((low, high)) if kpi.terms() != Terms::Share || most - low > (high - low) * LEAST_USED => {
            (low.min(least), high.max(most))
        }
        Some((low, _)) => (low.min(least), round_above(most)),
        None => {
            (if least < 0.0 { -round_above(-least) } else { 0.0 }, if most > 0.0 { round_above(most) } else { 0.0 })
        }
    };
    let ends = if ends.0.is_finite() && ends.1.is_finite() { ends } else { (0.0, 0.0) };
    // A sum of no complaints is a value too: between nothing and nothing there would be no gauge.
    let ends = if ends.1 > ends.0 { ends } else { (ends.0, bounds.map_or(ends.0 + 1.0, |(_, high)| high)) };
    Span { ends, texts: (format::target(kpi, ends.0), format::target(kpi, ends.1)) }
}

/// The next round number above a positive one, with some room to it.
fn round_above(value: f64) -> f64 {
    if value <= 0.0 || !value.is_finite() {
        return 0.0;
    }
    let power = 10_f64.powf((value * 1.05).log10().floor());
    let step = [1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    step.into_iter().map(|step| step * power).find(|round| *round >= value * 1.05).unwrap_or(value * 1.25)
}

/// What is compared: two periods, or two groups of people over the same days.
fn periods(kpi: &Kpi, insight: &Insight, view: &NumbersView) -> Option<[PeriodBar; 2]> {
    let bar = |value: &KpiValue, (label, short_label): (String, String)| {
        value.value.map(|v| PeriodBar {
            label,
            short_label,
            value: v,
            value_text: format::measured(kpi, value).unwrap_or_default(),
            n_text: format::n(value.n),
            interval: value.interval,
            is_few: value.is_few,
        })
    };
    let labels = if view.against.is_empty() {
        let of = |range, short: &str| (i18n::map::days(range), short.to_owned());
        [of(insight.before_range?, words::BEFORE), of(insight.now_range, words::NOW)]
    } else {
        let of = |segments| (i18n::map::segments(segments), words::short(&i18n::map::segments(segments)));
        [of(&view.against), of(&view.segments)]
    };
    let [before, now] = labels;
    Some([bar(insight.before.as_ref()?, before)?, bar(&insight.now, now)?])
}

fn scores(insight: &Insight) -> Vec<ScoreBar> {
    let label =
        |count: &metrics::ScoreCount| words::score(&format::plain(count.low), count.high.map(format::plain).as_deref());
    insight.scores.iter().map(|c| ScoreBar { label: label(c), count: c.count, group: c.group }).collect()
}

fn rows(kpi: &Kpi, insight: &Insight) -> Vec<PeriodRow> {
    let row = |point: &metrics::SeriesPoint| {
        let n_text = format::n(point.value.n);
        format::measured_bare(kpi, &point.value).map(|value_text| PeriodRow {
            period: words::period(insight.grain, point.start),
            value_text,
            n_text: match point.value.n {
                None => i18n::map::no_value().to_owned(),
                Some(_) => n_text.strip_prefix("n ").unwrap_or(&n_text).to_owned(),
            },
            is_few: point.value.is_few,
            is_in_progress: point.is_in_progress,
        })
    };
    insight.series.iter().rev().filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{Id as _, KpiId, StageId};
    use crate::metrics::{Goal, Method};
    use crate::model::KpiKind;

    /// The ends of the gauge of a KPI of a kind that has a value and perhaps a target.
    fn check(kind: KpiKind, value: f64, target: Option<f64>, expected: (f64, f64)) {
        let kpi = Kpi { kind, target, ..Kpi::new(KpiId::from_raw(1), "Complaints") };
        let nothing = Insight::of_nothing(&kpi);
        let insight = Insight {
            now: KpiValue { value: Some(value), n: Some(90.0), interval: None, method: Method::None, ..nothing.now },
            target,
            goal: target.map(|target| Goal { target, watch_end: target }),
            ..nothing
        };
        let (at, forms) = (Place::Stage(StageId::from_raw(1)), BTreeSet::from([CardForm::Gauge]));
        let figures = of((&kpi, at), &insight, &NumbersView::default(), &forms);
        assert_eq!(figures.span.ends, expected, "{kind:?} {value} {target:?}");
        assert_eq!(figures.goal.map(|goal| goal.target), target);
    }

    #[test]
    fn a_gauge_of_nothing_is_not_blank() {
        check(KpiKind::Sum, 0.0, Some(0.0), (0.0, 1.0));
        check(KpiKind::Sum, 0.0, None, (0.0, 1.0));
        check(KpiKind::Rate, 0.0, None, (0.0, 1.0));
        check(KpiKind::Sum, 0.0, Some(40.0), (0.0, 50.0));
        check(KpiKind::Sum, -3.0, None, (-4.0, 0.0));
    }
}
