//! Records as rows: one file per record, the SQL beside the columns it names.
//!
//! Enum words in the file are the serde names of the model. Kind-specific fields go into one JSON column `details`;
//! everything else is a plain column.

mod card;
mod connection;
mod decision;
mod kpi;
mod lane;
mod map;
mod marker;
mod note;
mod persona;
mod source;
mod stage;
mod step;

use crate::base::ids::Id;
use crate::base::time::{Day, UtcMillis};
use crate::model::diff::TableDiff;
use crate::model::record::Table;
use crate::model::{Diff, Document, Record};
use rusqlite::types::Type;
use rusqlite::{Connection, Row, Statement};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;

type SqlResult<T> = rusqlite::Result<T>;

/// A record that is one row of one table.
trait Stored: Record {
    /// Reads every column, in the order [`Stored::read`] expects.
    const SELECT: &'static str;
    /// Inserts or replaces one row, parameters in the order [`Stored::bind`] gives them.
    const UPSERT: &'static str;
    /// Deletes the row whose id is the only parameter.
    const DELETE: &'static str;
    /// The record of a row.
    fn read(row: &Row<'_>) -> SqlResult<Self>;
    /// Runs the upsert.
    fn bind(&self, upsert: &mut Statement<'_>) -> SqlResult<usize>;
}

/// A value of the file that the model does not know, as an error that names the column.
fn bad_value(column: usize, detail: impl std::fmt::Display) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, detail.to_string().into())
}

/// The id in a column.
fn id<I: Id>(row: &Row<'_>, column: usize) -> SqlResult<I> {
    Ok(I::from_raw(row.get(column)?))
}

/// The serde name of an enum without fields.
fn word(value: &impl Serialize) -> SqlResult<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        Ok(other) => Err(rusqlite::Error::ToSqlConversionFailure(format!("{other} is no word").into())),
        Err(error) => Err(rusqlite::Error::ToSqlConversionFailure(error.into())),
    }
}

/// The enum of a word.
fn from_word<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> SqlResult<T> {
    let word: String = row.get(column)?;
    serde_json::from_value(serde_json::Value::String(word)).map_err(|e| bad_value(column, e))
}

/// A value as JSON text.
fn json(value: &impl Serialize) -> SqlResult<String> {
    serde_json::to_string(value).map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))
}

/// The value of a JSON text.
fn from_json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> SqlResult<T> {
    serde_json::from_str(&row.get::<_, String>(column)?).map_err(|e| bad_value(column, e))
}

/// Takes a kind with fields apart: its word, and the fields as JSON.
fn kind_and_details(body: &impl Serialize) -> SqlResult<(String, String)> {
    let bad = |detail: String| rusqlite::Error::ToSqlConversionFailure(detail.into());
    match serde_json::to_value(body).map_err(|e| bad(e.to_string()))? {
        serde_json::Value::Object(mut fields) => match fields.remove("kind") {
            Some(serde_json::Value::String(kind)) => Ok((kind, serde_json::Value::Object(fields).to_string())),
            _ => Err(bad("a body without kind".to_owned())),
        },
        other => Err(bad(format!("{other} is no body"))),
    }
}

/// Puts a kind and its fields together again.
fn from_kind_and_details<T: DeserializeOwned>(row: &Row<'_>, kind: usize, details: usize) -> SqlResult<T> {
    let mut fields: serde_json::Map<String, serde_json::Value> = from_json(row, details)?;
    fields.insert("kind".to_owned(), serde_json::Value::String(row.get(kind)?));
    serde_json::from_value(serde_json::Value::Object(fields)).map_err(|e| bad_value(details, e))
}

/// The id in a column that may be empty.
fn optional_id<I: Id>(row: &Row<'_>, column: usize) -> SqlResult<Option<I>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(I::from_raw))
}

/// The enum of a word in a column that may be empty.
fn optional_word<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> SqlResult<Option<T>> {
    if row.get_ref(column)? == rusqlite::types::ValueRef::Null { Ok(None) } else { from_word(row, column).map(Some) }
}

/// The value of a JSON text in a column that may be empty.
fn optional_json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> SqlResult<Option<T>> {
    if row.get_ref(column)? == rusqlite::types::ValueRef::Null { Ok(None) } else { from_json(row, column).map(Some) }
}

/// The day of an ISO date.
fn from_day_text(column: usize, text: &str) -> SqlResult<Day> {
    Day::parse_iso(text).ok_or_else(|| bad_value(column, format!("“{text}” is no date")))
}

/// The day in a column, where there is one.
fn optional_day(row: &Row<'_>, column: usize) -> SqlResult<Option<Day>> {
    row.get::<_, Option<String>>(column)?.map(|text| from_day_text(column, &text)).transpose()
}

/// The instant of an ISO date and time.
fn instant(row: &Row<'_>, column: usize) -> SqlResult<UtcMillis> {
    let text: String = row.get(column)?;
    UtcMillis::parse_iso(&text).ok_or_else(|| bad_value(column, format!("“{text}” is no date and time")))
}

/// A count that SQLite can hold.
fn count(value: u64) -> SqlResult<i64> {
    i64::try_from(value).map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))
}

fn load_table<R: Stored>(connection: &Connection) -> SqlResult<Table<R>> {
    let mut statement = connection.prepare(R::SELECT)?;
    let mut rows = statement.query([])?;
    let mut table = Table::<R>::new();
    while let Some(row) = rows.next()? {
        let record = R::read(row)?;
        table.insert(record.id(), Arc::new(record));
    }
    Ok(table)
}

fn save_table<R: Stored>(connection: &Connection, diff: &TableDiff<R>) -> SqlResult<()> {
    if diff.0.is_empty() {
        return Ok(());
    }
    let mut upsert = connection.prepare_cached(R::UPSERT)?;
    let mut delete = connection.prepare_cached(R::DELETE)?;
    for (id, change) in &diff.0 {
        match &change.after {
            Some(record) => record.bind(&mut upsert)?,
            None => delete.execute([id.raw()])?,
        };
    }
    Ok(())
}

macro_rules! tables {
    ($($field:ident),* $(,)?) => {
        /// Reads the whole document.
        pub(super) fn load(connection: &Connection) -> SqlResult<Document> {
            Ok(Document { $($field: load_table(connection)?,)* })
        }

        /// Writes the changed rows. The caller holds the transaction; foreign keys are checked at its end.
        pub(super) fn save(connection: &Connection, diff: &Diff) -> SqlResult<()> {
            $(save_table(connection, &diff.$field)?;)*
            Ok(())
        }
    };
}

tables!(maps, stages, steps, lanes, cards, connections, notes, personas, kpis, markers, sources, decisions);
