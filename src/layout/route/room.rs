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
/// Cards that stand above others lack the edges of their lanes, which are room for lines too.
const BETWEEN_CARDS: f64 = 8.0;

/// Room for the connections of a map.
#[derive(Debug, Default)]
pub(in crate::layout) struct Room {
    runs: BTreeMap<usize, Vec<Run>>,
    lines: f64,
    words: f64,
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
        for connection in document.connections.values() {
            let place = |card| {
                let card = document.cards.get(card)?;
                Some((*row_of.get(&card.lane)?, *column_of.get(&card.step)?))
            };
            let (Some(from), Some(to)) = (place(&connection.from), place(&connection.to)) else { continue };
            // Of the two lanes the upper one makes room below its cards; what comes from further away also needs some
            // above the cards of the lower one.
            let (upper, lower) = (from.0.min(to.0), from.0.max(to.0));
            let run = Run::of(connection, from.1, to.1);
            if lower > upper + 1 {
                runs.entry(lower - 1).or_default().push(Run { has_words: false, ..run });
            }
            runs.entry(upper).or_default().push(run);
        }
        Self { runs, lines: sizes.connection_lines, words: sizes.connection_words }
    }

    /// More room below each level of a lane, world units; the last one is that below all its cards. `level_of` says where
    /// a card of the lane stands: a line runs below the upper one of its cards.
    pub(in crate::layout) fn below_levels(
        &self,
        row: usize,
        last: usize,
        level_of: impl Fn(CardId) -> Option<usize>,
    ) -> Vec<f64> {
        let mut levels: Vec<Vec<Run>> = vec![Vec::new(); last + 1];
        for run in self.runs.get(&row).into_iter().flatten() {
            let level = run.cards.iter().filter_map(|card| level_of(*card)).min().unwrap_or(last);
            if let Some(runs) = levels.get_mut(level) {
                runs.push(*run);
            }
        }
        let more = levels.iter().enumerate().map(|(level, runs)| match self.room_for(runs) {
            room if level < last && room > 0.0 => room + BETWEEN_CARDS,
            room => room,
        });
        more.collect()
    }

    /// Room for lines of which most run beside each other.
    fn room_for(&self, runs: &[Run]) -> f64 {
        let mut most: f64 = 0.0;
        for start in runs {
            let here = runs.iter().filter(|run| run.runs_at(start.from));
            let (with_words, without): (Vec<&Run>, Vec<&Run>) = here.partition(|run| run.has_words);
            #[expect(clippy::cast_precision_loss, reason = "a few lines")]
            let more = |count: usize, each: f64| count.saturating_sub(1) as f64 * each;
            let room = if with_words.is_empty() {
                self.lines + more(without.len(), NEXT_LINE)
            } else {
                self.words + more(with_words.len(), NEXT_WORDS) + more(without.len() + 1, NEXT_LINE)
            };
            most = most.max(room);
        }
        most.min(MOST)
    }
}

/// How far a line runs along a lane, in half columns: from the middle of one to the middle of another.
#[derive(Debug, Clone, Copy)]
struct Run {
    from: usize,
    to: usize,
    has_words: bool,
    /// What the line joins.
    cards: [CardId; 2],
}

impl Run {
    fn of(connection: &Connection, from: usize, to: usize) -> Self {
        let (left, right) = (from.min(to), from.max(to));
        let (has_words, cards) = (!connection.label.is_empty(), [connection.from, connection.to]);
        // Straight down, or a loop: beside its own column.
        if left == right {
            return Self { from: 2 * left, to: 2 * left + 2, has_words, cards };
        }
        Self { from: 2 * left + 1, to: 2 * right + 1, has_words, cards }
    }

    fn runs_at(&self, at: usize) -> bool {
        self.from <= at && at < self.to
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::Id as _;

    fn room(runs: &[(usize, usize, bool)]) -> Room {
        let run = |(number, (from, to, has_words)): (i64, &(usize, usize, bool))| Run {
            from: 2 * from + 1,
            to: 2 * to + 1,
            has_words: *has_words,
            cards: [CardId::from_raw(2 * number), CardId::from_raw(2 * number + 1)],
        };
        let runs = (0..).zip(runs).map(run).collect();
        Room { runs: BTreeMap::from([(3, runs)]), lines: 8.0, words: 16.0 }
    }

    fn check(runs: &[(usize, usize, bool)], expected: f64) {
        assert_eq!(room(runs).below_levels(3, 0, |_| None), [expected]);
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

    #[test]
    fn a_line_has_its_room_below_the_upper_one_of_its_cards() {
        let room = room(&[(0, 1, false), (0, 1, true)]);
        let level_of = |card: CardId| [1, 2, 0].get(usize::try_from(card.raw()).unwrap()).copied();
        assert_eq!(room.below_levels(3, 2, level_of), [24.0, 16.0, 0.0]);
        assert_eq!(room.below_levels(3, 2, |_| None), [0.0, 0.0, 20.0]);
        assert_eq!(room.below_levels(0, 1, |_| Some(0)), [0.0, 0.0]);
    }
}
