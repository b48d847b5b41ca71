//! What was asked: a tree that prints itself, compares, and knows nothing of any index.
//!
//! [`parse`](parse::parse) makes it from text and never fails; [`search`](crate::search) turns it into work.

pub mod complaint;
pub mod parse;
pub mod span;

use std::fmt;

use jiff::civil::Date;

use crate::date::{Iso, Period, Precision};
pub use span::{Case, Form, Near, Reach, Span, Spelling};

/// A question to the archive. An article satisfies it or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Every article.
    Everything,
    /// Some text of the article has a match.
    Text(Text),
    /// The texts of the article together have at least so many matches.
    AtLeast(u32, Text),
    /// A person, by words that must all belong to one name; also one whom only the source's metadata names.
    Person(Vec<Form>),
    /// Published within this time; None asks for undated articles.
    Published(Option<Period>),
    /// Speaks of days within this time.
    Mentions(Period),
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Where to look.
    pub scope: Scope,
    /// What must stand there; each text in the scope is asked by itself.
    pub span: Span,
}

/// A factor of the rank, in thousandths: `^2` is 2000. At most a million.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factor(pub u32);

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
    /// The author's line.
    Byline,
    /// The place of the dateline.
    Place,
}

/// Names of fields that a query may use: as written, and what they mean.
pub const FIELD_NAMES: &[(&str, FieldName)] = &[
    ("headline", FieldName::Text(Scope::Headline)),
    ("title", FieldName::Text(Scope::Headline)),
    ("body", FieldName::Text(Scope::Body)),
    ("text", FieldName::Text(Scope::Body)),
    ("people", FieldName::People),
    ("person", FieldName::People),
    ("date", FieldName::Published),
    ("published", FieldName::Published),
    ("mentions", FieldName::Mentions),
    ("source", FieldName::Text(Scope::Source)),
    ("byline", FieldName::Text(Scope::Byline)),
    ("author", FieldName::Text(Scope::Byline)),
    ("place", FieldName::Text(Scope::Place)),
];

/// What stands before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldName {
    /// A text.
    Text(Scope),
    /// Persons.
    People,
    /// The publication date.
    Published,
    /// Dates in the text.
    Mentions,
}

impl Query {
    /// Joins with AND, without needless layers.
    pub fn and(parts: Vec<Query>) -> Query {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Query::And(inner) => inner.into_iter().for_each(|q| add(&mut flat, q)),
                other => add(&mut flat, other),
            }
        }
        if flat.len() == 1 { flat.remove(0) } else { Query::And(flat) }
    }

    /// Joins with OR, without needless layers.
    pub fn or(parts: Vec<Query>) -> Query {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Query::Or(inner) => inner.into_iter().for_each(|q| add(&mut flat, q)),
                other => add(&mut flat, other),
            }
        }
        if flat.len() == 1 { flat.remove(0) } else { Query::Or(flat) }
    }

    /// Whether some part of it asks for something rather than against it.
    pub fn is_positive(&self) -> bool {
        match self {
            Query::Not(_) => false,
            Query::And(parts) => parts.iter().any(Query::is_positive),
            Query::Or(parts) => parts.iter().all(Query::is_positive),
            _ => true,
        }
    }

    /// The same question with the plain words of its outermost AND joined by OR; None if that is no other question.
    pub fn relaxed(&self) -> Option<Query> {
        let Query::And(parts) = self else { return None };
        let loose = |q: &Query| matches!(q, Query::Text(t) if t.scope == Scope::Article) || matches!(q, Query::Or(_));
        let (words, fixed): (Vec<Query>, Vec<Query>) = parts.iter().cloned().partition(loose);
        if words.len() < 2 {
            return None;
        }
        let mut all = vec![Query::or(words)];
        all.extend(fixed);
        Some(Query::and(all))
    }
}

/// A word said twice asks for nothing more.
fn add(parts: &mut Vec<Query>, query: Query) {
    if !parts.contains(&query) {
        parts.push(query);
    }
}

impl Scope {
    /// The field's name before the colon; empty for the article as a whole.
    pub fn name(self) -> &'static str {
        match self {
            Scope::Article => "",
            Scope::Headline => "headline",
            Scope::Body => "body",
            Scope::Source => "source",
            Scope::Byline => "byline",
            Scope::Place => "place",
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Form::Exact(word) | Form::Inflected(word) => f.write_str(word),
            Form::Prefix(word) => write!(f, "{word}*"),
        }
    }
}

fn spaced(forms: &[Form], by: &str) -> String {
    forms.iter().map(Form::to_string).collect::<Vec<_>>().join(by)
}

/// `drug-cartels`, `"drug cartels"`, `headline:pol*`.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scope != Scope::Article {
            write!(f, "{}:", self.scope.name())?;
        }
        let starred = self.forms.iter().rev().skip(1).any(|form| matches!(form, Form::Prefix(_)));
        if starred || self.forms.iter().any(|form| matches!(form, Form::Exact(_))) {
            write!(f, "\"{}\"", spaced(&self.forms, " "))
        } else {
            // A hyphened pair would be read back as one closed word too.
            f.write_str(&spaced(&self.forms, if self.closed().is_some() { "_" } else { "-" }))
        }
    }
}

impl Text {
    /// The one word that a hyphen would make of two: `antiwar` of `anti` and `war`.
    fn closed(&self) -> Option<String> {
        let [Form::Inflected(first), Form::Inflected(second)] = self.forms.as_slice() else { return None };
        let closed = format!("{first}{second}");
        closed.chars().all(char::is_alphabetic).then_some(closed)
    }

    /// Whether `next` is the closed reading of this pair, as `anti-war` gives both.
    fn pairs_with(&self, next: Option<&Query>) -> bool {
        let Some(Query::Text(next)) = next else { return false };
        next.scope == self.scope && self.closed().is_some_and(|closed| next.forms == [Form::Inflected(closed)])
    }
}

/// The query in its own language, with every operator and parenthesis spelled out.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, parts: &[Query], by: &str| -> fmt::Result {
            for (n, part) in parts.iter().enumerate() {
                if n > 0 {
                    f.write_str(by)?;
                }
                match part {
                    Query::And(_) | Query::Or(_) | Query::Prefer(..) => write!(f, "({part})")?,
                    Query::Text(text) if by == " OR " && text.pairs_with(parts.get(n + 1)) => {
                        let scope = if text.scope == Scope::Article { "" } else { ":" };
                        write!(f, "{}{scope}{}", text.scope.name(), spaced(&text.forms, "-"))?;
                    }
                    _ => write!(f, "{part}")?,
                }
            }
            Ok(())
        };
        match self {
            Query::Everything => f.write_str("*"),
            Query::Text(text) => write!(f, "{text}"),
            Query::Person(name) if name.forms.len() == 1 => write!(f, "people:{}", name.forms[0]),
            Query::Person(name) => write!(f, "people:\"{}\"", spaced(&name.forms, " ")),
            Query::Published(None) => f.write_str("date:none"),
            Query::Published(Some(period)) => write!(f, "date:{}", Stretch(period)),
            Query::Mentions(period) => write!(f, "mentions:{}", Stretch(period)),
            Query::And(parts) => list(f, parts, " AND "),
            Query::Or(parts) => list(f, parts, " OR "),
            Query::Prefer(must, should) => {
                write!(f, "+({must}) ")?;
                list(f, should, " ")
            }
            Query::Not(part) => match **part {
                Query::And(_) | Query::Or(_) | Query::Prefer(..) => write!(f, "NOT ({part})"),
                _ => write!(f, "NOT {part}"),
            },
        }
    }
}

/// A period as a query writes it: open ends are left open.
struct Stretch<'a>(&'a Period);

impl fmt::Display for Stretch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Period { from, to, precision } = self.0;
        if *precision != Precision::Range {
            return write!(f, "{}", self.0);
        }
        if *from > Date::constant(1, 1, 1) {
            write!(f, "{}", Iso(*from))?;
        }
        f.write_str("..")?;
        if *to < Date::constant(9999, 12, 31) {
            write!(f, "{}", Iso(*to))?;
        }
        Ok(())
    }
}
