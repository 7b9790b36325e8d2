-- Version 4. Sources that follow their file, what such a file had grown by, and what ids of persons are hashed with.

ALTER TABLE source ADD COLUMN refresh TEXT NOT NULL DEFAULT 'unlinked';
ALTER TABLE source ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN columns TEXT NOT NULL DEFAULT '[]';
ALTER TABLE source ADD COLUMN continues INTEGER;

-- One row, or none as long as no id was hashed.
CREATE TABLE salt (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    value BLOB NOT NULL
) STRICT;

-- Daily values with numbers where texts were: a third less room, and read as before.
CREATE TABLE daily_value (
    kpi INTEGER NOT NULL,
    place TEXT AS (CASE place_kind WHEN 0 THEN 'map:' WHEN 1 THEN 'stage:' WHEN 2 THEN 'step:' ELSE 'touchpoint:' END || place_id),
    day TEXT AS (date(day_number * 86400, 'unixepoch')),
    n REAL,
    value REAL NOT NULL,
    place_kind INTEGER NOT NULL,
    place_id INTEGER NOT NULL,
    day_number INTEGER NOT NULL
) STRICT;
INSERT INTO daily_value (kpi, n, value, place_kind, place_id, day_number)
    SELECT kpi, n, value,
        CASE substr(place, 1, instr(place, ':')) WHEN 'map:' THEN 0 WHEN 'stage:' THEN 1 WHEN 'step:' THEN 2 ELSE 3 END,
        CAST(substr(place, instr(place, ':') + 1) AS INTEGER), unixepoch(day) / 86400
    FROM kpi_value WHERE unixepoch(day) IS NOT NULL;
DROP TABLE kpi_value;
ALTER TABLE daily_value RENAME TO kpi_value;
