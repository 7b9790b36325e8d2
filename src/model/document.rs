//! The document: all tables, and the questions everyone asks of them.

use crate::base::ids::{CardId, KpiId, LaneId, MapId, SourceId, StageId, StepId};
use crate::model::record::{Record, Table};
use crate::model::{
    AnyRecord, Card, CardBody, Connection, Decision, JourneyMap, Kpi, Lane, Marker, Note, Persona, Place, RecordRef,
    Source, SourceTotals, Stage, Step,
};
use std::sync::Arc;

/// Everything of a file but the bulk rows. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// Maps.
    pub maps: Table<JourneyMap>,
    /// Stages of all maps.
    pub stages: Table<Stage>,
    /// Steps of all stages.
    pub steps: Table<Step>,
    /// Lanes of all maps.
    pub lanes: Table<Lane>,
    /// Cards of all lanes.
    pub cards: Table<Card>,
    /// Connections between cards.
    pub connections: Table<Connection>,
    /// Notes.
    pub notes: Table<Note>,
    /// Personas.
    pub personas: Table<Persona>,
    /// KPIs.
    pub kpis: Table<Kpi>,
    /// Event markers.
    pub markers: Table<Marker>,
    /// Imports.
    pub sources: Table<Source>,
    /// The decision log.
    pub decisions: Table<Decision>,
}

/// Sorts rows by rank, equal ranks by id (tables are ordered by id and the sort is stable).
fn by_rank<'a, R>(rows: impl Iterator<Item = &'a Arc<R>>, rank: impl Fn(&R) -> f64) -> Vec<&'a Arc<R>> {
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by(|a, b| rank(a).total_cmp(&rank(b)));
    rows
}

impl Document {
    /// Maps in order.
    #[must_use]
    pub fn maps_in_order(&self) -> Vec<&Arc<JourneyMap>> {
        by_rank(self.maps.values(), |m| m.rank)
    }

    /// Personas in order.
    #[must_use]
    pub fn personas_in_order(&self) -> Vec<&Arc<Persona>> {
        by_rank(self.personas.values(), |p| p.rank)
    }

    /// Stages of a map in order.
    #[must_use]
    pub fn stages_of(&self, map: MapId) -> Vec<&Arc<Stage>> {
        by_rank(self.stages.values().filter(|s| s.map == map), |s| s.rank)
    }

    /// Steps of a stage in order.
    #[must_use]
    pub fn steps_of(&self, stage: StageId) -> Vec<&Arc<Step>> {
        by_rank(self.steps.values().filter(|s| s.stage == stage), |s| s.rank)
    }

    /// All steps of a map from left to right.
    #[must_use]
    pub fn columns_of(&self, map: MapId) -> Vec<&Arc<Step>> {
        let mut by_stage: std::collections::BTreeMap<StageId, Vec<&Arc<Step>>> = std::collections::BTreeMap::new();
        for step in self.steps.values() {
            by_stage.entry(step.stage).or_default().push(step);
        }
        let mut columns = Vec::new();
        for stage in self.stages_of(map) {
            let steps = by_stage.remove(&stage.id).unwrap_or_default();
            columns.extend(by_rank(steps.into_iter(), |s| s.rank));
        }
        columns
    }

    /// Lanes of a map from top to bottom.
    #[must_use]
    pub fn lanes_of(&self, map: MapId) -> Vec<&Arc<Lane>> {
        by_rank(self.lanes.values().filter(|l| l.map == map), |l| l.rank)
    }

    /// Cards of a cell in order: those whose leftmost step is `step`.
    #[must_use]
    pub fn cards_in(&self, lane: LaneId, step: StepId) -> Vec<&Arc<Card>> {
        by_rank(self.cards.values().filter(|c| c.lane == lane && c.step == step), |c| c.rank)
    }

    /// How many cards are seen in a cell: those that begin in it, and wide ones that reach over it from the left.
    #[must_use]
    pub fn cards_over(&self, lane: LaneId, step: StepId) -> usize {
        let Some(map) = self.lanes.get(&lane).map(|row| row.map) else { return 0 };
        let columns = self.columns_of(map);
        let column_of = |step: StepId| columns.iter().position(|s| s.id == step);
        let Some(here) = column_of(step) else { return 0 };
        let reaches = |first: usize, span: u32| {
            first <= here && here - first < usize::try_from(span.max(1)).unwrap_or(usize::MAX)
        };
        let in_lane = self.cards.values().filter(|card| card.lane == lane);
        in_lane.filter(|card| column_of(card.step).is_some_and(|first| reaches(first, card.span))).count()
    }

    /// Sources as the user knows them: without the records that hold what the file of one had grown by.
    pub fn whole_sources(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.sources.values().filter(|s| s.continues.is_none())
    }

    /// The record that stands for a source to the user: itself, or the one it continues.
    #[must_use]
    pub fn whole_source(&self, source: SourceId) -> Option<&Arc<Source>> {
        let record = self.sources.get(&source)?;
        self.sources.get(&record.continues.unwrap_or(source))
    }

    /// Every record of a source: its own first, then what its file had grown by, oldest first.
    #[must_use]
    pub fn source_parts(&self, source: SourceId) -> Vec<&Arc<Source>> {
        let mut parts: Vec<_> = self.sources.values().filter(|s| s.continues == Some(source)).collect();
        parts.sort_by_key(|s| (s.imported_at, s.id));
        self.sources.get(&source).into_iter().chain(parts).collect()
    }

    /// What all records of a source come to.
    #[must_use]
    pub fn source_totals(&self, source: SourceId) -> SourceTotals {
        self.source_parts(source).into_iter().fold(SourceTotals::default(), |sum, part| sum.with(part))
    }

    /// The map a step belongs to.
    #[must_use]
    pub fn map_of_step(&self, step: StepId) -> Option<MapId> {
        let stage = self.steps.get(&step)?.stage;
        Some(self.stages.get(&stage)?.map)
    }

    /// The map a card stands on.
    #[must_use]
    pub fn map_of_card(&self, card: CardId) -> Option<MapId> {
        let lane = self.cards.get(&card)?.lane;
        Some(self.lanes.get(&lane)?.map)
    }

    /// The map a place lies on.
    #[must_use]
    pub fn map_of_place(&self, place: Place) -> Option<MapId> {
        match place {
            Place::Map(id) => self.maps.contains_key(&id).then_some(id),
            Place::Stage(id) => self.stages.get(&id).map(|s| s.map),
            Place::Step(id) => self.map_of_step(id),
            Place::Touchpoint(id) => self.map_of_card(id),
        }
    }

    /// The name of a place: title of the map, stage or step, text of the touchpoint.
    #[must_use]
    pub fn place_name(&self, place: Place) -> Option<&str> {
        match place {
            Place::Map(id) => self.maps.get(&id).map(|m| m.title.as_str()),
            Place::Stage(id) => self.stages.get(&id).map(|s| s.title.as_str()),
            Place::Step(id) => self.steps.get(&id).map(|s| s.title.as_str()),
            Place::Touchpoint(id) => self.cards.get(&id).map(|c| c.text.as_str()),
        }
    }

    /// The stage a place lies in; `None` for a whole map.
    #[must_use]
    pub fn stage_of_place(&self, place: Place) -> Option<StageId> {
        match place {
            Place::Map(_) => None,
            Place::Stage(id) => Some(id),
            Place::Step(id) => self.steps.get(&id).map(|s| s.stage),
            Place::Touchpoint(id) => self.steps.get(&self.cards.get(&id)?.step).map(|s| s.stage),
        }
    }

    /// The stage that a card covers as a whole; `None` for one that covers steps.
    #[must_use]
    pub fn stage_covered_by(&self, card: &Card) -> Option<StageId> {
        let stage = self.steps.get(&card.step)?.stage;
        card.covers_stage(stage).then_some(stage)
    }

    /// Every KPI card of a map with what it shows, in lane, column and cell order of the table (by id).
    pub fn kpi_cards(&self, map: MapId) -> impl Iterator<Item = (&Arc<Card>, KpiId, Place, bool)> {
        self.cards.values().filter_map(move |card| match card.body {
            CardBody::Kpi { kpi, place, is_headline, .. }
                if self.lanes.get(&card.lane).is_some_and(|l| l.map == map) =>
            {
                Some((card, kpi, place, is_headline))
            }
            _ => None,
        })
    }

    /// A reference to every record, table by table, each in the order of its ids.
    pub fn references(&self) -> impl Iterator<Item = RecordRef> {
        fn of<R: Record>(table: &Table<R>) -> impl Iterator<Item = RecordRef>
        where
            RecordRef: From<R::Id>,
        {
            table.keys().map(|id| RecordRef::from(*id))
        }
        of(&self.maps)
            .chain(of(&self.stages))
            .chain(of(&self.steps))
            .chain(of(&self.lanes))
            .chain(of(&self.cards))
            .chain(of(&self.connections))
            .chain(of(&self.notes))
            .chain(of(&self.personas))
            .chain(of(&self.kpis))
            .chain(of(&self.markers))
            .chain(of(&self.sources))
            .chain(of(&self.decisions))
    }

    /// A record by reference.
    #[must_use]
    pub fn record(&self, reference: RecordRef) -> Option<AnyRecord> {
        match reference {
            RecordRef::Map(id) => self.maps.get(&id).map(|r| AnyRecord::Map((**r).clone())),
            RecordRef::Stage(id) => self.stages.get(&id).map(|r| AnyRecord::Stage((**r).clone())),
            RecordRef::Step(id) => self.steps.get(&id).map(|r| AnyRecord::Step((**r).clone())),
            RecordRef::Lane(id) => self.lanes.get(&id).map(|r| AnyRecord::Lane((**r).clone())),
            RecordRef::Card(id) => self.cards.get(&id).map(|r| AnyRecord::Card((**r).clone())),
            RecordRef::Connection(id) => self.connections.get(&id).map(|r| AnyRecord::Connection((**r).clone())),
            RecordRef::Note(id) => self.notes.get(&id).map(|r| AnyRecord::Note((**r).clone())),
            RecordRef::Persona(id) => self.personas.get(&id).map(|r| AnyRecord::Persona((**r).clone())),
            RecordRef::Kpi(id) => self.kpis.get(&id).map(|r| AnyRecord::Kpi((**r).clone())),
            RecordRef::Marker(id) => self.markers.get(&id).map(|r| AnyRecord::Marker((**r).clone())),
            RecordRef::Source(id) => self.sources.get(&id).map(|r| AnyRecord::Source((**r).clone())),
            RecordRef::Decision(id) => self.decisions.get(&id).map(|r| AnyRecord::Decision((**r).clone())),
        }
    }
}
