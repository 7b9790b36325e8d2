-- Version 4. Sources that follow their file, what such a file had grown by, and what ids of persons are hashed with.

ALTER TABLE source ADD COLUMN refresh TEXT NOT NULL DEFAULT 'unlinked';
ALTER TABLE source ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN columns TEXT NOT NULL DEFAULT '[]';
ALTER TABLE source ADD COLUMN continues INTEGER;

-- One row, or none as long as nothing was imported.
CREATE TABLE salt (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    value BLOB NOT NULL
) STRICT;
