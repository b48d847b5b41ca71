//! Operands that must stand near each other: whole queries made into one condition on the words of a text.
//!
//! Takes what stands on both sides of a connector, or in the parentheses of `first50(...)` and `atleast5(...)`; gives a
//! query. What is no stretch of words (a publication date, a length) is joined by AND, and it says so; an operand of
//! several parts is distributed, and it says so.

use super::called::Called;
use super::connector::Connector;
use super::grammar::CAPITALS;
use super::{Case, Near, Query, Scope, Span, Text};

/// Proximity within proximity deeper than this is read flat.
pub(super) const DEEPEST: usize = 16;
/// Parts of spans that may be made by distributing, in one query.
const MOST: usize = 4_000;

/// What happened on the way, each a sentence.
#[derive(Default)]
pub(super) struct Joiner {
    pub wrong: Vec<String>,
    /// Whether a bound was met, so that what follows in the row is joined by AND.
    pub flat: bool,
    /// Whether an operand is being distributed.
    distributed: bool,
    made: usize,
}

impl Joiner {
    fn complain(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.wrong.contains(&text) {
            self.wrong.push(text);
        }
    }

    /// Two operands and the connector between them.
    pub(super) fn near(&mut self, first: Query, second: Query, connector: Connector) -> Query {
        let (first, second) = match (only(first), only(second)) {
            (Ok(first), Ok(second)) => match scope(first.scope, second.scope) {
                Some(scope) => {
                    let (mut first, mut second) = (first, second);
                    if !scope.knows_capitals() && (forget(&mut first.span) | forget(&mut second.span)) {
                        self.complain(CAPITALS);
                    }
                    let deep = 1 + depth(&first.span).max(depth(&second.span));
                    if deep > DEEPEST {
                        self.flat = true;
                        self.complain(format!("proximity within proximity deeper than {DEEPEST} is read as AND"));
                        let second = Query::from(second);
                        let second = if connector.apart { Query::not(second) } else { second };
                        return Query::and(vec![Query::from(first), second]);
                    }
                    let near = Box::new(Near {
                        first: first.span,
                        second: second.span,
                        reach: connector.reach,
                        ordered: connector.ordered,
                    });
                    let span = if connector.apart { Span::Apart(near) } else { Span::Near(near) };
                    return Query::Text(Text { scope, span });
                }
                None => {
                    self.complain("words of different fields cannot be near each other; read as AND");
                    let second = Query::from(second);
                    let second = if connector.apart { Query::not(second) } else { second };
                    return Query::and(vec![Query::from(first), second]);
                }
            },
            (Ok(first), Err(second)) => (Query::from(first), second),
            (Err(first), Ok(second)) => (first, Query::from(second)),
            (Err(first), Err(second)) => (first, second),
        };
        match (first, second) {
            (Query::Boost(inner, factor), other) => Query::boost(self.near(*inner, other, connector), factor),
            (other, Query::Boost(inner, factor)) => Query::boost(self.near(other, *inner, connector), factor),
            (Query::Not(inner), other) if self.distributed => Query::not(self.near(*inner, other, connector)),
            (other, Query::Not(inner)) if !connector.apart && other.is_positive() => {
                self.complain("NOT behind a connector is read as NOT before it");
                self.near(other, *inner, Connector { apart: true, ..connector })
            }
            (Query::And(parts), other) => self.distribute(parts, false, &other, true, connector),
            (other, Query::And(parts)) => self.distribute(parts, false, &other, false, connector),
            (Query::Or(parts), other) => self.distribute(parts, true, &other, true, connector),
            (other, Query::Or(parts)) => self.distribute(parts, true, &other, false, connector),
            (first, second) => {
                let odd = if matches!(first, Query::Text(_) | Query::Person(_) | Query::Mentions(_)) {
                    &second
                } else {
                    &first
                };
                let what = match odd {
                    Query::Published(_) => "a publication date",
                    Query::Length(..) => "a length",
                    Query::Not(_) => "a NOT",
                    _ => "this",
                };
                self.complain(format!("{what} stands nowhere in the text, so nothing is near it; read as AND"));
                let second = if connector.apart { Query::not(second) } else { second };
                Query::and(vec![first, second])
            }
        }
    }

    /// What is to be within the first words, or to occur so often.
    pub(super) fn within(&mut self, operand: Query, make: &dyn Fn(Text) -> Query) -> Query {
        match only(operand) {
            Ok(text) if depth(&text.span) >= DEEPEST => {
                self.complain(format!("proximity within proximity deeper than {DEEPEST} is read without this"));
                Query::from(text)
            }
            Ok(text) => make(text),
            Err(Query::And(parts)) => Query::and(parts.into_iter().map(|part| self.within(part, make)).collect()),
            Err(Query::Or(parts)) => Query::or(parts.into_iter().map(|part| self.within(part, make)).collect()),
            Err(Query::Not(part)) => Query::not(self.within(*part, make)),
            Err(Query::Boost(part, factor)) => Query::boost(self.within(*part, make), factor),
            Err(other) => {
                self.complain("what stands nowhere in the text has no place and no count; read without this");
                other
            }
        }
    }

    /// Each part with the other operand; `leading` if the parts are the first operand, `any` if they were joined by OR.
    fn distribute(
        &mut self,
        parts: Vec<Query>,
        any: bool,
        other: &Query,
        leading: bool,
        connector: Connector,
    ) -> Query {
        self.made += parts.len().saturating_mul(size(other));
        if self.made > MOST {
            self.flat = true;
            self.complain("so many parts cannot each be near each other; read as AND");
            let whole = if any { Query::or(parts) } else { Query::and(parts) };
            let (first, second) = if leading { (whole, other.clone()) } else { (other.clone(), whole) };
            return Query::and(vec![first, if connector.apart { Query::not(second) } else { second }]);
        }
        if !any {
            self.complain("the AND in what must be near is distributed: each of its parts must be near");
        }
        let before = std::mem::replace(&mut self.distributed, true);
        let joined = (parts.into_iter())
            .map(|part| match leading {
                true => self.near(part, other.clone(), connector),
                false => self.near(other.clone(), part, connector),
            })
            .collect();
        self.distributed = before;
        // Far from both of two is far from each; not near the two of them is far from one.
        if any == (connector.apart && !leading) { Query::and(joined) } else { Query::or(joined) }
    }
}

/// A query that is one condition on the words of one text, as such.
fn only(query: Query) -> Result<Text, Query> {
    match query {
        Query::Text(text) => Ok(text),
        Query::Person(called) => Ok(Text { scope: Scope::Article, span: Span::Person(called) }),
        Query::Mentions(period) => Ok(Text { scope: Scope::Article, span: Span::Date(period) }),
        Query::Or(parts) => {
            let scope = |query: &Query| match query {
                Query::Text(text) => Some(text.scope),
                Query::Person(_) | Query::Mentions(_) => Some(Scope::Article),
                _ => None,
            };
            let Some(common) = parts.first().and_then(scope) else { return Err(Query::Or(parts)) };
            if !parts.iter().all(|part| scope(part) == Some(common)) {
                return Err(Query::Or(parts));
            }
            let spans = parts.into_iter().filter_map(|part| only(part).ok()).map(|text| text.span).collect();
            Ok(Text { scope: common, span: Span::any(spans) })
        }
        other => Err(other),
    }
}

/// The scope of words that must stand in one text: a plain word beside `headline:x` is of the headline too.
fn scope(first: Scope, second: Scope) -> Option<Scope> {
    match (first, second) {
        (Scope::Article, other) | (other, Scope::Article) => Some(other),
        _ => (first == second).then_some(first),
    }
}

/// Reads words in any case; whether they were not.
fn forget(span: &mut Span) -> bool {
    match span {
        Span::Words(forms) | Span::Loose(forms, _) | Span::Person(Called { forms, .. }) => {
            let odd = forms.iter().any(|form| form.case != Case::Any);
            forms.iter_mut().for_each(|form| form.case = Case::Any);
            odd
        }
        Span::Date(_) => false,
        Span::Any(parts) => parts.iter_mut().fold(false, |was, part| forget(part) | was),
        Span::Near(near) | Span::Apart(near) => forget(&mut near.first) | forget(&mut near.second),
        Span::Opening(_, part) => forget(part),
    }
}

/// How deep spans are nested in each other.
pub(super) fn depth(span: &Span) -> usize {
    match span {
        Span::Words(_) | Span::Loose(..) | Span::Person(_) | Span::Date(_) => 0,
        Span::Any(parts) => parts.iter().map(depth).max().unwrap_or(0),
        Span::Near(near) | Span::Apart(near) => 1 + depth(&near.first).max(depth(&near.second)),
        Span::Opening(_, part) => 1 + depth(part),
    }
}

/// How many parts a query has.
fn size(query: &Query) -> usize {
    fn span(of: &Span) -> usize {
        match of {
            Span::Words(forms) | Span::Loose(forms, _) | Span::Person(Called { forms, .. }) => forms.len(),
            Span::Date(_) => 1,
            Span::Any(parts) => parts.iter().map(span).sum(),
            Span::Near(near) | Span::Apart(near) => span(&near.first) + span(&near.second),
            Span::Opening(_, part) => span(part),
        }
    }
    match query {
        Query::Text(text) | Query::AtLeast(_, text) => span(&text.span),
        Query::And(parts) | Query::Or(parts) | Query::Quorum(_, parts) => parts.iter().map(size).sum(),
        Query::Prefer(must, parts) => size(must) + parts.iter().map(size).sum::<usize>(),
        Query::Not(part) | Query::Boost(part, _) => size(part),
        _ => 1,
    }
}

impl From<Text> for Query {
    /// A person and a date in an article are questions of their own; one of several is an OR.
    fn from(text: Text) -> Query {
        match (text.scope, text.span) {
            (Scope::Article, Span::Person(called)) => Query::Person(called),
            (Scope::Article, Span::Date(period)) => Query::Mentions(period),
            (scope, Span::Any(parts)) => {
                Query::or(parts.into_iter().map(|span| Query::from(Text { scope, span })).collect())
            }
            (scope, span) => Query::Text(Text { scope, span }),
        }
    }
}
