//! The index on disk: where it lies, who may write it, what made it, and how it is opened.
//!
//! ```text
//! .morgue/CURRENT        name of the build that searches read
//! .morgue/lock           held by the process that writes; says who
//! .morgue/build-N/       one whole build: tantivy's files and ledger.jsonl
//! ```
//! A build is made aside and becomes current by one rename, so a reader sees a whole index, yesterday's or today's.
//! What made a build (schema, program, options, corpora) stands in the payload of its only commit.

pub mod analyzer;
pub mod document;
pub mod ledger;
pub mod schema;
pub mod writer;

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::{Index, IndexReader, ReloadPolicy};

use crate::corpus::{Corpus, WalkOptions};
use crate::enrich::EnrichOptions;
use crate::error::{Error, Result};

/// Name of the folder that an index lies in by default.
pub const FOLDER: &str = ".morgue";
const CURRENT: &str = "CURRENT";
const LOCK: &str = "lock";
/// CURRENT as it is written, before it takes that name.
const FRESH: &str = "CURRENT.new";
const LEDGER: &str = "ledger.jsonl";

/// What made an index; kept in its commit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// Version of the schema.
    pub schema: u32,
    /// Version of the program.
    pub program: String,
    /// Readers and their versions, `jsonl/1`.
    pub readers: Vec<String>,
    /// When it was built, UTC, ISO 8601.
    pub built: String,
    /// What was indexed.
    pub corpora: Vec<Corpus>,
    /// How the corpora were walked.
    pub walk: WalkOptions,
    /// What was looked for in the text.
    pub enrich: EnrichOptions,
    /// Mapping of field names, as [`crate::format::FieldMap`] writes itself.
    pub fields: serde_json::Value,
    /// Counts of the run that built it.
    pub counts: Counts,
}

/// Counts of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Files looked at.
    pub files: u64,
    /// Articles indexed.
    pub articles: u64,
    /// Files and records that gave no article.
    pub skipped: u64,
    /// Bytes of the files, as they lie on disk.
    pub bytes: u64,
}

/// Whether an index can be searched, and if not, why.
pub struct Opened {
    /// Where it lies.
    pub place: PathBuf,
    /// The build that is current.
    pub build: PathBuf,
    /// What made it.
    pub about: About,
    /// Reads it; one snapshot.
    pub reader: IndexReader,
}

/// Opens the current build for searching.
///
/// # Errors
/// [`Error::NoIndex`], [`Error::OtherVersion`] or [`Error::Damaged`].
pub fn open(place: &Path) -> Result<Opened> {
    // A writer may replace the build between our reading its name and opening its files: then read the name again.
    let mut last = None;
    for _ in 0..3 {
        let build = current(place)?;
        match open_build(place, &build) {
            Ok(opened) => return Ok(opened),
            Err(error) if !build.exists() => last = Some(error),
            Err(error) => return Err(error),
        }
    }
    Err(last.unwrap_or_else(|| Error::NoIndex(place.to_path_buf())))
}

/// The folder of the current build.
fn current(place: &Path) -> Result<PathBuf> {
    match fs::read_to_string(place.join(CURRENT)) {
        Ok(name) if is_build(name.trim()) => Ok(place.join(name.trim())),
        Ok(_) => Err(Error::Damaged { place: place.to_path_buf(), what: "CURRENT names no build".to_string() }),
        Err(e) if e.kind() == io::ErrorKind::NotFound || e.kind() == io::ErrorKind::NotADirectory => {
            Err(Error::NoIndex(place.to_path_buf()))
        }
        Err(cause) if cause.kind() == io::ErrorKind::InvalidData => {
            Err(Error::Damaged { place: place.to_path_buf(), what: "CURRENT is no text".to_string() })
        }
        Err(cause) => Err(Error::Unreadable { path: place.join(CURRENT), cause }),
    }
}

fn is_build(name: &str) -> bool {
    name.strip_prefix("build-").is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

fn open_build(place: &Path, build: &Path) -> Result<Opened> {
    let about = about(place, build)?;
    let damaged = |e| Error::reading(place, e);
    let directory = MmapDirectory::open(build).map_err(|e| damaged(e.into()))?;
    let mut index = Index::open(directory).map_err(damaged)?;
    index.set_tokenizers(analyzer::register());
    let built = schema::built().map_err(|e| Error::Internal(e.to_string()))?;
    if index.schema() != built.schema {
        return Err(Error::Damaged { place: place.to_path_buf(), what: "its fields are not those it declares".into() });
    }
    let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(damaged)?;
    Ok(Opened { place: place.to_path_buf(), build: build.to_path_buf(), about, reader })
}

/// What made the current build, without opening it.
///
/// # Errors
/// As [`open`].
pub fn about_current(place: &Path) -> Result<(PathBuf, About)> {
    let build = current(place)?;
    about(place, &build).map(|about| (build, about))
}

fn about(place: &Path, build: &Path) -> Result<About> {
    /// The part of tantivy's meta.json that is ours; read before tantivy reads anything, so that an index of another
    /// version is named as such whatever else is in it.
    #[derive(Deserialize)]
    struct Meta {
        payload: Option<String>,
    }
    #[derive(Deserialize)]
    struct Maker {
        schema: u32,
        program: String,
    }
    let damaged = |what: &str| Error::Damaged { place: place.to_path_buf(), what: what.to_string() };
    let text = fs::read(build.join("meta.json")).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => damaged("meta.json is missing"),
        _ => Error::Unreadable { path: build.join("meta.json"), cause: e },
    })?;
    let meta: Meta = serde_json::from_slice(&text).map_err(|_| damaged("meta.json is no JSON"))?;
    let payload = meta.payload.ok_or_else(|| damaged("its commit does not say what made it"))?;
    let maker: Maker = serde_json::from_str(&payload).map_err(|_| damaged("its commit does not say what made it"))?;
    let wanted = schema::built().map_err(|e| Error::Internal(e.to_string()))?.declaration.version;
    if maker.schema != wanted {
        return Err(Error::OtherVersion {
            place: place.to_path_buf(),
            found: maker.schema.to_string(),
            wanted,
            program: maker.program,
        });
    }
    serde_json::from_str(&payload).map_err(|_| damaged("its commit says unclearly what made it"))
}

/// The ledger of a build.
pub fn ledger_file(build: &Path) -> PathBuf {
    build.join(LEDGER)
}

/// Bytes on disk of everything below the index.
pub fn size_on_disk(place: &Path) -> u64 {
    walkdir::WalkDir::new(place)
        .into_iter()
        .filter_map(|e| e.ok()?.metadata().ok())
        .filter(|m| m.is_file())
        .map(|m| m.len())
        .sum()
}

/// The right to write an index, and a build in the making.
pub struct Building {
    place: PathBuf,
    /// Folder of the new build.
    pub build: PathBuf,
    name: String,
    /// Keeps the lock; the system gives it up when the process ends, however it ends.
    _lock: File,
}

impl Building {
    /// Locks the index (creating its folder if need be), clears what a dead run has left, and makes a new build's folder.
    ///
    /// # Errors
    /// [`Error::Busy`] if another process writes, [`Error::NotAnIndex`] for a folder of something else,
    /// [`Error::Write`] if the place cannot be written.
    pub fn begin(place: &Path) -> Result<Building> {
        let failed = |cause| Error::Write { place: place.to_path_buf(), cause };
        if place.exists() && foreign(place).map_err(failed)? {
            return Err(Error::NotAnIndex(place.to_path_buf()));
        }
        fs::create_dir_all(place).map_err(failed)?;
        let mut lock = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(place.join(LOCK))
            .map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = lock.read_to_string(&mut holder);
                let holder = if holder.trim().is_empty() { "another process" } else { holder.trim() };
                return Err(Error::Busy { place: place.to_path_buf(), holder: holder.to_string() });
            }
            Err(TryLockError::Error(cause)) => return Err(failed(cause)),
        }
        lock.set_len(0).map_err(failed)?;
        writeln!(lock, "process {} since {}", std::process::id(), now()).map_err(failed)?;

        let keep = fs::read_to_string(place.join(CURRENT)).unwrap_or_default();
        let mut highest = 0;
        for entry in fs::read_dir(place).map_err(failed)?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if !is_build(&name) {
                continue;
            }
            highest = highest.max(name["build-".len()..].parse::<u64>().unwrap_or(0));
            if name != keep.trim() {
                // A run that died, or one whose readers kept the files open until now.
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        let name = format!("build-{}", highest + 1);
        let build = place.join(&name);
        fs::create_dir(&build).map_err(failed)?;
        Ok(Building { place: place.to_path_buf(), build, name, _lock: lock })
    }

    /// Makes the new build the current one and removes the old.
    ///
    /// # Errors
    /// [`Error::Write`]; then the old build is still current.
    pub fn publish(self) -> Result<()> {
        let swap = || -> io::Result<()> {
            sync_folder(&self.build)?;
            let fresh = self.place.join(FRESH);
            let mut file = File::create(&fresh)?;
            writeln!(file, "{}", self.name)?;
            file.sync_all()?;
            fs::rename(&fresh, self.place.join(CURRENT))?;
            sync_folder(&self.place)
        };
        swap().map_err(|cause| Error::Write { place: self.place.clone(), cause })?;
        for entry in fs::read_dir(&self.place).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_build(&name) && name != self.name {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        Ok(())
    }

    /// Gives the build up and removes it.
    pub fn abandon(self) {
        let _ = fs::remove_dir_all(&self.build);
    }
}

/// Whether a folder is somebody else's: it holds something, is no index, and not all of it is of our making. Other
/// programs too have files called `lock` and `CURRENT`, and folders called `build-1`.
fn foreign(place: &Path) -> io::Result<bool> {
    if current(place).is_ok_and(|build| build.is_dir()) {
        return Ok(false);
    }
    let (mut any, mut locked) = (false, false);
    for entry in fs::read_dir(place)? {
        let name = entry?.file_name();
        let ours = name == LOCK || name == CURRENT || name == FRESH || name.to_str().is_some_and(is_build);
        let ours = ours || name == "morgue.toml" || name == "watchlist.toml";
        // The lock of the watchlist, and the watchlist as it is written.
        let ours = ours || name.to_str().is_some_and(|name| name.starts_with("watchlist."));
        if !ours {
            return Ok(true);
        }
        any = true;
        locked |= name == LOCK;
    }
    Ok(any && !locked)
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    // Directories cannot be opened for syncing everywhere; where they can, a rename lasts only after this.
    match File::open(folder) {
        Ok(folder) => folder.sync_all(),
        Err(_) if cfg!(windows) => Ok(()),
        Err(error) => Err(error),
    }
}

/// The time now, UTC, to the second.
pub fn now() -> String {
    let now = jiff::Timestamp::now();
    let whole = jiff::Timestamp::from_second(now.as_second()).unwrap_or(now);
    whole.to_string()
}

/// Where the index is: as told, else found upward from `from` as git finds its folder.
///
/// # Errors
/// [`Error::NoIndexFound`].
pub fn find(told: Option<&Path>, from: &Path) -> Result<PathBuf> {
    if let Some(told) = told {
        return Ok(told.to_path_buf());
    }
    from.ancestors()
        .map(|folder| folder.join(FOLDER))
        .find(|folder| folder.join(CURRENT).exists())
        .ok_or_else(|| Error::NoIndexFound(from.to_path_buf()))
}

/// Where an index of these corpora is made if nothing else is said: beside the first corpus.
pub fn beside(corpora: &[Corpus]) -> PathBuf {
    let root = corpora.first().map(|c| c.root.as_path()).unwrap_or(Path::new("."));
    root.parent().unwrap_or(root).join(FOLDER)
}
