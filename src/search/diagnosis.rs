//! Which clause of a query is why nothing was found.
//!
//! Takes a query; gives for each clause of its outermost AND how many articles satisfy that clause alone, and how many all
//! the others. All clauses are counted once, and at most [`MOST`] told.

use super::Archive;
use crate::count::grouped;
use crate::error::Result;
use crate::query::Query;

/// Clauses that are told.
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
    /// The clauses of a query, in its order; of very many the first only, and `notes` is told so. Of a query that is one
    /// clause it is that one.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::error::Error::Damaged).
    pub fn diagnosis(&self, query: &Query, notes: &mut Vec<String>) -> Result<Vec<Clause>> {
        let clauses: &[Query] = match query {
            Query::And(clauses) => clauses,
            Query::Prefer(must, _) => return self.diagnosis(must, notes),
            Query::Boost(inner, _) => return self.diagnosis(inner, notes),
            other => std::slice::from_ref(other),
        };
        let having = self.having(clauses, &[])?;
        let all = having.articles(clauses.len()..=clauses.len());
        let told = clauses.iter().zip(&having.alone).zip(self.lacking_only(&having)?).take(MOST);
        let found = told.map(|((clause, alone), lacking)| Clause {
            clause: clause.clone(),
            alone: *alone,
            without: all + lacking,
        });
        if clauses.len() > MOST {
            let many = grouped(clauses.len() as u64);
            notes.push(format!("why nothing was found is told for the first {MOST} of {many} clauses only"));
        }
        Ok(found.collect())
    }
}
