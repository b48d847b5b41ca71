//! What the records of one file came to: how many are articles, and what is to be said of the others.
//!
//! Takes counts and reasons from any thread, gives them in the order of the file. It never decides what is an article.

use std::collections::BTreeMap;

use crate::index::ledger::{Part, Skipped};
use crate::item::Claim;

/// What the records of one file came to.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) records: u64,
    pub(super) articles: u64,
    pub(super) skipped: Vec<Skipped>,
    pub(super) doubts: Vec<Skipped>,
    /// What the records claim of the items of wires.
    pub(super) claims: Vec<Claim>,
    /// Records that were never meant to be articles, by reason: number of the first, how many.
    asides: BTreeMap<String, (u64, u64)>,
    /// Of a file in a container: what that calls it.
    pub(super) member: Option<String>,
    /// XXH3 of it, where it need not be read again as long as it stays the same.
    pub(super) content: Option<u128>,
    /// How far the record numbers advance over it.
    pub(super) numbers: u64,
    /// What must not be overread: the file as a whole lacks what it says it holds.
    pub(super) warnings: Vec<String>,
}

impl Tally {
    /// A file that gave nothing, for one reason.
    pub(super) fn skip(member: Option<String>, reason: &str) -> Tally {
        let skipped = vec![Skipped::one(None, of_member(member.as_deref(), reason))];
        Tally { records: 1, skipped, member, ..Tally::default() }
    }

    /// What the ledger knows of a file in a container.
    pub(super) fn known(part: &Part, skipped: Vec<Skipped>, doubts: Vec<Skipped>) -> Tally {
        let Part { member, content, numbers, records, articles, .. } = part;
        Tally {
            member: member.clone(),
            content: *content,
            numbers: *numbers,
            records: *records,
            articles: *articles,
            skipped,
            doubts,
            ..Tally::default()
        }
    }

    /// What the ledger keeps of a file in a container.
    pub(super) fn part(&self) -> Part {
        let Tally { member, content, numbers, records, articles, .. } = self;
        Part {
            member: member.clone(),
            content: *content,
            numbers: *numbers,
            records: *records,
            articles: *articles,
            skipped: self.skipped.len() as u64,
            doubts: self.doubts.len() as u64,
        }
    }

    /// Counts records that were never meant to be articles; `first` is the number of the first of them.
    pub(super) fn aside(&mut self, reason: String, first: u64, count: u64) {
        let known = self.asides.entry(reason).or_insert((first, 0));
        *known = (known.0.min(first), known.1 + count);
    }

    /// Skips and doubts in the order of the file, the asides among them.
    pub(super) fn sorted(mut self) -> Tally {
        let asides = std::mem::take(&mut self.asides).into_iter();
        self.skipped.extend(
            asides.map(|(reason, (first, count))| Skipped { more: count - 1, ..Skipped::one(Some(first), reason) }),
        );
        self.skipped.sort_by_key(|s| s.record);
        self.doubts.sort_by_key(|s| s.record);
        self
    }

    /// Adds what other records of the file, or those of the next file in a container, came to.
    pub(super) fn take(&mut self, mut other: Tally) {
        for (reason, (first, count)) in other.asides {
            self.aside(reason, first, count);
        }
        self.records += other.records;
        self.articles += other.articles;
        self.skipped.append(&mut other.skipped);
        self.doubts.append(&mut other.doubts);
        self.claims.append(&mut other.claims);
        self.warnings.append(&mut other.warnings);
    }
}

/// What is said of a file in a container, where the container itself is named already.
pub(super) fn of_member(member: Option<&str>, said: &str) -> String {
    member.map_or(said.to_string(), |member| format!("{said}: {member}"))
}
