//! The right to write an index: one process at a time.
//!
//! The lock is the operating system's, on an open file, so it ends with the process that held it, however it ended; the
//! text in the file only says who holds it. Nobody must delete the file: two processes could then each lock one of that
//! name.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::{foreign, now};
use crate::error::{Error, Result};

/// Name of the lock file in an index.
pub const LOCK: &str = "lock";
/// How often a waiting process asks again.
const PAUSE: Duration = Duration::from_millis(100);

/// The lock, held until this is dropped.
#[derive(Debug)]
pub struct Hold {
    /// The index.
    pub place: PathBuf,
    _lock: File,
}

impl Hold {
    /// Takes the lock of an index, making its folder if need be; waits for another holder so long at most.
    ///
    /// # Errors
    /// [`Error::Busy`] if another process holds it, [`Error::NotAnIndex`] for a folder of something else,
    /// [`Error::Write`] if the place cannot be written.
    pub fn take(place: &Path, wait: Duration) -> Result<Hold> {
        let failed = |cause| Error::Write { place: place.to_path_buf(), cause };
        if place.exists() && foreign(place).map_err(failed)? {
            return Err(Error::NotAnIndex(place.to_path_buf()));
        }
        fs::create_dir_all(place).map_err(failed)?;
        let mut lock = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(place.join(LOCK))
            .map_err(failed)?;
        let began = Instant::now();
        loop {
            match lock.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if began.elapsed() < wait => std::thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => {
                    let mut holder = String::new();
                    let _ = lock.read_to_string(&mut holder);
                    let holder = if holder.trim().is_empty() { "another process" } else { holder.trim() };
                    return Err(Error::Busy { place: place.to_path_buf(), holder: holder.to_string() });
                }
                Err(TryLockError::Error(cause)) => return Err(failed(cause)),
            }
        }
        let sign = |lock: &mut File| -> io::Result<()> {
            lock.set_len(0)?;
            lock.rewind()?;
            writeln!(lock, "process {} since {}", std::process::id(), now())
        };
        sign(&mut lock).map_err(failed)?;
        Ok(Hold { place: place.to_path_buf(), _lock: lock })
    }
}
