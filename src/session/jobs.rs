//! Background work: named threads that are fed with snapshots, report progress, can be cancelled, and wake the window
//! when they are done. The only place beside the file's writer that starts threads.

use crate::base::progress::Progress;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// Wakes whoever polls; in the window it asks for a frame.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// A running piece of work.
pub struct Job<T> {
    /// Unique in this run of the program.
    pub id: u64,
    /// What it does, for the status bar.
    pub title: String,
    /// How far it is; also cancels it.
    pub progress: Progress,
    /// When it began.
    pub started: std::time::Instant,
    result: Receiver<T>,
}

/// What polling a job gives.
pub enum Polled<T> {
    /// Not yet.
    Running,
    /// Done.
    Done(T),
    /// The thread ended without a result: it panicked; the crash report says more.
    Lost,
}

impl<T> Job<T> {
    /// Takes the result when there is one.
    pub fn poll(&self) -> Polled<T> {
        match self.result.try_recv() {
            Ok(value) => Polled::Done(value),
            Err(TryRecvError::Empty) => Polled::Running,
            Err(TryRecvError::Disconnected) => Polled::Lost,
        }
    }

    /// Waits for the result; `None` when the thread panicked. For the command line and tests.
    #[must_use]
    pub fn wait(self) -> Option<T> {
        self.result.recv().ok()
    }
}

/// Starts jobs.
#[derive(Clone)]
pub struct Jobs {
    wake: Wake,
    next_id: Arc<std::sync::atomic::AtomicU64>,
}

impl Default for Jobs {
    fn default() -> Self {
        Self::new(Arc::new(|| {}))
    }
}

impl Jobs {
    /// Starts jobs that call `wake` whenever one has ended.
    #[must_use]
    pub fn new(wake: Wake) -> Self {
        Self { wake, next_id: Arc::default() }
    }

    /// What wakes whoever polls.
    #[must_use]
    pub fn wake(&self) -> Wake {
        Arc::clone(&self.wake)
    }

    /// Runs `work` on a thread of its own. The work gets the progress to report to and must check it for cancellation.
    pub fn spawn<T: Send + 'static>(
        &self,
        title: impl Into<String>,
        work: impl FnOnce(&Progress) -> T + Send + 'static,
    ) -> Job<T> {
        let title = title.into();
        let id = self.next_id.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        let progress = Progress::default();
        let (sender, result) = channel();
        let (wake, worker_progress) = (Arc::clone(&self.wake), progress.clone());
        let run = move || {
            // Wakes even when the work panics: the poller then sees the job as lost instead of waiting for ever.
            let _wake_at_end = WakeAtEnd(wake);
            // The receiver may be gone when nobody waits any more; then nobody misses the result.
            let _ = sender.send(work(&worker_progress));
        };
        let name: String = format!("job {id}").chars().take(15).collect();
        if let Err(error) = std::thread::Builder::new().name(name).spawn(run) {
            log::error!("no thread for a background job: {error}");
        }
        Job { id, title, progress, started: std::time::Instant::now(), result }
    }
}

struct WakeAtEnd(Wake);

impl Drop for WakeAtEnd {
    fn drop(&mut self) {
        (self.0)();
    }
}
