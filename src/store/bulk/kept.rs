//! Days that are kept in the file, so that millions of rows need not be counted anew whenever it is opened.
//!
//! They are derived, and found by a key of everything they depend on: other rows, other places or other thresholds have
//! another key, so what is found is never out of date. What is not found is counted from the rows.

use crate::base::ids::{Id as _, SourceId};
use crate::base::time::{Day, DayRange};
use crate::model::bulk::{BucketQuery, Counting};
use crate::model::observation::{Bucket, DayBucket, Parts};
use crate::store::StoreError;
use crate::store::bulk::Database;
use crate::store::bulk::codec::{
    BadBytes, Bytes, MAX_CHUNK_ROWS, decode_days, decode_integers, decode_numbers, encode_days, encode_integers,
    encode_numbers,
};
use rusqlite::{OptionalExtension as _, params};
use std::collections::{BTreeMap, BTreeSet};

/// Grows whenever the same rows come to other buckets than before.
const COUNTING: u8 = 1;

/// From so many rows a day on, reading the days is faster than counting the rows, and takes less room than they do: a
/// kept day is as long as fifteen rows, and read as fast as ten are counted.
const WORTH_KEEPING: u64 = 32;

/// So few rows have so few days that their room does not matter.
const FEW_ROWS: u64 = 4_096;

/// More rows of one day than any file holds. Counts below it can be added up without a thought.
const MOST_ROWS: i64 = 1 << 40;

/// A digest of everything the days of a query depend on.
pub(super) type Key = [u8; 32];

/// The answer to a query.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryDays {
    /// The rows by day, ascending, days without rows left out.
    pub days: Vec<DayBucket>,
    metric: String,
    /// `None` when such days are not kept.
    key: Option<Key>,
    is_kept: bool,
}

impl QueryDays {
    pub(super) fn new(query: &BucketQuery, key: Option<Key>, (days, is_kept): (Vec<DayBucket>, bool)) -> Self {
        Self { days, metric: query.metric.clone(), key, is_kept }
    }

    /// True when the days were found in the file, false when they were counted from the rows.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.is_kept
    }
}

/// Days on their way into the file: all that is to be there, and of it what is not there yet.
#[derive(Debug, Clone, Default)]
pub struct DaysToKeep {
    known: Vec<Key>,
    new: Vec<NewDays>,
}

impl DaysToKeep {
    /// Whatever can be kept of some answers. Answers of segments and of single ranges cannot.
    #[must_use]
    pub fn of(answers: &[QueryDays]) -> Self {
        let mut kept = Self::default();
        for answer in answers {
            kept.add(answer);
        }
        kept
    }

    /// Whatever can be kept of one more answer.
    pub fn add(&mut self, answer: &QueryDays) {
        match answer.key {
            Some(key) if answer.is_kept => self.known.push(key),
            Some(key) => self.new.extend(NewDays::of(key, answer)),
            None => {}
        }
    }

    /// True when some of the days are not in the file yet.
    #[must_use]
    pub fn has_new(&self) -> bool {
        !self.new.is_empty()
    }
}

/// A row of the table `kpi_day`.
#[derive(Debug, Clone)]
struct NewDays {
    key: Key,
    metric: String,
    days: usize,
    first_day: i32,
    data: Vec<u8>,
}

impl NewDays {
    /// `None` for more days than a chunk takes, 180 years, and for many days of few rows: those are counted every time.
    fn of(key: Key, answer: &QueryDays) -> Option<Self> {
        let days = &answer.days;
        let rows: u64 = days.iter().map(|d| d.bucket.rows).sum();
        let is_worth_it = rows <= FEW_ROWS || rows / WORTH_KEEPING >= days.len() as u64;
        if days.len() > MAX_CHUNK_ROWS || !is_worth_it {
            return None;
        }
        let first_day = days.first().map_or(0, |d| d.day.0);
        let data = if days.is_empty() { Vec::new() } else { encode(days) };
        Some(Self { key, metric: answer.metric.clone(), days: days.len(), first_day, data })
    }
}

fn encode(days: &[DayBucket]) -> Vec<u8> {
    let mut data = Vec::new();
    let numbers: Vec<i32> = days.iter().map(|d| d.day.0).collect();
    encode_days(&numbers, &mut data);
    let counts = |of: fn(&Bucket) -> u64, data: &mut Vec<u8>| {
        encode_integers(days.iter().map(|d| i64::try_from(of(&d.bucket)).unwrap_or(i64::MAX)), data);
    };
    counts(|b| b.rows, &mut data);
    counts(|b| b.rows_without_n, &mut data);
    counts(|b| b.rows_of_unknown_n, &mut data);
    counts(|b| b.rows_of_averages, &mut data);
    counts(|b| u64::from(b.is_weighted), &mut data);
    encode_integers(days.iter().map(|d| d.bucket.parts.bits().cast_signed()), &mut data);
    let mut column = Vec::with_capacity(days.len());
    let mut sums = |of: fn(&Bucket) -> f64| {
        column.clear();
        column.extend(days.iter().map(|d| of(&d.bucket)));
        encode_numbers(&column, &mut data);
    };
    sums(|b| b.n);
    sums(|b| b.n_sq);
    sums(|b| b.sum);
    sums(|b| b.sum_sq);
    sums(|b| b.sum_nn);
    sums(|b| b.sum_sq_nn);
    sums(|b| b.plain_sum);
    sums(|b| b.at_least_low);
    sums(|b| b.at_least_high);
    data
}

/// Columns of kept days on their way back; the buffers serve one row of the table after the other.
#[derive(Default)]
pub(super) struct Decoder {
    days: Vec<i32>,
    counts: [Vec<i64>; 6],
    sums: [Vec<f64>; 9],
}

impl Decoder {
    /// The bytes of [`encode`], all of them. The columns are read first and put side by side afterwards: each day is then
    /// written once instead of once for every column.
    pub(super) fn decode(&mut self, head: KeptHead, data: &[u8]) -> Result<Vec<DayBucket>, BadBytes> {
        let (rows, first) = (head.rows, head.first_day);
        let bytes = &mut Bytes(data);
        if rows == 0 {
            bytes.end()?;
            return Ok(Vec::new());
        }
        let Self { days, counts, sums } = self;
        decode_days(bytes, rows, first, days)?;
        for column in counts.iter_mut() {
            column.clear();
            column.reserve(rows);
            decode_integers(bytes, rows, |number| column.push(number))?;
        }
        for column in sums.iter_mut() {
            decode_numbers(bytes, rows, column)?;
        }
        bytes.end()?;
        // Of one known length each, which spares a check for every number of every day.
        let [counted, without_n, of_unknown_n, of_averages, weighted, parts] = all(counts, rows)?;
        let are_counts = |column: &[i64]| column.iter().fold(true, |good, n| good & (0..MOST_ROWS).contains(n));
        if ![counted, without_n, of_unknown_n, of_averages, weighted].into_iter().all(are_counts) {
            return Err(BadBytes);
        }
        let [n, n_sq, sum, sum_sq, sum_nn, sum_sq_nn, plain_sum, at_least_low, at_least_high] = all(sums, rows)?;
        let count = |column: &[i64], row: usize| column.get(row).copied().unwrap_or_default().cast_unsigned();
        let number = |column: &[f64], row: usize| column.get(row).copied().unwrap_or_default();
        let bucket = |row| Bucket {
            rows: count(counted, row),
            rows_without_n: count(without_n, row),
            rows_of_unknown_n: count(of_unknown_n, row),
            rows_of_averages: count(of_averages, row),
            n: number(n, row),
            n_sq: number(n_sq, row),
            sum: number(sum, row),
            sum_sq: number(sum_sq, row),
            sum_nn: number(sum_nn, row),
            sum_sq_nn: number(sum_sq_nn, row),
            plain_sum: number(plain_sum, row),
            at_least_low: number(at_least_low, row),
            at_least_high: number(at_least_high, row),
            is_weighted: count(weighted, row) > 0,
            parts: Parts::from_bits(count(parts, row)),
        };
        Ok(days.iter().enumerate().map(|(row, day)| DayBucket { day: Day(*day), bucket: bucket(row) }).collect())
    }
}

/// Columns that all have so many rows.
fn all<T, const N: usize>(columns: &[Vec<T>; N], rows: usize) -> Result<[&[T]; N], BadBytes> {
    let mut all: [&[T]; N] = [&[]; N];
    for (slot, column) in all.iter_mut().zip(columns) {
        *slot = column.get(..rows).ok_or(BadBytes)?;
    }
    Ok(all)
}

/// The table of kept days of one file, as one transaction sees it.
pub(super) struct KeptTable<'c> {
    database: Database<'c>,
    /// A digest of what identifies the rows of each source.
    sources: BTreeMap<SourceId, Key>,
    /// A file that a program of an older version has open has no such table.
    is_there: bool,
}

/// A row of the table whose columns are still bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct KeptHead {
    rows: usize,
    first_day: i32,
}

impl<'c> KeptTable<'c> {
    pub(super) fn open(database: Database<'c>) -> Result<Self, StoreError> {
        let sources = sources(database).map_err(|e| database.error(e))?;
        let is_there = is_there(database).map_err(|e| database.error(e))?;
        Ok(Self { database, sources, is_there })
    }

    /// The key of a query. Days of a segment or of part of the time are not kept, and nothing is nothing.
    pub(super) fn key(&self, query: &BucketQuery) -> Option<Key> {
        if query.range != DayRange::EVER || !query.segments.is_empty() || query.parts.is_empty() {
            return None;
        }
        let mut digest = Digest::default();
        digest.bytes(&[COUNTING]);
        digest.bytes(query.metric.as_bytes());
        digest.bytes(&query.cuts.low.to_le_bytes());
        digest.bytes(&query.cuts.high.to_le_bytes());
        // Counts of before there was a choice are kept under the key they had.
        if query.counting != Counting::default() {
            digest.bytes(&[u8::from(query.counting.is_unweighted)]);
            query.counting.missing.iter().for_each(|code| digest.bytes(&code.to_le_bytes()));
        }
        for (source, names) in &query.parts {
            digest.bytes(&source.raw().to_le_bytes());
            digest.bytes(self.sources.get(source).map_or(&[], Key::as_slice));
            digest.bytes(&names.len().to_le_bytes());
            names.iter().for_each(|name| digest.bytes(name.as_bytes()));
        }
        Some(digest.finish())
    }

    /// The days under a key; `data` gets their bytes added. Whatever is wrong with the table is no error: the rows are there
    /// to be counted.
    pub(super) fn find(&mut self, key: &Key, data: &mut Vec<u8>) -> Option<KeptHead> {
        if !self.is_there {
            return None;
        }
        let Self { database, .. } = self;
        let found = database
            .connection
            .prepare_cached("SELECT days, first_day, data FROM kpi_day WHERE key = ?1")
            .and_then(|mut select| select.query_row([key], |row| read(row, data)).optional());
        match found {
            Ok(None) => None,
            Ok(Some(Ok(head))) => Some(head),
            Ok(Some(Err(BadBytes))) => {
                self.warn_of_damage();
                None
            }
            Err(error) => {
                log::warn!("kept days: {error}: {}", database.path.display());
                None
            }
        }
    }

    /// Says that kept days cannot be used.
    pub(super) fn warn_of_damage(&self) {
        log::warn!("kept days that cannot be read: {}", self.database.path.display());
    }
}

/// Days, first day and data of a row; the data is added to `bytes`.
fn read(row: &rusqlite::Row<'_>, bytes: &mut Vec<u8>) -> rusqlite::Result<Result<KeptHead, BadBytes>> {
    let (rows, first_day): (i64, i32) = (row.get(0)?, row.get(1)?);
    let rows = usize::try_from(rows).ok().filter(|rows| *rows <= MAX_CHUNK_ROWS).ok_or(BadBytes);
    let data = row.get_ref(2)?.as_blob()?;
    Ok(rows.map(|rows| {
        bytes.extend_from_slice(data);
        KeptHead { rows, first_day }
    }))
}

fn is_there(database: Database<'_>) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'kpi_day')";
    database.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))
}

/// What identifies the rows of each source: an import never changes rows of a source, it brings rows of a new one; and
/// where a person's rows are taken out, their number changes.
fn sources(database: Database<'_>) -> rusqlite::Result<BTreeMap<SourceId, Key>> {
    let mut select = database.connection.prepare_cached(
        "SELECT b.source, b.segments, b.observations, b.responses, coalesce(s.hash, ''), coalesce(s.mapping, '') \
         FROM bulk b LEFT JOIN source s ON s.id = b.source",
    )?;
    let mut rows = select.query([])?;
    let mut sources = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let mut digest = Digest::default();
        for column in [2, 3] {
            digest.bytes(&row.get::<_, i64>(column)?.to_le_bytes());
        }
        for column in [1, 4, 5] {
            digest.bytes(row.get_ref(column)?.as_str()?.as_bytes());
        }
        sources.insert(SourceId::from_raw(row.get(0)?), digest.finish());
    }
    Ok(sources)
}

/// Parts one after the other, each with its length, so that no two lists of parts look the same.
#[derive(Default)]
struct Digest(blake3::Hasher);

impl Digest {
    fn bytes(&mut self, bytes: &[u8]) {
        self.0.update(&bytes.len().to_le_bytes());
        self.0.update(bytes);
    }

    fn finish(&self) -> Key {
        *self.0.finalize().as_bytes()
    }
}

/// Makes the table what `days` says: what is out of date goes, what is new comes. The caller holds the transaction.
pub(in crate::store) fn keep_days(database: Database<'_>, days: &DaysToKeep) -> Result<(), StoreError> {
    let write = || -> rusqlite::Result<()> {
        let connection = database.connection;
        let wanted: BTreeSet<&Key> = days.known.iter().chain(days.new.iter().map(|n| &n.key)).collect();
        let stored: Vec<(i64, Vec<u8>)> = connection
            .prepare_cached("SELECT rowid, key FROM kpi_day")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let mut delete = connection.prepare_cached("DELETE FROM kpi_day WHERE rowid = ?1")?;
        for (row, key) in stored {
            if !Key::try_from(key).is_ok_and(|key| wanted.contains(&key)) {
                delete.execute([row])?;
            }
        }
        let mut insert = connection.prepare_cached(
            "INSERT OR REPLACE INTO kpi_day (key, metric, days, first_day, data) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for new in &days.new {
            let count = i64::try_from(new.days).unwrap_or(i64::MAX);
            insert.execute(params![new.key, new.metric, count, new.first_day, new.data])?;
        }
        Ok(())
    };
    write().map_err(|e| database.error(e))
}

/// How many rows of the table cannot be read.
pub(in crate::store) fn damaged_days(database: Database<'_>) -> Result<usize, StoreError> {
    let count = || -> rusqlite::Result<usize> {
        if !is_there(database)? {
            return Ok(0);
        }
        let mut decoder = Decoder::default();
        let mut select = database.connection.prepare("SELECT days, first_day, data FROM kpi_day")?;
        let mut rows = select.query([])?;
        let (mut damaged, mut data) = (0, Vec::new());
        while let Some(row) = rows.next()? {
            data.clear();
            damaged += usize::from(read(row, &mut data)?.and_then(|head| decoder.decode(head, &data)).is_err());
        }
        Ok(damaged)
    };
    count().map_err(|e| database.error(e))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(days: &[DayBucket]) {
        let data = encode(days);
        let first = days[0].day.0;
        let mut decoder = Decoder::default();
        let mut decode = |rows, data: &[u8]| decoder.decode(KeptHead { rows, first_day: first }, data);
        assert_eq!(decode(days.len(), &data).as_deref(), Ok(days));
        // Neither a byte too few nor one too many, nor another number of days.
        assert!(decode(days.len(), &data[..data.len() - 1]).is_err());
        assert!(decode(days.len(), &[&data[..], &[0]].concat()).is_err());
        assert!(decode(days.len() + 1, &data).is_err());
    }

    #[test]
    fn every_count_and_sum_comes_back_exactly() {
        let bucket = |seed: f64| Bucket {
            rows: 11,
            rows_without_n: 12,
            rows_of_unknown_n: 14,
            rows_of_averages: 13,
            n: seed,
            n_sq: seed * 2.0,
            sum: seed / 3.0,
            sum_sq: seed * 1e9 / 7.0,
            sum_nn: -seed,
            sum_sq_nn: 0.1 * seed,
            plain_sum: 5.25,
            at_least_low: f64::INFINITY,
            at_least_high: seed + 0.5,
            is_weighted: seed > 4.0,
            parts: if seed > 4.0 { Parts::one(63) } else { Parts::one(2) },
        };
        let day = |day, seed| DayBucket { day: Day(day), bucket: bucket(seed) };
        check(&[day(-5, 1.0)]);
        check(&[day(-5, 1.0), day(0, 3.0), day(1, 5.0), day(40_000, 7e12)]);
    }

    #[test]
    fn counts_beyond_reason_are_refused() {
        let mut day = DayBucket { day: Day(1), bucket: Bucket::default() };
        day.bucket.rows = MOST_ROWS.unsigned_abs();
        assert!(Decoder::default().decode(KeptHead { rows: 1, first_day: 1 }, &encode(&[day])).is_err());
    }
}
