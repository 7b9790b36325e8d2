//! Reads on a thread of its own, so that the next bytes are fetched, unpacked, decoded and hashed while rows are taken
//! apart. What comes out is byte for byte what the source gives.

use std::io::{Error, ErrorKind, Read};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

/// Bytes handed over at once: few enough to stay in the cache of the processor.
const BLOCK: usize = 256 << 10;
/// Blocks that are read before somebody takes one.
const BLOCKS_AHEAD: usize = 4;
/// Sources shorter than this are read by whoever asks: starting a thread would take as long.
const WORTH_A_THREAD: u64 = 4 << 20;

/// A source that is read ahead of whoever takes its bytes.
pub(crate) enum ReadAhead<R> {
    /// Read when asked.
    Here(R),
    /// Read by a thread.
    There(Ahead<R>),
}

/// The near end of a thread that reads.
pub(crate) struct Ahead<R> {
    blocks: Receiver<std::io::Result<Vec<u8>>>,
    /// Blocks on their way back, to be filled again.
    spent: Sender<Vec<u8>>,
    block: Vec<u8>,
    at: usize,
    thread: JoinHandle<R>,
}

impl<R: Read + Send + 'static> ReadAhead<R> {
    /// Reads a source of about so many bytes, ahead when that is worth it.
    pub(crate) fn new(source: R, length: u64) -> std::io::Result<Self> {
        if length < WORTH_A_THREAD {
            return Ok(Self::Here(source));
        }
        let (full, blocks) = sync_channel(BLOCKS_AHEAD);
        let (spent, empty) = channel();
        let thread = std::thread::Builder::new()
            .name("milepost-import-reader".to_owned())
            .spawn(move || read_all(source, &full, &empty))?;
        Ok(Self::There(Ahead { blocks, spent, block: Vec::new(), at: 0, thread }))
    }

    /// Gives the source back; bytes that were read ahead are gone.
    pub(crate) fn into_source(self) -> std::io::Result<R> {
        match self {
            Self::Here(source) => Ok(source),
            Self::There(Ahead { blocks, thread, .. }) => {
                // The thread ends when nobody takes what it reads.
                drop(blocks);
                thread.join().map_err(|_| Error::other("the reader stopped"))
            }
        }
    }
}

/// Reads to the end, to the first error, or until nobody listens.
fn read_all<R: Read>(mut source: R, full: &SyncSender<std::io::Result<Vec<u8>>>, empty: &Receiver<Vec<u8>>) -> R {
    loop {
        let mut block = empty.try_recv().unwrap_or_default();
        block.resize(BLOCK, 0);
        let read = loop {
            match source.read(&mut block) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        let is_last = !matches!(read, Ok(1..));
        let message = read.map(|read| {
            block.truncate(read);
            block
        });
        if full.send(message).is_err() || is_last {
            return source;
        }
    }
}

impl<R: Read> Read for ReadAhead<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let ahead = match self {
            Self::Here(source) => return source.read(out),
            Self::There(ahead) => ahead,
        };
        if ahead.at == ahead.block.len() {
            // An empty block is the end, and after the end or an error nothing comes any more.
            let Ok(next) = ahead.blocks.recv() else { return Ok(0) };
            let spent = std::mem::replace(&mut ahead.block, next?);
            ahead.at = 0;
            // The thread may have ended, and then needs no block.
            let _ = ahead.spent.send(spent);
        }
        let left = ahead.block.get(ahead.at..).unwrap_or_default();
        let count = left.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..count), left.get(..count)) {
            to.copy_from_slice(from);
        }
        ahead.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives as many bytes as it likes and fails where it is told to.
    struct Moody {
        left: Vec<u8>,
        fails_at: Option<usize>,
        reads: usize,
    }

    impl Read for Moody {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            self.reads += 1;
            match self.reads {
                n if n % 5 == 0 => return Err(ErrorKind::Interrupted.into()),
                n if self.fails_at == Some(n) => return Err(Error::other("unplugged")),
                _ => {}
            }
            let count = (self.reads * 7_919 % 300_000).min(self.left.len()).min(out.len());
            out[..count].copy_from_slice(&self.left[..count]);
            self.left.drain(..count);
            Ok(count)
        }
    }

    fn source(length: usize, fails_at: Option<usize>) -> Moody {
        let left = (0..length).map(|i| u8::try_from(i * 31 % 251).unwrap()).collect();
        Moody { left, fails_at, reads: 0 }
    }

    #[test]
    fn the_bytes_are_those_of_the_source_with_and_without_a_thread() {
        for length in [0, 1, 250_000, 3_000_000] {
            for claimed in [0, WORTH_A_THREAD] {
                let mut ahead = ReadAhead::new(source(length, None), claimed).unwrap();
                assert_eq!(matches!(ahead, ReadAhead::There(_)), claimed > 0);
                let mut bytes = Vec::new();
                ahead.read_to_end(&mut bytes).unwrap();
                assert!(bytes == source(length, None).left, "{length} bytes");
                assert!(ahead.into_source().unwrap().left.is_empty());
            }
        }
    }

    #[test]
    fn an_error_arrives_behind_the_bytes_before_it_and_a_reader_may_leave_early() {
        let mut ahead = ReadAhead::new(source(3_000_000, Some(8)), WORTH_A_THREAD).unwrap();
        let mut bytes = Vec::new();
        assert_eq!(ahead.read_to_end(&mut bytes).unwrap_err().to_string(), "unplugged");
        let before: usize = (1..8).filter(|n| n % 5 > 0).map(|n| n * 7_919).sum();
        assert_eq!(bytes.len(), before);
        let mut ahead = ReadAhead::new(source(30_000_000, None), WORTH_A_THREAD).unwrap();
        ahead.read_exact(&mut [0; 10]).unwrap();
        assert!(!ahead.into_source().unwrap().left.is_empty(), "it does not read on for nobody");
        drop(ReadAhead::new(source(30_000_000, None), WORTH_A_THREAD).unwrap());
    }
}
