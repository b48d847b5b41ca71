//! What a query seeks in the texts of an article, as tantivy is asked for it: anything whose positions matter.
//!
//! An article is found if its texts together have enough matches; each text adds its BM25 score, the number of matches
//! standing for how often a word occurs. Single words, which need no positions, are [`super::occurrence`]'s.

use std::fmt;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentId;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::Field;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::bm25::Bm25;
use super::sought::{Reading, Sought};
use super::spans::many;

/// What is sought in one text, and how it counts.
#[derive(Clone)]
pub struct Share {
    /// What is sought.
    pub sought: Arc<Sought>,
    /// The field of the text.
    pub field: Field,
    /// How it counts; None for nothing.
    pub score: Option<Bm25>,
}

/// The query.
#[derive(Clone)]
pub struct Stretches {
    shares: Arc<Vec<Share>>,
    segments: Arc<Vec<SegmentId>>,
    least: u32,
    scored: bool,
}

impl fmt::Debug for Stretches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let matchers: Vec<_> = self.shares.iter().map(|share| (share.sought.text, &share.sought.matcher)).collect();
        write!(f, "Stretches({matchers:?}, at least {})", self.least)
    }
}

impl Stretches {
    /// At least so many matches in some texts of a snapshot.
    pub fn new(shares: Vec<Share>, segments: Arc<Vec<SegmentId>>, least: u32) -> Stretches {
        Stretches { shares: Arc::new(shares), segments, least, scored: true }
    }
}

impl Query for Stretches {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(Stretches { scored: scoring.is_scoring_enabled(), ..self.clone() }))
    }
}

impl Weight for Stretches {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(segment) = self.segments.iter().position(|id| *id == reader.segment_id()) else {
            return Ok(Box::new(EmptyScorer));
        };
        let mut texts = Vec::with_capacity(self.shares.len());
        for share in self.shares.iter() {
            let lengths = match share.score {
                Some(_) if self.scored => Some(reader.get_fieldnorms_reader(share.field)?),
                _ => None,
            };
            let score = share.score.as_ref().map(|score| score.times(boost));
            texts.push(TextScorer { reading: share.sought.open(reader, segment)?, next: 0, count: 0, lengths, score });
        }
        let mut scorer = StretchScorer { doc: 0, texts, least: self.least.max(1) };
        scorer.doc = scorer.settle(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("BM25 of spans", 0.0))
    }
}

/// One text of the articles of a segment.
struct TextScorer {
    reading: Reading,
    /// The next article that may have a match in it.
    next: DocId,
    /// Matches in the article at hand.
    count: u32,
    lengths: Option<FieldNormReader>,
    score: Option<Bm25>,
}

struct StretchScorer {
    doc: DocId,
    texts: Vec<TextScorer>,
    least: u32,
}

impl StretchScorer {
    /// The first article from `target` on with enough matches.
    fn settle(&mut self, mut target: DocId) -> DocId {
        loop {
            for text in &mut self.texts {
                if text.next < target || target == 0 {
                    text.next = text.reading.seek(target);
                }
            }
            let doc = self.texts.iter().map(|text| text.next).min().unwrap_or(TERMINATED);
            if doc == TERMINATED {
                return TERMINATED;
            }
            let mut found = 0_u32;
            for text in &mut self.texts {
                text.count = 0;
                if text.next == doc {
                    text.count = many(&text.reading.matches(doc));
                }
                found = found.saturating_add(text.count);
            }
            if found >= self.least {
                return doc;
            }
            target = doc + 1;
        }
    }
}

impl DocSet for StretchScorer {
    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED {
            self.doc = self.settle(self.doc + 1);
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.doc = if target == TERMINATED { TERMINATED } else { self.settle(target) };
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.texts.iter().map(|text| text.reading.size()).fold(0, u32::saturating_add)
    }
}

impl Scorer for StretchScorer {
    fn score(&mut self) -> Score {
        let doc = self.doc;
        let score = |text: &TextScorer| match (&text.score, &text.lengths) {
            (Some(score), Some(lengths)) if text.count > 0 => score.score(text.count, lengths.fieldnorm_id(doc)),
            _ => 0.0,
        };
        self.texts.iter().map(score).sum()
    }
}
