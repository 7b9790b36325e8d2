//! From what is on the clipboard to an edit. Pasting adds and names, it never takes a card away but a
//! point of the curve, of which a persona has one a step; where a block is wider
//! or higher than the map, steps and lanes are added.

use super::grid::{Grid, check_length};
use super::sheet::{Sheet, SheetHeading};
use super::words::Scale;
use super::{PasteAt, PasteError, PasteReport, Pasted, Table};
use crate::base::ids::{CardId, IdAlloc, MapId, StepId};
use crate::base::text::{fold_loosely, one_line};
use crate::i18n::canvas as words;
use crate::model::edit::Verb;
use crate::model::{CardBody, Document, Edit, EditLabel, LaneKind, RecordRef, TableKind};
use std::collections::{BTreeMap, BTreeSet};

/// What pasting does.
#[derive(Debug, Clone)]
pub struct PastePlan {
    /// The edit.
    pub edit: Edit,
    /// What is to be selected then.
    pub shown: Vec<RecordRef>,
    /// What the user is told.
    pub report: PasteReport,
    /// Of which card of the clip each pasted one is the copy, by the id it has here.
    pub(super) originals: BTreeMap<CardId, CardId>,
}

/// The edit that pastes, and what comes of it.
///
/// # Errors
/// [`PasteError`] when nothing would come of it.
pub fn paste_edit(
    document: &Document,
    map: MapId,
    pasted: &Pasted,
    at: PasteAt,
    ids: &mut IdAlloc,
) -> Result<PastePlan, PasteError> {
    if !document.maps.contains_key(&map) {
        return Err(PasteError::NoMap);
    }
    let mut grid = Grid::new(document, map, ids);
    match pasted {
        Pasted::Clip(clip) => grid.clip(clip, at)?,
        Pasted::Table(table) => grid.table_or_sheet(table, at)?,
        Pasted::Cells(table) => grid.table(table, at)?,
        Pasted::List(lines) => grid.list(lines, at)?,
    }
    let Grid { edits, cards, renamed, made, report, originals, .. } = grid;
    if edits.is_empty() {
        return Err(PasteError::Empty);
    }
    let (noun, count) = match (made.first(), cards.len(), renamed.first()) {
        (Some(first), ..) => (first.table(), made.iter().filter(|record| record.table() == first.table()).count()),
        (None, 0, Some(first)) => (first.table(), renamed.len()),
        (None, 0, None) => (TableKind::Lane, 1),
        (None, count, _) => (TableKind::Card, count),
    };
    let label = EditLabel { verb: Verb::Paste, noun, count };
    let shown = match (made.is_empty(), cards.is_empty()) {
        (false, _) => made,
        (true, true) => renamed,
        (true, false) => cards.into_iter().map(RecordRef::from).collect(),
    };
    Ok(PastePlan { edit: Edit::Batch { label, edits }, shown, report, originals })
}

impl Grid<'_> {
    /// A sheet goes where its names say, a block where it is put. Who pastes onto the name of a lane, step or stage says
    /// that names come first; a sheet with a heading has them too.
    fn table_or_sheet(&mut self, table: &Table, at: PasteAt) -> Result<(), PasteError> {
        let lanes = self.document.lanes_of(self.map);
        let names: BTreeSet<String> = lanes.iter().map(|lane| fold_loosely(&lane.title)).collect();
        match Sheet::of(table, &names) {
            Some(sheet)
                if sheet.heading != SheetHeading::Missing || matches!(at, PasteAt::Cell(..) | PasteAt::Anywhere) =>
            {
                self.sheet(&sheet, at)
            }
            _ => self.table(table, at),
        }
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
                self.cells(table, (self.first_row(table, 1), left), (1, 0))
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
            PasteAt::Anywhere => self.cells(table, (self.first_row(table, 0), 0), (0, 0)),
        }
    }

    /// Lines one by one: cards of one cell, or names of steps, stages or lanes in their order.
    fn list(&mut self, lines: &[String], at: PasteAt) -> Result<(), PasteError> {
        let across = || Table { rows: vec![lines.to_vec()], ..Table::default() };
        match at {
            PasteAt::Cell(lane, step) => {
                let row = self.row_at(lane)?;
                let column = self.columns.iter().position(|c| c.step == step).unwrap_or(0);
                lines.iter().try_for_each(|line| self.words_card(row, column, line, Scale::OWN))
            }
            PasteAt::Anywhere if self.stages.is_empty() => self.stages_and_steps(&across(), 0),
            PasteAt::Anywhere => {
                let row = self.first_row(&across(), 0);
                lines.iter().try_for_each(|line| self.words_card(row, 0, line, Scale::OWN))
            }
            PasteAt::Step(_) | PasteAt::Stage(_) => self.table(&across(), at),
            PasteAt::Lane(_) => self
                .table(&Table { rows: lines.iter().map(|line| vec![line.clone()]).collect(), ..Table::default() }, at),
        }
    }

    /// The lane in which words begin that are put down without one, as in typing: the uppermost that words alone fill. A
    /// block whose own first row, `from`, is empty has one for every lane, pictures too.
    fn first_row(&self, table: &Table, from: usize) -> usize {
        let is_empty = table.rows.get(from).is_none_or(|row| row.iter().all(|cell| cell.trim().is_empty()));
        let is_typed = |kind: LaneKind| kind != LaneKind::Image && CardBody::typed_in(kind).is_some();
        let first = self.lanes.iter().position(|(_, kind)| is_typed(*kind));
        first.filter(|_| !is_empty).unwrap_or(0)
    }

    /// The cells of a block from `from` on (row, column), onto the grid at `to`. Merged cells cover as many steps, but make
    /// none beyond those that words need.
    fn cells(&mut self, table: &Table, to: (usize, usize), from: (usize, usize)) -> Result<(), PasteError> {
        let used = |row: &Vec<String>| row.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
        let width = table.rows.iter().skip(from.0).map(used).max().unwrap_or(0);
        let end = self.columns.len().max((to.1 + width).saturating_sub(from.1));
        for row in from.0..table.rows.len() {
            let scale = Scale::of(table.rows.iter().skip(row).take(1).flatten().skip(from.1).map(String::as_str));
            for column in from.1..table.rows.get(row).map_or(0, Vec::len) {
                let (text, at) = (table.cell(row, column), to.1 + column - from.1);
                let covers =
                    table.wide.get(&(row, column)).copied().unwrap_or(1).clamp(1, end.saturating_sub(at).max(1));
                if text.is_empty() || self.column(at + covers - 1).is_none() {
                    continue;
                }
                self.words_card(to.0 + row - from.0, at, text, scale)?;
                self.widen_last(u32::try_from(covers).unwrap_or(1));
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
        let top = self.first_row(table, 2);
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
                    self.words_card(top + row - 2, at, table.cell(row, column), Scale::OWN)?;
                }
            }
        }
        Ok(())
    }
}
