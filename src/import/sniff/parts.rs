//! Rows that sum up others are no rows: what columns hold is told by the others alone.

use super::{ColumnInfo, LeftOutLine, LeftOutReason, Sniffed, preview};
use crate::import::columns::ColumnFacts;
use crate::import::dates::DateOrder;
use crate::import::gate::Gate;
use crate::import::guess;
use crate::import::headers;
use crate::import::layout::{Layout, Sample};
use crate::import::mapping::{Mapping, Shape};
use crate::import::rows::{OwnedRow, trim};

/// Cells that columns are judged by.
const JUDGED_CELLS: usize = 200_000;

/// What the cells of each column have in common.
pub(super) fn facts<'a>(layout: &Layout, rows: impl Iterator<Item = &'a OwnedRow>) -> Vec<ColumnFacts> {
    let width = layout.names.len();
    let most = (JUDGED_CELLS / width.max(1)).max(100);
    let rows: Vec<_> = rows.take(most).map(OwnedRow::row).filter(|row| row.used() > 0).collect();
    let column = |index: usize| ColumnFacts::of(rows.iter().map(|row| trim(row.cell(index))));
    let mut facts: Vec<ColumnFacts> = (0..width).map(column).collect();
    let order = order_of_habit(layout, &facts);
    facts.iter_mut().for_each(|facts| facts.dates.in_doubt = order);
    facts
}

/// The order of day and month that goes without saying where the rest of a file was written: nobody who parts cells with
/// semicolons and writes decimals with a comma, or names a day in one of these languages, has the month in front.
fn order_of_habit(layout: &Layout, facts: &[ColumnFacts]) -> Option<DateOrder> {
    let delimiter = layout.dialect.delimiter.first();
    let (number, is_assumed) = guess::number(facts, delimiter);
    let decimal = number.filter(|_| !is_assumed).and_then(|number| number.decimal);
    let has_comma = decimal.as_deref() == Some(",");
    let names_day = layout.names.iter().any(|name| headers::is_foreign_date_name(name));
    (delimiter == b';' && (has_comma || names_day)).then_some(DateOrder::DayFirst)
}

/// The shape of a table and what its columns would be, by what they hold.
pub(super) fn shape_and_columns(layout: &Layout, facts: &[ColumnFacts]) -> (Option<Shape>, Vec<ColumnInfo>) {
    let guessed = guess::roles(&layout.names, facts);
    let columns = layout.names.iter().zip(facts).zip(guessed.roles);
    let info =
        |((name, facts), (role, reason)): ((&String, &ColumnFacts), _)| ColumnInfo::of(name, facts, role, reason);
    (guessed.shape, columns.map(info).collect())
}

/// Says which of the first rows sum up others, and looks at the columns anew without them: "Total, 412" below scores from
/// 0 to 10 makes them no less scores, and "Buy Total" below "Buy" is no further stage.
pub(super) fn leave_out_totals(sniffed: &mut Sniffed, sample: &Sample) {
    let of_row = sniffed.totals.clone().map(|filter| Mapping { filter: vec![filter], ..Mapping::new(Shape::Long) });
    let rules = sniffed.suggested.as_deref().or(of_row.as_ref());
    let Some(gate) = rules.and_then(|mapping| Gate::of(mapping, sniffed)) else { return };
    let is_total = |row: &&OwnedRow| gate.is_total(row.row());
    let first_of_last = sample.last.first().map_or(u64::MAX, |row| row.row().line);
    let first = sample.rows.iter().filter(|row| row.row().line < first_of_last);
    let mut totals = first.chain(&sample.last).filter(is_total).map(OwnedRow::row).peekable();
    if totals.peek().is_none() {
        return;
    }
    sniffed.left_out.extend(totals.map(|row| LeftOutLine {
        line: row.line,
        text: row.text(),
        reason: LeftOutReason::Total,
    }));
    sniffed.left_out.sort_by_key(|line| line.line);
    let parts = || sample.rows.iter().filter(|row| !is_total(row));
    if sniffed.suggested.is_none() {
        let facts = facts(&sniffed.layout, parts());
        (sniffed.shape, sniffed.columns) = shape_and_columns(&sniffed.layout, &facts);
        let delimiter = sniffed.layout.dialect.delimiter.first();
        (sniffed.number, sniffed.is_number_assumed) = guess::number(&facts, delimiter);
    }
    sniffed.preview = preview(parts());
}
