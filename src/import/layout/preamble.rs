//! What stands above a table in lines of a name and a value: "Report,Monthly CSAT", "From,2026-01-01". And how much of a
//! table some rows are, where there are several to choose from.

use super::find::{Found, Kind, find_table, is_header, kind};
use crate::import::choices::ReadChoices;
use crate::import::dialect::Dialect;
use crate::import::rows::{OwnedRow, Row, RowReader, trim};
use crate::import::scales;
use std::collections::BTreeSet;

/// Most lines of names and values above a table.
const MOST_LINES: usize = 30;
/// Rows of a table by which it is known.
const TELLING_ROWS: usize = 10;
/// Rows by which tables are compared.
const COMPARED_ROWS: usize = 1_000;
/// A first table of no more rows than this, and of names and values, may be about the one below it.
const FEW_ROWS: usize = 10;
/// More different words than this are no answers to choose from.
const MOST_ANSWERS: usize = 16;
/// How much more of a table another one must be to be read instead of the first.
const MUCH_MORE: usize = 4;

fn filled(row: Row<'_>) -> usize {
    row.cells().filter(|cell| !trim(cell).is_empty()).count()
}

/// How many of the first rows are names with their values, above a table of other rows.
pub(super) fn lines_of_values(rows: &[OwnedRow], usual: usize) -> usize {
    let found = match usual {
        0 | 1 => None,
        2 => header_behind_gap(rows),
        _ => rows.iter().take(MOST_LINES + 1).position(|row| filled(row.row()) > 2),
    };
    let Some(header) = found.filter(|index| *index > 0) else { return 0 };
    let (above, table) = rows.split_at(header);
    let is_pair = |row: Row<'_>| filled(row) == 2 && row.used() == 2;
    let are_pairs = above.iter().map(OwnedRow::row).all(|row| is_pair(row) || filled(row) < 2);
    let pairs = above.iter().map(OwnedRow::row).filter(|row| is_pair(*row)).count();
    // One line of names over groups of columns is a part of the header.
    let is_apart = pairs > 1 || is_gap(rows, header);
    let has_values = are_pairs && pairs > 0 && is_apart;
    if has_values && !is_column_of_numbers(above) && starts_table(table, usual) { header } else { 0 }
}

/// True when nothing stands above a row.
fn is_gap(rows: &[OwnedRow], index: usize) -> bool {
    let above = index.checked_sub(1).and_then(|above| rows.get(above));
    rows.get(index).is_some_and(|row| row.row().blank_lines > 0) || above.is_some_and(|row| row.row().used() == 0)
}

/// A table of two columns behind a gap, whose first column holds dates or numbers where all rows above hold names.
fn header_behind_gap(rows: &[OwnedRow]) -> Option<usize> {
    let first_is = |row: &OwnedRow, wanted: &[Kind]| wanted.contains(&kind(row.row().cell(0)));
    (1..rows.len().min(MOST_LINES + 1)).filter(|index| is_gap(rows, *index)).find(|index| {
        let (above, table) = rows.split_at(*index);
        let below = table.get(1..).unwrap_or_default();
        let are_figures =
            below.iter().take(TELLING_ROWS).filter(|row| first_is(row, &[Kind::Date, Kind::Number])).count();
        below.len() >= 2
            && are_figures * 10 >= below.len().min(TELLING_ROWS) * 8
            && above.iter().all(|row| first_is(row, &[Kind::Text, Kind::Blank]))
    })
}

/// True for rows of which the first names a column of numbers: a small table of its own.
fn is_column_of_numbers(rows: &[OwnedRow]) -> bool {
    let mut pairs = rows.iter().map(OwnedRow::row).filter(|row| filled(*row) == 2);
    let names =
        pairs.next().is_some_and(|row| row.cells().filter(|c| !trim(c).is_empty()).all(|c| kind(c) == Kind::Text));
    let kinds: Vec<Kind> = pairs.map(|row| kind(row.cell(row.used().saturating_sub(1)))).collect();
    names && kinds.len() >= 2 && kinds.iter().all(|kind| *kind == Kind::Number)
}

/// True when the first row names the columns of those below, most of which are as wide as is usual.
fn starts_table(rows: &[OwnedRow], usual: usize) -> bool {
    let Some((header, below)) = rows.split_first() else { return false };
    let header = header.row();
    let below = below.get(..below.len().min(TELLING_ROWS)).unwrap_or_default();
    let wide = below.iter().filter(|row| filled(row.row()) * 2 > usual).count();
    let has_figures = below.iter().any(|row| row.row().cells().any(|c| matches!(kind(c), Kind::Number | Kind::Date)));
    let names = header.cells().all(|cell| matches!(kind(cell), Kind::Text | Kind::Blank));
    let is_begun = !header.trimmed(0).is_empty();
    is_begun && filled(header) * 2 > usual && names && has_figures && wide * 2 > below.len() && is_header(header, below)
}

/// True for a column of answers in words: those of one scale, or of yes and no.
fn are_worded_answers(rows: &[Row<'_>], column: usize) -> bool {
    let mut words: BTreeSet<String> = BTreeSet::new();
    let mut filled = 0;
    for cell in rows.iter().map(|row| row.trimmed(column)).filter(|cell| !cell.is_empty()) {
        filled += 1;
        words.insert(String::from_utf8_lossy(cell).to_lowercase());
        if words.len() > MOST_ANSWERS {
            return false;
        }
    }
    let texts = || words.iter().map(String::as_str);
    filled * 2 >= rows.len() && (scales::of_words(texts()).is_some() || scales::of_yes_no(texts()).is_some())
}

/// How much of a table some rows are: its rows times its columns of numbers, dates or answers.
pub(super) fn worth(rows: &[OwnedRow], found: &Found) -> usize {
    let rows: Vec<Row<'_>> =
        rows.iter().skip(found.first_row).take(COMPARED_ROWS).map(OwnedRow::row).filter(|row| row.used() > 0).collect();
    let is_typed = |column: &usize| {
        let (mut figures, mut all) = (0, 0);
        for kind in rows.iter().map(|row| kind(row.cell(*column))).filter(|kind| *kind != Kind::Blank) {
            figures += usize::from(kind != Kind::Text);
            all += 1;
        }
        (figures >= 2 && figures * 10 >= all * 8 && all * 2 >= rows.len()) || are_worded_answers(&rows, *column)
    };
    rows.len() * (0..found.names.len()).filter(is_typed).count()
}

/// Which of several tables is read when nobody says it: the first, unless it is hardly one and another clearly is.
pub(super) fn chosen(rows: &[OwnedRow], parts: &[(usize, Found)]) -> usize {
    let part = |at: usize| {
        let (from, found) = parts.get(at)?;
        let to = parts.get(at + 1).map_or(rows.len(), |(next, _)| *next);
        Some((rows.get(*from..to)?, found))
    };
    let Some((own, first)) = part(0).filter(|_| parts.len() > 1) else { return 0 };
    let Some(first_worth) = doubted_worth(own, first) else { return 0 };
    let worths = (1..parts.len()).filter_map(|at| part(at).map(|(rows, found)| (worth(rows, found), at)));
    // Of equals the first.
    let best = worths.max_by_key(|(worth, at)| (*worth, usize::MAX - at));
    best.filter(|(worth, _)| *worth > first_worth * MUCH_MORE).map_or(0, |(_, at)| at)
}

/// How much of a table some rows are that are hardly one; `None` for those that are.
fn doubted_worth(rows: &[OwnedRow], found: &Found) -> Option<usize> {
    let worth = worth(rows, found);
    let are_names = rows.iter().all(|row| matches!(kind(row.row().cell(0)), Kind::Text | Kind::Blank));
    let is_small = found.names.len() <= 2 && rows.len().saturating_sub(found.first_row) <= FEW_ROWS;
    if found.preset.is_some() || !((is_small && are_names) || worth == 0) {
        return None;
    }
    Some(if are_names && !is_column_of_numbers(rows) { 0 } else { worth })
}

/// How much of a table the rows of a sheet are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SheetWorth {
    worth: usize,
    /// They are notes, or names and values, or nothing but words.
    is_doubtful: bool,
}

impl SheetWorth {
    /// Looks at the first rows of a sheet.
    pub(crate) fn of(text: &[u8]) -> Self {
        let mut reader = RowReader::new(text, Dialect::RECORDS, 1);
        let mut rows = Vec::new();
        while rows.len() < COMPARED_ROWS && reader.advance().is_ok_and(|is_row| is_row) {
            rows.push(OwnedRow::of(reader.row()));
        }
        let found = find_table(&rows, &ReadChoices::default());
        match doubted_worth(&rows, &found) {
            Some(worth) => Self { worth, is_doubtful: true },
            None => Self { worth: worth(&rows, &found), is_doubtful: false },
        }
    }

    /// True for a sheet that is hardly a table.
    pub(crate) fn is_doubtful(self) -> bool {
        self.is_doubtful
    }

    /// True when this one is so much more of a table that it is meant rather than the other.
    pub(crate) fn is_meant_beside(self, other: Self) -> bool {
        !self.is_doubtful && self.worth > other.worth * MUCH_MORE
    }
}
