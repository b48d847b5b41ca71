//! The ledger: what every file of the corpora was when it was last read, and what became of its records.
//!
//! One JSON object a line, in a file beside the index that the index's own commit names; so ledger and index change
//! together or not at all. A reader of the ledger never needs the index, nor the other way round.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// One file of a corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name in the index.
    pub path: String,
    /// Size in bytes when read.
    pub size: u64,
    /// Last change when read, nanoseconds since 1970.
    pub modified: u128,
    /// Format and version of the reader, `jsonl/1`; absent if none took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reader: Option<String>,
    /// Articles it gave.
    #[serde(default)]
    pub articles: u64,
    /// What gave no article, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<Skipped>,
    /// What was doubtful about articles that were indexed all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Skipped>,
}

/// A record, or a whole file, and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Number of the record; absent if the whole file is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<u64>,
    /// `kind: detail`.
    pub reason: String,
}

/// The kind of a reason: what stands before its colon. Reports count by it.
pub fn kind(reason: &str) -> &str {
    reason.split_once(": ").map_or(reason, |(kind, _)| kind)
}

/// Writes a ledger line by line.
pub struct LedgerWriter {
    out: BufWriter<File>,
}

impl LedgerWriter {
    /// Creates the file.
    ///
    /// # Errors
    /// What the file system says.
    pub fn create(file: &Path) -> io::Result<LedgerWriter> {
        Ok(LedgerWriter { out: BufWriter::with_capacity(1 << 16, File::create(file)?) })
    }

    /// Adds a file.
    ///
    /// # Errors
    /// What the file system says.
    pub fn add(&mut self, entry: &Entry) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, entry)?;
        self.out.write_all(b"\n")
    }

    /// Makes it lasting.
    ///
    /// # Errors
    /// What the file system says.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()?;
        self.out.get_ref().sync_all()
    }
}

/// Reads a ledger, one entry at a time.
///
/// # Errors
/// What the file system says, now or with an entry; a line that is no entry is [`io::ErrorKind::InvalidData`].
pub fn entries(file: &Path) -> io::Result<impl Iterator<Item = io::Result<Entry>> + use<>> {
    let lines = BufReader::with_capacity(1 << 16, File::open(file)?).lines();
    Ok(lines.map(|line| Ok(serde_json::from_str(&line?)?)))
}

/// Counts reasons by kind.
pub fn count<'a>(reasons: impl IntoIterator<Item = &'a Skipped>, into: &mut BTreeMap<String, u64>) {
    for skipped in reasons {
        *into.entry(kind(&skipped.reason).to_string()).or_default() += 1;
    }
}
