//! Table `marker`.

use crate::base::ids::Id as _;
use crate::model::Marker;
use crate::store::rows::{SqlResult, Stored, from_day_text, from_word, id, word};
use rusqlite::{Row, Statement, params};

impl Stored for Marker {
    const SELECT: &'static str = "SELECT id, day, label, kind FROM marker";
    const UPSERT: &'static str = "INSERT OR REPLACE INTO marker (id, day, label, kind) VALUES (?1, ?2, ?3, ?4)";
    const DELETE: &'static str = "DELETE FROM marker WHERE id = ?1";

    fn read(row: &Row<'_>) -> SqlResult<Self> {
        Ok(Self {
            id: id(row, 0)?,
            day: from_day_text(1, &row.get::<_, String>(1)?)?,
            label: row.get(2)?,
            kind: from_word(row, 3)?,
        })
    }

    fn bind(&self, upsert: &mut Statement<'_>) -> SqlResult<usize> {
        upsert.execute(params![self.id.raw(), self.day.to_string(), self.label, word(&self.kind)?])
    }
}
