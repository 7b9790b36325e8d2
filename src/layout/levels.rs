//! How the cards of a lane are stacked: which stands above which.

use std::ops::Range;

/// The level of every card, 0 at the top. The cards come by the first of their columns and, in a cell, from top to bottom,
/// which is the order they keep.
///
/// A card stands right below the lowest one of the columns it covers. One that covers several, and has something above it
/// where it begins, goes below the stacks of the other columns too: otherwise it would push them apart.
pub(super) fn levels(cards: &[Range<usize>], columns: usize) -> Vec<usize> {
    let mut stacks = Stacks { next: vec![0; columns], levels: vec![None; cards.len()] };
    for (index, covered) in cards.iter().enumerate() {
        let has_above = stacks.next.get(covered.start).is_some_and(|next| *next > 0);
        if covered.len() > 1 && has_above && stacks.is_open(index) {
            let reached = covered.start + 1..covered.end;
            for (other, narrow) in cards.iter().enumerate().skip(index + 1) {
                if narrow.len() == 1 && reached.contains(&narrow.start) {
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
        check(&[], &[]);
    }
}
