//! Table `connection`.

use crate::base::ids::Id as _;
use crate::model::Connection;
use crate::store::rows::{SqlResult, Stored, from_word, id, word};
use rusqlite::{Row, Statement, params};

impl Stored for Connection {
    const SELECT: &'static str = "SELECT id, from_card, to_card, label, style FROM connection";
    const UPSERT: &'static str = "INSERT OR REPLACE INTO connection (id, from_card, to_card, label, style) VALUES (?1, ?2, ?3, ?4, \
         ?5)";
    const DELETE: &'static str = "DELETE FROM connection WHERE id = ?1";

    fn read(row: &Row<'_>) -> SqlResult<Self> {
        Ok(Self { id: id(row, 0)?, from: id(row, 1)?, to: id(row, 2)?, label: row.get(3)?, style: from_word(row, 4)? })
    }

    fn bind(&self, upsert: &mut Statement<'_>) -> SqlResult<usize> {
        upsert.execute(params![self.id.raw(), self.from.raw(), self.to.raw(), self.label, word(&self.style)?])
    }
}
