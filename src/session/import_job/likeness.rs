//! Names of the data that are nearly those of the map: offered for a decision, never taken in silence.

use crate::base::ids::{KpiId, MapId};
use crate::base::text::fold_loosely;
use crate::model::{CardBody, Document, Place};

/// From here on two names are alike: one letter in five may differ.
const ALIKE: f64 = 0.8;
/// How alike names are of which one holds all words of the other.
const CONTAINED: f64 = 0.85;
/// Shorter names are alike too easily.
const SHORTEST: usize = 4;

/// How alike two names are: 1 when they are the same but for spaces, hyphens and capitals; `None` when they are not
/// alike.
#[must_use]
pub fn likeness(one: &str, other: &str) -> Option<f64> {
    let (a, b) = (fold_loosely(one), fold_loosely(other));
    if a == b {
        return Some(1.0);
    }
    if a.chars().count().min(b.chars().count()) < SHORTEST {
        return None;
    }
    let by_letters = strsim::normalized_damerau_levenshtein(&a, &b);
    let by_words = if are_words_contained(one, other) { CONTAINED } else { 0.0 };
    Some(by_letters.max(by_words)).filter(|likeness| *likeness >= ALIKE)
}

/// True when all words of the shorter name stand in the longer one.
fn are_words_contained(one: &str, other: &str) -> bool {
    let words = |text: &str| {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>()
    };
    let (mut few, mut many) = (words(one), words(other));
    if few.len() > many.len() {
        std::mem::swap(&mut few, &mut many);
    }
    let letters: usize = few.iter().map(|w| w.chars().count()).sum();
    letters >= SHORTEST && few.iter().all(|word| many.contains(word))
}

/// The most alike of some candidates. Two that are equally alike and not called the same leave it open.
fn most_alike<T: Copy>(name: &str, candidates: impl Iterator<Item = (T, String)>) -> Option<T> {
    let mut best: Option<(f64, T, String)> = None;
    let mut is_open = false;
    for (candidate, title) in candidates {
        let Some(found) = likeness(name, &title) else { continue };
        match &best {
            Some((known, _, known_title)) if found <= *known => {
                is_open |= (*known - found).abs() < 1e-9 && fold_loosely(known_title) != fold_loosely(&title);
            }
            _ => {
                is_open = false;
                best = Some((found, candidate, title));
            }
        }
    }
    best.filter(|_| !is_open).map(|(_, candidate, _)| candidate)
}

/// The place of a map whose name is most like a name of the data: stages first, then steps, then touchpoints.
#[must_use]
pub fn place_like(document: &Document, map: MapId, name: &str) -> Option<Place> {
    let stages = document.stages_of(map);
    let stages = stages.iter().map(|s| (Place::Stage(s.id), s.title.clone()));
    let steps = document.columns_of(map);
    let steps = steps.iter().map(|s| (Place::Step(s.id), s.title.clone()));
    let cards = document.cards.values().filter(|card| matches!(card.body, CardBody::Touchpoint { .. }));
    let touchpoints = cards.map(|card| (Place::Touchpoint(card.id), card.text.clone()));
    let touchpoints = touchpoints.filter(|(place, _)| document.map_of_place(*place) == Some(map));
    most_alike(name, stages.chain(steps).chain(touchpoints))
}

/// The KPI whose name or metric is most like a metric of the data.
#[must_use]
pub fn kpi_like(document: &Document, metric: &str) -> Option<KpiId> {
    let names = document.kpis.values().flat_map(|kpi| {
        let metric = Some(kpi.metric.clone()).filter(|metric| !metric.trim().is_empty());
        std::iter::once(kpi.name.clone()).chain(metric).map(|name| (kpi.id, name))
    });
    most_alike(metric, names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(one: &str, other: &str, is_alike: bool) {
        assert_eq!(likeness(one, other).is_some(), is_alike, "{one} / {other}: {:?}", likeness(one, other));
        assert_eq!(likeness(other, one), likeness(one, other));
    }

    #[test]
    fn slips_and_further_words_are_alike_and_other_names_are_not() {
        check("Checkout", "Check-out", true);
        check("Checkout", "Chekout", true);
        check("Renewal", "Renewals", true);
        check("Checkout", "Checkout page", true);
        check("Überblick", "Uberblick", true);
        check("Support", "Sales", false);
        check("Use", "User", false);
        check("Purchase", "Prepare", false);
        check("Art", "Cart", false);
        check("", "Support", false);
    }

    #[test]
    fn two_equally_alike_names_leave_it_open() {
        let named = |titles: &[&str]| {
            let all = titles.iter().enumerate().map(|(index, title)| (index, (*title).to_owned())).collect::<Vec<_>>();
            most_alike("Checkout", all.into_iter())
        };
        assert_eq!(named(&["Checkout page", "Checkout desk"]), None);
        assert_eq!(named(&["Checkout page", "checkout"]), Some(1));
        assert_eq!(named(&["Checkout page", "Checkout-page"]), Some(0), "a stage before its step of the same name");
        assert_eq!(named(&["Support"]), None);
    }
}
