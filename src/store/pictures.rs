//! Table `picture`: the bytes of pictures by their digest.

use crate::model::{PictureBytes, PictureFile, PictureKind};
use rusqlite::{Connection, OptionalExtension as _, params};

/// Pictures that no card and no persona names.
const UNNAMED: &str = "FROM picture WHERE digest NOT IN (\
    SELECT json_extract(details, '$.picture.digest') FROM card \
    WHERE kind = 'image' AND json_extract(details, '$.picture.digest') IS NOT NULL \
    UNION SELECT json_extract(picture, '$.digest') FROM persona WHERE picture IS NOT NULL)";

/// Writes a picture, unless it is there.
pub(super) fn put(connection: &Connection, file: &PictureFile) -> rusqlite::Result<()> {
    let mut insert =
        connection.prepare_cached("INSERT OR IGNORE INTO picture (digest, format, data) VALUES (?1, ?2, ?3)")?;
    insert.execute(params![file.picture.digest, file.bytes.kind.word(), &*file.bytes.data])?;
    Ok(())
}

/// Reads a picture; `None` when there is none of that digest, or of a kind that a newer version wrote.
pub(super) fn get(connection: &Connection, digest: &str) -> rusqlite::Result<Option<PictureBytes>> {
    let found: Option<(String, Vec<u8>)> = connection
        .prepare_cached("SELECT format, data FROM picture WHERE digest = ?1")?
        .query_row([digest], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.and_then(|(word, data)| Some(PictureBytes { kind: PictureKind::of_word(&word)?, data: data.into() })))
}

/// True when there are pictures that nothing names.
pub(super) fn has_unnamed(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row(&format!("SELECT EXISTS (SELECT 1 {UNNAMED})"), [], |row| row.get(0))
}

/// Deletes them. The caller holds the transaction.
pub(super) fn purge(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute(&format!("DELETE {UNNAMED}"), [])?;
    Ok(())
}
