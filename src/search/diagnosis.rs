//! Which clause of a query is why nothing was found.
//!
//! Takes a query; gives for each clause of its outermost AND how many articles satisfy that clause alone, and how many all
//! the others. It counts only, and no more often than [`MOST`] allows twice.

use super::Archive;
use crate::error::Result;
use crate::query::Query;

/// Clauses that are looked at.
const MOST: usize = 12;

/// What is known of one clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The clause.
    pub clause: Query,
    /// Articles that satisfy it.
    pub alone: u64,
    /// Articles that satisfy all other clauses.
    pub without: u64,
}

impl Archive {
    /// The clauses of a query, in its order; of very many the first only. Of a query that is one clause it is that one.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn diagnosis(&self, query: &Query) -> Result<Vec<Clause>> {
        let clauses: &[Query] = match query {
            Query::And(clauses) => clauses,
            Query::Prefer(must, _) => return self.diagnosis(must),
            Query::Boost(inner, _) => return self.diagnosis(inner),
            other => std::slice::from_ref(other),
        };
        let mut found = Vec::with_capacity(clauses.len().min(MOST));
        for (number, clause) in clauses.iter().enumerate().take(MOST) {
            let others: Vec<Query> =
                clauses.iter().enumerate().filter(|(n, _)| *n != number).map(|(_, other)| other.clone()).collect();
            let without = match others.is_empty() {
                true => self.articles(),
                false => self.count(&Query::and(others))?,
            };
            found.push(Clause { clause: clause.clone(), alone: self.count(clause)?, without });
        }
        Ok(found)
    }
}
