//! Table `kpi`.

use crate::base::ids::Id as _;
use crate::model::Kpi;
use crate::store::rows::{
    SqlResult, Stored, from_json, from_kind_and_details, from_word, id, json, kind_and_details, optional_word, word,
};
use rusqlite::{Row, Statement, params};

impl Stored for Kpi {
    const SELECT: &'static str = "SELECT id, name, metric, kind, details, unit, scale_low, scale_high, direction, target, watch_band, \
         owner, definition, response_plan, layer, expected_update_days, rank, plan_for_rise, \
         plan_for_flat, other_metrics, formula, missing, weighting, overrides, timing, cadence, \
         data_source, outcome, question, dismissed FROM kpi";
    const UPSERT: &'static str = "INSERT OR REPLACE INTO kpi (id, name, metric, kind, details, unit, scale_low, scale_high, direction, target, watch_band, \
         owner, definition, response_plan, layer, expected_update_days, rank, plan_for_rise, \
         plan_for_flat, other_metrics, formula, missing, weighting, overrides, timing, cadence, \
         data_source, outcome, question, dismissed) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, \
         ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30)";
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
            plan_for_rise: row.get(17)?,
            plan_for_flat: row.get(18)?,
            other_metrics: from_json(row, 19)?,
            formula: row.get(20)?,
            missing: from_json(row, 21)?,
            weighting: from_word(row, 22)?,
            overrides: from_json(row, 23)?,
            timing: optional_word(row, 24)?,
            cadence: optional_word(row, 25)?,
            data_source: row.get(26)?,
            outcome: row.get(27)?,
            question: row.get(28)?,
            dismissed: from_json(row, 29)?,
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
            self.rank,
            self.plan_for_rise,
            self.plan_for_flat,
            json(&self.other_metrics)?,
            self.formula,
            json(&self.missing)?,
            word(&self.weighting)?,
            json(&self.overrides)?,
            self.timing.map(|timing| word(&timing)).transpose()?,
            self.cadence.map(|cadence| word(&cadence)).transpose()?,
            self.data_source,
            self.outcome,
            self.question,
            json(&self.dismissed)?
        ])
    }
}
