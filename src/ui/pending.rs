//! An answer that a panel waits for. Asked anew, the old question is cancelled.

use crate::base::progress::Progress;
use crate::session::jobs::{Job, Polled};
use std::fmt::Display;

/// A running question.
pub struct Pending<T> {
    progress: Progress,
    poll: Box<dyn Fn() -> Option<Result<T, Option<String>>>>,
}

impl<T: 'static> Pending<T> {
    /// Waits for a job; its error becomes the sentence it says.
    #[must_use]
    pub fn new<E: Display + 'static>(job: Job<Result<T, E>>) -> Self {
        let progress = job.progress.clone();
        let poll = move || match job.poll() {
            Polled::Running => None,
            Polled::Done(Ok(value)) => Some(Ok(value)),
            Polled::Done(Err(error)) => Some(Err(Some(error.to_string()))),
            Polled::Lost => Some(Err(None)),
        };
        Self { progress, poll: Box::new(poll) }
    }

    /// The answer when there is one. An error without words means that the job broke off.
    #[must_use]
    pub fn poll(&self) -> Option<Result<T, Option<String>>> {
        (self.poll)()
    }

    /// How far the job is.
    #[must_use]
    pub fn progress(&self) -> &Progress {
        &self.progress
    }
}

impl<T> Drop for Pending<T> {
    fn drop(&mut self) {
        self.progress.cancel();
    }
}

impl<T> std::fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pending")
    }
}
