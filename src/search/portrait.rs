//! What an archive knows of a person: his articles over time, the first and the last, who is close to him, passages.
//!
//! Takes a person by all his names; gives what a page about him is made of. What is counted is counted from postings and
//! columns; only the articles that are shown are loaded.

use std::collections::BTreeSet;
use std::sync::Arc;

use tantivy::{BitSet, SegmentReader};

use super::crowd::Bearer;
use super::occurrence::Occurrence;
use super::timeline::{Dates, Timeline};
use super::top::Sort;
use super::{Archive, Hit, Page};
use crate::error::Result;
use crate::index::document::Filed;
use crate::query::Query;
use crate::query::parse::person;

/// Articles that are looked through for passages, for each that is wanted: those found by his name may name another.
const DEPTH: usize = 10;

/// What is known of a person beside his names.
pub struct Portrait {
    /// The first and the last article that name him, by their days; None if all are undated.
    pub ends: Option<(Filed, Filed)>,
    /// Articles that name him, over time; None if none is dated.
    pub timeline: Option<Timeline>,
    /// The best articles about him, the best first, each with its best passage.
    pub passages: Vec<Hit>,
}

impl Archive {
    /// How many articles name somebody by one of these names.
    pub(super) fn naming(&self, names: &BTreeSet<String>) -> Result<u64> {
        let found = self.satisfying(&self.occurrence(names)?)?;
        Ok(found.iter().map(BitSet::len).sum::<usize>() as u64)
    }

    fn occurrence(&self, names: &BTreeSet<String>) -> Result<Occurrence> {
        let field = self.built.fields.person;
        let terms = self.snapshot.persons.terms(names.iter().map(String::as_str), field, "").map_err(self.damaged())?;
        let segments = self.snapshot.searcher.segment_readers().iter().map(SegmentReader::segment_id).collect();
        Ok(Occurrence::new(field, terms, Arc::new(segments), None))
    }

    /// What is known of a person, with so many passages at most.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn portrait(&self, bearer: &Bearer, passages: usize) -> Result<Portrait> {
        let articles = self.occurrence(&bearer.names)?;
        let end = |sort: Sort| -> Result<Option<Filed>> {
            let (ranked, _) = self.rank(&articles, 1, sort, false)?;
            let filed = ranked.first().map(|ranked| self.load(ranked.address)).transpose()?;
            Ok(filed.filter(|filed| filed.article.published.is_some()))
        };
        let ends = end(Sort::Oldest)?.zip(end(Sort::Newest)?);
        let timeline = self.drawn(vec![self.satisfying(&articles)?], Dates::Published, None)?;
        let passages = match person(&bearer.name) {
            Some(query) => self.about(bearer, &query, passages)?,
            None => Vec::new(),
        };
        Ok(Portrait { ends, timeline, passages })
    }

    /// The best articles that a query finds and that know this person.
    fn about(&self, bearer: &Bearer, query: &Query, wanted: usize) -> Result<Vec<Hit>> {
        let page = Page { limit: wanted.saturating_mul(DEPTH), passages: 1, ..Page::default() };
        let mut hits = self.search(query, &page)?.hits;
        hits.retain(|hit| hit.filed.mentions.people.iter().any(|person| bearer.names.contains(&person.name)));
        hits.truncate(wanted);
        Ok(hits)
    }
}
