//! Table `source`.

use crate::base::ids::{Id as _, SourceId};
use crate::model::{Link, Source};
use crate::store::rows::{
    SqlResult, Stored, bad_value, count, from_json, from_word, id, instant, json, optional_day, word,
};
use rusqlite::{Row, Statement, params};

impl Stored for Source {
    const SELECT: &'static str = "SELECT id, name, path, hash, mapping, imported_at, rows_read, rows_accepted, rows_rejected, \
         first_day, last_day, state, places, refresh, bytes, columns, continues FROM source";
    const UPSERT: &'static str = "INSERT OR REPLACE INTO source (id, name, path, hash, mapping, imported_at, rows_read, \
         rows_accepted, rows_rejected, first_day, last_day, state, places, refresh, bytes, columns, continues) VALUES (?1, ?2, \
         ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";
    const DELETE: &'static str = "DELETE FROM source WHERE id = ?1";

    fn read(row: &Row<'_>) -> SqlResult<Self> {
        let rows = |column: usize| -> SqlResult<u64> {
            u64::try_from(row.get::<_, i64>(column)?).map_err(|e| bad_value(column, e))
        };
        Ok(Self {
            id: id(row, 0)?,
            name: row.get(1)?,
            path: row.get(2)?,
            hash: row.get(3)?,
            mapping: row.get(4)?,
            imported_at: instant(row, 5)?,
            rows_read: rows(6)?,
            rows_accepted: rows(7)?,
            rows_rejected: rows(8)?,
            first_day: optional_day(row, 9)?,
            last_day: optional_day(row, 10)?,
            state: from_word(row, 11)?,
            places: from_json(row, 12)?,
            link: Link { refresh: from_word(row, 13)?, bytes: rows(14)?, columns: from_json(row, 15)? },
            continues: row.get::<_, Option<i64>>(16)?.map(SourceId::from_raw),
        })
    }

    fn bind(&self, upsert: &mut Statement<'_>) -> SqlResult<usize> {
        upsert.execute(params![
            self.id.raw(),
            self.name,
            self.path,
            self.hash,
            self.mapping,
            self.imported_at.iso_text(),
            count(self.rows_read)?,
            count(self.rows_accepted)?,
            count(self.rows_rejected)?,
            self.first_day.map(|d| d.to_string()),
            self.last_day.map(|d| d.to_string()),
            word(&self.state)?,
            json(&self.places)?,
            word(&self.link.refresh)?,
            count(self.link.bytes)?,
            json(&self.link.columns)?,
            self.continues.map(|first| first.raw())
        ])
    }
}
