//! The postings of all terms that one word stands for, read as if they were of one term.
//!
//! Takes places of posting lists of one segment; gives articles in order, and for each how often and where the words
//! stand. It only ever goes forward, and knows no query.

use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader, TERMINATED};

/// More terms than this in one place are gathered beforehand instead of being read side by side.
const SIDE_BY_SIDE: usize = 24;

/// All terms of one word, read as one.
pub struct Union {
    /// The article it stands at.
    pub doc: DocId,
    source: Posted,
}

enum Posted {
    /// A few lists side by side.
    Few(Vec<SegmentPostings>),
    /// Many lists, gathered: article, how often, and where its positions begin.
    Many { articles: Vec<(DocId, u32, usize)>, positions: Vec<u32>, at: usize },
}

impl Union {
    /// Opens the postings of a segment; `option` says whether frequencies and positions will be asked for.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn open(index: &InvertedIndexReader, infos: &[TermInfo], option: IndexRecordOption) -> tantivy::Result<Union> {
        if infos.len() <= SIDE_BY_SIDE {
            let mut lists = Vec::with_capacity(infos.len());
            for info in infos {
                lists.push(index.read_postings_from_terminfo(info, option)?);
            }
            let doc = lists.iter().map(DocSet::doc).min().unwrap_or(TERMINATED);
            return Ok(Union { doc, source: Posted::Few(lists) });
        }
        let with_positions = option == IndexRecordOption::WithFreqsAndPositions;
        let mut found: Vec<(DocId, u32)> = Vec::new();
        let mut buffer = Vec::new();
        for info in infos {
            let mut list = index.read_postings_from_terminfo(info, option)?;
            let mut doc = list.doc();
            while doc != TERMINATED {
                if with_positions {
                    list.positions(&mut buffer);
                    found.extend(buffer.iter().map(|p| (doc, *p)));
                } else {
                    found.push((doc, list.term_freq()));
                }
                doc = list.advance();
            }
        }
        found.sort_unstable();
        let mut articles: Vec<(DocId, u32, usize)> = Vec::new();
        let mut positions = Vec::new();
        for (doc, value) in found {
            let frequency = if with_positions { 1 } else { value };
            match articles.last_mut() {
                Some((last, sum, _)) if *last == doc => *sum += frequency,
                _ => articles.push((doc, frequency, positions.len())),
            }
            if with_positions {
                positions.push(value);
            }
        }
        let doc = articles.first().map_or(TERMINATED, |a| a.0);
        Ok(Union { doc, source: Posted::Many { articles, positions, at: 0 } })
    }

    /// Articles at most.
    pub fn size(&self) -> u32 {
        match &self.source {
            Posted::Few(lists) => lists.iter().map(|l| l.doc_freq()).fold(0, u32::saturating_add),
            Posted::Many { articles, .. } => articles.len() as u32,
        }
    }

    /// On to the next article.
    pub fn advance(&mut self) -> DocId {
        self.seek_from(self.doc.saturating_add(1).min(TERMINATED), true)
    }

    /// On to the first article not before `target`; stays where it is if it is there or further.
    pub fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target { self.doc } else { self.seek_from(target, false) }
    }

    fn seek_from(&mut self, target: DocId, near: bool) -> DocId {
        let current = self.doc;
        self.doc = match &mut self.source {
            Posted::Few(lists) => {
                let mut least = TERMINATED;
                for list in lists {
                    let mut doc = list.doc();
                    if doc < target {
                        doc = if near && doc == current { list.advance() } else { list.seek(target) };
                    }
                    least = least.min(doc);
                }
                least
            }
            Posted::Many { articles, at, .. } => {
                if near {
                    *at = (*at + 1).min(articles.len());
                } else {
                    *at += articles[*at..].partition_point(|a| a.0 < target);
                }
                articles.get(*at).map_or(TERMINATED, |a| a.0)
            }
        };
        self.doc
    }

    /// How often the words stand in the article, two terms at one position counted twice.
    pub fn frequency(&self) -> u32 {
        match &self.source {
            Posted::Few(lists) => lists.iter().filter(|l| l.doc() == self.doc).map(Postings::term_freq).sum(),
            Posted::Many { articles, at, .. } => articles.get(*at).map_or(0, |a| a.1),
        }
    }

    /// Where they stand in it: sorted, each once.
    pub fn positions(&mut self, out: &mut Vec<u32>) {
        out.clear();
        match &mut self.source {
            Posted::Few(lists) => {
                let mut several = false;
                for list in lists {
                    if list.doc() == self.doc {
                        several |= !out.is_empty();
                        list.append_positions_with_offset(0, out);
                    }
                }
                if several {
                    out.sort_unstable();
                }
                out.dedup();
            }
            Posted::Many { articles, positions, at } => {
                if let Some((_, count, start)) = articles.get(*at) {
                    out.extend_from_slice(&positions[*start..*start + *count as usize]);
                    out.dedup();
                }
            }
        }
    }
}
