//! A word, or the names of a person, in one field, as tantivy is asked for it.
//!
//! Tantivy's own term query knows one term a place; ours knows all forms of a word as one word, counts them together, and
//! ranks them with BM25 constants of our own. Anything whose positions matter is [`super::stretch`]'s.

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

/// The query.
#[derive(Clone)]
pub struct Occurrence {
    field: Field,
    terms: Arc<Terms>,
    segments: Arc<Vec<SegmentId>>,
    /// How it is ranked, and the field that says how long the text is.
    score: Option<(Field, Bm25)>,
}

impl fmt::Debug for Occurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Occurrence({:?}, {} terms)", self.field, self.terms.words.len())
    }
}

impl Occurrence {
    /// Any of some terms in a field of a snapshot. Its lengths count where it is ranked, or those of another field.
    pub fn new(field: Field, terms: Terms, segments: Arc<Vec<SegmentId>>, score: Option<(Field, Bm25)>) -> Occurrence {
        Occurrence { field, terms: Arc::new(terms), segments, score }
    }

    /// The posting lists of a segment whose articles it finds, every one of them.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn lists(&self, reader: &SegmentReader) -> tantivy::Result<Vec<List>> {
        let index = reader.inverted_index(self.field)?;
        let segment = self.segments.iter().position(|id| *id == reader.segment_id());
        let infos = segment.and_then(|segment| self.terms.postings.get(segment)).into_iter().flatten();
        Ok(infos.map(|info| (Arc::clone(&index), info.clone())).collect())
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
        let option = if self.score.is_some() { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        let infos = self.terms.postings.get(segment).map(Vec::as_slice).unwrap_or_default();
        if infos.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let place = Union::open(&index, infos, option)?;
        let score = match &self.score {
            Some((lengths, score)) => Some((reader.get_fieldnorms_reader(*lengths)?, score.times(boost))),
            None => None,
        };
        Ok(Box::new(OccurrenceScorer { place, score, max_doc: reader.max_doc() }))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("BM25", 0.0))
    }
}

struct OccurrenceScorer {
    place: Union,
    score: Option<(FieldNormReader, Bm25)>,
    max_doc: u32,
}

impl DocSet for OccurrenceScorer {
    fn advance(&mut self) -> DocId {
        if self.place.doc == TERMINATED { TERMINATED } else { self.place.advance() }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.place.doc < target { self.place.seek(target) } else { self.place.doc }
    }

    fn doc(&self) -> DocId {
        self.place.doc
    }

    fn size_hint(&self) -> u32 {
        self.place.size().min(self.max_doc)
    }
}

impl Scorer for OccurrenceScorer {
    fn score(&mut self) -> Score {
        let Some((lengths, score)) = &self.score else { return 0.0 };
        score.score(self.place.frequency(), lengths.fieldnorm_id(self.place.doc))
    }
}
