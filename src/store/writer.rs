//! The writer thread: owns the only writing connection, applies changes in order, keeps what it could not write.

use crate::base::ids::{Id as _, KpiId, SourceId};
use crate::base::progress::Progress;
use crate::model::bulk::{BucketQuery, BulkData, KpiValueRow};
use crate::model::observation::{DayBucket, DayValues};
use crate::model::{Diff, Document, PictureFile, Place, Salt};
use crate::store::bulk::{self, Database, DaysToKeep, QueryDays, Score, Stored};
use crate::store::lock::FileLock;
use crate::store::open::OpenMode;
use crate::store::removal::{Left, PersonRemoval};
use crate::store::{KpiValues, StoreError, backup, migrate, pictures, rows};
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// Called when there is something new to look at.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// The closing step of an import: computes the derived rows over what the import wrote, inside its transaction.
pub type Finish = Box<dyn FnOnce(&BulkView<'_>) -> Result<Derived, String> + Send>;

/// What is worked out from the rows and kept beside them.
#[derive(Debug, Default)]
pub struct Derived {
    /// The whole table of daily values, for other tools.
    pub values: KpiValues,
    /// All days that are kept.
    pub days: DaysToKeep,
}

/// How far saving is.
#[derive(Debug, Clone, Default)]
pub struct SaveState {
    /// Ticket of the newest change sent.
    pub sent: u64,
    /// Ticket of the newest change in the file; everything before is there too.
    pub saved: u64,
    /// Why the next change is not in the file yet; cleared when a retry succeeds.
    pub error: Option<Arc<StoreError>>,
}

impl SaveState {
    /// True when everything sent is in the file.
    #[must_use]
    pub fn is_saved(&self) -> bool {
        self.sent == self.saved
    }
}

/// An import on its way into the file.
pub struct BulkLoad {
    /// Rows, and the sources they belong to; `diff` brings their records.
    pub loads: Vec<(SourceId, BulkData)>,
    /// Ids among the rows were hashed with [`crate::store::Store::salt`], so that the file must keep it.
    pub keeps_salt: bool,
    /// Changes of the document that belong to the import.
    pub diff: Diff,
    /// Runs last, inside the transaction. What it gives replaces all that was derived before.
    pub finish: Finish,
    /// Asked now and then whether to stop.
    pub progress: Progress,
}

/// The bulk rows as the transaction of an import sees them.
pub struct BulkView<'c> {
    pub(super) database: Database<'c>,
}

impl BulkView<'_> {
    /// For every query its rows by day, ascending; days without rows are left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn days(&self, queries: &[BucketQuery]) -> Result<Vec<QueryDays>, StoreError> {
        bulk::days(self.database, queries)
    }

    /// The same, handed over one by one in the order of the queries: the days of a wide file of many years take more
    /// memory than what is kept of them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn each_days(&self, queries: &[BucketQuery], take: impl FnMut(QueryDays)) -> Result<(), StoreError> {
        bulk::each_days(self.database, queries, take)
    }

    /// As [`crate::store::Reader::values`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn values(&self, query: &BucketQuery) -> Result<Vec<DayValues>, StoreError> {
        bulk::values(self.database, query)
    }

    /// As [`crate::store::Reader::days_of_items`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn days_of_items(
        &self,
        query: &BucketQuery,
        items: &[String],
        score: Score<'_>,
    ) -> Result<Vec<DayBucket>, StoreError> {
        bulk::days_of_items(self.database, query, items, score)
    }
}

type Task = Box<dyn FnOnce(&mut Worker) + Send>;

/// Something that waits to be written.
enum Change {
    Diff(Box<Diff>),
    Picture(Box<PictureFile>),
}

enum Command {
    Save(u64, Change),
    Retry,
    Run(Task),
    Stop,
}

#[derive(Default)]
struct Shared {
    state: Mutex<SaveState>,
    wake: Mutex<Option<Wake>>,
}

/// The values behind these locks are whole at every moment, so a panic elsewhere does not spoil them.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    fn update(&self, change: impl FnOnce(&mut SaveState)) {
        change(&mut locked(&self.state));
        let wake = locked(&self.wake).clone();
        if let Some(wake) = wake {
            wake();
        }
    }
}

/// The handle of the writer thread.
pub(super) struct Writer {
    path: PathBuf,
    sender: Sender<Command>,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Hands the connection to a thread of its own.
    pub(super) fn start(
        path: &Path,
        connection: Connection,
        lock: FileLock,
        (mode, must_migrate): (OpenMode, bool),
        salt: Salt,
    ) -> Result<Self, StoreError> {
        let (sender, receiver) = channel();
        let shared = Arc::new(Shared::default());
        let mut worker = Worker {
            path: path.to_path_buf(),
            connection,
            mode,
            must_migrate,
            salt,
            pending: VecDeque::new(),
            shared: shared.clone(),
            lock,
        };
        let thread = std::thread::Builder::new()
            .name("milepost-store-writer".to_owned())
            .spawn(move || {
                worker.run(&receiver);
                worker.shut();
            })
            .map_err(|e| StoreError::io(path, e))?;
        Ok(Self { path: path.to_path_buf(), sender, shared, thread: Some(thread) })
    }

    /// Sends a change.
    pub(super) fn save(&self, diff: Diff) -> u64 {
        self.send(Change::Diff(Box::new(diff)))
    }

    /// Sends a picture.
    pub(super) fn put_picture(&self, file: PictureFile) -> u64 {
        self.send(Change::Picture(Box::new(file)))
    }

    fn send(&self, change: Change) -> u64 {
        // The lock is held while sending, so that tickets arrive in order from any thread.
        let mut state = locked(&self.shared.state);
        state.sent += 1;
        if self.sender.send(Command::Save(state.sent, change)).is_err() {
            state.error = Some(Arc::new(self.gone()));
        }
        state.sent
    }

    /// The thread has ended, which only a panic in it can cause.
    fn gone(&self) -> StoreError {
        StoreError::Internal { path: self.path.clone(), detail: "the writer stopped".to_owned() }
    }

    /// How far saving is.
    pub(super) fn state(&self) -> SaveState {
        locked(&self.shared.state).clone()
    }

    /// See [`crate::store::Store::set_wake`].
    pub(super) fn set_wake(&self, wake: Wake) {
        *locked(&self.shared.wake) = Some(wake);
    }

    /// Asks for another attempt.
    pub(super) fn retry(&self) {
        if self.sender.send(Command::Retry).is_err() {
            let gone = Arc::new(self.gone());
            self.shared.update(|state| state.error = Some(gone));
        }
    }

    /// Runs something on the writer thread after everything sent before, and waits for its result.
    fn call<T: Send + 'static>(
        &self,
        task: impl FnOnce(&mut Worker) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = channel();
        let task: Task = Box::new(move |worker| {
            // Nobody waits any more when the caller's thread is gone.
            let _ = reply.send(task(worker));
        });
        self.sender.send(Command::Run(task)).map_err(|_| self.gone())?;
        answer.recv().map_err(|_| self.gone())?
    }

    /// Waits for everything sent.
    pub(super) fn flush(&self) -> Result<(), StoreError> {
        self.call(Worker::drain)
    }

    /// Copies what is open, and the document over it: what could not be written here goes straight into the copy.
    pub(super) fn rescue(&self, to: &Path, document: &Document) -> Result<(), StoreError> {
        let (to, document) = (to.to_path_buf(), document.clone());
        self.call(move |worker| {
            let unsaved = worker.pending.iter().filter_map(|(_, change)| match change {
                Change::Picture(file) => Some(&**file),
                Change::Diff(_) => None,
            });
            backup::rescue(&worker.connection, (&worker.path, &to), &document, unsaved)
        })
    }

    /// See [`crate::store::Store::save_now`].
    pub(super) fn save_now(&self, diff: Diff) -> Result<(), StoreError> {
        self.call(move |worker| {
            worker.drain()?;
            worker.in_transaction(|database| rows::save(database.connection, &diff).map_err(|e| database.error(e)))
        })
    }

    /// See [`crate::store::Store::import`].
    pub(super) fn import(&self, load: BulkLoad) -> Result<Stored, StoreError> {
        self.call(move |worker| {
            worker.drain()?;
            worker.require_name()?;
            worker.import(load)
        })
    }

    /// See [`crate::store::Store::remove_person`].
    pub(super) fn remove_person(&self, removal: PersonRemoval) -> Result<Left, StoreError> {
        self.call(move |worker| {
            worker.drain()?;
            worker.require_name()?;
            worker.remove_person(removal)
        })
    }

    /// See [`crate::store::Store::replace_kpi_values`].
    pub(super) fn replace_kpi_values(&self, kpis: Vec<KpiId>, values: Vec<KpiValueRow>) -> Result<(), StoreError> {
        self.call(move |worker| {
            worker.drain()?;
            worker.in_transaction(|database| {
                replace_kpi_values(database.connection, &kpis, values.into_iter()).map_err(|e| database.error(e))
            })
        })
    }

    /// See [`crate::store::Store::keep_days`].
    pub(super) fn keep_days(&self, days: DaysToKeep) -> Result<(), StoreError> {
        self.call(move |worker| worker.in_transaction(|database| bulk::keep_days(database, &days)))
    }

    /// See [`crate::store::Store::set_view_state`].
    pub(super) fn set_view_state(&self, key: &str, json: &str) {
        let (key, json) = (key.to_owned(), json.to_owned());
        let task: Task = Box::new(move |worker| {
            let result = worker.in_transaction(|database| {
                database
                    .connection
                    .execute("INSERT OR REPLACE INTO view_state (key, value) VALUES (?1, ?2)", params![key, json])
                    .map_err(|e| database.error(e))
            });
            if let Err(error) = result {
                log::warn!("view state not saved: {error}");
            }
        });
        if self.sender.send(Command::Run(task)).is_err() {
            log::warn!("view state not saved: {}", self.gone());
        }
    }

    /// Waits for everything sent, tidies up and ends.
    pub(super) fn close(mut self) -> Result<(), StoreError> {
        let flushed = self.flush();
        let tidied = self.call(|worker| worker.tidy());
        self.join();
        flushed.and(tidied)
    }

    fn join(&mut self) {
        // Fails only when the thread has ended by itself.
        let _ = self.sender.send(Command::Stop);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            log::error!("the writer thread panicked");
        }
    }

    #[cfg(test)]
    pub(super) fn with_connection<T: Send + 'static>(&self, act: impl FnOnce(&Connection) -> T + Send + 'static) -> T {
        self.call(move |worker| Ok(act(&worker.connection))).unwrap()
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if self.thread.is_some() {
            // A command that gave up leaves the bytes as they are: only one that came to its end tidies, by closing.
            let end = |worker: &mut Worker| match worker.mode {
                OpenMode::Batch => worker.drain().and_then(|()| worker.settle()),
                OpenMode::Edit | OpenMode::ReadOnly => worker.drain().and_then(|()| worker.tidy()),
            };
            if let Err(error) = self.call(end) {
                log::error!("closing: {error}");
            }
            self.join();
        }
    }
}

/// The thread's own state.
pub(super) struct Worker {
    pub(super) path: PathBuf,
    pub(super) connection: Connection,
    pub(super) mode: OpenMode,
    /// The tables are those of an older version until the first transaction.
    must_migrate: bool,
    /// Written with the first import that hashes ids.
    pub(super) salt: Salt,
    /// Changes not in the file yet, oldest first.
    pending: VecDeque<(u64, Change)>,
    shared: Arc<Shared>,
    lock: FileLock,
}

impl Worker {
    fn run(&mut self, receiver: &Receiver<Command>) {
        while let Ok(command) = receiver.recv() {
            match command {
                Command::Save(ticket, change) => {
                    self.pending.push_back((ticket, change));
                    self.drain_and_tell();
                }
                Command::Retry => self.drain_and_tell(),
                Command::Run(task) => task(self),
                Command::Stop => return,
            }
        }
    }

    /// Writes what waits; a failure is in the state that everyone can see.
    fn drain_and_tell(&mut self) {
        if let Err(error) = self.drain() {
            log::error!("not saved: {error}");
        }
    }

    /// Writes what waits, in order, and stops at the first failure: later changes build on earlier ones.
    fn drain(&mut self) -> Result<(), StoreError> {
        while let Some((ticket, change)) = self.pending.pop_front() {
            let written = self.require_name().and_then(|()| {
                self.in_transaction(|database| {
                    match &change {
                        Change::Diff(diff) => rows::save(database.connection, diff),
                        Change::Picture(file) => pictures::put(database.connection, file),
                    }
                    .map_err(|e| database.error(e))
                })
            });
            if let Err(error) = written {
                self.pending.push_front((ticket, change));
                self.shared.update(|state| state.error = Some(Arc::new(error.clone())));
                return Err(error);
            }
            self.shared.update(|state| {
                state.saved = ticket;
                state.error = None;
            });
        }
        Ok(())
    }

    /// A deleted file takes changes as long as it is open, and nobody would ever see them again.
    fn require_name(&self) -> Result<(), StoreError> {
        if self.mode == OpenMode::Edit && !self.path.is_file() {
            return Err(StoreError::Gone { path: self.path.clone() });
        }
        Ok(())
    }

    /// Runs something in one transaction; nothing of it stays after an error.
    pub(super) fn in_transaction<T>(
        &mut self,
        act: impl FnOnce(Database<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let path = &self.path;
        let error = |e| StoreError::sql(path, e);
        let transaction = Transaction::new(&mut self.connection, TransactionBehavior::Immediate).map_err(error)?;
        if self.must_migrate {
            migrate::run_steps(&transaction).map_err(error)?;
        }
        let result = act(Database { connection: &transaction, path })?;
        // A constraint found at commit leaves the transaction open; dropping it rolls back.
        transaction.commit().map_err(error)?;
        self.must_migrate = false;
        Ok(result)
    }

    fn import(&mut self, load: BulkLoad) -> Result<Stored, StoreError> {
        let BulkLoad { loads, keeps_salt, diff, finish, progress } = load;
        let salt = self.salt;
        let is_batch = self.mode == OpenMode::Batch;
        let stored = self.in_transaction(|database| {
            rows::save(database.connection, &diff).map_err(|e| database.error(e))?;
            if is_batch {
                // A command has no undo, so the rows that this import replaces go at once and lend their pages.
                bulk::purge_orphans(database.connection).map_err(|e| database.error(e))?;
            }
            if keeps_salt {
                keep_salt(database.connection, salt).map_err(|e| database.error(e))?;
            }
            let mut stored = Stored::default();
            for (source, data) in loads {
                stored.add(bulk::write(database, source, data, &progress)?);
            }
            keep_derived(database, finish)?;
            progress.check()?;
            Ok(stored)
        })?;
        if self.mode == OpenMode::Edit {
            // The log holds the whole import once; readers may keep part of it alive, which is no fault.
            self.checkpoint("PASSIVE");
        }
        Ok(stored)
    }

    fn checkpoint(&self, how: &str) {
        let result = self.connection.query_row(&format!("PRAGMA wal_checkpoint({how})"), [], |_| Ok(()));
        if let Err(error) = result {
            log::info!("checkpoint: {error}: {}", self.path.display());
        }
    }

    /// Looks at the file once: what a full disk kept from being rolled back then is, and no journal stays beside it.
    fn settle(&self) -> Result<(), StoreError> {
        let look = self.connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
        look.map_err(|e| StoreError::sql(&self.path, e))
    }

    /// Drops rows nobody needs and leaves one file.
    fn tidy(&mut self) -> Result<(), StoreError> {
        if self.must_migrate {
            // Nothing was written, so nothing is left over that was not there before.
            return Ok(());
        }
        if bulk::has_orphans(&self.connection).map_err(|e| StoreError::sql(&self.path, e))? {
            self.in_transaction(|database| bulk::purge_orphans(database.connection).map_err(|e| database.error(e)))?;
        }
        if self.mode == OpenMode::Edit {
            self.connection.flush_prepared_statement_cache();
            self.checkpoint("TRUNCATE");
            // Refused while a viewer in another window reads: the file is then whole, with an empty log beside it,
            // until it is next opened for editing.
            let journal = self.connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0));
            match journal {
                Ok(mode) if mode == "delete" => {}
                Ok(mode) => log::info!("closed in journal mode {mode}: {}", self.path.display()),
                Err(error) => log::info!("closed while others read: {error}: {}", self.path.display()),
            }
        }
        Ok(())
    }

    /// Closes the connection before the lock is released.
    fn shut(self) {
        let Self { connection, lock, path, .. } = self;
        if let Err((_, error)) = connection.close() {
            log::error!("closing: {error}: {}", path.display());
        }
        drop(lock);
    }
}

/// Works out what is derived from the rows and puts it in the place of all that was derived before.
pub(super) fn keep_derived(database: Database<'_>, finish: Finish) -> Result<(), StoreError> {
    let derived = finish(&BulkView { database }).map_err(|detail| StoreError::Unfinished { detail })?;
    // Whole, so that a KPI whose rows are gone keeps none.
    database.connection.execute("DELETE FROM kpi_value", []).map_err(|e| database.error(e))?;
    replace_kpi_values(database.connection, &[], derived.values.iter()).map_err(|e| database.error(e))?;
    bulk::keep_days(database, &derived.days)
}

/// The file keeps the salt that ids were hashed with; one it has stays.
pub(super) fn keep_salt(connection: &Connection, salt: Salt) -> rusqlite::Result<usize> {
    connection.prepare_cached("INSERT OR IGNORE INTO salt (id, value) VALUES (1, ?1)")?.execute([&salt.0[..]])
}

fn replace_kpi_values(
    connection: &Connection,
    kpis: &[KpiId],
    values: impl Iterator<Item = KpiValueRow>,
) -> rusqlite::Result<()> {
    let mut delete = connection.prepare_cached("DELETE FROM kpi_value WHERE kpi = ?1")?;
    for kpi in kpis {
        delete.execute([kpi.raw()])?;
    }
    let mut insert = connection.prepare_cached(
        "INSERT INTO kpi_value (kpi, n, value, place_kind, place_id, day_number) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    // A value that is no number is a gap.
    for row in values.filter(|row| !row.value.is_nan()) {
        let (kind, id) = match row.place {
            Place::Map(id) => (0, id.raw()),
            Place::Stage(id) => (1, id.raw()),
            Place::Step(id) => (2, id.raw()),
            Place::Touchpoint(id) => (3, id.raw()),
        };
        insert.execute(params![row.kpi.raw(), row.n, row.value, kind, id, row.day.0])?;
    }
    Ok(())
}
