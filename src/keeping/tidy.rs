//! The room an index takes: what runs that died have left, journals nobody needs any more, and many segments into one.
//!
//! Takes the lock of the index, as a run does. It changes no answer.

use std::path::Path;
use std::time::Duration;

use serde::Serialize;

use crate::error::{Error, Result};
use crate::index::lock::Hold;
use crate::index::writer::Writer;
use crate::index::{self, journal};

/// What was tidied up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tidied {
    /// Bytes on disk before.
    pub bytes_before: u64,
    /// Bytes on disk after.
    pub bytes_after: u64,
    /// Segments before.
    pub segments_before: usize,
    /// Segments after.
    pub segments_after: usize,
    /// Journals of generations that were removed.
    pub journals: u64,
}

/// Removes leftovers, and the journals of all but the newest generations if a number is given.
///
/// # Errors
/// As [`Hold::take`] and [`index::open`].
pub fn collect(place: &Path, keep: Option<u64>, wait: Duration) -> Result<Tidied> {
    tidied(place, wait, |hold| {
        index::sweep(hold)?;
        let generation = index::about_current(place)?.1.generation;
        let Some(keep) = keep else { return Ok(0) };
        let first = (generation + 1).saturating_sub(keep);
        journal::forget(place, first).map_err(|cause| Error::Write { place: place.to_path_buf(), cause })
    })
}

/// Merges all segments into one, without the articles that were taken out.
///
/// # Errors
/// As [`Hold::take`] and [`index::open`]; [`Error::Write`].
pub fn merge(place: &Path, wait: Duration) -> Result<Tidied> {
    tidied(place, wait, |hold| {
        index::sweep(hold)?;
        let (build, _) = index::about_current(place)?;
        Writer::open(&build, 1, true, None)?.merge_all()?;
        index::sweep(hold)?;
        Ok(0)
    })
}

fn tidied(place: &Path, wait: Duration, work: impl FnOnce(&Hold) -> Result<u64>) -> Result<Tidied> {
    // Asked first, so that a place without an index does not get a lock.
    index::about_current(place)?;
    let hold = Hold::take(place, wait)?;
    let segments = || index::open(place).map(|opened| opened.reader.searcher().segment_readers().len());
    let (bytes_before, segments_before) = (index::size_on_disk(place), segments()?);
    let journals = work(&hold)?;
    let (bytes_after, segments_after) = (index::size_on_disk(place), segments()?);
    Ok(Tidied { bytes_before, bytes_after, segments_before, segments_after, journals })
}
