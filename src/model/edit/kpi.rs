//! Planning of KPIs: what one may hold, and what follows one that is renamed or loses a place.

use super::{EditError, MAX_TEXT_CHARS, record_of_place};
use crate::base::text::fold_name;
use crate::model::{Diff, Document, Kpi, KpiKind, Place, formula};

/// Longest formula, in characters: whoever needs more is served by another KPI.
const MAX_FORMULA_CHARS: usize = 500;

/// Most metrics and codes a KPI may name.
const MAX_NAMES: usize = 100;

/// The KPI as it can be kept, or the reason why not.
pub(super) fn checked(document: &Document, kpi: &Kpi) -> Result<Kpi, EditError> {
    let texts = [&kpi.name, &kpi.metric, &kpi.owner, &kpi.definition, &kpi.response_plan, &kpi.plan_for_rise];
    let more = [&kpi.plan_for_flat, &kpi.data_source, &kpi.outcome, &kpi.question];
    if texts.iter().chain(&more).any(|text| text.chars().nth(MAX_TEXT_CHARS).is_some()) {
        return Err(EditError::BadValue("this text is longer than 20,000 characters; shorten it or split it"));
    }
    let overrides = kpi.overrides.values();
    let bands = overrides.clone().filter_map(|o| o.watch_band).chain(kpi.watch_band);
    let targets = overrides.filter_map(|o| o.target).chain(kpi.target);
    let ends = kpi.scale.into_iter().flat_map(|(low, high)| [low, high]);
    if targets.chain(bands.clone()).chain(ends).chain(kpi.missing.iter().copied()).any(|v| !v.is_finite()) {
        return Err(EditError::BadValue("target, watch band, scale and codes must be numbers"));
    }
    if bands.clone().any(|band| band < 0.0) {
        return Err(EditError::BadValue("a watch band is not negative"));
    }
    if kpi.scale.is_some_and(|(low, high)| low >= high) {
        return Err(EditError::BadValue("a scale runs from a lower to a higher score"));
    }
    if kpi.other_metrics.len().max(kpi.missing.len()) > MAX_NAMES {
        return Err(EditError::BadValue("a KPI names at most 100 other metrics and 100 codes"));
    }
    kind(document, kpi)?;
    let mut kpi = kpi.clone();
    // Places of another file mean nothing here, and what is said of no place is not worth keeping.
    kpi.overrides.retain(|place, own| !own.is_empty() && is_there(document, *place));
    kpi.dismissed.retain(|dismissed| dismissed.place.is_none_or(|place| is_there(document, place)));
    Ok(kpi)
}

fn is_there(document: &Document, place: Place) -> bool {
    document.record(record_of_place(place)).is_some()
}

fn kind(document: &Document, kpi: &Kpi) -> Result<(), EditError> {
    match kpi.kind {
        KpiKind::TopBox { scale: (low, high), satisfied_from, satisfied_to } => {
            let satisfied_to = satisfied_to.unwrap_or(high);
            if !(low < high && low <= satisfied_from && satisfied_from <= satisfied_to && satisfied_to <= high) {
                return Err(EditError::BadValue("the satisfied scores lie on the scale"));
            }
        }
        KpiKind::Percentile { percent } if !(percent > 0.0 && percent < 100.0) => {
            return Err(EditError::BadValue("a percentile lies between 0 and 100; the median is 50"));
        }
        KpiKind::Formula if kpi.formula.chars().nth(MAX_FORMULA_CHARS).is_some() => {
            return Err(EditError::BadValue("a formula has at most 500 characters; put a part of it into another KPI"));
        }
        KpiKind::Formula if formula::is_circular(document, kpi) => {
            return Err(EditError::BadValue(
                "this formula would in the end be worked out from itself; leave this KPI out",
            ));
        }
        _ => {}
    }
    Ok(())
}

/// Formulas go on reading a KPI that gets another name.
pub(super) fn follow_name(document: &Document, kpi: &Kpi, diff: &mut Diff) {
    let Some(before) = document.kpis.get(&kpi.id).filter(|before| before.name != kpi.name) else { return };
    // A name that means another KPI never meant this one.
    if formula::meant(document, &before.name).is_none_or(|meant| meant.id != kpi.id) || fold_name(&kpi.name).is_empty()
    {
        return;
    }
    for other in document.kpis.values().filter(|other| other.id != kpi.id) {
        if let Some(formula) = formula::renamed(&other.formula, &before.name, &kpi.name) {
            diff.kpis.put(&document.kpis, Kpi { formula, ..Kpi::clone(other) });
        }
    }
}

/// What a KPI says of places that are gone is forgotten.
pub(super) fn forget_places(document: &Document, is_gone: &dyn Fn(Place) -> bool, diff: &mut Diff) {
    for kpi in document.kpis.values() {
        let names_gone = kpi.overrides.keys().any(|place| is_gone(*place))
            || kpi.dismissed.iter().any(|dismissed| dismissed.place.is_some_and(is_gone));
        let current = diff.kpis.current(&document.kpis, kpi.id);
        if let Some(row) = current.filter(|_| names_gone) {
            let mut row = Kpi::clone(row);
            row.overrides.retain(|place, _| !is_gone(*place));
            row.dismissed.retain(|dismissed| !dismissed.place.is_some_and(is_gone));
            diff.kpis.put(&document.kpis, row);
        }
    }
}
