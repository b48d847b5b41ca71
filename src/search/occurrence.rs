//! A word, a phrase or a name in one field, as tantivy is asked for it.
//!
//! Tantivy's own term and phrase queries know one term a place; ours know all forms of a word as one word, count them
//! together, and rank them with BM25 constants of our own. Positions decide phrases (next to each other) and names (within
//! one block); no stored text is looked at.

use std::fmt;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentId;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, InvertedIndexReader, Score, SegmentReader, TERMINATED};

use super::statistics::Snapshot;
use super::terms::Terms;
use crate::index::analyzer::NAME_BLOCK;

/// BM25's term saturation and length normalisation; the values that do best on newswire in the published runs of
/// Anserini (k1 = 0.9, b = 0.4).
const K1: f32 = 0.9;
const B: f32 = 0.4;
/// Scores are multiples of one part in so many. Sums of a few hundred such numbers are exact in 32 bits, so they do not
/// depend on the order in which a segment comes upon the words of a query.
const GRAIN: f32 = 4096.0;
/// More terms than this in one place are gathered beforehand instead of being read side by side.
const SIDE_BY_SIDE: usize = 24;

/// How the words must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// One behind the other.
    Adjacent,
    /// All within one name.
    SameName,
}

/// The query.
#[derive(Clone)]
pub struct Occurrence {
    field: Field,
    words: Arc<Vec<Terms>>,
    segments: Arc<Vec<SegmentId>>,
    standing: Standing,
    /// Inverse document frequency times the weight of the field; 0 for no score.
    weight: f32,
    average_length: f32,
}

impl fmt::Debug for Occurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Occurrence({:?}, {} words)", self.field, self.words.len())
    }
}

impl Occurrence {
    /// Words in a field of a snapshot. `weight` multiplies the score.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn new(
        snapshot: &Snapshot,
        field: Field,
        words: Vec<Terms>,
        standing: Standing,
        weight: f32,
    ) -> tantivy::Result<Occurrence> {
        let average_length = if weight > 0.0 { snapshot.average_length(field)? } else { 0.0 };
        let segments = snapshot.searcher.segment_readers().iter().map(SegmentReader::segment_id).collect();
        Ok(Occurrence { field, words: Arc::new(words), segments: Arc::new(segments), standing, weight, average_length })
    }
}

/// BM25's inverse document frequency.
pub fn idf(articles: u64, frequency: u64) -> f32 {
    let (n, df) = (articles as f64, frequency.min(articles) as f64);
    (1.0 + (n - df + 0.5) / (df + 0.5)).ln() as f32
}

impl Query for Occurrence {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let mut this = self.clone();
        if !scoring.is_scoring_enabled() {
            this.weight = 0.0;
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
        let option = match (many, self.weight > 0.0) {
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
        let lengths = if self.weight > 0.0 { Some(reader.get_fieldnorms_reader(self.field)?) } else { None };
        let weight = self.weight * boost;
        let saturation = std::array::from_fn(|id| {
            let length = FieldNormReader::id_to_fieldnorm(id as u8) as f32;
            K1 * (1.0 - B + B * length / self.average_length.max(1.0))
        });
        let mut scorer = OccurrenceScorer {
            doc: 0,
            frequency: 0,
            places,
            lengths,
            weight,
            saturation: Box::new(saturation),
            standing: self.standing,
            max_doc: reader.max_doc(),
            first: Vec::new(),
            next: Vec::new(),
        };
        scorer.doc = scorer.settle(scorer.places[0].doc);
        Ok(Box::new(scorer))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("BM25", self.weight))
    }
}

struct OccurrenceScorer {
    doc: DocId,
    frequency: u32,
    places: Vec<Union>,
    lengths: Option<FieldNormReader>,
    weight: f32,
    saturation: Box<[f32; 256]>,
    standing: Standing,
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
            self.frequency = match self.standing {
                Standing::Adjacent => self.adjacent(),
                Standing::SameName => self.same_name(),
            };
            if self.frequency > 0 {
                return candidate;
            }
            candidate = self.places[0].advance();
        }
        TERMINATED
    }

    /// How often the words stand one behind the other in the current article.
    fn adjacent(&mut self) -> u32 {
        self.places[0].positions(&mut self.first);
        for n in 1..self.places.len() {
            self.places[n].positions(&mut self.next);
            let next = &self.next;
            let mut at = 0;
            self.first.retain(|first| {
                let wanted = first + n as u32;
                while at < next.len() && next[at] < wanted {
                    at += 1;
                }
                next.get(at) == Some(&wanted)
            });
            if self.first.is_empty() {
                return 0;
            }
        }
        self.first.len() as u32
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
        let Some(lengths) = &self.lengths else { return 0.0 };
        let frequency = if self.places.len() == 1 { self.places[0].frequency() } else { self.frequency } as f32;
        let saturation = self.saturation[lengths.fieldnorm_id(self.doc) as usize];
        let score = self.weight * frequency * (K1 + 1.0) / (frequency + saturation);
        (score * GRAIN).round() / GRAIN
    }
}

/// All terms of one place, read as one.
struct Union {
    doc: DocId,
    source: Posted,
}

enum Posted {
    /// A few lists side by side.
    Few(Vec<SegmentPostings>),
    /// Many lists, gathered: article, how often, and where its positions begin.
    Many { articles: Vec<(DocId, u32, usize)>, positions: Vec<u32>, at: usize },
}

impl Union {
    fn open(index: &InvertedIndexReader, infos: &[TermInfo], option: IndexRecordOption) -> tantivy::Result<Union> {
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

    fn size(&self) -> u32 {
        match &self.source {
            Posted::Few(lists) => lists.iter().map(|l| l.doc_freq()).fold(0, u32::saturating_add),
            Posted::Many { articles, .. } => articles.len() as u32,
        }
    }

    fn advance(&mut self) -> DocId {
        self.seek_from(self.doc.saturating_add(1).min(TERMINATED), true)
    }

    fn seek(&mut self, target: DocId) -> DocId {
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

    fn frequency(&self) -> u32 {
        match &self.source {
            Posted::Few(lists) => lists.iter().filter(|l| l.doc() == self.doc).map(Postings::term_freq).sum(),
            Posted::Many { articles, at, .. } => articles.get(*at).map_or(0, |a| a.1),
        }
    }

    fn positions(&mut self, out: &mut Vec<u32>) {
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
                    out.dedup();
                }
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
