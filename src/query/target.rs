//! Words, phrases and values in the field they stand in.
//!
//! Takes a run, a quoted text or a regular expression and the [`Target`] at hand; gives a query. What is no date where a
//! date belongs is read as words, and it says so.

use std::ops::Range;

use super::called::{Called, Level, letters};
use super::chain::Row;
use super::complaint::excerpt;
use super::connector::Connector;
use super::function::Manner;
use super::grammar::Parser;
use super::leaf::{self, Leaf, Reading};
use super::pieces::FARTHEST;
use super::span::Case;
use super::value::valued;
use super::{FieldName, Form, Query, Reach, Scope, Span, Spelling, Text};

/// Regular expressions in one query.
const MOST_REGEXES: usize = 32;

/// What the words at hand are looked for in.
#[derive(Clone, Copy)]
pub(super) struct Target {
    pub kind: Kind,
    pub scope: Scope,
    pub reading: Reading,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Name(NameLevel),
    Value(FieldName),
}

/// How much the names at hand mean.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum NameLevel {
    Person,
    Words,
    Letters,
}

impl Target {
    pub(super) fn within(self, field: FieldName) -> Target {
        match field {
            FieldName::Text(scope) => Target { kind: Kind::Text, scope, ..self },
            FieldName::People => Target { kind: Kind::Name(NameLevel::Person), ..self },
            FieldName::Named => Target { kind: Kind::Name(NameLevel::Words), ..self },
            FieldName::Spelled => Target { kind: Kind::Name(NameLevel::Letters), ..self },
            value => Target { kind: Kind::Value(value), ..self },
        }
    }

    /// Whether the index knows how the words at hand are printed.
    pub(super) fn knows_capitals(self) -> bool {
        !matches!(self.kind, Kind::Name(_)) && self.scope.knows_capitals()
    }

    /// Names have no inflections, and their capitals are taken for granted.
    fn person(self) -> Reading {
        Reading { manner: Manner::Plain, case: Case::Any, ..self.reading }
    }
}

/// A name to be read as words: where every letter counts, none is a wildcard.
fn to_read(text: &str, level: NameLevel) -> String {
    match level {
        NameLevel::Letters => text.replace(['*', '?', '~', '!'], " "),
        _ => text.to_string(),
    }
}

impl Parser<'_> {
    pub(super) fn word(&mut self, run: &str, at: Range<usize>, target: Target) -> Option<Query> {
        match target.kind {
            Kind::Value(field) => {
                return valued(field, run).map_or_else(|why| self.no_value(why, run, at, target), Some);
            }
            Kind::Text if run == "*" && target.scope == Scope::Article => return Some(Query::Everything),
            Kind::Text => {}
            Kind::Name(level) => {
                let leaf = leaf::run(&to_read(run, level), &target.person(), true);
                return self.named(leaf, run, level, at, target.scope);
            }
        }
        let leaf = leaf::run(run, &target.reading, false);
        self.found(leaf, 0, at, target)
    }

    pub(super) fn phrase(
        &mut self,
        inner: &str,
        starred: bool,
        slop: u32,
        at: Range<usize>,
        target: Target,
    ) -> Option<Query> {
        let reading = match target.kind {
            Kind::Value(field) => {
                return valued(field, inner).map_or_else(|why| self.no_value(why, inner, at, target), Some);
            }
            Kind::Text => target.reading,
            Kind::Name(level) => {
                let leaf =
                    leaf::phrase(&to_read(inner, level), starred && level != NameLevel::Letters, &target.person());
                return self.named(leaf, inner, level, at, target.scope);
            }
        };
        if target.kind == Kind::Text && slop == 0 && inner.contains(" * ") {
            return self.gapped(inner, starred, at, target);
        }
        let leaf = leaf::phrase(inner, starred, &reading);
        self.found(leaf, slop, at, target)
    }

    /// `"war * peace"`: one word, or none, in the place of each star.
    fn gapped(&mut self, inner: &str, starred: bool, at: Range<usize>, target: Target) -> Option<Query> {
        // The words between stars, and how many words on they may begin.
        let mut parts: Vec<(Vec<&str>, u32)> = Vec::new();
        let mut gap = 1;
        for chunk in inner.split_whitespace() {
            match parts.last_mut() {
                _ if chunk.bytes().all(|b| b == b'*') => gap = (gap + 1).min(FARTHEST),
                Some((words, _)) if gap == 1 => words.push(chunk),
                _ => {
                    parts.push((vec![chunk], gap));
                    gap = 1;
                }
            }
        }
        let mut row: Option<Row> = None;
        let last = parts.len().saturating_sub(1);
        for (n, (words, gap)) in parts.into_iter().enumerate() {
            let leaf = leaf::phrase(&words.join(" "), starred && n == last, &target.reading);
            let Some(part) = self.found(leaf, 0, at.clone(), target) else { continue };
            match &mut row {
                Some(row) => {
                    row.operands.push(part);
                    row.waiting.push((Connector { reach: Reach::Words(gap), ordered: true, apart: false }, at.clone()));
                    self.reduce(row);
                }
                None => row = Some(Row::new(part)),
            }
        }
        self.mixed.chain = true;
        self.joined(row?)
    }

    pub(super) fn regex(&mut self, pattern: &str, at: Range<usize>, target: Target) -> Option<Query> {
        self.regexes += 1;
        let read = match (self.regexes > MOST_REGEXES, target.kind) {
            (true, _) => Err(format!("a query has at most {MOST_REGEXES} regular expressions")),
            (_, Kind::Value(_)) => Err("a regular expression is no value".to_string()),
            (false, _) => leaf::regex(pattern).map_err(|why| format!("this regular expression cannot be read ({why})")),
        };
        let name = matches!(target.kind, Kind::Name(_));
        let case = if name { Case::Any } else { target.reading.case };
        match read {
            Ok(regex) => {
                let leaf = Leaf { forms: vec![Form { spelling: Spelling::Regex(regex), case }], ..Leaf::default() };
                if !name {
                    return self.found(leaf, 0, at, target);
                }
                if target.kind == Kind::Name(NameLevel::Letters) {
                    let said = "a regular expression is asked of the words of a name; read as named:";
                    self.complain(at.clone(), said.to_string());
                }
                self.named(leaf, pattern, NameLevel::Words, at, target.scope)
            }
            Err(why) => {
                self.complain(at.clone(), format!("{why}; read as plain words"));
                let target =
                    if matches!(target.kind, Kind::Value(_)) { Target { kind: Kind::Text, ..target } } else { target };
                self.word(&pattern.replace(['*', '?', '~', '!'], " "), at, target)
            }
        }
    }

    /// A name; `text` is how it is spelled.
    fn named(&mut self, leaf: Leaf, text: &str, level: NameLevel, at: Range<usize>, scope: Scope) -> Option<Query> {
        if let Some(wrong) = leaf.wrong {
            self.complain(at, wrong);
        }
        let level = match level {
            NameLevel::Person => Level::Person,
            NameLevel::Words => Level::Words,
            NameLevel::Letters => Level::Letters(letters(text)),
        };
        let called = Called { forms: (!leaf.forms.is_empty()).then_some(leaf.forms)?, level };
        Some(Query::from(Text { scope, span: Span::Person(called) }))
    }

    /// A leaf as a query of what it is looked for in.
    fn found(&mut self, leaf: Leaf, slop: u32, at: Range<usize>, target: Target) -> Option<Query> {
        if let Some(wrong) = leaf.wrong {
            self.complain(at, wrong);
        }
        let span = match target.kind {
            _ if slop > 0 && leaf.forms.len() > 1 => Span::Loose(leaf.forms, slop),
            _ => leaf.span()?,
        };
        Some(Query::from(Text { scope: target.scope, span }))
    }

    /// What is no date and no number is read as words.
    pub(super) fn no_value(&mut self, why: String, run: &str, at: Range<usize>, target: Target) -> Option<Query> {
        let shown = excerpt(self.text.get(at.clone()).unwrap_or(run));
        self.complain(at.clone(), format!("{why}; {shown} is read as plain words"));
        self.word(run, at, Target { kind: Kind::Text, scope: Scope::Article, ..target })
    }
}
