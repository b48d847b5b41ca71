//! How the desk takes a file in: piece by piece on all cores, each record filed or tallied.
//!
//! Takes a file of a corpus, gives its entry for the ledger, articles to the writer on the way. In the first round a file
//! that holds items of wires only has its claims called; what else is in a container with it is taken in at once.

use std::ops::ControlFlow;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Mutex, PoisonError};

use super::unchanged::{Unchanged, is_shaped_alike};
use super::{Desk, held};
use crate::article::within;
use crate::corpus::{Source, Stamp};
use crate::filing::plan::{Task, UNREADABLE};
use crate::filing::tally::{Tally, of_member};
use crate::filing::{From, Unfiled, filed};
use crate::index::ledger::{Entry, Skipped};
use crate::item::named;
use crate::reading::{self, OwnedPiece, Reading};
use crate::shape::{Place, Shaped};

/// What reading a file came to.
pub(super) enum Read {
    /// It was read.
    Entry(Box<Entry>),
    /// It waits for the second round.
    PutOff,
    /// It cannot be read now, and what was known of it stays; why.
    Kept(String),
}

/// What is left of a file for the second round.
pub(super) struct PutOff {
    /// XXH3 of the file, as it was called.
    pub(super) hash: Option<u128>,
    /// Of a container: itself, and what came of the files in it that were not put off.
    pub(super) container: Option<Box<(Source, Vec<Tally>)>>,
}

impl Desk<'_> {
    /// Reads a file from its beginning.
    pub(super) fn read(&self, source: &Source, was: Option<&Entry>) -> Read {
        // One record, if all that can be said is why there is none.
        let mut entry =
            Entry { path: source.path.clone(), stamp: source.stamp, read: self.began, records: 1, ..Entry::default() };
        let whole = |reason: String| vec![Skipped::one(None, reason)];
        let shaped = Shaped::of(source, &self.standards.options.read);
        if let Some(reason) = shaped.reason() {
            entry.hash = reading::hash(&source.file).ok();
            entry.skipped = whole(reason.to_string());
            (entry.settings, entry.shapers) = shaped.kept();
            return Read::Entry(Box::new(entry));
        }
        let calling = self.roll.get().is_none();
        let off = if calling { None } else { held(&self.put_off).remove(&named(&source.path)) };
        let (called, earlier) = off.map_or((None, None), |off| (Some(off.hash), off.container));
        // What was told of a container's other files in the first round; each part has its place.
        let mut earlier = earlier.map(|container| container.1.into_iter());
        let limits = self.standards.options.limits;
        let mut unchanged = was
            .filter(|was| earlier.is_none() && is_shaped_alike(source, &shaped, was))
            .and_then(|was| Unchanged::of(was, source, limits));
        let (mut parts, mut off, mut plain) = (Vec::new(), false, true);
        let (mut before, mut shown) = (0, 0);
        let read = reading::each(&source.file, limits, &mut |part| {
            let told = earlier.as_mut().and_then(Iterator::next);
            let told = match part {
                reading::Part::Skip { member, reason } => {
                    plain &= member.is_none();
                    told.unwrap_or_else(|| Tally::skip(member, &reason))
                }
                reading::Part::Reading { member, reading } => {
                    plain &= member.is_none();
                    let items = reading.format().has_items();
                    off |= items && calling;
                    // Nothing is known of a file with items but when all claims are.
                    let known = told.filter(|_| !items).or_else(|| unchanged.as_mut()?.take(member, before));
                    known.unwrap_or_else(|| {
                        let from = From { path: &source.path, member, before };
                        let mut mine = self.pieces(reading, from, &shaped, was.is_some(), &mut shown);
                        if let Some(trouble) = reading.trouble().filter(|_| !(items && calling)) {
                            mine.skipped.splice(..0, whole(of_member(member, trouble)));
                            mine.records += 1;
                        }
                        mine.member = member.map(str::to_string);
                        mine.content = reading.content().filter(|_| !items);
                        mine.numbers = reading.records();
                        mine
                    })
                }
            };
            before += told.numbers;
            parts.push(told);
            if self.stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if let Some(unchanged) = &unchanged
            && let Err(error) = self.shelve_some(&source.path, &source.path, &|filed| unchanged.number(filed))
        {
            self.fail(error);
        }
        let hash = read.as_ref().ok().and_then(|read| read.hash);
        if off && read.is_ok() {
            let container = (!plain).then(|| Box::new((source.clone(), parts)));
            held(&self.put_off).insert(named(&source.path), PutOff { hash, container });
            return Read::PutOff;
        }
        self.progress.bytes.fetch_add(source.stamp.size.saturating_sub(shown), Relaxed);
        // Also what came of a container that is gone now.
        let mut tally = Tally::default();
        for part in parts.into_iter().chain(earlier.into_iter().flatten()) {
            if !plain {
                entry.parts.push(part.part());
            }
            tally.take(part);
        }
        match read {
            Ok(read) => {
                (entry.hash, entry.reader, entry.resume) = (read.hash, read.reader, read.resume);
                let now = || std::fs::metadata(&source.file).ok().map(|data| Stamp::of(&data));
                let other = called.is_some_and(|called| called != hash);
                if other || (unchanged.is_some() && now() != Some(source.stamp)) {
                    // Changed while it was read: the next run looks again.
                    (entry.hash, entry.resume) = (None, None);
                }
                held(&self.report).warnings.append(&mut tally.warnings);
                (entry.records, entry.articles) = (tally.records, tally.articles);
                (entry.skipped, entry.doubts, entry.claims) = (tally.skipped, tally.doubts, tally.claims);
                entry.claims.sort_unstable();
                (entry.settings, entry.shapers) = shaped.kept();
            }
            Err(error) => {
                // Looked at again next time, whatever is there then.
                entry.stamp = Stamp::default();
                let reason = match error.kind() {
                    std::io::ErrorKind::NotFound => "vanished while indexing".to_string(),
                    _ => format!("{UNREADABLE}: {error}"),
                };
                if was.is_some_and(|was| was.articles > 0) && error.kind() != std::io::ErrorKind::NotFound {
                    return Read::Kept(reason);
                }
                entry.skipped = whole(reason);
                entry.skipped.extend(tally.skipped);
                (entry.records, entry.articles) = (tally.records + 1, tally.articles);
                (entry.doubts, entry.parts) = (tally.doubts, Vec::new());
            }
        }
        Read::Entry(Box::new(entry))
    }

    /// Reads what was added to a file; gives the task back if it is put off.
    pub(super) fn append(&self, source: Source, was: Entry) -> Option<Task> {
        let (hash, resume, reader) = (was.hash.unwrap_or_default(), was.resume, was.reader.as_deref());
        let opened = match resume.zip(reader) {
            Some((resume, reader)) => reading::open_grown(&source.file, reader, hash, resume),
            None => Ok(None),
        };
        // Looked at a moment ago it had only grown; if that is no longer so, the next run finds out.
        let Ok(Some(mut reading)) = opened else {
            self.keep(was, "changed while indexing");
            return None;
        };
        let from = From { path: &source.path, member: None, before: 0 };
        let shaped = Shaped::of(&source, &self.standards.options.read);
        let mut tally = self.pieces(&mut reading, from, &shaped, false, &mut 0);
        if reading.format().has_items() && self.roll.get().is_none() {
            return Some(Task::Append { source, was });
        }
        let added = source.stamp.size.saturating_sub(was.stamp.size);
        let old = (was.skipped.len(), was.doubts.len());
        let mut entry = Entry { stamp: source.stamp, read: self.began, ..was };
        entry.records += tally.records;
        entry.articles += tally.articles;
        entry.skipped.append(&mut tally.skipped);
        entry.doubts.append(&mut tally.doubts);
        entry.claims.append(&mut tally.claims);
        entry.claims.sort_unstable();
        (entry.hash, entry.resume) = (reading.hash(), reading.resume());
        if let Some(trouble) = reading.trouble() {
            entry.skipped.push(Skipped::one(None, trouble.to_string()));
            entry.records += 1;
        }
        self.enter(entry, added, old);
        held(&self.report).grown_files += 1;
        None
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
        let calling = self.roll.get().is_none() && reading.format().has_items();
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
                if !calling {
                    let taken = reading.taken();
                    self.progress.bytes.fetch_add(taken.saturating_sub(*shown), Relaxed);
                    *shown = taken.max(*shown);
                }
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
        tally.into_inner().unwrap_or_else(PoisonError::into_inner).sorted()
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
        let mut records = shaped.read(piece, &path);
        match self.roll.get() {
            Some(roll) => roll.settle(&mut records, from.path),
            None if piece.format.has_items() => {
                held(&self.call).take(&records, from.path);
                self.pieces.fetch_sub(1, Relaxed);
                return;
            }
            None => {}
        }
        shaped.shape(&mut records, place);
        for mut record in records {
            mine.records += 1;
            mine.claims.extend(record.claim.take().map(|claim| *claim));
            let number = from.before + record.number;
            let of_the_file = record.number == 0;
            match filed(record, from, shaped.enrich(options.enrich)) {
                Ok(mut filed) => {
                    let doubts = std::mem::take(&mut filed.article.doubts);
                    let doubt = |reason: String| Skipped::one(Some(number), of_member(from.member, &reason));
                    mine.doubts.extend(doubts.into_iter().map(doubt));
                    mine.articles += 1;
                    self.recognise(&mut filed, again);
                    batch.push(filed);
                }
                Err(Unfiled { reason, .. }) if of_the_file => {
                    mine.warnings.push(format!("{path}: {reason}"));
                    mine.skipped.push(Skipped::one(None, of_member(from.member, &reason)));
                }
                Err(Unfiled { reason, aside }) => {
                    let reason = of_member(from.member, &reason);
                    if aside {
                        mine.aside(reason, number, 1);
                    } else {
                        mine.skipped.push(Skipped::one(Some(number), reason));
                    }
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
}
