//! What was asked: a tree that prints itself, compares, and knows nothing of any index.
//!
//! [`parse`](parse::parse) makes it from text and never fails; [`search`](crate::search) turns it into work.

mod alternatives;
pub mod called;
mod capitals;
mod chain;
pub mod complaint;
mod connector;
mod display;
mod function;
mod grammar;
mod leaf;
mod lex;
mod meaning;
mod near;
pub mod parse;
mod pieces;
mod possibly;
pub mod relaxed;
mod segment;
mod simplify;
mod small;
pub mod span;
mod substitute;
pub mod synonyms;
mod target;
mod value;

use std::collections::HashSet;

use crate::date::Period;
pub use called::{Called, Level};
pub use relaxed::Relaxed;
pub use span::{Case, Form, Near, Reach, Span, Spelling};
pub use substitute::{Kind, Meant};

/// Which of an article's dates is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// That of publication.
    Published,
    /// One in the text.
    Mentioned,
}

/// A question to the archive. An article satisfies it or not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Query {
    /// Every article.
    Everything,
    /// Some text of the article has a match.
    Text(Text),
    /// The texts of the article together have at least so many matches.
    AtLeast(u32, Text),
    /// A person, by words that must all belong to one name; also one whom only the source's metadata names.
    Person(Called),
    /// Published within this time; None asks for undated articles.
    Published(Option<Period>),
    /// In this language, by its primary tag; None asks for articles whose language nothing tells.
    Language(Option<String>),
    /// Its sources of a date of publication contradict each other.
    Suspect,
    /// Speaks of days within this time.
    Mentions(Period),
    /// Published or speaking of days that may lie within this time: the two share a day.
    Possibly(When, Period),
    /// Has so many words, headline and body together: at least, at most (both included).
    Length(u64, Option<u64>),
    /// All of them.
    And(Vec<Query>),
    /// Any of them.
    Or(Vec<Query>),
    /// At least so many of them.
    Quorum(u32, Vec<Query>),
    /// The first must be there, the others only raise the rank.
    Prefer(Box<Query>, Vec<Query>),
    /// Not this.
    Not(Box<Query>),
    /// This, its share of the rank multiplied.
    Boost(Box<Query>, Factor),
}

/// What must stand in a text of the article.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Text {
    /// Where to look.
    pub scope: Scope,
    /// What must stand there; each text in the scope is asked by itself.
    pub span: Span,
}

/// A factor of the rank, in thousandths: `^2` is 2000. At most a million.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Factor(pub u32);

impl Factor {
    /// The greatest.
    pub const MOST: u32 = 1_000_000;
    /// The one that changes nothing.
    pub const ONE: Factor = Factor(1000);
}

/// A text that can be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Headline or body.
    Article,
    /// The headline, or the first paragraph of the body.
    Lead,
    /// The headline.
    Headline,
    /// The body.
    Body,
    /// The newspaper or agency.
    Source,
    /// The pages it stands on.
    Page,
    /// The author's line.
    Byline,
    /// The place of the dateline.
    Place,
    /// The part of the paper.
    Section,
}

/// Names of fields that a query may use: as written, and what they mean.
pub const FIELD_NAMES: &[(&str, FieldName)] = &[
    ("headline", FieldName::Text(Scope::Headline)),
    ("title", FieldName::Text(Scope::Headline)),
    ("ti", FieldName::Text(Scope::Headline)),
    ("intitle", FieldName::Text(Scope::Headline)),
    ("lead", FieldName::Text(Scope::Lead)),
    ("hlead", FieldName::Text(Scope::Lead)),
    ("body", FieldName::Text(Scope::Body)),
    ("text", FieldName::Text(Scope::Body)),
    ("people", FieldName::People),
    ("person", FieldName::People),
    ("named", FieldName::Named),
    ("spelled", FieldName::Spelled),
    ("date", FieldName::Published),
    ("published", FieldName::Published),
    ("mentions", FieldName::Mentions),
    ("source", FieldName::Text(Scope::Source)),
    ("page", FieldName::Text(Scope::Page)),
    ("byline", FieldName::Text(Scope::Byline)),
    ("author", FieldName::Text(Scope::Byline)),
    ("place", FieldName::Text(Scope::Place)),
    ("section", FieldName::Text(Scope::Section)),
    ("language", FieldName::Language),
    ("lang", FieldName::Language),
    ("since", FieldName::Since),
    ("after", FieldName::Since),
    ("before", FieldName::Before),
    ("until", FieldName::Until),
    ("length", FieldName::Length),
    ("wc", FieldName::Length),
];

/// What stands before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldName {
    /// A text.
    Text(Scope),
    /// Persons.
    People,
    /// Names of persons, by their words.
    Named,
    /// Names of persons, to the letter.
    Spelled,
    /// The publication date.
    Published,
    /// Dates in the text.
    Mentions,
    /// Published on this day, month, ... or later.
    Since,
    /// Published before this day, month, ... began.
    Before,
    /// Published before this day, month, ... ended.
    Until,
    /// The number of words.
    Length,
    /// The language.
    Language,
}

impl FieldName {
    /// Whether words stand in it as they stand in texts.
    fn is_text(self) -> bool {
        matches!(self, FieldName::Text(_))
    }

    /// Whether nothing but a date or a number makes sense behind it, and the name is a common word besides.
    fn is_value(self) -> bool {
        matches!(self, FieldName::Since | FieldName::Before | FieldName::Until | FieldName::Length)
    }
}

impl Query {
    /// Joins with AND, without needless layers.
    pub fn and(parts: Vec<Query>) -> Query {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Query::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        let mut flat = distinct(flat);
        if flat.len() == 1 { flat.remove(0) } else { Query::And(flat) }
    }

    /// Joins with OR, without needless layers.
    pub fn or(parts: Vec<Query>) -> Query {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Query::Or(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        let mut flat = distinct(flat);
        if flat.len() == 1 { flat.remove(0) } else { Query::Or(flat) }
    }

    /// At least so many of some parts; one is OR, all are AND.
    pub fn quorum(count: u32, parts: Vec<Query>) -> Query {
        match count as usize {
            0 | 1 => Query::or(parts),
            all if all >= parts.len() => Query::and(parts),
            _ => Query::Quorum(count, parts),
        }
    }

    /// The opposite; of an opposite the thing itself.
    #[allow(clippy::should_implement_trait, reason = "a query is no number; !query would read badly")]
    pub fn not(query: Query) -> Query {
        match query {
            Query::Not(inner) => *inner,
            other => Query::Not(Box::new(other)),
        }
    }

    /// The same with its share of the rank multiplied.
    pub fn boost(query: Query, factor: Factor) -> Query {
        match query {
            Query::Boost(inner, first) => {
                let product = u64::from(first.0) * u64::from(factor.0) / 1000;
                Query::boost(*inner, Factor(product.min(u64::from(Factor::MOST)) as u32))
            }
            // What nothing can find has no share.
            not @ Query::Not(_) => not,
            other if factor == Factor::ONE => other,
            other => Query::Boost(Box::new(other), factor),
        }
    }

    /// Whether some part of it asks for something rather than against it.
    pub fn is_positive(&self) -> bool {
        match self {
            Query::Not(_) => false,
            Query::And(parts) => parts.iter().any(Query::is_positive),
            Query::Or(parts) => parts.iter().all(Query::is_positive),
            Query::Boost(part, _) => part.is_positive(),
            _ => true,
        }
    }
}

/// What is said twice asks for nothing more.
fn distinct<T: std::hash::Hash + Eq>(parts: Vec<T>) -> Vec<T> {
    let mut seen = HashSet::with_capacity(parts.len());
    let new: Vec<bool> = parts.iter().map(|part| seen.insert(part)).collect();
    parts.into_iter().zip(new).filter_map(|(part, new)| new.then_some(part)).collect()
}

impl Scope {
    /// Whether the index knows how the words of such a text are printed.
    fn knows_capitals(self) -> bool {
        !matches!(self, Scope::Source | Scope::Page | Scope::Byline | Scope::Place | Scope::Section)
    }

    /// The field's name before the colon; empty for the article as a whole.
    pub fn name(self) -> &'static str {
        match self {
            Scope::Article => "",
            Scope::Headline => "headline",
            Scope::Lead => "lead",
            Scope::Body => "body",
            Scope::Source => "source",
            Scope::Page => "page",
            Scope::Byline => "byline",
            Scope::Place => "place",
            Scope::Section => "section",
        }
    }
}
