//! The log of the window: a file in the data folder and the last lines in memory for Help ▸ Show log.
//!
//! Lines go to a thread of their own, because a data folder may lie on a network share and a view that logs must not
//! wait for it. The file is capped: at one megabyte it becomes `milepost.log.old` and a new one begins.

use crate::session::jobs::Jobs;
use log::{Level, LevelFilter, Log, Metadata, Record};
use std::collections::VecDeque;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// Size at which the file starts anew, bytes.
const MAX_BYTES: u64 = 1_000_000;
/// Lines kept in memory.
const MAX_LINES: usize = 500;
/// How long a crash waits for the last lines.
const FLUSH_TIME: Duration = Duration::from_secs(1);

enum Message {
    Line(String),
    Flush(Sender<()>),
}

struct WindowLog {
    sender: Mutex<Sender<Message>>,
    lines: Mutex<VecDeque<String>>,
}

static WINDOW_LOG: OnceLock<WindowLog> = OnceLock::new();

/// Starts logging to a file. Does nothing when there is a logger already (a test, the command line).
pub fn install(file: PathBuf) {
    let (sender, receiver) = channel();
    let logger = WINDOW_LOG.get_or_init(|| WindowLog { sender: Mutex::new(sender), lines: Mutex::default() });
    if log::set_logger(logger).is_ok() {
        log::set_max_level(LevelFilter::Info);
        // The thread ends with the program; nobody waits for its result.
        drop(Jobs::default().spawn("log", move |_| write_lines(&file, &receiver)));
    }
}

/// The last lines of this run, oldest first.
#[must_use]
pub fn recent_lines() -> Vec<String> {
    let Some(logger) = WINDOW_LOG.get() else { return Vec::new() };
    logger.lines.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
}

/// Waits a moment until what was logged is in the file.
pub fn flush() {
    if let Some(logger) = WINDOW_LOG.get() {
        logger.flush();
    }
}

impl WindowLog {
    fn send(&self, message: Message) {
        // When the writing thread is gone the line stays in memory; there is nobody left to tell.
        let _ = self.sender.lock().unwrap_or_else(PoisonError::into_inner).send(message);
    }
}

impl Log for WindowLog {
    fn enabled(&self, metadata: &Metadata) -> bool {
        // Other crates talk a lot at info; their warnings matter.
        let limit = if metadata.target().starts_with("milepost") { Level::Info } else { Level::Warn };
        metadata.level() <= limit
    }

    fn log(&self, record: &Record) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let now = chrono::Utc::now().format("%Y-%m-%d %H:%M:%S");
        let line = format!("{now} {:5} {} {}", record.level(), record.target(), record.args());
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() == MAX_LINES {
            lines.pop_front();
        }
        lines.push_back(line.clone());
        drop(lines);
        self.send(Message::Line(line));
    }

    fn flush(&self) {
        let (done, wait) = channel();
        self.send(Message::Flush(done));
        // Without an answer in time the crash report matters more than the log.
        let _ = wait.recv_timeout(FLUSH_TIME);
    }
}

fn write_lines(path: &Path, messages: &Receiver<Message>) {
    let mut file = CappedFile::new(path.to_owned());
    for message in messages {
        match message {
            Message::Line(line) => file.write(&line),
            // Whoever asked may have stopped waiting.
            Message::Flush(done) => drop(done.send(())),
        }
    }
}

/// A file that starts anew before it grows too large. A log that cannot be written is no reason to stop: the lines
/// are still in memory.
struct CappedFile {
    path: PathBuf,
    file: Option<std::fs::File>,
    bytes: u64,
}

impl CappedFile {
    fn new(path: PathBuf) -> Self {
        if let Some(folder) = path.parent() {
            // Opening says more about a folder that cannot be made.
            let _ = std::fs::create_dir_all(folder);
        }
        let bytes = std::fs::metadata(&path).map_or(0, |m| m.len());
        let file = std::fs::File::options().create(true).append(true).open(&path).ok();
        Self { path, file, bytes }
    }

    fn write(&mut self, line: &str) {
        if self.bytes > MAX_BYTES {
            self.file = None;
            let old = self.path.with_extension("log.old");
            // When the old one cannot be moved, this one is emptied instead.
            let is_moved = std::fs::rename(&self.path, old).is_ok();
            let mut options = std::fs::File::options();
            self.file = options.create(true).append(is_moved).write(true).truncate(!is_moved).open(&self.path).ok();
            self.bytes = 0;
        }
        let Some(file) = &mut self.file else { return };
        if writeln!(file, "{line}").is_ok() {
            self.bytes += line.len() as u64 + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_log_starts_anew_and_keeps_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep").join("milepost.log");
        let mut file = CappedFile::new(path.clone());
        let line = "x".repeat(1000);
        for _ in 0..1002 {
            file.write(&line);
        }
        let size = |path: &Path| std::fs::metadata(path).unwrap().len();
        assert!(size(&path) < 10_000, "{}", size(&path));
        assert!(size(&path.with_extension("log.old")) <= MAX_BYTES + 2 * 1001);
    }
}
