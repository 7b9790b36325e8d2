//! Versions of the tables: every version ever released can be opened.

use crate::store::header::APPLICATION_ID;
use rusqlite::{Connection, Transaction, TransactionBehavior};

/// One step per version; the first makes the tables of an empty file.
const STEPS: [&str; 3] =
    [include_str!("migrations/0001.sql"), include_str!("migrations/0002.sql"), include_str!("migrations/0003.sql")];

/// The version this program writes.
#[expect(clippy::cast_possible_wrap, reason = "a handful of steps")]
pub(super) const NEWEST: i64 = STEPS.len() as i64;

/// Brings the tables from a version to the newest, in one transaction.
pub(super) fn run(connection: &mut Connection, from: i64) -> rusqlite::Result<()> {
    if from >= NEWEST {
        return Ok(());
    }
    let transaction = Transaction::new(connection, TransactionBehavior::Immediate)?;
    for step in STEPS.iter().skip(usize::try_from(from).unwrap_or(0)) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", NEWEST)?;
    transaction.commit()
}
