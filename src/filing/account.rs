//! At the end of a run: which articles are new, changed, moved, gone; written down in the journal.
//!
//! Takes what the desk kept of the articles that came in and what nothing has matched of those that went out; gives the
//! counts and writes the journal of the generation. Old texts are read here, one at a time, from the snapshot before.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::Path;

use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::desk::{Came, Done};
use crate::change::notice::Traits;
use crate::change::{Change, Generation, Standing};
use crate::error::{Error, Result};
use crate::index::document::{Filed, filed};
use crate::index::past::Old;
use crate::index::shelf::Probe;
use crate::index::{Opened, journal, schema};

/// Tells what changed, and writes the journal if anything did; whether anything did.
///
/// # Errors
/// [`Error::Damaged`] if the old index cannot be read, [`Error::Write`].
pub(super) fn account(
    place: &Path,
    generation: &mut Generation,
    done: &Done,
    old: Option<&Opened>,
    probe: Option<Probe>,
) -> Result<bool> {
    let searcher = old.map(|old| old.reader.searcher());
    let load = |address: DocAddress| load(searcher.as_ref(), place, address);
    let mut changed: Vec<(&Came, &Old)> = Vec::new();
    let mut unmatched: Vec<&Came> = Vec::new();
    for came in &done.came {
        match done.past.by_id(&came.standing.id) {
            Some(old) => changed.push((came, old)),
            None => unmatched.push(came),
        }
    }
    // Articles without an identifier of their own are named by file and number, and numbers shift: the same headline in
    // the same file is the same article.
    let mut by_headline: HashMap<(String, u64), Vec<&Came>> = HashMap::new();
    for came in &unmatched {
        by_headline.entry((came.standing.path.clone(), came.traits.headline())).or_default().push(came);
    }
    let paths: HashSet<&str> = unmatched.iter().map(|came| came.standing.path.as_str()).collect();
    let mut again = 0;
    let mut left: Vec<&Old> = Vec::new();
    for old in done.past.left() {
        let path = done.past.path(old.address).map_err(|e| Error::reading(place, e))?;
        if paths.contains(path.as_str()) {
            let was = Traits::of(&load(old.address)?.article);
            if let Some(came) = by_headline.get_mut(&(path, was.headline())).and_then(Vec::pop) {
                old.take();
                changed.push((came, old));
                again += 1;
                continue;
            }
        }
        left.push(old);
    }
    let plainly_new = done.new + unmatched.len() as u64 - again;
    generation.appeared = plainly_new;
    generation.changed = changed.len() as u64;
    generation.moved = done.moved.len() as u64;
    generation.vanished = left.len() as u64;
    if generation.appeared + generation.changed + generation.moved + generation.vanished == 0 {
        return Ok(false);
    }
    let sorted: BTreeMap<&Standing, (&Came, &Old)> =
        changed.iter().map(|(came, old)| (&came.standing, (*came, *old))).collect();
    let io = |error: Error| io::Error::other(error.to_string());
    let mut changes = (sorted.into_values())
        .map(|(came, old)| {
            let was = load(old.address).map_err(io)?;
            let before = was.standing();
            let was = was.article;
            let what = Traits::of(&was).changed_to(&came.traits);
            Ok(Change::Changed {
                now: came.standing.clone(),
                before,
                what,
                headline_before: was.headline,
                since: old.generation,
            })
        })
        .chain(done.moved.iter().map(|(now, address)| {
            let before = load(*address).map_err(io)?.standing();
            Ok(Change::Moved { now: now.clone(), before })
        }))
        .chain(left.iter().map(|old| {
            let gone = load(old.address).map_err(io)?.gone(old.generation);
            Ok(Change::Vanished(Box::new(gone)))
        }));
    journal::write(place, generation, &mut changes, probe)
        .map_err(|cause| Error::Write { place: place.to_path_buf(), cause })?;
    Ok(true)
}

fn load(searcher: Option<&Searcher>, place: &Path, address: DocAddress) -> Result<Filed> {
    let searcher = searcher.ok_or_else(|| Error::Internal("an old article without an old index".to_string()))?;
    let built = schema::built().map_err(|e| Error::Internal(e.to_string()))?;
    let document: TantivyDocument = searcher.doc(address).map_err(|e| Error::reading(place, e))?;
    Ok(filed(&built.fields, &document))
}
