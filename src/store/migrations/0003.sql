-- Version 3. Derived, so that the figures of a large file are there at once: the rows of a metric at a place by day.
CREATE TABLE kpi_day (
    key BLOB PRIMARY KEY NOT NULL,
    metric TEXT NOT NULL,
    days INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    data BLOB NOT NULL
) STRICT;
