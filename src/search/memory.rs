//! Articles -> a small index in memory, of the same schema and analyzers as one on disk.
//!
//! It is for asking many questions of few articles: one segment, written by the thread that asks for it, gone when
//! dropped. It must never touch a disk.

use tantivy::directory::RamDirectory;
use tantivy::{Index, IndexReader, ReloadPolicy};

use crate::index::analyzer;
use crate::index::document::{Filed, Gate, Prepared};
use crate::index::schema::Built;

/// Tantivy sizes its table of terms by a budget, which does not bound what is gathered: that of few articles is made small.
const BUDGET: std::ops::RangeInclusive<usize> = 1 << 20..=64 << 20;

/// Indexes articles in memory.
///
/// # Errors
/// What tantivy says; nothing that articles could cause.
pub fn index(articles: Vec<Filed>, built: &Built) -> tantivy::Result<IndexReader> {
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
