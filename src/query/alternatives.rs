//! Parts side by side of which one is enough, as one query.
//!
//! Takes the parts of a row; gives a query. What has a sign or narrows the search must hold; AND joins its neighbours only.

use super::Query;
use super::relaxed::narrows;

/// A part of a row, in the order written.
pub(super) struct Part {
    pub query: Query,
    /// A plus, a minus or a NOT.
    pub signed: bool,
    /// AND stands before it.
    pub bound: bool,
}

/// Parts of which one is enough. What has a sign must hold, and what narrows the search if `narrowing`; if something must be
/// there by its sign, the others only raise the rank.
pub(super) fn alternatives(parts: Vec<Part>, narrowing: bool) -> Query {
    let mut must = Vec::new();
    let mut rows: Vec<Vec<Query>> = Vec::new();
    let (mut wanted, mut open) = (false, false);
    for Part { query, signed, bound } in parts {
        open &= bound;
        if signed || narrowing && narrows(&query) {
            wanted |= signed && query.is_positive();
            must.push(query);
            continue;
        }
        match rows.last_mut().filter(|_| open) {
            Some(row) => row.push(query),
            None => rows.push(vec![query]),
        }
        open = true;
    }
    let plain: Vec<Query> = rows.into_iter().map(Query::and).collect();
    match (must.is_empty(), plain.is_empty()) {
        (true, _) => Query::or(plain),
        (false, false) if wanted => Query::Prefer(Box::new(Query::and(must)), plain),
        (false, no_more) => {
            if narrowing {
                must = sorted(must);
            }
            if !no_more {
                must.push(Query::or(plain));
            }
            Query::and(must)
        }
    }
}

/// What narrows first, then the rest, also where both stood in one group: the order in which the query is read again when
/// it was shown.
fn sorted(must: Vec<Query>) -> Vec<Query> {
    let parts = must.into_iter().flat_map(|part| match part {
        Query::And(parts) => parts,
        other => vec![other],
    });
    let (mut first, rest): (Vec<Query>, Vec<Query>) = parts.partition(narrows);
    first.extend(rest);
    first
}
