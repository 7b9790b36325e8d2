//! Table `connection`.

use crate::base::ids::Id as _;
use crate::model::{Connection, ConnectionLook};
use crate::store::rows::{SqlResult, Stored, from_word, id, word};
use rusqlite::{Row, Statement, params};

impl Stored for Connection {
    const SELECT: &'static str =
        "SELECT id, from_card, to_card, label, style, weight, arrows, corners, tint FROM connection";
    const UPSERT: &'static str = "INSERT OR REPLACE INTO connection (id, from_card, to_card, label, style, weight, arrows, \
         corners, tint) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    const DELETE: &'static str = "DELETE FROM connection WHERE id = ?1";

    fn read(row: &Row<'_>) -> SqlResult<Self> {
        let look = ConnectionLook {
            style: from_word(row, 4)?,
            weight: from_word(row, 5)?,
            arrows: from_word(row, 6)?,
            corners: from_word(row, 7)?,
            tint: row.get(8)?,
        };
        Ok(Self { id: id(row, 0)?, from: id(row, 1)?, to: id(row, 2)?, label: row.get(3)?, look })
    }

    fn bind(&self, upsert: &mut Statement<'_>) -> SqlResult<usize> {
        let look = &self.look;
        upsert.execute(params![
            self.id.raw(),
            self.from.raw(),
            self.to.raw(),
            self.label,
            word(&look.style)?,
            word(&look.weight)?,
            word(&look.arrows)?,
            word(&look.corners)?,
            look.tint
        ])
    }
}
