//! Cut, copy and paste: parts of a map as blocks of cells, for maps, other windows and spreadsheets alike.
//!
//! A spreadsheet gets words ([`Table`]). What comes back from it, or from another program, fills the grid; what was
//! copied here comes back with everything it had ([`Clip`]).

mod channels;
mod copy;
mod grid;
mod html;
mod move_to_map;
mod paste;
mod paste_clip;
mod paste_sheet;
mod paste_structure;
mod report;
mod sheet;
mod structure;
mod table;
#[cfg(test)]
mod tests;
mod words;

pub use channels::with_channel_of;
pub use copy::{Clip, Copied, copied, cut, cut_edit};
pub use move_to_map::{MoveToMap, to_other_map};
pub use paste::{PastePlan, paste_edit};
pub use report::{PasteReport, kpis_of_words, kpis_to_make};
pub use table::{MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Table};

use crate::base::ids::{LaneId, StageId, StepId};
use crate::model::EditError;

/// Where a block goes: what its upper left cell falls on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasteAt {
    /// A cell of the grid.
    Cell(LaneId, StepId),
    /// A step: the first row are names of steps.
    Step(StepId),
    /// A stage: the first row are names of stages, the second names of their steps.
    Stage(StageId),
    /// A lane: the first column are names of lanes.
    Lane(LaneId),
    /// Nowhere in particular: cards go to rows of their kind, a block to the first cell, or makes up an empty map.
    Anywhere,
}

/// What is pasted.
#[derive(Debug, Clone, PartialEq)]
pub enum Pasted {
    /// Cards, or stages, steps and lanes, with everything they had.
    Clip(Clip),
    /// A block of cells from elsewhere, which may be a whole sheet.
    Table(Table),
    /// A block of cells that are cells and nothing else, whatever they name.
    Cells(Table),
    /// Lines of words from elsewhere, each a thing of its own.
    List(Vec<String>),
}

impl Pasted {
    /// What is on the clipboard, as text and perhaps as HTML: the last copy of this program when it is the same text,
    /// cards of another window, else a block.
    ///
    /// # Errors
    /// [`PasteError`] when nothing on a map can come of it.
    pub fn of(text: &str, html: Option<&str>, last: Option<&Copied>) -> Result<Self, PasteError> {
        let pasted = Self::of_text(text, last);
        if matches!(pasted, Ok(Self::Clip(_))) {
            return pasted;
        }
        match html.and_then(Clip::of_html) {
            Some(clip) if !clip.is_empty() => Ok(Self::Clip(clip)),
            _ => match (html.and_then(Table::of_html), Table::parse(text)) {
                // The text has every blank of a cell, the HTML knows which cells were merged.
                (Some(marked), Ok(table))
                    if marked.columns() == table.columns() && marked.rows.len() == table.rows.len() =>
                {
                    Ok(Self::Table(Table { wide: marked.wide, ..table }))
                }
                // Word processors and wikis break the lines of their cells in the text.
                (Some(marked), _) => Ok(Self::Table(marked)),
                // Lines are a column only where a spreadsheet says so.
                (None, table) if html.is_some_and(|html| html.contains("<table")) => table.map(Self::Table),
                (None, _) => pasted,
            },
        }
    }

    /// The same as cells and nothing else; `None` when it never was a block.
    #[must_use]
    pub fn as_cells(self) -> Option<Self> {
        match self {
            Self::Table(table) => Some(Self::Cells(table)),
            _ => None,
        }
    }

    /// The same with nothing but text.
    ///
    /// # Errors
    /// [`PasteError`] when nothing on a map can come of it.
    pub fn of_text(text: &str, last: Option<&Copied>) -> Result<Self, PasteError> {
        // Clipboards change the ends of lines.
        let lines = |text: &str| text.replace("\r\n", "\n").trim_end().to_owned();
        match last {
            Some(Copied { clip: Some(clip), text: own, .. }) if lines(own) == lines(text) => {
                Ok(Self::Clip(clip.clone()))
            }
            Some(Copied { text: own, .. }) if lines(own) == lines(text) => Table::parse(text).map(Self::Table),
            _ => Table::parse(text).map(Self::of_table),
        }
    }

    /// Several lines of one cell each are a list, as people write them.
    fn of_table(table: Table) -> Self {
        if table.columns() != 1 || table.rows.len() < 2 {
            return Self::Table(table);
        }
        let bare = |line: String| words::without_bullet(&line).map(str::to_owned).unwrap_or(line);
        Self::List(table.rows.into_iter().flatten().map(bare).filter(|line| !line.is_empty()).collect())
    }
}

/// What cannot be pasted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasteError {
    /// Only blanks, or nothing at all.
    #[error("there is nothing on the clipboard that a map could take; copy text, cells or a picture first")]
    Empty,
    /// A picture or a program.
    #[error("what is on the clipboard is no text; copy text or a block of cells instead")]
    NoText,
    /// More than anyone types.
    #[error("the clipboard holds {megabytes} MB of text; copy a smaller block")]
    TooLong {
        /// Its size.
        megabytes: usize,
    },
    /// More cells than a map takes at once.
    #[error(
        "the clipboard holds {rows} rows of up to {columns} columns; a map takes {MAX_ROWS} rows, {MAX_COLUMNS} columns \
         and {MAX_CELLS} filled cells at once, so copy a smaller block"
    )]
    TooLarge {
        /// Rows on the clipboard.
        rows: usize,
        /// Columns on the clipboard.
        columns: usize,
    },
    /// There is no map, or it has no lane and none can be made.
    #[error("there is no map to paste into; open or add one first")]
    NoMap,
    /// A divider line or a hidden lane, and nothing below it.
    #[error("no lane here or further down takes cards; choose another lane or add one below")]
    NoRow,
    /// A rule of the map forbids it.
    #[error(transparent)]
    Edit(#[from] EditError),
}
