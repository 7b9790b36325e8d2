//! Table `map`.

use crate::base::ids::Id as _;
use crate::model::JourneyMap;
use crate::store::rows::{SqlResult, Stored, from_json, from_word, id, json, optional_day, optional_id, word};
use rusqlite::{Row, Statement, params};

impl Stored for JourneyMap {
    const SELECT: &'static str = "SELECT id, title, state, persona, owner, rank, status, review_on, counterpart, dismissed, reviewed_on FROM map";
    const UPSERT: &'static str = "INSERT OR REPLACE INTO map (id, title, state, persona, owner, rank, status, review_on, counterpart, \
         dismissed, reviewed_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    const DELETE: &'static str = "DELETE FROM map WHERE id = ?1";

    fn read(row: &Row<'_>) -> SqlResult<Self> {
        Ok(Self {
            id: id(row, 0)?,
            title: row.get(1)?,
            state: from_word(row, 2)?,
            persona: optional_id(row, 3)?,
            owner: row.get(4)?,
            rank: row.get(5)?,
            status: from_word(row, 6)?,
            review_on: optional_day(row, 7)?,
            counterpart: optional_id(row, 8)?,
            dismissed: from_json(row, 9)?,
            reviewed_on: optional_day(row, 10)?,
        })
    }

    fn bind(&self, upsert: &mut Statement<'_>) -> SqlResult<usize> {
        upsert.execute(params![
            self.id.raw(),
            self.title,
            word(&self.state)?,
            self.persona.map(|p| p.raw()),
            self.owner,
            self.rank,
            word(&self.status)?,
            self.review_on.map(|day| day.to_string()),
            self.counterpart.map(|m| m.raw()),
            json(&self.dismissed)?,
            self.reviewed_on.map(|day| day.to_string())
        ])
    }
}
