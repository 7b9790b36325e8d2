//! Table `kpi`.

use crate::base::ids::Id as _;
use crate::model::Kpi;
use crate::store::rows::{SqlResult, Stored, from_kind_and_details, from_word, id, kind_and_details, word};
use rusqlite::{Row, Statement, params};

impl Stored for Kpi {
    const SELECT: &'static str = "SELECT id, name, metric, kind, details, unit, scale_low, scale_high, direction, target, \
         watch_band, owner, definition, response_plan, layer, expected_update_days, rank FROM kpi";
    const UPSERT: &'static str = "INSERT OR REPLACE INTO kpi (id, name, metric, kind, details, unit, scale_low, scale_high, \
         direction, target, watch_band, owner, definition, response_plan, layer, expected_update_days, \
         rank) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";
    const DELETE: &'static str = "DELETE FROM kpi WHERE id = ?1";

    fn read(row: &Row<'_>) -> SqlResult<Self> {
        let low: Option<f64> = row.get(6)?;
        let high: Option<f64> = row.get(7)?;
        Ok(Self {
            id: id(row, 0)?,
            name: row.get(1)?,
            metric: row.get(2)?,
            kind: from_kind_and_details(row, 3, 4)?,
            unit: row.get(5)?,
            scale: low.zip(high),
            direction: from_word(row, 8)?,
            target: row.get(9)?,
            watch_band: row.get(10)?,
            owner: row.get(11)?,
            definition: row.get(12)?,
            response_plan: row.get(13)?,
            layer: row.get(14)?,
            expected_update_days: row.get(15)?,
            rank: row.get(16)?,
        })
    }

    fn bind(&self, upsert: &mut Statement<'_>) -> SqlResult<usize> {
        let (kind, details) = kind_and_details(&self.kind)?;
        upsert.execute(params![
            self.id.raw(),
            self.name,
            self.metric,
            kind,
            details,
            self.unit,
            self.scale.map(|s| s.0),
            self.scale.map(|s| s.1),
            word(&self.direction)?,
            self.target,
            self.watch_band,
            self.owner,
            self.definition,
            self.response_plan,
            self.layer,
            self.expected_update_days,
            self.rank
        ])
    }
}
