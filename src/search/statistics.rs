//! What BM25 needs to know of a snapshot, counted over the articles that are there and no others.
//!
//! Takes a snapshot, gives average lengths and true frequencies. Tantivy counts articles that were taken out until their
//! segment is merged, and estimates lengths when it merges; so the same articles would rank differently after a night's
//! run than in a fresh build. These must depend on the articles alone: lengths are summed as the index keeps them (one
//! byte each), and where a segment holds articles that were taken out, those are subtracted from the frequency.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, Searcher, SegmentReader, TERMINATED};

/// A snapshot with what was counted in it so far.
pub struct Snapshot {
    /// Reads it.
    pub searcher: Searcher,
    lengths: Mutex<HashMap<Field, f32>>,
}

impl Snapshot {
    /// Nothing is counted before somebody asks.
    pub fn new(searcher: Searcher) -> Snapshot {
        Snapshot { searcher, lengths: Mutex::default() }
    }

    /// Words that an article has in a field, on average.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn average_length(&self, field: Field) -> tantivy::Result<f32> {
        let mut lengths = self.lengths.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lengths.get(&field) {
            return Ok(*known);
        }
        let (mut words, mut articles) = (0_u64, 0_u64);
        for reader in self.searcher.segment_readers() {
            let norms = reader.get_fieldnorms_reader(field)?;
            let mut by_norm = [0_u64; 256];
            for doc in reader.doc_ids_alive() {
                by_norm[usize::from(norms.fieldnorm_id(doc))] += 1;
            }
            for (id, count) in (0..=u8::MAX).zip(by_norm) {
                words += u64::from(FieldNormReader::id_to_fieldnorm(id)) * count;
                articles += count;
            }
        }
        let average = words as f32 / articles.max(1) as f32;
        lengths.insert(field, average);
        Ok(average)
    }
}

/// How many articles of a segment hold a term, those that were taken out not counted.
///
/// # Errors
/// What reading the index says.
pub fn frequency(reader: &SegmentReader, index: &InvertedIndexReader, info: &TermInfo) -> tantivy::Result<u64> {
    let all = u64::from(info.doc_freq);
    let Some(alive) = reader.alive_bitset() else { return Ok(all) };
    let mut postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    let removed = u64::from(reader.num_deleted_docs());
    let mut gone = 0;
    if removed * 16 < all {
        // Few were taken out of a segment with many: look for those.
        for doc in (0..reader.max_doc()).filter(|doc| alive.is_deleted(*doc)) {
            gone += u64::from(postings.doc() <= doc && postings.seek(doc) == doc);
        }
    } else {
        let mut doc = postings.doc();
        while doc != TERMINATED {
            gone += u64::from(alive.is_deleted(doc));
            doc = postings.advance();
        }
    }
    Ok(all - gone.min(all))
}
