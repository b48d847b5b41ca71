//! How many articles of a segment hold any of several words, counted without looking at them one by one.
//!
//! Takes places of posting lists and whatever else finds articles; gives a number. Lists are read by whole blocks, the
//! longest first; once few articles are left, the shorter lists are only asked about those. It ranks nothing.

use std::sync::Arc;

use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use tantivy::{BitSet, DocId, DocSet, InvertedIndexReader, SegmentReader, TERMINATED};

/// A list is asked about single articles if it is at least so many times as long as they are many.
const SEEKS: usize = 32;

/// The articles of a segment that were found so far.
pub struct Tally {
    /// Articles that were not found yet; of those that were taken out none.
    missing: BitSet,
    /// Articles that are there.
    all: usize,
}

/// A posting list, by the index of its field.
pub type List = (Arc<InvertedIndexReader>, TermInfo);

impl Tally {
    /// Nothing is found yet.
    pub fn new(reader: &SegmentReader) -> Tally {
        let mut missing = BitSet::with_max_value_and_full(reader.max_doc());
        if let Some(alive) = reader.alive_bitset() {
            (0..reader.max_doc()).filter(|doc| alive.is_deleted(*doc)).for_each(|doc| missing.remove(doc));
        }
        let all = missing.len();
        Tally { missing, all }
    }

    /// Articles that were found.
    pub fn articles(&self) -> u64 {
        (self.all - self.missing.len()) as u64
    }

    fn see(&mut self, doc: DocId) {
        if doc < self.missing.max_value() {
            self.missing.remove(doc);
        }
    }

    /// Takes in what somebody else finds.
    pub fn take(&mut self, docs: &mut dyn DocSet) {
        each(docs, |doc| self.see(doc));
    }

    /// Takes in posting lists.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn take_lists(&mut self, mut lists: Vec<List>) -> tantivy::Result<()> {
        lists.sort_by_key(|(_, info)| std::cmp::Reverse(info.doc_freq));
        for (index, info) in lists {
            if self.missing.len() == 0 {
                break;
            }
            if self.missing.len() * SEEKS < info.doc_freq as usize {
                self.ask(&index, &info)?;
                continue;
            }
            let mut blocks = index.read_block_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
            while !blocks.docs().is_empty() {
                for doc in blocks.docs() {
                    self.see(*doc);
                }
                blocks.advance();
            }
        }
        Ok(())
    }

    /// Takes in posting lists, all of each; gives how often the articles that are there hold them together.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn take_counting(&mut self, lists: &[List], reader: &SegmentReader) -> tantivy::Result<u64> {
        let (alive, mut occurrences) = (reader.alive_bitset(), 0);
        for (index, info) in lists {
            let mut blocks = index.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
            while !blocks.docs().is_empty() {
                for (doc, frequency) in blocks.docs().iter().zip(blocks.freqs()) {
                    if alive.is_none_or(|alive| alive.is_alive(*doc)) {
                        occurrences += u64::from(*frequency);
                        self.see(*doc);
                    }
                }
                blocks.advance();
            }
        }
        Ok(occurrences)
    }

    /// Asks a list about the articles that were not found yet.
    fn ask(&mut self, index: &InvertedIndexReader, info: &TermInfo) -> tantivy::Result<()> {
        let mut postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
        let mut from = 0;
        while let Some(bucket) = self.missing.first_non_empty_bucket(from) {
            let mut left = self.missing.tinyset(bucket);
            while let Some(place) = left.pop_lowest() {
                let doc = bucket * 64 + place;
                if postings.doc() < doc {
                    postings.seek(doc);
                }
                match postings.doc() {
                    TERMINATED => return Ok(()),
                    found if found == doc => self.see(doc),
                    _ => {}
                }
            }
            from = bucket + 1;
        }
        Ok(())
    }
}

/// Every article that something stands at, from where it stands on.
pub fn each(docs: &mut dyn DocSet, mut see: impl FnMut(DocId)) {
    let mut doc = docs.doc();
    while doc != TERMINATED {
        see(doc);
        doc = docs.advance();
    }
}
