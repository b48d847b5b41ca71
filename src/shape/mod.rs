//! What shapes the articles of a file beside its own bytes: the `morgue.toml` of its folders, the files beside it that
//! hold metadata of it, the files that it names as its own parts.
//!
//! A walk knows a [`Folder`] when it enters it, and gives every file in it its [`Shape`]: what the folders say, and which
//! files beside it matter ([`Mate`]). Reading makes a [`Shaped`] of that: the options this file is read with, and what is
//! done to its records. The ledger keeps with every file what it was shaped by ([`Shaper`]), by content; a night compares
//! ([`Shape::standing`]) and reads a file again if that is another. What would matter if it appeared needs no entry: the
//! walk would name it. Archives without any of this pay one more look at the names in each folder.

mod folder;
mod near;
mod settings;
mod shaped;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use crate::corpus::{Stamp, readable};
use crate::format::{ReadOptions, Sidecar};
use crate::reading;
pub use folder::Folder;
pub use near::Near;
pub use settings::{Globs, Said, Settings};
pub use shaped::{Place, Shaped};

/// Metadata longer than that (in bytes) is none: nobody describes one article in so many words.
const LONGEST: u64 = 4 << 20;

/// The kind of skip of a file that is metadata of another: nothing is lost with it.
pub const METADATA: &str = "metadata";

/// The kind of skip of a page whose text is in the articles of its METS: nothing is lost with it either.
pub const PAGE: &str = "page";

/// All that shapes one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// What the `morgue.toml` of its folders say.
    pub settings: Arc<Settings>,
    /// Files beside it that matter, by name.
    pub mates: Vec<Mate>,
}

/// A file that matters to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mate {
    /// Where it is.
    pub file: PathBuf,
    /// Its name as seen from the folder of the other: `a.json`, `../mets.xml`.
    pub name: String,
    /// How it matters.
    pub part: Part,
    /// What it looks like from outside; nothing of one that matters only by being there.
    pub stamp: Stamp,
}

/// How a file matters to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// It may hold metadata of the other.
    Says,
    /// The other may hold metadata of it.
    Owns,
    /// Both: which, their content tells.
    Either,
    /// It is a METS, and may name the other as one of its pages.
    Sheets,
}

/// What a file was shaped by when it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shaper {
    /// Its name as seen from the folder of the file.
    pub name: String,
    /// What it looked like from outside; nothing of one that was not there, or matters only by being there.
    pub stamp: Stamp,
    /// XXH3 of its bytes; 0 if it was not there, or its content turned out not to matter.
    pub hash: u128,
    /// Whether the file itself named it, and no walk did.
    pub asked: bool,
}

/// What a comparison of a file's shape with that of its last reading gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// As it was.
    Same,
    /// Something looks different from outside.
    Unsure,
    /// It is another; why, as a plan says it.
    Other(&'static str),
}

/// Why a file is read again.
pub const SETTINGS_CHANGED: &str = "what morgue.toml says of it changed";
/// Why a file is read again.
pub const MATES_CHANGED: &str = "a file it takes after changed";

impl Shape {
    /// Compares with what the file was shaped by: `settings` and `shapers` of its entry, names alone and looks from
    /// outside; `folder` is the file's own, `certain` the time before which a change would show.
    pub fn standing<'a>(
        &self,
        folder: &Path,
        settings: u64,
        shapers: impl Iterator<Item = (&'a str, &'a Stamp, bool)> + Clone,
        certain: impl Fn(&Stamp) -> bool,
    ) -> Standing {
        if self.settings.digest() != settings {
            return Standing::Other(SETTINGS_CHANGED);
        }
        let beside = shapers.clone().filter(|(.., asked)| !asked);
        if !self.mates.iter().map(|mate| mate.name.as_str()).eq(beside.clone().map(|(name, ..)| name)) {
            return Standing::Other(MATES_CHANGED);
        }
        let alike = |now: &Stamp, was: &Stamp| now == was && certain(now);
        let beside = self.mates.iter().zip(beside).all(|(mate, (_, stamp, _))| alike(&mate.stamp, stamp));
        let asked = shapers.filter(|(.., asked)| *asked);
        let asked = asked.map(|(name, stamp, _)| alike(&near::stamp(&folder.join(name)), stamp));
        if beside && asked.into_iter().all(|alike| alike) { Standing::Same } else { Standing::Unsure }
    }

    /// Compares the contents of what matters. None if one of them is another than it was; else all of them as they look
    /// now.
    pub fn closer(&self, folder: &Path, was: &[Shaper], options: &ReadOptions) -> Option<Vec<Shaper>> {
        let options = self.settings.options(options);
        let mut now: Vec<Shaper> = self.mates.iter().map(|mate| mate.opened(&options).0).collect();
        for shaper in was.iter().filter(|shaper| shaper.asked) {
            now.push(near::shaper(folder, &shaper.name));
        }
        let content = |shaper: &Shaper| (shaper.hash, shaper.asked);
        now.iter().map(content).eq(was.iter().map(content)).then_some(now)
    }
}

impl Mate {
    /// What is kept of it, and what it holds.
    fn opened(&self, options: &ReadOptions) -> (Shaper, Sidecar) {
        let kept = |hash| Shaper { name: self.name.clone(), stamp: self.stamp, hash, asked: false };
        if self.stamp == Stamp::default() {
            return (kept(0), Sidecar::Not);
        }
        if self.part == Part::Sheets {
            return (kept(reading::hash(&self.file).unwrap_or(1)), Sidecar::Not);
        }
        if self.stamp.size > LONGEST {
            return (kept(0), Sidecar::Not);
        }
        match std::fs::read(&self.file) {
            Ok(bytes) => {
                let sidecar = Sidecar::read(&self.name, &bytes, options);
                let hash = if matches!(sidecar, Sidecar::Not) { 0 } else { xxh3_128(&bytes) };
                (kept(hash), sidecar)
            }
            // Looked at again as soon as it looks different.
            Err(error) => (kept(1), Sidecar::Damaged(format!("cannot be read: {error}"))),
        }
    }
}

/// The folder that a file lies in.
pub fn folder_of(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}

/// A name as text.
fn named(name: &OsStr) -> String {
    readable(name)
}

/// Names of files, and for each those that matter to it.
type Mates = std::collections::HashMap<OsString, Vec<(OsString, Part)>>;
