//! A folder that is walked -> what it says of the files in it.
//!
//! Takes the names in a folder and what is known of the one above; gives the settings that hold in it, and for each file
//! those beside it that matter to it. It looks at names and reads the folder's own `morgue.toml`, no other file.
//!
//! `a.json`, `a.yaml`, `a.yml` and `a.xml` may hold metadata of `a.txt`; so may `a.txt.json`, `a.info.json`,
//! `a.meta.json` and `a.metadata.json`, as downloaders, Zotero's exports and crawlers write them. Whether they do, their
//! content tells. Of a file that is itself so named (`a.xml` beside `a.json`) the content of both must tell.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Mate, Mates, Part, Settings, Shape, named};
use crate::config::FILE;
use crate::corpus::Stamp;
use crate::error::Result;
use crate::unpack::bare;

/// Endings of files that may hold metadata of another.
pub(super) const SIDECARS: [&str; 4] = ["json", "yaml", "yml", "xml"];
/// What may stand between the name of the other and the ending.
const MARKS: [&str; 3] = [".info", ".meta", ".metadata"];
/// Endings of files that may give one article, beside those above.
const OWNERS: [&str; 21] = [
    "txt", "text", "md", "markdown", "html", "htm", "xhtml", "mht", "mhtml", "pdf", "docx", "odt", "rtf", "doc", "eml",
    "sgml", "sgm", "nitf", "hocr", "epub", "alto",
];

/// What is known of a folder on the way through it.
#[derive(Debug, Default)]
pub struct Folder {
    path: PathBuf,
    settings: Arc<Settings>,
    mates: Mates,
    /// METS in it, by what their names begin with.
    sheets: HashMap<String, Vec<OsString>>,
    /// Those of the folder above that may name pages in this one.
    above: Vec<OsString>,
}

impl Folder {
    /// Looks at the names in a folder. `keep` says of a name whether the walk would give that file; where
    /// the second is false, whether it is left out by no glob and not hidden: metadata need not be asked for.
    ///
    /// # Errors
    /// [`Error::Config`](crate::error::Error::Config) for a `morgue.toml` in it that cannot be used.
    pub fn open(
        path: &Path,
        above: Option<&Folder>,
        follow: bool,
        keep: impl Fn(&Settings, &OsStr, bool) -> bool,
    ) -> Result<Folder> {
        let mut names = Vec::new();
        let mut says = false;
        // What cannot be read here cannot be walked either, and the walk says so.
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            let Ok(kind) = entry.file_type() else { continue };
            let name = entry.file_name();
            // A link to settings is followed: it leads to no news.
            says |= name == OsStr::new(FILE) && !kind.is_dir();
            if kind.is_file() || (follow && kind.is_symlink()) {
                names.push(name);
            }
        }
        let mut settings = above.map(|above| Arc::clone(&above.settings)).unwrap_or_default();
        if says {
            settings = Arc::new(Settings::read(path, &settings)?);
        }
        if names.iter().any(|name| is(name, &SIDECARS)) {
            names.retain(|name| keep(&settings, name, !is(name, &SIDECARS)));
        } else {
            names.clear();
        }
        names.sort_unstable();
        let mut sheets: HashMap<String, Vec<OsString>> = HashMap::new();
        for name in &names {
            if let Some(before) = before_mets(name) {
                sheets.entry(before).or_default().push(name.clone());
            } else if is(name, &["xml"]) && Path::new(name).file_stem() == path.file_name() {
                // As the Library of Congress names it: `1999061501/1999061501.xml`.
                sheets.entry(String::new()).or_default().push(name.clone());
            }
        }
        let above = above.map(|above| above.sheets_of(path.file_name().unwrap_or_default())).unwrap_or_default();
        Ok(Folder { path: path.to_path_buf(), settings, mates: mates(&names), sheets, above })
    }

    /// What the `morgue.toml` here and above say.
    pub fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }

    /// All that shapes a file of this folder.
    pub fn shape(&self, name: &OsStr) -> Shape {
        let mates = if self.is_plain() { Vec::new() } else { self.mates(name) };
        Shape { settings: Arc::clone(&self.settings), mates }
    }

    fn is_plain(&self) -> bool {
        self.mates.is_empty() && self.sheets.is_empty() && self.above.is_empty()
    }

    /// The files that matter to one of this folder, as they look now, by name.
    pub fn mates(&self, name: &OsStr) -> Vec<Mate> {
        let mut mates = Vec::new();
        for (other, part) in self.mates.get(name).map(Vec::as_slice).unwrap_or_default() {
            // One that can be nothing but news matters by being there.
            let looked = *part != Part::Owns || is(other, &SIDECARS);
            mates.push(self.mate(other, named(other), *part, looked));
        }
        if (!self.sheets.is_empty() || !self.above.is_empty()) && is(name, &["xml", "html", "htm", "hocr"]) {
            let page = before_mets(name).is_none();
            for other in self.sheets_of(name).iter().filter(|other| page && other.as_os_str() != name) {
                mates.push(self.mate(other, named(other), Part::Sheets, true));
            }
            for other in self.above.iter().filter(|_| page) {
                mates.push(self.mate(Path::new("..").join(other), format!("../{}", named(other)), Part::Sheets, true));
            }
        }
        mates
    }

    fn mate(&self, below: impl AsRef<Path>, name: String, part: Part, looked: bool) -> Mate {
        let file = self.path.join(below);
        let data = if looked { fs::metadata(&file).ok() } else { None };
        Mate { file, name, part, stamp: data.map(|data| Stamp::of(&data)).unwrap_or_default() }
    }

    /// The METS that may name this file or folder: whose own names begin as it does, or have nothing before the word.
    fn sheets_of(&self, name: &OsStr) -> Vec<OsString> {
        let name = named(name).to_ascii_lowercase();
        let beginnings = name.char_indices().map(|(at, _)| &name[..at]).chain([name.as_str()]);
        let mut found: Vec<OsString> = beginnings.filter_map(|b| self.sheets.get(b)).flatten().cloned().collect();
        if found.is_empty()
            && let [(_, only)] = self.sheets.iter().take(2).collect::<Vec<_>>().as_slice()
            && let [only] = only.as_slice()
        {
            found.push(only.clone());
        }
        found
    }
}

/// What stands before `mets` in the name of a METS, lower case, without the separator.
fn before_mets(name: &OsStr) -> Option<String> {
    let name = name.to_str()?.to_ascii_lowercase();
    let at = name.strip_suffix(".xml")?.find("mets")?;
    Some(name[..at].trim_end_matches(['_', '-', '.']).to_string())
}

pub(super) fn is(name: &OsStr, endings: &[&str]) -> bool {
    let ending = Path::new(name).extension().and_then(OsStr::to_str);
    ending.is_some_and(|ending| endings.iter().any(|e| e.eq_ignore_ascii_case(ending)))
}

/// The names that a file with metadata may be the metadata of, or their stems.
fn described(name: &str) -> impl Iterator<Item = &str> {
    let base = name.rsplit_once('.').map(|(base, _)| base).unwrap_or_default();
    let marked = MARKS.iter().find_map(|mark| {
        let at = base.len().checked_sub(mark.len())?;
        base.get(at..).filter(|end| end.eq_ignore_ascii_case(mark)).and(base.get(..at))
    });
    [base].into_iter().chain(marked).filter(|base| !base.is_empty())
}

/// For each name those that matter to it, sorted.
fn mates(names: &[OsString]) -> Mates {
    let mut by_base: HashMap<&str, Vec<&OsString>> = HashMap::new();
    for name in names.iter().filter(|name| is(name, &SIDECARS)) {
        for base in name.to_str().into_iter().flat_map(described) {
            by_base.entry(base).or_default().push(name);
        }
    }
    // What may hold metadata, and of what.
    let mut pairs: Vec<(&OsString, &OsString)> = Vec::new();
    for name in names {
        let Some(text) = name.to_str() else { continue };
        let plain = if is(name, &SIDECARS) { Cow::Borrowed(text) } else { Cow::Owned(bare(text)) };
        if !is(name, &SIDECARS) && !is(OsStr::new(&*plain), &OWNERS) {
            continue;
        }
        let stem = plain.rsplit_once('.').map_or(&*plain, |(stem, _)| stem);
        let packed = Some(text).filter(|text| *text != plain);
        for key in packed.into_iter().chain([&*plain, stem]) {
            let sidecars = by_base.get(key).into_iter().flatten().filter(|sidecar| **sidecar != name);
            pairs.extend(sidecars.map(|sidecar| (*sidecar, name)));
        }
    }
    let mut mates = Mates::new();
    for (sidecar, owner) in pairs {
        join(mates.entry(owner.clone()).or_default(), sidecar, Part::Says);
        join(mates.entry(sidecar.clone()).or_default(), owner, Part::Owns);
    }
    mates.values_mut().for_each(|mates| mates.sort_unstable_by(|a, b| a.0.cmp(&b.0)));
    mates
}

fn join(mates: &mut Vec<(OsString, Part)>, name: &OsString, part: Part) {
    match mates.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) if *known != part => *known = Part::Either,
        Some(_) => {}
        None => mates.push((name.clone(), part)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What matters to each name, as `name: other(s)ays, other(o)wns, other(e)ither`.
    fn shown(names: &[&str]) -> Vec<String> {
        let names: Vec<OsString> = names.iter().map(OsString::from).collect();
        let mates = mates(&names);
        let mut shown: Vec<String> = mates
            .iter()
            .map(|(name, mates)| {
                let mates: Vec<String> = mates
                    .iter()
                    .map(|(other, part)| format!("{} {}", format!("{part:?}").to_lowercase(), named(other)))
                    .collect();
                format!("{}: {}", named(name), mates.join(", "))
            })
            .collect();
        shown.sort();
        shown
    }

    #[test]
    fn who_matters_to_whom() {
        let none: &[&str] = &[];
        for (names, expected) in [
            (&["a.txt", "b.json"][..], none),
            (&["a.json", "b.json", "c.xml"], none),
            (&["a.csv", "a.json"], none),
            (&["a.jpg", "a.json"], none),
            (&["a", "a.json"], none),
            (&[".json", ".txt"], none),
            (&["a.json", "a.txt"], &["a.json: owns a.txt", "a.txt: says a.json"]),
            (&["a.json", "a.txt.gz"], &["a.json: owns a.txt.gz", "a.txt.gz: says a.json"]),
            (&["A.JSON", "A.Txt"], &["A.JSON: owns A.Txt", "A.Txt: says A.JSON"]),
            (&["a.txt", "a.txt.json"], &["a.txt.json: owns a.txt", "a.txt: says a.txt.json"]),
            (&["a.info.json", "a.html"], &["a.html: says a.info.json", "a.info.json: owns a.html"]),
            (&["a.pdf", "a.pdf.meta.yaml"], &["a.pdf.meta.yaml: owns a.pdf", "a.pdf: says a.pdf.meta.yaml"]),
            (&["a.json", "a.xml"], &["a.json: either a.xml", "a.xml: either a.json"]),
            (&["a.info.json", "a.json"], &["a.info.json: owns a.json", "a.json: says a.info.json"]),
            (
                &["a.html", "a.txt", "a.yml"],
                &["a.html: says a.yml", "a.txt: says a.yml", "a.yml: owns a.html, owns a.txt"],
            ),
        ] {
            assert_eq!(shown(names), expected, "{names:?}");
        }
    }
}
