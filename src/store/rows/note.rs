//! Table `note`.

use crate::base::ids::Id as _;
use crate::model::Note;
use crate::store::rows::{SqlResult, Stored, bad_value, id, instant, word};
use rusqlite::{Row, Statement, params};

impl Stored for Note {
    const SELECT: &'static str = "SELECT id, anchor_table, anchor, author, text, created_at, is_resolved FROM note";
    const UPSERT: &'static str = "INSERT OR REPLACE INTO note (id, anchor_table, anchor, author, text, created_at, is_resolved) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    const DELETE: &'static str = "DELETE FROM note WHERE id = ?1";

    fn read(row: &Row<'_>) -> SqlResult<Self> {
        let table: String = row.get(1)?;
        let raw: i64 = row.get(2)?;
        let anchor = serde_json::from_value(serde_json::json!({ table: raw })).map_err(|e| bad_value(1, e))?;
        Ok(Self {
            id: id(row, 0)?,
            anchor,
            author: row.get(3)?,
            text: row.get(4)?,
            created_at: instant(row, 5)?,
            is_resolved: row.get(6)?,
        })
    }

    fn bind(&self, upsert: &mut Statement<'_>) -> SqlResult<usize> {
        upsert.execute(params![
            self.id.raw(),
            word(&self.anchor.table())?,
            self.anchor.raw(),
            self.author,
            self.text,
            self.created_at.iso_text(),
            self.is_resolved
        ])
    }
}
