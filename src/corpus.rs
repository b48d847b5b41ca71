//! Folders -> the files in them.
//!
//! Takes the corpora named by the user, gives every file worth reading as a [`Source`], everything that cannot be read
//! as a [`Problem`], and counts what was passed over on purpose. It opens no file but the `morgue.toml` of a folder. Links are not followed unless asked,
//! and a loop of links is a problem with a name, never a hang.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use globset::{Glob, GlobSet, GlobSetBuilder};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use walkdir::{DirEntry, WalkDir};

use crate::config::FILE;
use crate::error::{Error, Result};
use crate::shape::{Folder, Settings, Shape};

/// A folder (or one file) of news, with the name that its paths begin with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corpus {
    /// Its name: the last part of its path, as many parts as it takes to tell it from the others.
    pub label: String,
    /// Where it is, absolute.
    pub root: PathBuf,
}

impl Corpus {
    /// Whether a name in the index is that of something in this corpus.
    pub fn holds(&self, path: &str) -> bool {
        path.strip_prefix(self.label.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The file that the index knows under this name, if it is of this corpus.
    pub fn file(&self, path: &str) -> Option<PathBuf> {
        let below = match path.strip_prefix(self.label.as_str())? {
            "" => return Some(self.root.clone()),
            rest => rest.strip_prefix('/')?,
        };
        let plain = self.root.join(below);
        // A name that is no UTF-8 is written with its bytes spelled out.
        Some(if plain.exists() { plain } else { self.root.join(spelled(below)) })
    }
}

/// The name that [`readable`] made this text of.
#[cfg(unix)]
fn spelled(text: &str) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\x") {
        bytes.extend(before.as_bytes());
        match after.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.extend(b"\\x");
                rest = after;
            }
        }
    }
    bytes.extend(rest.as_bytes());
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn spelled(text: &str) -> PathBuf {
    text.into()
}

/// What is walked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalkOptions {
    /// Globs of files to read; all if empty.
    pub include: Vec<String>,
    /// Globs of files and folders to leave out.
    pub exclude: Vec<String>,
    /// Also hidden files and folders.
    pub hidden: bool,
    /// Follow symbolic links.
    pub follow: bool,
}

/// A file of a corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it is.
    pub file: PathBuf,
    /// Its name in the index: label, then the path below the root, forward slashes; bytes that are no UTF-8 as `\xNN`.
    pub path: String,
    /// What it looks like from outside.
    pub stamp: Stamp,
    /// What else shapes its articles.
    pub shape: Shape,
}

/// What a file looks like from outside. Two looks that are equal mean the same content, unless the file was changed just
/// when it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Size in bytes.
    pub size: u64,
    /// Last change of its content as the file says, nanoseconds since 1970; 0 if unknown.
    pub modified: i64,
    /// Last change of anything about it as the file system says, nanoseconds since 1970; nobody can set it back. 0 if
    /// unknown.
    pub changed: i64,
    /// Number of the file in its file system; a file keeps it when it is renamed. 0 if unknown.
    pub inode: u64,
}

impl Stamp {
    /// Reads it off a file.
    pub fn of(data: &std::fs::Metadata) -> Stamp {
        let since = data.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
        let modified = since.map_or(0, |d| i64::try_from(d.as_nanos()).unwrap_or(i64::MAX));
        let (changed, inode) = outside(data);
        Stamp { size: data.len(), modified, changed, inode }
    }
}

#[cfg(unix)]
fn outside(data: &std::fs::Metadata) -> (i64, u64) {
    use std::os::unix::fs::MetadataExt;
    (data.ctime().saturating_mul(1_000_000_000).saturating_add(data.ctime_nsec()), data.ino())
}

#[cfg(not(unix))]
fn outside(_: &std::fs::Metadata) -> (i64, u64) {
    (0, 0)
}

/// Something in a corpus that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// As in [`Source::path`].
    pub path: String,
    /// Why, completing "skipped: ...".
    pub reason: String,
    /// It is a folder, and nothing is known of what is in it.
    pub folder: bool,
}

/// What the walk came upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A file to read.
    Source(Source),
    /// Something unreadable.
    Problem(Problem),
    /// Passed over on purpose: hidden, version control, what a browser saved beside a page, by glob, or settings of a folder. A
    /// folder counts once.
    PassedOver,
    /// The settings of a folder cannot be used, so that nobody knows how to read what lies below: the walk cannot go on.
    Fault(Fault),
}

/// What is wrong with the `morgue.toml` of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub file: PathBuf,
    /// Line in it, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl Fault {
    fn of(file: PathBuf, error: Error) -> Fault {
        match error {
            Error::Config { file, line, what, remedy } => Fault { file, line, what, remedy },
            other => {
                Fault { file, line: 1, what: other.to_string(), remedy: "make it readable, or remove it".to_string() }
            }
        }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Error {
        let Fault { file, line, what, remedy } = fault;
        Error::Config { file, line, what, remedy }
    }
}

/// Folders of version control systems and of indexes, passed over even where hidden files are wanted.
const NEVER: &[&str] = &[".morgue", ".git", ".hg", ".svn", ".bzr", ".jj", "CVS", "_darcs"];

/// Finds the corpora and names them.
///
/// # Errors
/// [`Error::NoCorpus`] or [`Error::Unreadable`] for the first that is not there or cannot be read.
pub fn corpora(paths: &[PathBuf]) -> Result<Vec<Corpus>> {
    find(paths, false)
}

/// As [`corpora`], but one that is missing is taken for one that is empty.
///
/// # Errors
/// [`Error::Unreadable`] for the first that is there and cannot be read.
pub fn corpora_even_missing(paths: &[PathBuf]) -> Result<Vec<Corpus>> {
    find(paths, true)
}

fn find(paths: &[PathBuf], even_missing: bool) -> Result<Vec<Corpus>> {
    let mut roots: Vec<PathBuf> = Vec::new();
    for path in paths {
        let missing = |cause: &std::io::Error| cause.kind() == std::io::ErrorKind::NotFound;
        let root = match path.canonicalize() {
            Err(cause) if missing(&cause) && even_missing => whole_path(path),
            Err(cause) if missing(&cause) => None,
            Err(cause) => return Err(Error::Unreadable { path: path.clone(), cause }),
            Ok(root) => Some(root),
        };
        let root = root.ok_or_else(|| Error::NoCorpus(path.clone()))?;
        if root.is_dir() {
            std::fs::read_dir(&root).map_err(|cause| Error::Unreadable { path: path.clone(), cause })?;
        }
        // A corpus inside another one would give every article twice.
        if !roots.iter().any(|known| root.starts_with(known)) {
            roots.retain(|known| !known.starts_with(&root));
            roots.push(root);
        }
    }
    let mut named = Vec::with_capacity(roots.len());
    for root in &roots {
        let mut parts = 1;
        let label = loop {
            let label = last_parts(root, parts);
            let taken = roots.iter().filter(|other| last_parts(other, parts) == label).count() > 1;
            if !taken || parts > root.components().count() {
                break label;
            }
            parts += 1;
        };
        named.push(Corpus { label, root: root.clone() });
    }
    Ok(named)
}

fn last_parts(path: &Path, count: usize) -> String {
    let parts: Vec<String> = path.components().rev().take(count).map(|c| readable(c.as_os_str())).collect();
    parts.into_iter().rev().collect::<Vec<_>>().join("/").trim_start_matches('/').to_string()
}

/// A file name as text; what is not UTF-8 as `\xNN`, so that no two names become one.
pub fn readable(name: &OsStr) -> String {
    let mut text = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02X}"));
        }
    }
    text
}

/// The path from the root, links resolved, of something that need not be there yet.
fn whole_path(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    let (there, known) = path.ancestors().find_map(|a| Some((a, a.canonicalize().ok()?)))?;
    Some(match path.strip_prefix(there) {
        Ok(below) if !below.as_os_str().is_empty() => known.join(below),
        _ => known,
    })
}

/// Compiles globs. A glob without a slash is matched against file names, one with a slash against the path below the
/// corpus.
pub(crate) fn globs(patterns: &[String]) -> Result<GlobSet> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let whole =
            if pattern.contains('/') { pattern.trim_start_matches('/').to_string() } else { format!("**/{pattern}") };
        let glob = globset::GlobBuilder::new(&whole).literal_separator(true).build();
        let glob: Glob = glob.map_err(|e| Error::Usage(format!("\"{pattern}\" is no usable glob: {}", e.kind())))?;
        set.add(glob);
    }
    set.build().map_err(|e| Error::Usage(format!("the globs cannot be used together: {e}")))
}

/// Files that are looked at together by [`Walk::looked`].
const TOGETHER: usize = 4096;

/// What a folder says of something in it, before that is looked at.
enum Met {
    File(DirEntry, Option<Arc<Folder>>),
    Other(Found),
}

/// A walk about to begin.
pub struct Walk {
    include: Option<GlobSet>,
    exclude: GlobSet,
    hidden: bool,
    follow: bool,
    /// The index itself, if it lies inside the corpus.
    not: Option<PathBuf>,
    /// The folder that the corpora lie in, if its settings are theirs too.
    above: Option<Arc<Folder>>,
}

impl Walk {
    /// Prepares a walk. `not` is a folder that is never entered: the index.
    ///
    /// # Errors
    /// [`Error::Usage`] for a glob that cannot be read.
    pub fn new(options: &WalkOptions, not: Option<&Path>) -> Result<Walk> {
        Ok(Walk {
            include: if options.include.is_empty() { None } else { Some(globs(&options.include)?) },
            exclude: globs(&options.exclude)?,
            hidden: options.hidden,
            follow: options.follow,
            not: not.and_then(whole_path),
            above: None,
        })
    }

    /// Takes a corpus for a part of a larger one, which begins at `top`: the settings of the folders down to `folder`,
    /// in which it lies, are its own.
    ///
    /// # Errors
    /// [`Error::Config`] for settings that cannot be used.
    pub fn beneath(mut self, top: &Path, folder: &Path) -> Result<Walk> {
        let Ok(below) = folder.strip_prefix(top) else { return Ok(self) };
        let corpus = Corpus { label: String::new(), root: top.to_path_buf() };
        let mut path = top.to_path_buf();
        let mut above = self.enter(&corpus, &path, None)?;
        for part in below.components() {
            path.push(part);
            above = self.enter(&corpus, &path, Some(&above))?;
        }
        self.above = Some(Arc::new(above));
        Ok(self)
    }

    /// Walks one corpus, in the order of [`crate::index::ledger::path_order`]. One whose root is not there is empty.
    pub fn files<'a>(&'a self, corpus: &'a Corpus) -> impl Iterator<Item = Found> + Send + 'a {
        self.met(corpus).map(|met| self.look(corpus, met))
    }

    /// The same as [`Walk::files`] in the same order, but files are looked at on all cores, a few thousand at a time.
    /// Not for an iterator that rayon's threads take turns at: one that waits here may be given the next turn, and would
    /// wait for itself.
    pub fn looked<'a>(&'a self, corpus: &'a Corpus) -> impl Iterator<Item = Found> + 'a {
        let mut met = self.met(corpus);
        let mut ready = Vec::new().into_iter();
        std::iter::from_fn(move || {
            if let Some(found) = ready.next() {
                return Some(found);
            }
            let together: Vec<Met> = met.by_ref().take(TOGETHER).collect();
            let looked = together.into_par_iter().with_min_len(64).map(|met| self.look(corpus, met));
            ready = looked.collect::<Vec<Found>>().into_iter();
            ready.next()
        })
    }

    fn look(&self, corpus: &Corpus, met: Met) -> Found {
        match met {
            Met::File(entry, folder) => self.file(corpus, &entry, folder.as_deref()),
            Met::Other(found) => found,
        }
    }

    /// One file, whatever globs say of it; `path` is what it is called. Its folder is the one that the walk lies
    /// [beneath](Walk::beneath).
    ///
    /// # Errors
    /// What the file system says.
    pub fn one(&self, file: &Path, path: String) -> std::io::Result<Source> {
        let stamp = Stamp::of(&std::fs::metadata(file)?);
        let name = file.file_name().unwrap_or_default();
        let shape = self.above.as_ref().map(|folder| folder.shape(name)).unwrap_or_default();
        Ok(Source { file: file.to_path_buf(), path, stamp, shape })
    }

    /// Walks without looking at files.
    fn met<'a>(&'a self, corpus: &'a Corpus) -> impl Iterator<Item = Met> + Send + 'a {
        let mut walk = WalkDir::new(&corpus.root)
            .follow_links(self.follow)
            .follow_root_links(true)
            .sort_by(|a, b| by_name(a.file_name(), b.file_name()))
            .into_iter();
        // The folders that the walk is in, the outermost first.
        let mut within: Vec<Arc<Folder>> = Vec::new();
        std::iter::from_fn(move || {
            loop {
                let entry = match walk.next()? {
                    Ok(entry) => entry,
                    Err(error) if error.depth() == 0 && is_gone(&error) => return None,
                    Err(error) => return Some(Met::Other(Found::Problem(problem(corpus, &error)))),
                };
                let is_dir = entry.file_type().is_dir();
                within.truncate(entry.depth());
                let above = within.last().or(self.above.as_ref());
                if entry.depth() > 0 && self.passes_over(corpus, &entry, above.map(|a| a.settings().as_ref())) {
                    if is_dir {
                        walk.skip_current_dir();
                    }
                    return Some(Met::Other(Found::PassedOver));
                }
                if !is_dir {
                    return Some(Met::File(entry, above.cloned()));
                }
                match self.enter(corpus, entry.path(), above.map(Arc::as_ref)) {
                    Ok(folder) => within.push(Arc::new(folder)),
                    Err(error) => {
                        walk.skip_current_dir();
                        return Some(Met::Other(Found::Fault(Fault::of(entry.path().join(FILE), error))));
                    }
                }
            }
        })
    }

    fn passes_over(&self, corpus: &Corpus, entry: &DirEntry, settings: Option<&Settings>) -> bool {
        let name = entry.file_name();
        let is_dir = entry.file_type().is_dir();
        if !is_dir && name == OsStr::new(FILE) {
            return true;
        }
        if self.is_hidden(name) {
            return true;
        }
        if is_dir && NEVER.iter().any(|v| name == OsStr::new(v)) {
            return true;
        }
        if is_dir && is_of_a_page(entry.path()) {
            return true;
        }
        if is_dir && (self.not.as_deref().is_some_and(|not| not == entry.path()) || is_index(entry.path())) {
            return true;
        }
        self.left_out(corpus, entry.path(), settings, !is_dir)
    }

    /// Whether a name begins with a full stop, and such are not read.
    fn is_hidden(&self, name: &OsStr) -> bool {
        !self.hidden && name.as_encoded_bytes().starts_with(b".")
    }

    /// Whether globs leave out a path; `news`: it must be one of those that are wanted.
    fn left_out(&self, corpus: &Corpus, path: &Path, settings: Option<&Settings>, news: bool) -> bool {
        let (include, exclude) = (settings.and_then(|s| s.include.as_ref()), settings.and_then(|s| s.exclude.as_ref()));
        if exclude.is_some_and(|said| said.value.match_path(path))
            || (news && include.is_some_and(|said| !said.value.match_path(path)))
        {
            return true;
        }
        if self.exclude.is_empty() && self.include.is_none() {
            return false;
        }
        let below = path.strip_prefix(&corpus.root).unwrap_or(path);
        self.exclude.is_match(below) || (news && self.include.as_ref().is_some_and(|include| !include.is_match(below)))
    }

    /// Looks at the names in a folder.
    fn enter(&self, corpus: &Corpus, path: &Path, above: Option<&Folder>) -> Result<Folder> {
        Folder::open(path, above, self.follow, |settings, name, news| {
            !self.is_hidden(name)
                && name != OsStr::new(FILE)
                && !self.left_out(corpus, &path.join(name), Some(settings), news)
        })
    }

    fn file(&self, corpus: &Corpus, entry: &DirEntry, folder: Option<&Folder>) -> Found {
        let path = name_in_index(corpus, entry.path());
        let kind = entry.file_type();
        if kind.is_symlink() {
            let reason = "symbolic link: not followed without --follow".to_string();
            return Found::Problem(Problem { path, reason, folder: false });
        }
        if !kind.is_file() {
            let reason = "not a file: a device, socket or pipe".to_string();
            return Found::Problem(Problem { path, reason, folder: false });
        }
        match entry.metadata() {
            Ok(data) => {
                let shape = folder.map(|folder| folder.shape(entry.file_name())).unwrap_or_default();
                Found::Source(Source { file: entry.path().to_path_buf(), path, stamp: Stamp::of(&data), shape })
            }
            Err(error) => Found::Problem(problem(corpus, &error)),
        }
    }
}

/// Whether a folder holds the pictures, scripts and frames of a page that a browser saved as a whole: `rain_files` beside
/// `rain.html`, in the languages that browsers name it in.
fn is_of_a_page(folder: &Path) -> bool {
    const ENDINGS: [&str; 6] = ["_files", "-Dateien", "_fichiers", "_archivos", "_arquivos", "_bestanden"];
    let name = folder.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let page = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).filter(|page| !page.is_empty());
    page.is_some_and(|page| {
        ["html", "htm", "xhtml"].iter().any(|e| folder.with_file_name(format!("{page}.{e}")).is_file())
    })
}

/// Whether a folder is the index of some archive, under whatever name.
fn is_index(folder: &Path) -> bool {
    let names_a_build = |text: String| text.starts_with("build-") && folder.join(text.trim()).is_dir();
    std::fs::read_to_string(folder.join("CURRENT")).is_ok_and(names_a_build)
}

fn name_in_index(corpus: &Corpus, file: &Path) -> String {
    let below = file.strip_prefix(&corpus.root).unwrap_or(file);
    let mut path = corpus.label.clone();
    if cfg!(unix)
        && let Some(below) = below.to_str().filter(|below| !below.is_empty())
    {
        // As it is written, which nearly every name is.
        path.push('/');
        path.push_str(below);
        return path;
    }
    for part in below.components() {
        path.push('/');
        path.push_str(&readable(part.as_os_str()));
    }
    path
}

fn problem(corpus: &Corpus, error: &walkdir::Error) -> Problem {
    let path = name_in_index(corpus, error.path().unwrap_or(&corpus.root));
    let reason = match (error.loop_ancestor(), error.io_error()) {
        (Some(ancestor), _) => format!("loop of links: leads back to {}", ancestor.display()),
        (None, Some(io)) if io.kind() == std::io::ErrorKind::NotFound => match error.path() {
            Some(path) if path.is_symlink() => "symbolic link: leads to nothing".to_string(),
            _ => "vanished while indexing".to_string(),
        },
        (None, Some(io)) => format!("cannot be read: {io}"),
        (None, None) => "cannot be read".to_string(),
    };
    // A loop or a file that cannot be looked at hides nothing; a folder that cannot be read hides all that was in it.
    let folder = error.loop_ancestor().is_none() && !is_gone(error) && error.path().is_none_or(Path::is_dir);
    Problem { path, reason, folder }
}

fn is_gone(error: &walkdir::Error) -> bool {
    error.io_error().is_some_and(|e| e.kind() == std::io::ErrorKind::NotFound)
}

/// Names by the bytes under which the index knows them.
fn by_name(a: &OsStr, b: &OsStr) -> std::cmp::Ordering {
    match (a.to_str(), b.to_str()) {
        (Some(a), Some(b)) => a.as_bytes().cmp(b.as_bytes()),
        _ => readable(a).as_bytes().cmp(readable(b).as_bytes()),
    }
}
