//! Insights as the map shows them: numbers become words and arrows.

use crate::base::ids::{MapId, StepId};
use crate::base::time::{Day, DayRange};
use crate::i18n;
use crate::metrics::{self, Change, Status, format};
use crate::model::{Direction, Document, Kpi, Place, RecordRef};
use crate::scene::CardFigures;
use crate::scene::overlay_kpi::{self, KpiFigure, KpiOverlay, MeasuredPoint, TrendPoint, Unanswered};
use crate::session::insights::{self, Insight, Insights};
use crate::session::view::{Comparison, NumbersView};
use crate::session::{card_figures, card_split, heat, signals};
use std::collections::{BTreeMap, BTreeSet};

/// The overlay of a map; empty while the overlay is switched off.
#[must_use]
pub fn build(document: &Document, map: MapId, insights: &Insights, view: &NumbersView, today: Day) -> KpiOverlay {
    let mut overlay = KpiOverlay { is_off: !view.is_overlay_shown, ..KpiOverlay::default() };
    if overlay.is_off {
        return overlay;
    }
    let wanted = card_figures::wanted(document);
    let nothing = BTreeSet::new();
    for (_, kpi, place, _) in document.kpi_cards(map) {
        let (Some(row), Some(insight)) = (document.kpis.get(&kpi), insights.figures.get(&(kpi, place))) else {
            continue;
        };
        let forms = wanted.get(&(kpi, place)).unwrap_or(&nothing);
        let mut card = card_figures::of((row, place), insight, view, forms);
        let splits = insights.splits.get(&(kpi, place)).into_iter().flatten();
        card.splits = splits.map(|(split, of)| (split.clone(), card_split::shown(&row.at(place), of))).collect();
        let figure = figure(document, &row.at(place), insight, view, today);
        overlay.cards.insert((kpi, place), KpiFigure { card, ..figure });
    }
    overlay.left_out.clone_from(&insights.left_out);
    overlay.measured = measured(document, map, insights);
    overlay.heat = heat::of_stages(document, map, insights, &overlay, view.heat);
    overlay.heat_legend = heat::legend(document, map, insights, view.heat, today);
    overlay.unanswered = unanswered(document, map, insights);
    overlay
}

/// What moved and has no answer yet, at the stage where it did and at its KPI cards.
fn unanswered(document: &Document, map: MapId, insights: &Insights) -> BTreeMap<RecordRef, Unanswered> {
    let mut found: BTreeMap<RecordRef, Unanswered> = BTreeMap::new();
    let all = signals::moved(document, insights, map, None);
    for moved in all.iter().filter(|moved| moved.answer.is_none()) {
        let stage = document.stage_of_place(moved.at.1).map(RecordRef::Stage);
        let cards = document.kpi_cards(map).filter(|(_, kpi, place, _)| (*kpi, *place) == moved.at);
        for record in stage.into_iter().chain(cards.map(|(card, ..)| card.id.into())) {
            let at = found.entry(record).or_insert(Unanswered { count: 0, is_good: true });
            at.count += 1;
            at.is_good &= moved.is_good;
        }
    }
    found
}

/// A KPI at a place in words.
#[must_use]
pub fn figure(document: &Document, kpi: &Kpi, insight: &Insight, view: &NumbersView, today: Day) -> KpiFigure {
    let point = |p: &metrics::SeriesPoint| {
        let value = p.value.value?;
        Some(TrendPoint { start: p.start, value, interval: p.value.interval, is_in_progress: p.is_in_progress })
    };
    let age = insight.last_day.map(|last| i64::from(today.0) - i64::from(last.0));
    let is_stale = |days: &i64| kpi.expected_update_days.is_some_and(|limit| *days > i64::from(limit));
    KpiFigure {
        value_text: format::measured(kpi, &insight.now).unwrap_or_else(|| i18n::map::no_value().to_owned()),
        n_text: insight.now.value.map_or_else(String::new, |_| format::n(insight.now.n)),
        change_text: change_text(kpi, insight),
        change_is_good: change_is_good(kpi, insight),
        comparison_text: comparison_text(insight, view),
        status: match insight.status {
            Status::OnTarget => overlay_kpi::Status::Good,
            Status::Watch => overlay_kpi::Status::Watch,
            Status::Off => overlay_kpi::Status::Off,
            Status::NoTarget => overlay_kpi::Status::None,
        },
        points: insight.series.iter().filter_map(point).collect(),
        grain: Some(insight.grain),
        moment: view.moment.map(|day| insight.grain.start_of(day)),
        target: insight.target,
        target_text: kpi.target.map(|target| card_figures::target_words(kpi, target)).unwrap_or_default(),
        bounds: metrics::bounds(kpi),
        markers: document.markers.values().map(|m| (m.day, m.label.clone())).collect(),
        is_few: insight.now.is_few,
        stale_text: age.filter(is_stale).map(i18n::map::days_old),
        provisional_text: provisional(insight),
        axis: insight.axis_words(kpi),
        card: CardFigures::default(),
    }
}

/// That the limits of the trend will still move; `None` where they are settled, and where there are none yet.
fn provisional(insight: &Insight) -> Option<String> {
    let limits = insight.chart.as_ref()?.limits.filter(|limits| limits.is_provisional)?;
    Some(i18n::map::provisional_limits(limits.points))
}

/// The change with its arrow, as in "↓ −0.6"; empty without one.
#[must_use]
pub fn change_text(kpi: &Kpi, insight: &Insight) -> String {
    let Some(change) = &insight.change else { return String::new() };
    let Some(words) = format::difference(kpi, change, &insight.now) else { return String::new() };
    let arrow = if words.starts_with('+') {
        '↑'
    } else if words.starts_with('\u{2212}') {
        '↓'
    } else {
        '→'
    };
    format!("{arrow} {words}")
}

/// Whether the change is for the better; `None` when it is within noise or nothing moved.
#[must_use]
pub fn change_is_good(kpi: &Kpi, insight: &Insight) -> Option<bool> {
    let change = insight.change.as_ref()?;
    let difference = change.difference.filter(|d| *d != 0.0)?;
    if change.is_beyond_noise == Some(false) {
        return None;
    }
    Some((difference > 0.0) == (kpi.direction == Direction::Up))
}

/// What the change is against, as in "vs 2024".
#[must_use]
pub fn comparison_text(insight: &Insight, view: &NumbersView) -> String {
    if insight.change.is_some_and(|change| change.is_incomparable()) {
        return String::new();
    }
    with_per_day(insight.change.as_ref(), compared_with(insight, view))
}

/// Says of words about a change where it is one of what was brought to one day.
#[must_use]
pub fn with_per_day(change: Option<&Change>, words: String) -> String {
    let is_per_day = change.is_some_and(|change| change.per_day.is_some() && !change.is_incomparable());
    if is_per_day && !words.is_empty() { i18n::map::per_day(&words) } else { words }
}

fn compared_with(insight: &Insight, view: &NumbersView) -> String {
    let Some(range) = insight.before_range.filter(|_| insight.before.is_some()) else { return String::new() };
    if !view.against.is_empty() {
        return i18n::map::versus(&i18n::map::segments(&view.against));
    }
    match (view.comparison.meant(insight.now_range), calendar_year(range)) {
        (_, Some(year)) => i18n::map::versus(&year.to_string()),
        (Comparison::SamePeriodLastYear, None) => i18n::map::versus(i18n::map::YEAR_BEFORE),
        (Comparison::SinceMarker(day), None) => i18n::map::versus(&i18n::map::before_day(day)),
        // Of totals it may be fewer days than were chosen.
        (Comparison::With(_), None) => i18n::map::versus(&i18n::map::days(range)),
        (Comparison::PreviousPeriod | Comparison::None, None) => i18n::map::versus(i18n::map::PREVIOUS_PERIOD),
    }
}

fn calendar_year(range: DayRange) -> Option<i32> {
    use chrono::Datelike as _;
    let year = range.from.date().year();
    (Day::from_ymd(year, 1, 1) == Some(range.from) && Day::from_ymd(year, 12, 31) == Some(range.to)).then_some(year)
}

/// The measured experience curve: the satisfaction scores at each step, brought to −2 ..= +2. A step without evidence
/// has no point.
fn measured(document: &Document, map: MapId, insights: &Insights) -> BTreeMap<StepId, MeasuredPoint> {
    let card_steps: BTreeMap<_, StepId> =
        document.kpi_cards(map).map(|(card, kpi, place, _)| ((kpi, place), card.step)).collect();
    let mut points: BTreeMap<StepId, ((u8, f64), MeasuredPoint)> = BTreeMap::new();
    for (kpi_at @ (kpi, place), insight) in &insights.figures {
        let Some(row) = document.kpis.get(kpi).filter(|_| document.map_of_place(*place) == Some(map)) else { continue };
        let Some(value) = insight.now.value.and_then(|v| experience(row, v)) else { continue };
        // A score at the step itself says more than one of its whole stage, which stands where its card does.
        let (closeness, step) = match place {
            Place::Step(step) => (0, Some(*step)),
            Place::Touchpoint(card) => (1, document.cards.get(card).map(|c| c.step)),
            Place::Stage(_) => (2, card_steps.get(kpi_at).copied()),
            Place::Map(_) => continue,
        };
        let Some(step) = step else { continue };
        let order = (closeness, row.rank);
        if points.get(&step).is_none_or(|(known, _)| order < *known) {
            points.insert(step, (order, MeasuredPoint { value, n_text: format::n(insight.now.n) }));
        }
    }
    points.into_iter().map(|(step, (_, point))| (step, point)).collect()
}

/// A satisfaction score on the scale of the experience curve: the ends of the score's scale become −2 and +2.
/// `None` for KPIs that are no satisfaction score.
#[must_use]
pub fn experience(kpi: &Kpi, value: f64) -> Option<f64> {
    let (low, high) = metrics::bounds(kpi).filter(|_| insights::is_satisfaction(kpi))?;
    let share = (value - low) / (high - low);
    let share = if kpi.direction == Direction::Down { 1.0 - share } else { share };
    Some((share.clamp(0.0, 1.0) * 4.0 - 2.0 + 0.0).clamp(-2.0, 2.0))
}

/// The words of a status, for people who do not see its shape.
#[must_use]
pub fn status_words(status: Status) -> &'static str {
    use crate::i18n::panels as words;
    match status {
        Status::OnTarget => words::on_target(),
        Status::Watch => words::watch(),
        Status::Off => words::off_target(),
        Status::NoTarget => words::no_target(),
    }
}
