//! The ledger: what every file of the corpora was when it was last read, and what became of its records.
//!
//! Takes entries in any order, gives them back in the order of a walk ([`path_order`]), one at a time, so that a ledger
//! is compared with a walk in one pass whatever the size of the archive. It lies in sealed files beside the index, each
//! sorted; a night adds a small one, and where paths are told twice the newest file has the last word. The commit of the
//! index names the files, so ledger and index change together or not at all; the ledger itself must never decide which
//! of its files count.
//!
//! A file of more than half the size of the one before it is merged with it. So there are never more files than the
//! logarithm of the archive, and an entry is written again as seldom.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tantivy::directory::OwnedBytes;

use super::shelf::Shelf;
use crate::corpus::Stamp;
use crate::item::Claim;
use crate::shape::Shaper;

/// What a ledger file begins with.
const OPENING: &[u8] = b"morgue ledger 5\n";
/// Entries kept in memory before they are written away as a file of their own.
const SPILL: usize = 100_000;

/// One file of a corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its name in the index.
    pub path: String,
    /// What it looked like from outside when it was read.
    pub stamp: Stamp,
    /// When it was read, nanoseconds since 1970.
    pub read: i64,
    /// XXH3 of its bytes (128 bits); None if it was not read to its end.
    pub hash: Option<u128>,
    /// Format and version of the reader, `jsonl/1`; None if none took it.
    pub reader: Option<String>,
    /// Where reading can go on if the file only grew.
    pub resume: Option<Resume>,
    /// What the `morgue.toml` of its folders said of it ([`Settings::digest`](crate::shape::Settings::digest)).
    pub settings: u64,
    /// The files beside it that shaped its articles.
    pub shapers: Vec<Shaper>,
    /// Records seen in it ([`Counts::records`](super::Counts::records)).
    pub records: u64,
    /// Articles it gave.
    pub articles: u64,
    /// What gave no article, and why.
    pub skipped: Vec<Skipped>,
    /// What was doubtful about articles that were indexed all the same.
    pub doubts: Vec<Skipped>,
    /// What its records say of the items of wires, sorted.
    pub claims: Vec<Claim>,
    /// Of a container: the files in it, in its order.
    pub parts: Vec<Part>,
}

/// A file in a container.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What the container calls it; None of what cannot be named.
    pub member: Option<String>,
    /// XXH3 of its bytes, unpacked (128 bits); None if it must be read again whenever the container is.
    pub content: Option<u128>,
    /// How far the record numbers of the container advance over it.
    pub numbers: u64,
    /// Records seen in it.
    pub records: u64,
    /// Articles it gave.
    pub articles: u64,
    /// How many of the container's `skipped` are of it; they stand in the order of the files.
    pub skipped: u64,
    /// The same of `doubts`.
    pub doubts: u64,
}

/// The end of the last whole record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resume {
    /// Bytes up to it.
    pub bytes: u64,
    /// Number that the next record will have.
    pub number: u64,
}

/// A record, or a whole file, and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Number of the record; absent if the whole file is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<u64>,
    /// `kind: detail`.
    pub reason: String,
    /// How many more records of the file gave no article for the same reason, where they are only counted.
    #[serde(default, skip_serializing_if = "is_none")]
    pub more: u64,
}

fn is_none(more: &u64) -> bool {
    *more == 0
}

impl Skipped {
    /// A record, or a whole file, that gave no article.
    pub fn one(record: Option<u64>, reason: String) -> Skipped {
        Skipped { record, reason, more: 0 }
    }
}

impl Entry {
    /// How many of its records, or itself, gave no article.
    pub fn skips(&self) -> u64 {
        total(&self.skipped)
    }
}

/// How many records are meant.
pub fn total(skipped: &[Skipped]) -> u64 {
    skipped.iter().map(|s| 1 + s.more).sum()
}

/// The kind of a reason: what stands before its colon. Reports count by it.
pub fn kind(reason: &str) -> &str {
    reason.split_once(": ").map_or(reason, |(kind, _)| kind)
}

/// Counts reasons by kind.
pub fn count<'a>(reasons: impl IntoIterator<Item = &'a Skipped>, into: &mut BTreeMap<String, u64>) {
    for skipped in reasons {
        *into.entry(kind(&skipped.reason).to_string()).or_default() += 1 + skipped.more;
    }
}

/// The order of a walk: folder by folder, names by their bytes. A slash sorts before every other byte.
pub fn path_order(a: &str, b: &str) -> Ordering {
    let rank = |byte: &u8| if *byte == b'/' { 0 } else { *byte };
    a.as_bytes().iter().map(rank).cmp(b.as_bytes().iter().map(rank))
}

/// An entry as it lies in a file; without the second part it says that the file is gone.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Kept<'a> {
    path: &'a str,
    #[serde(borrow)]
    known: Option<Known<'a>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Known<'a> {
    stamp: Stamp,
    read: i64,
    hash: Option<u128>,
    reader: Option<&'a str>,
    resume: Option<Resume>,
    settings: u64,
    #[serde(borrow)]
    shapers: Vec<(&'a str, Stamp, u128, bool)>,
    records: u64,
    articles: u64,
    #[serde(borrow)]
    skipped: Vec<(Option<u64>, &'a str, u64)>,
    #[serde(borrow)]
    doubts: Vec<(Option<u64>, &'a str, u64)>,
    /// Encoded once more, so that a night that wants none of them decodes none.
    #[serde(borrow)]
    claims: Cow<'a, [u8]>,
    /// As `claims`.
    #[serde(borrow)]
    parts: Cow<'a, [u8]>,
}

/// An entry read where it lies; made into an [`Entry`] only if somebody wants it whole.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// Its name in the index.
    pub path: &'a str,
    known: Known<'a>,
}

impl Line<'_> {
    /// What it looked like from outside.
    pub fn stamp(&self) -> &Stamp {
        &self.known.stamp
    }

    /// What the `morgue.toml` of its folders said of it.
    pub fn settings(&self) -> u64 {
        self.known.settings
    }

    /// What shaped it beside its own bytes: the name, how that looked, and whether the file itself named it.
    pub fn shapers(&self) -> impl Iterator<Item = (&str, &Stamp, bool)> + Clone {
        self.known.shapers.iter().map(|(name, stamp, _, asked)| (*name, stamp, *asked))
    }

    /// When it was read.
    pub fn read(&self) -> i64 {
        self.known.read
    }

    /// Articles it gave.
    pub fn articles(&self) -> u64 {
        self.known.articles
    }

    /// How many of its records, or itself, gave no article.
    pub fn skips(&self) -> u64 {
        self.known.skipped.iter().map(|(_, _, more)| 1 + more).sum()
    }

    /// What its records say of the items of wires.
    pub fn claims(&self) -> Vec<Claim> {
        unpacked(&self.known.claims)
    }

    /// The whole-file reason, if it gave nothing for one reason alone.
    pub fn whole_reason(&self) -> Option<&str> {
        match self.known.skipped.as_slice() {
            [(None, reason, _)] => Some(reason),
            _ => None,
        }
    }

    /// The entry.
    pub fn entry(&self) -> Entry {
        let owned = |list: &[(Option<u64>, &str, u64)]| {
            let owned = |(record, reason, more): &(Option<u64>, &str, u64)| Skipped {
                record: *record,
                reason: (*reason).to_string(),
                more: *more,
            };
            list.iter().map(owned).collect()
        };
        Entry {
            path: self.path.to_string(),
            stamp: self.known.stamp,
            read: self.known.read,
            hash: self.known.hash,
            reader: self.known.reader.map(str::to_string),
            resume: self.known.resume,
            settings: self.known.settings,
            shapers: self.known.shapers.iter().map(shaper_of).collect(),
            records: self.known.records,
            articles: self.known.articles,
            skipped: owned(&self.known.skipped),
            doubts: owned(&self.known.doubts),
            claims: self.claims(),
            parts: unpacked(&self.known.parts),
        }
    }
}

fn shaper_of((name, stamp, hash, asked): &(&str, Stamp, u128, bool)) -> Shaper {
    Shaper { name: (*name).to_string(), stamp: *stamp, hash: *hash, asked: *asked }
}

fn encode(out: &mut dyn Write, kept: &Kept<'_>) -> io::Result<()> {
    let bytes = postcard::to_allocvec(kept).map_err(io::Error::other)?;
    let length = u32::try_from(bytes.len()).map_err(|_| io::Error::other("a ledger entry of more than 4 GB"))?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(&bytes)
}

/// A list that is rarely wanted, encoded once more. That the file is whole was seen when it was opened.
fn unpacked<T: DeserializeOwned>(list: &[u8]) -> Vec<T> {
    if list.is_empty() { Vec::new() } else { postcard::from_bytes(list).unwrap_or_default() }
}

fn packed<T: Serialize>(list: &[T]) -> io::Result<Cow<'static, [u8]>> {
    let bytes = if list.is_empty() { Ok(Vec::new()) } else { postcard::to_allocvec(list) };
    bytes.map(Cow::Owned).map_err(io::Error::other)
}

fn kept_of(entry: &Entry) -> io::Result<Kept<'_>> {
    Ok(Kept {
        path: &entry.path,
        known: Some(Known {
            stamp: entry.stamp,
            read: entry.read,
            hash: entry.hash,
            reader: entry.reader.as_deref(),
            resume: entry.resume,
            settings: entry.settings,
            shapers: entry.shapers.iter().map(|s| (s.name.as_str(), s.stamp, s.hash, s.asked)).collect(),
            records: entry.records,
            articles: entry.articles,
            skipped: entry.skipped.iter().map(|s| (s.record, s.reason.as_str(), s.more)).collect(),
            doubts: entry.doubts.iter().map(|s| (s.record, s.reason.as_str(), s.more)).collect(),
            claims: packed(&entry.claims)?,
            parts: packed(&entry.parts)?,
        }),
    })
}

/// A name of this run that none of the files has.
fn fresh_name(run: u64, taken: &[&[String]]) -> String {
    let mut number = 0;
    loop {
        let name = format!("ledger-{run}-{number}");
        if !taken.iter().any(|names| names.contains(&name)) {
            return name;
        }
        number += 1;
    }
}

/// A ledger open for reading.
pub struct Ledger {
    /// Oldest first.
    files: Vec<OwnedBytes>,
}

impl Ledger {
    /// Opens and checks its files, oldest first.
    ///
    /// # Errors
    /// What the file system says; [`io::ErrorKind::InvalidData`] for a file that is not as it was written.
    pub fn open(shelf: &Shelf, names: &[String]) -> io::Result<Ledger> {
        let mut files = Vec::with_capacity(names.len());
        for name in names {
            let bytes = shelf.whole(name)?;
            if !bytes.starts_with(OPENING) {
                return Err(io::Error::new(io::ErrorKind::InvalidData, format!("{name} is no ledger")));
            }
            files.push(bytes);
        }
        Ok(Ledger { files })
    }

    /// All entries in the order of a walk.
    pub fn lines(&self) -> Lines<'_> {
        let mut heads: Vec<Head<'_>> = Vec::with_capacity(self.files.len());
        for file in &self.files {
            let rest = file.as_slice().get(OPENING.len()..).unwrap_or_default();
            heads.push(Head { rest, next: None });
        }
        Lines { heads, begun: false, with_gone: false }
    }
}

/// One file being read: its next entry, and what is behind that.
struct Head<'a> {
    rest: &'a [u8],
    next: Option<Kept<'a>>,
}

impl<'a> Head<'a> {
    fn advance(&mut self) -> io::Result<()> {
        let cut = || io::Error::new(io::ErrorKind::InvalidData, "a ledger ends inside an entry");
        self.next = None;
        if self.rest.is_empty() {
            return Ok(());
        }
        let (length, rest) = self.rest.split_first_chunk::<4>().ok_or_else(cut)?;
        let (entry, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or_else(cut)?;
        self.next = Some(postcard::from_bytes(entry).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))?);
        self.rest = rest;
        Ok(())
    }
}

/// Entries of several files as one list.
pub struct Lines<'a> {
    heads: Vec<Head<'a>>,
    begun: bool,
    with_gone: bool,
}

impl<'a> Lines<'a> {
    fn pull(&mut self) -> io::Result<Option<Kept<'a>>> {
        if !std::mem::replace(&mut self.begun, true) {
            for head in &mut self.heads {
                head.advance()?;
            }
        }
        loop {
            // The newest file is the last, and `min_by` gives the first of equals.
            let least =
                self.heads.iter().rev().filter_map(|h| h.next.as_ref()).min_by(|a, b| path_order(a.path, b.path));
            let Some(mut least) = least.cloned() else { return Ok(None) };
            // The newest first: what it says last counts. A run that reads a file again says twice of it: gone, known.
            let mut told = false;
            for head in self.heads.iter_mut().rev() {
                let mut met = false;
                while let Some(next) = head.next.take_if(|n| n.path == least.path) {
                    met = true;
                    if !told {
                        least = next;
                    }
                    head.advance()?;
                }
                told |= met;
            }
            if self.with_gone || least.known.is_some() {
                return Ok(Some(least));
            }
        }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = io::Result<Line<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.pull() {
            Ok(Some(Kept { path, known: Some(known) })) => Some(Ok(Line { path, known })),
            Ok(_) => None,
            Err(error) => {
                self.heads.clear();
                Some(Err(error))
            }
        }
    }
}

/// Writes what a run adds to a ledger.
pub struct LedgerWriter {
    shelf: Shelf,
    /// Part of the names of its files; no earlier file may have it.
    run: u64,
    entries: Vec<(String, Option<Entry>)>,
    names: Vec<String>,
    /// How many of the names were there before.
    before: usize,
}

impl LedgerWriter {
    /// Begins to write. `before` are the files that stay, oldest first; `run` is a number no earlier run had.
    pub fn new(shelf: Shelf, run: u64, before: &[String]) -> LedgerWriter {
        LedgerWriter { shelf, run, entries: Vec::new(), names: before.to_vec(), before: before.len() }
    }

    /// Adds a file, or takes the place of what was known of it.
    ///
    /// # Errors
    /// What the file system says.
    pub fn add(&mut self, entry: Entry) -> io::Result<()> {
        self.put(entry.path.clone(), Some(entry))
    }

    /// Takes a file out.
    ///
    /// # Errors
    /// What the file system says.
    pub fn remove(&mut self, path: &str) -> io::Result<()> {
        self.put(path.to_string(), None)
    }

    fn put(&mut self, path: String, entry: Option<Entry>) -> io::Result<()> {
        self.entries.push((path, entry));
        if self.entries.len() >= SPILL { self.spill() } else { Ok(()) }
    }

    fn spill(&mut self) -> io::Result<()> {
        if self.entries.is_empty() {
            return Ok(());
        }
        let mut entries = std::mem::take(&mut self.entries);
        // A file that was read again was taken out and came back. Only the last word may be written down: files are
        // merged line by line, so the second line of an old file would outlive what a newer file says with one.
        entries.reverse();
        entries.sort_by(|a, b| path_order(&a.0, &b.0));
        entries.dedup_by(|again, kept| again.0 == kept.0);
        let name = fresh_name(self.run, &[&self.names]);
        self.shelf.keep(&name, |out| {
            out.write_all(OPENING)?;
            for (path, entry) in &entries {
                match entry {
                    Some(entry) => encode(out, &kept_of(entry)?)?,
                    None => encode(out, &Kept { path, known: None })?,
                }
            }
            Ok(())
        })?;
        self.names.push(name);
        Ok(())
    }

    /// Writes what is left, merges what has become large, and gives the names of the files that are the ledger now.
    /// Files that are no longer named stay until the commit is made.
    ///
    /// # Errors
    /// What the file system says.
    pub fn finish(mut self) -> io::Result<Vec<String>> {
        self.spill()?;
        let mut opened: Vec<(String, usize)> = Vec::with_capacity(self.names.len());
        for name in std::mem::take(&mut self.names) {
            let length = self.shelf.whole(&name)?.len();
            opened.push((name, length));
        }
        // From the newest on: how many files are merged into one.
        let mut from = opened.len();
        let mut size = 0;
        while let Some((_, length)) = from.checked_sub(1).and_then(|n| opened.get(n)) {
            if size > 0 && size * 2 < *length {
                break;
            }
            size += length;
            from -= 1;
        }
        let fresh: Vec<String> = opened.iter().skip(self.before).map(|(name, _)| name.clone()).collect();
        let merged: Vec<String> = opened.split_off(from).into_iter().map(|(name, _)| name).collect();
        self.names = opened.into_iter().map(|(name, _)| name).collect();
        match merged.as_slice() {
            [] => {}
            [one] => self.names.push(one.clone()),
            several => {
                let ledger = Ledger::open(&self.shelf, several)?;
                let mut lines = ledger.lines();
                // What is gone must stay told while an older file still tells of it.
                lines.with_gone = from > 0;
                let name = fresh_name(self.run, &[&self.names, several]);
                self.shelf.keep(&name, |out| {
                    out.write_all(OPENING)?;
                    while let Some(kept) = lines.pull()? {
                        encode(out, &kept)?;
                    }
                    Ok(())
                })?;
                self.names.push(name);
                // What this run wrote and merged was never named by anybody.
                for name in fresh.iter().filter(|name| several.contains(name)) {
                    self.shelf.drop_file(name)?;
                }
            }
        }
        Ok(self.names)
    }
}
