//! A whole sheet: stages and steps across, lanes down, as people draw journeys in spreadsheets; or the other way round,
//! a row for each step. Told from a plain block by what its first row and column name.

use super::Table;
use super::words::{Heading, heading, lane_kind, without_bullet};
use crate::base::text::{fold_loosely, one_line};
use crate::model::LaneKind;
use std::collections::BTreeSet;

/// A sheet as it is understood.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Sheet {
    /// Its columns, from left to right; none have names where there is no heading.
    pub(super) columns: Vec<SheetColumn>,
    /// What the heading names.
    pub(super) heading: SheetHeading,
    /// Its lanes from top to bottom.
    pub(super) rows: Vec<SheetRow>,
    /// A title above it, for which a map that has one of its own has no use.
    pub(super) title: Option<String>,
}

/// What the first rows of a sheet name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum SheetHeading {
    /// Nothing: the cells stand on the columns of the map.
    #[default]
    Missing,
    /// Stages or steps, whichever the map knows.
    One,
    /// Steps alone.
    Steps,
    /// Stages, perhaps with steps below.
    Stages,
}

/// A column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct SheetColumn {
    /// Name of its stage; the same as that of the column before where both are one stage.
    pub(super) stage: String,
    /// Name of its step; may be empty.
    pub(super) step: String,
}

/// A lane of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SheetRow {
    /// Its name.
    pub(super) title: String,
    /// What it holds, as far as its name says.
    pub(super) kind: Option<LaneKind>,
    /// Its cells.
    pub(super) cells: Vec<SheetCell>,
}

/// A cell with words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SheetCell {
    /// Its column.
    pub(super) column: usize,
    /// How many columns it covers.
    pub(super) covers: usize,
    /// What it says.
    pub(super) words: String,
}

impl SheetCell {
    /// The cards of a cell: a list gives one a line, anything else one.
    pub(super) fn cards(&self) -> Vec<&str> {
        let lines: Vec<&str> = self.words.lines().filter(|line| !line.trim().is_empty()).collect();
        let items: Option<Vec<&str>> = lines.iter().map(|line| without_bullet(line)).collect();
        items.filter(|items| !items.is_empty()).unwrap_or_else(|| vec![self.words.as_str()])
    }
}

/// A lane or what a lane may hold, by its name.
struct Names<'a> {
    /// Names of lanes of the map, loosely.
    lanes: &'a BTreeSet<String>,
}

impl Names<'_> {
    fn is_lane(&self, name: &str) -> bool {
        !name.is_empty() && (self.lanes.contains(&fold_loosely(name)) || lane_kind(name).is_some())
    }
}

impl Sheet {
    /// The sheet that a block is; `None` when it is a block of cells and nothing else. `lanes` are the names of the
    /// lanes of the map, loosely.
    pub(super) fn of(table: &Table, lanes: &BTreeSet<String>) -> Option<Self> {
        let names = Names { lanes };
        // The other way round says so: its first columns are called stages and steps.
        let names_lane = |column: usize| names.is_lane(table.cell(0, column));
        let is_across = heading(table.cell(0, 0)).is_some() && (1..table.columns()).any(names_lane);
        let is_across = is_across && !(1..table.rows.len()).any(|row| names.is_lane(table.cell(row, 0)));
        if is_across { Self::read(&table.transposed(), &names) } else { Self::read(table, &names) }
    }

    fn read(table: &Table, names: &Names<'_>) -> Option<Self> {
        let width = table.columns();
        let has_one = |row: &Vec<String>| row.len() == 1 && row.first().is_some_and(|c| !c.is_empty());
        let is_title = |row: usize| {
            let name = table.cell(row, 0);
            table.rows.get(row).is_some_and(has_one) && heading(name).is_none() && !names.is_lane(name)
        };
        let mut top = 0;
        let mut title = None;
        while top + 2 < table.rows.len() && (is_title(top) || top > 0 && table.rows.get(top).is_some_and(Vec::is_empty))
        {
            if is_title(top) {
                title.get_or_insert_with(|| table.cell(top, 0).to_owned());
            }
            top += 1;
        }
        let corner = |row: usize| table.cell(top + row, 0);
        let has_words = |row: usize| (1..width).any(|column| !table.cell(top + row, column).is_empty());
        let is_header = |row: usize| has_words(row) && (corner(row).is_empty() || heading(corner(row)).is_some());
        // A corner may say anything, as in "Journey", when all below it are lanes.
        let is_loose = !is_header(0) && has_words(0) && !names.is_lane(corner(0)) && top + 1 < table.rows.len();
        let first = usize::from(is_loose || is_header(0));
        let headers = if first == 1 && is_header(1) && !(is_loose && corner(1).is_empty()) { 2 } else { first };
        let rows = rows(table, top + headers, names);
        let known = rows.iter().filter(|(row, is_known)| *is_known && !row.title.is_empty()).count();
        let named = rows.iter().filter(|(row, _)| !row.title.is_empty()).count();
        let is_sheet = match (headers, is_loose) {
            (0, _) => known >= 2 && known == named,
            (_, true) => known >= 2 && known * 2 >= named,
            (_, false) => known >= 1 && known * 2 >= named,
        };
        if width < 2 || !is_sheet {
            return None;
        }
        let kind = match (headers, heading(corner(0))) {
            (0, _) => SheetHeading::Missing,
            (1, Some(Heading::Steps)) => SheetHeading::Steps,
            (1, None) => SheetHeading::One,
            _ => SheetHeading::Stages,
        };
        let mut sheet = Self { columns: Vec::new(), heading: kind, rows: Vec::new(), title };
        let place = sheet.add_columns(table, top, headers);
        for (mut row, _) in rows {
            for cell in &mut row.cells {
                let end = cell.column + cell.covers - 1;
                let at = |column: usize| place.get(column - 1).or(place.last()).copied().unwrap_or(0);
                (cell.covers, cell.column) = (at(end) + 1 - at(cell.column), at(cell.column));
            }
            sheet.rows.push(row);
        }
        Some(sheet)
    }

    /// Reads the heading. Gives the column of the sheet for each column of the block behind the first.
    fn add_columns(&mut self, table: &Table, top: usize, headers: usize) -> Vec<usize> {
        let name = |row: usize, column: usize| one_line(table.cell(top + row, column));
        // Covered by the cell to its left.
        let is_covered = |row: usize, column: usize| {
            table.wide.iter().any(|((r, c), covers)| *r == top + row && (c + 1..c + covers).contains(&column))
        };
        let mut place = Vec::new();
        for column in 1..table.columns() {
            let last = self.columns.last().cloned();
            if headers == 0 {
                self.columns.push(SheetColumn::default());
                place.push(column - 1);
                continue;
            }
            let own = name(0, column);
            let stage = if own.is_empty() { last.as_ref().map_or(own, |last| last.stage.clone()) } else { own };
            let step = if headers > 1 { name(1, column) } else { String::new() };
            let is_same = last.as_ref().is_some_and(|last| {
                let is_stage_same = fold_loosely(&last.stage) == fold_loosely(&stage);
                let is_step_same = !step.is_empty() && fold_loosely(&last.step) == fold_loosely(&step);
                // A merged name of steps is one step.
                let is_merged = headers > 1 && step.is_empty() && is_covered(1, column);
                // Equal names of steps stand for one; equal names of stages for one with several steps.
                let is_one_step = self.heading == SheetHeading::Steps && is_stage_same;
                is_stage_same && (is_step_same || is_merged) || is_one_step
            });
            if !is_same {
                self.columns.push(SheetColumn { stage, step });
            }
            place.push(self.columns.len() - 1);
        }
        place
    }
}

/// The lanes of a block from a row on, and whether their names are known. A row without a name, or with that of the row
/// above, belongs to the lane above.
fn rows(table: &Table, from: usize, names: &Names<'_>) -> Vec<(SheetRow, bool)> {
    let mut rows: Vec<(SheetRow, bool)> = Vec::new();
    for row in from..table.rows.len() {
        let title = one_line(table.cell(row, 0)).trim_end_matches(':').to_owned();
        let cells = (1..table.rows.get(row).map_or(0, Vec::len)).filter_map(|column| {
            let words = table.cell(row, column);
            let covers = table.wide.get(&(row, column)).copied().unwrap_or(1);
            (!words.is_empty()).then(|| SheetCell { column, covers, words: words.to_owned() })
        });
        let cells: Vec<SheetCell> = cells.collect();
        let is_same = |last: &SheetRow| title.is_empty() || fold_loosely(&last.title) == fold_loosely(&title);
        match rows.last_mut() {
            Some((last, _)) if is_same(last) => last.cells.extend(cells),
            _ if title.is_empty() && cells.is_empty() => {}
            _ => {
                let is_known = names.is_lane(&title);
                rows.push((SheetRow { kind: lane_kind(&title), title, cells }, is_known));
            }
        }
    }
    rows
}
