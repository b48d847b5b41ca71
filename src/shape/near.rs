//! Files that a file names as its own parts: the pages of a METS.
//!
//! Takes a name as the file writes it, relative to its folder; gives the bytes, and notes that it was asked for. It never
//! leaves the folder but for the one above it, follows no links, and holds one file at a time.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_128;

use super::Shaper;
use crate::corpus::Stamp;
use crate::reading;

/// A page longer than that (in bytes) is none.
const LONGEST: u64 = 256 << 20;

/// The files around one that is being read; nothing where bytes come from no folder (a container, a test).
#[derive(Clone, Debug, Default)]
pub struct Near {
    folder: Option<Arc<PathBuf>>,
    sheets: Arc<[String]>,
    asked: Arc<Mutex<BTreeMap<String, Shaper>>>,
}

/// Where a file lies changes nothing about how it is to be read.
impl PartialEq for Near {
    fn eq(&self, _: &Near) -> bool {
        true
    }
}

impl Eq for Near {}

impl Near {
    /// The files around one in this folder; `sheets` are the METS that may name it.
    pub fn new(folder: &Path, sheets: Vec<String>) -> Near {
        Near { folder: Some(Arc::new(folder.to_path_buf())), sheets: sheets.into(), asked: Arc::default() }
    }

    /// Names of the METS beside the file or above its folder that may name it as one of their pages.
    pub fn sheets(&self) -> &[String] {
        &self.sheets
    }

    /// The bytes of a file by its name as seen from the folder of the one that is read; None if there is none. Noted
    /// either way: when that file changes or appears, this one is read again.
    pub fn read(&self, name: &str) -> Option<Vec<u8>> {
        let folder = self.folder.as_ref()?;
        let (mut stamp, mut readable, mut found) = (Stamp::default(), false, None);
        if let Some(file) = within(folder, name) {
            stamp = self::stamp(&file);
            if stamp != Stamp::default() && stamp.size <= LONGEST {
                readable = true;
                found = std::fs::read(&file).ok();
            }
        }
        // A METS above is compared as what the walk found, and no second time.
        if !self.sheets.iter().any(|sheet| sheet == name) {
            let hash = if readable { found.as_deref().map_or(1, xxh3_128) } else { 0 };
            let shaper = Shaper { name: name.to_string(), stamp, hash, asked: true };
            self.asked.lock().unwrap_or_else(PoisonError::into_inner).entry(name.to_string()).or_insert(shaper);
        }
        found
    }

    /// All that was asked for so far, by name.
    pub fn asked(&self) -> Vec<Shaper> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }
}

/// The file that a name means, if it lies in the folder, below it, or in or below the one above.
fn within(folder: &Path, name: &str) -> Option<PathBuf> {
    let mut depth = 0;
    for part in Path::new(name).components() {
        match part {
            Component::Normal(_) => depth += 1,
            Component::CurDir => {}
            Component::ParentDir => depth -= 1,
            Component::RootDir | Component::Prefix(_) => return None,
        }
        if depth < -1 {
            return None;
        }
    }
    Some(folder.join(name))
}

/// What a file looks like from outside; nothing if there is no file.
pub(super) fn stamp(file: &Path) -> Stamp {
    let data = std::fs::symlink_metadata(file).ok().filter(std::fs::Metadata::is_file);
    data.map(|data| Stamp::of(&data)).unwrap_or_default()
}

/// A file that was asked for, as it is now.
pub(super) fn shaper(folder: &Path, name: &str) -> Shaper {
    let file = within(folder, name);
    let stamp = file.as_deref().map(stamp).unwrap_or_default();
    let mut hash = 0;
    if stamp != Stamp::default() && stamp.size <= LONGEST {
        hash = file.and_then(|file| reading::hash(&file).ok()).unwrap_or(1);
    }
    Shaper { name: name.to_string(), stamp, hash, asked: true }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on should say so at once")]
mod tests {
    use super::*;

    #[test]
    fn pages_are_read_where_they_may_lie_and_noted_either_way() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("a/issue");
        std::fs::create_dir_all(folder.join("alto")).unwrap();
        std::fs::write(folder.join("alto/1.xml"), "one").unwrap();
        std::fs::write(dir.path().join("a/2.xml"), "two").unwrap();
        std::fs::write(dir.path().join("3.xml"), "three").unwrap();
        let near = Near::new(&folder, vec!["../mets.xml".to_string()]);
        for (name, expected) in [
            ("alto/1.xml", Some("one")),
            ("./alto/../alto/1.xml", Some("one")),
            ("../2.xml", Some("two")),
            ("../../3.xml", None),
            ("alto/../../../3.xml", None),
            ("/etc/passwd", None),
            ("alto", None),
            ("4.xml", None),
            ("../mets.xml", None),
            ("", None),
        ] {
            assert_eq!(near.read(name).as_deref(), expected.map(str::as_bytes), "{name}");
        }
        let asked: Vec<(String, bool)> = near.asked().into_iter().map(|s| (s.name, s.hash != 0)).collect();
        let names = ["", "../../3.xml", "../2.xml", "./alto/../alto/1.xml", "/etc/passwd", "4.xml", "alto"];
        let there = |name: &&str| (name.to_string(), matches!(*name, "../2.xml" | "./alto/../alto/1.xml"));
        let mut expected: Vec<(String, bool)> = names.iter().map(there).collect();
        expected.push(("alto/../../../3.xml".to_string(), false));
        expected.push(("alto/1.xml".to_string(), true));
        assert_eq!(asked, expected);
        // What is noted compares as the same as long as it is.
        let again: Vec<Shaper> = near.asked().iter().map(|s| shaper(&folder, &s.name)).collect();
        assert_eq!(again, near.asked());
        assert_eq!(Near::default().read("4.xml"), None);
    }
}
