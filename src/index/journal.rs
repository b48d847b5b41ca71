//! The journal: what each generation changed, one sealed file a generation, beside the builds.
//!
//! Takes a generation and its changes as they come, gives them back. The first line tells the generation, each further
//! line one change, as JSON. A journal is written before the commit that makes its generation real, so one with a higher
//! number than the index has is what a killed run left: it must never be believed, and the next run writes it anew.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::shelf::{Probe, Shelf};
use crate::change::{Change, Generation};

/// Folder of the journals in an index.
pub const FOLDER: &str = "journal";

/// The folder of journals of an index.
pub fn folder(place: &Path) -> PathBuf {
    place.join(FOLDER)
}

fn name(generation: u64) -> String {
    format!("generation-{generation}")
}

/// The numbers of the generations that have a journal, sorted.
pub fn numbers(place: &Path) -> Vec<u64> {
    let entries = fs::read_dir(folder(place)).into_iter().flatten().flatten();
    let mut numbers: Vec<u64> = entries
        .filter_map(|e| e.file_name().to_str().and_then(|n| n.strip_prefix("generation-")).and_then(|n| n.parse().ok()))
        .collect();
    numbers.sort_unstable();
    numbers
}

/// Writes the journal of a generation; lasting when this returns.
///
/// # Errors
/// What the file system says, or what making the changes says.
pub fn write(
    place: &Path,
    generation: &Generation,
    changes: &mut dyn Iterator<Item = io::Result<Change>>,
    probe: Option<Probe>,
) -> io::Result<()> {
    fs::create_dir_all(folder(place))?;
    let shelf = Shelf::open(&folder(place), probe)?;
    shelf.keep(&name(generation.number), |mut out| {
        serde_json::to_writer(&mut out, generation)?;
        out.write_all(b"\n")?;
        for change in changes {
            serde_json::to_writer(&mut out, &change?)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    })?;
    shelf.settle()
}

/// A journal: its generation and its changes.
///
/// # Errors
/// What the file system says; [`io::ErrorKind::InvalidData`] if it is not what was written.
pub fn read(place: &Path, generation: u64) -> io::Result<(Generation, Vec<Change>)> {
    let bytes = Shelf::open(&folder(place), None)?.whole(&name(generation))?;
    let mut lines = bytes.as_slice().split(|b| *b == b'\n').filter(|l| !l.is_empty());
    let first = lines.next().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "an empty journal"))?;
    let generation = serde_json::from_slice(first)?;
    let changes = lines.map(|line| Ok(serde_json::from_slice(line)?)).collect::<io::Result<_>>()?;
    Ok((generation, changes))
}

/// The generation a journal tells of, without its changes.
///
/// # Errors
/// As [`read`].
pub fn head(place: &Path, generation: u64) -> io::Result<Generation> {
    let bytes = Shelf::open(&folder(place), None)?.whole(&name(generation))?;
    let first = bytes.as_slice().split(|b| *b == b'\n').next().unwrap_or_default();
    Ok(serde_json::from_slice(first)?)
}

/// Removes the journals of all generations before this one; gives how many.
///
/// # Errors
/// What the file system says.
pub fn forget(place: &Path, before: u64) -> io::Result<u64> {
    let old: Vec<u64> = numbers(place).into_iter().filter(|n| *n < before).collect();
    if old.is_empty() {
        return Ok(0);
    }
    let shelf = Shelf::open(&folder(place), None)?;
    for number in &old {
        shelf.drop_file(&name(*number))?;
    }
    shelf.settle()?;
    Ok(old.len() as u64)
}
