//! Figures in words, and which figure a record stands for: shared by outline, inspector and drawer.

use crate::base::ids::{StageId, StepId};
use crate::i18n::panels::drawer as words;
use crate::metrics::change::Test;
use crate::metrics::season::Cycle;
use crate::metrics::spc::{Rule, point_of_slot};
use crate::metrics::{self, Status, format};
use crate::model::{CardBody, Document, Kpi, Place, RecordRef};
use crate::session::heat::headlines;
use crate::session::insights::{Insight, KpiAt, kpi_speaking_for};
use crate::session::{Comparison, NumbersView, Session};

/// What is known about a KPI at a place.
#[must_use]
pub fn insight_of(session: &Session, at: KpiAt) -> Option<&Insight> {
    session.insights().figures.get(&at)
}

/// The KPI a record shows: that of a KPI card, of the place of a pain point or touchpoint, the first headline of a stage.
#[must_use]
pub fn kpi_of(document: &Document, record: RecordRef) -> Option<KpiAt> {
    match record {
        RecordRef::Stage(stage) => headlines_of(document, stage).first().copied(),
        RecordRef::Step(step) => kpi_speaking_for(document, document.map_of_step(step)?, step),
        RecordRef::Card(id) => {
            let card = document.cards.get(&id)?;
            match card.body {
                CardBody::Kpi { kpi, place, .. } => Some((kpi, place)),
                CardBody::PainPoint { kpi: Some(kpi), .. } => {
                    let near = |at: &KpiAt| at.0 == kpi && is_at_step(document, at.1, card.step);
                    kpis_at(document, card.step).into_iter().find(near)
                }
                CardBody::PainPoint { kpi: None, .. } | CardBody::Touchpoint { .. } | CardBody::Curve { .. } => {
                    kpi_speaking_for(document, document.map_of_card(id)?, card.step)
                }
                CardBody::Text | CardBody::Quote { .. } | CardBody::Opportunity { .. } | CardBody::Image { .. } => None,
            }
        }
        _ => None,
    }
}

/// Every KPI at a place with a card on the map of a step, nearest first: touchpoint, step, stage, map.
#[must_use]
pub fn kpis_at(document: &Document, step: StepId) -> Vec<KpiAt> {
    let Some(map) = document.map_of_step(step) else { return Vec::new() };
    let mut found: Vec<KpiAt> = document
        .kpi_cards(map)
        .map(|(_, kpi, place, _)| (kpi, place))
        .filter(|at| is_at_step(document, at.1, step))
        .collect();
    found.sort_by_key(|(kpi, place)| {
        let closeness = match place {
            Place::Touchpoint(_) => 0,
            Place::Step(_) => 1,
            Place::Stage(_) => 2,
            Place::Map(_) => 3,
        };
        (closeness, *kpi, *place)
    });
    found.dedup();
    found
}

/// True when a place lies at a step or around it.
fn is_at_step(document: &Document, place: Place, step: StepId) -> bool {
    match place {
        Place::Map(map) => document.map_of_step(step) == Some(map),
        Place::Stage(stage) => document.steps.get(&step).is_some_and(|s| s.stage == stage),
        Place::Step(id) => id == step,
        Place::Touchpoint(card) => document.cards.get(&card).is_some_and(|c| c.step == step),
    }
}

/// The KPIs in the header of a stage, then the others measured in it.
#[must_use]
pub fn headlines_of(document: &Document, stage: StageId) -> Vec<KpiAt> {
    let Some(map) = document.stages.get(&stage).map(|s| s.map) else { return Vec::new() };
    let mut found: Vec<_> = document
        .kpi_cards(map)
        .filter(|(_, _, place, _)| document.stage_of_place(*place) == Some(stage))
        .map(|(card, kpi, place, is_headline)| (!is_headline, card.rank, (kpi, place)))
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut kpis: Vec<KpiAt> = Vec::with_capacity(found.len());
    for (_, _, at) in found {
        if !kpis.contains(&at) {
            kpis.push(at);
        }
    }
    kpis
}

/// The KPIs of a stage: those of its cards, then those that have values at it without a card.
#[must_use]
pub fn kpis_in_stage(session: &Session, stage: StageId) -> Vec<KpiAt> {
    let found = headlines_of(session.document(), stage);
    with_measured(session, found, |place| place == Place::Stage(stage))
}

/// The KPIs of a step and its touchpoints: those of cards, then those that have values there without a card.
#[must_use]
pub fn kpis_in_step(session: &Session, step: StepId) -> Vec<KpiAt> {
    let document = session.document();
    let is_here = |place: Place| match place {
        Place::Step(id) => id == step,
        Place::Touchpoint(card) => document.cards.get(&card).is_some_and(|c| c.step == step),
        Place::Stage(_) | Place::Map(_) => false,
    };
    let found = kpis_at(document, step).into_iter().filter(|(_, place)| is_here(*place)).collect();
    with_measured(session, found, is_here)
}

fn with_measured(session: &Session, mut found: Vec<KpiAt>, is_here: impl Fn(Place) -> bool) -> Vec<KpiAt> {
    let document = session.document();
    let figures = session.insights().figures.iter();
    let has_value = figures.filter(|((_, place), insight)| is_here(*place) && insight.now.value.is_some());
    let mut others: Vec<KpiAt> = has_value.map(|(at, _)| *at).filter(|at| !found.contains(at)).collect();
    let rank = |at: &KpiAt| document.kpis.get(&at.0).map_or(f64::INFINITY, |kpi| kpi.rank);
    others.sort_by(|a, b| rank(a).total_cmp(&rank(b)).then_with(|| a.cmp(b)));
    found.append(&mut others);
    found
}

/// The worst status among the headline KPIs of a stage; `None` without a measured one, and while numbers are not shown.
#[must_use]
pub fn worst_status(session: &Session, stage: StageId) -> Option<Status> {
    let document = session.document();
    let map = document.stages.get(&stage).filter(|_| session.view().is_overlay_shown)?.map;
    let badness = |status: &Status| match status {
        Status::NoTarget => 0,
        Status::OnTarget => 1,
        Status::Watch => 2,
        Status::Off => 3,
    };
    headlines(document, map, session.insights(), stage).map(|(_, insight)| insight.status).max_by_key(badness)
}

pub use crate::session::signals::words::name_at;

/// "3.2 / 5"; "–" without answers.
#[must_use]
pub fn value(kpi: &Kpi, insight: Option<&Insight>) -> String {
    insight.and_then(|i| format::measured(kpi, &i.now)).unwrap_or_else(|| "–".to_owned())
}

/// "n 214 · 95 % 3.05 – 3.35", with what must be said beside it.
#[must_use]
pub fn n_and_interval(kpi: &Kpi, value: &crate::metrics::KpiValue) -> String {
    let mut parts = vec![format::n(value.n)];
    if let Some(interval) = value.interval {
        parts.push(words::interval(&format::interval(kpi, interval)));
    }
    if value.is_few {
        parts.push(words::few_answers().to_owned());
    }
    if value.is_weighted {
        parts.push(words::weighted().to_owned());
    }
    parts.join(" · ")
}

/// "↓ −0.6"; `None` when there is nothing to compare.
#[must_use]
pub fn change(kpi: &Kpi, insight: &Insight) -> Option<String> {
    let change = insight.change.as_ref()?;
    let text = format::difference(kpi, change, &insight.now)?;
    let difference = change.difference.unwrap_or(0.0);
    let arrow = if difference > 0.0 {
        '↑'
    } else if difference < 0.0 {
        '↓'
    } else {
        '→'
    };
    Some(format!("{arrow} {text}"))
}

/// "↓ −0.6 against the same period last year: beyond noise (Welch t-test, p 0.012)".
#[must_use]
pub fn change_sentence(kpi: &Kpi, insight: &Insight, view: &NumbersView) -> Option<String> {
    let against = match view.against.is_empty() {
        true => against(match view.comparison.meant(insight.now_range) {
            // Of totals it may be fewer days than were chosen.
            Comparison::With(days) => Comparison::With(insight.before_range.unwrap_or(days)),
            meant => meant,
        })?,
        false => words::segments(&view.against.full_words()),
    };
    let tested = insight.change.as_ref()?;
    if let Some(days) = tested.per_day.filter(|_| tested.is_incomparable()) {
        return Some(words::not_comparable(&against, days.now, days.before));
    }
    let moved = words::change(&change(kpi, insight)?, &against);
    if let Some(days) = tested.per_day {
        return Some(format!("{}.", words::per_day(&moved, days.now, days.before)));
    }
    if tested.is_beyond_noise.is_none() && kpi.kind.is_total() {
        // A sum has no spread that a test could weigh: there is nothing to say beside the change.
        return Some(format!("{moved}."));
    }
    let verdict = match tested.is_beyond_noise {
        None if !metrics::has_test(&kpi.kind) => words::NO_TEST.to_owned(),
        None if insight.before_range.is_some_and(|before| before.touches(insight.now_range)) => {
            words::SHARED_DAYS.to_owned()
        }
        found => words::verdict(found, test_name(tested.test), tested.p_value),
    };
    Some(format!("{moved}: {verdict}."))
}

/// What a change is against; `None` when nothing is compared.
#[must_use]
pub fn against(comparison: Comparison) -> Option<String> {
    Some(match comparison {
        Comparison::PreviousPeriod => words::period_before().to_owned(),
        Comparison::SamePeriodLastYear => words::period_last_year().to_owned(),
        Comparison::SinceMarker(day) => words::before(day),
        Comparison::With(days) => crate::i18n::map::days(days),
        Comparison::None => return None,
    })
}

/// What repeats and was taken out before limits were worked out, or that nothing was; `None` where nobody asked for it.
#[must_use]
pub fn season_sentence(insight: &Insight, view: &NumbersView) -> Option<String> {
    let chart = insight.chart.as_ref().filter(|_| view.without_seasons)?;
    Some(match &chart.season {
        Some(season) => words::without_season(season.cycle == Cycle::Week, season.strength),
        None => words::no_season().to_owned(),
    })
}

/// The latest signal of the series in words, or that there is none; `None` without limits.
#[must_use]
pub fn signal_sentence(insight: &Insight) -> Option<String> {
    let chart = insight.chart.as_ref()?;
    let Some(signal) = chart.newest_pattern() else {
        return Some(match chart.limits {
            Some(_) => words::no_signal(chart.points, insight.grain),
            None if chart.is_without_width() && !has_neighbours(insight) => words::no_neighbours(insight.grain),
            None if chart.is_without_width() => words::no_width(insight.grain),
            None => words::limits_too_young(chart.points, insight.grain),
        });
    };
    let since = point_of_slot(&insight.series, insight.grain, signal.since)?;
    let at = point_of_slot(&insight.series, insight.grain, signal.until)?;
    // Of single points beside each other the newest is news.
    let told = if signal.rule == Rule::OutsideLimits { at } else { since };
    let name = crate::i18n::panels::period(insight.grain, told.start, told.end);
    let is_over = insight.series.iter().any(|p| p.start > at.start && !p.is_in_progress && p.value.value.is_some());
    if is_over {
        // A run that has ended says nothing about now: it is told with its end, in the past.
        let until = crate::i18n::panels::period(insight.grain, at.start, at.end);
        return Some(match signal.rule {
            Rule::OutsideLimits => words::past_anomaly(signal.is_high, &name),
            Rule::EightOnOneSide => words::past_shift_by_side(signal.is_high, &name, &until),
            Rule::ThreeOfFourNearLimit => words::past_shift_near_limit(signal.is_high, &name, &until),
        });
    }
    Some(match signal.rule {
        Rule::OutsideLimits => words::anomaly(signal.is_high, &name),
        Rule::EightOnOneSide => words::shift_by_side(signal.is_high, &name),
        Rule::ThreeOfFourNearLimit => words::shift_near_limit(signal.is_high, &name),
    })
}

/// True where two periods beside each other have values.
fn has_neighbours(insight: &Insight) -> bool {
    let slots = metrics::spc::slots(&insight.series, insight.grain);
    slots.windows(2).any(|pair| pair.iter().all(Option::is_some))
}

/// The name of a test in a sentence.
fn test_name(test: Test) -> &'static str {
    match test {
        Test::TwoProportions => words::TWO_PROPORTIONS,
        Test::WelchT | Test::NpsZ | Test::None => test.text(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::DayRange;
    use crate::metrics::spc;
    use crate::ui::fixture;

    fn check(values: &[f64], expected: &str) {
        let mut insight = fixture::insight(values, 50.0);
        insight.chart = spc::chart(&spc::slots(&insight.series, insight.grain));
        assert_eq!(signal_sentence(&insight).as_deref(), Some(expected));
    }

    #[test]
    fn a_run_that_has_ended_is_told_in_the_past() {
        let low = [3.9, 4.0, 3.9, 4.0, 3.9, 4.0, 3.9, 4.0];
        let mixed = [4.3, 4.0, 4.3, 4.0, 4.3, 4.0, 4.3];
        check(&[&low[..], &mixed].concat(), "Shift below the centre from Jan 2025 to Aug 2025, none since.");
        check(&[&mixed[..], &low].concat(), "Lower since Aug 2025: a shift (8 or more in a row below the centre).");
    }

    /// The total of a quarter beside that of a year has not fallen by that.
    #[test]
    fn totals_of_unequally_long_days_say_that_they_are_compared_per_day() {
        use crate::model::KpiKind;
        let kpi = Kpi { kind: KpiKind::Sum, ..Kpi::new(crate::base::ids::Id::from_raw(1), "Orders") };
        let mut insight = fixture::insight(&[4.0, 4.2], 50.0);
        let chosen = DayRange { from: insight.now_range.from.plus(-40), to: insight.now_range.from.plus(-1) };
        let rows: Vec<_> = (chosen.from.0..=insight.now_range.to.0).map(|day| (day, 2.0, None)).collect();
        let days = metrics::fixture::days(&kpi.kind, &rows, &[]);
        insight.change = Some(metrics::moved_between(&kpi, &days, None, (insight.now_range, chosen)));
        (insight.before, insight.before_range) = (Some(insight.now), Some(chosen));
        let view = NumbersView { comparison: Comparison::With(chosen), ..NumbersView::default() };
        let (told, short) = (
            change_sentence(&kpi, &insight, &view).unwrap(),
            crate::session::overlay::comparison_text(&insight, &view),
        );
        let length = insight.now_range.days();
        assert!(
            told.starts_with("→ 0 %") && told.ends_with(&format!("per day: {length} days beside 40 days.")),
            "{told}"
        );
        assert!(short.ends_with(", per day"), "{short}");
    }

    #[test]
    fn periods_that_all_stand_alone_are_not_said_to_vary_in_nothing() {
        let check = |kept: &dyn Fn(usize) -> bool, value: &dyn Fn(usize) -> f64, expected: &str| {
            let values: Vec<f64> = (0..24).map(value).collect();
            let mut insight = fixture::insight(&values, 50.0);
            insight.series =
                insight.series.into_iter().enumerate().filter(|(at, _)| kept(*at)).map(|(_, point)| point).collect();
            insight.chart = spc::chart(&spc::slots(&insight.series, insight.grain));
            let told = signal_sentence(&insight).unwrap();
            assert!(told.contains(expected), "{told}");
        };
        check(&|at| at % 3 == 0, &|at| at as f64, "no two months with values are beside each other");
        check(&|at| at % 12 < 4, &|at| (at / 12) as f64, "nothing varies between months beside each other");
    }

    #[test]
    fn a_formula_that_is_no_amount_of_days_says_that_it_is_not_compared() {
        use crate::model::KpiKind;
        let kpi = Kpi { kind: KpiKind::Formula, ..Kpi::new(crate::base::ids::Id::from_raw(1), "Left over") };
        let mut insight = fixture::insight(&[4.0, 4.2], 50.0);
        let chosen = DayRange { from: insight.now_range.from.plus(-40), to: insight.now_range.from.plus(-1) };
        let per_day = Some(metrics::PerDay { now: 1, before: 40, values: None });
        let unknown = metrics::change(&KpiKind::Sum, &Default::default(), &Default::default());
        insight.change = Some(metrics::Change { difference: None, relative: None, per_day, ..unknown });
        (insight.before, insight.before_range) = (Some(insight.now), Some(chosen));
        let view = NumbersView { comparison: Comparison::With(chosen), ..NumbersView::default() };
        let told = change_sentence(&kpi, &insight, &view).unwrap();
        assert!(told.starts_with("Not compared with") && told.contains("1 day beside 40 days"), "{told}");
        assert_eq!(crate::session::overlay::comparison_text(&insight, &view), "");
    }

    /// Each reason why there is no verdict is another one: nobody can give a formula more answers.
    #[test]
    fn a_change_without_a_test_says_why() {
        use crate::model::KpiKind;
        let check = |kind: KpiKind, before: (i32, i32), expected: &str| {
            let mut insight = fixture::insight(&[4.0, 4.2], 50.0);
            insight.before_range = Some(DayRange {
                from: insight.now_range.from.plus(before.0),
                to: insight.now_range.from.plus(before.1),
            });
            let pool = |score: f64| {
                let mut bucket = crate::model::observation::Bucket::default();
                bucket.add(score, None, metrics::cuts_of(&kind));
                bucket
            };
            insight.change = Some(metrics::change(&KpiKind::Mean, &pool(4.0), &pool(3.0)).untested());
            let kpi = Kpi { kind, ..Kpi::new(crate::base::ids::Id::from_raw(1), "CSAT") };
            let view = NumbersView { comparison: Comparison::PreviousPeriod, ..NumbersView::default() };
            let told = change_sentence(&kpi, &insight, &view).unwrap();
            assert!(told.ends_with(&format!("{expected}.")), "{told}");
        };
        check(KpiKind::Formula, (-60, -1), words::NO_TEST);
        check(KpiKind::MEDIAN, (-60, -1), words::NO_TEST);
        check(KpiKind::Mean, (-60, 0), words::SHARED_DAYS);
        check(KpiKind::Mean, (-60, -1), &words::verdict(None, "", None));
    }
}
