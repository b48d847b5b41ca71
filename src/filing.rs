//! The first flow: corpora -> walk -> read -> enrich -> index, and an account of every file and record.
//!
//! Files are read on all cores; a large file is cut into pieces that are read on all cores too. Nothing is printed:
//! whoever wants to see progress looks at [`Progress`] from another thread. The index appears at the end, whole, or not
//! at all.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Instant;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::article::{Outcome, Record};
use crate::corpus::{Corpus, Found, Problem, Source, Walk, WalkOptions};
use crate::enrich::{EnrichOptions, enrich};
use crate::error::{Error, Result};
use crate::format::{FORMATS, ReadOptions};
use crate::index::document::{Filed, place};
use crate::index::ledger::{self, Entry, LedgerWriter, Skipped};
use crate::index::writer::Writer;
use crate::index::{self, About, Building, Counts, schema};
use crate::reading::{self, Opened, OwnedPiece};

/// What an index is made with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilingOptions {
    /// What is walked.
    pub walk: WalkOptions,
    /// How files are read.
    pub read: ReadOptions,
    /// What is looked for in the text.
    pub enrich: EnrichOptions,
    /// Writer threads; 0 for as many as there are cores.
    pub threads: usize,
}

/// How far a run is; may be looked at from any thread.
#[derive(Debug, Default)]
pub struct Progress {
    /// Bytes of files read.
    pub bytes: AtomicU64,
    /// Articles handed to the index.
    pub articles: AtomicU64,
    /// Bytes of all files, once the walk has ended; 0 before.
    pub total: AtomicU64,
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Files looked at.
    pub files: u64,
    /// Files, folders and links passed over on purpose (hidden, version control, globs).
    pub passed_over: u64,
    /// Articles indexed.
    pub articles: u64,
    /// Files and records that gave no article.
    pub skipped: u64,
    /// Why, counted by kind of reason.
    pub skipped_by_reason: BTreeMap<String, u64>,
    /// Articles indexed with a doubt, counted by kind of doubt.
    pub doubts: BTreeMap<String, u64>,
    /// Bytes of the files, as they lie on disk.
    pub bytes: u64,
    /// Wall-clock seconds.
    pub seconds: f64,
    /// Million bytes a second.
    pub mb_per_second: f64,
}

/// Why an index cannot be used as it is for these corpora.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stale {
    /// Made with other options or readers; says which.
    Options(&'static str),
    /// A file is new, changed or gone; the first one met.
    Files(String),
}

/// Indexes corpora into `place`, aside; the index there before stays current until the new one is whole.
///
/// # Errors
/// Whatever keeps the whole run from ending well; a file that cannot be read is no error but a skip in the report.
pub fn file_away(corpora: &[Corpus], at: &Path, options: &FilingOptions, progress: &Progress) -> Result<Report> {
    let began = Instant::now();
    let walk = Walk::new(&options.walk, Some(at))?;
    // Looked at before the index is: an empty corpus must not so much as make a folder.
    if !corpora.iter().flat_map(|c| walk.files(c)).any(|f| f != Found::PassedOver) {
        let passed: usize = corpora.iter().map(|c| walk.files(c).count()).sum();
        let note = if passed > 0 { format!(" ({passed} passed over: hidden or left out)") } else { String::new() };
        return Err(Error::EmptyCorpus { corpus: names(corpora), note });
    }
    let building = Building::begin(at)?;
    match build(corpora, &walk, &building, options, progress, began) {
        Ok(report) => {
            building.publish()?;
            Ok(report)
        }
        Err(error) => {
            building.abandon();
            Err(error)
        }
    }
}

fn build(
    corpora: &[Corpus],
    walk: &Walk,
    building: &Building,
    options: &FilingOptions,
    progress: &Progress,
    began: Instant,
) -> Result<Report> {
    let threads = if options.threads == 0 { rayon::current_num_threads() } else { options.threads };
    let failed = |cause| Error::Write { place: building.build.clone(), cause };
    let desk = Desk {
        build: &building.build,
        options,
        progress,
        writer: Writer::create(&building.build, threads)?,
        ledger: Mutex::new(LedgerWriter::create(&index::ledger_file(&building.build)).map_err(failed)?),
        report: Mutex::new(Report::default()),
        failure: OnceLock::new(),
        stop: AtomicBool::new(false),
        pieces: AtomicUsize::new(0),
        most_pieces: 2 * rayon::current_num_threads(),
    };
    std::thread::scope(|scope| {
        // The size of everything is only wanted for the time left, so it is found out beside the work.
        scope.spawn(|| {
            let mut total = 0;
            for found in corpora.iter().flat_map(|c| walk.files(c)) {
                if desk.stop.load(Relaxed) {
                    return;
                }
                if let Found::Source(source) = found {
                    total += source.size;
                }
            }
            progress.total.store(total, Relaxed);
        });
        corpora.iter().flat_map(|c| walk.files(c)).par_bridge().for_each(|found| desk.take(found));
        desk.stop.store(true, Relaxed);
    });
    if let Some(error) = desk.failure.into_inner() {
        return Err(desk.writer.cause().unwrap_or(error));
    }
    let mut report = desk.report.into_inner().unwrap_or_else(PoisonError::into_inner);
    if report.articles == 0 {
        let reasons: Vec<String> = report.skipped_by_reason.iter().map(|(r, n)| format!("{n} {r}")).collect();
        return Err(Error::NoArticles { corpus: names(corpora), files: report.files, reasons: reasons.join(", ") });
    }
    desk.ledger.into_inner().unwrap_or_else(PoisonError::into_inner).finish().map_err(failed)?;
    desk.writer.finish(&about(corpora, options, &report)?)?;
    report.seconds = began.elapsed().as_secs_f64();
    report.mb_per_second = report.bytes as f64 / 1e6 / report.seconds.max(1e-9);
    Ok(report)
}

fn names(corpora: &[Corpus]) -> String {
    corpora.iter().map(|c| c.root.display().to_string()).collect::<Vec<_>>().join(", ")
}

fn readers() -> Vec<String> {
    FORMATS.iter().map(|f| format!("{}/{}", f.name(), f.version())).collect()
}

fn mapping(options: &FilingOptions) -> serde_json::Value {
    serde_json::to_value(&options.read.fields).unwrap_or_default()
}

fn about(corpora: &[Corpus], options: &FilingOptions, report: &Report) -> Result<About> {
    Ok(About {
        schema: schema::built().map_err(|e| Error::Internal(e.to_string()))?.declaration.version,
        program: env!("CARGO_PKG_VERSION").to_string(),
        readers: readers(),
        built: index::now(),
        corpora: corpora.to_vec(),
        walk: options.walk.clone(),
        enrich: options.enrich,
        fields: mapping(options),
        counts: Counts { files: report.files, articles: report.articles, skipped: report.skipped, bytes: report.bytes },
    })
}

/// Whether the index at `build` still is what indexing these corpora would give, judged by size and time of change.
///
/// # Errors
/// [`Error::Damaged`] if the ledger cannot be read; globs as in [`Walk::new`].
pub fn stale(
    corpora: &[Corpus],
    at: &Path,
    build: &Path,
    about: &About,
    options: &FilingOptions,
) -> Result<Option<Stale>> {
    if about.readers != readers() {
        return Ok(Some(Stale::Options("the readers")));
    }
    if about.walk != options.walk {
        return Ok(Some(Stale::Options("which files are read")));
    }
    if about.enrich != options.enrich {
        return Ok(Some(Stale::Options("what is looked for in the text")));
    }
    if about.fields != mapping(options) {
        return Ok(Some(Stale::Options("the field names")));
    }
    let damaged = |e: std::io::Error| Error::Damaged { place: at.to_path_buf(), what: format!("ledger: {e}") };
    let mut known = std::collections::HashMap::new();
    for entry in ledger::entries(&index::ledger_file(build)).map_err(damaged)? {
        let entry = entry.map_err(damaged)?;
        known.insert(entry.path, (entry.size, entry.modified));
    }
    let walk = Walk::new(&options.walk, Some(at))?;
    for found in corpora.iter().flat_map(|c| walk.files(c)) {
        let (path, was) = match found {
            Found::PassedOver => continue,
            Found::Source(source) => (source.path, (source.size, source.modified)),
            Found::Problem(problem) => (problem.path, (0, 0)),
        };
        if known.remove(&path) != Some(was) {
            return Ok(Some(Stale::Files(path)));
        }
    }
    Ok(known.into_keys().min().map(Stale::Files))
}

/// Where the files of a run come together.
struct Desk<'a> {
    build: &'a Path,
    options: &'a FilingOptions,
    progress: &'a Progress,
    writer: Writer,
    ledger: Mutex<LedgerWriter>,
    report: Mutex<Report>,
    failure: OnceLock<Error>,
    stop: AtomicBool,
    /// Pieces of large files handed to other threads and not yet read.
    pieces: AtomicUsize,
    most_pieces: usize,
}

/// What the records of one file came to.
#[derive(Default)]
struct Tally {
    articles: u64,
    skipped: Vec<Skipped>,
    doubts: Vec<Skipped>,
}

impl Desk<'_> {
    fn take(&self, found: Found) {
        if self.stop.load(Relaxed) {
            return;
        }
        match found {
            Found::PassedOver => self.report().passed_over += 1,
            Found::Problem(Problem { path, reason }) => {
                let skipped = vec![Skipped { record: None, reason }];
                self.enter(Entry { path, skipped, ..Entry::default() });
            }
            Found::Source(source) => {
                let entry = self.read(&source);
                self.enter(entry);
            }
        }
    }

    fn read(&self, source: &Source) -> Entry {
        let mut entry =
            Entry { path: source.path.clone(), size: source.size, modified: source.modified, ..Entry::default() };
        let whole = |reason: String| vec![Skipped { record: None, reason }];
        let mut reading = match reading::open(&source.file) {
            Ok(Opened::Reading(reading)) => reading,
            Ok(Opened::Skip(reason)) => {
                self.progress.bytes.fetch_add(source.size, Relaxed);
                entry.skipped = whole(reason);
                return entry;
            }
            Err(error) => {
                let vanished = error.kind() == std::io::ErrorKind::NotFound;
                entry.skipped =
                    whole(if vanished { "vanished while indexing".into() } else { format!("cannot be read: {error}") });
                return entry;
            }
        };
        entry.reader = Some(format!("{}/{}", reading.format().name(), reading.format().version()));
        let tally = Mutex::new(Tally::default());
        let mut shown = 0;
        rayon::scope(|scope| {
            while let Some(piece) = reading.next_piece() {
                let taken = reading.taken();
                self.progress.bytes.fetch_add(taken - shown, Relaxed);
                shown = taken;
                if self.stop.load(Relaxed) {
                    return;
                }
                // With enough pieces under way this thread reads one itself instead of waiting: so memory is bounded
                // and nobody can wait for a thread that waits for him.
                if self.pieces.fetch_add(1, Relaxed) < self.most_pieces {
                    let tally = &tally;
                    scope.spawn(move |_| self.work(&piece, &source.path, tally));
                } else {
                    self.work(&piece, &source.path, &tally);
                }
            }
        });
        let tally = tally.into_inner().unwrap_or_else(PoisonError::into_inner);
        entry.articles = tally.articles;
        entry.skipped = tally.skipped;
        entry.doubts = tally.doubts;
        if let Some(trouble) = reading.trouble() {
            entry.skipped.extend(whole(trouble.to_string()));
        }
        entry.skipped.sort_by_key(|s| s.record);
        entry.doubts.sort_by_key(|s| s.record);
        entry
    }

    fn work(&self, piece: &OwnedPiece, path: &str, tally: &Mutex<Tally>) {
        let mut mine = Tally::default();
        let mut batch = Vec::new();
        for record in piece.records(&self.options.read) {
            let number = record.number;
            match filed(record, path, self.options.enrich) {
                Ok(mut filed) => {
                    let doubts = std::mem::take(&mut filed.article.doubts);
                    mine.doubts.extend(doubts.into_iter().map(|reason| Skipped { record: Some(number), reason }));
                    mine.articles += 1;
                    batch.push(filed);
                }
                Err(reason) => mine.skipped.push(Skipped { record: Some(number), reason }),
            }
        }
        if let Err(error) = self.writer.file(batch) {
            let _ = self.failure.set(error);
            self.stop.store(true, Relaxed);
        }
        self.pieces.fetch_sub(1, Relaxed);
        self.progress.articles.fetch_add(mine.articles, Relaxed);
        let mut tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
        tally.articles += mine.articles;
        tally.skipped.append(&mut mine.skipped);
        tally.doubts.append(&mut mine.doubts);
    }

    /// Writes a file down in the ledger and the report.
    fn enter(&self, entry: Entry) {
        {
            let mut report = self.report();
            report.files += 1;
            report.bytes += entry.size;
            report.articles += entry.articles;
            report.skipped += entry.skipped.len() as u64;
            ledger::count(&entry.skipped, &mut report.skipped_by_reason);
            ledger::count(&entry.doubts, &mut report.doubts);
        }
        let written = self.ledger.lock().unwrap_or_else(PoisonError::into_inner).add(&entry);
        if let Err(cause) = written {
            let _ = self.failure.set(Error::Write { place: self.build.to_path_buf(), cause });
            self.stop.store(true, Relaxed);
        }
    }

    fn report(&self) -> std::sync::MutexGuard<'_, Report> {
        self.report.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A record of a file -> the article as it is filed, or why there is none. The same for `index` and `inspect`.
pub fn filed(record: Record, path: &str, options: EnrichOptions) -> std::result::Result<Filed, String> {
    let mut article = match record.outcome {
        Outcome::Article(article) => *article,
        Outcome::Skip(reason) => return Err(reason),
    };
    if article.id.trim().is_empty() {
        article.id = place(path, record.number);
    }
    let mentions = enrich(&article, options);
    Ok(Filed { article, path: path.to_string(), record: record.number, mentions })
}
