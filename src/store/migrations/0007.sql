-- Version 7. The decision log, events at which process limits start anew, and when a map was reviewed.

CREATE TABLE decision (
    id INTEGER PRIMARY KEY,
    kpi INTEGER NOT NULL,
    place TEXT NOT NULL,
    signal TEXT,
    text TEXT NOT NULL,
    owner TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    due_on TEXT,
    outcome TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

ALTER TABLE marker ADD COLUMN limits_start TEXT NOT NULL DEFAULT '"never"';
ALTER TABLE map ADD COLUMN reviewed_on TEXT;
