//! Tokens -> [`Query`], by descent.
//!
//! Takes tokens whose connectors are known; gives the tree and what could not be read as it stood. It never fails and
//! never goes deeper than [`DEEPEST`].
//!
//! The grammar, the loosest binding first. OR binds tighter than AND, as in Nexis, Recoll and Google; proximity stands
//! between them, words before sentences before paragraphs, and the fewer words the tighter; equals from left to right:
//!
//! ```text
//! all    = near { [AND] near }            side by side: all, or with Join::Any one of them; AND then joins its neighbours
//! near   = any { connector any }          w/n pre/n NOT w/n, then w/s, then w/p
//! any    = item { OR item }
//! item   = { NOT | + | - } primary { ^boost | /Fn/ }
//! primary = word | "phrase" [~slop] | /regex/ | ( all ) | field: item | name( all ) | atleastN primary | field>value
//! ```
//!
//! A NOT before proximity excludes the whole of it.

use std::ops::Range;

use super::alternatives::{Part, alternatives};
use super::complaint::Complaint;
use super::function::Function;
use super::lex::{Lexeme, Token};
use super::near::Joiner;
use super::parse::Join;
use super::span::Case;
use super::target::{Kind, Target};
use super::value::compared;
use super::{FieldName, Query, Scope};

/// What tokens were read as.
pub(super) struct Read {
    pub query: Option<Query>,
    pub complaints: Vec<Complaint>,
    /// Operators of several kinds, or several connectors in a row.
    pub mixed: bool,
}

/// Reads all tokens of a text.
pub(super) fn read(text: &str, tokens: Vec<Lexeme>, join: Join, target: Target) -> Read {
    let mut parser = Parser {
        text,
        tokens,
        at: 0,
        join,
        complaints: Vec::new(),
        mixed: Mixed::default(),
        depth: 0,
        regexes: 0,
        joiner: Joiner::default(),
    };
    let mut parts = Vec::new();
    while parser.at < parser.tokens.len() {
        if let Some(query) = parser.all(target) {
            parts.push(query);
        }
        if let Some(Token::Close) = parser.peek() {
            parser.complain(parser.here(), "this parenthesis closes nothing; it is left out");
            parser.at += 1;
        }
    }
    let query = match (parts.is_empty(), join) {
        (true, _) => None,
        (false, Join::All) => Some(Query::and(parts)),
        (false, Join::Any) => Some(Query::or(parts)),
    };
    Read { query, complaints: parser.complaints, mixed: parser.mixed.is_mixed() }
}

/// Groups deeper than this are read flat; no human writes them, and the stack is finite.
const DEEPEST: usize = 64;
/// What is said where capitals cannot be asked about.
pub(super) const CAPITALS: &str = "capitals are known of headline and body only; read in any case";

/// Which operators a query uses.
#[derive(Default)]
pub(super) struct Mixed {
    ands: bool,
    ors: bool,
    pub(super) nears: bool,
    /// Several connectors in a row.
    pub(super) chain: bool,
}

impl Mixed {
    fn is_mixed(&self) -> bool {
        self.chain || usize::from(self.ands) + usize::from(self.ors) + usize::from(self.nears) > 1
    }
}

pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    tokens: Vec<Lexeme>,
    pub(super) at: usize,
    join: Join,
    complaints: Vec<Complaint>,
    pub(super) mixed: Mixed,
    depth: usize,
    pub(super) regexes: usize,
    pub(super) joiner: Joiner,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    None,
    Plus,
    Not,
}

impl Parser<'_> {
    pub(super) fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|lexeme| &lexeme.token)
    }

    /// The bytes of the token at hand.
    pub(super) fn here(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(self.text.len()..self.text.len(), |lexeme| lexeme.at.clone())
    }

    pub(super) fn complain(&mut self, at: Range<usize>, text: impl Into<String>) {
        self.complaints.push(Complaint { at, text: text.into() });
    }

    /// Whether nothing to be joined follows.
    fn ends(&self) -> bool {
        matches!(self.peek(), None | Some(Token::Close | Token::And | Token::Or | Token::Connector(_)))
    }

    /// Parts side by side or joined by AND, up to a closing parenthesis or the end.
    fn all(&mut self, target: Target) -> Option<Query> {
        let mut parts: Vec<Part> = Vec::new();
        let mut bound = false;
        loop {
            let at = self.here();
            match self.peek() {
                None | Some(Token::Close) => break,
                Some(Token::And) => {
                    self.at += 1;
                    if parts.is_empty() || self.ends() {
                        self.complain(at, "this AND joins nothing; it is left out");
                    } else {
                        bound = true;
                    }
                }
                Some(Token::Connector(_)) => self.idle(),
                Some(_) => {
                    let before = self.at;
                    match self.near(target) {
                        Some((query, sign)) => {
                            parts.push(Part { query, signed: sign != Sign::None, bound });
                            bound = false;
                        }
                        None if self.at == before => self.at += 1,
                        None => {}
                    }
                }
            }
        }
        self.mixed.ands |= parts.len() > 1;
        match (parts.is_empty(), self.join) {
            (true, _) => None,
            (false, Join::All) => Some(Query::and(parts.into_iter().map(|part| part.query).collect())),
            // Within a field each part is of that field.
            (false, Join::Any) => {
                Some(alternatives(parts, target.kind == Kind::Text && target.scope == Scope::Article))
            }
        }
    }

    /// A connector without operands.
    fn idle(&mut self) {
        self.complain(self.here(), "this connector joins nothing; it is left out");
        self.at += 1;
    }

    /// Items joined by OR.
    pub(super) fn any(&mut self, target: Target) -> Option<(Query, Sign)> {
        let mut items = Vec::new();
        let mut sign = Sign::None;
        loop {
            if let Some(Token::Or) = self.peek() {
                let at = self.here();
                self.at += 1;
                if items.is_empty() || self.ends() {
                    self.complain(at, "this OR joins nothing; it is left out");
                    continue;
                }
                self.mixed.ors = true;
            } else if !items.is_empty() || self.ends() {
                break;
            }
            match self.item(target) {
                Some((query, found)) => {
                    sign = found;
                    items.push(query);
                }
                None => break,
            }
        }
        match items.len() {
            0 => None,
            1 => items.pop().map(|query| (query, sign)),
            _ => Some((Query::or(items), Sign::None)),
        }
    }

    /// Signs, then one primary with its boost.
    fn item(&mut self, target: Target) -> Option<(Query, Sign)> {
        let mut sign = Sign::None;
        while let Some(token) = self.peek() {
            match token {
                Token::Not | Token::Minus => sign = if sign == Sign::Not { Sign::None } else { Sign::Not },
                Token::Plus => sign = Sign::Plus,
                _ => break,
            }
            let (not, at) = (*token == Token::Not, self.here());
            self.at += 1;
            if self.ends() {
                if not {
                    self.complain(at, "this NOT excludes nothing; it is left out");
                }
                return None;
            }
        }
        let mut query = self.primary(target);
        loop {
            let at = self.here();
            match self.peek() {
                Some(Token::Boost(factor)) => {
                    let factor = *factor;
                    query = query.map(|query| Query::boost(query, factor));
                }
                Some(Token::Opening(words)) => {
                    let words = *words;
                    query = query.map(|query| self.opening(query, words, at));
                }
                Some(Token::Slop(_)) => {}
                _ => break,
            }
            self.at += 1;
        }
        let query = query?;
        Some(if sign == Sign::Not { (Query::not(query), sign) } else { (query, sign) })
    }

    fn primary(&mut self, mut target: Target) -> Option<Query> {
        // Of several fields one behind the other the last counts; persons and dates keep the text they are in.
        while let Some(Token::Field(field)) = self.peek() {
            let (field, at) = (*field, self.here());
            target = self.within(target, field, &at);
            self.at += 1;
        }
        let Lexeme { token, at } = self.tokens.get(self.at)?.clone();
        match token {
            Token::Word(run) => {
                self.at += 1;
                self.word(&run, at, target)
            }
            Token::Phrase(inner, starred) => {
                self.at += 1;
                let slop = match self.peek() {
                    Some(Token::Slop(slop)) => *slop,
                    _ => 0,
                };
                self.phrase(&inner, starred, slop, at, target)
            }
            Token::Regex(pattern) => {
                self.at += 1;
                self.regex(&pattern, at, target)
            }
            Token::Compare(field, order, value) => {
                self.at += 1;
                compared(field, order, &value).map_or_else(
                    |why| {
                        let run = self.text.get(at.clone()).unwrap_or(&value).to_string();
                        self.no_value(why, &run, at, target)
                    },
                    Some,
                )
            }
            Token::Open => self.nested(target, |parser, target| parser.all(target)),
            Token::Function(function) => self.function(function, target, at),
            Token::Before(function) => {
                self.at += 1;
                let query = self.deeper(at.clone(), |parser| parser.primary(target))?;
                let Function::AtLeast(count) = function else { return Some(query) };
                Some(self.at_least(query, count, at))
            }
            Token::Not | Token::Plus | Token::Minus => {
                let before = self.at;
                let query = self.deeper(at, |parser| parser.item(target).map(|(query, _)| query));
                self.at = self.at.max(before + 1);
                query
            }
            Token::Boost(_) | Token::Slop(_) | Token::Opening(_) => {
                self.at += 1;
                None
            }
            Token::Field(_) | Token::Close | Token::And | Token::Or | Token::Connector(_) => None,
        }
    }

    /// Goes one level down, unless that is too deep.
    fn deeper(&mut self, at: Range<usize>, read: impl FnOnce(&mut Self) -> Option<Query>) -> Option<Query> {
        if self.depth >= DEEPEST {
            self.complain(at, "what is nested this deep is left out");
            return None;
        }
        self.depth += 1;
        let query = read(self);
        self.depth -= 1;
        query
    }

    /// What stands in parentheses, the opening one at hand.
    fn nested(&mut self, target: Target, read: impl FnOnce(&mut Self, Target) -> Option<Query>) -> Option<Query> {
        let at = self.here();
        self.at += 1;
        if self.depth >= DEEPEST {
            self.complain(at, "parentheses this deep are left out");
            return None;
        }
        self.depth += 1;
        let query = read(self, target);
        self.depth -= 1;
        if let Some(Token::Close) = self.peek() {
            self.at += 1;
        } else {
            self.complain(at, "this parenthesis is never closed; it is closed at the end");
        }
        query
    }

    /// The target within a field, where capitals may be of no use any more.
    pub(super) fn within(&mut self, target: Target, field: FieldName, at: &Range<usize>) -> Target {
        let mut within = target.within(field);
        if within.reading.case != Case::Any && !within.knows_capitals() {
            self.complain(at.clone(), CAPITALS);
            within.reading.case = Case::Any;
        }
        within
    }

    fn function(&mut self, function: Function, mut target: Target, at: Range<usize>) -> Option<Query> {
        match function {
            Function::Field(field) => target = self.within(target, field, &at),
            Function::Case(case) if target.knows_capitals() => target.reading.case = case,
            Function::Case(_) => self.complain(at.clone(), CAPITALS),
            Function::Manner(manner) => target.reading.manner = manner,
            Function::AtLeast(_) | Function::First(_) => {}
            Function::Quorum(count) => {
                return self.nested(target, |parser, target| {
                    let parts = parser.list(target);
                    let most = parts.len();
                    if count as usize > most && most > 0 {
                        parser.complain(at, format!("there are only {most} parts; read as all of them"));
                    }
                    (most > 0).then(|| Query::quorum(count, parts))
                });
            }
        }
        let query = self.nested(target, |parser, target| parser.all(target))?;
        Some(match function {
            Function::AtLeast(count) => self.at_least(query, count, at),
            Function::First(words) => self.opening(query, words, at),
            _ => query,
        })
    }

    /// Parts side by side.
    fn list(&mut self, target: Target) -> Vec<Query> {
        let mut parts = Vec::new();
        loop {
            match self.peek() {
                None | Some(Token::Close) => break,
                Some(Token::And | Token::Or) => self.at += 1,
                Some(Token::Connector(_)) => self.idle(),
                Some(_) => {
                    let before = self.at;
                    match self.near(target) {
                        Some((query, _)) => parts.push(query),
                        None if self.at == before => self.at += 1,
                        None => {}
                    }
                }
            }
        }
        parts
    }
}
