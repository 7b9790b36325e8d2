//! Table `stage`.

use crate::base::ids::Id as _;
use crate::model::Stage;
use crate::store::rows::{SqlResult, Stored, id, optional_id};
use rusqlite::{Row, Statement, params};

impl Stored for Stage {
    const SELECT: &'static str = "SELECT id, map, title, question, tint, rank, linked_map FROM stage";
    const UPSERT: &'static str = "INSERT OR REPLACE INTO stage (id, map, title, question, tint, rank, linked_map) VALUES \
         (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    const DELETE: &'static str = "DELETE FROM stage WHERE id = ?1";

    fn read(row: &Row<'_>) -> SqlResult<Self> {
        Ok(Self {
            id: id(row, 0)?,
            map: id(row, 1)?,
            title: row.get(2)?,
            question: row.get(3)?,
            tint: row.get(4)?,
            rank: row.get(5)?,
            linked_map: optional_id(row, 6)?,
        })
    }

    fn bind(&self, upsert: &mut Statement<'_>) -> SqlResult<usize> {
        upsert.execute(params![
            self.id.raw(),
            self.map.raw(),
            self.title,
            self.question,
            self.tint,
            self.rank,
            self.linked_map.map(|m| m.raw())
        ])
    }
}
