//! What a KPI at a place asks the file for, and its days from the answers.

use crate::base::ids::{KpiId, SourceId};
use crate::base::time::DayRange;
use crate::metrics::formula::{Formula, FormulaError};
use crate::metrics::{self, KpiDays, Operand, sus};
use crate::model::bulk::{BucketQuery, Counting};
use crate::model::observation::{DayBucket, DayValues};
use crate::model::{CardBody, Document, Kpi, KpiKind, Place, Segments, SourceState, Weighting, formula};
use crate::store::{BulkView, Reader, StoreError};
use std::collections::BTreeSet;

/// Whoever can read single rows: a reader beside the writer, or the transaction of an import.
pub trait SingleRows {
    /// The single values of a query by day.
    ///
    /// # Errors
    /// When they cannot be read.
    fn values(&self, query: &BucketQuery) -> Result<Vec<DayValues>, StoreError>;

    /// The SUS scores of respondents by day, from the ten metrics that hold their answers.
    ///
    /// # Errors
    /// When they cannot be read.
    fn sus_scores(&self, query: &BucketQuery, items: &[String]) -> Result<Vec<DayBucket>, StoreError>;
}

impl SingleRows for Reader {
    fn values(&self, query: &BucketQuery) -> Result<Vec<DayValues>, StoreError> {
        Reader::values(self, query)
    }

    fn sus_scores(&self, query: &BucketQuery, items: &[String]) -> Result<Vec<DayBucket>, StoreError> {
        self.days_of_items(query, items, &sus::sus_score)
    }
}

impl SingleRows for BulkView<'_> {
    fn values(&self, query: &BucketQuery) -> Result<Vec<DayValues>, StoreError> {
        BulkView::values(self, query)
    }

    fn sus_scores(&self, query: &BucketQuery, items: &[String]) -> Result<Vec<DayBucket>, StoreError> {
        self.days_of_items(query, items, &sus::sus_score)
    }
}

/// What a KPI at a place reads.
#[derive(Debug, Clone, PartialEq)]
pub struct KpiQuery {
    /// The KPI as it is at the place.
    pub kpi: Kpi,
    /// Where it is read.
    place: Place,
    /// The rows of its metric. A formula reads none of its own.
    pub rows: BucketQuery,
    /// What a formula reads; empty when it cannot be worked out.
    operands: Vec<KpiQuery>,
    /// Single values are read too, to count its scores.
    wants_scores: bool,
}

impl KpiQuery {
    /// What a KPI reads at a place: rows of active sources whose place names mean the place, and of them those of the
    /// segments.
    #[must_use]
    pub fn of(document: &Document, kpi: &Kpi, place: Place, segments: &Segments) -> Self {
        Self::below(document, kpi, place, segments, &mut Vec::new())
    }

    fn below(document: &Document, kpi: &Kpi, place: Place, segments: &Segments, above: &mut Vec<KpiId>) -> Self {
        above.push(kpi.id);
        let read = if kpi.kind == KpiKind::Formula { read_by(document, kpi, above).ok() } else { None };
        let operands = read.unwrap_or_default().into_iter();
        let below = |kpi: &Kpi| Self::below(document, kpi, place_of(document, kpi, place), segments, above);
        let operands = operands.map(below).collect();
        above.pop();
        let rows = rows(document, kpi, place, segments);
        Self { kpi: kpi.at(place).into_owned(), place, rows, operands, wants_scores: false }
    }

    /// The same with single values, which its scores are counted from.
    #[must_use]
    pub fn with_scores(self) -> Self {
        Self { wants_scores: true, ..self }
    }

    /// The same for a part of the time.
    #[must_use]
    pub fn within(mut self, range: DayRange) -> Self {
        self.rows.range = range;
        self.operands = self.operands.into_iter().map(|operand| operand.within(range)).collect();
        self
    }

    /// The ten metrics that hold the answers to a SUS; `None` when its metric holds scores.
    fn items(&self) -> Option<&[String]> {
        let items = self.kpi.other_metrics.as_slice();
        (self.kpi.kind == KpiKind::Sus && items.len() == sus::ITEMS).then_some(items)
    }

    fn reads_rows(&self) -> bool {
        self.kpi.kind != KpiKind::Formula && self.items().is_none()
    }

    /// The rows of the other metric, when it reads one.
    fn other(&self) -> Option<BucketQuery> {
        let reads_other = self.kpi.kind.needs_other_metric() || self.kpi.kind == KpiKind::Rate;
        let metric = self.kpi.other_metrics.first().filter(|_| reads_other)?;
        Some(BucketQuery { metric: metric.clone(), ..self.rows.clone() })
    }

    /// The questions that are answered with days, in the order in which [`KpiQuery::days`] wants the answers.
    #[must_use]
    pub fn buckets(&self) -> Vec<BucketQuery> {
        let own = self.reads_rows().then(|| self.rows.clone());
        own.into_iter().chain(self.other()).chain(self.operands.iter().flat_map(Self::buckets)).collect()
    }

    /// The questions of surveys that its value comes from.
    #[must_use]
    pub fn questions(&self) -> Vec<BucketQuery> {
        let items = self.items().unwrap_or_default().iter();
        items.map(|item| BucketQuery { metric: item.clone(), ..self.rows.clone() }).chain(self.buckets()).collect()
    }

    /// The days of the KPI, from the answers to [`KpiQuery::buckets`] and, for kinds that need them, single rows.
    ///
    /// # Errors
    /// When single rows cannot be read.
    pub fn days(
        &self,
        answers: &mut impl Iterator<Item = Vec<DayBucket>>,
        single: &impl SingleRows,
    ) -> Result<KpiDays, StoreError> {
        let rows = match self.items() {
            Some(items) => single.sus_scores(&self.rows, items)?,
            None if self.reads_rows() => answers.next().unwrap_or_default(),
            None => Vec::new(),
        };
        let other = if self.other().is_some() { answers.next().unwrap_or_default() } else { Vec::new() };
        // A score of ten items is no single answer to any of them.
        let has_scores = self.wants_scores && self.items().is_none();
        let needs_values = has_scores || matches!(self.kpi.kind, KpiKind::Percentile { .. });
        let values = if needs_values { single.values(&self.rows)? } else { Vec::new() };
        let mut operands = Vec::with_capacity(self.operands.len());
        for operand in &self.operands {
            let days = operand.days(answers, single)?;
            operands.push(Operand { kpi: operand.kpi.clone(), place: operand.place, days });
        }
        Ok(KpiDays { rows, other, values, operands })
    }

    /// Asks and answers in one go. Blocking.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(&self, reader: &Reader) -> Result<KpiDays, StoreError> {
        let mut answers = reader.day_buckets(&self.buckets())?.into_iter();
        self.days(&mut answers, reader)
    }
}

/// Where a formula at a place reads a KPI: at the same place when it has a card there, or else where its only cards are.
fn place_of(document: &Document, kpi: &Kpi, place: Place) -> Place {
    let cards = document.cards.values().filter_map(|card| match card.body {
        CardBody::Kpi { kpi: id, place, .. } if id == kpi.id => Some(place),
        _ => None,
    });
    let places: BTreeSet<Place> = cards.collect();
    match places.first() {
        Some(only) if places.len() == 1 => *only,
        _ => place,
    }
}

/// The KPIs that a formula reads, in the order of its names.
fn read_by<'d>(document: &'d Document, kpi: &Kpi, above: &[KpiId]) -> Result<Vec<&'d Kpi>, FormulaError> {
    let read = Formula::parse(&kpi.formula)?;
    let of_name = |name: &String| {
        let found = formula::meant(document, name).ok_or_else(|| FormulaError::Unknown(name.clone()))?;
        if above.contains(&found.id) { Err(FormulaError::Circular(name.clone())) } else { Ok(found.as_ref()) }
    };
    read.names.iter().map(of_name).collect()
}

/// Why a formula has no value, or one in the wrong unit; `None` for what is in order and for other kinds.
#[must_use]
pub fn formula_problem(document: &Document, kpi: &Kpi) -> Option<FormulaError> {
    if kpi.kind != KpiKind::Formula {
        return None;
    }
    let check = || {
        let parsed = Formula::parse(&kpi.formula)?;
        let read = read_by(document, kpi, &[kpi.id])?;
        if formula::is_circular(document, kpi) {
            return Err(FormulaError::Circular(kpi.name.clone()));
        }
        parsed.check_units(kpi, &read)
    };
    check().err()
}

/// The rows of a KPI's metric at a place.
pub(super) fn rows(document: &Document, kpi: &Kpi, place: Place, segments: &Segments) -> BucketQuery {
    let mut parts: Vec<(SourceId, Vec<String>)> = Vec::new();
    for source in document.sources.values().filter(|s| s.state == SourceState::Active) {
        let names: Vec<String> =
            source.places.iter().filter(|(_, p)| **p == place).map(|(name, _)| name.clone()).collect();
        if !names.is_empty() {
            parts.push((source.id, names));
        }
    }
    BucketQuery {
        metric: kpi.metric.clone(),
        parts,
        cuts: metrics::cuts_of(&kpi.kind),
        range: DayRange::EVER,
        segments: segments.clone(),
        counting: Counting { is_unweighted: kpi.weighting == Weighting::Unweighted, missing: kpi.missing.clone() },
    }
}
