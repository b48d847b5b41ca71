//! The account of a run: what was looked at, what was done, what came of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::change::Generation;
use crate::index::ledger::{self, Entry};
use crate::index::{About, Counts};
use crate::item::SUPERSEDED;
use crate::shape::{METADATA, PAGE};

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Files of the corpora.
    pub files: u64,
    /// Files, folders and links passed over on purpose (hidden, version control, globs).
    pub passed_over: u64,
    /// Articles in the index after the run.
    pub articles: u64,
    /// Files and records that gave no article, of those that were read.
    pub skipped: u64,
    /// Why, counted by kind of reason.
    pub skipped_by_reason: BTreeMap<String, u64>,
    /// Files and records without an article in the whole archive.
    pub skipped_in_all: u64,
    /// Records seen in the whole archive: articles and skipped together.
    pub records: u64,
    /// Files that do not hold what they say they hold, a sentence each, with the path.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    /// Articles indexed with a doubt, counted by kind of doubt.
    pub doubts: BTreeMap<String, u64>,
    /// Why everything was read anew, if there was an index before.
    pub rebuilt: Option<String>,
    /// Files that were read for the first time.
    pub new_files: u64,
    /// Files that were read again, because their content changed.
    pub changed_files: u64,
    /// Files that were read again though they did not change: newer versions of their items came, went or were killed
    /// elsewhere.
    pub revised_files: u64,
    /// Files of which only what was added was read.
    pub grown_files: u64,
    /// Files that only have another name.
    pub moved_files: u64,
    /// Files that only look different (time of change, owner).
    pub touched_files: u64,
    /// Files that are as they were.
    pub same_files: u64,
    /// Files that are no longer there.
    pub gone_files: u64,
    /// Articles that were not there before.
    pub appeared: u64,
    /// Articles that say something else than before.
    pub changed: u64,
    /// Articles that stand in another file, word for word.
    pub moved: u64,
    /// Articles that are no longer there.
    pub vanished: u64,
    /// Generation before the run; 0 if there was no index.
    pub generation_before: u64,
    /// Generation after it: one more if any article changed.
    pub generation: u64,
    /// Bytes of the files that were read, as they lie on disk.
    pub bytes: u64,
    /// Wall-clock seconds.
    pub seconds: f64,
    /// Million bytes a second.
    pub mb_per_second: f64,
    /// Counts over the files of this run, for the index.
    #[serde(skip)]
    pub(super) own: Counts,
}

impl Report {
    /// Enters a file that is known after this run; `read` of its bytes were read now, and what is beyond the first
    /// `old` skips and doubts was found now.
    pub(super) fn enter(&mut self, entry: &Entry, read: u64, old: (usize, usize)) {
        let skipped = entry.skipped.get(old.0..).unwrap_or_default();
        let doubts = entry.doubts.get(old.1..).unwrap_or_default();
        self.bytes += read;
        self.skipped += ledger::total(skipped);
        ledger::count(skipped, &mut self.skipped_by_reason);
        ledger::count(doubts, &mut self.doubts);
        self.own.files += 1;
        self.own.articles += entry.articles;
        self.own.skipped += entry.skips();
        self.own.records += entry.records;
        self.own.bytes += entry.stamp.size;
    }

    /// Files and records without an article that somebody may miss: metadata of another file is none of them, nor is a page
    /// whose text is in articles, nor a version of an item that is there in a newer one.
    pub fn lost(&self) -> u64 {
        let elsewhere =
            [METADATA, PAGE, SUPERSEDED].iter().filter_map(|kind| self.skipped_by_reason.get(*kind)).sum::<u64>();
        self.skipped - elsewhere.min(self.skipped)
    }

    /// Counts something that could not be read, and is not known in the ledger as such.
    pub(super) fn skip(&mut self, reason: &str) {
        self.skipped += 1;
        *self.skipped_by_reason.entry(reason.to_string()).or_default() += 1;
    }

    /// The counts of the index, given those of the files that this run did not touch.
    pub(super) fn counts(&self, rest: Counts) -> Counts {
        rest.and(self.own)
    }

    pub(super) fn totals(&mut self, counts: &Counts) {
        (self.files, self.articles, self.skipped_in_all) = (counts.files, counts.articles, counts.skipped);
        self.records = counts.records;
    }

    /// Nothing was to be done.
    pub(super) fn unchanged(&mut self, about: &About) {
        self.totals(&about.counts);
        (self.generation_before, self.generation) = (about.generation, about.generation);
    }

    pub(super) fn of(&mut self, generation: &Generation, before: u64) {
        (self.appeared, self.changed) = (generation.appeared, generation.changed);
        (self.moved, self.vanished) = (generation.moved, generation.vanished);
        (self.generation_before, self.generation) = (before, generation.number);
    }
}
