//! The one writer of a run: takes filed articles and paths to be cleared from any thread, makes one commit at the end.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::indexer::{LogMergePolicy, UserOperation};
use tantivy::{Index, IndexSettings, IndexWriter, Term};

use super::document::{Filed, Gate, Prepared};
use super::schema::{self, Fields};
use super::shelf::{Probe, Shelf};
use super::{About, analyzer};
use crate::error::{Error, Result};

/// Bytes of postings each writer thread gathers before it writes a segment. Tantivy needs about twice as much while
/// it does so.
const BUDGET_PER_THREAD: usize = 64 << 20;
/// Bytes of articles that may wait for the writer.
const WAITING: usize = 32 << 20;
/// Segments of one size that are merged into one; high in a first build, so that it spends little on merging.
const MERGE_AT_FIRST: usize = 16;
/// The same for every later run: with the sizes in between a few dozen segments at most.
const MERGE_LATER: usize = 8;
/// Share of removed articles at which a segment is written anew without them.
const MOST_REMOVED: f32 = 0.25;

/// Writes a build.
pub struct Writer {
    inner: IndexWriter<Prepared>,
    fields: Fields,
    gate: Arc<Gate>,
    /// The folder of the index.
    place: PathBuf,
}

impl Writer {
    /// Makes an empty index in a folder, or goes on with the one that is there (`later`).
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn open(build: &Path, threads: usize, later: bool, probe: Option<Probe>) -> Result<Writer> {
        let place = super::place_of(build);
        let failed = |e| Error::writing(place, e);
        let built = schema::built().map_err(|e| Error::Internal(e.to_string()))?;
        let shelf = Shelf::open(build, probe).map_err(|cause| Error::Write { place: place.to_path_buf(), cause })?;
        let index = Index::builder()
            .schema(built.schema.clone())
            .tokenizers(analyzer::register())
            .settings(IndexSettings::default())
            .open_or_create(shelf)
            .map_err(failed)?;
        // Tantivy takes eight threads at most to be useful; memory is per thread, so the sum is bounded too.
        let threads = threads.clamp(1, 8);
        let inner = index.writer_with_num_threads(threads, BUDGET_PER_THREAD * threads).map_err(failed)?;
        let mut merging = LogMergePolicy::default();
        merging.set_min_num_segments(if later { MERGE_LATER } else { MERGE_AT_FIRST });
        merging.set_del_docs_ratio_before_merge(MOST_REMOVED);
        inner.set_merge_policy(Box::new(merging));
        // Tantivy 0.27 gives the first operation of a writer the number of the last commit, and takes a segment whose
        // removals bear that number for one that has seen it. If segments are merged before our commit (because a run
        // died before it could merge), the first path to be cleared would stay in some of them, or go from others before
        // anything is committed. So that number is given to nothing.
        inner.run(Vec::new()).map_err(failed)?;
        Ok(Writer { inner, fields: built.fields, gate: Gate::new(WAITING), place: place.to_path_buf() })
    }

    /// Takes out every article of these files. What is filed after this call stays.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn clear<'a>(&self, paths: impl IntoIterator<Item = &'a str>) -> Result<()> {
        let gone = |path: &str| UserOperation::Delete(Term::from_field_text(self.fields.path, path));
        let operations: Vec<UserOperation<Prepared>> = paths.into_iter().map(gone).collect();
        self.inner.run(operations).map(|_| ()).map_err(|e| Error::writing(&self.place, e))
    }

    /// Files a batch of articles. Waits while too much is waiting for the writer. A batch costs one hand-over between
    /// threads, whatever its size.
    ///
    /// # Errors
    /// [`Error::Write`], after which the run cannot go on.
    pub fn file(&self, batch: Vec<Filed>) -> Result<()> {
        if batch.is_empty() {
            return Ok(());
        }
        let prepared = Prepared::batch(&self.fields, batch, &self.gate);
        let adding = self.inner.run(prepared.into_iter().map(UserOperation::Add));
        adding.map(|_| ()).map_err(|e| Error::writing(&self.place, e))
    }

    /// The one commit; says what made the index, and lets merges end.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn finish(mut self, about: &About) -> Result<()> {
        let payload = serde_json::to_string(about).map_err(|e| Error::Internal(e.to_string()))?;
        let place = self.place.clone();
        let failed = |e| Error::writing(&place, e);
        let mut commit = self.inner.prepare_commit().map_err(failed)?;
        commit.set_payload(&payload);
        commit.commit().map_err(failed)?;
        self.inner.wait_merging_threads().map_err(failed)
    }

    /// Merges all segments into one.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn merge_all(mut self) -> Result<()> {
        let place = self.place.clone();
        let failed = |e| Error::writing(&place, e);
        let segments = self.inner.index().searchable_segment_ids().map_err(failed)?;
        if !segments.is_empty() {
            self.inner.merge(&segments).wait().map_err(failed)?;
        }
        self.inner.garbage_collect_files().wait().map_err(failed)?;
        self.inner.wait_merging_threads().map_err(failed)
    }

    /// Why filing failed: a writer thread that dies keeps its reason until it is asked.
    pub fn cause(mut self) -> Option<Error> {
        let place = self.place.clone();
        self.inner.prepare_commit().err().map(|e| Error::writing(&place, e))
    }
}
