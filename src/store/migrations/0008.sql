-- Version 8. What a persona needs.

ALTER TABLE persona ADD COLUMN needs TEXT NOT NULL DEFAULT '';
