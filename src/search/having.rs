//! How many of some clauses each article has: counted once, for all that is asked where no article has all of them.
//!
//! Takes clauses, and what must hold besides; walks the articles of each clause once, all segments side by side; gives
//! counts, and queries for the articles with so many. Its cost is that of the postings, whatever is asked afterwards. It
//! ranks nothing.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use rayon::prelude::*;
use tantivy::index::SegmentId;
use tantivy::query::{
    BitSetDocSet, BooleanQuery, ConstScorer, EmptyScorer, EnableScoring, Explanation, Occur, Query as Lowered, Scorer,
    Weight,
};
use tantivy::{BitSet, DocId, Score, Searcher, SegmentReader};

use super::Archive;
use super::tally::each;
use crate::error::Result;
use crate::query::Query;

/// Articles by how many clauses they have.
pub struct Having {
    clauses: Vec<Box<dyn Lowered>>,
    /// For each segment, for each article: clauses it has; None where what must hold besides does not, and where the
    /// article was taken out.
    counts: Vec<Vec<Option<u32>>>,
    /// Articles by number of clauses.
    articles: Vec<u64>,
    /// For each clause: articles that satisfy it, whatever else they have.
    pub alone: Vec<u64>,
}

impl Archive {
    /// Counts clauses in the articles in which all of `fixed` holds.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn having(&self, clauses: &[Query], fixed: &[Query]) -> Result<Having> {
        let fixed = match fixed {
            [] => None,
            fixed => Some(self.lower(&Query::and(fixed.to_vec()), None)?.lowered),
        };
        let clauses = self.lower_each(clauses)?;
        having(&self.snapshot.searcher, clauses, fixed.as_deref()).map_err(self.damaged())
    }

    /// For each clause, how many articles have all others but not it.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn lacking_only(&self, having: &Having) -> Result<Vec<u64>> {
        lacking_only(&self.snapshot.searcher, having).map_err(self.damaged())
    }

    /// The articles that have so many of the clauses.
    pub fn only(&self, having: &Having, many: RangeInclusive<usize>) -> Only {
        let here = |counts: &[Option<u32>]| {
            let mut docs = BitSet::with_max_value(counts.len() as u32);
            let wanted = |count: &Option<u32>| count.is_some_and(|count| many.contains(&(count as usize)));
            for (doc, _) in (0..).zip(counts).filter(|(_, count)| wanted(count)) {
                docs.insert(doc);
            }
            docs
        };
        Only::of(&self.snapshot.searcher, having.counts.iter().map(|counts| here(counts)))
    }
}

impl Having {
    /// Clauses that the most complete articles have.
    pub fn most(&self) -> usize {
        self.articles.iter().rposition(|articles| *articles > 0).unwrap_or(0)
    }

    /// Articles that have so many.
    pub fn articles(&self, many: RangeInclusive<usize>) -> u64 {
        self.articles.iter().enumerate().filter(|(count, _)| many.contains(count)).map(|(_, articles)| articles).sum()
    }
}

/// What a segment gives: the counts, and the articles of each clause.
type Counted = (Vec<Option<u32>>, Vec<u64>);

fn having(searcher: &Searcher, clauses: Vec<Box<dyn Lowered>>, fixed: Option<&dyn Lowered>) -> tantivy::Result<Having> {
    let unranked = || EnableScoring::disabled_from_searcher(searcher);
    let weights: Vec<Box<dyn Weight>> =
        clauses.iter().map(|clause| clause.weight(unranked())).collect::<tantivy::Result<_>>()?;
    let fixed = fixed.map(|fixed| fixed.weight(unranked())).transpose()?;
    let segment = |reader: &SegmentReader| -> tantivy::Result<Counted> {
        let alive = |doc: DocId| reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc));
        let mut counts: Vec<Option<u32>> = vec![None; reader.max_doc() as usize];
        match &fixed {
            Some(fixed) => each(&mut *fixed.scorer(reader, 1.0)?, |doc| {
                if let Some(count) = counts.get_mut(doc as usize).filter(|_| alive(doc)) {
                    *count = Some(0);
                }
            }),
            None => reader.doc_ids_alive().for_each(|doc| counts[doc as usize] = Some(0)),
        }
        let mut alone = Vec::with_capacity(weights.len());
        for weight in &weights {
            let mut articles = 0;
            each(&mut *weight.scorer(reader, 1.0)?, |doc| {
                articles += u64::from(alive(doc));
                if let Some(Some(count)) = counts.get_mut(doc as usize) {
                    *count += 1;
                }
            });
            alone.push(articles);
        }
        Ok((counts, alone))
    };
    let found: Vec<Counted> = searcher.segment_readers().par_iter().map(segment).collect::<tantivy::Result<_>>()?;
    let mut articles = vec![0; clauses.len() + 1];
    let mut alone = vec![0; clauses.len()];
    for (counts, here) in &found {
        counts.iter().flatten().for_each(|count| articles[*count as usize] += 1);
        alone.iter_mut().zip(here).for_each(|(sum, here)| *sum += here);
    }
    Ok(Having { clauses, counts: found.into_iter().map(|(counts, _)| counts).collect(), articles, alone })
}

fn lacking_only(searcher: &Searcher, having: &Having) -> tantivy::Result<Vec<u64>> {
    let others = having.clauses.len().saturating_sub(1) as u32;
    let all = having.articles(others as usize..=others as usize);
    let mut lacking = Vec::with_capacity(having.clauses.len());
    for clause in &having.clauses {
        let weight = clause.weight(EnableScoring::disabled_from_searcher(searcher))?;
        let mut with = 0;
        // Where no article has all others, none need be read.
        let segments = searcher.segment_readers().iter().zip(&having.counts).filter(|_| all > 0);
        for (reader, counts) in segments {
            each(&mut *weight.scorer(reader, 1.0)?, |doc| {
                with += u64::from(counts.get(doc as usize) == Some(&Some(others)));
            });
        }
        lacking.push(all - with);
    }
    Ok(lacking)
}

/// A query for some articles, known by their places; they score nothing.
#[derive(Clone, Debug)]
pub struct Only(Arc<HashMap<SegmentId, BitSet>>);

impl Only {
    /// Articles of a snapshot, a set for each of its segments.
    pub fn of(searcher: &Searcher, sets: impl IntoIterator<Item = BitSet>) -> Only {
        let segments = searcher.segment_readers().iter().map(SegmentReader::segment_id);
        Only(Arc::new(segments.zip(sets).collect()))
    }

    /// A query, of these articles only.
    pub fn among(&self, query: &dyn Lowered) -> Box<dyn Lowered> {
        self.with(Occur::Must, query)
    }

    /// A query, of all articles but these.
    pub fn beyond(&self, query: &dyn Lowered) -> Box<dyn Lowered> {
        self.with(Occur::MustNot, query)
    }

    fn with(&self, occur: Occur, query: &dyn Lowered) -> Box<dyn Lowered> {
        Box::new(BooleanQuery::new(vec![(occur, Box::new(self.clone())), (Occur::Must, query.box_clone())]))
    }

    /// Whether an article is one of them.
    pub fn holds(&self, segment: SegmentId, doc: DocId) -> bool {
        self.0.get(&segment).is_some_and(|docs| docs.contains(doc))
    }
}

impl Lowered for Only {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Only {
    fn scorer(&self, reader: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.0.get(&reader.segment_id()) {
            Some(docs) => Box::new(ConstScorer::new(BitSetDocSet::from(docs.clone()), 0.0)),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("articles by their places", 0.0))
    }
}
