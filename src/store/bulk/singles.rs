//! Single values rather than sums of them: for percentiles, and for scores that are put together from several answers of
//! one respondent.

use crate::base::ids::SourceId;
use crate::base::time::Day;
use crate::model::bulk::{BucketQuery, Counting};
use crate::model::observation::{DayBucket, DayValues, Parts, distinct};
use crate::store::StoreError;
use crate::store::bulk::read::{Days, add_answer, span};
use crate::store::bulk::unit::UnitPlace;
use crate::store::bulk::{Block, Database, Loader, SeriesRows, Unit};
use std::collections::BTreeMap;
use std::ops::Range;

/// Which answers of a block count, and how much.
pub(super) struct CountedRows<'b> {
    weights: &'b [f64],
    is_kept: &'b [bool],
    counting: &'b Counting,
}

impl CountedRows<'_> {
    /// The weight of a row: `Some(None)` when it counts once; `None` when it does not count.
    #[expect(clippy::option_option, reason = "no weight and not counted are two things")]
    pub(super) fn weight(&self, row: usize) -> Option<Option<f64>> {
        if self.is_kept.get(row).is_some_and(|is_kept| !is_kept) {
            return None;
        }
        if self.counting.is_unweighted {
            return Some(None);
        }
        let weight = self.weights.get(row).copied();
        // Without a usable weight an answer counts for nothing in a weighted survey.
        weight.is_none_or(|weight| weight > 0.0).then_some(weight)
    }
}

impl Block {
    /// Some rows of a survey.
    pub(super) fn rows<'b>(&'b self, span: Range<usize>, counting: &'b Counting) -> CountedRows<'b> {
        CountedRows {
            weights: self.weights.get(span.clone()).unwrap_or_default(),
            is_kept: self.is_kept.get(span).unwrap_or_default(),
            counting,
        }
    }
}

/// Values by day on their way together.
#[derive(Default)]
pub(super) struct Values(BTreeMap<i32, Vec<(f64, f64)>>);

impl Values {
    pub(super) fn add(&mut self, day: i32, value: f64, count: f64) {
        self.0.entry(day).or_default().push((value, count));
    }

    pub(super) fn finish(self) -> Vec<DayValues> {
        self.0.into_iter().map(|(day, values)| DayValues { day: Day(day), values: distinct(values) }).collect()
    }
}

/// The single values of a query by day.
pub(in crate::store) fn values(database: Database<'_>, query: &BucketQuery) -> Result<Vec<DayValues>, StoreError> {
    let (mut loader, mut rows, mut block) = (Loader::new(database), SeriesRows::default(), Block::default());
    let mut found = Values::default();
    loader.each_filter(query, |loader, filter| {
        loader.each_series_chunk(filter, |head, data| {
            rows.decode(head, data)?;
            for index in span(&rows.days, query.range) {
                let row = rows.days.get(index).zip(rows.values.get(index)).zip(rows.n.get(index));
                if let Some(((day, value), n)) = row.filter(|((_, value), _)| query.counting.takes(**value)) {
                    found.add(*day, *value, if n.is_nan() { 1.0 } else { *n });
                }
            }
            Ok(())
        })?;
        for unit in loader.survey_units(filter)? {
            loader.load(&unit, &mut block)?;
            let span = span(&block.days, query.range);
            let counted = block.rows(span.clone(), &query.counting);
            for (row, index) in span.enumerate() {
                let Some((day, value)) = block.days.get(index).zip(block.values.get(index)) else { continue };
                if let Some(weight) = counted.weight(row).filter(|_| query.counting.takes(*value)) {
                    found.add(*day, *value, weight.unwrap_or(1.0));
                }
            }
        }
        Ok(())
    })?;
    Ok(found.finish())
}

/// Puts the answers of one respondent to several questions together, in the order of the questions; NaN where one is
/// missing. `None` when they make no score.
pub type Score<'s> = &'s dyn Fn(&[f64]) -> Option<f64>;

/// The scores of respondents by day, each put together from their answers to several questions of one survey. The metric
/// of the query plays no part.
pub(in crate::store) fn days_of_items(
    database: Database<'_>,
    query: &BucketQuery,
    items: &[String],
    score: Score<'_>,
) -> Result<Vec<DayBucket>, StoreError> {
    let mut loader = Loader::new(database);
    // The units of each survey, place and part, by item.
    let mut together: BTreeMap<(SourceId, String, i64), Vec<Option<Unit>>> = BTreeMap::new();
    for (index, item) in items.iter().enumerate() {
        let of_item = BucketQuery { metric: item.clone(), ..query.clone() };
        loader.each_filter(&of_item, |loader, filter| {
            for unit in loader.survey_units(filter)? {
                let UnitPlace::Survey { part, .. } = &unit.at else { continue };
                let key = (unit.source, unit.place.to_string(), *part);
                let units = together.entry(key).or_insert_with(|| vec![None; items.len()]);
                if let Some(slot) = units.get_mut(index) {
                    slot.get_or_insert(unit);
                }
            }
            Ok(())
        })?;
    }
    let mut days = Days::default();
    let mut blocks: Vec<Block> = items.iter().map(|_| Block::default()).collect();
    let mut answers = vec![f64::NAN; items.len()];
    for ((source, ..), units) in together {
        let part = query.parts.iter().position(|(own, _)| *own == source).map_or_else(Parts::default, Parts::one);
        let Some(units) = units.into_iter().collect::<Option<Vec<Unit>>>() else { continue };
        for (unit, block) in units.iter().zip(&mut blocks) {
            loader.load(unit, block)?;
        }
        let Some(first) = blocks.first() else { continue };
        let span = span(&first.days, query.range);
        if let (Some(from), Some(to)) = (first.days.get(span.start), first.days.get(span.end.saturating_sub(1))) {
            days.reserve(*from, (*to).max(*from));
        }
        let counted = first.rows(span.clone(), &query.counting);
        for (row, index) in span.enumerate() {
            let answer = |block: &Block| block.values.get(index).copied().filter(|v| query.counting.takes(*v));
            answers.iter_mut().zip(&blocks).for_each(|(slot, block)| *slot = answer(block).unwrap_or(f64::NAN));
            let (Some(day), Some(value)) = (first.days.get(index), score(&answers)) else { continue };
            if let Some(weight) = counted.weight(row) {
                add_answer(days.bucket_of(part, *day), value, weight, query.cuts);
            }
        }
    }
    Ok(days.finish())
}
