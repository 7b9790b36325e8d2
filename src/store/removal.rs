//! Taking the rows of a person out of a file for good.

use crate::base::progress::Progress;
use crate::model::Diff;
use crate::store::bulk::PersonTraces;
use crate::store::open::OpenMode;
use crate::store::writer::{Finish, Worker, keep_derived, keep_salt};
use crate::store::{StoreError, bulk, rows};
use rusqlite::{Connection, params};

/// What is to be taken out, and what changes with it.
pub struct PersonRemoval {
    /// By what the rows and texts of the person are known.
    pub traces: PersonTraces,
    /// Hashes of the person, by which later imports leave the rows out.
    pub persons: Vec<String>,
    /// Changes of the document: sources count fewer rows.
    pub diff: Diff,
    /// Runs last, inside the transaction. What it gives replaces all that was derived before.
    pub finish: Finish,
    /// Asked now and then whether to stop.
    pub progress: Progress,
}

/// What is left once the rows are out.
#[derive(Debug, Clone)]
pub enum Left {
    /// Nothing: no byte of them is in the file or beside it.
    Nothing,
    /// Old bytes may be in unused places of the file, because it could not be written anew.
    UnusedPlaces(StoreError),
    /// Old bytes may be in the log beside the file, because another window reads the file. They go when it is closed.
    Log,
}

/// Remembers hashes of persons, by which imports leave their rows out.
pub(super) fn keep_forgotten<'p>(
    connection: &Connection,
    persons: impl IntoIterator<Item = &'p String>,
) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO forgotten (person) VALUES (?1)")?;
    persons.into_iter().try_for_each(|person| insert.execute(params![person]).map(drop))
}

impl Worker {
    /// See [`crate::store::Store::remove_person`].
    pub(super) fn remove_person(&mut self, removal: PersonRemoval) -> Result<Left, StoreError> {
        let PersonRemoval { traces, persons, diff, finish, progress } = removal;
        let salt = self.salt;
        // What is deleted is overwritten at once: should writing the file anew fail, only older remains are left.
        self.connection.pragma_update(None, "secure_delete", true).map_err(|e| StoreError::sql(&self.path, e))?;
        self.in_transaction(|database| {
            let connection = database.connection;
            rows::save(connection, &diff).map_err(|e| database.error(e))?;
            // Rows that an undo could bring back are the person's too.
            bulk::purge_orphans(connection).map_err(|e| database.error(e))?;
            bulk::take_out_person(database, &traces, &progress)?;
            let remember = || -> rusqlite::Result<()> {
                keep_salt(connection, salt)?;
                keep_forgotten(connection, &persons)?;
                connection.execute("DELETE FROM kpi_day", []).map(drop)
            };
            remember().map_err(|e| database.error(e))?;
            keep_derived(database, finish)?;
            progress.check()?;
            Ok(())
        })?;
        Ok(self.wipe())
    }

    /// Writes the file anew without its unused places, and empties the log beside it.
    fn wipe(&self) -> Left {
        // A statement that is kept ready would keep the file from being written anew.
        self.connection.flush_prepared_statement_cache();
        if let Err(error) = self.connection.execute_batch("VACUUM") {
            return Left::UnusedPlaces(StoreError::sql(&self.path, error));
        }
        if self.mode != OpenMode::Edit {
            return Left::Nothing;
        }
        let emptied = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0));
        match emptied {
            Ok(false) => Left::Nothing,
            Ok(true) => Left::Log,
            Err(error) => {
                log::warn!("the log was not emptied: {error}: {}", self.path.display());
                Left::Log
            }
        }
    }
}
