//! Answers in words of no known scale, "Meh" and "Great": nobody but their owner can say what numbers they stand for.

use super::error::ImportError;
use super::mapping::Mapping;
use super::sniff::{ColumnInfo, Sniffed};
use super::warning::Warning;

/// The columns of such answers.
fn columns(sniffed: &Sniffed) -> impl Iterator<Item = &ColumnInfo> {
    sniffed.columns.iter().filter(|column| !column.open_words.is_empty())
}

/// What is told instead of that a file has no numbers, where such answers are all it has.
pub(super) fn instead(error: ImportError, sniffed: &Sniffed) -> ImportError {
    match (&error, columns(sniffed).next()) {
        (ImportError::NoValueColumn { path, .. } | ImportError::NoDateColumn { path, .. }, Some(column)) => {
            let (path, words) = (path.clone(), column.open_words.clone());
            ImportError::UnknownWords { path, column: column.name.clone(), words }
        }
        _ => error,
    }
}

/// The columns that a mapping reads no numbers from.
pub(super) fn told<'a>(mapping: &'a Mapping, sniffed: &'a Sniffed) -> impl Iterator<Item = Warning> + 'a {
    let is_read = |column: &&ColumnInfo| mapping.scores.iter().any(|score| score.column == column.name);
    let open = columns(sniffed).filter(move |column| !is_read(column));
    open.map(|column| Warning::WordsUnread { column: column.name.clone(), words: column.open_words.clone() })
}
