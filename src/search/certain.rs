//! Certain before possible: of a query that dates may satisfy loosely, the articles that satisfy it strictly.
//!
//! Takes the lowered strict query; says of an article whether it is among them, and parts a plan in two. Where articles
//! are ranked by relevance, the certain come first, whatever their scores; in an order by date the day alone decides. It must
//! never change which articles are found.

use tantivy::DocAddress;
use tantivy::query::Query as Lowered;

use super::having::Only;
use super::lower::Plan;
use super::passages::{self, Found, Wanted};
use super::top::{Ranked, Sort};
use super::{Archive, Page};
use crate::error::Result;

impl Archive {
    /// The articles that certainly satisfy a plan; None if all do.
    pub(super) fn certain(&self, plan: &Plan) -> Result<Option<Only>> {
        let Some(strict) = &plan.strict else { return Ok(None) };
        Ok(Some(Only::of(&self.snapshot.searcher, self.satisfying(&**strict)?)))
    }

    /// Whether an article satisfies a plan only if its dates mean what they may mean.
    pub(super) fn possibly(&self, certain: Option<&Only>, at: DocAddress) -> bool {
        let segment = self.snapshot.searcher.segment_reader(at.segment_ord).segment_id();
        certain.is_some_and(|certain| !certain.holds(segment, at.doc_id))
    }

    /// As [`Archive::best`], the certain articles first.
    pub(super) fn best_of(
        &self,
        plan: &Plan,
        certain: Option<&Only>,
        wanted: usize,
        page: &Page,
        counted: bool,
    ) -> Result<(Vec<Ranked>, u64)> {
        let Some(certain) = certain.filter(|_| page.sort == Sort::Relevance) else {
            return self.best(plan, &*plan.lowered, wanted, page, counted);
        };
        let (mut ranked, first) = self.best(plan, &*certain.among(&*plan.lowered), wanted, page, counted)?;
        let left = wanted.saturating_sub(ranked.len());
        let (rest, second) = self.best(plan, &*certain.beyond(&*plan.lowered), left, page, counted)?;
        ranked.extend(rest);
        Ok((ranked, first + second))
    }

    /// The best passages, those of certain articles first; and how many articles there are.
    pub(super) fn best_passages(
        &self,
        plan: &Plan,
        certain: Option<&Only>,
        weights: &[f32],
        wanted: usize,
        page: &Page,
    ) -> Result<(Vec<Found>, u64)> {
        let fresh = self.recency(page)?;
        let best = |lowered: &dyn Lowered, wanted| {
            let (snapshot, built) = (&self.snapshot, self.built);
            let wanted = Wanted { limit: wanted, sort: page.sort, fresh: fresh.as_ref() };
            passages::best(plan, lowered, weights, snapshot, built, wanted).map_err(self.damaged())
        };
        let Some(certain) = certain.filter(|_| page.sort == Sort::Relevance) else {
            return best(&*plan.lowered, wanted);
        };
        let (mut found, first) = best(&*certain.among(&*plan.lowered), wanted)?;
        let (rest, second) = best(&*certain.beyond(&*plan.lowered), wanted.saturating_sub(found.len()))?;
        found.extend(rest);
        Ok((found, first + second))
    }
}
