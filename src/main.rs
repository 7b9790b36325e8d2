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

/// Without the feature `gui` there is no window to open.
#[cfg(not(feature = "gui"))]
fn open(window: Window) -> Next {
    if window.is_sample { cli::write_demo() } else { cli::without_window() }
}

/// The window. A computer that cannot show one still gets to see the sample, as pictures.
#[cfg(feature = "gui")]
fn open(window: Window) -> Next {
    let Window { file, is_read_only, is_sample } = window;
    match milepost::app::run(milepost::app::AppOptions { file, is_read_only, is_sample }) {
        Ok(()) => Next::Exit(0),
        Err(error) => {
            eprintln!("milepost: {error}");
            if is_sample { cli::write_demo() } else { Next::Exit(1) }
        }
    }
}
