//! The same question in fewer words.

use super::span::{Near, Span};
use super::{Factor, Query, Text, distinct};

impl Query {
    /// The same question without needless layers: groups in groups of their kind, what is said twice, a NOT of a NOT, a
    /// boost of a boost or by one, a quorum of one or all, at least one match. What it gives is not simplified further.
    pub fn simplified(self) -> Query {
        match self {
            Query::And(parts) => Query::and(parts.into_iter().map(Query::simplified).collect()),
            Query::Or(parts) => Query::or(parts.into_iter().map(Query::simplified).collect()),
            Query::Quorum(count, parts) => {
                // Two parts that are the same count as two: dropping one would ask for more.
                let parts: Vec<Query> = parts.into_iter().map(Query::simplified).collect();
                if distinct(parts.iter().collect()).len() < parts.len() && count > 1 && (count as usize) < parts.len() {
                    return Query::Quorum(count, parts);
                }
                Query::quorum(count, parts)
            }
            Query::Prefer(must, should) => {
                let must = must.simplified();
                let mut should = distinct(should.into_iter().map(Query::simplified).collect());
                should.retain(|part| *part != must);
                if should.is_empty() { must } else { Query::Prefer(Box::new(must), should) }
            }
            Query::Not(inner) => Query::not(inner.simplified()),
            Query::Boost(inner, factor) => {
                Query::boost(inner.simplified(), Factor(factor.0.min(Factor::MOST)))
            }
            Query::Text(text) => Query::from(simple(text)),
            Query::AtLeast(count, text) if count <= 1 => Query::from(simple(text)),
            Query::AtLeast(count, text) => Query::AtLeast(count, simple(text)),
            other => other,
        }
    }
}

fn simple(text: Text) -> Text {
    Text { scope: text.scope, span: simple_span(text.span) }
}

fn simple_span(span: Span) -> Span {
    let near = |near: Near| Box::new(Near { first: simple_span(near.first), second: simple_span(near.second), ..near });
    match span {
        Span::Loose(forms, 0) => Span::Words(forms),
        Span::Loose(forms, _) if forms.len() < 2 => Span::Words(forms),
        Span::Any(parts) => Span::any(parts.into_iter().map(simple_span).collect()),
        Span::Near(inner) => Span::Near(near(*inner)),
        Span::Apart(inner) => Span::Apart(near(*inner)),
        Span::Opening(words, part) => Span::opening(words, simple_span(*part)),
        other => other,
    }
}
