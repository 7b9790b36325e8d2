//! Table `marker`.

use crate::base::ids::Id as _;
use crate::model::Marker;
use crate::store::rows::{SqlResult, Stored, from_day_text, from_json, from_word, id, json, word};
use rusqlite::{Row, Statement, params};

impl Stored for Marker {
    const SELECT: &'static str = "SELECT id, day, label, kind, limits_start FROM marker";
    const UPSERT: &'static str =
        "INSERT OR REPLACE INTO marker (id, day, label, kind, limits_start) VALUES (?1, ?2, ?3, ?4, ?5)";
    const DELETE: &'static str = "DELETE FROM marker WHERE id = ?1";

    fn read(row: &Row<'_>) -> SqlResult<Self> {
        Ok(Self {
            id: id(row, 0)?,
            day: from_day_text(1, &row.get::<_, String>(1)?)?,
            label: row.get(2)?,
            kind: from_word(row, 3)?,
            limits_start: from_json(row, 4)?,
        })
    }

    fn bind(&self, upsert: &mut Statement<'_>) -> SqlResult<usize> {
        upsert.execute(params![
            self.id.raw(),
            self.day.to_string(),
            self.label,
            word(&self.kind)?,
            json(&self.limits_start)?
        ])
    }
}
