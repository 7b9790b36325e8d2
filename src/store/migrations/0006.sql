-- Version 6. What a KPI is governed by, what it reads beside its metric, what is different at single places, and warnings
-- that were set aside.

ALTER TABLE kpi ADD COLUMN plan_for_rise TEXT NOT NULL DEFAULT '';
ALTER TABLE kpi ADD COLUMN plan_for_flat TEXT NOT NULL DEFAULT '';
ALTER TABLE kpi ADD COLUMN other_metrics TEXT NOT NULL DEFAULT '[]';
ALTER TABLE kpi ADD COLUMN formula TEXT NOT NULL DEFAULT '';
ALTER TABLE kpi ADD COLUMN missing TEXT NOT NULL DEFAULT '[]';
ALTER TABLE kpi ADD COLUMN weighting TEXT NOT NULL DEFAULT 'as_in_data';
ALTER TABLE kpi ADD COLUMN overrides TEXT NOT NULL DEFAULT '{}';
ALTER TABLE kpi ADD COLUMN timing TEXT;
ALTER TABLE kpi ADD COLUMN cadence TEXT;
ALTER TABLE kpi ADD COLUMN data_source TEXT NOT NULL DEFAULT '';
ALTER TABLE kpi ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
ALTER TABLE kpi ADD COLUMN question TEXT NOT NULL DEFAULT '';
ALTER TABLE kpi ADD COLUMN dismissed TEXT NOT NULL DEFAULT '[]';

ALTER TABLE map ADD COLUMN dismissed TEXT NOT NULL DEFAULT '[]';
