-- Version 2. Marks of cards, collapsed and hidden lanes, linked maps, pairs, status and review of maps, pictures.

ALTER TABLE card ADD COLUMN tint INTEGER;
ALTER TABLE card ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE card ADD COLUMN confidence TEXT;
ALTER TABLE card ADD COLUMN persona INTEGER;

ALTER TABLE lane ADD COLUMN is_collapsed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lane ADD COLUMN is_hidden INTEGER NOT NULL DEFAULT 0;

ALTER TABLE stage ADD COLUMN linked_map INTEGER;

ALTER TABLE map ADD COLUMN status TEXT NOT NULL DEFAULT 'draft';
ALTER TABLE map ADD COLUMN review_on TEXT;
ALTER TABLE map ADD COLUMN counterpart INTEGER;

ALTER TABLE persona ADD COLUMN picture TEXT;

-- Pictures by digest. Rows that no card and no persona names belong to an undone edit; they go when the file is closed.
CREATE TABLE picture (
    digest TEXT PRIMARY KEY,
    format TEXT NOT NULL,
    data BLOB NOT NULL
) STRICT;
