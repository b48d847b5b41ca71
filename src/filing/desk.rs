//! The desk where the files of a run come together: each task is carried out, on all cores, and entered in ledger and
//! report.
//!
//! Takes tasks, gives articles to the writer and keeps what the account at the end needs. A failure of the writer stops
//! everything; a file that fails is entered as such and the next one is taken.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Searcher, TantivyDocument, Term};

use super::plan::{Task, UNREADABLE};
use super::report::Report;
use super::{FilingOptions, From, Progress, filed};
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
use crate::reading::{self, OwnedPiece, Reading};
use crate::shape::{Place, Shaped};

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

/// What the records of one file came to.
#[derive(Default)]
struct Tally {
    records: u64,
    articles: u64,
    skipped: Vec<Skipped>,
    doubts: Vec<Skipped>,
    /// What must not be overread: the file as a whole lacks what it says it holds.
    warnings: Vec<String>,
}

impl Tally {
    fn take(&mut self, mut other: Tally) {
        self.records += other.records;
        self.articles += other.articles;
        self.skipped.append(&mut other.skipped);
        self.doubts.append(&mut other.doubts);
        self.warnings.append(&mut other.warnings);
    }
}

/// What is said of a file in a container, where the container itself is named already.
fn of_member(member: Option<&str>, said: &str) -> String {
    member.map_or(said.to_string(), |member| format!("{said}: {member}"))
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

    /// Goes on with a report that was begun.
    pub(super) fn with(mut self, report: Report) -> Desk<'a> {
        self.report = Mutex::new(report);
        self
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
            Found::Problem(problem) => self.carry_out(Task::Trouble { problem, was: None }),
            Found::Source(source) => self.carry_out(Task::Read { source, was: None, why: "new" }),
            Found::Fault(fault) => self.fail(fault.into()),
        }
    }

    /// Carries out one task.
    pub(super) fn carry_out(&self, task: Task) {
        if self.stopped() {
            return;
        }
        match task {
            Task::Read { source, was, .. } => {
                let again = was.is_some();
                if let Some(entry) = self.read(&source, was) {
                    let read = entry.stamp.size;
                    self.enter(entry, read, (0, 0));
                    let mut report = held(&self.report);
                    *(if again { &mut report.changed_files } else { &mut report.new_files }) += 1;
                }
            }
            Task::Append { source, was } => self.append(&source, was),
            Task::Move { source, was } => {
                let moving = self.shelve(&was.path, &source.path);
                if let Err(error) = moving {
                    return self.fail(error);
                }
                let entry = Entry { path: source.path, stamp: source.stamp, read: self.began, ..was };
                let old = (entry.skipped.len(), entry.doubts.len());
                self.enter(entry, 0, old);
                held(&self.report).moved_files += 1;
            }
            Task::Refresh { source, was } => {
                let old = (was.skipped.len(), was.doubts.len());
                self.enter(Entry { stamp: source.stamp, read: self.began, ..was }, 0, old);
                held(&self.report).touched_files += 1;
            }
            Task::Trouble { problem, .. } => self.trouble(problem),
            Task::Remove { was } => held(&self.report).gone_files += u64::from(was.stamp != Stamp::default()),
        }
    }

    /// Reads a file from its beginning. None if it cannot be read now and what was known of it stays.
    fn read(&self, source: &Source, was: Option<Entry>) -> Option<Entry> {
        // One record, if all that can be said is why there is none.
        let mut entry =
            Entry { path: source.path.clone(), stamp: source.stamp, read: self.began, records: 1, ..Entry::default() };
        let whole = |reason: String| vec![Skipped { record: None, reason }];
        let (mut tally, mut before, mut shown) = (Tally::default(), 0, 0);
        let shaped = Shaped::of(source, &self.standards.options.read);
        if let Some(reason) = shaped.reason() {
            entry.hash = reading::hash(&source.file).ok();
            entry.skipped = whole(reason.to_string());
            (entry.settings, entry.shapers) = shaped.kept();
            return Some(entry);
        }
        let read = reading::each(&source.file, self.standards.options.limits, &mut |part| {
            match part {
                reading::Part::Skip { member, reason } => {
                    let reason = of_member(member.as_deref(), &reason);
                    tally.skipped.push(Skipped { record: None, reason });
                    tally.records += 1;
                }
                reading::Part::Reading { member, reading } => {
                    let from = From { path: &source.path, member, before };
                    let mut mine = self.pieces(reading, from, &shaped, was.is_some(), &mut shown);
                    if let Some(trouble) = reading.trouble() {
                        mine.skipped.splice(..0, whole(of_member(member, trouble)));
                        mine.records += 1;
                    }
                    tally.take(mine);
                    before += reading.records();
                }
            }
            if self.stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        self.progress.bytes.fetch_add(source.stamp.size.saturating_sub(shown), Relaxed);
        match read {
            Ok(read) => {
                (entry.hash, entry.reader, entry.resume) = (read.hash, read.reader, read.resume);
                held(&self.report).warnings.append(&mut tally.warnings);
                (entry.records, entry.articles) = (tally.records, tally.articles);
                (entry.skipped, entry.doubts) = (tally.skipped, tally.doubts);
                (entry.settings, entry.shapers) = shaped.kept();
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                // Looked at again next time, whatever is there then.
                entry.stamp = Stamp::default();
                entry.skipped = whole("vanished while indexing".to_string());
            }
            Err(error) => {
                let reason = format!("{UNREADABLE}: {error}");
                if let Some(was) = was.filter(|was| was.articles > 0) {
                    self.keep(was, &reason);
                    return None;
                }
                entry.stamp = Stamp::default();
                entry.skipped = whole(reason);
            }
        }
        Some(entry)
    }

    /// Reads what was added to a file.
    fn append(&self, source: &Source, was: Entry) {
        let (hash, resume, reader) = (was.hash.unwrap_or_default(), was.resume, was.reader.as_deref());
        let opened = match resume.zip(reader) {
            Some((resume, reader)) => reading::open_grown(&source.file, reader, hash, resume),
            None => Ok(None),
        };
        // Looked at a moment ago it had only grown; if that is no longer so, the next run finds out.
        let Ok(Some(mut reading)) = opened else { return self.keep(was, "changed while indexing") };
        let from = From { path: &source.path, member: None, before: 0 };
        let shaped = Shaped::of(source, &self.standards.options.read);
        let tally = self.pieces(&mut reading, from, &shaped, false, &mut 0);
        let added = source.stamp.size.saturating_sub(was.stamp.size);
        let old = (was.skipped.len(), was.doubts.len());
        let mut entry = Entry { stamp: source.stamp, read: self.began, ..was };
        entry.records += tally.records;
        entry.articles += tally.articles;
        entry.skipped.extend(tally.skipped);
        entry.doubts.extend(tally.doubts);
        (entry.hash, entry.resume) = (reading.hash(), reading.resume());
        if let Some(trouble) = reading.trouble() {
            entry.skipped.push(Skipped { record: None, reason: trouble.to_string() });
            entry.records += 1;
        }
        self.enter(entry, added, old);
        held(&self.report).grown_files += 1;
    }

    fn trouble(&self, problem: Problem) {
        let skipped = vec![Skipped { record: None, reason: problem.reason }];
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

    /// Reads all pieces; `shown` is how many bytes of the file on disk the progress has been told of.
    fn pieces(
        &self,
        reading: &mut Reading<'_>,
        from: From<'_>,
        shaped: &Shaped,
        again: bool,
        shown: &mut u64,
    ) -> Tally {
        let tally = Mutex::new(Tally::default());
        let mut ahead = None;
        let mut place = Place::First;
        // What unpacks a file stays on this thread.
        rayon::in_place_scope(|scope| {
            while let Some(piece) = ahead.take().or_else(|| reading.next_piece()) {
                if place == Place::First && shaped.describes_one() {
                    ahead = reading.next_piece();
                    if ahead.is_none() && from.member.is_none() {
                        place = Place::Whole;
                    }
                }
                let here = std::mem::replace(&mut place, Place::Later);
                let taken = reading.taken();
                self.progress.bytes.fetch_add(taken.saturating_sub(*shown), Relaxed);
                *shown = taken.max(*shown);
                if self.stopped() {
                    return;
                }
                // With enough pieces under way this thread reads one itself instead of waiting: so memory is bounded
                // and nobody can wait for a thread that waits for him.
                if self.pieces.fetch_add(1, Relaxed) < self.most_pieces {
                    let tally = &tally;
                    scope.spawn(move |_| self.work(&piece, from, (shaped, here), again, tally));
                } else {
                    self.work(&piece, from, (shaped, here), again, &tally);
                }
            }
        });
        let mut tally = tally.into_inner().unwrap_or_else(PoisonError::into_inner);
        tally.skipped.sort_by_key(|s| s.record);
        tally.doubts.sort_by_key(|s| s.record);
        tally
    }

    fn work(
        &self,
        piece: &OwnedPiece,
        from: From<'_>,
        (shaped, place): (&Shaped, Place),
        again: bool,
        tally: &Mutex<Tally>,
    ) {
        let options = self.standards.options;
        let path = within(from.path, from.member);
        let mut mine = Tally::default();
        let mut batch = Vec::new();
        for record in shaped.records(piece, &path, place) {
            mine.records += 1;
            let number = from.before + record.number;
            let of_the_file = record.number == 0;
            match filed(record, from, shaped.enrich(options.enrich)) {
                Ok(mut filed) => {
                    let doubts = std::mem::take(&mut filed.article.doubts);
                    let doubt =
                        |reason: String| Skipped { record: Some(number), reason: of_member(from.member, &reason) };
                    mine.doubts.extend(doubts.into_iter().map(doubt));
                    mine.articles += 1;
                    self.recognise(&mut filed, again);
                    batch.push(filed);
                }
                Err(reason) if of_the_file => {
                    mine.warnings.push(format!("{path}: {reason}"));
                    mine.skipped.push(Skipped { record: None, reason: of_member(from.member, &reason) });
                }
                Err(reason) => {
                    mine.skipped.push(Skipped { record: Some(number), reason: of_member(from.member, &reason) });
                }
            }
        }
        if let Err(error) = self.writer.file(batch) {
            self.fail(error);
        }
        self.pieces.fetch_sub(1, Relaxed);
        self.progress.articles.fetch_add(mine.articles, Relaxed);
        held(tally).take(mine);
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
        if let Err(cause) = held(&self.ledger).add(entry) {
            self.fail(Error::Write { place: index::place_of(self.standards.build).to_path_buf(), cause });
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
