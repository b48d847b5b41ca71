//! `morgue index --watch`: events of the file system -> one run after another, each as a plain `morgue index` would be.
//!
//! Events only say that it is time to look; what changed is found by the same comparison of walk and ledger as ever, so
//! an event that is lost costs a delay and never an article. A run that fails is said, and the next event tries again.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecursiveMode, Watcher};

use super::{End, Stop, say, say_error};
use crate::corpus::Corpus;
use crate::error::{Error, Result};

/// However restless the files are, they are looked at so often.
const PATIENCE: Duration = Duration::from_secs(60);
/// Without any event they are looked at all the same: not every file system tells of every change.
const REST: Duration = Duration::from_secs(15 * 60);

/// Renews an index until the process is ended from outside. `renew` is one run; it is told whether it is the first.
pub(super) fn run(
    corpora: &[Corpus],
    place: &Path,
    quiet_for: f64,
    renew: &mut dyn FnMut(bool) -> std::result::Result<(), Stop>,
) -> std::result::Result<End, Stop> {
    let (send, events) = channel();
    let unwatched = |error: notify::Error| Error::Usage(format!("the corpora cannot be watched: {error}"));
    // Watched before they are read first, so that nothing falls between.
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // Reading a file is an event too, and ours.
        if event.as_ref().is_ok_and(|e| matches!(e.kind, EventKind::Access(_))) {
            return;
        }
        let _ = send.send(event.map(|e| e.paths).unwrap_or_default());
    })
    .map_err(unwatched)?;
    for corpus in corpora {
        watcher.watch(&corpus.root, RecursiveMode::Recursive).map_err(unwatched)?;
    }
    let place = place.canonicalize().unwrap_or_else(|_| place.to_path_buf());
    // An event without a path (a queue that ran over) may be about anything.
    let ours = |paths: &[PathBuf]| !paths.is_empty() && paths.iter().all(|p| p.starts_with(&place));
    let quiet = Duration::from_secs_f64(quiet_for.clamp(0.01, 3600.0));
    let mut first = true;
    loop {
        match renew(first) {
            Err(Stop::Failed(error)) if !first => say_error(&error),
            other => other?,
        }
        if std::mem::take(&mut first) {
            say("watching for changes");
        }
        let mut woken = wait(&events, REST, &ours)?;
        let since = Instant::now();
        while woken && since.elapsed() < PATIENCE {
            woken = wait(&events, quiet, &ours)?;
        }
    }
}

/// Waits for an event that is not about the index itself; whether there was one.
fn wait(
    events: &std::sync::mpsc::Receiver<Vec<PathBuf>>,
    time: Duration,
    ours: &dyn Fn(&[PathBuf]) -> bool,
) -> Result<bool> {
    let end = Instant::now() + time;
    loop {
        match events.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(paths) if ours(&paths) => {}
            Ok(_) => return Ok(true),
            Err(RecvTimeoutError::Timeout) => return Ok(false),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Error::Internal("nothing tells of changed files any more".to_string()));
            }
        }
    }
}
