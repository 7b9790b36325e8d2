//! A map as it is written in the bundled JSON files: names instead of ids, in reading order.

use crate::base::ids::{CardId, IdAlloc, KpiId, LaneId, MapId, PersonaId, StageId, StepId};
use crate::model::{
    Card, CardBody, Channel, Connection, ConnectionStyle, Document, JourneyMap, Lane, LaneKind, MapState, Place,
    Severity, Stage, Step,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A map.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::session) struct Draft {
    #[serde(default)]
    pub(super) name: String,
    pub(super) title: String,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default)]
    state: MapState,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    pub(in crate::session) persona: String,
    lanes: Vec<LaneDraft>,
    stages: Vec<StageDraft>,
    #[serde(default)]
    connections: Vec<ConnectionDraft>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct LaneDraft {
    key: String,
    kind: LaneKind,
    title: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct StageDraft {
    title: String,
    #[serde(default)]
    question: String,
    steps: Vec<StepDraft>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct StepDraft {
    title: String,
    /// By the key of the lane.
    #[serde(default)]
    cards: BTreeMap<String, Vec<CardDraft>>,
}

/// A card; which fields count depends on the kind of its lane.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct CardDraft {
    #[serde(default)]
    text: String,
    #[serde(default = "one")]
    span: u32,
    #[serde(default)]
    channel: Channel,
    #[serde(default)]
    moment_of_truth: bool,
    #[serde(default)]
    attribution: String,
    #[serde(default)]
    severity: Severity,
    #[serde(default)]
    owner: String,
    /// Name of a KPI: what a KPI card shows at its stage, what a pain point shows.
    #[serde(default)]
    kpi: String,
    #[serde(default)]
    headline: bool,
    /// Curve: −2 ..= +2. Opportunity: 1 ..= 10.
    value: Option<f64>,
    effort: Option<u8>,
}

/// Cards are named by their text; the first in reading order is meant.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConnectionDraft {
    from: String,
    to: String,
    #[serde(default)]
    label: String,
    #[serde(default)]
    style: ConnectionStyle,
}

fn one() -> u32 {
    1
}

/// What a draft refers to outside itself.
#[derive(Debug, Clone, Default)]
pub(in crate::session) struct Surroundings {
    pub(in crate::session) persona: Option<PersonaId>,
    pub(in crate::session) kpis: BTreeMap<String, KpiId>,
    pub(in crate::session) rank: f64,
}

impl Draft {
    /// Adds the map to a document. Cards of unknown lanes, KPI cards of unknown KPIs and connections of unknown cards
    /// are left out; the tests of the bundled files see to it that there are none.
    pub(in crate::session) fn add_to(
        &self,
        document: &mut Document,
        surroundings: &Surroundings,
        ids: &mut IdAlloc,
    ) -> MapId {
        let map: MapId = ids.allocate();
        let record = JourneyMap {
            id: map,
            title: self.title.clone(),
            state: self.state,
            persona: surroundings.persona,
            owner: self.owner.clone(),
            status: crate::model::MapStatus::default(),
            review_on: None,
            counterpart: None,
            rank: surroundings.rank,
        };
        document.maps.insert(map, Arc::new(record));
        let mut lanes: BTreeMap<&str, (LaneId, LaneKind)> = BTreeMap::new();
        for (rank, lane) in (1_u32..).zip(&self.lanes) {
            let id: LaneId = ids.allocate();
            lanes.insert(&lane.key, (id, lane.kind));
            let (kind, title) = (lane.kind, lane.title.clone());
            document.lanes.insert(
                id,
                Arc::new(Lane {
                    id,
                    map,
                    kind,
                    title,
                    height: None,
                    is_collapsed: false,
                    is_hidden: false,
                    rank: f64::from(rank),
                }),
            );
        }
        let mut cards: BTreeMap<&str, CardId> = BTreeMap::new();
        for (rank, stage) in (0_u8..).zip(&self.stages) {
            let id: StageId = ids.allocate();
            let (title, question) = (stage.title.clone(), stage.question.clone());
            let record =
                Stage { id, map, title, question, tint: rank % 8, linked_map: None, rank: f64::from(rank) + 1.0 };
            document.stages.insert(id, Arc::new(record));
            for (rank, step) in (1_u32..).zip(&stage.steps) {
                let step_id: StepId = ids.allocate();
                let title = step.title.clone();
                let record = Step { id: step_id, stage: id, title, rank: f64::from(rank) };
                document.steps.insert(step_id, Arc::new(record));
                for (key, drafts) in &step.cards {
                    let Some(&(lane, kind)) = lanes.get(key.as_str()) else { continue };
                    for (rank, draft) in (1_u32..).zip(drafts) {
                        let Some(body) = draft.body(kind, id, surroundings) else { continue };
                        let card: CardId = ids.allocate();
                        if !draft.text.is_empty() {
                            cards.entry(&draft.text).or_insert(card);
                        }
                        let (span, text) = (draft.span, draft.text.clone());
                        let record = Card {
                            id: card,
                            lane,
                            step: step_id,
                            span,
                            rank: f64::from(rank),
                            text,
                            body,
                            marks: crate::model::CardMarks::default(),
                        };
                        document.cards.insert(card, Arc::new(record));
                    }
                }
            }
        }
        for connection in &self.connections {
            let ends = (cards.get(connection.from.as_str()), cards.get(connection.to.as_str()));
            if let (Some(&from), Some(&to)) = ends {
                let id = ids.allocate();
                let (label, style) = (connection.label.clone(), connection.style);
                document.connections.insert(id, Arc::new(Connection { id, from, to, label, style }));
            }
        }
        map
    }

    /// Everything the draft refers to that `add_to` would not find.
    #[cfg(test)]
    pub(in crate::session) fn dangling(&self, surroundings: &Surroundings) -> Vec<String> {
        let steps = || self.stages.iter().flat_map(|s| &s.steps);
        let cards = || steps().flat_map(|s| &s.cards);
        let drafts = || cards().flat_map(|(_, drafts)| drafts);
        let lanes = cards().map(|(key, _)| key).filter(|key| self.lanes.iter().all(|l| l.key != **key));
        let kpis = drafts().map(|d| &d.kpi).filter(|k| !k.is_empty() && !surroundings.kpis.contains_key(*k));
        let ends = self.connections.iter().flat_map(|c| [&c.from, &c.to]);
        lanes.chain(kpis).chain(ends.filter(|end| drafts().all(|d| d.text != **end))).cloned().collect()
    }
}

impl CardDraft {
    /// `None` for a KPI card whose KPI is unknown, and in a divider.
    fn body(&self, lane: LaneKind, stage: StageId, surroundings: &Surroundings) -> Option<CardBody> {
        let kpi = surroundings.kpis.get(&self.kpi).copied();
        Some(match lane {
            LaneKind::Text | LaneKind::Process => CardBody::Text,
            LaneKind::Touchpoint => {
                CardBody::Touchpoint { channel: self.channel, is_moment_of_truth: self.moment_of_truth }
            }
            LaneKind::Image => CardBody::Image { picture: None },
            LaneKind::Quote => CardBody::Quote { attribution: self.attribution.clone() },
            LaneKind::PainPoint => CardBody::PainPoint { severity: self.severity, owner: self.owner.clone(), kpi },
            LaneKind::Opportunity => CardBody::Opportunity { value: self.value.map(score), effort: self.effort },
            LaneKind::Kpi => CardBody::Kpi { kpi: kpi?, place: Place::Stage(stage), is_headline: self.headline },
            LaneKind::Curve => CardBody::Curve { value: self.value?.clamp(-2.0, 2.0) },
            LaneKind::Divider => return None,
        })
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 1..=10")]
fn score(value: f64) -> u8 {
    value.clamp(1.0, 10.0).round() as u8
}

/// Panics when a reference leads nowhere, a stage has no step, or a span leaves the map.
#[cfg(test)]
pub(in crate::session) fn assert_sound(document: &Document) {
    for stage in document.stages.values() {
        assert!(document.maps.contains_key(&stage.map));
        assert!(!document.steps_of(stage.id).is_empty(), "stage without step: {}", stage.title);
        assert!(!stage.title.is_empty());
    }
    for step in document.steps.values() {
        assert!(document.stages.contains_key(&step.stage) && !step.title.is_empty());
    }
    for card in document.cards.values() {
        let map = document.map_of_card(card.id).expect("a lane");
        assert_eq!(document.map_of_step(card.step), Some(map), "{}", card.text);
        let columns = document.columns_of(map);
        let column = columns.iter().position(|s| s.id == card.step).expect("a column");
        assert!(card.span >= 1 && column + card.span as usize <= columns.len(), "{} leaves the map", card.text);
        match card.body {
            CardBody::Kpi { kpi, place, .. } => {
                assert!(document.kpis.contains_key(&kpi));
                assert_eq!(document.map_of_place(place), Some(map));
            }
            CardBody::PainPoint { kpi: Some(kpi), .. } => assert!(document.kpis.contains_key(&kpi)),
            CardBody::Curve { .. } | CardBody::Image { .. } => {}
            _ => assert!(!card.text.is_empty()),
        }
    }
    for connection in document.connections.values() {
        assert!(document.cards.contains_key(&connection.from) && document.cards.contains_key(&connection.to));
    }
    for map in document.maps.values() {
        assert!(map.persona.is_none_or(|p| document.personas.contains_key(&p)));
    }
}
