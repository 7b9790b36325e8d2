//! The rows of one person in surveys: found, and taken out so that nothing of them is left.

use crate::base::ids::{Id as _, SourceId};
use crate::base::progress::Progress;
use crate::base::time::Day;
use crate::model::bulk::REPORT_TEXT;
use crate::store::StoreError;
use crate::store::bulk::codec::{
    BadBytes, Bytes, MAX_CHUNK_ROWS, decode_days, decode_integers, decode_numbers, decode_texts, encode_days,
    encode_integers, encode_numbers, encode_texts,
};
use crate::store::bulk::write::{Extent, json_texts, role, whole};
use crate::store::bulk::{BAD_CHUNK, Database};
use rusqlite::params;
use std::collections::{BTreeMap, BTreeSet};

/// What stands in a report in the place of a text that is gone.
const GONE: &str = "…";
/// Shorter ids occur by chance in texts: they are scores, codes of countries, numbers of lines.
const TELLING: usize = 4;

/// What a person is called, and where else something of them stands.
#[derive(Debug, Clone, Default)]
pub struct PersonTraces {
    /// The id as rows have it: as it is, with a guard against formulas, and what those are hashed to.
    pub ids: Vec<String>,
    /// Those of them that are looked for in texts.
    pub ids_in_texts: Vec<String>,
    /// Lines of data files that are rows of the person. Entries of reports about them are the person's, though a text of
    /// which the id is hidden does not say so.
    pub lines: BTreeMap<SourceId, BTreeSet<u64>>,
    /// Sources of which nobody can tell whose the texts of their reports are: each may be the person's.
    pub unclear: BTreeSet<SourceId>,
    /// What becomes of those texts.
    pub unclear_texts: UnclearTexts,
}

impl PersonTraces {
    /// True for an id that is found in texts wherever it stands in one.
    #[must_use]
    pub fn is_found_in_texts(id: &str) -> bool {
        id.chars().count() >= TELLING
    }
}

/// What becomes of texts that may be about a person or about others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnclearTexts {
    /// They stay, and are counted.
    #[default]
    Kept,
    /// They go, as somebody asked for.
    Taken,
}

/// What the rows of one source hold of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRows {
    /// The source.
    pub source: SourceId,
    /// Rows of the person.
    pub rows: u64,
    /// First and last day of the rows that stay; `None` when there are none.
    pub days_left: Option<(Day, Day)>,
    /// Texts in the report of the import that say something of the person.
    pub report_texts: u64,
    /// Texts beside them that may, and are kept.
    pub unclear_texts: u64,
}

/// Entries of the report of one source.
struct ReportEntries {
    /// Those whose texts say something of the person, or may and are taken.
    theirs: Vec<i64>,
    /// How many others have a text that may.
    unclear: u64,
}

/// A column of a survey.
struct Column {
    id: i64,
    role: String,
    dictionary: String,
    not_applicable: i64,
    blank: i64,
}

/// A chunk of one column.
struct Chunk {
    id: i64,
    part: i64,
    first_day: i32,
    rows: usize,
    data: Vec<u8>,
}

/// The rows of one part of a survey.
struct Part {
    /// Which rows are those of the person.
    is_gone: Vec<bool>,
    /// Days of the rows that stay.
    days: Vec<i32>,
}

impl Part {
    fn is_touched(&self) -> bool {
        self.is_gone.contains(&true)
    }

    fn kept<'a, T>(&'a self, values: impl IntoIterator<Item = T> + 'a) -> impl Iterator<Item = T> + 'a {
        self.is_gone.iter().zip(values).filter(|(is_gone, _)| !**is_gone).map(|(_, value)| value)
    }
}

/// A survey with its parts looked through for a person.
struct Search<'c> {
    database: Database<'c>,
    progress: &'c Progress,
    source: SourceId,
    columns: Vec<Column>,
    parts: BTreeMap<i64, Part>,
    has_persons: bool,
}

impl<'c> Search<'c> {
    fn of(
        database: Database<'c>,
        source: SourceId,
        ids: &[String],
        progress: &'c Progress,
    ) -> Result<Self, StoreError> {
        let columns: Vec<Column> = database
            .connection
            .prepare_cached(
                "SELECT id, role, dictionary, not_applicable, blank FROM response_column WHERE source = ?1 ORDER BY position",
            )
            .and_then(|mut select| {
                select
                    .query_map([source.raw()], |row| {
                        Ok(Column {
                            id: row.get(0)?,
                            role: row.get(1)?,
                            dictionary: row.get(2)?,
                            not_applicable: row.get(3)?,
                            blank: row.get(4)?,
                        })
                    })?
                    .collect()
            })
            .map_err(|e| database.error(e))?;
        let mut search = Self {
            database,
            progress,
            source,
            has_persons: columns.iter().any(|c| c.role == role::RESPONDENT),
            columns,
            parts: BTreeMap::new(),
        };
        if search.has_persons {
            search.find(ids)?;
        }
        Ok(search)
    }

    fn find(&mut self, ids: &[String]) -> Result<(), StoreError> {
        let mut parts = BTreeMap::new();
        for column in self.columns.iter().filter(|column| column.role == role::RESPONDENT) {
            self.each_chunk(column, |chunk| {
                let texts = self.decoded(chunk, |bytes| decode_texts(bytes, chunk.rows))?;
                let is_gone = (0..chunk.rows).map(|row| ids.iter().any(|id| id == texts.get(row))).collect();
                parts.insert(chunk.part, Part { is_gone, days: Vec::new() });
                Ok(())
            })?;
        }
        self.parts = parts;
        let mut days_left = Vec::new();
        for column in self.columns.iter().filter(|column| column.role == role::DAY) {
            self.each_chunk(column, |chunk| {
                let mut days = Vec::new();
                self.decoded(chunk, |bytes| decode_days(bytes, chunk.rows, chunk.first_day, &mut days))?;
                days_left.push((chunk.part, self.part(chunk)?.kept(days).collect()));
                Ok(())
            })?;
        }
        for (part, days) in days_left {
            if let Some(part) = self.parts.get_mut(&part) {
                part.days = days;
            }
        }
        Ok(())
    }

    /// Goes through a column chunk by chunk: all of them at once can be more than memory.
    fn each_chunk(
        &self,
        column: &Column,
        mut take: impl FnMut(&Chunk) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let connection = self.database.connection;
        let ids: Vec<i64> = connection
            .prepare_cached("SELECT id FROM response_chunk WHERE response_column = ?1 ORDER BY part")
            .and_then(|mut select| select.query_map([column.id], |row| row.get(0))?.collect())
            .map_err(|e| self.database.error(e))?;
        for id in ids {
            self.progress.check()?;
            let chunk = connection
                .prepare_cached("SELECT part, first_day, rows, data FROM response_chunk WHERE id = ?1")
                .and_then(|mut select| {
                    select.query_row([id], |row| {
                        Ok(Chunk {
                            id,
                            part: row.get(0)?,
                            first_day: row.get(1)?,
                            rows: usize::try_from(row.get::<_, i64>(2)?).unwrap_or(usize::MAX),
                            data: row.get(3)?,
                        })
                    })
                })
                .map_err(|e| self.database.error(e))?;
            if !(1..=MAX_CHUNK_ROWS).contains(&chunk.rows) {
                return Err(self.database.damaged(BAD_CHUNK));
            }
            take(&chunk)?;
        }
        Ok(())
    }

    /// Decodes a chunk, which must use all its bytes.
    fn decoded<T>(
        &self,
        chunk: &Chunk,
        decode: impl FnOnce(&mut Bytes<'_>) -> Result<T, BadBytes>,
    ) -> Result<T, StoreError> {
        let mut bytes = Bytes(&chunk.data);
        let value = decode(&mut bytes).and_then(|value| bytes.end().map(|()| value));
        value.map_err(|BadBytes| self.database.damaged(BAD_CHUNK))
    }

    /// The part a chunk belongs to; all columns are cut at the same rows.
    fn part(&self, chunk: &Chunk) -> Result<&Part, StoreError> {
        let part = self.parts.get(&chunk.part).filter(|part| part.is_gone.len() == chunk.rows);
        part.ok_or_else(|| self.database.damaged("survey columns of unequal length"))
    }

    fn rows(&self) -> u64 {
        let rows = |part: &Part| part.is_gone.iter().filter(|is_gone| **is_gone).count();
        self.parts.values().map(|part| rows(part) as u64).sum()
    }

    fn days_left(&self) -> Option<(Day, Day)> {
        let days = || self.parts.values().flat_map(|part| part.days.first().into_iter().chain(part.days.last()));
        days().min().zip(days().max()).map(|(first, last)| (Day(*first), Day(*last)))
    }

    /// Entries of the report whose texts say something of the person, or may.
    fn report_entries(&self, traces: &PersonTraces) -> Result<ReportEntries, StoreError> {
        let issues: Vec<(i64, String, i64)> = self
            .database
            .connection
            .prepare_cached("SELECT id, text, line FROM issue WHERE source = ?1 ORDER BY id")
            .and_then(|mut select| {
                select.query_map([self.source.raw()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
            })
            .map_err(|e| self.database.error(e))?;
        let lines = traces.lines.get(&self.source);
        let is_theirs = |line: i64| lines.is_some_and(|l| u64::try_from(line).is_ok_and(|line| l.contains(&line)));
        // Shorter ones are found by the lines of the data file, or not at all.
        let names = |text: &str| traces.ids_in_texts.iter().any(|id| names_person(text, id));
        // A reported row of which the id is hidden, or a single cell of it, tells by nothing whose it is: where the person has
        // rows every text goes.
        let is_unclear = traces.unclear.contains(&self.source);
        let is_here = self.rows() > 0 || (is_unclear && traces.unclear_texts == UnclearTexts::Taken);
        let mut entries = ReportEntries { theirs: Vec::new(), unclear: 0 };
        for (id, text, line) in issues.iter().filter(|(_, text, _)| !["", GONE].contains(&text.as_str())) {
            if is_here || is_theirs(*line) || names(text) {
                entries.theirs.push(*id);
            } else {
                entries.unclear += u64::from(is_unclear);
            }
        }
        Ok(entries)
    }

    /// Takes the rows out of every column.
    fn take_out(&self) -> Result<(), StoreError> {
        let rows = self.rows();
        if rows == 0 {
            return Ok(());
        }
        for column in &self.columns {
            match column.role.as_str() {
                role::DAY => self.rewrite(column, |_, part, bytes| {
                    encode_days(&part.days, bytes);
                    Ok(())
                })?,
                role::RESPONDENT | role::COMMENT => self.rewrite(column, |chunk, part, bytes| {
                    let texts = decode_texts(&mut Bytes(&chunk.data), chunk.rows)?;
                    let kept: Vec<&str> = part.kept((0..chunk.rows).map(|row| texts.get(row))).collect();
                    encode_texts(kept.iter().copied(), bytes);
                    Ok(())
                })?,
                role::WEIGHT => self.rewrite(column, |chunk, part, bytes| {
                    encode_numbers(&numbers_left(chunk, part)?, bytes);
                    Ok(())
                })?,
                role::SEGMENT => self.take_out_of_segment(column)?,
                _ => self.take_out_of_scores(column)?,
            }
        }
        let sql = "UPDATE bulk SET responses = responses - ?2 WHERE source = ?1";
        let update = self.database.connection.prepare_cached(sql);
        let updated = update.and_then(|mut update| update.execute(params![self.source.raw(), whole(rows)]));
        updated.map(drop).map_err(|e| self.database.error(e))
    }

    /// Writes the chunks of a column anew that lose rows. One without rows goes.
    fn rewrite(
        &self,
        column: &Column,
        encode: impl Fn(&Chunk, &Part, &mut Vec<u8>) -> Result<(), BadBytes>,
    ) -> Result<(), StoreError> {
        self.each_chunk(column, |chunk| {
            let part = self.part(chunk)?;
            if part.is_touched() {
                let mut bytes = Vec::new();
                encode(chunk, part, &mut bytes).map_err(|BadBytes| self.database.damaged(BAD_CHUNK))?;
                self.put(chunk, part, &bytes)?;
            }
            Ok(())
        })
    }

    fn put(&self, chunk: &Chunk, part: &Part, bytes: &[u8]) -> Result<(), StoreError> {
        let connection = self.database.connection;
        let written = match (part.days.first(), part.days.last()) {
            (Some(first), Some(last)) => connection
                .prepare_cached(
                    "UPDATE response_chunk SET rows = ?2, first_day = ?3, last_day = ?4, data = ?5 WHERE id = ?1",
                )
                .and_then(|mut update| update.execute(params![chunk.id, whole(part.days.len()), first, last, bytes])),
            _ => connection
                .prepare_cached("DELETE FROM response_chunk WHERE id = ?1")
                .and_then(|mut delete| delete.execute([chunk.id])),
        };
        written.map(drop).map_err(|e| self.database.error(e))
    }

    /// A value of a segment that only this person had goes with the person: a town can say who it was.
    fn take_out_of_segment(&self, column: &Column) -> Result<(), StoreError> {
        let values: Vec<String> = serde_json::from_str(&column.dictionary)
            .map_err(|_| self.database.damaged("a list of segments that is none"))?;
        let codes_left = |chunk: &Chunk| -> Result<Vec<i64>, StoreError> {
            let mut codes = Vec::with_capacity(chunk.rows);
            self.decoded(chunk, |bytes| decode_integers(bytes, chunk.rows, |code| codes.push(code)))?;
            Ok(self.part(chunk)?.kept(codes).collect())
        };
        let mut used = BTreeSet::new();
        self.each_chunk(column, |chunk| {
            used.extend(codes_left(chunk)?);
            Ok(())
        })?;
        let is_whole = used.len() == values.len();
        let renumbered: BTreeMap<i64, i64> = used.iter().copied().zip(0..).collect();
        self.each_chunk(column, |chunk| {
            let part = self.part(chunk)?;
            if is_whole && !part.is_touched() {
                return Ok(());
            }
            let codes = codes_left(chunk)?.into_iter().filter_map(|code| renumbered.get(&code).copied());
            let mut bytes = Vec::new();
            encode_integers(codes.collect::<Vec<_>>().iter().copied(), &mut bytes);
            self.put(chunk, part, &bytes)
        })?;
        let values: Vec<&String> = used.iter().filter_map(|code| values.get(usize::try_from(*code).ok()?)).collect();
        let sql = "UPDATE response_column SET dictionary = ?2 WHERE id = ?1";
        let update = self.database.connection.prepare_cached(sql);
        let updated = update.and_then(|mut update| update.execute(params![column.id, json_texts(&values)]));
        updated.map(drop).map_err(|e| self.database.error(e))
    }

    fn take_out_of_scores(&self, column: &Column) -> Result<(), StoreError> {
        let (mut extent, mut answered, mut days) = (Extent::NONE, 0_u64, None::<(i32, i32)>);
        let mut unanswered = 0_i64;
        self.each_chunk(column, |chunk| {
            let part = self.part(chunk)?;
            let mut values = Vec::new();
            self.decoded(chunk, |bytes| decode_numbers(bytes, chunk.rows, &mut values))?;
            let gone = part.is_gone.iter().zip(&values).filter(|(is_gone, value)| **is_gone && value.is_nan());
            unanswered += whole(gone.count());
            let left: Vec<f64> = part.kept(values).collect();
            for (day, value) in part.days.iter().zip(&left).filter(|(_, value)| !value.is_nan()) {
                extent.add(*value);
                answered += 1;
                days = Some(days.map_or((*day, *day), |(first, last)| (first.min(*day), last.max(*day))));
            }
            if part.is_touched() {
                let mut bytes = Vec::new();
                encode_numbers(&left, &mut bytes);
                self.put(chunk, part, &bytes)?;
            }
            Ok(())
        })?;
        // Whether a cell without a score was blank or "not applicable" is only known as a sum.
        let blank = (column.blank - unanswered).max(0);
        let not_applicable = (column.not_applicable - (unanswered - (column.blank - blank))).max(0);
        let (min, max) = extent.ends();
        self.database
            .connection
            .prepare_cached(
                "UPDATE response_column SET answered = ?2, not_applicable = ?3, blank = ?4, first_day = ?5, last_day = ?6, \
                 min = ?7, max = ?8, is_whole = ?9 WHERE id = ?1",
            )
            .and_then(|mut update| {
                update.execute(params![
                    column.id,
                    whole(answered),
                    not_applicable,
                    blank,
                    days.map(|d| d.0),
                    days.map(|d| d.1),
                    min,
                    max,
                    extent.is_whole
                ])
            })
            .map(drop)
            .map_err(|e| self.database.error(e))
    }
}

fn numbers_left(chunk: &Chunk, part: &Part) -> Result<Vec<f64>, BadBytes> {
    let mut values = Vec::new();
    decode_numbers(&mut Bytes(&chunk.data), chunk.rows, &mut values)?;
    Ok(part.kept(values).collect())
}

/// True when a text of a report holds an id as a word of its own, or ends in the middle of it where it was cut.
fn names_person(text: &str, id: &str) -> bool {
    // "ann" is neither "ann-4711" nor "ann.lee@example.org", but may end a sentence.
    let goes_on = |next: Option<char>, after_next: Option<char>| match next {
        Some('.') => after_next.is_some_and(char::is_alphanumeric),
        Some(c) => c.is_alphanumeric() || matches!(c, '-' | '_' | '@' | '+'),
        None => false,
    };
    let stands_alone = |at: usize| {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + id.len()..).unwrap_or_default());
        let (mut before, mut after) = (before.chars().rev(), after.chars());
        !goes_on(before.next(), before.next()) && !goes_on(after.next(), after.next())
    };
    if id.is_empty() {
        return false;
    }
    let is_cut = text.chars().count() >= REPORT_TEXT;
    let starts = |length: usize| id.get(..length).is_some_and(|head| text.ends_with(head));
    text.match_indices(id).any(|(at, _)| stands_alone(at)) || (is_cut && (TELLING..id.len()).any(starts))
}

fn sources(database: Database<'_>) -> Result<Vec<SourceId>, StoreError> {
    database
        .connection
        .prepare_cached("SELECT source FROM bulk WHERE source IN (SELECT id FROM source) ORDER BY source")
        .and_then(|mut select| select.query_map([], |row| Ok(SourceId::from_raw(row.get(0)?)))?.collect())
        .map_err(|e| database.error(e))
}

/// What every source of the document holds of a person; sources that hold nothing are left out.
pub(in crate::store) fn person_rows(
    database: Database<'_>,
    traces: &PersonTraces,
    progress: &Progress,
) -> Result<Vec<PersonRows>, StoreError> {
    let mut found = Vec::new();
    let sources = sources(database)?;
    progress.set_total(sources.len() as u64);
    for (done, source) in (0..).zip(sources) {
        progress.advance_to(done, 0)?;
        let search = Search::of(database, source, &traces.ids, progress)?;
        let ReportEntries { theirs, unclear: unclear_texts } = search.report_entries(traces)?;
        let (rows, report_texts) = (search.rows(), theirs.len() as u64);
        if rows > 0 || report_texts > 0 || unclear_texts > 0 {
            found.push(PersonRows { source, rows, days_left: search.days_left(), report_texts, unclear_texts });
        }
    }
    Ok(found)
}

/// Takes out what [`person_rows`] finds. Entries of reports stay, without their texts. The caller holds the transaction.
pub(in crate::store) fn take_out_person(
    database: Database<'_>,
    traces: &PersonTraces,
    progress: &Progress,
) -> Result<(), StoreError> {
    let sources = sources(database)?;
    progress.set_total(sources.len() as u64);
    let mut rows = 0;
    for (done, source) in (0..).zip(sources) {
        progress.advance_to(done, rows)?;
        let search = Search::of(database, source, &traces.ids, progress)?;
        rows += search.rows();
        for entry in search.report_entries(traces)?.theirs {
            database
                .connection
                .prepare_cached("UPDATE issue SET text = ?2 WHERE id = ?1")
                .and_then(|mut update| update.execute(params![entry, GONE]))
                .map_err(|e| database.error(e))?;
        }
        search.take_out()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_name_a_person_by_whole_words() {
        let check = |text: &str, id: &str, expected| assert_eq!(names_person(text, id), expected, "{text} {id}");
        check("ann@example.org", "ann@example.org", true);
        check("2024-01-01,ann@example.org,5", "ann@example.org", true);
        check("joann@example.org", "ann@example.org", false);
        check("R_12 | R_123", "R_123", true);
        check("R_1234", "R_123", false);
        check("xR_123, R_123", "R_123", true);
        check("", "", false);
        check("it was ann.", "ann", true);
        check("it was ann-4711", "ann", false);
        check("ann.lee@example.org", "ann", false);
        check("ann@example.org", "example.org", false);
        let cut = format!("{:<195}R_987", "x");
        check(&cut, "R_98765", true);
    }
}
