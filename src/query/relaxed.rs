//! A question that no article answers whole -> the questions nearest to it.
//!
//! Of the clauses of an outermost AND the plain ones may be given up: words, phrases and what stands near each other,
//! anywhere in the article. What is asked of one field, dates, people, and what is asked against stay whatever happens, and
//! so does what was typed with a plus.

use std::collections::HashSet;

use super::parse::{Join, parse};
use super::{Query, Scope, Text};

/// An AND, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relaxed {
    /// The clauses of which some may be given up, in the order of the query; at least two.
    pub parts: Vec<Query>,
    /// The clauses that stay.
    pub fixed: Vec<Query>,
}

/// Whether it asks for words anywhere in the article, and nothing else.
fn is_plain(query: &Query) -> bool {
    match query {
        Query::Text(Text { scope, .. }) => *scope == Scope::Article,
        Query::Or(parts) | Query::And(parts) => parts.iter().all(is_plain),
        Query::Boost(part, _) => is_plain(part),
        _ => false,
    }
}

/// Whether it asks for something besides words anywhere in the article: a field, a date, a person, a length, or something
/// not to be there. That must hold even where any of some words is enough.
pub(super) fn narrows(query: &Query) -> bool {
    match query {
        Query::Text(Text { scope, .. }) | Query::AtLeast(_, Text { scope, .. }) => *scope != Scope::Article,
        Query::Or(parts) | Query::And(parts) | Query::Quorum(_, parts) => parts.iter().any(narrows),
        Query::Prefer(must, _) => narrows(must),
        Query::Boost(part, _) => narrows(part),
        Query::Everything => false,
        Query::Not(_)
        | Query::Person(_)
        | Query::Published(_)
        | Query::Suspect
        | Query::Language(_)
        | Query::Mentions(_)
        | Query::Possibly(..)
        | Query::Length(..) => true,
    }
}

/// The clauses of a text that have a plus: they stay whatever is given up.
pub fn signed(text: &str) -> Vec<Query> {
    if !text.contains('+') {
        return Vec::new();
    }
    let must = |text: &str| match parse(text, Join::Any).query {
        Some(Query::Prefer(must, _)) => Some(*must),
        _ => None,
    };
    // Where every word has a plus nothing is preferred, unless there is a word more; any does.
    let signed = must(text).or_else(|| must(&format!("a {text}")));
    let parts = match signed {
        Some(Query::And(parts)) => parts,
        other => other.into_iter().collect(),
    };
    // With all words wanted, `+(a b)` is read as two clauses.
    let inner = |part: &Query| if let Query::Or(inner) = part { inner.clone() } else { Vec::new() };
    parts.iter().flat_map(inner).chain(parts.iter().cloned()).collect()
}

impl Relaxed {
    /// The same, with these clauses among those that stay; None if then nothing can be given up.
    pub fn keeping(self, kept: &[Query]) -> Option<Relaxed> {
        let kept: HashSet<&Query> = kept.iter().collect();
        let (stay, parts): (Vec<Query>, Vec<Query>) = self.parts.into_iter().partition(|part| kept.contains(part));
        let fixed = stay.into_iter().chain(self.fixed).collect();
        (parts.len() > 1).then_some(Relaxed { parts, fixed })
    }

    /// From `least` to `most` of the parts, and all that is fixed. The choice comes first, its parts in their order and
    /// as they are, so that a proof can tell which of them an article lacks.
    pub fn between(&self, least: usize, most: usize) -> Query {
        let quorum = |count: usize| Query::Quorum(count as u32, self.parts.clone());
        let mut all = vec![quorum(least.max(1))];
        all.extend(self.fixed.iter().cloned());
        if most < self.parts.len() {
            all.push(Query::not(quorum(most + 1)));
        }
        if all.len() == 1 { all.remove(0) } else { Query::And(all) }
    }

    /// At least so many of the parts, and all that is fixed, as a reader would write it.
    pub fn at_least(&self, count: usize) -> Query {
        let mut all = vec![Query::quorum(count as u32, self.parts.clone())];
        all.extend(self.fixed.iter().cloned());
        Query::and(all)
    }
}

impl Query {
    /// The query taken apart; None if nothing in it can be given up.
    pub fn apart(&self) -> Option<Relaxed> {
        let Query::And(clauses) = self else { return None };
        let (parts, fixed): (Vec<Query>, Vec<Query>) = clauses.iter().cloned().partition(is_plain);
        (parts.len() > 1).then_some(Relaxed { parts, fixed })
    }

    /// The same question with any of its plain clauses; None if that is no other question.
    pub fn relaxed(&self) -> Option<Query> {
        self.apart().map(|relaxed| relaxed.at_least(1))
    }
}
