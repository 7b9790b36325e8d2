//! The hash of a file, taken while it is read.

use std::io::Read;

/// Hashes what passes through.
pub(crate) struct HashingReader<R> {
    source: R,
    hasher: blake3::Hasher,
}

impl<R: Read> HashingReader<R> {
    pub(crate) fn new(source: R) -> Self {
        Self { source, hasher: blake3::Hasher::new() }
    }

    /// Reads what is left and gives the hash of all bytes, hexadecimal.
    pub(crate) fn finish(mut self) -> std::io::Result<String> {
        let mut rest = vec![0; 64 << 10];
        while self.read(&mut rest)? > 0 {}
        Ok(self.hasher.finalize().to_hex().to_string())
    }
}

impl<R: Read> Read for HashingReader<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let read = self.source.read(out)?;
        self.hasher.update(out.get(..read).unwrap_or_default());
        Ok(read)
    }
}
