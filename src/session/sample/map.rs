//! The document of the sample, from the texts in `assets/sample`.

use super::morning_of;
use crate::base::ids::{IdAlloc, KpiId, PersonaId};
use crate::base::time::Day;
use crate::model::{
    Cadence, Direction, Document, Kpi, KpiKind, LimitsStart, Marker, MarkerKind, Note, Persona, RecordRef, Timing,
};
use crate::session::templates::draft::{Draft, Surroundings};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

const TEXTS: &str = include_str!("../../../assets/sample/northwind.json");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Texts {
    personas: Vec<PersonaText>,
    kpis: Vec<KpiText>,
    markers: Vec<MarkerText>,
    notes: Vec<NoteText>,
    pub(super) maps: Vec<Draft>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonaText {
    name: String,
    role: String,
    goals: String,
    frustrations: String,
    #[serde(default)]
    needs: String,
    quote: String,
}

/// `deny_unknown_fields` and `flatten` exclude each other; the test of the texts looks at every field instead.
#[derive(Debug, Deserialize)]
struct KpiText {
    name: String,
    metric: String,
    #[serde(flatten)]
    kind: KpiKind,
    #[serde(default)]
    unit: String,
    scale: Option<(f64, f64)>,
    direction: Direction,
    target: Option<f64>,
    watch_band: Option<f64>,
    owner: String,
    definition: String,
    response_plan: String,
    layer: String,
    expected_update_days: Option<u32>,
    timing: Option<Timing>,
    cadence: Option<Cadence>,
    outcome: String,
    plan_for_rise: String,
    plan_for_flat: String,
    #[serde(default)]
    question: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkerText {
    day: String,
    label: String,
    kind: MarkerKind,
}

/// A note on the first card with the text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NoteText {
    card: String,
    author: String,
    text: String,
    day: String,
}

pub(super) fn texts() -> Texts {
    #[expect(clippy::expect_used, reason = "no data of a user: a test reads the same texts")]
    serde_json::from_str(TEXTS).expect("the texts are part of the program and tested")
}

/// The sample's maps, personas, KPIs, markers and notes, without sources.
#[must_use]
pub fn document(ids: &mut IdAlloc) -> Document {
    let texts = texts();
    let mut document = Document::default();
    let personas = add_personas(&texts, &mut document, ids);
    let kpis = add_kpis(&texts, &mut document, ids);
    for (rank, draft) in (1_u32..).zip(&texts.maps) {
        let persona = personas.get(&draft.persona).copied();
        let surroundings = Surroundings { persona, kpis: kpis.clone(), rank: f64::from(rank) };
        draft.add_to(&mut document, &surroundings, ids);
    }
    pair_states(&mut document);
    for text in &texts.markers {
        let Some(day) = Day::parse_iso(&text.day) else { continue };
        let id = ids.allocate();
        document.markers.insert(
            id,
            Arc::new(Marker { id, day, label: text.label.clone(), kind: text.kind, limits_start: LimitsStart::Never }),
        );
    }
    let first_map = document.maps_in_order().first().map(|m| m.id);
    for text in &texts.notes {
        let is_meant = |id| document.map_of_card(id) == first_map;
        let card = document.cards.values().find(|c| c.text == text.card && is_meant(c.id)).map(|c| c.id);
        let (Some(card), Some(day)) = (card, Day::parse_iso(&text.day)) else { continue };
        let note = Note {
            id: ids.allocate(),
            anchor: RecordRef::Card(card),
            author: text.author.clone(),
            text: text.text.clone(),
            created_at: morning_of(day),
            is_resolved: false,
        };
        document.notes.insert(note.id, Arc::new(note));
    }
    document
}

/// The first two maps are the present and the future of one journey.
fn pair_states(document: &mut Document) {
    let maps: Vec<_> = document.maps_in_order().iter().map(|m| m.id).collect();
    let [now, future, ..] = maps.as_slice() else { return };
    for (map, counterpart) in [(now, future), (future, now)] {
        if let Some(map) = document.maps.get_mut(map) {
            Arc::make_mut(map).counterpart = Some(*counterpart);
        }
    }
}

fn add_personas(texts: &Texts, document: &mut Document, ids: &mut IdAlloc) -> BTreeMap<String, PersonaId> {
    let mut by_name = BTreeMap::new();
    for (rank, text) in (1_u32..).zip(&texts.personas) {
        let persona = Persona {
            picture: None,
            id: ids.allocate(),
            name: text.name.clone(),
            role: text.role.clone(),
            goals: text.goals.clone(),
            frustrations: text.frustrations.clone(),
            needs: text.needs.clone(),
            quote: text.quote.clone(),
            rank: f64::from(rank),
        };
        by_name.insert(text.name.clone(), persona.id);
        document.personas.insert(persona.id, Arc::new(persona));
    }
    by_name
}

fn add_kpis(texts: &Texts, document: &mut Document, ids: &mut IdAlloc) -> BTreeMap<String, KpiId> {
    let mut by_name = BTreeMap::new();
    for (rank, text) in (1_u32..).zip(&texts.kpis) {
        let kpi = Kpi {
            metric: text.metric.clone(),
            kind: text.kind,
            unit: text.unit.clone(),
            scale: text.scale,
            direction: text.direction,
            target: text.target,
            watch_band: text.watch_band,
            owner: text.owner.clone(),
            definition: text.definition.clone(),
            response_plan: text.response_plan.clone(),
            layer: text.layer.clone(),
            expected_update_days: text.expected_update_days,
            timing: text.timing,
            cadence: text.cadence,
            outcome: text.outcome.clone(),
            plan_for_rise: text.plan_for_rise.clone(),
            plan_for_flat: text.plan_for_flat.clone(),
            question: text.question.clone(),
            rank: f64::from(rank),
            ..Kpi::new(ids.allocate(), text.name.clone())
        };
        by_name.insert(text.name.clone(), kpi.id);
        document.kpis.insert(kpi.id, Arc::new(kpi));
    }
    by_name
}
