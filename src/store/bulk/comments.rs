//! What people wrote beside their answers: for reading, without who wrote it.

use crate::base::ids::SourceId;
use crate::base::time::Day;
use crate::model::bulk::BucketQuery;
use crate::store::StoreError;
use crate::store::bulk::page::each_row;
use crate::store::bulk::{Block, Database, Loader, UnitPlace};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A comment with the score it was written beside. Ids of respondents are left where they are.
#[derive(Debug, Clone, PartialEq)]
pub struct Comment {
    /// When it was written.
    pub day: Day,
    /// The score of the question that was asked for.
    pub score: f64,
    /// What it says.
    pub text: String,
}

/// Some comments of many.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Comments {
    /// How many there are in all.
    pub total: u64,
    /// The first of them in the order that was asked for.
    pub first: Vec<Comment>,
}

/// Which comments come first; of equal ones the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommentOrder {
    /// Those beside the lowest scores.
    LowestFirst,
    /// Those beside the highest scores.
    HighestFirst,
    /// The newest.
    NewestFirst,
}

impl CommentOrder {
    fn compare(self, a: &Comment, b: &Comment) -> Ordering {
        let by_score = match self {
            Self::LowestFirst => a.score.total_cmp(&b.score),
            Self::HighestFirst => b.score.total_cmp(&a.score),
            Self::NewestFirst => Ordering::Equal,
        };
        by_score.then(b.day.cmp(&a.day))
    }
}

/// Rows of a part, a bit for each: of ten million comments more than a megabyte would be a waste.
#[derive(Debug, Default)]
struct RowSet {
    words: Vec<u64>,
}

impl RowSet {
    /// True when the row was not among them yet.
    fn insert(&mut self, row: usize) -> bool {
        let (word, bit) = (row / 64, 1_u64 << (row % 64));
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        let Some(word) = self.words.get_mut(word) else { return false };
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }
}

/// The comments beside the answers to some questions, as far as those count. Whoever answered several of the questions
/// wrote once.
pub(in crate::store) fn comments(
    database: Database<'_>,
    queries: &[BucketQuery],
    order: CommentOrder,
    limit: usize,
) -> Result<Comments, StoreError> {
    let mut loader = Loader::new(database);
    let mut block = Block::default();
    let mut known: BTreeMap<(SourceId, i64), RowSet> = BTreeMap::new();
    let mut total = 0;
    let mut first: Vec<Comment> = Vec::new();
    for query in queries {
        let mut units = Vec::new();
        loader.each_filter(query, |loader, filter| {
            units.extend(loader.survey_units(filter)?);
            Ok(())
        })?;
        for unit in &units {
            let UnitPlace::Survey { part, .. } = &unit.at else { continue };
            loader.load(unit, &mut block)?;
            let mut answered = Vec::new();
            each_row(&block, query.range, |row, day, score| answered.push((row, day, score)));
            answered.retain(|(.., score)| query.counting.takes(*score));
            if answered.is_empty() {
                continue;
            }
            let Some(texts) = loader.details(unit, block.days.len())?.comments else { continue };
            let known = known.entry((unit.source, *part)).or_default();
            for (row, day, score) in answered {
                let text = texts.get(row).trim();
                if !text.is_empty() && known.insert(row) {
                    total += 1;
                    first.push(Comment { day: Day(day), score, text: text.to_owned() });
                }
            }
            // Of millions no more are held than can be among the first.
            first.sort_by(|a, b| order.compare(a, b));
            first.truncate(limit);
        }
    }
    Ok(Comments { total, first })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every row was held with source and part, 24 bytes and more of each: 400 MB of ten million, for five to be shown.
    #[test]
    fn rows_that_were_seen_take_a_bit_each() {
        let mut rows = RowSet::default();
        for row in [9_999_999, 0, 64, 63] {
            assert!(rows.insert(row) && !rows.insert(row), "{row}");
        }
        assert_eq!(rows.words.iter().map(|word| word.count_ones()).sum::<u32>(), 4);
        assert!(rows.words.len() * 8 <= 1_250_008);
    }
}
