//! A crash leaves a report that says where it happened. The map itself is safe: every edit is in the file already.

use std::backtrace::Backtrace;
use std::path::{Path, PathBuf};

/// From now on a panic writes a report into this folder, flushes the log, and then does what it did before.
pub fn install(folder: PathBuf) {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let place = info.location().map_or_else(String::new, ToString::to_string);
        let report = report(&info.to_string(), &Backtrace::force_capture().to_string());
        match write(&folder, &report) {
            Ok(path) => log::error!("crash at {place}, report in {}", path.display()),
            Err(error) => log::error!("crash at {place}, report not written: {error}"),
        }
        super::logging::flush();
        before(info);
    }));
}

fn report(what: &str, backtrace: &str) -> String {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("without a name");
    let (version, system, machine) = (env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH);
    format!(
        "Milepost {version} on {system} {machine}\nThread: {name}\n{what}\n\n{backtrace}\n\nLast lines of the log:\n{}\n",
        super::logging::recent_lines().join("\n")
    )
}

fn write(folder: &Path, report: &str) -> std::io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let stamp = chrono::Utc::now().format("%Y%m%d-%H%M%S");
    let path = folder.join(format!("crash-{stamp}-{}.txt", std::process::id()));
    std::fs::write(&path, report)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_says_what_and_which_version() {
        let folder = tempfile::tempdir().unwrap();
        let path = write(&folder.path().join("crashes"), &report("something broke", "frame 1")).unwrap();
        let text = std::fs::read_to_string(path).unwrap();
        assert!(text.contains("something broke") && text.contains("frame 1"), "{text}");
        assert!(text.starts_with(concat!("Milepost ", env!("CARGO_PKG_VERSION"))), "{text}");
    }
}
