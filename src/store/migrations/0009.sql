-- Version 9. What stands on the points of a drawn experience curve.

ALTER TABLE lane ADD COLUMN points TEXT NOT NULL DEFAULT 'faces';
