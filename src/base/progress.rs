//! Progress and cancellation of long work, shared between a worker and whoever watches it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// The work was cancelled; nothing of it was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

/// How far a job is. Cheap to clone and to read.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    done: AtomicU64,
    total: AtomicU64,
    rows: AtomicU64,
    is_cancelled: AtomicBool,
}

impl Progress {
    /// Sets how much there is to do (bytes, usually). Zero means unknown.
    pub fn set_total(&self, total: u64) {
        self.inner.total.store(total, Ordering::Relaxed);
    }

    /// Says how much is done and how many rows that was. Call it every few thousand rows.
    ///
    /// # Errors
    /// [`Cancelled`] when someone asked the job to stop: pass it up.
    pub fn advance_to(&self, done: u64, rows: u64) -> Result<(), Cancelled> {
        self.inner.done.store(done, Ordering::Relaxed);
        self.inner.rows.store(rows, Ordering::Relaxed);
        self.check()
    }

    /// # Errors
    /// [`Cancelled`] when someone asked the job to stop.
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.inner.is_cancelled.load(Ordering::Relaxed) { Err(Cancelled) } else { Ok(()) }
    }

    /// Asks the job to stop at its next check.
    pub fn cancel(&self) {
        self.inner.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// Share done, 0 ..= 1; `None` while the total is unknown.
    #[must_use]
    pub fn fraction(&self) -> Option<f64> {
        let total = self.inner.total.load(Ordering::Relaxed);
        #[expect(clippy::cast_precision_loss, reason = "a share for the eye")]
        (total > 0).then(|| (self.inner.done.load(Ordering::Relaxed) as f64 / total as f64).min(1.0))
    }

    /// Rows read so far.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.inner.rows.load(Ordering::Relaxed)
    }
}
