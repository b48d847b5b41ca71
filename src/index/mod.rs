//! The index on disk: where it lies, who may write it, what made it, and how it is opened.
//!
//! ```text
//! .morgue/CURRENT             name of the build that searches read
//! .morgue/lock                held by the process that writes; says who
//! .morgue/build-N/            one build: tantivy's files and the ledger's
//! .morgue/journal/            what each generation changed, one file a generation
//! .morgue/morgue.toml         settings of this index, if its owner wrote some
//! .morgue/watchlist.toml      saved searches
//! .morgue/people.toml         what was decided about who is who
//! ```
//! A build is made aside and becomes current by one rename; later runs add to it, each with one commit. So a reader sees
//! a whole index, yesterday's or today's. What made it (schema, program, options, corpora), which generation it is and
//! which files are its ledger stands in the payload of the commit.

pub mod analyzer;
mod days;
pub mod document;
pub mod journal;
pub mod layer;
pub mod ledger;
pub mod lock;
pub mod past;
pub mod schema;
pub mod shelf;
pub mod writer;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::directory::META_LOCK;
use tantivy::{Directory, Index, IndexReader, ReloadPolicy};

use crate::corpus::{Corpus, WalkOptions};
use crate::enrich::EnrichOptions;
use crate::error::{Error, Result};
use ledger::Ledger;
use lock::{Hold, LOCK};
use shelf::{Probe, Shelf};

/// Name of the folder that an index lies in by default.
pub const FOLDER: &str = ".morgue";
const CURRENT: &str = "CURRENT";
/// CURRENT as it is written, before it takes that name.
const FRESH: &str = "CURRENT.new";
/// What users may put into an index folder, or commands other than `index`.
pub(crate) const OWNERS: &[&str] = &["morgue.toml", "watchlist.toml", "people.toml"];
/// Tantivy's own small files.
const SMALL: &[&str] = &["meta.json", ".managed.json", ".tantivy-meta.lock", ".tantivy-writer.lock"];

/// What made an index; kept in its commit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// Version of the schema.
    pub schema: u32,
    /// Version of the program.
    pub program: String,
    /// Readers and their versions, `jsonl/1`.
    pub readers: Vec<String>,
    /// When it was built from nothing, UTC, ISO 8601.
    pub built: String,
    /// When it last changed.
    pub updated: String,
    /// Number of the last run that changed an article; the first is 1.
    pub generation: u64,
    /// Commits made so far in this build.
    pub run: u64,
    /// Files of the ledger, oldest first.
    pub ledger: Vec<String>,
    /// What was indexed.
    pub corpora: Vec<Corpus>,
    /// How the corpora were walked.
    pub walk: WalkOptions,
    /// What was looked for in the text.
    pub enrich: EnrichOptions,
    /// Mapping of field names, as [`crate::format::FieldMap`] writes itself.
    pub fields: serde_json::Value,
    /// Counts over all files of the ledger.
    pub counts: Counts,
}

/// Counts over files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Files looked at.
    pub files: u64,
    /// Articles in the index.
    pub articles: u64,
    /// Files and records that gave no article.
    pub skipped: u64,
    /// Records seen, as readers gave them; a file or member without any counts as one, and so does what cuts one short.
    /// Each is an article or skipped, so it is their sum.
    #[serde(default)]
    pub records: u64,
    /// Bytes of the files, as they lie on disk.
    pub bytes: u64,
}

impl Counts {
    /// Both together.
    pub fn and(self, more: Counts) -> Counts {
        Counts {
            files: self.files + more.files,
            articles: self.articles + more.articles,
            skipped: self.skipped + more.skipped,
            records: self.records + more.records,
            bytes: self.bytes + more.bytes,
        }
    }

    /// The one without the other.
    pub fn without(self, less: Counts) -> Counts {
        Counts {
            files: self.files.saturating_sub(less.files),
            articles: self.articles.saturating_sub(less.articles),
            skipped: self.skipped.saturating_sub(less.skipped),
            records: self.records.saturating_sub(less.records),
            bytes: self.bytes.saturating_sub(less.bytes),
        }
    }
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
    for _ in 0..20 {
        let build = current(place)?;
        match open_build(place, &build) {
            Ok(opened) => return Ok(opened),
            // Another build is current by now, so this one may be gone, or half gone.
            Err(error) if current(place).is_ok_and(|now| now != build) => last = Some(error),
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
    let damaged = |e| Error::reading(place, e);
    let unopened = |cause: io::Error| Error::Damaged { place: place.to_path_buf(), what: cause.to_string() };
    let built = schema::built().map_err(|e| Error::Internal(e.to_string()))?;
    let mut before = about(place, build)?;
    // A commit between our two looks at meta.json would give us the segments of one generation and the account of
    // another; then look again.
    loop {
        let shelf = Shelf::open(build, None).map_err(unopened)?;
        let mut index = Index::open(shelf).map_err(damaged)?;
        index.set_tokenizers(analyzer::register());
        if index.schema() != built.schema {
            let what = "its fields are not those it declares".into();
            return Err(Error::Damaged { place: place.to_path_buf(), what });
        }
        let reader: IndexReader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(damaged)?;
        let after = about(place, build)?;
        if after.run == before.run {
            // Tantivy takes a missing file of positions for an article without any, and a build that was replaced is
            // taken away while we open it.
            absent(place, build, &index, &reader, &["pos"])?;
            return Ok(Opened { place: place.to_path_buf(), build: build.to_path_buf(), about: after, reader });
        }
        before = after;
    }
}

/// Opens the current build as [`open`] does, and looks whether every file of it is there: some are opened only when a
/// query needs them.
///
/// # Errors
/// As [`open`].
pub fn open_whole(place: &Path) -> Result<Opened> {
    let opened = open(place)?;
    let shelf = Shelf::open(&opened.build, None)
        .map_err(|cause| Error::Damaged { place: place.to_path_buf(), what: cause.to_string() })?;
    let index = Index::open(shelf).map_err(|e| Error::reading(place, e))?;
    absent(place, &opened.build, &index, &opened.reader, &["store", "idx", "pos", "term", "fast", "fieldnorm"])?;
    Ok(opened)
}

/// Looks for files that a segment must have. Those of a segment that was merged away since it was opened may be gone: the
/// reader has them open.
fn absent(place: &Path, build: &Path, index: &Index, reader: &IndexReader, extensions: &[&str]) -> Result<()> {
    for segment in reader.searcher().segment_readers() {
        let id = segment.segment_id();
        for extension in extensions {
            let name = format!("{}.{extension}", id.uuid_string());
            if build.join(&name).exists() {
                continue;
            }
            let metas = index.load_metas().map_err(|e| Error::reading(place, e))?;
            if metas.segments.iter().any(|meta| meta.id() == id) {
                return Err(Error::Damaged { place: place.to_path_buf(), what: format!("{name} is missing") });
            }
        }
    }
    Ok(())
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
    let text = shelf::read_small(&build.join("meta.json")).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => damaged("meta.json is missing"),
        io::ErrorKind::InvalidData => damaged("meta.json is garbled"),
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

/// Opens the ledger of a build.
///
/// # Errors
/// [`Error::Damaged`].
pub fn open_ledger(place: &Path, build: &Path, about: &About) -> Result<Ledger> {
    let damaged = |e: io::Error| Error::Damaged { place: place.to_path_buf(), what: format!("ledger: {e}") };
    let shelf = Shelf::open(build, None).map_err(damaged)?;
    Ledger::open(&shelf, &about.ledger).map_err(damaged)
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

/// A build in the making.
pub struct Building<'a> {
    hold: &'a Hold,
    /// Folder of the new build.
    pub build: PathBuf,
    name: String,
    probe: Option<Probe>,
}

impl<'a> Building<'a> {
    /// Makes a new build's folder.
    ///
    /// # Errors
    /// [`Error::Write`] if the place cannot be written.
    pub fn begin(hold: &'a Hold, probe: Option<Probe>) -> Result<Building<'a>> {
        let failed = |cause| Error::Write { place: hold.place.clone(), cause };
        let builds = builds(&hold.place).map_err(failed)?;
        let highest = builds.iter().filter_map(|n| n.strip_prefix("build-")?.parse::<u64>().ok()).max();
        let name = format!("build-{}", highest.unwrap_or(0) + 1);
        let build = hold.place.join(&name);
        fs::create_dir(&build).map_err(failed)?;
        Ok(Building { hold, build, name, probe })
    }

    /// Makes the new build the current one and removes the old.
    ///
    /// # Errors
    /// [`Error::Write`]; then the old build is still current, or, if the last step failed, the new one may be and is not
    /// sure to be after a power cut.
    pub fn publish(self) -> Result<()> {
        let place = &self.hold.place;
        let swap = || -> io::Result<()> {
            Shelf::open(&self.build, self.probe.clone())?.settle()?;
            let shelf = Shelf::open(place, self.probe.clone())?;
            // The name of the build's folder must last before anything says that it is current.
            shelf.settle()?;
            shelf.point(FRESH, CURRENT, &self.name)
        };
        swap().map_err(|cause| Error::Write { place: place.clone(), cause })?;
        sweep_builds(place);
        Ok(())
    }

    /// Gives the build up and removes it.
    pub fn abandon(self) {
        let _ = fs::remove_dir_all(&self.build);
    }
}

/// The files that the current commit of a build is made of, but for locks.
///
/// # Errors
/// [`Error::Damaged`].
pub fn files(place: &Path, build: &Path, about: &About) -> Result<Vec<String>> {
    let damaged = |e| Error::reading(place, e);
    let shelf = Shelf::open(build, None)
        .map_err(|cause| Error::Damaged { place: place.to_path_buf(), what: cause.to_string() })?;
    let living = Index::open(shelf).map_err(damaged)?.load_metas().map_err(damaged)?.list_segment_files();
    let mut names: Vec<String> = living.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    // Tantivy names a list of removed articles for every segment; most have none.
    names.retain(|name| !name.contains(".del") && !name.ends_with(".temp") || build.join(name).exists());
    names.extend(about.ledger.iter().cloned());
    names.extend(["meta.json", ".managed.json"].map(str::to_string));
    Ok(names)
}

/// Makes a build of an index folder the current one; for copies.
///
/// # Errors
/// What the file system says.
pub(crate) fn point_at(place: &Path, build: &str) -> io::Result<()> {
    Shelf::open(place, None)?.point(FRESH, CURRENT, build)
}

/// Names of the folders of builds.
fn builds(place: &Path) -> io::Result<Vec<String>> {
    let names = fs::read_dir(place)?.flatten().map(|e| e.file_name().to_string_lossy().into_owned());
    Ok(names.filter(|name| is_build(name)).collect())
}

/// Removes what runs that died have left beside and inside the current build: whole builds, and files that neither the
/// commit nor tantivy names. What searches read stays.
///
/// # Errors
/// [`Error::Damaged`] if the current build cannot be read.
pub fn sweep(hold: &Hold) -> Result<()> {
    let place = &hold.place;
    let _ = fs::remove_file(place.join(FRESH));
    let (build, about) = match about_current(place) {
        Ok(found) => found,
        Err(Error::NoIndex(_)) => {
            sweep_builds(place);
            if journal::numbers(place) == [1] {
                // A first build wrote it that never became an index.
                let _ = fs::remove_file(journal::folder(place).join("generation-1"));
            }
            return Ok(());
        }
        // Nothing goes while it is not known what is current.
        Err(error) => return Err(error),
    };
    sweep_builds(place);
    let damaged = |e| Error::reading(place, e);
    let unopened = |cause: io::Error| Error::Damaged { place: place.to_path_buf(), what: cause.to_string() };
    let shelf = Shelf::open(&build, None).map_err(unopened)?;
    let index = Index::open(shelf.clone()).map_err(damaged)?;
    // As tantivy does it: nobody may be between reading the list of files and opening them.
    let _nobody_opens = shelf.acquire_lock(&META_LOCK).map_err(|e| damaged(e.into()))?;
    let living = index.load_metas().map_err(damaged)?.list_segment_files();
    for entry in fs::read_dir(&build).map_err(unopened)?.flatten() {
        let name = entry.file_name();
        let small = name.to_str().is_some_and(|n| SMALL.contains(&n) || about.ledger.iter().any(|l| l == n));
        if !small && !living.contains(Path::new(&name)) {
            let _ = fs::remove_file(entry.path());
        }
    }
    for number in journal::numbers(place) {
        if number > about.generation {
            let _ = fs::remove_file(journal::folder(place).join(format!("generation-{number}")));
        }
    }
    Ok(())
}

fn sweep_builds(place: &Path) {
    let keep = fs::read_to_string(place.join(CURRENT)).unwrap_or_default();
    for name in builds(place).unwrap_or_default() {
        if name != keep.trim() {
            let _ = fs::remove_dir_all(place.join(name));
        }
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
        let name = name.to_str().unwrap_or_default();
        let owners = OWNERS.contains(&name) || name.starts_with("watchlist.");
        let ours = owners || [LOCK, CURRENT, FRESH, journal::FOLDER].contains(&name) || is_build(name);
        if !ours {
            return Ok(true);
        }
        any |= !owners;
        locked |= name == LOCK;
    }
    Ok(any && !locked)
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

/// The folder of the index that a build belongs to. What cannot be written is told of the index: which of its folders was
/// met full first is chance.
pub fn place_of(build: &Path) -> &Path {
    build.parent().unwrap_or(build)
}

/// Where an index of these corpora is made if nothing else is said: beside the first corpus.
pub fn beside(corpora: &[Corpus]) -> PathBuf {
    let root = corpora.first().map(|c| c.root.as_path()).unwrap_or(Path::new("."));
    root.parent().unwrap_or(root).join(FOLDER)
}
