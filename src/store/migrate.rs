//! Versions of the tables: every version ever released can be opened.

use crate::store::header::APPLICATION_ID;
use rusqlite::{Connection, Transaction, TransactionBehavior};

/// One step per version; the first makes the tables of an empty file.
const STEPS: [&str; 9] = [
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003.sql"),
    include_str!("migrations/0004.sql"),
    include_str!("migrations/0005.sql"),
    include_str!("migrations/0006.sql"),
    include_str!("migrations/0007.sql"),
    include_str!("migrations/0008.sql"),
    include_str!("migrations/0009.sql"),
];

/// The version this program writes.
#[expect(clippy::cast_possible_wrap, reason = "a handful of steps")]
pub(super) const NEWEST: i64 = STEPS.len() as i64;

/// Brings the tables to the newest version, in one transaction.
pub(super) fn run(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = Transaction::new(connection, TransactionBehavior::Immediate)?;
    run_steps(&transaction)?;
    transaction.commit()
}

/// Brings the tables to the newest version. The caller holds the transaction.
pub(super) fn run_steps(connection: &Connection) -> rusqlite::Result<()> {
    let from = version(connection)?;
    if from >= NEWEST {
        return Ok(());
    }
    for step in STEPS.iter().skip(usize::try_from(from).unwrap_or(0)) {
        connection.execute_batch(step)?;
    }
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", NEWEST)
}

/// The version of the tables as a connection sees them; the header of the file may not know of a change in its log.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}
