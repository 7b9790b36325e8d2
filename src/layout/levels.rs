//! How the cards of a lane are stacked: which stands above which.

use std::ops::Range;

/// The level of every card, 0 at the top. The cards come by the first of their columns and, in a cell, from top to bottom,
/// which is the order they keep.
///
/// A card stands right below the lowest one of the columns it covers. One that covers several, and has something above it
/// where it begins, goes below the stacks of the other columns too, each up to the first wide card that begins there:
/// otherwise it would push them apart.
pub(super) fn levels(cards: &[Range<usize>], columns: usize) -> Vec<usize> {
    let mut stacks = Stacks { next: vec![0; columns], levels: vec![None; cards.len()] };
    for (index, covered) in cards.iter().enumerate() {
        let has_above = stacks.next.get(covered.start).is_some_and(|next| *next > 0);
        if covered.len() > 1 && has_above && stacks.is_open(index) {
            for column in covered.start + 1..covered.end {
                let beginning = cards.iter().enumerate().skip(index + 1).filter(|(_, other)| other.start == column);
                for (other, narrow) in beginning.take_while(|(_, other)| other.len() == 1) {
                    stacks.place(other, narrow);
                }
            }
        }
        stacks.place(index, covered);
    }
    stacks.levels.into_iter().map(Option::unwrap_or_default).collect()
}

struct Stacks {
    /// The level below the lowest card of each column.
    next: Vec<usize>,
    levels: Vec<Option<usize>>,
}

impl Stacks {
    fn is_open(&self, card: usize) -> bool {
        self.levels.get(card).is_some_and(Option::is_none)
    }

    fn place(&mut self, card: usize, covered: &Range<usize>) {
        if !self.is_open(card) {
            return;
        }
        let columns = self.next.get_mut(covered.clone()).unwrap_or_default();
        let level = columns.iter().copied().max().unwrap_or(0);
        columns.fill(level + 1);
        if let Some(slot) = self.levels.get_mut(card) {
            *slot = Some(level);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cards: &[Range<usize>], expected: &[usize]) {
        assert_eq!(levels(cards, 4), expected, "{cards:?}");
    }

    #[test]
    fn a_wide_card_below_another_pushes_no_stack_apart() {
        check(&[0..1, 0..1, 1..2], &[0, 1, 0]);
        // First of its cell it stays on top, and what it covers stands below.
        check(&[0..2, 0..1, 1..2, 1..2], &[0, 1, 1, 2]);
        // Below another one it goes below the whole stack beside it.
        check(&[0..1, 0..2, 1..2, 1..2], &[0, 2, 0, 1]);
        check(&[0..1, 0..3, 0..1, 1..2, 2..3, 2..3, 3..4], &[0, 2, 3, 0, 0, 1, 0]);
        // What stands below a wide card of its own cell stays there.
        check(&[0..1, 0..2, 1..3, 1..2], &[0, 1, 2, 3]);
        check(&[0..1, 0..2, 1..2, 1..3, 1..2], &[0, 1, 0, 2, 3]);
        check(&[], &[]);
    }

    #[test]
    fn cells_keep_their_order_and_no_two_cards_share_a_place() {
        for seed in 0..2000_u64 {
            let mut lot = seed.wrapping_mul(977).wrapping_add(5);
            let mut below = |end: usize| {
                lot = lot.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (lot >> 33) as usize % end
            };
            let columns = 1 + below(6);
            let mut cards = Vec::new();
            for start in 0..columns {
                for _ in 0..below(5) {
                    let span = if below(2) == 0 { 1 } else { 1 + below(4) };
                    cards.push(start..(start + span).min(columns));
                }
            }
            let found = levels(&cards, columns);
            for (index, card) in cards.iter().enumerate() {
                for (other, later) in cards.iter().enumerate().skip(index + 1) {
                    let told = || format!("cards {index} and {other} of {cards:?} at {found:?}, seed {seed}");
                    if later.start == card.start {
                        assert!(found[index] < found[other], "{}", told());
                    }
                    if later.start < card.end {
                        assert_ne!(found[index], found[other], "{}", told());
                    }
                }
            }
        }
    }
}
