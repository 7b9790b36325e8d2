//! Where in the first rows of a file the table starts.

use super::preamble::lines_of_values;
use crate::import::choices::ReadChoices;
use crate::import::dates::{DateOrder, Zone, month_with_point, parse as parse_date};
use crate::import::numbers::NumberFormat;
use crate::import::presets::{self, Clues, Preset};
use crate::import::rows::{OwnedRow, Row, trim};
use crate::import::sniff::{LeftOutLine, LeftOutReason};
use crate::import::totals::pivot_corner;

/// The beginning of a table.
#[derive(Default)]
pub(super) struct Found {
    pub preamble_lines: u64,
    pub header_rows: u64,
    /// Names as written; some may be empty or stand twice.
    pub names: Vec<String>,
    /// Index of the first row of data in the sample.
    pub first_row: usize,
    pub left_out: Vec<LeftOutLine>,
    pub preset: Option<Preset>,
    /// The cells of the second, third, … row of the header.
    pub more_header: Vec<Vec<String>>,
    /// The line above it, when it says something.
    pub title: Option<String>,
}

/// Finds the header. With lines to skip, the rows are those below them, and the first is the header or the first row.
pub(super) fn find_table(rows: &[OwnedRow], choices: &ReadChoices) -> Found {
    let usual = usual_width(rows);
    let mut left_out = Vec::new();
    let mut top = 0;
    let values = if choices.skip.is_some() { 0 } else { lines_of_values(rows, usual) };
    for (index, owned) in rows.iter().enumerate().take(if choices.skip.is_some() { 0 } else { usize::MAX }) {
        let row = owned.row();
        let next = rows.get(index + 1).map(OwnedRow::row);
        let reason = if is_comment(row, usual, next) {
            LeftOutReason::Comment
        } else if index < values
            || (usual >= 2
                && (is_title(row, usual, next) || is_wide_title(row, rows.get(index + 1..).unwrap_or_default())))
        {
            LeftOutReason::AboveHeader
        } else {
            top = index;
            break;
        };
        left_out.push(LeftOutLine { line: row.line, text: row.text(), reason });
    }
    // Nothing but titles: then they are the table.
    if left_out.len() == rows.len() {
        left_out.clear();
        top = 0;
    }
    let Some(header) = rows.get(top).map(OwnedRow::row) else {
        return Found { left_out, ..Found::default() };
    };
    let title = title_of(&left_out);
    let preamble_lines = choices.skip.unwrap_or(header.line.saturating_sub(1));
    let below = rows.get(top + 1..).unwrap_or_default();
    let cells = header.len().max(if header.len() * 2 > usual { usual } else { 0 });
    if let Some(count) = choices.header_rows.and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0) {
        return named_by_rows(rows, top, count, left_out, preamble_lines);
    }
    if choices.header_rows == Some(0) || !is_header(header, below) {
        return Found {
            preamble_lines,
            header_rows: 0,
            names: (0..usual.max(1)).map(|i| format!("column_{}", i + 1)).collect(),
            first_row: top,
            left_out,
            preset: None,
            more_header: Vec::new(),
            title,
        };
    }
    let mut names: Vec<String> = (0..cells).map(|i| clean_name(header.cell(i))).collect();
    let above = rows.get(..top).unwrap_or_default();
    let clues = Clues { above, names: &names, is_header_apart: header.blank_lines > 0, below };
    let preset = preset_of(choices, &clues);
    let more = preset.map_or(0, |preset| preset.further_header_rows(&clues)).min(below.len());
    let more_header = below.iter().take(more).map(|row| row.row().cells().map(clean_name).collect()).collect();
    for row in below.iter().take(more) {
        let row = row.row();
        left_out.push(LeftOutLine { line: row.line, text: row.text(), reason: LeftOutReason::SecondHeader });
    }
    let is_named_below = preset.is_some_and(|preset| preset.is_named_by_second_row(&clues));
    let more_names = if preset.is_none() { further_names(header, below) } else { 0 };
    if more_names > 0 {
        return named_by_rows(rows, top, 1 + more_names, left_out, preamble_lines);
    }
    if more == 1
        && is_named_below
        && let Some(second) = below.first()
    {
        name_by_second_row(&mut names, second.row());
    }
    Found {
        preamble_lines,
        header_rows: 1 + more as u64,
        names,
        first_row: top + 1 + more,
        left_out,
        preset,
        title,
        more_header,
    }
}

/// The tool that wrote the file: the one that somebody named, or the one that it looks like.
fn preset_of(choices: &ReadChoices, clues: &Clues<'_>) -> Option<Preset> {
    match choices.preset() {
        Ok(Some(chosen)) => chosen,
        _ => presets::recognise(clues),
    }
}

/// The last line above the header that is no remark.
fn title_of(left_out: &[LeftOutLine]) -> Option<String> {
    left_out.iter().rev().find(|l| l.reason == LeftOutReason::AboveHeader).map(|l| l.text.clone())
}

/// Rows below the first that are names too: the same names once more, or names where everything below is numbers and
/// dates.
fn further_names(header: Row<'_>, below: &[OwnedRow]) -> usize {
    const MOST: usize = 3;
    let is_name_too = |(index, row): &(usize, &OwnedRow)| {
        let rest = below.get(index + 1..).unwrap_or_default();
        rest.len() >= 2 && (has_same_cells(header, row.row()) || is_second_header(row.row(), rest))
    };
    let names = below.iter().enumerate().take(MOST).take_while(is_name_too).count();
    let is_part = |row: &OwnedRow| names_parts(header, row.row());
    // Only down to the first row of data, though a total further down may look like parts of names.
    let above = below.iter().take(MOST).take_while(|row| is_part(row) || row.row().used() == 0).count();
    let parts = below.get(..above).unwrap_or_default().iter().rposition(is_part).map_or(0, |last| last + 1);
    if below.len() > parts { names.max(parts) } else { names }
}

/// True when a row has names for the parts of what is named above several columns, and nothing else: `Travel,,,Total`
/// above `Air,Rail,Taxi,`.
fn names_parts(header: Row<'_>, row: Row<'_>) -> bool {
    let is_blank = |row: Row<'_>, column: usize| row.trimmed(column).is_empty();
    let filled: Vec<usize> = (0..row.len()).filter(|column| !is_blank(row, *column)).collect();
    let spans = |column: &usize| *column < header.used() && (is_blank(header, *column) || is_blank(header, column + 1));
    header.used() >= LEAST_NAMES
        && is_blank(row, 0)
        && !is_blank(header, 0)
        && filled.len() >= 2
        && filled.iter().any(|column| is_blank(header, *column))
        && filled.iter().all(|column| spans(column) && kind(row.cell(*column)) == Kind::Text)
}

/// Columns up to the last name, where some of them may have parts.
const LEAST_NAMES: usize = 4;

/// True for a sentence whose commas make it wider than the names and all rows below it.
fn is_wide_title(row: Row<'_>, below: &[OwnedRow]) -> bool {
    let Some((names, rows)) = below.split_first() else { return false };
    let width = names.row().len();
    row.used() > width
        && width >= 2
        && rows.len() >= 2
        && rows.iter().take(30).all(|row| row.row().len() == width)
        && is_second_header(names.row(), rows)
}

/// True when the cells are the same, two of them at least.
fn has_same_cells(header: Row<'_>, row: Row<'_>) -> bool {
    let width = header.used();
    width >= 2 && row.used() == width && (0..width).all(|i| header.trimmed(i) == row.trimmed(i))
}

/// Words that stand where a number would.
const NO_VALUE: [&[u8]; 12] =
    [b"n/a", b"na", b"nan", b"null", b"none", b"nil", b"inf", b"missing", b"unknown", b"error", b"tbd", b"closed"];

/// True when a cell is a word that says that there is no value.
fn is_no_value(cell: &[u8]) -> bool {
    NO_VALUE.contains(&trim(cell).to_ascii_lowercase().as_slice())
}

/// True when every column that is numbers for the most part has a name here, and some column of numbers or dates has: a
/// row of data that lacks its number names nothing.
fn names_figures(row: Row<'_>, below: &[OwnedRow]) -> bool {
    let below: Vec<Row<'_>> = below.iter().map(OwnedRow::row).take_while(|row| !is_remark(*row)).collect();
    let width = below.iter().map(Row::len).max().unwrap_or(0).max(row.len());
    let mut names = false;
    for column in 0..width {
        let kinds: Vec<Kind> = below.iter().map(|r| kind(r.cell(column))).filter(|k| *k != Kind::Blank).collect();
        let count = |wanted: Kind| kinds.iter().filter(|kind| **kind == wanted).count() * 2;
        let (are_numbers, are_dates) = (count(Kind::Number) > kinds.len(), count(Kind::Date) > kinds.len());
        let is_name = kind(row.cell(column)) == Kind::Text && !is_no_value(row.cell(column));
        if are_numbers && !is_name {
            return false;
        }
        names |= is_name && (are_numbers || are_dates);
    }
    names
}

/// True when two columns at least are numbers or dates below, and all of those have a name here.
fn is_second_header(row: Row<'_>, below: &[OwnedRow]) -> bool {
    let mut named = 0;
    for column in 0..row.len() {
        let kinds = below.iter().take(30).map(|r| kind(r.row().cell(column))).filter(|k| *k != Kind::Blank);
        let (mut typed, mut all) = (0usize, 0usize);
        for kind in kinds {
            typed += usize::from(kind != Kind::Text);
            all += 1;
        }
        if all == 0 || typed * 10 < all * 9 {
            // A word in a column of words may be data.
            continue;
        }
        let cell = row.trimmed(column);
        if kind(cell) != Kind::Text
            || !cell.iter().any(|b| b.is_ascii_alphabetic() || *b == b'%' || !b.is_ascii())
            || is_period(cell)
        {
            return false;
        }
        if is_no_value(cell) {
            return false;
        }
        named += 1;
    }
    named >= 2 && row.cells().all(|c| kind(c) == Kind::Text || kind(c) == Kind::Blank)
}

/// Index of the first row of another table below this one: the header once more, a header of another width behind a blank
/// line, or lines of remarks above a header, however wide that is.
pub(super) fn next_table(rows: &[OwnedRow], found: &Found) -> Option<usize> {
    let header_top = found.first_row.checked_sub(1)?;
    let header = rows.get(header_top)?.row();
    let first = rows.get(found.first_row).map_or(0, |r| r.row().len());
    let is_apart = |index: usize| {
        let above = index.checked_sub(1).and_then(|i| rows.get(i)).map(OwnedRow::row);
        rows.get(index).is_some_and(|r| r.row().blank_lines > 0) || above.is_some_and(|r| r.used() == 0)
    };
    let starts = |(index, owned): &(usize, &OwnedRow)| {
        let row = owned.row();
        let below = rows.get(index + 1..).unwrap_or_default();
        if found.header_rows > 0 && is_named_alike(header, row) {
            // Without anything between, the rows of another file follow: the same table goes on.
            let above = index.checked_sub(1).and_then(|i| rows.get(i)).map(OwnedRow::row);
            let is_titled = above.is_some_and(|above| above.used() <= 1);
            return is_apart(*index) || is_titled || !has_same_cells(header, row);
        }
        if is_remark(row) {
            let table = below.iter().position(|r| !is_remark(r.row()) && r.row().used() > 0);
            let header = table.and_then(|at| Some((below.get(at)?.row(), below.get(at + 1..)?)));
            return header.is_some_and(|(header, rows)| {
                let has_names =
                    header.len() >= 2 && header.cells().all(|c| matches!(kind(c), Kind::Text | Kind::Blank));
                let rows = rows.get(..rows.len().min(10)).unwrap_or_default();
                let has_numbers = rows.iter().any(|r| r.row().cells().any(|c| kind(c) == Kind::Number));
                has_names && header.used() >= 2 && has_numbers && names_figures(header, rows)
            });
        }
        let is_title = |i: usize| i.checked_sub(1).and_then(|i| rows.get(i)).is_some_and(|r| is_caption(r.row()));
        let is_below_gap = is_apart(*index) || (is_title(*index) && is_apart(index - 1));
        let filled = row.cells().filter(|c| !trim(c).is_empty()).count();
        let is_other_width = row.len() != header.len() && row.len() != first;
        // As wide as the one above, but with names of its own: sheets have one grid for all their tables. Two of one form
        // share some of them, the first above all.
        let has_other_names = || {
            let shared = (0..row.len()).filter(|i| row.trimmed(*i) == header.trimmed(*i)).count();
            let is_of_one_form = shared < row.len() && row.trimmed(0) == header.trimmed(0);
            (shared == 0 || is_of_one_form) && names_figures(row, below.get(..below.len().min(10)).unwrap_or_default())
        };
        is_below_gap
            && (is_other_width || has_other_names())
            && filled >= 2
            && filled == row.len()
            && row.cells().all(|c| kind(c) == Kind::Text)
            && below.first().is_some_and(|next| next.row().len() == row.len())
            && is_header(row, below.get(..below.len().min(10)).unwrap_or_default())
            && below.iter().take(10).any(|r| r.row().cells().any(|c| kind(c) == Kind::Number))
    };
    let (mut index, _) = rows.iter().enumerate().skip(found.first_row + 1).find(starts)?;
    // A title above it is its own.
    while index > found.first_row + 1 && rows.get(index - 1).is_some_and(|r| is_caption(r.row()) || r.row().used() == 0)
    {
        index -= 1;
    }
    Some(index)
}

/// A line of one cell, or of one text in the first cell of a grid.
fn is_caption(row: Row<'_>) -> bool {
    row.len() == 1 || (row.used() == 1 && kind(row.cell(0)) == Kind::Text)
}

/// A line that says something of a table below it.
fn is_remark(row: Row<'_>) -> bool {
    row.trimmed(0).starts_with(b"#") && row.used() == 1
}

/// True when a table may begin with these rows, below one that has this header: whether it does is said by
/// [`next_table`], which knows the table above.
pub(super) fn begins_table(rows: &[OwnedRow], header: Option<Row<'_>>) -> bool {
    let found = Found { first_row: 1, header_rows: 1, ..Found::default() };
    let begins = |above: OwnedRow| {
        let rows: Vec<OwnedRow> = [above, OwnedRow::default()].into_iter().chain(rows.iter().cloned()).collect();
        next_table(&rows, &found).is_some()
    };
    begins(OwnedRow::default()) || header.is_some_and(|header| begins(OwnedRow::of(header)))
}

/// True when nearly all cells repeat the header.
fn is_named_alike(header: Row<'_>, row: Row<'_>) -> bool {
    let filled = row.cells().filter(|c| !trim(c).is_empty()).count();
    if filled < 2 || row.trimmed(0) != header.trimmed(0) {
        return false;
    }
    let same = (0..row.len()).filter(|i| !row.trimmed(*i).is_empty() && row.trimmed(*i) == header.trimmed(*i)).count();
    same >= 2 && same * 5 >= filled.max(header.used()) * 4 && row.cells().all(|c| kind(c) != Kind::Number)
}

/// A table whose header has as many rows as somebody said.
fn named_by_rows(
    rows: &[OwnedRow],
    top: usize,
    count: usize,
    mut left_out: Vec<LeftOutLine>,
    preamble_lines: u64,
) -> Found {
    let title = title_of(&left_out);
    let header = rows.get(top..).unwrap_or_default();
    let header = header.get(..count.min(header.len())).unwrap_or_default();
    for row in header.iter().skip(1) {
        let row = row.row();
        left_out.push(LeftOutLine { line: row.line, text: row.text(), reason: LeftOutReason::SecondHeader });
    }
    Found {
        preamble_lines,
        header_rows: header.len() as u64,
        names: merged_names(header),
        first_row: top + header.len(),
        left_out,
        preset: None,
        more_header: header.iter().skip(1).map(|row| row.row().cells().map(clean_name).collect()).collect(),
        title,
    }
}

/// Names of several rows, joined by a space.
pub(crate) fn merged_names(header: &[OwnedRow]) -> Vec<String> {
    let cells = header.iter().map(|r| r.row().len()).max().unwrap_or(0);
    let last = header.len().saturating_sub(1);
    let is_named_below = |column: usize| header.last().is_some_and(|r| !r.row().trimmed(column).is_empty());
    let is_repeated = header.windows(2).all(|rows| match rows {
        [above, below] => has_same_cells(above.row(), below.row()),
        _ => false,
    });
    // A name that spans columns stands in the first of them.
    let mut spanning = vec![String::new(); header.len()];
    let mut names = Vec::with_capacity(cells);
    for column in 0..cells {
        let mut parts = Vec::new();
        for (index, (row, spanning)) in header.iter().zip(&mut spanning).enumerate() {
            let own = clean_name(row.row().cell(column));
            if !own.is_empty() {
                spanning.clone_from(&own);
                // One that spans both rows is one name, unless all of them stand twice.
                if is_repeated || parts.last() != Some(&own) {
                    parts.push(own);
                }
            } else if index < last && is_named_below(column) && !spanning.is_empty() {
                parts.push(spanning.clone());
            }
        }
        names.push(parts.join(" "));
    }
    names
}

/// The number of cells that most rows have. One cell only when hardly any row has more.
pub(super) fn usual_width(rows: &[OwnedRow]) -> usize {
    let mut counts = std::collections::BTreeMap::<usize, usize>::new();
    for row in rows.iter().take(1_000) {
        *counts.entry(row.row().len()).or_default() += 1;
    }
    let single = counts.remove(&1).unwrap_or(0);
    match counts.into_iter().max_by_key(|(width, count)| (*count, *width)) {
        Some((width, count)) if count * 10 >= single => width,
        _ => 1,
    }
}

/// A line of remarks above the table. A header may start with `#` too: it is as wide as the rows below.
fn is_comment(row: Row<'_>, usual: usize, next: Option<Row<'_>>) -> bool {
    let starts = |row: Row<'_>| row.trimmed(0).starts_with(b"#") && row.trimmed(0) != b"#";
    starts(row) && (row.len() != usual || usual == 1 || next.is_some_and(starts))
}

/// A title: one cell filled, or a short row before a fuller one.
fn is_title(row: Row<'_>, usual: usize, next: Option<Row<'_>>) -> bool {
    let used = row.used();
    let filled = row.cells().filter(|c| !trim(c).is_empty()).count();
    if row.len() == 1 || filled == 0 || (filled == 1 && usual >= 3) {
        return true;
    }
    // Of two columns one may be nameless; a title stands apart.
    if filled == 1 && next.is_some_and(|n| n.used() == 0) {
        return true;
    }
    // Names that stand twice need the row above them, however much of that is merged.
    let names_twice = |n: Row<'_>| {
        let names: Vec<&[u8]> = n.cells().map(trim).filter(|name| !name.is_empty()).collect();
        names.iter().collect::<std::collections::HashSet<_>>().len() < names.len()
    };
    if filled > 2 && next.is_some_and(names_twice) {
        return false;
    }
    if is_corner(row) && next.is_some_and(|below| names_more(below, filled)) {
        return true;
    }
    let is_short = row.len() < usual && next.is_some_and(|n| n.len() >= usual && n.used() > used);
    is_short && next.is_some_and(|n| n.cells().all(|c| kind(c) != Kind::Number))
}

/// True for what spreadsheets write above the header of a pivot table: what was summed up, and what the columns are.
fn is_corner(row: Row<'_>) -> bool {
    let filled = || row.cells().filter(|cell| !trim(cell).is_empty());
    pivot_corner(&String::from_utf8_lossy(row.trimmed(0))).is_some()
        && filled().count() <= 2
        && filled().all(|cell| kind(cell) == Kind::Text)
}

/// True for a row of more names than this, which may be periods.
fn names_more(row: Row<'_>, count: usize) -> bool {
    let is_name = |cell: &[u8]| kind(cell) != Kind::Number || is_period(cell);
    row.cells().filter(|cell| !trim(cell).is_empty()).count() > count && row.cells().all(is_name)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Blank,
    Number,
    Date,
    Text,
}

pub(super) fn kind(cell: &[u8]) -> Kind {
    let cell = trim(cell);
    if cell.is_empty() {
        return Kind::Blank;
    }
    if NumberFormat::POINT.parse(cell).is_some() || NumberFormat::COMMA.parse(cell).is_some() {
        return Kind::Number;
    }
    let is_date = [DateOrder::MonthFirst, DateOrder::DayFirst]
        .iter()
        .any(|order| parse_date(cell, *order, Zone::AsWritten).is_some());
    if is_date { Kind::Date } else { Kind::Text }
}

/// True when the row names columns: its cells differ in kind from those below, or all are text.
pub(super) fn is_header(row: Row<'_>, below: &[OwnedRow]) -> bool {
    let (mut differs, mut agrees) = (0usize, 0usize);
    for column in 0..row.len() {
        let own = kind(row.cell(column));
        let mut counts = [0usize; 2];
        for other in below.iter().take(30) {
            match kind(other.row().cell(column)) {
                Kind::Number => counts[0] += 1,
                Kind::Date => counts[1] += 1,
                Kind::Blank | Kind::Text => {}
            }
        }
        let below_kind = match counts {
            [0, 0] => Kind::Text,
            [numbers, dates] if numbers >= dates => Kind::Number,
            _ => Kind::Date,
        };
        match (own, below_kind) {
            (Kind::Number, Kind::Number) if is_period(row.cell(column)) => {}
            (Kind::Number, Kind::Number) | (Kind::Date, Kind::Date) => agrees += 1,
            (Kind::Text, Kind::Number | Kind::Date) | (Kind::Date, Kind::Number) => differs += 1,
            _ => {}
        }
    }
    let is_only_values = below.is_empty() && row.cells().all(|c| matches!(kind(c), Kind::Number | Kind::Date));
    differs >= agrees && !is_only_values
}

/// A year, or a month as in `01.2025`: a number too, but one that names a column.
fn is_period(cell: &[u8]) -> bool {
    let cell = trim(cell);
    let is_year =
        cell.len() == 4 && (cell.starts_with(b"19") || cell.starts_with(b"20")) && cell.iter().all(u8::is_ascii_digit);
    is_year || month_with_point(cell).is_some()
}

/// A header cell as a name.
fn clean_name(cell: &[u8]) -> String {
    String::from_utf8_lossy(trim(cell)).trim_matches(['\u{feff}', '\0']).trim().to_owned()
}

/// Nameless columns are parts of the question to their left; the second row says which.
fn name_by_second_row(names: &mut [String], second: Row<'_>) {
    let mut question = String::new();
    for (index, name) in names.iter_mut().enumerate() {
        let part = clean_name(second.cell(index));
        if name.is_empty() {
            if !part.is_empty() {
                *name = if question.is_empty() { part } else { format!("{question}: {part}") };
            }
        } else {
            let is_numbered = name.strip_prefix('V').is_some_and(|n| n.parse::<u32>().is_ok());
            if is_numbered && !part.is_empty() {
                *name = part;
                continue;
            }
            question.clone_from(name);
            let is_choice = !part.is_empty() && part.len() <= 60 && !part.to_lowercase().contains("response");
            if is_choice {
                *name = format!("{question}: {part}");
            }
        }
    }
}

/// Every column can be named: nameless ones by their number, repeated ones by a count.
pub(super) fn unique(names: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    // The next count of a name that stands twice: all columns may be called the same.
    let mut counts = std::collections::HashMap::<String, usize>::new();
    let mut out = Vec::with_capacity(names.len());
    for (index, name) in names.into_iter().enumerate() {
        let base = if name.is_empty() { format!("column_{}", index + 1) } else { name };
        let mut candidate = base.clone();
        while !seen.insert(candidate.clone()) {
            let count = counts.entry(base.clone()).or_insert(2);
            candidate = format!("{base}_{count}");
            *count += 1;
        }
        out.push(candidate);
    }
    out
}
