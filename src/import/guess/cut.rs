//! Columns to cut by once it is known which rows are none.

use crate::import::columns::ColumnFacts;
use crate::import::rows::Row;
use crate::import::sniff::{ColumnInfo, ColumnType, Role, RoleReason};

/// Lets texts that have few values but for the names of totals cut the data: "Buy" and "Use" are two, whatever
/// "Buy Total", "Use Total" and "Grand Total" make of them.
pub(crate) fn cut_without_totals(columns: &mut [ColumnInfo], rows: &[Row<'_>]) {
    let is_open = |column: &ColumnInfo| {
        column.role == Role::Ignored
            && column.reason == RoleReason::ManyValues
            && column.column_type == ColumnType::Text
    };
    for (index, column) in columns.iter_mut().enumerate().filter(|(_, column)| is_open(column)) {
        let facts = ColumnFacts::of(rows.iter().map(|row| row.trimmed(index)));
        if facts.has_few_values() && !facts.is_prose() {
            (column.role, column.reason, column.distinct) = (Role::Segment, RoleReason::FewValues, facts.distinct());
        }
    }
}
