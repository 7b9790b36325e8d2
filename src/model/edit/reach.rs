//! What wide cards cover after their columns were put in another order.

use crate::base::ids::{MapId, StepId};
use crate::model::{Card, CardBody, Diff, Document, Place};
use std::collections::BTreeMap;

/// Whom a wide card follows when some of its columns move away from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Follows {
    /// The columns that stay: one step was taken out of it.
    Rest,
    /// Its first column: the stage it begins in moves with everything in it.
    Beginning,
}

/// Adds to a diff that moves columns what becomes of the wide cards over them. A card keeps the columns it covered as
/// long as they are together, also in another order; what is put between them it covers too.
pub(super) fn keep(document: &Document, map: MapId, moved: &[StepId], follows: Follows, diff: &mut Diff) {
    let is_wide = |card: &&std::sync::Arc<Card>| card.span > 1;
    if !document.cards.values().any(|card| is_wide(&card)) {
        return;
    }
    let before: Vec<StepId> = document.columns_of(map).iter().map(|step| step.id).collect();
    let at: BTreeMap<StepId, usize> = before.iter().enumerate().map(|(index, id)| (*id, index)).collect();
    let mut there = document.clone();
    diff.apply(&mut there);
    let after: Vec<StepId> = there.columns_of(map).iter().map(|step| step.id).collect();
    let places: BTreeMap<StepId, usize> = after.iter().enumerate().map(|(index, id)| (*id, index)).collect();
    for card in document.cards.values().filter(is_wide) {
        let Some(start) = at.get(&card.step) else { continue };
        let reach = usize::try_from(card.span).unwrap_or(usize::MAX);
        let covered: Vec<StepId> = before.iter().skip(*start).take(reach).copied().collect();
        let kept = kept(card, &covered, moved, follows, &places);
        let ends = kept.iter().filter_map(|step| places.get(step));
        let (Some(first), Some(last)) = (ends.clone().min(), ends.max()) else { continue };
        let Some(step) = after.get(*first) else { continue };
        let covers = last - first + 1;
        // What reaches beyond the map is no width that anyone sees.
        if (*step, covers) != (card.step, covered.len()) {
            let span = u32::try_from(covers).unwrap_or(u32::MAX);
            diff.cards.put(&document.cards, Card { step: *step, span, ..Card::clone(card) });
        }
    }
}

/// The columns that a card keeps of those it covered.
fn kept(
    card: &Card,
    covered: &[StepId],
    moved: &[StepId],
    follows: Follows,
    places: &BTreeMap<StepId, usize>,
) -> Vec<StepId> {
    let (going, staying): (Vec<StepId>, Vec<StepId>) = covered.iter().partition(|step| moved.contains(step));
    let at: Vec<usize> = covered.iter().filter_map(|step| places.get(step).copied()).collect();
    let is_together =
        at.iter().min().zip(at.iter().max()).is_some_and(|(first, last)| last - first + 1 == covered.len());
    if going.is_empty() || staying.is_empty() || is_together {
        return covered.to_vec();
    }
    let measures = match card.body {
        CardBody::Kpi { place: Place::Step(step), .. } if covered.contains(&step) => Some(step),
        _ => None,
    };
    let goes = match (measures, follows) {
        // The figure of a step stays at that step.
        (Some(step), _) => going.contains(&step),
        (None, Follows::Rest) => false,
        (None, Follows::Beginning) => going.contains(&card.step),
    };
    if goes { going } else { staying }
}
