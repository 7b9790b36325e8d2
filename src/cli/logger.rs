//! Warnings of the lower layers, told on standard error.

use std::io::Write as _;

struct StandardError;

impl log::Log for StandardError {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        metadata.level() <= log::Level::Warn && metadata.target().starts_with("milepost")
    }

    fn log(&self, record: &log::Record<'_>) {
        if self.enabled(record.metadata()) {
            // Without standard error nobody can be told.
            let _ = writeln!(std::io::stderr(), "milepost: {}", record.args());
        }
    }

    fn flush(&self) {}
}

/// Sends warnings and errors to standard error, unless a logger is set already.
pub(super) fn to_standard_error() {
    if log::set_logger(&StandardError).is_ok() {
        log::set_max_level(log::LevelFilter::Warn);
    }
}
