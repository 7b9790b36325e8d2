//! Table `lane`.

use crate::base::ids::Id as _;
use crate::model::Lane;
use crate::store::rows::{SqlResult, Stored, from_word, id, word};
use rusqlite::{Row, Statement, params};

impl Stored for Lane {
    const SELECT: &'static str = "SELECT id, map, kind, title, height, rank, is_collapsed, is_hidden, points FROM lane";
    const UPSERT: &'static str = "INSERT OR REPLACE INTO lane (id, map, kind, title, height, rank, is_collapsed, is_hidden, points) VALUES (?1, ?2, ?3, ?4, \
         ?5, ?6, ?7, ?8, ?9)";
    const DELETE: &'static str = "DELETE FROM lane WHERE id = ?1";

    fn read(row: &Row<'_>) -> SqlResult<Self> {
        Ok(Self {
            id: id(row, 0)?,
            map: id(row, 1)?,
            kind: from_word(row, 2)?,
            title: row.get(3)?,
            height: row.get(4)?,
            rank: row.get(5)?,
            is_collapsed: row.get(6)?,
            is_hidden: row.get(7)?,
            points: from_word(row, 8)?,
        })
    }

    fn bind(&self, upsert: &mut Statement<'_>) -> SqlResult<usize> {
        upsert.execute(params![
            self.id.raw(),
            self.map.raw(),
            word(&self.kind)?,
            self.title,
            self.height,
            self.rank,
            self.is_collapsed,
            self.is_hidden,
            word(&self.points)?
        ])
    }
}
