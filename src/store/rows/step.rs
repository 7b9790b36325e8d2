//! Table `step`.

use crate::base::ids::Id as _;
use crate::model::Step;
use crate::store::rows::{SqlResult, Stored, id};
use rusqlite::{Row, Statement, params};

impl Stored for Step {
    const SELECT: &'static str = "SELECT id, stage, title, rank FROM step";
    const UPSERT: &'static str = "INSERT OR REPLACE INTO step (id, stage, title, rank) VALUES (?1, ?2, ?3, ?4)";
    const DELETE: &'static str = "DELETE FROM step WHERE id = ?1";

    fn read(row: &Row<'_>) -> SqlResult<Self> {
        Ok(Self { id: id(row, 0)?, stage: id(row, 1)?, title: row.get(2)?, rank: row.get(3)? })
    }

    fn bind(&self, upsert: &mut Statement<'_>) -> SqlResult<usize> {
        upsert.execute(params![self.id.raw(), self.stage.raw(), self.title, self.rank])
    }
}
