//! Bounds on what unpacking may give: a few bytes can be made to unpack to a disk full.
//!
//! Takes a decoder and the number of bytes that went into it; gives what comes out, until it is too much. It must never
//! end in silence: too much is an error with a sentence.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// What unpacking may give at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Containers and compressions within each other.
    pub depth: u32,
    /// Bytes out for each byte in, of one stream.
    pub ratio: u64,
    /// Bytes out of one file, all members and layers together.
    pub total: u64,
}

impl Default for Limits {
    /// Text in columns of blanks shrinks to a hundredth at most; zeros shrink to a thousandth with deflate, and to less with
    /// others.
    fn default() -> Limits {
        Limits { depth: 8, ratio: 1_000, total: 1 << 40 }
    }
}

/// What is wrong with packed data, in a sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Broken(pub String);

impl Broken {
    /// As an error of reading.
    pub fn error(sentence: String) -> io::Error {
        io::Error::other(Broken(sentence))
    }
}

/// Less than this is never too much.
const HARMLESS: u64 = 16 << 20;

/// Counts what is read.
pub struct Counting<R> {
    pub inner: R,
    pub count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.count.fetch_add(count as u64, Relaxed);
        Ok(count)
    }
}

/// Ends what gives too much, and says what is wrong with what cannot be unpacked.
pub struct Guard<R> {
    inner: R,
    name: &'static str,
    packed: Arc<AtomicU64>,
    total: Arc<AtomicU64>,
    unpacked: u64,
    limits: Limits,
}

impl<R> Guard<R> {
    /// `name` says how it is packed, `packed` counts what went in, `total` what came out of all.
    pub fn new(
        inner: R,
        name: &'static str,
        packed: Arc<AtomicU64>,
        total: Arc<AtomicU64>,
        limits: Limits,
    ) -> Guard<R> {
        Guard { inner, name, packed, total, unpacked: 0, limits }
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer).map_err(|error| {
            if error.get_ref().is_some_and(|inner| inner.is::<Broken>()) || error.kind() == io::ErrorKind::Interrupted {
                return error;
            }
            Broken::error(match error.kind() {
                io::ErrorKind::UnexpectedEof => format!("{} data ends too early", self.name),
                _ => format!("{} data is damaged: {error}", self.name),
            })
        })?;
        self.unpacked += count as u64;
        let total = self.total.fetch_add(count as u64, Relaxed) + count as u64;
        let most = self.packed.load(Relaxed).saturating_mul(self.limits.ratio);
        if self.unpacked > HARMLESS && self.unpacked > most {
            return Err(Broken::error(format!(
                "it unpacks to more than {} times its size; nothing behind {} MB is read (--unpack-ratio)",
                self.limits.ratio,
                self.unpacked >> 20
            )));
        }
        if total > self.limits.total {
            return Err(Broken::error(format!(
                "the file unpacks to more than {} MB; nothing behind them is read (--unpack-total)",
                self.limits.total >> 20
            )));
        }
        Ok(count)
    }
}
