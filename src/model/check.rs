//! Invariants of a document. Tests ask after every edit; opening a file and `milepost check` ask too.

use crate::model::{CardBody, Document, LaneKind, LimitsStart, RecordRef};
use std::fmt;

/// What is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Violation {
    /// A record names another one that is not there.
    Dangling {
        /// Who names it.
        from: RecordRef,
        /// What is named.
        to: RecordRef,
    },
    /// A stage without a step.
    StageWithoutStep(RecordRef),
    /// A card whose lane and step belong to different maps.
    MixedMaps(RecordRef),
    /// A card in a divider line, which holds none.
    CardInDivider(RecordRef),
    /// A number outside its range.
    BadNumber(RecordRef),
    /// What the file of a source had grown by counts although the source does not, or the other way round.
    TornSource(RecordRef),
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dangling { from, to } => write!(f, "{from:?} refers to {to:?}, which is not in the file"),
            Self::StageWithoutStep(stage) => write!(f, "{stage:?} has no step"),
            Self::MixedMaps(card) => write!(f, "{card:?} stands in the lane of one map and the step of another"),
            Self::CardInDivider(card) => write!(f, "{card:?} stands in a divider line, which holds no cards"),
            Self::TornSource(source) => write!(f, "{source:?} does not go with the source it continues"),
            Self::BadNumber(record) => write!(f, "{record:?} holds a number outside its range"),
        }
    }
}

/// Every broken invariant, in table order; empty means the document is whole.
#[must_use]
pub fn violations(document: &Document) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut refer = |from: RecordRef, to: RecordRef| {
        if document.record(to).is_none() {
            found.push(Violation::Dangling { from, to });
        }
    };
    for map in document.maps.values() {
        if let Some(persona) = map.persona {
            refer(map.id.into(), persona.into());
        }
        if let Some(counterpart) = map.counterpart {
            refer(map.id.into(), counterpart.into());
        }
    }
    for stage in document.stages.values() {
        refer(stage.id.into(), stage.map.into());
        if let Some(map) = stage.linked_map {
            refer(stage.id.into(), map.into());
        }
    }
    for step in document.steps.values() {
        refer(step.id.into(), step.stage.into());
    }
    for lane in document.lanes.values() {
        refer(lane.id.into(), lane.map.into());
    }
    for card in document.cards.values() {
        refer(card.id.into(), card.lane.into());
        refer(card.id.into(), card.step.into());
        if let Some(persona) = card.marks.persona {
            refer(card.id.into(), persona.into());
        }
        match &card.body {
            CardBody::Kpi { kpi, place, .. } => {
                refer(card.id.into(), (*kpi).into());
                refer(card.id.into(), crate::model::edit::record_of_place(*place));
            }
            CardBody::PainPoint { kpi: Some(kpi), .. } => refer(card.id.into(), (*kpi).into()),
            _ => {}
        }
    }
    for connection in document.connections.values() {
        refer(connection.id.into(), connection.from.into());
        refer(connection.id.into(), connection.to.into());
    }
    for note in document.notes.values() {
        refer(note.id.into(), note.anchor);
    }
    for decision in document.decisions.values() {
        refer(decision.id.into(), decision.kpi.into());
        refer(decision.id.into(), crate::model::edit::record_of_place(decision.place));
    }
    for marker in document.markers.values() {
        if let LimitsStart::Kpis(kpis) = &marker.limits_start {
            kpis.iter().for_each(|kpi| refer(marker.id.into(), (*kpi).into()));
        }
    }
    for source in document.sources.values() {
        if let Some(first) = source.continues {
            refer(source.id.into(), first.into());
        }
        for place in source.places.values() {
            refer(source.id.into(), crate::model::edit::record_of_place(*place));
        }
    }
    for kpi in document.kpis.values() {
        let dismissed = kpi.dismissed.iter().filter_map(|dismissed| dismissed.place);
        for place in kpi.overrides.keys().copied().chain(dismissed) {
            refer(kpi.id.into(), crate::model::edit::record_of_place(place));
        }
    }
    for map in document.maps.values() {
        for place in map.dismissed.iter().filter_map(|dismissed| dismissed.place) {
            refer(map.id.into(), crate::model::edit::record_of_place(place));
        }
    }
    shapes(document, &mut found);
    found
}

fn shapes(document: &Document, found: &mut Vec<Violation>) {
    let stages_with_steps: std::collections::BTreeSet<_> = document.steps.values().map(|s| s.stage).collect();
    for stage in document.stages.values() {
        if !stages_with_steps.contains(&stage.id) {
            found.push(Violation::StageWithoutStep(stage.id.into()));
        }
    }
    for card in document.cards.values() {
        let lane_map = document.lanes.get(&card.lane).map(|l| l.map);
        if lane_map.is_some() && lane_map != document.map_of_step(card.step) {
            found.push(Violation::MixedMaps(card.id.into()));
        }
        if document.lanes.get(&card.lane).is_some_and(|l| l.kind == LaneKind::Divider) {
            found.push(Violation::CardInDivider(card.id.into()));
        }
        let is_curve_off = matches!(card.body, CardBody::Curve { value } if !(-2.0..=2.0).contains(&value));
        if card.span == 0 || !card.rank.is_finite() || is_curve_off {
            found.push(Violation::BadNumber(card.id.into()));
        }
    }
    for decision in document.decisions.values() {
        if decision.signal.is_some_and(|signal| signal.since > signal.until) {
            found.push(Violation::BadNumber(decision.id.into()));
        }
    }
    for source in document.sources.values() {
        if source.rows_read != source.rows_accepted.saturating_add(source.rows_rejected) {
            found.push(Violation::BadNumber(source.id.into()));
        }
        let first = source.continues.and_then(|first| document.sources.get(&first));
        if first.is_some_and(|first| first.continues.is_some() || first.state != source.state) {
            found.push(Violation::TornSource(source.id.into()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{CardId, ConnectionId, Id as _};
    use crate::model::{Connection, ConnectionLook};
    use std::sync::Arc;

    #[test]
    fn a_loop_breaks_nothing_and_an_end_that_is_gone_does() {
        let (id, card) = (ConnectionId::from_raw(3), CardId::from_raw(1));
        let connection = Connection { id, from: card, to: card, label: String::new(), look: ConnectionLook::default() };
        let mut document = Document::default();
        document.connections.insert(id, Arc::new(connection));
        let gone = Violation::Dangling { from: id.into(), to: card.into() };
        assert_eq!(violations(&document), [gone.clone(), gone]);
    }
}
