//! How many articles of a segment hold any of several words, counted without looking at them one by one.
//!
//! Takes places of posting lists and whatever else finds articles; gives a number. Lists are read by whole blocks, the
//! longest first; once few articles are left, the shorter lists are only asked about those. It ranks nothing.

use std::sync::Arc;

use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader, SegmentReader, TERMINATED};

/// A list is asked about single articles if it is at least so many times as long as they are many.
const SEEKS: u64 = 32;

/// The articles of a segment that were found so far.
pub struct Tally {
    /// One bit an article. Those that were taken out count as found from the beginning.
    found: Vec<u64>,
    /// Articles that were not found yet.
    missing: u64,
    /// Articles that are there.
    all: u64,
}

/// A posting list, by the index of its field.
pub type List = (Arc<InvertedIndexReader>, TermInfo);

impl Tally {
    /// Nothing is found yet.
    pub fn new(reader: &SegmentReader) -> Tally {
        let mut found = vec![0_u64; (reader.max_doc() as usize).div_ceil(64)];
        if let Some(alive) = reader.alive_bitset() {
            for doc in (0..reader.max_doc()).filter(|doc| alive.is_deleted(*doc)) {
                found[doc as usize / 64] |= 1 << (doc % 64);
            }
        }
        let all = u64::from(reader.num_docs());
        Tally { found, missing: all, all }
    }

    /// Articles that were found.
    pub fn articles(&self) -> u64 {
        self.all - self.missing
    }

    /// Whether all articles of the segment were found.
    pub fn is_full(&self) -> bool {
        self.missing == 0
    }

    fn see(&mut self, doc: DocId) {
        if let Some(bits) = self.found.get_mut(doc as usize / 64) {
            let bit = 1_u64 << (doc % 64);
            self.missing -= u64::from(*bits & bit == 0);
            *bits |= bit;
        }
    }

    /// Takes in what somebody else finds.
    pub fn take(&mut self, docs: &mut dyn DocSet) {
        let mut doc = docs.doc();
        while doc != TERMINATED {
            self.see(doc);
            doc = docs.advance();
        }
    }

    /// Takes in posting lists.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn take_lists(&mut self, mut lists: Vec<List>) -> tantivy::Result<()> {
        lists.sort_by_key(|(_, info)| std::cmp::Reverse(info.doc_freq));
        for (index, info) in lists {
            if self.is_full() {
                break;
            }
            if self.missing * SEEKS < u64::from(info.doc_freq) {
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
        for word in 0..self.found.len() {
            let mut left = !self.found[word];
            while left != 0 {
                let doc = word as u32 * 64 + left.trailing_zeros();
                left &= left - 1;
                if postings.doc() == TERMINATED {
                    return Ok(());
                }
                if postings.doc() < doc {
                    postings.seek(doc);
                }
                if postings.doc() == doc {
                    self.see(doc);
                }
            }
        }
        Ok(())
    }
}
