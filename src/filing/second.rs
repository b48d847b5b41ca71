//! The second round of a run: what was put off until all claims were known, and what they turned out to concern.
//!
//! Takes tasks and entries, gives tasks. It reads no file, but walks the corpora once more if files are concerned that the
//! plan left alone.

use std::collections::HashMap;

use super::plan::{REVISED, Task};
use crate::corpus::{Corpus, Found, Source, Walk};
use crate::index::ledger::Entry;

/// What is done in the second round of a run.
pub(super) struct Second {
    /// What was put off, some of it to be read whole after all.
    pub(super) tasks: Vec<Task>,
    /// Known files that did not change, but of whose items something came up.
    pub(super) more: Vec<Task>,
    /// Files like these that cannot be seen now.
    pub(super) unseen: Vec<Entry>,
}

impl Second {
    /// `off` was put off, `concerned` are known files of whose items the claims of this run speak.
    pub(super) fn of(off: Vec<Task>, concerned: Vec<Entry>, corpora: &[Corpus], walk: &Walk) -> Second {
        let mut concerned: HashMap<String, Entry> =
            concerned.into_iter().map(|entry| (entry.path.clone(), entry)).collect();
        let whole = |task: Task| match task {
            Task::Append { source, was } | Task::Refresh { source, was } => match concerned.remove(&source.path) {
                Some(was) => revised(source, was),
                None if source.stamp.size != was.stamp.size => Task::Append { source, was },
                None => Task::Refresh { source, was },
            },
            other => other,
        };
        let tasks = off.into_iter().map(whole).collect();
        let mut more = Vec::new();
        if !concerned.is_empty() {
            for found in corpora.iter().flat_map(|c| walk.files(c)) {
                if let Found::Source(source) = found
                    && let Some(was) = concerned.remove(&source.path)
                {
                    more.push(revised(source, was));
                }
            }
        }
        Second { tasks, more, unseen: concerned.into_values().collect() }
    }
}

fn revised(source: Source, was: Entry) -> Task {
    Task::Read { source, was: Some(was), why: REVISED }
}
