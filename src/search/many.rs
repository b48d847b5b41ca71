//! Many queries asked of one snapshot together: every hit of each, with the proof.
//!
//! An article that satisfies several of them is loaded and read once. What each query finds is exactly what
//! [`Archive::search`] finds. It must never keep more texts than there are threads.

use std::ops::Range;

use rayon::prelude::*;
use tantivy::DocAddress;

use super::lower::Plan;
use super::passage::{self, Passage};
use super::proof::{Marks, prove};
use super::rank::Parts;
use super::{Archive, Sort, merged, worth};
use crate::error::Result;
use crate::index::document::Filed;
use crate::query::Query;
use crate::sentences::Rules;

/// An article that satisfies a query, while it is held.
#[derive(Clone, Debug)]
pub struct Seen<'a> {
    /// The article.
    pub filed: &'a Filed,
    /// Its BM25 score.
    pub score: f32,
    /// What satisfied the query in the headline, bytes, merged where overlapping.
    pub headline: Vec<Range<usize>>,
    /// The best passages of the body, in the order of the text.
    pub passages: Vec<Passage>,
}

/// An article, the number of the query it satisfies, and its score there.
type Found = (DocAddress, usize, f32);

impl Archive {
    /// What `keep` makes of all hits, for each query, in no particular order; with so many passages at most. Works on
    /// all cores.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn search_each<T: Send>(
        &self,
        queries: &[&Query],
        passages: usize,
        keep: impl Fn(Seen<'_>) -> T + Sync,
    ) -> Result<Vec<Vec<T>>> {
        let asked = |(number, query): (usize, &&Query)| -> Result<(Plan, Vec<Found>)> {
            let plan = self.lower(query, Some(&Parts::default()))?;
            let (ranked, _) = self.rank(&*plan.lowered, self.everything(), Sort::Newest, false)?;
            let found = ranked.iter().map(|ranked| (ranked.address, number, ranked.score)).collect();
            Ok((plan, found))
        };
        let answers: Vec<_> = queries.par_iter().enumerate().map(asked).collect::<Result<_>>()?;
        let (plans, found): (Vec<Plan>, Vec<_>) = answers.into_iter().unzip();
        let mut found: Vec<Found> = found.into_iter().flatten().collect();
        found.par_sort_unstable_by_key(|(address, number, _)| (*address, *number));

        let weights: Vec<Vec<f32>> = plans.iter().map(worth::weights).collect();
        let articles: Vec<&[Found]> = found.chunk_by(|a, b| a.0 == b.0).collect();
        let kept = articles.into_par_iter().map(|hits| -> Result<Vec<(usize, T)>> {
            let Some((address, ..)) = hits.first() else { return Ok(Vec::new()) };
            let filed = self.load(*address)?;
            let mut seen = Vec::with_capacity(hits.len());
            for (_, number, score) in hits {
                let marks = prove(&plans[*number].proof, &self.snapshot.searcher, *address, &filed);
                let marks = marks.map_err(self.damaged())?.unwrap_or_default();
                let (headline, passages) = shown(&marks, &weights[*number], &filed, passages, 0);
                seen.push((*number, keep(Seen { filed: &filed, score: *score, headline, passages })));
            }
            Ok(seen)
        });
        let mut each: Vec<Vec<T>> = queries.iter().map(|_| Vec::new()).collect();
        for (number, kept) in kept.collect::<Result<Vec<_>>>()?.into_iter().flatten() {
            each[number].push(kept);
        }
        Ok(each)
    }
}

/// Marks in the headline, and the passages to show, with so many sentences of context; `weights` are those of the leaves.
pub(super) fn shown(
    marks: &Marks,
    weights: &[f32],
    filed: &Filed,
    most: usize,
    context: usize,
) -> (Vec<Range<usize>>, Vec<Passage>) {
    let rules = Rules::of(filed.article.language.as_deref());
    let passages = passage::choose(&filed.article.body, rules, &marks.body, weights, most, context);
    (merged(&marks.headline), passages)
}
