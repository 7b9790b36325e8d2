//! A map as it is written in the bundled JSON files: names instead of ids, in reading order.

use super::connection_draft::ConnectionDraft;
use super::notes::{KeptNotes, NoteDraft};
use crate::base::ids::{CardId, ConnectionId, IdAlloc, KpiId, LaneId, MapId, PersonaId, StageId, StepId};
use crate::i18n::shell::template::Thing;
use crate::model::{
    Card, CardBody, CardForm, CardMarks, CardSplit, Channel, Confidence, Connection, CurvePoints, Document, JourneyMap,
    Kpi, Lane, LaneKind, MapState, Persona, Picture, Place, RecordRef, Severity, Stage, Step,
};
use crate::session::catalogue;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A map.
#[derive(Debug, Clone, Serialize, Deserialize)]
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
    /// KPIs of its own, by name: a template of the user brings those it shows along.
    #[serde(default)]
    kpis: Vec<Kpi>,
    /// Personas that a template of the user brings along, by the ids they had.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    personas: Vec<Persona>,
    /// Whose journey it is, among those.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    whose: Option<PersonaId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    notes: Vec<NoteDraft>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LaneDraft {
    key: String,
    kind: LaneKind,
    title: String,
    /// The hint in its empty cells.
    #[serde(default)]
    prompt: String,
    #[serde(default)]
    height: Option<f64>,
    #[serde(default)]
    points: CurvePoints,
    #[serde(default)]
    is_collapsed: bool,
    #[serde(default)]
    is_hidden: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StageDraft {
    title: String,
    #[serde(default)]
    question: String,
    /// `None` is the next one in the row.
    #[serde(default)]
    tint: Option<u8>,
    steps: Vec<StepDraft>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StepDraft {
    title: String,
    /// By the key of the lane.
    #[serde(default)]
    cards: BTreeMap<String, Vec<CardDraft>>,
}

/// A card; which fields count depends on the kind of its lane.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CardDraft {
    /// What connections name the card by; cards of bundled files are named by their text.
    #[serde(skip_serializing_if = "String::is_empty")]
    key: String,
    text: String,
    span: u32,
    channel: Channel,
    moment_of_truth: bool,
    attribution: String,
    severity: Severity,
    owner: String,
    /// Name of a KPI, or its key in the catalogue: what a KPI card shows at its stage, what a pain point shows.
    kpi: String,
    headline: bool,
    /// How a KPI card shows its figure.
    #[serde(skip_serializing_if = "CardForm::is_automatic")]
    form: CardForm,
    /// By what it is split, in the forms that show it by segment.
    #[serde(skip_serializing_if = "CardSplit::is_default")]
    split: CardSplit,
    /// Curve: −2 ..= +2. Opportunity: 1 ..= 10.
    value: Option<f64>,
    effort: Option<u8>,
    /// What the card is when its lane is of another kind.
    kind: Option<LaneKind>,
    card_tint: Option<u8>,
    tags: Vec<String>,
    confidence: Option<Confidence>,
    /// What a card of the storyboard shows; the bytes stand beside the template.
    #[serde(skip_serializing_if = "Option::is_none")]
    picture: Option<Picture>,
    /// Whom it is about, by the id among the personas of the draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    persona: Option<PersonaId>,
}

impl Default for CardDraft {
    fn default() -> Self {
        Self {
            key: String::new(),
            text: String::new(),
            span: 1,
            channel: Channel::default(),
            moment_of_truth: false,
            attribution: String::new(),
            severity: Severity::default(),
            owner: String::new(),
            kpi: String::new(),
            headline: false,
            form: CardForm::Automatic,
            split: CardSplit::default(),
            value: None,
            effort: None,
            kind: None,
            card_tint: None,
            tags: Vec::new(),
            confidence: None,
            picture: None,
            persona: None,
        }
    }
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
        let personas = self.add_personas(document, ids);
        let record = JourneyMap {
            id: map,
            title: self.title.clone(),
            state: self.state,
            persona: surroundings.persona.or_else(|| personas.get(&self.whose?).copied()),
            owner: self.owner.clone(),
            status: crate::model::MapStatus::default(),
            reviewed_on: None,
            review_on: None,
            counterpart: None,
            dismissed: Vec::new(),
            rank: surroundings.rank,
        };
        document.maps.insert(map, Arc::new(record));
        let surroundings = &self.with_kpis(document, surroundings, ids);
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
                    height: lane.height,
                    is_collapsed: lane.is_collapsed,
                    is_hidden: lane.is_hidden,
                    points: lane.points,
                    rank: f64::from(rank),
                }),
            );
        }
        let mut cards: BTreeMap<&str, CardId> = BTreeMap::new();
        let mut keyed: BTreeMap<&str, CardId> = BTreeMap::new();
        for (rank, stage) in (1_u32..).zip(&self.stages) {
            let id: StageId = ids.allocate();
            let (title, question) = (stage.title.clone(), stage.question.clone());
            let tint = stage.tint.or_else(|| u8::try_from((rank - 1) % 8).ok()).unwrap_or_default();
            let record = Stage { id, map, title, question, tint, linked_map: None, rank: f64::from(rank) };
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
                        if !draft.key.is_empty() {
                            keyed.entry(&draft.key).or_insert(card);
                        }
                        let (span, text) = (draft.span.max(1), draft.text.clone());
                        let record = Card {
                            id: card,
                            lane,
                            step: step_id,
                            span,
                            rank: f64::from(rank),
                            text,
                            body,
                            marks: CardMarks {
                                tint: draft.card_tint,
                                tags: draft.tags.clone(),
                                confidence: draft.confidence,
                                persona: draft.persona.and_then(|persona| personas.get(&persona).copied()),
                            },
                        };
                        document.cards.insert(card, Arc::new(record));
                    }
                }
            }
        }
        let end = |name: &str| keyed.get(name).or_else(|| cards.get(name)).copied();
        let mut connect = |draft: &ConnectionDraft| -> Option<ConnectionId> {
            let (from, to, id) = (end(&draft.from)?, end(&draft.to)?, ids.allocate());
            let (label, look) = (draft.label.clone(), draft.look());
            document.connections.insert(id, Arc::new(Connection { id, from, to, label, look }));
            Some(id)
        };
        let connections: Vec<Option<ConnectionId>> = self.connections.iter().map(&mut connect).collect();
        for note in &self.notes {
            note.add_to(document, map, &keyed, &connections, ids);
        }
        map
    }

    /// Adds the personas. Gives what their ids became.
    fn add_personas(&self, document: &mut Document, ids: &mut IdAlloc) -> BTreeMap<PersonaId, PersonaId> {
        let mut known = BTreeMap::new();
        for persona in &self.personas {
            let id: PersonaId = ids.allocate();
            known.insert(persona.id, id);
            document.personas.insert(id, Arc::new(Persona { id, ..persona.clone() }));
        }
        known
    }

    /// The KPIs cards can name: those around the draft, those it brings along, and those of the catalogue it asks for.
    fn with_kpis(&self, document: &mut Document, around: &Surroundings, ids: &mut IdAlloc) -> Surroundings {
        let mut all = around.clone();
        let drafts = self.stages.iter().flat_map(|s| &s.steps).flat_map(|s| s.cards.values().flatten());
        let mut rank = document.kpis.values().map(|k| k.rank).fold(0.0, f64::max);
        for name in drafts.map(|draft| draft.kpi.as_str()).filter(|name| !name.is_empty()) {
            if all.kpis.contains_key(name) {
                continue;
            }
            let own = self.kpis.iter().find(|kpi| kpi.name == name).cloned();
            let Some(kpi) = own.or_else(|| catalogue::kpi(name)) else { continue };
            rank += 1.0;
            let id: KpiId = ids.allocate();
            // Places of the map the draft was taken from mean nothing here.
            let (overrides, dismissed) = (BTreeMap::new(), Vec::new());
            document.kpis.insert(id, Arc::new(Kpi { id, rank, overrides, dismissed, ..kpi }));
            all.kpis.insert(name.to_owned(), id);
        }
        all
    }

    /// The hints for empty cells of a map that was made from this draft, by lane: lanes stand in the order of the draft.
    pub(super) fn prompts(&self, document: &Document, map: MapId) -> BTreeMap<LaneId, String> {
        let lanes = document.lanes_of(map);
        let pairs = lanes.iter().zip(&self.lanes).filter(|(_, draft)| !draft.prompt.is_empty());
        pairs.map(|(lane, draft)| (lane.id, draft.prompt.clone())).collect()
    }

    /// The hint of the first lane of a kind.
    pub(super) fn prompt_of(&self, kind: LaneKind) -> Option<String> {
        let prompt = &self.lanes.iter().find(|lane| lane.kind == kind)?.prompt;
        (!prompt.is_empty()).then(|| prompt.clone())
    }

    /// Another name, title and description.
    pub(super) fn rename(&mut self, name: &str, title: &str, description: &str) {
        name.clone_into(&mut self.name);
        title.clone_into(&mut self.title);
        description.clone_into(&mut self.description);
    }

    /// A map as a draft: all that stands on it but what belongs to one time and one team: its owner, and the notes
    /// unless they are wanted.
    pub(super) fn of(
        document: &Document,
        map: MapId,
        prompts: &BTreeMap<LaneId, String>,
        notes: KeptNotes,
    ) -> Option<Self> {
        let record = document.maps.get(&map)?;
        let lanes = document.lanes_of(map);
        let keys: BTreeMap<LaneId, String> =
            (1..).zip(&lanes).map(|(n, lane)| (lane.id, format!("lane {n}"))).collect();
        let is_here = |card| document.map_of_card(card) == Some(map);
        let own: Vec<_> = document.connections.values().filter(|c| is_here(c.from) && is_here(c.to)).collect();
        let mut ends: BTreeSet<CardId> = own.iter().flat_map(|c| [c.from, c.to]).collect();
        let noted = document.notes.values().filter(|_| notes == KeptNotes::All).filter_map(|note| match note.anchor {
            RecordRef::Card(card) if is_here(card) => Some(card),
            _ => None,
        });
        ends.extend(noted);
        let card_keys: BTreeMap<CardId, String> =
            (1_u64..).zip(ends).map(|(n, card)| (card, format!("card {n}"))).collect();
        let key_of = |card: CardId| card_keys.get(&card).cloned().unwrap_or_default();
        let mut kpis: BTreeMap<KpiId, Kpi> = BTreeMap::new();
        let mut by_step: BTreeMap<StepId, BTreeMap<String, Vec<&Card>>> = BTreeMap::new();
        for card in document.cards.values() {
            let Some(key) = keys.get(&card.lane) else { continue };
            if let CardBody::Kpi { kpi, .. } | CardBody::PainPoint { kpi: Some(kpi), .. } = card.body
                && let Some(record) = document.kpis.get(&kpi)
            {
                kpis.insert(kpi, Kpi::clone(record));
            }
            by_step.entry(card.step).or_default().entry(key.clone()).or_default().push(card);
        }
        let step = |step: &Step| {
            let mut cards = by_step.get(&step.id).cloned().unwrap_or_default();
            for cell in cards.values_mut() {
                cell.sort_by(|a, b| a.rank.total_cmp(&b.rank));
            }
            let draft = |card: &Card| CardDraft { key: key_of(card.id), ..CardDraft::of(document, card) };
            let drafts = |cell: Vec<&Card>| cell.into_iter().map(draft).collect();
            let cards = cards.into_iter().map(|(key, cell)| (key, drafts(cell))).collect();
            StepDraft { title: step.title.clone(), cards }
        };
        let named = by_step.values().flat_map(BTreeMap::values).flatten().filter_map(|card| card.marks.persona);
        let named: BTreeSet<PersonaId> = named.chain(record.persona).collect();
        let personas = named.iter().filter_map(|id| document.personas.get(id)).map(|persona| Persona::clone(persona));
        let notes = match notes {
            KeptNotes::All => NoteDraft::every(document, map, &own, key_of),
            KeptNotes::None => Vec::new(),
        };
        let stages = document.stages_of(map).into_iter().map(|stage| StageDraft {
            title: stage.title.clone(),
            question: stage.question.clone(),
            tint: Some(stage.tint),
            steps: document.steps_of(stage.id).into_iter().map(|s| step(s)).collect(),
        });
        let connections = own.iter().map(|c| ConnectionDraft::of(c, key_of(c.from), key_of(c.to)));
        Some(Self {
            name: String::new(),
            title: record.title.clone(),
            description: String::new(),
            state: record.state,
            owner: String::new(),
            persona: String::new(),
            stages: stages.collect(),
            connections: connections.collect(),
            kpis: kpis.into_values().collect(),
            personas: personas.collect(),
            whose: record.persona,
            notes,
            lanes: lanes
                .iter()
                .map(|lane| LaneDraft {
                    key: keys.get(&lane.id).cloned().unwrap_or_default(),
                    kind: lane.kind,
                    title: lane.title.clone(),
                    prompt: prompts.get(&lane.id).cloned().unwrap_or_default(),
                    height: lane.height,
                    is_collapsed: lane.is_collapsed,
                    is_hidden: lane.is_hidden,
                    points: lane.points,
                })
                .collect(),
        })
    }

    /// How many there are of each thing.
    pub(super) fn things(&self) -> Vec<(usize, Thing)> {
        let steps = || self.stages.iter().flat_map(|stage| &stage.steps);
        vec![
            (self.stages.len(), Thing::Stage),
            (steps().count(), Thing::Step),
            (self.lanes.len(), Thing::Lane),
            (steps().flat_map(|step| step.cards.values()).map(Vec::len).sum(), Thing::Card),
            (self.connections.len(), Thing::Connection),
            (self.kpis.len(), Thing::Kpi),
            (self.personas.len(), Thing::Persona),
        ]
    }

    /// Number of its notes.
    pub(super) fn note_count(&self) -> usize {
        self.notes.len()
    }

    /// The pictures it shows.
    pub(super) fn pictures(&self) -> BTreeSet<Picture> {
        let cards = self.stages.iter().flat_map(|s| &s.steps).flat_map(|s| s.cards.values().flatten());
        let of_cards = cards.filter_map(|card| card.picture.clone());
        of_cards.chain(self.personas.iter().filter_map(|persona| persona.picture.clone())).collect()
    }

    /// Everything the draft refers to that `add_to` would not find.
    #[cfg(test)]
    pub(in crate::session) fn dangling(&self, surroundings: &Surroundings) -> Vec<String> {
        let steps = || self.stages.iter().flat_map(|s| &s.steps);
        let cards = || steps().flat_map(|s| &s.cards);
        let drafts = || cards().flat_map(|(_, drafts)| drafts);
        let lanes = cards().map(|(key, _)| key).filter(|key| self.lanes.iter().all(|l| l.key != **key));
        let is_known = |kpi: &String| {
            surroundings.kpis.contains_key(kpi)
                || self.kpis.iter().any(|own| own.name == *kpi)
                || catalogue::kpi(kpi).is_some()
        };
        let kpis = drafts().map(|d| &d.kpi).filter(|k| !k.is_empty() && !is_known(k));
        let ends = self.connections.iter().flat_map(|c| [&c.from, &c.to]);
        lanes
            .chain(kpis)
            .chain(ends.filter(|end| drafts().all(|d| d.key != **end && d.text != **end)))
            .cloned()
            .collect()
    }
}

impl CardDraft {
    fn of(document: &Document, card: &Card) -> Self {
        let lane = document.lanes.get(&card.lane).map(|lane| lane.kind);
        // Words in a lane of systems are words.
        let lane = if lane == Some(LaneKind::Process) { Some(LaneKind::Text) } else { lane };
        let mut draft = Self {
            text: card.text.clone(),
            span: card.span,
            kind: Some(kind_of(&card.body)).filter(|kind| lane != Some(*kind)),
            card_tint: card.marks.tint,
            tags: card.marks.tags.clone(),
            confidence: card.marks.confidence,
            persona: card.marks.persona,
            ..Self::default()
        };
        let name_of = |kpi: KpiId| document.kpis.get(&kpi).map(|k| k.name.clone()).unwrap_or_default();
        match &card.body {
            CardBody::Text => {}
            CardBody::Image { picture } => draft.picture.clone_from(picture),
            CardBody::Touchpoint { channel, is_moment_of_truth } => {
                draft.channel = *channel;
                draft.moment_of_truth = *is_moment_of_truth;
            }
            CardBody::Quote { attribution } => draft.attribution.clone_from(attribution),
            CardBody::PainPoint { severity, owner, kpi } => {
                draft.severity = *severity;
                draft.owner.clone_from(owner);
                draft.kpi = kpi.map(name_of).unwrap_or_default();
            }
            CardBody::Opportunity { value, effort } => {
                draft.value = value.map(f64::from);
                draft.effort = *effort;
            }
            CardBody::Kpi { kpi, is_headline, form, split, .. } => {
                draft.kpi = name_of(*kpi);
                (draft.headline, draft.form, draft.split) = (*is_headline, *form, split.clone());
            }
            CardBody::Curve { value } => draft.value = Some(*value),
        }
        draft
    }

    /// `None` for a KPI card whose KPI is unknown, and in a divider.
    fn body(&self, lane: LaneKind, stage: StageId, surroundings: &Surroundings) -> Option<CardBody> {
        let kpi = surroundings.kpis.get(&self.kpi).copied();
        Some(match self.kind.unwrap_or(lane) {
            LaneKind::Text | LaneKind::Process => CardBody::Text,
            LaneKind::Touchpoint => {
                CardBody::Touchpoint { channel: self.channel, is_moment_of_truth: self.moment_of_truth }
            }
            LaneKind::Image => CardBody::Image { picture: self.picture.clone() },
            LaneKind::Quote => CardBody::Quote { attribution: self.attribution.clone() },
            LaneKind::PainPoint => CardBody::PainPoint { severity: self.severity, owner: self.owner.clone(), kpi },
            LaneKind::Opportunity => CardBody::Opportunity {
                value: self.value.map(score),
                effort: self.effort.map(|effort| effort.clamp(1, 10)),
            },
            LaneKind::Kpi => {
                CardBody::kpi(kpi?, Place::Stage(stage), self.headline).split_by(self.split.clone()).in_form(self.form)
            }
            LaneKind::Curve => CardBody::Curve { value: self.value?.clamp(-2.0, 2.0) },
            LaneKind::Divider => return None,
        })
    }
}

/// The kind of lane that makes cards of a kind.
fn kind_of(body: &CardBody) -> LaneKind {
    match body {
        CardBody::Text => LaneKind::Text,
        CardBody::Touchpoint { .. } => LaneKind::Touchpoint,
        CardBody::Quote { .. } => LaneKind::Quote,
        CardBody::PainPoint { .. } => LaneKind::PainPoint,
        CardBody::Opportunity { .. } => LaneKind::Opportunity,
        CardBody::Kpi { .. } => LaneKind::Kpi,
        CardBody::Curve { .. } => LaneKind::Curve,
        CardBody::Image { .. } => LaneKind::Image,
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
