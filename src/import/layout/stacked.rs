//! Tables that stand one below the other in the same file, of which one is read.

use super::find::{Found, find_table, next_table, unique};
use super::preamble::chosen;
use crate::import::choices::ReadChoices;
use crate::import::contents::TableInfo;
use crate::import::rows::{OwnedRow, Row};

/// Tables that are listed.
const MOST: usize = 100;

/// The table that is read, and what there is besides it.
pub(super) struct Stacked {
    pub found: Found,
    /// The rows up to the next table, those above the table too.
    pub rows: Vec<OwnedRow>,
    pub others: Vec<TableInfo>,
    /// Which of the tables is read when none is asked for, from 0.
    pub usual: usize,
    /// First line of the next table.
    pub stop_line: Option<u64>,
    /// First line of the header, or of the rows when there is none.
    pub first_line: u64,
}

/// The tables among some rows: the index of the first row of each, and its beginning below that.
pub(super) fn parts(rows: &[OwnedRow], choices: &ReadChoices) -> Vec<(usize, Found)> {
    let below = ReadChoices { skip: None, ..choices.clone() };
    let mut parts = Vec::new();
    let mut from = 0;
    loop {
        let rest = rows.get(from..).unwrap_or_default();
        let choices = if from == 0 { choices } else { &below };
        let mut found = find_table(rest, choices);
        let next = next_table(rest, &found).filter(|next| *next > 0 && parts.len() < MOST);
        if let Some(own) = next.and_then(|next| rest.get(..next)) {
            // The rows of the tables below say nothing about this one.
            found = find_table(own, choices);
        }
        parts.push((from, found));
        match next {
            Some(next) => from += next,
            None => return parts,
        }
    }
}

/// The header of the last of these tables.
pub(super) fn last_header<'a>(rows: &'a [OwnedRow], parts: &[(usize, Found)]) -> Option<Row<'a>> {
    let (from, found) = parts.last().filter(|(_, found)| found.header_rows > 0)?;
    rows.get(from + found.first_row.checked_sub(1)?).map(OwnedRow::row)
}

impl Stacked {
    /// Takes the table asked for, otherwise the first that looks like one. Fails with the number of tables when there is no such one.
    pub(super) fn of(rows: Vec<OwnedRow>, parts: Vec<(usize, Found)>, choices: &ReadChoices) -> Result<Self, usize> {
        let usual = chosen(&rows, &parts);
        let wanted = choices.table.map_or(usual, |n| usize::try_from(n).unwrap_or(usize::MAX).saturating_sub(1));
        let count = parts.len();
        if wanted >= count {
            return Err(count);
        }
        let line_of = |index: usize| rows.get(index).map(|r| r.row().line);
        let starts: Vec<usize> = parts.iter().map(|(from, _)| *from).collect();
        let end_of = |part: usize| starts.get(part + 1).copied().unwrap_or(rows.len());
        let first_line = |from: usize, found: &Found| {
            let header = usize::try_from(found.header_rows).unwrap_or(0);
            line_of(from + found.first_row.saturating_sub(header)).unwrap_or(1)
        };
        let others =
            parts.iter().enumerate().filter(|(part, _)| *part != wanted).map(|(part, (from, found))| TableInfo {
                first_line: first_line(*from, found),
                last_line: line_of(end_of(part).saturating_sub(1)).unwrap_or(1),
                title: found.title.clone(),
                columns: unique(found.names.clone()),
            });
        let others = others.collect();
        let stop_line = starts.get(wanted + 1).and_then(|next| line_of(*next));
        let end = end_of(wanted);
        let (from, found) = parts.into_iter().nth(wanted).ok_or(count)?;
        let first_line = first_line(from, &found);
        let rows = rows.into_iter().take(end).skip(from).collect();
        Ok(Self { found, rows, others, usual, stop_line, first_line })
    }
}
