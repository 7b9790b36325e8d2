//! KPI cards that show their figure by segment: which rows they read, and what the largest segments and the rest come to.
//! The rest is pooled from rows, never an average of averages.

mod in_background;

pub(super) use in_background::CardSplits;

use crate::base::progress::{Cancelled, Progress};
use crate::base::time::{Day, DayRange};
use crate::metrics::{self, KpiDays, format};
use crate::model::{CardBody, CardSplit, Document, Kpi, Segments};
use crate::scene::TrendPoint;
use crate::scene::card_figures::{SplitFigure, SplitPart};
use crate::session::breakdown::{self, MOST_VALUES, VALUES_AT_ONCE};
use crate::session::insights::{self, Insight, KpiAt, Shown};
use crate::session::view::NumbersView;
use crate::store::{Reader, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// A KPI at a place by a dimension; `None` is the first that tells anything apart.
type By = (KpiAt, Option<String>);

/// The days of a KPI by the values of a dimension.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SplitDays {
    /// The dimension; empty when none tells anything apart.
    dimension: String,
    /// It has more values than can be told apart, and none was read.
    has_too_many: bool,
    /// Each value with its days.
    pools: Vec<(String, KpiDays)>,
}

/// The days of everything that cards show by segment.
pub type SplitDaysByKpi = BTreeMap<By, SplitDays>;

/// A segment of a card, or the rest.
#[derive(Debug, Clone, PartialEq)]
pub struct SplitSegment {
    /// The values of the dimension it is made of.
    pub values: BTreeSet<String>,
    /// It is all that do not stand by themselves.
    pub is_rest: bool,
    /// What is known about it under the view.
    pub insight: Insight,
}

/// What is known about a KPI by segment, as a card shows it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SplitInsight {
    /// The dimension; empty when the data of the KPI has none to tell apart.
    pub dimension: String,
    /// It has more values than can be told apart.
    pub has_too_many: bool,
    /// The largest by answers first, the rest last.
    pub segments: Vec<SplitSegment>,
}

/// The pools of rows that one card shows, each to be worked out under the view.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChosenSegments {
    /// The dimension; empty when the data of the KPI has none to tell apart.
    dimension: String,
    /// It has more values than can be told apart.
    has_too_many: bool,
    /// The largest by answers first, the rest last.
    pools: Vec<ChosenPool>,
}

/// The rows of a segment that stands by itself, or of the rest.
#[derive(Debug, Clone, PartialEq)]
struct ChosenPool {
    values: BTreeSet<String>,
    is_rest: bool,
    days: KpiDays,
}

/// What every card shows by segment, for every way in which it does.
pub type ChosenByCard = BTreeMap<(KpiAt, CardSplit), ChosenSegments>;

/// Every KPI that some card shows by segment, with the ways it does.
#[must_use]
pub fn wanted(document: &Document) -> BTreeSet<(KpiAt, CardSplit)> {
    let shown = document.cards.values().filter_map(|card| match &card.body {
        CardBody::Kpi { kpi, place, form, split, .. } if form.is_split() => Some(((*kpi, *place), split.clone())),
        _ => None,
    });
    shown.collect()
}

/// Reads the days of everything that cards show by segment, of the rows of `segments`. Blocking.
///
/// # Errors
/// When the file cannot be read, or nobody waits for the answer any more.
pub fn read(
    document: &Document,
    reader: &Reader,
    segments: &Segments,
    progress: &Progress,
) -> Result<SplitDaysByKpi, StoreError> {
    let asked: BTreeSet<By> = wanted(document).into_iter().map(|(at, split)| (at, split.dimension)).collect();
    if asked.is_empty() {
        return Ok(SplitDaysByKpi::new());
    }
    let known = breakdown::dimensions(document, reader)?;
    let mut found = SplitDaysByKpi::new();
    for (at, dimension) in asked {
        let Some(kpi) = document.kpis.get(&at.0) else { continue };
        let mut days = SplitDays { dimension: dimension.clone().unwrap_or_default(), ..SplitDays::default() };
        for (name, values) in known.iter().filter(|(name, _)| dimension.as_ref().is_none_or(|asked| asked == *name)) {
            if values.len() > MOST_VALUES {
                days.has_too_many = dimension.is_some();
                continue;
            }
            let pools = pools(document, reader, (kpi, at), &segments_of((name, values), segments), progress)?;
            if dimension.is_some() || pools.len() > 1 {
                days = SplitDays { dimension: name.clone(), has_too_many: false, pools };
                break;
            }
        }
        found.insert((at, dimension), days);
    }
    Ok(found)
}

/// Each value of a dimension, with the rows of some segments that are of it; a value without any is left out.
fn segments_of((dimension, values): (&str, &BTreeSet<String>), segments: &Segments) -> Vec<(String, Segments)> {
    values.iter().filter_map(|value| Some((value.clone(), segments.within(dimension, value)?))).collect()
}

/// The days of a KPI in each of some segments that has any.
fn pools(
    document: &Document,
    reader: &Reader,
    (kpi, at): (&Kpi, KpiAt),
    each: &[(String, Segments)],
    progress: &Progress,
) -> Result<Vec<(String, KpiDays)>, StoreError> {
    let mut found = Vec::new();
    for some in each.chunks(VALUES_AT_ONCE) {
        progress.check()?;
        let asked: Vec<Segments> = some.iter().map(|(_, segments)| segments.clone()).collect();
        let days = breakdown::days_of_each(document, reader, (kpi, at.1), &asked, DayRange::EVER)?;
        let with_rows = some.iter().zip(days).filter(|(_, days)| days.extent().is_some());
        found.extend(with_rows.map(|((value, _), days)| (value.clone(), days)));
    }
    Ok(found)
}

/// Chooses what stands by itself on every card and pools the rest. The largest are those of all days of the trend, not of
/// the days of the value (`data` are those that periods are counted in, see [`Insights::data_range`]): they keep their places while one moves through time, and no point of the rest depends on where
/// one is. Takes as long as there are segments, so it is no work for the window.
///
/// # Errors
/// When nobody waits for the answer any more.
pub fn choose(
    document: &Document,
    days: &SplitDaysByKpi,
    (view, data): (&NumbersView, Option<DayRange>),
    progress: &Progress,
) -> Result<ChosenByCard, Cancelled> {
    let mut found = ChosenByCard::new();
    let Some(shown) = Shown::of(view, data, None) else { return Ok(found) };
    for (at, split) in wanted(document) {
        progress.check()?;
        let days = days.get(&(at, split.dimension.clone()));
        let Some((days, kpi)) = days.zip(document.kpis.get(&at.0)) else { continue };
        let pools = chosen_pools(&kpi.at(at.1), &days.pools, usize::from(split.shown()), shown);
        let (dimension, has_too_many) = (days.dimension.clone(), days.has_too_many);
        found.insert((at, split), ChosenSegments { dimension, has_too_many, pools });
    }
    Ok(found)
}

/// The largest pools of the days of a trend, and all others that are drawn in it as one.
fn chosen_pools(kpi: &Kpi, pools: &[(String, KpiDays)], top: usize, shown: Shown) -> Vec<ChosenPool> {
    let size = |days: &KpiDays| {
        let value = metrics::measure(kpi, days, shown.trend);
        (value.n.unwrap_or(0.0), value.value.unwrap_or(0.0))
    };
    let drawn = pools.iter().filter(|(_, days)| days.has_rows(shown.drawn()));
    let mut each: Vec<(&String, &KpiDays, (f64, f64))> = drawn.map(|(value, days)| (value, days, size(days))).collect();
    // By answers; where no n is given, as of sums, by the value itself.
    each.sort_by(|(.., a), (.., b)| b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)));
    // One more is no rest: it has a name.
    let alone = if each.len() == top + 1 { each.len() } else { each.len().min(top) };
    let rest = each.split_off(alone);
    let one = |(value, days, _): (&String, &KpiDays, _)| ChosenPool {
        values: BTreeSet::from([value.clone()]),
        is_rest: false,
        days: days.clone(),
    };
    let mut found: Vec<ChosenPool> = each.into_iter().map(one).collect();
    if !rest.is_empty() {
        let values = rest.iter().map(|(value, ..)| (*value).clone()).collect();
        let days: Vec<KpiDays> = rest.into_iter().map(|(_, days, _)| days.clone()).collect();
        found.push(ChosenPool { values, is_rest: true, days: KpiDays::merged(&days) });
    }
    found
}

/// Works out what cards show by segment; see [`insights::figures`]. Only what is shown is worked out.
#[must_use]
pub fn figures(
    document: &Document,
    chosen: &ChosenByCard,
    view: &NumbersView,
    (data, today): (Option<DayRange>, Option<Day>),
) -> BTreeMap<KpiAt, BTreeMap<CardSplit, SplitInsight>> {
    let mut found: BTreeMap<KpiAt, BTreeMap<CardSplit, SplitInsight>> = BTreeMap::new();
    let Some(shown) = Shown::of(view, data, today) else {
        return found;
    };
    // Segments are told apart here, not compared with other ones.
    let view = NumbersView { against: Segments::default(), ..view.clone() };
    for ((at, split), chosen) in chosen {
        let Some(kpi) = document.kpis.get(&at.0) else { continue };
        let insight = split_insight(document, (kpi, *at), chosen, &view, shown);
        found.entry(*at).or_default().insert(split.clone(), insight);
    }
    found
}

fn split_insight(
    document: &Document,
    (kpi, at): (&Kpi, KpiAt),
    chosen: &ChosenSegments,
    view: &NumbersView,
    shown: Shown,
) -> SplitInsight {
    let segment = |pool: &ChosenPool| {
        let insight = insights::figure(document, (kpi, at.1), &pool.days, view, shown)?;
        Some(SplitSegment { values: pool.values.clone(), is_rest: pool.is_rest, insight })
    };
    SplitInsight {
        dimension: chosen.dimension.clone(),
        has_too_many: chosen.has_too_many,
        segments: chosen.pools.iter().filter_map(segment).collect(),
    }
}

/// What cards draw of a KPI by segment.
#[must_use]
pub fn shown(kpi: &Kpi, insight: &SplitInsight) -> SplitFigure {
    let parts: Vec<SplitPart> = insight.segments.iter().map(|segment| part(kpi, segment)).collect();
    let points = || parts.iter().flat_map(|part| &part.points);
    let starts = || points().map(|point| point.start);
    let values = points().map(|point| point.value).filter(|value| value.is_finite());
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    SplitFigure {
        dimension: insight.dimension.clone(),
        has_too_many: insight.has_too_many,
        days: starts().min().zip(starts().max()),
        values: (low <= high).then_some((low, high)),
        parts,
    }
}

fn part(kpi: &Kpi, segment: &SplitSegment) -> SplitPart {
    let SplitSegment { values, is_rest, insight } = segment;
    let point = |point: &crate::metrics::SeriesPoint| {
        let (value, interval) = (point.value.value?, point.value.interval);
        Some(TrendPoint { start: point.start, value, interval, is_in_progress: point.is_in_progress })
    };
    SplitPart {
        label: crate::i18n::card_forms::segment(values, *is_rest),
        is_rest: *is_rest,
        value_text: format::measured(kpi, &insight.now).unwrap_or_else(|| crate::i18n::map::no_value().to_owned()),
        n_text: insight.now.value.map_or_else(String::new, |_| format::n(insight.now.n)),
        is_few: insight.now.value.is_some() && insight.now.is_few,
        points: insight.series.iter().filter_map(point).collect(),
    }
}

#[cfg(test)]
mod tests;
