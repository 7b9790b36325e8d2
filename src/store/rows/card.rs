//! Table `card`.

use crate::base::ids::Id as _;
use crate::model::{Card, CardMarks};
use crate::store::rows::{
    SqlResult, Stored, from_json, from_kind_and_details, id, json, kind_and_details, optional_id, optional_word, word,
};
use rusqlite::{Row, Statement, params};

impl Stored for Card {
    const SELECT: &'static str =
        "SELECT id, lane, step, span, rank, text, kind, details, tint, tags, confidence, persona FROM card";
    const UPSERT: &'static str = "INSERT OR REPLACE INTO card (id, lane, step, span, rank, text, kind, details, tint, tags, \
         confidence, persona) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    const DELETE: &'static str = "DELETE FROM card WHERE id = ?1";

    fn read(row: &Row<'_>) -> SqlResult<Self> {
        Ok(Self {
            id: id(row, 0)?,
            lane: id(row, 1)?,
            step: id(row, 2)?,
            span: row.get(3)?,
            rank: row.get(4)?,
            text: row.get(5)?,
            body: from_kind_and_details(row, 6, 7)?,
            marks: CardMarks {
                tint: row.get(8)?,
                tags: from_json(row, 9)?,
                confidence: optional_word(row, 10)?,
                persona: optional_id(row, 11)?,
            },
        })
    }

    fn bind(&self, upsert: &mut Statement<'_>) -> SqlResult<usize> {
        let (kind, details) = kind_and_details(&self.body)?;
        upsert.execute(params![
            self.id.raw(),
            self.lane.raw(),
            self.step.raw(),
            self.span,
            self.rank,
            self.text,
            kind,
            details,
            self.marks.tint,
            json(&self.marks.tags)?,
            self.marks.confidence.map(|c| word(&c)).transpose()?,
            self.marks.persona.map(|p| p.raw())
        ])
    }
}
