-- Version 8. How connections look, beside their line; what a persona needs.

ALTER TABLE connection ADD COLUMN weight TEXT NOT NULL DEFAULT 'normal';
ALTER TABLE connection ADD COLUMN arrows TEXT NOT NULL DEFAULT 'end';
ALTER TABLE connection ADD COLUMN corners TEXT NOT NULL DEFAULT 'rounded';
ALTER TABLE connection ADD COLUMN tint INTEGER;

ALTER TABLE persona ADD COLUMN needs TEXT NOT NULL DEFAULT '';
