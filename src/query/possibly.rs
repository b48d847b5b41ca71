//! Dates asked for less strictly: what may lie within a time, not only what certainly does.
//!
//! Takes a query, gives the same with its dates widened. What is asked against is left as it is, so that a query is never
//! satisfied by fewer articles than before.

use super::{Query, When};

impl Query {
    /// This query, satisfied also by dates that only share a day with what it asks for: an article of `2024` by
    /// `date:2024-06`, the mention of `the 1980s` by `mentions:1987`. Undated articles stay out.
    #[must_use]
    pub fn possibly(self) -> Query {
        let all = |parts: Vec<Query>| parts.into_iter().map(Query::possibly).collect();
        match self {
            Query::Published(Some(period)) => Query::Possibly(When::Published, period),
            Query::Mentions(period) => Query::Possibly(When::Mentioned, period),
            Query::And(parts) => Query::And(all(parts)),
            Query::Or(parts) => Query::Or(all(parts)),
            Query::Quorum(least, parts) => Query::Quorum(least, all(parts)),
            Query::Prefer(must, should) => Query::Prefer(Box::new(must.possibly()), all(should)),
            Query::Boost(inner, factor) => Query::Boost(Box::new(inner.possibly()), factor),
            other => other,
        }
    }

    /// This query with such dates asked strictly again; None if it has none. What is asked against stays, so that a query is
    /// never satisfied by more articles than before.
    #[must_use]
    pub fn certainly(&self) -> Option<Query> {
        let strict = self.clone().strict();
        (strict != *self).then_some(strict)
    }

    fn strict(self) -> Query {
        let all = |parts: Vec<Query>| parts.into_iter().map(Query::strict).collect();
        match self {
            Query::Possibly(When::Published, period) => Query::Published(Some(period)),
            Query::Possibly(When::Mentioned, period) => Query::Mentions(period),
            Query::And(parts) => Query::And(all(parts)),
            Query::Or(parts) => Query::Or(all(parts)),
            Query::Quorum(least, parts) => Query::Quorum(least, all(parts)),
            Query::Prefer(must, should) => Query::Prefer(Box::new(must.strict()), should),
            Query::Boost(inner, factor) => Query::Boost(Box::new(inner.strict()), factor),
            other => other,
        }
    }
}
