//! Table `map`.

use crate::base::ids::{Id as _, PersonaId};
use crate::model::JourneyMap;
use crate::store::rows::{SqlResult, Stored, from_word, id, word};
use rusqlite::{Row, Statement, params};

impl Stored for JourneyMap {
    const SELECT: &'static str = "SELECT id, title, state, persona, owner, rank FROM map";
    const UPSERT: &'static str = "INSERT OR REPLACE INTO map (id, title, state, persona, owner, rank) VALUES (?1, ?2, ?3, ?4, ?5, \
         ?6)";
    const DELETE: &'static str = "DELETE FROM map WHERE id = ?1";

    fn read(row: &Row<'_>) -> SqlResult<Self> {
        let persona: Option<i64> = row.get(3)?;
        Ok(Self {
            id: id(row, 0)?,
            title: row.get(1)?,
            state: from_word(row, 2)?,
            persona: persona.map(PersonaId::from_raw),
            owner: row.get(4)?,
            rank: row.get(5)?,
        })
    }

    fn bind(&self, upsert: &mut Statement<'_>) -> SqlResult<usize> {
        upsert.execute(params![
            self.id.raw(),
            self.title,
            word(&self.state)?,
            self.persona.map(|p| p.raw()),
            self.owner,
            self.rank
        ])
    }
}
