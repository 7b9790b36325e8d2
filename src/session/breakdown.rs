//! A KPI at a place by the values of every dimension in its data: which segment differs from all others, and which moved.

use crate::base::time::{Day, DayRange};
use crate::i18n::import as words;
use crate::metrics::{self, Change, KpiDays, KpiValue, many};
use crate::model::{Direction, Document, Kpi, Segments, SourceState};
use crate::session::Session;
use crate::session::insights::{self, Insight, KpiAt, Shown};
use crate::session::jobs::Job;
use crate::session::kpi_query::KpiQuery;
use crate::session::view::NumbersView;
use crate::store::{Reader, SegmentSummary, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// Segments that are told apart in a dimension; the smallest of more are taken together.
const MOST_PARTS: usize = 60;

/// A KPI at a place by the values of one dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Breakdown {
    /// The dimension.
    pub dimension: String,
    /// Its segments that have a value: those that are worse than the others beyond noise first, then by answers.
    pub parts: Vec<Part>,
}

impl Breakdown {
    /// True when some segment differs from the others beyond noise.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.parts.iter().any(Part::differs)
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
}

impl Part {
    /// True when it differs from the others beyond noise.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.corrected_p.is_some_and(|p| p <= many::FALSE_DISCOVERIES)
    }

    /// Worse than the others beyond noise first, better beyond noise last, the largest first among equals.
    fn order(&self) -> (i8, f64) {
        let rank = match self.is_better.filter(|_| self.differs()) {
            Some(false) => -1,
            None => 0,
            Some(true) => 1,
        };
        (rank, -self.insight.now.n.unwrap_or(0.0))
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

/// For every pool of rows the value of all the others together over some days, and how far its own is from that.
#[must_use]
pub fn against_the_others(kpi: &Kpi, pools: &[KpiDays], range: DayRange) -> Vec<(KpiValue, Change)> {
    let others = |index: usize| {
        let others = pools.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, days)| days.clone());
        KpiDays::merged(&others.collect::<Vec<_>>())
    };
    let each = pools.iter().enumerate().map(|(index, own)| {
        let rest = others(index);
        (metrics::measure(kpi, &rest, range), metrics::moved(kpi, (own, range), (&rest, range)))
    });
    each.collect()
}

/// Breaks a KPI at a place down by every dimension of its data. Blocking. Dimensions of which it has fewer than two
/// segments are left out: there is nothing to tell apart.
///
/// # Errors
/// When the file cannot be read, or nobody waits for the answer any more.
pub fn breakdowns(
    document: &Document,
    reader: &Reader,
    at: KpiAt,
    view: &NumbersView,
    (today, is_wanted): (Day, &dyn Fn() -> bool),
) -> Result<Vec<Breakdown>, StoreError> {
    let Some(row) = document.kpis.get(&at.0) else { return Ok(Vec::new()) };
    let Some(shown) = Shown::of(view, insights::data_range(document), Some(today)) else { return Ok(Vec::new()) };
    let kpi = &*row.at(at.1);
    let days_of = |segments: &Segments| KpiQuery::of(document, row, at.1, segments).read(reader);
    let view = NumbersView { against: Segments::default(), ..view.clone() };
    let mut found = Vec::new();
    for (dimension, values) in dimensions(document, reader)? {
        // A dimension that the view narrows is broken down as a whole: how else could one choose another value of it?
        let outside = view.segments.without(&dimension);
        let mut pools: Vec<(BTreeSet<String>, KpiDays)> = Vec::new();
        for value in values {
            if !is_wanted() {
                return Err(StoreError::Cancelled);
            }
            let days = days_of(&outside.replaced_by(&Segments::one(&dimension, &value)))?;
            if days.has_rows(shown.days) {
                pools.push((BTreeSet::from([value]), days));
            }
        }
        let pools = with_few(kpi, pools, shown.days);
        if pools.len() > 1 {
            found.push(breakdown(document, (row, at), dimension, pools, &view, shown));
        }
    }
    correct_for_many(&mut found);
    Ok(found)
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
    let differences = against_the_others(kpi, &days, range);
    let parts = values.into_iter().zip(&days).zip(differences).filter_map(|((values, days), (_, difference))| {
        let insight = insights::figure(document, (row, at.1), days, view, shown)?;
        insight.now.value?;
        let is_better = difference.difference.filter(|d| *d != 0.0);
        let is_better = is_better.map(|d| (d > 0.0) == (kpi.direction == Direction::Up));
        Some(Part { values, insight, difference, corrected_p: None, is_better })
    });
    Breakdown { dimension, parts: parts.collect() }
}

/// All segments of all dimensions are one family of comparisons.
fn correct_for_many(found: &mut [Breakdown]) {
    let p_values: Vec<Option<f64>> = found.iter().flat_map(|b| &b.parts).map(|part| part.difference.p_value).collect();
    let parts = found.iter_mut().flat_map(|b| &mut b.parts);
    for (part, corrected) in parts.zip(many::corrected(&p_values)) {
        part.corrected_p = corrected;
    }
    for breakdown in found {
        breakdown.parts.sort_by(|a, b| {
            let (a, b) = (a.order(), b.order());
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
    }
}

impl Session {
    /// Breaks a KPI at a place down by every dimension of its data, under the view as it is. `None` without a file.
    #[must_use]
    pub fn breakdowns(&self, at: KpiAt) -> Option<Job<Result<Vec<Breakdown>, StoreError>>> {
        let store = self.store()?;
        let (document, view, is_writable) = (self.document().clone(), self.view().clone(), self.is_writable());
        let today = Self::today();
        Some(self.jobs().spawn(words::READING_NUMBERS, move |progress| {
            if is_writable {
                store.flush()?;
            }
            breakdowns(&document, &store.reader()?, at, &view, (today, &|| progress.check().is_ok()))
        }))
    }
}

#[cfg(test)]
mod tests;
