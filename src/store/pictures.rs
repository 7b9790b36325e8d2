//! Table `picture`: the bytes of pictures by their digest.

use crate::model::{CardBody, Document, Picture, PictureBytes, PictureFile, PictureKind};
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::BTreeSet;

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

/// Pictures that are named and not there, and such as are not what they were when they were named.
pub(super) fn problems(connection: &Connection, document: &Document) -> rusqlite::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut there = BTreeSet::new();
    let mut select = connection.prepare("SELECT digest, data FROM picture ORDER BY digest")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let digest: String = row.get(0)?;
        if blake3::hash(row.get_ref(1)?.as_blob()?).to_hex().as_str() != digest {
            found.push(format!("picture {digest} has changed since it was added"));
        }
        there.insert(digest);
    }
    let is_missing = |picture: &Option<Picture>| picture.as_ref().is_some_and(|p| !there.contains(&p.digest));
    for card in document.cards.values() {
        if matches!(&card.body, CardBody::Image { picture } if is_missing(picture)) {
            found.push(format!("the picture of the card “{}” is not in the file", card.text));
        }
    }
    for persona in document.personas.values().filter(|persona| is_missing(&persona.picture)) {
        found.push(format!("the portrait of {} is not in the file", persona.name));
    }
    Ok(found)
}
