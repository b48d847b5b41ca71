//! Where no article satisfies a query: the articles nearest to it, and what they lack.
//!
//! Takes a query that nothing satisfies; gives those articles that have all its plain clauses but one, or else those with
//! any of them, the most complete first. It must be asked only when there are no hits: it searches several times, but
//! never more often than [`LEVELS`] and the number of clauses allow.

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

impl Archive {
    /// The nearest articles to a query, taken apart, that no article satisfies; None if nothing is near.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn nearest(&self, relaxed: Relaxed, page: &Page) -> Result<Option<Nearest>> {
        let all = relaxed.parts.len();
        let answer = self.search(&relaxed.between(all - 1, all), page)?;
        if answer.total > 0 {
            let given_up = self.given_up(&relaxed, answer.total)?;
            let read_as = relaxed.at_least(all - 1);
            let Relaxed { parts, fixed } = relaxed;
            return Ok(Some(Nearest { answer, read_as, parts, fixed, given_up, most: all - 1 }));
        }
        let total = if all > 2 { self.count(&relaxed.between(1, all))? } else { 0 };
        if total == 0 {
            return Ok(None);
        }
        // The fewer are asked for, the more articles there are: the greatest number that has some is found by halves.
        let (mut most, mut none) = (1, all - 1);
        while most + 1 < none {
            let half = most.midpoint(none);
            match self.count(&relaxed.between(half, all))? {
                0 => none = half,
                _ => most = half,
            }
        }
        let answer = match page.by_passage || page.sort != Sort::Relevance {
            true => self.search(&relaxed.between(1, all), page)?,
            false => Answer { total, ..self.by_completeness(&relaxed, most, page)? },
        };
        let read_as = relaxed.at_least(1);
        let Relaxed { parts, fixed } = relaxed;
        Ok(Some(Nearest { answer, read_as, parts, fixed, given_up: Vec::new(), most }))
    }

    /// How many articles lack just one clause, by clause. No article lacks none, so no article is counted twice.
    fn given_up(&self, relaxed: &Relaxed, total: u64) -> Result<Vec<(usize, u64)>> {
        let mut given_up = Vec::new();
        if relaxed.parts.len() > COUNTED {
            return Ok(given_up);
        }
        let mut left = total;
        for number in 0..relaxed.parts.len() {
            if left == 0 {
                break;
            }
            let articles = self.count(&relaxed.all_but(number))?;
            left = left.saturating_sub(articles);
            if articles > 0 {
                given_up.push((number, articles));
            }
        }
        given_up.sort_by_key(|(number, articles)| (std::cmp::Reverse(*articles), *number));
        Ok(given_up)
    }

    /// A page of articles with any of the clauses: those with the most of them first, within that as asked.
    fn by_completeness(&self, relaxed: &Relaxed, most: usize, page: &Page) -> Result<Answer> {
        let (mut skip, mut wanted) = (page.offset, page.limit);
        let mut answer = Answer::default();
        let mut upper = most;
        for level in 1.. {
            let lower = if level < LEVELS { upper } else { 1 };
            let here = self.search(&relaxed.between(lower, upper), &Page { offset: skip, limit: wanted, ..*page })?;
            skip = skip.saturating_sub(usize::try_from(here.total).unwrap_or(usize::MAX));
            wanted = wanted.saturating_sub(here.hits.len());
            answer.hits.extend(here.hits);
            answer.notes = here.notes;
            answer.weights = here.weights;
            if lower == 1 || page.limit > 0 && wanted == 0 {
                break;
            }
            upper = lower - 1;
        }
        Ok(answer)
    }
}
