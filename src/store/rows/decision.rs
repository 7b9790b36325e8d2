//! Table `decision`.

use crate::base::ids::Id as _;
use crate::model::Decision;
use crate::store::rows::{
    SqlResult, Stored, bad_value, from_day_text, from_word, id, json, optional_day, optional_json, word,
};
use rusqlite::{Row, Statement, params};

impl Stored for Decision {
    const SELECT: &'static str =
        "SELECT id, kpi, place, signal, text, owner, decided_on, due_on, outcome, state, reason FROM decision";
    const UPSERT: &'static str = "INSERT OR REPLACE INTO decision (id, kpi, place, signal, text, owner, decided_on, due_on, outcome, state, \
         reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    const DELETE: &'static str = "DELETE FROM decision WHERE id = ?1";

    fn read(row: &Row<'_>) -> SqlResult<Self> {
        Ok(Self {
            id: id(row, 0)?,
            kpi: id(row, 1)?,
            place: row.get::<_, String>(2)?.parse().map_err(|e| bad_value(2, e))?,
            signal: optional_json(row, 3)?,
            text: row.get(4)?,
            owner: row.get(5)?,
            decided_on: from_day_text(6, &row.get::<_, String>(6)?)?,
            due_on: optional_day(row, 7)?,
            outcome: row.get(8)?,
            state: from_word(row, 9)?,
            reason: row.get(10)?,
        })
    }

    fn bind(&self, upsert: &mut Statement<'_>) -> SqlResult<usize> {
        upsert.execute(params![
            self.id.raw(),
            self.kpi.raw(),
            self.place.to_string(),
            self.signal.map(|signal| json(&signal)).transpose()?,
            self.text,
            self.owner,
            self.decided_on.to_string(),
            self.due_on.map(|day| day.to_string()),
            self.outcome,
            word(&self.state)?,
            self.reason
        ])
    }
}
