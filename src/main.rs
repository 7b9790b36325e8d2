//! The program: arguments to window or command line.

use milepost::cli::{self, Next, Window};
use std::process::ExitCode;

fn main() -> ExitCode {
    let next = match cli::run(std::env::args_os()) {
        Next::Window(window) => open(window),
        exit @ Next::Exit(_) => exit,
    };
    match next {
        Next::Exit(code) => ExitCode::from(code),
        // Opening a window ends in an exit code, never in another window.
        Next::Window(_) => ExitCode::FAILURE,
    }
}

#[cfg(feature = "gui")]
fn open(window: Window) -> Next {
    let Window { file, tables, is_read_only, is_sample } = window;
    match milepost::app::run(milepost::app::AppOptions { file, tables, is_read_only, is_sample }) {
        Ok(()) => Next::Exit(0),
        // A display that turns out not to be usable: the sample can still be looked at as a picture.
        Err(error) if is_sample => cli::write_demo_without_window(&error),
        Err(error) => cli::fail(&error),
    }
}

/// Without the feature `gui` there is no window to open.
#[cfg(not(feature = "gui"))]
fn open(_: Window) -> Next {
    cli::without_window()
}
