//! Where no article satisfies a query: the articles nearest to it, and what they lack.
//!
//! Takes a query that nothing satisfies; gives those articles that have all its plain clauses but one, or else those with
//! any of them, the most complete first. It must be asked only when there are no hits: it counts all clauses once, and
//! searches at most [`LEVELS`] times among the articles so counted.

use std::cmp::Reverse;

use tantivy::query::EmptyQuery;

use super::having::Having;
use super::lower::Plan;
use super::{Answer, Archive, Page, Sort};
use crate::error::Result;
use crate::query::{Query, Relaxed};

/// Clauses of which it is counted how many articles lack just that one.
const COUNTED: usize = 16;
/// Degrees of completeness that are told apart, from the greatest down.
const LEVELS: usize = 8;

/// The nearest articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest {
    /// The articles; what a hit lacks are numbers of `parts`.
    pub answer: Answer,
    /// The query that they answer.
    pub read_as: Query,
    /// The clauses of which some were given up.
    pub parts: Vec<Query>,
    /// The clauses that stay.
    pub fixed: Vec<Query>,
    /// Numbers of clauses, and how many articles lack that one only: most articles first. Empty if the articles lack
    /// several, or if there are too many clauses to count.
    pub given_up: Vec<(usize, u64)>,
    /// Clauses that the most complete have.
    pub most: usize,
}

impl Nearest {
    /// Adds what was not done as asked of the query itself; each sentence is told once.
    pub fn note(&mut self, notes: Vec<String>) {
        let told = &mut self.answer.notes;
        told.extend(notes);
        told.sort();
        told.dedup();
    }
}

impl Archive {
    /// The nearest articles to a query, taken apart, that no article satisfies; None if nothing is near.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn nearest(&self, relaxed: Relaxed, page: &Page) -> Result<Option<Nearest>> {
        let all = relaxed.parts.len();
        let having = self.having(&relaxed.parts, &relaxed.fixed)?;
        let most = having.most();
        if most == 0 {
            return Ok(None);
        }
        let mut plan = self.lower(&relaxed.between(1, all), Some(&page.ranking))?;
        let (answer, read_as, given_up) = if most + 1 == all {
            let only = self.only(&having, most..=most);
            plan.lowered = only.among(&*plan.lowered);
            (self.answered(&plan, page)?, relaxed.at_least(most), self.given_up(&having)?)
        } else {
            let total = having.articles(1..=all);
            let answer = match page.by_passage || page.sort != Sort::Relevance {
                true => self.answered(&plan, page)?,
                false => Answer { total, ..self.by_completeness(plan, &having, page)? },
            };
            (answer, relaxed.at_least(1), Vec::new())
        };
        let Relaxed { parts, fixed } = relaxed;
        Ok(Some(Nearest { answer, read_as, parts, fixed, given_up, most }))
    }

    /// How many articles lack just one clause, by clause. No article lacks none, so no article is counted twice.
    fn given_up(&self, having: &Having) -> Result<Vec<(usize, u64)>> {
        if having.alone.len() > COUNTED {
            return Ok(Vec::new());
        }
        let lacking = self.lacking_only(having)?.into_iter().enumerate();
        let mut given_up: Vec<(usize, u64)> = lacking.filter(|(_, articles)| *articles > 0).collect();
        given_up.sort_by_key(|(number, articles)| (Reverse(*articles), *number));
        Ok(given_up)
    }

    /// A page of articles with any of the clauses: those with the most of them first, within that as asked.
    fn by_completeness(&self, mut plan: Plan, having: &Having, page: &Page) -> Result<Answer> {
        let (mut skip, mut wanted) = (page.offset, page.limit);
        let mut answer = Answer { notes: plan.notes.clone(), ..Answer::default() };
        let any = std::mem::replace(&mut plan.lowered, Box::new(EmptyQuery));
        let mut upper = having.most();
        for level in 1.. {
            let lower = if level < LEVELS { upper } else { 1 };
            let total = usize::try_from(having.articles(lower..=upper)).unwrap_or(usize::MAX);
            if total > skip {
                plan.lowered = self.only(having, lower..=upper).among(&*any);
                let here = self.answered(&plan, &Page { offset: skip, limit: wanted, ..*page })?;
                wanted = wanted.saturating_sub(here.hits.len());
                answer.hits.extend(here.hits);
                answer.weights = here.weights;
            }
            skip = skip.saturating_sub(total);
            if lower == 1 || page.limit > 0 && wanted == 0 {
                break;
            }
            upper = lower - 1;
        }
        Ok(answer)
    }
}
