//! The grid of a map with what is being pasted onto it.

use super::channels::with_channel_of;
use super::words::{Scale, severity};
use super::{PasteError, PasteReport};
use crate::base::ids::{CardId, IdAlloc, KpiId, LaneId, MapId, PersonaId, StageId, StepId};
use crate::base::text::{fold_loosely, one_line};
use crate::i18n::canvas as words;
use crate::i18n::shell::command::lane_title;
use crate::model::edit::{EditError, MAX_TEXT_CHARS};
use crate::model::{
    AnyRecord, Card, CardBody, CardMarks, Document, Edit, Kpi, Lane, LaneKind, Place, RecordRef, Severity, Stage, Step,
};
use crate::session::catalogue;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A column of the grid.
#[derive(Clone, Copy)]
pub(super) struct Column {
    pub(super) step: StepId,
    pub(super) stage: StageId,
}

/// The grid with what is being pasted onto it.
pub(super) struct Grid<'a> {
    pub(super) document: &'a Document,
    pub(super) map: MapId,
    pub(super) ids: &'a mut IdAlloc,
    pub(super) columns: Vec<Column>,
    pub(super) lanes: Vec<(LaneId, LaneKind)>,
    pub(super) last_lane_rank: f64,
    /// Ranks of the last step of stages and of the last card of cells that were given out.
    step_ranks: BTreeMap<StageId, f64>,
    card_ranks: BTreeMap<(LaneId, StepId), f64>,
    pub(super) stages: Vec<StageId>,
    pub(super) last_stage_rank: f64,
    pub(super) edits: Vec<Edit>,
    pub(super) cards: Vec<CardId>,
    pub(super) renamed: Vec<RecordRef>,
    /// Stages, steps and lanes that came with everything in them.
    pub(super) made: Vec<RecordRef>,
    /// Points of the curve that a pasted one has replaced.
    replaced: BTreeSet<CardId>,
    /// KPIs that words have named, by those names.
    kpis: BTreeMap<String, KpiId>,
    /// What KPIs and personas of a clip are in this file.
    pub(super) kpis_of_clip: BTreeMap<KpiId, KpiId>,
    pub(super) personas_of_clip: BTreeMap<PersonaId, PersonaId>,
    pub(super) report: PasteReport,
    /// See [`super::PastePlan`].
    pub(super) originals: BTreeMap<CardId, CardId>,
}

impl<'a> Grid<'a> {
    pub(super) fn new(document: &'a Document, map: MapId, ids: &'a mut IdAlloc) -> Self {
        let lanes = document.lanes_of(map);
        let stages = document.stages_of(map);
        Self {
            document,
            map,
            ids,
            columns: document.columns_of(map).iter().map(|s| Column { step: s.id, stage: s.stage }).collect(),
            last_lane_rank: lanes.last().map_or(0.0, |l| l.rank),
            lanes: lanes
                .iter()
                .filter(|l| l.kind != LaneKind::Divider && !l.is_hidden)
                .map(|l| (l.id, l.kind))
                .collect(),
            step_ranks: BTreeMap::new(),
            card_ranks: BTreeMap::new(),
            last_stage_rank: stages.last().map_or(0.0, |s| s.rank),
            stages: stages.iter().map(|s| s.id).collect(),
            edits: Vec::new(),
            cards: Vec::new(),
            renamed: Vec::new(),
            made: Vec::new(),
            replaced: BTreeSet::new(),
            kpis: BTreeMap::new(),
            kpis_of_clip: BTreeMap::new(),
            personas_of_clip: BTreeMap::new(),
            report: PasteReport::default(),
            originals: BTreeMap::new(),
        }
    }

    pub(super) fn add(&mut self, record: impl Into<AnyRecord>) {
        let record = record.into();
        match &record {
            AnyRecord::Stage(_) => self.report.stages += 1,
            AnyRecord::Step(_) => self.report.steps += 1,
            AnyRecord::Lane(_) => self.report.lanes += 1,
            AnyRecord::Card(_) => self.report.cards += 1,
            AnyRecord::Kpi(_) => self.report.kpis += 1,
            _ => {}
        }
        self.edits.push(Edit::Add(record));
    }

    /// A stage at the end of the map, with its first step.
    pub(super) fn new_stage(&mut self, title: &str, step_title: &str) -> StageId {
        let id: StageId = self.ids.allocate();
        self.last_stage_rank += 1.0;
        self.add(Stage {
            id,
            map: self.map,
            title: title.to_owned(),
            question: String::new(),
            tint: u8::try_from(self.stages.len() % 256).unwrap_or(0),
            linked_map: None,
            rank: self.last_stage_rank,
        });
        self.stages.push(id);
        self.new_step(id, step_title);
        id
    }

    /// A step at the end of a stage.
    pub(super) fn new_step(&mut self, stage: StageId, title: &str) -> Column {
        let step: StepId = self.ids.allocate();
        let known = || self.document.steps_of(stage).last().map_or(0.0, |s| s.rank);
        let rank = self.step_ranks.get(&stage).copied().unwrap_or_else(known) + 1.0;
        self.step_ranks.insert(stage, rank);
        self.add(Step { id: step, stage, title: title.to_owned(), rank });
        let column = Column { step, stage };
        // Behind the steps of its own stage, which need not be the last one.
        let index = self.columns.iter().rposition(|c| c.stage == stage).map_or(self.columns.len(), |i| i + 1);
        self.columns.insert(index, column);
        column
    }

    /// A column counted from the left; steps are added at the end of the last stage as needed.
    pub(super) fn column(&mut self, index: usize) -> Option<Column> {
        while self.columns.len() <= index {
            match self.stages.last().copied() {
                Some(stage) => {
                    self.new_step(stage, words::new_step());
                }
                None => {
                    self.new_stage(words::new_stage(), words::new_step());
                }
            }
        }
        self.columns.get(index).copied()
    }

    pub(super) fn new_lane(&mut self, kind: LaneKind, title: &str) -> (LaneId, LaneKind) {
        let id: LaneId = self.ids.allocate();
        self.last_lane_rank += 1.0;
        self.add(Lane {
            id,
            map: self.map,
            kind,
            title: title.to_owned(),
            height: None,
            is_collapsed: false,
            is_hidden: false,
            points: crate::model::CurvePoints::default(),
            rank: self.last_lane_rank,
        });
        if kind != LaneKind::Divider {
            self.lanes.push((id, kind));
        }
        (id, kind)
    }

    /// A row counted from the top; text lanes are added below as needed.
    pub(super) fn row(&mut self, index: usize) -> Option<(LaneId, LaneKind)> {
        while self.lanes.len() <= index {
            self.new_lane(LaneKind::Text, lane_title(LaneKind::Text));
        }
        self.lanes.get(index).copied()
    }

    pub(super) fn card(&mut self, card: Card) {
        self.cards.push(card.id);
        self.add(card);
    }

    /// The point of a persona that stands in a cell already: the curve of one persona goes through one point a step.
    /// A point is replaced once; what else is pasted stands beside it.
    pub(super) fn take_point(&mut self, lane: LaneId, step: StepId, persona: Option<PersonaId>) -> Option<Arc<Card>> {
        let is_it = |card: &&Arc<Card>| {
            let is_point = matches!(card.body, CardBody::Curve { .. });
            is_point && card.marks.persona == persona && !self.replaced.contains(&card.id)
        };
        let point = self.document.cards_in(lane, step).into_iter().find(is_it).cloned()?;
        self.replaced.insert(point.id);
        Some(point)
    }

    /// A point takes the place of another one.
    pub(super) fn replace(&mut self, point: &Card, with: Card) {
        self.report.replaced += 1;
        self.cards.push(point.id);
        let Card { id, lane, step, rank, .. } = *point;
        self.edits.push(Edit::Update(Card { id, lane, step, rank, ..with }.into()));
    }

    /// The rank of the next card of a cell.
    pub(super) fn next_rank(&mut self, lane: LaneId, step: StepId) -> f64 {
        let known = || self.document.cards_in(lane, step).last().map_or(0.0, |c| c.rank);
        let rank = self.card_ranks.get(&(lane, step)).copied().unwrap_or_else(known) + 1.0;
        self.card_ranks.insert((lane, step), rank);
        rank
    }

    /// Words become a card as their lane has them.
    pub(super) fn words_card(&mut self, row: usize, column: usize, text: &str, scale: Scale) -> Result<(), PasteError> {
        if text.is_empty() {
            return Ok(());
        }
        check_length(text)?;
        if let (Some(lane), Some(column)) = (self.row(row), self.column(column)) {
            self.card_of_words(lane, column, text, scale);
        }
        Ok(())
    }

    /// The name of a KPI becomes a KPI, a number or a face a point of the curve; touchpoints tell their channel, pain
    /// points their severity.
    pub(super) fn card_of_words(
        &mut self,
        (lane, kind): (LaneId, LaneKind),
        Column { step, stage }: Column,
        text: &str,
        scale: Scale,
    ) -> CardId {
        let (text, body) = match kind {
            LaneKind::Curve => match scale.point(text) {
                Some((value, words)) => {
                    self.report.scale = self.report.scale.or(scale.foreign());
                    (words.to_owned(), CardBody::Curve { value })
                }
                None => (text.to_owned(), CardBody::Text),
            },
            LaneKind::Kpi => match self.kpi_named(text) {
                Some((kpi, rest)) => (rest, CardBody::kpi(kpi, Place::Stage(stage), false)),
                None => (text.to_owned(), CardBody::Text),
            },
            LaneKind::PainPoint => {
                let (severity, rest) = severity(text).unwrap_or((Severity::default(), text));
                (rest.to_owned(), CardBody::PainPoint { severity, owner: String::new(), kpi: None })
            }
            kind => (text.to_owned(), with_channel_of(CardBody::typed_in(kind).unwrap_or(CardBody::Text), text)),
        };
        if matches!(body, CardBody::Curve { .. })
            && let Some(point) = self.take_point(lane, step, None)
        {
            self.replace(&point, Card { text, body, ..Card::clone(&point) });
            return point.id;
        }
        let (id, rank) = (self.ids.allocate(), self.next_rank(lane, step));
        if kind == LaneKind::Kpi && body == CardBody::Text {
            self.report.no_kpis.push((id, text.clone()));
        }
        self.card(Card { id, lane, step, span: 1, rank, text, body, marks: CardMarks::default() });
        id
    }

    /// The KPI that a text names, in the file or else in the catalogue, and what a card is to say besides: nothing, or
    /// the text where it says more than the name.
    fn kpi_named(&mut self, text: &str) -> Option<(KpiId, String)> {
        let text = one_line(text);
        if let Some(kpi) = self.kpi_of_name(&text) {
            return Some((kpi, String::new()));
        }
        let head = text.split([':', '(', '=', '\u{2013}']).next().unwrap_or_default();
        let is_value = |c: char| c.is_ascii_digit() || " .,%/+-\u{2212}\u{20ac}$\u{a3}<>\u{2265}\u{2264}".contains(c);
        let kpi = self.kpi_of_name(head).or_else(|| self.kpi_of_name(head.trim_end_matches(is_value)))?;
        Some((kpi, text))
    }

    fn kpi_of_name(&mut self, name: &str) -> Option<KpiId> {
        let name = fold_loosely(name);
        if name.is_empty() {
            return None;
        }
        let is_it = |kpi: &Kpi| fold_loosely(&kpi.name) == name || fold_loosely(&kpi.metric) == name;
        let known = self.document.kpis.values().find(|kpi| is_it(kpi)).map(|kpi| kpi.id);
        if let Some(id) = known.or_else(|| self.kpis.get(&name).copied()) {
            return Some(id);
        }
        let kpi = catalogue::named(&name)?;
        // Another word for it may have been read before.
        let known = self.document.kpis.values().find(|other| other.metric == kpi.metric).map(|other| other.id);
        let id = known.or_else(|| self.kpis.get(&fold_loosely(&kpi.name)).copied());
        let full = fold_loosely(&kpi.name);
        let id = id.unwrap_or_else(|| self.new_kpi(kpi));
        self.kpis.insert(full, id);
        self.kpis.insert(name, id);
        Some(id)
    }

    /// A KPI that comes along.
    pub(super) fn new_kpi(&mut self, kpi: Kpi) -> KpiId {
        let id: KpiId = self.ids.allocate();
        let last = self.document.kpis.values().map(|kpi| kpi.rank).fold(0.0, f64::max);
        let rank = (0..=self.report.kpis).fold(last, |rank, _| rank + 1.0);
        self.add(Kpi { id, rank, ..kpi });
        id
    }

    pub(super) fn rename(&mut self, record: RecordRef, title: &str) -> Result<(), PasteError> {
        check_length(title)?;
        let title = one_line(title);
        if !title.is_empty() {
            self.edits.push(Edit::Rename { record, text: title });
            self.renamed.push(record);
        }
        Ok(())
    }

    /// The row of a lane; of the next one below where it takes no cards.
    pub(super) fn row_at(&self, lane: LaneId) -> Result<usize, PasteError> {
        let lanes = self.document.lanes_of(self.map);
        let mut from_there = lanes.iter().skip_while(|l| l.id != lane);
        from_there.find_map(|l| self.lanes.iter().position(|row| row.0 == l.id)).ok_or(PasteError::NoRow)
    }
}

/// A cell holds as much as a card.
pub(super) fn check_length(text: &str) -> Result<(), PasteError> {
    if text.chars().nth(MAX_TEXT_CHARS).is_some() {
        return Err(EditError::BadValue(
            "a cell on the clipboard is longer than 20,000 characters; shorten it or split it",
        )
        .into());
    }
    Ok(())
}
