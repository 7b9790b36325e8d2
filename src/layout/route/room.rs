//! How much room the lines of a map need, told before anything is placed: below the cards of a lane, and between those
//! that are stacked.

use crate::base::ids::{CardId, LaneId, StepId};
use crate::layout::Sizes;
use crate::model::{Connection, Document};
use std::collections::{BTreeMap, HashMap};

/// Lines above each other in one channel stand so far apart, world units.
const NEXT_LINE: f64 = 4.0;
/// The same where they carry words.
const NEXT_WORDS: f64 = 14.0;
/// A lane grows no more than by this for its lines: further ones move closer together.
const MOST: f64 = 64.0;
/// More room between two stacked cards for the lines of the upper one.
const BETWEEN_CARDS: f64 = 16.0;

/// Room for the connections of a map.
#[derive(Debug, Default)]
pub(in crate::layout) struct Room {
    rows: HashMap<usize, f64>,
    cards: HashMap<CardId, f64>,
}

impl Room {
    /// What the connections need between the cards of these lanes and steps.
    pub(in crate::layout) fn of(
        document: &Document,
        row_of: &HashMap<LaneId, usize>,
        column_of: &HashMap<StepId, usize>,
        sizes: &Sizes,
    ) -> Self {
        let mut runs: BTreeMap<usize, Vec<Run>> = BTreeMap::new();
        let mut cards = HashMap::new();
        for connection in document.connections.values() {
            let place = |card| {
                let card = document.cards.get(card)?;
                Some((*row_of.get(&card.lane)?, *column_of.get(&card.step)?))
            };
            let (Some(from), Some(to)) = (place(&connection.from), place(&connection.to)) else { continue };
            cards.insert(connection.from, BETWEEN_CARDS);
            cards.insert(connection.to, BETWEEN_CARDS);
            // Of the two lanes the upper one makes room below its cards; what comes from further away also needs some
            // above the cards of the lower one.
            let (upper, lower) = (from.0.min(to.0), from.0.max(to.0));
            let run = Run::of(connection, from.1, to.1);
            if lower > upper + 1 {
                runs.entry(lower - 1).or_default().push(Run { has_words: false, ..run });
            }
            runs.entry(upper).or_default().push(run);
        }
        let rows = runs.into_iter().map(|(row, runs)| (row, room_for(&runs, sizes)));
        Self { rows: rows.collect(), cards }
    }

    /// More room below the cards of a lane, world units.
    pub(in crate::layout) fn below_row(&self, row: usize) -> f64 {
        self.rows.get(&row).copied().unwrap_or(0.0)
    }

    /// More room below a card that has others below it, world units.
    pub(in crate::layout) fn below_card(&self, card: CardId) -> f64 {
        self.cards.get(&card).copied().unwrap_or(0.0)
    }
}

/// How far a line runs along a lane, in half columns: from the middle of one to the middle of another.
#[derive(Clone, Copy)]
struct Run {
    from: usize,
    to: usize,
    has_words: bool,
}

impl Run {
    fn of(connection: &Connection, from: usize, to: usize) -> Self {
        let (left, right) = (from.min(to), from.max(to));
        let has_words = !connection.label.is_empty();
        // Straight down, or a loop: beside its own column.
        if left == right {
            return Self { from: 2 * left, to: 2 * left + 2, has_words };
        }
        Self { from: 2 * left + 1, to: 2 * right + 1, has_words }
    }

    fn runs_at(&self, at: usize) -> bool {
        self.from <= at && at < self.to
    }
}

/// Room for all lines of a row, where most of them run beside each other.
fn room_for(runs: &[Run], sizes: &Sizes) -> f64 {
    let mut most: f64 = 0.0;
    for start in runs {
        let here = runs.iter().filter(|run| run.runs_at(start.from));
        let (with_words, without): (Vec<&Run>, Vec<&Run>) = here.partition(|run| run.has_words);
        #[expect(clippy::cast_precision_loss, reason = "a few lines")]
        let more = |count: usize, each: f64| count.saturating_sub(1) as f64 * each;
        let room = if with_words.is_empty() {
            sizes.connection_lines + more(without.len(), NEXT_LINE)
        } else {
            sizes.connection_words + more(with_words.len(), NEXT_WORDS) + more(without.len() + 1, NEXT_LINE)
        };
        most = most.max(room);
    }
    most.min(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(runs: &[(usize, usize, bool)], expected: f64) {
        let sizes = Sizes { connection_lines: 8.0, connection_words: 16.0, ..Sizes::default() };
        let runs: Vec<Run> = runs
            .iter()
            .map(|(from, to, has_words)| Run { from: 2 * from + 1, to: 2 * to + 1, has_words: *has_words })
            .collect();
        assert_eq!(room_for(&runs, &sizes), expected);
    }

    #[test]
    fn lines_beside_each_other_need_more_room_than_one_after_the_other() {
        check(&[], 0.0);
        check(&[(0, 1, false)], 8.0);
        check(&[(0, 1, true), (1, 2, true)], 16.0);
        check(&[(0, 2, true), (1, 3, true)], 30.0);
        check(&[(0, 3, false), (0, 3, false), (1, 2, true)], 24.0);
        check(&vec![(0, 3, true); 40], MOST);
    }
}
