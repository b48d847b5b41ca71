//! The desk where the files of a run come together: each task is carried out, on all cores, and entered in ledger and
//! report.
//!
//! Takes tasks, gives articles to the writer and keeps what the account at the end needs. What holds items of wires is put
//! off in the first round, where only their claims are called, and carried out in the second. A failure of the writer stops
//! everything; a file that fails is entered as such and the next one is taken.

mod intake;
mod unchanged;

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Searcher, TantivyDocument, Term};

use super::call::Call;
use super::plan::{REVISED, Task};
use super::report::Report;
use super::roll::Roll;
use super::{FilingOptions, Progress};
use crate::article::{place, within};
use crate::change::Standing;
use crate::change::notice::Traits;
use crate::corpus::{Found, Problem, Source, Stamp};
use crate::error::{Error, Result};
use crate::index;
use crate::index::document::{self, Filed};
use crate::index::ledger::{Entry, LedgerWriter, Skipped};
use crate::index::past::{Before, Past, digest};
use crate::index::writer::Writer;
use crate::index::{Opened, schema};
use crate::item::named;
use intake::{PutOff, Read};

/// What all tasks of a run share.
pub(super) struct Standards<'a> {
    /// Folder of the build that is written.
    pub(super) build: &'a Path,
    /// What the index is made with.
    pub(super) options: &'a FilingOptions,
    /// Number that new and changed articles get.
    pub(super) generation: u64,
}

/// An article that came in and is no old one word for word, but may be one that was changed.
pub(super) struct Came {
    pub(super) standing: Standing,
    pub(super) traits: Traits,
}

/// What a run leaves when all tasks are carried out.
pub(super) struct Done {
    pub(super) report: Report,
    pub(super) writer: Writer,
    pub(super) ledger: LedgerWriter,
    pub(super) past: Past,
    /// Articles that may have been changed.
    pub(super) came: Vec<Came>,
    /// Old articles that now stand elsewhere.
    pub(super) moved: Vec<(Standing, DocAddress)>,
    /// Articles that nothing before was like.
    pub(super) new: u64,
}

/// The desk.
pub(super) struct Desk<'a> {
    standards: Standards<'a>,
    progress: &'a Progress,
    writer: Writer,
    ledger: Mutex<LedgerWriter>,
    report: Mutex<Report>,
    past: Past,
    old: Option<Searcher>,
    call: Mutex<Call>,
    /// All claims; set when the second round begins.
    roll: OnceLock<Roll>,
    /// What is put off, by the hash of its path.
    put_off: Mutex<HashMap<u128, PutOff>>,
    came: Mutex<Vec<Came>>,
    moved: Mutex<Vec<(Standing, DocAddress)>>,
    new: AtomicU64,
    failure: OnceLock<Error>,
    stop: AtomicBool,
    /// When the run began, nanoseconds since 1970: whatever a file looked like then may have changed since.
    began: i64,
    /// Pieces of large files handed to other threads and not yet read.
    pieces: AtomicUsize,
    most_pieces: usize,
}

impl<'a> Desk<'a> {
    pub(super) fn new(
        standards: Standards<'a>,
        progress: &'a Progress,
        writer: Writer,
        ledger: LedgerWriter,
        past: Past,
        old: Option<&Opened>,
    ) -> Desk<'a> {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Desk {
            standards,
            progress,
            writer,
            ledger: Mutex::new(ledger),
            report: Mutex::new(Report::default()),
            past,
            old: old.map(|old| old.reader.searcher()),
            call: Mutex::default(),
            roll: OnceLock::new(),
            put_off: Mutex::default(),
            came: Mutex::default(),
            moved: Mutex::default(),
            new: AtomicU64::new(0),
            failure: OnceLock::new(),
            stop: AtomicBool::new(false),
            began: since.map_or(0, |d| i64::try_from(d.as_nanos()).unwrap_or(i64::MAX)),
            pieces: AtomicUsize::new(0),
            most_pieces: 2 * rayon::current_num_threads(),
        }
    }

    /// Goes on with a report that was begun, and calls the roll among what is known.
    pub(super) fn with(mut self, report: Report, call: Call) -> Desk<'a> {
        (self.report, self.call) = (Mutex::new(report), Mutex::new(call));
        self
    }

    /// What was called in the first round.
    pub(super) fn called(&self) -> Call {
        std::mem::take(&mut *held(&self.call))
    }

    /// Whether anything was put off.
    pub(super) fn has_put_off(&self) -> bool {
        !held(&self.put_off).is_empty()
    }

    /// Begins the second round.
    pub(super) fn settle_by(&self, roll: Roll) {
        let _ = self.roll.set(roll);
    }

    /// Takes the articles out of files that turned out to be concerned; so many of `tasks` are of files that were taken
    /// for the same. The next run looks again at those that cannot be seen now.
    ///
    /// # Errors
    /// What reading and writing the index say.
    pub(super) fn revise<'t>(
        &mut self,
        tasks: impl Iterator<Item = &'t Task>,
        same: u64,
        unseen: Vec<Entry>,
    ) -> Result<()> {
        let revised = |task: &'t Task| matches!(task, Task::Read { why: REVISED, .. }).then(|| task.path());
        let paths: Vec<&str> = tasks.filter_map(revised).collect();
        if let Some(searcher) = self.old.as_ref().filter(|_| !paths.is_empty()) {
            let built = schema::built().map_err(|e| Error::Internal(e.to_string()))?;
            let reading = |e| Error::reading(self.standards.build, e);
            self.past.add_files(searcher, &built.fields, &paths).map_err(reading)?;
            self.writer.clear(paths.iter().copied())?;
        }
        held(&self.report).same_files -= same;
        for was in unseen {
            self.write_down(Entry { hash: None, read: 0, ..was });
        }
        Ok(())
    }

    pub(super) fn stop(&self) {
        self.stop.store(true, Relaxed);
    }

    pub(super) fn stopped(&self) -> bool {
        self.stop.load(Relaxed)
    }

    fn fail(&self, error: Error) {
        let _ = self.failure.set(error);
        self.stop();
    }

    /// Ends the work.
    ///
    /// # Errors
    /// The first failure.
    pub(super) fn done(self) -> Result<Done> {
        if let Some(error) = self.failure.into_inner() {
            return Err(self.writer.cause().unwrap_or(error));
        }
        fn inner<T>(held: Mutex<T>) -> T {
            held.into_inner().unwrap_or_else(PoisonError::into_inner)
        }
        // In an order that does not depend on threads.
        let (mut moved, mut came) = (inner(self.moved), inner(self.came));
        moved.sort();
        came.sort_by(|a, b| a.standing.cmp(&b.standing));
        Ok(Done {
            report: inner(self.report),
            writer: self.writer,
            ledger: inner(self.ledger),
            past: self.past,
            came,
            moved,
            new: self.new.into_inner(),
        })
    }

    /// What the walk of a fresh build came upon.
    pub(super) fn take(&self, found: Found) {
        match found {
            Found::PassedOver => held(&self.report).passed_over += 1,
            Found::Problem(problem) => _ = self.carry_out(Task::Trouble { problem, was: None }),
            Found::Source(source) => _ = self.carry_out(Task::Read { source, was: None, why: "new" }),
            Found::Fault(fault) => self.fail(fault.into()),
        }
    }

    /// What the second walk of a fresh build came upon: of interest is only what was put off.
    pub(super) fn take_again(&self, found: Found) {
        if let Found::Source(source) = found
            && held(&self.put_off).contains_key(&named(&source.path))
        {
            self.carry_out(Task::Read { source, was: None, why: "new" });
        }
    }

    /// Carries out what was put off of containers that no walk met again: what came of their other files is in the index.
    pub(super) fn take_lost(&self) {
        let containers = |off: &PutOff| off.container.as_ref().map(|container| container.0.clone());
        let lost: Vec<Source> = held(&self.put_off).values().filter_map(containers).collect();
        for source in lost {
            self.carry_out(Task::Read { source, was: None, why: "new" });
        }
    }

    /// Carries out one task; gives it back if it is put off.
    pub(super) fn carry_out(&self, task: Task) -> Option<Task> {
        if self.stopped() {
            return None;
        }
        let calling = self.roll.get().is_none();
        match task {
            Task::Read { source, was, why } => match self.read(&source, was.as_ref()) {
                Read::PutOff => return Some(Task::Read { source, was, why }),
                Read::Kept(reason) => self.keep(was.unwrap_or_default(), &reason),
                Read::Entry(entry) => {
                    let read = entry.stamp.size;
                    self.enter(*entry, read, (0, 0));
                    let mut report = held(&self.report);
                    let count = match (why, was) {
                        (REVISED, _) => &mut report.revised_files,
                        (_, Some(_)) => &mut report.changed_files,
                        (_, None) => &mut report.new_files,
                    };
                    *count += 1;
                }
            },
            Task::Append { source, was } => return self.append(source, was),
            Task::Move { source, was } => {
                if let Err(error) = self.shelve(&was.path, &source.path) {
                    self.fail(error);
                    return None;
                }
                let entry = Entry { path: source.path, stamp: source.stamp, read: self.began, ..was };
                let old = (entry.skipped.len(), entry.doubts.len());
                self.enter(entry, 0, old);
                held(&self.report).moved_files += 1;
            }
            // Whether it is concerned is known when all claims are.
            Task::Refresh { source, was } if calling && !was.claims.is_empty() => {
                return Some(Task::Refresh { source, was });
            }
            Task::Refresh { source, was } => {
                let old = (was.skipped.len(), was.doubts.len());
                self.enter(Entry { stamp: source.stamp, read: self.began, ..was }, 0, old);
                held(&self.report).touched_files += 1;
            }
            Task::Trouble { problem, .. } => self.trouble(problem),
            Task::Remove { was } => held(&self.report).gone_files += u64::from(was.stamp != Stamp::default()),
        }
        None
    }

    fn trouble(&self, problem: Problem) {
        let skipped = vec![Skipped::one(None, problem.reason)];
        self.enter(Entry { path: problem.path, records: 1, skipped, ..Entry::default() }, 0, (0, 0));
    }

    /// Leaves everything of a file as it was, since it cannot be seen now; the next run looks again.
    fn keep(&self, was: Entry, reason: &str) {
        // Its articles may have been taken out already.
        if let Err(error) = self.writer.clear([was.path.as_str()]).and_then(|()| self.shelve(&was.path, &was.path)) {
            return self.fail(error);
        }
        let old = (was.skipped.len(), was.doubts.len());
        held(&self.report).skip(&format!("{} {reason}; 1 file kept as last read", was.path));
        self.enter(was, 0, old);
    }

    /// Files the articles of one path of the old index under another.
    fn shelve(&self, from: &str, to: &str) -> Result<()> {
        self.shelve_some(from, to, &|filed| Some(filed.record))
    }

    /// Files the articles of one path of the old index under another, each under the number that `number` gives it; without
    /// one it is left out.
    fn shelve_some(&self, from: &str, to: &str, number: &dyn Fn(&Filed) -> Option<u64>) -> Result<()> {
        const BATCH: usize = 1000;
        let Some(searcher) = &self.old else { return Ok(()) };
        let built = schema::built().map_err(|e| Error::Internal(e.to_string()))?;
        let reading = |e| Error::reading(self.standards.build, e);
        let query = TermQuery::new(Term::from_field_text(built.fields.path, from), IndexRecordOption::Basic);
        let mut addresses: Vec<DocAddress> =
            searcher.search(&query, &DocSetCollector).map_err(reading)?.into_iter().collect();
        addresses.sort_unstable();
        for some in addresses.chunks(BATCH) {
            let mut batch = Vec::with_capacity(some.len());
            for address in some {
                let document: TantivyDocument = searcher.doc(*address).map_err(reading)?;
                let mut filed = document::filed(&built.fields, &document);
                let Some(number) = number(&filed) else { continue };
                filed.record = number;
                // Named by where it stands; in a container by the number in its own file.
                let named = |path: &str| within(path, filed.member.as_deref());
                let own = filed.article.id.strip_prefix(&named(from)).and_then(|rest| rest.strip_prefix('#'));
                if let Some(number) = own.and_then(|number| number.parse().ok()) {
                    filed.article.id = place(&named(to), number);
                }
                filed.path = to.to_string();
                self.recognise(&mut filed, true);
                batch.push(filed);
            }
            self.writer.file(batch)?;
        }
        Ok(())
    }

    /// Tells whether an article is an old one, and gives it the generation it belongs to. `again` says that its file was
    /// known, so that it may be an old one with another text.
    fn recognise(&self, filed: &mut Filed, again: bool) {
        filed.generation = self.standards.generation;
        if self.past.is_empty() {
            self.new.fetch_add(1, Relaxed);
            return;
        }
        match self.past.before(digest(&filed.article), &filed.article.id) {
            Before::Same { generation, address } => {
                filed.generation = generation;
                match self.past.path(address) {
                    Ok(path) if path == filed.path => {}
                    Ok(_) => held(&self.moved).push((filed.standing(), address)),
                    Err(error) => self.fail(Error::reading(self.standards.build, error)),
                }
            }
            before => {
                if before == Before::Other || again {
                    let came = Came { standing: filed.standing(), traits: Traits::of(&filed.article) };
                    held(&self.came).push(came);
                } else {
                    self.new.fetch_add(1, Relaxed);
                }
            }
        }
    }

    /// Writes a file down in the ledger and the report.
    fn enter(&self, entry: Entry, read: u64, old: (usize, usize)) {
        held(&self.report).enter(&entry, read, old);
        self.write_down(entry);
    }

    fn write_down(&self, entry: Entry) {
        if let Err(cause) = held(&self.ledger).add(entry) {
            self.fail(Error::Write { place: index::place_of(self.standards.build).to_path_buf(), cause });
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
