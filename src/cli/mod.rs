//! The command line: every command works without a window, prints data to standard output and errors, one sentence each,
//! to standard error. One file per command; `args.rs` holds what is typed, each command settles what it means.

mod args;
mod check;
mod demo;
mod export;
mod figures;
mod forget;
mod import;
mod kpi;
mod logger;
mod new;
mod normalise;
mod output;
mod reading;
mod refresh;
mod review;
mod sniff;
mod sql;
mod table;

use crate::base::text::one_line;
use crate::i18n;
use crate::store::StoreError;
use args::{Arguments, Command};
use clap::{CommandFactory as _, Parser as _};
use output::Output;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What the program should do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// End with this exit code: 0 done, 1 not possible, 2 wrong usage.
    Exit(u8),
    /// Open the window.
    Window(Window),
}

/// What the window should show.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Window {
    /// The file to open.
    pub file: Option<PathBuf>,
    /// Data files to import into a new map.
    pub tables: Vec<PathBuf>,
    /// Open it as a viewer.
    pub is_read_only: bool,
    /// Open the sample instead of a file.
    pub is_sample: bool,
}

/// Reads the arguments (the first is the program's own name) and runs the command, if there is one.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Next {
    let typed: Vec<OsString> = arguments.into_iter().collect();
    let arguments = match Arguments::try_parse_from(&typed) {
        Ok(arguments) => match arguments.contradiction() {
            None => arguments,
            Some(what) => {
                let error = Arguments::command().error(clap::error::ErrorKind::ArgumentConflict, what);
                return Next::Exit(refuse(&error, &typed));
            }
        },
        Err(error) => return Next::Exit(refuse(&error, &typed)),
    };
    let Some(command) = arguments.command else {
        // A mistyped command would otherwise open a window only to say that there is no such file.
        if let Some(error) = arguments.files.iter().find_map(|file| not_a_file(file)) {
            return fail(&error.into());
        }
        return Next::Window(window(arguments));
    };
    if matches!(&command, Command::Demo(demo) if demo.out.is_none() && has_display()) {
        return Next::Window(Window { is_sample: true, ..Window::default() });
    }
    logger::to_standard_error();
    finish(|out| match command {
        Command::Demo(demo) => demo::run(demo.out, out),
        Command::New(new) => new::run(&new, out),
        Command::Import(import) => import::run(&import, out),
        Command::Refresh(refresh) => refresh::run(&refresh, out),
        Command::Forget(forget) => forget::run(&forget, out),
        Command::Review(review) => review::run(&review, out),
        Command::Sniff(sniff) => sniff::run(&sniff, out),
        Command::Normalise(normalise) => normalise::run(&normalise, out),
        Command::Kpi(kpi) => kpi::run(&kpi, out),
        Command::Export(export) => export::run(&export, out),
        Command::Check(check) => check::run(&check, out),
        Command::Sql(sql) => sql::run(&sql, out),
    })
}

/// What the window shows of the files that were named.
fn window(arguments: Arguments) -> Window {
    let is_import = arguments.is_import();
    let Arguments { files, read_only, .. } = arguments;
    if is_import {
        return Window { tables: files, ..Window::default() };
    }
    Window { file: files.into_iter().next(), is_read_only: read_only, ..Window::default() }
}

/// Writes the sample as files and says where, because no window could be opened.
#[must_use]
pub fn write_demo_without_window(why: &anyhow::Error) -> Next {
    complain(&why.to_string());
    finish(|out| demo::run(None, out))
}

/// Says that this build has no window.
#[must_use]
pub fn without_window() -> Next {
    fail(&anyhow::anyhow!(i18n::cli::BUILT_WITHOUT_WINDOW))
}

/// Says on standard error, as one line, why the program cannot go on.
#[must_use]
pub fn fail(error: &anyhow::Error) -> Next {
    complain(&error.to_string());
    Next::Exit(1)
}

/// Ways a command ends without an error.
enum Done {
    /// All is well.
    Well,
    /// The command did its work and what it found is bad: exit code 1, said already.
    Found,
}

/// Runs a command on standard output and turns its end into an exit code.
fn finish(command: impl FnOnce(&mut Output) -> anyhow::Result<Done>) -> Next {
    let mut out = Output::standard();
    let result = command(&mut out).and_then(|done| {
        out.flush()?;
        Ok(done)
    });
    match result {
        Ok(Done::Well) => Next::Exit(0),
        Ok(Done::Found) => Next::Exit(1),
        // Whoever reads the output has seen enough, as in `milepost sql … | head`.
        Err(_) if out.is_closed() => Next::Exit(0),
        Err(error) => match out.failure() {
            Some(kind) => fail(&anyhow::anyhow!(i18n::cli::cannot_print(kind))),
            None => fail(&error),
        },
    }
}

fn complain(sentence: &str) {
    // One line whatever the message holds, so that scripts can read lines; without standard error nobody can be told.
    let line = one_line(sentence);
    let end = if line.ends_with(['.', '!', '?']) { "" } else { "." };
    let _ = writeln!(std::io::stderr(), "milepost: {line}{end}");
}

/// Why a path cannot be opened in a window, as far as that can be seen at once.
fn not_a_file(path: &Path) -> Option<StoreError> {
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => Some(StoreError::IsDirectory { path: path.to_path_buf() }),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Some(StoreError::NotFound { path: path.to_path_buf() }),
        _ => None,
    }
}

/// Help and version go to standard output; anything else is wrong usage, told in one sentence.
fn refuse(error: &clap::Error, typed: &[OsString]) -> u8 {
    use clap::error::ErrorKind;
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return match error.print() {
            // A closed pipe is no error.
            Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
                complain(&i18n::cli::cannot_print(e.kind()));
                1
            }
            _ => 0,
        };
    }
    let text = error.to_string();
    // clap's first paragraph says what is wrong; the rest is advice that `--help` gives better.
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    let what = paragraph.trim().trim_start_matches("error: ").trim_end_matches('.');
    let definition = Arguments::command();
    let named = typed.iter().skip(1).filter_map(|word| word.to_str());
    let command = named.filter_map(|word| definition.find_subcommand(word)).map(clap::Command::get_name).next();
    complain(&i18n::cli::wrong_usage(what, command));
    2
}

/// True when a window has a chance: elsewhere than on X11 and Wayland there always is a screen to ask.
fn has_display() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let asks_display_server = cfg!(all(unix, not(target_os = "macos")));
    cfg!(feature = "gui") && (!asks_display_server || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY"))
}
