//! Is an index sound? Every byte of every file against its checksum, the ledger against the index, and on request the
//! files of the corpora against the ledger.
//!
//! Takes the place of an index, gives what was looked at and everything that is wrong. It changes nothing and goes on
//! after the first fault.

use std::collections::HashMap;
use std::io;
use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;

use crate::corpus::Corpus;
use crate::error::{Error, Result};
use crate::index::ledger::Entry;
use crate::index::{self, Opened, journal, shelf};
use crate::reading;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// Files of the index that were read to their end.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Articles that were counted.
    pub articles: u64,
    /// Everything that is wrong with the index, a sentence each.
    pub faults: Vec<String>,
    /// Files of the corpora that are word for word what was read; None if they were not looked at.
    pub sources_same: Option<u64>,
    /// Files of the corpora that are not, or are gone: no fault, the next run of `index` will see to it.
    pub sources_changed: Vec<String>,
}

/// Looks at everything.
///
/// # Errors
/// [`Error::NoIndex`], [`Error::OtherVersion`]; [`Error::Damaged`] if so much is wrong that nothing can be looked at.
pub fn verify(place: &Path, sources: bool) -> Result<Findings> {
    let mut found = Findings::default();
    let (build, about) = index::about_current(place)?;
    let mut names = index::files(place, &build, &about)?;
    names.sort();
    let checked: Vec<(u64, Option<String>)> = names.par_iter().map(|name| look_at(&build, name)).collect();
    for (bytes, fault) in checked {
        found.files += 1;
        found.bytes += bytes;
        found.faults.extend(fault);
    }
    for number in journal::numbers(place).into_iter().filter(|n| *n <= about.generation) {
        found.files += 1;
        match journal::read(place, number) {
            Ok(_) => {}
            Err(error) => found.faults.push(format!("journal of generation {number}: {error}")),
        }
    }
    if !found.faults.is_empty() {
        return Ok(found);
    }
    let opened = index::open_whole(place)?;
    let entries = agree(place, &opened, &mut found)?;
    if sources {
        compare(&opened.about.corpora, &entries, &mut found);
    }
    Ok(found)
}

/// Reads one file to its end; its bytes, and what is wrong with it.
fn look_at(build: &Path, name: &str) -> (u64, Option<String>) {
    let path = build.join(name);
    let bytes = path.metadata().map_or(0, |m| m.len());
    let checked = if shelf::is_small(name) { shelf::read_small(&path).map(|_| ()) } else { shelf::check(build, name) };
    (bytes, checked.err().map(|error| told(name, &error)))
}

fn told(name: &str, error: &io::Error) -> String {
    let text = error.to_string();
    if text.contains(name) { text } else { format!("{name}: {text}") }
}

/// Counts the articles of every file in the index, and holds the ledger against that.
fn agree(place: &Path, opened: &Opened, found: &mut Findings) -> Result<Vec<Entry>> {
    let damaged = |e: tantivy::TantivyError| Error::reading(place, e);
    let mut counts: HashMap<String, u64> = HashMap::new();
    let searcher = opened.reader.searcher();
    for reader in searcher.segment_readers() {
        let column = reader.fast_fields().str("path").map_err(damaged)?;
        let mut by_number: HashMap<Option<u64>, u64> = HashMap::new();
        for doc in reader.doc_ids_alive() {
            *by_number.entry(column.as_ref().and_then(|c| c.term_ords(doc).next())).or_default() += 1;
        }
        for (number, count) in by_number {
            let mut path = String::new();
            if let (Some(column), Some(number)) = (&column, number) {
                column.ord_to_str(number, &mut path).map_err(|e| damaged(e.into()))?;
            }
            *counts.entry(path).or_default() += count;
            found.articles += count;
        }
    }
    let ledger = index::open_ledger(place, &opened.build, &opened.about)?;
    let mut entries = Vec::new();
    for line in ledger.lines() {
        let entry =
            line.map_err(|e| Error::Damaged { place: place.to_path_buf(), what: format!("ledger: {e}") })?.entry();
        let there = counts.remove(&entry.path).unwrap_or(0);
        if there != entry.articles {
            let said = entry.articles;
            found.faults.push(format!("{}: the ledger has {said} articles of it, the index {there}", entry.path));
        }
        entries.push(entry);
    }
    let mut unknown: Vec<(String, u64)> = counts.into_iter().collect();
    unknown.sort();
    for (path, count) in unknown {
        found.faults.push(format!("{path}: the index has {count} articles of it, the ledger does not know it"));
    }
    Ok(entries)
}

/// Reads the files of the corpora again and compares their content.
fn compare(corpora: &[Corpus], entries: &[Entry], found: &mut Findings) {
    let known: Vec<(&Entry, u128)> = entries.iter().filter_map(|e| Some((e, e.hash?))).collect();
    let different: Vec<String> = known
        .par_iter()
        .filter_map(|(entry, hash)| {
            let file = corpora.iter().find_map(|corpus| corpus.file(&entry.path))?;
            match reading::hash(&file) {
                Ok(now) if now == *hash => None,
                Ok(_) => Some(format!("{}: changed since it was read", entry.path)),
                Err(error) => Some(format!("{}: {error}", entry.path)),
            }
        })
        .collect();
    found.sources_same = Some((known.len() - different.len()) as u64);
    found.sources_changed = different;
}
