//! Articles -> a small index in memory, of the same schema and analyzers as one on disk.
//!
//! It is for asking many questions of few articles: one segment, written by the thread that asks for it, gone when
//! dropped. It must never touch a disk.

use tantivy::directory::RamDirectory;
use tantivy::{Index, IndexReader, ReloadPolicy};

use crate::index::analyzer;
use crate::index::document::{Filed, Gate, Prepared};
use crate::index::schema::Built;

/// Tantivy sizes its table of terms by this; it does not bound what is gathered.
const BUDGET: usize = 64 << 20;

/// Indexes articles in memory.
///
/// # Errors
/// What tantivy says; nothing that articles could cause.
pub fn index(articles: Vec<Filed>, built: &Built) -> tantivy::Result<IndexReader> {
    let mut writer = Index::builder()
        .schema(built.schema.clone())
        .tokenizers(analyzer::register())
        .single_segment_index_writer::<Prepared>(RamDirectory::create(), BUDGET)?;
    // All of it is in memory already, so nobody need wait.
    let gate = Gate::new(usize::MAX);
    for prepared in Prepared::batch(&built.fields, articles, &gate) {
        writer.add_document(prepared)?;
    }
    let mut index = writer.finalize()?;
    index.set_tokenizers(analyzer::register());
    index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()
}
