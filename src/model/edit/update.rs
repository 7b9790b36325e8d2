//! Planning of changed values and words.

use super::{EditError, EditLabel, Plan, Verb, kpi, naming, record_of_place, takes_cards};
use crate::base::text::fold_name;
use crate::model::{AnyRecord, Card, CardBody, DecisionState, Diff, Document, LaneKind, Marker, RecordRef, Source};

/// Longest text a record may hold, in characters: a card is no document, and a pasted file must not stall the layout.
pub const MAX_TEXT_CHARS: usize = 20_000;

pub(super) fn record(document: &Document, record: &AnyRecord) -> Result<Plan, EditError> {
    let reference = record.reference();
    let before = document.record(reference).ok_or(EditError::Missing(reference))?;
    stays_on_its_map(document, record)?;
    keeps_dividers_empty(document, record)?;
    let mut diff = Diff::default();
    let checked = checked(document, record)?;
    match &checked {
        AnyRecord::Source(row) => keeps_sources_together(document, row, &mut diff)?,
        AnyRecord::Kpi(row) => kpi::follow_name(document, row, &mut diff),
        _ => {}
    }
    let verb = naming::verb(&before, &checked).unwrap_or(Verb::Change);
    diff.put(document, checked);
    Ok(Plan { diff, label: EditLabel::one(verb, reference.table()), created: Vec::new() })
}

/// The records of one source count all or none, and stay those of that source.
fn keeps_sources_together(document: &Document, row: &Source, diff: &mut Diff) -> Result<(), EditError> {
    if document.sources.get(&row.id).is_some_and(|old| old.continues != row.continues) {
        return Err(EditError::BadValue("what the file of a source had grown by stays with that source"));
    }
    for part in document.sources.values().filter(|s| s.continues == Some(row.id) && s.state != row.state) {
        diff.sources.put(&document.sources, Source { state: row.state, ..Source::clone(part) });
    }
    Ok(())
}

/// Cards hold a stage, its steps and the lanes together: none of them changes the map on its own, and a stage keeps a step.
fn stays_on_its_map(document: &Document, record: &AnyRecord) -> Result<(), EditError> {
    let is_torn = match record {
        AnyRecord::Stage(r) => document.stages.get(&r.id).is_some_and(|old| old.map != r.map),
        AnyRecord::Lane(r) => document.lanes.get(&r.id).is_some_and(|old| old.map != r.map),
        AnyRecord::Step(r) => {
            let Some(old) = document.steps.get(&r.id).filter(|old| old.stage != r.stage) else { return Ok(()) };
            let map_of = |stage| document.stages.get(&stage).map(|s| s.map);
            if map_of(old.stage) == map_of(r.stage) && document.steps_of(old.stage).len() < 2 {
                return Err(EditError::LastStep);
            }
            map_of(old.stage) != map_of(r.stage)
        }
        _ => false,
    };
    if is_torn { Err(EditError::MixedMaps) } else { Ok(()) }
}

/// A divider line holds no cards: none moves into it, and no lane with cards becomes one.
fn keeps_dividers_empty(document: &Document, record: &AnyRecord) -> Result<(), EditError> {
    match record {
        AnyRecord::Card(r) if document.cards.get(&r.id).is_some_and(|old| old.lane != r.lane) => {
            takes_cards(document, r.lane)
        }
        AnyRecord::Lane(r) if r.kind == LaneKind::Divider => {
            let becomes = document.lanes.get(&r.id).is_some_and(|old| old.kind != LaneKind::Divider);
            let has_cards = document.cards.values().any(|card| card.lane == r.id);
            if becomes && has_cards { Err(EditError::DividerWithCards) } else { Ok(()) }
        }
        _ => Ok(()),
    }
}

pub(super) fn rename(document: &Document, reference: RecordRef, text: &str) -> Result<Plan, EditError> {
    let mut row = document.record(reference).ok_or(EditError::Missing(reference))?;
    text.clone_into(row.words_mut());
    let mut plan = record(document, &row)?;
    plan.label.verb = Verb::Rename;
    Ok(plan)
}

/// The record with its values brought into range, or the reason why it cannot be kept.
pub(super) fn checked(document: &Document, record: &AnyRecord) -> Result<AnyRecord, EditError> {
    let known = |reference: RecordRef| {
        if document.record(reference).is_some() { Ok(()) } else { Err(EditError::Missing(reference)) }
    };
    let ranked = |rank: f64| {
        if rank.is_finite() { Ok(()) } else { Err(EditError::BadValue("the order of a record must be a number")) }
    };
    match record {
        AnyRecord::Map(r) => {
            ranked(r.rank)?;
            r.persona.map_or(Ok(()), |p| known(p.into()))?;
            r.counterpart.map_or(Ok(()), |m| known(m.into()))?;
            if r.counterpart == Some(r.id) {
                return Err(EditError::BadValue("a map is paired with another map"));
            }
        }
        AnyRecord::Stage(r) => {
            ranked(r.rank)?;
            known(r.map.into())?;
            r.linked_map.map_or(Ok(()), |m| known(m.into()))?;
        }
        AnyRecord::Step(r) => {
            ranked(r.rank)?;
            known(r.stage.into())?;
        }
        AnyRecord::Lane(r) => {
            ranked(r.rank)?;
            known(r.map.into())?;
            if r.height.is_some_and(|h| !(h > 0.0 && h <= 2_000.0)) {
                return Err(EditError::BadValue("a lane's height lies between 1 and 2000"));
            }
        }
        AnyRecord::Card(r) => return card(document, r).map(AnyRecord::Card),
        AnyRecord::Connection(r) => {
            known(r.from.into())?;
            known(r.to.into())?;
        }
        AnyRecord::Note(r) => known(r.anchor)?,
        AnyRecord::Persona(r) => ranked(r.rank)?,
        AnyRecord::Kpi(r) => {
            ranked(r.rank)?;
            return kpi::checked(document, r).map(AnyRecord::Kpi);
        }
        AnyRecord::Marker(_) => {}
        AnyRecord::Decision(r) => {
            known(r.kpi.into())?;
            known(record_of_place(r.place))?;
            let texts = [&r.owner, &r.outcome, &r.reason];
            if texts.iter().any(|text| text.chars().nth(MAX_TEXT_CHARS).is_some()) {
                return Err(EditError::BadValue("this text is longer than 20,000 characters; shorten it or split it"));
            }
            if r.signal.is_some_and(|signal| signal.since > signal.until) {
                return Err(EditError::BadValue("a signal begins before it ends"));
            }
            if r.state == DecisionState::Dismissed && r.reason.trim().is_empty() {
                return Err(EditError::BadValue("a signal is dismissed with a reason; say why it needs no answer"));
            }
        }
        AnyRecord::Source(r) => {
            r.places.values().try_for_each(|place| known(super::record_of_place(*place)))?;
            if let Some(first) = r.continues {
                let first = document.sources.get(&first).ok_or(EditError::Missing(first.into()))?;
                if first.id == r.id || first.continues.is_some() {
                    return Err(EditError::BadValue("a source continues one that stands by itself"));
                }
            }
            if r.rows_read != r.rows_accepted.saturating_add(r.rows_rejected) {
                return Err(EditError::BadValue("rows read must be rows accepted plus rows rejected"));
            }
        }
    }
    if record.words().chars().nth(MAX_TEXT_CHARS).is_some() {
        return Err(EditError::BadValue("this text is longer than 20,000 characters; shorten it or split it"));
    }
    Ok(match record {
        AnyRecord::Source(r) => {
            let first = r.continues.and_then(|first| document.sources.get(&first));
            Source { state: first.map_or(r.state, |first| first.state), ..r.clone() }.into()
        }
        // KPIs of another file mean nothing here.
        AnyRecord::Marker(r) => {
            let limits_start = r.limits_start.retaining(|kpi| document.kpis.contains_key(&kpi));
            Marker { limits_start, ..r.clone() }.into()
        }
        AnyRecord::Map(r) => {
            let mut map = r.clone();
            map.dismissed.retain(|d| d.place.is_none_or(|place| known(record_of_place(place)).is_ok()));
            map.into()
        }
        other => other.clone(),
    })
}

fn card(document: &Document, card: &Card) -> Result<Card, EditError> {
    let lane = document.lanes.get(&card.lane).ok_or(EditError::Missing(card.lane.into()))?;
    let map = document.map_of_step(card.step).ok_or(EditError::Missing(card.step.into()))?;
    if lane.map != map {
        return Err(EditError::MixedMaps);
    }
    if !card.rank.is_finite() || card.span == 0 {
        return Err(EditError::BadValue("a card covers at least one step"));
    }
    if card.text.chars().nth(MAX_TEXT_CHARS).is_some() {
        return Err(EditError::BadValue("this text is longer than 20,000 characters; shorten it or split it"));
    }
    if let Some(persona) = card.marks.persona.filter(|p| !document.personas.contains_key(p)) {
        return Err(EditError::Missing(persona.into()));
    }
    let mut card = card.clone();
    card.marks.tags = tidy_tags(&card.marks.tags);
    match &mut card.body {
        CardBody::Kpi { kpi, place, .. } => {
            if !document.kpis.contains_key(kpi) {
                return Err(EditError::Missing((*kpi).into()));
            }
            if document.map_of_place(*place).is_none() {
                return Err(EditError::Missing(record_of_place(*place)));
            }
        }
        CardBody::PainPoint { kpi: Some(kpi), .. } if !document.kpis.contains_key(kpi) => {
            return Err(EditError::Missing((*kpi).into()));
        }
        CardBody::Curve { value } => {
            if !value.is_finite() {
                return Err(EditError::BadValue("a point of the experience curve lies between −2 and +2"));
            }
            *value = (value.clamp(-2.0, 2.0) * 10.0).round() / 10.0;
        }
        CardBody::Opportunity { value, effort }
            if [*value, *effort].into_iter().flatten().any(|v| !(1..=10).contains(&v)) =>
        {
            return Err(EditError::BadValue("value and effort lie between 1 and 10"));
        }
        _ => {}
    }
    Ok(card)
}

/// Tags without the spaces around them, without empty ones, each once however it is written.
fn tidy_tags(tags: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for tag in tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty()) {
        if kept.iter().all(|other| fold_name(other) != fold_name(tag)) {
            kept.push(tag.to_owned());
        }
    }
    kept
}
