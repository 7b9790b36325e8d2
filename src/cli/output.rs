//! Standard output that remembers whether its reader has gone.

use std::io::{BufWriter, ErrorKind, Result, StdoutLock, Write};

/// Where a command prints its data.
pub(super) struct Output {
    inner: Box<dyn Write>,
    failure: Option<ErrorKind>,
}

impl Output {
    /// Standard output, buffered.
    pub(super) fn standard() -> Self {
        let standard: StdoutLock<'static> = std::io::stdout().lock();
        Self::new(BufWriter::new(standard))
    }

    fn new(inner: impl Write + 'static) -> Self {
        Self { inner: Box::new(inner), failure: None }
    }

    /// True when something could not be printed because the reader has gone: no error, just the end.
    pub(super) fn is_closed(&self) -> bool {
        self.failure == Some(ErrorKind::BrokenPipe)
    }

    /// Why something could not be printed.
    pub(super) fn failure(&self) -> Option<ErrorKind> {
        self.failure
    }

    /// Prints a JSON value, indented, with a line break.
    pub(super) fn json(&mut self, value: &serde_json::Value) -> Result<()> {
        serde_json::to_writer_pretty(&mut *self, value)?;
        writeln!(self)
    }

    fn watch<T>(&mut self, result: Result<T>) -> Result<T> {
        if let Err(error) = &result
            && error.kind() != ErrorKind::Interrupted
        {
            self.failure = self.failure.or(Some(error.kind()));
        }
        result
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let result = self.inner.write(bytes);
        self.watch(result)
    }

    fn flush(&mut self) -> Result<()> {
        let result = self.inner.flush();
        self.watch(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Gone;

    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> Result<usize> {
            Err(ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_has_gone_is_noticed() {
        let mut output = Output::new(Gone);
        assert!(!output.is_closed());
        assert!(output.json(&serde_json::json!({"a": 1})).is_err());
        assert!(output.is_closed());
    }
}
