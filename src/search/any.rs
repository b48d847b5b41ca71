//! Any of several parts, found without looking at every article that holds one.
//!
//! Asked for a few of the best, it keeps the score of the worst of them so far. Parts that even together cannot reach it
//! bring no article by themselves; they are asked only about articles that other parts bring (Turtle and Flood,
//! "Query evaluation: strategies and optimizations", 1995: MaxScore). The answer is that of looking at all.

use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED};

use super::occurrence::Occurrence;
use super::tally::Tally;

/// A part, and what its score never exceeds.
#[derive(Debug)]
pub struct Part {
    /// What is asked.
    pub query: Box<dyn Query>,
    /// At most.
    pub bound: Score,
}

/// The query.
#[derive(Debug)]
pub struct AnyOf {
    parts: Vec<Part>,
}

impl Clone for AnyOf {
    fn clone(&self) -> AnyOf {
        let part = |part: &Part| Part { query: part.query.box_clone(), bound: part.bound };
        AnyOf { parts: self.parts.iter().map(part).collect() }
    }
}

impl AnyOf {
    /// Any of some parts; one that is itself any of several is taken apart.
    pub fn new(parts: Vec<Part>) -> AnyOf {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part.query.downcast_ref::<AnyOf>() {
                Some(inner) => flat.extend(inner.clone().parts),
                None => flat.push(part),
            }
        }
        AnyOf { parts: flat }
    }

    /// What the score of all of them never exceeds.
    pub fn bound(&self) -> Score {
        self.parts.iter().map(|part| part.bound).sum()
    }

    fn union(&self) -> BooleanQuery {
        BooleanQuery::new(self.parts.iter().map(|part| (Occur::Should, part.query.box_clone())).collect())
    }

    /// How many articles of a segment any of them finds.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn count(&self, searcher: &Searcher, reader: &SegmentReader) -> tantivy::Result<u64> {
        let scoring = EnableScoring::disabled_from_searcher(searcher);
        let mut tally = Tally::new(reader);
        let mut lists = Vec::new();
        for part in &self.parts {
            match part.query.downcast_ref::<Occurrence>().map(|word| word.lists(reader)).transpose()? {
                Some(more) => lists.extend(more),
                None => tally.take(&mut part.query.weight(scoring)?.scorer(reader, 1.0)?),
            }
        }
        tally.take_lists(lists)?;
        Ok(tally.articles())
    }

    /// The weights of the parts, for looking for the best.
    ///
    /// # Errors
    /// What tantivy says.
    pub fn weights(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Weights> {
        let mut weights = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            weights.push((part.query.weight(scoring)?, part.bound));
        }
        Ok(Weights(weights))
    }
}

impl Query for AnyOf {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        self.union().weight(scoring)
    }
}

/// The weights of the parts, each with its bound.
pub struct Weights(Vec<(Box<dyn Weight>, Score)>);

/// A part in one segment.
struct List {
    scorer: Box<dyn Scorer>,
    /// The article it stands at.
    doc: DocId,
    bound: Score,
}

impl Weights {
    /// Calls `see` with articles of a segment and their scores, in order; it gives back the score below which none is
    /// wanted any more. Every article with at least that score is seen; some others may be. Articles whose score is 0 are
    /// not seen.
    ///
    /// # Errors
    /// What reading the index says.
    pub fn best(&self, reader: &SegmentReader, see: &mut dyn FnMut(DocId, Score) -> Score) -> tantivy::Result<()> {
        let mut lists = Vec::with_capacity(self.0.len());
        for (weight, bound) in self.0.iter().filter(|(_, bound)| *bound > 0.0) {
            let scorer = weight.scorer(reader, 1.0)?;
            let doc = scorer.doc();
            if doc != TERMINATED {
                lists.push(List { scorer, doc, bound: *bound });
            }
        }
        // Whoever brings many articles for little worth is the first to bring none.
        let dear = |list: &List| f64::from(list.scorer.size_hint()) / f64::from(list.bound);
        lists.sort_by(|a, b| dear(b).total_cmp(&dear(a)));
        let mut below = vec![0.0; lists.len() + 1];
        for (n, list) in lists.iter().enumerate() {
            below[n + 1] = below[n] + list.bound;
        }
        let alive = reader.alive_bitset();
        let (mut threshold, mut first) = (0.0, 0);
        let mut doc = lists.iter().map(|list| list.doc).min().unwrap_or(TERMINATED);
        while doc != TERMINATED {
            let mut score = 0.0;
            let mut next = TERMINATED;
            for list in &mut lists[first..] {
                if list.doc == doc {
                    score += list.scorer.score();
                    list.doc = list.scorer.advance();
                }
                next = next.min(list.doc);
            }
            let mut rest = first;
            while rest > 0 && score + below[rest] >= threshold {
                rest -= 1;
                let list = &mut lists[rest];
                if list.doc < doc {
                    list.doc = list.scorer.seek(doc);
                }
                if list.doc == doc {
                    score += list.scorer.score();
                }
            }
            if rest == 0 && score >= threshold && score > 0.0 && alive.is_none_or(|alive| alive.is_alive(doc)) {
                threshold = see(doc, score);
                while first < lists.len() && below[first + 1] < threshold {
                    first += 1;
                    // The lists that still bring articles have changed.
                    next = lists[first..].iter().map(|list| list.doc).min().unwrap_or(TERMINATED);
                }
            }
            doc = next;
        }
        Ok(())
    }
}
