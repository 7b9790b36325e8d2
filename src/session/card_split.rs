//! KPI cards that show their figure by segment: which rows they read, and what the largest segments and the rest come to.
//! The rest is pooled from rows, never an average of averages.

use crate::base::time::{Day, DayRange};
use crate::metrics::{KpiDays, format};
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
/// When the file cannot be read.
pub fn read(document: &Document, reader: &Reader, segments: &Segments) -> Result<SplitDaysByKpi, StoreError> {
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
            let pools = pools(document, reader, (kpi, at), (name, values), segments)?;
            if dimension.is_some() || pools.len() > 1 {
                days = SplitDays { dimension: name.clone(), has_too_many: false, pools };
                break;
            }
        }
        found.insert((at, dimension), days);
    }
    Ok(found)
}

/// The days of a KPI in each value of a dimension that has any.
fn pools(
    document: &Document,
    reader: &Reader,
    (kpi, at): (&Kpi, KpiAt),
    (dimension, values): (&str, &BTreeSet<String>),
    segments: &Segments,
) -> Result<Vec<(String, KpiDays)>, StoreError> {
    let within = |value: &String| Some((value.clone(), segments.within(dimension, value)?));
    let each: Vec<(String, Segments)> = values.iter().filter_map(within).collect();
    let mut found = Vec::new();
    for some in each.chunks(VALUES_AT_ONCE) {
        let asked: Vec<Segments> = some.iter().map(|(_, segments)| segments.clone()).collect();
        let days = breakdown::days_of_each(document, reader, (kpi, at.1), &asked, DayRange::EVER)?;
        let with_rows = some.iter().zip(days).filter(|(_, days)| days.extent().is_some());
        found.extend(with_rows.map(|((value, _), days)| (value.clone(), days)));
    }
    Ok(found)
}

/// Works out what cards show by segment; see [`insights::figures`].
#[must_use]
pub fn figures(
    document: &Document,
    days: &SplitDaysByKpi,
    view: &NumbersView,
    today: Option<Day>,
) -> BTreeMap<KpiAt, BTreeMap<CardSplit, SplitInsight>> {
    let mut found: BTreeMap<KpiAt, BTreeMap<CardSplit, SplitInsight>> = BTreeMap::new();
    let Some(shown) = Shown::of(view, insights::data_range(document), today) else { return found };
    for (at, split) in wanted(document) {
        let days = days.get(&(at, split.dimension.clone()));
        let Some((days, kpi)) = days.zip(document.kpis.get(&at.0)) else { continue };
        let segments = segments(document, (kpi, at), (days, usize::from(split.shown())), view, shown);
        let insight = SplitInsight { dimension: days.dimension.clone(), has_too_many: days.has_too_many, segments };
        found.entry(at).or_default().insert(split, insight);
    }
    found
}

/// The largest segments of the shown days, and the rest.
fn segments(
    document: &Document,
    (kpi, at): (&Kpi, KpiAt),
    (days, top): (&SplitDays, usize),
    view: &NumbersView,
    shown: Shown,
) -> Vec<SplitSegment> {
    // Segments are told apart here, not compared with other ones.
    let view = NumbersView { against: Segments::default(), ..view.clone() };
    let known = |values: BTreeSet<String>, is_rest: bool, days: &KpiDays| {
        let insight = insights::figure(document, (kpi, at.1), days, &view, shown)?;
        insight.now.value.is_some().then_some(SplitSegment { values, is_rest, insight })
    };
    let mut each: Vec<(SplitSegment, &KpiDays)> = days
        .pools
        .iter()
        .filter_map(|(value, days)| Some((known(BTreeSet::from([value.clone()]), false, days)?, days)))
        .collect();
    let size = |segment: &SplitSegment| {
        let now = &segment.insight.now;
        (now.n.unwrap_or(0.0), now.value.unwrap_or(0.0))
    };
    // By answers; where no n is given, as of sums, by the value itself.
    each.sort_by(|(a, _), (b, _)| {
        let (a, b) = (size(a), size(b));
        b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1))
    });
    // One more is no rest: it has a name.
    let alone = if each.len() == top + 1 { each.len() } else { each.len().min(top) };
    let rest = each.split_off(alone);
    let mut found: Vec<SplitSegment> = each.into_iter().map(|(segment, _)| segment).collect();
    let (rest, days): (Vec<_>, Vec<_>) = rest.into_iter().map(|(segment, days)| (segment, days.clone())).unzip();
    if !rest.is_empty() {
        let values = rest.into_iter().flat_map(|segment| segment.values).collect();
        found.extend(known(values, true, &KpiDays::merged(&days)));
    }
    found
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
        value_text: insight.now.value.map_or_else(String::new, |value| format::value(kpi, value)),
        n_text: format::n(insight.now.n),
        is_few: insight.now.is_few,
        points: insight.series.iter().filter_map(point).collect(),
    }
}
