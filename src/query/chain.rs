//! Operands in a row with connectors between them, and what is asked of a single one: where it stands, how often.
//!
//! Takes the tokens at hand; gives one query. The connectors of a row bind by how tight they are, equals from left to
//! right; what joining says is said at the connector.

use std::ops::Range;

use super::connector::Connector;
use super::grammar::{Parser, Sign};
use super::lex::Token;
use super::target::Target;
use super::{Query, Span, Text};

impl Parser<'_> {
    /// Operands joined by connectors, the tighter first.
    pub(super) fn near(&mut self, target: Target) -> Option<(Query, Sign)> {
        let (first, sign) = self.any(target)?;
        if !matches!(self.peek(), Some(Token::Connector(_))) {
            return Some((first, sign));
        }
        self.mixed.nears = true;
        // A NOT before it all is a NOT of it all.
        let first = match (sign, first) {
            (Sign::Not, Query::Not(inner)) => *inner,
            (_, first) => first,
        };
        let mut operands = vec![first];
        let mut waiting: Vec<(Connector, Range<usize>)> = Vec::new();
        while let Some(Token::Connector(connector)) = self.peek().cloned() {
            let at = self.here();
            self.at += 1;
            let Some((next, _)) = self.any(target) else {
                self.complain(at, "this connector joins nothing; it is left out");
                continue;
            };
            while waiting.last().is_some_and(|(last, _)| last.looseness() <= connector.looseness()) {
                self.reduce(&mut operands, &mut waiting);
            }
            self.mixed.chain |= !waiting.is_empty() || !matches!(operands.as_slice(), [_]);
            waiting.push((connector, at));
            operands.push(next);
            self.mixed.chain |= matches!(self.peek(), Some(Token::Connector(_)));
        }
        while !waiting.is_empty() {
            self.reduce(&mut operands, &mut waiting);
        }
        let query = operands.pop()?;
        Some((if sign == Sign::Not { Query::not(query) } else { query }, sign))
    }

    fn reduce(&mut self, operands: &mut Vec<Query>, waiting: &mut Vec<(Connector, Range<usize>)>) {
        let Some((connector, at)) = waiting.pop() else { return };
        let Some((second, first)) = operands.pop().zip(operands.pop()) else { return };
        let joined = self.join(first, second, connector, at);
        operands.push(joined);
    }

    /// Two operands with a connector between them.
    pub(super) fn join(&mut self, first: Query, second: Query, connector: Connector, at: Range<usize>) -> Query {
        let joined = self.joiner.near(first, second, connector);
        self.confess(at);
        joined
    }

    /// Says what joining operands said.
    fn confess(&mut self, at: Range<usize>) {
        for wrong in std::mem::take(&mut self.joiner.wrong) {
            self.complain(at.clone(), wrong);
        }
    }

    pub(super) fn opening(&mut self, query: Query, words: u32, at: Range<usize>) -> Query {
        let query = self.joiner.within(query, &|text| {
            let span = Span::opening(words, text.span);
            Query::Text(Text { scope: text.scope, span })
        });
        self.confess(at);
        query
    }

    pub(super) fn at_least(&mut self, query: Query, count: u32, at: Range<usize>) -> Query {
        let query = self.joiner.within(query, &|text| match count {
            0 | 1 => Query::from(text),
            _ => Query::AtLeast(count, text),
        });
        self.confess(at);
        query
    }
}
