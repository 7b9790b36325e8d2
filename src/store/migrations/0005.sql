-- Version 5. Persons whose rows were removed: hashes only, so that no later import brings them back.

CREATE TABLE forgotten (
    person TEXT PRIMARY KEY NOT NULL
) STRICT, WITHOUT ROWID;
