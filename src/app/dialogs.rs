//! File dialogs of the system, and a plain path field where the system has none.
//!
//! A dialog is made here and awaited on a job's thread, so that the window never waits; its answer comes back as an
//! outcome like that of any other job.

use crate::i18n::shell::files as words;
use crate::session::export_job::PictureFormat;
use crate::session::import_job::inputs::DATA_EXTENSIONS;
use crate::session::jobs::{Job, Jobs};
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

/// What a path is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A map to open.
    Open,
    /// A new name for the map.
    SaveAs,
    /// Data files to import.
    Import,
    /// A picture to write, in this format unless the name says another.
    Export(PictureFormat),
    /// A mapping file to write.
    Mapping,
    /// Pictures to show on the map.
    Picture,
    /// A mapping file to read.
    LoadMapping,
    /// A folder of data files.
    ImportFolder,
    /// The minutes of a review to write.
    Minutes,
    /// A table of rejected rows to write.
    Rejected,
}

/// Where paths are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DialogKind {
    /// In the system's own dialogs.
    System,
    /// In a field inside the window.
    InWindow,
}

impl DialogKind {
    /// What this computer offers: on Linux dialogs come from a desktop portal on the session bus, or from zenity.
    #[must_use]
    pub fn detect() -> Self {
        if !cfg!(target_os = "linux") {
            return Self::System;
        }
        let has_bus = std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some()
            || std::env::var_os("XDG_RUNTIME_DIR").is_some_and(|folder| Path::new(&folder).join("bus").exists());
        let has_zenity = std::env::var_os("PATH")
            .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join("zenity").is_file()));
        if has_bus || has_zenity { Self::System } else { Self::InWindow }
    }
}

/// What came of a dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// These paths.
    Picked(Vec<PathBuf>),
    /// The user changed their mind.
    Cancelled,
    /// There was no dialog after all.
    Unavailable,
}

/// Extensions of files that can be shown as pictures.
pub const PICTURE_EXTENSIONS: [&str; 6] = ["png", "jpg", "jpeg", "jfif", "jpe", "svg"];

/// Extensions of pictures that have to be saved in another way first.
pub const OTHER_PICTURE_EXTENSIONS: [&str; 10] =
    ["gif", "webp", "bmp", "tif", "tiff", "heic", "heif", "avif", "psd", "ico"];

/// Nobody reads a dialog and cancels it in less than this: an answer that fast means that there was none.
const FASTEST_HAND: Duration = Duration::from_millis(250);

/// Opens a dialog of the system.
#[must_use]
pub fn ask(jobs: &Jobs, purpose: Purpose, folder: Option<&Path>, file_name: &str) -> Job<Answer> {
    let mut dialog = rfd::AsyncFileDialog::new().set_title(title(purpose));
    if let Some(folder) = folder {
        dialog = dialog.set_directory(folder);
    }
    let dialog = match purpose {
        Purpose::Open | Purpose::SaveAs => dialog.add_filter(words::MAP_FILTER, &["milepost"]),
        Purpose::Import => dialog.add_filter(words::DATA_FILTER, &DATA_EXTENSIONS).add_filter("*", &["*"]),
        Purpose::ImportFolder => dialog,
        Purpose::Rejected => dialog.add_filter(words::TABLE_FILTER, &["csv"]),
        Purpose::Minutes => dialog.add_filter(words::MARKDOWN_FILTER, &["md"]),
        Purpose::Mapping => dialog.add_filter(words::MAPPING_FILTER, &["json"]),
        Purpose::Picture => dialog.add_filter(words::PICTURE_FILTER, &PICTURE_EXTENSIONS),
        Purpose::LoadMapping => dialog.add_filter(words::MAPPING_FILTER, &["json"]).add_filter("*", &["*"]),
        Purpose::Export(PictureFormat::Png) => dialog.add_filter(words::PNG_FILTER, &["png"]),
        Purpose::Export(PictureFormat::Svg) => dialog.add_filter(words::SVG_FILTER, &["svg"]),
    };
    // The dialog itself must be made on the window's thread (macOS insists); only the waiting moves.
    let started = Instant::now();
    match purpose {
        Purpose::Import | Purpose::Picture => {
            let future = dialog.pick_files();
            jobs.spawn(title(purpose), move |_| {
                answer(wait(future).map(|files| files.iter().map(|file| file.path().to_owned()).collect()), started)
            })
        }
        Purpose::Open | Purpose::LoadMapping => {
            let future = dialog.pick_file();
            jobs.spawn(title(purpose), move |_| answer(wait(future).map(|file| vec![file.path().to_owned()]), started))
        }
        Purpose::ImportFolder => {
            let future = dialog.pick_folder();
            jobs.spawn(title(purpose), move |_| {
                answer(wait(future).map(|folder| vec![folder.path().to_owned()]), started)
            })
        }
        Purpose::SaveAs | Purpose::Export(_) | Purpose::Mapping | Purpose::Minutes | Purpose::Rejected => {
            let future = dialog.set_file_name(file_name).save_file();
            jobs.spawn(title(purpose), move |_| answer(wait(future).map(|file| vec![file.path().to_owned()]), started))
        }
    }
}

fn answer(paths: Option<Vec<PathBuf>>, started: Instant) -> Answer {
    match paths {
        Some(paths) if !paths.is_empty() => Answer::Picked(paths),
        _ if started.elapsed() < FASTEST_HAND => Answer::Unavailable,
        _ => Answer::Cancelled,
    }
}

/// What the dialog is called.
#[must_use]
pub fn title(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Open => words::OPEN,
        Purpose::SaveAs => words::SAVE_AS,
        Purpose::Import => words::IMPORT,
        Purpose::Export(_) => words::EXPORT,
        Purpose::Mapping => words::SAVE_MAPPING,
        Purpose::Minutes => words::SAVE_MINUTES,
        Purpose::Picture => words::CHOOSE_PICTURE,
        Purpose::LoadMapping => words::LOAD_MAPPING,
        Purpose::ImportFolder => words::IMPORT_FOLDER,
        Purpose::Rejected => words::EXPORT_REJECTED,
    }
}

/// The path with the extension its purpose asks for, when it has none.
#[must_use]
pub fn with_extension(purpose: Purpose, path: PathBuf) -> PathBuf {
    match purpose {
        Purpose::SaveAs if path.extension().is_none_or(|e| !e.eq_ignore_ascii_case("milepost")) => {
            let mut name = path.into_os_string();
            name.push(".milepost");
            PathBuf::from(name)
        }
        Purpose::Export(format) if path.extension().is_none() => path.with_extension(format.extension()),
        Purpose::Mapping if path.extension().is_none() => path.with_extension("json"),
        Purpose::Minutes if path.extension().is_none() => path.with_extension("md"),
        Purpose::Rejected if path.extension().is_none() => path.with_extension("csv"),
        _ => path,
    }
}

struct Unpark(std::thread::Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits on this thread until a future is done.
fn wait<T>(future: impl Future<Output = T>) -> T {
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return value,
            Poll::Pending => std::thread::park(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(purpose: Purpose, typed: &str, expected: &str) {
        assert_eq!(with_extension(purpose, PathBuf::from(typed)), Path::new(expected));
    }

    #[test]
    fn typed_names_get_their_extension() {
        check(Purpose::SaveAs, "a/map", "a/map.milepost");
        check(Purpose::SaveAs, "a/map.v2", "a/map.v2.milepost");
        check(Purpose::SaveAs, "map.MILEPOST", "map.MILEPOST");
        check(Purpose::Export(PictureFormat::Png), "picture", "picture.png");
        check(Purpose::Export(PictureFormat::Svg), "picture", "picture.svg");
        check(Purpose::Export(PictureFormat::Png), "picture.svg", "picture.svg");
        check(Purpose::Mapping, "survey", "survey.json");
        check(Purpose::Minutes, "may", "may.md");
        check(Purpose::Open, "anything", "anything");
    }

    #[test]
    fn waiting_ends_when_another_thread_wakes_it() {
        let jobs = Jobs::default();
        let mut is_first = true;
        let (sender, receiver) = std::sync::mpsc::channel::<Waker>();
        let other = jobs.spawn("waker", move |_| receiver.recv().map(Waker::wake));
        let future = std::future::poll_fn(move |context| {
            if std::mem::take(&mut is_first) {
                sender.send(context.waker().clone()).unwrap();
                return Poll::Pending;
            }
            Poll::Ready(7)
        });
        assert_eq!(wait(future), 7);
        assert!(other.wait().is_some());
    }
}
