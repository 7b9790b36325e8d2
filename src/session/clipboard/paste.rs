//! From what is on the clipboard to an edit. Pasting adds and names, it never takes a card away; where a block is wider
//! or higher than the map, steps and lanes are added.

use super::{Clip, PasteAt, PasteError, Pasted, Table};
use crate::base::ids::{CardId, IdAlloc, KpiId, LaneId, MapId, StageId, StepId};
use crate::base::text::fold_name;
use crate::i18n::canvas as words;
use crate::i18n::shell::command::lane_title;
use crate::model::edit::{EditError, MAX_TEXT_CHARS, Verb, following, headlines};
use crate::model::{
    AnyRecord, Card, CardBody, CardMarks, Connection, Document, Edit, EditLabel, Lane, LaneKind, Place, RecordRef,
    Stage, Step, TableKind,
};
use crate::session::arrange::curve_number;
use std::collections::{BTreeMap, BTreeSet};

/// The edit that pastes, and the records it brings.
///
/// # Errors
/// [`PasteError`] when nothing would come of it.
pub fn paste_edit(
    document: &Document,
    map: MapId,
    pasted: &Pasted,
    at: PasteAt,
    ids: &mut IdAlloc,
) -> Result<(Edit, Vec<RecordRef>), PasteError> {
    if !document.maps.contains_key(&map) {
        return Err(PasteError::NoMap);
    }
    let mut grid = Grid::new(document, map, ids);
    match pasted {
        Pasted::Clip(clip) => grid.clip(clip, at)?,
        Pasted::Table(table) => grid.table(table, at)?,
        Pasted::List(lines) => grid.list(lines, at)?,
    }
    let Grid { edits, cards, renamed, .. } = grid;
    if edits.is_empty() {
        return Err(PasteError::Empty);
    }
    let (noun, count) = match (cards.len(), renamed.first()) {
        (0, Some(first)) => (first.table(), renamed.len()),
        (0, None) => (TableKind::Lane, 1),
        (count, _) => (TableKind::Card, count),
    };
    let label = EditLabel { verb: Verb::Paste, noun, count };
    let shown = if cards.is_empty() { renamed } else { cards.into_iter().map(RecordRef::from).collect() };
    Ok((Edit::Batch { label, edits }, shown))
}

/// A column of the grid.
#[derive(Clone, Copy)]
struct Column {
    step: StepId,
    stage: StageId,
}

/// The grid with what is being pasted onto it.
struct Grid<'a> {
    document: &'a Document,
    map: MapId,
    ids: &'a mut IdAlloc,
    columns: Vec<Column>,
    lanes: Vec<(LaneId, LaneKind)>,
    last_lane_rank: f64,
    /// Ranks of the last step of stages and of the last card of cells that were given out.
    step_ranks: BTreeMap<StageId, f64>,
    card_ranks: BTreeMap<(LaneId, StepId), f64>,
    stages: Vec<StageId>,
    last_stage_rank: f64,
    edits: Vec<Edit>,
    cards: Vec<CardId>,
    renamed: Vec<RecordRef>,
}

impl<'a> Grid<'a> {
    fn new(document: &'a Document, map: MapId, ids: &'a mut IdAlloc) -> Self {
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
        }
    }

    fn add(&mut self, record: impl Into<AnyRecord>) {
        self.edits.push(Edit::Add(record.into()));
    }

    /// A stage at the end of the map, with its first step.
    fn new_stage(&mut self, title: &str, step_title: &str) -> StageId {
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
    fn new_step(&mut self, stage: StageId, title: &str) -> Column {
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
    fn column(&mut self, index: usize) -> Option<Column> {
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

    fn new_lane(&mut self, kind: LaneKind, title: &str) -> (LaneId, LaneKind) {
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
            rank: self.last_lane_rank,
        });
        self.lanes.push((id, kind));
        (id, kind)
    }

    /// A row counted from the top; text lanes are added below as needed.
    fn row(&mut self, index: usize) -> Option<(LaneId, LaneKind)> {
        while self.lanes.len() <= index {
            self.new_lane(LaneKind::Text, lane_title(LaneKind::Text));
        }
        self.lanes.get(index).copied()
    }

    fn card(&mut self, card: Card) {
        self.cards.push(card.id);
        self.add(card);
    }

    /// The rank of the next card of a cell.
    fn next_rank(&mut self, lane: LaneId, step: StepId) -> f64 {
        let known = || self.document.cards_in(lane, step).last().map_or(0.0, |c| c.rank);
        let rank = self.card_ranks.get(&(lane, step)).copied().unwrap_or_else(known) + 1.0;
        self.card_ranks.insert((lane, step), rank);
        rank
    }

    /// Words become a card as their lane has them: the name of a KPI a KPI, a number a point of the curve.
    fn words_card(&mut self, row: usize, column: usize, text: &str) -> Result<(), PasteError> {
        if text.is_empty() {
            return Ok(());
        }
        check_length(text)?;
        let (Some((lane, kind)), Some(Column { step, stage })) = (self.row(row), self.column(column)) else {
            return Ok(());
        };
        let kpi = || self.document.kpis.values().find(|k| fold_name(&k.name) == fold_name(text));
        let (text, body) = match kind {
            LaneKind::Curve => match curve_number(text) {
                Some(value) => (String::new(), CardBody::Curve { value }),
                None => (text.to_owned(), CardBody::Text),
            },
            LaneKind::Kpi => match kpi() {
                Some(kpi) => {
                    (String::new(), CardBody::Kpi { kpi: kpi.id, place: Place::Stage(stage), is_headline: false })
                }
                None => (text.to_owned(), CardBody::Text),
            },
            kind => (text.to_owned(), CardBody::typed_in(kind).unwrap_or(CardBody::Text)),
        };
        let (id, rank) = (self.ids.allocate(), self.next_rank(lane, step));
        self.card(Card { id, lane, step, span: 1, rank, text, body, marks: CardMarks::default() });
        Ok(())
    }

    fn rename(&mut self, record: RecordRef, title: &str) -> Result<(), PasteError> {
        check_length(title)?;
        let title = one_line(title);
        if !title.is_empty() {
            self.edits.push(Edit::Rename { record, text: title });
            self.renamed.push(record);
        }
        Ok(())
    }

    /// The row of a lane; of the next one below where it takes no cards.
    fn row_at(&self, lane: LaneId) -> Result<usize, PasteError> {
        let lanes = self.document.lanes_of(self.map);
        let mut from_there = lanes.iter().skip_while(|l| l.id != lane);
        from_there.find_map(|l| self.lanes.iter().position(|row| row.0 == l.id)).ok_or(PasteError::NoRow)
    }

    fn table(&mut self, table: &Table, at: PasteAt) -> Result<(), PasteError> {
        match at {
            PasteAt::Cell(lane, step) => {
                let left = self.columns.iter().position(|c| c.step == step).unwrap_or(0);
                self.cells(table, (self.row_at(lane)?, left), (0, 0))
            }
            PasteAt::Step(step) => {
                let left = self.columns.iter().position(|c| c.step == step).unwrap_or(0);
                for column in 0..table.rows.first().map_or(0, Vec::len) {
                    if let Some(target) = self.column(left + column) {
                        self.rename(target.step.into(), table.cell(0, column))?;
                    }
                }
                self.cells(table, (0, left), (1, 0))
            }
            PasteAt::Stage(stage) => {
                let first = self.stages.iter().position(|s| *s == stage).unwrap_or(0);
                self.stages_and_steps(table, first)
            }
            PasteAt::Lane(lane) => {
                let top = self.row_at(lane)?;
                for row in 0..table.rows.len() {
                    if let Some((lane, _)) = self.row(top + row) {
                        self.rename(lane.into(), table.cell(row, 0))?;
                    }
                }
                self.cells(table, (top, 0), (0, 1))
            }
            PasteAt::Anywhere if self.stages.is_empty() && table.rows.len() > 1 => self.stages_and_steps(table, 0),
            PasteAt::Anywhere => self.cells(table, (0, 0), (0, 0)),
        }
    }

    /// Lines one by one: cards of one cell, or names of steps, stages or lanes in their order.
    fn list(&mut self, lines: &[String], at: PasteAt) -> Result<(), PasteError> {
        let across = || Table { rows: vec![lines.to_vec()] };
        match at {
            PasteAt::Cell(lane, step) => {
                let row = self.row_at(lane)?;
                let column = self.columns.iter().position(|c| c.step == step).unwrap_or(0);
                lines.iter().try_for_each(|line| self.words_card(row, column, line))
            }
            PasteAt::Anywhere if self.stages.is_empty() => self.stages_and_steps(&across(), 0),
            PasteAt::Anywhere => lines.iter().try_for_each(|line| self.words_card(0, 0, line)),
            PasteAt::Step(_) | PasteAt::Stage(_) => self.table(&across(), at),
            PasteAt::Lane(_) => self.table(&Table { rows: lines.iter().map(|line| vec![line.clone()]).collect() }, at),
        }
    }

    /// The cells of a block from `from` on (row, column), onto the grid at `to`.
    fn cells(&mut self, table: &Table, to: (usize, usize), from: (usize, usize)) -> Result<(), PasteError> {
        for row in from.0..table.rows.len() {
            for column in from.1..table.rows.get(row).map_or(0, Vec::len) {
                self.words_card(to.0 + row - from.0, to.1 + column - from.1, table.cell(row, column))?;
            }
        }
        Ok(())
    }

    /// The first row names stages, each over the columns up to the next name; the second names their steps; the others
    /// are cells. A single row names one stage a cell.
    fn stages_and_steps(&mut self, table: &Table, first: usize) -> Result<(), PasteError> {
        let width = table.columns();
        let mut starts: Vec<usize> = (0..width).filter(|c| !table.cell(0, *c).is_empty()).collect();
        if starts.first() != Some(&0) {
            starts.insert(0, 0);
        }
        let is_titles_only = table.rows.len() == 1;
        for (index, start) in starts.iter().enumerate() {
            let end = starts.get(index + 1).copied().unwrap_or(width);
            let title = table.cell(0, *start);
            check_length(title)?;
            let step_title = |column: usize| {
                let title = one_line(table.cell(1, column));
                if title.is_empty() { words::new_step().to_owned() } else { title }
            };
            let (stage, is_new) = match self.stages.get(first + index).copied() {
                Some(stage) => {
                    self.rename(stage.into(), title)?;
                    (stage, false)
                }
                None => {
                    let title = if title.is_empty() { words::new_stage() } else { title };
                    let stage = self.new_stage(&one_line(title), &step_title(*start));
                    self.renamed.push(stage.into());
                    (stage, true)
                }
            };
            if is_titles_only {
                continue;
            }
            for (offset, column) in (*start..end).enumerate() {
                check_length(table.cell(1, column))?;
                let known: Vec<StepId> = self.columns.iter().filter(|c| c.stage == stage).map(|c| c.step).collect();
                let step = match known.get(offset) {
                    Some(step) => {
                        if !(is_new && offset == 0) {
                            self.rename((*step).into(), table.cell(1, column))?;
                        }
                        *step
                    }
                    None => self.new_step(stage, &step_title(column)).step,
                };
                for row in 2..table.rows.len() {
                    // Asked anew each time: a step that was added has moved the columns behind it.
                    let Some(at) = self.columns.iter().position(|c| c.step == step) else { continue };
                    self.words_card(row - 2, at, table.cell(row, column))?;
                }
            }
        }
        Ok(())
    }

    fn clip(&mut self, clip: &Clip, at: PasteAt) -> Result<(), PasteError> {
        let corner = self.corner(at)?;
        let mut places: Vec<Option<(LaneId, usize)>> = Vec::with_capacity(clip.cards.len());
        for item in &clip.cards {
            places.push(match corner {
                Some((row, column)) => {
                    let lane = match self.lanes.get(row + item.row) {
                        Some(lane) => *lane,
                        None => self.new_lane(item.kind, &item.lane_title),
                    };
                    self.column(column + item.column).map(|_| (lane.0, column + item.column))
                }
                None => self.own_place(item),
            });
        }
        let pasted: Vec<Option<CardId>> = places.iter().map(|p| p.is_some().then(|| self.ids.allocate())).collect();
        let copies = Copies {
            cards: clip.cards.iter().zip(&pasted).filter_map(|(item, id)| item.measurable().zip(*id)).collect(),
            headlines: headlines(self.document),
        };
        let mut cards = Vec::with_capacity(clip.cards.len());
        for ((item, place), id) in clip.cards.iter().zip(places).zip(&pasted) {
            let (Some((lane, column)), Some(id)) = (place, *id) else { continue };
            // A wide card stands where all of it is on the map, as one that is dragged there.
            let span = item.card.span.clamp(1, u32::try_from(self.columns.len()).unwrap_or(u32::MAX).max(1));
            let last = self.columns.len().saturating_sub(usize::try_from(span).unwrap_or(usize::MAX));
            let Some(Column { step, stage }) = self.columns.get(column.min(last)).copied() else { continue };
            let rank = self.next_rank(lane, step);
            let mut card = Card { id, lane, step, span, rank, ..item.card.clone() };
            self.settle(&mut card, &item.words, stage, &copies);
            cards.push(card);
        }
        self.cards.extend(cards.iter().map(|card| card.id));
        // What is measured comes before what says so.
        let (figures, others): (Vec<Card>, Vec<Card>) =
            cards.into_iter().partition(|card| matches!(card.body, CardBody::Kpi { .. }));
        for card in others.into_iter().chain(figures) {
            self.add(card);
        }
        for connection in &clip.connections {
            let end = |index: usize| pasted.get(index).copied().flatten();
            if let (Some(from), Some(to)) = (end(connection.from), end(connection.to)) {
                let id = self.ids.allocate();
                self.add(Connection { id, from, to, label: connection.label.clone(), style: connection.style });
            }
        }
        Ok(())
    }

    /// Row and column of the upper left card; `None` when every card finds its own.
    fn corner(&self, at: PasteAt) -> Result<Option<(usize, usize)>, PasteError> {
        Ok(match at {
            PasteAt::Cell(lane, step) => {
                let column = self.columns.iter().position(|c| c.step == step);
                Some(self.row_at(lane)?).zip(column)
            }
            PasteAt::Lane(lane) => Some((self.row_at(lane)?, 0)),
            PasteAt::Step(_) | PasteAt::Stage(_) | PasteAt::Anywhere => None,
        })
    }

    /// Where a card goes without a place: where it stood, else into the row of its kind and its column on its map.
    fn own_place(&mut self, item: &super::copy::ClipCard) -> Option<(LaneId, usize)> {
        let at = |lane: &&(LaneId, LaneKind)| lane.0 == item.lane;
        let like = |lane: &&(LaneId, LaneKind)| {
            let is_named = self.document.lanes.get(&lane.0).is_some_and(|l| l.title == item.lane_title);
            lane.1 == item.kind && is_named
        };
        let lane = self.lanes.iter().find(at).or_else(|| self.lanes.iter().find(like));
        let lane = lane.or_else(|| self.lanes.iter().find(|l| l.1 == item.kind)).copied();
        let lane = match lane {
            Some(lane) => lane,
            None => self.new_lane(item.kind, &item.lane_title),
        };
        let column = match self.columns.iter().position(|c| c.step == item.step) {
            Some(column) => column,
            None => self.column(item.map_column).map(|_| item.map_column)?,
        };
        Some((lane.0, column))
    }

    /// Takes away what the card named and this file does not have; a KPI follows its place.
    fn settle(&self, card: &mut Card, said: &str, stage: StageId, copies: &Copies) {
        if card.marks.persona.is_some_and(|p| !self.document.personas.contains_key(&p)) {
            card.marks.persona = None;
        }
        match &mut card.body {
            CardBody::PainPoint { kpi, .. } if kpi.is_some_and(|k| !self.document.kpis.contains_key(&k)) => *kpi = None,
            CardBody::Kpi { kpi, .. } if !self.document.kpis.contains_key(kpi) => {
                said.clone_into(&mut card.text);
                card.body = CardBody::Text;
            }
            CardBody::Kpi { .. } => {
                let copied = |place| match place {
                    Place::Touchpoint(card) if copies.cards.contains_key(&card) => {
                        copies.cards.get(&card).map(|copy| Place::Touchpoint(*copy))
                    }
                    place if self.document.map_of_place(place) == Some(self.map) => None,
                    _ => Some(Place::Stage(stage)),
                };
                card.body = following(card.body.clone(), copied, &copies.headlines);
            }
            _ => {}
        }
    }
}

/// What pasted KPIs go by.
struct Copies {
    /// Cards of the clip and what came of them. A figure measures no other figure.
    cards: BTreeMap<CardId, CardId>,
    /// What stands in stage headers already.
    headlines: BTreeSet<(KpiId, Place)>,
}

/// A title is one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn check_length(text: &str) -> Result<(), PasteError> {
    if text.chars().nth(MAX_TEXT_CHARS).is_some() {
        return Err(EditError::BadValue(
            "a cell on the clipboard is longer than 20,000 characters; shorten it or split it",
        )
        .into());
    }
    Ok(())
}
