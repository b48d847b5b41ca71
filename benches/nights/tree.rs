//! A tree of small files, one article each, a thousand a folder. Their time of change lies in the past, as in an archive:
//! a file changed in the second in which it was read would be compared by content.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use rayon::prelude::*;
use serde_json::Value;

use crate::article::article;
use crate::dice::Dice;
use crate::lexicon::Lexicon;

/// Files a folder.
pub const FOLDER: usize = 1000;
/// Raised whenever other files are written.
const VERSION: u32 = 1;
/// Seconds since 1970 at which the first edition of the first file is dated.
const PAST: u64 = 1_600_000_000;

/// The tree.
pub struct Tree {
    pub root: PathBuf,
    pub lexicon: Lexicon,
    seed: u64,
}

impl Tree {
    /// A tree of so many files, made if it is not there or is to be `anew`.
    pub fn new(below: &Path, name: &str, files: usize, seed: u64, anew: bool) -> io::Result<Tree> {
        let root = below.join(format!("{name}-{files}-{seed}-v{VERSION}"));
        let partial = root.with_extension("partial");
        let tree = Tree { root: partial.clone(), lexicon: Lexicon::new(), seed };
        if anew {
            let _ = fs::remove_dir_all(&root);
        }
        if !root.exists() {
            let _ = fs::remove_dir_all(&partial);
            (0..files).step_by(FOLDER).try_for_each(|first| fs::create_dir_all(tree.folder(first)))?;
            (0..files).into_par_iter().try_for_each(|number| tree.write(number, 0))?;
            fs::rename(&partial, &root)?;
        }
        Ok(Tree { root, ..tree })
    }

    /// The folder in which the file of a number lies.
    pub fn folder(&self, number: usize) -> PathBuf {
        self.root.join(format!("{:04}", number / FOLDER))
    }

    /// The file of a number.
    pub fn file(&self, number: usize) -> PathBuf {
        self.folder(number).join(format!("gen-{number:07}.json"))
    }

    /// Writes a file, with its folder. Every edition has another text and another time.
    pub fn write(&self, number: usize, edition: u64) -> io::Result<()> {
        let path = self.file(number);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let seed = self.seed.wrapping_mul(1_000_003).wrapping_add(number as u64).wrapping_add(edition << 40);
        let article = article(&mut Dice::new(seed), &self.lexicon, number);
        fs::write(&path, format!("{article}\n"))?;
        dated(&path, number as u64 + edition * 86_400)
    }

    /// The article of a file, as it lies there.
    pub fn read(&self, number: usize) -> io::Result<Value> {
        Ok(serde_json::from_slice(&fs::read(self.file(number))?)?)
    }
}

/// Sets a file's time of change, seconds after a certain day in the past.
pub fn dated(path: &Path, seconds: u64) -> io::Result<()> {
    File::options().write(true).open(path)?.set_modified(UNIX_EPOCH + Duration::from_secs(PAST + seconds))
}
