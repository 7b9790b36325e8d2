//! How ids of persons get into the file: hashed, as they are, or not at all.

use super::error::ImportError;
use super::long::text_of;
use super::mapping::Mapping;
use super::rows::{Row, shown, trim};
use super::sniff::{Role, Sniffed, sniff};
use crate::base::progress::Progress;
use crate::model::bulk::{IssueKind, RowIssue};
use crate::model::{Persons, Salt};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::Path;

/// Rows between two looks at the cancel button.
pub(super) const ROWS_PER_CHECK: u64 = 8_192;

/// How the ids of a column are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IdStore {
    /// As a hash mixed with the salt of the file: rows of one person stay together and nobody reads who it is.
    Hash,
    /// As they stand in the data.
    #[default]
    Plain,
    /// Not at all.
    None,
}

/// Hexadecimal digits of a hashed id: with ten million persons two of them share one with a chance of 3 in a million.
const DIGITS: usize = 16;

/// The hash that stands for an id in the file.
#[must_use]
pub fn hashed_id(id: &str, salt: Salt) -> String {
    let mut hex = blake3::keyed_hash(&salt.0, id.as_bytes()).to_hex().to_string();
    hex.truncate(DIGITS);
    hex
}

/// An id in every form that files of the program may know it by: as it is, and first of all, and with what keeps a
/// spreadsheet from taking it for a formula, which was part of an id before [`trim`] took it off.
pub fn forms_of_id(id: &str) -> impl Iterator<Item = String> {
    let id = String::from_utf8_lossy(trim(id.as_bytes())).into_owned();
    let guarded = [format!("=\"{id}\""), format!("'{id}")];
    let is_same = |form: &String| trim(form.as_bytes()) == id.as_bytes();
    let guarded: Vec<String> = guarded.into_iter().filter(is_same).collect();
    std::iter::once(id).chain(guarded)
}

/// The column of ids, and what becomes of them.
pub(crate) struct Respondents {
    index: usize,
    store: IdStore,
    salt: Salt,
}

impl Mapping {
    /// True when a column says whose a row is.
    #[must_use]
    pub fn names_persons(&self) -> bool {
        self.respondent.is_some()
    }

    /// True when rows in the map file say whose they are, as the id or as its hash.
    #[must_use]
    pub fn keeps_ids(&self) -> bool {
        self.respondent.as_ref().is_some_and(|r| r.store.unwrap_or_default() != IdStore::None)
    }
}

impl Respondents {
    pub(crate) fn of(mapping: &Mapping, sniffed: &Sniffed, salt: Salt) -> Option<Self> {
        let column = mapping.respondent.as_ref()?;
        let index = sniffed.column_index(&column.column)?;
        Some(Self { index, store: column.store.unwrap_or_default(), salt })
    }

    /// The text to store for a row, and whether its bytes were broken; `None` when ids are not stored.
    pub(crate) fn text(&self, row: Row<'_>) -> Option<(String, bool)> {
        let (text, is_broken) = text_of(row.trimmed(self.index));
        match self.store {
            IdStore::None => None,
            IdStore::Plain => Some((text, is_broken)),
            IdStore::Hash if text.is_empty() => Some((text, false)),
            IdStore::Hash => Some((hashed_id(&text, self.salt), false)),
        }
    }

    pub(crate) fn column(&self) -> usize {
        self.index
    }
}

/// The column of ids of a file that persons were removed from, and who they are.
pub(crate) struct Forgotten {
    index: usize,
    persons: Persons,
}

impl Forgotten {
    /// `None` when no row can be one of theirs.
    pub(crate) fn of(mapping: &Mapping, sniffed: &Sniffed, persons: &Persons) -> Option<Self> {
        let column = mapping.respondent.as_ref().filter(|_| !persons.forgotten.is_empty())?;
        Some(Self { index: sniffed.column_index(&column.column)?, persons: persons.clone() })
    }

    /// True for a row of a removed person.
    pub(crate) fn has(&self, row: Row<'_>) -> bool {
        self.are(row.cell(self.index))
    }

    /// True for the id of a removed person, with blanks or a guard around it or without.
    fn are(&self, id: &[u8]) -> bool {
        let (id, _) = text_of(trim(id));
        forms_of_id(&id).any(|form| self.persons.forgotten.contains(&hashed_id(&form, self.persons.salt)))
    }

    /// True for a row of a removed person, and for one whose cells cannot be told apart, so that it may be one.
    pub(crate) fn may_have(&self, row: Row<'_>) -> bool {
        row.has_open_quote || row.is_too_long || self.has(row)
    }

    /// What the report says of a row of a removed person at a line: nothing of what stands in it.
    pub(crate) fn issue(line: u64) -> RowIssue {
        RowIssue { line, column: None, kind: IssueKind::Forgotten, text: HIDDEN.to_owned(), is_row_rejected: true }
    }
}

/// Lines of a data file that are rows of persons who are known by hashes of their ids. A row whose cells cannot be told
/// apart is theirs when any piece of it is such an id.
///
/// # Errors
/// The file cannot be read, or the work was cancelled.
pub fn lines_of(
    path: &Path,
    mapping: &Mapping,
    persons: &Persons,
    progress: &Progress,
) -> Result<BTreeSet<u64>, ImportError> {
    let mut lines = BTreeSet::new();
    let sniffed = sniff(path, &mapping.reading)?;
    let Some(wanted) = Forgotten::of(mapping, &sniffed, persons) else { return Ok(lines) };
    let dialect = sniffed.layout.dialect;
    let ends_piece =
        |byte: &u8| *byte == dialect.delimiter.first() || Some(*byte) == dialect.quote || matches!(byte, b'\n' | b'\r');
    let mut table = sniffed.layout.open()?;
    let mut rows = 0_u64;
    while table.advance().map_err(|e| ImportError::io(path, e))? {
        let row = table.row();
        let is_unclear = row.has_open_quote || row.is_too_long;
        if wanted.has(row) || (is_unclear && row.raw.split(ends_piece).any(|piece| wanted.are(piece))) {
            lines.insert(row.line);
        }
        rows += 1;
        if rows.is_multiple_of(ROWS_PER_CHECK) {
            progress.check()?;
        }
    }
    Ok(lines)
}

/// What stands in a report for a cell that nobody shall read.
pub(crate) const HIDDEN: &str = "…";

/// The columns whose cells must not get into the report of the import.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hidden(Vec<usize>);

impl Hidden {
    pub(crate) fn of(mapping: &Mapping, sniffed: &Sniffed) -> Self {
        let respondent = mapping.respondent.as_ref().filter(|r| r.store.unwrap_or_default() != IdStore::Plain);
        let respondent = respondent.and_then(|r| sniffed.column_index(&r.column));
        // What looks like data of a person and was not chosen is in no row of the file, and in no report either.
        let columns = sniffed.columns.iter().enumerate();
        let is_personal = |name: &str, role| role == Role::Personal && mapping.role_of(name).is_none();
        let personal = columns.filter(|(_, c)| is_personal(&c.name, c.role)).map(|(index, _)| index);
        Self(respondent.into_iter().chain(personal).collect())
    }

    /// True for a column whose cells nobody shall read.
    pub(crate) fn has(&self, column: usize) -> bool {
        self.0.contains(&column)
    }

    /// True when there is such a column.
    pub(crate) fn has_any(&self) -> bool {
        !self.0.is_empty()
    }

    /// A whole row as a report shows it.
    pub(crate) fn row_text(&self, row: Row<'_>) -> String {
        if self.0.is_empty() {
            return row.text();
        }
        // A quote that never closes hides where the cells end, so nobody knows which of them is the id; so does a line of
        // which only the beginning is there.
        if row.has_open_quote || row.is_too_long {
            return HIDDEN.to_owned();
        }
        let cell = |index: usize| match self.0.contains(&index) {
            true if !row.trimmed(index).is_empty() => HIDDEN.to_owned(),
            _ => shown(row.cell(index)),
        };
        let cells: Vec<String> = (0..row.len()).map(cell).collect();
        shown(cells.join(" | ").as_bytes())
    }

    /// A cell as a report shows it.
    pub(crate) fn cell_text(&self, row: Row<'_>, column: usize) -> String {
        self.text_of_cell(row.cell(column), column)
    }

    /// The same of a cell of which the row is gone.
    pub(crate) fn text_of_cell(&self, cell: &[u8], column: usize) -> String {
        if self.0.contains(&column) { HIDDEN.to_owned() } else { shown(cell) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{ReadChoices, ReadOptions, read, sniff};

    const SURVEY: &str = "date,id,score,country\n2024-01-01,ann@example.org,5,DE\n2024-01-02,bob,4,FR\n\
                          2024-01-03,ann@example.org,3,DE\nnever,carl,3,DE\n2024-01-04,dora,4,DE,surplus\n";

    fn check(store: &str, salt: Salt, expected: &[&str]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("survey.csv");
        std::fs::write(&path, SURVEY).unwrap();
        let mapping = format!(
            r#"{{"shape": "survey", "date": {{"column": "date"}}, "scores": [{{"column": "score"}}],
                "respondent": {{"column": "id"{store}}}, "segments": ["country"]}}"#
        );
        let persons = Persons { salt, ..Persons::default() };
        let options = ReadOptions { persons, ..ReadOptions::default() };
        let read = read(&path, Some(&Mapping::parse(&mapping).unwrap()), &options, &Progress::default()).unwrap();
        assert_eq!(read.data.responses.respondent.iter().collect::<Vec<_>>(), expected);
        assert_eq!((read.rows_accepted, read.rows_rejected), (3, 2));
        read.data.issues.into_iter().map(|issue| issue.text).collect()
    }

    #[test]
    fn ids_are_stored_as_the_mapping_says() {
        let salt = Salt([7; 32]);
        let [ann, bob] = ["ann@example.org", "bob"].map(|id| hashed_id(id, salt));
        assert!(ann.len() == 16 && ann != hashed_id("ann@example.org", Salt([8; 32])));
        check("", salt, &["ann@example.org", "bob", "ann@example.org"]);
        check(r#", "store": "plain""#, salt, &["ann@example.org", "bob", "ann@example.org"]);
        let texts = check(r#", "store": "hash""#, salt, &[&ann, &bob, &ann]);
        assert_eq!(texts, ["never", "2024-01-04 | … | 4 | DE | surplus"]);
        let texts = check(r#", "store": "none""#, salt, &[]);
        assert!(!texts.concat().contains("dora"), "{texts:?}");
    }

    /// Whoever was removed by an id with a guard around it, before guards were taken off, came back.
    #[test]
    fn a_removed_person_stays_out_whatever_is_around_the_id() {
        let salt = Salt([7; 32]);
        for (id, cell) in [("=\"0042\"", "=\"0042\""), ("'0042", "'0042"), ("0042", "'0042"), ("'0042", "0042")] {
            let persons = Persons { salt, forgotten: std::sync::Arc::new([hashed_id(id, salt)].into()) };
            let forgotten = Forgotten { index: 0, persons };
            assert!(forgotten.are(cell.as_bytes()), "{id} in {cell}");
            assert!(!forgotten.are(b"0043"));
        }
        let persons = Persons { salt, forgotten: std::sync::Arc::new([hashed_id("'ann", salt)].into()) };
        assert!(!Forgotten { index: 0, persons }.are(b"ann"), "in front of words an apostrophe is a letter");
    }

    /// What is not chosen by hand is hashed: a guess never writes who answered.
    #[test]
    fn a_guess_hashes_ids() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("survey.csv");
        std::fs::write(&path, SURVEY.replace("id,", "respondent_id,")).unwrap();
        let guess = Mapping::guess(&sniff(&path, &ReadChoices::default()).unwrap()).unwrap();
        assert_eq!(guess.respondent.and_then(|r| r.store), Some(IdStore::Hash));
    }
}
