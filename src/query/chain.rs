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

/// Operands waiting for the connectors between them, one fewer than they.
pub(super) struct Row {
    pub operands: Vec<Query>,
    pub waiting: Vec<(Connector, Range<usize>)>,
    /// A bound was met: the second operand of every further connector is only asked for besides.
    flat: bool,
    rest: Vec<Query>,
}

impl Row {
    pub(super) fn new(first: Query) -> Row {
        Row { operands: vec![first], waiting: Vec::new(), flat: false, rest: Vec::new() }
    }
}

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
        let mut row = Row::new(first);
        while let Some(Token::Connector(connector)) = self.peek().cloned() {
            let at = self.here();
            self.at += 1;
            let Some((next, _)) = self.any(target) else {
                self.complain(at, "this connector joins nothing; it is left out");
                continue;
            };
            while row.waiting.last().is_some_and(|(last, _)| last.looseness() <= connector.looseness()) {
                self.reduce(&mut row);
            }
            row.waiting.push((connector, at));
            row.operands.push(next);
            self.mixed.chain |= matches!(self.peek(), Some(Token::Connector(_)));
        }
        let query = self.joined(row)?;
        Some((if sign == Sign::Not { Query::not(query) } else { query }, sign))
    }

    /// Joins what is left of a row.
    pub(super) fn joined(&mut self, mut row: Row) -> Option<Query> {
        while !row.waiting.is_empty() {
            self.reduce(&mut row);
        }
        let query = row.operands.pop()?;
        if row.rest.is_empty() {
            return Some(query);
        }
        row.rest.insert(0, query);
        Some(Query::and(row.rest))
    }

    /// Joins the last two operands of a row.
    pub(super) fn reduce(&mut self, row: &mut Row) {
        let Some((connector, at)) = row.waiting.pop() else { return };
        let Some((second, first)) = row.operands.pop().zip(row.operands.pop()) else { return };
        if row.flat {
            row.rest.push(if connector.apart { Query::not(second) } else { second });
            row.operands.push(first);
            return;
        }
        self.joiner.flat = false;
        let joined = self.joiner.near(first, second, connector);
        row.flat = self.joiner.flat;
        self.confess(at);
        row.operands.push(joined);
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
