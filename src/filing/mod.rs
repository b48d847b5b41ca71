//! The first flow: corpora -> walk -> read -> enrich -> index, and an account of every file and record.
//!
//! A run looks first ([`look`]): is there an index, made as this one would be, and what is not as it was? Then it either
//! builds aside and swaps, or adds to the index what changed, in one commit. Files are read on all cores; a large file is
//! cut into pieces that are read on all cores too. Nothing is printed: whoever wants to see progress looks at
//! [`Progress`] from another thread. What searches see changes at the end, all of it, or not at all.

mod account;
mod call;
mod desk;
pub mod plan;
mod report;
pub mod roll;
mod second;
mod tally;

use std::collections::HashSet;
use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::article::{Article, Outcome, Record, place, within};
use crate::change::Generation;
use crate::corpus::{Corpus, Found, Walk, WalkOptions};
use crate::enrich::{EnrichOptions, enrich};
use crate::error::{Error, Result};
use crate::format::{FORMATS, ReadOptions};
use crate::index::document::Filed;
use crate::index::ledger::{Entry, LedgerWriter};
use crate::index::lock::Hold;
use crate::index::past::Past;
use crate::index::shelf::{Probe, Shelf};
use crate::index::writer::Writer;
use crate::index::{self, About, Building, Counts, journal, schema};
use crate::language::{self, normalise};
use crate::unpack::{self, Limits};
use account::account;
use call::Call;
use desk::{Desk, Standards};
use plan::{Care, Plan, Task, plan};
pub use report::Report;
use second::Second;

/// What an index is made with: changes its content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilingOptions {
    /// What is walked.
    pub walk: WalkOptions,
    /// How files are read.
    pub read: ReadOptions,
    /// What unpacking may give at most.
    pub limits: Limits,
    /// What is looked for in the text.
    pub enrich: EnrichOptions,
    /// Writer threads; 0 for as many as there are cores. Changes nothing about the content.
    pub threads: usize,
}

/// How a run goes about it: changes nothing about the content.
#[derive(Clone, Default)]
pub struct Manner {
    /// Read everything anew, aside.
    pub full: bool,
    /// How closely files are compared, and when to stop.
    pub care: Care,
    /// How long to wait for another process that writes the index.
    pub wait: Duration,
    /// Asked before each step to disk.
    pub probe: Option<Probe>,
}

impl fmt::Debug for Manner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Manner {{ full: {}, care: {:?}, wait: {:?} }}", self.full, self.care, self.wait)
    }
}

/// How far a run is; may be looked at from any thread.
#[derive(Debug, Default)]
pub struct Progress {
    /// Bytes of files read.
    pub bytes: AtomicU64,
    /// Articles handed to the index.
    pub articles: AtomicU64,
    /// Bytes of all files to be read, once they are known; 0 before.
    pub total: AtomicU64,
}

/// What a run would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outlook {
    /// Read everything; why, where there was an index before.
    Anew(Option<String>),
    /// Do these things, and no others.
    Tasks(Plan),
}

/// Looks what a run would do, and does nothing.
///
/// # Errors
/// As [`file_away`], but for those of writing.
pub fn look(corpora: &[Corpus], at: &Path, options: &FilingOptions, manner: &Manner) -> Result<Outlook> {
    let walk = Walk::new(&options.walk, Some(at))?;
    let (build, about) = match index::about_current(at) {
        Ok(found) => found,
        Err(Error::NoIndex(_)) => return Ok(Outlook::Anew(None)),
        Err(error @ (Error::OtherVersion { .. } | Error::Damaged { .. })) => {
            return Ok(Outlook::Anew(Some(error.to_string())));
        }
        Err(error) => return Err(error),
    };
    let ledger = match index::open_ledger(at, &build, &about) {
        Ok(ledger) => ledger,
        Err(error) => return Ok(Outlook::Anew(Some(error.to_string()))),
    };
    // Not trusted before every file of it opens.
    if let Err(error @ Error::Damaged { .. }) = index::open_whole(at) {
        return Ok(Outlook::Anew(Some(error.to_string())));
    }
    if let Some(why) = made_otherwise(&about, corpora, options, manner) {
        if about.corpora == corpora && !manner.care.allow_empty {
            still_there(corpora, &walk, &ledger, at)?;
        }
        return Ok(Outlook::Anew(Some(why)));
    }
    let mut care = manner.care;
    if about.walk != options.walk {
        // Whoever leaves files out by an option wants them gone.
        care.max_deletions = f64::INFINITY;
    }
    plan(corpora, &walk, &ledger, at, care, &options.read).map(Outlook::Tasks)
}

/// Why the index that is there cannot be added to.
fn made_otherwise(about: &About, corpora: &[Corpus], options: &FilingOptions, manner: &Manner) -> Option<String> {
    if manner.full {
        return Some("--full was asked for".to_string());
    }
    if about.corpora != corpora {
        return Some("it held other corpora".to_string());
    }
    let readers = readers();
    if about.readers != readers {
        let other = |these: &[String], those: &[String]| {
            these.iter().filter(|r| !those.contains(r)).cloned().collect::<Vec<_>>().join(" ")
        };
        let (was, is) = (other(&about.readers, &readers), other(&readers, &about.readers));
        return Some(format!("the readers changed from {was} to {is}"));
    }
    if about.program != env!("CARGO_PKG_VERSION") {
        return Some(format!("it was made by morgue {}", about.program));
    }
    if about.enrich.day_month != options.enrich.day_month {
        return Some("the order of day and month in figures changed".to_string());
    }
    if about.enrich != options.enrich {
        return Some("what is looked for in the text changed (people, dates)".to_string());
    }
    if about.fields != mapping(options) {
        return Some("the names of JSON fields changed".to_string());
    }
    None
}

/// A corpus that had files and has none is told from one that never had any.
fn still_there(corpora: &[Corpus], walk: &Walk, ledger: &index::ledger::Ledger, at: &Path) -> Result<()> {
    for corpus in corpora {
        if walk.files(corpus).any(|f| f != Found::PassedOver) {
            continue;
        }
        let mut files = 0;
        for line in ledger.lines() {
            let line = line.map_err(|e| Error::Damaged { place: at.to_path_buf(), what: format!("ledger: {e}") })?;
            files += u64::from(corpus.holds(line.path));
        }
        if files > 0 {
            return Err(Error::CorpusEmptied { corpus: corpus.root.clone(), files });
        }
    }
    Ok(())
}

/// Brings the index at a place to what a fresh build of the corpora would give.
///
/// # Errors
/// Whatever keeps the whole run from ending well; a file that cannot be read is no error but a skip in the report. The
/// index is then as it was.
pub fn file_away(
    corpora: &[Corpus],
    at: &Path,
    options: &FilingOptions,
    manner: &Manner,
    progress: &Progress,
) -> Result<Report> {
    let began = Instant::now();
    if index::about_current(at).is_err() && !manner.care.allow_empty {
        // Looked at before the index is: an empty corpus must not so much as make a folder.
        not_empty(corpora, &Walk::new(&options.walk, Some(at))?)?;
    }
    let hold = Hold::take(at, manner.wait)?;
    // What cannot be swept is damaged, and built anew below.
    let _ = index::sweep(&hold);
    let done = bring(corpora, &hold, options, manner, progress);
    // What the last merge has left; and what was half written, which would keep a full disk full until the next run.
    let _ = index::sweep(&hold);
    let mut report = done?;
    report.seconds = began.elapsed().as_secs_f64();
    report.mb_per_second = report.bytes as f64 / 1e6 / report.seconds.max(1e-9);
    Ok(report)
}

/// Adds what changed, or builds anew.
fn bring(
    corpora: &[Corpus],
    hold: &Hold,
    options: &FilingOptions,
    manner: &Manner,
    progress: &Progress,
) -> Result<Report> {
    match look(corpora, &hold.place, options, manner)? {
        Outlook::Anew(why) => anew(corpora, hold, options, manner, progress, why),
        Outlook::Tasks(plan) => match update(corpora, hold, options, manner, progress, plan) {
            // Found only when the old articles were read; the corpora still have them all.
            Err(error @ Error::Damaged { .. }) => {
                anew(corpora, hold, options, manner, progress, Some(error.to_string()))
            }
            other => other,
        },
    }
}

fn not_empty(corpora: &[Corpus], walk: &Walk) -> Result<()> {
    if corpora.iter().flat_map(|c| walk.files(c)).any(|f| f != Found::PassedOver) {
        return Ok(());
    }
    let passed: usize = corpora.iter().map(|c| walk.files(c).count()).sum();
    let note = if passed > 0 { format!(" ({passed} passed over: hidden or left out)") } else { String::new() };
    Err(Error::EmptyCorpus { corpus: names(corpora), note })
}

/// Builds aside and swaps.
fn anew(
    corpora: &[Corpus],
    hold: &Hold,
    options: &FilingOptions,
    manner: &Manner,
    progress: &Progress,
    why: Option<String>,
) -> Result<Report> {
    let walk = Walk::new(&options.walk, Some(&hold.place))?;
    if !manner.care.allow_empty {
        not_empty(corpora, &walk)?;
    }
    // Of an index that cannot be read nothing is known, but that its numbers are taken.
    let old = index::open(&hold.place).ok().filter(|old| old.about.corpora == corpora);
    let last = journal::numbers(&hold.place).last().copied().unwrap_or(0);
    let before = index::about_current(&hold.place).map_or(last, |(_, about)| about.generation.max(last));
    let past = match &old {
        Some(old) => Past::of_all(&old.reader.searcher()).unwrap_or_default(),
        None => Past::default(),
    };
    // Whoever leaves files out by an option wants them gone.
    let counted = old.as_ref().filter(|old| old.about.walk == options.walk);
    let known = counted.map_or(0, |old| old.about.counts.files);
    let building = Building::begin(hold, manner.probe.clone())?;
    let work = || -> Result<Report> {
        let place = index::place_of(&building.build).to_path_buf();
        let failed = |cause| Error::Write { place: place.clone(), cause };
        let shelf = Shelf::open(&building.build, manner.probe.clone()).map_err(failed)?;
        let writer = Writer::open(&building.build, threads(options), false, manner.probe.clone())?;
        let standards = Standards { build: &building.build, options, generation: before + 1 };
        let ledger = LedgerWriter::new(shelf, 1, &[]);
        let desk = Desk::new(standards, progress, writer, ledger, past, old.as_ref());
        std::thread::scope(|scope| {
            // The size of everything is only wanted for the time left, so it is found out beside the work.
            scope.spawn(|| {
                let mut total = 0;
                for found in corpora.iter().flat_map(|c| walk.files(c)) {
                    if desk.stopped() {
                        return;
                    }
                    if let Found::Source(source) = found {
                        total += source.stamp.size;
                    }
                }
                progress.total.store(total, Relaxed);
            });
            corpora.iter().flat_map(|c| walk.files(c)).par_bridge().for_each(|found| desk.take(found));
            if desk.has_put_off() {
                desk.settle_by(desk.called().alone());
                corpora.iter().flat_map(|c| walk.files(c)).par_bridge().for_each(|found| desk.take_again(found));
                desk.take_lost();
            }
            desk.stop();
        });
        let mut done = desk.done()?;
        let counts = done.report.counts(Counts::default());
        if counts.articles == 0 && !manner.care.allow_empty {
            let reasons: Vec<String> = done.report.skipped_by_reason.iter().map(|(r, n)| format!("{n} {r}")).collect();
            let (corpus, reasons) = (names(corpora), reasons.join(", "));
            return Err(Error::NoArticles { corpus, files: counts.files, reasons });
        }
        let gone = known.saturating_sub(counts.files);
        if !manner.care.allow_empty && gone as f64 * 100.0 / known.max(1) as f64 > manner.care.max_deletions {
            let (place, allowed) = (hold.place.clone(), manner.care.max_deletions);
            return Err(Error::TooManyGone { place, gone, known, allowed });
        }
        let now = index::now();
        let mut generation =
            Generation { number: before + 1, time: now.clone(), rebuilt: why.clone(), ..Generation::default() };
        if !account(&hold.place, &mut generation, &done, old.as_ref(), manner.probe.clone())? {
            generation.number = before;
        }
        // Numbers that are taken are no index.
        done.report.of(&generation, if why.is_some() { before } else { 0 });
        done.report.rebuilt = why.clone();
        let about = About {
            schema: schema::built().map_err(|e| Error::Internal(e.to_string()))?.declaration.version,
            program: env!("CARGO_PKG_VERSION").to_string(),
            readers: readers(),
            built: now.clone(),
            updated: now,
            generation: generation.number,
            run: 1,
            ledger: done.ledger.finish().map_err(failed)?,
            corpora: corpora.to_vec(),
            walk: options.walk.clone(),
            enrich: options.enrich,
            fields: mapping(options),
            counts,
        };
        done.report.totals(&about.counts);
        done.writer.finish(&about)?;
        Ok(done.report)
    };
    match work() {
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

/// Adds to the current build what changed.
fn update(
    corpora: &[Corpus],
    hold: &Hold,
    options: &FilingOptions,
    manner: &Manner,
    progress: &Progress,
    plan: Plan,
) -> Result<Report> {
    let old = index::open(&hold.place)?;
    let mut report = Report { passed_over: plan.passed_over, ..Report::default() };
    report.same_files = plan.same;
    for (path, (why, files)) in &plan.blind {
        let kept = if *files == 1 { "1 file".to_string() } else { format!("{files} files") };
        report.skip(&format!("{path} {why}; {kept} kept as last read"));
    }
    let about = &old.about;
    if plan.tasks.is_empty() && about.walk == options.walk {
        report.unchanged(about);
        return Ok(report);
    }
    let failed = |cause| Error::Write { place: old.build.clone(), cause };
    let shelf = Shelf::open(&old.build, manner.probe.clone()).map_err(failed)?;
    let mut ledger = LedgerWriter::new(shelf.clone(), about.run + 1, &about.ledger);
    let built = schema::built().map_err(|e| Error::Internal(e.to_string()))?;
    let cleared: Vec<&str> = plan.tasks.iter().filter_map(Task::cleared).map(|was| was.path.as_str()).collect();
    let reading = |e| Error::reading(&hold.place, e);
    let past = Past::of_files(&old.reader.searcher(), &built.fields, &cleared).map_err(reading)?;
    // Before anything is added, so that a file that takes the name of another is not taken out with it.
    let writer = Writer::open(&old.build, few(&plan, threads(options)), true, manner.probe.clone())?;
    writer.clear(cleared.iter().copied())?;
    for path in &cleared {
        ledger.remove(path).map_err(failed)?;
    }
    let mut lost = plan.tasks.iter().filter_map(Task::known).map(counts_of).fold(Counts::default(), Counts::and);
    progress.total.store(plan.tasks.iter().map(to_read).sum::<u64>().max(1), Relaxed);
    let standards = Standards { build: &old.build, options, generation: about.generation + 1 };
    let call = Call::among(plan.tasks.iter().filter_map(Task::cleared).flat_map(|was| &was.claims));
    let gone: HashSet<String> = cleared.iter().map(ToString::to_string).collect();
    let mut desk = Desk::new(standards, progress, writer, ledger, past, Some(&old)).with(report, call);
    let off: Vec<Task> = plan.tasks.into_par_iter().filter_map(|task| desk.carry_out(task)).collect();
    let call = desk.called();
    let (roll, concerned) = if call.is_idle() {
        (call.alone(), Vec::new())
    } else {
        let damaged = |e: std::io::Error| Error::Damaged { place: hold.place.clone(), what: format!("ledger: {e}") };
        call.against(&index::open_ledger(&hold.place, &old.build, about)?, &gone).map_err(damaged)?
    };
    let walk = Walk::new(&options.walk, Some(&hold.place))?;
    let Second { tasks, more, unseen } = Second::of(off, concerned, corpora, &walk);
    lost = more.iter().filter_map(Task::known).map(counts_of).fold(lost, Counts::and);
    progress.total.fetch_add(more.iter().map(to_read).sum(), Relaxed);
    desk.revise(tasks.iter().chain(&more), more.len() as u64, unseen)?;
    desk.settle_by(roll);
    tasks.into_par_iter().chain(more).for_each(|task| _ = desk.carry_out(task));
    desk.stop();
    let mut done = desk.done()?;
    let now = index::now();
    let mut generation = Generation { number: about.generation + 1, time: now.clone(), ..Generation::default() };
    let changes = account(&hold.place, &mut generation, &done, Some(&old), manner.probe.clone())?;
    let counts = done.report.counts(about.counts.without(lost));
    let mut next = About {
        ledger: done.ledger.finish().map_err(failed)?,
        run: about.run + 1,
        walk: options.walk.clone(),
        corpora: corpora.to_vec(),
        counts,
        ..about.clone()
    };
    if changes {
        done.report.of(&generation, about.generation);
        (next.generation, next.updated) = (generation.number, now);
    } else {
        done.report.generation_before = about.generation;
        done.report.generation = about.generation;
    }
    done.report.totals(&next.counts);
    done.writer.finish(&next)?;
    for name in about.ledger.iter().filter(|name| !next.ledger.contains(name)) {
        // The commit no longer names it; a reader that still wants it looks again at what is current.
        let _ = shelf.drop_file(name);
    }
    Ok(done.report)
}

fn threads(options: &FilingOptions) -> usize {
    if options.threads == 0 { rayon::current_num_threads() } else { options.threads }
}

/// A night's few articles are written by one thread into one segment.
fn few(plan: &Plan, threads: usize) -> usize {
    const FEW: u64 = 32 << 20;
    if plan.tasks.iter().map(to_read).sum::<u64>() < FEW { 1 } else { threads }
}

fn to_read(task: &Task) -> u64 {
    match task {
        Task::Read { source, .. } | Task::Append { source, .. } => source.stamp.size,
        _ => 0,
    }
}

fn counts_of(was: &Entry) -> Counts {
    let skipped = was.skips();
    Counts { files: 1, articles: was.articles, skipped, records: was.records, bytes: was.stamp.size }
}

fn names(corpora: &[Corpus]) -> String {
    corpora.iter().map(|c| c.root.display().to_string()).collect::<Vec<_>>().join(", ")
}

fn readers() -> Vec<String> {
    let formats = FORMATS.iter().map(|f| format!("{}/{}", f.name(), f.version()));
    formats.chain([unpack::READER.to_string()]).collect()
}

fn mapping(options: &FilingOptions) -> serde_json::Value {
    serde_json::to_value(&options.read.fields).unwrap_or_default()
}

/// Why a record gave no article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfiled {
    /// Completes "skipped: ...".
    pub reason: String,
    /// Whether it was never meant to be one: then it is only counted.
    pub aside: bool,
}

/// A record of a file -> the article as it is filed, or why there is none. The same for `index` and `inspect`.
pub fn filed(record: Record, from: From<'_>, options: EnrichOptions) -> std::result::Result<Filed, Unfiled> {
    let mut article = match record.outcome {
        Outcome::Article(article) => *article,
        Outcome::Skip(reason) => return Err(Unfiled { reason, aside: false }),
        Outcome::Aside(reason) => return Err(Unfiled { reason, aside: true }),
    };
    if article.id.trim().is_empty() {
        // Counted in its own file, so that a file that a container gains changes no names.
        article.id = place(&within(from.path, from.member), record.number);
    }
    normalise(&mut article);
    language::settle(&mut article);
    let filed = with_mentions(article, from.path, from.before + record.number, options);
    Ok(Filed { member: from.member.map(str::to_string), ..filed })
}

/// Where records come from.
#[derive(Clone, Copy, Debug)]
pub struct From<'a> {
    /// The file.
    pub path: &'a str,
    /// The file in it, if it is a container.
    pub member: Option<&'a str>,
    /// Records of the container that came before this file.
    pub before: u64,
}

/// An article with what is found in it.
pub fn with_mentions(article: Article, path: &str, record: u64, options: EnrichOptions) -> Filed {
    let mentions = enrich(&article, options);
    Filed { article, path: path.to_string(), member: None, record, mentions, generation: 0 }
}
