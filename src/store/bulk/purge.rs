//! Rows of sources that are no more.

use crate::store::pictures;
use rusqlite::Connection;

/// True when there are bulk rows without a source, values of a KPI that is gone, or pictures nobody names. Cheap.
pub(in crate::store) fn has_orphans(connection: &Connection) -> rusqlite::Result<bool> {
    let has_rows: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM bulk WHERE source NOT IN (SELECT id FROM source)) \
         OR EXISTS (SELECT 1 FROM kpi_value WHERE kpi NOT IN (SELECT id FROM kpi))",
        [],
        |row| row.get(0),
    )?;
    Ok(has_rows || pictures::has_unnamed(connection)?)
}

/// Deletes them. The caller holds the transaction.
pub(in crate::store) fn purge_orphans(connection: &Connection) -> rusqlite::Result<()> {
    let gone: Vec<i64> = connection
        .prepare_cached("SELECT source FROM bulk WHERE source NOT IN (SELECT id FROM source)")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for source in gone {
        for sql in [
            "DELETE FROM series_chunk WHERE series IN (SELECT id FROM series WHERE source = ?1)",
            "DELETE FROM series WHERE source = ?1",
            "DELETE FROM response_chunk WHERE response_column IN (SELECT id FROM response_column WHERE source = ?1)",
            "DELETE FROM response_column WHERE source = ?1",
            "DELETE FROM issue WHERE source = ?1",
            "DELETE FROM bulk WHERE source = ?1",
        ] {
            connection.prepare_cached(sql)?.execute([source])?;
        }
    }
    connection.prepare_cached("DELETE FROM kpi_value WHERE kpi NOT IN (SELECT id FROM kpi)")?.execute([])?;
    pictures::purge(connection)
}
