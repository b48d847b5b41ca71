//! Articles -> a small index in memory, of the same schema and analyzers as one on disk.
//!
//! It is for asking many questions of few articles: one segment, written by the thread that asks for it, gone when
//! dropped. It must never touch a disk.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use tantivy::directory::RamDirectory;
use tantivy::{Index, IndexReader, ReloadPolicy};

use super::Archive;
use super::persons::Persons;
use super::statistics::Snapshot;
use crate::error::{Error, Result};
use crate::index::document::{Filed, Gate, Prepared};
use crate::index::schema::{self, Built};
use crate::index::{About, Counts, analyzer};

/// Tantivy sizes its table of terms by a budget, which does not bound what is gathered: that of few articles is made small.
const BUDGET: std::ops::RangeInclusive<usize> = 1 << 20..=64 << 20;

impl Archive {
    /// An archive of these articles, in memory; `like` is what made the index that they are from or are meant for.
    /// Answers exactly as that index would, but that words are as rare, and so passages as good, as among these alone.
    ///
    /// # Errors
    /// [`Error::Internal`].
    pub fn of(articles: Vec<Filed>, like: &About) -> Result<Archive> {
        Archive::in_memory(articles, like, None)
    }

    /// Articles of this archive, or that were in it once, as an archive of their own; who is who is known of all of it.
    ///
    /// # Errors
    /// [`Error::Internal`].
    pub fn part(&self, articles: Vec<Filed>) -> Result<Archive> {
        Archive::in_memory(articles, &self.about, Some(Arc::clone(&self.snapshot.persons)))
    }

    fn in_memory(articles: Vec<Filed>, like: &About, whole: Option<Arc<Persons>>) -> Result<Archive> {
        let failed = |e: tantivy::TantivyError| Error::Internal(format!("articles in memory: {e}"));
        let built = schema::built().map_err(|e| Error::Internal(e.to_string()))?;
        let files: HashSet<&str> = articles.iter().map(|filed| filed.path.as_str()).collect();
        let counts = Counts { files: files.len() as u64, articles: articles.len() as u64, ..Counts::default() };
        let about = About { counts, ..like.clone() };
        let searcher = index(articles, built).map_err(failed)?.searcher();
        let persons = Arc::new(Persons::new(searcher.clone(), built.fields, whole));
        let snapshot = Snapshot::new(searcher, persons);
        let place = PathBuf::from("(in memory)");
        Ok(Archive { build: place.clone(), place, about, snapshot, built })
    }
}

/// Indexes articles in memory.
///
/// # Errors
/// What tantivy says; nothing that articles could cause.
fn index(articles: Vec<Filed>, built: &Built) -> tantivy::Result<IndexReader> {
    let text: usize = articles.iter().map(|filed| filed.article.body.len()).sum();
    let budget = text.clamp(*BUDGET.start(), *BUDGET.end());
    let mut writer = Index::builder()
        .schema(built.schema.clone())
        .tokenizers(analyzer::register())
        .single_segment_index_writer::<Prepared>(RamDirectory::create(), budget)?;
    // All of it is in memory already, so nobody need wait.
    let gate = Gate::new(usize::MAX);
    for prepared in Prepared::batch(&built.fields, articles, &gate) {
        writer.add_document(prepared)?;
    }
    let mut index = writer.finalize()?;
    index.set_tokenizers(analyzer::register());
    index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()
}
