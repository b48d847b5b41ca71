//! The files in a container that are as they were, though the container is not: their articles are taken over.
//!
//! Takes what was known of a container; unpacks it once to see which files are the same, byte for byte, and gives what is
//! known of these, with the record numbers they have now. A file that is there twice is read.

use std::collections::HashMap;

use crate::corpus::Source;
use crate::filing::tally::Tally;
use crate::index::document::Filed;
use crate::index::ledger::{Entry, Part, Skipped};
use crate::reading;
use crate::shape::Shaped;
use crate::unpack::Limits;

/// Files of one container.
pub(super) struct Unchanged {
    files: HashMap<String, Known>,
}

/// What is known of a file in a container.
struct Known {
    part: Part,
    skipped: Vec<Skipped>,
    doubts: Vec<Skipped>,
    /// Records of the container that came before it, when it was read.
    before: u64,
    /// And now; None until it is met.
    now: Option<u64>,
}

/// Whether what shapes a container is what shaped it.
pub(super) fn is_shaped_alike(source: &Source, shaped: &Shaped, was: &Entry) -> bool {
    let alone = was.shapers.is_empty() && source.shape.mates.is_empty();
    alone && !was.parts.is_empty() && shaped.kept().0 == was.settings
}

impl Unchanged {
    /// Compares the files in a container with those that were in it; None if none is the same.
    pub(super) fn of(was: &Entry, source: &Source, limits: Limits) -> Option<Unchanged> {
        // What cannot be unpacked is told when it is read.
        let contents = reading::contents(&source.file, limits).unwrap_or_default();
        let mut now: HashMap<&str, Vec<u128>> = HashMap::new();
        for (member, hash) in &contents {
            now.entry(member).or_default().push(*hash);
        }
        let mut files: HashMap<String, Option<Known>> = HashMap::new();
        let (mut skipped, mut doubts) = (was.skipped.iter(), was.doubts.iter());
        let mut before = 0;
        for part in &was.parts {
            let some = |all: &mut std::slice::Iter<'_, Skipped>, count: u64| {
                all.by_ref().take(usize::try_from(count).unwrap_or(usize::MAX)).cloned().collect()
            };
            let known = Known {
                part: part.clone(),
                skipped: some(&mut skipped, part.skipped),
                doubts: some(&mut doubts, part.doubts),
                before,
                now: None,
            };
            before += part.numbers;
            let Some(member) = &part.member else { continue };
            let same =
                part.content.is_some_and(|content| now.get(member.as_str()).is_some_and(|now| *now == [content]));
            files.entry(member.clone()).and_modify(|twice| *twice = None).or_insert(Some(known).filter(|_| same));
        }
        let files: HashMap<String, Known> =
            files.into_iter().filter_map(|(member, known)| Some((member, known?))).collect();
        (!files.is_empty()).then_some(Unchanged { files })
    }

    /// What is known of a file that is met behind so many records, if it is the same.
    pub(super) fn take(&mut self, member: Option<&str>, before: u64) -> Option<Tally> {
        let known = self.files.get_mut(member?)?;
        known.now = Some(before);
        let moved = |skips: &[Skipped]| {
            let number = |record: u64| record - known.before + before;
            skips.iter().map(|skip| Skipped { record: skip.record.map(number), ..skip.clone() }).collect()
        };
        Some(Tally::known(&known.part, moved(&known.skipped), moved(&known.doubts)))
    }

    /// The number that an article of the container has now; None if it is of no file that was taken.
    pub(super) fn number(&self, filed: &Filed) -> Option<u64> {
        let known = self.files.get(filed.member.as_deref()?)?;
        Some(filed.record - known.before + known.now?)
    }
}
