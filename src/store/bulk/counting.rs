//! The days of queries: found in the file, or counted from its rows.
//!
//! One thread asks SQLite; decoding what it finds and adding it up takes as long again and more, so it is done beside that
//! as soon as there is enough of it. The rows of a query are always added up by one thread and in one order: what comes
//! out does not depend on how many threads there are.

use crate::model::bulk::BucketQuery;
use crate::model::observation::{DayBucket, Parts};
use crate::store::StoreError;
use crate::store::bulk::codec::BadBytes;
use crate::store::bulk::kept::{Decoder, KeptHead, KeptTable, Key};
use crate::store::bulk::read::{Days, add_answers, add_observations};
use crate::store::bulk::series_rows::ChunkHead;
use crate::store::bulk::{BAD_CHUNK, Block, Database, Loader, QueryDays, SeriesRows};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::Scope;

/// So many bytes are handed to another thread at once.
const BATCH: usize = 128 << 10;

/// Batches that wait for a thread. Their bytes are all the memory that working side by side takes.
const MOST_WAITING: usize = 4;

/// Up to so many bytes are added up by the thread that reads them: another one would take as long to start.
const WORTH_A_THREAD: usize = 192 << 10;

/// More threads than this would only wait for the one that reads.
const MOST_THREADS: usize = 4;

/// For every query its rows by day, ascending, days without rows left out: found in the file, or else counted.
pub(in crate::store) fn days(database: Database<'_>, queries: &[BucketQuery]) -> Result<Vec<QueryDays>, StoreError> {
    days_on(most_threads(), database, queries)
}

/// The same, with at most so many threads beside this one.
pub(in crate::store) fn days_on(
    threads: usize,
    database: Database<'_>,
    queries: &[BucketQuery],
) -> Result<Vec<QueryDays>, StoreError> {
    let mut all = Vec::with_capacity(queries.len());
    each_days_on(threads, database, queries, |answer| all.push(answer))?;
    Ok(all)
}

/// The same as [`days`], handed over one by one in the order of the queries.
pub(in crate::store) fn each_days(
    database: Database<'_>,
    queries: &[BucketQuery],
    take: impl FnMut(QueryDays),
) -> Result<(), StoreError> {
    each_days_on(most_threads(), database, queries, take)
}

/// How many threads this computer has for counting beside reading: none where the two would only take turns.
fn most_threads() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get().min(MOST_THREADS));
    if cores > 1 { cores } else { 0 }
}

/// The same as [`each_days`], with at most so many threads beside this one.
fn each_days_on(
    most_threads: usize,
    database: Database<'_>,
    queries: &[BucketQuery],
    mut take: impl FnMut(QueryDays),
) -> Result<(), StoreError> {
    let kept = KeptTable::open(database)?;
    let keys: Vec<Option<Key>> = queries.iter().map(|query| kept.key(query)).collect();
    let mut in_order = InOrder { next: 0, early: BTreeMap::new() };
    let mut deliver = |index: usize, (days, is_kept): (Vec<DayBucket>, bool)| {
        in_order.put(index, (days, is_kept), |index, found| {
            if let Some((query, key)) = queries.get(index).zip(keys.get(index)) {
                take(QueryDays::new(query, *key, found));
            }
        });
    };
    std::thread::scope(|scope| {
        let hands = Hands::new(scope, most_threads, queries);
        let mut reading = Reading { kept, loader: Loader::new(database), block: Block::default(), hands };
        let mut settle = |reading: &mut Reading<'_, '_, '_>, (index, counted): Answer| {
            match counted {
                Counted::Kept(days) => deliver(index, (days, true)),
                Counted::Rows(days) => deliver(index, (days, false)),
                Counted::BadKept => {
                    reading.kept.warn_of_damage();
                    queries.get(index).map_or(Ok(()), |query| reading.count(index, query))?;
                }
                Counted::BadChunk => return Err(database.damaged(BAD_CHUNK)),
            }
            Ok(())
        };
        for (index, (query, key)) in queries.iter().zip(&keys).enumerate() {
            reading.answer(index, query, key.as_ref())?;
            while let Some(found) = reading.hands.finished() {
                settle(&mut reading, found)?;
            }
        }
        while let Some(found) = reading.hands.next_finished() {
            settle(&mut reading, found)?;
        }
        Ok(())
    })
}

/// Hands on in order what comes in any.
struct InOrder<T> {
    next: usize,
    early: BTreeMap<usize, T>,
}

impl<T> InOrder<T> {
    fn put(&mut self, index: usize, item: T, mut hand_on: impl FnMut(usize, T)) {
        self.early.insert(index, item);
        while let Some(item) = self.early.remove(&self.next) {
            hand_on(self.next, item);
            self.next += 1;
        }
    }
}

/// The side that talks to SQLite.
struct Reading<'c, 's, 'q> {
    kept: KeptTable<'c>,
    loader: Loader<'c>,
    block: Block,
    hands: Hands<'s, 'q>,
}

impl Reading<'_, '_, '_> {
    /// Finds the kept days of a query, or has its rows counted.
    fn answer(&mut self, index: usize, query: &BucketQuery, key: Option<&Key>) -> Result<(), StoreError> {
        let Some(key) = key else { return self.count(index, query) };
        let mut batch = self.hands.empty(index);
        batch.kept = self.kept.find(key, &mut batch.bytes);
        if batch.kept.is_none() {
            return self.count(index, query);
        }
        batch.is_last = true;
        // Decoded as fast as they are read: handing them over would take longer.
        self.hands.begin(index, true);
        self.hands.give(batch);
        Ok(())
    }

    fn count(&mut self, index: usize, query: &BucketQuery) -> Result<(), StoreError> {
        let Self { loader, block, hands, .. } = self;
        // Days and weights of a survey are shared by all its questions: they stay with the thread that read them.
        let mut has_answers = false;
        for (source, _) in &query.parts {
            has_answers |= loader.survey(*source)?.is_some();
        }
        hands.begin(index, has_answers);
        let mut batch = hands.empty(index);
        loader.each_filter(query, |loader, filter| {
            let part = query.parts.iter().position(|(source, _)| *source == filter.source);
            let part = part.map_or_else(Parts::default, Parts::one);
            loader.each_series_chunk(filter, |chunk, data| {
                let start = batch.bytes.len();
                batch.bytes.extend_from_slice(data);
                batch.chunks.push((part, chunk, start..batch.bytes.len()));
                if batch.bytes.len() >= BATCH {
                    let full = std::mem::replace(&mut batch, hands.empty(index));
                    hands.give(full);
                }
                Ok(())
            })?;
            if has_answers {
                let full = std::mem::replace(&mut batch, hands.empty(index));
                hands.give(full);
                for unit in loader.survey_units(filter)? {
                    loader.load(&unit, block)?;
                    add_answers(&mut hands.own.days, block, query, part);
                }
            }
            Ok(())
        })?;
        batch.is_last = true;
        hands.give(batch);
        Ok(())
    }
}

/// What was found for a query, still as bytes: all of it, or as much as is handed over at once.
#[derive(Default)]
struct Batch {
    query: usize,
    bytes: Vec<u8>,
    /// The bytes are the kept days.
    kept: Option<KeptHead>,
    /// The bytes are these chunks, each of a part of the query.
    chunks: Vec<(Parts, ChunkHead, Range<usize>)>,
    /// Nothing of the query comes after it.
    is_last: bool,
}

/// What came out for a query.
enum Counted {
    Kept(Vec<DayBucket>),
    Rows(Vec<DayBucket>),
    /// Kept days that cannot be used: the rows have to be counted.
    BadKept,
    BadChunk,
}

/// What came out, with the number of the query.
type Answer = (usize, Counted);

/// Decodes and adds up one query after the other. Its buffers serve them all.
struct Counter<'q> {
    queries: &'q [BucketQuery],
    decoder: Decoder,
    rows: SeriesRows,
    days: Days,
    is_bad: bool,
}

impl<'q> Counter<'q> {
    fn new(queries: &'q [BucketQuery]) -> Self {
        let (decoder, rows) = (Decoder::default(), SeriesRows::default());
        Self { queries, decoder, rows, days: Days::default(), is_bad: false }
    }

    /// Adds a batch; the answer when it was the last of its query.
    fn add(&mut self, batch: &Batch) -> Option<Answer> {
        if let Some(head) = batch.kept {
            let days = self.decoder.decode(head, &batch.bytes);
            return Some((batch.query, days.map_or(Counted::BadKept, Counted::Kept)));
        }
        let Some(query) = self.queries.get(batch.query) else { return Some((batch.query, Counted::BadChunk)) };
        for (part, chunk, bytes) in &batch.chunks {
            let data = batch.bytes.get(bytes.clone()).unwrap_or_default();
            match self.rows.decode(*chunk, data) {
                Ok(()) => add_observations(&mut self.days, &self.rows, query, *part),
                Err(BadBytes) => self.is_bad = true,
            }
        }
        batch.is_last.then(|| {
            let days = std::mem::take(&mut self.days).finish();
            let is_bad = std::mem::take(&mut self.is_bad);
            (batch.query, if is_bad { Counted::BadChunk } else { Counted::Rows(days) })
        })
    }
}

/// Whoever decodes and adds up: the thread that reads, while there is little to do, and others beside it.
struct Hands<'s, 'q> {
    scope: &'s Scope<'s, 'q>,
    queries: &'q [BucketQuery],
    most_threads: usize,
    threads: Vec<SyncSender<Batch>>,
    /// Of the query at hand; `None` is the thread that reads.
    thread: Option<usize>,
    own: Counter<'q>,
    /// Bytes of rows so far.
    given: usize,
    /// Queries without an answer.
    awaited: usize,
    finished: (Sender<Answer>, Receiver<Answer>),
    emptied: (Sender<Batch>, Receiver<Batch>),
}

impl<'s, 'q> Hands<'s, 'q> {
    fn new(scope: &'s Scope<'s, 'q>, most_threads: usize, queries: &'q [BucketQuery]) -> Self {
        Self {
            scope,
            queries,
            most_threads,
            threads: Vec::new(),
            thread: None,
            own: Counter::new(queries),
            given: 0,
            awaited: 0,
            finished: channel(),
            emptied: channel(),
        }
    }

    /// From here on batches of this query come, which the thread that reads keeps to itself or not.
    fn begin(&mut self, query: usize, is_own: bool) {
        self.awaited += 1;
        self.thread = None;
        if !is_own && self.given >= WORTH_A_THREAD && self.most_threads > 0 {
            let thread = query % self.most_threads;
            while self.threads.len() <= thread && self.start() {}
            self.thread = Some(thread).filter(|thread| *thread < self.threads.len());
        }
    }

    /// One more thread; false when the system has none.
    fn start(&mut self) -> bool {
        let (sender, batches) = sync_channel::<Batch>(MOST_WAITING);
        let (finished, emptied) = (self.finished.0.clone(), self.emptied.0.clone());
        let mut counter = Counter::new(self.queries);
        let work = move || {
            let fall = Fall(finished);
            while let Ok(batch) = batches.recv() {
                let answer = counter.add(&batch);
                // Nobody takes them when the one that reads has given up.
                let _ = emptied.send(batch);
                if answer.is_some_and(|answer| fall.0.send(answer).is_err()) {
                    break;
                }
            }
        };
        let thread = std::thread::Builder::new().name("milepost-counter".to_owned());
        let is_started = thread.spawn_scoped(self.scope, work).is_ok();
        if is_started {
            self.threads.push(sender);
        } else {
            self.most_threads = self.threads.len();
        }
        is_started
    }

    /// A batch to fill, from one that was used if there is one.
    fn empty(&self, query: usize) -> Batch {
        let mut batch = self.emptied.1.try_recv().unwrap_or_default();
        batch.bytes.clear();
        batch.chunks.clear();
        Batch { query, kept: None, is_last: false, ..batch }
    }

    /// Has a batch of the query at hand counted; waits while its thread has enough to do.
    fn give(&mut self, batch: Batch) {
        self.given += if batch.kept.is_none() { batch.bytes.len() } else { 0 };
        match self.thread.and_then(|thread| self.threads.get(thread)) {
            // A thread that is gone has said so where answers are awaited.
            Some(thread) => drop(thread.send(batch)),
            None => {
                let answer = self.own.add(&batch);
                let _ = self.emptied.0.send(batch);
                answer.into_iter().for_each(|answer| drop(self.finished.0.send(answer)));
            }
        }
    }

    /// An answer that is there.
    fn finished(&mut self) -> Option<Answer> {
        let found = self.finished.1.try_recv().ok()?;
        self.awaited = self.awaited.saturating_sub(1);
        Some(found)
    }

    /// The next answer, as long as one is missing.
    fn next_finished(&mut self) -> Option<Answer> {
        let found = if self.awaited > 0 { self.finished.1.recv().ok()? } else { return None };
        self.awaited = self.awaited.saturating_sub(1);
        Some(found)
    }
}

/// Answers of a thread; should it fall over, the one that waits for them is told.
struct Fall(Sender<Answer>);

impl Drop for Fall {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = self.0.send((usize::MAX, Counted::BadChunk));
        }
    }
}
