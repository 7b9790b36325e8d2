//! Labels of groups that stand in the first of their rows only, as pivot tables have them. A blank cell means "as above"
//! nowhere else, so that the table must prove what it is: by the corner in which pivot tables say what they sum up, by a
//! row of totals for every group, or by the same parts in every group.

use crate::import::rows::{OwnedRow, Row};
use crate::import::sniff::LeftOutLine;
use crate::import::totals;
use std::collections::BTreeSet;

/// Fewer columns are no pivot table: a group, what is in it, and a number.
const LEAST_COLUMNS: usize = 3;

/// Carries labels down to the rows below them.
#[derive(Debug, Clone, Default)]
pub(super) struct Labels {
    /// How many columns in front hold labels that are left out where they do not change.
    columns: usize,
    last: Vec<Vec<u8>>,
}

impl Labels {
    pub(super) fn of(columns: usize) -> Self {
        Self { columns, last: Vec::new() }
    }

    /// The row with the labels of the groups that it belongs to; `None` where it has all that there are.
    pub(super) fn filled(&mut self, row: Row<'_>) -> Option<OwnedRow> {
        if self.columns == 0 || row.used() == 0 {
            return None;
        }
        let mut is_short_of_any = false;
        for at in 0..self.columns {
            if row.trimmed(at).is_empty() {
                is_short_of_any |= self.last.get(at).is_some_and(|label| !label.is_empty());
            } else {
                // What is inside a group that has ended holds for no other.
                self.last.truncate(at);
                self.last.resize(at, Vec::new());
                self.last.push(row.cell(at).to_vec());
            }
        }
        let label = |at: usize| {
            let is_blank = at < self.columns && row.trimmed(at).is_empty();
            self.last.get(at).filter(|label| is_blank && !label.is_empty()).map(Vec::as_slice)
        };
        is_short_of_any.then(|| OwnedRow::with(row, label))
    }
}

/// How many columns in front hold such labels.
pub(super) fn columns(rows: &[OwnedRow], names: &[String], left_out: &[LeftOutLine]) -> usize {
    let rows: Vec<Row<'_>> = rows.iter().map(OwnedRow::row).filter(|row| row.used() > 0).collect();
    let Some(first) = rows.first().filter(|_| names.len() >= LEAST_COLUMNS) else { return 0 };
    if first.trimmed(0).is_empty() || rows.iter().all(|row| !row.trimmed(0).is_empty()) {
        return 0;
    }
    // A label that comes again is a name of something, not that of a group.
    let labels: Vec<String> = rows.iter().map(|row| text(*row, 0)).filter(|label| !label.is_empty()).collect();
    let known: BTreeSet<String> = labels.iter().map(|label| label.to_lowercase()).collect();
    if known.len() < labels.len() {
        return 0;
    }
    let is_total = |label: &str| totals::is_total_of(label, &known);
    let has_corner = left_out.iter().any(|line| totals::pivot_corner(&line.text).is_some())
        || names.iter().any(|name| totals::pivot_corner(name).is_some());
    let groups: BTreeSet<String> =
        labels.iter().filter(|label| !is_total(label)).map(|label| label.to_lowercase()).collect();
    let subtotals = labels.iter().filter(|label| totals::sums_up_group(label, &groups)).count();
    let is_bare = |row: &Row<'_>| row.trimmed(1).is_empty();
    let sums_up = |row: &Row<'_>| is_total(&text(*row, 0));
    let are_bare = rows.iter().filter(|row| sums_up(row)).all(is_bare);
    let has_subtotals = subtotals == groups.len() && are_bare;
    let parts: Vec<Row<'_>> = rows.into_iter().filter(|row| !sums_up(row)).collect();
    if groups.is_empty() || !(has_corner || has_subtotals || are_same_parts(&parts)) {
        return 0;
    }
    let mut depth = 1;
    while depth + 1 < names.len() && parts.iter().any(|row| row.trimmed(depth).is_empty()) {
        if !are_labels_within(&parts, depth) {
            return 0;
        }
        depth += 1;
    }
    // Something must tell the rows of a group apart.
    if depth + 1 < names.len() { depth } else { 0 }
}

/// True when every group of the first column has several rows, and the second column says the same of each group: the months
/// below "Checkout" are those below "Delivery". The last group may be cut where no more rows were looked at. Rows of a whole
/// map between those of its stages would not come so.
fn are_same_parts(rows: &[Row<'_>]) -> bool {
    let mut groups: Vec<Vec<String>> = Vec::new();
    for row in rows {
        if !row.trimmed(0).is_empty() {
            groups.push(Vec::new());
        }
        let Some(group) = groups.last_mut() else { return false };
        let part = text(*row, 1).to_lowercase();
        if part.is_empty() || group.contains(&part) {
            return false;
        }
        group.push(part);
    }
    let Some((last, whole)) = groups.split_last() else { return false };
    let Some(first) = whole.first() else { return false };
    first.len() >= 2 && whole.iter().all(|group| group == first) && first.starts_with(last)
}

/// True when each group of the columns in front begins with a label in this one, and has none twice.
fn are_labels_within(rows: &[Row<'_>], column: usize) -> bool {
    let mut seen = BTreeSet::new();
    rows.iter().all(|row| {
        let is_new_group = (0..column).any(|at| !row.trimmed(at).is_empty());
        if is_new_group {
            seen.clear();
        }
        let label = row.trimmed(column);
        if label.is_empty() { !is_new_group } else { seen.insert(label.to_ascii_lowercase()) }
    })
}

fn text(row: Row<'_>, column: usize) -> String {
    String::from_utf8_lossy(row.trimmed(column)).into_owned()
}
