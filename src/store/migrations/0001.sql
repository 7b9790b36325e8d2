-- Version 1. Map tables are plain rows; ids are random 63-bit numbers, ranks order siblings, words are lower case.

CREATE TABLE persona (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    goals TEXT NOT NULL,
    frustrations TEXT NOT NULL,
    quote TEXT NOT NULL,
    rank REAL NOT NULL
) STRICT;

CREATE TABLE map (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    persona INTEGER,
    owner TEXT NOT NULL,
    rank REAL NOT NULL
) STRICT;

CREATE TABLE stage (
    id INTEGER PRIMARY KEY,
    map INTEGER NOT NULL REFERENCES map (id) DEFERRABLE INITIALLY DEFERRED,
    title TEXT NOT NULL,
    question TEXT NOT NULL,
    tint INTEGER NOT NULL,
    rank REAL NOT NULL
) STRICT;
CREATE INDEX stage_map ON stage (map);

CREATE TABLE step (
    id INTEGER PRIMARY KEY,
    stage INTEGER NOT NULL REFERENCES stage (id) DEFERRABLE INITIALLY DEFERRED,
    title TEXT NOT NULL,
    rank REAL NOT NULL
) STRICT;
CREATE INDEX step_stage ON step (stage);

CREATE TABLE lane (
    id INTEGER PRIMARY KEY,
    map INTEGER NOT NULL REFERENCES map (id) DEFERRABLE INITIALLY DEFERRED,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    height REAL,
    rank REAL NOT NULL
) STRICT;
CREATE INDEX lane_map ON lane (map);

CREATE TABLE card (
    id INTEGER PRIMARY KEY,
    lane INTEGER NOT NULL REFERENCES lane (id) DEFERRABLE INITIALLY DEFERRED,
    step INTEGER NOT NULL REFERENCES step (id) DEFERRABLE INITIALLY DEFERRED,
    span INTEGER NOT NULL,
    rank REAL NOT NULL,
    text TEXT NOT NULL,
    kind TEXT NOT NULL,
    details TEXT NOT NULL
) STRICT;
CREATE INDEX card_lane ON card (lane);
CREATE INDEX card_step ON card (step);

CREATE TABLE connection (
    id INTEGER PRIMARY KEY,
    from_card INTEGER NOT NULL REFERENCES card (id) DEFERRABLE INITIALLY DEFERRED,
    to_card INTEGER NOT NULL REFERENCES card (id) DEFERRABLE INITIALLY DEFERRED,
    label TEXT NOT NULL,
    style TEXT NOT NULL
) STRICT;
CREATE INDEX connection_from ON connection (from_card);
CREATE INDEX connection_to ON connection (to_card);

CREATE TABLE note (
    id INTEGER PRIMARY KEY,
    anchor_table TEXT NOT NULL,
    anchor INTEGER NOT NULL,
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    created_at TEXT NOT NULL,
    is_resolved INTEGER NOT NULL
) STRICT;

CREATE TABLE kpi (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    metric TEXT NOT NULL,
    kind TEXT NOT NULL,
    details TEXT NOT NULL,
    unit TEXT NOT NULL,
    scale_low REAL,
    scale_high REAL,
    direction TEXT NOT NULL,
    target REAL,
    watch_band REAL,
    owner TEXT NOT NULL,
    definition TEXT NOT NULL,
    response_plan TEXT NOT NULL,
    layer TEXT NOT NULL,
    expected_update_days INTEGER,
    rank REAL NOT NULL
) STRICT;

CREATE TABLE marker (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL
) STRICT;

CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    hash TEXT NOT NULL,
    mapping TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    rows_read INTEGER NOT NULL,
    rows_accepted INTEGER NOT NULL,
    rows_rejected INTEGER NOT NULL,
    first_day TEXT,
    last_day TEXT,
    state TEXT NOT NULL,
    places TEXT NOT NULL
) STRICT;

-- Derived, for other tools: what the KPI was on one day at one place.
CREATE TABLE kpi_value (
    kpi INTEGER NOT NULL,
    place TEXT NOT NULL,
    day TEXT NOT NULL,
    n REAL,
    value REAL NOT NULL,
    PRIMARY KEY (kpi, place, day)
) STRICT, WITHOUT ROWID;

-- Camera, panels: no part of the document, no undo.
CREATE TABLE view_state (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Bulk rows. No foreign keys to `source`: undoing an import takes the source away and redoing brings it back, while
-- millions of rows stay where they are until the file is closed.
CREATE TABLE bulk (
    source INTEGER PRIMARY KEY,
    segments TEXT NOT NULL,
    observations INTEGER NOT NULL,
    responses INTEGER NOT NULL,
    issues INTEGER NOT NULL
) STRICT;

CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    position INTEGER NOT NULL,
    metric TEXT NOT NULL,
    place TEXT NOT NULL,
    segments TEXT NOT NULL,
    rows INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    min REAL,
    max REAL,
    is_whole INTEGER NOT NULL
) STRICT;
CREATE INDEX series_key ON series (source, metric, place);

CREATE TABLE series_chunk (
    id INTEGER PRIMARY KEY,
    series INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    data BLOB NOT NULL
) STRICT;
CREATE INDEX series_chunk_series ON series_chunk (series);

CREATE TABLE response_column (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    metric TEXT NOT NULL,
    place TEXT NOT NULL,
    dictionary TEXT NOT NULL,
    answered INTEGER NOT NULL,
    not_applicable INTEGER NOT NULL,
    blank INTEGER NOT NULL,
    first_day INTEGER,
    last_day INTEGER,
    min REAL,
    max REAL,
    is_whole INTEGER NOT NULL
) STRICT;
CREATE INDEX response_column_source ON response_column (source);

CREATE TABLE response_chunk (
    id INTEGER PRIMARY KEY,
    response_column INTEGER NOT NULL,
    part INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    data BLOB NOT NULL
) STRICT;
CREATE INDEX response_chunk_column ON response_chunk (response_column, part);

CREATE TABLE issue (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    line INTEGER NOT NULL,
    column_name TEXT,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    is_row_rejected INTEGER NOT NULL
) STRICT;
CREATE INDEX issue_source ON issue (source);
