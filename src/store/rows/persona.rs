//! Table `persona`.

use crate::base::ids::Id as _;
use crate::model::Persona;
use crate::store::rows::{SqlResult, Stored, id, json, optional_json};
use rusqlite::{Row, Statement, params};

impl Stored for Persona {
    const SELECT: &'static str = "SELECT id, name, role, goals, frustrations, quote, rank, picture, needs FROM persona";
    const UPSERT: &'static str = "INSERT OR REPLACE INTO persona (id, name, role, goals, frustrations, quote, rank, picture, needs) VALUES \
         (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    const DELETE: &'static str = "DELETE FROM persona WHERE id = ?1";

    fn read(row: &Row<'_>) -> SqlResult<Self> {
        Ok(Self {
            id: id(row, 0)?,
            name: row.get(1)?,
            role: row.get(2)?,
            goals: row.get(3)?,
            frustrations: row.get(4)?,
            quote: row.get(5)?,
            rank: row.get(6)?,
            picture: optional_json(row, 7)?,
            needs: row.get(8)?,
        })
    }

    fn bind(&self, upsert: &mut Statement<'_>) -> SqlResult<usize> {
        upsert.execute(params![
            self.id.raw(),
            self.name,
            self.role,
            self.goals,
            self.frustrations,
            self.quote,
            self.rank,
            self.picture.as_ref().map(json).transpose()?,
            self.needs
        ])
    }
}
