//! Moves in words, for the window and for minutes.

use super::{FlatReason, Moved};
use crate::i18n;
use crate::i18n::panels::period;
use crate::i18n::signals as words;
use crate::metrics::format;
use crate::model::{Document, Kpi, SignalRule};
use crate::session::card_figures::target_words;
use crate::session::insights::KpiAt;

/// "dropped (anomaly) May 2025", "falling (shift since May 2025)", "flat for 12 months although the target is missed".
#[must_use]
pub fn sentence(moved: &Moved) -> String {
    let name = |days: crate::base::time::DayRange| period(moved.grain, days.from, days.to);
    let (since, until) = (name(moved.since), name(moved.until));
    match (moved.flat, moved.rule) {
        (Some(reason), _) => words::flat(moved.periods, moved.grain, reason == FlatReason::TargetMissed),
        (None, SignalRule::RunOf8 | SignalRule::ThreeOf4) if moved.is_over => words::over(moved.course, &since, &until),
        (None, rule) => words::going_on((rule, moved.course), &since, &until),
    }
}

/// How large it is, as in "4.1 → 3.2 / 5"; empty when there is nothing to compare with.
#[must_use]
pub fn size(kpi: &Kpi, moved: &Moved) -> String {
    let now = format::value(kpi, moved.level);
    match (moved.level_before, moved.flat) {
        // The target of a sum is said as it was set, per month, so the level says of what it is, too.
        (Some(target), Some(_)) if kpi.kind.is_total() => {
            let now = i18n::map::a_period(&now, moved.grain);
            words::beside_target(&now, &target_words(kpi, kpi.target.unwrap_or(target)))
        }
        (Some(target), Some(_)) => words::beside_target(&now, &target_words(kpi, target)),
        (Some(before), None) => {
            let (before, now) = format::levels(kpi, before, moved.level);
            words::levels(&before, &now)
        }
        (None, _) => now,
    }
}

/// "CSAT · Support".
#[must_use]
pub fn name_at(document: &Document, (kpi, place): KpiAt) -> String {
    let kpi = document.kpis.get(&kpi).map_or("–", |k| k.name.as_str());
    crate::i18n::panels::drawer::kpi_at(kpi, document.place_name(place).unwrap_or("–"))
}

/// At most so many of what moved on the same days are named.
const MOST_NAMED: usize = 2;

/// What else moved and what happened on the same days; empty when nothing did.
#[must_use]
pub fn beside(document: &Document, moved: &Moved) -> String {
    let mut parts = Vec::new();
    let labels = moved.events.iter().filter_map(|id| Some(document.markers.get(id)?.label.clone()));
    let labels = first_of(labels.collect());
    if !labels.is_empty() {
        parts.push(words::events(&labels));
    }
    parts.extend(Some(alongside(document, moved)).filter(|others| !others.is_empty()));
    parts.join(" · ")
}

/// What else moved on the same days; empty when nothing did.
#[must_use]
pub fn alongside(document: &Document, moved: &Moved) -> String {
    let others = moved.alongside.iter().map(|(at, course)| words::moved_beside(&name_at(document, *at), *course));
    let others = first_of(others.collect());
    if others.is_empty() { String::new() } else { words::also(&others) }
}

fn first_of(mut names: Vec<String>) -> Vec<String> {
    names.dedup();
    let more = names.len().saturating_sub(MOST_NAMED);
    names.truncate(MOST_NAMED);
    if more > 0 {
        names.push(crate::i18n::map::more(more));
    }
    names
}
