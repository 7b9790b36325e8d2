//! Order between neighbours: a move touches one row, unless the gap between two ranks has become too small.

/// Where a record goes among its siblings, and which siblings must be renumbered for it.
pub(super) struct Slot<I> {
    /// Rank of the new or moved record.
    pub rank: f64,
    /// New ranks of siblings; empty unless the gap was too small.
    pub renumbered: Vec<(I, f64)>,
}

/// Below this distance two ranks are renumbered: halving it many times more would lose the order in rounding.
const SMALLEST_GAP: f64 = 1e-6;

/// The slot before `before` (or at the end) among siblings sorted by rank. The moved record itself must not be among them.
pub(super) fn slot<I: Copy + PartialEq>(siblings: &[(I, f64)], before: Option<I>) -> Slot<I> {
    let index = before.and_then(|b| siblings.iter().position(|(id, _)| *id == b)).unwrap_or(siblings.len());
    let left = index.checked_sub(1).and_then(|i| siblings.get(i)).map(|s| s.1);
    let right = siblings.get(index).map(|s| s.1);
    let rank = match (left, right) {
        (None, None) => 1.0,
        (Some(left), None) => left + 1.0,
        (None, Some(right)) => right - 1.0,
        (Some(left), Some(right)) => left + (right - left) / 2.0,
    };
    let is_clear = left.is_none_or(|l| rank - l > SMALLEST_GAP) && right.is_none_or(|r| r - rank > SMALLEST_GAP);
    if is_clear && rank.is_finite() {
        return Slot { rank, renumbered: Vec::new() };
    }
    let place = |i: usize| f64::from(u32::try_from(i).unwrap_or(u32::MAX));
    let renumbered =
        siblings.iter().enumerate().map(|(i, (id, _))| (*id, place(if i < index { i } else { i + 1 }))).collect();
    Slot { rank: place(index), renumbered }
}
