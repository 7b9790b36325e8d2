//! Read-only SQL over a file, with the bulk rows as the tables `observation` and `response`.

mod table;

use crate::store::StoreError;
use crate::store::connect::Target;
use crate::store::header;
use crate::store::open::refuse_foreign_code;
use rusqlite::ErrorCode;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::types::ValueRef;
use std::ops::ControlFlow;
use std::path::Path;

/// A cell of a result.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// A text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

/// Takes the result of a query row by row; breaking ends the query without an error.
pub trait Sink {
    /// The names of the columns, once, before any row.
    fn columns(&mut self, names: &[String]) -> ControlFlow<()>;
    /// One row, as many cells as columns.
    fn row(&mut self, cells: &[Cell]) -> ControlFlow<()>;
}

/// Statements that only look. Everything else, such as attaching another file, is refused while it is prepared.
fn allow_reading(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Function { .. } | AuthAction::Recursive => {
            Authorization::Allow
        }
        AuthAction::Pragma { pragma_name, .. }
            if ["table_info", "table_xinfo", "table_list", "index_list", "index_info", "foreign_key_list"]
                .contains(&pragma_name) =>
        {
            Authorization::Allow
        }
        _ => Authorization::Deny,
    }
}

const ONLY_READING: &str = "The SQL cannot be run: only reading is possible; use a SELECT statement";

/// What SQLite said about the statement, as a sentence.
fn explain(path: &Path, error: rusqlite::Error) -> StoreError {
    let sentence = |detail: &str| StoreError::Query { detail: format!("The SQL cannot be run: {detail}") };
    match &error {
        rusqlite::Error::MultipleStatement => sentence("it is more than one statement; run them one by one"),
        _ if error.sqlite_error_code() == Some(ErrorCode::AuthorizationForStatementDenied) => {
            StoreError::Query { detail: ONLY_READING.to_owned() }
        }
        rusqlite::Error::SqlInputError { msg, .. } => sentence(msg),
        rusqlite::Error::SqliteFailure(code, Some(message))
            if matches!(
                code.code,
                ErrorCode::Unknown | ErrorCode::TooBig | ErrorCode::TypeMismatch | ErrorCode::ReadOnly
            ) =>
        {
            sentence(message)
        }
        _ => StoreError::sql(path, error),
    }
}

/// Runs one reading statement. Beside the tables of the file it sees
/// `observation (metric, place, day, value, n, source, …)` and
/// `response (metric, place, day, score, respondent, comment, weight, source, …)` with one column per segment, holding
/// the rows of every active source.
///
/// # Errors
/// When the file cannot be opened, the statement is wrong or would write.
pub fn query(path: &Path, sql: &str, sink: &mut dyn Sink) -> Result<(), StoreError> {
    let header = header::inspect(path)?;
    let target = Target::for_viewer(path, &header)?;
    let mut connection = target.connect(path)?;
    refuse_foreign_code(&connection, path)?;
    table::register(&connection, &target, path)?;
    connection.authorizer(Some(allow_reading)).map_err(|e| StoreError::sql(path, e))?;
    let mut statement = connection.prepare(sql).map_err(|e| explain(path, e))?;
    if statement.column_count() == 0 {
        // Nothing but blanks and remarks is no statement; anything else, such as VACUUM, does something.
        let is_statement = statement.expanded_sql().is_some_and(|sql| !sql.trim().is_empty());
        let detail = if is_statement { ONLY_READING } else { "The SQL asks for nothing: write a SELECT statement" };
        return Err(StoreError::Query { detail: detail.to_owned() });
    }
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    if sink.columns(&names).is_break() {
        return Ok(());
    }
    let mut rows = statement.query([]).map_err(|e| explain(path, e))?;
    let mut cells = Vec::with_capacity(names.len());
    while let Some(row) = rows.next().map_err(|e| explain(path, e))? {
        cells.clear();
        for column in 0..names.len() {
            cells.push(match row.get_ref(column).map_err(|e| explain(path, e))? {
                ValueRef::Null => Cell::Null,
                ValueRef::Integer(number) => Cell::Integer(number),
                ValueRef::Real(number) => Cell::Real(number),
                ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
                ValueRef::Blob(bytes) => Cell::Blob(bytes.to_vec()),
            });
        }
        if sink.row(&cells).is_break() {
            break;
        }
    }
    Ok(())
}
