//! Walk and ledger, side by side -> what is to be done about every file that is not as it was.
//!
//! Takes the files that are there now and the entries of those that were read before, both in the order of a walk, and
//! compares them in one pass: nothing is kept of a file that is the same. What looks different is then looked at more
//! closely (`settle`): by content where size and time leave a doubt, by number and content where a file that is gone may
//! be one that is new. It must never take a file that cannot be seen for one that is gone, nor change anything.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use rayon::prelude::*;

use crate::corpus::{Corpus, Found, Problem, Source, Stamp, Walk};
use crate::error::{Error, Result};
use crate::format::{ReadOptions, days_in_path};
use crate::index::ledger::{Entry, Ledger, Line, path_order};
use crate::reading;
use crate::shape::{MATES_CHANGED, Standing, folder_of};

/// What the reason begins with if something is there that the system does not let us read.
pub const UNREADABLE: &str = "cannot be read";
/// Why a file is read though it did not change: what is said elsewhere of its items did. No plan says so; it comes up when
/// new files are read.
pub const REVISED: &str = "newer versions of its items, or fewer";
/// A file changed no earlier than so long before it was read may have been changed again within the same tick of the
/// file system's clock (two seconds on FAT, one on old Unix), so its content decides.
const TICK: i64 = 2_000_000_000;

/// What is to be done about one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// Read it. `was` is what was known of it before.
    Read {
        /// The file.
        source: Source,
        /// What its articles in the index were read from.
        was: Option<Entry>,
        /// Why: `new`, `size changed`, ...
        why: &'static str,
    },
    /// Read what was added to its end.
    Append {
        /// The file.
        source: Source,
        /// What was read of it before.
        was: Entry,
    },
    /// The same bytes have another name: give its articles that name.
    Move {
        /// The file under its new name.
        source: Source,
        /// What it was.
        was: Entry,
    },
    /// The same bytes: write down what the file looks like now.
    Refresh {
        /// The file.
        source: Source,
        /// What was known.
        was: Entry,
    },
    /// It is there, but nothing can be read of it, and nothing was.
    Trouble {
        /// Which, and why.
        problem: Problem,
        /// What was known.
        was: Option<Entry>,
    },
    /// It is no longer there.
    Remove {
        /// What it was.
        was: Entry,
    },
}

impl Task {
    /// The path it is about, as in the index after the run.
    pub fn path(&self) -> &str {
        match self {
            Task::Read { source, .. }
            | Task::Append { source, .. }
            | Task::Move { source, .. }
            | Task::Refresh { source, .. } => &source.path,
            Task::Trouble { problem, .. } => &problem.path,
            Task::Remove { was } => &was.path,
        }
    }

    /// What was known before, if its articles are to go out of the index (to come back or not).
    pub fn cleared(&self) -> Option<&Entry> {
        match self {
            Task::Read { was, .. } | Task::Trouble { was, .. } => was.as_ref(),
            Task::Move { was, .. } | Task::Remove { was } => Some(was),
            Task::Append { .. } | Task::Refresh { .. } => None,
        }
    }
}

impl Task {
    /// What was known before, whatever becomes of it.
    pub fn known(&self) -> Option<&Entry> {
        match self {
            Task::Append { was, .. } | Task::Refresh { was, .. } => Some(was),
            other => other.cleared(),
        }
    }
}

/// How closely files are compared, and when a run must rather stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Care {
    /// Compare all files by content.
    pub checksum: bool,
    /// A corpus may be empty that was not.
    pub allow_empty: bool,
    /// Share of the known files, in percent, that may be gone.
    pub max_deletions: f64,
}

impl Default for Care {
    fn default() -> Care {
        Care { checksum: false, allow_empty: false, max_deletions: 30.0 }
    }
}

/// What is to be done, and what is not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// In the order of the paths.
    pub tasks: Vec<Task>,
    /// Files that are as they were.
    pub same: u64,
    /// Files that were known before.
    pub known: u64,
    /// Passed over on purpose.
    pub passed_over: u64,
    /// Folders and files that cannot be read now, with the reason and the number of files that stay as they were.
    pub blind: BTreeMap<String, (String, u64)>,
}

impl Plan {
    /// A file, or one more in a folder, is not seen, and stays as it was.
    fn stays(&mut self, path: &str, why: &str) {
        self.same += 1;
        self.blind.entry(path.to_string()).or_insert_with(|| (why.to_string(), 0)).1 += 1;
    }
}

/// What one pass leaves open.
#[derive(Default)]
struct Open {
    /// Not known.
    new: Vec<Source>,
    /// Known, and looks different, or must be compared by content.
    doubtful: Vec<(Source, Entry)>,
    /// Known, and not met.
    gone: Vec<Entry>,
    trouble: Vec<(Problem, Option<Entry>)>,
}

/// Compares the corpora with the ledger.
///
/// # Errors
/// [`Error::Damaged`] if the ledger cannot be read, [`Error::CorpusEmptied`] and [`Error::TooManyGone`] as [`Care`]
/// says.
pub fn plan(
    corpora: &[Corpus],
    walk: &Walk,
    ledger: &Ledger,
    place: &Path,
    care: Care,
    options: &ReadOptions,
) -> Result<Plan> {
    let mut plan = Plan::default();
    let open = compare(corpora, walk, ledger, place, care, &mut plan)?;
    let (tasks, unreadable) = settle(open, options);
    plan.tasks = tasks;
    unreadable.iter().for_each(|(path, why)| plan.stays(path, why));
    // A folder that keeps what was read of it is told as that.
    plan.tasks.retain(|task| !matches!(task, Task::Trouble { was: None, .. }) || !plan.blind.contains_key(task.path()));
    plan.tasks.sort_by(|a, b| path_order(a.path(), b.path()));
    let removed = |task: &&Task| matches!(task, Task::Remove { was } if was.stamp != Stamp::default());
    let too_many = |gone: usize| gone as f64 * 100.0 / plan.known.max(1) as f64 > care.max_deletions;
    let mut gone = plan.tasks.iter().filter(removed).count();
    if too_many(gone) {
        // What is still there was left out by the settings of its folder, on purpose.
        let there = |task: &Task| corpora.iter().filter_map(|c| c.file(task.path())).any(|file| file.exists());
        gone = plan.tasks.iter().filter(removed).filter(|task| !there(task)).count();
    }
    if too_many(gone) && !care.allow_empty {
        let (known, allowed) = (plan.known, care.max_deletions);
        return Err(Error::TooManyGone { place: place.to_path_buf(), gone: gone as u64, known, allowed });
    }
    Ok(plan)
}

fn compare(
    corpora: &[Corpus],
    walk: &Walk,
    ledger: &Ledger,
    place: &Path,
    care: Care,
    plan: &mut Plan,
) -> Result<Open> {
    let damaged = |e: std::io::Error| Error::Damaged { place: place.to_path_buf(), what: format!("ledger: {e}") };
    let mut open = Open::default();
    let mut lines = ledger.lines();
    let mut next: Option<Line<'_>> = lines.next().transpose().map_err(damaged)?;
    let mut corpora: Vec<&Corpus> = corpora.iter().collect();
    corpora.sort_by(|a, b| path_order(&a.label, &b.label));
    // The folder that cannot be read, whose files come next in the ledger and not in the walk, and why.
    let mut blind: Option<(String, String)> = None;
    for corpus in corpora {
        let (met_before, known_before) = (met(&open, plan), plan.known);
        let behind = |line: &Line<'_>, plan: &mut Plan, blind: &Option<(String, String)>| {
            plan.known += u64::from(*line.stamp() != Stamp::default());
            match blind {
                Some((folder, why)) if line.path.strip_prefix(folder.as_str()).is_some_and(|p| p.starts_with('/')) => {
                    plan.stays(folder, why);
                    None
                }
                _ => Some(line.entry()),
            }
        };
        for found in walk.looked(corpus) {
            let path = match &found {
                Found::PassedOver => {
                    plan.passed_over += 1;
                    continue;
                }
                Found::Fault(fault) => return Err(fault.clone().into()),
                Found::Source(source) => source.path.as_str(),
                Found::Problem(problem) => problem.path.as_str(),
            };
            while let Some(line) = next.as_ref().filter(|line| path_order(line.path, path).is_lt()) {
                open.gone.extend(behind(line, plan, &blind));
                next = lines.next().transpose().map_err(damaged)?;
            }
            let line = match next.as_ref().filter(|line| line.path == path) {
                Some(_) => std::mem::replace(&mut next, lines.next().transpose().map_err(damaged)?),
                None => None,
            };
            plan.known += u64::from(line.as_ref().is_some_and(|l| *l.stamp() != Stamp::default()));
            match (found, line) {
                (Found::Source(source), None) => open.new.push(source),
                (Found::Source(source), Some(line)) if same(&source, &line) && !care.checksum => plan.same += 1,
                (Found::Source(source), Some(line)) => open.doubtful.push((source, line.entry())),
                (Found::Problem(problem), line) => {
                    if problem.folder {
                        blind = Some((problem.path.clone(), problem.reason.clone()));
                    }
                    match line {
                        Some(line) if line.articles() > 0 && problem.reason.starts_with(UNREADABLE) => {
                            plan.stays(&problem.path, &problem.reason);
                        }
                        Some(line) if line.whole_reason() == Some(&problem.reason) => plan.same += 1,
                        line => open.trouble.push((problem, line.map(|l| l.entry()))),
                    }
                }
                (Found::PassedOver | Found::Fault(_), _) => {}
            }
        }
        // What the ledger has left of this corpus is gone.
        while let Some(line) = next.as_ref().filter(|line| corpus.holds(line.path)) {
            open.gone.extend(behind(line, plan, &blind));
            next = lines.next().transpose().map_err(damaged)?;
        }
        if !care.allow_empty && met(&open, plan) == met_before && plan.known > known_before {
            let files = plan.known - known_before;
            return Err(Error::CorpusEmptied { corpus: corpus.root.clone(), files });
        }
    }
    // What belongs to no corpus any more.
    while let Some(line) = next {
        plan.known += u64::from(*line.stamp() != Stamp::default());
        open.gone.push(line.entry());
        next = lines.next().transpose().map_err(damaged)?;
    }
    Ok(open)
}

/// Files met so far.
fn met(open: &Open, plan: &Plan) -> usize {
    open.new.len() + open.doubtful.len() + open.trouble.len() + usize::try_from(plan.same).unwrap_or(usize::MAX)
}

/// Whether a file, with all that shapes it, is certainly what was read.
fn same(now: &Source, line: &Line<'_>) -> bool {
    let certain = |stamp: &Stamp| stamp.modified.saturating_add(TICK) < line.read();
    now.stamp == *line.stamp()
        && certain(&now.stamp)
        && now.shape.standing(folder_of(&now.file), line.settings(), line.shapers(), certain) == Standing::Same
}

/// Looks closer at what is different: reads no article, but reads content where that decides.
/// Also gives the files that cannot be read now, and why.
fn settle(open: Open, options: &ReadOptions) -> (Vec<Task>, Vec<(String, String)>) {
    let Open { new, doubtful, gone, trouble } = open;
    let mut tasks: Vec<Task> = trouble.into_iter().map(|(problem, was)| Task::Trouble { problem, was }).collect();
    let closer: Vec<_> = doubtful.into_par_iter().map(|(source, was)| closer(source, was, options)).collect();
    let mut unreadable = Vec::new();
    for found in closer {
        match found {
            Ok(task) => tasks.push(task),
            Err(why) => unreadable.push(why),
        }
    }
    renamed(new, gone, &mut tasks);
    (tasks, unreadable)
}

/// What is to be done about a file that looks different; its path and the reason if it cannot be read.
fn closer(source: Source, was: Entry, options: &ReadOptions) -> std::result::Result<Task, (String, String)> {
    if was.articles > 0
        && let Err(error) = std::fs::File::open(&source.file)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        return Err((source.path, format!("{UNREADABLE}: {error}")));
    }
    Ok(compared(source, was, options))
}

fn compared(source: Source, mut was: Entry, options: &ReadOptions) -> Task {
    let folder = folder_of(&source.file);
    let shapers = was.shapers.iter().map(|shaper| (shaper.name.as_str(), &shaper.stamp, shaper.asked));
    if let Standing::Other(why) = source.shape.standing(folder, was.settings, shapers, |_| true) {
        return Task::Read { source, was: Some(was), why };
    }
    match source.shape.closer(folder, &was.shapers, options) {
        Some(shapers) => was.shapers = shapers,
        None => return Task::Read { source, was: Some(was), why: MATES_CHANGED },
    }
    if source.stamp.size != was.stamp.size {
        if source.stamp.size > was.stamp.size
            && let (Some(hash), Some(resume), Some(reader)) = (was.hash, was.resume, was.reader.as_deref())
            && let Ok(Some(_)) = reading::open_grown(&source.file, reader, hash, resume)
        {
            return Task::Append { source, was };
        }
        return Task::Read { source, was: Some(was), why: "size changed" };
    }
    let Some(hash) = was.hash else { return Task::Read { source, was: Some(was), why: "not read before" } };
    match reading::hash(&source.file) {
        Ok(now) if now == hash => Task::Refresh { source, was },
        _ => Task::Read { source, was: Some(was), why: "content changed" },
    }
}

/// Finds the files that only have another name: of the same size and, since a number that is free again may be given to
/// another file, of the same content.
fn renamed(new: Vec<Source>, gone: Vec<Entry>, tasks: &mut Vec<Task>) {
    let mut by_content: HashMap<(u64, u128), Vec<usize>> = HashMap::new();
    let mut sizes: HashSet<u64> = HashSet::new();
    for (n, was) in gone.iter().enumerate() {
        let Some(hash) = was.hash else { continue };
        by_content.entry((was.stamp.size, hash)).or_default().push(n);
        sizes.insert(was.stamp.size);
    }
    let hash_of = |source: &Source| {
        let wanted = sizes.contains(&source.stamp.size);
        if wanted { reading::hash(&source.file).ok() } else { None }
    };
    let hashes: Vec<Option<u128>> = new.par_iter().map(hash_of).collect();
    let mut gone: Vec<Option<Entry>> = gone.into_iter().map(Some).collect();
    for (source, hash) in new.into_iter().zip(hashes) {
        let alike = hash.and_then(|hash| by_content.get_mut(&(source.stamp.size, hash)));
        let found = alike.and_then(|alike| {
            let fits = |n: &usize| gone[*n].as_ref().is_some_and(|was| moves(was, &source));
            let place = alike.iter().position(fits)?;
            gone[alike.swap_remove(place)].take()
        });
        tasks.push(match found {
            Some(was) => Task::Move { source, was },
            None => Task::Read { source, was: None, why: "new" },
        });
    }
    tasks.extend(gone.into_iter().flatten().map(|was| Task::Remove { was }));
}

/// Whether the same bytes give the same articles under the new name.
fn moves(was: &Entry, source: &Source) -> bool {
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_string();
    let (before, now) = (name(&was.path), name(&source.path));
    // The format is told by extension too, and a date may stand in the name or in a folder's.
    let ending = |name: &str| name.split_once('.').map(|(_, e)| e.to_ascii_lowercase());
    // What lies beside it under either name was not looked at; and what takes the place of others is named by its place.
    let alone = was.shapers.is_empty() && source.shape.mates.is_empty() && was.claims.is_empty();
    let shaped = was.settings == source.shape.settings.digest();
    alone && shaped && ending(&before) == ending(&now) && days_in_path(&was.path) == days_in_path(&source.path)
}
