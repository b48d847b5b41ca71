//! A word or a name in one field, as tantivy is asked for it.
//!
//! Tantivy's own term query knows one term a place; ours knows all forms of a word as one word, counts them together, and
//! ranks them with BM25 constants of our own. Several words are a name: positions decide whether they stand within one
//! block; no stored text is looked at. Anything else whose positions matter is [`super::stretch`]'s.

use std::fmt;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentId;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::bm25::Bm25;
use super::postings::Union;
use super::tally::List;
use super::terms::Terms;
use crate::index::analyzer::NAME_BLOCK;

/// The query.
#[derive(Clone)]
pub struct Occurrence {
    field: Field,
    words: Arc<Vec<Terms>>,
    segments: Arc<Vec<SegmentId>>,
    score: Option<Bm25>,
}

impl fmt::Debug for Occurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Occurrence({:?}, {} words)", self.field, self.words.len())
    }
}

impl Occurrence {
    /// A word in a field of a snapshot, or the words of a name in the field of names.
    pub fn new(field: Field, words: Vec<Terms>, segments: Arc<Vec<SegmentId>>, score: Option<Bm25>) -> Occurrence {
        Occurrence { field, words: Arc::new(words), segments, score }
    }

    /// The posting lists of a segment whose articles it finds, every one of them; None of a name, whose words must stand
    /// together.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn lists(&self, reader: &SegmentReader) -> tantivy::Result<Option<Vec<List>>> {
        let [terms] = self.words.as_slice() else { return Ok(None) };
        let index = reader.inverted_index(self.field)?;
        let segment = self.segments.iter().position(|id| *id == reader.segment_id());
        let infos = segment.and_then(|segment| terms.postings.get(segment)).into_iter().flatten();
        Ok(Some(infos.map(|info| (Arc::clone(&index), info.clone())).collect()))
    }
}

impl Query for Occurrence {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let mut this = self.clone();
        if !scoring.is_scoring_enabled() {
            this.score = None;
        }
        Ok(Box::new(this))
    }
}

impl Weight for Occurrence {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(segment) = self.segments.iter().position(|id| *id == reader.segment_id()) else {
            return Ok(Box::new(EmptyScorer));
        };
        let index = reader.inverted_index(self.field)?;
        let many = self.words.len() > 1;
        let option = match (many, self.score.is_some()) {
            (true, _) => IndexRecordOption::WithFreqsAndPositions,
            (false, true) => IndexRecordOption::WithFreqs,
            (false, false) => IndexRecordOption::Basic,
        };
        let mut places = Vec::with_capacity(self.words.len());
        for terms in self.words.iter() {
            let infos = terms.postings.get(segment).map(Vec::as_slice).unwrap_or_default();
            if infos.is_empty() {
                return Ok(Box::new(EmptyScorer));
            }
            places.push(Union::open(&index, infos, option)?);
        }
        let score = match &self.score {
            Some(score) => Some((reader.get_fieldnorms_reader(self.field)?, score.times(boost))),
            None => None,
        };
        let max_doc = reader.max_doc();
        let mut scorer =
            OccurrenceScorer { doc: 0, frequency: 0, places, score, max_doc, first: Vec::new(), next: Vec::new() };
        scorer.doc = scorer.settle(scorer.places[0].doc);
        Ok(Box::new(scorer))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("BM25", 0.0))
    }
}

struct OccurrenceScorer {
    doc: DocId,
    frequency: u32,
    places: Vec<Union>,
    score: Option<(FieldNormReader, Bm25)>,
    max_doc: u32,
    first: Vec<u32>,
    next: Vec<u32>,
}

impl OccurrenceScorer {
    /// The first article from `candidate` on that holds all words as they must stand; the first place is at `candidate`.
    fn settle(&mut self, mut candidate: DocId) -> DocId {
        if self.places.len() == 1 {
            return candidate;
        }
        'candidates: while candidate != TERMINATED {
            for place in 1..self.places.len() {
                let found = self.places[place].seek(candidate);
                if found != candidate {
                    candidate = if found == TERMINATED { TERMINATED } else { self.places[0].seek(found) };
                    continue 'candidates;
                }
            }
            self.frequency = self.same_name();
            if self.frequency > 0 {
                return candidate;
            }
            candidate = self.places[0].advance();
        }
        TERMINATED
    }

    /// How many names of the current article hold all words.
    fn same_name(&mut self) -> u32 {
        let block = NAME_BLOCK as u32;
        self.places[0].positions(&mut self.first);
        self.first.iter_mut().for_each(|p| *p /= block);
        self.first.dedup();
        for n in 1..self.places.len() {
            self.places[n].positions(&mut self.next);
            let next = &self.next;
            self.first.retain(|b| next.iter().any(|p| p / block == *b));
        }
        self.first.len() as u32
    }
}

impl DocSet for OccurrenceScorer {
    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED {
            let candidate = self.places[0].advance();
            self.doc = self.settle(candidate);
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            let candidate = self.places[0].seek(target);
            self.doc = self.settle(candidate);
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.places.iter().map(Union::size).min().unwrap_or(0).min(self.max_doc)
    }
}

impl Scorer for OccurrenceScorer {
    fn score(&mut self) -> Score {
        let Some((lengths, score)) = &self.score else { return 0.0 };
        let frequency = if self.places.len() == 1 { self.places[0].frequency() } else { self.frequency };
        score.score(frequency, lengths.fieldnorm_id(self.doc))
    }
}
