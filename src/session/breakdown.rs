//! A KPI at a place by the values of every dimension in its data: which segment differs from all others, and which moved.

use crate::base::time::{Day, DayRange};
use crate::i18n::import as words;
use crate::metrics::{self, Change, KpiDays, KpiValue, many};
use crate::model::{Direction, Document, Kpi, Place, Segments, SourceState};
use crate::session::Session;
use crate::session::insights::{self, Insight, KpiAt, Shown};
use crate::session::jobs::Job;
use crate::session::kpi_query::KpiQuery;
use crate::session::overlay;
use crate::session::view::NumbersView;
use crate::store::{Reader, SegmentSummary, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// Segments that are told apart in a dimension; the smallest of more are taken together.
const MOST_PARTS: usize = 60;
/// A dimension of more values than this tells no customers apart: it is a name or a number of something.
pub(super) const MOST_VALUES: usize = 1_000;
/// Values that are asked for between two looks whether somebody still waits.
pub(super) const VALUES_AT_ONCE: usize = 50;

/// A KPI at a place by the values of one dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Breakdown {
    /// The dimension.
    pub dimension: String,
    /// Its segments that have a value: those that got worse beyond noise first, then those that are worse than the others
    /// beyond noise, then by answers.
    pub parts: Vec<Part>,
}

impl Breakdown {
    /// True when some segment differs from the others beyond noise.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.parts.iter().any(Part::differs)
    }

    /// True when some segment got worse beyond noise, and more so than the others: what went wrong has to do with it. That
    /// one fell beyond noise and another did not says nothing yet: the other may only have fewer answers.
    #[must_use]
    pub fn tells_who_got_worse(&self) -> bool {
        self.parts.iter().any(Part::got_worse_than_the_others)
    }
}

/// One segment of a KPI.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The values of the dimension that it is made of: one, or all the small ones together.
    pub values: BTreeSet<String>,
    /// What is known about it under the view.
    pub insight: Insight,
    /// Its value less that of all other segments of the dimension together, over the shown days.
    pub difference: Change,
    /// The p of that difference, corrected for all segments of all dimensions of the KPI; see [`many::corrected`].
    pub corrected_p: Option<f64>,
    /// Whether it is better than the others; `None` when it is neither.
    pub is_better: Option<bool>,
    /// The p of its change against the compared days, corrected for all segments of all dimensions of the KPI. What
    /// `insight.change` says of noise rests on it.
    pub corrected_change_p: Option<f64>,
    /// Whether the change is for the better; `None` when it is neither, or within noise.
    pub change_is_good: Option<bool>,
    /// Its change less that of all others together, and the p of that.
    pub beside_others: Option<(f64, f64)>,
    /// That p, corrected for all segments of all dimensions of the KPI.
    pub corrected_beside_p: Option<f64>,
}

impl Part {
    /// True when it differs from the others beyond noise.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.corrected_p.is_some_and(|p| p <= many::FALSE_DISCOVERIES)
    }

    /// Whether it got better beyond noise since the compared days; `None` when it did neither, or nothing can be tested.
    #[must_use]
    pub fn moved(&self) -> Option<bool> {
        let is_beyond = self.corrected_change_p.is_some_and(|p| p <= many::FALSE_DISCOVERIES);
        self.change_is_good.filter(|_| is_beyond)
    }

    /// True when it got worse beyond noise, and more so than the others beyond noise.
    #[must_use]
    pub fn got_worse_than_the_others(&self) -> bool {
        let change = self.insight.change.and_then(|change| change.difference);
        let is_farther = self.beside_others.zip(change).is_some_and(|((beside, _), own)| beside * own > 0.0);
        let is_beyond = self.corrected_beside_p.is_some_and(|p| p <= many::FALSE_DISCOVERIES);
        self.moved() == Some(false) && is_farther && is_beyond
    }

    /// What got worse beyond noise first and what got better last; then worse than the others beyond noise first, better
    /// beyond noise last; the largest first among equals.
    fn order(&self) -> (i8, i8, f64) {
        let rank = |is_good: Option<bool>| match is_good {
            Some(false) => -1,
            None => 0,
            Some(true) => 1,
        };
        let level = rank(self.is_better.filter(|_| self.differs()));
        (rank(self.moved()), level, -self.insight.now.n.unwrap_or(0.0))
    }

    /// How far it got worse since the compared days, as far as that is known: infinitely little where it is not.
    #[must_use]
    pub fn worsening(&self, kpi: &Kpi) -> f64 {
        let change = self.insight.change.as_ref();
        let moved = change.and_then(|change| if kpi.kind.is_total() { change.relative } else { change.difference });
        moved.map_or(f64::NEG_INFINITY, |moved| if kpi.direction == Direction::Up { -moved } else { moved })
    }
}

/// The values of every dimension in the data that counts, sorted.
///
/// # Errors
/// When the file cannot be read.
pub fn dimensions(document: &Document, reader: &Reader) -> Result<BTreeMap<String, BTreeSet<String>>, StoreError> {
    let is_active = |s: &SegmentSummary| document.sources.get(&s.source).map(|s| s.state) == Some(SourceState::Active);
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for summary in reader.segments()?.into_iter().filter(is_active) {
        all.entry(summary.name).or_default().extend(summary.values);
    }
    Ok(all)
}

/// The days of a KPI at a place in each of some segments, asked of the file at once. Blocking.
///
/// # Errors
/// When the file cannot be read.
pub fn days_of_each(
    document: &Document,
    reader: &Reader,
    (kpi, place): (&Kpi, Place),
    segments: &[Segments],
    range: DayRange,
) -> Result<Vec<KpiDays>, StoreError> {
    let of = |segments: &Segments| KpiQuery::of(document, kpi, place, segments).within(range);
    let queries: Vec<KpiQuery> = segments.iter().map(of).collect();
    let asked: Vec<_> = queries.iter().flat_map(KpiQuery::buckets).collect();
    let mut answers = reader.day_buckets(&asked)?.into_iter();
    queries.iter().map(|query| query.days(&mut answers, reader)).collect()
}

/// For every pool of rows the value of all the others together over some days, and how far its own is from that.
#[must_use]
pub fn against_the_others(kpi: &Kpi, pools: &[KpiDays], range: DayRange) -> Vec<(KpiValue, Change)> {
    let each = pools
        .iter()
        .zip(the_others(pools))
        .map(|(own, rest)| (metrics::measure(kpi, &rest, range), metrics::moved(kpi, (own, range), (&rest, range))));
    each.collect()
}

/// For every pool of rows all the others together.
fn the_others(pools: &[KpiDays]) -> Vec<KpiDays> {
    // All before each pool, and all after it: of many pools everything else need not be put together anew every time.
    let with = |all: &KpiDays, next: &KpiDays| KpiDays::merged(&[all.clone(), next.clone()]);
    let nothing = || pools.first().map_or_else(KpiDays::default, |pool| KpiDays::merged(&[pool.emptied()]));
    let mut before = vec![nothing()];
    let mut after = vec![nothing()];
    for (first, last) in pools.iter().zip(pools.iter().rev()).take(pools.len().saturating_sub(1)) {
        before.extend(before.last().map(|all| with(all, first)));
        after.extend(after.last().map(|all| with(all, last)));
    }
    before.iter().zip(after.iter().rev()).take(pools.len()).map(|(before, after)| with(before, after)).collect()
}

/// The p values of segments against all others, corrected for their number (see [`many::corrected`]). A group are the
/// segments of one KPI in one dimension; of two, one against the other is the other against the one: a single test.
#[must_use]
pub fn corrected(groups: &[Vec<Option<f64>>]) -> Vec<Vec<Option<f64>>> {
    let is_pair = |group: &[Option<f64>]| group.len() == 2;
    let tests =
        |group: &Vec<Option<f64>>| group.iter().copied().take(if is_pair(group) { 1 } else { group.len() }).collect();
    let family: Vec<Option<f64>> = groups.iter().flat_map(|group| -> Vec<Option<f64>> { tests(group) }).collect();
    let mut found = many::corrected(&family).into_iter();
    let of = |group: &Vec<Option<f64>>| {
        let own: Vec<Option<f64>> = found.by_ref().take(if is_pair(group) { 1 } else { group.len() }).collect();
        if is_pair(group) { own.iter().chain(&own).copied().collect() } else { own }
    };
    groups.iter().map(of).collect()
}

/// What breaking a KPI down came to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Breakdowns {
    /// By dimension, sorted by name. Dimensions of which the KPI has fewer than two segments are left out: there is
    /// nothing to tell apart.
    pub found: Vec<Breakdown>,
    /// Dimensions with more values than can be told apart, and how many those are.
    pub too_many: Vec<(String, usize)>,
}

/// Breaks a KPI at a place down by every dimension of its data; `data` are the days that periods are counted in. Blocking.
///
/// # Errors
/// When the file cannot be read, or nobody waits for the answer any more.
pub fn breakdowns(
    document: &Document,
    reader: &Reader,
    at: KpiAt,
    view: &NumbersView,
    (data, today): (Option<DayRange>, Day),
    is_wanted: &dyn Fn() -> bool,
) -> Result<Breakdowns, StoreError> {
    let mut all = Breakdowns::default();
    let Some(row) = document.kpis.get(&at.0) else { return Ok(all) };
    let Some(shown) = Shown::of(view, data, Some(today)) else {
        return Ok(all);
    };
    let kpi = &*row.at(at.1);
    let view = NumbersView { against: Segments::default(), ..view.clone() };
    for (dimension, values) in dimensions(document, reader)? {
        if values.len() > MOST_VALUES {
            all.too_many.push((dimension, values.len()));
            continue;
        }
        // A dimension that the view narrows is broken down as a whole: how else could one choose another value of it?
        let outside = view.segments.without(&dimension);
        let mut pools: Vec<(BTreeSet<String>, KpiDays)> = Vec::new();
        for some in values.into_iter().collect::<Vec<_>>().chunks(VALUES_AT_ONCE) {
            if !is_wanted() {
                return Err(StoreError::Cancelled);
            }
            let segments: Vec<Segments> =
                some.iter().map(|value| outside.replaced_by(&Segments::one(&dimension, value))).collect();
            let days = days_of_each(document, reader, (row, at.1), &segments, DayRange::EVER)?;
            let found = some.iter().cloned().zip(days).filter(|(_, days)| days.has_rows(shown.days));
            pools.extend(found.map(|(value, days)| (BTreeSet::from([value]), days)));
        }
        let pools = with_few(kpi, pools, shown.days);
        if pools.len() > 1 {
            all.found.push(breakdown(document, (row, at), dimension, pools, &view, shown));
        }
    }
    correct_for_many(&mut all.found);
    correct_changes(kpi, &mut all.found);
    all.found.iter_mut().for_each(put_in_order);
    Ok(all)
}

/// The largest pools, and all the others as one.
fn with_few(
    kpi: &Kpi,
    mut pools: Vec<(BTreeSet<String>, KpiDays)>,
    shown: DayRange,
) -> Vec<(BTreeSet<String>, KpiDays)> {
    if pools.len() <= MOST_PARTS {
        return pools;
    }
    let size = |days: &KpiDays| metrics::measure(kpi, days, shown).n.unwrap_or(0.0);
    pools.sort_by_cached_key(|(_, days)| std::cmp::Reverse((size(days) * 1e3) as u64));
    let (values, days): (Vec<_>, Vec<_>) = pools.split_off(MOST_PARTS - 1).into_iter().unzip();
    pools.push((values.into_iter().flatten().collect(), KpiDays::merged(&days)));
    pools
}

fn breakdown(
    document: &Document,
    (row, at): (&Kpi, KpiAt),
    dimension: String,
    pools: Vec<(BTreeSet<String>, KpiDays)>,
    view: &NumbersView,
    shown: Shown,
) -> Breakdown {
    let kpi = &*row.at(at.1);
    let range = view.compared_days().ranges(shown.days).now;
    let (values, days): (Vec<_>, Vec<_>) = pools.into_iter().unzip();
    let others = the_others(&days);
    let parts = values.into_iter().zip(&days).zip(&others).filter_map(|((values, days), others)| {
        let insight = insights::figure(document, (row, at.1), days, view, shown)?;
        insight.now.value?;
        let difference = metrics::moved(kpi, (days, range), (others, range));
        let beside_others = insight.change.zip(insight.before_range).and_then(|(own, before)| {
            own.farther_than(&metrics::moved(kpi, (others, insight.now_range), (others, before)))
        });
        let is_better = difference.difference.filter(|d| *d != 0.0);
        let is_better = is_better.map(|d| (d > 0.0) == (kpi.direction == Direction::Up));
        Some(Part {
            values,
            insight,
            difference,
            corrected_p: None,
            is_better,
            corrected_change_p: None,
            change_is_good: None,
            beside_others,
            corrected_beside_p: None,
        })
    });
    Breakdown { dimension, parts: parts.collect() }
}

/// All segments of all dimensions are one family of comparisons.
fn correct_for_many(found: &mut [Breakdown]) {
    let p_values = |b: &Breakdown| b.parts.iter().map(|part| part.difference.p_value).collect();
    let groups: Vec<Vec<Option<f64>>> = found.iter().map(p_values).collect();
    for (breakdown, corrected) in found.iter_mut().zip(corrected(&groups)) {
        for (part, corrected) in breakdown.parts.iter_mut().zip(corrected) {
            part.corrected_p = corrected;
        }
    }
}

/// The changes of all segments of all dimensions against the compared days are another family: each has days of its own on
/// both sides, so that those of two segments are two tests. How much farther each moved than the others is a third, in which
/// two segments are one test again.
fn correct_changes(kpi: &Kpi, found: &mut [Breakdown]) {
    let parts = || found.iter().flat_map(|breakdown| &breakdown.parts);
    let p_values: Vec<Option<f64>> = parts().map(|part| part.insight.change?.p_value).collect();
    let parts = found.iter_mut().flat_map(|breakdown| &mut breakdown.parts);
    for (part, corrected) in parts.zip(many::corrected(&p_values)) {
        part.corrected_change_p = corrected;
        if let Some(change) = part.insight.change.as_mut() {
            change.correct(corrected);
        }
        part.change_is_good = overlay::change_is_good(kpi, &part.insight);
    }
    let p_values = |b: &Breakdown| b.parts.iter().map(|part| part.beside_others.map(|(_, p)| p)).collect();
    let groups: Vec<Vec<Option<f64>>> = found.iter().map(p_values).collect();
    for (breakdown, corrected) in found.iter_mut().zip(corrected(&groups)) {
        for (part, corrected) in breakdown.parts.iter_mut().zip(corrected) {
            part.corrected_beside_p = corrected;
        }
    }
}

fn put_in_order(breakdown: &mut Breakdown) {
    breakdown.parts.sort_by(|a, b| {
        let (a, b) = (a.order(), b.order());
        (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2))
    });
}

impl Session {
    /// Breaks a KPI at a place down by every dimension of its data, under the view as it is. `None` without a file.
    #[must_use]
    pub fn breakdowns(&self, at: KpiAt) -> Option<Job<Result<Breakdowns, StoreError>>> {
        let store = self.store()?;
        let (document, view, is_writable) = (self.document().clone(), self.view().clone(), self.is_writable());
        let days = (self.counted_range(), Self::today());
        Some(self.jobs().spawn(words::READING_NUMBERS, move |progress| {
            if is_writable {
                store.flush()?;
            }
            breakdowns(&document, &store.reader()?, at, &view, days, &|| progress.check().is_ok())
        }))
    }
}

#[cfg(test)]
mod tests;
